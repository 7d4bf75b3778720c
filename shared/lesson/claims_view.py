"""Shows a table of the claims of published texts and the results of their programs.

On a phone, each row becomes a block.
"""

import re
from collections.abc import Sequence
from html import escape

import marimo as mo

from shared.lesson.failure_guide import STYLE  # the style of the failure guide's table in lesson 8
from shared.lesson.style import minus_signs


def claims_table(rows: Sequence[dict[str, str]]) -> mo.Html:
    """Return a table with one row for each dict.

    All dicts have the same keys, and these keys are the column headings. A dict's first value is the row's heading.
    """
    heads = list(rows[0])
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in heads)
    body = ""
    for row in rows:
        first, *rest = row.items()
        cells = "".join(f'<td data-head="{escape(name)}">{_text(text)}</td>' for name, text in rest)
        body += f'<tr><th scope="row">{escape(minus_signs(first[1]))}</th>{cells}</tr>'
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return mo.Html(f'<style>{STYLE}</style><div class="guide" style="overflow-wrap: break-word">{table}</div>')


def _text(text: str) -> str:
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(minus_signs(text)))
