"""Mistakes that a student may repeat in a function. For example, all indices are too high by 1.

Each function in `SLIPS` yields pairs (sentence, change). The change corrects the mistake.
`shared.checking.repairs` runs the changed code, and uses the sentence only if the changed code is right in every call.
"""

import ast
import copy
from collections.abc import Iterator
from itertools import combinations, permutations
from typing import Any, cast

Slips = Iterator[tuple[str, Any]]  # (sentence, function that changes the tree of the student's function)


def text_of(node: ast.AST, limit: int = 60) -> str:
    """Return the first line of the code of a node, shortened to `limit` characters."""
    line = ast.unparse(node).splitlines()[0]
    return line if len(line) <= limit else line[: limit - 1] + "…"


def _listed(names):
    """Return the names in backticks, joined by commas and "and"."""
    *most, last = [f"`{name}`" for name in names]
    return f"{', '.join(most)} and {last}" if most else last


def nodes_of(tree: Any) -> list[Any]:
    """Return the nodes of a tree. Their type is `Any`, because the type checker does not know their attributes."""
    return list(ast.walk(tree))


def is_node(node: Any, kind: Any) -> bool:
    """Return `isinstance(node, kind)`.

    After `isinstance`, the type checker allows only the attributes of `kind`. After `is_node`, it allows all
    attributes.
    """
    return isinstance(node, kind)


def _blocks(function) -> Iterator[list]:
    """Yield all lists of statements in a function."""
    for node in nodes_of(function):
        for name in ("body", "orelse", "finalbody"):
            block = getattr(node, name, None)
            if is_node(block, list):
                yield cast(list, block)


def replace(function: Any, old: ast.AST, new: ast.AST) -> None:
    """Replace the node `old` by the node `new`."""
    for node in nodes_of(function):
        for name, value in ast.iter_fields(node):
            if value is old:
                setattr(node, name, new)
            elif is_node(value, list):
                setattr(node, name, [new if item is old else item for item in value])


def _parameters(function):
    return [argument.arg for argument in function.args.args]


def _names_in(node):
    return {n.id for n in nodes_of(node) if is_node(n, ast.Name)}


def stored_names(tree: Any) -> set[str]:
    """Return the names that a tree assigns, including the variables of loops."""
    return {n.id for n in nodes_of(tree) if _is_name(n) and is_node(n.ctx, ast.Store)}


def _targets(statement):
    """Return the names that an assignment or a loop sets. Return an empty set for other statements and targets."""
    if is_node(statement, ast.Assign) and len(statement.targets) == 1:
        target = statement.targets[0]
    elif is_node(statement, ast.AugAssign | ast.For):
        target = statement.target
    else:
        return set()
    parts = target.elts if is_node(target, ast.Tuple) else [target]
    return {part.id for part in parts if is_node(part, ast.Name)} if all(map(_is_name, parts)) else set()


def _is_name(node):
    return is_node(node, ast.Name)


def overwritten_arguments(function: Any) -> Slips:
    """Remove a loop or lines that overwrite an argument."""
    own = set(_parameters(function))

    def changes_arguments(statement):
        return bool(_targets(statement)) and _targets(statement) <= own

    for block in _blocks(function):
        for k, statement in enumerate(block):
            if is_node(statement, ast.For) and changes_arguments(statement):
                yield (
                    f"The call has already set {_listed(sorted(_targets(statement)))}. "
                    "Remove the loop and keep the lines inside it.",
                    lambda _, block=block, k=k: block.__setitem__(slice(k, k + 1), block[k].body),
                )
    lines = [s for s in function.body if changes_arguments(s) and not is_node(s, ast.For)]
    fixed = [s for s in lines if not _names_in(s.value) & own]
    if len(fixed) > 1:
        names = dict.fromkeys(name for s in fixed for name in sorted(_targets(s)))
        yield (
            f"The call has already set {_listed(names)}. Remove the lines that set new values.",
            lambda n: setattr(n, "body", [s for s in n.body if s not in fixed] or [ast.Pass()]),
        )
    for statement in lines if len(function.body) > 1 else []:
        yield (
            f"Remove `{text_of(statement)}`: the call has already set {_listed(sorted(_targets(statement)))}.",
            lambda n, s=statement: setattr(n, "body", [other for other in n.body if other is not s]),
        )


