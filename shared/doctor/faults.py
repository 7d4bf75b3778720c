"""Finds the backward pass that explains a program's steps: the right backward pass, or one with a known fault.

The steps of each layer's weights and biases are compared with the gradient. If the steps differ, this module
computes the backward pass again for each known fault. A fault counts only if it gives the steps of all compared
updates exactly, up to a constant factor.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from heapq import merge
from typing import NamedTuple

import numpy as np

from shared.doctor.model import Adaptive, Array, Net, activate, backward, derivative

MOST_UPDATES = 12
EXACT = 1e-6  # steps with a smaller relative difference count as equal
ALMOST = 1e-4  # this limit for adaptive steps is larger, because the program's ε may differ from `EPSILON`
ROUGH = 2e-3  # the limit for a gradient that the program only approximates
NOISE = 0.01  # a step is judged only if its rounding error is less than this share of the step


class Part(NamedTuple):
    """One deviation from the right backward pass: its cause (a code) and a sentence. `RIGHT` has an empty cause."""

    cause: str
    text: str


RIGHT = Part("", "")


class Way(NamedTuple):
    """How a program turns gradients into steps, apart from its learning rate."""

    momentum: float = 0.0
    decay: float = 0.0  # each step subtracts this share of the weight (L2)
    penalty: float = 0.0  # each step moves the weight towards 0 by this number (L1)
    scales: tuple[float, ...] = ()  # the rate of each update, divided by the first rate
    limit: float = 0.0  # the largest step; 0 without a limit
    adaptive: Adaptive | None = None


PLAIN = Way()


@dataclass
class Update:
    """One update: the parameters before and after it, its rows, and the sums and activations of its forward pass."""

    P: Array
    after: Array
    X: Array
    T: Array
    step: Array
    weights: list[tuple[Array, Array]] = field(default_factory=list)
    weights_after: list[tuple[Array, Array]] = field(default_factory=list)
    error: Array = field(default_factory=lambda: np.zeros(0))  # how far the rounding of parameters may change the step
    states: list[tuple[Array, Array]] = field(default_factory=list)


Deltas = list[Array]  # an array of shape (rows, units) for each update


@dataclass(eq=False)
class Delta:
    """One possible delta of a layer: its values, and how it deviates from the right delta."""

    values: Deltas
    parts: tuple[Part, ...]
    signal: Deltas  # the delta before it is multiplied by the derivative
    rank: float = 0.0  # the number of deviations in this layer, and a little more if the delta above is less likely


@dataclass
class Group:
    """The weights or the biases of one layer, and the hypothesis that reproduces their steps."""

    layer: int
    kind: str  # "weights" or "biases"
    roles: list[int]
    status: str  # "right", "fault", "not updated", "no gradient" or "unknown"
    factor: float = 0.0  # step = factor · gradient; a negative factor reduces the loss
    parts: tuple[Part, ...] = ()
    delta: Delta | None = None
    difference: float = 0.0  # relative difference from the gradient
    rest: float = 0.0  # relative difference from the hypothesis
    # (role, status, factor, parts) for each explained role, if no hypothesis explains the whole group
    single: list[tuple[int, str, float, tuple[Part, ...]]] = field(default_factory=list)


@dataclass
class Reading:
    """The explanation of all groups, for one loss and one optimizer."""

    groups: list[Group]
    entropy: bool
    way: Way = PLAIN
    not_reset: bool = False  # True if the gradients are never reset: then the steps look like steps with momentum 1

    @property
    def unknown(self) -> int:
        """The number of groups that no hypothesis explains."""
        return sum(group.status == "unknown" for group in self.groups)

    @property
    def rank(self) -> tuple[float, ...]:
        """A better explanation has a smaller rank."""
        return self.unknown, self.cost, sum(group.status == "fault" for group in self.groups)

    @property
    def cost(self) -> float:
        """The number of different deviations. A momentum, decay, penalty, limit or changing rate counts as ½."""
        found = {part for group in self.groups for part in group.parts}
        found |= {part for group in self.groups for _, _, _, parts in group.single for part in parts}
        signs = {np.sign(group.factor) for group in self.groups if group.factor}
        return len(found) + self.not_reset + 0.5 * sum(map(bool, self.way[:5])) + (len(signs) > 1)


def updates_of(net: Net) -> list[Update]:
    """Return the first updates of the traced run, at most `MOST_UPDATES`. Stop before the numbers explode."""
    P = net.start.copy()
    found = []
    for raw in net.lifted["updates"][: MOST_UPDATES * 2]:
        for role, value in raw["before"].items():
            P[int(role)] = value
        after = P.copy()
        for role, value in raw["after"].items():
            after[int(role)] = value
        X = np.array([row["x"] for row in raw["rows"]], float).reshape(len(raw["rows"]), -1)
        T = np.array([row["t"] for row in raw["rows"]], float)
        update = Update(P.copy(), after, X, T, after - P)
        update.weights = net.unpack(P)
        update.weights_after = net.unpack(after)
        update.error = 4 * np.finfo(float).eps * (np.abs(P) + np.abs(after))
        with np.errstate(all="ignore"):
            update.states = net.forward(P, X)
        found.append(update)
        P = after
        if not np.all(np.isfinite(after)) or np.abs(after).max() > 1e8:
            found.pop()
            break
    return found[:MOST_UPDATES]


def same_outputs(net: Net) -> bool:
    """Return True if the network has the same finite outputs as the program in the first updates."""
    for update, raw in zip(updates_of(net), net.lifted["updates"]):
        own, outputs = update.states[-1][1], np.array([row["o"] for row in raw["rows"]])
        finite = np.isfinite(own) & np.isfinite(outputs)
        if not np.allclose(own[finite], outputs[finite]):
            return False
    return True


def read(net: Net, literals: list[float], roots: bool = False) -> Reading:
    """Return the best explanation of the program's steps.

    This explanation leaves the fewest groups unexplained. If several do so, it is the one with the fewest deviations.

    literals: the float literals of the program. roots: True if the program takes square roots. Then its steps may be
    adaptive, as in Adam. Raises ValueError if no update has finite numbers.
    """
    updates = updates_of(net)
    if not updates:
        raise ValueError("no update with finite numbers")
    losses = {"sigmoid": [False, True], "softmax": [True, False]}.get(net.layers[-1].act, [False])
    readings: list[Reading] = []
    for entropy in losses:
        readings.append(Reading(_groups(net, updates, entropy, PLAIN), entropy))
        if not readings[-1].cost and not readings[-1].unknown:
            return readings[-1]
    best = min(readings, key=lambda r: r.rank)
    if not best.unknown:
        return best
    if roots and (found := _adaptive_reading(net, updates, losses, _adaptive_rules(literals))):
        return found
    for entropy in losses:
        for way in _ways(net, updates, entropy, literals):
            reading = Reading(_groups(net, updates, entropy, way), entropy, way)
            if way.momentum == 1:
                reading.not_reset, reading.way = True, way._replace(momentum=0.0)
            readings.append(reading)
            if not reading.unknown and reading.cost - reading.not_reset < 1:
                return reading
    best = min(readings, key=lambda r: r.rank)
    if best.unknown:
        nesterov = [Adaptive("Nesterov's momentum", value, 0.0, False) for value in literals if 0.3 < value < 1]
        best = _adaptive_reading(net, updates, losses, nesterov) or best
    return best


def _adaptive_rules(literals: list[float]) -> list[Adaptive]:
    betas = list(dict.fromkeys([0.9, *(value for value in literals if 0.5 <= value < 1)]))
    seconds = list(dict.fromkeys([0.999, *(value for value in literals if 0.5 <= value < 1)]))
    rules = [Adaptive("Adam", a, b, True) for a in betas for b in seconds if a <= b]
    rules += [Adaptive("Adam without correction", a, b, False) for a in betas for b in seconds if a <= b]
    rules += [Adaptive("RMSprop", 0.0, b, False) for b in dict.fromkeys([*betas, *seconds])]
    return [*rules, Adaptive("AdaGrad", 0.0, 1.0, False)]


def _adaptive_reading(net: Net, updates: list[Update], losses: list[bool], rules: list[Adaptive]) -> Reading | None:
    """Return the reading of the first rule that explains every group. Return None if no rule does."""
    if len(updates) < 3:
        return None
    for adaptive in rules:
        way = Way(adaptive=adaptive)
        readings = [Reading(_groups(net, updates, entropy, way), entropy, way) for entropy in losses]
        best = min(readings, key=lambda r: r.rank)
        if not best.unknown:  # this rule explains all steps, so we do not try the next rules
            return best
    return None


def _ways(net: Net, updates: list[Update], entropy: bool, literals: list[float]) -> Iterator[Way]:
    """Yield possible `Way`s: first those that fit the output layer's steps, then a limited one, then momentums."""
    if len(updates) < 3:
        return
    last = net.layers[-1]
    found: list[Way] = []
    for delta in _output_deltas(net, updates, entropy):
        gradients = [
            net.pack([*[(0 * W, 0 * b) for W, b in u.weights[:-1]], (u.states[-2][1].T @ d, d.sum(0, keepdims=True))])
            for u, d in zip(updates, delta.values)
        ]
        roles = [r for r in {*last.weights.ravel().tolist(), *last.biases.tolist()} if r >= 0 and r not in net.frozen]
        for way in (_scales(net, updates, gradients, roles), _fitted(net, updates, gradients, roles)):
            if way and way not in found:
                found.append(way)
                yield way
    if limit := _limit(updates):
        yield Way(limit=limit)
    if not any(way.momentum or way.decay or way.penalty for way in found):
        for value in dict.fromkeys([1.0, *literals, 0.9]):
            if 0.3 < value <= 1.0:
                yield Way(momentum=value)


