"""Finds causes in the training itself (start, rate, number of epochs). To find them, it trains the network again."""

from dataclasses import replace
from typing import Any

import numpy as np

from shared.doctor import experiments, surgery
from shared.doctor.case import SECONDS, STARTS, Case, short
from shared.doctor.model import Net, train
from shared.doctor.report import Finding


def identical_start(case: Case) -> Finding | None:
    """Return a finding if hidden units start with the same numbers, and random starts learn."""
    net = case.net
    copies, hidden = experiments.identical_units(net, net.start)
    if not copies:
        return None
    rng = np.random.default_rng(5)
    spread = max(0.5, float(np.abs(net.start).max()))
    starts = rng.uniform(-spread, spread, (STARTS, net.size))
    after, _ = train(net, case.rule, starts, case.fair_steps(), SECONDS)
    count = int(net.learned(after).sum())
    if not count:
        after, _ = train(net, case.rule, starts, 5 * case.fair_steps(), SECONDS)
        count = int(net.learned(after).sum())
    if not count:
        return None
    sets = "the same numbers" if copies == hidden - 1 else f"only {hidden - copies} different sets of numbers"
    return Finding(
        "identical-start",
        f"The {hidden} units of a hidden layer start with {sets}. Units with the same numbers stay equal.",
        None,
        surgery.root(net.names[int(net.layers[0].weights[0, 0])]),
        {"copies of other hidden units": copies, "hidden units": hidden},
        "Start the weights with different random numbers.",
        {
            "before": case.state(case.final),
            "after": {"random starts that learn": f"{count} of {STARTS}"},
        },
    )


def vanishing_rate(case: Case) -> Finding | None:
    """Return a finding if the rate shrinks in each update, and the network learns with a constant rate."""
    scales = np.array(case.reading.way.scales)
    if len(scales) < 5 or np.any(np.diff(scales) >= 0):
        return None
    learned = case.retrained(case.rule)
    if not learned["learned"]:
        return None
    first = float(np.median(case.rule.rates))
    last = short(first * float(scales[-1]))
    return Finding(
        "rate-too-small",
        f"The rate shrinks: it is {short(first)} in the first update and {last} in update {len(scales)}. If all "
        "updates use the first rate, the same start learns.",
        surgery.line_of_rate(case.source),
        None,
        {"rate in the first update": short(first), f"rate in update {len(scales)}": last},
        "Let the rate shrink more slowly, or keep the first rate.",
        {"before": case.state(case.final), "after": learned},
    )


def too_large_penalty(case: Case) -> Finding | None:
    """Return a finding if the program punishes large weights, and the same start learns without this penalty."""
    rule = case.rule
    if not rule.decay and not rule.penalty:
        return None
    learned = case.retrained(replace(rule, decay=0.0, penalty=0.0))
    if not learned["learned"]:
        return None
    what = "weight decay (L2)" if rule.decay else "L1 penalty"
    return Finding(
        "penalty-too-large",
        f"The {what} is too large: it keeps the weights near 0. Without it, the same start learns.",
        None,
        None,
        {what: short(rule.decay or rule.penalty)},
        "Make it ten times smaller, or leave it out.",
        {"before": case.state(case.final), "after": learned},
    )


def too_few_units(case: Case) -> Finding | None:
    """Return a finding if the network has one hidden layer, and learns from most starts with more hidden units."""
    net = case.net
    if len(net.layers) != 2:
        return None
    units = len(net.layers[0].biases)
    wide = surgery.with_hidden(net, max(4, 2 * units))
    rule = replace(case.rule, rates=np.full(wide.size, float(np.median(case.rule.rates))))
    starts = np.random.default_rng(6).normal(0, 1, (STARTS, wide.size))
    after, done = train(wide, rule, starts, case.fair_steps(), SECONDS)
    learned = int(wide.learned(after).sum())
    if learned < STARTS / 2:
        return None
    more = len(wide.layers[0].biases)
    return Finding(
        "too-few-units",
        f"The hidden layer has only {units} unit{'s' * (units != 1)}. With {more} units, most starts learn.",
        net.layers[0].line,
        None,
        {"hidden units": units},
        "Use more hidden units.",
        {
            "before": case.state(case.final),
            "after": {"hidden units": more, "starts that learn": f"{learned} of {STARTS}", "updates": done},
        },
    )


