"""`shared.once`: work done once for everyone in the process."""

import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from shared import ledger, luck
from shared import once as once_module
from shared.autopsy import autopsy
from shared.once import MOST, once


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch):
    monkeypatch.setattr(once_module, "_kept", {})


class Work:
    """A function that counts its calls, and can be made to wait."""

    def __init__(self):
        self.calls, self.begun, self.go_on = [], threading.Event(), threading.Event()
        self.go_on.set()

    def __call__(self, number):
        self.calls.append(number)
        self.begun.set()
        assert self.go_on.wait(10)
        return [number]


def test_the_work_is_done_for_the_first_to_ask_and_everyone_gets_its_result():
    work = Work()
    first = once(work, 3)
    assert first == [3] and once(work, 3) is first
    assert once(work, 4) == [4]
    assert work.calls == [3, 4]


def test_who_asks_while_the_work_is_under_way_waits_for_it_and_does_not_repeat_it():
    work = Work()
    work.go_on.clear()
    with ThreadPoolExecutor(3) as threads:
        asked = [threads.submit(once, work, 3) for _ in range(3)]
        assert work.begun.wait(10)
        work.go_on.set()
        first, *others = [each.result() for each in asked]
    assert all(other is first for other in others)
    assert work.calls == [3]


def test_one_piece_of_work_at_a_time_while_what_is_kept_does_not_wait():
    quick, slow = Work(), Work()
    kept = once(quick, 1)
    slow.go_on.clear()
    with ThreadPoolExecutor(2) as threads:
        under_way = threads.submit(once, slow, 2)
        assert slow.begun.wait(10)
        behind = threads.submit(once, quick, 3)
        assert once(quick, 1) is kept
        assert quick.calls == [1] and not behind.done()
        slow.go_on.set()
        assert (under_way.result(), behind.result()) == ([2], [3])


def test_work_may_ask_for_other_work():
    assert once(lambda: once(sorted, (2, 1))) == [1, 2]


def test_an_error_is_raised_and_not_kept():
    work = Work()

    def fails_once(number):
        if not work.calls:
            work(number)
            raise ZeroDivisionError("the first time")
        return number

    with pytest.raises(ZeroDivisionError, match="the first time"):
        once(fails_once, 5)
    assert once(fails_once, 5) == 5


def test_the_oldest_result_makes_room():
    work = Work()
    for number in range(MOST + 1):
        once(work, number)
    assert len(once_module._kept) == MOST
    once(work, MOST)
    once(work, 0)
    assert work.calls == [*range(MOST + 1), 0]


def test_arguments_that_cannot_be_told_apart_later_are_refused():
    with pytest.raises(TypeError, match="unhashable"):
        once(sorted, [2, 1])


def arrays_in(result):
    if isinstance(result, np.ndarray):
        return [result]
    return [array for inner in result for array in arrays_in(inner)] if isinstance(result, tuple | list) else []


@pytest.mark.parametrize(
    "function, arguments, count",
    [
        (luck.column, (luck.REFERENCE._replace(epochs=5),), 7 * len(luck.STARTS)),
        (autopsy, (luck.REFERENCE._replace(epochs=5), 0), 2),
        (ledger.text_3_seeds, (ledger.text_3_slopes, 3, (0.01, 0.01)), 2),
    ],
)
def test_nobody_can_change_the_arrays_that_are_everybody_s(function, arguments, count):
    arrays = arrays_in(once(function, *arguments))
    assert len(arrays) == count
    assert not any(array.flags.writeable for array in arrays)
