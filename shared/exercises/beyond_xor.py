"""Lesson 9's exercises: momentum, softmax, the loss that goes with it, and the slope of the L2 penalty."""

import math

import numpy as np

from shared.exercises import draw
from shared.exercises.exercise import Exercise, Mistake
from shared.nn.mlp import categorical_cross_entropy, softmax


def momentum_update(w, velocity, grad, lr, beta):
    """`(w, velocity)` after one step: numbers, or arrays of one shape."""
    velocity = beta * velocity + (1 - beta) * grad
    return w - lr * velocity, velocity


def l2_gradient(W, lam, m):
    """∂/∂W of λ/(2m)·ΣW², in W's shape."""
    return lam / m * W


def _numbers(shape, seed):
    """Distinct numbers to two decimals, none of them 0."""
    rng = np.random.default_rng(seed)
    return (rng.permutation(np.arange(7, 7 + 6 * math.prod(shape), 6)).reshape(shape) / 50) * rng.choice([-1, 1], shape)


def _momentum_cases():
    return [
        (0.5, 0.2, -0.3, 0.1, 0.9),
        (-1.2, -0.4, 0.7, 2.0, 0.5),
        (0.8, 0.0, 0.6, 0.5, 0.95),
        (np.array([[0.5, -0.2], [1.5, 0.3], [-0.7, 0.9]]), _numbers((3, 2), 1), _numbers((3, 2), 2), 0.3, 0.8),
        (_numbers((1, 4), 3), _numbers((1, 4), 4), _numbers((1, 4), 5), 1.5, 0.99),
        (2.0, 3.0, -1.0, 0.25, 0.0),
    ]


def _judge_momentum(args, result):
    """A velocity that is not right may still have been followed as it should be."""
    w, _, _, lr, _ = args
    new, velocity = map(np.array, result)
    followed = np.allclose(new, w - lr * velocity, 1e-9) and not np.allclose(new, w)
    return "The step w − lr·velocity is right; the velocity in it is not." if followed else ""


def _softmax_cases():
    return [
        (np.array([[1.0, 2.0, 0.5], [-0.3, 0.2, 0.7]]),),
        (_numbers((4, 3), 6),),
        (np.array([[0.4, -1.1, 2.3, 0.9]]),),
        (_numbers((3, 5), 7),),
        (np.array([[1000.0, 999.0, 998.5], [-1000.0, -1002.0, -1001.0]]),),
        (np.array([[-800.0, -801.0], [-900.0, -899.5], [0.3, -0.2]]),),
        (np.array([[710.0, -4.0, 708.0, 0.0, 709.0], [2000.0, -10.0, 1999.0, 0.0, -20.0]]),),
    ]


def _judge_shares(args, result):
    """No other numbers will do; but shares that are none can be told by themselves."""
    sums = np.array(result).sum(axis=1)
    if np.min(result) < 0:
        return "A share below 0 comes back: e to anything is above 0."
    if not np.allclose(sums, 1):
        worst = sums[np.abs(sums - 1).argmax()]
        return f"A row sums to {worst:.4g}, not to 1: divide each row by its own sum."
    return ""


def _one_hot(columns, classes):
    return np.eye(classes)[columns]


def _loss_cases():
    return [
        (np.array([[0.7, 0.2, 0.1], [0.1, 0.3, 0.6]]), _one_hot([0, 1], 3)),
        (
            np.array([[0.55, 0.05, 0.4], [0.12, 0.68, 0.2], [0.3, 0.45, 0.25], [0.8, 0.02, 0.18]]),
            _one_hot([2, 0, 1, 1], 3),
        ),
        (np.array([[0.15, 0.25, 0.6]]), _one_hot([1], 3)),
        (np.array([[0.9, 0.1], [0.35, 0.65], [0.2, 0.8], [0.55, 0.45], [0.3, 0.7]]), _one_hot([0, 0, 1, 1, 1], 2)),
        (np.array([[0.0, 0.4, 0.6, 0.0], [0.25, 0.75, 0.0, 0.0], [0.0, 0.0, 0.0, 1.0]]), _one_hot([2, 1, 3], 4)),
        (np.array([[0.0, 0.8, 0.2], [0.3, 0.2, 0.5]]), _one_hot([0, 2], 3)),
    ]


