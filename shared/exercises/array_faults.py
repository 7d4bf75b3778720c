"""Explains wrong results of the array exercises, also if several faults are combined.

It computes the results that each fault or combination of faults would give, and compares them with the student's
results. Each function of the kind `explain` (see `exercise.py`) gets the cases and the results of all calls. These
results already have the right shapes. The function returns a sentence, or None if no fault explains all calls.
"""

import functools
import itertools
import math
import re
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from shared.exercises.exercise import Exercise
from shared.nn.mlp import relu, sigmoid, softmax


def _silently(explain):
    """Return a function that does the same as `explain`, but hides NumPy's warnings (such as a division by 0)."""

    @functools.wraps(explain)
    def silent(cases, results):
        with np.errstate(all="ignore"):
            return explain(cases, results)

    return silent


def _flat(value):
    return np.concatenate([np.ravel(np.array(part, float)) for part in (value if _is_ragged(value) else (value,))])


def _is_ragged(value):
    return isinstance(value, tuple) and len({np.shape(part) for part in value}) > 1


def _alike(got: Any, wanted: Any) -> bool:
    """True if two arrays have the same shape and the same numbers, up to a relative difference of 1e-6."""
    got, wanted = np.asarray(got, float), np.asarray(wanted, float)
    return got.shape == wanted.shape and bool(np.allclose(got, wanted, 1e-6, 1e-12))


def _all_alike(gots, wanteds):
    return all(itertools.starmap(_alike, zip(gots, wanteds, strict=True)))


# Decimals that are cut off or rounded.


def explain_cut_decimals(exercise: Exercise, cases: list[tuple], results: list[Any], code: str) -> str | None:
    """Return a sentence if the results are rounded or cut off, or if the code rounds intermediate numbers.

    Otherwise return None.
    """
    if exercise.validator and "rng" in exercise.arguments:
        return None
    pairs = [(_flat(result), _flat(exercise.reference(*args))) for args, result in zip(cases, results)]
    if any(a.shape != b.shape for a, b in pairs):
        return None
    got, right = map(np.concatenate, zip(*pairs))
    if not np.isfinite(got).all() or (right % 1 == 0).all():
        return None
    if np.array_equal(got, np.trunc(right)) and got.any():
        return "The decimals are cut off, by `int` or by an array of whole numbers. Use an array of floats."
    for digits in range(9):
        if np.allclose(got, right.round(digits), 0, 1e-12) and got.any():
            return f"The results are rounded to {digits} decimals. Return them as they are, without `round`."
    rounds = re.search(r"\bround\(|\.round\(|np\.around\(|float16", code)
    if rounds and np.allclose(got, right, 0.1, 0.02 * np.abs(right).max()):
        return "Your results are almost right. You round numbers, for example with float16. Remove this."
    return None


# The backward pass.

ERRORS = (
    ("", lambda A2, Y: A2 - Y),
    ("the absolute error instead of A2 − Y", lambda A2, Y: abs(A2 - Y)),
    ("(A2 − Y)² instead of its derivative, 2(A2 − Y)", lambda A2, Y: (A2 - Y) ** 2),
    ("A2 alone instead of A2 − Y", lambda A2, Y: A2),
    ("A2 + Y instead of A2 − Y", lambda A2, Y: A2 + Y),
    ("only the sign of A2 − Y", lambda A2, Y: np.sign(A2 - Y)),
)


def _slopes(name):
    """Return pairs: feedback, and a factor as a function of the activation A.

    The first factor is the right one, A(1 − A). The others are wrong factors that students use instead.
    """
    right = f"{name}(1 − {name})"
    signs = "A2 − Y and " if name == "A2" else ""
    return (
        ("", lambda A: A * (1 - A)),
        (f"the factor {right} is missing", np.ones_like),
        (f"you apply the sigmoid to {name} again: {name} is an activation already, so use {right}", _of_sigmoid),
        (f"you use 1 − tanh({name})², the derivative of tanh: use {right}", lambda A: 1 - np.tanh(A) ** 2),
        (f"you use 1 − {name}², the derivative of tanh: for the sigmoid use {right}", lambda A: 1 - A**2),
        (f"you use the derivative of ReLU: for the sigmoid use {right}", lambda A: 1.0 * (A > 0)),
        (f"you multiply only by {name}: use {right}", lambda A: A),
        (f"you multiply only by 1 − {name}: use {right}", lambda A: 1 - A),
        (f"the brackets of {right} are missing: {name}·1 − {name} is 0", lambda A: A * 1 - A),
        (
            f"the sign is wrong: use {signs}{right}",
            lambda A: A * (A - 1),
        ),
        (f"you multiply by {name}(1 + {name}): use {right}", lambda A: A * (1 + A)),
        (f"{right} is used twice", lambda A: (A * (1 - A)) ** 2),
        (f"you use 1 − Z², where Z is the sum: for the sigmoid use {right}", lambda A: 1 - _sum_of(A) ** 2),
        (f"you use Z(1 − Z), where Z is the sum: use the activation, {right}", lambda A: _sum_of(A) * (1 - _sum_of(A))),
        (f"you multiply by the sigmoid of {name}: use {right}", lambda A: sigmoid(A)),
    )


