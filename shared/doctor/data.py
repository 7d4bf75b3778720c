"""Finds causes in the rows and in the layers: contradicting rows, rows that no line separates, wrong targets."""

import re
from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np

from shared.doctor import experiments, surgery
from shared.doctor.case import SECONDS, Case, short
from shared.doctor.model import Net, Rule, net_of, train
from shared.doctor.report import NOT_UNDERSTOOD, Finding


def contradicting_data(case: Case) -> Finding | None:
    """Return a finding if an input occurs with different targets."""
    whole = net_of(case.net.lifted)  # with the rows of all batches
    pairs = experiments.contradictions(whole.X, whole.T)
    if not pairs:
        return None
    (x, targets) = pairs[0]
    shuffled = re.search(r"\b(shuffle|permutation)\(", case.source)
    fault = "If you shuffle the inputs, shuffle the targets in the same way." if shuffled else ""
    fault = fault or "To transpose, use `.T`: `reshape` mixes up the inputs."
    return Finding(
        "data",
        f"The same input {short(x)} has the targets {short(targets)}. But a network always gives the same output for "
        "this input.",
        None,
        None,
        {"inputs with several targets": len(pairs)},
        f"Correct the rows: each input needs one target. {fault}",
        {
            "before": case.state(case.final),
            "after": {"smallest loss that any network can reach": short(_floor(case))},
        },
    )


def wrong_row_of_xor(case: Case) -> Finding | None:
    """Return a finding if the program mentions XOR and no other table, but one row of XOR is wrong or missing."""
    net = case.net
    if not re.search("xor", case.source, re.IGNORECASE) or re.search(r"\b(OR|AND|NAND)\b|_(or|and)\b", case.source):
        return None
    columns = [k for k in range(net.X.shape[1]) if len(np.unique(net.X[:, k])) == 2]
    if len(net.X) not in (3, 4) or net.T.shape[1] != 1 or not net.binary or len(columns) != 2:
        return None
    inputs = net.X[:, columns]
    x1, x2 = (inputs > inputs.mean(axis=0)).T
    wrong = np.flatnonzero((net.T[:, 0] > net.T.mean()) != (x1 != x2))
    rows = {*zip(x1.tolist(), x2.tolist())}
    if len(rows) == 3 and len(wrong) == 0:
        (missing,) = {*product((False, True), repeat=2)} - rows
        row = net.X[:1].copy()
        row[0, columns] = np.where(missing, inputs.max(axis=0), inputs.min(axis=0))
        target = net.T.max() if missing[0] != missing[1] else net.T.min()
        corrected = replace(net, X=np.vstack([net.X, row]), T=np.vstack([net.T, [[target]]]))
        fault = f"the input {short(row[0, columns].tolist())} is in none of its rows"
        fix = f"Add this row with the target {short(float(target))}. Perhaps another input is in two rows."
    elif len(rows) == 4 and len(wrong) == 1:
        right = net.T.copy()
        right[wrong] = net.T.min() if net.T[wrong[0], 0] == net.T.max() else net.T.max()
        corrected = replace(net, T=right)
        target = short(float(net.T[wrong[0], 0]))
        fault = f"the row {short(inputs[wrong[0]].tolist())} has the target {target}"
        fix = f"Give this row the target {short(float(right[wrong[0], 0]))}."
    else:
        return None
    starts, _ = case.starts(12)
    after, done = train(corrected, case.rule, np.vstack([net.start[None], starts]), case.fair_steps(), SECONDS)
    return Finding(
        "data",
        f"The program mentions XOR, but {fault}. So the network learns a table that is not XOR.",
        None,
        None,
        {"rows that differ from XOR": 1},
        fix,
        {
            "before": case.state(case.final),
            "after": {
                "starts that learn XOR": f"{int(corrected.learned(after).sum())} of {len(after)}",
                "updates": done,
            },
        },
    )


