"""A case: one program, its two runs, its network, and how this network would train with the right gradient.

The modules `structure`, `backward`, `data` and `training` find the causes of a failure in a case. `diagnosis` calls
these modules.
"""

import re
from dataclasses import replace
from typing import Any

import numpy as np

from shared.doctor import experiments, faults, run, surgery
from shared.doctor.model import Array, Net, Rule, net_of, train
from shared.doctor.report import Finding

STARTS = 24  # number of other starts in an experiment
SECONDS = 1.8  # processor time for one experiment
short = experiments.rounded


class Case:
    """A program, its two runs, and everything that the doctor has found out about it."""

    net: Net  # set when the network has been read
    reading: faults.Reading  # set when the steps have been compared with the gradient
    rule: Rule
    final: Array | None = None  # the parameters at the end of the program's own run
    learned = False
    fixed: "Case | None" = None  # the program with its first fix; None if the fixed program was not run
    curve: list[float]
    steps: int

    def __init__(self, source: str, plain: dict[str, Any], traced: dict[str, Any], timeout: float, memory: int) -> None:
        self.source, self.plain, self.traced = source, plain, traced
        self.timeout, self.memory = timeout, memory
        self.findings: list[Finding] = []
        self.right: list[str] = []
        self.unchecked: list[str] = []
        self.curve_after: list[float] = []

    def other(self, source: str) -> "Case | None":
        """Run `source`, a changed version of the program, and read its network. Return None if this fails."""
        traced = run.run("trace", source, self.timeout, self.memory)
        if "lifted" not in traced:
            return None
        plain = run.run("plain", source, self.timeout, self.memory)
        other = Case(source, plain, traced, self.timeout, self.memory)
        other.net = net_of(traced["lifted"])
        other.outcome()
        return other

    def outcome(self) -> None:
        """Set four attributes from the results of the two runs. The plain run is the run without the tape.

        final: the parameters at the end of the plain run, or None if some are unknown. learned: True if the outputs
        then fit the targets. curve: losses during the plain run. steps: the estimated number of updates in this run.
        """
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
        seen_rounds -= bool(self.traced.get("enough"))  # the round in which the traced run ends does not count
        count = net.lifted["update_count"]
        self.steps = max(1, round(count * rounds / seen_rounds)) if rounds and seen_rounds > 0 else max(1, count)

    def state(self, P: Array | None) -> dict[str, Any]:
        """Return a dict: the loss with the parameters P, True if P solves the task, the outputs (if at most 12).

        If P is None, return {}.
        """
        if P is None:
            return {}
        with np.errstate(all="ignore"):
            outputs = self.net.outputs(P)
            found = {"loss": short(float(self.net.loss(P))), "learned": bool(self.net.learned(P))}
        if outputs.size <= 12:
            found["outputs"] = [short(float(v), 3) for v in outputs.ravel()]
        return found

    def symptom(self) -> str:
        plain = self.plain
        parts = []
        if plain.get("problem"):
            parts.append(f"the program {plain['problem']}")
        elif plain.get("error"):
            where = f" in line {plain['line']}" if plain.get("line") else ""
            parts.append(f"the program stops{where}: {plain['error']}")
        if getattr(self, "final", None) is not None:
            state = self.state(self.final)
            outputs = f", outputs {state['outputs']}" if "outputs" in state else ""
            known = "all rows are right" if state["learned"] else "not all rows are right"
            parts.append(f"at the end {known}: mean squared error {state['loss']}{outputs}")
            if len(self.curve) > 2 and np.ptp(self.curve) == 0:
                parts.append("the loss never changes, not even in its last digit")
        if self.last_printed() and "at the end" not in " ".join(parts):
            parts.append(f"last line printed: {self.last_printed()}")
        return "; ".join(parts)

    def last_printed(self) -> str:
        """Return the last line that the program prints, at most 120 characters, or "" if it prints nothing."""
        lines = [line for line in self.plain.get("printed", "").splitlines() if line.strip()]
        return lines[-1][:120] if lines else ""

    def quoted(self) -> list[str]:
        """Return the program's own texts that a report may quote: its error, and the last line that it prints."""
        texts = [self.plain.get("error"), self.traced.get("error"), self.last_printed()]
        return [text for text in texts if text]

    def guessed_rate(self) -> float:
        """Return the learning rate in the source, or 0.5. The doctor uses this rate if it cannot measure the rate."""
        named = surgery.rate_in(self.source)
        return named if named else 0.5

    def guessed_rule(self) -> Rule:
        """Return the rule that the source suggests. The doctor uses this rule if it cannot measure a step."""
        order, sequence, per_update = self.order()
        act = self.net.layers[-1].act
        entropy = act == "softmax" or (act == "sigmoid" and surgery.plain_difference(self.source))
        rate = self.guessed_rate() / (per_update if surgery.divides_by_rows(self.source) else 1)
        return Rule(np.full(self.net.size, rate), entropy, order, sequence, per_update)

    def order(self) -> tuple[str, list[int], int]:
        """Return `order`, `sequence` and `per_update` of a `Rule`, from the rows of the traced updates."""
        net = self.net
        updates = net.lifted["updates"]
        if not updates:
            return "batch", list(range(len(net.X))), len(net.X)
        index = {(*row["x"], *row["t"]): k for k, row in enumerate(net.lifted["rows"])}
        per_update = max(len(update["rows"]) for update in updates[:4])
        seen = [index.get((*row["x"], *row["t"]), 0) for update in updates for row in update["rows"]]
        if per_update > 1:
            several = len(set(seen)) > per_update  # mini-batches: `train` repeats the traced rows in their order
            return ("cycle", seen, per_update) if several else ("batch", seen[:per_update], per_update)
        n = len(net.X)
        cycle = len(seen) >= 2 * n and all(seen[k] == seen[k % n] for k in range(len(seen)))
        return ("cycle" if cycle else "random"), seen[:n], 1

    def make_rule(self) -> None:
        """Set `rule`: how the program would train with the right gradient.

        If all updates use the same rows, but not all rows, `net` then keeps only the used rows.
        """
        net, reading = self.net, self.reading
        factors = [abs(g.factor) for g in reading.groups if g.factor]
        usual = float(np.median(factors)) if factors else self.guessed_rate()
        rates = np.full(net.size, usual)
        for group in reading.groups:
            if group.factor and group.status in ("right", "fault"):
                rates[group.roles] = abs(group.factor)
            for role, _, factor, _ in group.single:
                if factor:
                    rates[role] = abs(factor)
        order, sequence, per_update = self.order()
        if order == "batch" and len(net.X) != per_update:
            first = net.lifted["updates"][0]["rows"]
            self.net = net = replace(
                net, X=np.array([r["x"] for r in first], float), T=np.array([r["t"] for r in first], float)
            )
        way = reading.way
        limit = way.limit / usual
        self.rule = Rule(
            rates,
            reading.entropy,
            order,
            sequence,
            per_update,
            way.momentum,
            way.decay,
            way.adaptive,
            penalty=way.penalty,
            limit=limit,
        )

    def fair_steps(self) -> int:
        return min(self.steps, 200_000)

    def retrained(self, rule: Rule, net: Net | None = None) -> dict[str, Any]:
        """Return the state after training from the same start, with the right gradient and this rule."""
        net = net or self.net
        whole = replace(net, frozen=[])
        after, done = train(whole, rule, net.start[None], self.fair_steps(), SECONDS)
        state = (
            self.state(after[0])
            if net is self.net
            else {
                "loss": short(float(net.loss(after)[0])),
                "learned": bool(net.learned(after)[0]),
                "outputs": [short(float(v), 3) for v in net.outputs(after)[0].ravel()[:12]],
            }
        )
        return {**state, "updates": done}

    def starts(self, count: int = STARTS) -> tuple[Array, str]:
        """Return other starts of the network, and a text that says where they come from."""
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

    def group_name(self, group: faults.Group) -> str:
        names = [self.net.names[role] for role in group.roles]
        roots = dict.fromkeys(re.sub(r"\[[\d,]+\]$", "", name) for name in names)  # `params[0]` of `params[0][1,2]`
        if len(roots) > 1:
            roots = dict.fromkeys(map(surgery.root, names))
        if len(roots) <= 2:
            return ", ".join(roots)
        names = list(roots)
        return ", ".join(names) if len(names) <= 4 else f"{names[0]} … {names[-1]}"

    def update_line(self, roles: list[int]) -> int | None:
        for update in self.net.lifted["updates"]:
            for role in roles:
                if str(role) in update["place"]:
                    return int(update["place"][str(role)])
        return None
