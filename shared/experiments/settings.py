"""The settings of a training run in lesson 8. This module checks their values and draws the initial params."""

from typing import Any, NamedTuple

import numpy as np

from shared.nn.validation import check_choice, check_number, check_whole, is_finite

ACTIVATION_NAMES = ("sigmoid", "tanh", "relu")
LOSS_NAMES = ("squared_error", "cross_entropy")
INIT_NAMES = ("uniform", "xavier", "he", "identical", "zeros")
DTYPE_NAMES = ("float64", "float32")
INIT_FIELDS = ("init", "weights", "biases", "jitter", "seed")  # the settings that change only the initial params
MAX_WIDTH = 64
BOUND = 100.0  # a network diverges when the absolute value of one of its params is above this number
CHECK_EVERY = 32  # epochs between two checks for networks that have converged or diverged
RUNNING = -1  # the outcome code of a network that is still trained


class Settings(NamedTuple):
    """The settings of a training run. `settings._replace(lr=0.5)` changes one field.

    width       hidden neurons H, 1 to 64; the output is always one sigmoid
    activation  one of ACTIVATION_NAMES, for the hidden neurons
    loss        one of LOSS_NAMES: (out − y)² without ½, or cross-entropy in nats. Both are means over the samples
    lr          learning rate, above 0
    epochs      maximum number of updates, 0 or more. A run has at most epochs + 1 states, as in `network.train`
    threshold   a network has converged at the first state whose mean *squared* error is finite and at most this
                number. The squared error counts for both losses, because a cross-entropy of 0.001 is much
                harder to reach than a squared error of 0.001
    init        one of INIT_NAMES. "uniform": uniform draws. "xavier" and "he": normal draws of variance 1/n_in or
                2/n_in, and biases 0. "identical": all hidden neurons get the same uniform draws. "zeros": all params
                are 0
    weights     range of a uniform weight: a pair (low, high), or a number r for the pair (−r, r)
    biases      range of a uniform bias, also a pair or a number
    jitter      a uniform draw within ± jitter is added to every initial param
    clip        each derivative is limited to ± clip before an update; None means no limit
    seed        a whole number, 0 or more. With the same seed and width, network k always gets the same draws
    dtype       one of DTYPE_NAMES. float32 is faster: the draws are the same, but rounded
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


def initial_params(settings: Settings, first: int, count: int) -> np.ndarray:
    """Return the initial params of networks `first` to `first + count − 1` as an array of shape (count, 4H + 1).

    Its dtype is `settings.dtype`. Raises ValueError if a setting is not allowed.

    The draws come from Philox, a random stream in which you can jump to any position at no cost (Salmon et al.,
    "Parallel random numbers: as easy as 1, 2, 3", 2011). Network k uses the same part of the stream for every `init`.
    If two settings differ only in a range, they use the same draws, scaled to the two ranges. Normal draws use the
    formula of Box and Muller, which always takes two uniform draws. NumPy's own method takes a varying number of draws,
    which would change the draws of later networks.
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


def check_settings(settings: Settings) -> None:
    """Raise a ValueError that names the first setting that is not allowed, and says what is allowed."""
    if not isinstance(settings, Settings):
        raise ValueError(f"settings must be a Settings, got {settings!r}")
    s = settings
    check_whole("width", s.width, 1, MAX_WIDTH)
    check_choice("activation", s.activation, ACTIVATION_NAMES)
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


def change_settings(settings: Settings | None, changes: dict[str, Any]) -> Settings:
    """Return `settings`, or the default settings, with these changes. Raises ValueError if a change is not allowed."""
    settings = Settings() if settings is None else settings
    for name in changes:
        if name not in Settings._fields:
            raise ValueError(f"{name} is not a setting; the settings are {', '.join(Settings._fields)}")
    check_settings(settings)
    settings = settings._replace(**changes)
    check_settings(settings)
    return settings


def _interval(value, name="range"):
    """Return a range as a pair `(low, high)`. `value` is this pair, or a number r for the pair (−r, r)."""
    low, high = (-value, value) if is_finite(value) else value if _is_pair(value) else (0, -1)
    if not -BOUND <= low <= high <= BOUND:
        raise ValueError(
            f"{name} must be a pair (low, high) within ± {BOUND:g}, or a number r from 0 to {BOUND:g} for the "
            f"pair (−r, r), got {value!r}"
        )
    return low, high


def _is_pair(value):
    return isinstance(value, tuple | list) and len(value) == 2 and all(map(is_finite, value))
