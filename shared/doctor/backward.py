"""Finds causes in the backward pass. `faults` compares the steps with the gradient; this module writes the findings."""

import math

from shared.doctor import faults, surgery
from shared.doctor.case import Case, short
from shared.doctor.report import NOT_UNDERSTOOD, Finding


def unexplained(case: Case, unknown: list[faults.Group]) -> None:
    """Replace `case.findings` by one finding: the doctor cannot explain the steps of the groups `unknown`."""
    names = ", ".join(case.group_name(g) for g in unknown)
    state = "learns anyway" if case.learned else "does not learn"
    case.findings = [
        Finding(
            NOT_UNDERSTOOD,
            f"The steps of {names} are not proportional to the gradient. The doctor knows no fault that explains them. "
            f"The program {state}.",
            case.update_line(unknown[0].roles),
            case.group_name(unknown[0]),
            {"difference from the gradient": short(max(g.difference for g in unknown), 2)},
        )
    ]


def faults_found(case: Case) -> list[Finding]:
    """Return a finding for each fault in the steps.

    The findings are in this order: gradients that are never reset; flipped signs; other faults, from the output layer
    back to the first layer; parameters that are never updated.
    """
    reading = case.reading
    found: list[Finding] = []
    if reading.not_reset:
        found.append(_not_reset(case))
    found += _signs(case)
    parts: dict[faults.Part, list[faults.Group]] = {}
    for group in reversed(reading.groups):
        for part in (*group.parts, *(p for _, _, _, ps in group.single for p in ps)):
            parts.setdefault(part, []).append(group)
    chosen = list(parts.items())
    causes = {part.cause for part in parts}
    if "weight-missing" in causes:
        chosen = [(p, g) for p, g in chosen if not (p.cause == "derivative-missing" and "sent back" in p.text)]
    for part, groups in chosen:
        layer = max(group.layer for group in groups)
        mine = [group for group in groups if group.layer == layer]
        found.append(_fault(case, part, mine))
    found += _frozen(case)
    return found


def _fault(case: Case, part: faults.Part, groups: list[faults.Group]) -> Finding:
    roles = [r for g in groups for r in (g.roles if g.parts else [s[0] for s in g.single if part in s[3]])]
    line = surgery.line_of_values(case.net, groups[0], case.net.lifted["window"]) or case.update_line(roles)
    names = ", ".join(dict.fromkeys(case.group_name(g) for g in groups))
    layer = "output layer" if groups[0].layer == len(case.net.layers) - 1 else "hidden layer"
    worst = max(group.difference for group in groups)
    rest = 10.0 ** math.ceil(math.log10(max(*(group.rest for group in groups), 1e-12)))
    return Finding(
        part.cause,
        f"Line {line}: in the backward pass of the {layer} ({names}), {part.text}.",
        line,
        names,
        {
            "difference from the gradient": short(worst, 2),
            "difference from the gradient with this fault": f"below {rest:g}",
            "updates compared": min(faults.MOST_UPDATES, len(case.net.lifted["updates"])),
        },
        _fix(part),
    )


def _fix(part: faults.Part) -> str:
    if "on the way back" in part.text:
        return FIXES["weight-missing"]
    if part.cause == "wrong-factor" and "derivative" in part.text:
        return "Multiply once by the derivative of this unit's own activation function."
    if "cross-entropy has only" in part.text:
        return "Use both terms of the loss, −y·ln a − (1 − y)·ln(1 − a). The delta of the output is then a − y."
    if "over the units instead of over the rows" in part.text or "the deltas of all units are summed" in part.text:
        return "Sum the deltas over the rows: with one row of data in each row of the array, over `axis=0`."
    return FIXES["sign" if "error is squared" in part.text else part.cause]


def _not_reset(case: Case) -> Finding:
    line = case.update_line(list(range(case.net.size)))
    return Finding(
        "not-reset",
        f"The gradients in line {line} are never reset to 0: they still contain the gradients of all earlier updates.",
        line,
        None,
        {"step k": "is exactly the sum of the gradients of updates 1 to k"},
        "Set the gradients to 0 at the start of each update. If they are a velocity, use a momentum below 1.",
    )


