"""Predictions: each hides its answer until it is made, and the answer it gives is what the mathematics gives."""

import re
from functools import cache
from html import unescape
from types import SimpleNamespace

import numpy as np
import pytest
from course_files import lesson_module, lesson_outputs, lesson_path
from solution_rules import CLAIM_1A

from shared import START_A, START_B, XOR
from shared.experiments import replication, success_map
from shared.experiments.ensemble import activations, params_of, train_many
from shared.nn import digits as handwriting
from shared.nn import mlp
from shared.nn.network import forward, gradients, mean_loss, squared_error, train, update

# How a lesson gives its answers away: the names of its predictions.
PREDICTIONS = {
    "01_neuron": ("bias_guess", "weight_guess"),
    "02_xor": ("best_guess", "rule_guess"),
    "03_forward_pass": ("untrained_guess", "fold_guess"),
    "04_loss": ("mean_guess", "confident_guess"),
    "05_chain_rule": ("sign_guess", "largest_guess", "learners_guess"),
    "06_trainer": ("rate_guess", "step_guess"),
    "07_numpy": ("shape_guess", "text_3_guess", "suspect_guess", "text_4_guess"),
    "08_luck": ("rate_guess", "failure_guess", "loss_guess"),
    "09_beyond_xor": ("momentum_guess", "shift_guess", "writers_guess", "corner_guess"),
}
# What else the cells of these predictions define.
ALSO_DEFINED = {
    "08_luck": ("sweeps", "get_pressed", "set_pressed", "knobs", "reference", "buttons"),
    "09_beyond_xor": ("lr", "beta", "run_torch", "first_low", "xor_losses"),
}


@cache
def untouched(stem):
    """What a lesson shows before any choice, its predictions as name → form, and what else their cells define."""
    outputs, defs = lesson_module(lesson_path(stem)).app.run()
    beside = {name: defs[name] for name in ALSO_DEFINED.get(stem, ())}
    return text_of(outputs), {name: defs[name] for name in PREDICTIONS[stem]}, beside


def text_of(outputs):
    return unescape(" ".join(output.text for output in outputs if hasattr(output, "text")))


def shown(stem, **guesses):
    """All that a lesson shows when these predictions have been made."""
    stubs = untouched(stem)[2] | {
        name: SimpleNamespace(value=guesses.get(name), element=form.element)
        for name, form in untouched(stem)[1].items()
    }
    if stem == "05_chain_rule":
        stubs["suspects"] = SimpleNamespace(value=[None] * 6)
    return text_of(lesson_outputs(lesson_path(stem), stubs))


@cache
def shown_with_the_right_answers(stem):
    """All that a lesson shows when each prediction in `ANSWERS` has been made, and is right."""
    return shown(stem, **{name: answer for lesson, name, answer, _ in ANSWERS if lesson == stem})


def best_score_on_xor():
    """The best of many lines on a grid fine enough to hold every way of parting four corners."""
    steps = [k / 2 for k in range(-6, 7)]
    return max(
        sum((w1 * x1 + w2 * x2 + b > 0) == (y > 0.5) for x1, x2, y in XOR)
        for w1 in steps
        for w2 in steps
        for b in steps
    )


def loss_after_a_slow_run():
    return list(train(XOR, START_A, 0.2, 4001))[-1].loss


def change_by_one_row():
    after = update(START_B, gradients(0, 0, 0, START_B), 0.05)
    return mean_loss(XOR, after) - mean_loss(XOR, START_B)


def losses_of_text_3():
    return [
        replication.text_3_loss(*state)
        for state in replication.gradient_descent(replication.text_3_init(), replication.text_3_gradients, 0.5, 5000)
    ]


def delta_of_text_3():
    """The loss whose gradients the third text's backward pass computes, found by comparing with `mlp`."""
    start = [array + 0.001 for array in replication.text_3_init()]
    for loss in (mlp.squared_error, mlp.cross_entropy):
        expected = mlp.MLP(start, mlp.relu, loss).gradients(replication.X, replication.Y)
        if all(map(np.allclose, expected, replication.text_3_gradients(*start))):
            return loss.__name__


def predictions_of_text_4():
    *_, last = replication.gradient_descent(replication.text_4_init(), replication.text_4_gradients, 0.1, 1000)
    return (replication.text_4_forward(*last)[1].ravel() > 0.5).astype(int).tolist()


