"""The static site: opens anywhere, asks for nothing, reads without JavaScript, and is built whole or not at all."""

import ast
import functools
import http.server
import itertools
import json
import re
import shutil
import threading
from html import unescape
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from course_files import EXERCISES_OF, ROOT, solution_path

from shared.course import LESSONS, STEMS
from shared.site import __main__ as site
from shared.site import build as site_build
from shared.site import render as pages

INSTRUCTORS = {f"solution-{stem}.html" for stem in STEMS}
STUDENTS = {f"{stem}.html" for stem in STEMS} | {"index.html"}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A student's site and an instructor's, each built once."""
    folder = tmp_path_factory.mktemp("sites")
    site_build.build(folder / "student")
    site_build.build(folder / "instructor", solutions=True)
    return folder


@pytest.fixture
def reader(browser):
    """A page that may load files and this machine's own addresses and nothing else; it logged no error at the end."""
    context = browser.new_context(viewport={"width": 1000, "height": 900})
    page, complaints = context.new_page(), []

    def answer(route):
        if re.match(r"file:|http://127\.0\.0\.1", route.request.url):
            route.continue_()
        else:
            complaints.append(f"asked for {route.request.url}")
            route.abort()

    page.route("**/*", answer)
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


@pytest.fixture(scope="module")
def http_address(built):
    """The instructor's site served over http, in a sub-folder, as a learning platform would."""
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=built)
    handler.log_message = lambda *_: None
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/instructor"
    server.shutdown()


