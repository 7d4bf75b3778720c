"""Makes the pages, the stylesheet and the scripts of the static site from templates."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from shared.course import LESSONS
from shared.lesson import failure_guide
from shared.site.sections import contents, with_identifiers
from shared.site.settings import DEFAULTS, Settings
from shared.widgets.javascript import STYLE, one_module

TEMPLATES = Path(__file__).parent / "templates"
JAVASCRIPT = Path(__file__).parent / "js"
ENVIRONMENT = Environment(
    loader=FileSystemLoader(TEMPLATES),
    autoescape=lambda name: str(name).endswith(".html"),
    undefined=StrictUndefined,
    trim_blocks=True,
    keep_trailing_newline=True,
)


class Link(NamedTuple):
    """A link to another page of the site."""

    address: str
    title: str


class Page(NamedTuple):
    """One page of the site, without the parts that all pages have."""

    title: str
    body: str  # HTML
    previous: Link | None = None
    next: Link | None = None
    counterpart: Link | None = None  # from a lesson to its solution, or from a solution to its lesson
    lesson: str | None = None  # JSON for the boxes. On a lesson's page: what a check needs. On the index: the course
    download: str | None = None  # the address of the notebook from which the page is made
    description: str = ""  # one sentence, for search engines


SLOGAN = "Build a neural network from scratch. It has only nine numbers, and it learns XOR."


def render_page(page: Page, made_from: str, settings: Settings = DEFAULTS) -> str:
    """Return the whole HTML of a page.

    made_from: a hash of the page's sources. The page contains this hash, so a later build can see if a source has
    changed.
    """
    body, headings = with_identifiers(page.body)
    listed = contents(headings) if len(headings) > 1 else ""
    page = page._replace(body=body)
    return _render("page.html", page=page, made_from=made_from, settings=settings, contents=listed)


def render_index(
    descriptions: Mapping[str, str], solutions: bool, made_from: str, settings: Settings = DEFAULTS
) -> str:
    """Return the HTML of the index. `descriptions` maps the stem of each lesson to a sentence."""
    course = {lesson.stem: lesson.exercises for lesson in LESSONS}
    page = Page("A neural network from scratch", "", lesson=json.dumps({"course": course}), description=SLOGAN)
    return _render(
        "index.html",
        page=page,
        made_from=made_from,
        settings=settings,
        contents="",
        lessons=LESSONS,
        descriptions=descriptions,
        solutions=solutions,
        guide=Link(failure_guide.FILE, failure_guide.TITLE),
    )


def render_guide(made_from: str, settings: Settings = DEFAULTS) -> str:
    """Return the HTML of the failure guide, the table at the end of lesson 8. It fits on one printed sheet."""
    body = f"<h1>{failure_guide.TITLE}</h1>{failure_guide.guide_html()}<style>{failure_guide.PRINTED}</style>"
    lesson = next(lesson for lesson in LESSONS if lesson.topic == "luck")
    page = Page(failure_guide.TITLE, body, Link(f"{lesson.stem}.html", lesson.heading))
    return render_page(page, made_from, settings)


def stylesheet() -> str:
    """Return the stylesheet of all pages: the styles of the text, of the widgets and of code."""
    selectors = [".code", ".codehilite"]  # our class, and marimo's class for code inside text
    light, dark = (
        re.sub(r"background(-color)?:[^;}]+;?", "", HtmlFormatter(style=style).get_style_defs(selectors))
        for style in ("default", "github-dark")
    )
    own = (TEMPLATES / "page.css").read_text("utf-8")
    return f"{own}\n{light}\n@media screen and (prefers-color-scheme: dark) {{\n{dark}\n}}\n{STYLE}"


def script() -> str:
    """Return the widgets as a classic script, because a page on a disk cannot load JavaScript modules."""
    return _render("live.js", module=one_module().replace("export default { render };", ""))


def write_script(settings: Mapping[str, object]) -> str:
    """Return a classic script for the boxes in which students write. `settings` say where the page finds Python."""
    module = one_module("write", JAVASCRIPT).replace("export default function", "function")
    return _render("write.js", module=module, settings=json.dumps(settings))


def comfort_script() -> str:
    """Return the script of all pages: copy buttons, search, printing with answers."""
    return (TEMPLATES / "page.js").read_text("utf-8")


def favicon() -> str:
    """Return the icon of the pages, an SVG."""
    return (TEMPLATES / "favicon.svg").read_text("utf-8")


def code_html(source: str) -> str:
    """Return Python code as HTML with coloured words."""
    coloured = highlight(source.strip(), PythonLexer(), HtmlFormatter(nowrap=True))
    return f'<pre class="code" tabindex="0"><code>{coloured}</code></pre>'


def _render(template: str, **values: object) -> str:
    return ENVIRONMENT.get_template(template).render(values)
