"""The live network as Python sees it: its traits, what they refuse, and the one text of JavaScript it hands over."""

import re

import pytest
import traitlets

from shared import START_A, START_B, XOR, LiveNetwork
from shared.nn.network import cross_entropy, mean_loss
from shared.widgets.live_network import one_module


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


@pytest.mark.parametrize(
    "trait, wrong, said",
    [
        ("view", "picture", "expected any of"),
        ("params", START_A[:8], "nine finite numbers"),
        ("params", [*START_A[:8], float("nan")], "c is nan"),
        ("params", [*START_A[:8], None], "nine finite numbers"),
        ("params", 3, "nine finite numbers"),
        ("start", [float("inf")] * 9, "w11 is inf"),
        ("row", 4, "0 to 3"),
        ("row", "first", "expected an int"),
        ("point", [1.0], "two finite numbers"),
        ("point", [1.0, float("nan")], "two finite numbers"),
        ("table", "NOR", "expected any of"),
        ("axes", ["w11", "w11"], "two different names"),
        ("axes", ["w11", "w3"], "two different names"),
        ("loss", "absolute", "expected any of"),
        ("lr", 0, "above 0"),
        ("lr", float("inf"), "above 0"),
        ("epoch", -1, "0 or more"),
        ("epoch", 0.5, "expected an int"),
        ("presets", {"short": [1, 2]}, "nine finite numbers"),
        ("history", [[1, 2]], "nine finite numbers"),
        ("history", [START_A] * 100_002, "at most 100001 epochs"),
        ("revealed", "yes", "expected a boolean"),
    ],
)
def test_a_wrong_value_is_refused_in_words_and_the_old_one_stays(trait, wrong, said):
    net = LiveNetwork()
    before = getattr(net, trait)
    with pytest.raises(traitlets.TraitError, match=re.escape(said)):
        setattr(net, trait, wrong)
    assert getattr(net, trait) == before


@pytest.mark.parametrize(
    "trait, value, kept",
    [
        ("params", range(9), [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0]),
        ("axes", ["c", "v1"], ["c", "v1"]),
        ("history", [START_A, START_B], [list(START_A), list(START_B)]),
        ("lr", 1, 1.0),
    ],
)
def test_a_right_value_is_taken(trait, value, kept):
    net = LiveNetwork()
    setattr(net, trait, value)
    assert getattr(net, trait) == kept


def test_two_widgets_share_nothing_that_can_change():
    one, two = LiveNetwork(), LiveNetwork()
    one.presets["mine"] = list(range(9))
    one.params = range(9)
    assert two.params == list(START_A)
    assert "mine" not in two.presets


def test_the_modules_become_one_that_imports_nothing_and_has_one_default_export():
    text = one_module()
    assert not re.search(r"^import\b", text, re.MULTILINE)
    assert re.findall(r"^export .*", text, re.MULTILINE) == ["export default { render };"]


def test_no_two_modules_use_the_same_top_level_name():
    names = re.findall(r"^(?:function|const|let|class) (\w+)", one_module(), re.MULTILINE)
    assert len(names) == len(set(names)), sorted({name for name in names if names.count(name) > 1})


def test_the_widget_asks_the_network_for_nothing():
    text = one_module() + LiveNetwork._css
    assert set(re.findall(r"https?://[^\s\"')]+", text)) <= {"http://www.w3.org/2000/svg"}  # a name, not an address
    assert not re.search(r"\bfetch\(|XMLHttpRequest|WebSocket|@import|\burl\((?!#|\$)|\bimport\b", text)
