"""Runs long computations in a second process, so that the other sessions of a server do not have to wait.

A server runs all its sessions as threads of one process, and only one thread of a process runs Python at a time. The
second process is `python -m shared.lesson.worker`. It starts at the first computation, and it ends with the server.
"""

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from importlib import import_module
from pathlib import Path
from threading import Lock, Thread
from typing import Any, BinaryIO

ROOT = str(Path(__file__).resolve().parents[2])

_lock = Lock()  # one thread at a time may talk to the process
_process: subprocess.Popen | None = None
_is_ready = False


def compute(function: Callable[..., Any], *arguments: Any) -> Any:
    """Return `function(*arguments)`, computed in the second process. All arrays in the result are read-only.

    `function` must be a function of a module that the second process can import, and `pickle` must be able to write the
    arguments and the result. While the second process starts, or if it cannot start, this process computes the result.
    An exception of `function` is raised.
    """
    answer = _answer(function, arguments)
    if answer is None:
        return function(*arguments)
    result, error = answer
    if error is not None:
        raise error
    return result


def _answer(function, arguments):
    """Return (result, exception) from the second process, or None if this process must compute the result."""
    with _lock:
        process = _ready_process()
        if process is None:
            return None
        try:
            _send(process.stdin, (function, arguments))
            return _receive(process.stdout)
        except (OSError, EOFError):  # the process has ended, for example because the machine's memory was full
            _stop(process)
            return None


def _ready_process():
    """Return the second process, or None while it starts. The first call starts it."""
    global _process
    if _process is None:
        # -P: a file random.py in the current folder must not replace Python's module.
        command = [sys.executable, "-P", "-m", "shared.lesson.worker"]
        try:
            _process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=_environment())
        except OSError:  # for example Python in a browser, which cannot start a process
            return None
        Thread(target=_wait_until_ready, args=(_process,), daemon=True).start()
    return _process if _is_ready else None


def _environment():
    """Return the environment in which the second process finds this package `shared`."""
    places = (ROOT, os.environ.get("PYTHONPATH"))
    return os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, places))}


def _wait_until_ready(process):
    global _is_ready
    _is_ready = bool(process.stdout.read(1))


def _stop(process):
    """End the process. The next computation starts a new one."""
    global _process, _is_ready
    process.kill()
    process.wait()
    _process, _is_ready = None, False


def _send(pipe, value):
    """Write a value. The arrays in the value follow it, so that the reader gets arrays that are read-only."""
    arrays: list[pickle.PickleBuffer] = []
    text = pickle.dumps(value, protocol=5, buffer_callback=arrays.append)
    pickle.dump((text, [array.raw().tobytes() for array in arrays]), pipe)
    pipe.flush()


def _receive(pipe):
    text, arrays = pickle.load(pipe)
    return pickle.loads(text, buffers=arrays)


def main(requests: BinaryIO, answers: BinaryIO) -> None:
    """Compute one request after another, until the server closes the pipe. Each answer is (result, exception)."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in a terminal is for the server, which then closes the pipe
    import_module("shared.experiments.diagnosis")  # the longest import; after it, the process is ready
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
        _send(answers, answer)


if __name__ == "__main__":
    # What a computation prints must not get between the answers.
    with open(0, "rb") as requests, open(1, "wb") as answers, redirect_stdout(sys.stderr):
        main(requests, answers)
