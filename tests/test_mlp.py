"""`MLP` with widths 2-2-1 gives lesson 6's numbers. `MLP` refuses bad input. Three methods confirm its gradients."""

import itertools
from math import nan

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared import START_A, START_B, XOR
from shared.nn import mlp, network
from shared.nn.gradient_check import numerical_gradients
from shared.nn.mlp import (
    MLP,
    XOR_X,
    XOR_Y,
    as_arrays,
    categorical_cross_entropy,
    cross_entropy,
    he_init,
    random_parameters,
    relu,
    sigmoid,
    softmax,
    squared_error,
    tanh,
    uniform_init,
    xavier_init,
)
from shared.nn.network import forward

ACTIVATIONS = (sigmoid, tanh, relu)
LOSSES = (squared_error, cross_entropy, categorical_cross_entropy)
IN_NETWORK = {squared_error: network.squared_error, cross_entropy: network.cross_entropy}
arrays = st.lists(st.floats(-700, 700), min_size=3, max_size=3).map(lambda row: np.array([row, row[::-1]]))


# The nine-number network


def largest_difference(start, loss, lr, epochs):
    """Train with `MLP` and with lesson 6's `train`. Return the largest difference between their numbers or losses."""
    net, worst = MLP(as_arrays(start), loss=loss), 0.0
    states = network.train(XOR, start, lr, epochs, IN_NETWORK[loss])
    for mean, state in zip(net.train(XOR_X, XOR_Y, lr, epochs), states, strict=True):
        nine = zip(net.parameters, as_arrays(state.params), strict=True)
        worst = np.max([worst, abs(mean - state.loss), *(np.abs(a - b).max() for a, b in nine)])  # nan stays nan
    return worst


@pytest.mark.parametrize("loss", IN_NETWORK, ids=lambda loss: loss.__name__)
@pytest.mark.parametrize(("start", "lr", "epochs"), [(START_A, 2.0, 4000), (START_B, 0.1, 500)], ids="AB")
def test_with_widths_2_2_1_it_is_lesson_6_at_every_epoch(start, lr, epochs, loss):
    assert largest_difference(start, loss, lr, epochs) <= 1e-12


@pytest.mark.parametrize("loss", IN_NETWORK, ids=lambda loss: loss.__name__)
@given(st.builds(network.Params, *[st.floats(-3, 3)] * 9))
def test_it_is_lesson_6_from_any_start(loss, start):
    assert largest_difference(start, loss, 0.5, 5) <= 1e-12


def test_the_outputs_are_those_of_forward():
    by_row = [forward(x1, x2, START_A) for x1, x2, _ in XOR]
    _, hidden, out = MLP(as_arrays(START_A)).activations(XOR_X)
    assert np.hstack([hidden, out]) == pytest.approx(np.array(by_row), abs=1e-15)


# Gradients, for all combinations

WIDTHS = ([3, 2], [3, 4, 2], [3, 5, 4, 2])  # no hidden layer, one hidden layer, two hidden layers
INITS = (xavier_init, he_init, uniform_init)
combinations = pytest.mark.parametrize(
    ("widths", "activation", "loss", "init", "l2"),
    [
        pytest.param(*c, id="-".join([str(len(c[0]) - 1), *(f.__name__ for f in c[1:4]), str(c[4])]))
        for c in itertools.product(WIDTHS, ACTIVATIONS, LOSSES, INITS, (0.0, 0.7))
    ],
)


def network_and_rows(widths, activation, loss, init, l2, m=6):
    """Return (network, samples, targets). Biases are not 0, samples are not binary, and targets fit the loss."""
    rng = np.random.default_rng(5)
    parameters = [p if k % 2 == 0 else rng.normal(size=p.shape) for k, p in enumerate(random_parameters(widths, rng))]
    parameters[::2] = random_parameters(widths, rng, init)[::2]
    Y = rng.random((m, widths[-1]))
    if loss is categorical_cross_entropy:
        Y = np.eye(widths[-1])[rng.integers(0, widths[-1], m)]
    return MLP(parameters, activation, loss, l2), rng.normal(size=(m, widths[0])), Y


