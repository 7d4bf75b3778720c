"""Make fresh clones of the course, add the samples of the guide to them, and run commands in them."""

import json
import os
import re
import shutil
import subprocess
import sys

from course_files import ROOT
from project_rules import committed_files


def fresh_clone(folder):
    """Copy only the committed files into `folder`."""
    for path in committed_files():
        copy = folder / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, copy)
    return folder


def run(clone, *arguments):
    """Run a Python module in the clone. Return `(exit code, output)`."""
    folders = os.pathsep.join(map(str, (clone, clone / "tests")))
    environment = {"PYTHONPATH": folders, "PATH": os.environ["PATH"], "HOME": str(clone)}
    done = subprocess.run(
        [sys.executable, "-m", *arguments], capture_output=True, text=True, cwd=clone, env=environment, timeout=300
    )
    return done.returncode, done.stdout + done.stderr


def add(path, place, text):
    """Insert `text` into a file, before the last occurrence of `place`."""
    before, after = path.read_text("utf-8").rsplit(place, 1)
    path.write_text(before + text + place + after, "utf-8")


def run_tests(clone, *files, only):
    """In these test files of the clone, run the tests that match `only`. Return `(exit code, output)`."""
    options = ("-q", "-n0", "-p", "no:cacheprovider", "-k", only)
    return run(clone, "pytest", *options, *(f"tests/test_{name}.py" for name in files))


def samples(clone, heading):
    """Return the text of a section of the guide, and the list of the Python samples in this section."""
    section = (clone / "shared" / "README.md").read_text("utf-8").split(f"## {heading}\n")[1].split("\n## ")[0]
    return section, re.findall(r"```python\n(.*?)```", section, re.DOTALL)


def add_exercise(clone, bank, stem):
    """Add the guide's exercise to a lesson: its entry and its cells. Return the cells of its solution."""
    guide, (entry, cells, solution) = samples(clone, "Add an exercise")
    add(clone / f"shared/exercises/{bank}.py", "\n)\n", "\n" + entry.strip() + ",")
    last = re.search(r"before its last two\s+cells, `(\w+)`", guide)[1]
    lesson = clone / f"lessons/{stem}.py"
    add(lesson, re.search(rf"(?m)^@app\.cell.*\ndef {last}\(", lesson.read_text("utf-8"))[0], f"{cells}\n\n")
    return solution.split("\n\n\n")


def execute_solution(clone, stem, cells):
    """Add code cells to a solution notebook, and execute it."""
    path = clone / f"solutions/{stem}.ipynb"
    notebook = json.loads(path.read_text("utf-8"))
    for text in cells:
        cell = {"cell_type": "code", "execution_count": None, "id": f"new-{len(text)}", "metadata": {}, "outputs": []}
        notebook["cells"].append(cell | {"source": text.strip()})
    path.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", "utf-8")
    code, printed = run(clone, "nbconvert", "--to", "notebook", "--execute", "--inplace", str(path))
    assert code == 0, printed
