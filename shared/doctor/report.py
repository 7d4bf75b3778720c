"""The doctor's report, which can be shown as text, as a card in a notebook, or as JSON."""

import html
import json
import re
from dataclasses import dataclass, field
from typing import Any

from shared.checking.result import LINE, MONO

NOTHING_WRONG, NOT_UNDERSTOOD = "nothing-wrong", "not-understood"


@dataclass(frozen=True)
class Finding:
    """One cause: its place, the evidence, the fix, and the results before and after the fix."""

    cause: str
    sentence: str
    line: int | None = None
    parameter: str | None = None
    evidence: dict[str, Any] = field(default_factory=dict)
    fix: str = ""
    proof: dict[str, Any] = field(default_factory=dict)  # "before" and "after"
    cell: int | None = None  # in a Jupyter notebook, `line` is a line of this code cell

    def as_dict(self) -> dict[str, Any]:
        """Return the finding as a dict for JSON."""
        cell = {} if self.cell is None else {"cell": self.cell}
        return {
            "cause": self.cause,
            "where": {"line": self.line, **cell, "parameter": self.parameter},
            "sentence": self.sentence,
            "evidence": self.evidence,
            "fix": self.fix,
            "proof": {"before": self.proof.get("before"), "after": self.proof.get("after")},
        }


@dataclass(frozen=True)
class Report:
    """The findings (the most important first), what is right, and what could not be checked."""

    findings: list[Finding]
    right: list[str] = field(default_factory=list)
    unchecked: list[str] = field(default_factory=list)
    symptom: str = ""
    curve: list[float] = field(default_factory=list)  # the losses of the program without the fix
    curve_after: list[float] = field(default_factory=list)  # the losses with the fix

    @property
    def cause(self) -> str:
        """The most important cause."""
        return self.findings[0].cause

    def to_json(self) -> str:
        """Return the list of findings as JSON."""
        return json.dumps([finding.as_dict() for finding in self.findings], indent=1, ensure_ascii=False)

    def __str__(self) -> str:
        return "\n".join(self._lines())

    __repr__ = __str__

    def _lines(self) -> list[str]:
        lines = []
        for k, finding in enumerate(self.findings):
            lines.append(f"{'Verdict' if k == 0 else 'Also'}: {finding.sentence}  [{finding.cause}]")
            lines += [f"  {label}: {text}" for label, text in _details(finding)]
        lines.append(f"Symptom: {self.symptom}") if self.symptom else None
        lines += [f"Right: {text}" for text in self.right]
        lines += [f"Not checked: {text}" for text in self.unchecked]
        return lines

    def _repr_html_(self) -> str:
        color = {NOTHING_WRONG: "#007a5a", NOT_UNDERSTOOD: "#6b7280"}.get(self.cause, "#b85000")
        parts = []
        for k, finding in enumerate(self.findings):
            weight = 650 if k == 0 else 400
            parts.append(
                f'<p style="margin: 0.4em 0 0; font-weight: {weight}">{_with_code(finding.sentence)} '
                f'<span style="{MONO}; opacity: 0.8">{finding.cause}</span></p>'
            )
            rows = "".join(_row(label, text) for label, text in _details(finding))
            parts.append(f'<dl style="margin: 0.3em 0 0">{rows}</dl>' if rows else "")
        rest = [("symptom", self.symptom)] if self.symptom else []
        rest += [("right", text) for text in self.right] + [("not checked", text) for text in self.unchecked]
        rows = "".join(_row(label, text) for label, text in rest)
        return (
            f'<div role="group" aria-label="doctor: {self.cause}" style="max-width: 44em; box-sizing: border-box; '
            f"margin: 0.5em 0; padding: 0.7em 1em 0.8em; border: 1px solid {LINE}; border-left: 5px solid {color}; "
            f'border-radius: 6px; color: inherit; line-height: 1.5">{"".join(parts)}{_chart(self)}'
            f'<dl style="margin: 0.6em 0 0; padding: 0.5em 0 0; border-top: 1px solid {LINE}">{rows}</dl></div>'
        )


def _details(finding: Finding) -> list[tuple[str, str]]:
    details = []
    if finding.evidence:
        details.append(("evidence", "; ".join(f"{k} {_short(v)}" for k, v in finding.evidence.items())))
    if finding.fix:
        details.append(("fix", finding.fix))
    if finding.proof:
        before, after = (_short(finding.proof.get(k)) for k in ("before", "after"))
        details.append(("proof", f"before: {before}; after: {after}"))
    return details


def _short(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{k} {_short(v)}" for k, v in value.items())
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(_short(v) for v in value)}]"
    return str(value)


def _with_code(text: str) -> str:
    """Return `text` as HTML. Text between backticks becomes code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(text))


def _row(label: str, text: str) -> str:
    return (
        '<div style="display: flex; flex-wrap: wrap; gap: 0 0.8em; margin-top: 0.3em">'
        f'<dt style="margin: 0; flex: 0 0 6.5em; font-weight: 400; opacity: 0.8">{html.escape(label)}</dt>'
        f'<dd style="margin: 0; flex: 1 1 16em; overflow-wrap: anywhere">{_with_code(text)}</dd></div>'
    )


def _chart(report: Report) -> str:
    """Return a small SVG of the loss before and after the fix, or "" if a curve has fewer than two points."""
    curves = [c for c in (report.curve, report.curve_after) if len(c) > 1]
    if len(curves) < 2:
        return ""
    top = max(max(c) for c in curves) or 1.0
    lines = []
    for curve, dash, label in ((report.curve, "", "without the fix"), (report.curve_after, "5 3", "with the fix")):
        points = " ".join(
            f"{8 + 284 * k / (len(curve) - 1):.1f},{8 + 84 * (1 - v / top):.1f}" for k, v in enumerate(curve)
        )
        lines.append(
            f'<polyline points="{points}" fill="none" stroke="currentColor" stroke-width="1.6" '
            f'stroke-dasharray="{dash}"><title>{label}</title></polyline>'
        )
    return (
        '<svg role="img" aria-label="The loss. Solid line: without the fix. Dashed line: with the fix." '
        'viewBox="0 0 300 100" '
        f'style="display: block; max-width: 20em; margin: 0.6em 0 0; border: 1px solid {LINE}">{"".join(lines)}</svg>'
        '<p style="margin: 0.2em 0 0; font-size: 0.9em; opacity: 0.8">The loss, from 0 to '
        f"{top:.3g}. Solid line: without the fix. Dashed line: with the fix.</p>"
    )
