"""If an answer has several faults, the check names each fault and its place."""

import itertools
import math

import numpy as np
import pytest
from notebook_answers import answer_of

from shared import check
from shared.exercises import EXERCISES
from shared.exercises.factors import ERROR, TWO, find_faults, slope
from shared.exercises.gradient_faults import DELTA, _factors, _numbers
from shared.nn.network import Params

CALLS = [_numbers(*case) for case in EXERCISES["gradients"].cases()]
NINE = "return d1 * x1, d1 * x2, d1, d2 * x1, d2 * x2, d2, d * h1, d * h2, d"
GRADIENTS = f"""
w11, w12, b1, w21, w22, b2, v1, v2, c = params
h1, h2, out = network.forward(x1, x2, params)
d = 2 * (out - y) * out * (1 - out)
d1 = d * v1 * h1 * (1 - h1)
d2 = d * v2 * h2 * (1 - h2)
{NINE}"""
FORWARD = """
w11, w12, b1, w21, w22, b2, v1, v2, c = params
h1 = network.sigmoid(w11 * x1 + w12 * x2 + b1)
h2 = network.sigmoid(w21 * x1 + w22 * x2 + b2)
return h1, h2, network.sigmoid(v1 * h1 + v2 * h2 + c)"""
TRAIN = """
losses = []
for epoch in range(epochs):
    loss, grads = network.mean_loss_and_gradients(data, params)
    losses.append(loss)
    params = [p - lr * g for p, g in zip(params, grads)]
return params, losses"""


def result(name, body, *changes):
    for old, new in changes:
        assert old in body
        body = body.replace(old, new)
    return check(answer_of(name, body, tanh=math.tanh))


@pytest.mark.parametrize("name", Params._fields)
def test_each_wrong_factor_of_each_gradient_is_found_and_no_other(name):
    factors = _factors(name, 0.1)
    wrong = [(k, text, f) for k, factor in enumerate(factors) for text, f in factor.instead]
    found = 0
    for place, text, f in wrong:
        functions = [f if k == place else factor.right for k, factor in enumerate(factors)]
        results = [math.prod(g(call) for g in functions) for call in CALLS]
        texts = find_faults(factors, CALLS, results, most=1)
        found += texts == [text]
        assert texts is not None and len(texts) == 1
    assert found > 0.9 * len(wrong)  # a few faults give the same results, for example two faults that give 0


def test_a_right_product_has_no_faults_and_unknown_faults_are_not_named():
    right = [2 * (c.out - c.y) * c.out * (1 - c.out) for c in CALLS]
    assert find_faults(DELTA, CALLS, right, most=2) == []
    assert find_faults(DELTA, CALLS, [r + 0.001 for r in right], most=2) is None
    assert find_faults((TWO, ERROR, slope("out")), CALLS, [1.7 * r for r in right], most=2) is None


@pytest.mark.parametrize(
    ("name", "body", "changes", "words"),
    [
        (
            "gradients",
            GRADIENTS,
            [("d = 2 * (out - y)", "d = (y - out)"), ("d1 * x2, d1,", "d1 * x2, 0,")],
            ["In δ_out, some books use y − out", "For b1, you return 0"],
        ),
        (
            "gradients",
            GRADIENTS,
            [("h1 * (1 - h1)", "h1"), ("h2 * (1 - h2)", "h2"), ("d * h1, d * h2", "d * v1, d * v2")],
            ["In the hidden deltas, the factor 1 − h is missing", "For v1 and v2, you multiply by the weight"],
        ),
        (
            "gradients",
            GRADIENTS,
            [("d1 = d", "v1 = v1 - lr * d * h1\nv2 = v2 - lr * d * h2\nd1 = d"), ("d = 2", "lr = 0.37\nd = 2")],
            ["v1 and v2 after their update"],
        ),
        (
            "forward",
            FORWARD,
            [("h1 = network.sigmoid", "h1 = tanh"), ("v2 * h2 + c", "v2 * h2 + b2")],
            ["In h1, your activation is tanh", "In the output neuron, you use b2 instead of c"],
        ),
        ("forward", FORWARD, [("w21 * x1 + w22", "w21 + x1 + w22")], ["In h2, you add w21 to x1: multiply them"]),
        (
            "train",
            TRAIN,
            [
                ("lr * g", "g"),
                ("append(loss)", "append(loss / 2)"),
                ("grads)]", "[*grads[:2], 0, *grads[3:5], 0, *grads[6:8], 0])]"),
            ],
            ["The biases never change", "The learning rate is missing"],
        ),
        (
            "train",
            TRAIN,
            [("    losses.append(loss)\n", "    losses.append(loss)\n    if loss < 0.26:\n        break\n")],
            ["Training ends after 0 of 1 epochs"],
        ),
        (
            "train",
            TRAIN,
            [("append(loss)", "append(loss ** 0.5)")],
            ["The numbers are right. Your losses are the square roots"],
        ),
    ],
    ids=lambda value: "",
)
def test_several_faults_at_once_are_all_named(name, body, changes, words):
    diagnosis = result(name, body, *changes).diagnosis
    assert [word for word in words if word not in diagnosis] == []


