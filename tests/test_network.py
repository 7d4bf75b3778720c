"""The nine-number network: its outputs, its gradients, and its error messages for bad input."""

import inspect
from itertools import pairwise
from math import inf, isfinite, log, nan

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared import START_A, START_B, XOR, Params
from shared.nn import network
from shared.nn.network import (
    cross_entropy,
    forward,
    gradients,
    hidden_delta,
    mean_loss,
    mean_loss_and_gradients,
    neuron,
    numerical_gradient,
    output_delta,
    sigmoid,
    sigmoid_derivative,
    squared_error,
    train,
    update,
)

LOSSES = (squared_error, cross_entropy)
by_loss = pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: loss.__name__)

numbers = st.floats(-3, 3)
nine_numbers = st.builds(Params, *[numbers] * 9)
inputs = st.floats(-2, 2)
targets = st.sampled_from((0.0, 1.0))
activations = st.floats(0.001, 0.999)
rows = st.tuples(inputs, inputs, targets)


# σ


def test_sigmoid_is_a_half_at_zero():
    assert sigmoid(0) == 0.5


def test_sigmoid_is_safe_far_out_on_both_sides():
    assert sigmoid(1000) == 1.0
    assert sigmoid(-1000) == 0.0
    assert 0 < sigmoid(-700) < 1e-300  # very small, but not rounded to 0


@given(st.floats(allow_nan=False))
def test_sigmoid_stays_between_0_and_1_for_every_float(z):
    assert 0 <= sigmoid(z) <= 1


@given(st.floats(-700, 700))
def test_sigmoid_of_minus_z_is_what_is_missing_to_1(z):
    assert sigmoid(-z) == pytest.approx(1 - sigmoid(z), abs=1e-15)


@given(st.floats(-30, 30), st.floats(0.001, 5))
def test_sigmoid_rises(z, step):
    assert sigmoid(z) < sigmoid(z + step)


@given(st.floats(-700, 700))
def test_sigmoid_agrees_with_its_tanh_form(z):
    assert sigmoid(z) == pytest.approx((1 + np.tanh(z / 2)) / 2, abs=1e-15)


@given(st.floats(-8, 8))
def test_sigmoid_slope_is_the_slope_of_sigmoid(z):
    rise = (sigmoid(z + 1e-5) - sigmoid(z - 1e-5)) / 2e-5
    assert sigmoid_derivative(sigmoid(z)) == pytest.approx(rise, abs=1e-9)
    assert 0 < sigmoid_derivative(sigmoid(z)) <= 0.25


# Forward


def test_w12_runs_into_hidden_neuron_1_from_input_2():
    w12_only = Params(0, 5, 0, 0, 0, 0, 0, 0, 0)
    assert forward(0, 1, w12_only) == (sigmoid(5), 0.5, 0.5)
    assert forward(1, 0, w12_only) == (0.5, 0.5, 0.5)


@given(inputs, inputs, nine_numbers)
def test_forward_is_three_neurons(x1, x2, p):
    h1 = neuron(x1, x2, p.w11, p.w12, p.b1)
    h2 = neuron(x1, x2, p.w21, p.w22, p.b2)
    assert forward(x1, x2, p) == (h1, h2, neuron(h1, h2, p.v1, p.v2, p.c))


@given(inputs, inputs, nine_numbers)
def test_swapping_the_hidden_neurons_changes_nothing_but_their_order(x1, x2, p):
    h1, h2, out = forward(x1, x2, p)
    swapped = Params(p.w21, p.w22, p.b2, p.w11, p.w12, p.b1, p.v2, p.v1, p.c)
    assert forward(x1, x2, swapped) == pytest.approx((h2, h1, out), abs=1e-15)


@pytest.mark.parametrize("nine", [list(START_A), tuple(START_A), np.array(START_A), START_A])
def test_any_nine_numbers_will_do_as_params(nine):
    assert forward(1, 0, nine) == forward(1, 0, START_A)
    assert gradients(1, 0, 1, nine) == gradients(1, 0, 1, START_A)
    assert update(nine, nine, 0.5) == update(START_A, START_A, 0.5)
    assert [*train(XOR, nine, 2.0, 2)] == [*train(XOR, START_A, 2.0, 2)]


