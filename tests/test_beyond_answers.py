"""What `check` says about wrong answers to lesson 9's exercises. Tired students write such answers."""

import textwrap

import numpy as np
import pytest

from shared import check
from shared.exercises import EXERCISES

CLASSIC = [  # (exercise, answer, a part of the feedback that `check` must give)
    (
        "softmax",
        "e = np.exp(Z)\nreturn e / e.sum(axis=1, keepdims=True)",
        "overflows. First subtract the largest number of each row",
    ),
    ("softmax", "e = np.exp(Z - Z.max())\nreturn e / e.sum()", "All your numbers together sum to 1"),
    ("softmax", "e = np.exp(Z)\nreturn e / np.sum(e)", "All your numbers together sum to 1"),
    ("softmax", "return np.exp(Z) / sum(np.exp(Z))", "Your columns sum to 1"),
    ("softmax", "e = np.exp(Z - np.max(Z, axis=0))\nreturn e / np.sum(e, axis=0)", "Your columns sum to 1"),
    ("softmax", "e = np.exp(Z - Z.max(axis=1))\nreturn e / e.sum(axis=1)", "keepdims=True"),
    (
        "softmax",
        "Z = Z - Z.max(axis=1, keepdims=True)\nreturn np.exp(-Z) / np.exp(-Z).sum(axis=1, keepdims=True)",
        "The sign of the exponent is wrong. Compute eᶻ, not e⁻ᶻ.",
    ),
    ("categorical_cross_entropy", "return -np.sum(P * np.log(Y)) / len(P)", "You use ln Y, and ln 0 is −∞."),
    ("categorical_cross_entropy", "return -np.sum(Y * np.log(P)) / len(P)", "If P is 0, your loss is not finite"),
    ("categorical_cross_entropy", "return -np.mean(np.log(P[Y == 1]))", "If the correct class has P = 0"),
    ("categorical_cross_entropy", "return -np.sum(Y * np.log(P + 1e-12))", "You return the sum over the rows"),
    ("categorical_cross_entropy", "return -np.sum(Y * np.log(P))", "This is the sum, and it is not finite"),
    ("categorical_cross_entropy", "return -np.mean(Y * np.log(P))", "You use the mean over all elements"),
    (
        "categorical_cross_entropy",
        "return -np.sum(Y * np.log(np.maximum(P, 0.1))) / len(P)",
        "You replace probabilities",
    ),
    ("categorical_cross_entropy", "return np.sum(Y * np.log(P)) / len(P)", "The minus is missing"),
    ("momentum_update", "v = (1 - beta) * grad\nreturn w - lr * v, v", "The old velocity is missing"),
    ("momentum_update", "v = beta * velocity + grad\nreturn w - lr * v, v", "The factor 1 − β is missing"),
    (
        "momentum_update",
        "v = beta * velocity - (1 - beta) * grad\nreturn w - lr * v, v",
        "In the velocity, you subtract the gradient",
    ),
    ("momentum_update", "v = beta * velocity + (1 - beta) * grad\nreturn w - lr * v", "the velocity is missing"),
    ("momentum_update", "v = beta * velocity - lr * grad\nreturn w + v, v", "This is another form of momentum"),
    (
        "momentum_update",
        "velocity *= beta\nvelocity += (1 - beta) * grad\nreturn w - lr * velocity, velocity",
        "changes its argument `velocity`",
    ),
    (
        "categorical_cross_entropy",
        "np.maximum(P, 1e-15, out=P)\nreturn -(Y * np.log(P)).sum() / len(P)",
        "changes its argument `P`",
    ),
    (
        "categorical_cross_entropy",
        "return -np.sum(Y * np.log(np.minimum(P, 1e-12))) / len(P)",
        "`np.minimum` makes every P at most 1e-12.",
    ),
    ("l2_gradient", "return 2 * lam / m * W", "This is twice the right result"),
    ("l2_gradient", "return 2 * lam * W", "m is missing, and the factor 2"),
    ("l2_gradient", "return lam * W", "m is missing. "),
    ("l2_gradient", "return lam / (2 * m) * np.sum(W ** 2)", "This is the penalty"),
]

