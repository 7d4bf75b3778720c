"""Adds the sample exercise of the guide to a fresh clone, and the sample lesson to another clone.

Each clone must pass the tests that the guide names.
"""

import json
import os
import re
import shutil
import subprocess
import sys

import pytest
from course_files import ROOT
from lesson_rules import complaints_about_card
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
    folders = os.pathsep.join(map(str, (clone, clone / "tests")))
    environment = {"PYTHONPATH": folders, "PATH": os.environ["PATH"], "HOME": str(clone)}
    done = subprocess.run(
        [sys.executable, "-m", *arguments], capture_output=True, text=True, cwd=clone, env=environment, timeout=300
    )
    return done.returncode, done.stdout + done.stderr


def add(path, place, text):
    """Insert `text` into a file, before the last occurrence of `place`."""
    before, after = path.read_text("utf-8").rsplit(place, 1)
    path.write_text(before + text + place + after, "utf-8")


def run_tests(clone, *files, only):
    """In the clone, run the tests of some files that match `only`. Return `(exit code, output)`."""
    options = ("-q", "-n0", "-p", "no:cacheprovider", "-k", only)
    return run(clone, "pytest", *options, *(f"tests/test_{name}.py" for name in files))


def samples(clone, heading):
    """Return the text of a section of the guide, and the list of the Python samples in this section."""
    section = (clone / "shared" / "README.md").read_text("utf-8").split(f"## {heading}\n")[1].split("\n## ")[0]
    return section, re.findall(r"```python\n(.*?)```", section, re.DOTALL)


def add_exercise(clone, bank, stem):
    """Add the guide's exercise to a lesson: its entry and its cells. Return the cells of its solution."""
    guide, (entry, cells, solution) = samples(clone, "Add an exercise")
    add(clone / f"shared/exercises/{bank}.py", "\n)\n", "\n" + entry.strip() + ",")
    last = re.search(r"before its last two\s+cells, `(\w+)`", guide)[1]
    lesson = clone / f"lessons/{stem}.py"
    add(lesson, re.search(rf"(?m)^@app\.cell.*\ndef {last}\(", lesson.read_text("utf-8"))[0], f"{cells}\n\n")
    return solution.split("\n\n\n")


def execute_solution(clone, stem, cells):
    """Add code cells to a solution notebook, and execute it."""
    path = clone / f"solutions/{stem}.ipynb"
    notebook = json.loads(path.read_text("utf-8"))
    for text in cells:
        cell = {"cell_type": "code", "execution_count": None, "id": f"new-{len(text)}", "metadata": {}, "outputs": []}
        notebook["cells"].append(cell | {"source": text.strip()})
    path.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", "utf-8")
    code, printed = run(clone, "nbconvert", "--to", "notebook", "--execute", "--inplace", str(path))
    assert code == 0, printed


# An exercise.


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    """Make a clone, and follow the guide's steps to add an exercise to lesson 1."""
    clone = fresh_clone(tmp_path_factory.mktemp("clone"))
    execute_solution(clone, "01_neuron", add_exercise(clone, "neuron", "01_neuron"))
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


def test_the_tests_of_the_guide_and_those_of_lesson_1_pass_in_the_clone(clone):
    guide = "double or 01_neuron"
    uses_lesson_1 = "(test_status or test_exports or test_grades) and not exported and not solution_notebooks"
    files = ("exercises", "lessons", "status", "exports", "grades")
    code, printed = run_tests(clone, *files, only=f"{guide} or ({uses_lesson_1})")
    assert code == 0, printed[-3000:]
    assert re.search(r"\d\d passed", printed)


# A lesson.

STEM = "11_two_inputs"


@pytest.fixture(scope="module")
def with_lesson(tmp_path_factory):
    """Make a clone, and follow the guide's steps to add a lesson with one exercise. Do not draw its picture."""
    clone = fresh_clone(tmp_path_factory.mktemp("with_lesson"))
    guide, (bank, lesson, solution, answer) = samples(clone, "Add a lesson")
    add(clone / "shared/course.py", ")\nSTEMS", f"    {re.search(r'`(Lesson[(].*[)],)`', guide)[1]}\n")
    (clone / "shared/exercises/two_inputs.py").write_text(bank, "utf-8")
    (clone / f"lessons/{STEM}.py").write_text(lesson, "utf-8")
    first, figure = solution.split("\n\n\n")
    notes = {"cell_type": "markdown", "id": "notes", "metadata": {}, "source": "# 11 · Use two inputs: solutions"}
    empty = json.loads((clone / "solutions/01_neuron.ipynb").read_text("utf-8")) | {"cells": [notes]}
    (clone / f"solutions/{STEM}.ipynb").write_text(json.dumps(empty), "utf-8")
    execute_solution(clone, STEM, [first, *add_exercise(clone, "two_inputs", STEM), figure])
    predictions = clone / "tests/test_predictions.py"
    add(predictions, "\n]\n", f"\n    {answer.strip()},")
    _, printed = run(clone, "shared.exercises", "check", "double")
    add(clone / "README.md", "\nEach lesson takes", re.search(r"\| 11 \|.*", printed)[0] + "\n")
    return clone


def test_one_more_lesson_passes_the_named_tests_except_for_its_picture(with_lesson):
    named = ("lessons", "solutions", "predictions")
    _, printed = run_tests(with_lesson, *named, "components", only=f"{STEM} or navigation")
    (complaint,) = re.findall(rf"(?m)^{STEM}.*", printed)
    assert f"draw it with .venv/bin/python tests/draw_cards.py {STEM}" in complaint
    assert re.search(r"\n1 failed, \d\d passed", printed), printed[-3000:]


def test_the_picture_of_one_more_lesson_can_be_drawn(with_lesson, browser):
    code, printed = run(with_lesson, "draw_cards", STEM)
    assert code == 0, printed[-3000:]
    assert complaints_about_card(with_lesson / "lessons" / f"{STEM}.py") == []