def by_finite_differences(net, X, Y):
    def loss(*parameters):
        return MLP(parameters, net.activation, net.loss, net.l2).mean_loss(X, Y)

    return numerical_gradients(loss, net.parameters, eps=1e-6)


def largest(ours, expected):
    return np.max([np.abs(a - b).max() for a, b in zip(ours, expected, strict=True)])  # nan if one difference is nan


@combinations
def test_slopes_agree_with_finite_differences(widths, activation, loss, init, l2):
    net, X, Y = network_and_rows(widths, activation, loss, init, l2)
    # With ε = 1e-6, the rounding error of the finite difference is about 1e-10.
    assert largest(net.gradients(X, Y), by_finite_differences(net, X, Y)) < 1e-8


def mean_loss_for_autograd(parameters, activation, loss, l2, X, Y):
    """Compute the same mean loss with autograd's functions, so that autograd can differentiate it."""
    squash = {sigmoid: lambda Z: 1 / (1 + anp.exp(-Z)), tanh: anp.tanh, relu: lambda Z: anp.where(Z > 0, Z, 0.0)}
    A = X
    for W, b in zip(parameters[:-2:2], parameters[1:-2:2]):
        A = squash[activation](anp.dot(A, W) + b)
    Z = anp.dot(A, parameters[-2]) + parameters[-1]
    if loss is categorical_cross_entropy:
        per_row = anp.log(anp.exp(Z).sum(axis=1)) - (Y * Z).sum(axis=1)
    else:
        out = squash[sigmoid](Z)
        each = (out - Y) ** 2 if loss is squared_error else -(Y * anp.log(out) + (1 - Y) * anp.log(1 - out))
        per_row = each.sum(axis=1)
    return anp.mean(per_row) + l2 / (2 * len(X)) * sum((W**2).sum() for W in parameters[::2])


@combinations
def test_loss_and_slopes_agree_with_an_independent_autograd(widths, activation, loss, init, l2):
    net, X, Y = network_and_rows(widths, activation, loss, init, l2)
    value_and_grad = autograd.value_and_grad(mean_loss_for_autograd)
    mean, expected = value_and_grad(list(net.parameters), activation, loss, l2, X, Y)
    assert net.mean_loss(X, Y) == pytest.approx(mean, rel=1e-13)
    assert largest(net.gradients(X, Y), expected) < 1e-13


def test_loss_and_slopes_agree_with_pytorch_for_every_combination():
    torch = pytest.importorskip("torch", reason="PyTorch is not installed: autograd checks the gradients instead")
    squash = {sigmoid: torch.sigmoid, tanh: torch.tanh, relu: torch.relu}
    torch_losses = {
        squared_error: lambda Z, Y: torch.nn.functional.mse_loss(torch.sigmoid(Z), Y, reduction="sum"),
        cross_entropy: lambda Z, Y: torch.nn.functional.binary_cross_entropy_with_logits(Z, Y, reduction="sum"),
        categorical_cross_entropy: lambda Z, Y: torch.nn.functional.cross_entropy(Z, Y, reduction="sum"),
    }
    for widths, activation, loss, init, l2 in itertools.product(WIDTHS, ACTIVATIONS, LOSSES, INITS, (0.0, 0.7)):
        net, X, Y = network_and_rows(widths, activation, loss, init, l2)
        tensors = [torch.tensor(parameter, requires_grad=True) for parameter in net.parameters]
        A = torch.tensor(X)
        for W, b in zip(tensors[:-2:2], tensors[1:-2:2]):
            A = squash[activation](A @ W + b)
        total = torch_losses[loss](A @ tensors[-2] + tensors[-1], torch.tensor(Y))
        mean = total / len(X) + l2 / (2 * len(X)) * sum((W**2).sum() for W in tensors[::2])
        mean.backward()
        assert net.mean_loss(X, Y) == pytest.approx(mean.item(), rel=1e-12)
        assert largest(net.gradients(X, Y), [tensor.grad.numpy() for tensor in tensors]) < 1e-12