def _of_sigmoid(A):
    s = sigmoid(A)
    return s * (1 - s)


def _sum_of(A):
    return np.log(A / (1 - A))


# Each entry is a pair. Its first part is feedback. Its second part is a function of m (the number of rows), which
# returns (wrong factor) / (right factor). The right factor is 2/m.
SCALES = (
    ("", lambda m: 1.0),
    ("the sign is flipped: use A2 − Y", lambda m: -1.0),
    ("the factor 2 from the square is missing", lambda m: 0.5),
    ("the 2 is missing and the sign is flipped, as in some books: use 2(A2 − Y)", lambda m: -0.5),
    ("there is an extra factor 2", lambda m: 2.0),
    ("there is an extra factor 4", lambda m: 4.0),
    ("the numbers are only ¼ of the right numbers", lambda m: 0.25),
    ("the division by `len(X)` is missing", lambda m: m),
    ("the division by `len(X)` is missing, and the sign is flipped", lambda m: -m),
    ("the 2 and the division by `len(X)` are missing", lambda m: m / 2),
    ("the 2 and the division by `len(X)` are missing, and the sign is flipped", lambda m: -m / 2),
    ("you divide by `len(X)` twice", lambda m: 1 / m),
    ("the 2 is missing, and you divide by `len(X)` twice", lambda m: 0.5 / m),
    ("you always divide by 4: divide by `len(X)`", lambda m: m / 4),
    ("the 2 is missing, and you always divide by 4: divide by `len(X)`", lambda m: m / 8),
    ("you divide by `len(X) - 1`: divide by `len(X)`", lambda m: m / (m - 1) if m > 1 else math.inf),
    ("you multiply by `len(X)` instead of dividing by it", lambda m: m * m),
    ("you divide by the square root of `len(X)`: divide by `len(X)`", lambda m: math.sqrt(m)),
)


def _is_multiple(got: np.ndarray, wanted: np.ndarray) -> bool:
    """True if `got` is `wanted` multiplied by a number, or if all numbers of `wanted` are 0."""
    a, b = got.ravel(), wanted.ravel()
    return bool(np.abs(a * (b @ b) - b * (a @ b)).max() <= 1e-5 * np.abs(a).max() * (b @ b))


def _scale(gots: list, wanteds: list, rows: list[int]) -> str | None:
    """If the results are `wanteds` times a factor of SCALES, return the factor's feedback. Otherwise return None.

    The feedback is "" if the factor is 1.
    """
    first = np.abs(wanteds[0]).argmax()
    ratio = np.ravel(gots[0])[first] / np.ravel(wanteds[0])[first] if np.any(wanteds[0]) else math.nan
    if not math.isfinite(ratio):
        return None
    for words, factor in SCALES:
        if math.isclose(factor(rows[0]), ratio, rel_tol=1e-5) and all(
            _alike(g, factor(m) * w) for g, w, m in zip(gots, wanteds, rows) if math.isfinite(factor(m))
        ):
            return words
    return None


@_silently
def explain_backward(cases: list[tuple], results: list[Any]) -> str | None:
    rows = [len(args[0]) for args in cases]
    parts = [[np.array(result[k]) for result in results] for k in range(4)]
    found = _output_layer(cases, parts, rows)
    if found is None:
        return _single_parts(cases, parts, rows)
    words, deltas = found
    hidden = _hidden_layer(cases, parts, rows, deltas)
    if hidden is None:
        unknown = f"In D2, {words}. D1 is wrong too. Write D1 = D2 @ W2.T * A1 * (1 - A1)."
        return unknown if words else _single_parts(cases, parts, rows) or _wrong_layer(cases, parts)
    sentences = [f"In D2, {words}."] if words else ["dW2 and db2 are right."] if hidden != "" else []
    sentences += [f"In D1, {hidden}."] if hidden else []
    return " ".join(sentences) or None


def _output_layer(cases, parts, rows):
    """Return two things: the feedback on the answer's output deltas, and these output deltas.

    The feedback is "" if the deltas are right. Return None if no output deltas explain both dW2 and db2.
    """
    for (error, e), (slope, s) in itertools.product(ERRORS, _slopes("A2")):
        if error and slope:
            continue
        _, Y, A1, A2, _ = cases[0]
        if not _is_multiple(parts[2][0], A1.T @ (e(A2, Y) * s(A2))):
            continue
        bases = [2 / len(X) * e(A2, Y) * s(A2) for X, Y, A1, A2, W2 in cases]
        found = _scaled_deltas(bases, cases, parts, rows)
        if found is not None:
            scale, deltas = found
            return "; ".join(filter(None, (error and f"you use {error}", slope, scale))), deltas
    for words, delta in PRECEDENCE:
        bases = [delta(Y, A2, len(X)) for X, Y, A1, A2, W2 in cases]
        found = _scaled_deltas(bases, cases, parts, rows)
        if found is not None and not found[0]:
            return words, found[1]
    return None


