"""Lesson 8's exercises: draw initial weights, test if a run has converged, and try again until a run has converged.

Three of the four exercises draw random numbers. A right answer may draw them in a different order.
So the validators of these exercises check properties that all right draws have.
"""

import copy
import math
from itertools import count

import numpy as np

from shared.exercises import draw
from shared.exercises.array_faults import explain_draws
from shared.exercises.exercise import Exercise, Mistake
from shared.exercises.start_ranges import (
    NEVER_STOPS,
    OLD_LOSSES,
    SAME_DRAW,
    STOPS_AT_ONCE,
    WEIGHTS,
    Rows,
    review_starts,
)
from shared.exercises.variants import variant
from shared.nn import network
from shared.nn.mlp import he_init, xavier_init

RANGES = (2, 2, 0.5, 2, 2, 0.5, 2, 2, 0.5)  # the limits of the nine initial numbers: ± 2 for weights, ± 0.5 for biases


def converged(losses, threshold=0.001):
    """Return True if the last loss is finite and `<=` the threshold."""
    return bool(math.isfinite(losses[-1]) and losses[-1] <= threshold)


def train_with_retries(data, rng, lr, epochs, attempts):
    """Return `(params, losses, attempts_used)` of the first attempt that converges.

    Raise RuntimeError if no attempt converges.
    """
    for attempt in range(1, attempts + 1):
        params, losses = _attempt(data, _initial_params(rng), lr, epochs)
        if converged(losses):
            return params, losses, attempt
    raise RuntimeError(f"none of {attempts} attempts converged")


def _initial_params(rng, ranges=RANGES):
    return [rng.uniform(-r, r) for r in ranges]


def _attempt(data, params, lr, epochs):
    states = list(network.train(data, params, lr, epochs))
    return states[-1].params, [state.loss for state in states]


# Cases and validators


def _init_cases():
    # The first case is small. The other cases have enough draws to test the variance.
    sizes = (2, 3), (60, 50), (25, 160), (90, 40), (3, 400)
    return [(np.random.default_rng(seed), *size) for seed, size in enumerate(sizes, 5)]


def _validator_of_draws(gain, name):
    """Return a validator for normal draws with the variance gain / n_in.

    With fewer than 500 draws, it only checks that no number is 0, that no number occurs twice, and that neither
    the mean nor the variance is exact.
    """

    def validator(args, result):
        n_in = args[1]
        draws = np.array(result)
        if len(np.unique(np.abs(draws))) == 1 < len(np.unique(draws)):
            return "All weights have the same size, with the sign + or −. Draw normal numbers: `rng.normal`."
        if (draws % 1 == 0).all():
            return "All weights are whole numbers: `int` or an array of whole numbers cuts the decimals off."
        if (draws == draws.round(3)).all():
            return "You round the draws. Use them as they are."
        if (draws == 0).any():
            return "Some weights are exactly 0. A normal draw is never exactly 0: draw every weight, keep every draw."
        if len(np.unique(draws)) < draws.size:
            many = "All weights are the same number." if (draws == draws.flat[0]).all() else "Some numbers occur twice."
            return f"{many} Draw every weight separately, and do not round or clip the draws."
        deviation, error = draws.std(), 1 / math.sqrt(draws.size)
        variance = deviation**2 * n_in / gain  # 1 if the variance is right
        if abs(draws.mean()) < 1e-12 * deviation:
            return "The mean is exactly 0, but random draws only come close to it. Do not subtract their own mean."
        if abs(variance - 1) < 1e-12:
            return f"The variance is exactly {name}. Random draws only come close to it: do not divide by their `std`."
        if draws.size < 500:
            return None
        if abs(draws.mean()) > 6 * deviation * error:
            return f"The mean is {draws.mean():.2g}. It must be 0."
        if abs(variance - 1) > 8 * error:
            return f"The variance is {float(f'{variance:.2g}'):g} times {name}. It must be {name}."
        flatness = ((draws - draws.mean()) ** 4).mean() / deviation**4
        if abs(flatness - 3) > 40 * error:  # `flatness` is 1.8 for uniform draws and 3 for normal draws
            return "Mean and variance are right, but the draws are not normal. Use `rng.normal`."
        return None

    return validator


