"""Lesson 8's view of the diagnosis of one run: the cause, the measurements, and the tried fixes."""

import marimo as mo

from shared.experiments.diagnosis import MEANINGS, Diagnosis, format_evidence
from shared.experiments.success_map import describe_change
from shared.lesson.components import details, table

MEASURED = {
    "mse": "mean squared error at the end",
    "worst_error": "largest error of a row",
    "derivative": "derivative of the activation, compared with its maximum",
    "output_gap": "smallest difference between the outputs of two rows with different targets",
    "hidden_gap": "smallest distance between the hidden values of two rows with different targets",
    "largest_gradient": "largest gradient at the end",
    "largest_step": "largest change of a number in one update",
}
PROOF = {  # diagnosis → the measurements that show it; other diagnoses show the loss and the largest gradient
    "divergence": ("largest_step", "largest_gradient"),
    "oscillation": ("mse", "largest_step"),
    "overshoot": ("largest_step", "derivative"),
    "saturation": ("worst_error", "derivative"),
    "merged rows": ("output_gap", "hidden_gap"),
    "no fold": ("output_gap", "hidden_gap"),
}


def diagnosis_parts(found: Diagnosis, name: str) -> list[mo.Html]:
    """Return the parts of the view, from top to bottom: cause, tables, a sentence on the fixes, all measurements.

    The two measurements that show the cause are visible. The list of all measurements is closed at first.

    `name` is the name of the run in the heading, such as "run 3" or "your nine numbers".
    """
    learned = found.diagnosis == "converged"
    title = "Learned" if learned else f"{found.diagnosis[0].upper()}{found.diagnosis[1:]}"
    meaning = "" if learned else MEANINGS[found.diagnosis]
    evidence: dict[str, dict[str, object]] = {
        field: {"evidence": words, "measured": format_evidence(field, getattr(found.evidence, field))}
        for field, words in MEASURED.items()
    }
    proof = [evidence[field] for field in PROOF.get(found.diagnosis, ("mse", "largest_gradient"))]
    tried: list[dict[str, object]] = [
        {
            "the same numbers at the start, but with": describe_change(change),
            "epochs": epochs,
            "mean squared error": f"{mse:.4f}",
            "learns": "**yes**" if rescued else "no",
        }
        for change, epochs, mse, rescued in found.tried
    ]
    if found.fix:
        care = (
            "If a change makes the run learn, that is evidence for the cause, but not proof: the changed run also "
            "takes a different path."
        )
    else:
        care = "None of these changes made the run learn." if tried else ""
    return [
        mo.md(f"### Diagnosis of {name}\n\n**{title}.** {meaning} {found.explanation}"),
        mo.hstack([table(proof), *([table(tried)] if tried else [])], wrap=True, justify="start", gap=2),
        mo.md(care),
        mo.Html(details("All measurements", "", table([*evidence.values()]).text)),
    ]
