"""`check(f)`: call a student's function, compare the results with the reference, and say what is wrong."""

import dis
from collections.abc import Callable

from shared.checking import messages, notebook, values
from shared.checking.arrays import quiet
from shared.checking.attempt import Attempt, attempt
from shared.checking.call import call_text
from shared.checking.diagnosers import DIAGNOSERS
from shared.checking.habits import remark_on_habit, review
from shared.checking.loops import endless_loop
from shared.checking.result import CRASHED, NOT_ATTEMPTED, RIGHT, WRONG, Result
from shared.checking.time_limit import TookTooLong
from shared.exercises import EXERCISES, Exercise
from shared.exercises.exercise import Rejection


def check(f: Callable) -> Result:
    """Find f's exercise, call `f` on its cases, compare the results with the reference, and return a `Result`.

    In `check(lambda: sigmoid)`, Python looks up the name `sigmoid` only when `check` calls the lambda. So the student
    gets a `Result` even if `sigmoid` is not defined. All calls on the cases together may take at most 5 seconds.
    `check` catches every exception of `f` except KeyboardInterrupt, and the `Result` describes it. Raises ValueError if
    no exercise has f's name.
    """
    name = _name_looked_up(f)
    return notebook.report_verdict(_check_name(name, f) if name else _check_function(f))


def _check_name(name, look_up) -> Result:
    if not {i.opname for i in dis.get_instructions(look_up)} <= LOOK_UP:
        text = f"`check` needs only the name of your function: write `check(lambda: {name})`."
        return Result(name, CRASHED, 0, diagnosis=text)
    try:
        f = look_up()
    except NameError:
        return notebook.undefined(name)
    notebook.remember_cell(name)
    if getattr(f, "__name__", None) != name or not callable(f):
        return notebook.not_a_function(name, f)
    return _check_function(f)


def _check_function(f) -> Result:
    exercise = _exercise_of(f)
    with quiet():  # wrong numbers may overflow: hide NumPy's warnings
        tried = attempt(f, exercise)
        if tried.is_stub:
            return Result(exercise.name, NOT_ATTEMPTED, len(tried.calls))
        habit = remark_on_habit(tried)
        if (tried.accepted or habit) and not tried.draws_globally:
            comment = habit or review(tried, True)
            if isinstance(comment, Rejection):
                return Result(exercise.name, WRONG, len(tried.calls), diagnosis=comment)
            return Result(exercise.name, RIGHT, len(tried.calls), success_message=comment or exercise.success_message)
        diagnosis = next(filter(None, (diagnose(tried) for diagnose in DIAGNOSERS)), None)
        return _failure(tried, diagnosis)


LOOK_UP = {"RESUME", "COPY_FREE_VARS", "LOAD_GLOBAL", "LOAD_DEREF", "RETURN_VALUE"}  # the code of `lambda: name`


def _name_looked_up(f) -> str | None:
    """Return the first exercise name that a lambda without arguments uses. Return None for any other function."""
    code = getattr(f, "__code__", None)
    if getattr(f, "__name__", None) != "<lambda>" or code is None or code.co_argcount:
        return None
    return next((name for name in code.co_names + code.co_freevars if name in EXERCISES), None)


def _exercise_of(f) -> Exercise:
    name = getattr(f, "__name__", None)
    if not callable(f) or not isinstance(name, str) or name not in EXERCISES:
        what = f"no exercise is called {values.short_repr(name)}" if callable(f) and name else "check needs a function"
        raise ValueError(f"{what}; the exercises are {', '.join(EXERCISES)}")
    return EXERCISES[name]


def _failure(tried: Attempt, diagnosis: str | None) -> Result:
    """Return the `Result` of an answer that is wrong or that crashed."""
    error = tried.call.error
    got, expected = _got_and_expected(tried)
    line, described = None, None
    if isinstance(error, TookTooLong):
        line = endless_loop(error, tried.f)[1]
    elif error:
        line = messages.failing_line(error, tried.f)
        described = messages.describe(error, tried.f, tried.exercise, line, explained=bool(diagnosis))
    return Result(
        tried.exercise.name,
        CRASHED if error else WRONG,
        len(tried.calls),
        diagnosis=diagnosis,
        call=call_text(tried.exercise.name, tried.cases[tried.first]),
        got=got,
        expected=expected,
        parts=None if diagnosis or error else _parts(tried),
        error=described,
        line=line,
        printed=_last_lines(tried.call.printed),
    )


def _last_lines(printed):
    """Return the last 20 printed lines, each cut to 200 characters. Return None if nothing was printed."""
    lines = printed.rstrip().splitlines()[-20:]
    return "\n".join(line[:200] for line in lines) or None


def _got_and_expected(tried):
    """Return the call's result and the expected result as text. If the numbers are right, both texts are the same.

    The first text is None if the call raised an error.
    """
    call, expected = tried.call, tried.expected_call
    got = call.shown if call.plain is None else values.to_text(call.plain)
    if expected.error:
        return got, f"an error, such as {values.short_repr(expected.error)}"
    or_another = "  # or another draw" if expected.drawn_from else ""
    if call.plain is None:
        return got, values.to_text(expected.plain) + or_another
    if values.close(call.plain, expected.plain, tried.exercise.tolerance):
        return (values.to_text(expected.plain),) * 2
    same_shape = values.same_shape(call.plain, expected.plain)
    digits = values.digits_to_tell_apart(call.plain, expected.plain) if same_shape else 6
    return values.to_text(call.plain, digits), values.to_text(expected.plain, digits) + or_another


def _parts(tried):
    """Return a text that names the right parts and the first wrong part.

    Return None if all parts are right, if the exercise has no parts, or if a result has the wrong number of parts.
    """
    names, tolerance = tried.exercise.parts, tried.exercise.tolerance
    pairs = [
        (call.plain, expected.plain)
        for call, expected in zip(tried.calls, tried.expected)
        if call.error is expected.error is call.unreadable is None
    ]
    if not names or not all(isinstance(got, tuple) and len(got) == len(names) for got, _ in pairs):
        return None
    is_right = [all(values.close(got[k], right[k], tolerance) for got, right in pairs) for k in range(len(names))]
    if all(is_right):
        return None
    first = is_right.index(False)
    difference = f"The first difference is `{names[first]}`"
    got, expected = tried.call.plain[first], tried.expected_call.plain[first]
    if not isinstance(got, tuple) and not values.close(got, expected, tolerance):
        digits = values.digits_to_tell_apart(got, expected)
        difference += f": {values.to_text(got, digits)} instead of {values.to_text(expected, digits)}"
    return f"{_right_parts(names, is_right, first)}{difference}."


def _right_parts(names, is_right, first):
    right = [name for name, good in zip(names, is_right) if good]
    if not right:
        return ""
    if first > 2 and len(right) == first:
        return f"{names[0]} to {names[first - 1]} are right. "
    if len(right) == 1:
        return f"{right[0]} is right. "
    return f"{', '.join(right[:-1])} and {right[-1]} are right. "
