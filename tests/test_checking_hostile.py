"""`check` survives answers that never end, that need too much memory, or that cannot be read or printed."""

import _thread
import contextlib
import itertools
import math
import signal
import sys
import threading

import numpy as np
import pytest
from answers import checked

from shared import check
from shared.exercises import EXERCISES
from shared.nn import network


def deepest():
    return deepest()


HOSTILE = {
    "raises": lambda expected, k: 1 / 0,
    "gives None": lambda expected, k: None,
    "gives None in one branch": lambda expected, k: None if k else expected,
    "nan": lambda expected, k: math.nan,
    "inf": lambda expected, k: math.inf,
    "text": lambda expected, k: str(expected),
    "a generator": lambda expected, k: (x for x in np.ravel(expected)),
    "a dictionary": lambda expected, k: {"answer": expected},
    "one dimension more": lambda expected, k: [expected],
    "one dimension more, as an array": lambda expected, k: np.array(expected, dtype=object)[None],
    "nothing at all": lambda expected, k: [],
    "recursion without end": lambda expected, k: deepest(),
    "a list that holds itself": lambda expected, k: holds_itself(),
    "exit": lambda expected, k: sys.exit(),
    "a class": lambda expected, k: int,
    "itself": lambda expected, k: HOSTILE,
}
# `check` reads these answers in the same way for every exercise, so a few exercises are enough.
READ_ALIKE = ("exit", "a class", "itself")
FEW = ("sigmoid", "gradients", "softmax", "train_with_retries")


def holds_itself():
    endless = []
    endless.append(endless)
    return endless


@pytest.mark.parametrize("kind", HOSTILE)
def test_no_hostile_answer_to_any_exercise_is_right(kind):
    for name in FEW if kind in READ_ALIKE else EXERCISES:
        exercise = EXERCISES[name]

        def answer(*args, exercise=exercise, calls=itertools.count()):  # noqa: B008 - each exercise has its own count
            try:
                expected = exercise.reference(*args)
            except Exception:  # the reference itself must raise an error for this case
                expected = 0.0
            return HOSTILE[kind](expected, next(calls))

        result = checked(name, answer)
        assert result.status in ("wrong", "crashed"), name
        assert result.call and result.expected, name
        assert len(str(result)) < 3000, name
        assert result._repr_html_().startswith('<div role="group"'), name


def test_an_answer_that_exits_python_is_a_crash():
    for stop in (sys.exit, exit, lambda: (_ for _ in ()).throw(GeneratorExit)):
        result = checked("sigmoid", lambda z, stop=stop: stop())
        assert result.status == "crashed"


@pytest.mark.parametrize("say", [lambda: None, lambda: print("again")])
def test_a_loop_without_end_can_be_interrupted_and_leaves_nothing_behind(say, capsys):
    def sigmoid(z):
        running.set()
        while True:
            with contextlib.suppress(Exception):
                say()

    def interrupt():  # like the stop button of the notebook and Ctrl+C
        if running.wait(10):
            _thread.interrupt_main()

    running = threading.Event()
    streams = sys.stdout, sys.stderr
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # the process of the tests may ignore SIGINT
    thread = threading.Thread(target=interrupt)
    thread.start()
    try:
        with pytest.raises(KeyboardInterrupt):
            check(sigmoid)
    finally:
        thread.join()
        signal.signal(signal.SIGINT, before)
    assert (sys.stdout, sys.stderr) == streams
    assert capsys.readouterr().out == ""
    assert check(network.sigmoid).status == "right"


def test_recursion_without_end_is_a_crash():
    def sigmoid(z):
        return sigmoid(z)

    result = check(sigmoid)
    assert result.status == "crashed"
    assert "calls itself endlessly" in result.error
    assert result.line == "return sigmoid(z)"


@pytest.mark.parametrize("zeros", [lambda: [0] * 10_000_000, lambda: np.zeros(100_000_000)])
def test_many_million_zeros_are_told_in_few_words(zeros):
    zeros = zeros()
    result = checked("gradients", lambda *args: zeros)
    assert result.status == "wrong"
    assert "numbers, but a sequence of 9 numbers is expected" in result.diagnosis
    assert len(str(result)) < 1000
    assert len(result._repr_html_()) < 5000


def test_only_the_first_numbers_of_a_long_result_are_read():
    class Counted(list):
        def __iter__(self):
            for item in super().__iter__():
                read.append(item)
                yield item

    read, zeros = [], Counted([0] * 100_000)
    result = checked("gradients", lambda *args: zeros)
    assert result.status == "wrong"
    assert len(read) <= result.cases * 20_001


def test_an_exception_that_cannot_be_printed_is_still_a_crash():
    class Mute(Exception):
        def __str__(self):
            raise ValueError

    def sigmoid(z):
        raise Mute

    assert "Mute" in check(sigmoid).error


def test_a_result_that_cannot_be_printed_is_still_wrong():
    class Mute:
        def __repr__(self):
            raise ValueError

    result = checked("sigmoid", lambda z: Mute())
    assert result.status == "wrong"
    assert "Mute" in str(result)


def test_a_number_that_raises_when_it_is_read_is_a_crash():
    class Trap:
        def __float__(self):
            raise RuntimeError("trap")

    assert checked("sigmoid", lambda z: Trap()).status == "crashed"


def test_a_long_message_is_cut():
    def sigmoid(z):
        raise ValueError("word " * 100_000)

    assert len(str(check(sigmoid))) < 500


def test_a_list_kept_between_calls_is_not_right():
    def train(data, params, lr, epochs, losses=[]):  # noqa: B006
        params, new = EXERCISES["train"].reference(data, params, lr, epochs)
        losses.extend(new)
        return params, losses

    assert check(train).status == "wrong"
