"""Why a network of a sweep did not learn XOR: what its own run shows, and whether the smallest fix rescues it.

The run is replayed, measured, and judged by the first rule that fits. No rule is believed: the fixes that go with a
diagnosis are tried on the same network, from the same draws, and the result is reported either way.
"""

from typing import NamedTuple

import numpy as np

from shared.experiments.ensemble import BOUND, INIT_FIELDS, Y, activations, metrics, params_of, train_inits, train_range

ONES, ZEROS = [1, 1, 2, 2], [0, 3, 0, 3]  # the four pairs of rows with different targets


class Diagnosis(NamedTuple):
    """What became of network k, and why.

    diagnosis  one of DIAGNOSES, or "converged"
    sentence   the reason, with the measured numbers in it
    evidence   name → number, everything that the rules looked at
    fix        the change of settings that rescued the run, for instance {"lr": 0.2}; None if none of those tried did
    tried      (change of settings, epochs, mean squared error at the end, whether it converged) of each, smallest first
    numbers    (epochs + 1, 4H + 1) the run itself: the numbers of every state
    mse        (epochs + 1,) and their mean squared errors
    """

    diagnosis: str
    sentence: str
    evidence: dict
    fix: dict | None
    tried: tuple
    numbers: np.ndarray
    mse: np.ndarray


DIAGNOSES = {  # name → its sentence; what stands in braces is put into words by `format_evidence`
    "too narrow": "One hidden neuron draws one line, and no line gets all four rows: {rows right} are right.",
    "zero start": "Every number starts at 0: the hidden neurons are equal, and the steepest slope is {steepest}.",
    "symmetry": "The hidden neurons never differ by more than {apart}: they do one neuron's work.",
    "divergence": "One update moved a number by {leap}; after {epochs} epochs the largest number is {largest}, beyond "
    "± {bound}.",
    "oscillation": "In the second half of the run the loss rises in {rises} of the epochs, between {low} and {high}: "
    "it steps across a valley.",
    "dead ReLU": "Hidden neurons that give 0 on all four rows: {dead} of {width}. No blame reaches them, and XOR needs "
    "two that are awake. The farthest that one update moved a number is {leap}.",
    "overshoot": "One update moved a number by {leap}. Now a row is wrong by {worst}, and the slopes that its blame "
    "meets on the way back are {passes} of the largest possible: hardly any arrives.",
    "saturation": "A row is wrong by {worst}, and the slopes that its blame meets on the way back are {passes} of the "
    "largest possible: hardly any arrives.",
    "too few epochs": "In its last tenth the loss still fell by {fall}, to {mse}: it was still learning.",
    "plateau": "All outputs are within {spread} of ½, the steepest slope is {steepest}: it has hardly begun.",
    "merged rows": "{together} rows end at about one output, {halfway}, though their targets are not all equal: two "
    "that differ there are {folded} apart in the hidden layer. The steepest slope is {steepest}.",
    "no fold": "The hidden layer keeps the rows apart by {folded}, yet all outputs are within {spread} of ½, and the "
    "steepest slope is {steepest}: the output neuron makes nothing of the difference.",
    "unknown": "None of the rules fits: mean squared error {mse}, steepest slope {steepest}.",
}


def diagnose_run(settings, k):
    """Replay network k of `settings`, say why it did not converge, and try what is known against it; an `Diagnosis`.

    ValueError as in `train_many`. A default network takes about a tenth of a second, and a fix that much again.
    """
    numbers, mse = _run(settings, k)
    found = _measured(settings, numbers, mse)
    name = classify(settings, found)
    if name == "converged":
        return Diagnosis(name, f"It learned after {found['epochs']} epochs.", found, None, (), numbers, mse)
    tried = []
    for change, run in _trained(settings, k, _fixes(settings, name)):
        rescued = bool(run.outcome[0] == "converged")
        tried.append((change, int(run.epochs[0]), float(run.mse[0]), rescued))
        if rescued:
            break
    fix = tried[-1][0] if tried and tried[-1][-1] else None
    sentence = DIAGNOSES[name].format(**{key: format_evidence(key, value) for key, value in found.items()})
    return Diagnosis(name, sentence, found, fix, tuple(tried), numbers, mse)


def format_evidence(name, number):
    """A piece of `evidence` as one reads it: counts whole, shares in percent, the rest in three figures."""
    if name in ("epochs", "rows right", "width", "dead"):
        return str(number)
    if name == "together":
        return ("No", "One", "Two", "Three", "Four")[number]
    if name in ("rises", "fall"):
        return f"{number:.0%}"
    if name in ("worst", "spread", "halfway"):
        return f"{number:.2f}"
    if name in ("mse", "low", "high"):
        return f"{number:.4f}"
    if number < 1e-6:
        return "less than 0.000001"  # float32's rounding is not far from here
    return f"{number:.6f}" if number < 0.001 else f"{number:.3g}"


def _run(settings, k):
    numbers, mse = (np.array(column) for column in zip(*params_of(settings, k)))
    numbers.setflags(write=False)
    mse.setflags(write=False)
    return numbers, mse


def _trained(settings, k, fixes):
    """Yield each fix and the `Sweep` of network k with it; those of the start side by side, at the cost of one."""
    of_the_start = [change for change in fixes if set(change) <= set(INIT_FIELDS)]
    if of_the_start:
        yield from zip(of_the_start, train_inits(1, settings, of_the_start, first=k))
    for change in fixes:
        if change not in of_the_start:
            yield change, train_range(settings._replace(**change), k, 1)


def measure_evidence(settings, k):
    """Everything the rules look at, measured in a replay of network k: a dict from name to number."""
    return _measured(settings, *_run(settings, k))