_ALL = "The mean over all elements: each row counts once, so divide the sum by the number of rows."


def _judge_loss(args, result):
    """How far from 0 a P is kept is free: from 1e-6 down to the smallest number there is."""
    P, Y = args
    right = (P * Y).sum(axis=1)
    zeros = (right == 0).sum()
    if result < 0:
        return "A loss is 0 or more, and this one is below: where is the minus?"
    if not zeros:
        total = -np.log(right).sum()
        known = ((total, "The sum over the rows is due as a mean: divide by `len(P)`."), (total / P.size, _ALL))
        return next((sentence for number, sentence in known if math.isclose(result, number, rel_tol=1e-6)), "")
    floor = (result * len(P) + np.log(right[right > 0]).sum()) / zeros  # what −ln makes of a 0 in this answer
    return None if math.log(1e6) * 0.999 < floor < 746 else ""


def _l2_cases():
    return [
        (np.array([[0.5, -0.2, 1.5], [-0.7, 0.9, 0.3]]), 0.6, 40),
        (_numbers((4, 2), 9), 2.5, 12),
        (_numbers((1, 3), 10), 0.05, 7),
        (_numbers((3, 1), 11), 10.0, 150),
        (_numbers((5, 4), 12), 1.0, 3),
    ]


def _random_step(rng):
    rows, columns = rng.randint(1, 6), rng.randint(2, 5)
    w, velocity, grad = (draw.array(rng, rows, columns) for _ in range(3))
    return w, velocity, grad, rng.uniform(0.1, 3), rng.uniform(0, 0.99)


def _random_shares(rng):
    rows, columns = rng.randint(1, 6), rng.randint(2, 5)
    return softmax(draw.array(rng, rows, columns)), draw.one_hot(rng, rows, columns)


def _momentum(velocity=lambda v, g, lr, beta: beta * v + (1 - beta) * g, step=lambda w, new, old, g, lr: w - lr * new):
    """A wrong `momentum_update`, right but for what is handed in."""

    def answer(w, old, grad, lr, beta):
        new = velocity(old, grad, lr, beta)
        return step(w, new, old, grad, lr), new

    return answer


def _passed(rule):
    """A wrong `momentum_update` that runs as it should and returns `rule(w, new velocity, old velocity, old w)`."""
    return lambda w, v, g, lr, beta: rule(*momentum_update(w, v, g, lr, beta), v, w)


def _shares(exponent=lambda Z: Z - Z.max(axis=1, keepdims=True), raised=np.exp, total=None):
    """A wrong `softmax`, right but for what is handed in; with `total=None` it divides by each row's sum."""
    total = total or (lambda e: e.sum(axis=1, keepdims=True))

    def answer(Z):
        e = raised(exponent(Z))
        return e / total(e)

    return answer


def _as_it_is(Z):
    return Z


def _logs(P):
    return np.log(np.maximum(P, 1e-15))


def _loss(rule, logs=_logs):
    """A wrong `categorical_cross_entropy`: `rule(Y·ln P, number of rows)`."""
    return lambda P, Y: rule(Y * logs(P), len(P))


def _without_first_row(W, lam, m):
    grad = lam / m * W
    grad[0] = 0
    return grad


