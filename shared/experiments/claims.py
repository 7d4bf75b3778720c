"""Compares the claims of published texts with the results of their programs.

A claim is stored as data. Its `Finding` is computed each time and never stored.
"""

import platform
from collections.abc import Callable, Iterator
from itertools import zip_longest
from typing import Any, NamedTuple

import numpy as np

from shared.experiments.replication import (
    Y,
    all_correct,
    gradient_descent,
    he_scales,
    one_update,
    python_lines,
    text_3_forward,
    text_3_gradients,
    text_3_init,
    text_3_inits,
    text_3_loss,
    text_3_repaired,
    text_4_forward,
    text_4_gradients,
    text_4_init,
    text_4_loss,
)
from shared.experiments.statistics import format_count, wilson_interval
from shared.experiments.trainers import COMMANDS, trainer_lines
from shared.nn import network
from shared.nn.gradient_check import format_upper_bound, gradient_differences, numerical_gradients
from shared.nn.mlp import cross_entropy
from shared.nn.network import START_B, XOR

HOLDS, REFUTED, DOUBTFUL, NOT_RUN = "holds", "not true", "doubtful", "not run here"

SOURCES = {  # the published texts; a claim's name begins with the number of its text
    "1": "Train a Tiny Network from Scratch, AI Foundations, lesson 10",
    "2": "A Simple Neural Network from Scratch, oswalt.dev, 2025",
    "3": "Final Project: The Architect, Calculus for ML, Dev Weekends",
    "4": "Build a Neural Network From Scratch – in Less Than 5 minutes, The Signal, 2025",
}


class Claim(NamedTuple):
    """A claim of a text: its words and its values. `measure` compares these values with the results of a run."""

    name: str
    text: str
    published: Any
    measure: "Callable[[Any], Finding]"


class Finding(NamedTuple):
    """The result of a program. `cause` and `repair` are empty if the claim holds."""

    result: str
    verdict: str
    cause: str = ""
    repair: str = ""


class Replication(NamedTuple):
    """A claim with its finding, all as text."""

    name: str
    source: str
    claim: str
    result: str
    verdict: str
    cause: str
    repair: str


def replicate(*names: str) -> Iterator[Replication]:
    """Return the `Replication` of each named claim. Without names, return the `Replication` of every claim.

    Each program runs only when its result is needed. Raises ValueError for an unknown name.
    """
    known = {claim.name: claim for claim in CLAIMS}
    for name in names:
        if name not in known:
            raise ValueError(f"names must be among {', '.join(known)}, got {name!r}")
    return map(run_claim, [known[name] for name in names] or CLAIMS)


def run_claim(claim: Claim) -> Replication:
    """Run the program of one claim."""
    return Replication(claim.name, SOURCES[claim.name[0]], claim.text, *claim.measure(claim.published))


# The measurements and their helpers. A measurement gets the published values and returns a `Finding`.


def _count(flags):
    return format_count(int(flags.sum()), flags.size)


def _verdict(holds):
    return HOLDS if holds else REFUTED


def _printed(lines, published):
    """Compare the printed lines with the published lines. The finding names the first line that differs."""
    lines = list(lines)
    if lines == list(published):
        return Finding(f"exactly the same {len(list(filter(None, lines)))} lines", HOLDS)
    pairs = enumerate(zip_longest(lines, published), start=1)
    k, got = next((k, got) for k, (got, expected) in pairs if got != expected)
    return Finding(f"line {k} is missing" if got is None else f"line {k} reads {got!r}", REFUTED)


def _in_python(published):
    return _printed(python_lines(), published)


def _in_other_languages(published):
    """Run the program in each language. The result names each language in which it cannot run.

    This changes the verdict only if the program can run in none of the languages.
    """
    findings = []
    for language, command in COMMANDS.items():
        try:
            finding = _printed(trainer_lines(language), published)
            finding = finding._replace(result=f"{finding.result} (`{command}` on {platform.system()})")
        except RuntimeError as error:
            finding = Finding(f"not run: {error}", NOT_RUN, "", f"Install {language} and try again.")
        findings.append(finding._replace(result=f"{language}: {finding.result}"))
    verdicts = [finding.verdict for finding in findings]
    verdict = next(verdict for verdict in (REFUTED, HOLDS, NOT_RUN) if verdict in verdicts)
    return Finding(
        ". ".join(finding.result for finding in findings),
        verdict,
        "",
        " ".join(finding.repair for finding in findings) if verdict == NOT_RUN else "",
    )


