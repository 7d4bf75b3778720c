"""How a result is shown: as one line of text and as a card."""

import re

import pytest
from answers import checked

from shared import check
from shared.nn import network


def shown():
    yield checked("sigmoid", lambda z: None)
    yield checked("sigmoid", lambda z: 1 / 0)
    yield checked("sigmoid", lambda z: "<script>alert('&')</script>")
    yield check(network.sigmoid)


def test_the_line_is_one_line_and_names_exercise_and_state():
    for result, status in zip(shown(), ("not attempted", "crashed", "wrong", "right"), strict=True):
        assert str(result).startswith(f"sigmoid: {status}. ")
        assert "\n" not in str(result)
        assert repr(result) == str(result)


def test_an_unknown_mistakes_card_says_what_to_do_with_the_call():
    card = checked("sigmoid", lambda z: 0.123 if z == 0.7 else 0.5)._repr_html_()
    for words in ("compute the right result by hand", "sigmoid(0.7)", "returned", "0.123", "expected", "0.668188"):
        assert words in card


def test_a_crashs_card_shows_the_students_line_as_your_line():
    def sigmoid(z):
        return 1 / (z - z)

    card = check(sigmoid)._repr_html_()
    assert card.index("your line") < card.index("return 1 / (z - z)") < card.index(">call<")


def test_the_card_says_the_status_in_words_and_escapes_the_students_text():
    for result, status in zip(shown(), ("Not attempted", "Crashed", "Wrong", "Right"), strict=True):
        card = result._repr_html_()
        assert f">{status}</strong>" in card
        assert "<script" not in card
        assert not re.search(r"https?:|url\(|<img|<link", card)


def test_no_card_fixes_the_colour_of_text_on_the_page():
    for result in shown():
        card = result._repr_html_()
        without_icon = re.sub(r"<span aria-hidden.*?</span>", "", card)
        assert not re.search(r"background(-color)?:(?! *none)|(?<!-)color:(?! *inherit)", without_icon)


def test_a_result_cannot_be_changed_afterwards():
    result = check(network.sigmoid)
    with pytest.raises(AttributeError):
        result.status = "right"
