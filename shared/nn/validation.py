"""Checks the arguments of networks and experiments. This module imports only the standard library.

Each check raises a ValueError for a bad value. The message names the argument, the allowed values and the bad value.
"""

import operator
from collections.abc import Iterable
from math import inf, isfinite


def is_finite(value: object) -> bool:
    """Return True for a finite number. Return False for infinity, NaN, and a value that is not a number.

    Also return False for a whole number that is too large for a float.
    """
    try:
        return isfinite(value)  # type: ignore[arg-type]
    except (TypeError, OverflowError):
        return False


def check_number(name: str, value: object, *, positive: bool = False, alternative: str = "") -> None:
    """Check that `value` is a finite number: above 0 if `positive`, else 0 or more.

    The error message includes `alternative`, which names another allowed value, such as " or None".
    """
    if not is_finite(value) or value < 0 or (positive and value == 0):  # type: ignore[operator]
        allowed = " above 0" if positive else ", 0 or more"
        raise ValueError(f"{name} must be a finite number{allowed}{alternative}, got {value!r}")


def check_whole(name: str, value: object, low: int, high: float = inf) -> None:
    """Check that `value` has an integer type and is from `low` to `high`. True and False are not allowed."""
    try:
        allowed = low <= operator.index(value) <= high and not isinstance(value, bool)  # type: ignore[arg-type]
    except TypeError:
        allowed = False
    if not allowed:
        span = f"{low} or more" if high == inf else f"{low} to {high}"
        raise ValueError(f"{name} must be a whole number, {span}, got {value!r}")


def check_choice(name: str, value: object, choices: Iterable[object]) -> None:
    """Check that `value` is one of `choices`, which are strings or functions."""
    choices = list(choices)
    if value not in choices:
        names = ", ".join(getattr(choice, "__name__", str(choice)) for choice in choices)
        raise ValueError(f"{name} must be one of {names}, got {value!r}")
