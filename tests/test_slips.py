"""Slips at several places of a function: `check` names each slip, and does not change the function."""

import ast
import inspect

import numpy as np
import pytest
from notebook_answers import answer_of, source_of

from shared import check
from shared.checking.repairs import CHANGES, SLIPS, _repairs
from shared.exercises import EXERCISES
from shared.nn import mlp

NEURON = "return network.sigmoid(w1 * x1 + w2 * x2 + b)"
GRADIENTS = """
h1, h2, out = network.forward(x1, x2, params)
v1, v2 = params[6], params[7]
d = network.output_delta(out, y)
d1, d2 = network.hidden_delta(d, v1, h1), network.hidden_delta(d, v2, h2)
return d1 * x1, d1 * x2, d1, d2 * x1, d2 * x2, d2, d * h1, d * h2, d
"""
NUMERICAL = """
plus, minus = list(params), list(params)
plus[i] += eps
minus[i] -= eps
return (loss(plus) - loss(minus)) / (2 * eps)
"""
TRAIN = """
losses = []
start = params
for epoch in range(epochs):
    losses.append(sum((network.forward(x1, x2, params)[2] - y) ** 2 for x1, x2, y in data) / len(data))
    per_row = [network.gradients(x1, x2, y, params) for x1, x2, y in data]
    params = network.update(params, [sum(g) / len(data) for g in zip(*per_row)], lr)
return params, losses
"""
SUMS = """
dW1, dW2, db1, db2 = 0, 0, 0, 0
for k in range(len(X)):
    d = 2 * (A2[k] - Y[k]) * A2[k] * (1 - A2[k]) / len(X)
    dh = W2 @ d * A1[k] * (1 - A1[k])
    dW1 = np.outer(X[k], dh)
    dW2 = np.outer(A1[k], d)
    db1 = db1 + dh
    db2 = db2 + d
return dW1, db1.reshape(1, -1), dW2, db2.reshape(1, -1)
"""
EXAMPLES = [
    (
        "gradient_check",
        """
worst = 0
for a, n in zip(gradient, numerical):
    if a == n:
        return 0
    worst = max(worst, abs(a - n) / max(abs(a), abs(n)))
return worst
""",
        "`return 0` ends the whole function. Write `continue`",
    ),
    (
        "sigmoid",
        "if z < -3: return 0\nelif z > 3: return 1\nelse: return 1 / (1 + math.exp(-z))",
        "A branch that returns a fixed number is wrong here.",
    ),
    (
        "update",
        "return [p - 0.5 * g for p, g in zip(params, grads)]",
        "You do not use the argument `lr`: write `lr` instead of `0.5`.",
    ),
    (
        "numerical_gradient",
        NUMERICAL.replace("plus[i] += eps", "plus[i] = eps").replace("minus[i] -= eps", "minus[i] = -eps"),
        "`plus[i] = …` replaces the number: write `plus[i] += …`",
    ),
    (
        "rows_right",
        "n = 0\nfor x1, x2, y in table:\n    if (w1 * x1 + w2 * x2 + b > 0) == y:\n        ++n\nreturn n",
        "`++n` changes nothing",
    ),
    (
        "rows_right",
        "return sum(w1 * x1 + w2 * x2 + b > 0 == y for x1, x2, y in table)",
        "write brackets, `(w1 * x1 + w2 * x2 + b > 0) == y`",
    ),
    (
        "rows_right",
        "return sum(y == w1 * x1 + w2 * x2 + b > 0 for x1, x2, y in table)",
        "`y == (w1 * x1 + w2 * x2 + b > 0)`",
    ),
    (
        "forward_batch",
        "A = sigmoid(X @ (W1 + b1))\nreturn A, sigmoid(A @ W2 + b2)",
        "The brackets are in the wrong place",
    ),
    ("hidden_delta", "d = d_out * v\nd * h * (1 - h)\nreturn d", "The line `d * h * (1 - h)` does not store its value"),
    ("neuron", f"w1 = 1.5\nw2 = 1.0\nb = -0.5\n{NEURON}", "The call already gives `w1`, `w2` and `b` a value"),
    ("forward_batch", "X = X - X.mean()\nA = sigmoid(X @ W1 + b1)\nreturn A, sigmoid(A @ W2 + b2)", "Remove `X = X"),
    (
        "numerical_gradient",
        NUMERICAL.replace("\n", "\n    ").replace("\n    plus, ", "for i in range(9):\n    plus, ", 1).rstrip(),
        "The call already gives `i` a value. Remove the loop",
    ),
    ("numerical_gradient", NUMERICAL.replace("[i]", "[i - 1]"), "`i` already counts from 0"),
    (
        "numerical_gradient",
        NUMERICAL.replace("loss(", "round(loss(").replace(")) /", "), 4)) /").replace("plus) -", "plus), 4) -"),
        "`round` removes digits",
    ),
    ("gradients", GRADIENTS.replace("[6], params[7]", "[7], params[8]"), "all indices here are too high by 1"),
    ("gradients", GRADIENTS.replace("h1, h2, out =", "out, h1, h2 ="), "`h1, h2, out = …`"),
    ("train", TRAIN.replace("gradients(x1, x2, y, params)", "gradients(x1, x2, y, start)"), "`start` is an old copy"),
    ("train", TRAIN.replace("zip(*per_row)", "per_row"), "`in zip\\(*per_row)`".replace("\\", "")),
    ("backward_batch", SUMS, "`=` replaces `dW1` and `dW2` in every round"),
    (
        "update",
        "new = []\nfor p in params:\n    for g in grads:\n        new.append(p - lr * g)\nreturn new",
        "Use one loop with pairs",
    ),
    (
        "update",
        "new = list(params)\nfor p, g in zip(new, grads):\n    p -= lr * g\nreturn new",
        "changes only the name `p`, not the list",
    ),
    (
        "numerical_gradient",
        NUMERICAL.replace("minus = list(params), list(params)", "_ = list(params), 0\nminus = plus"),
        "`minus = plus` gives one list two names",
    ),
    ("update", "return [p - lr * g for p in params for g in grads]", "`for p, g in zip(params, grads)`"),
    ("update", "return [(p - lr) * g for p, g in zip(params, grads)]", "write `p - lr * g`"),
    (
        "mean_squared_error",
        "mse = 0\nfor o, y in zip(outs, ys):\n    mse = (mse + (o - y) ** 2) / len(outs)\nreturn mse",
        "`/ len(outs)` is inside the loop",
    ),
    ("cross_entropy", "return -(out * math.log(y) + (1 - out) * math.log(1 - y))", "`out` and `y` are swapped"),
    (
        "cross_entropy",
        "return -(y * math.log(out) + (1 - y) * math.log(1) - out)",
        "(1 - y) * math.log(1 - out)`, not",
    ),
    ("sigmoid", "return 1 / (1 + 2.7 ** -z)", "`2.7` has too few digits of e"),
    (
        "rows_right",
        "bad = 0\nfor x1, x2, y in table:\n    bad += (w1 * x1 + w2 * x2 + b > 0) != y\nreturn 4 - bad",
        "Use the number of rows, `len(table)`",
    ),
    (
        "softmax",
        "e = np.exp((Z.T - Z.max(axis=1)).T)\nreturn e / e.sum(axis=1)",
        "Add `keepdims=True` to `e.sum(axis=1)`",
    ),
    (
        "update",
        "def update(params, grads, lr, new=[]):\n"
        "    for p, g in zip(params, grads):\n"
        "        new.append(p - lr * g)\n"
        "    return new",
        "Python makes `new=[]` only once",
    ),
    ("softmax", "e = np.exp((Z.T - Z.max(axis=1)).T)\nreturn e / e.sum(1)", "Add `keepdims=True` to `e.sum(1)`"),
    (
        "softmax",
        "e = np.exp((Z.T - Z.max(axis=1)).T)\nreturn e / np.sum(e, 1)",
        "Add `keepdims=True` to `np.sum(e, 1)`",
    ),
    ("relu", "return np.maximum(Z, 0).round(1)", "`round` removes digits"),
    ("relu", "return np.round(np.maximum(Z, 0), 1)", "`round` removes digits"),
    ("relu", "return np.maximum(Z, 0).sum(0)", "Use each number separately: `np.maximum(Z, 0)`"),
    ("l2_gradient", "return np.full(W.shape, lam / m * W.sum())", "`W.sum()` combines several numbers into one"),
    (
        "mean_squared_error",
        "a, b = list(outs), list(ys)\ntotal = 0\nfor o, y in zip(a, b):\n    total += (o - y) ** 2\n    a.pop(0)\n"
        "    b.pop(0)\nreturn total / len(outs)",
        "This loop goes through `a` and `b` and also removes items there, so it misses items.",
    ),
]


