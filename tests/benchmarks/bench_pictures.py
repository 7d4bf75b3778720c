"""How closely a picture follows the hand: from a slider's move to the first frame that shows it, lesson by lesson.

Run with `python tests/benchmarks/bench_pictures.py [moves]`. It needs Chromium and Playwright. A
move is a real key press on the first slider of a lesson's first live picture; the picture has followed when its
count of drawings (`data-draws`) has grown and the browser has come back for the frame after that.
"""

import statistics
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import helpers
from playwright.sync_api import sync_playwright

# The clock starts when the page receives the key, and stops one frame after the drawing was counted.
FOLLOW = """slider => {
  const root = slider.closest(".nn-live");
  window.moves = [];
  slider.addEventListener("keydown", event => {
    const before = +root.dataset.draws, start = event.timeStamp;
    const look = () => {
      if (+root.dataset.draws > before) requestAnimationFrame(() => window.moves.push(performance.now() - start));
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
}"""


def milliseconds_of_moves(page, url, stem, moves):
    """Open a lesson and move its first slider `moves` times, back and forth; one number a move."""
    page.goto(f"{url}?file={stem}.py")
    page.locator('nav[aria-label="Lessons"]').wait_for(timeout=60_000)
    slider = page.locator('.nn-live input[type="range"]:visible').first
    slider.wait_for(timeout=20_000)
    slider.scroll_into_view_if_needed()
    page.wait_for_timeout(1000)
    slider.evaluate(FOLLOW)
    slider.focus()
    for k in range(moves):
        page.keyboard.press("ArrowRight" if k % 20 < 10 else "ArrowLeft")
        page.wait_for_function("k => window.moves.length > k", arg=k, timeout=10_000)
        page.wait_for_timeout(30)
    return page.evaluate("window.moves")


def main(moves=60):
    print("slider to picture        n   median      p90")
    with helpers.served(helpers.ROOT / "lessons") as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=helpers.chromium(), args=helpers.CHROMIUM_FLAGS)
        for stem in helpers.EXERCISES:
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
