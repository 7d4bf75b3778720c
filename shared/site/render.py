"""Turns a lesson or solution into a `Page` that needs only a browser: no Python, no server and no network.

marimo runs the lesson and returns the HTML of each cell. Some parts of this HTML need marimo's frontend, so
`static_html` replaces them. Students can read a page without JavaScript. Only the widgets, the boxes and the search
need it.
"""

import ast
import importlib.util
import json
import logging
import re
import sys
import tomllib
import traceback
from collections.abc import Sequence
from html import escape
from pathlib import Path
from textwrap import dedent
from types import ModuleType
from typing import Any

import marimo as mo

from shared.checking.result import NOT_ATTEMPTED
from shared.course import STEMS
from shared.course import lesson as lesson_of
from shared.lesson.components import glossary, static_export
from shared.lesson.figures import show_figure
from shared.nn.network import START_A
from shared.site.in_page import RUNS
from shared.site.page import Link, Page, code_html
from shared.site.pictures import KINDS, Place, picture_html, reject_repr
from shared.site.static_html import Networks, states_of, to_static_html
from shared.widgets.live_network import LiveNetwork

CHECK = re.compile(r"\s*check\(lambda: (\w+)\)\s*(#.*)?\s*")  # a comment may follow
FIRST_WITH_NUMPY = "07"
WITHOUT_JAVASCRIPT = "<noscript><p>To write and check answers here, turn on JavaScript in your browser.</p></noscript>"


def lesson_page(path: Path) -> Page:
    """Run the unsolved lesson at `path`, and return its page.

    Raises RuntimeError if the file or a cell raises an error. Raises ValueError if the lesson shows something that a
    page without Python cannot show. Also raises ValueError if the file has no card for the gallery, or if an exercise
    is already solved, because the page would show the answer to students.
    """
    app = _load(path).app
    cells = list(app._cell_manager.cell_data())  # marimo has no public function for a cell's name and code
    try:
        with static_export():
            outputs, variables = app.run()
    except (Exception, SystemExit) as error:  # a cell may call sys.exit()
        raise RuntimeError(_describe(error, path, cells)) from error
    networks = {
        value.widget._model_id: value.value for value in variables.values() if isinstance(value, mo.ui.anywidget)
    }
    # sort the networks, so that each build numbers them in the same order
    networks = dict(sorted(networks.items(), key=lambda network: json.dumps(network[1], sort_keys=True)))
    exercises = {check[1] for cell in cells if (check := CHECK.fullmatch(cell.code))}
    parts = []
    for cell, output in zip([cell for cell in cells if cell.name != "setup"], outputs, strict=True):
        if check := CHECK.fullmatch(cell.code):
            if output.status != NOT_ATTEMPTED:
                raise ValueError(f"{path.name}: {check[1]} is solved, and the site would publish this answer.")
            continue  # the exercise's box shows the card
        if (name := _function_of(cell.code)) in exercises:
            parts.append(f'<div class="box" data-exercise="{name}">{code_html(cell.code)}{WITHOUT_JAVASCRIPT}</div>')
        elif not cell.config.hide_code and (source := code_to_show(cell.code)):
            parts.append(code_html(source))
        if output is not None:
            place = Place(f"{path.name}: cell {cell.name}", cell.code)
            parts.append(_output(_shown(output, place, networks), cell.name, _own_run(cell.code)))
    for setup in (cell for cell in cells if cell.name == "setup"):
        parts.insert(1, f"<details><summary>What this lesson imports</summary>{code_html(setup.code)}</details>")
    return Page(
        link_to(path.stem).title,
        "\n".join([*parts, states_of(networks)]),
        *_neighbors(path.stem),
        lesson=json.dumps(_for_a_check(path.stem, cells), sort_keys=True),
        download=f"files/{path.name}",
        description=gallery_card(path)["description"],
    )


def _function_of(cell: str) -> str | None:
    """Return the name of the function if a cell has one function and nothing else. Otherwise return None."""
    body = ast.parse(cell).body
    return body[0].name if len(body) == 1 and isinstance(body[0], ast.FunctionDef) else None


