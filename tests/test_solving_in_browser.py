"""A student makes predictions, trains a network on their own rows, and plays the training run of a solved lesson 6."""

import ast
import shutil

import pytest
from course_files import ROOT
from lesson_steps import press_with_nothing_chosen
from server import served

ANSWERS = {
    "update": """
def update(params, grads, lr):
    return [p - lr * g for p, g in zip(params, grads)]
""",
    "train": """
def train(data, params, lr, epochs):
    losses = []
    for _ in range(epochs):
        losses.append(network.mean_loss(data, params))
        rows = [network.gradients(*row, params) for row in data]
        params = update(params, [sum(column) / len(rows) for column in zip(*rows)], lr)
    return params, losses
""",
}


def solve(lesson):
    """Replace the lesson's stubs by answers, as a student would."""
    text = lesson.read_text("utf-8")
    for name, answer in ANSWERS.items():
        stub = next(node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef) and node.name == name)
        text = text.replace(ast.get_source_segment(text, stub), answer.strip())
    lesson.write_text(text, "utf-8")


@pytest.fixture(scope="module")
def copy_url(tmp_path_factory):
    """Serve a student's copy of the lessons, with lesson 6 solved. Yield its address."""
    folder = tmp_path_factory.mktemp("student")
    shutil.copytree(ROOT / "lessons", folder / "lessons")
    shutil.copy(ROOT / "pyproject.toml", folder)
    solve(folder / "lessons" / "06_trainer.py")
    with served("lessons", folder=folder) as url:
        yield url


@pytest.fixture(scope="module")
def opened(browser, copy_url):
    """Yield a function: `opened(stem)` opens a lesson and returns the page. All tests of this file share one page.

    The next lesson in this page needs half the processor time that it needs in a new page, because Chromium keeps
    marimo's files.
    """
    page = browser.new_page(viewport={"width": 1000, "height": 1000})

    def open_lesson(stem):
        page.goto(f"{copy_url}/?file={stem}.py")
        page.get_by_role("navigation", name="Lessons").wait_for(timeout=60_000)
        return page

    yield open_lesson
    page.close()


def test_a_solved_lesson_6_is_right_and_plays_the_students_own_run(opened):
    page = opened("06_trainer")
    page.get_by_text("2 of 2 exercises right").nth(1).wait_for()
    assert page.get_by_text("Not attempted").count() == 0
    own = page.locator(".nn-live").nth(1)
    own.get_by_text("More: speed").click()
    own.get_by_label("speed").select_option("full")
    own.get_by_role("button", name="Play your train").click()
    own.get_by_text("4 of 4 rows right", exact=True).wait_for()


def test_rows_and_a_network_of_ones_own_are_read_and_faults_are_named(opened, tmp_path):
    page = opened("07_numpy")
    page.get_by_text("Extra: train this network on your own data").click()
    page.get_by_role("button", name="Train on these rows").click()
    page.get_by_text("13 of 13 rows are on the correct side").first.wait_for()

    rows = page.get_by_label("A line for each row")
    rows.fill("170, 60, 0\n180, tall, 1")
    page.get_by_role("button", name="Train on these rows").click()
    page.get_by_text("Line 2: x2 must be a number, got 'tall'.").wait_for()
    rows.fill("170, 60, 0\n180, 90, 1")
    page.get_by_role("button", name="Train on these rows").click()
    page.get_by_text("2 of 2 rows are on the correct side").first.wait_for()

    with page.expect_download() as download:
        page.get_by_text("Extra: save the nine numbers").click()
        page.get_by_role("link", name="Save the nine numbers").click()
    saved = tmp_path / "saved.json"
    download.value.save_as(saved)
    page.locator("input[type=file]").set_input_files(saved)
    page.get_by_text("The network in your file").wait_for()
    assert page.locator(".nn-live").count() >= 2
    damaged = tmp_path / "damaged.json"
    damaged.write_text('{"w11": 1}', "utf-8")
    page.locator("input[type=file]").set_input_files(damaged)
    page.get_by_text("The file lacks w12, b1, w21, w22, b2, v1, v2, c").wait_for()


# Predictions.


def test_a_prediction_is_made_with_the_keyboard_and_answered_only_then(opened):
    page = opened("02_xor")
    page.get_by_label("so 16 different tables are possible").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.wait_for_timeout(500)
    assert page.get_by_text("You predicted it").count() == 0  # an arrow key moves to an option, but does not choose it
    progress = page.get_by_role("group", name="Your progress")
    # Students cannot solve exercises in an app, so the progress counts only predictions.
    assert progress.all_inner_texts() == ["Your progress: 0 of 2 predictions made"] * 2
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("You predicted it: For XOR and one other table.").wait_for()
    progress.filter(has_text="1 of 2 predictions made").nth(1).wait_for()


def test_an_app_says_that_nothing_was_chosen(opened):
    page = opened("01_neuron")
    page.locator(".nn-live").first.wait_for(timeout=60_000)
    press_with_nothing_chosen(page)


def test_six_choices_made_quickly_while_python_is_busy_are_all_kept(opened):
    page = opened("05_chain_rule")
    bugs = page.get_by_label("Pass 1", exact=True).locator("option").all_inner_texts()[1:]
    assert len(bugs) == 6
    page.get_by_label("How many of the six").select_option("two")
    page.get_by_role("button", name="This is my answer").last.click()  # this trains six networks
    for k, bug in enumerate(bugs, start=1):
        page.get_by_label(f"Pass {k}", exact=True).select_option(bug)
        page.wait_for_timeout(200)
    page.get_by_role("button", name="Check these choices").click()
    page.get_by_text("You predicted it: two.").wait_for()
    page.get_by_text("0 are not made yet").wait_for()
    assert [
        page.get_by_label(f"Pass {k}", exact=True).locator("option:checked").inner_text() for k in range(1, 7)
    ] == bugs
