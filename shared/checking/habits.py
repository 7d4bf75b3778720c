"""Right answers whose numbers differ from the reference by a harmless habit, such as `+ 1e-8` inside a logarithm.

The tolerance stays narrow: the numbers must be those that the habit gives, so a wrong answer is not let through.
"""

import numpy as np

from shared.checking import source, values
from shared.checking.attempt import Attempt, is_comparable, raised_as_expected
from shared.checking.capture import capture_output
from shared.checking.time_limit import TookTooLong, time_limit

FLOAT32 = "Right, to the seven digits that float32 keeps. Python's own numbers keep sixteen."
SECONDS = 1.0  # that a review may take
DIGITS_OF_FLOAT32 = 1e-5  # relative: a few roundings of 6e-8 each


def remark_on_habit(tried: Attempt) -> str | None:
    """The success message for results that a harmless habit explains; None if they are right or wrong without one."""
    pairs = [pair for pair in zip(tried.calls, tried.expected) if not raised_as_expected(*pair)]
    if tried.accepted or tried.exercise.validator or len(tried.calls) != len(tried.cases):
        return None
    if not all(is_comparable(*pair) and values.same_shape(pair[0].plain, pair[1].plain) for pair in pairs):
        return None
    if _is_float32(tried, pairs) and _equal_in_float32(pairs):
        return FLOAT32
    if not tried.exercise.habit or len(pairs) != len(tried.cases):
        return None
    try:
        return tried.exercise.habit(tried.cases, [call.plain for call in tried.calls])
    except (ArithmeticError, ValueError):  # numbers that are no results of a habit
        return None


def review(tried: Attempt, is_right: bool) -> str | None:
    """What the exercise has to say of the way an answer computes its result; None if nothing."""
    if not tried.exercise.review:
        return None
    try:
        with capture_output(), time_limit(SECONDS):  # the answer runs again
            return tried.exercise.review(tried.f, is_right)
    except TookTooLong:
        return None


def _is_float32(tried, pairs):
    """True if the source says so, or if no number has more digits than float32 keeps."""
    if "float32" in source.read(tried.f):
        return True
    numbers = np.array([x for call, _ in pairs for x in values.numbers(call.plain)], float)
    with np.errstate(over="ignore", invalid="ignore"):
        return np.any(numbers % 1 != 0) and bool(np.all(numbers == numbers.astype(np.float32)))


def _equal_in_float32(pairs):
    """True if all results are the expected ones up to float32's rounding.

    Where numbers cancel, digits get lost, so a small result may be off by the rounding of the large ones.
    """
    got, expected = (np.array([x for pair in pairs for x in values.numbers(pair[k].plain)], float) for k in (0, 1))
    largest = np.abs(expected).max(initial=0)
    return bool(np.all(np.abs(got - expected) <= DIGITS_OF_FLOAT32 * np.abs(expected) + 2e-7 * largest))
