"""Shared by several test files: the settings of Hypothesis, a browser, widgets in it, and a server of the lessons."""

import os
from collections import Counter

import hypothesis
import pytest
from course_files import ROOT
from server import CHROMIUM_FLAGS, chromium, served
from widget_page import page_of

# No time limit per example, because a busy machine is slow. Always the same examples, so that results repeat.
hypothesis.settings.register_profile("course", deadline=None, derandomize=True, max_examples=60)
hypothesis.settings.load_profile("course")


@pytest.fixture(scope="session")
def browser():
    """A Playwright browser (sync API) that drives the Chromium or Chrome of this machine.

    Without one, the tests that need it are skipped, or fail if CI=true.
    """
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _no_browser("playwright is not installed")
    executable = chromium()
    if executable is None:
        _no_browser("no Chromium or Chrome on PATH")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


def _no_browser(reason):
    if os.environ.get("CI") == "true":
        pytest.fail(f"browser tests cannot run: {reason}")
    pytest.skip(f"browser tests need one: {reason}")


@pytest.fixture(scope="module")
def page(browser):
    """One page for a whole test file, because a new document in it is ten times faster than a new page."""
    page = browser.new_page()
    page.set_default_timeout(10_000)
    yield page
    page.close()


@pytest.fixture
def mount(page):
    """A function that fills the page with the given widgets. Fails at the end if the page has logged an error."""
    complaints = []

    def on_console(message):
        if message.type in ("error", "warning"):
            complaints.append(message.text)

    def on_error(error):
        complaints.append(str(error))

    def fill(*widgets, width=740, reduced_motion="no-preference"):
        page.goto("about:blank")  # removes everything of the previous test
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(reduced_motion=reduced_motion)
        page.set_content(page_of(*widgets))
        page.wait_for_function("window.live !== undefined")
        return page

    page.on("console", on_console)
    page.on("pageerror", on_error)
    yield fill
    page.remove_listener("console", on_console)
    page.remove_listener("pageerror", on_error)
    assert complaints == []


@pytest.fixture(scope="session")
def lessons_url():
    """The address of `marimo run lessons`, started once for all tests."""
    with served(ROOT / "lessons") as url:
        yield url


# Tests record counts, and the end of the output shows them. A worker process of xdist sends its counts to the main one.

PROOF = pytest.StashKey[Counter]()


def pytest_configure(config):
    config.stash[PROOF] = Counter()


@pytest.fixture
def proof(pytestconfig):
    """A Counter (name → number) that the summary of the tests prints."""
    return pytestconfig.stash[PROOF]


def pytest_sessionfinish(session):
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["proof"] = dict(session.config.stash[PROOF])


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node):
    node.config.stash[PROOF].update(getattr(node, "workeroutput", {}).get("proof", {}))


def pytest_terminal_summary(terminalreporter, config):
    if counts := config.stash[PROOF]:
        terminalreporter.write_line("checks: " + ", ".join(f"{count} {what}" for what, count in counts.items()))


# The slowest files. They start first, so that all workers end at about the same time.
SLOWEST = (
    "test_class.py",
    "test_site.py",
    "test_site_building.py",
    "test_site_reading.py",
    "test_predictions.py",
    "08_luck.ipynb",
    "test_architecture.py",
    "test_exercises.py",
    "test_guides.py",
    "test_lessons.py",
    "test_lessons_in_browser.py",
    "test_editor_in_browser.py",
    "test_solving_in_browser.py",
    "test_live_widget.py",
)


def pytest_collection_modifyitems(items):
    """Run files without a browser first, then those with one. In both groups, run the slowest files first."""
    # Playwright's sync API keeps an event loop running in its thread, which nbval and others cannot use.
    in_browser = {item.path for item in items if "browser" in getattr(item, "fixturenames", ())}
    rank = {name: k for k, name in enumerate(SLOWEST)}
    items.sort(key=lambda item: (item.path in in_browser, rank.get(item.path.name, len(rank))))
