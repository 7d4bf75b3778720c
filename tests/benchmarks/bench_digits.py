"""Measure the training time and the share of right digits of lesson 9's network, for ten seeds and two test sets.

Run with `python tests/benchmarks/bench_digits.py`. It prints its measurements and never fails. If PyTorch is installed,
the benchmark also trains the same network with PyTorch, from the same initial parameters. The programs run alternately.
"""

import importlib.util
import statistics
import time

import numpy as np

from shared.nn import digits, mlp, torch_reference

SETTINGS = {"lr": 1.0, "epochs": 20, "beta": 0.9, "batch": 32}  # the settings of lesson 9


def start(seed):
    rng = np.random.default_rng(seed)
    return mlp.random_parameters([64, 64, 10], rng, mlp.he_init), rng


def trained(rows, seed):
    """Train the lesson's network. Return `(trained network, seconds)`."""
    parameters, rng = start(seed)
    net = mlp.MLP(parameters, mlp.relu, mlp.categorical_cross_entropy)
    began = time.perf_counter()
    list(net.train(rows.X, rows.Y, rng=rng, **SETTINGS))
    return net, time.perf_counter() - began


def share(net, rows):
    return digits.count_correct(net, rows) / len(rows.X)


def seeds(how_many=10):
    """For each seed, print the training time and the shares of right digits.

    The network trains twice. First, every fourth digit is held out, and then the last 449 digits.
    """
    everything = digits.load()
    training, held_out = digits.split(everything)
    first, last = (digits.Digits(*(part[rows] for part in everything)) for rows in (slice(-449), slice(-449, None)))
    columns = []
    print("seed   seconds   every fourth held out   trained on   the last 449 held out")
    for seed in range(how_many):
        net, seconds = trained(training, seed)
        columns.append((seconds, share(net, held_out), share(net, training), share(trained(first, seed)[0], last)))
        print("{:4d}   {:7.2f}   {:21.1%}   {:10.1%}   {:21.1%}".format(seed, *columns[-1]))
    medians = [statistics.median(column) for column in zip(*columns)]
    print("       {:7.2f}   {:21.1%}   {:10.1%}   {:21.1%}   median".format(*medians))
    least, most = min(column[1] for column in columns), max(column[0] for column in columns)
    print(f"aim, every fourth held out: at least 96% (lowest {least:.1%}), less than 10 seconds (longest {most:.2f})")


def beside_torch(repeats=3):
    """Print the training times of `MLP` and PyTorch, and the largest difference between their trained parameters."""
    if not importlib.util.find_spec("torch"):
        print("PyTorch is not installed, so there is no comparison")
        return
    import torch

    training, _ = digits.split(digits.load())
    ours, theirs = [], []
    for _ in range(repeats):
        net, seconds = trained(training, 0)
        ours.append(seconds)
        parameters, rng = start(0)
        began = time.perf_counter()
        numbers = torch_reference.train(torch, parameters, training, rng=rng, **SETTINGS)
        theirs.append(time.perf_counter() - began)
    apart = max(np.abs(a - b).max() for a, b in zip(numbers, net.parameters))
    print(
        f"MLP {statistics.median(ours):.2f} s, PyTorch {torch.__version__} {statistics.median(theirs):.2f} s: ", end=""
    )
    print(f"{statistics.median(theirs) / statistics.median(ours):.1f} times as long")
    print(f"largest difference of a parameter: {apart:.0e}")


if __name__ == "__main__":
    seeds()
    print()
    beside_torch()