def from_experiments(
    case: Case, found: experiments.Outcomes, source: str, net: Net, second: bool = False
) -> list[Finding]:
    """Return a list with the finding that explains the experiments, or an empty list.

    `source` says where the other starts come from. If `second` is true, the doctor does not try more epochs.
    """
    now = found.share("others")
    before = {**case.state(case.final), "other starts that learn": _counted(found, "others")}
    rates = [f for f in experiments.RATES if found.same[f"same rate {f:g}"] and found.share(f"rate {f:g}") > 0]
    rate_up = [f for f in rates if f > 1]  # with this rate, the same start learns, and so do other starts
    rate_down = [f for f in rates if f < 1]
    wider = max((f for f in experiments.WIDTHS if f > 1), key=lambda f: (found.share(f"width {f:g}"), -f))
    narrower = max((f for f in experiments.WIDTHS if f < 1), key=lambda f: (found.share(f"width {f:g}"), f))
    rate = short(float(np.median(case.rule.rates)))
    named = surgery.rate_in(case.source)
    shown = f" ({rate})" if named is None or short(named) == rate else ""  # the program may divide its rate by n
    line = surgery.line_of_rate(case.source)
    dead, units = experiments.dead_units(net, case.final) if case.final is not None else (0, 0)
    dead_at_start, _ = experiments.dead_units(net, net.start)
    exploded = case.final is None or not np.all(np.isfinite(case.final)) or float(np.abs(case.final).max()) > 1e4

    def slower(factor: float, cause: str, sentence: str, evidence: dict[str, Any]) -> Finding:
        after = {
            "rate": f"{factor:g} times",
            "loss": short(found.losses[f"same rate {factor:g}"]),
            "learned": found.same.get(f"same rate {factor:g}", False),
            "other starts that learn": _counted(found, f"rate {factor:g}"),
        }
        fix = f"Multiply the rate by {factor:g}."
        return Finding(cause, sentence, line, None, evidence, fix, {"before": before, "after": after})

    longer = None
    if not second:
        steps = max(10 * case.fair_steps(), 20_000)
        after_longer, done = train(net, case.rule, net.start[None], steps, 1.5 * SECONDS, stop=True)
        if net.learned(after_longer)[0] and done > case.steps:
            longer = after_longer[0], done
    best_rate_down = max(
        (f for f in experiments.RATES if f < 1),
        key=lambda f: (found.same[f"same rate {f:g}"], found.share(f"rate {f:g}")),
    )
    all_dead = bool(dead and dead == units)
    zero_biases = all_dead and found.share("biases 0") > now

    def with_biases_0(when: str) -> Finding:
        return Finding(
            "dead-relu",
            f"All hidden ReLU units are 0 on every row {when}, so no gradient passes through them.",
            None,
            None,
            {"dead hidden units at the start": dead_at_start, "of": units},
            "Start the biases at 0.",
            {"before": before, "after": {"other starts with biases 0 that learn": _counted(found, "biases 0")}},
        )

    if zero_biases and dead_at_start == units:
        return [with_biases_0("from the start")]
    if all_dead and dead_at_start == units and not now:
        return [_dead_start(case, net, before, dead)]
    if all_dead and now >= 0.25 and not exploded:
        return [_all_dead(case, found, source, before, dead, dead_at_start)]
    slow_share = found.share(f"rate {best_rate_down:g}")
    if (exploded or dead) and (rate_down or slow_share >= now + 0.25):
        factor = max(rate_down, default=best_rate_down)
        if exploded:
            text = f"The rate{shown} is too large: the parameters grow without limit."
            return [slower(factor, "rate-too-large", text, {"largest parameter at the end": short(_largest(case))})]
        text = f"At the end, {dead} of {units} hidden ReLU units are 0 on every row: the rate{shown} is too large."
        return [slower(factor, "dead-relu", text, {"dead hidden units": dead, "of": units})]
    flat, total = experiments.saturated_units(net, net.start)
    narrow_share = found.share(f"width {narrower:g}")
    mostly_flat = 2 * flat >= total and narrow_share > max(now, 0.2)
    narrow_learns = now < 0.3 and found.same[f"same width {narrower:g}"] and narrow_share > now + 0.3
    if flat and (mostly_flat or narrow_learns):
        return [_width(found, "start-too-large", narrower, before, {"saturated units at the start": flat, "of": total})]
    if rate_down and not rate_up and now < 0.3 and slow_share > now + 0.3:
        factor = max(rate_down)
        text = f"The rate{shown} is too large: the steps jump over the minimum."
        return [slower(factor, "rate-too-large", text, {"other starts that learn": _counted(found, "others")})]
    size = float(np.std(net.start))
    if size < 0.3 and now < 0.3 and found.share(f"width {wider:g}") > now + 0.3 and not (longer and rate_up):
        return [_width(found, "start-too-small", wider, before, {"standard deviation of the start": short(size)})]
    if now < 0.5 and (finding := _without_biases(case, net, before)):
        return [finding]
    if longer and (now < 0.8 or rate_up):
        few = case.steps < 1000 and (named or rate) >= 0.1  # the rate is not small
        if rate_up and not few and (min(rate_up) >= 10 or (now < 0.1 and _moved(case) < 0.2)):
            factor = min(rate_up)
            text = f"The rate{shown} is too small: with {factor:g} times the rate, the same start learns."
            return [slower(factor, "rate-too-small", text, {"updates": case.steps})]
        P, done = longer
        after = {**case.state(P), "updates": done}
        text = (
            f"The training stops too early, after {case.steps} updates. "
            f"After {done} updates, the same start has learned."
        )
        return [
            Finding(
                "too-few-epochs",
                text,
                surgery.line_of_epochs(case.source, case.traced),
                None,
                {"updates": case.steps, "updates until it has learned": done},
                "Train for more epochs, or with a larger rate.",
                {"before": before, "after": after},
            )
        ]
    quick = [f for f in experiments.RATES if f > 1 and found.share(f"rate {f:g}") > now + 0.5]
    helpful = [factor for factor in rate_up or quick if found.share(f"rate {factor:g}") > now]
    if now < 0.3 and helpful:
        who = "the same start learns" if rate_up else "most starts learn"
        text = f"The rate{shown} is too small: with {min(helpful):g} times the rate, {who}."
        return [slower(min(helpful), "rate-too-small", text, {"updates": case.steps})]
    if now >= 0.25:
        learned, copies = found.shares["others"]
        return [
            Finding(
                "unlucky-start",
                f"This start is unlucky: {learned} of {copies} other starts ({source}) learn with the same training.",
                None,
                None,
                {"other starts that learn": _counted(found, "others")},
                "Start again with another seed.",
                {"before": before, "after": {"other starts that learn": learned}},
            )
        ]
    if narrow_share > now + 0.3:
        return [_width(found, "start-too-large", narrower, before, {"saturated units at the start": flat, "of": total})]
    if rate_down and slow_share > now:
        factor = max(rate_down)
        text = f"The rate{shown} is too large: with {factor:g} times the rate, the same start learns."
        return [slower(factor, "rate-too-large", text, {"other starts that learn": _counted(found, "others")})]
    if zero_biases:
        return [with_biases_0("at the end")]
    if found.share("biases 0") > now + 0.3:
        biases = [role for layer in net.layers for role in layer.biases if role >= 0]
        largest = short(float(np.abs(net.start[biases]).max()))
        return [
            Finding(
                "start-too-large",
                f"The initial biases are too large: the largest is {largest}. With biases that start at 0, the network "
                "learns.",
                None,
                None,
                {"largest initial bias": largest},
                "Start the biases at 0.",
                {"before": before, "after": {"other starts with biases 0 that learn": _counted(found, "biases 0")}},
            )
        ]
    return []


