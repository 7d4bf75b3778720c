"""`check` reports on answers with unusual code, and its feedback on them is true."""

import sys

import numpy as np
import pytest
from notebook_answers import answer_of

from shared import check, network
from shared.checking.attempt import attempt
from shared.checking.diagnosers import uses_a_wrong_function
from shared.exercises import EXERCISES


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("softmax", "for a, b in [(1, 2)]:\n    a, b = np.array([a, b]) / 2\nreturn Z"),
        ("mean_squared_error", "for o, y in zip(outs, ys):\n    a, b = np.array([o, y]) / 2\nreturn a - b"),
    ],
)
def test_a_division_of_two_values_at_once_does_not_stop_the_check(name, body):
    assert check(answer_of(name, body, np=np)).status == "wrong"


def test_a_default_argument_that_is_computed_does_not_stop_the_check():
    def sigmoid(z, third=1 / 3):
        return third / (1 + z)

    assert check(sigmoid).status in ("wrong", "crashed")


def test_a_wrong_method_of_a_random_generator_is_named():
    result = check(answer_of("he_init", "return rng.normel(0, (2 / n_in) ** 0.5, (n_in, n_out))", np=np))
    assert "no index and no length" not in result.error
    assert "Did you mean `normal`?" in result.error


def test_a_tiny_number_inside_the_logarithm_is_not_called_a_limit():
    result = check(answer_of("categorical_cross_entropy", "return -np.mean((Y * np.log(P + 3e-6)).sum(axis=1))", np=np))
    assert result.status == "wrong"
    assert "You replace probabilities below" not in (result.diagnosis or "")


def test_a_comment_on_differences_does_not_make_formulas_slow():
    body = (
        '"""Checked with numerical_gradient(loss, params)."""\n'
        "# eps = 1e-5 was used for the check\n"
        "return network.gradients(x1, x2, y, params)"
    )
    assert "slow to compute" not in check(answer_of("gradients", body)).success_message


def test_neurons_that_are_called_only_in_some_rows_are_not_counted():
    step = {"step_neuron": EXERCISES["step_neuron"].reference}
    body = "if step_neuron(x1, x2, 1, 1, -0.5) == 0:\n    return 0\nreturn step_neuron(x1, x2, -1, -1, 1.5)"
    result = check(answer_of("xor_by_hand", body, **step))
    assert result.status == "right"
    assert result.success_message == EXERCISES["xor_by_hand"].success_message


def test_a_function_with_a_harmless_habit_counts_as_right():
    habit = answer_of(
        "output_delta", "o = np.float32(out)\nreturn np.float32(2) * (o - np.float32(y)) * o * (1 - o)", np=np
    )
    assert check(habit).status == "right"
    uses_it = answer_of("gradients", "return [output_delta(params[0], y)] * 9", output_delta=habit)
    assert uses_a_wrong_function(attempt(uses_it, EXERCISES["gradients"])) is None


def test_printing_works_again_after_an_answer_has_closed_the_output(capsys):
    def sigmoid(z):
        print("z is", z)
        sys.stdout.close()
        return network.sigmoid(z)

    assert check(sigmoid).status == "right"
    print("printing works again after the check")
    assert capsys.readouterr().out == "printing works again after the check\n"


def test_advice_on_the_rows_of_a_zip_names_its_lists():
    body = "total = 0\nfor pair in zip(outs, ys):\n    total += pair ** 2\nreturn total / len(outs)"
    assert "`for out, y in zip(outs, ys)`" in check(answer_of("mean_squared_error", body)).error


STOPS_ON_A_PLATEAU = """
losses = []
for epoch in range(epochs):
    mean, grads = network.mean_loss_and_gradients(data, params)
    losses.append(mean)
    params = network.update(params, grads, lr)
    if len(losses) > 3 and losses[-1] > losses[-2] - 1e-3:
        break
return params, losses
"""
FORGETS_EACH_UPDATE = """
losses = []
for epoch in range(epochs):
    mean, grads = network.mean_loss_and_gradients(data, params)
    losses.append(mean)
    new = network.update(params, grads, lr)
return new, losses
"""
RAISES_A_TEXT = """
for attempt in range(1, attempts + 1):
    w, b = rng.uniform(-2, 2, 6), rng.uniform(-0.5, 0.5, 3)
    start = network.Params(w[0], w[1], b[0], w[2], w[3], b[1], w[4], w[5], b[2])
    states = list(network.train(data, start, lr=lr, epochs=epochs))
    losses = [state.loss for state in states]
    if converged(losses):
        return states[-1].params, losses, attempt
raise "no attempt has converged"
"""
SKIPS_SMALL_PAIRS = """
worst = 0.0
for a, n in zip(gradient, numerical):
    size = max(abs(a), abs(n))
    if size > 1e-8:
        worst = max(worst, abs(a - n) / size)
return worst
"""


@pytest.mark.parametrize(
    ("name", "body", "words"),
    [
        ("train", STOPS_ON_A_PLATEAU, "Training ends after 4 of 12 epochs"),
        ("train", FORGETS_EACH_UPDATE, "Every update starts from the first numbers"),
        ("train_with_retries", RAISES_A_TEXT, "After `raise`, write an error"),
        ("gradient_check", SKIPS_SMALL_PAIRS, "Write `0` instead of `1e-08`"),
        ("he_init", "return rng.normal(0, 1 / np.sqrt(n_in // 2), (n_in, n_out))", "The variance is 1.5 times"),
        ("xavier_init", "return rng.normal(0, n_in**-0.5, (n_in, n_out)).astype(int)", "All weights are whole numbers"),
        (
            "categorical_cross_entropy",
            "return -np.sum(Y * np.log(np.maximum(P, 1e-12))) / len(P[0])",
            "number of classes",
        ),
        ("l2_gradient", "W *= lam / m\nreturn W", "The call changes its argument `W`"),
    ],
)
def test_an_answer_that_is_right_only_for_common_numbers_is_wrong(name, body, words):
    converged = EXERCISES["converged"].reference
    assert words in str(check(answer_of(name, body, np=np, converged=converged)))
