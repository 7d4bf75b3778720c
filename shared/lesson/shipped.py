"""Training results that are the same for every student. A lesson reads them from `shipped.json`, so it opens at once.

`python -m shared.lesson.shipped` computes this file, the network of `digits.npz` and the figures of `pictures.json`
again. `tests/test_shipped.py` computes a few of the results again.
"""

import json
from collections.abc import Callable, Hashable, Iterator
from importlib.metadata import version
from itertools import product
from pathlib import Path
from runpy import run_path
from typing import Any

import numpy as np

from shared.course import STEMS, material
from shared.experiments.counts import (
    LAYERS,
    count_column,
    count_dead,
    count_outcomes,
    count_rescued,
    end_of_run,
    loss_curve,
    measure_depth,
    measure_failures,
)
from shared.experiments.settings import Settings
from shared.experiments.success_map import BASELINE, COLUMN_FIELDS, COLUMNS
from shared.lesson import figures
from shared.lesson.cache import cached
from shared.lesson.figures import draw_once
from shared.lesson.pictures import FILE as PICTURES
from shared.lesson.pictures import name_of_picture
from shared.lesson.style import Figure
from shared.nn import digits

FILE = Path(__file__).with_name("shipped.json")
DIGITS = 5  # significant digits of a number that is not a count

RESCUES: tuple[dict[str, Any], ...] = ({"weights": 0.5}, {"jitter": 1.0}, {"lr": 10.0}, {"epochs": 16000})
RATES = (0.5, 1.0, 2.0, 10.0, 30.0, 100.0)
LOSSES = {"squared error": "squared_error", "cross-entropy": "cross_entropy"}
WIDTHS = (2, 3, 4, 8)
IDENTICAL = BASELINE._replace(init="identical")
JITTERED = IDENTICAL._replace(jitter=0.1)
LARGE, HALF_AS_LARGE = BASELINE._replace(weights=10.0), BASELINE._replace(weights=5.0)
EXPLODING = BASELINE._replace(activation="relu", loss="cross_entropy", width=8, weights=5.0, lr=30.0, epochs=1000)
CURES = {
    "learning rate 30": EXPLODING,
    "rate ÷ 10": EXPLODING._replace(lr=3.0),
    "rate ÷ 100": EXPLODING._replace(lr=0.3),
    "rate 30, clipped": EXPLODING._replace(clip=0.05),  # every gradient is limited to ± 0.05 before the step
}
SMALL = BASELINE._replace(weights=0.3)


def calls() -> Iterator[tuple[Any, ...]]:
    """Yield (function, argument, …) for each call whose result is in the file."""
    for values in product(*(COLUMNS[name].values() for name in COLUMN_FIELDS)):
        yield count_column, BASELINE._replace(**dict(zip(COLUMN_FIELDS.values(), values, strict=True)))
    yield measure_failures, 1000, BASELINE
    changes = [*RESCUES, {"loss": "cross_entropy"}]
    for change in changes:
        yield count_rescued, 1000, BASELINE, BASELINE._replace(**change)
    outcomes = [(1000, BASELINE._replace(**change)) for change in RESCUES]
    outcomes += [(1000, BASELINE._replace(width=width, loss=loss)) for width, loss in product(WIDTHS, LOSSES.values())]
    outcomes += [(1000, LARGE._replace(width=8, loss=loss)) for loss in LOSSES.values()]
    outcomes += [(100, BASELINE._replace(lr=rate)) for rate in RATES]
    outcomes += [(100, settings) for settings in CURES.values()]
    outcomes += [(200, IDENTICAL), (200, JITTERED)]
    outcomes += [(200, SMALL._replace(**change)) for change in ({"epochs": 1000}, {}, {"epochs": 1000, "lr": 8.0})]
    for count, settings in outcomes:
        yield count_outcomes, count, settings
    for settings, k in ((IDENTICAL, 0), (JITTERED, 0), (LARGE, 2), (HALF_AS_LARGE, 2)):
        yield end_of_run, settings, k
    yield loss_curve, SMALL, 0, 20
    for width in (2, 8):
        yield count_dead, 200, BASELINE._replace(activation="relu", width=width)
    for activation, depth in product(LAYERS, (1, 2, 3, 4)):
        yield measure_depth, activation, depth


def shipped(function: Callable[..., Any], *arguments: Hashable) -> Any:
    """Return `function(*arguments)` from the file. If the file does not contain it, `cached` computes it.

    Numbers in the file have DIGITS significant digits. Callers must not mutate the result.
    """
    name = name_of_call(function, *arguments)
    found = cached(read_file)
    return found[name] if name in found else cached(function, *arguments)


def read_file() -> dict[str, Any]:
    """Return the results in the file: name of a call → result."""
    return json.loads(FILE.read_text("utf-8"))


def name_of_call(function: Callable[..., Any], *arguments: object) -> str:
    """Return the call as text. The text of a `Settings` has only the fields that differ from the baseline."""
    return f"{function.__name__}({', '.join(map(_text, arguments))})"


def _text(argument):
    if not isinstance(argument, Settings):
        return repr(argument)
    changes = (f"{name}={value!r}" for name, value in argument._asdict().items() if value != getattr(BASELINE, name))
    return f"Settings({', '.join(changes)})"


def rounded(result: Any) -> Any:
    """Return a result with DIGITS significant digits."""
    if isinstance(result, dict):
        return {name: rounded(value) for name, value in result.items()}
    if isinstance(result, list):
        return [rounded(value) for value in result]
    return float(f"{result:.{DIGITS}g}") if isinstance(result, float) else result


def train_digits() -> list[np.ndarray]:
    """Train the network of lesson 9 with the lesson's own function. Return its parameters as float32."""
    lesson = run_path(str(material("lessons") / "09_beyond_xor.py"))
    network, _ = lesson["train_digits"](digits.split(digits.load())[0])
    return [array.astype(np.float32) for array in network.parameters]


def draw_pictures(stem: str) -> dict[str, Figure]:
    """Run a lesson as a script. Return each figure that it draws with `draw_once`: name → figure."""
    found = {}

    def record(draw: Callable[..., Any], *inputs: Hashable, alt: Callable[..., str] | None = None) -> Figure:
        name = name_of_picture(draw, alt, inputs)
        found[name] = draw_once(draw, *inputs, alt=alt)
        return found[name]

    figures.draw_once = record
    try:
        run_path(str(material("lessons") / f"{stem}.py"))["app"].run()
    finally:
        figures.draw_once = draw_once
    return found


def main() -> None:
    """Compute all results and write the files. `shipped.json` has one line for each call."""
    drawn = {"matplotlib": version("matplotlib"), "lessons": {stem: draw_pictures(stem) for stem in STEMS}}
    PICTURES.write_text(json.dumps(drawn, ensure_ascii=False, indent=0) + "\n", "utf-8")
    np.savez(digits.NETWORK, *train_digits())
    lines = (
        f" {json.dumps(name_of_call(*call), ensure_ascii=False)}: {json.dumps(rounded(call[0](*call[1:])))}"
        for call in calls()
    )
    FILE.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")


if __name__ == "__main__":
    main()