def falls_behind(case: Case, found: experiments.Outcomes) -> bool:
    """Return True if the doctor's training reduces the loss more than twice as much as the program does.

    It must also reduce the loss by more than 10 %. Return False if it made fewer steps than the program.
    """
    if case.final is None or not found.complete or found.steps != case.steps:
        return False
    first, own, ours = float(case.net.loss(case.net.start)), float(case.net.loss(case.final)), found.losses["same"]
    return bool(first - ours > 0.1 * first and first - own < 0.5 * (first - ours))


def _all_dead(
    case: Case, found: experiments.Outcomes, source: str, before: dict[str, Any], dead: int, at_start: int
) -> Finding:
    when = "from the start" if at_start == dead else "at the end"
    return Finding(
        "dead-relu",
        f"All {dead} hidden ReLU units are 0 on every row {when}, so no gradient passes through them. "
        f"{_counted(found, 'others')} other starts ({source}) learn.",
        case.net.layers[0].line,
        surgery.root(case.net.names[int(case.net.layers[0].weights[0, 0])]),
        {"dead hidden units": dead, "dead at the start": at_start},
        "Start again with another seed, or with weights that make the sums of the hidden units positive.",
        {"before": before, "after": {"other starts that learn": _counted(found, "others")}},
    )


def _dead_start(case: Case, net: Net, before: dict[str, Any], dead: int) -> Finding:
    """Return the finding for this case: all hidden units start dead, and the program's other starts do not learn."""
    width = float(np.sqrt(np.mean(net.start[net.start != 0] ** 2))) if np.any(net.start) else 1.0
    starts = np.random.default_rng(4).normal(0, width, (STARTS, net.size)) * (net.start != 0)
    after, _ = train(net, case.rule, starts, case.fair_steps(), SECONDS)
    learned = f"{int(net.learned(after).sum())} of {STARTS}"
    return Finding(
        "dead-relu",
        f"All {dead} hidden ReLU units are 0 on every row from the start, so no gradient passes through them. "
        "The other starts of the program do not learn either.",
        net.layers[0].line,
        surgery.root(net.names[int(net.layers[0].weights[0, 0])]),
        {"dead hidden units at the start": dead},
        "Draw positive and negative weights, so that some sums of the hidden units are positive.",
        {"before": before, "after": {"normal starts around 0 that learn": learned}},
    )


