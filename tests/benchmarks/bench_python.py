"""How much readability costs: the course's trainer and its import, against the plainest thing that does the job.

Run with `python tests/benchmarks/bench_python.py`. Nothing here passes or fails; it prints what it measured.
"""

import statistics
import subprocess
import sys
import time

# The same arithmetic as `shared.train`, written in one piece and kept apart from it: no call but σ, no history.
STRAIGHT_LINE = """\
from math import exp


def sigmoid(z):
    return 1 / (1 + exp(-z))


rows = [((0.0, 0.0), 0.0), ((0.0, 1.0), 1.0), ((1.0, 0.0), 1.0), ((1.0, 1.0), 0.0)]
w11, w12, b1, w21, w22, b2, v1, v2, c = 0.5, -0.4, 0.1, 0.9, 0.3, -0.2, 0.8, -0.6, 0.05
step = 2.0 / 4
for epoch in range(4001):
    loss = s1 = s2 = s3 = s4 = s5 = s6 = s7 = s8 = s9 = 0.0
    for (x1, x2), y in rows:
        h1 = sigmoid(w11 * x1 + w12 * x2 + b1)
        h2 = sigmoid(w21 * x1 + w22 * x2 + b2)
        out = sigmoid(v1 * h1 + v2 * h2 + c)
        loss += (out - y) ** 2
        d_out = 2 * (out - y) * out * (1 - out)
        d_h1 = d_out * v1 * h1 * (1 - h1)
        d_h2 = d_out * v2 * h2 * (1 - h2)
        s1 += d_h1 * x1
        s2 += d_h1 * x2
        s3 += d_h1
        s4 += d_h2 * x1
        s5 += d_h2 * x2
        s6 += d_h2
        s7 += d_out * h1
        s8 += d_out * h2
        s9 += d_out
    loss /= 4
    w11 -= step * s1
    w12 -= step * s2
    b1 -= step * s3
    w21 -= step * s4
    w22 -= step * s5
    b2 -= step * s6
    v1 -= step * s7
    v2 -= step * s8
    c -= step * s9
"""


def as_a_script():
    """The straight-line program as a script runs it, at module level: (seconds, last loss)."""
    namespace = {}
    code = compile(STRAIGHT_LINE, "straight_line.py", "exec")
    start = time.perf_counter()
    exec(code, namespace)
    return time.perf_counter() - start, namespace["loss"]


def in_a_function():
    """The straight-line program inside a function, where Python's names are quicker: (seconds, last loss)."""
    helper, body = STRAIGHT_LINE.split("\n\n\nrows", 1)
    lines = ("rows" + body).splitlines()
    namespace = {}
    exec("\n".join([helper, "def program():", *[f"    {line}" for line in lines], "    return loss"]), namespace)
    start = time.perf_counter()
    loss = namespace["program"]()
    return time.perf_counter() - start, loss


def with_shared():
    """The course's trainer, every state kept: (seconds, last loss)."""
    from shared import START_A, XOR, train

    start = time.perf_counter()
    states = list(train(XOR, START_A, 2.0, 4000))
    return time.perf_counter() - start, states[-1].loss


def training(repeats=15):
    """Print the time of 4001 epochs for each of the three, taken in turn so that all meet the same machine."""
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
    """Print what `import shared` adds to importing NumPy and matplotlib.pyplot, each in a fresh process."""
    statements = {
        "nothing": "pass",
        "shared": "import shared",
        "numpy, matplotlib.pyplot": "import numpy, matplotlib.pyplot",
        "numpy, matplotlib.pyplot, shared": "import numpy, matplotlib.pyplot, shared",
    }
    times = {name: [] for name in statements}
    for _ in range(repeats + 1):
        for name, statement in statements.items():
            start = time.perf_counter()
            subprocess.run([sys.executable, "-c", statement], check=True)
            times[name].append(time.perf_counter() - start)
    medians = {
        name: statistics.median(seconds[1:]) for name, seconds in times.items()
    }  # the first fills the disk cache
    print("a fresh process that imports              median")
    for name, seconds in medians.items():
        print(f"  {name:36} {1000 * seconds:6.0f} ms")
    both, plain = medians["numpy, matplotlib.pyplot, shared"], medians["numpy, matplotlib.pyplot"]
    print(f"  shared on top: {both / plain:.3f} times (aim: at most 1.1)")


if __name__ == "__main__":
    training()
    print()
    importing()
