"""The training of `ensemble.py`, written for JAX. JAX compiles it for all processors or a graphics card.

The functions of `ensemble.py` overwrite arrays, because new arrays would make NumPy a third slower. JAX cannot
overwrite arrays, so this module has its own functions.
"""

from collections.abc import Sequence
from functools import cache

import jax
import numpy as np
from jax import numpy as jnp

from shared.experiments.settings import BOUND, CHECK_EVERY, RUNNING, Settings
from shared.nn.mlp import XOR_Y

ACTIVATIONS = {  # name → h as a function of z, h′ as a function of h
    "sigmoid": (jax.nn.sigmoid, lambda h: h * (1 - h)),
    "tanh": (jnp.tanh, lambda h: 1 - h * h),
    "relu": (lambda z: jnp.maximum(z, 0), lambda h: h > 0),
}


def train(
    settings: Settings, params: Sequence[np.ndarray]
) -> tuple[np.ndarray, np.ndarray, np.ndarray, tuple[np.ndarray, ...]]:
    """Train the networks in `params`, five arrays. Return `(outcome codes (K,), updates (K,), mse (K,), params)`.

    The results are NumPy arrays. An outcome code is an index of `OUTCOMES`.
    """
    learning = settings.activation, settings.loss, settings.lr, settings.clip, settings.threshold
    with jax.enable_x64(True):
        codes, updates, mse, params = _compiled(*learning)(params, settings.epochs)
        return np.asarray(codes), np.asarray(updates), np.asarray(mse), tuple(map(np.asarray, params))


@cache
def _compiled(activation, loss, lr, clip, threshold):
    act, slope = ACTIVATIONS[activation]

    def forward(params):
        w1, w2, b, v, c = params
        hidden = [act(z) for z in (b, w2 + b, w1 + b, w1 + w2 + b)]  # (H, K) for each of the four samples
        outputs = [jax.nn.sigmoid((v * h).sum(axis=0) + c[0]) for h in hidden]  # four arrays (K,)
        errors = [out - float(y) for out, y in zip(outputs, XOR_Y[:, 0])]
        return hidden, outputs, errors, sum(error * error for error in errors) / 4

    def update(params, running):
        hidden, outputs, errors, mse = forward(params)
        moved = running & ~(mse <= threshold)
        deltas = [error / 4 for error in errors]
        if loss == "squared_error":
            deltas = [2 * delta * out * (1 - out) for delta, out in zip(deltas, outputs)]
        first, second, third, fourth = (delta * params[3] * slope(h) for delta, h in zip(deltas, hidden))
        by_v = sum(h * delta for h, delta in zip(hidden, deltas))
        gradient = third + fourth, second + fourth, first + second + third + fourth, by_v, sum(deltas)[None]
        if clip is not None:
            gradient = tuple(jnp.clip(g, -clip, clip) for g in gradient)
        return tuple(jnp.where(moved, p - lr * g, p) for p, g in zip(params, gradient)), moved

    def state_of(params, epochs_left):
        mse = forward(params)[-1]
        inside = jnp.stack([(jnp.abs(p) <= BOUND).all(axis=0) for p in params]).all(axis=0)
        return jnp.select([mse <= threshold, ~inside, epochs_left == 0], [0, 1, 2], RUNNING), mse

    def train_epochs(state):
        params, updates, epochs_left, codes, _ = state
        epochs = jnp.minimum(CHECK_EVERY, epochs_left)

        def body(_, state):
            params, moved = update(state[0], codes == RUNNING)
            return params, state[1] + moved

        params, updates = jax.lax.fori_loop(0, epochs, body, (params, updates))
        epochs_left -= epochs
        now, mse = state_of(params, epochs_left)
        return params, updates, epochs_left, jnp.where(codes == RUNNING, now, codes), mse

    def train(params, epochs):
        codes, mse = state_of(params, epochs)
        state = params, jnp.zeros(params[0].shape[-1], "int32"), epochs, codes, mse
        state = jax.lax.while_loop(lambda state: (state[3] == RUNNING).any(), train_epochs, state)
        params, updates, _, codes, mse = state
        return codes, updates, mse, params

    return jax.jit(train)
