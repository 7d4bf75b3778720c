"""Draws line charts with a caption, as small SVG images. A page redraws a chart whenever a value changes.

The axes and the text of a chart have the colour of the page's text, so a chart works on light and dark pages. One
server process draws the charts of a whole class. It draws some of them again at every move of a slider. With
matplotlib, each chart would take about fifty times as long, and the whole class would wait
(`tests/benchmarks/bench_class.py`). So this module writes the SVG itself.
"""

import math
from collections.abc import Mapping, Sequence
from html import escape

from shared.lesson.style import CLASS_0, CLASS_1, Figure, minus_signs

INK = "#010203"  # the tests of colours use it for the page's text colour; the SVG has `currentColor`
COLOURS = (CLASS_0, CLASS_1, "#009E73", "#CC79A7", INK, "#56B4E9")
DASHES = ("none", "7 3", "8 3 2 3", "2 3", "8 2 2 2 2 2", "12 4")
WIDTH, HEIGHT = 403, 240  # size of the viewBox
FONT_SIZE = "clamp(10px, 21.5px - 2.2cqw, 15px)"  # in viewBox units: 11 pixels if the chart is 298 pixels wide
LETTER, LINE = 8.2, 18  # approximate width of a letter in the largest font, and height of a line of text
LONGEST_LABEL = 12  # letters of a number on an axis; longer numbers have an exponent if this is shorter
LIMIT = 1e280  # larger numbers are not drawn: the length of an axis could overflow
SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def lines(
    series: Mapping[str, tuple[Sequence[float], Sequence[float]]],
    caption: str,
    *,
    x: str = "",
    y: str = "",
    log_y: bool = False,
    mark: float | None = None,
) -> Figure:
    """Draw a line chart of several curves with a legend. The curves have different colours and dashes.

    `series` maps the name of a curve to `(xs, ys)`, two sequences of equal length. At the y value `mark`, the chart
    has a thin horizontal line. A curve has a gap where a value is not finite or is beyond ±1e280, and on a logarithmic
    axis also where it is below 1e-280. A `mark` with such a value has no line.

    Raises ValueError if `series` is empty, or if the xs and ys of a curve differ in number.
    """
    if not series:
        raise ValueError("series must hold at least one curve")
    for name, (xs, ys) in series.items():
        if len(xs) != len(ys):
            raise ValueError(f"series {name!r} must have as many xs as ys, got {len(xs)} and {len(ys)}")
    legend, top = _legend(series) if len(series) > 1 else ([], 0)
    heights = [value for _, ys in series.values() for value in ys] + ([] if mark is None else [mark])
    up = _Axis(heights, HEIGHT - LINE * 2.4, top + 8, log_y)
    across = _Axis([value for xs, _ in series.values() for value in xs], _left_margin(up, y), WIDTH - 10, steps=5)
    parts = [*legend, *_frame(across, up, x, y, across.ticks)]
    for k, (xs, ys) in enumerate(series.values()):
        parts.append(f'<path d="{_path(xs, ys, across, up)}" fill="none" stroke-linejoin="round" {_stroke(k)}/>')
    if mark is not None and (height := up(mark)) is not None:
        parts.append(_line(across.begin, height, across.end, height, 'stroke-dasharray="1.5 2.5"'))
    return _figure(parts, caption)


