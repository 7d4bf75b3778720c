"""Reads the source of a program and changes the program: its loops report each round, and float literals are traced."""

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from shared.doctor.tape import PROGRAM, Place
from shared.progress.reading import without_magics

HOOK = "__doctor__"


def read(path: Path) -> str:
    """Return the source of a script, or of the code cells of an `.ipynb`.

    Raises OSError, ValueError, KeyError or TypeError if the file cannot be read.
    """
    text = path.read_text("utf-8-sig")
    return cells_of_notebook(text) if path.suffix == ".ipynb" else text


def cells_of_notebook(text: str) -> str:
    """Return the code of all cells of a Jupyter notebook. Lines that are not Python become empty lines.

    Raises ValueError, KeyError or TypeError if `text` is not a notebook.
    """
    return "\n".join(line for cell in _code_cells(text) for line in [*cell, ""])


def place_in_notebook(text: str, line: int) -> tuple[int, int]:
    """Return (code cell, line in this cell) of a line of `cells_of_notebook`. Code cells and lines count from 1.

    For an empty line after a cell, return the last line of this cell.
    """
    cells = _code_cells(text)
    k = 0
    while line > len(cells[k]) + 1 and k + 1 < len(cells):
        line -= len(cells[k]) + 1
        k += 1
    return k + 1, min(line, len(cells[k]))


def _code_cells(text: str) -> list[list[str]]:
    cells = []
    for cell in json.loads(text)["cells"]:
        if cell["cell_type"] == "code":
            cells.append(without_magics("".join(cell["source"])))
    return cells


def parse(source: str) -> ast.Module:
    """Return the program as a tree. Raises SyntaxError if the program is not valid Python.

    The tree of a marimo notebook holds the statements of all its cells.
    """
    tree = ast.parse(source, PROGRAM)
    if "marimo" in source and any(_is_app(node) for node in tree.body):
        tree.body = _statements_of_marimo(tree.body)
    return tree


def _is_app(node: ast.stmt) -> bool:
    return (isinstance(node, ast.Assign) and ast.unparse(node.value).endswith(("marimo.App()", "mo.App()"))) or (
        isinstance(node, ast.Assign) and ".App(" in ast.unparse(node.value)
    )


def _statements_of_marimo(body: list[ast.stmt]) -> list[ast.stmt]:
    """Return the statements of all cells. A cell comes after the cells that define the names it uses."""
    cells: list[tuple[set[str], list[ast.stmt]]] = []
    for node in body:
        if isinstance(node, ast.With) and "app.setup" in ast.unparse(node.items[0]):
            cells.append((set(), node.body))
        elif isinstance(node, ast.FunctionDef) and node.decorator_list:
            decorator = ast.unparse(node.decorator_list[0])
            if decorator.startswith("app.cell"):
                needs = {argument.arg for argument in node.args.args}
                cells.append((needs, [s for s in node.body if not isinstance(s, ast.Return)]))
            elif decorator.startswith("app.function"):
                del node.decorator_list[0]
                cells.append((set(), [node]))
        elif isinstance(node, ast.ClassDef):
            node.decorator_list = [d for d in node.decorator_list if not ast.unparse(d).startswith("app.")]
            cells.append((set(), [node]))
    defined: dict[str, int] = {}
    for k, (_, statements) in enumerate(cells):
        for statement in statements:
            for part in ast.walk(statement):
                if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
                    defined.setdefault(part.id, k)
                if isinstance(part, ast.FunctionDef | ast.ClassDef):
                    defined.setdefault(part.name, k)
                if isinstance(part, ast.alias):
                    defined.setdefault((part.asname or part.name).split(".")[0], k)
    placed: list[int] = []

    def place(k: int, above: frozenset[int]) -> None:
        if k in placed or k in above:
            return
        for name in sorted(cells[k][0]):
            if name in defined and defined[name] != k:
                place(defined[name], above | {k})
        placed.append(k)

    for k in range(len(cells)):
        place(k, frozenset())
    return [statement for k in placed for statement in cells[k][1]]


