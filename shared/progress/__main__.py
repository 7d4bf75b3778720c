"""`python -m shared.progress [FOLDER]`: checks every exercise in a folder of lessons or in one folder per student."""

import argparse
import csv
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from shared.checking.result import CRASHED, NOT_ATTEMPTED, RIGHT, WRONG
from shared.progress.bar import progress_bar
from shared.progress.files import lesson_files
from shared.progress.run import NOT_RUN, Row, check_files
from shared.progress.worker import MISSING

COLOURS = {RIGHT: "green", NOT_ATTEMPTED: "dim", WRONG: "yellow", MISSING: "yellow", CRASHED: "magenta", NOT_RUN: "red"}


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table, CSV or JSON; returns the exit code: 0, 1 if any exercise has a problem, 130 when interrupted.

    A bad call prints a message and raises SystemExit(2).
    """
    parser = argparse.ArgumentParser(prog="python -m shared.progress", description=(__doc__ or "").split("\n")[0])
    parser.add_argument(
        "folder", nargs="?", default="lessons", type=Path, help="lessons, or one sub-folder per student"
    )
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
        with progress_bar(len(files), "files") as advance:
            rows = check_files(files, options.timeout, options.memory, advance)
    except KeyboardInterrupt:
        print("Interrupted.", file=sys.stderr)
        return 130
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal without σ shows \u03c3
    {"table": print_table, "csv": print_csv, "json": print_json}[options.format](rows)
    return int(any(row.status not in (RIGHT, NOT_ATTEMPTED) for row in rows))


def columns(rows: Sequence[Row]) -> tuple[str, ...]:
    """The names of the columns; the student's only if a row names one."""
    return Row._fields[0 if any(row.student for row in rows) else 1 :]


def print_json(rows: Sequence[Row]) -> None:
    names = columns(rows)
    print(json.dumps([{name: getattr(row, name) for name in names} for row in rows], indent=1))


def print_csv(rows: Sequence[Row]) -> None:
    names = columns(rows)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(names)
    for row in rows:
        cells = (getattr(row, name) for name in names)
        # A quote keeps a spreadsheet from computing a cell that begins like a formula.
        writer.writerow([f"'{cell}" if cell[:1] in ("=", "+", "-", "@") else cell for cell in cells])


def print_table(rows: Sequence[Row]) -> None:
    """Print the rows, in colours if stdout is a terminal and rich is installed, then how many have each status."""
    names = columns(rows)
    try:
        if not sys.stdout.isatty():
            raise ImportError
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text
    except ImportError:
        lines = [names, *([getattr(row, name) for name in names] for row in rows)]
        widths = [max(map(len, column)) for column in zip(*lines)]
        for line in lines:
            print("  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip())
    else:
        table = Table(*names)
        for row in rows:
            table.add_row(*(Text(getattr(row, name), COLOURS[row.status]) for name in names))
        Console().print(table)
    counts = {status: sum(row.status == status for row in rows) for status in COLOURS}
    print(", ".join(f"{count} {status}" for status, count in counts.items() if count) + ".")
    if files := dict.fromkeys("/".join(filter(None, row[:2])) for row in rows if row.status == NOT_RUN):
        print(f"Not run: {', '.join(files)}.")


if __name__ == "__main__":
    sys.exit(main())
