"""Looks for one small change that corrects the student's code, and says what to change.

A change replaces an operator, adds brackets, corrects a digit in a name or moves a statement, for example. The module
runs the changed code and reports the change only if every result is right. So the feedback is never a guess.
"""

import ast
import copy
import re
from collections.abc import Callable, Iterator
from itertools import islice, pairwise
from typing import Any

from shared.checking import source
from shared.checking.attempt import Attempt, problem_of
from shared.checking.call import call_on
from shared.checking.capture import capture_output
from shared.checking.rewrites import REWRITES
from shared.checking.slips import SLIPS, Slips, is_node, stored_names, text_of
from shared.checking.time_limit import TookTooLong, time_limit

MOST = 150  # the largest number of changes
LARGEST = 800  # the largest number of nodes in the function's syntax tree
SECONDS = 1.0  # the time limit for all changed answers together: a changed loop may never end
OUTSIDE = re.compile(r"\binput\(|\bopen\(|\bsleep\(|\byield\b|\bglobal\b")  # code that must not run many times


def find_repair(tried: Attempt) -> str | None:
    """Return a sentence about a change that makes the answer right. Return None if no such change is found."""
    return _find(tried, CHANGES)


def find_slip(tried: Attempt) -> str | None:
    """Return a sentence about a slip if the answer is right without this slip, else None.

    A slip is a `return` in a loop, or one of `SLIPS`.
    """
    return _find(tried, (_returns, *SLIPS))


def find_change(tried: Attempt, changes: Callable[[Any], Slips]) -> str | None:
    """Return the first sentence of `changes` whose change makes the answer right. Return None if no change does.

    `changes` gets the tree of the function, and yields pairs (sentence, change) like the functions in `SLIPS`.
    """
    return _find(tried, (changes,))


def _find(tried, kinds):
    f = source.unwrapped(tried.f)
    tree = source.definition(f)
    if tree is None or tree.name != tried.exercise.name or len(list(ast.walk(tree))) > LARGEST:
        return None
    if OUTSIDE.search(ast.unparse(tree)) or any(call.drawn_from for call in tried.expected):
        return None
    names = dict(f.__globals__)
    names |= {n: c.cell_contents for n, c in zip(f.__code__.co_freevars, f.__closure__ or ()) if _is_set(c)}
    pairs = list(zip(tried.cases, tried.expected))
    pairs.insert(0, pairs.pop(tried.first))
    try:
        with capture_output(), time_limit(SECONDS):
            for sentence in islice(_repairs(tree, kinds), MOST):
                answer = _compiled(tree, names) if _keeps_its_size(tree) else None
                if answer and _is_right(answer, pairs, tried.exercise):
                    return sentence
    except TookTooLong:
        return None
    return None


def _keeps_its_size(tree) -> bool:
    """Return False if the changed code may put a list into itself, or if a loop over a list may make this list longer.

    A list that grows without end can fill the memory before the time limit. A NumPy call on this list cannot be
    interrupted.
    """
    node: Any
    for node in ast.walk(tree):
        if is_node(node, ast.Call) and _is_method(node, GROWING):
            if node.func.value.id in _names_in(*node.args):
                return False
        elif is_node(node, ast.Assign) and is_node(node.targets[0], ast.Subscript):
            if _names_in(node.targets[0].value) & _whole_values_in(node.value):
                return False
        elif is_node(node, ast.For):
            inside: list[Any] = [n for statement in node.body for n in ast.walk(statement)]
            grown = {n.func.value.id for n in inside if is_node(n, ast.Call) and _is_method(n, GROWING)}
            grown |= {n.target.id for n in inside if is_node(n, ast.AugAssign) and isinstance(n.target, ast.Name)}
            if grown & _names_in(node.iter):
                return False
    return True


GROWING = ("append", "extend", "insert")


def _is_method(call, names):
    return isinstance(call.func, ast.Attribute) and call.func.attr in names and isinstance(call.func.value, ast.Name)


def _names_in(*nodes):
    return {n.id for node in nodes for n in ast.walk(node) if isinstance(n, ast.Name)}


def _whole_values_in(tree):
    """Return the names in an expression. If it builds no list, leave out names that occur only as `a[k]`."""
    nodes: list[Any] = list(ast.walk(tree))
    if any(is_node(n, ast.List | ast.Tuple | ast.ListComp) for n in nodes):
        return _names_in(tree)
    items = {id(n.value) for n in nodes if is_node(n, ast.Subscript) and not is_node(n.slice, ast.Slice)}
    return {n.id for n in nodes if is_node(n, ast.Name) and id(n) not in items}


