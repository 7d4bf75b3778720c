"""Shows figures on the static site. Each figure has a text alternative, which is also its caption.

The text alternative comes from the picture's own data, or from a comment `# alt: …` in the cell that shows the picture.
If a cell shows several pictures, it has one such comment for each picture, in the same order.
"""

import base64
import re
from collections.abc import Iterator, Mapping
from html import escape
from urllib.parse import quote

KINDS = ("image/svg+xml", "image/png", "image/jpeg")  # the best kind comes first
OBJECT = re.compile(r"<(?:[\w.]+ )*(?:(?:object|size)\b|at 0x)[^>]*>|^\[?Text\(")  # such as <Figure size 640x480>
WHAT_TO_ADD = (
    'without a text alternative. End the cell with show_figure(fig, alt="…") from shared.lesson.figures, '
    "or write the line `# alt: …` into the cell, with a sentence that says what the figure shows"
)


class Place:
    """A cell: its name for messages, and the text alternatives in its comments."""

    def __init__(self, name: str, source: str = ""):
        self.name = name
        self.alternatives: Iterator[str] = iter(re.findall(r"(?m)^\s*# alt: *(\S.*?)\s*$", source))

    def alternative(self) -> str:
        """Return the next text alternative of the cell. If none is left, raise a ValueError that says what to add."""
        for text in self.alternatives:
            return text
        raise ValueError(f"{self.name} shows a figure {WHAT_TO_ADD}.")

    def complain(self, what: str) -> ValueError:
        """Return the error for an output that a page cannot show."""
        return ValueError(f"{self.name} shows {what}, which a page without Python cannot show")


def picture_html(kind: str, content: str, place: Place, alternative: str = "") -> str:
    """Return a picture with its caption, as HTML. `content` is a data address, the markup of an SVG, or base64.

    Without `alternative`, use the next text alternative of `place`. Raises ValueError if there is none, or if
    `content` is not base64.
    """
    text = alternative.strip() or place.alternative()
    if content.startswith("data:"):
        address = content
    elif kind == "image/svg+xml":
        address = f"data:{kind},{quote(content)}"
    else:
        content = "".join(content.split())
        try:
            base64.b64decode(content, validate=True)
        except ValueError:
            raise place.complain("a picture that is not base64") from None
        address = f"data:{kind};base64,{content}"
    return (
        f'<figure class="picture"><img src="{escape(address)}" alt="{escape(text)}">'
        f"<figcaption>{escape(text)}</figcaption></figure>"
    )


def bundle_picture(bundle: Mapping[str, object], place: Place) -> str | None:
    """Return the best picture of `bundle` as HTML, or None if it has no picture.

    `bundle` maps MIME types to data, as in Jupyter and marimo. Raises ValueError as `picture_html` does.
    """
    for kind in KINDS:
        if kind in bundle:
            data = bundle[kind]
            return picture_html(kind, data if isinstance(data, str) else "".join(data), place)  # type: ignore[arg-type]
    return None


def reject_repr(text: str, place: Place) -> None:
    """Raise ValueError if `text` contains a name that Python prints for an object, such as `<Figure size …>`."""
    if found := OBJECT.search(text):
        raise ValueError(
            f"{place.name} shows {found[0]}, the name of an object in Python's memory. "
            "Show a figure with show_figure(fig, alt=…), or print the important parts of the object as text"
        )
