"""The doctor: says why a network in a whole program does not learn. `doctor.examine(program)` returns a report."""

from shared.doctor.diagnosis import examine
from shared.doctor.report import Finding, Report

__all__ = ["Finding", "Report", "examine"]
