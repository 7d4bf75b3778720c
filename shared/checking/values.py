"""Converts results to plain numbers in nested tuples, compares them, and writes them as text.

Lists, tuples, arrays and all types of numbers get the same form, so that only shapes and numbers are compared.
"""

import inspect
import math
import reprlib
from collections.abc import Iterator

from shared.checking.arrays import is_array, np

Plain = bool | int | float | tuple
MAX_NUMBERS = 20_000  # longer results are not read, because no exercise expects more numbers


class Array(tuple):
    """A NumPy array of one dimension or more, as nested tuples."""


class Unreadable(Exception):
    """The result is not made of numbers, or has too many of them. The message says what the result is."""


def to_plain(value: object) -> Plain:
    """Return `value` as a number or as nested tuples of numbers.

    Whole numbers become infinity if they are at least 1e300, and −infinity if they are at most −1e300. Raises
    Unreadable if `value` is not made of numbers or has too many, and RecursionError if `value` contains itself.
    Errors in methods of `value` are not caught.
    """
    return _to_plain(value, [MAX_NUMBERS])


def _to_plain(value, left):  # `left` is a list with one item: how many more numbers may be read
    if isinstance(value, (list, tuple)):
        items = []
        for item in value:
            left[0] -= 1
            if left[0] < 0:
                raise Unreadable(f"a {type(value).__name__} of more than {MAX_NUMBERS} numbers")
            items.append(_to_plain(item, left))
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
            raise Unreadable(f"an array of type {array.dtype}")
        if array.size > left[0]:
            raise Unreadable(f"an array of {array.size} numbers")
        left[0] -= array.size
        return Array(_to_tuples(array.tolist())) if array.ndim else array.item()
    if hasattr(type(value), "__float__"):
        return float(value)
    if inspect.iscoroutine(value):
        value.close()  # otherwise Python warns "never awaited"
    if isinstance(value, str):
        raise Unreadable("text (str)")
    name = "function" if inspect.isbuiltin(value) else type(value).__name__
    raise Unreadable("None" if value is None else f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}")


def _to_tuples(value):
    return tuple(map(_to_tuples, value)) if isinstance(value, list) else value


# Compare.


def numbers(plain: Plain) -> Iterator[float]:
    """Yield all numbers of a plain result, in order."""
    if isinstance(plain, tuple):
        for item in plain:
            yield from numbers(item)
    else:
        yield plain


def shape(plain: Plain) -> tuple[int, ...] | None:
    """Return the shape of a NumPy array with these numbers. Return None if the items have different shapes."""
    if not isinstance(plain, tuple):
        return ()
    shapes = {shape(item) for item in plain}
    if len(shapes) > 1 or None in shapes:
        return None
    return (len(plain), *(shapes.pop() or () if shapes else ()))


def same_shape(a: Plain, b: Plain) -> bool:
    """True if two plain results are nested in the same way."""
    if isinstance(a, tuple) and isinstance(b, tuple):
        return len(a) == len(b) and all(map(same_shape, a, b))
    return isinstance(a, tuple) == isinstance(b, tuple)


def close(a: Plain, b: Plain, tolerance: float) -> bool:
    """True if two plain results have the same shape and their numbers agree. `tolerance` is relative to `b`.

    NaN agrees with NaN.
    """
    if isinstance(a, tuple) or isinstance(b, tuple):
        if not (isinstance(a, tuple) and isinstance(b, tuple) and len(a) == len(b)):
            return False
        return all(close(x, y, tolerance) for x, y in zip(a, b))
    if a == b:
        return True
    if math.isnan(a) or math.isnan(b):
        return math.isnan(a) and math.isnan(b)
    # Near 0, rounding alone can make the relative difference large, so a tiny absolute difference is allowed too.
    return math.isfinite(b) and abs(a - b) <= tolerance * abs(b) + tolerance * 1e-6


def scaled(plain: Plain, factor: float) -> Plain:
    """Return a plain result with every number multiplied by `factor`."""
    return tuple(scaled(item, factor) for item in plain) if isinstance(plain, tuple) else plain * factor


# Write as text.


def kind(plain: Plain) -> str:
    """Describe a result in words, such as "one number", "a sequence of 9 numbers" or "an array of shape (2, 3)"."""
    if not isinstance(plain, tuple):
        return "True or False" if isinstance(plain, bool) else "one number"
    size = shape(plain)
    if size is None or any(isinstance(item, Array) for item in plain):
        return f"a sequence of {len(plain)} result{'s' * (len(plain) != 1)}"
    if len(size) == 1 and not isinstance(plain, Array):
        return f"a sequence of {len(plain)} number{'s' * (len(plain) != 1)}"
    return f"an array of shape {size}"


def digits_to_tell_apart(a: Plain, b: Plain) -> int:
    """Return how many significant digits (6, 10 or 17) are needed to see that two plain results differ.

    Return 6 if 17 digits do not show a difference.
    """
    pairs = list(zip(numbers(a), numbers(b)))
    return next((n for n in (6, 10, 17) if any(f"{x:.{n}g}" != f"{y:.{n}g}" for x, y in pairs)), 6)


def to_text(plain: Plain, digits: int = 6, brackets: str = "()", limit: int = 12) -> str:
    """Return a plain result as Python code. "…" replaces the items after the first `limit` items.

    If an array has more than `limit` rows, show only its first 3 rows and columns.
    """
    if isinstance(plain, Array):
        return f"np.array({to_text(tuple(plain), digits, '[]', limit)})"
    if isinstance(plain, tuple):
        if len(plain) > limit and isinstance(plain[0], tuple):
            limit = 3
        items = [to_text(item, digits, brackets, limit) for item in plain[:limit]] + ["…"] * (len(plain) > limit)
        return f"{brackets[0]}{', '.join(items)}{',' * (len(plain) == 1 and brackets == '()')}{brackets[1]}"
    return f"{plain:.{digits}g}" if isinstance(plain, float) else short_repr(plain)


def short_repr(value: object) -> str:
    """Return `repr(value)`, or `str(value)` of an array, in at most 120 characters. Never raise an Exception."""
    brief = reprlib.Repr()
    brief.maxstring = brief.maxother = brief.maxlong = 60
    try:
        text = " ".join(str(value).split()) if is_array(value) else brief.repr(value)
    except Exception:
        text = f"<{type(value).__name__}>"
    return text if len(text) <= 120 else text[:117] + "…"
