"""What an exercise is made of: one entry says everything that `check`, a lesson and a solution need to know of it.

An answer is called with copies of a probe's arguments: numbers, sequences, arrays, functions, generators. Its result is
a number, a sequence or array of numbers, or a tuple of such parts; shapes are compared before numbers.

- A generator among the arguments is `np.random.default_rng(SEED)`: each call gets an equal one that nobody has used.
- Where the reference raises, an answer is right if a `raise` of its own raises any exception that says something.
- Where right answers may draw other numbers than the reference, `judge(args, result)` looks at a result that differs
  from the reference's, and returns None if it will do, or the sentence for what is wrong with it. `args` are the
  probe's (a generator among them is still unused), `result` is a number or nested tuples of them, finite and of the
  reference's shape, so `np.array(result)` does. The engine itself sees to it that the generator is drawn from, and that
  other seeds give other numbers. Known mistakes are compared number by number: those that draw as the reference does
  are named. At most 20,000 numbers are read, and the first rows shown: put a small, quick probe first. A probe on which
  luck decides must come out the same for any fair draw: one that converges within its attempts, one that never can.
  Where only one result is right, a judge accepts none, and says what can be seen of one: a row that sums to 1.6.

A judge of normal draws, for the probes `(np.random.default_rng(0), 2, 3)` and `(np.random.default_rng(1), 150, 100)`:

    def judge(args, result):
        _, n_in, n_out = args
        off = np.mean(np.square(result)) * n_in - 1  # the variance, if the mean is 0 as it should be
        return None if abs(off) < 8 / math.sqrt(n_in * n_out) else "The variance is …"
"""

from collections.abc import Callable
from typing import NamedTuple


class Mistake(NamedTuple):
    """A wrong answer that students really give, and the one sentence that helps."""

    answer: Callable
    feedback: str
    if_source_matches: tuple[str, str] | None = (
        None  # a pattern in the student's code, and the sentence that then fits better
    )


class Exercise(NamedTuple):
    """One exercise; adding one to the course is adding one of these to its lesson's list."""

    name: str
    signature: str  # as the student reads it, such as "sigmoid(z)"
    reference: Callable
    cases: Callable  # returns the list of argument tuples that an answer is called with
    mistakes: tuple[Mistake, ...]
    hints: tuple[str, str, str]  # a nudge, the formula, a worked line; Markdown
    success_message: str  # said after success
    parts: tuple[str, ...] = ()  # names of the result's parts, if it has several
    tolerance: float = 1e-6  # relative
    if_source_matches: tuple[str, str] | None = (
        None  # a pattern in a right answer's code, and what is then said after success
    )
    validator: Callable | None = (
        None  # for results that may be drawn otherwise: None, or the sentence for what is wrong
    )
    lesson: str = ""  # stem of its lesson; filled in by `shared.exercises`

    @property
    def arguments(self):
        """The names of the arguments, as in the signature."""
        return [argument.split("=")[0].strip() for argument in self.signature.split("(")[1].rstrip(")").split(",")]