def _fitted(net: Net, updates: list[Update], gradients: list[Array], roles: list[int]) -> Way | None:
    """Return the momentum, decay or penalty that exactly explains the steps of the parameters in `roles`.

    Return None if none of them explains these steps.
    """
    columns = [
        np.concatenate([g[roles] for g in gradients[1:]]),
        np.concatenate([u.step[roles] for u in updates[:-1]]),
        np.concatenate([(u.P * net.is_weight)[roles] for u in updates[1:]]),
        np.concatenate([(np.sign(u.P) * net.is_weight)[roles] for u in updates[1:]]),
    ]
    matrix, target = np.stack(columns, axis=1), np.concatenate([u.step[roles] for u in updates[1:]])
    if not np.all(np.isfinite(matrix)) or not np.all(np.isfinite(target)) or len(target) <= 6:
        return None
    for use in ([0, 1], [0, 2], [0, 3], [0, 1, 2], [0, 1, 3]):
        solution, *_ = np.linalg.lstsq(matrix[:, use], target, rcond=None)
        if size(matrix[:, use] @ solution - target) < EXACT * size(target):
            fitted = dict(zip(use, map(float, solution)))
            return Way(round(fitted.get(1, 0.0), 9), -fitted.get(2, 0.0), -fitted.get(3, 0.0))
    return None


