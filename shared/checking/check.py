"""`check(f)`: calls a student's function on the probes of its exercise and says what came of it, in one sentence."""

import inspect
import itertools
import math
import random
import re

import numpy as np

from shared.checking import source
from shared.checking.call import NONE_INSIDE, Array, kind, leaves, outcome_of, same, same_shape, shape, short
from shared.checking.capture import silence
from shared.checking.result import CRASHED, NOT_ATTEMPTED, RIGHT, WRONG, Result
from shared.exercises import EXERCISES


def check(f):
    """Run `f` on the probes of the exercise it is named after and return a `Result`.

    Never raises because of what `f` does (a keyboard interrupt apart); ValueError if no exercise has f's name.
    """
    exercise = _exercise_of(f)
    probes = exercise.cases()
    due = [outcome_of(exercise.reference, args) for args in probes]
    for error in (outcome.error for outcome in due if outcome.error and not source.on_purpose(outcome.error)):
        raise error  # the exercise itself is broken
    before = _random_states()
    outcomes = []
    with np.errstate(all="ignore"), silence():
        for args, expected in zip(probes, due):
            outcomes.append(outcome_of(f, args, expected))
            if outcomes[0].unreadable == "None" and not source.does_something(f):
                return Result(exercise.name, NOT_ATTEMPTED, cases=1)
        drew = before != _random_states() and _draws_again(f, probes[0])
    complaints = _complaints(exercise, probes, outcomes, due)
    good = all(complaint is None for complaint in complaints)
    if good and not drew:
        return Result(
            exercise.name,
            RIGHT,
            len(probes),
            success_message=_fitting(exercise.success_message, exercise.if_source_matches, f),
        )
    first = 0 if good else next(k for k, complaint in enumerate(complaints) if complaint is not None)
    outcome, expected = outcomes[first], due[first]
    diagnosis = (
        (
            not good
            and (
                source.unfinished(f) or _wrong_itself(exercise, f) or _known_mistake(exercise, probes, outcomes, due, f)
            )
        )
        or (drew and _randomness(exercise))
        or _nothing(outcomes, first, due, f)
        or _fault(outcome, expected, exercise)
        or _factor(exercise, probes, outcomes, due)
        or complaints[first]
        or None
    )
    got, wanted = _apart(outcome, expected, exercise)
    line = outcome.error and source.own_line(outcome.error, f)
    return Result(
        exercise.name,
        CRASHED if outcome.error else WRONG,
        len(probes),
        diagnosis=diagnosis,
        call=_call_text(exercise, probes[first]),
        got=got,
        expected=wanted,
        parts=None if diagnosis or outcome.error else _parts(outcomes, due, exercise, first),
        error=outcome.error and source.in_words(outcome.error, f, exercise, line, explained=bool(diagnosis)),
        line=line,
    )


def _exercise_of(f):
    name = getattr(f, "__name__", None)
    if not callable(f) or not isinstance(name, str) or name not in EXERCISES:
        what = f"no exercise is called {short(name)}" if callable(f) and name else "check needs a function"
        raise ValueError(f"{what}; the exercises are {', '.join(EXERCISES)}")
    return EXERCISES[name]


# Right or not.


def _random_states():
    kind, keys, *rest = np.random.get_state()  # noqa: NPY002 - the global generator is what is watched
    return random.getstate(), kind, keys.tobytes(), rest


def _draws_again(f, args):
    """True if one more call moves a global generator: another thread alone would not do it call after call."""
    for _ in range(3):
        random.random()
        np.random.random()  # noqa: NPY002 - the very generator that an answer should leave alone
        before = _random_states()
        outcome_of(f, args)
        if before == _random_states():
            return False
    return True


def _agrees(outcome, due, tolerance):
    return outcome is due or (_comparable(outcome, due) and same(outcome.plain, due.plain, tolerance))


def _comparable(outcome, due):
    """True if a call gave numbers and changed nothing, and numbers are due."""
    return outcome.error is due.error is outcome.unreadable is None and not outcome.changed


def _complaints(exercise, probes, outcomes, due):
    """For each call None if its result will do, or else the judge's sentence, "" where there is none."""
    complaints = []
    for args, outcome, expected in zip(probes, outcomes, due):
        if _agrees(outcome, expected, exercise.tolerance):
            complaints.append(None)
        elif not exercise.validator or not _comparable(outcome, expected) or _fault(outcome, expected, exercise):
            complaints.append("")
        elif idle := set(expected.drawn_from) - set(outcome.drawn_from):
            complaints.append(f"Nothing is drawn from `{exercise.arguments[min(idle)]}`, which came in for that.")
        else:
            complaints.append(exercise.validator(args, outcome.plain))
    drawn = any(d.drawn_from for d in due) and all(complaint is None for complaint in complaints)
    if drawn and len({o.plain for o in outcomes}) < len({d.plain for d in due}):
        return ["Another seed gives the same numbers again: let the generator that came in draw them all."] * len(due)
    return complaints


