"""The solution notebooks are executed, complete, and print the published numbers; nbval runs them again."""

import helpers
import pytest

each_solution = pytest.mark.parametrize("stem", helpers.EXERCISES)


@each_solution
def test_a_solution_was_executed_in_order_and_nbval_compares_something(stem):
    assert helpers.complaints_about_execution(helpers.solution_path(stem)) == []


@each_solution
def test_every_exercise_is_solved_with_its_fixed_signature(stem):
    assert helpers.complaints_about_signatures(helpers.solution_path(stem)) == []


@each_solution
def test_every_exercise_is_checked_and_right(stem):
    assert helpers.complaints_about_solution_checks(helpers.solution_path(stem)) == []


@pytest.mark.parametrize("stem", helpers.PRINTED)
def test_the_published_numbers_are_printed(stem):
    assert helpers.complaints_about_printed_numbers(helpers.solution_path(stem)) == []


def test_the_program_prints_the_published_lines_and_imports_only_math():
    assert helpers.complaints_about_claim_1a(helpers.solution_path("06_trainer")) == []
