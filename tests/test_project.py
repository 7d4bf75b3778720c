"""The project as a whole: its style, its dependencies, what is committed, and the command that proves it."""

import sys

import helpers

import shared


def test_ruff_finds_nothing_to_complain_about():
    assert helpers.complaints_of_ruff(helpers.ROOT) == []


def test_everything_is_formatted():
    assert helpers.complaints_of_ruff_format(helpers.ROOT) == []


def test_every_runtime_dependency_has_a_lower_bound_and_its_reason():
    assert helpers.complaints_about_dependencies(helpers.ROOT / "pyproject.toml") == []


def test_no_committed_file_names_a_machine_or_a_registry_or_is_generated():
    assert helpers.complaints_about_files(helpers.committed_files()) == []


def test_readme_and_ci_run_the_same_test_command():
    assert helpers.complaints_about_test_command(helpers.ROOT / "README.md", helpers.ROOT / ".ci" / "run") == []


def test_importing_shared_loads_nothing_but_the_standard_library():
    assert helpers.modules_loaded_by("import shared") - {"shared"} <= sys.stdlib_module_names


def test_every_name_that_shared_offers_can_be_had():
    assert [name for name in shared.__all__ if getattr(shared, name, None) is None] == []


def test_the_oldest_dependencies_that_are_tried_are_the_lower_bounds():
    assert helpers.complaints_about_oldest(helpers.ROOT / ".ci/oldest.txt", helpers.ROOT / "pyproject.toml") == []


def test_the_workflows_run_what_a_person_would():
    assert helpers.complaints_about_workflows(helpers.ROOT / ".github" / "workflows") == []
