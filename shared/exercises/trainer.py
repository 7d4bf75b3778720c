"""Lesson 6's exercises: one update, and the whole training run."""

from shared.exercises import draw
from shared.exercises.exercise import Exercise, Mistake
from shared.exercises.forward_pass import DISTINCT
from shared.nn import network
from shared.nn.network import START_A, XOR, Params, gradients, mean_loss, mean_loss_and_gradients

GRADIENTS = Params(0.31, -0.52, 0.17, -0.24, 0.08, 0.43, -0.65, 0.29, -0.11)


def train(data, params, lr, epochs):
    """The numbers after `epochs` updates, and the loss before each of them."""
    *before, last = network.train(data, params, lr, epochs)
    return last.params, [epoch.loss for epoch in before]


def _update_cases():
    return [
        (START_A, GRADIENTS, 2.0),
        (DISTINCT, tuple(GRADIENTS), 0.1),
        (list(DISTINCT), list(GRADIENTS), 0.5),
        (START_A, list(DISTINCT), 1.0),
        (GRADIENTS, START_A, 0.03),
    ]


def _train_cases():
    rows = [(0.3, -0.7, 1.0), (-1.2, 0.4, 0.0), (0.9, 1.6, 1.0)]
    return [
        (XOR, START_A, 2.0, 1),  # the shortest first: most wrong answers show in one epoch, easy to follow
        (XOR, START_A, 2.0, 3),
        (list(XOR), DISTINCT, 0.5, 2),
        (rows, START_A, 1.0, 4),
        (rows[:2], DISTINCT, 3.0, 2),
    ]


def _random_training(rng):
    data = [(draw.real(rng), draw.real(rng), draw.share(rng)) for _ in range(rng.randint(1, 6))]
    return data, draw.params(rng), rng.uniform(0.1, 3), rng.randint(1, 4)


def _step(params, grads, lr):
    return Params(*[p - lr * g for p, g in zip(params, grads)])


def _trainer(step=_step, slopes=lambda data, p: mean_loss_and_gradients(data, p)[1], loss=mean_loss):
    """A wrong `train`, right but for what is handed in."""

    def answer(data, params, lr, epochs):
        losses = []
        for _ in range(epochs):
            losses.append(loss(data, params))
            params = step(params, slopes(data, params), lr)
        return params, losses

    return answer


def _result(rule):
    """A wrong `train` that runs as it should and returns `rule(params, losses, data)`."""
    return lambda data, params, lr, epochs: rule(*train(data, params, lr, epochs), data)


def _sum_of_slopes(data, params):
    return [sum(slopes) for slopes in zip(*[gradients(*row, params) for row in data])]


def _mean_of_slopes(data, params):
    return [slope / len(data) for slope in _sum_of_slopes(data, params)]


def _quarter_of_slopes(data, params):
    return [slope / 4 for slope in _sum_of_slopes(data, params)]


def _quarter_of_losses(data, params):
    return mean_loss(data, params) * len(data) / 4


def _step_per_row(data, params, lr, epochs):
    losses = []
    for _ in range(epochs):
        losses.append(mean_loss(data, params))
        for row in data:
            params = _step(params, gradients(*row, params), lr)
    return params, losses


def _step_per_row_output_first(data, params, lr, epochs):
    losses = []
    for _ in range(epochs):
        losses.append(mean_loss(data, params))
        for x1, x2, y in data:
            h1, h2, out = network.forward(x1, x2, params)
            output = _step(params, gradients(x1, x2, y, params), lr)[6:]
            hidden = network.backward(x1, x2, y, h1, h2, out, (*params[:6], *output))
            params = Params(*_step(params, hidden, lr)[:6], *output)
    return params, losses


def _step_per_row_shared_rate(data, params, lr, epochs):
    return _step_per_row(data, params, lr / len(data), epochs)


def _loss_on_the_way(data, params, lr, epochs):
    losses = []
    for _ in range(epochs):
        total = 0.0
        for x1, x2, y in data:
            total += network.squared_error(network.forward(x1, x2, params)[2], y)
            params = _step(params, gradients(x1, x2, y, params), lr)
        losses.append(total / len(data))
    return params, losses