class _Axis:
    """An axis from `begin` to `end`: it computes the position of a value. `ticks` maps each tick to its label."""

    def __init__(self, values, begin, end, log=False, steps=8):
        self.begin, self.end, self.log, self.steps = begin, end, log, steps
        known = [float(value) for value in values if self._can_draw(value)]
        low, high = (self._scaled(find(known)) if known else float(find is max) for find in (min, max))
        if high - low < 1 / LIMIT:
            margin = 1 if log or abs(low) < 1 / LIMIT else abs(low) / 10
            low, high = low - margin, high + margin
        self.low, self.high = low - 0.04 * (high - low), high + 0.04 * (high - low)
        whole = all(isinstance(value, int) for value in values)
        self.ticks = self._decades() if log else self._round_numbers(whole)

    def __call__(self, value):
        """Return the position of a value, or None if the value cannot be drawn."""
        return self.place(value) if self._can_draw(value) else None

    def place(self, value):
        """Return the position of a tick or of a value that can be drawn."""
        return self.begin + (self.end - self.begin) * (self._scaled(value) - self.low) / (self.high - self.low)

    def _can_draw(self, value):
        return 1 / LIMIT <= value <= LIMIT if self.log else abs(value) <= LIMIT

    def _scaled(self, value):
        return math.log10(value) if self.log else value

    def _round_numbers(self, whole):
        """Return at most `steps` ticks: multiples of 1, 2 or 5 times a power of ten.

        If `whole` is true, all ticks are integers.
        """
        exact = (self.high - self.low) / self.steps
        power = 10.0 ** math.floor(math.log10(exact))
        step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= exact)
        step = max(step, 1) if whole else step
        digits = -math.floor(math.log10(step) + 1e-9)
        numbers = [k * step for k in range(math.ceil(self.low / step - 1e-9), math.floor(self.high / step + 1e-9) + 1)]
        words = [f"{number + 0.0:,.{max(0, digits)}f}" for number in numbers]
        if (longest := max(map(len, words))) > LONGEST_LABEL:
            digits += math.floor(math.log10(max(map(abs, numbers))))
            with_exponent = [f"{number + 0.0:.{digits}e}" for number in numbers]
            words = with_exponent if max(map(len, with_exponent)) < longest else words
        return dict(zip(numbers, map(minus_signs, words)))

    def _decades(self):
        powers = range(math.ceil(self.low - 1e-9), math.floor(self.high + 1e-9) + 1)
        powers = powers[:: max(1, -(-len(powers) // self.steps))]
        if len(powers) < 2:  # fewer than two powers of ten: label both ends of the axis
            ends = 10**self.low, 10**self.high
            digits = next((k for k in range(2, 17) if f"{ends[0]:.{k}g}" != f"{ends[1]:.{k}g}"), 17)
            return {end: f"{end:.{digits}g}" for end in ends}
        return {10.0**power: "10" + str(power).translate(SUPERSCRIPT) for power in powers}


def _left_margin(up, label):
    """Return the width of the margin left of the vertical axis. The margin holds the tick labels and the axis label."""
    return max(map(len, up.ticks.values())) * LETTER + (LINE if label else 0) + 10


def _frame(across, up, x, y, ticks):
    """Draw both axes with ticks and labels, and faint grid lines."""
    parts = []
    for value, words in ticks.items():
        parts.append(_line(across.place(value), up.begin, across.place(value), up.end, 'stroke-opacity="0.12"'))
        parts.append(_text(across.place(value), up.begin, words, "middle", ' dy="1.25em"'))
    for value, words in up.ticks.items():
        parts.append(_line(across.begin, up.place(value), across.end, up.place(value), 'stroke-opacity="0.12"'))
        parts.append(_text(across.begin - 5, up.place(value), words, "end", ' dy="0.35em"'))
    parts.append(_line(across.begin, up.begin, across.end, up.begin))
    parts.append(_line(across.begin, up.begin, across.begin, up.end))
    if x:
        parts.append(_text((across.begin + across.end) / 2, HEIGHT - 5, x, "middle"))
    if y:
        middle = (up.begin + up.end) / 2
        parts.append(_text(0, middle, y, "middle", f' dy="1em" transform="rotate(-90 0 {middle:.1f})"'))
    return parts


def _legend(series):
    """Return `(SVG parts, height)` of the legend above the chart. Each row of the legend has as many names as fit."""
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
    """Return the SVG path of a curve. It skips a point if both x and y are within one unit of the last point drawn.

    It always draws the last point of the curve. A point between two gaps becomes a short line.
    """
    path, last, pen = [], (math.inf, math.inf), "M"
    for k, (x, y) in enumerate(zip(xs, ys)):
        place = across(x), up(y)
        if None in place:
            pen, last = "M", (math.inf, math.inf)
        elif abs(place[0] - last[0]) >= 1 or abs(place[1] - last[1]) >= 1 or k == len(xs) - 1:
            path.append(f"{pen}{place[0]:.1f},{place[1]:.1f}")
            pen, last = "L", place
    return "".join(place + "h2" * (place[0] == after[0] == "M") for place, after in zip(path, [*path[1:], "M"]))


def _stroke(k):
    colour, dash = COLOURS[k % len(COLOURS)], DASHES[k % len(DASHES)]
    colour = "currentColor" if colour == INK else colour
    return f'stroke="{colour}" stroke-width="2"' + (f' stroke-dasharray="{dash}"' if dash != "none" else "")


def _line(x1, y1, x2, y2, more=""):
    return f'<path d="M{x1:.1f},{y1:.1f}L{x2:.1f},{y2:.1f}" stroke="currentColor" stroke-width="0.8" {more}/>'


def _text(x, y, text, anchor, more=""):
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{more}>{escape(text)}</text>'


def _figure(parts, caption):
    style = f'fill="currentColor" font-size="10" style="font-size: {FONT_SIZE}"'
    head = f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" width="100%" aria-hidden="true" {style}>'
    return Figure(f"{head}{''.join(parts)}</svg>", caption)
