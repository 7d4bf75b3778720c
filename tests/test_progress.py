"""Tests the output of `python -m shared.progress` for lessons with right answers and for files with harmful code.

A harmful file changes only its own results.
"""

import ast
import csv
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import textwrap
import time

import pytest
from course_files import (
    EXERCISES_OF,
    ROOT,
    code_cells,
    lesson_functions,
    lesson_path,
    notebook_functions,
    solution_path,
    source_of,
)

from shared.exercises import EXERCISES
from shared.progress import __main__ as progress
from shared.progress import run

LESSONS = sorted({exercise.lesson for exercise in EXERCISES.values()})
LESSON_1 = [*EXERCISES_OF["01_neuron"]]  # sigmoid, neuron, and perhaps later exercises
TIMEOUT = 4  # seconds until an endless answer is stopped

SETUP = "with app.setup(hide_code=True):\n"


def solved(stem):
    """Return the text of a lesson with the functions and imports of its solution."""
    lesson, solution = lesson_path(stem), solution_path(stem)
    text = original = lesson.read_text("utf-8")
    stubs, answers = lesson_functions(lesson), notebook_functions(solution)
    for name in EXERCISES_OF[stem]:
        text = text.replace(ast.get_source_segment(original, stubs[name]), ast.unparse(answers[name]))
    nodes = [node for cell in code_cells(solution) for node in ast.parse(source_of(cell)).body]
    imports = [ast.unparse(node) for node in nodes if isinstance(node, ast.Import | ast.ImportFrom)]
    return text.replace(SETUP, SETUP + "".join(f"    {line}\n" for line in imports), 1)


def lesson_1(sigmoid="return 1 / (1 + math.exp(-z))", setup="pass", rest=""):
    """Return the text of a short lesson 1.

    `sigmoid` is the body of this function, `setup` is code for the setup block, and `rest` is the text of more cells.
    """
    answers = notebook_functions(solution_path("01_neuron"))
    others = "".join(f"\n\n@app.function\n{ast.unparse(answers[name])}\n" for name in LESSON_1[2:])
    return f"""import marimo

app = marimo.App()

with app.setup:
    import math, os, sys, threading, time
    import marimo as mo, numpy as np
    from shared import LiveNetwork, check
    from shared.nn import network
    from shared.lesson.components import exercise_prompt, lesson_header
{textwrap.indent(setup, "    ")}


@app.cell
def title():
    lesson_header("01_neuron", mo.ui.anywidget(LiveNetwork()))
    return


@app.function
def sigmoid(z):
{textwrap.indent(sigmoid, "    ")}


@app.function(hide_code=True)
def neuron(x1, x2, w1, w2, b):
    return network.sigmoid(w1 * x1 + w2 * x2 + b)

{rest}{others}

if __name__ == "__main__":
    app.run()
"""


def write(folder, **students):
    """Create a sub-folder of `folder` for each student, and write the student's text of lesson 1 into it."""
    for student, text in students.items():
        (folder / student).mkdir(parents=True)
        (folder / student / "01_neuron.py").write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def rows(capsys, folder, *options):
    """Call the command with `--format json`. Return `(exit code, rows as dicts)`.

    The time limit is 60 seconds, because a busy machine is slow.
    """
    code = progress.main([str(folder), "--format", "json", "--long", "--timeout", "60", *options])
    return code, json.loads(capsys.readouterr().out)


@pytest.fixture(scope="module")
def solved_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("solved")
    for stem in LESSONS:
        (folder / f"{stem}.py").write_text(solved(stem), "utf-8")
    return folder


# Whole folders.


def test_a_solved_folder_is_all_right_and_ends_with_0(solved_folder, capsys):
    code, found = rows(capsys, solved_folder)
    assert {row["exercise"]: (row["status"], row["diagnosis"]) for row in found} == dict.fromkeys(
        EXERCISES, ("right", "")
    )
    assert [row["exercise"] for row in found] == list(EXERCISES)
    assert code == 0


def test_lessons_as_shipped_are_all_not_attempted_which_is_no_failure(capsys):
    code, found = rows(capsys, ROOT / "lessons")
    assert {row["exercise"]: row["status"] for row in found} == dict.fromkeys(EXERCISES, "not attempted")
    assert code == 0
    assert "student" not in found[0]


