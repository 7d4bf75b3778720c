"""The rules of all solution notebooks. They are functions that return complaints, like the rules of `lesson_rules`."""

import ast
import json
import re
import subprocess
import sys

from course_files import EXERCISES_OF, ROOT, code_cells, source_of

CLAIM_1A = """\
epoch    0 loss 0.2518
epoch  500 loss 0.0888
epoch 1000 loss 0.0034
epoch 1500 loss 0.0015
epoch 2000 loss 0.0010
epoch 2500 loss 0.0007
epoch 3000 loss 0.0006
epoch 3500 loss 0.0005
epoch 4000 loss 0.0004

0 XOR 0 -> 0.020 (target 0)
0 XOR 1 -> 0.977 (target 1)
1 XOR 0 -> 0.981 (target 1)
1 XOR 1 -> 0.018 (target 0)
"""


# Numbers that one cell of a solution notebook prints, in this order.
PRINTED = {
    "03_forward_pass": {"start B untrained": ("0.4875", "0.4831", "0.4986", "0.4943")},
    "06_trainer": {
        "start B after one update": ("0.4829", "0.4786", "0.4941", "0.4898"),
        "start B's loss before and after": ("0.125068", "0.125120"),
    },
    "07_numpy": {
        "the third text's first weights": ("0.00496714", "0.00138264", "0.00647689", "0.01523030", "0.00234153"),
        "the third text's first and last loss": ("epoch    0 loss 0.125000", "epoch 5000 loss 0.125000"),
        "the factors of the third text's gradients": ("W1", "4.00", "b1", "4.00", "W2", "4.00", "b2", "4.00"),
        "the fourth text's outputs": ("after 1000 epochs", "0.278", "0.623", "0.546", "0.616", "after epoch 1984"),
        "the claims": ("1a  HOLDS", "2c  NOT TRUE", "2e  DOUBTFUL", "3b  NOT TRUE", "3c  NOT TRUE", "4a  NOT TRUE"),
    },
    "08_luck": {
        "runs that learn, by loss and width": (
            *("2 hidden, squared error     662 of 1000   63 to  69 %", "2 hidden, cross entropy     635 of 1000"),
            *("8 hidden, squared error    1000 of 1000", "2 hidden, 16000 epochs      672 of 1000"),
        ),
        "the median number of epochs": ("2 hidden, squared error    1818", "2 hidden, cross entropy     326"),
        "runs that learn, by range": (
            "within ± 0.5                838 of 1000",
            "within ± 10                 266 of 1000",
        ),
        "how runs fail": ("338 failed", "334 with two rows", "297 ended at a loss within 0.01 of 1/8"),
        "failed runs that are rescued": (
            "a quarter of the range    263   73 to  82 %",
            "16000 epochs               10    2 to   5 %",
        ),
    },
}


def complaints_about_execution(solution):
    """All code cells must have run in order, after a restart and without an error. nbval must compare an output."""
    cells = [cell for cell in code_cells(solution) if source_of(cell).strip()]
    counts = [cell["execution_count"] for cell in cells]
    complaints = []
    if None in counts:
        complaints.append(f"{solution.name}: code cell {counts.index(None) + 1} was never executed")
    elif counts != list(range(1, len(counts) + 1)):
        complaints.append(f"{solution.name}: after a restart, the cells were not executed in order: {counts}")
    for k, cell in enumerate(cells, 1):
        for output in cell["outputs"]:
            if output["output_type"] == "error":
                complaints.append(f"{solution.name}: code cell {k} has an error: {output['ename']}")
            if output.get("name") == "stderr":
                complaints.append(f"{solution.name}: code cell {k} writes to stderr: {_text(output['text'])[:80]}")
    if not any(_is_compared(cell) for cell in cells):
        complaints.append(f"{solution.name} has no output that nbval compares")
    return complaints


NOT_COMPARED = {"image/png", "image/jpeg", "application/vnd.jupyter.widget-view+json"}


def _is_compared(cell):
    """True if nbval compares the cell: its output has text or markup, and no mark tells nbval to ignore it."""
    marks = {line.strip().lstrip("# ") for line in source_of(cell).splitlines() if line.strip().startswith("#")}
    marks |= {tag.upper().replace("-", "_") for tag in cell["metadata"].get("tags", [])}
    if marks & {"NBVAL_IGNORE_OUTPUT", "NBVAL_SKIP"}:
        return False
    return any(
        output["output_type"] == "stream" or set(output.get("data", {})) - NOT_COMPARED for output in cell["outputs"]
    )