def _is_right(answer, pairs, exercise):
    """True if the changed answer is right in every call."""
    for args, expected in pairs:
        call = call_on(answer, args)
        if isinstance(call.error, TookTooLong):
            raise call.error
        if problem_of(exercise, args, call, expected) is not None:
            return False
    return True


def _is_set(cell):
    try:
        return cell.cell_contents is not None
    except ValueError:
        return False


def _compiled(tree, names):
    own = dict(names)
    try:
        exec(compile(ast.Module([tree], []), "<changed answer>", "exec"), own)
    except Exception:  # for example in the computation of a default argument
        return None
    return own[tree.name]


def _repairs(tree, kinds) -> Iterator[str]:
    """Make one change in the tree, yield a sentence about it, and undo it. Then make the next change."""
    _annotate(tree)
    nodes = list(ast.walk(tree))
    for changes in kinds:
        of_the_function = changes not in CHANGES or changes in REWRITES
        for node in [tree] if of_the_function else nodes:
            for sentence, change in list(changes(node)):
                everywhere = of_the_function or changes in (_returns, _moves, _types)
                before = [(n, dict(ast.iter_fields(n))) for n in (ast.walk(node) if everywhere else [node])]
                lists = [(value, value[:]) for _, fields in before for value in fields.values() if type(value) is list]
                change(node)
                ast.fix_missing_locations(node)
                yield sentence
                for value, items in lists:
                    value[:] = items
                for n, fields in before:
                    for name, value in fields.items():
                        setattr(n, name, value)


def _loops_and_bodies(node):
    """For each `for` loop directly in `node`, yield (name of its list, such as "body", index in this list, loop)."""
    for name in ("body", "orelse", "finalbody"):
        statements = getattr(node, name, None)
        if isinstance(statements, list):
            for k, statement in enumerate(statements):
                if isinstance(statement, ast.For):
                    yield name, k, statement


def _returns(node):
    """Move a `return` from a loop to the line below the loop."""
    for name, k, loop in _loops_and_bodies(node):
        if [n for n in ast.walk(loop) if isinstance(n, ast.Return)]:
            yield (
                "The `return` is inside the loop, so the loop ends too early: move the `return` below the loop.",
                lambda n, name=name, k=k: _return_below(getattr(n, name), k),
            )


def _moves(node):
    """Move a statement into a loop or out of it."""
    for name, k, loop in _loops_and_bodies(node):
        if len(loop.body) > 1:
            last, first = loop.body[-1], loop.body[0]
            yield (
                f"Move `{text_of(last)}` out of the loop, to the line below the loop.",
                lambda n, name=name, k=k: getattr(n, name).insert(k + 1, getattr(n, name)[k].body.pop()),
            )
            yield (
                f"`{text_of(first)}` is inside the loop, so it runs again in every round: move it above the loop.",
                lambda n, name=name, k=k: getattr(n, name).insert(k, getattr(n, name)[k].body.pop(0)),
            )
        before = getattr(node, name)[:k]
        if before and isinstance(before[-1], ast.Assign):
            yield (
                f"`{text_of(before[-1])}` runs only once: move it into the loop, as its first line.",
                lambda n, name=name, k=k: getattr(n, name)[k].body.insert(0, getattr(n, name).pop(k - 1)),
            )
        after = getattr(node, name)[k + 1 :]
        if after and not isinstance(after[0], ast.Return):
            yield (
                f"`{text_of(after[0])}` is below the loop: move it into the loop, as its last line.",
                lambda n, name=name, k=k: getattr(n, name)[k].body.append(getattr(n, name).pop(k + 1)),
            )


def _orders(node):
    """Swap two neighboring statements."""
    for name in ("body", "orelse"):
        statements = getattr(node, name, None)
        if isinstance(statements, list) and not isinstance(node, ast.Lambda | ast.IfExp):
            for k, (one, other) in enumerate(pairwise(statements)):
                if isinstance(other, ast.Return):
                    continue
                yield (
                    f"The order is wrong: `{text_of(other, 40)}` belongs before `{text_of(one, 40)}`.",
                    lambda n, name=name, k=k: getattr(n, name).insert(k, getattr(n, name).pop(k + 1)),
                )


def _return_below(statements, k):
    """Move the first `return` of the loop `statements[k]` below the loop, and delete its other `return` statements."""
    loop = statements[k]
    found = next(n for n in ast.walk(loop) if isinstance(n, ast.Return))
    for parent in ast.walk(loop):
        for name in ("body", "orelse"):
            block = getattr(parent, name, None)
            if isinstance(block, list) and any(isinstance(s, ast.Return) for s in block):
                rest = [s for s in block if not isinstance(s, ast.Return)]
                setattr(parent, name, rest or ([ast.Pass()] if name == "body" else []))
    statements.insert(k + 1, found)