NO_BRACKETS = "the brackets around A2 − Y are missing, so only Y is multiplied"
PRECEDENCE = (
    (NO_BRACKETS, lambda Y, A2, m: 2 * (A2 - Y * A2 * (1 - A2)) / m),
    (NO_BRACKETS, lambda Y, A2, m: (2 * A2 - Y * A2 * (1 - A2)) / m),
    (NO_BRACKETS, lambda Y, A2, m: 2 * A2 - Y * A2 * (1 - A2) / m),
    ("the brackets around 1 − A2 are missing", lambda Y, A2, m: 2 * (A2 - Y) * A2 * 1 - A2 / m),
    ("you use Y(1 − Y), where Y is the target: use A2(1 − A2)", lambda Y, A2, m: 2 * (A2 - Y) * Y * (1 - Y) / m),
    ("you divide by A2(1 − A2): multiply by A2(1 − A2)", lambda Y, A2, m: (A2 - Y) / (A2 * (1 - A2)) / m),
)


def _scaled_deltas(bases, cases, parts, rows):
    weights = [A1.T @ d for (_, _, A1, _, _), d in zip(cases, bases)]
    scale = _scale(parts[2], weights, rows)
    sums = [d.sum(axis=0, keepdims=True) for d in bases]
    if scale is None or _scale(parts[3], sums, rows) != scale:
        return None
    factor = dict(SCALES)[scale]
    return scale, [factor(m) * d for d, m in zip(bases, rows)]


def _without_advice(scale):
    """Remove the advice ": use …" from a feedback of SCALES. This advice is right only for D2."""
    return scale.split(": use ")[0]


def _hidden_layer(cases, parts, rows, deltas):
    """Return the feedback on the hidden deltas: "" if they are right, None if the fault is unknown.

    `deltas` are the output deltas that the answer uses.
    """
    right = [2 / len(X) * (A2 - Y) * A2 * (1 - A2) for X, Y, A1, A2, W2 in cases]
    plain = [2 / len(X) * (A2 - Y) for X, Y, A1, A2, W2 in cases]
    back = (
        ("", deltas),
        ("you use another output delta than in dW2: compute D1 from D2", right),
        ("you use the error A2 − Y, without A2(1 − A2): compute D1 from D2", plain),
    )
    through = (
        ("", lambda d, W2: d @ W2.T),
        ("the weights are missing: use D2 @ W2.T", lambda d, W2: d * np.ones(len(W2))),
        ("you use |W2|: keep the signs of W2", lambda d, W2: d @ abs(W2.T)),
        ("you add W2 instead of multiplying: use D2 @ W2.T", lambda d, W2: d + W2.T),
        ("D2 is missing: use D2 @ W2.T", lambda d, W2: np.ones_like(d) @ W2.T),
    )
    for (sent, ds), (path, send), (slope, s) in itertools.product(back, through, _slopes("A1")):
        if sum(map(bool, (sent, path, slope))) > 2:
            continue
        X, _, A1, _, W2 = cases[0]
        if not _is_multiple(parts[0][0], X.T @ (send(ds[0], W2) * s(A1))):
            continue
        d1 = [send(d, W2) * s(A1) for d, (_, _, A1, _, W2) in zip(ds, cases)]
        scale = _scale(parts[1], [d.sum(axis=0, keepdims=True) for d in d1], rows)
        if scale is None:
            continue
        weights = [X.T @ d for (X, *_), d in zip(cases, d1)]
        if _scale(parts[0], weights, rows) == scale:
            return "; ".join(filter(None, (sent, path, slope, _without_advice(scale))))
    return None


def _single_parts(cases, parts, rows):
    """Return the feedback on dW1, db1, dW2 and db2 of an answer whose deltas are right.

    Return None if all four are wrong, or if the fault in a wrong gradient is unknown.
    """
    names = ("dW1", "db1", "dW2", "db2")
    (d1, d2), right = _right_parts(cases)
    wrong = [k for k in range(4) if not _all_alike(parts[k], right[k])]
    said = {k: _about_part(k, parts, right, (d1, d2), cases, rows) for k in wrong}
    if len(wrong) == 4 or not all(said.values()):
        return None
    good = [names[k] for k in range(4) if k not in wrong]
    start = f"{', '.join(good[:-1])} and {good[-1]} are right. " if len(good) > 1 else f"{good[0]} is right. "
    by_words: dict[str, list[str]] = {}
    for k in wrong:
        by_words.setdefault(said[k], []).append(names[k])
    return start + " ".join(f"In {' and '.join(which)}, {words}." for words, which in by_words.items())


