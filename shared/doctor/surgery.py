"""Finds lines in a program's source. Changes the source or the network, so that the doctor can test a fix."""

import ast
import copy
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from shared.doctor.faults import Group, updates_of
from shared.doctor.model import Layer, Net
from shared.doctor.rewrite import parse

RATE = re.compile(
    r"(?i)^(lr|eta|alpha|step_?size|l_?rate|learning_?rate|epsilon)$|(^|_)rate|rate($|_)|_lr$|^lr_|step_size|_eta$"
)

SEEDS = r"(^|\.)(seed|default_rng|RandomState|Random)$"


def root(name: str) -> str:
    """Return the name without its indices: `W1[0,1]` → `W1`."""
    return re.sub(r"(\[[\d,]+\])+$", "", name)


def lines_that_store(source: str, name: str) -> set[int]:
    """Return the numbers of the lines that assign to the variable or attribute `name`, or to an item of it."""
    lines = set()
    nodes: Any = ast.walk(parse(source))
    for node in nodes:
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AugAssign) else []
        )
        for target in targets:
            for part in target.elts if isinstance(target, ast.Tuple | ast.List) else [target]:
                while isinstance(part, ast.Subscript):
                    part = part.value
                if (isinstance(part, ast.Name) and part.id == name) or (
                    isinstance(part, ast.Attribute) and part.attr == name
                ):
                    lines.add(node.lineno)
    return lines


def _rates(source: str) -> Iterator[tuple[float, int]]:
    tree = parse(source)
    for node in ast.walk(tree):
        pairs: list[tuple[Any, Any]] = []
        if isinstance(node, ast.Assign):
            for target in node.targets:
                both = isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple)
                pairs += zip(target.elts, node.value.elts) if both else [(target, node.value)]  # type: ignore[attr-defined]
        elif isinstance(node, ast.keyword) and node.arg:
            pairs.append((ast.Name(node.arg), node.value))
        elif isinstance(node, ast.FunctionDef):
            defaults = node.args.defaults
            pairs += zip([ast.Name(a.arg) for a in node.args.args[len(node.args.args) - len(defaults) :]], defaults)
        for target, value in pairs:
            name = (
                target.id if isinstance(target, ast.Name) else target.attr if isinstance(target, ast.Attribute) else ""
            )
            number = value.value if isinstance(value, ast.Constant) else None
            if (type(number) is float and name == "n") or (type(number) in (int, float) and RATE.search(name)):
                yield float(value.value), value.lineno


