"""`check` explains answers with two mistakes. It also explains a wrong type, a reversed list and a wrong order."""

import numpy as np
import pytest
from notebook_answers import answer_of

from shared import check
from shared.checking.attempt import attempt
from shared.checking.diagnosers import has_two_known_mistakes, is_cut_to_whole_numbers
from shared.exercises import EXERCISES
from shared.nn import mlp

RECURSIVE_TRAIN = """
if epochs == 0:
    return params, []
_, grads = network.mean_loss_and_gradients(data, params)
last, losses = train(data, network.update(params, grads, lr), lr, epochs - 1)
return last, losses + [network.mean_loss(data, params)]
"""
DRAWN_ONCE = """
start = network.Params(*rng.uniform(-2, 2, 9))
for attempt in range(1, attempts + 1):
    states = list(network.train(data, start, lr=lr, epochs=epochs))
    losses = [state.loss for state in states]
    if converged(losses):
        return states[-1].params, losses, attempt
raise RuntimeError("no attempt has converged")
"""
RAISED_TOO_EARLY = """
for attempt in range(1, attempts + 1):
    w, b = rng.uniform(-2, 2, 6), rng.uniform(-0.5, 0.5, 3)
    start = network.Params(w[0], w[1], b[0], w[2], w[3], b[1], w[4], w[5], b[2])
    states = list(network.train(data, start, lr=lr, epochs=epochs))
    losses = [state.loss for state in states]
    if not converged(losses):
        raise RuntimeError("no attempt has converged")
    return states[-1].params, losses, attempt
"""
EXAMPLES = [
    ("step_neuron", "return sigmoid(w1 * x1 + w2 * x2 + b)", "This neuron has a step instead of the sigmoid"),
    (
        "sigmoid_derivative",
        "return -math.exp(-a) / (1 + math.exp(-a)) ** 2",
        "First: You apply σ again. `a` is already σ(z): return a·(1 − a). Second: the sign is flipped.",
    ),
    ("forward_batch", "h = sigmoid(X @ W1 + b1)\nreturn h @ W2 + b2, h", "Second: the order is wrong. Return A1, A2."),
    (
        "momentum_update",
        "v = (1 - beta) * velocity + beta * grad\nreturn v, w - lr * v",
        "First: β and 1 − β are swapped.",
    ),
    ("mean_squared_error", "return sum((o - y) ** 2 for o, y in zip(outs[1:], ys)) // 3", "`//` cuts the result"),
    ("neuron", "return 1 if network.sigmoid(w1 * x2 + w2 * x1 + b) > 0.5 else 0", "Your code returns only 0 or 1."),
    ("rows_right", "return sum(w1 * a + b > 0 for a, _, _ in table[1:]) / 3", "The result must be a whole number."),
    ("squared_error", "return out != y", "Your code returns True or False. Return a number."),
    ("train", RECURSIVE_TRAIN, "`losses` is in the reverse order"),
    (
        "train",
        "return params, [network.mean_loss(XOR, params)]",
        "Use the rows of the argument `data` instead of `XOR`.",
    ),
    (
        "forward_batch",
        "A1 = sigmoid(np.dot(X, W1) + b1)\nA2 = sigmoid(np.dot(X, W2) + b2)\nreturn A1, A2",
        "Another call crashes: `X` has the",
    ),
    ("train_with_retries", DRAWN_ONCE, "All attempts use the same initial numbers."),
    ("train_with_retries", RAISED_TOO_EARLY, "You raise the error after the first attempt that fails."),
    (
        "numerical_gradient",
        "p = list(params)\np[i] += eps\nup = loss(p)\np[i] -= eps\nreturn (up - loss(p)) / (2 * eps)",
        "If `-= eps` follows `+= eps`",
    ),
    ("relu", "return np.maximum(Z, 0, np.zeros(Z.shape[::-1]))", "into the third argument. Call `np.maximum` twice."),
    ("xavier_init", "return np.full((n_in, n_out), rng.normal(0, n_in ** -0.5))", "All weights are the same number."),
]


@pytest.mark.parametrize(("name", "body", "words"), EXAMPLES, ids=[f"{name}: {words}" for name, _, words in EXAMPLES])
def test_the_mistake_is_named(name, body, words):
    own = {"np": np, "converged": EXERCISES["converged"].reference}
    if EXERCISES[name].lesson >= "07":
        own["sigmoid"] = mlp.sigmoid
    assert words in str(check(answer_of(name, body, **own)))


def test_a_single_mistake_is_not_called_two():
    answer = answer_of("squared_error", "return -((out - y) ** 2)")
    assert has_two_known_mistakes(attempt(answer, EXERCISES["squared_error"])) is None


def test_a_division_in_a_comment_or_text_is_ignored():
    body = '"""The sum // the count."""\nreturn 2.0 * len(outs)  # / len(outs), round'
    answer = answer_of("mean_squared_error", body)
    assert is_cut_to_whole_numbers(attempt(answer, EXERCISES["mean_squared_error"])) is None


def test_the_number_of_rows_may_be_computed_with_a_division():
    body = "n = len(table)\nreturn int(sum((w1 * x1 + w2 * x2 + b > 0) == y for x1, x2, y in table) / n * n)"
    answer = answer_of("rows_right", body)
    assert is_cut_to_whole_numbers(attempt(answer, EXERCISES["rows_right"])) is None
