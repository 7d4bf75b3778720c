"""`check(f)`: calls a student's function on the probes of its exercise and says what came of it, in one sentence."""

import builtins
import copy
import dis
import html
import inspect
import itertools
import linecache
import math
import random
import re
import reprlib
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from shared.exercises import EXERCISES

NOT_ATTEMPTED, CRASHED, WRONG, RIGHT = "not attempted", "crashed", "wrong", "right"
NONE_INSIDE = "a result with None in it"
NONE_USED = "Something it uses gave None: is every function it calls finished?"
MOST_NUMBERS = 20_000  # longer results are not read: no exercise is due more than a few hundred


@dataclass(frozen=True)
class Result:
    """What `check` found; shows itself as a card in a notebook and as one line under `str()`."""

    exercise: str
    status: str  # "not attempted", "crashed", "wrong" or "right"
    probes: int  # how many calls were made
    diagnosis: str | None = None  # the sentence for a recognised mistake
    call: str | None = None  # the first call that fails, as one would type it
    got: str | None = None
    expected: str | None = None
    parts: str | None = None  # which parts of the result are right, and which is the first that is not
    error: str | None = None  # what was raised, in words
    line: str | None = None  # the student's own line that raised
    earned: str | None = None  # said after success

    def __str__(self):
        return " ".join(f"{self.exercise}: {self.status}. {' '.join(self._sentences())}".split())

    __repr__ = __str__

    def _sentences(self):
        if self.status == NOT_ATTEMPTED:
            yield "Replace the ... with your own code; this check then runs again."
        if self.status == RIGHT:
            yield self.earned or ""
        yield from filter(None, (self.diagnosis, self.parts, self.error))
        if self.line:
            yield f"Your line: {self.line}"
        if self.status == WRONG and self.got != self.expected:
            yield f"{self.call} gives {self.got} and should give {self.expected}."
        if self.status == CRASHED:
            yield f"The call was {self.call}; it should give {self.expected}."

    def _repr_html_(self):
        return _card(self)


def check(f):
    """Run `f` on the probes of the exercise it is named after and return a `Result`.

    Never raises because of what `f` does (a keyboard interrupt apart); ValueError if no exercise has f's name.
    """
    exercise = _exercise_of(f)
    probes = exercise.probes()
    due = [_outcome(exercise.reference, args) for args in probes]
    before = _random_states()
    outcomes = []
    with np.errstate(all="ignore"), _Silence(f):
        for args in probes:
            outcomes.append(_outcome(f, args))
            if outcomes[0].unreadable == "None" and not _does_something(f):
                return Result(exercise.name, NOT_ATTEMPTED, probes=1)
        drew = before != _random_states() and _draws_again(f, probes[0])
    good = [_agrees(outcome, expected, exercise.tolerance) for outcome, expected in zip(outcomes, due)]
    if all(good) and not drew:
        return Result(exercise.name, RIGHT, len(probes), earned=_fitting(exercise.earned, exercise.written, f))
    first = 0 if all(good) else good.index(False)
    diagnosis = None if all(good) else _unfinished(f) or _known_mistake(exercise, probes, outcomes, f)
    if diagnosis is None and drew:
        diagnosis = _randomness(exercise)
    if diagnosis is None:
        diagnosis = _nothing(outcomes, first, f) or _fault(outcomes[first], due[first], exercise)
    if diagnosis is None:
        diagnosis = _factor(exercise, probes, outcomes, due)
    error = outcomes[first].error
    got, expected = _apart(outcomes[first], due[first], exercise.tolerance)
    line = error and _own_line(error, f)
    return Result(
        exercise.name,
        WRONG if error is None else CRASHED,
        len(probes),
        diagnosis=diagnosis,
        call=_call_text(exercise, probes[first]),
        got=got,
        expected=expected,
        parts=None if diagnosis or error else _parts(outcomes, due, exercise),
        error=error and _in_words(error, f, exercise, line, explained=diagnosis is not None),
        line=line,
    )


def _exercise_of(f):
    name = getattr(f, "__name__", None)
    if not callable(f) or not isinstance(name, str) or name not in EXERCISES:
        what = f"no exercise is called {_short(name)}" if callable(f) and name else "check needs a function"
        raise ValueError(f"{what}; the exercises are {', '.join(EXERCISES)}")
    return EXERCISES[name]


