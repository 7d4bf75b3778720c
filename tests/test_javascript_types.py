"""TypeScript's checker accepts the types in the comments of the widgets' JavaScript."""

import os
import re
import shutil
import subprocess

import pytest
from course_files import ROOT

from shared.site.page import JAVASCRIPT
from shared.widgets.javascript import FOLDER

EXPORTED = re.compile(
    r"(?P<comment>/\*\*(?:(?!\*/).)*\*/\n)?"
    r"^export (?:function |const (?=\w+ = \())(?P<name>\w+)(?: = )?\((?P<parameters>[^)]*)",
    re.MULTILINE | re.DOTALL,
)


@pytest.fixture(scope="module")
def tsc():
    """Return a function that checks a folder with a `jsconfig.json` and returns the complaints.

    Without npm or its registry, these tests are skipped. If CI=true, they fail.
    """
    npm = shutil.which("npm")
    command = [npm, "exec", "--yes", "--package=typescript@5", "--", "tsc"]
    if npm is None or subprocess.run([*command, "--version"], capture_output=True, timeout=120).returncode != 0:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("these tests need npm and typescript")

    def check(folder):
        return subprocess.run([*command, "-p", "jsconfig.json"], cwd=folder, capture_output=True, text=True).stdout

    return check


def damaged_copy(folder, name, right, wrong):
    """Copy the modules and the settings into `folder`. In the module `name`, replace the text `right` by `wrong`."""
    copy = folder / FOLDER.relative_to(ROOT)
    shutil.copytree(FOLDER, copy)
    shutil.copy(ROOT / "jsconfig.json", folder)
    text = (copy / name).read_text("utf-8")
    assert text.count(right) == 1
    (copy / name).write_text(text.replace(right, wrong), "utf-8")


def untyped_exports(text):
    """Return the exported functions that have parameters but no types."""
    return [
        found["name"]
        for found in EXPORTED.finditer(text)
        if found["parameters"].strip() and "@param {" not in (found["comment"] or "")
    ]


def test_the_type_checker_finds_nothing(tsc):
    assert tsc(ROOT) == ""


def test_a_missing_argument_is_found(tsc, tmp_path):
    damaged_copy(tmp_path, "training.mjs", "meanLoss(state.params, state.loss)", "meanLoss(state.params)")
    complaint = tsc(tmp_path)
    assert "training.mjs" in complaint and "Expected 2 arguments, but got 1" in complaint


def test_every_exported_function_declares_its_parameters():
    modules = [*FOLDER.glob("*.mjs"), *JAVASCRIPT.glob("*.mjs")]
    assert {path.name for path in modules} >= {"widget.mjs", "write.mjs"}
    assert {path.name: untyped_exports(path.read_text("utf-8")) for path in modules} == {
        path.name: [] for path in modules
    }


def test_an_export_without_types_is_found():
    assert untyped_exports("/** Half of it. */\nexport function half(z) {") == ["half"]
    assert untyped_exports("export const half = (z) => z / 2;") == ["half"]
    assert untyped_exports("/** @param {number} z */\nexport function half(z) {") == []
