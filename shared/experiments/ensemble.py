"""Thousands of small networks trained at once: 2-H-1 networks on XOR, each from its own random start.

One network is too small to keep NumPy busy: a call costs half a microsecond however little it computes. So every
number of every network lies in one array with the networks on the last axis, and one call moves all of them. Network k
of a seed is the same network however many others are trained beside it, in whichever process: `replay` trains it alone.
"""

import operator
import os
from concurrent.futures import FIRST_COMPLETED, wait
from math import inf, isfinite
from typing import NamedTuple

import numpy as np

from shared.nn.network import XOR

ACTIVATIONS = ("sigmoid", "tanh", "relu")
LOSSES = ("squared_error", "cross_entropy")
INITS = ("uniform", "xavier", "he", "identical", "zeros")
DTYPES = ("float64", "float32")
OUTCOMES = ("converged", "diverged", "not converged", "cancelled")
INIT_FIELDS = ("start", "weights", "biases", "jitter", "seed")  # the settings that training itself does not look at

MAX_WIDTH = 64
BOUND = 100.0  # a number further from zero than this has grown without bound
LANES = 16  # networks are trained in multiples of this, see `_train_block`
CHECK_EVERY = 32  # epochs between two looks at what is not needed every epoch: divergence, progress, cancelling
X, Y = np.array(XOR)[:, :2], np.array(XOR)[:, 2]  # (4, 2) and (4,)


class Settings(NamedTuple):
    """What a sweep is asked to do; `settings._replace(lr=0.5)` changes one thing.

    width       hidden neurons H, 1 to 64; the output is always one sigmoid
    activation  of the hidden neurons: one of ACTIVATIONS
    loss        one of LOSSES, the mean over the four rows: (out − y)² without ½, or cross-entropy in nats
    lr          learning rate, above 0
    epochs      updates at most, 0 or more; epochs + 1 states, as in `network.train`
    threshold   a network has converged at the first state whose mean *squared* error is finite and at or below this,
                whichever loss it trains on: 0.001 of cross-entropy is a far stricter wish than 0.001 of squared error
    start       one of INITS: uniform draws; normal draws of variance 1/n_in ("xavier") or 2/n_in ("he") with biases
                zero; hidden neurons that are copies of one uniform draw ("identical"); all numbers 0 ("zeros")
    weights     a uniform weight lies within ± this, or in a pair (low, high)
    biases      the same for biases
    jitter      every number of the start is moved by a uniform draw within ± this
    clip        each slope is cut to ± this before a step is taken; None for no limit
    seed        0 or more: network k of a seed always has the same draws
    dtype       one of DTYPES: float32 is faster and the draws are the same, rounded
    """

    width: int = 2
    activation: str = "sigmoid"
    loss: str = "squared_error"
    lr: float = 2.0
    epochs: int = 4000
    threshold: float = 0.001
    start: str = "uniform"
    weights: float | tuple[float, float] = 2.0
    biases: float | tuple[float, float] = 0.5
    jitter: float = 0.0
    clip: float | None = None
    seed: int = 0
    dtype: str = "float64"


class Ensemble(NamedTuple):
    """What became of each network: read-only arrays whose first axis is the networks 0 to count − 1.

    settings    what was asked for: `replay(sweep.settings, k)` is the run of network k
    outcome     (count,) of OUTCOMES; "diverged": a number left ±BOUND or is no number any more
    epochs      (count,) updates made when the network stopped
    mse, loss   (count,) mean squared error and mean loss of the last state
    rows_right  (count,) 0 to 4, how many outputs lie on their side of 0.5
    start       (count, 4H + 1) the numbers before the first update: w1, w2, b of each hidden neuron, then every v, then
                c; with two hidden neurons that is the order of `Params`
    final       (count, 4H + 1) the numbers of the last state
    cancelled   True if the sweep was cancelled; what was not finished then has the outcome "cancelled"
    """

    settings: Settings
    outcome: np.ndarray
    epochs: np.ndarray
    mse: np.ndarray
    loss: np.ndarray
    rows_right: np.ndarray
    start: np.ndarray
    final: np.ndarray
    cancelled: bool


