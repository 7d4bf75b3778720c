"""The helper package of the course. Lessons, solutions and tests import it.

`import shared` loads only the standard library. `check`, the widgets and the sub-packages are loaded when they
are first used, because the import of marimo, NumPy and anywidget takes up to a second.
"""

from importlib import import_module

from shared.nn import network
from shared.nn.network import START_A, START_B, XOR, Params

PACKAGES = ("checking", "doctor", "exercises", "experiments", "lesson", "nn", "progress", "site", "widgets")
_LAZY = {
    "check": "shared.checking.check",
    "Result": "shared.checking.result",
    "LiveNetwork": "shared.widgets.live_network",
    "CountMap": "shared.widgets.count_map",
    "DigitPad": "shared.widgets.digit_pad",
}

__all__ = [
    "START_A",
    "START_B",
    "XOR",
    "CountMap",
    "DigitPad",
    "LiveNetwork",
    "Params",
    "Result",
    "check",
    "network",
    *PACKAGES,
]


def __getattr__(name: str) -> object:
    if name in _LAZY:
        return getattr(import_module(_LAZY[name]), name)
    if name in PACKAGES:
        return import_module(f"shared.{name}")
    raise AttributeError(f"module 'shared' has no attribute {name!r}")
