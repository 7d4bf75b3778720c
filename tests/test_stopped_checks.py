"""A check stops an endless answer, names the endless loop, and shows the output of the answer."""

import contextlib
import random
import subprocess
import sys
import threading
import time

import pytest
from course_files import ROOT

from shared import check, network
from shared.checking import time_limit


@pytest.fixture(autouse=True)
def short_limit(monkeypatch):
    monkeypatch.setattr(time_limit, "SECONDS", 0.2)


def said_of(f):
    result = check(f)
    assert result.status == "crashed"
    assert "so the check stopped it" in result.diagnosis
    assert result.error is None
    return result.diagnosis.partition("stopped it. ")[2], result.line


def test_a_while_loop_whose_variable_never_changes():
    def sigmoid(z):
        i = 0
        while i < 3:
            z = z + 1
        return z

    assert said_of(sigmoid) == ("This loop never ends: nothing inside it changes `i`.", "while i < 3:")


def test_a_while_loop_whose_condition_stays_true():
    def sigmoid(z):
        i = 0
        while i >= 0:
            i = i + 1
        return z

    assert said_of(sigmoid) == ("This loop did not end: its condition stayed true.", "while i >= 0:")


def test_while_true_without_a_way_out():
    def sigmoid(z):
        while True:
            z = z + 1

    assert said_of(sigmoid) == ("This loop never ends: it needs a `break` or a `return`.", "while True:")


def test_while_true_whose_break_is_never_reached():
    def sigmoid(z):
        while True:
            if z > 1e300:
                break
            z = 0

    assert said_of(sigmoid)[0] == "This loop did not end: its `break` or `return` was not reached."


STAYED_TRUE = "This loop did not end: its condition stayed true."
NO_EXIT = "This loop never ends: it needs a `break` or a `return`."


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ("while math.exp(z) > -1: pass", "This loop never ends: nothing inside it changes `z`."),
        ("while time.time() > 0: pass", STAYED_TRUE),
        ("while (i := i + 1): pass", STAYED_TRUE),
        ("while i < 10**12: i += 1", STAYED_TRUE),
        ("while i < 1:\n        z += 1e-9\n        if z > 10: break", STAYED_TRUE),
        ("while next(numbers) >= 0: pass", STAYED_TRUE),
        ("while len(rows[0]) > 0: rows[0].append(rows[0].pop())", STAYED_TRUE),
        ("while len(rows) > 0: change(rows)", STAYED_TRUE),
        ("while True:\n        for _ in rows: break", NO_EXIT),
        ("while True:\n        def g(): return 1", NO_EXIT),
        (
            "while True:\n        for _ in rows: pass\n        else:\n            if z > 1e9: break",
            "its `break` or `return` was",
        ),
    ],
)
def test_the_reason_is_true_for_other_loops(lines, reason, tmp_path):
    start = (
        "import math, time, itertools\ndef change(rows): rows[0][0] += 1\ndef sigmoid(z):\n    i, rows = 0, [[0.0]]\n"
    )
    file = tmp_path / "answer.py"
    file.write_text(f"{start}    numbers = itertools.count()\n    {lines}\n")
    names = {}
    exec(compile(file.read_text(), str(file), "exec"), names)
    assert reason in said_of(names["sigmoid"])[0]


def test_a_list_that_grows_while_it_is_read():
    def sigmoid(z):
        outs = [z]
        for out in outs:
            outs.append(out)

    reason, line = said_of(sigmoid)
    assert "while it makes `outs` longer" in reason
    assert line == "for out in outs:"


def test_an_inner_loop_that_lengthens_its_list_is_blamed():
    def sigmoid(z):
        outs = []
        for out in (z, z):
            outs.append(out)
            for other in outs:
                outs.append(other)

    assert said_of(sigmoid)[1] == "for other in outs:"


def test_the_outer_while_is_blamed_and_not_a_for_loop_inside_it():
    def sigmoid(z):
        while z < 10:
            for _ in range(1000):
                network.sigmoid(z)

    assert said_of(sigmoid) == ("This loop never ends: nothing inside it changes `z`.", "while z < 10:")


def test_a_for_loop_with_too_many_rounds():
    def sigmoid(z):
        for _ in range(10**12):
            z += 1e-12
        return z

    assert said_of(sigmoid) == ("This loop runs too many times.", "for _ in range(10**12):")


