"""Finds answers that use the course's own solution, for example `return network.sigmoid(z)`.

Such an answer returns the right result, but the student did not write the calculation.
"""

import ast
from collections.abc import Callable, Iterator
from importlib import import_module
from inspect import isfunction
from types import ModuleType
from typing import Any

from shared.checking.source import definition
from shared.exercises import EXERCISES

CALLS_OURS = "calls ours"  # `check` never returns this status


def borrowed(function: Callable[..., Any], name: str, seen: tuple[object, ...] = ()) -> str | None:
    """If an answer to the exercise `name` uses the course's solution, return its name in the answer, else None.

    An answer uses the course's solution in three cases: it uses the course's function `name`, it uses `EXERCISES`, or
    its body only calls a function of the course. The answer's own helper functions count, too. `seen` holds the
    functions that were searched already.
    """
    if _is_ours(function):
        return function.__name__
    tree = definition(function)
    if tree is None or function in seen:
        return None
    names = {**getattr(function, "__globals__", {}), **_imported_inside(tree)}
    used = [*_values(tree, names)]
    for text, value in used:
        if _is_ours(value) and (getattr(value, "__name__", "") == name or value is EXERCISES[name].reference):
            return text
        if value is EXERCISES:
            return text
    if (called := _only_call(tree)) and _is_ours(dict(used).get(called)):
        return called
    helpers = [value for _, value in used if isfunction(value) and value.__name__ not in EXERCISES]
    own = [helper for helper in helpers if helper.__module__ == function.__module__]
    return next(filter(None, (borrowed(helper, name, (*seen, function)) for helper in own)), None)


def _is_ours(value: object) -> bool:
    return callable(value) and (getattr(value, "__module__", None) or "").startswith("shared.")


def _imported_inside(tree: ast.FunctionDef) -> dict[str, Any]:
    """Return a dictionary with the imports from `shared` in the body of a function: name → value."""
    found: dict[str, Any] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "shared":
            module = import_module(node.module or "")
            found |= {alias.asname or alias.name: getattr(module, alias.name, None) for alias in node.names}
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.split(".")[0] == "shared":
                    module = import_module(alias.name)
                    found |= {alias.asname: module} if alias.asname else {"shared": import_module("shared")}
    return found


def _values(tree: ast.FunctionDef, names: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield each global name that a function uses, such as `network.sigmoid`, with its value."""
    local = {argument.arg for argument in tree.args.args}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name | ast.Attribute):
            path = ast.unparse(node).split(".")
            if not all(part.isidentifier() for part in path) or path[0] in local or path[0] not in names:
                continue
            value = names[path[0]]
            for part in path[1:]:
                value = getattr(value, part, None) if isinstance(value, ModuleType) else None
            yield ".".join(path), value


def _only_call(tree: ast.FunctionDef) -> str | None:
    """Return "f" if the body is only `return f(…)` and each argument of `f` is a name. Otherwise return None."""
    match [node for node in tree.body if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))]:
        case [ast.Return(ast.Call(func, arguments))] if all(isinstance(node, ast.Name) for node in arguments):
            return ast.unparse(func)
    return None
