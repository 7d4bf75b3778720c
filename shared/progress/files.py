"""Finds the lessons in a folder, or in one sub-folder for each student."""

import re
from pathlib import Path

from shared.exercises import EXERCISES
from shared.progress.worker import lesson_by_name


def lesson_files(folder: Path) -> list[tuple[str, Path]]:
    """The lessons as (student, path): those in `folder`, student "", or else those in its sub-folders.

    A sub-folder without any lesson is listed with its own path. ValueError if no lesson is found at all.
    """
    if not folder.is_dir():
        raise ValueError(f"{folder} is not a folder")
    if lessons := _lessons_in(folder):
        return [("", path) for path in lessons]
    students = [sub for sub in sorted(folder.iterdir()) if sub.is_dir() and sub.name[0] not in "._"]
    files = [(sub.name, path) for sub in students for path in _lessons_in(sub) or [sub]]
    if all(path.is_dir() for _, path in files):
        raise ValueError(f"there is no lesson in {folder}, and none in its sub-folders")
    return files


def _lessons_in(folder: Path) -> list[Path]:
    lessons = [path for path in sorted(folder.glob("*.py")) if _looks_like_a_lesson(path)]
    inner = folder / "lessons"
    return lessons or (_lessons_in(inner) if inner.is_dir() else [])


def _looks_like_a_lesson(path: Path) -> bool:
    if lesson_by_name(path):
        return True
    try:
        with path.open("rb") as file:
            text = file.read(1_000_000)
    except OSError:
        return False
    return bool(re.search(rf"\bdef ({'|'.join(EXERCISES)})\(".encode(), text))
