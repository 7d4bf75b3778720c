"""What the doctor says about programs with a fault, right programs, and harmful programs.

These tests run a few programs of each kind. `tests/benchmarks/bench_doctor.py` runs all of `tests/programs`.
"""

import json
import subprocess
import sys
import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from course_files import ROOT

from shared import doctor
from shared.doctor import data, faults, lift, model, modules, repairs, rewrite, surgery, tape
from shared.doctor.run import run

PROGRAMS = ROOT / "tests" / "programs"


@cache
def report_on(name):
    """Return the report on a program. Several tests read the reports on the same program."""
    return doctor.examine((PROGRAMS / name).read_text("utf-8"))


def expected(folder):
    return json.loads((PROGRAMS / folder / "expected.json").read_text("utf-8"))


@pytest.mark.parametrize(
    "name",
    [
        "public/broken_p16.py",
        "public/broken_p20.py",
        "first/class_no_activation.py",
        "first/class_start_large.py",
        "third/adam_slope_missing.py",
        "third/softmax_lists_plus.py",
        "fourth/xor_table.py",
        "fifth/classifier.py",
        "fifth/couche_cachee.py",
        "fifth/deep_tanh.py",
        "fifth/matlab_like.py",
        "fifth/xor_vectorized.py",
        "seventh/quickxor.py",
    ],
)
def test_the_cause_of_a_program_comes_first(name):
    folder, file = name.split("/")
    report = report_on(name)
    assert report.cause in expected(folder)[file]


@pytest.mark.parametrize("name", ["public/fixed_p16.py", "fifth/tiny_autograd.py", "fifth/two_classes.py"])
def test_a_right_program_is_not_accused(name):
    report = report_on(name)
    assert [finding.cause for finding in report.findings] == ["nothing-wrong"]
    assert 0 < report.findings[0].evidence["starts that learn"] <= report.findings[0].evidence["starts"]


def test_a_fault_is_named_with_its_line_and_proved():
    source = (PROGRAMS / "public" / "broken_p12.py").read_text("utf-8")
    finding = report_on("public/broken_p12.py").findings[0]
    assert "delta_hidden = error" in source.splitlines()[finding.line - 1]
    assert not finding.proof["before"]["learned"]
    assert finding.proof["after"]["learned"]


def test_steps_with_a_flipped_sign_are_not_called_right():
    report = report_on("seventh/homework2.py")
    assert report.cause == "sign" and "Wih, bih" in report.findings[0].sentence
    assert report.right[0] == "the gradients of who, bho are right for the squared error"


def test_a_fault_that_is_not_known_is_not_guessed():
    source = (PROGRAMS / "first" / "columns_right.py").read_text("utf-8")
    changed = source.replace('1 - np.power(cache["A1"], 2)', 'np.cos(cache["A1"])')
    assert changed != source
    report = doctor.examine(changed)
    assert report.cause == "not-understood"
    assert "parameters['W1']" in report.findings[0].parameter or "parameters['b1']" in report.findings[0].parameter
    assert any("parameters['W2']" in text for text in report.right)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("third/perceptron_and.py", "has no derivative"),
        ("third/dropout_right.py", "It seems to use dropout"),
        ("seventh/xenia.py", "Perhaps each hidden ReLU unit is 0 on every row"),
        ("seventh/dario.py", "The gradient is right"),
    ],
)
def test_a_program_that_is_not_understood_is_told_why(name, words):
    report = report_on(name)
    assert report.cause == "not-understood"
    assert words in report.findings[0].sentence


def test_a_bias_per_row_is_proved_and_a_second_cause_follows():
    report = report_on("public/broken_p15.py")
    assert [finding.cause for finding in report.findings] == ["bias-per-row", "not-separable"]
    assert report.findings[0].proof["after"]["outputs"] == pytest.approx([0.5] * 4, abs=0.01)


@pytest.mark.parametrize(
    ("name", "bound"), [("public/broken_p12.py", "1e-12"), ("third/adam_slope_missing.py", "1e-05")]
)
def test_the_difference_with_the_fault_is_measured(name, bound):
    evidence = report_on(name).findings[0].evidence
    assert evidence["difference from the gradient with this fault"] == f"below {bound}"


