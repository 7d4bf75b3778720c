"""The site that an instructor publishes: settings, contents, search, downloads, and the instructor's own files."""

import json
import re
import tomllib

import pytest
from course_files import ROOT, lesson_path, solution_path
from site_fixtures import instructor_site, reader, student_site  # noqa: F401

from shared.course import STEMS
from shared.site import __main__ as site
from shared.site import build as site_build
from shared.site import page
from shared.site.page import Page
from shared.site.sections import search_index, with_identifiers
from shared.site.settings import Settings

SETTINGS = Settings("Our edition", "Ada <L>", "ML 2027", "https://example.org/nb", "https://example.org/src")


def test_the_settings_are_on_every_page():
    html = page.render_page(Page("A title", "<h2>One</h2>", description="A 'sentence'."), "0", SETTINGS)
    for text in (
        "<title>A title · Our edition</title>",
        '<meta name="author" content="Ada &lt;L&gt;">',
        '<meta name="description" content="A &#39;sentence&#39;.">',
        '<a href="https://example.org/src">Source</a>',
        "Ada &lt;L&gt;. ML 2027. To cite the course: Nine Numbers contributors",
    ):
        assert text in html


def test_the_index_links_to_the_notebooks_if_their_address_is_known():
    link = '<a href="https://example.org/nb">'
    assert link in page.render_index(dict.fromkeys(STEMS, ""), False, "0", SETTINGS)
    assert link not in page.render_index(dict.fromkeys(STEMS, ""), False, "0")


@pytest.mark.parametrize("address", ["example.org", "javascript:alert(1)", "ftp://example.org"])
def test_a_text_that_is_not_an_address_is_refused(address, capsys):
    with pytest.raises(SystemExit) as end:
        site.main(["out", "--notebooks", address])
    assert end.value.code == 2 and "--notebooks must be an address such as" in capsys.readouterr().err


def test_the_citation_names_the_version_of_the_package():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    citation = (ROOT / "CITATION.cff").read_text("utf-8")
    assert f"\nversion: {project['version']}\n" in citation and "\nlicense: MIT\n" in citation
    assert f"version {project['version']}" in Settings().citation


# Headings, contents and search.


def test_each_heading_has_an_identifier_of_its_own():
    body, headings = with_identifiers('<h2 id="a">One</h2><h3>Two <code>f(x)</code></h3><h2 id="a">One</h2>')
    assert [heading.identifier for heading in headings] == ["a", "two-f-x", "a-2"]
    assert body.count("id=") == 3


def test_a_heading_with_special_characters_is_escaped_once_in_the_contents():
    html = page.render_page(Page("T", "<h2>Q&amp;A &lt;1&gt;</h2><h2>Two</h2>"), "0")
    assert html.count('<a href="#q-a-1">Q&amp;A &lt;1&gt;</a>') == 2


def test_the_contents_of_a_lesson_lead_to_its_headings(student_site):  # noqa: F811
    html = (student_site / "05_chain_rule.html").read_text("utf-8")
    linked = re.findall(r'<li class="level-\d"><a href="#([^"]+)">', html)
    assert len(linked) >= 20, "the page must have two lists of contents: one at the side and one folded"
    assert {*linked} == {*re.findall(r'<h[23] id="([^"]+)"', html)}


def test_the_search_finds_text_under_its_heading_but_no_answers():
    html = '<main><h2 id="x">A slope</h2>The sigmoid.<details><summary>?</summary>The <i>answer</i></details></main>'
    index = json.loads(search_index([("a.html", "A", html)]).removeprefix("window.courseTexts = ").rstrip(";\n"))
    assert index == [["a.html", "A", "x", "A slope", "The sigmoid."]]


def test_every_page_of_the_site_can_be_searched_without_an_address(instructor_site):  # noqa: F811
    text = (instructor_site / "search.js").read_text("utf-8")
    entries = json.loads(text.removeprefix("window.courseTexts = ").rstrip(";\n"))
    addresses = {entry[0] for entry in entries}
    assert addresses == {path.name for path in instructor_site.glob("*.html")} - {"index.html"}
    assert len(text) < 400_000


# Files.


