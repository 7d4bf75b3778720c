"""A check captures the output of the answer, but no other output."""

import contextlib
import io
import sys
import threading
import warnings

import numpy as np
import pytest

from shared import check
from shared.nn import network


def to_stderr(text):
    print(text, file=sys.stderr)


@pytest.mark.parametrize(
    "say",
    [
        print,
        lambda k: sys.stdout.write(f"{k}\n"),
        lambda k: sys.stdout.writelines([f"{k}\n"]),
        lambda k: sys.stdout.buffer.write(b"noise\n"),
        lambda k: print("\ud800", k, flush=True),
        to_stderr,
        lambda k: sys.stderr.write(f"{k}\n"),
        lambda k: warnings.warn(str(k), stacklevel=1),
    ],
)
def test_ten_thousand_lines_are_swallowed_however_they_are_written(say, capsys):
    def sigmoid(z):
        for k in range(1000):
            say(k)
        return network.sigmoid(z)

    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.showwarning = lambda message, *_: print(message, file=sys.stderr)
        result = check(sigmoid)
    assert (result.status, result.cases) == ("right", 12)  # each of the twelve calls prints a thousand lines
    assert capsys.readouterr() == ("", "")
    print("printing works again after the check")
    print("on both streams", file=sys.stderr)
    assert all(capsys.readouterr())


def test_a_print_of_the_students_own_is_left_alone():
    told = []
    names = {"print": told.append, "network": network}
    exec("def sigmoid(z):\n    print(z)\n    return network.sigmoid(z)", names)
    assert check(names["sigmoid"]).status == "right"
    assert names["print"] == told.append


def test_other_threads_write_on_while_an_answer_is_silenced(capsys):
    def sigmoid(z):
        print("noise")
        if not written.is_set():
            asked.set()
            written.wait(10)
        print("noise")
        return network.sigmoid(z)

    def other_session():
        asked.wait(10)
        print("another student's line")
        written.set()

    asked, written = threading.Event(), threading.Event()
    other = threading.Thread(target=other_session)
    other.start()
    assert check(sigmoid).status == "right"
    other.join()
    assert capsys.readouterr().out == "another student's line\n"


def test_checks_in_many_threads_are_all_silent_and_leave_the_streams_alone(capsys):
    def sigmoid(z):
        print("noise")
        started.wait(10)  # wait until all eight threads have reached this line
        return network.sigmoid(z)

    streams, results, started = (sys.stdout, sys.stderr), [], threading.Barrier(8)
    threads = [threading.Thread(target=lambda: results.append(check(sigmoid).status)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == ["right"] * 8
    assert (sys.stdout, sys.stderr) == streams
    assert capsys.readouterr().out == ""


def test_a_stream_that_another_session_swaps_during_a_check_is_restored(capsys):
    def sigmoid(z):
        if not swaps:
            swaps.append(contextlib.redirect_stdout(io.StringIO()))
            swaps[0].__enter__()  # the swap begins during the first check and ends after it
        return network.sigmoid(z)

    stdout, swaps = sys.stdout, []
    assert check(sigmoid).status == "right"
    swaps[0].__exit__(None, None, None)
    print("heard")
    assert check(sigmoid).status == "right"
    assert sys.stdout is stdout
    assert capsys.readouterr().out == "heard\n"


def test_numpy_answers_warn_of_nothing(recwarn):
    def sigmoid(z):
        power = np.exp(-np.float64(z))
        return 1 / (1 + np.sqrt(power * power))  # for z = −700, the product is too large for a float

    assert check(sigmoid).status == "right"
    assert not recwarn.list
    sigmoid(-700)
    assert len(recwarn.list) == 1  # outside a check, the same call warns
