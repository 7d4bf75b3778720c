"""Make answers as they are in a notebook: `inspect` can read their source, and the lesson's imports are defined."""

import linecache
import math
import textwrap
import warnings

from shared.exercises import EXERCISES
from shared.nn import network


def source_of(name, body):
    """Return the source of an answer. `body` may begin with a `def` of its own."""
    if body.startswith(f"def {name}("):
        return body
    return f"def {EXERCISES[name].signature}:\n{textwrap.indent(textwrap.dedent(body).strip(), '    ')}\n"


def answer_of(name, body, **names):
    """Return a function for the exercise `name` with this body. The body can use `math`, `network` and `names`."""
    source = source_of(name, body)
    file = f"<answer {name} {hash(source)}>"
    linecache.cache[file] = (len(source), None, source.splitlines(True), file)
    names = {"math": math, "network": network, "__name__": "notebook"} | names
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)  # Python warns of `2(x)`
        exec(compile(source, file, "exec"), names)
    return names[name]