@pytest.mark.parametrize(
    "damage",
    [
        lambda A, Y, loss: (A - Y) / len(A),  # all losses get the delta of cross-entropy
        lambda A, Y, loss: (A - Y) * A * (1 - A) / len(A),  # the factor 2 of the squared error is missing
        lambda A, Y, loss: 2 * (A - Y) * A * (1 - A),  # the sum over the rows, not the mean
    ],
)
def test_a_damaged_backward_pass_is_caught_by_autograd_and_by_differences(monkeypatch, damage):
    monkeypatch.setattr(mlp, "output_delta", damage)
    net, X, Y = network_and_rows([3, 4, 2], tanh, squared_error, xavier_init, 0.0)
    expected = autograd.grad(mean_loss_for_autograd)(list(net.parameters), tanh, squared_error, 0.0, X, Y)
    assert largest(net.gradients(X, Y), expected) > 1e-3
    assert largest(net.gradients(X, Y), by_finite_differences(net, X, Y)) > 1e-3


# Activations


@given(arrays)
def test_sigmoid_is_that_of_the_nine_number_network(Z):
    # The `exp` functions of two libraries may differ by one unit in the last place.
    assert sigmoid(Z) == pytest.approx(np.array([[network.sigmoid(z) for z in row] for row in Z]), rel=1e-15)


def test_sigmoid_and_softmax_are_safe_for_huge_inputs():
    with np.errstate(all="raise", under="ignore"):
        assert sigmoid(np.array([[-1e4, -700.0, 0.0, 1e4]])) == pytest.approx(
            np.array([[0, 1e-304, 0.5, 1]]), abs=1e-300
        )
        assert softmax(np.array([[8e307, 0.0, -8e307]])).tolist() == [[1, 0, 0]]


@given(arrays)
def test_rows_of_softmax_sum_to_1_and_stay_equal_if_a_constant_is_added(Z):
    assert softmax(Z).sum(axis=1) == pytest.approx([1, 1])
    assert softmax(Z + 3.25) == pytest.approx(softmax(Z), abs=1e-12)


@given(arrays)
def test_relu_keeps_positive_numbers_and_turns_other_numbers_into_0(Z):
    assert (relu(Z) == np.where(Z > 0, Z, 0)).all()
    assert (mlp.DERIVATIVES[relu](relu(Z)) == (Z > 0)).all()


# Losses


def test_losses_are_known_at_simple_outputs_and_never_infinite():
    Y = np.array([[1.0, 0.0], [0.0, 1.0]])
    half = np.full((2, 2), 0.5)
    assert squared_error(half, Y) == 0.5  # the sum over the outputs, then the mean over the samples
    assert cross_entropy(half, Y) == pytest.approx(2 * np.log(2))
    assert categorical_cross_entropy(half, Y) == pytest.approx(np.log(2))
    assert squared_error(Y, Y) == categorical_cross_entropy(Y, Y) == 0
    assert cross_entropy(1 - Y, Y) < 70
    assert categorical_cross_entropy(1 - Y, Y) < 35


# Initialization


@pytest.mark.parametrize(
    ("init", "variance"),
    [
        (xavier_init, 1 / 8),
        (he_init, 2 / 8),
        (uniform_init, 1 / 3),
        (lambda *a: uniform_init(*a, width=0.5), 1 / 12),
    ],
)
def test_starts_have_mean_0_and_the_variance_they_promise(init, variance):
    drawn = init(np.random.default_rng(1), 8, 5000)
    assert drawn.shape == (8, 5000)
    # With 40 000 draws, the standard error of the variance is below 1 %. Allow four standard errors.
    assert abs(drawn.mean()) < 4 * np.sqrt(variance / drawn.size)
    assert drawn.var() == pytest.approx(variance, rel=0.04)


def test_a_start_has_weights_in_by_out_and_biases_of_0():
    parameters = random_parameters([64, 32, 10], np.random.default_rng(0), he_init)
    assert [p.shape for p in parameters] == [(64, 32), (1, 32), (32, 10), (1, 10)]
    assert not parameters[1].any() and not parameters[3].any()


def test_a_seed_decides_the_init_and_the_global_generator_is_untouched():
    before = np.random.get_state()[1].copy()  # noqa: NPY002 - the test watches the global generator
    first, second = (random_parameters([2, 3, 1], np.random.default_rng(7)) for _ in range(2))
    assert largest(first, second) == 0
    assert (np.random.get_state()[1] == before).all()  # noqa: NPY002


