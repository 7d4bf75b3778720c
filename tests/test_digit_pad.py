"""The digit pad: its traits in Python, and how it reacts in a browser to the mouse, the keyboard and Python."""

from functools import cache

import numpy as np
import pytest
import traitlets
from axe_playwright_python.sync_playwright import Axe

from shared import DigitPad
from shared.nn import digits, mlp


@cache
def held_out():
    return digits.Digits(*(part[:30] for part in digits.split(digits.load())[1]))


@cache
def net():
    """Train a network on only a few digits, so that some answers are right and some are wrong."""
    rows = held_out()
    net = mlp.MLP(
        mlp.random_parameters([64, 12, 10], np.random.default_rng(0), mlp.he_init),
        mlp.relu,
        mlp.categorical_cross_entropy,
    )
    list(net.train(rows.X[:20], rows.Y[:20], 0.5, 30))
    return net


def pad(**traits):
    return DigitPad(net().parameters, held_out(), **traits)


# Python's side


def test_the_pixels_are_those_of_the_digit_on_the_pad():
    widget = pad(sample=3)
    assert widget.pixels == held_out().X[3].tolist()
    widget.sample = 5
    assert widget.pixels == held_out().X[5].tolist()
    widget.sample = -1  # a drawing keeps its pixels
    assert widget.pixels == held_out().X[5].tolist()


def test_pixels_from_python_are_a_drawing_or_the_sample_itself():
    widget = pad(sample=3)
    widget.pixels = held_out().X[3].tolist()
    assert widget.sample == 3
    widget.pixels = [0.5] * 64
    assert (widget.sample, widget.pixels) == (-1, [0.5] * 64)
    widget.set_state({"sample": 7, "pixels": held_out().X[7].tolist()})  # from the page
    assert (widget.sample, widget.pixels) == (7, held_out().X[7].tolist())


@pytest.mark.parametrize(
    ("trait", "wrong", "said"),
    [
        ("sample", 30, "a digit's number below 30"),
        ("sample", -2, "a digit's number below 30"),
        ("pixels", [0.0] * 63, "64 numbers from 0 to 1"),
        ("pixels", [2.0] * 64, "64 numbers from 0 to 1"),
        ("pixels", [float("nan")] * 64, "64 numbers from 0 to 1"),
        ("parameters", [[[1.0]], [[1.0]]], "64 inputs to 10 outputs"),
        ("parameters", [[[1.0]]], "pairs of weights and biases"),
    ],
)
def test_what_is_not_allowed_is_refused_in_words(trait, wrong, said):
    widget = pad()
    before = getattr(widget, trait)
    with pytest.raises(traitlets.TraitError, match=said):
        setattr(widget, trait, wrong)
    assert getattr(widget, trait) == before


# The browser's side


@pytest.fixture
def mounted(mount):
    """Return a page with one pad. The test fails if the page has logged an error."""
    return mount(pad())


def shown(page):
    """Return the ten outputs that the page shows, as numbers."""
    return [float(text) for text in page.locator(".nn-bar-number").all_inner_texts()]


def caption(page):
    return page.locator("figcaption").inner_text()


def hears(page, name, expected):
    """Wait until the page has sent the value `expected` of the trait `name` to Python. Fail after a timeout."""
    heard = "([name, expected]) => JSON.stringify(live[0].model.saved.at(-1)?.[name]) === JSON.stringify(expected)"
    page.wait_for_function(heard, arg=[name, expected])


def says(X):
    return net()(np.array([X]))[0]


@pytest.mark.parametrize("sample", range(0, 30, 6))
def test_the_ten_shares_are_those_of_python(mounted, sample):
    mounted.evaluate(f"live[0].model.set('sample', {sample})")
    assert shown(mounted) == pytest.approx(says(held_out().X[sample]), abs=5.1e-4)
    assert f"digit {sample + 1} of 30, " in caption(mounted)


@pytest.mark.parametrize(("label", "words"), [(8, "written as an 8."), (1, "written as a 1.")])
def test_the_sentence_about_a_digit_is_english(mounted, label, words):
    mounted.evaluate("label => live[0].model.set('labels', Array(30).fill(label))", label)
    mounted.evaluate("live[0].model.set('sample', 5)")
    assert words in caption(mounted)


def test_next_and_previous_go_through_the_digits_and_start_again(mounted):
    mounted.get_by_role("button", name="Next", exact=True).click()
    assert "digit 2 of 30" in caption(mounted)
    for _ in range(2):
        mounted.get_by_role("button", name="Previous").click()
    assert "digit 30 of 30" in caption(mounted)
    hears(mounted, "sample", 29)
    hears(mounted, "pixels", held_out().X[29].tolist())


def test_next_mistake_finds_each_mistake_in_turn(mounted):
    wrong = np.flatnonzero(net()(held_out().X).argmax(axis=1) != held_out().labels)
    assert 1 < len(wrong) < 15
    for k in [*wrong, wrong[0]]:
        mounted.get_by_role("button", name="Next mistake").click()
        assert f"digit {k + 1} of 30" in caption(mounted) and "wrong, the" in caption(mounted)
    answers = net()(held_out().X).argmax(axis=1).tolist()
    mounted.evaluate("answers => live[0].model.set('labels', answers)", answers)  # now all answers are right
    mounted.get_by_role("button", name="Next mistake").click()
    assert "no mistake to show" in caption(mounted)
    assert "no mistake to show" in mounted.locator(".nn-announcer").inner_text()


