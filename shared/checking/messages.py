"""Explains exceptions in a student's code: what Python's message means, and which line raised the exception."""

import builtins
import dis
import inspect
import linecache
import re
import traceback
from collections.abc import Callable
from numbers import Number
from typing import Any

from shared.checking import source
from shared.checking.arrays import is_array
from shared.checking.misuse import explain_type_error
from shared.checking.names import explain_attribute, explain_name
from shared.exercises import EXERCISES, Exercise

NONE_USED = "Your code calls a function that returned None. Is this function finished?"
STATES = "`network.train` yields states, unlike your `train`: write `states = list(network.train(…))`."

BY_TYPE = {  # used if no pattern of MEANINGS matches
    ZeroDivisionError: "Your code divides by zero.",
    OverflowError: "A number grew too large for a float.",
    RecursionError: "The function calls itself endlessly.",
    MemoryError: "Your code needs more memory than is available.",
    TimeoutError: "Your code never stops: limit the number of attempts.",
    SystemExit: "Your code tells Python to exit.",
    IndexError: "An index is out of range. The first item has the index 0.",
    NameError: "A name is used before it has a value.",
    NotImplementedError: "This part is not written yet.",
}

ONE_NUMBER = "'(int|float|bool)'"  # the beginning of the patterns about one number that is used like a list

