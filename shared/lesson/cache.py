"""A cache for results that all sessions of a lesson need. Each result is computed once.

A server runs the sessions of a lesson as threads of one process. Without the cache, forty students in the same lesson
would train the same thousand networks forty times. This would slow down all other sessions.
"""

from collections.abc import Callable, Hashable
from importlib import import_module
from threading import Lock, RLock
from types import FunctionType
from typing import Any, TypeVar

from shared.lesson.worker import compute

Result = TypeVar("Result")

MAX_RESULTS = 200  # if there are more, the oldest is deleted; a replayed run of lesson 8 takes 0.2 MB

_results: dict = {}
_locks: dict = {}  # call → a lock for its computation; so a call does not wait for the computation of another call
_storing = Lock()


def cached(function: Callable[..., Result], *arguments: Hashable) -> Result:
    """Return `function(*arguments)`, computed in the first call. Later calls return the same object.

    `function` is a function of a module. Its result must depend only on its arguments. They must be hashable (TypeError
    if not). Callers must not mutate the shared result. An exception of `function` is raised, but not stored. An app
    computes the result in a second process (`worker.compute`), so other sessions do not wait.
    """
    return _stored(compute if _is_app() else _run, function, arguments)


def once(function: Callable[..., Result], *inputs: Hashable) -> Result:
    """Return `function(*inputs)`. An app's code cannot change, so an app computes the result once for all sessions.

    `function` is a function of a lesson, and each session has its own copy. The function must depend only on `inputs`
    and on values that are the same in all sessions. An input can be a function of the lesson or of the student. The
    rules of `cached` also apply here, but the session's own thread computes the result.
    """
    if not _is_app():
        return function(*inputs)
    wrapped = (_ByCode(value) if _is_plain(value) else value for value in inputs)
    return _stored(_run, _call, (_ByCode(function), *wrapped))


def _stored(compute, function, arguments):
    call = function, arguments
    result = _results.get(call)
    if result is None:
        with _locks.setdefault(call, RLock()):
            result = _results.get(call)  # another thread may have computed the result meanwhile
            if result is None:
                try:
                    result = compute(function, *arguments)
                    _store(call, result)
                finally:
                    _locks.pop(call, None)
    return result


def _store(call, result):
    with _storing:
        if len(_results) >= MAX_RESULTS:
            del _results[next(iter(_results))]
        _results[call] = result


def _run(function, *arguments):
    return function(*arguments)


def _is_app():
    marimo = import_module("marimo")
    return marimo.running_in_notebook() and marimo.app_meta().mode == "run"


class _ByCode:
    """A wrapper of a function. Two wrappers are equal if their functions have the same code.

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


def _is_plain(value: object) -> bool:
    """True for a function without a closure. Functions with equal code but different closures can differ."""
    return isinstance(value, FunctionType) and value.__closure__ is None


def _call(*wrapped):
    function, *inputs = (value.function if isinstance(value, _ByCode) else value for value in wrapped)
    return function(*inputs)
