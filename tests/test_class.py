"""A class on one server: sessions are separate, students cannot run code, and without the token nothing is shown.

In `marimo run`, all sessions are threads of one process. The tests open sessions in the same way as marimo's page
(`students.py`). Each rule is a function that returns complaints. For each rule, a second test breaks the rule and
expects a complaint.
"""

import ast
import asyncio
import json
import logging
import os
import random
import re
import shutil
import subprocess
import sys
import time
import urllib.parse
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from http.client import HTTPConnection, IncompleteRead
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from uuid import uuid4

import pytest
from click.testing import CliRunner
from course_files import EXERCISES_OF, ROOT
from marimo._cli import cli
from marimo._server.api.router import build_routes
from server import served
from starlette.routing import WebSocketRoute
from students import Student
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect

TOKEN = "nine numbers learn"
BASE = "/nine-numbers"

STATE_NOTEBOOK = """\
import marimo

app = marimo.App()


@app.cell
def state():
    import json

    import leaky
    import marimo as mo
    from module_state import import_all, module_state

    import shared

    import_all(shared)
    mo.plain_text(json.dumps(module_state("shared", "leaky")))
    return
"""

LEAKY_NOTEBOOK = """\
import marimo

app = marimo.App()


@app.cell
def control():
    import leaky
    import marimo as mo

    slider = mo.ui.slider(1, 9)
    slider
    return leaky, mo, slider


@app.cell
def seen(leaky, mo, slider):
    leaky.SEEN.append(slider.value)
    leaky.LAST = slider.value
    mo.md(f"{len(leaky.SEEN)} moves so far")
    return
"""


@pytest.fixture(scope="module")
def school(tmp_path_factory):
    """Start a server with a token and a base URL, as a school would. Yield its address."""
    token = tmp_path_factory.mktemp("school") / "token"
    token.write_text(f"{TOKEN}\n", "utf-8")  # `echo` and editors also write a newline at the end
    options = ("--token-password-file", token, "--base-url", BASE, "--session-ttl", "30")
    with served("lessons", options=options) as url:
        yield url


@pytest.fixture(scope="module")
def open_house(tmp_path_factory):
    """Yield the address of a server without a token.

    It serves the lessons, a notebook that shows the state of the modules, and a notebook that changes a module.
    """
    folder = tmp_path_factory.mktemp("open_house")
    for lesson in (ROOT / "lessons").glob("[0-9]*.py"):
        shutil.copy(lesson, folder)
    shutil.copy(Path(__file__).parent / "module_state.py", folder)
    (folder / "leaky.py").write_text("SEEN = []\n", "utf-8")
    (folder / "state_notebook.py").write_text(STATE_NOTEBOOK, "utf-8")
    (folder / "leaky_notebook.py").write_text(LEAKY_NOTEBOOK, "utf-8")
    with served(folder, options=("--no-token", "--include-code")) as url:
        yield url


# Sessions.


def page_of(student):
    """Return the output of each cell on a student's page, without the random names of the session."""
    text = json.dumps(student.shown)
    for model in student.models:
        text = text.replace(model, "model")
    text = re.sub(r"@file/[\w-]+\.(json|html)", "", text)  # the file of a download button has a random name
    return json.loads(re.sub(r"random-id='[^']*'", "", text))


def traits_of(student):
    """Return the traits of the live networks on a student's page, in the order of the page."""
    return [{key: value for key, value in state.items() if key != "layout"} for state in student.pictures().values()]


async def move(student, seed, times):
    """Make random moves. The same seed makes the same moves."""
    rng = random.Random(seed)
    for _ in range(times):
        await student.move(rng)


async def move_and_predict(student, seed, times):
    """Make random moves, then a random choice in every prediction."""
    await move(student, seed, times)
    rng = random.Random(seed)
    for name in list(student.of_kind("prediction")):
        await student.choose(name, rng.choice(student.controls[name].values))


