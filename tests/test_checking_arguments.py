"""What `check` says if an answer changes its arguments or draws from a global random generator."""

import random
import threading

import numpy as np
import pytest

from shared import check
from shared.exercises import EXERCISES
from shared.nn import network


def test_a_changed_argument_is_reported_by_its_name():
    def mean_squared_error(outs, ys):
        total = 0
        while isinstance(outs, list) and outs:
            total += 1
            outs.pop()
        return EXERCISES["mean_squared_error"].reference([0.2, 0.9, 0.6, 0.3], [0, 1, 1, 0])

    result = check(mean_squared_error)
    assert result.status == "wrong"
    assert result.diagnosis == "The call changes its argument `outs`: work on a copy."


def test_right_numbers_with_a_changed_argument_are_not_right():
    def update(params, grads, lr):
        numbers = network.update(params, grads, lr)
        if isinstance(params, list):
            params[:] = numbers
        return numbers

    result = check(update)
    assert (result.status, result.diagnosis) == ("wrong", "The call changes its argument `params`: work on a copy.")


def test_the_cases_themselves_never_change():
    def update(params, grads, lr):
        if isinstance(params, list):
            params.clear()
        return network.START_A

    first = check(update)
    assert check(update) == first


def test_a_changed_argument_does_not_make_right_numbers_look_different():
    def numerical_gradient(loss, params, i, eps=1e-5):
        gradient = network.numerical_gradient(loss, params, i, eps) * (1 + 1e-9)
        if isinstance(params, list):
            params[i] += 1
        return gradient

    result = check(numerical_gradient)
    assert result.diagnosis == "The call changes its argument `params`: work on a copy."
    assert "expected" not in str(result)
    assert ">expected<" not in result._repr_html_()


def numpy_draw():
    np.random.rand(2)  # noqa: NPY002 - what an answer should not do


def numpy_seed():
    np.random.seed(0)  # noqa: NPY002 - what an answer should not do


def test_numbers_that_are_right_are_not_shown_as_different():
    def sigmoid(z):
        random.random()
        return network.sigmoid(z)

    result = check(sigmoid)
    assert "expected" not in str(result)
    assert ">expected<" not in result._repr_html_()


@pytest.mark.parametrize("draw", [random.random, random.seed, numpy_draw, numpy_seed])
def test_drawing_from_a_global_generator_is_reported(draw):
    def sigmoid(z):
        draw()
        return network.sigmoid(z)

    result = check(sigmoid)
    assert result.status == "wrong"
    assert "global random generator" in result.diagnosis


def test_an_answer_may_draw_from_its_own_generator():
    def sigmoid(z):
        np.random.default_rng(0).random()
        random.Random(0).random()
        return network.sigmoid(z)

    assert check(sigmoid).status == "right"


def test_another_threads_draws_are_not_reported():
    def sigmoid(z):
        if not others:
            others.append(threading.Thread(target=random.random))
            others[0].start()
            others[0].join()
        return network.sigmoid(z)

    others = []
    assert check(sigmoid).status == "right"
    assert len(others) == 1
