"""Tests of the page of symptoms. They reproduce each row of its table and try the fix.

The page fits on one printed sheet.
"""

import re
from html import unescape

import numpy as np
import pytest

from shared import START_A, XOR
from shared.experiments.depth import deep_network, gradient_sizes, train_depth
from shared.experiments.diagnosis import ONES, ZEROS, change_params, classify, diagnose_params, measure_evidence
from shared.experiments.ensemble import activations, params_of, train_params, train_range
from shared.experiments.settings import Settings, initial_params
from shared.lesson.failure_guide import FIRST, ROWS, guide_html, printable_page
from shared.nn import network
from shared.nn.mlp import XOR_X, XOR_Y, sigmoid, tanh
from shared.nn.network import forward, gradients, mean_loss, mean_loss_and_gradients, train, update
from shared.site.page import render_guide, stylesheet

BASE = Settings()
Y = XOR_Y[:, 0]


def end(settings, initial):
    """Train a network that starts with the numbers `initial`. Return its `Ensemble` and its four outputs."""
    run = train_params(settings, np.array(initial, float)[None])
    return run, activations(settings, run.final[0])[1]


def learns(settings, initial):
    return end(settings, initial)[0].outcome[0] == "converged"


def drawn(settings, k):
    return initial_params(settings, k, 1)[0]


# Each function reproduces a row: the symptom, the result of the row's test, and the fix.


def symmetry():
    zeros, outs = end(BASE, [0.0] * 9)
    assert zeros.mse[0] == pytest.approx(0.25, abs=1e-9) and outs.tolist() == [0.5] * 4
    ones, _ = end(BASE, [1.0] * 9)
    assert ones.mse[0] == pytest.approx(1 / 6, abs=0.002)
    for params in (zeros.final[0], ones.final[0]):
        assert params[:3].tolist() == params[3:6].tolist() and params[6] == params[7]
    assert any(learns(BASE, drawn(BASE, k)) for k in range(3))


def plateau():
    short = Settings(weights=0.3, epochs=1000)
    start = drawn(short, 0)
    run, outs = end(short, start)
    assert run.mse[0] == pytest.approx(0.25, abs=0.01) and np.abs(outs - 0.5).max() < 0.2
    assert np.abs(run.final[0][:3] - run.final[0][3:6]).max() > 0.05 and np.abs(start).max() < 0.6
    assert learns(short._replace(lr=8.0), start) and learns(short._replace(epochs=4000), start)


def merged_rows():
    runs = train_range(BASE, 0, 40)
    failed = runs.outcome != "converged"
    assert {*np.round(24 * runs.mse[failed])} == {3, 4}  # 3/24 = 1/8 and 4/24 = 1/6
    (row,) = (row for row in ROWS if row.name == "merged rows")
    assert "1/8" in row.symptom and "1/6" in row.symptom
    hidden, outs = activations(BASE, runs.final[failed])
    assert (np.abs(hidden[:, ONES] - hidden[:, ZEROS]).max(axis=2).min(axis=1) < 0.05).all()
    assert (np.abs(outs[:, ONES] - outs[:, ZEROS]).min(axis=1) < 0.1).all()
    assert (runs.outcome == "converged").mean() > 0.5  # so another random start is a good fix
    assert (train_range(BASE._replace(width=3), 0, 40).outcome[failed] == "converged").mean() > 0.7


def overshoot():
    fast = BASE._replace(lr=200.0)  # with lr 100, the end of the run depends on the rounding of the processor
    run, outs = end(fast, START_A)
    assert run.mse[0] == pytest.approx(0.25, abs=0.001) or run.mse[0] == pytest.approx(0.5, abs=0.001)
    assert np.minimum(outs, 1 - outs).max() < 0.01 and np.abs(outs - Y).max() > 0.99
    assert diagnose_params(fast, START_A).evidence.largest_step > 2
    assert learns(BASE._replace(lr=20.0), START_A)


def oscillation():
    fast = BASE._replace(lr=50.0, epochs=600)
    k = next(k for k in range(60) if classify(fast, measure_evidence(fast, k)) == "oscillation")

    def jumps(settings):
        losses = np.array([mse for _, mse in params_of(settings, k)][-200:])
        return np.abs(np.diff(losses)).mean()

    assert jumps(fast) > 0.001
    assert jumps(fast._replace(lr=5.0)) < jumps(fast) / 10


def explosion():
    fast = Settings(activation="relu", loss="cross_entropy", lr=30.0, weights=5.0, epochs=60)
    runs = train_range(fast, 0, 40)
    k = int(np.argmax(runs.outcome == "diverged"))
    states = np.array([params for params, _ in params_of(fast, k)])
    steps = np.abs(np.diff(states, axis=0)).max(axis=1)
    assert steps[0] < steps[1] and np.abs(states[-1]).max() > 100

    def diverged(**changes):
        return (train_range(fast._replace(**changes), 0, 40).outcome == "diverged").sum()

    assert diverged(lr=3.0) < diverged() / 3
    assert diverged(clip=0.05) < diverged() / 3


