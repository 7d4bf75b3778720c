"""What every lesson has, written once: opening, prediction, task with hints, recall, navigation, and code on show.

Each function returns something marimo displays. What is folded uses the browser's own <details>,
so it opens with the keyboard and stays folded in a page that has no Python.
"""

import re
from contextlib import contextmanager
from contextvars import ContextVar
from html import escape
from inspect import cleandoc, getsource
from textwrap import dedent

import marimo as mo

from shared.course import LESSONS, STEMS
from shared.course import lesson as lesson_of
from shared.exercises import EXERCISES

_PAPER = ContextVar("paper", default=False)


@contextmanager
def static_export():
    """While it lasts, a lesson is run for a page that has no Python: answers are folded, links lead to other pages."""
    token = _PAPER.set(True)
    try:
        yield
    finally:
        _PAPER.reset(token)


def lesson_header(lesson, picture, *, do, able, need, minutes, later=0):
    """The lesson's title, its first picture, and the three lines that say what it asks and gives."""
    promise = mo.md(
        f"**You will do.** {do}\n\n**You will be able to.** {able}\n\n**You need.** {need}\n\n"
        f"**Time.** {minutes} minutes{f', and {later} for a second half that can wait' if later else ''}."
    )
    return mo.vstack([mo.md(f"# {lesson_of(lesson).heading}"), picture, _block(promise)], gap=1)


def predict(question, options):
    """A question with one choice to make before its answer is revealed; nothing is chosen yet.

    A dropdown, since marimo's radio buttons cannot be reached one by one with the keyboard; with a button, since
    arrow keys choose on their way to the next option and would give the answer away.
    """
    choice = mo.ui.dropdown(options, label=f"**Predict.** {question}", full_width=True)
    return mo.ui.form(choice, submit_button_label="This is my answer", bordered=False)


def is_static():
    """Whether the lesson is run for a page that has no Python behind it, where nothing that is pressed answers."""
    return _PAPER.get()


def now_or_start():
    """When the numbers in a text were read from the picture: a text without Python does not follow the picture."""
    return "at the start" if _PAPER.get() else "now"


def was_used(control):
    """Whether what waits for a prediction or a button may be shown: it was made, or no Python is there to wait."""
    return _PAPER.get() or control.value not in (None, False)


def reveal(prediction, answer, explanation, *more):
    """What follows a prediction: an invitation while none is made, then the answer, its reason, and `more` to look at.

    `answer` is one of the prediction's options (ValueError if not); `explanation` is Markdown. If it is slow to
    compute, pass a function without parameters that returns `(explanation, *more)`: it is called only when the
    answer is shown. On a page that has no Python all of it is folded.
    """
    options = list(prediction.element.options)
    if answer not in options:
        raise ValueError(f"answer must be one of {options}, got {answer!r}")
    if not was_used(prediction):
        return mo.md("*Choose first. The answer appears here.*")
    if callable(explanation):
        explanation, *more = explanation()
    if _PAPER.get():
        after = "".join(mo.as_html(item).text for item in more)
        return mo.Html(details("The answer", f"**{answer}.** {explanation}", after))
    verdict = "You predicted it:" if prediction.value == answer else f"You chose “{prediction.value}”. The answer is:"
    card = mo.callout(mo.md(f"**{verdict} {answer}.** {explanation}"), kind="neutral")
    return mo.vstack([card, *more]) if more else card


def exercise_prompt(name, text, lead=""):
    """An exercise: what to write, where to write it, and three hints that open one after the other.

    `text` and `lead` are Markdown; `lead` stands before the exercise's heading.
    """
    exercise = EXERCISES[name]
    if _PAPER.get():
        where = "Write it in any Python. To have it checked, open this lesson in the course itself."
    elif mo.app_meta().mode == "run":
        where = "To write it, open this lesson in the editor (README, *Students: edit*)."
    else:
        where = "Replace the `...` in the next cell and run it."
    heading = f"### Exercise: `{exercise.signature}`"
    return _block(mo.md(f"{cleandoc(lead)}\n\n{heading}\n\n{cleandoc(text)}\n\n{where}"), hints(name))


