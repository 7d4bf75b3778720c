"""Long computations in a second process, and the settings with which one process serves a class."""

import importlib.metadata
import os
import sys
import time

import marimo as mo
import numpy as np
import pytest
from marimo._entrypoints import registry
from marimo._output import md
from marimo._runtime.executor.evaluator import resolve_executor

from shared.lesson import cache, server, worker
from shared.lesson.cache import cached


def start():
    """Start the second process, and wait until it is ready."""
    assert worker.compute(os.getpid) == os.getpid()  # while the process starts, this process computes
    for _ in range(600):
        if worker._is_ready:
            break
        time.sleep(0.1)
    return worker._process


@pytest.fixture
def process():
    yield start()
    if worker._process:
        worker._stop(worker._process)


def test_the_second_process_computes_and_its_arrays_are_read_only(process):
    assert worker.compute(os.getpid) == process.pid
    found = worker.compute(np.cumsum, np.arange(4))
    assert found.tolist() == [0, 1, 3, 6] and not found.flags.writeable


def test_an_exception_comes_back_and_the_process_goes_on(process):
    with pytest.raises(ZeroDivisionError, match="integer"):
        worker.compute(divmod, 1, 0)
    assert worker.compute(divmod, 7, 2) == (3, 1)
    assert worker._process is process


def test_what_a_computation_prints_does_not_disturb_the_answers(process):
    assert worker.compute(print, "hello") is None
    assert worker.compute(abs, -3) == 3
    assert worker._process is process


def test_if_the_process_ends_this_process_computes_and_a_new_one_starts(process):
    process.kill()
    assert worker.compute(os.getpid) == os.getpid()
    worker.compute(os.getpid)
    assert worker._process is not process


def test_files_in_the_current_folder_do_not_replace_modules(tmp_path, monkeypatch):
    (tmp_path / "random.py").write_text("raise RuntimeError('the wrong module')", "utf-8")
    monkeypatch.chdir(tmp_path)
    started = start()
    assert worker.compute(os.getpid) == started.pid
    worker._stop(started)


def test_the_process_ends_when_the_server_closes_the_pipe(process):
    process.stdin.close()
    assert process.wait(10) == 0


def test_without_a_second_process_this_process_computes(monkeypatch):
    monkeypatch.setattr(worker.subprocess, "Popen", lambda *_, **__: (_ for _ in ()).throw(OSError("no processes")))
    assert worker.compute(os.getpid) == os.getpid()


def test_only_an_app_uses_the_second_process(process, monkeypatch):
    monkeypatch.setattr(cache, "_results", {})
    assert cached(os.getpid) == os.getpid()
    monkeypatch.setattr(cache, "_results", {})
    monkeypatch.setattr(cache, "_is_app", lambda: True)
    assert cached(os.getpid) == process.pid


# The settings of the server's process.


def test_marimo_looks_for_its_plugins_only_once(monkeypatch):
    resolve_executor()
    monkeypatch.setattr(
        importlib.metadata, "distributions", lambda **_: pytest.fail("marimo reads every package again")
    )
    resolve_executor()


def test_marimo_translates_the_same_text_only_once(monkeypatch):
    first = mo.md("**the same text**").text
    monkeypatch.setattr(md, "_get_markdown", lambda: pytest.fail("marimo translates it again"))
    assert mo.md("**the same text**").text == first


def test_without_these_settings_marimo_would_do_it_again(monkeypatch):
    """If this test fails, marimo has changed, and `shared/lesson/server.py` may no longer be needed."""
    monkeypatch.setattr(registry, "entry_points", registry.entry_points.__wrapped__)
    looked = []
    monkeypatch.setattr(importlib.metadata, "distributions", lambda **_: looked.append(1) or ())
    monkeypatch.setattr(md, "_render_markdown", md._render_markdown.__wrapped__)
    translator = md._get_markdown()
    monkeypatch.setattr(md, "_get_markdown", lambda: looked.append(2) or translator)
    for _ in range(2):
        resolve_executor()
        mo.md("**the same text**")
    assert looked == [1, 2, 1, 2]


def test_a_function_that_marimo_no_longer_has_is_left_out():
    server.remember_results("marimo.no_such_module", "anything")
    server.remember_results("marimo", "no_such_function")


def test_threads_take_turns_ten_times_as_often_as_by_default():
    assert sys.getswitchinterval() == pytest.approx(server.SWITCH_INTERVAL) == pytest.approx(0.0005)
