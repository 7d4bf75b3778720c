"""The building blocks of all lessons: header, prediction, exercise with hints, recall questions, navigation, code.

Most functions return something that marimo displays. Folded text is an HTML <details> element: the
keyboard can open it, and it works on a page without Python.
"""

import ast
import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from html import escape, unescape
from inspect import cleandoc, getsource
from textwrap import dedent
from typing import Any, NamedTuple, cast
from urllib.parse import quote

import marimo as mo

import shared.lesson.server  # noqa: F401 - makes its settings
from shared.checking.check import check
from shared.checking.notebook import running_notebook
from shared.checking.result import RIGHT
from shared.course import LESSONS, STEMS, is_checkout
from shared.course import lesson as lesson_of
from shared.exercises import EXERCISES
from shared.lesson.glossary import TERMS
from shared.lesson.style import CLASS_0, FORM_STYLE, PAGE_STYLE, minus_signs

IN_A_BROWSER = sys.platform == "emscripten"  # Python itself runs in the page
_STATIC = ContextVar("static", default=False)


@contextmanager
def static_export() -> Iterator[None]:
    """Inside this context, lessons produce static pages: answers are folded, and links lead to other pages."""
    token = _STATIC.set(True)
    try:
        yield
    finally:
        _STATIC.reset(token)


def is_static() -> bool:
    """True in an export (the static site or `marimo export`). An export has no Python and no controls."""
    return _STATIC.get() or _marimo_exports()


def _marimo_exports() -> bool:
    """True in `marimo export`, which runs lessons in the editor's mode, but stores no files for their outputs."""
    try:
        from marimo._runtime.context import get_context

        without_files = get_context().virtual_files_supported is False
        return without_files and mo.app_meta().mode == "edit" and not IN_A_BROWSER
    except Exception:  # no running notebook, or another version of marimo
        return False


def lesson_header(
    lesson: str,
    picture: object,
    *,
    do: str,
    able: str,
    need: str,
    minutes: int,
    later: int = 0,
    goals_first: bool = False,
) -> mo.Html:
    """Return the start of a lesson: its title, its first picture, and what the student will do, learn and need.

    `lesson` is a stem. `later` is the time for a second half in minutes, or 0. With `goals_first`, the picture is at
    the end: use this for a picture with many controls.
    """
    goals = mo.md(
        f"**You will do.** {do}\n\n**You will be able to.** {able}\n\n**You need.** {need}\n\n"
        f"**Time.** {minutes} minutes{f', and {later} for a second half, which you can do later' if later else ''}."
    )
    style = "" if is_static() else f"<style>{PAGE_STYLE}</style>"
    below = [picture, _block(goals, mo.Html(style))]
    return mo.vstack([mo.md(f"# {lesson_of(lesson).heading}"), *(below[::-1] if goals_first else below)], gap=1)


def part_of(picture: mo.ui.anywidget, *parts: str) -> mo.Html:
    """Return a copy of the picture with only the given parts. A change in one copy changes the other copies.

    The copy is plain HTML. A cell that shows the copy does not run again when the picture changes. Raises ValueError
    for a name that is not in the `parts` of the widget's class.
    """
    names = picture.widget.parts
    if unknown := set(parts) - set(names):
        raise ValueError(f"parts must be among {', '.join(names)}, got {', '.join(sorted(unknown))}")
    hidden = "".join(f"--nn-{name}: none;" for name in names if name not in parts)
    return mo.Html(f'<div style="{hidden}">{picture.text}</div>')


def beside(text: mo.Html, picture: mo.Html) -> mo.Html:
    """Return a text and a small picture, side by side on a wide page. On a narrow page, the picture is below the text.

    The picture stays visible while the text scrolls. In the editor, the picture scrolls too.
    """
    return mo.Html(
        '<div style="display: flex; flex-wrap: wrap; gap: 0.5rem 2rem; align-items: flex-start">'
        f'<div style="flex: 1 1 18rem; min-width: 0">{text.text}</div>'
        '<div style="flex: 1 1 18rem; min-width: 0; max-width: 22rem; position: sticky; top: 1rem">'
        f"{picture.text}</div></div>"
    )


def with_text(picture: mo.Html, text: mo.Html) -> mo.Html:
    """Return a large picture with a text beside it. The text stays visible while the picture scrolls.

    On a wide page, the two together are wider than the other cells. On a narrow page, and in the editor, the text is
    below the picture.
    """
    width = "max(100%, min(72rem, 100vw - 12rem))" if is_static() or mo.app_meta().mode == "run" else "100%"
    return mo.Html(
        '<div style="display: flex; flex-wrap: wrap; gap: 0.5rem 2rem; align-items: flex-start; '
        f'width: {width}; margin-left: calc((100% - {width}) / 2)">'
        f'<div style="flex: 1 1 40rem; min-width: 0">{picture.text}</div>'
        f'<div style="flex: 1 1 17rem; min-width: 0; position: sticky; top: 1rem">{text.text}</div></div>'
    )


