"""Planted failures: each test damages a copy of the course. The rule that forbids this damage must complain.

If a rule never complains, perhaps it reads the wrong file or compares nothing. Other tests apply the
functions `complaints_…` of `lesson_rules`, `solution_rules` and `project_rules` to the course. The tests in this file
apply each function to a copy with one known fault. The last two tests check that no function is forgotten.
"""

import ast
import json
import re
import sys
from pathlib import Path

import lesson_rules
import project_rules
import pytest
import solution_rules
from course_files import ROOT, lesson_path, solution_path, source_of
from lesson_rules import (
    complaints_about_anatomy,
    complaints_about_signatures,
    complaints_of_marimo_check,
    complaints_solved,
    complaints_unsolved,
)
from project_rules import (
    complaints_about_dependencies,
    complaints_about_files,
    complaints_about_oldest,
    complaints_about_test_command,
    complaints_about_test_names,
    complaints_about_workflows,
    complaints_of_ruff,
    complaints_of_ruff_format,
    modules_loaded_by,
)
from solution_rules import (
    CLAIM_1A,
    PRINTED,
    complaints_about_claim_1a,
    complaints_about_execution,
    complaints_about_figures,
    complaints_about_numbers_in_prose,
    complaints_about_printed_numbers,
    complaints_about_solution_checks,
    nbval,
)

LESSON = lesson_path("01_neuron")
SOLUTION = solution_path("01_neuron")
PROGRAM = solution_path("06_trainer")


def damaged(original, folder, pattern, replacement):
    """Copy a text file into `folder`, and replace the first match of `pattern` in the copy."""
    text, count = re.subn(pattern, replacement, original.read_text("utf-8"), count=1)
    assert count == 1, f"nothing in {original.name} matches {pattern}"
    copy = folder / original.name
    copy.write_text(text, "utf-8")
    return copy


def damaged_notebook(original, folder, damage):
    """Copy a notebook into `folder`. The function `damage` changes the code cells of the copy."""
    notebook = json.loads(original.read_text("utf-8"))
    damage([cell for cell in notebook["cells"] if cell["cell_type"] == "code"])
    copy = folder / original.name
    copy.write_text(json.dumps(notebook, ensure_ascii=False), "utf-8")
    return copy


def the_one(complaints, *words):
    """Check that `complaints` has exactly one element, and that this complaint contains the words."""
    assert len(complaints) == 1, complaints
    for word in words:
        assert word in complaints[0]


# Lessons


def test_a_stub_that_raises(tmp_path):
    lesson = damaged(LESSON, tmp_path, r"(def sigmoid\(z\):\n.*\n)    \.\.\.", r"\1    raise ArithmeticError")
    the_one(complaints_unsolved(lesson), "sigmoid is 'crashed', not 'not attempted'")
    the_one(complaints_about_signatures(lesson), "the body of sigmoid must be only a docstring and `...`")


def test_a_stub_that_is_already_solved(tmp_path):
    lesson = damaged(
        LESSON, tmp_path, r"(def sigmoid\(z\):\n.*\n)    \.\.\.", r"\1    return (1 + math.tanh(z / 2)) / 2"
    )
    the_one(complaints_unsolved(lesson), "sigmoid is 'right', not 'not attempted'")


@pytest.mark.parametrize("line", ["1 / 0", "raise SystemExit", "import no_such_module"])
def test_a_lesson_with_a_cell_that_raises(tmp_path, line):
    lesson = damaged(LESSON, tmp_path, r"    check\(lambda: neuron\)\n", f"    {line}\n")
    the_one(complaints_unsolved(lesson), "01_neuron.py raises")


def test_a_lesson_whose_first_of_two_checks_is_already_right(tmp_path):
    twice = r"@app.cell\ndef checked_before():\n    check(network.sigmoid)\n    return\n\n\n\g<0>"
    lesson = damaged(LESSON, tmp_path, r"@app\.cell.*\ndef check_sigmoid\(", twice)
    the_one(complaints_unsolved(lesson), "sigmoid is 'right', not 'not attempted'")


