"""Finds the files of each student: in a folder of lessons, in one sub-folder per student, or in one flat folder.

Moodle and Canvas write the student's number into the names of folders and files. This number is the student's key.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from shared.exercises import EXERCISES
from shared.progress.worker import lesson_by_name

# "Ada Lovelace_12345_assignsubmission_file" is the name of a folder, or the beginning of a file's name. If a student
# types into Moodle's text box, the text is in "Ada Lovelace_12345_assignsubmission_onlinetext".
MOODLE = re.compile(r"(?P<name>.+?)_(?P<key>\d+)_assignsubmission_(?:file|onlinetext)_?(?P<file>.*)")
# "lovelaceada_LATE_123_4567_01_neuron.py": name, number of the student, number of the file. If a student types into the
# text box of Canvas, the file is "lovelaceada_123_text.html". Without names, it is "anon_Xy1Zq_4567_01_neuron.py".
CANVAS_FILE = r"(?:\d+_|(?=(?:text|link)\.html$))(?P<file>.+)"
CANVAS = re.compile(rf"(?P<name>[^\W_]+)_(?:LATE_)?(?P<key>\d+)_{CANVAS_FILE}")
CANVAS_ANONYMOUS = re.compile(rf"(?P<name>anon_[^\W_]+)_(?P<key>)(?:LATE_)?{CANVAS_FILE}")

TYPED = ("onlinetext.html", "text.html")  # ends of the file names if a student typed into the text box
SUFFIXES = (".py", ".ipynb")
PACKED = (".zip", ".7z", ".rar", ".gz", ".tar", ".tgz", ".bz2", ".xz")
OURS = ("solutions", "shared", "tests")  # folders of the course; the files in them are not the student's
NO_LESSON = "this is no lesson"
NOTHING = "nothing was handed in"  # the student is on the roster, but has no file
DEPTH = 2  # how many folders deep we search in a student's folder
DEFINES_AN_EXERCISE = re.compile(rf"(?:\b|\\n)def ({'|'.join(EXERCISES)})\(")  # a notebook's text can have "\\n"


class HandIn(NamedTuple):
    """One file of a student. `problem` says why the file cannot be run."""

    student: str  # "" if the folder holds one student's lessons
    path: Path
    file: str  # the path within the student's folder
    key: str = ""  # the student's number in Moodle or Canvas
    problem: str = ""


def lesson_files(folder: Path) -> list[HandIn]:
    """Return the files of all students in `folder`. In a folder of lessons, every file has the student "".

    For a student without a lesson, the list has an entry with a problem. Raises ValueError if no student has a lesson
    or if `folder` is not a folder.
    """
    if not folder.is_dir():
        raise ValueError(f"{folder} is not a folder")
    files = _flat_class(folder)
    if not files:
        if own := [path for path in _sorted_files(folder) if _looks_like_a_lesson(path)]:
            return [HandIn("", path, path.name) for path in own]
        if (inner := folder / "lessons").is_dir():
            return lesson_files(inner)
        files = _class_of_folders(folder)
    if not any(_looks_like_a_lesson(file.path) for file in files):
        raise ValueError(f"there is no lesson in {folder}, and none in its sub-folders")
    return _with_unique_names(files)


def _flat_class(folder: Path) -> list[HandIn]:
    """Return the files of all students in one flat folder from Canvas or Moodle. Return [] for any other folder."""
    students: dict[tuple[str, str], list[tuple[Path, str]]] = {}
    for path in _sorted_files(folder):
        patterns = (MOODLE, CANVAS, CANVAS_ANONYMOUS)
        match = next((found for pattern in patterns if (found := pattern.fullmatch(path.name))), None)
        if not match and _looks_like_a_lesson(path):
            return []
        if match and match["file"]:
            students.setdefault((match["name"], match["key"]), []).append((path, match["file"]))
    return [file for (name, key), files in students.items() for file in _of_student(name, key, folder, files)]


def _class_of_folders(folder: Path) -> list[HandIn]:
    """Return the files of all students in the sub-folders of `folder`. In Moodle, a student can have two folders."""
    students: dict[tuple[str, str], list[Path]] = {}
    for sub in _sub_folders(folder):
        match = MOODLE.fullmatch(sub.name)
        students.setdefault((match["name"], match["key"]) if match else (sub.name, ""), []).append(sub)
    return [file for (name, key), subs in students.items() for file in _of_folders(name, key, subs)]


def _of_folders(name: str, key: str, folders: list[Path]) -> list[HandIn]:
    try:
        files = [(path, path.relative_to(sub).as_posix()) for sub in folders for path in _walk(sub, DEPTH)]
    except OSError as error:
        return [HandIn(name, folders[0], "", key, f"the folder cannot be read: {error.strerror}")]
    return _of_student(name, key, folders[0], files)


def _of_student(name: str, key: str, folder: Path, files: list[tuple[Path, str]]) -> list[HandIn]:
    """Return a student's lessons and files that may be lessons. If there are none, return one entry with a problem."""
    found = [HandIn(name, path, file, key, _problem(path)) for path, file in files]
    if telling := [file for file in found if file.problem != NO_LESSON]:
        return telling
    others = ", ".join(file for _, file in files[:3])
    return [HandIn(name, folder, "", key, "no lesson is in this folder" + (f", only {others}" if others else ""))]


def _problem(path: Path) -> str:
    """Return why a file cannot be run and what to do, or "" if it can be run."""
    if _looks_like_a_lesson(path):
        return ""
    suffix = path.suffix.lower()
    if suffix in PACKED:
        return "the file is packed: unpack it here, then run this command again"
    text = _text(path) if suffix in (".html", ".htm", ".md", ".txt") or lesson_by_name(path) else ""
    if suffix in (".html", ".htm") and "marimo" in text:
        return "this is a page that marimo exported: ask for the lesson's .py file"
    if suffix == ".md" and "marimo" in text:
        return "this is Markdown that marimo exported: ask for the lesson's .py file"
    if path.name.endswith(TYPED) and DEFINES_AN_EXERCISE.search(text):
        return "this was typed into a text box: ask for the lesson's .py file"
    if DEFINES_AN_EXERCISE.search(text):
        return "this is a lesson, but its name must end in .py: rename it"
    return NO_LESSON


def _sorted_files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.iterdir()) if path.is_file() and path.name[0] not in "._"]


def _sub_folders(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.iterdir()) if path.is_dir() and path.name[0] not in "._"]


def _walk(folder: Path, depth: int) -> Iterator[Path]:
    yield from _sorted_files(folder)
    for sub in _sub_folders(folder) if depth else []:
        if sub.name not in OURS:
            yield from _walk(sub, depth - 1)


def _looks_like_a_lesson(path: Path) -> bool:
    if path.suffix.lower() not in SUFFIXES or not path.is_file():
        return False
    return bool(lesson_by_name(path) or DEFINES_AN_EXERCISE.search(_text(path)))


def _text(path: Path) -> str:
    """Return a file as text (UTF-8 or UTF-16), or "" if it cannot be opened. The text ends after 50 million bytes."""
    try:
        with path.open("rb") as file:
            start = file.read(50_000_000)  # a notebook can begin with large pictures
    except OSError:
        return ""
    return start.decode("utf-16" if start[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "replace")


def _with_unique_names(files: list[HandIn]) -> list[HandIn]:
    """Return the files. If two students have the same name, add each student's key to the name."""
    keys: dict[str, set[str]] = {}
    for file in files:
        keys.setdefault(file.student, set()).add(file.key)
    return [
        file._replace(student=f"{file.student} ({file.key})") if len(keys[file.student]) > 1 else file for file in files
    ]
