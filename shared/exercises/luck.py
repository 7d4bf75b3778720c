"""Lesson 8's exercises: how large a start should be, when a run has converged, and trying again until one has.

Three of the four draw at random, and right answers may draw in another order than the reference: a judge looks at what
must hold of any fair draw.
"""

import copy
import math

import numpy as np

from shared.exercises import draw
from shared.exercises.exercise import Exercise, Mistake
from shared.nn import network
from shared.nn.mlp import he_init, xavier_init

RANGES = (2, 2, 0.5, 2, 2, 0.5, 2, 2, 0.5)  # of a start's nine numbers: weights within ± 2, biases within ± 0.5


def converged(losses, threshold=0.001):
    """True when the last loss is finite and at or below the threshold."""
    return bool(math.isfinite(losses[-1]) and losses[-1] <= threshold)


def train_with_retries(data, rng, lr, epochs, attempts):
    """`(params, losses, attempts_used)` of the first attempt that converged; RuntimeError if none did."""
    for attempt in range(1, attempts + 1):
        params, losses = _attempt(data, _start(rng), lr, epochs)
        if converged(losses):
            return params, losses, attempt
    raise RuntimeError(f"none of {attempts} attempts converged")


def _start(rng, ranges=RANGES):
    return [rng.uniform(-r, r) for r in ranges]


def _attempt(data, start, lr, epochs):
    states = list(network.train(data, start, lr, epochs))
    return states[-1].params, [state.loss for state in states]


# Probes and judges.


def _init_cases():
    sizes = (2, 3), (60, 50), (25, 160), (90, 40)  # the small one first; then enough draws to tell their variance
    return [(np.random.default_rng(seed), *size) for seed, size in enumerate(sizes, 5)]


def _judge_of_draws(gain, name):
    """The judge of normal draws of variance gain / n_in; on fewer than 500 numbers it takes no offence."""

    def judge(args, result):
        n_in = args[1]
        draws = np.array(result)
        if (draws == 0).any():
            return "Some weights are exactly 0, which a normal draw never is: each weight is a draw of its own."
        if len(np.unique(draws)) < draws.size:
            return "Some numbers come twice: draw each of the weights by itself."
        if draws.size < 500:
            return None
        deviation, error = draws.std(), 1 / math.sqrt(draws.size)
        if abs(draws.mean()) > 6 * deviation * error:
            return f"The mean is {draws.mean():.2g}, and should be 0."
        variance = deviation**2 * n_in / gain  # 1 where it is right
        if abs(variance - 1) > 8 * error:
            return f"The variance is {float(f'{variance:.2g}'):g} times {name}."
        flatness = ((draws - draws.mean()) ** 4).mean() / deviation**4
        if abs(flatness - 3) > 40 * error:  # 1.8 for uniform draws, 3 for normal ones
            return "Mean and variance are right, but the draws are not normal: `rng.normal`."
        return None

    return judge


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


class _Rows(list):
    """Data that runs out of patience, so that an answer that never gives up comes to an end all the same."""

    left = 3000  # times that it is gone through

    def __iter__(self):
        self.left -= 1
        if self.left < 0:
            raise TimeoutError  # without a word, or it would pass for the error that is due
        return super().__iter__()


def _retry_cases():
    return [
        ([EASY], np.random.default_rng(5), 2.0, 3, 30),  # about four attempts in ten succeed
        ([EASY], np.random.default_rng(8), 4.0, SURE, 4),
        ([EASY], np.random.default_rng(9), 4.0, SURE, 1),
        (_Rows([(0.5, 0.2, 0.0), (0.5, 0.2, 1.0)]), np.random.default_rng(3), 1.0, 1, 3),  # none can succeed
        ([(1.5, 0.8, 0.08)], np.random.default_rng(6), STILL, 1, 1000),  # one start in sixty is good as it is
        ([(-0.6, 1.1, 0.35), (0.4, 0.9, 0.4)], np.random.default_rng(7), 3.0, 6, 60),
    ]


def _random_layer(rng):
    return draw.generator(rng), rng.randint(25, 40), rng.randint(41, 60)


