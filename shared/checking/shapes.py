"""Explains wrong array operations by the shapes of the operands: `*` instead of `@`, a missing `.T` or a lost axis.

NumPy's error messages differ between `@`, `np.dot`, `np.matmul` and `np.einsum`, so this module looks at the shapes. It
computes the operands of the failing statement again, and tries each change in `CHANGES`. It suggests `*`
(element by element) if the operation then gives the shape of an argument or of an expected result. It suggests another
change only if the changed answer is right.
"""

import ast
import textwrap
import traceback
from collections.abc import Iterator
from typing import Any, NamedTuple

from shared.checking import source, values
from shared.checking.arrays import is_array, np
from shared.checking.attempt import Attempt, is_comparable
from shared.checking.capture import capture_output
from shared.checking.repairs import find_change
from shared.checking.rewrites import other_shapes
from shared.checking.slips import Slips, missing_keepdims

Shape = tuple[int, ...]
PRODUCTS = {"dot", "matmul", "einsum", "tensordot", "inner", "vdot"}
ELEMENTWISE = {"multiply": "*", "add": "+", "subtract": "-", "divide": "/", "true_divide": "/"}
SYMBOLS = {ast.MatMult: "@", ast.Mult: "*", ast.Add: "+", ast.Sub: "-", ast.Div: "/"}

# (True to swap the operands, ".T" to transpose the first operand, ".T" to transpose the second operand)
CHANGES = (
    (False, "", ""),
    (False, "", ".T"),
    (False, ".T", ""),
    (True, "", ""),
    (True, ".T", ""),
    (True, "", ".T"),
)


class Operation(NamedTuple):
    """An operation with two operands in a student's code."""

    symbol: str  # "@" for every kind of matrix product
    left: ast.expr
    right: ast.expr
    node: ast.AST


def explain_arrays(tried: Attempt) -> str | None:
    """Return what is wrong with an answer's array operations, or None if this is unknown."""
    if tried.accepted or not (tried.exercise.lesson >= "07" and _has_results(tried)):
        return None
    if found := _third_argument(tried.f):
        return found
    from shared.exercises.array_faults import explain_cut_decimals  # NumPy

    with capture_output():
        if _takes_arrays(tried) and (found := _table_of_rows(tried) or _operands_that_do_not_fit(tried)):
            return found
        pairs = list(zip(tried.calls, tried.expected))
        if any(set(expected.drawn_from) - set(call.drawn_from) for call, expected in pairs):
            return None
        if not all(is_comparable(*p) and values.same_shape(p[0].plain, p[1].plain) for p in pairs):
            return None
        code = source.read(tried.f)
        return explain_cut_decimals(tried.exercise, tried.cases, [call.plain for call in tried.calls], code)


def advice_on_a_lost_axis(tried: Attempt) -> str:
    """Return advice if a sum without `keepdims` has removed an axis of the first wrong result. Otherwise return ""."""
    got, wanted = tried.call.plain, tried.expected_call.plain
    parts = zip(got, wanted) if tried.exercise.parts and values.shape(got) != () else [(got, wanted)]
    wrong = next((part for part in parts if not values.same_shape(*part)), None)
    tree = _tree(source.read(tried.f))
    if not wrong or not any(missing_keepdims(tree)) or any(other_shapes(tree)):
        return ""
    left, right = (values.shape(part) or () for part in wrong)
    lost = any(right[:k] + right[k + 1 :] == left for k, size in enumerate(right) if size == 1)
    return " Use `keepdims=True`." if lost else ""


def _has_results(tried):
    return len(tried.calls) == len(tried.cases)


def _takes_arrays(tried):
    return all(any(is_array(a) for a in args) for args in tried.cases)


def _third_argument(f):
    """Return feedback on a call such as `np.multiply(a, b, c)`, or None. NumPy writes the result into c."""
    for node in ast.walk(_tree(source.read(f))):
        if isinstance(node, ast.Call) and len(node.args) > 2 and isinstance(node.func, ast.Attribute):
            name = node.func.attr
            if ast.unparse(node.func.value) in ("np", "numpy") and name in {*ELEMENTWISE, "dot", "matmul", "maximum"}:
                symbol = "@" if name in PRODUCTS else ELEMENTWISE.get(name)
                advice = f"Use `{symbol}`." if symbol else f"Call `np.{name}` twice."
                return f"`np.{name}` combines only two arrays. It writes the result into the third argument. {advice}"
    return None


def _tree(code: str) -> ast.AST:
    try:
        return ast.parse(textwrap.dedent(code))
    except SyntaxError:
        return ast.Module(body=[], type_ignores=[])


# From (m,) and (m, 1) NumPy makes a table of shape (m, m), without a warning.


