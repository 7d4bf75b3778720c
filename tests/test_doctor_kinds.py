"""The kinds of faults and programs that the doctor knows. Each test changes a few lines of a small program."""

import json

import numpy as np
import pytest

from shared import doctor
from shared.doctor.experiments import contradictions, separable

BATCH = """
import numpy as np
rng = np.random.default_rng(1)
X, y = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([[0], [1], [1], [0]])
W1, b1, W2, b2 = rng.normal(0, 1, (2, 6)), np.zeros((1, 6)), rng.normal(0, 1, (6, 1)), np.zeros((1, 1))
for epoch in range(1500):
    z = X @ W1 + b1
    h = np.tanh(z)
    d = 1 / (1 + np.exp(-(h @ W2 + b2))) - y
    dh = d @ W2.T * (1 - h * h)
    W2 -= 0.1 * h.T @ d; b2 -= 0.1 * d.sum(0, keepdims=True)
    W1 -= 0.1 * X.T @ dh; b1 -= 0.1 * dh.sum(0, keepdims=True)
"""
ROWS = """
import numpy as np
np.random.seed(2)
table, wanted = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 0])
V, c, u, e = np.random.uniform(-1, 1, (4, 2)), np.zeros(4), np.random.uniform(-1, 1, 4), 0.0
f = lambda z: 1 / (1 + np.exp(-z))
for step in range(6000):
    i = np.random.permutation(4)[0]
    h = f(V @ table[i] + c)
    o = f(u @ h + e)
    d = (o - wanted[i]) * o * (1 - o)
    g = d * u * h * (1 - h)
    u, e = u - 2.0 * d * h, e - 2.0 * d
    V, c = V - 2.0 * np.outer(g, table[i]), c - 2.0 * g
"""
DICTIONARY = """
import numpy as np
rng = np.random.default_rng(1)
X, y = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([[0], [1], [1], [0]])
p = {"W": rng.normal(0, 1, (2, 6)), "b": np.zeros((1, 6)), "V": rng.normal(0, 1, (6, 1)), "c": np.zeros((1, 1))}
def update(p, G, rate=0.1):
    p = {name: p[name] - rate * G[name] for name in p}
    return p
for epoch in range(1500):
    h = np.tanh(X @ p["W"] + p["b"])
    d = 1 / (1 + np.exp(-(h @ p["V"] + p["c"]))) - y
    dh = d @ p["V"].T * (1 - h * h)
    G = {"W": X.T @ dh, "b": dh.sum(0, keepdims=True), "V": h.T @ d, "c": d.sum(0, keepdims=True)}
    p = update(p, G)
"""
LAYERS = """
import numpy as np
rng = np.random.default_rng(3)
rows, wanted = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]]), np.array([[0.0], [1], [1], [0]])
weights, biases = [rng.normal(0, 1, (2, 5)), rng.normal(0, 1, (5, 1))], [np.zeros(5), np.zeros(1)]
def learn(levels, rate):
    delta = (levels[-1] - wanted) * levels[-1] * (1 - levels[-1])
    steps = [levels[1].T @ delta]
    below = delta @ weights[1].T * levels[1] * (1 - levels[1])
    steps.insert(0, levels[0].T @ below)
    for k, (w, step) in enumerate(zip(weights, steps)):
        w = w - rate * step
        weights[k] = w
    biases[0] -= rate * below.sum(0); biases[1] -= rate * delta.sum(0)
for epoch in range(4000):
    a = [rows]
    for w, b in zip(weights, biases):
        a.append(1 / (1 + np.exp(-(a[-1] @ w + b))))
    learn(a, 1.5)
"""


SUMS = """
import numpy as np
np.random.seed(13)
points, labels = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.eye(2)[[0, 1, 1, 0]]
W, b, U, c = np.random.randn(4, 2), np.zeros(4), np.random.randn(2, 4), np.zeros(2)
for epoch in range(1500):
    gW, gb, gU, gc = np.zeros((4, 2)), np.zeros(4), np.zeros((2, 4)), np.zeros(2)
    for p, t in zip(points, labels):
        h = np.tanh(W @ p + b)
        o = np.exp(U @ h + c)
        o = o / o.sum()
        error = o - t
        d = o * (error - (error * o).sum())
        e = d @ U * (1 - h * h)
        gW += np.outer(e, p); gb += e; gU += np.outer(d, h); gc += d
    W -= 0.5 * gW; b -= 0.5 * gb; U -= 0.5 * gU; c -= 0.5 * gc
"""

