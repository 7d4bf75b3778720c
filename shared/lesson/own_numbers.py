"""Reads nine numbers that a student types or pastes: as a list, as Python prints `Params`, or as JSON."""

import re

from shared.nn.network import Params, as_params

HOW = f"Write nine numbers in the order {', '.join(Params._fields)}, with commas or spaces between them."
_NAMES = [f"{name}=" for name in Params._fields]
_NAME = re.compile(rf"['\"]?\b({'|'.join(Params._fields)})\b['\"]?\s*[:=]")
_FRAME = re.compile(r"\bParams\b|\bnp\.float64\b|\barray\b|\bparams\b\s*[:=]?|[\[\](){}]")


def parse_params(text: str) -> Params:
    """Return the nine numbers in `text`. `text` may also contain commas, spaces, line ends and brackets.

    Either all nine numbers have a name, in any order, or no number has a name. Each number is from −100 to 100. Raises
    a ValueError that says what is wrong.
    """
    text = text.replace("−", "-")
    words = [word for word in re.split(r"[\s,;]+", _FRAME.sub(" ", _NAME.sub(r" \1= ", text))) if word]
    names = [word for word in words if word in _NAMES]
    numbers = [_number(word) for word in words if word not in _NAMES]
    if len(numbers) != len(Params._fields):
        hint = " Write a decimal point: 0.5, not 0,5." if len(numbers) == 2 * len(Params._fields) else ""
        raise ValueError(f"Your text has {len(numbers)} numbers, not nine.{hint} {HOW}")
    if not names:
        return as_params(numbers)
    if sorted(names) != sorted(_NAMES) or names != words[::2]:
        raise ValueError(f"Write each of the nine names once, directly before its number. Or write no names. {HOW}")
    values = dict(zip(names, numbers))
    return Params(*(values[name] for name in _NAMES))


def _number(word):
    try:
        number = float(word)
    except ValueError:
        raise ValueError(f"“{word[:20]}” is not a number. {HOW}") from None
    if not abs(number) <= 100:  # also False for nan
        raise ValueError(f"{word[:20]} is not between −100 and 100. {HOW}")
    return number
