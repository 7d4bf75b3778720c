"""Lesson 4's exercises: the loss of one row, of all rows, and cross-entropy."""

from math import exp, isfinite, log, log2, log10, sqrt

from shared.exercises import draw
from shared.exercises.exercise import Exercise, Mistake
from shared.nn import network


def mean_squared_error(outs, ys):
    """Return the mean of (out − y)² over the rows."""
    return sum((out - y) ** 2 for out, y in zip(outs, ys)) / len(outs)


def _row_cases():
    return [
        (0.7, 1.0),
        (0.2, 0.0),
        (0.9, 0.0),
        (0.4, 1.0),
        (0.001, 1.0),
        (0.5, 0.5),
        (-1.5, 2.0),
        (3.0, -0.5),
        (1.0, 1.0),
    ]


def _mean_cases():
    return [
        ([0.2, 0.9, 0.6, 0.3], [0, 1, 1, 0]),
        ([0.7], [1.0]),
        ([0.8, 0.1, 0.45], [1.0, 0.0, 0.0]),
        ((0.3, 0.6, 0.95, 0.15, 0.5), (1, 0, 1, 0, 1)),
        ([1.5, -0.5, 2.5, 0.25, 0.75, -1.25], [0.5, 0.25, -1.0, 2.0, 0.0, 1.0]),
        ([0.4, 0.35], [0.0, 1.0]),
        ([0.7, 0.7, 0.2], [0.0, 1.0, 0.5]),  # equal outputs, different targets
    ]


def _entropy_cases():
    return [(0.7, 1), (0.7, 0), (0.2, 0), (0.2, 1), (0.999, 1), (0.999, 0), (0.001, 1), (0.001, 0), (0.5, 1), (0.5, 0)]


def _random_epoch(rng):
    count = rng.randint(1, 6)
    return [draw.real(rng) for _ in range(count)], [draw.real(rng) for _ in range(count)]


def _errors(outs, ys):
    return [out - y for out, y in zip(outs, ys)]


def _every_pair(outs, ys):
    return sum((out - y) ** 2 for out in outs for y in ys)


def _over_all(outs, ys):
    return sum(_errors(outs, ys)) ** 2 / len(outs)


def _entropy_shift(cases, results):
    """Return the two numbers that the answer adds inside the logarithms: one to `out`, the other to 1 − out.

    Return None if no two numbers explain the results.
    """
    shifts = []
    for case in ((0.001, 1), (0.999, 0)):
        shifts.append(exp(-results[cases.index(case)]) - 0.001)
    for (out, y), result in zip(cases, results):
        expected = -log(out + shifts[0]) if y else -log(1 - out + shifts[1])
        if not abs(result - expected) <= 1e-9 * abs(expected) + 1e-12:  # nan is a difference too
            return None
    return shifts


def _entropy_habit(cases, results):
    """Return the success message if the answer adds a tiny number inside the logarithms. Otherwise return None."""
    shifts = _entropy_shift(cases, results) if max(results) < 100 else None
    if shifts is None or not all(-1e-12 < shift <= 1.5e-5 for shift in shifts):
        return None
    return (
        f"Right. You add about {max(shifts):.0e} inside the logarithm to avoid log(0). This changes the loss a "
        "little. A smaller number, such as 1e-12, is enough."
    )


def _explain_entropy(cases, results):
    """Return the feedback for one of four mistakes, or None.

    The mistakes: the answer adds a number inside the logarithms, limits `out`, has one wrong term, or returns 0 where
    the loss must be the largest.
    """
    if not all(map(isfinite, results)) or max(results) > 100:
        return None
    shifts = _entropy_shift(cases, results)
    if shifts and all(-1e-9 < shift < 0.2 for shift in shifts):
        return f"You add {max(shifts):.0e} inside the logarithm, which changes the loss. Add 1e-12 or nothing."
    low = exp(-max(results))
    cut = [(min(max(out, low), 1 - low), y) for out, y in cases]
    if 0.0011 < low < 0.5 and all(abs(r + log(out if y else 1 - out)) < 1e-6 for (out, y), r in zip(cut, results)):
        return f"You keep `out` between {low:.2g} and {1 - low:.4g}. This changes the loss near 0 and 1. Use 1e-12."
    for target, term in ((1, "y·ln(out)"), (0, "(1 − y)·ln(1 − out)")):
        ratios = [r / -log(out if y else 1 - out) for (out, y), r in zip(cases, results) if y == target]
        others = [r / -log(out if y else 1 - out) for (out, y), r in zip(cases, results) if y != target]
        if all(abs(ratio - 1) < 1e-6 for ratio in others) and max(ratios) - min(ratios) < 1e-6:
            wrong = {
                1 / log(10): "its logarithm has the base 10",
                1 / log(2): "its logarithm has the base 2",
                -1: "the sign is flipped",
                0.5: "there is an extra factor ½",
            }
            text = next((text for ratio, text in wrong.items() if abs(ratio - ratios[0]) < 1e-6), None)
            if text:
                return f"Only the term {term} is wrong: {text}."
    zeros = [case for case, result in zip(cases, results) if abs(result) < 1e-9]
    if zeros and (0.001, 1) in zeros:
        return "In your code, a sure but wrong answer has loss 0. This loss must be the largest: do not set it to 0."
    return None


