"""Tests of `shared.site.in_page`, which checks answers in a page, and of `--python FOLDER`. They need no browser."""

import json
import re
import shutil
import zipfile

import pytest

from shared.site import __main__ as site
from shared.site import in_page
from shared.site.python import CORE, VERSION, package

LESSON = json.dumps(
    {
        "setup": "import math\nimport marimo_is_not_here\nfrom shared.nn import network\nK = 3",
        "functions": [["sigmoid", "def sigmoid(z):\n    ..."], ["neuron", "def neuron(x1, x2, w1, w2, b):\n    ..."]],
    }
)
SIGMOID = "def sigmoid(z):\n    return 1 / (1 + math.exp(-z))\n"


def verdict(name="sigmoid", **texts):
    """Check the exercise `name`. `texts` maps exercise names to answers. Return `(status, card, output)`."""
    answer = json.loads(in_page.check_answer(LESSON, name, json.dumps(texts)))
    return answer["status"], " ".join(re.sub(r"<[^>]+>", " ", answer["html"]).split()), answer["printed"]


@pytest.mark.parametrize(
    ("text", "status", "said"),
    [
        ("def sigmoid(z):\n    ...", "not attempted", "Then press Check."),
        (SIGMOID, "right", "a number between 0 and 1"),
        (SIGMOID.replace("-z", "z"), "wrong", "falls when z grows"),
        ("def sigmoid(z)\n    return z", "crashed", "could not read line 1. A : is missing"),
        ("def sigmoid(z):\n    return q", "crashed", "your line return q"),
        ('def sigmoid(z):\n    note = "a\u2028b"\n    return q', "crashed", "your line return q"),
        (SIGMOID + "1 / 0", "crashed", "before sigmoid could be checked. Python&#x27;s own words: ZeroDivisionError"),
        ("", "crashed", "begin with def sigmoid(z): ."),
        ("sigmoid = 3", "crashed", "defines sigmoid , but not as a function"),
        (SIGMOID + "raise SystemExit", "crashed", "SystemExit"),
        ("def sigmoid(z):\n    return cell", "crashed", "Set cell in a line above"),
        ("class E(Exception):\n    def __str__(self): 1 / 0\nraise E", "crashed", "Python&#x27;s own words: E."),
    ],
)
def test_every_text_gets_a_verdict(text, status, said):
    found, card, _ = verdict(sigmoid=text)
    assert found == status and said in card


def test_endless_code_is_not_said_to_be_outside_the_function(monkeypatch):
    monkeypatch.setattr(in_page, "SECONDS", 0.1)
    text = "def sigmoid(z):\n    while True: pass\n\nsigmoid(0)"
    status, card, _ = verdict(sigmoid=text)
    assert status == "crashed" and "still running after 0 seconds, so sigmoid could not be checked" in card
    assert "outside" not in card and card.endswith("your line sigmoid(0)")


def test_an_answer_can_use_the_lessons_names_and_the_students_functions():
    neuron = "def neuron(x1, x2, w1, w2, b):\n    return sigmoid(w1 * x1 + w2 * x2 + b)\nprint(K, network.sigmoid(0))"
    assert verdict("neuron", sigmoid=SIGMOID, neuron=neuron)[::2] == ("right", "3 0.5\n")
    status, card, _ = verdict("neuron", sigmoid="def sigmoid(", neuron=neuron)
    assert status == "crashed" and "Finish it and run it" in card


def test_a_students_own_function_is_run_and_may_fail():
    texts = json.dumps({"sigmoid": SIGMOID, "neuron": "def neuron(x1, x2, w1, w2, b):\n    return sigmoid(b / x1)"})
    assert "0.731" in json.loads(in_page.run_answer(LESSON, "neuron", texts, "[1, 0, 0, 0, 1]"))["shown"]
    assert "ZeroDivisionError" in json.loads(in_page.run_answer(LESSON, "neuron", texts, "[0, 0, 0, 0, 1]"))["error"]
    texts = json.dumps({"neuron": "class E(Exception):\n    def __str__(self): 1 / 0\ndef neuron(*numbers): raise E"})
    assert json.loads(in_page.run_answer(LESSON, "neuron", texts, "[0, 0, 0, 0, 1]"))["error"] == "E: "


def test_a_text_is_a_function_a_cell_or_unreadable():
    texts = {"a": SIGMOID, "b": f"K = 2\n{SIGMOID}", "c": "def sigmoid(", "d": "class A: ..."}
    assert json.loads(in_page.forms(json.dumps(texts))) == {"a": "function", "b": "cell", "c": "text", "d": "cell"}


LOCK = {"info": {"version": VERSION}, "packages": {"numpy": {"file_name": "numpy.whl"}}}


@pytest.fixture
def folder(tmp_path):
    """Create a folder with the files of Pyodide's core."""
    made = tmp_path / "pyodide"
    made.mkdir()
    for name in CORE[:2]:
        (made / name).write_text(VERSION)
    (made / CORE[2]).write_bytes(b"\0asm")
    with zipfile.ZipFile(made / CORE[3], "w"):
        pass
    (made / CORE[4]).write_text(json.dumps(LOCK))
    return made


def remove(folder):
    (folder / CORE[2]).unlink()


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (shutil.rmtree, "is not a folder"),
        (remove, "does not contain pyodide.asm.wasm of Pyodide"),
        (lambda folder: (folder / CORE[4]).write_text('{"info": {"version": "0.26.0"}}'), "contains Pyodide 0.26.0"),
        (lambda folder: (folder / CORE[4]).write_text("{"), "pyodide-lock.json cannot be read"),
        (lambda folder: (folder / CORE[4]).write_text(json.dumps(LOCK | {"packages": {}})), "not name the file of"),
        (lambda folder: (folder / CORE[0]).write_text("0.26.0"), "pyodide.js does not belong to Pyodide"),
        (lambda folder: (folder / CORE[2]).write_bytes(b"version https://git-lfs"), "is not a WebAssembly file"),
        (lambda folder: (folder / CORE[3]).write_bytes(b"PK"), "is not a zip file"),
    ],
)
def test_a_folder_that_is_not_pyodide_is_named_before_anything_is_written(folder, tmp_path, capsys, damage, said):
    damage(folder)
    assert site.main([str(tmp_path / "site"), "--python", str(folder)]) == 1
    assert said in capsys.readouterr().err
    assert not (tmp_path / "site").exists()


def test_the_package_for_the_page_is_the_same_every_time_and_small():
    assert package() == package()
    assert len(package()) < 1e6
