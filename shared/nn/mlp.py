"""A network of any widths and any depth in NumPy; with widths 2-2-1 it is the nine-number network, number for number.

    A0 = X    Ak = activation(A(k−1) Wk + bk)    the last layer's activation is the one its loss goes with

Shapes: data (m, features), weights (in, out), biases (1, out). The formulas are those of Nielsen, "Neural
Networks and Deep Learning", chapters 2 and 3.
"""

from itertools import pairwise

import numpy as np

from shared.nn.network import as_params, check_lr, sigmoid_derivative

# Activations, element by element, and their slopes.


def sigmoid(Z):
    """σ(z) = 1 / (1 + e⁻ᶻ) of every element, in [0, 1]; neither end of the axis overflows."""
    e = np.exp(-np.abs(Z))
    return np.where(Z >= 0, 1, e) / (1 + e)


def tanh(Z):
    """tanh(z) of every element, in [−1, 1]."""
    return np.tanh(Z)


def relu(Z):
    """max(0, z) of every element."""
    return np.maximum(0, Z)


def softmax(Z):
    """e to each element, divided by the sum of its row: (m, out), rows sum to 1, finite for any finite Z."""
    e = np.exp(Z - Z.max(axis=1, keepdims=True))  # the same ratios, and no exponent above 0
    return e / e.sum(axis=1, keepdims=True)


def relu_derivative(Z):
    """1 where z is above 0, else 0, at 0 too; `relu(Z)` in place of Z gives the same, for it is above 0 where Z is."""
    return (Z > 0).astype(float)


DERIVATIVES = {
    sigmoid: sigmoid_derivative,
    tanh: lambda A: 1 - A**2,
    relu: relu_derivative,
}  # each of A = activation(Z)

# Losses of outputs A against targets Y, both (m, out): summed over a row, then the mean over the rows.


def squared_error(A, Y):
    """Mean over the rows of Σ(A − Y)²; no ½."""
    return ((A - Y) ** 2).sum() / len(A)


def cross_entropy(A, Y):
    """Mean over the rows of −Σ(Y ln A + (1 − Y) ln(1 − A)), in nats; A is kept 1e-15 away from 0 and 1."""
    A = np.clip(A, 1e-15, 1 - 1e-15)
    return -(Y * np.log(A) + (1 - Y) * np.log(1 - A)).sum() / len(A)


def categorical_cross_entropy(A, Y):
    """Mean over the rows of −ΣY ln A, in nats; each row of Y holds one 1; A is kept 1e-15 away from 0."""
    return -(Y * np.log(np.maximum(A, 1e-15))).sum() / len(A)


OUTPUTS = {squared_error: sigmoid, cross_entropy: sigmoid, categorical_cross_entropy: softmax}


def output_delta(A, Y, loss):
    """δ of the last layer, ∂(mean loss)/∂Z, (m, out): BP1 for squared error, A − Y where σ′ cancels; over m rows."""
    return (2 * (A - Y) * A * (1 - A) if loss is squared_error else A - Y) / len(A)


# Starting numbers: how one layer's weights (n_in, n_out) are drawn by `rng`.


def xavier_init(rng, n_in, n_out):
    """Normal draws of variance 1 / n_in, for sigmoid and tanh (Glorot and Bengio 2010, by inputs alone)."""
    return rng.normal(0, np.sqrt(1 / n_in), (n_in, n_out))


def he_init(rng, n_in, n_out):
    """Normal draws of variance 2 / n_in, for ReLU, which silences half of them (He et al. 2015)."""
    return rng.normal(0, np.sqrt(2 / n_in), (n_in, n_out))


def uniform_init(rng, n_in, n_out, width=1.0):
    """Draws between −width and width, whatever the layer's size."""
    return rng.uniform(-width, width, (n_in, n_out))