NUMBERS = """
from math import tanh
w11, w12, w21, w22, b1, b2, v1, v2, b3 = 0.8, -0.6, 0.5, 0.9, 0.1, -0.4, 0.7, -0.9, 0.2
for epoch in range(2000):
    for x1, x2, t in [(-1, -1, -1), (-1, 1, 1), (1, -1, 1), (1, 1, -1)]:
        h1, h2 = tanh(w11 * x1 + w12 * x2 + b1), tanh(w21 * x1 + w22 * x2 + b2)
        y = tanh(v1 * h1 + v2 * h2 + b3)
        d3 = (y - t) * (1 - y * y)
        d1, d2 = d3 * v1 * (1 - h1 * h1), d3 * v2 * (1 - h2 * h2)
        v1 -= 0.1 * d3 * h1; v2 -= 0.1 * d3 * h2; b3 -= 0.1 * d3
        w11 -= 0.1 * d1 * x1; w12 -= 0.1 * d1 * x2; b1 -= 0.1 * d1
        w21 -= 0.1 * d2 * x1; w22 -= 0.1 * d2 * x2; b2 -= 0.1 * d2
"""


def with_changes(program, changes):
    """Return the program with all changes (old text, new text)."""
    for old, new in changes:
        assert old in program
        program = program.replace(old, new)
    return program


@pytest.mark.parametrize("program", [ROWS, LAYERS, SUMS, NUMBERS])
def test_the_program_without_a_fault_is_not_accused(program):
    assert doctor.examine(program).cause == "nothing-wrong"


