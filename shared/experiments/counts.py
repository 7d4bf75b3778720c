"""Counts and other short results of many training runs. Lesson 8 uses them to show what fails and what helps.

Each function returns numbers, strings, lists and dicts, so that `shared.lesson.shipped` can store the results as JSON.
"""

from typing import Any

import numpy as np

from shared.experiments.depth import train_depth
from shared.experiments.diagnosis import ONES, ZEROS
from shared.experiments.ensemble import Settings, Y, activations, params_of, train_many, train_range
from shared.experiments.success_map import count_converged, train_column
from shared.nn.mlp import relu, sigmoid, tanh

LAYERS = {"sigmoid": sigmoid, "tanh": tanh, "ReLU": relu}


def count_column(settings: Settings) -> list[int]:
    """For each initialization of the success map, return how many of 100 networks learn."""
    return [count_converged(ensemble) for ensemble in train_column(settings)]


def count_outcomes(count: int, settings: Settings) -> dict[str, int]:
    """Return how many of the networks 0 to `count` − 1 learned, and how many diverged.

    `first_diverged` is the number of the first network that diverged. It is 0 if none diverged. `median_epochs` is the
    median number of epochs that the networks needed to learn. It is 0 if none learned.
    """
    sweep = train_many(count, settings)
    learned, diverged = sweep.outcome == "converged", sweep.outcome == "diverged"
    return {
        "learned": int(learned.sum()),
        "diverged": int(diverged.sum()),
        "first_diverged": int(diverged.argmax()),
        "median_epochs": int(np.median(sweep.epochs[learned])) if learned.any() else 0,
    }


def count_rescued(count: int, settings: Settings, changed: Settings) -> int:
    """Return how many networks fail with the settings `settings`, but learn with the settings `changed`."""
    before, after = (train_many(count, each).outcome == "converged" for each in (settings, changed))
    return int((after & ~before).sum())


def measure_failures(count: int, settings: Settings) -> dict[str, Any]:
    """Return the final losses of the failed networks. Also count those with merged rows, and those with a flat σ.

    Rows are merged if two rows with different targets have almost the same output. σ is flat if the row with the
    largest error is wrong, and the σ′ of this row is below a tenth of the maximum.
    """
    sweep = train_many(count, settings)
    failed = sweep.outcome != "converged"
    _, out = activations(settings, sweep.final[failed].astype(float))
    apart = np.abs(out[:, ONES] - out[:, ZEROS]).min(axis=1)
    wrong = np.abs(out - Y)
    worst = wrong.argmax(axis=1)[:, None]
    far = np.take_along_axis(out, worst, axis=1)
    flat = (np.take_along_axis(wrong, worst, axis=1) > 0.5) & (4 * far * (1 - far) < 0.1)
    return {
        "merged": int((apart < 0.1).sum()),
        "flat": int(flat.sum()),
        "losses": [round(float(loss), 4) for loss in sweep.mse[failed]],
    }


def end_of_run(settings: Settings, k: int) -> dict[str, Any]:
    """Train network k. Return its outcome, number of epochs, final mean squared error and final parameters."""
    run = train_range(settings, k, 1)
    return {
        "outcome": str(run.outcome[0]),
        "epochs": int(run.epochs[0]),
        "loss": float(run.mse[0]),
        "numbers": run.final[0].astype(float).tolist(),
    }


def loss_curve(settings: Settings, k: int, every: int) -> list[float]:
    """Return the mean squared error of network k at the epochs 0, `every`, 2 · `every` and so on."""
    return [mse for _, mse in params_of(settings, k)][::every]


def count_dead(count: int, settings: Settings) -> dict[str, Any]:
    """Count the ReLU networks that learn, those that learn with a dead neuron, and those that fail with a dead neuron.

    A dead neuron gives 0 on all four rows. `run` is the number of the first network that failed with a dead neuron.
    `run` is 0 if there is no such network. `epochs` is the number of epochs of network `run`. `hidden` lists its hidden
    outputs for each row.
    """
    sweep = train_many(count, settings)
    hidden, _ = activations(settings, sweep.final.astype(float))  # (networks, rows, neurons)
    dead = np.any(np.all(hidden <= 0, axis=1), axis=1)
    learned = sweep.outcome == "converged"
    k = int((dead & ~learned).argmax())
    return {
        "learned": int(learned.sum()),
        "learned_with_dead": int((learned & dead).sum()),
        "failed_with_dead": int((~learned & dead).sum()),
        "run": k,
        "epochs": int(sweep.epochs[k]),
        "hidden": hidden[k].tolist(),
    }


def measure_depth(activation: str, depth: int) -> dict[str, Any]:
    """Call `train_depth`. Return the mean |dW| of each layer at the start, and how many of the networks learn."""
    runs = train_depth(LAYERS[activation], depth)
    return {
        "sizes": runs.sizes.mean(axis=0).tolist(),
        "learned": int(runs.learned.sum()),
        "networks": len(runs.learned),
    }
