"""What `check` says if an answer returns None, or calls a function that is unfinished or wrong."""

import math

import pytest
from answers import answer

from shared import check
from shared.nn import network


def test_none_in_one_branch_is_wrong_and_said_so():
    def sigmoid(z):
        if z < 0:
            return network.sigmoid(z)

    result = check(sigmoid)
    assert result.status == "wrong"
    assert "ends without reaching a `return`" in result.diagnosis


def test_a_forgotten_return_is_wrong_and_said_so():
    def sigmoid(z):
        1 / (1 + math.exp(-z))

    result = check(sigmoid)
    assert result.status == "wrong"
    assert "end the function with `return`" in result.diagnosis


def test_a_print_in_place_of_a_return_is_reported():
    def sigmoid(z):
        print(1 / (1 + math.exp(-z)))

    assert "Your code prints something but returns None: end the function with `return`." in check(sigmoid).diagnosis


GIVES_NONE = "Your code calls a function that returned None. Is this function finished?"
STEP = """
def update(params, grads, lr):
    {update}

def train(data, params, lr, epochs):
    losses = []
    for _ in range(epochs):
        losses.append(network.mean_loss(data, params))
        params = update(params, network.mean_loss_and_gradients(data, params)[1], lr)
    return params, losses
"""


@pytest.mark.parametrize("body", ["...", "pass", '"""Nine new numbers."""'])
def test_a_stub_that_an_answer_uses_is_named(body):
    result = check(answer(STEP.format(update=body), "train"))
    assert result.diagnosis == "Your code uses `update`, which still returns None: finish `update` first."


@pytest.mark.parametrize(
    "source",
    [
        "return 2 * (out - y) * sigmoid_derivative(out)",  # crashes
        "return sigmoid_derivative(out)",  # returns None
        "return 1 if sigmoid_derivative(out) else 0",  # returns a number
        "return [sigmoid_derivative(a) for a in (out,)][0]",  # calls the stub inside a comprehension
    ],
)
def test_a_stub_is_named_whatever_its_none_leads_to(source):
    source = f"def sigmoid_derivative(a): ...\ndef output_delta(out, y):\n    {source}"
    assert "`sigmoid_derivative`, which still returns None" in check(answer(source, "output_delta")).diagnosis


def test_a_stub_is_named_through_a_finished_function():
    source = (
        "def sigmoid_derivative(a): ...\ndef output_delta(out, y):\n    return sigmoid_derivative(out) * 2\n"
        "def gradients(x1, x2, y, params):\n    return [output_delta(0.5, y)] * 9"
    )
    assert "`sigmoid_derivative`" in check(answer(source, "gradients")).diagnosis


def test_a_stub_with_the_name_of_a_network_function_is_not_blamed():
    source = "def sigmoid_derivative(a): ...\ndef output_delta(out, y):\n    return network.sigmoid_derivative(out) + 9"
    assert check(answer(source, "output_delta")).diagnosis is None


def test_a_callee_without_return_is_said_to_give_none():
    source = "def derivative(a):\n    a * (1 - a)\ndef output_delta(out, y):\n    return {}"
    assert check(answer(source.format("derivative(out)"), "output_delta")).diagnosis == GIVES_NONE
    crash = check(answer(source.format("2 * (out - y) * derivative(out)"), "output_delta"))
    assert crash.error.startswith(GIVES_NONE + " TypeError: unsupported operand")


@pytest.mark.parametrize(
    "update",
    [
        "[p - lr * g for p, g in zip(params, grads)]",  # returns None
        "return [p + lr * g for p, g in zip(params, grads)]",
        "return params - lr * grads",  # crashes
    ],
)
def test_a_wrong_function_that_an_answer_calls_is_named_instead(update):
    result = check(answer(STEP.format(update=update), "train"))
    assert result.status in ("wrong", "crashed")
    assert result.diagnosis == "Your code uses `update`, which is not right yet: fix `update` first."


def test_the_innermost_function_that_is_wrong_is_named():
    source = (
        "def sigmoid_derivative(a):\n    return a\n"
        "def output_delta(out, y):\n    return 2 * (out - y) * sigmoid_derivative(out)\n"
        "def gradients(x1, x2, y, params):\n    return [output_delta(0.5, y)] * 9"
    )
    assert "`sigmoid_derivative`, which is not right yet" in check(answer(source, "gradients")).diagnosis


def test_a_function_that_is_right_or_of_another_lesson_is_not_named():
    right = "return [p - lr * g for p, g in zip(params, grads)]"
    turned = STEP.format(update=right).replace("return params, losses", "return losses, params")
    assert "their order is wrong" in check(answer(turned, "train")).diagnosis
    of_its_own = (
        "def forward(x):\n    return x\ndef update(params, grads, lr):\n    return [forward(p) for p in params]"
    )
    assert "forward" not in str(check(answer(of_its_own, "update")))


def test_a_forgotten_return_in_one_branch_is_reported_as_such():
    source = "def sigmoid(z):\n    if z > 1000:\n        return 1.0\n    z + 1"
    assert "end the function with `return`" in check(answer(source, "sigmoid")).diagnosis