def unused_values(function: Any) -> Slips:
    """Store a value that a line computes but does not store."""
    for block in _blocks(function):
        for k, statement in enumerate(block):
            value: Any = getattr(statement, "value", None)
            if not is_node(statement, ast.Expr) or not is_node(value, ast.BinOp | ast.UnaryOp):
                continue
            for name in sorted(_names_in(value) & (stored_names(function) | set(_parameters(function)))):
                stored = ast.Assign([ast.Name(name, ast.Store())], value)
                yield (
                    f"The line `{text_of(value)}` does not store its value: write `{name} = {text_of(value)}`.",
                    lambda _, block=block, k=k, stored=stored: block.__setitem__(k, stored),
                )


def _adds_up(call):
    return ast.unparse(call.func).split(".")[-1] in ("sum", "mean", "max", "min", "prod")


def swapped_arguments(function: Any) -> Slips:
    """Swap two of the first six arguments of the function at all places."""
    # Skip the names in calls such as `sum`. If such a name is a list of one number, a wrong swap could give the right
    # result.
    summed = set().union(*(_names_in(n) for n in nodes_of(function) if is_node(n, ast.Call) and _adds_up(n)))
    for one, other in combinations([name for name in _parameters(function)[:6] if name not in summed], 2):

        def swap(n, one=one, other=other):
            for name in filter(_is_name, nodes_of(n)):
                name.id = {one: other, other: one}.get(name.id, name.id)

        yield (
            f"`{one}` and `{other}` are swapped: write `{other}` instead of `{one}`, and `{one}` instead of `{other}`.",
            swap,
        )


def old_values(function: Any) -> Slips:
    """Use the current value of a variable instead of an old copy."""
    for statement in nodes_of(function):
        if is_node(statement, ast.Assign) and _is_name(statement.value) and len(_targets(statement)) == 1:
            (copy,), current = _targets(statement), statement.value.id

            def rename(n, copy=copy, current=current):
                for name in filter(_is_name, nodes_of(n)):
                    if name.id == copy and is_node(name.ctx, ast.Load):
                        name.id = current

            yield f"`{copy}` is an old copy: use the current `{current}`.", rename


def _index_numbers(function):
    nodes = [n.slice for n in nodes_of(function) if is_node(n, ast.Subscript)]
    return [n for n in nodes if is_node(n, ast.Constant) and type(n.value) is int]


def shifted_indices(function: Any) -> Slips:
    """Add 1 to all indices, subtract 1 from all indices, or replace all `[i - 1]` (or `[i + 1]`) by `[i]`."""
    if len(_index_numbers(function)) > 1:
        lowest = min(index.value for index in _index_numbers(function))
        for step, how in ((-1, "high"), (1, "low")) if lowest > 0 else ((1, "low"),):

            def shift(n, step=step):
                for index in _index_numbers(n):
                    index.value += step

            yield f"Python counts from 0: all indices here are too {how} by 1.", shift
    shifted = [
        n
        for n in nodes_of(function)
        if is_node(n, ast.Subscript)
        and is_node(n.slice, ast.BinOp)
        and is_node(n.slice.op, ast.Add | ast.Sub)
        and _is_name(n.slice.left)
        and is_node(n.slice.right, ast.Constant)
    ]
    for text in dict.fromkeys(text_of(n.slice) for n in shifted):

        def straighten(n, text=text):
            for item in shifted:
                if is_node(item.slice, ast.BinOp) and text_of(item.slice) == text:
                    item.slice = item.slice.left

        name = text.split()[0]
        yield f"`{name}` already counts from 0: write `[{name}]` instead of `[{text}]`.", straighten


