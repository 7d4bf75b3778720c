"""The diagnosers. A diagnoser checks an attempt for one kind of mistake. Its docstring names this mistake.

It returns a sentence about the mistake. If it finds no mistake, it returns None or "". `check` calls the diagnosers in
the order of `DIAGNOSERS` until one of them returns a sentence.
"""

import ast
import inspect
import math
import re
from collections.abc import Callable
from contextlib import suppress
from itertools import permutations

from shared.checking import source, time_limit, values
from shared.checking.arrays import is_array
from shared.checking.attempt import Attempt, agrees, attempt, is_comparable, raised_as_expected, wrong_form
from shared.checking.call import NONE, NONE_INSIDE, Call, call_on
from shared.checking.columns import loses_a_column
from shared.checking.habits import remark_on_habit, review
from shared.checking.loops import endless_loop
from shared.checking.messages import NONE_USED, is_deliberate, lacks_message, message
from shared.checking.repairs import find_repair, find_slip
from shared.checking.shapes import advice_on_a_lost_axis, explain_arrays
from shared.exercises import EXERCISES


def took_too_long(tried: Attempt) -> str | None:
    """The calls did not end in time and were stopped."""
    if not isinstance(tried.call.error, time_limit.TookTooLong):
        return None
    if tried.call.seconds > time_limit.SECONDS + 1:
        return (
            f"Your code ran for {tried.call.seconds:.0f} seconds, but a check waits only {time_limit.SECONDS:.0f} "
            "seconds. The check cannot stop a single long call, such as `time.sleep` or a NumPy function."
        )
    reason, _ = endless_loop(tried.call.error, tried.f)
    text = f"Your code was still running after {time_limit.SECONDS:.0f} seconds, so the check stopped it."
    return f"{text} {reason}".rstrip()


def only_draws_globally(tried: Attempt) -> str | None:
    """Every result is right, but the answer draws from a global random generator."""
    return draws_globally(tried) if tried.accepted else None


def uses_a_stub(tried: Attempt) -> str | None:
    """A function that the answer uses is not written yet. The answer may use it through another function."""
    stub = next((g.__name__ for g in source.functions_reached(tried.f) if source.is_stub(g)), None)
    return stub and f"Your code uses `{stub}`, which still returns None: finish `{stub}` first."


def uses_a_wrong_function(tried: Attempt) -> str | None:
    """The answer uses a function of the same lesson, and that function is not right yet."""
    for g in reversed(source.functions_reached(tried.f)):
        other = EXERCISES.get(g.__name__)
        if not other or other.lesson != tried.exercise.lesson:
            continue
        used = attempt(g, other)
        if not used.accepted and not remark_on_habit(used):
            return f"Your code uses `{other.name}`, which is not right yet: fix `{other.name}` first."
    return None


def has_another_first_line(tried: Attempt) -> str | None:
    """The answer's first line has the right arguments, but in the wrong order or with a star."""
    with suppress(TypeError, ValueError):  # Python cannot read every signature
        parameters = inspect.signature(tried.f).parameters
        found, expected = [*parameters], tried.exercise.arguments
        line = f"The first line should be `def {tried.exercise.signature}:`."
        if not tried.accepted and found != expected and sorted(found) == sorted(expected):
            return f"Your arguments are in another order. {line}"
        for name, default in re.findall(r"(\w+)=([\w.-]+)", tried.exercise.signature):
            if name in parameters and parameters[name].default not in (float(default), inspect.Parameter.empty):
                return f"You changed the default of `{name}`. {line}" if not tried.accepted else None
        starred = [name for name, argument in parameters.items() if argument.kind == argument.VAR_POSITIONAL]
        if not tried.accepted and starred and found == expected:
            return f"`*{starred[0]}` puts the argument into a tuple. {line}"
    return None


def has_one_slip(tried: Attempt) -> str | None:
    """The only mistake is one slip in the code, such as a `return` inside a loop."""
    return None if tried.accepted or tried.call.changed else find_slip(tried)


def is_reviewed(tried: Attempt) -> str | None:
    """The exercise's review finds a mistake in the way the answer computes its result."""
    if tried.accepted or (tried.call.error and not is_deliberate(tried.call.error)):
        return None
    return review(tried, False)


def is_a_known_mistake(tried: Attempt) -> str | None:
    """In every call, the answer gives the same result as one of the known mistakes."""
    found = _known_mistake(tried, [tried.calls])
    return _feedback(tried, found[0]) if found else None