def _table_of_rows(tried):
    frames = _frames(tried)
    if not frames:
        return None
    for operation in _operations(_tree("".join(source.read_code(frames[0].f_code)))):
        if operation.symbol == "@":
            continue
        shapes: list[Any] = [(_shape(operation.left, frame), _shape(operation.right, frame)) for frame in frames]
        if not all(_makes_a_table(*pair) for pair in shapes) or max(max(left) for left, _ in shapes) < 2:
            continue
        left, right = max(shapes, key=lambda pair: max(pair[0]))
        flat = operation.left if len(left) == 1 else operation.right
        m = max(left)
        table = (
            f"`{_text(operation.node)}` combines the shapes {left} and {right}, which makes a table of shape {(m, m)}."
        )
        if len(left) == len(right):
            return f"{table} Both operands must be columns, {(m, 1)}."
        return f"{table} Keep the shape {(m, 1)} for `{_text(flat)}`, with `reshape(-1, 1)` or `keepdims=True`."
    return None


def _makes_a_table(left: Any, right: Any) -> bool:
    if left is None or right is None or {len(left), len(right)} - {1, 2} or len(left) + len(right) < 3:
        return False
    if len(left) == len(right):
        return left == right[::-1] and 1 in left and (left != right or left == (1, 1))
    flat, column = sorted((left, right), key=len)
    return column == (flat[0], 1)


def _frames(tried: Attempt) -> list[Any]:
    """Return the frames in which the student's function failed, one per call. Return [] if any call did not fail."""
    code = getattr(source.unwrapped(tried.f), "__code__", None)
    failures = [_failure(call, code) for call in tried.calls]
    return [failure[0] for failure in failures if failure] if all(failures) else []


# Operands whose shapes do not fit.


def _operands_that_do_not_fit(tried):
    code = getattr(source.unwrapped(tried.f), "__code__", None)
    failed = [
        (k, *found)
        for k, call in enumerate(tried.calls)
        if isinstance(call.error, (ValueError, TypeError, IndexError)) and (found := _failure(call, code))
    ]
    if not failed:
        return None
    line = failed[0][2]
    failed = [found for found in failed if found[2] == line]
    operation = _failing_operation(failed[0][1], line)
    if operation is None:
        return None
    shapes = [(_shape(operation.left, frame), _shape(operation.right, frame)) for _, frame, _ in failed]
    if not all(left and right for left, right in shapes):
        return None
    known = [_known_shapes(tried, k) for k, _, _ in failed]
    sentence = _sentence(tried, operation, shapes, known)
    return sentence if failed[0][0] == tried.first else f"Another call crashes: {sentence}"


def _failure(call, code) -> tuple[Any, int] | None:
    """Return `(frame, line)` of the error in the student's function, or None if there is no such error.

    Line 1 is the first line of the function. `code` is the function's code object.
    """
    trace = traceback.walk_tb(call.error and call.error.__traceback__)
    found = [(frame, line - code.co_firstlineno + 1) for frame, line in trace if frame.f_code is code]
    return found[-1] if found else None


def _failing_operation(frame, line):
    """Compute the operations on this line again. Return the first one that fails.

    Return None if an operand cannot be computed, or if no operation fails.
    """
    tree = _tree("".join(source.read_code(frame.f_code)))
    simple = (ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Return, ast.Expr)
    lines = [n for n in ast.walk(tree) if isinstance(n, simple) and n.lineno <= line <= (n.end_lineno or n.lineno)]
    for operation in _operations(lines[0]) if lines else ():
        if isinstance(operation.node, ast.AugAssign):
            node: Any = ast.BinOp(operation.left, operation.node.op, operation.right)
        else:
            node = operation.node
        left, right = _shape(operation.left, frame), _shape(operation.right, frame)
        if left is None or right is None:
            return None
        if _shape(node, frame) is None:
            return operation
    return None


def _operations(tree: ast.AST) -> Iterator[Operation]:
    """Yield every operation with two operands, inner operations first."""
    for child in ast.iter_child_nodes(tree):
        yield from _operations(child)
    if operation := _operation(tree):
        yield operation


def _operation(node: ast.AST) -> Operation | None:
    if isinstance(node, ast.BinOp) and type(node.op) in SYMBOLS:
        return Operation(SYMBOLS[type(node.op)], node.left, node.right, node)
    if isinstance(node, ast.AugAssign) and type(node.op) in SYMBOLS and isinstance(node.target, ast.Name):
        return Operation(SYMBOLS[type(node.op)], ast.Name(node.target.id, ast.Load()), node.value, node)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        name = node.func.attr
        args: list[ast.expr] = [arg for arg in node.args if not isinstance(arg, ast.Constant)]
        symbol = "@" if name in PRODUCTS else ELEMENTWISE.get(name)
        if symbol and len(args) == 1:
            args = [node.func.value, *args]
        if symbol and len(args) == 2:
            return Operation(symbol, args[0], args[1], node)
    return None


