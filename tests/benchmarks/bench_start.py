"""The time from `marimo run lessons` to the first lesson on screen, compared with an empty notebook.

Run with `python tests/benchmarks/bench_start.py [repeats]`. It needs Chromium and Playwright.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from course_files import ROOT
from playwright.sync_api import sync_playwright
from server import CHROMIUM_FLAGS, chromium, served

EMPTY = """\
import marimo

app = marimo.App()


@app.cell
def title():
    import marimo as mo

    mo.md("# Empty")
    return


if __name__ == "__main__":
    app.run()
"""


def seconds_to_show(browser, folder, file, *places):
    """Start a server on `folder`, open `file`, wait until all `places` are visible, and return the seconds."""
    start = time.perf_counter()
    with served(folder) as url:
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"{url}/?file={file}")
        for place in places:
            page.locator(place).first.wait_for(timeout=60_000)
        elapsed = time.perf_counter() - start
        context.close()
    return elapsed


def main(repeats=7):
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        (Path(folder) / "empty.py").write_text(EMPTY, "utf-8")
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
        times = {"empty notebook": [], "first lesson": []}
        for _ in range(repeats + 1):
            times["empty notebook"].append(seconds_to_show(browser, folder, "empty.py", "h1"))
            lessons = ROOT / "lessons"
            times["first lesson"].append(seconds_to_show(browser, lessons, "01_neuron.py", "h1", ".nn-live"))
        browser.close()
    # Leave out the first run, because it fills the disk cache.
    medians = {name: statistics.median(seconds[1:]) for name, seconds in times.items()}
    print("from `marimo run` to the visible page     n   median")
    for name, seconds in medians.items():
        print(f"  {name:38} {repeats:2}   {seconds:.2f} s")
    # Compare each run with the run next to it, because both have the same load.
    ratios = [lesson / empty for empty, lesson in list(zip(*times.values()))[1:]]
    print(f"  ratio, median of {repeats} pairs: {statistics.median(ratios):.2f} (aim: at most 1.3)")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
