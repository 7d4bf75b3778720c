"""The bank of exercises. Each lesson has a file with references, mistakes and hints; the other files explain faults."""

from importlib import import_module

from shared.course import LESSONS
from shared.exercises.exercise import Exercise, Mistake

__all__ = ["EXERCISES", "Exercise", "Mistake"]


def _exercises_of(lesson):
    module = f"shared.exercises.{lesson.topic}"
    try:
        return import_module(module).EXERCISES
    except ModuleNotFoundError as error:
        if error.name != module:
            raise
        file = f"shared/exercises/{lesson.topic}.py"
        raise ModuleNotFoundError(
            f"shared/course.py lists {lesson.stem}, but {file} does not exist: create it, with a tuple EXERCISES",
            name=module,
        ) from None


EXERCISES = {
    exercise.name: exercise._replace(lesson=lesson.stem) for lesson in LESSONS for exercise in _exercises_of(lesson)
}
