"""Explains a wrong result of `train`: it compares the final numbers with the final numbers of faulty training runs.

Each mistake in the exercise's list changes one thing. This module also finds two faults at once, and a run that ends
too early. It examines the numbers first. It examines the losses only if the numbers are right.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from shared.nn import network
from shared.nn.network import (
    XOR,
    backward,
    cross_entropy,
    forward,
    gradients,
    mean_loss,
    mean_loss_and_gradients,
    squared_error,
)

Gradient = Callable[[Sequence, Sequence[float], float], list[float]]  # (data, params, lr) → the nine gradients


def explain_train(cases: list[tuple], results: list[tuple]) -> str | None:
    """Return what is wrong with the results (params, losses) for the cases (data, params, lr, epochs).

    Return None if the fault is unknown.
    """
    if not all(isinstance(r, tuple) and len(r) == 2 and all(isinstance(part, tuple) for part in r) for r in results):
        return None
    runs = [result[0] for result in results]
    states = [[state.params for state in network.train(*case)] for case in cases]
    ends = [path[-1] for path in states]
    if all(map(_close, runs, ends)):
        return _about_losses(cases, states, [result[1] for result in results])
    for text, run in _faulty_runs():
        try:
            if all(_close(end, run(*case)) for case, end in zip(cases, runs)):
                return text
        except (ArithmeticError, ValueError):  # this faulty run diverges, so it does not explain the answer
            continue
    return _about_the_end(cases, states, results)


def _close(one, other):
    return len(one) == len(other) and all(abs(a - b) <= 1e-6 * abs(b) + 1e-9 for a, b in zip(one, other))


# The numbers


def _mean(data, params, lr):
    return [*mean_loss_and_gradients(data, params)[1]]


def _sum_of(data, params, grad):
    return [sum(column) for column in zip(*(grad(x1, x2, y, params) for x1, x2, y in data))]


def _only(*places):
    def grads(data, params, lr):
        return [g if k in places else 0.0 for k, g in enumerate(_mean(data, params, lr))]

    return grads


def _scaled(factor):
    return lambda data, params, lr: [factor(len(data)) * g for g in _mean(data, params, lr)]


def _output_first(data, params, lr):
    """Update v1, v2 and c first. Compute the hidden gradients with the old activations and the new v1, v2 and c."""
    after = [*params[:6], *(p - lr * g for p, g in zip(params[6:], _mean(data, params, lr)[6:]))]
    hidden = _sum_of(data, after, lambda x1, x2, y, p: backward(x1, x2, y, *forward(x1, x2, params), p))
    return [*(g / len(data) for g in hidden[:6]), *_mean(data, params, lr)[6:]]


def _output_first_forward_again(data, params, lr):
    after = [*params[:6], *(p - lr * g for p, g in zip(params[6:], _mean(data, params, lr)[6:]))]
    return [*_mean(data, after, lr)[:6], *_mean(data, params, lr)[6:]]


def _one_by_one(data, params, lr):
    new = list(params)
    for k in range(9):
        new[k] -= lr * _mean(data, new, lr)[k]
    return [(p - n) / lr for p, n in zip(params, new)]


def _of_wrong_rows(data, params, lr):
    wrong = [(x1, x2, y) for x1, x2, y in data if round(forward(x1, x2, params)[2]) != y]
    return [g / len(data) for g in _sum_of(wrong, params, gradients)] if wrong else [0.0] * 9


GRADIENTS: tuple[tuple[str, Gradient], ...] = (
    ("", _mean),
    ("The biases never change: update b1, b2 and c too.", _only(0, 1, 3, 4, 6, 7)),
    ("Only v1, v2 and c change: update the numbers of the hidden neurons too.", _only(6, 7, 8)),
    ("Only the hidden neurons change: update v1, v2 and c too.", _only(0, 1, 2, 3, 4, 5)),
    ("The biases of the hidden neurons never change: update b1 and b2 too.", _only(0, 1, 3, 4, 6, 7, 8)),
    ("The bias of the output neuron never changes: update c too.", _only(0, 1, 2, 3, 4, 5, 6, 7)),
    (
        "You update v1 and v2 first, so the hidden gradients use the new values: compute all nine gradients first.",
        _output_first,
    ),
    (
        "You update v1, v2 and c before you compute the hidden gradients: compute all nine gradients first.",
        _output_first_forward_again,
    ),
    ("You update one number after another: compute all nine gradients first, then update.", _one_by_one),
    ("You use the sum of the gradients: divide the sum by `len(data)`.", _scaled(lambda n: n)),
    ("You divide the gradients by `len(data)` twice: divide once.", _scaled(lambda n: 1 / n)),
    ("You always divide the gradients by 4: divide by `len(data)`.", _scaled(lambda n: n / 4)),
    ("You divide the gradients by `len(data) - 1`: divide by `len(data)`.", _scaled(lambda n: n / (n - 1))),
    (
        "The steps are half as long as they should be: is the factor 2 missing in your gradients?",
        _scaled(lambda n: 0.5),
    ),
    ("The steps are twice as long as they should be: is there an extra factor 2?", _scaled(lambda n: 2)),
    (
        "You use the gradient of cross-entropy: use the gradient of the squared error.",
        lambda data, p, lr: [g / len(data) for g in _sum_of(data, p, partial(gradients, loss=cross_entropy))],
    ),
    ("You use only the rows with a wrong answer: add the gradients of all rows.", _of_wrong_rows),
    ("You always train on XOR: use the argument `data`.", lambda data, p, lr: _mean(XOR, p, lr)),
    (
        "You always loop over XOR: use the argument `data`.",
        lambda data, p, lr: [4 * g / len(data) for g in _mean(XOR, p, lr)],
    ),
    (
        "You use only the sign of the gradients: use the gradients themselves.",
        lambda data, p, lr: [math.copysign(1, g) if g else 0.0 for g in _mean(data, p, lr)],
    ),
)
STEPS: tuple[tuple[str, Callable[[float, float, float], float]], ...] = (
    ("", lambda p, g, lr: p - lr * g),
    ("You add the step: write p − lr·g.", lambda p, g, lr: p + lr * g),
    ("The learning rate is missing: multiply the gradients by lr.", lambda p, g, lr: p - g),
    ("You add the step, and the learning rate is missing: write p − lr·g.", lambda p, g, lr: p + g),
    ("You multiply the gradient by lr twice: `update` already multiplies it by lr.", lambda p, g, lr: p - lr * lr * g),
    ("You multiply p by lr, but you must multiply g by lr: write p − lr·g.", lambda p, g, lr: lr * p - g),
    ("You multiply both p and g by lr: write p − lr·g.", lambda p, g, lr: lr * (p - g)),
    ("The numbers shrink in every step (weight decay): write p − lr·g.", lambda p, g, lr: p * (1 - lr * 0.01) - lr * g),
)


EACH_ROW = "The update is inside the loop over the rows. Update once per epoch, after the loop over the rows."
SHRINKS = "The learning rate shrinks from epoch to epoch: use the same `lr` in all epochs."


def _faulty_runs() -> Iterator[tuple[str, Callable[..., Sequence[float]]]]:
    """Yield (feedback, function that returns the final numbers) for each faulty training run."""
    for text, grads in GRADIENTS:
        for also, step in STEPS:
            if text or also:
                yield " ".join(filter(None, (text, also))), _run(grads, step)
    yield from (
        (
            "Your two loops are swapped: you train each row separately. Put the loop over the rows into the loop over "
            "the epochs.",
            _rows_outside,
        ),
        *((EACH_ROW, _each_row(keep, shares)) for keep in (0, 1) for shares in (lambda n: 1, lambda n: n, lambda n: 4)),
        ("You use only one row in each epoch: use the mean gradient of all rows.", _one_row_an_epoch),
        ("You only use the last row: use the mean gradient of all rows.", _always_row(-1)),
        ("You use the learning rate as a momentum: the step must be −lr·g.", _momentum("lr", False)),
        ("You use the learning rate as a momentum: the step must be −lr·g.", _momentum("mixed", False)),
        ("You use lr as the learning rate and as a momentum: the step must be −lr·g.", _momentum("lr", True)),
        ("Your step contains a part of the previous step (momentum): the step must be −lr·g.", _momentum(0.9, True)),
        ("Your step contains a part of the previous step (momentum): the step must be −lr·g.", _momentum(0.5, True)),
        (
            "You never set the gradients back to 0: set them to 0 in each epoch.",
            _momentum(1.0, True),
        ),
        (SHRINKS, _rate(lambda k: 1 / (k + 1))),
        (SHRINKS, _rate(lambda k: 0.99**k)),
        (SHRINKS, _rate(lambda k: 0.9**k)),
        (SHRINKS, _rate(lambda k: 0.5**k)),
        ("The learning rate grows from epoch to epoch: use the same `lr` in all epochs.", _rate(lambda k: k + 1)),
        ("You multiply the learning rate by the epoch number: use the same `lr` in all epochs.", _rate(lambda k: k)),
    )


def _run(grads, step):
    def run(data, params, lr, epochs):
        for _ in range(epochs):
            params = [step(p, g, lr) for p, g in zip(params, grads(data, params, lr))]
        return params

    return run


def _rows_outside(data, params, lr, epochs):
    for row in data:
        params = _run(_mean, STEPS[0][1])([row], params, lr, epochs)
    return params


def _each_row(keep, shares):
    """Return a run that updates after each row. If `keep` is 0, it uses the gradients of this row.

    If `keep` is 1, it uses the sum of the gradients of all rows so far in the epoch. It divides the gradients by
    `shares(number of rows)`.
    """

    def run(data, params, lr, epochs):
        for _ in range(epochs):
            total = [0.0] * 9
            for x1, x2, y in data:
                total = [keep * t + g for t, g in zip(total, gradients(x1, x2, y, params))]
                params = [p - lr * t / shares(len(data)) for p, t in zip(params, total)]
        return params

    return run


def _one_row_an_epoch(data, params, lr, epochs):
    for k in range(epochs):
        params = _run(_mean, STEPS[0][1])([data[k % len(data)]], params, lr, 1)
    return params


def _always_row(place):
    return lambda data, params, lr, epochs: _run(_mean, STEPS[0][1])([data[place]], params, lr, epochs)


def _momentum(kept, with_rate):
    def run(data, params, lr, epochs):
        velocity = [0.0] * 9
        keep, new = {"lr": (lr, 1), "mixed": (lr, 1 - lr)}.get(kept, (kept, 1))
        for _ in range(epochs):
            velocity = [keep * v + new * g for v, g in zip(velocity, _mean(data, params, lr))]
            params = [p - (lr if with_rate else 1) * v for p, v in zip(params, velocity)]
        return params

    return run


def _rate(factor):
    def run(data, params, lr, epochs):
        for k in range(epochs):
            params = [p - lr * factor(k) * g for p, g in zip(params, _mean(data, params, lr))]
        return params

    return run


def _about_the_end(cases, states, results):
    """Return the feedback on too few or too many epochs. Return None if the number of epochs is right or unknown."""
    all_losses = all(len(losses) == case[3] for case, (_, losses) in zip(cases, results))
    for (data, _, lr, epochs), path, (end, losses) in zip(cases, states, results):
        more = [state.params for state in network.train(data, path[-1], lr, 3)]
        reached = [k for k, params in enumerate([*path, *more[1:]]) if _close(end, params)]
        if not reached:
            return None
        if reached[0] == 1 < epochs and len(losses) > 1 and _close(losses, losses[:1] * len(losses)):
            return "Every update starts from the first numbers. Keep its result: `params = update(params, …)`."
        if reached[0] < epochs and all_losses:
            return (
                f"You return the losses of {epochs} epochs, but the numbers after {reached[0]} updates. "
                "Return the numbers after the last update."
            )
        if reached[0] < epochs:
            return f"Training ends after {reached[0]} of {epochs} epochs: train all epochs."
        if reached[0] > epochs:
            return f"Your code trains {reached[0]} epochs instead of {epochs}: use `range(epochs)`."
    return None


# The losses


def _mean_of(loss):
    return lambda data, params: mean_loss(data, params, loss)


def _error(data, params):
    return [forward(x1, x2, params)[2] - y for x1, x2, y in data]


LOSSES: tuple[tuple[str, Callable[[Sequence, Sequence[float]], float]], ...] = (
    ("Your losses are sums: divide by `len(data)`.", lambda data, p: mean_loss(data, p) * len(data)),
    ("Your losses are always divided by 4: divide by `len(data)`.", lambda data, p: mean_loss(data, p) * len(data) / 4),
    ("Your losses are divided by `len(data)` twice: divide once.", lambda data, p: mean_loss(data, p) / len(data)),
    ("Your losses are half of the right losses: remove the factor ½.", lambda data, p: mean_loss(data, p) / 2),
    (
        "Your losses are half of the sums over the rows: remove the ½ and divide by `len(data)`.",
        lambda data, p: mean_loss(data, p) * len(data) / 2,
    ),
    (
        "Your losses are the square roots of the right losses: remove the root.",
        lambda data, p: math.sqrt(mean_loss(data, p)),
    ),
    ("Your losses are means of |out − y|: square the errors.", _mean_of(lambda out, y: abs(out - y))),
    ("Your losses are means of out − y: square the errors.", _mean_of(lambda out, y: out - y)),
    ("Your losses are cross-entropies: use the squared error.", _mean_of(cross_entropy)),
    (
        "You square the mean of the errors: square each error first, then take the mean.",
        lambda data, p: (sum(_error(data, p)) / len(data)) ** 2,
    ),
    ("Your losses use only the last row: add up all rows.", lambda data, p: mean_loss(data[-1:], p)),
    ("Your losses use only the first row: add up all rows.", lambda data, p: mean_loss(data[:1], p)),
    (
        "Your losses use only the last row: add up all rows with `+=`.",
        lambda data, p: mean_loss(data[-1:], p) / len(data),
    ),
    ("Your losses are the losses of XOR: use the argument `data`.", lambda data, p: mean_loss(XOR, p)),
    ("Your losses are rounded: store them without rounding.", lambda data, p: round(mean_loss(data, p), 4)),
    (
        "Your losses are rounded to 3 decimals: store them without rounding.",
        lambda data, p: round(mean_loss(data, p), 3),
    ),
    (
        "Your losses count wrong answers: use the mean squared error.",
        lambda data, p: sum(abs(e) > 0.5 for e in _error(data, p)),
    ),
    (
        "Your losses use h1 instead of `out`.",
        lambda data, p: sum(squared_error(forward(x1, x2, p)[0], y) for x1, x2, y in data) / len(data),
    ),
)


def _about_losses(cases, states, losses):
    """Return the feedback on wrong losses if the numbers are right. Return None if the fault is unknown."""
    before = [path[:-1] for path in states]
    for text, loss in LOSSES:
        for when, paths in (("", before), (" Also store each loss before the update.", [path[1:] for path in states])):
            rights = ([loss(case[0], params) for params in path] for case, path in zip(cases, paths))
            if all(map(_close, losses, rights)):
                return f"The numbers are right. {text}{when}"
    final = [[mean_loss(case[0], path[-1])] * (len(path) - 1) for case, path in zip(cases, states)]
    if all(map(_close, losses, final)):
        return (
            "The numbers are right. All losses are equal to the loss after training: in each epoch, store the loss "
            "before the update."
        )
    first = [[mean_loss(case[0], path[0])] * (len(path) - 1) for case, path in zip(cases, states)]
    if all(map(_close, losses, first)):
        return "The numbers are right. All losses are equal to the first loss. Compute a new loss in each epoch."
    return None
