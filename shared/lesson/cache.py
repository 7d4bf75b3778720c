"""A cache for results that all sessions of a lesson need. Each result is computed once.

A server runs the sessions of a lesson as threads of one process. Without the cache, forty students who open the same
lesson would train the same thousand networks forty times at once, and would slow down all other sessions.
"""

from collections.abc import Callable, Hashable
from threading import RLock
from typing import TypeVar

Result = TypeVar("Result")

MAX_RESULTS = 200  # the oldest result is deleted if there are more; a column of lesson 8's success map takes 0.2 MB

_results: dict = {}
_lock = RLock()  # only one computation at a time; stored results can be read meanwhile


def cached(function: Callable[..., Result], *arguments: Hashable) -> Result:
    """Return `function(*arguments)`, computed in the first call. Later calls return the same object.

    The result of `function` must depend only on its arguments. They must be hashable (TypeError if not).
    Callers must not mutate the shared result. An exception of `function` is raised, but not stored.
    """
    call = function, arguments
    result = _results.get(call)
    if result is None:
        with _lock:
            result = _results.get(call)  # another thread may have computed the result meanwhile
            if result is None:
                result = function(*arguments)
                if len(_results) >= MAX_RESULTS:
                    del _results[next(iter(_results))]
                _results[call] = result
    return result