# Calling an answer.


class _Outcome(NamedTuple):
    """One call: its result as nested tuples of numbers, or why it is none, or what was raised."""

    plain: object = None
    shown: str | None = None  # an unreadable result, shortened
    unreadable: str | None = None
    error: BaseException | None = None
    changed: tuple[int, ...] = ()  # which arguments are not what they were
    is_tuple: bool = False


def _outcome(f, args):
    given = copy.deepcopy(args)
    try:
        value = f(*given)
        plain, unreadable = None, None
        try:
            plain = _plain(value, [MOST_NUMBERS])
        except _Unreadable as reason:
            unreadable = NONE_INSIDE if value is not None and str(reason) == "None" else str(reason)
        except RecursionError:
            unreadable = "a sequence that holds itself"
        shown = _short(value) if plain is None else None
        changed = tuple(i for i, (old, new) in enumerate(zip(args, given)) if not _unchanged(old, new))
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # SystemExit too: an answer must not end the lesson
        return _Outcome(error=error)
    return _Outcome(plain, shown, unreadable, None, changed, isinstance(value, tuple))


class _Silence:
    """While it lasts, `print` in the student's own code says nothing.

    `sys.stdout` stays as it is: it belongs to the whole process, and other students' sessions are threads of it.
    """

    def __init__(self, f):
        self.names = getattr(_unwrapped(f), "__globals__", {})

    def __enter__(self):
        self.own = self.names.get("print")
        self.names["print"] = _no_print

    def __exit__(self, *_):
        if self.names.get("print") is _no_print:
            if self.own is None or self.own is _no_print:
                self.names.pop("print", None)  # another thread may have done it
            else:
                self.names["print"] = self.own


def _no_print(*values, file=None, **options):
    if file is not None:
        builtins.print(*values, file=file, **options)


def _random_states():
    kind, keys, *rest = np.random.get_state()  # noqa: NPY002 - the global generator is what is watched
    return random.getstate(), kind, keys.tobytes(), rest


def _draws_again(f, args):
    """True if one more call moves a global generator: another thread alone would not do it call after call."""
    for _ in range(3):
        random.random()
        np.random.random()  # noqa: NPY002 - the very generator that an answer should leave alone
        before = _random_states()
        _outcome(f, args)
        if before == _random_states():
            return False
    return True


def _unwrapped(f):
    try:
        return inspect.unwrap(f)
    except ValueError:
        return f


def _does_something(f):
    """False for a stub: a function whose body is a docstring, `...` or `pass`."""
    code = getattr(_unwrapped(f), "__code__", None)
    if code is None:
        return False
    idle = {"RESUME", "LOAD_CONST", "RETURN_VALUE", "RETURN_CONST", "NOP", "COPY_FREE_VARS", "MAKE_CELL", "POP_TOP"}
    return any(step.opname not in idle for step in dis.get_instructions(code))


def _functions_used(f):
    """The exercises' functions, written by the student, that the code of `f` names; not `network.update` and such."""
    f = _unwrapped(f)
    code, names = getattr(f, "__code__", None), dict(getattr(f, "__globals__", {}))
    for name, cell in zip(code.co_freevars if code else (), getattr(f, "__closure__", None) or ()):
        try:
            names[name] = cell.cell_contents
        except ValueError:  # not filled yet
            continue
    codes = [code] if code else []
    for code in codes:
        codes += [const for const in code.co_consts if inspect.iscode(const)]
        for step in dis.get_instructions(code):
            named = step.opname in ("LOAD_GLOBAL", "LOAD_NAME", "LOAD_DEREF") and step.argval in EXERCISES
            if named and inspect.isfunction(names.get(step.argval)):
                yield names[step.argval]


def _unfinished(f):
    """The sentence for an answer that uses, itself or by way of others, a function that is still a stub; or None."""
    reached = [f]
    for g in reached:
        if g is not f and not _does_something(g):
            return f"It uses `{g.__name__}`, which gives None: finish that one first."
        reached += [used for used in _functions_used(g) if used not in reached]
    return None


