"""The published programs, rewritten: they draw the same random numbers in the same order and have the same bugs.

The parameters are W1, b1, W2, b2. Arrays with an additional first axis hold the parameters of many networks.
`shared.experiments.claims` compares the results of the programs with the claims of their texts.
"""

from collections.abc import Callable, Iterator

import numpy as np

from shared.nn import network
from shared.nn.mlp import XOR_X as X
from shared.nn.mlp import XOR_Y as Y
from shared.nn.mlp import relu, sigmoid
from shared.nn.network import START_A, START_B, XOR

Parameters = list[np.ndarray]
Gradients = Callable[..., Parameters]  # gradients(W1, b1, W2, b2)


def gradient_descent(parameters: Parameters, gradients: Gradients, lr: float, epochs: int) -> Iterator[Parameters]:
    """Yield the initial parameters. Then compute p − lr·gradient `epochs` times, and yield each result."""
    yield parameters
    for _ in range(epochs):
        parameters = [p - lr * gradient for p, gradient in zip(parameters, gradients(*parameters))]
        yield parameters


def sum_rows(d: np.ndarray) -> np.ndarray:
    """Return the sum over the rows as one row. This row is the gradient of the biases."""
    return d.sum(axis=-2, keepdims=True)


def python_lines() -> Iterator[str]:
    """Yield the lines that the program of the first text prints: nine losses, a blank line, four outputs."""
    states = list(network.train(XOR, START_A, lr=2.0, epochs=4001))
    for state in states[:4001:500]:
        yield f"epoch {state.number:4d} loss {state.loss:.4f}"
    yield ""
    for x1, x2, y in XOR:
        yield f"{x1:.0f} XOR {x2:.0f} -> {network.forward(x1, x2, states[-1].params)[2]:.3f} (target {y:.0f})"


def one_update(hidden_first: bool) -> tuple[network.Params, list[float]]:
    """Update START_B once with the row (0, 0) → 0. Return the new params and the two hidden deltas.

    The learning rate is 0.1, the loss is ½(out − y)². The published program updates v1, v2 and c first, and then
    computes the hidden deltas with the new v1 and v2. If `hidden_first` is true, the deltas use the old v1 and v2.
    """
    x1, x2, y = XOR[0]
    h1, h2, out = network.forward(x1, x2, START_B)
    d_out = (out - y) * out * (1 - out)
    v1, v2, c = (p - 0.1 * d_out * a for p, a in zip(START_B[6:], (h1, h2, 1)))
    used = START_B[6:8] if hidden_first else (v1, v2)
    deltas = [network.hidden_delta(d_out, v, h) for v, h in zip(used, (h1, h2))]
    gradients = [delta * a for delta in deltas for a in (x1, x2, 1)]
    w11, w12, b1, w21, w22, b2 = (p - 0.1 * gradient for p, gradient in zip(START_B, gradients))
    return network.Params(w11, w12, b1, w21, w22, b2, v1, v2, c), deltas


def text_3_init(seed: int = 42, width: int = 3, scales: tuple[float, float] = (0.01, 0.01)) -> Parameters:
    """Return the initial parameters of the third text: small normal draws for the weights, and biases of 0."""
    rng = np.random.RandomState(seed)  # the generator that the text uses
    W1 = rng.randn(2, width) * scales[0]
    W2 = rng.randn(width, 1) * scales[1]
    return [W1, np.zeros((1, width)), W2, np.zeros((1, 1))]


def text_3_inits(seeds: int, width: int = 3, scales: tuple[float, float] = (0.01, 0.01)) -> Parameters:
    """Return the initial parameters for the seeds 0 to `seeds` − 1. The first axis of each array has length `seeds`."""
    inits = [text_3_init(seed, width, scales) for seed in range(seeds)]
    return [np.stack(arrays) for arrays in zip(*inits)]


def he_scales(width: int) -> tuple[float, float]:
    """Return √(2 / n_in) for two layers: the first has 2 inputs, and the second has `width` inputs."""
    return 1.0, np.sqrt(2 / width)


