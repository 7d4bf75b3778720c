"""Explains the wrong output of a neuron: a wrong number in the sum, a wrong operator, or a wrong activation.

It tries one or two changes of σ(w1·x1 + w2·x2 + b) at a time, separately for each neuron of a network.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, product
from typing import Any, NamedTuple

from shared.exercises.factors import capitalize, close
from shared.nn.network import Params, sigmoid


class Neuron(NamedTuple):
    """The names of a neuron's five numbers, and the name of the neuron in the feedback."""

    x1: str
    x2: str
    w1: str
    w2: str
    b: str
    name: str = ""


def _steps(z):
    return float(z > 0)


ACTIVATIONS: tuple[tuple[str, Callable[[float], float]], ...] = (
    ("", sigmoid),
    ("σ is missing: apply σ to the sum", lambda z: z),
    ("your activation is tanh: use σ", math.tanh),
    ("your activation is tanh(z/2), which goes from −1 to 1: use σ", lambda z: math.tanh(z / 2)),
    ("your activation is ReLU: use σ", lambda z: max(0.0, z)),
    ("your activation is a step, or you round the result to 0 or 1: use σ itself", _steps),
    ("your activation is (1 + tanh z) / 2: use σ, which is (1 + tanh(z/2)) / 2", lambda z: (1 + math.tanh(z)) / 2),
    ("you apply σ twice: apply it once", lambda z: sigmoid(sigmoid(z))),
    ("the minus in the exponent is missing: write 1 / (1 + e⁻ᶻ)", lambda z: 1 - sigmoid(z)),
    ("you round the result to two decimals: do not round it", lambda z: round(sigmoid(z), 2)),
    ("you round the result to three decimals: do not round it", lambda z: round(sigmoid(z), 3)),
    ("you round the result to four decimals: do not round it", lambda z: round(sigmoid(z), 4)),
    ("you divide the sum by 2: do not divide it", lambda z: sigmoid(z / 2)),
    ("you use the derivative of σ: use σ itself", lambda z: sigmoid(z) * (1 - sigmoid(z))),
)

# A change of the sum is a pair: its feedback, and a function that computes the changed sum from {name: number}.
Change = tuple[str, Callable[[dict[str, float]], float]]


def find_neuron_fault(neuron: Neuron, calls: Sequence[dict[str, float]], results: Sequence[float]) -> str | None:
    """Return what is wrong with a neuron whose outputs are `results`. The text has no full stop at its end.

    Return "" if nothing is wrong, and None if the fault is unknown. Each item of `calls` maps names to numbers.
    """
    if not all(math.isfinite(result) for result in results):
        return None
    for text, activation in ACTIVATIONS:
        # Outputs that are all 0 or 1 do not show which number in the sum is wrong.
        changes = [("", _sum(*neuron[:5]))] if activation is _steps else _changes(neuron, calls[0], pairs=not text)
        for changed, total in changes:
            if _agrees(activation, total, calls[0], results[0]) and all(
                _agrees(activation, total, *pair) for pair in zip(calls, results)
            ):
                return f"{changed}. {capitalize(text)}" if changed and text else changed or text
    return _bias_after(neuron, calls, results)


def _agrees(activation, total, call, result):
    try:
        z = total(call)
        return close(activation(z), result) or (activation is _steps and abs(z) < 1e-12 and result in (0, 1))
    except OverflowError:
        return False


def _sum(x1, x2, w1, w2, b):
    return lambda c: c[w1] * c[x1] + c[w2] * c[x2] + c[b]


