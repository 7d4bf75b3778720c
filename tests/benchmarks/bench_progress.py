"""How long `python -m shared.progress` takes for a class. Each student has all lessons; every tenth file is broken.

Run with `python tests/benchmarks/bench_progress.py [STUDENTS]` (default: 200). It prints its measurements. The exit
code is 0 only if the command names exactly the broken files and loses no result.
"""

import itertools
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from shared.exercises import EXERCISES
from shared.progress.bar import available_cores
from shared.progress.files import lesson_files
from shared.progress.run import NOT_RUN, check_files

ROOT = Path(__file__).resolve().parent.parent.parent
TIMEOUT = 3  # seconds until an endless loop is stopped, on any machine
SETUP = "with app.setup(hide_code=True):\n"
BREAKAGES = {
    "saved half-way": lambda text: text[: text.index(SETUP)] + "with app.setup(",
    "empty": lambda text: "",
    "import error": lambda text: text.replace(SETUP, f"{SETUP}    import no_such_module\n"),
    "exit": lambda text: text.replace(SETUP, f"{SETUP}    exit()\n"),
    "hard exit": lambda text: text.replace(SETUP, f"{SETUP}    import os; os._exit(0)\n"),
    "endless loop": lambda text: text.replace(SETUP, f"{SETUP}    while True: pass\n"),
    "gigabytes": lambda text: text.replace(SETUP, f"{SETUP}    kept = [0] * 10**10\n"),
}


def make_class(folder, students):
    """Create a sub-folder with all lessons for each student. Every tenth file is broken.

    Return a dict with the fault of each broken file. Its keys are (student, file).
    """
    lessons = sorted((ROOT / "lessons").glob("*.py"))
    broken, kinds = {}, itertools.cycle(BREAKAGES)
    for k, (student, lesson) in enumerate(itertools.product(range(students), lessons)):
        copy = folder / f"student{student:03}" / lesson.name
        copy.parent.mkdir(exist_ok=True)
        if k % 10 == 3:
            kind = next(kinds)
            broken[copy.parent.name, copy.name] = kind
            copy.write_text(BREAKAGES[kind](lesson.read_text("utf-8")), "utf-8")
        else:
            shutil.copy(lesson, copy)
    return broken


def main(students=200):
    """Print the figures. Return True if no result is lost and exactly the broken files are named."""
    with tempfile.TemporaryDirectory() as folder:
        broken = make_class(Path(folder), students)
        files = lesson_files(Path(folder))
        before, start = os.times(), time.perf_counter()
        rows = check_files(files, timeout=TIMEOUT)
        seconds, after = time.perf_counter() - start, os.times()
    work = sum(after[:4]) - sum(before[:4])
    named = {(row.student, row.file) for row in rows if row.status == NOT_RUN}
    hanging = sum(kind == "endless loop" for kind in broken.values())
    print(f"{students} students, {len(files)} files: {len(broken)} are broken, and {hanging} of these loop endlessly")
    print(f"  {seconds:8.1f} s in all; each endless loop is stopped after {TIMEOUT} s")
    print(f"  {seconds / len(files):8.3f} s for each file")
    print(f"  {work / len(files):8.3f} s of processor time for each file")
    print(f"  {work / seconds:8.1f} cores busy on average, of {available_cores()}")
    print(f"  {len(rows):8} results of {students * len(EXERCISES)}")
    print(f"  {len(named & broken.keys()):8} of {len(broken)} broken files named")
    print(f"  {len(named - broken.keys()):8} good files named")
    return named == broken.keys() and len(rows) == students * len(EXERCISES)


if __name__ == "__main__":
    sys.exit(not main(*map(int, sys.argv[1:2])))
