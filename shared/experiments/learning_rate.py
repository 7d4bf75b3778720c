"""The learning-rate range test: a run in which the learning rate grows at every update (Smith 2015, "No more pesky
learning rate guessing games")."""

from collections.abc import Sequence

from shared.nn.network import XOR, as_params, mean_loss_and_gradients, update
from shared.nn.validation import check_number


def range_test(params: Sequence[float], rates: Sequence[float]) -> list[float]:
    """Train the nine-number network on XOR with the rate `rates[k]` for update k. Return the loss before each update.

    Raises ValueError if `params` are not nine finite numbers, or if a rate is not a finite number above 0.
    """
    params = as_params(params)
    for rate in rates:
        check_number("every rate", rate, positive=True)
    losses = []
    for rate in rates:
        loss, grads = mean_loss_and_gradients(XOR, params)
        losses.append(loss)
        params = update(params, grads, rate)
    return losses
