// The loss curve: the mean loss over the epochs.

import { element, setAttributes, svg } from "./drawing.mjs";

const CURVE_WIDE = 400;
const CURVE_HIGH = 210;
export const SMALLEST = 1e-12; // for axes and colours, a smaller loss counts as this loss: 0 has no logarithm
const MARGIN = { left: 54, right: 10, top: 10, bottom: 38 };

export function lossCurve() {
  const axes = svg("g", { class: "nn-axes" });
  const older = svg("polyline", { class: "nn-curve nn-older" });
  const curve = svg("polyline", { class: "nn-curve" });
  const now = svg("line", { class: "nn-guide" });
  const dot = svg("circle", { r: 5, class: "nn-dot" });
  const drawing = svg(
    "svg",
    { viewBox: `0 0 ${CURVE_WIDE} ${CURVE_HIGH}`, "aria-hidden": "true" },
    axes,
    older,
    now,
    curve,
    dot,
  );
  const image = element("div", { class: "nn-loss", role: "img" }, drawing);
  const width = CURVE_WIDE - MARGIN.left - MARGIN.right;
  const height = CURVE_HIGH - MARGIN.top - MARGIN.bottom;
  let scale = "";
  return {
    node: image,
    image,
    /** Draw `run` with a mark at `epoch`. If there is an `old` run, draw it as a dashed curve behind `run`. */
    move(run, epoch, old, logarithmic) {
      const epochs = niceCeiling(Math.max(run.last, old?.last ?? 0, 10));
      const [low, high] = lossRange([run, old].filter(Boolean), logarithmic);
      const toX = (k) => MARGIN.left + (k / epochs) * width;
      const share = logarithmic
        ? (loss) => Math.log(Math.max(loss, low) / low) / Math.log(high / low)
        : (loss) => loss / high;
      const toY = (loss) => MARGIN.top + height * (1 - Math.min(share(loss), 1));
      const key = `${epochs} ${low} ${high} ${logarithmic}`;
      if (key !== scale) drawAxes((scale = key) && epochs, low, high, logarithmic, toX, toY);
      setAttributes(curve, { points: polyline(run, toX, toY) });
      setAttributes(older, { points: old ? polyline(old, toX, toY) : "" });
      setAttributes(dot, { cx: toX(epoch), cy: toY(run.losses[epoch]) });
      setAttributes(now, { x1: toX(epoch), x2: toX(epoch), y1: MARGIN.top, y2: MARGIN.top + height });
    },
  };

  function drawAxes(epochs, low, high, logarithmic, toX, toY) {
    const base = MARGIN.top + height;
    const across = [0, 0.25, 0.5, 0.75, 1].map((part) => part * epochs);
    const up = logarithmic ? decades(low, high) : [0, 0.25, 0.5, 0.75, 1].map((part) => part * high);
    axes.replaceChildren(
      ...across.flatMap((k) => [
        svg("line", { x1: toX(k), x2: toX(k), y1: base, y2: base + 4 }),
        svg(
          "text",
          { x: toX(k), y: base + 17, "text-anchor": k === epochs ? "end" : "middle" },
          String(Math.round(k * 10) / 10),
        ),
      ]),
      ...up.flatMap((loss) => [
        svg("line", {
          x1: MARGIN.left,
          x2: CURVE_WIDE - MARGIN.right,
          y1: toY(loss),
          y2: toY(loss),
          class: "nn-faint",
        }),
        svg(
          "text",
          { x: MARGIN.left - 7, y: toY(loss) + 4, "text-anchor": "end" },
          String(Number(loss.toPrecision(2))),
        ),
      ]),
      svg(
        "text",
        { x: MARGIN.left + width / 2, y: CURVE_HIGH - 4, "text-anchor": "middle", class: "nn-axis-name" },
        "epoch",
      ),
      svg(
        "text",
        {
          x: 10,
          y: MARGIN.top + height / 2,
          "text-anchor": "middle",
          class: "nn-axis-name",
          transform: `rotate(-90 10 ${MARGIN.top + height / 2})`,
        },
        "mean loss",
      ),
    );
  }
}

/** About 300 points of a run's losses. Each point is the largest loss of a few epochs, so that no peak is lost. */
function polyline(run, toX, toY) {
  const every = Math.max(1, Math.ceil(run.last / 300));
  let points = `${toX(0).toFixed(1)},${toY(run.losses[0]).toFixed(1)}`;
  for (let k = 1; k <= run.last; k += every) {
    let top = k;
    for (let j = k + 1; j < Math.min(k + every, run.last + 1); j++) if (run.losses[j] > run.losses[top]) top = j;
    points += ` ${toX(top).toFixed(1)},${toY(run.losses[top]).toFixed(1)}`;
  }
  return `${points} ${toX(run.last).toFixed(1)},${toY(run.losses[run.last]).toFixed(1)}`;
}

/**
 * The two ends of the loss axis. They include every loss, but the logarithmic axis never goes below `SMALLEST`.
 * @param {Run[]} runs
 * @param {boolean} logarithmic
 */
export function lossRange(runs, logarithmic) {
  let low = Infinity;
  let high = SMALLEST;
  for (const { last, losses } of runs) {
    for (let k = 0; k <= last; k++) {
      if (losses[k] > high) high = losses[k];
      if (losses[k] < low) low = losses[k];
    }
  }
  if (logarithmic)
    return [10 ** Math.floor(Math.log10(Math.max(low, SMALLEST))), 10 ** Math.ceil(Math.log10(high) + 1e-9)];
  return [0, niceCeiling(high)];
}

function decades(low, high) {
  const count = Math.round(Math.log10(high / low));
  const every = Math.ceil(count / 6);
  return Array.from({ length: Math.floor(count / every) + 1 }, (_, i) => low * 10 ** (i * every));
}

/**
 * Round up to 1, 2, 4 or 8 times a power of ten. An axis from 0 to such a number is easy to divide into
 * four parts.
 * @param {number} value
 */
export function niceCeiling(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 4, 8].find((nice) => nice * power >= value * (1 - 1e-12)) ?? 10) * power;
}
