"""Tests the static site in a browser: as a file, over http, without JavaScript, on a phone, in dark mode, in print."""

import functools
import http.server
import re
import threading

import pytest
from accessibility import pale_text, serious_violations
from course_files import lesson_path

from shared.course import LESSONS, STEMS

pytest_plugins = ["site_fixtures"]


@pytest.fixture(scope="module")
def http_address(instructor_site):
    """Serve the instructor's site over http, in a sub-folder as on a learning platform. Yield its address."""
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=instructor_site.parent)
    handler.log_message = lambda *_: None
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/{instructor_site.name}"
    server.shutdown()


HOW = [("double click", stem) for stem in STEMS] + [("http", "01_neuron"), ("http", STEMS[-1])]


@pytest.mark.parametrize(("how", "stem"), HOW)
def test_a_lesson_opens_fits_a_phone_and_its_pictures_respond(instructor_site, reader, http_address, stem, how):
    root = http_address if how == "http" else instructor_site.as_uri()
    reader.goto(f"{root}/{stem}.html")
    live = reader.locator(".nn-live")
    assert live.count() == reader.locator("[data-live]").count() == reader.content().count("data-live=")
    assert (live.count() > 0) == ("anywidget(" in lesson_path(stem).read_text("utf-8"))
    reader.evaluate("document.querySelectorAll('details:not(.nn-live *)').forEach(each => (each.open = true))")
    for widget in live.all():
        before = int(widget.get_attribute("data-draws"))
        assert len(widget.locator("[role=img], [role=application]").first.get_attribute("aria-label")) > 20
        controls = widget.locator(
            "input[type=range]:visible, .nn-handle, input[type=radio]:checked, [role=application]"
        )
        for control in controls.all():  # some sliders redraw only their own part: then try the next control
            control.focus()
            reader.keyboard.press("ArrowRight")
            reader.keyboard.press("Space")  # the pad draws at its cursor; a slider ignores this key
            if int(widget.get_attribute("data-draws")) > before:
                break
        assert int(widget.get_attribute("data-draws")) > before
    for width in (1000, 360):
        reader.set_viewport_size({"width": width, "height": 900})
        assert reader.evaluate("document.documentElement.scrollWidth") <= width


def test_copies_of_a_picture_follow_each_other(student_site, reader):
    reader.goto((student_site / "01_neuron.html").as_uri())
    typed = reader.locator('[data-typed="b"]')
    typed.last.evaluate("node => { node.value = '1.75'; node.dispatchEvent(new Event('change')); }")
    assert {field.input_value() for field in typed.all()} == {"1.75"}
    assert typed.count() > 2


def test_links_lead_from_the_index_through_every_lesson_and_back(student_site, reader):
    reader.goto((student_site / "index.html").as_uri())
    assert reader.locator(".lessons img").count() == len(LESSONS)
    reader.get_by_role("link", name=re.compile("^1 · ")).click()
    for k, (stem, title) in enumerate(LESSONS, 1):
        assert reader.url.endswith(f"/{stem}.html")
        assert reader.title() == f"{k} · {title} · Nine Numbers"
        if k < len(LESSONS):
            reader.locator("footer a[rel=next]").click()
    reader.locator("main nav a").first.click()  # "Previous", at the end of the lesson
    assert reader.url.endswith(f"/{STEMS[-2]}.html")
    reader.wait_for_load_state()  # a page that is not loaded ignores the key
    reader.keyboard.press("Tab")
    assert reader.evaluate("document.activeElement.textContent") == "Skip to the text"


def test_a_solution_links_to_its_lesson_and_to_the_next_solution(instructor_site, reader):
    first, second, *_ = STEMS
    reader.goto((instructor_site / f"solution-{first}.html").as_uri())
    reader.locator("footer a[rel=next]").click()
    assert reader.url.endswith(f"/solution-{second}.html")
    reader.locator("footer").get_by_role("link", name=f"Lesson: {LESSONS[1].heading}").click()
    assert reader.url.endswith(f"/{second}.html")
    reader.locator("footer").get_by_role("link", name="Solution").click()
    assert reader.url.endswith(f"/solution-{second}.html")


def test_a_lesson_can_be_read_without_javascript(instructor_site, browser):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1000, "height": 900})
    page = context.new_page()
    page.goto((instructor_site / "05_chain_rule.html").as_uri())
    assert page.locator("math").count() > 20
    assert page.locator("pre.code").count() > 5
    assert page.locator("figure svg").count() >= 1
    assert "It needs JavaScript" in page.locator(".still").first.inner_text()
    hint = page.locator("details", has_text="Hint 1").first
    assert not hint.locator("details").first.is_visible()
    hint.locator("summary").first.click()
    assert hint.locator("details").first.is_visible()
    context.close()


# Together, these pages contain all kinds of elements of the site.
PAGES_FOR_AXE = (
    "index.html",
    "05_chain_rule.html",
    "07_numpy.html",
    f"{STEMS[-1]}.html",
    "solution-05_chain_rule.html",
)


@pytest.mark.parametrize("name", PAGES_FOR_AXE)
def test_axe_finds_nothing_serious_in_light_and_dark(instructor_site, reader, name):
    reader.goto((instructor_site / name).as_uri())
    assert serious_violations(reader) == []
    reader.emulate_media(color_scheme="dark")  # the dark scheme changes only colors
    assert pale_text(reader) == []


def test_axe_would_find_pale_text_and_a_page_without_a_language(instructor_site, reader):
    reader.goto((instructor_site / "index.html").as_uri())
    reader.add_style_tag(content="@media (prefers-color-scheme: dark) { main { color: #444 } }")
    reader.emulate_media(color_scheme="dark")
    assert "color-contrast" in [rule for rule, _ in pale_text(reader)]
    reader.emulate_media(color_scheme="light")
    reader.set_content("<p>dark</p><p>dark</p><div style='background: #444'><p id='pale'>dark</p></div>")
    assert pale_text(reader) == [("color-contrast", '<p id="pale" data-look="">dark</p>')]
    assert reader.locator("[data-look]").count() == 2
    reader.set_content("<title>A page</title><h1>It does not name its language</h1>")
    assert "html-has-lang" in [rule for rule, _ in serious_violations(reader)]


def test_print_has_the_text_in_light_colors_and_no_navigation(instructor_site, reader):
    reader.emulate_media(media="print", color_scheme="dark")
    reader.goto((instructor_site / "01_neuron.html").as_uri())
    note = reader.get_by_text("Closed sections are not printed.")
    assert note.is_visible()
    assert not reader.locator("header").is_visible() and not reader.locator("footer").is_visible()
    assert reader.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    assert reader.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    keyword = "getComputedStyle(document.querySelector('pre.code .k')).color"
    in_print = reader.evaluate(keyword)
    reader.emulate_media(media="screen", color_scheme="dark")
    assert reader.evaluate(keyword) != in_print
    assert not note.is_visible()
    reader.emulate_media(media="screen", color_scheme="light")
    assert reader.evaluate(keyword) == in_print
