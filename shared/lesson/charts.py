"""Pictures that are looked at: line and bar charts as small SVG, each with a sentence that says what it shows.

A chart takes the colour of the text around it, so it reads on a light and on a dark page. It is written here and not by
a plotting library, since one process draws for a whole class, and some charts anew at every move of a slider. Drawing
one with matplotlib took fifty times as long, and everyone waited (`tests/benchmarks/bench_class.py` measures the wait).
"""

import math
from html import escape
from typing import NamedTuple

INK = "#010203"  # what the colour-vision tests take for the page's text; in a drawing it is `currentColor`
CLASS_0, CLASS_1 = "#0072B2", "#D55E00"  # one colour-blind-safe pair, the same as in the widget's style
COLOURS = (CLASS_0, CLASS_1, "#009E73", "#CC79A7", INK, "#56B4E9")
DASHES = ("none", "7 3", "8 3 2 3", "2 3", "8 2 2 2 2 2", "12 4")
WIDTH, HEIGHT = 403, 240  # of a drawing
TYPE = "clamp(10px, 21.5px - 2.2cqw, 15px)"  # in units of the drawing: 11 pixels where that is 298 wide
LETTER, LINE = 8.2, 18  # how wide the largest of these letters are, about, and how far apart two lines
SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


class Picture(NamedTuple):
    """An SVG drawing and the sentence that says what it shows; Jupyter and marimo display both."""

    svg: str
    sentence: str

    def _repr_html_(self):
        return (
            '<figure style="margin: 1rem 0; max-width: 36rem">'
            f'<div role="img" aria-label="{escape(self.sentence)}" style="container-type: inline-size">{self.svg}</div>'
            f'<figcaption style="font-size: 0.875rem; opacity: 0.85">{escape(self.sentence)}</figcaption></figure>'
        )


def lines(series, sentence, *, x="", y="", log_x=False, log_y=False, mark=None):
    """Draw curves, each named at the top and told apart by colour and dash.

    `series` maps a name to `(xs, ys)`, two sequences of equal length; `mark` is an optional height
    for a thin horizontal line. What is not finite, or not above 0 on a logarithmic axis, leaves a gap.
    Returns a `Picture`; ValueError for no series or unequal lengths.
    """
    if not series:
        raise ValueError("series must hold at least one curve")
    for name, (xs, ys) in series.items():
        if len(xs) != len(ys):
            raise ValueError(f"series {name!r} must have as many xs as ys, got {len(xs)} and {len(ys)}")
    names, top = _names(series) if len(series) > 1 else ([], 0)
    heights = [value for _, ys in series.values() for value in ys] + ([] if mark is None else [mark])
    up = _Axis(heights, HEIGHT - LINE * 2.4, top + 8, log_y)
    across = _Axis([value for xs, _ in series.values() for value in xs], _left(up, y), WIDTH - 10, log_x, steps=5)
    parts = [*names, *_frame(across, up, x, y, across.ticks)]
    for k, (xs, ys) in enumerate(series.values()):
        parts.append(f'<path d="{_path(xs, ys, across, up)}" fill="none" stroke-linejoin="round" {_stroke(k)}/>')
    if mark is not None:
        parts.append(_line(across.begin, up(mark), across.end, up(mark), 'stroke-dasharray="1.5 2.5"'))
    return _picture(parts, sentence)


def bars(counts, sentence, *, x="", y=""):
    """Draw one bar for each entry of `counts` (label → number ≥ 0), its number written above it.

    Returns a `Picture`; ValueError for no bars or a negative number.
    """
    if not counts or min(counts.values()) < 0:
        raise ValueError("counts must hold at least one bar, and no number below 0")
    up = _Axis([0, *counts.values()], HEIGHT - LINE * 2.4, LINE + 4, margin=0)
    across = _Axis([-0.5, len(counts) - 0.5], _left(up, y), WIDTH - 10, margin=0)
    parts = _frame(across, up, x, y, {k: str(label) for k, label in enumerate(counts)}, grid=False)
    width = 0.6 * (across(1) - across(0))
    for k, n in enumerate(counts.values()):
        at = f'x="{across(k) - width / 2:.1f}" y="{up(n):.1f}" width="{width:.1f}" height="{up(0) - up(n):.1f}"'
        parts += [f'<rect {at} fill="{CLASS_0}"/>', _text(across(k), up(n) - 4, f"{n:,}", "middle")]
    return _picture(parts, sentence)


