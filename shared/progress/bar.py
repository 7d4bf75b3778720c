"""Tools of all commands: a progress bar on stderr, the number of cores, and a silent end when stdout is closed."""

import errno
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec

Arguments = ParamSpec("Arguments")


def ends_with_its_reader(main: Callable[Arguments, int]) -> Callable[Arguments, int]:
    """Decorate the `main` of a command: the exit code is 141 if the reader of stdout, such as `head`, ends first.

    If the disk is full, say so and return 1.
    """

    @wraps(main)
    def command(*args: Arguments.args, **kwargs: Arguments.kwargs) -> int:
        try:
            code = main(*args, **kwargs)
            sys.stdout.flush()
        except OSError as error:
            if not isinstance(error, BrokenPipeError) and error.errno != errno.ENOSPC:
                raise
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # Python flushes stdout again when it ends
            if error.errno == errno.ENOSPC:
                print(f"The output could not be written: {error.strerror}.", file=sys.stderr)
                return 1
            return 141  # as for a program that the signal SIGPIPE ends
        return code

    return command


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
