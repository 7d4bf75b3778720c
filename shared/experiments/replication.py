"""What the published programs claim, and what running them gives: claim, finding, verdict, cause, repair.

A claim is data; its finding is computed when it is asked for and never written down. The programs are
written anew, and behave as the published ones do: the same draws, the same order, the same slips.
"""

import subprocess
from collections.abc import Callable
from pathlib import Path
from shutil import which
from typing import NamedTuple

import numpy as np

from shared.nn import network
from shared.nn.mlp import cross_entropy, relu, sigmoid
from shared.nn.network import START_A, START_B, XOR

HOLDS, REFUTED, DOUBTFUL, NOT_RUN = "holds", "refuted", "doubtful", "not run here"

SOURCES = {  # the published texts, by the number that a claim's name begins with
    "1": "Train a Tiny Network from Scratch, AI Foundations, lesson 10",
    "2": "A Simple Neural Network from Scratch, oswalt.dev, 2025",
    "3": "Final Project: The Architect, Calculus for ML, Dev Weekends",
    "4": "Build a Neural Network From Scratch – in Less Than 5 minutes, The Signal, 2025",
}

X, Y = np.array(XOR)[:, :2], np.array(XOR)[:, 2:]
X.setflags(write=False)  # shared by all who import it
Y.setflags(write=False)


class Claim(NamedTuple):
    """What a text says, as words and as the figures that `measure` compares with a run."""

    name: str
    says: str
    published: object
    measure: Callable  # measure(published) returns a Finding


class Finding(NamedTuple):
    """What running it gives; `cause` and `repair` are empty where the claim holds."""

    gives: str
    verdict: str
    cause: str = ""
    repair: str = ""


class Row(NamedTuple):
    """One row of the ledger, all in words."""

    name: str
    source: str
    claim: str
    gives: str
    verdict: str
    cause: str
    repair: str


def replicate(*names):
    """Yield the `Row` of each named claim, of all claims where none is named; each is measured when its turn comes.

    ValueError for a name that no claim has.
    """
    known = {claim.name: claim for claim in CLAIMS}
    for name in names:
        if name not in known:
            raise ValueError(f"names must be among {', '.join(known)}, got {name!r}")
    return map(run_claim, [known[name] for name in names] or CLAIMS)


def run_claim(claim):
    """The `Row` of one claim: the program is run now."""
    return Row(claim.name, SOURCES[claim.name[0]], claim.says, *claim.measure(claim.published))


# The programs. Parameters are W1, b1, W2, b2; with a leading axis they are many networks, trained side by side.


def gradient_descent(parameters, slopes, lr, epochs):
    """Yield the parameters at the start and after each of `epochs` updates p − lr·slope."""
    yield parameters
    for _ in range(epochs):
        parameters = [p - lr * slope for p, slope in zip(parameters, slopes(*parameters))]
        yield parameters


def sum_rows(d):
    """Summed over the rows, as one row: what is due to a bias."""
    return d.sum(axis=-2, keepdims=True)


def python_lines():
    """What the first text's program prints: nine losses, a blank line, four outputs."""
    states = list(network.train(XOR, START_A, lr=2.0, epochs=4001))
    for state in states[:4001:500]:
        yield f"epoch {state.number:4d} loss {state.loss:.4f}"
    yield ""
    for x1, x2, y in XOR:
        yield f"{x1:.0f} XOR {x2:.0f} -> {network.forward(x1, x2, states[-1].params)[2]:.3f} (target {y:.0f})"


TRAINER = Path(__file__).parents[1] / "widgets" / "js" / "trainer.mjs"
JAVASCRIPT = """
const { INPUTS, START_A, TARGETS, newRun, numbersAt, output, trainEpochs } = await import(process.argv[1]);
const run = newRun(START_A, 2.0, "squared error");
trainEpochs(run, 4001);
for (let k = 0; k <= 4000; k += 500) console.log(`epoch ${String(k).padStart(4)} loss ${run.losses[k].toFixed(4)}`);
console.log();
INPUTS.forEach(([x1, x2], row) =>
  console.log(`${x1} XOR ${x2} -> ${output(numbersAt(run, 4001), x1, x2).toFixed(3)} (target ${TARGETS[row]})`));
"""


