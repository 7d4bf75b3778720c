"""Finds the endless loop in a student's function, and says why this loop never ends if the source shows the reason."""

import ast
import textwrap
import traceback
from collections.abc import Callable, Iterator

from shared.checking import source


def endless_loop(error: BaseException, f: Callable) -> tuple[str, str | None]:
    """Return a sentence about the loop in which `error` stopped `f`, and the text of the loop's first line.

    Return ("", None) if no loop is found. If loops are nested, report the outermost `while` loop. If all of them are
    `for` loops, report the outermost one. The reason: an endless outer loop starts its inner loop again and again, so
    `error` may stop `f` in a correct inner loop.
    """
    loops = [loop for trace in _own_frames(error, f) for loop in _enclosing_loops(*trace)]
    loops.sort(key=lambda found: isinstance(found[0], ast.For))
    if not loops:
        return "", None
    loop, line = loops[0]
    return _reason(loop), line


def _own_frames(error: BaseException, f) -> Iterator[tuple[list[str], int, int]]:
    """Yield (lines of the function, first line number, current line number) for each frame of the student's file.

    The outermost frame comes first. A frame is left out if its source cannot be read.
    """
    file = getattr(getattr(source.unwrapped(f), "__code__", None), "co_filename", None)
    for frame, line in traceback.walk_tb(error.__traceback__):
        if frame.f_code.co_filename == file and (lines := source.read_code(frame.f_code)):
            yield lines, frame.f_code.co_firstlineno, line


def _enclosing_loops(lines, first_line, line) -> list[tuple[ast.For | ast.While, str]]:
    """Return a pair (loop, text of its first line) for each loop around `line`. The outermost loop comes first."""
    try:
        tree = ast.parse(textwrap.dedent("".join(lines)))
    except SyntaxError:  # the lines of a lambda may be only a part of a statement
        return []
    here = line - first_line + 1
    found = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.For | ast.While) and node.lineno <= here <= (node.end_lineno or node.lineno)
    ]
    return [(node, lines[node.lineno - 1].strip()) for node in sorted(found, key=lambda node: node.lineno)]


def _reason(loop) -> str:
    if isinstance(loop, ast.For):
        appended = [
            call.func.value.id
            for call in ast.walk(loop)
            if isinstance(call, ast.Call)
            and isinstance(call.func, ast.Attribute)
            and call.func.attr in ("append", "extend", "insert")
            and isinstance(call.func.value, ast.Name)
        ]
        if isinstance(loop.iter, ast.Name) and loop.iter.id in appended:
            name = loop.iter.id
            return f"This loop goes through `{name}` while it makes `{name}` longer, so it never reaches the end."
        return "This loop runs too many times."
    if isinstance(loop.test, ast.Constant):
        leaves = any(isinstance(node, ast.Break | ast.Return | ast.Raise) for node in ast.walk(loop))
        fix = "its `break` or `return` is never reached" if leaves else "it needs a `break` or a `return`"
        return f"This loop never ends: {fix}."
    names = dict.fromkeys(node.id for node in ast.walk(loop.test) if isinstance(node, ast.Name))
    called = {node.func.id for node in ast.walk(loop.test) if isinstance(node, ast.Call) and hasattr(node.func, "id")}
    inside = [node for statement in loop.body for node in ast.walk(statement)]
    stored = {node.id for node in inside if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    changed = stored | {
        node.value.id
        for node in inside
        if isinstance(node, ast.Attribute | ast.Subscript)
        and isinstance(node.value, ast.Name)
        # reading `table[i]` does not change the list
        and not (isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load))
    }
    variables = [name for name in names if name not in called]
    if variables and not changed & {*variables}:
        listed = " or ".join(f"`{name}`" for name in variables)
        return f"This loop never ends: nothing inside it changes {listed}."
    return "This loop never ends: its condition never becomes false."
