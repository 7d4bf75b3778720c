"""The process that reads one student's file and checks its exercises; `shared.progress` starts it and ends it."""

import ast
import json
import os
import re
import sys
import textwrap
import traceback
from contextlib import suppress
from pathlib import Path
from types import ModuleType

from shared import course
from shared.checking.check import CRASHED, NOT_ATTEMPTED, RIGHT, check

try:
    import resource
except ImportError:  # Windows
    resource = None

MISSING = "missing"  # added to the four states of a check
LESSONS = {lesson.stem: lesson.exercises for lesson in course.LESSONS}  # stem → names of its exercises
LONGEST = 400  # characters of a diagnosis


def lesson_by_name(path):
    """The lesson whose name is in the file's, or None."""
    return next((lesson for lesson in LESSONS if lesson in Path(path).stem), None)


class _StandIn(ModuleType):
    """Stands for a module that draws: takes every call and does nothing, but leaves a decorated function as it is.

    Answers need none of these modules, and importing them takes longer than all checks of a lesson.
    """

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *args, **_):
        return args[0] if args and callable(args[0]) else self

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass


def _work(path, report, memory, timeout, done):
    """Check the exercises of one file that are not in `done`, and write a line of JSON on each to the file `report`."""
    own_id = os.getpid()

    def say(**line):
        if os.getpid() != own_id:
            os._exit(0)  # a child that the file forked
        file = os.open(report, os.O_WRONLY | os.O_APPEND)  # opened anew each time: the file may close what is open
        os.write(file, json.dumps(line).encode() + b"\n")
        os.close(file)

    for name in (
        "marimo",
        "shared.lesson.components",
        "shared.lesson.charts",
        "shared.lesson.images",
        "shared.widgets.live_network",
        "shared.widgets.digit_pad",
        "shared.widgets.views",
    ):
        sys.modules[name] = _StandIn(name)
    say(begin=True)
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    sys.argv = [path]
    sys.path.append(str(Path(path).parent))
    _limit(memory, timeout)
    try:
        names, functions = _load(path)
    except BaseException as error:
        say(failed=_in_words(error, path, memory))
        names = []
    else:
        say(names=names)
    for name in names:
        if name not in done:
            status, diagnosis = _judge(functions[name], path, memory)
            say(found={name: (status, diagnosis[:LONGEST])})
            if diagnosis == _too_much(memory):
                break  # a new process, with memory to spare, goes on
    say(end=True)
    os._exit(0)  # whatever threads and exit handlers the file has left


def _limit(memory, timeout):
    if resource is None:
        return
    seconds = int(2 * timeout) + 5  # should the calling process be gone
    limits = {"RLIMIT_DATA": memory << 20, "RLIMIT_FSIZE": memory << 20, "RLIMIT_CPU": seconds, "RLIMIT_CORE": 0}
    for name, most in limits.items():
        with suppress(AttributeError, ValueError, OSError):  # not on this system, or less is allowed already
            resource.setrlimit(getattr(resource, name), (most, most))


def _too_much(memory):
    return f"used more than {memory} MB"


def _load(path):
    """Run a lesson's file without its cells: its exercises' names, and name → function, or a sentence if there is none.

    Raises whatever the file raises, and ValueError if it holds no exercise.
    """
    source = Path(path).read_bytes()
    if not source.strip():
        raise ValueError("the file is empty")
    tree = ast.parse(source, path)
    cells = [node for node in tree.body if isinstance(node, ast.FunctionDef) and _is_cell(node)]
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    written = {node.name for node in functions if node not in cells}
    names = _exercises_of(path, written)
    lesson = ModuleType("lesson")
    sys.modules["lesson"] = lesson
    rest = ast.Module([node for node in tree.body if node not in cells], [])
    exec(compile(rest, path, "exec"), lesson.__dict__)
    for cell in cells:  # marimo keeps a function in a cell if it uses another cell's names
        inside = {node.name for node in cell.body if isinstance(node, ast.FunctionDef)}
        if any(name in inside and name not in lesson.__dict__ for name in names):
            _run_cell(cell, cells, lesson.__dict__, path)
    return names, {name: lesson.__dict__.get(name) if name in written else _broken_cell(tree, name) for name in names}


def _is_cell(function):
    return any(ast.unparse(decorator).startswith("app.cell") for decorator in function.decorator_list)


def _exercises_of(path, written):
    """The exercises of the lesson that a file is, by its name and by the functions `written` in it."""
    by_name = lesson_by_name(path)

    def likeness(lesson):
        found = len(written & {*LESSONS[lesson]})
        share = found / len(LESSONS[lesson])
        return (lesson == by_name and share > 0, share, found, lesson == by_name)

    best = max(LESSONS, key=likeness)
    if not any(likeness(best)):
        raise ValueError("no exercise of the course is in this file")
    return LESSONS[best]


def _run_cell(cell, cells, names, path):
    """Run the body of a cell into `names`, after the cells that hand out its parameters."""
    others = [other for other in cells if other is not cell]
    for parameter in {argument.arg for argument in cell.args.args} - names.keys():
        for other in others:
            returned = (node.value for node in other.body if isinstance(node, ast.Return) and node.value)
            if any(parameter in ast.unparse(value).strip("()").replace(",", " ").split() for value in returned):
                _run_cell(other, others, names, path)
    body = [node for node in cell.body if not isinstance(node, ast.Return)]
    with suppress(Exception):  # what is missing then shows when the exercise is called
        exec(compile(ast.Module(body, []), path, "exec"), names)


def _broken_cell(tree, name):
    """What Python says to the cell with function `name`, if marimo keeps it as text because it cannot be parsed."""
    for node in tree.body:
        call = getattr(node, "value", None)
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "app._unparsable_cell":
            text = textwrap.dedent(call.args[0].value)
            if re.search(rf"\bdef {name}\b", text):
                try:
                    ast.parse(text)
                except SyntaxError as error:
                    return f"line {call.args[0].lineno + error.lineno - 1}: {error.msg}"
    return None


def _judge(function, path, memory):
    """(status, diagnosis) of an exercise's function, which may be None or a sentence instead."""
    if function is None:
        return MISSING, "the file has no function of this name"
    if isinstance(function, str):
        return CRASHED, function
    try:
        result = check(function)
    except BaseException as error:
        return CRASHED, _in_words(error, path, memory)
    if result.status in (RIGHT, NOT_ATTEMPTED):
        return result.status, ""
    if re.search(r"MemoryError", result.error or ""):
        return CRASHED, _too_much(memory)
    return result.status, result.diagnosis or str(result).removeprefix(f"{result.exercise}: {result.status}. ")


def _in_words(error, path, memory):
    """What ended the reading of a file, with the file's own line."""
    if isinstance(error, MemoryError):
        return _too_much(memory)
    if isinstance(error, SyntaxError) and error.filename == path:
        return f"line {error.lineno}: {error.msg}"[:LONGEST]
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == path]
    place = f"line {lines[-1]}: " if lines else ""
    if isinstance(error, SystemExit):
        return f"{place}ended the program"
    text = traceback.format_exception_only(error)[-1].strip()
    return (place + (text if lines else text.removeprefix("ValueError: ")))[:LONGEST]


if __name__ == "__main__":
    _work(*json.loads(sys.argv[1]))