def _outputs(params):
    return tuple(f"{network.forward(x1, x2, params)[2]:.4f}" for x1, x2, _ in XOR)


def _untrained(published):
    return Finding(" ".join(_outputs(START_B)), _verdict(_outputs(START_B) == published))


def _updated(published):
    outputs = _outputs(one_update(hidden_first=False)[0])
    return Finding(" ".join(outputs), _verdict(outputs == published))


def _closer(published):
    after, _ = one_update(hidden_first=False)
    loss_before, loss_after = (network.mean_loss(XOR, params) / 2 for params in (START_B, after))
    way = "closer" if loss_after < loss_before else "further away"
    lowered = [network.forward(x1, x2, after)[2] < network.forward(x1, x2, START_B)[2] for x1, x2, _ in XOR]
    away = sum(low == (y == 1) for low, (_, _, y) in zip(lowered, XOR))
    result = (
        f"mean of ½(out − y)²: {loss_before:.6f} → {loss_after:.6f}; {away} of 4 outputs move away from their target"
    )
    if way == published:
        return Finding(result, HOLDS)
    all_samples = network.update(START_B, network.mean_loss_and_gradients(XOR, START_B)[1], 0.05)
    return Finding(
        result,
        REFUTED,
        f"The update uses one row, (0, 0) → 0. It lowers {sum(lowered)} of 4 outputs, but two targets are 1.",
        "Use the mean gradient of all four rows. After one update, the mean of ½(out − y)² is "
        f"{network.mean_loss(XOR, all_samples) / 2:.6f}.",
    )


def _hidden_deltas(published):
    after, deltas = one_update(hidden_first=False)
    correct, repaired = one_update(hidden_first=True)

    def half_squared_error(params):
        x1, x2, y = XOR[0]
        return network.squared_error(network.forward(x1, x2, params)[2], y) / 2

    numerical = [network.numerical_gradient(half_squared_error, START_B, i) for i in (2, 5)]  # ∂L/∂b is δ
    worst, after_repair = (max(abs(d / n - 1) for d, n in zip(some, numerical)) for some in (deltas, repaired))
    same = "the same" if _outputs(after) == _outputs(correct) else "different"
    result = f"the deltas are wrong by up to {100 * worst:.1f} %; with right deltas, the printed outputs are {same}"
    if worst <= published:
        return Finding(result, HOLDS)
    return Finding(
        result,
        REFUTED,
        "v1 and v2 are updated before the hidden deltas use them.",
        f"Compute all deltas before the update: their error is then {format_upper_bound(100 * after_repair)} %.",
    )


def _bias_range(published, networks=200, epochs=3000, lr=2.0, threshold=0.001):
    """Compare biases from the published range with biases from −0.5 to 0.5. All other settings are as in lesson 6."""
    rng = np.random.default_rng(2)
    shapes = [(2, 2), (1, 2), (2, 1), (1, 1)]
    inits = []
    for biases in (published, (-0.5, 0.5)):
        ranges = ((-2, 2), biases, (-2, 2), biases)
        inits.append([rng.uniform(low, high, (networks, *shape)) for (low, high), shape in zip(ranges, shapes)])
    together = [np.concatenate(arrays) for arrays in zip(*inits)]
    converged = np.zeros(2 * networks, bool)
    mean_lr = lr * 2 / len(Y)  # text 4 uses half the sum of the squared errors; we use their mean
    for parameters in gradient_descent(together, text_4_gradients, mean_lr, epochs):
        converged |= ((text_4_forward(*parameters)[1] - Y) ** 2).mean(axis=(-2, -1)) <= threshold
    wide, narrow = converged[:networks], converged[networks:]
    result = f"{_count(wide)} converge within {epochs} epochs. With −0.5 to 0.5, {_count(narrow)} converge"
    (wide_low, wide_high), (narrow_low, narrow_high) = (
        wilson_interval(converged.sum(), networks) for converged in (wide, narrow)
    )
    if wide_low > narrow_high:
        return Finding(result, HOLDS)
    return Finding(
        result,
        REFUTED if wide_high < narrow_low else DOUBTFUL,
        "The text probably means the range −0.5 to 0.5.",
        "Draw biases from −0.5 to 0.5.",
    )


