"""Writes a network as JSON text and reads it back. The text has the nine numbers by name, or the layers of an `MLP`.

{"w11": 0.5, "w12": -0.4, ..., "c": 0.05}
{"activation": "tanh", "loss": "squared_error", "layers": [{"weights": [[...], ...], "biases": [...]}, ...]}
"""

import json
from collections.abc import Sequence
from typing import Any

import numpy as np

from shared.nn.mlp import DERIVATIVES, MLP, OUTPUTS, Activation, Loss
from shared.nn.network import Params, as_params
from shared.nn.validation import is_finite

LONGEST = 2_000_000  # characters; enough for a network of about 80,000 numbers
ACTIVATIONS: dict[str, Activation] = {function.__name__: function for function in DERIVATIVES}
LOSSES: dict[str, Loss] = {function.__name__: function for function in OUTPUTS}


def to_json(network: MLP | Sequence[float]) -> str:
    """Return nine numbers or an `MLP` as text. From this text, `from_json` reads back exactly the same numbers.

    The text does not contain `l2`. `from_json` refuses a text that is longer than `LONGEST`, and an `MLP` with a number
    that is not finite. Raises ValueError if `network` is neither an `MLP` nor nine finite numbers.
    """
    if not isinstance(network, MLP):
        return json.dumps(as_params(network)._asdict(), indent=1)
    arrays = network.parameters
    layers = [{"weights": W.tolist(), "biases": b[0].tolist()} for W, b in zip(arrays[::2], arrays[1::2], strict=True)]
    return json.dumps({"activation": network.activation.__name__, "loss": network.loss.__name__, "layers": layers})


def from_json(text: str) -> Params | MLP:
    """Read a network from a text. Return `Params` if it has nine numbers, and an `MLP` if it has layers.

    Raises ValueError if the text is too long or not JSON, if a part is missing, or if a number is not finite. Also
    raises ValueError for an unknown name next to the nine numbers, an unknown function, or layers that do not fit
    together. The message is a sentence for students.
    """
    if len(text) > LONGEST:
        raise ValueError(f"The file has {len(text):,} characters; at most {LONGEST:,} are allowed.")
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        where = f" in line {error.lineno}: {error.msg}" if isinstance(error, json.JSONDecodeError) else ""
        raise ValueError(f"This is not a JSON file{where}. Choose a file that was saved in a lesson.") from None
    if not isinstance(data, dict):
        raise ValueError('The file must hold an object in braces: nine numbers by name, or "layers".')
    return _mlp(data) if "layers" in data else _params(data)


def _params(data: dict[str, Any]) -> Params:
    missing = [name for name in Params._fields if name not in data]
    if missing:
        raise ValueError(
            f'The file lacks {", ".join(missing)}. It must have the numbers {", ".join(Params._fields)}, or "layers".'
        )
    if others := [name for name in data if name not in Params._fields]:
        raise ValueError(
            f"The file has unknown names: {', '.join(others)}. The nine numbers are {', '.join(Params._fields)}."
        )
    for name, value in data.items():
        if isinstance(value, bool) or not isinstance(value, int | float) or not is_finite(value):
            raise ValueError(f"{name} must be a finite number, got {value!r:.40}.")
    return Params(**{name: float(value) for name, value in data.items()})


def _mlp(data: dict[str, Any]) -> MLP:
    for key, names in (("activation", ACTIVATIONS), ("loss", LOSSES)):
        if data.get(key) not in list(names):
            raise ValueError(f"{key} must be one of {', '.join(names)}, got {data.get(key)!r}.")
    layers = data["layers"]
    if not isinstance(layers, list) or not layers:
        raise ValueError('"layers" must be a list with at least one layer.')
    arrays = []
    for number, layer in enumerate(layers, start=1):
        if not isinstance(layer, dict) or not {"weights", "biases"} <= set(layer):
            raise ValueError(f'Layer {number} must have "weights" and "biases".')
        try:
            if not _holds_numbers([layer["weights"], layer["biases"]]):
                raise TypeError  # NumPy would read "0.5" and true as numbers
            arrays += [np.array(layer["weights"], float), np.array(layer["biases"], float)[None]]
        except (TypeError, ValueError, OverflowError, RecursionError):
            raise ValueError(
                f"Layer {number} must hold numbers only. Its weights are rows of equal length; its biases are one row."
            ) from None
    try:
        return MLP(arrays, ACTIVATIONS[data["activation"]], LOSSES[data["loss"]])
    except (TypeError, ValueError) as error:
        raise ValueError(f"The layers do not fit together: {error}.") from None


def _holds_numbers(value: Any) -> bool:
    """Return True for a number, or for a list that contains only numbers, also in nested lists."""
    return all(map(_holds_numbers, value)) if isinstance(value, list) else type(value) in (int, float)
