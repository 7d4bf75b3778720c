"""One lesson or solution as one page of HTML that needs a browser and nothing else: no Python, no server, no network.

marimo runs the lesson and hands over what each cell shows. What only marimo's own frontend could draw is put in other
words here: formulas as MathML, the live network as its state beside a script that brings it to life, and controls that
would need Python as what they stood at. A page reads without JavaScript too; only the live network is still then.
"""

import ast
import importlib.util
import json
import logging
import re
import tomllib
from html import escape, unescape
from pathlib import Path
from string import Template
from textwrap import dedent
from typing import NamedTuple

import marimo as mo
from latex2mathml.converter import convert
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from shared.checking.result import NOT_ATTEMPTED
from shared.course import STEMS
from shared.course import lesson as lesson_of
from shared.lesson.components import static_export
from shared.widgets.javascript import STYLE, one_module

TEMPLATES = Path(__file__).parent / "templates"  # template, style and script of a page


class LessonFailed(Exception):
    """A cell of a lesson raised; says which lesson, which cell and what."""


class Page(NamedTuple):
    """What a template is filled with."""

    title: str
    body: str  # HTML
    previous: tuple[str, str] | None = None  # address and title of the page before
    following: tuple[str, str] | None = None
    beside: tuple[str, str] | None = None  # of a lesson its solution, of a solution its lesson


def lesson_page(path, solution=False):
    """Run the lesson at `path`, its exercises untouched; a `Page`. LessonFailed if a cell raises.

    `solution` says whether the site has its solution too. ValueError, with the lesson's name in it, if it shows
    something that a page without Python cannot, or if an exercise has an answer, which students would read.
    """
    app = _load(path).app
    cells = list(app._cell_manager.cell_data())  # marimo has no public way to a cell's name and code
    try:
        with static_export():
            outputs, names = app.run()
    except BaseException as error:
        raise LessonFailed(_where(error, path, cells)) from error
    networks = [_network(value) for value in names.values() if isinstance(value, mo.ui.anywidget)]
    parts = []
    shown = [cell for cell in cells if cell.name != "setup"]
    for cell, output in zip(shown, outputs, strict=True):
        if asked := re.fullmatch(r"\s*check\(lambda: (\w+)\)\s*", cell.code):
            if output.status != NOT_ATTEMPTED:
                raise ValueError(f"{path.name}: {asked[1]} has an answer in it, which the site would publish.")
            continue  # nothing can be attempted here
        if not cell.config.hide_code and (taught := _taught(cell.code)):
            parts.append(code(taught))
        if output is not None:
            parts.append(f'<div class="output">{translated(mo.as_html(output).text, dict(networks), path.stem)}</div>')
    for setup in (cell for cell in cells if cell.name == "setup"):
        parts.insert(1, f"<details><summary>What this lesson imports</summary>{code(setup.code)}</details>")
    beside = (_link(path.stem, True)[0], "Solution") if solution else None
    return Page(_link(path.stem)[1], "\n".join(parts), *_around(path.stem), beside)


def solution_page(path):
    """The executed notebook at `path` as a `Page`, nothing run; ValueError if a cell was never executed."""
    try:
        cells = json.loads(path.read_text("utf-8"))["cells"]
    except (ValueError, KeyError) as error:
        raise ValueError(f"{path.name} cannot be read: {error}") from error
    parts = []
    for cell in cells:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            parts.append(f'<div class="output">{translated(mo.md(source).text, {}, path.stem)}</div>')
        elif cell["cell_type"] == "code":
            if cell["execution_count"] is None:
                raise ValueError(f"{path.name} has a code cell that was never executed")
            parts.append(code(source))
            parts += [
                f'<div class="output">{_recorded(output, path.stem)}</div>' for output in _joined(cell["outputs"])
            ]
    address, title = _link(path.stem)
    beside = (address, f"Lesson: {title}")
    return Page(_link(path.stem, True)[1], "\n".join(parts), *_around(path.stem, True), beside)


def written(page, made_from, edit=None):
    """The whole page as text; `made_from` is kept in it, to tell later whether it is still what it was made from.

    `edit` is the address of the same lesson in its browser edition, if there is one.
    """
    links = [
        f'<a {rel}href="{link[0]}">{word}{escape(link[1])}</a>'
        for rel, word, link in (
            ('rel="prev" ', "Previous: ", page.previous),
            ("", "", page.beside),
            ('rel="next" ', "Next: ", page.following),
        )
        if link
    ]
    return Template((TEMPLATES / "page.html").read_text("utf-8")).substitute(
        title=escape(page.title),
        made_from=made_from,
        body=page.body,
        edit=f'<p class="edit"><a href="{edit}">Write and run this lesson in the browser</a> (on a server; fetches '
        "Python from the internet)</p>"
        if edit
        else "",
        around=" ".join(links),
        folded='<p class="printed">What is folded on this page is not printed. Open it first.</p>'
        if "<details" in page.body
        else "",
        script='<script src="live.js" defer></script>' if "data-live=" in page.body else "",
    )