# the program, the changes to it, the expected cause, and a part of the expected sentence
KINDS = {
    "a new weight is not stored": (LAYERS, [("        weights[k] = w\n", "")], "not-applied", "line 12 computes"),
    "a new weight is not stored, the step comes first": (
        BATCH,
        [("W1 -= 0.1 * X.T @ dh", "-0.1 * X.T @ dh + W1")],
        "not-applied",
        "line 12 computes",
    ),
    "a wide start, a random row for each update": (
        ROWS,
        [("uniform(-1, 1", "uniform(-40, 40")],
        "start-too-large",
        "saturated",
    ),
    "the seed in the loop": (ROWS, [("    i =", "    np.random.seed(2)\n    i =")], "data", "Line 8 sets the seed"),
    "the slope of ReLU for a unit that leaks": (
        BATCH,
        [("np.tanh(z)", "np.where(z > 0, z, 0.1 * z)"), ("(1 - h * h)", "(z > 0)")],
        "wrong-factor",
        "but the unit uses leaky ReLU",
    ),
    "the slope of ReLU on the wrong side": (
        BATCH,
        [("np.tanh(z)", "np.maximum(z, 0)"), ("(1 - h * h)", "(z < 0)")],
        "wrong-factor",
        "the derivative is 1 for z below 0 and 0 for z above 0",
    ),
    "the slope is missing, the squared error of a softmax": (
        SUMS,
        [(" * (1 - h * h)", "")],
        "derivative-missing",
        "Line 14: in the backward pass of the hidden layer (b, W)",
    ),
    "the slope is missing, a penalty of the absolute weights": (
        BATCH,
        [
            (" * (1 - h * h)", ""),
            ("h.T @ d;", "(h.T @ d + 0.01 * np.sign(W2));"),
            ("X.T @ dh;", "(X.T @ dh + 0.01 * np.sign(W1));"),
        ],
        "derivative-missing",
        "Line 10: in the backward pass of the hidden layer (b1, W1)",
    ),
    "the sign, steps that are cut off": (
        BATCH,
        [("W1 -= 0.1 * X.T @ dh", "W1 += 0.1 * np.clip(X.T @ dh, -0.3, 0.3)")],
        "sign",
        "W1",
    ),
    "the slope is missing, a rate that shrinks": (
        BATCH,
        [(" * (1 - h * h)", ""), ("-= 0.1", "-= 0.1 / (1 + 0.01 * epoch)")],
        "derivative-missing",
        "Line 10: in the backward pass of the hidden layer",
    ),
    "the squared error instead of the error, with the right sign of the steps": (
        BATCH,
        [("d = 1 / (1 + np.exp(-(h @ W2 + b2))) - y", "d = -(1 / (1 + np.exp(-(h @ W2 + b2))) - y) ** 2")],
        "wrong-factor",
        "the error is squared",
    ),
    "a sigmoid without its minus": (
        BATCH,
        [("np.exp(-(h @ W2 + b2))", "np.exp(h @ W2 + b2)")],
        "sign",
        "Line 9: the activation function is 1 / (1 + eᶻ), without the minus of e⁻ᶻ.",
    ),
    "a cross-entropy with only one term": (
        BATCH,
        [
            (
                "d = 1 / (1 + np.exp(-(h @ W2 + b2))) - y",
                "o = 1 / (1 + np.exp(-(h @ W2 + b2))); d = -y / o * o * (1 - o)",
            )
        ],
        "wrong-factor",
        "the cross-entropy has only the term for the target 1",
    ),
    "hidden units that large inputs saturate": (
        BATCH,
        [
            ("[[0, 0], [0, 1], [1, 0], [1, 1]]", "[[50, 50], [50, 90], [90, 50], [90, 90]]"),
            ("rng.normal(0, 1, (2, 6))", "rng.random((2, 6))"),
        ],
        "unscaled-inputs",
        "The inputs are too large: the largest input is 90.0.",
    ),
    "inputs up to 255": (
        ROWS,
        [("[0, 1], [1, 0], [1, 1]", "[0, 255], [255, 0], [255, 255]")],
        "unscaled-inputs",
        "The inputs are too large: the largest input is 255.0.",
    ),
    "inputs up to 0.02": (
        BATCH,
        [("X @ W1", "X * 0.02 @ W1"), ("X.T @ dh", "0.02 * X.T @ dh")],
        "unscaled-inputs",
        "The inputs are too small: the largest input is 0.02.",
    ),
    "inputs that are shuffled without their targets": (
        BATCH,
        [("    z = ", "    rng.shuffle(X)\n    z = ")],
        "data",
        "has the targets [0.0, 1.0]. But a network always gives the same output",
    ),
    "(1 − a)² as the derivative of tanh": (
        BATCH,
        [("(1 - h * h)", "(1 - h) ** 2")],
        "wrong-factor",
        "(1 − a)² is used as the derivative instead of 1 − a²",
    ),
    "biases that start at 50": (
        BATCH,
        [("np.zeros((1, 6))", "np.full((1, 6), 50.0)")],
        "start-too-large",
        "The initial biases are too large: the largest is 50.0.",
    ),
    "ReLU units that die": (
        BATCH.replace("6", "3").replace("default_rng(1)", "default_rng(3)"),
        [("np.zeros((1, 3))", "np.full((1, 3), -2.0)"), ("np.tanh(z)", "np.maximum(z, 0)"), ("(1 - h * h)", "(z > 0)")],
        "dead-relu",
        "All hidden ReLU units are 0 on every row at the end",
    ),
    "a large weight decay": (
        BATCH,
        [("h.T @ d;", "(h.T @ d + 2 * W2);"), ("X.T @ dh;", "(X.T @ dh + 2 * W1);")],
        "penalty-too-large",
        "The weight decay (L2) is too large",
    ),
    "a single hidden unit": (
        BATCH,
        [("(2, 6)", "(2, 1)"), ("(1, 6)", "(1, 1)"), ("(6, 1)", "(1, 1)")],
        "too-few-units",
        "The hidden layer has only 1 unit. With 4 units, most starts learn.",
    ),
    "new parameters that are not stored": (
        DICTIONARY,
        [("    p = update(p, G)", "    update(p, G)"), ("(2, 6))", "(2, 6)) * 1.5"), ("(6, 1))", "(6, 1)) * 1.5")],
        "not-applied",
        "does not store the result of `update`, so the new values are lost.",
    ),
    "the slope is missing, a weight decay with a rate that shrinks": (
        BATCH,
        [
            (" * (1 - h * h)", ""),
            ("h.T @ d;", "(h.T @ d + 0.01 * W2);"),
            ("X.T @ dh;", "(X.T @ dh + 0.01 * W1);"),
            ("-= 0.1", "-= 0.1 / (1 + 0.01 * epoch)"),
        ],
        "derivative-missing",
        "Line 10: in the backward pass of the hidden layer",
    ),
    "a step is assigned": (
        BATCH,
        [("W1 -= 0.1", "W1 =- 0.1")],
        "not-applied",
        "Line 12: `=-` gives the variable a new value",
    ),
    "a start that is drawn in each epoch": (
        BATCH,
        [
            ("W1, b1, W2, b2 =", "for epoch in range(1500):\n    W1, b1, W2, b2 ="),
            ("1))\nfor epoch in range(1500):", "1))"),
        ],
        "not-applied",
        "Line 6 initializes the weights again",
    ),
    "a start that a function draws in each epoch": (
        BATCH,
        [
            ("W1, b1, W2, b2 =", "def neu():\n    return"),
            ("1500):", "1500):\n    W1, b1, W2, b2 = neu()"),
        ],
        "not-applied",
        "Line 8 initializes the weights again",
    ),
    "a row that is never used": (ROWS, [("permutation(4)", "permutation(3)")], "data", "but none of the first"),
    "the target of another row": (ROWS, [("wanted[i]", "wanted[i - 1]")], "data", "target from different rows"),
    "activations in an array of whole numbers": (
        ROWS,
        [("    h = f(V @ table[i] + c)", "    h = np.zeros(4, dtype=table.dtype); h[:] = f(V @ table[i] + c)")],
        "rounded",
        "Line 9: activations",
    ),
    "a start without a unit above 0": (
        BATCH,
        [
            ("rng.normal(0, 1, (2, 6))", "-rng.random((2, 6))"),
            ("np.tanh(z)", "np.maximum(z, 0)"),
            ("(1 - h * h)", "(z > 0)"),
        ],
        "dead-relu",
        "from the start",
    ),
    "a start without a unit above 0, targets with the mean 0": (
        BATCH,
        [
            ("np.zeros((1, 6))", "np.full((1, 6), -20.0)"),
            ("np.tanh(z)", "np.maximum(z, 0)"),
            ("(1 - h * h)", "(z > 0)"),
            ("d = 1 / (1 + np.exp(-(h @ W2 + b2))) - y", "o = h @ W2 + b2; d = o / 3 - y / 3"),
            ("[[0], [1], [1], [0]]", "[[3.0], [5], [9], [8]]"),
            ("W1, b1, W2, b2 =", "y = (y - y.mean()) / y.std()\nW1, b1, W2, b2 ="),
        ],
        "dead-relu",
        "from the start",
    ),
    "the weight of the wrong layer": (BATCH, [("d @ W2.T", "d @ W1[:1]")], "wrong-factor", "of the wrong layer"),
    "the mean of all rows": (
        ROWS,
        [
            ("    i = np.random.permutation(4)[0]\n", ""),
            ("V @ table[i] + c", "table @ V.T + c"),
            ("u @ h", "h @ u"),
            ("wanted[i]", "wanted[:, None]"),
            ("g = d * u", "d = d.mean(); g = d * u"),
            ("u, e = u - 2.0 * d * h, e - 2.0 * d", "u, e = u - 2.0 * d * h.mean(0), e - 2.0 * d"),
            ("np.outer(g, table[i])", "(g.T @ table)"),
            ("2.0 * g", "2.0 * g.sum(0)"),
        ],
        "broadcast",
        "Line 10: outputs and targets have different shapes",
    ),
    "one bias of several names is never updated": (
        NUMBERS,
        [("; b2 -= 0.1 * d2", "")],
        "not-applied",
        "The program never changes b2.",
    ),
    "a scaled start is never updated": (
        BATCH,
        [("rng.normal(0, 1, (2, 6))", "0.9 * rng.normal(0, 1, (2, 6))"), ("W1 -= 0.1 * X.T @ dh; ", "")],
        "not-applied",
        "The weights W1 never change",
    ),
    "a rate of 0": (BATCH, [("W1 -= 0.1", "W1 -= 1 // 10")], "not-applied", "their steps are missing or 0"),
    "a rate that vanishes": (BATCH, [("-= 0.1", "-= 0.3 * 0.7**epoch")], "rate-too-small", "The rate shrinks"),
    "only twenty updates": (LAYERS, [("4000", "20"), ("1.5", "0.5")], "too-few-epochs", "too early, after 20 updates"),
    "only twelve epochs, a start of normal size": (BATCH, [("1500", "12")], "too-few-epochs", "after 12 updates"),
    "a thousand times the rate": (BATCH, [("-= 0.1", "-= 100")], "rate-too-large", "too large"),
}


