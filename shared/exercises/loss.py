"""Lesson 4's exercises: the loss of a row, of an epoch, and cross-entropy."""

from math import log, log2, log10, sqrt

from shared.exercises import draw
from shared.exercises.exercise import Exercise, Mistake
from shared.nn import network


def mean_squared_error(outs, ys):
    """The mean of (out − y)² over the rows."""
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


EXERCISES = (
    Exercise(
        name="squared_error",
        signature="squared_error(out, y)",
        reference=network.squared_error,
        cases=_row_cases,
        random_case=lambda rng: (draw.real(rng), draw.real(rng)),
        mistakes=(
            Mistake(lambda out, y: (out - y) ** 2 / 2, "Exactly half of what is due: this course's loss has no ½."),
            Mistake(lambda out, y: out - y, "Not squared: errors of opposite sign would cancel."),
            Mistake(lambda out, y: y - out, "Not squared, and y − out: with the square the order no longer matters."),
            Mistake(lambda out, y: abs(out - y), "That is the distance |out − y|: square the difference instead."),
            Mistake(lambda out, y: (out - y) * 2, "Times 2 is not the square: `** 2` squares."),
            Mistake(lambda out, y: (out - y) ^ 2, "In Python `^` is not a power: write `** 2`."),
            Mistake(lambda out, y: (out + y) ** 2, "A plus stands where the minus belongs: (out − y)²."),
            Mistake(
                lambda out, y: out**2 - y**2,
                "The square of a difference is not the difference of squares: subtract first, then square.",
            ),
            Mistake(lambda out, y: out - y**2, "Only y is squared: brackets first, (out − y) ** 2."),
            Mistake(lambda out, y: out**2 + y**2, "The middle term is lost: (out − y)² is out² − 2·out·y + y²."),
            Mistake(
                lambda out, y: (out - y) ** 3, "Cubed: a negative error would count as a negative loss. Square it."
            ),
            Mistake(lambda out, y: -((out - y) ** 2), "The sign is turned: a loss is 0 or more."),
            Mistake(lambda out, y: out**2, "The target is missing: it is out − y that is squared."),
            Mistake(
                lambda out, y: round(out - y) ** 2, "The error is rounded before it is squared: leave it as it is."
            ),
            Mistake(lambda out, y: 1 - (out - y) ** 2, "That is 1 minus the loss: a perfect answer has loss 0."),
            Mistake(lambda out, y: (out - y) / 2, "The error is halved, not squared: `** 2` squares."),
            Mistake(lambda out, y: (out - y) ** 4, "Squared twice: once is enough."),
            Mistake(lambda out, y: (out * y) ** 2, "The difference is squared, out − y, not the product."),
        ),
        hints=(
            "How far is `out` from `y`? And how do you keep a miss to the left from cancelling a miss to the right?",
            r"$L = (\text{out} - y)^2$, with no ½ in front.",
            r"For $\text{out} = 0.7$ and $y = 1$: $(0.7 - 1)^2 = (-0.3)^2 = 0.09$. In Python: `return (out - y) ** 2`.",
        ),
        success_message="You have a number for how wrong one answer is. From here on, learning means making it "
        "smaller.",
    ),
    Exercise(
        name="mean_squared_error",
        signature="mean_squared_error(outs, ys)",
        reference=mean_squared_error,
        cases=_mean_cases,
        random_case=_random_epoch,
        mistakes=(
            Mistake(
                lambda outs, ys: sum(e * e for e in _errors(outs, ys)),
                "N times too big: that is the sum, take the mean.",
            ),
            Mistake(
                lambda outs, ys: (sum(_errors(outs, ys)) / len(outs)) ** 2,
                "Squared after averaging: errors of opposite sign cancel first. Square each, then average.",
            ),
            Mistake(_over_all, "Squared after adding: errors of opposite sign cancel first. Square each, then add."),
            Mistake(
                lambda outs, ys: sum(_errors(outs, ys)) / len(outs), "Not squared: errors of opposite sign cancel."
            ),
            Mistake(
                lambda outs, ys: sum(map(abs, _errors(outs, ys))) / len(outs),
                "That is the mean distance |out − y|: square each difference instead.",
            ),
            Mistake(
                lambda outs, ys: mean_squared_error(outs, ys) / 2,
                "Exactly half of what is due: this course's loss has no ½.",
            ),
            Mistake(
                lambda outs, ys: sqrt(mean_squared_error(outs, ys)), "That is the root of the mean: leave the root out."
            ),
            Mistake(
                lambda outs, ys: sum(e * e for e in _errors(outs, ys)) / 4,
                "Divided by 4, whatever the length: divide by `len(outs)`.",
            ),
            Mistake(
                lambda outs, ys: sum(e * e for e in _errors(outs, ys)) / 2,
                "Divided by 2, whatever the length: divide by `len(outs)`.",
            ),
            Mistake(
                lambda outs, ys: sum(e * e for e in _errors(outs, ys)) / (len(outs) - 1),
                "Divided by one less than the number of rows: divide by `len(outs)`.",
            ),
            Mistake(
                lambda outs, ys: sum(e * e for e in _errors(outs, ys)) / len(outs) ** 2,
                "Divided by N twice: once is enough.",
            ),
            Mistake(
                lambda outs, ys: _errors(outs, ys)[0] ** 2,
                "Only the first row counts: the `return` stands inside the loop, move it out.",
            ),
            Mistake(
                lambda outs, ys: _errors(outs, ys)[0] ** 2 / len(outs),
                "Only the first row is added before it returns: move the `return` out of the loop.",
            ),
            Mistake(
                lambda outs, ys: _errors(outs, ys)[-1] ** 2,
                "Only the last row counts: add to the total (`+=`), do not replace it.",
            ),
            Mistake(
                lambda outs, ys: _errors(outs, ys)[-1] ** 2 / len(outs),
                "Only the last row is in the total: add each row to it with `+=`.",
            ),
            Mistake(
                lambda outs, ys: max(e * e for e in _errors(outs, ys)),
                "That is the largest square: take the mean of all.",
            ),
            Mistake(
                lambda outs, ys: [e * e for e in _errors(outs, ys)],
                "Those are the squares, one a row: return their mean, one number.",
            ),
            Mistake(
                lambda outs, ys: sum(2 * e for e in _errors(outs, ys)) / len(outs),
                "Times 2 is not the square: `** 2` squares.",
            ),
            Mistake(
                lambda outs, ys: sum((o + y) ** 2 for o, y in zip(outs, ys)) / len(outs),
                "A plus stands where the minus belongs: (out − y)².",
            ),
            Mistake(
                lambda outs, ys: sum(e**3 for e in _errors(outs, ys)) / len(outs),
                "Cubed, not squared: errors of opposite sign would cancel.",
            ),
            Mistake(
                lambda outs, ys: sum(e * e for e in _errors(outs, ys)) * len(outs),
                "Multiplied by the number of rows: divide by it.",
            ),
            Mistake(
                lambda outs, ys: sum(o * o for o in outs) / len(outs),
                "The targets are missing: it is out − y that is squared.",
            ),
            Mistake(
                lambda outs, ys: (1 + sum(e * e for e in _errors(outs, ys))) / len(outs),
                "The total starts at 1: start it at 0.",
            ),
            Mistake(
                lambda outs, ys: (outs - ys) ** 2,
                "Lists cannot be subtracted: loop over the pairs, `zip(outs, ys)`.",
            ),
            Mistake(
                lambda outs, ys: _every_pair(outs, ys) / len(outs),
                "Every out meets every y: walk in pairs with `zip(outs, ys)`.",
            ),
            Mistake(
                lambda outs, ys: _every_pair(outs, ys) / len(outs) ** 2,
                "The mean is over every out with every y: walk in pairs with `zip(outs, ys)`.",
            ),
            Mistake(
                lambda outs, ys: sum(e * e for e in _errors(outs, ys)) + len(outs),
                "The number of rows is added: divide by it.",
            ),
        ),
        hints=(
            "You know the loss of one row. An epoch's loss treats all rows alike, and must not grow because "
            "there are more of them.",
            r"$L = \dfrac{1}{N} \sum_{k} (\text{out}_k - y_k)^2$, with $N$ the number of rows.",
            r"For outs $(0.2, 0.9)$ and targets $(0, 1)$: $(0.04 + 0.01) / 2 = 0.025$. In Python: "
            "`return sum((out - y) ** 2 for out, y in zip(outs, ys)) / len(outs)`.",
        ),
        success_message="You can put one number on a whole epoch: this is the curve that training pushes down.",
    ),
    Exercise(
        name="cross_entropy",
        signature="cross_entropy(out, y)",
        reference=network.cross_entropy,
        cases=_entropy_cases,
        random_case=lambda rng: (draw.share(rng), rng.randint(0, 1)),
        mistakes=(
            Mistake(
                lambda out, y: y * log(out) + (1 - y) * log(1 - out),
                "A loss is 0 or more: the minus in front is missing.",
            ),
            Mistake(
                lambda out, y: -y * log(out) + (1 - y) * log(1 - out),
                "The minus reaches only the first term: put brackets around both.",
            ),
            Mistake(
                lambda out, y: y * log(out) - (1 - y) * log(1 - out),
                "The minus reaches only the second term: put it in front of both, with brackets.",
            ),
            Mistake(
                lambda out, y: -y * log(out),
                "Right where y is 1; where y is 0 the term (1 − y)·ln(1 − out) is missing.",
            ),
            Mistake(
                lambda out, y: -(1 - y) * log(1 - out),
                "Right where y is 0; where y is 1 the term y·ln(out) is missing.",
            ),
            Mistake(
                lambda out, y: -log(out), "It comes to −ln(out) whatever y is: where y is 0, the loss is −ln(1 − out)."
            ),
            Mistake(
                lambda out, y: -log(1 - out),
                "It comes to −ln(1 − out) whatever y is: where y is 1, the loss is −ln(out).",
            ),
            Mistake(
                lambda out, y: -((1 - y) * log(out) + y * log(1 - out)),
                "y and 1 − y have changed places: ln(out) counts where y is 1.",
            ),
            Mistake(
                lambda out, y: -(y * log10(out) + (1 - y) * log10(1 - out)),
                "That is the logarithm to base 10: the natural one is `math.log`.",
            ),
            Mistake(
                lambda out, y: -(y * log2(out) + (1 - y) * log2(1 - out)),
                "That is the logarithm to base 2: the natural one is `math.log`.",
            ),
            Mistake(
                lambda out, y: -(log(out) + log(1 - out)),
                "Both terms count always: y switches the first on, 1 − y the second.",
            ),
            Mistake(
                lambda out, y: -(out * log(out) + (1 - out) * log(1 - out)),
                "The factors in front of the logarithms are y and 1 − y, not out and 1 − out.",
            ),
            Mistake(lambda out, y: (out - y) ** 2, "That is the squared error: cross-entropy uses logarithms."),
            Mistake(
                lambda out, y: 1 - out if y else out,
                "That is the distance |out − y|: take −ln of what is left, 1 minus it.",
            ),
            Mistake(
                lambda out, y: -(y * log(out) + (1 - y) * log(1 - out)) / 2,
                "Exactly half of what is due: there is no ½ in this loss.",
            ),
            Mistake(
                lambda out, y: -y * log(out) - (1 - y) * (1 - log(out)),
                "ln(1 − out) is not 1 − ln(out): the subtraction happens inside the logarithm.",
            ),
            Mistake(
                lambda out, y: -(y * log(out) + (1 - y) * log(1 + out)),
                "A plus stands where the minus belongs: ln(1 − out).",
            ),
            Mistake(
                lambda out, y: -(y * log(out) * (1 - y) * log(1 - out)) or 0.0,
                "The two terms are added, not multiplied: the product is always 0.",
            ),
            Mistake(lambda out, y: -(y + log(out) + (1 - y) + log(1 - out)), "y and 1 − y multiply their logarithms."),
        ),
        hints=(
            "There are two cases. If $y = 1$, only how close `out` is to 1 matters; if $y = 0$, only how close "
            "it is to 0. "
            "The formula holds both: one factor switches a term off.",
            r"$L = -\bigl(y \ln(\text{out}) + (1 - y) \ln(1 - \text{out})\bigr)$. In Python the natural logarithm "
            r"is `math.log`.",
            r"For $\text{out} = 0.7$, $y = 1$: $-\ln 0.7 \approx 0.357$; for $y = 0$: $-\ln 0.3 \approx 1.204$. "
            r"In Python: "
            "`return -(y * math.log(out) + (1 - y) * math.log(1 - out))`.",
        ),
        success_message="You have a second loss, one that punishes being sure and wrong far harder than the square "
        "does.",
    ),
)
