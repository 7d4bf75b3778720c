"""Numbers and arrays whose computation is recorded on a tape.

`Num` is a float. `Arr` is an array with one `Num` for each of its numbers. This `Num` is called the number's node.
`Num` and `Arr` behave like ordinary floats and arrays, but each result also knows its operation, its operands and its
place in the program. The doctor runs the program in a separate process, and only this process records numbers.
"""

import math
import operator
import sys
from collections.abc import Callable
from typing import Any

import numpy as np

PROGRAM = "<program>"  # the program is compiled under this file name
MOST = 400_000  # limit: numbers on the tape
LARGE = 20_000  # the numbers of a larger array are not recorded


class TapeFull(BaseException):
    """The tape has more than `MOST` numbers, so the traced run ends."""


class Tape:
    """All numbers in the order of their computation."""

    def __init__(self) -> None:
        self.nums: list[Num] = []
        self.compared: list[Num] = []  # the numbers that the program compares, as in `z > 0`
        self.recording = True

    def add(self, num: "Num") -> None:
        """Append a number. Raise TapeFull after `MOST` numbers."""
        num.n = len(self.nums)
        self.nums.append(num)
        if num.n > MOST:
            self.recording = False
            raise TapeFull


Place = tuple[int, int, int, int]  # line and column where an operation begins, line and column where it ends
TAPE = Tape()
_place: Place | None = None  # the place of the array operation that is being recorded


