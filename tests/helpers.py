"""What must hold of every lesson and solution, each rule a function that returns its complaints.

An empty list means the rule holds. The tests call these functions on the course; the planted
failures call the same functions on damaged copies and expect a complaint.
"""

import ast
import importlib.util
import json
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import tomllib
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import yaml

from shared.course import LESSONS
from shared.exercises import EXERCISES as BANK

ROOT = Path(__file__).resolve().parent.parent
TEST_COMMAND = 'python3 -m venv .venv && .venv/bin/pip install -q -e ".[test]" && .venv/bin/pytest'

# Of each lesson the exercises and their parameters, as in the bank.
EXERCISES = {
    lesson.stem: {name: BANK[name].signature.removeprefix(f"{name}(").removesuffix(")") for name in lesson.exercises}
    for lesson in LESSONS
}

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

# Numbers that a solution notebook prints, in this order, in the output of one cell.
PRINTED = {
    "03_forward_pass": {"start B untrained": ("0.4875", "0.4831", "0.4986", "0.4943")},
    "06_trainer": {
        "start B after one update": ("0.4829", "0.4786", "0.4941", "0.4898"),
        "start B's loss before and after": ("0.125068", "0.125120"),
    },
    "07_numpy": {
        "the third text's first weights": ("0.00496714", "0.00138264", "0.00647689", "0.01523030", "0.00234153"),
        "its loss from first to last": ("epoch    0 loss 0.125000", "epoch 5000 loss 0.125000"),
        "the factor that its slopes are off by": ("W1", "4.00", "b1", "4.00", "W2", "4.00", "b2", "4.00"),
        "the fourth text's outputs": ("after 1000 epochs", "0.278", "0.623", "0.546", "0.616", "after epoch 1984"),
        "the ledger": ("1a  HOLDS", "2c  REFUTED", "2e  DOUBTFUL", "3b  REFUTED", "3c  REFUTED", "4a  REFUTED"),
    },
    "08_luck": {
        "what the loss and the width change": (
            *("2 hidden, squared error     662 of 1000   63 to  69 %", "2 hidden, cross entropy     635 of 1000"),
            *("8 hidden, squared error    1000 of 1000", "2 hidden, 16000 epochs      672 of 1000"),
        ),
        "how fast": ("2 hidden, squared error    1818", "2 hidden, cross entropy     326"),
        "the range": ("within ± 0.5                838 of 1000", "within ± 10                 266 of 1000"),
        "how runs fail": ("338 failed", "334 with two rows", "297 ended at a loss within 0.01 of 1/8"),
        "what rescues": ("a quarter of the range    263   73 to  82 %", "16000 epochs               10    2 to   5 %"),
    },
}


def lesson_path(stem):
    return ROOT / "lessons" / f"{stem}.py"


def solution_path(stem):
    return ROOT / "solutions" / f"{stem}.ipynb"


# Running lessons


def lesson_module(lesson):
    spec = importlib.util.spec_from_file_location(f"lesson_{lesson.stem}", lesson)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def lesson_outputs(lesson, defs=None):
    """The outputs of a lesson's cells, run as a script in this process, with `defs` put in."""
    app = lesson_module(lesson).app
    outputs, _ = app.run(defs=defs) if defs else app.run()
    return outputs


def complaints_about_checks(lesson, status, defs=None):
    """Run `lesson`; every exercise must have a check on show, all of them with this `status`."""
    from shared import Result

    try:
        outputs = lesson_outputs(lesson, defs)
    except (Exception, SystemExit) as error:  # a lesson must not end its reader's session either
        return [f"{lesson.name} raises {type(error).__name__}: {error}"]
    results = {output.exercise: output for output in outputs if isinstance(output, Result)}
    complaints = [f"{lesson.name} shows no check of {name}" for name in EXERCISES[lesson.stem] if name not in results]
    for name, result in results.items():
        if name not in EXERCISES[lesson.stem]:
            complaints.append(f"{lesson.name} checks {name}, which is not one of its exercises")
        if result.status != status:
            complaints.append(f"{lesson.name}: {name} is {result.status!r}, not {status!r}: {result}")
    return complaints


def complaints_unsolved(lesson):
    """A lesson as the learner finds it runs to its end, and each check says "not attempted"."""
    return complaints_about_checks(lesson, "not attempted")


