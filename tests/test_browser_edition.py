"""The browser edition: marimo's export, the wheel next to it, and imports that work in a browser.

The page loads Python from the internet. So the tests check everything up to this point.
"""

import ast
import re
import subprocess
import sys
import zipfile
from types import SimpleNamespace

import pytest
from course_files import ROOT, lesson_path
from project_rules import complaints_of

from shared.course import STEMS as ALL_STEMS
from shared.site import __main__ as site
from shared.site import build as site_build
from shared.site import wasm
from shared.site.page import Page, render_page

STEMS = ("01_neuron", ALL_STEMS[-1])
IN_A_BROWSER = {*sys.stdlib_module_names, "marimo", "numpy", "anywidget", "traitlets", "shared", "nine_numbers"}
NOT_IN_A_BROWSER = {
    "curses",
    "fcntl",
    "multiprocessing",
    "resource",
    "ssl",
    "termios",
    "tkinter",
}  # from the standard library


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    folder = tmp_path_factory.mktemp("edit")
    wasm.export([lesson_path(stem) for stem in STEMS], folder)
    return folder


@pytest.mark.parametrize("stem", STEMS)
def test_a_lesson_names_the_source_of_python_and_brings_the_package(exported, stem):
    html = (exported / f"{stem}.html").read_text("utf-8")
    assert "fetches Python from the internet" in html
    assert f'href="../{stem}.html"' in html
    (wheel,) = re.findall(r"nine-numbers @ \.\./(public/wheels/[\w.+-]+\.whl)", html)
    assert (exported / wheel).is_file()
    assert "def check_" in html  # it contains the lesson's code, which can be edited


def test_the_wheel_holds_all_that_a_lesson_needs(tmp_path):
    with zipfile.ZipFile(wasm.build_wheel(tmp_path)) as wheel:
        wheel.extractall(tmp_path / "unpacked")
    program = f"""
import sys
sys.path.insert(0, {str(tmp_path / "unpacked")!r})
import shared, shared.lesson.components
assert shared.__file__.startswith(sys.path[0])
def squared_error(out, y): return (out - y) ** 2
assert shared.check(squared_error).status == "right"
assert "render" in shared.LiveNetwork()._esm
"""
    assert subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, text=True).stderr == ""


def test_the_wheel_needs_only_what_the_browser_can_fetch(tmp_path):
    """The wheel does not need marimo, because the page includes it under another name."""
    with zipfile.ZipFile(wasm.build_wheel(tmp_path)) as wheel:
        (metadata,) = (wheel.read(name).decode() for name in wheel.namelist() if name.endswith("METADATA"))
    assert {*re.findall(r"(?m)^Requires-Dist: ([\w-]+)[^;\n]*$", metadata)} == {"numpy", "anywidget"}


def test_the_wheel_is_the_same_every_time(tmp_path):
    one, two = (wasm.build_wheel(tmp_path / folder) for folder in ("one", "two"))
    assert one.name == two.name
    assert one.read_bytes() == two.read_bytes()


def imports_of(path):
    """The full names of the modules that a file imports, without optional imports."""
    tree = ast.parse(path.read_text("utf-8"))
    optional = {node for each in ast.walk(tree) if isinstance(each, ast.Try) for node in ast.walk(each)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import) and node not in optional:
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom) and node not in optional:
            yield from [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]


def modules_reached_from(paths):
    """All modules that the files import, directly or through modules of `shared`."""
    reached, files = set(), list(paths)
    for path in files:
        for name in imports_of(path):
            if name not in reached:
                reached.add(name)
                stem = ROOT.joinpath(*name.split("."))
                files += [file for file in (stem.with_suffix(".py"), stem / "__init__.py") if file.is_file()]
    return reached


def test_lessons_import_nothing_that_a_browser_has_not():
    lazy = [
        ROOT / "shared" / name for name in ("checking/check.py", "widgets/live_network.py")
    ]  # imported on first use
    lazy += (ROOT / "shared" / "exercises").glob("*.py")  # imported by name
    reached = modules_reached_from([lesson_path(stem) for stem in ALL_STEMS] + lazy)
    assert {"shared.lesson.components", "shared.exercises", "shared.checking.call", "numpy"} <= reached
    needed = {name.split(".")[0] for name in reached} - {"jax"}  # imported only for `train_many(engine="jax")`
    assert needed <= IN_A_BROWSER - NOT_IN_A_BROWSER


def test_an_import_that_a_browser_has_not_would_be_noticed():
    reached = modules_reached_from([ROOT / "shared" / "site" / "__main__.py"])
    assert not {name.split(".")[0] for name in reached} <= IN_A_BROWSER - NOT_IN_A_BROWSER


def test_marimo_finds_nothing_that_would_not_run_in_a_browser(tmp_path):
    assert complaints_of("marimo", "check", "--strict", "--select", "MW", ROOT / "lessons") == []
    lesson = lesson_path("01_neuron").read_text("utf-8")
    (tmp_path / "01_neuron.py").write_text(lesson.replace("import math", "import math\n    import subprocess", 1))
    assert complaints_of("marimo", "check", "--strict", "--select", "MW", tmp_path) != []


def test_an_export_that_fails_is_told_in_a_sentence(tmp_path, monkeypatch, capsys):
    refused = SimpleNamespace(returncode=1, stdout="", stderr="Error: uv must be installed")
    monkeypatch.setattr(wasm, "build_wheel", lambda folder: folder / "nine.whl")
    monkeypatch.setattr(wasm.subprocess, "run", lambda *_, **__: refused)
    monkeypatch.setattr(site_build, "_write_pages", lambda *_: 0)
    monkeypatch.setattr(site_build, "_write_index_and_assets", lambda *_: None)
    assert site.main([str(tmp_path / "site"), "--wasm"]) == 1
    said = capsys.readouterr().err
    assert "marimo could not export 01_neuron.py: Error: uv must be installed" in said
    assert "the folder is unchanged" in said and not (tmp_path / "site").exists()


def test_a_page_leads_to_its_browser_edition_only_where_there_is_one():
    page = Page("1 · A lesson", "<h1>A lesson</h1>")
    assert 'href="edit/' not in render_page(page, "x")
    assert 'href="edit/01_neuron.html"' in render_page(page._replace(edit="edit/01_neuron.html"), "x")
