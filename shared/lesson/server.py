"""Two settings of the Python process, so that one process can serve a class. All sessions are threads of this process.

Each setting is made at import. `shared.lesson.components` imports this module, so every lesson makes both settings.
"""

import sys
from functools import cache

# If a thread computes, another thread waits for its turn. Python's default is 5 ms. A run of a lesson waits many times,
# for example at each message to the page.
SWITCH_INTERVAL = 0.0005  # seconds


def remember_plugins() -> None:
    """Let marimo look for its plugins once, not before each run.

    marimo reads a file of each installed package for this. In a class, the search takes a third of the processor time,
    and the thread can lose its turn at each file.
    """
    try:
        from marimo._entrypoints import registry

        if not hasattr(registry.entry_points, "cache_info"):
            registry.entry_points = cache(registry.entry_points)
    except (ImportError, AttributeError):
        pass  # another version of marimo looks for its plugins in another way


remember_plugins()
sys.setswitchinterval(SWITCH_INTERVAL)
