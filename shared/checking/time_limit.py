"""Stop Python code that runs too long, by an exception raised in its thread.

A signal would work in the main thread of Unix alone; lessons also run in other threads and on Windows.
"""

import ctypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager

SECONDS = 5.0  # that all calls of an answer may take together; right answers take milliseconds


class TookTooLong(BaseException):
    """The time is over. No subclass of Exception, so that `except Exception` in an answer does not catch it."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise TookTooLong in the body once it has run for `seconds`, and again every 0.2 s until it ends.

    What is not Python code, such as one long NumPy call or `time.sleep`, ends first. Where no thread can be started
    (Python in a browser) nothing is limited.
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
    except RuntimeError:  # no threads here
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
        _raise_in(thread, None)  # forget one that was not delivered yet


def _raise_in(thread, exception):
    """Raise `exception` in a thread before its next bytecode; None takes back what is not delivered yet."""
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), exception and ctypes.py_object(exception))
