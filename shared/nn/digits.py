"""1797 handwritten digits of 8×8 pixels, their split into a training set and a held-out set, and a trained network.

The data: E. Alpaydin and C. Kaynak, "Optical Recognition of Handwritten Digits", UCI Machine Learning Repository, 1998,
https://doi.org/10.24432/C50P49, licence CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/). The file
`digits.csv.gz` is scikit-learn's copy of the test set of this data, unchanged. 13 people wrote these digits. Each line
of the file has the 64 pixels of a digit, then its label. A pixel stands for a square of 4×4 dots in a scan of 32×32
dots. It is a number from 0 to 16, which says how many dots of the square have ink.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from shared.nn import mlp

NETWORK = Path(__file__).with_name("digits.npz")  # `python -m shared.lesson.shipped` trains the network again
CREDIT = (
    "E. Alpaydin and C. Kaynak, [Optical Recognition of Handwritten Digits](https://doi.org/10.24432/C50P49), "
    "UCI Machine Learning Repository, 1998, licence [CC BY 4.0](https://creativecommons.org/licenses/by/4.0/)"
)


class Digits(NamedTuple):
    """Some digits. Sample i is row i of each array."""

    X: np.ndarray  # (m, 64), ink from 0 to 1; pixels row by row, from the top left
    Y: np.ndarray  # (m, 10), one-hot: a 1 in the column of the label
    labels: np.ndarray  # (m,), the digit that was written, 0 to 9


def load() -> Digits:
    """Return all 1797 digits, in the order of the file."""
    counts = np.loadtxt(Path(__file__).parent / "digits.csv.gz", delimiter=",", dtype=int)
    labels = counts[:, 64]
    return Digits(counts[:, :64] / 16, one_hot(labels), labels)


def split(digits: Digits) -> tuple[Digits, Digits]:
    """Return `(training, held_out)`. Every fourth digit is held out. Both parts have digits of all 13 people.

    Of the 1797 digits, 1348 are for training and 449 are held out. No digit is in the file twice.
    """
    return hold_out(digits, np.arange(len(digits.labels)) % 4 == 3)


def hold_out(digits: Digits, out: np.ndarray) -> tuple[Digits, Digits]:
    """Return `(training, held_out)`. Digit i is held out if `out[i]` is True."""
    return Digits(*(part[~out] for part in digits)), Digits(*(part[out] for part in digits))


def one_hot(labels: Sequence[int] | np.ndarray, classes: int = 10) -> np.ndarray:
    """Return an array (m, classes). Row i has a 1 in column `labels[i]` and 0 in all other columns.

    Raises ValueError for a wrong label.
    """
    labels = np.asarray(labels)
    if not np.issubdtype(labels.dtype, np.integer) or ((labels < 0) | (labels >= classes)).any():
        raise ValueError(f"labels must be whole numbers from 0 to {classes - 1}, got {labels}")
    return np.eye(classes)[labels]


def count_correct(net: Callable[[np.ndarray], np.ndarray], digits: Digits) -> int:
    """Return how many digits `net` gets right. A digit is right if the output of its label is the largest."""
    return int((net(digits.X).argmax(axis=1) == digits.labels).sum())


def trained_network() -> mlp.MLP:
    """Return the network that `train_digits` of lesson 9 trains, with its parameters rounded to float32.

    The parameters are read from a file, so a lesson can show the network without waiting for the training.
    """
    with np.load(NETWORK) as parameters:
        return mlp.MLP(list(parameters.values()), mlp.relu, mlp.categorical_cross_entropy)
