"""From the rows of all files to one grade per student and exercise: points, totals, and what failed most in the class.

An exercise gives its points if it is right. Rules for late or partial answers are the instructor's.
"""

import math
import re
import tomllib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from shared import course
from shared.checking.result import CRASHED, NOT_ATTEMPTED, RIGHT, WRONG
from shared.progress.borrowed import CALLS_OURS
from shared.progress.files import HandIn
from shared.progress.run import NOT_RUN, Row
from shared.progress.worker import MISSING

# status → its symbol, and the symbol where the output has no such character; the best status first
SYMBOLS = {
    RIGHT: ("✓", "+"),
    CALLS_OURS: ("=", "="),
    WRONG: ("✗", "x"),
    CRASHED: ("!", "!"),
    NOT_ATTEMPTED: ("·", "."),
    NOT_RUN: ("?", "?"),
    MISSING: ("–", "-"),
}
FAILED = (WRONG, CRASHED, CALLS_OURS)  # the student tried, and it is no right answer


class Grade(NamedTuple):
    """What one student reached."""

    student: str
    key: str
    rows: Mapping[str, Row]  # exercise → its best row
    points: float
    total: float
    notes: tuple[str, ...]  # files that could not be run


class Failure(NamedTuple):
    """How often an exercise failed in the class, and why: (diagnosis, how often), the most frequent first."""

    exercise: str
    failed: int
    tried: int
    diagnoses: tuple[tuple[str, int], ...]


def exercises_of(lessons: Collection[int] = ()) -> tuple[str, ...]:
    """The names of the exercises in these lessons, in the course's order; of all lessons if none is named."""
    return tuple(
        name for lesson in course.LESSONS if not lessons or lesson.number in lessons for name in lesson.exercises
    )


def lesson_numbers(text: str) -> frozenset[int]:
    """The lessons in a text such as "1,3-5". ValueError if one of them is no lesson of the course."""
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
    """The points per exercise in a TOML file with lines such as `sigmoid = 2`; the others give 1.

    ValueError, naming the file, if it is no TOML, names no exercise of the course, or a number is negative.
    """
    try:
        table = tomllib.loads(path.read_text("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"{path}: {error}. Write lines such as: sigmoid = 2") from None
    known = exercises_of()
    for name, value in table.items():
        if name not in known:
            raise ValueError(f"{path}: no exercise is called {name}; the exercises are {', '.join(known)}")
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < math.inf:
            raise ValueError(f"{path}: the points of {name} must be a number from 0 up, got {value!r}")
    return {name: float(value) for name, value in table.items()}


def grades(
    files: Sequence[HandIn], rows: Sequence[Row], exercises: Sequence[str], points: Mapping[str, float]
) -> list[Grade]:
    """One `Grade` for each student in `files`, in their order.

    If an exercise is in several files, the best counts. Exercises that are in no file are missing; they count 0 points.
    """
    keys = {file.student: file.key for file in files}
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
        if row.status == NOT_RUN and (note := f"{row.file}: {row.diagnosis}".removeprefix(": ")) not in notes:
            notes.append(note)
        old = shown.get(row.exercise)
        if old and (not old.file or rank.index(row.status) < rank.index(old.status)):
            shown[row.exercise] = row
    reached = sum(points.get(name, 1.0) for name, row in shown.items() if row.status == RIGHT)
    return Grade(student, key, shown, reached, total, tuple(notes))


def failures(class_grades: Sequence[Grade], exercises: Sequence[str]) -> list[Failure]:
    """The exercises that failed, the one that failed most often first."""
    found = []
    for name in exercises:
        rows = [grade.rows[name] for grade in class_grades]
        bad = [row for row in rows if row.status in FAILED]
        tried = len(bad) + sum(row.status == RIGHT for row in rows)
        # Diagnoses that differ only in their numbers are one; its first text stands for all.
        first: dict[str, str] = {}
        kinds = [re.sub(r"\d[\d.e-]*", "0", row.diagnosis) for row in bad]
        for kind, row in zip(kinds, bad):
            first.setdefault(kind, row.diagnosis)
        diagnoses = tuple((first[kind], count) for kind, count in Counter(kinds).most_common())
        if bad:
            found.append(Failure(name, len(bad), tried, diagnoses))
    return sorted(found, key=lambda failure: -failure.failed)