def _measured(settings, numbers, mse):
    numbers = numbers.astype(float)
    H, last = settings.width, numbers[-1]
    moves = np.abs(np.diff(numbers, axis=0))
    neurons = np.concatenate([numbers[:, : 3 * H].reshape(-1, H, 3), numbers[:, 3 * H : 4 * H, None]], axis=2)
    h, out = activations(settings, last)
    hidden_slopes = {"sigmoid": 4 * h * (1 - h), "tanh": 1 - h * h, "relu": 1.0 * (h > 0)}[settings.activation]
    errors = np.abs(out - Y)
    worst = int(errors.argmax())
    half, tenth = mse[len(mse) // 2 :], mse[-1 - len(mse) // 10]
    squared = settings.loss == "squared_error"
    share = float(4 * out[worst] * (1 - out[worst]))
    gaps = np.abs(out[ONES] - out[ZEROS])
    halfway = float((out[ONES] + out[ZEROS])[gaps.argmin()] / 2)
    dead = int((h <= 0).all(axis=0).sum()) if settings.activation == "relu" else 0
    return {
        "converged": bool(mse[-1] <= np.dtype(settings.dtype).type(settings.threshold)),
        "epochs": len(mse) - 1,
        "mse": float(mse[-1]),
        "rows right": int(metrics(settings, last)[2]),
        "bound": BOUND,
        "width": H,
        "largest start": float(np.abs(numbers[0]).max()),
        "largest": float(np.abs(last).max()),  # of the final numbers
        "apart": float(np.ptp(neurons, axis=1).max()) if H > 1 else float("inf"),  # two hidden neurons, at any epoch
        "leap": float(moves.max(initial=0)),  # the farthest that one update moved a number
        "steepest": float(moves[-1].max() / settings.lr) if len(moves) else 0.0,  # the largest slope at the end
        "rises": float((np.diff(half) > 0).mean()) if len(half) > 1 else 0.0,
        "low": float(half.min()),
        "high": float(half.max()),
        "fall": float((tenth - mse[-1]) / tenth),
        "dead": dead,
        "awake": H - dead,
        "hidden slope": float(hidden_slopes.mean()),  # 1 where a sigmoid is steepest, 0 where it is flat
        "worst": float(errors[worst]),
        # The σ′ that the blame for the worst row must pass, as a share of its most. Squared error's blame passes the
        # output's own; cross-entropy's does not, and meets the hidden neurons first.
        "passes": share if squared else float(hidden_slopes.mean()),
        "spread": float(np.abs(out - 0.5).max()),
        "merged": float(gaps.min()),  # the closest two outputs of rows with different targets
        "folded": float(np.abs(h[ONES] - h[ZEROS]).max(axis=1).min()),  # such a pair in the hidden layer
        "halfway": halfway,
        "together": int((np.abs(out - halfway) < 0.1).sum()),  # rows with about this output
    }


def classify(settings, found):
    """The name in DIAGNOSES that `evidence` speaks for: the first rule that fits."""
    if found["converged"]:
        return "converged"
    if settings.width == 1:
        return "too narrow"
    if found["largest start"] == 0:
        return "zero start"
    if found["apart"] < 1e-6:
        return "symmetry"
    if not found["largest"] <= BOUND:
        return "divergence"
    if found["rises"] > 0.1 and found["high"] - found["low"] > 0.01:
        return "oscillation"
    if found["dead"] and found["awake"] < 2:
        return "dead ReLU"
    merged = found["merged"] < 0.1 and found["folded"] < 0.05 and 0.15 < found["halfway"] < 0.85
    flat = found["worst"] > 0.5 and found["passes"] < 0.1  # a row is wrong, and nobody hears of it
    if flat and not merged:
        return "overshoot" if found["leap"] > 2 else "saturation"
    if found["fall"] > 0.01:
        return "too few epochs"
    if found["spread"] < 0.25 and found["hidden slope"] > 0.5:
        return "plateau"
    if merged:
        return "merged rows"
    if found["spread"] < 0.1:
        return "no fold"
    return "unknown"


def _fixes(settings, diagnosis):
    """Changes of one setting that go with a diagnosis, the smallest first."""
    lr, epochs = settings.lr, settings.epochs
    if settings.start in ("uniform", "identical"):
        smaller = [{"weights": _times(settings.weights, factor)} for factor in (0.5, 0.25, 0.1)]
    else:
        smaller = [{"jitter": 0.5}, {"jitter": 1.0}]
    return {
        "too narrow": [],  # nothing that keeps the same draws
        "zero start": [{"jitter": 0.01}, {"jitter": 0.1}, {"jitter": 0.5}],
        "symmetry": [{"jitter": 0.01}, {"jitter": 0.1}, {"jitter": 0.5}],
        "divergence": [{"clip": 0.05}, {"lr": lr / 10}, {"lr": lr / 100}],
        "overshoot": [{"clip": 0.05}, {"lr": lr / 10}, {"lr": lr / 100}],
        "oscillation": [{"lr": lr / 2}, {"lr": lr / 10}, {"lr": lr / 100}],
        "dead ReLU": [{"activation": "tanh"}, {"activation": "sigmoid"}, {"lr": lr / 10}],
        "saturation": smaller + [{"loss": "cross_entropy"}] * (settings.loss == "squared_error"),
        "too few epochs": [{"epochs": 4 * epochs}],
        "plateau": [{"epochs": 4 * epochs}, {"lr": 4 * lr}, {"loss": "cross_entropy"}],
        "merged rows": smaller,
        "no fold": smaller,
        "unknown": [{"epochs": 4 * epochs}, {"lr": lr / 10}],
    }[diagnosis]


def _times(weights, factor):
    return tuple(w * factor for w in weights) if isinstance(weights, tuple | list) else weights * factor
