"""Reads a student's file (a marimo lesson or a Jupyter notebook) as Python source code.

Only the process that checks a file parses it; see `run.py`.
"""

import ast
import json
import linecache
import re
from pathlib import Path
from typing import NamedTuple

UTF_16 = (b"\xff\xfe", b"\xfe\xff")
# Lines that only Jupyter understands, such as `%matplotlib inline`, `sigmoid?` and `files = !ls`.
MAGIC = re.compile(r"^\s*[%!?]|\?{1,2}\s*$|^[\w\s,]+=\s*[%!]")
PYTHON_MAGICS = ("capture", "debug", "prun", "time", "timeit")  # after %%: the rest of the cell is Python


class Reading(NamedTuple):
    """A file as Python."""

    source: str | bytes
    cells: tuple[int, ...] = ()  # in a notebook: how many lines are before each code cell
    unreadable: tuple[tuple[str, str], ...] = ()  # in a notebook: (cell, error) of each cell that is not Python

    def segment(self, node: ast.AST) -> str:
        """Return the source of a node of this file's syntax tree."""
        text = self.source if isinstance(self.source, str) else self.source.decode("utf-8", "replace")
        return ast.get_source_segment(text, node) or ""

    def place(self, line: int | None) -> str:
        """Return the place of a line as the student sees it, such as "line 5" or "cell 2, line 3"."""
        begins = [k for k, start in enumerate(self.cells) if start < (line or 1)]
        if not begins:
            return f"line {line}"
        return f"cell {begins[-1] + 1}, line {(line or 1) - self.cells[begins[-1]]}"


def read(path: str) -> Reading:
    """Return the file at `path` as Python. Raises OSError if the file cannot be opened.

    If the content cannot be read, raises ValueError with a sentence for the student.
    """
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
        text = without_magics(cell)
        try:
            ast.parse("\n".join(text))
        except SyntaxError as error:
            unreadable.append((cell, f"cell {number}, line {error.lineno}: {error.msg}"))
            text = [""] * len(text)
        lines += text
    source = "\n".join(lines) + "\n"
    # With this entry, `inspect` finds the source of a notebook's functions. Its time is None, so `linecache` keeps it.
    linecache.cache[path] = (len(source), None, source.splitlines(keepends=True), path)
    return Reading(source, tuple(starts), tuple(unreadable))


def without_magics(cell: str) -> list[str]:
    """Return the lines of a notebook's cell. A line that only Jupyter understands becomes empty.

    In a cell in another language, such as `%%bash`, all lines become empty. A line of Python can also begin with %,
    for example the second line of an expression in brackets.
    """
    lines = cell.split("\n")
    if (magic := re.match(r"\s*%%(\S*)", cell)) and magic[1] not in PYTHON_MAGICS:
        return [""] * len(lines)
    while True:
        try:
            ast.parse("\n".join(lines))
        except SyntaxError as error:
            k = (error.lineno or 1) - 1
            if k < len(lines) and MAGIC.search(lines[k]):
                lines[k] = ""
                continue
        except (ValueError, RecursionError, MemoryError):  # the code cannot be parsed at all
            pass
        return lines


def definitions(tree: ast.Module) -> tuple[list[ast.stmt], list[ast.stmt]]:
    """Return two lists of a notebook's statements.

    The first list has imports, functions and classes. The second list has the assignments that do not use `input`,
    the notebook's own functions and classes, or values that were computed with them.
    """
    kinds = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef)
    own = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)} | {"input"}
    values: list[ast.stmt] = []
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign):
            if own.intersection(_names_in(node)):
                own.update(_names_in(node, ast.Store))
            else:
                values.append(node)
    return [node for node in tree.body if isinstance(node, kinds)], values


def _names_in(node: ast.AST, context: type = ast.expr_context) -> list[str]:
    return [inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name) and isinstance(inner.ctx, context)]
