"""The pictures of lessons 1 to 5. Each view is a class with the traits that its picture needs.

Python holds the traits, and JavaScript draws the picture. Python and JavaScript can both change the traits.
"""

from collections.abc import Callable, Iterable
from math import inf, isfinite

import anywidget
import traitlets

from shared.nn.network import START_A, START_B, Params, as_params, cross_entropy, squared_error
from shared.widgets.javascript import STYLE, one_module

TABLES = ("AND", "OR", "NAND", "XOR")
LOSS_LABELS: dict[str, Callable] = {"squared error": squared_error, "cross-entropy": cross_entropy}


class Nine(traitlets.TraitType):
    """A trait for nine finite numbers in the order of `Params`. It accepts any sequence and stores a list."""

    info_text = f"nine finite numbers ({', '.join(Params._fields)})"

    def validate(self, obj: traitlets.HasTraits, value: Iterable[float]) -> list[float]:
        try:
            return list(as_params(value))
        except (TypeError, ValueError, OverflowError) as error:
            raise traitlets.TraitError(f"{self.name} must be {self.info_text}: {error}") from None


class Number(traitlets.Float):
    """A trait for one number. A whole number that is too large for a float counts as infinity."""

    def validate(self, obj: traitlets.HasTraits, value: float) -> float:
        try:
            return super().validate(obj, value)
        except OverflowError:
            return inf


class Finite(Number):
    """A trait for one finite number."""

    def validate(self, obj: traitlets.HasTraits, value: float) -> float:
        number = super().validate(obj, value)
        require(isfinite(number), self.name, "a finite number", value)
        return number


class Row(traitlets.Int):
    """A trait for the index of a row of XOR, 0 to 3."""

    def validate(self, obj: traitlets.HasTraits, value: int) -> int:
        row = super().validate(obj, value)
        require(0 <= row <= 3, self.name, "a row number, 0 to 3", value)
        return row


def require(condition: bool, name: str | None, allowed: str, value: object) -> None:
    """If the condition is false, raise a `TraitError` that says what is `allowed`."""
    if not condition:
        raise traitlets.TraitError(f"{name} must be {allowed}, got {value!r}")


def name_of_view(name: str) -> traitlets.Enum:
    """Return the trait `view` of a class. It tells the script which picture to draw, and its value cannot change."""
    return traitlets.Enum((name,), name).tag(sync=True)


class View(anywidget.AnyWidget):
    """The base class of all widgets. Each subclass has a trait `view` with its own name.

    A value that is not allowed raises a `traitlets.TraitError`, and the old value stays.
    """

    parts: tuple[str, ...] = ()  # `part_of` can hide these parts in a copy of the picture: see style.css

    _esm = one_module()  # the same text for all widgets, so a page contains it only once
    _css = STYLE


class NeuronView(View):
    """Lesson 1: the output of one neuron as a heat map over (x1, x2), and the sigmoid curve.

    A dot on the curve marks the weighted sum of one input point.
    """

    parts = ("curve", "numbers")
    view = name_of_view("neuron")
    w1 = Finite(0.5).tag(sync=True)
    w2 = Finite(-0.4).tag(sync=True)
    b = Finite(0.1).tag(sync=True)
    point = traitlets.List(Number(), [0.5, -1.0]).tag(sync=True)

    @traitlets.validate("point")
    def _point(self, proposal):
        holds = len(proposal.value) == 2 and all(map(isfinite, proposal.value))
        require(holds, "point", "two finite numbers (x1, x2)", proposal.value)
        return proposal.value


class LineView(View):
    """Lesson 2: the line of one step neuron, and the four points of a truth table."""

    parts = ("numbers", "conditions")
    view = name_of_view("line")
    w1 = Finite(0.5).tag(sync=True)
    w2 = Finite(-0.4).tag(sync=True)
    b = Finite(0.1).tag(sync=True)
    table = traitlets.Enum(TABLES, "XOR").tag(sync=True)
    best = traitlets.Dict().tag(sync=True)  # table → the largest number of right rows so far


class NetworkView(View):
    """The base class of all views of the nine-number network. It holds the numbers and the presets."""

    params = Nine(list(START_A)).tag(sync=True)
    presets = traitlets.Dict().tag(sync=True)  # a button's label → nine numbers

    @traitlets.default("presets")
    def _two_starts(self):
        return {"start A": list(START_A), "start B": list(START_B)}

    @traitlets.validate("presets")
    def _presets(self, proposal):
        try:
            return {str(label): list(as_params(params)) for label, params in proposal.value.items()}
        except (TypeError, ValueError, OverflowError) as error:
            raise traitlets.TraitError(f"presets must map labels to nine finite numbers: {error}") from None


class ForwardView(NetworkView):
    """Lessons 3 and 7: the network with all values of its forward pass for one row."""

    parts = ("network", "numbers", "steps")
    view = name_of_view("forward")
    row = Row(0).tag(sync=True)


class FoldView(NetworkView):
    """Lesson 3: the hidden layer moves the plane of (x1, x2) to the plane of (h1, h2)."""

    view = name_of_view("fold")


class LandscapeView(NetworkView):
    """Lesson 4: the mean loss as a function of two of the nine numbers. `axes` are their names."""

    parts = ("sums",)
    view = name_of_view("landscape")
    axes = traitlets.List(traitlets.Unicode(), ["w11", "w12"]).tag(sync=True)
    loss = traitlets.Enum(tuple(LOSS_LABELS), "squared error").tag(sync=True)

    @traitlets.validate("axes")
    def _axes(self, proposal):
        axes = proposal.value
        holds = len(axes) == 2 and axes[0] != axes[1] and set(axes) <= set(Params._fields)
        require(holds, "axes", f"two different names out of {', '.join(Params._fields)}", axes)
        return axes


class BackwardView(NetworkView):
    """Lesson 5: the chain rule for one row, factor by factor. The gradients are hidden until `revealed` is true."""

    parts = ("network", "output-chain", "hidden-chain", "gradients")
    view = name_of_view("backward")
    row = Row(0).tag(sync=True)
    loss = traitlets.Enum(tuple(LOSS_LABELS), "squared error").tag(sync=True)
    revealed = traitlets.Bool(False).tag(sync=True)
