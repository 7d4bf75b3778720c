"""For a NameError, the card says where to get the missing name. For a TypeError, it says which value is misused."""

import math

import numpy as np
import pytest
from notebook_answers import answer_of

from shared import check
from shared.exercises import EXERCISES
from shared.nn import network

ALL = {exercise.name: exercise.reference for exercise in EXERCISES.values()}

NAMES = [
    ("cross_entropy", "return -y * ln(out) - (1 - y) * ln(1 - out)", "The natural logarithm is `math.log`."),
    ("cross_entropy", "return -math.ln(out)", "The natural logarithm is `math.log`."),
    ("sigmoid", "return math.sign(z)", "Python has no `sign`: write `math.copysign(1, x)`"),
    ("sigmoid", "return 1 / (1 + e ** -z)", "Write `math.exp(x)` for a power of e, or `math.e` for the number e"),
    ("sigmoid", "return 1 / (1 + exp(-z))", "`exp` is part of `math`: write `math.exp`."),
    ("squared_error", "return sqrt((out - y) ** 2)", "write `math.sqrt`"),
    ("squared_error", "return (out - y) ** 2 * pi", "write `math.pi`"),
    ("neuron", "return sigmoid(w1 * x1 + w2 * x2 + b)", "`sigmoid` is your own function in this lesson"),
    ("neuron", "return sig(w1 * x1 + w2 * x2 + b)", "You may mean `sigmoid`"),
    (
        "step_neuron",
        "return neuron(x1, x2, w1, w2, b) > 0.5",
        "`neuron` is from an earlier lesson (1): write `network.neuron`",
    ),
    ("step_neuron", "return sigmoid(x1)", "This neuron has a step instead of the sigmoid: compare the sum with 0."),
    ("sigmoid", "return 1 / (1 + np.exp(-z))", "`np` is not imported here, but `math` is: write `math.exp`."),
    ("gradients", "return forward(x1, x2, params)", "`forward` is from an earlier lesson (3): write `network.forward`"),
    (
        "gradients",
        "return out - y",
        "`out` comes from the forward pass: `h1, h2, out = network.forward(x1, x2, params)`",
    ),
    ("forward", "return w11 * x1", "`w11` is inside `params`: begin the function with `w11, w12,"),
    ("forward", "return params[0] * x1 + params.W12", "Did you mean `w12`"),
    ("train", "return mean_squared_error(params, data)", "from an earlier lesson (4): copy your function from that"),
    ("train", "return mean_loss(data, params)", "`mean_loss` is part of `network`: write `network.mean_loss`."),
    ("output_delta", "return 2 * (Out - y)", "Did you mean `out`?"),
    ("mean_squared_error", "return sum(out) / N", "Did you mean `outs`?"),
    ("mean_squared_error", "return sum(outs) / N", "the number of rows is `len(outs)`"),
    (
        "mean_squared_error",
        "total = 0\nfor o, y in zip(outs, ys):\n    total += o\nreturn totl",
        "Did you mean `total`?",
    ),
    ("update", "parms = params\nreturn [p - lr * g for p, g in zip(parms, gards)]", "Did you mean `grads`?"),
    ("converged", "return true", "Write `True` with a capital T."),
    ("update", "return np.array(params) - lr * np.array(grads)", "write `import numpy as np` as the function's first"),
    ("update", "params.append(1)\nreturn params", "copy the tuple into a list first"),
    ("neuron", "return network.sigmoid_prime(x1)", "Did you mean `sigmoid_derivative`?"),
    ("neuron", "return math.sigmoid(x1)", "`math` has no `sigmoid`. `sigmoid` is your own function in"),
    ("sigmoid", "return math.sigmoid(z)", "Compute the result yourself, with the formula."),
    ("step_neuron", "return math.sigmoid(x1)", "This neuron has a step instead of the sigmoid"),
    (
        "forward",
        "return math.sigmoid(x1)",
        "`math` has no `sigmoid`. `sigmoid` is from an earlier lesson (1): write `net",
    ),
    ("softmax", "return math.sigmoid(Z)", "write `mlp.sigmoid`"),
    ("sigmoid", "return math.min(z, 1)", "`min` is Python's own function: write `min(…)`, without `math`."),
    ("sigmoid", "return math.square(z)", "A square is written `x ** 2`."),
    ("sigmoid", "return inputs + number", "Set `inputs` in a line above, or check its spelling."),
    ("sigmoid", "return logistik(z)", "Set `logistik` in a line above, or check its spelling."),
    ("sigmoid", "return summ([z])", "Did you mean `sum`?"),
    ("neuron", "return w1 * x1 + qqq", "A name is used before it has a value. Set `qqq` in a line above"),
]

