"""Finds which step neurons an answer to `xor_by_hand` calls, and what each neuron computes.

This module runs the answer with a changed `step_neuron`, which records every call. So the feedback can name the wrong
neuron. It can also say that a right answer uses fewer than three neurons.
"""

import ast
import inspect
from collections.abc import Callable
from types import FunctionType
from typing import Any, NamedTuple

from shared.exercises.syntax import syntax_tree

ROWS = ((0, 0), (0, 1), (1, 0), (1, 1))
XOR = (0, 1, 1, 0)
TABLES = {
    (0, 0, 0, 0): "0 for every row",
    (1, 1, 1, 1): "1 for every row",
    (0, 1, 1, 1): "OR",
    (0, 0, 0, 1): "AND",
    (1, 1, 1, 0): "NAND",
    (1, 0, 0, 0): "NOR",
    XOR: "XOR",
    (1, 0, 0, 1): "the opposite of XOR",
    (0, 0, 1, 1): "x1",
    (0, 1, 0, 1): "x2",
    (1, 1, 0, 0): "NOT x1",
    (1, 0, 1, 0): "NOT x2",
    (0, 0, 1, 0): "x1 AND NOT x2",
    (0, 1, 0, 0): "x2 AND NOT x1",
    (1, 0, 1, 1): "x1 OR NOT x2",
    (1, 1, 0, 1): "x2 OR NOT x1",
}
PARTNERS = {  # what one hidden neuron computes → what the other one should compute
    "OR": "NAND (−1, −1, bias 1.5)",
    "NAND": "OR (1, 1, bias −0.5)",
    "AND": "OR (1, 1, bias −0.5)",
    "x1 AND NOT x2": "x2 AND NOT x1 (−1, 1, bias −0.5)",
    "x2 AND NOT x1": "x1 AND NOT x2 (1, −1, bias −0.5)",
}


class Neuron(NamedTuple):
    """One step neuron: its arguments (x1, x2, w1, w2, b) and its answer in each of the four rows."""

    arguments: list[tuple]
    answers: tuple

    @property
    def computes(self) -> str:
        return TABLES.get(self.answers, f"{', '.join(map(str, self.answers))} in the four rows")

    @property
    def weights(self) -> str:
        w1, w2, b = (f"{number:g}".replace("-", "−") for number in self.arguments[0][2:])
        return f"({w1}, {w2}, bias {b})"

    @property
    def about_zero(self) -> str:
        """Return a sentence if the neuron's sum is exactly 0 in some rows. Otherwise return ""."""
        rows = sum(w1 * x1 + w2 * x2 + b == 0 for x1, x2, w1, w2, b in self.arguments)
        where = "one row" if rows == 1 else f"{rows} rows"
        return f" Its sum is exactly 0 in {where} of the table, so it returns 0 there." if rows else ""


def review_wiring(f: Callable[..., Any], is_right: bool) -> str | None:
    """Return feedback on the neurons of an answer, or None.

    A right answer gets feedback only if it uses fewer than three neurons. A wrong answer gets feedback if its cause is
    found. An answer that raises an error gets no feedback.
    """
    try:
        f = inspect.unwrap(f)
        outputs, neurons = _traced(f)
        if not set(outputs) <= {0, 1} and any(name in f.__code__.co_names for name in ("neuron", "sigmoid")):
            return "Your neurons use σ, so they return decimals. Use `step_neuron` for all three neurons."
        outputs = [int(out) for out in outputs]
    except Exception:  # `check` shows the error of the answer
        return None
    if neurons is None:
        return None
    if not is_right:
        return _fault(outputs, neurons, _overwritten(f)) if len(neurons) >= 3 else None
    if len(neurons) >= 3 or _has_neurons_of_its_own(f):
        return None
    used = ("no step neurons", "only one step neuron", "only two step neurons")[len(neurons)]
    return (
        f"The results are right, but you use {used}. Build XOR from three step neurons: the answers of the first two "
        "neurons are the inputs of the third neuron."
    )


def _traced(f):
    """Return the outputs in the four rows, and a list of the step neurons.

    Instead of the list, return None if the number of calls differs between rows.
    """
    step = f.__globals__.get("step_neuron")
    calls: list[list[tuple]] = []

    def noted(*args, **kwargs):
        answer = step(*args, **kwargs)
        numbers = inspect.signature(step).bind(*args, **kwargs).arguments.values() if kwargs else args
        calls[-1].append((tuple(numbers), int(answer)))
        return answer

    traced = FunctionType(f.__code__, f.__globals__ | {"step_neuron": noted}, f.__name__, f.__defaults__, f.__closure__)
    outputs = []
    for row in ROWS:
        calls.append([])
        outputs.append(traced(*row))
    if len({len(row) for row in calls}) > 1:
        return outputs, None
    return outputs, [Neuron([args for args, _ in same], tuple(a for _, a in same)) for same in zip(*calls)]


def _overwritten(f):
    """Return the name of the first input that the answer overwrites. Return None if it overwrites no input."""
    nodes = ast.walk(syntax_tree(f) or ast.Module([], []))
    stored = [n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]
    return next((name for name in f.__code__.co_varnames[:2] if name in stored), None)