async def complaints_about_sessions(url, lesson):
    """Ada works in a lesson, and then Alan opens the same lesson. Ada's work must not change Alan's page.

    Then Alan repeats Ada's first moves, while Ada makes other moves. In the end, Alan's page must equal the page that
    Ada had after her first moves.
    """
    complaints = []
    async with Student(url, lesson) as ada:
        before, traits = page_of(ada), traits_of(ada)
        await move_and_predict(ada, 1, 4)
        alone = page_of(ada)
        if alone == before and traits_of(ada) == traits:
            complaints.append("Ada's moves do not change her own page")
        async with Student(url, lesson) as alan:
            if page_of(alan) != before or traits_of(alan) != traits:
                complaints.append("Alan opens the lesson and sees what Ada did")
            opened, traits = page_of(alan), traits_of(alan)
            await move(ada, 2, 3)
            if page_of(alan) != opened or traits_of(alan) != traits:
                complaints.append("Ada's moves change Alan's page")
            await asyncio.gather(move_and_predict(alan, 1, 4), move(ada, 3, 4))
            if page_of(alan) != alone:
                complaints.append("Alan makes the same moves as Ada, but his page differs from Ada's")
        complaints += [*ada.errors, *alan.errors]
    return [f"{lesson}: {complaint}" for complaint in complaints]


async def state_of_the_server(url):
    async with Student(url, "state_notebook") as student:
        return json.loads(unescape(re.sub(r"<[^>]*>", "", student.shown["state"])))


def run(coroutine):
    """Run a coroutine in another thread, because Playwright may run a loop in this thread. Return its result."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()


def differing(before, after):
    """Return the names of the values that changed or are new. New results in the cache, "(function, …)", may appear."""
    new = {name for name in after if name not in before and not name.startswith("(")}
    return sorted({name for name in before if before[name] != after.get(name)} | new)


def test_no_session_sees_another_and_none_leaves_anything_in_the_modules(open_house):
    async def a_class():
        async with Student(open_house, "08_luck"):  # lesson 8 fills the cache; after this, no session may change it
            before = await state_of_the_server(open_house)
        complaints = []
        for lesson in EXERCISES_OF:
            complaints += await complaints_about_sessions(open_house, lesson)
        return complaints, before, await state_of_the_server(open_house)

    complaints, before, after = run(a_class())
    assert complaints == []
    assert len(before) > 200, "the state does not contain the modules' values"
    for function in ("read_file", "train_range", "replay_run"):
        assert any(f"function {function} at" in name for name in before), f"the state lacks lesson 8's {function}"
    assert differing(before, after) == []


def test_a_module_that_remembers_would_be_noticed(open_house):
    async def a_class():
        before = await state_of_the_server(open_house)
        return (
            await complaints_about_sessions(open_house, "leaky_notebook"),
            before,
            await state_of_the_server(open_house),
        )

    complaints, before, after = run(a_class())
    assert any("sees what Ada did" in complaint for complaint in complaints)
    assert any("differs from Ada's" in complaint for complaint in complaints)
    assert differing(before, after) == ["leaky.LAST", "leaky.SEEN"]


OWN_GENERATORS = {"Random", "default_rng", "Generator", "RandomState", "Philox"}


def complaints_about_global_random(source):
    """The code may use only the generators of `random` and `np.random` that have their own state.

    This rule reads the source. It cannot test the state of the global `random`, because marimo changes this state.
    """
    complaints = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) in ("random", "np.random"):
            names = [node.attr]
        elif isinstance(node, ast.ImportFrom) and node.module in ("random", "numpy.random"):
            names = [alias.name for alias in node.names]
        else:
            continue
        complaints += [f"line {node.lineno}: {name}" for name in names if name not in OWN_GENERATORS]
    return complaints


def test_no_lesson_and_no_module_draws_from_the_global_generators():
    files = {*(ROOT / "lessons").glob("*.py"), *(ROOT / "shared").rglob("*.py")}
    files.discard(ROOT / "shared" / "checking" / "attempt.py")  # this module reads the state of the global generators
    files -= {*(ROOT / "shared" / "doctor").glob("*.py")}  # the doctor gives its programs their own generator
    complaints = {file.name: complaints_about_global_random(file.read_text("utf-8")) for file in files}
    assert len(files) > 20 and not any(complaints.values()), complaints


def test_a_draw_from_a_global_generator_would_be_noticed():
    for line in ("random.seed(1)", "np.random.normal()", "from random import uniform"):
        assert len(complaints_about_global_random(line)) == 1


# Requests with code.

# The page of an app needs these routes. The routes for pages and files have their own tests below. All other routes
# must refuse requests.
READ_ONLY = {
    "/api/kernel/set_ui_element_value",
    "/api/kernel/set_model_value",
    "/api/kernel/function_call",
    "/api/export/availability",
    "/api/export/html",
    "/api/home/workspace_files",
    "/api/status/connections",
    "/api/version",
}
OPEN_TO_ALL = {"/health", "/healthz", "/auth/login", "/public-files-sw.js"}  # these routes show nothing of the course


def routes(method, mounted=None, prefix=""):
    """Return marimo's paths for `method` ("GET", "POST", "websocket"), except the paths with a variable part."""
    found = []
    for route in build_routes() if mounted is None else mounted:
        path = prefix + route.path
        if getattr(route, "routes", None):
            found += routes(method, route.routes, path)
            continue
        methods = ["websocket"] if isinstance(route, WebSocketRoute) else getattr(route, "methods", None) or []
        if method in methods and "{" not in path:
            found.append(path)
    return sorted(found)


