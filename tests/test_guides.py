"""The commands in README and in the guides of the folders run, and the outputs shown there are real."""

import contextlib
import io
import json
import os
import re
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from course_files import ROOT
from server import served
from solution_rules import complaints_about_execution

from shared.course import LESSONS

README = ROOT / "README.md"
GUIDES = (README, *(ROOT / folder / "README.md" for folder in ("lessons", "solutions", "shared")))
VENV = Path(sys.executable).parent


def blocks(guide, language):
    fenced = re.findall(r"^```(\w*)\n(.*?)^```$", guide.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    return [text for kind, text in fenced if kind == language]


def commands():
    """Return the commands of all guides. A command that is in two guides is returned once."""
    return [*dict.fromkeys(command.strip() for guide in GUIDES for command in blocks(guide, "sh"))]


def run(command, folder=ROOT):
    """Run a command of a guide in this Python environment, and return what the command prints.

    Raise RuntimeError if the command fails.
    """
    command = command.replace(".venv/bin/", f"{VENV}/")
    done = subprocess.run(command, shell=True, capture_output=True, text=True, timeout=200, cwd=folder)
    if done.returncode:
        raise RuntimeError(f"{command} ended with {done.returncode}: {(done.stdout + done.stderr)[-2000:]}")
    return done.stdout


def opens(command, how):
    """True if the marimo command of a guide starts a server that opens lesson 1 with its title."""
    options = re.search(rf"marimo {how} lessons ?(.*)", command)[1].split()
    with served("lessons", how=how, options=(*options, "--no-token")) as url:
        page = urllib.request.urlopen(f"{url}/?file={LESSONS[0].stem}.py", timeout=10).read().decode()
    return f"<title>{LESSONS[0].heading}</title>" in page


INSTALL = '.venv/bin/pip install -q -e ".[site]" && '
RUN_BY_CI = 'pip install -q -e ".[test]" && .venv/bin/pytest'  # test_project compares this line with .ci/run


def check_open(command, tmp_path):
    assert opens(command.split(" && ")[-1], "run")


def check_test(command, tmp_path):
    assert command in (ROOT / ".ci" / "run").read_text("utf-8")


def check_edit(command, tmp_path):
    assert opens(command, "edit")


def check_progress(command, tmp_path):
    assert "not attempted" in run(command)


def check_site(command, tmp_path):
    # The fixture `student_site` runs this command once for all tests of the site.
    assert command == f"{INSTALL}.venv/bin/python -m shared.site site"


def check_host(command, tmp_path):
    password = tmp_path / "password"
    password.write_text("nine", "utf-8")
    options = command.split("marimo run lessons ")[1].replace("FILE", str(password)).split()
    del options[options.index("--port") : options.index("--port") + 2]  # use a free port instead
    options.remove("--headless")
    with served("lessons", options=options) as url:
        assert b"password" in urllib.request.urlopen(url, timeout=10).read()


def check_class_benchmark(command, tmp_path):
    assert (ROOT / command.split()[1]).is_file()  # no test runs this benchmark, because it takes minutes


def check_execute(command, tmp_path):
    notebook = json.loads((ROOT / "solutions" / "01_neuron.ipynb").read_text("utf-8"))
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell |= {"execution_count": None, "outputs": []}
    copy = tmp_path / "01_neuron.ipynb"
    copy.write_text(json.dumps(notebook), "utf-8")
    run(command.replace("solutions/*.ipynb", copy.name), tmp_path)
    assert complaints_about_execution(copy) == []


def check_cards(command, tmp_path):
    assert (ROOT / command.split()[1]).is_file()  # no test runs this script, because it changes files of the repository


def check_exercise(command, tmp_path):
    run(command.replace("NAME", "sigmoid"))


CHECKS = {
    "install -q -e . && .venv/bin/marimo run lessons": check_open,
    RUN_BY_CI: check_test,
    "marimo edit lessons": check_edit,
    "shared.progress lessons": check_progress,
    "shared.site site": check_site,
    "--token-password-file": check_host,
    "bench_class.py": check_class_benchmark,
    "nbconvert": check_execute,
    "draw_cards.py": check_cards,
    "shared.exercises check": check_exercise,
}


@pytest.mark.parametrize("command", commands())
def test_a_command_of_a_guide_does_what_it_says(command, tmp_path):
    if os.name == "nt":
        pytest.skip("the guides' commands are written for a POSIX shell")
    (check,) = (check for part, check in CHECKS.items() if part in command)
    check(command, tmp_path)


def test_the_commands_are_found_in_all_guides():
    assert all(blocks(guide, "sh") for guide in GUIDES)


def test_a_command_that_fails_is_noticed():
    with pytest.raises(RuntimeError, match="ended with 2"):
        run(".venv/bin/python -m shared.progress no-such-folder")


def test_the_example_in_the_readme_prints_what_it_shows():
    program, printed = blocks(README, "python")[0], blocks(README, "")[0]
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        exec(program, {})
    assert " ".join(output.getvalue().split()) == " ".join(printed.split())


def test_the_readme_is_short():
    assert len(README.read_text("utf-8").splitlines()) <= 100


def test_the_readme_lists_every_lesson_with_its_exercises():
    readme = README.read_text("utf-8")
    for lesson in LESSONS:
        names = ", ".join(f"`{name}`" for name in lesson.exercises)
        row = f"| {lesson.number} | {lesson.title} | {names} |"
        assert row in readme, f"write this row into README.md: {row}"


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.parent.name)
def test_every_file_that_a_guide_names_exists(guide):
    text = re.sub(r"```.*?```", "", guide.read_text("utf-8"), flags=re.DOTALL)
    for name in re.findall(r"\]\(([^):]+)\)", text):
        assert (guide.parent / name).exists(), name
    for name in re.findall(r"`((?:shared|tests|lessons|solutions|\.github)/[\w./-]+)`", text):
        assert (ROOT / name).exists(), name


def test_the_guide_says_after_which_change_each_test_file_is_run():
    guide = (ROOT / "shared" / "README.md").read_text("utf-8").split("## Which tests to run")[1].split("\n## ")[0]
    patterns = re.findall(r"tests/test_[\w*]+\.py", guide)
    named = [path.name for pattern in patterns for path in ROOT.glob(pattern)]
    files = [path.name for path in (ROOT / "tests").glob("test_*.py")]
    assert sorted({*files} - {*named}) == [], "add these test files to the table in shared/README.md"
    assert all([*ROOT.glob(pattern)] for pattern in patterns)
