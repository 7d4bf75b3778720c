"""A network that the doctor found in a program: forward pass, gradient, and training from many starts at once."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

Array = np.ndarray
EPSILON = 1e-8  # ε in the divisor of adaptive steps, √v + ε


def activate(name: str, z: Array, slope: float = 0.0) -> Array:
    """Return the activation function called `name` at z, in the shape of z. For an unknown name, return z.

    `slope` is the slope of leaky ReLU below 0. Softmax runs over the last axis.
    """
    with np.errstate(over="ignore"):
        return _activate(name, z, slope)


def _activate(name: str, z: Array, slope: float) -> Array:
    if name == "sigmoid":
        return 1 / (1 + np.exp(-z))
    if name == "softplus":
        return np.log1p(np.exp(z))
    if name == "softmax":
        powers = np.exp(z - z.max(-1, keepdims=True))
        return powers / powers.sum(-1, keepdims=True)
    if name == "tanh":
        return np.tanh(z)
    if name == "relu":
        return np.maximum(z, 0)
    if name == "leaky relu":
        return np.where(z < 0, slope * z, z)
    return z


def derivative(name: str, z: Array, a: Array, slope: float = 0.0) -> Array:
    """Return the derivative of the activation function `name` at z. `a` is its value at z. For softmax, return 1."""
    if name == "sigmoid":
        return a * (1 - a)
    if name == "softplus":
        return activate("sigmoid", z)
    if name == "tanh":
        return 1 - a * a
    if name == "relu":
        return (z > 0).astype(float)
    if name == "leaky relu":
        return np.where(z > 0, 1.0, slope)
    return np.ones_like(z)


def backward(name: str, signal: Array, z: Array, a: Array, slope: float = 0.0) -> Array:
    """Return ∂loss/∂z for the sums z. `signal` is ∂loss/∂a for the activations a."""
    if name == "softmax":  # each output depends on all sums
        return a * (signal - (signal * a).sum(-1, keepdims=True))
    return signal * derivative(name, z, a, slope)


@dataclass
class Layer:
    """One layer: the role of each weight and bias. A role is a parameter's index, or −1 for a missing parameter."""

    weights: Array  # (inputs, units)
    biases: Array  # (units,)
    act: str
    slope: float  # the slope of leaky ReLU below 0
    gain: float  # the sum is multiplied by this number
    line: int


@dataclass
class Net:
    """A network and its rows of data. One vector P holds all parameters of the network."""

    layers: list[Layer]
    names: list[str]
    X: Array  # (rows, inputs), distinct rows; but `Case.make_rule` may replace them by the rows of one batch
    T: Array  # (rows, outputs)
    start: Array
    frozen: list[int]
    lifted: dict[str, Any] = field(repr=False)

    @property
    def size(self) -> int:
        """The number of parameters."""
        return len(self.names)

    @property
    def is_weight(self) -> Array:
        """An array with 1 for each weight and 0 for each bias. Weight decay changes only parameters with a 1."""
        found = np.zeros(self.size)
        for layer in self.layers:
            found[layer.weights[layer.weights >= 0]] = 1
        return found

    def unpack(self, P: Array) -> list[tuple[Array, Array]]:
        """Return (W, b) of each layer. P has the shape (…, parameters), W (…, inputs, units) and b (…, 1, units)."""
        padded = np.concatenate([P, np.zeros((*P.shape[:-1], 1))], axis=-1)
        return [(padded[..., layer.weights], padded[..., None, layer.biases]) for layer in self.layers]

    def pack(self, parts: list[tuple[Array, Array]]) -> Array:
        """Join the layers' gradients into one vector. If a parameter is used in several places, add its gradients."""
        shape = parts[0][0].shape[:-2]
        packed = np.zeros((*shape, self.size + 1))
        for layer, (W, b) in zip(self.layers, parts):
            for index in np.ndindex(layer.weights.shape):
                packed[..., layer.weights[index]] += W[(..., *index)]
            for j, role in enumerate(layer.biases):
                packed[..., role] += b[..., 0, j]
        return packed[..., :-1]

    def forward(self, P: Array, X: Array) -> list[tuple[Array, Array]]:
        """Return a list of pairs: (X, X) for the inputs, then (z, a) for each layer. z includes the gain."""
        found = [(X, X)]
        for layer, (W, b) in zip(self.layers, self.unpack(P)):
            z = layer.gain * (found[-1][1] @ W + b)
            found.append((z, activate(layer.act, z, layer.slope)))
        return found

    def outputs(self, P: Array, X: Array | None = None) -> Array:
        """Return the outputs for the rows X. Without X, return them for all rows of the program."""
        return self.forward(P, self.X if X is None else X)[-1][1]

    def gradient(
        self, P: Array, X: Array, T: Array, entropy: bool, change: Callable[[Array], Array] = lambda a: a
    ) -> Array:
        """Return the gradient of Σ ½(o − t)² as a vector like P. Σ is the sum over the rows.

        If `entropy` is True, return the gradient of the cross-entropy instead. `change` is a function that changes the
        activations, and the errors o − t, before the backward pass.
        """
        states = [(z, change(a)) for z, a in self.forward(P, X)]
        weights = self.unpack(P)
        parts: list[tuple[Array, Array]] = []
        signal = change(states[-1][1] - T)
        for k in reversed(range(len(self.layers))):
            layer, (z, a) = self.layers[k], states[k + 1]
            last = k == len(self.layers) - 1
            delta = signal if last and entropy else backward(layer.act, signal, z, a, layer.slope)
            delta = delta * layer.gain
            parts.insert(0, (np.swapaxes(states[k][1], -1, -2) @ delta, delta.sum(-2, keepdims=True)))
            signal = delta @ np.swapaxes(weights[k][0], -1, -2)
        return self.pack(parts)

    def loss(self, P: Array) -> Array:
        """Return the mean squared error over all rows. It is infinite if it is too large for a float."""
        with np.errstate(over="ignore"):
            return np.mean((self.outputs(P) - self.T) ** 2, axis=(-1, -2))

    def worst(self, P: Array) -> Array:
        """Return the largest |o − t| of all rows, divided by the targets' range.

        If this number is not finite, return infinity.
        """
        error = np.abs(self.outputs(P) - self.T).max(axis=(-1, -2)) / self.range
        return np.where(np.isfinite(error), error, np.inf)

    @property
    def range(self) -> float:
        """The largest target minus the smallest target. If the two are equal, it is a tiny number instead of 0."""
        return max(float(np.ptp(self.T)), 1e-9)

    @property
    def binary(self) -> bool:
        """True if the targets have at most two different values."""
        return len(np.unique(self.T)) <= 2

    def learned(self, P: Array) -> Array:
        """Return True if the network has learned.

        With at most two target values, each error must be below 0.4 · `range`. With more values, R² must be above 0.95.
        """
        if self.binary:
            return self.worst(P) < 0.4
        spread = float(np.var(self.T)) or 1.0
        return np.nan_to_num(self.loss(P), nan=np.inf) < 0.05 * spread


