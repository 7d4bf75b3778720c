"""`check` names one small change of a student's code, but only if this change makes every call right."""

import ast
import re

import pytest
from notebook_answers import answer_of

from shared import check
from shared.checking.call import call_on
from shared.checking.repairs import _keeps_its_size
from shared.exercises import EXERCISES
from shared.nn import network

STEP = {"step_neuron": EXERCISES["step_neuron"].reference}
COUNT = "right = 0\nfor x1, x2, y in table:\n    if step_neuron(x1, x2, w1, w2, b) == y:\n"
TRAIN = """
losses = []
for epoch in range(epochs):
    total, grads = 0, [0] * 9
    for x1, x2, y in data:
        total += network.squared_error(network.forward(x1, x2, params)[2], y)
        grads = [a + b for a, b in zip(grads, network.gradients(x1, x2, y, params))]
    losses.append(total / len(data))
    params = network.update(params, [g / len(data) for g in grads], lr)
return params, losses
"""


@pytest.mark.parametrize(
    ("name", "body", "words"),
    [
        (
            "share_that_learns",
            "n, wins, z = len(outcomes), sum(outcomes), 1.96\np = wins / wins\n"
            "middle = (p + z**2 / (2 * n)) / (1 + z**2 / n)\n"
            "half = z / (1 + z**2 / n) * (p * (1 - p) / n + z**2 / (4 * n**2)) ** 0.5\n"
            "return p, middle - half, middle + half",
            "The 2nd `wins` should be `n` in",
        ),
        ("rows_right", f"{COUNT}        right += 1\n        return right", "The `return` is inside the loop"),
        ("rows_right", f"{COUNT}        right += 1\n    return right", "The `return` is inside the loop"),
        (
            "rows_right",
            f"{COUNT}        right += 1\n    else:\n        return right\nreturn right",
            "The `return` is inside the loop",
        ),
        (
            "cross_entropy",
            "import math\nreturn -(y * math.log(out) + 1 - y * math.log(1 - out))",
            "The brackets are wrong: write `y \\* math.log\\(out\\) \\+ \\(1 - y\\) \\*",
        ),
        (
            "backward_batch",
            "D2 = 2 * (A2 - Y) / len(X) * A2 * (1 - A2)\nD1 = D2 @ W2.T * A1 * 1 - A1\n"
            "return X.T @ D1, D1.sum(axis=0, keepdims=True), A1.T @ D2, D2.sum(axis=0, keepdims=True)",
            "Brackets are missing: write `D2 @ W2.T \\* A1 \\* \\(1 - A1\\)`",
        ),
        (
            "categorical_cross_entropy",
            "import numpy as np\nif np.any(P == 0):\n    P = 1e-15\nreturn -(Y * np.log(P)).sum() / len(Y)",
            "write `P = P \\+ …` to add to it",
        ),
        (
            "relu_derivative",
            "return (Z > 0).astype(str)",
            "Remove `.astype\\(str\\)` after `Z > 0`: it makes texts of the numbers.",
        ),
        (
            "softmax",
            "import numpy as np\nZ = np.clip(Z, -30, 30)\ne = np.exp(Z - Z.max(1)[:, None])\n"
            "return e / e.sum(1)[:, None]",
            "Remove `Z = np.clip\\(Z, -30, 30\\)`: without it, every call is right.",
        ),
        ("rows_right", f"{COUNT}        right =+ 1\nreturn right", "`=\\+` sets `right`: write `right \\+= …`"),
        (
            "rows_right",
            "right = 0\nfor x1, x2, y in table:\n    if step_neuron(x1, x2, w1, w2, b) - y < 0.5:\n"
            "        right += 1\nreturn right",
            "`abs` missing",
        ),
        ("train", TRAIN.replace("(x1, x2, y, params)", "(x2, x1, y, params)"), "`x2` and `x1` are swapped"),
        ("train", TRAIN.replace(", lr)", ", lr * (epoch + 2))"), "Remove `\\* \\(epoch \\+ 2\\)` in"),
        (
            "mean_squared_error",
            "total = 0\nfor k in range(len(outs)):\n    total = (outs[k] - ys[k]) ** 2 / len(outs)\nreturn total",
            "Only the last row",
        ),
        ("numerical_gradient", "u, d = list(params), list(params)\nu[i] += eps\nd[i] += eps\n"
         "return (loss(u) - loss(d)) / (2 * eps)", "`d\\[i\\] -= …`|always return 0"),
        (
            "neuron",
            "for x, w in ((x1, w1), (x2, w2)):\n    z = 0\n    z += w * x\nreturn network.sigmoid(z + b)",
            "Only w2·x2 is in the sum. Does every round start the sum again",
        ),
        ("neuron", "return network.sigmoid(w2 * x2 + b)", "The first input is missing"),
        ("output_delta", "error = round(out - y)\nreturn 2 * error * out * (1 - out)", "`round` removes digits"),
        (
            "update",
            "new = list(params)\nfor k in range(len(new)):\n    new[k] = new[k] - lr * grads[k] * 0.7\nreturn new",
            "Remove `\\* 0.7` in",
        ),
        ("update", "return [p - lr * g * 0.7 for p, g in zip(params, grads)]", "Remove `\\* 0.7` in"),
        (
            "gradients",
            "h1, h2, out = network.forward(x1, x2, params)\nd = 2 * (out - y) * out * (1 - out)\n"
            "d1 = d * params[6] * h1 * (1 - h1)\nd2 = d * params[6] * h2 * (1 - h2) + 0.001\n"
            "return d1 * x1, d1 * x2, d1, d2 * x1, d2 * x2, d2, d * h1, d * h2, d",
            None,  # no single change fixes both mistakes
        ),
        ("sigmoid", "z = -z\nreturn 1 / (1 + network.exp(-z))", "Remove `z = -z`"),
    ],
)  # fmt: skip
def test_a_slip_is_named_if_one_change_makes_the_answer_right(name, body, words):
    result = check(answer_of(name, body, **STEP))
    assert result.status == "wrong"
    if words is None:
        assert result.diagnosis is None
    else:
        assert re.search(words, str(result.diagnosis))


