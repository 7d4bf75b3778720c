"""The types of the public functions in `shared`."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from course_files import ROOT

from shared.exercises import EXERCISES

SHARED = ROOT / "shared"


def lacks_annotation(function):
    arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    arguments += filter(None, (function.args.vararg, function.args.kwarg))
    bare = [a.arg for a in arguments if a.annotation is None and a.arg not in ("self", "cls")]
    return bool(bare) or function.returns is None


def unannotated_functions(source):
    """Return the public functions and methods in `source` that lack an annotation."""
    found = []

    def visit(parent, prefix=""):
        for node in ast.iter_child_nodes(parent):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                if (not node.name.startswith("_") or node.name == "__call__") and lacks_annotation(node):
                    found.append(prefix + node.name)
            elif not isinstance(node, ast.ClassDef):
                visit(node, prefix)  # such as the functions below an `if`
            elif not node.name.startswith("_"):
                visit(node, f"{node.name}.")

    visit(ast.parse(source))
    return found


MODULES = sorted(SHARED.rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SHARED).as_posix())
def test_public_functions_are_annotated(path):
    """The reference solutions of the exercises have no types, because students write none."""
    missing = unannotated_functions(path.read_text("utf-8"))
    assert [name for name in missing if path.parent.name != "exercises" or name not in EXERCISES] == []


def test_a_public_function_without_types_is_caught():
    source = "def f(x: int, *rest) -> int: ...\nclass A:\n    def g(self): ...\n    def h(self) -> None: ...\n"
    source += "if True:\n    def k(x): ...\nasync def m(x): ...\n"
    assert unannotated_functions(source) == ["f", "A.g", "k", "m"]


def test_mypy_finds_one_planted_error_and_no_other(tmp_path, pytestconfig):
    """Run mypy once for all modules. With its cache, the next run does not need to read NumPy and marimo again."""
    wrong = Path(tmp_path, "wrong.py")
    wrong.write_text("from shared import course\n\ncourse.lesson(1)\n", "utf-8")
    kept = pytestconfig.cache.mkdir("mypy") if hasattr(pytestconfig, "cache") else tmp_path / "mypy"
    options = ["--follow-imports=silent", f"--cache-dir={kept}"]
    command = [sys.executable, "-m", "mypy", *options, *map(str, MODULES), str(wrong)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, cwd=ROOT)
    errors = [line for line in done.stdout.splitlines() if ": error:" in line]
    assert len(errors) == 1 and "wrong.py:3: error: Argument 1" in errors[0], done.stdout + done.stderr
