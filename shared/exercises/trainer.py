"""Lesson 6's exercises: one update, and the whole training run."""

from itertools import accumulate

from shared.exercises import draw
from shared.exercises.exercise import Exercise, Mistake
from shared.exercises.forward_pass import DISTINCT
from shared.exercises.train_faults import explain_train
from shared.exercises.variants import variant
from shared.nn import network
from shared.nn.network import START_A, XOR, Params, gradients, mean_loss, mean_loss_and_gradients

GRADIENTS = Params(0.31, -0.52, 0.17, -0.24, 0.08, 0.43, -0.65, 0.29, -0.11)


def train(data, params, lr, epochs):
    """Return the numbers after `epochs` updates, and a list with the loss before each update."""
    *before, last = network.train(data, params, lr, epochs)
    return last.params, [epoch.loss for epoch in before]


def _update_cases():
    return [
        (START_A, GRADIENTS, 2.0),
        (DISTINCT, tuple(GRADIENTS), 0.1),
        (list(DISTINCT), list(GRADIENTS), 0.5),
        (START_A, list(DISTINCT), 1.0),
        (GRADIENTS, START_A, 0.03),
        ([0.5, -0.4, 0.5, 0.5, 0.3, -0.4, 0.8, 0.3, 0.5], list(GRADIENTS), 0.5),  # equal numbers, different gradients
    ]


def _train_cases():
    rows = [(0.3, -0.7, 1.0), (-1.2, 0.4, 0.0), (0.9, 1.6, 1.0)]
    return [
        (XOR, START_A, 2.0, 1),  # a single epoch shows most mistakes and is easy to follow
        (XOR, START_A, 2.0, 3),
        (XOR, START_A, 2.0, 12),  # the loss hardly falls, so an answer that stops then is wrong here
        (list(XOR), DISTINCT, 0.5, 2),
        (rows, START_A, 1.0, 4),
        (rows[:2], DISTINCT, 3.0, 2),
        (rows, DISTINCT, 20.0, 4),  # the loss rises and falls, so an answer that stops early is wrong here
        ([(0.3, -0.7, network.forward(0.3, -0.7, START_A)[2] + 1e-4)], START_A, 1.0, 3),  # the loss is almost 0
    ]


def _random_training(rng):
    data = [(draw.real(rng), draw.real(rng), draw.share(rng)) for _ in range(rng.randint(1, 6))]
    return data, draw.params(rng), rng.uniform(0.1, 3), rng.randint(1, 4)


def _step(params, grads, lr):
    return Params(*[p - lr * g for p, g in zip(params, grads)])


def _mean_gradients(data, params):
    return mean_loss_and_gradients(data, params)[1]


def _row_gradients(row, params):
    x1, x2, y = row
    return gradients(x1, x2, y, params)


def _sum_of_gradients(data, params):
    return [len(data) * g for g in _mean_gradients(data, params)]


def _sum_of_losses(data, params):
    return mean_loss(data, params) * len(data)


def _train(data, params, lr, epochs, *, step=_step, grads=_mean_gradients, loss=mean_loss):
    """Train like `train`. `variant` can replace `step`, `grads` and `loss`."""
    losses = []
    for _ in range(epochs):
        losses.append(loss(data, params))
        params = step(params, grads(data, params), lr)
    return params, losses


def _quarter_of_gradients(data, params):
    return [g / 4 for g in _sum_of_gradients(data, params)]


def _quarter_of_losses(data, params):
    return _sum_of_losses(data, params) / 4


def _step_per_row(data, params, lr, epochs):
    losses = []
    for _ in range(epochs):
        losses.append(mean_loss(data, params))
        for row in data:
            params = _step(params, _row_gradients(row, params), lr)
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


def _step_in_the_loop_of_sums(data, params, lr, epochs):
    losses = []
    for _ in range(epochs):
        total, grads = 0.0, [0.0] * 9
        for x1, x2, y in data:
            total += network.squared_error(network.forward(x1, x2, params)[2], y)
            grads = [a + b for a, b in zip(grads, gradients(x1, x2, y, params))]
            params = _step(params, [g / len(data) for g in grads], lr)
        losses.append(total / len(data))
    return params, losses


