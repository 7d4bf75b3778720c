"""Apps show stored figures instead of drawing them: the file has the figures that the lessons draw."""

import functools
import json
import linecache
import re
from importlib.metadata import version

import numpy as np
import pytest

from shared.course import STEMS
from shared.lesson import cache, figures, pictures
from shared.lesson.pictures import name_of_picture
from shared.lesson.shipped import draw_pictures
from shared.nn.mlp import MLP

FILE = json.loads(pictures.FILE.read_text("utf-8"))
NUMBER = re.compile(r"(?<![\w#])-?\d+(?:\.\d+)?(?:e-?\d+)?")
LESSON_CODE = """
SCALE = 2

def scaled(y):
    return SCALE * y

def draw(f, y):
    fig, ax = plt.subplots()
    ax.plot([0, f(scaled(y))])
    return fig
"""


drawn_by = functools.cache(draw_pictures)  # a lesson runs only once for both tests
each_lesson = pytest.mark.parametrize("stem", STEMS)


@each_lesson
def test_the_file_has_exactly_the_figures_of_a_lesson(stem):
    drawn, kept = drawn_by(stem), FILE["lessons"].get(stem, {})
    assert drawn.keys() == kept.keys(), "run `python -m shared.lesson.shipped` again"
    assert [figure.caption for figure in drawn.values()] == [caption for _, caption in kept.values()]


@each_lesson
def test_a_figure_in_the_file_looks_as_the_lesson_draws_it(stem):
    if version("matplotlib") != FILE["matplotlib"]:
        pytest.skip(f"the figures in the file are drawn with matplotlib {FILE['matplotlib']}")
    for name, figure in drawn_by(stem).items():
        assert looks_alike(figure.html, FILE["lessons"][stem][name][0]), name


def looks_alike(html, other):
    """Return True if the numbers of two figures differ by at most 0.01 points, and their other text is the same."""
    numbers = [np.array([float(number) for number in NUMBER.findall(text)]) for text in (html, other)]
    return NUMBER.sub("", html) == NUMBER.sub("", other) and np.allclose(*numbers, rtol=0, atol=0.01)


def test_a_figure_with_another_number_does_not_look_alike():
    html, _ = FILE["lessons"]["04_loss"].popitem()[1]
    place = html.index("L ") + 2
    assert looks_alike(html, html)
    assert not looks_alike(html, f"{html[:place]}1{html[place:]}")
    assert not looks_alike(html, html.replace("stroke", "fill", 1))


def lesson_with(tmp_path, code=LESSON_CODE, f="lambda y: y", y=1.0):
    """Write a lesson with this code and these inputs. Return the name of its figure."""
    path = tmp_path / "lesson.py"
    path.write_text(f"{code}\nf = {f}\n", "utf-8")
    linecache.checkcache(str(path))
    lesson = {"__name__": "__main__", "plt": figures.plt}  # marimo runs a lesson under this name
    exec(compile(path.read_text("utf-8"), str(path), "exec"), lesson)
    return name_of_picture(lesson["draw"], None, (lesson["f"], y))


@pytest.mark.parametrize(
    "change",
    [
        {"code": LESSON_CODE.replace("[0, f", "[1, f")},
        {"code": LESSON_CODE.replace("SCALE = 2", "SCALE = 3")},
        {"code": LESSON_CODE.replace("SCALE * y", "y * SCALE")},
        {"f": "lambda y: y + 1"},
        {"y": 1.001},
    ],
    ids=["code", "constant", "helper", "student's function", "number"],
)
def test_a_picture_with_another_part_has_another_name(change, tmp_path):
    assert lesson_with(tmp_path, **change) != lesson_with(tmp_path)


def test_the_last_digits_of_an_input_do_not_change_the_name(tmp_path):
    name = lesson_with(tmp_path)
    assert name.startswith("draw ")
    assert lesson_with(tmp_path, y=1.0 + 1e-12) == name


def test_networks_with_the_same_numbers_have_the_same_picture(tmp_path):
    networks = [MLP([np.array([[weight]]), np.zeros((1, 1))]) for weight in (1.0, 1.0, 2.0)]
    first, same, other = (lesson_with(tmp_path, y=network) for network in networks)
    assert first == same != other


def test_only_an_app_takes_a_figure_from_the_file(monkeypatch):
    def draw():
        return "drawn"

    monkeypatch.setattr(pictures, "read_pictures", lambda: {name_of_picture(draw, None, ()): "from the file"})
    assert figures.draw_once(draw) == "drawn"
    monkeypatch.setattr(cache, "is_app", lambda: True)
    assert figures.draw_once(draw) == "from the file"
