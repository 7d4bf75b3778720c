"""A result's status: not attempted, right, wrong or crashed. A wrong or crashed result shows the call that failed."""

import numpy as np
import pytest
from answers import answer, checked

from shared import START_A, check
from shared.checking.call import call_on
from shared.checking.values import close
from shared.exercises import EXERCISES
from shared.nn import network


def test_a_stub_of_docstring_and_dots_is_not_attempted():
    def sigmoid(z):
        """σ(z)."""
        ...

    result = check(sigmoid)
    assert (result.status, result.cases, result.diagnosis) == ("not attempted", 1, None)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("...", "not attempted"),
        ("'σ(z).'; pass", "not attempted"),
        ("return None", "not attempted"),
        ("z", "wrong"),
        ("-z", "wrong"),
        ("x = -z", "wrong"),
        ("x = None; return x", "wrong"),
    ],
)
def test_code_without_readable_source_is_a_stub_only_if_it_is_empty(body, status):
    names = {}
    exec(f"def sigmoid(z):\n    {body}", names)
    assert check(names["sigmoid"]).status == status


def test_a_right_answer_is_right_and_has_nothing_to_show():
    result = check(network.neuron)
    assert result.status == "right"
    assert (result.exercise, result.cases) == ("neuron", len(EXERCISES["neuron"].cases()))
    assert (result.diagnosis, result.call, result.got, result.expected) == (None, None, None, None)
    assert EXERCISES["neuron"].success_message in str(result)


def test_an_unknown_mistake_is_shown_as_call_got_and_expected():
    result = checked("squared_error", lambda out, y: (out - y) ** 2 + 0.125)
    assert (result.status, result.diagnosis) == ("wrong", None)
    assert (result.call, result.got, result.expected) == ("squared_error(0.7, 1.0)", "0.215", "0.09")


def test_the_call_can_be_pasted_into_a_cell():
    for name, exercise in EXERCISES.items():
        result = checked(name, lambda *args: "nothing like it")
        assert result.status == "wrong"
        functions = {f.__name__: f for args in exercise.cases() for f in args if callable(f)}
        names = {name: exercise.reference, "np": np, **functions}
        again, expected = (
            call_on(lambda text=text, names=names: eval(text, names), ()).plain
            for text in (result.call, result.expected)
        )
        assert again is not None
        assert close(again, expected, 1e-4) or "…" in result.expected


def test_a_difference_too_small_for_six_digits_is_shown_with_more():
    result = checked("squared_error", lambda out, y: (out - y) ** 2 * 1.000002)
    assert result.status == "wrong"
    assert result.got != result.expected


def test_a_crash_shows_the_students_own_line_and_the_exception_in_words():
    def neuron(x1, x2, w1, w2, b):
        total = w1 * x1 + w2 * x2 + bias  # noqa: F821
        return network.sigmoid(total)

    result = check(neuron)
    assert result.status == "crashed"
    assert result.line.startswith("total = w1 * x1 + w2 * x2 + bias")
    assert "NameError: name 'bias' is not defined" in result.error
    assert "Traceback" not in str(result)
    assert result.call == "neuron(1.0, 0.0, 0.6, -0.9, 0.4)"


def test_a_very_long_line_of_the_students_own_is_cut():
    result = check(answer("def sigmoid(z):\n    return 1 / 0" + " + 1" * 1000, "sigmoid"))
    assert result.line.startswith("return 1 / 0 + 1")
    assert len(result.line) == 160


def test_a_crash_inside_called_code_still_shows_the_students_own_line():
    def sigmoid(z):
        return 1 / network.forward(z, z, [z])

    result = check(sigmoid)
    assert result.status == "crashed"
    assert result.line == "return 1 / network.forward(z, z, [z])"


def test_a_return_without_a_value_is_named():
    def sigmoid(z):
        return
        network.sigmoid(z)

    assert check(sigmoid).diagnosis == "A `return` without a value returns None: write the value on the same line."


def test_the_first_failing_call_decides_between_wrong_and_crashed():
    wrong_first = checked("sigmoid", lambda z: 0.25 if z > -100 else 1 / 0)
    assert (wrong_first.status, wrong_first.call) == ("wrong", "sigmoid(0.7)")
    crashed_first = checked("sigmoid", lambda z: 1 / 0 if z > -100 else 0.25)
    assert (crashed_first.status, crashed_first.call) == ("crashed", "sigmoid(0.7)")


def test_an_error_in_the_last_call_is_a_crash():
    late = checked("sigmoid", lambda z: network.sigmoid(z) if z > -100 else 1 / 0)
    assert (late.status, late.call) == ("crashed", "sigmoid(-700.0)")
    assert "division by zero" in late.error


def test_an_unknown_name_lists_the_exercises():
    for f in (lambda z: z, 3, None, "sigmoid", len):
        with pytest.raises(ValueError, match="sigmoid, neuron, "):
            check(f)


def test_the_error_for_a_wrong_first_line_shows_the_right_one():
    result = checked("sigmoid", lambda: 0.5)
    assert result.status == "crashed"
    assert "def sigmoid(z):" in result.error


def test_starting_point_a_is_one_of_the_cases_of_forward():
    assert any(args[2] == START_A for args in EXERCISES["forward"].cases())
