"""The map of luck: how often networks learn XOR, over ten starts and one other setting; measured, and put into HTML."""

from html import escape

import numpy as np

from shared.experiments.ensemble import Settings, train_inits, wilson_interval

INITIALIZATIONS = {
    "all 0": {"start": "zeros"},
    "identical": {"start": "identical"},
    **{f"± {r:g}": {"weights": r} for r in (0.5, 1.0, 2.0, 3.0, 5.0, 10.0)},
    "Xavier": {"start": "xavier"},
    "He": {"start": "he"},
}
COLUMNS = {
    "width": {"2 hidden": 2, "3 hidden": 3, "4 hidden": 4, "8 hidden": 8},
    "learning rate": {f"lr {lr:g}": lr for lr in (0.5, 1.0, 2.0, 10.0, 30.0, 100.0)},
    "activation": {"sigmoid": "sigmoid", "tanh": "tanh", "ReLU": "relu"},
    "loss": {"squared error": "squared_error", "cross-entropy": "cross_entropy"},
}
COLUMN_FIELDS = {"width": "width", "learning rate": "lr", "activation": "activation", "loss": "loss"}
BASELINE = Settings(dtype="float32")  # lesson 6's: 2 hidden, sigmoid, squared error, ± 2, lr 2, 4000 epochs


def measure(settings, across, advance=lambda: None, call=lambda function, *arguments: function(*arguments)):
    """`{(start, column): Ensemble}` of 100 networks a cell; `across` is one of COLUMNS.

    `advance` is called after each column; `call` calls the function that trains a column, for example from a cache.
    All cells share their draws: the initial params of two rows differ only in scale.
    """
    sweeps = {}
    for name, value in COLUMNS[across].items():
        for start, sweep in zip(
            INITIALIZATIONS, call(train_column, settings._replace(**{COLUMN_FIELDS[across]: value})), strict=True
        ):
            sweeps[start, name] = sweep
        advance()
    return sweeps


def train_column(settings):
    """A column of the map: an `Ensemble` of 100 networks for each of INITIALIZATIONS."""
    return train_inits(100, settings, list(INITIALIZATIONS.values()))


def describe_settings(settings):
    """A cell's settings beside its start, in the words of the map: "2 hidden, lr 2, sigmoid, squared error"."""
    labels = {(name, value): label for name in COLUMNS for label, value in COLUMNS[name].items()}
    return ", ".join(labels[name, getattr(settings, field)] for name, field in COLUMN_FIELDS.items())


def count_converged(sweep):
    """How many of a sweep's networks converged."""
    return int((sweep.outcome == "converged").sum())


def format_rate(successes, trials):
    """A rate and its 95 % interval in percent, as text: "67 % (60 to 73)"; near 0 and 100 with a decimal."""
    rate, low, high = (_figure(100 * share) for share in (successes / trials, *wilson_interval(successes, trials)))
    return f"{rate}\N{NO-BREAK SPACE}% ({low} to {high})"


def _figure(percents):
    return f"{percents:.1f}".removesuffix(".0") if percents < 1 or percents > 99 else f"{percents:.0f}"


def map_html(sweeps, inside, sentence, covered=()):
    """The map as a table; `inside(start, column, text)` is the HTML of a cell; `covered` starts show a question mark.

    The number says what the shade says.
    """
    starts, columns = (list(dict.fromkeys(key[k] for key in sweeps)) for k in (0, 1))
    head = "".join(f'<th scope="col" style="{CELL}">{escape(column)}</th>' for column in columns)
    body = ""
    for start in starts:
        cells = ""
        for column in columns:
            sweep = sweeps[start, column]
            count = count_converged(sweep)
            text, shade = ("?", 0) if start in covered else (str(count), count / len(sweep.outcome))
            cells += (
                f'<td style="{CELL}; background: rgba(0, 114, 178, {0.04 + 0.6 * shade:.2f})">'
                f"{inside(start, column, text)}</td>"
            )
        body += f'<tr><th scope="row" style="{CELL}; text-align: right">{escape(start)}</th>{cells}</tr>'
    return (
        '<figure class="luck-map" style="margin: 0.5rem 0"><div style="overflow-x: auto">'
        '<table style="border-collapse: collapse; width: 100%; max-width: 44rem; font-size: 0.85rem">'
        f'<thead><tr><td style="{CELL}"></td>{head}</tr></thead><tbody>{body}</tbody></table></div>'
        f'<figcaption style="font-size: 0.875rem; padding-top: 0.5rem">{escape(sentence)}</figcaption></figure>'
    )


def button_label(start, column, text):
    """What a cell's button shows, preceded by the words that only a screen reader says: which cell it is."""
    hidden = "position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%)"
    return f'<span style="{hidden}">{escape(start)}, {escape(column)}: </span>{text}'


CELL = "padding: 2px 6px; text-align: center; font-weight: 400; line-height: 1.4"
MARKS = {"converged": ("●", "learned"), "not converged": ("○", "did not"), "diverged": ("×", "diverged")}


def outcomes_html(sweep, most=100):
    """The outcomes of a sweep's first networks, a sign for each, with the sentence that counts them."""
    outcomes = sweep.outcome[:most].tolist()
    counts = {name: outcomes.count(name) for name in MARKS}
    said = ", ".join(f"{count} {MARKS[name][1]} ({MARKS[name][0]})" for name, count in counts.items() if count)
    signs = "".join(
        f'<span title="run {k}: {name}" style="color: {"#0072B2" if name == "converged" else "#D55E00"}">'
        f"{MARKS[name][0]}</span>"
        for k, name in enumerate(outcomes)
    )
    sentence = f"{len(outcomes)} runs: {said}."
    return (
        f'<figure style="margin: 0.5rem 0"><div role="img" aria-label="{escape(sentence)}" style="display: flex; '
        f'flex-wrap: wrap; gap: 1px 3px; line-height: 1.1; max-width: 40rem">{signs}</div>'
        f'<figcaption style="font-size: 0.875rem">{escape(sentence)}</figcaption></figure>'
    )


def describe_outcome(sweep, k):
    """In a few words, how run k of a sweep ended."""
    if sweep.outcome[k] == "converged":
        return f"learned after {sweep.epochs[k]} epochs"
    if sweep.outcome[k] == "diverged":
        return f"diverged by epoch {sweep.epochs[k]}"
    return f"ended at an error of {sweep.mse[k]:.3f}"


def first_failure(sweep):
    """The first network of a sweep that did not converge; 0 if all did."""
    return int(np.argmax(sweep.outcome != "converged"))


def describe_change(change):
    """A change of settings as one says it."""
    said = {
        "weights": "weights within ± {:g}",
        "jitter": "every number moved by up to ± {:g}",
        "lr": "learning rate {:g}",
        "clip": "slopes clipped at ± {:g}",
        "epochs": "{:,} epochs",
        "activation": "{} in the hidden neurons",
        "loss": "{}",
    }
    return ", ".join(
        said[name].format(value).replace("_", "-").replace("± ", "±\N{NO-BREAK SPACE}")
        for name, value in change.items()
    )
