"""Wrong answers from public questions on lessons 7 to 9: each diagnosis names the fault."""

import re

import numpy as np
import pytest
from answers import answer
from public_answers_numpy import PUBLIC

from shared import check


@pytest.mark.parametrize(("name", "wrong", "pattern", "address"), PUBLIC, ids=[f.__qualname__ for _, f, *_ in PUBLIC])
def test_a_public_wrong_answer_is_named(name, wrong, pattern, address):
    result = check(wrong)
    assert result.status in ("wrong", "crashed")
    assert re.search(pattern, result.diagnosis or ""), f"{address}: {result}"


@pytest.mark.parametrize(("epsilon", "status"), [(1e-8, "right"), (1e-5, "right"), (1e-3, "wrong"), (1e-4, "wrong")])
def test_only_a_tiny_number_may_be_added_inside_the_logarithm(epsilon, status):
    def categorical_cross_entropy(P, Y):
        return -np.sum(Y * np.log(P + epsilon)) / len(P)

    assert check(categorical_cross_entropy).status == status


@pytest.mark.parametrize(
    "product",
    [
        "np.dot(sent, slope)",
        "sent.dot(slope)",
        "np.matmul(sent, slope)",
        "sent @ slope",
        "np.einsum('ij,jk', sent, slope)",
    ],
)
def test_a_matrix_product_in_place_of_an_elementwise_one_is_named(product):
    source = f"""def backward_batch(X, Y, A1, A2, W2):
    d2 = 2 * (A2 - Y) * A2 * (1 - A2) / len(X)
    sent, slope = d2 @ W2.T, A1 * (1 - A1)
    d1 = {product}
    return X.T @ d1, d1.sum(axis=0, keepdims=True), A1.T @ d2, d2.sum(axis=0, keepdims=True)
"""
    said = check(answer(source, "backward_batch", np=np)).diagnosis
    assert said == "`sent` and `slope` have the same shape, (3, 2): multiply element by element, with `*`."


def test_integer_division_is_named_where_all_weights_are_zero():
    source = """def xavier_init(rng, n_in, n_out):
    return rng.normal(0, 1 // n_in, (n_in, n_out))
"""
    assert check(answer(source, "xavier_init")).diagnosis.startswith("`//` or `int` cuts the decimals off")
