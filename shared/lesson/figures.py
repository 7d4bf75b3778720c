"""Shows a matplotlib figure in marimo, Jupyter and the static site: as an SVG in the page's style, with a caption.

The rule of the course (`shared/README.md`): students learn to draw with matplotlib, and instructors show matplotlib
figures.

    from shared.lesson.figures import plt, show_figure

    fig, ax = plt.subplots()
    ax.plot(losses)
    ax.set_xlabel("epoch")
    ax.set_ylabel("loss")
    show_figure(fig, alt=f"The loss falls from {losses[0]:.4f} to {losses[-1]:.4f}.")

`plt` is matplotlib.pyplot. It is imported at its first use, because the import takes up to a second. pyplot
does not store the figures of this `plt.subplots`. If it did, all sessions of a server would share these figures,
because the sessions run in one process. In your own program, get `plt` with `import matplotlib.pyplot as plt`. The
lines with `plt`, `fig` and `ax` stay the same, except `show_figure`.

Colours: black becomes the text colour of the page, white becomes the page's background, and matplotlib's C0 to C3
become the colours of the course. Other colours do not change: the dark grey "0.1" is also dark on a dark page. Write σ
and ⁻³ instead of $…$. matplotlib draws each letter of a formula separately, and the letters of a formula keep their
size when the other text becomes larger or smaller.
"""

import re
import sys
from collections.abc import Callable, Hashable
from importlib import import_module
from io import StringIO
from threading import RLock
from typing import TYPE_CHECKING, Any

from shared.lesson import cache
from shared.lesson.cache import once
from shared.lesson.pictures import find_picture
from shared.lesson.style import CLASS_0, CLASS_1, Figure, minus_signs

if TYPE_CHECKING:
    from matplotlib.figure import Figure as MatplotlibFigure