ONE_LOOP = """
losses = []
for epoch in range(epochs):
    total, grads = 0, [0] * 9
    for x1, x2, y in data:
        total += (network.forward(x1, x2, params)[2] - y) ** 2
        new = network.gradients(x1, x2, y, params)
        grads = [a + b for a, b in zip(grads, new)]
        params = [p - lr * g for p, g in zip(params, grads)]
    losses.append(total / len(data))
return params, losses"""


@pytest.mark.parametrize("grads", ["new", "grads"])
@pytest.mark.parametrize("share", ["", " / 4", " / len(data)"])
@pytest.mark.parametrize("mean", ["total / 4", "total / len(data)"])
def test_an_update_inside_the_loop_over_the_rows_is_named(grads, share, mean):
    changes = ("lr * g for p, g in zip(params, grads)", f"lr * g{share} for p, g in zip(params, {grads})")
    diagnosis = result("train", ONE_LOOP, changes, ("total / len(data)", mean)).diagnosis
    assert "pdate once" in diagnosis


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("d1 = d2", "d1 = -d2", "dW2 and db2 are right. In D1, the sign is flipped."),
        ("A1.T @ d2", "np.zeros_like(W2)", "dW1, db1 and db2 are right. In dW2, all numbers are 0: use A1.T @ D2."),
    ],
)
def test_the_advice_belongs_to_the_array_that_is_wrong(old, new, words):
    """In these answers, A2 − Y is right. The feedback for dW2 must not be the advice for a bias."""
    body = """
    d2 = 2 * (A2 - Y) * A2 * (1 - A2) / len(X)
    d1 = d2 @ W2.T * A1 * (1 - A1)
    return X.T @ d1, d1.sum(axis=0, keepdims=True), A1.T @ d2, d2.sum(axis=0, keepdims=True)
    """
    assert check(answer_of("backward_batch", body.replace(old, new), np=np)).diagnosis == words


def answer_that_returns(name, results):
    """Return an answer that ignores its arguments: each call gives the next of these results."""
    results = itertools.cycle(results)
    return answer_of(name, "return next(results)", results=results)


@pytest.mark.parametrize("name", [e.name for e in EXERCISES.values() if e.explain])
@pytest.mark.parametrize("number", [0.0, -1.0, 1e-300, 1e200, -1e308, math.nan, math.inf])
def test_extreme_results_are_wrong_and_their_explanations_do_not_fail(name, number):
    def like(value):
        if isinstance(value, (tuple, list)):
            return [like(item) for item in value]
        return np.full_like(value, number, dtype=float) if isinstance(value, np.ndarray) else number

    exercise = EXERCISES[name]
    answers = [like(exercise.reference(*args)) for args in exercise.cases()]
    assert check(answer_that_returns(name, answers)).status == "wrong"


@pytest.mark.parametrize("number", [math.nan, math.inf])
@pytest.mark.parametrize("name", [e.name for e in EXERCISES.values() if e.habit])
def test_a_single_nan_or_infinity_is_wrong_and_no_habit(name, number):
    right = [EXERCISES[name].reference(*args) for args in EXERCISES[name].cases()]
    for k, result in enumerate(right):
        changed = [*result[:-1], number] if isinstance(result, tuple) else number
        assert check(answer_that_returns(name, [*right[:k], changed, *right[k + 1 :]])).status == "wrong"


def test_the_right_answers_have_no_faults():
    for name, body in (("gradients", GRADIENTS), ("forward", FORWARD), ("train", TRAIN)):
        assert result(name, body).status == "right"


def test_a_sentence_begins_with_a_capital_letter_except_for_a_name():
    body = "return tanh(w1 * x1 + w2 * x2)"
    assert result("neuron", body).diagnosis == "b is missing: add b. Your activation is tanh: use σ."
