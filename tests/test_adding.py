"""The guide's example exercise, added to a fresh clone, passes the tests that the guide names."""

import json
import re
import shutil
import subprocess
import sys

import pytest
from course_files import ROOT
from project_rules import committed_files

from shared.site.render import CHECK


def fresh_clone(folder):
    """Copy only the committed files into `folder`."""
    for path in committed_files():
        copy = folder / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, copy)
    return folder


def run(clone, *arguments):
    """Run a Python module in the clone. Return `(exit code, output)`."""
    environment = {"PYTHONPATH": str(clone), "PATH": str(ROOT), "HOME": str(clone)}
    done = subprocess.run(
        [sys.executable, "-m", *arguments], capture_output=True, text=True, cwd=clone, env=environment, timeout=300
    )
    return done.returncode, done.stdout + done.stderr


def add(path, place, text):
    """Insert `text` into a file, before the last occurrence of `place`."""
    before, after = path.read_text("utf-8").rsplit(place, 1)
    path.write_text(before + text + place + after, "utf-8")


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    """Make a clone, and add an exercise to its lesson 1 with the guide's steps."""
    clone = fresh_clone(tmp_path_factory.mktemp("clone"))
    guide = (clone / "shared" / "README.md").read_text("utf-8").split("## Add an exercise")[1].split("\n## ")[0]
    entry, cells, solution = re.findall(r"```python\n(.*?)```", guide, re.DOTALL)
    add(clone / "shared/exercises/neuron.py", "\n)\n", "\n" + entry.strip() + ",")
    last = re.search(r"before its last two\s+cells, `(\w+)`", guide)[1]
    lesson = clone / "lessons/01_neuron.py"
    add(lesson, re.search(rf"(?m)^@app\.cell.*\ndef {last}\(", lesson.read_text("utf-8"))[0], f"{cells}\n\n")
    path = clone / "solutions/01_neuron.ipynb"
    notebook = json.loads(path.read_text("utf-8"))
    for text in solution.split("\n\n\n"):
        cell = {
            "cell_type": "code",
            "execution_count": None,
            "id": f"double-{len(text)}",
            "metadata": {},
            "outputs": [],
        }
        notebook["cells"].append(cell | {"source": text.strip()})
    path.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", "utf-8")
    code, printed = run(clone, "nbconvert", "--to", "notebook", "--execute", "--inplace", str(path))
    assert code == 0, printed
    return clone


def test_the_command_prints_the_row_and_then_finds_nothing_missing(clone):
    code, printed = run(clone, "shared.exercises", "check", "double")
    complaints = re.findall(r"(?m)^- (.*)", printed)
    assert code == 1 and len(complaints) == 1, printed
    (row,) = re.findall(r"\| 1 \|.*\|", complaints[0])
    readme = clone / "README.md"
    readme.write_text(re.sub(r"(?m)^\| 1 \|.*\|$", lambda _: row, readme.read_text("utf-8")), "utf-8")
    code, printed = run(clone, "shared.exercises", "check", "double")
    assert code == 0, printed


def test_the_site_finds_the_check_of_the_guide(clone):
    lesson = (clone / "lessons/01_neuron.py").read_text("utf-8")
    assert CHECK.fullmatch(re.search(r"(?m)^    check\(lambda: double\).*\n", lesson)[0])[1] == "double"


@pytest.mark.parametrize("name", ["status", "exports", "grades"])
def test_tests_that_use_lesson_1_pass_with_one_more_exercise(clone, name):
    code, printed = run(clone, "pytest", "-q", "-n0", "-p", "no:cacheprovider", f"tests/test_{name}.py")
    assert code == 0, printed[-3000:]


def test_the_tests_that_the_guide_names_pass_in_the_clone(clone):
    options = ("-q", "-n0", "-p", "no:cacheprovider", "-k", "double or 01_neuron")
    code, printed = run(clone, "pytest", *options, *(f"tests/test_{name}.py" for name in ("exercises", "lessons")))
    assert code == 0, printed[-3000:]
    assert re.search(r"\d\d passed", printed)