def _drawn_weights(published):
    drawn = tuple(f"{w:.8f}" for w in text_3_init()[0].ravel())
    return Finding(" ".join(drawn), _verdict(drawn == published))


def _gradient_check(published):
    initial = text_3_init()
    found = gradient_differences(text_3_gradients, text_3_loss, initial)
    result = f"the difference of W1 is {found[0]:.1e}; the largest of all differences is {max(found):.1e}"
    if found[0] < published:
        return Finding(result, HOLDS)
    ratio = text_3_gradients(*initial)[3] / numerical_gradients(text_3_loss, initial)[3]
    off_corner = [p + 0.001 * (k == 1) for k, p in enumerate(initial)]  # at b1 = 0, ReLU has no derivative for (0, 0)
    after_repair = gradient_differences(text_3_repaired, text_3_loss, off_corner)
    cross_entropy_differences = gradient_differences(
        text_3_gradients, lambda *p: cross_entropy(text_3_forward(*p)[1], Y), off_corner
    )
    return Finding(
        result,
        REFUTED,
        "This is the gradient of cross-entropy (the difference is "
        f"{format_upper_bound(max(cross_entropy_differences))}). But the loss is half the "
        "squared error, and its gradient has the factor σ′ = ¼. Without this factor, the gradient is "
        f"{ratio.item():.2f} times too large.",
        "Multiply A2 − Y by A2(1 − A2). Then the largest difference is "
        f"{format_upper_bound(max(after_repair))}, if no sum is at the corner of ReLU.",
    )


def _expected_run(published):
    states = list(gradient_descent(text_3_init(), text_3_gradients, 0.5, 5000))
    first, last = text_3_loss(*states[0]), text_3_loss(*states[-1])
    correct_by_1000 = bool(all_correct(text_3_forward(*states[1000])[1]))
    outs = text_3_forward(*states[-1])[1]
    result = (
        f"loss {first:.6f} at epoch 0 and {last:.6f} at epoch {len(states) - 1}; "
        f"outputs {outs.min():.4f} to {outs.max():.4f}"
    )
    if (f"{first:.6f}", correct_by_1000) == published:
        return Finding(result, HOLDS)
    he = text_3_init(scales=he_scales(3))
    learned = {
        "With the repaired gradient alone, the network": all_correct(
            _train_text_3(text_3_init(), text_3_repaired, 5000)[1]
        ),
        "With He's initialization alone, it": all_correct(_train_text_3(he, text_3_gradients, 5000)[1]),
        "With both repairs, it": all_correct(_train_text_3(he, text_3_repaired, 5000)[1]),
    }
    words = " ".join(f"{what} {'learns' if well else 'does not learn'}." for what, well in learned.items())
    return Finding(
        result,
        REFUTED,
        "The initial weights have the scale 0.01, so all outputs stay near ½ and the gradient is almost 0. At the end, "
        f"its largest number is {max(np.abs(gradient).max() for gradient in text_3_gradients(*states[-1])):.0e}.",
        f"Start from the same seed. {words}",
    )


def _train_text_3(initial, gradients, epochs):
    """Return `(A1, A2)` after `epochs` updates with the learning rate of the third text."""
    *_, last = gradient_descent(initial, gradients, 0.5, epochs)
    return text_3_forward(*last)


def _repair(published, seeds=50, epochs=2000):
    """Run the program of text 3 with the right gradient, then with more repairs. Count the seeds that learn XOR."""

    def trained(gradients, *size):
        A1, A2 = _train_text_3(text_3_inits(seeds, *size), gradients, epochs)
        return all_correct(A2), (A1 == 0).all(axis=-2).any(axis=-1)

    correct, dead = trained(text_3_repaired)
    with_cross_entropy, _ = trained(text_3_gradients)
    result = f"{_count(correct)} seeds learn XOR. With cross-entropy, {_count(with_cross_entropy)} learn"
    if correct.mean() >= published:
        return Finding(result, HOLDS)
    he, _ = trained(text_3_repaired, 3, he_scales(3))
    wide, _ = trained(text_3_repaired, 8, he_scales(8))
    return Finding(
        result,
        REFUTED,
        f"{(~correct).sum()} seeds fail. At the end of {(dead & ~correct).sum()} of these runs, a hidden neuron is "
        "0 for every row, so its gradient is 0.",
        f"Use He's initialization: {_count(he)} learn. Then also use 8 hidden neurons: {_count(wide)} learn.",
    )