def _wrong_layer(cases, parts):
    """Return the feedback if dW2, db2 and one of dW1 and db1 are right, and the fault in the other is unknown."""
    _, right = _right_parts(cases)
    if _all_alike(parts[1], right[1]):
        return "Only dW1 is wrong. db1 is right, so D1 is right, too. Write dW1 = X.T @ D1."
    if _all_alike(parts[0], right[0]):
        return "Only db1 is wrong. dW1 is right, so D1 is right, too. Add up D1 over the rows."
    return None


def _right_parts(cases):
    """Return the right deltas `(D1, D2)` and the right gradients `(dW1, db1, dW2, db2)`.

    Each delta and each gradient is a list with one array for each case.
    """
    d2 = [2 / len(X) * (A2 - Y) * A2 * (1 - A2) for X, Y, A1, A2, W2 in cases]
    d1 = [d @ W2.T * A1 * (1 - A1) for d, (_, _, A1, _, W2) in zip(d2, cases)]
    return (d1, d2), (
        [X.T @ d for (X, *_), d in zip(cases, d1)],
        [d.sum(axis=0, keepdims=True) for d in d1],
        [A1.T @ d for (_, _, A1, _, _), d in zip(cases, d2)],
        [d.sum(axis=0, keepdims=True) for d in d2],
    )


def _about_part(k, parts, right, deltas, cases, rows):
    got = parts[k]
    if scale := _scale(got, right[k], rows):
        return _without_advice(scale)
    if not any(np.any(g) for g in got):
        bias = "the gradient of a bias is the sum of the deltas over the rows"
        return f"all numbers are 0: {('use X.T @ D1', bias, 'use A1.T @ D2', bias)[k]}"
    layer = k // 2
    if k % 2:
        sums = [w.sum(axis=0, keepdims=True) for w in right[k - 1]]
        means = [w.mean(axis=0, keepdims=True) for w in right[k - 1]]
        if _all_alike(got, sums) or _all_alike(got, means):
            return "you add up dW: add up the deltas, D.sum(axis=0, keepdims=True)"
        if _all_alike(got, [abs(r) for r in right[k]]):
            return "the sign is lost: remove `abs`"
    weights = [W2 for *_, W2 in cases]
    if k == 2 and _all_alike(got, [w * d.sum() for w, d in zip(weights, deltas[1])]):
        return "you multiply the delta by the weight W2: multiply the delta by the input of the layer, A1"
    if k == 0:
        for words, slope in _slopes("A1")[1:]:
            d = [d2 @ W2.T * slope(A1) for d2, (_, _, A1, _, W2) in zip(deltas[1], cases)]
            if _all_alike(got, [X.T @ x for (X, *_), x in zip(cases, d)]):
                return words
    for words, entered in (
        ("you use the sigmoid of the inputs", sigmoid),
        ("you use the squares of the inputs", np.square),
        ("you use the sign of the inputs", np.sign),
    ):
        sources = [args[2 if layer else 0] for args in cases]
        if k % 2 == 0 and _all_alike(got, [entered(a).T @ d for a, d in zip(sources, deltas[layer])]):
            return f"{words}: use the inputs themselves"
    return None


# The forward pass.

ACTIVATIONS = (
    ("", sigmoid),
    ("no activation", lambda Z: Z),
    ("ReLU", relu),
    ("tanh", np.tanh),
    ("the sigmoid twice", lambda Z: sigmoid(sigmoid(Z))),
    ("the derivative of the sigmoid", _of_sigmoid),
    ("the exponential function", np.exp),
    ("softmax", softmax),
    ("a threshold", lambda Z: 1.0 * (Z > 0)),
    ("1 − sigmoid (the wrong sign in the exponent)", lambda Z: 1 - sigmoid(Z)),
)
FED = (
    ("", lambda X, Z1, A1: A1),
    ("Z1, the sums, instead of A1", lambda X, Z1, A1: Z1),
    ("X instead of A1", lambda X, Z1, A1: X),
    ("the sigmoid of A1", lambda X, Z1, A1: sigmoid(A1)),
)
INPUTS = (
    ("", lambda X: X),
    ("you apply the sigmoid to X: use X as it is", sigmoid),
    ("you standardize X: use X as it is", lambda X: (X - X.mean(axis=0)) / X.std(axis=0)),
    ("you scale X: use X as it is", lambda X: X / np.abs(X).max()),
)
BIASES = (
    ("", lambda b: b),
    ("the bias is missing", lambda b: 0 * b),
    ("you subtract the bias", lambda b: -b),
    ("you apply the sigmoid to the bias: add the bias as it is", sigmoid),
    ("you add up the biases: each neuron has its own bias", np.sum),
)