def style():
    """The one stylesheet of all pages: theirs, the live network's, and the colours of code."""
    code = [".code", ".codehilite"]  # ours, and what marimo makes of code inside prose
    light = HtmlFormatter(style="default").get_style_defs(code)
    dark = HtmlFormatter(style="github-dark").get_style_defs(code)
    plain = [re.sub(r"background(-color)?:[^;}]+;?", "", colours) for colours in (light, dark)]
    own = (TEMPLATES / "page.css").read_text("utf-8")
    return f"{own}\n{plain[0]}\n@media screen and (prefers-color-scheme: dark) {{\n{plain[1]}\n}}\n{STYLE}"


def script():
    """The live network as a classic script: browsers load no modules from a folder on a disk."""
    module = one_module().replace("export default { render };", "")
    return Template((TEMPLATES / "live.js").read_text("utf-8")).substitute(module=module)


def code(text):
    """Python code as HTML."""
    coloured = highlight(text.strip(), PythonLexer(), HtmlFormatter(nowrap=True))
    return f'<pre class="code" tabindex="0"><code>{coloured}</code></pre>'


def card_of(path):
    """The card in a lesson's PEP 723 header: title, description, image."""
    header = re.search(r"(?m)^# /// script\n((?:#.*\n)+?)# ///$", path.read_text("utf-8"))
    return tomllib.loads(re.sub(r"(?m)^# ?", "", header[1]))["tool"]["marimo"]["opengraph"]


def _link(stem, solution=False):
    """Address and title of a lesson's page, or of its solution's."""
    title = lesson_of(stem).heading
    return (f"solution-{stem}.html", f"Solution of {title}") if solution else (f"{stem}.html", title)


def _around(stem, solution=False):
    """The links to the pages before and after, None where there is none."""
    stems = [None, *STEMS, None]
    here = stems.index(stem)
    return [_link(each, solution) if each else None for each in (stems[here - 1], stems[here + 1])]


def _taught(cell):
    """The code of a cell that is to be read: where it names functions to `show`, those that are written in it."""
    tree = ast.parse(cell)
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) == "show"]
    named = {ast.unparse(function) for call in calls for function in call.args[1:]}
    if not named:
        return cell
    written = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name in named]
    return "\n\n\n".join(dedent(ast.get_source_segment(cell, node, padded=True)) for node in written)


def _load(path):
    logging.getLogger("marimo").setLevel(logging.ERROR)  # it warns of the cards' titles, which it reads all the same
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
        module.app._cell_manager  # noqa: B018 - is there an app at all
    except BaseException as error:  # saved half-way, for one
        raise LessonFailed(f"{path.name} cannot be read: {type(error).__name__}: {error}") from error
    return module


def _where(error, path, cells):
    """The lesson, the cell and the error in one sentence."""
    frames, trace = "", error.__traceback__
    while trace is not None:
        frames += trace.tb_frame.f_code.co_filename + "\n"
        trace = trace.tb_next
    names = [cell.name for cell in cells if f"__marimo__cell_{cell.cell_id}_" in frames]
    cell = f"cell {names[-1]}" if names else "one of its cells"
    return f"{path.name}: {cell} raised {type(error).__name__}: {error}"


# Putting marimo's own elements into other words.


def translated(html, networks, lesson):
    """`html` without any element of marimo's own; `networks` maps model ids to the state of a live network."""
    html = re.sub(r"<marimo-tex[^>]*>(.*?)</marimo-tex>", _formula, html, flags=re.DOTALL)
    html = re.sub(r"<marimo-anywidget([^>]*)>\s*</marimo-anywidget>", lambda m: _alive(m[1], networks), html)
    html = re.sub(r"<marimo-(dropdown|radio)([^>]*)>\s*</marimo-\1>", _choice, html)
    html = re.sub(r"<marimo-(slider|number|text|checkbox|switch)([^>]*)>\s*</marimo-\1>", _control, html)
    html = re.sub(r"<marimo-(button|progress)([^>]*)>\s*</marimo-\1>", "", html)
    html = re.sub(r"</?marimo-(ui-element|form|dict|array|batch)\b[^>]*>", "", html)
    html = re.sub(r"<pre\b(?![^>]*tabindex)", '<pre tabindex="0"', html)  # what may scroll can be reached by keyboard
    html = re.sub(r"<table\b.*?</table>", r'<div class="scroll" tabindex="0">\g<0></div>', html, flags=re.DOTALL)
    if left := re.search(r"<(marimo-[\w-]+)", html):
        raise ValueError(f"{lesson} shows <{left[1]}>, and a page without Python has no other words for it")
    return html