def complaints_solved(lesson, solution):
    """A lesson with its solutions put in has every check "right"."""
    try:
        functions = solution_functions(solution)
    except Exception as error:
        return [f"{solution.name}: its functions cannot be defined: {type(error).__name__}: {error}"]
    defs = {name: functions[name] for name in EXERCISES[lesson.stem] if name in functions}
    missing = [f"{solution.name} does not solve {name}" for name in EXERCISES[lesson.stem] if name not in defs]
    return missing or complaints_about_checks(lesson, "right", defs)


# Reading lessons and solutions


def code_cells(notebook):
    return [cell for cell in json.loads(notebook.read_text("utf-8"))["cells"] if cell["cell_type"] == "code"]


def source_of(cell):
    return "".join(cell["source"])


def solution_functions(solution):
    """What a solution notebook defines: its imports, functions and literal constants, without running the rest."""
    namespace = {"__name__": f"solution_{solution.stem}"}
    for cell in code_cells(solution):
        nodes = [node for node in ast.parse(source_of(cell)).body if _defines(node)]
        exec(compile(ast.Module(nodes, type_ignores=[]), solution.name, "exec"), namespace)
    return namespace


def _defines(node):
    if isinstance(node, ast.Assign):
        try:
            ast.literal_eval(node.value)
        except ValueError:
            return False
        return True
    return isinstance(node, ast.Import | ast.ImportFrom | ast.FunctionDef)


def lesson_functions(lesson):
    """The top-level functions of a lesson that a learner edits (`@app.function`), name → syntax tree."""
    return {
        node.name: node
        for node in ast.parse(lesson.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef) and _decorator(node) == "app.function"
    }


def notebook_functions(solution):
    """The top-level functions of a solution notebook, name → syntax tree (of the last definition)."""
    return {
        node.name: node
        for cell in code_cells(solution)
        for node in ast.parse(source_of(cell)).body
        if isinstance(node, ast.FunctionDef)
    }


def complaints_about_signatures(path):
    """Each exercise exists in a lesson (as an empty stub) or solution with the signature it was given."""
    is_lesson = path.suffix == ".py"
    found = lesson_functions(path) if is_lesson else notebook_functions(path)
    complaints = []
    for name, parameters in EXERCISES[path.stem].items():
        if name not in found:
            complaints.append(f"{path.name} has no {name}({parameters})")
            continue
        due = ast.unparse(ast.parse(f"def f({parameters}): ...").body[0].args)
        got = ast.unparse(found[name].args)
        if got != due:
            complaints.append(f"{path.name} has {name}({got}), not {name}({parameters})")
        if is_lesson and not _is_stub(found[name]):
            complaints.append(f"{path.name}: the body of {name} is not a docstring and `...`")
    return complaints


def _is_stub(function):
    body = [ast.unparse(node) for node in function.body]
    return ast.get_docstring(function) is not None and body[1:] == ["..."]


# Solutions as regression tests


def complaints_about_execution(solution):
    """Every code cell was executed in order from a fresh start, without error, and nbval compares something."""
    cells = [cell for cell in code_cells(solution) if source_of(cell).strip()]
    counts = [cell["execution_count"] for cell in cells]
    complaints = []
    if None in counts:
        complaints.append(f"{solution.name}: code cell {counts.index(None) + 1} was never executed")
    elif counts != list(range(1, len(counts) + 1)):
        complaints.append(f"{solution.name}: cells were not executed top to bottom from a fresh start: {counts}")
    for k, cell in enumerate(cells, 1):
        for output in cell["outputs"]:
            if output["output_type"] == "error":
                complaints.append(f"{solution.name}: code cell {k} holds an error: {output['ename']}")
            if output.get("name") == "stderr":
                complaints.append(f"{solution.name}: code cell {k} writes to stderr: {_text(output['text'])[:80]}")
    if not any(_is_compared(cell) for cell in cells):
        complaints.append(f"{solution.name}: no output that nbval would compare")
    return complaints


NOT_COMPARED = {"image/png", "image/jpeg", "application/vnd.jupyter.widget-view+json"}


def _is_compared(cell):
    """nbval compares text and markup, but no pictures, and no cell that is marked as ignored or skipped."""
    marks = {line.strip().lstrip("# ") for line in source_of(cell).splitlines() if line.strip().startswith("#")}
    marks |= {tag.upper().replace("-", "_") for tag in cell["metadata"].get("tags", [])}
    if marks & {"NBVAL_IGNORE_OUTPUT", "NBVAL_SKIP"}:
        return False
    return any(
        output["output_type"] == "stream" or set(output.get("data", {})) - NOT_COMPARED for output in cell["outputs"]
    )