def _scales(net: Net, updates: list[Update], gradients: list[Array], roles: list[int]) -> Way | None:
    """Return one rate for each update if the rates change and exactly explain the steps of the parameters in `roles`.

    The steps may also have a weight decay with the same changing rate. Otherwise return None.
    """
    for with_decay in (False, True):
        factors: list[float] = []
        decays: list[float] = []
        for update, gradient in zip(updates, gradients):
            columns, step = gradient[roles][:, None], update.step[roles]
            if with_decay:
                columns = np.column_stack([columns, (update.P * net.is_weight)[roles]])
            if len(step) <= columns.shape[1] or not np.any(columns[:, 0]):
                return None
            solution, *_ = np.linalg.lstsq(columns, step, rcond=None)
            if not solution[0] or size(step - columns @ solution) > EXACT * size(step):
                break
            factors.append(float(solution[0]))
            decays.append(float(solution[1]) if with_decay else 0.0)
        if len(factors) == len(updates):
            return _scheduled(updates, np.array(factors) / factors[0], np.array(decays))
    return None


def _scheduled(updates: list[Update], scales: Array, decays: Array) -> Way | None:
    """Return the way with these changing rates (the first one is 1). Return None if they are no schedule."""
    changes = np.diff(scales)
    schedule = np.all(changes <= EXACT) or np.all(changes >= -EXACT) or len(set(scales.round(6).tolist())) <= 3
    if not schedule and all(len(update.X) == 1 for update in updates):
        return None  # with one row per update, a wrong output derivative also gives different factors
    if np.ptp(scales) <= EXACT or np.ptp(decays / scales) > EXACT * max(1.0, np.abs(decays).max()):
        return None
    return Way(decay=-float(decays[0]), scales=tuple(scales.tolist()))


def _limit(updates: list[Update]) -> float:
    """Return the limit of clipped steps, or 0 if the steps are not clipped.

    The steps are clipped if several parameters have exactly the largest step.
    """
    steps = np.abs(np.array([u.step for u in updates]))
    largest = steps.max()
    at_limit = (steps > largest * (1 - 1e-9)) & (largest > 0)
    return float(largest) if at_limit.sum() >= 4 and at_limit.any(0).sum() >= 2 else 0.0


def _steps(net: Net, updates: list[Update], way: Way) -> list[Array]:
    """Return the part of each step that comes from the gradient, without momentum, decay, penalty or changed rates."""
    steps = []
    for k, update in enumerate(updates):
        step = update.step / way.scales[k] if way.scales else update.step
        step = step + (way.decay * update.P + way.penalty * np.sign(update.P)) * net.is_weight
        if way.momentum and k:
            step = step - way.momentum * updates[k - 1].step
        steps.append(step)
    return steps