def typed(mark):
    """Return the body of a request. Each field for code contains code that creates the file `mark`."""
    code = f"open({str(mark)!r}, 'w').close()"
    body = {"cellId": "typed", "cellIds": ["typed"], "code": code, "codes": [code], "contents": code, "text": code}
    return body | {"filename": "01_neuron.py", "path": str(mark), "names": ["_"], "configs": [{}], "manager": "pip"}


async def complaints_about_typing(url, lesson, mark, paths, token=None):
    """Post Python code to all `paths`, which must refuse it. Also put it into the page's editors. No code may run."""
    complaints = []
    async with Student(url, lesson, token) as student:
        for path in paths:
            status, text = await asyncio.to_thread(student.post, path, typed(mark))
            if status not in (401, 403):
                complaints.append(f"{path} answers {status}: {text[:80]}")
        for name in [*student.of_kind("code-editor"), "Hbol-0"]:  # an app shows code in a disabled editor
            body = {"objectIds": [name], "values": [typed(mark)["code"]]}
            await asyncio.to_thread(student.post, "/api/kernel/set_ui_element_value", body)
        if student.of_kind("slider", "dropdown") or student.pictures():
            await student.move(random.Random(0))
        else:
            complaints.append("the page has no control any more")
        complaints += student.errors
    if mark.exists():
        complaints.append("the typed code has run")
    return complaints


def test_nothing_runs_saves_or_installs_what_a_student_types(school, tmp_path):
    paths = [path for path in routes("POST") if path not in READ_ONLY | OPEN_TO_ALL]
    assert {"/api/kernel/run", "/api/kernel/save", "/api/kernel/execute", "/api/packages/add"} <= {*paths}
    assert run(complaints_about_typing(school, "01_neuron", tmp_path / "mark", paths, TOKEN)) == []


def test_an_editor_that_runs_what_is_typed_would_be_noticed(open_house, tmp_path):
    (tmp_path / "notebook.py").write_text(LEAKY_NOTEBOOK.replace("leaky", "json").replace(".SEEN", ".__all__"), "utf-8")
    with served(tmp_path, how="edit") as url:
        complaints = run(complaints_about_typing(url, "notebook", tmp_path / "mark", ["/api/kernel/run"]))
    assert "the typed code has run" in complaints


