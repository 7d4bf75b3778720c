"""Runs each student's file in a separate process, with limits on time and memory, and collects the results.

The main process never runs, imports or parses a student's file itself. This protects against accidents. It does not
protect against attacks, because each process has the same rights as the main process.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from shared.checking.result import CRASHED
from shared.progress.bar import available_cores
from shared.progress.files import NOTHING, HandIn
from shared.progress.worker import LESSONS, MISSING, lesson_by_name

NOT_RUN = "not run"  # the status if a file could not be checked
ROOT = str(Path(__file__).resolve().parents[2])


class Row(NamedTuple):
    """The result of an exercise in a file. `printable` escapes fields, except line ends and tabs in the last two."""

    student: str  # the sub-folder's name, "" if no sub-folders exist
    file: str
    exercise: str  # "" if the exercises of the file are unknown
    status: str
    diagnosis: str
    answer: str = ""  # the source of the student's function, "" if it could not be read
    told: str = ""  # the whole text of the check's card


COLUMNS = Row._fields[:5]  # the columns of a table with one line per exercise


def check_files(
    files: Sequence[HandIn],
    timeout: float = 20,
    memory: int = 1024,
    advance: Callable[[], object] = lambda: None,
) -> list[Row]:
    """Return a `Row` for each exercise of each file, in the order of `files`.

    Each process has the limits `timeout` (in seconds) and `memory` (in megabytes). `advance` is called after each file.
    """
    running: set[subprocess.Popen] = set()
    stop = threading.Event()

    def rows_of(hand_in: HandIn) -> list[Row]:
        path = hand_in.path
        results: list[tuple[str, ...]]
        if hand_in.problem == NOTHING:
            results = [("", MISSING, NOTHING)]
        elif hand_in.problem:
            names = LESSONS.get(lesson_by_name(path) or "", ("",))
            results = [(name, NOT_RUN, hand_in.problem) for name in names]
        else:
            try:
                results = _check_file(path, timeout, memory, running, stop)
            except (OSError, ValueError) as error:  # no process could be started, or its report cannot be read
                results = [("", NOT_RUN, f"the file could not be checked: {error}")]
        return [_row(hand_in.student, hand_in.file, *result) for result in results]

    with ThreadPoolExecutor(available_cores()) as pool:  # each thread waits for one process at a time
        futures = [pool.submit(rows_of, file) for file in files]
        try:
            for _ in as_completed(futures):
                advance()
        except BaseException:
            stop.set()
            pool.shutdown(wait=False, cancel_futures=True)
            for process in list(running):
                kill(process)
            raise
    return [row for future in futures for row in future.result()]


def _row(student: str, file: str, exercise: str, status: str, diagnosis: str, answer: str = "", told: str = "") -> Row:
    short = map(printable, (student, file, exercise, status, diagnosis))
    return Row(*short, *(printable(text.replace("\r\n", "\n"), "\n\t") for text in (answer, told)))


def printable(text: str, kept: str = "") -> str:
    """Return `text`, and escape each character that is neither printable nor in `kept`."""
    return "".join(c if c.isprintable() or c in kept else c.encode("unicode_escape").decode() for c in text)


def _check_file(
    path: Path, timeout: float, memory: int, running: set[subprocess.Popen], stop: threading.Event
) -> list[tuple[str, ...]]:
    """Return (exercise, status, diagnosis, answer, text of the card) for each exercise of a file.

    If the process ends early, the exercise that was running gets the status `CRASHED`. A new process then continues
    with the next exercise.
    """
    names: Sequence[str] = LESSONS.get(lesson_by_name(path) or "", ())
    results: dict[str, Sequence[str]] = {}
    answers: dict[str, str] = {}
    while not stop.is_set():
        reports, reason = _run_worker(path, list(results), timeout, memory, running, stop)
        started = False
        for report in reports:
            started = started or "names" in report
            names, reason = report.get("names", names), report.get("failed", reason)
            results |= report.get("result", {})
            answers |= report.get("answers", {})
        left = [name for name in names if name not in results]
        if reason and not started:
            results |= dict.fromkeys(left or [""], (NOT_RUN, reason, ""))
        elif reason and left:
            results[left[0]] = (CRASHED, reason, "")
        if all(name in results for name in names):
            break
    return [
        (name, status, diagnosis, answers.get(name, ""), told)
        for name in names or [""]
        if name in results
        for status, diagnosis, told in [results[name]]
    ]


def environment() -> dict[str, str]:
    """Return environment variables for a process that imports this `shared`. They limit NumPy to one thread."""
    one_thread = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    python_path = os.pathsep.join(filter(None, [ROOT, os.environ.get("PYTHONPATH")]))
    return {**os.environ, "PYTHONPATH": python_path, **one_thread}


def _run_worker(
    path: Path, done: list[str], timeout: float, memory: int, running: set[subprocess.Popen], stop: threading.Event
) -> tuple[list[dict[str, Any]], str | None]:
    """Check all exercises except `done` in a new process.

    Return `(reports, reason)`. `reason` says why the process ended early, or is None after a normal end.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        report, errors, folder = Path(scratch, "report"), Path(scratch, "errors"), Path(scratch, "folder")
        report.touch()
        folder.mkdir()  # the student's code runs in this folder
        task = json.dumps([str(path.absolute()), str(report), memory, timeout, done])
        with errors.open("wb") as stderr:
            process = subprocess.Popen(
                [sys.executable, "-P", "-m", "shared.progress.worker", task],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=stderr,
                cwd=folder,
                env=environment(),
                start_new_session=True,  # its own process group, so that we can kill it and all its children
            )
        running.add(process)
        if stop.is_set():
            kill(process)
        try:
            process.wait(timeout)
            late = False
        except subprocess.TimeoutExpired:
            late = True
        kill(process)  # this also ends its child processes that are still running
        process.wait()
        running.discard(process)
        lines = report.read_bytes().splitlines(keepends=True)
        reports = [json.loads(line) for line in lines if line.endswith(b"\n")]  # the last line may be incomplete
        error = "".join(errors.read_text("utf-8", "replace").strip().splitlines()[-1:])
    if reports and "end" in reports[-1]:
        return reports, None
    if late:
        return reports, f"took longer than {timeout:g} s"
    if not reports:
        return reports, f"Python could not be started: {error or process.returncode}"
    killed_by = f" ({signal.strsignal(-process.returncode)})" if process.returncode < 0 else ""
    return reports, f"ended the program{killed_by}"


def kill(process: subprocess.Popen) -> None:
    """End a process that started its own process group. On systems other than Windows, end its whole group."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
