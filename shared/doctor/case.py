"""`examine(source)`: runs a program, reads its network, compares its steps with the gradient, and tries the fixes."""

import ast
import traceback
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import numpy as np

from shared.doctor import experiments, faults, rewrite, run, surgery
from shared.doctor.model import Array, Net, Rule, net_of, train
from shared.doctor.report import NOT_UNDERSTOOD, NOTHING_WRONG, Finding, Report
from shared.experiments.statistics import format_rate, wilson_interval

STARTS = 24  # other starts of an experiment
SECONDS = 2.5  # for one experiment
short = experiments.rounded


def examine(source: str, timeout: float = 20, memory: int = 1024) -> Report:
    """What is wrong with a program that trains a small network: a `Report`.

    source: Python, of a script or of a marimo notebook. The program runs in processes of its own, each with at most
    `timeout` seconds and `memory` megabytes. Never raises because of what the program is or does.
    """
    try:
        rewrite.parse(source)
    except (SyntaxError, ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        where = f" in line {line}" if line else ""
        return _lost(f"The program is no Python{where}: {getattr(error, 'msg', error)}.", line)
    try:
        return _examine(source, timeout, memory)
    except Exception as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        return _lost(f"The doctor itself failed ({type(error).__name__} in {last.name}): {error}.")


def _examine(source: str, timeout: float, memory: int) -> Report:
    with ThreadPoolExecutor(2) as pool:
        plain = pool.submit(run.run, "plain", source, timeout, memory)
        traced = pool.submit(run.run, "trace", source, timeout, memory)
        case = Case(source, plain.result(), traced.result(), timeout, memory)
    return case.report()


def _lost(sentence: str, line: int | None = None, symptom: str = "", unchecked: list[str] | None = None) -> Report:
    return Report([Finding(NOT_UNDERSTOOD, sentence, line)], symptom=symptom, unchecked=unchecked or [])


class Case:
    """One program with its two runs; `report` says what is wrong with it."""

    def __init__(self, source: str, plain: dict[str, Any], traced: dict[str, Any], timeout: float, memory: int) -> None:
        self.source, self.plain, self.traced = source, plain, traced
        self.timeout, self.memory = timeout, memory
        self.findings: list[Finding] = []
        self.right: list[str] = []
        self.unchecked: list[str] = []
        self.curve_after: list[float] = []

    # The whole

    def report(self) -> Report:
        """The findings in order, or how far the reading got."""
        lifted = self.traced.get("lifted")
        if lifted is None:
            return self._not_lifted()
        self.net = net_of(lifted)
        self._outcome()
        if finding := self._structure():
            self.findings.insert(0, finding)
            return self._finish()
        if not self.net.lifted["updates"]:
            return _lost("The network was read, but no update of it was seen.", symptom=self._symptom())
        try:
            self.reading = faults.read(self.net, _floats(self.source))
        except ValueError:
            return _lost("The network's numbers are not finite after the first update.", symptom=self._symptom())
        self._make_rule()
        self._gradients()
        return self._finish()

    def _finish(self) -> Report:
        symptom = self._symptom()
        return Report(self.findings, self.right, self.unchecked, symptom, self.curve, self.curve_after)

    def _not_lifted(self) -> Report:
        problem = self.plain.get("problem") or self.traced.get("problem")
        ended = self.plain.get("error")
        line = self.plain.get("line")
        where = f" in line {line}" if line else ""
        if problem:
            sentence = f"The program {problem} before a network could be read from it."
        elif ended:
            sentence = f"The program stops{where}, before a network could be read from it: {ended}."
        else:
            if finding := self._grown_bias():
                return Report([finding, *self.findings], symptom=self._symptom())
            reason = self.traced.get("not_understood") or self.traced.get("error") or "nothing was computed"
            sentence = f"The program runs, but its network could not be read: {reason}."
            line = None
        return _lost(sentence, line, self._symptom())

    def _grown_bias(self) -> Finding | None:
        """A finding if an update such as `b = b - …` turns one number into one per row; this needs no network."""
        grown: dict[str, tuple[list[int], int]] = {}
        for name, shapes in self.traced.get("shapes", {}).items():
            if len(shapes) == 2 and surgery.line_of_own_update(self.source, name):
                before = [1] * (len(shapes[1]) - len(shapes[0])) + shapes[0]
                axes = [k for k, (a, b) in enumerate(zip(before, shapes[1])) if a == 1 and b > 1]
                if axes:
                    grown[name] = shapes[0], axes[0]
        if not grown:
            return None
        name = next(iter(grown))
        first, last = self.traced["shapes"][name]
        line = surgery.line_of_own_update(self.source, name)
        rows = last[grown[name][1]]
        after: dict[str, Any] = {"numbers in the bias": int(np.prod(first))}
        fixed = self._other(surgery.with_summed_steps(self.source, grown))
        if fixed is not None:
            after |= fixed._state(fixed.final)
            if not fixed.learned:  # the fix is right, and something else is wrong too
                self.findings += [f for f in fixed.report().findings if f.cause not in (NOTHING_WRONG, NOT_UNDERSTOOD)]
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

    def _other(self, source: str) -> "Case | None":
        """A changed program, run and read like this one; None if its network cannot be read."""
        traced = run.run("trace", source, self.timeout, self.memory)
        if "lifted" not in traced:
            return None
        plain = run.run("plain", source, self.timeout, self.memory)
        other = Case(source, plain, traced, self.timeout, self.memory)
        other.net = net_of(traced["lifted"])
        other._outcome()
        return other

    # What the program did

    def _outcome(self) -> None:
        """The final parameters of the untraced run, whether they learned, and the loss on the way."""
        net = self.net
        history = {(function, path): seen for function, path, seen in self.plain.get("history", [])}
        self.final: Array | None = None
        self.curve: list[float] = []
        series = []
        for aliases in net.lifted["names"]:
            known = [history[tuple(alias)] for alias in aliases if tuple(alias) in history]
            series.append(max(known, key=lambda seen: (seen[-1][0], len(seen))) if known else None)
        if all(seen is not None for seen in series) and series:
            last = [seen[-1][1] for seen in series if seen is not None]
            self.final = np.array(last, float)
            moments = sorted({moment for seen in series for moment, _ in seen or []})
            moments = moments[:: max(1, len(moments) // 60)] + moments[-1:]
            states = []
            for moment in moments:
                state = [[value for when, value in seen or [] if when <= moment][-1:] for seen in series]
                if all(state):
                    states.append([value[0] for value in state])
            if states:
                with np.errstate(all="ignore"):
                    losses = net.loss(np.array(states, float))
                self.curve = [float(v) for v in losses if np.isfinite(v)]
        self.learned = (
            self.final is not None and bool(np.all(np.isfinite(self.final))) and bool(net.learned(self.final))
        )
        begins = self.traced.get("begins") or [0, 1]
        line = str(begins[0])
        rounds, seen_rounds = self.plain.get("rounds", {}).get(line, 0), self.traced.get("rounds", {}).get(line, 0)
        seen_rounds -= bool(self.traced.get("enough"))  # the traced run ends when a round begins
        count = net.lifted["update_count"]
        self.steps = max(1, round(count * rounds / seen_rounds)) if rounds and seen_rounds > 0 else max(1, count)

    def _state(self, P: Array | None) -> dict[str, Any]:
        """The outputs and the loss with some parameters, for a proof."""
        if P is None:
            return {}
        with np.errstate(all="ignore"):
            outputs = self.net.outputs(P)
            found = {"loss": short(float(self.net.loss(P))), "learned": bool(self.net.learned(P))}
        if outputs.size <= 12:
            found["outputs"] = [short(float(v), 3) for v in outputs.ravel()]
        return found

    def _symptom(self) -> str:
        plain = self.plain
        parts = []
        if plain.get("problem"):
            parts.append(f"the program {plain['problem']}")
        elif plain.get("error"):
            where = f" in line {plain['line']}" if plain.get("line") else ""
            parts.append(f"the program stops{where}: {plain['error']}")
        if getattr(self, "final", None) is not None:
            state = self._state(self.final)
            outputs = f", outputs {state['outputs']}" if "outputs" in state else ""
            known = "all rows are right" if state["learned"] else "not all rows are right"
            parts.append(f"at the end {known}: mean squared error {state['loss']}{outputs}")
            if len(self.curve) > 2 and np.ptp(self.curve) == 0:
                parts.append("the loss is the same to the last digit from start to end")
        lines = [line for line in plain.get("printed", "").splitlines() if line.strip()]
        if lines and "at the end" not in " ".join(parts):
            parts.append(f"last line printed: {lines[-1][:120]}")
        return "; ".join(parts)

    # Faults that need no gradient

    def _structure(self) -> Finding | None:
        net, lifted = self.net, self.net.lifted
        n = len(lifted["updates"][0]["rows"]) if lifted["updates"] else len(net.X)
        if not lifted["applied"]:
            lines = sorted(set(lifted["would_be"].values()))
            line = lines[0] if lines else None
            return Finding(
                "not-applied",
                f"The steps are computed in line {line}, but the parameters that the forward pass uses never change.",
                line,
                net.names[0].split("[")[0],
                {"parameters": net.size, "parameters that change": 0},
                "Return or store the updated parameters, so that the next forward pass uses them.",
                {"before": self._state(net.start), "after": self._retrained(self._guessed_rule())},
            )
        names = {name.split("[")[0]: name for name in net.names}
        if n > 1 and (finding := self._grown_bias()):
            self.final, self.curve = None, []  # they were read with a bias for each row
            return finding
        if per_row := self._own_bias_a_row():
            return per_row
        if lifted["rounded"]:
            return self._rounded()
        if lifted["broadcast"] and lifted["targets_per_output"] > 1:
            return self._broadcast(names)
        if surgery.same_row(lifted) and (finding := self._loop_order()):
            return finding
        return None

    def _own_bias_a_row(self) -> Finding | None:
        """Units with the same weights and another bias for each row: found when the network was lifted."""
        groups: dict[tuple[int, ...], set[int]] = {}
        for layer in self.net.layers:
            for j in range(layer.weights.shape[1]):
                key = tuple(layer.weights[:, j])
                if layer.biases[j] >= 0 and any(r >= 0 for r in key):
                    groups.setdefault(key, set()).add(int(layer.biases[j]))
        for biases in groups.values():
            if len(biases) > 1:
                name = self.net.names[min(biases)].split("[")[0]
                line = self._update_line(sorted(biases))
                return Finding(
                    "bias-per-row",
                    f"`{name}` holds a bias of its own for each of {len(biases)} rows; a unit needs one for all rows.",
                    line,
                    name,
                    {"biases of one unit": len(biases)},
                    "Give the bias one number for each unit and sum its gradient over the rows.",
                    {"before": {"biases of one unit": len(biases)}, "after": {"biases of one unit": 1}},
                )
        return None

    def _rounded(self) -> Finding:
        pairs = self.net.lifted["rounded"]
        role, line = pairs[0]
        rule = self._guessed_rule()
        return Finding(
            "rounded",
            f"Line {line}: the new value of `{self.net.names[role]}` is rounded, so small steps are lost.",
            line,
            self.net.names[role],
            {"parameters that are rounded": len(pairs), "of": self.net.size},
            "Store the parameters as floats (an integer array cuts off fractions) and round only what is printed.",
            {"before": self._state(self.final), "after": self._retrained(rule)},
        )

    def _broadcast(self, names: dict[str, str]) -> Finding:
        lifted = self.net.lifted
        n, line = len(self.net.X), lifted["meeting"]
        rule = self._guessed_rule()
        return Finding(
            "broadcast",
            f"Line {line}: outputs and targets have different shapes, so each output meets "
            f"{lifted['targets_per_output']} targets instead of its own one.",
            line,
            None,
            {"targets for each output": lifted["targets_per_output"], "rows": n},
            f"Give the targets the shape of the outputs: `.reshape({n}, 1)`.",
            {"before": self._state(self.final), "after": self._retrained(rule)},
        )

    def _loop_order(self) -> Finding | None:
        """The program with its two loops swapped, run as it is: a finding if that learns, or comes closer."""
        for line, changed in surgery.swapped_loops(self.source):
            other = self._other(changed)
            if other is None:
                continue
            if other.final is None or len(other.net.X) < 2 or self.final is None:
                continue
            own = float(other.net.loss(self._in_order_of(other)))
            after = float(other.net.loss(other.final))
            if not (other.learned or after < 0.5 * own):
                continue
            rows = len(other.net.X)
            self.net, self.final = other.net, self._in_order_of(other)  # this run saw its first row only
            self.learned = bool(self.net.learned(self.final))
            return Finding(
                "loop-order",
                f"Line {line}: the loops are nested the wrong way round: each row is trained to the end before "
                "the next row comes, so the last row wins.",
                line,
                None,
                {"rows": rows, "updates in a row on the first row": len(self.net.lifted["updates"])},
                "Put the loop over the epochs outside and the loop over the rows inside.",
                {"before": {"loss": short(own)}, "after": other._state(other.final)},
            )
        return None

    def _in_order_of(self, other: "Case") -> Array:
        """This program's final parameters in the order that another reading gives them."""
        assert self.final is not None
        by_name = dict(zip(self.net.names, self.final))
        return np.array([by_name.get(name, other.net.start[k]) for k, name in enumerate(other.net.names)])

    # Training with a rule

    def _guessed_rate(self) -> float:
        """A rate from the program's own literals, for a rule whose steps cannot be compared."""
        named = surgery.rate_in(self.source)
        return named if named else 0.5

    def _guessed_rule(self) -> Rule:
        order, sequence, per_update = self._order()
        entropy = self.net.layers[-1].act == "sigmoid" and surgery.plain_difference(self.source)
        rate = self._guessed_rate() / (per_update if surgery.divides_by_rows(self.source) else 1)
        return Rule(np.full(self.net.size, rate), entropy, order, sequence, per_update)

    def _order(self) -> tuple[str, list[int], int]:
        net = self.net
        updates = net.lifted["updates"]
        if not updates:
            return "batch", list(range(len(net.X))), len(net.X)
        index = {(*row["x"], *row["t"]): k for k, row in enumerate(net.lifted["rows"])}
        per_update = max(len(update["rows"]) for update in updates[:4])
        seen = [index.get((*row["x"], *row["t"]), 0) for update in updates for row in update["rows"]]
        if per_update > 1:
            return "batch", seen[:per_update], per_update
        n = len(net.X)
        cycle = len(seen) >= 2 * n and all(seen[k] == seen[k % n] for k in range(len(seen)))
        return ("cycle" if cycle else "random"), seen[:n], 1

    def _make_rule(self) -> None:
        """How the program would train with the right gradient: its rates, order, momentum and decay."""
        net, reading = self.net, self.reading
        factors = [abs(g.factor) for g in reading.groups if g.factor]
        usual = float(np.median(factors)) if factors else self._guessed_rate()
        rates = np.full(net.size, usual)
        for group in reading.groups:
            if group.factor and group.status in ("right", "fault"):
                rates[group.roles] = abs(group.factor)
            for role, _, factor, _ in group.single:
                if factor:
                    rates[role] = abs(factor)
        order, sequence, per_update = self._order()
        if order == "batch" and len(net.X) != per_update:
            first = net.lifted["updates"][0]["rows"]
            self.net = net = replace(
                net, X=np.array([r["x"] for r in first], float), T=np.array([r["t"] for r in first], float)
            )
        self.rule = Rule(rates, reading.entropy, order, sequence, per_update, reading.momentum, reading.decay)

    def _fair_steps(self) -> int:
        return min(self.steps, 200_000)

    def _retrained(self, rule: Rule, net: Net | None = None) -> dict[str, Any]:
        """What comes of the same start with a rule and the right gradient."""
        net = net or self.net
        whole = replace(net, frozen=[])
        after, done = train(whole, rule, net.start[None], self._fair_steps(), SECONDS)
        state = (
            self._state(after[0])
            if net is self.net
            else {
                "loss": short(float(net.loss(after)[0])),
                "learned": bool(net.learned(after)[0]),
                "outputs": [short(float(v), 3) for v in net.outputs(after)[0].ravel()[:12]],
            }
        )
        return {**state, "updates": done}

    # The gradients

    def _gradients(self) -> None:
        reading = self.reading
        found = self._faults()
        right = [g for g in reading.groups if g.status == "right"]
        if right:
            names = ", ".join(self._group_name(g) for g in right)
            loss = "cross-entropy" if reading.entropy else "squared error"
            self.right.append(f"the gradients of {names} are those of the {loss}")
        if reading.momentum:
            self.right.append(f"the steps have a momentum of {short(reading.momentum)}")
        if reading.decay:
            self.right.append(f"the steps have a weight decay of {short(reading.decay)}")
        silent = [g for g in reading.groups if g.status == "no gradient"]
        if silent:
            names = ", ".join(self._group_name(g) for g in silent)
            self.unchecked.append(f"the gradients of {names}: they are 0 in all updates that were traced")
        unknown = [g for g in reading.groups if g.status == "unknown"]
        for group in unknown:
            self.unchecked.append(
                f"the steps of {self._group_name(group)} differ from the gradient (by {short(group.difference, 2)} of "
                "the largest), and no fault that is known reproduces them"
            )
        exact = any(g.status == "fault" for g in reading.groups)
        if unknown and not (exact and right):  # half a reading may be a wrong one: no cause is told
            self._unexplained(unknown)
            return
        self.findings += found
        if found:
            self._fix_all()
            return
        if self.learned:
            self._nothing_wrong()
        else:
            self._experiments()

    def _unexplained(self, unknown: list[faults.Group]) -> None:
        names = ", ".join(self._group_name(g) for g in unknown)
        state = "learns anyway" if self.learned else "does not learn"
        self.findings = [
            Finding(
                NOT_UNDERSTOOD,
                f"The steps of {names} are not proportional to the gradient, but no known fault reproduces them; "
                f"the program {state}.",
                self._update_line(unknown[0].roles),
                self._group_name(unknown[0]),
                {"difference from the gradient": short(max(g.difference for g in unknown), 2)},
            )
        ]

    def _group_name(self, group: faults.Group) -> str:
        roots = dict.fromkeys(surgery.root(self.net.names[role]) for role in group.roles)
        if len(roots) <= 2:
            return ", ".join(roots)
        names = list(roots)
        return ", ".join(names) if len(names) <= 4 else f"{names[0]} … {names[-1]}"

    def _update_line(self, roles: list[int]) -> int | None:
        for update in self.net.lifted["updates"]:
            for role in roles:
                if str(role) in update["place"]:
                    return int(update["place"][str(role)])
        return None

    def _faults(self) -> list[Finding]:
        """A finding for each fault in the steps; the nearest to the output first."""
        reading = self.reading
        found: list[Finding] = []
        if reading.not_reset:
            found.append(self._not_reset())
        found += self._signs()
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
            found.append(self._fault(part, mine))
        found += self._frozen()
        return found

    def _fault(self, part: faults.Part, groups: list[faults.Group]) -> Finding:
        roles = [r for g in groups for r in (g.roles if g.parts else [s[0] for s in g.single if part in s[3]])]
        line = surgery.line_of_values(self.net, groups[0], self.net.lifted["window"]) or self._update_line(roles)
        names = ", ".join(dict.fromkeys(self._group_name(g) for g in groups))
        layer = "output layer" if groups[0].layer == len(self.net.layers) - 1 else "hidden layer"
        worst = max(group.difference for group in groups)
        rebuilt = min(faults.EXACT, worst)
        return Finding(
            part.cause,
            f"Line {line}: in the backward pass of the {layer} ({names}), {part.text}.",
            line,
            names,
            {
                "difference from the gradient": short(worst, 2),
                "difference with this fault rebuilt": f"below {rebuilt:g}",
                "updates compared": min(faults.MOST_UPDATES, len(self.net.lifted["updates"])),
            },
            FIXES.get(part.cause, "Use the chain rule for this factor."),
        )

    def _not_reset(self) -> Finding:
        line = self._update_line(list(range(self.net.size)))
        return Finding(
            "not-reset",
            f"The gradients that line {line} uses still hold those of all earlier updates: they are never reset to 0.",
            line,
            None,
            {"step k": "equals the sum of the gradients of updates 1 to k, exactly"},
            "Set the sums of the gradients to 0 at the start of each update.",
        )

    def _signs(self) -> list[Finding]:
        uphill = [g for g in self.reading.groups if g.factor > 0 and g.status in ("right", "fault")]
        single = [(g, s) for g in self.reading.groups for s in g.single if s[2] > 0 and g.status == "fault"]
        if not uphill and not single:
            return []
        roles = [r for g in uphill for r in g.roles] or [s[0] for _, s in single]
        names = ", ".join(dict.fromkeys([self._group_name(g) for g in uphill] or [self.net.names[r] for r in roles]))
        line = self._update_line(roles)
        return [
            Finding(
                "sign",
                f"Line {line}: the steps of {names} go up the slope of the loss: the sign is flipped.",
                line,
                names,
                {"step / gradient": short(uphill[0].factor if uphill else single[0][1][2])},
                "Subtract the rate times the gradient (or swap output and target in the error).",
            )
        ]

    def _frozen(self) -> list[Finding]:
        """Findings on parameters that are never updated."""
        net = self.net
        still = [g for g in self.reading.groups if g.status == "not updated"]
        still_roles = {r for g in self.reading.groups for r, status, _, _ in g.single if status == "not updated"}
        weights = [g for g in still if g.kind == "weights"]
        biases = [g for g in still if g.kind == "biases"]
        found = []
        if weights:
            names = ", ".join(self._group_name(g) for g in weights)
            found.append(
                Finding(
                    "not-applied",
                    f"The weights {names} never change: no step is applied to them.",
                    self._update_line(list(range(net.size))),
                    names,
                    {"parameters that never change": sum(len(g.roles) for g in still), "of": net.size},
                    f"Update {names} too: subtract the rate times the gradient.",
                )
            )
        elif biases:
            names = ", ".join(self._group_name(g) for g in biases)
            found.append(
                Finding(
                    "no-bias",
                    f"The biases {names} are never updated: they keep their first values.",
                    self._update_line(list(range(net.size))),
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
                    f"{names} never change: no step is applied to them.",
                    self._update_line(list(range(net.size))),
                    names,
                    {"parameters that never change": len(still_roles)},
                    f"Update {names} too.",
                )
            )
        return found

    def _fix_all(self) -> None:
        """Prove the findings so far: the right gradient, everything updated, from the same start and from others."""
        whole = replace(self.net, frozen=[])
        starts, source = self._starts()
        copies = np.vstack([self.net.start[None], starts])
        after, done = train(whole, self.rule, copies, self._fair_steps(), 2 * SECONDS)
        learned = self.net.learned(after)
        state = {**self._state(after[0]), "updates": done}
        state["other starts that learn"] = format_rate(int(learned[1:].sum()), len(starts)).replace(
            "\N{NO-BREAK SPACE}", " "
        )
        before = self._state(self.final)
        self.findings = [replace(f, proof={"before": before, "after": state}) for f in self.findings]
        self._curve(self.rule, whole)
        if not learned[0] and not self.learned:
            outcomes = experiments.run(whole, self.rule, starts, self._fair_steps(), SECONDS)
            self.findings += self._from_experiments(outcomes, source, whole, second=True)

    def _curve(self, rule: Rule, net: Net) -> None:
        P, losses, steps = net.start[None], [float(net.loss(net.start))], self._fair_steps()
        if rule.momentum or rule.order != "batch" or steps > 20_000:
            return
        for _ in range(40):
            P, _ = train(net, rule, P, max(1, steps // 40), 0.2)
            losses.append(float(net.loss(P)[0]))
        self.curve_after = [v for v in losses if np.isfinite(v)]

    # Right gradients

    def _starts(self, count: int = STARTS) -> tuple[Array, str]:
        begins = self.traced.get("begins")
        given: list[list[float]] = []
        if begins:
            answer = run.run(
                "starts",
                self.source,
                min(self.timeout, 8),
                self.memory,
                slots=self.net.lifted["names"],
                begins=begins,
                first=1,
                count=count,
                seconds=1.5,
            )
            given = answer.get("starts", [])
        return experiments.draws(self.net, given, count)

    def _nothing_wrong(self) -> None:
        starts, source = self._starts()
        after, _ = train(self.net, self.rule, starts, self._fair_steps(), 2 * SECONDS)
        count, trials = int(self.net.learned(after).sum()), len(starts)
        low, high = wilson_interval(count, trials)
        rate = format_rate(count, trials).replace("\N{NO-BREAK SPACE}", " ")
        self.findings = [
            Finding(
                NOTHING_WRONG,
                f"The gradient is right and the network learns; of other starts ({source}), {rate} learn.",
                None,
                None,
                {"starts that learn": count, "starts": trials, "low": short(low, 2), "high": short(high, 2)},
                "",
            )
        ]
        factors = {round(abs(g.factor), 9) for g in self.reading.groups if g.factor}
        if len(factors) > 1:
            pairs = ", ".join(f"{self._group_name(g)} {short(abs(g.factor))}" for g in self.reading.groups if g.factor)
            self.right.append(f"the rates differ by layer ({pairs}), which does no harm here")

    def _experiments(self) -> None:
        for finding in (self._data(), self._separable(), self._range(), self._identical()):
            if finding:
                self.findings.append(finding)
        if self.findings:
            return
        starts, source = self._starts()
        outcomes = experiments.run(self.net, self.rule, starts, self._fair_steps(), 2 * SECONDS)
        self.findings = self._from_experiments(outcomes, source, self.net)
        if not self.findings:
            self.findings = [
                Finding(
                    NOT_UNDERSTOOD,
                    "The gradient is right, but the network does not learn, and no experiment (other starts, rates, "
                    "widths, more epochs, biases) changed that.",
                    None,
                    None,
                    {name: f"{a} of {b}" for name, (a, b) in outcomes.shares.items() if not name.startswith("same")},
                )
            ]

    def _data(self) -> Finding | None:
        pairs = experiments.contradictions(self.net.X, self.net.T)
        if not pairs:
            return None
        (x, targets) = pairs[0]
        return Finding(
            "data",
            f"The same input {short(x)} comes with the targets {short(targets)}: no network can output both.",
            None,
            None,
            {"inputs with several targets": len(pairs)},
            "Correct the rows: each input needs one target. `reshape` in place of a transpose mixes inputs.",
            {
                "before": self._state(self.final),
                "after": {"smallest loss that any network can reach": short(self._floor())},
            },
        )

    def _floor(self) -> float:
        """The loss of the best function of the inputs: each input gets the mean of its targets."""
        means = [np.mean([t for x, t in zip(self.net.X, self.net.T) if np.array_equal(x, row)]) for row in self.net.X]
        return float(np.mean((np.array(means) - self.net.T[:, 0]) ** 2))

    def _separable(self) -> Finding | None:
        net = self.net
        hidden = net.layers[:-1]
        if net.T.shape[1] != 1 or not net.binary or (hidden and any(layer.act != "identity" for layer in hidden)):
            return None
        if experiments.separable(net.X, net.T) is not False:
            return None
        if hidden:
            bent = replace(net, layers=[*(replace(h, act="tanh") for h in hidden), net.layers[-1]])
            before, after = self._state(self.final), self._best(bent)
            if not after["learned"]:
                return None
            return Finding(
                "no-activation",
                f"Line {hidden[0].line}: the hidden layer has no activation function, so the network is one line, "
                "and no line separates these rows.",
                hidden[0].line,
                None,
                {"layers": len(net.layers), "rows": len(net.X)},
                "Apply an activation function (tanh, sigmoid, ReLU) to the hidden layer, and its derivative backward.",
                {"before": before, "after": after},
            )
        wide = surgery.with_hidden(net, 4)
        rule = replace(self.rule, rates=np.full(wide.size, float(np.median(self.rule.rates))))
        return Finding(
            "not-separable",
            "The network has a single layer, and no line separates the rows with target "
            f"{short(float(net.T.max()))} from the others.",
            net.layers[0].line,
            None,
            {"rows": len(net.X), "layers": 1},
            "Add a hidden layer with an activation function.",
            {"before": self._state(self.final), "after": self._best(wide, rule)},
        )

    def _best(self, net: Net, rule: Rule | None = None) -> dict[str, Any]:
        """What a changed network comes to at the program's rate, and at a third and three times of it; the best."""
        rule = rule or self.rule
        rng = np.random.default_rng(3)
        copies = np.vstack([net.start[None], np.where(net.start == 0, 0, rng.normal(0, 1, (12, net.size)))])
        rates = np.concatenate([np.ones(len(copies)), np.full(len(copies), 0.3)])[:, None] * rule.rates
        steps = max(self._fair_steps(), 5000)
        after, done = train(net, rule, np.vstack([copies, copies]), steps, SECONDS, rates=rates)
        loss = np.nan_to_num(net.loss(after), nan=np.inf)
        k = 0 if net.learned(after)[0] else int(np.argmin(loss))
        return {
            "loss": short(float(loss[k])),
            "learned": bool(net.learned(after)[k]),
            "start": "the same" if k == 0 else "another one",
            "updates": done,
        }

    def _range(self) -> Finding | None:
        net = self.net
        limits = {"sigmoid": (0.0, 1.0), "tanh": (-1.0, 1.0), "relu": (0.0, np.inf), "softplus": (0.0, np.inf)}
        low, high = limits.get(net.layers[-1].act, (-np.inf, np.inf))
        least, most = float(net.T.min()), float(net.T.max())
        if low <= least and most <= high:
            return None
        inside = replace(net, T=(net.T - least) / (net.range))
        after, done = train(inside, self.rule, net.start[None], self._fair_steps(), SECONDS)
        learned = bool(inside.learned(after)[0])
        if not learned:
            after, done = train(inside, self.rule, self._starts(12)[0], self._fair_steps(), SECONDS)
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
                "before": self._state(self.final),
                "after": {"targets scaled to 0 … 1": "learned" if learned else "not learned", "updates": done},
            },
        )

    def _identical(self) -> Finding | None:
        net = self.net
        copies = experiments.identical_units(net, net.start)
        if not copies:
            return None
        rng = np.random.default_rng(5)
        spread = max(0.5, float(np.abs(net.start).max()))
        starts = rng.uniform(-spread, spread, (STARTS, net.size))
        after, _ = train(net, self.rule, starts, self._fair_steps(), SECONDS)
        count = int(net.learned(after).sum())
        if not count:
            after, _ = train(net, self.rule, starts, 5 * self._fair_steps(), SECONDS)
            count = int(net.learned(after).sum())
        if not count:
            return None
        hidden = net.layers[0].weights.shape[1]
        return Finding(
            "identical-start",
            f"{copies + 1} of {hidden} hidden units start with the same numbers, so they stay equal.",
            None,
            surgery.root(net.names[int(net.layers[0].weights[0, 0])]),
            {"equal hidden units": copies + 1, "hidden units": hidden},
            "Start the weights with different random numbers.",
            {
                "before": self._state(self.final),
                "after": {"random starts that learn": f"{count} of {STARTS}"},
            },
        )

    def _from_experiments(
        self, found: experiments.Outcomes, source: str, net: Net, second: bool = False
    ) -> list[Finding]:
        """The cause that the experiments speak for; at most one finding."""
        now = found.share("others")
        before = {**self._state(self.final), "other starts that learn": self._counted(found, "others")}
        rate_up = [f for f in experiments.RATES if f > 1 and found.same[f"same rate {f:g}"]]
        rate_down = [f for f in experiments.RATES if f < 1 and found.same[f"same rate {f:g}"]]
        wider = max((f for f in experiments.WIDTHS if f > 1), key=lambda f: (found.share(f"width {f:g}"), -f))
        narrower = max((f for f in experiments.WIDTHS if f < 1), key=lambda f: (found.share(f"width {f:g}"), f))
        rate = short(float(np.median(self.rule.rates)))
        line = surgery.line_of_rate(self.source)
        dead, units = experiments.dead_units(net, self.final) if self.final is not None else (0, 0)
        dead_at_start, _ = experiments.dead_units(net, net.start)
        exploded = self.final is None or not np.all(np.isfinite(self.final)) or float(np.abs(self.final).max()) > 1e4

        def slower(factor: float, cause: str, sentence: str, evidence: dict[str, Any]) -> Finding:
            after = {
                "rate": f"{factor:g} times",
                "loss": short(found.losses[f"same rate {factor:g}"]),
                "learned": found.same.get(f"same rate {factor:g}", False),
                "other starts that learn": self._counted(found, f"rate {factor:g}"),
            }
            fix = f"Multiply the rate by {factor:g}."
            return Finding(cause, sentence, line, None, evidence, fix, {"before": before, "after": after})

        longer = None
        if not second:
            steps = 10 * self._fair_steps()
            after_longer, done = train(net, self.rule, net.start[None], steps, 1.5 * SECONDS, stop=True)
            if net.learned(after_longer)[0] and done > self.steps:
                longer = after_longer[0], done
        best_rate_down = max(
            (f for f in experiments.RATES if f < 1),
            key=lambda f: (found.same[f"same rate {f:g}"], found.share(f"rate {f:g}")),
        )
        if dead and dead == units and dead_at_start == units and found.share("biases 0") > now:
            evidence = {"dead hidden units at the start": dead_at_start, "of": units}
            after_zero = {"other starts with biases 0 that learn": self._counted(found, "biases 0")}
            text = "All hidden ReLU units are 0 on every row from the start, so no gradient passes them."
            return [
                Finding(
                    "dead-relu",
                    text,
                    None,
                    None,
                    evidence,
                    "Start the biases at 0.",
                    {"before": before, "after": after_zero},
                )
            ]
        if dead and dead == units and now >= 0.25 and not exploded:
            return [self._all_dead(found, source, before, dead, dead_at_start)]
        slow_share = found.share(f"rate {best_rate_down:g}")
        if (exploded or dead) and (rate_down or slow_share >= now + 0.25):
            factor = max(rate_down, default=best_rate_down)
            if exploded:
                text = f"The rate ({rate}) is too large: the numbers explode."
                return [
                    slower(factor, "rate-too-large", text, {"largest parameter at the end": short(self._largest())})
                ]
            text = f"{dead} of {units} hidden ReLU units end at 0 on every row: the rate ({rate}) pushed them there."
            return [slower(factor, "dead-relu", text, {"dead hidden units": dead, "of": units})]
        flat, total = experiments.saturated_units(net, net.start)
        if flat and 2 * flat >= total and found.share(f"width {narrower:g}") > max(now, 0.2):
            return [
                self._width(
                    found, "start-too-large", narrower, before, {"saturated units at the start": flat, "of": total}
                )
            ]
        if rate_down and not rate_up and now < 0.3 and slow_share > now + 0.3:
            factor = max(rate_down)
            text = f"The rate ({rate}) is too large: the steps jump over the minimum."
            return [slower(factor, "rate-too-large", text, {"other starts that learn": self._counted(found, "others")})]
        if now < 0.3 and found.share(f"width {wider:g}") > now + 0.3 and not (longer and rate_up):
            size = short(float(np.std(net.start)))
            return [self._width(found, "start-too-small", wider, before, {"standard deviation of the start": size})]
        if now < 0.5 and (finding := self._without_biases(net, before)):
            return [finding]
        if longer and (now < 0.8 or rate_up):
            if (rate_up and min(rate_up) >= 10) or (rate_up and now < 0.1 and self._moved() < 0.2):
                factor = min(rate_up)
                text = f"The rate ({rate}) is too small: with {factor:g} times the rate, the same start learns."
                return [slower(factor, "rate-too-small", text, {"updates": self.steps})]
            P, done = longer
            after = {**self._state(P), "updates": done}
            text = f"The training stops too early: the same start has learned after {done} updates, not {self.steps}."
            return [
                Finding(
                    "too-few-epochs",
                    text,
                    surgery.line_of_epochs(self.source, self.traced),
                    None,
                    {"updates": self.steps, "updates until it has learned": done},
                    "Train for more epochs, or with a larger rate.",
                    {"before": before, "after": after},
                )
            ]
        quick = [f for f in experiments.RATES if f > 1 and found.share(f"rate {f:g}") > now + 0.5]
        if now < 0.3 and (rate_up or quick):
            factor = min(rate_up or quick)
            if found.share(f"rate {factor:g}") > now:
                who = "the same start learns" if rate_up else "most starts learn"
                text = f"The rate ({rate}) is too small: with {factor:g} times the rate, {who}."
                return [slower(factor, "rate-too-small", text, {"updates": self.steps})]
        if now >= 0.25:
            learned, copies = found.shares["others"]
            return [
                Finding(
                    "unlucky-start",
                    f"This start is unlucky: of {copies} other starts ({source}), {learned} learn with the same rule.",
                    None,
                    None,
                    {"other starts that learn": self._counted(found, "others")},
                    "Start again with another seed.",
                    {"before": before, "after": {"other starts that learn": learned}},
                )
            ]
        if found.share(f"width {narrower:g}") > now + 0.3:
            return [
                self._width(
                    found, "start-too-large", narrower, before, {"saturated units at the start": flat, "of": total}
                )
            ]
        if rate_down and slow_share > now:
            factor = max(rate_down)
            text = f"The rate ({rate}) is too large: with {factor:g} times the rate, the same start learns."
            return [slower(factor, "rate-too-large", text, {"other starts that learn": self._counted(found, "others")})]
        return []

    def _all_dead(
        self, found: experiments.Outcomes, source: str, before: dict[str, Any], dead: int, at_start: int
    ) -> Finding:
        when = "from the start" if at_start == dead else "at the end"
        return Finding(
            "dead-relu",
            f"All {dead} hidden ReLU units are 0 on every row {when}, so no gradient passes them. Of other starts "
            f"({source}), {self._counted(found, 'others')} learn.",
            self.net.layers[0].line,
            surgery.root(self.net.names[int(self.net.layers[0].weights[0, 0])]),
            {"dead hidden units": dead, "dead at the start": at_start},
            "Start again with another seed, or with weights that make the sums of the hidden units positive.",
            {"before": before, "after": {"other starts that learn": self._counted(found, "others")}},
        )

    def _without_biases(self, net: Net, before: dict[str, Any]) -> Finding | None:
        """A finding if units have no bias and the network learns once they get one."""
        missing = [layer for layer in net.layers if np.any(layer.biases < 0)]
        if not missing:
            return None
        more = surgery.with_biases(net)
        rates = np.concatenate([self.rule.rates, np.full(more.size - net.size, float(np.median(self.rule.rates)))])
        rng = np.random.default_rng(2)
        starts = np.vstack([net.start[None], self._starts(12)[0]])
        padded = np.hstack([starts, rng.normal(0, 0.01, (len(starts), more.size - net.size))])
        after, _ = train(more, replace(self.rule, rates=rates), padded, self._fair_steps(), SECONDS)
        learned = more.learned(after)
        if learned.mean() < 0.3:
            return None
        units = sum(int(np.sum(layer.biases < 0)) for layer in net.layers)
        return Finding(
            "no-bias",
            f"{units} units have no bias; with biases the network learns.",
            missing[0].line,
            None,
            {"units without a bias": units},
            "Give each unit a bias and update it with its delta.",
            {
                "before": before,
                "after": {
                    "same start learned": bool(learned[0]),
                    "starts that learn": f"{int(learned.sum())} of {len(learned)}",
                },
            },
        )

    def _moved(self) -> float:
        """How far the loss came from its first value, as a share of it."""
        if len(self.curve) < 2 or not self.curve[0]:
            return 0.0
        return abs(self.curve[0] - self.curve[-1]) / self.curve[0]

    def _largest(self) -> float:
        return float(np.abs(self.final).max()) if self.final is not None else float("inf")

    def _counted(self, found: experiments.Outcomes, name: str) -> str:
        learned, copies = found.shares.get(name, (0, 0))
        return f"{learned} of {copies}"

    def _width(
        self, found: experiments.Outcomes, cause: str, factor: float, before: dict[str, Any], evidence: dict[str, Any]
    ) -> Finding:
        sentences = {
            "start-too-small": "The start is too narrow: the hidden units are nearly equal for a long time.",
            "start-too-large": "The start is too wide: the units are saturated, their derivatives are almost 0.",
        }
        after = {
            "start": f"{factor:g} times as wide",
            "same start learned": found.same[f"same width {factor:g}"],
            "other starts that learn": self._counted(found, f"width {factor:g}"),
        }
        fix = f"Multiply the initial weights by {factor:g}."
        return Finding(cause, sentences[cause], None, None, evidence, fix, {"before": before, "after": after})


FIXES = {
    "derivative-missing": "Multiply by the derivative of the activation function at this unit.",
    "derivative-of-activation": "Compute the derivative from the activation: a(1 − a) for sigmoid, 1 − a² for tanh.",
    "weight-missing": "Send the delta back through the weight: delta × weight × derivative.",
    "updated-too-early": "Compute all deltas first, then update the weights.",
    "wrong-factor": "The gradient of a weight is its unit's delta times its input; that of a bias is the delta.",
    "sign": "Keep the sign of the error: output − target.",
    "broadcast": "Use each row's own error.",
    "not-accumulated": "Add up the gradients of all rows of the batch.",
}


def _floats(source: str) -> list[float]:
    """The float literals of a program."""
    return [n.value for n in ast.walk(ast.parse(source)) if isinstance(n, ast.Constant) and type(n.value) is float]