@_silently
def explain_forward(cases: list[tuple], results: list[Any]) -> str | None:
    first, second = ([np.array(result[k]) for result in results] for k in range(2))
    for (inputs, x), (bias, b), (kind, f) in itertools.product(INPUTS, BIASES, ACTIVATIONS):
        if not _alike(first[0], f(x(cases[0][0]) @ cases[0][1] + b(cases[0][2]))):
            continue
        sums = [x(X) @ W1 + b(b1) for X, W1, b1, W2, b2 in cases]
        if not _all_alike(first, map(f, sums)):
            continue
        words = "; ".join(filter(None, [inputs, bias, kind and f"you use {kind} instead of the sigmoid"]))
        output = _output_activations(cases, second, sums, first)
        return _forward_sentence(words, output)
    return None


def _output_activations(cases, second, sums, first):
    for (fed, feed), (bias, b), (kind, f) in itertools.product(FED, BIASES, ACTIVATIONS):
        outputs = []
        for (X, _W1, _b1, W2, b2), Z1, A1, got in zip(cases, sums, first, second):
            entered = feed(X, Z1, A1)
            if entered.shape[1] != len(W2) or not _alike(got, f(entered @ W2 + b(b2))):
                break
            outputs.append(got)
        if len(outputs) == len(cases):
            fed = fed and f"you use {fed}: write A1 @ W2 + b2"
            return "; ".join(filter(None, [fed, bias, kind and f"you use {kind} instead of the sigmoid"]))
    return None


def _forward_sentence(hidden, output):
    if hidden and output == "":
        return f"In the hidden layer, {hidden}. Your output layer is right: A2 is wrong only because A1 is wrong."
    if hidden and output:
        return f"In the hidden layer, {hidden}. In the output layer, {output}."
    if hidden:
        return f"In the hidden layer, {hidden}."
    return f"A1 is right. In the output layer, {output}." if output else None


# Softmax.


@_silently
def explain_softmax(cases: list[tuple], results: list[Any]) -> str | None:
    pairs = [(np.array(args[0]), np.array(result)) for args, result in zip(cases, results)]
    usual = [(Z, P) for Z, P in pairs if np.abs(Z).max() < 100]
    large = [(Z, P) for Z, P in pairs if np.abs(Z).max() >= 100]
    if all(_alike(P, np.trunc(softmax(Z))) for Z, P in usual):
        return "Every probability below 1 became 0, because your array holds whole numbers. Use an array of floats."
    if all(np.allclose(P, softmax(Z), 1e-5, 1e-8) for Z, P in usual) and large:
        return (
            "Your results are wrong for large numbers, because e¹⁰⁰⁰ is infinite. Do not repair the result afterwards: "
            "first subtract the largest number of each row."
        )
    totals = [np.exp(Z).sum(axis=1, keepdims=True) for Z, _ in usual]
    for words, wrong in (
        (
            "You divide z before the exponential. First compute eᶻ, then divide: close the bracket earlier.",
            lambda Z, t: np.exp(Z / t),
        ),
        ("The sign of the exponent is wrong. Compute eᶻ, not e⁻ᶻ.", lambda Z, t: softmax(-Z)),
        ("You apply softmax twice. Apply it once.", lambda Z, t: softmax(softmax(Z))),
        (
            "You divide eᶻ by the sum of the numbers z. Divide eᶻ by the sum of all eᶻ.",
            lambda Z, t: np.exp(Z) / Z.sum(axis=1, keepdims=True),
        ),
        ("You divide z by the sum of the exponentials. Divide eᶻ by this sum.", lambda Z, t: Z / t),
        ("You divide by the root of the sum. Divide by the sum.", lambda Z, t: np.exp(Z) / np.sqrt(t)),
        ("You divide by 1 + the sum. Divide by the sum.", lambda Z, t: np.exp(Z) / (1 + t)),
    ):
        if all(_alike(P, wrong(Z, t)) for (Z, P), t in zip(usual, totals)):
            return words
    if all((P > 0).all() and np.allclose(P.sum(axis=1), 1) for _, P in usual) and all(
        _is_scaled(Z, P) for Z, P in usual
    ):
        return (
            "The rows sum to 1, but the ratios are wrong. Use the base e. Do not scale or standardize z: only "
            "subtract the largest number of each row."
        )
    return None


def _is_scaled(Z, P):
    """True if ln P = a·Z + b in each row, with a > 0. Then the answer scales Z before softmax, or uses another base."""
    for z, p in zip(Z - Z.mean(axis=1, keepdims=True), np.log(P)):
        p = p - p.mean()
        scale = (z @ p) / (z @ z)
        if not np.allclose(p, scale * z, 1e-4, 1e-6) or scale <= 0:
            return False
    return True


