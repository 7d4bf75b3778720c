"""Trains the network from other starts, with other rates, and from starts with larger or smaller numbers."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from shared.doctor.model import Array, Net, Rule, train

RATES = (0.01, 0.03, 0.1, 0.3, 3.0, 10.0, 30.0, 100.0, 1000.0)  # factors for the program's learning rate
WIDTHS = (0.03, 0.1, 0.3, 3.0, 10.0, 100.0, 1000.0)  # factors for the parameters of a start


@dataclass
class Outcomes:
    """The results of all experiments."""

    steps: int
    shares: dict[str, tuple[int, int]]  # for each experiment: (networks that learned, all networks)
    same: dict[str, bool]  # for each experiment from the program's own start: True if its network learned
    losses: dict[str, float]  # for each experiment from the program's own start: the final loss
    complete: bool  # False if the time ran out before the last step

    def share(self, name: str) -> float:
        """Return the share of networks that learned in the experiment `name`, or 0 if it has no networks."""
        learned, copies = self.shares.get(name, (0, 0))
        return learned / copies if copies else 0.0


def draws(net: Net, starts: list[list[float]], count: int) -> tuple[Array, str]:
    """Return an array with at most `count` other starts, one in each row, and a text that names their source."""
    given = np.array(starts, float).reshape(len(starts), net.size)
    if len(given) >= 2 and np.ptp(given, axis=0).max() > 0:
        return given[:count], "the program with other seeds"
    rng = np.random.default_rng(1)
    drawn = np.tile(net.start, (count, 1))
    for layer in net.layers:
        for roles in (layer.weights, layer.biases):
            listed = np.unique(roles[roles >= 0])
            if len(listed) and np.any(net.start[listed]):
                width = float(np.sqrt(np.mean(net.start[listed] ** 2)))
                drawn[:, listed] = rng.normal(0, width, (count, len(listed)))
    return drawn, "normal random numbers with the program's spread"


def run(
    net: Net, rule: Rule, starts: Array, steps: int, seconds: float, rates: bool = True, widths: bool = True
) -> Outcomes:
    """Train networks from the program's start and from other starts.

    Also train from at most 8 other starts with all biases 0. If `rates` is true, also multiply the learning rate by
    each of `RATES`. If `widths` is true, also multiply the starts by each of `WIDTHS`.
    """
    names: list[str] = []
    P: list[Array] = []
    factors: list[float] = []

    def add(name: str, copies: Array, factor: float = 1.0) -> None:
        names.extend([name] * len(copies))
        P.extend(copies)
        factors.extend([factor] * len(copies))

    own = net.start[None]
    add("same", own)
    add("others", starts)
    few = starts[:8]
    if rates:
        for factor in RATES:
            add(f"same rate {factor:g}", own, factor)
            add(f"rate {factor:g}", few, factor)
    if widths:
        for factor in WIDTHS:
            add(f"same width {factor:g}", own * factor)
            add(f"width {factor:g}", few * factor)
    zero = starts.copy()
    zero[:, [role for layer in net.layers for role in layer.biases if role >= 0]] = 0
    add("biases 0", zero[:8])
    matrix = np.array(P)
    after, done = train(net, rule, matrix, steps, seconds, rates=rule.rates * np.array(factors)[:, None])
    learned = net.learned(after)
    loss = net.loss(after)
    shares: dict[str, tuple[int, int]] = {}
    for name in dict.fromkeys(names):
        chosen = [k for k, other in enumerate(names) if other == name]
        shares[name] = int(sum(learned[chosen])), len(chosen)
    same = {name: bool(learned[names.index(name)]) for name in shares if name.startswith("same")}
    losses = {name: float(loss[names.index(name)]) for name in same}
    return Outcomes(done, shares, same, losses, done == steps)


def separable(X: Array, T: Array) -> bool | None:
    """Return True if a hyperplane separates the rows with the larger targets from the other rows, else False.

    Only the first target of each row counts. Return None if the search ends without an answer. If the gap between the
    two groups is very small compared with the spread of X, the result may be False or None instead of True.

    Each row x gives one point: (x, 1) if its target is one of the larger ones, otherwise −(x, 1). In the convex
    hull of these points, this function looks for the point that is closest to the origin (Gilbert 1966). That point is
    the origin if and only if no hyperplane separates the rows (Gordan's theorem).
    """
    side = np.where(T[:, 0] > (T.max() + T.min()) / 2, 1.0, -1.0)
    if abs(side.sum()) == len(side):
        return True
    X = X - X.mean(axis=0)  # far from 0, all points would look alike
    X = X / np.where(X.std(axis=0) > 0, X.std(axis=0), 1.0)
    points = side[:, None] * np.column_stack([X, np.ones(len(X))])
    size = float((points * points).sum(1).max()) or 1.0
    w = points.mean(0)
    for _ in range(20_000):
        products = points @ w
        k = int(np.argmin(products))
        if products[k] > 1e-9 * size:
            return True
        if w @ w < 1e-5 * size:
            return False
        direction = points[k] - w
        length = float(direction @ direction)
        if length == 0:
            break
        w = w + min(1.0, max(0.0, -float(w @ direction) / length)) * direction
    return None


def contradictions(X: Array, T: Array) -> list[tuple[list[float], list[Any]]]:
    """Return a pair for each row of inputs that occurs with different targets: the inputs, and all their targets."""
    seen: dict[tuple[float, ...], set[tuple[float, ...]]] = {}
    for x, t in zip(X.tolist(), T.tolist()):
        seen.setdefault(tuple(x), set()).add(tuple(t))
    one_output = T.shape[1] == 1
    return [(list(x), [t[0] if one_output else list(t) for t in sorted(ts)]) for x, ts in seen.items() if len(ts) > 1]


def identical_units(net: Net, P: Array) -> tuple[int, int]:
    """Find the hidden layer with the most units that are copies of an earlier unit.

    Return (number of copies, number of units in this layer).
    """
    weights = net.unpack(P)
    found = (0, 0)
    for k in range(len(net.layers) - 1):
        columns = np.vstack([weights[k][0], weights[k][1], weights[k + 1][0].T]).T
        found = max(found, (len(columns) - len(np.unique(columns.round(12), axis=0)), len(columns)))
    return found


def dead_units(net: Net, P: Array) -> tuple[int, int]:
    """Return two counts: dead hidden ReLU units, and all hidden ReLU units. A dead unit is 0 on every row."""
    states = net.forward(P, net.X)
    dead = total = 0
    for layer, (_, a) in zip(net.layers[:-1], states[1:]):
        if layer.act == "relu":
            dead += int(np.sum(np.all(~(a > 0), axis=0)))
            total += a.shape[1]
    return dead, total


def saturated_units(net: Net, P: Array) -> tuple[int, int]:
    """Return two counts: saturated sigmoid and tanh units, and all sigmoid and tanh units.

    The derivative of a saturated unit is below 1 % of its maximum on every row.
    """
    states = net.forward(P, net.X)
    flat = total = 0
    for layer, (_, a) in zip(net.layers, states[1:]):
        if layer.act in ("sigmoid", "tanh"):
            slope = a * (1 - a) * 4 if layer.act == "sigmoid" else 1 - a * a
            flat += int(np.sum(np.all(slope < 0.01, axis=0)))
            total += a.shape[1]
    return flat, total


def rounded(value: Any, digits: int = 4) -> Any:
    """Round a number, or all numbers of a list, for a report.

    NaN and infinity become text, because JSON cannot store them.
    """
    if isinstance(value, list | tuple):
        return [rounded(v, digits) for v in value]
    if isinstance(value, float | np.floating):
        return float(f"{value:.{digits}g}") if np.isfinite(value) else str(value)
    return value