class _Loops(ast.NodeTransformer):
    """Makes each loop call `__doctor__.tick(line)` when a round starts and `__doctor__.done(line)` after the loop."""

    def _loop(self, node: Any) -> list[ast.stmt]:
        self.generic_visit(node)
        node.body.insert(0, _call("tick", node))
        return [node, _call("done", node)]

    visit_For = visit_While = _loop


def _call(name: str, node: ast.stmt) -> ast.stmt:
    call = ast.parse(f"{HOOK}.{name}({node.lineno})").body[0]
    for part in ast.walk(call):
        ast.copy_location(part, node)
    return call


class _Literals(ast.NodeTransformer):
    """Records on the tape each float literal that may become a parameter."""

    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        return self._hooked("leaf", node) if type(node.value) is float else node

    def _hooked(self, name: str, *arguments: ast.expr) -> ast.expr:
        function = ast.Attribute(ast.Name(HOOK, ast.Load()), name, ast.Load())
        return ast.copy_location(ast.Call(function, list(arguments), []), arguments[0])

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        if isinstance(node.op, ast.Mult):
            for listed, times in ((node.left, node.right), (node.right, node.left)):
                if isinstance(listed, ast.List):
                    return self._hooked("repeat", self.visit(listed), self.visit(times))
        for side in ("left", "right"):
            operand = getattr(node, side)
            if not isinstance(operand, ast.Constant):
                setattr(node, side, self.visit(operand))
        return node

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.expr:
        if isinstance(node.operand, ast.Constant):
            is_float = isinstance(node.op, ast.USub) and type(node.operand.value) is float
            return self._hooked("leaf", node) if is_float else node
        return self.generic_visit(node)  # type: ignore[return-value]

    def visit_Compare(self, node: ast.Compare) -> ast.expr:
        sides = [node.left, *node.comparators]
        sides = [side if isinstance(side, ast.Constant) else self.visit(side) for side in sides]
        node.left, node.comparators = sides[0], sides[1:]
        return node

    def visit_Call(self, node: ast.Call) -> ast.expr:
        self.generic_visit(node)
        if isinstance(node.func, ast.Name) and node.func.id == "float" and not node.keywords:
            node.func = ast.copy_location(
                ast.Attribute(ast.copy_location(ast.Name(HOOK, ast.Load()), node), "to_float", ast.Load()), node
            )
        return node

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.expr:
        return node

    def visit_Assign(self, node: ast.Assign) -> Any:
        value = node.value
        if len(node.targets) > 1 and isinstance(value, ast.Constant) and type(value.value) is float:
            parts = [ast.Assign([target], ast.Constant(value.value)) for target in node.targets]
            for part in parts:
                ast.copy_location(part, node)
                ast.fix_missing_locations(part)
            return [self.visit_Assign(part) for part in parts]
        node.value = self.visit(value)
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.stmt:
        if node.value is not None:
            node.value = self.visit(node.value)
        return node

    def visit_MatchValue(self, node: ast.MatchValue) -> ast.MatchValue:
        return node


def _start_as_floats(tree: ast.Module) -> None:
    """Replace the whole numbers with which parameters start by floats, as in `b = 0` or `w = [0, 0]`.

    A variable is a parameter if the program subtracts something from it, as in `b -= rate * g`, or adds a product.
    Variables in an index or a `range` do not count.
    """
    whole = {
        name.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Subscript) or (isinstance(node, ast.Call) and ast.unparse(node.func) == "range")
        for part in ([node.slice] if isinstance(node, ast.Subscript) else node.args)
        for name in ast.walk(part)
        if isinstance(name, ast.Name)
    }
    parameters = {ast.unparse(target) for node in ast.walk(tree) for target in _updated(node)} - whole
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            for name, start in _pairs(node.targets[0], node.value):
                if ast.unparse(name) in parameters:
                    for constant in _numbers_of(start):
                        constant.value *= 1.0


