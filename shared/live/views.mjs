// The views: one function each, composing drawings and controls. A view gets `state` (the traits) and
// `change(patch, done)` (done: the end of a gesture), and returns its element and `draw()`.

import { bars, classMark, contour, draggable, element, factor, figure, handle, lineOn, networkDrawing, niceCeiling, place, plane, sequential, shape, shown, sigmoidCurve, write } from "./drawing.mjs";
import { button, buttons, dropdown, numberControl, radioGroup, uniqueId } from "./controls.mjs";
import { INPUTS, NAMES, TABLES, TARGETS, blame, forward, meanLoss, output, rowLoss, rowsRight, sigmoid } from "./trainer.mjs";

const LOSSES = [["squared error", "squared error"], ["cross-entropy", "cross-entropy"]];
const ROWS = INPUTS.map(([x1, x2], row) => [row, `(${x1}, ${x2}) → ${TARGETS[row]}`]);

const clamp = (value, low, high) => Math.min(Math.max(value, low), high);
const tidy = (value) => Math.round(value * 1e9) / 1e9; // 0.3 − 0.1 − 0.2 is 0, as on the sliders
const replaced = (numbers, i, value) => numbers.map((number, j) => (j === i ? value : number));

// What several views share.

export function columns(...nodes) {
  return element("div", { class: "nn-columns" }, ...nodes);
}

export function presetButtons({ state, change }, choose = (numbers) => change({ params: numbers }, true)) {
  const node = element("div", { class: "nn-buttons", role: "group", "aria-label": "Set all nine numbers" });
  let known = null;
  return {
    node,
    draw() {
      if (state.presets === known) return;
      known = state.presets;
      node.replaceChildren(...Object.entries(known).map(([label, numbers]) => button(label, () => choose([...numbers], label))));
    },
  };
}

export function nineNumbers({ state, change }, edit = (i, value, done) => change({ params: replaced(state.params, i, value) }, done)) {
  const controls = NAMES.map((name, i) => numberControl({ name, low: -8, high: 8, step: 0.05, allowed: withinReason,
    change: (value, done) => edit(i, value, done) }));
  return {
    node: element("div", { class: "nn-nine", role: "group", "aria-label": "The nine numbers" }, ...controls.map(({ node }) => node)),
    draw: () => controls.forEach((control, i) => control.move(state.params[i])),
    focus: (i) => controls[i].range.focus(),
  };
}

export function withinReason(number) {
  return Math.abs(number) > 1000 ? `${shown(number, 0)} is outside −1000…1000` : null;
}

export function rowChoice({ change }) {
  return radioGroup({ legend: "Row", name: "row", options: ROWS, change: (row) => change({ row }, true) });
}

export function lossChoice({ change }) {
  return radioGroup({ legend: "Loss", name: "loss", options: LOSSES, change: (loss) => change({ loss }, true) });
}

/** Whether the reader has asked for less motion. */
export function stillness() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

export function verdict(out, y) {
  return out > 0.5 === y > 0.5 ? "right" : "wrong";
}

// Lesson 1: one neuron. Its two weights and its bias are w11, w12 and b1.

