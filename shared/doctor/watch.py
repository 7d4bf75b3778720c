"""Reads the numbers in the variables of a running program while its loops run.

A slot is a place that contains a number. It is written as a pair: the name of a function, and the path from one of its
variables to the number, such as `w1`, `W1[0,1]` or `net.layers[0].bias[2]`. An array has one more slot, such as
`W1.shape`, and this slot contains a tuple.
"""

import sys
from collections.abc import Callable, Iterator
from types import FrameType, FunctionType, ModuleType
from typing import Any

import numpy as np

from shared.doctor.rewrite import HOOK
from shared.doctor.tape import LARGE, Arr, nodes_of

Slot = tuple[str, str]  # function ("" for a global), path
DEEPEST = 7  # limit: levels of lists, dicts and objects inside each other; the number itself is the last level
MOST = 6000  # limit: about how many numbers, lists, dicts and objects are read at once


def slots_of(frame: FrameType, follow: bool) -> Iterator[tuple[Slot, Any]]:
    """Yield each slot that a frame can reach, and the number in it.

    If `follow` is true, read arrays from the tape. If an array is not on the tape, yield only its shape.
    """
    scopes = [(frame.f_code.co_name, frame.f_locals)]
    if frame.f_code.co_name == "<module>":
        scopes = []
    yield from slots_in([*scopes, ("", frame.f_globals)], follow)


def slots_in(scopes: list[tuple[str, dict[str, Any]]], follow: bool) -> Iterator[tuple[Slot, Any]]:
    """Yield each slot of `scopes`, and the number in it. A scope is a pair: a function's name and its variables."""
    left = [MOST]
    for function, variables in scopes:
        for name, value in list(variables.items()):
            if not name.startswith("__") and name != HOOK:
                found: list[tuple[str, Any]] = []
                _find(found, name, value, follow, DEEPEST, (), left)
                for path, number in found:
                    yield (function, path), number


_NUMBER = (float, int)
_WITHOUT = (str, bytes, bool, type(None), ModuleType, FunctionType, type)  # values without numbers


def _find(
    found: list[tuple[str, Any]],
    path: str,
    value: Any,
    follow: bool,
    depth: int,
    above: tuple[int, ...],
    left: list[int],
) -> None:
    """Append (path, number) to `found` for each slot of a value."""
    if isinstance(value, _WITHOUT):
        return
    left[0] -= 1
    if left[0] < 0 or depth == 0 or id(value) in above:
        return
    if isinstance(value, _NUMBER):
        found.append((path, value))
        return
    if isinstance(value, np.ndarray):
        if value.dtype.kind in "fiu" and value.size <= 2000:
            left[0] -= value.size
            found.append((f"{path}.shape", value.shape))
            if follow and not (isinstance(value, Arr) and value.size <= LARGE):
                return
            ones = next((k for k, size in enumerate(value.shape) if size > 1), value.ndim)
            lead = min(ones, value.ndim - 1)  # so arrays of shape (3,) and (1, 3) have the same slots
            for index, number in np.ndenumerate(nodes_of(value) if follow else value):
                found.append((f"{path}[{','.join(map(str, index[lead:]))}]" if index else path, number))
        elif value.dtype.kind == "O" and value.size <= 200:
            for index, item in np.ndenumerate(value):
                _find(found, f"{path}[{','.join(map(str, index))}]", item, follow, depth - 1, above, left)
        return
    kind = type(value)
    above = (*above, id(value))
    if isinstance(value, (list, tuple)):
        for k, item in enumerate(value[:200]):
            _find(found, f"{path}[{k}]", item, follow, depth - 1, above, left)
    elif isinstance(value, dict):
        for key, item in list(value.items())[:200]:
            _find(found, f"{path}[{key!r}]", item, follow, depth - 1, above, left)
    elif getattr(kind, "__module__", "") == "__main__":
        inside = getattr(value, "__dict__", None) or {
            n: getattr(value, n, None) for n in getattr(kind, "__slots__", ())
        }
        # An object that can be multiplied may be a number of the student's own autograd: do not read its operands.
        graph = hasattr(kind, "__mul__")
        for name, item in list(inside.items()):
            if graph and kind in map(type, item if isinstance(item, (list, tuple)) else [item]):
                continue
            _find(found, f"{path}.{name}", item, follow, depth - 1, above, left)


class Watch:
    """A program's loops call this object. It counts the rounds of each loop, and calls `look` in some or all rounds."""

    def __init__(self, look: Callable[[FrameType], None], at_end: Callable[[int], None] | None = None) -> None:
        self.rounds: dict[int, int] = {}  # line of a loop → rounds
        self.ends: dict[int, int] = {}
        self._next: dict[int, int] = {}
        self._look, self._at_end = look, at_end
        self.every_round = False
        self.at = (0, 0)  # line of a loop, and the round in which `look` is called; round 0 is the loop's end

    def tick(self, line: int) -> None:
        """The loop in this line calls this method when a round begins."""
        count = self.rounds[line] = self.rounds.get(line, 0) + 1
        if self.every_round or count >= self._next.get(line, 0):
            self._next[line] = count + 1 + count // 8
            self.at = (line, count)
            self._look(sys._getframe(1))

    def done(self, line: int) -> None:
        """The program calls this method when the loop in this line has ended."""
        count = self.ends[line] = self.ends.get(line, 0) + 1
        if self._at_end:
            self._at_end(line)
        if self.every_round or count & (count - 1) == 0:
            self.at = (line, 0)
            self._look(sys._getframe(1))
