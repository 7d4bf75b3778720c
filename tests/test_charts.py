"""Charts: every picture has a caption, uses the page's text colour, and depends only on its numbers."""

import itertools
import math
import re
from pathlib import Path

import numpy as np
import pytest
from colorspacious import cspace_convert, deltaE

from shared.lesson import charts, figures
from shared.widgets import live_network

CURVE = {"a & b": ([0, 1, 2], [3, 1, 2]), "c": ([0, 1, 2], [1, 2, 3])}


def test_a_picture_says_its_sentence_to_eyes_and_to_screen_readers():
    html = charts.lines(CURVE, "It falls, then < rises.")._repr_html_()
    assert 'role="img" aria-label="It falls, then &lt; rises."' in html
    assert "<figcaption" in html and html.count("It falls, then &lt; rises.") == 2


def test_a_picture_takes_the_colour_of_the_text_around_it():
    svg = charts.lines({f"curve {k}": ([0, 1], [k, 1]) for k in range(6)}, "Six curves.").html
    assert "currentColor" in svg and charts.INK not in svg


def test_words_in_a_picture_stay_words():
    assert ">a &amp; b<" in charts.lines(CURVE, "…").html


def test_equal_numbers_give_equal_characters_and_other_numbers_others():
    assert charts.lines(CURVE, "…") == charts.lines(CURVE, "…")
    assert charts.lines(CURVE, "…") != charts.lines({"c": ([0, 1], [0, 1])}, "…")


def test_curves_are_told_apart_by_dash_as_well_as_by_colour():
    assert "stroke-dasharray" in charts.lines(CURVE, "…").html
    assert len(set(map(str, charts.DASHES))) == len(charts.DASHES) == len(charts.COLOURS)


def words_in(picture):
    return re.findall(r"<text[^>]*>([^<]*)</text>", picture.html)


def curves_in(picture):
    """Return the curves of a picture as SVG paths. Each part of a curve begins with M."""
    return re.findall(r'<path d="([^"]*)" fill="none"', picture.html)


def points_in(picture):
    """Return the curves of a picture. Each curve is a list of points (x, y)."""
    return [
        [tuple(map(float, place.split(","))) for place in re.findall(r"[\d.-]+,[\d.-]+", curve)]
        for curve in curves_in(picture)
    ]


@pytest.mark.parametrize(
    ("ys", "log", "ticks"),
    [
        ([0, 0.26], False, ["0.00", "0.05", "0.10", "0.15", "0.20", "0.25"]),
        ([2, 4], False, ["2", "3", "4"]),  # these numbers are integers, so 2.5 is not a label
        ([-30_000.0, 40_000.0], False, ["−30,000", "−20,000", "−10,000", "0", "10,000", "20,000", "30,000", "40,000"]),
        ([1e-12, 1e-3], True, ["10⁻¹²", "10⁻¹⁰", "10⁻⁸", "10⁻⁶", "10⁻⁴"]),
        ([2.0, 3.0], True, ["2", "3"]),
        ([0.125, 0.125], False, ["0.115", "0.120", "0.125", "0.130", "0.135"]),
        ([0.3, 0.30000001], True, ["0.3", "0.30000001"]),
        ([1e-30, 2e-30], False, ["1.0e−30", "1.2e−30", "1.4e−30", "1.6e−30", "1.8e−30", "2.0e−30"]),
        ([1e20, 2e20], False, ["1.0e+20", "1.2e+20", "1.4e+20", "1.6e+20", "1.8e+20", "2.0e+20"]),
        ([5e-324, 0.0], False, ["−1.0", "−0.5", "0.0", "0.5", "1.0"]),
    ],
)
def test_an_axis_is_marked_with_round_numbers(ys, log, ticks):
    assert words_in(charts.lines({"a": ([0, 1], ys)}, "…", log_y=log))[2:] == ticks


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), 0.0])
def test_what_cannot_be_drawn_leaves_a_gap(bad):
    picture = charts.lines({"a": ([0, 1, 2, 3], [1.0, bad, 2.0, 4.0])}, "…", log_y=True)
    assert [len(curve) for curve in points_in(picture)] == [3]
    assert [curve.count("M") for curve in curves_in(picture)] == [2]
    charts.lines({"a": ([0, 1], [bad, bad])}, "…", log_y=True)


@pytest.mark.parametrize("log", [False, True])
@pytest.mark.parametrize(
    "ys", [[-1e308, 1e308, 1.0], [1e280, 1e280, 1e280], [1e-280, 1e280], [5e-324, 1.0], [10**400, 1], [math.nan, 2.0]]
)
def test_a_chart_of_extreme_numbers_stays_inside_the_picture(ys, log):
    for mark in (None, ys[0]):
        picture = charts.lines({"a": (range(len(ys)), ys), "b": (ys, range(len(ys)))}, "…", log_y=log, mark=mark)
        assert "nan" not in picture.html and "inf" not in picture.html
        places = [place for curve in points_in(picture) for place in curve]
        assert places and all(0 < x < charts.WIDTH and 0 < y < charts.HEIGHT for x, y in places)


@pytest.mark.parametrize("ys", [[1.0], [1.0, math.nan, 3.0], [math.inf, 2.0]])
def test_a_single_point_between_gaps_can_be_seen(ys):
    assert re.search(r'<path d="(M[\d.]+,[\d.]+h2)+" fill="none"', charts.lines({"a": (range(len(ys)), ys)}, "…").html)


