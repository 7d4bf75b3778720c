"""Stores the student's progress in the running notebook, and explains why a checked function is not defined.

marimo has no public function that returns another cell's error, so this module reads private fields of the kernel.
Without marimo or without these fields, the student sees a general message, and no progress is stored.
"""

import builtins
import re
import sys
import weakref
from collections.abc import Callable, Hashable
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from shared.checking import values
from shared.checking.messages import message
from shared.checking.result import CRASHED, NOT_ATTEMPTED, Result
from shared.checking.syntax import explain_syntax
from shared.exercises import EXERCISES

CHECKED = re.compile(r"check\(lambda: (\w+)\)")


class Progress(NamedTuple):
    """The student's progress in one notebook."""

    verdicts: dict[str, str]  # exercise → the status of its last check, such as "right"
    predictions: dict[Hashable, bool]  # prediction → True if it was made


class Notebook:
    """The data of one running notebook. In an app, each session has its own data, but one process runs all sessions."""

    def __init__(self) -> None:
        self.cell_of: dict[str, Any] = {}  # exercise → the last cell that defined its function
        self.progress = Progress({}, {})
        self.state: Any = None  # a marimo getter that returns `progress`; `lesson` creates this getter
        self.on_change: Callable[[], object] = lambda: None  # called after each change of `progress`

    def report_verdict(self, exercise: str, verdict: str) -> None:
        """Store the status of an exercise's check."""
        self._store(self.progress.verdicts, exercise, verdict)

    def report_prediction(self, prediction: Hashable, made: bool) -> None:
        """Store whether a prediction was made."""
        self._store(self.progress.predictions, prediction, made)

    def _store(self, stored, key, value):
        if stored.get(key) != value:
            stored[key] = value
            self.on_change()


_notebooks: weakref.WeakKeyDictionary[Any, Notebook] = weakref.WeakKeyDictionary()  # kernel → its notebook


def running_notebook() -> Notebook | None:
    """Return the notebook whose cell is running.

    Return None outside marimo, or if the notebook runs as a script.
    """
    kernel = _kernel()
    if kernel is None:
        return None
    if kernel not in _notebooks:
        _notebooks[kernel] = Notebook()
        _answer_after_each_run(kernel, _notebooks[kernel])
    return _notebooks[kernel]


def remember_cell(name: str) -> None:
    """Store which cell defines `name` now."""
    if notebook := running_notebook():
        notebook.cell_of.update((name, cell) for cell in _kernel().graph.definitions.get(name, ()))


def report_verdict(result: Result) -> Result:
    """Store the result's status in the running notebook, or print the result in a script. Return the result."""
    if notebook := running_notebook():
        notebook.report_verdict(result.exercise, result.status)
    else:
        _print_in_script(result)
    return result


def _print_in_script(result: Result) -> None:
    """In a script (`python lessons/01_neuron.py`), print the first result of each exercise."""
    if "marimo" not in sys.modules:
        return
    with suppress(Exception):  # outside a notebook, or in a version of marimo without these fields
        from marimo._runtime.context import get_context

        context = get_context()
        if Path(str(context.filename)).resolve() != Path(sys.argv[0]).resolve():
            return
        printed = vars(context).setdefault("printed_verdicts", set())
        if result.exercise not in printed:
            printed.add(result.exercise)
            print(f"{result.exercise}: {result.status}." if result.status == NOT_ATTEMPTED else result)


def undefined(name: str) -> Result:
    """Return the result for the check of the function `name`, which no cell defines."""
    text, line = _reason(name)
    return Result(name, CRASHED, 0, diagnosis=text, line=line)


def not_a_function(name: str, value: object) -> Result:
    """Return the result for the check of `name` if `value` is not a function with this name."""
    what = values.short_repr(value)
    if callable(value):
        name_of_value = getattr(value, "__name__", None)
        what = f"another function, `{name_of_value}`" if name_of_value else f"an object of `{type(value).__name__}`"
        if name_of_value == "<lambda>":
            what = "a `lambda`"
    text = f"`{name}` is {what} now: the cell above must define it with `def {EXERCISES[name].signature}:`."
    return Result(name, CRASHED, 0, diagnosis=text)


def _kernel():
    """Return the kernel of the running notebook, or None."""
    if "marimo" not in sys.modules:
        return None
    try:
        from marimo._runtime.context import get_context

        kernel = getattr(get_context(), "_kernel")  # noqa: B009 - not every context has `_kernel`
        return kernel if isinstance(kernel.errors, dict) and kernel.graph.definitions is not None else None
    except Exception:  # outside a notebook, or in a version of marimo without these fields
        return None


