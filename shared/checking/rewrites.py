"""Corrects code that looks right but computes something else. For example, a set is replaced by a list.

Like the functions of `shared.checking.slips`, each function yields pairs (sentence, change). The change corrects the
student's code. `shared.checking.repairs` runs the changed code, and uses the sentence only if the changed code is right
in every call.
"""

import ast
from itertools import combinations
from typing import Any

from shared.checking.slips import Slips, is_node, nodes_of, replace, stored_names, text_of, value_of


def sets(function: Any) -> Slips:
    """Replace a set by a list."""
    for node in nodes_of(function):
        if is_node(node, ast.SetComp | ast.Set):
            yield (
                f"`{text_of(node, 40)}` is a set: it has no order and keeps equal values only once. Write `[…]`.",
                lambda n, node=node: replace(n, node, _as_list(node)),
            )


def _as_list(node):
    return ast.ListComp(node.elt, node.generators) if is_node(node, ast.SetComp) else ast.List(node.elts, ast.Load())


def used_generators(function: Any) -> Slips:
    """If a variable holds a generator or another iterator, such as `zip(…)`, store a list instead."""
    for node in nodes_of(function):
        if not is_node(node, ast.Assign):
            continue
        name, value = text_of(node.targets[0]), node.value
        iterator = is_node(value, ast.Call) and ast.unparse(value.func) in ("map", "zip", "filter", "reversed", "iter")
        if is_node(value, ast.GeneratorExp):
            new: Any = ast.ListComp(value.elt, value.generators)
            what = "a generator"
        elif iterator:
            new = ast.Call(ast.Name("list", ast.Load()), [value], [])
            what = f"`{ast.unparse(value.func)}`"
        else:
            continue
        yield (
            f"`{name}` is {what}, which can be read only once. Make a list: `{name} = {text_of(new, 50)}`.",
            lambda n, node=node, new=new: setattr(node, "value", new),
        )


def ended_loops(function: Any) -> Slips:
    """Replace a `break` by `continue`."""
    for node in nodes_of(function):
        if is_node(node, ast.Break):
            yield (
                "`break` ends the whole loop. Write `continue`: it skips only this round.",
                lambda n, node=node: replace(n, node, ast.Continue()),
            )


def hidden_arguments(function: Any) -> Slips:
    """Rename a loop variable that has the name of an argument. Keep one use of the name: it means the argument."""
    arguments = {argument.arg for argument in function.args.args}
    for loop in nodes_of(function):
        if not is_node(loop, ast.For):
            continue
        for name in sorted(stored_names(loop.target) & arguments):
            uses = [n for n in ast.walk(loop) if isinstance(n, ast.Name) and n.id == name]
            for kept in [n for n in uses if isinstance(n.ctx, ast.Load)]:
                yield (
                    f"The loop variable `{name}` hides the argument `{name}`. Give the loop variable another name.",
                    lambda _, uses=uses, kept=kept: _rename_all(uses, kept),
                )


def _rename_all(names, kept):
    for name in names:
        if name is not kept:
            name.id = f"own_{name.id}"


def absolute_values(function: Any) -> Slips:
    """Replace `abs(max(a, b))` by `max(abs(a), abs(b))`."""
    for node in _calls_of(function, "abs", "absolute"):
        inner = node.args[0]
        if is_node(inner, ast.Call) and len(inner.args) > 1 and not inner.keywords:
            each: list[Any] = [ast.Call(node.func, [argument], []) for argument in inner.args]
            yield _instead(node, ast.Call(inner.func, each, []))


def factors_in_logarithms(function: Any) -> Slips:
    """Replace `log(a * b)` by `a * log(b)`, and `log(a * b + tiny)` by `a * log(b + tiny)`."""
    for node in _calls_of(function, "log"):
        inner = node.args[0]
        product = inner.left if is_node(inner, ast.BinOp) and is_node(inner.op, ast.Add) else inner
        if not is_node(product, ast.BinOp) or not is_node(product.op, ast.Mult):
            continue
        for factor, kept in ((product.left, product.right), (product.right, product.left)):
            inside = kept if product is inner else ast.BinOp(kept, ast.Add(), inner.right)
            yield _instead(node, ast.BinOp(factor, ast.Mult(), ast.Call(node.func, [inside], [])))


