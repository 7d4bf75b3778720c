"""Explains wrong results of `gradients`: each gradient is a product, so this module looks for wrong factors."""

import ast
import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from shared.exercises.factors import ERROR, TWO, close, find_faults, number, slope
from shared.exercises.syntax import syntax_tree
from shared.nn.network import Params, forward, gradients, output_delta

EPSILONS = (1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7)
HIDDEN = ("w11", "w12", "b1", "w21", "w22", "b2")
DELTA_TIMES_INPUT = "the gradient of a weight is the delta times the input of this weight"
BIAS_IS_DELTA = "the gradient of a bias is the delta itself"
DELTA = (TWO, ERROR, slope("out", ("y",)))


def explain_gradients(cases: list[tuple], results: list[tuple]) -> str | None:
    """Return what is wrong with the nine gradients of the cases (x1, x2, y, params), or None if the fault is unknown.

    The function examines each gradient separately, so it also finds several faults in different gradients.
    """
    if found := explain_differences(cases, results):
        return found
    if _are_updated(cases, results):
        return "You return the numbers after an update. Return only the nine gradients."
    calls = [_numbers(*case) for case in cases]
    rate = _rate_of_an_early_update(calls, results)
    where: dict[str, list[str]] = {}
    unknown = 0
    for k, name in enumerate(Params._fields):
        if (
            0 < len({round(result[k], 12) for result in results} - {0}) < 3
        ):  # the answer returns a constant, not a product
            return None
        faults = find_faults(_factors(name, rate), calls, [result[k] for result in results], most=2)
        if faults is None and name not in ("v1", "v2"):  # perhaps δ_out has two faults, and another factor is wrong
            faults = find_faults(_factors(name, rate), calls, [result[k] for result in results], most=3)
        faults = _about_the_other_delta(faults, name[1:2])
        unknown += faults is None
        if unknown > 3:
            return None
        for text in faults or ():
            where.setdefault(text, []).append(name)
    texts: dict[str, list[str]] = {}
    for text, names in sorted(where.items(), key=lambda item: -len(item[1]))[:3]:
        texts.setdefault(_place(names), []).append(text)
    return " ".join(f"{place}, {'; '.join(those)}." for place, those in texts.items()) or None


def _about_the_other_delta(found, neuron):
    """If both v and h are from the other neuron, report one fault instead: the delta of the other neuron."""
    both = [text for text in found or () if text.startswith("you use the other neuron's v") or "instead of h(1" in text]
    if len(both) < 2:
        return found
    other = 3 - int(neuron)
    return [f"you use the delta of h{other}: use the delta of h{neuron}", *(text for text in found if text not in both)]


def _are_updated(cases, results):
    """True if every result is `params` after one update, and all calls use the same learning rate."""
    pairs = [
        (p - r, g)
        for (x1, x2, y, params), result in zip(cases, results)
        for p, r, g in zip(params, result, gradients(x1, x2, y, params))
    ]
    rate = max(pairs, key=lambda pair: abs(pair[1]))
    rate = rate[0] / rate[1]
    return rate != 0 and all(abs(step - rate * g) < 1e-9 for step, g in pairs)


def _numbers(x1, x2, y, params):
    """Return an object that has all numbers of one call as attributes."""
    h1, h2, out = forward(x1, x2, params)
    numbers = SimpleNamespace(x1=x1, x2=x2, y=y, h1=h1, h2=h2, out=out, one=1.0, nothing=0.0, **params._asdict())
    numbers.both = params.v1 + params.v2
    numbers.inputs, numbers.hiddens = x1 + x2, h1 + h2
    numbers.delta = output_delta(out, y)
    return numbers


def _factors(name, rate):
    """Return the factors whose product is the gradient of the parameter `name`."""
    if name in ("v1", "v2"):
        return *DELTA, _entered_output(name[1])
    if name == "c":
        delta = (*DELTA[:2], slope("out", ("y",), bias="c"))
        return *delta, _bias("c", "hiddens", "h1", "h2")
    neuron = name[1]
    back = (_weight(neuron, rate), slope(f"h{neuron}", (f"v{neuron}", _other("h", neuron)), "h", bias=f"b{neuron}"))
    if name[0] == "b":
        return *DELTA, *back, _bias(name, "inputs", "x1", "x2")
    return *DELTA, *back, _entered_hidden(neuron, name[2])


