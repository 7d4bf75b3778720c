"""Measures how fast `train_many`, other loops, libraries and compilers train the same ten thousand networks.

Run with `python tests/benchmarks/bench_ensemble.py [REPEATS]` (3 repeats by default). Each peer trains the same 10 000
networks (2-2-1, weights ± 2, biases ± 0.5, squared error, lr 2) for up to 4001 epochs. It runs in a new process. The
table shows the speed of the training, and the time from a cold start to the result. Slow peers do only a share of the
work, and their time is scaled up. The last lines name the peers that are not installed.

Most laptops have no AVX-512. If this processor has AVX-512, a second table shows how fast NumPy is without its AVX-512
code. There the compilers (C, JAX, Numba, Torch) still use AVX-512. The benchmark prints its measurements and never
fails. Compare only times of the same run.
"""

import ctypes
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import nullcontext
from functools import partial
from math import exp
from pathlib import Path

COUNT, EPOCHS, LR, THRESHOLD = 10_000, 4000, 2.0, 0.001
XOR = ((0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 0))


def draw(count=COUNT):
    from shared.experiments.settings import Settings, initial_params

    return initial_params(Settings(), 0, count)


# The peers. Each peer returns (share of the work, seconds of each training, mean squared errors at the end).
# If a peer compiles code, it trains twice. The first run gives the time of a cold start, and the last gives the speed.


def timed(train, times=1):
    """Call `train` several times. Return `(seconds of each run, result of the last run)`."""
    seconds = []
    for _ in range(times):
        begin = time.perf_counter()
        answer = train()
        seconds.append(time.perf_counter() - begin)
    return seconds, answer


def plain(stop=False, count=12):
    """Train as a beginner does, with loops in a function. The loops use no lists, and call only `exp`."""
    start, errors = draw(count).tolist(), []
    begin = time.perf_counter()
    for p, q, r, s, t, u, v, w, k in start:
        for _ in range(EPOCHS + 1):
            squares = P = Q = R = S = T = U = V = W = K = 0.0
            for left, right, wanted in XOR:
                upper = 1 / (1 + exp(-(p * left + q * right + r)))
                lower = 1 / (1 + exp(-(s * left + t * right + u)))
                answer = 1 / (1 + exp(-(v * upper + w * lower + k)))
                miss = answer - wanted
                squares += miss * miss
                end = 2 * miss * answer * (1 - answer)
                K += end
                V += end * upper
                W += end * lower
                above, below = end * v * upper * (1 - upper), end * w * lower * (1 - lower)
                R, P, Q = R + above, P + above * left, Q + above * right
                U, S, T = U + below, S + below * left, T + below * right
            if stop and squares <= 4 * THRESHOLD:
                break
            p, q, r = p - P / 2, q - Q / 2, r - R / 2  # learning rate 2, over four rows
            s, t, u = s - S / 2, t - T / 2, u - U / 2
            v, w, k = v - V / 2, w - W / 2, k - K / 2
        errors.append(squares / 4)
    return count / COUNT, [time.perf_counter() - begin], errors


def plain_with_a_call():
    """Train with the loop of `bench_python.py`, which calls a function `sigmoid`."""
    from bench_python import in_a_function

    seconds = sum(in_a_function()[0] for _ in range(12))  # twelve times start A
    return 12 / COUNT, [seconds], None


def plain_stopping():
    return plain(stop=True, count=24)