def hints(name):
    """The hint ladder of an exercise: each step lies folded inside the one before it."""
    ladder = ""
    for label, hint in reversed(
        list(zip(("A nudge", "The formula", "A worked line"), EXERCISES[name].hints, strict=True))
    ):
        ladder = details(label, hint, ladder)
    return mo.Html(ladder)


def recall(*pairs):
    """Questions to answer from memory, each with its answer folded away; pairs of Markdown texts."""
    questions = [details(question, answer) for question, answer in pairs]
    heading = mo.md("## Recall\n\nAnswer each aloud or on paper before you open it.").text
    return mo.Html(heading + "".join(questions))


def details(summary, body, after=""):
    """HTML of a <details>: `summary` shows, Markdown `body` and the HTML `after` open with it."""
    return (
        '<details style="margin: 0.5rem 0; padding: 0.25rem 0.75rem; border-left: 3px solid #0072B2; '
        'overflow-wrap: anywhere">'
        f'<summary style="cursor: pointer; padding: 0.25rem 0">{_inline(summary)}</summary>'
        f"{mo.md(body).text}{after}</details>"
    )


def navigation(lesson, link):
    """Where this goes: the sentence that links to what follows, then the previous and the next lesson."""
    here = STEMS.index(lesson)
    parts = []
    for step, word in ((here - 1, "Previous"), (here + 1, "Next")):
        if 0 <= step < len(STEMS):
            parts.append(f"{word}: {lesson_link(lesson, STEMS[step], LESSONS[step].heading)}")
    body = mo.md(f"## Where this goes\n\n{link}").text
    return mo.Html(body + f'<nav aria-label="Lessons"><p>{"<br>".join(parts)}</p></nav>')


def lesson_link(lesson, target, title):
    """HTML that leads from one lesson to another, given their stems; plain text where there is nowhere to go."""
    if _PAPER.get():
        return f'<a href="{target}.html">{escape(title)}</a>'
    # Gallery and editor name the open notebook in the address (?file=...); elsewhere there is nowhere to go.
    file = mo.query_params().to_dict().get("file") if mo.app_meta().mode in ("run", "edit") else None
    if not isinstance(file, str) or f"{lesson}.py" not in file:
        return escape(title)
    address = escape(file.replace(f"{lesson}.py", f"{target}.py"))
    return f'<a style="text-decoration: underline" href="?file={address}">{escape(title)}</a>'


def show(output=None, *functions):
    """Display `output`; in an app, where code is hidden, display the code that made it above it.

    That code is the source of `functions` where some are named, and the whole cell where none is.
    """
    if mo.app_meta().mode != "run":
        return output
    if not functions:
        return mo.show_code(output, position="above")
    return mo.vstack([code(*functions), output])


def code(*functions):
    """The source of functions, to be read."""
    sources = "\n\n\n".join(dedent(getsource(function)).strip() for function in functions)
    return mo.md(f"```python\n{sources}\n```")


def table(rows):
    """A plain table; `rows` is a list of dicts that share their keys, which become its heading.

    Numbers get the minus sign that formulas have, not the hyphen that Python prints.
    """
    heading = list(rows[0])
    lines = [heading, [":---"] * len(heading), *([_minus(str(value)) for value in row.values()] for row in rows)]
    return mo.md("\n".join(f"| {' | '.join(line)} |" for line in lines))


def _minus(words):
    """Hyphens that stand before a number as minus signs; what holds code or a formula stays as it is."""
    return words if re.search(r"[`$]", words) else re.sub(r"(?<![\w-])-(?=\d)|(?<=\de)-(?=\d)", "−", words)


def _block(*parts):
    """Parts as one block of text: a stack would put its gap between the paragraphs too."""
    return mo.Html(f"<div>{''.join(part.text for part in parts)}</div>")


def _inline(markdown):
    """Markdown of one line as HTML without the paragraph around it."""
    html = mo.md(markdown).text
    return html.replace('<span class="paragraph">', "<span>").replace("<p>", "").replace("</p>", "")
