"""Adds the sample exercise of the guide to a fresh clone. The clone must pass the tests that the guide names."""

import re

import pytest
from clones import add_exercise, execute_solution, fresh_clone, run, run_tests

from shared.site.render import CHECK


@pytest.fixture(scope="module")
def added(tmp_path_factory):
    """Follow the guide's steps to add an exercise to lesson 1. Last, put the row that the command prints in README.md.

    Return the clone, and the command's exit code and output before the last step.
    """
    clone = fresh_clone(tmp_path_factory.mktemp("clone"))
    execute_solution(clone, "01_neuron", add_exercise(clone, "neuron", "01_neuron"))
    code, printed = run(clone, "shared.exercises", "check", "double")
    (row,) = re.findall(r"\| 1 \|.*\|", printed)
    readme = clone / "README.md"
    readme.write_text(re.sub(r"(?m)^\| 1 \|.*\|$", lambda _: row, readme.read_text("utf-8")), "utf-8")
    return clone, code, printed


@pytest.fixture(scope="module")
def clone(added):
    return added[0]


def test_the_command_prints_the_row_and_then_finds_nothing_missing(added):
    clone, code, printed = added
    complaints = re.findall(r"(?m)^- (.*)", printed)
    assert code == 1 and len(complaints) == 1 and "| 1 |" in complaints[0], printed
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
