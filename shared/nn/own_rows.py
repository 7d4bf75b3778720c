"""Reads a student's own rows (two inputs and a target) from text, and trains a network on these rows."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from shared.nn.mlp import (
    MLP,
    Activation,
    Init,
    Loss,
    cross_entropy,
    he_init,
    random_parameters,
    relu,
    squared_error,
    tanh,
    xavier_init,
)
from shared.nn.validation import is_finite

MOST_ROWS, LONGEST, LARGEST = 200, 20_000, 1e6  # the limits: number of rows, number of characters, size of an input

EXAMPLE = """\
x1, x2, target
0.0, 0.0, 1
0.4, 0.2, 1
-0.3, 0.3, 1
0.1, -0.4, 1
-0.4, -0.2, 1
1.2, 0.0, 0
0.9, 0.9, 0
0.0, 1.2, 0
-0.9, 0.8, 0
-1.2, 0.0, 0
-0.8, -0.9, 0
0.0, -1.2, 0
0.9, -0.8, 0
"""


class Rows(NamedTuple):
    """Inputs X, (m, 2), and targets Y, (m, 1). Each target is 0 or 1."""

    X: np.ndarray
    Y: np.ndarray


def parse_rows(text: str) -> Rows:
    """Return the rows of a text. Each line is `x1, x2, target`, with commas, semicolons, tabs or spaces in between.

    Empty lines, lines that begin with #, and a first line of column names are ignored. Each other line must have three
    numbers: two inputs from −1,000,000 to 1,000,000, and the target 0 or 1. Otherwise raises ValueError with the number
    of the line. Also raises ValueError if the text is too long (more than 20,000 characters or 200 rows), or if all
    rows have the same target.
    """
    if len(text) > LONGEST:
        raise ValueError(f"The text has {len(text):,} characters; at most {LONGEST:,} are allowed.")
    found: list[list[float]] = []
    is_first = True
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        values = _split(line)
        if is_first and not any(_is_number(value) for value in values):
            is_first = False
            continue  # this line has the names of the columns
        is_first = False
        found.append(_row(values, number))
        if len(found) > MOST_ROWS:
            raise ValueError(f"Line {number} is row {MOST_ROWS + 1}: at most {MOST_ROWS} rows are allowed.")
    targets = {row[2] for row in found}
    if targets != {0.0, 1.0}:
        raise ValueError("At least one row must have the target 0, and at least one row must have the target 1.")
    table = np.array(found)
    return Rows(table[:, :2], table[:, 2:])


def _split(line: str) -> list[str]:
    """Return the values of a line. If semicolons or tabs separate the values, a comma is a decimal comma."""
    for separator in (";", "\t"):
        if separator in line:
            return [value.strip().replace(",", ".") for value in line.strip().split(separator)]
    return [value.strip() for value in (line.split(",") if "," in line else line.split())]


def _is_number(text: str) -> bool:
    try:
        return is_finite(float(text))
    except ValueError:
        return False


def _row(values: Sequence[str], number: int) -> list[float]:
    if len(values) != 3:
        raise ValueError(f"Line {number} has {len(values)} instead of 3 values. Write: x1, x2, target.")
    for name, value in zip(("x1", "x2", "the target"), values, strict=True):
        if not _is_number(value):
            raise ValueError(f"Line {number}: {name} must be a number, got {value[:20]!r}.")
    x1, x2, y = map(float, values)
    if max(abs(x1), abs(x2)) > LARGEST:
        raise ValueError(f"Line {number}: inputs must be between −1,000,000 and 1,000,000.")
    if y not in (0, 1):
        raise ValueError(f"Line {number}: the target must be 0 or 1, got {values[2][:20]}.")
    return [x1, x2, y]


def train_on_rows(
    rows: Rows,
    hidden: Sequence[int],
    seed: int = 0,
    lr: float = 1.0,
    epochs: int = 1000,
    activation: Activation = tanh,
    loss: Loss = squared_error,
    start: Init = xavier_init,
    **options: float,
) -> tuple[MLP, list[float]]:
    """Train a network on `rows`. `hidden` are the widths of its hidden layers.

    Return (network, losses). `losses` has the loss before the first epoch, then the loss after each epoch.

    For the training, both inputs are scaled to mean 0 and standard deviation 1. Afterwards the first layer is changed,
    so that the network accepts unscaled inputs. `options` may have `l2` (as in `MLP`) and `beta` (as in
    `MLP.train`). `losses` include the L2 penalty, but the returned network has no L2. Raises ValueError if an argument
    is not allowed, or if the numbers of the network grow without limit.
    """
    mean, spread = rows.X.mean(axis=0), rows.X.std(axis=0)
    spread[spread < 1e-9 * np.maximum(1.0, np.abs(mean))] = 1.0  # a constant column: only rounding errors differ
    parameters = random_parameters([2, *hidden, 1], np.random.default_rng(seed), start)
    net = MLP(parameters, activation, loss, l2=options.get("l2", 0.0))
    scaled = (rows.X - mean) / spread
    with np.errstate(all="ignore"):
        losses = [float(each) for each in net.train(scaled, rows.Y, lr, epochs, options.get("beta", 0.0))]
    if not all(np.isfinite(array).all() for array in net.parameters):
        raise ValueError("The numbers of the network grew without limit. Choose a smaller learning rate.")
    W, b, *others = net.parameters
    W = W / spread[:, None]
    return MLP([W, b - mean @ W, *others], activation, loss), losses


def count_right(net: Callable[[np.ndarray], np.ndarray], rows: Rows) -> int:
    """Return the number of rows whose output is on the same side of 0.5 as the target."""
    return int(((net(rows.X) > 0.5) == (rows.Y > 0.5)).sum())


def overlapping_example() -> str:
    """Return the text of 60 rows in two groups that overlap. No network is right on all new rows of these groups."""
    rng = np.random.default_rng(3)
    rows = [(*rng.normal((-0.6, 0.6)[k % 2], 0.8, 2), k % 2) for k in range(60)]
    return "x1, x2, target\n" + "".join(f"{x1:.2f}, {x2:.2f}, {y}\n" for x1, x2, y in rows)


def split_rows(rows: Rows) -> tuple[Rows, Rows]:
    """Return `(training, held_out)`. For each target, every fourth row is held out.

    If both targets have fewer than four rows, `held_out` is empty.
    """
    out = np.zeros(len(rows.X), bool)
    for target in (0, 1):
        out[np.flatnonzero(rows.Y[:, 0] == target)[3::4]] = True
    return Rows(rows.X[~out], rows.Y[~out]), Rows(rows.X[out], rows.Y[out])


def train_on_text(text: str, hidden: Sequence[int], l2: float) -> tuple[Rows, Rows, MLP, list[float]]:
    """Train on the rows of a text as lesson 9 does: ReLU, He's initialization, cross-entropy, momentum, L2.

    `hidden` are the widths of the hidden layers, and `l2` is λ. Return (training rows, held-out rows, network, losses).
    Raises ValueError in the same cases as `parse_rows` and `train_on_rows`.
    """
    rows, out = split_rows(parse_rows(text))
    net, losses = train_on_rows(
        rows, hidden, lr=0.3, activation=relu, loss=cross_entropy, start=he_init, beta=0.9, l2=l2
    )
    return rows, out, net, losses
