"""Six programs that do not learn, rewritten from public questions, and the results of experiments with them.

The programs are text files in this folder. A lesson shows only stored results: `measure` runs the programs and the
doctor, and writes `results.json`. A test runs the programs again and compares the results.
"""

import json
from pathlib import Path
from typing import Any, NamedTuple

from shared.doctor.report import Finding, Report

FOLDER = Path(__file__).parent
RESULTS = FOLDER / "results.json"


class Patient(NamedTuple):
    """One program, and what the experiments need to know about the program."""

    name: str  # the name of its file
    address: str  # the address of the public question
    targets: list[float]
    outputs: str  # a Python expression for the outputs after the training: one output for each row
    hidden: str  # a Python expression for the hidden activations after the training: a list of units for each row
    rate: float  # the learning rate of the program
    longer: tuple[str, str]  # (old text, new text): this change gives ten times the epochs
    fix: tuple[tuple[str, str], ...]  # pairs (old text, new text): with these changes the program learns

    @property
    def source(self) -> str:
        """The program."""
        return (FOLDER / f"{self.name}.txt").read_text("utf-8")

    @property
    def fixed(self) -> str:
        """The program with its fix."""
        return replaced(self.source, *self.fix)


def replaced(source: str, *changes: tuple[str, str]) -> str:
    """Return `source` with each old text replaced. Raises ValueError if a text does not occur exactly once."""
    for old, new in changes:
        if source.count(old) != 1:
            raise ValueError(f"{old!r} occurs {source.count(old)} times in the program, not once")
        source = source.replace(old, new)
    return source


XOR_TARGETS = [0.0, 1.0, 1.0, 0.0]
PATIENTS = {
    patient.name: patient
    for patient in (
        Patient(
            "squashed_twice",
            "https://datascience.stackexchange.com/questions/37545/neural-network-example-not-working-with-sigmoid-activation-function",
            XOR_TARGETS,
            "[sigmoid(np.array([1, *sigmoid(x @ W)]) @ V) for x in X]",
            "[sigmoid(x @ W) for x in X]",
            0.5,
            ("range(20000)", "range(200000)"),
            (("return sigmoid(x) * (1 - sigmoid(x))", "return x * (1 - x)  # x is an activation already"),),
        ),
        Patient(
            "raw_error_back",
            "https://stackoverflow.com/questions/46395467",
            [0.0, 0.0, 1.0, 1.0],
            "[sigmoid(w1 @ sigmoid(w0 @ x.reshape(2, 1))).item() for x in X]",
            "[sigmoid(w0 @ x.reshape(2, 1)).ravel() for x in X]",
            0.1,
            ("range(3000)", "range(30000)"),
            (("delta_hidden = error *", "delta_hidden = w1.T @ delta_out *"),),
        ),
        Patient(
            "constant_sum",
            "https://ai.stackexchange.com/questions/28864/relu-function-converging-to-local-optimum-in-one-case-and-diverging-in-the-other",
            [15.0, 16.0],
            "[W2 @ np.maximum(0, W1 @ x + b1) + b2 for x in inputs]",
            "[np.maximum(0, W1 @ x + b1) for x in inputs]",
            0.01,
            ("range(1000)", "range(10000)"),
            (("W1, b1 = rng.normal(0, 0.5, (2, 5))", "W1, b1 = rng.uniform(0, 0.5, (2, 5))"),),
        ),
        Patient(
            "flat_cost",
            "https://stats.stackexchange.com/questions/440558/interpreting-cost-change-plot-in-a-neural-network-for-learning-xor",
            XOR_TARGETS,
            "A2.ravel()",
            "A1",
            0.5,
            ("range(4000)", "range(40000)"),
            (("range(4000)", "range(40000)"),),
        ),
        Patient(
            "one_pair_first",
            "https://stackoverflow.com/questions/37646589/updating-the-weights-in-a-2-layer-neural-network",
            XOR_TARGETS,
            "[forward(x1, x2)[2] for x1, x2, _ in rows]",
            "[forward(x1, x2)[:2] for x1, x2, _ in rows]",
            0.5,
            ("range(5000)", "range(50000)"),
            (
                (
                    "for x1, x2, y in rows:\n    for i in range(5000):\n",
                    "for i in range(5000):\n    for x1, x2, y in rows:\n",
                ),
            ),
        ),
        Patient(
            "bias_matrix",
            "https://intellipaat.com/community/2846/feed-forward-neural-network-fails-to-classify-due-to-dimensionality-of-biases",
            XOR_TARGETS,
            "[predict(X[[1, 0, 3, 2]])[1].ravel()[k] for k in (1, 0, 3, 2)]",
            "predict(X)[0]",
            0.5,
            ("range(3000)", "range(30000)"),
            (
                ("b2 - rate * delta2", "b2 - rate * delta2.sum(axis=0, keepdims=True)"),
                ("b1 - rate * delta1", "b1 - rate * delta1.sum(axis=0, keepdims=True)"),
            ),
        ),
    )
}


def results(name: str) -> dict[str, Any]:
    """Return the results of the experiments with this patient, as described in `measure.measure`."""
    return json.loads(RESULTS.read_text("utf-8"))[name]


def report(name: str) -> Report:
    """Return the doctor's report on this patient."""
    kept = results(name)["report"]
    return Report(**{**kept, "findings": [Finding(**finding) for finding in kept["findings"]]})
