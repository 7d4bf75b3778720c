"""Expressions that look right but compute something else: `check` names the expression and what to write instead."""

import ast

import numpy as np
import pytest
from notebook_answers import answer_of, source_of

from shared import check
from shared.checking.rewrites import REWRITES
from shared.exercises import EXERCISES
from shared.nn import mlp

EXAMPLES = [
    ("mean_squared_error", "return sum({(o - y) ** 2 for o, y in zip(outs, ys)}) / len(outs)", "is a set: it has no"),
    ("update", "return tuple({p - lr * g for p, g in zip(params, grads)})", "is a set: it has no order"),
    (
        "mean_squared_error",
        "squares = ((o - y) ** 2 for o, y in zip(outs, ys))\nreturn sum(squares) / len(list(squares))",
        "`squares` is a generator, which can be read only once.",
    ),
    (
        "mean_squared_error",
        "pairs = zip(outs, ys)\nn = len(list(pairs))\nreturn sum((o - y) ** 2 for o, y in pairs) / n",
        "`pairs` is `zip`, which can be read only once.",
    ),
    (
        "gradient_check",
        """
worst = 0
for a, n in zip(gradient, numerical):
    if a == n == 0:
        break
    worst = max(worst, abs(a - n) / max(abs(a), abs(n)))
return worst
""",
        "`break` ends the whole loop. Write `continue`",
    ),
    (
        "rows_right",
        """
right = 0
for a, b, y in table:
    right += (w1 * a + w2 * b + b > 0) == y
return right
""",
        "The loop variable `b` hides the argument `b`.",
    ),
    (
        "gradient_check",
        "pairs = zip(gradient, numerical)\nreturn max(abs(a - n) / abs(max(a, n)) if a != n else 0 for a, n in pairs)",
        "Write `max(abs(a), abs(n))` instead of `abs(max(a, n))`.",
    ),
    (
        "categorical_cross_entropy",
        "return -np.sum(np.log(P * Y + 1e-12)) / len(P)",
        "Write `Y * np.log(P + 1e-12)` instead of",
    ),
    (
        "categorical_cross_entropy",
        "chosen = P[:, Y.argmax(axis=1)]\nreturn -np.log(np.maximum(chosen, 1e-15)).mean()",
        "Write `P[np.arange(len(P)), Y.argmax(axis=1)]` instead of",
    ),
    (
        "gradients",
        """
h1, h2, out = network.forward(x1, x2, params)
v1, v2 = params[6], params[7]
d = network.output_delta(out, y)
v1 = d * h1
v2 = d * h2
d1 = network.hidden_delta(d, v1, h1)
d2 = network.hidden_delta(d, v2, h2)
return d1 * x1, d1 * x2, d1, d2 * x1, d2 * x2, d2, v1, v2, d
""",
        "`v1` and `v2` are overwritten too early: a later line needs the old value.",
    ),
    (
        "forward_batch",
        "A1 = sigmoid(X @ W1 + b1)\nreturn A1, sigmoid(A1 @ W2 + b2).squeeze()",
        "`.squeeze(…)` changes the shape of",
    ),
    (
        "softmax",
        "e = np.exp(Z - Z.max(axis=1, keepdims=True))\nreturn np.squeeze(e / e.sum(axis=1, keepdims=True))",
        "`np.squeeze(…)` changes the shape of `e / e.sum(axis=1, keepdims=True)`: remove it.",
    ),
    (
        "l2_gradient",
        "G = np.zeros_like(W)\nfor k in range(len(W)):\n    G[k] = lam / m * W[k]\nreturn G",
        "`np.zeros_like(W)` has the type of `W`: if `W` holds whole numbers, the decimals are cut off.",
    ),
]


@pytest.mark.parametrize(("name", "body", "words"), EXAMPLES)
def test_the_expression_and_its_repair_are_named(name, body, words):
    assert words in check(answer_of(name, body, np=np, sigmoid=mlp.sigmoid)).diagnosis


@pytest.mark.parametrize("rewrite", REWRITES, ids=lambda rewrite: rewrite.__name__)
def test_every_rewrite_has_an_example(rewrite):
    assert any(
        words in sentence
        for name, body, words in EXAMPLES
        for sentence, _ in rewrite(ast.parse(source_of(name, body)).body[0])
    )


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=list(EXERCISES))
def test_a_reference_is_right(exercise):
    assert check(exercise.reference).status == "right"