def _known_mistake(tried, variants):
    """Find the first known mistake with the same results as one of `variants`. Each variant is a list of calls.

    Return (mistake, index of the variant), or None.
    """
    for mistake in tried.exercise.mistakes:
        left = [*range(len(variants))]
        for n, args in enumerate(tried.cases):
            wrong = call_on(mistake.answer, args)
            left = [k for k in left if behave_alike(wrong, variants[k][n], tried.exercise.tolerance)]
            if not left:
                break
        else:
            return mistake, left[0]
    return None


def _feedback(tried, mistake):
    return source.pick_text(tried.f, mistake.feedback, mistake.if_source_matches)


def is_in_another_order(tried: Attempt) -> str | None:
    """Every call returns the right numbers, but always in the same wrong order."""
    names = tried.exercise.parts
    pairs = [(call.plain, expected.plain) for call, expected in zip(tried.calls, tried.expected)]
    if not names or not all(is_comparable(*pair) for pair in zip(tried.calls, tried.expected)):
        return None
    if not all(
        type(got) is tuple and values.shape(got) == values.shape(wanted) == (len(names),) for got, wanted in pairs
    ):
        return None
    places = [
        [k for k in range(len(names)) if all(values.close(got[j], wanted[k], 1e-9) for got, wanted in pairs)]
        for j in range(len(names))
    ]
    if all(len(place) == 1 for place in places) and len({place[0] for place in places}) == len(names):
        return f"All {len(names)} numbers are right, but in another order: return {', '.join(names)}."
    return None


def behave_alike(a: Call, b: Call, tolerance: float) -> bool:
    """True if two calls returned the same numbers, or raised the same error.

    Two errors from `raise` statements count as the same error, even if their types or messages differ. Two results that
    are not made of numbers count as the same if their descriptions are equal. If `a` changed some of its arguments, `b`
    must have changed the same arguments.
    """
    if a.error is not None and b.error is not None:
        same_error = type(a.error) is type(b.error) and message(a.error) == message(b.error)
        return same_error or (is_deliberate(a.error) and is_deliberate(b.error))
    if a.error is not b.error:
        return False
    if a.changed and a.changed != b.changed:
        return False
    return a.unreadable == b.unreadable and (a.unreadable is not None or values.close(a.plain, b.plain, tolerance))


def draws_globally(tried: Attempt) -> str | None:
    """The answer draws from a global random generator."""
    if not tried.draws_globally:
        return None
    fix = "draw from `rng` instead" if "rng" in tried.exercise.arguments else "nothing is random in this exercise"
    return f"Your code draws from the global random generator: {fix}."


def lacks_an_error(tried: Attempt) -> str | None:
    """The call must raise an error with a message, but does not."""
    if not tried.expected_call.error:
        return None
    if not tried.call.error:
        return "This call must raise an error, but your code raises no error. Raise an error that says what failed."
    if lacks_message(tried.call.error):
        return 'The error for this call needs a message: `raise RuntimeError("…")`.'
    return None


def returns_none(tried: Attempt) -> str | None:
    """The call returns None, or a result with None in it."""
    if tried.call.unreadable not in (NONE, NONE_INSIDE):
        return None
    if tried.call.unreadable == NONE and (sentence := _calls_that_return_none(tried.f)):
        return sentence
    if tried.call.unreadable == NONE_INSIDE or source.returns_on_every_path(tried.f):
        return NONE_USED
    if all(call.unreadable == NONE for call in tried.calls):
        if source.returns_alone(tried.f):
            return "A `return` without a value returns None: write the value on the same line."
        if tried.call.printed:
            return "Your code prints something but returns None: end the function with `return`."
        return "Your code computes something but returns None: end the function with `return`."
    return "This call returns None, because the function ends without reaching a `return`."


IN_PLACE = ("append", "extend", "insert", "remove", "reverse", "sort")  # these methods change a list and return None


def _calls_that_return_none(f):
    """Return a sentence if the answer returns `print(…)` or a call such as `a.append(…)`, else None."""
    for call in source.returned_calls(f):
        if isinstance(call.func, ast.Name) and call.func.id == "print":
            return "`print` shows a value but returns None: write the value after `return`, without `print`."
        if isinstance(call.func, ast.Attribute) and call.func.attr in IN_PLACE:
            name, method = ast.unparse(call.func.value), call.func.attr
            return f"`{method}` changes the list and returns None: call it on a line above, then `return {name}`."
    return None


def has_the_wrong_form(tried: Attempt) -> str | None:
    """`wrong_form` finds a wrong type or shape, nan, infinity, or a changed argument."""
    found = wrong_form(tried.exercise, tried.call, tried.expected_call)
    return found and f"{found}{advice_on_a_lost_axis(tried)}"


