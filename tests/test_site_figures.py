"""The static site shows every kind of figure in lessons and solutions.

If the site cannot show an output, the error says which output it is.
"""

import json
import re

import pytest

from shared.site.render import lesson_page, solution_page

ALT = "Squares of 0 to 2: the last is 4."
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
SVG = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'><style>*{fill:red}</style><path d='M0 0h1v1z'/></svg>"


HEADER = """\
# /// script
# [tool.marimo.opengraph]
# title = "3 · A lesson"
# description = "One cell."
# image = "none.png"
# ///

import marimo

app = marimo.App()


@app.cell
def picture():
"""


@pytest.fixture
def lesson(tmp_path):
    """Return a function that builds the page of a lesson from the lines of the cell `picture`."""

    def page(*lines):
        cell = "".join(f"    {line}\n" for line in lines)
        path = tmp_path / "03_forward_pass.py"
        path.write_text(f"{HEADER}{cell}    return\n", "utf-8")
        return lesson_page(path).body

    return page


@pytest.fixture
def solution(tmp_path):
    """Return a function that builds the page of a solution from the source and the saved outputs of its only cell."""

    def page(source, *outputs):
        cell = {"cell_type": "code", "execution_count": 1, "metadata": {}, "source": source, "outputs": outputs}
        path = tmp_path / "03_forward_pass.ipynb"
        path.write_text(json.dumps({"cells": [cell]}), "utf-8")
        return solution_page(path).body

    return page


def display(kind, data, metadata=None, **others):
    return {"output_type": "display_data", "data": {kind: data, **others}, "metadata": metadata or {}}


PLOT = ("import matplotlib.pyplot as plt", "fig, ax = plt.subplots()", "ax.plot([0, 1, 4])")
IMPORT = "from shared.lesson.figures import plt, show_figure"


def test_a_lesson_shows_a_figure_with_its_caption(lesson):
    page = lesson(IMPORT, "fig, ax = plt.subplots()", "ax.plot([0, 1, 4])", f"show_figure(fig, alt={ALT!r})")
    assert f'role="img" aria-label="{ALT}"' in page and f"{ALT}</figcaption>" in page and "<svg" in page


@pytest.mark.parametrize("last", ["fig", "ax", "import marimo as mo; mo.vstack([fig])", "ax.plot([1, 2])"])
def test_a_plain_figure_in_a_lesson_is_shown_with_the_text_of_a_comment(lesson, last):
    page = lesson(*PLOT, f"# alt: {ALT}", last)
    assert f"{ALT}</figcaption>" in page and ("<svg" in page or 'src="data:image/png' in page)
    with pytest.raises(ValueError, match=r"^03_forward_pass.py: cell picture shows a figure without .*show_figure\("):
        lesson(*PLOT, last)


def test_pictures_of_other_kinds_are_shown_in_a_lesson(lesson):
    for method, data in (("_repr_png_", f"__import__('base64').b64decode('{PNG}')"), ("_repr_svg_", repr(SVG))):
        define = f"class Picture:\n        {method} = lambda self: {data}"
        page = lesson(define, f"# alt: {ALT}", "Picture()")
        assert f'alt="{ALT}"' in page and "data:image/" in page
        with pytest.raises(ValueError, match="cell picture shows a figure without a text alternative"):
            lesson(define, "Picture()")


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("object()", r"<object object at 0x\w+>, the name of an object"),
        ("[1, 2]", "<marimo-json-output>, which a page without Python cannot show"),
        ("mo.Html(\"<img src='https://example.org/a.png' alt='a'>\")", r"the picture https://example.org/a.png"),
        ("mo.Html(\"<iframe src='https://example.org'></iframe>\")", r"<iframe> from https://example.org"),
        ("type('A', (), {'_mime_': lambda self: ('application/vnd.a+json', '{}')})()", "application/vnd.a"),
    ],
)
def test_what_a_lesson_cannot_show_is_named_with_its_cell(lesson, line, named):
    with pytest.raises(ValueError, match=f"^03_forward_pass.py: cell picture shows {named}"):
        lesson("import marimo as mo", line)


def test_an_interrupt_is_no_error_of_a_lesson(lesson):
    with pytest.raises(RuntimeError, match=r"^03_forward_pass.py: cell picture raised SystemExit"):
        lesson("raise SystemExit")
    with pytest.raises(KeyboardInterrupt):
        lesson("raise KeyboardInterrupt")


@pytest.mark.parametrize(("kind", "data"), [("image/png", PNG), ("image/jpeg", PNG), ("image/svg+xml", [SVG])])
def test_a_solution_shows_any_picture_with_its_text(solution, kind, data):
    figure = {"text/plain": "<Figure size 640x480 with 1 Axes>"}
    for page in (
        solution(f"plt.show()\n# alt: {ALT}", display(kind, data, **figure)),
        solution("Image(…)", display(kind, data, {kind: {"alt": ALT}}, **figure)),
    ):
        assert f'alt="{ALT}"' in page and f"{ALT}</figcaption>" in page and f"data:{kind}" in page
        assert "Figure size" not in page and "<style" not in page
    with pytest.raises(
        ValueError, match=r"^03_forward_pass.ipynb: code cell 1 \(plt.show\(\)\) shows a figure without a text"
    ):
        solution("plt.show()", display(kind, data, **figure))


def test_two_pictures_of_a_cell_have_a_text_each(solution):
    two = [display("image/png", PNG)] * 2
    page = solution("# alt: First of 2.\n# alt: Second of 2.\nplt.show()", *two)
    assert re.findall(r'alt="([^"]*)"', page) == ["First of 2.", "Second of 2."]
    with pytest.raises(ValueError, match="without a text alternative"):
        solution("# alt: First of 2.\nplt.show()", *two)


@pytest.mark.parametrize(
    ("output", "named"),
    [
        (display("text/plain", "<Figure size 640x480 with 1 Axes>"), r"shows <Figure size 640x480 with 1 Axes>"),
        (display("text/plain", "[<matplotlib.lines.Line2D at 0x7f00aa>]"), r"shows <matplotlib.lines.Line2D at"),
        (display("text/plain", "Text(0.5, 1.0, 'loss')"), r"shows Text\("),
        (display("application/vnd.plotly.v1+json", {}, **{"text/plain": "Figure"}), "shows application/vnd.plotly"),
        (display("image/png", f"{PNG[:8]}!{PNG[8:]}", {"alt": ALT}), "shows a picture that is not base64"),
        (display("image/png", PNG[:-1], {"alt": ALT}), "shows a picture that is not base64"),
        ({"output_type": "error", "ename": "NameError", "evalue": "x"}, "holds an error: NameError: x"),
    ],
)
def test_what_a_solution_cannot_show_is_named_with_its_cell(solution, output, named):
    with pytest.raises(ValueError, match=rf"^03_forward_pass.ipynb: code cell 1 \(fig\) {named}"):
        solution("fig", output)


def test_text_of_a_solution_stays_text(solution):
    assert "<pre" in solution("x", display("text/plain", "Params(w11=1, w12=2)"))