def _errors(
    net: Net, updates: list[Update], steps: list[Array], entropy: bool, adaptive: Adaptive | None
) -> tuple[float, Array]:
    """Return (rate, error). `error` has the shape (updates, parameters), and says how much rounding may change a step.

    The rate is the smallest ratio of steps to gradients. To find the gradient's error, this function changes the
    last digit of the parameters and activations, and computes the gradient again.
    """
    rng = np.random.default_rng(0)
    eps = np.finfo(float).eps

    def shaken(x: Array) -> Array:
        return np.asarray(x * (1 + eps * rng.choice([-1.0, 1.0], np.shape(x))))

    def gradients(change: Callable[[Array], Array]) -> Array:
        found = [net.gradient(change(u.P), u.X, u.T, entropy, change) for u in updates]
        return adaptive.directions(np.array(found)) if adaptive else np.array(found)

    exact = gradients(lambda x: x)
    error = 8 * np.max([np.abs(gradients(shaken) - exact) for _ in range(4)], axis=0)
    ratios = [
        size(moved) / size(exact[:, g.roles])
        for g in _empty_groups(net)
        if np.any(moved := np.array(steps)[:, g.roles]) and size(error[:, g.roles]) < NOISE * size(exact[:, g.roles])
    ]
    rate = min(ratios, default=1.0)
    return rate, np.array([u.error for u in updates]) + rate * error


def size(x: Array) -> float:
    """Return the length of an array, taken as one vector."""
    return float(np.linalg.norm(x))


def _empty_groups(net: Net) -> list[Group]:
    groups = []
    for k, layer in enumerate(net.layers):
        for kind, roles in (("weights", layer.weights), ("biases", layer.biases)):
            listed = [int(r) for r in np.unique(roles) if r >= 0]
            if listed:
                groups.append(Group(k, kind, listed, "unknown"))
    return groups


def _groups(net: Net, updates: list[Update], entropy: bool, way: Way) -> list[Group]:
    """Explain each layer, the output layer first, because a hidden delta depends on the delta above it."""
    steps = _steps(net, updates, way)
    rate, errors = _errors(net, updates, steps, entropy, way.adaptive)
    groups: list[Group] = []
    above: list[Delta] = []
    for k in reversed(range(len(net.layers))):
        deltas = _output_deltas(net, updates, entropy) if not above else _hidden_deltas(net, updates, k, above)
        mine = [g for g in _empty_groups(net) if g.layer == k]
        used = _explain(net, updates, steps, k, deltas, mine, way, rate, errors)
        groups = mine + groups
        if way.adaptive and any(group.status == "unknown" for group in mine):
            break  # this rule does not explain all groups, so its reading is not used
        above = used
    return groups


# Possible deltas of a layer


def _slopes(net: Net, update: Update, k: int) -> Iterator[tuple[Part, Array]]:
    layer = net.layers[k]
    z, a = update.states[k + 1]
    right = derivative(layer.act, z, a, layer.slope)
    yield RIGHT, right
    yield Part("derivative-missing", "the derivative of the activation function is left out"), np.ones_like(a)
    squashed = activate(layer.act, a, layer.slope)
    twice = derivative(layer.act, a, squashed, layer.slope)
    yield (
        Part("derivative-of-activation", "the derivative is computed with the activation a instead of the sum z"),
        twice,
    )
    formulas = {"sigmoid": lambda v: v * (1 - v), "tanh": lambda v: 1 - v * v}
    names = {"sigmoid": "a(1 − a)", "tanh": "1 − a²"}
    if layer.act in formulas:
        formula = formulas[layer.act]
        yield (
            Part(
                "derivative-of-activation", f"{names[layer.act]} is computed with the sum z instead of the activation a"
            ),
            formula(z),
        )
        for other in set(formulas) - {layer.act}:
            part = Part(
                "wrong-factor", f"the derivative is {names[other]}, as for {other}, but the unit uses {layer.act}"
            )
            yield part, formulas[other](a)
        yield (
            Part("wrong-factor", "the derivative is that of ReLU, but the unit uses " + layer.act),
            (z > 0).astype(float),
        )
        yield Part("wrong-factor", "a is used as the derivative, without the factor (1 − a)"), a
        yield Part("wrong-factor", "1 − a is used as the derivative, without the factor a"), 1 - a
        yield Part("wrong-factor", "the derivative is applied twice"), right * right
        slips = {
            "sigmoid": {"a(1 + a)": a * (1 + a)},
            "tanh": {"(1 − a)²": (1 - a) ** 2, "1 + a²": 1 + a * a, "a²": a * a},
        }
        for slip, values in slips[layer.act].items():
            yield Part("wrong-factor", f"{slip} is used as the derivative instead of {names[layer.act]}"), values
    elif layer.act in ("relu", "identity", "leaky relu"):
        for other, formula in formulas.items():
            part = Part(
                "wrong-factor", f"the derivative is {names[other]}, as for {other}, but the unit uses {layer.act}"
            )
            yield part, formula(a)
        if layer.act == "relu":
            yield Part("wrong-factor", "the derivative is 1 for z below 0 and 0 for z above 0"), 1.0 * (z <= 0)
        if layer.act == "leaky relu":
            yield (
                Part("wrong-factor", "the derivative is 0 for z below 0, as for ReLU, but the unit uses leaky ReLU"),
                1.0 * (z > 0),
            )
        if layer.act != "identity":
            yield Part("wrong-factor", "the activation itself is used as its derivative"), a