def _returns_on_every_way(f):
    """True if every way through `f` ends with a `return` of something other than a plain None."""
    code = getattr(_unwrapped(f), "__code__", None)
    steps = list(dis.get_instructions(code)) if code else []
    ends = [
        step.argval if step.opname == "RETURN_CONST" else before.argval if before.opname == "LOAD_CONST" else "computed"
        for before, step in itertools.pairwise(steps)
        if step.opname in ("RETURN_VALUE", "RETURN_CONST")
    ]
    return bool(ends) and None not in ends


# Reading what came back.


class _Unreadable(Exception):
    """The result is not made of numbers; says what it is instead."""


def _plain(value, left):
    """`value` as a number or nested tuples of numbers, whatever it is made of; `left` says how many may still come."""
    if isinstance(value, (list, tuple)):
        items = []
        for item in value:
            left[0] -= 1
            if left[0] < 0:
                raise _Unreadable(f"a {type(value).__name__} of more than {MOST_NUMBERS} numbers")
            items.append(_plain(item, left))
        return tuple(items)
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return int(value) if abs(value) < 1e300 else math.copysign(math.inf, value > 0 or -1)
    if isinstance(value, float):
        return float(value)
    if hasattr(type(value), "__array__"):
        array = np.asarray(value)
        if array.dtype.kind not in "biuf":
            raise _Unreadable(f"an array of type {array.dtype}")
        if array.size > left[0]:
            raise _Unreadable(f"an array of {array.size} numbers")
        left[0] -= array.size
        return _tuples(array.tolist())
    if hasattr(type(value), "__float__"):
        return float(value)
    if inspect.iscoroutine(value):
        value.close()  # or Python complains that it was never awaited
    if isinstance(value, str):
        raise _Unreadable("text (str)")
    name = type(value).__name__
    raise _Unreadable("None" if value is None else f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}")


def _tuples(value):
    return tuple(map(_tuples, value)) if isinstance(value, list) else value


def _shape(plain):
    """The shape of nested tuples as NumPy would give it; None if it is ragged."""
    if not isinstance(plain, tuple):
        return ()
    shapes = {_shape(item) for item in plain}
    if len(shapes) > 1 or None in shapes:
        return None
    return (len(plain), *(shapes.pop() if shapes else ()))


def _leaves(plain):
    if isinstance(plain, tuple):
        for item in plain:
            yield from _leaves(item)
    else:
        yield plain


def _same(a, b, tolerance):
    """True if two plain results have the same shape and, number by number, agree."""
    if isinstance(a, tuple) or isinstance(b, tuple):
        if not (isinstance(a, tuple) and isinstance(b, tuple) and len(a) == len(b)):
            return False
        return all(_same(x, y, tolerance) for x, y in zip(a, b))
    return _close(a, b, tolerance)


def _close(a, b, tolerance):
    # A millionth of the tolerance is allowed absolutely: near 0 two right formulas differ by rounding alone.
    if a == b:
        return True
    if math.isnan(a) or math.isnan(b):
        return math.isnan(a) and math.isnan(b)
    return math.isfinite(b) and abs(a - b) <= tolerance * abs(b) + tolerance * 1e-6


def _unchanged(old, new):
    if isinstance(old, np.ndarray):
        return isinstance(new, np.ndarray) and old.shape == new.shape and np.allclose(old, new, 1e-12, 1e-12, True)
    if isinstance(old, (list, tuple)):
        return type(old) is type(new) and len(old) == len(new) and all(map(_unchanged, old, new))
    if isinstance(old, (bool, int, float)):
        # A number nudged up and down again may come back different by a rounding.
        return isinstance(new, (int, float)) and math.isclose(old, new, rel_tol=1e-12, abs_tol=1e-12)
    return True  # functions and generators are handed over to be used


def _agrees(outcome, due, tolerance):
    readable = outcome.error is None and outcome.unreadable is None and not outcome.changed
    return readable and _same(outcome.plain, due.plain, tolerance)


# Recognising a mistake.


def _known_mistake(exercise, probes, outcomes, f):
    for mistake in exercise.mistakes:
        answers = (_outcome(mistake.answer, args) for args in probes)
        if all(_alike(answer, outcome, exercise.tolerance) for answer, outcome in zip(answers, outcomes)):
            return _fitting(mistake.sentence, mistake.written, f)
    return None