def complaints_about_solution_checks(solution):
    """Each exercise is checked in the notebook, and every check on record, of second ways too, says "right"."""
    complaints, checked = [], set()
    for k, cell in enumerate(code_cells(solution), 1):
        source = source_of(cell)
        checked |= set(re.findall(r"(?m)^check\((\w+)\)$", source))
        if re.search(r"(?m)^check\(", source) and not re.search(r"\bright\b", _shown(cell)):
            complaints.append(f"{solution.name}: the check in code cell {k} shows {_shown(cell)!r}")
    missing = [name for name in EXERCISES[solution.stem] if name not in checked]
    return complaints + [f"{solution.name} does not check {name}" for name in missing]


def _alone(number):
    """A pattern for `number` that is not part of a longer one."""
    return rf"(?<![\w.]){re.escape(number)}(?!\w)"


def complaints_about_printed_numbers(solution):
    """The published numbers stand in the outputs on record, in order, in one cell each."""
    shown = [_shown(cell) for cell in code_cells(solution)]
    return [
        f"{solution.name} does not print {what}: {', '.join(numbers)}"
        for what, numbers in PRINTED.get(solution.stem, {}).items()
        if not any(re.search(".*?".join(map(_alone, numbers)), text, re.DOTALL) for text in shown)
    ]


def complaints_about_claim_1a(solution):
    """One cell prints the published lines character for character, imports only math, and can do so alone."""
    programs = [cell for cell in code_cells(solution) if _shown(cell) == CLAIM_1A]
    if not programs:
        return [f"{solution.name}: no cell prints the published lines, character for character"]
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
        complaints.append(f"{solution.name}: the program imports {sorted(imported)}, not math alone")
    alone = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, text=True, timeout=60)
    if alone.stdout != CLAIM_1A:
        complaints.append(f"{solution.name}: run alone, the program prints {alone.stdout!r} {alone.stderr[-300:]}")
    return complaints


def _shown(cell):
    """All text of a cell's outputs, in order."""
    return "".join(
        _text(output["text"] if output["output_type"] == "stream" else output["data"].get("text/plain", ""))
        for output in cell["outputs"]
        if output["output_type"] != "error"
    )


def _text(lines):
    return lines if isinstance(lines, str) else "".join(lines)


