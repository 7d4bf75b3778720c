"""The cache of the lessons: all sessions in a process share one computation."""

import threading
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from shared.experiments import replication, success_map
from shared.experiments.diagnosis import diagnose_run
from shared.experiments.ensemble import train_range
from shared.lesson import cache
from shared.lesson.cache import MAX_RESULTS, cached, once


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch):
    monkeypatch.setattr(cache, "_results", OrderedDict())


class Work:
    """A function that stores the arguments of its calls. Each call waits until `go_on` is set."""

    def __init__(self):
        self.calls, self.begun, self.go_on = [], threading.Event(), threading.Event()
        self.go_on.set()

    def __call__(self, number):
        self.calls.append(number)
        self.begun.set()
        assert self.go_on.wait(10)
        return [number]


def test_the_first_caller_computes_and_everyone_gets_the_result():
    work = Work()
    first = cached(work, 3)
    assert first == [3] and cached(work, 3) is first
    assert cached(work, 4) == [4]
    assert work.calls == [3, 4]


def test_a_caller_waits_for_a_computation_that_is_running():
    work = Work()
    work.go_on.clear()
    with ThreadPoolExecutor(3) as threads:
        asked = [threads.submit(cached, work, 3) for _ in range(3)]
        assert work.begun.wait(10)
        work.go_on.set()
        first, *others = [each.result() for each in asked]
    assert all(other is first for other in others)
    assert work.calls == [3]


def test_neither_kept_results_nor_other_computations_wait_for_a_slow_one():
    quick, slow = Work(), Work()
    kept = cached(quick, 1)
    slow.go_on.clear()
    with ThreadPoolExecutor(1) as threads:
        under_way = threads.submit(cached, slow, 2)
        assert slow.begun.wait(10)
        assert cached(quick, 1) is kept and cached(quick, 3) == [3]
        assert not under_way.done()
        slow.go_on.set()
        assert under_way.result() == [2]
    assert not cache._locks


def test_work_may_ask_for_other_work():
    assert cached(lambda: cached(sorted, (2, 1))) == [1, 2]


def test_an_error_is_raised_and_not_kept():
    work = Work()

    def fails_once(number):
        if not work.calls:
            work(number)
            raise ZeroDivisionError("the first time")
        return number

    with pytest.raises(ZeroDivisionError, match="the first time"):
        cached(fails_once, 5)
    assert cached(fails_once, 5) == 5


def test_the_result_that_nobody_used_for_longest_makes_room():
    work = Work()
    for number in range(MAX_RESULTS):
        cached(work, number)
    cached(work, 0)
    cached(work, MAX_RESULTS)
    assert len(cache._results) == MAX_RESULTS
    cached(work, 0)
    cached(work, 1)
    assert work.calls == [*range(MAX_RESULTS + 1), 1]


def function_of_a_lesson(code):
    lesson = {"__name__": "__main__"}  # marimo runs a lesson under this name
    exec(code, lesson)
    return lesson["f"]


def test_an_app_shares_results_of_a_lesson_and_the_editor_does_not(monkeypatch):
    sessions = [function_of_a_lesson("def f(x): return [x]") for _ in range(2)]
    assert once(sessions[0], 1) is not once(sessions[0], 1)
    monkeypatch.setattr(cache, "is_app", lambda: True)
    assert once(sessions[0], 1) is once(sessions[1], 1)
    assert once(function_of_a_lesson("def f(x): return [x + 1]"), 1) == [2]


def test_a_function_that_needs_more_than_its_arguments_is_an_error():
    inner = function_of_a_lesson("def outer():\n    y = 1\n    def f(x): return x + y\n    return f\nf = outer()")
    with pytest.raises(TypeError, match="f uses a variable of the function around it: make the variable an argument"):
        once(inner, 1)


def test_arguments_that_cannot_be_told_apart_later_are_refused():
    with pytest.raises(TypeError, match="unhashable"):
        cached(sorted, [2, 1])


def arrays_in(result):
    if isinstance(result, np.ndarray):
        return [result]
    return [array for inner in result for array in arrays_in(inner)] if isinstance(result, tuple | list) else []


@pytest.mark.parametrize(
    "function, arguments, count",
    [
        (train_range, (success_map.BASELINE._replace(epochs=5), 0, 20), 7),
        (diagnose_run, (success_map.BASELINE._replace(epochs=5), 0), 2),
        (replication.text_3_train_seeds, (replication.text_3_gradients, 3, (0.01, 0.01), 2, 50), 2),
    ],
)
def test_the_arrays_that_all_sessions_share_are_read_only(function, arguments, count):
    arrays = arrays_in(cached(function, *arguments))
    assert len(arrays) == count
    assert not any(array.flags.writeable for array in arrays)
