"""Reads a student's file: a lesson as marimo saves it, or a notebook of Jupyter, as one text of Python.

Only the process of that file does this; see `run.py`.
"""

import ast
import json
import linecache
import re
from pathlib import Path
from typing import NamedTuple

UTF_16 = (b"\xff\xfe", b"\xfe\xff")
MAGIC = re.compile(r"^\s*[%!?]")  # lines for Jupyter alone, such as %matplotlib inline


class Reading(NamedTuple):
    """A file as Python."""

    source: str | bytes
    cells: tuple[int, ...] = ()  # of a notebook: the line before the first line of each code cell
    unreadable: tuple[tuple[str, str], ...] = ()  # of a notebook: cells that are no Python, and what is wrong

    def segment(self, node: ast.AST) -> str:
        """The source of a node of this file's syntax tree."""
        text = self.source if isinstance(self.source, str) else self.source.decode("utf-8", "replace")
        return ast.get_source_segment(text, node) or ""

    def place(self, line: int | None) -> str:
        """Where a line is, as a student sees it."""
        begins = [k for k, start in enumerate(self.cells) if start < (line or 1)]
        if not begins:
            return f"line {line}"
        return f"cell {begins[-1] + 1}, line {(line or 1) - self.cells[begins[-1]]}"


def read(path: str) -> Reading:
    """The file at `path`. ValueError with a sentence for its student if it cannot be read."""
    raw = Path(path).read_bytes()
    if not raw.strip():
        raise ValueError("the file is empty")
    if raw[:2] in UTF_16:
        raise ValueError("the file is UTF-16: save it as UTF-8")
    return _read_notebook(raw, path) if path.lower().endswith(".ipynb") else Reading(raw)


def _read_notebook(raw: bytes, path: str) -> Reading:
    try:
        cells = ["".join(cell["source"]) for cell in json.loads(raw)["cells"] if cell["cell_type"] == "code"]
    except (ValueError, KeyError, TypeError):
        raise ValueError("the notebook cannot be read: save it again in Jupyter") from None
    lines: list[str] = []
    starts, unreadable = [], []
    for number, cell in enumerate(cells, 1):
        starts.append(len(lines))
        text = [("" if MAGIC.match(line) else line) for line in cell.splitlines()]
        try:
            ast.parse("\n".join(text))
        except SyntaxError as error:
            unreadable.append((cell, f"cell {number}, line {error.lineno}: {error.msg}"))
            text = [""] * len(text)
        lines += text
    source = "\n".join(lines) + "\n"
    # `inspect` shall find the source of the notebook's functions; an entry without a time is never looked up again.
    linecache.cache[path] = (len(source), None, source.splitlines(keepends=True), path)
    return Reading(source, tuple(starts), tuple(unreadable))


def definitions(tree: ast.Module) -> tuple[list[ast.stmt], list[ast.stmt]]:
    """What a notebook defines: imports, functions and classes; and values that none of its functions computes."""
    kinds = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef)
    own = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)} | {"input"}
    values = [node for node in tree.body if isinstance(node, ast.Assign | ast.AnnAssign)]
    return (
        [node for node in tree.body if isinstance(node, kinds)],
        [node for node in values if not own.intersection(_names_in(node))],
    )


def _names_in(node: ast.AST) -> list[str]:
    return [inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)]
