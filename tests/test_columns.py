"""If an answer changes the shape of a column to (m,), `check` names the column."""

import numpy as np
import pytest
from notebook_answers import answer_of

from shared import check


@pytest.mark.parametrize(
    "flat",
    [np.ravel, np.squeeze, lambda Y: Y.ravel(), lambda Y: Y.flatten(), lambda Y: Y.reshape(-1), lambda Y: Y[:, 0]],
)
def test_a_flattened_column_is_named(flat):
    def backward_batch(X, Y, A1, A2, W2):
        d2 = (2 * (A2 - flat(Y)) * A2 * (1 - A2) / len(X)).mean(axis=1, keepdims=True)
        d1 = d2 @ W2.T * A1 * (1 - A1)
        return X.T @ d1, d1.sum(axis=0, keepdims=True), A1.T @ d2, d2.sum(axis=0, keepdims=True)

    assert check(backward_batch).diagnosis.startswith("`Y`, or a value computed from it, loses its column shape")


def test_another_fault_is_not_blamed_on_a_column():
    def backward_batch(X, Y, A1, A2, W2):
        d2 = 3 * (A2 - Y.ravel()[:, None]) * A2 * (1 - A2) / len(X)
        d1 = d2 @ W2.T * A1 * (1 - A1)
        return X.T @ d1, d1.sum(axis=0, keepdims=True), A1.T @ d2, d2.sum(axis=0, keepdims=True)

    assert "loses its column" not in str(check(backward_batch))


@pytest.mark.parametrize("flat", ["np.ravel(db1)", "db1.squeeze()", "db1.reshape(-1)"])
def test_a_flattened_row_is_not_called_a_column(flat):
    body = f"""
    d2 = 2 * (A2 - Y) * A2 * (1 - A2) / len(X)
    d1 = d2 @ W2.T * A1 * (1 - A1)
    db1 = d1.sum(axis=0, keepdims=True)
    return X.T @ d1, {flat}, A1.T @ d2, d2.sum(axis=0, keepdims=True)
    """
    assert check(answer_of("backward_batch", body, np=np)).diagnosis.endswith("changes the shape of `db1`: remove it.")


@pytest.mark.parametrize("error", ["A2 - Y.T", "A2.T - Y", "Y.reshape(1, -1) - A2"])
def test_a_column_and_a_row_make_a_table_in_any_order(error):
    body = f"""
    D2 = 2 / len(X) * ({error}) * A2 * (1 - A2)
    dW2 = A1 @ D2
    """
    diagnosis = check(answer_of("backward_batch", body, np=np)).diagnosis
    assert f"`{error}` combines the shapes" in diagnosis
    assert diagnosis.endswith("Both operands must be columns, (6, 1).")
