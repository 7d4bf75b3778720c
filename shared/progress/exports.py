"""Writes the progress for spreadsheets and programs: CSV, JSON, and the files that Moodle and Canvas import.

Moodle imports the grading worksheet of an assignment (mod/assign/feedback/offline). The worksheet must have the columns
*Identifier*, *Grade* and *Last modified (grade)*. The names of downloaded folders contain the *Identifier*.
Canvas imports the file of the grade book (lib/gradebook_importer.rb). It must have the columns *Student*, *ID* and
*Section*, then one column per assignment. The first row of the grade book is *Points Possible*. The names of
downloaded files contain the *ID*.
"""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from html import escape

from shared.checking.result import RIGHT
from shared.progress.files import NOTHING
from shared.progress.grades import Grade
from shared.progress.run import Row
from shared.progress.text import shown_columns

MOODLE_COLUMNS = ("Identifier", "Full name", "Grade", "Maximum Grade", "Last modified (grade)", "Feedback comments")
CANVAS_COLUMNS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")


def rows_csv(rows: Sequence[Row]) -> str:
    """Return CSV with one line per exercise."""
    names = shown_columns(rows)
    return _csv([names, *([getattr(row, name) for name in names] for row in rows)])


def rows_json(rows: Sequence[Row]) -> str:
    """Return JSON with one object per exercise."""
    names = shown_columns(rows)
    return json.dumps([{name: getattr(row, name) for name in names} for row in rows], indent=1)


def wide_csv(class_grades: Sequence[Grade], exercises: Sequence[str], points: Mapping[str, float]) -> str:
    """Return CSV with one line per student: the points of each exercise, their sum, and the highest possible sum."""
    lines: list[Sequence[object]] = [("student", "key", *exercises, "points", "total", "notes")]
    for grade in class_grades:
        reached = [points.get(name, 1.0) if grade.rows[name].status == RIGHT else 0 for name in exercises]
        lines.append(
            (grade.student, grade.key, *reached, grade.points, grade.total, "; ".join(grade.notes)),
        )
    return _csv(lines)


def wide_json(class_grades: Sequence[Grade]) -> str:
    """Return JSON with one object per student. Each object has the student's answers and the feedback on them."""
    return json.dumps(
        [
            {
                **{name: getattr(grade, name) for name in ("student", "key", "points", "total", "notes")},
                "exercises": {
                    name: {field: getattr(row, field) for field in ("status", "file", "diagnosis", "answer", "told")}
                    for name, row in grade.rows.items()
                },
            }
            for grade in class_grades
        ],
        indent=1,
    )


def moodle_csv(class_grades: Sequence[Grade]) -> str:
    """Return a grading worksheet for Moodle. Raises ValueError if a student's Moodle number is unknown."""
    _need_keys(class_grades, "Moodle", "Ada Lovelace_12345_assignsubmission_file", "grading worksheet")
    lines: list[Sequence[object]] = [MOODLE_COLUMNS]
    for grade in class_grades:
        name = grade.student.removesuffix(f" ({grade.key})")
        lines.append((f"Participant {grade.key}", name, grade.points, grade.total, "-", _feedback(grade)))
    return _csv(lines)


def canvas_csv(class_grades: Sequence[Grade], assignment: str) -> str:
    """Return a grade book for Canvas. The column `assignment` has each student's points.

    Raises ValueError if a student's Canvas number is unknown.
    """
    _need_keys(class_grades, "Canvas", "lovelaceada_12345_67890_01_neuron.py", "exported grade book")
    lines: list[Sequence[object]] = [(*CANVAS_COLUMNS, assignment)]
    lines.append(("    Points Possible", "", "", "", "", class_grades[0].total))
    for grade in class_grades:
        name = grade.student.removesuffix(f" ({grade.key})")
        lines.append((name, grade.key, "", "", "", grade.points))
    return _csv(lines)


def _need_keys(class_grades: Sequence[Grade], system: str, example: str, roster: str) -> None:
    if without := [grade.student or "this folder" for grade in class_grades if not grade.key]:
        raise ValueError(
            f"{system} needs each student's number. {system} writes this number into the names of downloads, such as "
            f"{example}. The {roster} of {system} also has the number: pass this file with --roster. "
            f"No number was found for: {', '.join(without[:3])}"
        )


def _feedback(grade: Grade) -> str:
    """Return a line of HTML for each exercise that is not right. Moodle shows these lines as feedback comments.

    If nothing was handed in, or if all exercises are right, return one sentence.
    """
    if NOTHING in grade.notes:
        return "Nothing was handed in."
    told = [
        f"{name}: {row.status}{': ' if row.diagnosis[:1].islower() else '. '}{row.diagnosis}"
        for name, row in grade.rows.items()
        if row.status != RIGHT
    ]
    return "<br>".join(escape(line.strip(), quote=False) for line in told) or "All exercises are right."


def _csv(lines: Iterable[Sequence[object]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([_cell(value) for value in line] for line in lines)
    return text.getvalue()


def _cell(value: object) -> str:
    if isinstance(value, int | float):
        return f"{value:g}"
    # A spreadsheet reads a text that begins with "=" as a formula. A quote in front of the text prevents this.
    # Moodle's empty date, "-", gets no quote.
    text = str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") and text != "-" else text