def _stored(case: Case) -> dict[str, list[list[float]]]:
    """Return the rows of each global table of numbers in the program. The keys are the names of the variables.

    A table has 2 to 200 rows of the same length. Columns of ones are left out.
    """
    tables: dict[str, dict[tuple[int, ...], float]] = {}
    for function, path, seen in case.plain.get("history", []):
        found = re.fullmatch(r"([A-Za-z_]\w*)((?:\[[\d,]+\])+)", path)
        if found and not function:
            index = tuple(int(digits) for digits in re.findall(r"\d+", found[2]))
            tables.setdefault(found[1], {})[index] = float(seen[-1][1])
    rows: dict[str, list[list[float]]] = {}
    for name, table in tables.items():
        grouped: dict[int, list[float]] = {}
        for index in sorted(table):
            grouped.setdefault(index[0], []).append(table[index])
        listed = [grouped[k] for k in sorted(grouped)]
        if 2 <= len(listed) <= 200 and len({len(row) for row in listed}) == 1:
            ones = [k for k in range(len(listed[0])) if all(row[k] == 1 for row in listed)]
            rows[name] = [[v for k, v in enumerate(row) if k not in ones] for row in listed]
    return rows


def stored_otherwise(case: Case) -> Finding | None:
    """Return a finding if the updates give a stored input a wrong target, or leave out a stored row.

    Return None if this is not certain.
    """
    net, stored = case.net, _stored(case)
    used = {(tuple(row["x"]), tuple(row["t"])) for row in net.lifted["rows"]}
    inputs, outputs = net.X.shape[1], net.T.shape[1]
    xs = [n for n, rows in stored.items() if len(rows[0]) == inputs and {x for x, _ in used} <= {*map(tuple, rows)}]
    pairs = [(x, y) for x in xs for y in stored if len(stored[y]) == len(stored[x]) and len(stored[y][0]) == outputs]
    tables = {f"{x} and {y}": [(tuple(a), tuple(b)) for a, b in zip(stored[x], stored[y])] for x, y in pairs if x != y}
    for name, rows in stored.items():
        if len(rows[0]) == inputs + outputs:
            tables[name] = [(tuple(row[:inputs]), tuple(row[inputs:])) for row in rows]
    tables = {name: table for name, table in tables.items() if {t for _, t in used} <= {t for _, t in table}}
    right = {name: table for name, table in tables.items() if used <= {*table}}
    if not right and len(tables) == 1 and len({x for x, _ in used}) == len(used):
        ((name, table),) = tables.items()
        targets = dict(table)
        known = {x for x, _ in used} <= targets.keys() and {t for _, t in used} == {t for _, t in table}
        if len(targets) < len(table) or not known:
            return None
        x, t = next((x, t) for x, t in sorted(used) if targets[x] != t)
        return Finding(
            "data",
            f"The updates use the input {short(list(x))} with the target {short(list(t))}, but in {name} its target is "
            f"{short(list(targets[x]))}: the program takes the input and the target from different rows.",
            net.lifted["meeting"],
            None,
            {"rows with the target of another row": sum(targets[x] != t for x, t in used), "of": len(used)},
            "Take the input and the target from the same row.",
            {"before": case.state(case.final), "after": _trained_on(case, table)},
        )
    for name, table in right.items():
        missing = [row for row in table if row not in used]
        complete = len({x for x, _ in table}) == np.prod([len({x[k] for x, _ in table}) for k in range(inputs)])
        if missing and len(right) == 1 and complete and len(net.lifted["sequence"]) >= 8 * len(table):
            x, t = missing[0]
            return Finding(
                "data",
                f"In {name}, the row {short(list(x))} has the target {short(list(t))}, but none of the first "
                f"{len(net.lifted['updates'])} updates uses this row: the network cannot learn it from these updates.",
                None,
                None,
                {"rows that are not used": len(missing), "of": len(table)},
                "Use all rows in each epoch: in the loop over the rows, check the `range` or the slice.",
                {"before": case.state(case.final), "after": _trained_on(case, table)},
            )
    return None