EXERCISES = (
    Exercise(
        name="squared_error",
        signature="squared_error(out, y)",
        reference=network.squared_error,
        cases=_row_cases,
        random_case=lambda rng: (draw.real(rng), draw.real(rng)),
        mistakes=(
            Mistake(
                lambda out, y: (out - y) ** 2 / 2,
                "Your result is half of the right result. Remove the factor ½: this loss has no ½.",
            ),
            Mistake(lambda out, y: out - y, "The square is missing. Return (out − y)²."),
            Mistake(lambda out, y: y - out, "The square is missing. Return (y − out)² or (out − y)², which are equal."),
            Mistake(lambda out, y: abs(out - y), "This is the distance |out − y|. Square the difference instead."),
            Mistake(lambda out, y: (out - y) * 2, "You multiply by 2. To square, write `** 2`."),
            Mistake(lambda out, y: (out - y) ^ 2, "In Python, `^` does not compute a power. Write `** 2`."),
            Mistake(lambda out, y: (out + y) ** 2, "You add y. Subtract y: (out − y)²."),
            Mistake(
                lambda out, y: out**2 - y**2,
                "You square `out` and y separately. Subtract first, then square: (out − y)².",
            ),
            Mistake(lambda out, y: out - y**2, "Only y is squared. Add brackets: (out − y) ** 2."),
            Mistake(lambda out, y: out**2 + y**2, "You add two squares. Subtract first, then square: (out − y)²."),
            Mistake(lambda out, y: (out - y) ** 3, "The exponent is 3. It must be 2."),
            Mistake(
                lambda out, y: -((out - y) ** 2),
                "The result has the wrong sign. A loss is 0 or more: remove the minus.",
            ),
            Mistake(lambda out, y: out**2, "The target y is missing. Square the difference out − y."),
            Mistake(
                lambda out, y: round(out - y) ** 2, "The error is rounded before it is squared. Do not round the error."
            ),
            Mistake(lambda out, y: 1 - (out - y) ** 2, "This is 1 minus the loss. Return (out − y)² itself."),
            Mistake(lambda out, y: (out - y) / 2, "You divide by 2. To square, write `** 2`."),
            Mistake(lambda out, y: (out - y) ** 4, "The error is squared twice. Square it once."),
            Mistake(lambda out, y: (out * y) ** 2, "You multiply by y. Subtract y: (out − y)²."),
        ),
        hints=(
            "How far is `out` from `y`? The loss must be above 0 if `out` is too high, and also if it is too low.",
            r"$L = (\text{out} - y)^2$, without a factor ½.",
            r"For $\text{out} = 0.7$ and $y = 1$: $(0.7 - 1)^2 = (-0.3)^2 = 0.09$. In Python: `return (out - y) ** 2`.",
        ),
        success_message=(
            "You can measure how wrong one answer is. From now on, to learn means to make this number smaller."
        ),
    ),
    Exercise(
        name="mean_squared_error",
        signature="mean_squared_error(outs, ys)",
        reference=mean_squared_error,
        cases=_mean_cases,
        random_case=_random_epoch,
        mistakes=(
            Mistake(
                lambda outs, ys: sum((out - ys[list(outs).index(out)]) ** 2 for out in outs) / len(outs),
                "If several outputs are equal, `index` always finds the first one. Loop over `zip(outs, ys)`.",
            ),
            Mistake(
                lambda outs, ys: sum(e * e for e in _errors(outs, ys)),
                "This is the sum. For the mean, divide it by `len(outs)`.",
            ),
            Mistake(
                lambda outs, ys: (sum(_errors(outs, ys)) / len(outs)) ** 2,
                "You take the mean first and then square, so errors cancel. Square each error, then take the mean.",
            ),
            Mistake(_over_all, "You add first and then square, so errors cancel. Square each error, then add."),
            Mistake(
                lambda outs, ys: sum(_errors(outs, ys)) / len(outs),
                "The square is missing, so errors of opposite sign cancel. Square each difference.",
            ),
            Mistake(
                lambda outs, ys: sum(map(abs, _errors(outs, ys))) / len(outs),
                "This is the mean of |out − y|. Square each difference instead.",
            ),
            Mistake(
                lambda outs, ys: mean_squared_error(outs, ys) / 2,
                "Your result is half of the right result. Remove the factor ½: this loss has no ½.",
            ),
            Mistake(
                lambda outs, ys: sqrt(mean_squared_error(outs, ys)),
                "You take the square root of the mean. Remove the root.",
            ),
            Mistake(
                lambda outs, ys: sum(e * e for e in _errors(outs, ys)) / 4,
                "You always divide by 4. Divide by `len(outs)`.",
            ),
            Mistake(
                lambda outs, ys: sum(e * e for e in _errors(outs, ys)) / 2,
                "You always divide by 2. Divide by `len(outs)`.",
            ),
            Mistake(
                lambda outs, ys: sum(e * e for e in _errors(outs, ys)) / (len(outs) - 1),
                "You divide by the number of rows minus 1. Divide by `len(outs)`.",
            ),
            Mistake(
                lambda outs, ys: sum(e * e for e in _errors(outs, ys)) / len(outs) ** 2,
                "You divide twice by the number of rows. Divide once.",
            ),
            Mistake(
                lambda outs, ys: _errors(outs, ys)[0] ** 2,
                "Only the first row is used. The `return` is inside the loop: move it below.",
            ),
            Mistake(
                lambda outs, ys: _errors(outs, ys)[0] ** 2 / len(outs),
                "Only the first row is added to the total. The `return` is inside the loop: move it below.",
            ),
            Mistake(
                lambda outs, ys: _errors(outs, ys)[-1] ** 2,
                "Only the last row is used. Do not replace the total: add each row to the total with `+=`.",
            ),
            Mistake(
                lambda outs, ys: _errors(outs, ys)[-1] ** 2 / len(outs),
                "Only the last row is in the total. Add each row to the total with `+=`.",
            ),
            Mistake(
                lambda outs, ys: max(e * e for e in _errors(outs, ys)),
                "This is the largest square. Return the mean of all squares.",
            ),
            Mistake(
                lambda outs, ys: [e * e for e in _errors(outs, ys)],
                "You return one square for each row. Return one number, the mean of these squares.",
            ),
            Mistake(
                lambda outs, ys: sum(2 * e for e in _errors(outs, ys)) / len(outs),
                "You multiply each error by 2. To square each error, write `** 2`.",
            ),
            Mistake(
                lambda outs, ys: sum((o + y) ** 2 for o, y in zip(outs, ys)) / len(outs),
                "You add y. Subtract y: (out − y)².",
            ),
            Mistake(
                lambda outs, ys: sum(e**3 for e in _errors(outs, ys)) / len(outs), "The exponent is 3. It must be 2."
            ),
            Mistake(
                lambda outs, ys: sum(e * e for e in _errors(outs, ys)) * len(outs),
                "You multiply by the number of rows. Divide by `len(outs)`.",
            ),
            Mistake(
                lambda outs, ys: sum(o * o for o in outs) / len(outs),
                "The targets are missing. Square the differences out − y.",
            ),
            Mistake(
                lambda outs, ys: (1 + sum(e * e for e in _errors(outs, ys))) / len(outs),
                "The total starts at 1. Start it at 0.",
            ),
            Mistake(
                lambda outs, ys: (outs - ys) ** 2,
                "Python cannot subtract lists. Loop over the pairs with `zip(outs, ys)`.",
            ),
            Mistake(
                lambda outs, ys: _every_pair(outs, ys) / len(outs),
                "You combine every `out` with every y. Use only the pairs in `zip(outs, ys)`.",
            ),
            Mistake(
                lambda outs, ys: _every_pair(outs, ys) / len(outs) ** 2,
                "You take the mean over all combinations of `out` and y. Use only the pairs in `zip(outs, ys)`.",
            ),
            Mistake(
                lambda outs, ys: sum(e * e for e in _errors(outs, ys)) + len(outs),
                "You add the number of rows to the sum. Divide the sum by `len(outs)`.",
            ),
        ),
        hints=(
            "You know the loss of one row. If you add a copy of every row, the loss of the table must not change.",
            r"$L = \dfrac{1}{N} \sum_{k} (\text{out}_k - y_k)^2$, where $N$ is the number of rows.",
            r"For outs $(0.2, 0.9)$ and targets $(0, 1)$: $(0.04 + 0.01) / 2 = 0.025$. In Python: "
            "`return sum((out - y) ** 2 for out, y in zip(outs, ys)) / len(outs)`.",
        ),
        success_message=("You can measure the loss of all rows with one number. Training makes this number smaller."),
    ),
    Exercise(
        name="cross_entropy",
        signature="cross_entropy(out, y)",
        reference=network.cross_entropy,
        cases=_entropy_cases,
        random_case=lambda rng: (draw.share(rng), rng.randint(0, 1)),
        habit=_entropy_habit,
        explain=_explain_entropy,
        mistakes=(
            Mistake(
                lambda out, y: -log(out if out > 0.5 else 1 - out),
                "You use the larger of `out` and 1 − out. Use `out` if y is 1, and 1 − out if y is 0.",
            ),
            Mistake(
                lambda out, y: y * log(out) + (1 - y) * log(1 - out),
                "The result has the wrong sign. A loss is 0 or more: write a minus in front.",
            ),
            Mistake(
                lambda out, y: -y * log(out) + (1 - y) * log(1 - out),
                "The minus applies only to the first term. Put brackets around both terms.",
            ),
            Mistake(
                lambda out, y: y * log(out) - (1 - y) * log(1 - out),
                "The minus applies only to the second term. Put both terms in brackets, and write the minus in front.",
            ),
            Mistake(
                lambda out, y: -y * log(out),
                "This is right for y = 1. For y = 0 the term (1 − y)·ln(1 − out) is missing.",
            ),
            Mistake(
                lambda out, y: -(1 - y) * log(1 - out),
                "This is right for y = 0. For y = 1 the term y·ln(out) is missing.",
            ),
            Mistake(lambda out, y: -log(out), "You always return −ln(out). For y = 0, the loss is −ln(1 − out)."),
            Mistake(lambda out, y: -log(1 - out), "You always return −ln(1 − out). For y = 1, the loss is −ln(out)."),
            Mistake(
                lambda out, y: -((1 - y) * log(out) + y * log(1 - out)),
                "The two cases are swapped. The loss is −ln(out) for y = 1, and −ln(1 − out) for y = 0.",
            ),
            Mistake(
                lambda out, y: -(y * log10(out) + (1 - y) * log10(1 - out)),
                "This is the logarithm to base 10. Use the natural logarithm, `math.log`.",
            ),
            Mistake(
                lambda out, y: -(y * log2(out) + (1 - y) * log2(1 - out)),
                "This is the logarithm to base 2. Use the natural logarithm, `math.log`.",
            ),
            Mistake(
                lambda out, y: -(log(out) + log(1 - out)),
                "The factors y and 1 − y are missing. Multiply ln(out) by y, and ln(1 − out) by 1 − y.",
            ),
            Mistake(
                lambda out, y: -(out * log(out) + (1 - out) * log(1 - out)),
                "You multiply the logarithms by `out` and 1 − out. Multiply the logarithms by y and 1 − y.",
            ),
            Mistake(
                lambda out, y: y * log10(out) + (1 - y) * log10(1 - out),
                "This is the logarithm to base 10, and the minus in front is missing. Use −(…) and `math.log`.",
            ),
            Mistake(lambda out, y: (out - y) ** 2, "This is the squared error. Cross-entropy uses logarithms."),
            Mistake(
                lambda out, y: 1 - out if y else out,
                "This is the distance |out − y|. Return −ln(1 − |out − y|).",
            ),
            Mistake(
                lambda out, y: -(y * log(out) + (1 - y) * log(1 - out)) / 2,
                "Your result is half of the right result. Remove the factor ½: this loss has no ½.",
            ),
            Mistake(
                lambda out, y: -y * log(out) - (1 - y) * (1 - log(out)),
                "You write 1 − ln(out). Subtract inside the logarithm: ln(1 − out).",
            ),
            Mistake(
                lambda out, y: -(y * log(out) + (1 - y) * log(1 + out)),
                "Your second logarithm is ln(1 + out). It must be ln(1 − out).",
            ),
            Mistake(
                lambda out, y: -(y * log(out) * (1 - y) * log(1 - out)) or 0.0,
                "You multiply the two terms, but one of them is always 0. Add the terms.",
            ),
            Mistake(
                lambda out, y: -(y + log(out) + (1 - y) + log(1 - out)),
                "You add y and 1 − y to the logarithms. Multiply the logarithms by y and 1 − y.",
            ),
        ),
        hints=(
            "There are two cases. For $y = 1$ the loss only depends on how close `out` is to 1. For $y = 0$ the loss "
            "only depends on how close `out` is to 0. One formula covers both cases: one of the factors $y$ and "
            "$1 - y$ is always 0, so its term is 0.",
            r"$L = -\bigl(y \ln(\text{out}) + (1 - y) \ln(1 - \text{out})\bigr)$. In Python the natural logarithm "
            r"is `math.log`.",
            r"For $\text{out} = 0.7$, $y = 1$: $-\ln 0.7 \approx 0.357$; for $y = 0$: $-\ln 0.3 \approx 1.204$. "
            r"In Python: "
            "`return -(y * math.log(out) + (1 - y) * math.log(1 - out))`.",
        ),
        success_message=(
            "You have a second loss. If an answer is sure but wrong, this loss punishes it much more than the squared "
            "error does."
        ),
    ),
)