def test_a_file_with_another_name_is_known_by_its_functions(tmp_path, capsys):
    shutil.copy(ROOT / "lessons" / "06_trainer.py", tmp_path / "anna.py")
    shutil.copy(ROOT / "lessons" / "01_neuron.py", tmp_path / "01_neuron (2).py")
    (tmp_path / "tools.py").write_text("def helper(x):\n    return 2 * x\n")
    _, found = rows(capsys, tmp_path)
    assert [(row["file"], row["exercise"]) for row in found] == [
        *(("01_neuron (2).py", name) for name in LESSON_1),
        *(("anna.py", name) for name in EXERCISES_OF["06_trainer"]),
    ]


def test_a_wrong_answer_is_told_what_it_is_and_ends_with_1(tmp_path, capsys):
    write(tmp_path, anna=lesson_1("return 1 / (1 + math.exp(z))"))
    code, found = rows(capsys, tmp_path)
    assert [(row["student"], row["exercise"], row["status"]) for row in found] == [
        ("anna", "sigmoid", "wrong"),
        *(("anna", name, "right") for name in LESSON_1[1:]),
    ]
    assert (
        found[0]["diagnosis"] == "Your result falls when z grows: this is σ(−z). Change the sign of z in the exponent."
    )
    assert code == 1


def test_a_broken_file_or_an_empty_folder_loses_no_student(tmp_path, capsys):
    write(tmp_path, anna=lesson_1(), bo=lesson_1())
    broken = tmp_path / "bo" / "03_forward_pass.py"
    broken.write_text(lesson_path("03_forward_pass").read_text("utf-8") + "\n)\n", "utf-8")
    (tmp_path / "dan").mkdir()
    (tmp_path / "__pycache__").mkdir()
    code, found = rows(capsys, tmp_path)
    bad = [row for row in found if row["status"] != "right"]
    assert [(row["student"], row["file"], row["exercise"], row["status"]) for row in bad] == [
        ("bo", "03_forward_pass.py", "forward", "not run"),
        ("dan", "", "", "not run"),
    ]
    assert bad[0]["diagnosis"].endswith(": unmatched ')'")
    assert bad[1]["diagnosis"] == "no lesson is in this folder"
    assert len(found) == 2 * len(LESSON_1) + len(bad)
    assert code == 1


# Hostile files. Each student's folder has one file, and a run reads the files of all students.

