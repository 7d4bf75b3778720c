"""Shows a patient in lesson 10: its symptom and program, the results of the experiments, its fix and the report."""

import math
import re
import sys
from collections.abc import Callable, Sequence
from difflib import unified_diff
from html import escape
from typing import Any

import marimo as mo
import numpy as np

from shared.checking.check import check
from shared.doctor.diagnosis import examine
from shared.doctor.patients import PATIENTS, report, results
from shared.exercises.debug import count_dead, gradient_check, share_that_learns
from shared.lesson.cache import once
from shared.lesson.components import details, is_static, reveal, table
from shared.lesson.style import CLASS_0, CLASS_1

COLOURS = (CLASS_0, CLASS_1)


def overview(titles: dict[str, str]) -> mo.Html:
    """Return the first picture: the outputs of each patient beside its targets.

    `titles` maps the name of each patient to its symptom.
    """
    panels = "".join(_panel(k, name, title) for k, (name, title) in enumerate(titles.items(), 1))
    return mo.Html(
        '<figure class="patients" style="margin: 0.5rem 0"><div style="display: grid; gap: 0.5rem 1rem; '
        f'grid-template-columns: repeat(auto-fit, minmax(min(12rem, 45%), 1fr))">{panels}</div>'
        '<figcaption style="font-size: 0.875rem; padding-top: 0.5rem">Six networks after training. Each column is one '
        "row of the data: the dot is the output, the ring is the target.</figcaption></figure>"
    )


def _panel(number: int, name: str, title: str) -> str:
    targets, outputs = PATIENTS[name].targets, results(name)["outputs"]
    low, size = min(targets), max(targets) - min(targets)
    marks = []
    for k, (target, output) in enumerate(zip(targets, outputs)):
        x = 20 + 120 * (k + 0.5) / len(targets)
        y, at = (58 - 46 * (value - low) / size for value in (target, output))
        colour = COLOURS[target > low]
        marks.append(
            f'<path d="M{x:.1f},{y:.1f}V{at:.1f}" stroke="currentColor" stroke-opacity="0.4"/>'
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" fill="none" stroke="{colour}" stroke-width="2"/>'
            f'<circle cx="{x:.1f}" cy="{at:.1f}" r="3.5" fill="{colour}"/>'
        )
    pairs = ", ".join(f"{output:.3g} for {target:g}" for target, output in zip(targets, outputs))
    return (
        f'<div><svg viewBox="0 0 160 70" width="100%" role="img" aria-label="Outputs and targets: {pairs}">'
        f'<path d="M12,12H148M12,58H148" stroke="currentColor" stroke-opacity="0.25"/>{"".join(marks)}</svg>'
        f'<div style="font-size: 0.85rem; text-align: center">{number} · {escape(title)}</div></div>'
    )


def symptom(name: str) -> mo.Html:
    """Show what the program prints, a link to the question, and the folded program."""
    patient = PATIENTS[name]
    site = re.sub(r"https?://(www\.)?([^/]+)/.*", r"\2", patient.address)
    text = f"```\n{results(name)['printed']}\n```\n\nRewritten from a question at [{site}]({patient.address})."
    return mo.Html(mo.md(text).text + details("Read the program", f"```python\n{_numbered(patient.source)}\n```"))


def _numbered(source: str) -> str:
    lines = source.splitlines()
    return "\n".join(f"{k:2}  {line}".rstrip() for k, line in enumerate(lines, 1))


def experiments(
    name: str, chosen: str | None, diagnosis: mo.ui.form, *functions: Callable[[], Callable[..., Any]]
) -> mo.Html:
    """Show four folded experiments with one patient, and ask for the cause.

    Before the student's first guess, only ask for this guess. A static page always shows the experiments.

    chosen: the first guess, or None. functions: for each of the student's functions that exist so far, a lambda such
    as `lambda: gradient_check`. An experiment uses the student's function if it is right, otherwise the course's
    function.
    """
    if chosen is None and not is_static():
        return mo.md("*Choose your first guess. The experiments appear here.*")
    right = {result.exercise: function() for function in functions if (result := check(function)).status == "right"}
    guess = f"Your first guess: *{chosen}*. Test it. " if chosen else ""
    intro = mo.md(f"{guess}Open the experiments one by one. Before you open one, say what you expect.")
    own = (right.get(exercise) for exercise in ("gradient_check", "count_dead", "share_that_learns"))
    return mo.vstack([mo.Html(intro.text + once(_folded, name, *own)), diagnosis])


def _folded(name, compare, dead, share):
    return (
        details("Experiment 1: gradient check", *_gradient(name, compare))
        + details("Experiment 2: hidden space", *_hidden(name, dead))
        + details("Experiment 3: share of starts", _starts(name, share))
        + details("Experiment 4: ten times the epochs", _longer(name))
    )


def _whose(function: Callable[..., Any] | None, name: str) -> str:
    return f"your `{name}`" if function else f"`{name}`"