@pytest.mark.parametrize("name", KINDS)
def test_a_fault_of_this_kind_is_named_first(name):
    program, changes, cause, words = KINDS[name]
    finding = doctor.examine(with_changes(program, changes)).findings[0]
    assert finding.cause == cause
    assert words in finding.sentence


@pytest.mark.parametrize(
    ("change", "fix"),
    [
        (("(1 - h * h)", "h * (1 - h)"), "Multiply once by the derivative of this unit's own activation function."),
        (("- y\n", "- y; d = d * d\n"), "Keep the sign of the error: output − target."),
        (("W1 -= 0.1 * X.T", "W1 -= 0.1 * X[:, ::-1].T"), "The gradient of a weight is delta × input."),
    ],
)
def test_the_fix_of_a_wrong_factor_names_this_factor(change, fix):
    assert doctor.examine(with_changes(BATCH, [change])).findings[0].fix.startswith(fix)


def test_targets_out_of_range_are_named_after_a_fault_of_the_gradient():
    changes = [("- y\n", "- y; d = d * d\n"), ("[[0], [1], [1], [0]]", "[[-1], [1], [1], [-1]]")]
    findings = doctor.examine(with_changes(BATCH, changes)).findings
    assert [finding.cause for finding in findings] == ["wrong-factor", "target-out-of-range"]


