"""Imports NumPy only when one of its names is used.

In a browser, NumPy is an extra download, and the exercises of lessons 1 to 6 do not need it. The functions
below do not import NumPy: if nothing has imported it, no value can be an array.
"""

import contextlib
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
else:

    class _NumPy:
        def __getattr__(self, name):
            value = getattr(import_module("numpy"), name)
            setattr(self, name, value)  # Python then finds it without this function
            return value

    np = _NumPy()


def is_loaded() -> bool:
    """True if anything has imported NumPy."""
    return sys.modules.get("numpy") is not None


def is_array(value: object) -> bool:
    """True if `value` is a NumPy array."""
    return is_loaded() and isinstance(value, np.ndarray)


def is_generator(value: object) -> bool:
    """True if `value` is a random generator of NumPy."""
    return is_loaded() and isinstance(value, np.random.Generator)


def quiet() -> contextlib.AbstractContextManager[Any]:
    """Return a context that hides NumPy's warnings. A wrong answer may compute numbers that overflow."""
    return np.errstate(all="ignore") if is_loaded() else contextlib.nullcontext()
