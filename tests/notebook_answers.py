"""Make answers as they are in a notebook: `inspect` can read their source, and the lesson's imports are defined."""

import math
import textwrap

from answers import answer

from shared.exercises import EXERCISES


def source_of(name, body):
    """Return the source of an answer. `body` may begin with a `def` of its own."""
    if body.startswith(f"def {name}("):
        return body
    return f"def {EXERCISES[name].signature}:\n{textwrap.indent(textwrap.dedent(body).strip(), '    ')}\n"


def answer_of(name, body, **names):
    """Return a function for the exercise `name` with this body. The body can use `math`, `network` and `names`."""
    return answer(source_of(name, body), name, **({"math": math} | names))