def _trained_on(case: Case, table: list[tuple[tuple[float, ...], tuple[float, ...]]]) -> dict[str, Any]:
    """Return the state of the network after training with the rows of `table`, from the same start."""
    net = replace(case.net, X=np.array([x for x, _ in table]), T=np.array([t for _, t in table]))
    rule = case.rule if case.rule.order == "batch" else replace(case.rule, order="random")
    return case.retrained(rule, net)


def other_predictions(case: Case) -> Finding | None:
    """Return a finding if the program prints numbers that are not the outputs of its network.

    Call this function only if the network has learned. Return None if it is not certain that the numbers are outputs.
    """
    net = case.net
    if case.final is None:
        return None
    line = str(surgery.line_of_epochs(case.source, case.traced))
    printed = case.plain.get("printed", "")
    after = len(printed) - case.plain["characters"] + case.plain.get("printed_at", {}).get(line, 1 << 40)
    numbers = re.findall(r"(?<![\w.])\d*\.\d{2,}(?:e[+-]\d+)?", printed[after:]) if after >= 0 else []
    outputs = np.sort(net.outputs(case.final).ravel())
    if len(numbers) != len(outputs) or net.layers[-1].act not in ("sigmoid", "softmax"):
        return None
    shown = np.sort(np.array(numbers, float))
    if shown.max() > 1 or shown.max() < 0.1 or np.abs(shown - outputs).max() < 0.1:
        return None  # if all numbers are below 0.1, they may be errors instead of outputs
    return Finding(
        NOT_UNDERSTOOD,
        f"The gradient is right, and the network learns. But at the end the program prints other numbers: it prints "
        f"{', '.join(numbers[:4])}, and the outputs of the trained network are "
        f"{', '.join(str(short(float(v), 3)) for v in net.outputs(case.final).ravel()[:4])}.",
        None,
        None,
        {"numbers that the program prints after the training": len(numbers)},
        f"In the training, line {net.layers[-1].line} computes the output. Compare this forward pass with the lines "
        "that compute the printed numbers.",
    )


def other_accuracy(case: Case) -> Finding | None:
    """Return a finding if the program prints a low accuracy, although its network has learned all its rows."""
    lines = [line for line in case.plain.get("printed", "").splitlines() if re.search("(?i)acc", line)]
    if not lines or re.search("(?i)test|val", lines[-1]):
        return None
    number = re.search(r"(?i)acc\w*\D{0,12}?(\d+(?:\.\d+)?)(?![\w.])", lines[-1])
    if not number:
        return None
    accuracy = float(number[1]) / (100 if "%" in lines[-1] or float(number[1]) > 1 else 1)
    if accuracy > 0.9:
        return None
    rows = len(case.net.X)
    return Finding(
        NOT_UNDERSTOOD,
        f"The gradient is right, and the network learns the {rows} rows that the doctor has seen. But the program "
        f"prints the accuracy {number[1]}. Either it computes the accuracy wrongly, or it has more rows and does not "
        "use them in the training.",
        None,
        None,
        {"printed accuracy": number[1], "rows in the first updates": rows},
        "Compare the shapes of outputs and targets in the line that computes the accuracy, and the axis of `argmax`. "
        "Count the rows that one epoch uses.",
    )


def equal_targets(case: Case) -> Finding:
    """Return the finding for rows that all have the same targets.

    With these rows, no experiment shows if a network learns.
    """
    updates = len(case.net.lifted["updates"])
    rows = "row" if len(case.net.X) == 1 else "targets"
    return Finding(
        NOT_UNDERSTOOD,
        f"The gradient is right, but the first {updates} updates all use the same {rows} "
        f"({short((case.net.X[0] if rows == 'row' else case.net.T[0]).tolist())}). So the doctor cannot tell what the "
        "network learns about other rows.",
        None,
        None,
        {"rows in these updates": len(case.net.X), "targets": short(case.net.T[0].tolist())},
        "If the program has other rows, use each row in each epoch.",
    )