@cache
def success(**changes):
    """The share of lesson 8's networks that learn XOR, in draws of its own, and how each run ended."""
    sweep = train_many(400, success_map.BASELINE._replace(seed=1, **changes))
    return (sweep.outcome == "converged").mean(), sweep


def median_epochs(**changes):
    """How long those of lesson 8's networks that learn take for it."""
    sweep = success(**changes)[1]
    return np.median(sweep.epochs[sweep.outcome == "converged"])


def rows_that_merge():
    """Of the networks that fail, the share that give rows (0, 0) and (1, 1) no other output than one of the others."""
    _, sweep = success()
    runs = sweep.final[sweep.outcome != "converged"].tolist()
    outs = [[forward(x1, x2, params)[2] for x1, x2, _ in XOR] for params in runs]
    return np.mean([min(abs(one - zero) for one in out[1:3] for zero in out[::3]) < 0.1 for out in outs])


def epochs_to_a_hundredth(beta):
    losses = mlp.MLP(mlp.as_arrays(START_A)).train(mlp.XOR_X, mlp.XOR_Y, 2.0, 900, beta)
    return [loss <= 0.01 for loss in losses].index(True)


@cache
def digits_read(split):
    """A network trained on some digits as the lesson does, and its share of right answers on others.

    `split` is a function that returns both groups of digits.
    """
    rows, others = split()
    net, _ = lesson_module(lesson_path("09_beyond_xor")).train_digits(rows)
    return net, handwriting.count_correct(net, others) / len(others.X)


def lesson_split():
    return handwriting.split(handwriting.load())


def new_hands_split():
    everything = handwriting.load()
    return tuple(handwriting.Digits(*(part[rows] for part in everything)) for rows in (slice(-449), slice(-449, None)))


def lost_on_new_hands():
    return digits_read(lesson_split)[1] - digits_read(new_hands_split)[1]


def change_at_the_corner():
    start = mlp.random_parameters([64, 64, 10], np.random.default_rng(0), mlp.he_init)
    return abs(digits_read(lesson_split)[0].parameters[0][0] - start[0][0]).max()


# The answer that a lesson gives, and a measurement that must bear it out.
ANSWERS = [
    ("02_xor", "best_guess", "3 of 4", lambda: best_score_on_xor() == 3),
    (
        "03_forward_pass",
        "untrained_guess",
        "All close to ½",
        lambda: all(abs(forward(x1, x2, START_A)[2] - 0.5) < 0.06 for x1, x2, _ in XOR),
    ),
    ("04_loss", "mean_guess", "0", lambda: sum((0.5, 0.5, -0.5, -0.5)) == 0),
    (
        "04_loss",
        "confident_guess",
        "About 2 % larger",
        lambda: round(squared_error(0.0001, 1) / squared_error(0.01, 1), 2) == 1.02,
    ),
    ("05_chain_rule", "sign_guess", "negative", lambda: gradients(*XOR[1], START_A).v1 < 0),
    (
        "06_trainer",
        "rate_guess",
        "Still above 0.2: it has hardly changed",
        lambda: 0.2 < loss_after_a_slow_run() < 0.25,
    ),
    ("06_trainer", "step_guess", "It rises a little", lambda: 0 < change_by_one_row() < 0.001),
    (
        "07_numpy",
        "shape_guess",
        "(5, 4)",
        lambda: (np.zeros((5, 3)) @ np.zeros((3, 4)) + np.zeros((1, 4))).shape == (5, 4),
    ),
    ("07_numpy", "text_3_guess", "It does not learn at all", lambda: max(losses_of_text_3()) < 0.12501),
    ("07_numpy", "suspect_guess", "The delta of the output", lambda: delta_of_text_3() == "cross_entropy"),
    ("07_numpy", "text_4_guess", "0, 1, 1, 1", lambda: predictions_of_text_4() == [0, 1, 1, 1]),
    ("08_luck", "rate_guess", "About 65", lambda: 0.6 < success()[0] < 0.72),
    ("08_luck", "failure_guess", "Two rows get the same output", lambda: rows_that_merge() > 0.9),
    (
        "08_luck",
        "loss_guess",
        "About as many learn, but faster",
        lambda: (
            abs(success(loss="cross_entropy")[0] - success()[0]) < 0.08
            and median_epochs(loss="cross_entropy") < 0.5 * median_epochs()
        ),
    ),
    (
        "09_beyond_xor",
        "momentum_guess",
        "It hardly changes",
        lambda: 1 < epochs_to_a_hundredth(0.9) / epochs_to_a_hundredth(0) < 1.1,
    ),
    (
        "09_beyond_xor",
        "shift_guess",
        "Nothing",
        lambda: np.allclose(*(mlp.softmax(np.array([[1.0, -2.0, 0.5]]) + shift) for shift in (0, 100))),
    ),
    ("09_beyond_xor", "writers_guess", "Several percent lower", lambda: 0.03 < lost_on_new_hands() < 0.08),
    ("09_beyond_xor", "corner_guess", "They keep their initial values", lambda: change_at_the_corner() == 0),
]