# Cross-entropy for many classes.

EPSILONS = tuple(10.0**-k for k in range(5, 17))


def is_explained_by_epsilon(P: np.ndarray, Y: np.ndarray, loss: float) -> bool:
    """True if the loss is right, apart from a small number (at most 1e-5) that avoids log(0)."""
    right = (P * Y).sum(axis=1)
    forms: Iterable[Callable] = (
        lambda p, e: p + e,
        lambda p, e: np.clip(p, e, 1 - e),
        lambda p, e: np.clip(p, e, 1.0),
        lambda p, e: (p + e) / (1 + e * P.shape[1]),
    )
    return any(math.isclose(loss, -np.log(f(right, e)).mean(), rel_tol=1e-7) for f in forms for e in EPSILONS)


@_silently
def explain_cross_entropy(cases: list[tuple], results: list[Any]) -> str | None:
    pairs = [(*args, result) for args, result in zip(cases, results)]
    usual = [(P, Y, loss) for P, Y, loss in pairs if ((P * Y).sum(axis=1) > 0).all()]
    zeros = [(P, Y, loss) for P, Y, loss in pairs if not ((P * Y).sum(axis=1) > 0).all()]
    for words, wrong in LOSSES:
        if all(math.isclose(loss, wrong(P, Y), rel_tol=1e-6) for P, Y, loss in usual):
            return words
    if all(math.isclose(loss, -np.log((P * Y).sum(axis=1)).mean(), rel_tol=1e-6) for P, Y, loss in usual):
        return _at_zero(zeros)
    for words, change in (
        ("You add about {e:.1g} to P, which changes the loss", lambda p, e: p + e),
        ("You clip P at about {e:.1g}, which changes the loss", lambda p, e: np.clip(p, e, 1 - e)),
    ):
        for e in (0.1, 0.05, 0.01, 0.005, 0.001, 5e-4, 1e-4, 5e-5):
            if all(
                math.isclose(loss, -np.log(change((P * Y).sum(axis=1), e)).mean(), rel_tol=1e-6) for P, Y, loss in pairs
            ):
                return f"{words.format(e=e)}. Use a much smaller number, such as 1e-15."
    return None


def _at_zero(zeros):
    """Return the feedback on an answer that is wrong only for cases where a right class has the probability 0.

    Return None if the fault is unknown.
    """
    left_out = all(
        math.isclose(loss, -np.log(p[p > 0]).sum() / n, rel_tol=1e-5, abs_tol=1e-9)
        for p, loss in (((P * Y).sum(axis=1), loss) for P, Y, loss in zeros)
        for n in [len(p)]
    ) or all(
        math.isclose(loss, -np.log(p[p > 0]).mean(), rel_tol=1e-5, abs_tol=1e-9)
        for p, loss in (((P * Y).sum(axis=1), loss) for P, Y, loss in zeros)
    )
    if left_out:
        return (
            "If the right class of a row has P = 0, you leave out this row or replace log(0) by 0. But this row must "
            "have the largest loss: use `np.maximum(P, 1e-15)`."
        )
    if all(loss > 1e100 for *_, loss in zeros):
        return "log(0) became a huge number, so one row decides the whole loss. Use `np.maximum(P, 1e-15)`."
    costs = [(loss * len(P) + np.log((P * Y).sum(axis=1)[(P * Y).sum(axis=1) > 0]).sum()) for P, Y, loss in zeros]
    if all(-1e-6 < cost < 13.8 for cost in costs):
        return (
            f"If the right class of a row has P = 0, the loss of this row is only {max(costs):.2g}. But this row must "
            "have the largest loss: use `np.maximum(P, 1e-15)`."
        )
    return None


def _log(P):
    return np.log(np.maximum(P, 1e-15))


def _two_classes(P, Y):
    return -(Y * _log(P) + (1 - Y) * _log(1 - P))