def _five_minutes(published):
    states = list(gradient_descent(text_4_init(), text_4_gradients, 0.1, 5000))
    outs = text_4_forward(*states[1000])[1]
    predicted = tuple(int(out > 0.5) for out in outs.ravel())
    result = f"{' '.join(map(str, predicted))} (outputs {' '.join(f'{out:.3f}' for out in outs.ravel())})"
    if predicted == published:
        return Finding(result, HOLDS)
    right = [bool(all_correct(text_4_forward(*parameters)[1])) for parameters in states]
    first = right.index(True)
    worst = max(gradient_differences(text_4_gradients, text_4_loss, text_4_init()))
    return Finding(
        result,
        REFUTED,
        "The program stops too early. The gradient is correct: its difference from the numerical gradient is "
        f"{format_upper_bound(worst)}.",
        f"Train longer: all four outputs are right for the first time after {first} epochs. "
        + (
            f"They stay right until epoch {len(states) - 1}."
            if all(right[first:])
            else "At some later epochs, an output is wrong again."
        ),
    )


THIRTEEN_LINES = (
    *("epoch    0 loss 0.2518", "epoch  500 loss 0.0888", "epoch 1000 loss 0.0034"),
    *("epoch 1500 loss 0.0015", "epoch 2000 loss 0.0010", "epoch 2500 loss 0.0007"),
    *("epoch 3000 loss 0.0006", "epoch 3500 loss 0.0005", "epoch 4000 loss 0.0004", ""),
    *("0 XOR 0 -> 0.020 (target 0)", "0 XOR 1 -> 0.977 (target 1)"),
    *("1 XOR 0 -> 0.981 (target 1)", "1 XOR 1 -> 0.018 (target 0)"),
)

CLAIMS = (
    Claim(
        "1a",
        "With start A and learning rate 2.0, the program prints nine losses and four outputs.",
        THIRTEEN_LINES,
        _in_python,
    ),
    Claim("1b", "A program in a second language prints the same text.", THIRTEEN_LINES, _in_other_languages),
    Claim(
        "2a",
        "Before training, start B gives 0.4875 0.4831 0.4986 0.4943.",
        ("0.4875", "0.4831", "0.4986", "0.4943"),
        _untrained,
    ),
    Claim(
        "2b",
        "After one update on the row (0, 0), start B gives 0.4829 0.4786 0.4941 0.4898.",
        ("0.4829", "0.4786", "0.4941", "0.4898"),
        _updated,
    ),
    Claim("2c", "The new outputs are slightly closer to the correct answer.", "closer", _closer),
    Claim("2d", "The hidden deltas of this update are derivatives of the loss.", 1e-6, _hidden_deltas),
    Claim("2e", "The best range for random biases is −0.5 to 5.", (-0.5, 5), _bias_range),
    Claim(
        "3a",
        "Seed 42 draws W1 = 0.00496714 -0.00138264 0.00647689 0.01523030 -0.00234153 -0.00234137.",
        ("0.00496714", "-0.00138264", "0.00647689", "0.01523030", "-0.00234153", "-0.00234137"),
        _drawn_weights,
    ),
    Claim("3b", "The gradient check of W1 gives a difference below 1e-5.", 1e-5, _gradient_check),
    Claim(
        "3c",
        "The loss is 0.249876 at epoch 0, and all four rows are right by epoch 1000.",
        ("0.249876", True),
        _expected_run,
    ),
    Claim("3d", "With the correct gradient, the method learns XOR.", 1.0, _repair),
    Claim(
        "4a",
        "With seed 1 and learning rate 0.1, the network predicts 0 1 1 0 after 1000 epochs.",
        (0, 1, 1, 0),
        _five_minutes,
    ),
)