def _convergence_cases():
    return [
        ([0.25, 0.004, 0.0014],),
        ([0.25, 0.03, 0.0005],),
        ([0.25, 0.002, 0.001],),
        ([0.25, 0.0004, 0.09],),
        ([0.0018, 0.0006, 0.0003],),
        ([0.25, 0.0],),
        ([0.25, 0.25, 0.25],),
        ([0.0005, 0.0002, 0.0012],),
        ([0.25, 0.31, math.nan],),
        ([0.25, 7.5, math.inf],),
        ([0.25, math.inf, 0.0004],),
        ([0.6, 0.2, 0.08], 0.1),
        ([0.6, 0.2, 0.05, 0.0002], 0.0001),
        (np.array([0.4, 0.00001]),),
        ([0.0003],),
    ]


def _still_changes(losses, threshold=0.001):
    *_, before, last = losses
    return math.isfinite(last) and abs(last - before) <= threshold


def _retry_cases():
    return [
        ([EASY], np.random.default_rng(5), 2.0, 3, 30),  # about four attempts in ten succeed
        ([EASY], np.random.default_rng(8), 4.0, SURE, 4),
        ([EASY], np.random.default_rng(9), 4.0, SURE, 1),
        (Rows([(0.5, 0.2, 0.0), (0.5, 0.2, 1.0)]), np.random.default_rng(3), 1.0, 1, 3),  # no attempt can succeed
        (
            [(1.5, 0.8, 0.08)],
            np.random.default_rng(6),
            STILL,
            1,
            1000,
        ),  # 1 of 50 draws converges without training
        ([(-0.6, 1.1, 0.35), (0.4, 0.9, 0.4)], np.random.default_rng(7), 3.0, 6, 60),
    ]


def _random_layer(rng):
    return draw.generator(rng), rng.randint(25, 40), rng.randint(41, 60)


def _random_losses(rng):
    losses = [rng.choice((draw.share(rng), math.nan, 0.01, 0.1)) for _ in range(rng.randint(1, 6))]
    return losses, rng.choice((0.01, 0.1, 0.5))


def _random_attempts(rng):
    """Return a case for which every right answer converges within a hundred attempts."""
    sample = draw.real(rng), draw.real(rng), rng.uniform(0.4, 0.6)
    return [sample], draw.generator(rng), 2.0, rng.randint(2, 5), 100


EASY = (0.3, -0.7, 0.6)  # a network learns this sample quickly
SURE = 40  # with the learning rate 4, every network has converged after this many epochs
STILL = 1e-9  # with this learning rate the initial numbers do not change, so the validator can check them


def _validate_retries(args, result):
    data, rng, lr, epochs, attempts = args
    params, losses, used = result
    if used != int(used) or not 1 <= used <= attempts:
        return f"`attempts_used` is {used:g}. It must be between 1 and {attempts}."
    if not converged(losses):
        return "The attempt that you return has not converged. Return the first attempt that has converged."
    if not math.isclose(network.mean_loss(list(data), params), losses[-1], rel_tol=1e-6, abs_tol=1e-9):
        return "The last loss does not belong to the `params` that you return. Return the `params` of the last state."
    if epochs == SURE and used != 1:
        return f"Every attempt converges here, but you return attempt {used:g}. Return the first attempt."
    if lr == STILL and any(abs(number) > r + 1e-6 for number, r in zip(params, RANGES)):
        return "An initial number is outside its range. Draw weights between −2 and 2, biases between −0.5 and 0.5."
    if lr == STILL and (whole := [round(number) for number in params if abs(number - round(number)) < 1e-8]):
        return f"An initial number is {whole[0]}, a whole number. Use the draws of `rng.uniform` as they are."
    if lr == STILL and min(np.diff(sorted(params))) < 1e-8:
        return "Some of the nine initial numbers are equal. Draw each number separately."
    if lr == STILL and abs(sum(params[k] for k in WEIGHTS)) < 1e-8:
        return "The mean of your initial weights is exactly 0. Do not subtract their own mean."
    if lr == STILL and max(losses) - min(losses) > 1e-6:
        return f"With a learning rate of {lr:g} the loss must not change. Use the argument `lr`."
    expected, _, counted = train_with_retries(data, copy.deepcopy(rng), lr, epochs, attempts)
    if np.allclose(params, expected, 1e-9) and used != counted:
        return f"`attempts_used` is {used:g}, but this was attempt {counted}. Count every attempt, from 1."
    return None


