"""The live network in Python: its traits, the values that the traits refuse, and the text of its JavaScript."""

import json
import re

import pytest
import traitlets

from shared import START_A, START_B, XOR, LiveNetwork
from shared.nn.network import cross_entropy, mean_loss
from shared.widgets import views
from shared.widgets.count_map import CountMap
from shared.widgets.digit_pad import DigitPad
from shared.widgets.javascript import FOLDER, STYLE, one_module


def test_it_opens_as_the_train_view_at_start_a():
    net = LiveNetwork()
    assert net.view == "train"
    assert net.params == list(START_A)
    assert net.epoch == 0
    assert net.presets == {"start A": list(START_A), "start B": list(START_B)}


def test_restart_goes_back_to_the_numbers_it_was_given():
    assert LiveNetwork(params=START_B).start == list(START_B)
    assert LiveNetwork(params=START_B, start=START_A).start == list(START_A)


def test_the_loss_is_that_of_the_current_numbers():
    net = LiveNetwork(params=START_B)
    assert net.epoch_loss == mean_loss(XOR, START_B)
    net.params = START_A
    assert net.epoch_loss == mean_loss(XOR, START_A)
    net.loss = "cross-entropy"
    assert net.epoch_loss == mean_loss(XOR, START_A, cross_entropy)


def test_its_loss_is_that_of_the_targets_it_was_given():
    rows = [(0, 0, 0), (0, 1, 0), (1, 0, 0), (1, 1, 1)]
    assert LiveNetwork(targets=(0, 0, 0, 1)).epoch_loss == mean_loss(rows, START_A)


@pytest.mark.parametrize("targets", [(0, 1, 1), (0, 1, 1, 2), (0, 1, 1, 0.5), 4, [[0]] * 4])
def test_targets_that_are_no_table_are_refused(targets):
    with pytest.raises(traitlets.TraitError, match="targets must be four numbers that are 0 or 1"):
        LiveNetwork(targets=targets)


@pytest.mark.parametrize(
    "view, trait, wrong, said",
    [
        (LiveNetwork, "view", "forward", "expected"),
        (views.NeuronView, "w1", float("nan"), "w1 must be a finite number"),
        (views.NeuronView, "b", "big", "expected a float"),
        (LiveNetwork, "params", START_A[:8], "nine finite numbers"),
        (LiveNetwork, "params", [*START_A[:8], float("nan")], "c is nan"),
        (LiveNetwork, "params", [*START_A[:8], None], "nine finite numbers"),
        (LiveNetwork, "params", [*START_A[:8], 10**400], "nine finite numbers"),
        (LiveNetwork, "params", 3, "nine finite numbers"),
        (LiveNetwork, "start", [float("inf")] * 9, "w11 is inf"),
        (LiveNetwork, "row", 4, "0 to 3"),
        (LiveNetwork, "row", "first", "expected an int"),
        (views.NeuronView, "point", [1.0], "two finite numbers"),
        (views.NeuronView, "point", [1.0, float("nan")], "two finite numbers"),
        (views.LineView, "table", "NOR", "expected any of"),
        (views.LandscapeView, "axes", ["w11", "w11"], "two different names"),
        (views.LandscapeView, "axes", ["w11", "w3"], "two different names"),
        (LiveNetwork, "loss", "absolute", "expected any of"),
        (LiveNetwork, "lr", 0, "above 0"),
        (LiveNetwork, "lr", float("inf"), "above 0"),
        (LiveNetwork, "lr", 10**400, "above 0"),
        (views.NeuronView, "w1", 10**400, "w1 must be a finite number"),
        (views.NeuronView, "point", [1.0, 10**400], "two finite numbers"),
        (LiveNetwork, "epoch", -1, "0 or more"),
        (LiveNetwork, "epoch", 0.5, "expected an int"),
        (LiveNetwork, "presets", {"short": [1, 2]}, "nine finite numbers"),
        (LiveNetwork, "history", [[1, 2]], "nine finite numbers"),
        (LiveNetwork, "history", [START_A] * 100_002, "at most 100001 epochs"),
        (views.BackwardView, "revealed", "yes", "expected a boolean"),
    ],
)
def test_a_wrong_value_is_refused_in_words_and_the_old_one_stays(view, trait, wrong, said):
    net = view()
    before = getattr(net, trait)
    with pytest.raises(traitlets.TraitError, match=re.escape(said)):
        setattr(net, trait, wrong)
    assert getattr(net, trait) == before


@pytest.mark.parametrize(
    "view, trait, value, kept",
    [
        (LiveNetwork, "params", range(9), [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0]),
        (views.LandscapeView, "axes", ["c", "v1"], ["c", "v1"]),
        (LiveNetwork, "history", [START_A, START_B], [list(START_A), list(START_B)]),
        (views.NeuronView, "w1", 2, 2.0),
        (LiveNetwork, "lr", 1, 1.0),
    ],
)
def test_a_right_value_is_taken(view, trait, value, kept):
    net = view()
    setattr(net, trait, value)
    assert getattr(net, trait) == kept


def test_two_widgets_share_nothing_that_can_change():
    one, two = LiveNetwork(), LiveNetwork()
    one.presets["mine"] = list(range(9))
    one.params = range(9)
    assert two.params == list(START_A)
    assert "mine" not in two.presets


def test_javascript_keeps_the_traits_that_python_has():
    script = (FOLDER / "widget.mjs").read_text("utf-8")
    kept = re.findall(r"^  (\w+): \{\s*build: \w+,\s*traits: (\[.*?\])", script, re.MULTILINE | re.DOTALL)
    classes = [*views.View.__subclasses__(), *views.NetworkView.__subclasses__()]
    concrete = [view for view in classes if view is not views.NetworkView]
    assert {CountMap, DigitPad, LiveNetwork} < {*concrete}
    inherited = {*views.View.class_trait_names(), "view", "epoch_loss"}  # the page computes `epoch_loss`
    assert {view.view.default_value: {*view.class_trait_names()} - inherited for view in concrete} == {
        name: {*json.loads(traits)} for name, traits in kept
    }


def test_the_bundle_imports_nothing_and_has_one_default_export():
    text = one_module()
    assert not re.search(r"^import\b", text, re.MULTILINE)
    assert re.findall(r"^export .*", text, re.MULTILINE) == ["export default { render };"]


def test_no_two_modules_use_the_same_top_level_name():
    names = re.findall(r"^(?:function|const|let|class) (\w+)", one_module(), re.MULTILINE)
    assert len(names) == len(set(names)), sorted({name for name in names if names.count(name) > 1})


def test_the_widget_asks_the_network_for_nothing():
    text = one_module() + STYLE
    assert set(re.findall(r"https?://[^\s\"')]+", text)) <= {
        "http://www.w3.org/2000/svg"
    }  # only the name of an XML namespace: the page does not load this address
    assert not re.search(r"\bfetch\(|XMLHttpRequest|WebSocket|@import|\burl\((?!#|\$)|\bimport\b", text)
