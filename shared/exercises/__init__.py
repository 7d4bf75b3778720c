"""The bank of exercises. Each lesson has a file with right answers, mistakes and hints. Other files explain faults."""

from collections import UserDict
from importlib import import_module

from shared.course import LESSONS
from shared.exercises.exercise import Exercise, Mistake

__all__ = ["EXERCISES", "LESSON_OF", "Exercise", "Mistake"]

LESSON_OF = {name: lesson.stem for lesson in LESSONS for name in lesson.exercises}  # the exercise's name → its lesson


class _Bank(UserDict):
    """All exercises by name. A lesson's file is imported only when needed, because some files need NumPy."""

    def __getitem__(self, name: str) -> Exercise:
        found = self.data[name]
        if isinstance(found, Exercise):
            return found
        bank = import_module(f"shared.exercises.{found.topic}").EXERCISES
        return next(each for each in bank if each.name == name)._replace(lesson=found.stem)


EXERCISES = _Bank({name: lesson for lesson in LESSONS for name in lesson.exercises})