# Losses


@given(st.floats(0, 1), targets)
def test_losses_are_never_negative_nor_infinite(out, y):
    for loss in LOSSES:
        assert 0 <= loss(out, y) < 35


def test_losses_are_zero_at_the_target_and_known_in_the_middle():
    assert squared_error(1, 1) == squared_error(0, 0) == 0
    assert squared_error(0.5, 1) == 0.25
    assert cross_entropy(0.5, 0) == cross_entropy(0.5, 1) == log(2)


@by_loss
def test_mean_loss_is_the_mean_over_the_rows(loss):
    per_row = [loss(forward(x1, x2, START_A)[2], y) for x1, x2, y in XOR]
    assert mean_loss(XOR, START_A, loss) == pytest.approx(sum(per_row) / 4, rel=1e-15)


# Gradients


@by_loss
@given(row=rows, params=nine_numbers)
def test_gradients_agree_with_finite_differences(loss, row, params):
    x1, x2, y = row
    expected = [numerical_gradient(lambda p: loss(forward(x1, x2, p)[2], y), params, i) for i in range(9)]
    assert gradients(x1, x2, y, params, loss) == pytest.approx(expected, abs=1e-8, rel=1e-6)


def network_for_autograd(p, x1, x2):
    """Compute the same network with autograd's NumPy functions, so that autograd can differentiate it."""
    h1 = 1 / (1 + anp.exp(-(p[0] * x1 + p[1] * x2 + p[2])))
    h2 = 1 / (1 + anp.exp(-(p[3] * x1 + p[4] * x2 + p[5])))
    return 1 / (1 + anp.exp(-(p[6] * h1 + p[7] * h2 + p[8])))


AUTOGRAD_LOSSES = {
    squared_error: lambda p, x1, x2, y: (network_for_autograd(p, x1, x2) - y) ** 2,
    cross_entropy: lambda p, x1, x2, y: (
        -anp.log(network_for_autograd(p, x1, x2) if y == 1 else 1 - network_for_autograd(p, x1, x2))
    ),
}


@by_loss
@given(row=rows, params=nine_numbers)
def test_gradients_agree_with_an_independent_autograd(loss, row, params):
    expected = autograd.grad(AUTOGRAD_LOSSES[loss])(np.array(params), *row)
    assert gradients(*row, params, loss) == pytest.approx(expected, abs=1e-12, rel=1e-9)


@by_loss
@given(out=activations, y=targets)
def test_output_delta_is_the_loss_slope_times_the_neuron_slope(loss, out, y):
    by_out = 2 * (out - y) if loss is squared_error else (out - y) / (out * (1 - out))
    assert output_delta(out, y, loss) == pytest.approx(by_out * sigmoid_derivative(out), rel=1e-9)


@given(numbers, numbers, activations)
def test_hidden_delta_is_delta_times_weight_times_derivative(d_out, v, h):
    assert hidden_delta(d_out, v, h) == pytest.approx(d_out * v * sigmoid_derivative(h), rel=1e-12)


@by_loss
@given(params=nine_numbers)
def test_an_epochs_slopes_are_the_mean_of_the_rows_slopes(loss, params):
    mean, grads = mean_loss_and_gradients(XOR, params, loss)
    by_row = np.array([gradients(*row, params, loss) for row in XOR])
    assert mean == pytest.approx(mean_loss(XOR, params, loss), rel=1e-14)
    assert grads == pytest.approx(by_row.mean(axis=0), rel=1e-12, abs=1e-15)


