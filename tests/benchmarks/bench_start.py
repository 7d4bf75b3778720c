"""How long a student waits for an empty notebook and for each lesson.

Run with `python tests/benchmarks/bench_start.py [REPEATS] [LESSON ...]`. The default is 3 repeats of all lessons. It
needs Linux, Chromium and Playwright. Each opening has a new server and a new browser profile, so nothing is in a cache.
The times begin when the page is opened. The last cell is ready when the links at the end of the lesson are visible and
no cell runs. "CPU" is the server's processor time until the first picture or the last cell. Other programs on the
machine have less influence on "CPU" than on the waiting times. Each control (question, list, slider, picture or button)
is used once, and the slowest control is used a second time. NumPy runs without its AVX-512 code, because most laptops
have no AVX-512.
"""

import asyncio
import json
import os
import random
import shutil
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from bench_class import processor_seconds, server_of
from bench_ensemble import avx512_names
from course_files import ROOT
from playwright.sync_api import sync_playwright
from server import CHROMIUM_FLAGS, chromium, served
from students import TOUCHED, Student

from shared.course import STEMS

EMPTY = """\
import marimo

app = marimo.App()


@app.cell
def title():
    import marimo as mo

    mo.Html('<h1 class="nn-live">Empty</h1><nav aria-label="Lessons">The end</nav>')
    return


if __name__ == "__main__":
    app.run()
"""
FIRST_PICTURE = ".nn-live, .patients"
LAST_CELL = 'nav[aria-label="Lessons"]'
AIM_RATIO, AIM_LAST, AIM_CONTROL = 1.3, 3.0, 1.5


class Opening(NamedTuple):
    """The times of one opening, in seconds.

    `first` is the time until the first picture, and `last` until the last cell is ready. `cpu_first` and `cpu_last` are
    the server's processor times until these moments. `cells` has the time of each cell.
    """

    first: float
    last: float
    cpu_first: float
    cpu_last: float
    cells: dict


class Messages:
    """Reads the server's messages to a page. Stores the seconds of each cell, and whether the first run has ended."""

    def __init__(self, page):
        self.names, self.begun, self.cells, self.ended = {}, {}, {}, False
        page.on("websocket", lambda socket: socket.on("framereceived", self.read))

    def read(self, frame):
        said = json.loads(frame)
        data = said.get("data", {})
        if said["op"] == "kernel-ready":
            self.names = dict(zip(data["cell_ids"], data["names"]))
        elif said["op"] == "cell-op" and data["status"] == "running":
            self.begun[data["cell_id"]] = data["timestamp"]
        elif said["op"] == "cell-op" and data["status"] == "idle" and data["cell_id"] in self.begun:
            name = self.names[data["cell_id"]]
            self.cells[name] = data["timestamp"] - self.begun[data["cell_id"]]
        elif said["op"] == "completed-run":
            self.ended = True


def open_page(browser, url, stem):
    """Open a lesson and wait for its last cell. Return an `Opening`."""
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(300_000)
    messages, server = Messages(page), server_of(url)
    used, start = processor_seconds(server), time.perf_counter()
    page.goto(f"{url}/?file={stem}.py")
    page.locator(FIRST_PICTURE).first.wait_for()
    first, cpu_first = time.perf_counter() - start, processor_seconds(server) - used
    page.locator(LAST_CELL).wait_for()
    while not messages.ended:
        page.wait_for_timeout(10)
    last, cpu_last = time.perf_counter() - start, processor_seconds(server) - used
    context.close()
    return Opening(first, last, cpu_first, cpu_last, messages.cells)


async def use_each_control(url, stem):
    """Use each control of a lesson. Return the slowest control's name, and the seconds of its first and second use."""
    runs, rng = [], random.Random(0)
    async with Student(url, stem, patience=300) as student:

        async def use(name, value):
            if run := await student.choose(name, value):
                runs.append((run.seconds, run.control, name, value))

        for kinds in (("prediction",), ("slider", "dropdown", "radio", "checkbox", "switch"), ("button",)):
            for name, control in student.of_kind(*kinds).items():
                for value in {repr(control.values[k]): control.values[k] for k in (0, -1)}.values():
                    if name in student.controls:  # a run can replace a control
                        await use(name, value)
        for model, state in student.pictures().items():
            for _ in TOUCHED[state["view"]]:
                if run := await student.move(rng, model):
                    runs.append((run.seconds, run.control, model, None))
        print(*student.errors, sep="\n", end="")
        seconds, control, name, value = max(runs, key=lambda run: run[0])
        if name in student.controls:
            for other in student.controls[name].values[:2]:
                if other != value:
                    await student.choose(name, other)
            again = await student.choose(name, value)
        else:
            again = await student.move(rng, name) if name in student.models else None
        return control, seconds, again.seconds if again else float("nan")


def controls_of(stem):
    # Playwright's event loop already runs in the main thread, so asyncio needs another thread.
    with served(ROOT / "lessons") as url, ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, use_each_control(url, stem)).result()


def openings_of(browser, folder, root, stem, repeats):
    """Open a notebook as an app and in the editor, each time with a new server. Return two lists of `Opening`."""
    found = {"run": [], "edit": []}
    for how in ("run", "edit") * repeats:
        with served(folder, how=how, folder=root) as url:
            found[how].append(open_page(browser, url, stem))
    return found["run"], found["edit"]


def middle(openings, name):
    return median(getattr(opening, name) for opening in openings)


def row(*columns):
    print(f"{columns[0]:16}" + "".join(f"{column:>8}" for column in columns[1:-1]) + f"  {columns[-1]}", flush=True)


def main(repeats="3", *stems):
    os.environ["NPY_DISABLE_CPU_FEATURES"] = " ".join(avx512_names())
    slow_cells = []
    row("", "app", "", "", "CPU:", "", "editor", "CPU:", "", "slowest", "", "")
    row("seconds", "first", "× empty", "last", "first", "last", "first", "first", "last", "control", "again", "which")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
        (Path(folder) / "empty.py").write_text(EMPTY, "utf-8")
        shutil.copy(ROOT / "pyproject.toml", folder)  # with its settings, the editor runs all cells on opening
        opened = {"empty": openings_of(browser, folder, folder, "empty", int(repeats))}
        for stem in ("empty", *(stems or STEMS)):
            if stem != "empty":
                opened[stem] = openings_of(browser, ROOT / "lessons", ROOT, stem, int(repeats))
            app, editor = opened[stem]
            ratio = middle(app, "first") / middle(opened["empty"][0], "first")
            times = [middle(app, "first"), ratio, *(middle(app, name) for name in ("last", "cpu_first", "cpu_last"))]
            times += [middle(editor, name) for name in ("first", "cpu_first", "cpu_last")]
            name, *waits = controls_of(stem) if stem != "empty" else ("", 0, 0)
            row(stem, *(f"{time:.2f}" for time in (*times, *waits)), name[:40])
            cells = max(app, key=lambda opening: opening.last).cells
            slow_cells += sorted(((seconds, stem, name) for name, seconds in cells.items()), reverse=True)[:3]
        browser.close()
    row("aims", "", AIM_RATIO, AIM_LAST, "", "", "", "", "", AIM_CONTROL, "", "")
    print("\nthe slowest cells when an app is opened")
    for seconds, stem, name in slow_cells:
        print(f"  {stem:16} {name:26} {seconds:6.2f} s")
    print(f"load at the end: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")


if __name__ == "__main__":
    main(*sys.argv[1:])
