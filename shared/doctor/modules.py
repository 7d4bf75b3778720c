"""Replacements for `numpy`, `math` and `random` in a traced program. They record their results on the tape.

An `offset` shifts the seeds that the program sets, so that the same program draws other random numbers.
"""

import builtins
import math
import random
import sys
from collections.abc import Callable
from functools import partial
from types import ModuleType
from typing import Any

import numpy as np
import numpy.ma  # loaded here, because a later import would use the replacements in `sys.modules`

from shared.doctor.tape import (
    UNARY,
    Arr,
    Num,
    apply_function,
    binary,
    has_tape,
    leaf,
    make,
    nodes_of,
    plain,
    to_nodes,
    unary,
    wrap,
)

CREATES = {"array", "asarray", "asanyarray", "ascontiguousarray", "asfarray"}


def adopt(value: Any) -> Any:
    """Return the result of an untraced function as traced floats and arrays. New traced numbers have no operands.

    Other values, such as ints and texts, are not changed.
    """
    if isinstance(value, Arr | Num):
        return value
    if isinstance(value, np.ndarray) and value.dtype.kind in "fiu":
        return value.view(Arr)
    if isinstance(value, float | np.floating):
        return leaf(float(value))
    if type(value) in (list, tuple):
        return type(value)(adopt(v) for v in value)
    return value


def _array(create: Any) -> Callable[..., Any]:
    def array(value: Any, *args: Any, **kwargs: Any) -> Any:
        raw = create(plain(value), *args, **kwargs)
        if raw.dtype.kind not in "fiu":
            return raw.view(Arr) if raw.dtype.kind == "b" else raw
        if not has_tape(value):
            return raw.view(Arr)
        if isinstance(value, Arr) and np.shares_memory(raw, value) and raw.dtype == value.dtype:
            return value
        nodes = to_nodes(value)
        nodes = nodes.copy() if isinstance(nodes, np.ndarray) else np.array(nodes, dtype=object)
        if nodes.shape != raw.shape:
            if nodes.size != raw.size:
                return raw.view(Arr)
            nodes = nodes.reshape(raw.shape)
        flat, values = nodes.reshape(-1), raw.reshape(-1)
        for i, node in enumerate(flat):
            if not isinstance(node, Num):
                flat[i] = make(float(node), "leaf", ())
            elif raw.dtype.kind in "iu" and float(node) != values[i]:
                flat[i] = make(float(values[i]), "trunc", (node,))
        return wrap(raw, nodes)

    return array


class _Function:
    """A NumPy function that the traced program calls. It has the attributes of the real function."""

    def __init__(self, function: Any, creates: bool = False) -> None:
        self._function = _array(function) if creates else function
        self._of = function

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        args = tuple(self._listed(a) for a in args)
        if isinstance(self._of, np.ufunc) or self._function is not self._of:
            return adopt(self._function(*args, **kwargs))
        if self._of in _FILLED:
            return adopt(self._of(*plain(list(args)), **plain(kwargs)))
        if any(isinstance(v, Num) for v in args):  # a scalar has no __array_function__
            return adopt(apply_function(self._of, args, kwargs))
        return adopt(self._function(*args, **kwargs))

    def _listed(self, value: Any) -> Any:
        """Turn a list of numbers on the tape into an array on the tape, for a ufunc or a function in `_OF_LISTS`."""
        if type(value) in (list, tuple) and has_tape(value) and not any(isinstance(v, np.ndarray) for v in value):
            return _array(np.array)(value) if isinstance(self._of, np.ufunc) or self._of in _OF_LISTS else value
        return value

    def __getattr__(self, name: str) -> Any:
        return getattr(self._of, name)


_OF_LISTS = {np.dot, np.sum, np.mean, np.outer, np.inner, np.vdot, np.reshape, np.transpose, np.matmul, np.append}

_FILLED = {np.full, np.full_like, np.linspace, np.arange, np.eye, np.identity, np.random.normal}


class _Vectorize:
    """`np.vectorize` for the traced program: it calls the function with numbers on the tape."""

    def __init__(self, pyfunc: Callable[..., Any], *_: Any, **__: Any) -> None:
        self._function = pyfunc

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        function = partial(self._function, **kwargs)
        nodes = np.frompyfunc(function, len(args), 1)(*(np.asarray(to_nodes(a), dtype=object) for a in args))
        if not isinstance(nodes, np.ndarray):
            return nodes
        return wrap(np.array(plain(nodes.tolist()), dtype=float).reshape(nodes.shape), nodes)


class _Drawing:
    """A random generator of NumPy for the traced program."""

    def __init__(self, generator: Any) -> None:
        self._generator = generator

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._generator, name)
        if not callable(found):
            return found

        return _shuffle(found) if name == "shuffle" else lambda *a, **k: adopt(found(*plain(a), **plain(k)))


def _shuffle(function: Callable[..., None]) -> Callable[..., None]:
    """Return a function that shuffles a list or an array in place. An array gets new numbers on the tape."""

    def shuffle(x: Any, *args: Any, **kwargs: Any) -> None:
        function(plain(x) if isinstance(x, Arr) else x, *args, **kwargs)
        if isinstance(x, Arr):
            x._nodes = None

    return shuffle


def shifted(seed: Any, offset: int) -> Any:
    """Return the program's seed plus 1000 · `offset`. If the program gives no seed, return 12345 + `offset`.

    The decimals of a float are cut off. A seed that is not a number, such as a list, is not changed.
    """
    if seed is None:
        return 12345 + offset
    return int(seed) + 1000 * offset if isinstance(seed, int | float | np.integer) else seed


_DEFAULT_RNG, _RANDOM_STATE, _SEED = np.random.default_rng, np.random.RandomState, np.random.seed