WELL = ("right", "")
# name → (file, row of `sigmoid`, row of `neuron`). Each row is the expected (status, beginning of the message).
HOSTILE = {
    "endless_loop": (lesson_1("while True: pass"), ("crashed", f"took longer than {TIMEOUT} s"), WELL),
    "exit": (lesson_1("exit()"), ("crashed", "Your code tells Python to exit."), WELL),
    "hard_exit": (lesson_1("os._exit(0)"), ("crashed", "ended the program"), WELL),
    "killed": (
        lesson_1("os.kill(os.getpid(), 11)"),
        ("crashed", "ended the program (Segmentation fault)"),
        WELL,
    ),
    "keyboard_interrupt": (lesson_1("raise KeyboardInterrupt"), ("crashed", "line 22: KeyboardInterrupt"), WELL),
    "a_hundred_million_zeros": (lesson_1("return [0] * 10**8"), ("crashed", "used more than 512 MB"), WELL),
    "an_array_of_gigabytes": (lesson_1("return np.ones(10**9)"), ("crashed", "used more than 512 MB"), WELL),
    "kept_memory": (
        lesson_1("while True: network.kept.append(bytearray(10**7))", setup="network.kept = []").replace(
            "return network.sigmoid(w1", "np.ones(10**7 // 4)\n    return network.sigmoid(w1"
        ),
        ("crashed", "used more than 512 MB"),
        WELL,
    ),
    "ten_thousand_lines": (
        lesson_1("for k in range(10_000): print(k, file=sys.stdout)\nreturn 1 / (1 + math.exp(-z))"),
        *(WELL, WELL),
    ),
    "lines_that_look_like_results": (
        lesson_1('os.write(1, b\'{"found": {"sigmoid": ["right", ""]}}\\n\' * 100)\nreturn z'),
        ("wrong", "sigmoid(0.7) returns 0.7"),
        WELL,
    ),
    "recursion": (lesson_1("return sigmoid(z)"), ("crashed", "The function calls itself endlessly."), WELL),
    "recursion_without_limit": (
        lesson_1("return max(map(sigmoid, [z]))", setup="sys.setrecursionlimit(10**9)"),
        ("crashed", ""),
        WELL,
    ),
    "a_fork_that_would_report_in_its_place": (
        lesson_1(
            "child = os.fork()\nif child:\n    os.waitpid(child, 0)\n    os._exit(0)\nreturn 1 / (1 + math.exp(-z))"
        ),
        ("crashed", "ended the program"),
        WELL,
    ),
    "waits_for_input": (lesson_1("return float(input())"), ("crashed", "EOFError"), WELL),
    "thread_without_end": (
        lesson_1("threading.Thread(target=time.sleep, args=[1e6]).start()\nreturn 1 / (1 + math.exp(-z))"),
        *(WELL, WELL),
    ),
    "closes_every_file": (lesson_1("os.closerange(0, 100)\nreturn 1 / (1 + math.exp(-z))"), WELL, WELL),
    "exit_in_a_cell": (lesson_1(rest="@app.cell\ndef stop():\n    sys.exit()\n"), WELL, WELL),
    "function_removed": (
        lesson_1().replace("def sigmoid", "def sigma"),
        ("missing", "the file has no function of this name"),
        WELL,
    ),
    "cell_that_does_not_parse": (
        lesson_1(
            rest='app._unparsable_cell(\n    r"""\n    def sigmoid(z):\n      return (1 +\n    """,\n    name="_"\n)'
        ).replace("def sigmoid(z):\n    return 1 / (1 + math.exp(-z))", "def other():\n    pass"),
        ("crashed", "line 32: '(' was never closed"),
        WELL,
    ),
    "def_misspelled": (
        lesson_1(
            rest='app._unparsable_cell(\n    r"""\n    fed sigmoid(z): 1\n    """,\n    name="*sigmoid"\n)'
        ).replace("def sigmoid(z):\n    return 1 / (1 + math.exp(-z))", "def other():\n    pass"),
        ("crashed", "line 31: invalid syntax"),
        WELL,
    ),
    "empty_file": (b"", *[("not run", "the file is empty")] * 2),
    "saved_half_way": (lesson_1().split("z):")[0], *[("not run", "line 21: '(' was never closed")] * 2),
    "not_text": (b"\xff\xfe\x00" * 50, *[("not run", "")] * 2),
    "exit_in_setup": (lesson_1(setup="sys.exit()"), *[("not run", "line 11: ended the program")] * 2),
    "hard_exit_in_setup": (lesson_1(setup="os._exit(3)"), *[("not run", "ended the program")] * 2),
    "endless_setup": (lesson_1(setup="time.sleep(1e6)"), *[("not run", f"took longer than {TIMEOUT} s")] * 2),
    "import_error": (
        lesson_1(setup="import no_such_module"),
        *[("not run", "line 11: ModuleNotFoundError: No module named 'no_such_module'")] * 2,
    ),
    "gigabytes_in_setup": (lesson_1(setup="x = [0] * 10**9"), *[("not run", "used more than 512 MB")] * 2),
    "raises_in_setup": (lesson_1(setup="raise ValueError('no\\nno')"), *[("not run", "line 11: ValueError: no")] * 2),
}
if not sys.platform.startswith("linux"):  # on other systems, memory is not limited, and os.fork may not exist
    left_out = ("used more than", "Segmentation fault")
    for name in [name for name, case in HOSTILE.items() if any(words in case[1][1] for words in left_out)]:
        del HOSTILE[name]
    del HOSTILE["a_fork_that_would_report_in_its_place"]


