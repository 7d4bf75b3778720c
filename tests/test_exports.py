"""A lesson also works outside marimo's editor: exported by marimo, or run as a script."""

import json
import subprocess
import sys

from course_files import EXERCISES_OF, ROOT, lesson_path
from test_progress import solved


def exported(kind, folder, *options):
    """Run `marimo export` on lesson 1, and return the new file."""
    out = folder / f"lesson.{kind}"
    command = [sys.executable, "-m", "marimo", "export", kind, lesson_path("01_neuron"), "-o", out, *options]
    subprocess.run(command, capture_output=True, check=True, cwd=ROOT, stdin=subprocess.DEVNULL)
    return out.read_text("utf-8")


def test_predictions_show_their_folded_answers_in_an_exported_page(tmp_path):
    html = exported("html", tmp_path)
    assert "The answer" in html
    assert "Choose first." not in html


def test_predictions_are_readable_text_in_an_exported_notebook(tmp_path):
    cells = json.loads(exported("ipynb", tmp_path, "--include-outputs"))["cells"]
    shown = ["".join(map(str, output.get("data", {}).values())) for cell in cells for output in cell.get("outputs", [])]
    (question,) = (text for text in shown if "You increase the bias and keep both weights" in text)
    assert "<li>" in question and "It turns" in question
    assert not any("marimo-form" in text for text in shown)


def run_as_script(folder, text):
    lesson = folder / "01_neuron.py"
    lesson.write_text(text, "utf-8")
    return subprocess.run([sys.executable, lesson], capture_output=True, text=True, cwd=ROOT).stdout


def test_a_lesson_run_as_a_script_prints_each_verdict_once(tmp_path):
    assert run_as_script(tmp_path, lesson_path("01_neuron").read_text("utf-8")).splitlines() == [
        f"{name}: not attempted." for name in EXERCISES_OF["01_neuron"]
    ]


def test_a_script_says_what_is_right_and_what_is_wrong(tmp_path):
    text = solved("01_neuron").replace(
        "def neuron(x1, x2, w1, w2, b):\n", "def neuron(x1, x2, w1, w2, b):\n    return 0\n"
    )
    first, second = (line for line in run_as_script(tmp_path, text).splitlines() if line.startswith(("sigm", "neur")))
    assert first.startswith("sigmoid: right. ")
    assert second.startswith("neuron: wrong. ") and "is expected" in second
