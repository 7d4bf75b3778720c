"""The gallery and every lesson in a browser: on a wide screen, on a phone, and in dark mode."""

import re

import pytest
from course_files import EXERCISES_OF, ROOT, card_of, lesson_path
from server import served

# In an app, marimo's page says only that a cell failed. The console shows the details in a line with this text.
FAILED_CELL = "[STDERR]"

WIDE = {"width": 1000, "height": 800}


@pytest.fixture(scope="module")
def page(browser):
    """Yield one page for this whole test file. It collects its errors in `page.complaints`.

    A new page for each lesson would take twice the processor time: in the same page, Chromium keeps marimo's files.
    """
    page = browser.new_page(viewport=WIDE)
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(f"uncaught: {error}"))
    page.on("console", lambda message: _note(page.complaints, message))
    page.on("request", lambda request: _note_if_outside(page.complaints, request))
    yield page
    page.close()


@pytest.fixture(scope="module", params=EXERCISES_OF)
def lesson(request, page, lessons_url):
    """Open a lesson once for several tests. `page.stem` is the name of the lesson's file without `.py`."""
    page.stem = request.param
    page.complaints.clear()
    page.set_viewport_size(WIDE)  # the previous test may have failed while the page was narrow or dark
    page.emulate_media(color_scheme="light")
    open_lesson(page, lessons_url, page.stem)
    return page


def _note(complaints, message):
    if message.type == "error" or FAILED_CELL in message.text:
        complaints.append(f"console: {message.text[:500]}")


def _note_if_outside(complaints, request):
    if not re.match(r"(https?|wss?)://127\.0\.0\.1[:/]|data:|blob:", request.url):
        complaints.append(f"asks the internet for {request.url[:200]}")


def has_live_picture(stem):
    return "LiveNetwork(" in lesson_path(stem).read_text("utf-8")


def open_lesson(page, lessons_url, stem):
    """Open a lesson as the gallery does. Wait until the page shows its last cell and its first live picture.

    If the page already shows this lesson, do not load the lesson again.
    """
    address = f"{lessons_url}/?file={stem}.py"
    if page.url.partition("#")[0] != address:
        page.goto(address)
    page.locator('nav[aria-label="Lessons"]').wait_for(timeout=60_000)
    if has_live_picture(stem):
        page.locator(".nn-live").first.wait_for(timeout=20_000)


def eventually(page, measure, holds):
    """Measure the page again and again until `holds` accepts the result. Fail after five seconds."""
    page.evaluate("new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
    for _ in range(50):
        if holds(found := measure()):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"after five seconds: {found}")


def test_the_gallery_shows_every_lesson_with_its_title_and_picture(page, lessons_url):
    page.goto(lessons_url)
    cards = page.locator('a[href*="file="]')
    cards.first.wait_for(timeout=30_000)
    assert cards.count() == len(EXERCISES_OF)
    for card, stem in zip(cards.all(), EXERCISES_OF, strict=True):
        about = card_of(lesson_path(stem))
        assert f"file={stem}.py" in card.get_attribute("href")
        assert about["title"] in card.inner_text()
        assert about["description"] in card.inner_text()
        shown = page.request.get(card.locator("img").get_attribute("src")).body()
        assert shown == (ROOT / "lessons" / about["image"]).read_bytes()  # not marimo's placeholder
    assert page.complaints == []


def test_a_lesson_opens_without_an_error_and_its_picture_is_alive(lesson):
    title = card_of(lesson_path(lesson.stem))["title"]
    assert title in lesson.locator("h1").first.inner_text()
    if has_live_picture(lesson.stem):
        lesson.locator(".nn-live[data-draws]").first.wait_for()
    assert lesson.locator("text=An internal error occurred").count() == 0
    for name in EXERCISES_OF[lesson.stem]:
        lesson.locator(f'[role="group"][aria-label="{name}: not attempted"]').wait_for()
    assert lesson.complaints == []


def test_a_lesson_fits_a_narrow_telephone(lesson):
    lesson.set_viewport_size({"width": 360, "height": 740})
    eventually(lesson, lambda: lesson.evaluate(STICKS_OUT), lambda found: found == [])
    assert lesson.evaluate("document.documentElement.scrollWidth") <= 360
    for picture in lesson.locator(".nn-live:visible").all():
        assert picture.evaluate("root => root.getBoundingClientRect().right") <= 360
        assert picture.evaluate("root => root.scrollWidth - root.clientWidth") <= 1
    assert lesson.evaluate(CUT_OFF) == []
    lesson.set_viewport_size(WIDE)


# Finds code and printed lines that are cut at the right edge and cannot be scrolled.
CUT_OFF = """() => [...document.querySelectorAll("pre")]
  .filter(box => box.scrollWidth > box.clientWidth + 1 && getComputedStyle(box).overflowX !== "auto")
  .map(box => box.innerText)"""

