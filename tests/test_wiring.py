"""XOR from three step neurons: the check names a wrong neuron, and notices a right answer without neurons."""

import pytest
from notebook_answers import answer_of

from shared import check
from shared.exercises import EXERCISES
from shared.exercises.wiring import ROWS, XOR, _can_give_xor

STEP = {"step_neuron": EXERCISES["step_neuron"].reference}
WIRED = "a = step_neuron(x1, x2, {})\nb = step_neuron(x1, x2, {})\nreturn step_neuron(a, b, {})"


@pytest.mark.parametrize(
    "body",
    [
        "return (x1 + x2) % 2",
        "return abs(x1 - x2)",
        "return x1 + x2 - 2 * x1 * x2",
        "return {(0, 0): 0, (0, 1): 1, (1, 0): 1, (1, 1): 0}[x1, x2]",
        "return [[0, 1], [1, 0]][int(x1)][int(x2)]",
        "if x1 > 0 and x2 < 1 or x1 < 1 and x2 > 0:\n    return 1\nreturn 0",
        "return (x1 + x2 > 0.5) - (x1 + x2 > 1.5)",
    ],
)
def test_a_right_answer_without_neurons_gets_the_task_again(body):
    result = check(answer_of("xor_by_hand", body, **STEP))
    assert result.status == "right"
    assert result.success_message.startswith("The results are right, but you use no step neurons. Build XOR from three")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("return step_neuron(x1, x2, 1, 1, -0.5) - step_neuron(x1, x2, 1, 1, -1.5)", "you use only two step neurons"),
        ("return step_neuron(x1, x2, 1, 1, -0.5) and not (x1 and x2)", "you use only one step neuron."),
        ("return step_neuron(x1 + x2 - 2 * x1 * x2, 0, 1, 0, -0.5)", "you use only one step neuron."),
    ],
)
def test_too_few_neurons_are_counted(body, words):
    result = check(answer_of("xor_by_hand", body, **STEP))
    assert result.status == "right"
    assert words in result.success_message


@pytest.mark.parametrize(
    ("first", "second", "last", "words"),
    [
        (
            "1, 1, -0.5",
            "-1, -1, 0.5",
            "1, 1, -1.5",
            "neuron (−1, −1, bias 0.5) computes NOR. OR is right: make this neuron NAND",
        ),
        (
            "1, 1, -0.5",
            "-1, -1, -1.5",
            "1, 1, -1.5",
            "(−1, −1, bias −1.5) computes 0 for every row. OR is right: make this neuron NAND",
        ),
        ("1, 1, -0.5", "-1, -1, 2.5", "1, 1, -1.5", "1 for every row. OR is right: make this neuron NAND"),
        (
            "1, 1, -1.5",
            "-1, -1, 1.5",
            "1, 1, -1.5",
            "(1, 1, bias −1.5) computes AND. NAND is right: make this neuron OR",
        ),
        (
            "1, 1, 0.5",
            "-1, -1, 1.5",
            "1, 1, -1.5",
            "(1, 1, bias 0.5) computes 1 for every row. NAND is right: make this neuron OR",
        ),
        (
            "1, 1, -0.5",
            "-1, -1, 1",
            "1, 1, -1.5",
            "computes NOR. Its sum is exactly 0 in 2 rows of the table, so it returns 0 there.",
        ),
        ("1, 1, -0.5", "-1, -1, 1.5", "1, 1, -0.5", "(OR and NAND). The last neuron (1, 1, bias −0.5)"),
        (
            "1, 1, -0.5",
            "-1, -1, 1.5",
            "1, 1, -2",
            "is wrong. It must compute AND. Its sum is exactly 0 in 2 rows of the table",
        ),
        (
            "1, 1, -0.5",
            "1, 1, -1.5",
            "1, 1, -1.5",
            "(1, 1, bias −1.5) computes AND. OR is right: make this neuron NAND",
        ),
        ("1, 0, -0.5", "0, 1, -0.5", "1, 1, -0.5", "compute x1 and x2: no third neuron can make XOR from these two"),
    ],
)
def test_a_wrong_neuron_is_named(first, second, last, words):
    result = check(answer_of("xor_by_hand", WIRED.format(first, second, last), **STEP))
    assert result.status == "wrong"
    assert words in result.diagnosis


@pytest.mark.parametrize(
    ("last", "words"),
    [
        ("return step_neuron(x1, x2, 1, 1, -1.5)", "must be the answers of the first two"),
        ("return step_neuron(a, x2, 1, 1, -1.5)", "must be the answers of the first two"),
        ("step_neuron(a, b, 1, 1, -1.5)\nreturn a", "You do not return the answer of the third neuron"),
    ],
)
def test_a_missing_connection_is_named(last, words):
    body = f"a = step_neuron(x1, x2, 1, 1, -0.5)\nb = step_neuron(x1, x2, -1, -1, 1.5)\n{last}"
    result = check(answer_of("xor_by_hand", body, **STEP))
    assert result.status == "wrong"
    assert words in result.diagnosis


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (
            "x1 = step_neuron(x1, x2, 1, 1, -0.5)\nb = step_neuron(x1, x2, -1, -1, 1.5)\n"
            "return step_neuron(x1, b, 1, 1, -1.5)",
            "You overwrite x1 before the second neuron uses it.",
        ),
        (
            "a = step_neuron(x1, x2, 1, 1, -0.5)\nb = step_neuron(a, x2, -1, -1, 1.5)\n"
            "return step_neuron(a, b, 1, 1, -1.5)",
            "The inputs of the second neuron must be x1 and x2",
        ),
        (WIRED.format("1, 1, 0.5", "-1, -1, -1.5", "1, 1, 1.5"), "All three biases have the wrong sign."),
        (
            WIRED.format("1, 1, -0.5", "-1, -1, 1.5", "1, 1, -0.5"),
            "The last neuron (1, 1, bias −0.5) is wrong. It must compute AND.",
        ),
    ],
)
def test_the_fault_between_the_neurons_is_named(body, words):
    assert words in check(answer_of("xor_by_hand", body, **STEP)).diagnosis


def test_can_give_xor_agrees_with_a_search_over_lines():
    step = STEP["step_neuron"]
    lines = [(w1, w2, b / 2) for w1 in (-2, -1, 0, 1, 2) for w2 in (-2, -1, 0, 1, 2) for b in range(-7, 8)]
    tables = {tuple(step(*row, *line) for row in ROWS) for line in lines}
    assert len(tables) == 14  # all tables except XOR and its opposite
    for one in tables:
        for other in tables:
            found = any(tuple(step(a, b, *line) for a, b in zip(one, other)) == XOR for line in lines)
            assert _can_give_xor(one, other) == found
