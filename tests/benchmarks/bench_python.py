"""Measures how much slower the course's readable trainer is than a short program, and the time of `import shared`.

Run with `python tests/benchmarks/bench_python.py`. It prints its measurements and never fails.
"""

import statistics
import subprocess
import sys
import time

# A program with the formulas of `shared.train`. It calls only σ, and does not store its states.
STRAIGHT_LINE = """\
from math import exp


def sigmoid(z):
    return 1 / (1 + exp(-z))


table = ((0.0, 0.0, 0.0), (0.0, 1.0, 1.0), (1.0, 0.0, 1.0), (1.0, 1.0, 0.0))
p, q, r, s, t, u, v, w, k = 0.5, -0.4, 0.1, 0.9, 0.3, -0.2, 0.8, -0.6, 0.05
for _ in range(4001):
    squares = P = Q = R = S = T = U = V = W = K = 0.0
    for left, right, wanted in table:
        upper = sigmoid(p * left + q * right + r)
        lower = sigmoid(s * left + t * right + u)
        answer = sigmoid(v * upper + w * lower + k)
        miss = answer - wanted
        squares += miss * miss
        end = 2 * miss * answer * (1 - answer)
        K += end
        V += end * upper
        W += end * lower
        above, below = end * v * upper * (1 - upper), end * w * lower * (1 - lower)
        R, P, Q = R + above, P + above * left, Q + above * right
        U, S, T = U + below, S + below * left, T + below * right
    loss = squares / 4
    p, q, r = p - P / 2, q - Q / 2, r - R / 2  # learning rate 2, over four rows
    s, t, u = s - S / 2, t - T / 2, u - U / 2
    v, w, k = v - V / 2, w - W / 2, k - K / 2
"""


def as_a_script():
    """Run the short program as a script. Return (seconds, last loss)."""
    namespace = {}
    code = compile(STRAIGHT_LINE, "straight_line.py", "exec")
    start = time.perf_counter()
    exec(code, namespace)
    return time.perf_counter() - start, namespace["loss"]


def in_a_function():
    """Run the short program inside a function, where Python reads variables faster. Return (seconds, last loss)."""
    helper, body = STRAIGHT_LINE.split("\n\n\ntable", 1)
    lines = ("table" + body).splitlines()
    namespace = {}
    exec("\n".join([helper, "def program():", *[f"    {line}" for line in lines], "    return loss"]), namespace)
    start = time.perf_counter()
    loss = namespace["program"]()
    return time.perf_counter() - start, loss


def with_shared():
    """Run the course's trainer and store all states in a list. Return (seconds, last loss)."""
    from shared import START_A, XOR
    from shared.nn.network import train

    start = time.perf_counter()
    states = list(train(XOR, START_A, 2.0, 4000))
    return time.perf_counter() - start, states[-1].loss


def training(repeats=15):
    """Print the time of 4001 epochs for the three programs. They take turns, so other programs slow all of them."""
    programs = {"script": as_a_script, "function": in_a_function, "shared.train": with_shared}
    times = {name: [] for name in programs}
    for _ in range(repeats):
        for name, program in programs.items():
            seconds, loss = program()
            assert f"{loss:.6f}" == "0.000388", f"{name} computes something else: {loss}"
            times[name].append(seconds)
    medians = {name: statistics.median(seconds) for name, seconds in times.items()}
    print("4001 epochs from start A        median    shared.train takes")
    for name, seconds in medians.items():
        print(f"  {name:28} {1000 * seconds:5.1f} ms    {medians['shared.train'] / seconds:.2f} times this")
    print("  aim: at most 3 times the script")


def importing(repeats=9):
    """Print the time that `import shared` adds to `import numpy`. Each measurement starts a new process."""
    statements = {
        "nothing": "pass",
        "shared": "import shared",
        "numpy": "import numpy",
        "numpy, shared": "import numpy, shared",
    }
    times = {name: [] for name in statements}
    for _ in range(repeats + 1):
        for name, statement in statements.items():
            start = time.perf_counter()
            subprocess.run([sys.executable, "-c", statement], check=True)
            times[name].append(time.perf_counter() - start)
    # Leave out the first run, because it fills the disk cache.
    medians = {name: statistics.median(seconds[1:]) for name, seconds in times.items()}
    print("a fresh process that imports              median")
    for name, seconds in medians.items():
        print(f"  {name:36} {1000 * seconds:6.0f} ms")
    both, plain = medians["numpy, shared"], medians["numpy"]
    print(f"  numpy and shared take {both / plain:.3f} times as long as numpy alone (aim: at most 1.1)")


if __name__ == "__main__":
    training()
    print()
    importing()