# Training


def test_momentum_is_the_published_formula():
    net, X, Y = network_and_rows([3, 4, 2], tanh, cross_entropy, xavier_init, 0.0)
    numbers, velocities = [p.copy() for p in net.parameters], [0.0] * 4
    for k, _ in enumerate(net.train(X, Y, 0.3, 5, beta=0.9)):
        assert largest(net.parameters, numbers) < 1e-15, k
        grads = MLP(numbers, tanh, cross_entropy).gradients(X, Y)
        velocities = [0.9 * v + 0.1 * g for v, g in zip(velocities, grads, strict=True)]
        numbers = [p - 0.3 * v for p, v in zip(numbers, velocities, strict=True)]
    assert k == 5


def test_mini_batches_take_one_step_each_and_every_row_once():
    net, X, Y = network_and_rows([3, 4, 2], relu, categorical_cross_entropy, he_init, 0.7, m=10)
    order = np.random.default_rng(3).permutation(10)
    twin = MLP(net.parameters, relu, categorical_cross_entropy, 0.7)
    for rows in (order[:4], order[4:8], order[8:]):
        grads = twin.gradients(X[rows], Y[rows], m=10)
        twin.parameters = [p - 0.1 * g for p, g in zip(twin.parameters, grads, strict=True)]
    first, second = net.train(X, Y, 0.1, 1, batch=4, rng=np.random.default_rng(3))
    assert largest(net.parameters, twin.parameters) == 0
    assert second < first


def test_one_batch_of_all_rows_is_an_ordinary_epoch():
    net, X, Y = network_and_rows([3, 4, 2], tanh, squared_error, xavier_init, 0.7)
    twin = MLP(net.parameters, tanh, squared_error, 0.7)
    whole = list(net.train(X, Y, 0.5, 4))
    assert list(twin.train(X, Y, 0.5, 4, batch=6, rng=np.random.default_rng(0))) == pytest.approx(whole, rel=1e-12)


def test_l2_pulls_at_the_weights_and_leaves_the_biases_alone():
    plain, X, Y = network_and_rows([3, 4, 2], tanh, cross_entropy, xavier_init, 0.0)
    pulled = MLP(plain.parameters, tanh, cross_entropy, l2=0.7)
    by_l2 = [a - b for a, b in zip(pulled.gradients(X, Y), plain.gradients(X, Y), strict=True)]
    for k, (difference, parameter) in enumerate(zip(by_l2, plain.parameters, strict=True)):
        assert difference == pytest.approx(0.7 / 6 * parameter if k % 2 == 0 else 0 * parameter, abs=1e-15)
    penalty = 0.7 / 12 * sum((W**2).sum() for W in plain.parameters[::2])
    assert pulled.mean_loss(X, Y) == pytest.approx(plain.mean_loss(X, Y) + penalty)


def test_parameters_can_be_kept_while_training_goes_on():
    net, X, Y = network_and_rows([3, 4, 2], tanh, squared_error, xavier_init, 0.0)
    kept = [(mean, net.parameters) for mean in net.train(X, Y, 0.5, 3)]
    assert len(kept) == 4
    for mean, parameters in kept:
        assert MLP(parameters, tanh, squared_error).mean_loss(X, Y) == mean


def test_the_numbers_that_come_in_stay_as_they_were():
    start = as_arrays(START_A)
    assert len(list(MLP(start).train(XOR_X, XOR_Y, 2.0, 3))) == 4
    assert largest(start, as_arrays(START_A)) == 0


def test_a_64_32_10_network_tells_ten_noisy_pictures_apart():
    rng = np.random.default_rng(0)
    labels = np.repeat(np.arange(10), 20)
    X, Y = rng.random((10, 64))[labels] + 0.1 * rng.normal(size=(200, 64)), np.eye(10)[labels]
    net = MLP(random_parameters([64, 32, 10], rng, he_init), relu, categorical_cross_entropy, l2=0.1)
    losses = list(net.train(X, Y, 0.3, 15, beta=0.9, batch=32, rng=rng))
    assert losses[-1] < losses[0] / 5
    assert (net(X).argmax(axis=1) == labels).mean() > 0.98


