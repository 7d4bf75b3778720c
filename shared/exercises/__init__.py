"""The bank of exercises: one file a lesson, each with references, known mistakes and hints."""

from importlib import import_module

from shared.course import LESSONS
from shared.exercises.exercise import Exercise, Mistake

__all__ = ["EXERCISES", "Exercise", "Mistake"]

EXERCISES = {
    exercise.name: exercise._replace(lesson=lesson.stem)
    for lesson in LESSONS
    for exercise in import_module(f"shared.exercises.{lesson.topic}").EXERCISES
}
