"""Writes the scripts that pages need to run Python: Pyodide's files, the course's package, and the lessons.

If a student opens a page with a double click, the page can run scripts, but the browser blocks `fetch`. So each file
becomes a script that contains the compressed bytes of the file as text: `receiveFile("shared.zip", "…")`.
"""

import base64
import gzip
import io
import json
import re
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

VERSION = "0.27.7"
CORE = ("pyodide.js", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
PACKAGE = "shared.zip"
LESSONS = "lessons.json"
SHARED = Path(__file__).parents[1]
NEEDED = (
    "__init__.py",
    "course.py",
    "checking/*.py",
    "exercises/*.py",
    "nn/*.py",
    "site/__init__.py",
    "site/in_page.py",
)
FILE_PATTERN = rf"({'|'.join(map(re.escape, (PACKAGE, LESSONS, *CORE)))}|numpy-[\w.-]+\.whl)\.js"  # what we write
FIRST_DATE = (1980, 1, 1, 0, 0, 0)  # a fixed date, so that each build gives the same bytes


def check_folder(folder: Path) -> None:
    """Raise ValueError if `folder` does not contain the files of Pyodide VERSION. The message says what is wrong."""
    if not folder.is_dir():
        raise ValueError(f"--python: {folder} is not a folder.")
    if missing := [name for name in CORE if not (folder / name).is_file()]:
        raise ValueError(f"--python: {folder} does not contain {', '.join(missing)} of Pyodide {VERSION}.")
    try:
        found = json.loads((folder / "pyodide-lock.json").read_text("utf-8"))["info"]["version"]
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(f"--python: {folder / 'pyodide-lock.json'} cannot be read: {error}") from error
    if found != VERSION:
        raise ValueError(f"--python: {folder} contains Pyodide {found}, but the pages need {VERSION}.")
    try:
        numpy_wheel(folder)
    except (KeyError, TypeError):
        raise ValueError(f"--python: {folder / 'pyodide-lock.json'} does not name the file of NumPy.") from None
    for name in CORE[:2]:
        if VERSION not in (folder / name).read_text("utf-8", "replace"):
            raise ValueError(f"--python: {folder / name} does not belong to Pyodide {VERSION}.")
    if not (folder / CORE[2]).read_bytes().startswith(b"\0asm"):
        raise ValueError(f"--python: {folder / CORE[2]} is not a WebAssembly file.")
    if not zipfile.is_zipfile(folder / CORE[3]):
        raise ValueError(f"--python: {folder / CORE[3]} is not a zip file.")


def numpy_wheel(folder: Path) -> Path | None:
    """Return the path of NumPy's wheel in `folder`, or None. The wheel's name is in Pyodide's `pyodide-lock.json`."""
    wheel = folder / json.loads((folder / "pyodide-lock.json").read_text("utf-8"))["packages"]["numpy"]["file_name"]
    return wheel if wheel.is_file() else None


def write_scripts(folder: Path, lessons: Sequence[Path], python: Path | None = None) -> None:
    """Write the package, the lessons and (from the folder `python`) Pyodide's files to `folder` as scripts."""
    _write(folder, PACKAGE, package())
    _write(folder, LESSONS, json.dumps({path.stem: path.read_text("utf-8") for path in lessons}).encode())
    if python:
        for path in filter(None, [*(python / name for name in CORE), numpy_wheel(python)]):
            _write(folder, path.name, path.read_bytes())


def settings(python: Path | None) -> Mapping[str, object]:
    """Return settings for the pages: Pyodide's version, the names of its files beside the pages, and NumPy's file name.

    If the list of files is empty, the pages load Pyodide from the internet.
    """
    wheel = numpy_wheel(python) if python else None
    return {"version": VERSION, "files": list(CORE) if python else [], "numpy": wheel.name if wheel else None}


def package() -> bytes:
    """Return a zip file with the modules that a check needs. These modules contain the reference answers."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:  # `_write` compresses the archive
        for path in sorted(path for pattern in NEEDED for path in SHARED.glob(pattern)):
            archive.writestr(
                zipfile.ZipInfo(f"shared/{path.relative_to(SHARED).as_posix()}", FIRST_DATE), path.read_bytes()
            )
    return data.getvalue()


def _write(folder, name, data):
    text = base64.b64encode(gzip.compress(data, mtime=0)).decode()
    (folder / f"{name}.js").write_text(f'receiveFile("{name}", "{text}");\n', "ascii", newline="\n")
