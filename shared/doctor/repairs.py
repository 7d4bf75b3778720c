"""Looks for slips in a program that the doctor does not understand. Repairs a slip and runs the program again."""

import ast
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from shared.doctor import surgery
from shared.doctor.case import Case
from shared.doctor.report import Finding
from shared.doctor.rewrite import parse

DRAWS = re.compile(r"(?i)(rand|normal|uniform|gauss|\brng\b|init)\w*\(")
ZEROS = re.compile(r"(zeros|ones)\w*\(|^\[?0(\.0)?\]?$|\[0(\.0)?\] \*")


class Repair(NamedTuple):
    """A slip, and the source of the repaired program. A `sure` slip is reported even if this program does not learn."""

    line: int
    sentence: str
    fix: str
    source: str
    sure: bool
    evidence: dict[str, int]
    names: frozenset[str] = frozenset()  # variables in the slip that must be parameters of the network


def repaired(case: Case) -> Finding | None:
    """Try the repairs. Return a finding for the first repair that works, or None if no repair works.

    A repair works if the doctor finds a network in the repaired program and this network learns. If the slip is sure,
    the network does not have to learn. The variables in `Repair.names` must be parameters of this network. If a repair
    works, this function sets `case.fixed`.
    """
    nothing_changes = case.traced.get("lifted") is None  # no update was found: a lost result explains this
    lost = [repair._replace(sure=nothing_changes) for repair in discarded_results(case.source)]
    for repair in [*swapped_operators(case.source), *lost, *drawn_in_loops(case.source)]:
        other = case.other(repair.source)
        if other is not None and (other.learned or repair.sure) and repair.names <= _weights(other):
            case.fixed = other
            before = case.state(case.final) if case.final is not None else {"learned": False}
            after = other.state(other.final)
            return Finding(
                "not-applied",
                repair.sentence,
                repair.line,
                None,
                repair.evidence,
                repair.fix,
                {"before": before, "after": after},
            )
    return None


def _weights(case: Case) -> set[str]:
    """Return the names of the variables that contain the network's parameters."""
    paths = [path for slots in case.net.lifted["names"] for _, path in slots]
    return {re.split(r"[.\[]", path)[0] for path in paths}


def swapped_operators(source: str) -> Iterator[Repair]:
    """Yield one repair: in each assignment, `=+` becomes `+=`, and `=-` with a space after it becomes `-=`.

    If the source has neither, yield nothing.
    """
    lines = source.encode().split(b"\n")  # the columns of a tree count bytes
    found = []
    for node in ast.walk(parse(source)):
        if not isinstance(node, ast.Assign) or len(node.targets) > 1:
            continue
        if isinstance(node.targets[0], ast.Tuple | ast.List):
            continue
        row, column = node.value.lineno, node.value.col_offset
        before, after = lines[row - 1][:column], lines[row - 1][column:]
        if before.endswith(b"=") and re.match(rb"\+|-\s", after):
            lines[row - 1] = before[:-1] + after[:1] + b"=" + after[1:]
            found.append((row, after[:1].decode()))
    if found:
        line, character = min(found)
        yield Repair(
            line,
            f"Line {line}: `={character}` gives the variable a new value, so the old value is lost.",
            f"Write `{character}=`.",
            b"\n".join(lines).decode(),
            True,
            {"assignments changed": len(found)},
        )


def discarded_results(source: str) -> Iterator[Repair]:
    """For each call whose result is lost, yield a repair that stores the result in the arguments of the same names.

    The called function must return some of its parameters, as in `def update(params, grads): …; return params`.
    """
    made = {node.name: node for node in ast.walk(parse(source)) if isinstance(node, ast.FunctionDef)}
    count = sum(isinstance(node, ast.Expr) for node in ast.walk(parse(source)))
    for k in range(count):
        tree = parse(source)
        statement = [node for node in ast.walk(tree) if isinstance(node, ast.Expr)][k]
        call = statement.value
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name) or call.func.id not in made:
            continue
        function = made[call.func.id]
        last = function.body[-1]
        parts = last.value if isinstance(last, ast.Return) else None
        returned = [ast.unparse(part) for part in (parts.elts if isinstance(parts, ast.Tuple) else [parts]) if part]
        passed = dict(zip([argument.arg for argument in function.args.args], map(ast.unparse, call.args)))
        passed |= {keyword.arg: ast.unparse(keyword.value) for keyword in call.keywords if keyword.arg}
        targets = [passed.get(name, "") for name in returned]
        if not targets or not all(target.isidentifier() for target in targets):
            continue
        stored = f"{', '.join(targets)} = {ast.unparse(call)}"
        for block in surgery.blocks(tree):
            if statement in block:
                block[block.index(statement)] = parse(stored).body[0]
        yield Repair(
            statement.lineno,
            f"Line {statement.lineno} does not store the result of `{call.func.id}`, so the new values are lost.",
            f"Write `{stored if len(stored) <= 80 else ', '.join(targets) + ' = …'}`.",
            ast.unparse(ast.fix_missing_locations(tree)),
            False,
            {"results that are lost": 1},
        )


def drawn_in_loops(source: str) -> Iterator[Repair]:
    """For each loop that draws the initial weights, yield a repair that moves these draws before the loop."""
    count = sum(isinstance(node, ast.For | ast.While) for node in ast.walk(parse(source)))
    for k in range(count):
        tree = parse(source)
        loop = [node for node in ast.walk(tree) if isinstance(node, ast.For | ast.While)][k]
        made = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
        drawn = [n for n in loop.body if isinstance(n, ast.Assign) and _draws_what_changes(n, loop, made)]
        if not drawn or len(drawn) == len(loop.body):
            continue
        loop.body = [statement for statement in loop.body if statement not in drawn]
        for block in surgery.blocks(tree):
            if loop in block:
                block[block.index(loop) : block.index(loop)] = drawn
                break
        line = drawn[0].lineno
        yield Repair(
            line,
            f"Line {line} initializes the weights again in each round of the loop, so all earlier steps are lost.",
            "Draw the weights once, before the loop.",
            ast.unparse(ast.fix_missing_locations(tree)),
            False,
            {"assignments moved": len(drawn)},
            frozenset(name for statement in drawn for name in _names(statement.targets)),
        )


def _draws_what_changes(statement: ast.Assign, loop: ast.For | ast.While, made: Mapping[str, ast.stmt]) -> bool:
    """Return True if a statement initializes a variable, and another statement of the loop changes this variable.

    Return False for loops without random draws. `made`: the functions and classes of the program, which may also draw.
    """

    def text(value: ast.expr) -> str:
        called = [made[name] for name in _names([value]) if name in made]
        return "\n".join(map(ast.unparse, [value, *called]))

    value = text(statement.value)
    if not DRAWS.search(value) and not ZEROS.search(value) and not isinstance(statement.value, ast.Tuple):
        return False
    names = _names(statement.targets)
    begins = [node for node in loop.body if isinstance(node, ast.Assign) and DRAWS.search(text(node.value))]
    changed = {
        name
        for other in loop.body
        if other is not statement
        for part in ast.walk(other)
        if isinstance(part, ast.AugAssign | ast.Assign)
        for name in _names(part.targets if isinstance(part, ast.Assign) else [part.target])
    }
    calls = {
        part.func.value.id
        for other in loop.body
        for part in ast.walk(other)
        if isinstance(part, ast.Call) and isinstance(part.func, ast.Attribute) and isinstance(part.func.value, ast.Name)
    }
    return bool(begins) and bool(names & (changed | calls))


def _names(targets: list[ast.expr]) -> set[str]:
    return {node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)}