_TWO = "This is the formula for two classes, with a term for 1 − Y. Remove this term: only the right class counts."
LOSSES = (
    (_TWO, lambda P, Y: _two_classes(P, Y).sum() / len(P)),
    (_TWO, lambda P, Y: _two_classes(P, Y).mean()),
    (_TWO, lambda P, Y: _two_classes(P, Y).sum()),
    (
        "This is the logarithm to base 10. Use the natural logarithm, `np.log`.",
        lambda P, Y: -(Y * _log(P)).sum() / len(P) / math.log(10),
    ),
    (
        "This is the logarithm to base 2. Use the natural logarithm, `np.log`.",
        lambda P, Y: -(Y * _log(P)).sum() / len(P) / math.log(2),
    ),
    (
        "You use base 10, and you do not take the mean. Use `np.log`, and divide the sum by `len(P)`.",
        lambda P, Y: -(Y * _log(P)).sum() / math.log(10),
    ),
    (
        "This is half of the loss. Remove the ½: divide the sum by `len(P)` only.",
        lambda P, Y: -(Y * _log(P)).sum() / len(P) / 2,
    ),
    ("This is the squared error. Use −ln of the probability of the right class.", lambda P, Y: ((P - Y) ** 2).mean()),
    (
        "This is the absolute error. Use −ln of the probability of the right class.",
        lambda P, Y: abs(P - Y).sum() / len(P),
    ),
    (
        "You apply softmax to P again. P already holds probabilities: use P itself.",
        lambda P, Y: -(Y * _log(softmax(P))).sum() / len(P),
    ),
    (
        "This is the exponential of the loss, the perplexity. Return the loss itself.",
        lambda P, Y: math.exp(-(Y * _log(P)).sum() / len(P)),
    ),
    ("`log1p` computes ln(1 + P). Use `np.log` of P.", lambda P, Y: -(Y * np.log1p(P)).sum() / len(P)),
    (
        "This is the loss of the most probable class. Use the probability of the right class.",
        lambda P, Y: -_log(P.max(axis=1)).mean(),
    ),
    ("This is the loss of the worst row. Take the mean over the rows.", lambda P, Y: -_log((P * Y).sum(axis=1)).min()),
    ("This is the median. Take the mean over the rows.", lambda P, Y: float(np.median(-_log((P * Y).sum(axis=1))))),
    ("This is the loss of the first row. Take the mean over all rows.", lambda P, Y: -_log((P * Y).sum(axis=1))[0]),
    ("This is the loss of the last row. Take the mean over all rows.", lambda P, Y: -_log((P * Y).sum(axis=1))[-1]),
    ("You divide by `len(P)` twice. Divide once.", lambda P, Y: -(Y * _log(P)).sum() / len(P) ** 2),
)


# Initial weights.


def explain_draws(name: str) -> Callable[[list[tuple], list[Any]], str | None]:
    """Return the function `explain` of an exercise with normal draws. `name` is the variance, such as "2 / n_in"."""
    right = f"√({name})"
    rules = (
        ("√(3 / (n_in + n_out))", lambda i, o: 3 / (i + o)),
        ("√(6 / (n_in + n_out))", lambda i, o: 6 / (i + o)),
        ("√(1 / (n_in + n_out))", lambda i, o: 1 / (i + o)),
        ("√(2 / (n_in + n_out))", lambda i, o: 2 / (i + o)),
        ("√(3 / n_in)", lambda i, o: 3 / i),
        ("√(6 / n_in)", lambda i, o: 6 / i),
        ("√(1 / n_in)", lambda i, o: 1 / i),
        ("√(2 / n_in)", lambda i, o: 2 / i),
        ("√(2 / n_out)", lambda i, o: 2 / o),
        ("√(1 / n_out)", lambda i, o: 1 / o),
        ("√(1 / (n_in · n_out))", lambda i, o: 1 / (i * o)),
        ("√(2 / (n_in · n_out))", lambda i, o: 2 / (i * o)),
        ("2 / √n_in", lambda i, o: 4 / i),
        ("1 / (2·√n_in)", lambda i, o: 0.25 / i),
        ("1 / n_in", lambda i, o: 1 / i**2),
        ("2 / n_in", lambda i, o: 4 / i**2),
        ("0.01", lambda i, o: 1e-4),
        ("0.1", lambda i, o: 1e-2),
        ("0.5", lambda i, o: 0.25),
        ("1", lambda i, o: 1.0),
    )

    def explanation(cases, results):
        draws = [(args[1], args[2], np.array(result)) for args, result in zip(cases, results)]
        if all((W == 0).all() for i, o, W in draws if i > 2):
            return (
                f"For more than two inputs every weight is 0, because `//` or `int` cuts {name} to 0. Divide with `/`."
            )
        large = [(i, o, W) for i, o, W in draws if W.size >= 500]
        if any((W == 0).any() or len(np.unique(W)) < W.size for _, _, W in large):
            return None
        kinds = {_is_uniform(W) for *_, W in large}
        if len(kinds) > 1 or any(abs(W.mean()) > 6 * W.std() / math.sqrt(W.size) for *_, W in large):
            return None
        for words, variance in rules:
            if words == right and kinds == {False}:
                continue  # the standard deviation is right
            if all(abs(W.std() ** 2 / variance(i, o) - 1) < 6 / math.sqrt(W.size) for i, o, W in large):
                return _about_rule(words, kinds == {True}, right)
        return None

    return explanation


def _is_uniform(W):
    return bool(((W - W.mean()) ** 4).mean() / W.std() ** 4 < 2.2)


def _about_rule(words, uniform, right):
    if uniform:
        return f"These draws are uniform, with the standard deviation {words}. Use `rng.normal(0, {right}, …)`."
    if words in ("√(3 / (n_in + n_out))", "√(6 / (n_in + n_out))", "√(6 / n_in)", "√(3 / n_in)"):
        return f"You use {words}, the limit for uniform draws. For normal draws use the standard deviation {right}."
    return f"The standard deviation is {words}. It must be {right}."


