"""Stop Python code that runs too long: a second thread raises an exception in the thread of this code.

We do not use signals. They work only in the main thread and only on Unix, but lessons also run in other threads and on
Windows.
"""

import ctypes
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

SECONDS = 5.0  # the limit for the total time of all calls of an answer; right answers need milliseconds


class TookTooLong(BaseException):
    """The time is over. TookTooLong is not an `Exception`, so `except Exception` in an answer does not catch it."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise TookTooLong in the body of the `with` after `seconds`, and then every 0.2 s until the body ends.

    A single long NumPy call or `time.sleep` cannot be interrupted, so Python raises the exception after the call. In a
    browser, Python cannot start a thread. There, only loops have a time limit, and recursion has none.
    """
    thread = threading.get_ident()
    lock = threading.Lock()
    begun, raised, finished = threading.Event(), threading.Event(), threading.Event()

    def watch():
        begun.wait()  # before that, the exception would be raised in `start`, outside the second `try`
        wait = seconds
        while not finished.wait(wait):
            with lock:
                if not finished.is_set():
                    raised.set()
                    _raise_in(thread, TookTooLong)
            wait = 0.2

    try:
        threading.Thread(target=watch, daemon=True).start()
    except RuntimeError:  # no threads in a browser
        with _time_limit_of_loops(seconds):
            yield
        return
    try:
        begun.set()
        yield
    finally:
        while not finished.is_set():
            try:
                with lock:
                    finished.set()
                if raised.is_set():  # one exception may still be on its way: replace it, and wait until it arrives
                    _raise_in(thread, TookTooLong)
                    while True:
                        pass
            except TookTooLong:
                continue


@contextmanager
def _time_limit_of_loops(seconds):
    """Limit the time of loops, without a thread. Python 3.12 and later can call `watch` in each round of a loop.

    In an older Python, there is no limit.
    """
    monitoring: Any = getattr(sys, "monitoring", None)
    tool = monitoring and next((k for k in range(6) if monitoring.get_tool(k) is None), None)
    if tool is None:
        yield
        return
    jump, end = monitoring.events.JUMP, time.monotonic() + seconds

    def watch(code, offset, destination):
        if destination < offset and time.monotonic() > end:
            raise TookTooLong

    monitoring.use_tool_id(tool, "time limit")
    monitoring.register_callback(tool, jump, watch)
    monitoring.set_events(tool, jump)
    try:
        yield
    finally:
        monitoring.set_events(tool, 0)
        monitoring.register_callback(tool, jump, None)
        monitoring.free_tool_id(tool)


def _raise_in(thread, exception):
    """Raise `exception` in a thread before the thread's next bytecode instruction.

    It replaces an earlier exception that has not been raised yet. Never use None to cancel an exception: in Python
    3.11, a profiler or debugger in this thread then hangs.
    """
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(exception))
