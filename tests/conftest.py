"""Settings and fixtures of several test files: Hypothesis, a browser, a page with widgets, a server of the lessons."""

import gc
import os
from collections import Counter

import hypothesis
import pytest
from course_files import ROOT
from server import CHROMIUM_FLAGS, chromium, served
from widget_page import page_of

from shared.lesson.server import SEARCH_AFTER

# Examples have no time limit, because a busy machine is slow. Every run tries the same examples.
hypothesis.settings.register_profile("course", deadline=None, derandomize=True, max_examples=60)
hypothesis.settings.load_profile("course")


def pytest_collection_finish():
    """Make Python look for garbage less often, and ignore the objects that exist now. This saves time."""
    gc.freeze()
    gc.set_threshold(*SEARCH_AFTER)


@pytest.fixture(scope="session")
def browser():
    """Yield a Playwright browser (sync API): this machine's Chromium or Chrome.

    Without a browser, the tests that need one are skipped. If CI=true, they fail.
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
    pytest.skip(f"browser tests need a browser: {reason}")


@pytest.fixture(scope="module")
def page(browser):
    """Yield one page for a whole test file. A new document in this page is ten times faster than a new page."""
    page = browser.new_page()
    page.set_default_timeout(10_000)
    yield page
    page.close()


@pytest.fixture
def mount(page):
    """Yield a function that fills the page with widgets. The test fails if the page logs an error or a warning."""
    complaints = []

    def on_console(message):
        if message.type in ("error", "warning"):
            complaints.append(message.text)

    def on_error(error):
        complaints.append(str(error))

    def fill(*widgets, width=740, reduced_motion="no-preference"):
        page.goto("about:blank")  # removes everything that the previous test left
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
    """Yield the address of `marimo run lessons`. The server starts once for all tests."""
    with served(ROOT / "lessons") as url:
        yield url


# Tests add counts to a Counter, which is shown at the end. An xdist worker sends its counts to the main process.

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


# These files use the same runs of untouched lessons. `untouched_run` stores the runs in its process, so one worker must
# run all three files.
SHARED_RUNS = ("test_predictions.py", "test_lessons.py", "test_digits.py")

# The slowest files. They start first, so that all workers end at about the same time.
SLOWEST = (
    "test_class.py",
    "test_site.py",
    "test_site_building.py",
    "test_site_reading.py",
    *SHARED_RUNS,
    "test_types.py",
    "test_adding.py",
    "test_exercises.py",
    "test_progress.py",
    "test_doctor.py",
    "test_patients.py",
    "test_ensemble.py",
    "08_luck.ipynb",
    "test_guides.py",
    "test_site_writing.py",
    "test_adding_a_lesson.py",
    "test_lessons_in_browser.py",
    "test_editor_in_browser.py",
    "test_live_widget.py",
    "test_solving_in_browser.py",
)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Give each worker whole files, as `--dist=loadfile` does. The files of `SHARED_RUNS` count as one file."""
    from xdist.scheduler import LoadFileScheduling

    class Scheduling(LoadFileScheduling):
        def _split_scope(self, nodeid):
            file = super()._split_scope(nodeid)
            return "shared runs" if file.rpartition("/")[2] in SHARED_RUNS else file

    return Scheduling(config, log) if config.getvalue("dist") == "loadfile" else None


def pytest_collection_modifyitems(items):
    """Run the files without a browser before the files with a browser. In both groups, the slowest files run first."""
    # Playwright's sync API leaves an event loop running in its thread. After that, other code such as nbval cannot
    # start a loop of its own.
    in_browser = {item.path for item in items if "browser" in getattr(item, "fixturenames", ())}
    rank = {name: k for k, name in enumerate(SLOWEST)}
    items.sort(key=lambda item: (item.path in in_browser, rank.get(item.path.name, len(rank))))
