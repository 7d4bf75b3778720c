"""Reads the list of a class, the roster, and finds the students who handed in nothing.

The list is a text file with one student per line, or a CSV file. The columns of the CSV file may have the same names
as in Moodle's grading worksheet, in Moodle's list of participants, in the grade book of Canvas, or in our own CSV file.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from shared.progress.files import NOTHING, HandIn

# Names of columns, in small letters.
KEYS = ("identifier", "id", "key")
NAMES = ("full name", "student", "name")
PARTS = ("first name", "last name", "surname")  # columns with a part of a name
OTHERS = ("sis user id", "sis login id", "email address", "id number", "username")
KNOWN = (*KEYS, *NAMES, *PARTS, *OTHERS)
NO_STUDENTS = ("points possible", "student, test")  # lines in the grade book of Canvas


class Student(NamedTuple):
    """One student of the roster."""

    name: str
    key: str  # the student's number in Moodle or Canvas, "" if the roster does not have it
    others: tuple[str, ...]  # e-mail address, login and so on; a hand-in may have one of these names
    line: int


def read_roster(path: Path) -> list[Student]:
    """Return the students of a roster. If a line is wrong, the ValueError names the file, the line and the fault."""
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ValueError(f"{path}, line {line}: this is not UTF-8. Save the file as text or CSV in UTF-8") from None
    head = (text.splitlines() or [""])[0]
    separator = max(",;\t", key=head.count)
    try:
        names = next(csv.reader([head], delimiter=separator, strict=True), [""])
    except csv.Error:  # `_of_table` names the fault and its line
        names = head.split(separator)
    columns = [name.strip(' "').casefold() for name in names]
    if {*columns} & {*KNOWN}:
        students = _of_table(path, text, separator, columns)
    elif path.suffix.lower() == ".csv":
        raise ValueError(f"{path}, line 1: no column has a known name. The known names are {', '.join(KNOWN)}")
    else:
        lines = enumerate(map(_clean, text.splitlines()), 1)
        students = [Student(name, name if name.isdigit() else "", (), line) for line, name in lines if name]
    return _checked(path, students)


def with_missing(files: Sequence[HandIn], roster: Sequence[Student]) -> tuple[list[HandIn], list[str]]:
    """Return the files in the order of the roster, and the names of the students who are not in the roster.

    For a student who handed in nothing, there is an entry with the problem NOTHING. The files of students who are not
    in the roster come last. A name in the files is replaced if the roster has a better form of it, such as "Ada
    Lovelace" for "lovelaceada". A missing key is taken from the roster.
    """
    left = list(dict.fromkeys((file.student, file.key) for file in files))
    found: dict[Student, tuple[str, str]] = {}

    def find(fits: Callable[[Student, str, str], bool], certain: bool = True) -> None:
        for entry in [entry for entry in roster if entry not in found]:
            matches = [one for one in left if fits(entry, *one)]
            others = [other for other in roster if other not in found and other is not entry]
            unclear = len(matches) > 1 or any(fits(other, *one) for other in others for one in matches)
            if matches and (certain or not unclear):
                found[entry] = matches[0]
                left.remove(matches[0])

    find(lambda entry, _, key: entry.key == key != "")
    same_system = bool(found)  # if True, equal names with different numbers are two students
    find(lambda entry, name, key: _has_name(entry, name, key) and not (same_system and key and entry.key))
    find(lambda entry, name, key: _fits(entry, name, key) and not (same_system and key and entry.key), certain=False)
    taken = {file.student for file in files}
    listed = []
    for entry in roster:
        if entry in found:
            name, key = found[entry]
            better = " " in entry.name and " " not in name and entry.name not in taken  # Canvas writes "lovelaceada"
            taken.add(shown := entry.name if better else name)
            mine = [file for file in files if (file.student, file.key) == (name, key)]
            listed += [file._replace(student=shown, key=key or entry.key) for file in mine]
        else:
            number = entry.key or ", ".join(entry.others) or f"line {entry.line}"
            name = f"{entry.name} ({number})" if entry.name in taken else entry.name
            taken.add(name)
            listed.append(HandIn(name, Path(), "", entry.key, NOTHING))
    return [*listed, *(file for file in files if (file.student, file.key) in left)], [name for name, _ in left]


def _of_table(path: Path, text: str, separator: str, columns: Sequence[str]) -> list[Student]:
    students = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        next(reader)
        for cells in reader:
            if not any(map(str.strip, cells)):
                continue
            if len(cells) != len(columns):
                number = f"{len(cells)} cells" if len(cells) != 1 else "1 cell"
                raise csv.Error(f"this line has {number}, but the first line has {len(columns)}")
            row = {name: _clean(cell) for name, cell in zip(columns, cells)}
            name = _first(row, NAMES) or " ".join(row[part] for part in PARTS if row.get(part))
            others = tuple(row[other] for other in OTHERS if row.get(other))
            identifier = _first(row, KEYS)
            digits = re.search(r"\d+$", identifier)  # Moodle writes "Participant 12345"
            shown = name or identifier or ", ".join(others[:1])
            if shown and shown.casefold() not in NO_STUDENTS:
                students.append(Student(shown, digits[0] if digits else "", others, reader.line_num))
    except csv.Error as error:
        raise ValueError(f"{path}, line {reader.line_num}: {error}") from None
    return students


def _first(row: dict[str, str], names: Sequence[str]) -> str:
    return next((row[name] for name in names if row.get(name)), "")


def _checked(path: Path, students: list[Student]) -> list[Student]:
    """Return the students. Raises ValueError if the list is empty or a student is in it twice.

    Also raises ValueError if a name has no letters and no digits.
    """
    if not students:
        raise ValueError(f"{path}, line 1: no student is in this file")
    earlier: dict[object, Student] = {}
    for student in students:
        if not _forms(student.name):
            raise ValueError(f"{path}, line {student.line}: {student.name!r} is not a name")
        same = student.key or (_forms(student.name), student.others)
        if other := earlier.get(same):
            what = "is already"
            if _forms(student.name) != _forms(other.name):
                what = f"has the number {student.key}, which {other.name} has"
            raise ValueError(f"{path}, line {student.line}: {student.name} {what} in line {other.line}")
        earlier[same] = student
    return students


def _clean(text: str) -> str:
    return " ".join(text.split())


def _has_name(student: Student, name: str, key: str) -> bool:
    """True if the student has exactly this name, apart from capital letters."""
    return _words(student.name) == _words(name.removesuffix(f" ({key})"))


def _fits(student: Student, name: str, key: str) -> bool:
    """True if the names have a spelling in common. Two students can have a spelling in common, too."""
    name = name.removesuffix(f" ({key})")
    return any(_forms(text) & _forms(name) for text in (student.name, *student.others))


@cache
def _forms(name: str) -> frozenset[str]:
    """Return the spellings of a name in small letters without spaces. Each begins with a different word.

    For "Ada Lovelace" these are "adalovelace" and "lovelaceada".
    """
    words = _words(name)
    return frozenset("".join(words[k:] + words[:k]) for k in range(len(words)))


def _words(name: str) -> list[str]:
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", name).casefold())
