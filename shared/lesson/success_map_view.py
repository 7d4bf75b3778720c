"""Shows the success map of lesson 8 as HTML. The counts of the map are shipped with the course."""

from html import escape
from typing import Any

from shared.experiments.counts import count_column
from shared.experiments.ensemble import Ensemble, Settings
from shared.experiments.success_map import COLUMN_FIELDS, COLUMNS, INITIALIZATIONS
from shared.lesson.shipped import shipped
from shared.lesson.style import CLASS_0, CLASS_1

CELL = "padding: 2px 6px; text-align: center; font-weight: 400; line-height: 1.4"
MARKS = {"converged": ("●", "learned"), "not converged": ("○", "did not"), "diverged": ("×", "diverged")}

NETWORKS = 100  # in each cell
COVERED = -1  # the value of a count that is still hidden, as in `shared.widgets.count_map`

SuccessMap = dict[tuple[str, str], int]  # (row, column) → how many of the cell's 100 networks learn


def measure(settings: Settings, across: str) -> SuccessMap:
    """Return the success map: `{(initialization, column): count}`. `across` is a key of COLUMNS.

    In all cells with the same width, network k has the same random draws. So in the rows ± 0.5 to ± 10 of a column, its
    initial weights differ only in scale.
    """
    cells: SuccessMap = {}
    for column, value in COLUMNS[across].items():
        counts = shipped(count_column, settings._replace(**{COLUMN_FIELDS[across]: value}))
        cells |= {(row, column): count for row, count in zip(INITIALIZATIONS, counts, strict=True)}
    return cells


def settings_of(settings: Settings, across: str, row: str, column: str) -> Settings:
    """Return the settings of a cell in the map of `measure(settings, across)`."""
    return settings._replace(**{COLUMN_FIELDS[across]: COLUMNS[across][column]}, **INITIALIZATIONS[row])


def as_table(cells: SuccessMap) -> dict[str, Any]:
    """Return the table for the widget `CountMap`: the counts by row and column. A count may be COVERED."""
    rows, columns = (list(dict.fromkeys(key[k] for key in cells)) for k in (0, 1))
    return {
        "rows": rows,
        "columns": columns,
        "counts": [[cells[row, column] for column in columns] for row in rows],
        "of": NETWORKS,
    }


def caption(cells: SuccessMap, pressable: bool = True) -> str:
    """Return the caption of the map: what the map shows and how to use it.

    If the cells cannot be pressed, the caption always says what a ? means.
    """
    text = f"A cell shows how many of {NETWORKS} networks learn XOR. The map has {NETWORKS * len(cells):,} networks. "
    if not pressable:
        return f"{text}A ? hides a number: to see it, open the answer to the question below."
    if COVERED in cells.values():
        text += "A cell with ? shows its number after you answer its question. "
    return f"{text}Press a cell to see its runs (keyboard: Tab, then the arrow keys, then Enter)."


def map_html(cells: SuccessMap) -> str:
    """Return the HTML of the map, a table for a page without Python. The shade of a cell shows its number.

    A cell that is COVERED shows a ?. The caption expects at least one such cell.
    """
    table = as_table(cells)
    head = "".join(f'<th scope="col" style="{CELL}">{escape(column)}</th>' for column in table["columns"])
    body, words = "", caption(cells, pressable=False)
    for row, counts in zip(table["rows"], table["counts"], strict=True):
        html = "".join(
            f'<td style="{CELL}; background: rgba(0, 114, 178, {0.04 + 0.6 * max(count, 0) / NETWORKS:.2f})">'
            f"{'?' if count == COVERED else count}</td>"
            for count in counts
        )
        body += f'<tr><th scope="row" style="{CELL}; text-align: right">{escape(row)}</th>{html}</tr>'
    return (
        '<figure class="luck-map" style="margin: 0.5rem 0"><div style="overflow-x: auto">'
        '<table style="border-collapse: collapse; width: 100%; max-width: 44rem; font-size: 0.85rem">'
        f'<thead><tr><td style="{CELL}"></td>{head}</tr></thead><tbody>{body}</tbody></table></div>'
        f'<figcaption style="font-size: 0.875rem; padding-top: 0.5rem">{escape(words)}</figcaption>'
        "</figure>"
    )


def outcomes_html(ensemble: Ensemble, most: int = 100) -> str:
    """Return HTML with one mark for each of the first `most` networks: its outcome. The caption counts outcomes."""
    outcomes = ensemble.outcome[:most].tolist()
    counts = {name: outcomes.count(name) for name in MARKS}
    words = ", ".join(f"{count} {MARKS[name][1]} ({MARKS[name][0]})" for name, count in counts.items() if count)
    marks = "".join(
        f'<span title="run {k}: {name}" style="color: {CLASS_0 if name == "converged" else CLASS_1}">'
        f"{MARKS[name][0]}</span>"
        for k, name in enumerate(outcomes)
    )
    caption = f"{len(outcomes)} runs: {words}."
    return (
        f'<figure style="margin: 0.5rem 0"><div role="img" aria-label="{escape(caption)}" style="display: flex; '
        f'flex-wrap: wrap; gap: 1px 3px; line-height: 1.1; max-width: 40rem">{marks}</div>'
        f'<figcaption style="font-size: 0.875rem">{escape(caption)}</figcaption></figure>'
    )
