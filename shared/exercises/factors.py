"""Finds which factors of a product are wrong. It tries wrong factors that students often use.

A gradient is a product, such as 2 · (out − y) · out(1 − out) · h1. Students forget a factor or use a wrong one, and
often make two of these mistakes at once. A list of all pairs of mistakes would have hundreds of entries.
"""

import math
from collections.abc import Callable, Sequence
from itertools import combinations, product
from operator import attrgetter
from types import SimpleNamespace
from typing import Any, NamedTuple

from shared.nn.network import sigmoid


class Factor(NamedTuple):
    """One factor of a product. The function `right` computes its right value.

    `instead` is a list of pairs (feedback, function). Each function computes a wrong value that students use.
    """

    right: Callable[[Any], float]
    instead: list[tuple[str, Callable[[Any], float]]]


def find_faults(
    factors: Sequence[Factor], calls: Sequence[Any], results: Sequence[float], most: int
) -> list[str] | None:
    """Return the feedback for the wrong factors. Return None if no combination explains all results.

    `calls` are the arguments of the factors' functions. `results` are the numbers that the student's code returns.
    The search tries 0 wrong factors first, then 1, then 2, and so on up to `most`. It returns an empty list if every
    result is right.
    """
    place = max(range(len(calls)), key=lambda k: abs(results[k]))  # few combinations of factors give the largest result
    call, result = calls[place], results[place]
    right = [_value(factor.right, call) for factor in factors]
    wrong = [[(_value(f, call), text, f) for text, f in factor.instead] for factor in factors]
    for count in range(most + 1):
        for places in combinations(range(len(right)), count):
            rest = math.prod(value for k, value in enumerate(right) if k not in places)
            for chosen in product(*(wrong[k] for k in places)):
                value = rest
                for other in chosen:
                    value *= other[0]
                if close(value, result):
                    functions = [factor.right for factor in factors]
                    for k, (_, _, f) in zip(places, chosen):
                        functions[k] = f
                    if _explains(functions, calls, results):
                        return [text for _, text, _ in chosen]
    return None


def _explains(functions, calls, results):
    return all(close(math.prod(_value(f, call) for f in functions), got) for call, got in zip(calls, results))


def _value(f, call):
    try:
        return f(call)
    except (ArithmeticError, ValueError):
        return math.nan


def close(a: float, b: float) -> bool:
    """True if two numbers are equal up to rounding."""
    return abs(a - b) <= 1e-6 * abs(b) + 1e-12


# Factors of the gradients. In these functions, `c` is one call. Its attributes are numbers: `c.out`, `c.y`, and so on.


TWO = Factor(
    lambda c: 2,
    [
        ("the factor 2 from the square is missing", lambda c: 1),
        ("the sign is flipped: use out − y, not y − out", lambda c: -2),
        ("some books use y − out and then add the step: here the factor is 2(out − y)", lambda c: -1),
        ("you use the factor 2 from the square twice", lambda c: 4),
        ("you multiply by 8 instead of 2", lambda c: 8),
        ("you divide by 2 instead of multiplying by 2", lambda c: 0.5),
        ("the sign is flipped, and you use the factor 2 twice", lambda c: -4),
    ],
)
ERROR = Factor(
    lambda c: c.out - c.y,
    [
        ("the error out − y is missing", lambda c: 1),
        ("the sign of the error is lost: use out − y, without `abs`", lambda c: abs(c.out - c.y)),
        ("you square the error: the derivative of the square is 2(out − y)", lambda c: (c.out - c.y) ** 2),
        ("you square the error, and the sign is flipped: use 2(out − y)", lambda c: -((c.out - c.y) ** 2)),
        ("you add y: the error is out − y", lambda c: c.out + c.y),
        ("the target y is missing: the error is out − y", lambda c: c.out),
        ("you use only the sign of the error: use out − y", lambda c: (c.out > c.y) - (c.out < c.y)),
    ],
)