def test_the_fix_of_a_flipped_sign_also_fits_an_absolute_value():
    far = [
        ("[[0], [1], [1], [0]]", "[[8], [9], [9], [8]]"),
        ("1 / (1 + np.exp(-(h @ W2 + b2))) - y", "h @ W2 + b2 - y"),
    ]
    finding = doctor.examine(
        with_changes(BATCH, [*far, ("d = h", "d = abs(h"), ("- y", "- y)"), ("0.1", "0.01")])
    ).findings[0]
    assert finding.cause == "sign"
    assert "make the error exactly output − target" in finding.fix


@pytest.mark.parametrize(
    ("rate", "step", "said"), [(50.0, "rate *", "The rate (50.0) is"), (200.0, "rate / 4 *", "The rate is too large")]
)
def test_a_rate_that_the_program_divides_is_not_quoted(rate, step, said):
    program = with_changes(BATCH, [("0.1 *", step), ("W1, b1, W2, b2 =", f"rate = {rate}\nW1, b1, W2, b2 =")])
    assert doctor.examine(program).findings[0].sentence.startswith(said)


def test_a_right_program_with_odd_lines_is_not_accused(tmp_path):
    odd_lines = [
        ("default_rng(1)", "default_rng(seed=1)"),
        ("W2 -=", "old = copy.copy(W2); W2.flat[0] += 0.0; W2 -="),
        ("rng =", "large = 10**400  # too large for a float\nbits = math.log(8.0, 2)\nrng ="),
        ("rng =", "key = pow(2, 5, mod=7)\ntwice = np.vectorize(lambda v, k: v * k, [float])(1.5, k=2)\nrng ="),
        ("W2 -= 0.1 * h.T @ d;", "np.subtract.at(W2, slice(None), 0.1 * h.T @ d);"),
        ("rng =", "sys.stdout.reconfigure(encoding='utf-8')\nrng ="),
        ("\nimport numpy", "\ufeffimport copy, math, sys\nimport numpy"),  # begins with a byte order mark
    ]
    program = tmp_path / "program.py"
    program.write_text(with_changes(BATCH, odd_lines), "utf-8")
    report = doctor.examine(program)
    assert report.cause == "nothing-wrong", report.findings