def _changes(neuron, names, pairs) -> Iterator[Change]:
    five = neuron[:5]
    x1, x2, w1, w2, b = five
    yield "", _sum(*five)
    yield (
        "you apply σ to the inputs: use the inputs as they are",
        lambda c: c[w1] * sigmoid(c[x1]) + c[w2] * sigmoid(c[x2]) + c[b],
    )
    yield f"{b} is missing: add {b}", lambda c: c[w1] * c[x1] + c[w2] * c[x2]
    yield f"you subtract {b}: add {b}", lambda c: c[w1] * c[x1] + c[w2] * c[x2] - c[b]
    yield f"you multiply the sum by {b}: add {b}", lambda c: (c[w1] * c[x1] + c[w2] * c[x2]) * c[b]
    yield f"you add {b} twice: add it once", lambda c: c[w1] * c[x1] + c[w2] * c[x2] + 2 * c[b]
    yield from _with_a_fault_at(x1, w1, x2, w2, b)
    yield from _with_a_fault_at(x2, w2, x1, w1, b)
    yield (
        "you add the weights to the inputs: multiply them",
        lambda c: c[w1] + c[x1] + c[w2] + c[x2] + c[b],
    )
    yield "you multiply the two products: add them", lambda c: c[w1] * c[x1] * c[w2] * c[x2] + c[b]
    yield (
        f"the brackets are wrong: add {b} once, after the products",
        lambda c: c[w1] * c[x1] + c[w2] * (c[x2] + c[b]),
    )
    yield from _replacements(five, names, 1)
    if pairs:
        yield from _replacements(five, names, 2)


def _with_a_fault_at(x, w, other_x, other_w, b) -> Iterator[Change]:
    """Yield each change of the product w·x. The other product and b are right."""
    yield f"{w}·{x} is missing: add {w}·{x}", lambda c: c[other_w] * c[other_x] + c[b]
    yield (
        f"you add {w} to {x}: multiply them",
        lambda c: c[w] + c[x] + c[other_w] * c[other_x] + c[b],
    )
    yield (
        f"you subtract {w}·{x}: add {w}·{x}",
        lambda c: c[other_w] * c[other_x] - c[w] * c[x] + c[b],
    )
    yield f"{w} is missing: multiply {x} by {w}", lambda c: c[x] + c[other_w] * c[other_x] + c[b]
    yield f"{x} is missing: multiply {w} by {x}", lambda c: c[w] + c[other_w] * c[other_x] + c[b]


def _replacements(five, names, count) -> Iterator[Change]:
    """Yield each change that replaces `count` of the five numbers in the sum by other numbers."""
    for places in combinations(range(5), count):
        for others in product(names, repeat=count):
            if all(other != five[place] for place, other in zip(places, others)):
                changed = list(five)
                for place, other in zip(places, others):
                    changed[place] = other
                texts = [f"{other} instead of {five[place]}" for place, other in zip(places, others)]
                yield f"you use {', and '.join(texts)}", _sum(*changed)


def _bias_after(neuron, calls, results):
    """Return the feedback for a neuron that adds its bias after σ. Return None for any other neuron."""
    x1, x2, w1, w2, b = neuron[:5]
    if all(close(sigmoid(c[w1] * c[x1] + c[w2] * c[x2]) + c[b], result) for c, result in zip(calls, results)):
        return f"you add {b} after σ: add {b} to the sum, before σ"
    return None


HIDDEN_1 = Neuron("x1", "x2", "w11", "w12", "b1", "h1")
HIDDEN_2 = Neuron("x1", "x2", "w21", "w22", "b2", "h2")
OUTPUT = Neuron("h1", "h2", "v1", "v2", "c", "the output neuron")


def explain_neuron(cases: list[tuple], results: list[Any]) -> str | None:
    """Return what is wrong with the outputs of one neuron, for cases (x1, x2, w1, w2, b).

    Return None if nothing is wrong or the fault is unknown.
    """
    neuron = Neuron("x1", "x2", "w1", "w2", "b")
    fault = find_neuron_fault(neuron, [dict(zip(neuron, case)) for case in cases], results)
    return f"{capitalize(fault)}." if fault else None


def explain_forward(cases: list[tuple], results: list[tuple]) -> str | None:
    """Return what is wrong with `(h1, h2, out)`, for cases (x1, x2, params).

    The right `out` is computed from the h1 and h2 of the answer. Return None if nothing is wrong or no fault is known.
    """
    calls = [dict(zip(Params._fields, params), x1=x1, x2=x2) for x1, x2, params in cases]
    inner = [call | {"h1": h1, "h2": h2} for call, (h1, h2, _) in zip(calls, results)]
    faults: dict[str, list[str]] = {}
    for k, (neuron, numbers) in enumerate(((HIDDEN_1, calls), (HIDDEN_2, calls), (OUTPUT, inner))):
        fault = find_neuron_fault(neuron, numbers, [result[k] for result in results])
        if fault:
            faults.setdefault(fault, []).append(neuron.name)
    return " ".join(f"In {' and '.join(names)}, {fault}." for fault, names in faults.items()) or None