def complaints_about_solution_checks(solution):
    """The notebook must check each exercise, and the output of each check must say "right"."""
    complaints, checked = [], set()
    for k, cell in enumerate(code_cells(solution), 1):
        source = source_of(cell)
        names = re.findall(r"(?m)^check\((\w+)\)$", source)
        checked |= set(names)
        if re.search(r"(?m)^check\(", source):
            names.append(r"\w+")  # the exercise of an answer such as `check(with_tanh())`
        if not all(re.search(rf"(?m)^{name}: right\. ", _shown(cell)) for name in names):
            complaints.append(f"{solution.name}: the check in code cell {k} shows {_shown(cell)!r}")
    missing = [name for name in EXERCISES_OF[solution.stem] if name not in checked]
    return complaints + [f"{solution.name} does not check {name}" for name in missing]


def complaints_about_figures(solution):
    """A solution must show a figure with numbers in its caption, and must have a line that saves a figure."""
    cells = [cell for cell in code_cells(solution) if "show_figure(" in source_of(cell)]
    complaints = [] if cells else [f"{solution.name} shows no figure"]
    for cell in cells:
        kinds = {output["output_type"]: output for output in cell["outputs"]}
        html = _text(kinds.get("execute_result", {"data": {}})["data"].get("text/html", ""))
        if "<svg" not in html or "<figcaption" not in html:
            complaints.append(f"{solution.name}: the cell {source_of(cell)[:40]!r} shows no figure with a caption")
        elif not re.search(r"\d", html[html.index("<figcaption") :]):
            complaints.append(f"{solution.name}: a caption has no numbers: {_shown(cell)}")
    if cells and not saving_lines(solution):
        complaints.append(f"{solution.name} has no line that saves a figure: # fig.savefig(…)")
    return complaints


def saving_lines(solution):
    """Return the lines that save a figure, without the `#` in front."""
    sources = "\n".join(source_of(cell) for cell in code_cells(solution))
    return re.findall(r"(?m)^# (fig\.savefig\(.*\))  # for a slide", sources)


def _alone(number):
    """Return a pattern that finds `number`, but not inside a longer number."""
    return rf"(?<![\w.]){re.escape(number)}(?!\w)"


def complaints_about_printed_numbers(solution):
    """The saved outputs must contain the published numbers in order."""
    shown = [_shown(cell) for cell in code_cells(solution)]
    return [
        f"{solution.name} does not print {what}: {', '.join(numbers)}"
        for what, numbers in PRINTED.get(solution.stem, {}).items()
        if not any(re.search(".*?".join(map(_alone, numbers)), text, re.DOTALL) for text in shown)
    ]


DECIMAL = r"(?<![\w.])\d+\.\d+(?![\w.]*\w)"


def complaints_about_numbers_in_prose(solution):
    """Each decimal number in a text cell must also be in the notebook's outputs or in its code."""
    cells = json.loads(solution.read_text("utf-8"))["cells"]
    known = set()
    for cell in code_cells(solution):
        html = [_text(output.get("data", {}).get("text/html", "")) for output in cell["outputs"]]
        known |= {float(number) for number in re.findall(DECIMAL, " ".join([_shown(cell), *html]))}
        numbers = (node.value for node in ast.walk(ast.parse(source_of(cell))) if isinstance(node, ast.Constant))
        known |= {float(number) for number in numbers if isinstance(number, float)}
    return [
        f"{solution.name}: a text says {number}, but no output prints it: … {text[max(0, at - 60) : at + 30]!r} …"
        for text in ("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
        for number, at in ((match[0], match.start()) for match in re.finditer(DECIMAL, text))
        if float(number) not in known
    ]


def complaints_about_claim_1a(solution):
    """One cell must print the published lines exactly. It may import only `math` and must not need another cell."""
    programs = [cell for cell in code_cells(solution) if _shown(cell) == CLAIM_1A]
    if not programs:
        return [f"{solution.name}: no cell prints the published lines exactly"]
    program = source_of(programs[0])
    imported = {
        name
        for node in ast.walk(ast.parse(program))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    complaints = []
    if imported != {"math"}:
        complaints.append(f"{solution.name}: the program imports {sorted(imported)}, not only math")
    alone = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, text=True, timeout=60)
    if alone.stdout != CLAIM_1A:
        complaints.append(
            f"{solution.name}: without other cells, the program prints {alone.stdout!r} {alone.stderr[-300:]}"
        )
    return complaints


def _shown(cell):
    """Return all text of a cell's outputs, in order."""
    return "".join(
        _text(output["text"] if output["output_type"] == "stream" else output["data"].get("text/plain", ""))
        for output in cell["outputs"]
        if output["output_type"] != "error"
    )


def _text(lines):
    return lines if isinstance(lines, str) else "".join(lines)


def nbval(notebook):
    """Run nbval on one notebook with the project's settings, but in one process. Returns `(exit code, report)`."""
    command = [sys.executable, "-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider", "--rootdir", notebook.parent]
    done = subprocess.run(
        [*command, "-c", ROOT / "pyproject.toml", notebook], capture_output=True, text=True, timeout=120, cwd=ROOT
    )
    return done.returncode, done.stdout + done.stderr
