"""The lessons of the course, in order. This is the only list of the lessons."""

import re
from pathlib import Path
from typing import NamedTuple


class Lesson(NamedTuple):
    """One lesson: `lessons/{stem}.py`, `solutions/{stem}.ipynb` and `shared/exercises/{topic}.py`."""

    stem: str  # number and topic, such as "03_forward_pass"
    title: str

    @property
    def number(self) -> int:
        return int(self.stem[:2])

    @property
    def topic(self) -> str:
        return self.stem[3:]

    @property
    def heading(self) -> str:
        return f"{self.number} · {self.title}"

    @property
    def exercises(self) -> tuple[str, ...]:
        """Return the names of the lesson's exercises in order. The file of the exercises is read as text, not imported.

        If this file does not exist, raises ModuleNotFoundError with its name.
        """
        bank = Path(__file__).with_name("exercises") / f"{self.topic}.py"
        if not bank.is_file():
            file = f"shared/exercises/{self.topic}.py"
            raise ModuleNotFoundError(
                f"shared/course.py lists {self.stem}, but {file} does not exist: create it, with a tuple EXERCISES",
                name=f"shared.exercises.{self.topic}",
            )
        return tuple(re.findall(r'\bExercise\(\s*(?:name=)?"(\w+)"', bank.read_text("utf-8")))


LESSONS = (
    Lesson("01_neuron", "Build a neuron"),
    Lesson("02_xor", "Meet the problem one neuron cannot solve"),
    Lesson("03_forward_pass", "Run the network forward"),
    Lesson("04_loss", "Measure how wrong it is"),
    Lesson("05_chain_rule", "Follow the blame backwards"),
    Lesson("06_trainer", "Train it"),
    Lesson("07_numpy", "Say it in NumPy"),
    Lesson("08_luck", "Find out why training fails"),
    Lesson("09_beyond_xor", "Leave XOR behind"),
    Lesson("10_debug", "Debug someone else's network"),
)
STEMS = tuple(lesson.stem for lesson in LESSONS)


def lesson(stem: str) -> Lesson:
    """Return the lesson with this stem. If no lesson has this stem, raise ValueError with a list of all stems."""
    if stem not in STEMS:
        raise ValueError(f"stem must be one of {', '.join(STEMS)}, got {stem!r}")
    return LESSONS[STEMS.index(stem)]


def material(name: str) -> Path:
    """Return the folder `name`, "lessons" or "solutions", of the checkout.

    Without a checkout, return the copy of this folder in the installed package.
    """
    package = Path(__file__).resolve().parent
    return (package.parent if is_checkout() else package / "material") / name


def is_checkout() -> bool:
    """True if this package is in a checkout of the course, beside the lessons, and not installed from a wheel."""
    return (Path(__file__).resolve().parents[1] / "lessons" / f"{STEMS[0]}.py").is_file()