def random_parameters(widths, rng, init=xavier_init):
    """`[W1, b1, W2, b2, …]` for layers of these widths, inputs first: weights by `init(rng, n_in, n_out)`, biases 0.

    ValueError unless there are two widths or more, each a whole number above 0.
    """
    if len(widths) < 2:
        raise ValueError(f"widths must be two or more, inputs first, got {widths!r}")
    for width in widths:
        _check_count("every width", width, 1)
    parameters = []
    for n_in, n_out in pairwise(widths):
        parameters += [init(rng, n_in, n_out), np.zeros((1, n_out))]
    return parameters


def as_arrays(params):
    """The nine numbers as `[W1, b1, W2, b2]` of shapes (2, 2), (1, 2), (2, 1), (1, 1); ValueError as in `forward`.

    Column j of W1 holds what runs into hidden neuron j, so W1 is the transpose of how the nine are written.
    """
    w11, w12, b1, w21, w22, b2, v1, v2, c = as_params(params)
    return [np.array(rows) for rows in ([[w11, w21], [w12, w22]], [[b1, b2]], [[v1], [v2]], [[c]])]


class MLP:
    """A multi-layer perceptron.

        net = MLP(random_parameters([64, 32, 10], rng, he_init), relu, categorical_cross_entropy)
        for loss in net.train(X, Y, lr=0.5, epochs=20, beta=0.9, batch=32, rng=rng): ...
        net(X)

    `parameters` is `[W1, b1, W2, b2, …]`, copied; `activation` (sigmoid, tanh, relu) is that of the hidden
    layers. The loss decides the output: sigmoid for `squared_error` and `cross_entropy`, softmax for
    `categorical_cross_entropy`. `l2` is λ: λ/(2m)·ΣW², biases left out, is added to the loss.
    """

    def __init__(self, parameters, activation=sigmoid, loss=squared_error, l2=0.0):
        """ValueError, with the argument's name in it, for shapes that do not follow one another, or what is unknown."""
        _check_known("activation", activation, DERIVATIVES)
        _check_known("loss", loss, OUTPUTS)
        if not (np.isfinite(l2) and l2 >= 0):
            raise ValueError(f"l2 must be a finite number, 0 or more, got {l2!r}")
        self.parameters = _checked_parameters(parameters)
        self.activation, self.output, self.loss, self.l2 = activation, OUTPUTS[loss], loss, l2

    def __call__(self, X):
        """The outputs, (m, out); ValueError as in `activations`."""
        return self.activations(X)[-1]

    def activations(self, X):
        """What enters and what each layer makes of it: `[X, A1, …, output]`, each (m, width).

        ValueError unless X holds one row or more, each as wide as the first layer's inputs.
        """
        n_in = len(self.parameters[0])
        if np.ndim(X) != 2 or len(X) == 0 or np.shape(X)[1] != n_in:
            raise ValueError(f"X must have the shape (rows, {n_in}), got {np.shape(X)}")
        activations = [X]
        for k in range(0, len(self.parameters), 2):
            W, b = self.parameters[k : k + 2]
            squash = self.activation if k + 2 < len(self.parameters) else self.output
            activations.append(squash(activations[-1] @ W + b))
        return activations

    def mean_loss(self, X, Y):
        """The loss of all rows, with the penalty λ/(2m)·ΣW²; ValueError unless Y has the outputs' shape."""
        return self._loss_of(self(X), Y)

    def _loss_of(self, A, Y):
        _check_targets(Y, A)
        penalty = self.l2 and self.l2 / (2 * len(A)) * sum((W**2).sum() for W in self.parameters[::2])
        return self.loss(A, Y) + penalty

    def gradients(self, X, Y, m=None):
        """The slopes of `mean_loss` along all parameters, in their order and shapes.

        For a mini-batch, `m` is how many rows there are in all: the penalty is spread over those. ValueError as
        in `mean_loss`.
        """
        activations = self.activations(X)
        _check_targets(Y, activations[-1])
        return self.backward(activations, Y, m or len(X))

    def backward(self, activations, Y, m):
        """The slopes of all parameters, given what `activations` returned; `m` as in `gradients`."""
        *entered, out = activations
        decay = self.l2 / m
        delta, grads = output_delta(out, Y, self.loss), []
        for A, W in reversed(list(zip(entered, self.parameters[::2]))):
            grads = [A.T @ delta + decay * W, delta.sum(axis=0, keepdims=True), *grads]  # BP4, BP3
            delta = delta @ W.T * DERIVATIVES[self.activation](A)  # BP2: back through the weights, times the slope
        return grads

    def train(self, X, Y, lr, epochs, beta=0.0, batch=None, rng=None):
        """Yield the mean loss at the start and after each of `epochs` epochs: epochs + 1 numbers.

        An epoch is one update with all rows, or one with each mini-batch of `batch` rows, shuffled by `rng`.
        Momentum: velocity ← β·velocity + (1 − β)·gradient, parameter ← parameter − lr·velocity. While loss k
        is in your hands, `parameters` are the ones it was measured with. ValueError, before the first epoch,
        for rows that do not fit the network, lr ≤ 0, epochs < 0, beta outside [0, 1), batch < 1, or a batch
        without rng.
        """
        X, Y = np.asarray(X, float), np.asarray(Y, float)
        if not (np.isfinite(X).all() and np.isfinite(Y).all()):
            raise ValueError("X and Y must be finite numbers")
        _check_targets(Y, self(X))
        check_lr(lr)
        _check_count("epochs", epochs, 0)
        if not 0 <= beta < 1:
            raise ValueError(f"beta must be at least 0 and below 1, got {beta!r}")
        if batch is not None:
            _check_count("batch", batch, 1)
            if rng is None:
                raise ValueError("rng must be given with batch: it shuffles the rows")
        return self._losses(X, Y, lr, epochs, beta, batch, rng)

    def _losses(self, X, Y, lr, epochs, beta, batch, rng):
        velocities = [0.0] * len(self.parameters)
        for epoch in range(epochs + 1):
            activations = self.activations(X)
            yield self._loss_of(activations[-1], Y)
            for rows in _batches(len(X), batch, rng) if epoch < epochs else ():
                if batch is not None:
                    activations = self.activations(X[rows])
                grads = self.backward(activations, Y[rows], len(X))
                velocities = [beta * v + (1 - beta) * g for v, g in zip(velocities, grads)] if beta else grads
                self.parameters = [p - lr * v for p, v in zip(self.parameters, velocities)]