@pytest.mark.parametrize(
    "error", ["o * 1.0 - y", "-(-o + y)", "-y + o", "2 * o - 2 * y", "-2 * y + o * 2", "2 * o / 3 - 2 * y / 3"]
)
def test_output_minus_target_is_found_in_other_forms(error):
    changes = [("d = 1 / (1 + np.exp(-(h @ W2 + b2))) - y", f"o = 1 / (1 + np.exp(-(h @ W2 + b2))); d = {error}")]
    assert doctor.examine(with_changes(BATCH, changes)).cause == "nothing-wrong"


def test_a_low_printed_accuracy_is_not_called_right():
    printed = "    print('accuracy', ((d + y > 0.5) == y.ravel()).mean())\n"
    report = doctor.examine(BATCH.rstrip("\n") + f"\n{printed}")
    assert "But the program prints the accuracy 0.5. Either it computes" in report.findings[0].sentence


def test_adam_that_counts_from_0_is_explained():
    adam = BATCH.replace("W2 -= 0.1 * h.T @ d;", "W2 -= 0.1 * h.T @ d / (1 - 0.9 ** epoch);")
    assert "Perhaps the program divides by" not in doctor.examine(adam).findings[0].sentence
    adam = BATCH.replace("W2 -= 0.1 * h.T @ d;", "beta = 0.9; W2 -= 0.1 * h.T @ d / (1 - beta ** epoch);")
    assert "divides by `1 - beta ** epoch` with epoch = 0, which is 0" in doctor.examine(adam).findings[0].sentence


@pytest.mark.parametrize(
    ("program", "changes"),
    [
        (BATCH, [("np.zeros((1, 1))", "0"), ("d.sum(0, keepdims=True)", "d.sum()")]),
        (ROWS, [("-1, 1, 4), 0.0", "-1, 1, 4), 0")]),
    ],
)
def test_biases_may_start_as_whole_numbers(program, changes):
    changed = with_changes(program, changes)
    assert doctor.examine(changed).cause == "nothing-wrong"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ([("(h @ W2 + b2)", "(h @ W2 + b2 + e)"), ("W2 -=", "e -= 0.1 * d.sum(); W2 -=")], "a unit has two biases"),
        ([("(h @ W2 + b2)", "(h @ W2 + b2 + 0.5)")], "its outputs differ from the program's outputs"),
    ],
)
def test_a_second_bias_of_a_unit_is_not_ignored(changes, words):
    program = with_changes(BATCH, [("rng =", "e = np.ones(1)\nrng ="), *changes])
    finding = doctor.examine(program).findings[0]
    assert finding.cause == "not-understood"
    assert words in finding.sentence


@pytest.mark.parametrize(
    ("output", "words"),
    [("np.round(o, 1)", "layer 2 are rounded"), ("(o > 0.5).astype(int)", "layer 2 come from a comparison")],
)
def test_an_output_without_a_derivative_is_named(output, words):
    changes = [("d = 1 / (1 + np.exp(-(h @ W2 + b2)))", f"o = 1 / (1 + np.exp(-(h @ W2 + b2))); d = {output}")]
    assert words in doctor.examine(with_changes(BATCH, changes)).findings[0].sentence


def test_a_column_of_ones_beside_a_bias_is_an_input():
    changes = [("W1, b1, W2", "X = np.c_[X, np.ones(4)]\nW1, b1, W2"), ("(2, 6)", "(3, 6)")]
    program = with_changes(BATCH, changes)
    assert doctor.examine(program).cause == "nothing-wrong"


