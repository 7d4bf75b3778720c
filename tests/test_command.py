"""The command `nine-numbers`, the wheel with all lessons, and the error if Python finds another `shared` first."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import zipfile
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest
from course_files import ROOT

import nine_numbers
from shared import course
from shared.course import LESSONS, STEMS


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """Build the sdist, and the wheel from the sdist. Return a folder that contains only the wheel's files."""
    pytest.importorskip("setuptools", minversion="70.1", reason="setuptools 70.1 or newer is not installed")
    folder = tmp_path_factory.mktemp("wheel")
    pack = "from setuptools import build_meta; build_meta.build_sdist('dist')"
    done = subprocess.run(
        [sys.executable, "-c", pack], capture_output=True, text=True, cwd=(source := checkout(folder))
    )
    assert done.returncode == 0, done.stderr
    build = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", str(folder)]
    done = subprocess.run([*build, *map(str, source.glob("dist/*.tar.gz"))], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        wheel.extractall(folder / "site")
    return folder / "site"


def checkout(folder):
    """Copy the wheel's sources into `folder`, so that the build does not create a folder in the repository."""
    copy = folder / "checkout"
    for name in ("shared", "lessons", "solutions"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", "session"))
    for name in ("pyproject.toml", "setup.py", "MANIFEST.in", "nine_numbers.py", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy)
    return copy


def run(installed, *arguments, cwd):
    """Run the installed command in the folder `cwd`. Return (exit code, output)."""
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    command = [sys.executable, "-P", "-m", "nine_numbers", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=cwd, env=environment, timeout=120)
    return done.returncode, done.stdout + done.stderr


def test_the_wheel_holds_the_lessons_and_solutions(installed):
    material = installed / "shared" / "material"
    assert {path.stem for path in (material / "lessons").glob("*.py")} == {*STEMS}
    assert {path.stem for path in (material / "solutions").glob("*.ipynb")} == {*STEMS}
    assert len([*(material / "lessons" / "__marimo__" / "assets").glob("*/opengraph.png")]) == len(LESSONS)


def test_start_lays_out_the_lessons_and_progress_reads_them(installed, tmp_path):
    code, printed = run(installed, "start", "mine", cwd=tmp_path)
    assert code == 0 and "nine-numbers open --edit mine" in printed
    assert {path.stem for path in (tmp_path / "mine").glob("*.py")} == {*STEMS}
    code, printed = run(installed, "progress", "mine", "--lessons", "1", "--format", "csv", cwd=tmp_path)
    assert code == 0 and "01_neuron.py,sigmoid,not attempted," in printed


def test_the_wheel_holds_the_files_that_the_package_reads(installed):
    for pattern in (
        "doctor/patients/*",
        "lesson/shipped.json",
        "nn/digits*",
        "site/js/*.mjs",
        "site/templates/*",
        "widgets/js/*.mjs",
        "widgets/style.css",
    ):
        paths = [path.relative_to(ROOT) for path in (ROOT / "shared").glob(pattern) if path.is_file()]
        assert paths and [path for path in paths if not (installed / path).is_file()] == []


def test_lesson_6_finds_its_three_programs_in_the_wheel(installed, tmp_path):
    program = "from shared.experiments.trainers import FILES, trainer_source; print(len([*map(trainer_source, FILES)]))"
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    command = [sys.executable, "-P", "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env=environment)
    assert (done.stdout, done.stderr) == ("3\n", "")


def test_a_lesson_of_the_wheel_names_the_command_that_opens_the_editor(installed, tmp_path):
    program = "from shared.lesson.components import OPEN_EDITOR; print(OPEN_EDITOR)"
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    command = [sys.executable, "-P", "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env=environment)
    assert "`nine-numbers open --edit FOLDER`" in done.stdout


def test_start_overwrites_nothing(tmp_path, capsys):
    (tmp_path / "01_neuron.py").write_text("my answer", "utf-8")
    assert nine_numbers.main(["start", str(tmp_path)]) == 1
    assert "is not empty: name a new folder" in capsys.readouterr().err
    assert (tmp_path / "01_neuron.py").read_text("utf-8") == "my answer"


def test_start_says_why_it_cannot_copy_the_lessons(tmp_path, capsys):
    (tmp_path / "notes").write_text("", "utf-8")
    assert nine_numbers.main(["start", str(tmp_path / "notes" / "mine")]) == 1
    assert "The lessons cannot be copied to" in capsys.readouterr().err


def test_start_prints_a_command_that_can_be_pasted(tmp_path, capsys):
    folder = tmp_path / "My lessons #1"
    assert nine_numbers.main(["start", str(folder)]) == 0
    assert shlex.split(capsys.readouterr().out)[-1] == str(folder)


def test_lessons_of_a_read_only_installation_can_be_written(tmp_path, monkeypatch):
    source = tmp_path / "installed"
    shutil.copytree(ROOT / "lessons", source)
    for path in (source, *source.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    monkeypatch.setattr(course, "material", lambda name: source)
    assert nine_numbers.main(["start", str(tmp_path / "mine")]) == 0
    copied = tmp_path / "mine" / "01_neuron.py"
    assert copied.stat().st_mode & 0o200 and copied.parent.stat().st_mode & 0o200
    for path in (source, *source.rglob("*")):
        path.chmod(0o755)


def test_the_command_site_takes_the_lessons_of_the_wheel(installed, tmp_path):
    program = "import sys; from shared.site import build; print(build.material('lessons'))"
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    command = [sys.executable, "-P", "-c", program]
    printed = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env=environment).stdout.split()
    assert printed == [str(installed / "shared" / "material" / "lessons")]
    code, printed = run(installed, "site", "out", "--python", "nowhere", cwd=tmp_path)
    assert code == 1 and "nowhere is not a folder" in printed


@pytest.mark.parametrize(
    ("arguments", "called"),
    [
        (["open", "mine", "--port", "1234"], ["run", "mine", "--port", "1234"]),
        (["open", "--edit", "mine"], ["edit", "mine"]),
        (["open"], ["run", str(ROOT / "lessons")]),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="on Windows, marimo does not replace the process")
def test_marimo_replaces_the_command_open(arguments, called, monkeypatch):
    """Else Ctrl-C would end the command, and the command would end marimo while it asks whether to quit."""

    def execute(program, command):
        calls.append((program, command))
        raise SystemExit(0)

    calls = []
    monkeypatch.setattr(nine_numbers.os, "execv", execute)
    with pytest.raises(SystemExit):
        nine_numbers.main(arguments)
    assert calls == [(sys.executable, [sys.executable, "-P", "-m", "marimo", *called])]


def test_help_of_a_command_is_its_own(capsys):
    with pytest.raises(SystemExit) as end:
        nine_numbers.main(["progress", "--help"])
    assert end.value.code == 0 and "--points FILE" in capsys.readouterr().out


def test_a_command_ends_without_a_traceback_if_nobody_reads_its_output():
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "nine_numbers", "progress", "--lessons", "1"]
    done = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, text=True, cwd=ROOT, timeout=120)
    os.close(writer)
    assert (done.stderr, done.returncode) == ("", 141)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_is_named():
    command = [sys.executable, "-m", "nine_numbers", "progress", "--lessons", "1"]
    with open("/dev/full", "w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, cwd=ROOT, timeout=120)
    assert (done.stderr, done.returncode) == ("The output could not be written: No space left on device.\n", 1)


# Another `shared`.


@pytest.mark.parametrize("stem", STEMS)
def test_each_lesson_looks_for_another_shared_before_it_imports_ours(stem):
    lines = [
        line.strip() for line in (ROOT / "lessons" / f"{stem}.py").read_text("utf-8").splitlines() if "import " in line
    ]
    ours = [k for k, line in enumerate(lines) if re.match(r"(from|import) shared", line)]
    assert lines[min(ours) - 1].startswith("import nine_numbers"), "import nine_numbers before `shared`, as in lesson 1"


def test_another_shared_beside_a_lesson_is_named_with_what_to_do(tmp_path):
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "__init__.py").write_text("", "utf-8")
    lesson = tmp_path / "01_neuron.py"
    lesson.write_text((ROOT / "lessons" / "01_neuron.py").read_text("utf-8"), "utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, lesson], capture_output=True, text=True, env=environment, cwd=tmp_path)
    assert done.returncode != 0
    assert f"Python finds another one first: {tmp_path / 'shared' / '__init__.py'}. Rename" in done.stderr


def test_a_course_that_is_not_installed_says_so(monkeypatch):
    monkeypatch.setattr(nine_numbers.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ImportError, match="The course is not installed here"):
        nine_numbers.check_shared()


def test_a_module_called_shared_is_named(monkeypatch):
    spec = ModuleSpec("shared", None, origin="homework/shared.py")
    monkeypatch.setattr(nine_numbers.importlib.util, "find_spec", lambda name: spec)
    with pytest.raises(ImportError, match=r"finds another one first: homework/shared\.py\. Rename"):
        nine_numbers.check_shared()


def test_options_of_marimo_are_not_taken_for_a_folder(monkeypatch):
    called = []
    monkeypatch.setattr(nine_numbers, "open_lessons", lambda *arguments: called.append(arguments) or 0)
    nine_numbers.main(["open", "--port", "2718"])
    nine_numbers.main(["open", "mine", "--edit", "--port", "2718"])
    assert called == [(None, False, ["--port", "2718"]), (Path("mine"), True, ["--port", "2718"])]
