"""Trains the networks of the success map. Each row is an initialization, and each column is a value of one setting."""

from typing import Any

import numpy as np

from shared.experiments.ensemble import Ensemble, Settings, train_inits

INITIALIZATIONS: dict[str, dict[str, Any]] = {  # the rows of the map
    "all 0": {"init": "zeros"},
    "identical": {"init": "identical"},
    **{f"± {r:g}": {"weights": r} for r in (0.5, 1.0, 2.0, 3.0, 5.0, 10.0)},
    "Xavier": {"init": "xavier"},
    "He": {"init": "he"},
}
COLUMNS: dict[str, dict[str, Any]] = {  # for each setting: the label and the value of each column
    "width": {"2 hidden": 2, "3 hidden": 3, "4 hidden": 4, "8 hidden": 8},
    "learning rate": {f"lr {lr:g}": lr for lr in (0.5, 1.0, 2.0, 10.0, 30.0, 100.0)},
    "activation": {"sigmoid": "sigmoid", "tanh": "tanh", "ReLU": "relu"},
    "loss": {"squared error": "squared_error", "cross-entropy": "cross_entropy"},
}
COLUMN_FIELDS = {"width": "width", "learning rate": "lr", "activation": "activation", "loss": "loss"}
BASELINE = Settings(dtype="float32")  # as in lesson 6: 2 hidden, sigmoid, squared error, ± 2, lr 2, 4000 epochs


def train_column(settings: Settings) -> list[Ensemble]:
    """Train a column of the map: an `Ensemble` of 100 networks for each initialization."""
    return train_inits(100, settings, list(INITIALIZATIONS.values()))


def describe_settings(settings: Settings) -> str:
    """Return the settings of a cell in words, such as "2 hidden, lr 2, sigmoid, squared error"."""
    labels = {(name, value): label for name in COLUMNS for label, value in COLUMNS[name].items()}
    return ", ".join(labels[name, getattr(settings, field)] for name, field in COLUMN_FIELDS.items())


def count_converged(ensemble: Ensemble) -> int:
    """Return how many networks converged."""
    return int((ensemble.outcome == "converged").sum())


def describe_outcome(ensemble: Ensemble, k: int) -> str:
    """Return the outcome of run k in a few words."""
    if ensemble.outcome[k] == "converged":
        return f"learned after {ensemble.epochs[k]} epochs"
    if ensemble.outcome[k] == "diverged":
        return f"diverged by epoch {ensemble.epochs[k]}"
    return f"ended at a mean squared error of {ensemble.mse[k]:.3f}"


def typical_failure(ensemble: Ensemble) -> int:
    """Return the number of the first network that failed with two merged rows.

    Such a network returns ½ for two rows, so its mean squared error is 1/8. If no network failed in this way, return
    the number of the first network that failed. If all networks learned, return 0.
    """
    merged = np.abs(ensemble.mse - 1 / 8) < 0.01
    return int(np.argmax(merged if merged.any() else ensemble.outcome != "converged"))


def describe_change(change: dict[str, Any]) -> str:
    """Return a change of settings in words, such as "learning rate 0.2"."""
    words = {
        "scale": "every weight times {:g}",
        "weights": "weights within ± {:g}",
        "jitter": "every number moved by up to ± {:g}",
        "lr": "learning rate {:g}",
        "clip": "gradients clipped at ± {:g}",
        "epochs": "{:,} epochs",
        "activation": "{} in the hidden neurons",
        "loss": "{}",
    }
    return ", ".join(
        words[name].format(value).replace("_", "-").replace("± ", "±\N{NO-BREAK SPACE}")
        for name, value in change.items()
    )
