"""Work done once for a whole class: a result that depends on nothing but its arguments is kept for whoever asks next.

A server runs the sessions of a lesson in one process. Without this, forty students who open the same lesson would train
the same thousand networks forty times, all at the same moment, and everyone else would wait for the processors.
"""

from threading import RLock

MOST = 200  # results kept, then the oldest make room; a column of lesson 8's map, the usual guest, takes 0.2 MB

_kept = {}
_turn = RLock()  # one piece of work at a time; whoever asks for what is kept does not wait


def cached(function, *arguments):
    """`function(*arguments)`: worked out for the first to ask, and the same object for everyone after.

    For functions of `shared` whose result depends on their arguments alone. The arguments must be hashable (TypeError),
    and nobody may change the result, for it is everybody's. What `function` raises is raised, and not kept.
    """
    call = function, arguments
    result = _kept.get(call)
    if result is None:
        with _turn:
            result = _kept.get(call)  # another may have worked it out while this one waited
            if result is None:
                result = function(*arguments)
                if len(_kept) >= MOST:
                    del _kept[next(iter(_kept))]
                _kept[call] = result
    return result
