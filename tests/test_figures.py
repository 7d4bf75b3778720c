"""matplotlib figures: each is an SVG with a caption and the page's colours. Many sessions can draw at once."""

import re
from concurrent.futures import ThreadPoolExecutor

import matplotlib.pyplot
import numpy as np
import pytest
from project_rules import modules_loaded_by

from shared.course import STEMS
from shared.lesson import figures
from shared.lesson.figures import plt, show_figure

ALT = "The loss falls from 4 to 1."


def curve(ys=(4, 2, 1), make=plt.subplots, **options):
    fig, ax = make(**options)
    ax.plot(ys, label="a < b")
    ax.set_xlabel("epoch")
    ax.legend()
    return fig


def test_a_figure_says_its_caption_to_eyes_and_to_screen_readers():
    html = show_figure(curve(), alt=ALT)._repr_html_()
    assert f'role="img" aria-label="{ALT}"' in html and html.count(ALT) == 2


def test_words_in_a_figure_stay_words_in_the_letters_of_the_page():
    svg = show_figure(curve(), alt=ALT).html
    assert ">epoch</text>" in svg and ">a &lt; b</text>" in svg
    assert "font-family" not in svg and "DejaVu" not in svg and not re.search(r"<text[^>]*px", svg)


def test_a_figure_has_the_colours_of_the_page_and_of_the_course():
    svg = show_figure(curve(make=matplotlib.pyplot.subplots), alt=ALT).html
    assert "currentColor" in svg and "#000000" not in svg and "#ffffff" not in svg
    assert figures.CLASS_0 in svg and "#1f77b4" not in svg


def test_curves_differ_in_dash_as_well_as_in_colour():
    fig, ax = plt.subplots()
    ax.plot([1, 2])
    ax.plot([2, 1])
    assert "stroke-dasharray" in show_figure(fig, alt=ALT).html
    assert len(set(map(str, figures.DASHES))) == len(figures.DASHES) == len(figures.COLOURS)


def test_decades_are_labelled_in_plain_text():
    fig = curve([1e-5, 1, 1e3])
    fig.axes[0].set_yscale("log")
    svg = show_figure(fig, alt=ALT).html
    # The version of matplotlib decides which powers of 10 have a label.
    assert re.search(r">10⁻[²³⁴]</text>", svg) and "mathdefault" not in svg


def test_figures_on_one_page_share_no_ids_and_no_styles():
    pictures = [show_figure(curve(), alt=f"The loss falls from 4 to 1 in run {k}.").html for k in range(2)]
    first, second = (set(re.findall(r' id="([^"]+)"', svg)) for svg in pictures)
    used = set(re.findall(r'(?:url\(#|href="#)([\w-]+)', pictures[0]))
    assert used <= first and not first & second
    assert "<style" not in pictures[0] and "<metadata" not in pictures[0]


@pytest.mark.parametrize("alt", ["", "  ", "loss", "loss curve", None])
def test_a_figure_without_a_text_alternative_is_told_what_to_write(alt):
    with pytest.raises(ValueError, match=r"alt must say in a sentence what the figure shows.*show_figure\(fig, alt="):
        show_figure(curve(), alt=alt)
    with pytest.raises(ValueError, match="alt must say"):
        show_figure(curve())


def test_what_is_no_figure_is_named():
    with pytest.raises(TypeError, match=r"fig must be .* fig, ax = plt.subplots\(\); got Axes"):
        show_figure(curve().axes[0], alt=ALT)
    with pytest.raises(ValueError, match="fig is empty"):
        show_figure(matplotlib.figure.Figure(), alt=ALT)


def test_a_figure_can_be_saved_after_it_was_shown(tmp_path):
    fig = curve(make=matplotlib.pyplot.subplots)
    size = list(fig.get_size_inches())
    show_figure(fig, alt=ALT)
    fig.savefig(tmp_path / "loss.png", dpi=50)
    assert (tmp_path / "loss.png").stat().st_size > 1000 and list(fig.get_size_inches()) == size


def test_no_figure_stays_in_pyplot():
    before = matplotlib.pyplot.get_fignums()
    curve()
    show_figure(curve(make=matplotlib.pyplot.subplots), alt=ALT)
    assert matplotlib.pyplot.get_fignums() == before


def test_pyplot_itself_would_keep_a_figure():
    fig = curve(make=matplotlib.pyplot.subplots)
    assert fig.number in matplotlib.pyplot.get_fignums()
    matplotlib.pyplot.close(fig)


def test_figures_drawn_at_the_same_time_do_not_disturb_each_other():
    def drawn(k):
        return show_figure(curve([k, 2 * k, k * k], figsize=(2, 1.5)), alt=f"Three numbers of run {k}.")

    alone = [drawn(k) for k in range(8)]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(drawn, range(8))) == alone


def test_a_figure_of_default_size_fits_a_phone_and_a_large_one_scrolls():
    assert "min-width" not in show_figure(curve(make=matplotlib.pyplot.subplots), alt=ALT).html
    assert "overflow-x: auto" in show_figure(curve(figsize=(9, 3)), alt=ALT).html


def test_a_colour_bar_of_pyplot_does_not_hide_anything():
    fig, ax = matplotlib.pyplot.subplots()
    fig.colorbar(ax.contourf([[0, 1], [2, 3]]), label="loss")
    assert ">loss</text>" in show_figure(fig, alt="A loss from 0 to 3.").html


def test_an_image_is_embedded():
    fig, ax = plt.subplots()
    ax.imshow(np.eye(8), cmap="gray_r")
    assert 'href="data:image/png;base64,' in show_figure(fig, alt="An image of the identity.").html


def drawings_of(mode, monkeypatch):
    """Return the number of drawings that two sessions make. Each session has its own function with the same code.

    `mode` is "run" for an app and "edit" for the editor.
    """
    import marimo

    monkeypatch.setattr(marimo, "running_in_notebook", lambda: True)
    monkeypatch.setattr(marimo, "app_meta", lambda: type("Meta", (), {"mode": mode}))
    ys = (object(),)  # these inputs are new, so no earlier call has stored their drawing
    calls, code = [], "f = lambda ys: ys\ndef draw(calls, f, ys):\n    calls.append(f(ys))\n    return 'drawn'"
    for _ in range(2):
        session = {"__name__": "__main__"}  # marimo runs a lesson under this name
        exec(code, session)
        figures.draw_once(session["draw"], Shared(calls), session["f"], ys)
    return len(calls)


class Shared(list):
    """A list with a hash, so that `draw_once` accepts it as an input. All these lists are empty, so they are equal."""

    def __init__(self, calls):
        self.append = calls.append

    def __hash__(self):
        return 0


def test_a_class_draws_once_and_an_editor_draws_each_time(monkeypatch):
    assert drawings_of("run", monkeypatch) == 1
    assert drawings_of("edit", monkeypatch) == 2


def test_the_caption_may_be_a_function_beside_the_drawing():
    def draw(last):
        fig, ax = plt.subplots()
        ax.plot([1, last])
        return fig, last

    drawn = figures.draw_once(draw, 0.25, alt=lambda last: f"The loss falls to {last}.")
    assert drawn.caption == "The loss falls to 0.25."


# matplotlib is imported only when a figure is drawn, because the import is slow.


def test_importing_all_lessons_does_not_import_matplotlib_but_drawing_does():
    lessons = f"import importlib; sys.path.insert(0, 'lessons'); [importlib.import_module(stem) for stem in {STEMS}]"
    assert "matplotlib" not in modules_loaded_by(lessons)
    assert "matplotlib" in modules_loaded_by("from shared.lesson.figures import plt; plt.subplots()")
