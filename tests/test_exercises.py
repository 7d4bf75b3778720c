"""The bank of exercises: every entry is complete, right answers are accepted, and mutated answers are not."""

import ast
import copy
import importlib.util
import json
import math
import random
import re
import textwrap
from collections import Counter
from functools import cache

import numpy as np
import pytest
from course_files import EXERCISES_OF, ROOT, lesson_path
from right_answers import PLAIN, WRITTEN_DIFFERENTLY, plain_source, rewritten
from wrong_answers import CLASSIC, FRESH, RETRIES, slip

from shared import XOR, Params, check
from shared.checking import attempt
from shared.checking.call import call_on
from shared.checking.values import close
from shared.exercises import EXERCISES
from shared.exercises.__main__ import checked, complaints, look_alikes, main
from shared.exercises.exercise import MINIMUM_MISTAKES, Mistake
from shared.exercises.variants import variant
from shared.nn import mlp, network

NAMES = list(EXERCISES)
MISTAKES = [(name, mistake) for name in NAMES for mistake in EXERCISES[name].mistakes]


# Every entry is complete.


@pytest.mark.parametrize("name", NAMES)
def test_an_exercise_lacks_nothing(name):
    assert complaints(name) == []


def formulas(text):
    without_code = re.sub(r"`[^`\n]*`", "", text)
    return re.findall(r"\$\$?([^$]+)\$\$?", without_code)


@pytest.mark.parametrize("stem", EXERCISES_OF)
def test_formulas_in_lessons_are_latex_in_ascii(stem):
    assert [formula for formula in formulas(lesson_path(stem).read_text("utf-8")) if not formula.isascii()] == []


# Verdicts of the bank.


@pytest.mark.parametrize(("name", "body", "feedback"), CLASSIC, ids=[f"{row[0]}: {row[2]}" for row in CLASSIC])
def test_a_classic_mistake_gets_its_feedback(name, body, feedback):
    result = check(written(name, body))
    assert result.status in ("wrong", "crashed")
    assert result.diagnosis == feedback


def test_new_wrong_answers_are_never_right_and_half_are_recognized(proof):
    counts = Counter()
    for name, body in ((name, body) for name, bodies in FRESH.items() for body in bodies):
        result = check(written(name, body))
        assert result.status in ("wrong", "crashed"), body
        if result.diagnosis is None:
            assert result.call, body
            assert result.error or result.got != result.expected, body
        counts["fresh wrong answers"] += 1
        # Without a diagnosis, a mistake counts as recognised only if the feedback says that some parts are right.
        recognised = result.diagnosis or (result.parts and "right" in result.parts)
        counts["recognised" if recognised else "answered only with call, result and expected result"] += 1
    assert counts["fresh wrong answers"] >= 230
    assert counts["recognised"] >= counts["fresh wrong answers"] / 2
    proof.update(counts)


def written(name, body):
    """Return a function with `body` for the exercise `name`. Its code can call the reference of each exercise."""
    names = {exercise.name: exercise.reference for exercise in EXERCISES.values()}
    names |= {"math": math, "mean_loss": network.mean_loss, "network": network, "np": np}
    if EXERCISES[name].lesson == "07_numpy":
        names["sigmoid"] = mlp.sigmoid
    exec(f"def {EXERCISES[name].signature}:\n{textwrap.indent(body, '    ')}", names)
    return names[name]


@pytest.mark.parametrize(("name", "answer"), WRITTEN_DIFFERENTLY, ids=[f.__qualname__ for _, f in WRITTEN_DIFFERENTLY])
def test_a_right_answer_written_differently_is_right(name, answer, proof):
    assert str(checked(name, answer)).startswith(f"{name}: right")
    proof["right answers written differently and accepted"] += 1


@pytest.mark.parametrize("pair", [(math.nan, 1.0), (1.0, math.nan), (math.nan, 0.0)])
def test_the_gradient_check_of_the_course_does_not_lose_nan(pair):
    gradient, numerical = zip((0.5, 0.4), pair, (0.0, 0.0))
    assert math.isnan(EXERCISES["gradient_check"].reference(gradient, numerical))


def test_there_are_many_right_answers_written_differently():
    assert {name for name, _ in WRITTEN_DIFFERENTLY} <= set(NAMES)
    assert len(WRITTEN_DIFFERENTLY) >= 60


@pytest.mark.parametrize("name", NAMES)
def test_a_right_answer_with_other_names_and_swapped_factors_is_right(name):
    assert is_right_when_rewritten(name)