def _never_reset(data, params, lr, epochs):
    losses, total = [], [0.0] * 9
    for _ in range(epochs):
        losses.append(mean_loss(data, params))
        total = [t + g for t, g in zip(total, _mean_gradients(data, params))]
        params = _step(params, total, lr)
    return params, losses


def _frozen_gradients(data, params, lr, epochs):
    frozen = _mean_gradients(data, params)
    return _train(data, params, lr, epochs, grads=lambda data, params: frozen)


def _loss_per_row(data, params, lr, epochs):
    states = list(network.train(data, params, lr, epochs))
    return states[-1].params, [mean_loss([row], state.params) for state in states[:-1] for row in data]


UPDATES = (
    ("the old number", lambda p, g, lr: p),
    ("0", lambda p, g, lr: 0.0),
    ("p + lr·g", lambda p, g, lr: p + lr * g),
    ("p − g", lambda p, g, lr: p - g),
    ("p − 2·lr·g", lambda p, g, lr: p - 2 * lr * g),
)


def _explain_update(cases, results):
    """Return text that names the numbers with a wrong update. Return None if a wrong update is not in `UPDATES`."""
    found: dict[str, list[str]] = {}
    for k, name in enumerate(Params._fields):
        values = [(case[0][k], case[1][k], case[2], result[k]) for case, result in zip(cases, results)]
        for text, rule in (("", lambda p, g, lr: p - lr * g), *UPDATES):
            if all(abs(rule(p, g, lr) - got) <= 1e-6 * abs(got) + 1e-12 for p, g, lr, got in values):
                found.setdefault(text, []).append(name)
                break
        else:
            return None
    if found.get("the old number") == ["c"] and {*found} == {"", "the old number"}:
        return "Only c keeps its old number. Perhaps your loop ends before the last index, 8."
    said = [f"For {', '.join(names)} you return {text}. Return p − lr·g." for text, names in found.items() if text]
    return " ".join(said) or None


