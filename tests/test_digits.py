"""Lesson 9: the digits, the network that learns them, the same network in PyTorch, and the plot of the weights."""

from functools import cache

import numpy as np
import pytest
from course_files import untouched_run

from shared.nn import digits, mlp, torch_reference


@cache
def everything():
    return digits.load()


@cache
def trained():
    """Return the network that the lesson trains, the loss after every epoch, and the held-out digits."""
    _, defined = untouched_run("09_beyond_xor")
    return defined["net"], defined["losses"], digits.split(everything())[1]


# The data


def test_there_are_1797_digits_of_64_pixels_from_0_to_1():
    X, Y, labels = everything()
    assert X.shape == (1797, 64) and Y.shape == (1797, 10) and labels.shape == (1797,)
    assert X.min() == 0 and X.max() == 1 and ((X * 16).round() == X * 16).all()
    assert np.bincount(labels).tolist() == [
        178,
        182,
        177,
        183,
        181,
        182,
        181,
        179,
        174,
        180,
    ]  # the published counts of the digits 0 to 9


def test_a_target_has_a_one_in_the_column_of_its_digit():
    assert digits.one_hot([2, 0], 3).tolist() == [[0, 0, 1], [1, 0, 0]]
    assert (everything().Y.argmax(axis=1) == everything().labels).all() and (everything().Y.sum(axis=1) == 1).all()


@pytest.mark.parametrize("labels", [[3], [-1], [0.5]])
def test_a_label_without_a_column_is_refused(labels):
    with pytest.raises(ValueError, match="labels must be whole numbers from 0 to 2"):
        digits.one_hot(labels, 3)


def test_nothing_that_is_held_out_is_trained_on():
    training, held_out = digits.split(everything())
    assert len(training.X) + len(held_out.X) == 1797
    assert not set(map(bytes, training.X)) & set(map(bytes, held_out.X))  # no image is in both groups
    assert len(set(map(bytes, everything().X))) == 1797
    assert np.bincount(held_out.labels).min() > 40


def test_origin_and_licence_stand_in_the_file_and_in_the_lesson():
    text = " ".join(str(getattr(o, "text", "")) for o in untouched_run("09_beyond_xor")[0])
    for said in (digits.__doc__, text):
        for words in ("Alpaydin", "Kaynak", "UCI Machine", "1998", "CC BY 4.0", "10.24432/C50P49"):
            assert words in " ".join(said.split())


# The network


def test_the_lesson_gets_at_least_96_percent_of_the_held_out_digits():
    net, losses, held_out = trained()
    assert digits.count_correct(net, held_out) / len(held_out.X) >= 0.96
    assert len(losses) == 21 and losses[-1] < losses[0] / 100


def test_the_network_in_the_picture_is_the_one_that_the_lesson_trains():
    net, _, held_out = trained()
    shown = digits.trained_network()
    assert [array.shape for array in shown.parameters] == [array.shape for array in net.parameters]
    assert np.abs(shown(held_out.X) - net(held_out.X)).max() < 1e-3, "run `python -m shared.lesson.shipped`"
    assert digits.count_correct(shown, held_out) == digits.count_correct(net, held_out)


def test_without_training_it_reads_about_one_in_ten():
    net = mlp.MLP(
        mlp.random_parameters([64, 64, 10], np.random.default_rng(0), mlp.he_init), mlp.relu, trained()[0].loss
    )
    assert digits.count_correct(net, trained()[2]) / len(trained()[2].X) < 0.25


def test_with_the_wrong_labels_it_learns_nothing_that_holds():
    training, held_out = digits.split(everything())
    shuffled = np.random.default_rng(1).permutation(training.labels)
    wrong = digits.Digits(training.X, digits.one_hot(shuffled), shuffled)
    net, _ = untouched_run("09_beyond_xor")[1]["train_digits"](wrong)
    assert digits.count_correct(net, held_out) / len(held_out.X) < 0.25


def test_a_learning_rate_that_fails_without_momentum_works_with_it():
    training, held_out = digits.split(everything())
    scores = {}
    for beta in (0.0, 0.9):
        rng = np.random.default_rng(0)
        start = mlp.random_parameters([64, 64, 10], rng, mlp.he_init)
        net = mlp.MLP(start, mlp.relu, mlp.categorical_cross_entropy)
        list(net.train(training.X, training.Y, lr=2.0, epochs=5, beta=beta, batch=32, rng=rng))
        scores[beta] = digits.count_correct(net, held_out) / len(held_out.X)
    assert scores[0.0] < 0.25 and scores[0.9] > 0.9


@pytest.mark.parametrize("l2", [0.0, 3.0])
def test_pytorch_ends_at_the_same_numbers(l2):
    torch = pytest.importorskip("torch", reason="PyTorch is not installed (it is optional)")
    training, _ = digits.split(everything())

    def start():
        rng = np.random.default_rng(0)
        return mlp.random_parameters([64, 64, 10], rng, mlp.he_init), {"rng": rng, "beta": 0.9, "batch": 32}

    parameters, settings = start()
    theirs = torch_reference.train(torch, parameters, training, 1.0, 3, l2=l2, **settings)
    parameters, settings = start()
    ours = mlp.MLP(parameters, mlp.relu, mlp.categorical_cross_entropy, l2)
    list(ours.train(training.X, training.Y, 1.0, 3, **settings))
    for a, b in zip(theirs, ours.parameters, strict=True):
        assert a.shape == b.shape and np.abs(a - b).max() <= 1e-6


# The plots


def test_the_plot_of_weights_says_how_large_they_are_in_each_network():
    small, large = (np.full((2, 64), size).tolist() for size in (0.25, -1.5))
    draw_weights = untouched_run("09_beyond_xor")[1]["draw_weights"]
    figure = draw_weights((("λ = 30", small), ("without L2", large)))
    assert "of 2 hidden neurons" in figure.caption and "λ = 30: 0.25; without L2: 1.50." in figure.caption
    assert figure.html.count("<image") == 1 and figure.html.count("</text>") == 2