def test_a_curve_lies_where_its_numbers_are_and_inside_the_picture():
    (curve,) = points_in(charts.lines({"a": ([0, 1, 2], [10, 30, 20])}, "…", x="x", y="y"))
    (x0, y0), (x1, y1), (x2, y2) = curve
    assert x1 - x0 == pytest.approx(x2 - x1, abs=0.11) and y0 > y2 > y1  # in SVG, y is smaller at the top
    assert y2 - y1 == pytest.approx(y0 - y2, abs=0.11)
    assert all(0 < x < charts.WIDTH and 0 < y < charts.HEIGHT for x, y in curve)


def test_a_long_curve_has_few_points_but_keeps_its_ends_and_peak():
    ys = [0.0] * 50_000
    ys[777] = 1.0
    (curve,) = points_in(charts.lines({"a": (range(50_000), ys)}, "…"))
    whole = points_in(charts.lines({"a": ([0, 777, 49_999], [0.0, 1.0, 0.0])}, "…"))[0]
    assert len(curve) < 1000 and set(whole) <= set(curve)


@pytest.mark.parametrize(
    ("draw", "named"),
    [
        (lambda: charts.lines({}, "…"), "series"),
        (lambda: charts.lines({"a": ([1, 2], [1])}, "…"), "series"),
    ],
)
def test_bad_numbers_are_named(draw, named):
    with pytest.raises(ValueError, match=named):
        draw()


LETTERS = """() => {
  const svg = document.querySelector("svg"), frame = svg.getBoundingClientRect();
  const words = [...svg.querySelectorAll("text")], boxes = words.map((word) => word.getBoundingClientRect());
  const size = (word) => (parseFloat(getComputedStyle(word).fontSize) * frame.width) / svg.viewBox.baseVal.width;
  const before = (a, b) => a.right <= b.left + 1 || a.bottom <= b.top + 2;
  const apart = (a, b) => before(a, b) || before(b, a);
  const within = (a, b) => a.left >= b.left && a.right <= b.right && a.top >= b.top && a.bottom <= b.bottom;
  return {
    count: words.length,
    least: Math.min(...words.map(size)),
    most: Math.max(...words.map(size)),
    apart: boxes.every((a, i) => boxes.slice(i + 1).every((b) => apart(a, b))),
    inside: boxes.every((box) => within(box, frame)),
  };
}"""


def chart_of_six():
    curves = {f"curve {k}": ([0, 4000], [k, k + 0.25]) for k in range(6)}
    return charts.lines(curves, "…", x="epoch", y="loss")


def figure_of_matplotlib():
    fig, ax = figures.plt.subplots()
    for k in range(3):
        ax.plot([0, 4000], [10.0**k, 10 ** (k + 0.25)], label=f"curve {k}")
    ax.set(xlabel="epoch", ylabel="loss", yscale="log")
    ax.legend()
    return figures.show_figure(fig, alt="Three losses rise.")


@pytest.mark.parametrize("draw", [chart_of_six, figure_of_matplotlib])
@pytest.mark.parametrize("width", [298, 326, 518, 576])
def test_letters_can_be_read_at_the_width_of_a_telephone_and_do_not_touch(page, width, draw):
    page.set_viewport_size({"width": width, "height": 800})
    page.set_content(f'<body style="margin: 0; font: 16px sans-serif">{draw()._repr_html_()}')
    seen = page.evaluate(LETTERS)
    assert seen["count"] >= 6
    assert seen["least"] >= 11 and seen["most"] <= 16
    assert seen["apart"] and seen["inside"]


# Colours, also for colour-blind readers.

EYES = [None, "protanomaly", "deuteranomaly", "tritanomaly"]
PAPER = "#f5f3ee"  # the colour of ½, in the middle of the diverging colours


def distance(one, other, eye):
    """Return how different two colours look, in CAM02-UCS: 1 is hard to see. `eye` names a kind of colour blindness."""

    def seen(colour):
        rgb = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        space = {"name": "sRGB1+CVD", "cvd_type": eye, "severity": 100}
        return rgb if eye is None else np.clip(cspace_convert(rgb, space, "sRGB1"), 0, 1)

    return float(deltaE(seen(one), seen(other), input_space="sRGB1"))


@pytest.mark.parametrize("eye", EYES)
def test_class_colours_are_far_apart_for_every_colour_vision(eye):
    for pair in itertools.combinations((charts.CLASS_0, charts.CLASS_1, PAPER), 2):
        assert distance(*pair, eye) > 40


@pytest.mark.parametrize("eye", EYES)
def test_the_curves_of_a_chart_are_told_apart_by_every_eye(eye):
    for pair in itertools.combinations(charts.COLOURS, 2):
        assert distance(*pair, eye) > 10


def test_red_and_green_would_be_too_close():
    assert distance("#c00000", "#007000", "deuteranomaly") < 10


def test_the_widget_has_the_charts_colours():
    folder = Path(live_network.__file__).parent
    style = (folder / "style.css").read_text("utf-8").lower()
    assert f"--nn-zero: {charts.CLASS_0.lower()}" in style
    assert f"--nn-one: {charts.CLASS_1.lower()}" in style
    ramp = re.search(r"DIVERGING = \[(.*?)\];", (folder / "js" / "drawing.mjs").read_text("utf-8"), re.DOTALL)[1]
    stops = ["#{:02x}{:02x}{:02x}".format(*map(int, stop.split(","))) for stop in re.findall(r"\[([\d, ]+)\]", ramp)]
    assert stops == [charts.CLASS_0.lower(), PAPER, charts.CLASS_1.lower()]
