"""What several test files share: Hypothesis's settings, one browser, one server of the lessons."""

import os
import sys

import helpers
import hypothesis
import pytest

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
    executable = helpers.chromium()
    if executable is None:
        _no_browser("no Chromium or Chrome on PATH")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=helpers.CHROMIUM_FLAGS)
        yield browser
        browser.close()


def _no_browser(reason):
    if os.environ.get("CI") == "true":
        pytest.fail(f"browser tests cannot run: {reason}")
    pytest.skip(f"browser tests need one: {reason}")


@pytest.fixture(scope="session")
def lessons_url():
    """The address of `marimo run lessons`, started once for all tests that ask for it."""
    with helpers.served(helpers.ROOT / "lessons") as url:
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
