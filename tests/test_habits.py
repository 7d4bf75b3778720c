"""Answers with a harmless habit are right and get a comment. Other small differences are still wrong."""

import numpy as np
import pytest
from notebook_answers import answer_of

from shared import check
from shared.checking.habits import FLOAT32

ENTROPY = "return -(y * math.log(out + {0}) + (1 - y) * math.log(1 - out + {0}))"
DIFFERENCES = """
def loss(p):
    return (network.forward(x1, x2, p)[2] - y) ** 2
grads = []
for i in range(9):
    up, down = list(params), list(params)
    up[i] += {eps}
    down[i] -= {down}
    grads.append((loss(up) - loss(down)) / ({eps} + {down}))
return grads
"""


@pytest.mark.parametrize("eps", ["1e-5", "1e-7", "1e-8", "1e-10"])
def test_a_tiny_number_inside_the_logarithm_is_right(eps):
    result = check(answer_of("cross_entropy", ENTROPY.format(eps)))
    assert result.status == "right"
    if eps != "1e-10":
        assert f"about {float(eps):.0e} inside the logarithm" in result.success_message


@pytest.mark.parametrize("eps", ["1e-4", "1e-3"])
def test_a_larger_number_inside_the_logarithm_is_wrong_and_named(eps):
    result = check(answer_of("cross_entropy", ENTROPY.format(eps)))
    assert result.status == "wrong"
    assert f"You add {float(eps):.0e} inside the logarithm" in result.diagnosis


@pytest.mark.parametrize(
    "body",
    [
        ENTROPY.format(1e-6).replace("return", "return 1.000003 *"),
        ENTROPY.format(1e-6) + " + 1e-6",
        ENTROPY.format(-1e-6),
        "return -(y * math.log(out + 1e-6) + (1 - y) * math.log(1 - out * 1.00001))",
    ],
)
def test_a_difference_that_no_habit_explains_is_wrong(body):
    assert check(answer_of("cross_entropy", body)).status == "wrong"


@pytest.mark.parametrize("eps", [1e-3, 1e-4, 1e-5, 1e-6, 1e-7])
def test_gradients_by_central_differences_are_right_but_slow(eps):
    result = check(answer_of("gradients", DIFFERENCES.format(eps=eps, down=eps)))
    assert result.status == "right"
    assert result.success_message.startswith("The gradients are right, but slow")


@pytest.mark.parametrize("eps", [1e-2, 1e-3, 1e-4, 1e-5])
def test_gradients_by_differences_on_one_side_are_told_so(eps):
    result = check(answer_of("gradients", DIFFERENCES.format(eps=eps, down=0)))
    assert result.status == "wrong"
    assert result.diagnosis.startswith("You only move each number up.")


@pytest.mark.parametrize("eps", [1e-3, 1e-5])
@pytest.mark.parametrize(
    ("factor", "words"),
    [
        (2, "Your differences are twice the right differences"),
        (0.5, "Your differences are half of the right differences"),
        (-1, "Your differences have the wrong sign"),
    ],
)
def test_differences_with_a_wrong_factor_are_told_so(factor, words, eps):
    body = DIFFERENCES.format(eps=eps, down=eps).replace("append(", f"append({factor} * ")
    assert words in check(answer_of("gradients", body)).diagnosis


def test_deltas_with_the_factor_2_twice_are_not_called_differences():
    body = "return [2 * g for g in network.gradients(x1, x2, y, params)]"
    assert check(answer_of("gradients", body)).diagnosis == "In δ_out, you use the factor 2 from the square twice."


def test_gradients_a_little_off_are_wrong():
    for off in (1e-6, -1e-5):
        body = f"return [g * (1 + 2e-6) + {off} for g in network.gradients(x1, x2, y, params)]"
        assert check(answer_of("gradients", body)).status == "wrong"


IN_FLOAT32 = """
p, x = np.array(params, np.float32), np.array([x1, x2, 1], np.float32)
h = 1 / (1 + np.exp(-p[:6].reshape(2, 3) @ x))
out = 1 / (1 + np.exp(-(p[6:8] @ h + p[8])))
d = 2 * (out - np.float32(y)) * out * (1 - out)
return np.concatenate([np.outer(d * p[6:8] * h * (1 - h), x).ravel(), d * h, [d]])
"""


@pytest.mark.parametrize("body", [IN_FLOAT32, IN_FLOAT32.replace("return ", "return np.float64(1) * ")])
def test_float32_is_right_and_told_about_its_digits(body):
    result = check(answer_of("gradients", body, np=np))
    assert (result.status, result.success_message) == ("right", FLOAT32)


def test_float32_excuses_no_wrong_result():
    for factor in ("0.9999", "1.0001", "-1"):
        body = f"return np.float32({factor}) * np.float32(network.gradients(x1, x2, y, params))"
        assert check(answer_of("gradients", body, np=np)).status == "wrong"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("np.float32", "`float32` keeps only seven digits"),
        ("'float32'", "`float32` keeps only seven digits"),
        ("np.float16", "`float16` keeps only three digits"),
        ("np.half", "`half` keeps only three digits"),
    ],
)
def test_a_type_with_few_digits_is_wrong_and_named(number, words):
    body = f"""
    up, down = np.array(params, dtype={number}), np.array(params, dtype={number})
    up[i] += eps
    down[i] -= eps
    return float((loss(up) - loss(down)) / (2 * eps))
    """
    result = check(answer_of("numerical_gradient", body, np=np))
    assert result.status == "wrong"
    assert words in result.diagnosis


def test_rounded_numbers_are_no_habit():
    body = "return round(sum((o - y) ** 2 for o, y in zip(outs, ys)) / len(outs), 3)"
    assert check(answer_of("mean_squared_error", body)).status == "wrong"
