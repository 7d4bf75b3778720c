"""How fast a picture reacts: for each lesson, the time from the move of a slider to the frame with the new picture.

Run with `python tests/benchmarks/bench_pictures.py [moves]`. It needs Chromium and Playwright. A move is a real key
press on a control of the lesson's first live picture. `CONTROLS` names this control for some lessons. In the other
lessons it is the first slider. Each new drawing increases the picture's attribute `data-draws`. The time ends one frame
after the drawing.
"""

import statistics
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from course_files import EXERCISES_OF, ROOT
from playwright.sync_api import sync_playwright
from server import CHROMIUM_FLAGS, chromium, served

CONTROLS = {
    "04_loss": ".nn-handle",  # the landscape has no slider: arrow keys move its point
    "06_trainer": 'input[data-name="epoch"]',  # the epoch slider of a run of 4000 epochs
}

# Measure from the moment when the page gets the key until one frame after the drawing.
FOLLOW = """control => {
  const root = control.closest(".nn-live");
  window.moves = [];
  control.addEventListener("keydown", event => {
    const before = +root.dataset.draws, start = event.timeStamp;
    const look = () => {
      if (+root.dataset.draws > before) requestAnimationFrame(() => window.moves.push(performance.now() - start));
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
}"""


def milliseconds_of_moves(page, url, stem, moves):
    """Open a lesson, press arrow keys `moves` times on the control of its first picture, and return the times in ms."""
    page.goto(f"{url}/?file={stem}.py")
    page.locator('nav[aria-label="Lessons"]').wait_for(timeout=60_000)
    picture = page.locator(".nn-live").first
    picture.wait_for(timeout=20_000)
    picture.evaluate("root => root.querySelectorAll('details').forEach(fold => fold.open = true)")
    train = picture.get_by_role("button", name="Train", exact=True)
    if train.count():
        train.click()
        page.wait_for_timeout(5000)
    control = picture.locator(CONTROLS.get(stem, 'input[type="range"]')).first
    control.scroll_into_view_if_needed()
    page.wait_for_timeout(1000)
    control.evaluate(FOLLOW)
    control.focus()
    for k in range(moves):
        page.keyboard.press("ArrowLeft" if k % 20 < 10 else "ArrowRight")
        page.wait_for_function("k => window.moves.length > k", arg=k, timeout=10_000)
        page.wait_for_timeout(30)
    return page.evaluate("window.moves")


def main(moves=60):
    print("from key to picture      n   median      p90")
    with served(ROOT / "lessons") as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
        for stem in EXERCISES_OF:
            page = browser.new_page()
            try:
                times = sorted(milliseconds_of_moves(page, url, stem, moves))
            except Exception as error:
                print(f"{stem:20} not measured: {str(error).splitlines()[0]}")
                continue
            finally:
                page.close()
            p90 = times[int(0.9 * (len(times) - 1))]
            print(f"{stem:20} {len(times):5} {statistics.median(times):5.1f} ms {p90:5.1f} ms")
        browser.close()
    print("aim: a median of at most 50 ms")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