def javascript_lines():
    """What the live network's own trainer prints for the same run; RuntimeError where Node is missing or fails."""
    node = which("node")
    if node is None:
        raise RuntimeError("there is no node on this machine")
    command = [node, "--input-type=module", "--eval", JAVASCRIPT, TRAINER.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30)
    if done.returncode != 0:
        raise RuntimeError(f"node stopped with {done.stderr.strip()[-200:]}")
    return done.stdout.splitlines()


def one_update(hidden_first):
    """Start B after one update on the row (0, 0) → 0, learning rate 0.1, loss ½(out − y)²; and the two hidden deltas.

    The published program moves v1, v2 and c first and then computes the hidden deltas, with the moved v1 and v2.
    """
    x1, x2, y = XOR[0]
    h1, h2, out = network.forward(x1, x2, START_B)
    d_out = (out - y) * out * (1 - out)
    v1, v2, c = (number - 0.1 * d_out * entered for number, entered in zip(START_B[6:], (h1, h2, 1)))
    used = START_B[6:8] if hidden_first else (v1, v2)
    deltas = [network.hidden_delta(d_out, v, h) for v, h in zip(used, (h1, h2))]
    slopes = [delta * entered for delta in deltas for entered in (x1, x2, 1)]
    hidden = [number - 0.1 * slope for number, slope in zip(START_B, slopes)]
    return network.Params(*hidden, v1, v2, c), deltas


def text_3_init(seed=42, width=3, scales=(0.01, 0.01)):
    """The third text's start: normal draws, made small; biases 0."""
    rng = np.random.RandomState(seed)  # the generator of the published draws
    W1 = rng.randn(2, width) * scales[0]
    W2 = rng.randn(width, 1) * scales[1]
    return [W1, np.zeros((1, width)), W2, np.zeros((1, 1))]


def text_3_inits(seeds, width=3, scales=(0.01, 0.01)):
    """The starts of seeds 0 to `seeds` − 1 side by side: each array has a first axis of length `seeds`."""
    starts = [text_3_init(seed, width, scales) for seed in range(seeds)]
    return [np.stack(arrays) for arrays in zip(*starts)]


def he_scales(width):
    """√(2 / in) for two layers with 2 and `width` inputs."""
    return 1.0, np.sqrt(2 / width)


def text_3_forward(W1, b1, W2, b2):
    """ReLU in the hidden layer, sigmoid at the output: `(A1, A2)`."""
    A1 = relu(X @ W1 + b1)
    return A1, sigmoid(A1 @ W2 + b2)


def text_3_loss(*parameters):
    """The third text's loss: half the mean squared error."""
    return ((text_3_forward(*parameters)[1] - Y) ** 2).sum() / (2 * len(Y))


def published_delta(A2):
    """What the third text sends back from the output."""
    return A2 - Y


def repaired_delta(A2):
    """The slope of ½(A2 − Y)² along the output's sum: times σ′."""
    return (A2 - Y) * A2 * (1 - A2)


def text_3_gradients(W1, b1, W2, b2, delta=published_delta):
    """The third text's backward pass: means over the four rows."""
    A1, A2 = text_3_forward(W1, b1, W2, b2)
    d2 = delta(A2)
    d1 = d2 @ W2.mT * (A1 > 0)
    sums = X.T @ d1, sum_rows(d1), A1.mT @ d2, sum_rows(d2)
    return [total / len(Y) for total in sums]


def text_3_repaired(W1, b1, W2, b2):
    """The same with the slope of its own loss."""
    return text_3_gradients(W1, b1, W2, b2, repaired_delta)


