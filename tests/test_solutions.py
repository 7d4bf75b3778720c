"""The solution notebooks contain all outputs, all answers and the published numbers. nbval runs the notebooks again."""

import pytest
from course_files import EXERCISES_OF, expect_none, solution_path
from lesson_rules import complaints_about_signatures
from solution_rules import (
    PRINTED,
    complaints_about_claim_1a,
    complaints_about_execution,
    complaints_about_figures,
    complaints_about_numbers_in_prose,
    complaints_about_printed_numbers,
    complaints_about_solution_checks,
    saving_lines,
)

from shared.lesson.figures import plt

each_solution = pytest.mark.parametrize("stem", EXERCISES_OF)


@each_solution
def test_a_solution_was_executed_in_order_and_nbval_compares_something(stem):
    expect_none(complaints_about_execution(solution_path(stem)))


@each_solution
def test_every_exercise_is_solved_with_its_fixed_signature(stem):
    expect_none(complaints_about_signatures(solution_path(stem)))


@each_solution
def test_every_exercise_is_checked_and_right(stem):
    expect_none(complaints_about_solution_checks(solution_path(stem)))


@each_solution
def test_a_solution_shows_figures_with_their_numbers(stem):
    expect_none(complaints_about_figures(solution_path(stem)))


@each_solution
def test_the_line_that_saves_a_figure_works(stem, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for line in saving_lines(solution_path(stem)):
        fig, ax = plt.subplots()
        ax.plot([1, 2])
        exec(line, {"fig": fig})
        (picture,) = tmp_path.iterdir()
        assert picture.stat().st_size > 1000


@pytest.mark.parametrize("stem", PRINTED)
def test_the_published_numbers_are_printed(stem):
    expect_none(complaints_about_printed_numbers(solution_path(stem)))


@each_solution
def test_every_decimal_number_in_a_text_is_printed_or_computed_with(stem):
    expect_none(complaints_about_numbers_in_prose(solution_path(stem)))


def test_the_program_prints_the_published_lines_and_imports_only_math():
    expect_none(complaints_about_claim_1a(solution_path("06_trainer")))
