"""The structure of `shared`: the imports between its packages."""

import ast
import re

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
    """Yield (package, line) for each import from a package of `shared`. Imports inside functions count, too.

    For a relative import, `package` begins with a dot.
    """
    for node in ast.walk(ast.parse(source)):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level > 0:
            yield "." * node.level + (node.module or ""), node.lineno
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
        if imported.startswith("."):
            complaints.append(f"line {line}: the import from {imported} is relative")
        elif not any(imported in packages for packages in FLOORS):
            complaints.append(f"line {line} imports shared.{imported}, which is not a package")
        elif imported in FORBIDDEN.get(package, ()) or floor_of(imported) >= floor_of(package):
            complaints.append(f"line {line}: {package} may not import {imported}")
    return complaints


MODULES = [path for path in sorted(SHARED.rglob("*.py")) if path != SHARED / "__init__.py"]


def package_of(path):
    """Return the package whose rules a module must follow.

    `exercises/__main__.py` calls `check`, so it must follow the rules of `progress`.
    """
    command = SHARED / "exercises" / "__main__.py"
    return "progress" if path == command else path.relative_to(SHARED).with_suffix("").parts[0]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SHARED).as_posix())
def test_imports_go_one_way(path):
    assert complaints_about_imports(package_of(path), path.read_text("utf-8")) == []


def test_every_package_has_a_floor_and_there_are_at_most_five():
    assert set().union(*FLOORS) == {package_of(path) for path in MODULES}
    assert len(FLOORS) <= 5


@pytest.mark.parametrize(
    ("package", "source"),
    [
        ("course", "from shared.lesson import style"),
        ("nn", "from shared.experiments import ensemble"),
        ("nn", "def f():\n    from shared.lesson.cache import cached"),
        ("experiments", "import shared.exercises"),
        ("checking", "from shared.lesson import components"),
        ("checking", "from ..lesson import components"),
        ("checking", "from .. import lesson"),
        ("lesson", "from shared import site"),
        ("lesson", "from shared import check"),  # only lessons, solutions and tests may import from `shared` itself
    ],
)
def test_an_import_that_climbs_is_caught(package, source):
    assert complaints_about_imports(package, source) != []


def test_the_guide_lists_what_each_folder_imports():
    rows = re.findall(r"(?m)^\| `(\w+)/` \|.*\| ([^|]*) \|$", (SHARED / "README.md").read_text("utf-8"))
    assert {folder for folder, _ in rows} == set().union(*FLOORS) - {"course"}
    for folder, listed in rows:
        modules = [path for path in (SHARED / folder).rglob("*.py") if path != SHARED / "exercises" / "__main__.py"]
        found = {name for path in modules for name, _ in imports_in(path.read_text("utf-8"))} - {folder, "course"}
        assert {name for name in re.findall(r"`(\w+)`", listed) if name != "shared"} == found, folder