CUTTING = ("round", "int", "abs", "around", "rint", "floor", "fabs")


def cut_numbers(function: Any) -> Slips:
    """Remove all calls of a function such as `round`."""
    calls = [n for n in nodes_of(function) if is_node(n, ast.Call) and value_of(n)]
    for name in dict.fromkeys(map(_called, calls)):
        if name in CUTTING:

            def remove(n, name=name):
                for call in [c for c in calls if _called(c) == name]:
                    replace(n, call, value_of(call))

            loses = "the sign" if "abs" in name else "digits"
            yield f"`{name}` removes {loses} of the numbers. Do not use it here.", remove


def value_of(call: Any) -> Any:
    """Return the x in `x.round(2)`, `np.round(x, 2)` and `round(x, 2)`. Return None for a call without a value."""
    if is_node(call.func, ast.Attribute) and text_of(call.func.value) not in MODULES:
        return call.func.value
    return call.args[0] if call.args else None


MODULES = ("np", "numpy", "math")


def _called(call):
    """Return the name of the function or method that is called, or "" if it has no name."""
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def unpacked_in_another_order(function: Any) -> Slips:
    """Change the order of the names for the results of a call."""
    for statement in nodes_of(function):
        if is_node(statement, ast.Assign) and is_node(statement.value, ast.Call):
            target = statement.targets[0]
            if is_node(target, ast.Tuple) and 2 <= len(target.elts) <= 3 and all(map(_is_name, target.elts)):
                for order in list(permutations(target.elts))[1:]:
                    names = ", ".join(name.id for name in order)
                    yield (
                        f"`{text_of(statement.value.func)}` returns its results in another order: write `{names} = …`.",
                        lambda _, target=target, order=order: setattr(target, "elts", list(order)),
                    )


def replaced_in_every_round(function: Any) -> Slips:
    """Change several `=` in a loop to `+=`."""
    for loop in nodes_of(function):
        if is_node(loop, ast.For):
            inside = {id(node) for node in nodes_of(loop)}
            before = {name for s in nodes_of(function) if id(s) not in inside for name in _targets(s)}
            found = [
                s
                for s in loop.body
                if is_node(s, ast.Assign)
                and len(_targets(s)) == 1
                and _is_name(s.targets[0])
                and _targets(s) <= before
                and not _targets(s) & _names_in(s.value)
            ]
            if len(found) > 1:

                def add(_, found=found):
                    for s in found:
                        s.value = ast.BinOp(ast.Name(s.targets[0].id, ast.Load()), ast.Add(), s.value)

                names = _listed(s.targets[0].id for s in found)
                yield f"`=` replaces {names} in every round, so only the last round counts: write `+=`.", add


def signs_for_added(function: Any) -> Slips:
    """Change each `=+` to `+=`, and each `++n` to `n += 1`."""
    wrong = [n for n in nodes_of(function) if is_node(n, ast.Assign) and _is_name(n.targets[0])]
    wrong = [n for n in wrong if _is_plus(_first_operand(n.value))]
    if wrong:

        def add(n):
            for s in wrong:
                replace(n, s, ast.AugAssign(s.targets[0], ast.Add(), s.value))

        name = wrong[0].targets[0].id
        yield f"`=+` sets `{name}`: write `{name} += …` to add to it.", add
    for n in nodes_of(function):
        if (
            is_node(n, ast.Expr)
            and _is_plus(n.value)
            and _is_plus(n.value.operand)
            and _is_name(n.value.operand.operand)
        ):
            name = n.value.operand.operand.id
            one = ast.AugAssign(ast.Name(name, ast.Store()), ast.Add(), ast.Constant(1))
            yield f"`++{name}` changes nothing: write `{name} += 1`.", lambda f, n=n, one=one: replace(f, n, one)


