"""The live network: one widget that draws the nine-number network, is moved by hand, and trains in the browser."""

import re
from math import isfinite
from pathlib import Path

import anywidget
import traitlets

from shared.nn.network import START_A, START_B, XOR, Params, as_params, cross_entropy, mean_loss, squared_error

VIEWS = ("neuron", "line", "forward", "fold", "landscape", "backward", "train")
MAX_EPOCHS = 100_000  # as in trainer.mjs: every run is bounded
TABLES = ("AND", "OR", "NAND", "XOR")
LOSSES = {"squared error": squared_error, "cross-entropy": cross_entropy}
VIEW_MODULES = ("neuron", "line", "forward", "fold", "landscape", "backward", "training")
PARTS = (
    "trainer",
    "drawing",
    "formulas",
    "plane",
    "network_drawing",
    "loss_curve",
    "controls",
    "parts",
    "outputs",
    "runs",
    "inside",
    "digit",
)
MODULES = (*PARTS, *VIEW_MODULES, "widget")

_HERE = Path(__file__).parent
_IMPORT = re.compile(r'^import [^;]*? from "\./\w+\.mjs";\n', re.MULTILINE)


def one_module():
    """The JavaScript modules as one text, which is what anywidget takes: imports dropped, one `export default` kept.

    The modules share one scope then, so no two of them may use the same top-level name.
    """
    texts = [(_HERE / "js" / f"{name}.mjs").read_text(encoding="utf-8") for name in MODULES]
    texts = [re.sub(r"^export (?!default )", "", _IMPORT.sub("", text), flags=re.MULTILINE) for text in texts]
    return "\n".join(texts)


class Nine(traitlets.TraitType):
    """A trait for nine finite numbers in the order of `Params`; any sequence of nine is accepted, a list is kept."""

    info_text = f"nine finite numbers ({', '.join(Params._fields)})"

    def validate(self, obj, value):
        try:
            return list(as_params(value))
        except (TypeError, ValueError) as error:
            raise traitlets.TraitError(f"{self.name} must be {self.info_text}: {error}") from None


def _named(check, allowed):
    """A trait's validator that says in words what is allowed."""

    def validate(self, proposal):
        if not check(proposal.value):
            raise traitlets.TraitError(f"{proposal.trait.name} must be {allowed}, got {proposal.value!r}")
        return proposal.value

    return validate


class LiveNetwork(anywidget.AnyWidget):
    """The nine-number network as a picture that is touched.

    `view` chooses the picture: "neuron", "line", "forward", "fold", "landscape", "backward" or "train".
    Every trait can be read and set from Python while the picture stays where it is; what is not
    allowed raises a `traitlets.TraitError` and leaves the old value.

        net = LiveNetwork(view="train", params=START_A, lr=2.0)
        net.params            # nine floats, a few times a second while it trains
        net.params = START_B  # the picture follows
    """

    _esm = one_module()
    _css = (_HERE / "style.css").read_text(encoding="utf-8")

    view = traitlets.Enum(VIEWS, "train").tag(sync=True)
    params = Nine(list(START_A)).tag(sync=True)
    start = Nine(list(START_A)).tag(sync=True)  # where Restart goes back to
    row = traitlets.Int(0).tag(sync=True)  # of XOR, 0…3
    point = traitlets.List(traitlets.Float(), [0.5, -1.0]).tag(sync=True)  # x1, x2 of the neuron view
    table = traitlets.Enum(TABLES, "XOR").tag(sync=True)  # of the line view
    axes = traitlets.List(traitlets.Unicode(), ["w11", "w12"]).tag(sync=True)  # of the landscape
    loss = traitlets.Enum(tuple(LOSSES), "squared error").tag(sync=True)
    lr = traitlets.Float(2.0).tag(sync=True)
    epoch = traitlets.Int(0).tag(sync=True)
    epoch_loss = traitlets.Float().tag(sync=True)  # mean loss of `params` over the four rows of XOR
    presets = traitlets.Dict().tag(sync=True)  # a button's label → nine numbers
    revealed = traitlets.Bool(False).tag(sync=True)  # of the blame view
    history = traitlets.List().tag(sync=True)  # a run to play back: nine numbers for each epoch
    history_label = traitlets.Unicode("").tag(sync=True)

    def __init__(self, view="train", params=START_A, **traits):
        traits.setdefault("start", params)
        super().__init__(view=view, params=params, **traits)

    @traitlets.default("presets")
    def _two_starts(self):
        return {"start A": list(START_A), "start B": list(START_B)}

    @traitlets.default("epoch_loss")
    def _measured(self):
        return mean_loss(XOR, self.params, LOSSES[self.loss])

    @traitlets.observe("params", "loss")
    def _measure(self, change):
        self.epoch_loss = self._measured()

    _row = traitlets.validate("row")(_named(lambda row: 0 <= row <= 3, "a row number, 0 to 3"))
    _point = traitlets.validate("point")(
        _named(lambda point: len(point) == 2 and all(map(isfinite, point)), "two finite numbers (x1, x2)")
    )
    _axes = traitlets.validate("axes")(
        _named(
            lambda axes: len(axes) == 2 and axes[0] != axes[1] and set(axes) <= set(Params._fields),
            f"two different names out of {', '.join(Params._fields)}",
        )
    )
    _lr = traitlets.validate("lr")(_named(lambda lr: isfinite(lr) and lr > 0, "a finite number above 0"))
    _epoch = traitlets.validate("epoch")(_named(lambda epoch: epoch >= 0, "a whole number, 0 or more"))

    @traitlets.validate("presets")
    def _presets(self, proposal):
        try:
            return {str(label): list(as_params(numbers)) for label, numbers in proposal.value.items()}
        except (TypeError, ValueError) as error:
            raise traitlets.TraitError(f"presets must map labels to nine finite numbers: {error}") from None

    @traitlets.validate("history")
    def _history(self, proposal):
        if len(proposal.value) > MAX_EPOCHS + 1:
            raise traitlets.TraitError(f"history must hold at most {MAX_EPOCHS + 1} epochs, got {len(proposal.value)}")
        try:
            return [list(as_params(numbers)) for numbers in proposal.value]
        except (TypeError, ValueError) as error:
            raise traitlets.TraitError(f"history must be a list of nine finite numbers each: {error}") from None