def noisy_rows(copies):
    """Return changes that give a program several noisy copies of each of its four rows."""
    noise = f"rng.normal(0, 0.1, ({4 * copies}, 2))"
    line = f"X, y = np.tile(X, ({copies}, 1)) + {noise}, np.tile(y, ({copies}, 1))\n"
    return [("W1, b1, W2, b2 =", line + "W1, b1, W2, b2 =")]


def test_an_update_with_many_rows_is_judged_only_as_a_whole():
    program = with_changes(BATCH, [("0.1 *", "0.01 *")])
    assert doctor.examine(with_changes(program, noisy_rows(37))).cause == "nothing-wrong"
    many = doctor.examine(with_changes(program, [*noisy_rows(510), ("6", "1")]))
    assert "one update uses more than 2000 outputs" in many.findings[0].sentence


def test_three_updates_are_enough_to_recognize_adam():
    adam = """    steps = [X.T @ dh, dh.sum(0, keepdims=True), h.T @ d, d.sum(0, keepdims=True)]
    for p, g, m, v in zip((W1, b1, W2, b2), steps, ms, vs):
        m += 0.1 * (g - m); v += 0.001 * (g * g - v)
        p -= 0.01 * m / (1 - 0.9 ** (epoch + 1)) / (np.sqrt(v / (1 - 0.999 ** (epoch + 1))) + 1e-8)
"""
    program = BATCH[: BATCH.index("    W2 -=")] + adam
    sums = "ms, vs = ([np.zeros_like(p) for p in (W1, b1, W2, b2)] for _ in range(2))\nfor epoch"
    report = doctor.examine(with_changes(program, [*noisy_rows(24), ("for epoch", sums)]))
    assert report.cause == "nothing-wrong"
    assert "the optimizer is Adam" in report.right


def test_a_softmax_that_computes_its_powers_twice_is_read():
    changes = [("np.exp(U @ h + c)", "U @ h + c"), ("o / o.sum()", "np.exp(o - max(o)) / np.sum(np.exp(o - max(o)))")]
    assert doctor.examine(with_changes(SUMS, changes)).cause == "nothing-wrong"


def test_a_hidden_layer_of_clip_with_a_keyword_is_not_accused():
    program = with_changes(BATCH, [("h = np.tanh(z)", "h = z.clip(min=0)"), ("(1 - h * h)", "(h > 0)")])
    assert doctor.examine(program).cause == "nothing-wrong"


def test_years_far_from_0_are_separated_by_a_line():
    years = np.array([[1990.0 + k] for k in range(7)] + [[2004.0 + k] for k in range(7)])
    assert separable(years, np.repeat([[0.0], [1.0]], 7, axis=0)) is True
    xor = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]])
    assert separable(xor, np.array([[0.0], [1], [1], [0]])) is False


def test_an_input_with_two_classes_contradicts_itself():
    X, T = np.array([[0.0], [0.0], [1.0]]), np.array([[0.0, 1, 0], [0, 0, 1], [1, 0, 0]])
    assert contradictions(X, T) == [([0.0], [[0, 0, 1], [0, 1, 0]])]
    assert contradictions(X[:2], T[:2, 1:2]) == [([0.0], [0.0, 1.0])]


def test_a_program_that_prints_other_numbers_than_its_outputs():
    end = "for x in X:\n    print('%.3f' % (1 / (1 + np.exp(-(np.tanh(x @ W1) @ W2)))).item())\n"
    finding = doctor.examine(BATCH + end).findings[0]
    assert finding.cause == "not-understood"
    assert "at the end the program prints other numbers" in finding.sentence
    assert doctor.examine(BATCH + end.replace("x @ W1", "x @ W1 + b1[0]").replace("@ W2)", "@ W2 + b2[0])")).cause == (
        "nothing-wrong"
    )


def test_a_list_that_a_generator_shuffles_changes_its_order():
    program = ROWS.replace("table,", "rng, order = np.random.default_rng(2), [0, 1, 2, 3]\ntable,", 1)
    program = program.replace("i = np.random.permutation(4)[0]", "rng.shuffle(order); i = order[0]")
    assert doctor.examine(program).cause == "nothing-wrong"