def _first_operand(node):
    """Return the `+a` in `+a * b - c`."""
    return _first_operand(node.left) if is_node(node, ast.BinOp) else node


def _is_plus(node):
    return is_node(node, ast.UnaryOp) and is_node(node.op, ast.UAdd)


def rows_for_columns(function: Any) -> Slips:
    """Loop over columns, `zip(*rows)`, instead of rows."""
    for node in nodes_of(function):
        if is_node(node, ast.comprehension | ast.For) and _is_name(node.iter):
            name = node.iter.id
            yield (
                f"`{name}` holds rows. Go through its columns: `in zip(*{name})`.",
                lambda _, node=node: setattr(node, "iter", _zip(ast.Starred(node.iter, ast.Load()))),
            )


def _zip(*arguments):
    return ast.Call(ast.Name("zip", ast.Load()), list(arguments), [])


def changed_loop_variables(function: Any) -> Slips:
    """Let a loop change the items of its list, not only the loop's variable."""
    for loop in nodes_of(function):
        for k, s in enumerate(loop.body) if is_node(loop, ast.For) else []:
            items = _list_of(loop, s)
            if items is not None:

                def store(_, loop=loop, k=k, s=s, items=items):
                    place = ast.Subscript(items, ast.Name("_k", ast.Load()), ast.Store())
                    plain = is_node(s, ast.Assign)
                    loop.body[k] = ast.Assign([place], s.value) if plain else ast.AugAssign(place, s.op, s.value)
                    loop.target = ast.Tuple([ast.Name("_k", ast.Store()), loop.target], ast.Store())
                    loop.iter = ast.Call(ast.Name("enumerate", ast.Load()), [loop.iter], [])

                name = next(iter(_targets(s)))
                yield (
                    f"`{text_of(s)}` changes only the name `{name}`, not the list: put the new numbers in a new list.",
                    store,
                )


def _list_of(loop, statement):
    """Return the list that the loop runs through, if `statement` changes the loop's variable. Else return None."""
    if is_node(statement, ast.For) or len(_targets(statement)) != 1 or not _targets(statement) <= _targets(loop):
        return None
    if is_node(loop.target, ast.Name):
        return loop.iter if is_node(loop.iter, ast.Name) else None
    place = [target.id for target in loop.target.elts].index(next(iter(_targets(statement))))
    arguments = loop.iter.args if is_node(loop.iter, ast.Call) and _called(loop.iter) == "zip" else []
    return arguments[place] if place < len(arguments) and is_node(arguments[place], ast.Name) else None


def two_names_for_one_list(function: Any) -> Slips:
    """Copy a list: `b = a` only gives the list a second name."""
    for statement in nodes_of(function):
        if is_node(statement, ast.Assign) and _is_name(statement.value) and len(_targets(statement)) == 1:
            (copied,), name = _targets(statement), statement.value.id
            yield (
                f"`{copied} = {name}` gives one list two names: write `{copied} = list({name})`.",
                lambda _, s=statement: setattr(s, "value", ast.Call(ast.Name("list", ast.Load()), [s.value], [])),
            )


def shortened_lists(function: Any) -> Slips:
    """Let a loop that removes items from its own list go through a copy of the list."""
    for loop in nodes_of(function):
        if not is_node(loop, ast.For):
            continue
        removing = [n.func.value for n in nodes_of(loop) if is_node(n, ast.Call) and _called(n) in ("pop", "remove")]
        removed = {node.id for node in removing if is_node(node, ast.Name)}
        names = [n for n in nodes_of(loop.iter) if _is_name(n) and n.id in removed]
        if names:

            def copy_lists(n, names=names):
                for name in names:
                    replace(n, name, ast.Call(ast.Name("list", ast.Load()), [name], []))

            yield (
                f"Inside this loop, you remove items from {_listed(n.id for n in names)}, so the loop misses items. "
                f"Loop over a copy: `list({names[0].id})`.",
                copy_lists,
            )


