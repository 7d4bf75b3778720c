"""Explains TypeErrors. Two examples: the code uses a whole row as a number, or it contains `^` instead of `**`."""

import builtins
import inspect
import re
from collections.abc import Callable
from typing import Any

from shared.checking import source
from shared.exercises import EXERCISES
from shared.nn import network

SEQUENCE = r"(?:list|tuple|Params)"


def explain_type_error(text: str, f: Callable, line: str) -> str | None:
    """Explain a TypeError by its message and the student's line. Return None if no explanation is known."""
    code = source.read(f)
    if re.search(r"for \^=?: ", text):
        return _not_a_power(line)
    for explain in (_wrong_arguments, _value_as_index, _function_without_brackets, _list_for_a_number):
        if found := explain(text, f, line, code):
            return found
    if re.search(rf"'{SEQUENCE}'|not {SEQUENCE}\b|to {SEQUENCE}\b|multiply sequence", text):
        return _whole_sequence(line, code)
    return None


def _not_a_power(line):
    if re.search(r"\be\s*\^|2\.718?\d*\s*\^", line):
        return "In Python `^` is not a power. Write `math.exp(…)` for a power of e."
    return "In Python `^` is not a power. Write `**`."


def _wrong_arguments(text, f, line, code):
    """Explain a call with too few or too many arguments."""
    found = re.search(
        r"(?:(\w+)\.)?(\w+)\(\) (?:missing \d+ required positional|takes .* but \d+ (?:was|were) given)", text
    )
    if not found or found[2] == getattr(f, "__name__", ""):
        return None
    owner, called = found.groups()
    if owner:
        counts = re.search(r"takes (\d+) positional arguments? but (\d+)", text)
        one_too_many = counts and int(counts[2]) == int(counts[1]) + 1
        method: Any = getattr(source.unwrapped(f).__globals__.get(owner), called, None)
        written = code + source.read(method)
        lacks_self = one_too_many and re.search(rf"\bdef {called}\((?!\s*self\b)", written)
        advice = f" Write `def {called}(self, …)`." if lacks_self else ""
        return f"The method `{called}` of `{owner}` is called with the wrong number of arguments.{advice}"
    if not re.search(rf"\b{called}\b", code):
        return "A function in this line gets the wrong number of arguments."
    if row := _row_in(line, code):
        return f"`{called}` gets the whole row `{row[0]}`. Unpack the row: `for {_parts_of(row[1])} in {row[1]}`."
    if "params" in text and re.search(rf"\b{called}\(", line):
        return f"`{called}` needs all of its arguments: `{_signature(called, f)}`."
    return f"`{called}` is called with the wrong number of arguments: write `{_signature(called, f)}`."


def _row_in(line, code):
    """Find a loop variable on this line that holds a whole row. Return its name and the data as code, or None."""
    for row, data in re.findall(r"\bfor (\w+) in (data|table|zip\([^)]*\))", code):
        if re.search(rf"(?<![*\w]){row}\b(?!\s*\[| in )", re.sub(r"\bfor .* in ", "", line)):
            return row, data
    return None


def _parts_of(data):
    """Return names for the values in each row of `data`, which is the code of a list or of a call `zip(…)`."""
    lists = re.findall(r"\w+", data.removeprefix("zip")) if data.startswith("zip") else []
    return ", ".join(name.removesuffix("s") if name.endswith("s") else f"{name}_k" for name in lists) or "x1, x2, y"


def _signature(name, f):
    function = source.unwrapped(f).__globals__.get(name) or getattr(network, name, None)
    if name in EXERCISES:
        return EXERCISES[name].signature
    try:
        return f"{name}({', '.join(inspect.signature(function).parameters)})" if function else f"{name}(…)"
    except (TypeError, ValueError):
        return f"{name}(…)"


