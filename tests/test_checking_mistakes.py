"""`check` recognises mistakes from the numbers and from the student's code."""

import math

import numpy as np
import pytest
from answers import answer, checked, reference

from shared import check
from shared.exercises import EXERCISES
from shared.nn import network


def test_a_scale_that_is_added_is_not_called_an_argument_of_normal():
    def diagnosis(body):
        source = f"def xavier_init(rng, n_in, n_out):\n    return {body}"
        return check(answer(source, "xavier_init", math=math)).diagnosis

    added = "You add √(1 / n_in) to the draws, so their mean is not 0. Multiply the draws by √(1 / n_in)."
    assert diagnosis("rng.standard_normal((n_in, n_out)) + math.sqrt(1 / n_in)") == added
    assert "first argument of `normal`" in diagnosis("rng.normal(math.sqrt(1 / n_in), size=(n_in, n_out))")


@pytest.mark.parametrize(
    ("factor", "word"),
    [(-1, "sign"), (2, "twice"), (0.5, "half")],
)
def test_a_constant_factor_is_named(factor, word):
    result = checked("forward", lambda *args: [factor * x for x in network.forward(*args)])
    assert result.status == "wrong"
    assert word in result.diagnosis


def test_a_factor_of_the_length_is_named_by_its_argument():
    count = reference("rows_right")
    assert "`len(table)` times too big" in checked("rows_right", lambda t, *w: count(t, *w) * len(t)).diagnosis


def test_a_factor_in_only_some_cases_is_not_reported():
    result = checked("squared_error", lambda out, y: (out - y) ** 2 * (2 if out > 0.3 else 1))
    assert (result.status, result.diagnosis) == ("wrong", None)


def test_the_feedback_of_a_known_mistake_wins_over_the_factor():
    assert checked("squared_error", lambda out, y: (out - y) ** 2 / 2).diagnosis.endswith(
        "Remove the factor ½: this loss has no ½."
    )


TRAIN = """
def train(data, params, lr, epochs):
    losses = []
    for _ in range(epochs):
        {start}
        losses += [network.mean_loss(data, params)]
        for row in data:
            {add}
        {last}
    return params, losses
"""


COUNT = """count = 0
    for x1, x2, y in table:
        if step_neuron(x1, x2, w1, w2, b) == y:
            {add}
    return count"""


FORWARD = """w11, w12, b1, w21, w22, b2, v1, v2, c = params
    h1 = network.neuron({}, b1)
    h2 = network.neuron({}, b2)
    return h1, h2, network.neuron(h1, h2, v1, v2, c)"""


WIRED = """either = step_neuron(x1, x2, 1, 1, -0.5)
    not_both = step_neuron(x1, x2, {nand})
    return step_neuron(either, not_both, {last})"""


ZERO = "of the table, so it returns 0 there."


def test_the_code_decides_between_mistakes_with_the_same_numbers():
    def diagnosis(**lines):
        return check(answer(TRAIN.format(**lines), "train", update=update)).diagnosis

    def update(params, grads, lr):
        return [p - lr * g for p, g in zip(params, grads)]

    start, add = "grads = [0] * 9", "grads = [a + b for a, b in zip(grads, network.gradients(*row, params))]"
    last = "params = update(params, [g / len(data) for g in grads], lr)"
    grown = "`+=` makes a list longer. Add number by number, with `zip`."
    assert diagnosis(start=start, add=add, last=last) is None
    assert diagnosis(start=start, add="grads += network.gradients(*row, params)", last=last) == grown
    assert "Keep the result of `update`" in diagnosis(start=start, add=add, last=last.split(" = ")[1])
    empty = diagnosis(start="grads = []", add="grads += network.gradients(*row, params)", last=last)
    assert empty.startswith("Only the first row's gradients are used")


