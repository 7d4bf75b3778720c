"""Answers for the tests of `check`: made from a function, from the reference, or from the text that a student wrote."""

import linecache
import warnings

from shared import check
from shared.exercises import EXERCISES
from shared.nn import network


def checked(name, answer):
    """Check an answer under the name of an exercise."""
    answer.__name__ = name
    return check(answer)


def reference(name):
    return lambda *args: EXERCISES[name].reference(*args)


def answer(source, name, **names):
    """The function `name` of a student's notebook in which `source` is written; `inspect` can read it."""
    file = f"<student {name} {hash(source)}>"
    linecache.cache[file] = (len(source), None, source.splitlines(True), file)
    names = {"network": network, "__name__": "notebook"} | names
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)  # Python warns of `2(x)` itself
        exec(compile(source, file, "exec"), names)
    return names[name]
