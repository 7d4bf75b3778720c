"""`python -m shared.progress [FOLDER]`: checks every exercise in a folder of lessons, or in the files of a class."""

import argparse
import os
import sys
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from shared.checking.result import NOT_ATTEMPTED, RIGHT
from shared.progress import exports, page, text
from shared.progress.bar import ends_with_its_reader, progress_bar
from shared.progress.files import NOTHING, HandIn, lesson_files
from shared.progress.grades import Grade, exercises_of, grades, lesson_numbers, read_points
from shared.progress.roster import read_roster, with_missing
from shared.progress.run import Row, check_files, printable
from shared.progress.worker import MISSING

FORMATS = ("table", "csv", "json", "html", "moodle", "canvas")


@ends_with_its_reader
def main(argv: Sequence[str] | None = None) -> int:
    """Print the progress, or write it to the file that `--out` names. Return the exit code.

    The code is 130 if the user interrupts, 1 if an answer is wrong or a file cannot be checked, else 0. Exercises that
    are missing or not attempted, and students without files, do not change the code.

    If an option or a file is wrong, print a message and raise SystemExit(2).
    """
    parser = _parser()
    options = parser.parse_args(argv)
    if not 0 < options.timeout < 1e6 or options.memory < 64:
        parser.error("--timeout must be more than 0 seconds and --memory at least 64 MB")
    if options.out and (options.out.is_dir() or not options.out.parent.is_dir()):
        parser.error(f"--out must name a file in a folder that exists, got {options.out}")
    try:
        exercises = exercises_of(lesson_numbers(options.lessons) if options.lessons else ())
        points = read_points(options.points) if options.points else {}
        files = lesson_files(options.folder)
        if options.roster:
            files = _with_roster(files, options.roster)
        files = _of_student(files, options.student)
    except (ValueError, OSError) as error:
        parser.error(str(error))
    if not sys.platform.startswith(("linux", "freebsd")):
        print("On this system only the time is limited, not the memory.", file=sys.stderr)
    try:
        with progress_bar(len(files), "files") as advance:
            rows = check_files(files, options.timeout, options.memory, advance)
    except KeyboardInterrupt:
        print("Interrupted.", file=sys.stderr)
        return 130
    rows = [row for row in rows if row.exercise in ("", *exercises)]
    try:
        shown = _shown(options, rows, grades(files, rows, exercises, points), exercises, points).rstrip("\n")
        if options.out:
            _write(options.out, f"{shown}\n")
    except (ValueError, OSError) as error:
        parser.error(str(error))
    if not options.out:
        if hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(errors="backslashreplace")  # a terminal that cannot show σ gets \u03c3
            if options.format != "table" and not sys.stdout.isatty():
                sys.stdout.reconfigure(encoding="utf-8")  # a file for another program
        print(shown)
    fine = (RIGHT, NOT_ATTEMPTED, MISSING)
    return int(any(row.status not in fine for row in rows if row.diagnosis != NOTHING))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m shared.progress", description=(__doc__ or "").split("\n")[0])
    parser.add_argument(
        "folder",
        nargs="?",
        default="lessons",
        type=Path,
        help="a folder of lessons, a folder with one folder per student, or an unpacked download from Moodle or Canvas",
    )
    parser.add_argument("--format", choices=FORMATS, default="table")
    parser.add_argument(
        "--long", action="store_true", help="for table, csv and json: a line per exercise, not per student"
    )
    parser.add_argument("--student", metavar="NAME", help="all answers of one student; a part of the name is enough")
    parser.add_argument("--roster", type=Path, metavar="FILE", help="the class, as text or CSV: shows who is missing")
    parser.add_argument("--lessons", metavar="1,3-5", help="only these lessons count (default: all)")
    parser.add_argument(
        "--points", type=Path, metavar="FILE", help="lines such as `sigmoid = 2` (default: 1 point per exercise)"
    )
    parser.add_argument("--assignment", default="Nine Numbers", metavar="TITLE", help="the assignment's name in Canvas")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write to this file, not to the terminal")
    parser.add_argument("--timeout", default=20, type=float, metavar="SECONDS", help="for each process (default: 20)")
    parser.add_argument("--memory", default=1024, type=int, metavar="MB", help="for each process (default: 1024)")
    return parser


def _with_roster(files: list[HandIn], path: Path) -> list[HandIn]:
    """Return the files, and add an entry for each student of the roster who has no file.

    Students who are not in the roster are named on stderr. Raises OSError if the roster cannot be read. Raises
    ValueError if a line of the roster is wrong, or if the folder is not the folder of a class.
    """
    if not files[0].student:
        raise ValueError("--roster needs a folder with one sub-folder for each student")
    files, others = with_missing(files, read_roster(path))
    if others:
        print(f"Not in {path}: {', '.join(map(printable, others))}.", file=sys.stderr)
    return files


def _of_student(files: list[HandIn], name: str | None) -> list[HandIn]:
    """Return the files of the student `name`, or of the only student whose name contains `name`.

    Return all files if `name` is None. Raises ValueError if no student fits, or more than one.
    """
    if name is None:
        return files
    students = dict.fromkeys(file.student for file in files)
    found = [student for student in students if _folded(student) == _folded(name)]
    found = found or [student for student in students if _folded(name) in _folded(student)]
    if len(found) != 1:
        raise ValueError(f"--student must name one of {', '.join(found or students)}, got {name!r}")
    return [file for file in files if file.student == found[0]]


def _write(path: Path, text: str) -> None:
    """Write a text file. If this fails, an earlier file at `path` is not lost. Raises OSError."""
    part = path.with_name(f"{path.name}.part") if path.is_file() else path
    part.write_text(text, "utf-8", newline="\n")
    if part != path:
        os.replace(part, path)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()  # on macOS, the ü of a file's name has two characters


def _shown(
    options: argparse.Namespace,
    rows: Sequence[Row],
    class_grades: Sequence[Grade],
    exercises: Sequence[str],
    points: dict[str, float],
) -> str:
    """Return the results in the chosen format. Raises ValueError if a number for Moodle or Canvas is missing."""
    long = options.long or not class_grades[0].student
    match options.format:
        case "table" if options.student:
            return text.student_details(class_grades[0])
        case "table":
            coloured = sys.stdout.isatty() and not options.out
            return text.rows_table(rows, coloured) if long else text.class_table(class_grades, exercises)
        case "csv":
            return exports.rows_csv(rows) if long else exports.wide_csv(class_grades, exercises, points)
        case "json":
            return exports.rows_json(rows) if long else exports.wide_json(class_grades)
        case "moodle":
            return exports.moodle_csv(class_grades)
        case "canvas":
            return exports.canvas_csv(class_grades, options.assignment)
        case _:
            return page.grades_page(class_grades, exercises)


if __name__ == "__main__":
    sys.exit(main())