@pytest.fixture(scope="module")
def hostile_rows(tmp_path_factory):
    folder = write(tmp_path_factory.mktemp("hostile"), **{name: text for name, (text, *_) in HOSTILE.items()})
    found = []
    for seconds in (TIMEOUT, 30):  # a busy machine is slow, so only endless files get the short limit
        files = [file for file in progress.lesson_files(folder) if ("endless" in file.student) == (seconds == TIMEOUT)]
        found += run.check_files(files, timeout=seconds, memory=512)
    return {name: [row for row in found if row.student == name] for name in HOSTILE}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_harms_only_its_own_results_and_is_explained(hostile_rows, name):
    assert [row.exercise for row in hostile_rows[name]] == LESSON_1
    for row, (status, words) in zip(hostile_rows[name], HOSTILE[name][1:]):
        assert row.status == status, row
        assert row.diagnosis.startswith(words) if words else bool(row.diagnosis) == (status != "right"), row


def test_a_default_argument_may_need_a_value_from_an_earlier_cell(tmp_path, capsys):
    cells = ["import math", "ONE = 1.0", "def sigmoid(z, one=ONE):\n    return one / (one + math.exp(-z))"]
    notebook = {"cells": [{"cell_type": "code", "source": [cell]} for cell in cells]}
    (tmp_path / "01_neuron.ipynb").write_text(json.dumps(notebook), "utf-8")
    progress.main([str(tmp_path), "--format", "json", "--long"])
    rows = {row["exercise"]: row["status"] for row in json.loads(capsys.readouterr().out)}
    assert rows["sigmoid"] == "right"


def test_a_function_that_marimo_keeps_in_a_cell_is_found_there(tmp_path, capsys):
    cells = """
@app.cell
def _(one):
    def sigmoid(z):
        return one / (one + math.exp(-z))

    return


@app.cell
def _(live):
    one = len("1")
    live.nothing[0]
    return (one,)
"""
    write(tmp_path, anna=lesson_1(rest=cells).replace("def sigmoid(z)", "def other(z)", 1))
    code, found = rows(capsys, tmp_path)
    assert [(row["exercise"], row["status"]) for row in found] == [(name, "right") for name in LESSON_1]
    assert code == 0


# The calling process.


def test_nothing_of_a_file_runs_in_the_calling_process(tmp_path, capsys):
    marker = tmp_path / "marker"
    leave_id = f"open({str(marker)!r}, 'a').write(str(os.getpid()) + chr(10))"
    modules, here, path = {*sys.modules}, os.getcwd(), [*sys.path]
    write(tmp_path / "class", anna=lesson_1(f"{leave_id}\nreturn z", setup=leave_id))
    rows(capsys, tmp_path / "class")
    ids = {*marker.read_text().split()}
    assert len(ids) == 1
    assert str(os.getpid()) not in ids
    assert (os.getcwd(), sys.path) == (here, path)
    assert "lesson" not in {*sys.modules} - modules


HOLDS_A_LOCK = """\
import fcntl
lock = open({path!r}, "w")
fcntl.flock(lock, fcntl.LOCK_EX)
if os.fork() == 0:
    time.sleep(1e6)
"""