TYPES = [
    ("sigmoid", "return 1 / [1 + math.exp(-z)]", "`[ ]` makes a list. For brackets in a calculation"),
    ("hidden_delta", "return d_out * v * [h * (1 - h)]", "`[ ]` makes a list. For brackets in a calculation"),
    ("sigmoid", "return 1 / (1 + 2,718281828 ** -z)", "A number has a decimal point"),
    ("mean_squared_error", "t = []\nfor o, y in zip(outs, ys):\n    t = t + (o - y) ** 2\nreturn t", "write `t = 0`"),
    ("update", "new = []\nfor p, g in zip(params, grads):\n    new += p - lr * g\nreturn new", "use `new.append(…)`"),
    ("update", "new = []\nfor i in range(9):\n    new[i] = params[i] - grads[i]\nreturn new", "has no item with this"),
    ("numerical_gradient", "return loss(params[i] + eps) / eps", "gets one number, but it needs several numbers"),
    ("numerical_gradient", "return loss(*params)", "A function in this line gets the wrong number of arguments"),
    ("neuron", "return network.sigmoid(w1·x1 + w2·x2 + b)", "Python reads `·` as a letter of a name"),
    ("sigmoid", "return 1 / (1 + math.e^(-z))", "Write `math.exp(…)` for a power of e"),
    ("squared_error", "return (out - y)^2.0", "In Python `^` is not a power. Write `**`."),
    (
        "rows_right",
        "return sum(step_neuron(row, w1, w2, b) == row[2] for row in table)",
        "`step_neuron` gets the whole row `row`. Unpack the row",
    ),
    ("train", "for row in data:\n    network.gradients(row, params)", "`gradients` gets the whole row `row`"),
    ("train", "for row in data:\n    network.forward(row, params)", "`forward` gets the whole row `row`"),
    ("rows_right", "return step_neuron(1, 2, b)", "write `step_neuron(x1, x2, w1, w2, b)`"),
    (
        "mean_squared_error",
        "total = 0\nfor i in outs:\n    total += (outs[i] - ys[i]) ** 2\nreturn total",
        "`for i in outs` gives the values, not their indices",
    ),
    ("rows_right", "n = 0\nfor k in table:\n    n += table[k][2]\nreturn n", "`for k in table` gives the values"),
    (
        "output_delta",
        "return 2 * (out - y) * network.sigmoid_derivative",
        "`network.sigmoid_derivative` is a function. To call it, write `",
    ),
    ("sigmoid", "return 1 / (1 + math.exp)", "`math.exp` is a function. To call it, write `"),
    ("neuron", "return math.exp(network.sigmoid)", "`network.sigmoid` is a function"),
    ("neuron", "return network.sigmoid(w1 * input + b)", "`input` is Python's own function. Call it with `input(…)`"),
    ("mean_squared_error", "return sum(map(float, outs)) / len", "`len` is Python's own function."),
    ("update", "return [p - lr * g for p, g in zip(list, grads)]", "`list` is Python's own function."),
    ("neuron", "return network.sigmoid[x1]", "write round brackets"),
    (
        "numerical_gradient",
        "return (loss(params + eps) - loss(params - eps)) / (2 * eps)",
        "Change only number i of the nine numbers",
    ),
    (
        "train",
        "total = 0\nfor x1, x2, y in data:\n    total += (network.forward(x1, x2, params) - y) ** 2\nreturn total",
        "`forward` returns three numbers, (h1, h2, out). Take `out` with `[2]`",
    ),
    (
        "train",
        "total = 0\nfor x1, x2, y in data:\n    out = network.forward(x1, x2, params)\n    total += (out - y) ** 2",
        "`forward` returns three numbers",
    ),
    (
        "train",
        "for x1, x2, y in data:\n    network.squared_error(network.forward(x1, x2, params), y)",
        "`forward` returns three numbers",
    ),
    ("cross_entropy", "return -math.log(out - 1)", "needs a number above 0"),
    ("train", "for k in range(data):\n    pass", "`range(len(…))`"),
    (
        "mean_squared_error",
        "return sum((outs[i] - ys[i]) ** 2 for i in range(len(outs) / 1))",
        "A whole number is needed",
    ),
    ("squared_error", "return (out[0] - y) ** 2", "`[ ]` reads an item of a list, but your value is one number."),
    ("rows_right", "return sum(w1 * row > 0 for row in table)", "`row` is a whole row. Unpack the row"),
]


@pytest.mark.parametrize(("name", "body", "words"), [*NAMES, *TYPES], ids=lambda text: text[:30])
def test_a_crash_names_its_cure(name, body, words):
    others = {} if any((name, body, words) == row for row in NAMES) else {"step_neuron": ALL["step_neuron"]}
    result = check(answer_of(name, body, **others))
    assert result.status == "crashed"
    assert words in str(result)


@pytest.mark.parametrize(
    ("called", "meant"),
    [
        ("np.count(H == 0)", "Did you mean `count_nonzero`?"),
        ("np.mul(H, 2)", "Did you mean `multiply`?"),
        ("np.exponential(H)", "Did you mean `exp`?"),
        ("np.maximun(H, 0)", "Did you mean `maximum`?"),
    ],
)
def test_a_short_or_misspelled_name_of_numpy_suggests_the_right_name(called, meant):
    assert meant in check(answer_of("count_dead", f"return {called}", np=np)).error


def test_what_is_not_imported_is_said_too():
    error = check(answer_of("step_neuron", "return neuron(x1, x2, w1, w2, b)", network=None)).error
    assert "Write `from shared import network`" not in error  # `network` is defined
    f = answer_of("step_neuron", "return neuron(x1, x2, w1, w2, b)")
    del f.__globals__["network"]
    assert "Write `from shared import network`" in check(f).error
    f = answer_of("sigmoid", "return exp(z)")
    del f.__globals__["math"]
    assert "Write `import math` as the function's first line." in check(f).error


def test_a_function_of_the_cell_above_is_not_looked_for_in_a_module():
    error = check(answer_of("neuron", "return np.sigmoid(x1)", np=np, sigmoid=ALL["sigmoid"])).error
    assert "`numpy` has no `sigmoid`. Write `sigmoid(…)`, without a module." in error


def test_a_known_name_is_not_explained_away():
    f = answer_of("neuron", "return network.sigmoid(w1 * x1 + w2 * x2 + b)", np=np, math=math, network=network)
    assert check(f).status == "right"
