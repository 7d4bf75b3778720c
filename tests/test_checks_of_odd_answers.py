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