def _other(letter, neuron):
    return f"{letter}{3 - int(neuron)}"


def _weight(neuron, rate):
    v = number(
        f"v{neuron}",
        one="the weight v is missing: use v1 for h1 and v2 for h2",
        both="you use v1 + v2: use only v1 for h1, and only v2 for h2",
        **{
            _other("v", neuron): "you use the other neuron's v: use v1 for h1 and v2 for h2",
            f"w{neuron}1": "you use a weight of the hidden layer: use v1 for h1 and v2 for h2",
            f"h{neuron}": "you use h instead of the weight v: use v1 for h1 and v2 for h2",
        },
    )
    if rate is not None:
        early = "you use v1 and v2 after their update: use the old values"
        v.instead.append((early, lambda c: getattr(c, f"v{neuron}") - rate * c.delta * getattr(c, f"h{neuron}")))
    return v


def _entered_hidden(neuron, k):
    """Return the factor x1 or x2 in the gradient of a hidden weight."""
    return number(
        f"x{k}",
        one="the inputs x1 and x2 are missing",
        **{
            f"w{neuron}{k}": f"you multiply by the weight: {DELTA_TIMES_INPUT}",
            _other("x", k): "x1 and x2 are swapped: w11 and w21 are the weights of x1",
            f"h{neuron}": f"you multiply by h: {DELTA_TIMES_INPUT}",
            f"b{neuron}": f"you multiply by the bias: {DELTA_TIMES_INPUT}",
            "nothing": "you return 0",
        },
    )


def _entered_output(k):
    h, v = f"h{k}", f"v{k}"
    entered = number(
        h,
        one="the factor h is missing",
        **{
            v: f"you multiply by the weight: {DELTA_TIMES_INPUT}",
            _other("h", k): "h1 and h2 are swapped: v1 is the weight of h1",
            f"x{k}": f"you multiply by x: {DELTA_TIMES_INPUT}",
            "nothing": "you return 0",
        },
    )
    wrong = {
        "you use h(1 − h), a factor of the hidden deltas: use δ_out times h": lambda h, v: h * (1 - h),
        "you use the hidden delta: use δ_out times h": lambda h, v: v * h * h * (1 - h),
        "you multiply by h(1 − h) too: use only h": lambda h, v: h * h * (1 - h),
    }
    for text, f in wrong.items():
        entered.instead.append((text, _on_neuron(f, h, v)))
    return entered


def _on_neuron(f, h, v):
    return lambda c: f(getattr(c, h), getattr(c, v))


def _bias(name, total, *inputs):
    """Return the factor 1 in the gradient of a bias. `total` is the name of the sum of the neuron's inputs."""
    return number(
        "one",
        **{
            "nothing": f"you return 0: {BIAS_IS_DELTA}",
            name: f"you multiply by the bias: {BIAS_IS_DELTA}",
            total: f"you add up the gradients of the weights: {BIAS_IS_DELTA}",
        },
        **{entered: f"you multiply by {entered}: {BIAS_IS_DELTA}" for entered in inputs},
    )


def _rate_of_an_early_update(calls, results):
    """Return the learning rate of an early update: the answer updates v1 and v2 before it computes the hidden deltas.

    The gradient of b1 is δ_h1, which contains v1. An early update changes v1, so this gradient shows the rate. The
    caller must test the rate, because other faults in this gradient give a wrong rate. Return None if the rate is
    improbable.
    """
    call, result = max(zip(calls, results), key=lambda pair: abs(pair[0].delta))
    step = call.delta * call.h1
    v1 = result[2] / (call.delta * call.h1 * (1 - call.h1))
    rate = (call.v1 - v1) / step
    if not 1e-4 < abs(rate) < 100 or close(v1, 1) or close(v1, call.both):
        return None
    return rate