def test_lessons_and_solutions_can_be_downloaded_unchanged(instructor_site, student_site):  # noqa: F811
    for stem in STEMS:
        for path in (lesson_path(stem), solution_path(stem)):
            assert (instructor_site / "files" / path.name).read_bytes() == path.read_bytes()
    assert {path.suffix for path in (student_site / "files").iterdir()} == {".py"}
    assert 'href="files/01_neuron.py" download' in (student_site / "01_neuron.html").read_text("utf-8")


def test_files_for_a_host_beside_the_pages_are_kept(tmp_path):
    out, new = tmp_path / "out", tmp_path / "new"
    for folder in (out, new):
        folder.mkdir()
    (new / "index.html").write_text("new", "utf-8")
    (new / "favicon.svg").write_text("ours", "utf-8")
    (out / "index.html").write_text('<meta name="made-from" content="0">', "utf-8")
    (out / "CNAME").write_text("course.example.org", "utf-8")
    (out / "favicon.svg").write_text("theirs", "utf-8")
    (out / ".nojekyll").touch()
    (out / ".git").mkdir()
    (out / ".git" / "HEAD").write_text("main", "utf-8")
    site_build._check_output_folder(out)
    site_build._replace_folder(out, new, tmp_path / "old")
    kept = {name: (out / name).read_text("utf-8") for name in ("CNAME", "favicon.svg", ".git/HEAD", "index.html")}
    assert kept == {"CNAME": "course.example.org", "favicon.svg": "theirs", ".git/HEAD": "main", "index.html": "new"}
    assert (out / ".nojekyll").is_file()


def test_a_new_build_replaces_the_icon_of_an_older_build(tmp_path):
    out, new = tmp_path / "out", tmp_path / "new"
    for folder, mark in ((out, "old"), (new, "new")):
        folder.mkdir()
        (folder / "favicon.svg").write_text(f"{page.favicon()}<!-- {mark} -->", "utf-8")
    site_build._replace_folder(out, new, tmp_path / "old")
    assert (out / "favicon.svg").read_text("utf-8").endswith("<!-- new -->")


# In a browser.


def test_code_is_not_cut_at_1200_pixels(reader, instructor_site):  # noqa: F811
    reader.set_viewport_size({"width": 1200, "height": 900})
    for stem in ("06_trainer", "solution-06_trainer"):
        reader.goto((instructor_site / f"{stem}.html").as_uri())
        cut = "[...document.querySelectorAll('main pre')].filter(e => e.scrollWidth > e.clientWidth + 1).length"
        assert reader.evaluate(cut) == 0
        assert reader.evaluate("document.documentElement.scrollWidth") == 1200


def test_the_contents_are_at_the_side_of_a_wide_window(reader, student_site):  # noqa: F811
    reader.goto((student_site / "06_trainer.html").as_uri())
    for width, side in ((1000, False), (1440, True)):
        reader.set_viewport_size({"width": width, "height": 900})
        assert reader.locator(".toc.side").is_visible() == side
        assert reader.locator(".toc.folded").is_visible() != side


def test_a_reader_searches_and_copies_without_a_server(reader, student_site):  # noqa: F811
    reader.goto((student_site / "06_trainer.html").as_uri())
    reader.get_by_role("searchbox").fill("chain rule")
    first = reader.locator(".search li a").first
    first.wait_for()
    assert "05_chain_rule.html" in first.get_attribute("href")
    reader.keyboard.press("Escape")
    assert reader.locator(".search li").count() == 0
    reader.locator("main > .copyable .copy").first.click()  # the other buttons are in closed sections
    reader.get_by_role("button", name="Copied").wait_for()


def test_all_answers_are_open_while_they_are_printed(reader, student_site):  # noqa: F811
    reader.goto((student_site / "02_xor.html").as_uri())
    reader.evaluate(
        "window.print = () => { window.open_ = document.querySelectorAll('main details:not([open])').length; }"
    )
    reader.locator(".printing button").click()
    assert reader.evaluate("window.open_") == 0
    reader.evaluate("dispatchEvent(new Event('afterprint'))")
    assert reader.evaluate("document.querySelectorAll('main details:not([open])').length") > 5