def _random_losses(rng):
    losses = [rng.choice((draw.share(rng), math.nan, 0.01, 0.1)) for _ in range(rng.randint(1, 6))]
    return losses, rng.choice((0.01, 0.1, 0.5))


def _random_attempts(rng):
    """A sample that any fair draw learns within a hundred attempts."""
    sample = draw.real(rng), draw.real(rng), rng.uniform(0.4, 0.6)
    return [sample], draw.generator(rng), 2.0, rng.randint(2, 5), 100


EASY = (0.3, -0.7, 0.6)  # a row that is soon learned
SURE = 40  # epochs after which any start has learned it, with learning rate 4
STILL = 1e-9  # a learning rate that leaves a start where it is, so that it can be looked at


def _judge_of_retries(args, result):
    data, rng, lr, epochs, attempts = args
    params, losses, used = result
    if used == 0:
        return "Attempts are counted from 1: the first is attempt 1, not 0."
    if used != int(used) or not 1 <= used <= attempts:
        return f"`attempts_used` is {used:g}, and it must lie between 1 and {attempts}."
    if not converged(losses):
        return "This attempt has not converged: return the first one that has."
    if not math.isclose(network.mean_loss(list(data), params), losses[-1], rel_tol=1e-6, abs_tol=1e-9):
        return "The losses are not those of these numbers: the last is the loss of the `params` that come back."
    if epochs == SURE and used != 1:
        return f"Here every attempt converges, and attempt {used:g} comes back: return at the first that has."
    if lr == STILL and any(abs(number) > r + 1e-6 for number, r in zip(params, RANGES)):
        return "A start is out of its range: weights within ± 2, biases within ± 0.5."
    if lr == STILL and max(losses) - min(losses) > 1e-6:
        return f"With a learning rate of {lr:g} the loss stands still: use the `lr` that comes in."
    expected, _, counted = train_with_retries(data, copy.deepcopy(rng), lr, epochs, attempts)
    if np.allclose(params, expected, 1e-9) and used != counted:
        return f"`attempts_used` is {used:g}, and this was attempt {counted}: count those that failed as well."
    return None


# Wrong answers.


def _normal(scale):
    """A wrong start whose standard deviation is `scale(n_in, n_out)`."""
    return lambda rng, n_in, n_out: rng.normal(0, scale(n_in, n_out), (n_in, n_out))


