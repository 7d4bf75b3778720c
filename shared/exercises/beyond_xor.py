"""Lesson 9's exercises: momentum, softmax, cross-entropy for many classes, and the gradient of the L2 penalty."""

import math

import numpy as np

from shared.exercises import draw
from shared.exercises.array_faults import (
    explain_cross_entropy,
    explain_momentum,
    explain_softmax,
    is_explained_by_epsilon,
)
from shared.exercises.exercise import Exercise, Mistake
from shared.exercises.variants import variant
from shared.nn.mlp import categorical_cross_entropy, softmax


def momentum_update(w, velocity, grad, lr, beta):
    """Return `(w, velocity)` after one step. `w`, `velocity` and `grad` are numbers or arrays of the same shape."""
    velocity = beta * velocity + (1 - beta) * grad
    return w - lr * velocity, velocity


def l2_gradient(W, lam, m):
    """Return the gradient of λ/(2m)·ΣW² with respect to W. The gradient has the shape of W."""
    return lam / m * W


def _numbers(shape, seed):
    """Return an array of distinct numbers with two decimals. No number is 0."""
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


def _validate_momentum(args, result):
    """Return a sentence if w − lr·velocity is right for the returned velocity, but this velocity is wrong.

    Otherwise return "".
    """
    w, _, _, lr, _ = args
    new, velocity = map(np.array, result)
    followed = np.allclose(new, w - lr * velocity, 1e-9) and not np.allclose(new, w)
    return (
        "The step w − lr·velocity is right, but the velocity is wrong. Check β·velocity + (1 − β)·grad."
        if followed
        else ""
    )


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


def _validate_probabilities(args, result):
    """Return a sentence if the rows of the result are not probabilities. Otherwise return ""."""
    sums = np.array(result).sum(axis=1)
    if np.min(result) < 0:
        return "One of your probabilities is below 0. But eᶻ is always above 0: check the exponential."
    if not np.allclose(sums, 1):
        worst = sums[np.abs(sums - 1).argmax()]
        return f"A row sums to {worst:.4g}, not to 1. Divide each row by its own sum."
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


_CLASSES = "You divide by the number of classes. Divide by the number of rows, `len(P)`."
_ALL = "This is the mean over all elements. Divide the sum by the number of rows, `len(P)`."


def _validate_loss(args, result):
    """Return None for a right loss. Otherwise return feedback, or "" for an unknown fault.

    To avoid log(0), an answer may add 1e-5, 1e-6, … or 1e-16 to P, or replace every smaller P by this number.
    Or it may replace only P = 0, by any number of at most 1e-6.
    """
    P, Y = args
    if is_explained_by_epsilon(P, Y, result):
        return None
    right = (P * Y).sum(axis=1)
    zeros = (right == 0).sum()
    if result < -1e-12:
        return "The loss is below 0, but a loss is always 0 or more. Check the minus sign."
    digits = result / math.log(10)  # 12 if the loss is −ln(1e-12)
    if not zeros and digits > 4.5 and abs(digits - round(digits)) < 1e-9:
        return f"`np.minimum` makes every P at most 1e-{digits:.0f}. Use `np.maximum`, which keeps P above 0."
    if not zeros:
        total = -np.log(right).sum()
        for number, sentence in (
            (total, "You return the sum over the rows. Divide it by `len(P)`."),
            (total / P.size, _ALL),
            (total / P.shape[1], _CLASSES),
        ):
            if math.isclose(result, number, rel_tol=1e-6):
                return sentence
        if low := _lower_limit(right, result):
            return f"You replace probabilities below {low:.2g} by {low:.2g}. Use a much smaller limit, such as 1e-12."
        return ""
    floor = (
        result * len(P) + np.log(right[right > 0]).sum()
    ) / zeros  # −ln of the number that the answer uses instead of 0
    return None if math.log(1e6) * 0.999 < floor < 746 else ""


def _lower_limit(right, result):
    """If an answer replaces all probabilities below a limit by this limit, return the limit.

    Return None for other answers, and for a limit of at most 0.001.
    """
    right = np.sort(right)
    for count in range(1, len(right)):
        low = np.exp(-(result * len(right) + np.log(right[count:]).sum()) / count)
        if low > 0.001 and 1.001 * right[count - 1] < low <= right[count]:  # a smaller difference has another cause
            return low
    return None


