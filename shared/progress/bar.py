"""Shows a progress bar on stderr, and finds the number of cores. `shared.site` uses these functions, too."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


def available_cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def progress_bar(total: int, what: str) -> Iterator[Callable[[], object]]:
    """Yield a function that adds one step to a progress bar on stderr.

    If stderr is not a terminal, the function does nothing.
    """
    if not sys.stderr.isatty():
        yield lambda: None
        return
    try:
        from rich.console import Console
        from rich.progress import Progress
    except ImportError:
        done = iter(range(1, total + 1))
        yield lambda: print(f"\r{next(done)} of {total} {what}", end="", file=sys.stderr, flush=True)
        print(file=sys.stderr)
    else:
        with Progress(console=Console(stderr=True), transient=True) as progress:
            task = progress.add_task(what, total=total)
            yield lambda: progress.advance(task)
