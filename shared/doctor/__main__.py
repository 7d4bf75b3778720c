"""`python -m shared.doctor my_program.py`: why does the network in this program not learn?"""

import argparse
import json
import sys
from pathlib import Path

from shared.doctor import rewrite
from shared.doctor.diagnosis import examine
from shared.doctor.report import NOT_UNDERSTOOD, NOTHING_WRONG, Report
from shared.progress.bar import ends_with_its_reader


@ends_with_its_reader
def main(argv: list[str] | None = None) -> int:
    """Print the report. Return 0 if the program has no fault, 2 if the file cannot be read, otherwise 1.

    Raises SystemExit for a wrong command and for `--help`.
    """
    parser = argparse.ArgumentParser(prog="python -m shared.doctor", description=__doc__.split("\n")[0])
    parser.add_argument("program", type=Path, help="a script, a Jupyter notebook or a marimo notebook")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.add_argument("--timeout", default=20, type=float, metavar="SECONDS", help="for each run (default: 20)")
    parser.add_argument("--memory", default=1024, type=int, metavar="MB", help="for each run (default: 1024)")
    options = parser.parse_args(argv)
    if not 0 < options.timeout < 1e6 or options.memory < 64:
        parser.error("--timeout must be more than 0 seconds and --memory at least 64 MB")
    try:
        rewrite.read(options.program)
    except (OSError, ValueError, KeyError, TypeError) as error:
        print(f"{options.program} cannot be read: {error}", file=sys.stderr)
        return 2
    report = examine(options.program, options.timeout, options.memory)
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal without σ shows \u03c3
    if options.format == "json":
        print(report.to_json())
    else:
        _print_text(report)
    return int(report.cause != NOTHING_WRONG)


def _print_text(report: Report) -> None:
    try:
        if not sys.stdout.isatty():
            raise ImportError
        from rich.console import Console
        from rich.text import Text
    except ImportError:
        print(report)
        return
    color = {NOTHING_WRONG: "green", NOT_UNDERSTOOD: "yellow"}.get(report.cause, "red")
    for k, line in enumerate(str(report).splitlines()):
        label, _, rest = line.partition(": ")
        style = f"bold {color}" if k == 0 else "bold" if line.startswith("Also") else "dim"
        Console().print(Text.assemble((f"{label}: ", style), (rest, "bold" if k == 0 else "")))


if __name__ == "__main__":
    try:
        sys.exit(main())
    except json.JSONDecodeError as broken:
        sys.exit(f"no answer: {broken}")