def test_columns_of_several_outputs_are_rows():
    changes = [
        ("W @ p + b", "W @ points.T + b[:, None]"),
        ("U @ h + c", "U @ h + c[:, None]"),
        ("    for p, t in zip(points, labels):\n", "    for p, t in [(points, labels.T)]:\n"),
        ("o.sum()", "o.sum(0)"),
        ("(error * o).sum()", "(error * o).sum(0)"),
        ("d @ U *", "U.T @ d *"),
        ("np.outer(e, p); gb += e;", "e @ p; gb += e.sum(1);"),
        ("np.outer(d, h); gc += d", "d @ h.T; gc += d.sum(1)"),
    ]
    assert doctor.examine(with_changes(SUMS, changes)).cause == "nothing-wrong"


def test_a_notebook_may_examine_itself_and_is_told_lines_of_its_cells(tmp_path):
    path = tmp_path / "own.ipynb"
    cells = [
        "import numpy as np",
        BATCH.replace("W1 -=", "W1 +="),
        f"from shared import doctor\ndoctor.examine({str(path)!r})",
    ]
    path.write_text(json.dumps({"cells": [{"cell_type": "code", "source": text} for text in cells]}), "utf-8")
    finding = doctor.examine(path).findings[0]
    assert finding.sentence.startswith("Line 12 of code cell 2: the steps of W1")
    where = json.loads(doctor.examine(path).to_json())[0]["where"]
    assert where == {"line": 12, "cell": 2, "parameter": "W1"}
    assert doctor.examine(str(tmp_path / "missing.py")).cause == "not-understood"


@pytest.mark.parametrize(
    ("rate", "seed", "factor"),
    [
        (0.0005, 3, 1000),  # this start learns with 100 times the rate, too, but no other start does
        (0.002, 1, 100),  # this start and all others learn with 1000 times the rate, too
        (0.01, 3, 10),  # this start also learns with the same rate in more epochs
    ],
)
def test_the_smallest_rate_that_also_helps_other_starts_is_named(rate, seed, factor):
    changes = [
        ("np.tanh(z)", "1 / (1 + np.exp(-z))"),
        ("(1 - h * h)", "h * (1 - h)"),
        ("b2))) - y", "b2))); d = (d - y) * d * (1 - d)"),
        ("range(1500)", "range(3000)"),
        ("0.1 *", f"{rate} *"),
        ("(2, 6)", "(2, 4)"),
        ("(1, 6)", "(1, 4)"),
        ("(6, 1)", "(4, 1)"),
        ("default_rng(1)", f"default_rng({seed})"),
    ]
    finding = doctor.examine(with_changes(BATCH, changes)).findings[0]
    assert finding.cause == "rate-too-small"
    assert f"with {factor} times the rate, the same start learns" in finding.sentence
    assert finding.fix == f"Multiply the rate by {factor}."


def test_a_rate_that_helps_only_this_start_is_not_named():
    changes = [
        ("np.tanh(z)", "np.maximum(z, 0)"),
        ("(1 - h * h)", "(z > 0)"),
        ("range(1500)", "range(1000)"),
        ("normal(0, 1,", "normal(0, 3,"),
        ("0.1 *", "0.002 *"),
        ("(2, 6)", "(2, 2)"),
        ("(1, 6)", "(1, 2)"),
        ("(6, 1)", "(2, 1)"),
        ("default_rng(1)", "default_rng(56)"),
    ]
    finding = doctor.examine(with_changes(BATCH, changes)).findings[0]
    assert finding.fix == "Multiply the rate by 30."  # this start also learns with 10 times the rate
    assert not finding.proof["after"]["other starts that learn"].startswith("0 of")


def test_the_line_of_a_delta_is_not_that_of_an_equal_output():
    program = """
import math
w, v, b = 0.0, 0.0, 0.0
for epoch in range(3000):
    for x, y, t in [(0, 0, 0), (0, 1, 0), (1, 0, 0), (1, 1, 1)]:
        o = 1 / (1 + math.exp(-(w * x + v * y + b)))
        e = o - t
        d = e * o * (1 - o)
        w -= 0.5 * d * x; v -= 0.5 * d * y; b -= 0.5 * e
"""
    assert doctor.examine(program).findings[0].line == 7
