"""The browser edition: lessons that students edit and run in a browser with nothing installed, by marimo's WASM export.

The page fetches Python from the internet, as all of marimo's WASM pages do. `shared` comes along as a wheel.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from shared.site.page import render_edit_note

ROOT = Path(__file__).resolve().parents[2]
PATH = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])  # where uv is
FIRST_DATE = "315532800"  # 1980-01-01, the first date that a zip file can hold: each build gives the same bytes


def export(lessons: Sequence[Path], folder: Path, advance: Callable[[], object] = lambda: None) -> None:
    """Write an editable page of each lesson to `folder`; RuntimeError, with the tool's message, if one fails.

    `advance` is called after each lesson.
    """
    with tempfile.TemporaryDirectory() as scratch:
        wheel = build_wheel(Path(scratch))
        for lesson in lessons:
            copy, page = Path(scratch, lesson.name), folder / f"{lesson.stem}.html"
            header = f'# /// script\n# dependencies = ["nine-numbers @ ./{wheel.name}"]\n'
            copy.write_text(lesson.read_text("utf-8").replace("# /// script\n", header, 1), "utf-8")
            command = [sys.executable, "-m", "marimo", "export", "html-wasm", copy, "-o", page, "--mode", "edit"]
            _run(command, f"marimo could not export {lesson.name}")
            html = page.read_text("utf-8")
            start = html.index(">", html.index("<body")) + 1
            page.write_text(html[:start] + render_edit_note(lesson.stem) + html[start:], "utf-8", newline="\n")
            advance()
    for name in ("CLAUDE.md", "index.html"):  # written by marimo for sites of one notebook
        (folder / name).unlink(missing_ok=True)


def build_wheel(folder: Path) -> Path:
    """Build this project as a wheel in `folder` and return its path; RuntimeError, with uv's message, if that fails.

    The wheel holds no lessons, and it does not depend on marimo: the page brings a build of marimo for browsers, under
    another name.
    """
    with tempfile.TemporaryDirectory() as copy:
        shutil.copytree(ROOT / "shared", Path(copy, "shared"), ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("README.md", "LICENSE", "nine_numbers.py"):
            shutil.copy(ROOT / name, copy)
        project = (ROOT / "pyproject.toml").read_text("utf-8")
        Path(copy, "pyproject.toml").write_text(re.sub(r'(?m)^ *"marimo>=.*\n', "", project), "utf-8")
        uv = shutil.which("uv", path=PATH) or "uv"
        _run([uv, "build", "--quiet", "--wheel", "--out-dir", folder, copy], "The wheel could not be built")
    (wheel,) = folder.glob("*.whl")
    return wheel


def _run(command: Sequence[object], failure: str) -> None:
    environment = {**os.environ, "PATH": PATH, "SOURCE_DATE_EPOCH": FIRST_DATE}
    done = subprocess.run(
        [*map(str, command)], capture_output=True, text=True, stdin=subprocess.DEVNULL, env=environment
    )
    if done.returncode:
        raise RuntimeError(f"{failure}: {(done.stderr or done.stdout).strip()[-500:]}")
