"""Stop Python code that runs too long, with an exception raised in its thread.

A signal works only in the main thread and only on Unix. Lessons also run in other threads and on Windows.
"""

import ctypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager

SECONDS = 5.0  # limit for all calls of an answer together; right answers take milliseconds


class TookTooLong(BaseException):
    """The time is over. This is not an Exception, so `except Exception` in an answer does not catch it."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise TookTooLong in the body once it has run for `seconds`, and again every 0.2 s until it ends.

    One long NumPy call or `time.sleep` cannot be interrupted, so the exception comes after it. In Python in a browser
    no thread can be started, so there is no limit.
    """
    thread = threading.get_ident()
    lock = threading.Lock()
    finished = threading.Event()

    def watch():
        wait = seconds
        while not finished.wait(wait):
            with lock:
                if not finished.is_set():
                    _raise_in(thread, TookTooLong)
            wait = 0.2

    try:
        threading.Thread(target=watch, daemon=True).start()
    except RuntimeError:  # no threads in a browser
        yield
        return
    try:
        yield
    finally:
        while not finished.is_set():
            try:
                with lock:
                    finished.set()
            except TookTooLong:
                continue
        _raise_in(thread, None)  # cancel an exception that has not been raised yet


def _raise_in(thread, exception):
    """Raise `exception` in a thread before its next bytecode; None cancels one that has not been raised yet."""
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), exception and ctypes.py_object(exception))