def _for_a_check(stem: str, cells: Sequence[Any]) -> dict[str, Any]:
    """Return the parts of a lesson that a check needs: see `in_page.py`."""
    functions = [[name, cell.code] for cell in cells if (name := _function_of(cell.code))]
    setup = "\n".join(cell.code for cell in cells if cell.name == "setup")
    return {"stem": stem, "numpy": stem >= FIRST_WITH_NUMPY, "setup": setup, "functions": functions}


def solution_page(path: Path) -> Page:
    """Return the page of the executed notebook at `path`.

    Raises ValueError if the file is not a notebook, if a code cell was never executed, or if a page cannot show an
    output.
    """
    try:
        cells = json.loads(path.read_text("utf-8"))["cells"]
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(f"{path.name} cannot be read: {error}") from error
    parts, number = [], 0
    for cell in cells:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            parts.append(_output(to_static_html(mo.md(source).text, f"{path.name}: a text cell")))
        elif cell["cell_type"] == "code":
            number += 1
            if cell["execution_count"] is None:
                raise ValueError(f"{path.name} has a code cell that was never executed")
            parts.append(code_html(source))
            place = Place(f"{path.name}: code cell {number} ({_first_line(source)})", source)
            parts += [_output(_saved_output(output, place)) for output in _merge_streams(cell["outputs"])]
    lesson = link_to(path.stem)
    return Page(
        link_to(path.stem, True).title,
        "\n".join(parts),
        *_neighbors(path.stem, True),
        Link(lesson.address, f"Lesson: {lesson.title}"),
        download=f"files/{path.name}",
        description=f"{link_to(path.stem, True).title}: every exercise solved, checked and explained.",
    )


def glossary_page() -> Page:
    """Return the page that explains the words of the course."""
    with static_export():
        return Page("Words of the course", f"<h1>Words of the course</h1>{glossary('')}")


def link_to(stem: str, solution: bool = False) -> Link:
    """Return the link to the page of a lesson or of its solution."""
    title = lesson_of(stem).heading
    return Link(f"solution-{stem}.html", f"Solution of {title}") if solution else Link(f"{stem}.html", title)


def gallery_card(path: Path) -> dict[str, str]:
    """Return the gallery card (title, description, image) from the PEP 723 header of a lesson.

    Raises ValueError if the file has no such header.
    """
    header = re.search(r"(?m)^# /// script\n((?:#.*\n)+?)# ///$", path.read_text("utf-8"))
    if header is None:
        raise ValueError(f"{path.name} has no header with a card for the gallery")
    try:
        return tomllib.loads(re.sub(r"(?m)^# ?", "", header[1]))["tool"]["marimo"]["opengraph"]
    except KeyError as error:
        raise ValueError(f"the header of {path.name} has no {error}") from error


def code_to_show(cell: str) -> str:
    """Return the source of a cell. If the cell calls `show(…, f, g)`, return only the source of f and g.

    Functions that another cell defines are left out, so the result may be "".
    """
    tree = ast.parse(cell)
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) == "show"]
    names = {ast.unparse(function) for call in calls for function in call.args[1:]}
    if not names:
        return cell
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name in names]
    return "\n\n\n".join(dedent(ast.get_source_segment(cell, node, padded=True) or "") for node in functions)


def _output(html: str, cell: str = "", attributes: str = "") -> str:
    """Return a cell's output in an HTML element. Pages can link to it, because its id contains the cell's name."""
    anchor = f' id="cell-{cell}"' if cell else ""
    return f'<div class="output"{anchor}{attributes}>{html}</div>'


def _own_run(cell: str) -> str:
    """Return HTML attributes that let the page run the student's own function, or "" if the cell does not run it."""
    found = re.search(r"\bcheck\(lambda: (\w+)\)", cell)
    if not found or found[1] not in RUNS:
        return ""
    picture = mo.ui.anywidget(LiveNetwork(params=START_A, history=[[*START_A]], history_label="your train")).value
    state = json.dumps(picture, sort_keys=True)
    return f' data-own-run="{found[1]}"' + (f' data-picture="{escape(state)}"' if found[1] == "train" else "")