export function neuronView({ state, change }) {
  const axis = (label) => ({ label, low: -2, high: 2, ticks: [-2, -1, 0, 1, 2] });
  const map = plane(axis("x1"), axis("x2"), 80);
  const line = lineOn(map);
  const movePoint = ([x1, x2], done) => change({ point: [clamp(x1, -2, 2), clamp(x2, -2, 2)].map((x) => Number(x.toFixed(3))) }, done);
  const point = handle(map, "Input point. Arrow keys move it.", () => 0.1, movePoint);
  draggable(map.image, (event, done) => movePoint(map.at(event), done));
  const curve = sigmoidCurve();
  const mapFigure = figure(map), curveFigure = figure(curve);
  const controls = ["w1", "w2", "b"].map((name, i) => numberControl({ name, low: -6, high: 6, step: 0.1, allowed: withinReason,
    change: (value, done) => change({ params: replaced(state.params, i, value) }, done) }));
  const node = element("div", {}, columns(mapFigure.node, curveFigure.node), element("div", {}, ...controls.map((control) => control.node)));

  return { node, draw() {
    const [w1, w2, b] = state.params, [x1, x2] = state.point;
    const z = w1 * x1 + w2 * x2 + b, out = sigmoid(z);
    map.paint((a, c) => sigmoid(w1 * a + w2 * c + b));
    const ends = line(w1, w2, b, [-2, 2, -2, 2]);
    point.put(x1, x2);
    place(point.node, { "aria-label": `Input point, x1 ${shown(x1)}, x2 ${shown(x2)}. Arrow keys move it.` });
    curve.move(z);
    controls.forEach((control, i) => control.move(state.params[i]));
    const half = ends ? "the output is ½ along the drawn line."
      : w1 === 0 && w2 === 0 ? `w1 and w2 are both 0, so there is no line: the output is ${shown(out, 3)} everywhere.`
        : "the line where the output is ½ lies outside the picture.";
    mapFigure.say(`At x1 = ${shown(x1)}, x2 = ${shown(x2)} the sum is z = ${shown(z)} and the output is ${shown(out, 3)}; ${half}`);
    const beyond = Math.abs(z) > 8 ? ` z is beyond the ${z > 0 ? "right" : "left"} edge, where the curve is all but flat.` : "";
    curveFigure.say(`z = ${factor(w1)}·${factor(x1)} + ${factor(w2)}·${factor(x2)} + ${factor(b)} = ${shown(z)}, and σ(${shown(z)}) = ${shown(out, 3)}.${beyond}`);
  } };
}

// Lesson 2: one line, four points. The step neuron says 1 where w1·x1 + w2·x2 + b is above 0.