def is_right_when_rewritten(name):
    answer = compiled(rewritten(plain_source(name)), name)

    def as_a_list(*args):
        result = answer(*args)
        return [*result] if isinstance(result, tuple) else result

    return checked(name, answer).status == checked(name, as_a_list).status == "right"


# Mutants: plain answers with one change of an operator, a constant, a name or an index.

OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow)
COMPARISONS = (ast.Gt, ast.GtE, ast.Lt, ast.LtE, ast.Eq, ast.NotEq)


def mutants(source):
    """Yield every version of `source` with exactly one change."""
    tree = ast.parse(source)
    names = sorted({n.id for n in ast.walk(tree) if isinstance(n, ast.Name)} | {a.arg for a in tree.body[0].args.args})
    for k, node in enumerate(ast.walk(tree)):
        for change in _changes(node, names):
            copied = copy.deepcopy(tree)
            change(list(ast.walk(copied))[k])
            yield ast.unparse(copied)


def _changes(node, names):
    if isinstance(node, (ast.BinOp, ast.AugAssign)):
        for other in OPERATORS:
            if not isinstance(node.op, other):
                yield lambda n, other=other: setattr(n, "op", other())
    if isinstance(node, ast.BinOp):
        yield lambda n: (setattr(n, "left", n.right), setattr(n, "right", n.left))
        yield lambda n: setattr(n, "right", ast.Constant(1 if isinstance(n.op, (ast.Mult, ast.Div, ast.Pow)) else 0))
    if isinstance(node, ast.Compare):
        for other in COMPARISONS:
            if not isinstance(node.ops[0], other):
                yield lambda n, other=other: setattr(n, "ops", [other()])
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield lambda n: setattr(n, "op", ast.UAdd())
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
        for value in (node.value + 1, node.value - 1, -node.value, 2 * node.value, node.value / 2, 0):
            if value != node.value:
                yield lambda n, value=value: setattr(n, "value", value)
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in names:
        for other in names:
            if other != node.id:
                yield lambda n, other=other: setattr(n, "id", other)


def compiled(source, name):
    """Run `source` and return its function. The function can use the global names of the plain answer.

    If the exercise has no plain answer in PLAIN, it can use the global names of the reference.
    """
    names = dict(PLAIN.get(name, EXERCISES[name].reference).__globals__)
    exec(source, names)
    return names[name]


def wrongly_right(name, calls=None, most=130):
    """Return the mutants that `check` calls right although a random case shows that they are wrong.

    Also return how often `check` gave each result. Every second mutant is checked only if it is right, because
    the explanation of a wrong answer takes most of the time.
    """
    exercise, rng = EXERCISES[name], random.Random(name)
    calls = calls or (100 if name == "train_with_retries" else 1000)  # each call trains several networks
    right, counts = [], dict.fromkeys(("mutants", "equal", "named", "parts", "honest", "crashed"), 0)
    sources = list(mutants(plain_source(name)))
    for k, source in enumerate(random.Random(0).sample(sources, min(most, len(sources)))):
        answer = compiled(source, name)
        if k % 2 and not attempt.attempt(answer, exercise).accepted:
            continue
        result = check(answer)
        counts["mutants"] += 1
        if result.status == "right":
            counts["equal"] += 1
            right.append((source, answer))
        else:
            kind = "named" if result.diagnosis else "parts" if result.parts else result.status
            counts["honest" if kind == "wrong" else kind] += 1
    args = [exercise.random_case(rng) for _ in range(calls if right else 0)]
    expected = [call_on(exercise.reference, a) for a in args]
    return [source for source, answer in right if differs_in_any(exercise, answer, args, expected)], counts


def differs_in_any(exercise, answer, args, expected):
    """Return True if the answer differs from the reference in at least one call. Later calls are skipped."""
    again = (call_on(answer, a) for a in args)
    return any(differs(exercise, *call) for call in zip(args, again, expected, strict=True))


def differs(exercise, args, got, expected):
    """Return True if a call differs from the reference, and the validator does not accept the result of the call."""
    if attempt.raised_as_expected(got, expected):
        return False
    if got.error or expected.error or got.unreadable:
        return True
    # The tolerance is a little larger than that of `check`, because of rounding.
    return not close(got.plain, expected.plain, 10 * exercise.tolerance) and (
        not exercise.validator or exercise.validator(args, got.plain) is not None
    )