class State(NamedTuple):
    """One state of a replay: after `epoch` updates, the `numbers` (4H + 1,) and what they give."""

    epoch: int
    numbers: np.ndarray
    mse: float
    loss: float
    rows_right: int


# Starts: network k's draws are a place in one long stream, so they depend on nothing but seed and k.


def initial_params(settings, first, count):
    """The starting numbers of networks `first` to `first + count − 1`, (count, 4H + 1) in the settings' dtype.

    Philox is a random stream that can be entered anywhere at no cost (Salmon et al., "Parallel random numbers: as easy
    as 1, 2, 3", 2011). Every network owns the same stretch of it, whatever its `start`, so networks that differ in
    range only have starts that differ in scale only. Normal draws are made by Box and Muller's formula, which always
    uses two uniform draws; NumPy's own way uses a varying number and would shift every network after it.
    """
    check_settings(settings)
    H = settings.width
    n = 4 * H + 1
    stretch = 3 * n + -3 * n % 4  # Philox moves by four draws at a time
    stream = np.random.Philox(settings.seed).advance(first * stretch // 4)
    draws = np.random.Generator(stream).random((count, stretch))
    one, other, third = draws[:, :n], draws[:, n : 2 * n], draws[:, 2 * n : 3 * n]

    weight = np.ones(n, bool)
    weight[2 : 3 * H : 3] = weight[-1] = False
    if settings.start == "zeros":
        numbers = np.zeros((count, n))
    elif settings.start in ("xavier", "he"):
        n_in = np.repeat([2, H], [3 * H, H + 1])
        variance = (2 if settings.start == "he" else 1) / n_in
        numbers = np.sqrt(-2 * np.log(1 - one)) * np.cos(2 * np.pi * other) * np.sqrt(variance) * weight
    else:
        low, high = np.where(weight, *[np.array(_interval(r))[:, None] for r in (settings.weights, settings.biases)])
        numbers = low + (high - low) * one
        if settings.start == "identical":
            numbers[:, : 3 * H] = np.tile(numbers[:, :3], H)
            numbers[:, 3 * H : 4 * H] = numbers[:, 3 * H, None]
    return (numbers + settings.jitter * (2 * third - 1)).astype(settings.dtype)


def layers(numbers):
    """`numbers` (4H + 1,) as `(W1, b1, W2, b2)` of shapes (2, H), (1, H), (H, 1), (1, 1)."""
    H = len(numbers) // 4
    hidden, v, c = np.split(np.asarray(numbers), [3 * H, 4 * H])
    hidden = hidden.reshape(H, 3)
    return hidden[:, :2].T, hidden[:, 2:].T, v.reshape(H, 1), c.reshape(1, 1)


def activations(settings, numbers):
    """Hidden activations (..., 4, H) and outputs (..., 4) of the four rows; `numbers` is (..., 4H + 1).

    The textbook's forward pass, for looking at networks. Training uses the same formulas rearranged, in `_descend`.
    """
    H = settings.width
    hidden = numbers[..., : 3 * H].reshape(*numbers.shape[:-1], H, 3)
    with np.errstate(over="ignore", invalid="ignore"):
        z = X @ np.swapaxes(hidden[..., :2], -1, -2) + hidden[..., None, :, 2]
        h = {"sigmoid": _sigmoid, "tanh": np.tanh, "relu": lambda z: np.maximum(z, 0)}[settings.activation](z)
        return h, _sigmoid((h @ numbers[..., 3 * H : 4 * H, None])[..., 0] + numbers[..., -1:])


def _sigmoid(z):
    return 0.5 + 0.5 * np.tanh(0.5 * z)  # the same curve as 1 / (1 + e⁻ᶻ), and it cannot overflow


def metrics(settings, numbers):
    """`(mse, loss, rows_right)` of networks with these `numbers` (..., 4H + 1)."""
    out = activations(settings, numbers.astype(float))[1]
    mse = ((out - Y) ** 2).mean(-1)
    loss = mse
    if settings.loss == "cross_entropy":
        right = np.clip(np.where(Y == 1, out, 1 - out), 1e-15, 1 - 1e-15)  # as `network.cross_entropy` does
        loss = -np.log(right).mean(-1)
    return mse, loss, (((out > 0.5) == (Y > 0.5)) & ~np.isnan(out)).sum(-1)


# The engine: one epoch of every network in about thirty calls of NumPy.


def _descend(settings, P):
    """Yield the mean squared errors (K,) of the networks in the columns of P, then update P (4H + 1, K), for ever.

    P holds *tanh numbers*: the networks' numbers times `_tanh_scale`. What is yielded is valid until the next epoch.
    Three rearrangements save most of the work:

    - σ(z) = ½ + ½·tanh(z/2): a sigmoid network is a tanh network whose numbers are scaled. NumPy computes tanh for
      several numbers at a time on every processor, and one call replaces the four of 1 / (1 + e⁻ᶻ).
    - With s = +1 where the target is 0 and −1 where it is 1, and t the tanh of the output, the error out − y is
      (t + s)/2, and the slope of its square, σ′ included, is (t + s)²·(s − t)/4: one square serves loss and slope.
    - Sums over rows are products with a small fixed matrix, which also takes every constant factor at no cost.

    No call makes a new array (`out=`, and `*=` and the like): fetching fresh memory costs more than the arithmetic.
    The hidden neurons take turns, so that what one of them needs stays in the processor's cache.
    """
    H, K = settings.width, P.shape[1]
    squared, relu = settings.loss == "squared_error", settings.activation == "relu"
    shift, scale = _shift_and_scale(settings)
    factor_hidden, factor_v, factor_c = _tanh_scale(settings)[[0, -2, -1], 0]
    step = settings.lr / 4 * (1 / 4 if squared else 1 / 2)  # 4 rows; ∂L/∂z is (t + s)²·(s − t)/4 or (t + s)/2

    def constant(rows):
        return np.array(rows, P.dtype)

    s = constant(np.where(Y == 0, 1, -1))[:, None]
    inputs = np.column_stack([X, np.ones(4)])  # x1, x2 and the 1 that goes with the bias
    into_hidden = constant(inputs)
    into_c = constant([[shift / scale] * H + [1]])  # h is shift + scale·T: the shifts end in the output's bias
    mean_square, sum_to_c, sum_to_v = (constant([[k] * 4]) for k in (1 / 16, step * factor_c, step * scale * factor_v))
    c_to_v = shift * factor_v / factor_c
    sum_to_hidden = constant(step * scale / factor_v * factor_hidden**2 * inputs.T)
    clip = None if settings.clip is None else settings.lr * settings.clip  # how far a step may go

    T = _rows_of(K, P.dtype, H, 4)  # activations of the hidden neurons
    t, d, e = (_rows_of(K, P.dtype, 4) for _ in range(3))  # tanh of the output; its slope; squares, then scratch
    awake = np.empty((4, K), bool)
    mse, c, g_c, g_v, g_hidden = (_rows_of(K, P.dtype, n) for n in (1, 1, 1, 1, 3))  # mean square; bias; steps
    hidden, v_and_c = P[: 3 * H].reshape(H, 3, K), P[3 * H :]
    neurons = [(T[j], hidden[j], P[3 * H + j, None]) for j in range(H)]  # activation; w1, w2, b; v

    while True:
        # Forward.
        np.matmul(into_hidden, hidden, out=T)
        np.maximum(T, 0, out=T) if relu else np.tanh(T, out=T)
        np.matmul(into_c, v_and_c, out=c)
        np.multiply(T[0], v_and_c[0], out=t)
        t += c
        for h, _, v in neurons[1:]:
            np.multiply(h, v, out=e)
            t += e
        np.tanh(t, out=t)
        np.add(t, s, out=d)
        np.multiply(d, d, out=e)
        np.matmul(mean_square, e, out=mse)
        yield mse[0]

        # Backward, and the update.
        if squared:
            np.subtract(s, t, out=d)
            d *= e
        np.matmul(sum_to_c, d, out=g_c)
        np.multiply(g_c, c_to_v, out=c)
        if clip is not None:
            np.clip(g_c, -clip * factor_c, clip * factor_c, out=g_c)
        v_and_c[H:] -= g_c
        for h, w, v in neurons:
            np.multiply(h, d, out=e)
            np.matmul(sum_to_v, e, out=g_v)
            g_v += c
            if relu:
                np.greater(h, 0, out=awake)  # the slope of ReLU: 1 where the neuron is awake, 0 where it sleeps
                np.multiply(d, awake, out=e)
            else:
                e *= h
                np.subtract(d, e, out=e)  # (1 − T²)·d, and 1 − T² is the slope of tanh
            np.matmul(sum_to_hidden, e, out=g_hidden)
            g_hidden *= v
            if clip is not None:
                np.clip(g_v, -clip * factor_v, clip * factor_v, out=g_v)
                np.clip(g_hidden, -clip * factor_hidden, clip * factor_hidden, out=g_hidden)
            w -= g_hidden
            v -= g_v


def _shift_and_scale(settings):
    """A hidden activation is shift + scale·T(scale·z), T being tanh, or ReLU for "relu"."""
    return (0.5, 0.5) if settings.activation == "sigmoid" else (0.0, 1.0)


def _tanh_scale(settings):
    """What turns numbers into tanh numbers, (4H + 1, 1): powers of two, so that nothing is rounded on the way."""
    H, (_, scale) = settings.width, _shift_and_scale(settings)
    return np.repeat([scale, scale / 2, 0.5], [3 * H, H, 1])[:, None]  # the ½ is that of the output, a sigmoid


def _aligned(P):
    copy = _rows_of(P.shape[1], P.dtype, len(P))
    copy[:] = P
    return copy


def _rows_of(K, dtype, *shape):
    """An empty array of this shape whose rows of K numbers begin at a multiple of 64 bytes, if K is one of LANES.

    The processor reads 64 bytes at a time, and takes a sixth longer where they straddle such a boundary.
    """
    size = np.prod(shape) * K * dtype.itemsize
    memory = np.empty(size + 64, np.uint8)
    gap = -memory.ctypes.data % 64
    return memory[gap : gap + size].view(dtype).reshape(*shape, K)


# Training: the engine, and what stops a network.


def train_many(count, settings=None, *, executor=None, progress=None, cancel=None, chunk=None, **changes):
    """Train networks 0 to count − 1 of `settings` (changed by `changes`) and return a `Ensemble`.

        train_many(10_000)                           # the course's 2-2-1 networks, weights ± 2, biases ± 0.5
        train_many(10_000, width=3, lr=0.5)          # one or two things changed
        train_many(10_000, executor=ProcessPoolExecutor())

    A network stops when it has converged (`Settings.threshold`), when it has diverged (a number left ± BOUND or is
    not finite; looked at every CHECK_EVERY epochs), or after `epochs` updates.

    executor  any `concurrent.futures.Executor`: a process pool, or the `get_executor()` of a Dask client. The result is
              the same whatever the executor and the chunk
    progress  called as `progress(done, count)`, `done` rising from 0 to count: finished networks, and of the others the
              share that their epochs are
    cancel    a function that returns True, or an Event that is set, when the sweep is to stop. Looked at every
              CHECK_EVERY epochs; an executor's chunks that have begun are trained to their end
    chunk     networks trained at once: what bounds the memory beside the result. Default: 5000 of width 2, fewer of
              wider ones, and few enough for an executor to keep this machine's processors busy

    ValueError, before anything is trained, names the first argument that is not allowed and what is allowed.
    """
    settings = _changed(settings, changes)
    _check_whole("count", count, 1, inf)
    if chunk is None:
        chunk = max(10_000 // settings.width, 100)
        if executor is not None:
            chunk = min(chunk, max(-(-count // (2 * (os.cpu_count() or 1))), 100))
    _check_whole("chunk", chunk, 1, inf)
    if executor is not None and not callable(getattr(executor, "submit", None)):
        raise ValueError(f"executor must be a concurrent.futures.Executor or None, got {executor!r}")
    if progress is not None and not callable(progress):
        raise ValueError(f"progress must be a function of (done, count) or None, got {progress!r}")
    asked = getattr(cancel, "is_set", cancel) or (lambda: False)
    if not callable(asked):
        raise ValueError(f"cancel must be a function, an Event or None, got {cancel!r}")
    report = progress or (lambda done, count: None)

    report(0, count)
    blocks = [(first, min(chunk, count - first)) for first in range(0, count, chunk)]
    train_blocks = _one_by_one if executor is None else _through(executor)
    done = dict(train_blocks(settings, blocks, asked, lambda done: report(min(int(done), count), count)))
    for first, size in blocks:
        if first not in done:  # cancelled before its turn
            done[first] = _train_block(settings, first, size, lambda share: True)
    return _as_sweep(settings, *(np.concatenate(parts) for parts in zip(*[done[first] for first, _ in blocks])))


def train_range(settings, first, count):
    """Networks `first` to `first + count − 1` alone, as a `Ensemble`: the same as their places in a longer one."""
    check_settings(settings)
    _check_whole("first", first, 0, inf)
    _check_whole("count", count, 1, inf)
    return _as_sweep(settings, *_train_block(settings, first, count))


def train_inits(count, settings, changes, first=0):
    """For each of `changes` an `Ensemble` of networks first to first + count − 1, trained side by side.

        train_inits(200, Settings(lr=0.5), [{"start": "zeros"}, {"weights": 1.0}, {"weights": 10.0}])

    Each of `changes` is a dict of settings that say how a network starts; the results are those of `train_many`.
    ValueError as there, and for a setting of another kind.
    """
    _check_whole("count", count, 1, inf)
    _check_whole("first", first, 0, inf)
    if foreign := sorted({name for change in changes for name in change} - set(INIT_FIELDS)):
        raise ValueError(f"changes may hold {', '.join(INIT_FIELDS)}, got {', '.join(foreign)}")
    each = [_changed(settings, change) for change in changes]
    start = np.concatenate([initial_params(one, first, count) for one in each])
    parts = zip(*[np.split(part, len(each)) for part in _train_from(settings, start)])
    return [_as_sweep(one, *part) for one, part in zip(each, parts)]


def _as_sweep(settings, codes, epochs, mse, start, final):
    _, loss, rows_right = metrics(settings, final)
    cancelled = bool((codes == OUTCOMES.index("cancelled")).any())
    arrays = np.array(OUTCOMES)[codes], epochs, mse, loss, rows_right, start, final
    for array in arrays:
        array.setflags(write=False)
    return Ensemble(settings, *arrays, cancelled)


def _one_by_one(settings, blocks, asked, report):
    for first, size in blocks:

        def look(share, first=first, size=size):
            report(first + share * size)
            return asked()

        yield first, _train_block(settings, first, size, look)
        if asked():
            return
        report(first + size)


def _through(executor):
    def train_blocks(settings, blocks, asked, report):
        sizes = dict(blocks)
        running = {executor.submit(_train_block, settings, *block): block[0] for block in blocks}
        trained = 0
        while running:
            finished, _ = wait(running, timeout=0.1, return_when=FIRST_COMPLETED)
            for future in finished:
                first = running.pop(future)
                yield first, future.result()
                trained += sizes[first]
                report(trained)
            if asked():
                running = {future: first for future, first in running.items() if not future.cancel()}

    return train_blocks


def _train_block(settings, first, count, look=lambda share: False):
    """What `_train_from` returns for networks first to first + count − 1."""
    return _train_from(settings, initial_params(settings, first, count), look)


def _train_from(settings, start, look=lambda share: False):
    """`(outcome codes, epochs, mse, start, final)` of the networks that start with these numbers, side by side.

    `look(share of the work done)` is called every CHECK_EVERY epochs and says whether to stop.
    """
    converged, diverged, not_converged, cancelled = range(len(OUTCOMES))
    count = len(start)
    scale = _tanh_scale(settings).astype(start.dtype)
    final, codes = np.empty_like(start), np.empty(count, np.int8)
    epochs, mse = np.empty(count, np.int32), np.empty(count)
    # A number a row, a network a column. NumPy computes up to LANES columns together and treats a remainder by other
    # instructions, which may round differently. So there is no remainder: the first columns are repeated to fill up.
    alive = np.resize(np.arange(count), count + -count % LANES)  # which network a column of P holds
    P = start.T[:, alive] * scale
    limit = np.full(len(alive), settings.threshold, P.dtype)  # of each column; −1 once its network is finished
    limit[count:] = -1
    keep = np.arange(len(alive))  # the columns that go on
    epoch = 0

    def finish(which, code):
        columns = np.flatnonzero(which)
        networks = alive[columns]
        codes[networks], epochs[networks], mse[networks] = code, epoch, errors[columns]
        final[networks] = (P[:, columns] / scale).T
        limit[columns] = -1

    with np.errstate(over="ignore", invalid="ignore"):  # a network that diverges is a result, not a mishap
        np.setbufsize(1024)  # until the end of `with`; NumPy copies what it must repeat if two rows fit its buffer
        while True:
            # Finished networks are trained on, to no effect, until enough have gathered to be worth a move.
            alive, limit, P = alive[keep], limit[keep], _aligned(P[:, keep])
            hit = np.empty(len(alive), bool)
            for errors in _descend(settings, P):
                np.less_equal(errors, limit, out=hit)
                if hit.any():
                    finish(hit, converged)
                if epoch % CHECK_EVERY == 0:
                    finish(~(np.abs(P) <= BOUND * scale).all(axis=0) & (limit >= 0), diverged)
                    running = np.count_nonzero(limit >= 0)
                    if look(1 - running / count * (1 - epoch / max(settings.epochs, 1))):
                        finish(limit >= 0, cancelled)
                        running = 0
                    fitting = running + -running % LANES
                    if fitting <= 0.95 * len(alive):
                        break
                if epoch == settings.epochs:
                    finish(limit >= 0, not_converged)
                    running = 0
                    break
                epoch += 1
            if running == 0:
                return codes, epochs, mse, start, final
            keep = np.argsort(limit < 0, kind="stable")[:fitting]  # the running ones first


def replay(settings, k):
    """Yield every `State` of network k, trained alone: the same run as in `train_many`, to 1e-9 or better.

    It goes on to the state at which the sweep stopped the network. ValueError as in `train_many`.
    """
    check_settings(settings)
    _check_whole("k", k, 0, inf)
    return _states(settings, k)


def _states(settings, k):
    for epoch, (numbers, mse) in enumerate(params_of(settings, k)):
        _, loss, rows_right = metrics(settings, numbers)
        yield State(epoch, numbers, mse, float(loss), int(rows_right))


def params_of(settings, k):
    """Yield `(numbers, mse)` of every epoch of network k: a `replay` without what can be computed from them later."""
    start = initial_params(settings, k, 1)
    scale = _tanh_scale(settings).astype(start.dtype)
    P = _aligned(np.repeat(start.T * scale, LANES, axis=1))  # the same network in every lane, see `_train_block`
    run = _descend(settings, P)
    for epoch in range(settings.epochs + 1):
        with np.errstate(over="ignore", invalid="ignore"):
            mse = next(run)[0]
        numbers = (P[:, :1] / scale)[:, 0]
        yield numbers, float(mse)
        if mse <= settings.threshold or (epoch % CHECK_EVERY == 0 and not (np.abs(numbers) <= BOUND).all()):
            return


def wilson_interval(successes, trials):
    """The 95 % confidence interval of a rate, `(low, high)`, from `successes` of `trials` (Wilson 1927).

    Unlike p ± 1.96·√(p(1 − p)/n) it stays within 0 and 1, and is right when nearly all or nearly none succeed.
    """
    _check_whole("trials", trials, 1, inf)
    _check_whole("successes", successes, 0, trials)
    z = 1.959964
    p, n = successes / trials, trials
    middle, half = p + z * z / (2 * n), z * (p * (1 - p) / n + z * z / (4 * n * n)) ** 0.5
    return max(0.0, (middle - half) / (1 + z * z / n)), min(1.0, (middle + half) / (1 + z * z / n))


# Bad input is named before it can do harm.


def check_settings(settings):
    """Raise a ValueError that names the first setting that is not allowed, and what is."""
    if not isinstance(settings, Settings):
        raise ValueError(f"settings must be a Settings, got {settings!r}")
    s = settings
    _check_whole("width", s.width, 1, MAX_WIDTH)
    for name, allowed in (("activation", ACTIVATIONS), ("loss", LOSSES), ("start", INITS), ("dtype", DTYPES)):
        value = getattr(s, name)
        if not isinstance(value, str) or value not in allowed:
            raise ValueError(f"{name} must be one of {', '.join(allowed)}, got {value!r}")
    _check_number("lr", s.lr, above=True)
    _check_whole("epochs", s.epochs, 0, inf)
    _check_number("threshold", s.threshold)
    for name in ("weights", "biases"):
        _interval(getattr(s, name), name)
    _check_number("jitter", s.jitter)
    if s.clip is not None:
        _check_number("clip", s.clip, above=True, otherwise=" or None")
    _check_whole("seed", s.seed, 0, inf)


def _changed(settings, changes):
    settings = Settings() if settings is None else settings
    for name in changes:
        if name not in Settings._fields:
            raise ValueError(f"there is no setting {name}; the settings are {', '.join(Settings._fields)}")
    check_settings(settings)
    settings = settings._replace(**changes)
    check_settings(settings)
    return settings


def _check_whole(name, value, low, high):
    try:
        allowed = low <= operator.index(value) <= high and not isinstance(value, bool)
    except TypeError:
        allowed = False
    if not allowed:
        span = f"{low} or more" if high == inf else f"{low} to {high}"
        raise ValueError(f"{name} must be a whole number, {span}, got {value!r}")


def _check_number(name, value, above=False, otherwise=""):
    allowed = _finite(value) and (value > 0 if above else value >= 0)
    if not allowed:
        span = " above 0" if above else ", 0 or more"
        raise ValueError(f"{name} must be a finite number{span}{otherwise}, got {value!r}")


def _interval(value, name="range"):
    """`(low, high)` of a range given as a number r (± r) or as a pair."""
    low, high = (-value, value) if _finite(value) else value if _is_pair(value) else (0, -1)
    if not -BOUND <= low <= high <= BOUND:
        raise ValueError(
            f"{name} must be r, 0 to {BOUND:g}, for ± r, or a pair (low, high) within ± {BOUND:g}, got {value!r}"
        )
    return low, high


def _is_pair(value):
    return isinstance(value, tuple | list) and len(value) == 2 and all(map(_finite, value))


def _finite(number):
    try:
        return isfinite(number)
    except (TypeError, OverflowError):
        return False
