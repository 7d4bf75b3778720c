"""The progress for spreadsheets and programs: CSV, JSON, and the files that Moodle and Canvas import.

Moodle: the grading worksheet of an assignment (mod/assign/feedback/offline). Its columns *Identifier*, *Grade* and
*Last modified (grade)* are required; the number in the identifier is the one in the names of downloaded folders.
Canvas: the file of the grade book (lib/gradebook_importer.rb). *Student*, *ID* and *Section* are required, then one
column per assignment; a row *Points Possible* comes first; *ID* is the number in the names of downloaded files.
"""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from html import escape

from shared.checking.result import RIGHT
from shared.progress.grades import Grade
from shared.progress.run import Row
from shared.progress.text import shown_columns

MOODLE_COLUMNS = (*("Identifier", "Full name", "Grade", "Maximum Grade", "Last modified (grade)", "Feedback comments"),)
CANVAS_COLUMNS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")


def rows_csv(rows: Sequence[Row]) -> str:
    """One line per exercise."""
    names = shown_columns(rows)
    return _csv([names, *([getattr(row, name) for name in names] for row in rows)])


def rows_json(rows: Sequence[Row]) -> str:
    """One object per exercise."""
    names = shown_columns(rows)
    return json.dumps([{name: getattr(row, name) for name in names} for row in rows], indent=1)


def wide_csv(class_grades: Sequence[Grade], exercises: Sequence[str], points: Mapping[str, float]) -> str:
    """One line per student: the points of each exercise, their sum, and the most that there are."""
    lines: list[Sequence[object]] = [("student", "key", *exercises, "points", "total", "notes")]
    for grade in class_grades:
        reached = [points.get(name, 1.0) if grade.rows[name].status == RIGHT else 0 for name in exercises]
        lines.append(
            (grade.student, grade.key, *reached, grade.points, grade.total, "; ".join(grade.notes)),
        )
    return _csv(lines)


def wide_json(class_grades: Sequence[Grade]) -> str:
    """One object per student, with what was written and told for each exercise."""
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
    """A grading worksheet for Moodle. ValueError if a student's folder does not have the name that Moodle gives it."""
    _need_keys(class_grades, "Moodle", "Ada Lovelace_12345_assignsubmission_file")
    lines: list[Sequence[object]] = [MOODLE_COLUMNS]
    for grade in class_grades:
        name = grade.student.removesuffix(f" ({grade.key})")
        lines.append((f"Participant {grade.key}", name, grade.points, grade.total, "-", _feedback(grade)))
    return _csv(lines)


def canvas_csv(class_grades: Sequence[Grade], assignment: str) -> str:
    """A grade book for Canvas with one column, `assignment`. ValueError if a file does not have the name of Canvas."""
    _need_keys(class_grades, "Canvas", "lovelaceada_12345_67890_01_neuron.py")
    lines: list[Sequence[object]] = [(*CANVAS_COLUMNS, assignment)]
    lines.append(("    Points Possible", "", "", "", "", class_grades[0].total))
    for grade in class_grades:
        name = grade.student.removesuffix(f" ({grade.key})")
        lines.append((name, grade.key, "", "", "", grade.points))
    return _csv(lines)


def _need_keys(class_grades: Sequence[Grade], system: str, example: str) -> None:
    if without := [grade.student or "this folder" for grade in class_grades if not grade.key]:
        raise ValueError(
            f"{system} needs each student's number, which is in the names that it gives to downloads, such as "
            f"{example}; {', '.join(without[:3])} has none"
        )


def _feedback(grade: Grade) -> str:
    """A line of HTML per exercise that is not right, as Moodle shows comments."""
    told = [f"{name}: {row.status}. {row.diagnosis}" for name, row in grade.rows.items() if row.status != RIGHT]
    return "<br>".join(escape(line.strip(), quote=False) for line in told) or "All exercises are right."


def _csv(lines: Iterable[Sequence[object]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([_cell(value) for value in line] for line in lines)
    return text.getvalue()


def _cell(value: object) -> str:
    if isinstance(value, int | float):
        return f"{value:g}"
    # A quote keeps a spreadsheet from computing a cell that begins like a formula. A lone "-" is Moodle's empty date.
    text = str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") and text != "-" else text