def _fitting(sentence, written, f):
    """`sentence`, or the other one if `written`, a pattern and a sentence, is given and the code of `f` matches."""
    pattern, instead = written or (None, None)
    return instead if pattern and re.search(pattern, _source(f), re.DOTALL) else sentence


def _source(f):
    try:
        return inspect.getsource(f)
    except (OSError, TypeError, ValueError, SyntaxError):  # nowhere to be read, or not as it was
        return ""


def _alike(a, b, tolerance):
    """True if two outcomes are those of the same answer: the same numbers, or the same words when it raises."""
    if a.error is not None or b.error is not None:
        return type(a.error) is type(b.error) and _message(a.error) == _message(b.error)
    if a.changed and a.changed != b.changed:
        return False
    return a.unreadable == b.unreadable and (a.unreadable is not None or _same(a.plain, b.plain, tolerance))


def _randomness(exercise):
    cure = "draw from the `rng` that comes in" if "rng" in _names(exercise) else "nothing here is left to chance"
    return f"It draws from the global random generator: {cure}."


def _nothing(outcomes, first, f):
    if outcomes[first].unreadable not in ("None", NONE_INSIDE):
        return None
    if outcomes[first].unreadable == NONE_INSIDE or _returns_on_every_way(f):
        return NONE_USED
    if all(outcome.unreadable == "None" for outcome in outcomes):
        return "It computes and gives nothing back (None): end it with `return`."
    return "For this call nothing comes back (None): one way through the function ends without `return`."


def _fault(outcome, due, exercise):
    """What is wrong with a result before its numbers are compared: its kind, its shape, a NaN, a changed argument."""
    if outcome.error is not None:
        return None
    if outcome.unreadable:
        return f"It gives back {outcome.unreadable} where {_kind(due.plain)} is due."
    if outcome.changed:
        return f"The call changes its argument `{_names(exercise)[outcome.changed[0]]}`: work on a copy."
    if isinstance(outcome.plain, tuple) and exercise.parts and len(outcome.plain) == len(exercise.parts):
        alike = list(map(_same_shape, outcome.plain, due.plain))
        if any(alike) and not all(alike):
            k = alike.index(False)
            return f"`{exercise.parts[k]}` is {_kind(outcome.plain[k])} where {_kind(due.plain[k])} is due."
    if outcome.is_tuple and _shape(outcome.plain) == (1,) and not isinstance(due.plain, tuple):
        return "It gives back a tuple of one number: drop the trailing comma."
    if not _same_shape(outcome.plain, due.plain):
        return f"It gives back {_kind(outcome.plain)} where {_kind(due.plain)} is due."
    numbers = list(map(float, _leaves(outcome.plain)))
    if any(map(math.isnan, numbers)):
        return "A nan comes back, which is no number: somewhere 0 · ∞ or ∞ − ∞ was computed."
    if any(map(math.isinf, numbers)):
        return "An infinity comes back: somewhere a number grew past what a float can hold."
    return None


def _names(exercise):
    """The names of the exercise's arguments."""
    return [argument.split("=")[0].strip() for argument in exercise.signature.split("(")[1].rstrip(")").split(",")]


def _same_shape(a, b):
    if isinstance(a, tuple) and isinstance(b, tuple):
        return len(a) == len(b) and all(map(_same_shape, a, b))
    return isinstance(a, tuple) == isinstance(b, tuple)


def _kind(plain):
    if not isinstance(plain, tuple):
        return "one number"
    shape = _shape(plain)
    if shape is None:
        return f"a tuple of {len(plain)} results"
    if len(shape) == 1:
        return f"a sequence of {len(plain)} number{'s' * (len(plain) != 1)}"
    return f"an array of shape {shape}"


