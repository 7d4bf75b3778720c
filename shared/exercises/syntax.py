"""Reads the source of an answer as a syntax tree, for reviews of how the answer computes its result."""

import ast
import inspect
import textwrap
from collections.abc import Callable
from typing import Any


def syntax_tree(f: Callable[..., Any]) -> ast.Module | None:
    """Return the syntax tree of the lines that define `f`. Return None if the source cannot be read."""
    try:
        return ast.parse(textwrap.dedent(inspect.getsource(f)))
    except (OSError, TypeError, ValueError, SyntaxError):  # the lines of a lambda may be a part of a statement
        return None