export function lineView({ state, change }) {
  const LOW = -0.5, HIGH = 1.5, BOX = [LOW, HIGH, LOW, HIGH];
  const axis = (label) => ({ label, low: LOW, high: HIGH, ticks: [0, 1] });
  const map = plane(axis("x1"), axis("x2"));
  const sides = [shape("polygon", { class: "nn-side-0" }), shape("polygon", { class: "nn-side-1" })];
  const id = uniqueId("dots"), dots = shape("polygon", { fill: `url(#${id})` }); // so that the sides differ without colour
  map.inside.append(shape("pattern", { id, width: 12, height: 12, patternUnits: "userSpaceOnUse" }, shape("circle", { cx: 6, cy: 6, r: 1.3, class: "nn-dot-mark" })), ...sides, dots);
  const line = lineOn(map);
  const marks = INPUTS.map(([x1, x2]) => {
    const mark = shape("g", { transform: `translate(${map.toX(x1)} ${map.toY(x2)})` });
    const sign = shape("text", { x: map.toX(x1) + 17, y: map.toY(x2) + 6, class: "nn-tick" });
    map.layer.append(mark, sign);
    return { mark, sign };
  });
  const best = {};
  let ends = null, held = null, lineOfEnds = "";

  /** The line through both handles, the side of class 1 kept, scaled into the sliders' range. */
  function moveEnd(which, [x, y], done) {
    const moved = [...ends];
    moved[which] = [clamp(x, LOW, HIGH), clamp(y, LOW, HIGH)];
    const [[ax, ay], [bx, by]] = moved, length = Math.hypot(bx - ax, by - ay);
    if (length < 0.05) return;
    const size = Math.hypot(state.params[0], state.params[1]) || 1;
    let w1 = (-(by - ay) / length) * size, w2 = ((bx - ax) / length) * size, b = -(w1 * ax + w2 * ay);
    const scale = Math.min(1, 3 / Math.max(Math.abs(w1), Math.abs(w2), Math.abs(b)));
    [w1, w2, b] = [w1, w2, b].map((number) => Number((number * scale).toFixed(3)));
    if (w1 === 0 && w2 === 0) return;
    ends = moved;
    held = lineOfEnds = `${w1} ${w2} ${b}`;
    change({ params: [w1, w2, b, ...state.params.slice(3)] }, done);
  }
  const handles = [0, 1].map((which) => handle(map, `Handle ${which + 1} of the line. Arrow keys move it.`, () => 0.05,
    (to, done) => moveEnd(which, to, done)));

  const mapFigure = figure(map);
  const tables = radioGroup({ legend: "Table", name: "table", options: Object.keys(TABLES).map((name) => [name, name]),
    change: (table) => change({ table }, true) });
  const controls = ["w1", "w2", "b"].map((name, i) => numberControl({ name, low: -3, high: 3, step: 0.05, allowed: withinReason,
    change: (value, done) => change({ params: replaced(state.params, i, value) }, done) }));
  const swap = button("Swap the sides", () => change({ params: state.params.map((number, i) => (i < 3 ? -number : number)) }, true));
  const score = element("p", { class: "nn-score" });
  const body = element("tbody"), closing = element("p", { class: "nn-closing" });
  const certificate = element("div", { class: "nn-certificate" },
    element("table", {}, element("caption", {}, "What each row asks of the sum"), element("thead", {}, element("tr", {},
      ...["row", "asks", "now", ""].map((text) => element("th", { scope: "col" }, text)))), body), closing);
  const sums = ["b", "w2 + b", "w1 + b", "w1 + w2 + b"];
  const cells = INPUTS.map(([x1, x2]) => {
    const row = [element("th", { scope: "row" }, `(${x1}, ${x2})`), element("td"), element("td"), element("td")];
    body.append(element("tr", {}, ...row));
    return row;
  });
  const node = element("div", {}, tables.node, columns(mapFigure.node, element("div", { class: "nn-side" },
    score, ...controls.map((control) => control.node), buttons(swap), certificate)));

  function drawSides(w1, w2, b) {
    const corners = [[LOW, LOW], [HIGH, LOW], [HIGH, HIGH], [LOW, HIGH]];
    for (const side of [0, 1]) {
      const sum = ([x, y]) => (side ? 1 : -1) * (w1 * x + w2 * y + b);
      const kept = [];
      corners.forEach((from, i) => {
        const to = corners[(i + 1) % 4], a = sum(from), c = sum(to);
        if (a >= 0 && (side === 0 || w1 || w2 || b)) kept.push(from);
        if (a * c < 0) kept.push(from.map((x, j) => x + ((to[j] - x) * a) / (a - c)));
      });
      const points = kept.map(([x, y]) => `${map.toX(x)},${map.toY(y)}`).join(" ");
      place(sides[side], { points });
      if (side) place(dots, { points });
    }
  }

  return { node, draw() {
    const [w1, w2, b] = state.params, targets = TABLES[state.table];
    drawSides(w1, w2, b);
    const across = line(w1, w2, b, BOX);
    if (`${w1} ${w2} ${b}` !== lineOfEnds || !held) {
      lineOfEnds = held = `${w1} ${w2} ${b}`;
      ends = across && orderedEnds(across, w1, w2).map((_, i, both) => [0, 1].map((j) => both[0][j] + (both[1][j] - both[0][j]) * (i ? 0.85 : 0.15)));
    }
    handles.forEach((each, i) => {
      each.hide(!across);
      if (ends) each.put(...ends[i]);
      if (ends) place(each.node, { "aria-label": `Handle ${i + 1} of the line, at x1 ${shown(ends[i][0])}, x2 ${shown(ends[i][1])}. Arrow keys move it.` });
    });
    const values = INPUTS.map(([x1, x2]) => tidy(w1 * x1 + w2 * x2 + b));
    const right = values.map((sum, row) => (sum > 0 ? 1 : 0) === targets[row]);
    const count = right.filter(Boolean).length;
    best[state.table] = Math.max(best[state.table] ?? 0, count);
    marks.forEach(({ mark, sign }, row) => {
      mark.replaceChildren(classMark(targets[row], 9));
      write(sign, right[row] ? "✓" : "✗");
    });
    cells.forEach(([, asks, now, holds], row) => {
      write(asks, `${sums[row]} ${targets[row] ? "> 0" : "≤ 0"}`);
      write(now, shown(values[row]));
      write(holds, right[row] ? "holds" : "broken");
      place(holds, { class: right[row] ? "nn-holds" : "nn-broken" });
    });
    write(score, `${count} of 4 rows right (best for ${state.table}: ${best[state.table]})`);
    write(closing, state.table === "XOR" ? "Add the two middle ones: w1 + w2 + 2b > 0. Add the outer two: w1 + w2 + 2b ≤ 0. No three numbers do both." : "");
    tables.move(state.table);
    controls.forEach((control, i) => control.move(state.params[i]));
    const wrong = INPUTS.filter((_, row) => !right[row]).map(([x1, x2]) => `(${x1}, ${x2})`);
    const where = across ? "" : w1 === 0 && w2 === 0 ? " With w1 = w2 = 0 there is no line." : " The line lies outside the picture.";
    mapFigure.say(`${state.table}: ${count} of 4 points on their side of the line${wrong.length ? `; wrong: ${wrong.join(", ")}` : ""}. Circles are 0, squares are 1; the neuron says 1 on the dotted side.${where}`);
  } };
}