# Recognising a mistake.


def _wrong_itself(exercise, f):
    """The sentence for an answer that uses another of its lesson's functions which is not right yet; or None."""
    for g in reversed(source.functions_reached(f)):
        other = EXERCISES.get(g.__name__)
        if other and other.lesson == exercise.lesson and not _is_right(other, g):
            return f"It uses `{other.name}`, which is not right yet: mend that one first."
    return None


def _is_right(exercise, f):
    """True if every result of `f` will do; whether it drew from a global generator is not looked at."""
    probes = exercise.cases()
    due = [outcome_of(exercise.reference, args) for args in probes]
    with np.errstate(all="ignore"), silence():
        outcomes = [outcome_of(f, args, expected) for args, expected in zip(probes, due)]
    return all(complaint is None for complaint in _complaints(exercise, probes, outcomes, due))


def _known_mistake(exercise, probes, outcomes, due, f):
    for mistake in exercise.mistakes:
        answers = map(outcome_of, itertools.repeat(mistake.answer), probes, due)
        with np.errstate(all="ignore"):  # a mistake may overflow, and its reader has enough to read
            if all(_alike(answer, outcome, exercise.tolerance) for answer, outcome in zip(answers, outcomes)):
                return _fitting(mistake.feedback, mistake.if_source_matches, f)
    return None


def _fitting(sentence, written, f):
    """`sentence`, or the other one if `written`, a pattern and a sentence, is given and the code of `f` matches."""
    pattern, instead = written or (None, None)
    return instead if pattern and re.search(pattern, source.source(f), re.DOTALL) else sentence


def _alike(a, b, tolerance):
    """True if two outcomes are those of the same answer: the same numbers, or the same words when it raises.

    What an answer raises on purpose, each of them puts into words of its own.
    """
    if a.error is not None and b.error is not None and all(map(source.on_purpose, (a.error, b.error))):
        return True
    if a.error is not None or b.error is not None:
        return type(a.error) is type(b.error) and source.message(a.error) == source.message(b.error)
    if a.changed and a.changed != b.changed:
        return False
    return a.unreadable == b.unreadable and (a.unreadable is not None or same(a.plain, b.plain, tolerance))


def _randomness(exercise):
    cure = "draw from the `rng` that comes in" if "rng" in exercise.arguments else "nothing here is left to chance"
    return f"It draws from the global random generator: {cure}."


def _nothing(outcomes, first, due, f):
    """The sentence for a call from which neither a result comes nor the error that is due."""
    if due[first].error and not outcomes[first].error:
        return "An error is due for this call, and none is raised: `raise` one that says why."
    if due[first].error and source.says_nothing(outcomes[first].error):
        return 'An error is due for this call, with words in it: `raise RuntimeError("…")`.'
    if outcomes[first].unreadable not in ("None", NONE_INSIDE):
        return None
    if outcomes[first].unreadable == NONE_INSIDE or source.returns_on_every_way(f):
        return source.NONE_USED
    if all(outcome.unreadable == "None" for outcome in outcomes):
        return "It computes and gives nothing back (None): end it with `return`."
    return "For this call nothing comes back (None): one way through the function ends without `return`."


def _fault(outcome, due, exercise):
    """What is wrong with a result before its numbers are compared: its kind, its shape, a NaN, a changed argument."""
    if outcome.error is not None:
        return None
    if outcome.unreadable:
        return f"It gives back {outcome.unreadable} where {kind(due.plain)} is due."
    if outcome.changed:
        return f"The call changes its argument `{exercise.arguments[outcome.changed[0]]}`: work on a copy."
    if type(outcome.plain) is tuple and exercise.parts and len(outcome.plain) == len(exercise.parts):
        alike = list(map(same_shape, outcome.plain, due.plain))
        if not all(alike):
            k = alike.index(False)
            return f"`{exercise.parts[k]}` is {kind(outcome.plain[k])} where {kind(due.plain[k])} is due."
    if outcome.is_tuple and shape(outcome.plain) == (1,) and not isinstance(due.plain, tuple):
        return "It gives back a tuple of one number: drop the trailing comma."
    if not same_shape(outcome.plain, due.plain):
        return f"It gives back {kind(outcome.plain)} where {kind(due.plain)} is due."
    numbers = list(map(float, leaves(outcome.plain)))
    if any(map(math.isnan, numbers)):
        return "A nan comes back, which is no number: look for 0 / 0, 0 · ∞, ∞ − ∞, or a root or log below 0."
    if any(map(math.isinf, numbers)):
        return "An infinity comes back: somewhere a number grew past what a float can hold."
    return None