@given(nine_numbers, st.integers(0, 8), st.lists(numbers, min_size=9, max_size=9))
def test_numerical_gradient_is_exact_on_a_parabola_and_keeps_params(params, i, centre):
    before = list(params)
    gradient = numerical_gradient(lambda p: sum((a - b) ** 2 for a, b in zip(p, centre)), before, i)
    assert gradient == pytest.approx(2 * (params[i] - centre[i]), abs=1e-7)
    assert before == list(params)


# Training


@given(nine_numbers, nine_numbers, st.floats(0.001, 10))
def test_update_steps_against_every_slope(params, grads, lr):
    assert list(update(params, grads, lr)) == [p - lr * g for p, g in zip(params, grads)]


@by_loss
@given(params=nine_numbers)
def test_a_small_step_never_raises_the_loss(loss, params):
    start, after = train(XOR, params, 1e-3, 1, loss)
    assert after.loss <= start.loss + 1e-15


@given(st.integers(0, 30), st.floats(0.01, 5))
def test_training_yields_the_start_and_one_state_an_update(epochs, lr):
    states = list(train(XOR, START_A, lr, epochs))
    assert [state.number for state in states] == list(range(epochs + 1))
    assert states[0].params == START_A
    for before, after in pairwise(states):
        assert after.params == update(before.params, mean_loss_and_gradients(XOR, before.params)[1], lr)


@by_loss
def test_a_states_loss_is_measured_with_that_states_numbers(loss):
    for state in train(XOR, START_B, 0.5, 5, loss):
        assert state.loss == pytest.approx(mean_loss(XOR, state.params, loss), rel=1e-15)


def test_a_run_can_be_forked_at_any_epoch():
    whole = list(train(XOR, START_A, 2.0, 40))
    tail = list(train(XOR, whole[25].params, 2.0, 15))
    assert [state[1:] for state in tail] == [state[1:] for state in whole[25:]]


def test_training_computes_each_epoch_only_when_it_is_requested():
    states = train(XOR, START_A, 2.0, 10**12)
    assert inspect.isgenerator(states)
    assert [next(states).number, next(states).number] == [0, 1]


def test_data_may_be_an_array_and_epochs_a_whole_float():
    assert [*train(np.array(XOR), START_A, 2.0, 3.0)] == [*train(XOR, START_A, 2.0, 3)]


def test_training_survives_an_absurd_learning_rate():
    assert all(isfinite(state.loss) for state in train(XOR, START_A, 1e6, 20))


# Published numbers


def test_start_a_trains_to_the_published_lines():
    states = list(train(XOR, START_A, 2.0, 4000))
    losses = [f"{states[k].loss:.4f}" for k in range(0, 4001, 500)]
    outs = [f"{forward(x1, x2, states[-1].params)[2]:.3f}" for x1, x2, _ in XOR]
    assert losses == ["0.2518", "0.0888", "0.0034", "0.0015", "0.0010", "0.0007", "0.0006", "0.0005", "0.0004"]
    assert outs == ["0.020", "0.977", "0.981", "0.018"]


def outs_of(params):
    return [f"{forward(x1, x2, params)[2]:.4f}" for x1, x2, _ in XOR]


def one_update_of_start_b():
    """Start at B and update once, on the row (0, 0).

    The published loss has a ½ in front, so its gradient is half of ours.
    """
    halved = [g / 2 for g in gradients(*XOR[0], START_B)]
    return update(START_B, halved, 0.1)


def test_start_b_gives_the_published_outputs_before_and_after_one_update():
    assert outs_of(START_B) == ["0.4875", "0.4831", "0.4986", "0.4943"]
    assert outs_of(one_update_of_start_b()) == ["0.4829", "0.4786", "0.4941", "0.4898"]


def test_one_update_of_start_b_makes_the_mean_loss_slightly_worse():
    before, after = mean_loss(XOR, START_B) / 2, mean_loss(XOR, one_update_of_start_b()) / 2
    assert (f"{before:.6f}", f"{after:.6f}") == ("0.125068", "0.125120")
    for x1, x2, _ in XOR:
        moved = forward(x1, x2, one_update_of_start_b())[2] - forward(x1, x2, START_B)[2]
        assert moved < 0  # the outputs fall: two rows get closer to their target 0, two rows get farther from 1


