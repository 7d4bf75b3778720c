"""Finds the sections of a page, for its table of contents and for the search."""

import json
import re
from collections.abc import Sequence
from html import escape, unescape
from html.parser import HTMLParser
from typing import NamedTuple

HEADING = re.compile(r'<h([23])(?: id="([^"]*)")?([^>]*)>(.*?)</h\1>', re.DOTALL)
LEFT_OUT = ("details", "svg", "math", "script", "style")  # the search skips answers, pictures and formulas


class Heading(NamedTuple):
    """A heading of a page."""

    level: int  # 2 or 3
    identifier: str  # unique among the headings of the page
    text: str  # plain text


def with_identifiers(body: str) -> tuple[str, list[Heading]]:
    """Give each h2 and h3 in the HTML `body` a unique identifier. Return the new HTML and the list of headings."""
    headings: list[Heading] = []
    taken: set[str] = set()

    def identified(match: re.Match[str]) -> str:
        level, identifier, more, inside = match[1], match[2] or "", match[3], match[4]
        text = " ".join(unescape(re.sub(r"<[^>]*>", "", inside)).split())
        first = identifier or re.sub(r"[^\w]+", "-", text.lower()).strip("-") or "section"
        unique, k = first, 2
        while unique in taken:
            unique, k = f"{first}-{k}", k + 1
        taken.add(unique)
        headings.append(Heading(int(level), unique, text))
        return f'<h{level} id="{unique}"{more}>{inside}</h{level}>'

    return HEADING.sub(identified, body), headings


class _Sections(HTMLParser):
    """Collects the sections in the <main> of a page. A section is [identifier, heading, text]."""

    def __init__(self) -> None:
        super().__init__()
        self.sections: list[list[str]] = [["", "", ""]]
        self._main = self._heading = False
        self._left_out = 0

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "main":
            self._main = True
        elif tag in LEFT_OUT:
            self._left_out += 1
        elif tag in ("h2", "h3") and not self._left_out:
            self._heading = True
            self.sections.append([given.get("id") or "", "", ""])

    def handle_endtag(self, tag):
        if tag == "main":
            self._main = False
        elif tag in LEFT_OUT:
            self._left_out -= 1
        elif tag in ("h2", "h3"):
            self._heading = False

    def handle_data(self, data):
        if self._main and not self._left_out:
            self.sections[-1][1 if self._heading else 2] += data


def search_index(pages: Sequence[tuple[str, str, str]]) -> str:
    """Return a script with the texts for the search. A page is (address, title, HTML of the whole page)."""
    entries = []
    for address, title, html in pages:
        parser = _Sections()
        parser.feed(html)
        for identifier, heading, text in parser.sections:
            if heading or text.strip():
                entries.append([address, title, identifier, *(" ".join(part.split()) for part in (heading, text))])
    return f"window.courseTexts = {json.dumps(entries, ensure_ascii=False)};\n"


def contents(headings: Sequence[Heading]) -> str:
    """Return the HTML of a table of contents."""
    items = [
        f'<li class="level-{level}"><a href="#{identifier}">{escape(text, quote=False)}</a></li>'
        for level, identifier, text in headings
    ]
    return f"<ol>{''.join(items)}</ol>"
