"""Students write answers on a page of the static site. The browser runs Python from files next to the pages."""

import contextlib
import functools
import http.server
import re
import threading

import pytest
from accessibility import pale_text, serious_violations

from shared.progress.files import HandIn
from shared.progress.run import check_files
from shared.site.python import CORE

pytest_plugins = ["site_fixtures"]

SIGMOID = "def sigmoid(z):\n    return 1 / (1 + math.exp(-z))\n"
NEURON = "def neuron(x1, x2, w1, w2, b):\n    return sigmoid(w1 * x1 + w2 * x2 + b)\n"
TRAIN = """def train(data, params, lr, epochs):
    losses = []
    for _ in range(epochs):
        losses.append(network.mean_loss(data, params))
        sums = [0.0] * 9
        for row in data:
            sums = [s + g for s, g in zip(sums, network.gradients(*row, params))]
        params = [p - lr * s / len(data) for p, s in zip(params, sums)]
    return params, losses
"""
START = 240_000  # limit in milliseconds: Python usually starts in a few seconds, but a busy machine is slow


@pytest.fixture(scope="module")
def student(browser):
    """Yield a browser window whose pages load only from this machine. The tests fail if a page has logged an error."""
    context = browser.new_context(viewport={"width": 1000, "height": 900}, accept_downloads=True)
    context.set_default_timeout(START)
    complaints = []

    def answer(route):
        if re.match(r"file:|blob:|http://127\.0\.0\.1", route.request.url):
            route.continue_()
        else:
            complaints.append(f"asked for {route.request.url}")
            route.abort()

    context.route("**/*", answer)
    context.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    yield context
    context.close()
    assert [text for text in complaints if "favicon" not in text and "404" not in text] == []


@pytest.fixture(scope="module")
def lesson_1(writing_site, student):
    """Open the file of lesson 1, as a double click does. The tests share this page, so Python starts only once."""
    page = student.new_page()
    page.goto((writing_site / "01_neuron.html").as_uri())
    return page


def box(page, exercise="sigmoid"):
    return page.locator(f"[data-exercise={exercise}]")


def editor(page, exercise="sigmoid"):
    return page.get_by_label(f"Your code for {exercise}")


def said(page, exercise="sigmoid"):
    """Wait for the card and return its text."""
    box(page, exercise).locator(".box-card > *").wait_for()
    return box(page, exercise).locator(".box-card").inner_text()


def checked(page, text, exercise="sigmoid"):
    """Put a text into a box, click "Check", and return the text of the card."""
    editor(page, exercise).fill(text)
    box(page, exercise).locator(".box-card").evaluate("card => card.replaceChildren()")
    box(page, exercise).get_by_role("button", name="Check").click()
    return said(page, exercise)


def test_an_answer_is_named_wrong_corrected_and_right(lesson_1):
    box(lesson_1).get_by_role("button", name="Check").click()
    assert "Replace the ..." in said(lesson_1)
    assert lesson_1.evaluate("localStorage.length") == 0  # the text that the box begins with is no answer
    assert "Your result falls when z grows" in checked(lesson_1, SIGMOID.replace("-z", "z"))
    assert "Right" in checked(lesson_1, SIGMOID + "print(sigmoid(0))")
    assert box(lesson_1).locator(".box-printed").inner_text() == "0.5\n"


def test_a_text_that_python_cannot_read_and_an_endless_loop_are_explained(lesson_1):
    assert "A bracket ( is opened" in checked(lesson_1, "def sigmoid(z):\n    return (1\n")
    loop = "def sigmoid(z):\n    while z:\n        print(z)\n    return z\n"
    assert "nothing inside it changes z" in checked(lesson_1, loop)
    assert "needs NumPy" in checked(lesson_1, "def sigmoid(z):\n    return np.exp(z)\n")


