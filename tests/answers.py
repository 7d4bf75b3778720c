"""Make answers for the tests of `check`: from a function, from the reference, or from source code."""

import linecache
import warnings

from shared import check
from shared.exercises import EXERCISES
from shared.nn import network


def checked(name, answer):
    """Check `answer` as an answer to the exercise `name`, and return the result."""
    answer.__name__ = name
    return check(answer)


def reference(name):
    return lambda *args: EXERCISES[name].reference(*args)


def answer(source, name, **names):
    """Run `source` like a notebook, and return its function `name`. `inspect` can read the function's source."""
    file = f"<student {name} {hash(source)}>"
    linecache.cache[file] = (len(source), None, source.splitlines(True), file)
    names = {"network": network, "__name__": "notebook"} | names
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)  # Python warns of `2(x)`
        exec(compile(source, file, "exec"), names)
    return names[name]
