"""Accepts answers that differ from the reference only by a harmless habit, such as `+ 1e-8` inside a logarithm.

The results must equal the results of a right answer with this habit, within a small tolerance. So a wrong answer is not
accepted.
"""

import struct

from shared.checking import source, values
from shared.checking.attempt import Attempt, is_comparable, raised_as_expected
from shared.checking.capture import capture_output
from shared.checking.time_limit import TookTooLong, time_limit

FLOAT32 = "The result is right to seven digits: float32 keeps only seven. Python's own numbers keep sixteen digits."
SECONDS = 1.0  # limit for a review
DIGITS_OF_FLOAT32 = 1e-5  # relative error after a few roundings, each with an error of 6e-8


def remark_on_habit(tried: Attempt) -> str | None:
    """Return the success message if a harmless habit explains the results.

    Return None if the results are wrong, or if they are right without a habit.
    """
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
    except (ArithmeticError, ValueError):  # no habit gives such numbers
        return None


def review(tried: Attempt, is_right: bool) -> str | None:
    """Return the exercise's comment on how the answer computes its result.

    Return None if there is no comment, or if the review takes longer than SECONDS.
    """
    if not tried.exercise.review:
        return None
    try:
        with capture_output(), time_limit(SECONDS):  # a review runs the answer again
            return tried.exercise.review(tried.f, is_right)
    except TookTooLong:
        return None


def _is_float32(tried, pairs):
    """True if the source contains float32, or if all results look like float32 numbers.

    They look like float32 numbers if float32 can store them without rounding, and at least one is not a whole number.
    """
    if "float32" in source.read(tried.f):
        return True
    numbers = [float(x) for call, _ in pairs for x in values.numbers(call.plain)]
    return any(x % 1 != 0 for x in numbers) and all(map(_fits_into_float32, numbers))


def _fits_into_float32(x):
    try:
        return struct.unpack("f", struct.pack("f", x))[0] == x
    except OverflowError:
        return False


def _equal_in_float32(pairs):
    """True if all results are right up to float32's rounding.

    If a small result is the difference of two large numbers, its error is as large as the errors of these numbers. So
    the tolerance also depends on the largest result.
    """
    got, expected = ([float(x) for pair in pairs for x in values.numbers(pair[k].plain)] for k in (0, 1))
    largest = max(map(abs, expected), default=0)
    return all(abs(g - e) <= DIGITS_OF_FLOAT32 * abs(e) + 2e-7 * largest for g, e in zip(got, expected))
