"""The nine-number network in plain Python: two inputs, two hidden neurons, one output.

    h1  = σ(w11·x1 + w12·x2 + b1)        w12: into hidden neuron 1, from input 2
    h2  = σ(w21·x1 + w22·x2 + b2)
    out = σ(v1·h1 + v2·h2 + c)

This module uses only the standard library, so you can follow every line with pencil and paper. The formulas are those
of Nielsen, "Neural Networks and Deep Learning", chapters 1 and 2.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from math import exp, isfinite, log
from typing import NamedTuple

from shared.nn.validation import check_number, check_whole, is_finite

Samples = Collection[Sequence[float]]  # each sample is (x1, x2, y); a NumPy array of shape (m, 3) works too
Loss = Callable[[float, float], float]  # loss(out, y) of one sample


class Params(NamedTuple):
    """The nine params, in the order that the course uses everywhere."""

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
    """A state of a training run: the `params` after `number` updates, and the mean `loss` with these params."""

    number: int
    params: Params
    loss: float


XOR = ((0.0, 0.0, 0.0), (0.0, 1.0, 1.0), (1.0, 0.0, 1.0), (1.0, 1.0, 0.0))  # samples (x1, x2, y)
START_A = Params(0.5, -0.4, 0.1, 0.9, 0.3, -0.2, 0.8, -0.6, 0.05)
START_B = Params(0.30, -0.20, 0.0, -0.40, 0.10, 0.0, 0.20, -0.30, 0.0)


# Forward: from two inputs to one output.


def sigmoid(z: float) -> float:
    """Return σ(z) = 1 / (1 + e⁻ᶻ), a float in [0, 1]. No z causes an overflow."""
    if z >= 0:
        return 1 / (1 + exp(-z))
    e = exp(z)  # the same value, but eᶻ cannot overflow if z is negative
    return e / (1 + e)


def neuron(x1: float, x2: float, w1: float, w2: float, b: float) -> float:
    """Return σ(w1·x1 + w2·x2 + b), a float in [0, 1]."""
    return sigmoid(w1 * x1 + w2 * x2 + b)


def forward(x1: float, x2: float, params: Iterable[float]) -> tuple[float, float, float]:
    """Return `(h1, h2, out)` for one sample. Raises ValueError if `params` are not nine finite numbers."""
    w11, w12, b1, w21, w22, b2, v1, v2, c = as_params(params)
    h1 = neuron(x1, x2, w11, w12, b1)
    h2 = neuron(x1, x2, w21, w22, b2)
    return h1, h2, neuron(h1, h2, v1, v2, c)


# Loss: how wrong an output is.


def squared_error(out: float, y: float) -> float:
    """Return (out − y)², the loss of one sample, without the factor ½."""
    return (out - y) ** 2


def cross_entropy(out: float, y: float) -> float:
    """Return −(y·ln out + (1−y)·ln(1−out)), the loss of one sample in nats; y is 0 or 1.

    `out` is first limited to the range from 1e-15 to 1 − 1e-15, so the loss is at most 34.54, and never infinite.
    """
    out = min(max(out, 1e-15), 1 - 1e-15)
    return -(y * log(out) + (1 - y) * log(1 - out))


def mean_loss(data: Samples, params: Sequence[float], loss: Loss = squared_error) -> float:
    """Return the mean of `loss(out, y)` over all samples (x1, x2, y).

    Raises ValueError for a bad sample, for empty data and for bad params.
    """
    check_data(data)
    return sum(loss(forward(x1, x2, params)[2], y) for x1, x2, y in data) / len(data)


# Backward: the gradient of the loss. δ means ∂L/∂z, and z is the weighted sum of a neuron.


def sigmoid_derivative(a: float) -> float:
    """Return σ′(z) = a·(1 − a), given the activation a = σ(z). σ′(z) is at most ¼. `a` may be an array."""
    return a * (1 - a)


def output_delta(out: float, y: float, loss: Loss = squared_error) -> float:
    """Return δ_out: out − y for `cross_entropy`, and 2(out − y)·out(1 − out) for every other `loss` (BP1)."""
    if loss is cross_entropy:
        return out - y  # the derivative of cross-entropy divides by out(1 − out), which cancels σ′
    return 2 * (out - y) * out * (1 - out)


def hidden_delta(d_out: float, v: float, h: float) -> float:
    """Return δ of a hidden neuron with activation h: δ_out times the neuron's weight v, times σ′ (BP2)."""
    return d_out * v * h * (1 - h)


def backward(
    x1: float,
    x2: float,
    y: float,
    h1: float,
    h2: float,
    out: float,
    params: Sequence[float],
    loss: Loss = squared_error,
) -> Params:
    """Return the gradient of one sample's loss (BP3 and BP4). `h1`, `h2` and `out` are the result of `forward`.

    The loss must be `squared_error` or `cross_entropy`: for any other loss, the gradient is wrong.
    """
    d_out = output_delta(out, y, loss)
    d_h1 = hidden_delta(d_out, params[6], h1)
    d_h2 = hidden_delta(d_out, params[7], h2)
    return Params(d_h1 * x1, d_h1 * x2, d_h1, d_h2 * x1, d_h2 * x2, d_h2, d_out * h1, d_out * h2, d_out)