def test_a_lesson_without_one_of_its_checks(tmp_path):
    lesson = damaged(LESSON, tmp_path, r"    check\(lambda: neuron\)\n", "    None\n")
    the_one(complaints_unsolved(lesson), "shows no check of neuron")
    assert "does not contain exactly check(lambda: neuron)" in " ".join(complaints_about_anatomy(lesson))


def test_a_lesson_without_one_of_its_exercises(tmp_path):
    lesson = damaged(LESSON, tmp_path, r"@app.function\ndef sigmoid\(z\):\n.*\n    \.\.\.\n\n\n", "")
    the_one(complaints_about_signatures(lesson), "has no sigmoid(z)")
    the_one(complaints_unsolved(lesson), "sigmoid is 'crashed', not 'not attempted'")


def test_a_changed_signature_in_a_lesson(tmp_path):
    lesson = damaged(LESSON, tmp_path, r"def neuron\(x1, x2, w1, w2, b\)", "def neuron(x1, x2, w1, w2, bias)")
    the_one(complaints_about_signatures(lesson), "neuron(x1, x2, w1, w2, bias)")


def test_a_changed_signature_in_a_solution(tmp_path):
    def rename(cells):
        cell = next(cell for cell in cells if "def sigmoid(z)" in source_of(cell))
        cell["source"] = source_of(cell).replace("def sigmoid(z)", "def sigmoid(z=0)")

    the_one(complaints_about_signatures(damaged_notebook(SOLUTION, tmp_path, rename)), "sigmoid(z=0)")


@pytest.mark.parametrize(
    ("pattern", "replacement", "complaint"),
    [
        (r"# title = .*\n", "", "has no title for its card"),
        (r"# /// script", "# script", "has no image for its card"),
        (r'image = ".*"', 'image = "__marimo__/assets/none.png"', "draw it with"),
        (r'image = ".*"', 'image = "../picture.png"', "the gallery shows only pictures in __marimo__/"),
        (
            r'lesson_header\(\n? *"01_neuron"',
            'lesson_header("02_xor"',
            "does not begin with lesson_header('01_neuron', …)",
        ),
        (r'navigation\(\n? *"01_neuron"', 'navigation("02_xor"', "does not end with navigation('01_neuron', …)"),
        (r"show_status\(.*\)", "None", "does not contain show_status('01_neuron', status) in its second"),
        (r"recall\(", "recall(('a', 'b'), ", "calls recall(…) with [4] questions"),
        (
            r'exercise_prompt\("sigmoid"',
            'exercise_prompt("neuron"',
            "does not call exercise_prompt('sigmoid', …) in the cell above sigmoid",
        ),
        (r"def check_sigmoid\(", "def _(", "has no name"),
        (r", expand_output=True", "", "lacks expand_output=True"),
        (
            r"(?s)(@app\.cell\(hide_code=True, expand_output=True\)\ndef )(check_sigmoid)(\(\):.*?return\n)",
            r"\1\2\3" + r"\n\n\1more\3" * 28,
            "cells; 43 are allowed",
        ),
    ],
)
def test_a_lesson_that_lacks_a_part(tmp_path, pattern, replacement, complaint):
    lesson = damaged(LESSON, tmp_path, pattern, replacement)
    assert complaint in " ".join(complaints_about_anatomy(lesson))
    assert complaint not in " ".join(complaints_about_anatomy(LESSON))


# Solutions


def test_a_solution_that_no_longer_passes(tmp_path):
    def forget_the_bias(cells):
        cell = next(cell for cell in cells if source_of(cell).startswith("def neuron("))
        assert "+ b" in source_of(cell)
        cell["source"] = source_of(cell).replace("+ b", "")

    solution = damaged_notebook(SOLUTION, tmp_path, forget_the_bias)
    the_one(complaints_solved(LESSON, solution), "neuron is 'wrong', not 'right'")


def test_a_solution_that_is_missing(tmp_path):
    def forget(cells):
        next(cell for cell in cells if source_of(cell).startswith("def neuron("))["source"] = "None"

    solution = damaged_notebook(SOLUTION, tmp_path, forget)
    the_one(complaints_solved(LESSON, solution), "does not solve neuron")
    the_one(complaints_about_signatures(solution), "has no neuron(")