def test_an_answer_is_written_checked_and_left_with_the_keyboard_alone(lesson_1):
    area = editor(lesson_1)
    area.fill("")
    area.focus()
    lesson_1.keyboard.type("def sigmoid(z):\nreturn 1 / (1 + math.exp(-z))")  # the Enter key indents the second line
    assert area.input_value() == SIGMOID.strip()
    lesson_1.keyboard.press("Shift+Tab")
    assert area.input_value() == SIGMOID.strip().replace("    ", "")
    lesson_1.keyboard.press("Tab")
    lesson_1.keyboard.press("Home")
    box(lesson_1).locator(".box-card").evaluate("card => card.replaceChildren()")
    lesson_1.keyboard.press("Control+Enter")
    assert said(lesson_1)
    area.fill("\n  x")
    area.evaluate("area => area.setSelectionRange(0, 0)")
    lesson_1.keyboard.press("Shift+Tab")  # the first line has no spaces
    assert area.input_value() == "\n  x"
    area.evaluate("area => area.setSelectionRange(4, 4)")
    lesson_1.keyboard.press("Shift+Tab")  # removes two spaces and keeps the cursor behind the x
    lesson_1.keyboard.type("y")
    assert area.input_value() == "\nxy"
    lesson_1.keyboard.press("Escape")
    lesson_1.keyboard.press("Shift+Tab")
    assert not area.evaluate("area => area === document.activeElement")
    area.focus()
    lesson_1.keyboard.press("Escape")
    lesson_1.keyboard.press("Tab")
    assert lesson_1.evaluate("document.activeElement.textContent") == "Check"


def test_a_right_neuron_follows_the_picture(lesson_1):
    assert "Right" in checked(lesson_1, SIGMOID)
    assert "Right" in checked(lesson_1, NEURON, "neuron")
    own = lesson_1.locator("[data-own-run=neuron]")
    own.locator("strong").wait_for()
    before = own.locator("code").last.inner_text()
    editor(lesson_1, "neuron").fill("def neuron(")  # the picture still runs the text that was checked
    lesson_1.locator(".nn-live input[type=range]").first.focus()
    lesson_1.keyboard.press("ArrowRight")
    lesson_1.wait_for_function(
        "before => !document.querySelector('[data-own-run]').innerText.includes(before)", arg=before
    )
    assert "returns" in own.inner_text()


def test_what_is_written_is_kept_downloaded_and_read_by_progress(lesson_1, writing_site, student, tmp_path):
    checked(lesson_1, SIGMOID)
    checked(lesson_1, NEURON.replace("+ b", "+ 2 * b"), "neuron")
    with lesson_1.expect_download() as download:
        lesson_1.get_by_role("button", name="Download my answers").click()
    download.value.save_as(tmp_path / download.value.suggested_filename)
    rows = check_files([HandIn("", tmp_path / "01_neuron.py", "01_neuron.py")])
    assert {row.exercise: row.status for row in rows if row.exercise in ("sigmoid", "neuron")} == {
        "sigmoid": "right",
        "neuron": "wrong",
    }
    lesson_1.locator("input[type=file]").set_input_files(tmp_path / "01_neuron.py")
    lesson_1.get_by_text("No new answer").wait_for()  # although the texts in the boxes end with line breaks
    index = student.new_page()
    index.goto((writing_site / "index.html").as_uri())
    assert {"sigmoid ✓ right", "neuron ✕ wrong"} <= {*index.locator("[data-states]").first.inner_text().split("\n")}
    other = student.new_page()
    other.goto((writing_site / "01_neuron.html").as_uri())
    assert editor(other).input_value() == SIGMOID
    box(other).get_by_role("button", name="Reset").click()
    assert "..." in editor(other).input_value()
    lesson_1.wait_for_function("document.querySelector('textarea').value.includes('...')")  # the first tab changes, too
    assert box(lesson_1).locator(".box-card").inner_text() == ""
    other.on("dialog", lambda dialog: dialog.accept())
    with other.expect_file_chooser() as chooser:
        other.get_by_role("button", name="Load answers").click()
    chooser.value.set_files(tmp_path / "01_neuron.py")
    other.get_by_text("Loaded: sigmoid").wait_for()
    assert editor(other).input_value() == SIGMOID.strip()
    index.close()
    other.close()