def _factor(exercise, probes, outcomes, due):
    """The sentence for an answer that is off by the same factor everywhere, or None."""
    calls = [(args, o, d) for args, o, d in zip(probes, outcomes, due) if o is not d]
    if not all(_comparable(o, d) for _, o, d in calls) or not any(any(leaves(d.plain)) for _, _, d in calls):
        return None
    n = [len(args[0]) if isinstance(args[0], (list, tuple, np.ndarray)) else 0 for args, _, _ in calls]
    length = f"`len({exercise.arguments[0]})`"
    for factors, sentence in (
        ([-1] * len(n), "Every number is right but for its sign: turn it."),
        ([2] * len(n), "Exactly twice what is due, every time: there is a 2 too many."),
        ([0.5] * len(n), "Exactly half of what is due, every time: a 2 is missing."),
        (n, f"{length} times too big, every time: divide by it."),
        ([1 / k if k else 0 for k in n], f"{length} times too small, every time: one division by it too many."),
    ):
        scaled = ((o.plain, _scaled(d.plain, k)) for (_, o, d), k in zip(calls, factors))
        if all(factors) and all(same(plain, right, exercise.tolerance) for plain, right in scaled):
            return sentence
    return None


def _scaled(plain, ratio):
    return tuple(_scaled(item, ratio) for item in plain) if isinstance(plain, tuple) else plain * ratio


def _parts(outcomes, due, exercise, call):
    """Which parts of a result of several are right on every probe, and which is the first that is not, as in `call`."""
    names = exercise.parts
    pairs = [(o.plain, d.plain) for o, d in zip(outcomes, due) if o.error is d.error is o.unreadable is None]
    if not names or not all(isinstance(got, tuple) and len(got) == len(names) for got, _ in pairs):
        return None
    right = [all(same(got[k], expected[k], exercise.tolerance) for got, expected in pairs) for k in range(len(names))]
    if all(right):
        return None
    first = right.index(False)
    good = [name for name, is_right in zip(names, right) if is_right]
    difference = f"he first difference is `{names[first]}`"
    got, expected = outcomes[call].plain[first], due[call].plain[first]
    if not isinstance(got, tuple) and not same(got, expected, exercise.tolerance):
        digits = _digits(got, expected)
        difference += f": {_show(got, digits)} instead of {_show(expected, digits)}"
    if not good:
        return f"T{difference}."
    if first > 2 and len(good) == first:
        return f"{names[0]} to {names[first - 1]} are right; t{difference}."
    return f"{_listed(good)} {'is' if len(good) == 1 else 'are'} right; t{difference}."


def _listed(words):
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


# Putting it into words.


def _call_text(exercise, args):
    return f"{exercise.name}({', '.join(map(_argument, args))})"


def _argument(value):
    if inspect.isfunction(value):
        return value.__name__
    if isinstance(value, np.ndarray):
        return f"np.array({value.tolist()!r})"
    if isinstance(value, np.random.Generator):
        return f"np.random.default_rng({value.bit_generator.seed_seq.entropy})"
    if isinstance(value, list):
        return f"[{', '.join(map(_argument, value))}]"
    if isinstance(value, tuple):
        return f"({', '.join(map(_argument, value))}{',' * (len(value) == 1)})"
    return repr(value)


def _apart(outcome, due, exercise):
    """What came back and what was due, as texts; the same text twice where it is not the numbers that are wrong."""
    if due.error:
        got = None if outcome.error else outcome.shown or _show(outcome.plain, 6)
        return got, f"an error, such as {short(due.error)}"
    or_else = "  # or another draw" if due.drawn_from else ""
    if outcome.error or outcome.unreadable:
        return outcome.shown, _show(due.plain, 6) + or_else
    if same(outcome.plain, due.plain, exercise.tolerance):
        return (_show(due.plain, 6),) * 2
    digits = _digits(outcome.plain, due.plain) if same_shape(outcome.plain, due.plain) else 6
    return _show(outcome.plain, digits), _show(due.plain, digits) + or_else


def _digits(got, expected):
    """As many digits as it takes to see that the numbers of two plain results differ, if they do."""
    pairs = list(zip(leaves(got), leaves(expected)))
    return next((n for n in (6, 10, 17) if any(f"{a:.{n}g}" != f"{b:.{n}g}" for a, b in pairs)), 6)


def _show(plain, digits, ends="()", most=12):
    """A plain result as one would type it, the rest of a long one left out."""
    if isinstance(plain, Array):
        return f"np.array({_show(tuple(plain), digits, '[]', most)})"
    if isinstance(plain, tuple):
        if len(plain) > most and isinstance(plain[0], tuple):
            most = 3  # of a large array a corner is enough
        items = [_show(item, digits, ends, most) for item in plain[:most]] + ["…"] * (len(plain) > most)
        return f"{ends[0]}{', '.join(items)}{',' * (len(plain) == 1 and ends == '()')}{ends[1]}"
    return f"{plain:.{digits}g}" if isinstance(plain, float) else short(plain)
