"""How fast the live network trains in Chromium: without drawing, while drawing, and from a click to the result.

It also measures the memory of the page. Run with `python tests/benchmarks/bench_live.py [SECONDS]`. SECONDS is the
length of the memory run. The default is 10; use 600 for a full measurement. The benchmark needs Chromium and
Playwright. It compares the course's trainer with a short loop by running them alternately in the same page.
"""

import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from playwright.sync_api import sync_playwright
from server import CHROMIUM_FLAGS, chromium
from widget_page import page_of, serve_modules

from shared import LiveNetwork

# A loop written by hand for this network: it uses local variables and stores only the loss.
ALONE = """async () => {
  const { START_A, newRun, trainEpochs } = await import("/trainer.mjs");
  const sigmoid = (z) => 1 / (1 + Math.exp(-z));
  const X1 = [0, 0, 1, 1], X2 = [0, 1, 0, 1], Y = [0, 1, 1, 0];
  function byHand(epochs) {
    let [w11, w12, b1, w21, w22, b2, v1, v2, c] = START_A, loss = 0;
    for (let epoch = 0; epoch < epochs; epoch++) {
      let g11 = 0, g12 = 0, gb1 = 0, g21 = 0, g22 = 0, gb2 = 0, gv1 = 0, gv2 = 0, gc = 0;
      loss = 0;
      for (let k = 0; k < 4; k++) {
        const x1 = X1[k], x2 = X2[k];
        const h1 = sigmoid(w11 * x1 + w12 * x2 + b1), h2 = sigmoid(w21 * x1 + w22 * x2 + b2);
        const out = sigmoid(v1 * h1 + v2 * h2 + c), error = out - Y[k];
        loss += error * error;
        const d = 2 * error * out * (1 - out), d1 = d * v1 * h1 * (1 - h1), d2 = d * v2 * h2 * (1 - h2);
        g11 += d1 * x1; g12 += d1 * x2; gb1 += d1; g21 += d2 * x1; g22 += d2 * x2; gb2 += d2;
        gv1 += d * h1; gv2 += d * h2; gc += d;
      }
      w11 -= 2 * (g11 / 4); w12 -= 2 * (g12 / 4); b1 -= 2 * (gb1 / 4);
      w21 -= 2 * (g21 / 4); w22 -= 2 * (g22 / 4); b2 -= 2 * (gb2 / 4);
      v1 -= 2 * (gv1 / 4); v2 -= 2 * (gv2 / 4); c -= 2 * (gc / 4);
    }
    return loss;
  }
  const seconds = (work) => { const from = performance.now(); work(); return (performance.now() - from) / 1000; };
  const ours = () => { for (let i = 0; i < 5; i++) trainEpochs(newRun(START_A, 2, "squared error"), 20000); };
  const theirs = () => { for (let i = 0; i < 5; i++) byHand(20000); };
  ours(), theirs();
  return Array.from({ length: 15 }, () => [100000 / seconds(ours), 100000 / seconds(theirs)]);
}"""

# Click on Train, and wait until `batch` epochs are done. Each drawing of the widget counts as a frame.
DRAWING = """async ([batch, speed]) => {
  const root = document.querySelector(".nn-live"), of = (name) => root.querySelector(`[data-name=${name}]`);
  const choose = (name, value) => {
    of(name).value = value;
    of(name).dispatchEvent(new Event("change"));
  };
  choose("speed", speed);
  choose("batch", batch);
  of("restart").click();
  const frames = () => Number(root.dataset.draws), before = frames(), from = performance.now();
  let verdicts = 0;
  of("train").click();
  await new Promise((done) => {
    const look = () => {
      if (!verdicts && root.querySelector(".nn-score").textContent.startsWith("4")) verdicts = performance.now() - from;
      if (of("train").textContent === "Train") done();
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  const seconds = (performance.now() - from) / 1000;
  return { seconds, frames: frames() - before, epochs: Number(of("epoch").value), verdicts };
}"""


def renderer_megabytes(browser):
    """Return the resident memory of the browser's largest page process, or None on a system without /proc."""
    session = browser.new_browser_cdp_session()
    processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
    session.detach()
    pages = [Path(f"/proc/{process['id']}/status") for process in processes if process["type"] == "renderer"]
    if not all(path.exists() for path in pages):
        return None
    return max(int(path.read_text().split("VmRSS:")[1].split()[0]) / 1024 for path in pages)


def train_for(page, browser, seconds):
    """Train and restart for `seconds` seconds. Return ten measurements of the page's memory, and the number of epochs.

    Each measurement comes after a garbage collection.
    """
    session, samples, updates = page.context.new_cdp_session(page), [], 0
    page.evaluate(DRAWING, ["100000", "full"])  # not measured: the first runs use memory that is never freed
    for part in range(10):
        until = time.monotonic() + seconds / 10
        while time.monotonic() < until:
            updates += page.evaluate(DRAWING, ["100000", "full"])["epochs"]
        page.evaluate("live[0].model.saved.length = 0")  # only the page of the tests keeps this list
        session.send("HeapProfiler.collectGarbage")
        samples.append((seconds * (part + 1) / 10, renderer_megabytes(browser)))
    return samples, updates


def main(seconds=10):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
        page = browser.new_page(viewport={"width": 900, "height": 1000})
        serve_modules(page, page_of(LiveNetwork()))
        page.wait_for_function("window.live")
        pairs = page.evaluate(ALONE)
        ours, theirs = (statistics.median(side) / 1e6 for side in zip(*pairs))
        ratio = statistics.median(a / b for a, b in pairs)
        print(f"trainer, stores every epoch       {ours:6.2f} million epochs a second")
        print(f"short loop, stores only the loss  {theirs:6.2f} million epochs a second; ratio {ratio:.2f} (aim 0.8)")
        for speed, batch, times, words in (
            ("full", "100000", 7, "full speed, while drawing"),
            ("steady", "1000", 1, "one epoch for each frame, like TensorFlow Playground"),
        ):
            runs = [page.evaluate(DRAWING, [batch, speed]) for _ in range(times)]
            epochs, frames = (
                statistics.median(run[what] / run["seconds"] for run in runs) for what in ("epochs", "frames")
            )
            aim = "(aim: 1 million epochs, at least 30 frames)" if speed == "full" else ""
            print(f"{words}\n{'':34}{epochs / 1e6:9.5f} million epochs and {frames:.0f} frames a second {aim}")
        clicks = [page.evaluate(DRAWING, ["4000", "full"])["verdicts"] for _ in range(9)]
        print(f"from the click to four right rows {statistics.median(clicks):6.0f} ms (aim: under 100 ms)")
        samples, updates = train_for(page, browser, seconds)
        line = ", ".join(f"{at:.0f} s {megabytes:.0f}" for at, megabytes in samples if megabytes)
        print(f"memory of the page, MB            {line or 'not measured here'} ({updates / 1e6:.0f} million epochs)")
        browser.close()


if __name__ == "__main__":
    main(*map(float, sys.argv[1:]))