def _formula(found):
    tex = unescape(found[1]).strip()
    inside = tex[3:-3]  # ||( … ||) in a line of text, ||[ … ||] on a line of its own
    if tex.startswith("||["):
        return _spaced(convert(inside, display="block"))
    return "<wbr>".join(_spaced(convert(step)) for step in _steps(inside))


MINUS, RELATION = "<mo>&#x02212;</mo>", r"<mo[^>]*>(?:\(|&#x0003D;|&#x000D7;|&#x022C5;|&#x02248;|&#x02192;)</mo>"


def _spaced(mathml):
    """Signs told from operators, which latex2mathml leaves to the browser: −1 is tight, a + b and a − b are not."""
    mathml = re.sub(rf"({RELATION}){MINUS}", r'\1<mo form="prefix">&#x02212;</mo>', mathml)
    return re.sub(r"(<math[^>]*><mrow>)<mo>&#x0002B;</mo>", r'\1<mo form="infix">&#x0002B;</mo>', mathml)


def _steps(tex):
    """`tex` parted before each = or + that stands in no bracket: browsers break no line inside a formula."""
    steps, depth = [""], 0
    for token in re.split(r"(\s+(?=[=+]\s)|[{}()])", tex):
        depth += token in ("{", "(") or -(token in ("}", ")"))
        if token.isspace() and depth == 0 and steps[-1]:
            steps.append("")
        else:
            steps[-1] += token
    return steps


def _data(attributes, name):
    """The value of a `data-…` attribute, which is JSON."""
    found = re.search(rf"""data-{name}='([^']*)'""", attributes)
    return json.loads(unescape(found[1]).replace("&#92;", "\\")) if found else None


def _alive(attributes, networks):
    state = networks[_data(attributes, "model-id")]
    return (
        f"<div data-live='{escape(json.dumps(state, sort_keys=True), quote=True)}'>"
        '<p class="still">A picture that is touched stands here. It needs JavaScript, and nothing else.</p></div>'
    )


def _choice(found):
    """A question with its choices; what a list without a question stood at."""
    label, options, chosen = (_data(found[2], name) for name in ("label", "options", "initial-value"))
    if chosen:
        return _stood_at(label, chosen)
    choices = "".join(f"<li>{escape(str(option))}</li>" for option in options)
    return f"<p>{_words(label)}</p><ul>{choices}</ul>"


def _control(found):
    return _stood_at(_data(found[2], "label"), _data(found[2], "initial-value"))


def _stood_at(label, value):
    value = value[0] if isinstance(value, list) else value
    stood = {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
    return f'<p class="control">{_words(label)}: {escape(stood)} <small>(to be moved in the course itself)</small></p>'


def _words(label):
    """A control's label, translated and without the paragraph around it."""
    html = re.sub(r"<marimo-tex[^>]*>(.*?)</marimo-tex>", _formula, label or "", flags=re.DOTALL)
    return html.replace('<span class="paragraph">', "<span>")


def _network(element):
    """The model id of a live network or digit pad and its state, as its own page shows it."""
    widget = element.widget
    own = {name for kind in type(widget).__mro__ if kind.__module__.startswith("shared.") for name in vars(kind)}
    state = {name: getattr(widget, name) for name in widget.traits(sync=True) if name in own and name[0] != "_"}
    return _data(element.text, "model-id"), state


def _joined(outputs):
    """Printed text that a notebook keeps in pieces, as it happened to arrive, in one piece."""
    joined = []
    for output in outputs:
        if joined and output["output_type"] == joined[-1]["output_type"] == "stream":
            joined[-1] = {**output, "text": [*joined[-1]["text"], *output["text"]]}
        else:
            joined.append(output)
    return joined


def _recorded(output, lesson):
    """What a notebook kept of a cell."""
    if output["output_type"] == "stream":
        return f'<pre tabindex="0">{escape("".join(output["text"]))}</pre>'
    kinds = output.get("data", {})
    for kind in ("text/html", "image/svg+xml"):
        if kind in kinds:
            return translated("".join(kinds[kind]), {}, lesson)
    if "text/markdown" in kinds:
        return translated(mo.md("".join(kinds["text/markdown"])).text, {}, lesson)
    return f'<pre tabindex="0">{escape("".join(kinds.get("text/plain", "")))}</pre>'