def _updated(node: ast.AST) -> Iterator[ast.expr]:
    """Yield each variable that a statement changes by a step, without an index."""
    for target, operator, step in _steps(node):
        adds_a_product = isinstance(operator, ast.Add) and isinstance(step, ast.BinOp) and isinstance(step.op, ast.Mult)
        if not isinstance(step, ast.Constant) and (isinstance(operator, ast.Sub) or adds_a_product):
            while isinstance(target, ast.Subscript):
                target = target.value
            yield target


def _steps(node: ast.AST) -> Iterator[tuple[ast.expr, ast.operator, ast.expr]]:
    """Yield (variable, operator, step) for each `variable -= step` or `variable = variable - step` of a statement."""
    if isinstance(node, ast.AugAssign):
        yield node.target, node.op, node.value
    if isinstance(node, ast.Assign):
        for target, value in _pairs(node.targets[0], node.value):
            if isinstance(value, ast.BinOp) and ast.unparse(value.left) == ast.unparse(target):
                yield target, value.op, value.right


def _pairs(target: ast.expr, value: ast.expr) -> list[tuple[ast.expr, ast.expr]]:
    """Return the pairs (variable, value) of an assignment such as `a, b = 1, 2`, or one pair."""
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
        return [*zip(target.elts, value.elts)]
    return [(target, value)]


def _numbers_of(start: ast.expr) -> list[Any]:
    """Return the whole numbers of a literal such as `0`, `[0, 0]` or `[0] * 3`, but not the 3."""
    if isinstance(start, ast.BinOp) and isinstance(start.op, ast.Mult) and isinstance(start.left, ast.List):
        start = start.left
    if isinstance(start, ast.List):
        return [constant for element in start.elts for constant in _numbers_of(element)]
    return [start] if isinstance(start, ast.Constant) and type(start.value) is int else []


def operands(tree: ast.Module) -> tuple[dict[Place, tuple[bool, bool, bool]], dict[Place, int]]:
    """Return what the source says about the operands of its binary operations.

    First dict: place of an operation → (left operand is a literal, right operand is a literal, a minus is before the
    left operand). Second dict: place of
    a sum or difference → the number of common factors of its terms: for `2 * o / n - 2 * y / n`, two (2 and 1 / n).
    """

    def literal(node: ast.expr) -> bool:
        return isinstance(node, ast.Constant) or (
            isinstance(node, ast.UnaryOp) and isinstance(node.operand, ast.Constant)
        )

    def factors(node: ast.expr) -> set[str]:
        if isinstance(node, ast.UnaryOp):
            return factors(node.operand)
        if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Mult | ast.Div):
            return set()
        if isinstance(node.op, ast.Div):
            return factors(node.left) | {f"1 / {ast.unparse(node.right)}"}
        sides = (node.left, node.right)
        return {ast.unparse(side).removeprefix("-") for side in sides}.union(*map(factors, sides))

    literals, scaled = {}, {}
    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp):
            place = (node.lineno, node.col_offset, node.end_lineno or 0, node.end_col_offset or 0)
            minus = isinstance(node.left, ast.UnaryOp) and isinstance(node.left.op, ast.USub)
            literals[place] = literal(node.left), literal(node.right), minus
            if isinstance(node.op, ast.Add | ast.Sub):
                scaled[place] = len(factors(node.left) & factors(node.right))
    return literals, scaled


def instrument(tree: ast.Module, traced: bool) -> Any:
    """Return the compiled program, whose loops report each round. If `traced`, its float literals are recorded.

    The call changes `tree`.
    """
    if traced:
        _start_as_floats(tree)
        tree = _Literals().visit(tree)
    tree = _Loops().visit(tree)
    ast.fix_missing_locations(tree)
    return compile(tree, PROGRAM, "exec")