def text_3_train_seeds(slopes, width, scales, seeds=50, epochs=5000):
    """The third text's training from seeds 0 to `seeds` − 1, side by side, which takes less than twice what one does.

    Returns read-only the losses of every 50th state, (epochs / 50 + 1, seeds), and the last outputs, (seeds, 4, 1).
    """
    losses = []
    for epoch, parameters in enumerate(gradient_descent(text_3_inits(seeds, width, scales), slopes, 0.5, epochs)):
        if epoch % 50 == 0:
            losses.append(((text_3_forward(*parameters)[1] - Y) ** 2).sum((-2, -1)) / (2 * len(Y)))
    losses, outputs = np.array(losses), text_3_forward(*parameters)[1]
    losses.setflags(write=False)
    outputs.setflags(write=False)
    return losses, outputs


def text_4_init():
    """The fourth text's start: normal draws; biases 0."""
    rng = np.random.RandomState(1)  # the generator of the published draws
    return [rng.randn(2, 4), np.zeros((1, 4)), rng.randn(4, 1), np.zeros((1, 1))]


def text_4_forward(W1, b1, W2, b2):
    """Sigmoid in both layers: `(A1, A2)`."""
    A1 = sigmoid(X @ W1 + b1)
    return A1, sigmoid(A1 @ W2 + b2)


def text_4_gradients(W1, b1, W2, b2):
    """The fourth text's backward pass: sums over the four rows."""
    A1, A2 = text_4_forward(W1, b1, W2, b2)
    d2 = (A2 - Y) * A2 * (1 - A2)
    d1 = d2 @ W2.mT * A1 * (1 - A1)
    return [X.T @ d1, sum_rows(d1), A1.mT @ d2, sum_rows(d2)]


def text_4_loss(*parameters):
    """Half the summed squared error: the loss whose slopes the fourth text uses."""
    return ((text_4_forward(*parameters)[1] - Y) ** 2).sum() / 2


# What is asked of a run.


def all_correct(A2):
    """True where all four outputs are on their target's side of 0.5; one answer for each network."""
    return ((A2 > 0.5) == (Y > 0.5)).all(axis=(-2, -1))


def numerical_gradients(loss, parameters, eps=1e-7):
    """Lesson 5's judge for arrays: central differences of `loss(*parameters)`."""
    parameters = [array.copy() for array in parameters]
    slopes = [np.zeros_like(array) for array in parameters]
    for array, slope in zip(parameters, slopes):
        for place in np.ndindex(array.shape):
            number = array[place]
            array[place] = number + eps
            up = loss(*parameters)
            array[place] = number - eps
            slope[place] = (up - loss(*parameters)) / (2 * eps)
            array[place] = number
    return slopes


def gradient_differences(slopes, loss, parameters):
    """The largest difference between a backward pass and the judge, for W1, b1, W2, b2."""
    pairs = zip(slopes(*parameters), numerical_gradients(loss, parameters))
    return [float(np.abs(a - b).max()) for a, b in pairs]


def wilson_interval(hits, tries):
    """Where the true share lies, 95 % sure, after `hits` of `tries` (Wilson 1927)."""
    z, p = 1.96, hits / tries
    middle = (p + z**2 / (2 * tries)) / (1 + z**2 / tries)
    half = z / (1 + z**2 / tries) * np.sqrt(p * (1 - p) / tries + z**2 / (4 * tries**2))
    return middle - half, middle + half


def format_count(which):
    """How many of an array of bools are True, in words, with the bounds of the true share."""
    low, high = wilson_interval(which.sum(), which.size)
    return f"{which.sum()} of {which.size} ({100 * low:.0f} to {100 * high:.0f} %)"


def format_upper_bound(x):
    """A round bound above x in words, so coarse that another machine's rounding does not change it."""
    return next(f"less than {bound}" for bound in ("1e-6", "0.0001", "0.01", "1", "inf") if x < float(bound))


# What each claim is held against.


def _verdict(holds):
    return HOLDS if holds else REFUTED


def _printed(lines, published):
    """The finding for a program that prints: the first line that differs, if one does."""
    lines = list(lines)
    if lines == list(published):
        return Finding(f"the same {len(list(filter(None, lines)))} lines, character for character", HOLDS)
    pairs = enumerate(zip([*lines, *[""] * len(published)], [*published, *[""] * len(lines)]), start=1)
    k, got = next((k, got) for k, (got, due) in pairs if got != due)
    return Finding(f"line {k} reads {got!r}", REFUTED)


