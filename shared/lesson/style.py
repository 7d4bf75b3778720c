"""Style shared by text, charts and figures: the palette, the <figure> element and the minus sign."""

import re
from html import escape
from typing import NamedTuple

CLASS_0, CLASS_1 = "#0072B2", "#D55E00"  # colour-blind readers see the difference; the widgets use the same pair


# For marimo's pages: the text of output is as large as the text of code, and long lines wrap. On a phone, both texts
# are smaller, and long lines scroll sideways, because a wrapped line would have the wrong indentation.
PAGE_STYLE = """\
.codehilite pre, pre.text-xs { white-space: pre-wrap; overflow-wrap: anywhere; }
pre.text-xs { font-size: 12.6px; }
@media (max-width: 640px) {
  .codehilite { padding: 4px 6px !important; }
  .codehilite pre, pre.text-xs { font-size: 11px; white-space: pre; overflow-x: auto; }
}"""
# marimo's forms have their own style. With these colours, their messages are readable in light mode and in dark mode.
FORM_STYLE = ".text-error { color: inherit; border-color: currentColor; background: none; font-weight: 600; }"


class Figure(NamedTuple):
    """HTML with a caption that describes it. Jupyter and marimo display the HTML and the caption."""

    html: str
    caption: str

    def __repr__(self) -> str:
        return self.caption  # Jupyter saves this text beside the HTML

    def _repr_html_(self) -> str:
        return (
            '<figure style="margin: 1rem 0; max-width: 36rem">'
            f'<div role="img" aria-label="{escape(self.caption)}" style="container-type: inline-size">{self.html}</div>'
            f'<figcaption style="font-size: 0.875rem; opacity: 0.85">{escape(self.caption)}</figcaption></figure>'
        )


def minus_signs(text: str) -> str:
    """Return `text` with minus signs instead of hyphens before numbers, as in "-2" or "1e-5", but not in "10-12".

    Code and formulas stay unchanged.
    """
    spans = re.split(r"(`[^`]*`|\$[^$]*\$)", text)  # items 1, 3, 5, … are code or formulas
    return "".join(
        span if k % 2 else re.sub(r"(?<![\w-])-(?=\d)|(?<=\de)-(?=\d)", "−", span) for k, span in enumerate(spans)
    )