def nested_for_zip(function: Any) -> Slips:
    """Change two nested loops to one loop over pairs."""

    def sentence(a, b):
        names = f"{text_of(a.target)}, {text_of(b.target)}"
        return (
            f"A loop inside a loop combines every `{text_of(a.target)}` with every `{text_of(b.target)}`. "
            f"Use one loop with pairs: `for {names} in zip({text_of(a.iter)}, {text_of(b.iter)})`."
        )

    def join(a, b):
        a.target = ast.Tuple([a.target, b.target], ast.Store())
        a.iter = _zip(a.iter, b.iter)

    for node in nodes_of(function):
        if is_node(node, ast.For) and len(node.body) == 1 and is_node(node.body[0], ast.For):

            def merge(_, outer=node):
                inner = outer.body[0]
                join(outer, inner)
                outer.body = inner.body

            yield sentence(node, node.body[0]), merge
        if is_node(node, ast.ListComp | ast.GeneratorExp) and len(node.generators) == 2:

            def shorten(_, node=node):
                join(*node.generators)
                node.generators = node.generators[:1]

            yield sentence(*node.generators), shorten


REDUCTIONS = ("sum", "mean", "max", "min")


def missing_keepdims(function: Any) -> Slips:
    """Add `keepdims=True` to one call or to all calls."""
    calls = [
        n
        for n in nodes_of(function)
        if is_node(n, ast.Call)
        and _called(n) in REDUCTIONS
        and (_has_a_positional_axis(n) or any(keyword.arg == "axis" for keyword in n.keywords))
        and not any(keyword.arg == "keepdims" for keyword in n.keywords)
    ]
    groups = [[call] for call in calls] + ([calls] if len(calls) > 1 else [])
    for group in groups:

        def keep(_, group=group):
            for call in group:
                call.keywords = [*call.keywords, ast.keyword("keepdims", ast.Constant(True))]

        yield f"Add `keepdims=True` to {_listed(map(text_of, group))}.", keep


def _has_a_positional_axis(call):
    """True for `x.sum(1)` and `np.sum(x, 1)`, but not for Python's own `sum` and `max`."""
    return is_node(call.func, ast.Attribute) and bool(call.args) and call.args[-1] is not value_of(call)


def sum_too_many(function: Any) -> Slips:
    """Remove a call of `sum`, `mean`, `max` or `min`, and use its argument instead."""
    own = stored_names(function)  # a variable `sum` hides Python's function
    for call in nodes_of(function):
        if is_node(call, ast.Call) and _called(call) in REDUCTIONS and _called(call) not in own:
            inner = value_of(call)
            if inner and (is_node(call.func, ast.Attribute) or len(call.args) == 1):  # `min(a, b)` takes two numbers
                yield (
                    f"`{text_of(call)}` combines several numbers into one. "
                    f"Use each number separately: `{text_of(inner)}`.",
                    lambda n, call=call, inner=inner: replace(n, call, inner),
                )


LOOSE, TIGHT = (ast.Add, ast.Sub), (ast.Mult, ast.Div, ast.MatMult)


def misplaced_brackets(function: Any) -> Slips:
    """Move brackets: f(a) − b becomes f(a − b), f(a, b + c) becomes f(a, b) + c, (a − b) · c becomes a − b · c."""
    for node in nodes_of(function):
        if is_node(node, ast.Call) and node.args and is_node(node.args[-1], ast.BinOp):
            last = node.args[-1]
            if is_node(last.op, LOOSE):
                inner = ast.Call(node.func, [*node.args[:-1], last.left], node.keywords)
                yield _in_another_place(node, ast.BinOp(inner, last.op, last.right))
        if not is_node(node, ast.BinOp):
            continue
        left, right = node.left, node.right
        fixes: list[ast.expr] = []
        longer = copy.deepcopy(left)
        if is_node(node.op, LOOSE) and (call := _last_call(longer)):
            call.args = [ast.BinOp(call.args[0], node.op, right)]
            fixes.append(longer)
        if is_node(left, ast.BinOp) and is_node(left.op, LOOSE) and is_node(node.op, TIGHT):
            fixes.append(ast.BinOp(left.left, left.op, ast.BinOp(left.right, node.op, right)))
        if is_node(right, ast.BinOp) and is_node(right.op, LOOSE) and is_node(node.op, TIGHT):
            fixes.append(ast.BinOp(ast.BinOp(left, node.op, right.left), right.op, right.right))
        for fixed in fixes:
            yield _in_another_place(node, fixed)