def _floor(case: Case) -> float:
    """Return the smallest possible mean squared error. The best output for an input is the mean of its targets."""
    X, T = case.net.X, case.net.T
    means = [T[(row == X).all(axis=1)].mean(axis=0) for row in X]
    return float(np.mean((np.array(means) - T) ** 2))


def not_separable(case: Case) -> Finding | None:
    """Return a finding if the network can draw only one line, and no line separates its rows.

    With hidden layers, return the finding only if tanh in these layers helps.
    """
    net = case.net
    hidden = net.layers[:-1]
    if net.T.shape[1] != 1 or not net.binary or (hidden and any(layer.act != "identity" for layer in hidden)):
        return None
    if experiments.separable(net.X, net.T) is not False:
        return None
    if hidden:
        bent = replace(net, layers=[*(replace(h, act="tanh") for h in hidden), net.layers[-1]])
        before, after = case.state(case.final), _best(case, bent)
        if not after["learned"]:
            return None
        return Finding(
            "no-activation",
            f"Line {hidden[0].line}: the hidden layer has no activation function, so the network can draw only one "
            "line, and no line separates these rows.",
            hidden[0].line,
            None,
            {"layers": len(net.layers), "rows": len(net.X)},
            "Apply an activation function (tanh, sigmoid, ReLU) to the hidden layer, and use its derivative in the "
            "backward pass.",
            {"before": before, "after": after},
        )
    wide = surgery.with_hidden(net, 4)
    rule = replace(case.rule, rates=np.full(wide.size, float(np.median(case.rule.rates))))
    return Finding(
        "not-separable",
        "The network has a single layer, and no line separates the rows with target "
        f"{short(float(net.T.max()))} from the other rows.",
        net.layers[0].line,
        None,
        {"rows": len(net.X), "layers": 1},
        "Add a hidden layer with an activation function.",
        {"before": case.state(case.final), "after": _best(case, wide, rule)},
    )


def _best(case: Case, net: Net, rule: Rule | None = None) -> dict[str, Any]:
    """Train a changed network from several starts, with the program's rate and with 0.3 times this rate.

    Return the result from `net.start` with the program's rate if the network then learns. Otherwise return the result
    with the smallest loss.
    """
    rule = rule or case.rule
    rng = np.random.default_rng(3)
    copies = np.vstack([net.start[None], np.where(net.start == 0, 0, rng.normal(0, 1, (12, net.size)))])
    rates = np.concatenate([np.ones(len(copies)), np.full(len(copies), 0.3)])[:, None] * rule.rates
    steps = max(case.fair_steps(), 5000)
    after, done = train(net, rule, np.vstack([copies, copies]), steps, SECONDS, rates=rates)
    loss = np.nan_to_num(net.loss(after), nan=np.inf)
    k = 0 if net.learned(after)[0] else int(np.argmin(loss))
    best = {"loss": short(float(loss[k])), "learned": bool(net.learned(after)[k])}
    if np.array_equal(net.start, case.net.start):  # otherwise all starts are new, because `net` has more parameters
        best["start"] = "the same" if k % len(copies) == 0 else "another start"
    if k >= len(copies):
        best["rate"] = "0.3 times"
    return {**best, "updates": done}


def unscaled_inputs(case: Case, found: experiments.Outcomes, starts: np.ndarray, moderate: bool) -> Finding | None:
    """Return a finding if scaled inputs help at least as much as each experiment in `found`.

    Scaled means that each column has the mean 0 and the standard deviation 1. If the last layer has no activation
    function and this does not help, also scale the targets. `starts` are other starts of the program.

    If `moderate` is true, return None unless the largest input is between 0.1 and 10. If it is false, return None if
    the largest input is in this range.
    """
    net = case.net
    largest = float(np.abs(net.X).max())
    if (0.1 <= largest <= 10) != moderate:
        return None
    copies = np.vstack([net.start[None], starts[:12]])
    scaled = replace(net, X=_scaled(net.X))
    if finding := _of_scaled(case, found, scaled, copies, "inputs", largest):
        return finding
    if net.layers[-1].act != "identity" or net.binary:
        return None
    scaled = replace(scaled, T=_scaled(net.T))
    return _of_scaled(case, found, scaled, copies, "inputs and targets", largest)


