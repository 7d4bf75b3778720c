"""The result of `check`, and its two forms: a card in a notebook, and one line of text."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

NOT_ATTEMPTED, CRASHED, WRONG, RIGHT = "not attempted", "crashed", "wrong", "right"


@dataclass(frozen=True)
class Result:
    """The result of `check`. A notebook shows it as a card, and `str()` returns it as one line."""

    exercise: str
    status: str  # "not attempted", "crashed", "wrong" or "right"
    cases: int  # how many calls were made
    diagnosis: str | None = None  # what is wrong, in a sentence; None if unknown
    call: str | None = None  # the first wrong call, as Python code
    got: str | None = None  # the result of this call, as Python code
    expected: str | None = None  # the expected result as Python code; equal to `got` if the numbers are right
    parts: str | None = None  # a sentence that names the right parts of the result and the first wrong part
    error: str | None = None  # the exception in words
    line: str | None = None  # the student's line that raised the exception, or the line of an endless loop
    printed: str | None = None  # the last lines that this call printed
    success_message: str | None = None

    def __str__(self) -> str:
        sentences = [*self._sentences()]
        if self.status == CRASHED:
            sentences.append(f"The call was {self.call}; {self.expected} is expected." if self.call else "")
            sentences.append(f"Your line: {self.line}" if self.line else "")
        elif self.got != self.expected:
            sentences.append(f"{self.call} returns {self.got}, but {self.expected} is expected.")
        return " ".join(f"{self.exercise}: {self.status}. {' '.join(sentences)}".split())

    __repr__ = __str__

    def _sentences(self) -> Iterator[str]:
        if self.status == NOT_ATTEMPTED and not self.diagnosis:
            yield (
                "In the editor, click into the cell above. Replace the `...` with your own lines, and keep the first "
                "line as it is. Run the cell with ▶ at its corner or with Ctrl-Enter. This card then says what is "
                "right or wrong. The editor saves your work by itself. Ctrl-S (Cmd-S) saves at once."
            )
        yield from filter(None, (self.success_message, self.diagnosis, self.parts, self.error))

    def _repr_html_(self) -> str:
        return _to_html(self)


# The card. Text has the color of the page, and borders are half-transparent gray. So both are readable in light and in
# dark mode.

ICONS_AND_COLORS = {  # only decoration: the card also shows the status as a word
    NOT_ATTEMPTED: ("…", "#6b7280"),
    CRASHED: ("!", "#8e5bb5"),
    WRONG: ("✕", "#b85000"),
    RIGHT: ("✓", "#007a5a"),
}
LINE = "rgba(128, 128, 128, 0.4)"
MONO = "font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: 0.92em"


def _to_html(result):
    icon, color = ICONS_AND_COLORS[result.status]
    sentences = [*result._sentences()] or [
        "Below is the first call with a wrong result: compute the right result by hand, and compare it with yours."
    ]
    rows = [("your line", result.line), ("call", result.call)]
    if result.got != result.expected:  # both texts are the same if the numbers are right
        rows += [("returned", result.got), ("expected", result.expected)]
    shown = [_row(label, text) for label, text in rows if text is not None]
    body = [_paragraph(sentence) for sentence in sentences]
    if shown:
        style = f"margin: 0.6em 0 0; padding: 0.5em 0 0; border-top: 1px solid {LINE}"
        body.append(f'<dl style="{style}">{"".join(shown)}</dl>')
    if result.printed:
        body.append(_printed(result.printed))
    return (
        f'<div role="group" aria-label="{html.escape(f"{result.exercise}: {result.status}")}" style="max-width: 44em; '
        f"box-sizing: border-box; margin: 0.5em 0; padding: 0.7em 1em 0.8em; border: 1px solid {LINE}; "
        f'border-left: 5px solid {color}; border-radius: 6px; color: inherit; line-height: 1.5">'
        '<div style="display: flex; align-items: center; gap: 0.6em; flex-wrap: wrap">'
        '<span aria-hidden="true" style="display: inline-flex; align-items: center; justify-content: center; '
        f"width: 1.5em; height: 1.5em; border-radius: 50%; background: {color}; color: #ffffff; font-weight: 700; "
        f'line-height: 1; flex: none">{icon}</span>'
        f'<strong style="font-weight: 650">{result.status.capitalize()}</strong>'
        f'<span style="{MONO}">{html.escape(result.exercise)}</span></div>{"".join(body)}</div>'
    )


def _paragraph(text):
    code = rf'<code style="background: none; color: inherit; padding: 0; {MONO}">\1</code>'
    return f'<p style="margin: 0.5em 0 0">{re.sub("`([^`]+)`", code, html.escape(text))}</p>'


def _printed(text):
    """Show what the call printed. If there are more than five lines, they are folded."""
    lines = text.count("\n") + 1
    style = f"margin: 0.4em 0 0; white-space: pre-wrap; overflow-wrap: anywhere; background: none; {MONO}"
    return (
        f'<details style="margin: 0.6em 0 0"{" open" * (lines <= 5)}><summary style="cursor: pointer; opacity: 0.8">'
        f"this call printed {lines} line{'s' * (lines != 1)}</summary>"
        f'<pre style="{style}">{html.escape(text)}</pre></details>'
    )


def _row(label, text):
    return (
        '<div style="display: flex; flex-wrap: wrap; gap: 0 0.8em; margin-top: 0.3em">'
        f'<dt style="margin: 0; flex: 0 0 5.5em; font-weight: 400; opacity: 0.8">{label}</dt>'
        f'<dd style="margin: 0; flex: 1 1 16em; white-space: pre-wrap; overflow-wrap: anywhere; {MONO}">'
        f"{html.escape(text)}</dd></div>"
    )
