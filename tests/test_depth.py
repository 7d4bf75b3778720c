"""Each deep network learns the same alone and together with others. In sigmoid networks, the gradients vanish.

The learning-rate range test is tested here, too.
"""

import numpy as np
import pytest

from shared import START_A, XOR
from shared.experiments import depth
from shared.experiments.depth import deep_network, gradient_sizes, train_depth
from shared.experiments.learning_rate import range_test
from shared.nn.mlp import XOR_X, XOR_Y, relu, sigmoid, softmax, squared_error, tanh
from shared.nn.network import mean_loss, mean_loss_and_gradients, update


@pytest.mark.parametrize("activation", [sigmoid, tanh, relu])
def test_side_by_side_each_network_does_what_it_does_alone(activation, monkeypatch):
    outputs, activations = [], depth._activations

    def recorded(*arguments):
        A = activations(*arguments)
        outputs.append(A[-1])
        return A

    monkeypatch.setattr(depth, "_activations", recorded)
    together = train_depth(activation, 2, seeds=3, lr=0.7, epochs=100)
    losses = ((np.array(outputs) - XOR_Y) ** 2).mean(axis=(-2, -1))
    for seed in range(3):
        net = deep_network(activation, 2, seed)
        np.testing.assert_allclose(together.sizes[seed], gradient_sizes(net), rtol=1e-12)
        np.testing.assert_allclose(losses[:, seed], [*net.train(XOR_X, XOR_Y, lr=0.7, epochs=100)], rtol=1e-9)


def test_a_network_that_has_learned_stops_and_the_others_train_on(monkeypatch):
    monkeypatch.setattr(depth, "LEARNED", 0.0065)
    losses = [[*deep_network(relu, 2, seed).train(XOR_X, XOR_Y, lr=1.0, epochs=100)] for seed in range(4)]
    assert [loss[50] <= 0.0065 for loss in losses] == [False, False, True, False]
    assert [loss[100] <= 0.0065 for loss in losses] == [True, False, True, True]
    assert train_depth(relu, 2, seeds=4, epochs=100).learned.tolist() == [True, False, True, True]


def test_sizes_are_the_mean_of_each_layer_s_weight_gradients():
    net = deep_network(tanh, 3, seed=4)
    assert net.loss is squared_error
    assert gradient_sizes(net) == [np.abs(dW).mean() for dW in net.gradients(XOR_X, XOR_Y)[::2]]
    assert len(gradient_sizes(net)) == 4


def test_sigmoid_gradients_shrink_to_a_quarter_or_less_a_layer():
    sizes = train_depth(sigmoid, 4, epochs=0).sizes.mean(axis=0)
    assert (sizes[:-1] / sizes[1:] <= 0.25 * 1.1).all(), sizes
    assert sizes[0] < sizes[-1] / 500


@pytest.mark.parametrize("activation", [tanh, relu])
def test_gradients_of_tanh_and_relu_hardly_shrink(activation):
    sizes = train_depth(activation, 4, epochs=0).sizes.mean(axis=0)
    assert sizes[0] > sizes[-1] / 5


def test_deep_sigmoid_networks_do_not_learn_and_those_of_tanh_do():
    assert train_depth(sigmoid, 4, seeds=6, epochs=1500).learned.sum() == 0
    assert train_depth(tanh, 4, seeds=6, epochs=1500).learned.sum() == 6


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((softmax, 2), "activation"),
        ((sigmoid, 0), "depth must be a whole number, 1 or more"),
        ((sigmoid, 2, 0), "seeds must be a whole number, 1 or more"),
        ((sigmoid, 2, 1, -1.0), "lr"),
        ((sigmoid, 2, 1, 1.0, -1), "epochs"),
    ],
)
def test_a_bad_argument_is_named_with_what_is_allowed(arguments, said):
    with pytest.raises(ValueError, match=said):
        train_depth(*arguments)


def test_a_range_test_measures_the_loss_before_each_update():
    rates = [0.5, 1.0, 200.0]
    params, expected = START_A, []
    for rate in rates:
        expected.append(mean_loss(XOR, params))
        params = update(params, mean_loss_and_gradients(XOR, params)[1], rate)
    assert range_test(START_A, rates) == expected
    assert range_test(START_A, []) == []


@pytest.mark.parametrize(("params", "rates", "said"), [(START_A, [1.0, 0.0], "every rate"), ([1.0], [1.0], "nine|9")])
def test_a_range_test_refuses_what_it_cannot_use(params, rates, said):
    with pytest.raises(ValueError, match=said):
        range_test(params, rates)