# Bad input


@pytest.mark.parametrize("count", [0, 8, 10])
def test_a_wrong_count_of_numbers_is_named(count):
    some = [0.1] * count
    for call in (
        lambda: forward(0, 1, some),
        lambda: gradients(0, 1, 1, some),
        lambda: update(some, START_A, 1.0),
        lambda: train(XOR, some, 1.0, 1),
    ):
        with pytest.raises(ValueError, match=rf"params must be nine numbers .*w11.*c\), got {count}"):
            call()
    with pytest.raises(ValueError, match=f"grads must be nine numbers .*, got {count}"):
        update(START_A, some, 1.0)


@pytest.mark.parametrize("bad", [nan, inf, -inf])
@pytest.mark.parametrize("field", Params._fields)
def test_a_number_that_is_not_finite_is_named(field, bad):
    params = START_A._replace(**{field: bad})
    message = f"params must be finite numbers, but {field} is {bad}"
    for call in (
        lambda: forward(0, 1, params),
        lambda: gradients(0, 1, 1, params),
        lambda: update(params, START_A, 1.0),
        lambda: train(XOR, params, 1.0, 1),
        lambda: train(XOR, list(params), 1.0, 1),
    ):
        with pytest.raises(ValueError, match=message):
            call()
    with pytest.raises(ValueError, match=f"grads must be finite numbers, but {field} is {bad}"):
        update(START_A, params, 1.0)


def test_large_numbers_that_add_up_to_infinity_are_still_finite_numbers():
    assert forward(0, 0, [1e308] * 9)[2] == 1.0


@pytest.mark.parametrize("lr", [0, -0.1, nan, inf])
def test_a_bad_learning_rate_is_refused_before_the_first_epoch(lr):
    with pytest.raises(ValueError, match=f"lr must be a finite number above 0, got {lr}"):
        train(XOR, START_A, lr, 1)


@pytest.mark.parametrize("epochs", [-1, 1.5, nan, inf])
def test_epochs_that_are_no_count_are_refused(epochs):
    with pytest.raises(ValueError, match=f"epochs must be a whole number, 0 or more, got {epochs}"):
        train(XOR, START_A, 1.0, epochs)


@pytest.mark.parametrize("row", [(0, 1), (0, 1, 1, 0), (), (0, nan, 1), (0, 1, inf)])
def test_a_row_that_is_not_three_finite_numbers_is_named_by_its_place(row):
    with pytest.raises(ValueError, match=r"data must hold samples of three finite numbers.*but sample 1 is"):
        train([XOR[0], row, XOR[1]], START_A, 1.0, 1)


def test_no_rows_at_all_are_refused():
    with pytest.raises(ValueError, match="data must hold at least one sample"):
        train([], START_A, 1.0, 1)


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: network.mean_loss([], network.START_A), "data must hold at least one sample"),
        (lambda: network.mean_loss([(1, 2)], network.START_A), "sample 0 is"),
        (lambda: network.mean_loss_and_gradients([(0, 0, float("nan"))], network.START_A), "sample 0 is"),
        (lambda: network.update(network.START_A, network.START_B, -1), "lr must be a finite number above 0"),
        (lambda: network.update(network.START_A, network.START_B[:8], 1), "grads must be nine numbers"),
        (lambda: network.train(network.XOR, network.START_A, "2", 1), "lr must be a finite number above 0, got '2'"),
        (lambda: network.numerical_gradient(sum, network.START_A, 9), "i must be an index of params, 0 to 8"),
        (lambda: network.numerical_gradient(sum, network.START_A, -1), "i must be an index of params, 0 to 8"),
        (lambda: network.numerical_gradient(sum, network.START_A, 0, 0), "eps must be a finite number above 0"),
    ],
)
def test_every_public_function_names_the_argument_that_it_cannot_use(call, named):
    with pytest.raises(ValueError, match=named):
        call()