# The token.


def request(url, path, method="GET", headers=None, body=None):
    """Send a request. `path` may contain `..` (a browser would remove `..`). Returns (status, headers, text)."""
    address = urllib.parse.urlsplit(url)
    connection = HTTPConnection(address.hostname, address.port, timeout=30)
    try:
        connection.putrequest(method, path, skip_accept_encoding=True)
        raw = (body or "").encode()
        for name, value in ({"Content-Length": str(len(raw))} | (headers or {})).items():
            connection.putheader(name, value)
        connection.endheaders(raw)
        answer = connection.getresponse()
        try:
            raw = answer.read()
        except IncompleteRead as error:  # if a file does not exist, marimo sends only a part of its answer
            raw = error.partial
        return (
            answer.status,
            {name.lower(): value for name, value in answer.getheaders()},
            raw.decode("utf-8", "replace"),
        )
    finally:
        connection.close()


def websocket_says(url, path):
    """Open a websocket. Return its first message, or the text of the error if the server closes the websocket."""
    address = urllib.parse.urlsplit(url)
    try:
        with connect(f"ws://{address.netloc}{address.path}{path}", max_size=None) as socket:
            return socket.recv(timeout=30, decode=True)
    except WebSocketException as error:
        return str(error)


NO_TOKEN = ("no token", "", {})
WRONG_BEARER_TOKEN = ("a wrong bearer token", "", {"Authorization": "Bearer guess"})


def wrong_keys(url):
    """Return (description, query, headers) for each kind of request without the right token."""
    return [
        NO_TOKEN,
        WRONG_BEARER_TOKEN,
        ("a wrong token in the address", "access_token=guess", {}),
        ("a wrong password", "", {"Authorization": f"Basic {b64encode(b'ada:guess').decode()}"}),
        ("a forged cookie", "", {"Cookie": f"session_{urllib.parse.urlsplit(url).port}_nine-numbers=eyJ4IjoxfQ=="}),
    ]


def all_places():
    """Return (method, path) for each route of marimo, and for three paths to a lesson."""
    places = [(method, path) for method in ("GET", "POST", "websocket") for path in routes(method)]
    lesson = ("/?file=01_neuron.py", "/og/thumbnail?file=01_neuron.py", "/01_neuron.py")
    return places + [("GET", path) for path in lesson]


def complaints_about_strangers(url, base, keys, places):
    """Without the token or with a wrong token, no route may show anything of the course."""
    complaints = []
    for key, query, headers in keys:
        for method, path in places:
            if method == "websocket":
                said = websocket_says(url, f"{path}?session_id=s_{uuid4().hex}&file=01_neuron.py&{query}")
                if '"op"' in said:
                    complaints.append(f"{key}: the websocket {path} opens")
                continue
            place = f"{path}{'&' if '?' in path else '?'}{query}" if query else path
            status, _, text = request(url, base + place, method, headers, "{}" if method == "POST" else None)
            if status < 300 and path not in OPEN_TO_ALL and path != "/sse":
                complaints.append(f"{key}: {method} {path} answers {status}")
            if re.search(r"neuron|lessons|Nine Numbers|kernel-ready", text):
                complaints.append(f"{key}: {method} {path} shows {text[:80]!r}")
    status, headers, _ = request(
        url, f"{base}/auth/login", "POST", {"Content-Type": "application/x-www-form-urlencoded"}, "password=guess"
    )
    if status == 302:
        complaints.append("the login page accepts a wrong password")
    return complaints


def test_without_the_token_nothing_of_the_course_is_told(school):
    assert {"/ws", "/ws_sync", "/terminal/ws"} <= {*routes("websocket")}
    assert complaints_about_strangers(school, BASE, wrong_keys(school), all_places()) == []