def _place(names):
    """Return the first words of a feedback sentence. These words name the gradients."""
    if len(names) > 6:  # the other gradients may have another fault, which hides the fault in δ_out
        return "In δ_out"
    if len(set(names) & set(HIDDEN)) > 4 and set(names) <= set(HIDDEN):
        return "In the hidden deltas"
    if names == ["b1", "b2", "c"]:
        return "For the biases"
    return f"For {', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else f"For {names[0]}"


# Gradients by finite differences: right, but slow.


SLOW = (
    "The gradients are right, but slow to compute. With differences, the network runs 18 times for each row. "
    "With deltas, it runs only once. Now compute the gradients with deltas, and check them with these differences."
)


DIFFERENCES_IN_THE_CODE = r"numerical_gradient\(|\b(eps|epsilon)\b|\d+e-\d|0\.00"


def praise_differences(cases: list[tuple], results: list[tuple]) -> str | None:
    """Return the success message for gradients computed by central differences. Return None for wrong gradients.

    Exact gradients get the message too, so call this function only if the results differ from the right results.
    """
    return SLOW if any(_measured(cases, results, eps, 1) for eps in EPSILONS[1:]) else None


def review_differences(f: Callable[..., Any], is_right: bool) -> str | None:
    """Return the success message for differences that are as exact as formulas. Otherwise return None.

    Such results look like the results of the formulas, so this function searches the source code of the answer.
    """
    function = syntax_tree(f)
    if function is None:
        return None
    for node in ast.walk(function):  # comments and docstrings do not count
        if isinstance(node, ast.FunctionDef) and ast.get_docstring(node) is not None:
            node.body[0] = ast.Pass()
    code = ast.unparse(function)
    return SLOW if is_right and re.search(DIFFERENCES_IN_THE_CODE, code) else None


FACTORS_OF_DIFFERENCES = {
    2: "Your differences are twice the right differences. Divide by the distance of the two points, in brackets.",
    0.5: "Your differences are half of the right differences. Divide by the distance of the two points, in brackets.",
    -1: "Your differences have the wrong sign. Swap the two losses in the subtraction.",
}


def explain_differences(cases: list[tuple], results: list[tuple]) -> str | None:
    """Return what is wrong with gradients computed by differences. Return None for other wrong gradients.

    Call this function only if the results are wrong: exact gradients get a sentence too.
    """
    if any(_measured(cases, results, eps, 0) for eps in EPSILONS):
        return "You only move each number up. Compute the loss at p + ε and at p − ε, and divide by 2ε."
    for factor, text in FACTORS_OF_DIFFERENCES.items():
        scaled = [[number / factor for number in result] for result in results]
        if not _are_exact(cases, scaled) and any(
            _measured(cases, scaled, eps, down) for eps in EPSILONS[1:] for down in (0, 1)
        ):
            return text
    if _measured(cases, results, EPSILONS[0], 1):
        return f"You use central differences with ε = {EPSILONS[0]:g}, which is too large. Use ε = 1e-5."
    return None


def _are_exact(cases, results):
    """True if the results are the gradients up to a relative error of 1e-12. Differences are less exact."""
    right = [gradients(*case) for case in cases]
    return all(abs(r - g) <= 1e-12 * abs(g) for pair in zip(results, right) for r, g in zip(*pair))


def _measured(cases, results, eps, down):
    """True if each result is (loss at p + ε minus loss at p − `down` · ε), divided by the distance of the two points.

    Rounding errors are allowed.
    """
    rounding = 4e-16 / eps
    for (x1, x2, y, params), result in zip(cases, results):
        for i in reversed(range(9)):
            higher, lower = ([*params[:i], params[i] + step, *params[i + 1 :]] for step in (eps, -down * eps))
            change = (forward(x1, x2, higher)[2] - y) ** 2 - (forward(x1, x2, lower)[2] - y) ** 2
            expected = change / (eps * (1 + down))
            if not abs(result[i] - expected) <= 1e-6 * abs(expected) + rounding:  # nan is a difference too
                return False
    return True
