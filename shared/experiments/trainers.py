"""Reads the training program of solution 6 in three languages, and runs it in JavaScript or Swift."""

import json
import platform
import subprocess
from pathlib import Path
from shutil import which

CHECKOUT, PACKAGE = Path(__file__).parents[2], Path(__file__).parents[1]
INSTALLED = PACKAGE / "material" / "solutions"  # an installed wheel has the solutions here
SOLUTIONS = INSTALLED if INSTALLED.is_dir() else CHECKOUT / "solutions"
FILES = {"Python": "06_trainer.ipynb", "JavaScript": "06_trainer.mjs", "Swift": "06_trainer.swift"}
COMMANDS = {"JavaScript": "node", "Swift": "swift"}  # language → command


def trainer_source(language: str) -> str:
    """Return the program in "Python" (a cell of a notebook), "JavaScript" or "Swift".

    Raises RuntimeError if the file is missing.
    """
    path = SOLUTIONS / FILES[language]
    if not path.is_file():
        raise RuntimeError(f"the file solutions/{path.name} is missing")
    text = path.read_text("utf-8")
    if language != "Python":
        return text
    sources = ("".join(cell["source"]) for cell in json.loads(text)["cells"] if cell["cell_type"] == "code")
    return next(source for source in sources if source.startswith("import math\n"))


def trainer_lines(language: str) -> list[str]:
    """Run the program in "JavaScript" or "Swift". Return the lines of its output.

    Raises RuntimeError if the program cannot run here, fails, or runs longer than 60 s.
    """
    command = COMMANDS[language]
    if which(command) is None or (command == "swift" and not _has_swift()):
        raise RuntimeError(f"there is no `{command}` on this machine")
    trainer_source(language)  # raises an error with the file's name if the file is missing
    try:
        done = subprocess.run([command, SOLUTIONS / FILES[language]], capture_output=True, encoding="utf-8", timeout=60)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise RuntimeError(f"`{command}` did not finish: {error}") from error
    if done.returncode != 0:
        raise RuntimeError(f"`{command}` stopped with {done.stderr.strip()[-200:]}")
    return done.stdout.splitlines()


def _has_swift():
    """False on a Mac without developer tools: its `swift` only opens a window that offers to install them."""
    return platform.system() != "Darwin" or subprocess.run(["xcode-select", "-p"], capture_output=True).returncode == 0