def _neighbors(stem: str, solution: bool = False) -> tuple[Link | None, Link | None]:
    """Return the links to the previous and the next page. A link is None if no such page exists."""
    stems = [None, *STEMS, None]
    here = stems.index(stem)
    before, after = (link_to(each, solution) if each else None for each in (stems[here - 1], stems[here + 1]))
    return before, after


def _load(path: Path) -> ModuleType:
    """Import a lesson's file and return the module. Raises RuntimeError if the file raises an error or has no `app`."""
    logging.getLogger("marimo").setLevel(logging.ERROR)  # marimo warns about the titles of the cards
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
        module.app._cell_manager  # noqa: B018 - AttributeError if the file has no app
    except (Exception, SystemExit) as error:  # the file may call sys.exit()
        raise RuntimeError(f"{path.name} cannot be read: {type(error).__name__}: {error}") from error
    return module


def _describe(error: BaseException, path: Path, cells: Sequence[Any]) -> str:
    """Return a sentence that names the lesson, the cell and the error."""
    files = [frame.f_code.co_filename for frame, _ in traceback.walk_tb(error.__traceback__)]
    names = [cell.name for cell in cells if any(f"__marimo__cell_{cell.cell_id}_" in file for file in files)]
    cell = f"cell {names[-1]}" if names else "one of its cells"
    return f"{path.name}: {cell} raised {type(error).__name__}: {error}"


def _merge_streams(outputs: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the outputs of a notebook's cell. Join printed texts that follow each other."""
    merged: list[dict[str, Any]] = []
    for output in outputs:
        if merged and output["output_type"] == merged[-1]["output_type"] == "stream":
            merged[-1] = {**output, "text": [*merged[-1]["text"], *output["text"]]}
        else:
            merged.append(output)
    return merged


def _shown(output: object, place: Place, networks: Networks) -> str:
    """Return the output of a lesson's cell as HTML."""
    if "matplotlib" in sys.modules:
        from matplotlib.artist import Artist

        if isinstance(output, Artist) and (fig := output.get_figure(root=True)) is not None:
            return show_figure(fig, alt=place.alternative())._repr_html_()
    if isinstance(svg := getattr(output, "_repr_svg_", lambda: None)(), str):
        return picture_html("image/svg+xml", svg, place)
    return to_static_html(mo.as_html(output).text, place, networks)


def _saved_output(output: dict[str, Any], place: Place) -> str:
    """Return one output of a notebook as HTML. Raises ValueError if a page cannot show this output."""
    if output["output_type"] == "stream":
        return f'<pre tabindex="0">{escape("".join(output["text"]))}</pre>'
    if output["output_type"] == "error":
        raise ValueError(f"{place.name} holds an error: {output.get('ename')}: {output.get('evalue')}")
    data, metadata = output.get("data", {}), output.get("metadata", {})
    if "text/html" in data:
        return to_static_html("".join(data["text/html"]), place)
    for kind in KINDS:
        if kind in data:
            alternative = metadata.get(kind, {}).get("alt") or metadata.get("alt") or ""
            return picture_html(kind, "".join(data[kind]), place, alternative)
    for kind in ("text/markdown", "text/latex"):
        if kind in data:
            return to_static_html(mo.md("".join(data[kind])).text, place)
    if others := [kind for kind in data if kind != "text/plain"]:
        raise place.complain(" and ".join(others))
    text = "".join(data.get("text/plain", ""))
    reject_repr(text, place)
    return f'<pre tabindex="0">{escape(text)}</pre>'


def _first_line(source: str) -> str:
    """Return the first line of a cell's code, so that a reader can find the cell."""
    return next((line.strip() for line in source.splitlines() if line.strip()), "empty")[:60]