def comes_to_be_locked(path, locked):
    """Wait up to 20 seconds until the file is locked (or free, if `locked` is false).

    Return True if this happens in time.
    """
    import fcntl

    for _ in range(400):
        with open(path, "a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                now = True
            else:
                now = False
        if now == locked:
            return True
        time.sleep(0.05)
    return False


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_children_that_a_file_forked_end_with_it(tmp_path, capsys):
    write(tmp_path / "class", anna=lesson_1(setup=HOLDS_A_LOCK.format(path=str(tmp_path / "lock"))))
    code, _ = rows(capsys, tmp_path / "class")
    assert (code, (tmp_path / "lock").exists()) == (0, True)
    assert comes_to_be_locked(tmp_path / "lock", False)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_an_interrupt_kills_what_runs_and_ends_with_130(tmp_path):
    lock = tmp_path / "lock"
    lock.touch()
    text = lesson_1("while True: pass", setup=HOLDS_A_LOCK.format(path=str(lock)))
    write(tmp_path / "class", **{f"student{k}": text for k in range(6)})
    command = [sys.executable, "-m", "shared.progress", tmp_path / "class", "--timeout", "60"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert comes_to_be_locked(lock, True)
        process.send_signal(signal.SIGINT)
        out, errors = process.communicate(timeout=20)
    finally:
        process.kill()
    assert (process.returncode, out, errors) == (130, "", "Interrupted.\n")
    assert comes_to_be_locked(lock, False)


# The output.

EVIL = '\x1b[2J[red]"a",b\r\nright,\u202e\x07\''


@pytest.fixture(scope="module")
def evil_rows(tmp_path_factory):
    """Return a folder with two students, and the results of their files."""
    folder = tmp_path_factory.mktemp("evil")
    write(folder, **{"=1+1": lesson_1(f"raise ValueError({EVIL!r})"), "b\x1b[31m": lesson_1("return z")})
    return folder, run.check_files(progress.lesson_files(folder), timeout=60)


@pytest.fixture
def evil_class(evil_rows, monkeypatch):
    """Return the folder. The command does not run its files again."""
    folder, found = evil_rows

    def known(files, timeout, memory, advance):
        for _ in files:
            advance()
        return found

    monkeypatch.setattr(progress, "check_files", known)
    return folder


def printed(capsys, folder, kind):
    code = progress.main([str(folder), "--format", kind, "--long"])
    return code, capsys.readouterr().out


def test_csv_and_json_agree_whatever_students_write(evil_class, capsys):
    code, text = printed(capsys, evil_class, "csv")
    from_csv = list(csv.DictReader(io.StringIO(text)))
    code_of_json, text_of_json = printed(capsys, evil_class, "json")
    found = json.loads(text_of_json)
    assert code == code_of_json == 1
    students = ["'=1+1", "b\\x1b[31m"]  # the first name must not become a formula in a spreadsheet
    assert [row["student"] for row in from_csv] == [student for student in students for _ in LESSON_1]
    for row in from_csv:
        row["student"] = row["student"].removeprefix("'")
    assert from_csv == found
    assert "[red]" in found[0]["diagnosis"]
    assert len(text.splitlines()) == 1 + 2 * len(LESSON_1)


@pytest.mark.parametrize("terminal", [False, "without rich", "with rich"])
def test_the_table_passes_no_control_character_on(evil_class, capsys, monkeypatch, terminal):
    for stream in (sys.stdout, sys.stderr):
        monkeypatch.setattr(stream, "isatty", lambda: bool(terminal), raising=False)
    if terminal == "without rich":
        for name in ("rich", "rich.console", "rich.progress"):
            monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("TERM", "dumb")
    assert progress.main([str(evil_class), "--long"]) == 1
    out, errors = capsys.readouterr()
    assert not set(out) & {"\x07", "\r", "\u202e"}
    assert "\x1b[2J" not in out
    assert "[red]" in out
    assert f"{2 * len(LESSON_1[1:])} right" in out
    assert ("━" in out) == (terminal == "with rich")
    assert ("2 of 2 files" in errors) == (terminal == "without rich")


def test_a_file_that_could_not_be_run_is_named_below_the_table(tmp_path, capsys):
    write(tmp_path, anna=lesson_1(), bo="(")
    assert progress.main([str(tmp_path), "--long"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["student", "file", "exercise", "status", "diagnosis"]
    assert lines[-2:] == [f"{len(LESSON_1)} right, {len(LESSON_1)} not run.", "Not run: bo/01_neuron.py."]


# Wrong arguments.


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["no-such-folder"], "no-such-folder is not a folder"),
        ([__file__], "is not a folder"),
        (["tests/js"], "there is no lesson in tests/js, and none in its sub-folders"),
        (["--timeout", "0"], "--timeout must be more than 0 seconds and --memory at least 64 MB"),
        (["--timeout", "nan"], "--timeout must be more than 0 seconds"),
        (["--memory", "5"], "--memory at least 64 MB"),
        (["--format", "xml"], "invalid choice: 'xml'"),
    ],
)
def test_a_bad_call_ends_with_2_and_a_sentence(arguments, sentence, capsys, monkeypatch):
    monkeypatch.chdir(ROOT)
    with pytest.raises(SystemExit) as end:
        progress.main(arguments)
    out, errors = capsys.readouterr()
    assert (end.value.code, out) == (2, "")
    assert sentence in errors


def test_a_system_that_cannot_limit_memory_is_told_so(tmp_path, capsys, monkeypatch):
    write(tmp_path, anna=lesson_1())
    monkeypatch.setattr(sys, "platform", "darwin")
    assert progress.main([str(tmp_path)]) == 0
    assert capsys.readouterr().err == "On this system only the time is limited, not the memory.\n"