def net_of(lifted: dict[str, Any]) -> Net:
    """Return the network that was found in a traced run. `lifted` describes this network."""
    layers = [
        Layer(
            np.array(x["W"], int).reshape(-1, len(x["b"])),
            np.array(x["b"], int),
            x["act"],
            x["slope"],
            x["gain"],
            x["line"],
        )
        for x in lifted["layers"]
    ]
    names = [best_name(slots) for slots in lifted["names"]]
    X = np.array([row["x"] for row in lifted["rows"]], float).reshape(len(lifted["rows"]), -1)
    T = np.array([row["t"] for row in lifted["rows"]], float)
    return Net(layers, names, X, T, np.array(lifted["start"], float), lifted["frozen"], lifted)


def best_name(slots: list[list[str]]) -> str:
    """Return a parameter's shortest global name. If it has only local names, return the shortest of these."""
    return min(slots, key=lambda slot: (slot[0] != "", len(slot[1]), slot[1]))[1]


class Adaptive(NamedTuple):
    """Adam, RMSprop and AdaGrad: each step is divided by √v. v is an average or a sum of squared gradients.

    m ← β₁m + (1 − β₁)g and v ← β₂v + (1 − β₂)g². The step is −rate·m/(√v + ε).
    β₂ = 1 is a special case (AdaGrad): v ← v + g².
    β₂ = 0 is another special case (Nesterov's momentum): m ← β₁m + g, and the step is −rate·(g + β₁m).
    """

    name: str
    beta1: float
    beta2: float
    corrected: bool  # m and v are divided by 1 − βᵗ

    def direction(self, t: int, m: Array, v: Array, g: Array) -> tuple[Array, Array, Array]:
        """Return the new m, the new v, and the direction (step / −rate). g is the gradient of update t = 1, 2, …."""
        if not self.beta2:
            m = self.beta1 * m + g
            return m, v, g + self.beta1 * m
        m = self.beta1 * m + (1 - self.beta1) * g
        v = self.beta2 * v + ((1 - self.beta2) or 1.0) * g * g
        m_hat, v_hat = (m / (1 - self.beta1**t), v / (1 - self.beta2**t)) if self.corrected else (m, v)
        return m, v, m_hat / (np.sqrt(v_hat) + EPSILON)

    def directions(self, gradients: Array) -> Array:
        """Return the directions of all updates. `gradients` has the shape (updates, …)."""
        m, v, found = np.zeros_like(gradients[0]), np.zeros_like(gradients[0]), []
        for t, g in enumerate(gradients, 1):
            m, v, direction = self.direction(t, m, v, g)
            found.append(direction)
        return np.array(found)


