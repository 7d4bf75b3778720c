"""The JavaScript trainer prints the same lines as the Python trainer, and computes the same numbers up to 1e-9."""

import json
import os
import random
import shutil
import subprocess

import pytest
from course_files import ROOT
from solution_rules import CLAIM_1A

from shared import START_A, START_B, XOR
from shared.nn.network import train
from shared.widgets.views import LOSS_LABELS

LIVE = ROOT / "tests" / "js"


def node(*arguments, stdin=""):
    """Run `node`. If Node is missing, skip the test, or let it fail if CI=true."""
    if shutil.which("node") is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("no node on PATH")
    return subprocess.run(["node", *arguments], input=stdin, capture_output=True, text=True, timeout=60)


def javascript_states(runs):
    """Make each run (start, lr, loss, epochs, every) in JavaScript, and return its states.

    A state is the nine numbers and the loss. The states are those of the epochs 0, `every`, 2 · `every` and so on.
    """
    keys = ("start", "lr", "loss", "epochs", "every")
    answer = node(str(LIVE / "states.mjs"), stdin=json.dumps([dict(zip(keys, run)) for run in runs]))
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


def largest_difference(run, states):
    start, lr, loss, epochs, every = run
    python = [
        [*epoch.params, epoch.loss]
        for epoch in train(XOR, start, lr, epochs, loss=LOSS_LABELS[loss])
        if epoch.number % every == 0
    ]
    assert len(python) == len(states)
    return max(abs(a - b) for ours, theirs in zip(python, states) for a, b in zip(ours, theirs))


def test_the_tests_of_the_javascript_modules_pass():
    files = sorted(map(str, LIVE.glob("*.test.mjs")))
    assert files
    answer = node("--test", "--test-reporter=tap", *files)
    assert answer.returncode == 0, answer.stdout


def test_node_prints_the_thirteen_published_lines():
    printed = node(str(LIVE / "print_run.mjs")).stdout
    assert printed.rstrip("\n") == CLAIM_1A.rstrip("\n")
    outputs = [line for line in printed.splitlines() if line]
    assert len(outputs) == 13


@pytest.mark.parametrize("loss", LOSS_LABELS)
def test_both_languages_agree_over_the_whole_run_of_start_a(loss):
    run = (START_A, 2.0, loss, 4001, 1)
    assert largest_difference(run, javascript_states([run])[0]) <= 1e-9


@pytest.mark.parametrize("loss", LOSS_LABELS)
def test_both_languages_agree_from_start_b_and_from_random_starts(loss):
    rng = random.Random(9)
    runs = [(START_B, 0.1, loss, 1000, 50)]
    runs += [([rng.uniform(-2, 2) for _ in range(9)], rng.uniform(0.1, 2), loss, 300, 50) for _ in range(50)]
    # The two languages may differ in the last bit of `exp`. Training enlarges this difference, but it stays below 1e-9.
    assert max(map(largest_difference, runs, javascript_states(runs))) <= 1e-9