@pytest.mark.parametrize(
    ("head", "body", "words"),
    [
        ("sigmoid(z)", "return 1/1+math.exp(-z)", "Python divides before it adds"),
        ("sigmoid(z)", "return 1 + math.exp(-z)", "This is only the denominator, 1 + e⁻ᶻ"),
        ("sigmoid(z)", "return 1/1+math.exp(z)", "This is 1 + eᶻ. Change the exponent to −z"),
        (
            "neuron(x1, x2, w1, w2, b)",
            "return 1/(1+math.exp(-w1*x1+w2*x2+b))",
            "The minus must apply to the whole sum: `-(",
        ),
        (
            "neuron(x1, x2, w1, w2, b)",
            "return 1/(1+math.exp(-(w1*x1+w2*x2)+b))",
            "The minus must apply to the whole sum, including b",
        ),
        ("neuron(x1, x2, w1, w2, b)", "return network.sigmoid(w1*x1 - w2*x2 - b)", "Two of your terms have a minus"),
        (
            "rows_right(table, w1, w2, b)",
            COUNT.format(add="count =+ 1"),
            "`=+` sets `count`: write `count += …` to add to it.",
        ),
        ("rows_right(table, w1, w2, b)", COUNT.format(add="count = 1"), "The count never goes above 1"),
        (
            "forward(x1, x2, params)",
            FORWARD.format("w11, x1, w12, x2", "w21, x1, w22, x2"),
            "Inputs come first: `neuron(x1",
        ),
        (
            "forward(x1, x2, params)",
            FORWARD.format("x1, x2, w11, w12", "x1, x2, w11, w12"),
            "In h2 you use the weights of hidden neuron 1",
        ),
        ("xor_by_hand(x1, x2)", WIRED.format(nand="-1, -1, 1.5", last="1, 1, -2"), ZERO),
        ("xor_by_hand(x1, x2)", WIRED.format(nand="-1, -1, 1.5", last="-1, -1, 1"), ZERO),
        ("xor_by_hand(x1, x2)", WIRED.format(nand="-1, -1, 1", last="1, 1, -1"), ZERO),
    ],
)
def test_small_slips_are_named(head, body, words):
    f = answer(f"def {head}:\n    {body}", head.split("(")[0], math=math, step_neuron=reference("step_neuron"))
    result = check(f)
    assert result.status == "wrong"
    assert words in result.diagnosis


@pytest.mark.parametrize(
    "body",
    [
        "return x1 != x2",
        "return x1 ^ x2",
        "return (x1 or x2) and not (x1 and x2)",
        "if x1 == 1 and x2 == 0:\n        return 1\n    return int(x1 == 0 and x2 == 1)",
    ],
)
def test_xor_without_neurons_is_right_but_asked_for_neurons(body):
    result = check(answer(f"def xor_by_hand(x1, x2):\n    {body}", "xor_by_hand"))
    assert result.status == "right"
    assert result.success_message.startswith("The results are right, but you use no step neurons")


@pytest.mark.parametrize(
    "body",
    [
        WIRED.format(nand="-1, -1, 1.5", last="1, 1, -1.5"),
        "return both(either(x1, x2), not_both(x1, x2))  # x1 or x2, and not both",
        "a = x1 + x2 - 0.5 > 0; b = -x1 - x2 + 1.5 > 0; return a + b - 1.5 > 0",
    ],
)
def test_xor_of_neurons_in_any_shape_is_praised_for_its_wiring(body):
    step = reference("step_neuron")
    names = {"step_neuron": step, "either": lambda a, b: step(a, b, 1, 1, -0.5)}
    names |= {"not_both": lambda a, b: step(a, b, -1, -1, 1.5), "both": lambda a, b: step(a, b, 1, 1, -1.5)}
    result = check(answer(f"def xor_by_hand(x1, x2):\n    {body}", "xor_by_hand", **names))
    assert result.success_message == EXERCISES["xor_by_hand"].success_message


def test_code_that_cannot_be_read_is_praised():
    assert (
        checked("xor_by_hand", eval("lambda x1, x2: x1 != x2")).success_message
        == EXERCISES["xor_by_hand"].success_message
    )


def test_parts_say_which_are_right_and_which_differs_first():
    def off(k):
        def answer(*args):
            grads = list(network.gradients(*args))
            grads[k] += 0.01
            return grads

        return checked("gradients", answer)

    assert off(6).parts == (
        "w11, w12, b1, w21, w22, b2, v2 and c are right. The first difference is `v1`: -0.123373 instead of -0.133373."
    )
    assert off(6).diagnosis is None
    tail = checked("gradients", lambda *args: [*network.gradients(*args)[:6], 0.1, 0.2, 0.3])
    assert tail.parts == "w11 to b2 are right. The first difference is `v1`: 0.1 instead of -0.133373."
    assert (
        checked("gradients", lambda *args: [0.5] * 9).parts
        == "The first difference is `w11`: 0.5 instead of -0.0118601."
    )
    out = checked("forward", lambda *args: (*network.forward(*args)[:2], 0.3))
    assert out.parts == "h1 and h2 are right. The first difference is `out`: 0.3 instead of 0.541309."