/** Two points of a line, ordered so that the side where w1·x1 + w2·x2 + b grows lies to their left. */
function orderedEnds([from, to], w1, w2) {
  const left = -(to[1] - from[1]) * w1 + (to[0] - from[0]) * w2;
  return left >= 0 ? [from, to] : [to, from];
}

// Lesson 3: forward, and the plane that the hidden layer folds.

export function forwardView(about) {
  const { state } = about;
  const rows = rowChoice(about), presets = presetButtons(about), nine = nineNumbers(about);
  const drawing = networkDrawing((i) => nine.focus(i)), picture = figure(drawing);
  const trace = element("table", { class: "nn-trace" }, element("caption", {}, "The same, as arithmetic"));
  const lines = ["z1", "h1", "z2", "h2", "z", "out", "verdict"].map((name) => {
    const cells = [element("th", { scope: "row" }, name), element("td"), element("td"), element("td", { class: "nn-result" })];
    trace.append(element("tr", {}, ...cells));
    return cells.slice(1);
  });
  const node = element("div", {}, element("div", { class: "nn-bar-above" }, rows.node, presets.node), picture.node,
    nine.node, element("div", { class: "nn-scroll" }, trace));

  return { node, draw() {
    const p = state.params, [x1, x2] = INPUTS[state.row], y = TARGETS[state.row];
    const pass = forward(p, x1, x2), { z1, h1, z2, h2, z, out } = pass;
    drawing.move(p, { x1, x2, h1, h2, out });
    const f = (number) => factor(number, 3), say = verdict(out, y);
    const written = [
      ["w11·x1 + w12·x2 + b1", `${f(p[0])}·${x1} + ${f(p[1])}·${x2} + ${f(p[2])}`, shown(z1, 4)],
      ["σ(z1)", `σ(${shown(z1, 4)})`, shown(h1, 4)],
      ["w21·x1 + w22·x2 + b2", `${f(p[3])}·${x1} + ${f(p[4])}·${x2} + ${f(p[5])}`, shown(z2, 4)],
      ["σ(z2)", `σ(${shown(z2, 4)})`, shown(h2, 4)],
      ["v1·h1 + v2·h2 + c", `${f(p[6])}·${shown(h1, 4)} + ${f(p[7])}·${shown(h2, 4)} + ${f(p[8])}`, shown(z, 4)],
      ["σ(z)", `σ(${shown(z, 4)})`, shown(out, 4)],
      [`target ${y}`, `${shown(out, 4)} is ${out > 0.5 ? "above" : out < 0.5 ? "below" : "exactly"} 0.5`, say],
    ];
    written.forEach((texts, i) => texts.forEach((text, j) => write(lines[i][j], text)));
    rows.move(state.row);
    presets.draw();
    nine.draw();
    picture.say(`For the row (${x1}, ${x2}) the hidden neurons give h1 = ${shown(h1, 3)} and h2 = ${shown(h2, 3)}, the output is ${shown(out, 3)} and the target ${y}: the ${say} side of 0.5. Width is size; a dashed line is a negative number.`);
  } };
}

