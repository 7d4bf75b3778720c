// The landscape view of lesson 4: a map of the mean loss for two of the nine numbers, and the loss of each row.

import { bars, element, figure, setAttributes, sequential, svg, shown, setText } from "./drawing.mjs";
import { contour, draggable, handle, plane } from "./plane.mjs";
import { SMALLEST, niceCeiling } from "./loss_curve.mjs";
import { dropdown } from "./controls.mjs";
import { ROWS, clamp, columns, lossChoice, part, presetButtons, replaced } from "./parts.mjs";
import { INPUTS, NAMES, meanLoss, meanOfRows, rowLosses } from "./trainer.mjs";

/**
 * @param {Context} context
 * @returns {View}
 */
export function landscapeView(context) {
  const { state, change } = context;
  const N = 56;
  const axis = (label) => ({ label, low: -10, high: 10, ticks: [-10, -5, 0, 5, 10] });
  const map = plane(axis("w11"), axis("w12"), N + 1, sequential);
  const picture = figure(map);
  const lines = svg("path", { class: "nn-contour" });
  map.inside.append(lines);
  const index = () => state.axes.map((name) => NAMES.indexOf(name));
  let reach = 10;
  let drawn = ""; // what the map on the page depends on, as JSON
  let named = ""; // the names of its axes
  const values = new Float64Array((N + 1) ** 2);
  let moving = false; // while the point moves, the axes do not shrink, so that the point stays at the pointer
  const movePoint = (/** @type {number[]} */ [x, y], done) => {
    moving = !done;
    const params = [...state.params];
    const [i, j] = index();
    params[i] = Number(clamp(x, -reach, reach).toFixed(3));
    params[j] = Number(clamp(y, -reach, reach).toFixed(3));
    change({ params }, done);
  };
  const point = handle(map, "The current numbers", () => reach / 50, movePoint);
  draggable(map.image, (event, done) => movePoint(map.at(event), done));
  const choices = [0, 1].map((which) =>
    dropdown({
      label: which ? "up" : "across",
      name: which ? "axis-up" : "axis-across",
      options: NAMES.map((name) => [name, name]),
      change: (name) =>
        change(
          { axes: state.axes[1 - which] === name ? [...state.axes].reverse() : replaced(state.axes, which, name) },
          true,
        ),
    }),
  );
  const losses = lossChoice(context);
  const presets = presetButtons(context);
  const rows = bars([...ROWS.map(([, text]) => text), "mean"]);
  const key = element("div", { class: "nn-key", "aria-hidden": "true" });
  const note = element("p", { class: "nn-note" });
  const others = element("p", { class: "nn-note" });
  const node = element(
    "div",
    {},
    element(
      "div",
      { class: "nn-bar-above" },
      ...choices.map((choice) => choice.node),
      losses.node,
      presets.node,
    ),
    columns(
      element("div", {}, picture.node, key),
      element(
        "div",
        { class: "nn-side" },
        element("p", { class: "nn-title" }, "Loss of each row"),
        rows.node,
        part("sums", note, others),
      ),
    ),
  );

  function drawLand(i, j) {
    const fixed = state.params.map((number, k) => (k === i || k === j ? "" : number));
    const land = JSON.stringify([fixed, i, j, reach, state.loss]);
    if (land === drawn) return;
    drawn = land;
    const p = Float64Array.from(state.params);
    let low = Infinity;
    let high = 0;
    for (let r = 0; r <= N; r++) {
      for (let s = 0; s <= N; s++) {
        p[i] = -reach + (2 * reach * s) / N;
        p[j] = -reach + (2 * reach * r) / N;
        const loss = meanLoss(p, state.loss);
        values[r * (N + 1) + s] = loss;
        if (loss < low) low = loss;
        if (loss > high) high = loss;
      }
    }
    drawMap(low, high);
  }

  function drawMap(lowest, highest) {
    const low = Math.max(lowest, SMALLEST);
    const high = Math.max(highest, low * 1.0001);
    const span = Math.log(high / low);
    map.paintShares(
      (u, v) =>
        Math.log(values[Math.min(N, (v * (N + 1)) | 0) * (N + 1) + Math.min(N, (u * (N + 1)) | 0)] / low) / span,
    );
    const levels = Array.from({ length: 9 }, (_, k) => low * (high / low) ** ((k + 1) / 10));
    const toX = (s) => map.toX(-reach + (2 * reach * s) / N);
    const toY = (r) => map.toY(-reach + (2 * reach * r) / N);
    setAttributes(lines, { d: levels.map((level) => contour(values, N, level, toX, toY)).join("") });
    key.replaceChildren(
      element("span", {}, shown(lowest, 4)),
      element("span", { class: "nn-ramp" }),
      element("span", {}, shown(highest, 4)),
    );
  }

  return {
    node,
    draw() {
      const [i, j] = index();
      const p = state.params;
      const wide = Math.max(moving ? reach : 10, niceCeiling(Math.max(Math.abs(p[i]), Math.abs(p[j]), 1e-9)));
      const names = state.axes.join();
      if (wide !== reach || named !== names) {
        reach = wide;
        named = names;
        const ticks = [-1, -0.5, 0, 0.5, 1].map((part) => part * reach);
        map.frame(
          { label: NAMES[i], low: -reach, high: reach, ticks },
          { label: NAMES[j], low: -reach, high: reach, ticks },
        );
      }
      drawLand(i, j);
      point.put(p[i], p[j]);
      setAttributes(point.node, {
        "aria-label": `The current numbers: ${NAMES[i]} ${shown(p[i])}, ${NAMES[j]} ${shown(p[j])}. Arrow keys move them.`,
      });
      const each = rowLosses(p, state.loss);
      const mean = meanOfRows(each);
      rows.move([...each, mean], Math.max(state.loss === "cross-entropy" ? 2 : 1, ...each));
      choices.forEach((choice, k) => choice.move(state.axes[k]));
      losses.move(state.loss);
      presets.draw();
      setText(note, `mean = (${each.map((loss) => shown(loss, 4)).join(" + ")}) / 4 = ${shown(mean, 4)}`);
      setText(
        others,
        `The other seven numbers: ${NAMES.flatMap((name, k) => (k === i || k === j ? [] : `${name} ${shown(p[k])}`)).join(", ")}.`,
      );
      const worst = each.indexOf(Math.max(...each));
      picture.setCaption(
        `At ${NAMES[i]} = ${shown(p[i])} and ${NAMES[j]} = ${shown(p[j])}, the mean ${state.loss} is ${shown(mean, 4)}. The row (${INPUTS[worst].join(", ")}) has the largest loss, ${shown(each[worst], 4)}. Dark colours mean a high loss, on a logarithmic scale.`,
      );
    },
  };
}