# Wrong answers


def _normal(rng, n_in, n_out, *, deviation):
    """Return normal draws with the standard deviation `deviation(n_in, n_out)`."""
    return rng.normal(0, deviation(n_in, n_out), (n_in, n_out))


def _common_mistakes(gain, init, name):
    """Return the mistakes that Xavier's and He's rule share. `name` is the variance as a text, such as "2 / n_in"."""
    root = f"√({name})"
    return (
        Mistake(
            variant(_normal, deviation=lambda n_in, n_out: gain / n_in),
            f"{name} is the variance. Give `normal` the standard deviation instead: {root}.",
        ),
        Mistake(
            lambda rng, n_in, n_out: rng.normal(math.sqrt(gain / n_in), (n_in, n_out)),
            f"The first argument of `normal` is the mean. Write `rng.normal(0, {root}, (n_in, n_out))`.",
        ),
        Mistake(
            lambda rng, n_in, n_out: rng.normal(0, math.sqrt(gain / n_in), (n_in // 2, n_out)),
            "You return only half of the rows. The shape must be (n_in, n_out).",
        ),
        Mistake(
            lambda rng, n_in, n_out: rng.normal(0, 1 / math.sqrt(n_in // 2), (n_in // 2, n_out)),
            f"You use half of n_in. The shape must be (n_in, n_out), and the variance must be {name}.",
        ),
        Mistake(
            variant(_normal, deviation=lambda n_in, n_out: (gain / n_in) ** 2),
            f"You square {name}. Take the square root: the standard deviation is {root}.",
        ),
        Mistake(
            variant(_normal, deviation=lambda n_in, n_out: math.sqrt(gain / n_out)),
            "You use n_out. Use n_in, because each neuron adds n_in products.",
        ),
        Mistake(
            lambda rng, n_in, n_out: rng.normal(0, math.sqrt(gain / n_in), (n_out, n_in)),
            "The shape is transposed. It must be (n_in, n_out).",
        ),
        Mistake(
            lambda rng, n_in, n_out: rng.normal(0, math.sqrt(gain / n_out), (n_out, n_in)),
            "n_in and n_out are swapped, in the shape and under the root. Swap them back.",
        ),
        Mistake(
            lambda rng, n_in, n_out: rng.uniform(-math.sqrt(gain / n_in), math.sqrt(gain / n_in), (n_in, n_out)),
            f"These draws are uniform. Use `rng.normal` with the standard deviation {root}.",
        ),
        Mistake(
            lambda rng, n_in, n_out: rng.random((n_in, n_out)) * math.sqrt(gain / n_in),
            "`rng.random` draws numbers between 0 and 1, so no weight is below 0. Use `rng.normal`.",
        ),
        Mistake(variant(_normal, deviation=lambda n_in, n_out: 1), f"Your standard deviation is 1. It must be {root}."),
        Mistake(
            variant(_normal, deviation=lambda n_in, n_out: math.sqrt(n_in / gain)),
            "Your standard deviation grows with n_in, but it must shrink. Divide by n_in under the root.",
        ),
        Mistake(
            variant(_normal, deviation=lambda n_in, n_out: math.sqrt(2 / (n_in + n_out))),
            "You use the mean of n_in and n_out. Use n_in only.",
        ),
        Mistake(
            lambda rng, n_in, n_out: rng.normal(math.sqrt(gain / n_in), size=(n_in, n_out)),
            f"The first argument of `normal` is the mean. Write `rng.normal(0, {root}, …)`.",
            if_source_matches=(
                r"\+",
                f"You add {root} to the draws, so their mean is not 0. Multiply the draws by {root}.",
            ),
        ),
        Mistake(
            lambda rng, n_in, n_out: rng.normal(1, math.sqrt(gain / n_in), (n_in, n_out)),
            "The mean is 1. It must be 0.",
        ),
        Mistake(
            variant(init, result=abs),
            "All weights are positive. Do not use `abs`: about half of the weights must be below 0.",
        ),
        Mistake(
            lambda rng, n_in, n_out: rng.normal(0, math.sqrt(gain / n_in), n_in * n_out),
            "The draws are right, but they form one long row. Pass the shape (n_in, n_out).",
        ),
        Mistake(
            lambda rng, n_in, n_out: rng.normal(0, math.sqrt(gain / n_in)),
            "You return one number. Pass the shape (n_in, n_out).",
        ),
        Mistake(
            lambda rng, n_in, n_out: rng.normal(0, math.sqrt(gain / n_in), n_in),
            "You draw one number per input. Pass the shape (n_in, n_out).",
        ),
        Mistake(
            lambda rng, n_in, n_out: [list(rng.normal(0, math.sqrt(gain / n_in), n_out))] * n_in,
            "You draw one row and repeat it. Draw every weight separately.",
        ),
        Mistake(
            lambda rng, n_in, n_out: [[rng.normal(0, math.sqrt(gain / n_in))] * n_out for _ in range(n_in)],
            "You give all neurons of the layer the same weights. Draw every weight separately.",
        ),
        Mistake(
            lambda rng, n_in, n_out: np.zeros((n_in, n_out)),
            f"All weights are 0, so all neurons stay equal. Draw the weights with the standard deviation {root}.",
            if_source_matches=(
                r"//|\bint\b",
                "`//` or `int` cuts the decimals off, so all weights are 0. Compute with floats.",
            ),
        ),
        Mistake(
            lambda rng, n_in, n_out: rng.randn(n_in, n_out) * math.sqrt(gain / n_in),
            "`rng` has no `randn`. Use `rng.normal(0, …, (n_in, n_out))`.",
        ),
        Mistake(
            lambda rng, n_in, n_out: rng.standard_normal(n_in, n_out) * math.sqrt(gain / n_in),
            "Pass the shape as one tuple: `rng.standard_normal((n_in, n_out))`.",
        ),
        Mistake(
            lambda rng, n_in, n_out: rng.normal(0, math.sqrt(gain / n_in), n_in, n_out),
            "`normal` needs the shape as one tuple: `(n_in, n_out)`.",
        ),
    )


def _raise(params, losses, attempts):
    raise RuntimeError("none converged")


def _retry(
    data,
    rng,
    lr,
    epochs,
    attempts,
    *,
    initial=_initial_params,
    attempt=_attempt,
    converged=converged,
    tries=range,
    failed=_raise,
):
    """Do the same as `train_with_retries`, but `variant` can replace the steps.

    If no attempt converges, call `failed(params, losses, attempts)`, and return its result.
    """
    for k in tries(attempts):
        params, losses = attempt(data, initial(rng), lr, epochs)
        if converged(losses):
            return params, losses, k + 1
    return failed(params, losses, attempts)


def _same_draw(data, rng, lr, epochs, attempts):
    params = _initial_params(rng)
    return _retry(data, rng, lr, epochs, attempts, initial=lambda rng: params)


def _trained_on(data, rng, lr, epochs, attempts):
    params = _initial_params(rng)
    for k in range(attempts):
        params, losses = _attempt(data, params, lr, epochs)
        if converged(losses):
            return params, losses, k + 1
    raise RuntimeError("none converged")


def _last_attempt(data, rng, lr, epochs, attempts):
    for _ in range(attempts):
        params, losses = _attempt(data, _initial_params(rng), lr, epochs)
    if not converged(losses):
        raise RuntimeError("none converged")
    return params, losses, attempts


def _never_stops_at_success(data, rng, lr, epochs, attempts):
    found = None
    for k in range(attempts):
        params, losses = _attempt(data, _initial_params(rng), lr, epochs)
        if converged(losses):
            found = params, losses, k + 1
    if found is None:
        raise RuntimeError("none converged")
    return found


def _all_losses(data, rng, lr, epochs, attempts):
    history = []
    for k in range(attempts):
        params, losses = _attempt(data, _initial_params(rng), lr, epochs)
        history += losses
        if converged(losses):
            return params, history, k + 1
    raise RuntimeError("none converged")


def _no_last_state(data, params, lr, epochs):
    states = list(network.train(data, params, lr, epochs))
    return states[-1].params, [state.loss for state in states[:-1]]


def _untrained(data, params, lr, epochs):
    return params, _attempt(data, params, lr, epochs)[1]


def _stops_early(data, params, lr, epochs):
    losses = []
    for state in network.train(data, params, lr, epochs):
        losses.append(state.loss)
        if state.loss <= 0.001:
            break
    return state.params, losses


EXERCISES = (
    Exercise(
        name="xavier_init",
        signature="xavier_init(rng, n_in, n_out)",
        reference=xavier_init,
        cases=_init_cases,
        random_case=_random_layer,
        validator=_validator_of_draws(1, "1 / n_in"),
        explain=explain_draws("1 / n_in"),
        mistakes=(
            Mistake(he_init, "Your variance is 2 / n_in, as in He's rule. In Xavier's rule the variance is 1 / n_in."),
            Mistake(
                variant(xavier_init, result=lambda W: W / math.sqrt(2)), "Your variance is 1 / (2·n_in). Remove the 2."
            ),
            *_common_mistakes(1, xavier_init, "1 / n_in"),
        ),
        hints=(
            "For each weight, use `rng` to draw one number from a normal distribution. The more inputs a "
            "neuron has, the smaller its weights must be.",
            r"The mean is 0 and the variance is $\frac{1}{n_\text{in}}$, so the standard deviation is $\sqrt{1 / "
            r"n_\text{in}}$. The shape is $(n_\text{in}, n_\text{out})$.",
            "With 4 inputs the standard deviation is 0.5. In Python: "
            "`return rng.normal(0, np.sqrt(1 / n_in), (n_in, n_out))`.",
        ),
        success_message=(
            "You can draw initial weights that keep the sums of a layer at a good size, for any number of inputs."
        ),
    ),
    Exercise(
        name="he_init",
        signature="he_init(rng, n_in, n_out)",
        reference=he_init,
        cases=_init_cases,
        random_case=_random_layer,
        validator=_validator_of_draws(2, "2 / n_in"),
        explain=explain_draws("2 / n_in"),
        mistakes=(
            Mistake(
                xavier_init, "Your variance is 1 / n_in, as in Xavier's rule. In He's rule the variance is 2 / n_in."
            ),
            Mistake(
                variant(_normal, deviation=lambda n_in, n_out: 2 / math.sqrt(n_in)),
                "The 2 is outside the root, so the variance is 4 / n_in. Move the 2 inside: √(2 / n_in).",
            ),
            Mistake(
                variant(_normal, deviation=lambda n_in, n_out: math.sqrt(1 / (2 * n_in))),
                "Your variance is 1 / (2·n_in). Move the 2 to the numerator: 2 / n_in.",
            ),
            Mistake(
                variant(_normal, deviation=lambda n_in, n_out: math.sqrt(2 * n_in)),
                "Your variance grows with n_in. Divide 2 by n_in, do not multiply.",
            ),
            Mistake(
                variant(_normal, deviation=lambda n_in, n_out: math.sqrt(2) / n_in),
                "n_in is outside the root. Write √(2 / n_in) instead of √2 / n_in.",
            ),
            Mistake(
                variant(he_init, result=lambda W: np.maximum(0, W)),
                "You replace negative draws by 0, as ReLU does with sums. Keep all draws as they are.",
            ),
            Mistake(
                variant(_normal, deviation=lambda n_in, n_out: math.sqrt(2)),
                "n_in is missing. The standard deviation must be √(2 / n_in).",
            ),
            *_common_mistakes(2, he_init, "2 / n_in"),
        ),
        hints=(
            "This is Xavier's rule with one more factor. The factor is needed because ReLU sets about half of the "
            "activations to 0.",
            r"The mean is 0 and the variance is $\frac{2}{n_\text{in}}$, so the standard deviation is $\sqrt{2 / "
            r"n_\text{in}}$. The shape is $(n_\text{in}, n_\text{out})$.",
            "With 8 inputs the standard deviation is 0.5. In Python: "
            "`return rng.normal(0, np.sqrt(2 / n_in), (n_in, n_out))`.",
        ),
        success_message=(
            "You can draw initial weights for a layer with ReLU, where about half of the activations are 0."
        ),
    ),
    Exercise(
        name="converged",
        signature="converged(losses, threshold=0.001)",
        reference=converged,
        cases=_convergence_cases,
        random_case=_random_losses,
        mistakes=(
            Mistake(
                lambda losses, threshold=0.001: losses[-1] < threshold,
                "A loss that equals the threshold is also low enough. Use `<=`.",
            ),
            Mistake(
                lambda losses, threshold=0.001: losses[-1] > threshold,
                "The comparison is reversed. Use `<=` instead of `>`.",
            ),
            Mistake(
                lambda losses, threshold=0.001: losses[-1] >= threshold,
                "The comparison is reversed. Use `<=` instead of `>=`.",
            ),
            Mistake(
                lambda losses, threshold=0.001: math.isfinite(losses[-1]) and losses[-1] >= threshold,
                "Your `>=` is reversed. The loss must be finite and `<=` the threshold.",
            ),
            Mistake(
                lambda losses, threshold=0.001: losses[0] <= threshold,
                "You use the first loss. Use the last loss, `losses[-1]`.",
            ),
            Mistake(
                lambda losses, threshold=0.001: losses[1] <= threshold,
                "You use the second loss. Use the last loss, `losses[-1]`.",
            ),
            Mistake(
                lambda losses, threshold=0.001: losses[-2] <= threshold,
                "You use the second-to-last loss. Use the last loss, `losses[-1]`.",
            ),
            Mistake(
                lambda losses, threshold=0.001: losses[len(losses)] <= threshold,
                "`losses[len(losses)]` does not exist, because the index starts at 0. Use `losses[-1]`.",
            ),
            Mistake(
                lambda losses, threshold=0.001: min(losses) <= threshold,
                "One low loss is not enough. The last loss must be low: use `losses[-1]`.",
            ),
            Mistake(
                _still_changes,
                "You compare the last two losses. Compare the last loss with the threshold: `losses[-1] <= threshold`.",
            ),
            Mistake(
                lambda losses, threshold=0.001: abs(losses[-1] - losses[-2]) < threshold,
                "You use the change of the loss. A loss can stop falling while it is large: compare `losses[-1]`.",
            ),
            Mistake(
                lambda losses, threshold=0.001: all(map(math.isfinite, losses)) and losses[-1] <= threshold,
                "You test whether all losses are finite. Only the last loss counts: `math.isfinite(losses[-1])`.",
            ),
            Mistake(
                lambda losses, threshold=0.001: all(loss <= threshold for loss in losses),
                "You test whether all losses are low. Only the last loss counts: `losses[-1]`.",
            ),
            Mistake(
                lambda losses, threshold=0.001: sum(losses) / len(losses) <= threshold,
                "You use the mean of the losses. Only the last loss counts: `losses[-1]`.",
            ),
            Mistake(
                lambda losses, threshold=0.001: losses[-1] <= 0.001,
                "You always compare with 0.001. Use the argument `threshold`.",
            ),
            Mistake(
                lambda losses, threshold=0.001: losses[-1] < 0.001,
                "You compare with `< 0.001`. Use the argument `threshold`, and `<=`.",
            ),
            Mistake(
                lambda losses, threshold=0.001: not losses[-1] > threshold,
                "You accept nan. Write `losses[-1] <= threshold`, which is False for nan.",
            ),
            Mistake(
                lambda losses, threshold=0.001: not math.isfinite(losses[-1]) or losses[-1] <= threshold,
                "You accept nan and inf. Return False for nan and inf: `math.isfinite(…) and …`.",
            ),
            Mistake(
                lambda losses, threshold=0.001: math.isfinite(losses[-1]),
                "A finite loss is not enough. The loss must also be `<=` the threshold.",
            ),
            Mistake(
                lambda losses, threshold=0.001: losses[-1],
                "You return the loss itself. Return True if the loss is `<=` the threshold, else False.",
            ),
            Mistake(
                lambda losses, threshold=0.001: round(losses[-1], 3) <= threshold,
                "You round the loss, so 0.0014 counts as 0.001. Compare the loss without rounding.",
            ),
            Mistake(
                lambda losses, threshold=0.001: losses[-1] == 0,
                "The loss is almost never exactly 0. Compare the loss with the threshold.",
            ),
            Mistake(
                lambda losses, threshold=0.001: abs(losses[-1] - losses[-2]) <= threshold,
                "You test how much the loss changes, but a loss can also stay high. Compare the last loss itself.",
            ),
            Mistake(
                lambda losses, threshold=0.001: len(losses) > 1 and abs(losses[-1] - losses[-2]) <= threshold,
                "You test if the loss stops changing. This also happens on a plateau: compare the last loss itself.",
            ),
            Mistake(
                lambda losses, threshold=0.001: math.isnan(losses[-1]) or losses[-1] > threshold,
                "The comparison is reversed, and nan counts as success. Use `losses[-1] <= threshold`.",
            ),
            Mistake(
                lambda losses, threshold=0.001: losses[0] - losses[-1] <= threshold,
                "You compare the decrease of the loss with the threshold. Compare the last loss itself.",
            ),
            Mistake(
                lambda losses, threshold=0.001: losses <= threshold,
                "You compare the whole list. Compare the last loss, `losses[-1]`.",
            ),
            Mistake(
                lambda losses, threshold=0.001: math.isfinite(losses) and losses[-1] <= threshold,
                "`math.isfinite` needs one number, but you pass a list. Use `losses[-1]`.",
            ),
            Mistake(
                lambda losses, threshold=0.001: losses[-1] <= threshold and math.isfinite(losses),
                "In your second check you pass a list to `math.isfinite`, but it needs one number. Use `losses[-1]`.",
            ),
            Mistake(
                lambda losses, threshold=0.001: True,
                "You always return True. Compare the last loss with the threshold.",
            ),
            Mistake(
                lambda losses, threshold=0.001: False,
                "You always return False. Compare the last loss with the threshold.",
            ),
        ),
        hints=(
            "One of the losses shows how the run ended. Remember that every comparison with nan is False.",
            r"Return True if $L_\text{last} \le \text{threshold}$ and $L_\text{last}$ is finite.",
            "`[0.25, 0.03, 0.0005]` has converged, `[0.25, 0.0005, 0.03]` has not. In Python: "
            "`return math.isfinite(losses[-1]) and losses[-1] <= threshold`.",
        ),
        success_message=("With one comparison, you can test if a run has learned."),
    ),
    Exercise(
        name="train_with_retries",
        signature="train_with_retries(data, rng, lr, epochs, attempts)",
        reference=train_with_retries,
        cases=_retry_cases,
        random_case=_random_attempts,
        validator=_validate_retries,
        review=review_starts,
        parts=("params", "losses", "attempts_used"),
        mistakes=(
            Mistake(
                _same_draw,
                SAME_DRAW,
                if_source_matches=(r"\n {8,}raise\b|else:\s*raise\b", STOPS_AT_ONCE),
            ),
            Mistake(_trained_on, "You continue to train the same network. Draw nine new numbers inside the loop."),
            Mistake(_last_attempt, "You return the last attempt. Return the first attempt that has converged."),
            Mistake(
                variant(_retry, converged=lambda losses: False, failed=lambda *last: last),
                "You always return the last attempt. Return the first success. If all attempts fail, raise an error.",
            ),
            Mistake(
                _never_stops_at_success,
                "You continue after a success. Return inside the loop as soon as a run has converged.",
            ),
            Mistake(
                variant(_retry, converged=lambda losses: True),
                "You return the first attempt even if it has not converged. Check `converged` before you return.",
            ),
            Mistake(
                variant(_retry, tries=lambda n: count()),
                NEVER_STOPS,
            ),
            Mistake(
                variant(train_with_retries, result=lambda params, losses, used: (params, losses, used - 1)),
                "`attempts_used` is one too low. Count the attempts from 1.",
                (
                    r"\bfor (\w+) in range\(attempts\).*\breturn\b[^\n]*\b\1\b",
                    "`range(attempts)` begins at 0, so `attempts_used` is one too low. Add 1 to it.",
                ),
            ),
            Mistake(
                variant(train_with_retries, result=lambda params, losses, used: (params, losses, used + 1)),
                "`attempts_used` is one too high. Count the attempts from 1.",
            ),
            Mistake(
                variant(train_with_retries, result=lambda params, losses, used: (params, losses, 1)),
                "`attempts_used` is always 1. Return the number of the attempt.",
            ),
            Mistake(
                variant(train_with_retries, attempts=lambda attempts: attempts - 1),
                "You make one attempt too few. Use `range(1, attempts + 1)`.",
            ),
            Mistake(
                variant(_retry, failed=lambda params, losses, attempts: None),
                "You return None if no attempt converges. Use `raise` with an error instead.",
            ),
            Mistake(
                variant(_retry, failed=lambda params, losses, attempts: (params, losses, attempts)),
                "If no attempt converges, you return the last attempt. Raise an error instead.",
            ),
            Mistake(
                variant(_retry, failed=lambda params, losses, attempts: RuntimeError("none converged")),
                "You return the error. Use `raise` instead of `return`.",
            ),
            Mistake(
                variant(_retry, failed=lambda params, losses, attempts: "none converged"),
                "You return a text if no attempt converges. Use `raise` with an error that has this text.",
            ),
            Mistake(_all_losses, OLD_LOSSES),
            Mistake(
                variant(_retry, initial=lambda rng: _initial_params(rng, [2] * 9)),
                "You draw the biases from the range of the weights. Draw b1, b2 and c between −0.5 and 0.5.",
            ),
            Mistake(
                variant(_retry, initial=lambda rng: _initial_params(rng, [0.5] * 9)),
                "You draw the weights from the range of the biases. Draw the weights between −2 and 2.",
            ),
            Mistake(
                variant(_retry, initial=lambda rng: _initial_params(rng, [2] * 6 + [0.5] * 3)),
                "You treat the last three numbers as the biases. The order is w11, w12, b1, w21, w22, b2, v1, v2, c.",
            ),
            Mistake(
                variant(_retry, initial=lambda rng: _initial_params(rng, [2] * 8 + [0.5])),
                "You draw b1 and b2 from the range of the weights. Draw b1 and b2 between −0.5 and 0.5, like c.",
            ),
            Mistake(
                variant(_retry, initial=lambda rng: [rng.uniform(0, r) for r in RANGES]),
                "You never draw a number below 0. Use `rng.uniform(-r, r)`.",
            ),
            Mistake(
                variant(_retry, initial=lambda rng: [rng.normal(0, r) for r in RANGES]),
                "You use normal draws. Use uniform draws: `rng.uniform(-r, r)`.",
            ),
            Mistake(
                variant(_retry, initial=lambda rng: list(rng.uniform(-1, 1, 9))),
                "You draw all numbers between −1 and 1. Draw weights between −2 and 2, biases between −0.5 and 0.5.",
            ),
            Mistake(
                variant(_retry, attempt=_untrained),
                "You return the initial numbers. Return the trained numbers, the `params` of the last state.",
            ),
            Mistake(
                variant(_retry, attempt=_no_last_state),
                "One loss is missing. Use all states: there are epochs + 1 losses.",
            ),
            Mistake(
                variant(_retry, attempt=_stops_early),
                "You stop as soon as the loss is low. Train all epochs: there are epochs + 1 losses.",
            ),
            Mistake(
                variant(train_with_retries, lr=2.0), "You always use the learning rate 2.0. Use the argument `lr`."
            ),
            Mistake(
                variant(train_with_retries, epochs=lambda epochs: epochs + 1),
                "You train one epoch too many. Pass `epochs` to `network.train`.",
            ),
            Mistake(variant(train_with_retries, data=network.XOR), "You always train on XOR. Use the argument `data`."),
            Mistake(
                variant(train_with_retries, result=lambda params, losses, used: (losses, params, used)),
                "The three results are right, but in the wrong order. Return (params, losses, attempts_used).",
            ),
            Mistake(
                variant(train_with_retries, result=lambda params, losses, used: (params, losses)),
                "The number of attempts is missing. Return (params, losses, attempts_used).",
            ),
            Mistake(
                variant(train_with_retries, result=lambda params, losses, used: (params, losses[-1], used)),
                "You return only one loss. Return the losses of all states of this attempt.",
            ),
            Mistake(
                variant(train_with_retries, result=lambda params, losses, used: params),
                "You return only the parameters. Return (params, losses, attempts_used).",
            ),
        ),
        hints=(
            "An attempt has three steps: draw nine numbers, train, and check if the run has converged. Raise "
            "the error only if all attempts have failed. Where must the `raise` be?",
            "For attempt 1, 2, … up to `attempts`: draw nine numbers from `rng`, train, and return at once if "
            "the run has `converged`. After the loop, raise an error.",
            "Draw with `start = [rng.uniform(-r, r) for r in (2, 2, 0.5, 2, 2, 0.5, 2, 2, 0.5)]`. Train with "
            "`states = list(network.train(data, start, lr, epochs))`, then `losses = [state.loss for state in "
            "states]`. Do this inside `for attempt in range(1, attempts + 1):` and end with `if "
            "converged(losses):` and `return states[-1].params, losses, attempt`. After the loop: `raise "
            'RuntimeError("no attempt converged")`.',
        ),
        success_message=(
            "You have made training reliable: it tries again after a failure, and it raises an error if all "
            "attempts fail."
        ),
    ),
)