export function foldView(about) {
  const { state, change, animate } = about;
  const axis = (label) => ({ label, low: -0.1, high: 1.1, ticks: [0, 0.5, 1], digits: 1 });
  const map = plane(axis("x1"), axis("x2"), 60), line = lineOn(map), picture = figure(map);
  const GRID = Array.from({ length: 11 }, (_, i) => i / 10), FINE = Array.from({ length: 21 }, (_, i) => i / 20);
  const threads = shape("path", { class: "nn-thread" });
  map.inside.prepend(threads);
  const marks = INPUTS.map(([x1, x2], row) => {
    const mark = shape("g", {}, classMark(TARGETS[row], 8));
    const name = shape("text", { class: "nn-tick nn-corner" }, `${x1}${x2}`);
    map.layer.append(mark, name);
    return { mark, name };
  });
  const nine = nineNumbers(about), presets = presetButtons(about);
  let t = 0, stop = null;
  const fold = numberControl({ name: "t", label: "t", low: 0, high: 1, step: 0.01,
    allowed: (value) => (value < 0 || value > 1 ? `${shown(value)} is outside 0…1` : null),
    change: (value, done) => { halt(); t = value; change({}, done); } });
  const play = button("Play", () => (stop ? halt() : start()), { "data-name": "play" });

  function halt() {
    stop?.();
    stop = null;
    write(play, "Play");
  }
  function start() {
    if (t >= 1) t = 0;
    if (stillness()) return (t = 1), change({}, true);
    write(play, "Pause");
    const from = t;
    stop = animate((seconds) => {
      t = Math.min(1, from + seconds / 2.5);
      if (t >= 1) halt();
      change({}, t >= 1);
      return t < 1;
    });
  }

  const node = element("div", {}, columns(picture.node, element("div", { class: "nn-side" },
    element("div", { class: "nn-pair" }, play, fold.node), presets.node, nine.node)));

  return { node, stop: halt, draw() {
    const p = state.params;
    const to = (x1, x2) => {
      const h1 = sigmoid(p[0] * x1 + p[1] * x2 + p[2]), h2 = sigmoid(p[3] * x1 + p[4] * x2 + p[5]);
      return [(1 - t) * x1 + t * h1, (1 - t) * x2 + t * h2];
    };
    const at = (x1, x2) => { const [a, b] = to(x1, x2); return `${map.toX(a).toFixed(1)} ${map.toY(b).toFixed(1)}`; };
    place(threads, { d: GRID.map((g) => `M${FINE.map((s) => at(g, s)).join("L")}M${FINE.map((s) => at(s, g)).join("L")}`).join("") });
    const corners = INPUTS.map(([x1, x2]) => to(x1, x2));
    marks.forEach(({ mark, name }, row) => {
      const [x, y] = [map.toX(corners[row][0]), map.toY(corners[row][1])];
      place(mark, { transform: `translate(${x} ${y})` });
      place(name, { x: x + (row % 2 ? -14 : 14), y: y + (row < 2 ? 18 : -10), "text-anchor": row % 2 ? "end" : "start" });
    });
    const end = t === 1;
    map.node.dataset.folded = end;
    const ends = end ? line(p[6], p[7], p[8], [-0.1, 1.1, -0.1, 1.1]) : line(0, 0, 1, [0, 1, 0, 1]);
    if (end) map.paint((h1, h2) => sigmoid(p[6] * h1 + p[7] * h2 + p[8]));
    const names = end ? ["h1", "h2"] : t === 0 ? ["x1", "x2"] : ["x1 → h1", "x2 → h2"];
    if (map.named !== names[0]) map.frame({ label: names[0] }, { label: names[1] });
    map.named = names[0];
    fold.move(t);
    presets.draw();
    nine.draw();
    picture.say(foldSentence(p, t, corners, ends));
  } };
}

function foldSentence(p, t, corners, ends) {
  if (t === 0) return "The four inputs on the plane of x1 and x2: circles are 0, squares are 1, and no one line parts them.";
  if (t < 1) return `Each point is ${shown(100 * t, 0)} % of the way from (x1, x2) to (h1, h2).`;
  const gap = Math.hypot(corners[1][0] - corners[2][0], corners[1][1] - corners[2][1]);
  const right = rowsRight(p);
  const close = gap < 0.05 ? " The corners 01 and 10 all but coincide." : "";
  const parts = right === 4 ? "the output neuron's line parts circles from squares." : `${ends ? "the output neuron's line" : "the output neuron, whose line is outside the picture,"} has ${right} of 4 points on the right side.`;
  return `On the plane of h1 and h2 ${parts}${close}`;
}

// Lesson 4: the loss over two of the nine numbers, and its four rows.

