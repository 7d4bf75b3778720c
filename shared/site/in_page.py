"""Checks what a student has written on a page of the static site. This module runs in the browser, in Pyodide.

A page sends two values as JSON, `lesson` and `texts`. `lesson["setup"]` is the code of the lesson's imports and
constants. `lesson["functions"]` is a list of the lesson's functions in order, each with its name and its source.
`texts` maps the name of an exercise to the student's text.
"""

import ast
import builtins
import html
import io
import json
import linecache
import warnings
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from types import CodeType, FunctionType
from typing import Any

from shared.checking.capture import capture_output
from shared.checking.check import check
from shared.checking.messages import message
from shared.checking.result import CRASHED, NOT_ATTEMPTED, Result
from shared.checking.syntax import explain_syntax
from shared.checking.time_limit import SECONDS, TookTooLong, time_limit
from shared.exercises import EXERCISES
from shared.nn.network import START_A, XOR, forward

NOT_WRITTEN = "Replace the `...` with your own lines and keep the first line as it is. Then press Check."
LONGEST = 20_000  # the page shows at most this many characters that an answer prints outside its function


def check_answer(lesson: str, name: str, texts: str) -> str:
    """Check the exercise `name`. Return JSON with `html` (the card), `status`, and `printed` (what the answer printed).

    If an answer raises an exception, the card shows this exception. This function raises only KeyboardInterrupt.
    """
    with capture_output() as captured:
        result = _check(json.loads(lesson), name, json.loads(texts))
        printed = captured.take()[-LONGEST:]
    return json.dumps({"html": result._repr_html_(), "status": result.status, "printed": printed})


def _check(lesson, name, texts) -> Result:
    names = _names_of(lesson, texts, without=name)
    text = texts[name]
    try:
        code = _compiled(text, name)
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        return _unreadable(name, text, error)
    try:
        with time_limit(SECONDS):
            exec(code, names)
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        return _raised(name, text, error)
    f = names.get(name)
    if not isinstance(f, FunctionType) or f.__name__ != name:
        found = f"does not define `{name}`" if f is None else f"defines `{name}`, but not as a function"
        text = f"The code in the box {found}: begin with `def {EXERCISES[name].signature}:`."
        return Result(name, CRASHED, 0, diagnosis=text)
    result = check(f)
    return replace(result, diagnosis=NOT_WRITTEN) if result.status == NOT_ATTEMPTED else result


def _names_of(lesson: Mapping[str, Any], texts: Mapping[str, str], without: str | None = None) -> dict[str, Any]:
    """Return the names that an answer can use: the lesson's imports, constants and functions.

    The student's functions replace the stubs. A statement is skipped if it raises an error or if Python cannot read it.
    For example, `import marimo` raises an error, because marimo is not installed in the page.
    """
    names: dict[str, Any] = {"__name__": "notebook"}
    for statement in ast.parse(lesson["setup"]).body:
        _run_quietly(compile(ast.Module([statement], []), "<setup>", "exec"), names)
    for name, source in lesson["functions"]:
        if name != without:
            with suppress(SyntaxError, ValueError, MemoryError, RecursionError):
                _run_quietly(_compiled(texts.get(name, source), name), names)
    return names


def _run_quietly(code: CodeType, names: dict[str, Any]) -> None:
    with capture_output():
        try:
            with time_limit(SECONDS):
                exec(code, names)
        except KeyboardInterrupt:
            raise
        except BaseException:  # if this is a student's function, its own check shows the error
            return


def _compiled(text, name) -> CodeType:
    """Compile a text so that `inspect` can read it later. Raises the same exceptions as `compile`."""
    file = f"<{name}>"
    linecache.cache[file] = (len(text), None, io.StringIO(text).readlines(), file)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)
        return compile(text, file, "exec")


def _unreadable(name, text, error) -> Result:
    """Return the result for a text that Python cannot read."""
    if not isinstance(error, SyntaxError):
        return Result(name, CRASHED, 0, diagnosis=f"Python could not read this. Python's own words: {error}.")
    lines = text.split("\n")
    number = error.lineno or 1
    line = lines[number - 1].strip() if number <= len(lines) else ""
    said = f"Python could not read line {number}. {explain_syntax(error.msg, line)} Python's own words: {error.msg}."
    return Result(name, CRASHED, 0, diagnosis=said, line=line or None)


def _raised(name, text, error) -> Result:
    """Return the result for code that raises an error before the function can be checked."""
    number, trace = None, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == f"<{name}>" and trace.tb_frame.f_code.co_name == "<module>":
            number = trace.tb_lineno
        trace = trace.tb_next
    lines = text.split("\n")
    if isinstance(error, TookTooLong):
        said = (
            f"The code was still running after {SECONDS:.0f} seconds, so `{name}` could not be checked. "
            "Look for a loop that does not end."
        )
    else:
        kind, words = type(error).__name__, message(error)
        known = f"{kind}: {words}" if words and hasattr(builtins, kind) else kind
        said = f"The code stopped with an error before `{name}` could be checked. Python's own words: {known}."
    return Result(name, CRASHED, 0, diagnosis=said, line=lines[number - 1].strip() if number else None)


# The pictures that use the student's own function


def run_answer(lesson: str, name: str, texts: str, arguments: str) -> str:
    """Call the student's function for the lesson's picture.

    Return JSON with `shown` (HTML, or the history of a run) or with `error`. `arguments` is a JSON list: five numbers
    for `neuron`, empty for the other functions.
    """
    names = _names_of(json.loads(lesson), json.loads(texts))
    try:
        with capture_output(), time_limit(SECONDS):
            return json.dumps({"shown": RUNS[name](names[name], *json.loads(arguments))})
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        return json.dumps({"error": f"{type(error).__name__}: {message(error)}"})


def _run_neuron(neuron, *numbers):
    call = ", ".join(f"{number:.2f}" for number in numbers)
    return f"<code>neuron({html.escape(call)})</code> returns <strong>{float(neuron(*numbers)):.3f}</strong>"


def _run_forward(forward):
    outs = ", ".join(f"{float(forward(x1, x2, START_A)[2]):.4f}" for x1, x2, _ in XOR)
    return f"With start A, your <code>forward</code> returns the outputs <strong>{outs}</strong>."


def _run_train(train):
    params, history = START_A, [[*START_A]]
    for _ in range(1000):  # each call trains one epoch, so that the picture can show every epoch
        params, _ = train(XOR, params, 2.0, 1)
        history.append([float(number) for number in params])
    return history


def _run_mean_squared_error(mean_squared_error):
    outs, targets = [forward(x1, x2, START_A)[2] for x1, x2, _ in XOR], [y for *_, y in XOR]
    loss = float(mean_squared_error(outs, targets))
    return f"For start A, your <code>mean_squared_error</code> returns <strong>{loss:.4f}</strong>."


RUNS = {
    "neuron": _run_neuron,
    "forward": _run_forward,
    "mean_squared_error": _run_mean_squared_error,
    "train": _run_train,
}


# A student's text as a cell of a notebook


def forms(texts: str) -> str:
    """Return JSON that maps each name to the form of its text in a notebook; see `Form` in `js/lesson_file.mjs`."""
    return json.dumps({name: _form(text) for name, text in json.loads(texts).items()})


def _form(text):
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)
            body = ast.parse(text).body
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return "text"
    is_function = len(body) == 1 and isinstance(body[0], ast.FunctionDef) and text.startswith("def ")
    return "function" if is_function else "cell"


def ready() -> str:
    """Return true as JSON. The page calls it to start Python and to import the modules that a check needs."""
    return json.dumps(True)
