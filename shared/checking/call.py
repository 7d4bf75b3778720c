"""One call of an answer: what came back, as numbers in nested tuples, or why it is none, or what was raised."""

import copy
import inspect
import math
import reprlib
from typing import NamedTuple

import numpy as np

from shared.checking import source

NONE_INSIDE = "a result with None in it"
MOST_NUMBERS = 20_000  # longer results are not read: no exercise is due more


class Outcome(NamedTuple):
    """One call: its result as nested tuples of numbers, or why it is none, or what was raised."""

    plain: object = None
    shown: str | None = None  # an unreadable result, shortened
    unreadable: str | None = None
    error: BaseException | None = None
    changed: tuple[int, ...] = ()  # which arguments are not what they were
    is_tuple: bool = False
    drawn_from: tuple[int, ...] = ()  # which arguments are generators that gave numbers


def outcome_of(f, args, due=None):
    """What comes of one call on copies of `args`; `due` itself if an error is due and f raises one on purpose."""
    given = copy.deepcopy(args)
    try:
        value = f(*given)
        plain, unreadable = None, None
        try:
            plain = _plain(value, [MOST_NUMBERS])
        except _Unreadable as reason:
            unreadable = NONE_INSIDE if value is not None and str(reason) == "None" else str(reason)
        except RecursionError:
            unreadable = "a sequence that holds itself"
        shown = short(value) if plain is None else None
        changed = tuple(i for i, (old, new) in enumerate(zip(args, given)) if not _unchanged(old, new))
        drawn_from = tuple(i for i, (old, new) in enumerate(zip(args, given)) if _state(old) != _state(new))
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # SystemExit too: an answer must not end the lesson
        return due if due and due.error and source.on_purpose(error) else Outcome(error=error)
    return Outcome(plain, shown, unreadable, None, changed, isinstance(value, tuple), drawn_from)


def _state(value):
    """Where a generator stands; None for anything else."""
    return repr(value.bit_generator.state) if isinstance(value, np.random.Generator) else None


class Array(tuple):
    """What was a NumPy array of one dimension or more, as nested tuples."""


class _Unreadable(Exception):
    """The result is not made of numbers; says what it is instead."""


def _plain(value, left):
    """`value` as a number or nested tuples of numbers, whatever it is made of; `left` says how many may still come."""
    if isinstance(value, (list, tuple)):
        items = []
        for item in value:
            left[0] -= 1
            if left[0] < 0:
                raise _Unreadable(f"a {type(value).__name__} of more than {MOST_NUMBERS} numbers")
            items.append(_plain(item, left))
        return tuple(items)
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return int(value) if abs(value) < 1e300 else math.copysign(math.inf, value > 0 or -1)
    if isinstance(value, float):
        return float(value)
    if hasattr(type(value), "__array__"):
        array = np.asarray(value)
        if array.dtype.kind not in "biuf":
            raise _Unreadable(f"an array of type {array.dtype}")
        if array.size > left[0]:
            raise _Unreadable(f"an array of {array.size} numbers")
        left[0] -= array.size
        return Array(_tuples(array.tolist())) if array.ndim else array.item()
    if hasattr(type(value), "__float__"):
        return float(value)
    if inspect.iscoroutine(value):
        value.close()  # or Python complains that it was never awaited
    if isinstance(value, str):
        raise _Unreadable("text (str)")
    name = type(value).__name__
    raise _Unreadable("None" if value is None else f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}")


def _tuples(value):
    return tuple(map(_tuples, value)) if isinstance(value, list) else value


def shape(plain):
    """The shape of nested tuples as NumPy would give it; None if it is ragged."""
    if not isinstance(plain, tuple):
        return ()
    shapes = {shape(item) for item in plain}
    if len(shapes) > 1 or None in shapes:
        return None
    return (len(plain), *(shapes.pop() if shapes else ()))


def leaves(plain):
    """The numbers of a plain result, one after the other."""
    if isinstance(plain, tuple):
        for item in plain:
            yield from leaves(item)
    else:
        yield plain


def same(a, b, tolerance):
    """True if two plain results have the same shape and, number by number, agree."""
    if isinstance(a, tuple) or isinstance(b, tuple):
        if not (isinstance(a, tuple) and isinstance(b, tuple) and len(a) == len(b)):
            return False
        return all(same(x, y, tolerance) for x, y in zip(a, b))
    return _close(a, b, tolerance)


def _close(a, b, tolerance):
    # A millionth of the tolerance is allowed absolutely: near 0 two right formulas differ by rounding alone.
    if a == b:
        return True
    if math.isnan(a) or math.isnan(b):
        return math.isnan(a) and math.isnan(b)
    return math.isfinite(b) and abs(a - b) <= tolerance * abs(b) + tolerance * 1e-6


def _unchanged(old, new):
    if isinstance(old, np.ndarray):
        return isinstance(new, np.ndarray) and old.shape == new.shape and np.allclose(old, new, 1e-12, 1e-12, True)
    if isinstance(old, (list, tuple)):
        return type(old) is type(new) and len(old) == len(new) and all(map(_unchanged, old, new))
    if isinstance(old, (bool, int, float)):
        # A number nudged up and down again may come back different by a rounding.
        return isinstance(new, (int, float)) and (math.isclose(old, new, rel_tol=1e-12, abs_tol=1e-12) or old != old)
    return True  # functions and generators are handed over to be used


def same_shape(a, b):
    """True if two plain results are nested alike."""
    if isinstance(a, tuple) and isinstance(b, tuple):
        return len(a) == len(b) and all(map(same_shape, a, b))
    return isinstance(a, tuple) == isinstance(b, tuple)


def kind(plain):
    """What sort of result a plain one is, in words."""
    if not isinstance(plain, tuple):
        return "one number"
    size = shape(plain)
    if size is None or any(isinstance(item, Array) for item in plain):
        return f"a tuple of {len(plain)} result{'s' * (len(plain) != 1)}"
    if len(size) == 1 and not isinstance(plain, Array):
        return f"a sequence of {len(plain)} number{'s' * (len(plain) != 1)}"
    return f"an array of shape {size}"


def short(value):
    """`repr(value)` in at most 120 characters, of however large a value."""
    brief = reprlib.Repr()
    brief.maxstring = brief.maxother = brief.maxlong = 60
    try:
        text = " ".join(str(value).split()) if isinstance(value, np.ndarray) else brief.repr(value)
    except Exception:
        text = f"<{type(value).__name__}>"
    return text if len(text) <= 120 else text[:117] + "…"
