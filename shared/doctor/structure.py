"""Finds causes without computing a gradient: wrong shapes, rounding, order of loops, steps that are not applied."""

from typing import Any

import numpy as np

from shared.doctor import surgery
from shared.doctor.case import Case, short
from shared.doctor.model import Array
from shared.doctor.report import Finding


def structure_finding(case: Case) -> Finding | None:
    """Look for this module's causes one after another. Return a finding on the first cause that is found, or None.

    Some findings change `case`: its network, its final parameters, its curve, or its fixed program.
    """
    net, lifted = case.net, case.net.lifted
    n = len(lifted["updates"][0]["rows"]) if lifted["updates"] else len(net.X)
    if not lifted["applied"]:
        lines = sorted(set(lifted["would_be"].values()))
        line = lines[0] if lines else None
        return Finding(
            "not-applied",
            f"{f'Line {line} computes steps' if line else 'The program computes steps'}, but the parameters that the "
            "forward pass uses never change.",
            line,
            net.names[0].split("[")[0],
            {"parameters": net.size, "parameters that change": 0},
            "Return or store the updated parameters, so that the next forward pass uses them.",
            {"before": case.state(net.start), "after": case.retrained(case.guessed_rule())},
        )
    if n > 1 and (finding := grown_bias(case)):
        case.final, case.curve = None, []  # the program's final numbers include one bias for each row
        return finding
    if per_row := _own_bias_a_row(case):
        return per_row
    if lifted["rounded"]:
        return _rounded(case)
    if lifted["broadcast"] and lifted["targets_per_output"] > 1:
        return _broadcast(case)
    if surgery.same_row(lifted):
        return _seed_in_loop(case) or _loop_order(case)
    return None


def grown_bias(case: Case) -> Finding | None:
    """Return a finding if an update such as `b = b - …` turns one bias into a bias for each row, else None.

    This also works if the doctor finds no network in the program. If there is a finding, and the doctor can
    read the network of the fixed program, `case.fixed` becomes this program.
    """
    grown: dict[str, tuple[list[int], int]] = {}
    for name, shapes in case.traced.get("shapes", {}).items():
        if len(shapes) == 2 and surgery.line_of_own_update(case.source, name):
            before = [1] * (len(shapes[1]) - len(shapes[0])) + shapes[0]
            axes = [k for k, (a, b) in enumerate(zip(before, shapes[1])) if a == 1 and b > 1]
            if axes:
                grown[name] = shapes[0], axes[0]
    if not grown:
        return None
    name = next(iter(grown))
    first, last = case.traced["shapes"][name]
    line = surgery.line_of_own_update(case.source, name)
    rows = last[grown[name][1]]
    after: dict[str, Any] = {"numbers in the bias": int(np.prod(first))}
    fixed = case.other(surgery.with_summed_steps(case.source, grown))
    if fixed is not None:
        after |= fixed.state(fixed.final)
        case.fixed = fixed
    return Finding(
        "bias-per-row",
        f"Line {line}: `{name}` starts with shape {tuple(first)} and becomes {tuple(last)}: "
        f"each of the {rows} rows gets a bias of its own.",
        line,
        name,
        {"shape at the start": first, "shape after the update": last},
        f"Sum the delta over the rows before the update: `delta.sum(axis={grown[name][1]}, keepdims=True)`.",
        {"before": {"numbers in the bias": int(np.prod(last))}, "after": after},
    )


def _own_bias_a_row(case: Case) -> Finding | None:
    """Return a finding if a unit has a different bias for each row."""
    if not case.net.lifted["bias_per_row"]:
        return None
    biases = case.net.lifted["bias_per_row"][0]
    name = biases[0].split("[")[0]
    case.final, case.curve, case.learned = None, [], False  # the doctor knows the bias of only one row
    return Finding(
        "bias-per-row",
        f"`{name}` holds a separate bias for each of {len(biases)} rows. A unit needs one bias for all rows.",
        case.update_line([k for k, other in enumerate(case.net.names) if other.split("[")[0] == name]),
        name,
        {"biases of one unit": len(biases)},
        "Give the bias one number for each unit and sum its gradient over the rows.",
        {
            "before": {"biases of one unit": len(biases)},
            "after": {"biases of one unit": 1, **case.retrained(case.guessed_rule())},
        },
    )


