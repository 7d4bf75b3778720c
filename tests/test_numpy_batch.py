"""In lesson 7, the references agree with the network, and the cases reveal each mistake. `check` tests shapes first."""

import numpy as np
import pytest
from notebook_answers import answer_of

from shared import check
from shared.exercises import EXERCISES
from shared.exercises.__main__ import checked
from shared.exercises.numpy import backward_batch, forward_batch
from shared.nn.mlp import MLP, XOR_X, XOR_Y, as_arrays
from shared.nn.network import START_A, XOR, forward, mean_loss_and_gradients


def test_the_references_are_the_network_of_any_size_and_that_of_lesson_6():
    X, Y = XOR_X, XOR_Y
    parameters = as_arrays(START_A)
    A1, A2 = forward_batch(X, *parameters)
    assert np.hstack([A1, A2]) == pytest.approx(np.array([forward(x1, x2, START_A) for x1, x2, _ in XOR]), abs=1e-15)
    grads = backward_batch(X, Y, A1, A2, parameters[2])
    for ours, general, nine in zip(
        grads, MLP(parameters).gradients(X, Y), as_arrays(mean_loss_and_gradients(XOR, START_A)[1]), strict=True
    ):
        assert ours == pytest.approx(general, abs=1e-15)
        assert ours == pytest.approx(nine, abs=1e-15)


def test_cases_have_different_shapes_and_no_zero_among_the_weights():
    for cases, first_weight in ((EXERCISES["forward_batch"].cases(), 1), (EXERCISES["backward_batch"].cases(), 4)):
        assert {len(args[0]) for args in cases} > {1, 4}
        assert len({args[first_weight].shape for args in cases}) >= 3
        for args in cases:
            for weights in args[first_weight:]:
                assert weights.all()
                assert len(np.unique(weights)) == weights.size
        assert any(((args[0] != 0) & (args[0] != 1)).any() for args in cases)


@pytest.mark.parametrize(
    ("answer", "part"),
    [
        (lambda *args: (forward_batch(*args)[0] + 1, forward_batch(*args)[1][:, :, None]), "A2"),
        (lambda *args: (forward_batch(*args)[0].ravel(), forward_batch(*args)[1] + 1), "A1"),
    ],
)
def test_a_wrong_shape_is_named_before_any_number(answer, part):
    assert checked("forward_batch", answer).diagnosis.startswith(f"`{part}` is ")


def test_a_bias_gradient_without_its_axis_is_named_with_both_shapes():
    def answer(X, Y, A1, A2, W2):
        dW1, db1, dW2, db2 = backward_batch(X, Y, A1, A2, W2)
        return dW1, db1[0], dW2, db2

    said = checked("backward_batch", answer).diagnosis
    assert said == "`db1` is an array of shape (2,), but an array of shape (1, 2) is expected."


def test_an_axis_that_a_sum_has_removed_is_kept_by_keepdims():
    body = """
    D2 = 2 * (A2 - Y) * A2 * (1 - A2)  # without the mean, so that this is not a known mistake
    D1 = D2 @ W2.T * A1 * (1 - A1)
    return X.T @ D1, D1.sum(axis=0), A1.T @ D2, D2.sum(axis=0)
    """
    said = check(answer_of("backward_batch", body, np=np)).diagnosis
    assert said == "`db1` is an array of shape (2,), but an array of shape (1, 2) is expected. Use `keepdims=True`."


def test_the_part_that_differs_first_is_named():
    def answer(X, Y, A1, A2, W2):
        dW1, db1, dW2, db2 = backward_batch(X, Y, A1, A2, W2)
        return dW1, db1, dW2 * 1.5, db2

    assert checked("backward_batch", answer).parts == "dW1, db1 and db2 are right. The first difference is `dW2`."
