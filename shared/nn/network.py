"""The nine-number network in plain Python: two inputs, two hidden neurons, one output.

    h1  = σ(w11·x1 + w12·x2 + b1)        w12: into hidden neuron 1, from input 2
    h2  = σ(w21·x1 + w22·x2 + b2)
    out = σ(v1·h1 + v2·h2 + c)

Standard library only, so that every line can be followed with pencil and paper. The formulas
are those of Nielsen, "Neural Networks and Deep Learning", chapters 1 and 2.
"""

from math import exp, isfinite, log
from typing import NamedTuple


class Params(NamedTuple):
    """The nine numbers, in the order that the whole course uses."""

    w11: float
    w12: float
    b1: float
    w21: float
    w22: float
    b2: float
    v1: float
    v2: float
    c: float


class Epoch(NamedTuple):
    """One state of a training run: after `number` updates, `params` have this mean `loss`."""

    number: int
    params: Params
    loss: float


XOR = ((0.0, 0.0, 0.0), (0.0, 1.0, 1.0), (1.0, 0.0, 1.0), (1.0, 1.0, 0.0))  # rows (x1, x2, y)
START_A = Params(0.5, -0.4, 0.1, 0.9, 0.3, -0.2, 0.8, -0.6, 0.05)
START_B = Params(0.30, -0.20, 0.0, -0.40, 0.10, 0.0, 0.20, -0.30, 0.0)


# Forward: from two inputs to one output.


def sigmoid(z):
    """σ(z) = 1 / (1 + e⁻ᶻ), a float in [0, 1] for any z; neither end of the axis overflows."""
    if z >= 0:
        return 1 / (1 + exp(-z))
    e = exp(z)  # the same number written with eᶻ, which cannot overflow when z is negative
    return e / (1 + e)


def neuron(x1, x2, w1, w2, b):
    """σ(w1·x1 + w2·x2 + b), a float in [0, 1]."""
    return sigmoid(w1 * x1 + w2 * x2 + b)


def forward(x1, x2, params):
    """Return `(h1, h2, out)` for one row of inputs; ValueError if `params` is not nine numbers."""
    w11, w12, b1, w21, w22, b2, v1, v2, c = as_params(params)
    h1 = neuron(x1, x2, w11, w12, b1)
    h2 = neuron(x1, x2, w21, w22, b2)
    return h1, h2, neuron(h1, h2, v1, v2, c)


# Loss: how wrong an output is.


def squared_error(out, y):
    """(out − y)², the loss of one row; no ½."""
    return (out - y) ** 2


def cross_entropy(out, y):
    """−(y·ln out + (1−y)·ln(1−out)) of one row, in nats; y is 0 or 1.

    `out` is kept 1e-15 away from 0 and 1, so the loss is at most 34.5 and never infinite.
    """
    out = min(max(out, 1e-15), 1 - 1e-15)
    return -(y * log(out) + (1 - y) * log(1 - out))


def mean_loss(data, params, loss=squared_error):
    """The mean of `loss(out, y)` over rows `(x1, x2, y)`: the loss of an epoch; ValueError for a bad row."""
    check_data(data)
    return sum(loss(forward(x1, x2, params)[2], y) for x1, x2, y in data) / len(data)


# Backward: how much each number is to blame. δ means ∂L/∂z, the loss's slope along a neuron's sum.


def sigmoid_derivative(a):
    """σ′(z) = a·(1 − a) at the point whose activation is a = σ(z); at most ¼."""
    return a * (1 - a)


def output_delta(out, y, loss=squared_error):
    """δ_out = 2(out − y)·out(1 − out) for squared error (BP1); out − y for cross-entropy."""
    if loss is cross_entropy:
        return out - y  # dividing by out(1 − out), as cross-entropy's slope does, cancels σ′
    return 2 * (out - y) * out * (1 - out)


def hidden_delta(d_out, v, h):
    """δ of a hidden neuron with activation h: δ_out back through its weight v, times σ′ (BP2)."""
    return d_out * v * h * (1 - h)


def backward(x1, x2, y, h1, h2, out, params, loss=squared_error):
    """The nine slopes of one row's loss, given what `forward` returned (BP3 biases, BP4 weights)."""
    d_out = output_delta(out, y, loss)
    d_h1 = hidden_delta(d_out, params[6], h1)
    d_h2 = hidden_delta(d_out, params[7], h2)
    return Params(d_h1 * x1, d_h1 * x2, d_h1, d_h2 * x1, d_h2 * x2, d_h2, d_out * h1, d_out * h2, d_out)