def _never_reset(data, params, lr, epochs):
    losses, total = [], [0.0] * 9
    for _ in range(epochs):
        losses.append(mean_loss(data, params))
        total = [t + g for t, g in zip(total, _mean_of_slopes(data, params))]
        params = _step(params, total, lr)
    return params, losses


def _loss_after(data, params, lr, epochs):
    losses = []
    for _ in range(epochs):
        params = _step(params, _mean_of_slopes(data, params), lr)
        losses.append(mean_loss(data, params))
    return params, losses


def _loss_never_reset(data, params, lr, epochs):
    params, losses = train(data, params, lr, epochs)
    return params, [sum(losses[: k + 1]) for k in range(len(losses))]


def _one_epoch_more(data, params, lr, epochs):
    return train(data, params, lr, epochs + 1)


def _one_epoch_less(data, params, lr, epochs):
    return train(data, params, lr, epochs - 1)


def _one_epoch(data, params, lr, epochs):
    return train(data, params, lr, 1)


def _frozen_slopes(data, params, lr, epochs):
    slopes = _mean_of_slopes(data, params)
    return _trainer(slopes=lambda data, p: slopes)(data, params, lr, epochs)


def _last_loss_too(data, params, lr, epochs):
    return train(data, params, lr, epochs)[0], train(data, params, lr, epochs + 1)[1]


def _loss_per_row(data, params, lr, epochs):
    states = list(network.train(data, params, lr, epochs))
    return states[-1].params, [mean_loss([row], state.params) for state in states[:-1] for row in data]