@cache
def mutants_of(name):
    """Return what `wrongly_right` finds in the unchanged bank. Two tests use it."""
    return wrongly_right(name)


@pytest.mark.parametrize("name", NAMES)
def test_no_mutant_of_the_plain_answer_is_wrongly_called_right(name):
    assert check(compiled(plain_source(name), name)).status == "right"
    found, counts = mutants_of(name)
    print(f"{name}: {counts}")
    assert found == []
    assert counts["mutants"] > counts["equal"]


def test_there_are_a_thousand_mutants_and_half_are_recognized(proof):
    total = sum((Counter(mutants_of(name)[1]) for name in NAMES), Counter())
    assert total["mutants"] >= 1000
    assert total["named"] + total["parts"] >= total["honest"]
    proof.update({key if key == "mutants" else f"mutants {key}": count for key, count in total.items()})


# Planted failures.


def test_cases_with_equal_weights_let_wrong_answers_through(monkeypatch):
    equal = [(x1, x2, y, Params(*[0.5] * 9)) for x1, x2, y in XOR]
    monkeypatch.setitem(EXERCISES, "gradients", EXERCISES["gradients"]._replace(cases=lambda: equal))
    swapped = next(
        m for m in EXERCISES["gradients"].mistakes if "v1 and v2 are swapped in the hidden deltas" in m.feedback
    )
    assert checked("gradients", swapped.answer).status == "right"
    assert look_alikes(EXERCISES["gradients"])
    found, _ = wrongly_right("gradients")
    assert found


def test_cases_of_one_length_let_a_wrong_mean_through(monkeypatch):
    four = [args for args in EXERCISES["mean_squared_error"].cases() if len(args[0]) == 4]
    monkeypatch.setitem(EXERCISES, "mean_squared_error", EXERCISES["mean_squared_error"]._replace(cases=lambda: four))
    assert checked("mean_squared_error", lambda outs, ys: sum(np.subtract(outs, ys) ** 2) / 4).status == "right"


def test_a_check_that_accepts_anything_is_caught(monkeypatch):
    monkeypatch.setattr(attempt, "agrees", lambda *args: True)
    compared = ((name, mistake) for name, mistake in MISTAKES if not EXERCISES[name].validator)
    assert all(checked(name, mistake.answer).diagnosis != mistake.feedback for name, mistake in compared)
    found, _ = wrongly_right("neuron")
    assert found


def test_a_mistake_that_equals_another_one_is_caught():
    exercise = EXERCISES["sigmoid"]
    twin = Mistake(lambda z: math.exp(-z) / (1 + math.exp(-z)), "The same function, another feedback.")
    cases = [args for args in exercise.cases() if abs(args[0]) < 300]
    assert look_alikes(exercise._replace(mistakes=(*exercise.mistakes, twin), cases=lambda: cases))


# Adding an exercise: one entry, and a command that says what is missing.