def _assignments(node):
    """Change `=` or `=+` to `+=`. Change an operator such as `*=` to `+=` or `-=`."""
    if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
        target = node.targets[0].id
        with_sign = isinstance(node.value, ast.UnaryOp) and isinstance(node.value.op, ast.UAdd)
        said = "`=+` sets" if with_sign else "`=` replaces"
        added = f"{target} = {target} +" if target.isupper() else f"{target} +="  # `+=` would change an array in place
        yield f"{said} `{target}`: write `{added} …` to add to it.", _to_added
    if isinstance(node, ast.AugAssign):
        for operator, sign in ((ast.Add, "+="), (ast.Sub, "-=")):
            if not isinstance(node.op, operator):
                yield (
                    f"Write `{text_of(node.target)} {sign} …` instead of `{text_of(node)}`.",
                    lambda n, operator=operator: setattr(n, "op", operator()),
                )


def _to_added(node):
    """Change `a = b` to `a = a + b`."""
    target = node.targets[0].id
    node.value = ast.BinOp(ast.Name(target, ast.Load()), ast.Add(), node.value)


def _removals(node):
    """Remove one statement."""
    for name in ("body", "orelse"):
        statements = getattr(node, name, None)
        if isinstance(statements, list) and len(statements) > 1:
            for k, statement in enumerate(statements):
                if k or not isinstance(statement, ast.Return | ast.Assign):
                    removed = (
                        "` and the lines inside it: without them" if hasattr(statement, "body") else "`: without it"
                    )
                    yield (
                        f"Remove `{text_of(statement)}{removed}, every call is right.",
                        lambda n, name=name, k=k: getattr(n, name).pop(k),
                    )


TIGHT, LOOSE = (ast.Mult, ast.Div, ast.FloorDiv), (ast.Add, ast.Sub)


def _brackets(node):
    """Add or move brackets: a · b − c becomes a · (b − c), a − b / c becomes (a − b) / c, and so on."""
    if not isinstance(node, ast.BinOp):
        return
    left: Any = node.left
    right: Any = node.right
    if isinstance(left, ast.BinOp) and (
        (isinstance(node.op, LOOSE) and isinstance(left.op, TIGHT))
        or (isinstance(node.op, TIGHT) and isinstance(left.op, ast.Div | ast.FloorDiv))
        or (isinstance(node.op, ast.Sub) and isinstance(left.op, ast.Sub))
    ):
        yield _missing(node, lambda n: _set(n, n.left.left, n.left.op, ast.BinOp(n.left.right, n.op, n.right)))
    if isinstance(right, ast.BinOp) and isinstance(node.op, LOOSE) and isinstance(right.op, (*TIGHT, ast.Pow)):
        yield _missing(node, lambda n: _set(n, ast.BinOp(n.left, n.op, n.right.left), n.right.op, n.right.right))
    both = isinstance(left, ast.BinOp) and isinstance(right, ast.BinOp) and isinstance(node.op, LOOSE)
    if both and isinstance(left.op, ast.Mult) and isinstance(right.op, TIGHT):  # a · b − c · d becomes a · (b − c) · d
        yield _missing(node, _bracket_between)
    if both and isinstance(left.op, LOOSE) and isinstance(right.op, TIGHT):  # a + b − c · d becomes a + (b − c) · d
        yield _missing(node, _bracket_before_product)
    if isinstance(left, ast.UnaryOp) and isinstance(left.op, ast.USub) and isinstance(node.op, LOOSE):
        yield _missing(node, lambda n: _set(n, ast.Constant(-1), ast.Mult(), ast.BinOp(n.left.operand, n.op, n.right)))
    if isinstance(right, ast.BinOp) and isinstance(node.op, LOOSE) and isinstance(right.op, LOOSE):
        yield _missing(node, lambda n: _set(n, ast.BinOp(n.left, n.op, n.right.left), n.right.op, n.right.right))


def _bracket_between(n):
    left, right = n.left, n.right
    _set(n, ast.BinOp(left.left, ast.Mult(), ast.BinOp(left.right, n.op, right.left)), right.op, right.right)


def _bracket_before_product(n):
    left, right = n.left, n.right
    _set(n, left.left, left.op, ast.BinOp(ast.BinOp(left.right, n.op, right.left), right.op, right.right))


