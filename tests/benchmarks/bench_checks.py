"""Measures the time of a check for each exercise: with a right answer, a known mistake and an unknown mistake.

Run with `python tests/benchmarks/bench_checks.py`. It prints medians of processor time. The exit code is 1 if a median
is above the aim.
"""

import statistics
import sys
import time

from shared import check
from shared.exercises import EXERCISES

AIM = 20  # milliseconds
ROUNDS = 15


def milliseconds(name, answer):
    """Check `answer` as an answer to the exercise `name` several times. Return the median processor time."""

    def call(*args):
        return answer(*args)

    call.__name__ = name
    times = []
    for _ in range(ROUNDS):
        start = time.thread_time()
        check(call)
        times.append(time.thread_time() - start)
    return 1000 * statistics.median(times)


def unknown(reference):
    """Return an answer with an unknown mistake: only the first number of each result is wrong."""

    def off(result):
        return [off(result[0]), *result[1:]] if hasattr(result, "__len__") else result + 0.123

    return lambda *args: off(reference(*args))


def main():
    """Print the table. Returns True if every check is below the aim."""
    print(f"{'milliseconds a check':22}{'right':>8}{'known':>8}{'unknown':>9}")
    slowest = 0
    for name, exercise in EXERCISES.items():
        answers = (exercise.reference, exercise.mistakes[-1].answer, unknown(exercise.reference))
        row = [milliseconds(name, answer) for answer in answers]
        slowest = max(slowest, *row)
        print(f"{name:22}{row[0]:8.2f}{row[1]:8.2f}{row[2]:9.2f}")
    print(f"slowest {slowest:.1f} ms; aim: under {AIM} ms")
    return slowest < AIM


if __name__ == "__main__":
    sys.exit(not main())
