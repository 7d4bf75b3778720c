"""The results that `check` accepts, and its feedback on results of a wrong type, shape or length."""

import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from answers import checked

from shared import check
from shared.exercises import EXERCISES
from shared.nn import network


@pytest.mark.parametrize("kind", [tuple, list, np.array, network.Params._make, lambda r: [np.float64(x) for x in r]])
def test_any_sequence_of_the_right_numbers_is_right(kind):
    assert checked("gradients", lambda *args: kind(network.gradients(*args))).status == "right"


@pytest.mark.parametrize("kind", [float, np.float64, np.array, Fraction, Decimal])
def test_any_number_of_the_right_size_is_right(kind):
    assert checked("sigmoid", lambda z: kind(network.sigmoid(z))).status == "right"


@pytest.mark.parametrize("kind", [int, bool, float, np.bool_, np.int8])
def test_any_kind_of_zero_and_one_is_right(kind):
    assert checked("step_neuron", lambda *args: kind(EXERCISES["step_neuron"].reference(*args))).status == "right"


@pytest.mark.parametrize(
    "value",
    [
        "0.7",
        b"1",
        {1: 2},
        {0.7},
        1j,
        object(),
        float("nan"),
        math.inf,
        -math.inf,
        10**400,
        [],
        [0.7],
        np.array([0.7]),
        np.array([[0.7]]),
        np.array(["a"]),
        math.sin,
        range(3),
        Exception("returned"),
        len,
        type,
    ],
)
def test_a_result_that_is_not_one_number_is_wrong_and_told_why(value):
    result = checked("sigmoid", lambda z: value)
    assert result.status == "wrong"
    assert result.diagnosis
    assert result.got


def test_nan_inf_shape_and_kind_are_named():
    assert "nan" in checked("sigmoid", lambda z: math.nan).diagnosis
    assert "infinity. Look for the log of 0, a division by 0" in checked("sigmoid", lambda z: math.inf).diagnosis
    assert "text (str), but one number" in checked("sigmoid", lambda z: "0.5").diagnosis
    assert "a generator" in checked("gradients", lambda *args: (g for g in network.gradients(*args))).diagnosis
    assert "8 numbers" in checked("gradients", lambda *args: network.gradients(*args)[:8]).diagnosis
    row = checked("gradients", lambda *args: np.array([network.gradients(*args)]))
    assert "shape (1, 9)" in row.diagnosis
    column = checked("gradients", lambda *args: np.array(network.gradients(*args)).reshape(9, 1))
    assert "shape (9, 1)" in column.diagnosis


def test_a_trailing_comma_is_named_and_a_list_of_one_is_not_taken_for_it():
    comma = checked("squared_error", lambda out, y: ((out - y) ** 2,))
    assert comma.diagnosis == "Your code returns a tuple of one number: remove the trailing comma."
    brackets = checked("squared_error", lambda out, y: [(out - y) ** 2])
    assert brackets.diagnosis == "Your code returns a sequence of 1 number, but one number is expected."


def test_a_part_of_the_wrong_kind_is_named():
    def train(data, params, lr, epochs):
        params, losses = EXERCISES["train"].reference(data, params, lr, epochs)
        return params[:7], losses

    assert check(train).diagnosis == "`params` is a sequence of 7 numbers, but a sequence of 9 numbers is expected."


def test_a_sequence_that_holds_itself_is_no_number():
    endless = []
    endless.append(endless)
    assert checked("gradients", lambda *args: endless).status == "wrong"


def test_a_coroutine_is_wrong_and_leaves_no_warning(recwarn):
    async def sigmoid(z):
        return network.sigmoid(z)

    assert check(sigmoid).status == "wrong"
    assert not recwarn.list
