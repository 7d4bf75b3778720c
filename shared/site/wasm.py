"""The lessons as notebooks that are edited and run in a browser, with nothing installed: marimo's own WASM export.

Python itself then comes from the internet, from where marimo's pages fetch it; this package comes along as a wheel.
"""

import base64
import hashlib
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

PACKAGE = Path(__file__).parents[1]
NEEDS = ("anywidget", "numpy")  # what a browser's Python must fetch for it; marimo is there already
NOTE = (
    '<p style="margin: 0; padding: 0.5rem 1rem; font: 15px/1.4 system-ui, sans-serif; color: #1a1d21; background: '
    '#fff3cd">This page fetches Python from the internet, which takes a while the first time. Until it runs, read the '
    '<a href="../{stem}.html" style="color: #0b4a8f">lesson without Python</a>. What you write is kept in this browser '
    "alone.</p>"
)


def export(lessons, folder, advance=lambda: None):
    """Write one editable page a lesson to `folder`; RuntimeError, with what marimo said, if it could not."""
    with tempfile.TemporaryDirectory() as scratch:
        name = write_wheel(Path(scratch))
        for lesson in lessons:
            copy = Path(scratch, lesson.name)
            text = lesson.read_text("utf-8")
            header = f'# /// script\n# dependencies = ["shared @ ./{name}"]\n'
            copy.write_text(text.replace("# /// script\n", header, 1), "utf-8")
            page = folder / f"{lesson.stem}.html"
            made = subprocess.run(
                [sys.executable, "-m", "marimo", "export", "html-wasm", copy, "-o", page, "--mode", "edit"],
                capture_output=True,
                text=True,
                stdin=subprocess.DEVNULL,
                env={
                    **os.environ,
                    "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
                },  # uv
            )
            if made.returncode or not page.is_file():
                said = (made.stderr or made.stdout).strip()[-500:]
                raise RuntimeError(f"marimo could not export {lesson.name}: {said}")
            html = page.read_text("utf-8")
            start = html.index(">", html.index("<body")) + 1
            page.write_text(html[:start] + NOTE.format(stem=lesson.stem) + html[start:], "utf-8", newline="\n")
            advance()
    for litter in ("CLAUDE.md", "index.html"):  # marimo's, for whoever deploys one notebook
        (folder / litter).unlink(missing_ok=True)


def write_wheel(folder):
    """This package as a wheel in `folder`, with the files beside its modules; returns its name. The same every time."""
    name, info = "shared-0.1.0-py3-none-any.whl", "shared-0.1.0.dist-info"
    files = {
        f"shared/{path.relative_to(PACKAGE).as_posix()}": path.read_bytes()
        for path in sorted(PACKAGE.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }
    needs = "".join(f"Requires-Dist: {package}\n" for package in NEEDS)
    files[f"{info}/METADATA"] = f"Metadata-Version: 2.1\nName: shared\nVersion: 0.1.0\n{needs}".encode()
    files[f"{info}/WHEEL"] = b"Wheel-Version: 1.0\nGenerator: nine-numbers\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    digest = {path: base64.urlsafe_b64encode(hashlib.sha256(data).digest()) for path, data in files.items()}
    record = [f"{path},sha256={digest[path].decode().rstrip('=')},{len(data)}" for path, data in files.items()]
    files[f"{info}/RECORD"] = "\n".join([*record, f"{info}/RECORD,,", ""]).encode()
    with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED) as wheel:
        for path, data in files.items():
            wheel.writestr(zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return name