def _missing(node, change):
    changed = copy.copy(node)
    change(changed)
    fault = "The brackets are wrong" if "(" in text_of(node) else "Brackets are missing"
    return f"{fault}: write `{text_of(changed)}` instead of `{text_of(node)}`.", change


def _set(node, left, op, right):
    node.left, node.op, node.right = left, op, right


def _operands(node):
    """Remove one operand or a minus, or swap two arguments."""
    if isinstance(node, ast.BinOp) and type(node.op) in SIGNS:
        right, left = (
            f"({text_of(n, 30)})" if isinstance(n, ast.BinOp) else text_of(n, 30) for n in (node.right, node.left)
        )
        yield f"Remove `{SIGNS[type(node.op)]} {right}` in `{text_of(node)}`.", _keep_left
        if isinstance(node.op, ast.Mult | ast.Add):
            yield f"Remove `{left} {SIGNS[type(node.op)]}` in `{text_of(node)}`.", _keep_right
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield f"Remove the minus in `{text_of(node)}`.", lambda n: setattr(n, "op", ast.UAdd())
    if isinstance(node, ast.Call):
        for k, (one, other) in enumerate(pairwise(node.args)):
            if isinstance(one, ast.Compare) or isinstance(other, ast.Compare):  # a condition is never swapped
                continue
            yield (
                f"`{text_of(one, 30)}` and `{text_of(other, 30)}` are swapped in `{text_of(node)}`.",
                lambda n, k=k: n.args.insert(k, n.args.pop(k + 1)),
            )


def _keep_left(node):
    node.op, node.right = ast.Add(), ast.Constant(0)


def _keep_right(node):
    node.op, node.left = ast.Add(), ast.Constant(0)


def _similar_names(node: Any):
    """Replace a name by a similar name, such as w12 by w21. If the function has fewer than 8 names, try each name."""
    if is_node(node, ast.Name) and is_node(node.ctx, ast.Load):
        for other in node.others:
            yield (
                f"{node.which}`{node.id}` should be `{other}` in `{node.line}`.",
                lambda n, other=other: setattr(n, "id", other),
            )


SIGNS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Pow: "**"}
SIGNS_OF_COMPARISONS = {ast.Gt: ">", ast.GtE: ">=", ast.Lt: "<", ast.LtE: "<=", ast.Eq: "==", ast.NotEq: "!="}


def _operators(node: Any):
    """Replace an operator, or add `abs` to a comparison."""
    if isinstance(node, ast.BinOp) and type(node.op) in (*SIGNS, ast.BitXor):
        for operator in (ast.Div, ast.Mult, ast.Add, ast.Sub, ast.Pow):
            if not isinstance(node.op, operator):
                changed = copy.copy(node)
                changed.op = operator()
                yield (
                    f"The operator should be `{SIGNS[operator]}`: write `{text_of(changed)}`, not `{text_of(node)}`.",
                    lambda n, operator=operator: setattr(n, "op", operator()),
                )
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in SIGNS_OF_COMPARISONS:
        for comparison, sign in SIGNS_OF_COMPARISONS.items():
            if not isinstance(node.ops[0], comparison):
                yield (
                    f"Compare with `{sign}` in `{text_of(node)}`.",
                    lambda n, comparison=comparison: setattr(n, "ops", [comparison()]),
                )
        if isinstance(node.comparators[0], ast.Constant) and node.comparators[0].value == 0:
            return  # an absolute value is never below 0
        yield (
            f"`abs` is missing: compare the absolute value, `abs({text_of(node.left)})`.",
            lambda n: setattr(n, "left", ast.Call(ast.Name("abs", ast.Load()), [n.left], [])),
        )


def _calls(node):
    """Remove a call around a value, such as `round(…)`. Or remove a change of the number type, such as `dtype=int`."""
    for name, value in ast.iter_fields(node):
        if isinstance(value, ast.Call) and value.args and isinstance(value.func, ast.Name):
            if value.func.id in ("range", "zip", "len", "list", "enumerate", "sum"):
                continue
            yield (
                f"Remove `{text_of(value.func)}(…)` around `{text_of(value.args[0], 40)}`.",
                lambda n, name=name: setattr(n, name, getattr(n, name).args[0]),
            )
        if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and value.func.attr == "astype":
            text, owner = ast.unparse(value), ast.unparse(value.func.value)
            makes_text = any("str" in ast.unparse(argument) for argument in value.args)
            does = "makes texts of the numbers" if makes_text else "cuts digits off the numbers"
            yield (
                f"Remove `{text[text.rindex('.astype(') :]}` after `{owner if len(owner) <= 40 else '…'}`: it {does}.",
                lambda n, name=name: setattr(n, name, getattr(n, name).func.value),
            )
    if isinstance(node, ast.Call):
        for k, keyword in enumerate(node.keywords):
            if keyword.arg == "dtype":
                yield (
                    f"Remove `{ast.unparse(keyword)}`: it cuts digits off the numbers.",
                    lambda n, k=k: n.keywords.pop(k),
                )


