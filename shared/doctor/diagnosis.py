"""`examine(program)` runs a program, reads its network, compares its steps with the gradient, and tries the fixes."""

import ast
import re
import traceback
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np

from shared.doctor import backward, data, experiments, faults, repairs, rewrite, run, structure, surgery, training
from shared.doctor.case import SECONDS, Case, short
from shared.doctor.model import Net, Rule, net_of, train
from shared.doctor.report import NOT_UNDERSTOOD, NOTHING_WRONG, Finding, Report
from shared.experiments.statistics import format_rate, wilson_interval


def examine(program: str | Path, timeout: float = 20, memory: int = 1024) -> Report:
    """Return a `Report` on what is wrong with a program that trains a small network.

    program: the source of a program, or the path of a script, a Jupyter notebook or a marimo notebook. The program
    runs in separate processes. Each process may use `timeout` seconds (on a busy machine, up to four times as many) and
    `memory` megabytes. Even if the program is faulty or harmful, this function returns a report and raises no error.
    """
    path = Path(program) if isinstance(program, Path) or _is_path(program) else None
    if path is None:
        return _examined(str(program), timeout, memory)[0]
    try:
        source = rewrite.read(path)
        text = path.read_text("utf-8-sig")
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        return _lost(f"{path} cannot be read: {error}.")
    found, quoted = _examined(source, timeout, memory)
    return _in_cells(found, text, quoted) if path.suffix == ".ipynb" else found


def _is_path(program: str) -> bool:
    return "\n" not in program and program.strip().endswith((".py", ".ipynb"))


def _in_cells(report: Report, notebook: str, quoted: list[str]) -> Report:
    """Return the report with line numbers that begin again in each code cell of the notebook.

    The texts in `quoted`, which the program itself has written, do not change.
    """
    pattern = "|".join([*(f"(?<=: ){re.escape(text)}" for text in quoted), r"\b([Ll])ine (\d+)\b"])

    def placed(text: str) -> str:
        def words(found: re.Match[str]) -> str:
            if not found[1]:
                return found[0]
            cell, line = rewrite.place_in_notebook(notebook, int(found[2]))
            return f"{found[1]}ine {line} of code cell {cell}"

        return re.sub(pattern, words, text)

    findings = [replace(f, sentence=placed(f.sentence), fix=placed(f.fix)) for f in report.findings]
    for k, finding in enumerate(findings):
        if finding.line:
            cell, line = rewrite.place_in_notebook(notebook, finding.line)
            findings[k] = replace(finding, line=line, cell=cell)
    return replace(report, findings=findings, symptom=placed(report.symptom), right=[*map(placed, report.right)])


