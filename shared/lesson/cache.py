"""A cache for results that every session of a lesson needs: computed for the first that asks, kept for the others.

A server runs the sessions of a lesson as threads of one process. Without the cache, forty students who open the same
lesson would train the same thousand networks forty times at once, and everyone else would wait for the processors.
"""

from collections.abc import Callable, Hashable
from threading import RLock
from typing import TypeVar

Result = TypeVar("Result")

MAX_RESULTS = 200  # then the oldest is dropped; the most common one, a column of lesson 8's success map, takes 0.2 MB

_results: dict = {}
_lock = RLock()  # one computation at a time; reading a kept result does not wait


def cached(function: Callable[..., Result], *arguments: Hashable) -> Result:
    """`function(*arguments)`, computed for the first caller; later callers get the same object.

    For functions whose result depends only on their arguments. The arguments must be hashable (TypeError if not).
    Callers must not mutate the shared result. An exception of `function` is raised and not kept.
    """
    call = function, arguments
    result = _results.get(call)
    if result is None:
        with _lock:
            result = _results.get(call)  # another thread may have computed it in the meantime
            if result is None:
                result = function(*arguments)
                if len(_results) >= MAX_RESULTS:
                    del _results[next(iter(_results))]
                _results[call] = result
    return result