def _batches(m, batch, rng):
    """Which rows each update of one epoch sees: all m at once, or every row once, `batch` at a time."""
    if batch is None:
        return [slice(None)]
    order = rng.permutation(m)
    return [order[first : first + batch] for first in range(0, m, batch)]


def _check_targets(Y, A):
    if np.shape(Y) != A.shape:  # (m,) against (m, 1) would be stretched to (m, m), and no error would show
        raise ValueError(f"Y must have the shape {A.shape}, got {np.shape(Y)}")


def _check_count(name, number, least):
    if not isinstance(number, (int, np.integer)) or number < least:
        raise ValueError(f"{name} must be a whole number, {least} or more, got {number!r}")


def _check_known(name, function, known):
    if function not in known:
        raise ValueError(f"{name} must be one of {', '.join(f.__name__ for f in known)}, got {function!r}")


def _checked_parameters(parameters):
    """Copies of `[W1, b1, W2, b2, …]`; ValueError unless each shape follows from the one before it."""
    if len(parameters) < 2 or len(parameters) % 2:
        raise ValueError(f"parameters must be pairs of weights and biases, got {len(parameters)} arrays")
    parameters = [np.array(array, float) for array in parameters]
    n_in = len(parameters[0])
    for k in range(0, len(parameters), 2):
        W, b = parameters[k : k + 2]
        if W.ndim != 2 or len(W) != n_in or b.shape != (1, W.shape[1]):
            raise ValueError(
                f"parameters must hold weights ({n_in}, out) and biases (1, out) in layer {k // 2 + 1}, "
                f"got {W.shape} and {b.shape}"
            )
        if not (np.isfinite(W).all() and np.isfinite(b).all()):
            raise ValueError(f"parameters must be finite numbers, but layer {k // 2 + 1} has others")
        n_in = W.shape[1]
    return parameters
