"""The live network of lesson 6. Students change its nine numbers by hand, and train it in the browser."""

from collections.abc import Iterable, Sequence
from math import isfinite

import traitlets

from shared.nn.network import START_A, XOR, as_params, mean_loss
from shared.widgets.views import LOSS_LABELS, NetworkView, Nine, Number, Row, name_of_view, require

XOR_TARGETS = (0, 1, 1, 0)
MAX_EPOCHS = 100_000  # the same limit as in trainer.mjs


def script_for(targets: Sequence[int]) -> str:
    """Return the widgets' JavaScript with other targets (0 or 1). The targets are a constant, so the script is fast."""
    before, constant, after = LiveNetwork._esm.partition("const TARGETS = TABLES.XOR;")
    assert constant
    return f"{before}const TARGETS = {[int(target) for target in targets]};{after}"


class LiveNetwork(NetworkView):
    """The network, a map of its output, its loss curve, and every epoch of its run.

        net = LiveNetwork(params=START_A, lr=2.0)
        net.params            # nine floats; while the network trains, they change a few times a second
        net.params = START_B  # the picture shows these params
        LiveNetwork(targets=(0, 0, 0, 1))  # trains for AND instead of XOR

    A value that is not allowed raises a `traitlets.TraitError`, and the old value stays.
    """

    view = name_of_view("train")
    start = Nine(list(START_A)).tag(sync=True)  # Restart goes back to these params
    row = Row(0).tag(sync=True)
    loss = traitlets.Enum(tuple(LOSS_LABELS), "squared error").tag(sync=True)
    lr = Number(2.0).tag(sync=True)
    epoch = traitlets.Int(0).tag(sync=True)
    epoch_loss = traitlets.Float().tag(sync=True)  # mean loss of `params` over the four rows
    history: traitlets.List = traitlets.List().tag(sync=True)  # a run that Play shows: nine numbers for each epoch
    history_label = traitlets.Unicode("").tag(sync=True)

    def __init__(
        self, params: Iterable[float] = START_A, targets: Sequence[int] = XOR_TARGETS, **traits: object
    ) -> None:
        """Create the network. `targets` are 0 or 1, one for each of the rows (0, 0), (0, 1), (1, 0), (1, 1).

        `params` must be a sequence of nine finite numbers, not an iterator, because it is read twice. Raises
        `traitlets.TraitError` for a value that is not allowed.
        """
        try:
            holds = len(targets) == 4 and set(targets) <= {0, 1}
        except TypeError:  # not a sequence, or not of numbers
            holds = False
        require(holds, "targets", "four numbers that are 0 or 1", targets)
        self.rows = tuple((x1, x2, float(target)) for (x1, x2, _), target in zip(XOR, targets, strict=True))
        if tuple(targets) != XOR_TARGETS:
            self._esm = script_for(targets)
        traits.setdefault("start", params)
        super().__init__(params=params, **traits)

    @traitlets.default("epoch_loss")
    def _mean_loss(self):
        return mean_loss(self.rows, self.params, LOSS_LABELS[self.loss])

    @traitlets.observe("params", "loss")
    def _update_loss(self, change):
        self.epoch_loss = self._mean_loss()

    @traitlets.validate("lr")
    def _lr(self, proposal):
        require(isfinite(proposal.value) and proposal.value > 0, "lr", "a finite number above 0", proposal.value)
        return proposal.value

    @traitlets.validate("epoch")
    def _epoch(self, proposal):
        require(proposal.value >= 0, "epoch", "a whole number, 0 or more", proposal.value)
        return proposal.value

    @traitlets.validate("history")
    def _history(self, proposal):
        if len(proposal.value) > MAX_EPOCHS + 1:
            raise traitlets.TraitError(f"history must hold at most {MAX_EPOCHS + 1} epochs, got {len(proposal.value)}")
        try:
            history = [[*map(float, params)] for params in proposal.value]
            if {*map(len, history)} <= {9} and isfinite(sum(map(sum, history))):
                return history  # a fast check, because a history can have thousands of epochs
            return [[*as_params(params)] for params in proposal.value]
        except (TypeError, ValueError, OverflowError) as error:
            raise traitlets.TraitError(
                f"history must be a list of epochs, and each epoch must be nine finite numbers: {error}"
            ) from None