def gradients(x1: float, x2: float, y: float, params: Sequence[float], loss: Loss = squared_error) -> Params:
    """Return the nine partial derivatives of one sample's loss, as `Params`. Raises ValueError as `forward` does."""
    return backward(x1, x2, y, *forward(x1, x2, params), params, loss)


def mean_loss_and_gradients(data: Samples, params: Sequence[float], loss: Loss = squared_error) -> tuple[float, Params]:
    """Return the mean loss of all samples and the gradient of this loss. Raises ValueError as `mean_loss` does."""
    check_data(data)
    return _loss_and_gradients(data, params, loss)


def _loss_and_gradients(data, params, loss):
    losses, grads = [], []
    for x1, x2, y in data:
        h1, h2, out = forward(x1, x2, params)
        losses.append(loss(out, y))
        grads.append(backward(x1, x2, y, h1, h2, out, params, loss))
    m = len(losses)
    return sum(losses) / m, Params(*[sum(derivatives) / m for derivatives in zip(*grads)])


def numerical_gradient(
    loss: Callable[[list[float]], float], params: Sequence[float], i: int, eps: float = 1e-5
) -> float:
    """Return the derivative of `loss` with respect to params[i]. It is a central difference, (L(p+ε) − L(p−ε)) / 2ε.

    The error of the result is about ε². Each call computes the loss twice, so use this function to check `gradients`,
    not to train. Raises ValueError if `i` is not an index of params, or if `eps` is not above 0.
    """
    if not 0 <= i < len(params):
        raise ValueError(f"i must be an index of params, 0 to {len(params) - 1}, got {i}")
    check_number("eps", eps, positive=True)
    up, down = list(params), list(params)
    up[i] += eps
    down[i] -= eps
    return (loss(up) - loss(down)) / (2 * eps)


# Training: repeat steps against the gradient.


def update(params: Iterable[float], grads: Iterable[float], lr: float) -> Params:
    """Return the params after one step of gradient descent: p − lr·g for each param p and its derivative g.

    Raises ValueError if `params` or `grads` are not nine finite numbers, or if lr is not a finite number above 0.
    """
    check_number("lr", lr, positive=True)
    return Params(*[p - lr * g for p, g in zip(as_params(params), as_params(grads, "grads"))])


def train(
    data: Samples, params: Sequence[float], lr: float, epochs: int, loss: Loss = squared_error
) -> Iterator[Epoch]:
    """Yield an `Epoch` before the first update and one after each update: epochs + 1 states in all.

    Each update uses the mean gradient over all samples (x1, x2, y). The loss of state k is computed with the params of
    state k, that is, after k updates. `train` checks its arguments before the first epoch. It raises ValueError if
    params are not nine finite numbers, if lr is not a finite number above 0, if epochs is not a whole number, 0 or
    more, if data is empty, or if a sample does not have three finite numbers. The loss is `squared_error` or
    `cross_entropy`.
    """
    check_training(data, params, lr, epochs)
    return _states(data, as_params(params), lr, int(epochs), loss)


def _states(data, params, lr, epochs, loss):
    for number in range(epochs):
        mean, grads = _loss_and_gradients(data, params, loss)
        yield Epoch(number, params, mean)
        params = update(params, grads, lr)
    yield Epoch(epochs, params, mean_loss(data, params, loss))


# Input validation.


def as_params(numbers: Iterable[float], name: str = "params") -> Params:
    """Return `numbers` as `Params`. If they are not nine finite numbers, raise a ValueError that contains `name`.

    If an item cannot be converted to a float, raise the error of `float` (TypeError, ValueError or OverflowError).
    """
    if isinstance(numbers, Params):
        params = numbers
    else:
        values = [float(number) for number in numbers]
        if len(values) != 9:
            raise ValueError(f"{name} must be nine numbers ({', '.join(Params._fields)}), got {len(values)}")
        params = Params(*values)
    if not isfinite(sum(params)):
        for field, number in zip(Params._fields, params):
            if not isfinite(number):
                raise ValueError(f"{name} must be finite numbers, but {field} is {number}")
    return params


def check_training(data: Samples, params: Iterable[float], lr: float, epochs: float) -> None:
    """Check the arguments of `train`. Raise a ValueError that names the first wrong argument."""
    as_params(params)
    check_number("lr", lr, positive=True)
    whole = is_finite(epochs) and int(epochs) == epochs  # 3.0 is allowed: sliders give floats
    check_whole("epochs", int(epochs) if whole else epochs, 0)
    check_data(data)


def check_data(data: Samples) -> None:
    """Raise ValueError if `data` is empty, or if a sample does not have three finite numbers (x1, x2, y)."""
    if len(data) == 0:
        raise ValueError("data must hold at least one sample (x1, x2, y)")
    for k, sample in enumerate(data):
        if len(sample) != 3 or not all(map(is_finite, sample)):
            raise ValueError(f"data must hold samples of three finite numbers (x1, x2, y), but sample {k} is {sample}")
