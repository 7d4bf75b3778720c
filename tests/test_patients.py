"""The six patients of lesson 10: their programs and the doctor give the same results as the stored ones."""

import json
from types import SimpleNamespace

import pytest

from shared.doctor import examine, patient_view, patients
from shared.doctor.patients import PATIENTS, measure, replaced

# patient → (cause, words from the faulty line). The words are None if the fault is not in a single line.
FAULTS = {
    "squashed_twice": ("derivative-of-activation", "sigmoid_prime(out)"),
    "raw_error_back": ("weight-missing", "delta_hidden = error"),
    "constant_sum": ("dead-relu", None),
    "flat_cost": ("too-few-epochs", "range(4000)"),
    "one_pair_first": ("loop-order", "in rows:"),
    "bias_matrix": ("bias-per-row", "rate * delta1"),
}


def test_every_patient_has_a_cause_and_an_address():
    assert list(FAULTS) == list(PATIENTS) == list(json.loads(patients.RESULTS.read_text("utf-8")))
    assert all(patient.address.startswith("https://") for patient in PATIENTS.values())


@pytest.mark.parametrize("name", PATIENTS)
def test_a_patient_ends_as_shipped_and_learns_with_its_fix(name):
    patient, shipped = PATIENTS[name], patients.results(name)
    hidden, outputs, printed, learned = measure.finish(patient, patient.source)
    assert printed == shipped["printed"]
    assert hidden == [pytest.approx(unit, abs=1e-3) for unit in shipped["hidden"]]
    assert outputs == pytest.approx(shipped["outputs"], abs=1e-3)
    assert not learned
    *_, learned = measure.finish(patient, patient.fixed)
    assert learned and shipped["fixed"]["learned"]


@pytest.mark.parametrize("name", PATIENTS)
def test_the_gradients_of_a_patient_are_as_shipped(name):
    found, shipped = measure.gradients(PATIENTS[name]), patients.results(name)["gradient"]
    assert [label for label, *_ in found] == [label for label, *_ in shipped]
    for (_, ours, numerical), (_, *kept) in zip(found, shipped, strict=True):
        assert [ours, numerical] == pytest.approx(kept, rel=1e-4, abs=1e-7)


@pytest.mark.parametrize("name", PATIENTS)
def test_the_doctor_names_cause_and_line_of_a_patient(name):
    cause, words = FAULTS[name]
    source = PATIENTS[name].source
    finding, *_ = examine(source).findings
    assert (finding.cause, finding.line) == (cause, patients.report(name).findings[0].line)
    assert patients.report(name).cause == cause
    assert words is None or words in source.splitlines()[finding.line - 1]


def test_other_starts_and_more_epochs_end_as_shipped():
    patient, shipped = PATIENTS["flat_cost"], patients.results("flat_cost")
    assert measure.outcomes(patient, 3) == shipped["outcomes"][:3]
    assert set(shipped["outcomes"]) == {True, False}
    assert measure.finish(patient, replaced(patient.source, patient.longer))[-1] == shipped["longer"]["learned"]


@pytest.mark.parametrize("mode", ["run", "edit"])
def test_a_visitor_of_the_app_cannot_run_a_program(mode, monkeypatch):
    monkeypatch.setattr(patient_view.mo, "app_meta", lambda: SimpleNamespace(mode=mode))
    assert (patient_view.program_input() is None) == (mode == "run")


def test_a_change_that_does_not_fit_the_program_is_refused():
    with pytest.raises(ValueError, match="occurs 0 times"):
        replaced("a = 1", ("b", "c"))