# If one of these replaces the error, the error loses its sign, so the sign of the steps says nothing.
WITHOUT_SIGN = ("the error is squared", "the absolute value of the error is used")


def _output_deltas(net: Net, updates: list[Update], entropy: bool) -> list[Delta]:
    k = len(net.layers) - 1
    errors: list[tuple[tuple[Part, ...], Deltas]] = [((), [u.states[-1][1] - u.T for u in updates])]
    right = errors[0][1]
    errors.append(((Part("wrong-factor", WITHOUT_SIGN[0]),), [e * e for e in right]))
    errors.append(((Part("sign", WITHOUT_SIGN[1]),), [np.abs(e) for e in right]))
    if (
        entropy and net.layers[k].act == "sigmoid"
    ):  # −y·ln a has the delta −y(1 − a), and −(1 − y)·ln(1 − a) has (1 − y)a
        half = "the cross-entropy has only the term for the target {}"
        ones = [-u.T * (1 - u.states[-1][1]) for u in updates]
        errors.append(((Part("wrong-factor", half.format(1)),), ones))
        errors.append(((Part("wrong-factor", half.format(0)),), [e - one for e, one in zip(right, ones)]))
    if any(len(e) > 1 for e in right):
        mean = [np.broadcast_to(e.mean(0), e.shape) for e in right]
        errors.append(((Part("broadcast", "every row gets the mean error of all rows"),), mean))
    found = []
    if net.layers[k].act == "softmax" and not entropy:
        diagonal = Part("wrong-factor", "the derivative of softmax is only a(1 − a), without the other outputs")
        for parts, error in errors:
            pairs = [(u.states[-1], e) for u, e in zip(updates, error)]
            found.append(Delta([backward("softmax", e, z, a) for (z, a), e in pairs], parts, error, len(parts)))
            found.append(Delta([e * a * (1 - a) for (_, a), e in pairs], (*parts, diagonal), error, len(parts) + 1))
        return sorted(found, key=lambda d: d.rank)
    for parts, error in errors:
        slopes = [list(_slopes(net, u, k)) for u in updates]
        for j, (part, _) in enumerate(slopes[0]):
            if entropy:
                if part.cause != "derivative-missing":
                    continue
                part = RIGHT
            values = [net.layers[k].gain * e * s[j][1] for e, s in zip(error, slopes)]
            own = (*parts, *([part] if part.cause else []))
            found.append(Delta(values, own, error, len(own)))
    return sorted(found, key=lambda d: d.rank)


def _hidden_deltas(net: Net, updates: list[Update], k: int, above: list[Delta]) -> list[Delta]:
    """Return the possible deltas of layer k, computed from `above`, the possible deltas of layer k + 1."""
    found: list[Delta] = []
    slopes = [list(_slopes(net, u, k)) for u in updates]
    for number, upper in enumerate(above):
        inherited = upper.parts
        for parts, signal in _signals(updates, k, upper):
            for j, (part, _) in enumerate(slopes[0]):
                values = [net.layers[k].gain * s * slope[j][1] for s, slope in zip(signal, slopes)]
                own = (*parts, *([part] if part.cause else []))
                all_parts = (*(p for p in inherited if p not in own), *own)
                found.append(Delta(values, all_parts, signal, len(own) + 0.1 * number))
    return sorted(found, key=lambda d: d.rank)