def _calls_of(function, *names):
    """Return the calls of the functions `names`, such as `abs(x)` or `np.abs(x)`. Each call has one argument."""
    calls: list[Any] = [node for node in nodes_of(function) if isinstance(node, ast.Call)]
    return [call for call in calls if len(call.args) == 1 and ast.unparse(call.func).split(".")[-1] in names]


def columns_of_every_row(function: Any) -> Slips:
    """Replace `P[:, chosen]` by `P[np.arange(len(P)), chosen]`."""
    for node in nodes_of(function):
        if is_node(node, ast.Subscript) and is_node(node.slice, ast.Tuple) and len(node.slice.elts) == 2:
            rows, columns = node.slice.elts
            if is_node(rows, ast.Slice) and ast.unparse(rows) == ":":
                every = _parsed(f"np.arange(len({ast.unparse(node.value)}))")
                yield _instead(node, ast.Subscript(node.value, ast.Tuple([every, columns], ast.Load()), node.ctx))


def _parsed(expression):
    return ast.parse(expression, mode="eval").body


def _instead(node, new):
    """Return a pair (sentence, change). The change replaces `node` by `new`."""
    sentence = f"Write `{text_of(new)}` instead of `{text_of(node)}`."
    return sentence, lambda n: replace(n, node, new)


def overwritten_too_early(function: Any) -> Slips:
    """Give a new value another name, because a later line needs the old value. `return` uses the new name."""
    set_before = {argument.arg for argument in function.args.args}
    again: dict[str, int] = {}  # name → index of the first statement that overwrites it
    for k, statement in enumerate(function.body):
        names = stored_names(statement)
        again |= {name: k for name in sorted(names & set_before) if name not in again}
        set_before |= names
    groups: list[tuple[str, ...]] = [*combinations(again, 1), *combinations(list(again)[:6], 2)]
    for group in groups:
        yield (
            f"{' and '.join(f'`{name}`' for name in group)} {'is' if len(group) == 1 else 'are'} overwritten too "
            "early: a later line needs the old value. Give the new value another name.",
            lambda n, group=group: _rename(n, {name: again[name] for name in group}),
        )


def _rename(function, again):
    for k, statement in enumerate(function.body):
        nodes: list[Any] = [n for n in ast.walk(statement) if isinstance(n, ast.Name) and n.id in again]
        for node in nodes:
            if k >= again[node.id] and (isinstance(statement, ast.Return) or isinstance(node.ctx, ast.Store)):
                node.id = f"new_{node.id}"


def other_shapes(function: Any) -> Slips:
    """Remove `x.squeeze()`, `np.squeeze(x)` and other calls that only change the shape."""
    for node in nodes_of(function):
        method = node.func.attr if is_node(node, ast.Call) and is_node(node.func, ast.Attribute) else ""
        value = value_of(node) if method in ("squeeze", "flatten", "ravel", "reshape", "transpose") else None
        if value:
            called = f"{'.' if value is node.func.value else 'np.'}{method}(…)"
            yield (
                f"`{called}` changes the shape of `{text_of(value, 40)}`: remove it.",
                lambda n, node=node, value=value: replace(n, node, value),
            )


def arrays_of_the_same_type(function: Any) -> Slips:
    """Replace `np.zeros_like(W)` by `np.zeros(W.shape)`, which holds floats even if W holds whole numbers."""
    for node in _calls_of(function, "zeros_like", "empty_like", "ones_like"):
        name = text_of(node.args[0])
        new = _parsed(f"{ast.unparse(node.func)[:-5]}({ast.unparse(node.args[0])}.shape)")
        yield (
            f"`{text_of(node)}` has the type of `{name}`: if `{name}` holds whole numbers, the decimals are cut off. "
            f"Write `{text_of(new)}`.",
            lambda n, node=node, new=new: replace(n, node, new),
        )


REWRITES = (
    sets,
    used_generators,
    ended_loops,
    hidden_arguments,
    absolute_values,
    factors_in_logarithms,
    columns_of_every_row,
    overwritten_too_early,
    other_shapes,
    arrays_of_the_same_type,
)