def test_a_comment_about_a_global_name_does_not_stop_the_search():
    body = "# without a global name\nreturn (out - y) ** 2 + 0.5 * y"
    assert "Remove `+ (0.5 * y)`" in check(answer_of("squared_error", body)).diagnosis


def test_code_that_waits_for_input_is_not_changed():
    body = "if outs == []:\n    input()\nreturn sum((o - y) ** 2 for o, y in zip(outs, ys)) / len(outs) + 1"
    assert check(answer_of("mean_squared_error", body)).diagnosis is None


def test_a_change_that_never_ends_is_given_up(monkeypatch):
    monkeypatch.setattr("shared.checking.repairs.SECONDS", 0.05)
    body = (
        "k = total = 0\nwhile k < len(outs):\n    total += (outs[k] - ys[k]) ** 3 + 1.7\n    k += 1\nreturn total / k"
    )
    assert check(answer_of("mean_squared_error", body)).diagnosis is None


def test_changed_answers_print_nothing(capsys):
    check(answer_of("squared_error", "print('hello')\nreturn (out + y) ** 2 + 0.125"))
    assert capsys.readouterr().out == ""


def test_a_long_answer_is_changed_a_limited_number_of_times(monkeypatch):
    calls = []
    monkeypatch.setattr("shared.checking.repairs.call_on", lambda f, args: calls.append(1) or call_on(f, args))
    monkeypatch.setattr("shared.checking.repairs.MOST", 10)
    monkeypatch.setattr(
        "shared.checking.repairs.SECONDS", 60
    )  # the number of changes must end the search, not the time
    body = "\n".join(f"a{k} = out - y * {k}" for k in range(12)) + "\nreturn a1 + a2 + 0.1234"
    assert check(answer_of("squared_error", body)).diagnosis is None
    assert 10 < len(calls) <= 20  # the check searches twice: for a slip, and for any change


def test_a_changed_answer_does_not_change_the_notebook():
    seen = []
    f = answer_of("squared_error", "seen.append(1)\nreturn (out + y) ** 2 + 0.125", seen=seen)
    before = dict(f.__globals__)
    check(f)
    assert {k: v for k, v in f.__globals__.items() if k != "seen"} == {k: v for k, v in before.items() if k != "seen"}
    assert f(1.0, 1.0) == 4.125 and network.squared_error(1.0, 0.5) == 0.25


def test_no_change_puts_a_list_into_itself_or_lengthens_what_a_loop_reads():
    for code in (
        "def f(Z):\n    rows = []\n    for row in rows:\n        rows.append(row)\n",
        "def f(Z):\n    rows = []\n    for row in Z:\n        rows.append(rows)\n",
        "def f(Z):\n    rows = []\n    for row in rows:\n        rows += Z\n",
        "def f(Z):\n    rows = [1]\n    rows[0] = rows\n",
        "def f(Z):\n    rows = [1]\n    rows[0] = rows[:]\n",
        "def f(Z):\n    rows = [1]\n    rows[0] = [rows[0], rows[0]]\n",
    ):
        assert not _keeps_its_size(ast.parse(code)), code
    assert _keeps_its_size(ast.parse("def f(Z):\n    rows = []\n    for row in Z:\n        rows.append(row)\n"))
