"""Writing on a page of the static site, with Python in the browser from a folder next to the pages."""

import pytest

pytest_plugins = ["site_fixtures"]

RISING = "def sigmoid(z):\n    return 1 / (1 + math.exp(-z))\n"
FALLING = RISING.replace("-z", "z")
START = 120_000  # milliseconds: Python's start takes seconds, and a busy machine multiplies them


@pytest.fixture
def lesson_1(writing_site, reader):
    """Lesson 1, opened as a file. It can load nothing from outside its folder."""
    reader.set_default_timeout(START)
    reader.goto((writing_site / "01_neuron.html").as_uri())
    return reader


def box(page, exercise="sigmoid"):
    return page.locator(f"[data-exercise={exercise}]")


def checked(page, text, exercise="sigmoid"):
    """Type a text into a box and return its card."""
    page.get_by_label(f"Your code for {exercise}").fill(text)
    here = box(page, exercise)
    here.locator(".box-card").evaluate("card => card.replaceChildren()")
    here.get_by_role("button", name="Check").click()
    here.locator(".box-card > *").wait_for()
    return here.locator(".box-card").inner_text()


def test_an_answer_is_named_wrong_corrected_and_right(lesson_1):
    assert "Your result falls when z grows" in checked(lesson_1, FALLING)
    assert "Right" in checked(lesson_1, RISING + "print(sigmoid(0))")
    assert box(lesson_1).locator(".box-printed").inner_text() == "0.5\n"