# Momentum.

COEFFICIENTS: tuple[tuple[str, Callable[[float, float], float]], ...] = (
    ("", lambda lr, beta: 0.0),
    ("β", lambda lr, beta: beta),
    ("(1 − β)", lambda lr, beta: 1 - beta),
    ("1", lambda lr, beta: 1.0),
    ("lr", lambda lr, beta: lr),
    ("lr·β", lambda lr, beta: lr * beta),
    ("lr·(1 − β)", lambda lr, beta: lr * (1 - beta)),
    ("lr·β²", lambda lr, beta: lr * beta**2),
    ("lr·(1 − β)²", lambda lr, beta: lr * (1 - beta) ** 2),
    ("lr·β·(1 − β)", lambda lr, beta: lr * beta * (1 - beta)),
    ("lr·(1 − β²)", lambda lr, beta: lr * (1 - beta**2)),
    ("lr²", lambda lr, beta: lr**2),
    ("lr²·β", lambda lr, beta: lr**2 * beta),
    ("lr²·(1 − β)", lambda lr, beta: lr**2 * (1 - beta)),
    ("β²", lambda lr, beta: beta**2),
    ("(1 − β)²", lambda lr, beta: (1 - beta) ** 2),
    ("β·(1 − β)", lambda lr, beta: beta * (1 - beta)),
    ("(1 + β)", lambda lr, beta: 1 + beta),
    ("lr·(1 + β)", lambda lr, beta: lr * (1 + beta)),
    ("(1 − lr)", lambda lr, beta: 1 - lr),
    ("2", lambda lr, beta: 2.0),
    ("½", lambda lr, beta: 0.5),
    ("2·lr", lambda lr, beta: 2 * lr),
)


@_silently
def explain_momentum(cases: list[tuple], results: list[Any]) -> str | None:
    """Compare the answer's formulas with the right formulas.

    It computes the answer's coefficients of w, velocity and grad from the cases where w has at least four numbers.
    """
    arrays = [(args, result) for args, result in zip(cases, results) if np.size(args[0]) >= 4]
    rows = [[_solve(args, part) for part in result] for args, result in arrays]
    if any(row is None for pair in rows for row in pair):
        return None
    settings = [args[3:5] for args, _ in arrays]
    step, velocity = ([_name([pair[k][j] for pair in rows], settings) for j in range(3)] for k in range(2))
    if None in step or None in velocity:
        return None
    if not all(_fits(args, result, step, velocity) for args, result in zip(cases, results)):
        return None
    if velocity == ["", "+β", "−lr"] and step == ["+1", "+β²", "−lr·(1 + β)"]:
        return (
            "This is Nesterov's momentum, which looks one step ahead. Here the new velocity is "
            "β·velocity + (1 − β)·grad, and the new w is w − lr·(new velocity)."
        )
    said = []
    if velocity != ["", "+β", "+(1 − β)"]:
        said.append(f"Your velocity is {_formula(velocity)}. It must be β·velocity + (1 − β)·grad.")
    if step != ["+1", "−lr·β", "−lr·(1 − β)"]:
        said.append(f"Your new w is {_formula(step)} (with the old velocity). It must be w − lr·(new velocity).")
    return " ".join(said) or None


def _solve(args, part):
    w, v, g, _, _ = args
    matrix = np.column_stack([np.ravel(a) for a in (w, v, g)])
    solution, *_ = np.linalg.lstsq(matrix, np.ravel(part), rcond=None)
    return solution if np.allclose(matrix @ solution, np.ravel(part), 1e-7, 1e-9) else None


def _name(values, settings):
    for words, f in COEFFICIENTS:
        for sign, symbol in ((1, "+"), (-1, "−")):
            if all(math.isclose(v, sign * f(*s), rel_tol=1e-5, abs_tol=1e-8) for v, s in zip(values, settings)):
                return symbol + words if words else ""
    return None


def _fits(args, result, *names):
    w, v, g, lr, beta = args
    known = dict(COEFFICIENTS)
    for part, row in zip(result, names):
        factors = [(-1 if n[:1] == "−" else 1) * known[n[1:]](lr, beta) if n else 0 for n in row]
        if not np.allclose(part, factors[0] * w + factors[1] * v + factors[2] * g, 1e-6, 1e-9):
            return False
    return True


def _formula(names):
    text = ""
    for name, of in zip(names, ("w", "velocity", "grad")):
        if name:
            sign, factor = name[0], name[1:]
            term = of if factor == "1" else f"{factor}·{of}"
            text += (f" {sign} " if text else ("−" if sign == "−" else "")) + term
    return text or "0"
