"""`Exercise`: one entry of the bank, with everything that `check`, the lesson, the solution and the tests need.

`check` calls the student's function with copies of the arguments of each case. The arguments are numbers, sequences,
arrays, functions or random generators. `check` compares each result with the result of the reference. It compares the
shapes first, and then the numbers.

- To use a random generator in a case, write `np.random.default_rng(SEED)`. Every call gets a new generator
  with the same seed.
- If the reference raises an exception, the answer must also raise an exception, with a `raise` statement. This
  exception may have another type. It must have a message, or its class must be the student's own.
- A `validator` accepts right results that differ from the results of the reference, such as random draws. `check` calls
  `validator(args, result)` if a result differs. The validator returns None if the result is right. If the result is
  wrong, it returns a sentence that says why, or "" if it does not know why. `args` are the arguments of the case, with
  a new generator. `result` is a number or nested tuples of numbers. All these numbers are finite, and the shape is
  right. `check` itself tests that an answer uses the generator and that another seed gives other numbers. A result must
  have fewer than 20,000 numbers. Make the first case small. Choose the cases so that the validator accepts every right
  draw.

A validator of normal draws, for the cases `(np.random.default_rng(0), 2, 3)` and `(np.random.default_rng(1), 90, 40)`:

    def validator(args, result):
        _, n_in, n_out = args
        off = np.mean(np.square(result)) * n_in - 1  # relative error of the variance; the mean is 0
        return None if abs(off) < 8 / math.sqrt(n_in * n_out) else "The variance is …"
"""

import random
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

MINIMUM_MISTAKES = 6


class Mistake(NamedTuple):
    """A wrong answer that students give, and its feedback."""

    answer: Callable[..., Any]
    feedback: str  # says what is wrong, where, and what to do; at most 125 characters
    # (pattern, feedback): if the pattern matches the student's source code, `check` shows this feedback instead.
    if_source_matches: tuple[str, str] | None = None


class Rejection(str):
    """A review's comment on an answer that breaks a rule of the exercise, although all its results are right."""


class Exercise(NamedTuple):
    """One exercise. To add an exercise, write an entry in the `EXERCISES` of its lesson's file.

    This command says what is missing:

    python -m shared.exercises check NAME
    """

    name: str
    signature: str  # such as "sigmoid(z)"
    reference: Callable[..., Any]
    cases: Callable[[], list[tuple]]  # returns at least 4 tuples. Each tuple holds the arguments of one call
    mistakes: tuple[Mistake, ...] = ()  # at least `MINIMUM_MISTAKES`
    hints: tuple[str, ...] = ()  # three texts in Markdown: an idea, the formula, a worked line of code
    success_message: str = ""  # shown after a right answer
    random_case: Callable[[random.Random], tuple] | None = None  # draws one more case; see `draw.py`
    parts: tuple[str, ...] = ()  # the names of the result's parts, if the result has several parts
    tolerance: float = 1e-6  # the largest relative difference that counts as right
    validator: Callable[[tuple, Any], str | None] | None = None  # see this module's docstring
    # `explain(cases, results)` says what is wrong if the results fit none of the mistakes. It returns None if the fault
    # is unknown. `explain` gets the arguments and the result of every call, in plain numbers of the right shape.
    explain: Callable[[list[tuple], list[Any]], str | None] | None = None
    explains_any_shape: bool = False  # True: `explain` also gets results of a wrong shape
    # `review(f, is_right)` returns a comment on how the answer `f` computes its result, or None. If all results are
    # right, `check` shows this comment instead of the success message. If the comment is a `Rejection`, the answer is
    # wrong in spite of its results.
    review: Callable[[Callable[..., Any], bool], str | None] | None = None
    # `habit(cases, results)` returns the success message if the results differ from the right results only because of a
    # harmless habit. Otherwise it returns None.
    habit: Callable[[list[tuple], list[Any]], str | None] | None = None
    # Each key is a name that a right answer does not need. `check` shows its value if an answer uses this name without
    # a definition.
    unneeded_names: Mapping[str, str] = MappingProxyType({})
    lesson: str = ""  # the stem of its lesson; filled in by `shared.exercises`

    @property
    def arguments(self) -> list[str]:
        """The names of the arguments, as in the signature."""
        return [argument.split("=")[0].strip() for argument in self.signature.split("(")[1].rstrip(")").split(",")]
