"""The structure of `shared`: the imports between its packages, and the types of its public functions."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from course_files import ROOT

SHARED = ROOT / "shared"
# Each set is one floor of `shared`. The lowest floor comes first. A package may import only packages from lower floors.
FLOORS = (
    {"course", "nn"},
    {"exercises", "experiments"},
    {"checking"},
    {"lesson", "widgets", "progress"},
    {"site", "doctor"},
)
FORBIDDEN = {  # key: a package; value: packages on its floor or on a lower floor that it may not import
    "exercises": {"experiments"},
    "experiments": {"exercises", "course"},
    "nn": {"course"},
}


def floor_of(package):
    return next(k for k, packages in enumerate(FLOORS) if package in packages)


def imports_in(source):
    """Yield (package, line) for each import from a package of `shared`. Imports inside functions count, too."""
    for node in ast.walk(ast.parse(source)):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        for name in names:
            top, _, rest = name.partition(".")
            if top == "shared" and rest:
                yield rest.split(".")[0], node.lineno


def complaints_about_imports(package, source):
    complaints = []
    for imported, line in imports_in(source):
        if imported == package:
            continue
        if not any(imported in packages for packages in FLOORS):
            complaints.append(f"line {line} imports shared.{imported}, which is not a package")
        elif imported in FORBIDDEN.get(package, ()) or floor_of(imported) >= floor_of(package):
            complaints.append(f"line {line}: {package} may not import {imported}")
    return complaints


MODULES = [path for path in sorted(SHARED.rglob("*.py")) if path.parent != SHARED]


def package_of(path):
    """Return the package whose rules a module must follow.

    `exercises/__main__.py` calls `check`, so it must follow the rules of `progress`.
    """
    command = SHARED / "exercises" / "__main__.py"
    return "progress" if path == command else path.relative_to(SHARED).parts[0]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SHARED).as_posix())
def test_imports_go_one_way(path):
    assert complaints_about_imports(package_of(path), path.read_text("utf-8")) == []


def test_every_package_has_a_floor_and_there_are_at_most_five():
    packages = {path.name for path in SHARED.iterdir() if (path / "__init__.py").is_file()} | {"course"}
    assert set().union(*FLOORS) == packages
    assert len(FLOORS) <= 5


@pytest.mark.parametrize(
    ("package", "source"),
    [
        ("nn", "from shared.experiments import ensemble"),
        ("nn", "def f():\n    from shared.lesson.cache import cached"),
        ("experiments", "import shared.exercises"),
        ("checking", "from shared.lesson import components"),
        ("lesson", "from shared import site"),
        ("lesson", "from shared import check"),  # only lessons, solutions and tests may import from `shared` itself
    ],
)
def test_an_import_that_climbs_is_caught(package, source):
    assert complaints_about_imports(package, source) != []


# Types


def unannotated_functions(source):
    """Return the public functions and methods in `source` that lack an annotation."""
    found = []

    def visit(body, prefix=""):
        for node in body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                visit(node.body, f"{node.name}.")
            if isinstance(node, ast.FunctionDef) and (not node.name.startswith("_") or node.name == "__call__"):
                arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
                arguments += filter(None, (node.args.vararg, node.args.kwarg))
                bare = [a.arg for a in arguments if a.annotation is None and a.arg not in ("self", "cls")]
                if bare or node.returns is None:
                    found.append(prefix + node.name)

    visit(ast.parse(source).body)
    return found


# The functions in these modules must have types. The reference solutions of the exercises have none, because students
# write no types.
TYPED = [
    *sorted(SHARED.glob("*.py")),
    *(
        path
        for name in ("checking", "doctor", "experiments", "lesson", "nn", "progress", "site", "widgets")
        for path in sorted((SHARED / name).rglob("*.py"))
    ),
    *(SHARED / "exercises" / f"{name}.py" for name in ("__init__", "__main__", "draw", "exercise", "variants")),
]


@pytest.mark.parametrize("path", TYPED, ids=lambda path: path.relative_to(SHARED).as_posix())
def test_public_functions_are_annotated(path):
    assert unannotated_functions(path.read_text("utf-8")) == []


def test_a_public_function_without_types_is_caught():
    source = "def f(x: int, *rest) -> int: ...\nclass A:\n    def g(self): ...\n    def h(self) -> None: ...\n"
    assert unannotated_functions(source) == ["f", "A.g"]


def test_mypy_finds_one_planted_error_and_no_other(tmp_path, pytestconfig):
    """Run mypy once for all modules. With its cache, the next run does not need to read NumPy and marimo again."""
    wrong = Path(tmp_path, "wrong.py")
    wrong.write_text("from shared import course\n\ncourse.lesson(1)\n", "utf-8")
    kept = pytestconfig.cache.mkdir("mypy") if hasattr(pytestconfig, "cache") else tmp_path / "mypy"
    options = ["--follow-imports=silent", f"--cache-dir={kept}"]
    command = [sys.executable, "-m", "mypy", *options, *map(str, TYPED), str(wrong)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, cwd=ROOT)
    errors = [line for line in done.stdout.splitlines() if ": error:" in line]
    assert len(errors) == 1 and "wrong.py:3: error: Argument 1" in errors[0], done.stdout + done.stderr