@pytest.mark.parametrize("caught", [Exception, BaseException])
def test_an_answer_that_catches_everything_is_stopped_too(caught):
    def sigmoid(z):
        while True:
            with contextlib.suppress(caught):
                z = z + 1

    assert said_of(sigmoid)[1] == "while True:"


def test_one_long_call_is_waited_for_and_then_named():
    def sigmoid(z):
        time.sleep(1.5)
        return z

    result = check(sigmoid)
    assert result.status == "crashed"
    assert "cannot stop a single long call" in result.diagnosis


def test_a_check_in_another_thread_is_stopped_as_well():
    def sigmoid(z):
        while True:
            z = z + 1

    results = []
    thread = threading.Thread(target=lambda: results.append(check(sigmoid)))
    thread.start()
    thread.join(30)
    assert results[0].status == "crashed"


def test_nothing_is_raised_after_the_limit_was_left():
    with time_limit.time_limit(0.05):
        pass
    time.sleep(0.1)  # if the limit's exception came late, it would end this test here


PROFILED = """
import cProfile
from shared import check, network
from shared.checking.time_limit import TookTooLong, time_limit
def sigmoid(z):
    return network.sigmoid(z)
check(sigmoid)
try:
    with time_limit(0.01):
        while True:
            pass
except TookTooLong:
    pass
cProfile.run("network.sigmoid(1)")
"""


def test_a_profiler_works_after_a_check():
    done = subprocess.run([sys.executable, "-c", PROFILED], cwd=ROOT, capture_output=True, text=True, timeout=30)
    assert "function calls" in done.stdout


def test_the_body_is_stopped_when_the_time_is_over():
    with pytest.raises(time_limit.TookTooLong), time_limit.time_limit(0.05):
        while True:
            pass


def test_a_slow_start_of_the_watcher_does_not_change_the_limit(monkeypatch):
    class Slow(threading.Thread):
        def start(self):
            super().start()
            watchers.append(self)
            time.sleep(0.15)

    watchers = []
    monkeypatch.setattr(threading, "Thread", Slow)
    with time_limit.time_limit(0.05):
        pass
    with pytest.raises(time_limit.TookTooLong), time_limit.time_limit(0.05):
        while True:
            pass
    for watcher in watchers:
        watcher.join(1)
        assert not watcher.is_alive()


# What the answer printed.


def test_the_first_failing_call_shows_what_it_printed():
    def sigmoid(z):
        print("z is", z)
        return z if z < 0 else network.sigmoid(z)

    result = check(sigmoid)
    assert result.printed == "z is -1.3"
    assert "this call printed 1 line" in result._repr_html_()


def test_only_the_last_20_lines_are_shown_and_folded():
    def sigmoid(z):
        for k in range(100):
            print(k)
        return z

    result = check(sigmoid)
    assert result.printed.splitlines() == [str(k) for k in range(80, 100)]
    assert "<details style" in result._repr_html_()
    assert "<details open" not in result._repr_html_()


def test_what_was_printed_cannot_become_markup():
    def sigmoid(z):
        print("<script>alert(1)</script>")
        return z

    assert "<script>" not in check(sigmoid)._repr_html_()


def test_a_right_answer_that_prints_shows_nothing(capsys):
    def sigmoid(z):
        print(z)
        return network.sigmoid(z)

    assert check(sigmoid).printed is None
    assert capsys.readouterr().out == ""


def test_an_answer_that_floods_the_output_is_kept_short():
    def sigmoid(z):
        for _ in range(20_000):
            print("x" * 1000)
        return z

    assert len(check(sigmoid).printed) <= 20 * 201


def test_a_loop_that_only_reads_a_list_by_its_index():
    def rows_right(table, w1, w2, b):
        i = right = 0
        while i < len(table):
            right += table[i][2]
        return right

    reason = "This loop never ends: nothing inside it changes `i` or `table`."
    assert said_of(rows_right) == (reason, "while i < len(table):")


def test_an_endless_loop_that_draws_from_a_global_generator():
    def sigmoid(z):
        while True:
            random.random()

    assert said_of(sigmoid) == ("This loop never ends: it needs a `break` or a `return`.", "while True:")