def text_3_forward(W1: np.ndarray, b1: np.ndarray, W2: np.ndarray, b2: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return `(A1, A2)`: ReLU in the hidden layer, sigmoid at the output."""
    A1 = relu(X @ W1 + b1)
    return A1, sigmoid(A1 @ W2 + b2)


def text_3_loss(*parameters: np.ndarray) -> float:
    """Return the loss of the third text: half the mean squared error."""
    return ((text_3_forward(*parameters)[1] - Y) ** 2).sum() / (2 * len(Y))


def published_delta(A2: np.ndarray) -> np.ndarray:
    """Return the delta of the output as the third text computes it."""
    return A2 - Y


def repaired_delta(A2: np.ndarray) -> np.ndarray:
    """Return the delta of the output for the loss ½(A2 − Y)². This delta has the factor σ′."""
    return (A2 - Y) * A2 * (1 - A2)


def text_3_backward(d2: np.ndarray, A1: np.ndarray, W2: np.ndarray) -> Parameters:
    """Return the gradients of the third text. They are means over the rows."""
    d1 = d2 @ W2.mT * (A1 > 0)
    sums = X.T @ d1, sum_rows(d1), A1.mT @ d2, sum_rows(d2)
    return [total / len(Y) for total in sums]


def text_3_gradients(W1: np.ndarray, b1: np.ndarray, W2: np.ndarray, b2: np.ndarray) -> Parameters:
    """Return the gradients of the third text."""
    A1, A2 = text_3_forward(W1, b1, W2, b2)
    return text_3_backward(published_delta(A2), A1, W2)


def text_3_repaired(W1: np.ndarray, b1: np.ndarray, W2: np.ndarray, b2: np.ndarray) -> Parameters:
    """Return the gradients of the third text's loss. Here the delta is right; in the text, it is wrong."""
    A1, A2 = text_3_forward(W1, b1, W2, b2)
    return text_3_backward(repaired_delta(A2), A1, W2)


def text_3_run() -> tuple[list[float], list[float]]:
    """Run the third text's program. Return the loss of every 50th state, and the final outputs."""
    states = list(gradient_descent(text_3_init(), text_3_gradients, 0.5, 5000))
    losses = [float(text_3_loss(*parameters)) for parameters in states[::50]]
    return losses, text_3_forward(*states[-1])[1].ravel().tolist()


def text_3_train_seeds(
    gradients: Gradients, width: int, scales: tuple[float, float], seeds: int = 50, epochs: int = 5000
) -> tuple[np.ndarray, np.ndarray]:
    """Train the third text's network for the seeds 0 to `seeds` − 1, all at the same time.

    Returns two read-only arrays. The losses of every 50th state have the shape (epochs / 50 + 1, seeds). The final
    outputs have the shape (seeds, 4, 1).
    """
    by_epoch = []
    for epoch, parameters in enumerate(gradient_descent(text_3_inits(seeds, width, scales), gradients, 0.5, epochs)):
        if epoch % 50 == 0:
            by_epoch.append(((text_3_forward(*parameters)[1] - Y) ** 2).sum((-2, -1)) / (2 * len(Y)))
    losses, outputs = np.array(by_epoch), text_3_forward(*parameters)[1]
    losses.setflags(write=False)
    outputs.setflags(write=False)
    return losses, outputs


def text_4_init() -> Parameters:
    """Return the initial parameters of the fourth text: normal draws for the weights, and biases of 0."""
    rng = np.random.RandomState(1)  # the generator that the text uses
    return [rng.randn(2, 4), np.zeros((1, 4)), rng.randn(4, 1), np.zeros((1, 1))]


def text_4_forward(W1: np.ndarray, b1: np.ndarray, W2: np.ndarray, b2: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return `(A1, A2)`, with sigmoid in both layers."""
    A1 = sigmoid(X @ W1 + b1)
    return A1, sigmoid(A1 @ W2 + b2)


def text_4_gradients(W1: np.ndarray, b1: np.ndarray, W2: np.ndarray, b2: np.ndarray) -> Parameters:
    """Return the gradients of the fourth text. They are sums over the rows."""
    A1, A2 = text_4_forward(W1, b1, W2, b2)
    d2 = (A2 - Y) * A2 * (1 - A2)
    d1 = d2 @ W2.mT * A1 * (1 - A1)
    return [X.T @ d1, sum_rows(d1), A1.mT @ d2, sum_rows(d2)]


def text_4_run() -> np.ndarray:
    """Run the fourth text's program for 5000 epochs. Return a read-only array (5001, 4): the outputs of each state."""
    states = gradient_descent(text_4_init(), text_4_gradients, 0.1, 5000)
    outputs = np.array([text_4_forward(*parameters)[1].ravel() for parameters in states])
    outputs.setflags(write=False)
    return outputs


def text_4_loss(*parameters: np.ndarray) -> float:
    """Return half the sum of the squared errors. The fourth text computes the gradient of this loss."""
    return ((text_4_forward(*parameters)[1] - Y) ** 2).sum() / 2


def all_correct(A2: np.ndarray) -> np.ndarray:
    """True for each network whose four outputs are all on the correct side of 0.5."""
    return ((A2 > 0.5) == (Y > 0.5)).all(axis=(-2, -1))
