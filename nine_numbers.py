"""The command `nine-numbers`. Every lesson imports this module.

The import fails if Python finds another `shared` first. The module is not in the package `shared`, because other
projects also use the name `shared`. They rarely use the name `nine_numbers`.
"""

import argparse
import importlib.util
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

COMMANDS = {
    "start": "copy the lessons into a new folder for a student",
    "open": "show the lessons, or open them for writing (with --edit)",
    "progress": "check the exercises of a student or a class",
    "doctor": "say why the network in a program does not learn",
    "site": "write the course as a static site",
}
SETTINGS = """# Settings of marimo for the lessons in this folder.
[tool.marimo.runtime]
auto_instantiate = true # a lesson shows its pictures as soon as the editor opens it

[tool.marimo.display]
theme = "system" # dark if your machine uses dark mode
"""


def check_shared() -> None:
    """Raise ImportError if Python does not find the course's package `shared`.

    The message says what Python finds instead.
    """
    spec = importlib.util.find_spec("shared")
    if spec is None:
        raise ImportError("The course is not installed here: run `pip install` with the folder of the course.")
    places = [Path(place) for place in spec.submodule_search_locations or ()]
    if not any((place / "nn" / "network.py").is_file() and (place / "course.py").is_file() for place in places):
        found = spec.origin or ", ".join(map(str, places))
        raise ImportError(
            f"The lesson needs the course's package `shared`, but Python finds another one first: {found}. "
            "Rename that file or folder, or move the lesson into a folder of its own. Then restart the lesson."
        )


check_shared()


def main(argv: Sequence[str] | None = None) -> int:
    """Run one of the commands and return its exit code.

    If the arguments are wrong, print a message and raise SystemExit(2).
    """
    parser = argparse.ArgumentParser(prog="nine-numbers", description="A neural network from scratch, in nine numbers.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, what in COMMANDS.items():
        # `progress`, `doctor` and `site` have their own --help.
        command = commands.add_parser(name, help=what, description=what, add_help=name in ("start", "open"))
        if name == "start":
            command.add_argument("folder", type=Path, metavar="FOLDER", help="a new or empty folder")
        elif name == "open":
            command.usage = "nine-numbers open [FOLDER] [--edit] [OPTIONS OF MARIMO]"
            command.add_argument("--edit", action="store_true", help="open marimo's editor")
    options, rest = parser.parse_known_args(argv)
    if options.command == "start":
        if rest:
            parser.error(f"unknown: {' '.join(rest)}")
        return start(options.folder)
    if options.command == "open":
        folder = Path(rest.pop(0)) if rest and not rest[0].startswith("-") else None  # `--port 2718` names no folder
        return open_lessons(folder, options.edit, rest)
    module = importlib.import_module(f"shared.{options.command}.__main__")
    return module.main(rest)


def start(folder: Path) -> int:
    """Copy the lessons, their guide and marimo's settings into `folder`, and return 0.

    If `folder` has files or is itself a file, copy nothing and return 1. Also return 1 if the folder cannot be written.
    """
    from shared.course import material

    lessons = material("lessons")
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            print(f"{folder} is not empty: name a new folder. Otherwise you could overwrite answers.", file=sys.stderr)
            return 1
        for path in sorted(lessons.rglob("*")):  # the modes are not copied: the installed lessons may be read-only
            if path.is_file() and "__pycache__" not in path.parts:
                copy = folder / path.relative_to(lessons)
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, copy)
        (folder / "pyproject.toml").write_text(SETTINGS, "utf-8")
    except OSError as error:
        print(f"The lessons cannot be copied to {folder}: {error}.", file=sys.stderr)
        return 1
    print(f"The lessons are in {folder}. To write in the lessons, run: nine-numbers open --edit {_quoted(folder)}")
    return 0


def _quoted(path: Path) -> str:
    return subprocess.list2cmdline([path]) if sys.platform == "win32" else shlex.quote(str(path))


def open_lessons(folder: Path | None, edit: bool, options: Sequence[str]) -> int:
    """Show the lessons, or open them for writing if `edit` is true. The exit code is that of marimo.

    marimo gets the `options`, such as --port=2718. If `edit` is true and `folder` is None, return 2 without marimo.
    On Linux and macOS, marimo replaces this process. On Windows, this function returns when marimo ends.
    """
    from shared.course import material

    if edit and folder is None:
        print("Add the path of your lesson folder. `nine-numbers start FOLDER` makes such a folder.", file=sys.stderr)
        return 2
    # With -P, marimo does not import a student's file such as `random.py` instead of Python's module.
    lessons = str(folder or material("lessons"))
    command = [sys.executable, "-P", "-m", "marimo", "edit" if edit else "run", lessons, *options]
    if sys.platform != "win32":
        os.execv(sys.executable, command)  # marimo replaces this process, so it alone gets Ctrl-C and other signals
    process = subprocess.Popen(command)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:  # marimo gets Ctrl-C too. It asks whether to quit, or quits
            pass


if __name__ == "__main__":
    sys.exit(main())
