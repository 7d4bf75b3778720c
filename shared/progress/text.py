"""Writes the progress as text: a table of students and exercises, one student's details, or a line per exercise."""

import sys
from collections.abc import Iterator, Sequence
from unicodedata import combining, east_asian_width

from shared import course
from shared.checking.result import CRASHED, NOT_ATTEMPTED, RIGHT, WRONG
from shared.progress.borrowed import CALLS_OURS
from shared.progress.grades import SYMBOLS, Grade, counted_students, failures, handed_in_nothing, notes_on_files
from shared.progress.run import COLUMNS, NOT_RUN, Row
from shared.progress.worker import MISSING

COLOURS = {
    RIGHT: "green",
    NOT_ATTEMPTED: "dim",
    WRONG: "yellow",
    MISSING: "yellow",
    CALLS_OURS: "yellow",
    CRASHED: "magenta",
    NOT_RUN: "red",
}
LONGEST_NAME = 28  # characters of a student's name in the table
WORST = 5  # the number of exercises that the report names


def class_table(class_grades: Sequence[Grade], exercises: Sequence[str]) -> str:
    """Return a table of students × exercises with symbols and points. Notes and the report are below the table."""
    lessons = [(lesson, [name for name in lesson.exercises if name in exercises]) for lesson in course.LESSONS]
    lessons = [(lesson, names) for lesson, names in lessons if names]
    width = max(7, *(_width(_cut(grade.student)) for grade in class_grades))
    heads = [str(lesson.number).ljust(len(names)) for lesson, names in lessons]
    symbols = _symbols()
    lines = ["  ".join(["student".ljust(width), *heads, "points"])]
    for grade in class_grades:
        cells = ["".join(symbols[grade.rows[name].status] for name in names) for _, names in lessons]
        cells = [cell.ljust(len(head)) for cell, head in zip(cells, heads)]
        reached = f"{grade.points:g} of {grade.total:g}"
        name = _cut(grade.student)
        lines.append("  ".join([name + " " * (width - _width(name)), *cells, reached]))
    mean = sum(grade.points for grade in class_grades) / len(class_grades)
    lines += ["", f"{counted_students(len(class_grades))}, {mean:.1f} of {class_grades[0].total:g} points on average."]
    lines += ["  ".join(f"{symbols[status]} {status}" for status in SYMBOLS), "", "Right answers:"]
    for lesson, names in lessons:
        shares = ", ".join(f"{name} {_share(class_grades, name):.0%}" for name in names)
        lines.append(f"  lesson {lesson.number}: {shares}")
    if absent := handed_in_nothing(class_grades):
        lines += ["", f"Handed in nothing: {', '.join(absent)}."]
    if notes := notes_on_files(class_grades):
        lines += ["", "Could not be run:", *(f"  {student}: {note}" for student, note in notes)]
    lines += ["", *class_report(class_grades, exercises)]
    return "\n".join(line.rstrip() for line in lines)


def class_report(class_grades: Sequence[Grade], exercises: Sequence[str]) -> Iterator[str]:
    """Yield the lines of a report for the instructor: the exercises that failed most, and the diagnoses."""
    found = failures(class_grades, exercises)
    if not found:
        yield "No answer failed."
        return
    yield "Failed most:"
    for failure in found[:WORST]:
        yield f"  {failure.exercise}: {failure.failed} of {failure.tried} answers failed"
        yield from (f"    {count} × {diagnosis}" for diagnosis, count in failure.diagnoses[:3])


def student_details(grade: Grade) -> str:
    """Return every exercise of one student, with the answer and the feedback."""
    lines = [f"{grade.student}: {grade.points:g} of {grade.total:g} points", *grade.notes]
    for name, row in grade.rows.items():
        lines += ["", f"{name}: {row.status}" + (f" ({row.file})" if row.file else "")]
        lines += [f"    {line}" for line in row.answer.splitlines() if row.status != NOT_ATTEMPTED]
        if row.status not in (RIGHT, NOT_ATTEMPTED):
            lines.append(f"  {row.told or row.diagnosis}" if row.status != CALLS_OURS else f"  {row.diagnosis}")
    return "\n".join(lines)


def rows_table(rows: Sequence[Row], coloured: bool = False) -> str:
    """Return a line per exercise and the count of each status.

    If `coloured` is true and rich is installed, the table has colours and the terminal's width.
    """
    names = shown_columns(rows)
    try:
        if not coloured:
            raise ImportError
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text
    except ImportError:
        cells = [names, *([getattr(row, name) for name in names] for row in rows)]
        widths = [max(map(len, column)) for column in zip(*cells)]
        lines = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip() for line in cells]
    else:
        table = Table(*names)
        for row in rows:
            table.add_row(*(Text(getattr(row, name), COLOURS[row.status]) for name in names))
        console = Console()
        with console.capture() as drawn:
            console.print(table)
        lines = drawn.get().splitlines()
    counts = {status: sum(row.status == status for row in rows) for status in COLOURS}
    lines.append(", ".join(f"{count} {status}" for status, count in counts.items() if count) + ".")
    if files := dict.fromkeys("/".join(filter(None, row[:2])) for row in rows if row.status == NOT_RUN):
        lines.append(f"Not run: {', '.join(files)}.")
    return "\n".join(lines)


def shown_columns(rows: Sequence[Row]) -> tuple[str, ...]:
    """Return the names of the columns. The column `student` is left out if no row has a student."""
    return COLUMNS[0 if any(row.student for row in rows) else 1 :]


def _symbols() -> dict[str, str]:
    """Return {status: a symbol that stdout can print}."""
    try:
        "".join(best for best, _ in SYMBOLS.values()).encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return {status: plain for status, (_, plain) in SYMBOLS.items()}
    return {status: best for status, (best, _) in SYMBOLS.items()}


def _share(class_grades: Sequence[Grade], name: str) -> float:
    return sum(grade.rows[name].status == RIGHT for grade in class_grades) / len(class_grades)


def _width(name: str) -> int:
    """Return the width of a name in terminal columns. A Chinese character has width 2, a combining accent width 0."""
    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in name)


def _cut(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"
