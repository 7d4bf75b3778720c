"""Measures the gradients in each layer of deep networks, and finds which networks of a given depth learn XOR.

As in `ensemble`, many networks are trained at once. The first axis of each array is the network, so one NumPy operation
computes with all networks.
"""

from typing import NamedTuple

import numpy as np

from shared.nn.mlp import (
    DERIVATIVES,
    MLP,
    XOR_X,
    XOR_Y,
    Activation,
    he_init,
    random_parameters,
    relu,
    sigmoid,
    xavier_init,
)
from shared.nn.validation import check_choice, check_number, check_whole

WIDTH = 8  # neurons in each hidden layer
CHECK_EVERY = 50  # epochs between two checks, which find the networks that have learned
LEARNED = 0.001  # a network has learned if its mean squared error is at most this, as in lesson 8


class DeepRuns(NamedTuple):
    """The results for one depth.

    sizes    (seeds, layers) the mean |dW| of each layer before training
    learned  (seeds,) True if the network learned
    """

    sizes: np.ndarray
    learned: np.ndarray


def deep_network(activation: Activation, depth: int, seed: int) -> MLP:
    """Return a network for XOR with `depth` hidden layers of WIDTH neurons.

    ReLU uses He's initialization, and the other activations use Xavier's. Raises ValueError if `activation` is unknown,
    or if `depth` is not a whole number above 0.
    """
    check_choice("activation", activation, DERIVATIVES)
    check_whole("depth", depth, 1)
    init = he_init if activation is relu else xavier_init
    return MLP(random_parameters([2, *[WIDTH] * depth, 1], np.random.default_rng(seed), init), activation)


def gradient_sizes(net: MLP) -> list[float]:
    """Return the mean |dW| of each layer, from the first to the last, for `net` and its loss on XOR."""
    return [float(np.abs(dW).mean()) for dW in net.gradients(XOR_X, XOR_Y)[::2]]


def train_depth(activation: Activation, depth: int, seeds: int = 20, lr: float = 1.0, epochs: int = 4000) -> DeepRuns:
    """Train one `deep_network` for each seed from 0 to `seeds` − 1 on XOR, all at the same time.

    The updates are the same as in `MLP.train`. Every CHECK_EVERY epochs and at the end, the function finds the networks
    that have learned, and stops their training. If an argument is not allowed, raises a ValueError that names it.
    """
    check_whole("seeds", seeds, 1)
    check_number("lr", lr, positive=True)
    check_whole("epochs", epochs, 0)
    nets = [deep_network(activation, depth, seed) for seed in range(seeds)]
    sizes = np.array([gradient_sizes(net) for net in nets])
    parameters = [np.stack(arrays) for arrays in zip(*(net.parameters for net in nets))]
    learned, running = np.zeros(seeds, bool), np.arange(seeds)
    for epoch in range(epochs + 1):
        A = _activations(parameters, activation)
        if epoch % CHECK_EVERY == 0 or epoch == epochs:
            now = ((A[-1] - XOR_Y) ** 2).mean(axis=(-2, -1)) <= LEARNED
            learned[running[now]] = True
            running = running[~now]
            A, parameters = ([array[~now] for array in arrays] for arrays in (A, parameters))
            if not len(running) or epoch == epochs:
                break
        grads = _gradients(A, parameters, activation)
        parameters = [p - lr * g for p, g in zip(parameters, grads)]
    return DeepRuns(sizes, learned)


def _gradients(A, parameters, activation):
    """Return the gradients of the mean squared error of all networks. `MLP.backward` does the same for one network."""
    grads: list[np.ndarray] = []
    delta = 2 * (A[-1] - XOR_Y) * A[-1] * (1 - A[-1]) / len(XOR_Y)
    for A_in, W in reversed(list(zip(A, parameters[::2]))):
        grads = [A_in.mT @ delta, delta.sum(axis=-2, keepdims=True), *grads]
        delta = delta @ W.mT * DERIVATIVES[activation](A_in)
    return grads


def _activations(parameters, activation):
    """Return `[X, A1, …, output]` of all networks. Each array has the shape (networks, 4, width)."""
    W, b = parameters[::2], parameters[1::2]
    A = [np.broadcast_to(XOR_X, (len(W[0]), *XOR_X.shape))]
    for k in range(len(W)):
        A.append((activation if k + 1 < len(W) else sigmoid)(A[-1] @ W[k] + b[k]))
    return A
