"""Lesson 10's exercises: three measurements on a network that does not learn."""

import math
import operator
from itertools import product

import numpy as np

from shared.exercises import draw
from shared.exercises.exercise import Exercise, Mistake
from shared.exercises.variants import variant

Z = 1.96  # 95 % of a normal distribution lie within ± 1.96 standard deviations


def gradient_check(gradient, numerical):
    """Return the largest relative difference of all pairs: |a − n| / max(|a|, |n|), or 0 if a = n.

    If one of the numbers is nan, the result is nan, too.
    """
    differences = [abs(a - n) / max(abs(a), abs(n)) if a != n else 0.0 for a, n in zip(gradient, numerical)]
    return float(np.max(differences))  # the built-in `max` would lose a nan


def count_dead(H):
    """Return the number of hidden units (columns of H) that are 0 on every row."""
    return int(np.sum(np.all(H == 0, axis=0)))


def share_that_learns(outcomes):
    """Return `(share, low, high)`: the share of True in `outcomes`, and its 95 % interval (Wilson 1927)."""
    n = len(outcomes)
    share = sum(outcomes) / n
    low, high = wilson(share, n)
    return share, low, high


def wilson(share: float, n: int) -> tuple[float, float]:
    """Return the 95 % interval `(low, high)` of a share measured with n runs."""
    middle = (share + Z * Z / (2 * n)) / (1 + Z * Z / n)
    half = Z * math.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n)) / (1 + Z * Z / n)
    return max(0.0, middle - half), min(1.0, middle + half)


# Cases


def _gradient_cases():
    return [
        ([0.3, -0.4, 0.1], [0.3, -0.2, 0.1]),
        ([0.2, -0.5, 0.7], [0.2, -0.5, 0.7]),
        ([0.5, 0.2, 0.9], [0.4, 0.2, 0.85]),
        ([4.0, 0.001, -0.3], [4.1, 0.004, -0.3]),  # the largest difference is in pair 1, but the worst pair is 2
        ([0.1, 0.6], [-0.1, 0.6]),
        ([-0.8, -0.6], [-0.5, -0.6]),
        ([0.25, 0.3, 0.2], [0.25, 0.3, 0.1]),
        ([3e-6, 0.3], [6e-6, 0.3]),
        ([1e-9, 0.5], [9e-9, 0.5]),  # no pair is too small to count
        ([0.0, 0.2, 0.4], [0.0, 0.25, 0.4]),  # both numbers of the first pair are 0
        ([0.0, 0.5], [0.001, 0.5]),
        ([0.002, 0.5], [0.0, 0.5]),
        ([0.0, 0.0], [0.0, 0.0]),
        (np.array([0.7, -1.2, 0.05]), np.array([0.7, -1.5, 0.06])),
        ([-0.4], [0.9]),
        ([0.3, 0.3, 0.2], [0.3, 0.1, 0.2]),  # two equal numbers
    ]


def _random_gradients(rng):
    n = rng.randint(1, 5)
    numerical = [draw.half(rng) if rng.random() < 0.3 else draw.real(rng) for _ in range(n)]
    return [value if rng.random() < 0.4 else value + draw.real(rng, 0.5) for value in numerical], numerical