def _scaled(columns: np.ndarray) -> np.ndarray:
    """Return the columns with mean 0 and standard deviation 1. Constant columns do not change."""
    spread = columns.std(axis=0)
    return np.where(spread > 0, (columns - columns.mean(axis=0)) / np.where(spread > 0, spread, 1), columns)


def _of_scaled(
    case: Case, found: experiments.Outcomes, scaled: Net, copies: np.ndarray, what: str, largest: float
) -> Finding | None:
    after, done = train(scaled, case.rule, copies, case.fair_steps(), SECONDS)
    learned = scaled.learned(after)
    if learned.mean() < max(0.5, *(found.share(name) for name in found.shares if not name.startswith("same"))):
        return None
    fault = "too large" if largest > 10 else "too small" if largest < 0.1 else "not scaled"
    return Finding(
        "unscaled-inputs",
        f"The {what} are {fault}: the largest input is {short(largest)}. If each column is scaled to the mean 0 and "
        "the standard deviation 1, the network learns.",
        None,
        None,
        {"largest input": short(largest)},
        f"Before the training, subtract from each column of the {what} its mean, and divide by its standard deviation. "
        "Scale new rows with the same numbers.",
        {
            "before": case.state(case.final),
            "after": {
                "same start learned": bool(learned[0]),
                "starts that learn": f"{int(learned.sum())} of {len(learned)}",
                "updates": done,
            },
        },
    )


def targets_out_of_range(case: Case) -> Finding | None:
    """Return a finding if the output's activation function cannot reach the targets."""
    net = case.net
    sums = net.T.sum(axis=1)
    if net.layers[-1].act == "softmax" and np.abs(sums - 1).max() > 1e-6:
        far = float(sums[np.argmax(np.abs(sums - 1))])
        return Finding(
            "target-out-of-range",
            f"The targets of a row add up to {short(far)}, but the outputs of softmax always add up to 1.",
            net.lifted["meeting"],
            None,
            {"rows": len(net.X), "rows whose targets do not add up to 1": int(np.sum(np.abs(sums - 1) > 1e-6))},
            "Give each row the target 1 for its class and 0 for the others.",
            {"before": case.state(case.final), "after": {"sum of a row's targets": 1}},
        )
    above = 0.0, np.inf
    limits = {"sigmoid": (0.0, 1.0), "softmax": (0.0, 1.0), "tanh": (-1.0, 1.0), "relu": above, "softplus": above}
    low, high = limits.get(net.layers[-1].act, (-np.inf, np.inf))
    least, most = float(net.T.min()), float(net.T.max())
    if low <= least and most <= high:
        return None
    inside = replace(net, T=(net.T - least) / (net.range))
    after, done = train(inside, case.rule, net.start[None], case.fair_steps(), SECONDS)
    learned = bool(inside.learned(after)[0])
    if not learned:
        after, done = train(inside, case.rule, case.starts(12)[0], case.fair_steps(), SECONDS)
        learned = bool(np.any(inside.learned(after)))
    return Finding(
        "target-out-of-range",
        f"The targets go from {short(least)} to {short(most)}, but the output ({net.layers[-1].act}) only reaches "
        f"values from {low:g} to {high:g}.",
        net.lifted["meeting"],
        None,
        {"targets": [short(least), short(most)], "outputs can be": [low, str(high) if np.isinf(high) else high]},
        "Scale the targets to the output's range, or use another output unit (tanh, or no activation).",
        {
            "before": case.state(case.final),
            "after": {"targets scaled to 0 … 1": "learned" if learned else "not learned", "updates": done},
        },
    )