export function landscapeView(about) {
  const { state, change } = about;
  const N = 56;
  const axis = (label) => ({ label, low: -10, high: 10, ticks: [-10, -5, 0, 5, 10] });
  const map = plane(axis("w11"), axis("w12"), N + 1, sequential), picture = figure(map);
  const lines = shape("path", { class: "nn-contour" });
  map.inside.append(lines);
  const index = () => state.axes.map((name) => NAMES.indexOf(name));
  let reach = 10, drawn = "";
  const values = new Float64Array((N + 1) ** 2);
  const movePoint = ([x, y], done) => {
    const params = [...state.params], [i, j] = index();
    params[i] = Number(clamp(x, -reach, reach).toFixed(3));
    params[j] = Number(clamp(y, -reach, reach).toFixed(3));
    change({ params }, done);
  };
  const point = handle(map, "The current numbers", () => reach / 50, movePoint);
  draggable(map.image, (event, done) => movePoint(map.at(event), done));
  const choices = [0, 1].map((which) => dropdown({ label: which ? "up" : "across", name: which ? "axis-up" : "axis-across",
    options: NAMES.map((name) => [name, name]),
    change: (name) => change({ axes: state.axes[1 - which] === name ? [...state.axes].reverse() : replaced(state.axes, which, name) }, true) }));
  const losses = lossChoice(about), presets = presetButtons(about);
  const rows = bars([...ROWS.map(([, text]) => text), "mean"]);
  const key = element("div", { class: "nn-key", "aria-hidden": "true" });
  const note = element("p", { class: "nn-note" });
  const others = element("p", { class: "nn-note" });
  const node = element("div", {}, element("div", { class: "nn-bar-above" }, ...choices.map((choice) => choice.node), losses.node, presets.node),
    columns(element("div", {}, picture.node, key), element("div", { class: "nn-side" },
      element("p", { class: "nn-title" }, "Loss of each row"), rows.node, note, others)));

  function drawLand(i, j) {
    const others = state.params.map((number, k) => (k === i || k === j ? "" : number));
    const key = JSON.stringify([others, i, j, reach, state.loss]);
    if (key === drawn) return;
    drawn = key;
    const p = Float64Array.from(state.params);
    let low = Infinity, high = 0;
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
    drawMap(low, Math.max(high, low * 1.0001));
  }

  function drawMap(low, high) {
    const span = Math.log(high / low);
    map.heat.paint((u, v) => Math.log(values[Math.min(N, (v * (N + 1)) | 0) * (N + 1) + Math.min(N, (u * (N + 1)) | 0)] / low) / span);
    const levels = Array.from({ length: 9 }, (_, k) => low * (high / low) ** ((k + 1) / 10));
    const toX = (s) => map.toX(-reach + (2 * reach * s) / N), toY = (r) => map.toY(-reach + (2 * reach * r) / N);
    place(lines, { d: levels.map((level) => contour(values, N, level, toX, toY)).join("") });
    key.replaceChildren(element("span", {}, shown(low, 4)), element("span", { class: "nn-ramp" }), element("span", {}, shown(high, 4)));
  }

  return { node, draw() {
    const [i, j] = index(), p = state.params;
    const wide = Math.max(10, niceCeiling(Math.max(Math.abs(p[i]), Math.abs(p[j]), 1e-9)));
    const names = state.axes.join();
    if (wide !== reach || map.names !== names) {
      reach = wide;
      map.names = names;
      const ticks = [-1, -0.5, 0, 0.5, 1].map((part) => part * reach);
      map.frame({ label: NAMES[i], low: -reach, high: reach, ticks }, { label: NAMES[j], low: -reach, high: reach, ticks });
    }
    drawLand(i, j);
    point.put(p[i], p[j]);
    place(point.node, { "aria-label": `The current numbers: ${NAMES[i]} ${shown(p[i])}, ${NAMES[j]} ${shown(p[j])}. Arrow keys move them.` });
    const each = INPUTS.map(([x1, x2], row) => rowLoss(output(p, x1, x2), TARGETS[row], state.loss));
    const mean = (each[0] + each[1] + each[2] + each[3]) / 4;
    rows.move([...each, mean], Math.max(state.loss === "cross-entropy" ? 2 : 1, ...each));
    choices.forEach((choice, k) => choice.move(state.axes[k]));
    losses.move(state.loss);
    presets.draw();
    write(note, `mean = (${each.map((loss) => shown(loss, 4)).join(" + ")}) / 4 = ${shown(mean, 4)}`);
    write(others, `The other seven: ${NAMES.flatMap((name, k) => (k === i || k === j ? [] : `${name} ${shown(p[k])}`)).join(", ")}.`);
    const worst = each.indexOf(Math.max(...each));
    picture.say(`At ${NAMES[i]} = ${shown(p[i])}, ${NAMES[j]} = ${shown(p[j])} the mean ${state.loss} is ${shown(mean, 4)}; the row (${INPUTS[worst].join(", ")}) is the worst with ${shown(each[worst], 4)}. Dark is high, on a logarithmic scale.`);
  } };
}

