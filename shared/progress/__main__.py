"""`python -m shared.progress [FOLDER]`: how far each exercise is, in a folder of lessons or in one folder a student.

Every file runs in a process of its own, with a limit on time and on memory. The calling process starts these
processes and reads what they report. It never runs, imports or parses a student's file itself. This guards against
accidents, not against attacks: the processes have the rights of whoever calls.
"""

import argparse
import csv
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from shared.checking.result import CRASHED, NOT_ATTEMPTED, RIGHT, WRONG
from shared.exercises import EXERCISES
from shared.progress.worker import LESSONS, MISSING, lesson_by_name

NOT_RUN = "not run"
COLOURS = {RIGHT: "green", NOT_ATTEMPTED: "dim", WRONG: "yellow", MISSING: "yellow", CRASHED: "magenta", NOT_RUN: "red"}


class Row(NamedTuple):
    """One exercise of one file; without control characters, so that it can be printed anywhere."""

    student: str  # the sub-folder's name, "" without sub-folders
    file: str
    exercise: str  # "" if nobody can tell which exercises the file holds
    status: str
    diagnosis: str


def main(argv=None):
    """Print the table, the csv or the json; returns the exit code: 0, 1 if something is not well, 130 when interrupted.

    A call that makes no sense ends with a sentence and SystemExit(2).
    """
    parser = argparse.ArgumentParser(prog="python -m shared.progress", description=__doc__.split("\n")[0])
    parser.add_argument("folder", nargs="?", default="lessons", type=Path, help="lessons, or one sub-folder a student")
    parser.add_argument("--format", choices=("table", "csv", "json"), default="table")
    parser.add_argument("--timeout", default=20, type=float, metavar="SECONDS", help="for each process (default: 20)")
    parser.add_argument("--memory", default=1024, type=int, metavar="MB", help="for each process (default: 1024)")
    options = parser.parse_args(argv)
    if not 0 < options.timeout < 1e6 or options.memory < 64:
        parser.error("--timeout must be more than 0 seconds and --memory at least 64 MB")
    try:
        files = lesson_files(options.folder)
    except (ValueError, OSError) as error:
        parser.error(str(error))
    if not sys.platform.startswith(("linux", "freebsd")):
        print("Memory is not limited on this system; only time is.", file=sys.stderr)
    try:
        with bar(len(files)) as advance:
            rows = progress(files, options.timeout, options.memory, advance)
    except KeyboardInterrupt:
        print("Interrupted.", file=sys.stderr)
        return 130
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal without σ shows \u03c3
    {"table": _print_table, "csv": _print_csv, "json": _print_json}[options.format](rows)
    return int(any(row.status not in (RIGHT, NOT_ATTEMPTED) for row in rows))


def lesson_files(folder):
    """The lessons as (student, path): those in `folder`, student "", or else those in its sub-folders.

    A sub-folder without any lesson is listed with its own path. ValueError if there is no lesson at all.
    """
    if not folder.is_dir():
        raise ValueError(f"{folder} is not a folder")
    if own := _lessons_in(folder):
        return [("", path) for path in own]
    students = [sub for sub in sorted(folder.iterdir()) if sub.is_dir() and sub.name[0] not in "._"]
    files = [(sub.name, path) for sub in students for path in _lessons_in(sub) or [sub]]
    if all(path.is_dir() for _, path in files):
        raise ValueError(f"there is no lesson in {folder}, and none in its sub-folders")
    return files


def _lessons_in(folder):
    return [path for path in sorted(folder.glob("*.py")) if _looks_like_a_lesson(path)] or (
        _lessons_in(folder / "lessons") if (folder / "lessons").is_dir() else []
    )


def _looks_like_a_lesson(path):
    if lesson_by_name(path):
        return True
    try:
        with path.open("rb") as file:
            text = file.read(1_000_000)
    except OSError:
        return False
    return bool(re.search(rf"\bdef ({'|'.join(EXERCISES)})\(".encode(), text))


# The calling process.


def progress(files, timeout=20, memory=1024, advance=lambda: None):
    """A `Row` for each exercise of each of the (student, path) in `files`, in their order.

    timeout in seconds and memory in megabytes, for each process; `advance` is called after each file.
    """
    running, stop = set(), threading.Event()

    def rows_of(student, path):
        if path.is_dir():
            return [Row(_clean(student), "", "", NOT_RUN, "no lesson is in this folder")]
        try:
            found = _examine(path, timeout, memory, running, stop)
        except (OSError, ValueError) as error:  # no room for a process or its report, or a report that is none
            found = [("", NOT_RUN, f"no process could be had for it: {error}")]
        return [Row(*map(_clean, (student, path.name, *result))) for result in found]

    with ThreadPoolExecutor(cores()) as pool:  # each thread waits for one process at a time
        futures = [pool.submit(rows_of, student, path) for student, path in files]
        try:
            for _ in as_completed(futures):
                advance()
        except BaseException:
            stop.set()
            pool.shutdown(wait=False, cancel_futures=True)
            for process in list(running):
                _kill(process)
            raise
    return [row for future in futures for row in future.result()]