SIZE = 3.7, 2.8  # inches; text of 10 points is 11 pixels high if the figure is 300 pixels wide
POINTS = 72  # per inch
COLOURS = (CLASS_0, CLASS_1, "#009E73", "#CC79A7", "black", "#56B4E9")
DASHES = ("-", (0, (5, 2)), (0, (6, 2, 1.5, 2)), (0, (1.5, 2)), (0, (8, 2, 2, 2, 2, 2)), (0, (10, 3)))
DEFAULT_CYCLE = ("#1f77b4", "#ff7f0e", "#2ca02c", "#d62728")  # matplotlib's C0 to C3
PAGE_COLOURS = {
    "#000000": "currentColor",
    "#ffffff": "var(--background, var(--jp-layout-color0, Canvas))",  # the background in marimo, Jupyter, other pages
    **dict(zip(DEFAULT_CYCLE, COLOURS)),
}
SUPERSCRIPT = str.maketrans("-−0123456789", "⁻⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
WHAT_TO_WRITE = (
    "alt must say in a sentence what the figure shows, with its numbers. It is the caption, and screen readers read it "
    'aloud. For example: show_figure(fig, alt=f"The loss falls from {losses[0]:.4f} to {losses[-1]:.4f}.")'
)

_drawing = RLock()  # one thread at a time saves a figure, because saving reads matplotlib's global settings


class _Pyplot:
    """matplotlib.pyplot, imported at its first use. `subplots` makes figures that pyplot does not store."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)  # marimo and Jupyter look for their own methods in every object
        return getattr(import_module("matplotlib.pyplot"), name)

    def subplots(
        self, nrows: int = 1, ncols: int = 1, *, figsize: tuple[float, float] = SIZE, **options: Any
    ) -> tuple["MatplotlibFigure", Any]:
        """Return a new figure and its axes, as `matplotlib.pyplot.subplots` does. `figsize` is in inches.

        The curves have different colours and dashes. `options` are the options of `matplotlib.figure.Figure.subplots`.
        """
        from matplotlib.figure import Figure as MatplotlibFigure

        fig = MatplotlibFigure(figsize=figsize, layout="constrained")
        axes = fig.subplots(nrows, ncols, **options)
        for ax in fig.axes:
            ax.set_prop_cycle(color=COLOURS, linestyle=DASHES)
        return fig, axes


plt = _Pyplot()


def show_figure(fig: "MatplotlibFigure", *, alt: str = "") -> Figure:
    """Return the matplotlib figure `fig` as HTML for marimo, Jupyter and the static site, with the caption `alt`.

    A figure of matplotlib's default size is drawn as wide as a phone. A larger figure scrolls sideways on a phone.
    You can save `fig` afterwards: `fig.savefig("loss.png", dpi=200)`. `fig` keeps its size, but its logarithmic axes
    get plain labels, and its margins may change. Raises TypeError if `fig` is not a figure. Raises ValueError if `fig`
    is empty or `alt` has fewer than three words.
    """
    from matplotlib.figure import Figure as MatplotlibFigure

    if not isinstance(fig, MatplotlibFigure):
        advice = "the first result of plt.subplots(), as in: fig, ax = plt.subplots()"
        raise TypeError(f"fig must be a matplotlib figure, {advice}; got {type(fig).__name__}")
    if not fig.axes:
        raise ValueError("fig is empty: draw on it before you show it, as in: fig, ax = plt.subplots(); ax.plot(ys)")
    if not isinstance(alt, str) or len(alt.split()) < 3:
        raise ValueError(WHAT_TO_WRITE)
    caption = minus_signs(" ".join(alt.split()))
    with _drawing:
        svg = _svg(fig, caption)
        if "matplotlib.pyplot" in sys.modules:
            # pyplot stores a figure that its own `subplots` made, and would show this figure again. If another thread
            # is importing pyplot at this moment, `import_module` waits.
            import_module("matplotlib.pyplot").close(fig)
    return Figure(svg, caption)


def draw_once(draw: Callable[..., Any], *inputs: Hashable, alt: Callable[..., str] | None = None) -> Figure:
    """Return `draw(*inputs)`. The code of an app cannot change, so an app draws the figure once for all sessions.

    An app does not even draw it once if `pictures.json` contains the figure.
    `draw` must depend only on `inputs`. The inputs must be hashable; students' own functions are inputs too. If
    you pass `alt`, `draw` must return `(figure, *values)`, and the caption is `alt(*values)`. Then the code of `draw`
    contains no caption, and students can read it more easily.
    """
    if cache.is_app() and (picture := find_picture(draw, alt, inputs)):
        return picture
    return once(_draw_with_caption, draw, alt, *inputs) if alt else once(draw, *inputs)


def _draw_with_caption(draw, alt, *inputs):
    fig, *values = draw(*inputs)
    return show_figure(fig, alt=alt(*values))


def _svg(fig: "MatplotlibFigure", caption: str) -> str:
    """Return the figure as an <svg> element with real text, in the colours and the font of the page."""
    import matplotlib

    width, height = fig.get_size_inches()
    default = tuple(matplotlib.rcParamsDefault["figure.figsize"])
    drawn, file = (SIZE if (width, height) == default else (width, height)), StringIO()
    engine = fig.get_layout_engine()
    try:
        _label_decades_plainly(fig)
        fig.set_size_inches(*drawn)
        if engine is None:
            fig.set_layout_engine("tight")  # "constrained" cannot be chosen later for a figure with a colour bar
        # Each id of the SVG is a hash. It depends on the caption, because two figures of a page must not share an id.
        with matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": caption}):
            fig.savefig(file, format="svg", transparent=True, dpi=2 * POINTS, metadata={"Date": None})
    finally:
        fig.set_size_inches(width, height)
        fig.set_layout_engine(engine if engine is not None else "none")
    return _for_the_page(file.getvalue(), drawn[0] * POINTS)


def _label_decades_plainly(fig: "MatplotlibFigure") -> None:
    """Write the labels of logarithmic axes as plain text, such as 10⁻³. Without this, they would be formulas."""
    from matplotlib.ticker import LogFormatterSciNotation

    class PlainDecades(LogFormatterSciNotation):
        def __call__(self, x: float, pos: int | None = None) -> str:
            label = super().__call__(x, pos).replace(r"\times", "×").replace(r"\mathdefault", "")
            label = re.sub(r"\^\{([-−\d]+)\}", lambda power: power[1].translate(SUPERSCRIPT), label)
            return re.sub(r"[${}]", "", label).replace("-", "−")

    old: Any
    for ax in fig.axes:
        for axis in (ax.xaxis, ax.yaxis):
            for old, replace in (
                (axis.get_major_formatter(), axis.set_major_formatter),
                (axis.get_minor_formatter(), axis.set_minor_formatter),
            ):
                if type(old).__name__ == "LogFormatterSciNotation":  # not a subclass
                    replace(PlainDecades(old._base, old.labelOnlyBase, old.minor_thresholds, old._linthresh))


def _for_the_page(svg: str, points: float) -> str:
    """Turn matplotlib's SVG document into HTML in the page's colours and font. Remove unused ids and global styles.

    `points` is the width of the figure. With the width `SIZE`, letters are 11 pixels high if the page draws the figure
    298 pixels wide, and 15 pixels high if the page draws it 576 pixels wide.
    """
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>|<style.*?</style>|<!--.*?-->|<defs>\s*</defs>", "", svg, flags=re.DOTALL)
    used = set(re.findall(r'(?:url\(#|href="#)([\w-]+)', svg))
    svg = re.sub(r' id="([^"]+)"', lambda found: found[0] if found[1] in used else "", svg)
    for fixed, of_page in PAGE_COLOURS.items():
        svg = re.sub(f'(?<=[ :"]){fixed}(?![0-9a-f])', of_page, svg)
    svg = re.sub(r"<text[^>]*>", _page_letters, svg)
    svg = re.sub(r"\s*\n\s*", " ", svg)
    narrow, wide = 11.1 * points / 298, 15 * points / 576
    slope = (narrow - wide) / (576 - 298) * 100
    letters = f"clamp({min(wide, 10):.3f}px, {narrow + slope * 2.98:.3f}px - {slope:.3f}cqw, 10px)"
    least = f"; min-width: {points * 1.1:.0f}px" if points > SIZE[0] * POINTS + 1 else ""
    view_box = re.search(r'viewBox="[^"]*"', svg)
    assert view_box
    style = f"font-size: {letters}; display: block; stroke-linejoin: round; overflow: visible{least}"
    head = f'<svg {view_box[0]} width="100%" aria-hidden="true" fill="currentColor" style="{style}">'
    drawn = f"{head}{svg[svg.index('>') + 1 :].strip()}"
    return f'<div style="overflow-x: auto">{drawn}</div>' if least else drawn


def _page_letters(found: re.Match[str]) -> str:
    """Return the start tag of a text element in the page's font. Its size is in em: 10 points are 1 em."""
    tag = re.sub(r"font: (?:[\w ]*? )?([\d.]+)px [^;\"]*", r"font-size: \1px", found[0])
    tag = re.sub(r"font-family: [^;\"]*;? ?", "", tag)
    return re.sub(r"font-size: ([\d.]+)px", lambda size: f"font-size: {float(size[1]) / 10:g}em", tag)
