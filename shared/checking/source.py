"""Reads a student's source code without running it."""

import ast
import dis
import inspect
import re
import textwrap
from collections.abc import Callable
from types import CodeType

from shared.exercises import EXERCISES


def unwrapped(f: Callable) -> Callable:
    """Return `f` without its decorators."""
    try:
        return inspect.unwrap(f)
    except ValueError:
        return f


def read(f: Callable) -> str:
    """Return the source code of `f`, or "" if the code cannot be read."""
    try:
        return inspect.getsource(f)
    except (OSError, TypeError, ValueError, SyntaxError):  # no file, or the file has changed
        return ""


def read_code(code: CodeType) -> list[str]:
    """Return the source lines of a code object, or [] if the lines cannot be read."""
    try:
        return inspect.getsourcelines(code)[0]
    except (OSError, TypeError, ValueError, SyntaxError, IndexError):
        return []


def pick_text(f: Callable, text: str, if_source_matches: tuple[str, str] | None) -> str:
    """Return `text`, or the other text if the source of `f` matches the pattern.

    `if_source_matches` is (pattern, other text).
    """
    if if_source_matches and re.search(if_source_matches[0], read(f), re.DOTALL):
        return if_source_matches[1]
    return text


def _name_and_nodes(f):
    """Return the name of `f` and all syntax nodes of its source. If the source cannot be read, return no nodes."""
    name = getattr(getattr(unwrapped(f), "__code__", None), "co_name", None)
    try:
        return name, list(ast.walk(ast.parse(textwrap.dedent(read(f)))))
    except SyntaxError:  # the source lines of a lambda may be only a part of a statement
        return name, []


def _body(f):
    """Return the statements of `f`. For a lambda, return one `return` statement.

    Return an empty list if the source of `f` cannot be read, or if it contains several lambdas.
    """
    name, nodes = _name_and_nodes(f)
    if name == "<lambda>":
        lambdas = [node for node in nodes if isinstance(node, ast.Lambda)]
        return [ast.Return(lambdas[0].body)] if len(lambdas) == 1 else []
    functions = (node for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return next((node.body for node in functions if node.name == name), [])


def definition(f: Callable) -> ast.FunctionDef | None:
    """Return the syntax tree of f's `def`, without decorators.

    Return None if the source cannot be read, or if `f` is a lambda or an `async` function.
    """
    name, nodes = _name_and_nodes(f)
    found = next((node for node in nodes if isinstance(node, ast.FunctionDef) and node.name == name), None)
    if found:
        found.decorator_list = []
    return found


def _is_none(node):
    return node is None or (isinstance(node, ast.Constant) and node.value is None)


def operations(f: Callable) -> set[str]:
    """Return what `f` uses: the operators "/" and "//" and the names of the functions that it calls, such as "round".

    Calls with a dot, such as `np.round(x)`, are left out. Every other operator between two numbers, such as + and +=,
    becomes "". Comparisons are left out. Return an empty set if the source cannot be read.
    """
    symbols: dict[type, str] = {ast.Div: "/", ast.FloorDiv: "//"}
    found = set()
    for node in (node for statement in _body(f) for node in ast.walk(statement)):
        if isinstance(node, ast.BinOp | ast.AugAssign):
            found.add(symbols.get(type(node.op), ""))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            found.add(node.func.id)
    return found


def is_stub(f: Callable) -> bool:
    """True if the body of `f` is only a docstring, `...`, `pass` or `return None`."""
    if body := _body(f):
        return all(
            isinstance(statement, ast.Pass)
            or (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant))
            or (isinstance(statement, ast.Return) and _is_none(statement.value))
            for statement in body
        )
    code = getattr(unwrapped(f), "__code__", None)  # the source cannot be read: read the compiled code
    return (
        code is not None
        and {instruction.opname for instruction in dis.get_instructions(code)} <= OF_A_STUB
        and {*code.co_consts} <= {None, f.__doc__}
    )


OF_A_STUB = {"RESUME", "NOP", "LOAD_CONST", "RETURN_VALUE", "RETURN_CONST"}


def returns_alone(f: Callable) -> bool:
    """True if `f` has a `return` without a value."""
    nodes = [node for statement in _body(f) for node in ast.walk(statement)]
    return any(isinstance(node, ast.Return) and node.value is None for node in nodes)


def returned_calls(f: Callable) -> list[ast.Call]:
    """Return the calls whose result `f` returns directly, as in `return print(x)`."""
    nodes = [node for statement in _body(f) for node in ast.walk(statement)]
    return [node.value for node in nodes if isinstance(node, ast.Return) and isinstance(node.value, ast.Call)]


def returns_on_every_path(f: Callable) -> bool:
    """True if `f` always ends with `raise` or `return`, and each `return` has an expression other than `None`."""
    body = _body(f)
    returns = [node for statement in body for node in ast.walk(statement) if isinstance(node, ast.Return)]
    return _always_leaves(body) and not any(_is_none(node.value) for node in returns)


def _always_leaves(statements):
    """True if these statements always end in a `return` or `raise`."""
    return any(map(_leaves, statements))


def _leaves(statement):
    match statement:
        case ast.Return() | ast.Raise():
            return True
        case ast.If():
            return _always_leaves(statement.body) and _always_leaves(statement.orelse)
        case ast.With():
            return _always_leaves(statement.body)
        case ast.While(test=ast.Constant(value=True)):
            return not any(isinstance(node, ast.Break) for node in exits(statement))
        case ast.Try():
            blocks = [statement.body + statement.orelse, *(handler.body for handler in statement.handlers)]
            return _always_leaves(statement.finalbody) or all(map(_always_leaves, blocks))
    return False


def exits(loop: ast.For | ast.While) -> list[ast.stmt]:
    """Return each `break` of this loop and each `return` inside it. Leave out statements of inner functions."""
    found: list[ast.stmt] = []
    todo: list[tuple[ast.AST, bool]] = [(statement, True) for statement in loop.body]
    for node, breaks in todo:  # `breaks`: a `break` here ends `loop`
        if isinstance(node, ast.Return) or (isinstance(node, ast.Break) and breaks):
            found.append(node)
        elif not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            body = node.body if isinstance(node, ast.For | ast.AsyncFor | ast.While) else []
            todo += [(child, breaks and child not in body) for child in ast.iter_child_nodes(node)]
    return found


def functions_reached(f: Callable) -> list[Callable]:
    """Return the student's solutions of other exercises that `f` uses, directly or through another solution.

    A solution that `f` uses several times may be in the list several times.
    """
    reached = [f]
    for g in reached:
        reached += [used for used in _functions_used(g) if used not in reached]
    return reached[1:]


def _functions_used(f):
    """Yield the student's solution for each exercise name in the code of `f`. Skip attributes (`network.update`)."""
    f = unwrapped(f)
    nodes = [node for statement in _body(f) for node in ast.walk(statement) if isinstance(node, ast.Name)]
    for node in sorted(nodes, key=lambda node: (node.lineno, node.col_offset)):
        used = f.__globals__.get(node.id)
        if node.id in EXERCISES and node.id not in f.__code__.co_varnames and inspect.isfunction(used):
            yield used