def test_a_cell_that_was_never_executed(tmp_path):
    def forget(cells):
        cells[3].update(execution_count=None, outputs=[])

    solution = damaged_notebook(SOLUTION, tmp_path, forget)
    the_one(complaints_about_execution(solution), "code cell 4 was never executed")


def test_cells_executed_out_of_order(tmp_path):
    def shuffle(cells):
        cells[3]["execution_count"], cells[4]["execution_count"] = 5, 4

    solution = damaged_notebook(SOLUTION, tmp_path, shuffle)
    the_one(complaints_about_execution(solution), "not executed in order")


def test_an_error_on_record(tmp_path):
    error = {"output_type": "error", "ename": "ZeroDivisionError", "evalue": "", "traceback": []}
    solution = damaged_notebook(SOLUTION, tmp_path, lambda cells: cells[2]["outputs"].append(error))
    the_one(complaints_about_execution(solution), "code cell 3 has an error: ZeroDivisionError")


def only_pictures(cells):
    for cell in cells:
        cell["outputs"] = [{"output_type": "display_data", "data": {"image/png": ""}, "metadata": {}}]


def all_ignored(cells):
    for cell in cells:
        cell["source"] = "# NBVAL_IGNORE_OUTPUT\n" + source_of(cell)


def all_skipped_by_tag(cells):
    for cell in cells:
        cell["metadata"]["tags"] = ["nbval-skip"]


@pytest.mark.parametrize("damage", [only_pictures, all_ignored, all_skipped_by_tag])
def test_a_notebook_in_which_nbval_compares_nothing(tmp_path, damage):
    solution = damaged_notebook(SOLUTION, tmp_path, damage)
    the_one(complaints_about_execution(solution), "no output that nbval compares")


@pytest.mark.parametrize("source", ["check(neuron)", "check(with_pairs())"])
@pytest.mark.parametrize("line", ["neuron: wrong.", "neuron: wrong. h1 and h2 are right. But out is not."])
def test_a_check_on_record_that_is_not_right(tmp_path, source, line):
    def was_wrong(cells):
        cell = next(cell for cell in cells if source_of(cell).endswith(source))
        for output in cell["outputs"]:
            output["data"]["text/plain"] = [line]

    solution = damaged_notebook(SOLUTION, tmp_path, was_wrong)
    the_one(complaints_about_solution_checks(solution), line)


def no_figure(cells):
    for cell in cells:
        cell["source"] = source_of(cell).replace("show_figure(", "print(")


def no_drawing(cells):
    for cell in cells:
        if "show_figure(" in source_of(cell):
            cell["outputs"] = []
            return


def no_numbers(cells):
    for cell in cells:
        for output in cell["outputs"]:
            if "<figcaption" in (html := "".join(output.get("data", {}).get("text/html", ""))):
                output["data"]["text/html"] = re.sub(r"<figcaption.*", "<figcaption>A curve.</figcaption>", html)
                return


def no_saving(cells):
    for cell in cells:
        cell["source"] = source_of(cell).replace("fig.savefig", "savefig")


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (no_figure, "shows no figure"),
        (no_drawing, "shows no figure with a caption"),
        (no_numbers, "a caption has no numbers"),
        (no_saving, "has no line that saves a figure"),
    ],
)
def test_a_solution_whose_figures_are_not_as_they_should_be(tmp_path, damage, said):
    the_one(complaints_about_figures(damaged_notebook(SOLUTION, tmp_path, damage)), said)


def change_digits(cells):
    """Change one digit in each of these: the first printed text, the first caption and the second drawing."""
    printed = next(output for cell in cells for output in cell["outputs"] if output["output_type"] == "stream")
    first, second = (
        output["data"]
        for cell in cells
        for output in cell["outputs"]
        if "<svg" in "".join(output.get("data", {}).get("text/html", ""))
    )
    for place, key, pattern in (
        (printed, "text", r"(= )\d"),
        (first, "text/html", r"(<figcaption[^>]*>\D*)\d"),
        (second, "text/html", r"(<svg.*?d=\"M )\d"),
    ):
        text = "".join(place[key])
        place[key] = re.sub(pattern, r"\g<1>7", text, count=1)
        assert place[key] != text


