"""What an exercise is made of: one entry holds everything that `check`, its lesson, its solution and the tests need.

How `check` uses an entry: it calls the student's function on copies of each case's arguments (numbers, sequences,
arrays, functions, random generators) and compares the results with the reference's: first the shapes, then the numbers.

- A random generator in a case is `np.random.default_rng(SEED)`. Every call gets a fresh one with the same seed.
- Where the reference raises an exception, an answer must raise one too, of any type, with a message.
- A `validator` is for results that may differ from the reference's, such as random draws. `check` calls
  `validator(args, result)` when a result differs: it returns None if the result is right, a sentence if it can say what
  is wrong, and "" if the result is wrong for a reason that it cannot name. `args` are those of the case, with an unused
  generator; `result` is a number or nested tuples of numbers, finite and of the reference's shape. `check` makes sure
  by itself that the generator is used and that another seed gives other numbers. Keep results below 20,000 numbers,
  begin with a small case, and choose cases whose verdict is the same for any fair draw.

A validator of normal draws, for the cases `(np.random.default_rng(0), 2, 3)` and `(np.random.default_rng(1), 90, 40)`:

    def validator(args, result):
        _, n_in, n_out = args
        off = np.mean(np.square(result)) * n_in - 1  # the variance, if the mean is 0 as it should be
        return None if abs(off) < 8 / math.sqrt(n_in * n_out) else "The variance is …"
"""

import random
from collections.abc import Callable
from typing import Any, NamedTuple

MINIMUM_MISTAKES = 6


class Mistake(NamedTuple):
    """A wrong answer that students really give, and the sentence that helps."""

    answer: Callable[..., Any]
    feedback: str  # what is wrong, where, what to do; at most 125 characters
    # A pattern in the student's source code, and the sentence that fits better where it matches.
    if_source_matches: tuple[str, str] | None = None


class Exercise(NamedTuple):
    """One exercise. To add one, add an entry to `EXERCISES` in its lesson's file and run

        python -m shared.exercises check NAME

    which says what the entry, the lesson and the solution still lack.
    """

    name: str
    signature: str  # as the student reads it, such as "sigmoid(z)"
    reference: Callable[..., Any]
    cases: Callable[[], list[tuple]]  # makes the argument tuples that an answer is called with; at least 4
    mistakes: tuple[Mistake, ...] = ()  # at least `MINIMUM_MISTAKES`
    hints: tuple[str, ...] = ()  # three in Markdown: an idea, the formula, a worked line of code
    success_message: str = ""  # shown after a right answer
    random_case: Callable[[random.Random], tuple] | None = None  # draws one more case; see `draw`
    parts: tuple[str, ...] = ()  # the names of the result's parts, if it has several
    tolerance: float = 1e-6  # relative
    validator: Callable[[tuple, Any], str | None] | None = None  # see above
    # Says what is wrong with results that no mistake explains: `explain(cases, results)` gets the arguments and the
    # result of every call, in plain numbers of the right shape, and returns None if it does not know either.
    explain: Callable[[list[tuple], list[Any]], str | None] | None = None
    explains_any_shape: bool = False  # `explain` is also asked about results of another shape
    # Comments on the way an answer computes its result: `review(f, is_right)`. A right result stays right, and shows
    # this instead of the success message. It returns None if there is nothing to say.
    review: Callable[[Callable[..., Any], bool], str | None] | None = None
    # The success message for results that only a harmless habit keeps apart: `habit(cases, results)`, or None.
    habit: Callable[[list[tuple], list[Any]], str | None] | None = None
    lesson: str = ""  # the stem of its lesson; filled in by `shared.exercises`

    @property
    def arguments(self) -> list[str]:
        """The names of the arguments, as in the signature."""
        return [argument.split("=")[0].strip() for argument in self.signature.split("(")[1].rstrip(")").split(",")]