# These answers measure how many mistakes the bank knows. The author wrote them without reading the bank's mistakes.
# Do not add a mistake to the bank because of an answer in this list.
FRESH = [
    ("softmax", "e = np.exp(Z - Z.max(axis=1, keepdims=True))\nreturn e / np.linalg.norm(e, axis=1, keepdims=True)"),
    ("softmax", "e = np.exp(Z - Z.max(axis=1, keepdims=True))\nreturn (e / e.sum(axis=1, keepdims=True)).round(2)"),
    ("softmax", "Z = Z - Z.max(axis=1, keepdims=True)\nreturn np.exp(Z / Z.sum(axis=1, keepdims=True))"),
    ("softmax", "return np.array([np.exp(z) / np.exp(Z).sum() for z in Z])"),
    ("softmax", "e = np.exp(Z - Z.max(axis=1, keepdims=True)) + 1\nreturn e / e.sum(axis=1, keepdims=True)"),
    ("softmax", "e = np.exp(-np.abs(Z))\nreturn e / e.sum(axis=1, keepdims=True)"),
    ("softmax", "e = np.exp(Z[0] - Z[0].max())\nreturn e / e.sum()"),
    ("softmax", "e = np.tanh(Z)\nreturn e / e.sum(axis=1, keepdims=True)"),
    ("categorical_cross_entropy", "return -np.log(np.maximum(P[Y == 1].prod(), 1e-15))"),
    ("categorical_cross_entropy", "return -np.sum(Y * np.log(P + 0.01)) / len(P)"),
    ("categorical_cross_entropy", "return -np.max(Y * np.log(np.maximum(P, 1e-15)))"),
    ("categorical_cross_entropy", "return np.mean((Y * np.log(np.maximum(P, 1e-15))).sum(axis=1))"),
    ("categorical_cross_entropy", "return -np.sum(Y * np.log1p(P)) / len(P)"),
    ("categorical_cross_entropy", "return -np.sum(Y * np.log(np.maximum(P, 1e-15))) / 10"),
    ("categorical_cross_entropy", "return np.sqrt(((P - Y) ** 2).sum() / len(P))"),
    ("categorical_cross_entropy", "return -(Y * np.log(np.maximum(P, 1e-8))).sum() / Y.shape[1]"),
    ("momentum_update", "velocity = beta + (1 - beta) * grad\nreturn w - lr * velocity, velocity"),
    ("momentum_update", "velocity = beta * velocity + (1 - beta) * grad ** 2\nreturn w - lr * velocity, velocity"),
    ("momentum_update", "velocity = (1 - beta) * (velocity + grad)\nreturn w - lr * velocity, velocity"),
    ("momentum_update", "velocity = beta * velocity + (1 - beta) * grad\nreturn w - lr * (velocity + grad), velocity"),
    ("momentum_update", "velocity = beta * velocity + (1 - beta) * grad\nreturn w * (1 - lr * velocity), velocity"),
    ("momentum_update", "velocity = beta * velocity + (1 - beta) * grad\nreturn velocity - lr * w, velocity"),
    ("momentum_update", "velocity = beta * velocity + 1 - beta * grad\nreturn w - lr * velocity, velocity"),
    ("l2_gradient", "return lam / m * W ** 3"),
    ("l2_gradient", "return 1 / (2 * m) * lam * 2 * W * W"),
    ("l2_gradient", "return lam / m * W.mean()"),
    ("l2_gradient", "return W * (1 + lam / m)"),
    ("l2_gradient", "return [lam / m * w for w in W[0]]"),
    ("l2_gradient", "return lam / (m * 2) * np.abs(W)"),
]


def written(name, body):
    names = {"np": np}
    exec(f"def {EXERCISES[name].signature}:\n{textwrap.indent(body, '    ')}", names)
    return names[name]


@pytest.mark.parametrize(("name", "body", "words"), CLASSIC, ids=[f"{name}: {words}" for name, _, words in CLASSIC])
def test_a_classic_mistake_gets_its_feedback(name, body, words):
    assert words in check(written(name, body)).diagnosis


def test_new_wrong_answers_are_never_right_and_half_are_recognized():
    results = [check(written(name, body)) for name, body in FRESH]
    assert {result.status for result in results} == {"wrong"}
    recognised = sum(bool(result.diagnosis or (result.parts and "right" in result.parts)) for result in results)
    print(f"{recognised} of {len(results)} recognised")
    assert recognised >= len(results) / 2


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("softmax", "return np.exp(Z) * 3"),
        ("softmax", "return np.full(Z.shape, -1e308)"),
        ("momentum_update", "return np.full_like(w, -1e308), np.full_like(w, -1e308)"),
    ],
)
def test_a_wrong_answer_leaves_no_warning_behind(name, body, recwarn):
    check(written(name, body))
    assert [str(warning.message) for warning in recwarn] == []


@pytest.mark.parametrize("floor", [1e-7, 1e-12, 1e-15, 1e-300, 5e-324])
def test_any_small_number_may_replace_a_probability_of_0(floor):
    answer = written("categorical_cross_entropy", f"return -(Y * np.log(np.maximum(P, {floor}))).sum() / len(P)")
    assert check(answer).status == "right"


@pytest.mark.parametrize("floor", [1e-2, 1e-4, 0])
def test_a_large_number_or_0_may_not_replace_a_probability_of_0(floor):
    answer = written("categorical_cross_entropy", f"return -(Y * np.log(np.maximum(P, {floor}))).sum() / len(P)")
    assert check(answer).status == "wrong"


def test_cases_have_different_shapes_large_sums_and_probabilities_of_0():
    sums = [Z for (Z,) in EXERCISES["softmax"].cases()]
    assert all(Z.shape[0] != Z.shape[1] for Z in sums) and len({Z.shape for Z in sums}) >= 4
    assert max(Z.max() for Z in sums) >= 1000 and min(Z.min() for Z in sums) <= -1000
    pairs = EXERCISES["categorical_cross_entropy"].cases()
    assert all(P.sum(axis=1) == pytest.approx(1) for P, _ in pairs) and len({P.shape for P, _ in pairs}) >= 4
    assert any(((P == 0) & (Y == 1)).any() for P, Y in pairs) and any(((P == 0) & (Y == 0)).any() for P, Y in pairs)