def test_boxes_fit_a_phone_and_axe_finds_nothing_serious(lesson_1):
    checked(lesson_1, "def sigmoid(z):\n    print(z)\n    return 2 * z\nprint(1)")
    lesson_1.set_viewport_size({"width": 360, "height": 800})
    assert lesson_1.evaluate("document.documentElement.scrollWidth") <= 360
    assert serious_violations(lesson_1) == []
    lesson_1.emulate_media(color_scheme="dark")  # the dark scheme changes only colors
    assert pale_text(lesson_1) == []
    lesson_1.set_viewport_size({"width": 1000, "height": 900})


def test_what_never_ends_is_stopped_and_the_next_check_works(lesson_1):
    sleeping = "import time\ndef sigmoid(z):\n    time.sleep(1e6)\n"  # a call that Python cannot interrupt
    checked(lesson_1, SIGMOID + "print(1)")
    lesson_1.clock.install()  # the page's clock: the test moves it forward and need not wait for ten seconds
    editor(lesson_1).fill(sleeping)
    box(lesson_1).get_by_role("button", name="Check").click()
    box(lesson_1).get_by_text("Running …").wait_for()
    lesson_1.clock.fast_forward(9_000)
    assert box(lesson_1).get_by_text("Running …").is_visible()
    lesson_1.clock.fast_forward(1_000)
    assert "Stopped after 10 seconds" in said(lesson_1)
    assert not box(lesson_1).locator(".box-printed").is_visible()
    assert "Right" in checked(lesson_1, SIGMOID)


def test_a_right_train_is_played_over_http(writing_site, student):
    page = student.new_page()
    with served(writing_site) as (address, _):
        page.goto(f"{address}06_trainer.html")
        assert "Right" in checked(page, TRAIN, "train")
    own = page.locator("[data-own-run=train]")
    own.get_by_role("button", name="Play your train").wait_for()
    assert "1000 times" in own.inner_text()
    page.close()


@contextlib.contextmanager
def served(folder):
    """Serve the folder. Yield `(address, requested paths)`."""
    asked = []

    class Handler(http.server.SimpleHTTPRequestHandler):
        def log_request(self, code="-", size="-"):
            asked.append(self.path)

        def end_headers(self):
            self.send_header("Access-Control-Allow-Origin", "*")  # a public CDN sends this header, too
            super().end_headers()

    Handler.log_error = lambda *_: None
    handler = functools.partial(Handler, directory=folder)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", asked
    server.shutdown()


def without_internet(page, site, address):
    """Open lesson 1 of a site that loads Python from the internet. Here it loads Python from `address` instead."""
    script = (site / "write.js").read_text("utf-8")
    real = "https://cdn.jsdelivr.net/pyodide/v${settings.version}/full/"
    assert real in script
    page.route("**/write.js", lambda route: route.fulfill(body=script.replace(real, address)))
    page.goto((site / "01_neuron.html").as_uri())


def test_without_python_and_storage_a_page_says_so_and_can_be_read(student_site, browser):
    context = browser.new_context()
    context.add_init_script("Storage.prototype.setItem = () => { throw new Error('full') }")
    page = context.new_page()
    without_internet(page, student_site, "http://127.0.0.1:9/")  # no server listens at this address
    assert "could not be loaded. Is this computer connected" in checked(page, SIGMOID)
    assert "does not keep what you write" in box(page).inner_text()
    file = {"name": "01_neuron.py", "mimeType": "text/x-python", "buffer": f"@app.function\n{NEURON}".encode()}
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_text("Loaded: neuron. This browser does not keep").wait_for()
    assert [editor(page, name).input_value() for name in ("sigmoid", "neuron")] == [SIGMOID, NEURON.strip()]
    assert page.locator("math").count() > 5
    context.close()


def test_python_from_another_address_is_asked_for_numpy_only_where_needed(student_site, pyodide, browser):
    context = browser.new_context()
    context.set_default_timeout(START)
    page = context.new_page()
    with served(pyodide) as (address, asked):
        without_internet(page, student_site, address)
        assert "Right" in checked(page, SIGMOID)
        assert {path.lstrip("/") for path in asked} == set(CORE)
        assert "NumPy could not be loaded" in checked(page, "def sigmoid(z):\n    return np.exp(z)\n")
        assert [path for path in asked if path.startswith("/numpy-") and path.endswith(".whl")]
    context.close()