def _factor(exercise, probes, outcomes, due):
    """The sentence for an answer that is off by the same factor everywhere, or None."""
    readable = all(o.error is None and o.unreadable is None and not o.changed for o in outcomes)
    if not readable or not any(any(_leaves(d.plain)) for d in due):
        return None
    n = [len(args[0]) if isinstance(args[0], (list, tuple, np.ndarray)) else 0 for args in probes]
    length = f"`len({_names(exercise)[0]})`"
    for factors, sentence in (
        ([-1] * len(n), "Every number is right but for its sign: turn it."),
        ([2] * len(n), "Exactly twice what is due, every time: there is a 2 too many."),
        ([0.5] * len(n), "Exactly half of what is due, every time: a 2 is missing."),
        (n, f"{length} times too big, every time: divide by it."),
        ([1 / k if k else 0 for k in n], f"{length} times too small, every time: one division by it too many."),
    ):
        scaled = [_scaled(d.plain, k) for d, k in zip(due, factors)]
        if all(factors) and all(_same(o.plain, r, exercise.tolerance) for o, r in zip(outcomes, scaled)):
            return sentence
    return None


def _scaled(plain, ratio):
    return tuple(_scaled(item, ratio) for item in plain) if isinstance(plain, tuple) else plain * ratio


def _parts(outcomes, due, exercise):
    """Which parts of a result of several are right on every probe, and which is the first that is not."""
    names = exercise.parts
    pairs = [(o.plain, d.plain) for o, d in zip(outcomes, due) if o.error is None and o.unreadable is None]
    if not names or not all(isinstance(got, tuple) and len(got) == len(names) for got, _ in pairs):
        return None
    right = [all(_same(got[k], expected[k], exercise.tolerance) for got, expected in pairs) for k in range(len(names))]
    if all(right):
        return None
    first = right.index(False)
    good = [name for name, is_right in zip(names, right) if is_right]
    if not good:
        return f"The first difference is `{names[first]}`."
    if first > 2 and len(good) == first:
        return f"{names[0]} to {names[first - 1]} are right; the first difference is `{names[first]}`."
    return f"{_listed(good)} {'is' if len(good) == 1 else 'are'} right; the first difference is `{names[first]}`."


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
    if isinstance(value, list):
        return f"[{', '.join(map(_argument, value))}]"
    if isinstance(value, tuple):
        return f"({', '.join(map(_argument, value))}{',' * (len(value) == 1)})"
    return repr(value)


def _apart(outcome, due, tolerance):
    """What came back and what was due, with as many digits as it takes to see the difference, if there is one."""
    if outcome.error is None and outcome.unreadable is None and _same(outcome.plain, due.plain, tolerance):
        return (_show(due.plain, 6),) * 2
    for digits in (6, 10, 17):
        got, expected = outcome.shown or _show(outcome.plain, digits), _show(due.plain, digits)
        if got != expected:
            break
    return None if outcome.error is not None else got, expected


def _show(plain, digits):
    """A plain result as one would type it, the rest of a long one left out."""
    if isinstance(plain, tuple):
        items = [_show(item, digits) for item in plain[:12]] + ["…"] * (len(plain) > 12)
        return f"({', '.join(items)}{',' * (len(plain) == 1)})"
    return f"{plain:.{digits}g}" if isinstance(plain, float) else _short(plain)


def _short(value):
    """`repr(value)` in at most 120 characters, of however large a value."""
    brief = reprlib.Repr()
    brief.maxstring = brief.maxother = brief.maxlong = 60
    try:
        text = " ".join(str(value).split()) if isinstance(value, np.ndarray) else brief.repr(value)
    except Exception:
        text = f"<{type(value).__name__}>"
    return text if len(text) <= 120 else text[:117] + "…"


WORDS = {
    ZeroDivisionError: "A division by zero.",
    OverflowError: "A number grew too large for a float.",
    RecursionError: "The function calls itself without end.",
    MemoryError: "More memory was asked for than there is.",
    SystemExit: "Your code asks Python to stop.",
    IndexError: "A position is asked for that is not there.",
    NameError: "A name is used that has no meaning yet.",
    NotImplementedError: "This part is not written yet.",
}