class Option(NamedTuple):
    """One option of a prediction: its text, and why it is right or wrong (both Markdown)."""

    text: str
    why: str
    right: bool


def predict(question: str, options: Mapping[str, str], right: str) -> mo.ui.form:
    """Ask a question with several options. The student chooses an option before `reveal` shows the answer.

    `options` maps each option to a sentence that says why the option is right or wrong. `right` is the right option.
    The value of the form is the chosen `Option`, or None. Raises ValueError if `right` is not an option, or if
    a sentence is empty or used twice.

    We use a dropdown, because the keyboard cannot reach marimo's radio buttons one by one. In a dropdown, each press of
    an arrow key chooses the next option. So there is a button below the dropdown: the student presses it to see the
    answer.
    """
    if right not in options:
        raise ValueError(f"right must be one of {list(options)}, got {right!r}")
    sentences = [why.strip() for why in options.values()]
    for text, why in zip(options, sentences, strict=True):
        if not why or sentences.count(why) > 1:
            raise ValueError(f"options must give {text!r} a sentence of its own, got {why!r}")
    choice = mo.ui.dropdown(
        {text: Option(text, why, text == right) for text, why in zip(options, sentences, strict=True)},
        label=f"**Predict.** {question}",
        full_width=True,
    )
    form = _Question if _marimo_exports() else mo.ui.form
    return form(
        choice,
        label=f"<style>{FORM_STYLE}</style>",
        submit_button_label="This is my answer",
        bordered=False,
        validate=lambda chosen: None if chosen else "Choose an answer first.",
    )


class _Question(mo.ui.form):
    """A prediction as text, for `marimo export`. Jupyter would show the HTML tags of a marimo form."""

    def _mime_(self) -> tuple[Any, str]:
        choice = cast(mo.ui.dropdown, self.element)
        options = "".join(f"<li>{_inline(option)}</li>" for option in choice.options)
        return "text/html", f"{mo.md(str(choice._args.label)).text}<ul>{options}</ul>"


def reveal(
    prediction: mo.ui.form,
    explanation: str | Callable[[], tuple[Any, ...]] = "",
    *more: object,
    picture: mo.Html | None = None,
) -> mo.Html:
    """Show the answer to a prediction: why each shown option is right or wrong, `explanation` and `more`.

    A `picture` (see `part_of`) is shown beside the answer.

    Before the student chooses, `reveal` only asks for a choice. `explanation` is Markdown. If its computation is slow,
    pass a function without parameters that returns `(explanation, *more)`. `reveal` calls this function only when it
    shows the answer. In a static export, students cannot choose, so the whole answer is folded. It contains
    the sentence of every option.
    """
    options: list[Option] = list(cast(mo.ui.dropdown, prediction.element).options.values())
    if notebook := running_notebook():
        notebook.report_prediction(tuple(option.text for option in options), was_used(prediction))
    if not was_used(prediction):
        return mo.md("*Choose first. The answer appears here.*")
    if not isinstance(explanation, str):
        with mo.status.spinner("Training networks for the answer …", remove_on_exit=True):
            explanation, *after_it = explanation()
        more = tuple(after_it)
    reason = cleandoc(cast(str, explanation))
    (right,) = (option for option in options if option.right)
    if is_static():
        others = "".join(f"\n- *{option.text}*: {option.why}" for option in options if not option.right)
        answer = f"**{right.text}.** {right.why}\n\n{reason}\n\nThe other options:\n{others}"
        shown = [picture, *more] if picture else more
        return mo.Html(details("The answer", minus_signs(answer), "".join(mo.as_html(item).text for item in shown)))
    chosen = cast(Option, prediction.value)
    if chosen.right:
        first = not getattr(prediction, "was_wrong", False)
        verdict = f"**{'You predicted it' if first else 'Now it is right'}: {right.text}.** {right.why}"
    else:
        cast(Any, prediction).was_wrong = True  # stays True until the lesson is opened again
        verdict = f"**You chose “{chosen.text}”.** {chosen.why}\n\n**The answer is: {right.text}.** {right.why}"
    callout: mo.Html = mo.callout(mo.md(minus_signs(f"{verdict}\n\n{reason}")), kind="neutral")
    if picture:
        callout = beside(callout, picture)
    return mo.vstack([callout, *more]) if more else callout