NARROW = {"float32": "seven", "single": "seven", "float16": "three", "half": "three"}  # type → digits that it keeps


def _types(node):
    """Replace the types in NARROW by float64, `int` by `float`, and the whole numbers in a list by floats."""
    if isinstance(node, ast.FunctionDef) and (narrow := [name for _, name in _narrow_types(node)]):
        yield f"`{narrow[0]}` keeps only {NARROW[narrow[0]]} digits. Remove it, or write `float64`.", _widen
    for name, value in ast.iter_fields(node):
        if isinstance(node, ast.keyword) and isinstance(value, ast.Name) and value.id == "int":
            yield "`int` cuts the decimals off: use `float`.", lambda n, name=name: setattr(n, name, _float())
    if isinstance(node, ast.Call):
        for k, value in enumerate(node.args):
            if isinstance(value, ast.Name) and value.id == "int":
                yield "`int` cuts the decimals off: use `float`.", lambda n, k=k: n.args.__setitem__(k, _float())
    if isinstance(node, ast.List) and node.elts and all(_is_whole(item) for item in node.elts):
        yield (
            "An array of whole numbers cuts the decimals off: write floats, such as `0.0`.",
            lambda n: setattr(n, "elts", [ast.Constant(float(item.value)) for item in n.elts]),
        )


def _narrow_types(function) -> list[tuple[Any, str]]:
    """Return pairs (node, type) for `np.float32`, `"float32"` and the other types in NARROW."""
    nodes: Any = ast.walk(function)
    named = [(n, n.attr if is_node(n, ast.Attribute) else getattr(n, "value", None)) for n in nodes]
    return [(n, name) for n, name in named if isinstance(name, str) and name in NARROW]


def _widen(function):
    for node, _ in _narrow_types(function):
        setattr(node, "attr" if is_node(node, ast.Attribute) else "value", "float64")


def _float():
    return ast.Name("float", ast.Load())


def _is_whole(node):
    return isinstance(node, ast.Constant) and type(node.value) is int


def _constants(node: Any):
    """Replace a number by another small number."""
    if is_node(node, ast.Constant) and type(node.value) in (int, float):
        for value in dict.fromkeys((node.value + 1, node.value - 1, -node.value, 2, 0, 1, 0.5)):
            if value != node.value:
                yield (
                    f"Write `{value}` instead of `{node.value}`{getattr(node, 'line', '')}.",
                    lambda n, value=value: setattr(n, "value", value),
                )


CHANGES = (
    _returns,
    _moves,
    _assignments,
    _removals,
    _orders,
    _brackets,
    *REWRITES,
    _similar_names,
    _types,
    _operands,
    _calls,
    _constants,
    _operators,
)


def _annotate(tree: Any):
    """In each name and each number, store the text of its line. Also store in each name which names may replace it."""
    stored = stored_names(tree)
    looped = set().union(*(stored_names(n) for n in ast.walk(tree) if isinstance(n, ast.comprehension)))
    names = own = stored | {a.arg for a in tree.args.args}
    node: Any
    for statement in (s for s in ast.walk(tree) if isinstance(s, ast.stmt)):
        for node in ast.walk(statement):
            if is_node(node, ast.Name):
                family = re.sub(r"\d", "", node.id)
                others = names if len(names) < 8 else [n for n in names if re.sub(r"\d", "", n) == family]
                if node.id in looped:  # replace a loop variable of a comprehension only by another one
                    others = looped & set(others)
                node.others = sorted(n for n in others if n != node.id and node.id in own)
                node.line, node.which = text_of(statement), _which(node, statement)
            elif is_node(node, ast.Constant):
                node.line = f" in `{text_of(statement)}`"


def _which(name, statement):
    """Return "The 2nd " and so on if the name occurs more than once in its line, else ""."""
    nodes: Any = ast.walk(statement)
    places = sorted(n.col_offset for n in nodes if is_node(n, ast.Name) and (n.id, n.lineno) == (name.id, name.lineno))
    number = places.index(name.col_offset) + 1
    return f"The {('1st', '2nd', '3rd')[number - 1] if number < 4 else f'{number}th'} " if len(places) > 1 else ""