# Pairs: a pattern, and the usual meaning of Python's message. `re.search` looks for the pattern in one text:
# Python's message, then the student's line. The first match counts. {0} and {1} are the pattern's groups. If the line
# begins with a variable and a square bracket, {name} is this variable. Otherwise {name} is "params". {pairs} is the
# result of `_zip_hint`.
MEANINGS = (
    (
        r"local variable '(?!grad)(\w+)'.*\b\1\s*(?:\+=|=\s*\1\s*\+)(?!\s*\[)",
        "Set `{0} = 0` inside the function, above the first line that adds to it.",
    ),
    (
        r"too many values to unpack \(expected 2.*\bfor [^:]* in (table|data)\b",
        "Each row has three numbers: `for x1, x2, y in {0}`.",
    ),
    (r"'NoneType' object has no attribute 'append'", "`append` returns None: do not write `=` in front of `append`."),
    (
        r"descriptor '(\w+)' .*'list' object",
        "`list` is a type, not a list: start with an empty list, `result = []`, and call `result.{0}(…)`.",
    ),
    (r"NoneType", NONE_USED),
    (
        r"object is not callable.*\bmath\.e\(",
        "`math.e` is a number. For a power of e, write `math.exp(…)`. For a product, write `*`.",
    ),
    (r"'(int|float|numpy\.\w+)' object is not callable", "A `*` is missing before the `(`."),
    (r"'(Params|tuple)' object does not support item assignment", "`{name}` cannot be changed: build a new list."),
    (r"can't set attribute", "`params` cannot be changed: build a new list."),
    (
        r"('(float|numpy\.\w+)' object (is not|has no)|scalar variable).*\bconverged\(",
        "`converged` takes the whole list: `converged(losses)`.",
    ),
    (
        r"must be real number, not Epoch|instances of 'Epoch'",
        "A state is not a number: take the loss of each state, `[state.loss for state in states]`.",
    ),
    (
        r"must be real number, not (list|tuple|Params)",
        "`math` functions take one number, but your code passes a whole list.",
    ),
    (r"too many values to unpack", "You unpack too many values into too few names.{pairs}"),
    (r"not enough values to unpack", "You unpack too few values into too many names.{pairs}"),
    (r"cannot unpack non-iterable (int|float)", "One number cannot be unpacked into several names.{pairs}"),
    (
        r"for -=?: '(list|tuple|Params)' and '(list|tuple|Params)'",
        "You cannot subtract lists: loop over the pairs of numbers.",
    ),
    (
        r"for \S+: .*'(list|tuple|Params)'|can't multiply sequence",
        "You cannot calculate with a whole list: use a loop.",
    ),
    (r'can only concatenate \w+ \(not "(list|tuple|Params)"', "`+` joins lists: add number by number, with `zip`."),
    (r"must be nine numbers .* got \d\d", "`+=` makes a list longer. Add number by number, with `zip`."),
    (
        r"arrays can be converted to Python scalars.*(?<![\w.])(float|int)\(",
        "`{0}(…)` takes one number, but your value is an array: leave `{0}` out.",
    ),
    (
        r"arrays can be converted to Python scalars",
        "`math` functions take one number: for arrays use `np.exp`, `np.log` and so on.",
    ),
    (
        r"truth value of an array.*(?<![\w.])(max|min)\(",
        "Python's `{0}` cannot compare rows or arrays: use `np.{0}(…)`, perhaps with an axis.",
    ),
    (
        r"truth value of an array",
        "This line needs one True or False, but an array has many: use `np.where`, `np.all` or `np.any`.",
    ),
    (
        r"converted to a scalar index.*\bnp\.(max|min)\(",
        "`np.{0}(a, b)` takes `b` as the axis. To compare two arrays, write `np.{0}imum(a, b)`.",
    ),
    (r"unsupported operand type\(s\) for [&|]:", "`&` and `|` come before comparisons: write `and` or `or` instead."),
    (r"unexpected keyword argument 'keepdim'", "NumPy's name is `keepdims`."),
    (r"unexpected keyword argument 'dim'", "NumPy's name is `axis`."),
    (r"matmul: |not aligned", "`@` needs two equal inner sizes: compare both `.shape`s. One array may need `.T`."),
    (
        r"could not broadcast input array from shape (\(.*?\)) into shape (\(.*?\))",
        "You store an array of shape {0} in a place of shape {1}. The array that you fill needs another shape.",
    ),
    (r"could not be broadcast", "These two shapes do not fit together: compare both `.shape`s."),
    (
        r"index \d+ is out of bounds for axis 1 with size (\d+)",
        "The array has only {0} columns. `len(…)` counts its rows, and `….shape[1]` counts its columns.",
    ),
    (
        r"axis -?\d+ is out of bounds|too many indices",
        "The array has fewer dimensions than your code uses: look at its `.shape`.",
    ),
    (r"exceptions must derive from BaseException", 'After `raise`, write an error: `raise RuntimeError("…")`.'),
    (r"math domain error", "`math.log` needs a number above 0, and `math.sqrt` needs 0 or a number above 0."),
    (
        r"'(int|float|bool)' object is not subscriptable",
        "`[ ]` reads an item of a list, but your value is one number.",
    ),
    (r"'(int|float|bool)' object is not iterable", "You cannot loop over one number, and you cannot unpack it."),
    (r"'(int|float|bool)' has no len\(\)", "`len` counts the items of a list, but your value is one number."),
    (r"'(list|tuple|Params)' object cannot be interpreted as an integer", "`range` needs a number: `range(len(…))`."),
    (
        r"'float' object cannot be interpreted as an integer.*[^/]/[^/]",
        "A whole number is needed here, but `/` gives a float.",
    ),
    (
        r"'float' object cannot be interpreted as an integer",
        "A whole number is needed here, but your number is a float, such as 2.0 or 2.5.",
    ),
    (
        r"'(list|tuple|Params)' object is not callable",
        "For an index use square brackets: `a[i]`. Or is a comma missing?",
    ),
    (r"'module' object is not callable", "A module is not a function: add the function's name, as in `math.exp(…)`."),
    (r"can only concatenate \w+ \(not \"(int|float)\"", "You cannot add a number to a whole list: use a loop."),
    (
        r"arrays used as indices must be of integer",
        "An index must be a whole number, but this array has floats. If the array is one-hot, multiply by this array.",
    ),
    (r"only integers, slices", "An index must be a whole number: `a[0]`, `a[0, 1]`, `a[:, 0]`."),
)


def describe(error: BaseException, f: Callable, exercise: Exercise, line: str | None, explained: bool) -> str:
    """Return what the exception means, and then its type and Python's message.

    Leave out the meaning if `explained` is True. If the student's function has the wrong arguments, return
    only a sentence about them.
    """
    if isinstance(error, TypeError) and not _accepts_arguments(f, exercise):
        return f"Your function takes the wrong arguments: its first line should be `def {exercise.signature}:`."
    meaning = "" if explained else _meaning(error, f, exercise, line)
    text = message(error)
    return " ".join(filter(None, [meaning, f"{type(error).__name__}{': ' * bool(text)}{text}".rstrip(".") + "."]))


