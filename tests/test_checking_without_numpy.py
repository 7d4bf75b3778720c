"""In lessons 1 to 6, `check` must work without NumPy: a page loads NumPy only if the student's code needs it."""

import subprocess
import sys

from shared.exercises import LESSON_OF

PROGRAM = """
import sys
sys.modules["numpy"] = None  # every import of NumPy fails
from shared import check
from shared.exercises import EXERCISES, LESSON_OF

def named(f, name):
    answer = lambda *args: f(*args)
    answer.__name__ = name
    return answer

for name in sys.argv[1:]:
    exercise = EXERCISES[name]
    found = [check(named(mistake.answer, name)).diagnosis == mistake.feedback for mistake in exercise.mistakes]
    print(name, check(named(exercise.reference, name)).status, all(found))
"""


def without_numpy(*names):
    """Run `PROGRAM` in a Python without NumPy. Return `(lines of the output, last line of the error)`."""
    done = subprocess.run([sys.executable, "-c", PROGRAM, *names], capture_output=True, text=True)
    return done.stdout.split("\n")[:-1], done.stderr.strip().split("\n")[-1]


def test_every_mistake_of_lessons_1_to_6_is_named_without_numpy():
    names = [name for name, lesson in LESSON_OF.items() if lesson < "07"]
    assert without_numpy(*names) == ([f"{name} right True" for name in names], "")


def test_an_exercise_on_arrays_says_that_it_needs_numpy():
    printed, error = without_numpy("relu")
    assert printed == [] and error.startswith("ModuleNotFoundError") and "numpy" in error
