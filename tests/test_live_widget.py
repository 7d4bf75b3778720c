"""The live network in a browser: mouse, keyboard and Python change the pictures, and the captions are true."""

import math
import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from shared import START_A, START_B, XOR, LiveNetwork
from shared.nn.network import cross_entropy, forward, gradients, mean_loss, neuron, train
from shared.widgets.views import (
    LOSS_LABELS,
    BackwardView,
    FoldView,
    ForwardView,
    LandscapeView,
    LineView,
    NetworkView,
    NeuronView,
)


def trait(page, name, which=0):
    return page.evaluate(f"live[{which}].model.get('{name}')")


def set_trait(page, name, value, which=0):
    page.evaluate(f"value => live[{which}].model.set('{name}', value)", value)


def captions(page):
    return " ".join(page.locator("figcaption").all_inner_texts())


def line_of(page):
    return tuple(trait(page, name) for name in ("w1", "w2", "b"))


def typed(page, name, text):
    field = page.locator(f"[data-typed='{name}']")
    field.fill(text)
    field.press("Enter")


def saved_trait(page, name):
    """Return the last value that the page has sent to Python for this trait."""
    return page.evaluate(f"live[0].model.saved.at(-1)?.{name}")


def centre(locator):
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page, locator, dx, dy):
    x, y = centre(locator)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + dx / 2, y + dy / 2)
    page.mouse.move(x + dx, y + dy)
    page.mouse.up()


def unfold(page, *summaries):
    """Open each folded part whose summary contains one of the texts in `summaries`. Without texts, open all."""
    for fold in page.locator("details").all():
        if not summaries or any(words in fold.locator("summary").inner_text() for words in summaries):
            fold.evaluate(
                """fold => fold.open || new Promise((done) => {
                  fold.addEventListener("toggle", done);
                  fold.open = true;
                })"""
            )


def set_speed(page, speed):
    unfold(page, "More")
    page.locator("[data-name=speed]").select_option(speed)


def train_to_the_end(page):
    set_speed(page, "full")
    page.locator("[data-name=train]").click()
    page.wait_for_function("live[0].model.get('epoch') === 4000")


VIEWS = [NeuronView, LineView, ForwardView, FoldView, LandscapeView, BackwardView, LiveNetwork]

NAMELESS_CONTROLS = """
  [...document.querySelectorAll("button, input, select")]
    .filter((control) => !control.ariaLabel && !control.labels?.length && !control.textContent.trim())
    .map((control) => control.outerHTML)"""