# Finds elements that extend beyond the right edge, also in shadow roots. It does not look inside a box that scrolls or
# clips.
STICKS_OUT = """() => {
  const found = [];
  const look = element => {
    const box = element.getBoundingClientRect();
    if (box.width && box.right > innerWidth + 1)
      found.push(`${element.tagName}.${element.getAttribute("class")} ${box.left | 0}…${box.right | 0}`);
    if (getComputedStyle(element).overflowX !== "visible" && !element.querySelector("h1")) return;
    for (const child of [...element.children, ...(element.shadowRoot?.children ?? [])]) look(child);
  };
  look(document.body);
  return found;
}"""


def test_a_lesson_is_dark_where_the_reader_wants_it_dark(lesson):
    lesson.emulate_media(color_scheme="dark")
    for place in ("body", ".nn-live") if has_live_picture(lesson.stem) else ("body",):
        shown = lesson.locator(place).first
        eventually(
            lesson,
            lambda shown=shown: [*map(lightness, shown.evaluate(COLOURS))],
            lambda found: found[0] < 0.35 < 0.65 < found[1],
        )
    lesson.emulate_media(color_scheme="light")


# Finds an element's text colour and background, or the background of the nearest ancestor that has a background.
COLOURS = """element => {
  const parent = e => e.parentElement ?? e.getRootNode().host;
  const seeThrough = e => /transparent|[,/] 0\\)$/.test(getComputedStyle(e).backgroundColor);
  let behind = element;
  while (seeThrough(behind) && parent(behind)) behind = parent(behind);
  const canvas = new OffscreenCanvas(1, 1).getContext("2d");
  return [getComputedStyle(behind).backgroundColor, getComputedStyle(element).color].map(colour => {
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  });
}"""


def lightness(rgb):
    return sum(rgb) / 3 / 255


def test_copies_of_a_picture_follow_each_other_and_a_chosen_answer_stays(page, lessons_url):
    open_lesson(page, lessons_url, "01_neuron")
    page.locator("marimo-form select").first.select_option(index=1)
    page.get_by_role("button", name="This is my answer").first.click()
    page.get_by_text("Drag").last.wait_for()
    typed = page.locator('[data-typed="b"]')
    typed.nth(1).fill("1.75")
    typed.nth(1).press("Enter")
    eventually(page, lambda: [field.input_value() for field in typed.all()], lambda found: {*found} == {"1.75"})
    page.get_by_text("the line is 0.97 away from the center").wait_for()  # Python knows the new bias: 1.75 / √3.25
    assert page.get_by_text("You chose").count() == 1


def test_the_last_cell_of_a_lesson_opens_the_next_lesson(page, lessons_url):
    open_lesson(page, lessons_url, "01_neuron")
    page.locator('nav[aria-label="Lessons"] a').last.click()
    page.wait_for_url("**/?file=02_xor.py*")
    page.locator("h1").first.wait_for(timeout=60_000)
    assert card_of(lesson_path("02_xor"))["title"] in page.locator("h1").first.inner_text()


def test_a_word_of_the_course_leads_to_the_cell_that_introduces_it(page, lessons_url):
    open_lesson(page, lessons_url, "02_xor")
    page.get_by_text("words of the course").click()
    page.get_by_role("link", name="saturated").click()
    page.wait_for_url("**/?file=01_neuron.py#scrollTo=saturation_picture")
    page.locator('nav[aria-label="Lessons"]').wait_for(timeout=60_000)
    cell = page.locator('[data-cell-name="saturation_picture"]')
    eventually(page, lambda: cell.bounding_box()["y"], lambda top: abs(top) < 100)
    page.mouse.wheel(0, -500)  # the reader begins to scroll
    page.wait_for_timeout(1000)
    assert cell.bounding_box()["y"] > 300


def test_a_failing_cell_would_be_noticed(page, tmp_path):
    notebook = ROOT / "lessons" / "01_neuron.py"
    damaged = tmp_path / "01_neuron.py"
    text = notebook.read_text("utf-8")
    assert "    check(lambda: sigmoid)\n" in text
    damaged.write_text(text.replace("    check(lambda: sigmoid)\n", "    1 / 0\n"), "utf-8")
    page.complaints.clear()
    with served(damaged) as url:
        page.goto(url)
        page.locator('nav[aria-label="Lessons"]').wait_for(timeout=60_000)
        eventually(page, lambda: page.complaints, lambda found: any(FAILED_CELL in complaint for complaint in found))


def test_what_is_too_wide_or_too_bright_would_be_noticed(page):
    page.goto("about:blank")
    page.set_viewport_size({"width": 360, "height": 740})
    page.set_content("<h1>Wide</h1><p style='overflow-x: auto'><span style='display: block; width: 500px'>may scroll")
    assert page.evaluate(STICKS_OUT) == []
    page.set_content("<h1>Wide</h1><p style='width: 500px'>may not stick out")
    assert [found.split(".")[0] for found in page.evaluate(STICKS_OUT)] == ["P"]
    page.set_content(f"<h1>Wide</h1><pre>{'code ' * 20}</pre><pre>short</pre>")
    assert len(page.evaluate(CUT_OFF)) == 1
    page.set_content("<body style='background: #111; color: #eee'><p style='color: rgb(30 30 30)'>too dim")
    paper, ink = page.locator("p").evaluate(COLOURS)
    assert lightness(paper) < 0.1
    assert lightness(ink) < 0.2
