"""An answer draws its initial numbers from a range.

If this range is wrong and too few networks learn, the check says so.
"""

import numpy as np
import pytest
from notebook_answers import answer_of

from shared import check
from shared.checking.time_limit import TookTooLong, time_limit
from shared.exercises import EXERCISES
from shared.nn import network

BODY = """
for attempt in range(1, attempts + 1):
    start = {start}
    states = list(network.train(data, start, lr, epochs))
    losses = [state.loss for state in states]
    if converged(losses):
        return states[-1].params, losses, {used}
raise RuntimeError("no attempt converged")
"""
RIGHT = "[rng.uniform(-r, r) for r in (2, 2, 0.5, 2, 2, 0.5, 2, 2, 0.5)]"


def retries(start=RIGHT, used="attempt"):
    names = {"converged": EXERCISES["converged"].reference, "np": np}
    return check(answer_of("train_with_retries", BODY.format(start=start, used=used), **names))


@pytest.mark.parametrize(
    ("start", "words"),
    [
        ("rng.uniform(0, 1, 9)", "your weights are never below 0, only between 0 and 0.99"),
        ("rng.random(9)", "never below 0"),
        ("[rng.random() for _ in range(9)]", "never below 0"),
        ("0.01 * rng.standard_normal(9)", "too small"),
        ("rng.uniform(-0.01, 0.01, 9)", "your weights are too small, only between −0.01 and 0.01"),
        ("rng.uniform(-1, 1, 9)", "Too few attempts learn"),
        ("rng.uniform(-10, 10, 9)", "Your weights are too large"),
        ("rng.normal(0, 2, 9)", "Your weights are too large"),
        ("rng.uniform(-2, 2, 9)", "Your biases are too large: the largest absolute value is 2"),
    ],
)
def test_initial_numbers_of_the_wrong_size_are_named(start, words):
    result = retries(start)
    assert result.status in ("wrong", "crashed")
    assert words in result.diagnosis
    assert "Draw weights between −2 and 2, biases between −0.5 and 0.5." in result.diagnosis


def test_initial_numbers_of_the_right_size_are_right():
    assert retries().status == "right"
    assert retries("rng.uniform(-1, 1, 9) * [2, 2, 0.5, 2, 2, 0.5, 2, 2, 0.5]").status == "right"


WEIGHTS_AND_BIASES = "(lambda w, b: [w[0], w[1], b[0], w[2], w[3], b[1], w[4], w[5], b[2]])"
W, B = "rng.uniform(-2, 2, 6)", "rng.uniform(-0.5, 0.5, 3)"


@pytest.mark.parametrize(
    ("weights", "biases", "words"),
    [
        ("rng.integers(-2, 3, 6)", B, ", a whole number."),
        (f"{W}.round()", B, ", a whole number."),
        (W, "[0.0] * 3", "An initial number is 0, a whole number."),
        (W, "[rng.uniform(-0.5, 0.5)] * 3", "Some of the nine initial numbers are equal."),
        (f"(lambda w: (w - w.mean()) / w.std())({W})", B, "The mean of your initial weights is exactly 0."),
    ],
)
def test_initial_numbers_that_are_not_nine_uniform_draws_are_wrong(weights, biases, words):
    assert retries(f"{WEIGHTS_AND_BIASES}({W}, {B})").status == "right"
    result = retries(f"{WEIGHTS_AND_BIASES}({weights}, {biases})")
    assert result.status == "wrong"
    assert words in result.diagnosis


@pytest.mark.parametrize(
    ("draws", "words"),
    [
        ("rng.choice([-1, 1], (n_in, n_out))", "All weights have the same size"),
        ("rng.normal(0, 1, (n_in, n_out)).round(1)", "You round the draws."),
    ],
)
def test_signs_and_rounded_draws_are_no_normal_draws(draws, words):
    assert check(answer_of("he_init", f"return {draws} * 1.0", np=np)).diagnosis.startswith(words)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("(W - W.mean()) / W.std() * np.sqrt({gain} / n_in)", "The mean is exactly 0"),
        ("(W - W.mean()) * np.sqrt({gain} / n_in)", "The mean is exactly 0"),
        ("W / W.std() * np.sqrt({gain} / n_in)", "The variance is exactly {gain} / n_in"),
    ],
)
@pytest.mark.parametrize(("name", "gain"), [("xavier_init", 1), ("he_init", 2)])
def test_standardized_draws_are_wrong(name, gain, change, words):
    body = f"W = rng.normal(0, 1, (n_in, n_out))\nreturn {change.format(gain=gain)}"
    result = check(answer_of(name, body, np=np))
    assert result.status == "wrong"
    assert result.diagnosis.startswith(words.format(gain=gain))


def test_an_answer_that_calls_itself_is_not_said_to_give_up():
    body = """
    if attempts == 0:
        raise RuntimeError("no success")
    params = rng.uniform(0, 1, 9)
    *_, last = network.train(data, params, lr, epochs)
    return (last.params, 1) if last.loss <= 0.001 else train_with_retries(data, rng, lr, epochs, attempts - 1)
    """
    answer = answer_of("train_with_retries", body, np=np, network=network)
    assert "your weights are never below 0" in check(answer).diagnosis


def test_counting_from_zero_is_named():
    for start in (RIGHT, "rng.uniform(-1, 1, 9) * [2, 2, 0.5, 2, 2, 0.5, 2, 2, 0.5]"):
        assert retries(start, used="attempt - 1").diagnosis.endswith("from 1.")


def test_an_answer_that_never_gives_up_can_be_interrupted_in_its_review():
    body = """
    while True:
        try:
            list(network.train(data, rng.uniform(0, 1, 9), lr, epochs))
        except Exception:
            pass
    """
    review = EXERCISES["train_with_retries"].review
    with pytest.raises(TookTooLong), time_limit(0.2):
        review(answer_of("train_with_retries", body, np=np), False)


@pytest.mark.parametrize(
    ("start", "words"),
    [
        (RIGHT.replace("(2, 2, 0.5,", "(1.5, 1.5, 0.5,").replace("0.5, 2, 2,", "0.5, 1.5, 1.5,"), "weights are only"),
        (RIGHT.replace("0.5", "0.2"), "your biases are only between −0.2 and 0.2"),
        (RIGHT.replace("uniform(-r, r)", "uniform(-r * (r > 1), r)"), "your biases are only between "),
        (RIGHT.replace("rng.uniform(-r, r)", "round(rng.uniform(-r, r), 2)"), "you round the initial numbers"),
    ],
)
def test_draws_from_narrow_ranges_are_wrong_even_if_attempts_converge(start, words):
    assert retries(RIGHT).status == "right"
    result = retries(start)
    assert result.status == "wrong"
    assert words in result.diagnosis


def test_an_attempt_may_train_twice():
    body = BODY.format(start=RIGHT, used="attempt")
    body = body.replace(
        "state.loss for state in states", "state.loss for state in network.train(data, start, lr, epochs)"
    )
    names = {"np": np, "network": network, "converged": EXERCISES["converged"].reference}
    assert check(answer_of("train_with_retries", body, **names)).status == "right"


def test_one_attempt_too_many_is_wrong():
    body = BODY.format(start=RIGHT, used="attempt").replace("attempts + 1", "attempts + 2")
    result = check(answer_of("train_with_retries", body, np=np, converged=EXERCISES["converged"].reference))
    assert str(result).endswith("wrong. You make 61 attempts if `attempts` is 60. Stop after `attempts` attempts.")