def _common_mistakes(gain, init, name):
    """What goes wrong with either start; `name` is its variance as one writes it."""
    root = f"√({name})"
    return (
        Mistake(
            _normal(lambda n_in, n_out: gain / n_in),
            f"{name} is the variance; `normal` wants its square root, the standard deviation.",
        ),
        Mistake(
            _normal(lambda n_in, n_out: (gain / n_in) ** 2),
            f"A square stands where the square root belongs: the standard deviation is {root}, not ({name})².",
        ),
        Mistake(
            _normal(lambda n_in, n_out: math.sqrt(gain / n_out)),
            "It is `n_in` that counts: as many products as there are inputs are added up.",
        ),
        Mistake(
            lambda rng, n_in, n_out: rng.normal(0, math.sqrt(gain / n_in), (n_out, n_in)),
            "The shape is turned: (n_in, n_out), a column for each neuron.",
        ),
        Mistake(
            lambda rng, n_in, n_out: rng.normal(0, math.sqrt(gain / n_out), (n_out, n_in)),
            "n_in and n_out have changed places, in the shape and under the root.",
        ),
        Mistake(
            lambda rng, n_in, n_out: rng.uniform(-math.sqrt(gain / n_in), math.sqrt(gain / n_in), (n_in, n_out)),
            f"Those are uniform draws: take `rng.normal`, with standard deviation {root}.",
        ),
        Mistake(
            lambda rng, n_in, n_out: rng.random((n_in, n_out)) * math.sqrt(gain / n_in),
            "`rng.random` draws between 0 and 1, never below: take `rng.normal`.",
        ),
        Mistake(
            _normal(lambda n_in, n_out: 1), f"The scale is missing: the standard deviation is {root}, and here it is 1."
        ),
        Mistake(
            _normal(lambda n_in, n_out: math.sqrt(n_in / gain)),
            "The more inputs, the smaller the weights: divide, not multiply.",
        ),
        Mistake(
            _normal(lambda n_in, n_out: math.sqrt(2 / (n_in + n_out))),
            "That is the mean of both sides, n_in and n_out: here n_in alone counts.",
        ),
        Mistake(
            lambda rng, n_in, n_out: rng.normal(math.sqrt(gain / n_in), size=(n_in, n_out)),
            f"The first argument of `normal` is the mean: `rng.normal(0, {root}, …)`.",
            if_source_matches=(r"\+", f"{root} is added to the draws, which moves their mean: multiply them by it."),
        ),
        Mistake(
            lambda rng, n_in, n_out: rng.normal(1, math.sqrt(gain / n_in), (n_in, n_out)),
            "The mean is 1, and should be 0.",
        ),
        Mistake(
            lambda rng, n_in, n_out: abs(init(rng, n_in, n_out)), "The signs are lost: half of the weights are below 0."
        ),
        Mistake(
            lambda rng, n_in, n_out: rng.normal(0, math.sqrt(gain / n_in), n_in * n_out),
            "The draws are right, in one long row: hand the shape over, (n_in, n_out).",
        ),
        Mistake(
            lambda rng, n_in, n_out: rng.normal(0, math.sqrt(gain / n_in)),
            "One number comes back: hand the shape over as well, (n_in, n_out).",
        ),
        Mistake(
            lambda rng, n_in, n_out: rng.normal(0, math.sqrt(gain / n_in), n_in),
            "One draw for each input: a layer has n_in times n_out weights.",
        ),
        Mistake(
            lambda rng, n_in, n_out: [list(rng.normal(0, math.sqrt(gain / n_in), n_out))] * n_in,
            "One row is drawn and repeated: every weight has its own draw.",
        ),
        Mistake(
            lambda rng, n_in, n_out: [[rng.normal(0, math.sqrt(gain / n_in))] * n_out for _ in range(n_in)],
            "All neurons of the layer start as copies, and copies stay copies: each weight has its own draw.",
        ),
        Mistake(
            lambda rng, n_in, n_out: np.zeros((n_in, n_out)),
            f"All zero, and equal neurons stay equal: draw weights of standard deviation {root}.",
        ),
        Mistake(
            lambda rng, n_in, n_out: rng.randn(n_in, n_out) * math.sqrt(gain / n_in),
            "`randn` belongs to NumPy's old global generator: on `rng` it is `rng.normal(0, …, (n_in, n_out))`.",
        ),
        Mistake(
            lambda rng, n_in, n_out: rng.standard_normal(n_in, n_out) * math.sqrt(gain / n_in),
            "The shape is one argument, a pair: `rng.standard_normal((n_in, n_out))`.",
        ),
        Mistake(
            lambda rng, n_in, n_out: rng.normal(0, math.sqrt(gain / n_in), n_in, n_out),
            "The shape is one argument, a pair in brackets of its own: `(n_in, n_out)`.",
        ),
    )


def _judged(rule):
    """A wrong `converged` that says `rule(losses, threshold)`."""
    return lambda losses, threshold=0.001: rule(losses, threshold)


def _retry(
    start=_start,
    attempt=_attempt,
    count=lambda k: k + 1,
    result=lambda params, losses, used: (params, losses, used),
    good=converged,
    attempts=lambda n: range(n),
):
    """A wrong `train_with_retries`, right but for what is handed in."""

    def answer(data, rng, lr, epochs, n):
        for k in attempts(n):
            params, losses = attempt(data, start(rng), lr, epochs)
            if good(losses):
                return result(params, losses, count(k))
        raise RuntimeError("none converged")

    return answer


def _same_draw(data, rng, lr, epochs, attempts):
    start = _start(rng)
    return _retry(start=lambda rng: start)(data, rng, lr, epochs, attempts)


def _trained_on(data, rng, lr, epochs, attempts):
    params = _start(rng)
    for k in range(attempts):
        params, losses = _attempt(data, params, lr, epochs)
        if converged(losses):
            return params, losses, k + 1
    raise RuntimeError("none converged")


