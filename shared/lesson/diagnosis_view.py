"""Lesson 8's view of the diagnosis of one run: the cause, the measurements, and the tried fixes."""

import marimo as mo

from shared.experiments.diagnosis import MEANINGS, Diagnosis, format_evidence
from shared.experiments.success_map import describe_change
from shared.lesson.components import table

MEASURED = {
    "mse": "mean squared error at the end",
    "worst_error": "largest error of a row",
    "derivative": "σ′ on the way back, as a fraction of its maximum",
    "output_gap": "smallest gap between the output of a 0-row and of a 1-row",
    "hidden_gap": "smallest distance between a 0-row and a 1-row in the hidden layer",
    "largest_gradient": "largest gradient at the end",
    "largest_step": "largest single step of a number",
}


def diagnosis_parts(found: Diagnosis, name: str) -> list[mo.Html]:
    """Return the parts of the view, from top to bottom: heading and cause, two tables, and a sentence on the fixes.

    `name` is the name of the run in the heading, such as "run 3" or "your nine numbers".
    """
    learned = found.diagnosis == "converged"
    title = "Learned" if learned else f"{found.diagnosis[0].upper()}{found.diagnosis[1:]}"
    meaning = "" if learned else MEANINGS[found.diagnosis]
    evidence: list[dict[str, object]] = [
        {"evidence": words, "measured": format_evidence(field, getattr(found.evidence, field))}
        for field, words in MEASURED.items()
    ]
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
        care = "None of these changes made it learn." if tried else ""
    return [
        mo.md(f"### Diagnosis of {name}\n\n**{title}.** {meaning} {found.explanation}"),
        mo.hstack([table(evidence), *([table(tried)] if tried else [])], wrap=True, justify="start", gap=2),
        mo.md(care),
    ]