def _hidden_cases():
    return [
        (np.array([[0.0, 0.7, 0.0], [0.0, 1.2, 0.4], [0.0, 0.0, 0.0], [0.0, 0.3, 1.1]]),),
        (np.array([[0.0, 0.0], [0.0, 0.0], [0.0, 0.0], [0.0, 0.0]]),),
        (np.array([[0.5, 0.0, 0.0, 0.2], [0.1, 0.0, 0.0, 0.0]]),),
        (np.array([[0.2, 0.9], [0.4, 0.1], [0.8, 0.6]]),),
        (
            np.array([[1.0, -0.5, 0.0, 0.3], [-1.0, -0.2, 0.0, -0.3], [0.0, -0.1, 0.0, 0.0]]),
        ),  # only unit 3 is dead: units 1 and 4 sum to 0, and unit 2 is below 0
        (np.array([[0.0, 0.3, 0.0, 0.0, 0.6]]),),
        (np.array([[0.0, 0.4, 0.0], [0.9, 0.0, 0.0], [0.0, 0.0, 0.0]]),),
        (np.array([[0.3, 0.0, 0.5, 0.0], [0.0, 0.0, 0.0, 0.0], [0.0, 0.0, 0.0, 0.0]]),),
        (np.array([[0.0, 0.0], [0.0, 0.2], [0.0, 0.0]]),),
        (np.array([[0.0, 1e-5, 0.0, 2.0, 0.0], [0.0, 0.0, 0.0, 3.0, 0.0], [0.0, 0.0, 0.0, 1.0, 0.0]]),),
    ]


def _random_hidden(rng):
    H = np.maximum(0, draw.array(rng, rng.randint(2, 4), rng.randint(2, 5)))
    for column in range(H.shape[1]):
        if rng.random() < 0.4:
            H[:, column] = 0
    return (H,)


def _outcome_cases():
    return [
        ([True] * 7 + [False] * 3,),
        ([False, True, True, False, False],),
        ([True] * 2 + [False] * 18,),
        ([False] * 20,),
        ([False] * 100,),
        ([True] * 24,),
        ([True],),
        ([False] * 3 + [True] * 9,),
        ([True, False] * 4,),
        ([True] * 30 + [False] * 60,),
        ([False, True, True, True],),
    ]


def _random_outcomes(rng):
    return ([rng.random() < 0.4 for _ in range(rng.randint(2, 30))],)


# Wrong answers


_norm = np.linalg.norm


def _check(gradient, numerical, *, size=lambda a, n: max(abs(a), abs(n)), gap=lambda a, n: abs(a - n), over=max):
    """Compute `gradient_check` with steps that `variant` can replace. `over` combines the relative differences."""
    pairs = zip(gradient, numerical)
    return over([gap(a, n) / size(a, n) if size(a, n) != 0 else 0.0 for a, n in pairs])


def _mean(values):
    return sum(values) / len(values)


def _of_vectors(gradient, numerical, *, both=operator.add):
    a, n = np.array(gradient), np.array(numerical)
    size = both(np.linalg.norm(a), np.linalg.norm(n))
    return np.linalg.norm(a - n) / size if size else 0.0


def _of_largest(gradient, numerical):
    a, n = np.array(gradient), np.array(numerical)
    size = max(np.abs(a).max(), np.abs(n).max())
    return np.abs(a - n).max() / size if size else 0.0


def _without_zero(gradient, numerical):
    return max(abs(a - n) / max(abs(a), abs(n)) for a, n in zip(gradient, numerical))


def _pairs_of_zeros_are_one(gradient, numerical):
    return max(1.0 if a == n == 0 else abs(a - n) / max(abs(a), abs(n)) for a, n in zip(gradient, numerical))


def _at_least_0(values):
    """Return the largest value, or 0 if all are below 0. A loop that begins with `worst = 0` does the same."""
    return max(0.0, *values)


