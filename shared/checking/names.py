"""Explains unknown names and attributes: where they come from, or which name the student probably means."""

import builtins
import difflib
import math
import re
from collections.abc import Callable
from importlib import import_module

from shared.checking import source
from shared.checking.arrays import is_array, is_generator, np
from shared.exercises import EXERCISES, LESSON_OF, Exercise
from shared.nn import network
from shared.nn.network import Params

MODULES = {
    "math": "import math",
    "random": "import random",
    "np": "import numpy as np",
    "numpy": "import numpy",
    "network": "from shared import network",
    "mlp": "from shared.nn import mlp",
}
MEANT = {  # names from other languages, books and calculators → what to write in Python
    "ln": "The natural logarithm is `math.log`.",
    "e": "`e` has no value in Python. Write `math.exp(x)` for a power of e, or `math.e` for the number e.",
    "power": "For a power write `**`.",
    "true": "Write `True` with a capital T.",
    "false": "Write `False` with a capital F.",
    "none": "Write `None` with a capital N.",
    "null": "Write `None` instead of `null`.",
    "infinity": "Infinity is `math.inf`.",
    "square": "A square is written `x ** 2`.",
    "sign": "Python has no `sign`: write `math.copysign(1, x)`, which is 1 or −1.",
    "mean": "Python has no `mean`: divide `sum(…)` by the number of items.",
}
FUNCTIONS = {  # other names for functions of the course → the name in the course
    "sigma": "sigmoid",
    "σ": "sigmoid",
    "sig": "sigmoid",
    "logistic": "sigmoid",
    "activation": "sigmoid",
    "expit": "sigmoid",
    "sigmoid_prime": "sigmoid_derivative",
    "sigmoid_deriv": "sigmoid_derivative",
    "dsigmoid": "sigmoid_derivative",
    "d_sigmoid": "sigmoid_derivative",
    "mse": "mean_squared_error",
    "forward_pass": "forward",
    "feedforward": "forward",
    "backprop": "gradients",
    "gradient": "gradients",
    "step": "step_neuron",
}
UNPACK = "w11, w12, b1, w21, w22, b2, v1, v2, c = params"


def explain_name(name: str, f: Callable, exercise: Exercise) -> str | None:
    """Return what to do when `f` uses `name` without a definition. Return None if `name` is the exercise's own name."""
    f = source.unwrapped(f)
    known = getattr(f, "__globals__", {})
    if "·" in name:
        return "Python reads `·` as a letter of a name: write `*` for a product."
    if name in MODULES:
        if name in ("np", "numpy") and "math" in known and (own := _in_math_too(name, f)):
            return f"`{name}` is not imported here, but `math` is: write `math.{own}`."
        return f"`{name}` is not imported here: write `{MODULES[name]}` as the function's first line."
    if name == "mean" and "np" in known:
        return "`mean` is part of NumPy: write `np.mean`."
    if name in MEANT:
        return MEANT[name]
    if hasattr(math, name):
        return _of_math(name, known)
    function = FUNCTIONS.get(name, name)
    if function in exercise.unneeded_names:
        return exercise.unneeded_names[function]
    if function in EXERCISES and function != exercise.name:
        called = f"`{name}` is not defined. You may mean `{function}`. " if function != name else ""
        return called + _of_an_exercise(function, exercise, known)
    if name == exercise.name:
        return None
    return (
        _of_the_network(name, exercise, known)
        or _glued(name)
        or _near_miss(name, f, exercise)
        or f"A name is used before it has a value. Set `{name}` in a line above, or check its spelling."
    )


def _of_math(name, known):
    if "math" in known or not hasattr(known.get("np"), name):
        return f"`{name}` is part of `math`: write `math.{name}`.{_import('math', known)}"
    return f"`{name}` is part of NumPy: write `np.{name}`."


def _in_math_too(module, f):
    """If `math` has all NumPy names that `f` uses, return the first of these names. Otherwise return None."""
    names = re.findall(rf"\b{module}\.(\w+)", source.read(f))
    return names[0] if names and all(hasattr(math, each) for each in names) else None


def _import(module, known):
    """Return a sentence that names the missing import, or "" if the cell imports the module."""
    return "" if module in known else f" Write `{MODULES[module]}` as the function's first line."


def _of_an_exercise(name, exercise, known):
    """Say where to get the function of another exercise."""
    number, own = int(LESSON_OF.get(name, exercise.lesson)[:2]), int(exercise.lesson[:2])
    if number == own:
        return f"`{name}` is your own function in this lesson. Finish it and run it, then try again."
    where = "an earlier" if number < own else "a later"
    for module in ("mlp", "network")[own < 7 :]:  # lessons 1 to 6 have no arrays
        if hasattr(import_module(f"shared.nn.{module}"), name):
            return f"`{name}` is from {where} lesson ({number}): write `{module}.{name}`.{_import(module, known)}"
    return f"`{name}` is from {where} lesson ({number}): copy your function from that lesson."


def _instead_of(name, exercise, known):
    """Say what to write instead of `module.name` if `name` is the name of an exercise."""
    if name == exercise.name:
        return "Compute the result yourself, with the formula."
    if name in exercise.unneeded_names:
        return exercise.unneeded_names[name]
    return f"Write `{name}(…)`, without a module." if name in known else _of_an_exercise(name, exercise, known)