def _signals(updates: list[Update], k: int, upper: Delta) -> Iterator[tuple[tuple[Part, ...], Deltas]]:
    """Yield the signals that the layer above may send back.

    A signal is (deviations, an array of shape (rows, units) for each update).
    """
    before = [u.weights[k + 1][0] for u in updates]
    after = [u.weights_after[k + 1][0] for u in updates]
    width = before[0].shape[0]
    early = Part("updated-too-early", "the delta is computed with the weights after their update")
    no_weight = Part("weight-missing", "the weight between the layers is left out")
    no_slope = Part("derivative-missing", "the error is sent back without the derivative of the layer above")
    yield (), [d @ W.T for d, W in zip(upper.values, before)]
    yield (early,), [d @ W.T for d, W in zip(upper.values, after)]
    flat = [np.repeat(d.sum(1, keepdims=True), width, axis=1) for d in upper.values]
    yield (no_weight,), flat
    yield (no_slope,), [s @ W.T for s, W in zip(upper.signal, before)]
    yield (no_weight, no_slope), [np.repeat(s.sum(1, keepdims=True), width, axis=1) for s in upper.signal]
    yield (no_slope, early), [s @ W.T for s, W in zip(upper.signal, after)]
    if width > 1:
        part = Part("wrong-factor", "each hidden unit gets the weight of another hidden unit")
        yield (part,), [d @ W[::-1].T for d, W in zip(upper.values, before)]
        part = Part("wrong-factor", "every hidden unit gets the sum of all weights")
        yield (part,), [np.repeat((d @ W.T).sum(1, keepdims=True), width, axis=1) for d, W in zip(upper.values, before)]
    if before[0].shape[0] == before[0].shape[1] > 1:
        part = Part("wrong-factor", "the weights are not transposed on the way back")
        yield (part,), [d @ W for d, W in zip(upper.values, before)]
    own = [u.weights[k][0] for u in updates]
    part = Part("wrong-factor", "the weight of the wrong layer is used on the way back")
    for i in range(min(4, own[0].shape[0])):
        yield (part,), [d.sum(1, keepdims=True) * W[i] for d, W in zip(upper.values, own)]
    part = Part("wrong-factor", "the bias of the hidden unit is used on the way back instead of the weight")
    yield (part,), [d.sum(1, keepdims=True) * u.weights[k][1][0] for d, u in zip(upper.values, updates)]
    if own[0].shape[0] == own[0].shape[1] == width and width > 1:
        part = Part("wrong-factor", "the weights of the wrong layer are used on the way back")
        yield (part,), [np.repeat(d.sum(1, keepdims=True), width, axis=1) @ W for d, W in zip(upper.values, own)]


# Possible gradients of a layer, computed from its delta


def _weight_gradients(net: Net, updates: list[Update], k: int, delta: Delta) -> Iterator[tuple[Part, list[Array]]]:
    below = [u.states[k][1] for u in updates]
    d = delta.values
    shape = updates[0].weights[k][0].shape
    right = [a.T @ x for a, x in zip(below, d)]
    yield RIGHT, right
    yield (
        Part("wrong-factor", "the gradient lacks a factor: the input or activation that the weight is multiplied by"),
        [np.broadcast_to(x.sum(0), shape) for x in d],
    )
    yield (
        Part("wrong-factor", "the gradient uses the weight itself instead of the input or activation"),
        [u.weights[k][0] * x.sum(0) for u, x in zip(updates, d)],
    )
    yield (
        Part("wrong-factor", "the gradient has the weight as an extra factor"),
        [u.weights[k][0] * g for u, g in zip(updates, right)],
    )
    if k:
        yield (
            Part("wrong-factor", "the gradient uses the sum z of the hidden unit instead of its activation"),
            [u.states[k][0].T @ x for u, x in zip(updates, d)],
        )
        if updates[0].X.shape[1] == shape[0]:
            yield (
                Part("wrong-factor", "the gradient uses the network's inputs instead of the hidden activations"),
                [u.X.T @ x for u, x in zip(updates, d)],
            )
        own = updates[0].states[k + 1][1].shape[1]
        if own == shape[1]:
            yield (
                Part("wrong-factor", "the gradient uses the unit's own output instead of the activation below it"),
                [np.broadcast_to((u.states[k + 1][1] * x).sum(0), shape) for u, x in zip(updates, d)],
            )
    else:
        own_a = [u.states[1][1] for u in updates]
        yield (
            Part("wrong-factor", "the gradient uses the unit's own output instead of the input"),
            [np.broadcast_to((a * x).sum(0), shape) for a, x in zip(own_a, d)],
        )
        if shape[0] == shape[1] > 1:
            yield (
                Part("wrong-factor", "the gradient uses the hidden activations instead of the inputs"),
                [a.T @ x for a, x in zip(own_a, d)],
            )
    if shape[0] > 1:
        yield Part("wrong-factor", "the inputs are in the wrong order"), [g[::-1] for g in right]
    if shape[0] == shape[1] > 1:
        yield Part("wrong-factor", "the gradient's matrix is transposed"), [g.T for g in right]
    if any(len(x) > 1 for x in d):
        yield (
            Part("wrong-factor", "inputs and deltas are summed over the rows before they are multiplied"),
            [np.outer(a.sum(0), x.sum(0)) for a, x in zip(below, d)],
        )
        yield (
            Part("not-accumulated", "only the last row of the batch is used"),
            [a[-1:].T @ x[-1:] for a, x in zip(below, d)],
        )