def _rounded(case: Case) -> Finding:
    pairs = case.net.lifted["rounded"]
    role, line = pairs[0]
    rule = case.guessed_rule()
    return Finding(
        "rounded",
        f"Line {line}: the new value of `{case.net.names[role]}` is rounded, so small steps are lost.",
        line,
        case.net.names[role],
        {"parameters that are rounded": len(pairs), "of": case.net.size},
        "Store the parameters as floats (an integer array cuts off the decimals). Round only what you print.",
        {"before": case.state(case.final), "after": case.retrained(rule)},
    )


def whole_activations(case: Case) -> Finding | None:
    """Return a finding if activations are stored in an array of integers.

    This also works if the doctor finds no network in the program.
    """
    line = case.traced.get("cut_off")
    if not line:
        return None
    return Finding(
        "rounded",
        f"Line {line}: activations are stored in an array of integers, so their decimals are cut off.",
        line,
        None,
        {"type of the array": "integers"},
        "Make an array of floats: `np.zeros(n)`, or `dtype=float`. `np.zeros_like(x)` has the type of `x`.",
    )


def _broadcast(case: Case) -> Finding:
    lifted = case.net.lifted
    n, line = len(case.net.X), lifted["meeting"]
    rule = case.guessed_rule()
    return Finding(
        "broadcast",
        f"Line {line}: outputs and targets have different shapes, so each output is compared with "
        f"{lifted['targets_per_output']} targets instead of only its own target.",
        line,
        None,
        {"targets for each output": lifted["targets_per_output"], "rows": n},
        "Give the targets the shape of the outputs: `targets.reshape(outputs.shape)`.",
        {"before": case.state(case.final), "after": case.retrained(rule)},
    )


def _loop_order(case: Case) -> Finding | None:
    """For each pair of nested loops, swap the two loops and run the changed program.

    Return a finding if this program learns, or if its final loss is less than half the original program's final loss.
    With a finding, `case` gets the network of the changed program. If no pair gives a finding, return None.
    """
    for line, changed in surgery.swapped_loops(case.source):
        other = case.other(changed)
        if other is None:
            continue
        if other.final is None or len(other.net.X) < 2 or case.final is None:
            continue
        own = float(other.net.loss(_in_order_of(case, other)))
        after = float(other.net.loss(other.final))
        if not (other.learned or after < 0.5 * own):
            continue
        rows = len(other.net.X)
        case.net, case.final = other.net, _in_order_of(case, other)  # the traced run of `case` uses only the first row
        case.learned = bool(case.net.learned(case.final))
        return Finding(
            "loop-order",
            f"Line {line}: the order of the two loops is wrong. The program makes all updates for one row before it "
            "uses the next row, so it fits only the last row.",
            line,
            None,
            {"rows": rows, "traced updates, all on the first row": len(case.net.lifted["updates"])},
            "Make the loop over the epochs the outer loop, and the loop over the rows the inner loop.",
            {"before": {"loss": short(own)}, "after": other.state(other.final)},
        )
    return None


def _seed_in_loop(case: Case) -> Finding | None:
    """Set the seed before the loops and run the changed program. Return a finding if its updates use several rows.

    With a finding, `case` gets the network of the changed program. Otherwise return None.
    """
    line, changed = surgery.with_seed_before_loops(case.source)
    other = case.other(changed) if line else None
    if other is None or surgery.same_row(other.net.lifted):
        return None
    own = float(other.net.loss(_in_order_of(case, other))) if case.final is not None else None
    case.net, case.final, case.curve, case.learned = other.net, None, [], False  # the run of `case` uses only one row
    case.fixed = other
    rows = len(case.net.lifted["updates"])
    return Finding(
        "data",
        f"Line {line} sets the seed again in each round of a loop, so each update draws the same row.",
        line,
        None,
        {"rows in the first updates": 1, "rows with the seed set once": len(other.net.X), "updates compared": rows},
        "Set the seed once, before the loop.",
        {"before": {"loss": short(own)}, "after": other.state(other.final)},
    )


def _in_order_of(case: Case, other: Case) -> Array:
    """Return the final parameters of `case`, sorted like the parameters of `other`.

    For a parameter that `case` does not have, return the initial value in `other`.
    """
    assert case.final is not None
    by_name = dict(zip(case.net.names, case.final))
    return np.array([by_name.get(name, other.net.start[k]) for k, name in enumerate(other.net.names)])
