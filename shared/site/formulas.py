"""Turns TeX formulas into MathML, which browsers draw without a script."""

import re
from xml.etree import ElementTree

from latex2mathml.converter import convert_to_element

PLUS, MINUS = "&#x0002B;", "&#x02212;"  # the signs + and −, as latex2mathml writes them
BEFORE_A_SIGN = ("(", "&#x0003D;", "&#x000D7;", "&#x022C5;", "&#x02248;", "&#x02192;")  # ( = × ⋅ ≈ →


def formula(tex: str) -> str:
    """Return the MathML of a formula in marimo's notation: `||( … ||)` inside a line, `||[ … ||]` on its own line."""
    tex = tex.strip()
    inside = tex[3:-3]
    if tex.startswith("||["):
        return _mathml(inside, "block")
    return "<wbr>".join(_mathml(part, "inline") for part in line_parts(inside))


def line_parts(tex: str) -> list[str]:
    """Split `tex` before each = or + that has spaces around it and is outside {} and ().

    A page can break the line only between two parts.
    """
    parts, depth = [""], 0
    for token in re.split(r"(\s+(?=[=+]\s)|[{}()])", tex):
        depth += token in ("{", "(") or -(token in ("}", ")"))
        if token.isspace() and depth == 0 and parts[-1]:
            parts.append("")
        else:
            parts[-1] += token
    return parts


def _mathml(tex: str, display: str) -> str:
    """Return the MathML of `tex`. It has space around the minus in a − b, but none in −1."""
    math = convert_to_element(tex, display=display)
    for parent in math.iter():
        for before, operator in zip(parent, list(parent)[1:]):
            if operator.tag == before.tag == "mo" and operator.text == MINUS and before.text in BEFORE_A_SIGN:
                operator.set("form", "prefix")
    first = math.find("mrow/*")
    if first is not None and first.tag == "mo" and first.text == PLUS:  # this + joins two parts
        first.set("form", "infix")
    return ElementTree.tostring(math, "unicode").replace("&amp;#", "&#")
