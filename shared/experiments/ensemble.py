"""Train thousands of small networks at once: 2-H-1 networks on XOR, each with its own random initial params.

NumPy is slow for one small network, because each call has a fixed cost. This module makes one call for all networks:
each array holds the same param of all networks, and its last axis has one position for each network.
With the same seed, network k is always the same: it does not depend on the number of other networks or on the process.
`params_of` trains one network alone.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from importlib.util import find_spec
from typing import Any, NamedTuple

import numpy as np

from shared.experiments.settings import (
    BOUND,
    CHECK_EVERY,
    INIT_FIELDS,
    RUNNING,
    Settings,
    change_settings,
    check_settings,
    initial_params,
)
from shared.nn.mlp import XOR_Y
from shared.nn.validation import check_choice, check_whole

ENGINE_NAMES = ("numpy", "jax")
OUTCOMES = ("converged", "diverged", "not converged")

Y = XOR_Y[:, 0]  # the four targets


class Ensemble(NamedTuple):
    """The results of many networks, in read-only arrays. The first axis has one position for each network.

    settings    the settings of all networks; `params_of(settings, k)` repeats the run of network k
    outcome     (count,) one of OUTCOMES; "diverged" means that a param is outside ± BOUND or not finite
    epochs      (count,) number of updates until the network stopped
    mse, loss   (count,) mean squared error and mean loss of the last state
    correct     (count,) the number of samples, 0 to 4, whose output is on the correct side of 0.5. An output of exactly
                0.5 is correct for target 0
    initial     (count, 4H + 1) the params before the first update: w1, w2, b of each hidden neuron, then every v,
                then c. With two hidden neurons, this is the order of `Params`
    final       (count, 4H + 1) the params of the last state
    """

    settings: Settings
    outcome: np.ndarray
    epochs: np.ndarray
    mse: np.ndarray
    loss: np.ndarray
    correct: np.ndarray
    initial: np.ndarray
    final: np.ndarray


# One epoch of all networks.
#
# K networks are side by side on the last axis. Their params are the five arrays w1, w2, b, v, each of shape (H, K), and
# c, of shape (1, K). Hidden activations have the shape (H, 4, K): neuron, sample, network. If an array is no longer
# needed, the next result overwrites it (`out=`, `*=`). This saves a quarter of the time.


def _sigmoid(z):
    """Write 1 / (1 + e⁻ᶻ) into z and return z. If e⁻ᶻ is too large for a float, it becomes inf, and the result is 0."""
    np.negative(z, out=z)
    np.exp(z, out=z)
    z += 1
    return np.divide(1, z, out=z)


ACTIVATIONS: dict[str, tuple[Callable, Callable]] = {  # name → two functions: h from z, and h′ from h
    "sigmoid": (_sigmoid, lambda h: (1 - h) * h),
    "tanh": (lambda z: np.tanh(z, out=z), lambda h: 1 - h * h),
    "relu": (lambda z: np.maximum(z, 0, out=z), lambda h: (h > 0).astype(h.dtype)),
}


def _forward(settings, params):
    """Return hidden activations (H, 4, K), outputs (4, K), errors output − target (4, K), mean squared errors (K,)."""
    w1, w2, b, v, c = params
    z = np.stack([b, w2 + b, w1 + b, w1 + w2 + b], axis=1)  # w1·x1 + w2·x2 + b for the four samples of XOR
    h = ACTIVATIONS[settings.activation][0](z)
    out = _sigmoid((v[:, None] * h).sum(axis=0) + c)
    error = out - Y[:, None].astype(out.dtype)
    return h, out, error, _sum_of_samples(error * error) / 4


def _sum_of_samples(a):
    """Return the sum over the samples, (..., 4, K) → (..., K). The order of the four terms is always the same."""
    return a[..., 0, :] + a[..., 1, :] + a[..., 2, :] + a[..., 3, :]


def _update(settings, params):
    """Update in place each network that has not converged. Return an array (K,): True for each updated network."""
    h, out, error, mse = _forward(settings, params)
    moved = ~(mse <= settings.threshold)  # also True for nan
    delta = error * moved
    delta *= out * (1 - out) / 2 if settings.loss == "squared_error" else 0.25  # mean over four samples
    delta_hidden = ACTIVATIONS[settings.activation][1](h)
    delta_hidden *= params[3][:, None]
    delta_hidden *= delta
    by_w1 = delta_hidden[:, 2] + delta_hidden[:, 3]  # x1 is 1 in samples 2 and 3, and 0 in samples 0 and 1
    by_w2 = delta_hidden[:, 1] + delta_hidden[:, 3]
    h *= delta
    gradient = by_w1, by_w2, _sum_of_samples(delta_hidden), _sum_of_samples(h), _sum_of_samples(delta)
    for param, slope in zip(params, gradient):
        if settings.clip is not None:
            np.clip(slope, -settings.clip, settings.clip, out=slope)
        slope *= settings.lr
        param -= slope
    return moved


def _train_epochs(settings, params, epochs):
    """Return `(params, update counts (K,), mse (K,))` after `epochs` epochs. A converged network does not change."""
    updates = np.zeros(params[0].shape[-1], np.int32)
    for _ in range(epochs):
        updates += _update(settings, params)
    return params, updates, _forward(settings, params)[-1]


def _columns(params):
    """Return the params (K, 4H + 1) of K networks as five new arrays."""
    H = params.shape[-1] // 4
    hidden = params[:, : 3 * H].reshape(-1, H, 3).transpose(2, 1, 0)
    return tuple(part.copy(order="C") for part in (*hidden, params[:, 3 * H : 4 * H].T, params[:, 4 * H :].T))


def _rows(columns):
    """Reverse `_columns`: return (K, 4H + 1)."""
    w1, w2, b, v, c = columns
    hidden = np.stack([w1, w2, b], axis=1).reshape(-1, w1.shape[-1])
    return np.concatenate([hidden, v, c]).T


def activations(settings: Settings, params: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return hidden activations (..., 4, H) and outputs (..., 4) of the four samples; `params` is (..., 4H + 1)."""
    with np.errstate(over="ignore", invalid="ignore"):
        h, out, *_ = _forward(settings, _columns(params.reshape(-1, params.shape[-1])))
    return h.T.reshape(*params.shape[:-1], 4, settings.width), out.T.reshape(*params.shape[:-1], 4)


