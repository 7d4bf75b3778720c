"""A cache for results that all sessions of a lesson need. Each result is computed once.

A server runs the sessions of a lesson as threads of one process. Without the cache, forty students in the same lesson
would train the same thousand networks forty times. This would slow down all other sessions.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from importlib import import_module
from threading import Lock, RLock
from types import FunctionType
from typing import Any, TypeVar

from shared.lesson.worker import compute

Result = TypeVar("Result")

MAX_RESULTS = 500  # a replayed run of lesson 8 takes 0.2 MB

_results: OrderedDict = OrderedDict()  # the least recently used result comes first
_locks: dict = {}  # call → its lock; each call has its own lock, so different calls do not wait for each other
_storing = Lock()


def cached(function: Callable[..., Result], *arguments: Hashable) -> Result:
    """Return `function(*arguments)`. The first call computes the result, and later calls return the same object.

    The result must depend only on the arguments. Callers must not mutate the shared result. If the result is None, each
    call computes it again. If `function` raises an exception, `cached` raises it too and stores nothing. An app
    computes the result in another process (`worker.compute`), so other sessions do not wait. Raises TypeError if an
    argument is not hashable, or if `function` is a lesson's function that uses a variable of the function around it.

    `function` and the arguments can be functions of a lesson. Each session has its own copy of such a function.
    An app's code cannot change, so an app computes the result once for all sessions. The editor computes it each time.
    """
    return _stored(compute, function, arguments)


def once(function: Callable[..., Result], *arguments: Hashable) -> Result:
    """Do the same as `cached`, but always in this process.

    Use it for a fast function that shows a progress bar or draws a figure.
    """
    return _stored(_run, function, arguments)


def _stored(compute, function, arguments):
    if _is_of_lesson(function) and function.__closure__:
        raise TypeError(f"{function.__name__} uses a variable of the function around it: make the variable an argument")
    call = function, *arguments
    if is_app():
        call = tuple(_ByCode(value) if _is_of_lesson(value) and not value.__closure__ else value for value in call)
    elif any(map(_is_of_lesson, call)):
        return function(*arguments)
    else:
        compute = _run
    result = _result_of(call)
    if result is None:
        with _locks.setdefault(call, RLock()):
            result = _result_of(call)  # another thread may have computed the result meanwhile
            if result is None:
                try:
                    result = compute(function, *arguments)
                    _store(call, result)
                finally:
                    _locks.pop(call, None)
    return result


def _result_of(call):
    with _storing:
        if call in _results:
            _results.move_to_end(call)
        return _results.get(call)


def _store(call, result):
    with _storing:
        if len(_results) >= MAX_RESULTS:
            _results.popitem(last=False)
        _results[call] = result


def _run(function, *arguments):
    return function(*arguments)


def is_app() -> bool:
    """Return True in a lesson that is open as an app."""
    marimo = import_module("marimo")
    return marimo.running_in_notebook() and marimo.app_meta().mode == "run"


def _is_of_lesson(value):
    return isinstance(value, FunctionType) and value.__module__ == "__main__"


class _ByCode:
    """A wrapper of a function without a closure. Two wrappers are equal if their functions have the same code
    and the same default arguments.

    The cache needs this, because each session defines its own functions.
    """

    def __init__(self, function: Any):
        self.function = function

    def __hash__(self) -> int:
        return hash(self.function.__code__)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByCode) and self._parts() == other._parts()

    def _parts(self):
        return self.function.__code__, self.function.__defaults__, self.function.__kwdefaults__