# What Python's message, with the student's line after it, means most often. {name} is what stands before the line's
# first square bracket, {0} and {1} are the pattern's own groups.
MEANINGS = (
    (r"name '(exp|log|sqrt|tanh)' is not defined", "`{0}` lives in `math`: write `math.{0}`."),
    (r"name 'math' is not defined", "`math` is not loaded here: make `import math` the function's first line."),
    (r"name '(\w*[a-z]\d+)([a-z]\d+)' is not defined", "Write the product with `*`: `{0} * {1}`."),
    (r"local variable '(?!grad)(\w+)'.*\b\1\s*(?:\+=|=\s*\1\s*\+)(?!\s*\[)", "Set `{0} = 0` before the loop."),
    (
        r"too many values to unpack \(expected 2.*\bfor [^:]* in (table|data)\b",
        "Each row has three numbers: `for x1, x2, y in {0}`.",
    ),
    (r"'NoneType' object has no attribute 'append'", "`append` gives nothing back: write it without `=` in front."),
    (r"NoneType", NONE_USED),
    (r"'(int|float|numpy\.\w+)' object is not callable", "A `*` is missing before the bracket."),
    (r"'(Params|tuple)' object does not support item assignment", "`{name}` cannot be changed: build a new list."),
    (r"can't set attribute", "`params` cannot be changed: build a new list."),
    (
        r"matmul: .*\(size (\d+) is different from (\d+)\)",
        "`@` needs as many columns on its left as rows on its right: here they are {1} and {0}.",
    ),
    (
        r"not aligned: (\d+) \(dim \d\) != (\d+)",
        "A product needs as many columns on its left as rows on its right: here they are {0} and {1}.",
    ),
    (r"matmul: .*\(has 0,", "`@` is for arrays: to multiply by one number, use `*`."),
    (r"broadcast together with shapes (\(\S*\)) (\(\S*\))", "Shapes {0} and {1} do not fit element by element."),
    (r"truth value of an array", "`if`, `and` and `max` decide once, for one number: an array has many."),
    (r"too many values to unpack", "More values come than there are names for.{pairs}"),
    (r"not enough values to unpack", "Fewer values come than there are names for.{pairs}"),
    (r"cannot unpack non-iterable (int|float)", "One number comes where there are several names for it.{pairs}"),
    (r"for -=?: '(list|tuple|Params)' and '(list|tuple|Params)'", "Lists cannot be subtracted: loop over the pairs."),
    (r"for \S+: .*'(list|tuple|Params)'|can't multiply sequence", "Whole lists cannot be counted with: use a loop."),
    (r'can only concatenate \w+ \(not "(list|tuple|Params)"', "`+` joins lists: add number by number, with `zip`."),
    (r"must be nine numbers .* got \d\d", "`+=` on a list makes it longer: add number by number, with `zip`."),
)


def _meaning(error, f, exercise, line):
    hidden = re.search("not callable|local variable", _message(error))  # a call of a name that is also assigned to
    called = re.findall(r"\b([a-z]\w*)\(", line or "") if hidden else ()
    for name in called:
        if hasattr(builtins, name) and name in getattr(getattr(_unwrapped(f), "__code__", None), "co_varnames", ()):
            return f"`{name}` is a value of your own here, no longer Python's function: give it another name."
    for pattern, sentence in MEANINGS:
        found = re.search(pattern, f"{_message(error)} {line or ''}")
        if found:
            name = re.match(r"(\w+)\[", line or "")
            return sentence.format(*found.groups(), name=name[1] if name else "params", pairs=_pairs(exercise))
    return next((text for kind, text in WORDS.items() if isinstance(error, kind)), "")


def _pairs(exercise):
    """Where pairs come from, for an exercise with two sequences of one length."""
    sizes = {name: len(a) for name, a in zip(_names(exercise), exercise.probes()[0]) if isinstance(a, (list, tuple))}
    alike = len(sizes) == 2 and len(set(sizes.values())) == 1
    return f" Pairs come from `zip({', '.join(sizes)})`." if alike else ""


def _in_words(error, f, exercise, line, explained):
    if isinstance(error, TypeError) and not _takes(f, exercise):
        return f"It cannot be called as it should be: its first line reads def {exercise.signature}:"
    words = "" if explained else _meaning(error, f, exercise, line)
    message = _message(error)
    return " ".join(filter(None, [words, f"{type(error).__name__}{': ' * bool(message)}{message}".rstrip(".") + "."]))