def _fault(outputs, neurons, overwritten=None):
    """Return a sentence that says why the neurons of a wrong answer do not give XOR, or None.

    `overwritten` is the name of an input that the answer overwrites.
    """
    *first, last = neurons
    if all([args[3:] for args in neuron.arguments] == [*ROWS] for neuron in first):
        return "The arguments are in the wrong order. The inputs come first: `step_neuron(x1, x2, w1, w2, b)`."
    if len(neurons) != 3:
        return None
    one, other = first
    if [args[:2] for args in one.arguments] == [*ROWS] != [args[:2] for args in other.arguments]:
        if overwritten:
            return f"You overwrite {overwritten} before the second neuron uses it. Give the first answer a new name."
        return "The inputs of the second neuron must be x1 and x2, like the inputs of the first neuron."
    if [args[:2] for args in one.arguments] != [*ROWS]:
        return None
    if [args[:2] for args in last.arguments] not in (
        [*zip(one.answers, other.answers)],
        [*zip(other.answers, one.answers)],
    ):
        return "The inputs of the third neuron must be the answers of the first two: `step_neuron(a, b, …)`."
    if _with_other_biases(one, other, last) == XOR:
        return "All three biases have the wrong sign. With bias −0.5, a neuron answers 1 if w1·x1 + w2·x2 is above 0.5."
    if tuple(map(int, outputs)) != last.answers:
        return "You do not return the answer of the third neuron. Return this answer unchanged."
    if _makes_xor_of_or_and_nand(last) and len({one.computes, other.computes} & {"OR", "NAND"}) == 1:
        return _wrong_hidden(one, other)
    if _can_give_xor(one.answers, other.answers):
        needed = " It must compute AND." if {one.computes, other.computes} == {"OR", "NAND"} else ""
        return (
            f"The first two neurons are right ({one.computes} and {other.computes}). The last neuron {last.weights} is "
            f"wrong.{needed}{last.about_zero}"
        )
    return _wrong_hidden(one, other)


def _with_other_biases(one, other, last):
    """Flip the sign of every bias, and return the last neuron's outputs in the four rows."""

    def answer(neuron, x1, x2):
        w1, w2, b = neuron.arguments[0][2:]
        return int(w1 * x1 + w2 * x2 - b > 0)

    return tuple(answer(last, answer(one, *row), answer(other, *row)) for row in ROWS)


def _wrong_hidden(one, other):
    """Say which of the first two neurons is wrong."""
    for right, wrong, its_place in ((one, other, "second"), (other, one, "first")):
        if right.computes in ("OR", "NAND") or (right.computes in PARTNERS and wrong.computes not in PARTNERS):
            return (
                f"Your {its_place} neuron {wrong.weights} computes {wrong.computes}.{wrong.about_zero} "
                f"{right.computes} is right: make this neuron {PARTNERS[right.computes]}."
            )
    return (
        f"The first two neurons compute {one.computes} and {other.computes}: no third neuron can make XOR from "
        "these two functions. Use OR and NAND."
    )


def _makes_xor_of_or_and_nand(neuron):
    """True if this neuron gives XOR when its inputs are OR and NAND."""
    w1, w2, b = neuron.arguments[0][2:]
    return all((w1 * a + w2 * c + b > 0) == y for a, c, y in zip((0, 1, 1, 1), (1, 1, 1, 0), XOR))


def _can_give_xor(one, other):
    """True if a third neuron can compute XOR from these two tables."""
    targets: dict[tuple, int] = {}
    for pair, y in zip(zip(one, other), XOR):
        if targets.setdefault(pair, y) != y:
            return False
    return len(targets) < 4 or tuple(targets[row] for row in ROWS) not in (XOR, (1, 0, 0, 1))


def _has_neurons_of_its_own(f):
    """True if the answer seems to build three neurons without `step_neuron`.

    For example, the answer has three comparisons, or it calls other functions three times. The result is also True if
    the source cannot be read: then a right answer gets no criticism.
    """
    tree = syntax_tree(f)
    if tree is None:
        return True
    nodes = list(ast.walk(tree))
    compared = [
        n.left
        for n in nodes
        if isinstance(n, ast.Compare) and isinstance(n.ops[0], ast.Gt | ast.Lt | ast.GtE | ast.LtE)
    ]
    sums = [n for n in compared if not (isinstance(n, ast.Name) and n.id in f.__code__.co_varnames[:2])]
    called = [n.func for n in nodes if isinstance(n, ast.Call)]
    neurons = [n for n in called if isinstance(n, ast.Attribute) and n.attr in ("neuron", "sigmoid")]
    own = [n for n in called if isinstance(n, ast.Name) and inspect.isfunction(f.__globals__.get(n.id))]
    inner = [n for n in nodes if isinstance(n, ast.FunctionDef | ast.Lambda)]
    arrays = [n for n in nodes if isinstance(n, ast.MatMult)]
    return max(len(sums), len(own) + len(neurons)) >= 3 or len(inner) > 1 or bool(arrays)
