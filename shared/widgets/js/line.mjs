// The line view of lesson 2: one line, four points. The step neuron says 1 where w1·x1 + w2·x2 + b is above 0.

import { element, figure, setAttributes, svg, shown, setText } from "./drawing.mjs";
import { classMark, handle, lineOn, plane } from "./plane.mjs";
import { button, buttons, numberControl, radioGroup, uniqueId } from "./controls.mjs";
import { clamp, columns, replaced, tidy, withinReason } from "./parts.mjs";
import { INPUTS, TABLES } from "./trainer.mjs";

export function lineView({ state, change }) {
  const LOW = -0.5;
  const HIGH = 1.5;
  const BOX = [LOW, HIGH, LOW, HIGH];
  const axis = (label) => ({ label, low: LOW, high: HIGH, ticks: [0, 1] });
  const map = plane(axis("x1"), axis("x2"));
  const sides = [svg("polygon", { class: "nn-side-0" }), svg("polygon", { class: "nn-side-1" })];
  const id = uniqueId("dots");
  const dots = svg("polygon", { fill: `url(#${id})` }); // so that the sides differ without colour
  map.inside.append(
    svg(
      "pattern",
      { id, width: 12, height: 12, patternUnits: "userSpaceOnUse" },
      svg("circle", { cx: 6, cy: 6, r: 1.3, class: "nn-dot-mark" }),
    ),
    ...sides,
    dots,
  );
  const line = lineOn(map);
  const marks = INPUTS.map(([x1, x2]) => {
    const mark = svg("g", { transform: `translate(${map.toX(x1)} ${map.toY(x2)})` });
    const sign = svg("text", { x: map.toX(x1) + 17, y: map.toY(x2) + 6, class: "nn-tick" });
    map.layer.append(mark, sign);
    return { mark, sign };
  });
  const best = {};
  let ends = null;
  let held = null;
  let lineOfEnds = "";

  /** The line through both handles, the side of class 1 kept, scaled into the sliders' range. */
  function moveEnd(which, [x, y], done) {
    const moved = [...ends];
    moved[which] = [clamp(x, LOW, HIGH), clamp(y, LOW, HIGH)];
    const [[ax, ay], [bx, by]] = moved;
    const length = Math.hypot(bx - ax, by - ay);
    if (length < 0.05) return;
    const size = Math.hypot(state.params[0], state.params[1]) || 1;
    let w1 = (-(by - ay) / length) * size;
    let w2 = ((bx - ax) / length) * size;
    let b = -(w1 * ax + w2 * ay);
    const scale = Math.min(1, 3 / Math.max(Math.abs(w1), Math.abs(w2), Math.abs(b)));
    [w1, w2, b] = [w1, w2, b].map((number) => Number((number * scale).toFixed(3)));
    if (w1 === 0 && w2 === 0) return;
    ends = moved;
    held = lineOfEnds = `${w1} ${w2} ${b}`;
    change({ params: [w1, w2, b, ...state.params.slice(3)] }, done);
  }
  const handles = [0, 1].map((which) =>
    handle(
      map,
      `Handle ${which + 1} of the line. Arrow keys move it.`,
      () => 0.05,
      (to, done) => moveEnd(which, to, done),
    ),
  );

  const mapFigure = figure(map);
  const tables = radioGroup({
    legend: "Table",
    name: "table",
    options: Object.keys(TABLES).map((name) => [name, name]),
    change: (table) => change({ table }, true),
  });
  const controls = ["w1", "w2", "b"].map((name, i) =>
    numberControl({
      name,
      low: -3,
      high: 3,
      step: 0.05,
      allowed: withinReason,
      change: (value, done) => change({ params: replaced(state.params, i, value) }, done),
    }),
  );
  const swap = button("Swap the sides", () =>
    change({ params: state.params.map((number, i) => (i < 3 ? -number : number)) }, true),
  );
  const score = element("p", { class: "nn-score" });
  const body = element("tbody");
  const closing = element("p", { class: "nn-closing" });
  const certificate = element(
    "div",
    { class: "nn-certificate" },
    element(
      "table",
      {},
      element("caption", {}, "What each row asks of the sum (its wish)"),
      element(
        "thead",
        {},
        element("tr", {}, ...["row", "asks", "now", "holds?"].map((text) => element("th", { scope: "col" }, text))),
      ),
      body,
    ),
    closing,
  );
  const sums = ["b", "w2 + b", "w1 + b", "w1 + w2 + b"];
  const cells = INPUTS.map(([x1, x2]) => {
    const row = [element("th", { scope: "row" }, `(${x1}, ${x2})`), element("td"), element("td"), element("td")];
    body.append(element("tr", {}, ...row));
    return row;
  });
  const node = element(
    "div",
    {},
    tables.node,
    columns(
      mapFigure.node,
      element(
        "div",
        { class: "nn-side" },
        score,
        ...controls.map((control) => control.node),
        buttons(swap),
        certificate,
      ),
    ),
  );

  function drawSides(w1, w2, b) {
    const corners = [
      [LOW, LOW],
      [HIGH, LOW],
      [HIGH, HIGH],
      [LOW, HIGH],
    ];
    for (const side of [0, 1]) {
      const sum = ([x, y]) => (side ? 1 : -1) * (w1 * x + w2 * y + b);
      const kept = [];
      corners.forEach((from, i) => {
        const to = corners[(i + 1) % 4];
        const a = sum(from);
        const c = sum(to);
        if (a >= 0 && (side === 0 || w1 || w2 || b)) kept.push(from);
        if (a * c < 0) kept.push(from.map((x, j) => x + ((to[j] - x) * a) / (a - c)));
      });
      const points = kept.map(([x, y]) => `${map.toX(x)},${map.toY(y)}`).join(" ");
      setAttributes(sides[side], { points });
      if (side) setAttributes(dots, { points });
    }
  }

  return {
    node,
    draw() {
      const [w1, w2, b] = state.params;
      const targets = TABLES[state.table];
      drawSides(w1, w2, b);
      const across = line(w1, w2, b, BOX);
      if (`${w1} ${w2} ${b}` !== lineOfEnds || !held) {
        lineOfEnds = held = `${w1} ${w2} ${b}`;
        ends =
          across &&
          orderedEnds(across, w1, w2).map((_, i, both) =>
            [0, 1].map((j) => both[0][j] + (both[1][j] - both[0][j]) * (i ? 0.85 : 0.15)),
          );
      }
      handles.forEach((each, i) => {
        each.hide(!across);
        if (ends) each.put(...ends[i]);
        if (ends)
          setAttributes(each.node, {
            "aria-label": `Handle ${i + 1} of the line, at x1 ${shown(ends[i][0])}, x2 ${shown(ends[i][1])}. Arrow keys move it.`,
          });
      });
      const values = INPUTS.map(([x1, x2]) => tidy(w1 * x1 + w2 * x2 + b));
      const right = values.map((sum, row) => (sum > 0 ? 1 : 0) === targets[row]);
      const count = right.filter(Boolean).length;
      best[state.table] = Math.max(best[state.table] ?? 0, count);
      marks.forEach(({ mark, sign }, row) => {
        mark.replaceChildren(classMark(targets[row], 9));
        setText(sign, right[row] ? "✓" : "✗");
      });
      cells.forEach(([, asks, now, holds], row) => {
        setText(asks, `${sums[row]} ${targets[row] ? "> 0" : "≤ 0"}`);
        setText(now, shown(values[row]));
        setText(holds, right[row] ? "holds" : "broken");
        setAttributes(holds, { class: right[row] ? "nn-holds" : "nn-broken" });
      });
      setText(score, `${count} of 4 rows right (best for ${state.table}: ${best[state.table]})`);
      setText(
        closing,
        state.table === "XOR"
          ? `The two middle wishes add up to w1 + w2 + 2b > 0, the two outer ones to w1 + w2 + 2b ≤ 0. Now it is ${shown(tidy(w1 + w2 + 2 * b))}: it cannot be both, so one wish is always broken.`
          : "",
      );
      tables.move(state.table);
      controls.forEach((control, i) => control.move(state.params[i]));
      const wrong = INPUTS.filter((_, row) => !right[row]).map(([x1, x2]) => `(${x1}, ${x2})`);
      const where = across
        ? ""
        : w1 === 0 && w2 === 0
          ? " With w1 = w2 = 0 there is no line."
          : " The line lies outside the picture.";
      mapFigure.setCaption(
        `${state.table}: ${count} of 4 points on their side of the line${wrong.length ? `; wrong: ${wrong.join(", ")}` : ""}. Circles are 0, squares are 1; the neuron says 1 on the dotted side.${where}`,
      );
    },
  };
}

/** Two points of a line, ordered so that the side where w1·x1 + w2·x2 + b grows lies to their left. */
function orderedEnds([from, to], w1, w2) {
  const left = -(to[1] - from[1]) * w1 + (to[0] - from[0]) * w2;
  return left >= 0 ? [from, to] : [to, from];
}
