"""The shipped results of lesson 8: the file has the result of each call. The tests run a few calls again."""

from collections import OrderedDict

import pytest

from shared.experiments.counts import count_outcomes, end_of_run, measure_depth
from shared.experiments.success_map import BASELINE
from shared.lesson import cache, shipped
from shared.lesson.shipped import calls, name_of_call, read_file, rounded

ROUNDING = 3  # on a machine that rounds differently, this many runs may end differently

# Test only the first and the last call of each function: all calls would take minutes.
CALLS = {name_of_call(*call): call for call in calls()}
ENDS = [{call[0]: call for call in each}.values() for each in (CALLS.values(), reversed(CALLS.values()))]
SAMPLE = {name_of_call(*call): call for each in ENDS for call in each}


def test_the_file_has_exactly_the_calls_of_the_lesson():
    assert list(read_file()) == list(CALLS)


def same(found, kept):
    """Return True if two results are equal up to the rounding differences between machines."""
    if isinstance(kept, dict):
        return found.keys() == kept.keys() and all(same(found[name], kept[name]) for name in kept)
    if isinstance(kept, list) and isinstance(kept[0], list | int):
        return len(found) == len(kept) and all(map(same, found, kept))
    if isinstance(kept, list):
        return found == pytest.approx(kept, rel=1e-3, abs=1e-4)
    if isinstance(kept, int):
        return abs(found - kept) <= max(ROUNDING, 0.01 * kept)
    return found == (pytest.approx(kept, rel=1e-3, abs=1e-6) if isinstance(kept, float) else kept)


@pytest.mark.parametrize("name", SAMPLE)
def test_a_shipped_result_is_what_its_call_returns(name):
    function, *arguments = SAMPLE[name]
    assert same(rounded(function(*arguments)), read_file()[name])


def test_a_call_of_the_file_trains_nothing_and_another_call_is_computed(monkeypatch):
    monkeypatch.setattr(cache, "_results", OrderedDict())
    trained = []
    monkeypatch.setattr("shared.experiments.counts.train_many", lambda *call: trained.append(call))
    assert shipped.shipped(count_outcomes, 1000, BASELINE)["learned"] == 662
    with pytest.raises(AttributeError):
        shipped.shipped(count_outcomes, 1000, BASELINE._replace(seed=1))
    assert trained == [(1000, BASELINE._replace(seed=1))]


def test_a_name_of_a_call_tells_the_settings_that_differ():
    assert name_of_call(end_of_run, BASELINE._replace(lr=0.5), 2) == "end_of_run(Settings(lr=0.5), 2)"
    assert name_of_call(measure_depth, "tanh", 3) == "measure_depth('tanh', 3)"


def test_numbers_that_are_not_counts_have_five_digits():
    assert rounded({"a": [1.23456789, 2], "b": "x"}) == {"a": [1.2346, 2], "b": "x"}
