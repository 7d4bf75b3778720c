"""Measures how much longer a reader waits for a lesson because of its matplotlib figures.

Run with `python tests/benchmarks/bench_figures.py [OPENINGS] [LESSON ...]`. The default is 10 openings of each lesson
with figures. It needs Linux, Chromium and Playwright. The benchmark compares the lesson with a copy in which each
figure is empty and no cell imports matplotlib. It opens the lesson and the copy in turn, each time with a new server
and a new browser profile. The times are medians. The interval after a ratio contains the true ratio in about 19 of 20
benchmarks (bootstrap). NumPy runs without its AVX-512 code.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path
from random import Random
from statistics import geometric_mean, median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from bench_ensemble import avx512_names
from bench_start import middle, open_page, row
from course_files import ROOT
from playwright.sync_api import sync_playwright
from server import CHROMIUM_FLAGS, chromium, served

from shared.course import STEMS

MODULE = "shared.lesson.figures"
WITHOUT_FIGURES = """\
from shared.lesson.style import Figure

plt = None


def show_figure(fig, alt=""):
    return Figure("", "no figure")


def draw_once(draw, *inputs, alt=None):
    return Figure("", "no figure")
"""
AIM_FIRST, AIM_LAST = 1.05, 1.0


def has_figures(stem):
    return MODULE in (ROOT / "lessons" / f"{stem}.py").read_text("utf-8")


def write_lessons_without_figures(folder):
    """Copy the lessons into `folder`, and replace the module that draws figures."""
    shutil.copytree(ROOT / "lessons", folder / "lessons", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "without_figures.py").write_text(WITHOUT_FIGURES, "utf-8")
    shutil.copy(ROOT / "pyproject.toml", folder)  # with this file, the lessons can import `without_figures`
    for path in (folder / "lessons").glob("*.py"):
        path.write_text(
            path.read_text("utf-8").replace(f"from {MODULE} import", "from without_figures import"), "utf-8"
        )


def ratio(pairs):
    """Return the geometric mean of median(times) / median(others) over all pairs (times, others)."""
    return geometric_mean(median(times) / median(others) for times, others in pairs)


def interval(pairs, repeats=2000):
    """Draw each list again with replacement, `repeats` times. Return bounds that contain 95 % of the ratios."""
    rng = Random(0)
    drawn = ([[rng.choices(times, k=len(times)) for times in pair] for pair in pairs] for _ in range(repeats))
    ratios = sorted(map(ratio, drawn))
    return ratios[repeats // 40], ratios[-repeats // 40]


def print_ratio(name, pairs, *more):
    low, high = interval(pairs)
    row(name, *more[:2], f"{ratio(pairs):.2f}", f" {low:.2f}–{high:.2f}", *more[2:], "")


def main(openings="10", *stems):
    os.environ["NPY_DISABLE_CPU_FEATURES"] = " ".join(avx512_names())
    row("", "first", "", "", "", "last", "", "", "")
    row("seconds", "without", "with", "ratio", "95 %", "without", "with", "more", "")
    pairs = []
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
        folders = ROOT, Path(name)
        write_lessons_without_figures(folders[1])
        for stem in stems or filter(has_figures, STEMS):
            opened = [], []
            for _ in range(int(openings)):
                for folder, found in zip(folders, opened):
                    with served(folder / "lessons", folder=folder) as url:
                        found.append(open_page(browser, url, stem))
            pairs.append([[opening.first for opening in found] for found in opened])
            times = [middle(found, part) for part in ("first", "last") for found in reversed(opened)]
            print_ratio(stem, pairs[-1:], *(f"{time:.2f}" for time in (*times, times[-1] - times[-2])))
        browser.close()
    print_ratio("all", pairs, "", "", "", "", "")
    row("aims", "", "", AIM_FIRST, "", "", "", AIM_LAST, "")
    print(f"load at the end: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")


if __name__ == "__main__":
    main(*sys.argv[1:])