def _l2_cases():
    return [
        (np.array([[0.5, -0.2, 1.5], [-0.7, 0.9, 0.3]]), 0.6, 40),
        (_numbers((4, 2), 9), 2.5, 12),
        (_numbers((1, 3), 10), 0.05, 7),
        (_numbers((3, 1), 11), 10.0, 150),
        (_numbers((5, 4), 12), 1.0, 3),
        (np.array([[3, -2], [5, 1]]), 0.5, 4),  # weights that are whole numbers
    ]


def _random_step(rng):
    rows, columns = rng.randint(1, 6), rng.randint(2, 5)
    w, velocity, grad = (draw.array(rng, rows, columns) for _ in range(3))
    return w, velocity, grad, rng.uniform(0.1, 3), rng.uniform(0, 0.99)


def _random_probabilities(rng):
    rows, columns = rng.randint(1, 6), rng.randint(2, 5)
    return softmax(draw.array(rng, rows, columns)), draw.one_hot(rng, rows, columns)


def _momentum(
    w,
    velocity,
    grad,
    lr,
    beta,
    *,
    new=lambda v, g, lr, beta: beta * v + (1 - beta) * g,
    step=lambda w, new, old, g, lr: w - lr * new,
):
    """Compute `momentum_update` with steps that `variant` can replace."""
    next_velocity = new(velocity, grad, lr, beta)
    return step(w, next_velocity, velocity, grad, lr), next_velocity


def _softmax(
    Z,
    *,
    exponent=lambda Z: Z - Z.max(axis=1, keepdims=True),
    power=np.exp,
    total=lambda e: e.sum(axis=1, keepdims=True),
):
    """Compute `softmax` with steps that `variant` can replace."""
    e = power(exponent(Z))
    return e / total(e)


def _as_it_is(Z):
    return Z


def _logs(P):
    return np.log(np.maximum(P, 1e-15))