def textbook(multiply, epochs=200):
    """Train with lesson 7's formulas. The axes of the arrays are (network, row, neuron)."""
    import numpy as np

    from shared.nn.mlp import XOR_X, XOR_Y

    p = draw()
    hidden = p[:, :6].reshape(-1, 2, 3)
    W1, b1 = hidden[:, :, :2].transpose(0, 2, 1).copy(), hidden[:, None, :, 2].copy()
    W2, b2 = p[:, 6:8, None].copy(), p[:, None, 8:].copy()
    XX, YY = np.broadcast_to(XOR_X, (COUNT, 4, 2)), XOR_Y
    begin = time.perf_counter()
    for _ in range(epochs):
        A1 = 1 / (1 + np.exp(-(multiply(XX, W1) + b1)))
        A2 = 1 / (1 + np.exp(-(multiply(A1, W2) + b2)))
        D2 = 2 * (A2 - YY) * A2 * (1 - A2) / 4
        D1 = multiply(D2, W2.transpose(0, 2, 1)) * A1 * (1 - A1)
        W2 -= LR * multiply(A1.transpose(0, 2, 1), D2)
        b2 -= LR * D2.sum(1, keepdims=True)
        W1 -= LR * multiply(XX.transpose(0, 2, 1), D1)
        b1 -= LR * D1.sum(1, keepdims=True)
    return epochs / (EPOCHS + 1), [time.perf_counter() - begin], None


def numpy_einsum():
    import numpy as np

    return textbook(lambda A, B: np.einsum("kij,kjl->kil", A, B))


def numpy_matmul():
    import numpy as np

    return textbook(np.matmul)


def one_array_a_parameter(numbers, sigmoid):
    """Train all networks for one epoch. Return nine new arrays and the mean squared errors.

    The formulas leave out the products with an input, because each input is 0 or 1.
    """
    w11, w12, b1, w21, w22, b2, v1, v2, c = numbers
    g = [0.0] * 9
    squares = 0.0
    for x1, x2, y in XOR:
        z1, z2 = b1, b2
        if x1:
            z1, z2 = z1 + w11, z2 + w21
        if x2:
            z1, z2 = z1 + w12, z2 + w22
        h1, h2 = sigmoid(z1), sigmoid(z2)
        out = sigmoid(v1 * h1 + v2 * h2 + c)
        miss = out - y
        squares = squares + miss * miss
        d = miss * out * (1 - out)
        d1, d2 = d * v1 * h1 * (1 - h1), d * v2 * h2 * (1 - h2)
        g[2], g[5], g[6], g[7], g[8] = g[2] + d1, g[5] + d2, g[6] + d * h1, g[7] + d * h2, g[8] + d
        if x1:
            g[0], g[3] = g[0] + d1, g[3] + d2
        if x2:
            g[1], g[4] = g[1] + d1, g[4] + d2
    return [p - LR / 2 * slope for p, slope in zip(numbers, g)], squares / 4


def torch_one_tensor_a_parameter(compiled=False):
    import torch

    start = [torch.tensor(column) for column in draw().T.copy()]
    step = torch.compile(one_array_a_parameter) if compiled else one_array_a_parameter

    def train():
        numbers = start
        with torch.no_grad():
            for _ in range(EPOCHS + 1):
                numbers, errors = step(numbers, torch.sigmoid)
        return errors.tolist()

    return 1, *timed(train, 1 + compiled)


def torch_compiled():
    return torch_one_tensor_a_parameter(compiled=True)


def jax_one_array_a_parameter():
    import jax

    jax.config.update("jax_enable_x64", True)
    numbers = [jax.numpy.array(column) for column in draw().T]
    first = jax.numpy.zeros(COUNT)

    def body(_, state):
        return tuple(one_array_a_parameter(state[0], jax.nn.sigmoid))

    train = jax.jit(lambda start: jax.lax.fori_loop(0, EPOCHS + 1, body, start)[1])
    return 1, *timed(lambda: train((numbers, first)).tolist(), 2)


def jax_vmap():
    import jax
    from jax import numpy as jnp

    jax.config.update("jax_enable_x64", True)
    X, Y = jnp.array([[0.0, 0], [0, 1], [1, 0], [1, 1]]), jnp.array([0.0, 1, 1, 0])

    def loss(p):
        h = jax.nn.sigmoid(X @ p[:6].reshape(2, 3)[:, :2].T + p[2:6:3])
        return ((jax.nn.sigmoid(h @ p[6:8] + p[8]) - Y) ** 2).mean()

    def body(_, p):
        return p - LR * jax.vmap(jax.grad(loss))(p)

    start = jnp.array(draw())
    train = jax.jit(lambda p: jax.vmap(loss)(jax.lax.fori_loop(0, EPOCHS, body, p)))
    return 1, *timed(lambda: train(start).tolist(), 2)