EXERCISES = (
    Exercise(
        name="update",
        signature="update(params, grads, lr)",
        reference=network.update,
        cases=_update_cases,
        random_case=lambda rng: (draw.params(rng), draw.params(rng), rng.uniform(0.1, 3)),
        explain=_explain_update,
        parts=Params._fields,
        mistakes=(
            Mistake(
                lambda params, grads, lr: [p + lr * g for p, g in zip(params, grads)],
                "You add the step, so the loss grows. Subtract the step: p − lr·g.",
            ),
            Mistake(
                lambda params, grads, lr: [p - g for p, g in zip(params, grads)],
                "The learning rate is missing. Multiply the gradient by lr: p − lr·g.",
            ),
            Mistake(
                lambda params, grads, lr: [p - lr * sum(grads) / len(grads) for p in params],
                "You use the mean gradient for every number. Use each number's own gradient: p − lr·g.",
            ),
            Mistake(
                lambda params, grads, lr: [p + g for p, g in zip(params, grads)],
                "You add the gradient, and the learning rate is missing. Return p − lr·g.",
            ),
            Mistake(
                lambda params, grads, lr: [-lr * g for g in grads],
                "You return only the step, −lr·g. Add the step to the old number: p − lr·g.",
            ),
            Mistake(
                lambda params, grads, lr: [lr * g for g in grads],
                "You return only the step, lr·g. Subtract the step from the old number: p − lr·g.",
            ),
            Mistake(
                lambda params, grads, lr: [lr * (p - g) for p, g in zip(params, grads)],
                "You multiply p by lr too. Multiply only the gradient: p − lr·g.",
            ),
            Mistake(
                lambda params, grads, lr: [lr * p - g for p, g in zip(params, grads)],
                "You multiply p by lr. Multiply the gradient instead: p − lr·g.",
            ),
            Mistake(
                lambda params, grads, lr: [p * (1 - lr * g) for p, g in zip(params, grads)],
                "Your step contains the factor p. Remove this factor: p − lr·g.",
            ),
            Mistake(
                lambda params, grads, lr: [p - lr * grads[list(params).index(p)] for p in params],
                "`index` finds the first of several equal numbers. Loop over `zip(params, grads)`.",
            ),
            Mistake(
                lambda params, grads, lr: [p - g / lr for p, g in zip(params, grads)],
                "You divide by lr. Multiply by lr: p − lr·g.",
            ),
            Mistake(
                lambda params, grads, lr: [g - lr * p for p, g in zip(params, grads)],
                "The numbers and the gradients are swapped. Return p − lr·g.",
            ),
            Mistake(
                lambda params, grads, lr: [lr * g - p for p, g in zip(params, grads)],
                "You subtract in the wrong order. Return p − lr·g, not lr·g − p.",
            ),
            Mistake(
                lambda params, grads, lr: [p - lr for p in params],
                "The gradients are missing. Multiply lr by the gradient of each number.",
            ),
            Mistake(
                lambda params, grads, lr: params[0] - lr * grads[0],
                "Only the first number is returned. The `return` is inside the loop: move it below.",
            ),
            Mistake(
                lambda params, grads, lr: params[-1] - lr * grads[-1],
                "Only the last number is returned. Collect all nine numbers in a list.",
            ),
            Mistake(
                lambda params, grads, lr: [*params[:-1], params[-1] - lr * grads[-1]],
                "Only c changes. Update every number.",
            ),
            Mistake(
                lambda params, grads, lr: list(params), "You return the old numbers. Return p − lr·g for each number."
            ),
            Mistake(
                lambda params, grads, lr: [p - lr * abs(g) for p, g in zip(params, grads)],
                "The sign of the gradient is lost. Use g itself, without `abs`.",
            ),
            Mistake(
                lambda params, grads, lr: [
                    p if k in (2, 5, 8) else p - lr * g for k, (p, g) in enumerate(zip(params, grads))
                ],
                "The biases do not change. Update b1, b2 and c too.",
            ),
            Mistake(
                lambda params, grads, lr: [p - lr * g / 4 for p, g in zip(params, grads)],
                "You divide by 4. The gradients are already means: do not divide them.",
            ),
            Mistake(
                lambda params, grads, lr: [int(p - lr * g) for p, g in zip(params, grads)],
                "The decimals are cut off, by `int` or by an array of whole numbers. Use floats, such as `0.0`.",
            ),
            *(
                Mistake(
                    lambda params, grads, lr, digits=digits: [round(p - lr * g, digits) for p, g in zip(params, grads)],
                    f"The numbers are rounded to {name}. Return them without rounding.",
                )
                for digits, name in ((0, "whole numbers"), (1, "one decimal"), (2, "two decimals"))
            ),
            Mistake(
                lambda params, grads, lr: [p - lr * lr * g for p, g in zip(params, grads)],
                "You multiply the gradient by lr twice. Multiply only once: p − lr·g.",
            ),
            Mistake(
                lambda params, grads, lr: [p - (1 - lr) * g for p, g in zip(params, grads)],
                "You multiply the gradient by 1 − lr. Multiply the gradient by lr: p − lr·g.",
            ),
            Mistake(
                lambda params, grads, lr: [p - lr * g / 2 for p, g in zip(params, grads)],
                "The step is half as long as it should be. Remove the ½: p − lr·g.",
            ),
            Mistake(
                lambda params, grads, lr: [p - 2 * lr * g for p, g in zip(params, grads)],
                "The step is twice as long as it should be. Remove the 2, which is already in the gradient.",
            ),
            Mistake(
                lambda params, grads, lr: [p - lr * sum(grads) for p in params],
                "You use the sum of all gradients. Use each number's own gradient: loop over `zip(params, grads)`.",
            ),
            Mistake(
                lambda params, grads, lr: [p - lr * ((g > 0) - (g < 0)) for p, g in zip(params, grads)],
                "Only the sign of the gradient is used. Use the gradient itself: p − lr·g.",
            ),
            Mistake(
                lambda params, grads, lr: params - lr * grads,
                "Python cannot multiply a sequence by lr. Loop over `zip(params, grads)`.",
            ),
        ),
        hints=(
            "Each of the nine numbers takes one step against its own gradient. The learning rate sets the length "
            "of the step.",
            r"$p \leftarrow p - \text{lr} \cdot g$, for each number $p$ and its gradient $g$.",
            r"With $p = 0.5$, $g = 0.2$, $\text{lr} = 2$: $0.5 - 2 \cdot 0.2 = 0.1$. In Python: "
            "`return [p - lr * g for p, g in zip(params, grads)]`.",
        ),
        success_message=("You can take one step downhill with all nine numbers. This is gradient descent."),
    ),
    Exercise(
        name="train",
        signature="train(data, params, lr, epochs)",
        reference=train,
        cases=_train_cases,
        random_case=_random_training,
        parts=("params", "losses"),
        explain=explain_train,
        explains_any_shape=True,
        mistakes=(
            Mistake(
                _step_per_row, "The update is inside the loop over the rows. Update once per epoch, after this loop."
            ),
            Mistake(
                _step_per_row_shared_rate,
                "You update after each row, with a smaller lr. Add the gradients of all rows, then update once.",
            ),
            Mistake(
                _step_in_the_loop_of_sums,
                "You update before all gradients are added. Update once per epoch, after the loop over the rows.",
            ),
            Mistake(
                _loss_on_the_way,
                "You update between the rows, so the rows' losses use different numbers. "
                "Compute the loss of all rows first, then update once.",
            ),
            Mistake(
                _never_reset,
                "You never set the gradients back to 0. Set them to 0 in each epoch.",
            ),
            Mistake(
                variant(_train, grads=_sum_of_gradients),
                "You use the sum of the gradients. Use the mean: divide by the number of rows.",
            ),
            Mistake(
                variant(_train, grads=_sum_of_gradients, loss=_sum_of_losses),
                "You use the sums of the losses and of the gradients. Divide these sums by the number of rows.",
            ),
            Mistake(
                variant(_train, grads=lambda data, p: _row_gradients(data[-1], p)),
                "The update only uses the last row. Add the gradients of all rows.",
            ),
            Mistake(
                variant(_train, grads=lambda data, p: _row_gradients(data[0], p)),
                "The update only uses the first row. Add the gradients of all rows.",
            ),
            Mistake(
                variant(_train, step=lambda p, g, lr: [a + lr * b for a, b in zip(p, g)]),
                "The loss grows. Subtract the step: p − lr·g.",
            ),
            Mistake(
                variant(_train, step=lambda p, g, lr: [a - b for a, b in zip(p, g)]),
                "The update does not use the learning rate. Pass lr to `update`.",
            ),
            Mistake(
                variant(_train, step=lambda p, g, lr: p),
                "The numbers never change. Keep the result of `update`: `params = update(params, …)`.",
                # `+=` makes the list longer, and its first nine numbers stay 0.
                (
                    r"\b(\w+)\s*=\s*\[.*?\b\1\s*\+=\s*(?![\[(\s])",
                    "`+=` makes a list longer. Add number by number, with `zip`.",
                ),
            ),
            Mistake(
                variant(_train, grads=lambda data, p: [g / len(data) for g in _row_gradients(data[0], p)]),
                "Only the first row's gradients are used. `+=` makes a list longer: add number by number, with `zip`.",
            ),
            Mistake(
                variant(_train, grads=_quarter_of_gradients, loss=_quarter_of_losses),
                "You always divide by 4. Divide by `len(data)`.",
            ),
            Mistake(
                variant(_train, grads=_quarter_of_gradients),
                "You always divide the gradients by 4. Divide them by `len(data)`.",
            ),
            Mistake(
                variant(_train, loss=_quarter_of_losses),
                "The numbers are right. You always divide the losses by 4: divide by `len(data)`.",
            ),
            Mistake(
                variant(_train, loss=_sum_of_losses),
                "The numbers are right. The losses are sums: divide them by the number of rows.",
            ),
            Mistake(
                variant(_train, loss=lambda data, p: mean_loss(data, p) / 2),
                "The numbers are right. The losses are half as large as the right losses: remove the factor ½.",
            ),
            Mistake(
                variant(_train, loss=lambda data, p: mean_loss(data[-1:], p)),
                "The numbers are right. The losses only use the last row: use all rows.",
            ),
            Mistake(
                variant(train, result=lambda params, losses, data: (params, [*losses[1:], mean_loss(data, params)])),
                "The numbers are right. You store the loss after the update: store it before the update.",
            ),
            Mistake(
                variant(train, result=lambda params, losses: (params, list(accumulate(losses)))),
                "The numbers are right. You never set the total loss back to 0: set it to 0 in each epoch.",
            ),
            Mistake(
                _loss_per_row,
                "The numbers are right. You store one loss per row: in each epoch, store only the mean loss.",
            ),
            Mistake(
                variant(train, result=lambda params, losses, data: (params, [*losses, mean_loss(data, params)])),
                "Your list has one loss too many at the end. Store the loss only before each update.",
            ),
            Mistake(
                variant(train, epochs=lambda epochs: epochs + 1), "You train one epoch too many. Use `range(epochs)`."
            ),
            Mistake(
                variant(train, epochs=lambda epochs: epochs - 1), "You train one epoch too few. Use `range(epochs)`."
            ),
            Mistake(
                variant(train, epochs=1),
                "Training stops after one epoch. The `return` is inside the loop: move it below.",
            ),
            Mistake(
                _frozen_gradients,
                "Every epoch uses the first epoch's gradients. Compute new gradients with the current `params`.",
            ),
            Mistake(
                variant(_train, grads=lambda data, p: [g / 2 for g in _mean_gradients(data, p)]),
                "The steps are half as long as they should be. Is the factor 2 missing in your gradients?",
            ),
            Mistake(
                variant(train, result=lambda params, losses: (losses, params)),
                "Both results are right, but their order is wrong. Return (params, losses).",
            ),
            Mistake(
                variant(train, result=lambda params, losses: params),
                "The numbers are right, but the losses are missing. Return (params, losses).",
            ),
            Mistake(
                variant(train, result=lambda params, losses: losses),
                "The losses are right, but the numbers are missing. Return (params, losses).",
            ),
            Mistake(
                variant(train, result=lambda params, losses: (params, losses[-1])),
                "The numbers are right. You return only the last loss: return a list with one loss per epoch.",
            ),
            Mistake(
                variant(train, result=lambda params, losses, data: (params, mean_loss(data, params))),
                "The numbers are right. You return one loss, after training: return a list with one loss per epoch.",
            ),
            Mistake(
                _step_per_row_output_first,
                "You update after each row, and v1 and v2 change too early. Update once per epoch.",
            ),
        ),
        hints=(
            "Every epoch has the same steps. Compute the loss. Add the gradients of all rows, and take their mean. "
            "Update once. Which sums must start from zero again in every epoch?",
            r"In each epoch, first store $L = \frac{1}{N}\sum (\text{out} - y)^2$. Then compute the mean of the "
            r"rows' gradients, which gives nine numbers $g$. Then update once: $p \leftarrow p - \text{lr} \cdot g$.",
            "Start with `losses = []`. Inside `for epoch in range(epochs):` set `total = 0` and `grads = [0] * 9`. "
            "Then, inside `for x1, x2, y in data:`, add up with "
            "`total += network.squared_error(network.forward(x1, x2, params)[2], y)` and "
            "`grads = [a + b for a, b in zip(grads, network.gradients(x1, x2, y, params))]`. After the loop over the "
            "rows, write `losses.append(total / len(data))` and "
            "`params = update(params, [g / len(data) for g in grads], lr)`. After all epochs, `return params, losses`.",
        ),
        success_message="You have trained a neural network from scratch: your loop, your gradients, your nine numbers.",
    ),
)
