"""Compares the gradients of a backward pass with numerical gradients, which need only the loss.

The loss can be any function of NumPy arrays. For one of the nine numbers, `network.numerical_gradient` returns the
numerical derivative.
"""

from collections.abc import Callable, Sequence

import numpy as np

Arrays = Sequence[np.ndarray]


def numerical_gradients(loss: Callable[..., float], parameters: Arrays, eps: float = 1e-7) -> list[np.ndarray]:
    """Return the gradients of `loss(*parameters)`, computed with central differences.

    The arrays must have the dtype float64. With other dtypes, rounding removes the step `eps`, so the result is wrong.
    """
    parameters = [array.copy() for array in parameters]
    gradients = [np.zeros_like(array) for array in parameters]
    for array, gradient in zip(parameters, gradients):
        for place in np.ndindex(array.shape):
            number = array[place]
            array[place] = number + eps
            up = loss(*parameters)
            array[place] = number - eps
            gradient[place] = (up - loss(*parameters)) / (2 * eps)
            array[place] = number
    return gradients


def gradient_differences(
    gradients: Callable[..., Arrays], loss: Callable[..., float], parameters: Arrays
) -> list[float]:
    """Return, for each array, the largest difference between `gradients(*parameters)` and the numerical gradients."""
    pairs = zip(gradients(*parameters), numerical_gradients(loss, parameters))
    return [float(np.abs(a - b).max()) for a, b in pairs]


def format_upper_bound(x: float) -> str:
    """Return an upper bound of x as text. There are only five bounds, so that all machines show the same text.

    x must be finite.
    """
    return next(f"less than {bound}" for bound in ("1e-6", "0.0001", "0.01", "1", "inf") if x < float(bound))
