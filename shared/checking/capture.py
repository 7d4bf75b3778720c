"""`silence()`: what an answer prints while it is checked reaches nobody; what others print meanwhile does.

It holds back what goes through `sys.stdout` and `sys.stderr` in the thread that checks. What goes round them belongs to
the whole process and is not held back: `os.write(1, …)`, a child process, a thread that the answer starts.
"""

import io
import sys
import threading
from contextlib import contextmanager


class _Nowhere(io.RawIOBase):
    def writable(self):
        return True

    def write(self, some):
        return len(some)


class _Quiet:
    """Stands for `sys.stdout` or `sys.stderr` while checks run: threads in `silent` write nowhere, others as ever."""

    def __init__(self, stream):
        self.stream, self.silent = stream, []
        self.nowhere = io.TextIOWrapper(io.BufferedWriter(_Nowhere()), "utf-8", "replace")

    def __getattr__(self, name):
        return getattr(self.nowhere if threading.get_ident() in self.silent else self.stream, name)


_swapping = threading.Lock()  # the streams belong to the whole process, and other students' checks are threads of it


@contextmanager
def silence():
    """While it lasts, nothing that this thread writes to `sys.stdout` or `sys.stderr` reaches anyone."""
    streams = {}
    try:
        with _swapping:
            for name in ("stdout", "stderr"):
                if not isinstance(getattr(sys, name), _Quiet):
                    setattr(sys, name, _Quiet(getattr(sys, name)))
                streams[name] = getattr(sys, name)
                streams[name].silent.append(threading.get_ident())
        yield
    finally:
        with _swapping:
            for name, quiet in streams.items():
                quiet.silent.remove(threading.get_ident())
                if not quiet.silent and getattr(sys, name) is quiet:  # the last to leave puts the stream back
                    setattr(sys, name, quiet.stream)
