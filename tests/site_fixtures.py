"""Fixtures for the tests of the static site: a browser page, and builds of the site that all tests share."""

import os
import re
import shutil
import subprocess
import sys
import tarfile
import time

import pytest
from course_files import ROOT

from shared.site import build as site_build
from shared.site.python import CORE, VERSION


def built_once(tmp_path_factory, name, build):
    """Return the folder `name`. The first worker that needs the folder calls `build(folder)`; other workers wait."""
    root = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        root = root.parent  # the folder shared by all workers
    folder, lock, part = (root / f"{name}{ending}" for ending in ("", ".lock", ".part"))
    for _ in range(1500):
        try:
            lock.mkdir()
        except FileExistsError:
            time.sleep(0.2)
            continue
        try:
            if not folder.exists():
                shutil.rmtree(part, ignore_errors=True)  # a build that failed may have left it
                build(part)
                part.rename(folder)
        finally:
            lock.rmdir()
        return folder
    raise TimeoutError(f"another worker did not build the {name} site within 300 seconds")


@pytest.fixture(scope="session")
def student_site(tmp_path_factory):
    """Build the students' site with the command from the guide. `test_guides.py` tests the guide's command."""

    def run(folder):
        command = [sys.executable, "-m", "shared.site", folder]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr

    return built_once(tmp_path_factory, "student", run)


@pytest.fixture(scope="session")
def instructor_site(tmp_path_factory, student_site):
    """Add solutions to a copy of the students' site. Return the folder of this copy. The lessons do not run again."""

    def build(folder):
        shutil.copytree(student_site, folder)
        site_build.build(folder, solutions=True)

    return built_once(tmp_path_factory, "instructor", build)


@pytest.fixture(scope="session")
def pyodide(tmp_path_factory):
    """Return a folder with Pyodide's core from npm. Without npm, skip the test, or fail if CI=true."""

    def unpack(folder):
        folder.mkdir()
        npm = shutil.which("npm")
        command = [npm, "pack", "--silent", f"pyodide@{VERSION}"]
        if npm is None or subprocess.run(command, cwd=folder, capture_output=True, timeout=300).returncode != 0:
            return
        with tarfile.open(next(folder.glob("*.tgz"))) as archive:
            for name in CORE:
                (folder / name).write_bytes(archive.extractfile(f"package/{name}").read())

    folder = built_once(tmp_path_factory, "pyodide", unpack)
    if not (folder / CORE[0]).is_file():
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("these tests need npm and its package pyodide")
    return folder


@pytest.fixture(scope="session")
def writing_site(tmp_path_factory, student_site, pyodide):
    """Build the site for students, with Pyodide inside, so that its pages can run Python. Return its folder."""

    def build(folder):
        shutil.copytree(student_site, folder)
        site_build.build(folder, python=pyodide)

    return built_once(tmp_path_factory, "writing", build)


@pytest.fixture
def reader(browser):
    """Yield a browser page that loads files only from this machine. Fail if the page has logged an error or warning."""
    context = browser.new_context(viewport={"width": 1000, "height": 900})
    page, complaints = context.new_page(), []

    def answer(route):
        if re.match(r"file:|http://127\.0\.0\.1", route.request.url):
            route.continue_()
        else:
            complaints.append(f"asked for {route.request.url}")
            route.abort()

    def log(message):
        if message.type in ("error", "warning"):
            complaints.append(message.text)

    page.route("**/*", answer)
    page.on("console", log)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []
