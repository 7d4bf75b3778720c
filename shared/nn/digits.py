"""1797 handwritten digits of 8×8 pixels, bundled; and their split into what is trained on and what is held out.

The data: E. Alpaydin and C. Kaynak, "Optical Recognition of Handwritten Digits", UCI Machine Learning Repository,
1998, https://doi.org/10.24432/C50P49, licence CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/). The file
`digits.csv.gz` is that data's test set, written by 13 people, as scikit-learn ships it, unchanged: a line a digit, 64
counts from 0 to 16, then what was written. Each count says how many of 4×4 dots of a 32×32 scan carry ink.
"""

from pathlib import Path
from typing import NamedTuple

import numpy as np

CREDIT = (
    "E. Alpaydin and C. Kaynak, [Optical Recognition of Handwritten Digits](https://doi.org/10.24432/C50P49), "
    "UCI Machine Learning Repository, 1998, licence [CC BY 4.0](https://creativecommons.org/licenses/by/4.0/)"
)


class Digits(NamedTuple):
    """Some digits, row by row."""

    X: np.ndarray  # (m, 64), ink from 0 to 1; the pixels row by row from the top left
    Y: np.ndarray  # (m, 10), one-hot: a 1 in the column of what was written
    labels: np.ndarray  # (m,), what was written, 0 to 9


def load():
    """All 1797 digits, in the order of the file."""
    counts = np.loadtxt(Path(__file__).parent / "digits.csv.gz", delimiter=",", dtype=int)
    labels = counts[:, 64]
    return Digits(counts[:, :64] / 16, one_hot(labels), labels)


def split(digits):
    """`(training, held_out)`: every fourth digit is held out, so that the same 13 people wrote both parts.

    Of all 1797 that makes 1348 to train on and 449 to hold out; no two digits of the file are equal.
    """
    return hold_out(digits, np.arange(len(digits.labels)) % 4 == 3)


def hold_out(digits, out):
    """`(training, held_out)`: those for which `out` (m,) is True are held out."""
    return Digits(*(part[~out] for part in digits)), Digits(*(part[out] for part in digits))


def one_hot(labels, classes=10):
    """(m, classes): row i holds a 1 in column labels[i] and 0 elsewhere; ValueError for a label that has no column."""
    labels = np.asarray(labels)
    if not np.issubdtype(labels.dtype, np.integer) or ((labels < 0) | (labels >= classes)).any():
        raise ValueError(f"labels must be whole numbers from 0 to {classes - 1}, got {labels}")
    return np.eye(classes)[labels]


def count_correct(net, digits):
    """How many of some digits get the largest of the ten outputs of `net` for what was written."""
    return int((net(digits.X).argmax(axis=1) == digits.labels).sum())