def _message(error):
    """What the exception says, in at most 160 characters."""
    try:
        message = " ".join(str(error)[:1000].split())
    except Exception:
        return ""
    return message if len(message) <= 160 else message[:159] + "…"


def _takes(f, exercise):
    """True if `f` can be called with as many arguments as the exercise hands over."""
    try:
        inspect.signature(f).bind(*exercise.probes()[0])
    except TypeError:
        return False
    except ValueError:  # a function written in C may hide its signature
        return True
    return True


def _own_line(error, f):
    """The last line of the student's own file that the exception went through."""
    own = getattr(getattr(_unwrapped(f), "__code__", None), "co_filename", None)
    line, trace = None, error.__traceback__
    while trace is not None:
        frame = trace.tb_frame
        if frame.f_code.co_filename == own:
            line = linecache.getline(own, trace.tb_lineno, frame.f_globals).strip() or f"line {trace.tb_lineno}"
        trace = trace.tb_next
    return line


# The card. Text and thin lines take the page's own colour, so that it reads on light and on dark alike.

LOOKS = {  # an icon and a colour for each state; the word stands beside them and says it all
    NOT_ATTEMPTED: ("…", "#6b7280"),
    CRASHED: ("!", "#8e5bb5"),
    WRONG: ("✕", "#b85000"),
    RIGHT: ("✓", "#007a5a"),
}
LINE = "rgba(128, 128, 128, 0.4)"
MONO = "font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: 0.92em"


def _card(result):
    icon, colour = LOOKS[result.status]
    body = []
    if result.status == NOT_ATTEMPTED:
        body.append(_prose("Replace the `...` with your own code; this check then runs again."))
    body += [_prose(text) for text in (result.earned, result.diagnosis, result.parts, result.error) if text]
    if result.line:
        body.append(
            f'<pre style="margin: 0.5em 0 0; padding: 0.4em 0.7em; border: 1px solid {LINE}; border-radius: 4px; '
            f'background: none; color: inherit; white-space: pre-wrap; overflow-wrap: anywhere; {MONO}">'
            f"{html.escape(result.line)}</pre>"
        )
    if result.call:
        rows = [("call", result.call)]
        if result.got != result.expected:  # they are the same when it is not the numbers that are wrong
            rows += [("came back", result.got), ("should be", result.expected)]
        body.append(
            f'<dl style="margin: 0.6em 0 0; padding: 0.5em 0 0; border-top: 1px solid {LINE}">'
            + "".join(_row(word, text) for word, text in rows if text is not None)
            + "</dl>"
        )
    return (
        f'<section aria-label="{html.escape(f"{result.exercise}: {result.status}")}" style="max-width: 44em; '
        f"box-sizing: border-box; margin: 0.5em 0; padding: 0.7em 1em 0.8em; border: 1px solid {LINE}; "
        f'border-left: 5px solid {colour}; border-radius: 6px; color: inherit; line-height: 1.5">'
        '<div style="display: flex; align-items: center; gap: 0.6em; flex-wrap: wrap">'
        '<span aria-hidden="true" style="display: inline-flex; align-items: center; justify-content: center; '
        f"width: 1.5em; height: 1.5em; border-radius: 50%; background: {colour}; color: #ffffff; font-weight: 700; "
        f'line-height: 1; flex: none">{icon}</span>'
        f'<strong style="font-weight: 650">{result.status.capitalize()}</strong>'
        f'<span style="{MONO}">{html.escape(result.exercise)}</span></div>{"".join(body)}</section>'
    )


def _prose(text):
    code = rf'<code style="background: none; color: inherit; padding: 0; {MONO}">\1</code>'
    return f'<p style="margin: 0.5em 0 0">{re.sub("`([^`]+)`", code, html.escape(text))}</p>'


def _row(word, text):
    return (
        '<div style="display: flex; flex-wrap: wrap; gap: 0 0.8em; margin-top: 0.15em">'
        f'<dt style="margin: 0; flex: 0 0 5.5em; font-weight: 400; opacity: 0.8">{word}</dt>'
        f'<dd style="margin: 0; flex: 1 1 16em; overflow-wrap: anywhere; {MONO}">{html.escape(text)}</dd></div>'
    )
