"""Turns the rows of all files into a grade per student, and finds the exercises that failed most often.

A student gets the points of an exercise if the answer is right. The instructor decides about late and partial answers.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from sys import float_info
from typing import NamedTuple

from shared import course
from shared.checking.result import CRASHED, NOT_ATTEMPTED, RIGHT, WRONG
from shared.progress.borrowed import CALLS_OURS
from shared.progress.files import NOTHING, HandIn
from shared.progress.run import NOT_RUN, Row, printable
from shared.progress.worker import MISSING

# status → (its symbol, a plain symbol for outputs that cannot show it); the best status comes first
SYMBOLS = {
    RIGHT: ("✓", "+"),
    CALLS_OURS: ("=", "="),
    WRONG: ("✗", "x"),
    CRASHED: ("!", "!"),
    NOT_ATTEMPTED: ("·", "."),
    NOT_RUN: ("?", "?"),
    MISSING: ("–", "-"),
}
FAILED = (WRONG, CRASHED, CALLS_OURS)  # the student tried, but the answer is not right


class Grade(NamedTuple):
    """The points of one student, and the best row of each exercise."""

    student: str
    key: str
    rows: Mapping[str, Row]  # exercise → its best row
    points: float
    total: float
    notes: tuple[str, ...]  # a note for each file that could not be run, or the note that nothing was handed in


class Failure(NamedTuple):
    """How many students failed an exercise. `diagnoses` has pairs (diagnosis, count), the most frequent first."""

    exercise: str
    failed: int
    tried: int
    diagnoses: tuple[tuple[str, int], ...]


def exercises_of(lessons: Collection[int] = ()) -> tuple[str, ...]:
    """Return the names of the exercises in these lessons, in the course's order. If `lessons` is empty, return all."""
    return tuple(
        name for lesson in course.LESSONS if not lessons or lesson.number in lessons for name in lesson.exercises
    )


def lesson_numbers(text: str) -> frozenset[int]:
    """Return the lesson numbers in a text such as "1,3-5".

    Raises ValueError if the text is not of this form, if a range is reversed, or if a lesson does not exist.
    """
    last = course.LESSONS[-1].number
    numbers: set[int] = set()
    for part in text.split(","):
        match = re.fullmatch(r"\s*(\d+)(?:\s*-\s*(\d+))?\s*", part)
        found = range(int(match[1]), int(match[2] or match[1]) + 1) if match else range(0)
        if not found or not 1 <= found[0] <= found[-1] <= last:
            raise ValueError(f"--lessons must be numbers from 1 to {last}, such as 1,3-5, got {text!r}")
        numbers |= {*found}
    return frozenset(numbers)


def read_points(path: Path) -> dict[str, float]:
    """Return the points per exercise, from a TOML file with lines such as `sigmoid = 2`. Other exercises give 1 point.

    Raises ValueError with the file's name if the file is not TOML, if a name is not an exercise, or if its points are
    not a finite number, 0 or more. Raises OSError if the file cannot be read.
    """
    try:
        table = tomllib.loads(path.read_text("utf-8-sig"))
    except ValueError as error:  # it is not TOML, not UTF-8, or has a number of thousands of digits
        raise ValueError(f"{path}: {error}. Write lines such as: sigmoid = 2") from None
    known = exercises_of()
    for name, value in table.items():
        if name not in known:
            raise ValueError(f"{path}: no exercise is called {name}; the exercises are {', '.join(known)}")
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= float_info.max:
            raise ValueError(f"{path}: the points of {name} must be a finite number, 0 or more, got {value!r:.40}")
    return {name: float(value) for name, value in table.items()}


def grades(
    files: Sequence[HandIn], rows: Sequence[Row], exercises: Sequence[str], points: Mapping[str, float]
) -> list[Grade]:
    """Return a `Grade` for each student, in the order of `files`.

    If an exercise is in several files, the best answer counts. An exercise that is in no file gives 0 points.
    """
    keys = {printable(file.student): file.key for file in files}  # the names in `rows` are printable, too
    total = sum(points.get(name, 1.0) for name in exercises)
    return [_grade(student, key, rows, exercises, points, total) for student, key in keys.items()]


def _grade(
    student: str, key: str, rows: Sequence[Row], exercises: Sequence[str], points: Mapping[str, float], total: float
) -> Grade:
    rank = list(SYMBOLS)
    shown = {name: Row(student, "", name, MISSING, "It was not handed in.") for name in exercises}
    notes = []
    for row in rows:
        if row.student != student:
            continue
        if row.diagnosis == NOTHING:
            notes.append(NOTHING)
        if row.status == NOT_RUN and (note := f"{row.file}: {row.diagnosis}".removeprefix(": ")) not in notes:
            notes.append(note)
        old = shown.get(row.exercise)
        if old and (not old.file or rank.index(row.status) < rank.index(old.status)):
            shown[row.exercise] = row
    reached = sum(points.get(name, 1.0) for name, row in shown.items() if row.status == RIGHT)
    return Grade(student, key, shown, reached, total, tuple(notes))


def handed_in_nothing(class_grades: Sequence[Grade]) -> list[str]:
    """Return the students of the roster who handed in nothing."""
    return [grade.student for grade in class_grades if NOTHING in grade.notes]


def notes_on_files(class_grades: Sequence[Grade]) -> list[tuple[str, str]]:
    """Return pairs (student, note). Each note says which file could not be run and why."""
    return [(grade.student, note) for grade in class_grades for note in grade.notes if note != NOTHING]


def failures(class_grades: Sequence[Grade], exercises: Sequence[str]) -> list[Failure]:
    """Return the exercises that failed. The exercise that failed most often comes first."""
    found = []
    for name in exercises:
        rows = [grade.rows[name] for grade in class_grades]
        bad = [row for row in rows if row.status in FAILED]
        tried = len(bad) + sum(row.status == RIGHT for row in rows)
        # Diagnoses that differ only in their numbers (not in a sign) count as one, the first of them.
        first: dict[str, str] = {}
        kinds = [re.sub(r"\d[\d.e-]*", "0", row.diagnosis) for row in bad]
        for kind, row in zip(kinds, bad):
            first.setdefault(kind, row.diagnosis)
        diagnoses = tuple((first[kind], count) for kind, count in Counter(kinds).most_common())
        if bad:
            found.append(Failure(name, len(bad), tried, diagnoses))
    return sorted(found, key=lambda failure: -failure.failed)


def counted_students(count: int) -> str:
    """Return "1 student" or "2 students"."""
    return f"{count} student{'s' * (count != 1)}"
