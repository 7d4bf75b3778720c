"""A student types answers in the editor and gets a verdict at once, even after a typing mistake or an endless loop."""

import re
import shutil

import pytest
from course_files import ROOT
from lesson_steps import press_with_nothing_chosen
from server import served

STUB = "def sigmoid(z):\n    ..."
RIGHT = "def sigmoid(z):\n    return 1 / (1 + math.exp(-z))"


@pytest.fixture(scope="module")
def exercise(browser, tmp_path_factory):
    """Open lesson 1 in the editor, and yield the `Exercise` with the function `sigmoid`."""
    folder = tmp_path_factory.mktemp("student")
    shutil.copytree(ROOT / "lessons", folder / "lessons")
    shutil.copy(ROOT / "pyproject.toml", folder)
    with served("lessons", how="edit", folder=folder) as url:
        page = browser.new_page(viewport={"width": 1200, "height": 1000})
        page.set_default_timeout(30_000)
        page.goto(f"{url}/?file=01_neuron.py")
        # The cells run when the lesson opens, without a click on "run all".
        page.locator(".nn-live").first.wait_for(timeout=60_000)
        page.get_by_text("Not attempted").first.wait_for(timeout=60_000)
        cell = page.locator("[data-cell-id]", has=page.locator(".cm-content", has_text="def sigmoid(z):")).first
        yield Exercise(page, cell.get_attribute("data-cell-id"), folder / "lessons" / "01_neuron.py")
        page.close()


class Exercise:
    """The cell that defines `sigmoid`, and the card of its check below."""

    def __init__(self, page, cell, file):
        self.page, self.file = page, file
        self.code = page.locator(f'[data-cell-id="{cell}"] .cm-content').first
        self.card = page.get_by_role("group", name=re.compile("^sigmoid: "))

    def type(self, code):
        busy = "[data-status=running], [data-status=queued]"
        self.page.wait_for_function("busy => !document.querySelector(busy)", arg=busy)  # the last run has ended
        self.code.click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(code)
        self.page.keyboard.press("Control+Enter")

    def says(self, text):
        self.card.get_by_text(text).first.wait_for()
        assert self.card.count() == 1


def test_the_card_of_the_stub_says_how_to_begin(exercise):
    exercise.type(STUB)
    exercise.says("replace the ... with your own lines")
    exercise.says("Ctrl-Enter")
    exercise.page.get_by_text("math is imported already").first.wait_for()


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (RIGHT.replace("-z", "z"), "this is σ(−z)"),
        ("def sigmoid(z):\n    return 1 / (1 + math.exp(-z)", "( is opened on this line and never closed"),
        ("def sigmoid(z)\n    return 1 / (1 + math.exp(-z))", "A : is missing in this line"),
        ("def sigmoid(z):\n    if z = 0:\n        return 0.5", "To compare two values, write =="),
        ("def sigmoid(z):\n    return 1 w1", "such as * or a comma"),
        ("import math\n\n\n" + RIGHT, "Delete that line: math works without it"),
        (RIGHT + "\n\n\nsigmoid('a')", "The cell above stopped with an error before sigmoid could be checked"),
        ("x_1 = 3", "There is no function sigmoid now"),
        ("sigmoid = 3", "sigmoid is 3 now"),
        ("def Sigmoid(z):\n    return 0.5", "You wrote Sigmoid: the function's name must be exactly sigmoid"),
    ],
)
def test_a_mistake_is_explained_on_the_card_and_a_right_answer_follows(exercise, code, words):
    exercise.type(code)
    exercise.says(words)
    exercise.type(RIGHT)
    exercise.says("You can turn any number into a number between 0 and 1")


def test_both_ends_of_the_lesson_count_what_is_right(exercise):
    def counted(words):
        """Check that the beginning and the end of the lesson show these words about the student's progress."""
        found = exercise.page.get_by_role("group", name="Your progress").filter(has_text=words)
        found.nth(1).wait_for()
        assert found.count() == 2

    exercise.type("def sigmoid(z):\n    return z")
    counted(re.compile(r"0 of 2 exercises right, \d of 2 predictions made"))
    exercise.type(RIGHT)
    counted("1 of 2 exercises right")
    exercise.type("def sigmoid(z)")  # this syntax error also stops the cells below
    counted("0 of 2 exercises right")


def test_one_slip_after_another_never_leaves_an_old_card(exercise):
    exercise.type("def sigmoid(z)")
    exercise.says("A : is missing")
    exercise.type("x_1 = 3")
    exercise.says("There is no function sigmoid now")


def test_an_endless_loop_ends_by_itself_and_its_line_is_named(exercise):
    exercise.type("def sigmoid(z):\n    i = 0\n    while i < 3:\n        z = z + 1\n    return z")
    exercise.says("nothing inside it changes i")
    exercise.says("while i < 3:")


def test_what_the_first_failing_call_printed_is_on_the_card(exercise):
    exercise.type("def sigmoid(z):\n    print('z is', z)\n    return z")
    exercise.says("z is 0.7")


def test_undo_brings_back_what_was_tried_before(exercise):
    exercise.type(RIGHT)
    exercise.says("You can turn any number into a number between 0 and 1")
    exercise.type(STUB)
    exercise.says("replace the ... with your own lines")
    exercise.code.click()
    exercise.page.keyboard.press("Control+Z")
    exercise.page.keyboard.press("Control+Enter")
    exercise.says("You can turn any number into a number between 0 and 1")


def test_the_editor_says_that_nothing_was_chosen(exercise):
    press_with_nothing_chosen(exercise.page)


def test_the_stub_can_be_copied_from_the_task(exercise):
    exercise.page.get_by_text("Start again, or go back").first.click()
    exercise.page.locator("pre", has_text=re.compile(r"def sigmoid\(z\):\s+\.\.\.")).first.wait_for()


def test_what_was_typed_saves_itself(exercise):
    exercise.type(RIGHT + "  # typed and saved")
    exercise.says("You can turn any number into a number between 0 and 1")
    for _ in range(100):
        if "# typed and saved" in exercise.file.read_text("utf-8"):
            return
        exercise.page.wait_for_timeout(100)
    pytest.fail("after 10 seconds, the answer is not in the lesson's file")


CUT = """() => [...document.querySelectorAll('[data-cell-id] .output-area')]
    .filter(area => area.scrollHeight > area.clientHeight + 1 && getComputedStyle(area).overflowY !== 'visible')
    .map(area => area.innerText.slice(0, 80))"""


def test_no_output_is_cut_into_a_box_that_scrolls(exercise):
    page = exercise.page
    page.get_by_role("navigation", name="Lessons").wait_for()
    assert page.evaluate(CUT) == []
    area = page.locator(".output-area").first
    area.evaluate("area => Object.assign(area.style, {maxHeight: '100px', overflowY: 'auto'})")
    assert len(page.evaluate(CUT)) == 1  # the script finds a box that is too small
    area.evaluate("area => area.removeAttribute('style')")
