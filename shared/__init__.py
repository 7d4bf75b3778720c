"""What lessons, solutions and tests import: the mathematics, `check`, the live network, the lesson's furniture.

The mathematics loads at once. What needs marimo or anywidget loads when first used, so
that `import shared` stays as quick as the standard library.
"""

from importlib import import_module

from shared.network import (
    START_A,
    START_B,
    XOR,
    Epoch,
    Params,
    cross_entropy,
    forward,
    gradients,
    mean_loss,
    mean_loss_and_gradients,
    neuron,
    numerical_gradient,
    sigmoid,
    squared_error,
    train,
    update,
)

_ON_FIRST_USE = {
    "check": "shared.checking",
    "Result": "shared.checking",
    "LiveNetwork": "shared.live",
    "DigitPad": "shared.digit_pad",
}

__all__ = [
    "START_A",
    "START_B",
    "XOR",
    "DigitPad",
    "Epoch",
    "LiveNetwork",
    "Params",
    "Result",
    "check",
    "cross_entropy",
    "forward",
    "gradients",
    "mean_loss",
    "mean_loss_and_gradients",
    "neuron",
    "numerical_gradient",
    "sigmoid",
    "squared_error",
    "train",
    "update",
]


def __getattr__(name):
    if name in _ON_FIRST_USE:
        return getattr(import_module(_ON_FIRST_USE[name]), name)
    raise AttributeError(f"module 'shared' has no attribute {name!r}")
