"""The digit pad of lesson 9: choose or draw a digit, and see the ten outputs of a network for this digit."""

from math import isfinite

import numpy as np
import traitlets

from shared.nn.digits import Digits
from shared.nn.mlp import MLP, categorical_cross_entropy, relu
from shared.widgets.views import Number, View, name_of_view, require


class DigitPad(View):
    """A pad of 8×8 cells on which students draw, and the ten outputs of a network that runs in the page.

        pad = DigitPad(net.parameters, held_out)
        pad.pixels      # 64 numbers from 0 to 1; while the student draws, they change a few times a second
        pad.sample = 7  # the pad shows this sample
        pad.pixels = [0.5] * 64  # the pad shows this drawing, and `sample` becomes -1

    `parameters` is `[W1, b1, W2, b2, …]` of an `MLP` with 64 inputs, ReLU, 10 outputs and softmax.
    A value that is not allowed raises a `traitlets.TraitError`.
    """

    view = name_of_view("digit")
    parameters: traitlets.List = traitlets.List().tag(sync=True)  # nested lists
    samples: traitlets.List = traitlets.List().tag(sync=True)  # one list for each digit: 64 counts from 0 to 16
    labels = traitlets.List(traitlets.Int()).tag(sync=True)
    sample = traitlets.Int(0).tag(sync=True)  # index of the sample on the pad, or −1 for a drawing
    pixels = traitlets.List(Number()).tag(sync=True)  # the ink on the pad, 0 to 1

    def __init__(self, parameters: list[np.ndarray], digits: Digits, sample: int = 0) -> None:
        samples = (digits.X * 16).round().astype(int).tolist()
        super().__init__(parameters=parameters, samples=samples, labels=digits.labels.tolist(), sample=sample)
        self._show_sample()

    @traitlets.observe("sample")
    def _show_sample(self, change=None):
        if self.sample >= 0:
            self.pixels = self._sample_pixels()

    @traitlets.observe("pixels")
    def _show_drawing(self, change):
        if self.sample >= 0 and self.pixels != self._sample_pixels():
            self.sample = -1

    def _sample_pixels(self):
        return [count / 16 for count in self.samples[self.sample]]

    @traitlets.validate("parameters")
    def _parameters(self, proposal):
        try:
            checked = MLP(proposal.value, relu, categorical_cross_entropy).parameters
        except (TypeError, ValueError) as error:
            raise traitlets.TraitError(str(error)) from None
        if (len(checked[0]), checked[-1].shape[1]) != (64, 10):
            raise traitlets.TraitError("parameters must describe a network from 64 inputs to 10 outputs")
        return [array.tolist() for array in checked]

    @traitlets.validate("sample")
    def _sample(self, proposal):
        holds = -1 <= proposal.value < len(self.samples)
        require(holds, "sample", f"-1 or a digit's number below {len(self.samples)}", proposal.value)
        return proposal.value

    @traitlets.validate("pixels")
    def _pixels(self, proposal):
        if len(proposal.value) != 64 or not all(isfinite(ink) and 0 <= ink <= 1 for ink in proposal.value):
            raise traitlets.TraitError("pixels must be 64 numbers from 0 to 1")
        return proposal.value