def test_a_server_without_a_token_would_be_noticed(open_house):
    places = [("GET", "/?file=01_neuron.py"), ("websocket", "/ws")]
    complaints = complaints_about_strangers(open_house, "", [NO_TOKEN, WRONG_BEARER_TOKEN], places)
    assert "no token: GET /?file=01_neuron.py answers 200" in complaints
    assert "a wrong bearer token: the websocket /ws opens" in complaints


def test_the_token_opens_the_gallery_and_a_lesson_behind_the_base_url(school):
    status, headers, _ = request(school, f"{BASE}/?access_token={urllib.parse.quote(TOKEN)}")
    assert (status, headers["location"]) == (303, f"{BASE}/"), "the new address must not contain the token"
    assert TOKEN not in headers["set-cookie"]
    status, _, text = request(school, f"{BASE}/", headers={"Cookie": headers["set-cookie"].split(";")[0]})
    assert status == 200 and '"mode": "gallery"' in text
    assert request(school, "/")[0] == 404, "the server must show nothing outside the base URL"

    async def open_lesson():
        async with Student(school, "03_forward_pass", TOKEN) as student:
            await student.move(random.Random(0))
            return student.errors

    assert run(open_lesson()) == []


# Files.

# kind of file → such a file, and a text from it that no page shows
TELLING = {
    "a lesson's source": ("lessons/01_neuron.py", "hide_code=True"),
    "a solution": ("solutions/01_neuron.ipynb", "nbformat"),
    "the package": ("shared/nn/gradient_check.py", "def gradient_differences("),
    "pyproject.toml": ("pyproject.toml", "build-backend"),
    "the README": ("README.md", "Test the course."),
}
# These files are not in the repository, and some machines do not have them.
OUTSIDE = {"git": (".git/config", "repositoryformatversion"), "the machine": ("/etc/passwd", "root:x:0")}
LESSONS = ("01_neuron.py", "07_numpy.py")


def complaints_about_files(url, base, token=None):
    """With the token, a student may open the lessons, but no path may return a file of the repository."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    telling = TELLING | OUTSIDE
    files = [*LESSONS, *(file for file, _ in telling.values()), str(ROOT / "README.md")]
    places = []
    for file in files:
        for up in ("", "lessons/", "../", "..%2f", "%2e%2e/", "....//", "assets/../../", "public/../", "@file/99-../"):
            places.append(f"{base}/{up}{file}")
        for up in ("", "../", "../../", f"{ROOT}/"):
            key = urllib.parse.quote(up + file, safe="")
            places += [f"{base}/?file={key}", f"{base}/og/thumbnail?file={key}"]
    answers = [(place, request(url, place, headers=headers)[2]) for place in places]
    answers += [
        (
            f"/public/{file}",
            request(url, f"{base}/public/{file}", headers=headers | {"X-Notebook-Id": "01_neuron.py"})[2],
        )
        for file in ("01_neuron.py", "../01_neuron.py", "%2e%2e/01_neuron.py")
    ]
    return [f"{place} serves {what}" for place, text in answers for what, (_, line) in telling.items() if line in text]


async def complaints_about_source(url, lesson, token=None):
    """No student may get a lesson's source from the websocket, from the export or from `read_code`."""
    complaints = []
    async with Student(url, lesson, token) as student:
        if any(student.codes):
            complaints.append("the websocket sends the source")
        export = {"download": False, "files": [], "includeCode": True}
        status, text = await asyncio.to_thread(student.post, "/api/export/html", export)
        if status != 200 or "A weighted sum, then a sigmoid" not in text:
            complaints.append(f"the page cannot be exported: {status} {text[:80]}")
        if "_factor(" in text:  # a function in a hidden cell
            complaints.append("the export contains the source")
        status, text = await asyncio.to_thread(student.post, "/api/kernel/read_code", {})
        if status == 200:
            complaints.append("read_code answers")
        for other in ("../solutions/01_neuron.ipynb", "../shared/nn/network.py", "../tests/course_files.py"):
            query = {"session_id": f"s_{uuid4().hex}", "file": other, "access_token": token or ""}
            if '"op"' in await asyncio.to_thread(websocket_says, url, f"/ws?{urllib.parse.urlencode(query)}"):
                complaints.append(f"the websocket opens {other}")
    return complaints


