"""`check` explains Python's error messages."""

import pytest
from answers import answer

from shared import check


@pytest.mark.parametrize(
    ("head", "body", "words"),
    [
        ("sigmoid_derivative(a)", "return a(1 - a)", "A `*` is missing before the `(`."),
        ("output_delta(out, y)", "return 2(out - y)", "A `*` is missing before the `(`."),
        (
            "sigmoid(z)",
            "sigmoid = 1 / (1 + 2.718 ** -z); return sigmoid(z)",
            "A line sets `sigmoid` to a number, so it is not a function here. Use another name in that line.",
        ),
        (
            "sigmoid(z)",
            "class Net:\n        def forward(z): return z\n    return Net().forward(z)",
            "The method `forward` of `Net` is called with the wrong number of arguments. Write `def forward(self, …)`.",
        ),
        (
            "sigmoid(z)",
            "class Net:\n        def s(self, z): pass\n        def run(self): s(1)\n    return Net().run()",
            "`s` belongs to the object: write `self.s`. NameError",
        ),
        (
            "converged(losses, threshold=0.001)",
            "return (losses[-1] < 1) & losses[-1] <= threshold",
            "`&` and `|` come before comparisons: write `and` or `or` instead.",
        ),
        (
            "update(params, grads, lr)",
            "new = list\n    new.append(1)",
            "`list` is a type, not a list: start with an empty list, `result = []`, and call `result.append(…)`.",
        ),
        (
            "mean_squared_error(outs, ys)",
            "return (outs[0] - ys[0]) ** 2 + mean_squared_error(outs[1:], ys[1:])",
            "The function calls itself until no item is left. Use `if` to return a value before that.",
        ),
        (
            "sigmoid(z)",
            "class Net:\n        def run(self, z): return z\n    return Net.run(z)",
            "The method `run` of `Net` is called with the wrong number of arguments. TypeError",
        ),
        ("sigmoid(z)", "for i in range(z): pass", "A whole number is needed here, but your number is a float, such as"),
        ("sigmoid(z)", "for i in range(z / 2): pass", "A whole number is needed here, but `/` gives a float."),
        ("sigmoid(z)", "s = 1 + 2.718 ** -z; return 1 / s(z)", "`s` is a number here, not a function. For a product,"),
        (
            "sigmoid(z)",
            "import math; return 1 / (1 + math.e(-z))",
            "`math.e` is a number. For a power of e, write `math.exp(…)`. For a product, write `*`.",
        ),
        (
            "update(params, grads, lr)",
            "return [p - lr * g for p, g in zip(params(), grads)]",
            "`params` holds several values and is not a function: write `params` or `params[i]`, without `( )`.",
        ),
        (
            "mean_squared_error(outs, ys)",
            "sum = 0; return sum(outs)",
            "`sum` is your own variable here, not Python's function: rename the variable.",
        ),
        (
            "mean_squared_error(outs, ys)",
            "return sum((o - y) ** 2 for o, y in (outs, ys))",
            "You unpack too many values into too few names. For pairs use `zip(outs, ys)`.",
        ),
        (
            "mean_squared_error(outs, ys)",
            "return sum((o - y) ** 2 for o, y in outs)",
            "One number cannot be unpacked into several names. For pairs use `zip(outs, ys)`.",
        ),
        (
            "forward(x1, x2, params)",
            "w11, w12 = params; return w11, w12, 0",
            "You unpack too many values into too few names. ValueError",
        ),
        ("mean_squared_error(outs, ys)", "return abs(outs / 2)", "You cannot calculate with a whole list: use a loop."),
        (
            "forward(x1, x2, params)",
            "return params - params",
            "You cannot subtract lists: loop over the pairs of numbers.",
        ),
        (
            "update(params, grads, lr)",
            "for i in range(9): params[i] -= lr * grads[i]",
            "`params` cannot be changed: build a new list.",
        ),
        (
            "update(params, grads, lr)",
            "params.w11 -= lr * grads.w11",
            "`params` cannot be changed: build a new list.",
        ),
        (
            "train(data, params, lr, epochs)",
            "g = network.gradients(*data[0], params); g = [0] * 9 + g",
            "`+` joins lists: add number by number, with `zip`.",
        ),
        (
            "train(data, params, lr, epochs)",
            "g = [0] * 9; g += network.gradients(*data[0], params); return network.update(params, g, lr)",
            "`+=` makes a list longer. Add number by number, with `zip`.",
        ),
        (
            "train(data, params, lr, epochs)",
            "losses = []; losses = losses.append(1); losses.append(2)",
            "`append` returns None: do not write `=` in front of `append`.",
        ),
        ("sigmoid(z)", "return 1 / (1 + exp(-z))", "`exp` is part of `math`: write `math.exp`."),
        ("cross_entropy(out, y)", "return -log(out)", "`log` is part of `math`: write `math.log`."),
        (
            "sigmoid(z)",
            "return 1 / (1 + math.exp(-z))",
            "`math` is not imported here: write `import math` as the function's first line.",
        ),
        ("neuron(x1, x2, w1, w2, b)", "return w1x1 + w2x2 + b", "Write the product with `*`: `w1 * x1`."),
        ("gradients(x1, x2, y, params)", "d_h1 = y; return d_h1x2", "Write the product with `*`: `d_h1 * x2`."),
        ("neuron(x1, x2, w1, w2, b)", "return w1 * x1 + bias", "A name is used before it has a value."),
        (
            "cross_entropy(out, y)",
            "if y == 5:\n        loss = 1\n    loss == -math.log(out)\n    return loss",
            "`==` only compares. To set `loss`, write `loss = …`.",
        ),
        (
            "numerical_gradient(loss, params, i, eps=1e-5)",
            "up, down = list(params), list(params)\n    return (up - down) / (2 * eps)",
            "Subtract the two losses, not the lists: `loss(up) - loss(down)`.",
        ),
        (
            "rows_right(table, w1, w2, b)",
            "for x1, x2, y in table:\n        count += 1",
            "Set `count = 0` inside the function, above the first line that adds to it.",
        ),
        (
            "mean_squared_error(outs, ys)",
            "for out in outs:\n        total = total + out",
            "Set `total = 0` inside the function, above the first line that adds to it.",
        ),
        (
            "train(data, params, lr, epochs)",
            "for _ in range(epochs):\n        losses += [1]",
            "A name is used before it has a value. UnboundLocalError",
        ),
        (
            "mean_squared_error(outs, ys)",
            "sum = sum(outs)",
            "`sum` is your own variable here, not Python's function: rename the variable.",
        ),
        (
            "rows_right(table, w1, w2, b)",
            "for x1, x2 in table: pass",
            "Each row has three numbers: `for x1, x2, y in table`.",
        ),
    ],
)
def test_common_exceptions_are_explained(head, body, words):
    result = check(answer(f"def {head}:\n    {body}", head.split("(")[0]))
    assert result.status == "crashed"
    assert result.error.startswith(words)


def test_an_explained_crash_is_not_explained_twice():
    result = check(answer("def mean_squared_error(outs, ys):\n    return sum((outs - ys) ** 2)", "mean_squared_error"))
    assert result.diagnosis == "Python cannot subtract lists. Loop over the pairs with `zip(outs, ys)`."
    assert result.error.startswith("TypeError: unsupported operand")