@dataclass
class Rule:
    """How the program trains: P ← P − rate·gradient. Each parameter has a rate. Momentum and decay are optional."""

    rates: Array
    entropy: bool
    order: str  # "batch", "cycle" or "random"
    sequence: list[int]  # the rows that the first updates use, in order: `per_update` rows for each update
    per_update: int  # rows in an update
    momentum: float = 0.0
    decay: float = 0.0
    adaptive: Adaptive | None = None
    penalty: float = 0.0  # each step moves each weight towards 0 by this number (L1)
    limit: float = 0.0  # gradients are clipped to ±limit; 0 without a limit


def train(
    net: Net, rule: Rule, P: Array, steps: int, seconds: float, rates: Array | None = None, stop: bool = False
) -> tuple[Array, int]:
    """Train copies of the network for `steps` updates. Return (P after the updates, number of updates).

    P has the shape (copies, parameters). The training ends early after `seconds` seconds of processor time. (Clock
    time also depends on other programs.) If `stop` is true, it also ends early when all copies have learned.

    rates: the learning rates of each copy. They have the shape of P. Without `rates`, each copy uses the rule's rates.
    """
    W_b = [[W.copy(), b.copy()] for W, b in net.unpack(P)]
    rate = np.broadcast_to(rule.rates if rates is None else rates, P.shape)
    moving = np.ones(net.size)
    moving[net.frozen] = 0
    rate_parts = net.unpack(rate * moving)
    masks = [(x.weights >= 0).astype(float) for x in net.layers]
    rate_parts = [(W * mask, b * (x.biases >= 0)) for (W, b), mask, x in zip(rate_parts, masks, net.layers)]
    speed = [[np.zeros_like(W), np.zeros_like(b)] for W, b in W_b]
    squares = [[np.zeros_like(W), np.zeros_like(b)] for W, b in W_b]
    places = np.concatenate([roles.ravel() for x in net.layers for roles in (x.weights, x.biases)])
    shared = np.bincount(places[places >= 0]).max(initial=0) > 1  # True if a parameter is in several places
    rng = np.random.default_rng(0)
    n = len(net.X)
    began = time.thread_time()
    done = 0
    last = len(net.layers) - 1
    with np.errstate(all="ignore"):
        for done in range(1, steps + 1):
            if rule.order == "batch":
                X, T = net.X, net.T
            else:
                first = (done - 1) * rule.per_update % len(rule.sequence)
                rows = rule.sequence[first : first + rule.per_update] if rule.order == "cycle" else [rng.integers(n)]
                X, T = net.X[rows], net.T[rows]
            states = [(X, X)]
            for layer, (W, b) in zip(net.layers, W_b):
                z = states[-1][1] @ W + b
                if layer.gain != 1:
                    z = layer.gain * z
                states.append((z, _activate(layer.act, z, layer.slope)))
            signal = states[-1][1] - T
            gradients: list[tuple[Array, Array]] = []
            for m in range(last, -1, -1):
                layer, (z, a) = net.layers[m], states[m + 1]
                delta = signal if m == last and rule.entropy else backward(layer.act, signal, z, a, layer.slope)
                if layer.gain != 1:
                    delta = delta * layer.gain
                if m:
                    signal = delta @ W_b[m][0].swapaxes(-1, -2)
                summed = delta if len(X) == 1 else delta.sum(-2, keepdims=True)
                gradients.insert(0, (states[m][1].swapaxes(-1, -2) @ delta, summed))
            if shared:
                gradients = net.unpack(net.pack(gradients))
            for m, both in enumerate(gradients):
                for part, gradient in enumerate(both):
                    if rule.adaptive:
                        speed[m][part], squares[m][part], gradient = rule.adaptive.direction(
                            done, speed[m][part], squares[m][part], gradient
                        )
                    if rule.limit:
                        gradient = np.clip(gradient, -rule.limit, rule.limit)
                    step = rate_parts[m][part] * gradient
                    if part == 0 and (rule.decay or rule.penalty):
                        shrink = rule.decay * W_b[m][part] + rule.penalty * np.sign(W_b[m][part])
                        step = step + shrink * (rate_parts[m][part] != 0)
                    if rule.momentum:
                        speed[m][part] = step = rule.momentum * speed[m][part] + step
                    W_b[m][part] = W_b[m][part] - step
            if done % 256 == 0:
                if time.thread_time() - began > seconds:
                    break
                if stop and done % 1024 == 0 and bool(np.all(net.learned(_vector(net, W_b, P)))):
                    break
    return _vector(net, W_b, P), done


def _vector(net: Net, parts: list[list[Array]], P: Array) -> Array:
    """Return the parameters as one vector for each copy."""
    after = np.array(P, float)
    for layer, (W, b) in zip(net.layers, parts):
        for index in np.ndindex(layer.weights.shape):
            if (role := layer.weights[index]) >= 0:
                after[..., role] = W[(..., *index)]
        for j, role in enumerate(layer.biases):
            if role >= 0:
                after[..., role] = b[..., 0, j]
    return after
