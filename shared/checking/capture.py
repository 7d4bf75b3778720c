"""Suppress stdout and stderr of the current thread, so that an answer cannot flood the lesson while it is checked.

Only what goes through `sys.stdout` and `sys.stderr` of this thread is suppressed. `os.write(1, …)`, child processes and
threads that the answer starts still write: their output belongs to the whole process.
"""

import io
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class _Discard(io.RawIOBase):
    """A stream that throws everything away."""

    def writable(self):
        return True

    def write(self, data):
        return len(data)


class _ThreadFilter:
    """Replaces `sys.stdout` or `sys.stderr` during checks: discards what the `muted` threads write."""

    def __init__(self, stream):
        self.stream, self.muted = stream, []
        self.discard = io.TextIOWrapper(io.BufferedWriter(_Discard()), "utf-8", "replace")

    def __getattr__(self, name):
        return getattr(self.discard if threading.get_ident() in self.muted else self.stream, name)


_lock = threading.Lock()  # the streams belong to the whole process, and other students' checks run in its threads


@contextmanager
def suppress_output() -> Iterator[None]:
    """Discard what the current thread writes to `sys.stdout` and `sys.stderr`."""
    filters: dict[str, Any] = {}
    try:
        with _lock:
            for name in ("stdout", "stderr"):
                if not isinstance(getattr(sys, name), _ThreadFilter):
                    setattr(sys, name, _ThreadFilter(getattr(sys, name)))
                filters[name] = getattr(sys, name)
                filters[name].muted.append(threading.get_ident())
        yield
    finally:
        with _lock:
            for name, stream_filter in filters.items():
                stream_filter.muted.remove(threading.get_ident())
                if (
                    not stream_filter.muted and getattr(sys, name) is stream_filter
                ):  # the last check restores the stream
                    setattr(sys, name, stream_filter.stream)
