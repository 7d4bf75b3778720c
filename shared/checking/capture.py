"""Capture what the current thread prints, so that an answer cannot flood the lesson while it is checked.

Only what goes through `sys.stdout` and `sys.stderr` of this thread is captured. `os.write(1, …)`, child processes and
threads that the answer starts still write: their output belongs to the whole process.
"""

import io
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

LIMIT = 20_000  # bytes kept of what was printed last


class _Tail(io.RawIOBase):
    """A stream that keeps the last LIMIT bytes."""

    def __init__(self):
        self.kept = b""

    def writable(self):
        return True

    def write(self, data):
        self.kept = (self.kept + bytes(data))[-LIMIT:]
        return len(data)


class Captured:
    """What was printed; `take` returns the text printed since it was called last."""

    def __init__(self):
        self._tail = _Tail()
        self.stream = io.TextIOWrapper(io.BufferedWriter(self._tail), "utf-8", "replace")

    def take(self) -> str:
        """The last text printed since the previous `take`, at most LIMIT bytes of it."""
        try:
            self.stream.flush()
        except ValueError:  # the answer closed it
            self.stream = io.TextIOWrapper(io.BufferedWriter(self._tail), "utf-8", "replace")
        kept, self._tail.kept = self._tail.kept, b""
        return kept.decode("utf-8", "replace")


class _ThreadFilter:
    """Replaces `sys.stdout` or `sys.stderr` during checks: what a thread being checked writes is captured."""

    def __init__(self, stream):
        self.stream = stream
        self.captured = {}  # thread → the `Captured` of its checks, the innermost last

    def __getattr__(self, name):
        captured = self.captured.get(threading.get_ident())
        return getattr(captured[-1].stream if captured else self.stream, name)


_lock = threading.Lock()  # the streams belong to the whole process, and other students' checks run in its threads


@contextmanager
def capture_output() -> Iterator[Captured]:
    """Capture what the current thread writes to `sys.stdout` and `sys.stderr`."""
    captured, thread = Captured(), threading.get_ident()
    filters: dict[str, Any] = {}
    try:
        with _lock:
            for name in ("stdout", "stderr"):
                if not isinstance(getattr(sys, name), _ThreadFilter):
                    setattr(sys, name, _ThreadFilter(getattr(sys, name)))
                filters[name] = getattr(sys, name)
                filters[name].captured.setdefault(thread, []).append(captured)
        yield captured
    finally:
        with _lock:
            for name, stream_filter in filters.items():
                stream_filter.captured[thread].remove(captured)
                if not stream_filter.captured[thread]:
                    del stream_filter.captured[thread]
                # The last check restores the stream.
                if not stream_filter.captured and getattr(sys, name) is stream_filter:
                    setattr(sys, name, stream_filter.stream)