def _shifted_state(offset: int) -> Any:
    """Return `RandomState` as a class, because `default_rng` asks whether an object is an instance of `RandomState`."""

    class RandomState(_RANDOM_STATE):  # type: ignore[misc, valid-type]
        def __init__(self, seed: Any = None) -> None:
            super().__init__(shifted(seed, offset))

        def seed(self, seed: Any = None) -> None:
            super().seed(shifted(seed, offset))

    return RandomState


def generators(offset: int, traced: bool) -> dict[str, Callable[..., Any]]:
    """Return `default_rng`, `RandomState` and `seed` of `numpy.random`, with shifted seeds."""
    show, state = _Drawing if traced else (lambda generator: generator), _shifted_state(offset)
    return {
        "default_rng": lambda seed=None: show(_DEFAULT_RNG(shifted(seed, offset))),
        "RandomState": (lambda seed=None: show(state(seed))) if traced else state,
        "seed": lambda seed=None: _SEED(shifted(seed, offset)),
    }


class _Module(ModuleType):
    """A replacement for a module. It wraps each function when the program uses the function for the first time."""

    def __init__(self, module: ModuleType, own: dict[str, Any], show: Callable[[str, Any], Any]) -> None:
        super().__init__(module.__name__)
        self.__dict__.update(own)
        self.__dict__["_of"], self.__dict__["_show"] = module, show
        self.__all__ = [name for name in getattr(module, "__all__", dir(module)) if not name.startswith("_")]

    def __getattr__(self, name: str) -> Any:
        found = getattr(self.__dict__["_of"], name)
        if not callable(found) or isinstance(found, type | ModuleType):
            return found
        shown = self.__dict__["_show"](name, found)
        setattr(self, name, shown)
        return shown


def _of_math(name: str, function: Any) -> Any:
    if name in UNARY:

        def one(value: Any, *more: Any) -> Any:
            if not isinstance(value, Num):
                return function(value, *plain(more))
            result = unary(name, value)
            return result / function(*plain(more)) if more else result  # log(x, base) = log(x) / log(base)

        return one
    if name == "pow":
        return lambda a, b: binary("pow", a, b)

    def call(*args: Any, **kwargs: Any) -> Any:
        result = function(*plain(args), **kwargs)
        if isinstance(result, float) and has_tape(args):
            return make(result, "lost", tuple(v for v in args if isinstance(v, Num)))
        return result

    return call


class TracedRandom(random.Random):
    """`random.Random` with shifted seeds. Its methods `random`, `uniform`, `gauss` and so on return floats on the tape.

    `_source` draws all random numbers, so that only the results are on the tape.
    """

    offset = 0

    def __init__(self, seed: Any = None) -> None:
        self._source = random.Random()
        super().__init__(seed)

    def seed(self, a: Any = None, version: int = 2) -> None:
        self._source.seed(shifted(a, self.offset), version)

    def getrandbits(self, k: int) -> int:
        return self._source.getrandbits(k)

    def getstate(self) -> Any:
        return self._source.getstate()

    def setstate(self, state: Any) -> None:
        self._source.setstate(state)


def _draws(name: str) -> Callable[..., Any]:
    def draw(self: Any, *args: Any, **kwargs: Any) -> Any:
        return leaf(float(getattr(self._source, name)(*plain(args), **plain(kwargs))))

    return draw


for _name in ("random", "uniform", "gauss", "normalvariate", "triangular", "betavariate", "expovariate"):
    setattr(TracedRandom, _name, _draws(_name))


def random_module(offset: int, traced: bool) -> ModuleType:
    """Return the module `random` with shifted seeds.

    If `traced` is True, the floats of its functions `random`, `uniform`, `gauss` and so on are on the tape.
    """
    kind: Any = TracedRandom if traced else type("Random", (random.Random,), {})
    if traced:
        TracedRandom.offset = offset
    else:
        seed = random.Random.seed
        kind.seed = lambda self, a=None, version=2: seed(self, shifted(a, offset), version)
    source = kind()
    source.seed(12345)
    own = {name: getattr(source, name) for name in random.__all__ if callable(getattr(source, name, None))}
    own["Random"] = kind
    return _Module(random, own, lambda name, found: found)


def install(offset: int) -> dict[str, Any]:
    """Put the replacements into `sys.modules`. Return the built-in functions for the traced program."""
    draws = _Module(
        np.random,
        generators(offset, True),
        lambda name, f: lambda *a, **k: adopt(f(*plain(a), **plain(k))),
    )

    def show(name: str, function: Any) -> Any:
        return _Function(function, name in CREATES)

    draws.__dict__["shuffle"] = _shuffle(np.random.shuffle)
    own = {"random": draws, "vectorize": _Vectorize, "linalg": np.linalg}
    sys.modules["numpy"] = _Module(np, own, show)
    sys.modules["numpy.random"] = draws
    sys.modules["math"] = _Module(math, {}, _of_math)
    sys.modules["random"] = random_module(offset, True)
    return {**vars(builtins), "max": _extreme("maximum", max), "min": _extreme("minimum", min)}


def _extreme(op: str, function: Any) -> Callable[..., Any]:
    def call(*args: Any, **kwargs: Any) -> Any:
        if len(args) == 2 and not kwargs and any(isinstance(a, Num) for a in args):
            return binary(op, *args)
        return function(*args, **kwargs)

    return call


def to_float(value: Any = 0.0) -> Any:
    """Return `float(value)` as a number on the tape."""
    if isinstance(value, Num):
        return value
    if isinstance(value, Arr):
        found = nodes_of(value).item()
        return found if isinstance(found, Num) else leaf(float(found))
    return leaf(float(value))