@pytest.mark.parametrize(("stem", "name", "answer", "measured"), ANSWERS, ids=lambda value: str(value)[:20])
def test_the_answer_to_a_prediction_is_what_is_measured(stem, name, answer, measured):
    assert f"You predicted it: {answer}." in shown_with_the_right_answers(stem)
    assert measured()


def test_no_two_predictions_of_a_lesson_have_the_same_answer():
    assert len({(stem, answer) for stem, _, answer, _ in ANSWERS}) == len(ANSWERS)  # one page tells them apart


@pytest.mark.parametrize("stem", PREDICTIONS)
def test_answers_stay_hidden_until_predictions_are_made(stem):
    nothing_chosen, *_ = untouched(stem)
    assert "You predicted it" not in nothing_chosen and "The answer is" not in nothing_chosen
    chosen = shown(stem, **dict.fromkeys(PREDICTIONS[stem], "w11"))
    assert chosen.count("The answer is") == len(PREDICTIONS[stem])


def test_two_of_the_six_broken_passes_learn_xor_all_the_same():
    text = shown("05_chain_rule", learners_guess="two")
    assert "You predicted it: two." in text
    assert "raw error sent back" in text.split("You predicted it: two.")[1]


def test_the_largest_derivative_is_the_output_bias():
    derivatives = gradients(*XOR[1], START_A)
    assert max(map(abs, derivatives)) == abs(derivatives.c)
    text = shown("05_chain_rule", largest_guess="v1")
    assert "You chose “v1”. The answer is: c." in text
    assert f"Its derivative is {derivatives.c:+.4f}" in text


def test_the_perceptron_comes_back_to_the_same_line():
    text = shown("02_xor", rule_guess="It cycles through the same few lines forever")
    assert "In epoch 3 it makes 4 mistakes" in text and "the same as after epoch 2" in text


def test_lesson_6_shows_the_thirteen_published_lines():
    assert CLAIM_1A.strip() in untouched("06_trainer")[0]


def test_lesson_8_covers_the_row_it_asks_about():
    text, _, defs = untouched("08_luck")
    assert "The row ± 2 is covered" in text
    labels = {place: button.text for place, button in defs["buttons"].elements.items()}
    assert all(("?" in label) == place.startswith("± 2,") for place, label in labels.items())
    assert "66 % (63 to 69)" not in text.split("Try again, and say when to stop")[0]


def test_the_diverging_run_of_lesson_8_is_lost_in_three_updates():
    k = int(re.search(r"run (\d+) fails within three updates", untouched("08_luck")[0])[1])
    steep = success_map.BASELINE._replace(activation="relu", loss="cross_entropy", lr=30.0, weights=5.0, epochs=60)
    numbers = np.array([numbers for numbers, _ in params_of(steep, k)], float)
    first, second, third = np.abs(np.diff(numbers, axis=0)).max(axis=1)[:3]
    largest = np.abs(numbers).max(axis=1)
    assert first < second < third
    assert largest[3:].min() > 0.99 * largest[-1] > 100 > largest[2]
    assert (activations(steep, numbers[-1])[0] <= 0).all(), "both hidden neurons are silent on all four rows"


def test_what_lesson_8_says_of_rescues_holds_in_other_draws():
    failed = success()[1].outcome != "converged"

    def rescued(**changes):
        return (success(**changes)[1].outcome[failed] == "converged").mean()

    assert abs(rescued(weights=0.5) - success(weights=0.5)[0]) < 0.1, "about as many of the failed as of any"
    assert success(weights=0.5)[0] > success()[0] + 0.1, "a better choice for all"
    assert 0.3 < rescued(jitter=1.0) < success()[0] - 0.1, "fewer than a fresh draw"
    assert 0.1 < rescued(lr=10.0) < 0.3
    assert rescued(epochs=16000) < 0.1 and rescued(loss="cross_entropy") < 0.1
