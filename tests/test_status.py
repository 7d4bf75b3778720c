"""A lesson counts the progress of each session separately. An app counts exercises only if an answer was checked."""

import pytest
from course_files import EXERCISES_OF

from shared import check, network
from shared.checking import notebook
from shared.checking.notebook import Progress
from shared.checking.result import CRASHED, RIGHT, WRONG
from shared.lesson import components, status


class Kernel:
    """A fake kernel of a notebook. It has only the parts that the checks use."""

    def __init__(self):
        self.errors = {}
        self.graph = type("Graph", (), {"definitions": {}, "cells": {}})


@pytest.fixture
def open_notebook(monkeypatch):
    """Return a function that takes a kernel and makes it the running kernel."""
    return lambda kernel: monkeypatch.setattr(notebook, "_kernel", lambda: kernel)


COUNT = len(EXERCISES_OF["01_neuron"])


def sigmoid(z):
    return network.sigmoid(z)


def shown(verdicts, predictions, mode, monkeypatch):
    monkeypatch.setattr(status.mo, "app_meta", lambda: type("Meta", (), {"mode": mode}))
    html = status.show_status("01_neuron", lambda: Progress(verdicts, predictions))
    return html and html.text


def test_a_check_and_a_prediction_are_counted(open_notebook):
    open_notebook(Kernel())
    check(sigmoid)
    form = components.predict("Up or down?", {"up": "Up it goes.", "down": "Nothing pulls it down."}, right="up")
    components.reveal(form)
    assert notebook.running_notebook().progress == Progress({"sigmoid": RIGHT}, {("up", "down"): False})


def test_two_sessions_of_one_process_are_counted_apart(open_notebook):
    first, second = Kernel(), Kernel()
    open_notebook(first)
    check(sigmoid)
    open_notebook(second)
    assert notebook.running_notebook().progress == Progress({}, {})
    open_notebook(first)
    assert notebook.running_notebook().progress.verdicts == {"sigmoid": RIGHT}


def test_a_name_that_is_gone_no_longer_counts(open_notebook):
    open_notebook(Kernel())
    check(lambda: sigmoid)
    assert notebook.running_notebook().progress.verdicts == {"sigmoid": RIGHT}
    check(lambda: neuron)  # noqa: F821
    assert notebook.running_notebook().progress.verdicts == {"sigmoid": RIGHT, "neuron": CRASHED}


def test_cells_run_again_only_when_something_changes(open_notebook):
    open_notebook(Kernel())
    calls = []
    notebook.running_notebook().on_change = lambda: calls.append("changed")
    check(sigmoid)
    check(sigmoid)
    assert len(calls) == 1


def test_all_calls_in_one_notebook_return_the_same_getter(open_notebook):
    open_notebook(Kernel())
    getter = status.lesson_status()
    check(sigmoid)
    assert status.lesson_status() is getter
    assert getter().verdicts == {"sigmoid": RIGHT}


def test_the_editor_counts_exercises_and_names_them(monkeypatch):
    html = shown({"sigmoid": RIGHT, "neuron": WRONG}, {"a": True, "b": False}, "edit", monkeypatch)
    assert f"1 of {COUNT} exercises right, 1 of 2 predictions made" in html
    assert 'aria-label="right"' in html and 'aria-label="wrong"' in html


def test_an_app_counts_exercises_only_if_one_was_tried(monkeypatch):
    assert "exercises" not in shown({}, {"a": False}, "run", monkeypatch)
    assert f"1 of {COUNT} exercises right" in shown({"sigmoid": RIGHT}, {}, "run", monkeypatch)


def test_nothing_is_shown_where_no_notebook_runs():
    check(sigmoid)
    assert status.show_status("01_neuron", status.lesson_status()) is None