def test_nbval_compares_printed_digits_and_captions_but_no_drawings(tmp_path):
    exit_code, report = nbval(damaged_notebook(SOLUTION, tmp_path, change_digits))
    assert exit_code == 1
    assert re.search(r"\b2 failed, \d+ passed", report)
    assert "7.0067" in report and "7.0003" in report


def shown(cells):
    return "".join("".join(output.get("text", "")) for cell in cells for output in cell["outputs"])


@pytest.mark.parametrize("stem", PRINTED)
def test_a_published_number_that_is_no_longer_printed(tmp_path, stem):
    for what, numbers in PRINTED[stem].items():
        for number in numbers:

            def change(cells, number=number):
                for cell in cells:
                    for output in cell["outputs"]:
                        if output["output_type"] == "stream":
                            output["text"] = "".join(output["text"]).replace(number, number[:-1] + "X")

            solution = damaged_notebook(solution_path(stem), tmp_path, change)
            assert any(what in complaint for complaint in complaints_about_printed_numbers(solution))


def test_a_number_in_a_text_that_no_output_prints(tmp_path):
    notebook = json.loads(SOLUTION.read_text("utf-8"))
    notebook["cells"][0]["source"] += ["\nAfter that the loss is 0.0123 in 9 of 10 runs."]
    (tmp_path / SOLUTION.name).write_text(json.dumps(notebook), "utf-8")
    the_one(complaints_about_numbers_in_prose(tmp_path / SOLUTION.name), "0.0123, but no output prints", "the loss is")


def test_published_lines_with_one_character_changed(tmp_path):
    def change(cells):
        for cell in cells:
            for output in cell["outputs"]:
                if "".join(output.get("text", "")) == CLAIM_1A:
                    output["text"] = CLAIM_1A.replace("epoch  500", "epoch 500")

    solution = damaged_notebook(PROGRAM, tmp_path, change)
    the_one(complaints_about_claim_1a(solution), "no cell prints the published lines")


def program_of(cells):
    return next(cell for cell in cells if shown([cell]) == CLAIM_1A)


def test_a_program_that_leans_on_more_than_math(tmp_path):
    def lean(cells):
        program = program_of(cells)
        program["source"] = "import shared\n" + source_of(program)

    solution = damaged_notebook(PROGRAM, tmp_path, lean)
    assert "imports ['math', 'shared'], not only math" in complaints_about_claim_1a(solution)[0]


def test_a_program_that_leans_on_the_cells_above_it(tmp_path):
    def lean(cells):
        program = program_of(cells)
        program["source"] = source_of(program).replace("import math\n", "import math as m\n")

    solution = damaged_notebook(PROGRAM, tmp_path, lean)
    the_one(complaints_about_claim_1a(solution), "without other cells", "NameError")


# Style, and the project as a whole


def test_a_fault_that_ruff_finds(tmp_path):
    lesson = damaged(LESSON, tmp_path, r"import math\n", "import math, os\n")
    the_one(complaints_of_ruff(lesson.parent), "E401", "F401")


def test_a_fault_that_ruff_finds_in_a_notebook(tmp_path):
    def unused(cells):
        cells[0]["source"] = "import os\n" + source_of(cells[0])

    damaged_notebook(SOLUTION, tmp_path, unused)
    the_one(complaints_of_ruff(tmp_path), "F401")


def test_a_fault_in_the_formatting(tmp_path):
    lesson = damaged(LESSON, tmp_path, r"def sigmoid\(z\):", "def sigmoid( z ):")
    the_one(complaints_of_ruff_format(lesson.parent), "would be reformatted")


def test_a_fault_that_marimo_finds(tmp_path):
    lesson = damaged(LESSON, tmp_path, r"    check\(lambda: sigmoid\)\n", "    live = check(lambda: sigmoid)\n")
    the_one(complaints_of_marimo_check(lesson.parent), "live")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("see /" + "home/ada/course", "a path of one machine"),
        ("cd /" + "work/main", "a path of one machine"),
        ("https://" + "pypi" + ".org/simple", "a package registry's host"),
        ("--index" + "-url=x", "a package registry's host"),
    ],
)
def test_a_file_that_names_a_machine_or_a_registry(tmp_path, text, complaint):
    (tmp_path / "notes.md").write_text(text, "utf-8")
    the_one(complaints_about_files([tmp_path / "notes.md"], tmp_path), complaint)


