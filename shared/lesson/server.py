"""Settings of the Python process, so that one process can serve a class. All sessions are threads of this process.

The import of this module changes the settings. `shared.lesson.components` imports this module, so every lesson uses
the settings.
"""

import gc
import sys
from functools import lru_cache
from importlib import import_module

# If another thread waits, the computing thread pauses after this time. Python's default is 5 ms. A run of a lesson
# waits many times, for example at each message to the page.
SWITCH_INTERVAL = 0.0005  # seconds

SEARCH_AFTER = 10_000, 20, 50  # for `gc.set_threshold`; the defaults in Python 3.11 are 700, 10, 10


def remember_results(module: str, function: str, most: int | None = None) -> None:
    """Let a function of marimo remember its results, so that it does not compute them again.

    `most` limits the number of stored results. None means no limit. Nothing happens if this version of marimo does not
    have the function, or if the function remembers its results already.
    """
    try:
        place = import_module(module)
        slow = getattr(place, function)
    except (ImportError, AttributeError):
        return
    if not hasattr(slow, "cache_info"):
        setattr(place, function, lru_cache(most)(slow))


# Before each run, marimo looks for plugins. It reads a file of every installed package, and at each file the thread
# may have to wait for other threads. In a class of forty, this took a third of the processor time.
remember_results("marimo._entrypoints.registry", "entry_points")

# marimo translates the Markdown of a cell in each run, and only one thread at a time may do this. Most texts of a
# lesson are the same in all runs and for all students.
remember_results("marimo._output.md", "_render_markdown", 1000)

sys.setswitchinterval(SWITCH_INTERVAL)

# While Python looks for garbage, no thread runs. With forty sessions, a full search took half a second, several
# times a minute. Now the search skips the objects that the imports created, and a full search is rare.
gc.freeze()
gc.set_threshold(*SEARCH_AFTER)