def _of_the_network(name, exercise, known):
    """Say where to get a parameter, an activation, the number of rows, or a name of the module `network`.

    Return None for any other name.
    """
    if name in Params._fields and "params" in exercise.arguments:
        return f"`{name}` is inside `params`: begin the function with `{UNPACK}`."
    if name in ("h1", "h2", "out", "h") and {"x1", "params"} <= {*exercise.arguments}:
        if exercise.name == "forward":
            return f"`{name}` has no value yet: compute it in a line above."
        return f"`{name}` comes from the forward pass: `h1, h2, out = network.forward(x1, x2, params)`."
    if name in ("N", "n", "m") and exercise.arguments[0] in ("data", "table", "outs"):
        return f"`{name}` has no value here: the number of rows is `len({exercise.arguments[0]})`."
    if name == "XOR" and exercise.arguments[0] in ("data", "table"):
        return f"Use the rows of the argument `{exercise.arguments[0]}` instead of `XOR`."
    if not name.startswith("_") and (name in network.__dict__) and name not in builtins.__dict__:
        return f"`{name}` is part of `network`: write `network.{name}`.{_import('network', known)}"
    return None


def _near_miss(name, f, exercise):
    """Return a sentence that suggests a known name with a similar spelling. Return None if no name is similar.

    Suggest Python's own functions only if the code calls `name`.
    """
    code = getattr(f, "__code__", None)
    own = [*code.co_varnames, *code.co_cellvars, *code.co_freevars] if code else []
    earlier = [name for name in EXERCISES if LESSON_OF.get(name, exercise.lesson) <= exercise.lesson]
    python = dir(builtins) if re.search(rf"\b{name}\s*\(", source.read(f)) else ["True", "False", "None"]
    names = [n for n in dict.fromkeys([*own, *exercise.arguments, *earlier, *python]) if n != name]
    if same := [n for n in names if n.lower() == name.lower() or n.replace("_", "") == name.replace("_", "")]:
        return f"`{name}` is not defined. Did you mean `{same[0]}`?"
    if close := _closest(name, names):
        return f"`{name}` is not defined. Did you mean `{close}`?"
    return None


def _closest(name, names):
    """Return the item of `names` that `name` misspells, shortens or lengthens, or None.

    "count" shortens "count_nonzero", and "exponential" lengthens "exp".
    """
    if close := difflib.get_close_matches(name, names, 1, 0.78):
        return close[0]
    longer = [n for n in names if len(name) > 2 and n.startswith(name)]
    shorter = [n for n in names if len(n) > 2 and name.startswith(n) and name[len(n)].isalpha()]
    return min(longer, key=len) if longer else max(shorter, key=len, default=None)


def _glued(name):
    """Say how to write a product if its `*` is missing, as in w1x1. Return None for other names."""
    if match := re.fullmatch(r"(\w*[a-z]\d+)([a-z]\d+)", name):
        return f"Write the product with `*`: `{match[1]} * {match[2]}`."
    return None


def explain_attribute(error: AttributeError, f: Callable, exercise: Exercise) -> str | None:
    """Return what to write instead of an attribute that does not exist, such as `math.ln`.

    Return None if no replacement is known.
    """
    name, owner = error.name, error.obj
    module = getattr(owner, "__name__", "") if hasattr(owner, "__spec__") else ""
    if not name:
        return None
    if module in ("math", "numpy") and name == "ln":
        return f"The natural logarithm is `{'np' if module == 'numpy' else 'math'}.log`."
    function = FUNCTIONS.get(name, name)
    if module and function in EXERCISES and not hasattr(owner, function):
        known = getattr(source.unwrapped(f), "__globals__", {})
        return f"`{module.split('.')[-1]}` has no `{name}`. {_instead_of(function, exercise, known)}"
    if module in ("math", "numpy") and name in MEANT:
        return MEANT[name]
    if module and name in dir(builtins):
        return f"`{name}` is Python's own function: write `{name}(…)`, without `{module.split('.')[-1]}`."
    public = [n for n in dir(owner) if n[0] != "_"]
    if module and (close := function if function in public else _closest(name, public)):
        return f"`{module.split('.')[-1]}` has no `{name}`. Did you mean `{close}`?"
    if is_generator(owner):
        close = _closest(name, public)
        return f"A random generator has no `{name}`." + (f" Did you mean `{close}`?" if close else "")
    if is_array(owner):
        function = {"clamp": "clip"}.get(name, name)
        return (
            f"An array has no `.{name}`: write `np.{function}(…)`." if callable(getattr(np, function, None)) else None
        )
    if isinstance(owner, Params) and not hasattr(list, name):
        close = difflib.get_close_matches(name.lower(), Params._fields, 1, 0.5)
        return f"`params` has no `{name}`. Did you mean `{close[0]}`?" if close else None
    if isinstance(owner, (list, tuple)) and name in Params._fields:
        return f"A list or tuple has no `.{name}`: begin the function with `{UNPACK}`."
    if isinstance(owner, tuple) and hasattr(list, name):
        return f"A tuple has no `{name}`: copy the tuple into a list first, `list(…)`."
    if isinstance(owner, (int, float)) and name in ("copy", "shape", "T", "sum", "mean", "max", "min", "reshape"):
        return f"A plain number has no `.{name}`. The argument can be a number, so do not use `.{name}`."
    if isinstance(owner, (list, tuple)) and name in ("shape", "T", "sum", "mean", "dot", "max", "min"):
        return f"A list has no `.{name}`: use a loop, or make an array from the list with `np.array(…)`."
    return None