def was_used(control: mo.ui.form) -> bool:
    """True if the student used the control. In a static export, the result is always True."""
    return is_static() or control.value not in (None, False)


def now_or_start() -> str:
    """Return "now", or "at the start" in a static export: the time when a picture has the numbers in the text."""
    return "at the start" if is_static() else "now"


def yours_if_right(exercise: Callable[[], Callable]) -> Callable:
    """Return the student's function if it is right, else the course's function: `yours_if_right(lambda: train)`."""
    result = check(exercise)
    return exercise() if result.status == RIGHT else EXERCISES[result.exercise].reference


MARIMO_EDIT = r".venv\Scripts\marimo edit lessons" if sys.platform == "win32" else ".venv/bin/marimo edit lessons"
OPEN_EDITOR = (
    f"in the folder of the course: `{MARIMO_EDIT}`"
    if is_checkout()
    else "with your folder of lessons instead of FOLDER: `nine-numbers open --edit FOLDER`"
)
ANSWERS_USE = ("math", "random", "np")  # the lessons import these modules, so students need not import them
START_AGAIN = """\
To start again, replace everything in the cell by this:

```python
def {signature}:
    ...
```

To get back an earlier version, click into the cell and press Ctrl-Z (⌘-Z on a Mac) one or more times.
Ctrl-Y (⇧-⌘-Z) goes forward again. The earliest version is from the moment when you opened the lesson."""


def exercise_prompt(name: str, text: str, lead: str = "", picture: mo.Html | None = None) -> mo.Html:
    """Return the prompt of an exercise: what to write, where to write it, and three hints that open one by one.

    `text` and `lead` are Markdown. `lead` is shown before the exercise's heading. A `picture` is shown beside `lead`.
    """
    exercise = EXERCISES[name]
    if is_static():
        where = "Replace the `...` in the box below, then press **Check**."
    elif mo.app_meta().mode == "run":
        where = f"To write it, open the lessons in the editor. Type in a terminal, {OPEN_EDITOR}"
    else:
        where = "Replace the `...` in the next cell and run it (▶ or Ctrl-Enter)."
        lesson_names = sys._getframe(1).f_globals
        imported = [f"`{name}`" for name in ANSWERS_USE if name in lesson_names]
        if imported:
            where += f" {' and '.join(imported)} {'are' if len(imported) > 1 else 'is'} imported already."
    heading = f"### Exercise: `{exercise.signature}`"
    task = f"{heading}\n\n{cleandoc(text)}\n\n{where}"
    lead = cleandoc(lead)
    parts = [beside(mo.md(lead), picture), mo.md(task)] if picture else [mo.md(f"{lead}\n\n{task}")]
    parts.append(hints(name))
    if not is_static() and mo.app_meta().mode != "run":
        parts.append(mo.Html(details("Start again, or go back", START_AGAIN.format(signature=exercise.signature))))
    return _block(*parts)


def hints(name: str) -> mo.Html:
    """Return the three hints of an exercise. Each hint is folded inside the hint before it."""
    nested = ""
    labels = ("Hint 1: an idea", "Hint 2: the formula", "Hint 3: a worked line")
    for label, hint in reversed(list(zip(labels, EXERCISES[name].hints, strict=True))):
        nested = details(label, hint, nested)
    return mo.Html(nested)


def recall(*pairs: tuple[str, str]) -> mo.Html:
    """Return questions to answer from memory, with folded answers. `pairs` are pairs of Markdown texts."""
    questions = [details(question, answer) for question, answer in pairs]
    heading = mo.md("## Recall\n\nAnswer each question aloud or on paper. Then open it to see the answer.").text
    return mo.Html(heading + "".join(questions))


def details(summary: str, body: str, after: str = "") -> str:
    """Return HTML of a <details> element with a visible `summary`. `body` (Markdown) and `after` (HTML) are folded."""
    return (
        f'<details style="margin: 0.5rem 0; padding: 0.25rem 0.75rem; border-left: 3px solid {CLASS_0}; '
        'overflow-wrap: anywhere">'
        f'<summary style="cursor: pointer; padding: 0.25rem 0">{_inline(summary)}</summary>'
        f"{mo.md(body).text}{after}</details>"
    )


def folded(summary: str, *parts: object) -> mo.Html:
    """Return the parts, folded under a visible `summary`."""
    return mo.Html(details(summary, "", "".join(mo.as_html(part).text for part in parts)))


