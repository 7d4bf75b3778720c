"""Call an answer on all cases of its exercise and compare its results with the results of the reference."""

import math
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from shared.checking import source, time_limit, values
from shared.checking.arrays import is_loaded, np
from shared.checking.call import NONE, Call, call_on
from shared.checking.capture import capture_output
from shared.checking.messages import is_deliberate
from shared.exercises import Exercise


@dataclass(frozen=True)
class Attempt:
    """All calls of one answer, with the results of the reference."""

    f: Callable
    exercise: Exercise
    cases: list[tuple]  # the arguments of each call
    calls: list[Call]  # the answer's calls; fewer than cases if the answer is a stub or took too long
    expected: list[Call]  # the reference's calls
    problems: list[str | None]  # for each call: None for a right result, otherwise a sentence or ""
    draws_globally: bool  # True if the answer draws from the global generator of `random` or `np.random`

    @property
    def is_stub(self) -> bool:
        """True if the student has not written anything yet."""
        return _is_stub(self.f, self.calls[0])

    @property
    def accepted(self) -> bool:
        """True if every result is right. The answer may draw from a global generator."""
        return all(problem is None for problem in self.problems)

    @property
    def first(self) -> int:
        """Index of the first wrong call; 0 if all are right."""
        return next((k for k, problem in enumerate(self.problems) if problem is not None), 0)

    @property
    def call(self) -> Call:
        """The first wrong call, or the first call if all calls are right."""
        return self.calls[self.first]

    @property
    def expected_call(self) -> Call:
        """The reference's call with the arguments of `call`."""
        return self.expected[self.first]


def attempt(f: Callable, exercise: Exercise) -> Attempt:
    """Call `f` on all cases of the exercise and compare the results.

    Raises KeyboardInterrupt, and the errors of a broken reference or validator.
    """
    cases = exercise.cases()
    expected = [call_on(exercise.reference, args) for args in cases]
    for call in expected:
        if call.error and not is_deliberate(call.error):
            raise call.error
    state = _global_random_state()
    calls = _call_on_all(f, cases)
    stopped = isinstance(calls[-1].error, time_limit.TookTooLong)
    draws = not stopped and state != _global_random_state() and _draws_again(f, cases[0])
    return Attempt(f, exercise, cases, calls, expected, _problems(exercise, cases, calls, expected), draws)


def _call_on_all(f, cases) -> list[Call]:
    """Call `f` on each case. If `f` is a stub, stop after the first call. Stop if all calls together take too long."""
    calls: list[Call] = []
    start = time.monotonic()
    with capture_output() as captured:
        try:
            with time_limit.time_limit(time_limit.SECONDS):
                for args in cases:
                    calls.append(call_on(f, args)._replace(printed=captured.take()))
                    if isinstance(calls[-1].error, time_limit.TookTooLong) or (
                        len(calls) == 1 and _is_stub(f, calls[0])
                    ):
                        break
        except time_limit.TookTooLong as error:  # the time limit was reached between two calls
            calls.append(Call(error=error))
    if isinstance(calls[-1].error, time_limit.TookTooLong):
        calls[-1] = calls[-1]._replace(seconds=time.monotonic() - start)
    return calls


def _is_stub(f, first_call):
    return first_call.unreadable == NONE and source.is_stub(f)


def _global_random_state():
    if not is_loaded():
        return random.getstate(), None
    state: Any = np.random.get_state()
    kind, keys, *rest = state
    return random.getstate(), (kind, keys.tobytes(), rest)


def _draws_again(f, args):
    """True if each of three more calls of `f` changes the state of a global random generator.

    It is unlikely that another thread changes this state during all three calls.
    """
    python_state, before = random.getstate(), np.random.get_state() if is_loaded() else None
    try:
        with capture_output(), time_limit.time_limit(time_limit.SECONDS):
            for _ in range(3):
                random.random()
                if before:
                    np.random.random()  # so a call of `f` that sets a seed also changes the state
                state = _global_random_state()
                stopped = isinstance(call_on(f, args).error, time_limit.TookTooLong)
                if stopped or state == _global_random_state():
                    return False
        return True
    except time_limit.TookTooLong:  # the time limit was reached between two calls
        return False
    finally:
        random.setstate(python_state)  # the whole process uses this state
        if before:
            np.random.set_state(before)


# Compare.


def agrees(call: Call, expected: Call, tolerance: float) -> bool:
    """True if the call returned the reference's numbers and changed no argument, or if both raised an error."""
    if expected.error:
        return raised_as_expected(call, expected)
    return is_comparable(call, expected) and values.close(call.plain, expected.plain, tolerance)


def raised_as_expected(call: Call, expected: Call) -> bool:
    """True if the reference raised an error, and the answer raised an error deliberately (see `is_deliberate`)."""
    return bool(expected.error and call.error and is_deliberate(call.error))


def is_comparable(call: Call, expected: Call) -> bool:
    """True if the answer and the reference returned numbers, and the answer changed no argument."""
    return call.error is expected.error is call.unreadable is None and not call.changed


def _problems(exercise, cases, calls, expected):
    problems = [problem_of(exercise, *case) for case in zip(cases, calls, expected)]
    if any(problem is not None for problem in problems) or not any(call.drawn_from for call in expected):
        return problems
    if len({call.plain for call in calls}) < len({call.plain for call in expected}):
        feedback = "Your code gives the same numbers for two seeds. Draw all numbers from the given generator."
        return [feedback] * len(calls)
    return problems


def problem_of(exercise: Exercise, args: tuple, call: Call, expected: Call) -> str | None:
    """Return None for a right result, otherwise a sentence or "".

    The sentence is the validator's feedback, or says which random generator the answer does not use.
    """
    if agrees(call, expected, exercise.tolerance):
        return None
    if not exercise.validator or not is_comparable(call, expected) or wrong_form(exercise, call, expected):
        return ""
    if unused := set(expected.drawn_from) - set(call.drawn_from):
        name = exercise.arguments[min(unused)]
        return f"Your code draws no random numbers from the argument `{name}`. Draw all random numbers from `{name}`."
    return exercise.validator(args, call.plain)


def wrong_form(exercise: Exercise, call: Call, expected: Call) -> str | None:
    """Return feedback on a wrong type, a wrong shape, nan, infinity or a changed argument. Otherwise return None."""
    if call.error is not None:
        return None
    got, wanted = call.plain, expected.plain
    if call.unreadable:
        return f"Your code returns {call.unreadable}, but {values.kind(wanted)} is expected."
    if call.changed:
        return f"The call changes its argument `{exercise.arguments[call.changed[0]]}`: work on a copy."
    if type(got) is tuple and exercise.parts and len(got) == len(exercise.parts):
        for name, part, wanted_part in zip(exercise.parts, got, wanted):
            if not values.same_shape(part, wanted_part):
                return f"`{name}` is {values.kind(part)}, but {values.kind(wanted_part)} is expected."
    if call.is_tuple and values.shape(got) == (1,) and not isinstance(wanted, tuple):
        return "Your code returns a tuple of one number: remove the trailing comma."
    if not values.same_shape(got, wanted):
        return f"Your code returns {values.kind(got)}, but {values.kind(wanted)} is expected."
    numbers = list(map(float, values.numbers(got)))
    if any(map(math.isnan, numbers)):
        nan_comes_from = "0 / 0, 0 · ∞, ∞ − ∞, or the log or root of a negative number"
        return f"The result contains nan (not a number). Look for {nan_comes_from}."
    if any(map(math.isinf, numbers)):
        return (
            "The result contains infinity. Look for the log of 0, a division by 0, or a number too large for a float."
        )
    return None
