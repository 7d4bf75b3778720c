"""Capture what the current thread prints, so that a checked answer cannot fill the lesson with output.

This captures only what the thread writes to `sys.stdout` and `sys.stderr`. It does not capture the output of
new threads. `os.write(1, …)` and child processes do not use these streams, so their output is not captured either.
"""

import io
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

LIMIT = 20_000  # bytes: only the end of a longer output is kept


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
    """The captured output. `take` returns the text printed since the previous `take`."""

    def __init__(self):
        self._open()

    def _open(self):
        self._tail = _Tail()
        self.stream = io.TextIOWrapper(io.BufferedWriter(self._tail), "utf-8", "replace")

    def take(self) -> str:
        """Return the text printed since the previous `take`, but at most the last LIMIT bytes of the text."""
        try:
            self.stream.flush()
        except ValueError:  # the answer has closed the stream
            kept = self._tail.kept
            self._open()
        else:
            kept, self._tail.kept = self._tail.kept, b""
        return kept.decode("utf-8", "replace")


class _ThreadFilter:
    """Replaces `sys.stdout` or `sys.stderr` during checks, and captures only the output of threads that run a check."""

    def __init__(self, stream):
        self.stream = stream
        self.captured = {}  # thread id → list of `Captured`: one for each nested check, the innermost at the end

    def __getattr__(self, name):
        captured = self.captured.get(threading.get_ident())
        return getattr(captured[-1].stream if captured else self.stream, name)


_lock = threading.Lock()  # all threads share the streams, and each thread may run a student's check


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
                # The check that ends last restores the stream.
                if not stream_filter.captured and getattr(sys, name) is stream_filter:
                    setattr(sys, name, stream_filter.stream)
