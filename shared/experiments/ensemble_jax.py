"""The epochs of `ensemble.py` for JAX, which compiles them for all processors or a graphics card.

JAX cannot overwrite arrays, and NumPy is a third slower if it does not overwrite them. So each has its own functions.
"""

from collections.abc import Sequence
from functools import cache

import jax
import numpy as np
from jax import numpy as jnp

from shared.experiments.settings import Settings
from shared.nn.mlp import XOR_Y

ACTIVATIONS = {  # name → h as a function of z, and its derivative in terms of h
    "sigmoid": (jax.nn.sigmoid, lambda h: h * (1 - h)),
    "tanh": (jnp.tanh, lambda h: 1 - h * h),
    "relu": (lambda z: jnp.maximum(z, 0), lambda h: h > 0),
}


def train_epochs(
    settings: Settings, params: Sequence[np.ndarray], epochs: int
) -> tuple[tuple[np.ndarray, ...], np.ndarray, np.ndarray]:
    """The same as `ensemble._train_epochs`: `(params, updates made (K,), mse (K,))`, as NumPy arrays."""
    learning = settings.activation, settings.loss, settings.lr, settings.clip, settings.threshold
    with jax.enable_x64(True):
        params, updates, mse = _compiled(*learning)(params, epochs)
        return tuple(map(np.asarray, params)), np.asarray(updates), np.asarray(mse)


@cache
def _compiled(activation, loss, lr, clip, threshold):
    act, slope = ACTIVATIONS[activation]

    def forward(params):
        w1, w2, b, v, c = params
        hidden = [act(z) for z in (b, w2 + b, w1 + b, w1 + w2 + b)]  # (H, K) for each of the four samples
        outputs = [jax.nn.sigmoid((v * h).sum(axis=0) + c[0]) for h in hidden]  # (K,) each
        errors = [out - float(y) for out, y in zip(outputs, XOR_Y[:, 0])]
        return hidden, outputs, errors, sum(error * error for error in errors) / 4

    def update(params):
        hidden, outputs, errors, mse = forward(params)
        moved = ~(mse <= threshold)
        deltas = [error * moved / 4 for error in errors]
        if loss == "squared_error":
            deltas = [2 * delta * out * (1 - out) for delta, out in zip(deltas, outputs)]
        first, second, third, fourth = (delta * params[3] * slope(h) for delta, h in zip(deltas, hidden))
        by_v = sum(h * delta for h, delta in zip(hidden, deltas))
        gradient = third + fourth, second + fourth, first + second + third + fourth, by_v, sum(deltas)[None]
        if clip is not None:
            gradient = tuple(jnp.clip(g, -clip, clip) for g in gradient)
        return tuple(p - lr * g for p, g in zip(params, gradient)), moved

    def train(params, epochs):
        def body(_, state):
            params, updates = state
            params, moved = update(params)
            return params, updates + moved

        params, updates = jax.lax.fori_loop(0, epochs, body, (params, jnp.zeros(params[0].shape[-1], "int32")))
        return params, updates, forward(params)[-1]

    return jax.jit(train)