def _in_python(published):
    return _printed(python_lines(), published)


def _in_javascript(published):
    try:
        lines = javascript_lines()
    except (RuntimeError, OSError, subprocess.TimeoutExpired) as error:
        return Finding(f"not run: {error}", NOT_RUN, "", "Install Node and ask again.")
    return _printed(lines, published)


def _outputs(params):
    return tuple(f"{network.forward(x1, x2, params)[2]:.4f}" for x1, x2, _ in XOR)


def _untrained(published):
    return Finding(" ".join(_outputs(START_B)), _verdict(_outputs(START_B) == published))


def _updated(published):
    outputs = _outputs(one_update(hidden_first=False)[0])
    return Finding(" ".join(outputs), _verdict(outputs == published))


def _closer(published):
    after, _ = one_update(hidden_first=False)
    was, now = (network.mean_loss(XOR, params) / 2 for params in (START_B, after))
    way = "closer" if now < was else "further away"
    lowered = [network.forward(x1, x2, after)[2] < network.forward(x1, x2, START_B)[2] for x1, x2, _ in XOR]
    away = sum(low == (y == 1) for low, (_, _, y) in zip(lowered, XOR))
    gives = f"mean half squared error {was:.6f} → {now:.6f}; {away} of 4 outputs move away from their target"
    if way == published:
        return Finding(gives, HOLDS)
    whole = network.update(START_B, network.mean_loss_and_gradients(XOR, START_B)[1], 0.05)
    return Finding(
        gives,
        REFUTED,
        f"One row is trained, (0, 0) → 0: its step lowers {sum(lowered)} of 4 outputs, and two targets are 1.",
        f"Train on the mean of the four rows: {network.mean_loss(XOR, whole) / 2:.6f} after one such step.",
    )


def _hidden_deltas(published):
    after, deltas = one_update(hidden_first=False)
    right, repaired = one_update(hidden_first=True)

    def half_squared_error(params):
        x1, x2, y = XOR[0]
        return network.squared_error(network.forward(x1, x2, params)[2], y) / 2

    judged = [network.numerical_gradient(half_squared_error, START_B, i) for i in (2, 5)]  # ∂L/∂b is δ
    worst, mended = (max(abs(d / j - 1) for d, j in zip(some, judged)) for some in (deltas, repaired))
    same = "the same" if _outputs(after) == _outputs(right) else "other"
    gives = f"off by up to {100 * worst:.1f} %; {same} four outputs as printed"
    if worst <= published:
        return Finding(gives, HOLDS)
    return Finding(
        gives,
        REFUTED,
        "v1 and v2 have moved before the hidden deltas use them.",
        f"Compute all deltas first, then move all nine: off by {format_upper_bound(100 * mended)} %.",
    )


def _bias_range(published, networks=200, epochs=3000, lr=2.0, threshold=0.001):
    """Two ways to read the range: weights within 2 of zero, biases drawn from each, trained as in lesson 6."""
    rng = np.random.default_rng(2)
    ranges = [published, (-0.5, 0.5)]
    shapes = [(2, 2), (1, 2), (2, 1), (1, 1)]
    starts = [
        [rng.uniform(*((-2, 2) if k % 2 == 0 else biases), (networks, *shape)) for k, shape in enumerate(shapes)]
        for biases in ranges
    ]
    together = [np.concatenate(arrays) for arrays in zip(*starts)]
    converged = np.zeros(2 * networks, bool)
    for parameters in gradient_descent(
        together, text_4_gradients, lr * 2 / len(Y), epochs
    ):  # slopes of the mean, without ½
        converged |= ((text_4_forward(*parameters)[1] - Y) ** 2).mean(axis=(-2, -1)) <= threshold
    wide, narrow = converged[:networks], converged[networks:]
    gives = (
        f"converged within {epochs} epochs: {format_count(wide)} as printed, {format_count(narrow)} with −0.5 to 0.5"
    )
    (wide_low, wide_high), (narrow_low, narrow_high) = (
        wilson_interval(which.sum(), networks) for which in (wide, narrow)
    )
    if wide_low > narrow_high:
        return Finding(gives, HOLDS)
    return Finding(
        gives,
        REFUTED if wide_high < narrow_low else DOUBTFUL,
        "Probably a slip of the pen for −0.5 to 0.5.",
        "Draw biases from −0.5 to 0.5.",
    )


