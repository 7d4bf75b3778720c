"""Every lesson runs as the learner finds it, runs solved, and has the parts that a lesson has."""

import helpers
import pytest

each_lesson = pytest.mark.parametrize("stem", helpers.EXERCISES)


def test_the_lessons_and_solutions_are_those_of_the_course():
    stems = list(helpers.EXERCISES)
    assert sorted(path.stem for path in (helpers.ROOT / "lessons").glob("*.py")) == stems
    assert sorted(path.stem for path in (helpers.ROOT / "solutions").glob("*.ipynb")) == stems


@each_lesson
def test_an_unsolved_lesson_runs_and_every_check_says_not_attempted(stem):
    assert helpers.complaints_unsolved(helpers.lesson_path(stem)) == []


@each_lesson
def test_with_the_solutions_put_in_every_check_is_right(stem):
    assert helpers.complaints_solved(helpers.lesson_path(stem), helpers.solution_path(stem)) == []


@each_lesson
def test_every_exercise_is_an_empty_stub_with_its_fixed_signature(stem):
    assert helpers.complaints_about_signatures(helpers.lesson_path(stem)) == []


@each_lesson
def test_a_lesson_has_all_its_parts(stem):
    assert helpers.complaints_about_anatomy(helpers.lesson_path(stem)) == []


def test_marimo_finds_nothing_to_complain_about():
    assert helpers.complaints_of_marimo_check(helpers.ROOT / "lessons") == []
