"""What a student's code tells without being run, and in plain words what Python says of it when it fails."""

import builtins
import dis
import inspect
import itertools
import linecache
import re

from shared.exercises import EXERCISES

NONE_USED = "Something it uses gave None: is every function it calls finished?"
STATES = "`network.train` yields states, unlike your `train`: `states = list(network.train(…))`."


def unwrapped(f):
    """`f` without the decorators around it."""
    try:
        return inspect.unwrap(f)
    except ValueError:
        return f


def does_something(f):
    """False for a stub: a function whose body is a docstring, `...` or `pass`."""
    code = getattr(unwrapped(f), "__code__", None)
    if code is None:
        return False
    idle = {"RESUME", "LOAD_CONST", "RETURN_VALUE", "RETURN_CONST", "NOP", "COPY_FREE_VARS", "MAKE_CELL", "POP_TOP"}
    return any(step.opname not in idle for step in dis.get_instructions(code))


def _functions_used(f):
    """The exercises' functions, written by the student, that the code of `f` names; not `network.update` and such."""
    f = unwrapped(f)
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


def functions_reached(f):
    """The exercises' functions, written by the student, that `f` uses, itself or by way of others."""
    reached = [f]
    for g in reached:
        reached += [used for used in _functions_used(g) if used not in reached]
    return reached[1:]


def unfinished(f):
    """The sentence for an answer that uses, itself or by way of others, a function that is still a stub; or None."""
    stub = next((g for g in functions_reached(f) if not does_something(g)), None)
    return stub and f"It uses `{stub.__name__}`, which gives None: finish that one first."


def returns_on_every_way(f):
    """True if every way through `f` ends with a `return` of something other than a plain None."""
    code = getattr(unwrapped(f), "__code__", None)
    steps = list(dis.get_instructions(code)) if code else []
    ends = [
        step.argval if step.opname == "RETURN_CONST" else before.argval if before.opname == "LOAD_CONST" else "computed"
        for before, step in itertools.pairwise(steps)
        if step.opname in ("RETURN_VALUE", "RETURN_CONST")
    ]
    return bool(ends) and None not in ends


def source(f):
    """The text of `f`, or "" where it cannot be read."""
    try:
        return inspect.getsource(f)
    except (OSError, TypeError, ValueError, SyntaxError):  # nowhere to be read, or not as it was
        return ""


# An exception, in words.

WORDS = {
    ZeroDivisionError: "A division by zero.",
    OverflowError: "A number grew too large for a float.",
    RecursionError: "The function calls itself without end.",
    MemoryError: "More memory was asked for than there is.",
    TimeoutError: "It goes on without end: say when to give up.",
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
        r"('(float|numpy\.\w+)' object (is not|has no)|scalar variable).*\bconverged\(",
        "`converged` takes the whole list: `converged(losses)`.",
    ),
    (
        r"must be real number, not Epoch|instances of 'Epoch'",
        "A state is no number: take the loss of each, `[state.loss for state in states]`.",
    ),
    (r"must be real number, not (list|tuple|Params)", "`math` takes one number at a time, and here is a whole list."),
    (r"too many values to unpack", "More values come than there are names for.{pairs}"),
    (r"not enough values to unpack", "Fewer values come than there are names for.{pairs}"),
    (r"cannot unpack non-iterable (int|float)", "One number comes where there are several names for it.{pairs}"),
    (r"for -=?: '(list|tuple|Params)' and '(list|tuple|Params)'", "Lists cannot be subtracted: loop over the pairs."),
    (r"for \S+: .*'(list|tuple|Params)'|can't multiply sequence", "Whole lists cannot be counted with: use a loop."),
    (r'can only concatenate \w+ \(not "(list|tuple|Params)"', "`+` joins lists: add number by number, with `zip`."),
    (r"must be nine numbers .* got \d\d", "`+=` on a list makes it longer: add number by number, with `zip`."),
    (r"name 'np' is not defined", "`np` is not loaded here: make `import numpy as np` the function's first line."),
    (
        r"arrays can be converted to Python scalars",
        "`math` takes one number at a time: `np.exp` and the like take arrays.",
    ),
    (r"truth value of an array", "`if` asks for one yes or no, an array has many: use `np.where` or `np.maximum`."),
    (r"matmul: |not aligned", "The inner sizes of `@` differ: look at both `.shape`s, one may need its `.T`."),
    (r"could not be broadcast", "These two shapes do not fit together: look at both `.shape`s."),
    (
        r"axis -?\d+ is out of bounds|too many indices",
        "The array has fewer dimensions than that: look at its `.shape`.",
    ),
    (r"only integers, slices", "In square brackets a place is a whole number: `a[0]`, `a[0, 1]`, `a[:, 0]`."),
)


