"""Reads one student's file and checks its exercises, in a process of its own. `run.py` starts and ends this process."""

import ast
import json
import os
import re
import sys
import textwrap
import traceback
from collections.abc import Collection, Sequence
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import Any

from shared import course
from shared.checking.check import CRASHED, NOT_ATTEMPTED, RIGHT, check
from shared.exercises import EXERCISES
from shared.progress.borrowed import CALLS_OURS, borrowed
from shared.progress.limits import set_limits
from shared.progress.reading import Reading, definitions, read

MISSING = "missing"  # added to the four states of a check
LESSONS = {lesson.stem: lesson.exercises for lesson in course.LESSONS}  # stem → names of its exercises
LONGEST = 400  # maximum length of a diagnosis, in characters
LONGEST_TEXT = 6000  # maximum length of an answer and of its feedback, in characters
# These modules are replaced by stubs. Answers do not need them, and importing them takes longer than a lesson's checks.
DRAWING_MODULES = (
    "marimo",
    *(
        f"shared.{path.parent.name}.{path.stem}"
        for package in ("lesson", "widgets")
        for path in sorted((Path(__file__).parents[1] / package).glob("[!_]*.py"))
    ),
)


def lesson_by_name(path: str | Path) -> str | None:
    """Return the stem of a lesson if the file's name contains this stem. Otherwise return None."""
    return next((lesson for lesson in LESSONS if lesson in Path(path).stem), None)


class _StubModule(ModuleType):
    """Replaces a module that draws. It accepts every call and does nothing. A decorated function stays unchanged."""

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


def check_file(path: str, report_path: str, memory: int, timeout: float, done: Collection[str]) -> None:
    """Check the exercises of one file, except those in `done`. Then end the process.

    Each result becomes a line of JSON in the file `report_path`. `memory` is in megabytes, `timeout` in seconds.
    """
    own_id = os.getpid()

    def report(**line: object) -> None:
        if os.getpid() != own_id:
            os._exit(0)  # this is a child process that the student's code forked
        file = os.open(
            report_path, os.O_WRONLY | os.O_APPEND
        )  # opened each time, because the student's code may close open files
        os.write(file, json.dumps(line).encode() + b"\n")
        os.close(file)

    for name in DRAWING_MODULES:
        sys.modules[name] = _StubModule(name)
    report(begin=True)
    devnull = os.open(os.devnull, os.O_RDWR)
    os.dup2(devnull, 1)
    os.dup2(devnull, 2)
    sys.argv = [path]
    sys.path.append(str(Path(path).parent))
    set_limits(memory, timeout)
    names: Sequence[str] = ()
    reading = Reading("")
    try:
        reading = read(path)
        names, functions, answers = _load(path, reading)
        report(names=names, answers=answers)
    except BaseException as error:
        report(failed=_describe(error, path, memory, reading))
    for name in names:
        if name not in done:
            status, diagnosis, told = _check_exercise(functions[name], name, path, memory, reading)
            report(result={name: (status, diagnosis[:LONGEST], told[:LONGEST_TEXT])})
            if diagnosis == _out_of_memory(memory):
                break  # a new process has free memory and checks the other exercises
    report(end=True)
    os._exit(0)  # do not wait for threads and exit handlers of the student's code


def _out_of_memory(memory: int) -> str:
    return f"used more than {memory} MB"


def _load(path: str, reading: Reading) -> tuple[Sequence[str], dict, dict[str, str]]:
    """For a lesson, run the cells that its exercises need, and code outside cells. For a notebook, run its definitions.

    Returns three things: the names of the exercises, {name: function} and {name: source of the function}. A missing
    function is None. If a function's cell is not valid Python, an error message replaces the function. Raises the
    exceptions that the file raises. Also raises SyntaxError, and ValueError if the file has no exercise.
    """
    tree = ast.parse(reading.source, path)
    cells = [node for node in tree.body if isinstance(node, ast.FunctionDef) and _is_cell(node)]
    defined = {name: node for name, node in _functions_in(tree).items() if node not in cells}
    broken = {name: bad for bad in reading.unreadable for name in re.findall(r"^\s*def (\w+)", bad[0], re.M)}
    names = _exercises_of(path, {**defined, **dict.fromkeys(broken)})
    lesson = ModuleType("lesson")
    sys.modules["lesson"] = lesson
    namespace = lesson.__dict__
    kept, values = definitions(tree) if reading.cells else (tree.body, [])
    for node in sorted([*kept, *values], key=lambda node: node.lineno):  # a function's default may need a value
        if node in cells:
            continue
        try:
            exec(compile(ast.Module([node], []), path, "exec"), namespace)
        except Exception:
            optional = node in values or (reading.cells and isinstance(node, ast.Import | ast.ImportFrom))
            if not optional:  # without a value or a module, an exercise that needs it fails later
                raise
    for cell in cells:  # marimo keeps a function inside its cell if the function uses another cell's names
        inside = {node.name for node in cell.body if isinstance(node, ast.FunctionDef)}
        if any(name in inside and name not in namespace for name in names):
            _run_cell(cell, cells, namespace, path)
    found: dict[str, Any] = {}
    answers = {}
    for name in names:
        if name in defined:
            found[name], answers[name] = namespace.get(name), reading.segment(defined[name])
        elif name in broken:
            answers[name], found[name] = broken[name]
        else:
            found[name] = _syntax_error(tree, name)
    return names, found, {name: answer[:LONGEST_TEXT] for name, answer in answers.items()}


