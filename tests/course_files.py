"""Functions that read and run the lessons and solutions."""

import ast
import importlib.util
import json
import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

from shared.course import LESSONS
from shared.exercises import EXERCISES as BANK

ROOT = Path(__file__).resolve().parent.parent

# Stem of a lesson → name of an exercise → the exercise's parameters in the bank, as text.
EXERCISES_OF = {
    lesson.stem: {name: BANK[name].signature.removeprefix(f"{name}(").removesuffix(")") for name in lesson.exercises}
    for lesson in LESSONS
}


def lesson_path(stem):
    return _existing(ROOT / "lessons" / f"{stem}.py")


def solution_path(stem):
    return _existing(ROOT / "solutions" / f"{stem}.ipynb")


def _existing(path):
    if not path.is_file():
        name = path.relative_to(ROOT).as_posix()
        pytest.fail(f'{name} does not exist. There is a sample in shared/README.md, "Add a lesson".', pytrace=False)
    return path


def expect_none(complaints):
    """Fail if there are complaints, and print all of them in full. `assert complaints == []` would shorten them."""
    if complaints := [*complaints]:
        pytest.fail("\n".join(map(str, complaints)), pytrace=False)


def lesson_module(lesson):
    spec = importlib.util.spec_from_file_location(f"lesson_{lesson.stem}", lesson)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def untouched_app(stem):
    """Return a lesson's app. The lesson is imported only once in this process."""
    return lesson_module(lesson_path(stem)).app


@cache
def untouched_run(stem):
    """Run a lesson as a script, only once in this process. All callers share its outputs and definitions."""
    return untouched_app(stem).run()


def lesson_outputs(lesson, defs=None):
    """Run a lesson as a script in this process, and return its outputs.

    `defs` is None or a dict. Its values replace the definitions of the same names in the lesson.
    """
    if not defs and lesson == ROOT / "lessons" / f"{lesson.stem}.py":
        return untouched_run(lesson.stem)[0]
    return lesson_module(lesson).app.run(defs=defs)[0]


def code_cells(notebook):
    return [cell for cell in json.loads(notebook.read_text("utf-8"))["cells"] if cell["cell_type"] == "code"]


def source_of(cell):
    return "".join(cell["source"])


def solution_functions(solution):
    """Run only the imports, functions and literal constants of a solution notebook. Return what they define."""
    namespace = {"__name__": f"solution_{solution.stem}"}
    for cell in code_cells(solution):
        nodes = [node for node in ast.parse(source_of(cell)).body if _defines(node)]
        exec(compile(ast.Module(nodes, type_ignores=[]), solution.name, "exec"), namespace)
    return namespace


def _defines(node):
    if isinstance(node, ast.Assign):
        try:
            ast.literal_eval(node.value)
        except ValueError:
            return False
        return True
    return isinstance(node, ast.Import | ast.ImportFrom | ast.FunctionDef)


def lesson_functions(lesson):
    """Return a dict that maps the name of each function that a student edits (`@app.function`) to its syntax tree."""
    return {
        node.name: node
        for node in ast.parse(lesson.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef) and decorator(node) == "app.function"
    }


def notebook_functions(solution):
    """Return a dict that maps the name of each top-level function to the syntax tree of its last definition."""
    return {
        node.name: node
        for cell in code_cells(solution)
        for node in ast.parse(source_of(cell)).body
        if isinstance(node, ast.FunctionDef)
    }


def card_of(lesson):
    """Read the title, description and image for the gallery from a lesson's PEP 723 header."""
    header = re.search(r"(?m)^# /// script\n((?:#.*\n)+?)# ///$", lesson.read_text("utf-8"))
    metadata = tomllib.loads(re.sub(r"(?m)^# ?", "", header[1])) if header else {}
    return metadata.get("tool", {}).get("marimo", {}).get("opengraph", {})


def decorator(cell):
    """Return "app.cell" or "app.function" if the function has this decorator. Otherwise return None."""
    for decorator in cell.decorator_list:
        name = ast.unparse(decorator.func if isinstance(decorator, ast.Call) else decorator)
        if name in ("app.cell", "app.function"):
            return name
    return None


def calls_in(cell):
    """Return a dict that maps each name to the list of its calls `name(…)` in a cell."""
    calls = {}
    for node in ast.walk(cell):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            calls.setdefault(node.func.id, []).append(node)
    return calls