def _meaning(error, f, exercise, line):
    text = f"{message(error)} {line or ''}"
    if found := _not_a_function(error, f, line) or _misused_generator(error, f, line):
        return found
    compared = re.match(r"(\w+) == (?!.*==)", line or "")
    if isinstance(error, NameError) and compared and f"'{compared[1]}'" in message(error):
        return f"`==` only compares. To set `{compared[1]}`, write `{compared[1]} = …`."
    if type(error) is NameError and (name := _unknown_name(error)) and _is_attribute_of_self(name, error):
        return f"`{name}` belongs to the object: write `self.{name}`."
    if type(error) is NameError and (found := explain_name(_unknown_name(error), f, exercise)):
        return found
    if isinstance(error, AttributeError) and (found := explain_attribute(error, f, exercise)):
        return found
    if isinstance(error, (TypeError, IndexError)) and (found := explain_type_error(message(error), f, line or "")):
        return found
    if isinstance(error, IndexError) and _calls_itself(f, error):
        return "The function calls itself until no item is left. Use `if` to return a value before that."
    if isinstance(error, IndexError) and (fixed := re.search(r"\brange\((\d+)\)", source.read(f))):
        values = next((n for n, a in zip(exercise.arguments, exercise.cases()[0]) if isinstance(a, (list, tuple))), "…")
        return f"`range({fixed[1]})` is right only for {fixed[1]} values: use `range(len({values}))`."
    for pattern, meaning in MEANINGS:
        if match := re.search(pattern, text):
            if pattern.startswith(ONE_NUMBER) and not _is_raised_in(f, error):
                return "A function in this line gets one number, but it needs several numbers."
            name = re.match(r"(\w+)\[", line or "")
            return meaning.format(*match.groups(), name=name[1] if name else "params", pairs=_zip_hint(exercise))
    return next((text for kind, text in BY_TYPE.items() if isinstance(error, kind)), "")


def _is_raised_in(f, error):
    """True if the error comes from the student's file, and not from a function that the student's code calls."""
    *_, (frame, _) = traceback.walk_tb(error.__traceback__)
    return frame.f_code.co_filename == getattr(getattr(source.unwrapped(f), "__code__", None), "co_filename", None)


def _is_attribute_of_self(name, error):
    """True if a method raised the error, and its object `self` has an attribute `name`."""
    *_, (frame, _) = traceback.walk_tb(error.__traceback__)
    return "self" in frame.f_locals and inspect.getattr_static(frame.f_locals["self"], name, None) is not None


def _calls_itself(f, error):
    """True if the error comes from a call of `f` inside a call of `f`."""
    own = getattr(source.unwrapped(f), "__code__", None)
    return sum(frame.f_code is own for frame, _ in traceback.walk_tb(error.__traceback__)) > 1


def _unknown_name(error):
    return error.name or next(iter(re.findall(r"name '(\w+)'", message(error))), "")


def _not_a_function(error, f, line):
    """Return a sentence if the line calls a name whose value is not a function. Return None if no such name is found.

    If an argument `a` is a number, return None for `a(1 - a)`: this is a product without `*`.
    """
    code: Any = getattr(source.unwrapped(f), "__code__", None)
    if not code or not re.search("not callable|local variable", message(error)):
        return None
    *_, (frame, _) = traceback.walk_tb(error.__traceback__)
    known = {**frame.f_globals, **frame.f_locals}
    for name in re.findall(r"(?<![\w.])([A-Za-z_]\w*)\(", line or ""):
        value = known.get(name)
        if name in code.co_varnames and hasattr(builtins, name):
            return f"`{name}` is your own variable here, not Python's function: rename the variable."
        if isinstance(value, list | tuple):
            return f"`{name}` holds several values and is not a function: write `{name}` or `{name}[i]`, without `( )`."
        if not (isinstance(value, Number) or is_array(value)) or name in code.co_varnames[: code.co_argcount]:
            continue
        what = "an array" if is_array(value) else "a number"
        if name in EXERCISES:
            return f"A line sets `{name}` to {what}, so it is not a function here. Use another name in that line."
        return f"`{name}` is {what} here, not a function. For a product, write `*`."
    return None