def numba_prange():
    """Compile the plain loop, and run it for many networks in parallel. A network stops when it has converged."""
    import numba
    import numpy as np

    TABLE = np.array(XOR, float)

    @numba.njit(parallel=True, fastmath=True)
    def run(start, errors):
        for n in numba.prange(len(start)):
            p, q, r, s, t = start[n, 0], start[n, 1], start[n, 2], start[n, 3], start[n, 4]
            u, v, w, k = start[n, 5], start[n, 6], start[n, 7], start[n, 8]
            squares = 0.0
            for _ in range(EPOCHS + 1):
                squares = P = Q = R = S = T = U = V = W = K = 0.0
                for row in range(4):
                    left, right, wanted = TABLE[row, 0], TABLE[row, 1], TABLE[row, 2]
                    upper = 1 / (1 + np.exp(-(p * left + q * right + r)))
                    lower = 1 / (1 + np.exp(-(s * left + t * right + u)))
                    answer = 1 / (1 + np.exp(-(v * upper + w * lower + k)))
                    miss = answer - wanted
                    squares += miss * miss
                    end = 2 * miss * answer * (1 - answer)
                    K += end
                    V += end * upper
                    W += end * lower
                    above, below = end * v * upper * (1 - upper), end * w * lower * (1 - lower)
                    R, P, Q = R + above, P + above * left, Q + above * right
                    U, S, T = U + below, S + below * left, T + below * right
                if squares <= 4 * THRESHOLD:
                    break
                p, q, r = p - P / 2, q - Q / 2, r - R / 2
                s, t, u = s - S / 2, t - T / 2, u - U / 2
                v, w, k = v - V / 2, w - W / 2, k - K / 2
            errors[n] = squares / 4

    start, errors = draw(), np.empty(COUNT)
    seconds, _ = timed(lambda: run(start, errors), 2)
    return 1, seconds, errors.tolist()


C_SOURCE = r"""
#include <math.h>
#include <string.h>
#define N 32                       /* networks side by side: the compiler turns the inner loops into vector code */
#define EACH for (int i = 0; i < N; i++)
static const double X1[4] = {0, 0, 1, 1}, X2[4] = {0, 1, 0, 1}, Y[4] = {0, 1, 1, 0};

void run(double *numbers, double *errors, int count, int epochs, double lr, double threshold) {
  #pragma omp parallel for schedule(dynamic)
  for (int block = 0; block < count / N; block++) {
    double p[9][N], g[9][N], square[N];
    for (int j = 0; j < 9; j++) EACH p[j][i] = numbers[j * count + block * N + i];
    double *error = errors + block * N;
    EACH error[i] = 1;
    for (int epoch = 0; epoch <= epochs; epoch++) {
      memset(g, 0, sizeof g); memset(square, 0, sizeof square);
      for (int row = 0; row < 4; row++) {
        double x1 = X1[row], x2 = X2[row], y = Y[row];
        EACH {
          double h1 = 1 / (1 + exp(-(p[0][i] * x1 + p[1][i] * x2 + p[2][i])));
          double h2 = 1 / (1 + exp(-(p[3][i] * x1 + p[4][i] * x2 + p[5][i])));
          double out = 1 / (1 + exp(-(p[6][i] * h1 + p[7][i] * h2 + p[8][i])));
          double miss = out - y, d = miss * out * (1 - out);
          double d1 = d * p[6][i] * h1 * (1 - h1), d2 = d * p[7][i] * h2 * (1 - h2);
          square[i] += miss * miss;
          g[0][i] += d1 * x1; g[1][i] += d1 * x2; g[2][i] += d1;
          g[3][i] += d2 * x1; g[4][i] += d2 * x2; g[5][i] += d2;
          g[6][i] += d * h1;  g[7][i] += d * h2;  g[8][i] += d;
        }
      }
      int running = 0;
      EACH { error[i] = error[i] <= threshold ? error[i] : square[i] / 4; running += error[i] > threshold; }
      if (!running) break;
      for (int j = 0; j < 9; j++) EACH p[j][i] -= lr / 2 * g[j][i];
    }
  }
}
"""