def test_a_stroke_leaves_ink_and_python_hears_of_it(mounted):
    mounted.get_by_role("button", name="Clear").click()
    assert "The pad is empty" in caption(mounted)
    assert sum(shown(mounted)) == pytest.approx(1, abs=0.005)
    box = mounted.locator(".nn-pad svg").bounding_box()
    at = [(box["x"] + box["width"] * part, box["y"] + box["height"] / 2) for part in (0.1, 0.9)]
    mounted.mouse.move(*at[0])
    mounted.mouse.down(button="right")
    mounted.mouse.move(*at[1], steps=4)
    mounted.mouse.up(button="right")
    assert "The pad is empty" in caption(mounted)
    mounted.mouse.move(*at[0])
    mounted.mouse.down()
    mounted.mouse.move(*at[1], steps=4)
    lift = "(svg) => svg.dispatchEvent(new PointerEvent('lostpointercapture', { pointerId: 1 }))"
    mounted.locator(".nn-pad svg").evaluate(lift)  # as if a context menu had opened: the page does not see the release
    mounted.mouse.move(box["x"] + box["width"] / 2, box["y"] + 5, steps=4)
    mounted.mouse.up()
    mounted.wait_for_function("live[0].model.saved.at(-1).pixels[31] > 0")  # the end of the stroke: row 4, column 8
    ink = np.array(mounted.evaluate("live[0].model.saved.at(-1).pixels")).reshape(8, 8)
    assert (ink[3:5, 1:7] == 1).all()  # the line is two cells wide
    assert (ink[:3] == 0).all() and (ink[5:] == 0).all()
    hears(mounted, "sample", -1)
    assert "Your drawing." in caption(mounted)
    assert shown(mounted) == pytest.approx(says(ink.ravel()), abs=5.1e-4)

    rubber = mounted.get_by_role("button", name="Rubber")
    rubber.click()
    assert rubber.get_attribute("aria-pressed") == "true"
    mounted.mouse.move(*at[0])
    mounted.mouse.down()
    mounted.mouse.move(*at[1], steps=4)
    mounted.mouse.up()
    hears(mounted, "pixels", [0] * 64)


@pytest.mark.parametrize("lean", [0, 0.08])
@pytest.mark.parametrize("middle", [0.45, 0.5, 0.55])
def test_a_one_that_is_as_tall_as_the_pad_is_read_as_a_one(mounted, middle, lean):
    """Lesson 9's network must read a 1. It fails more often if the drawn lines are thinner than the digits' lines."""
    parameters = [array.tolist() for array in digits.trained_network().parameters]
    mounted.evaluate("parameters => live[0].model.set('parameters', parameters)", parameters)
    mounted.get_by_role("button", name="Clear").click()
    box = mounted.locator(".nn-pad svg").bounding_box()
    points = [(middle + lean, 0.05), (middle - lean, 0.95)]
    top, bottom = [(box["x"] + box["width"] * x, box["y"] + box["height"] * y) for x, y in points]
    mounted.mouse.move(*top)
    mounted.mouse.down()
    mounted.mouse.move(*bottom, steps=8)
    mounted.mouse.up()
    found = shown(mounted)
    assert found.index(max(found)) == 1


@pytest.mark.parametrize("button", ["Clear", "Next", "Previous", "Next mistake"])
def test_a_button_that_changes_the_digit_selects_the_pen(mounted, button):
    rubber = mounted.get_by_role("button", name="Rubber")
    rubber.click()
    mounted.get_by_role("button", name=button, exact=True).click()
    assert rubber.get_attribute("aria-pressed") == "false"
    mounted.get_by_role("button", name="Clear").click()
    mounted.locator(".nn-pad svg").click()
    assert "Your drawing." in caption(mounted)


def test_a_digit_can_be_drawn_with_the_keyboard_alone(mounted):
    mounted.get_by_role("button", name="Clear").click()
    mounted.locator(".nn-pad svg").focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowDown", "Space", "ArrowDown", "Space", "ArrowUp", "Backspace"):
        mounted.keyboard.press(key)
    ink = np.zeros((8, 8))
    ink[2, 2] = 1
    hears(mounted, "pixels", ink.ravel().tolist())
    assert "row 2, column 3, ink 0 of 16" in mounted.locator(".nn-announcer").inner_text()
    assert mounted.locator(".nn-pad-cursor").evaluate("e => getComputedStyle(e).visibility") == "visible"


def test_the_picture_says_in_words_what_it_shows_and_how_it_is_used(mounted):
    label = mounted.locator(".nn-pad svg").get_attribute("aria-label")
    assert caption(mounted) in label and "Arrow keys move the cursor. Space fills a cell." in label


def test_it_follows_another_network_from_python(mounted):
    other = [np.zeros((64, 10)).tolist(), [[float(k) for k in range(10)]]]
    mounted.evaluate("other => live[0].model.set('parameters', other)", other)
    expected = np.exp(np.arange(10)) / np.exp(np.arange(10)).sum()
    assert shown(mounted) == pytest.approx(expected, abs=5.1e-4)


def test_it_fits_a_telephone_and_breaks_no_rule_of_accessibility(mounted):
    mounted.set_viewport_size({"width": 360, "height": 740})
    assert mounted.evaluate("document.documentElement.scrollWidth") <= 360
    found = Axe().run(mounted)
    assert [violation["id"] for violation in found.response["violations"]] == []


def test_it_leaves_nothing_behind(mounted):
    mounted.evaluate("live[0].destroy()")
    assert mounted.evaluate("live[0].model.heard()") == 0
    assert mounted.locator(".nn-live").count() == 0
