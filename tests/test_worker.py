"""Long computations in other processes, and the settings of the server process, which serves a whole class."""

import importlib.metadata
import os
import subprocess
import sys
import time
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from threading import Lock

import marimo as mo
import numpy as np
import pytest
from course_files import ROOT
from marimo._entrypoints import registry
from marimo._output import md
from marimo._runtime.executor.evaluator import resolve_executor

from shared.lesson import cache, server, worker
from shared.lesson.cache import cached, once


@pytest.fixture(autouse=True)
def no_process_yet(monkeypatch):
    """Start each test without a worker process and without a delay. End the processes after the test."""
    for name, value in {"START_AFTER": 0, "_count": 0, "_is_ready": False, "_free": SimpleQueue()}.items():
        monkeypatch.setattr(worker, name, value)
    yield
    while not worker._free.empty():
        if process := worker._free.get():
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def shared_process():
    """Start one process for all tests that only use it."""
    process = worker._new_process()
    yield process
    process.kill()
    process.wait()


@pytest.fixture
def process(shared_process, monkeypatch):
    """Let the worker use the shared process. Return the number of this process."""
    monkeypatch.setattr(worker, "_count", 1)
    monkeypatch.setattr(worker, "_is_ready", True)
    worker._free.put(shared_process)
    yield shared_process.pid
    worker._free.get()


def start():
    """Start the first process, wait until it is ready, and return its number."""
    assert worker.compute(os.getpid) == os.getpid()  # while the other process starts, this process computes
    wait_until(lambda: worker._is_ready)
    return worker.compute(os.getpid)


def wait_until(condition):
    for _ in range(600):
        if condition():
            return
        time.sleep(0.1)
    pytest.fail("a minute has passed")


def test_the_other_process_computes_and_its_arrays_are_read_only(process):
    assert worker.compute(os.getpid) == process != os.getpid()
    found = worker.compute(np.cumsum, np.arange(4))
    assert found.tolist() == [0, 1, 3, 6] and not found.flags.writeable


def test_the_first_starts_after_a_delay_and_the_second_at_once(monkeypatch):
    delays = []
    monkeypatch.setattr(worker, "_add_process", delays.append)
    monkeypatch.setattr(worker, "START_AFTER", 5.0)
    worker._are_ready()
    worker._are_ready()
    monkeypatch.setattr(worker, "_is_ready", True)
    worker._are_ready()
    worker._are_ready()
    wait_until(lambda: len(delays) == 2)
    assert delays == [5.0, 0]


def test_a_second_process_starts_when_the_first_is_busy(tmp_path):
    lesson = {"__name__": "__main__"}
    exec("import time\ndef wait_for(path):\n    while not path.exists():\n        time.sleep(0.01)", lesson)
    first, end = start(), tmp_path / "end"
    with ThreadPoolExecutor(1) as threads:
        long = threads.submit(worker.compute, lesson["wait_for"], end)
        wait_until(worker._free.empty)
        assert worker.compute(os.getpid) not in (os.getpid(), first)
        assert not long.done()
        end.touch()
    for _ in range(5):
        worker.compute(os.getpid)
    assert worker._count == worker._free.qsize() == worker.PROCESSES == 2


def test_it_computes_functions_of_a_lesson(process):
    lesson = {"__name__": "__main__"}  # marimo runs a lesson under this name
    exec("import numpy as np\nX = np.eye(2)\ndef double(x): return 2 * x\ndef f(g): return g(X).sum()", lesson)
    assert worker.compute(lesson["f"], lesson["double"]) == 4.0


def test_an_exception_comes_back_and_the_process_goes_on(process):
    with pytest.raises(ZeroDivisionError, match="integer"):
        worker.compute(divmod, 1, 0)
    assert worker.compute(divmod, 7, 2) == (3, 1)
    assert worker.compute(os.getpid) == process


def test_an_exception_that_cannot_be_unpickled_comes_from_this_process():
    lesson = {"__name__": "__main__"}
    exec(
        "class NeedsTwo(Exception):\n"  # `pickle` calls this class with one argument, the message
        "    def __init__(self, name, value): super().__init__(f'{name} is {value}')\n"
        "def f(x): raise NeedsTwo('x', x)",
        lesson,
    )
    start()
    with pytest.raises(lesson["NeedsTwo"], match="x is 3"):
        worker.compute(lesson["f"], 3)
    assert worker.compute(abs, -3) == 3


def test_what_a_computation_prints_does_not_disturb_the_answers(process):
    assert worker.compute(print, "hello") is None
    assert worker.compute(abs, -3) == 3
    assert worker.compute(os.getpid) == process


def test_a_function_that_cannot_be_sent_is_an_error(process):
    with pytest.raises(TypeError, match="pickle"):
        worker.compute(len, (Lock(),))
    assert worker.compute(os.getpid) == process


def test_if_it_ends_this_process_computes_and_a_new_one_starts():
    number = start()
    process = worker._free.get()
    process.kill()
    worker._free.put(process)
    assert worker.compute(os.getpid) == os.getpid()
    assert worker.compute(os.getpid) not in (os.getpid(), number)


def test_after_an_interrupt_no_answer_goes_to_the_wrong_caller(monkeypatch):
    process = start()

    def interrupted(_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(worker, "_receive", interrupted)
        worker.compute(abs, -1)
    assert worker.compute(abs, -2) == 2
    assert worker.compute(os.getpid) not in (os.getpid(), process)


def test_files_in_the_current_folder_do_not_replace_modules(tmp_path, monkeypatch):
    (tmp_path / "random.py").write_text("raise RuntimeError('the wrong module')", "utf-8")
    monkeypatch.chdir(tmp_path)
    assert start() not in (os.getpid(), None)


def test_the_process_ends_when_the_server_closes_the_pipe():
    start()
    process = worker._free.get()
    process.stdin.close()
    assert process.wait(10) == 0


def test_without_another_process_this_process_computes(monkeypatch):
    monkeypatch.setattr(worker.subprocess, "Popen", lambda *_, **__: (_ for _ in ()).throw(OSError("no processes")))
    assert start() == os.getpid()


def test_only_an_app_uses_another_process(process, monkeypatch):
    monkeypatch.setattr(cache, "_results", OrderedDict())
    assert cached(os.getpid) == os.getpid()
    monkeypatch.setattr(cache, "_results", OrderedDict())
    monkeypatch.setattr(cache, "is_app", lambda: True)
    assert cached(os.getpid) == process
    monkeypatch.setattr(cache, "_results", OrderedDict())
    assert once(os.getpid) == os.getpid()


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


def test_python_seldom_looks_for_garbage_and_not_among_the_imports():
    code = "import gc, shared.lesson.server; print(*gc.get_threshold(), gc.get_freeze_count())"
    printed = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True).stdout
    *threshold, frozen = map(int, printed.split())
    assert tuple(threshold) == server.SEARCH_AFTER
    assert frozen > 10_000