SIZES = (  # (divisor, feedback) for each divisor that students use
    (lambda a, n: max(abs(a), abs(n)), ""),
    (lambda a, n: 1.0, "Divide the difference by the larger of |a| and |n|."),
    (lambda a, n: abs(a) + abs(n), "Divide by the larger of |a| and |n|, not by their sum."),
    (lambda a, n: abs(a + n), "Divide by the larger of |a| and |n|, not by a + n."),
    (lambda a, n: (abs(a) + abs(n)) / 2, "Divide by the larger of |a| and |n|, not by their mean."),
    (lambda a, n: abs(n), "Divide by the larger of |a| and |n|, not by |n| alone."),
    (lambda a, n: abs(a), "Divide by the larger of |a| and |n|, not by |a| alone."),
    (lambda a, n: n, "Divide by the larger of |a| and |n|, not by n."),
    (lambda a, n: a, "Divide by the larger of |a| and |n|, not by a."),
    (lambda a, n: max(a, n), "Take `abs` of both numbers before `max`."),
    (lambda a, n: min(abs(a), abs(n)), "Divide by the larger of |a| and |n|, not by the smaller."),
)
GAPS = (
    (lambda a, n: abs(a - n), ""),
    (lambda a, n: a - n, "Take the absolute value of the difference."),
    (lambda a, n: n - a, "Take the absolute value of the difference."),
    (lambda a, n: (a - n) ** 2, "Do not square the difference: take its absolute value."),
    (lambda a, n: abs(abs(a) - abs(n)), "Use |a − n|: the difference of |a| and |n| hides a wrong sign."),
)
OVERS = (
    (max, ""),
    (_at_least_0, ""),
    (_mean, "Return the worst difference, not the mean."),
    (sum, "Return the worst difference, not the sum."),
    (min, "Return the worst difference, not the smallest."),
    (lambda values: values[0], "Use all pairs, not only the first."),
    (lambda values: values[-1], "Return the worst difference, not the last."),
)


def _explain_check(cases, results):
    """Return feedback on a wrong divisor, a wrong difference or a wrong way to combine the pairs.

    Return None for any other mistake.
    """
    for (size, no_size), (gap, no_gap), (over, no_over) in product(SIZES, GAPS, OVERS):
        if all(
            math.isclose(_check(*case, size=size, gap=gap, over=over), result, rel_tol=1e-6, abs_tol=1e-9)
            for case, result in zip(cases, results)
        ):
            return " ".join(filter(None, (no_gap, no_size, no_over))) or None
    return None


def _share(outcomes, *, count=sum, interval=wilson, order=lambda share, low, high: (share, low, high)):
    """Compute `share_that_learns` with steps that `variant` can replace."""
    n = len(outcomes)
    share = count(outcomes) / n
    return order(share, *interval(share, n))


def _interval(share, n, *, z=Z, square=True, root=math.sqrt, scaled=True, shifted=True, more=lambda n: 4 * n * n):
    """Compute Wilson's interval with steps that `variant` can replace. This interval can go below 0 and above 1."""
    below = 1 + z * z / n if scaled else 1.0
    middle = (share + (z * z / (2 * n) if shifted else 0.0)) / below
    half = z * root(share * (1 - share) / n + (z * z / more(n) if square else 0.0)) / below
    return middle - half, middle + half


def _simple(share, n):
    half = Z * math.sqrt(share * (1 - share) / n)
    return share - half, share + half