FACTORS: dict[float, tuple[str, str]] = {  # factor → (feedback, feedback if the factor is the second mistake)
    -1: ("Every number has the wrong sign: flip the sign.", "the sign is flipped."),
    2: ("Every result is twice the right result: divide by 2, or remove a factor 2.", "there is an extra factor 2."),
    0.5: ("Every result is half of the right result: a factor 2 is missing.", "a factor 2 is missing."),
}


def is_off_by_a_factor(tried: Attempt) -> str | None:
    """All numbers are wrong by one factor: a fixed number, or the length of the call's first argument."""
    cases = [case for case in zip(tried.cases, tried.calls, tried.expected) if not raised_as_expected(*case[1:])]
    if not all(is_comparable(call, expected) for _, call, expected in cases):
        return None
    if not any(any(values.numbers(expected.plain)) for _, _, expected in cases):
        return None
    lengths = [len(args[0]) if isinstance(args[0], (list, tuple)) or is_array(args[0]) else 0 for args, _, _ in cases]
    length = f"`len({tried.exercise.arguments[0]})`"
    candidates: list[tuple[list, str]] = [
        ([factor] * len(cases), sentence) for factor, (sentence, _) in FACTORS.items()
    ]
    candidates += [
        (lengths, f"Every result is {length} times too big: divide by {length}."),
        (
            [1 / n if n else 0 for n in lengths],
            f"Every result is {length} times too small: remove a division by {length}.",
        ),
    ]
    for factors, sentence in candidates:
        if all(factors) and all(
            values.close(call.plain, values.scaled(expected.plain, factor), tried.exercise.tolerance)
            for (_, call, expected), factor in zip(cases, factors)
        ):
            return sentence
    return None


def has_two_known_mistakes(tried: Attempt) -> str | None:
    """The answer has two mistakes: a known mistake, and a wrong sign or a wrong factor 2."""
    return _two_mistakes(
        tried,
        [(second, lambda plain, f=factor: values.scaled(plain, 1 / f)) for factor, (_, second) in FACTORS.items()],
    )


def has_a_known_mistake_in_another_order(tried: Attempt) -> str | None:
    """The answer has two mistakes: a known mistake, and a wrong order of the results."""
    names = tried.exercise.parts
    results = [call.plain for call in tried.calls]
    if not 2 <= len(names) <= 4 or not all(type(plain) is tuple and len(plain) == len(names) for plain in results):
        return None
    shapes = [values.shape(part) for part in tried.expected[0].plain]
    orders = [
        order
        for order in list(permutations(range(len(names))))[1:]
        if [values.shape(results[0][k]) for k in order] == shapes
    ]
    second = f"the order is wrong. Return {', '.join(names)}."
    return _two_mistakes(tried, [(second, lambda plain, o=order: tuple(plain[k] for k in o)) for order in orders])


def _two_mistakes(tried, changes):
    """Return feedback on an answer with two mistakes, or None.

    `changes` are pairs (sentence about one mistake, function that corrects this mistake in a result). If the corrected
    results equal the results of a known mistake, the answer has both mistakes.
    """
    draws = any(call.drawn_from for call in tried.expected)
    if not changes or draws or not all(map(is_comparable, tried.calls, tried.expected)):
        return None
    corrected = [[call._replace(plain=change(call.plain)) for call in tried.calls] for _, change in changes]
    found = _known_mistake(tried, corrected)
    if not found:
        return None
    mistake, k = found
    return f"Two things are wrong. First: {_feedback(tried, mistake)} Second: {changes[k][0]}"


def is_cut_to_whole_numbers(tried: Attempt) -> str | None:
    """All results are whole numbers or truth values, but the expected results are not all whole numbers.

    Or all expected results are whole numbers, but some results are not, and the code divides with `/`.
    """
    if not all(map(is_comparable, tried.calls, tried.expected)):
        return None
    results = [x for call in tried.calls for x in values.numbers(call.plain)]
    used = source.operations(tried.f)
    if _are_whole(x for call in tried.expected for x in values.numbers(call.plain)):
        divides = "/" in used and not _are_whole(results)
        return "The result must be a whole number. Your code divides: remove the division." if divides else None
    if not _are_whole(results):
        return None
    if cut := [name for name in ("//", "int", "round") if name in used]:
        return f"`{cut[0]}` cuts the result to a whole number. Compute without `{cut[0]}`."
    if all(isinstance(x, bool) for x in results):
        return "Your code returns True or False. Return a number."
    if {*results} <= {0, 1}:
        return "Your code returns only 0 or 1. Return the number itself, without comparing it with a limit."
    return None


def _are_whole(numbers):
    return all(math.isfinite(x) and x % 1 == 0 for x in numbers)