def _gradient(name: str, own: Callable[..., Any] | None) -> tuple[str, str]:
    rows = results(name)["gradient"]
    if not rows:
        shapes = report(name).findings[0].evidence
        before, after = (tuple(shapes[key]) for key in ("shape at the start", "shape after the update"))
        text = (
            f"`{report(name).findings[0].parameter}` has the shape {before} at the start and {after} after the first "
            f"update: {math.prod(before)} numbers became {math.prod(after)}. So the step and the gradient have "
            "different shapes. You cannot compare them number by number."
        )
        return text, ""
    compare = own or gradient_check
    groups: dict[str, list[Any]] = {}
    for label, ours, numerical in rows:
        groups.setdefault(label.split("[")[0], []).append((label, ours, numerical))
    worst = {root: float(compare([r[1] for r in group], [r[2] for r in group])) for root, group in groups.items()}
    found = ", ".join(f"`{root}` {value:.2g}" for root, value in worst.items())
    text = (
        "This experiment examines one of the first updates. The program's gradient is its step, divided by "
        "−(learning rate). The numerical gradient comes from central differences. For each parameter, "
        f"{_whose(own, 'gradient_check')} computes the worst relative difference: {found}."
    )
    if len(rows) > 9:
        return text, ""
    shown: list[dict[str, object]] = [
        {"number": f"`{a}`", "program": f"{b + 0.0:.5f}", "numerical": f"{c + 0.0:.5f}"} for a, b, c in rows
    ]
    return text, table(shown).text


def _hidden(name: str, dead: Callable[..., Any] | None) -> tuple[str, str]:
    hidden, targets = np.array(results(name)["hidden"]), PATIENTS[name].targets
    distances = [
        float(np.linalg.norm(a - b)) for a, s in zip(hidden, targets) for b, t in zip(hidden, targets) if s != t
    ]
    count = int((dead or count_dead)(hidden))
    text = (
        "The picture shows the activations of the two hidden units after training, one dot for each row of the data. "
        f"The smallest distance between two rows with different targets is {min(distances):.2g}. "
        f"There are {hidden.shape[1]} hidden units, and {_whose(dead, 'count_dead')} counts {count} of them as dead."
    )
    return text, _plane(hidden, targets)


def _plane(hidden: np.ndarray, targets: Sequence[float]) -> str:
    top = max(1.0, float(hidden.max()))
    dots = []
    for k, ((h1, h2), target) in enumerate(zip(hidden, targets), 1):
        x, y, high = 24 + 110 * h1 / top, 134 - 110 * h2 / top, target > min(targets)
        dots.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" stroke="{COLOURS[high]}" stroke-width="2" '
            f'fill="{COLOURS[high] if high else "none"}"/>'
            f'<text x="{x + 8:.1f}" y="{y + 4 - 10 * (k % 2):.1f}" font-size="10">{k}</text>'
        )
    words = "; ".join(f"row {k}: ({h1:.3g}, {h2:.3g})" for k, (h1, h2) in enumerate(hidden, 1))
    return (
        f'<svg role="img" aria-label="Hidden space. {words}" viewBox="0 0 160 160" fill="currentColor" '
        'style="display: block; max-width: 15rem"><path d="M24,14V134H150" fill="none" stroke="currentColor"/>'
        f'<text x="80" y="152" font-size="10">h1, 0 to {top:.3g}</text><text x="6" y="76" font-size="10">h2</text>'
        f"{''.join(dots)}</svg>"
        f'<div style="font-size: 0.875rem">Filled: the larger target. {words}.</div>'
    )


def _starts(name: str, share: Callable[..., Any] | None) -> str:
    outcomes = results(name)["outcomes"]
    rate, low, high = ((100 * float(value)) for value in (share or share_that_learns)(outcomes))
    return (
        f"The unchanged program runs with {len(outcomes)} other seeds, and learns in {sum(outcomes)} of these runs. "
        f"From this, {_whose(share, 'share_that_learns')} computes the share: {rate:.0f} % ({low:.0f} to {high:.0f} %)."
    )


def _longer(name: str) -> str:
    found = results(name)["longer"]
    verdict = "Now it has learned." if found["learned"] else "It still has not learned."
    return f"{verdict} The last lines that it prints:\n\n```\n{found['printed']}\n```"


def answer(name: str, diagnosis: mo.ui.form, explanation: str) -> mo.Html:
    """Show why a diagnosis is right or wrong, then the fix, what the fixed program prints, and the doctor's report."""
    fixed = results(name)["fixed"]
    compared = unified_diff(PATIENTS[name].source.splitlines(), PATIENTS[name].fixed.splitlines(), n=0, lineterm="")
    changes = "\n".join(line for line in compared if not line.startswith(("---", "+++", "@@")))
    proof = mo.md("**The fix**, and what the fixed program prints:")
    printed = mo.md(f"```\n{fixed['printed']}\n```\n\n**The doctor's report**, to compare with your diagnosis:")
    return reveal(diagnosis, explanation, proof, _lines(changes), printed, mo.Html(report(name)._repr_html_()))


def _lines(text: str) -> mo.Html:
    return mo.Html(f'<pre style="overflow-x: auto; font-size: 0.875rem">{escape(text)}</pre>')


def program_input() -> "mo.ui.form | None":
    """Return a field for the student's own program, or None if this page does not run typed code."""
    if is_static() or mo.app_meta().mode != "edit" or sys.platform == "emscripten":
        return None
    editor = mo.ui.code_editor(language="python", placeholder="Paste your program here.", min_height=150)
    return mo.ui.form(editor, submit_button_label="Examine it", bordered=False)


def where_to_run() -> mo.Html:
    """On a page that does not run typed code, say where students can examine their own program."""
    how = "" if is_static() else " (`lessons/README.md` says how)"
    return mo.md(
        "This page does not run your own program. To examine it, type `python -m shared.doctor my_program.py` on a "
        f"computer with the course, or open this lesson in the editor{how}."
    )


def examined(program: "mo.ui.form | None") -> mo.Html:
    """Return the doctor's report on the program in the field, or nothing if the field is empty."""
    if program is None or not program.value:
        return mo.md("")
    with mo.status.spinner("The doctor runs your program. This takes up to a minute."):
        return mo.Html(examine(program.value)._repr_html_())
