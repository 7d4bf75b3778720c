"""Pictures that are looked at: line and bar charts by matplotlib, as SVG with a sentence that says what they show.

A chart takes the colour of the text around it, so it reads on a light and on a dark page. Nothing
here touches pyplot, whose "current figure" is shared by everyone in a class.
"""

from html import escape
from io import StringIO
from re import sub
from typing import NamedTuple

import matplotlib
from matplotlib.figure import Figure

INK = "#010203"  # stands for the colour of the page's text until the SVG is written
CLASS_0, CLASS_1 = "#0072B2", "#D55E00"  # one colour-blind-safe pair, the same as in the widget's style
COLOURS = (CLASS_0, CLASS_1, "#009E73", "#CC79A7", INK, "#56B4E9")
DASHES = ("-", "--", "-.", ":", (0, (6, 1, 1, 1, 1, 1)), (0, (8, 3)))
# Only the SVG writer reads these two. Words stay words (small, selectable), and ids depend on the drawing alone, so
# that equal numbers give equal characters. Set once and for good: to set them for one drawing would race with others.
matplotlib.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "nine numbers"})


class Picture(NamedTuple):
    """An SVG drawing and the sentence that says what it shows; Jupyter and marimo display both."""

    svg: str
    sentence: str

    def _repr_html_(self):
        return (
            '<figure style="margin: 1rem 0; max-width: 36rem">'
            f'<div role="img" aria-label="{escape(self.sentence)}">{self.svg}</div>'
            f'<figcaption style="font-size: 0.875rem; opacity: 0.85">{escape(self.sentence)}</figcaption></figure>'
        )


def lines(series, sentence, *, x="", y="", log_x=False, log_y=False, mark=None):
    """Draw curves, each named at the top and told apart by colour and dash.

    `series` maps a name to `(xs, ys)`, two sequences of equal length; `mark` is an optional height
    for a thin horizontal line. Returns a `Picture`; ValueError for no series or unequal lengths.
    """
    if not series:
        raise ValueError("series must hold at least one curve")
    fig, axes = _chart(x, y)
    for k, (name, (xs, ys)) in enumerate(series.items()):
        if len(xs) != len(ys):
            raise ValueError(f"series {name!r} must have as many xs as ys, got {len(xs)} and {len(ys)}")
        axes.plot(xs, ys, color=COLOURS[k % len(COLOURS)], linestyle=DASHES[k % len(DASHES)], linewidth=2, label=name)
    if mark is not None:
        axes.axhline(mark, color=INK, linewidth=0.8, linestyle=(0, (2, 3)))
    axes.set_xscale("log" if log_x else "linear")
    axes.set_yscale("log" if log_y else "linear")
    for axis, values in ((axes.xaxis, 0), (axes.yaxis, 1)):
        if axis.get_scale() == "linear" and all(
            isinstance(value, int) for curve in series.values() for value in curve[values]
        ):
            axis.get_major_locator().set_params(integer=True)  # what is counted has no halves
    if len(series) > 1:
        axes.legend(
            loc="lower left", bbox_to_anchor=(0, 1), ncols=3, frameon=False, labelcolor=INK, handlelength=3, fontsize=10
        )
    return _picture(fig, sentence)


def bars(counts, sentence, *, x="", y=""):
    """Draw one bar for each entry of `counts` (label → number ≥ 0), its number written above it.

    Returns a `Picture`; ValueError for no bars or a negative number.
    """
    if not counts or min(counts.values()) < 0:
        raise ValueError("counts must hold at least one bar, and no number below 0")
    fig, axes = _chart(x, y)
    drawn = axes.bar([str(label) for label in counts], list(counts.values()), color=CLASS_0, width=0.6)
    axes.bar_label(drawn, [f"{n:,}" for n in counts.values()], color=INK, padding=3, fontsize=10)
    axes.margins(y=0.15)
    return _picture(fig, sentence)


def _chart(x, y):
    fig = Figure(figsize=(5.6, 3), layout="constrained")
    fig.patch.set_alpha(0)
    axes = fig.add_subplot()
    axes.patch.set_alpha(0)
    axes.set_xlabel(x, color=INK)
    axes.set_ylabel(y, color=INK)
    axes.tick_params(colors=INK, which="both")
    axes.grid(color=INK, alpha=0.12, linewidth=0.6)
    axes.set_axisbelow(True)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_color(INK)
    return fig, axes


def _picture(fig, sentence):
    file = StringIO()
    fig.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
    svg = file.getvalue()
    svg = svg[svg.index("<svg") :].replace(INK, "currentColor")
    svg = sub(r'<svg[^>]*viewBox="([^"]*)"[^>]*>', r'<svg viewBox="\1" width="100%" aria-hidden="true">', svg, count=1)
    return Picture(sub(r"<metadata>.*?</metadata>", "", svg, flags=16), sentence)
