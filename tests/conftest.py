"""What several test files share: Hypothesis's settings, one browser, live widgets in it, one server of the lessons."""

import os
import sys

import hypothesis
import pytest
from course_files import ROOT
from server import CHROMIUM_FLAGS, chromium, served
from widget_page import page_of

# A shared machine may pause anything for a moment: no time limit per example, and no luck in the verdict.
hypothesis.settings.register_profile("course", deadline=None, derandomize=True, max_examples=60)
hypothesis.settings.load_profile("course")


@pytest.fixture(scope="session")
def browser():
    """A Playwright browser (sync API) that drives the Chromium or Chrome of this machine.

    Without one the tests that ask for it are skipped on a laptop, and fail where CI=true.
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
    """One page for a whole file of tests: a fresh document in it is ten times as quick as a fresh page."""
    page = browser.new_page()
    page.set_default_timeout(10_000)
    yield page
    page.close()


@pytest.fixture
def mount(page):
    """A function that fills the page with the given widgets; at the end it must have logged no error."""
    complaints = []

    def on_console(message):
        if message.type in ("error", "warning"):
            complaints.append(message.text)

    def on_error(error):
        complaints.append(str(error))

    def fill(*widgets, width=740, reduced_motion="no-preference"):
        page.goto("about:blank")  # leaves nothing of the test before
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
    """The address of `marimo run lessons`, started once for all tests that ask for it."""
    with served(ROOT / "lessons") as url:
        yield url


# The figures that prove the checks, for whoever reads the output of the tests. A worker process hands its own over.

FIGURES = pytest.StashKey()


def proof_of_the_checks():
    """What `test_exercises` has counted in this process, as lines."""
    tests, lines = sys.modules.get("test_exercises"), []
    if tests and tests.PROOF:
        lines.append(f"checks: {', '.join(f'{count} {what}' for what, count in tests.PROOF.items())}")
    if totals := getattr(tests, "TOTALS", {}):
        total = {key: sum(counts[key] for counts in totals.values()) for key in next(iter(totals.values()))}
        lines.append(f"mutants of {len(totals)} exercises, none wrongly called right: {total}")
    return lines


def pytest_sessionfinish(session):
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["figures"] = proof_of_the_checks()


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node):
    node.config.stash.setdefault(FIGURES, []).extend(getattr(node, "workeroutput", {}).get("figures", []))


def pytest_terminal_summary(terminalreporter, config):
    for line in config.stash.get(FIGURES, []) + proof_of_the_checks():
        terminalreporter.write_line(line)


def pytest_collection_modifyitems(items):
    # Playwright's sync API keeps an event loop running in this thread; nothing else here should meet it.
    items.sort(key=lambda item: "browser" in getattr(item, "fixturenames", ()))