# Bad input

GOOD = as_arrays(START_A)


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: MLP(GOOD[:3]), "parameters must be pairs of weights and biases, got 3 arrays"),
        (lambda: MLP([]), "parameters must be pairs of weights and biases, got 0 arrays"),
        (lambda: MLP([5, 5]), r"parameters must hold weights \(in, out\) .* layer 1, got \(\) and \(\)"),
        (lambda: MLP(5), r"parameters must be a list of arrays of numbers"),
        (lambda: MLP([["a"], [1]]), r"parameters must be a list of arrays of numbers"),
        (lambda: MLP([GOOD[0], GOOD[1].T, *GOOD[2:]]), r"\(2, out\).* layer 1, got \(2, 2\) and \(2, 1\)"),
        (lambda: MLP([*GOOD[:2], GOOD[2].T, GOOD[3]]), r"\(2, out\).* layer 2, got \(1, 2\) and \(1, 1\)"),
        (lambda: MLP([*GOOD[:2], GOOD[2] * nan, GOOD[3]]), "parameters must be finite numbers, but layer 2"),
        (lambda: MLP(GOOD, np.tanh), "activation must be one of sigmoid, tanh, relu, got"),
        (lambda: MLP(GOOD, loss=network.squared_error), "loss must be one of squared_error, cross_entropy, categ"),
        (lambda: MLP(GOOD, l2=-1), "l2 must be a finite number, 0 or more, got -1"),
        (lambda: MLP(GOOD).train(XOR_X[:, :1], XOR_Y, 1, 1), r"X must have the shape \(samples, 2\), got \(4, 1\)"),
        (lambda: MLP(GOOD).train(XOR_X[:0], XOR_Y[:0], 1, 1), r"X must have the shape \(samples, 2\), got \(0, 2\)"),
        (lambda: MLP(GOOD).train(XOR_X, XOR_Y[:, 0], 1, 1), r"Y must have the shape \(4, 1\), got \(4,\)"),
        (lambda: MLP(GOOD)(XOR_X[0]), r"X must have the shape \(samples, 2\), got \(2,\)"),
        (lambda: MLP(GOOD).mean_loss(XOR_X, XOR_Y[:, 0]), r"Y must have the shape \(4, 1\), got \(4,\)"),
        (lambda: MLP(GOOD).gradients(XOR_X, XOR_Y.T), r"Y must have the shape \(4, 1\), got \(1, 4\)"),
        (lambda: MLP(GOOD).train(XOR_X * nan, XOR_Y, 1, 1), "X and Y must be finite numbers"),
        (lambda: MLP(GOOD).train(XOR_X, XOR_Y, 0, 1), "lr must be a finite number above 0, got 0"),
        (lambda: MLP(GOOD).train(XOR_X, XOR_Y, 1, -1), "epochs must be a whole number, 0 or more, got -1"),
        (lambda: MLP(GOOD).train(XOR_X, XOR_Y, 1, "2"), "epochs must be a whole number, 0 or more, got '2'"),
        (lambda: MLP(GOOD).train(XOR_X, XOR_Y, 1, 1, beta=1), "beta must be at least 0 and below 1, got 1"),
        (lambda: MLP(GOOD).train(XOR_X, XOR_Y, 1, 1, beta="0"), "beta must be at least 0 and below 1, got '0'"),
        (lambda: MLP(GOOD).train(XOR_X, XOR_Y, 1, 1, batch=0), "batch must be a whole number, 1 or more, got 0"),
        (lambda: MLP(GOOD).train(XOR_X, XOR_Y, 1, 1, batch=2), "rng must be given with batch, because"),
        (lambda: random_parameters([2], None), r"widths must be two or more numbers, inputs first, got \[2\]"),
        (lambda: random_parameters(5, None), "widths must be two or more numbers, inputs first, got 5"),
        (lambda: random_parameters([2, 0, 1], None), "every width must be a whole number, 1 or more, got 0"),
        (lambda: as_arrays(START_A[:8]), "params must be nine numbers"),
    ],
)
def test_an_argument_that_cannot_be_used_is_named(call, named):
    with pytest.raises(ValueError, match=named):
        call()