def slope(a: str, others: Sequence[str] = (), label: str = "", bias: str = "") -> Factor:
    """Return the factor σ′ = a(1 − a) for the activation named `a`.

    `others` are the names of numbers that students use instead of the activation. `label` is the activation's name in
    the feedback. `bias` is the name of the neuron's bias.
    """
    label = label or a

    def of(f, name=a):
        return lambda c: f(getattr(c, name))

    instead = [
        (f"the derivative of σ, {label}(1 − {label}), is missing", lambda c: 1),
        (f"the factor 1 − {label} is missing: use {label}(1 − {label})", of(lambda a: a)),
        (f"the factor {label} is missing: use {label}(1 − {label})", of(lambda a: 1 - a)),
        (
            f"you apply σ again: {label} is already σ(z), so use {label}(1 − {label})",
            of(lambda a: sigmoid(a) * (1 - sigmoid(a))),
        ),
        (f"1 − {label}² is for tanh: the derivative of σ is {label}(1 − {label})", of(lambda a: 1 - a * a)),
        (f"1 − tanh² is the derivative of tanh: use {label}(1 − {label})", of(lambda a: 1 - math.tanh(a) ** 2)),
        (f"you use σ({label}): the derivative is {label}(1 − {label})", of(sigmoid)),
        (f"you use the derivative {label}(1 − {label}) twice", of(lambda a: (a * (1 - a)) ** 2)),
        (f"the last factor is 1 + {label}: use {label}(1 − {label})", of(lambda a: a * (1 + a))),
        (f"the sign is flipped: use {label}(1 − {label}), not {label}({label} − 1)", of(lambda a: a * (a - 1))),
        (f"you use {label}²: the derivative of σ is {label}(1 − {label})", of(lambda a: a * a)),
        (f"you use (1 − {label})²: the derivative of σ is {label}(1 − {label})", of(lambda a: (1 - a) ** 2)),
        (f"you divide by {label}(1 − {label}): multiply by this factor", of(lambda a: 1 / (a * (1 - a)))),
        (f"you use z(1 − z) with the sum z: use {label}(1 − {label})", of(lambda a: _sum(a) * (1 - _sum(a)))),
        (f"your factor is the derivative of ReLU: for σ use {label}(1 − {label})", of(lambda a: float(a > 0.5))),
        (f"you use the derivative of ReLU: use {label}(1 − {label})", of(lambda a: float(a > 0))),
    ]
    for other in others:
        instead.append(
            (f"you use {other}(1 − {other}) instead of {label}(1 − {label})", of(lambda a: a * (1 - a), other))
        )
    if bias:
        instead.append(
            ("you use b(1 − b) with the bias b: use a(1 − a) with the activation a", of(lambda b: b * (1 - b), bias))
        )
    return Factor(of(lambda a: a * (1 - a)), instead)


def _sum(a):
    """Return the weighted sum z for which σ(z) = a."""
    return math.log(a / (1 - a))


def number(right: str, **instead: str) -> Factor:
    """Return a factor whose right value is the number named `right`.

    `instead` maps the name of each wrong number to its feedback.
    """
    return Factor(attrgetter(right), [(text, attrgetter(name)) for name, text in instead.items()])


def explain_product(factors: Sequence[Factor], names: Sequence[str]) -> Callable[[list[tuple], list[Any]], str | None]:
    """Return `explain` for an exercise whose result is the product of `factors`. `names` are the arguments."""

    def explain(cases, results):
        calls = [
            SimpleNamespace(**dict(zip(names, case)), one=1.0, squared=case[-2] ** 2 if case[1:] else 0)
            for case in cases
        ]
        faults = find_faults(factors, calls, results, most=3)
        return join(faults) if faults else None

    return explain


def join(feedback: Sequence[str]) -> str:
    """Return all texts as sentences. Each sentence begins with a capital letter or a name and ends with a full stop."""
    return " ".join(f"{capitalize(text)}." for text in feedback)


def capitalize(text: str) -> str:
    """Return the text with a capital first letter. A first word such as `v` or `w1` is not changed."""
    first = text.split()[0]
    return text[0].upper() + text[1:] if first.isascii() and first.isalpha() and len(first) > 1 else text