def _last_attempt(data, rng, lr, epochs, attempts):
    for _ in range(attempts):
        params, losses = _attempt(data, _start(rng), lr, epochs)
    if not converged(losses):
        raise RuntimeError("none converged")
    return params, losses, attempts


def _last_whatever_it_is(data, rng, lr, epochs, attempts):
    for _ in range(attempts):
        params, losses = _attempt(data, _start(rng), lr, epochs)
    return params, losses, attempts


def _never_stops_at_success(data, rng, lr, epochs, attempts):
    found = None
    for k in range(attempts):
        params, losses = _attempt(data, _start(rng), lr, epochs)
        if converged(losses):
            found = params, losses, k + 1
    if found is None:
        raise RuntimeError("none converged")
    return found


def _no_error(last):
    """No error when none converges; `last(params, losses, attempts)` comes back in its place."""

    def answer(data, rng, lr, epochs, attempts):
        for k in range(attempts):
            params, losses = _attempt(data, _start(rng), lr, epochs)
            if converged(losses):
                return params, losses, k + 1
        return last(params, losses, attempts)

    return answer


def _all_losses(data, rng, lr, epochs, attempts):
    history = []
    for k in range(attempts):
        params, losses = _attempt(data, _start(rng), lr, epochs)
        history += losses
        if converged(losses):
            return params, history, k + 1
    raise RuntimeError("none converged")


def _first_whatever_it_is(data, rng, lr, epochs, attempts):
    params, losses = _attempt(data, _start(rng), lr, epochs)
    return params, losses, 1


def _without_end(data, rng, lr, epochs, attempts):
    used = 0
    while True:
        params, losses = _attempt(data, _start(rng), lr, epochs)
        used += 1
        if converged(losses):
            return params, losses, used


def _no_last_state(data, start, lr, epochs):
    states = list(network.train(data, start, lr, epochs))
    return states[-1].params, [state.loss for state in states[:-1]]


def _start_kept(data, start, lr, epochs):
    return start, _attempt(data, start, lr, epochs)[1]


