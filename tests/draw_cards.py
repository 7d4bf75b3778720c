"""Draw the pictures for the README and the gallery: the first picture of every lesson.

After a picture has changed, run `python tests/draw_cards.py 03_forward_pass`, look at the new file, and commit it.
Without the name of a lesson, the script draws all pictures.
"""

import sys

from course_files import ROOT
from playwright.sync_api import sync_playwright
from server import CHROMIUM_FLAGS, chromium, served

LESSONS = ROOT / "lessons"
CARD_SHAPE = 1.9  # width divided by height of a picture in the gallery
MARGIN = 12


def main(stems):
    """Draw the pictures of these lessons, or of all lessons if none is named."""
    lessons = sorted(LESSONS.glob("*.py"))
    if unknown := {*stems} - {lesson.stem for lesson in lessons}:
        sys.exit(f"No lesson is called {', '.join(unknown)}. Choose from {', '.join(each.stem for each in lessons)}.")
    with served(LESSONS) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
        for lesson in (lesson for lesson in lessons if not stems or lesson.stem in stems):
            page = browser.new_page(viewport={"width": 1000, "height": 1600}, device_scale_factor=1.5)
            page.goto(f"{url}/?file={lesson.name}")
            page.get_by_role("navigation", name="Lessons").wait_for()
            picture = page.locator(".nn-live, .patients").first
            train = picture.get_by_role("button", name="Train", exact=True)
            if train.count():  # show a trained network
                more = picture.get_by_text("More: speed")
                more.click()
                picture.get_by_label("speed").select_option("full")
                more.click()
                train.click()
                train.wait_for()  # wait for the end of the run: until then, the button's name is Pause
            page.wait_for_timeout(1000)
            box = picture.bounding_box()
            frame = {"x": box["x"] - MARGIN, "y": box["y"] - MARGIN, "width": box["width"] + 2 * MARGIN}
            card = LESSONS / "__marimo__" / "assets" / lesson.stem / "opengraph.png"
            card.parent.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=card, clip={**frame, "height": frame["width"] / CARD_SHAPE})
            if lesson.stem == "06_trainer":
                page.screenshot(path=ROOT / "nine-numbers.png", clip={**frame, "height": 750})
            page.close()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