def _value_as_index(text, f, line, code):
    """Explain a value that is used as an index, as in `for i in outs: outs[i]`."""
    if not re.search("indices must be integers|only integers, slices", text):
        return None
    for name, values in re.findall(r"\bfor (\w+) in (\w+)\b(?!\()", code):
        if re.search(rf"\w\[{name}\b", line):
            other = f"use `{name}` as the value, or write `range(len({values}))`"
            return f"`for {name} in {values}` gives the values, not their indices: {other}."
    if re.search("integers or slices, not tuple", text):
        return "An index must be one whole number: write `a[i][j]`. In a list of rows, write a comma after each row."
    return None


def _function_without_brackets(text, f, line, code):
    """Explain a function that is used but not called, or a function of Python that is used like a variable."""
    if not re.search(r"('|\bnot )(function|builtin_function_or_method|method|type)\b", text):
        return None
    if "not subscriptable" in text:
        return "To call a function, write round brackets: `f(…)`, not `f[…]`."
    names = source.unwrapped(f).__globals__
    for name in re.findall(r"(?<!\.)(?:\b\w+\.)?\b[A-Za-z_]\w*\b(?!\s*[\(.\w])", line):
        module, _, function = name.rpartition(".")
        value = getattr(names.get(module), function, None) if module else names.get(name, None)
        if inspect.isroutine(value):
            return f"`{name}` is a function. To call it, write `{name}(…)` with its arguments."
        own = name in names or name in source.unwrapped(f).__code__.co_varnames
        if not own and hasattr(builtins, name) and f"'{type(getattr(builtins, name)).__name__}'" in text:
            return f"`{name}` is Python's own function. Call it with `{name}(…)`, or use the name of your own variable."
    if "'type'" in text:
        return None
    return "Your code uses a function but does not call it. To call a function, write brackets: `f(…)`."


def _list_for_a_number(text, f, line, code):
    """Explain a list in a place where one number is needed, or a list that is still empty."""
    if "list assignment index out of range" in text and (item := re.match(r"(\w+)\[", line)):
        return f"`{item[1]}` has no item with this index yet. To add an item, write `{item[1]}.append(…)`."
    added = re.match(r"(\w+) *(?:\+=|= *\1 *\+)", line)
    if added and re.search(rf"^\s*{added[1]} *= *\[\]", code, re.MULTILINE):
        name = added[1]
        return f"`{name}` begins as the list `[]`. For a sum, write `{name} = 0`. For a list, use `{name}.append(…)`."
    if re.search(r"'tuple'", text) and re.search(r"(?<![\w.])\d+,\d", line):
        return "A number has a decimal point: write `2.5`, not `2,5`."
    if re.search(r"for -: '(list|tuple|Params)'", text) and re.search(r"\bdef numerical_gradient\b", code):
        return "Subtract the two losses, not the lists: `loss(up) - loss(down)`."
    if re.search(r"\] *[-*/] *\[", line):
        return "Python cannot multiply or subtract lists item by item: write each product, or loop with `zip`."
    if re.search(r"'list'|multiply sequence", text) and re.search(r"[-+*/] *\[", line):
        return "`[ ]` makes a list. For brackets in a calculation, write `( )`."
    return None


def _whole_sequence(line, code):
    """Explain a whole list or tuple that is used instead of one number."""
    names = re.findall(r"^\s*(\w+) = (?:network\.)?forward\(", code, re.MULTILINE)
    used = [name for name in names if re.search(rf"(?<![\w.]){name}\b(?!\[|\()", line)]
    if re.search(r"(?<!def )\bforward\([^()]*(\([^()]*\)[^()]*)*\)(?!\s*\[)", line) or used:
        return "`forward` returns three numbers, (h1, h2, out). Take `out` with `[2]`, or unpack all three numbers."
    if re.search(r"\bparams\s*[-+*/]|[-+*/]=?\s*params\b", line) and "eps" in line:
        return "Change only number i of the nine numbers in `params`: write `up = list(params)`, then `up[i] += eps`."
    if row := _row_in(line, code):
        if alone := re.fullmatch(r"zip\((\w+)\)", row[1]):
            return (
                f"`{row[1]}` makes rows with one item each. For the columns of `{alone[1]}`, write `zip(*{alone[1]})`."
            )
        return f"`{row[0]}` is a whole row. Unpack the row: `for {_parts_of(row[1])} in {row[1]}`."
    return None