def c_with_openmp():
    """Train with vectorised C on all processors. A block of networks stops when all its networks have converged."""
    import numpy as np

    start = np.zeros((9, -(-COUNT // 32) * 32))
    start[:, :COUNT] = draw().T
    errors = np.empty(start.shape[1])
    pointer = ctypes.POINTER(ctypes.c_double)
    arrays = [array.ctypes.data_as(pointer) for array in (start, errors)]
    limits = ctypes.c_int(len(errors)), ctypes.c_int(EPOCHS), ctypes.c_double(LR), ctypes.c_double(THRESHOLD)
    begin = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        source, library = Path(folder, "run.c"), Path(folder, "run.so")
        source.write_text(C_SOURCE, "utf-8")
        flags = ["-O3", "-march=native", "-mprefer-vector-width=512", "-ffast-math", "-fopenmp", "-shared", "-fPIC"]
        subprocess.run(["gcc", *flags, source, "-o", library, "-lmvec", "-lm"], check=True)
        run = ctypes.CDLL(str(library)).run
    compiling = time.perf_counter() - begin
    seconds, _ = timed(lambda: run(*arrays, *limits), 2)
    return 1, [compiling + seconds[0], seconds[1]], errors[:COUNT].tolist()


def exp_alone():
    """Call only `np.exp`, for 12 numbers in each epoch of each network, as in `train_many`."""
    import numpy as np

    z, count = np.random.default_rng(0).uniform(-2, 2, (12, 2000)), 400
    out = np.empty_like(z)

    def run():
        for _ in range(count):
            np.exp(z, out=out)

    seconds, _ = timed(run, 3)
    # Many of the 10 000 networks stop early. Together, all networks run 26.7 million epochs.
    return count * 2000 / 26.7e6, [min(seconds)], None


def here(pool=None, **changes):
    from shared.experiments.ensemble import train_many

    draw(1)  # load NumPy's random module before the clock starts, as the other peers do
    begin = time.perf_counter()
    with pool(2) if pool else nullcontext() as executor:
        sweep = train_many(COUNT, executor=executor, **changes)
    return 1, [time.perf_counter() - begin], sweep.mse.tolist()


def train_many_jax():
    from shared.experiments.ensemble import train_many

    draw(1)
    seconds, sweep = timed(lambda: train_many(COUNT, engine="jax"), 2)
    return 1, seconds, sweep.mse.tolist()


PEERS = {  # name → (program, needed packages)
    "plain loop": (plain_with_a_call, None),
    "plain loop, σ inlined": (plain, None),
    "plain loop, σ inlined, stops": (plain_stopping, None),
    "NumPy einsum, textbook": (numpy_einsum, None),
    "NumPy matmul, textbook": (numpy_matmul, None),
    "jax.vmap and jit": (jax_vmap, "jax"),
    "JAX, one array a parameter": (jax_one_array_a_parameter, "jax"),
    "Torch, one tensor a parameter": (torch_one_tensor_a_parameter, "torch"),
    "the same, torch.compile": (torch_compiled, "torch"),
    "Numba prange, stops": (numba_prange, "numba"),
    "C, OpenMP, stops": (c_with_openmp, "gcc"),
    "np.exp alone, 12 a network and epoch": (exp_alone, None),
    "train_many": (here, None),
    "train_many, float32": (partial(here, dtype="float32"), None),
    "train_many, 2 threads": (partial(here, ThreadPoolExecutor), None),
    "train_many, 2 processes": (partial(here, ProcessPoolExecutor), None),
    "train_many, JAX": (train_many_jax, "jax"),
}


def run_peer(name):
    share, seconds, errors = PEERS[name][0]()
    learned = None if errors is None else sum(error <= THRESHOLD for error in errors) / len(errors)
    print(json.dumps({"share": share, "seconds": seconds, "learned": learned}))


def installed(need):
    return need is None or (shutil.which(need) if need == "gcc" else importlib.util.find_spec(need)) is not None


def measure(repeats, switched_off):
    """Return a dict: peer → (training seconds, seconds from cold start to result, share of networks that learned).

    The peers run one after another. The shortest time of each peer counts, because other programs only slow it down.
    """
    results = {name: [] for name, (_, need) in PEERS.items() if installed(need)}
    environment = os.environ | {"NPY_DISABLE_CPU_FEATURES": " ".join(switched_off)}
    for _ in range(repeats):
        for name, runs in results.items():
            begin = time.perf_counter()
            command = [sys.executable, __file__, "--peer", name]
            child = subprocess.run(command, capture_output=True, text=True, env=environment)
            wall = time.perf_counter() - begin
            if child.returncode:
                print(f"{name} failed: {child.stderr.strip().splitlines()[-1]}")
                continue
            result = json.loads(child.stdout.splitlines()[-1])
            first, last = (result["seconds"][i] / result["share"] for i in (0, -1))
            runs.append((last, wall - sum(result["seconds"]) + first, result["learned"]))
    best = {}
    for name, runs in results.items():
        if runs:
            training, cold, learned = zip(*runs)
            best[name] = min(training), min(cold), learned[0]
    return best


def table(results):
    loop, exp_only = results["plain loop"][0], results["np.exp alone, 12 a network and epoch"][0]
    print(
        f"{COUNT} networks 2-2-1,                    million network-      times    times np.exp  cold start    learned"
    )
    print(f"up to {EPOCHS + 1} epochs                        epochs a second  plain loop    alone (time)   to answer")
    for name, (training, cold, learned) in results.items():
        rate = COUNT * (EPOCHS + 1) / training / 1e6
        right = "" if learned is None else f"{learned:.1%}"
        print(f"  {name:42} {rate:9.2f} {loop / training:11.1f} {training / exp_only:13.2f} {cold:11.2f} s {right:>9}")


def outcomes_that_differ():
    """Print how many of 10 000 networks have a different outcome with float32 or with JAX."""
    from shared.experiments.ensemble import train_many

    usual = train_many(COUNT).outcome
    others = {"JAX": {"engine": "jax"}} if installed("jax") else {}
    for name, changes in {"float32": {"dtype": "float32"}, **others}.items():
        print(f"  {name}: {(train_many(COUNT, **changes).outcome != usual).sum()} of {COUNT} outcomes differ")


def avx512_names():
    """Return NumPy's names of the AVX-512 features that this processor has."""
    from numpy._core._multiarray_umath import __cpu_dispatch__, __cpu_features__

    return [name for name in __cpu_dispatch__ if name.startswith(("AVX512", "X86_V4")) and __cpu_features__[name]]


if __name__ == "__main__":
    if sys.argv[1:2] == ["--peer"]:
        run_peer(sys.argv[2])
    else:
        repeats = int(sys.argv[1]) if len(sys.argv) > 1 else 3
        names = avx512_names()
        print(f"With all features of this processor ({', '.join(names) or 'no AVX-512'})")
        table(measure(repeats, []))
        if names:
            print("Without AVX-512 in NumPy")
            table(measure(repeats, names))
        print("not installed, so not measured:", ", ".join(n for n, (_, need) in PEERS.items() if not installed(need)))
        outcomes_that_differ()
