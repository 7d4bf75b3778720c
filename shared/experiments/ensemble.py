"""Train thousands of small networks at once: 2-H-1 networks on XOR, each with its own random initial params.

One small network does not keep NumPy busy: each call has a fixed cost of half a microsecond. So one array holds the
params of all networks, with the networks on the last axis, and one call updates all of them. Network k of a seed is
always the same network: it does not matter how many others are trained with it, or in which process. `replay` trains
it alone.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, wait
from threading import Event
from typing import Any, NamedTuple

import numpy as np

from shared.nn.mlp import XOR_X, XOR_Y
from shared.nn.validation import check_choice, check_number, check_whole, is_finite

LOSS_NAMES = ("squared_error", "cross_entropy")
INIT_NAMES = ("uniform", "xavier", "he", "identical", "zeros")
DTYPE_NAMES = ("float64", "float32")
OUTCOMES = ("converged", "diverged", "not converged", "cancelled")
INIT_FIELDS = ("init", "weights", "biases", "jitter", "seed")  # the settings that decide the initial params only

MAX_WIDTH = 64
BOUND = 100.0  # a network diverges when one of its params is farther from 0 than this
LANES = 16  # networks are trained in multiples of this, see `_train_block`
CHECK_EVERY = 32  # epochs between two checks of what is not needed every epoch: divergence, progress, cancelling
X, Y = XOR_X, XOR_Y[:, 0]  # (4, 2) and (4,)


class Settings(NamedTuple):
    """What to train; `settings._replace(lr=0.5)` changes one field.

    width       hidden neurons H, 1 to 64; the output is always one sigmoid
    activation  of the hidden neurons: one of ACTIVATIONS
    loss        one of LOSS_NAMES, the mean over the four samples: (out − y)² without ½, or cross-entropy in nats
    lr          learning rate, above 0
    epochs      maximum number of updates, 0 or more; epochs + 1 states, as in `network.train`
    threshold   a network has converged at the first state whose mean *squared* error is finite and at or below this,
                for both losses: 0.001 is a much stricter condition for cross-entropy than for squared error
    init        one of INIT_NAMES: uniform draws; normal draws of variance 1/n_in ("xavier") or 2/n_in ("he") with
                biases 0; hidden neurons that are copies of one uniform draw ("identical"); all params 0 ("zeros")
    weights     range of a uniform weight: r for ± r, or a pair (low, high)
    biases      the same for biases
    jitter      every initial param is changed by a uniform draw within ± this
    clip        each derivative is limited to ± this before an update; None for no limit
    seed        0 or more: network k of a seed always gets the same draws
    dtype       one of DTYPE_NAMES: float32 is faster; its draws are the same, rounded
    """

    width: int = 2
    activation: str = "sigmoid"
    loss: str = "squared_error"
    lr: float = 2.0
    epochs: int = 4000
    threshold: float = 0.001
    init: str = "uniform"
    weights: float | tuple[float, float] = 2.0
    biases: float | tuple[float, float] = 0.5
    jitter: float = 0.0
    clip: float | None = None
    seed: int = 0
    dtype: str = "float64"


class Ensemble(NamedTuple):
    """The results of many networks: read-only arrays whose first axis is the networks 0 to count − 1.

    settings    what was trained: `replay(ensemble.settings, k)` repeats the run of network k
    outcome     (count,) of OUTCOMES; "diverged": a param left ± BOUND or is not finite
    epochs      (count,) updates made when the network stopped
    mse, loss   (count,) mean squared error and mean loss of the last state
    correct     (count,) 0 to 4, the samples whose output is on the correct side of 0.5
    initial     (count, 4H + 1) the params before the first update: w1, w2, b of each hidden neuron, then every v, then
                c; with two hidden neurons this is the order of `Params`
    final       (count, 4H + 1) the params of the last state
    cancelled   True if the training was cancelled; networks that were not finished have the outcome "cancelled"
    """

    settings: Settings
    outcome: np.ndarray
    epochs: np.ndarray
    mse: np.ndarray
    loss: np.ndarray
    correct: np.ndarray
    initial: np.ndarray
    final: np.ndarray
    cancelled: bool


class State(NamedTuple):
    """One state of a replay: the `params` (4H + 1,) after `epoch` updates, and their metrics."""

    epoch: int
    params: np.ndarray
    mse: float
    loss: float
    correct: int


# Initialization: the draws of network k are one part of a long stream, so they depend on the seed and k only.


def initial_params(settings: Settings, first: int, count: int) -> np.ndarray:
    """The initial params of networks `first` to `first + count − 1`, (count, 4H + 1) in the settings' dtype.

    Philox is a random stream in which you can jump to any position at no cost (Salmon et al., "Parallel random numbers:
    as easy as 1, 2, 3", 2011). Network k always uses the same part of the stream, whatever its `init`, so if only the
    range differs, the initial params differ only in scale. Normal draws use the formula of Box and Muller, which always
    takes two uniform draws; NumPy's own method takes a varying number, which would change the draws of later networks.
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
    if settings.init == "zeros":
        params = np.zeros((count, n))
    elif settings.init in ("xavier", "he"):
        n_in = np.repeat([2, H], [3 * H, H + 1])
        variance = (2 if settings.init == "he" else 1) / n_in
        params = np.sqrt(-2 * np.log(1 - one)) * np.cos(2 * np.pi * other) * np.sqrt(variance) * weight
    else:
        low, high = np.where(weight, *[np.array(_interval(r))[:, None] for r in (settings.weights, settings.biases)])
        params = low + (high - low) * one
        if settings.init == "identical":
            params[:, : 3 * H] = np.tile(params[:, :3], H)
            params[:, 3 * H : 4 * H] = params[:, 3 * H, None]
    return (params + settings.jitter * (2 * third - 1)).astype(settings.dtype)


def layers(params: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """`params` (4H + 1,) as `(W1, b1, W2, b2)` of shapes (2, H), (1, H), (H, 1), (1, 1)."""
    H = len(params) // 4
    hidden, v, c = np.split(np.asarray(params), [3 * H, 4 * H])
    hidden = hidden.reshape(H, 3)
    return hidden[:, :2].T, hidden[:, 2:].T, v.reshape(H, 1), c.reshape(1, 1)


def activations(settings: Settings, params: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Hidden activations (..., 4, H) and outputs (..., 4) of the four samples; `params` is (..., 4H + 1).

    This is the usual forward pass, for inspecting networks. Training uses the same formulas rearranged, in `_descend`.
    """
    H = settings.width
    hidden = params[..., : 3 * H].reshape(*params.shape[:-1], H, 3)
    with np.errstate(over="ignore", invalid="ignore"):
        z = X @ np.swapaxes(hidden[..., :2], -1, -2) + hidden[..., None, :, 2]
        h = ACTIVATIONS[settings.activation](z)
        return h, _sigmoid((h @ params[..., 3 * H : 4 * H, None])[..., 0] + params[..., -1:])


def _sigmoid(z):
    return 0.5 + 0.5 * np.tanh(0.5 * z)  # equal to 1 / (1 + e⁻ᶻ), and it cannot overflow


ACTIVATIONS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "sigmoid": _sigmoid,
    "tanh": np.tanh,
    "relu": lambda z: np.maximum(z, 0),
}  # of the hidden neurons


def metrics(settings: Settings, params: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """`(mse, loss, correct)` of networks with these `params` (..., 4H + 1), each of shape (...)."""
    out = activations(settings, params.astype(float))[1]
    mse = ((out - Y) ** 2).mean(-1)
    loss = mse
    if settings.loss == "cross_entropy":
        right = np.clip(np.where(Y == 1, out, 1 - out), 1e-15, 1 - 1e-15)  # as `network.cross_entropy` does
        loss = -np.log(right).mean(-1)
    return mse, loss, (((out > 0.5) == (Y > 0.5)) & ~np.isnan(out)).sum(-1)


# The engine: one epoch of every network in about thirty calls of NumPy.


def _descend(settings, P):
    """Yield the mean squared errors (K,) of the networks in the columns of P, then update P (4H + 1, K), forever.

    P holds the params times `_tanh_scale`. The yielded array is valid until the next epoch. Three rearrangements save
    most of the work:

    - σ(z) = ½ + ½·tanh(z/2): a sigmoid network is a tanh network whose params are scaled. NumPy computes tanh for
      several numbers at a time on every processor, and one call replaces the four of 1 / (1 + e⁻ᶻ).
    - Let s be +1 where the target is 0 and −1 where it is 1, and t the tanh of the output. Then the error out − y is
      (t + s)/2, and the derivative of its square, with σ′, is (t + s)²·(s − t)/4: loss and derivative share one square.
    - Sums over samples are products with a small fixed matrix, which also holds every constant factor at no cost.

    No call makes a new array (`out=`, `*=`): allocating memory costs more than the arithmetic. The loop goes through
    the hidden neurons one by one, so that the data of one neuron stays in the processor's cache.
    """
    H, K = settings.width, P.shape[1]
    squared, relu = settings.loss == "squared_error", settings.activation == "relu"
    shift, scale = _shift_and_scale(settings)
    factor_hidden, factor_v, factor_c = _tanh_scale(settings)[[0, -2, -1], 0]
    step = settings.lr / 4 * (1 / 4 if squared else 1 / 2)  # 4 samples; ∂L/∂z is (t + s)²·(s − t)/4 or (t + s)/2

    def constant(rows):
        return np.array(rows, P.dtype)

    s = constant(np.where(Y == 0, 1, -1))[:, None]
    inputs = np.column_stack([X, np.ones(4)])  # x1, x2 and the 1 that goes with the bias
    into_hidden = constant(inputs)
    into_c = constant([[shift / scale] * H + [1]])  # h is shift + scale·T: the shifts add up in the output's bias
    mean_square, sum_to_c, sum_to_v = (constant([[k] * 4]) for k in (1 / 16, step * factor_c, step * scale * factor_v))
    c_to_v = shift * factor_v / factor_c
    sum_to_hidden = constant(step * scale / factor_v * factor_hidden**2 * inputs.T)
    clip = None if settings.clip is None else settings.lr * settings.clip  # the largest step allowed

    T = _rows_of(K, P.dtype, H, 4)  # activations of the hidden neurons
    t, d, e = (_rows_of(K, P.dtype, 4) for _ in range(3))  # tanh of the output; its derivative; squares, then scratch
    active = np.empty((4, K), bool)
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
                np.greater(h, 0, out=active)  # the derivative of ReLU: 1 where the neuron is active, else 0
                np.multiply(d, active, out=e)
            else:
                e *= h
                np.subtract(d, e, out=e)  # (1 − T²)·d, and 1 − T² is the derivative of tanh
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
    """The factors of the params in `_descend`, (4H + 1, 1): powers of two, so multiplying does not round."""
    H, (_, scale) = settings.width, _shift_and_scale(settings)
    return np.repeat([scale, scale / 2, 0.5], [3 * H, H, 1])[:, None]  # ½ for the output, a sigmoid


def _aligned(P):
    copy = _rows_of(P.shape[1], P.dtype, len(P))
    copy[:] = P
    return copy


def _rows_of(K, dtype, *shape):
    """An empty array whose rows of K numbers begin at a multiple of 64 bytes, if K is a multiple of LANES.

    The processor reads 64 bytes at a time; unaligned rows take about 15 % longer.
    """
    size = np.prod(shape) * K * dtype.itemsize
    memory = np.empty(size + 64, np.uint8)
    gap = -memory.ctypes.data % 64
    return memory[gap : gap + size].view(dtype).reshape(*shape, K)


# Training: the engine, and what stops a network.


def train_many(
    count: int,
    settings: Settings | None = None,
    *,
    executor: Executor | None = None,
    progress: Callable[[int, int], object] | None = None,
    cancel: Callable[[], bool] | Event | None = None,
    chunk: int | None = None,
    **changes: Any,
) -> Ensemble:
    """Train networks 0 to count − 1 of `settings`, with `changes` applied.

        train_many(10_000)                           # the course's 2-2-1 networks, weights ± 2, biases ± 0.5
        train_many(10_000, width=3, lr=0.5)          # one or two settings changed
        train_many(10_000, executor=ProcessPoolExecutor())

    A network stops when it has converged (`Settings.threshold`), when it has diverged (a param left ± BOUND or is not
    finite; checked every CHECK_EVERY epochs), or after `epochs` updates.

    executor  any `concurrent.futures.Executor`: a process pool, or the `get_executor()` of a Dask client. The result
              does not depend on the executor or the chunk
    progress  called as `progress(done, count)`, with `done` rising from 0 to count; it counts unfinished networks by
              the fraction of epochs they have run
    cancel    a function that returns True, or an Event that is set, to stop the training. Checked every CHECK_EVERY
              epochs; an executor finishes the chunks that it has begun
    chunk     networks trained at once: limits the memory used beyond the result. Default: 5000 of width 2, fewer of
              wider ones, and few enough for an executor to keep all processors of this machine busy

    ValueError, before anything is trained, names the first argument that is not allowed and what is allowed.
    """
    settings = _changed(settings, changes)
    check_whole("count", count, 1)
    if chunk is None:
        chunk = max(10_000 // settings.width, 100)
        if executor is not None:
            chunk = min(chunk, max(-(-count // (2 * (os.cpu_count() or 1))), 100))
    check_whole("chunk", chunk, 1)
    if executor is not None and not callable(getattr(executor, "submit", None)):
        raise ValueError(f"executor must be a concurrent.futures.Executor or None, got {executor!r}")
    if progress is not None and not callable(progress):
        raise ValueError(f"progress must be a function of (done, count) or None, got {progress!r}")
    is_cancelled = getattr(cancel, "is_set", cancel) or (lambda: False)
    if not callable(is_cancelled):
        raise ValueError(f"cancel must be a function, an Event or None, got {cancel!r}")
    report = progress or (lambda done, count: None)

    report(0, count)
    blocks = [(first, min(chunk, count - first)) for first in range(0, count, chunk)]
    train_blocks = _train_in_sequence if executor is None else _train_on(executor)
    done = dict(train_blocks(settings, blocks, is_cancelled, lambda done: report(min(int(done), count), count)))
    for first, size in blocks:
        if first not in done:  # cancelled before it began
            done[first] = _train_block(settings, first, size, lambda share: True)
    return _as_ensemble(settings, *(np.concatenate(parts) for parts in zip(*[done[first] for first, _ in blocks])))


def train_range(settings: Settings, first: int, count: int) -> Ensemble:
    """Train networks `first` to `first + count − 1` only: the same results as in `train_many`."""
    check_settings(settings)
    check_whole("first", first, 0)
    check_whole("count", count, 1)
    return _as_ensemble(settings, *_train_block(settings, first, count))


def train_inits(count: int, settings: Settings, changes: Sequence[dict[str, Any]], first: int = 0) -> list[Ensemble]:
    """For each of `changes`, train networks first to first + count − 1; all of them side by side.

        train_inits(200, Settings(lr=0.5), [{"init": "zeros"}, {"weights": 1.0}, {"weights": 10.0}])

    Each of `changes` is a dict of INIT_FIELDS; the results are those of `train_many`. ValueError as there, and for
    other settings.
    """
    check_whole("count", count, 1)
    check_whole("first", first, 0)
    if foreign := sorted({name for change in changes for name in change} - set(INIT_FIELDS)):
        raise ValueError(f"changes may hold {', '.join(INIT_FIELDS)}, got {', '.join(foreign)}")
    each = [_changed(settings, change) for change in changes]
    initial = np.concatenate([initial_params(one, first, count) for one in each])
    parts = zip(*[np.split(part, len(each)) for part in _train_from(settings, initial)])
    return [_as_ensemble(one, *part) for one, part in zip(each, parts)]


def _as_ensemble(settings, codes, epochs, mse, initial, final):
    _, loss, correct = metrics(settings, final)
    cancelled = bool((codes == OUTCOMES.index("cancelled")).any())
    arrays = np.array(OUTCOMES)[codes], epochs, mse, loss, correct, initial, final
    for array in arrays:
        array.setflags(write=False)
    return Ensemble(settings, *arrays, cancelled)


def _train_in_sequence(settings, blocks, is_cancelled, report):
    for first, size in blocks:

        def should_stop(share, first=first, size=size):
            report(first + share * size)
            return is_cancelled()

        yield first, _train_block(settings, first, size, should_stop)
        if is_cancelled():
            return
        report(first + size)


def _train_on(executor):
    def train_blocks(settings, blocks, is_cancelled, report):
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
            if is_cancelled():
                running = {future: first for future, first in running.items() if not future.cancel()}

    return train_blocks


def _train_block(settings, first, count, should_stop=lambda share: False):
    """What `_train_from` returns for networks first to first + count − 1."""
    return _train_from(settings, initial_params(settings, first, count), should_stop)


def _train_from(settings, initial, should_stop=lambda share: False):
    """`(outcome codes, epochs, mse, initial, final)` of the networks with these initial params, side by side.

    `should_stop(share of the work done)` is called every CHECK_EVERY epochs; if it returns True, the training stops.
    """
    converged, diverged, not_converged, cancelled = range(len(OUTCOMES))
    count = len(initial)
    scale = _tanh_scale(settings).astype(initial.dtype)
    final, codes = np.empty_like(initial), np.empty(count, np.int8)
    epochs, mse = np.empty(count, np.int32), np.empty(count)
    # One row per param, one column per network. NumPy computes up to LANES columns together and uses other instructions
    # for a remainder, which may round differently. So we repeat the first columns until there is no remainder.
    alive = np.resize(np.arange(count), count + -count % LANES)  # the network in each column of P
    P = initial.T[:, alive] * scale
    limit = np.full(len(alive), settings.threshold, P.dtype)  # of each column; −1 when its network is finished
    limit[count:] = -1
    keep = np.arange(len(alive))  # the columns that go on
    epoch = 0

    def finish(which, code):
        columns = np.flatnonzero(which)
        networks = alive[columns]
        codes[networks], epochs[networks], mse[networks] = code, epoch, errors[columns]
        final[networks] = (P[:, columns] / scale).T
        limit[columns] = -1

    with np.errstate(over="ignore", invalid="ignore"):  # a network that diverges is a result, not an error
        np.setbufsize(
            1024
        )  # until the end of `with`; with a larger buffer NumPy would copy the arrays that it broadcasts
        while True:
            # Finished networks stay in P, without effect, until enough of them can be removed together.
            alive, limit, P = alive[keep], limit[keep], _aligned(P[:, keep])
            hit = np.empty(len(alive), bool)
            for errors in _descend(settings, P):
                np.less_equal(errors, limit, out=hit)
                if hit.any():
                    finish(hit, converged)
                if epoch % CHECK_EVERY == 0:
                    finish(~(np.abs(P) <= BOUND * scale).all(axis=0) & (limit >= 0), diverged)
                    running = int(np.count_nonzero(limit >= 0))
                    if should_stop(1 - running / count * (1 - epoch / max(settings.epochs, 1))):
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
                return codes, epochs, mse, initial, final
            keep = np.argsort(limit < 0, kind="stable")[:fitting]  # the running ones first


def replay(settings: Settings, k: int) -> Iterator[State]:
    """Yield every `State` of network k, trained alone: the same run as in `train_many`, to 1e-9 or better.

    It ends with the state at which `train_many` stopped the network. ValueError as in `train_many`.
    """
    check_settings(settings)
    check_whole("k", k, 0)
    return _states(settings, k)


def _states(settings, k):
    for epoch, (params, mse) in enumerate(params_of(settings, k)):
        _, loss, correct = metrics(settings, params)
        yield State(epoch, params, mse, float(loss), int(correct))


def params_of(settings: Settings, k: int) -> Iterator[tuple[np.ndarray, float]]:
    """Yield `(params, mse)` of every epoch of network k: a `replay` without the metrics that can be computed later."""
    initial = initial_params(settings, k, 1)
    scale = _tanh_scale(settings).astype(initial.dtype)
    P = _aligned(np.repeat(initial.T * scale, LANES, axis=1))  # the same network in every lane, see `_train_block`
    run = _descend(settings, P)
    for epoch in range(settings.epochs + 1):
        with np.errstate(over="ignore", invalid="ignore"):
            mse = next(run)[0]
        params = (P[:, :1] / scale)[:, 0]
        yield params, float(mse)
        if mse <= settings.threshold or (epoch % CHECK_EVERY == 0 and not (np.abs(params) <= BOUND).all()):
            return


# Input validation.


def check_settings(settings: Settings) -> None:
    """Raise a ValueError that names the first setting that is not allowed, and says what is allowed."""
    if not isinstance(settings, Settings):
        raise ValueError(f"settings must be a Settings, got {settings!r}")
    s = settings
    check_whole("width", s.width, 1, MAX_WIDTH)
    check_choice("activation", s.activation, ACTIVATIONS)
    check_choice("loss", s.loss, LOSS_NAMES)
    check_choice("init", s.init, INIT_NAMES)
    check_choice("dtype", s.dtype, DTYPE_NAMES)
    check_number("lr", s.lr, positive=True)
    check_whole("epochs", s.epochs, 0)
    check_number("threshold", s.threshold)
    for name in ("weights", "biases"):
        _interval(getattr(s, name), name)
    check_number("jitter", s.jitter)
    if s.clip is not None:
        check_number("clip", s.clip, positive=True, alternative=" or None")
    check_whole("seed", s.seed, 0)


def _changed(settings, changes):
    settings = Settings() if settings is None else settings
    for name in changes:
        if name not in Settings._fields:
            raise ValueError(f"there is no setting {name}; the settings are {', '.join(Settings._fields)}")
    check_settings(settings)
    settings = settings._replace(**changes)
    check_settings(settings)
    return settings


def _interval(value, name="range"):
    """`(low, high)` of a range given as a number r (± r) or as a pair."""
    low, high = (-value, value) if is_finite(value) else value if _is_pair(value) else (0, -1)
    if not -BOUND <= low <= high <= BOUND:
        raise ValueError(
            f"{name} must be r, 0 to {BOUND:g}, for ± r, or a pair (low, high) within ± {BOUND:g}, got {value!r}"
        )
    return low, high


def _is_pair(value):
    return isinstance(value, tuple | list) and len(value) == 2 and all(map(is_finite, value))
