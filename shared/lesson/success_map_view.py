"""The success map of lesson 8 in HTML, and its networks: trained once for all sessions."""

from collections.abc import Callable, Collection
from html import escape

from shared.experiments.ensemble import Ensemble, Settings
from shared.experiments.success_map import COLUMN_FIELDS, COLUMNS, INITIALIZATIONS, count_converged, train_column
from shared.lesson.cache import cached
from shared.lesson.style import CLASS_0, CLASS_1

CELL = "padding: 2px 6px; text-align: center; font-weight: 400; line-height: 1.4"
MARKS = {"converged": ("●", "learned"), "not converged": ("○", "did not"), "diverged": ("×", "diverged")}

SuccessMap = dict[tuple[str, str], Ensemble]  # (row, column) → its 100 networks


def measure(settings: Settings, across: str, advance: Callable[[], object] = lambda: None) -> SuccessMap:
    """`{(initialization, column): Ensemble}` with 100 networks for each cell; `across` is one of COLUMNS.

    `advance` is called after each column. All cells use the same draws: the initial params of two rows differ only in
    scale.
    """
    cells: SuccessMap = {}
    for column, value in COLUMNS[across].items():
        ensembles = cached(train_column, settings._replace(**{COLUMN_FIELDS[across]: value}))
        cells |= {(row, column): ensemble for row, ensemble in zip(INITIALIZATIONS, ensembles, strict=True)}
        advance()
    return cells


def map_html(
    cells: SuccessMap, content: Callable[[str, str, str], str], caption: str, covered: Collection[str] = ()
) -> str:
    """The map as a table; the shade of a cell shows its number.

    `content(row, column, text)` is the HTML of a cell. The cells of `covered` rows show a question mark.
    """
    rows, columns = (list(dict.fromkeys(key[k] for key in cells)) for k in (0, 1))
    head = "".join(f'<th scope="col" style="{CELL}">{escape(column)}</th>' for column in columns)
    body = ""
    for row in rows:
        html = ""
        for column in columns:
            ensemble = cells[row, column]
            count = count_converged(ensemble)
            text, shade = ("?", 0.0) if row in covered else (str(count), count / len(ensemble.outcome))
            html += (
                f'<td style="{CELL}; background: rgba(0, 114, 178, {0.04 + 0.6 * shade:.2f})">'
                f"{content(row, column, text)}</td>"
            )
        body += f'<tr><th scope="row" style="{CELL}; text-align: right">{escape(row)}</th>{html}</tr>'
    return (
        '<figure class="luck-map" style="margin: 0.5rem 0"><div style="overflow-x: auto">'
        '<table style="border-collapse: collapse; width: 100%; max-width: 44rem; font-size: 0.85rem">'
        f'<thead><tr><td style="{CELL}"></td>{head}</tr></thead><tbody>{body}</tbody></table></div>'
        f'<figcaption style="font-size: 0.875rem; padding-top: 0.5rem">{escape(caption)}</figcaption></figure>'
    )


def button_label(row: str, column: str, text: str) -> str:
    """The label of a cell's button: `text`, after the names of row and column, which only a screen reader reads."""
    hidden = "position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%)"
    return f'<span style="{hidden}">{escape(row)}, {escape(column)}: </span>{text}'


def outcomes_html(ensemble: Ensemble, most: int = 100) -> str:
    """One mark for the outcome of each of the first `most` networks, with a caption that counts them."""
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