def rate_in(source: str) -> float | None:
    """Return the number that a program seems to use as its learning rate. Return None if there is no such number."""
    for value, _ in _rates(source):
        if 0 < value < 1000:
            return value
    for node in ast.walk(parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            for argument in node.args[-2:]:
                if isinstance(argument, ast.Constant) and type(argument.value) is float and 0 < argument.value < 100:
                    return argument.value
    return None


def line_of_rate(source: str) -> int | None:
    """Return a line that seems to set the learning rate. Return None if there is no such line."""
    return next((line for _, line in _rates(source)), None)


def line_of_epochs(source: str, traced: dict[str, Any]) -> int | None:
    """Return the line where the outermost loop around the training begins. Return None if no such loop is known."""
    begins = (traced.get("begins") or [None])[0]
    found = begins
    for node in ast.walk(parse(source)):
        if isinstance(node, ast.For | ast.While) and begins and node.lineno <= begins <= (node.end_lineno or 0):
            found = min(found, node.lineno)
    return found


def plain_difference(source: str) -> bool:
    """Return True if the program seems to call `log`. Then the loss is probably cross-entropy, with delta out − y."""
    return bool(re.search(r"\blog\(", source))


def divides_by_rows(source: str) -> bool:
    """Return True if the program seems to divide by the number of rows."""
    return bool(re.search(r"(?<!/)/=?\s*((m|n|N|4|4\.0*)(?![\w.])|len\(|X\.shape|batch)", source))


def uses_dropout(source: str) -> bool:
    """Return True if the program seems to use dropout: a name says so, or a mask is drawn at random."""
    nodes = list(ast.walk(parse(source)))
    names = " ".join(str(getattr(node, field, "")) for node in nodes for field in ("id", "attr", "arg", "name"))
    masks = r"(?i)([\w.]+\.)?mask\w* = .*(rand|binomial)"
    drawn = any(re.match(masks, ast.unparse(node)) for node in nodes if isinstance(node, ast.Assign))
    return drawn or bool(re.search(r"(?i)drop_?out|keep_?prob", names))


def same_row(lifted: dict[str, Any]) -> bool:
    """Return True if the traced run has at least 20 updates, and all of them use the same row."""
    rows = {(*row["x"], *row["t"]) for update in lifted["updates"] for row in update["rows"]}
    return len(lifted["updates"]) >= 20 and len(rows) == 1


def swapped_loops(source: str) -> Iterator[tuple[int, str]]:
    """For each pair of nested `for` loops, yield (line of the outer loop, source with the two loops swapped).

    The inner loop is the first `for` loop directly in the outer loop. If it is not over `range(…)`, skip the pair.
    """
    tree = parse(source)
    loops = [node for node in ast.walk(tree) if isinstance(node, ast.For)]
    for k, outer in enumerate(loops):
        inner = next((node for node in outer.body if isinstance(node, ast.For)), None)
        if inner is None or not (isinstance(inner.iter, ast.Call) and ast.unparse(inner.iter.func) == "range"):
            continue
        changed = copy.deepcopy(tree)
        new_outer = [node for node in ast.walk(changed) if isinstance(node, ast.For)][k]
        new_inner = next(node for node in new_outer.body if isinstance(node, ast.For))
        new_outer.target, new_inner.target = new_inner.target, new_outer.target
        new_outer.iter, new_inner.iter = new_inner.iter, new_outer.iter
        yield outer.lineno, ast.unparse(ast.fix_missing_locations(changed))


def blocks(tree: ast.AST) -> Iterator[list[ast.stmt]]:
    """Yield each list of statements in a tree, such as the body of a loop. A list comes before the lists inside it."""
    for node in ast.walk(tree):
        for name in ("body", "orelse", "finalbody"):
            block = getattr(node, name, None)
            if isinstance(block, list):
                yield block


def with_seed_before_loops(source: str) -> tuple[int | None, str]:
    """Find the first statement that sets a seed inside a loop. Move this statement before the outermost loop.

    Return (line of the statement, changed source), or (None, source) if there is no such statement.
    """
    tree = parse(source)
    for block in blocks(tree):
        for k, loop in enumerate(block):
            if not isinstance(loop, ast.For | ast.While):
                continue
            for inside in blocks(loop):
                for statement in inside:
                    call = statement.value if isinstance(statement, ast.Expr | ast.Assign) else None
                    if isinstance(call, ast.Call) and re.search(SEEDS, ast.unparse(call.func)) and call.args:
                        line = statement.lineno
                        inside[inside.index(statement)] = ast.copy_location(ast.Pass(), statement)
                        block.insert(k, statement)
                        return line, ast.unparse(ast.fix_missing_locations(tree))
    return None, source


def with_summed_steps(source: str, grown: dict[str, tuple[list[int], int]]) -> str:
    """Change the update `b = b - step` of some biases: sum `step` over the rows. Return the changed program.

    `grown` maps the name of each of these biases to (the shape of `b` at the start, the axis of the rows in `step`).
    """
    last = {name.split(".")[-1]: shape_and_axis for name, shape_and_axis in grown.items()}

    class Sum(ast.NodeTransformer):
        def _summed(self, target: ast.expr, step: ast.expr) -> ast.expr:
            name = ast.unparse(target).split(".")[-1]
            if name not in last:
                return step
            shape, axis = last[name]
            return ast.parse(f"({ast.unparse(step)}).sum({axis}).reshape({tuple(shape)})", mode="eval").body

        def visit_Assign(self, node: ast.Assign) -> ast.Assign:
            for target in node.targets:
                both = isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple)
                pairs = zip(target.elts, node.value.elts) if both else [(target, node.value)]  # type: ignore[attr-defined]
                for place, value in pairs:
                    if isinstance(value, ast.BinOp) and ast.unparse(value.left) == ast.unparse(place):
                        value.right = self._summed(place, value.right)
            return node

        def visit_AugAssign(self, node: ast.AugAssign) -> ast.AugAssign:
            node.value = self._summed(node.target, node.value)
            return node

    return ast.unparse(ast.fix_missing_locations(Sum().visit(parse(source))))