def _drawn_weights(published):
    drawn = tuple(f"{w:.8f}" for w in text_3_init()[0].ravel())
    return Finding(" ".join(drawn), _verdict(drawn == published))


def _gradient_check(published):
    start = text_3_init()
    found = gradient_differences(text_3_gradients, text_3_loss, start)
    gives = f"W1 differs by {found[0]:.1e}; the worst of all is {max(found):.1e}"
    if found[0] < published:
        return Finding(gives, HOLDS)
    ratio = text_3_gradients(*start)[3] / numerical_gradients(text_3_loss, start)[3]
    off_kink = [p + 0.001 * (k == 1) for k, p in enumerate(start)]  # with b1 = 0 the row (0, 0) sits on ReLU's corner
    mended = gradient_differences(text_3_repaired, text_3_loss, off_kink)
    of_another = gradient_differences(text_3_gradients, lambda *p: cross_entropy(text_3_forward(*p)[1], Y), off_kink)
    return Finding(
        gives,
        REFUTED,
        f"These are cross-entropy's slopes ({format_upper_bound(max(of_another))} apart), and the loss is "
        f"half the squared error: without σ′ = ¼ they are {ratio.item():.2f} times too large.",
        f"Multiply A2 − Y by A2(1 − A2): the worst is {format_upper_bound(max(mended))}, off the corner of ReLU.",
    )


def _expected_run(published):
    states = list(gradient_descent(text_3_init(), text_3_gradients, 0.5, 5000))
    first, last = text_3_loss(*states[0]), text_3_loss(*states[-1])
    right_by_1000 = bool(all_correct(text_3_forward(*states[1000])[1]))
    outs = text_3_forward(*states[-1])[1]
    gives = (
        f"loss {first:.6f} at epoch 0 and {last:.6f} at epoch {len(states) - 1}; "
        f"outputs {outs.min():.4f} to {outs.max():.4f}"
    )
    if (f"{first:.6f}", right_by_1000) == published:
        return Finding(gives, HOLDS)
    he = text_3_init(scales=he_scales(3))
    learned = {
        "its slopes repaired": all_correct(_end(text_3_init(), text_3_repaired, 5000)[1]),
        "a start after He": all_correct(_end(he, text_3_gradients, 5000)[1]),
        "both": all_correct(_end(he, text_3_repaired, 5000)[1]),
    }
    words = ", ".join(f"{what}: {'learns' if well else 'does not learn'}" for what, well in learned.items())
    return Finding(
        gives,
        REFUTED,
        "Weights of size 0.01 leave all outputs near ½, and hardly a slope to follow: the largest is "
        f"{max(np.abs(slope).max() for slope in text_3_gradients(*states[-1])):.0e} at the end.",
        f"From the same seed, {words}.",
    )


def _end(start, slopes, epochs):
    """A1 and A2 after `epochs` updates with the third text's learning rate."""
    *_, last = gradient_descent(start, slopes, 0.5, epochs)
    return text_3_forward(*last)