def _in_another_place(node, fixed):
    sentence = f"The brackets are in the wrong place: write `{text_of(fixed)}`, not `{text_of(node)}`."
    return sentence, lambda n: replace(n, node, fixed)


def _last_call(node):
    """Return the call at the right end of an expression if this call has one argument. Otherwise return None."""
    while is_node(node, ast.BinOp):
        node = node.right
    return node if is_node(node, ast.Call) and len(node.args) == 1 else None


def divided_in_every_round(function: Any) -> Slips:
    """Move a division from the loop to the line below the loop."""
    for block in _blocks(function):
        for k, loop in enumerate(block):
            for s in loop.body if is_node(loop, ast.For) else []:
                if is_node(s, ast.Assign) and is_node(s.targets[0], ast.Name) and _is_division(s.value):

                    def divide_once(_, block=block, k=k, s=s):
                        name, divisor = s.targets[0].id, s.value.right
                        s.value = s.value.left
                        quotient = ast.BinOp(ast.Name(name, ast.Load()), ast.Div(), divisor)
                        block.insert(k + 1, ast.Assign([ast.Name(name, ast.Store())], quotient))

                    yield (
                        f"`/ {text_of(s.value.right)}` is inside the loop, so every round divides again. Divide "
                        "once, below the loop.",
                        divide_once,
                    )


def _is_division(node):
    return is_node(node, ast.BinOp) and is_node(node.op, ast.Div)


def fixed_length(function: Any) -> Slips:
    """Replace 4, the number of XOR's rows, by the length of an argument."""
    indices = _index_numbers(function)
    for number in nodes_of(function):
        if is_node(number, ast.Constant) and number.value == 4 and number not in indices:
            for name in [name for name in ("table", "data", "outs") if name in _parameters(function)]:
                length = ast.Call(ast.Name("len", ast.Load()), [ast.Name(name, ast.Load())], [])
                yield (
                    f"4 is only right for XOR. Use the number of rows, `len({name})`.",
                    lambda n, number=number, length=length: replace(n, number, length),
                )


def unused_arguments(function: Any) -> Slips:
    """Use an argument that the function does not use, instead of a number or a global name such as XOR."""
    used = _names_in(ast.Module(function.body, []))
    values = [n for n in nodes_of(function) if is_node(n, ast.Constant) and type(n.value) in (int, float)]
    values += [n for n in nodes_of(function) if _is_name(n) and n.id.isupper()]
    for name in [name for name in _parameters(function) if name not in used]:
        for text in dict.fromkeys(map(text_of, values)):

            def use(n, name=name, text=text):
                for value in values:
                    if text_of(value) == text:
                        replace(n, value, ast.Name(name, ast.Load()))

            yield f"You do not use the argument `{name}`: write `{name}` instead of `{text}`.", use


def replaced_items(function: Any) -> Slips:
    """Change each `a[i] = …` to `a[i] += …`. Do not change `a[i] = 0`: adding 0 would only remove the line."""
    items = [s for s in nodes_of(function) if is_node(s, ast.Assign) and is_node(s.targets[0], ast.Subscript)]
    if items and not any(is_node(s.value, ast.Constant) for s in items):

        def add(n):
            for s in items:
                replace(n, s, ast.AugAssign(s.targets[0], ast.Add(), s.value))

        item = text_of(items[0].targets[0])
        yield f"`{item} = …` replaces the number: write `{item} += …` to change it.", add