def _misused_generator(error, f, line):
    """Return a sentence if the answer uses a generator like a list, or uses it twice. Otherwise return None."""
    code, text = source.read(f), message(error)
    generators = re.findall(r"^ *(\w+) *= *network\.train\(", code, re.MULTILINE)
    if isinstance(error, TypeError | AttributeError) and "'generator'" in text:
        return STATES if generators else "A generator has no index and no length: store its values with `list(…)`."
    unpacked = "|".join([r"network\.train\(", *(rf"= *{name}$" for name in generators)])
    if "too many values" in text and re.search(unpacked, line or ""):
        return STATES
    for name in generators if isinstance(error, (IndexError, ValueError, UnboundLocalError)) else ():
        assigned = re.findall(rf"\b{name} *=(?!=)", code)
        used = re.findall(rf"(?:\bin |[*=]|\b(?:list|tuple|max|min|sum)\() *{name}\b", code)
        if len(assigned) == 1 and len(used) > 1:
            return "A generator can be used only once: store its values with `list(network.train(…))`."
    return None


def _zip_hint(exercise):
    """Return advice to use `zip` if exactly two arguments are sequences of the same length. Else return ""."""
    sizes = {name: len(a) for name, a in zip(exercise.arguments, exercise.cases()[0]) if isinstance(a, (list, tuple))}
    return f" For pairs use `zip({', '.join(sizes)})`." if len(sizes) == 2 and len(set(sizes.values())) == 1 else ""


def _accepts_arguments(f, exercise):
    """Return True if `f` accepts the number of arguments that the exercise passes."""
    try:
        inspect.signature(f).bind(*exercise.cases()[0])
    except TypeError:
        return False
    except ValueError:  # Python cannot read the signature of some functions written in C
        return True
    return True


def message(error: BaseException) -> str:
    """Return the exception's message in at most 160 characters. Never raise an error."""
    try:
        return _shorten(" ".join(str(error)[:1000].split()))
    except Exception:
        return ""


def _shorten(text):
    return text if len(text) <= 160 else text[:159] + "…"


def failing_line(error: BaseException, f: Callable) -> str | None:
    """Return the last line of the traceback that is in the student's own file, in at most 160 characters.

    If the source cannot be read, return the line's number, such as "line 3". Return None if there is no such line.
    """
    file = getattr(getattr(source.unwrapped(f), "__code__", None), "co_filename", None)
    line = None
    for frame, number in traceback.walk_tb(error.__traceback__):
        if frame.f_code.co_filename == file:
            line = linecache.getline(file, number, frame.f_globals).strip() or f"line {number}"
    return line and _shorten(line)


def is_deliberate(error: BaseException) -> bool:
    """True if a `raise` with a value raised `error`, and `error` has a message or a class that is not built in."""
    return bool(_raise_values(error) and (message(error) or type(error).__module__ != "builtins"))


def lacks_message(error: BaseException) -> bool:
    """True if a `raise` statement raised `error` without a message, and BY_TYPE does not explain its built-in class."""
    return _raise_values(error) is not None and not is_deliberate(error) and not isinstance(error, tuple(BY_TYPE))


def _raise_values(error):
    """Return the number of values after `raise` (0 for a bare `raise`). Return None if no `raise` raised `error`."""
    trace = error.__traceback__
    while trace.tb_next:
        trace = trace.tb_next
    if "exceptions must derive from BaseException" in message(error):  # `raise "text"`
        return None
    # The opcode can be read even if the source cannot be read.
    opcode, values = trace.tb_frame.f_code.co_code[trace.tb_lasti :][:2]
    return values if dis.opname[opcode] == "RAISE_VARARGS" and isinstance(error, Exception) else None
