"""The static site: the time to build the site, the size of each lesson, and the time until a lesson can be read.

Run with `python tests/benchmarks/bench_site.py`. It needs Chromium, Playwright and the extra `site`. A lesson can be
read after its first contentful paint. Its pictures are ready when the browser has drawn the last picture.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from playwright.sync_api import sync_playwright
from server import CHROMIUM_FLAGS, chromium

from shared.course import STEMS
from shared.site import build as site_build

ALIVE = """async () => {
  while (document.querySelectorAll("[data-live]").length > document.querySelectorAll(".nn-live").length)
    await new Promise(requestAnimationFrame);
  while (!performance.getEntriesByName("first-contentful-paint").length) await new Promise(requestAnimationFrame);
  return [performance.getEntriesByName("first-contentful-paint")[0].startTime, performance.now()];
}"""


def main(openings=7):
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        out, times = Path(scratch, "site"), []
        for _ in range(2):
            started = time.perf_counter()
            site_build.build(out, solutions=True)
            times.append(time.perf_counter() - started)
        megabytes = sum(path.stat().st_size for path in out.rglob("*") if path.is_file()) / 1e6
        print(f"built in {times[0]:.1f} s, rebuilt without a change in {times[1]:.1f} s; {megabytes:.1f} MB (aim: 12)")
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
        print("lesson (aims: 1500 kB, 1000 ms)      kB     readable, ms  pictures, ms")
        for stem in STEMS:
            seen = []
            for _ in range(openings):
                page = browser.new_page()
                page.goto((out / f"{stem}.html").as_uri())
                seen.append(page.evaluate(ALIVE))
                page.close()
            read, alive = (statistics.median(each) for each in zip(*seen))
            print(f"{stem:32} {(out / f'{stem}.html').stat().st_size / 1000:6.0f} {read:16.0f} {alive:13.0f}")
        browser.close()


if __name__ == "__main__":
    main()
