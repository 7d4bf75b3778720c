"""Shows the grades as one HTML page without a script.

A click on a symbol in the table shows a student's answer and the feedback.
"""

from collections.abc import Iterator, Sequence
from html import escape

from shared import course
from shared.checking.result import NOT_ATTEMPTED, RIGHT
from shared.progress.borrowed import CALLS_OURS
from shared.progress.grades import SYMBOLS, Grade, counted_students, failures, handed_in_nothing, notes_on_files
from shared.progress.run import Row

STYLE = """
:root { color-scheme: light dark; --line: #8884; --good: #007a5a; --bad: #b85000; --broken: #8e5bb5; --weak: #6b7280 }
@media (prefers-color-scheme: dark) {
  :root { --good: #4cc9a0; --bad: #f0a35e; --broken: #c79be6; --weak: #9aa3b2 }
}
body { margin: 1.5rem; font: 16px/1.5 system-ui, sans-serif; background: Canvas; color: CanvasText }
h1 { font-size: 1.4rem; margin: 0 } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem }
.scroll { overflow-x: auto; max-width: 100% }
table { border-collapse: collapse; font-variant-numeric: tabular-nums }
th, td { border-bottom: 1px solid var(--line); padding: .15rem .3rem; text-align: center; white-space: nowrap }
th:first-child, th:last-child, td:last-child { position: sticky; background: Canvas; z-index: 1 }
th:first-child { text-align: left; left: 0 }
th:last-child, td:last-child { right: 0; border-left: 1px solid var(--line) }
thead th { vertical-align: bottom; font-weight: 500 }
thead .name { writing-mode: vertical-rl; transform: rotate(180deg); font: 13px ui-monospace, monospace }
.first { border-left: 1px solid var(--line) }
tbody th { font-weight: 500; max-width: 16rem; overflow: hidden; text-overflow: ellipsis }
@media (max-width: 40rem) { body { margin: 1rem } tbody th { max-width: 7.5rem } }
.legend span { white-space: nowrap }
td a { display: block; min-width: 1.5rem; color: inherit; text-decoration: none; border-radius: 4px }
td a:hover, td a:focus-visible { outline: 2px solid currentColor }
.right { color: var(--good) } .wrong, .calls-ours { color: var(--bad) } .crashed, .not-run { color: var(--broken) }
.not-attempted, .missing { color: var(--weak) }
ul { padding-left: 1.2rem }
section { display: none }
section:target {
  display: block; position: fixed; z-index: 2; inset: 0 0 0 auto; width: min(46rem, 100vw); box-sizing: border-box;
  overflow: auto; padding: 1rem 1.5rem; background: Canvas;
  border-left: 1px solid var(--line); box-shadow: 0 0 2rem #0006
}
section h2 { margin-top: 0 }
.close { float: right; padding: .3rem .8rem; border: 1px solid var(--line); color: inherit }
pre { overflow: auto; padding: .8rem; border: 1px solid var(--line); font: 14px/1.45 ui-monospace, monospace }
@media print { section:target { display: none } .scroll { overflow: visible } }
"""


def grades_page(class_grades: Sequence[Grade], exercises: Sequence[str]) -> str:
    """Return the HTML of the page. `class_grades` must have at least one grade."""
    total = class_grades[0].total
    mean = sum(grade.points for grade in class_grades) / len(class_grades)
    return "\n".join(
        [
            "<!doctype html>",
            '<html lang="en"><head><meta charset="utf-8"><title>Nine Numbers: progress</title>',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<style>{STYLE}</style></head><body>",
            "<h1>Nine Numbers: progress</h1>",
            f"<p>{counted_students(len(class_grades))}, {mean:.1f} of {total:g} points on average. "
            "Click a symbol to read the student's answer and the feedback.</p>",
            *_table(class_grades, exercises),
            '<p class="legend">',
            " &nbsp; ".join(f'<span class="{_class(s)}">{best} {s}</span>' for s, (best, _) in SYMBOLS.items()),
            "</p>",
            *_notes(class_grades),
            *_report(class_grades, exercises),
            *(_detail(k, grade, row) for k, grade in enumerate(class_grades) for row in grade.rows.values()),
            "</body></html>",
        ]
    )


def _table(class_grades: Sequence[Grade], exercises: Sequence[str]) -> Iterator[str]:
    first = {next((n for n in lesson.exercises if n in exercises), None) for lesson in course.LESSONS}
    mark = {name: ' class="first"' if name in first else "" for name in exercises}
    yield '<div class="scroll" tabindex="0" role="region" aria-label="students and exercises"><table><thead><tr>'
    yield "<th></th>"
    for lesson in course.LESSONS:
        if count := sum(name in exercises for name in lesson.exercises):
            yield f'<th class="first" colspan="{count}" title="{escape(lesson.title)}">{lesson.number}</th>'
    yield "<th></th></tr><tr><th>student</th>"
    yield from (f'<th{mark[name]}><span class="name">{name}</span></th>' for name in exercises)
    yield "<th>points</th></tr></thead><tbody>"
    for k, grade in enumerate(class_grades):
        yield f'<tr id="s{k}"><th scope="row" title="{escape(grade.student)}">{escape(grade.student)}</th>'
        for name in exercises:
            status = grade.rows[name].status
            label = escape(f"{grade.student}, {name}: {status}")
            symbol = f'<a class="{_class(status)}" href="#s{k}-{name}" aria-label="{label}">{SYMBOLS[status][0]}</a>'
            yield f"<td{mark[name]}>{symbol}</td>"
        yield f"<td>{grade.points:g}</td></tr>"
    yield "</tbody></table></div>"


def _notes(class_grades: Sequence[Grade]) -> Iterator[str]:
    if absent := handed_in_nothing(class_grades):
        yield f"<h2>Handed in nothing</h2><p>{escape(', '.join(absent))}</p>"
    if notes := notes_on_files(class_grades):
        yield "<h2>Could not be run</h2><ul>"
        yield from (f"<li>{escape(student)}: {escape(note)}</li>" for student, note in notes)
        yield "</ul>"


def _report(class_grades: Sequence[Grade], exercises: Sequence[str]) -> Iterator[str]:
    if found := failures(class_grades, exercises):
        yield "<h2>What failed most</h2><ul>"
        for failure in found:
            yield f"<li><code>{failure.exercise}</code>: {failure.failed} of {failure.tried} answers failed<ul>"
            yield from (f"<li>{count} × {escape(diagnosis)}</li>" for diagnosis, count in failure.diagnoses)
            yield "</ul></li>"
        yield "</ul>"


def _detail(k: int, grade: Grade, row: Row) -> str:
    """Return the HTML of a student's answer and its feedback. The page shows both after a click on the symbol."""
    told = row.told if row.status not in (NOT_ATTEMPTED, CALLS_OURS) else row.diagnosis
    return "".join(
        [
            f'<section id="s{k}-{row.exercise}" aria-label="{escape(f"{grade.student}, {row.exercise}")}">',
            f'<a class="close" href="#s{k}">Close</a>',
            f"<h2>{escape(grade.student)} · <code>{row.exercise}</code></h2>",
            f'<p class="{_class(row.status)}"><strong>{SYMBOLS[row.status][0]} {row.status}</strong>',
            f" in {escape(row.file)}</p>" if row.file else "</p>",
            f"<pre>{escape(row.answer)}</pre>" if row.answer else "",
            f"<p>{escape(told or row.diagnosis)}</p>" if row.status != RIGHT or told else "",
            "</section>",
        ]
    )


def _class(status: str) -> str:
    return status.replace(" ", "-")
