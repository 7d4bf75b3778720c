"""The bank of exercises: each mistake gets its own sentence, right answers are right, mutants never are."""

import ast
import builtins
import copy
import inspect
import math
import random
import re
import textwrap
from collections import Counter

import numpy as np
import pytest
from helpers import EXERCISES as IN_THE_COURSE
from helpers import ROOT
from right_answers import PLAIN, WRITTEN_DIFFERENTLY
from wrong_answers import CLASSIC, FRESH, RETRIES, slip

from shared import XOR, Params, check
from shared.checking import attempt
from shared.checking.call import call_on
from shared.checking.diagnosers import behave_alike
from shared.checking.values import close
from shared.exercises import EXERCISES
from shared.exercises.exercise import Exercise, Mistake
from shared.nn import mlp, network

NAMES = list(EXERCISES)
TOTALS = {}  # exercise → what became of its mutants
PROOF = Counter()  # what else the end of the tests' output tells
MISTAKES = [(name, mistake) for name in NAMES for mistake in EXERCISES[name].mistakes]


def checked(name, answer):
    """Check an answer under the name of an exercise, without touching the answer itself."""

    def call(*args, **kwargs):
        return answer(*args, **kwargs)

    call.__name__ = name
    return check(call)


# Every entry is complete.


def test_the_exercises_are_those_of_the_course_with_the_same_signatures():
    lessons = {lesson for lesson in IN_THE_COURSE if lesson[:2] <= "09"}
    due = {f"{name}({args})" for lesson in lessons for name, args in IN_THE_COURSE[lesson].items()}
    assert {e.signature for e in EXERCISES.values() if e.lesson in lessons} == due


@pytest.mark.parametrize("name", NAMES)
def test_an_entry_is_complete(name):
    exercise = EXERCISES[name]
    assert exercise.signature.startswith(f"{name}(")
    assert len(exercise.hints) == 3
    assert all(hint.strip() for hint in exercise.hints)
    assert exercise.success_message.strip().endswith(".")
    assert exercise.if_source_matches is None or exercise.if_source_matches[1].strip().endswith(".")
    assert len(exercise.mistakes) >= 6
    assert all(isinstance(mistake, Mistake) for mistake in exercise.mistakes)


@pytest.mark.parametrize("name", NAMES)
def test_the_last_hint_is_a_line_of_code_and_the_second_a_formula(name):
    _, formula, line = EXERCISES[name].hints
    assert "$" in formula or "`" in formula
    assert "`" in line


OFFERED = {  # what a lesson's first cell imports, besides the student's own functions of that lesson
    "01_neuron": {"math", "network"},
    "02_xor": {"np", "TABLES"},
    "03_forward_pass": {"network"},
    "04_loss": {"math", "network"},
    "05_chain_rule": {"network"},
    "06_trainer": {"math", "network"},
    "07_numpy": {"np", "sigmoid"},
    "08_luck": {"math", "np", "network"},
    "09_beyond_xor": {"np"},
}