def _examined(source: str, timeout: float, memory: int) -> tuple[Report, list[str]]:
    """Return the report, and the program's own texts that it quotes."""
    try:
        compile(rewrite.parse(source), "program.py", "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = getattr(error, "lineno", None)
        where = f" in line {line}" if line else ""
        return _lost(f"The program is not valid Python{where}: {getattr(error, 'msg', error)}.", line), []
    try:
        return _examine(source, timeout, memory)
    except Exception as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        return _lost(f"The doctor itself failed ({type(error).__name__} in {last.name}): {error}."), []


def _examine(source: str, timeout: float, memory: int) -> tuple[Report, list[str]]:
    with ThreadPoolExecutor(2) as pool:
        plain = pool.submit(run.run, "plain", source, timeout, memory)
        traced = pool.submit(run.run, "trace", source, timeout, memory)
        case = Case(source, plain.result(), traced.result(), timeout, memory)
    found = report(case)
    if found.cause == NOT_UNDERSTOOD and not case.learned and (slip := repairs.repaired(case)):
        found = replace(found, findings=[slip, *_after_the_fix(case)])
    return found, case.quoted()


def _lost(sentence: str, line: int | None = None, symptom: str = "", unchecked: list[str] | None = None) -> Report:
    return Report([Finding(NOT_UNDERSTOOD, sentence, line)], symptom=symptom, unchecked=unchecked or [])


def report(case: Case) -> Report:
    """Return a report with the most important finding first. If the network cannot be read, the report says why.

    This function also stores its results in `case`.
    """
    lifted = case.traced.get("lifted")
    if lifted is None:
        return _not_lifted(case)
    case.net = net_of(lifted)
    case.outcome()
    if finding := structure.structure_finding(case):
        case.findings = [finding, *_after_the_fix(case)]
        return _finish(case)
    if not faults.same_outputs(case.net):
        case.final, case.curve, case.learned = None, [], False
        softmax = case.net.layers[-1].act == "softmax"
        perhaps = "the softmax has the wrong sum" if softmax else "a unit adds a number that is not a parameter"
        return _lost(
            f"The doctor read a network, but its outputs differ from the program's outputs. Perhaps {perhaps}.",
            symptom=case.symptom(),
        )
    if not case.net.lifted["updates"]:
        return _lost("The doctor read the network, but saw no update of its parameters.", symptom=case.symptom())
    try:
        roots = bool(re.search(r"sqrt|\*\*\s*(0?\.5|\(1 ?/ ?2\))", case.source))
        case.reading = faults.read(case.net, _floats(case.source), roots)
    except ValueError:
        return _lost(_why_not_finite(case), symptom=case.symptom())
    case.make_rule()
    _gradients(case)
    return _finish(case)


def _why_not_finite(case: Case) -> str:
    said = "After the first update, the network's numbers are not finite."
    if match := re.search(r"1(?:\.0)? ?- ?\w+ ?\*\* ?([A-Za-z_]\w*)", case.source):
        said += (
            f" Perhaps the program divides by `{match[0]}` with {match[1]} = 0, which is 0: {match[1]} must start at 1."
        )
    return said


def _finish(case: Case) -> Report:
    symptom = case.symptom()
    return Report(case.findings, case.right, case.unchecked, symptom, case.curve, case.curve_after)


def _after_the_fix(case: Case) -> list[Finding]:
    """Return the findings on the fixed program `case.fixed`, or [] if it learns or was not run."""
    if case.fixed is None or case.fixed.learned:
        return []
    return [f for f in report(case.fixed).findings if f.cause not in (NOTHING_WRONG, NOT_UNDERSTOOD)]


def _not_lifted(case: Case) -> Report:
    problem = case.plain.get("problem") or case.traced.get("problem")
    ended = case.plain.get("error")
    line = case.plain.get("line")
    where = f" in line {line}" if line else ""
    if problem:
        sentence = f"The program {problem}, so its network could not be read."
    elif ended:
        sentence = f"The program stops{where}, so its network could not be read: {ended}."
    else:
        if finding := structure.whole_activations(case) or structure.grown_bias(case):
            return Report([finding, *_after_the_fix(case)], symptom=case.symptom())
        reason = case.traced.get("error") or case.traced.get("not_understood") or "nothing was computed"
        sentence = f"The program runs, but its network could not be read: {reason}."
        if surgery.uses_dropout(case.source):
            sentence += " It seems to use dropout. The doctor cannot follow dropout: examine the program without it."
        line = None
    return _lost(sentence, line, case.symptom())


def _gradients(case: Case) -> None:
    reading = case.reading
    found = backward.faults_found(case)
    right = [g for g in reading.groups if g.status == "right"]
    if downhill := [g for g in right if g.factor <= 0]:  # the steps of the other groups go uphill
        names = ", ".join(dict.fromkeys(case.group_name(g) for g in downhill))
        loss = "cross-entropy" if reading.entropy else "squared error"
        case.right.append(f"the gradients of {names} are right for the {loss}")
    if reading.way.momentum:
        case.right.append(f"the steps have a momentum of {short(reading.way.momentum)}")
    if reading.way.adaptive:
        case.right.append(f"the optimizer is {reading.way.adaptive.name}")
    if reading.way.decay:
        case.right.append(f"the steps have a weight decay of {short(reading.way.decay)}")
    if reading.way.penalty:
        case.right.append(f"the steps have an L1 penalty (on the absolute weights) of {short(reading.way.penalty)}")
    if reading.way.limit:
        case.right.append(f"the steps are clipped: no step is larger than {short(reading.way.limit)}")
    silent = [g for g in reading.groups if g.status == "no gradient"]
    roles = {role for g in silent for role in g.roles}  # their steps are 0, so they seem to be frozen
    case.net = replace(case.net, frozen=[role for role in case.net.frozen if role not in roles])
    if silent:
        names = ", ".join(case.group_name(g) for g in silent)
        case.unchecked.append(
            f"the gradients of {names}: in all traced updates they are 0 or as small as rounding errors"
        )
    unknown = [g for g in reading.groups if g.status == "unknown"]
    for group in unknown:
        case.unchecked.append(
            f"the steps of {case.group_name(group)} differ from the gradient (by {short(group.difference, 2)} of "
            "the largest step), and no fault that the doctor knows explains these steps"
        )
    exact = any(g.status == "fault" for g in reading.groups)
    if unknown and not (exact and right):  # report no cause, because an explanation of only some steps may be wrong
        backward.unexplained(case, unknown)
        if right and not case.learned and (fact := data.not_separable(case)):  # this fact does not depend on the steps
            case.findings = [fact]
        return
    case.findings += found
    if found:
        _fix_all(case)
        return
    if case.learned and not np.ptp(case.net.T, axis=0).any():
        case.findings = [data.equal_targets(case)]
    elif case.learned:
        _nothing_wrong(case)
    else:
        _experiments(case)


def _fix_all(case: Case) -> None:
    """Test the fixes: train all parameters with the right gradient, from the same start and from other starts."""
    whole = replace(case.net, frozen=[])
    starts, source = case.starts()
    copies = np.vstack([case.net.start[None], starts])
    after, done = train(whole, case.rule, copies, case.fair_steps(), 2 * SECONDS)
    learned = case.net.learned(after)
    state = {**case.state(after[0]), "updates": done}
    state["other starts that learn"] = format_rate(int(learned[1:].sum()), len(starts)).replace(
        "\N{NO-BREAK SPACE}", " "
    )
    before = case.state(case.final)
    case.findings = [replace(f, proof={"before": before, "after": state}) for f in case.findings]
    _curve(case, case.rule, whole)
    if not learned[0] and not case.learned:
        for search in (data.contradicting_data, data.not_separable, data.targets_out_of_range):
            if finding := search(case):
                case.findings.append(finding)
                return
        outcomes = experiments.run(whole, case.rule, starts, case.fair_steps(), SECONDS)
        case.findings += training.from_experiments(case, outcomes, source, whole, second=True)


def _curve(case: Case, rule: Rule, net: Net) -> None:
    P, losses, steps = net.start[None], [float(net.loss(net.start))], case.fair_steps()
    if rule.momentum or rule.adaptive or rule.order != "batch" or steps > 20_000:
        return
    for _ in range(40):
        P, _ = train(net, rule, P, max(1, steps // 40), 0.2)
        losses.append(float(net.loss(P)[0]))
    case.curve_after = [v for v in losses if np.isfinite(v)]


def _nothing_wrong(case: Case) -> None:
    for search in (data.wrong_row_of_xor, data.stored_otherwise, data.other_predictions, data.other_accuracy):
        if finding := search(case):
            case.findings = [finding]
            return
    starts, source = case.starts()
    after, _ = train(case.net, case.rule, starts, case.fair_steps(), 2 * SECONDS)
    count, trials = int(case.net.learned(after).sum()), len(starts)
    low, high = wilson_interval(count, trials)
    rate = format_rate(count, trials).replace("\N{NO-BREAK SPACE}", " ")
    case.findings = [
        Finding(
            NOTHING_WRONG,
            f"The gradient is right and the network learns. Of other starts ({source}), {rate} learn.",
            None,
            None,
            {"starts that learn": count, "starts": trials, "low": short(low, 2), "high": short(high, 2)},
            "",
        )
    ]
    factors = [abs(g.factor) for g in case.reading.groups if g.factor]
    if factors and max(factors) > 1.01 * min(factors):
        pairs = ", ".join(f"{case.group_name(g)} {short(abs(g.factor))}" for g in case.reading.groups if g.factor)
        case.right.append(f"the rates of the layers differ ({pairs}), but the network learns")


def _experiments(case: Case) -> None:
    searches = [data.contradicting_data, data.stored_otherwise, data.not_separable, data.targets_out_of_range]
    if same := not np.ptp(case.net.T, axis=0).any():
        searches.append(data.equal_targets)
    else:
        searches += [training.identical_start, training.vanishing_rate, training.too_large_penalty]
        single = len(case.net.layers) == 2 and len(case.net.layers[0].biases) == 1
        if single and experiments.separable(case.net.X, case.net.T) is False:
            searches.append(training.too_few_units)  # one hidden unit separates the rows by one line, too
    for search in searches:
        if not (same and case.findings) and (finding := search(case)):
            case.findings.append(finding)
    if case.findings:
        return
    starts, source = case.starts()
    outcomes = experiments.run(case.net, case.rule, starts, case.fair_steps(), 2 * SECONDS)
    scaling = data.unscaled_inputs(case, outcomes, starts, moderate=False)
    case.findings = [scaling] if scaling else training.from_experiments(case, outcomes, source, case.net)
    random = case.rule.order == "random"  # another order of the rows can also explain another result
    contradicts = outcomes.same["same"] and not random  # the doctor's training learns here
    if contradicts or (training.falls_behind(case, outcomes) and not (random and case.findings)):
        case.findings = [
            Finding(
                NOT_UNDERSTOOD,
                "The gradient is right in the updates that were checked. From the same start and with the same rate, "
                "the doctor's training reduces the loss more than the program does. So the program later uses other "
                "rows or targets, or changes its parameters elsewhere.",
                None,
                None,
                {"loss after the doctor's training": short(outcomes.losses["same"])},
                "",
                {"before": case.state(case.final), "after": {}},
            )
        ]
    if not case.findings:
        more = data.unscaled_inputs(case, outcomes, starts, moderate=True) or training.too_few_units(case)
        case.findings = [more] if more else []
    if not case.findings:
        case.findings = [
            Finding(
                NOT_UNDERSTOOD,
                "The gradient is right, but the network does not learn. No experiment helped: other starts, other "
                "rates, larger and smaller initial numbers, more epochs, biases, more hidden units.",
                None,
                None,
                {name: f"{a} of {b}" for name, (a, b) in outcomes.shares.items() if not name.startswith("same")},
            )
        ]


def _floats(source: str) -> list[float]:
    """Return the float literals of a program."""
    return [n.value for n in ast.walk(ast.parse(source)) if isinstance(n, ast.Constant) and type(n.value) is float]
