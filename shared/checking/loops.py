"""Finds the endless loop in a student's function, and says why it does not end if the source shows the reason."""

import ast
import builtins
import inspect
import textwrap
import traceback
from collections.abc import Callable, Iterator
from numbers import Number
from types import FrameType
from typing import Any

from shared.checking import source


def endless_loop(error: BaseException, f: Callable) -> tuple[str, str | None]:
    """Return a sentence about the loop in which `error` stopped `f`, and the text of the loop's first line.

    Return ("", None) if no loop is found. If loops are nested, report the outermost `while` loop, or the outermost
    `for` loop that lengthens its own list. Otherwise report the outermost `for` loop. The reason: an endless outer loop
    starts its inner loop again and again, so `error` may stop `f` in a correct inner loop.
    """
    loops = [
        (loop, text, frame)
        for frame, lines, line in _own_frames(error, f)
        for loop, text in _enclosing_loops(lines, line - frame.f_code.co_firstlineno + 1)
    ]
    loops.sort(key=lambda found: isinstance(found[0], ast.For) and not _lengthens_its_list(found[0]))
    if not loops:
        return "", None
    loop, text, frame = loops[0]
    return _reason(loop, frame), text


def _own_frames(error: BaseException, f) -> Iterator[tuple[FrameType, list[str], int]]:
    """Yield (frame, lines of its function, current line number) for each frame of the student's file.

    The outermost frame comes first. A frame is left out if its source cannot be read.
    """
    file = getattr(getattr(source.unwrapped(f), "__code__", None), "co_filename", None)
    for frame, line in traceback.walk_tb(error.__traceback__):
        if frame.f_code.co_filename == file and (lines := source.read_code(frame.f_code)):
            yield frame, lines, line


def _enclosing_loops(lines, here) -> list[tuple[ast.For | ast.While, str]]:
    """Return a pair (loop, text of its first line) for each loop around line `here`. The outermost loop comes first."""
    try:
        tree = ast.parse(textwrap.dedent("".join(lines)))
    except SyntaxError:  # the lines of a lambda may be only a part of a statement
        return []
    found = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.For | ast.While) and node.lineno <= here <= (node.end_lineno or node.lineno)
    ]
    return [(node, lines[node.lineno - 1].strip()) for node in sorted(found, key=lambda node: node.lineno)]


def _lengthens_its_list(loop: Any) -> str | None:
    """Return the name of the list that a `for` loop reads and lengthens. Return None for other loops."""
    appended = [
        call.func.value.id
        for call in ast.walk(loop)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr in ("append", "extend", "insert")
        and isinstance(call.func.value, ast.Name)
    ]
    return loop.iter.id if isinstance(loop.iter, ast.Name) and loop.iter.id in appended else None


def _reason(loop, frame) -> str:
    if isinstance(loop, ast.For):
        if name := _lengthens_its_list(loop):
            return f"This loop goes through `{name}` while it makes `{name}` longer, so it never reaches the end."
        return "This loop runs too many times."
    exits = source.exits(loop)
    if isinstance(loop.test, ast.Constant):
        if exits:
            return "This loop did not end: its `break` or `return` was not reached."
        return "This loop never ends: it needs a `break` or a `return`."
    names = {**frame.f_globals, **frame.f_locals}
    tested = dict.fromkeys(node.id for node in ast.walk(loop.test) if isinstance(node, ast.Name) and node.id in names)
    variables = [name for name in tested if not callable(names[name]) and not inspect.ismodule(names[name])]
    stored, used = _stored_and_used(loop)
    shared = {*frame.f_code.co_cellvars, *frame.f_code.co_freevars}  # an inner function may change these
    changed = stored | shared | {name for name in used if not isinstance(names.get(name), Number)}
    if variables and not exits and not changed & {*variables}:
        listed = " or ".join(f"`{name}`" for name in variables)
        return f"This loop never ends: nothing inside it changes {listed}."
    return "This loop did not end: its condition stayed true."


def _stored_and_used(loop) -> tuple[set[str], set[str]]:
    """Return two sets of names: the names that the loop sets, and the names whose lists or objects it may change.

    Calculations, comparisons, calls of Python's own functions, and reading `table[i]` do not change a list.
    """
    stored: set[str] = set()
    used: set[str] = set()
    for node in ast.walk(loop):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            stored.add(node.id)
        if not _only_reads(node):
            used |= set(filter(None, map(_owner, ast.iter_child_nodes(node))))
    return stored, used


def _only_reads(node) -> bool:
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id in dir(builtins) and node.func.id != "next"
    if isinstance(node, ast.Subscript):
        return isinstance(node.ctx, ast.Load)
    return isinstance(node, ast.BinOp | ast.UnaryOp | ast.BoolOp | ast.Compare | ast.AugAssign | ast.While | ast.If)


def _owner(node: Any) -> str | None:
    """Return the name in `name`, `name[i]` or `name[i][j]`. Return None for other expressions."""
    while isinstance(node, ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None