def test_adaptive_steps_follow_their_published_formula():
    adam = model.Adaptive("Adam", 0.9, 0.999, corrected=True)
    gradients = np.array([[0.5, -2.0], [0.1, 4.0]])
    first, second = adam.directions(gradients)
    assert first == pytest.approx([1, -1])  # Kingma and Ba (2014): the size of the first step is the learning rate
    m, v = 0.9 * 0.1 * gradients[0] + 0.1 * gradients[1], 0.999 * 0.001 * gradients[0] ** 2 + 0.001 * gradients[1] ** 2
    assert second == pytest.approx((m / (1 - 0.9**2)) / np.sqrt(v / (1 - 0.999**2)))


def test_nesterov_steps_lead_from_one_point_ahead_to_the_next():
    gradients = np.array([[0.5, -2.0], [0.1, 4.0], [-0.3, 1.0]])
    steps = model.Adaptive("Nesterov's momentum", 0.8, 0.0, corrected=False).directions(gradients)
    p, v, ahead = np.zeros(2), np.zeros(2), [np.zeros(2)]
    for gradient in gradients:
        v = 0.8 * v - gradient
        p = p + v
        ahead.append(p + 0.8 * v)
    assert -np.diff(ahead, axis=0) == pytest.approx(steps)


def test_training_adds_the_gradients_of_a_shared_parameter():
    hidden = model.Layer(np.array([[0, 1], [2, 3]]), np.array([4, 4]), "tanh", 0.0, 1.0, 1)  # one bias for two units
    out = model.Layer(np.array([[5], [6]]), np.array([7]), "sigmoid", 0.0, 1.0, 1)
    X, T, start = np.array([[0.0, 1.0], [1.0, 1.0]]), np.array([[1.0], [0.0]]), np.linspace(-1, 1, 8)
    net = model.Net([hidden, out], list("abcdefgh"), X, T, start, [], {})
    rule = model.Rule(np.full(8, 0.3), False, "batch", [0, 1], 2)
    after, _ = model.train(net, rule, start[None], 1, 1.0)
    assert after[0] == pytest.approx(start - 0.3 * net.gradient(start, X, T, entropy=False))


def test_the_best_training_says_which_start_and_which_rate_it_has():
    line = model.Layer(np.array([[0]]), np.array([-1]), "identity", 0.0, 1.0, 1)
    net = model.Net([line], ["w"], np.ones((1, 1)), np.ones((1, 1)), np.zeros(1), [], {})
    rule = model.Rule(np.full(1, 2.5), False, "batch", [0], 1)  # too large: only 0.3 times this rate learns
    case = SimpleNamespace(net=net, rule=rule, fair_steps=lambda: 1)
    best = {"loss": 0.0, "learned": True, "rate": "0.3 times", "updates": 5000}
    assert data._best(case, net) == {**best, "start": "the same"}
    assert "start" not in data._best(case, replace(net, start=np.ones(1)))  # a new network has no start of the program