EXERCISES = (
    Exercise(
        name="update",
        signature="update(params, grads, lr)",
        reference=network.update,
        cases=_update_cases,
        random_case=lambda rng: (draw.params(rng), draw.params(rng), rng.uniform(0.1, 3)),
        parts=Params._fields,
        mistakes=(
            Mistake(
                lambda params, grads, lr: [p + lr * g for p, g in zip(params, grads)],
                "Uphill: the gradient points to where the loss grows, so subtract it.",
            ),
            Mistake(
                lambda params, grads, lr: [p - g for p, g in zip(params, grads)],
                "The learning rate is missing: p − lr·g.",
            ),
            Mistake(
                lambda params, grads, lr: [p + g for p, g in zip(params, grads)],
                "The learning rate is missing, and the plus goes uphill: p − lr·g.",
            ),
            Mistake(
                lambda params, grads, lr: [-lr * g for g in grads],
                "The step replaces the number: the number moves by it, p − lr·g.",
            ),
            Mistake(
                lambda params, grads, lr: [lr * g for g in grads],
                "Those are the steps: take each from its number, p − lr·g.",
            ),
            Mistake(
                lambda params, grads, lr: [lr * (p - g) for p, g in zip(params, grads)],
                "lr multiplies the gradient alone: p − lr·g, not lr·(p − g).",
            ),
            Mistake(
                lambda params, grads, lr: [lr * p - g for p, g in zip(params, grads)],
                "lr stands at the number: it multiplies the gradient, p − lr·g.",
            ),
            Mistake(
                lambda params, grads, lr: [p * (1 - lr * g) for p, g in zip(params, grads)],
                "The step is taken from the number itself, without the factor p: p − lr·g.",
            ),
            Mistake(
                lambda params, grads, lr: [p - g / lr for p, g in zip(params, grads)],
                "The gradient is multiplied by lr, not divided by it.",
            ),
            Mistake(
                lambda params, grads, lr: [g - lr * p for p, g in zip(params, grads)],
                "Numbers and gradients have changed places: p − lr·g.",
            ),
            Mistake(
                lambda params, grads, lr: [lr * g - p for p, g in zip(params, grads)],
                "The difference is turned round: p − lr·g, not lr·g − p.",
            ),
            Mistake(
                lambda params, grads, lr: [p - lr for p in params],
                "The gradients are missing: each number moves by lr times its own.",
            ),
            Mistake(
                lambda params, grads, lr: params[0] - lr * grads[0],
                "Only the first number comes back: the `return` stands inside the loop, move it out.",
            ),
            Mistake(
                lambda params, grads, lr: params[-1] - lr * grads[-1],
                "Only the last number comes back: collect the nine in a list.",
            ),
            Mistake(
                lambda params, grads, lr: [*params[:-1], params[-1] - lr * grads[-1]],
                "Only c moves: every number takes its step.",
            ),
            Mistake(lambda params, grads, lr: list(params), "Nothing has moved: store p − lr·g in the result."),
            Mistake(
                lambda params, grads, lr: [p - lr * abs(g) for p, g in zip(params, grads)],
                "The gradient's sign is lost: it says which way to go.",
            ),
            Mistake(
                lambda params, grads, lr: [
                    p if k in (2, 5, 8) else p - lr * g for k, (p, g) in enumerate(zip(params, grads))
                ],
                "The weights move, the biases do not: b1, b2 and c take their steps too.",
            ),
            Mistake(
                lambda params, grads, lr: [p - lr * g / 4 for p, g in zip(params, grads)],
                "A quarter too careful: the gradients that come in are means already, do not divide by 4.",
            ),
            Mistake(
                lambda params, grads, lr: params - lr * grads,
                "Python cannot multiply a whole sequence by lr: loop over `zip(params, grads)`.",
            ),
        ),
        hints=(
            "Each of the nine numbers takes one step against its own gradient. The learning rate says how long "
            "the step is.",
            r"$p \leftarrow p - \text{lr} \cdot g$, for each number $p$ and its gradient $g$.",
            r"With $p = 0.5$, $g = 0.2$, $\text{lr} = 2$: $0.5 - 2 \cdot 0.2 = 0.1$. In Python: "
            "`return [p - lr * g for p, g in zip(params, grads)]`.",
        ),
        success_message="You can take one step downhill with all nine numbers at once: that is all of gradient "
        "descent.",
    ),
    Exercise(
        name="train",
        signature="train(data, params, lr, epochs)",
        reference=train,
        cases=_train_cases,
        random_case=_random_training,
        parts=("params", "losses"),
        mistakes=(
            Mistake(
                _step_per_row,
                "The update stands inside the loop over rows: that is one step a row, not one step an epoch.",
            ),
            Mistake(
                _step_per_row_shared_rate,
                "One small step a row, with lr divided: add up the rows' gradients first, then take one step an epoch.",
            ),
            Mistake(
                _loss_on_the_way,
                "The update and the loss share the loop over rows: measure all rows first, then take one step an "
                "epoch.",
            ),
            Mistake(_never_reset, "The gradients are never set back to 0: epoch 1 still holds those of epoch 0."),
            Mistake(
                _trainer(slopes=_sum_of_slopes),
                "The gradients are summed, not averaged: every step is N times too far, N the number of rows.",
            ),
            Mistake(
                _trainer(slopes=_sum_of_slopes, loss=lambda data, p: mean_loss(data, p) * len(data)),
                "Losses and gradients are summed, not averaged: divide both by the number of rows.",
            ),
            Mistake(
                _trainer(slopes=lambda data, p: gradients(*data[-1], p)),
                "Only the last row's gradients reach the update: add up those of all rows.",
            ),
            Mistake(
                _trainer(slopes=lambda data, p: gradients(*data[0], p)),
                "Only the first row's gradients reach the update: add up those of all rows.",
            ),
            Mistake(
                _trainer(step=lambda p, g, lr: [a + lr * b for a, b in zip(p, g)]),
                "The loss climbs: the step goes against the gradient, p − lr·g.",
            ),
            Mistake(
                _trainer(step=lambda p, g, lr: [a - b for a, b in zip(p, g)]),
                "The learning rate does not reach the update.",
            ),
            Mistake(
                _trainer(step=lambda p, g, lr: p),
                "The numbers never change: keep what `update` returns, `params = update(params, …)`.",
                # A list that starts as nine zeros and gets longer still has its nine zeros in front.
                (
                    r"\b(\w+)\s*=\s*\[.*?\b\1\s*\+=\s*(?![\[(\s])",
                    "`+=` on a list makes it longer: add number by number, with `zip`.",
                ),
            ),
            Mistake(
                _trainer(slopes=lambda data, p: [g / len(data) for g in gradients(*data[0], p)]),
                "Only the first row's gradients count: `+=` on a list makes it longer, so add number by number, "
                "with `zip`.",
            ),
            Mistake(
                _trainer(slopes=_quarter_of_slopes, loss=_quarter_of_losses),
                "Divided by 4, whatever the length: use `len(data)`.",
            ),
            Mistake(
                _trainer(slopes=_quarter_of_slopes),
                "The gradients are divided by 4, whatever the length: use `len(data)`.",
            ),
            Mistake(
                _trainer(loss=_quarter_of_losses),
                "The numbers are right; the losses are divided by 4, whatever the length: use `len(data)`.",
            ),
            Mistake(
                _trainer(loss=lambda data, p: mean_loss(data, p) * len(data)),
                "The numbers are right; the losses are sums: divide by the number of rows.",
            ),
            Mistake(
                _trainer(loss=lambda data, p: mean_loss(data, p) / 2),
                "The numbers are right; the losses are half: this course's loss has no ½.",
            ),
            Mistake(
                _trainer(loss=lambda data, p: mean_loss(data[-1:], p)),
                "The numbers are right; only the last row is in the losses: add up all rows.",
            ),
            Mistake(
                _loss_after, "The numbers are right; each loss is stored after its update: the history lacks epoch 0."
            ),
            Mistake(
                _loss_never_reset,
                "The numbers are right; the loss is never set back to 0, so it piles up over the epochs.",
            ),
            Mistake(_loss_per_row, "The numbers are right; there is one loss for each row: one an epoch, their mean."),
            Mistake(
                _last_loss_too,
                "All right but for one loss too many at the end: losses[k] is measured before update k, so there "
                "are as many as epochs.",
            ),
            Mistake(_one_epoch_more, "One epoch too many: `range(epochs)` gives as many as are asked for."),
            Mistake(_one_epoch_less, "One epoch too few: `range(epochs)` gives as many as are asked for."),
            Mistake(_one_epoch, "It stops after one epoch: the `return` stands inside the loop, move it out."),
            Mistake(
                _frozen_slopes, "The gradients are computed once, before the loop: compute them anew in every epoch."
            ),
            Mistake(
                _trainer(slopes=lambda data, p: [g / 2 for g in _mean_of_slopes(data, p)]),
                "The steps are half as long as they should be: is the 2 of the square in your gradients?",
            ),
            Mistake(
                _result(lambda params, losses, data: (losses, params)),
                "All is right, in another order: (params, losses).",
            ),
            Mistake(
                _result(lambda params, losses, data: params),
                "The numbers are right; return the losses with them: (params, losses).",
            ),
            Mistake(
                _result(lambda params, losses, data: losses),
                "The losses are right; return the numbers with them: (params, losses).",
            ),
            Mistake(
                _result(lambda params, losses, data: (params, losses[-1])),
                "The numbers are right; only the last loss comes back: collect one an epoch in a list.",
            ),
            Mistake(
                _result(lambda params, losses, data: (params, mean_loss(data, params))),
                "The numbers are right; one loss at the end comes back: collect one an epoch, before its update.",
            ),
            Mistake(
                _step_per_row_output_first,
                "One step a row, and v1, v2 move before the hidden deltas use them: one step an epoch, with old v's.",
            ),
        ),
        hints=(
            "Every epoch does the same: measure the loss, collect the gradients of all rows, average them, take "
            "one step. "
            "What must start from zero again in every epoch?",
            r"In each epoch: $L = \frac{1}{N}\sum (\text{out} - y)^2$ is stored first; then "
            r"the mean of the rows' nine gradients, number by number, gives nine $g$, and "
            r"$p \leftarrow p - \text{lr} \cdot g$, once.",
            "Start with `losses = []`. Inside `for epoch in range(epochs):` set `total = 0` and `grads = [0] * 9`; "
            "then `for x1, x2, y in data:` add up with "
            "`total += network.squared_error(network.forward(x1, x2, params)[2], y)` and "
            "`grads = [a + b for a, b in zip(grads, network.gradients(x1, x2, y, params))]`; after the rows, "
            "`losses.append(total / len(data))` and "
            "`params = update(params, [g / len(data) for g in grads], lr)`. After all epochs `return params, losses`.",
        ),
        success_message="You have trained a neural network from scratch: your loop, your gradients, your nine numbers.",
    ),
)