def _meaning(error, f, exercise, line):
    hidden = re.search("not callable|local variable", message(error))  # a call of a name that is also assigned to
    called = re.findall(r"\b([a-z]\w*)\(", line or "") if hidden else ()
    for name in called:
        if hasattr(builtins, name) and name in getattr(getattr(unwrapped(f), "__code__", None), "co_varnames", ()):
            return f"`{name}` is a value of your own here, no longer Python's function: give it another name."
    if sentence := _generator_misused(error, f, line):
        return sentence
    for pattern, sentence in MEANINGS:
        found = re.search(pattern, f"{message(error)} {line or ''}")
        if found:
            name = re.match(r"(\w+)\[", line or "")
            return sentence.format(*found.groups(), name=name[1] if name else "params", pairs=_pairs(exercise))
    return next((text for kind, text in WORDS.items() if isinstance(error, kind)), "")


def _generator_misused(error, f, line):
    """The sentence for a generator that is taken for a list, or gone through a second time; or None."""
    text, said = source(f), message(error)
    kept = re.findall(r"^ *(\w+) *= *network\.train\(", text, re.MULTILINE)
    if "generator" in said:
        return STATES if kept else "A generator has neither places nor a length: keep its values, `list(…)`."
    if "too many values" in said and re.search(
        "|".join([r"network\.train\(", *(rf"= *{k}$" for k in kept)]), line or ""
    ):
        return STATES
    for name in kept if isinstance(error, (IndexError, ValueError, UnboundLocalError)) else ():
        given = re.findall(rf"\b{name} *=(?!=)", text)
        gone_through = re.findall(rf"(?:\bin |[*=]|\b(?:list|tuple|max|min|sum)\() *{name}\b", text)
        if len(given) == 1 and len(gone_through) > 1:
            return "A generator can be gone through once: keep its values, `list(network.train(…))`."
    return None


def _pairs(exercise):
    """Where pairs come from, for an exercise with two sequences of one length."""
    sizes = {name: len(a) for name, a in zip(exercise.arguments, exercise.cases()[0]) if isinstance(a, (list, tuple))}
    alike = len(sizes) == 2 and len(set(sizes.values())) == 1
    return f" Pairs come from `zip({', '.join(sizes)})`." if alike else ""


def in_words(error, f, exercise, line, explained):
    """What was raised, as sentences; only Python's own if the diagnosis has `explained` it."""
    if isinstance(error, TypeError) and not _takes(f, exercise):
        return f"It cannot be called as it should be: its first line reads def {exercise.signature}:"
    words = "" if explained else _meaning(error, f, exercise, line)
    said = message(error)
    return " ".join(filter(None, [words, f"{type(error).__name__}{': ' * bool(said)}{said}".rstrip(".") + "."]))


def message(error):
    """What the exception says, in at most 160 characters."""
    try:
        message = " ".join(str(error)[:1000].split())
    except Exception:
        return ""
    return _at_most_160(message)


def _at_most_160(text):
    return text if len(text) <= 160 else text[:159] + "…"


def _takes(f, exercise):
    """True if `f` can be called with as many arguments as the exercise hands over."""
    try:
        inspect.signature(f).bind(*exercise.cases()[0])
    except TypeError:
        return False
    except ValueError:  # a function written in C may hide its signature
        return True
    return True


def own_line(error, f):
    """The last line of the student's own file that the exception went through."""
    own = getattr(getattr(unwrapped(f), "__code__", None), "co_filename", None)
    line, trace = None, error.__traceback__
    while trace is not None:
        frame = trace.tb_frame
        if frame.f_code.co_filename == own:
            line = linecache.getline(own, trace.tb_lineno, frame.f_globals).strip() or f"line {trace.tb_lineno}"
        trace = trace.tb_next
    return line and _at_most_160(line)


def on_purpose(error):
    """True for an exception that a `raise` raised and that says something, by its message or by a name of its own."""
    return bool(_handed_to_raise(error) and (message(error) or type(error).__module__ != "builtins"))


def says_nothing(error):
    """True for an exception that a `raise` raised and that does not say why, not even by its kind."""
    return _handed_to_raise(error) is not None and not on_purpose(error) and not isinstance(error, tuple(WORDS))


def _handed_to_raise(error):
    """How many values the `raise` had that raised the exception, 0 if it stood alone; None if no `raise` did."""
    trace = error.__traceback__
    while trace.tb_next:
        trace = trace.tb_next
    step, count = trace.tb_frame.f_code.co_code[trace.tb_lasti :][:2]
    return count if dis.opname[step] == "RAISE_VARARGS" and isinstance(error, Exception) else None