def nbval(notebook):
    """Run nbval on one notebook with the project's own settings; `(exit code, report)`."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", notebook.parent]
    done = subprocess.run(
        [*command, "-c", ROOT / "pyproject.toml", notebook], capture_output=True, text=True, timeout=120, cwd=ROOT
    )
    return done.returncode, done.stdout + done.stderr


# Style


def complaints_of(*command, cwd=ROOT):
    """Run a Python module as a command; what it prints when it does not succeed."""
    done = subprocess.run(
        [sys.executable, "-m", *map(str, command)], capture_output=True, text=True, timeout=120, cwd=cwd
    )
    return [] if done.returncode == 0 else [done.stdout + done.stderr]


def complaints_of_ruff(folder):
    return complaints_of("ruff", "check", "--config", ROOT / "pyproject.toml", folder)


def complaints_of_ruff_format(folder):
    return complaints_of("ruff", "format", "--check", "--config", ROOT / "pyproject.toml", folder)


def complaints_of_marimo_check(lessons):
    return complaints_of("marimo", "check", "--strict", lessons)


# Anatomy of a lesson


def complaints_about_anatomy(lesson):
    """The card in the gallery, the length, the named cells, and what every lesson opens and ends with."""
    from shared.course import STEMS

    text = lesson.read_text("utf-8")
    cells = [node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef) and _decorator(node)]
    complaints = complaints_about_card(lesson)
    if lesson.stem not in STEMS:
        complaints.append("is not listed in shared.course.LESSONS")
    if len(cells) > 28:
        complaints.append(f"has {len(cells)} cells; about 25 is what a reader can take")
    complaints += [f"the cell at line {cell.lineno} has no name" for cell in cells if cell.name == "_"]
    prose_and_code = [cell for cell in cells if _decorator(cell) == "app.cell"]
    opens, closes = _calls(prose_and_code[0]), _calls(prose_and_code[-1])
    if [ast.literal_eval(call.args[0]) for call in opens.get("lesson_header", [])] != [lesson.stem]:
        complaints.append(f"does not begin with lesson_header({lesson.stem!r}, …)")
    if [ast.literal_eval(call.args[0]) for call in closes.get("navigation", [])] != [lesson.stem]:
        complaints.append(f"does not end with navigation({lesson.stem!r}, …)")
    asked = [len(call.args) for cell in cells for call in _calls(cell).get("recall", [])]
    if asked != [3]:
        complaints.append(f"has recall questions {asked}; three in one place are due")
    if not any(_calls(cell).get("predict") for cell in cells):
        complaints.append("asks for no prediction")
    complaints += [
        complaint for name in EXERCISES[lesson.stem] for complaint in complaints_about_exercise_cells(cells, name)
    ]
    return [f"{lesson.name} {complaint}" for complaint in complaints]


def complaints_about_exercise_cells(cells, name):
    """An exercise is three cells in a row: its task with the hints, its stub, its check, and nothing else in that."""
    places = [k for k, cell in enumerate(cells) if _decorator(cell) == "app.function" and cell.name == name]
    if len(places) != 1 or not 0 < places[0] < len(cells) - 1:
        return [f"has {len(places)} places where {name} is written; one in the middle is due"]
    before, after = cells[places[0] - 1], cells[places[0] + 1]
    complaints = []
    if not any(ast.literal_eval(call.args[0]) == name for call in _calls(before).get("exercise_prompt", [])):
        complaints.append(f"does not set exercise_prompt({name!r}, …) in the cell above {name}")
    if [ast.unparse(node) for node in after.body if not isinstance(node, ast.Return)] != [f"check({name})"]:
        complaints.append(f"has more or less than check({name}) in the cell below {name}")
    return complaints


def card_of(lesson):
    """What the gallery is told about a lesson: title, description, image, from its PEP 723 header."""
    header = re.search(r"(?m)^# /// script\n((?:#.*\n)+?)# ///$", lesson.read_text("utf-8"))
    metadata = tomllib.loads(re.sub(r"(?m)^# ?", "", header[1])) if header else {}
    return metadata.get("tool", {}).get("marimo", {}).get("opengraph", {})


def complaints_about_card(lesson):
    """A card has a title, a description and a picture, and marimo serves pictures from __marimo__ only."""
    card = card_of(lesson)
    complaints = [f"has no {key} for its card" for key in ("title", "description", "image") if not card.get(key)]
    name = card.get("image", "")
    image = lesson.parent / name
    if name and not name.startswith("__marimo__/"):
        complaints.append(f"has its card picture at {name}; the gallery shows only what lies in __marimo__/")
    if name and not image.is_file():
        complaints.append(f"names {name} for its card, which is no file")
    elif name and image.stat().st_size < 2000:
        complaints.append(f"has a card picture of {image.stat().st_size} bytes, which cannot show much")
    return complaints


def _decorator(cell):
    """`app.cell` or `app.function`, with or without arguments; None for an ordinary function."""
    for decorator in cell.decorator_list:
        name = ast.unparse(decorator.func if isinstance(decorator, ast.Call) else decorator)
        if name in ("app.cell", "app.function"):
            return name
    return None


def _calls(cell):
    """The calls of plain names inside a cell, name → list of calls."""
    calls = {}
    for node in ast.walk(cell):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            calls.setdefault(node.func.id, []).append(node)
    return calls


# What is committed


def committed_files():
    """The files under version control, new ones included; without git, every file that is not ignored by habit."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    if listing.returncode == 0:
        paths = [ROOT / name for name in listing.stdout.split("\0") if name]
    else:
        paths = [path for path in ROOT.rglob("*") if not re.search(r"/(\.|__pycache__|build|[^/]*egg-info)", str(path))]
    return [path for path in paths if path.is_file()]


UNWANTED_TEXT = {
    "a path of one machine": r"(?<![\w.~])/(?:work|opt|root|home/\w+|Users/\w+|tmp/ipykernel\w*)/[\w.]",
    "a package registry's host": r"\b(?:pypi\.\w+|pythonhosted\.|npmjs\.|anaconda\.(?:org|com)|index[-]url)",
}
UNWANTED_FILE = (
    r"(?:^|/)(?:__marimo__/session|__pycache__|\.ipynb_checkpoints"
    r"|[^/]+\.egg-info|dist|build|\.venv|[^/]+\.pyc|\.DS_Store)(?:/|$)"
)