def test_no_file_of_the_repository_is_served(school):
    assert all((ROOT / "lessons" / name).is_file() for name in LESSONS)
    for file, line in TELLING.values():
        assert line in (ROOT / file).read_text("utf-8")
    assert complaints_about_files(school, BASE, TOKEN) == []


class Careless(BaseHTTPRequestHandler):
    """Answer with any file that the address names, relative to the folder of the lessons."""

    def do_GET(self):
        query = urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query)
        path = ROOT / "lessons" / query.get("file", [""])[0]
        self.send_response(200)
        self.end_headers()
        self.wfile.write(path.read_bytes() if path.is_file() else b"no such file")

    def log_message(self, *_):
        """Print nothing."""


def test_a_server_that_gives_out_any_file_would_be_noticed():
    with ThreadingHTTPServer(("127.0.0.1", 0), Careless) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        complaints = complaints_about_files(f"http://127.0.0.1:{server.server_port}", "")
        server.shutdown()
        thread.join()
    assert {complaint.split(" serves ")[1] for complaint in complaints} >= {*TELLING}


def test_a_lessons_source_does_not_reach_the_page(school):
    assert run(complaints_about_source(school, "01_neuron", TOKEN)) == []


def test_a_server_that_includes_the_code_would_be_noticed(open_house):
    complaints = run(complaints_about_source(open_house, "01_neuron"))
    assert {"the websocket sends the source", "the export contains the source", "read_code answers"} <= {*complaints}


# For instructors.


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("no_such_folder",), "is not a Python or Markdown file"),
        (("lessons", "--token-password-file", "no_such_file"), "token password file not found: no_such_file"),
        (("lessons", "--token-password-file", os.devnull), "no token password found in file"),
        (("lessons", "--base-url", "nine-numbers"), "Must start with /"),
    ],
)
def test_a_wrong_argument_of_the_server_is_named(arguments, words, monkeypatch):
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(cli, "start", None)  # no server may start in this process
    done = CliRunner().invoke(cli.main, ["run", "--headless", *arguments])
    assert done.exit_code != 0
    assert_an_error_is_told(done.output, words)


def test_a_port_that_is_taken_is_an_error(school):
    port = str(urllib.parse.urlsplit(school).port)
    command = [sys.executable, "-m", "marimo", "run", "--headless", "lessons", "--port", port]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, cwd=ROOT)
    assert done.returncode != 0
    assert_an_error_is_told(done.stdout + done.stderr, "address already in use")


def assert_an_error_is_told(output, words):
    told = [line for line in output.splitlines() if words in line]
    assert told and "error" in told[0].lower(), "the README tells instructors to look for the line with `error`"


def test_an_idle_page_is_never_silent_for_long_so_no_proxy_closes_it(school, caplog):
    """marimo sends a ping each second, because a proxy closes a silent websocket (nginx does so after 60 s)."""
    key = urllib.parse.urlencode({"access_token": TOKEN, "file": "01_neuron.py", "session_id": f"s_{uuid4().hex}"})
    address = urllib.parse.urlsplit(school)
    caplog.set_level(logging.DEBUG, "websockets.client")
    with connect(f"ws://{address.netloc}{address.path}/ws?{key}", max_size=None, ping_interval=None) as socket:
        while '"completed-run"' not in socket.recv(timeout=30, decode=True):
            pass
        caplog.clear()
        for _ in range(200):
            pings = [record for record in caplog.records if record.getMessage().startswith("< PING")]
            if len(pings) >= 2:
                return
            time.sleep(0.05)
    raise AssertionError(f"{len(pings)} pings in ten seconds")