class _Axis:
    """Where a value lies between the places `begin` and `end`, and the `ticks`: value → what is written there."""

    def __init__(self, values, begin, end, log=False, margin=0.04, steps=8):
        self.begin, self.end, self.log, self.steps = begin, end, log, steps
        known = [value for value in map(float, values) if math.isfinite(value) and (value > 0 or not log)]
        low, high = (self._of(find(known)) if known else float(find is max) for find in (min, max))
        if low == high:
            low, high = low - (abs(low) / 10 or 1), high + (abs(high) / 10 or 1)
        self.low, self.high = low - margin * (high - low), high + margin * (high - low)
        whole = all(isinstance(value, int) for value in values)
        self.ticks = self._decades() if log else self._round_numbers(whole)

    def __call__(self, value):
        """The place of a value, a float; None where there is none."""
        if not math.isfinite(value) or (self.log and value <= 0):
            return None
        return self.begin + (self.end - self.begin) * (self._of(value) - self.low) / (self.high - self.low)

    def _of(self, value):
        return math.log10(value) if self.log else value

    def _round_numbers(self, whole):
        """Multiples of 1, 2 or 5 times a power of ten, in so many steps; `whole`: what is counted has no halves."""
        exact = (self.high - self.low) / self.steps
        power = 10.0 ** math.floor(math.log10(exact))
        step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= exact)
        step = max(step, 1) if whole else step
        digits = max(0, -math.floor(math.log10(step) + 1e-9))
        numbers = [k * step for k in range(math.ceil(self.low / step - 1e-9), math.floor(self.high / step + 1e-9) + 1)]
        return {number: f"{number + 0.0:,.{digits}f}".replace("-", "−") for number in numbers}

    def _decades(self):
        powers = range(math.ceil(self.low - 1e-9), math.floor(self.high + 1e-9) + 1)
        powers = powers[:: max(1, -(-len(powers) // self.steps))]
        if len(powers) < 2:  # less than a decade or two: the two ends, as numbers
            return {10**end: f"{10**end:.2g}" for end in (self.low, self.high)}
        return {10.0**power: "10" + str(power).translate(SUPERSCRIPT) for power in powers}


def _left(up, label):
    """Room for the numbers beside an axis that goes up, and for its label."""
    return max(map(len, up.ticks.values())) * LETTER + (LINE if label else 0) + 10


def _frame(across, up, x, y, ticks, grid=True):
    """Both axes with their numbers and labels, and faint lines to read the curves by."""
    parts = []
    for value, words in ticks.items():
        if grid:
            parts.append(_line(across(value), up.begin, across(value), up.end, 'stroke-opacity="0.12"'))
        parts.append(_text(across(value), up.begin, words, "middle", ' dy="1.25em"'))
    for value, words in up.ticks.items():
        parts.append(_line(across.begin, up(value), across.end, up(value), 'stroke-opacity="0.12"'))
        parts.append(_text(across.begin - 5, up(value), words, "end", ' dy="0.35em"'))
    parts.append(_line(across.begin, up.begin, across.end, up.begin))
    parts.append(_line(across.begin, up.begin, across.begin, up.end))
    if x:
        parts.append(_text((across.begin + across.end) / 2, HEIGHT - 5, x, "middle"))
    if y:
        middle = (up.begin + up.end) / 2
        parts.append(_text(0, middle, y, "middle", f' dy="1em" transform="rotate(-90 0 {middle:.1f})"'))
    return parts


def _names(series):
    """The curves' names at the top, each beside a piece of its line, as many in a row as fit; and how high they are."""
    parts, left, bottom = [], 4.0, LINE - 4
    for k, name in enumerate(series):
        width = 34 + len(name) * LETTER + 12
        if left > 4 and left + width > WIDTH:
            left, bottom = 4.0, bottom + LINE
        parts.append(f'<path d="M{left:.1f},{bottom - LINE / 4}h28" {_stroke(k)}/>')
        parts.append(_text(left + 34, bottom - LINE / 4, name, "start", ' dy="0.35em"'))
        left += width
    return parts, bottom + 2


def _path(xs, ys, across, up):
    """A curve as SVG writes it, without the points that would lie within the width of the line."""
    path, last, pen = [], (math.inf, math.inf), "M"
    for k, (x, y) in enumerate(zip(xs, ys)):
        place = across(x), up(y)
        if None in place:
            pen, last = "M", (math.inf, math.inf)
        elif abs(place[0] - last[0]) >= 1 or abs(place[1] - last[1]) >= 1 or k == len(xs) - 1:
            path.append(f"{pen}{place[0]:.1f},{place[1]:.1f}")
            pen, last = "L", place
    return "".join(path)


def _stroke(k):
    colour, dash = COLOURS[k % len(COLOURS)], DASHES[k % len(DASHES)]
    colour = "currentColor" if colour == INK else colour
    return f'stroke="{colour}" stroke-width="2"' + (f' stroke-dasharray="{dash}"' if dash != "none" else "")


def _line(x1, y1, x2, y2, more=""):
    return f'<path d="M{x1:.1f},{y1:.1f}L{x2:.1f},{y2:.1f}" stroke="currentColor" stroke-width="0.8" {more}/>'


def _text(x, y, words, anchor, more=""):
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{more}>{escape(words)}</text>'


def _picture(parts, sentence):
    look = f'fill="currentColor" font-size="10" style="font-size: {TYPE}"'
    head = f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" width="100%" aria-hidden="true" {look}>'
    return Picture(f"{head}{''.join(parts)}</svg>", sentence)