def complaints_about_files(paths, root=ROOT):
    """No file names a machine's path or a registry's host, and none is what a tool generates."""
    complaints = []
    for path in paths:
        name = path.relative_to(root).as_posix()
        if re.search(UNWANTED_FILE, name):
            complaints.append(f"{name} is generated, not written")
        if b"\0" in (raw := path.read_bytes()):
            continue  # a picture
        for what, pattern in UNWANTED_TEXT.items():
            if found := re.search(pattern, raw.decode("utf-8")):
                complaints.append(f"{name} names {what}: {found[0]}")
    return complaints


def complaints_about_dependencies(pyproject):
    """Each runtime dependency is on a line of its own with a lower bound and its reason beside it."""
    text = pyproject.read_text("utf-8")
    listed = tomllib.loads(text)["project"]["dependencies"]
    complaints = []
    for dependency in listed:
        if not re.search(rf'(?m)^\s*"{re.escape(dependency)}",?\s+# \w.{{10,}}$', text):
            complaints.append(f"{dependency} has no reason beside it")
        if ">=" not in dependency:
            complaints.append(f"{dependency} has no lower bound")
    return complaints


def complaints_about_oldest(constraints, pyproject):
    """What is tried as the oldest dependencies are the lower bounds that are promised."""
    promised = tomllib.loads(pyproject.read_text("utf-8"))["project"]["dependencies"]
    tried = [line for line in constraints.read_text("utf-8").splitlines() if line and line[0] != "#"]
    if sorted(tried) != sorted(bound.replace(">=", "==") for bound in promised):
        return [f"{constraints.name} has {tried}, and the lower bounds are {promised}"]
    return []


def complaints_about_workflows(folder):
    """One workflow runs `.ci/run` on three systems, oldest and newest; the other publishes what the command builds."""
    test, pages = (yaml.safe_load(folder.joinpath(name).read_text("utf-8")) for name in ("test.yml", "pages.yml"))
    complaints = []
    job = test["jobs"]["test"]
    if {name.split("-")[0] for name in job["strategy"]["matrix"]["os"]} != {"ubuntu", "macos", "windows"}:
        complaints.append("test.yml does not run on Linux, macOS and Windows")
    if job["strategy"]["matrix"]["dependencies"] != ["oldest", "newest"]:
        complaints.append("test.yml does not try the oldest and the newest dependencies")
    for name, steps, command in (
        ("test.yml", job["steps"], "bash .ci/run"),
        ("pages.yml", pages["jobs"]["publish"]["steps"], "python -m shared.site site --wasm"),
    ):
        if command not in [step.get("run") for step in steps]:
            complaints.append(f"{name} does not run {command}")
    return complaints


def complaints_about_test_command(readme, ci):
    """README and the machine that proves the course run the same line."""
    return [
        f"{path.name} does not hold the line {TEST_COMMAND}"
        for path in (readme, ci)
        if TEST_COMMAND not in path.read_text("utf-8").splitlines()
    ]


def modules_loaded_by(statement):
    """The top-level modules that a fresh Python has loaded after `statement` and had not loaded before it."""
    program = f"import sys; old = {{*sys.modules}}; {statement}; print(*{{*sys.modules}} - old)"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    return {name.split(".")[0] for name in loaded.stdout.split()}


# Browser and server

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium():
    """The path of this machine's Chromium or Chrome; None without one."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    homes = (
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "C:/Program Files/Google/Chrome/Application/chrome.exe",
    )
    return next(filter(None, map(shutil.which, (*names, *homes))), None)


def free_port():
    """A port that nothing listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def served(*notebooks, how="run", folder=ROOT, options=("--no-token",)):
    """Start `marimo run` (or `edit`) in `folder` and yield its address; RuntimeError without an answer in a minute.

    With `--base-url` among the `options` the address ends in it.
    """
    port = free_port()
    command = [sys.executable, "-m", "marimo", how, *map(str, notebooks), "--headless", *map(str, options)]
    base = options[options.index("--base-url") + 1] if "--base-url" in options else ""
    with tempfile.TemporaryFile("w+") as log:
        server = subprocess.Popen([*command, "--port", str(port)], stdout=log, stderr=subprocess.STDOUT, cwd=folder)
        try:
            url = f"http://127.0.0.1:{port}{base}"
            _wait_until_it_answers(url, server, log)
            yield url
        finally:
            server.terminate()
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _wait_until_it_answers(url, server, log):
    for _ in range(600):
        try:
            with urllib.request.urlopen(f"{url}/health", timeout=5):
                return
        except OSError:
            if server.poll() is not None:
                break
            time.sleep(0.1)
    log.seek(0)
    raise RuntimeError(f"marimo run does not answer: {log.read()[-2000:]}")