// Lesson 5: the blame of one row, link by link.

export function blameView(about) {
  const { state, change } = about;
  const rows = rowChoice(about), presets = presetButtons(about), losses = lossChoice(about), nine = nineNumbers(about);
  const drawing = networkDrawing((i) => { editor.open = true; nine.focus(i); }), picture = figure(drawing);
  const chain = element("table", { class: "nn-trace" }, element("caption", {}, "The chain, from the loss backwards"));
  const lines = ["∂L/∂out", "∂out/∂z", "δ_out", "δ_h1", "δ_h2"].map((name) => {
    const cells = [element("th", { scope: "row" }, name), element("td"), element("td"), element("td", { class: "nn-result" })];
    chain.append(element("tr", {}, ...cells));
    return cells.slice(1);
  });
  const slopes = bars(NAMES.map((name) => `∂L/∂${name}`), true);
  const reveal = button("I have made my bet: show the nine", () => change({ revealed: true }, true), { "data-name": "reveal" });
  const sentence = element("p", { class: "nn-note", "aria-live": "polite" });
  const editor = element("details", {}, element("summary", {}, "Change the nine numbers"), nine.node);
  const node = element("div", {}, element("div", { class: "nn-bar-above" }, rows.node, losses.node, presets.node), picture.node, editor,
    element("div", { class: "nn-scroll" }, chain), element("p", { class: "nn-title" }, "The nine slopes"), buttons(reveal), slopes.node, sentence);

  return { node, draw() {
    const p = state.params, b = blame(p, state.row, state.loss), crossEntropy = state.loss === "cross-entropy";
    drawing.move(p, b);
    const f = (number) => factor(number, 4), r = (number) => shown(number, 5);
    const written = [
      [crossEntropy ? "(out − y) / (out·(1 − out))" : "2·(out − y)", crossEntropy ? `(${shown(b.out, 4)} − ${b.y}) / ${r(b.outSlope)}` : `2·(${shown(b.out, 4)} − ${b.y})`, r(b.lossSlope)],
      ["out·(1 − out)", `${shown(b.out, 4)}·(1 − ${shown(b.out, 4)})`, r(b.outSlope)],
      ["∂L/∂out · ∂out/∂z", `${f(b.lossSlope)}·${shown(b.outSlope, 4)}`, r(b.dOut)],
      ["δ_out · v1 · h1·(1 − h1)", `${f(b.dOut)}·${f(p[6])}·${shown(b.h1 * (1 - b.h1), 4)}`, r(b.dH1)],
      ["δ_out · v2 · h2·(1 − h2)", `${f(b.dOut)}·${f(p[7])}·${shown(b.h2 * (1 - b.h2), 4)}`, r(b.dH2)],
    ];
    written.forEach((texts, i) => texts.forEach((text, j) => write(lines[i][j], text)));
    slopes.node.hidden = !state.revealed;
    reveal.hidden = state.revealed;
    const largest = Math.max(...b.slopes.map(Math.abs));
    if (state.revealed) slopes.move(b.slopes, largest || 1, 5);
    const top = b.slopes.findIndex((slope) => Math.abs(slope) === largest);
    write(sentence, !state.revealed ? "Hidden until you have made your bet: which signs, and which is the largest?"
      : `The largest is ∂L/∂${NAMES[top]} = ${r(b.slopes[top])}; ${b.slopes.filter((slope) => slope > 0).length} are above 0, ${b.slopes.filter((slope) => slope < 0).length} below, ${b.slopes.filter((slope) => slope === 0).length} exactly 0.`);
    rows.move(state.row);
    losses.move(state.loss);
    presets.draw();
    nine.draw();
    picture.say(`For the row (${b.x1}, ${b.x2}) the output is ${shown(b.out, 4)}, the target ${b.y}, the loss ${shown(rowLoss(b.out, b.y, state.loss), 4)}: the output neuron's blame is δ_out = ${r(b.dOut)}, the hidden neurons' δ_h1 = ${r(b.dH1)} and δ_h2 = ${r(b.dH2)}.`);
  } };
}