def _shape(node: Any, frame: Any) -> Shape | None:
    """Return the shape of an expression in a student's frame, or None if the expression cannot be computed."""
    expression = ast.fix_missing_locations(ast.Expression(node))
    try:
        return np.shape(eval(compile(expression, "<operand>", "eval"), {**frame.f_globals, **frame.f_locals}))
    except Exception:
        return None


def _known_shapes(tried, k):
    parts = tried.expected[k].plain
    results = parts if tried.exercise.parts else (parts,)
    return {np.shape(a) for a in (*tried.cases[k], *results) if np.ndim(a) == 2}


def _sentence(tried, operation, shapes, known):
    left, right = _text(operation.left), _text(operation.right)
    for text, shape, other in ((left, shapes[0][0], shapes[0][1]), (right, shapes[0][1], shapes[0][0])):
        if len(shape) == 1 and len(other) == 2:
            return f"`{text}` has the shape {shape}, with only one axis. It does not fit the shape {other}."
    table = next(
        (t for t, i in ((left, 0), (right, 1)) if all(_is_table(s[i], k) for s, k in zip(shapes, known))), None
    )
    if table:
        shape = shapes[0][table == right]
        flat = "Did you combine a column (m, 1) with a row (1, m) or with a flat array (m,)?"
        return f"`{table}` has the shape {shape}, which is (rows, rows). {flat}"
    if operation.symbol in "@*" and (found := find_change(tried, lambda tree: _changes(tree, operation, shapes))):
        return found
    if operation.symbol == "@" and all(a == b and a in shapes_known for (a, b), shapes_known in zip(shapes, known)):
        return f"`{left}` and `{right}` have the same shape, {shapes[0][0]}: multiply element by element, with `*`."
    a, b = shapes[0]
    return f"`{left}` has the shape {a}, but `{right}` has the shape {b}. They do not fit in `{_text(operation.node)}`."


def _is_table(shape, known):
    return len(shape) == 2 and shape[0] == shape[1] > 1 and shape not in known


def _changes(tree, operation, shapes) -> Slips:
    """Replace the operation, or all operations with the same symbol, by another matrix product of the same operands."""
    alike = [found for found in _operations(tree) if found.symbol == operation.symbol]
    same = [found for found in alike if ast.unparse(found.node) == ast.unparse(operation.node)]
    for change in CHANGES[operation.symbol == "@" :]:
        for group in (same, alike):
            nodes = [found.node for found in group]
            yield _advice(change, operation, shapes[0]), lambda n, c=change, nodes=nodes: _Products(c, nodes).visit(n)


class _Products(ast.NodeTransformer):
    """Replaces the operations `nodes` by changed matrix products."""

    def __init__(self, change: Any, nodes: list[ast.AST]) -> None:
        self.change, self.nodes = change, nodes

    def visit(self, node: ast.AST) -> ast.AST:
        self.generic_visit(node)
        operation = _operation(node) if node in self.nodes else None
        if not operation:
            return node
        code = _product(self.change, ast.unparse(operation.left), ast.unparse(operation.right))
        product = ast.parse(code, mode="eval").body
        return ast.Assign([node.target], product) if isinstance(node, ast.AugAssign) else product


def _product(change, left, right):
    """Return the code of a changed matrix product of the operands `left` and `right`."""
    swapped, first, second = change
    a, b = (right, left) if swapped else (left, right)
    return f"{_transposed(a, first)} @ {_transposed(b, second)}"


def _advice(change, operation, shapes):
    swapped, first, second = change
    names = [_text(operation.left), _text(operation.right)]
    code, both = _product(change, *names), f"{shapes[0]} and {shapes[1]}"
    if operation.symbol == "*":
        return f"`*` cannot multiply the shapes {both} element by element. Use a matrix product: `{code}`."
    if swapped and not first and not second:
        return f"The order of the factors is wrong for the shapes {both}: write `{code}`."
    if swapped:
        return f"The shapes {both} do not fit. Swap the factors and transpose one factor: `{code}`."
    if names[not first].endswith(".T"):
        return f"The shapes {both} do not fit. Remove the `.T` of `{names[not first]}`: `{code}`."
    return f"The shapes {both} do not fit. Transpose the {'first' if first else 'second'} array: `{code}`."


def _transposed(text, transposed):
    simple = text.isidentifier() or (text.endswith((")", "]", ".T")) and "@" not in text and " " not in text)
    text = text if simple else f"({text})"
    if not transposed:
        return text
    return text[:-2] if text.endswith(".T") else f"{text}.T"


def _text(node):
    text = ast.unparse(node)
    return text if len(text) <= 60 else "…"