EXERCISES = (
    Exercise(
        name="gradient_check",
        signature="gradient_check(gradient, numerical)",
        reference=gradient_check,
        cases=_gradient_cases,
        random_case=_random_gradients,
        explain=_explain_check,
        mistakes=(
            Mistake(
                variant(_check, size=lambda a, n: 1.0),
                "You return the difference itself. Divide it by the larger of |a| and |n|.",
            ),
            Mistake(
                variant(_check, size=lambda a, n: abs(a) + abs(n)),
                "You divide by the sum |a| + |n|. Divide by the larger of |a| and |n|.",
            ),
            Mistake(
                variant(_check, size=lambda a, n: (abs(a) + abs(n)) / 2),
                "You divide by the mean of |a| and |n|. Divide by the larger of |a| and |n|.",
            ),
            Mistake(
                variant(_check, size=lambda a, n: min(abs(a), abs(n))),
                "You divide by the smaller of |a| and |n|. Divide by the larger number: `max`.",
            ),
            Mistake(
                variant(_check, size=lambda a, n: abs(n)),
                "You divide by |n| only. Divide by the larger of |a| and |n|.",
            ),
            Mistake(
                variant(_check, size=lambda a, n: abs(a)),
                "You divide by |a| only. Divide by the larger of |a| and |n|.",
            ),
            Mistake(
                lambda gradient, numerical: max(abs(a - n) / (abs(a) + abs(n)) for a, n in zip(gradient, numerical)),
                "You divide by |a| + |n|, which can be 0. Divide by the larger of |a| and |n|. If both are 0, use 0.",
            ),
            Mistake(
                lambda gradient, numerical: max(abs(a - n) / abs(n) for a, n in zip(gradient, numerical)),
                "You divide by |n|, which can be 0. Divide by the larger of |a| and |n|. If both are 0, use 0.",
            ),
            Mistake(
                lambda gradient, numerical: max(abs(a - n) / abs(a) for a, n in zip(gradient, numerical)),
                "You divide by |a|, which can be 0. Divide by the larger of |a| and |n|. If both are 0, use 0.",
            ),
            Mistake(
                variant(_check, size=lambda a, n: max(a, n)),
                "`max(a, n)` is wrong for numbers below 0. Take `abs` of both: `max(abs(a), abs(n))`.",
            ),
            Mistake(
                variant(_check, gap=lambda a, n: a - n),
                "Your difference a − n can be below 0, and then `max` misses it. Take `abs(a - n)`.",
            ),
            Mistake(
                variant(_check, gap=lambda a, n: a - n, over=_at_least_0),
                "Your difference can be below 0, and then it does not count. Take `abs(a - n)`.",
            ),
            Mistake(
                variant(_check, gap=lambda a, n: n - a),
                "Your difference n − a can be below 0, and then `max` misses it. Take `abs(a - n)`.",
            ),
            Mistake(
                variant(_check, gap=lambda a, n: (a - n) ** 2),
                "You square the difference. Take its absolute value: `abs(a - n)`.",
            ),
            Mistake(
                variant(_check, gap=lambda a, n: abs(a + n)),
                "You add the two numbers. Subtract them: `abs(a - n)`.",
            ),
            Mistake(
                variant(_check, gap=lambda a, n: abs(abs(a) - abs(n))),
                "You compare |a| with |n|. This hides a wrong sign. Take `abs(a - n)`.",
            ),
            Mistake(
                lambda gradient, numerical: max(
                    abs(a - n) / (abs(a) + abs(n) + 1e-12) for a, n in zip(gradient, numerical)
                ),
                "You divide by |a| + |n| + a small number. Divide by the larger of |a| and |n|; if both are 0, use 0.",
            ),
            Mistake(
                lambda gradient, numerical: (
                    _norm(np.subtract(gradient, numerical)) / (_norm(gradient) + _norm(numerical))
                ),
                "You compare the whole gradients. Compare each pair: |a − n| by the larger of |a| and |n|. Then `max`.",
            ),
            Mistake(
                variant(_check, size=lambda a, n: max(abs(a), abs(n), 1e-8)),
                "You divide by at least 1e-8, which hides errors in tiny derivatives. Only if both are 0, use 0.",
            ),
            Mistake(variant(_check, over=_mean), "You return the mean difference. Return the worst difference: `max`."),
            Mistake(variant(_check, over=sum), "You add up the differences. Return the worst difference: `max`."),
            Mistake(
                variant(_check, over=min), "You return the smallest difference. Return the worst difference: `max`."
            ),
            Mistake(
                variant(_check, over=lambda values: values[0]),
                "You only use the first pair. Go through all pairs. Is the `return` inside the loop?",
            ),
            Mistake(
                variant(_check, over=lambda values: values[-1]),
                "You return the last difference. Return the worst difference: `max`.",
            ),
            Mistake(
                _without_zero,
                "If both numbers are 0, you divide 0 by 0. Count such a pair as 0.",
            ),
            Mistake(
                _pairs_of_zeros_are_one,
                "If both numbers are 0, they agree. Count such a pair as 0, not as 1.",
            ),
            Mistake(
                _of_vectors,
                "You use the lengths of whole vectors. Compare pair by pair, and return the worst difference.",
            ),
            Mistake(
                variant(_of_vectors, both=max),
                "You compare two whole vectors. Compare the numbers pair by pair, and return the worst difference.",
            ),
            Mistake(
                variant(_check, size=lambda a, n: 0.0 if a == 0 or n == 0 else max(abs(a), abs(n))),
                "You skip pairs in which one number is 0. Skip a pair only if both numbers are 0.",
            ),
            Mistake(
                _of_largest,
                "You divide by the largest of all numbers. Divide each difference by the larger number of its pair.",
            ),
            Mistake(
                variant(gradient_check, result=lambda worst: 100 * worst),
                "You return a percentage. Return the relative difference itself: 0.5 for 50 %.",
            ),
            Mistake(
                variant(gradient_check, result=lambda worst: worst < 1e-5),
                "You return True or False. Return the worst relative difference, a number.",
            ),
            Mistake(
                lambda gradient, numerical: [_check([a], [n]) for a, n in zip(gradient, numerical)],
                "You return one number for each pair. Return the largest of these numbers: `max`.",
            ),
        ),
        hints=(
            "Look at one pair first. How large is the difference, compared with the two numbers themselves? Then keep "
            "the worst pair.",
            r"For each pair, compute $\frac{|a - n|}{\max(|a|, |n|)}$, or 0 if $a = n = 0$. The result is the largest "
            "of these numbers.",
            "For $a = 0.3$ and $n = 0.2$ the number is $0.1 / 0.3 \\approx 0.33$. In Python: "
            "`return max(abs(a - n) / max(abs(a), abs(n)) if a != n else 0.0 for a, n in zip(gradient, numerical))`.",
        ),
        success_message=(
            "You can test any gradient. A result far below 0.001 means that the gradient is right. A result above 0.01 "
            "means that the gradient is wrong."
        ),
    ),
    Exercise(
        name="count_dead",
        signature="count_dead(H)",
        reference=count_dead,
        cases=_hidden_cases,
        random_case=_random_hidden,
        mistakes=(
            Mistake(
                lambda H: int(np.sum(np.all(H == 0, axis=1))),
                "You count rows that are 0 for every unit. Units are columns: use `axis=0`, or loop over `H.T`.",
            ),
            Mistake(
                lambda H: int(np.sum(np.any(H == 0, axis=0))),
                "You count units that are 0 on at least one row. A dead unit is 0 on every row: use `all`.",
                if_source_matches=(
                    r"\ball\(",
                    "You count units that are 0 on at least one row. Test for 0 on every row: `(H == 0).all(axis=0)`.",
                ),
            ),
            Mistake(
                lambda H: int(np.sum(H == 0)), "You count the zeros. Count the columns in which every number is 0."
            ),
            Mistake(
                lambda H: int(np.sum(np.any(H != 0, axis=0))),
                "You count the units that are alive. Count the columns in which every number is 0.",
            ),
            Mistake(
                lambda H: int(np.sum(np.all(H != 0, axis=0))),
                "You count units that are never 0. Count the units that are 0 on every row: `H == 0`.",
            ),
            Mistake(
                lambda H: bool((np.array(H) == 0).all()),
                "You test the whole array at once. Test each column, `(H == 0).all(axis=0)`, and count the results.",
            ),
            Mistake(
                lambda H: int((np.std(H, axis=0) == 0).sum()),
                "You count units with the same number on every row. A dead unit has the number 0 on every row.",
            ),
            Mistake(
                lambda H: int(np.sum(np.all(H <= 0, axis=0))),
                "You count units that are 0 or below 0. Count only units that are exactly 0 on every row.",
            ),
            Mistake(
                lambda H: int(np.sum(H.sum(axis=0) == 0)),
                "Numbers that are not 0 can sum to 0. Test each number of a column: `(H == 0).all(axis=0)`.",
            ),
            Mistake(
                lambda H: int(np.sum(H[0] == 0)),
                "You only look at the first row. A dead unit is 0 on every row.",
            ),
            Mistake(
                lambda H: int(np.sum(H == 0)) // len(H),
                "You count the zeros of all columns together. Look at each column by itself: is every number in it 0?",
            ),
            Mistake(
                lambda H: int(np.sum(H[-1] == 0)),
                "You only look at the last row. A dead unit is 0 on every row.",
            ),
            Mistake(
                lambda H: 1,
                "You return 1 for every H. Count the columns in which every number is 0.",
                if_source_matches=(
                    r"len\(.*(where|nonzero)\(",
                    "`np.where` returns a tuple with one array, so its length is always 1. Count with `.sum()`.",
                ),
            ),
            Mistake(
                lambda H: float(np.mean(np.all(H == 0, axis=0))),
                "You return the share of dead units. Return the number of dead units.",
            ),
            Mistake(
                lambda H: np.flatnonzero(np.all(H == 0, axis=0)),
                "You return the indices of the dead units. Return how many units are dead: one number.",
            ),
            Mistake(
                lambda H: np.all(H == 0, axis=0),
                "You return True or False for each unit. Count the True values: `.sum()`.",
            ),
            Mistake(
                lambda H: bool(np.any(np.all(H == 0, axis=0))),
                "You return whether any unit is dead. Count the dead units: `.sum()` instead of `.any()`.",
            ),
            Mistake(
                lambda H: H.shape[1],
                "You return the number of all units. Count only the units that are 0 on every row.",
            ),
            Mistake(
                lambda H: int(np.sum(np.all(np.abs(H) < 0.01, axis=0))),
                "You also count units with small numbers. Count only units that are exactly 0 on every row.",
            ),
        ),
        hints=(
            "A column of H holds one hidden unit's activations on all rows. A unit is dead if its whole column is 0.",
            "`H == 0` is an array of True and False. `(H == 0).all(axis=0)` has one True or False for each "
            "column: True if the whole column is 0.",
            "For `H = np.array([[0.0, 1.0], [0.0, 0.0]])` the result is 1: only the first unit is dead. In Python: "
            "`return (H == 0).all(axis=0).sum()`.",
        ),
        success_message="You can count dead units. Their gradients are 0 on every row, so training cannot change them.",
    ),
    Exercise(
        name="share_that_learns",
        signature="share_that_learns(outcomes)",
        reference=share_that_learns,
        cases=_outcome_cases,
        random_case=_random_outcomes,
        parts=("share", "low", "high"),
        tolerance=5e-4,  # z can be 1.96 or 1.959964
        mistakes=(
            Mistake(
                variant(_share, interval=_simple),
                "The formula share ± 1.96·√(share·(1 − share)/n) is wrong near 0 and 1. Use Wilson's formula.",
            ),
            Mistake(
                variant(_share, interval=lambda share, n: (max(0, _simple(share, n)[0]), min(1, _simple(share, n)[1]))),
                "You compute share ± 1.96·√(share·(1 − share)/n), cut off at 0 and 1. Use Wilson's formula instead.",
            ),
            Mistake(
                variant(_share, count=lambda outcomes: len(outcomes) - sum(outcomes)),
                "You count the runs that fail. Count the runs that learn: each such run is a True in `outcomes`.",
            ),
            Mistake(
                variant(_share, order=lambda share, low, high: (low, share, high)),
                "The order is wrong: return share, low, high.",
            ),
            Mistake(
                variant(_share, order=lambda share, low, high: (share, (low + high) / 2, (high - low) / 2)),
                "You return `middle` and `half`. Return `middle - half` and `middle + half`.",
            ),
            Mistake(
                variant(_share, order=lambda share, low, high: (share, high, low)),
                "`low` and `high` are swapped. `low` is middle − half, and `high` is middle + half.",
            ),
            Mistake(
                variant(_share, order=lambda share, low, high: ((low + high) / 2, low, high)),
                "The interval is right, but you return its middle as the share. Divide the number of True values by n.",
            ),
            Mistake(
                variant(_share, order=lambda share, low, high: (100 * share, 100 * low, 100 * high)),
                "You return percentages. Return numbers between 0 and 1.",
            ),
            Mistake(
                lambda outcomes: (sum(outcomes), *wilson(sum(outcomes) / len(outcomes), len(outcomes))),
                "You return how many runs learn. Divide this number by n.",
            ),
            Mistake(
                variant(_share, interval=variant(_interval, z=1.0)),
                "z is missing, or you use z = 1. For a 95 % interval use z = 1.96.",
            ),
            Mistake(
                variant(_share, interval=variant(_interval, z=2.0)), "You use z = 2. For a 95 % interval use z = 1.96."
            ),
            Mistake(
                variant(_share, interval=variant(_interval, z=1.645)),
                "You use z = 1.645, which is for a 90 % interval. For 95 % use z = 1.96.",
            ),
            Mistake(
                variant(_share, interval=variant(_interval, scaled=False)),
                "The last division is missing. Divide `middle` and `half` by 1 + z²/n.",
            ),
            Mistake(
                variant(_share, interval=variant(_interval, shifted=False)),
                "In `middle`, z²/(2n) is missing. Add this term to the share before you divide.",
            ),
            Mistake(
                variant(_share, interval=variant(_interval, square=False)),
                "Under the root, z²/(4n²) is missing. Add this term.",
            ),
            Mistake(
                variant(_share, interval=variant(_interval, more=lambda n: 4 * n)),
                "Under the root, you do not square n. Write z²/(4n²).",
            ),
            Mistake(
                variant(_share, interval=variant(_interval, more=lambda n: 2 * n)),
                "Under the root, write z²/(4n²) instead of z²/(2n).",
            ),
            Mistake(
                variant(_share, interval=variant(_interval, more=lambda n: 16 * n * n)),
                "Under the root, you also square the 4. Write z²/(4n²): only z and n are squared.",
            ),
            Mistake(
                variant(_share, interval=variant(_interval, root=lambda value: value)),
                "The root is missing. `half` is z times a square root, divided by 1 + z²/n.",
            ),
            Mistake(
                variant(
                    _share,
                    interval=lambda share, n: (
                        share - (wilson(share, n)[1] - wilson(share, n)[0]) / 2,
                        share + (wilson(share, n)[1] - wilson(share, n)[0]) / 2,
                    ),
                ),
                "`half` is right, but you return share ± `half`. Return `middle - half` and `middle + half`.",
            ),
            Mistake(
                lambda outcomes: sum(outcomes) / len(outcomes),
                "You return the share only. Return three numbers: share, low, high.",
            ),
            Mistake(
                lambda outcomes: wilson(sum(outcomes) / len(outcomes), len(outcomes)),
                "You return low and high only. Return three numbers: share, low, high.",
            ),
        ),
        hints=(
            "Count the True values, and divide by the number of runs. With few runs, the interval is wide.",
            r"With $n$ runs, the share $p$ and $z = 1.96$: middle $= \frac{p + z^2 / (2n)}{1 + z^2 / n}$ and "
            r"half $= \frac{z}{1 + z^2 / n} \sqrt{\frac{p (1 - p)}{n} + \frac{z^2}{4 n^2}}$. Then low is middle − "
            "half, and high is middle + half.",
            "For 7 of 10 runs the result is (0.7, 0.397, 0.892). In Python: write `n, p, z = len(outcomes), "
            "sum(outcomes) / len(outcomes), 1.96`. Then write the two formulas, with `math.sqrt` for the root.",
        ),
        success_message=(
            "You can say how often a program learns, and how sure you are. If 7 of 10 runs learn, the 95 % "
            "interval of the share is 40 % to 89 %."
        ),
    ),
)