def _bias_gradients(net: Net, updates: list[Update], k: int, delta: Delta) -> Iterator[tuple[Part, list[Array]]]:
    d = delta.values
    right = [x.sum(0) for x in d]
    yield RIGHT, right
    layer = net.layers[k]
    biases = [u.weights[k][1][0] for u in updates]
    slopes = [derivative(layer.act, b, activate(layer.act, b, layer.slope), layer.slope) for b in biases]
    slope_text = "the derivative is computed at the bias instead of at the unit's sum"
    yield Part("wrong-factor", slope_text), [s.sum(0) * x for s, x in zip(delta.signal, slopes)]
    if layer.act in ("sigmoid", "tanh"):
        raw = [b * (1 - b) if layer.act == "sigmoid" else 1 - b * b for b in biases]
        yield Part("wrong-factor", slope_text), [s.sum(0) * x for s, x in zip(delta.signal, raw)]
        yield Part("wrong-factor", slope_text), [g * x for g, x in zip(right, raw)]
    yield (
        Part("wrong-factor", "the bias itself is a factor of its gradient, but the input of a bias is 1"),
        [b * g for b, g in zip(biases, right)],
    )
    if len(right[0]) > 1:
        yield (
            Part("wrong-factor", "the deltas of all units are summed: every bias gets the same step"),
            [np.full_like(g, g.sum()) for g in right],
        )
        if all(x.shape[0] == x.shape[1] for x in d):
            yield (
                Part("wrong-factor", "the deltas are summed over the units instead of over the rows"),
                [x.sum(1) for x in d],
            )
    below = [u.states[k][1] for u in updates]
    yield (
        Part("wrong-factor", "the gradient of the bias is the sum of the weights' gradients"),
        [(a.T @ x).sum(0) for a, x in zip(below, d)],
    )
    if any(len(x) > 1 for x in d):
        yield Part("not-accumulated", "only the last row of the batch is used"), [x[-1] for x in d]


# Matching


def _tolerance(way: Way) -> float:
    return ALMOST if way.adaptive and way.adaptive.beta2 else EXACT


def _match(target: Array, trial: Array, tolerance: float, error: Array, limit: float = 0.0) -> float | None:
    """Return the factor for which target = factor · trial, up to tolerance and rounding error.

    Return None if no factor fits. With a limit, factor · trial is cut off at ±limit.
    """
    if limit:
        free = np.abs(target) < limit * (1 - 1e-9)
        factor = _match(target[free], trial[free], tolerance, error[free]) if free.sum() >= 3 else None
        cut = None if factor is None else np.clip(factor * trial, -limit, limit)
        return factor if cut is not None and size(target - cut) <= tolerance * size(target) + size(error) else None
    (factor,) = _factors(target[:, None], trial[:, None], tolerance, error[:, None]).tolist()
    return factor or None


def _factors(targets: Array, trials: Array, tolerance: float, errors: Array) -> Array:
    """Return for each column the factor for which target = factor · trial, or 0 if no factor fits."""
    with np.errstate(all="ignore"):
        factors = (targets * trials).sum(0) / (trials * trials).sum(0)
        left, length, error = (np.sqrt((x * x).sum(0)) for x in (targets - factors * trials, targets, errors))
        return np.where(left <= tolerance * length + error, factors, 0.0)  # a factor that is not finite does not fit


def _places(net: Net, group: Group) -> list[Array]:
    """For each role of the group, return its places in the layer, an array of shape (places, dimensions)."""
    layer = net.layers[group.layer]
    roles = layer.weights if group.kind == "weights" else layer.biases
    return [np.argwhere(roles == role) for role in group.roles]


def _in_roles(where: list[Array], gradients: list[Array], adaptive: Adaptive | None) -> Array:
    """Return the gradients at the places `where`, an array of shape (updates, roles).

    For adaptive steps, return the directions of the steps instead.
    """
    if all(len(w) == 1 for w in where):
        index = tuple(np.concatenate(where).T)
        found = np.array([g[index] for g in gradients])
    else:
        found = np.array([[sum(g[tuple(p)] for p in w) for w in where] for g in gradients])
    return adaptive.directions(found) if adaptive else found


Option = tuple[float, Delta, Part, list[Array]]


def _options(
    net: Net,
    updates: list[Update],
    k: int,
    deltas: list[Delta],
    makers: Callable[..., Iterator[tuple[Part, list[Array]]]],
) -> Iterator[Option]:
    """Yield (number of deviations, delta, deviation, gradients), those with few deviations first.

    Gradients with a deviation are computed only when they are needed.
    """

    def options(delta: Delta) -> Iterator[Option]:
        for part, gradients in makers(net, updates, k, delta):
            yield delta.rank + bool(part.cause), delta, part, gradients

    return merge(*map(options, deltas), key=lambda option: option[0])


