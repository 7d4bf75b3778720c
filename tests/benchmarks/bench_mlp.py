"""Measures the time of one epoch with arrays (`shared.nn.mlp`) and without (`shared.nn.network`), for 4 to 4000 rows.

It also measures wider layers. Run with `python tests/benchmarks/bench_mlp.py`. It prints its measurements and never
fails.
"""

import statistics
import time

import numpy as np

from shared.nn.mlp import MLP, XOR_X, XOR_Y, as_arrays, random_parameters
from shared.nn.network import START_A, XOR, train


def seconds(call, epochs, repeats=7):
    """Make several runs. Return the median of their times for one epoch."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        call(epochs)
        times.append((time.perf_counter() - start) / epochs)
    return statistics.median(times)


def in_python(copies):
    return lambda epochs: list(train(XOR * copies, START_A, 2.0, epochs))


def in_numpy(copies, hidden=2):
    X, Y = (np.tile(array, (copies, 1)) for array in (XOR_X, XOR_Y))
    start = as_arrays(START_A) if hidden == 2 else random_parameters([2, hidden, 1], np.random.default_rng(0))
    return lambda epochs: list(MLP(start).train(X, Y, 2.0, epochs))


def main():
    print("rows     one epoch in Python   in NumPy   Python / NumPy")
    for copies, epochs in ((1, 500), (10, 100), (100, 20), (1000, 4)):
        python, arrays = seconds(in_python(copies), epochs), seconds(in_numpy(copies), max(epochs, 50))
        print(f"{4 * copies:5}  {1e6 * python:17.0f} µs {1e6 * arrays:7.0f} µs {python / arrays:14.2f}")
    print()
    print("hidden   one epoch in NumPy, 4 rows   divided by the time with 2 hidden")
    narrow = seconds(in_numpy(1), 500)
    for hidden in (8, 32, 128, 512):
        wide = seconds(in_numpy(1, hidden), 200)
        print(f"{hidden:6}  {1e6 * wide:21.0f} µs {wide / narrow:18.2f}")


if __name__ == "__main__":
    main()
