"""Adds the lessons and the solutions to the wheel, inside `shared`. All other settings are in `pyproject.toml`."""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

IGNORED = shutil.ignore_patterns("__pycache__", "session", ".ipynb_checkpoints")


class BuildWithLessons(build_py):
    def run(self):
        super().run()
        if self.editable_mode:  # an editable install uses the files of the repository
            return
        for name in ("lessons", "solutions"):
            target = Path(self.build_lib, "shared", "material", name)
            shutil.rmtree(target, ignore_errors=True)  # an earlier build may have left this folder
            shutil.copytree(name, target, ignore=IGNORED)


setup(cmdclass={"build_py": BuildWithLessons})