def _is_cell(function: ast.FunctionDef) -> bool:
    return any(ast.unparse(decorator).startswith("app.cell") for decorator in function.decorator_list)


def _functions_in(tree: ast.Module) -> dict[str, ast.FunctionDef | ast.AsyncFunctionDef]:
    """Return the functions of a file by name. Of two with the same name, the outer one counts, else the last one."""
    found: dict[str, ast.FunctionDef | ast.AsyncFunctionDef] = {}
    level: list[ast.AST] = [tree]
    while level:
        functions = (node for node in level if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
        found = {node.name: node for node in functions} | found
        level = [child for node in level for child in ast.iter_child_nodes(node)]
    return found


def _exercises_of(path: str, defined: dict[str, Any]) -> Sequence[str]:
    """Find the lesson that a file contains, and return the names of its exercises.

    The file's name and the names of its functions, `defined`, show which lesson it is. A file whose name is not that of
    a lesson can contain exercises of several lessons. Then their names follow, without functions of the course's own.
    """
    by_name = lesson_by_name(path)

    def likeness(lesson: str) -> tuple:
        found = len(defined.keys() & {*LESSONS[lesson]})
        share = found / len(LESSONS[lesson])
        return (lesson == by_name and share > 0, share, found, lesson == by_name)

    best = max(LESSONS, key=likeness)
    if not any(likeness(best)):
        raise ValueError("no exercise of the course is in this file")
    if best == by_name:
        return LESSONS[best]
    ours = _functions_in(ast.parse((course.material("lessons") / f"{best}.py").read_bytes()))
    others = [name for name in EXERCISES if name in defined and name not in LESSONS[best]]
    return [*LESSONS[best], *(name for name in others if not _are_equal(defined[name], ours.get(name)))]


def _are_equal(node: ast.AST | None, other: ast.AST | None) -> bool:
    return bool(node and other and ast.dump(node) == ast.dump(other))


def _run_cell(cell: ast.FunctionDef, cells: Sequence[ast.FunctionDef], namespace: dict, path: str) -> None:
    """Run the cells that return the parameters of `cell`, then run the body of `cell` in `namespace`."""
    others = [other for other in cells if other is not cell]
    for parameter in {argument.arg for argument in cell.args.args} - namespace.keys():
        for other in others:
            if any(isinstance(node, ast.Return) and parameter in _names_in(node) for node in other.body):
                _run_cell(other, others, namespace, path)
    body = [node for node in cell.body if not isinstance(node, ast.Return)]
    with suppress(Exception):  # after an error here, the exercise fails when it is called
        exec(compile(ast.Module(body, []), path, "exec"), namespace)


def _names_in(node: ast.AST) -> set[str]:
    return {name.id for name in ast.walk(node) if isinstance(name, ast.Name)}


def _syntax_error(tree: ast.Module, name: str) -> str | None:
    """Return Python's error for the cell of the function `name`, or None if there is no such error.

    marimo keeps a cell as text if the cell is not valid Python. The name of an exercise's cell is the
    function's name, with or without a star before it.
    """
    for node in tree.body:
        match node:
            case ast.Expr(ast.Call(func, [ast.Constant(str(text)) as argument, *_], options)):
                text = textwrap.dedent(text)
                of_cell = [ast.unparse(option.value) for option in options if option.arg == "name"]
                is_of_it = of_cell in ([repr(name)], [repr(f"*{name}")]) or re.search(rf"\bdef {name}\b", text)
                if ast.unparse(func) == "app._unparsable_cell" and is_of_it:
                    try:
                        ast.parse(text)
                    except SyntaxError as error:
                        return f"line {argument.lineno + (error.lineno or 1) - 1}: {error.msg}"
    return None


def _check_exercise(function, name: str, path: str, memory: int, reading: Reading) -> tuple[str, str, str]:
    """Return (status, diagnosis, text of the card). `function` can be None or an error message: see `_load`."""
    if function is None:
        return MISSING, "the file has no function of this name", ""
    if isinstance(function, str):
        return CRASHED, function, ""
    try:
        result = check(function)
    except BaseException as error:
        return CRASHED, _describe(error, path, memory, reading), ""
    told = str(result).removeprefix(f"{result.exercise}: {result.status}. ")
    if result.status == RIGHT and (ours := _borrowed(function, name)):
        return CALLS_OURS, f"It calls the course's own `{ours}`.", told
    if result.status in (RIGHT, NOT_ATTEMPTED):
        return result.status, "", told
    if "MemoryError" in (result.error or ""):
        return CRASHED, _out_of_memory(memory), told
    return result.status, result.diagnosis or told, told


def _borrowed(function: Any, name: str) -> str | None:
    try:
        return borrowed(function, name)
    except Exception:  # the student's object cannot be inspected
        return None


def _describe(error: BaseException, path: str, memory: int, reading: Reading) -> str:
    """Describe an error in the student's file in one sentence, with its line in the file if the line is known."""
    if isinstance(error, MemoryError):
        return _out_of_memory(memory)
    if isinstance(error, SyntaxError) and error.filename == path:
        return f"{reading.place(error.lineno)}: {error.msg}"[:LONGEST]
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == path]
    place = f"{reading.place(lines[-1])}: " if lines else ""
    if isinstance(error, SystemExit):
        return f"{place}ended the program"
    text = traceback.format_exception_only(error)[-1].strip()
    return (place + (text if lines else text.removeprefix("ValueError: ")))[:LONGEST]


if __name__ == "__main__":
    check_file(*json.loads(sys.argv[1]))