def _explain(
    net: Net,
    updates: list[Update],
    steps: list[Array],
    k: int,
    deltas: list[Delta],
    groups: list[Group],
    way: Way,
    rate: float,
    errors: Array,
) -> list[Delta]:
    """Explain the groups of layer k. Return the deltas from which the deltas of the layer below are computed."""
    used: list[Delta] = []
    adaptive = way.adaptive
    reference = deltas[0]
    for group in groups:
        claimed = np.array([s[group.roles] for s in steps])
        makers = _weight_gradients if group.kind == "weights" else _bias_gradients
        _, first = next(makers(net, updates, k, reference))
        where = _places(net, group)
        right = _in_roles(where, first, adaptive)
        error = errors[:, group.roles]
        judged = [j for j in range(len(group.roles)) if _judged(claimed[:, j], rate * right[:, j], error[:, j])]
        if not judged:
            group.status = "no gradient"
            continue
        if all(role in net.frozen for role in group.roles):
            group.status = "not updated"
            continue
        if not np.any(claimed):
            group.status = "not updated"
            continue
        group.difference = _difference(claimed, right)
        best = None
        for own, delta, part, gradients in _options(net, updates, k, deltas, makers):
            simple = own < 1 and not delta.parts
            trial = _in_roles(where, gradients, adaptive)
            factor = _match(claimed.ravel(), trial.ravel(), _tolerance(way), error.ravel(), way.limit)
            if factor is None and simple and claimed.size >= 3:
                factor = _match(claimed.ravel(), trial.ravel(), ROUGH, error.ravel())
            if factor is not None and (simple or claimed.size >= 3):
                best = factor, delta, part
                group.rest = _rest(claimed, trial, factor, way.limit)
                break
        if best is not None:
            group.factor, group.delta, part = best
            group.parts = (*group.delta.parts, *([part] if part.cause else []))
            group.status = "fault" if group.parts else "right"
            if group.delta not in used:
                used.append(group.delta)
            continue
        options = _options(net, updates, k, deltas, makers)
        _role_by_role(net, where, group, claimed, error, judged, options, way)
        for _, _, _, parts in group.single:
            matching = [d for d in deltas if d.parts == parts]
            used += [d for d in matching[:1] if d not in used]
    for delta in deltas[:1]:
        if delta not in used:
            used.append(delta)
    return used


def _judged(claimed: Array, right: Array, error: Array) -> bool:
    """Return True if the program's steps (`claimed`) or the right steps are far larger than the rounding error."""
    return size(error) < NOISE * max(size(claimed), size(right))


def _role_by_role(
    net: Net,
    where: list[Array],
    group: Group,
    claimed: Array,
    error: Array,
    judged: list[int],
    options: Iterator[Option],
    way: Way,
) -> None:
    """Explain each parameter of a group by itself. If all are explained, the group's status is "fault"."""
    tolerance = _tolerance(way)
    left = {j for j in judged if np.any(claimed[:, j])}
    still = [j for j in judged if j not in left]
    # A constant step fits every constant gradient, so it proves nothing.
    constant = {j for j in left if size(claimed[:, j] - claimed[:, j].mean()) < 100 * tolerance * size(claimed[:, j])}
    found: dict[int, tuple[float, tuple[Part, ...], Delta]] = {}
    for _, delta, part, gradients in options:
        if not left - constant:
            break
        trial = _in_roles(where, gradients, way.adaptive)
        factors = _factors(claimed, trial, tolerance, error)
        for j in sorted(left - constant):
            fits = _match(claimed[:, j], trial[:, j], tolerance, error[:, j], way.limit) if way.limit else factors[j]
            if fits:
                factor = float(fits)
                found[j] = factor, (*delta.parts, *([part] if part.cause else [])), delta
                group.rest = max(group.rest, _rest(claimed[:, j], trial[:, j], factor, way.limit))
                left.discard(j)
    group.single = [(group.roles[j], "fault" if p else "right", f, p) for j, (f, p, _) in sorted(found.items())]
    group.single += [(group.roles[j], "not updated", 0.0, ()) for j in still]
    if not left and found:
        group.status = "fault"
        group.factor = float(np.median([f for _, s, f, _ in group.single if s != "not updated"]))


def _difference(claimed: Array, right: Array) -> float:
    """Return the largest difference between the steps and the scaled gradient, divided by the largest step."""
    size = float((right * right).sum())
    return _rest(claimed, right, float((claimed * right).sum()) / size if size else 0.0)


def _rest(claimed: Array, trial: Array, factor: float, limit: float = 0.0) -> float:
    """Return the largest difference between the steps and factor · trial, divided by the largest step.

    With a limit, factor · trial is cut off at ±limit.
    """
    steps = np.clip(factor * trial, -limit, limit) if limit else factor * trial
    return float(np.abs(claimed - steps).max() / (np.abs(claimed).max() or 1.0))
