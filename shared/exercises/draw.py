"""Random arguments for an exercise's `random_case`. The first argument of each function is a `random.Random`."""

import random
from typing import TYPE_CHECKING

from shared.nn.network import Params

if TYPE_CHECKING:
    import numpy as np


def real(rng: random.Random, size: float = 2.0) -> float:
    """Draw a number between −size and size."""
    return rng.uniform(-size, size)


def share(rng: random.Random) -> float:
    """Draw a number between 0.02 and 0.98."""
    return rng.uniform(0.02, 0.98)


def half(rng: random.Random) -> float:
    """Return a multiple of ½ between −2 and 2. Sums of such numbers are sometimes exactly 0."""
    return rng.randint(-4, 4) / 2


def params(rng: random.Random) -> Params:
    """Draw nine numbers between −2 and 2 for the network."""
    return Params(*[real(rng) for _ in range(9)])


def array(rng: random.Random, rows: int, columns: int) -> "np.ndarray":
    """Return an array of shape (rows, columns) with numbers between −2 and 2. A number may be exactly 0."""
    import numpy as np

    return np.array([[rng.choice((real(rng), half(rng))) for _ in range(columns)] for _ in range(rows)])


def one_hot(rng: random.Random, rows: int, columns: int) -> "np.ndarray":
    """Return an array of shape (rows, columns). In each row, one number is 1 and all others are 0."""
    import numpy as np

    return np.eye(columns)[[rng.randrange(columns) for _ in range(rows)]]


def generator(rng: random.Random) -> "np.random.Generator":
    """Return a generator of NumPy with a random seed."""
    import numpy as np

    return np.random.default_rng(rng.randrange(10**6))