def saturation():
    large = BASE._replace(weights=10.0)
    runs = train_range(large, 0, 60)
    outs = activations(large, runs.final)[1]
    stuck = np.flatnonzero(np.abs(outs - Y).max(axis=1) > 0.95)
    for k in stuck:
        worst = np.abs(outs[k] - Y).argmax()
        assert network.sigmoid_derivative(outs[k][worst]) < 0.05
        assert np.abs(runs.initial[k]).max() > 5
    halved = train_params(large, np.array([change_params(runs.initial[k], scale=0.5) for k in stuck]))
    assert len(stuck) > 3 and (halved.outcome == "converged").mean() > 0.25


def vanishing():
    sizes = gradient_sizes(deep_network(sigmoid, 4, 0))
    assert max(sizes[:2]) < sizes[-1] / 100
    net = deep_network(sigmoid, 4, 0)
    *_, loss = net.train(XOR_X, XOR_Y, 1.0, 500)
    assert loss == pytest.approx(0.25, abs=0.002)
    assert train_depth(tanh, 4, seeds=4, epochs=1500).learned.all()


def dead_relu():
    relu = Settings(activation="relu", epochs=1000)
    runs = train_range(relu, 0, 50)
    dead = (activations(relu, runs.final)[0] <= 0).all(axis=(1, 2))
    k = int(np.argmax(dead))
    losses = [mse for _, mse in params_of(relu, k)][-5:]
    assert dead[k] and len({*losses}) == 1
    assert (runs.outcome[k + 1 : k + 8] == "converged").any()
    for change in ({"width": 8}, {"activation": "tanh"}):
        again = train_range(relu._replace(**change), 0, 50)
        assert (again.outcome[dead] == "converged").mean() > 0.3


def not_applied():
    params, losses = START_A, []
    for _ in range(3):
        loss, grads = mean_loss_and_gradients(XOR, params)
        losses.append(loss)
        update(params, grads, 2.0)  # the mistake: the new numbers are not assigned to `params`
    assert len({*losses}) == 1 and max(map(abs, grads)) > 0
    params = update(params, grads, 2.0)
    assert mean_loss(XOR, params) != losses[0]


def no_bias():
    def without(params):
        return [0.0 if i in (2, 5, 8) else p for i, p in enumerate(params)]

    rng = np.random.default_rng(0)
    for start in (START_A, *rng.uniform(-2, 2, (5, 9))):
        params = without(start)
        for _ in range(4000):
            params = without(update(params, mean_loss_and_gradients(XOR, params)[1], 2.0))
        assert forward(0, 0, params)[:2] == (0.5, 0.5)
        assert 0.01 < mean_loss(XOR, params) < mean_loss(XOR, without(start))
    *_, with_biases = train(XOR, START_A, 2.0, 4000)
    assert with_biases.loss < 0.001


def row_by_row():
    params = START_A
    for x1, x2, y in XOR:
        for _ in range(2000):
            params = update(params, gradients(x1, x2, y, params), 0.5)
        assert abs(forward(x1, x2, params)[2] - y) < 0.1
    outs = [forward(x1, x2, params)[2] for x1, x2, _ in XOR]
    assert all(abs(out - XOR[-1][2]) < 0.2 for out in outs)
    for _ in range(4000):
        for x1, x2, y in XOR:
            params = update(params, gradients(x1, x2, y, params), 0.5)
    assert mean_loss(XOR, params) < 0.01


def too_few_epochs():
    slow = BASE._replace(lr=0.5)
    assert not learns(slow, START_A) and learns(slow._replace(epochs=16000), START_A)
    assert learns(slow._replace(lr=5.0), START_A)


REPRODUCED = {
    "symmetry": symmetry,
    "plateau": plateau,
    "merged rows": merged_rows,
    "overshoot": overshoot,
    "oscillation": oscillation,
    "explosion": explosion,
    "saturation": saturation,
    "vanishing": vanishing,
    "dead ReLU": dead_relu,
    "not applied": not_applied,
    "no bias": no_bias,
    "row by row": row_by_row,
    "too few epochs": too_few_epochs,
}


@pytest.mark.parametrize("name", [row.name for row in ROWS])
def test_each_row_has_its_symptom_and_its_fix_works(name):
    REPRODUCED[name]()


def test_the_page_shows_all_steps_and_rows_in_order():
    text = unescape(re.sub(r"<[^>]*>", "", guide_html()))
    parts = [name for name, _ in FIRST] + [part for row in ROWS for part in (row.symptom, row.test, row.cause, row.fix)]
    places = [text.index(part) for part in parts]
    assert places == sorted(places)
    assert guide_html() in printable_page()


@pytest.mark.parametrize("html", [printable_page(), render_guide("")], ids=["download", "site"])
def test_the_page_prints_on_one_sheet_and_fits_a_phone(page, html):
    page.set_viewport_size({"width": 360, "height": 740})
    page.set_content(html.replace('<link rel="stylesheet" href="style.css">', f"<style>{stylesheet()}</style>"))
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    pdf = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
