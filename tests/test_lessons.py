"""Every lesson runs before and after its exercises are solved, and has all parts of a lesson."""

import ast

import pytest
from course_files import EXERCISES_OF, ROOT, expect_none, lesson_module, lesson_path, solution_path, untouched_app
from lesson_rules import (
    complaints_about_anatomy,
    complaints_about_signatures,
    complaints_of_marimo_check,
    complaints_solved,
    complaints_unsolved,
)
from marimo._ast.app import InternalApp
from marimo._runtime.dataflow import topological_sort

each_lesson = pytest.mark.parametrize("stem", EXERCISES_OF)


def test_the_lessons_and_solutions_are_those_of_the_course():
    assert list(EXERCISES_OF) == sorted(EXERCISES_OF)
    expect_none(
        f'{path.relative_to(ROOT).as_posix()} is not in the course: add Lesson("{path.stem}", "Title") to LESSONS in '
        "shared/course.py"
        for path in [*(ROOT / "lessons").glob("*.py"), *(ROOT / "solutions").glob("*.ipynb")]
        if path.stem not in EXERCISES_OF
    )


@each_lesson
def test_an_unsolved_lesson_runs_and_every_check_says_not_attempted(stem):
    expect_none(complaints_unsolved(lesson_path(stem)))


@each_lesson
def test_with_the_solutions_put_in_every_check_is_right(stem):
    expect_none(complaints_solved(lesson_path(stem), solution_path(stem)))


@each_lesson
def test_every_exercise_is_an_empty_stub_with_its_fixed_signature(stem):
    expect_none(complaints_about_signatures(lesson_path(stem)))


@each_lesson
def test_a_lesson_has_all_its_parts(stem):
    expect_none(complaints_about_anatomy(lesson_path(stem)))


def test_marimo_finds_nothing_to_complain_about():
    expect_none(complaints_of_marimo_check(ROOT / "lessons"))


# The first picture.


def complaints_about_first_picture(app):
    """The cell `title` has the first picture. This cell and all cells that run before it must not use matplotlib."""
    app = InternalApp(app)
    cells = topological_sort(app.graph, app.graph.cells)  # the order in which marimo runs the cells of an opened lesson
    title = next(k for k, cell in enumerate(cells) if app.cell_manager.cell_name(cell) == "title")
    code = "\n".join(app.graph.cells[cell].code for cell in cells[: title + 1])
    names = {node.id for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name)}
    return sorted(names & {"plt", "show_figure", "draw_once", "matplotlib"})


@each_lesson
def test_the_first_picture_waits_for_no_cell_with_matplotlib(stem):
    assert complaints_about_first_picture(untouched_app(stem)) == []


LATE_PICTURE = """\
import marimo
from shared.lesson.figures import plt

app = marimo.App()


@app.cell
def title(net):
    print(net)
    return


@app.cell
def plot():
    plt.subplots()
    return


@app.cell
def train():
    net = 1
    return (net,)
"""


def test_a_first_picture_that_waits_for_matplotlib_is_caught(tmp_path):
    lesson = tmp_path / "late.py"
    lesson.write_text(LATE_PICTURE, "utf-8")
    assert complaints_about_first_picture(lesson_module(lesson).app) == ["plt"]
