"""The doctor says why the network in a whole program does not learn. `doctor.examine(program)` returns a report.

`import shared.doctor` loads no module of this folder, because the process that runs a program needs only a few of them.
"""

from importlib import import_module

_LAZY = {
    "examine": "shared.doctor.diagnosis",
    "Finding": "shared.doctor.report",
    "Report": "shared.doctor.report",
}

__all__ = ["Finding", "Report", "examine"]


def __getattr__(name: str) -> object:
    if name in _LAZY:
        return getattr(import_module(_LAZY[name]), name)
    raise AttributeError(f"module 'shared.doctor' has no attribute {name!r}")