def unknown_names(exercise):
    """The names in the code of an exercise's hints that its lesson does not offer."""
    known = OFFERED[exercise.lesson] | {e.name for e in EXERCISES.values() if e.lesson == exercise.lesson}
    known |= set(dir(builtins)) | set(re.findall(r"\w+", exercise.signature))
    used = set()
    for code in re.findall("`([^`]+)`", " ".join(exercise.hints)):
        nodes = list(ast.walk(ast.parse(code + " ..." * code.endswith(":"))))
        used |= {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
        known |= {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
        attributes = [n.attr for n in nodes if isinstance(n, ast.Attribute) and ast.unparse(n.value) == "network"]
        assert all(hasattr(network, name) for name in attributes)
    return used - known


@pytest.mark.parametrize("name", NAMES)
def test_hints_use_only_names_that_their_lesson_offers(name):
    assert unknown_names(EXERCISES[name]) <= ({"h2"} if name == "forward" else set())  # "the same for `h2`"


def test_a_hint_with_a_name_of_another_lesson_is_caught():
    hint = "`h1, h2, out = forward(x1, x2, params)`"
    assert unknown_names(EXERCISES["gradients"]._replace(hints=(hint,))) == {"forward"}


def formulas(text):
    return re.findall(r"\$([^$`]+)\$", text)


@pytest.mark.parametrize("name", NAMES)
def test_formulas_in_hints_are_latex_in_ascii(name):
    assert [formula for formula in formulas(" ".join(EXERCISES[name].hints)) if not formula.isascii()] == []


@pytest.mark.parametrize("lesson", sorted((ROOT / "lessons").glob("0*.py")), ids=lambda path: path.stem)
def test_formulas_in_lessons_are_latex_in_ascii(lesson):
    assert [formula for formula in formulas(lesson.read_text(encoding="utf-8")) if not formula.isascii()] == []


@pytest.mark.parametrize("name", NAMES)
def test_sentences_are_short_different_and_plain(name):
    mistakes = EXERCISES[name].mistakes
    sentences = [mistake.feedback for mistake in mistakes] + [
        m.if_source_matches[1] for m in mistakes if m.if_source_matches
    ]
    assert len(set(sentences)) == len(sentences)
    for sentence in sentences:
        assert len(sentence) <= 125, sentence
        assert sentence.endswith((".", ")", "?")), sentence
        assert "!" not in sentence.replace("!=", "")
        assert not {"just", "simply", "obviously"} & set(sentence.lower().split())


@pytest.mark.parametrize("name", NAMES)
def test_probes_are_made_anew_for_every_check(name):
    first, second = EXERCISES[name].cases(), EXERCISES[name].cases()
    assert first is not second
    assert len(first) >= 4


# Verdicts of the bank.


@pytest.mark.parametrize("name", NAMES)
def test_the_reference_is_right(name):
    assert checked(name, EXERCISES[name].reference).status == "right"


@pytest.mark.parametrize("name", NAMES)
def test_the_stub_is_not_attempted(name):
    names = {}
    exec(f'def {EXERCISES[name].signature}:\n    """What to return."""\n    ...', names)
    assert check(names[name]).status == "not attempted"


@pytest.mark.parametrize(("name", "mistake"), MISTAKES, ids=[f"{name}: {m.feedback}" for name, m in MISTAKES])
def test_a_known_mistake_gets_its_own_sentence(name, mistake):
    result = checked(name, mistake.answer)
    assert result.status in ("wrong", "crashed")
    assert result.diagnosis == mistake.feedback


@pytest.mark.parametrize("name", NAMES)
def test_no_two_mistakes_give_the_same_results_on_the_probes(name):
    assert look_alikes(EXERCISES[name]) == []


def look_alikes(exercise):
    """Pairs of sentences whose answers the probes cannot tell apart."""
    probes = exercise.cases()
    with np.errstate(all="ignore"):  # some mistakes overflow, and that is what they are
        outcomes = [[call_on(m.answer, args) for args in probes] for m in exercise.mistakes]
    return [
        (a.feedback, b.feedback)
        for j, b in enumerate(exercise.mistakes)
        for i, a in enumerate(exercise.mistakes[:j])
        if all(
            x.changed == y.changed and behave_alike(x, y, exercise.tolerance)
            for x, y in zip(outcomes[i], outcomes[j], strict=True)
        )
    ]


@pytest.mark.parametrize(("name", "body", "sentence"), CLASSIC, ids=[f"{row[0]}: {row[2]}" for row in CLASSIC])
def test_a_classic_mistake_is_told_what_it_is(name, body, sentence):
    result = check(written(name, body))
    assert result.status in ("wrong", "crashed")
    assert result.diagnosis == sentence


def test_wrong_answers_that_nobody_foresaw_are_never_right_and_at_least_half_are_recognised():
    for name, body in ((name, body) for name, bodies in FRESH.items() for body in bodies):
        result = check(written(name, body))
        assert result.status in ("wrong", "crashed"), body
        if result.diagnosis is None:
            assert result.call, body
            assert result.error or result.got != result.expected, body
        PROOF["fresh wrong answers"] += 1
        # A first difference with nothing right beside it is no recognition.
        recognised = result.diagnosis or (result.parts and "right" in result.parts)
        PROOF["recognised" if recognised else "told call, got and expected"] += 1
    assert PROOF["fresh wrong answers"] >= 230
    assert PROOF["recognised"] >= PROOF["fresh wrong answers"] / 2


def written(name, body):
    """The function of an exercise with `body`, in a notebook where all exercises are solved."""
    names = {exercise.name: exercise.reference for exercise in EXERCISES.values()}
    names |= {"math": math, "mean_loss": network.mean_loss, "network": network, "np": np}
    if EXERCISES[name].lesson == "07_numpy":
        names["sigmoid"] = mlp.sigmoid
    exec(f"def {EXERCISES[name].signature}:\n{textwrap.indent(body, '    ')}", names)
    return names[name]


@pytest.mark.parametrize(("name", "answer"), WRITTEN_DIFFERENTLY, ids=[f.__qualname__ for _, f in WRITTEN_DIFFERENTLY])
def test_a_right_answer_written_differently_is_right(name, answer):
    assert str(checked(name, answer)).startswith(f"{name}: right")
    PROOF["right answers written differently and accepted"] += 1


def test_every_exercise_has_right_answers_written_differently():
    assert {name for name, _ in WRITTEN_DIFFERENTLY} == {e for e in NAMES if EXERCISES[e].lesson[:2] <= "09"}
    assert len(WRITTEN_DIFFERENTLY) >= 60


# Mutants: the plain answers with one operator, constant, name or index changed.

OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow)
COMPARISONS = (ast.Gt, ast.GtE, ast.Lt, ast.LtE, ast.Eq, ast.NotEq)


def mutants(source):
    """Every source that differs from `source` in one place."""
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
    names = {
        "math": math,
        "np": np,
        **{f: getattr(network, f) for f in ("sigmoid", "forward", "output_delta", "hidden_delta")},
    }
    names |= {"gradients": network.gradients, "update": network.update, "squared_error": network.squared_error}
    names |= {e: EXERCISES[e].reference for e in ("step_neuron", "converged")} | {"network": network}
    exec(source, names)
    return names[name]


def wrongly_right(name, calls=None, most=130):
    """The mutants that `check` calls right although some random call tells them from the reference; and the counts."""
    exercise, rng = EXERCISES[name], random.Random(name)
    calls = calls or (100 if name == "train_with_retries" else 1000)  # each of its calls trains several networks
    found, counts = [], dict.fromkeys(("mutants", "equal", "named", "parts", "honest", "crashed"), 0)
    args = [random_call(name, rng) for _ in range(calls)]
    due = [call_on(exercise.reference, a) for a in args]
    sources = list(mutants(plain_source(name)))
    for source in random.Random(0).sample(sources, min(most, len(sources))):
        answer = compiled(source, name)
        result = check(answer)
        counts["mutants"] += 1
        if result.status == "right":
            counts["equal"] += 1
            again = (call_on(answer, a) for a in args)
            if any(differs(exercise, *call) for call in zip(args, again, due, strict=True)):
                found.append(source)
        else:
            kind = "named" if result.diagnosis else "parts" if result.parts else result.status
            counts["honest" if kind == "wrong" else kind] += 1
    return found, counts


def differs(exercise, args, got, due):
    """True if the outcome of a call is not the reference's, and not another draw that the exercise's judge accepts."""
    if attempt.raised_as_expected(got, due):
        return False
    if got.error or due.error or got.unreadable:
        return True
    # A hair's breadth beyond what `check` allows, so that rounding is not taken for a difference.
    return not close(got.plain, due.plain, 10 * exercise.tolerance) and (
        not exercise.validator or exercise.validator(args, got.plain) is not None
    )


def random_call(name, rng):
    """Arguments as the exercise promises them, drawn by `rng`."""

    def real(size=2.0):
        return rng.uniform(-size, size)

    def share():
        return rng.uniform(0.02, 0.98)

    def nine():
        return Params(*[real() for _ in range(9)])

    def half():  # so that sums of exactly 0 occur
        return rng.randint(-4, 4) / 2

    def array(rows, columns):
        return np.array([[rng.choice((real(), half())) for _ in range(columns)] for _ in range(rows)])

    def one_hot(rows, columns):
        return np.eye(columns)[[rng.randrange(columns) for _ in range(rows)]]

    n, k = rng.randint(1, 6), rng.randint(2, 5)
    calls = {
        "sigmoid": lambda: (real(9),),
        "neuron": lambda: tuple(real() for _ in range(5)),
        "step_neuron": lambda: tuple(half() for _ in range(5)),
        "rows_right": lambda: ([(half(), half(), rng.randint(0, 1)) for _ in range(n)], half(), half(), half()),
        "xor_by_hand": lambda: (rng.randint(0, 1), rng.randint(0, 1)),
        "forward": lambda: (real(), real(), nine()),
        "squared_error": lambda: (real(), real()),
        "mean_squared_error": lambda: ([real() for _ in range(n)], [real() for _ in range(n)]),
        "cross_entropy": lambda: (share(), rng.randint(0, 1)),
        "sigmoid_derivative": lambda: (share(),),
        "output_delta": lambda: (share(), share()),
        "hidden_delta": lambda: (real(), real(), share()),
        "gradients": lambda: (real(), real(), share(), nine()),
        "numerical_gradient": lambda: (lambda p: sum(x**3 for x in p) + p[0] * p[8], nine(), rng.randint(0, 8), 0.05),
        "update": lambda: (nine(), nine(), rng.uniform(0.1, 3)),
        "train": lambda: (
            [(real(), real(), share()) for _ in range(n)],
            nine(),
            rng.uniform(0.1, 3),
            rng.randint(1, 4),
        ),
        "relu": lambda: (array(n, 3),),
        "relu_derivative": lambda: (array(n, 3),),
        "forward_batch": lambda: (array(n, 3), array(3, 2), array(1, 2), array(2, 2), array(1, 2)),
        "backward_batch": lambda: (array(n, 3), array(n, 1), array(n, 4), array(n, 1), array(4, 1)),
        "xavier_init": lambda: (np.random.default_rng(rng.randrange(10**6)), rng.randint(25, 40), rng.randint(41, 60)),
        "he_init": lambda: (np.random.default_rng(rng.randrange(10**6)), rng.randint(25, 40), rng.randint(41, 60)),
        "converged": lambda: (
            [rng.choice((share(), math.nan, 0.01, 0.1)) for _ in range(n)],
            rng.choice((0.01, 0.1, 0.5)),
        ),
        "train_with_retries": lambda: (  # a row that any fair draw learns in a hundred attempts
            [(real(), real(), rng.uniform(0.4, 0.6))],
            np.random.default_rng(rng.randrange(10**6)),
            2.0,
            rng.randint(2, 5),
            100,
        ),
        "momentum_update": lambda: (array(n, k), array(n, k), array(n, k), rng.uniform(0.1, 3), rng.uniform(0, 0.99)),
        "softmax": lambda: (array(n, k) * rng.choice([1, 1000]),),
        "categorical_cross_entropy": lambda: (EXERCISES["softmax"].reference(array(n, k)), one_hot(n, k)),
        "l2_gradient": lambda: (array(n, k), rng.uniform(0.1, 3), rng.randint(2, 99)),
    }
    return calls[name]()


def plain_source(name):
    return textwrap.dedent(inspect.getsource(PLAIN[name]))


@pytest.mark.parametrize("name", PLAIN)
def test_no_mutant_of_the_plain_answer_is_wrongly_called_right(name):
    assert check(compiled(plain_source(name), name)).status == "right"
    found, counts = wrongly_right(name)
    print(f"{name}: {counts}")
    assert found == []
    assert counts["mutants"] > counts["equal"]
    TOTALS[name] = counts


def test_the_mutants_are_at_least_a_thousand_and_half_of_the_wrong_ones_recognised():
    if set(TOTALS) != set(PLAIN):
        pytest.skip("needs the counts of every exercise's mutants")
    total = {key: sum(counts[key] for counts in TOTALS.values()) for key in TOTALS["sigmoid"]}
    print(f"all: {total}")
    assert total["mutants"] >= 1000
    assert total["named"] + total["parts"] >= total["honest"]


# Planted failures: each of these tests can fail.


def test_probes_with_equal_weights_let_wrong_answers_through_and_the_mutants_show_it(monkeypatch):
    equal = [(x1, x2, y, Params(*[0.5] * 9)) for x1, x2, y in XOR]
    monkeypatch.setitem(EXERCISES, "gradients", EXERCISES["gradients"]._replace(cases=lambda: equal))
    swapped = next(m for m in EXERCISES["gradients"].mistakes if "they are swapped" in m.feedback)
    assert checked("gradients", swapped.answer).status == "right"
    assert look_alikes(EXERCISES["gradients"])
    found, _ = wrongly_right("gradients")
    assert found


def test_probes_of_one_length_let_a_wrong_mean_through(monkeypatch):
    four = [args for args in EXERCISES["mean_squared_error"].cases() if len(args[0]) == 4]
    monkeypatch.setitem(EXERCISES, "mean_squared_error", EXERCISES["mean_squared_error"]._replace(cases=lambda: four))
    assert checked("mean_squared_error", lambda outs, ys: sum(np.subtract(outs, ys) ** 2) / 4).status == "right"


def test_a_check_that_accepts_anything_is_caught(monkeypatch):
    monkeypatch.setattr(attempt, "agrees", lambda *args: True)
    judged_by_numbers = ((name, mistake) for name, mistake in MISTAKES if not EXERCISES[name].validator)
    assert all(checked(name, mistake.answer).diagnosis != mistake.feedback for name, mistake in judged_by_numbers)
    found, _ = wrongly_right("neuron")
    assert found


def test_two_mistakes_that_are_one_are_caught():
    exercise = EXERCISES["sigmoid"]
    twin = Mistake(lambda z: math.exp(-z) / (1 + math.exp(-z)), "The same function, another sentence.")
    probes = [args for args in exercise.cases() if abs(args[0]) < 300]
    assert look_alikes(exercise._replace(mistakes=(*exercise.mistakes, twin), cases=lambda: probes))


def test_the_example_in_the_readme_is_an_exercise(monkeypatch):
    readme = (ROOT / "shared" / "README.md").read_text("utf-8")
    example = readme.split("## Add an exercise")[1].split("```python\n")[1].split("```")[0]
    exercise = eval(example, {"Exercise": Exercise, "Mistake": Mistake})
    monkeypatch.setitem(EXERCISES, exercise.name, exercise)
    assert checked("double", lambda z: z + z).status == "right"
    assert checked("double", lambda z: z**2).diagnosis == exercise.mistakes[0].feedback


def test_an_answer_that_never_gives_up_comes_to_an_end_and_is_told_so():
    body = """used, losses = 0, [1.0]
while not converged(losses):
    used += 1
    states = list(network.train(data, rng.uniform(-1, 1, 9), lr, epochs))
    losses = [state.loss for state in states]
return states[-1].params, losses, used"""
    result = check(written("train_with_retries", body))
    assert result.status == "crashed"
    assert "It never stops" in str(result)


def test_no_sentence_is_written_in_markdown_that_the_card_does_not_read():
    assert [mistake.feedback for _, mistake in MISTAKES if re.search(r"\*\w+\*", mistake.feedback)] == []


def test_a_mistake_is_recognised_whatever_its_own_error_says():
    body = slip(RETRIES, ("    start = draw()\n", ""), ("for attempt", "start = draw()\nfor attempt"))
    for error in ("ValueError('bad luck')", "RuntimeError('never learned')"):
        result = check(written("train_with_retries", slip(body, ("ValueError('bad luck')", error))))
        assert (result.status, result.diagnosis[:34]) == ("crashed", "If the first attempt fails, all fa")
