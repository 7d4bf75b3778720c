"""Charts: every picture carries its sentence, takes the page's colour, and depends on its numbers alone."""

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from shared import figures

CURVE = {"a & b": ([0, 1, 2], [3, 1, 2]), "c": ([0, 1, 2], [1, 2, 3])}


def test_a_picture_says_its_sentence_to_eyes_and_to_screen_readers():
    html = figures.lines(CURVE, "It falls, then < rises.")._repr_html_()
    assert 'role="img" aria-label="It falls, then &lt; rises."' in html
    assert "<figcaption" in html and html.count("It falls, then &lt; rises.") == 2


def test_a_picture_takes_the_colour_of_the_text_around_it():
    svg = figures.bars({"x": 1, "y": 2}, "Two bars.").svg
    assert "currentColor" in svg and figures.INK not in svg


def test_words_in_a_picture_stay_words():
    assert ">a &amp; b<" in figures.lines(CURVE, "…").svg


def test_equal_numbers_give_equal_characters_and_other_numbers_others():
    assert figures.lines(CURVE, "…") == figures.lines(CURVE, "…")
    assert figures.lines(CURVE, "…") != figures.lines({"c": ([0, 1], [0, 1])}, "…")


def test_pictures_drawn_at_the_same_time_do_not_disturb_each_other():
    wanted = [{f"{k}": ([0, 1, 2], [k, 1, 2])} for k in range(12)]
    alone = [figures.lines(series, "…") for series in wanted]
    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(lambda series: figures.lines(series, "…"), wanted)) == alone


def test_curves_are_told_apart_by_dash_as_well_as_by_colour():
    assert "stroke-dasharray" in figures.lines(CURVE, "…").svg
    assert len(set(map(str, figures.DASHES))) == len(figures.DASHES) == len(figures.COLOURS)


@pytest.mark.parametrize(
    ("draw", "named"),
    [
        (lambda: figures.lines({}, "…"), "series"),
        (lambda: figures.lines({"a": ([1, 2], [1])}, "…"), "series"),
        (lambda: figures.bars({}, "…"), "counts"),
        (lambda: figures.bars({"a": -1}, "…"), "counts"),
    ],
)
def test_bad_numbers_are_named(draw, named):
    with pytest.raises(ValueError, match=named):
        draw()


def test_charts_and_widget_use_the_same_two_colours():
    style = Path(figures.__file__).parent / "live"
    drawn = "".join(file.read_text(encoding="utf-8") for file in style.iterdir() if file.suffix in (".css", ".mjs"))
    for colour in (figures.CLASS_0, figures.CLASS_1):
        assert re.search(colour, drawn, re.IGNORECASE)
