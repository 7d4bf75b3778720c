"""Finds the range from which an answer to `train_with_retries` draws its initial numbers.

If the range is wrong, it can happen that no attempt learns. The error "no attempt converged" is then correct, but its
cause is the range. To find the range, this module replaces `network.train` by a function that also stores the initial
numbers of each attempt. Then it runs the answer.
"""

from collections.abc import Callable
from types import FunctionType, SimpleNamespace
from typing import Any

import numpy as np

from shared.exercises.exercise import Rejection
from shared.nn import network

BIASES, WEIGHTS = [2, 5, 8], [0, 1, 3, 4, 6, 7]
ATTEMPTS = 60  # in a review
SAME_DRAW = "All attempts use the same initial numbers. Draw new numbers from the argument `rng` inside the loop."
STOPS_AT_ONCE = "You raise the error after the first attempt that fails. Move the `raise` below the loop."
NEVER_STOPS = "Your loop never stops if no attempt succeeds. Stop after `attempts` attempts and raise an error."
OLD_LOSSES = "You return the losses of all attempts. Start a new list in every attempt."
RANGES = "Draw weights between −2 and 2, biases between −0.5 and 0.5."


class Rows(list):
    """The rows of the data. They allow 3000 loops. The next loop raises an error, so that an endless answer stops."""

    left = 3000  # number of loops that are still allowed

    def __iter__(self):
        self.left -= 1
        if self.left < 0:
            raise TimeoutError  # without a message: `check` would count an error with a message as right
        return super().__iter__()


def review_starts(f: Callable[..., Any], is_right: bool) -> str | None:
    """Return feedback on the initial numbers and the attempts, or None if no fault is found.

    If all results are right, the answer can still draw from wrong ranges, round its draws, or make too many attempts.
    """
    starts, error = _starts(f)
    if is_right:
        fault = _hidden_fault(np.array(starts)) if len(starts) >= 30 else None
        return Rejection(fault) if fault else None
    if _keeps_old_losses(f):
        return OLD_LOSSES
    if isinstance(error, TimeoutError):
        return NEVER_STOPS
    if len(starts) == 1 and isinstance(error, RuntimeError | ValueError):
        return STOPS_AT_ONCE
    if len(starts) < 30:
        return None
    numbers = np.array(starts)
    weights, biases = numbers[:, WEIGHTS], numbers[:, BIASES]
    largest = float(np.abs(weights).max())
    if (np.ptp(numbers, axis=0) == 0).all():
        return SAME_DRAW
    if weights.min() >= 0:
        return f"No attempt can learn: your weights are never below 0, only between 0 and {largest:.2g}. {RANGES}"
    if largest < 0.5:
        return (
            f"No attempt can learn: your weights are too small, only between −{largest:.1g} and {largest:.1g}. {RANGES}"
        )
    if largest < 1.5:
        return f"Too few attempts learn: your weights are only between −{largest:.2g} and {largest:.2g}. {RANGES}"
    if largest > 2.3:
        return f"Your weights are too large: the largest absolute value is {largest:.2g}. {RANGES}"
    if float(np.abs(biases).max()) > 0.7 and (np.abs(weights).max(axis=0) < 0.6).any():
        return f"Some weights and biases are in the wrong positions. The order is {', '.join(network.Params._fields)}."
    if float(np.abs(biases).max()) > 0.7:
        return f"Your biases are too large: the largest absolute value is {float(np.abs(biases).max()):.2g}. {RANGES}"
    return None


def _hidden_fault(numbers):
    """Return the fault of an answer with right results, or None. `numbers` are its initial numbers, (attempts, 9)."""
    attempts = len(np.unique(numbers, axis=0))  # an answer may train twice with the same numbers
    if attempts > ATTEMPTS:
        return f"You make {attempts} attempts if `attempts` is {ATTEMPTS}. Stop after `attempts` attempts."
    for name, places, right in (("weights", WEIGHTS, 2.0), ("biases", BIASES, 0.5)):
        low, high = float(numbers[:, places].min()), float(numbers[:, places].max())
        if low > -0.9 * right or high < 0.9 * right:
            found = f"between {low:.2g} and {high:.2g}".replace("-", "−")
            return f"Your attempts converge, but your {name} are only {found}. {RANGES}"
    if (numbers == numbers.round(2)).all():
        return "Your attempts converge, but you round the initial numbers. Use the draws as they are."
    return None


def _keeps_old_losses(f):
    """True if the answer returns the losses of all its attempts, not only those of the last one."""
    epochs = 3
    try:
        result = f(Rows([(0.3, -0.7, 0.6)]), np.random.default_rng(5), 2.0, epochs, 30)
        return result[2] > 1 and len(result[1]) == result[2] * (epochs + 1)
    except Exception:  # `check` shows the error of the answer
        return False


def _starts(f):
    """Return the nine initial numbers of each attempt, and the answer's error (None if there is no error).

    The call allows ATTEMPTS attempts, and no attempt can succeed. The list is empty if the answer never calls
    `network.train`.
    """
    error = None
    starts: list[list[float]] = []

    def train(data, params, *rest, **named):
        starts.append([float(number) for number in params])
        return network.train(data, params, *rest, **named)

    watched = SimpleNamespace(**{**vars(network), "train": train})
    try:
        code, names = f.__code__, f.__globals__ | {"network": watched}
        answer = FunctionType(code, names, f.__name__, f.__defaults__, f.__closure__)
        names[f.__name__] = answer  # for an answer that calls itself
        answer(Rows([(0.5, 0.2, 0.0), (0.5, 0.2, 1.0)]), np.random.default_rng(0), 1.0, 1, ATTEMPTS)
    except Exception as raised:  # expected: no attempt converges
        error = raised
    return [start for start in starts if len(start) == 9], error