# the program, a part of the expected sentence, and the time limit in seconds
HOSTILE = {
    "endless": ("while True:\n    pass\n", "took longer than 0.5 s", 0.5),
    "exit": ("import os\nos._exit(3)\n", "ended its own process", 2),
    "memory": ("x = [0] * 10**9\n", "used more than 300 MB", 2),
    "input": ("rate = float(input())\n", "asks for input", 2),
    "network": ("import socket\nsocket.create_connection(('127.0.0.1', 9))\n", "allows no network connection", 2),
    "missing file": ("open('no/such/file')\n", "No such file", 2),
    "syntax": ("def f(:\n", "not valid Python", 2),
    "return": ("x = 1\nreturn x\n", "not valid Python in line 2", 2),
    "minus signs": ("-" * 200_000 + "1\n", "not valid Python", 2),
    "nothing": ("", "could not be read", 2),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_program_that_does_harm_is_reported(name):
    source, words, timeout = HOSTILE[name]
    report = doctor.examine(source, timeout, memory=300)
    assert report.cause == "not-understood"
    assert words in report.findings[0].sentence


def test_what_a_program_writes_does_not_stay(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    answer = run("plain", "open('left behind', 'w').write('x')\nprint(*__import__('os').listdir())\n")
    assert "problem" not in answer and "left behind" in answer["printed"]
    assert list(tmp_path.iterdir()) == []


def test_the_command_prints_json_as_promised(tmp_path):
    program = tmp_path / "program.py"
    program.write_text((PROGRAMS / "public" / "broken_p20.py").read_text("utf-8"), "utf-8")
    command = [sys.executable, "-m", "shared.doctor", str(program), "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, cwd=ROOT)
    findings = json.loads(done.stdout)
    assert done.returncode == 1
    assert [set(f) for f in findings] == [{"cause", "where", "sentence", "evidence", "fix", "proof"}] * len(findings)
    assert set(findings[0]["where"]) == {"line", "parameter"}
    assert set(findings[0]["proof"]) == {"before", "after"}


def test_every_expected_cause_is_written_in_the_doctor():
    source = "".join(path.read_text("utf-8") for path in (ROOT / "shared" / "doctor").glob("*.py"))
    for folder in filter(Path.is_dir, PROGRAMS.iterdir()):
        for program, causes in expected(folder.name).items():
            assert causes and all(f'"{cause}"' in source for cause in causes), f"{folder.name}/{program}: {causes}"


def test_every_program_has_an_expectation():
    for folder in filter(Path.is_dir, PROGRAMS.iterdir()):
        assert {path.name for path in folder.glob("*.*")} - {"expected.json"} == set(expected(folder.name))


def test_an_activation_function_is_distinguished_from_a_line():
    near_0 = [(z, np.tanh(z)) for z in (1e-5, -2e-5)]
    assert lift.classify(near_0, 1.0, {"tanh"}) == ("tanh", 0.0)
    assert lift.classify(near_0, 1.0, {"add"}) == ("identity", 1.0)
    cut = [(0.5, 0.5), (2.0, 2.0), (-1.0, np.nan)]  # for z = −1, `z if z > 0 else 0` is 0 and does not depend on z
    assert lift.classify(cut, 1.0, set()) == ("relu", 0.0)


def test_an_operation_adds_one_number_to_the_tape():
    number = tape.leaf(0.5)
    for name in tape.UNARY:
        before = len(tape.TAPE.nums)
        tape.unary(name, number)
        assert len(tape.TAPE.nums) == before + 1
    for name in tape.BINARY:
        before = len(tape.TAPE.nums)
        tape.binary(name, number, 2.0)
        assert len(tape.TAPE.nums) == before + 1


IN_PLACE = {
    "sort": lambda a: a.sort(),
    "sort a row": lambda a: a[0].sort(),
    "put": lambda a: a.put([0], tape.leaf(0.25)),
    "fill_diagonal": lambda a: np.fill_diagonal(a, 7.5),
    "putmask": lambda a: np.putmask(a, a > 1, a * 2),
    "copyto": lambda a: np.copyto(a, a * 2, where=a > 1),
    "add.at": lambda a: np.add.at(a, (tape.wrap(np.array([0, 0]), None), 1), a[0] * 2),
    "exp.at": lambda a: np.exp.at(a, [0]),
    "clip, out": lambda a: np.clip(a, 1.5, 2, out=a),
    "sum, out": lambda a: a.sum(axis=0, out=a[0]),
}


@pytest.mark.parametrize(
    ("name", "dtype"), [*((name, float) for name in IN_PLACE), ("sort", int), ("fill_diagonal", int)]
)
def test_the_nodes_of_an_array_follow_a_change_in_place(name, dtype):
    array = tape.wrap(np.array([[3, 1], [2, 4]], dtype), None)
    tape.nodes_of(array)
    before = array.view(np.ndarray).copy()
    IN_PLACE[name](array)
    assert np.any(array.view(np.ndarray) != before)
    assert tape.plain(tape.nodes_of(array).tolist()) == array.view(np.ndarray).tolist()


def test_every_float_of_a_generator_is_on_the_tape():
    traced, untraced = (modules.random_module(0, traced).Random(7) for traced in (True, False))
    for name, arguments in {"random": (), "uniform": (1, 2), "gauss": (0, 1), "triangular": ()}.items():
        number = getattr(traced, name)(*arguments)
        assert isinstance(number, tape.Num) and number == getattr(untraced, name)(*arguments)
    assert traced.sample(range(50), 9) == untraced.sample(range(50), 9)


def test_a_generator_that_is_seeded_later_also_gets_another_seed():
    def drawn(offset):
        state, own = modules.generators(offset, False)["RandomState"](), modules.random_module(offset, False)
        state.seed(1)
        own.seed()
        return state.rand(), own.random()

    assert not set(drawn(1)) & set(drawn(2))


def test_the_process_of_a_program_does_not_load_the_examination():
    command = "import sys, shared.doctor.worker; print([m for m in sys.modules if m.startswith('shared.')])"
    done = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, timeout=60, cwd=ROOT)
    assert "shared.doctor.tape" in done.stdout
    assert "shared.doctor.model" not in done.stdout and "shared.checking" not in done.stdout


def test_a_step_that_is_a_rounding_error_is_not_judged():
    tiny = np.array([1e-20, -2e-20])
    error = np.full(2, 1e-20)
    assert not faults._judged(tiny, tiny, error)
    assert faults._judged(tiny, np.array([1e-6, 0]), error)  # the step should be much larger: that is a fault
    assert faults._judged(np.array([1e-6, 0]), tiny, error)


SHUFFLED = """
import numpy as np
rng = np.random.default_rng(7)
X = rng.uniform(-1, 1, (40, 2))
y = (X[:, 0] * X[:, 1] > 0).astype(float)[:, None]
W1, b1, W2, b2 = rng.normal(0, 1, (2, 8)), np.zeros((1, 8)), rng.normal(0, 1, (8, 1)), np.zeros((1, 1))
for epoch in range(300):
    X = X[rng.permutation(40)]  # without y
    for s in range(0, 40, 8):
        xb, yb = X[s : s + 8], y[s : s + 8]
        h = np.tanh(xb @ W1 + b1)
        d = (1 / (1 + np.exp(-(h @ W2 + b2))) - yb) / 8
        dh = d @ W2.T * (1 - h * h)
        W2 -= 0.5 * h.T @ d; b2 -= 0.5 * d.sum(0, keepdims=True)
        W1 -= 0.5 * xb.T @ dh; b1 -= 0.5 * dh.sum(0, keepdims=True)
"""


def test_rows_that_change_during_training_are_not_taken_for_another_cause():
    assert doctor.examine(SHUFFLED).cause in ("data", "not-understood")
    right = SHUFFLED.replace("X = X[", "order = rng.permutation(40); X, y = X[order], y[order]  # ")
    assert doctor.examine(right.replace("300", "1500")).cause == "nothing-wrong"


XOR = """
import numpy as np
rng = np.random.default_rng(1)
X, y = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([[0], [1], [1], [0]])  # XOR
W1, b1, W2, b2 = rng.normal(0, 1, (2, 4)), np.zeros((1, 4)), rng.normal(0, 1, (4, 1)), np.zeros((1, 1))
for epoch in range(2000):
    h = np.tanh(X @ W1 + b1)
    d = 1 / (1 + np.exp(-(h @ W2 + b2))) - y
    dh = d @ W2.T * (1 - h * h)
    W2 -= 0.1 * h.T @ d; b2 -= 0.1 * d.sum(0, keepdims=True)
    W1 -= 0.1 * X.T @ dh; b1 -= 0.1 * dh.sum(0, keepdims=True)
"""


def test_every_traced_update_is_counted():
    answer = run("trace", XOR)
    (rounds,) = answer["rounds"].values()
    assert answer["lifted"]["update_count"] == rounds - 1 > lift.MOST_EVENTS // 4


@pytest.mark.parametrize("drawn", ["2 * rng.random((2, 4)) - 1", "rng.normal(0, 1, (2, 4))", "0.5 + np.zeros((2, 4))"])
def test_a_start_that_is_a_difference_is_read_as_it_is(drawn):
    program = XOR.replace("rng.normal(0, 1, (2, 4))", drawn)
    begin, _, _ = program.partition("for epoch")
    printed = run("plain", begin + "print([*map(float, W1.ravel())])")["printed"]
    lifted = run("trace", program, enough=3000)["lifted"]
    start = [v for slots, v in zip(lifted["names"], lifted["start"]) if slots[0][1].startswith("W1")]
    assert start == json.loads(printed)


def test_a_table_of_xor_without_one_of_its_inputs_is_noticed():
    assert doctor.examine(XOR).cause == "nothing-wrong"
    report = doctor.examine(XOR.replace("[1, 0], [1, 1]", "[0, 1], [1, 1]"))
    assert report.cause == "data"
    assert "the input [1.0, 0.0] is in none of its rows" in report.findings[0].sentence


def test_the_cells_of_a_jupyter_notebook_become_a_program():
    cells = [
        {"cell_type": "markdown", "source": ["text"]},
        {"cell_type": "code", "source": ["%matplotlib inline\n", "a = 1"]},
        {"cell_type": "code", "source": "!ls\nb = (\n    a + 2\n    % 2\n)\n"},
        {"cell_type": "code", "source": "%%bash\nls -l | wc"},
        {"cell_type": "code", "source": "\n%%time\nc = a"},
    ]
    source = rewrite.cells_of_notebook(json.dumps({"cells": cells}))
    names = {}
    exec(source, names)
    assert names["b"] == names["c"] == 1


def test_each_line_of_a_notebook_has_a_cell():
    cells = [{"cell_type": "code", "source": text} for text in ("a\nb", "", "c")]
    text = json.dumps({"cells": cells})
    lines = rewrite.cells_of_notebook(text).split("\n")
    places = [rewrite.place_in_notebook(text, k) for k in range(1, len(lines) + 1)]
    assert places == [(1, 1), (1, 2), (1, 2), (2, 1), (2, 1), (3, 1), (3, 1)]


def test_the_cells_of_a_marimo_notebook_run_in_the_order_of_their_names():
    source = (
        "import marimo\napp = marimo.App()\n\n@app.cell\ndef _(a):\n    b = a + 1\n    return (b,)\n\n"
        "@app.cell\ndef _():\n    a = 1\n    return (a,)\n"
    )
    names = {}
    exec(compile(rewrite.parse(source), "cells", "exec"), names)
    assert names["b"] == 2


def test_swapped_loops_exchange_their_headers():
    source = "for row in rows:\n    for _ in range(9):\n        step(row)\n"
    ((line, changed),) = surgery.swapped_loops(source)
    assert line == 1
    assert changed.splitlines()[:2] == ["for _ in range(9):", "    for row in rows:"]


def test_only_assignments_get_their_operators_swapped():
    source = "ä =- 2 * f(g, axis=+1, keep=- 1); b =+ 1\nk = lambda x=+1: x\n"
    (repair,) = repairs.swapped_operators(source)
    assert repair.evidence == {"assignments changed": 2}
    assert repair.source == "ä -= 2 * f(g, axis=+1, keep=- 1); b += 1\nk = lambda x=+1: x\n"


@pytest.mark.parametrize(
    ("division", "rows"),
    [("/ m", True), ("/4.0", True), ("/= len(X)", True), ("/ norm", False), ("/ 4.5", False), ("// n", False)],
)
def test_only_a_division_by_the_number_of_rows_is_one(division, rows):
    assert surgery.divides_by_rows(f"step = g {division}\n") == rows


def test_only_a_random_mask_is_taken_for_dropout():
    assert surgery.uses_dropout("mask1 = (rng.random(5) < 0.8) / 0.8\n")
    assert surgery.uses_dropout("def dropout(a): ...\n")
    assert not surgery.uses_dropout("mask = z > 0\nw = random()\nmasked = a * mask\n")


@pytest.mark.parametrize("line", ["a = 1  # dropout", "print('no dropout')", "'mask = rand()'", "# mask = rand()"])
def test_dropout_in_a_comment_or_a_text_is_not_use_of_dropout(line):
    assert not surgery.uses_dropout(line)
    assert surgery.uses_dropout(line + "\nDropout(0.5)")


@pytest.mark.parametrize("block", ["if __name__ == '__main__':", "with a:", "def f():", "if a:\n    b\nelse:"])
def test_a_seed_in_a_loop_moves_before_the_loop(block):
    loops = "    for row in rows:\n        while row:\n            if a:\n                b\n            else:\n"
    line, changed = surgery.with_seed_before_loops(f"{block}\n{loops}                seed(1)\n")
    assert line == block.count("\n") + 7
    assert changed.index("    seed(1)\n    for row in rows:") and "pass" in changed


def test_the_gradient_of_the_lifted_network_is_that_of_finite_differences():
    answer = run("trace", (PROGRAMS / "first" / "columns_right.py").read_text("utf-8"))
    net = model.net_of(answer["lifted"])
    gradient = net.gradient(net.start, net.X, net.T, entropy=False)
    for k in range(net.size):
        up, down = net.start.copy(), net.start.copy()
        up[k] += 1e-6
        down[k] -= 1e-6
        losses = [0.5 * ((net.outputs(P) - net.T) ** 2).sum() for P in (up, down)]
        assert gradient[k] == pytest.approx((losses[0] - losses[1]) / 2e-6, abs=1e-7)
