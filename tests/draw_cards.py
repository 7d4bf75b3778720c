"""Draw the gallery's cards: the first picture of every lesson, as a visitor sees it, saved beside the lessons.

Run it after a picture has changed, look at the result, and commit it: `python tests/draw_cards.py`.
"""

import helpers
from playwright.sync_api import sync_playwright

LESSONS = helpers.ROOT / "lessons"
SIZE = {"width": 860, "height": 452}  # about 1.9 : 1, the shape in which a card shows its picture


def main():
    with helpers.served(LESSONS) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=helpers.chromium(), args=helpers.CHROMIUM_FLAGS)
        for lesson in sorted(LESSONS.glob("*.py")):
            page = browser.new_page(viewport={"width": 1000, "height": 1400}, device_scale_factor=1.5)
            page.goto(f"{url}/?file={lesson.name}")
            widget = page.locator(".nn-live").first
            widget.wait_for()
            train = widget.get_by_role("button", name="Train")
            if train.count():  # an untrained network has nothing to show yet
                train.first.click()
                page.wait_for_timeout(3000)
            page.wait_for_timeout(500)
            box = widget.bounding_box()
            picture = LESSONS / "__marimo__" / "assets" / lesson.stem / "opengraph.png"
            picture.parent.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=picture, clip={"x": box["x"] - 16, "y": box["y"] - 16, **SIZE})
            page.close()
            print(picture.relative_to(helpers.ROOT))
        browser.close()


if __name__ == "__main__":
    main()