# Every view.


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_says_what_it_shows_names_its_controls_and_fits_a_phone(mount, view):
    page = mount(view(), width=360)
    assert page.locator(f".nn-live[data-view={view().view}]").get_attribute("data-draws") == "1"
    unfold(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    for picture in page.locator("[role=img]").all():
        assert len(picture.get_attribute("aria-label")) > 20
    assert all(len(text) > 20 for text in page.locator("figcaption").all_inner_texts())
    assert page.evaluate(NAMELESS_CONTROLS) == []
    assert page.locator("[tabindex='-1']").count() == 0


@pytest.mark.parametrize("view", VIEWS)
def test_numbers_set_from_python_change_the_picture_without_rebuilding_it(mount, view):
    page = mount(view())
    before = captions(page)
    page.evaluate("window.root = document.querySelector('.nn-live').firstChild.firstChild")
    if issubclass(view, NetworkView):
        new = {"params": [2, 1, -1, 1, 2, 0.5, 3, -2, 0.25]}
    else:
        new = {"w1": 2, "w2": 1, "b": -1}
    for name, value in new.items():
        set_trait(page, name, value)
    if view is FoldView:
        typed(page, "t", "1")
    page.wait_for_function("Number(document.querySelector('.nn-live').dataset.draws) > 1")
    assert captions(page) != before
    assert page.evaluate("root.isConnected")
    assert {name: trait(page, name) for name in new} == new


def test_letters_in_a_number_are_refused_in_words_and_the_number_stays(mount):
    page = mount(ForwardView())
    typed(page, "w11", "abc")
    assert "“abc” is not a number; w11 stays 0.5." in page.locator(".nn-live").inner_text()
    assert page.locator("[data-typed=w11]").input_value() == "0.5"
    assert trait(page, "params") == list(START_A)
    typed(page, "w11", "−1.25")  # a minus sign is accepted
    assert trait(page, "params")[0] == -1.25
    typed(page, "w11", "−1.5e−1")  # so is a minus sign in the exponent
    assert trait(page, "params")[0] == -0.15
    assert "not a number" not in page.locator(".nn-live").inner_text()


def test_a_drag_reaches_python_now_and_then_and_its_end_at_once(mount):
    page = mount(NeuronView())
    times = page.evaluate(
        """async () => {
          const slider = document.querySelector("[data-name=w1]"), { saved } = live[0].model;
          for (let i = 0; i < 60; i++) {
            slider.value = i / 10;
            slider.dispatchEvent(new Event("input"));
            await new Promise((done) => setTimeout(done, 10));
          }
          const during = saved.length;
          slider.dispatchEvent(new Event("change"));
          return [during, saved.length, saved.at(-1).w1, saved.at(-1).at - saved[0].at];
        }"""
    )
    during, after, w1, milliseconds = times
    assert 2 <= during <= milliseconds / 150 + 2
    assert after == during + 1
    assert w1 == 5.9


def test_a_late_echo_of_an_old_value_does_not_move_a_slider(mount):
    page = mount(NeuronView())
    shown = page.evaluate(
        """async () => {
          const slider = document.querySelector("[data-name=w1]");
          for (const [value, event] of [[1, "change"], [2, "change"], [3, "input"]]) {
            slider.value = value;
            slider.dispatchEvent(new Event(event));
          }
          live[0].model.set("w1", 1);
          await null; // the page draws after Python has set all traits
          return slider.value;
        }"""
    )
    assert shown == "3"
    set_trait(page, "w1", 5)
    assert page.locator("[data-name=w1]").input_value() == "5"


def test_a_slider_is_followed_at_once(mount):
    page = mount(NeuronView())
    drawn = page.evaluate(
        """() => {
          const slider = document.querySelector("[data-name=w1]"), root = document.querySelector(".nn-live");
          const before = Number(root.dataset.draws);
          slider.value = 3;
          slider.dispatchEvent(new Event("input"));
          return Number(root.dataset.draws) - before;
        }"""
    )
    assert drawn == 1
    assert f"{neuron(0.5, -1, 3, -0.4, 0.1):.3f}" in captions(page)


def test_two_widgets_on_a_page_do_not_touch_each_other(mount):
    page = mount(ForwardView(), ForwardView(params=START_B))
    page.locator("section").nth(0).get_by_label("(1, 1) → 0").check()
    assert (trait(page, "row", 0), trait(page, "row", 1)) == (3, 0)
    page.locator("section").nth(1).get_by_label("(0, 1) → 1").check()
    assert (trait(page, "row", 0), trait(page, "row", 1)) == (3, 1)
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((node) => node.id)")
    assert len(ids) == len(set(ids))


def test_a_destroyed_widget_leaves_nothing_behind_even_while_training(mount):
    page = mount(LiveNetwork())
    set_speed(page, "steady")
    page.locator("[data-name=train]").click()
    page.wait_for_function("live[0].model.get('epoch') > 2")
    page.evaluate("live[0].destroy()")
    epoch = trait(page, "epoch")
    page.wait_for_timeout(300)
    assert trait(page, "epoch") == epoch
    assert page.locator(".nn-live").count() == 0
    assert page.evaluate("live[0].model.heard()") == 0


def test_a_picture_at_rest_is_announced_once_and_politely(mount):
    page = mount(NeuronView())
    page.evaluate("""() => {
      window.announced = 0;
      const announcer = document.querySelector(".nn-announcer");
      new MutationObserver(() => (window.announced += 1)).observe(announcer, { childList: true, characterData: true });
    }""")
    page.wait_for_timeout(800)
    announcer = page.locator(".nn-announcer")
    assert announcer.get_attribute("aria-live") == "polite"
    page.locator("[data-name=b]").press("ArrowRight")
    assert announcer.text_content() == ""
    page.wait_for_function("document.querySelector('.nn-announcer').textContent.includes('z = ')")
    assert announcer.text_content() in captions(page).replace("\n", " ")
    assert page.evaluate("announced") == 1


# Lesson 1.


def test_the_neuron_says_its_sum_and_output(mount):
    page = mount(NeuronView())
    assert "At x1 = 0.50, x2 = −1.00 the sum is z = 0.75 and the output is 0.679" in captions(page)
    for name in ("w1", "w2"):
        typed(page, name, "0")
    assert "there is no line" in captions(page)
    typed(page, "w1", "0.1")
    typed(page, "b", "5")
    assert "outside the picture" in captions(page)


def test_the_input_point_is_dragged_and_moved_by_arrow_keys(mount):
    page = mount(NeuronView())
    point = page.locator(".nn-handle")
    point.press("Alt+ArrowUp")  # keys with Alt belong to the browser
    point.press("ArrowRight")
    assert trait(page, "point") == [0.6, -1]
    assert saved_trait(page, "point") == [0.6, -1]
    drag(page, point, 60, -60)
    x1, x2 = trait(page, "point")
    assert x1 > 1.1 and x2 > -0.5
    drag(page, point, 900, -900)
    assert trait(page, "point") == [2, 2]


# Lesson 2.


def test_the_certificate_and_the_score_are_those_of_the_line(mount):
    page = mount(LineView(w1=1, w2=1, b=-0.5))
    words = page.locator(".nn-certificate tbody").inner_text()
    assert re.findall("holds|broken", words) == ["holds", "holds", "holds", "broken"]
    assert "3 of 4 rows right" in page.locator(".nn-score").inner_text()
    assert "w1 + w2 + 2b > 0" in page.locator(".nn-closing").inner_text()
    page.get_by_label("OR", exact=True).check()
    assert trait(page, "table") == "OR"
    assert "4 of 4 rows right" in page.locator(".nn-score").inner_text()
    page.get_by_role("button", name="Swap the sides").click()
    assert "0 of 4 rows right (best for OR: 4)" in page.locator(".nn-score").inner_text()


def test_a_new_copy_knows_the_best_score(mount):
    page = mount(LineView(w1=1, w2=1, b=-1.5, table="AND", best={"XOR": 3}))
    page.get_by_label("XOR", exact=True).check()
    assert "best for XOR: 3" in page.locator(".nn-score").inner_text()
    assert trait(page, "best") == {"AND": 4, "XOR": 3}
    page.get_by_label("OR", exact=True).check()
    page.get_by_label("XOR", exact=True).check()
    assert trait(page, "best") == {"AND": 4, "OR": 2, "XOR": 3}
    set_trait(page, "best", {"AND": 2, "OR": 4, "XOR": 3})  # from another copy
    page.get_by_label("AND", exact=True).check()
    assert trait(page, "best") == {"AND": 4, "OR": 4, "XOR": 3}


def test_a_sum_of_zero_counts_as_not_above_zero_on_the_sliders_grid(mount):
    page = mount(LineView(w1=0.3, w2=-0.1, b=-0.2))
    row = page.locator(".nn-certificate tbody tr").nth(3).inner_text()
    assert "0.00" in row and "holds" in row


def test_the_line_is_dragged_by_its_handles_and_keeps_its_sides(mount):
    page = mount(LineView(w1=1, w2=1, b=-0.5))
    handles = page.locator(".nn-handle")
    sides = {line_of(page)}
    for which, key in ((0, "ArrowDown"), (1, "ArrowUp"), (0, "ArrowRight")):
        handles.nth(which).press(key)
        sides.add(line_of(page))
    assert len(sides) == 4
    mark = page.locator(".nn-class-1").first.element_handle()
    drag(page, handles.nth(0), 20, 30)
    assert mark.evaluate("mark => mark.isConnected")  # the points are not drawn again
    w1, w2, b = line_of(page)
    assert w1 > 0 and w2 > 0  # class 1 is still to the right of the line
    x, y = centre(handles.nth(0))
    frame = page.locator(".nn-frame").bounding_box()
    x1 = -0.5 + 2 * (x - frame["x"]) / frame["width"]
    x2 = 1.5 - 2 * (y - frame["y"]) / frame["height"]
    assert abs(w1 * x1 + w2 * x2 + b) < 0.02  # the handle lies on the line


# Lesson 3.


def test_the_forward_trace_holds_every_intermediate_value_of_the_row(mount):
    page = mount(ForwardView())
    page.get_by_label("(1, 0) → 1").check()
    h1, h2, out = forward(1, 0, START_A)
    text = page.locator(".nn-trace").inner_text()
    for number in (h1, h2, out):
        assert f"{number:.4f}" in text
    assert ("right" if out > 0.5 else "wrong") in text


def test_a_preset_sets_all_nine_and_a_clicked_number_is_ready_to_edit(mount):
    page = mount(ForwardView())
    page.get_by_role("button", name="start B").click()
    assert trait(page, "params") == list(START_B)
    page.locator("text.nn-pick", has_text="v1").click()
    assert page.evaluate("document.activeElement.dataset.name") == "v1"
    page.keyboard.press("ArrowRight")
    assert trait(page, "params")[6] == pytest.approx(0.25)
    number = page.locator("text.nn-pick", has_text="v1")
    click_does_something = "number => getComputedStyle(number).pointerEvents !== 'none'"
    assert number.evaluate(click_does_something)
    page.evaluate("document.querySelector('section').style.setProperty('--nn-numbers', 'none')")  # see `part_of`
    assert not number.evaluate(click_does_something)


def test_the_plane_folds_to_where_the_hidden_neurons_put_the_corners(mount):
    learned = [epoch.params for epoch in train(XOR, START_A, 2.0, 1500)][-1]
    page = mount(FoldView(params=learned), reduced_motion="reduce")
    assert "no line separates them" in captions(page)
    page.locator("[data-name=play]").click()  # with reduced motion, the picture shows the end at once
    assert "the output neuron's line separates circles and squares" in captions(page)
    page.get_by_role("button", name="start A").click()
    assert "of 4 points are on the correct side" in captions(page)


@pytest.mark.parametrize("t", [0, 0.5, 1])
def test_each_corner_moves_straight_from_its_inputs_to_its_hidden_values(mount, t):
    page = mount(FoldView())
    typed(page, "t", str(t))
    frame = page.locator(".nn-frame").bounding_box()
    for mark, (x1, x2, _) in zip(page.locator(".nn-corner-mark").all(), XOR, strict=True):
        x, y = centre(mark)
        h1, h2, _ = forward(x1, x2, START_A)
        across = -0.1 + 1.2 * (x - frame["x"]) / frame["width"]
        up = 1.1 - 1.2 * (y - frame["y"]) / frame["height"]
        assert (across, up) == pytest.approx(((1 - t) * x1 + t * h1, (1 - t) * x2 + t * h2), abs=0.01)  # 3 pixels


def test_the_fold_plays_and_pauses(mount):
    page = mount(FoldView())
    play = page.locator("[data-name=play]")
    play.click()
    page.wait_for_function("Number(document.querySelector('[data-name=t]').value) > 0.05")
    play.click()
    assert play.inner_text() == "Play"
    assert "% of the way" in captions(page)


# Lesson 4.


def test_the_landscape_is_over_two_parameters_that_its_point_moves(mount):
    page = mount(LandscapeView())
    page.locator("[data-name=axis-up]").select_option("w11")
    assert trait(page, "axes") == ["w12", "w11"]  # w11 was on the other axis, so the axes are swapped
    page.locator("[data-name=axis-across]").select_option("v1")
    page.locator("[data-name=axis-up]").select_option("c")
    assert trait(page, "axes") == ["v1", "c"]
    drag(page, page.locator(".nn-handle"), 40, -40)
    params = trait(page, "params")
    assert params[6] > 2 and params[8] > 1
    assert params[:6] == list(START_A[:6])
    assert f"{mean_loss(XOR, params):.4f}" in captions(page)
    page.locator(".nn-handle").press("ArrowLeft")
    assert trait(page, "params")[6] < params[6]


def test_the_landscape_is_wide_enough_for_its_point(mount):
    page = mount(LandscapeView(params=[35, 0, 0, 0, 0, 0, 0, 0, 0]))
    handle, frame = page.locator(".nn-handle").bounding_box(), page.locator(".nn-frame").bounding_box()
    assert handle["x"] < frame["x"] + frame["width"]
    page.mouse.click(frame["x"] + frame["width"] * 49 / 80, frame["y"] + frame["height"] / 2)  # the axes end at ±40
    assert trait(page, "params")[0] == pytest.approx(9, abs=0.3)


def test_a_loss_of_zero_has_a_place_in_the_landscape_and_on_the_loss_axis(mount):
    exact = [1000, 1000, -500, 1000, 1000, -1500, 1000, -1000, -500]
    page = mount(LandscapeView(params=exact), LiveNetwork(params=exact))
    assert "mean squared error is 0.0000" in captions(page)
    assert page.locator(".nn-contour").get_attribute("d")
    for axis in ("linear", "logarithmic"):
        assert "NaN" not in page.locator(".nn-loss").inner_html(), axis
        unfold(page, "More")
        page.locator("[data-name=log]").check()


# Lesson 5.


def test_the_nine_gradients_stay_hidden_until_they_are_revealed(mount):
    page = mount(BackwardView(row=1))
    assert not page.locator(".nn-bars").is_visible()
    assert "−0.24" not in page.locator(".nn-live").inner_text().split("The nine gradients")[1]
    page.locator("[data-name=reveal]").click()
    assert page.locator(".nn-bars").is_visible()
    assert trait(page, "revealed") is True
    assert "∂L/∂c\n−0.24023" in page.locator(".nn-bars").inner_text()
    set_trait(page, "revealed", False)
    page.wait_for_function("document.querySelector('.nn-bars').hidden")


# Lesson 6.


def test_from_start_a_to_four_verdicts(mount):
    page = mount(LiveNetwork())
    train_to_the_end(page)
    words = page.locator(".nn-verdicts tbody").inner_text()
    assert re.findall("right|wrong", words) == ["right"] * 4
    last = list(train(XOR, START_A, 2.0, 4000))[-1]
    assert trait(page, "params") == pytest.approx(last.params, abs=1e-9)
    assert saved_trait(page, "epoch_loss") == pytest.approx(last.loss, abs=1e-9)
    assert "Epoch 4000: mean squared error 0.0004, 4 of 4 rows right." in captions(page)


def test_training_with_other_targets_ends_as_in_python(mount):
    page = mount(LiveNetwork(targets=(0, 0, 0, 1)))
    train_to_the_end(page)
    rows = [(x1, x2, float(x1 * x2)) for x1, x2, _ in XOR]
    *_, last = train(rows, START_A, lr=2.0, epochs=4000)
    assert trait(page, "params") == pytest.approx(last.params, rel=1e-9)
    assert trait(page, "epoch_loss") == pytest.approx(last.loss)
    assert "4 of 4 rows right" in captions(page)


def test_training_pauses_and_goes_on(mount):
    page = mount(LiveNetwork())
    button = page.locator("[data-name=train]")
    button.click()
    page.wait_for_function("live[0].model.get('epoch') > 0")
    assert button.inner_text() == "Pause"
    button.click()
    assert button.inner_text() == "Train"
    epoch = saved_trait(page, "epoch")
    page.wait_for_timeout(300)
    assert trait(page, "epoch") == epoch
    button.click()
    page.wait_for_function(f"live[0].model.get('epoch') > {epoch}")


def test_one_epoch_and_one_row_say_which_outputs_moved_the_right_way(mount):
    page = mount(LiveNetwork(params=START_B, lr=0.05))
    unfold(page, "More")
    page.locator("[data-name=one-row]").click()
    moved = page.locator(".nn-moved").inner_text().splitlines()
    assert moved[0] == "(0, 0): 0.4875 to 0.4829, moved towards its target"
    assert moved[1] == "(0, 1): 0.4831 to 0.4786, moved away from its target"
    assert trait(page, "epoch") == 1
    page.locator("[data-name=restart]").click()
    page.locator("[data-name=one-epoch]").click()
    (_, one) = train(XOR, START_B, 0.05, 1)
    assert trait(page, "params") == pytest.approx(one.params, abs=1e-12)


def test_training_goes_on_from_any_epoch_with_another_learning_rate(mount):
    page = mount(LiveNetwork())
    train_to_the_end(page)
    typed(page, "epoch", "500")
    at_500 = list(train(XOR, START_A, 2.0, 500))[-1].params
    assert trait(page, "params") == pytest.approx(at_500, abs=1e-9)
    typed(page, "epoch", "4001")
    assert "is not an epoch from 0 to 4000; epoch stays 500" in page.locator(".nn-live").inner_text()
    typed(page, "fork-lr", "0.5")
    page.locator("[data-name=fork]").click()
    page.wait_for_function("live[0].model.get('epoch') === 4000")
    forked = list(train(XOR, at_500, 0.5, 3500))[-1].params
    assert trait(page, "params") == pytest.approx(forked, abs=1e-9)
    assert trait(page, "lr") == 0.5
    assert "The dashed curve is the earlier run, to epoch 4000 with learning rate 2." in captions(page)
    assert len(page.locator(".nn-older").get_attribute("points")) > 1000


def test_python_hears_of_the_loss_that_belongs_to_new_numbers(mount):
    page = mount(LiveNetwork())
    unfold(page, "More")
    page.get_by_role("button", name="start B").click()
    assert saved_trait(page, "params") == list(START_B)
    assert saved_trait(page, "epoch_loss") == pytest.approx(mean_loss(XOR, START_B), abs=1e-15)


def test_restart_goes_back_and_an_edited_number_begins_a_new_run(mount):
    page = mount(LiveNetwork())
    train_to_the_end(page)
    page.locator("[data-name=restart]").click()
    assert (trait(page, "params"), trait(page, "epoch")) == (list(START_A), 0)
    page.locator("[data-name=one-epoch]").click()
    page.get_by_text("Set any of the nine numbers").click()
    typed(page, "c", "1.5")
    assert trait(page, "epoch") == 0
    assert trait(page, "params")[8] == 1.5
    set_trait(page, "params", list(START_B))
    page.wait_for_function("document.querySelector('[data-typed=c]').value === '0'")


def test_a_seed_gives_a_start_that_restart_returns_to(mount):
    page = mount(LiveNetwork())
    unfold(page, "More")
    for seed in ("1234567", "1234570"):  # they differ only in the seventh digit
        typed(page, "seed", seed)
        assert page.locator("[data-typed=seed]").input_value() == seed
    page.locator("[data-name=random]").click()
    assert "Random start from seed 1234570" in page.locator(".nn-status").inner_text()
    start = trait(page, "params")
    page.locator("[data-name=one-epoch]").click()
    assert trait(page, "params") != start
    page.locator("[data-name=restart]").click()
    assert trait(page, "params") == start == trait(page, "start")


def test_restart_sets_the_first_settings_again_also_the_rate_of_a_fork(mount):
    page = mount(LiveNetwork(lr=1.5, row=1))
    unfold(page, "More")
    typed(page, "fork-lr", "0.5")
    page.locator("[data-name=fork]").click()
    page.locator("[data-name=row]").select_option("3")
    page.get_by_label("cross-entropy").check()
    assert (trait(page, "lr"), trait(page, "row"), trait(page, "loss")) == (0.5, 3, "cross-entropy")
    page.locator("[data-name=restart]").click()
    assert (trait(page, "lr"), trait(page, "row"), trait(page, "loss")) == (1.5, 1, "squared error")
    assert page.get_by_label("rate of the fork", exact=True).input_value() == "1"
    assert "Restarted with learning rate 1.5." in page.locator(".nn-status").inner_text()


def test_rare_controls_are_folded_at_first(mount):
    page = mount(LiveNetwork())
    controls = page.locator("button:visible, input[type=range]:visible, select:visible, [type=checkbox]:visible").all()
    names = ["train", "one-epoch", "next-phase", "restart", "lr", "epoch", "fork", "fork-lr"]
    assert [control.get_attribute("data-name") for control in controls] == names


def test_training_stops_at_the_last_epoch_whose_numbers_are_finite(mount):
    page = mount(LiveNetwork(params=[0, 0, 0, 0, 0, 0, 0, 0, 0.1], lr=1e200, loss="cross-entropy"))
    page.locator("[data-name=train]").click()
    status = page.locator(".nn-status")
    status.get_by_text("Training stopped").wait_for()
    assert re.search(r"would make \w+ −?(Infinity|NaN)", status.inner_text())
    assert page.locator("[data-name=train]").inner_text() == "Train"
    assert all(number is not None and abs(number) < 1e308 for number in trait(page, "params"))
    assert f"Training stopped at epoch {trait(page, 'epoch')}" in status.inner_text()


def test_a_learning_rate_of_a_thousand_stands_still_and_says_so(mount):
    page = mount(LiveNetwork(lr=1000))
    train_to_the_end(page)
    assert "the largest gradient is" in page.locator(".nn-status").inner_text()
    typed(page, "lr", "0")
    assert "0.00 is not above 0; learning rate stays 1000." in page.locator(".nn-live").inner_text()
    assert trait(page, "lr") == 1000


def test_a_slider_takes_only_values_that_are_allowed(mount):
    page = mount(LiveNetwork(lr=0.5))
    page.locator("[data-name=lr]").press("Home")
    assert trait(page, "lr") == 0.05
    typed(page, "lr", "0.013")
    page.locator("[data-name=lr]").press("Home")
    assert trait(page, "lr") == 0.013
    epoch = page.locator("[data-name=epoch]")
    epoch.press("End")  # the only epoch of a new run is 0
    assert epoch.input_value() == page.locator("[data-typed=epoch]").input_value() == "0"


def test_a_run_handed_over_is_played_with_its_own_numbers(mount):
    run = [epoch.params for epoch in train(XOR, START_B, 3.0, 120)]
    page = mount(LiveNetwork(history=run, history_label="your run"))
    set_speed(page, "full")
    page.get_by_role("button", name="Play your run").click()
    page.wait_for_function("live[0].model.get('epoch') === 120")
    assert trait(page, "params") == list(run[-1])
    assert "your run, epoch 120" in captions(page)
    typed(page, "epoch", "60")
    assert trait(page, "params") == list(run[60])


def test_another_loss_is_computed_from_the_same_numbers(mount):
    page = mount(LiveNetwork())
    unfold(page, "More")
    page.locator("[data-name=one-epoch]").click()
    page.get_by_label("cross-entropy").check()
    assert trait(page, "loss") == "cross-entropy"
    one = trait(page, "params")
    assert f"mean cross-entropy {mean_loss(XOR, one, cross_entropy):.4f}" in captions(page)


def test_a_widget_shown_again_finds_its_run_again(mount):
    last = list(train(XOR, START_A, 2.0, 300))[-1]
    page = mount(LiveNetwork(params=last.params, start=START_A, epoch=300))
    assert "Epoch 300" in captions(page)
    typed(page, "epoch", "0")
    assert trait(page, "params") == list(START_A)


def test_python_may_set_numbers_while_it_trains(mount):
    page = mount(LiveNetwork())
    set_speed(page, "slow")
    page.locator("[data-name=train]").click()
    page.wait_for_function("live[0].model.get('epoch') > 0")
    set_trait(page, "params", list(START_B))
    page.wait_for_function("live[0].model.get('epoch') === 0")
    page.wait_for_timeout(200)
    assert trait(page, "params") == list(START_B)
    assert page.locator("[data-name=train]").inner_text() == "Train"


# Inside one update.


def written(number, digits):
    """Write a number as the widget does: with − instead of -, and without a minus sign before zero."""
    text = f"{number:.{digits}f}"
    return text.replace("-", "" if float(text) == 0 else "−")


def arithmetic(page, place):
    """Return a dictionary with the name and the result of each visible line in a table of formulas."""
    rows = page.locator(f"{place} .nn-trace tr:visible")
    return {row.locator("th").inner_text(): row.locator(".nn-result").inner_text() for row in rows.all()}


def test_slow_motion_has_four_phases_and_only_the_last_one_moves(mount):
    page = mount(LiveNetwork(row=1))
    next_phase, panel = page.locator("[data-name=next-phase]"), page.locator(".nn-phase")
    assert not panel.is_visible()
    h1, h2, out = forward(0, 1, START_A)
    grads = gradients(0, 1, 1, START_A)

    next_phase.click()
    assert "phase 1 of 4, forward for the row (0, 1)" in panel.inner_text()
    lines = arithmetic(page, ".nn-phase")
    assert (lines["h1"], lines["h2"], lines["out"]) == (f"{h1:.4f}", f"{h2:.4f}", f"{out:.4f}")

    next_phase.click()
    lines = arithmetic(page, ".nn-phase")
    assert lines == {
        "loss of this row": f"{(out - 1) ** 2:.4f}",
        "mean loss": f"{mean_loss(XOR, START_A):.4f}",
    }

    next_phase.click()
    lines = arithmetic(page, ".nn-phase")
    for name, grad in zip(START_A._fields, grads):
        assert lines[f"∂L/∂{name}"] == written(grad, 5)
    assert lines["δ_out"] == written(grads.c, 5)
    assert f"∂v1 {written(grads.v1, 2)}" in page.locator(".nn-network").inner_text()
    assert "The wires show the gradient of each number for the row (0, 1)" in captions(page)
    assert (trait(page, "params"), trait(page, "epoch")) == (list(START_A), 0)

    next_phase.click()
    (_, one) = train(XOR, START_A, 2.0, 1)
    lines = arithmetic(page, ".nn-phase")
    (mean,) = [lines.pop(name) for name in list(lines) if name == "mean gradient of w11"]
    assert mean == written(sum(gradients(*row, START_A).w11 for row in XOR) / 4, 5)
    assert lines == {f"new {name}": written(number, 4) for name, number in one.params._asdict().items()}
    assert trait(page, "params") == pytest.approx(one.params, abs=1e-12)
    assert "how far update 1 moved each number" in captions(page)
    typed(page, "lr", "0.5")
    unfold(page, "More")
    page.get_by_role("radio", name="cross-entropy").check()
    assert arithmetic(page, ".nn-phase") == {"mean gradient of w11": mean, **lines}  # the old settings
    page.get_by_role("radio", name="squared error").check()
    typed(page, "lr", "2")

    next_phase.click()
    assert "Update 2, phase 1 of 4" in panel.inner_text()
    page.locator("[data-name=one-epoch]").click()
    assert not panel.is_visible()


def test_slow_motion_keeps_later_epochs_until_it_moves_a_number(mount):
    page = mount(LiveNetwork())
    train_to_the_end(page)
    typed(page, "epoch", "400")
    for _ in range(3):
        page.locator("[data-name=next-phase]").click()
    assert "Update 401, phase 3 of 4" in page.locator(".nn-phase").inner_text()
    typed(page, "epoch", "4000")
    assert trait(page, "epoch") == 4000
    typed(page, "epoch", "400")
    for _ in range(4):
        page.locator("[data-name=next-phase]").click()
    assert trait(page, "epoch") == 401
    assert trait(page, "params") == pytest.approx(list(train(XOR, START_A, 2.0, 401))[-1].params, abs=1e-9)


def test_slow_motion_runs_by_itself_and_pauses(mount):
    page = mount(LiveNetwork())
    set_speed(page, "in phases")
    page.locator("[data-name=train]").click()
    assert "phase 1 of 4" in page.locator(".nn-phase").inner_text()
    assert page.locator("[data-name=train]").inner_text() == "Pause"
    page.locator(".nn-phase").get_by_text("phase 2 of 4").wait_for()
    page.locator("[data-name=train]").click()
    assert page.locator("[data-name=train]").inner_text() == "Train"
    assert "phase 2 of 4" in page.locator(".nn-phase").inner_text()


@pytest.mark.parametrize("loss", LOSS_LABELS)
def test_a_number_shows_its_formula_its_code_and_its_next_value(mount, loss):
    page = mount(LiveNetwork(row=2, loss=loss))
    page.locator(".nn-network .nn-pick").get_by_text("v2").click()  # choose with the mouse on the drawing
    (_, one) = train(XOR, START_A, 2.0, 1, loss=LOSS_LABELS[loss])
    for name, number in one.params._asdict().items():
        page.locator("[data-name=picked]").select_option(name)  # choose with the keyboard in a list
        lines = arithmetic(page, ".nn-card")
        assert lines[f"new {name}"] == written(number, 4)
        grad = getattr(gradients(1, 0, 1, START_A, LOSS_LABELS[loss]), name)
        assert lines[f"∂L/∂{name}"] == written(grad, 5)
    assert "δ_out" in page.locator(".nn-card").inner_text()
    assert "p - lr * g" in page.locator(".nn-card code").all_inner_texts()
    code = page.locator(".nn-card code").first.element_handle()
    page.locator("[data-name=one-epoch]").click()
    assert code.evaluate("code => code.isConnected")  # a student can select the code during a training
    page.get_by_role("button", name="Set c").click()
    assert page.evaluate("document.activeElement.dataset.name") == "c"


def test_a_neuron_shows_its_sum_its_activation_and_its_delta(mount):
    page = mount(LiveNetwork(row=3))
    page.locator(".nn-neuron-heat").nth(1).click()
    _, h2, _ = forward(1, 1, START_A)
    lines = arithmetic(page, ".nn-card")
    assert lines["h2"] == f"{h2:.4f}"
    assert lines["δ_h2"] == written(gradients(1, 1, 0, START_A).b2, 5)
    assert "h2 = neuron(x1, x2, w21, w22, b2)" in page.locator(".nn-card code").all_inner_texts()


def test_each_rows_pull_on_a_number_points_where_that_row_would_move_it(mount):
    page = mount(LiveNetwork())
    unfold(page, "Each row's pull")
    arrows = page.locator(".nn-pulls .nn-pull")
    assert arrows.count() == 9 * 5
    rows = [gradients(*row, START_A) for row in XOR]
    for i in range(9):
        five = [-2 * grads[i] / 4 for grads in rows]
        five.append(sum(five))
        for k, pull in enumerate(five):
            length = float(re.match(r"M\S+ \S+?h(-?[\d.]+)", arrows.nth(5 * i + k).get_attribute("d"))[1])
            if abs(pull) > 0.03 * max(map(abs, five)):
                assert (length > 0) == (pull > 0)
                assert abs(length) > 1
    steps = [-2 * sum(grads[i] for grads in rows) / 4 for i in range(9)]
    most = max(range(9), key=lambda i: abs(steps[i]))
    assert f"changes {START_A._fields[most]} most, by {written(steps[most], 4)}" in captions(page)


def test_the_hidden_space_follows_the_training(mount):
    page = mount(LiveNetwork())
    unfold(page, "The hidden space")
    assert "On the plane of h1 and h2, 2 of 4 points are on the correct side of the output neuron's" in captions(page)
    train_to_the_end(page)
    assert "On the plane of h1 and h2, the output neuron's line separates circles and squares." in captions(page)
    typed(page, "t", "0")
    assert "no line separates them" in captions(page)


@pytest.mark.parametrize("start", [START_A, START_B, [0.0] * 9])
def test_the_name_of_a_point_is_beside_its_own_mark(mount, start):
    page = mount(LiveNetwork(params=start))
    unfold(page, "The hidden space")
    marks = [centre(mark) for mark in page.locator(".nn-corner-mark").all()]
    names = [centre(name) for name in page.locator(".nn-corner").all()]
    assert len(names) == len(marks) == 4
    scale = page.locator(".nn-plane").nth(1).bounding_box()["width"] / 348
    for k, name in enumerate(names):
        assert 15 * scale < math.dist(name, marks[k]) < 27 * scale
        assert all(math.dist(name, other) > 15 * scale for other in [*marks, *names[:k], *names[k + 1 :]])


# Unusual events.


def test_infinity_is_not_a_number_that_can_be_typed(mount):
    page = mount(ForwardView())
    for text in ("Infinity", "1e999", "NaN", ""):
        typed(page, "w11", text)
        assert f"“{text}” is not a number; w11 stays 0.5." in page.locator(".nn-live").inner_text()
    typed(page, "w11", "1e6")
    assert "is outside −1000…1000; w11 stays 0.5." in page.locator(".nn-live").inner_text()
    assert trait(page, "params") == list(START_A)


NO_FRAMES = """() => {
  const real = window.requestAnimationFrame, held = [];
  window.requestAnimationFrame = (frame) => held.push(frame);
  window.wake = () => ((window.requestAnimationFrame = real), held.forEach((frame) => real(frame)));
}"""  # as in a background tab, where a browser draws no frames


def test_a_tab_in_the_background_waits_and_goes_on_where_it_was(mount):
    page = mount(LiveNetwork())
    set_speed(page, "steady")
    page.locator("[data-name=train]").click()
    page.wait_for_function("live[0].model.get('epoch') > 3")
    reached = "Number(document.querySelector('[data-name=epoch]').value)"
    page.evaluate(NO_FRAMES)
    page.wait_for_timeout(200)  # a frame that was already requested still runs
    asleep = page.evaluate(reached)
    page.wait_for_timeout(500)  # time for thirty frames
    assert page.evaluate(reached) == asleep
    first = page.evaluate(f"(wake(), new Promise((done) => requestAnimationFrame(() => done({reached}))))")
    assert first <= asleep + 2  # the page must not train all missed epochs in one step
    page.wait_for_function(f"live[0].model.get('epoch') > {asleep} + 3")
    page.locator("[data-name=train]").click()
    last = trait(page, "epoch")
    expected = list(train(XOR, START_A, 2.0, last))[-1].params
    assert trait(page, "params") == pytest.approx(expected, abs=1e-9)


def test_traits_set_from_python_while_it_trains_all_take_hold(mount):
    page = mount(LiveNetwork())
    set_speed(page, "steady")
    page.locator("[data-name=train]").click()
    page.wait_for_function("live[0].model.get('epoch') > 2")
    set_trait(page, "lr", 0.5)
    set_trait(page, "loss", "cross-entropy")
    set_trait(page, "row", 2)
    page.wait_for_timeout(100)
    assert page.locator("[data-typed=lr]").input_value() == "0.5"
    assert page.get_by_role("radio", name="cross-entropy").is_checked()
    assert page.locator("[data-name=row]").input_value() == "2"
    before = trait(page, "epoch")
    page.wait_for_function(f"live[0].model.get('epoch') > {before}")
    set_trait(page, "epoch", 0)
    page.wait_for_function("live[0].model.get('params')[0] === 0.5")
    assert page.locator("[data-name=train]").inner_text() == "Train"
    assert (trait(page, "params"), trait(page, "epoch")) == (list(START_A), 0)


def test_with_reduced_motion_a_run_shows_its_end_without_the_animation(mount):
    run = [epoch.params for epoch in train(XOR, START_B, 3.0, 120)]
    page = mount(LiveNetwork(history=run), reduced_motion="reduce")
    assert page.locator("[data-name=speed]").input_value() == "full"
    set_speed(page, "slow")
    draws = int(page.locator(".nn-live").get_attribute("data-draws"))
    page.locator("[data-name=play-history]").click()
    assert trait(page, "epoch") == 120
    assert int(page.locator(".nn-live").get_attribute("data-draws")) == draws + 1


# Accessibility.


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("view", VIEWS)
def test_axe_finds_nothing_to_complain_about(mount, view, scheme):
    page = mount(view(revealed=True) if view is BackwardView else view())
    if scheme == "dark":
        page.add_style_tag(content="html { background: #111; color: #eee; color-scheme: dark; --background: #111 }")
    unfold(page)
    if view is LiveNetwork:
        page.locator("[data-name=next-phase]").click()
    assert complaints_of_axe(page) == []


def test_axe_would_complain(mount):
    page = mount(NeuronView())
    page.evaluate("document.querySelector('[role=img]').removeAttribute('aria-label')")
    page.evaluate("document.querySelector('.nn-control label').remove()")
    page.add_style_tag(content=".nn-figure figcaption { color: #ccc !important; background: #fff }")
    assert {complaint.split(":")[0] for complaint in complaints_of_axe(page)} >= {
        "role-img-alt",
        "color-contrast",
        "label",
    }


def complaints_of_axe(page):
    violations = Axe().run(page).response["violations"]
    return [f"{found['id']}: {found['impact']}, {found['nodes'][0]['html'][:120]}" for found in violations]


def test_the_keyboard_alone_trains_steps_and_goes_back(mount):
    page = mount(LiveNetwork())
    seen = []
    page.locator("summary", has_text="More").press("Enter")
    page.evaluate("document.activeElement.blur()")
    for _ in range(40):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.dataset.name ?? document.activeElement.tagName"))
    assert {"train", "one-epoch", "next-phase", "one-row", "row", "epoch", "lr", "fork", "random", "SUMMARY"} <= {*seen}
    page.locator("[data-name=speed]").focus()
    page.keyboard.type("full")
    page.locator("[data-name=train]").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("live[0].model.get('epoch') === 4000")
    page.locator("[data-name=epoch]").focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    (_, one) = train(XOR, START_A, 2.0, 1)
    assert trait(page, "epoch") == 1
    assert trait(page, "params") == pytest.approx(one.params, abs=1e-12)