def fixed_results(function: Any) -> Slips:
    """Remove each branch that returns a fixed number."""
    kept: list[Any] = []
    for statement in function.body:
        if _returns_a_number(statement):
            while _returns_a_number(statement):
                rest = statement.orelse
                statement = rest[0] if len(rest) == 1 else None  # the next `elif`
            kept += rest
        else:
            kept.append(statement)
    if kept and kept != function.body:
        yield (
            "A branch that returns a fixed number is wrong here. Remove each such branch: the rest is right.",
            lambda n: setattr(n, "body", kept),
        )


def _returns_a_number(statement):
    """Return True if an `if` does nothing else than to return a fixed number."""
    body: list[Any] = statement.body if is_node(statement, ast.If) else []
    return len(body) == 1 and is_node(body[0], ast.Return) and is_node(body[0].value, ast.Constant)


def shared_default(function: Any) -> Slips:
    """Make a new list in every call. A default argument is one list that all calls share."""
    arguments = function.args.args[-len(function.args.defaults) :] if function.args.defaults else []
    for argument, default in zip(arguments, function.args.defaults):
        if is_node(default, ast.List | ast.Dict):
            new = ast.Assign([ast.Name(argument.arg, ast.Store())], copy.deepcopy(default))
            text = f"{argument.arg}={text_of(default)}"
            yield (
                f"Python makes `{text}` only once, so it keeps the values of earlier calls. "
                f"Write `{text}` inside the function.",
                lambda f, new=new: f.body.insert(0, new),
            )


def other_base(function: Any) -> Slips:
    """Write `log` instead of a wrong logarithm such as `log10`, and `math.e` instead of a rounded e."""
    logs = [n for n in nodes_of(function) if is_node(n, ast.Attribute) and n.attr in ("log10", "log2", "log1p")]
    if logs:

        def natural(_):
            for log in logs:
                log.attr = "log"

        yield f"`{text_of(logs[0])}` is not the natural logarithm: use `{text_of(logs[0].value)}.log`.", natural
    for number in nodes_of(function):
        if is_node(number, ast.Constant) and type(number.value) is float and 2.7 <= number.value <= 2.72:
            yield (
                f"`{number.value}` has too few digits of e: use `math.exp`, or `math.e`.",
                lambda n, number=number: setattr(number, "value", 2.718281828459045),
            )


def chained_comparisons(function: Any) -> Slips:
    """Add brackets to `a > 0 == y`, which Python reads as `a > 0 and 0 == y`."""
    for node in nodes_of(function):
        if is_node(node, ast.Compare) and len(node.ops) == 2:
            (first, second), (middle, last) = node.ops, node.comparators
            for fixed in (
                ast.Compare(ast.Compare(node.left, [first], [middle]), [second], [last]),
                ast.Compare(node.left, [first], [ast.Compare(middle, [second], [last])]),
            ):
                yield (
                    f"Python reads this as two comparisons joined by `and`: write brackets, `{text_of(fixed)}`.",
                    lambda n, node=node, fixed=fixed: replace(n, node, fixed),
                )


SLIPS = (
    overwritten_arguments,
    unused_values,
    cut_numbers,
    old_values,
    shifted_indices,
    unpacked_in_another_order,
    replaced_in_every_round,
    signs_for_added,
    divided_in_every_round,
    changed_loop_variables,
    two_names_for_one_list,
    shortened_lists,
    nested_for_zip,
    rows_for_columns,
    missing_keepdims,
    misplaced_brackets,
    swapped_arguments,
    fixed_length,
    unused_arguments,
    replaced_items,
    fixed_results,
    shared_default,
    other_base,
    chained_comparisons,
    sum_too_many,
)