def metrics(settings: Settings, params: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return `(mse, loss, correct)` of networks with these `params` (..., 4H + 1). Each result has the shape (...)."""
    out = activations(settings, params.astype(float))[1]
    mse = ((out - Y) ** 2).mean(-1)
    loss = mse
    if settings.loss == "cross_entropy":
        right = np.clip(np.where(Y == 1, out, 1 - out), 1e-15, 1 - 1e-15)  # as `network.cross_entropy` does
        loss = -np.log(right).mean(-1)
    return mse, loss, (((out > 0.5) == (Y > 0.5)) & ~np.isnan(out)).sum(-1)


# Training.


def train_many(
    count: int,
    settings: Settings | None = None,
    *,
    engine: str = "numpy",
    executor: Executor | None = None,
    chunk: int | None = None,
    **changes: Any,
) -> Ensemble:
    """Train networks 0 to count − 1 with these `settings`. Each of `changes` replaces one setting.

        train_many(10_000)                           # the course's 2-2-1 networks, weights ± 2, biases ± 0.5
        train_many(10_000, width=3, lr=0.5)          # other settings
        train_many(10_000, executor=ProcessPoolExecutor())

    A network stops when it has converged (see `Settings.threshold`), when it has diverged, or after `epochs` updates. A
    network has diverged if a param is outside ± BOUND or not finite. This is checked every CHECK_EVERY epochs.

    engine    "numpy", or "jax" (needs the extra `fast`). JAX compiles the training for all processors or a graphics
              card, and rounds differently from NumPy
    executor  any `concurrent.futures.Executor`: a process pool, or the `get_executor()` of a Dask client. The result
              does not depend on the executor or the chunk
    chunk     the number of networks that are trained at once. Fewer networks need less memory. For width 2, the default
              is 5000. With JAX it is 1000, or 100 000 on a graphics card. For wider networks, these numbers are
              smaller. With an executor, chunks are small enough to keep all processors of this machine busy

    Raises ValueError before the training starts. The error names the first argument that is not allowed, and says what
    is allowed.
    Raises ModuleNotFoundError if the engine is "jax" and JAX is not installed.
    """
    settings = change_settings(settings, changes)
    check_whole("count", count, 1)
    check_choice("engine", engine, ENGINE_NAMES)
    if engine == "jax" and find_spec("jax") is None:
        raise ModuleNotFoundError("the engine jax needs JAX: pip install 'nine-numbers[fast]'")
    if chunk is None:
        chunk = max(_chunk_of_width_1(engine) // settings.width, 100)
        if executor is not None:
            chunk = min(chunk, max(-(-count // (2 * (os.cpu_count() or 1))), 100))
    check_whole("chunk", chunk, 1)
    if executor is not None and not callable(getattr(executor, "submit", None)):
        raise ValueError(f"executor must be a concurrent.futures.Executor or None, got {executor!r}")
    starts = range(0, count, chunk)
    blocks = [(settings, first, min(chunk, count - first), engine) for first in starts]
    if executor is not None:
        parts = [future.result() for future in [executor.submit(_train_block, *block) for block in blocks]]
    elif engine == "jax":  # while compiled code runs, other threads can run Python
        with ThreadPoolExecutor(os.cpu_count()) as threads:
            parts = list(threads.map(lambda block: _train_block(*block), blocks))
    else:
        parts = [_train_block(*block) for block in blocks]
    return _as_ensemble(settings, *map(np.concatenate, zip(*parts)))


def _chunk_of_width_1(engine):
    """Return how many networks of width 1 this engine trains at once by default. Other numbers were slower."""
    if engine == "numpy":
        return 10_000
    from jax import default_backend

    return 2000 if default_backend() == "cpu" else 200_000  # 1000 networks of width 2 fit into a processor's cache


def train_range(settings: Settings, first: int, count: int) -> Ensemble:
    """Train only networks `first` to `first + count − 1`. Their results are the same as in `train_many`.

    Raises ValueError if an argument is not allowed.
    """
    check_settings(settings)
    check_whole("first", first, 0)
    check_whole("count", count, 1)
    return _as_ensemble(settings, *_train_block(settings, first, count))


def train_params(settings: Settings, initial: np.ndarray) -> Ensemble:
    """Train networks with these initial params, (count, 4H + 1), at once.

    Raises ValueError if the shape is wrong, if a param is outside ± BOUND, or if a setting is not allowed.
    """
    return _as_ensemble(settings, *_train_from(settings, _checked_initial(settings, initial).copy()))


def train_inits(count: int, settings: Settings, changes: Sequence[dict[str, Any]], first: int = 0) -> list[Ensemble]:
    """Train networks `first` to `first + count − 1` with each of `changes`. All these runs are trained together.

        train_inits(200, Settings(lr=0.5), [{"init": "zeros"}, {"weights": 1.0}, {"weights": 10.0}])

    Each of `changes` is a dict, and its keys are in INIT_FIELDS. The results are the same as in `train_many`. Raises
    ValueError in the same cases as `train_many`, and also if one of `changes` has a key that is not in INIT_FIELDS.
    """
    check_whole("count", count, 1)
    check_whole("first", first, 0)
    if foreign := sorted({name for change in changes for name in change} - set(INIT_FIELDS)):
        raise ValueError(f"changes may hold {', '.join(INIT_FIELDS)}, got {', '.join(foreign)}")
    each = [change_settings(settings, change) for change in changes]
    initial = np.concatenate([initial_params(one, first, count) for one in each])
    parts = zip(*[np.split(part, len(each)) for part in _train_from(settings, initial)])
    return [_as_ensemble(one, *part) for one, part in zip(each, parts)]


def _as_ensemble(settings, codes, epochs, mse, initial, final):
    _, loss, correct = metrics(settings, final)
    arrays = np.array(OUTCOMES)[codes], epochs, mse, loss, correct, initial, final
    for array in arrays:
        array.setflags(write=False)
    return Ensemble(settings, *arrays)


def _train_block(settings, first, count, engine="numpy"):
    return _train_from(settings, initial_params(settings, first, count), engine)


def _train_from(settings, initial, engine="numpy"):
    """Train networks with these initial params at once. Return `(outcome codes, epochs, mse, initial, final)`."""
    if engine == "jax":
        from shared.experiments.ensemble_jax import train

        codes, updates, mse, final = train(settings, _columns(initial))
        return codes, updates, mse, initial, _rows(final)
    count = len(initial)
    final, codes = np.empty_like(initial), np.full(count, RUNNING, np.int8)
    updates, mse = np.zeros(count, np.int32), np.empty(count)
    alive, params = np.arange(count), _columns(initial)  # alive[j]: the network in column j of params
    epoch = 0
    with np.errstate(over="ignore", invalid="ignore"):  # no warning if a network diverges
        errors = _forward(settings, params)[-1]
        while True:
            inside = np.logical_and.reduce([(np.abs(p) <= BOUND).all(axis=0) for p in params])
            state = np.select([errors <= settings.threshold, ~inside, epoch == settings.epochs], [0, 1, 2], RUNNING)
            going = state == RUNNING
            networks = alive[~going]
            codes[networks], mse[networks] = state[~going], errors[~going]
            final[networks] = _rows(params)[~going]
            if not going.any():
                return codes, updates, mse, initial, final
            alive, params = alive[going], tuple(p.compress(going, axis=1) for p in params)
            epochs = min(CHECK_EVERY, settings.epochs - epoch)
            params, made, errors = _train_epochs(settings, params, epochs)
            updates[alive] += made
            epoch += epochs


def params_of(settings: Settings, k: int) -> Iterator[tuple[np.ndarray, float]]:
    """Train network k alone. Yield its `(params, mse)` at every epoch. The run is the same as in `train_many`.

    Its last state is also the last state in `train_many`. Raises ValueError in the same cases as `train_many`.
    """
    check_settings(settings)
    check_whole("k", k, 0)
    return _states(settings, initial_params(settings, k, 1))


def states_from(settings: Settings, initial: np.ndarray) -> Iterator[tuple[np.ndarray, float]]:
    """Do the same as `params_of`, but start from the params `initial`, (4H + 1,).

    Raises ValueError in the same cases as `train_params`.
    """
    return _states(settings, _checked_initial(settings, np.asarray(initial)[None]))


def _checked_initial(settings, initial):
    check_settings(settings)
    initial = np.asarray(initial, settings.dtype)
    n = 4 * settings.width + 1
    if initial.ndim != 2 or initial.shape[1] != n:
        raise ValueError(f"initial must have {n} numbers for each network, got the shape {initial.shape}")
    if not (np.abs(initial) <= BOUND).all():  # also False for nan
        raise ValueError(f"initial must be numbers within ± {BOUND:g}")
    return initial


def _states(settings, initial):
    params = _columns(initial)
    for epoch in range(settings.epochs + 1):
        with np.errstate(over="ignore", invalid="ignore"):
            row, mse = _rows(params)[0], _forward(settings, params)[-1]
            _update(settings, params)
        yield row, float(mse[0])
        if mse[0] <= settings.threshold or (epoch % CHECK_EVERY == 0 and not (np.abs(row) <= BOUND).all()):
            return
