"""Shows the student's progress in the open lesson: how many exercises are right, and how many predictions are made.

`check` and `reveal` report to the running notebook (`checking/notebook.py`). A lesson calls two functions. Its setup
cell contains `status = lesson_status()`. A cell at the top and a cell at the end contain
`show_status("01_neuron", status)`.
"""

from collections.abc import Callable
from html import escape

import marimo as mo

from shared.checking.notebook import Progress, running_notebook
from shared.checking.result import ICONS_AND_COLORS, LINE, MONO, NOT_ATTEMPTED, RIGHT
from shared.course import lesson as lesson_of


def lesson_status() -> Callable[[], Progress | None]:
    """Return a function without arguments that returns the student's progress in the running notebook.

    The function is a getter of `mo.state`. A cell that uses the getter runs again when the progress changes.
    All calls in one notebook return the same getter. If no notebook runs, for example for a static page, the
    returned function gives None.
    """
    notebook = running_notebook()
    if notebook is None:
        return lambda: None
    if notebook.state is None:
        notebook.state, set_state = mo.state(notebook.progress)
        notebook.on_change = lambda: set_state(notebook.progress)
    return notebook.state


def show_status(lesson: str, status: Callable[[], Progress | None]) -> mo.Html | None:
    """Show the progress in a lesson such as `01_neuron`: a sentence, and the last verdict on each exercise.

    In an app, students cannot write exercises. So an app counts the exercises only if an answer was checked.
    Returns None if no notebook runs, or if there is nothing to count.
    """
    progress = status()
    if progress is None:
        return None
    exercises = lesson_of(lesson).exercises
    verdicts = {name: progress.verdicts.get(name, NOT_ATTEMPTED) for name in exercises}
    right, made = list(verdicts.values()).count(RIGHT), sum(progress.predictions.values())
    counts, marks = [], ""
    if mo.app_meta().mode != "run" or set(verdicts.values()) != {NOT_ATTEMPTED}:
        counts.append(f"{right} of {len(exercises)} exercises right")
        marks = "".join(_mark(name, verdict) for name, verdict in verdicts.items())
    if predictions := len(progress.predictions):
        counts.append(f"{made} of {predictions} predictions made")
    if not counts:
        return None
    return mo.Html(
        '<div role="group" aria-label="Your progress" style="display: flex; flex-wrap: wrap; align-items: center; '
        f'gap: 0.4em 0.6em; padding: 0.4em 0; border-top: 1px solid {LINE}; border-bottom: 1px solid {LINE}">'
        f"<span><strong>Your progress:</strong> {', '.join(counts)}</span>{marks}</div>"
    )


def _mark(exercise, verdict):
    icon, color = ICONS_AND_COLORS[verdict]
    return (
        f'<span title="{verdict}" style="display: inline-flex; align-items: center; gap: 0.35em; padding: 0 0.5em 0 0; '
        f'border: 1px solid {LINE}; border-radius: 1em; {MONO}">'
        f'<span role="img" aria-label="{verdict}" style="width: 1.5em; line-height: 1.5; border-radius: 50%; '
        f'text-align: center; background: {color}; color: #ffffff">{icon}</span>{escape(exercise)}</span>'
    )