def _reason(name) -> tuple[str, str | None]:
    missing = f"There is no function `{name}` now"
    kernel = _kernel()
    errors = {cell: list(found) for cell, found in kernel.errors.items()} if kernel else {}
    home = _notebooks[kernel].cell_of.get(name) if kernel in _notebooks else None
    if home in errors:
        errors = {home: errors[home]}
    for error in (error for found in errors.values() for error in found):
        kind = type(error).__name__
        if kind == "MarimoSyntaxError":
            return _unreadable(error, certain=home in errors or len(errors) == 1)
        if kind == "MultipleDefinitionError":
            return _defined_twice(error.name, kernel.graph), None
        if kind == "CycleError":
            return (
                "Two cells use each other's names, so marimo can run neither cell. "
                "Choose one cell, and remove the names that the other cell defines.",
                None,
            )
    defined = kernel.graph.definitions if kernel else ()
    if wrote := next((other for other in defined if other != name and other.lower() == name.lower()), None):
        return f"You wrote `{wrote}`: the function's name must be exactly `{name}`.", None
    return (
        f"{missing}: define it in the cell above, with exactly this name. Ctrl-Z in that cell restores deleted text.",
        None,
    )


def _unreadable(error, certain):
    number, line, text = parse_syntax_error(error.msg)
    where = f"line {number} of the cell above" if certain else f"line {number} of a cell above"
    return f"Python could not read {where}. {explain_syntax(text, line)} Python's own words: {text}.", line or None


def parse_syntax_error(text: str) -> tuple[str, str, str]:
    """Parse the text that Python prints for a SyntaxError. Return (line number, line, message)."""
    lines = [line for line in text.splitlines() if line.strip(" ^~")]
    number = re.match(r"line (\d+)", lines[0])
    message = next((line for line in lines if re.match(r"\w*Error: ", line)), lines[-1])
    line = lines[1].strip() if len(lines) > 2 else ""
    return number[1] if number else "1", line, message.partition(": ")[2].rstrip(".")


def _defined_twice(name, graph):
    defining = [graph.cells[cell] for cell in graph.definitions.get(name, ()) if cell in graph.cells]
    imported = [[(i.module, i.imported_symbol) for i in cell.imports if i.definition == name] for cell in defining]
    if imported and all(imported) and all(each == imported[0] for each in imported):
        return (
            f"The cell above imports `{name}`, but another cell has imported it already. marimo allows each name only "
            f"once in a notebook. Delete that line: `{name}` works without it."
        )
    return (
        f"The cell above and another cell both define `{name}`, but marimo allows each name only once in a notebook. "
        f"Rename `{name}` in the cell above, or move it into the function."
    )


def _answer_after_each_run(kernel, notebook):
    """After each run, show a card under every check that marimo did not run, and store the verdict.

    marimo does not run a check if the cell with the function raised an error, or if no cell defines the function.
    """

    def show_cards(context):
        with suppress(Exception):  # in a version of marimo without these names, the student sees only marimo's messages
            from marimo._messaging.cell_output import CellChannel
            from marimo._messaging.notification_utils import CellNotificationUtils

            raised = {
                cell: context.exceptions.get(raising)
                for raising in context.cancelled_cells
                for cell in context.cancelled_cells[raising]
            }
            for cell, found in context.graph.cells.items():
                if not (checked := CHECKED.fullmatch(found.code.strip())):
                    continue
                if cell in raised:
                    result = _raised(checked[1], raised[cell])
                elif checked[1] not in context.graph.definitions:
                    result = undefined(checked[1])
                else:
                    continue
                notebook.report_verdict(checked[1], result.status)
                card = result._repr_html_()
                CellNotificationUtils.broadcast_output(CellChannel.OUTPUT, "text/html", card, cell, "idle")

    with suppress(Exception):
        from marimo._runtime.runner.hooks import Priority

        kernel._hooks.add_on_finish(show_cards, Priority.LATE)


def _raised(name, error):
    kind, text = type(error).__name__, message(error)
    if kind == "MarimoExceptionRaisedError":
        kind, text = error.exception_type, error.msg
    known = f"{kind}: {text}" if text and hasattr(builtins, kind) else kind
    text = (
        f"The cell above stopped with an error before `{name}` could be checked. Python's own words: {known}. "
        "Look at the message below that cell. The cause may be a call or a `print` outside the function."
    )
    return Result(name, CRASHED, 0, diagnosis=text)