@pytest.mark.parametrize(("name", "body", "words"), EXAMPLES, ids=[f"{row[0]}: {row[2]}" for row in EXAMPLES])
def test_a_slip_with_one_idea_behind_it_is_named(name, body, words):
    earlier = {"np": np, "sigmoid": mlp.sigmoid} if EXERCISES[name].lesson >= "07" else {}
    assert words in (check(answer_of(name, body, **earlier)).diagnosis or "")


def test_every_kind_of_slip_has_an_example():
    named = set()
    for name, body, words in EXAMPLES:
        tree = ast.parse(source_of(name, body)).body[0]
        named |= {slip for slip in SLIPS if any(words in sentence for sentence, _ in slip(tree))}
    assert named == set(SLIPS)


MODULES = {module.__name__: module for each in EXERCISES.values() if (module := inspect.getmodule(each.reference))}


@pytest.mark.parametrize("name", MODULES)
def test_every_change_is_taken_back(name):
    """Try all changes on the package's own functions. These have more kinds of statements than answers have."""
    module = MODULES[name]
    for function in [node for node in ast.parse(inspect.getsource(module)).body if isinstance(node, ast.FunctionDef)][
        :4
    ]:
        before = ast.dump(function)
        for _ in _repairs(function, CHANGES):
            pass
        assert ast.dump(function) == before
