"""Start marimo and find a browser for the tests."""

import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager

from course_files import ROOT

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium():
    """Return the path of this machine's Chromium or Chrome, or None if neither is installed.

    Debian's chromium-headless-shell comes first: it has no windows, so it needs less time than the whole browser.
    """
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    homes = (
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "C:/Program Files/Google/Chrome/Application/chrome.exe",
    )
    return next(filter(None, map(shutil.which, (*names, *homes))), None)


def free_port():
    """Return a port that no process uses at this moment."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@contextmanager
def served(*notebooks, how="run", folder=ROOT, options=("--no-token",)):
    """Start `marimo run` (or `edit`) in `folder`, and yield its address.

    If `options` include `--base-url`, the address ends with the base URL. Raise RuntimeError if the server does not
    answer within a minute.
    """
    port = free_port()
    command = [sys.executable, "-m", "marimo", how, *map(str, notebooks), "--headless", *map(str, options)]
    base = options[options.index("--base-url") + 1] if "--base-url" in options else ""
    with tempfile.TemporaryFile("w+") as log:
        server = subprocess.Popen([*command, "--port", str(port)], stdout=log, stderr=subprocess.STDOUT, cwd=folder)
        try:
            url = f"http://127.0.0.1:{port}{base}"
            _wait_until_it_answers(url, how, server, log)
            yield url
        finally:
            server.terminate()
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _wait_until_it_answers(url, how, server, log):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/health", timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    log.seek(0)
    raise RuntimeError(f"marimo {how} does not answer: {log.read()[-2000:]}")