def gradients(x1, x2, y, params, loss=squared_error):
    """The nine slopes ∂L/∂(number) of one row's loss, as `Params`; ValueError as in `forward`."""
    return backward(x1, x2, y, *forward(x1, x2, params), params, loss)


def mean_loss_and_gradients(data, params, loss=squared_error):
    """The loss of an epoch and its nine slopes: row by row, added up, divided by the rows; ValueError for a bad row."""
    check_data(data)
    return _loss_and_gradients(data, params, loss)


def _loss_and_gradients(data, params, loss):
    losses, grads = [], []
    for x1, x2, y in data:
        h1, h2, out = forward(x1, x2, params)
        losses.append(loss(out, y))
        grads.append(backward(x1, x2, y, h1, h2, out, params, loss))
    rows = len(losses)
    return sum(losses) / rows, Params(*[sum(slopes) / rows for slopes in zip(*grads)])


def numerical_gradient(loss, params, i, eps=1e-5):
    """Slope of `loss(params)` along number i by central difference, (L(p+ε) − L(p−ε)) / 2ε.

    Costs two calls of `loss` and is right to about ε²; used to judge `gradients`, not to train. ValueError
    unless i is the place of one of the numbers and eps is above 0.
    """
    if not 0 <= i < len(params):
        raise ValueError(f"i must be a place in params, 0 to {len(params) - 1}, got {i}")
    if not _finite(eps) or eps <= 0:
        raise ValueError(f"eps must be a finite number above 0, got {eps!r}")
    up, down = list(params), list(params)
    up[i] += eps
    down[i] -= eps
    return (loss(up) - loss(down)) / (2 * eps)


# Training: step against the slopes, again and again.


def update(params, grads, lr):
    """Nine new numbers, each moved against its slope: p − lr·g; ValueError as in `forward`, or for lr ≤ 0."""
    check_lr(lr)
    return Params(*[p - lr * g for p, g in zip(as_params(params), as_params(grads, "grads"))])


def train(data, params, lr, epochs, loss=squared_error):
    """Yield an `Epoch` for the start and after each of `epochs` updates: epochs + 1 states in all.

    `data` holds rows (x1, x2, y). Each update uses the mean gradient over all rows. State k's loss
    is measured with state k's numbers, that is, before update k. Raises ValueError, before the
    first epoch, for fewer or more than nine numbers, a NaN, lr ≤ 0, epochs < 0 or a bad row.
    """
    check_training(data, params, lr, epochs)
    return _states(data, as_params(params), lr, int(epochs), loss)


def _states(data, params, lr, epochs, loss):
    for number in range(epochs):
        mean, grads = _loss_and_gradients(data, params, loss)
        yield Epoch(number, params, mean)
        params = update(params, grads, lr)
    yield Epoch(epochs, params, mean_loss(data, params, loss))


# Bad input is named before it can do harm.


def as_params(numbers, name="params"):
    """`numbers` as `Params`; ValueError, with `name` in it, unless they are nine finite numbers."""
    if type(numbers) is not Params:
        numbers = [float(number) for number in numbers]
        if len(numbers) != 9:
            raise ValueError(f"{name} must be nine numbers ({', '.join(Params._fields)}), got {len(numbers)}")
        numbers = Params(*numbers)
    if not isfinite(sum(numbers)):
        for field, number in zip(Params._fields, numbers):
            if not isfinite(number):
                raise ValueError(f"{name} must be finite numbers, but {field} is {number}")
    return numbers


def check_training(data, params, lr, epochs):
    """Raise a ValueError that names the first argument of `train` that is not allowed."""
    as_params(params)
    check_lr(lr)
    if not (_finite(epochs) and epochs >= 0 and int(epochs) == epochs):
        raise ValueError(f"epochs must be a whole number, 0 or more, got {epochs!r}")
    check_data(data)


def check_lr(lr):
    """ValueError unless the learning rate is a finite number above 0."""
    if not _finite(lr) or lr <= 0:
        raise ValueError(f"lr must be a finite number above 0, got {lr!r}")


def check_data(data):
    """ValueError unless `data` holds one row or more, each of three finite numbers (x1, x2, y)."""
    if len(data) == 0:
        raise ValueError("data must hold at least one row (x1, x2, y)")
    for k, row in enumerate(data):
        if len(row) != 3 or not all(_finite(number) for number in row):
            raise ValueError(f"data must hold rows of three finite numbers (x1, x2, y), but row {k} is {row}")


def _finite(number):
    try:
        return isfinite(number)
    except TypeError:
        return False