@pytest.fixture
def sample(tmp_path, monkeypatch):
    """Copy the course, and add the guide's example exercise to lesson 1 and to the solution of lesson 1."""
    guide = (ROOT / "shared" / "README.md").read_text("utf-8")
    entry, cells, solution = re.findall(
        r"```python\n(.*?)```", guide.split("## Add an exercise")[1].split("\n## ")[0], re.DOTALL
    )
    path = tmp_path / "sample.py"
    path.write_text(
        "from shared.exercises import draw\n"
        f"from shared.exercises.exercise import Exercise, Mistake\n\nEXERCISE = {entry}",
        "utf-8",
    )
    spec = importlib.util.spec_from_file_location("sample", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    exercise = module.EXERCISE._replace(lesson="01_neuron")
    monkeypatch.setitem(EXERCISES, exercise.name, exercise)

    lesson = (ROOT / "lessons" / "01_neuron.py").read_text("utf-8")
    head, tail = lesson.rsplit("@app.cell(hide_code=True, expand_output=True)", 1)
    folder(tmp_path, "lessons").joinpath("01_neuron.py").write_text(
        f"{head}{cells}\n\n@app.cell(hide_code=True, expand_output=True){tail}"
    )
    notebook = json.loads((ROOT / "solutions" / "01_neuron.ipynb").read_text("utf-8"))
    output = {"output_type": "execute_result", "data": {"text/plain": f"{exercise.name}: right."}}
    notebook["cells"] += [
        {"cell_type": "code", "source": text, "outputs": [output]} for text in solution.split("\n\n\n")
    ]
    folder(tmp_path, "solutions").joinpath("01_neuron.ipynb").write_text(json.dumps(notebook))
    tmp_path.joinpath("README.md").write_text((ROOT / "README.md").read_text("utf-8"), "utf-8")
    return exercise


def folder(root, name):
    root.joinpath(name).mkdir()
    return root / name


def test_the_example_of_the_guide_is_a_complete_exercise(sample, tmp_path):
    assert complaints(sample.name, tmp_path) == []
    assert len(sample.mistakes) == MINIMUM_MISTAKES
    assert is_right_when_rewritten(sample.name)
    found, counts = wrongly_right(sample.name)
    assert found == [] and counts["mutants"] > counts["equal"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"signature": "twice(z)"}, "`signature` is 'twice(z)': begin it with the exercise's name, double(…)"),
        ({"cases": lambda: [(0.7,), (-1.3,)]}, "`cases` makes 2 calls: write at least 4"),
        ({"mistakes": ()}, "`mistakes` has 0 entries: write at least 6"),
        ({"success_message": ""}, "`success_message` is not a sentence"),
        ({"random_case": None}, "`random_case` is missing"),
        ({"random_case": lambda rng: (0.5,)}, "`random_case` returns the same arguments every time"),
        ({"random_case": lambda rng: rng.random()}, "return a tuple of arguments for double(z)"),
        ({"random_case": lambda rng: (str(rng),)}, "The reference fails on these arguments"),
        ({"hints": ("An idea.",)}, "`hints` has 1 entries. Write three"),
        ({"hints": ("An idea.", "Twice $z$.", "It is 6.")}, "The third hint has no code"),
        ({"hints": ("An idea.", "Twice.", "`return 2 * z`")}, "The second hint has no formula"),
        ({"hints": ("An idea.", "$2·z$", "`return 2 * z`")}, "is not plain LaTeX"),
        ({"hints": ("An idea.", "$2z$", "`return twice(z)`")}, "A hint uses twice"),
        ({"hints": ("An idea.", "$2z$", "`return 2 *`")}, "is not Python"),
        ({"cases": lambda: [(2.0,), (0.0,), (2.0,), (0.0,)]}, "A mistake gives right results in all cases"),
        ({"cases": lambda: [(2.0,), (4.0,), (2.0,), (4.0,)]}, "Two mistakes give the same results in all cases"),
        ({"reference": lambda z: "2z"}, "The reference itself is"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_command_says_what_an_entry_lacks(sample, tmp_path, monkeypatch, change, words):
    monkeypatch.setitem(EXERCISES, sample.name, sample._replace(**change))
    found = complaints(sample.name, tmp_path)
    assert any(words in complaint and complaint.startswith("shared/exercises/neuron.py: ") for complaint in found), (
        found
    )


@pytest.mark.parametrize(
    ("feedback", "words"),
    [
        (9 * "Multiply by 2. " + "No.", "characters, but at most"),
        ("Multiply by 2", "must end with a full stop"),
        ("Multiply by 2! No.", "has an exclamation mark"),
        ("You simply multiply by 2.", "which does not help"),
        ("You multiply by *two*.", "has words between stars"),
    ],
)
def test_the_command_says_what_is_wrong_with_a_feedback(sample, tmp_path, monkeypatch, feedback, words):
    mistakes = (sample.mistakes[0]._replace(feedback=feedback), *sample.mistakes[1:])
    monkeypatch.setitem(EXERCISES, sample.name, sample._replace(mistakes=mistakes))
    (found,) = complaints(sample.name, tmp_path)
    assert words in found


def test_two_mistakes_with_the_same_feedback_are_named(sample, tmp_path, monkeypatch):
    mistakes = (sample.mistakes[1]._replace(feedback=sample.mistakes[0].feedback), *sample.mistakes)
    monkeypatch.setitem(EXERCISES, sample.name, sample._replace(mistakes=mistakes))
    assert any("Two mistakes have the same feedback" in complaint for complaint in complaints(sample.name, tmp_path))


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        (
            "lessons/01_neuron.py",
            'exercise_prompt(\n        "double"',
            'exercise_prompt(\n        "doble"',
            "There is no prompt: add a cell with",
        ),
        ("lessons/01_neuron.py", "def double(z)", "def doble(z)", "There is no stub: below the prompt add"),
        ("lessons/01_neuron.py", "def double(z)", "def double(x)", "The stub is double(x): write def double(z)"),
        (
            "lessons/01_neuron.py",
            "check(lambda: double)",
            "check(lambda: sigmoid)",
            "There is no check. Add a cell",
        ),
        ("solutions/01_neuron.ipynb", "def double", "def doble", "There is no solution: add a code cell"),
        ("solutions/01_neuron.ipynb", "check(double)", "check(sigmoid)", "There is no check: add a code cell"),
        ("solutions/01_neuron.ipynb", "double: right", "double: wrong", "execute the notebook"),
    ],
)
def test_the_command_says_what_lesson_and_solution_lack(sample, tmp_path, file, old, new, words):
    text = tmp_path.joinpath(file).read_text("utf-8")
    assert old in text
    tmp_path.joinpath(file).write_text(text.replace(old, new), "utf-8")
    (found,) = complaints(sample.name, tmp_path)
    assert found.startswith(f"{file}: ") and words in found