def text_of(html):
    """What a reader sees of a page, in one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


def complaints_about_a_page(html):
    """What makes a page one that does not open everywhere, or that only marimo could show."""
    complaints = []
    for address in re.findall(r"""(?:src|href|data|action)=["']([^"']*)""", html):
        if re.match(r"(?:https?:)?//", address) and "<a " not in html[: html.index(address)][-9:]:
            complaints.append(f"asks for {address}")
    complaints += [f"shows <{tag}>" for tag in sorted(set(re.findall(r"<(marimo-[\w-]+)", html)))]
    complaints += ["shows TeX"] * bool(re.search(r"\|\|[(\[]|\\(?:frac|sigma|delta)\b", text_of(html)))
    levels = [int(level) for level in re.findall(r"<h([1-6])", html)]
    if levels.count(1) != 1 or any(after > before + 1 for before, after in itertools.pairwise(levels)):
        complaints.append(f"has headings in the order {levels}")
    if not re.search(r'<html lang="en">', html) or not re.search(r"<title>[^<]{5,}</title>", html):
        complaints.append("has no language or no title")
    complaints += ["has a picture without a text"] * len(re.findall(r"<img(?![^>]*\balt=)", html))
    return complaints


# What is in it.


def test_every_lesson_has_a_page_and_solutions_are_optional(built):
    assert {path.name for path in (built / "student").glob("*.html")} == STUDENTS
    assert {path.name for path in (built / "instructor").glob("*.html")} == STUDENTS | INSTRUCTORS


def solved_functions():
    """Every function of the solution notebooks as a reader would see it: name → source in one line."""
    found = {}
    for stem in STEMS:
        for cell in json.loads(solution_path(stem).read_text("utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                source = "".join(cell["source"])
                for node in ast.parse(source).body:
                    if isinstance(node, ast.FunctionDef) and node.name in EXERCISES_OF[stem]:
                        found[node.name, node.lineno] = " ".join(ast.get_source_segment(source, node).split())
    return found


def test_no_solved_exercise_is_in_the_students_site(built):
    student = " ".join(text_of(path.read_text("utf-8")) for path in (built / "student").iterdir() if path.is_file())
    instructor = " ".join(text_of((built / "instructor" / name).read_text("utf-8")) for name in INSTRUCTORS)
    solved = solved_functions()
    assert {name for name, _ in solved} == {name for names in EXERCISES_OF.values() for name in names}
    for (name, _), source in solved.items():
        assert source in instructor, name  # so that the next line can find what it looks for
        assert source not in student, name


def test_no_page_asks_for_anything_outside_and_each_is_well_formed(built):
    for path in sorted((built / "instructor").glob("*.html")):
        assert complaints_about_a_page(path.read_text("utf-8")) == [], path.name
    for name in ("style.css", "live.js"):
        text = (built / "instructor" / name).read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?://|@import|\bimport\b(?=[\s({])", re.sub(r"(?m)//.*$|/\*.*?\*/", "", text)), name


def test_answers_and_hints_are_there_and_folded(built):
    for stem in STEMS:
        html = (built / "student" / f"{stem}.html").read_text("utf-8")
        assert html.count("<summary") >= 3 * len(EXERCISES_OF[stem]) + 3 + 2
        assert "<details open" not in html
        folded = "".join(re.findall(r"<details.*?</details>", html, re.DOTALL))
        assert "The answer" in text_of(folded)
        assert "Choose first" not in html


def test_every_prediction_has_its_answer(built):
    for stem in STEMS:
        text = text_of((built / "student" / f"{stem}.html").read_text("utf-8"))
        assert text.count("Predict. ") == text.count("The answer") > 1, stem


def test_nothing_is_said_that_only_a_running_course_could_make_true(built):
    for name in STUDENTS:
        text = text_of((built / "student" / name).read_text("utf-8"))
        for words in ("Not attempted", "README", "named correctly", "at this moment", "picture now"):
            assert words not in text, (name, words)


def test_a_cell_that_names_functions_shows_them_alone():
    named = """
def half(z):
    return z / 2

if z:
    def double(z):
        return 2 * z
_words = half(z)
mo.vstack([show(_words, half, double), half, elsewhere])
"""
    assert pages._taught(named) == "def half(z):\n    return z / 2\n\n\ndef double(z):\n    return 2 * z"
    assert pages._taught("show(table(rows), written_above)") == ""
    assert pages._taught("x = 1\nshow(x)") == "x = 1\nshow(x)"


def test_it_is_small(built):
    assert sum(path.stat().st_size for path in built.joinpath("instructor").rglob("*")) < 12e6
    for path in (built / "instructor").glob("*.html"):
        assert path.stat().st_size < 1.5e6


@pytest.mark.parametrize(
    ("damage", "complaint"),
    [
        ('<script src="https://cdn.example/katex.js"></script>', "asks for https://cdn.example/katex.js"),
        ("<marimo-slider></marimo-slider>", "shows <marimo-slider>"),
        (r"<p>\frac{1}{2}</p>", "shows TeX"),
        ("<h4>too deep</h4>", "has headings in the order"),
        ('<img src="x.png">', "has a picture without a text"),
    ],
)
def test_a_page_that_would_not_open_everywhere_is_noticed(built, damage, complaint):
    html = (built / "student" / "index.html").read_text("utf-8").replace("</main>", f"{damage}</main>")
    assert any(found.startswith(complaint) for found in complaints_about_a_page(html))


# How it is read.


HOW = [("double click", stem) for stem in STEMS] + [("http", "01_neuron"), ("http", STEMS[-1])]


@pytest.mark.parametrize(("how", "stem"), HOW)
def test_a_lesson_opens_and_its_picture_is_alive(built, reader, http_address, stem, how):
    root = http_address if how == "http" else (built / "instructor").as_uri()
    reader.goto(f"{root}/{stem}.html")
    live = reader.locator(".nn-live")
    assert live.count() == reader.locator("[data-live]").count() == reader.content().count("data-live=")
    for widget in live.all():
        before = int(widget.get_attribute("data-draws"))
        assert len(widget.locator("[role=img], [role=application]").first.get_attribute("aria-label")) > 20
        control = widget.locator(
            "input[type=range]:visible, .nn-handle, input[type=radio]:checked, [role=application]"
        ).first
        control.focus()
        reader.keyboard.press("ArrowRight")
        reader.keyboard.press("Space")  # the pad draws where its cursor is; a slider ignores it
        assert int(widget.get_attribute("data-draws")) > before
    assert reader.evaluate("document.documentElement.scrollWidth") <= 1000


def test_one_goes_from_the_index_through_every_lesson_and_back(built, reader):
    reader.goto((built / "student" / "index.html").as_uri())
    assert reader.locator(".lessons img").count() == len(LESSONS)
    reader.get_by_role("link", name=re.compile("^1 · ")).click()
    for k, (stem, title) in enumerate(LESSONS, 1):
        assert reader.url.endswith(f"/{stem}.html")
        assert reader.title() == f"{k} · {title} · Nine Numbers"
        if k < len(LESSONS):
            reader.locator("footer a[rel=next]").click()
    reader.locator("main nav a").first.click()  # "Previous", at the lesson's own end
    assert reader.url.endswith(f"/{STEMS[-2]}.html")
    reader.wait_for_load_state()  # a key that comes earlier is lost
    reader.keyboard.press("Tab")
    assert reader.evaluate("document.activeElement.textContent") == "Skip to the text"


def test_a_solution_leads_to_its_lesson_and_to_its_neighbours(built, reader):
    first, second, *_ = STEMS
    reader.goto((built / "instructor" / f"solution-{first}.html").as_uri())
    reader.locator("footer a[rel=next]").click()
    assert reader.url.endswith(f"/solution-{second}.html")
    reader.locator("footer").get_by_role("link", name=f"Lesson: {LESSONS[1].heading}").click()
    assert reader.url.endswith(f"/{second}.html")
    reader.locator("footer").get_by_role("link", name="Solution").click()
    assert reader.url.endswith(f"/solution-{second}.html")
    reader.goto((built / "student" / f"{second}.html").as_uri())
    assert reader.get_by_role("link", name="Solution").count() == 0


def test_it_reads_without_javascript(built, browser):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1000, "height": 900})
    page = context.new_page()
    page.goto((built / "student" / "05_chain_rule.html").as_uri())
    assert page.locator("math").count() > 20
    assert page.locator("pre.code").count() > 5
    assert page.locator("figure svg").count() >= 1
    assert "It needs JavaScript" in page.locator(".still").first.inner_text()
    hint = page.locator("details", has_text="Hint 1").first
    assert not hint.locator("details").first.is_visible()
    hint.locator("summary").first.click()
    assert hint.locator("details").first.is_visible()
    context.close()


DARK = ("index.html", "05_chain_rule.html", "solution-05_chain_rule.html")
SEEN = [(name, "light") for name in sorted(STUDENTS | {*DARK})] + [(name, "dark") for name in DARK]


@pytest.mark.parametrize(("name", "scheme"), SEEN)
def test_axe_finds_nothing_serious_and_a_telephone_shows_all_of_it(built, reader, name, scheme):
    reader.emulate_media(color_scheme=scheme)
    reader.goto((built / "instructor" / name).as_uri())
    found = Axe().run(reader, options={"preload": False}).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"][:200]) for each in found if each["impact"] != "minor"] == []
    reader.set_viewport_size({"width": 360, "height": 800})
    assert reader.evaluate("document.documentElement.scrollWidth") <= 360


def test_on_paper_there_is_the_text_and_no_navigation(built, reader):
    reader.emulate_media(media="print", color_scheme="dark")
    reader.goto((built / "student" / "01_neuron.html").as_uri())
    assert not reader.locator("header").is_visible() and not reader.locator("footer").is_visible()
    assert reader.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    assert reader.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    word = "getComputedStyle(document.querySelector('pre.code .k')).color"  # a keyword
    in_print = reader.evaluate(word)
    reader.emulate_media(media="screen", color_scheme="dark")
    assert reader.evaluate(word) != in_print
    reader.emulate_media(media="screen", color_scheme="light")
    assert reader.evaluate(word) == in_print


def test_on_paper_it_is_said_that_folded_answers_are_left_out(built, reader):
    reader.goto((built / "student" / "01_neuron.html").as_uri())
    said = reader.get_by_text("What is folded on this page is not printed.")
    assert not said.is_visible()
    reader.emulate_media(media="print")
    assert said.is_visible()


# How it is built.


def contents(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_same_commit_gives_the_same_bytes(built, tmp_path):
    site_build.build(tmp_path / "again", solutions=True)
    assert contents(tmp_path / "again") == contents(built / "instructor")


@pytest.fixture
def course(built, tmp_path):
    """A copy of the lessons that may be damaged, and the site that was built from them."""
    shutil.copytree(ROOT / "lessons", tmp_path / "lessons")
    shutil.copytree(built / "student", tmp_path / "site")
    return tmp_path, functools.partial(site_build.build, tmp_path / "site", lessons=tmp_path / "lessons")


def test_only_what_has_changed_is_made_anew(course):
    folder, build = course
    before = contents(folder / "site")
    assert build() == 0
    assert contents(folder / "site") == before
    lesson = folder / "lessons" / "03_forward_pass.py"
    lesson.write_text(lesson.read_text("utf-8") + "\n# changed\n", "utf-8")
    assert build() == 1
    assert [name for name, data in contents(folder / "site").items() if data != before[name]] == [
        "03_forward_pass.html"
    ]


@pytest.mark.parametrize(
    ("found", "damage", "said"),
    [
        ("    lesson_header(", "    unheard_of\n    lesson_header(", "04_loss.py: cell title raised NameError"),
        (
            "    lesson_header(",
            "    1 / 0\n    lesson_header(",
            "04_loss.py: cell title raised ZeroDivisionError: division by zero",
        ),
        ("import marimo\n", "import marimo\ndef half(:\n", "04_loss.py cannot be read: SyntaxError"),
        ("import marimo\n", "import marimo\nraise SystemExit\n", "04_loss.py cannot be read: SystemExit"),
    ],
    ids=["a name that nobody has", "a cell that raises", "saved half-way", "ends the program"],
)
def test_a_lesson_that_fails_is_named_and_the_site_stays_as_it_was(course, found, damage, said):
    folder, build = course
    before = contents(folder / "site")
    lesson = folder / "lessons" / "04_loss.py"
    text = lesson.read_text("utf-8")
    assert found in text
    lesson.write_text(text.replace(found, damage, 1), "utf-8")
    with pytest.raises(site_build.SiteFailed, match=re.escape(said)):
        build()
    assert contents(folder / "site") == before
    assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == []


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path, capsys):
    (tmp_path / "thesis.txt").write_text("years of work")
    assert site.main([str(tmp_path)]) == 1
    assert "holds something else" in capsys.readouterr().err
    assert contents(tmp_path) == {"thesis.txt": b"years of work"}
    assert site.main([str(tmp_path / "thesis.txt")]) == 1
    assert "is a file" in capsys.readouterr().err


def test_what_somebody_put_beside_the_pages_is_not_lost(tmp_path, built, capsys):
    out = tmp_path / "site"
    shutil.copytree(built / "student", out)
    (out / ".DS_Store").write_bytes(b"")  # which nobody put there
    (out / "CNAME").write_text("nine.example", "utf-8")
    assert site.main([str(out)]) == 1
    assert "also holds CNAME, which would be lost" in capsys.readouterr().err
    assert (out / "CNAME").read_text("utf-8") == "nine.example"


def test_a_place_where_nothing_can_be_written_is_a_sentence(tmp_path, capsys):
    (tmp_path / "file").write_text("", "utf-8")
    assert site.main([str(tmp_path / "file" / "site")]) == 1
    assert "the folder is as it was" in capsys.readouterr().err


def test_an_answer_in_a_lesson_is_not_published(course):
    folder, build = course
    lesson = folder / "lessons" / "01_neuron.py"
    text = lesson.read_text("utf-8")
    lesson.write_text(text.replace("    ...\n", "    return 0.5\n", 1), "utf-8")
    with pytest.raises(site_build.SiteFailed, match=r"01_neuron.py: sigmoid has an answer in it"):
        build()


def test_a_checkout_without_lessons_is_told_so(tmp_path):
    with pytest.raises(site_build.SiteFailed, match=r"Not found: 01_neuron\.py"):
        site_build.build(tmp_path / "site", lessons=tmp_path)


@pytest.mark.parametrize(("package", "extra"), [("latex2mathml", "site"), ("uv", "wasm")])
def test_a_missing_package_is_named_with_what_brings_it(tmp_path, monkeypatch, package, extra):
    find = site_build.find_spec
    monkeypatch.setattr(site_build, "find_spec", lambda name: None if name == package else find(name))
    monkeypatch.setattr(site_build.shutil, "which", lambda name: None)
    with pytest.raises(
        site_build.SiteFailed, match=rf"{package} is missing: pip install -e \"\.\[{extra}\]\" brings it"
    ):
        site_build.build(tmp_path / "site", wasm=True)


def test_what_no_page_can_show_without_python_is_an_error_and_not_a_gap():
    with pytest.raises(ValueError, match="10_more shows <marimo-chat>"):
        pages.translated("<marimo-chat data-x='1'></marimo-chat>", {}, "10_more")


def test_long_formulas_break_before_a_sign_that_stands_in_no_bracket():
    assert pages._steps(r"z = a + b (c + d) = \frac{1 + x}{2}") == ["z", "= a", "+ b (c + d)", r"= \frac{1 + x}{2}"]


def test_the_command_says_where_the_site_is(tmp_path, capsys, built):
    shutil.copytree(built / "student", tmp_path / "site")
    assert site.main([str(tmp_path / "site")]) == 0
    assert re.search(
        r"site/index\.html: 0 pages made, \d\.\d MB in all", Path(capsys.readouterr().out.strip()).as_posix()
    )
