"""The components of lessons: predictions hide their answer, hints open one by one, tables are plain."""

import re
from html import unescape
from types import SimpleNamespace

import marimo as mo
import pytest

from shared.course import STEMS, lesson
from shared.exercises import EXERCISES
from shared.lesson import components
from shared.widgets import views
from shared.widgets.count_map import CountMap
from shared.widgets.javascript import STYLE, one_module

SENTENCES = {"up": "Up it goes.", "down": "Nothing pulls it down."}


def predict(options=None, right="up"):
    return components.predict("Up or down?", options or SENTENCES, right)


def answered(option):
    """Return a prediction in which `option` is chosen. If `option` is None, nothing is chosen."""
    element = predict().element
    return SimpleNamespace(value=option and element.options[option], element=element)


def test_nothing_is_chosen_before_the_reader_chooses():
    assert predict().value is None


def test_an_answer_stays_hidden_until_a_prediction_is_made():
    text = components.reveal(answered(None), "The reason.").text
    assert not any(words in text for words in ("The reason.", *SENTENCES.values()))


def test_a_right_prediction_gets_its_own_sentence_and_the_reason():
    text = components.reveal(answered("up"), "The reason.").text
    assert "You predicted it: up." in text and "Up it goes." in text and "The reason." in text
    assert "Nothing pulls it down." not in text


def test_a_wrong_prediction_gets_its_own_sentence_then_the_answer():
    text = components.reveal(answered("down"), "The reason.").text
    order = "You chose “down”.", "Nothing pulls it down.", "The answer is: up.", "Up it goes.", "The reason."
    places = [text.index(words) for words in order]
    assert places == sorted(places)


def test_a_second_choice_is_not_called_a_prediction():
    chosen = answered("down")
    components.reveal(chosen, "The reason.")
    chosen.value = answered("up").value
    text = components.reveal(chosen, "The reason.").text
    assert "Now it is right: up." in text and "You predicted it" not in text


def test_on_paper_all_sentences_are_folded_behind_the_answer():
    with components.static_export():
        html = components.reveal(answered(None), "The reason.").text
    assert "<details" in html and "open" not in html.split(">", 1)[0]
    assert all(words in html for words in ("The reason.", *SENTENCES.values()))


@pytest.mark.parametrize(
    ("options", "right", "complaint"),
    [
        (SENTENCES, "sideways", "right must be one of"),
        (SENTENCES | {"down": " "}, "up", "'down' a sentence of its own"),
        (SENTENCES | {"down": "Up it goes. "}, "up", "'up' a sentence of its own"),
    ],
)
def test_a_prediction_without_a_sentence_for_each_option_is_refused(options, right, complaint):
    with pytest.raises(ValueError, match=complaint):
        predict(options, right)


@pytest.mark.parametrize("nothing", [None, []])
def test_an_answer_without_a_choice_is_not_accepted(nothing):
    assert predict().validate(nothing) == "Choose an answer first."
    assert predict().validate(["up"]) is None


def test_a_slow_explanation_is_computed_only_when_the_answer_is_shown():
    calls = []

    def explain():
        calls.append("called")
        return "The reason.", "More."

    components.reveal(answered(None), explain)
    assert calls == []
    text = components.reveal(answered("up"), explain).text
    assert calls == ["called"] and "The reason." in text and "More." in text


@pytest.mark.parametrize("name", EXERCISES)
def test_three_hints_lie_folded_one_inside_the_other(name):
    html = components.hints(name).text
    assert not re.search(r"<details[^>]* open", html)
    first, second, third = (html.index(label) for label in ("Hint 1", "Hint 2", "Hint 3"))
    assert first < second < third
    assert html.count("<details") == html.count("</details>") == 3
    assert html.rstrip().endswith("</details></details></details>")


def test_questions_to_recall_are_asked_openly_and_answered_folded():
    html = components.recall(("What is $b$?", "The bias."), ("And $w$?", "A weight.")).text
    assert html.count("<details") == 2 and not re.search(r"<details[^>]* open", html)
    for part, question, answer in zip(html.split("<details")[1:], ("What is", "And"), ("The bias.", "A weight.")):
        asked, folded = part.split("</summary>")
        assert question in asked and answer not in asked and answer in folded


def test_navigation_names_the_neighbours_that_exist_and_no_others():
    first, last = (unescape(components.navigation(stem, "On.").text) for stem in (STEMS[0], STEMS[-1]))
    assert "Previous" not in first and f"Next: {lesson(STEMS[1]).heading}" in re.sub("<[^>]*>", "", first)
    assert "Next" not in last and f"Previous: {lesson(STEMS[-2]).heading}" in re.sub("<[^>]*>", "", last)


def test_code_shows_functions_without_their_indentation():
    def double(z):
        return 2 * z

    def halve(z):
        return z / 2

    shown = re.sub("<[^>]*>", "", components.code(double, halve).text)
    assert "def double(z):\n    return 2 * z\n\n\ndef halve(z):\n    return z / 2" in shown


def test_code_is_shown_without_type_annotations():
    def half(
        z: float,
        *,
        exact: bool = True,
    ) -> float:
        return z / 2  # a comment

    shown = re.sub("<[^>]*>", "", components.code(half).text)
    assert "def half(z, *, exact=True):\n    return z / 2  # a comment" in shown


def test_a_table_has_a_heading_and_a_line_for_every_row():
    html = components.table([{"a": 1, "b": 2}, {"a": 3, "b": 4}]).text
    assert html.count("<tr>") == 3 and html.count("<th ") == 2


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (-0.5, "−0.5"),
        ("(-1, 2.0e-07)", "(−1, 2.0e−07)"),
        ("2-3-1", "2-3-1"),
        ("well-known", "well-known"),
        ("`x[-1]` is -2", "x[-1] is −2"),
    ],
)
def test_a_number_in_a_table_has_a_minus_sign_and_no_hyphen(written, shown):
    cell = components.table([{"a": written}]).text.split("<td", 1)[1].split(">", 1)[1].split("</td>")[0]
    assert re.sub("<[^>]*>", "", cell) == shown


def test_text_in_an_export_says_that_its_numbers_are_initial_ones():
    assert components.now_or_start() == "now"
    with components.static_export():
        assert components.now_or_start() == "at the start"


def test_in_an_export_an_exercise_names_no_file_that_is_missing():
    with components.static_export():
        text = components.exercise_prompt("sigmoid", "Return it.").text
    assert "README" not in text and "the box below" in text


def test_a_copy_of_a_picture_hides_the_parts_that_are_not_named():
    html = components.part_of(mo.ui.anywidget(views.ForwardView()), "network", "steps").text
    assert "--nn-numbers: none" in html
    assert "--nn-network" not in html and "--nn-steps" not in html


def test_a_part_that_a_picture_does_not_have_is_named():
    with pytest.raises(ValueError, match="parts must be among curve, numbers, got steps"):
        components.part_of(mo.ui.anywidget(views.NeuronView()), "steps")


def test_every_part_of_a_picture_can_be_hidden():
    named = {part for view in (*vars(views).values(), CountMap) for part in getattr(view, "parts", ())}
    hidden = set(re.findall(r"\.nn-part-([\w-]+) { display: var\(--nn-\1, block\); }", STYLE))
    drawn = set(re.findall(r'(?:\bpart\("|"nn-part-)([\w-]+)"', one_module()))
    assert named == hidden == drawn


def test_a_picture_beside_an_answer_appears_with_it():
    picture = mo.Html("<b>the picture</b>")
    assert "the picture" not in components.reveal(answered(None), picture=picture).text
    assert "the picture" in components.reveal(answered("up"), picture=picture).text
