"""`python -m shared.doctor.patients.measure`: runs the experiments with all patients and writes their results."""

import json
import sys
from dataclasses import asdict
from typing import Any

import numpy as np

from shared.doctor import experiments, faults
from shared.doctor.diagnosis import examine
from shared.doctor.model import Array, Net, net_of
from shared.doctor.patients import PATIENTS, RESULTS, Patient
from shared.doctor.patients import replaced as with_changes
from shared.doctor.run import run

SEEDS = 20  # other starts
LAST = 4  # only the last lines that a changed program prints are stored: this many
SMALL = 1e-6  # half the step of a central difference


def measure(patient: Patient) -> dict[str, Any]:
    """Return the results of all experiments with one patient, as the lesson shows them.

    printed: what the program prints. gradient: see `gradients`. hidden: the hidden activations after the training, a
    list of units for each row. outputs: one output for each row. outcomes: for each of `SEEDS` other seeds, True if
    the program learns. longer: what the program prints with ten times the epochs, and whether it learns then. fixed:
    the same for the program with its fix. report: the doctor's report.
    """
    hidden, outputs, printed, _ = finish(patient, patient.source)
    longer, fixed = with_changes(patient.source, patient.longer), patient.fixed
    return {
        "printed": printed,
        "gradient": gradients(patient),
        "hidden": hidden,
        "outputs": outputs,
        "outcomes": outcomes(patient, SEEDS),
        "longer": _end(patient, longer),
        "fixed": _end(patient, fixed),
        "report": _short_curves(asdict(examine(patient.source))),
    }


def _short_curves(report: dict[str, Any]) -> dict[str, Any]:
    curves = {name: [experiments.rounded(v, 3) for v in report[name]] for name in ("curve", "curve_after")}
    return {**report, **curves}


def _end(patient: Patient, source: str) -> dict[str, Any]:
    *_, printed, learned = finish(patient, source)
    return {"printed": "\n".join(printed.splitlines()[-LAST:]), "learned": learned}


def finish(patient: Patient, source: str, seed: int = 0) -> tuple[list[list[float]], list[float], str, bool]:
    """Run the program in a separate process. Return (hidden activations, outputs, printed text, True if it learns).

    seed: a number that shifts the seeds that the program sets. Raises RuntimeError if the program fails.
    """
    wanted = f"([[float(v) for v in h] for h in {patient.hidden}], [float(v) for v in {patient.outputs}])"
    answer = run("plain", f"{source}\nprint({wanted})\n", 60, seeds=seed)
    if problem := answer.get("problem") or answer.get("error"):
        raise RuntimeError(f"{patient.name} {problem}")
    *lines, last = answer["printed"].strip().splitlines()
    hidden, outputs = json.loads(last.replace("(", "[").replace(")", "]"))
    off = np.abs(np.array(outputs) - patient.targets)
    learned = bool(np.all(off < 0.4 * np.ptp(patient.targets)))
    short = experiments.rounded(hidden), experiments.rounded(outputs)
    return *short, "\n".join(lines), learned


def outcomes(patient: Patient, count: int) -> list[bool]:
    """Run the program `count` times, each time with other seeds. Return for each run whether the program learns."""
    return [finish(patient, patient.source, seed)[-1] for seed in range(1, count + 1)]


def gradients(patient: Patient) -> list[list[Any]]:
    """Return [name, the program's gradient, numerical gradient] for each parameter, in one of the first updates.

    It is the update with the fewest gradients that are 0. The program's gradient is its step, divided by −(learning
    rate). The loss is ½(out − target)², summed or averaged over the rows of the update. We use the sum or the mean,
    whichever has gradients closer to the program's gradients. The result is empty if a parameter and its step have
    different shapes.
    """
    answer = run("trace", patient.source, 60)
    if answer.get("shapes"):  # a parameter has changed its shape
        return []
    net = net_of(answer["lifted"])
    # With an input of 0, many gradients are 0, so they say nothing about the program.
    tried = [(update, _central_differences(net, update)) for update in faults.updates_of(net)[:8]]
    update, numerical = max(tried, key=lambda pair: int(np.count_nonzero(pair[1])))
    claimed = -update.step / patient.rate
    scale = min((1.0, 1 / len(update.X)), key=lambda s: float(np.abs(claimed - s * numerical).sum()))
    return [
        [name, experiments.rounded(float(a), 6), experiments.rounded(float(scale * n), 6)]
        for name, a, n in zip(net.names, claimed, numerical)
    ]


def _central_differences(net: Net, update: faults.Update) -> Array:
    def loss(P: Array) -> float:
        return 0.5 * float(((net.outputs(P, update.X) - update.T) ** 2).sum())

    steps = SMALL * np.eye(net.size)
    return np.array([(loss(update.P + step) - loss(update.P - step)) / (2 * SMALL) for step in steps])


def main(names: list[str]) -> None:
    """Measure the patients with these names, and write the results: one line for each experiment.

    Without names, measure all patients.
    """
    found = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else {}
    found |= {name: measure(PATIENTS[name]) for name in names or PATIENTS}
    entries = []
    for name in PATIENTS:
        lines = (f"  {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in found[name].items())
        entries.append(f" {json.dumps(name)}: {{\n" + ",\n".join(lines) + "\n }")
    RESULTS.write_text("{\n" + ",\n".join(entries) + "\n}\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
