"""A network of any width and depth in NumPy. With widths 2-2-1 it computes the same numbers as the nine-number network.

    A0 = X    Ak = activation(A(k−1) Wk + bk)    the loss decides the activation of the last layer

Shapes: data (m, features) for m samples, weights (in, out), biases (1, out). The formulas are those of Nielsen,
"Neural Networks and Deep Learning", chapters 2 and 3.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

import numpy as np

from shared.nn.network import XOR, as_params, sigmoid_derivative
from shared.nn.validation import check_choice, check_number, check_whole, is_finite

Activation = Callable[[np.ndarray], np.ndarray]
Loss = Callable[[np.ndarray, np.ndarray], float]  # loss(A, Y) of outputs and targets, both (m, out)
Init = Callable[[np.random.Generator, int, int], np.ndarray]  # init(rng, n_in, n_out) draws weights (n_in, n_out)

XOR_X, XOR_Y = np.array(XOR)[:, :2], np.array(XOR)[:, 2:]  # the four samples: inputs (4, 2), targets (4, 1)
XOR_X.setflags(write=False)  # read-only, because all modules share these arrays
XOR_Y.setflags(write=False)

# Activation functions and their derivatives. All of them except softmax compute each element separately.


def sigmoid(Z: np.ndarray) -> np.ndarray:
    """Return σ(z) = 1 / (1 + e⁻ᶻ) of every element, in [0, 1]. No z causes an overflow."""
    e = np.exp(-np.abs(Z))
    return np.where(Z >= 0, 1, e) / (1 + e)


def tanh(Z: np.ndarray) -> np.ndarray:
    """Return tanh(z) of every element, in [−1, 1]."""
    return np.tanh(Z)


def relu(Z: np.ndarray) -> np.ndarray:
    """Return max(0, z) of every element."""
    return np.maximum(0, Z)


def softmax(Z: np.ndarray) -> np.ndarray:
    """Return eᶻ / Σeᶻ for each element z of Z, (m, out). Σ is over the row of z. A finite Z gives a finite result."""
    e = np.exp(Z - Z.max(axis=1, keepdims=True))  # subtracting the maximum prevents an overflow
    return e / e.sum(axis=1, keepdims=True)


def relu_derivative(Z: np.ndarray) -> np.ndarray:
    """Return 1 for each z above 0, else 0. `relu_derivative(relu(Z))` is the same as `relu_derivative(Z)`."""
    return (Z > 0).astype(float)


DERIVATIVES: dict[Activation, Callable] = {  # ∂A/∂Z as a function of A = activation(Z)
    sigmoid: sigmoid_derivative,
    tanh: lambda A: 1 - A**2,
    relu: relu_derivative,
}

# Losses of the outputs A for the targets Y, both (m, out). Each loss is a mean over the samples. Σ is a sum over the
# outputs of one sample.


def squared_error(A: np.ndarray, Y: np.ndarray) -> float:
    """Return the mean of Σ(A − Y)² over the samples. There is no factor ½."""
    return ((A - Y) ** 2).sum() / len(A)


def cross_entropy(A: np.ndarray, Y: np.ndarray) -> float:
    """Return the mean of −Σ(Y ln A + (1 − Y) ln(1 − A)) over the samples, in nats.

    A is kept at least 1e-15 away from 0 and 1, so that no logarithm is infinite.
    """
    A = np.clip(A, 1e-15, 1 - 1e-15)
    return -(Y * np.log(A) + (1 - Y) * np.log(1 - A)).sum() / len(A)


def categorical_cross_entropy(A: np.ndarray, Y: np.ndarray) -> float:
    """Return the mean of −ΣY ln A over the samples, in nats. Each row of Y is one-hot. A is kept at 1e-15 or more."""
    return -(Y * np.log(np.maximum(A, 1e-15))).sum() / len(A)


OUTPUTS: dict[Loss, Activation] = {squared_error: sigmoid, cross_entropy: sigmoid, categorical_cross_entropy: softmax}


def output_delta(A: np.ndarray, Y: np.ndarray, loss: Loss) -> np.ndarray:
    """Return δ = ∂(mean loss)/∂Z of the last layer: 2(A − Y)·A(1 − A)/m for squared error (BP1), else (A − Y)/m."""
    return (2 * (A - Y) * A * (1 - A) if loss is squared_error else A - Y) / len(A)


# Initialization. Each function draws the weights of one layer, (n_in, n_out), with the generator `rng`.


def xavier_init(rng: np.random.Generator, n_in: int, n_out: int) -> np.ndarray:
    """Draw normal weights of variance 1 / n_in, for sigmoid and tanh. Glorot and Bengio (2010) also use n_out."""
    return rng.normal(0, np.sqrt(1 / n_in), (n_in, n_out))


def he_init(rng: np.random.Generator, n_in: int, n_out: int) -> np.ndarray:
    """Draw normal weights of variance 2 / n_in (He et al. 2015), for ReLU. ReLU sets about half of its inputs to 0."""
    return rng.normal(0, np.sqrt(2 / n_in), (n_in, n_out))


def uniform_init(rng: np.random.Generator, n_in: int, n_out: int, width: float = 1.0) -> np.ndarray:
    """Draw uniform weights between −width and width. This range does not depend on the size of the layer."""
    return rng.uniform(-width, width, (n_in, n_out))


def random_parameters(widths: Sequence[int], rng: np.random.Generator, init: Init = xavier_init) -> list[np.ndarray]:
    """Return `[W1, b1, W2, b2, …]`. `init` draws the weights, and the biases are 0.

    `widths` holds the number of inputs, then the width of each layer. Raises ValueError if `widths` has fewer than two
    numbers, or if one of them is not a whole number above 0.
    """
    if np.ndim(widths) != 1 or len(widths) < 2:
        raise ValueError(f"widths must be two or more numbers, inputs first, got {widths!r}")
    for width in widths:
        check_whole("every width", width, 1)
    parameters: list[np.ndarray] = []
    for n_in, n_out in pairwise(widths):
        parameters += [init(rng, n_in, n_out), np.zeros((1, n_out))]
    return parameters


def as_arrays(params: Sequence[float]) -> list[np.ndarray]:
    """Return the nine params as `[W1, b1, W2, b2]` of shapes (2, 2), (1, 2), (2, 1), (1, 1).

    Column j of W1 has the two weights of hidden neuron j. In `params`, these two weights are neighbors. Raises
    ValueError as `network.forward` does.
    """
    w11, w12, b1, w21, w22, b2, v1, v2, c = as_params(params)
    return [np.array(rows) for rows in ([[w11, w21], [w12, w22]], [[b1, b2]], [[v1], [v2]], [[c]])]


class MLP:
    """A multi-layer perceptron.

        net = MLP(random_parameters([64, 32, 10], rng, he_init), relu, categorical_cross_entropy)
        for loss in net.train(X, Y, lr=0.5, epochs=20, beta=0.9, batch=32, rng=rng): ...
        net(X)

    `parameters` is `[W1, b1, W2, b2, …]`; the network keeps a copy. The hidden layers use `activation` (sigmoid, tanh,
    relu). The loss decides the activation of the output: sigmoid for `squared_error` and `cross_entropy`, softmax for
    `categorical_cross_entropy`. The loss includes the penalty λ/(2m)·ΣW², and `l2` is λ. The biases have no penalty.
    """

    def __init__(
        self,
        parameters: Sequence[np.ndarray],
        activation: Activation = sigmoid,
        loss: Loss = squared_error,
        l2: float = 0.0,
    ) -> None:
        """Raise ValueError if shapes do not fit together, a number is not allowed or a function is unknown.

        The error names the argument.
        """
        check_choice("activation", activation, DERIVATIVES)
        check_choice("loss", loss, OUTPUTS)
        check_number("l2", l2)
        self.parameters = _checked_parameters(parameters)
        self.activation, self.output, self.loss, self.l2 = activation, OUTPUTS[loss], loss, l2

    def __call__(self, X: np.ndarray) -> np.ndarray:
        """Return the outputs, (m, out). Raises ValueError as `activations` does."""
        return self.activations(X)[-1]

    def activations(self, X: np.ndarray) -> list[np.ndarray]:
        """Return `[X, A1, …, output]`: the inputs, then the activations of each layer. Each array is (m, width).

        Raises ValueError if X has no samples, or if the number of features is not the number of the network's inputs.
        """
        n_in = len(self.parameters[0])
        if np.ndim(X) != 2 or len(X) == 0 or np.shape(X)[1] != n_in:
            raise ValueError(f"X must have the shape (samples, {n_in}), got {np.shape(X)}")
        activations = [X]
        for k in range(0, len(self.parameters), 2):
            W, b = self.parameters[k : k + 2]
            activation = self.activation if k + 2 < len(self.parameters) else self.output
            activations.append(activation(activations[-1] @ W + b))
        return activations

    def mean_loss(self, X: np.ndarray, Y: np.ndarray) -> float:
        """Return the mean loss plus the penalty λ/(2m)·ΣW². Raises ValueError if X or Y has a wrong shape."""
        return self._loss_of(self(X), Y)

    def _loss_of(self, A, Y):
        _check_targets(Y, A)
        penalty = self.l2 and self.l2 / (2 * len(A)) * sum((W**2).sum() for W in self.parameters[::2])
        return self.loss(A, Y) + penalty

    def gradients(self, X: np.ndarray, Y: np.ndarray, m: int | None = None) -> list[np.ndarray]:
        """Return the gradients of `mean_loss`, in the order and shapes of `parameters`.

        In the penalty, `m` is the number of samples in the whole data set. For a mini-batch, this number must be given.
        Raises ValueError as `mean_loss` does.
        """
        activations = self.activations(X)
        _check_targets(Y, activations[-1])
        return self.backward(activations, Y, m or len(X))

    def backward(self, activations: Sequence[np.ndarray], Y: np.ndarray, m: int) -> list[np.ndarray]:
        """Return the gradients of all parameters. `activations` is the result of `self.activations`.

        `m` is the same as in `gradients`.
        """
        *inputs, out = activations  # the inputs of each layer, and the output
        decay = self.l2 / m
        grads: list[np.ndarray] = []
        delta = output_delta(out, Y, self.loss)
        for A, W in reversed(list(zip(inputs, self.parameters[::2]))):
            grads = [A.T @ delta + decay * W, delta.sum(axis=0, keepdims=True), *grads]  # BP4, BP3
            delta = delta @ W.T * DERIVATIVES[self.activation](A)  # BP2
        return grads

    def train(
        self,
        X: np.ndarray,
        Y: np.ndarray,
        lr: float,
        epochs: int,
        beta: float = 0.0,
        batch: int | None = None,
        rng: np.random.Generator | None = None,
    ) -> Iterator[float]:
        """Yield the mean loss before the first epoch, then the mean loss after each epoch: epochs + 1 numbers in all.

        Without `batch`, an epoch is one update with all samples. With `batch`, `rng` shuffles the samples, and an epoch
        has one update for each mini-batch of `batch` samples. An update with momentum computes
        velocity ← β·velocity + (1 − β)·gradient, then parameter ← parameter − lr·velocity. When loss k is yielded,
        `parameters` are the parameters that give loss k. `train` checks its arguments before the first epoch. It raises
        ValueError if the samples do not fit the network or are not finite, if lr ≤ 0, epochs < 0 or batch < 1, if beta
        is outside [0, 1), or if `batch` is given without `rng`.
        """
        X, Y = np.asarray(X, float), np.asarray(Y, float)
        if not (np.isfinite(X).all() and np.isfinite(Y).all()):
            raise ValueError("X and Y must be finite numbers")
        _check_targets(Y, self(X))
        check_number("lr", lr, positive=True)
        check_whole("epochs", epochs, 0)
        if not is_finite(beta) or not 0 <= beta < 1:
            raise ValueError(f"beta must be at least 0 and below 1, got {beta!r}")
        if batch is not None:
            check_whole("batch", batch, 1)
            if rng is None:
                raise ValueError("rng must be given with batch, because rng shuffles the samples")
        return self._losses(X, Y, lr, epochs, beta, batch, rng)

    def _losses(self, X, Y, lr, epochs, beta, batch, rng):
        velocities: list = [0.0] * len(self.parameters)
        for epoch in range(epochs + 1):
            activations = self.activations(X)
            yield self._loss_of(activations[-1], Y)
            for samples in _batches(len(X), batch, rng) if epoch < epochs else ():
                if batch is not None:
                    activations = self.activations(X[samples])
                grads = self.backward(activations, Y[samples], len(X))
                velocities = [beta * v + (1 - beta) * g for v, g in zip(velocities, grads)] if beta else grads
                self.parameters = [p - lr * v for p, v in zip(self.parameters, velocities)]


def _batches(m, batch, rng):
    """Return the indices of the samples for each update of an epoch. Without `batch`, one update uses all samples."""
    if batch is None:
        return [slice(None)]
    order = rng.permutation(m)
    return [order[first : first + batch] for first in range(0, m, batch)]


def _check_targets(Y, A):
    if np.shape(Y) != A.shape:  # without this check, NumPy broadcasts (m,) and (m, 1) to (m, m)
        raise ValueError(f"Y must have the shape {A.shape}, got {np.shape(Y)}")


def _checked_parameters(parameters):
    """Return a copy of `[W1, b1, W2, b2, …]`. Raise ValueError if shapes do not fit, or a number is not finite."""
    try:
        parameters = [np.array(array, float) for array in parameters]
    except (TypeError, ValueError, OverflowError):
        raise ValueError("parameters must be a list of arrays of numbers: [W1, b1, W2, b2, …]") from None
    if len(parameters) < 2 or len(parameters) % 2:
        raise ValueError(f"parameters must be pairs of weights and biases, got {len(parameters)} arrays")
    n_in = parameters[0].shape[0] if parameters[0].ndim else "in"
    for k in range(0, len(parameters), 2):
        W, b = parameters[k : k + 2]
        if W.ndim != 2 or len(W) != n_in or b.shape != (1, W.shape[1]):
            raise ValueError(
                f"parameters must hold weights ({n_in}, out) and biases (1, out) in layer {k // 2 + 1}, "
                f"got {W.shape} and {b.shape}"
            )
        if not (np.isfinite(W).all() and np.isfinite(b).all()):
            raise ValueError(f"parameters must be finite numbers, but layer {k // 2 + 1} has nan or inf")
        n_in = W.shape[1]
    return parameters
