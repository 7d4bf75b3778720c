"""Read the state of a package's loaded modules: a dict with a text for each value that could change.

In the server, `test_class` opens a notebook that imports this module, before and after a class uses all lessons.
"""

import importlib
import pkgutil
import sys
from hashlib import sha256
from types import FunctionType, ModuleType

import numpy as np

from shared.lesson.cache import _results

OPTIONAL = ("jax",)  # belongs to an extra that no lesson uses
NO_STATE = ("shared.lesson.worker",)  # its values say only which processes have started


def import_all(package):
    """Import all modules of a package, so that a later import does not change the state."""
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if found.name.endswith("__main__"):
            continue
        try:
            importlib.import_module(found.name)
        except ModuleNotFoundError as error:
            if error.name not in OPTIONAL:
                raise


def module_state(*packages):
    """Return the contents of all globals in the packages' modules, and the state of NumPy's global random generator.

    Each result in the cache is a separate entry. New entries may appear, but no entry may change.
    """
    state = {"np.random": repr(np.random.get_state())}  # noqa: NPY002 - it changes if any code uses this generator
    for name, module in sorted(sys.modules.items()):
        if name.split(".")[0] in packages and name not in NO_STATE:
            for key, value in vars(module).items():
                if value is _results:
                    for call, result in value.items():
                        state[repr(call)] = _text(result, packages, 4)
                elif not key.startswith("__"):
                    state[f"{name}.{key}"] = _text(value, packages, 4)
    return state


def _text(value, packages, depth):
    """Return a text that changes if the value changes, or if anything inside the value changes."""
    if depth == 0 or isinstance(value, ModuleType):
        return repr(type(value))
    if isinstance(value, dict):
        return repr({repr(key): _text(inner, packages, depth - 1) for key, inner in value.items()})
    if isinstance(value, list | tuple | set | frozenset):
        return repr([_text(inner, packages, depth - 1) for inner in value])
    if hasattr(value, "cache_info") and value.__module__.split(".")[0] in packages:
        return repr(value.cache_info().currsize)
    if isinstance(value, np.ndarray):
        return f"{value.shape} {sha256(value.tobytes()).hexdigest()}"
    text = repr(value)
    owner = value if isinstance(value, type) else type(value)
    if owner.__module__.split(".")[0] in packages or isinstance(value, FunctionType):
        inside = {key: inner for key, inner in getattr(value, "__dict__", {}).items() if not key.startswith("__")}
        text += _text(inside, packages, depth - 1)
    return text