@pytest.mark.parametrize(
    "name",
    [
        "__pycache__/a.pyc",
        "course.egg-info/PKG-INFO",
        "lessons/.ipynb_checkpoints/a.ipynb",
        "lessons/__marimo__/session/a.json",
    ],
)
def test_a_generated_file_that_was_committed(tmp_path, name):
    path = tmp_path / name
    path.parent.mkdir(parents=True)
    path.write_text("", "utf-8")
    the_one(complaints_about_files([path], tmp_path), "is generated, not written")


@pytest.mark.parametrize(
    ("pattern", "replacement", "complaint"),
    [
        (r'("numpy>=[^"]*",) *#.*', r"\1", "has no comment that gives the reason"),
        (r'"numpy>=', '"numpy==', "has no lower bound"),
        (r"(dependencies = \[\n)", r'\1    "torch>=2",\n', "torch>=2 has no comment that gives the reason"),
    ],
)
def test_a_dependency_without_a_reason_or_a_lower_bound(tmp_path, pattern, replacement, complaint):
    pyproject = damaged(ROOT / "pyproject.toml", tmp_path, pattern, replacement)
    the_one(complaints_about_dependencies(pyproject), complaint)


def test_a_ci_script_that_runs_something_else(tmp_path):
    ci = damaged(ROOT / ".ci" / "run", tmp_path, r"bin/pytest\n", "bin/pytest -k easy\n")
    the_one(complaints_about_test_command(ROOT / "README.md", ci), "run does not contain the line")


def test_an_import_that_is_heavy_is_seen():
    assert "anywidget" in modules_loaded_by("import shared, anywidget") - sys.stdlib_module_names


def test_a_lower_bound_that_is_not_tested(tmp_path):
    oldest = (ROOT / ".ci/oldest.txt").read_text("utf-8")
    (tmp_path / "oldest.txt").write_text(oldest.replace("numpy==2.0", "numpy==2.3"), "utf-8")
    assert complaints_about_oldest(tmp_path / "oldest.txt", ROOT / "pyproject.toml") != []


@pytest.mark.parametrize(
    ("name", "found", "damage", "complaint"),
    [
        ("test.yml", ", windows-latest", "", "does not run on Linux, macOS and Windows"),
        ("test.yml", "bash .ci/run", "true", "does not run bash .ci/run"),
        ("pages.yml", "shared.site site", "shared.site other", "does not run python -m shared.site"),
    ],
)
def test_a_workflow_that_does_something_else(tmp_path, name, found, damage, complaint):
    for path in (ROOT / ".github" / "workflows").iterdir():
        text = path.read_text("utf-8")
        assert path.name != name or found in text
        (tmp_path / path.name).write_text(text.replace(found, damage) if path.name == name else text, "utf-8")
    assert any(complaint in each for each in complaints_about_workflows(tmp_path))


def test_a_test_with_a_long_name(tmp_path):
    (tmp_path / "test_long.py").write_text(f"def test_{'a' * 65}(): ...\ndef test_{'b' * 66}(): ...\n", "utf-8")
    the_one(complaints_about_test_names(tmp_path), "test_bbb", "has 71 characters")


# The rules themselves


def rules_without_a_plant(source):
    """Return the names of the functions `complaints_…` in the rule modules, except those that `source` calls."""
    rules = {name for module in (lesson_rules, solution_rules, project_rules) for name in vars(module)}
    called = {ast.unparse(node.func) for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)}
    return sorted(name for name in rules - called if name.startswith("complaints_"))


# Other rules call these functions, so these functions need no damaged copy of their own.
PARTS = {"complaints_of", "complaints_about_checks", "complaints_about_card", "complaints_about_exercise_cells"}


def test_every_rule_has_a_planted_failure():
    assert set(rules_without_a_plant(Path(__file__).read_text("utf-8"))) == PARTS


def test_a_rule_without_a_planted_failure_is_found():
    assert "complaints_about_anatomy" in rules_without_a_plant("complaints_unsolved(lesson)")
