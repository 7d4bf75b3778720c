"""How fast ten thousand networks are trained: `train_many` beside the loops, libraries and compilers that could do it.

Run with `python tests/benchmarks/bench_ensemble.py [REPEATS]` (3 without a number). Every peer trains the same 10 000
2-2-1 networks (weights ± 2, biases ± 0.5, squared error, lr 2) for up to 4001 epochs in a fresh process, and the table
says how long that took from a cold start to the answer. Peers that would take minutes do a share of the work, and their
time is scaled up. Peers that are not installed are named. Nothing here passes or fails; it prints what it measured.
"""

import ctypes
import importlib.util
import json
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
from math import exp
from pathlib import Path

COUNT, EPOCHS, LR, THRESHOLD = 10_000, 4000, 2.0, 0.001
XOR = ((0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 0))


def draw(count=COUNT):
    from shared.experiments.ensemble import Settings, initial_params

    return initial_params(Settings(), 0, count)


# The peers: each returns (share of the work that was done, seconds of each training, mean squared errors at the end).
# What compiles at its first run trains twice: the first is the way to the answer, the last is its speed.


def timed(train, times=1):
    """`(seconds of each run, what the last one returned)`."""
    seconds = []
    for _ in range(times):
        begin = time.perf_counter()
        answer = train()
        seconds.append(time.perf_counter() - begin)
    return seconds, answer


def plain(stop=False, count=12):
    """The loop of a first program, in a function of its own: σ inlined, no list, no call but exp."""
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
    """The same loop as `bench_python.py` has it, with a function `sigmoid` that is called."""
    from bench_python import in_a_function

    seconds = sum(in_a_function()[0] for _ in range(12))  # twelve times start A
    return 12 / COUNT, [seconds], None


def plain_stopping():
    return plain(stop=True, count=24)


def textbook(multiply, epochs=200):
    """Batched matrices (network, row, neuron), as lesson 7 writes one network."""
    import numpy as np

    from shared.experiments.ensemble import X, Y

    p = draw()
    hidden = p[:, :6].reshape(-1, 2, 3)
    W1, b1 = hidden[:, :, :2].transpose(0, 2, 1).copy(), hidden[:, None, :, 2].copy()
    W2, b2 = p[:, 6:8, None].copy(), p[:, None, 8:].copy()
    XX, YY = np.broadcast_to(X, (COUNT, 4, 2)), Y[:, None]
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
    """One epoch of all networks: nine new arrays and the mean squared errors. No product with an input of 0 or 1."""
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
    """The plain loop, compiled, a network a turn of a parallel loop; it stops a network that has converged."""
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
    """C, vectorised and on every processor; a block of networks stops once all of it has converged."""
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


def here(dtype="float64", processes=0):
    from shared.experiments.ensemble import train_many

    draw(1)  # as the other peers do: NumPy loads its random numbers when they are first used
    begin = time.perf_counter()
    with ProcessPoolExecutor(processes) if processes else nullcontext() as pool:
        sweep = train_many(COUNT, dtype=dtype, executor=pool)
    return 1, [time.perf_counter() - begin], sweep.mse.tolist()


def train_many_float64():
    return here()


def train_many_float32():
    return here("float32")


def train_many_two_processes():
    return here(processes=2)


def train_many_float32_two_processes():
    return here("float32", 2)


PEERS = {  # name → (program, what it needs)
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
    "train_many": (train_many_float64, None),
    "train_many, float32": (train_many_float32, None),
    "train_many, 2 processes": (train_many_two_processes, None),
    "train_many, float32, 2 processes": (train_many_float32_two_processes, None),
}


def run_peer(name):
    share, seconds, errors = PEERS[name][0]()
    learned = None if errors is None else sum(error <= THRESHOLD for error in errors) / len(errors)
    print(json.dumps({"share": share, "seconds": seconds, "learned": learned}))


def installed(need):
    return need is None or (shutil.which(need) if need == "gcc" else importlib.util.find_spec(need)) is not None


def measure(repeats):
    """name → (seconds of training, seconds from a cold start to the answer, share that learned).

    The peers take turns, and the best of each one's repeats counts: what else the machine does can only add to a time.
    """
    results = {name: [] for name, (_, need) in PEERS.items() if installed(need)}
    for _ in range(repeats):
        for name, runs in results.items():
            begin = time.perf_counter()
            child = subprocess.run([sys.executable, __file__, "--peer", name], capture_output=True, text=True)
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
    loop = results["plain loop"][0]
    print(
        f"{COUNT} networks 2-2-1, up to {EPOCHS + 1} epochs      million network-     times the   cold start    learned"
    )
    print("                                              epochs a second    plain loop   to answer")
    for name, (training, cold, learned) in results.items():
        rate = COUNT * (EPOCHS + 1) / training / 1e6
        right = "" if learned is None else f"{learned:.1%}"
        print(f"  {name:42} {rate:9.2f} {loop / training:17.1f} {cold:13.2f} s {right:>9}")
    print("  aims: train_many at least 110 times the plain loop, float32 or two processes 200")
    missing = [name for name, (_, need) in PEERS.items() if not installed(need)]
    print(f"  not installed, so not measured: {', '.join(missing) or 'nothing'}")


def memory():
    """Print the peak of what `train_many` adds, by tracemalloc, for three sizes."""
    import tracemalloc

    from shared.experiments.ensemble import train_many

    for count in (5_000, 10_000, 40_000):
        tracemalloc.start()
        train_many(count, epochs=10)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        print(f"  {count:6} networks: {peak / 1e6:5.1f} MB at most, {peak / count * 1e4 / 1e6:.1f} MB per 10 000")


def linear(repeats=3):
    """Print the time of train_many for growing numbers of networks."""
    from shared.experiments.ensemble import train_many

    for count in (5_000, 10_000, 20_000):
        seconds = []
        for _ in range(repeats):
            begin = time.perf_counter()
            train_many(count)
            seconds.append(time.perf_counter() - begin)
        print(f"  {count:6} networks: {min(seconds):5.2f} s, {min(seconds) / count * 1e4:.2f} s per 10 000")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--peer"]:
        run_peer(sys.argv[2])
    else:
        table(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 3))
        print("memory and time of train_many grow with the number of networks")
        memory()
        linear()
