"""Runs long computations in other processes, so that the other sessions of a server do not have to wait.

A server runs all its sessions as threads of one process, and only one thread of a process runs Python at a time. Each
other process runs `python -m shared.lesson.worker` and ends when the server ends. The first one starts a few seconds
after the first computation begins. The second one starts if a computation comes while the first one is busy.
"""

import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import redirect_stdout, suppress
from importlib import import_module
from pathlib import Path
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any, BinaryIO

import cloudpickle

ROOT = str(Path(__file__).resolve().parents[2])
START_AFTER = 5.0  # seconds: the browser draws the lesson first, and then the new process starts
PROCESSES = 2  # with two, a short computation does not have to wait for a long one

_lock = Lock()
_count = 0  # processes that have started or start soon
_is_ready = False  # True after the first attempt to start a process
_free: SimpleQueue = SimpleQueue()  # processes that are not busy; None: a process has ended or did not start


def compute(function: Callable[..., Any], *arguments: Any) -> Any:
    """Return `function(*arguments)`, computed in another process.

    `function` can be a function of a module or of a lesson. `cloudpickle` must be able to pickle the function, its
    arguments and its result. While the first process starts, or if no process can start, this process computes the
    result. If another process computes the result, arrays in it are read-only (see `_packed`). If `function` raises an
    exception, `compute` raises it too.
    """
    answer = _answer(function, arguments) if _are_ready() else None
    if answer is None:
        return function(*arguments)
    result, error = answer
    if error is not None:
        raise error
    return result


def _are_ready():
    """Return `_is_ready`. Start a process if all processes are busy and there are fewer than `PROCESSES`."""
    global _count
    with _lock:
        if _count == 0 or (_is_ready and _free.empty() and _count < PROCESSES):
            delay = 0 if _count else START_AFTER
            _count += 1
            with suppress(RuntimeError):  # Python in a browser cannot start a thread
                Thread(target=_add_process, args=(delay,), daemon=True).start()
    return _is_ready


def _add_process(delay):
    global _is_ready
    time.sleep(delay)
    process = None
    with suppress(OSError, EOFError):
        process = _new_process()
    _free.put(process)
    _is_ready = True


def _new_process():
    """Start a process, and return it when it is ready. Raises OSError or EOFError if it does not start."""
    places = (ROOT, os.environ.get("PYTHONPATH"))
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, places))}  # so it finds this `shared`
    # -P: a file random.py in the current folder must not replace Python's module.
    command = [sys.executable, "-P", "-m", "shared.lesson.worker"]
    process: Any = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
    if not process.stdout.read(1):
        raise EOFError("the process has ended")
    return process


def _answer(function, arguments):
    """Return (result, exception) from another process, or None if this process must compute the result."""
    request, answer = _packed((function, arguments)), None
    process = _free.get()
    try:
        process = process or _new_process()
        process.stdin.write(request)
        process.stdin.flush()
        answer = _receive(process.stdout)
    except Exception:  # the process has ended, for example because the machine's memory was full
        pass  # or its answer, such as an exception of a class of the lesson, cannot be unpickled
    finally:
        if process and answer is None:
            process.kill()
            process.wait()
            process = None  # the next computation starts a new one
        _free.put(process)
    return answer


def _packed(value):
    """Return a value as bytes. The data of its arrays comes last, so `_receive` returns read-only arrays.

    An array whose numbers are not contiguous in memory, or that contains objects, is not read-only.

    The other process cannot import a function of a lesson. So `cloudpickle` writes the code of the function. `pickle`
    would write only its name.
    """
    arrays: list[pickle.PickleBuffer] = []
    text = cloudpickle.dumps(value, protocol=5, buffer_callback=arrays.append)
    return pickle.dumps((text, [array.raw().tobytes() for array in arrays]))


def _receive(pipe):
    text, arrays = pickle.load(pipe)
    return pickle.loads(text, buffers=arrays)


def main(requests: BinaryIO, answers: BinaryIO) -> None:
    """Compute one request after another, until the server closes the pipe. Each answer is (result, exception)."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C stops only the server; then the server closes the pipe
    if hasattr(os, "nice"):  # not on Windows
        os.nice(10)  # so the server has priority
    import_module("shared.experiments.diagnosis")  # the slowest import: after it, the process is ready
    answers.write(b".")
    answers.flush()
    while True:
        try:
            function, arguments = _receive(requests)
        except EOFError:
            return
        try:
            answer: tuple[Any, Exception | None] = function(*arguments), None
        except Exception as error:
            answer = None, error
        answers.write(_packed(answer))
        answers.flush()


if __name__ == "__main__":
    # A computation prints to stderr, because stdout contains the answers.
    with open(0, "rb") as requests, open(1, "wb") as answers, redirect_stdout(sys.stderr):
        main(requests, answers)
