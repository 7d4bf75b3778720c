"""Finds out why one network did not learn XOR, and finds a small change of the settings that makes it learn.

This module replays the run and takes measurements. The first rule that fits the measurements gives the diagnosis. Then
the module trains the same network again, from the same random draws. It tries one fix after another until a fix works.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from math import inf
from typing import Any, NamedTuple

import numpy as np

from shared.experiments.ensemble import (
    BOUND,
    INIT_FIELDS,
    Ensemble,
    Settings,
    Y,
    activations,
    metrics,
    params_of,
    states_from,
    train_inits,
    train_params,
    train_range,
)

SMALLER = (0.5, 0.25, 0.1)  # a fix multiplies the initial weights by one of these factors
OF_PARAMS = ("scale", "jitter")  # the fixes for given initial params
ONES, ZEROS = [1, 1, 2, 2], [0, 3, 0, 3]  # the four pairs of a sample with target 1 and a sample with target 0


@dataclass(frozen=True)
class Evidence:
    """The measurements of one run. The rules and the explanations use them. "Final" means: in the last state."""

    converged: bool
    epochs: int  # number of updates
    width: int  # hidden neurons
    bound: float  # BOUND: if a param is larger, the network has diverged
    mse: float  # final mean squared error
    correct: int  # samples whose final output is on the correct side of 0.5
    largest_initial: float  # largest initial param, as an absolute value
    largest: float  # largest final param, as an absolute value
    neuron_gap: float  # largest difference of a param between two hidden neurons, in any epoch; inf if width is 1
    largest_step: float  # largest change of a param by one update
    largest_gradient: float  # largest derivative of the loss at the last update, as an absolute value, after clipping
    rises: float  # share of the epochs in the second half of the run in which the mean squared error rises
    low: float  # smallest mean squared error in the second half
    high: float  # largest mean squared error in the second half
    fall: float  # fall of the mean squared error in the last tenth of the run, as a share of its value before
    dead: int  # number of hidden ReLU neurons that are 0 on all four samples
    active: int  # number of hidden neurons that are not dead
    hidden_derivative: float  # mean derivative of the hidden activations, divided by the largest possible derivative
    worst_error: float  # |output − target| of the worst sample
    derivative: float  # σ′ of the worst output, divided by its maximum; for cross-entropy: hidden_derivative
    spread: float  # the largest |output − ½|
    output_gap: float  # smallest difference between the outputs of two samples with different targets
    hidden_gap: float  # smallest distance of two such samples; distance = largest difference of a hidden activation
    merged_output: float  # mean output of the pair with the smallest output gap
    merged: int  # number of samples whose output is within 0.1 of `merged_output`


class Diagnosis(NamedTuple):
    """The diagnosis of one network.

    diagnosis    a key of DIAGNOSES, or "converged"
    explanation  the cause in one to three sentences, with the measured numbers; for "converged", the number of epochs
    evidence     the measurements
    fix          the change of settings that made the network learn, for example {"lr": 0.2}; None if there is none
    tried        for each fix that was tried: (change of settings, epochs, final mean squared error, True if converged)
    params       (epochs + 1, 4H + 1) the params of every state
    mse          (epochs + 1,) the mean squared error of every state
    """

    diagnosis: str
    explanation: str
    evidence: Evidence
    fix: dict[str, Any] | None
    tried: tuple[tuple[dict[str, Any], int, float, bool], ...]
    params: np.ndarray
    mse: np.ndarray


DIAGNOSES = {  # name of the diagnosis → its explanation; `_diagnose` fills in the fields in braces
    "too narrow": "One hidden neuron draws one line, and no line gets all four rows right: {correct} rows are right.",
    "all zeros": "Every number starts at 0, so the hidden neurons stay equal. The largest gradient is "
    "{largest_gradient}.",
    "symmetry": "The hidden neurons differ by {neuron_gap} at most, so together they work like one neuron.",
    "divergence": "One update changed a number by {largest_step}. After {epochs} epochs the largest number is "
    "{largest}; the limit is {bound}.",
    "oscillation": "In the second half of the run the mean squared error is between {low} and {high}, and rises in "
    "{rises} of the epochs: the steps are so large that they jump across a valley.",
    "dead ReLU": "{dead} of {width} hidden neurons give 0 on all four rows, so their gradient is 0. XOR needs two "
    "active neurons. The largest single step was {largest_step}.",
    "overshoot": "One update changed a number by {largest_step}. Now the error of one row is {worst_error}, but "
    "the derivative of the activation is only {derivative} times its maximum, so the gradient is almost 0.",
    "saturation": "The error of one row is {worst_error}, but the derivative of the activation is only {derivative} "
    "times its maximum, so the gradient is almost 0.",
    "too few epochs": "In the last tenth of the run the mean squared error still fell by {fall}, to {mse}: the network "
    "was still learning.",
    "plateau": "All outputs are within {spread} of ½, and the largest gradient is {largest_gradient}: learning has "
    "hardly begun.",
    "merged rows": "{merged} rows have almost the same output, {merged_output}, but not the same target: in the "
    "hidden layer, two rows with different targets are only {hidden_gap} apart. The largest gradient is "
    "{largest_gradient}.",
    "no fold": "In the hidden layer, rows with different targets are at least {hidden_gap} apart. But all outputs "
    "are within {spread} of ½, and the largest gradient is {largest_gradient}: the output neuron does not use this "
    "difference.",
    "unknown": "None of the rules fits. The mean squared error is {mse}, and the largest gradient is "
    "{largest_gradient}.",
}


MEANINGS = {  # name → its meaning in plain words
    "too narrow": "The network has too few hidden neurons for XOR.",
    "all zeros": "Equal numbers get equal gradients, so the hidden neurons stay equal forever.",
    "symmetry": "Equal hidden neurons get equal gradients, so they stay equal forever.",
    "divergence": "Each step leads to a larger gradient, and so to a longer step: the numbers grow without limit.",
    "oscillation": "Each step jumps over the lowest point of a valley, and the next step jumps back.",
    "dead ReLU": "A ReLU neuron that outputs 0 on every row has gradient 0, so it never changes again.",
    "overshoot": "One step was so long that it went far past the lowest point, to a place where σ is flat. There the "
    "gradients are almost 0, so the run cannot come back.",
    "saturation": "A neuron is saturated if its sum is so far from 0 that σ is flat. There the gradients are almost 0.",
    "too few epochs": "The run was stopped too early, or the learning rate is too small.",
    "plateau": "The loss is almost flat here, so the steps are short.",
    "merged rows": "The hidden layer puts rows with different targets at the same place. The output neuron cannot "
    "separate them.",
    "no fold": "The hidden layer moves the rows apart, but the output neuron gives almost the same output for "
    "all of them.",
    "unknown": "",
}


def replay_run(settings: Settings, k: int) -> tuple[np.ndarray, np.ndarray]:
    """Train network k of `settings` again. Return its params (epochs + 1, 4H + 1) and its mean squared errors.

    The errors have the shape (epochs + 1,). Here `epochs` is the number of updates of this run. Both arrays are
    read-only. Raises ValueError in the same cases as `train_many`.
    """
    return _collect(params_of(settings, k))


def diagnose_run(settings: Settings, k: int) -> Diagnosis:
    """Replay network k of `settings`, find out why it did not converge, and try the fixes for this cause.

    Raises ValueError in the same cases as `train_many`.
    """
    if settings.init in ("uniform", "identical"):
        smaller = [{"weights": _times(settings.weights, factor)} for factor in SMALLER]
    else:
        smaller = [{"jitter": 0.5}, {"jitter": 1.0}]
    return _diagnose(settings, replay_run(settings, k), smaller, lambda fixes: _train_with_fixes(settings, k, fixes))


def diagnose_params(settings: Settings, initial: Sequence[float]) -> Diagnosis:
    """Do the same as `diagnose_run`, but start from the params `initial`, (4H + 1,).

    The settings of the random draws are ignored. Two kinds of fixes change the initial params: {"scale": factor}
    multiplies every weight by this factor, and {"jitter": r} adds a uniform draw within ± r to every param. Raises
    ValueError in the same cases as `train_params`.
    """
    run = _collect(states_from(settings, np.asarray(initial, float)))

    def train(change):
        start = change_params(
            np.asarray(initial, float), **{name: change[name] for name in change if name in OF_PARAMS}
        )
        others = {name: value for name, value in change.items() if name not in OF_PARAMS}
        return train_params(settings._replace(**others), start[None])

    return _diagnose(
        settings,
        run,
        [{"scale": factor} for factor in SMALLER],
        lambda fixes: ((change, train(change)) for change in fixes),
    )


def change_params(params: np.ndarray, scale: float = 1.0, jitter: float = 0.0) -> np.ndarray:
    """Copy `params`, (4H + 1,). In the copy, multiply each weight by `scale`, then move each param by up to ± `jitter`.

    The moves are drawn at random, but they are the same in every call.
    """
    H = len(params) // 4
    bias = np.zeros(len(params), bool)
    bias[2 : 3 * H : 3] = bias[-1] = True
    moves = np.random.default_rng(0).uniform(-jitter, jitter, len(params))
    return np.where(bias, params, params * scale) + moves


def _diagnose(settings, run, smaller, train):
    """Return the `Diagnosis`. `train(fixes)` trains the network with each fix. It yields the fix and its `Ensemble`."""
    params, mse = run
    evidence = _measure(settings, params, mse)
    name = classify(settings, evidence)
    if name == "converged":
        return Diagnosis(name, f"It learned after {evidence.epochs} epochs.", evidence, None, (), params, mse)
    tried = []
    for change, trained in train(_fixes(settings, name, smaller)):
        rescued = bool(trained.outcome[0] == "converged")
        tried.append((change, int(trained.epochs[0]), float(trained.mse[0]), rescued))
        if rescued:
            break
    fix = tried[-1][0] if tried and tried[-1][-1] else None
    words = {field: format_evidence(field, value) for field, value in asdict(evidence).items()}
    return Diagnosis(name, DIAGNOSES[name].format(**words), evidence, fix, tuple(tried), params, mse)


def format_evidence(name: str, value: float) -> str:
    """Return the value of a field of `Evidence` as text, for example a whole number, a percentage or a decimal."""
    if name in ("epochs", "correct", "width", "dead"):
        return str(value)
    if name == "merged":
        return ("No", "One", "Two", "Three", "Four")[int(value)]
    if name in ("rises", "fall"):
        return f"{value:.0%}"
    if name in ("worst_error", "spread", "merged_output"):
        return f"{value:.2f}"
    if name in ("mse", "low", "high"):
        return f"{value:.4f}"
    if value < 1e-6:
        return "less than 0.000001"  # smaller numbers may be float32 rounding errors
    return f"{value:.6f}" if value < 0.001 else f"{value:.3g}"


def _collect(states):
    """Return the states of a run as two read-only arrays."""
    params, mse = (np.array(column) for column in zip(*states))
    params.setflags(write=False)
    mse.setflags(write=False)
    return params, mse


def _train_with_fixes(
    settings: Settings, k: int, fixes: list[dict[str, Any]]
) -> Iterator[tuple[dict[str, Any], Ensemble]]:
    """Train network k with each fix. Yield the fix and its `Ensemble`.

    All fixes that change only the initial params are trained together.
    """
    of_init = [change for change in fixes if set(change) <= set(INIT_FIELDS)]
    if of_init:
        yield from zip(of_init, train_inits(1, settings, of_init, first=k))
    for change in fixes:
        if change not in of_init:
            yield change, train_range(settings._replace(**change), k, 1)


def measure_evidence(settings: Settings, k: int) -> Evidence:
    """Replay network k and return its `Evidence`. Raises ValueError in the same cases as `train_many`."""
    return _measure(settings, *replay_run(settings, k))


def _measure(settings: Settings, params: np.ndarray, mse: np.ndarray) -> Evidence:
    params = params.astype(float)
    H, last = settings.width, params[-1]
    steps = np.abs(np.diff(params, axis=0))
    neurons = np.concatenate([params[:, : 3 * H].reshape(-1, H, 3), params[:, 3 * H : 4 * H, None]], axis=2)
    h, out = activations(settings, last)
    hidden_derivatives = {"sigmoid": 4 * h * (1 - h), "tanh": 1 - h * h, "relu": 1.0 * (h > 0)}[settings.activation]
    errors = np.abs(out - Y)
    worst = int(errors.argmax())
    half, tenth = mse[len(mse) // 2 :], mse[-1 - len(mse) // 10]
    output_gaps = np.abs(out[ONES] - out[ZEROS])
    merged_output = float((out[ONES] + out[ZEROS])[output_gaps.argmin()] / 2)
    dead = int((h <= 0).all(axis=0).sum()) if settings.activation == "relu" else 0
    hidden_derivative = float(hidden_derivatives.mean())
    # The delta of squared error contains σ′ of the output neuron. The delta of cross-entropy does not
    # contain it, so for cross-entropy we use σ′ of the hidden neurons.
    squared = settings.loss == "squared_error"
    return Evidence(
        converged=bool(mse[-1] <= np.dtype(settings.dtype).type(settings.threshold)),
        epochs=len(mse) - 1,
        width=H,
        bound=BOUND,
        mse=float(mse[-1]),
        correct=int(metrics(settings, last)[2]),
        largest_initial=float(np.abs(params[0]).max()),
        largest=float(np.abs(last).max()),
        neuron_gap=float(np.ptp(neurons, axis=1).max()) if H > 1 else inf,
        largest_step=float(steps.max(initial=0)),
        largest_gradient=float(steps[-1].max() / settings.lr) if len(steps) else 0.0,
        rises=float((np.diff(half) > 0).mean()) if len(half) > 1 else 0.0,
        low=float(half.min()),
        high=float(half.max()),
        fall=float((tenth - mse[-1]) / tenth),
        dead=dead,
        active=H - dead,
        hidden_derivative=hidden_derivative,
        worst_error=float(errors[worst]),
        derivative=float(4 * out[worst] * (1 - out[worst])) if squared else hidden_derivative,
        spread=float(np.abs(out - 0.5).max()),
        output_gap=float(output_gaps.min()),
        hidden_gap=float(np.abs(h[ONES] - h[ZEROS]).max(axis=1).min()),
        merged_output=merged_output,
        merged=int((np.abs(out - merged_output) < 0.1).sum()),
    )


def classify(settings: Settings, evidence: Evidence) -> str:
    """Return "converged", or the first key of DIAGNOSES whose rule fits."""
    if evidence.converged:
        return "converged"
    if settings.width == 1:
        return "too narrow"
    if evidence.largest_initial == 0:
        return "all zeros"
    if evidence.neuron_gap < 1e-6:
        return "symmetry"
    if not evidence.largest <= BOUND:
        return "divergence"
    if evidence.rises > 0.1 and evidence.high - evidence.low > 0.01:
        return "oscillation"
    if evidence.dead and evidence.active < 2:
        return "dead ReLU"
    apart = evidence.hidden_gap >= 0.05  # the hidden layer separates each row from those with the other target
    merged = evidence.output_gap < 0.1 and not apart and 0.15 < evidence.merged_output < 0.85
    flat = evidence.worst_error > 0.5 and evidence.derivative < 0.1  # a sample is wrong, but its gradient is almost 0
    if flat and not merged:
        return "overshoot" if evidence.largest_step > 2 else "saturation"
    if evidence.fall > 0.01:
        return "too few epochs"
    if evidence.spread < 0.25 and evidence.hidden_derivative > 0.5:
        return "plateau"
    if merged:
        return "merged rows"
    if evidence.spread < 0.1 and apart:
        return "no fold"
    return "unknown"


def _fixes(settings, diagnosis, smaller):
    """Return a list of changes to try for this diagnosis. `smaller` is a list of changes of the initial params."""
    lr, epochs = settings.lr, settings.epochs
    other_loss = [{"loss": "cross_entropy"}] if settings.loss == "squared_error" else []
    return {
        "too narrow": [],  # no fix: with another width the random draws change, so it is another network
        "all zeros": [{"jitter": 0.01}, {"jitter": 0.1}, {"jitter": 0.5}],
        "symmetry": [{"jitter": 0.01}, {"jitter": 0.1}, {"jitter": 0.5}],
        "divergence": [{"lr": lr / 10}, {"lr": lr / 100}, {"clip": 0.05}],
        "overshoot": [{"lr": lr / 10}, {"lr": lr / 100}, {"clip": 0.05}],
        "oscillation": [{"lr": lr / 2}, {"lr": lr / 10}, {"lr": lr / 100}],
        "dead ReLU": [{"activation": "tanh"}, {"activation": "sigmoid"}, {"lr": lr / 10}],
        "saturation": [*smaller, *other_loss],
        "too few epochs": [{"epochs": 4 * epochs}],
        "plateau": [{"lr": 4 * lr}, {"epochs": 4 * epochs}, *other_loss],
        "merged rows": smaller,
        "no fold": smaller,
        "unknown": [{"epochs": 4 * epochs}, {"lr": lr / 10}],
    }[diagnosis]


def _times(weights, factor):
    return tuple(w * factor for w in weights) if isinstance(weights, tuple | list) else weights * factor
