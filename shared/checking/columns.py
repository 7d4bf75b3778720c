"""Finds columns of shape (m, 1) that an answer flattens.

NumPy combines a flat array (m,) and a column (m, 1) into a table of shape (m, m).
"""

from typing import Any

from shared.checking.arrays import is_array, np
from shared.checking.attempt import Attempt, agrees
from shared.checking.call import call_on
from shared.checking.capture import capture_output


def loses_a_column(tried: Attempt) -> str | None:
    """The answer flattens a column. With columns that cannot be flattened, the answer is right."""
    for k, name in enumerate(tried.exercise.arguments):
        if not all(len(args) > k and _is_column(args[k]) for args in tried.cases):
            continue
        with capture_output():
            calls = [call_on(tried.f, (*a[:k], _stubborn(a[k]), *a[k + 1 :])) for a in tried.cases]
        if all(agrees(call, wanted, tried.exercise.tolerance) for call, wanted in zip(calls, tried.expected)):
            return (
                f"`{name}`, or a value computed from it, loses its column shape (m, 1). Remove what makes it flat. "
                "NumPy combines (m,) with (m, 1) into a table of shape (m, m)."
            )
    return None


def _is_column(value):
    return is_array(value) and value.ndim == 2 and value.shape[1] == 1


def _stubborn(column):
    """Return `column` as an array that keeps its shape (m, 1), even if an answer calls `ravel` or `reshape`.

    Arrays computed from it keep this shape, too. Arrays of another shape can be flattened.
    """

    class _Column(np.ndarray):
        def _flat(self, flat: Any) -> Any:
            return self if self.shape == column.shape and flat.shape == (len(self),) else flat

        def ravel(self, *how: Any, **named: Any) -> Any:
            return self._flat(super().ravel(*how, **named))

        def flatten(self, *how: Any, **named: Any) -> Any:
            return self._flat(super().flatten(*how, **named))

        def squeeze(self, *how: Any, **named: Any) -> Any:
            return self._flat(super().squeeze(*how, **named))

        def reshape(self, *shape: Any, **named: Any) -> Any:
            return self._flat(super().reshape(*shape, **named))

        def __getitem__(self, key: Any) -> Any:
            return self._flat(super().__getitem__(key)) if isinstance(key, tuple) else super().__getitem__(key)

    return column.view(_Column)