EXERCISES = (
    Exercise(
        name="momentum_update",
        signature="momentum_update(w, velocity, grad, lr, beta)",
        reference=momentum_update,
        cases=_momentum_cases,
        random_case=_random_step,
        parts=("w", "velocity"),
        validator=_judge_momentum,
        mistakes=(
            Mistake(
                _momentum(velocity=lambda v, g, lr, beta: (1 - beta) * g),
                "The old velocity is forgotten: the new one keeps β of it, β·velocity + (1 − β)·grad.",
            ),
            Mistake(
                _momentum(velocity=lambda v, g, lr, beta: g),
                "That is gradient descent: the velocity must keep β of what it was.",
            ),
            Mistake(
                _momentum(velocity=lambda v, g, lr, beta: beta * v + g),
                "1 − β is missing: the gradient enters with the share that the old velocity leaves, (1 − β)·grad.",
            ),
            Mistake(
                _momentum(velocity=lambda v, g, lr, beta: (1 - beta) * v + beta * g),
                "β and 1 − β have changed places: β is what is kept of the old velocity.",
            ),
            Mistake(
                _momentum(velocity=lambda v, g, lr, beta: beta * v + beta * g),
                "The gradient's share is 1 − β, not β.",
            ),
            Mistake(
                _momentum(velocity=lambda v, g, lr, beta: v + (1 - beta) * g),
                "The old velocity never fades: keep β of it, β·velocity.",
            ),
            Mistake(
                _momentum(velocity=lambda v, g, lr, beta: v + g),
                "The velocity piles up: β and 1 − β say how much of old and new goes in.",
            ),
            Mistake(
                _momentum(velocity=lambda v, g, lr, beta: beta * v - (1 - beta) * g),
                "The sign turns twice: the velocity adds up slopes, and the step alone is taken off.",
            ),
            Mistake(
                _momentum(
                    velocity=lambda v, g, lr, beta: beta * v - (1 - beta) * g,
                    step=lambda w, new, old, g, lr: w + lr * new,
                ),
                "The minus stands in the velocity: here it belongs to the step, w − lr·velocity.",
            ),
            Mistake(
                _momentum(step=lambda w, new, old, g, lr: w + lr * new),
                "The velocity is right; w climbs: take the step off, w − lr·velocity.",
            ),
            Mistake(
                _momentum(step=lambda w, new, old, g, lr: w - lr * old),
                "The velocity is right; w moves by the old one: first the velocity, then the step.",
            ),
            Mistake(
                _momentum(step=lambda w, new, old, g, lr: w - lr * g),
                "The velocity is right; w moves by the gradient alone: it moves by the new velocity.",
            ),
            Mistake(
                _momentum(step=lambda w, new, old, g, lr: w - new),
                "The velocity is right; the learning rate is missing in the step: w − lr·velocity.",
            ),
            Mistake(
                _momentum(step=lambda w, new, old, g, lr: -lr * new),
                "The velocity is right; the step replaces w: w moves by it, w − lr·velocity.",
            ),
            Mistake(
                _momentum(step=lambda w, new, old, g, lr: w),
                "The velocity is right; w has not moved: w − lr·velocity.",
            ),
            Mistake(
                _momentum(
                    velocity=lambda v, g, lr, beta: beta * v + (1 - beta) * lr * g,
                    step=lambda w, new, old, g, lr: w - new,
                ),
                "lr stands in the velocity: it belongs to the step, w − lr·velocity.",
            ),
            Mistake(
                _momentum(velocity=lambda v, g, lr, beta: beta * v + lr * g, step=lambda w, new, old, g, lr: w - new),
                "lr stands in the velocity, and 1 − β is missing: β·velocity + (1 − β)·grad, then w − lr·velocity.",
            ),
            Mistake(
                _momentum(velocity=lambda v, g, lr, beta: beta * v - lr * g, step=lambda w, new, old, g, lr: w + new),
                "Another book's form: here the velocity is β·velocity + (1 − β)·grad, and w − lr·velocity the step.",
            ),
            Mistake(
                _momentum(velocity=lambda v, g, lr, beta: beta * v + (1 - beta) * lr * g),
                "lr is in it twice: it belongs to the step alone, w − lr·velocity.",
            ),
            Mistake(
                _passed(lambda w, v, old, start: w), "w is right; return the velocity with it, `return w, velocity`."
            ),
            Mistake(
                _passed(lambda w, v, old, start: v), "The velocity is right; return w with it, `return w, velocity`."
            ),
            Mistake(_passed(lambda w, v, old, start: (v, w)), "Both are right, in another order: (w, velocity)."),
            Mistake(
                _passed(lambda w, v, old, start: (w, old)),
                "w is right; the old velocity comes back: the next step needs the new one.",
            ),
        ),
        hints=(
            "Two lines: first the velocity takes in the new gradient, then w moves by the velocity.",
            r"$v \leftarrow \beta v + (1 - \beta)\, g$, then $w \leftarrow w - \text{lr} \cdot v$. Both come back.",
            r"With $v = 0.2$, $g = -0.3$, $\beta = 0.9$: $0.9 \cdot 0.2 + 0.1 \cdot (-0.3) = 0.15$. In Python: "
            "`velocity = beta * velocity + (1 - beta) * grad`, then `return w - lr * velocity, velocity`.",
        ),
        success_message="You can give a step a memory: one more line, and a learning rate that used to fail may work.",
    ),
    Exercise(
        name="softmax",
        signature="softmax(Z)",
        reference=softmax,
        cases=_softmax_cases,
        random_case=lambda rng: (draw.array(rng, rng.randint(1, 6), rng.randint(2, 5)) * rng.choice([1, 1000]),),
        validator=_judge_shares,
        mistakes=(
            Mistake(
                _shares(exponent=_as_it_is),
                "The ratios are right, but e to 1000 overflows: subtract each row's largest number first.",
            ),
            Mistake(
                _shares(lambda Z: Z - Z.max(axis=0), total=lambda e: e.sum(axis=0)),
                "The columns sum to 1: the rows should. Use axis=1, with keepdims=True.",
            ),
            Mistake(
                _shares(_as_it_is, total=lambda e: e.sum(axis=0)),
                "The columns sum to 1, not the rows (axis=1, keepdims=True), and e to 1000 overflows.",
            ),
            Mistake(
                _shares(total=lambda e: e.sum(axis=0)),
                "The largest number is each row's, the sum is each column's: divide by the row's, axis=1.",
            ),
            Mistake(
                _shares(lambda Z: Z - Z.max(), total=np.sum),
                "Everything together sums to 1: each row needs a sum of its own, axis=1, keepdims=True.",
            ),
            Mistake(
                _shares(_as_it_is, total=np.sum),
                "Everything together sums to 1: each row needs its own sum, axis=1. And e to 1000 overflows.",
            ),
            Mistake(
                _shares(total=np.sum),
                "The largest number is each row's; the sum must be too: axis=1, keepdims=True.",
            ),
            Mistake(
                _shares(lambda Z: Z - Z.max()),
                "The largest of all is subtracted: rows far below it become 0 / 0. Take each row's, axis=1.",
            ),
            Mistake(
                _shares(lambda Z: Z - Z.max(axis=0)),
                "Each column's largest is subtracted, which shifts a row's numbers apart: axis=1, keepdims=True.",
            ),
            Mistake(
                _shares(lambda Z: Z - Z.max(axis=1)),
                "A row's largest number or sum has no column left to line up with: keepdims=True keeps it.",
            ),
            Mistake(
                lambda Z: np.exp(Z - Z.max(axis=1, keepdims=True)),
                "Not divided yet: each row by its own sum.",
            ),
            Mistake(np.exp, "The exponentials alone: divide each row by its sum, and keep exponents small."),
            Mistake(
                _shares(_as_it_is, total=lambda e: e.max(axis=1, keepdims=True)),
                "Divided by the row's largest: divide by its sum. And e to 1000 overflows.",
            ),
            Mistake(_shares(total=lambda e: e.mean(axis=1, keepdims=True)), "Divided by the mean: divide by the sum."),
            Mistake(
                _shares(_as_it_is, raised=_as_it_is),
                "These are shares of the numbers themselves, negative ones too: raise e to each first.",
            ),
            Mistake(
                lambda Z: np.where(Z >= 0, 1, np.exp(-np.abs(Z))) / (1 + np.exp(-np.abs(Z))),
                "That is the sigmoid of each number by itself: softmax shares 1 among a row.",
            ),
            Mistake(
                lambda Z: 1 / (1 + np.exp(-Z)) / (1 / (1 + np.exp(-Z))).sum(axis=1, keepdims=True),
                "Sigmoids, shared out: it is e to each number that is shared out.",
            ),
            Mistake(
                lambda Z: (
                    Z - Z.max(axis=1, keepdims=True) - np.log(_shares(total=lambda e: 1)(Z).sum(axis=1, keepdims=True))
                ),
                "That is the logarithm of it: the shares themselves are due.",
            ),
            Mistake(
                lambda Z: (Z.max(axis=1, keepdims=True) == Z) * 1.0,
                "All goes to the largest: softmax is softer, every number gets its share.",
            ),
            Mistake(lambda Z: _shares()(-Z), "The smallest number gets the largest share: the exponent is z, not −z."),
            Mistake(
                _shares(lambda Z: Z - Z.mean(axis=1, keepdims=True)),
                "With the mean subtracted a large number can still overflow: subtract the largest.",
            ),
            Mistake(
                _shares(lambda Z: Z - Z.min(axis=1, keepdims=True)),
                "With the smallest subtracted exponents grow, and overflow: subtract the largest.",
            ),
            Mistake(
                _shares(lambda Z: np.clip(Z, -500, 500)),
                "Clipping makes 1000 and 999 the same number: subtract the row's largest in its place.",
            ),
            Mistake(
                _shares(lambda Z: Z / Z.max(axis=1, keepdims=True)),
                "Dividing by the largest changes the ratios: subtract it.",
            ),
            Mistake(
                _shares(lambda Z: Z / np.abs(Z).max(axis=1, keepdims=True)),
                "Scaling to −1…1 changes the ratios: subtract the largest.",
            ),
            Mistake(_shares(raised=np.exp2), "The base is e, not 2: `np.exp`."),
            Mistake(
                lambda Z: _shares()(Z).argmax(axis=1),
                "That is which one is largest: all the shares are due, in Z's shape.",
            ),
        ),
        hints=(
            "Make every number positive without changing their order, then divide each row by its sum. What you "
            "subtract from a whole row first makes no difference to the shares.",
            r"$\dfrac{e^{z_k - \max z}}{\sum_j e^{z_j - \max z}}$, row by row.",
            r"The row $(1, 2, 0.5)$: subtract 2, so $e^{-1}, e^0, e^{-1.5}$ = 0.368, 1, 0.223, whose sum is 1.591: "
            "0.231, 0.629, 0.140. In Python: `e = np.exp(Z - Z.max(axis=1, keepdims=True))`, then "
            "`return e / e.sum(axis=1, keepdims=True)`.",
        ),
        success_message="You can turn any row of numbers into shares of 1, and no number is too large for you.",
    ),
    Exercise(
        name="categorical_cross_entropy",
        signature="categorical_cross_entropy(P, Y)",
        reference=categorical_cross_entropy,
        cases=_loss_cases,
        random_case=_random_shares,
        validator=_judge_loss,
        mistakes=(
            Mistake(
                _loss(lambda logs, m: -logs.sum() / m, np.log),
                "Right until a P is 0: its log is −∞, and 0 · ∞ is no number. Keep P above 0, `np.maximum(P, 1e-15)`.",
            ),
            Mistake(
                lambda P, Y: -np.log((P * Y).sum(axis=1)).mean(),
                "Infinite where the right class got 0: keep P above 0, with `np.maximum(P, 1e-15)`.",
            ),
            Mistake(_loss(lambda logs, m: -logs.sum()), "The sum over the rows: take the mean, divide by `len(P)`."),
            Mistake(
                _loss(lambda logs, m: -logs.sum(), np.log),
                "The sum over the rows where the mean is due; and at P = 0 it is no number: `np.maximum(P, 1e-15)`.",
            ),
            Mistake(
                _loss(lambda logs, m: -logs.mean()),
                _ALL,
            ),
            Mistake(
                _loss(lambda logs, m: -logs.mean(), np.log),
                "The mean over all elements: divide by the rows alone. And keep P above 0 for the log.",
            ),
            Mistake(_loss(lambda logs, m: logs.sum() / m), "A loss is 0 or more: the minus is missing."),
            Mistake(
                _loss(lambda logs, m: logs.sum() / m, np.log),
                "The minus is missing, and at P = 0 it is no number: `np.maximum(P, 1e-15)`.",
            ),
            Mistake(_loss(lambda logs, m: -logs.sum(axis=1)), "One loss for each row: one number is due, their mean."),
            Mistake(
                _loss(lambda logs, m: -logs.sum(axis=1), np.log),
                "One loss for each row: their mean is due. And keep P above 0 for the log.",
            ),
            Mistake(
                _loss(lambda logs, m: -logs.sum(axis=0) / m), "One loss for each class: one number is due, add them up."
            ),
            Mistake(
                _loss(lambda logs, m: -logs), "Nothing is added up: the sum over a row, then the mean over the rows."
            ),
            Mistake(
                _loss(lambda logs, m: -logs.sum() / m, lambda P: np.log2(np.maximum(P, 1e-15))),
                "The natural logarithm is due, `np.log`; this is the one to base 2.",
            ),
            Mistake(
                _loss(lambda logs, m: -logs.sum() / m, lambda P: np.log10(np.maximum(P, 1e-15))),
                "The natural logarithm is due, `np.log`; this is the one to base 10.",
            ),
            Mistake(
                lambda P, Y: -(Y * _logs(P) + (1 - Y) * _logs(1 - P)).sum() / len(P),
                "The (1 − Y) part is lesson 4's, for one output: here only the right class counts.",
            ),
            Mistake(
                lambda P, Y: ((P - Y) ** 2).sum() / len(P),
                "That is the squared error: −ln of what the right class got.",
            ),
            Mistake(lambda P, Y: -(P * _logs(Y)).sum() / len(P), "P and Y have changed places: the log is of P."),
            Mistake(lambda P, Y: -_logs(P).sum() / len(P), "Y is missing: only the right class of each row counts."),
            Mistake(
                lambda P, Y: -(P * _logs(P)).sum() / len(P),
                "P weighs its own logs: the weights are Y, the right classes.",
            ),
            Mistake(lambda P, Y: -(Y * P).sum() / len(P), "The logarithm is missing: −ln P of the right class."),
            Mistake(lambda P, Y: 1 - (Y * P).sum() / len(P), "1 − P of the right class: it is −ln P that is due."),
            Mistake(
                lambda P, Y: -math.log((P * Y).sum() / len(P)),
                "The mean first and the log after it: take each row's log, then the mean.",
            ),
            Mistake(
                lambda P, Y: (P.argmax(axis=1) != Y.argmax(axis=1)).mean(),
                "That is the share of wrong rows, which has no slope: the mean of −ln P of the right class is due.",
            ),
            Mistake(
                _loss(lambda logs, m: -logs.sum() / m, lambda P: np.log(P + 1)),
                "Adding 1 changes every P: keep it away from 0 by less than a billionth.",
            ),
            Mistake(
                lambda P, Y: -(Y * _logs(P)).sum() / P.shape[1],
                "Divided by the number of classes: the mean is over the rows, `len(P)`.",
            ),
        ),
        hints=(
            "Each row asks one thing: how much did the right class get? Y picks it out. Then −ln, then the mean over "
            "the rows.",
            r"$-\frac{1}{m} \sum Y \ln P$, with each $P$ kept a little above 0.",
            r"Rows whose right class got 0.7 and 0.3: $-(\ln 0.7 + \ln 0.3) / 2 = 0.780$. In Python: "
            "`return -np.sum(Y * np.log(np.maximum(P, 1e-15))) / len(P)`.",
        ),
        success_message="You can measure how wrong ten shares are, and a flat 0 where it hurts most does not break "
        "you.",
    ),
    Exercise(
        name="l2_gradient",
        signature="l2_gradient(W, lam, m)",
        reference=l2_gradient,
        cases=_l2_cases,
        random_case=lambda rng: (
            draw.array(rng, rng.randint(1, 6), rng.randint(2, 5)),
            rng.uniform(0.1, 3),
            rng.randint(2, 99),
        ),
        mistakes=(
            Mistake(
                lambda W, lam, m: 2 * lam / m * W, "Twice too much: the 2 of the square and the ½ of λ/(2m) cancel."
            ),
            Mistake(
                lambda W, lam, m: lam / (2 * m) * W, "Half of it: the square brings down a 2, which the ½ takes away."
            ),
            Mistake(lambda W, lam, m: lam * W, "m is missing: the penalty is shared among the m rows, λ/m."),
            Mistake(lambda W, lam, m: 2 * lam * W, "m is missing, and the 2 of the square meets a ½: λ/m · W."),
            Mistake(
                lambda W, lam, m: lam / (2 * m) * (W**2).sum(),
                "That is the penalty itself: its slope is due, one number for each weight.",
            ),
            Mistake(
                lambda W, lam, m: lam / (2 * m) * W**2,
                "That is each weight's penalty, not its slope: the slope of W² is 2W.",
            ),
            Mistake(lambda W, lam, m: lam / m * W**2, "The slope of W² is 2W: the square goes."),
            Mistake(
                lambda W, lam, m: -lam / m * W, "The minus belongs to the step: the penalty grows with a weight's size."
            ),
            Mistake(
                lambda W, lam, m: lam / m * np.abs(W), "The sign is lost: the slope points away from 0, W's own way."
            ),
            Mistake(
                lambda W, lam, m: lam / m * np.sign(W), "That is the slope of |W|, the L1 penalty: here it is W itself."
            ),
            Mistake(lambda W, lam, m: lam * m * W, "Divide by m, do not multiply: λ/m · W."),
            Mistake(
                lambda W, lam, m: lam / m * W.sum(), "Added up: every weight keeps a slope of its own, in W's shape."
            ),
            Mistake(lambda W, lam, m: lam / len(W) * W, "m came in: it counts the rows of data, not those of W."),
            Mistake(lambda W, lam, m: lam / W.size * W, "m came in: it counts the rows of data, not the weights."),
            Mistake(
                lambda W, lam, m: W - lam / m * W,
                "Those are the weights after a step: the slope alone is due, λ/m · W.",
            ),
            Mistake(
                lambda W, lam, m: (1 - lam / m) * np.ones_like(W),
                "That is what a step leaves of a weight: λ/m · W is due.",
            ),
            Mistake(lambda W, lam, m: W / m, "λ is missing: it says how much the penalty counts."),
            Mistake(lambda W, lam, m: W / (lam * m), "λ multiplies: λ/m · W."),
            Mistake(lambda W, lam, m: m / lam * W, "λ and m have changed places: λ/m · W."),
            Mistake(
                lambda W, lam, m: lam / m * np.ones_like(W),
                "W is missing: a large weight is pulled harder than a small one.",
            ),
            Mistake(lambda W, lam, m: lam / m * W.T, "Turned round: the slopes keep W's shape."),
            Mistake(
                lambda W, lam, m: lam / m * W / np.sqrt((W**2).sum()),
                "That is the slope of the length of W: the square of it needs no root.",
            ),
            Mistake(
                _without_first_row,
                "The first row is left out as if it held biases: biases stand apart, every row counts.",
            ),
        ),
        hints=(
            "Take one weight alone: what is the slope of its own square, times a constant?",
            r"$\frac{\partial}{\partial w} \frac{\lambda}{2m} w^2 = \frac{\lambda}{m} w$, for every weight of $W$.",
            r"With $w = 0.5$, $\lambda = 0.6$, $m = 40$: $0.6 / 40 \cdot 0.5 = 0.0075$. In Python: "
            "`return lam / m * W`.",
        ),
        success_message="You can make large weights pay: one product, added to a gradient that you already have.",
    ),
)