def _signs(case: Case) -> list[Finding]:
    signed = [g for g in case.reading.groups if not any(part.text in faults.WITHOUT_SIGN for part in g.parts)]
    uphill = [g for g in signed if g.factor > 0 and g.status in ("right", "fault")]
    single = [(g, s) for g in signed for s in g.single if s[2] > 0 and g.status == "fault"]
    if not uphill and not single:
        return []
    roles = [r for g in uphill for r in g.roles] or [s[0] for _, s in single]
    names = ", ".join(dict.fromkeys([case.group_name(g) for g in uphill] or [case.net.names[r] for r in roles]))
    line = case.update_line(roles)
    if mirrored := [layer for layer in case.net.layers if layer.act == "sigmoid" and layer.gain < 0]:
        return [
            Finding(
                "sign",
                f"Line {mirrored[0].line}: the activation function is 1 / (1 + eᶻ), without the minus of e⁻ᶻ. So the "
                f"steps of {names} increase the loss.",
                mirrored[0].line,
                names,
                {"factor of z in the sigmoid": short(mirrored[0].gain)},
                "Write a minus before z in the sigmoid.",
            )
        ]
    return [
        Finding(
            "sign",
            f"Line {line}: the steps of {names} increase the loss, because their sign is flipped.",
            line,
            names,
            {"step / gradient": short(uphill[0].factor if uphill else single[0][1][2])},
            "Subtract the rate times the gradient. If you already do this, make the error exactly output − target.",
        )
    ]


def _frozen(case: Case) -> list[Finding]:
    """Return a list with one finding on parameters that are never updated. If all are updated, return an empty list."""
    net = case.net
    still = [g for g in case.reading.groups if g.status == "not updated"]
    still_roles = {r for g in case.reading.groups for r, status, _, _ in g.single if status == "not updated"}
    weights = [g for g in still if g.kind == "weights"]
    biases = [g for g in still if g.kind == "biases"]
    found = []
    if weights:
        names = ", ".join(dict.fromkeys(case.group_name(g) for g in weights))
        line, text = _lost_step(case, weights, "their steps are missing or 0")
        found.append(
            Finding(
                "not-applied",
                f"The weights {names} never change: {text}.",
                line,
                names,
                {"parameters that never change": sum(len(g.roles) for g in still), "of": net.size},
                f"Update {names} too: subtract the rate times the gradient. If you already do this, a factor of "
                "the step is 0 or too small.",
            )
        )
    elif biases:
        names = ", ".join(dict.fromkeys(case.group_name(g) for g in biases))
        line, text = _lost_step(case, biases, "they keep their first values")
        found.append(
            Finding(
                "no-bias",
                f"The biases {names} are never updated: {text}.",
                line,
                names,
                {"biases that never change": sum(len(g.roles) for g in biases)},
                "Update the biases too: the gradient of a bias is the delta of its unit, summed over the rows.",
            )
        )
    elif still_roles:
        names = ", ".join(net.names[r] for r in sorted(still_roles))
        found.append(
            Finding(
                "not-applied",
                f"The program never changes {names}.",
                case.update_line(list(range(net.size))),
                names,
                {"parameters that never change": len(still_roles)},
                f"Update {names} too: subtract the rate times the gradient.",
            )
        )
    return found


def _lost_step(case: Case, groups: list[faults.Group], otherwise: str) -> tuple[int | None, str]:
    """Return a line, and a text that says what happens to the parameters of `groups`.

    If the program computes new values of these parameters but does not store them, return the first line that does
    this. Otherwise return the line of the update and the text `otherwise`.
    """
    lines = [case.net.lifted["would_be"].get(str(role)) for group in groups for role in group.roles]
    if found := [line for line in lines if line]:
        return min(found), f"line {min(found)} computes new values, but does not store them"
    return case.update_line(list(range(case.net.size))), otherwise


FIXES = {
    "derivative-missing": "Multiply by the derivative of the activation function at this unit.",
    "derivative-of-activation": "Compute the derivative from the activation: a(1 − a) for sigmoid, 1 − a² for tanh.",
    "weight-missing": "Send the delta back through the weight: delta × weight × derivative.",
    "updated-too-early": "Compute all deltas first, then update the weights.",
    "wrong-factor": "The gradient of a weight is delta × input. The gradient of a bias is the delta alone.",
    "sign": "Keep the sign of the error: output − target.",
    "broadcast": "Use each row's own error.",
    "not-accumulated": "Add up the gradients of all rows of the batch.",
}