def _repair(published, seeds=50, epochs=2000):
    """How many of 50 starts learn XOR with the third text's gradient repaired, and with more than that."""

    def trained(slopes, *size):
        A1, A2 = _end(text_3_inits(seeds, *size), slopes, epochs)
        return all_correct(A2), (A1 == 0).all(axis=-2).any(axis=-1)

    right, silent = trained(text_3_repaired)
    with_cross_entropy, _ = trained(text_3_gradients)
    gives = f"{format_count(right)} seeds learn XOR; with cross-entropy {format_count(with_cross_entropy)}"
    if right.mean() >= published:
        return Finding(gives, HOLDS)
    he, _ = trained(text_3_repaired, 3, he_scales(3))
    wide, _ = trained(text_3_repaired, 8, he_scales(8))
    return Finding(
        gives,
        REFUTED,
        f"Of the {(~right).sum()} that fail, {(silent & ~right).sum()} end with a hidden neuron that is silent on "
        "every row: no slope reaches it.",
        f"A start after He: {format_count(he)}; with 8 hidden neurons as well: {format_count(wide)}.",
    )


def _five_minutes(published):
    states = list(gradient_descent(text_4_init(), text_4_gradients, 0.1, 5000))
    outs = text_4_forward(*states[1000])[1]
    predicted = tuple(int(out > 0.5) for out in outs.ravel())
    gives = f"{' '.join(map(str, predicted))} (outputs {' '.join(f'{out:.3f}' for out in outs.ravel())})"
    if predicted == published:
        return Finding(gives, HOLDS)
    right = [bool(all_correct(text_4_forward(*parameters)[1])) for parameters in states]
    first = right.index(True)
    worst = max(gradient_differences(text_4_gradients, text_4_loss, text_4_init()))
    return Finding(
        gives,
        REFUTED,
        f"It stops too soon. Its gradient is not to blame: {format_upper_bound(worst)} from the judge's.",
        f"More epochs: all four right for the first time after {first}, "
        + (f"and at every epoch from there to {len(states) - 1}." if all(right[first:]) else "but not for good."),
    )


THIRTEEN_LINES = (
    *("epoch    0 loss 0.2518", "epoch  500 loss 0.0888", "epoch 1000 loss 0.0034"),
    *("epoch 1500 loss 0.0015", "epoch 2000 loss 0.0010", "epoch 2500 loss 0.0007"),
    *("epoch 3000 loss 0.0006", "epoch 3500 loss 0.0005", "epoch 4000 loss 0.0004", ""),
    *("0 XOR 0 -> 0.020 (target 0)", "0 XOR 1 -> 0.977 (target 1)"),
    *("1 XOR 0 -> 0.981 (target 1)", "1 XOR 1 -> 0.018 (target 0)"),
)

CLAIMS = (
    Claim("1a", "Start A, learning rate 2.0, prints nine losses and four outputs.", THIRTEEN_LINES, _in_python),
    Claim("1b", "A second language prints the same characters.", THIRTEEN_LINES, _in_javascript),
    Claim(
        "2a", "Start B untrained: 0.4875 0.4831 0.4986 0.4943.", ("0.4875", "0.4831", "0.4986", "0.4943"), _untrained
    ),
    Claim(
        "2b",
        "After one update on the row (0, 0): 0.4829 0.4786 0.4941 0.4898.",
        ("0.4829", "0.4786", "0.4941", "0.4898"),
        _updated,
    ),
    Claim("2c", "That is slightly closer to the correct answer.", "closer", _closer),
    Claim("2d", "The hidden deltas of that update are slopes of the loss.", 1e-6, _hidden_deltas),
    Claim("2e", "Biases are best drawn from −0.5 to 5.", (-0.5, 5), _bias_range),
    Claim(
        "3a",
        "Seed 42 draws W1 = 0.00496714 -0.00138264 0.00647689 0.01523030 -0.00234153 -0.00234137.",
        ("0.00496714", "-0.00138264", "0.00647689", "0.01523030", "-0.00234153", "-0.00234137"),
        _drawn_weights,
    ),
    Claim("3b", "The gradient check of W1 comes out below 1e-5.", 1e-5, _gradient_check),
    Claim("3c", "Loss 0.249876 at epoch 0, all four right by epoch 1000.", ("0.249876", True), _expected_run),
    Claim("3d", "The method learns XOR, once its gradient is right.", 1.0, _repair),
    Claim("4a", "Seed 1, learning rate 0.1, 1000 epochs: predicts 0 1 1 0.", (0, 1, 1, 0), _five_minutes),
)