def _stops_early(data, start, lr, epochs):
    losses = []
    for state in network.train(data, start, lr, epochs):
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
        validator=_judge_of_draws(1, "1 / n_in"),
        mistakes=(
            Mistake(he_init, "The variance is 2 / n_in: that is He's start; Xavier's has no 2."),
            Mistake(
                lambda rng, n_in, n_out: xavier_init(rng, n_in, n_out) / math.sqrt(2),
                "The variance is 1 / (2·n_in): there is a 2 too many.",
            ),
            *_common_mistakes(1, xavier_init, "1 / n_in"),
        ),
        hints=(
            "One normal draw for each weight, from the generator that comes in. The more inputs, the narrower.",
            r"Mean 0, variance $\frac{1}{n_\text{in}}$, so standard deviation $\sqrt{1 / n_\text{in}}$, and the shape "
            r"$(n_\text{in}, n_\text{out})$.",
            "With 4 inputs the standard deviation is 0.5. In Python: "
            "`return rng.normal(0, np.sqrt(1 / n_in), (n_in, n_out))`.",
        ),
        success_message="You can start a layer so that its sums are neither drowned nor deafening, however many inputs "
        "it has.",
    ),
    Exercise(
        name="he_init",
        signature="he_init(rng, n_in, n_out)",
        reference=he_init,
        cases=_init_cases,
        random_case=_random_layer,
        validator=_judge_of_draws(2, "2 / n_in"),
        mistakes=(
            Mistake(xavier_init, "Half of the variance is missing: for ReLU it is 2 / n_in."),
            Mistake(
                _normal(lambda n_in, n_out: 2 / math.sqrt(n_in)),
                "The 2 stands outside the root: the variance is 4 / n_in now. √(2 / n_in).",
            ),
            Mistake(
                _normal(lambda n_in, n_out: math.sqrt(1 / (2 * n_in))),
                "The variance is 1 / (2·n_in): the 2 stands under the line, and belongs above it, 2 / n_in.",
            ),
            Mistake(
                _normal(lambda n_in, n_out: math.sqrt(2 * n_in)),
                "The more inputs, the smaller the weights: 2 is divided by n_in, not multiplied.",
            ),
            Mistake(
                _normal(lambda n_in, n_out: math.sqrt(2) / n_in),
                "The standard deviation is √2 / n_in now, and √(2 / n_in) is due: n_in counts once, under the root.",
            ),
            Mistake(
                lambda rng, n_in, n_out: np.maximum(0, he_init(rng, n_in, n_out)),
                "ReLU silences activations, not weights: leave the draws below 0 as they are.",
            ),
            Mistake(
                _normal(lambda n_in, n_out: math.sqrt(2)), "n_in is missing: the standard deviation is √(2 / n_in)."
            ),
            *_common_mistakes(2, he_init, "2 / n_in"),
        ),
        hints=(
            "As Xavier's, for neurons of which half are silent: what is lost by that is made up for by a factor.",
            r"Mean 0, variance $\frac{2}{n_\text{in}}$, so standard deviation $\sqrt{2 / n_\text{in}}$, and the shape "
            r"$(n_\text{in}, n_\text{out})$.",
            "With 8 inputs the standard deviation is 0.5. In Python: "
            "`return rng.normal(0, np.sqrt(2 / n_in), (n_in, n_out))`.",
        ),
        success_message="You can start a layer of ReLU, half of which says nothing, so that the other half is heard.",
    ),
    Exercise(
        name="converged",
        signature="converged(losses, threshold=0.001)",
        reference=converged,
        cases=_convergence_cases,
        random_case=_random_losses,
        mistakes=(
            Mistake(_judged(lambda losses, t: losses[-1] < t), "A loss equal to the threshold counts too: `<=`."),
            Mistake(_judged(lambda losses, t: losses[-1] > t), "Turned round: it has converged when the loss is low."),
            Mistake(
                _judged(lambda losses, t: losses[-1] >= t), "Turned round, `>=`: it has converged when the loss is low."
            ),
            Mistake(
                _judged(lambda losses, t: math.isfinite(losses[-1]) and losses[-1] >= t),
                "Turned round, `>=`: it has converged when the loss is finite and at or below the threshold.",
            ),
            Mistake(_judged(lambda losses, t: losses[0] <= t), "That is the first loss: the last is `losses[-1]`."),
            Mistake(_judged(lambda losses, t: losses[1] <= t), "That is the second loss: the last is `losses[-1]`."),
            Mistake(
                _judged(lambda losses, t: losses[-2] <= t),
                "That is the loss before the last: the last is `losses[-1]`.",
            ),
            Mistake(
                _judged(lambda losses, t: losses[len(losses)] <= t),
                "Places count from 0, so there is none called `len(losses)`: the last is `losses[-1]`.",
            ),
            Mistake(
                _judged(lambda losses, t: min(losses) <= t),
                "One low loss on the way is not enough: the run must end there.",
            ),
            Mistake(
                _judged(lambda losses, t: all(loss <= t for loss in losses)), "Every run begins high: the last counts."
            ),
            Mistake(
                _judged(lambda losses, t: sum(losses) / len(losses) <= t),
                "The mean over the run does not matter: the last loss does.",
            ),
            Mistake(_judged(lambda losses, t: losses[-1] <= 0.001), "Use the `threshold` that comes in, not 0.001."),
            Mistake(
                _judged(lambda losses, t: losses[-1] < 0.001),
                "Use the `threshold` that comes in, not 0.001; and at it counts too, `<=`.",
            ),
            Mistake(
                _judged(lambda losses, t: not losses[-1] > t),
                "A nan passes, and it is no success: `losses[-1] <= threshold` is False for it.",
            ),
            Mistake(
                _judged(lambda losses, t: not math.isfinite(losses[-1]) or losses[-1] <= t),
                "A loss that is not finite is no success: `math.isfinite(…) and …`.",
            ),
            Mistake(
                _judged(lambda losses, t: math.isfinite(losses[-1])),
                "Finite is not enough: finite, and at or below the threshold.",
            ),
            Mistake(_judged(lambda losses, t: losses[-1]), "That is the loss itself: compare it with the threshold."),
            Mistake(
                _judged(lambda losses, t: round(losses[-1], 3) <= t),
                "Rounding lets 0.0014 pass: compare the loss as it is.",
            ),
            Mistake(_judged(lambda losses, t: losses[-1] == 0), "A loss hardly ever is 0: low enough will do."),
            Mistake(
                _judged(lambda losses, t: abs(losses[-1] - losses[-2]) <= t),
                "A loss that stands still may stand high: compare the last loss itself.",
            ),
            Mistake(
                _judged(lambda losses, t: losses[0] - losses[-1] <= t),
                "How far it fell does not matter: compare the last loss itself.",
            ),
            Mistake(
                _judged(lambda losses, t: losses <= t),
                "A whole list cannot be compared with a number: take its last, `losses[-1]`.",
            ),
            Mistake(
                _judged(lambda losses, t: math.isfinite(losses) and losses[-1] <= t),
                "`math` takes one number at a time: ask it for the last, `losses[-1]`.",
            ),
            Mistake(
                _judged(lambda losses, t: losses[-1] <= t and math.isfinite(losses)),
                "`math.isfinite` takes one number, not a list: ask it for the last, `losses[-1]`.",
            ),
            Mistake(_judged(lambda losses, t: True), "It says True whatever comes in: look at the last loss."),
            Mistake(_judged(lambda losses, t: False), "It says False whatever comes in: look at the last loss."),
        ),
        hints=(
            "One of the losses says how the run ended. And a nan is special: every comparison with it is False.",
            r"True if $L_\text{last} \le \text{threshold}$ and $L_\text{last}$ is finite.",
            "`[0.25, 0.03, 0.0005]` has converged, `[0.25, 0.0005, 0.03]` has not. In Python: "
            "`return math.isfinite(losses[-1]) and losses[-1] <= threshold`.",
        ),
        success_message="You can tell a run that has learned from one that has stopped, with one comparison.",
    ),
    Exercise(
        name="train_with_retries",
        signature="train_with_retries(data, rng, lr, epochs, attempts)",
        reference=train_with_retries,
        cases=_retry_cases,
        random_case=_random_attempts,
        validator=_judge_of_retries,
        parts=("params", "losses", "attempts_used"),
        mistakes=(
            Mistake(
                _same_draw,
                "If the first attempt fails, all fail: draw a fresh start inside the loop, and raise only after it.",
            ),
            Mistake(
                _trained_on, "The same network is trained on: an attempt begins with nine new numbers, inside the loop."
            ),
            Mistake(_last_attempt, "The last attempt comes back: stop at the first that has converged, and return it."),
            Mistake(
                _last_whatever_it_is,
                "The last attempt comes back, converged or not: return the first that has, else raise an error.",
            ),
            Mistake(
                _never_stops_at_success,
                "It goes on after a success: return at once, inside the loop, when it converges.",
            ),
            Mistake(
                _first_whatever_it_is,
                "The first attempt comes back, converged or not: ask `converged` before `return`.",
            ),
            Mistake(_without_end, "It never gives up: `attempts` says how often to try, then raise an error."),
            Mistake(_retry(count=lambda k: k), "Attempts are counted from 0: the first is attempt 1."),
            Mistake(_retry(count=lambda k: k + 2), "`attempts_used` is one too many: the first is attempt 1."),
            Mistake(_retry(count=lambda k: 1), "`attempts_used` is always 1: count them."),
            Mistake(
                _retry(attempts=lambda n: range(1, n), count=lambda k: k),
                "One attempt too few: `range(1, attempts)` ends before `attempts`.",
            ),
            Mistake(
                _no_error(lambda params, losses, attempts: None),
                "When no attempt converges, nothing comes back: `raise` an error that says so.",
            ),
            Mistake(
                _no_error(lambda params, losses, attempts: (params, losses, attempts)),
                "When no attempt converges, the last one comes back as if it had: `raise` an error.",
            ),
            Mistake(
                _no_error(lambda params, losses, attempts: RuntimeError("none converged")),
                "The error is returned like a result: `raise` it.",
            ),
            Mistake(
                _no_error(lambda params, losses, attempts: "none converged"),
                "A text comes back when none converges: `raise` an error that says it.",
            ),
            Mistake(_all_losses, "The losses of all attempts come back: begin a new list in every attempt."),
            Mistake(
                _retry(start=lambda rng: _start(rng, [2] * 9)),
                "The biases are drawn as wide as the weights: b1, b2 and c lie within ± 0.5.",
            ),
            Mistake(
                _retry(start=lambda rng: _start(rng, [0.5] * 9)),
                "The weights are drawn as narrow as the biases: they lie within ± 2.",
            ),
            Mistake(
                _retry(start=lambda rng: _start(rng, [2] * 6 + [0.5] * 3)),
                "The biases are numbers 3, 6 and 9, not the last three: w11, w12, b1, w21, w22, b2, v1, v2, c.",
            ),
            Mistake(
                _retry(start=lambda rng: _start(rng, [2] * 8 + [0.5])),
                "Only c is drawn as a bias: b1 and b2 lie within ± 0.5 too.",
            ),
            Mistake(
                _retry(start=lambda rng: [rng.uniform(0, r) for r in RANGES]),
                "No number is drawn below 0: from −r to r.",
            ),
            Mistake(
                _retry(start=lambda rng: [rng.normal(0, r) for r in RANGES]),
                "Those are normal draws, which may lie far out: `rng.uniform(-r, r)`.",
            ),
            Mistake(
                _retry(start=lambda rng: list(rng.uniform(-1, 1, 9))),
                "All nine lie within ± 1: weights within ± 2, biases within ± 0.5.",
            ),
            Mistake(
                _retry(attempt=_start_kept), "The start comes back, not what training made of it: `states[-1].params`."
            ),
            Mistake(
                _retry(attempt=_no_last_state),
                "One loss is missing: the state after the last update has one too, epochs + 1 in all.",
            ),
            Mistake(
                _retry(attempt=_stops_early), "It stops at the threshold: train all the epochs, epochs + 1 losses."
            ),
            Mistake(
                _retry(attempt=lambda data, start, lr, epochs: _attempt(data, start, 2.0, epochs)),
                "The learning rate is fixed at 2.0: use the `lr` that comes in.",
            ),
            Mistake(
                _retry(attempt=lambda data, start, lr, epochs: _attempt(data, start, lr, epochs + 1)),
                "One epoch too many: `network.train` gives the start and `epochs` more states by itself.",
            ),
            Mistake(
                _retry(attempt=lambda data, start, lr, epochs: _attempt(network.XOR, start, lr, epochs)),
                "It always trains on XOR: use the `data` that comes in.",
            ),
            Mistake(
                _retry(result=lambda params, losses, used: (losses, params, used)),
                "All is right, in another order: (params, losses, attempts_used).",
            ),
            Mistake(
                _retry(result=lambda params, losses, used: (params, losses)),
                "The number of attempts is missing: (params, losses, attempts_used).",
            ),
            Mistake(
                _retry(result=lambda params, losses, used: (params, losses[-1], used)),
                "One loss comes back: return the losses of all the attempt's states.",
            ),
            Mistake(
                _retry(result=lambda params, losses, used: params),
                "The numbers come back alone: return (params, losses, attempts_used).",
            ),
        ),
        hints=(
            "One attempt: a fresh start, one training run, one question. Where does the error belong, so that it comes "
            "only when every attempt has failed?",
            "For attempt 1, 2, … up to `attempts`: draw nine numbers from `rng`, train, and return at once if "
            "`converged` says so. After the loop, raise.",
            "A start is `start = [rng.uniform(-r, r) for r in (2, 2, 0.5, 2, 2, 0.5, 2, 2, 0.5)]`, a run is "
            "`states = list(network.train(data, start, lr, epochs))` with "
            "`losses = [state.loss for state in states]`. Inside `for attempt in range(1, attempts + 1):` follows "
            "`if converged(losses):` with `return states[-1].params, losses, attempt`; and after the loop "
            '`raise RuntimeError("no attempt converged")`.',
        ),
        success_message="You can turn a method that works two times in three into one to rely on, and it says when it "
        "failed.",
    ),
)
