"""Every lesson runs unsolved and solved, and has all parts of a lesson."""

import pytest
from course_files import EXERCISES_OF, ROOT, expect_none, lesson_path, solution_path
from lesson_rules import (
    complaints_about_anatomy,
    complaints_about_signatures,
    complaints_of_marimo_check,
    complaints_solved,
    complaints_unsolved,
)

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
