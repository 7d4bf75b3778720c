"""The feedback of `check` on the states of a run, and on errors of `train_with_retries`."""

import math

import numpy as np
import pytest
from answers import answer

from shared import check


def retries(body, **changes):
    """Check a `train_with_retries` with `body` in its loop. The student's `converged` is in another cell."""
    parts = {"rule": "<=", "test": "converged(losses)", "error": "raise RuntimeError('none')"} | changes
    rule = f"return math.isfinite(losses[-1]) and losses[-1] {parts['rule']} threshold"
    converged = answer(f"def converged(losses, threshold=0.001):\n    {rule}", "converged", math=math)
    source = f"""
def train_with_retries(data, rng, lr, epochs, attempts):
    for attempt in range(1, attempts + 1):
        start = [rng.uniform(-r, r) for r in (2, 2, 0.5, 2, 2, 0.5, 2, 2, 0.5)]
        {body}
        if {parts["test"]}:
            return params, losses, attempt
    {parts["error"]}"""
    return check(answer(source, "train_with_retries", converged=converged, np=np))


GENERATOR = "states = network.train(data, start, lr, epochs); "
LISTED = "states = list(network.train(data, start, lr, epochs)); "
LOSSES = "losses = [state.loss for state in states]; "
YIELDS = "`network.train` yields states, unlike your `train`: write `states = list(network.train(…))`. "
ONCE = "A generator can be used only once: store its values with `list(network.train(…))`. "
WHOLE = "`converged` takes the whole list: `converged(losses)`. "


def test_the_retries_of_these_tests_are_right_where_nothing_is_changed():
    assert retries(LISTED + LOSSES + "params = states[-1].params").status == "right"
    once = GENERATOR + "both = [(state.params, state.loss) for state in states]; params = both[-1][0]; "
    assert retries(once + "losses = [loss for _, loss in both]").status == "right"


@pytest.mark.parametrize(
    ("body", "changes", "words"),
    [
        ("params, losses = network.train(data, start, lr, epochs)", {}, YIELDS),
        ("run = network.train(data, start, lr, epochs); params, losses = run", {}, YIELDS),
        ("run = network.train(data, start, lr, epochs)\n        params, losses = run", {}, YIELDS),
        (GENERATOR + LOSSES + "params = states[-1].params", {}, YIELDS),
        (GENERATOR + "params = states.params", {}, YIELDS),
        (GENERATOR, {"test": "converged(states)"}, YIELDS),
        (GENERATOR + "params = [s.params for s in states][-1]; " + LOSSES, {}, ONCE),
        (GENERATOR + LOSSES + "params = list(states)[-1].params", {}, ONCE),
        (GENERATOR + LOSSES + "*_, last = states", {}, ONCE),
        (
            LISTED + "params = states[-1].params; losses = (state.loss for state in states)",
            {},
            "A generator has no index and no length: store its values with `list(…)`. ",
        ),
        (LISTED + LOSSES, {"test": "converged(losses[-1])"}, WHOLE),
        (LISTED + LOSSES, {"test": "converged(np.array(losses)[-1])"}, WHOLE),
        (LISTED, {"test": "converged(states)"}, "A state is not a number: take the loss of each state, `[state.loss"),
        (LISTED + LOSSES + "params = states[epochs + 1].params", {}, "An index is out of range. "),
        (GENERATOR + "states = list(states); " + LOSSES + "states[epochs + 1]", {}, "An index is out of range"),
    ],
)
def test_errors_with_the_states_of_a_run_are_explained(body, changes, words):
    result = retries(body, **changes)
    assert (result.status, result.diagnosis) == ("crashed", None)
    assert result.error.startswith(words)


@pytest.mark.parametrize("rule", [">", ">=", "+"])
def test_a_wrong_converged_is_named_instead_of_the_retries(rule):
    result = retries(LISTED + LOSSES + "params = states[-1].params", rule=rule)
    assert result.diagnosis == "Your code uses `converged`, which is not right yet: fix `converged` first."


@pytest.mark.parametrize("error", ["raise", "raise RuntimeError", "raise Exception('')", "assert False"])
def test_an_error_without_a_message_is_not_enough(error):
    result = retries(LISTED + LOSSES + "params = states[-1].params", error=error)
    assert result.status == "crashed"
    assert result.diagnosis == 'The error for this call needs a message: `raise RuntimeError("…")`.'


def test_an_error_that_is_caught_and_raised_again_keeps_its_message():
    again = "try:\n        raise RuntimeError('none')\n    except RuntimeError:\n        raise"
    assert retries(LISTED + LOSSES + "params = states[-1].params", error=again).status == "right"


COUNTED = """
def train_with_retries(data, rng, lr, epochs, attempts):
    k = {first}
    {loop}
        start = [rng.uniform(-r, r) for r in (2, 2, 0.5, 2, 2, 0.5, 2, 2, 0.5)]
        states = list(network.train(data, start, lr, epochs))
        losses = [state.loss for state in states]
        if losses[-1] <= 0.001:
            return states[-1].params, losses, {used}
        {last}
    raise RuntimeError("none")"""


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ("k = 0; while k < attempts; k + 1; pass", "Your loop never stops if no attempt succeeds."),
        ("k = 1; while k <= attempts; k; pass", "Your loop never stops if no attempt succeeds."),
        ("k = 0; while k < attempts; k; k += 1", "`attempts_used` is one too low. Count the attempts from 1."),
        ("k = 0; for k in range(attempts); k; pass", "`range(attempts)` begins at 0, so `attempts_used` is one"),
        ("k = 0; for _ in range(attempts); k; pass", "`attempts_used` is 0. It must be between 1 and 30."),
        ("k = 0; for k in range(attempts); attempts; pass", "`attempts_used` is 30, but this was attempt 2."),
    ],
)
def test_a_wrong_count_of_the_attempts_is_named(parts, words):
    first, loop, used, last = parts.split("; ")
    source = COUNTED.format(first=first[-1], loop=f"{loop}:", used=used, last=last)
    assert check(answer(source, "train_with_retries")).diagnosis.startswith(words)