def navigation(lesson: str, link: str) -> mo.Html:
    """Return the end of a lesson: the sentence `link` about the next lesson, and links to the neighboring lessons."""
    here = STEMS.index(lesson)
    parts = []
    for step, word in ((here - 1, "Previous"), (here + 1, "Next")):
        if 0 <= step < len(STEMS):
            parts.append(f"{word}: {lesson_link(lesson, STEMS[step], LESSONS[step].heading)}")
    body = mo.md(f"## Where this goes\n\n{link}").text
    if is_static():
        parts.append('<a href="glossary.html">Words of the course</a>')
        words = ""
    else:
        words = details(
            f"The {len(TERMS)} words of the course, and the lessons that introduce them", "", glossary(lesson)
        )
    return mo.Html(body + f'<nav aria-label="Lessons"><p>{"<br>".join(parts)}</p></nav>{words}')


def glossary(lesson: str) -> str:
    """Return the glossary as HTML, from a to z. Each word has a meaning and links to the cell that explains it."""
    return "".join(
        f'<p style="margin: 0.5rem 0"><strong>{lesson_link(lesson, term.lesson, term.word, term.cell)}</strong> '
        f"<small>(lesson {lesson_of(term.lesson).number})</small><br>{escape(term.meaning)}</p>"
        for term in TERMS
    )


def lesson_link(lesson: str, target: str, title: str, cell: str = "") -> str:
    """Return an HTML link from `lesson` to `target`, or to the named `cell` of `target`.

    `lesson` and `target` are stems. If no link is possible, return plain text.
    """
    if is_static():
        place = cell and f"#cell-{cell}"
        return f'<a href="{target}.html{place}">{escape(title)}</a>'
    # In the gallery and the editor, the address contains the notebook's file (?file=...).
    file = mo.query_params().to_dict().get("file") if mo.app_meta().mode in ("run", "edit") else None
    if not isinstance(file, str) or f"{lesson}.py" not in file:
        return escape(title)
    address = quote(file.replace(f"{lesson}.py", f"{target}.py"))
    place = cell and f"#scrollTo={cell}"  # the editor scrolls to the cell by itself; an app needs widgets/js/place.mjs
    return f'<a style="text-decoration: underline" href="?file={address}{place}">{escape(title)}</a>'


def show(output: object = None, *functions: Callable) -> object:
    """Display `output`. In an app, also display the cell's code, because an app hides it.

    If `functions` are given, their source is displayed instead of the cell's code.
    """
    if mo.app_meta().mode != "run":
        return output
    if not functions:
        return mo.vstack([_code_block(_calling_cell()), output])
    return mo.vstack([code(*functions), output])


def code(*functions: Callable) -> mo.Html:
    """Show the source of functions, without type annotations, because the course does not teach annotations.

    A function with a decorator keeps its annotations.
    """
    sources = "\n\n\n".join(_without_annotations(dedent(getsource(function)).strip()) for function in functions)
    return _code_block(sources)


def _code_block(source):
    return mo.md(f"```python\n{source}\n```")


def _calling_cell():
    """Return the source of the running cell, without the call of `show` at its end.

    The source is taken from marimo's view of the code. We do not show this view, because it cuts long lines on a phone.
    """
    shown = re.search(r"data-initial-value='([^']*)'", mo.show_code().text)
    source = str(json.loads(unescape(shown[1]))) if shown else ""
    lines = source.splitlines()
    return "\n".join(lines[: ast.parse(source).body[-1].lineno - 1] if lines else []).strip()


def _without_annotations(source):
    function = ast.parse(source).body[0]
    arguments = [node for node in ast.walk(function.args) if isinstance(node, ast.arg)]
    if function.decorator_list or not (function.returns or any(argument.annotation for argument in arguments)):
        return source
    for argument in arguments:
        argument.annotation = None
    body = source.splitlines()[function.body[0].lineno - 1 :]
    return "\n".join([f"def {function.name}({ast.unparse(function.args)}):", *body])


def table(rows: Sequence[dict[str, object]]) -> mo.Html:
    """Return a table. Each dict is a row. Negative numbers get a minus sign.

    All dicts must have the same keys in the same order. The keys are the headings. Raises IndexError without rows.
    """
    heading = list(rows[0])
    lines = [heading, [":---"] * len(heading), *([minus_signs(str(value)) for value in row.values()] for row in rows)]
    return mo.md("\n".join(f"| {' | '.join(line)} |" for line in lines))


def _block(*parts):
    """Put parts into one <div>. marimo's vstack would add a gap between the parts."""
    return mo.Html(f"<div>{''.join(part.text for part in parts)}</div>")


def _inline(markdown):
    """Return one line of Markdown as HTML, without a paragraph around the line."""
    html = mo.md(markdown).text
    return html.replace('<span class="paragraph">', "<span>").replace("<p>", "").replace("</p>", "")