def _cross_entropy(P, Y, *, loss=lambda logs, m: -logs.sum() / m, logs=_logs):
    """Compute the loss with steps that `variant` can replace. `loss` gets Y·ln P and the number of rows."""
    return loss(Y * logs(P), len(P))


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
        validator=_validate_momentum,
        explain=explain_momentum,
        mistakes=(
            Mistake(
                variant(_momentum, new=lambda v, g, lr, beta: (1 - beta) * g),
                "The old velocity is missing. Write velocity = β·velocity + (1 − β)·grad.",
            ),
            Mistake(
                variant(_momentum, new=lambda v, g, lr, beta: g),
                "This is gradient descent without momentum. Write velocity = β·velocity + (1 − β)·grad.",
            ),
            Mistake(
                variant(_momentum, new=lambda v, g, lr, beta: beta * v + g),
                "The factor 1 − β is missing. Multiply the gradient by 1 − β.",
            ),
            Mistake(
                variant(_momentum, new=lambda v, g, lr, beta: (1 - beta) * v + beta * g),
                "β and 1 − β are swapped. Multiply the old velocity by β.",
            ),
            Mistake(
                variant(_momentum, new=lambda v, g, lr, beta: beta * v + beta * g),
                "You multiply the gradient by β. Multiply the gradient by 1 − β.",
            ),
            Mistake(
                variant(_momentum, new=lambda v, g, lr, beta: v + (1 - beta) * g),
                "The factor β is missing. Multiply the old velocity by β.",
            ),
            Mistake(
                variant(_momentum, new=lambda v, g, lr, beta: v + g),
                "The factors are missing. Write velocity = β·velocity + (1 − β)·grad.",
            ),
            Mistake(
                variant(_momentum, new=lambda v, g, lr, beta: beta * v - (1 - beta) * g),
                "In the velocity, you subtract the gradient. Add it, and subtract only in the step: w − lr·velocity.",
            ),
            Mistake(
                variant(
                    _momentum,
                    new=lambda v, g, lr, beta: beta * v - (1 - beta) * g,
                    step=lambda w, new, old, g, lr: w + lr * new,
                ),
                "You put the minus into the velocity. Move the minus to the step: w − lr·velocity.",
            ),
            Mistake(
                variant(_momentum, step=lambda w, new, old, g, lr: w + lr * new),
                "The velocity is right, but you add the step to w. Subtract the step: w − lr·velocity.",
            ),
            Mistake(
                variant(_momentum, step=lambda w, new, old, g, lr: w - lr * old),
                "The velocity is right, but your step uses the old velocity. Use the new velocity.",
            ),
            Mistake(
                variant(_momentum, step=lambda w, new, old, g, lr: w - lr * g),
                "The velocity is right, but your step uses the gradient. Use w − lr·velocity.",
            ),
            Mistake(
                variant(_momentum, step=lambda w, new, old, g, lr: w - new),
                "The velocity is right, but lr is missing in the step. Write w − lr·velocity.",
            ),
            Mistake(
                variant(_momentum, step=lambda w, new, old, g, lr: -lr * new),
                "The velocity is right, but you return only the step. Return w − lr·velocity.",
            ),
            Mistake(
                variant(_momentum, step=lambda w, new, old, g, lr: w),
                "The velocity is right, but w does not change. Return w − lr·velocity.",
            ),
            Mistake(
                variant(
                    _momentum,
                    new=lambda v, g, lr, beta: beta * v + (1 - beta) * lr * g,
                    step=lambda w, new, old, g, lr: w - new,
                ),
                "You put lr into the velocity. Move lr to the step: w − lr·velocity.",
            ),
            Mistake(
                variant(
                    _momentum, new=lambda v, g, lr, beta: beta * v + lr * g, step=lambda w, new, old, g, lr: w - new
                ),
                "You put lr into the velocity instead of 1 − β. Write β·velocity + (1 − β)·grad, then w − lr·velocity.",
            ),
            Mistake(
                variant(
                    _momentum, new=lambda v, g, lr, beta: beta * v - lr * g, step=lambda w, new, old, g, lr: w + new
                ),
                "This is another form of momentum. Here, write β·velocity + (1 − β)·grad, then w − lr·velocity.",
            ),
            Mistake(
                variant(_momentum, new=lambda v, g, lr, beta: beta * v + (1 - beta) * lr * g),
                "You use lr twice. Remove lr from the velocity, and keep lr in the step.",
            ),
            Mistake(
                variant(momentum_update, result=lambda w, v: w),
                "w is right, but the velocity is missing. Write `return w, velocity`.",
            ),
            Mistake(
                variant(momentum_update, result=lambda w, v: v),
                "The velocity is right, but w is missing. Write `return w, velocity`.",
            ),
            Mistake(
                variant(momentum_update, result=lambda w, v: (v, w)),
                "w and velocity are right, but in the wrong order. Return (w, velocity).",
            ),
            Mistake(
                variant(momentum_update, result=lambda w, v, velocity: (w, velocity)),
                "w is right, but you return the old velocity. Return the new velocity.",
            ),
        ),
        hints=(
            "Write two lines. First compute the new velocity from the old velocity and the gradient. Then use the new "
            "velocity to change w.",
            r"$v \leftarrow \beta v + (1 - \beta)\, g$, then $w \leftarrow w - \text{lr} \cdot v$. Return $w$ and $v$.",
            r"With $v = 0.2$, $g = -0.3$, $\beta = 0.9$: $0.9 \cdot 0.2 + 0.1 \cdot (-0.3) = 0.15$. In Python: "
            "`velocity = beta * velocity + (1 - beta) * grad`, then `return w - lr * velocity, velocity`.",
        ),
        success_message=(
            "You can use momentum: each step keeps a part of the previous step. Try a learning rate that failed before."
        ),
    ),
    Exercise(
        name="softmax",
        signature="softmax(Z)",
        reference=softmax,
        cases=_softmax_cases,
        random_case=lambda rng: (draw.array(rng, rng.randint(1, 6), rng.randint(2, 5)) * rng.choice([1, 1000]),),
        validator=_validate_probabilities,
        explain=explain_softmax,
        mistakes=(
            Mistake(
                variant(_softmax, exponent=_as_it_is),
                "The ratios are right, but e¹⁰⁰⁰ overflows. First subtract the largest number of each row.",
            ),
            Mistake(
                variant(_softmax, exponent=lambda Z: Z - Z.max(axis=0), total=lambda e: e.sum(axis=0)),
                "Your columns sum to 1, but the rows must sum to 1. Use axis=1 with keepdims=True.",
            ),
            Mistake(
                variant(_softmax, exponent=_as_it_is, total=lambda e: e.sum(axis=0)),
                "Your columns sum to 1, and e¹⁰⁰⁰ overflows. Use axis=1, and subtract each row's largest number.",
            ),
            Mistake(
                variant(_softmax, total=lambda e: e.sum(axis=0)),
                "You divide by the sum of each column. Divide by the sum of each row: axis=1, keepdims=True.",
            ),
            Mistake(
                variant(_softmax, exponent=lambda Z: Z - Z.max(), total=np.sum),
                "All your numbers together sum to 1. Divide each row by its own sum: axis=1, keepdims=True.",
            ),
            Mistake(
                variant(_softmax, exponent=_as_it_is, total=np.sum),
                "All your numbers together sum to 1, and e¹⁰⁰⁰ overflows. Use axis=1, and subtract the row's maximum.",
            ),
            Mistake(
                variant(_softmax, total=np.sum),
                "You divide by the sum of all numbers. Divide each row by its own sum: axis=1, keepdims=True.",
            ),
            Mistake(
                variant(_softmax, exponent=lambda Z: Z - Z.max()),
                "You subtract the overall maximum. Rows far below it become 0 / 0. Subtract each row's maximum.",
            ),
            Mistake(
                variant(_softmax, exponent=lambda Z: Z - Z.max(axis=0)),
                "You subtract each column's largest number. Subtract each row's largest number: axis=1, keepdims=True.",
            ),
            Mistake(
                variant(_softmax, exponent=lambda Z: Z - Z.max(axis=1)),
                "The shapes do not fit. A `max` or `sum` over axis=1 needs keepdims=True.",
            ),
            Mistake(
                variant(_softmax, exponent=lambda Z: Z - Z.min(axis=1, keepdims=True), power=_as_it_is),
                "The exponential is missing. Subtract each row's largest number, take np.exp, then divide by the sum.",
            ),
            Mistake(
                lambda Z: np.exp(Z - Z.max(axis=1, keepdims=True)),
                "The division is missing. Divide each row by its sum.",
            ),
            Mistake(
                np.exp,
                "You only compute eᶻ. First subtract the row's largest number from z, then divide eᶻ by the row's sum.",
            ),
            Mistake(
                variant(_softmax, exponent=_as_it_is, total=lambda e: e.max(axis=1, keepdims=True)),
                "You divide by the row's largest eᶻ, and e¹⁰⁰⁰ overflows. Subtract the largest z. Divide by the sum.",
            ),
            Mistake(
                variant(_softmax, total=lambda e: e.mean(axis=1, keepdims=True)),
                "You divide by the mean. Divide by the sum.",
            ),
            Mistake(
                variant(_softmax, exponent=_as_it_is, power=_as_it_is),
                "The exponential is missing. Compute eᶻ for each number z before you divide.",
            ),
            Mistake(
                lambda Z: np.where(Z >= 0, 1, np.exp(-np.abs(Z))) / (1 + np.exp(-np.abs(Z))),
                "This is the sigmoid of each number. Compute eᶻ for each number z, and divide by the sum of the row.",
            ),
            Mistake(
                lambda Z: 1 / (1 + np.exp(-Z)) / (1 / (1 + np.exp(-Z))).sum(axis=1, keepdims=True),
                "You divide sigmoids by their sum. Use eᶻ instead of the sigmoid of z.",
            ),
            Mistake(
                lambda Z: Z - np.logaddexp.reduce(Z, axis=1, keepdims=True),
                "This is the logarithm of softmax. Return the probabilities themselves.",
            ),
            Mistake(
                lambda Z: (Z.max(axis=1, keepdims=True) == Z) * 1.0,
                "You return 1 for the largest number and 0 for all others. Return a probability for each number.",
            ),
            Mistake(
                variant(softmax, Z=lambda Z: -Z),
                "Your smallest number gets the largest probability. The exponent must be z, not −z.",
            ),
            Mistake(
                variant(_softmax, exponent=lambda Z: Z - Z.mean(axis=1, keepdims=True)),
                "You subtract the mean, so large numbers can still overflow. Subtract the largest number.",
            ),
            Mistake(
                variant(_softmax, exponent=lambda Z: Z - Z.min(axis=1, keepdims=True)),
                "You subtract the smallest number, so the exponents grow and overflow. Subtract the largest number.",
            ),
            Mistake(
                variant(_softmax, exponent=lambda Z: np.clip(Z, -500, 500)),
                "After clipping, 1000 and 999 are equal. Subtract the largest number of the row instead.",
            ),
            Mistake(
                variant(_softmax, exponent=lambda Z: Z / Z.max(axis=1, keepdims=True)),
                "You divide by the largest number. This changes the ratios. Subtract the largest number instead.",
            ),
            Mistake(
                variant(_softmax, exponent=lambda Z: Z / np.abs(Z).max(axis=1, keepdims=True)),
                "You scale the numbers to −1 … 1. This changes the ratios. Subtract the largest number instead.",
            ),
            Mistake(variant(_softmax, power=np.exp2), "Your base is 2. Use base e, with `np.exp`."),
            Mistake(
                variant(softmax, result=lambda P: P.argmax(axis=1)),
                "You return the index of the largest number. Return all probabilities, in the shape of Z.",
            ),
        ),
        hints=(
            "Make all numbers positive without changing their order, then divide each row by its sum. You may "
            "first subtract the same number from a whole row: that does not change the probabilities.",
            r"$\dfrac{e^{z_k - \max z}}{\sum_j e^{z_j - \max z}}$, row by row.",
            "Take the row $(1, 2, 0.5)$. Subtract 2: $e^{-1}, e^0, e^{-1.5}$ = 0.368, 1, 0.223. The sum is "
            "1.591, so the probabilities are 0.231, 0.629, 0.140. In Python: `e = np.exp(Z - Z.max(axis=1, "
            "keepdims=True))`, then `return e / e.sum(axis=1, keepdims=True)`.",
        ),
        success_message=("You can turn any row of numbers into probabilities, even if the numbers are very large."),
    ),
    Exercise(
        name="categorical_cross_entropy",
        signature="categorical_cross_entropy(P, Y)",
        reference=categorical_cross_entropy,
        cases=_loss_cases,
        random_case=_random_probabilities,
        validator=_validate_loss,
        explain=explain_cross_entropy,
        mistakes=(
            Mistake(
                variant(_cross_entropy, logs=np.log),
                "If P is 0, your loss is not finite. Keep P above 0: `np.maximum(P, 1e-15)`.",
            ),
            Mistake(
                lambda P, Y: -np.log((P * Y).sum(axis=1)).mean(),
                "If the correct class has P = 0, your loss is infinite. Keep P above 0: `np.maximum(P, 1e-15)`.",
            ),
            Mistake(
                variant(_cross_entropy, loss=lambda logs, m: -logs.sum()),
                "This is the sum over the rows. Take the mean: divide by `len(P)`.",
            ),
            Mistake(
                variant(_cross_entropy, loss=lambda logs, m: -logs.sum(), logs=np.log),
                "This is the sum, and it is not finite for P = 0. Divide by `len(P)`, and use `np.maximum(P, 1e-15)`.",
            ),
            Mistake(variant(_cross_entropy, loss=lambda logs, m: -logs.mean()), _ALL),
            Mistake(
                variant(_cross_entropy, loss=lambda logs, m: -logs.mean(), logs=np.log),
                "You use the mean over all elements, and ln 0 is −∞. Divide by `len(P)`. Use `np.maximum(P, 1e-15)`.",
            ),
            Mistake(
                variant(_cross_entropy, loss=lambda logs, m: logs.sum() / m),
                "The minus is missing. A loss is 0 or more.",
            ),
            Mistake(
                variant(_cross_entropy, loss=lambda logs, m: logs.sum() / m, logs=np.log),
                "The minus is missing, and the result is not finite for P = 0. Use `np.maximum(P, 1e-15)`.",
            ),
            Mistake(
                variant(_cross_entropy, loss=lambda logs, m: -logs.sum(axis=1)),
                "You return one loss for each row. Return the mean of these losses.",
            ),
            Mistake(
                variant(_cross_entropy, loss=lambda logs, m: -logs.sum(axis=1), logs=np.log),
                "You return one loss for each row, and ln 0 is −∞. Return the mean, and use `np.maximum(P, 1e-15)`.",
            ),
            Mistake(
                variant(_cross_entropy, loss=lambda logs, m: -logs.sum(axis=0) / m),
                "You return one loss for each class. Return one number: the sum of these losses.",
            ),
            Mistake(
                variant(_cross_entropy, loss=lambda logs, m: -logs),
                "You return one number for each element. Add the numbers of each row, then take the mean of the rows.",
            ),
            Mistake(
                variant(_cross_entropy, logs=lambda P: np.log2(np.maximum(P, 1e-15))),
                "This is the logarithm to base 2. Use the natural logarithm, `np.log`.",
            ),
            Mistake(
                variant(_cross_entropy, logs=lambda P: np.log10(np.maximum(P, 1e-15))),
                "This is the logarithm to base 10. Use the natural logarithm, `np.log`.",
            ),
            Mistake(
                lambda P, Y: -(P * np.log(Y)).sum() / len(P),
                "You use ln Y, and ln 0 is −∞. Use ln P: −Σ Y · ln P, with `np.maximum(P, 1e-15)`.",
            ),
            Mistake(
                lambda P, Y: -(Y * _logs(P) + (1 - Y) * _logs(1 - P)).sum() / len(P),
                "You added a term with 1 − Y, as in lesson 4. Remove this term: only the correct class counts.",
            ),
            Mistake(
                lambda P, Y: ((P - Y) ** 2).sum() / len(P),
                "This is the squared error. Use −ln of the probability of the correct class.",
            ),
            Mistake(lambda P, Y: -(P * _logs(Y)).sum() / len(P), "P and Y are swapped. Take the logarithm of P."),
            Mistake(
                lambda P, Y: -_logs(P).sum() / len(P),
                "Y is missing. Multiply by Y, so that only the correct class counts.",
            ),
            Mistake(
                lambda P, Y: -(P * _logs(P)).sum() / len(P), "You multiply the logarithms by P. Multiply them by Y."
            ),
            Mistake(
                lambda P, Y: -(Y * P).sum() / len(P),
                "The logarithm is missing. Use −ln of the probability of the correct class.",
            ),
            Mistake(
                lambda P, Y: 1 - (Y * P).sum() / len(P),
                "This is 1 minus the probability. Use −ln of the probability of the correct class.",
            ),
            Mistake(
                lambda P, Y: -math.log((P * Y).sum() / len(P)),
                "You take the mean before the logarithm. Take the logarithm for each row first, then the mean.",
            ),
            Mistake(
                lambda P, Y: (P.argmax(axis=1) != Y.argmax(axis=1)).mean(),
                "This is the share of wrong rows. Take −ln P of the correct class in each row, then the mean.",
            ),
            Mistake(
                variant(_cross_entropy, logs=lambda P: np.log(P + 1)),
                "You add 1 to every P. This changes the loss. Use `np.maximum(P, 1e-15)`.",
            ),
            Mistake(
                lambda P, Y: -(Y * _logs(P)).sum() / P.shape[1],
                _CLASSES,
            ),
        ),
        hints=(
            "For each row, only the probability of the correct class counts. Multiply by Y to select this "
            "probability. Take −ln of the probability, then the mean over the rows.",
            r"$-\frac{1}{m} \sum Y \ln P$, where $m$ is the number of rows. Replace each $P = 0$ by a tiny "
            r"positive number.",
            r"In two rows, the correct classes have the probabilities 0.7 and 0.3. The loss is "
            r"$-(\ln 0.7 + \ln 0.3) / 2 = 0.780$. In Python: "
            r"`return -np.sum(Y * np.log(np.maximum(P, 1e-15))) / len(P)`.",
        ),
        success_message=(
            "You can measure how wrong ten probabilities are, even if the correct class has probability 0."
        ),
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
                lambda W, lam, m: 2 * lam / m * W,
                "This is twice the right result. The derivative of ½W² is W: return λ/m · W.",
            ),
            Mistake(
                lambda W, lam, m: lam / (2 * m) * W,
                "This is half of the right result. The derivative of ½W² is W: return λ/m · W.",
            ),
            Mistake(lambda W, lam, m: lam * W, "m is missing. Divide by m: λ/m · W."),
            Mistake(lambda W, lam, m: 2 * lam * W, "m is missing, and the factor 2 is wrong. Return λ/m · W."),
            Mistake(
                lambda W, lam, m: lam / (2 * m) * (W**2).sum(),
                "This is the penalty. Return its derivative, one number for each weight.",
            ),
            Mistake(
                lambda W, lam, m: lam / (2 * m) * W**2,
                "This is the penalty of each weight. Return its derivative: λ/m · W.",
            ),
            Mistake(
                lambda W, lam, m: lam / m * W**2, "You keep the square. The derivative of ½W² is W: return λ/m · W."
            ),
            Mistake(
                lambda W, lam, m: -lam / m * W, "The sign is flipped. Remove the minus: the update step subtracts."
            ),
            Mistake(
                lambda W, lam, m: lam / m * np.abs(W), "The sign of the weights is lost. Use W itself, without `abs`."
            ),
            Mistake(
                lambda W, lam, m: lam / m * np.sign(W),
                "This is the derivative of |W|, the L1 penalty. Use W instead of its sign.",
            ),
            Mistake(lambda W, lam, m: lam * m * W, "You multiply by m. Divide by m: λ/m · W."),
            Mistake(
                lambda W, lam, m: lam / m * W.sum(),
                "You add all weights. Return one number for each weight, in the shape of W.",
            ),
            Mistake(lambda W, lam, m: lam / len(W) * W, "You divide by the number of rows of W. Use the argument m."),
            Mistake(lambda W, lam, m: lam / W.size * W, "You divide by the number of weights. Use the argument m."),
            Mistake(
                lambda W, lam, m: W - lam / m * W,
                "These are the weights after a step. Return only the gradient, λ/m · W.",
            ),
            Mistake(
                lambda W, lam, m: (1 - lam / m) * np.ones_like(W), "This is 1 − λ/m for each weight. Return λ/m · W."
            ),
            Mistake(lambda W, lam, m: W / m, "λ is missing. Multiply by `lam`."),
            Mistake(lambda W, lam, m: W / (lam * m), "You divide by λ. Multiply by λ: λ/m · W."),
            Mistake(lambda W, lam, m: m / lam * W, "λ and m are swapped. Return λ/m · W."),
            Mistake(lambda W, lam, m: lam / m * np.ones_like(W), "W is missing. Multiply by W: λ/m · W."),
            Mistake(lambda W, lam, m: lam / m * W.T, "The result is transposed. Keep the shape of W."),
            Mistake(
                lambda W, lam, m: lam / m * W / np.sqrt((W**2).sum()),
                "This is the derivative of the length of W. The penalty has no square root: return λ/m · W.",
            ),
            Mistake(
                _without_first_row, "Your first row is 0. W contains only weights, so use the formula for every row."
            ),
        ),
        hints=(
            "Take a single weight. Multiply its square by a constant. What is the derivative of this product?",
            r"$\frac{\partial}{\partial w} \frac{\lambda}{2m} w^2 = \frac{\lambda}{m} w$, for every weight of $W$.",
            r"With $w = 0.5$, $\lambda = 0.6$, $m = 40$: $0.6 / 40 \cdot 0.5 = 0.0075$. In Python: "
            "`return lam / m * W`.",
        ),
        success_message=("You can penalize large weights: you add λ/m · W to the gradient of the loss."),
    ),
)
