"""The whole project: its style, its dependencies, its committed files, and its test command."""

import sys

from course_files import ROOT
from project_rules import (
    committed_files,
    complaints_about_dependencies,
    complaints_about_files,
    complaints_about_oldest,
    complaints_about_test_command,
    complaints_about_test_names,
    complaints_about_workflows,
    complaints_of_ruff,
    complaints_of_ruff_format,
    modules_loaded_by,
)

import shared


def test_ruff_finds_nothing_to_complain_about():
    assert complaints_of_ruff(ROOT) == []


def test_everything_is_formatted():
    assert complaints_of_ruff_format(ROOT) == []


def test_every_runtime_dependency_has_a_lower_bound_and_its_reason():
    assert complaints_about_dependencies(ROOT / "pyproject.toml") == []


def test_no_committed_file_names_a_machine_or_a_registry_or_is_generated():
    assert complaints_about_files(committed_files()) == []


def test_readme_and_ci_run_the_same_test_command():
    assert complaints_about_test_command(ROOT / "README.md", ROOT / ".ci" / "run") == []


def test_importing_shared_loads_nothing_but_the_standard_library():
    assert modules_loaded_by("import shared") - {"shared"} <= sys.stdlib_module_names


def test_every_name_that_shared_offers_exists():
    assert [name for name in shared.__all__ if getattr(shared, name, None) is None] == []


def test_the_oldest_dependencies_that_are_tried_are_the_lower_bounds():
    assert complaints_about_oldest(ROOT / ".ci/oldest.txt", ROOT / "pyproject.toml") == []


def test_the_workflows_run_what_a_person_would():
    assert complaints_about_workflows(ROOT / ".github" / "workflows") == []


def test_no_test_has_a_long_name():
    assert complaints_about_test_names(ROOT / "tests") == []