def test_a_crash_in_every_case_is_not_taken_for_a_known_mistake():
    result = checked("squared_error", lambda out, y: [][0])
    assert (result.status, result.diagnosis) == ("crashed", None)


def test_right_numbers_in_another_order_are_named_as_such():
    def gradients(x1, x2, y, params):
        w11, w12, b1, w21, w22, b2, v1, v2, c = network.gradients(x1, x2, y, params)
        return w11, w12, w21, w22, v1, v2, b1, b2, c

    assert check(gradients).diagnosis == (
        "All 9 numbers are right, but in another order: return w11, w12, b1, w21, w22, b2, v1, v2, c."
    )


def test_arguments_in_another_order_are_named():
    source = "def neuron(w1, w2, b, x1, x2):\n    return 1 / (1 + math.exp(-(w1 * x1 + w2 * x2 + b)))"
    result = check(answer(source, "neuron", math=math))
    expected = "Your arguments are in another order. The first line should be `def neuron(x1, x2, w1, w2, b):`."
    assert result.diagnosis == expected
    assert check(answer("def squared_error(y, out):\n    return (out - y) ** 2", "squared_error")).status == "right"


def test_abs_is_not_advised_in_a_comparison_with_0():
    source = "def sigmoid(z):\n    if z >= 0:\n        return 1 / (1 + math.exp(-z))\n"
    source += "    return math.exp(z) / (1 - math.exp(z))"
    assert "The operator should be `+`" in check(answer(source, "sigmoid", math=math)).diagnosis


def test_a_fault_is_named_although_some_calls_give_nan():
    source = "def gradient_check(gradient, numerical):\n    a, n = np.array(gradient), np.array(numerical)\n"
    source += "    return np.max(np.abs(a - n) / (np.abs(a) + np.abs(n)))"
    result = check(answer(source, "gradient_check", np=np))
    assert result.diagnosis == "Divide by the larger of |a| and |n|, not by their sum."


GRADIENTS = """def gradients(x1, x2, y, params):
    h1, h2, out = network.forward(x1, x2, params)
    d = network.output_delta(out, y)
    d1, d2 = network.hidden_delta(d, params[6], h1), network.hidden_delta(d, params[7], h2)
    return d1 * x1, d1 * x2, d1, {}, d2 * x2, {}, d * h1, d * h2, d"""


@pytest.mark.parametrize(
    ("name", "source", "said"),
    [
        ("gradients", GRADIENTS.format("d1 * x1", "d2"), "For w21, you use the delta of h1: use the delta of h2."),
        ("gradients", GRADIENTS.format("d1 * x1", "d1"), "For w21 and b2, you use the delta of h1: use the delta"),
        ("forward", "def forward(x1, x2, *params):\n    a, b, *c = params[:9], 1\n    return a.x", "`*params` puts"),
        ("squared_error", "def squared_error(out, y):\n    return print((out - y) ** 2)", "`print` shows a value"),
        ("update", "def update(params, grads, lr):\n    new = [*params]\n    return new.sort()", "then `return new`"),
        (
            "rows_right",
            "def rows_right(table, w1, w2, b):\n    n = 0\n    for x1, x2, y in table:\n"
            "        if (w1 * x1 + w2 * x2 + b > 0) == y:\n            ++n\n    return n",
            "`++n` changes nothing: write `n += 1`.",
        ),
        (
            "neuron",
            "def neuron(x1, x2, w1, w2, b):\n    z = w1 * x1\n    z =+ w2 * x2\n    z =+ b\n"
            "    return network.sigmoid(z)",
            "`=+` sets `z`: write `z += …` to add to it.",
        ),
        (
            "sigmoid",
            "def sigmoid(z):\n    if z < 0:\n        return 1 - sigmoid(z)\n    return 1 / (1 + math.exp(-z))",
            "Remove `if z < 0:` and the lines inside it: without them, every call is right.",
        ),
        (
            "sigmoid",
            "def sigmoid(z):\n    if z > 3: return 1\n    return 1 / (1 + math.exp(-z))",
            "Remove each such branch",
        ),
    ],
)
def test_a_mistake_of_a_tired_student_is_named(name, source, said):
    assert said in check(answer(source, name, math=math, network=network)).diagnosis


def test_zip_without_a_star_is_named():
    source = "def train(data, params, lr, epochs):\n    grads = [network.gradients(*row, params) for row in data]\n"
    source += "    return [sum(c) / len(data) for c in zip(grads)], []"
    result = check(answer(source, "train", network=network))
    assert "For the columns of `grads`, write `zip(*grads)`." in str(result)