def cores():
    """How many processes run at a time."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _examine(path, timeout, memory, running, stop):
    """(exercise, status, diagnosis) for each exercise of a file.

    What ends the process costs the exercise that was running; a new process goes on with the next one.
    """
    names, found = LESSONS.get(lesson_by_name(path), []), {}
    while not stop.is_set():
        lines, reason = _run(path, list(found), timeout, memory, running, stop)
        started = False
        for line in lines:
            started = started or "names" in line
            names, reason = line.get("names", names), line.get("failed", reason)
            found |= line.get("found", {})
        left = [name for name in names if name not in found]
        if reason and not started:
            found |= dict.fromkeys(left or [""], (NOT_RUN, reason))
        elif reason and left:
            found[left[0]] = (CRASHED, reason)
        if all(name in found for name in names):
            break
    return [(name, *found[name]) for name in names or [""] if name in found]


def _run(path, done, timeout, memory, running, stop):
    """Start a process for all exercises but those `done`: what it reported, and None or why it did not end orderly."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        report, errors, own = Path(scratch, "report"), Path(scratch, "errors"), Path(scratch, "own")
        report.touch()
        own.mkdir()  # what the file writes goes here
        task = json.dumps([str(path.absolute()), str(report), memory, timeout, done])
        root = str(Path(__file__).resolve().parents[2])
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH")])),
            **dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"),
        }
        late = threading.Event()

        def give_up():
            late.set()
            _kill(process)

        with errors.open("wb") as stderr:
            process = subprocess.Popen(
                [sys.executable, "-P", "-m", "shared.progress.worker", task],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=stderr,
                cwd=own,
                env=environment,
                start_new_session=True,  # a process group of its own, to be killed with all its children
            )
            running.add(process)
            if stop.is_set():
                _kill(process)
            timer = threading.Timer(timeout, give_up)
            timer.start()
            process.wait()
            timer.cancel()
            running.discard(process)
            _kill(process)  # the children that it may have left
        lines = [json.loads(line) for line in report.read_bytes().splitlines(keepends=True) if line.endswith(b"\n")]
        last_words = errors.read_text("utf-8", "replace").strip().splitlines()[-1:]
    if lines and "end" in lines[-1]:
        return lines, None
    if late.is_set():
        return lines, f"took longer than {timeout:g} s"
    if not lines:
        return lines, f"Python could not be started: {''.join(last_words) or process.returncode}"
    how = f" ({signal.strsignal(-process.returncode)})" if process.returncode < 0 else ""
    return lines, f"ended the program{how}"


def _kill(process):
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    else:  # Windows: without the children that the file may have started
        process.kill()


# Printing.


def _clean(text):
    """`text` with everything escaped that a terminal or a spreadsheet would take for more than a character."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def _columns(rows):
    """The columns' names, the student's only where there are students."""
    return Row._fields[0 if any(row.student for row in rows) else 1 :]


def _print_json(rows):
    columns = _columns(rows)
    print(json.dumps([{name: getattr(row, name) for name in columns} for row in rows], indent=1))


def _print_csv(rows):
    columns = _columns(rows)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        cells = (getattr(row, name) for name in columns)
        # A spreadsheet computes what begins like a formula.
        writer.writerow([f"'{cell}" if cell[:1] in ("=", "+", "-", "@") else cell for cell in cells])


def _print_table(rows):
    columns = _columns(rows)
    try:
        if not sys.stdout.isatty():
            raise ImportError
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text
    except ImportError:
        lines = [columns, *([getattr(row, name) for name in columns] for row in rows)]
        widths = [max(map(len, column)) for column in zip(*lines)]
        for line in lines:
            print("  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip())
    else:
        table = Table(*columns)
        for row in rows:
            table.add_row(*(Text(getattr(row, name), COLOURS[row.status]) for name in columns))
        Console().print(table)
    files = dict.fromkeys("/".join(filter(None, row[:2])) for row in rows if row.status == NOT_RUN)
    counts = {status: sum(row.status == status for row in rows) for status in COLOURS}
    print(", ".join(f"{count} {status}" for status, count in counts.items() if count) + ".")
    if files:
        print(f"Not run: {', '.join(files)}.")


@contextmanager
def bar(total, what="files"):
    """Yields a function that moves a progress bar on stderr; one that does nothing where stderr is no terminal."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    try:
        from rich.console import Console
        from rich.progress import Progress
    except ImportError:
        done = iter(range(1, total + 1))
        yield lambda: print(f"\r{next(done)} of {total} {what}", end="", file=sys.stderr, flush=True)
        print(file=sys.stderr)
    else:
        with Progress(console=Console(stderr=True), transient=True) as shown:
            task = shown.add_task(what, total=total)
            yield lambda: shown.advance(task)


if __name__ == "__main__":
    sys.exit(main())
