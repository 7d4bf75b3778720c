"""TeX formulas as MathML, which browsers draw without a script."""

import re
from xml.etree import ElementTree

from latex2mathml.converter import convert_to_element

PLUS, MINUS = "&#x0002B;", "&#x02212;"  # as latex2mathml writes them
BEFORE_A_SIGN = ("(", "&#x0003D;", "&#x000D7;", "&#x022C5;", "&#x02248;", "&#x02192;")  # ( = × ⋅ ≈ →


def formula(tex: str) -> str:
    """The MathML of a formula in marimo's notation: `||( … ||)` in a line of text, `||[ … ||]` on a line of its own."""
    tex = tex.strip()
    inside = tex[3:-3]
    if tex.startswith("||["):
        return _mathml(inside, "block")
    return "<wbr>".join(_mathml(part, "inline") for part in line_parts(inside))


def line_parts(tex: str) -> list[str]:
    """`tex` split before each = or + outside brackets: browsers do not break a line inside a formula."""
    parts, depth = [""], 0
    for token in re.split(r"(\s+(?=[=+]\s)|[{}()])", tex):
        depth += token in ("{", "(") or -(token in ("}", ")"))
        if token.isspace() and depth == 0 and parts[-1]:
            parts.append("")
        else:
            parts[-1] += token
    return parts


def _mathml(tex: str, display: str) -> str:
    """The MathML of `tex`, with the spacing of + and − fixed: tight in −1, wide in a − b."""
    math = convert_to_element(tex, display=display)
    for parent in math.iter():
        for before, operator in zip(parent, list(parent)[1:]):
            if operator.tag == before.tag == "mo" and operator.text == MINUS and before.text in BEFORE_A_SIGN:
                operator.set("form", "prefix")
    first = math.find("mrow/*")
    if first is not None and first.tag == "mo" and first.text == PLUS:  # the formula continues the line before
        first.set("form", "infix")
    return ElementTree.tostring(math, "unicode").replace("&amp;#", "&#")
