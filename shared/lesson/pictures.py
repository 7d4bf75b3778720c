"""The figures of the lessons, drawn in advance, so that an app opens without matplotlib.

`pictures.json` contains each figure that the lessons draw with the course's own functions. An app takes a figure from
this file if the code and the inputs are the same. The editor always draws. `python -m shared.lesson.shipped` writes the
file, and `tests/test_pictures.py` draws the figures again.
"""

import dis
import hashlib
import inspect
import json
from collections.abc import Callable, Hashable, Iterator
from functools import cache
from pathlib import Path
from textwrap import dedent
from types import CodeType, FunctionType, ModuleType
from typing import Any

import numpy as np

from shared.lesson.style import Figure

FILE = Path(__file__).with_name("pictures.json")


def find_picture(
    draw: Callable[..., Any], alt: Callable[..., str] | None, inputs: tuple[Hashable, ...]
) -> Figure | None:
    """Return the stored figure that has this code and these inputs, or None."""
    return read_pictures().get(name_of_picture(draw, alt, inputs))


@cache
def read_pictures() -> dict[str, Figure]:
    """Return the figures in the file: name → figure."""
    lessons = json.loads(FILE.read_text("utf-8"))["lessons"].values()
    return {name: Figure(*parts) for pictures in lessons for name, parts in pictures.items()}


def name_of_picture(draw: Callable[..., Any], alt: Callable[..., str] | None, inputs: tuple[Hashable, ...]) -> str:
    """Return the name of `draw`, and a hash of the inputs and of all code that draws the figure.

    The hash also depends on the lesson's functions and constants that this code uses. It uses five significant
    digits of each number, because processors round differently.
    """
    text = "\n".join(_texts((draw, alt, inputs), set()))
    return f"{getattr(draw, '__name__', '')} {hashlib.sha256(text.encode()).hexdigest()[:16]}"


def _texts(value: Any, seen: set[int]) -> Iterator[str]:
    """Yield texts that depend only on `value`, not on the session."""
    if isinstance(value, FunctionType) and value.__module__ == "__main__":  # a function of a lesson
        if id(value) not in seen:
            seen.add(id(value))
            yield _code(value)
            for name in sorted(_globals(value.__code__) & value.__globals__.keys()):
                yield name
                yield from _texts(value.__globals__[name], seen)
    elif isinstance(value, ModuleType):
        yield value.__name__
    elif callable(value) and hasattr(value, "__qualname__"):  # a function or class of a module
        yield f"{value.__module__}.{value.__qualname__}"
    elif isinstance(value, float):
        yield f"{value:.5g}"
    elif isinstance(value, np.ndarray):
        yield from _texts(value.tolist(), seen)
    elif isinstance(value, dict):
        yield from _texts([*value.items()], seen)
    elif isinstance(value, tuple | list):
        yield "("
        for item in value:
            yield from _texts(item, seen)
        yield ")"
    elif hasattr(value, "__dict__"):
        yield type(value).__qualname__
        if id(value) not in seen:
            seen.add(id(value))
            yield from _texts(vars(value), seen)
    else:
        yield repr(value)


def _code(function: FunctionType) -> str:
    """Return the code. If the code is not known, return a text that no other function has."""
    try:
        return dedent(inspect.getsource(function))
    except OSError:
        return repr(function)


def _globals(code: CodeType) -> set[str]:
    """Return the names of the global variables that this code and the functions inside it use."""
    used = {step.argval for step in dis.get_instructions(code) if step.opname == "LOAD_GLOBAL"}
    return used.union(*(_globals(part) for part in code.co_consts if isinstance(part, CodeType)))