def with_biases(net: Net) -> Net:
    """Return the network with a new bias for each unit without a bias. The new biases start at 0."""
    names, layers, extra = list(net.names), [], 0
    for k, layer in enumerate(net.layers):
        biases = layer.biases.copy()
        for j in np.flatnonzero(biases < 0):
            biases[j] = net.size + extra
            names.append(f"bias {k + 1}[{j}]")
            extra += 1
        layers.append(replace(layer, biases=biases))
    return replace(net, layers=layers, names=names, start=np.concatenate([net.start, np.zeros(extra)]))


def with_hidden(net: Net, width: int) -> Net:
    """Return a copy of `net` with one hidden layer of `width` units. The initial weights and biases are random.

    The units are like those of the first hidden layer of `net`, or tanh units if it has no hidden layer.
    """
    act, slope, gain = "tanh", 0.0, 1.0
    if len(net.layers) > 1:
        act, slope, gain = net.layers[0].act, net.layers[0].slope, net.layers[0].gain
    inputs, outputs = net.X.shape[1], net.T.shape[1]
    count = inputs * width + width + width * outputs + outputs
    index = np.arange(count)
    first, rest = index[: inputs * width].reshape(inputs, width), index[inputs * width :]
    last = rest[width : width + width * outputs].reshape(width, outputs)
    out = net.layers[-1]
    layers = [
        Layer(first, rest[:width], act, slope, gain, out.line),
        Layer(last, rest[width + width * outputs :], out.act, out.slope, out.gain, out.line),
    ]
    start = np.random.default_rng(0).normal(0, 1, count)
    return replace(net, layers=layers, names=[f"p{k}" for k in index], start=start, frozen=[])


def line_of_values(net: Net, group: Group, window: list[list[float]]) -> int | None:
    """Return the line that computed the most numbers of the group's delta. Return None if no line did.

    `window` has a pair [number, line that computed it] for each number.
    """
    if group.delta is None or not window:
        return None
    numbers = np.array([value for value, _ in window])
    lines = np.array([line for _, line in window])
    counts: Counter[int] = Counter()
    updates = updates_of(net)
    rows = len(updates[0].X)
    for values in group.delta.values[:2]:
        for value in values.ravel():
            if abs(value) < 1e-9:
                continue
            scales = np.array([1.0, 2.0, 1 / rows, 2 / rows, 0.5])
            close = np.abs(np.abs(numbers[:, None]) - np.abs(scales * value)) < 1e-9 * np.abs(scales * value)
            if close.any():  # use the first match: later numbers are computed from the delta
                counts[int(lines[np.argmax(close.any(axis=1))])] += 1
    if not counts:
        return None
    most = max(counts.values())
    return min(line for line, count in counts.items() if count == most)


def line_of_own_update(source: str, name: str) -> int | None:
    """Return the line that computes a variable's new value from its old value, such as `b = b - step`.

    Return None if there is no such line.
    """
    last = name.split(".")[-1].split("[")[0]
    for node in ast.walk(parse(source)):
        if isinstance(node, ast.AugAssign) and node.lineno in lines_that_store(source, last):
            return node.lineno
        if isinstance(node, ast.Assign) and node.lineno in lines_that_store(source, last):
            read = {n.id for n in ast.walk(node.value) if isinstance(n, ast.Name)}
            read |= {n.attr for n in ast.walk(node.value) if isinstance(n, ast.Attribute)}
            if last in read:
                return node.lineno
    return None
