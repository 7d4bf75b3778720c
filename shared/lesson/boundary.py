"""Draws the output of a network on the plane of its two inputs, with the rows of the training data."""

from collections.abc import Callable

import numpy as np

from shared.lesson.figures import plt, show_figure
from shared.lesson.style import CLASS_0, CLASS_1, Figure
from shared.nn.own_rows import Rows, count_right

FINE = 60  # points of the grid in each direction
LEVELS = np.linspace(0, 1, 11)
BANDS = [
    (CLASS_0 if middle < 0.5 else CLASS_1, abs(middle - 0.5)) for middle in (LEVELS[:-1] + LEVELS[1:]) / 2
]  # (colour, opacity): more opaque if the output is closer to 0 or 1


def boundary(net: Callable[[np.ndarray], np.ndarray], rows: Rows) -> Figure:
    """Draw the plane of (x1, x2) with the `rows`. Colours show the output of `net`. On the line, the output is ½.

    `net` gets inputs of shape (n, 2). The first column of its result holds the outputs, which are between 0 and 1.
    """
    low, high = rows.X.min(axis=0), rows.X.max(axis=0)
    margin = np.where(high > low, (high - low) * 0.15, 1.0)
    x1, x2 = (np.linspace(a, b, FINE) for a, b in zip(low - margin, high + margin, strict=True))
    grid = np.stack(np.meshgrid(x1, x2), axis=-1)
    outputs = net(grid.reshape(-1, 2))[:, 0].reshape(FINE, FINE)
    fig, ax = plt.subplots()
    ax.contourf(x1, x2, outputs, levels=LEVELS, colors=BANDS)
    has_line = outputs.min() < 0.5 < outputs.max()
    if has_line:
        ax.contour(x1, x2, outputs, levels=[0.5], colors="black", linestyles="-")
    for target, marker, colour in ((0, "o", CLASS_0), (1, "s", CLASS_1)):
        points = rows.X[rows.Y[:, 0] == target]
        ax.plot(points[:, 0], points[:, 1], marker, color=colour, markeredgecolor="black", label=f"target {target}")
    ax.set_xlabel("x1")
    ax.set_ylabel("x2")
    fig.legend(loc="outside upper center", ncols=2, frameon=False)
    line = "The line is where the output is ½" if has_line else "No point here has the output ½"
    words = f"{count_right(net, rows)} of {len(rows.X)} rows are on the correct side. {line}."
    return show_figure(fig, alt=f"{words} Blue means an output closer to 0, orange an output closer to 1.")