def _find_place() -> Place:
    """Return the place of the operation that the program executes, or zeros outside the program.

    A program's own class can define an operator (`__add__`). Then return the place where the operator is used.
    """
    frame = sys._getframe(2)
    while frame is not None and (frame.f_code.co_filename != PROGRAM or frame.f_code.co_name in _OPERATORS):
        frame = frame.f_back  # type: ignore[assignment]
    if frame is None:
        return 0, 0, 0, 0
    key = frame.f_code, frame.f_lasti
    if key not in _PLACES:
        places = list(frame.f_code.co_positions())
        line, last_line, column, last_column = places[frame.f_lasti // 2]
        _PLACES[key] = (line or 0, column or 0, last_line or 0, last_column or 0)
    return _PLACES[key]


_OPERATORS = {f"__{way}{name}__" for way in ("", "r", "i") for name in ("add", "sub", "mul", "truediv", "pow")}
_OPERATORS.add("__neg__")
_PLACES: dict[tuple[Any, int], Place] = {}


class Num(np.float64):
    """A float that knows its operation, its operands (`Num` or plain numbers) and its place.

    n: its index on the tape.
    """

    op: str
    parents: tuple[Any, ...]
    place: Place
    n: int

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Any:
        return _apply_ufunc(ufunc, method, inputs, options)

    def __copy__(self) -> "Num":
        return self

    def __deepcopy__(self, memo: object) -> "Num":
        return self

    def __neg__(self) -> Any:
        return make(-float(self), "neg", (self,))

    def __pos__(self) -> Any:
        return self

    def __abs__(self) -> Any:
        return make(abs(float(self)), "abs", (self,))

    def __round__(self, digits: Any = None) -> Any:
        value = round(float(self), digits)
        return value if digits is None else make(value, "round", (self,))

    def __index__(self) -> int:
        if not self.is_integer():
            raise TypeError("a float is no index")
        return int(float(self))

    def __format__(self, form: str) -> str:
        return format(int(float(self)) if form[-1:] in ("d", "x", "b", "o") else float(self), form)

    def item(self, *_: Any) -> Any:
        return self

    def copy(self, *_: Any) -> Any:
        return self

    def sum(self, *_: Any, **__: Any) -> Any:  # type: ignore[override]
        return self

    def mean(self, *_: Any, **__: Any) -> Any:  # type: ignore[override]
        return self

    def round(self, decimals: Any = 0, **_: Any) -> Any:  # type: ignore[override]
        return make(round(float(self), decimals), "round", (self,))

    def __reduce__(self) -> Any:
        return float, (float(self),)


def make(value: float, op: str, parents: tuple[Any, ...]) -> Num:
    """Return a new number on the tape."""
    num = np.float64.__new__(Num, value)
    num.op, num.parents = op, parents
    num.place = _place or _find_place()
    TAPE.add(num)
    return num


def leaf(value: Any) -> Any:
    """If `value` is a float, return it as a number without operands. Return any other value unchanged."""
    return make(value, "leaf", ()) if type(value) in (float, np.float64, np.float32) else value


def plain(value: Any) -> Any:
    """Convert each `Num` and `Arr` to a plain float or array, also inside lists, tuples and dicts."""
    if isinstance(value, Num):
        return float(value)
    if isinstance(value, Arr):
        return value.view(np.ndarray)
    if type(value) in (list, tuple):
        return type(value)(plain(v) for v in value)
    if type(value) is dict:
        return {k: plain(v) for k, v in value.items()}
    return value


def _power(a: Any, b: Any) -> float:
    try:
        power = float(a) ** float(b)
    except OverflowError:
        return -math.inf if float(a) < 0 and float(b) % 2 == 1 else math.inf
    except ZeroDivisionError:
        return math.inf
    return math.nan if isinstance(power, complex) else power  # NumPy gives nan, too


def _divide(a: Any, b: Any) -> float:
    with np.errstate(all="ignore"):
        return float(np.float64(a) / np.float64(b))


BINARY: dict[str, Callable[[Any, Any], float]] = {
    "add": lambda a, b: float(a) + float(b),
    "sub": lambda a, b: float(a) - float(b),
    "mul": lambda a, b: float(a) * float(b),
    "div": _divide,
    "pow": _power,
    "floordiv": lambda a, b: float(np.float64(a) // np.float64(b)),
    "mod": lambda a, b: float(np.float64(a) % np.float64(b)),
    "maximum": lambda a, b: float(np.maximum(float(a), float(b))),
    "minimum": lambda a, b: float(np.minimum(float(a), float(b))),
}


def binary(op: str, a: Any, b: Any) -> Any:
    """Return the result of an operation on two scalars. The result is plain if both scalars are plain."""
    if not isinstance(a, Num) and not isinstance(b, Num):
        return BINARY[op](a, b)
    return make(BINARY[op](a, b), op, (a, b))


def _operator(op: str, swapped: bool) -> Callable[[Num, Any], Any]:
    ufunc = {"add": np.add, "sub": np.subtract, "mul": np.multiply, "div": np.divide, "pow": np.power}.get(op)

    def method(self: Num, other: Any) -> Any:
        if isinstance(other, np.ndarray):
            pair = (other, self) if swapped else (self, other)
            return _apply_ufunc(ufunc, "__call__", pair, {}) if ufunc else NotImplemented
        if not isinstance(other, int | float | np.number | np.bool_):
            return NotImplemented
        return binary(op, other, self) if swapped else binary(op, self, other)

    return method


for _op, _name in {
    "add": "add",
    "sub": "sub",
    "mul": "mul",
    "div": "truediv",
    "pow": "pow",
    "floordiv": "floordiv",
    "mod": "mod",
}.items():
    setattr(Num, f"__{_name}__", _operator(_op, False))
    setattr(Num, f"__r{_name}__", _operator(_op, True))


def _of_whole(name: str) -> Callable[[Num, Any], Any]:
    function = getattr(operator, name)

    def method(self: Num, other: Any) -> Any:
        return function(operator.index(self), operator.index(other))

    return method


for _name in ("xor", "and_", "or_"):
    setattr(Num, f"__{_name.rstrip('_')}__", _of_whole(_name))
    setattr(Num, f"__r{_name.rstrip('_')}__", _of_whole(_name))


def _comparison(name: str) -> Callable[[Num, Any], Any]:
    compare = getattr(operator, name)

    def method(self: Num, other: Any) -> Any:
        if isinstance(other, np.ndarray):
            return compare(np.float64(self), other)
        TAPE.compared.append(self)
        if isinstance(other, Num):
            TAPE.compared.append(other)
            other = float(other)
        return compare(float(self), other)

    return method


for _name in ("lt", "le", "gt", "ge"):
    setattr(Num, f"__{_name}__", _comparison(_name))


def _quiet(function: Callable[[Any], Any]) -> Callable[[float], float]:
    def call(value: float) -> float:
        with np.errstate(all="ignore"):
            return float(function(float(value)))  # with a `Num`, `function` would call `call` again

    return call


UNARY = {
    name: _quiet(getattr(np, name))
    for name in [
        "exp",
        "log",
        "tanh",
        "sqrt",
        "square",
        "sin",
        "cos",
        "arctan",
        "log1p",
        "expm1",
        "log2",
        "log10",
        "sinh",
        "cosh",
        "reciprocal",
        "sign",
        "exp2",
        "rint",
        "floor",
        "ceil",
        "fabs",
    ]
}


def unary(op: str, a: Any) -> Any:
    """Return the result of a function of one scalar. The result is plain if the scalar is plain."""
    if not isinstance(a, Num):
        return UNARY[op](a)
    if op == "square":
        return binary("mul", a, a)
    if op == "reciprocal":
        return binary("div", 1.0, a)
    return make(UNARY[op](a), {"fabs": "abs", "rint": "round"}.get(op, op), (a,))


def choose(condition: Any, a: Any, b: Any) -> Any:
    """Return `a` if the condition is true, else `b`. The result is plain if all three arguments are plain."""
    if not any(isinstance(v, Num) for v in (condition, a, b)):
        return a if condition else b
    return make(float(a if condition else b), "where", (condition, a, b))


def _compare(op: str) -> Callable[[Any, Any], Any]:
    compare = getattr(operator, op)

    def call(a: Any, b: Any) -> Any:
        value = float(compare(float(a), float(b)))
        if not isinstance(a, Num) and not isinstance(b, Num):
            return value
        TAPE.compared.extend(v for v in (a, b) if isinstance(v, Num))
        return make(value, "compare", (a, b))

    return call


# Arrays


def _index(key: Any) -> Any:
    """Convert an index to plain numbers. A `Num` with a whole value, such as a random row index, becomes an int."""
    if isinstance(key, Num):
        return int(key) if key.is_integer() else float(key)
    return type(key)(map(_index, key)) if type(key) in (tuple, list) else plain(key)


class Arr(np.ndarray):
    """An array whose numbers are on the tape. `nodes_of(array)` returns the nodes in an array of the same shape."""

    _nodes: Any = None

    def __array_finalize__(self, source: Any) -> None:
        self._nodes = None

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Any:
        return _apply_ufunc(ufunc, method, inputs, options)

    def __array_function__(self, func: Any, types: Any, args: Any, kwargs: Any) -> Any:
        return apply_function(func, args, kwargs)

    def __getitem__(self, key: Any) -> Any:
        key = _index(key)
        return wrap(self.view(np.ndarray)[key], nodes_of(self)[key])

    def __setitem__(self, key: Any, value: Any) -> None:
        key = _index(key)
        before = self.dtype.kind
        raw = self.view(np.ndarray)
        raw[key] = plain(value)
        nodes = nodes_of(self)
        new = to_nodes(value)
        if before in "iub":
            new = _truncated(new)
        nodes[key] = new

    def __iter__(self) -> Any:
        return (self[i] for i in range(len(self)))

    def __deepcopy__(self, memo: object) -> "Arr":
        return wrap(self.view(np.ndarray).copy(), nodes_of(self).copy())

    def __copy__(self) -> "Arr":
        return self.__deepcopy__(None)

    @property
    def T(self) -> Any:  # type: ignore[override]
        return wrap(self.view(np.ndarray).T, nodes_of(self).T)

    @property
    def mT(self) -> Any:  # type: ignore[override]
        return wrap(self.view(np.ndarray).mT, nodes_of(self).mT)

    @property
    def flat(self) -> "Flat":  # type: ignore[override]
        return Flat(self)

    def item(self, *args: Any) -> Any:
        found = nodes_of(self).item(*args)
        return found if isinstance(found, Num) else self.view(np.ndarray).item(*args)

    def tolist(self) -> Any:
        return nodes_of(self).tolist()

    def astype(self, dtype: Any, *args: Any, **kwargs: Any) -> Any:
        raw = self.view(np.ndarray).astype(dtype, *args, **kwargs)
        nodes = nodes_of(self).copy()
        return wrap(raw, _truncated(nodes) if raw.dtype.kind in "iu" and self.dtype.kind == "f" else nodes)

    def clip(self, min: Any = None, max: Any = None, **options: Any) -> Any:  # type: ignore[override]
        return apply_function(np.clip, (self, min, max), options)

    def round(self, decimals: int = 0, **options: Any) -> Any:  # type: ignore[override]
        return apply_function(np.round, (self, decimals), options)

    def fill(self, value: Any) -> None:
        self[...] = value

    def sort(self, *args: Any, **kwargs: Any) -> None:
        _change(np.ndarray.sort, (self, *args), kwargs)

    def partition(self, *args: Any, **kwargs: Any) -> None:
        _change(np.ndarray.partition, (self, *args), kwargs)

    def put(self, *args: Any, **kwargs: Any) -> None:
        _change(np.put, (self, *args), kwargs)

    def __float__(self) -> float:
        return float(self.view(np.ndarray).item())


class Flat:
    """What `array.flat` returns: the numbers of an `Arr` in one row. `flat[i] = x` changes the array."""

    def __init__(self, array: Arr) -> None:
        self.array = array

    def __getitem__(self, key: Any) -> Any:
        return self.array.ravel()[key]

    def __setitem__(self, key: Any, value: Any) -> None:
        places = np.arange(self.array.size)[_index(key)]
        self.array[np.unravel_index(places, self.array.shape)] = value

    def __iter__(self) -> Any:
        return iter(self.array.ravel())

    def __len__(self) -> int:
        return self.array.size


def _method(name: str, keeps: bool) -> Callable[..., Any]:
    """Return a method of `Arr` that calls NumPy's method `name` on the numbers.

    If `keeps` is true, the method also calls NumPy's method on the nodes. Otherwise its result is plain.
    """

    def method(self: Arr, *args: Any, **kwargs: Any) -> Any:
        if isinstance(out := kwargs.get("out"), Arr):
            out[...] = method(self, *args, **{k: v for k, v in kwargs.items() if k != "out"})
            return out
        raw = getattr(self.view(np.ndarray), name)(*plain(args), **plain(kwargs))
        if not keeps:
            return raw
        kwargs.pop("dtype", None)
        apply = _mean if name == "mean" else getattr(np.ndarray, name)
        return _with_nodes(raw, lambda: apply(nodes_of(self), *map(_node_argument, args), **kwargs), (self,))

    return method


for _name in ("reshape", "ravel", "flatten", "copy", "transpose", "swapaxes", "squeeze", "repeat", "take", "diagonal"):
    setattr(Arr, _name, _method(_name, True))
for _name in ("sum", "mean", "prod", "dot", "cumsum", "trace"):
    setattr(Arr, _name, _method(_name, True))
for _name in ("argmax", "argmin", "argsort", "std", "var", "nonzero", "any", "all", "max", "min"):
    setattr(Arr, _name, _method(_name, False))


def _mean(nodes: Any, axis: Any = None, keepdims: Any = False, **_: Any) -> Any:
    """Return the mean of an array of nodes. NumPy's own mean of all nodes would return a number without the tape."""
    total = np.add.reduce(nodes, axis, keepdims=keepdims)
    return total / (nodes.size // max(1, np.size(total)))


def _truncated(nodes: Any) -> Any:
    def cut(value: Any) -> Any:
        if not isinstance(value, float) or not math.isfinite(value):
            return value
        return make(math.trunc(value), "trunc", (value,)) if isinstance(value, Num) else math.trunc(value)

    if isinstance(nodes, np.ndarray):
        return np.frompyfunc(cut, 1, 1)(nodes) if nodes.size else nodes
    return cut(nodes)


def nodes_of(array: Any) -> Any:
    """Return an object array with the `Num` of each number of `array`. The first call creates each missing `Num`.

    Return plain numbers for a plain array, for an array of True and False, and for an array of more than `LARGE`
    numbers that has no nodes yet.
    """
    if not isinstance(array, Arr):
        return np.asarray(array).astype(object)
    if array._nodes is None or array._nodes.shape != array.shape:
        raw = array.view(np.ndarray)
        if raw.dtype.kind not in "fiu" or raw.size > LARGE:
            array._nodes = raw.astype(object)
        else:
            nodes = np.empty(raw.shape, object)
            flat = nodes.reshape(-1)
            for i, value in enumerate(raw.reshape(-1).tolist()):
                flat[i] = make(value, "leaf", ())
            array._nodes = nodes
    return array._nodes


def to_nodes(value: Any) -> Any:
    """Return the nodes of an array or of nested lists as an object array. Return any other value unchanged."""
    if isinstance(value, Arr):
        return nodes_of(value)
    if isinstance(value, np.ndarray):
        return value.astype(object)
    if isinstance(value, list | tuple):
        parts = [to_nodes(v) for v in value]
        parts = [p.tolist() if isinstance(p, np.ndarray) else p for p in parts]
        return np.array(parts, dtype=object)
    return value


def has_tape(value: Any, depth: int = 4) -> bool:
    """Return True if a value is a `Num` or an `Arr`, or a list or tuple that contains one of them.

    Only `depth` levels are examined, and only the first 200 items of each list or tuple.
    """
    if isinstance(value, Num | Arr):
        return True
    return depth > 0 and isinstance(value, list | tuple) and any(has_tape(v, depth - 1) for v in value[:200])


def wrap(raw: Any, nodes: Any) -> Any:
    """Combine a result with its nodes. Return an `Arr` for an array of numbers and a `Num` for a scalar with a node.

    Return any other result unchanged.
    """
    if isinstance(raw, np.ndarray):
        if raw.dtype.kind not in "fiub":
            return raw
        array = raw.view(Arr)
        if isinstance(nodes, np.ndarray) and nodes.shape == raw.shape:
            array._nodes = nodes
        elif isinstance(nodes, Num) and raw.shape == ():
            array._nodes = np.array(nodes, dtype=object)
        return array
    if isinstance(nodes, np.ndarray) and nodes.shape == ():
        nodes = nodes.item()
    if isinstance(nodes, Num):
        return nodes if not isinstance(raw, bool | np.bool_) or nodes.op == "compare" else raw
    return raw


def _node_argument(value: Any) -> Any:
    return to_nodes(value) if isinstance(value, np.ndarray | Num) or has_tape(value) else value


def _with_nodes(raw: Any, compute: Callable[[], Any], sources: Any) -> Any:
    """Return `raw` with the nodes that `compute` returns.

    If `compute` fails, each node gets the operation "lost", with the numbers of `sources` as its operands.
    """
    global _place
    outer = _place
    _place = outer or _find_place()
    try:
        try:
            nodes = compute()
        except TapeFull:
            raise
        except Exception:
            nodes = None
        shape = np.shape(raw)
        if np.shape(nodes) != shape or nodes is None:
            nodes = _lost(raw, sources)
        return wrap(raw, nodes)
    finally:
        _place = outer


def _change(func: Any, args: Any, kwargs: Any) -> None:
    """Let a function change its first argument, an `Arr`. It changes copies; then the `Arr` gets their content."""
    array = args[0]
    changed = array.view(np.ndarray).copy()
    func(changed, *plain(list(args[1:])), **plain(dict(kwargs)))

    def compute() -> Any:
        nodes = nodes_of(array).copy()
        func(nodes, *map(_change_argument, args[1:]), **{k: _change_argument(v) for k, v in kwargs.items()})
        return nodes

    array[...] = _with_nodes(changed, compute, (*args, *kwargs.values()))


def _change_argument(value: Any) -> Any:
    """Return the nodes of an argument. Arrays of integers or of True and False may be indices: return them plain."""
    if isinstance(value, tuple):
        return tuple(map(_change_argument, value))
    if isinstance(value, Num):
        return _operand_nodes(value)
    return plain(value) if isinstance(value, Arr) and value.dtype.kind in "iub" else _node_argument(value)


def _lost(raw: Any, sources: Any) -> Any:
    parents = []
    for source in sources:
        nodes = to_nodes(source) if has_tape(source) else None
        flat = nodes.reshape(-1).tolist() if isinstance(nodes, np.ndarray) else [nodes]
        parents += [n for n in flat[:200] if isinstance(n, Num)]
    values = np.asarray(raw)
    if values.dtype.kind not in "fiub" or values.size > LARGE:
        return None
    nodes = np.empty(values.shape, object)
    places = nodes.reshape(-1)
    for i, value in enumerate(values.reshape(-1).tolist()):
        places[i] = make(float(value), "lost", tuple(parents))
    return nodes if values.shape else nodes.item()


_ELEMENTWISE: dict[str, Any] = {}
for _name, _op in {
    "add": "add",
    "subtract": "sub",
    "multiply": "mul",
    "divide": "div",
    "power": "pow",
    "float_power": "pow",
    "maximum": "maximum",
    "fmax": "maximum",
    "minimum": "minimum",
    "floor_divide": "floordiv",
    "remainder": "mod",
}.items():
    _ELEMENTWISE[_name] = np.frompyfunc(lambda a, b, op=_op: binary(op, a, b), 2, 1)
for _op in UNARY:
    _ELEMENTWISE[_op] = np.frompyfunc(lambda a, op=_op: unary(op, a), 1, 1)
for _name, _op in {"greater": "gt", "greater_equal": "ge", "less": "lt", "less_equal": "le"}.items():
    _ELEMENTWISE[_name] = np.frompyfunc(_compare(_op), 2, 1)
_ELEMENTWISE["negative"] = np.frompyfunc(operator.neg, 1, 1)
_ELEMENTWISE["positive"] = np.frompyfunc(operator.pos, 1, 1)
_ELEMENTWISE["absolute"] = np.frompyfunc(abs, 1, 1)
_NATIVE: dict[str, Any] = {
    "matmul": np.matmul,
    "vecdot": getattr(np, "vecdot", None),
    "matvec": getattr(np, "matvec", None),
}


def _apply_ufunc(ufunc: Any, method: str, inputs: tuple[Any, ...], options: dict[str, Any]) -> Any:
    if method == "at" and isinstance(inputs[0], Arr):
        return _change(ufunc.at, inputs, options)
    out = options.pop("out", None)
    raw_inputs = [plain(i) for i in inputs]
    raw_options = plain(options)
    if out is not None:
        raw_options["out"] = tuple(plain(o) for o in out)
        for array in filter(lambda a: isinstance(a, Arr), inputs):
            nodes_of(array)  # record the numbers before the operation changes them
    raw = getattr(ufunc, method)(*raw_inputs, **raw_options)
    if ufunc.nout > 1 or raw is None:
        return raw

    def compute() -> Any:
        nodes = [_operand_nodes(i) for i in inputs]
        if ufunc.__name__ in _NATIVE:
            return _NATIVE[ufunc.__name__](*nodes)
        if options.get("where", True) is not True:
            raise ValueError
        if method == "reduce" and ufunc.__name__ in ("add", "multiply"):
            kept = {k: v for k, v in options.items() if k in ("axis", "keepdims")}
            return getattr(np, ufunc.__name__).reduce(nodes[0], **kept)
        if method == "outer":
            return _ELEMENTWISE[ufunc.__name__].outer(*nodes)
        if method != "__call__":
            raise ValueError
        return _ELEMENTWISE[ufunc.__name__](*nodes)

    if out is None:
        return _with_nodes(raw, compute, inputs)
    target = out[0]
    result = _with_nodes(plain(target), compute, inputs)
    if isinstance(target, Arr):
        nodes = nodes_of(result)
        nodes_of(target)[...] = _truncated(nodes) if target.dtype.kind in "iu" else nodes
        return target
    return raw


def _operand_nodes(value: Any) -> Any:
    nodes = to_nodes(value)
    if isinstance(nodes, np.ndarray):
        return nodes
    cell = np.empty((), object)
    cell[()] = nodes
    return cell


FRESH = {np.zeros_like, np.ones_like, np.full_like, np.empty_like}
RAW = {np.shape, np.ndim, np.size, np.argmax, np.argmin, np.array_equal, np.allclose, np.isclose, np.argsort}
RAW |= {np.unique, np.any, np.all, np.array2string, np.array_repr, np.array_str, np.savetxt, np.save, np.nonzero}
RAW |= {np.std, np.var, np.min, np.max, np.amax, np.amin, np.median, np.percentile, np.count_nonzero, np.isscalar}
CHANGES = {np.copyto, np.fill_diagonal, np.place, np.put, np.put_along_axis, np.putmask}  # change their first argument
_CHOOSE = np.frompyfunc(choose, 3, 1)


def _clip(value: Any, low: Any, high: Any) -> Any:
    if isinstance(value, Num):
        return make(float(np.clip(float(value), plain(low), plain(high))), "clip", (value,))
    return float(np.clip(value, plain(low), plain(high)))


def _rounded(value: Any, decimals: Any = 0) -> Any:
    return make(float(np.round(float(value), decimals)), "round", (value,)) if isinstance(value, Num) else value


def apply_function(func: Any, args: Any, kwargs: Any) -> Any:
    """Call a NumPy function on plain arrays, and return its result with nodes.

    A second call or a rule below computes the nodes. The result of a function in `RAW`, and a result that is not an
    array or a number, has no nodes.
    """
    if func in CHANGES and args and isinstance(args[0], Arr):
        return _change(func, args, kwargs)
    if isinstance(out := kwargs.get("out"), Arr):
        out[...] = apply_function(func, args, {k: v for k, v in kwargs.items() if k != "out"})
        return out
    raw = func(*plain(list(args)), **plain(dict(kwargs)))
    if func in RAW:
        return raw
    if func in FRESH:
        return wrap(raw, None)
    sources = [*args, *kwargs.values()]

    def compute() -> Any:
        if func is np.where and len(args) == 3:
            return _CHOOSE(*map(_operand_nodes, args))
        if func is np.clip:
            low, high = (*args[1:], None, None)[:2]
            low = kwargs.get("a_min", kwargs.get("min", low))
            high = kwargs.get("a_max", kwargs.get("max", high))
            return np.frompyfunc(lambda v: _clip(v, low, high), 1, 1)(_operand_nodes(args[0]))
        if func in (np.round, np.around):
            decimals = args[1] if len(args) > 1 else kwargs.get("decimals", 0)
            return np.frompyfunc(lambda v: _rounded(v, decimals), 1, 1)(_operand_nodes(args[0]))
        if func is np.mean or (func is np.average and len(args) == 1 and not kwargs.get("weights")):
            return _mean(np.asarray(to_nodes(args[0]), dtype=object), *args[1:2], **plain(kwargs))
        kept = {k: _node_argument(v) for k, v in kwargs.items() if k not in ("dtype", "out")}
        return func(*[_listed_nodes(a) for a in args], **kept)

    if not isinstance(raw, np.ndarray | float | np.floating | int | np.bool_):
        return raw
    return _with_nodes(raw, compute, sources)


def _listed_nodes(value: Any) -> Any:
    """Return the nodes of an argument. A list of arrays stays a list, because `concatenate` needs a list."""
    if isinstance(value, list | tuple) and any(isinstance(v, np.ndarray) for v in value):
        return [to_nodes(v) if isinstance(v, np.ndarray) or has_tape(v) else v for v in value]
    return _node_argument(value)
