"""Images of lesson 9: digits and weights as SVG, and the confusion matrix as a table.

Ink has the text colour of the page. Positive and negative weights differ in shape and in colour.
"""

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

import numpy as np

from shared.lesson.style import CLASS_0, CLASS_1, Figure

SIDE = 8  # pixels along the side of an image
LEVELS = 16  # of ink


class Table(NamedTuple):
    """An HTML table; Jupyter and marimo display it."""

    html: str

    def _repr_html_(self) -> str:
        return self.html


def digit_images(X: np.ndarray, labels: Sequence[str], caption: str) -> Figure:
    """The digits `X` (m, 64), with ink from 0 to 1, each with its label below it.

    Raises ValueError if `X` has another shape, or if the number of labels is not m.
    """
    return _side_by_side([_draw_ink(row) for row in _rows(X)], labels, caption)


def weight_images(W: np.ndarray, labels: Sequence[str], caption: str, largest: float | None = None) -> Figure:
    """One image for each column of `W` (64, n). Each pixel shows one weight.

    Orange squares are positive weights, blue discs negative ones. The area shows the size of a weight; one of size
    `largest` fills its pixel (default: the largest weight of `W`). Raises ValueError as `digit_images` does.
    """
    columns = _rows(np.asarray(W).T)
    largest = largest or np.abs(columns).max() or 1.0
    return _side_by_side([_draw_weights(column / largest) for column in columns], labels, caption)


def confusion_matrix(counts: np.ndarray, caption: str) -> Table:
    """A table of `counts` (n, n), whole numbers: one row for each written digit, one column for each answer.

    Raises ValueError if `counts` is not square.
    """
    counts = np.asarray(counts)
    if counts.ndim != 2 or counts.shape[0] != counts.shape[1]:
        raise ValueError(f"counts must be square, got the shape {counts.shape}")
    cell = "padding: 0.15rem 0; text-align: center; min-width: 1.45rem; border: 1px solid rgba(128, 128, 128, 0.25);"
    head = "".join(f'<th scope="col" style="{cell}">{k}</th>' for k in range(len(counts)))
    body = ""
    for k, row in enumerate(counts):
        cells = "".join(_count_cell(n, n / max(row.sum(), 1), j == k, cell) for j, n in enumerate(row))
        body += f'<tr><th scope="row" style="{cell}">{k}</th>{cells}</tr>'
    table = "border-collapse: collapse; font-size: 0.875rem; font-variant-numeric: tabular-nums; margin: 0"
    below = "caption-side: bottom; text-align: left; padding-top: 0.4rem; opacity: 0.85"
    top = f'<th scope="colgroup" colspan="{len(counts)}" style="{cell}">answered</th>'
    side = f'<th scope="col" style="{cell} padding: 0 0.4rem">written</th>'
    return Table(
        f'<div style="margin: 1rem 0; max-width: 36rem; overflow-x: auto"><table style="{table}">'
        f'<caption style="{below}">{escape(caption)}</caption>'
        f"<thead><tr><td></td>{top}</tr>"
        f"<tr>{side}{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _count_cell(n, share, correct, style):
    if not n:
        return f'<td style="{style} opacity: 0.4">·</td>'
    colour = "0, 114, 178" if correct else "213, 94, 0"
    weight = "" if correct else " font-weight: 700;"
    return (
        f'<td style="{style}{weight} background: rgba({colour}, {0.12 + 0.3 * (share if correct else 1):.2f})">{n}</td>'
    )


def _rows(X):
    X = np.asarray(X, float)
    if X.ndim != 2 or X.shape[1] != SIDE**2 or not len(X):
        raise ValueError(f"images must have the shape (m, {SIDE**2}), got {X.shape}")
    return X


def _side_by_side(images, labels, caption):
    if len(labels) != len(images):
        raise ValueError(f"there must be one label for each image, got {len(labels)} and {len(images)}")
    box = f"-0.2 -0.2 {SIDE + 0.4} {SIDE + 0.4}"
    edge = f"M-0.1-0.1h{SIDE + 0.2}v{SIDE + 0.2}h-{SIDE + 0.2}z"
    cells = "".join(
        f'<div><svg viewBox="{box}" width="100%" aria-hidden="true" style="display: block">{drawn}'
        f'<path d="{edge}" fill="none" stroke="currentColor" stroke-opacity="0.3" stroke-width="0.1"/></svg>'
        f'<div style="font-size: 0.8rem; text-align: center">{escape(label)}</div></div>'
        for drawn, label in zip(images, labels)
    )
    grid = "display: grid; grid-template-columns: repeat(auto-fill, minmax(5rem, 1fr)); gap: 0.6rem"
    return Figure(f'<div style="{grid}">{cells}</div>', caption)


def _draw_ink(row):
    """One SVG path for each level of ink, which is shorter than one square for each pixel."""
    drawn = ""
    for level in range(1, LEVELS + 1):
        pixels = np.flatnonzero((row * LEVELS).round() == level)
        if len(pixels):
            squares = "".join(f"M{i % SIDE} {i // SIDE}h1v1h-1z" for i in pixels)
            drawn += f'<path d="{squares}" fill="currentColor" fill-opacity="{level / LEVELS:g}"/>'
    return drawn


def _draw_weights(row):
    squares = discs = ""
    for i, weight in enumerate(row):
        half = np.sqrt(min(abs(weight), 1)) / 2
        x, y = i % SIDE + 0.5, i // SIDE + 0.5
        if half < 0.02:
            continue
        if weight > 0:
            squares += f"M{x - half:.2f} {y - half:.2f}h{2 * half:.2f}v{2 * half:.2f}h-{2 * half:.2f}z"
        else:
            arc = f"a{half:.2f} {half:.2f} 0 0 1"
            discs += f"M{x - half:.2f} {y:.2f}{arc} {2 * half:.2f} 0{arc} -{2 * half:.2f} 0"
    return f'<path d="{squares}" fill="{CLASS_1}"/><path d="{discs}" fill="{CLASS_0}"/>'
