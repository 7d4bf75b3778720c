"""Adds the sample lesson of the guide to a fresh clone. The clone must pass the tests that the guide names."""

import json
import re

import pytest
from clones import add, add_exercise, execute_solution, fresh_clone, run, run_tests, samples
from lesson_rules import complaints_about_card

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
