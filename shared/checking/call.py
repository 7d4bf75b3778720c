"""Call an answer once, and keep its result or its exception."""

import copy
import inspect
import math
from collections.abc import Callable
from typing import Any, NamedTuple

from shared.checking.arrays import is_array, is_generator, np
from shared.checking.values import Unreadable, short_repr, to_plain

NONE = "None"  # the value of `Call.unreadable` if the call returns None
NONE_INSIDE = "a result with None in it"


class Call(NamedTuple):
    """What one call gives: a result made of numbers, another result (described as text), or an exception."""

    plain: Any = None  # the result as a `Plain` value; None if the result is not made of numbers
    shown: str | None = None  # the result as short text, if it is not made of numbers
    unreadable: str | None = None  # what the result is, in words, if it is not made of numbers
    error: BaseException | None = None
    changed: tuple[int, ...] = ()  # indices of the arguments that the call changed
    is_tuple: bool = False
    drawn_from: tuple[int, ...] = ()  # indices of the random generators that the call drew from
    printed: str = ""  # the last part of what the call printed
    seconds: float = 0.0  # if the call was stopped: the time from the first call of the answer to this stop


def call_on(f: Callable, args: tuple) -> Call:
    """Call `f` on copies of `args`. Raise only KeyboardInterrupt, and store all other exceptions in the result."""
    copies = copy.deepcopy(args)
    try:
        value = f(*copies)
        plain, unreadable = None, None
        try:
            plain = to_plain(value)
        except Unreadable as reason:
            unreadable = NONE_INSIDE if value is not None and str(reason) == NONE else str(reason)
        except RecursionError:
            unreadable = "a sequence that contains itself"
        shown = short_repr(value) if plain is None else None
        changed = tuple(i for i, (old, new) in enumerate(zip(args, copies)) if not _unchanged(old, new))
        drawn_from = tuple(i for i, (old, new) in enumerate(zip(args, copies)) if _state(old) != _state(new))
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # also SystemExit, because an answer must not end the lesson
        return Call(error=error)
    return Call(plain, shown, unreadable, None, changed, isinstance(value, tuple), drawn_from)


def _state(value):
    """Return the state of a random generator. Return None for any other value."""
    return repr(value.bit_generator.state) if is_generator(value) else None


def _unchanged(old, new):
    if is_array(old):
        return is_array(new) and old.dtype == new.dtype and np.array_equal(old, new, equal_nan=True)
    if isinstance(old, (list, tuple)):
        return type(old) is type(new) and len(old) == len(new) and all(map(_unchanged, old, new))
    if isinstance(old, (bool, int, float)):
        # If an answer adds eps to a number and then subtracts eps, a rounding error may remain.
        return isinstance(new, (int, float)) and (math.isclose(old, new, rel_tol=1e-12, abs_tol=1e-12) or old != old)
    return True  # a function cannot change; a generator may change, because every draw changes it


def call_text(name: str, args: tuple) -> str:
    """Return the call as Python code. If an argument is a function, a comment says what this function computes."""
    formulas = [f"  # {f.__name__}(p) is {f.__doc__}" for f in args if inspect.isfunction(f) and f.__doc__]
    return f"{name}({', '.join(map(_argument_text, args))}){''.join(formulas)}"


def _argument_text(value):
    if inspect.isfunction(value):
        return value.__name__
    if is_array(value):
        return f"np.array({value.tolist()!r})"
    if is_generator(value):
        return f"np.random.default_rng({value.bit_generator.seed_seq.entropy})"  # type: ignore[attr-defined]
    if isinstance(value, list):
        return f"[{', '.join(map(_argument_text, value))}]"
    if isinstance(value, tuple):
        return f"({', '.join(map(_argument_text, value))}{',' * (len(value) == 1)})"
    return repr(value)