def test_the_command_says_which_row_of_the_readme_is_out_of_date(tmp_path):
    for name in ("lessons", "solutions"):
        tmp_path.joinpath(name).symlink_to(ROOT / name)
    readme = (ROOT / "README.md").read_text("utf-8")
    tmp_path.joinpath("README.md").write_text(readme.replace("`sigmoid`, ", ""), "utf-8")
    (found,) = complaints("sigmoid", tmp_path)
    assert "The list of lessons does not name the exercise" in found
    assert found.split("change the row to ")[1] in readme


def test_the_command_prints_what_is_missing_and_fails(sample, monkeypatch, capsys):
    monkeypatch.setitem(EXERCISES, "twice", sample._replace(name="twice", signature="twice(z)"))
    assert main(["check", "twice"]) == 1  # the real course has no cells for this exercise
    printed = capsys.readouterr().out
    assert "- lessons/01_neuron.py: There is no stub" in printed and "In twice, 5 things are missing." in printed


def test_the_command_accepts_a_complete_exercise_but_no_unknown_name(capsys):
    assert main(["check", "neuron"]) == 0
    assert capsys.readouterr().out.startswith("neuron is complete. Now run")
    assert main(["check", "nothing"]) == 2
    assert "No exercise is called nothing" in capsys.readouterr().out


# Variants of a reference


def neurons(x1, x2, w1, w2, b, *, activation=lambda z: z):
    return activation(w1 * x1 + w2 * x2 + b), b


ARGS = (1.0, 2.0, 3.0, 4.0, 5.0)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, (16.0, 5.0)),
        ({"w1": "w2", "w2": "w1"}, (15.0, 5.0)),  # the two arguments are swapped
        ({"b": lambda b: -b, "x1": 0.0}, (3.0, -5.0)),
        ({"activation": lambda z: z / 2}, (8.0, 5.0)),
        ({"result": lambda z, b: z}, 16.0),
        ({"result": lambda z, b, x2: (z, b, x2)}, (16.0, 5.0, 2.0)),
        ({"b": 0.0, "result": lambda z, *rest: (z, *rest)}, (11.0, 0.0)),
    ],
)
def test_a_variant_changes_arguments_steps_and_the_result(changes, expected):
    assert variant(neurons, **changes)(*ARGS) == expected


def test_a_variant_changes_single_numbers_of_params():
    def numbers(params, scale=1):
        return [scale * number for number in params]

    changed = variant(numbers, w11="w12", c=lambda c: -c, scale=2)(Params(*range(9)))
    assert changed == [2, 2, 4, 6, 8, 10, 12, 14, -16]


def test_a_variant_of_something_that_does_not_exist_is_refused():
    with pytest.raises(TypeError, match="neurons has no w3 to change"):
        variant(neurons, w3=0.0)


# Special answers


def test_retries_that_never_give_up_are_stopped_with_a_message():
    body = """used, losses = 0, [1.0]
while not converged(losses):
    used += 1
    states = list(network.train(data, rng.uniform(-1, 1, 9), lr, epochs))
    losses = [state.loss for state in states]
return states[-1].params, losses, used"""
    result = check(written("train_with_retries", body))
    assert result.status == "crashed"
    assert "never stops" in str(result)


def test_a_mistake_is_recognised_whatever_its_own_error_says():
    body = slip(RETRIES, ("    start = draw()\n", ""), ("for attempt", "start = draw()\nfor attempt"))
    for error in ("ValueError('bad luck')", "RuntimeError('never learned')"):
        result = check(written("train_with_retries", slip(body, ("ValueError('bad luck')", error))))
        assert (result.status, result.diagnosis[:33]) == ("crashed", "All attempts use the same initial")