def _without_biases(case: Case, net: Net, before: dict[str, Any]) -> Finding | None:
    """Return a finding if units have no bias, and the network learns with biases. Otherwise return None."""
    missing = [layer for layer in net.layers if np.any(layer.biases < 0)]
    if not missing:
        return None
    more = surgery.with_biases(net)
    rates = np.concatenate([case.rule.rates, np.full(more.size - net.size, float(np.median(case.rule.rates)))])
    rng = np.random.default_rng(2)
    starts = np.vstack([net.start[None], case.starts(12)[0]])
    padded = np.hstack([starts, rng.normal(0, 0.01, (len(starts), more.size - net.size))])
    after, _ = train(more, replace(case.rule, rates=rates), padded, case.fair_steps(), SECONDS)
    learned = more.learned(after)
    if learned.mean() < 0.3:
        return None
    units = sum(int(np.sum(layer.biases < 0)) for layer in net.layers)
    return Finding(
        "no-bias",
        f"{units} units have no bias. With biases, the network learns.",
        missing[0].line,
        None,
        {"units without a bias": units},
        "Give each unit a bias, and update the bias with the unit's delta.",
        {
            "before": before,
            "after": {
                "same start learned": bool(learned[0]),
                "starts that learn": f"{int(learned.sum())} of {len(learned)}",
            },
        },
    )


def _moved(case: Case) -> float:
    """Return how much the loss has changed, divided by its first value."""
    if len(case.curve) < 2 or not case.curve[0]:
        return 0.0
    return abs(case.curve[0] - case.curve[-1]) / case.curve[0]


def _largest(case: Case) -> float:
    return float(np.abs(case.final).max()) if case.final is not None else float("inf")


def _counted(found: experiments.Outcomes, name: str) -> str:
    learned, copies = found.shares.get(name, (0, 0))
    return f"{learned} of {copies}"


def _width(
    found: experiments.Outcomes,
    cause: str,
    factor: float,
    before: dict[str, Any],
    evidence: dict[str, Any],
) -> Finding:
    sentences = {
        "start-too-small": "The initial weights are too small: the hidden units stay nearly equal for a long time.",
        "start-too-large": "The initial weights are too large: units are saturated, so their derivatives are almost 0.",
    }
    after = {
        "start": f"{factor:g} times as wide",
        "same start learned": found.same[f"same width {factor:g}"],
        "other starts that learn": _counted(found, f"width {factor:g}"),
    }
    fix = f"Multiply the initial weights by {factor:g}."
    return Finding(cause, sentences[cause], None, None, evidence, fix, {"before": before, "after": after})
