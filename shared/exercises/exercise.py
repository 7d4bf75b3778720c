"""What an exercise is made of: one entry says everything that `check`, a lesson and a solution need to know of it."""

from collections.abc import Callable
from typing import NamedTuple


class Mistake(NamedTuple):
    """A wrong answer that students really give, and the one sentence that helps."""

    answer: Callable
    sentence: str
    written: tuple[str, str] | None = None  # a pattern in the student's code, and the sentence that then fits better


class Exercise(NamedTuple):
    """One exercise; adding one to the course is adding one of these to its lesson's list."""

    name: str
    lesson: str  # stem of the lesson's file, such as "01_neuron"
    signature: str  # as the student reads it, such as "sigmoid(z)"
    reference: Callable
    probes: Callable  # returns the list of argument tuples that an answer is called with
    mistakes: tuple[Mistake, ...]
    hints: tuple[str, str, str]  # a nudge, the formula, a worked line; Markdown
    earned: str  # said after success
    parts: tuple[str, ...] = ()  # names of the result's parts, if it has several
    tolerance: float = 1e-6  # relative
    written: tuple[str, str] | None = None  # a pattern in a right answer's code, and what is then said after success