def is_reversed(tried: Attempt) -> str | None:
    """In every call, a list has the right numbers in the reverse order."""
    names = tried.exercise.parts
    if not all(map(is_comparable, tried.calls, tried.expected)):
        return None
    pairs = [(call.plain, expected.plain) for call, expected in zip(tried.calls, tried.expected)]
    if not all(values.same_shape(*pair) for pair in pairs):
        return None
    for k, name in enumerate(names or ("The list",)):
        parts = [(got[k], wanted[k]) if names else (got, wanted) for got, wanted in pairs]
        if all(
            type(got) is tuple and values.close(got[::-1], wanted, tried.exercise.tolerance) for got, wanted in parts
        ):
            return f"{f'`{name}`' if names else name} is in the reverse order: your last item must be the first."
    return None


def returns_too_much(tried: Attempt) -> str | None:
    """The answer returns too many results, or it puts the right numbers in inner brackets."""
    if any(call.error or call.unreadable or call.changed or e.error for call, e in zip(tried.calls, tried.expected)):
        return None
    tolerance = tried.exercise.tolerance
    pairs = [(call.plain, expected.plain) for call, expected in zip(tried.calls, tried.expected)]
    if not all(type(got) is tuple for got, _ in pairs):
        return None
    lengths = {len(got) for got, _ in pairs}
    if len(lengths) == 1 and not tried.exercise.parts:
        (length,) = lengths
        places = [k for k in range(length) if all(values.close(got[k], wanted, tolerance) for got, wanted in pairs)]
        if places and length > 1:
            which = {0: "the first result", length - 1: "the last result"}.get(places[-1], f"result {places[-1] + 1}")
            return f"You return {length} results. Return only {which}."
    flat = [(tuple(values.numbers(got)), wanted) for got, wanted in pairs]
    grouped = all(len(got) != len(wanted) for got, wanted in pairs) if tried.exercise.parts else False
    if grouped and all(values.close(numbers, wanted, tolerance) for numbers, wanted in flat):
        return (
            f"All {len(tried.exercise.parts)} numbers are right, but they are in groups. Return them in one list "
            "without inner brackets. (`append` adds a group as one item, and `extend` adds its numbers.)"
        )
    return None


def is_explained(tried: Attempt) -> str | None:
    """The exercise's `explain` finds the mistake in the numbers.

    Calls that give no finite numbers, for example because of 0 / 0, are ignored if they are at most a third of all.
    """
    exercise = tried.exercise
    kept = [
        (case, call, expected)
        for case, call, expected in zip(tried.cases, tried.calls, tried.expected)
        if is_comparable(call, expected) and all(map(math.isfinite, values.numbers(call.plain)))
    ]
    if not exercise.explain or 3 * len(kept) < 2 * len(tried.calls):
        return None
    cases, calls, wanted = zip(*kept)
    if all(agrees(call, expected, exercise.tolerance) for call, expected in zip(calls, wanted)):
        return None
    same = all(values.same_shape(call.plain, expected.plain) for call, expected in zip(calls, wanted))
    try:
        results = [call.plain for call in calls]
        return exercise.explain([*cases], results) if same or exercise.explains_any_shape else None
    except (ArithmeticError, ValueError):  # for example, if the numbers are too large
        return None


def fails_the_validator(tried: Attempt) -> str | None:
    """The exercise's validator rejects a result, or the answer does not draw from a given random generator."""
    return tried.problems[tried.first]


def is_constant(tried: Attempt) -> str | None:
    """Every call returns the same result, although the expected results differ."""
    results, expected = ({call.plain for call in calls} for calls in (tried.calls, tried.expected))
    if (
        not all(map(is_comparable, tried.calls, tried.expected))
        or len(results) > 1
        or len(expected) < 3
        or tried.exercise.parts
    ):
        return None
    return f"Every call returns {values.to_text(results.pop())}: the result must depend on the arguments."


def has_a_slip(tried: Attempt) -> str | None:
    """One small change to the student's code makes every call right."""
    explained = isinstance(tried.call.error, (NameError, TypeError, AttributeError))  # `describe` explains these errors
    return None if tried.accepted or explained or tried.call.changed else find_repair(tried)


DIAGNOSERS: tuple[Callable[[Attempt], str | None], ...] = (
    took_too_long,
    only_draws_globally,
    uses_a_stub,
    uses_a_wrong_function,
    has_another_first_line,
    has_one_slip,
    is_reviewed,
    is_a_known_mistake,
    is_in_another_order,
    loses_a_column,
    draws_globally,
    explain_arrays,
    lacks_an_error,
    returns_none,
    has_a_known_mistake_in_another_order,
    is_explained,
    returns_too_much,
    has_a_slip,
    has_the_wrong_form,
    is_off_by_a_factor,
    has_two_known_mistakes,
    is_reversed,
    is_constant,
    is_cut_to_whole_numbers,
    fails_the_validator,
)
