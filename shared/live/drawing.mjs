// Drawing functions: each makes its elements once and returns what moves them. None knows of training or of traits.

import { NAMES, sigmoid } from "./trainer.mjs";

const SVG = "http://www.w3.org/2000/svg";

// Elements.

export function element(tag, attributes = {}, ...children) {
  return place(document.createElement(tag), attributes, ...children);
}

export function shape(tag, attributes = {}, ...children) {
  return place(document.createElementNS(SVG, tag), attributes, ...children);
}

/** Set attributes (functions become listeners, null removes) and append children. */
export function place(node, attributes, ...children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name, value);
    else if (value === null || value === false) node.removeAttribute(name);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children);
  return node;
}

/** Change a text only when it differs, so that nothing is laid out again in vain. */
export function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

// Numbers as text.

/** A number as it is read: a real minus sign, and no minus before a zero. */
export function shown(number, digits = 2) {
  if (!Number.isFinite(number)) return String(number).replace("-", "−");
  const size = Math.abs(number);
  const text = size >= 1e5 || (size > 0 && size < 1e-4 && digits > 3) ? number.toExponential(1) : number.toFixed(digits);
  return (Number(text) === 0 ? text.replace("-", "") : text).replaceAll("-", "−").replace("e+", "e");
}

/** A factor inside a formula: negative ones in brackets. */
export function factor(number, digits = 2) {
  return number < 0 ? `(${shown(number, digits)})` : shown(number, digits);
}

// Colour.

const DIVERGING = [[0, 114, 178], [245, 243, 238], [213, 94, 0]]; // class 0, one half, class 1
const SEQUENTIAL = [[247, 244, 236], [205, 190, 160], [150, 132, 122], [96, 84, 98], [40, 40, 66]]; // small to large

function ramp(stops) {
  const colours = new Uint32Array(256);
  for (let i = 0; i < 256; i++) {
    const at = (i / 255) * (stops.length - 1), k = Math.min(Math.floor(at), stops.length - 2);
    const [r, g, b] = stops[k].map((low, j) => Math.round(low + (stops[k + 1][j] - low) * (at - k)));
    colours[i] = (255 << 24) | (b << 16) | (g << 8) | r;
  }
  return colours;
}

export const diverging = ramp(DIVERGING);
export const sequential = ramp(SEQUENTIAL);

/** A square canvas of `size` × `size` cells; `paint(f)` colours each by f(u, v) in 0…1, u to the right, v up. */
export function heatMap(size, colours) {
  const canvas = element("canvas", { width: size, height: size, class: "nn-heat", "aria-hidden": "true" });
  const context = canvas.getContext("2d");
  const image = context.createImageData(size, size);
  const cells = new Uint32Array(image.data.buffer);
  return {
    node: canvas,
    paint(f) {
      for (let i = 0, cell = 0; i < size; i++) {
        const v = (size - 0.5 - i) / size;
        for (let j = 0; j < size; j++) {
          const at = f((j + 0.5) / size, v);
          cells[cell++] = colours[at >= 1 ? 255 : at > 0 ? (at * 256) | 0 : 0];
        }
      }
      context.putImageData(image, 0, 0);
    },
  };
}

// The plane: a square with axes, a heat map under it and shapes on it.

const SIDE = 348, LEFT = 50, TOP = 8, INNER = 290; // viewBox units; the inner square is where the data is

const percent = (units) => `${(100 * units) / SIDE}%`;

/** A labelled square plane. `x` and `y` are { label, low, high, ticks }; `frame` changes them later. */
export function plane(x, y, cells = 0, colours = diverging) {
  const axes = shape("g", { class: "nn-axes" });
  const layer = shape("g");
  const clip = `nn-clip-${Math.random().toString(36).slice(2)}`;
  const inside = shape("g", { "clip-path": `url(#${clip})` });
  const box = { x: LEFT, y: TOP, width: INNER, height: INNER };
  const drawing = shape("svg", { viewBox: `0 0 ${SIDE} ${SIDE}`, "aria-hidden": "true" },
    shape("clipPath", { id: clip }, shape("rect", box)), axes, inside, layer);
  const heat = cells ? heatMap(cells, colours) : null;
  if (heat) place(heat.node, { style: `left:${percent(LEFT)};top:${percent(TOP)};width:${percent(INNER)};height:${percent(INNER)}` });
  const image = element("div", { class: "nn-plane-image", role: "img" }, ...(heat ? [heat.node] : []), drawing);
  const node = element("div", { class: "nn-plane" }, image);
  const self = {
    node, image, inside, layer, heat,
    toX: (value) => LEFT + ((value - x.low) / (x.high - x.low)) * INNER,
    toY: (value) => TOP + ((y.high - value) / (y.high - y.low)) * INNER,
    paint: (f) => heat.paint((u, v) => f(x.low + u * (x.high - x.low), y.low + v * (y.high - y.low))),
    /** The data point under the pointer, kept inside the frame. */
    at(event) {
      const place = image.getBoundingClientRect(), scale = SIDE / place.width;
      const u = ((event.clientX - place.left) * scale - LEFT) / INNER;
      const v = 1 - ((event.clientY - place.top) * scale - TOP) / INNER;
      const keep = (share) => Math.min(Math.max(share, 0), 1);
      return [x.low + keep(u) * (x.high - x.low), y.low + keep(v) * (y.high - y.low)];
    },
    frame(newX, newY) {
      Object.assign(x, newX);
      Object.assign(y, newY);
      axes.replaceChildren(
        ...x.ticks.flatMap((tick) => [
          shape("line", { x1: self.toX(tick), x2: self.toX(tick), y1: TOP + INNER, y2: TOP + INNER + 4 }),
          shape("text", { x: self.toX(tick), y: TOP + INNER + 17, "text-anchor": "middle" }, shown(tick, x.digits ?? 0)),
        ]),
        ...y.ticks.flatMap((tick) => [
          shape("line", { x1: LEFT - 4, x2: LEFT, y1: self.toY(tick), y2: self.toY(tick) }),
          shape("text", { x: LEFT - 8, y: self.toY(tick) + 4, "text-anchor": "end" }, shown(tick, y.digits ?? 0)),
        ]),
        shape("text", { x: LEFT + INNER / 2, y: SIDE - 6, "text-anchor": "middle", class: "nn-axis-name" }, x.label),
        shape("text", { x: 9, y: TOP + INNER / 2, class: "nn-axis-name", "text-anchor": "middle",
          transform: `rotate(-90 9 ${TOP + INNER / 2})` }, y.label),
        shape("rect", { ...box, class: "nn-frame" }),
      );
    },
  };
  self.frame(x, y);
  return self;
}

/** A handle on a plane that is dragged or moved by arrow keys; `moveTo([x, y], done)` is told where to. */
export function handle(on, label, step, moveTo) {
  let at = [0, 0];
  const node = element("button", {
    type: "button", class: "nn-handle", "aria-label": label,
    keydown(event) {
      const move = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] }[event.key];
      if (!move) return;
      event.preventDefault();
      const size = step() * (event.shiftKey ? 5 : 1);
      moveTo([at[0] + move[0] * size, at[1] + move[1] * size], false);
    },
    keyup: (event) => event.key.startsWith("Arrow") && moveTo(at, true),
  });
  draggable(node, (event, done) => moveTo(on.at(event), done));
  on.node.append(node);
  return {
    node,
    put(x, y) {
      at = [x, y];
      node.style.left = percent(on.toX(x));
      node.style.top = percent(on.toY(y));
    },
    hide: (hidden) => (node.hidden = hidden),
  };
}

/** Tell `move(event, done)` of every pointer position from press to release. */
export function draggable(node, move) {
  let dragging = false;
  place(node, {
    pointerdown(event) {
      if (event.button !== 0) return;
      dragging = true;
      node.setPointerCapture(event.pointerId);
      move(event, false);
    },
    pointermove: (event) => dragging && move(event, false),
    pointerup: (event) => dragging && ((dragging = false), move(event, true)),
    pointercancel: () => (dragging = false),
  });
}

/** Shape by class: a circle for 0, a square for 1. */
export function classMark(y, size = 8) {
  const mark = y ? shape("rect", { x: -size, y: -size, width: 2 * size, height: 2 * size })
    : shape("circle", { r: size * 1.1 });
  return place(mark, { class: `nn-class-${y}` });
}

/** The part of the line a·x + b·y + c = 0 inside a box as two points, or null when it misses the box. */
export function clipLine(a, b, c, xLow, xHigh, yLow, yHigh) {
  const points = [];
  const add = (x, y) => {
    const close = (p) => Math.hypot(p[0] - x, p[1] - y) < 1e-9;
    if (x >= xLow - 1e-9 && x <= xHigh + 1e-9 && y >= yLow - 1e-9 && y <= yHigh + 1e-9 && !points.some(close)) points.push([x, y]);
  };
  if (b !== 0) for (const x of [xLow, xHigh]) add(x, -(a * x + c) / b);
  if (a !== 0) for (const y of [yLow, yHigh]) add(-(b * y + c) / a, y);
  return points.length > 1 ? [points[0], points[1]] : null;
}

/** A line on a plane, given as a·x + b·y + c = 0; returns its two ends there, or null. */
export function lineOn(on, name = "nn-boundary") {
  const casing = shape("line", { class: "nn-casing" }), line = shape("line", { class: name });
  on.inside.append(casing, line);
  return (a, b, c, box) => {
    const ends = clipLine(a, b, c, ...box);
    for (const node of [casing, line]) {
      place(node, { visibility: ends ? "visible" : "hidden" });
      if (ends) place(node, { x1: on.toX(ends[0][0]), y1: on.toY(ends[0][1]), x2: on.toX(ends[1][0]), y2: on.toY(ends[1][1]) });
    }
    return ends;
  };
}

// The sigmoid and the point on it.

export function sigmoidCurve() {
  const on = plane({ label: "z, the sum", low: -8, high: 8, ticks: [-8, -4, 0, 4, 8] },
    { label: "output σ(z)", low: 0, high: 1, ticks: [0, 0.5, 1], digits: 1 });
  const points = Array.from({ length: 161 }, (_, i) => -8 + i / 10);
  const path = points.map((z) => `${on.toX(z).toFixed(1)},${on.toY(sigmoid(z)).toFixed(1)}`).join(" ");
  const guide = shape("path", { class: "nn-guide" });
  const dot = shape("circle", { r: 7, class: "nn-dot" });
  on.inside.append(shape("line", { class: "nn-faint", x1: on.toX(-8), x2: on.toX(8), y1: on.toY(0.5), y2: on.toY(0.5) }), guide,
    shape("polyline", { points: path, class: "nn-curve" }));
  on.layer.append(dot);
  return {
    node: on.node, image: on.image,
    move(z) {
      const x = on.toX(Math.min(Math.max(z, -8), 8)), y = on.toY(sigmoid(z));
      place(dot, { cx: x, cy: y });
      place(guide, { d: `M${x} ${on.toY(0)}V${y}H${on.toX(-8)}` });
    },
  };
}

// The network: five nodes, six edges, nine numbers.

const WIDTH = 400, HEIGHT = 260, RADIUS = 26; // viewBox units
const NODES = { x1: [26, 74], x2: [26, 186], h1: [206, 74], h2: [206, 186], out: [366, 130] };
const EDGES = [ // index into NAMES, from, to, and where the number stands: beside its line, never on one
  [0, "x1", "h1", 114, 65], [1, "x2", "h1", 116, 171], [3, "x1", "h2", 116, 97], [4, "x2", "h2", 114, 205],
  [6, "h1", "out", 283, 84], [7, "h2", "out", 280, 188],
];
const BIASES = [[2, "h1", -1], [5, "h2", 1], [8, "out", -1]]; // index into NAMES, node, above or below

/** The 2-2-1 network. `pick(i)` is called when number i is clicked. With `heatCells` each neuron is a small heat map. */
export function networkDrawing(pick, heatCells = 0) {
  const drawing = shape("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, "aria-hidden": "true" });
  const image = element("div", { class: "nn-network", role: "img" }, drawing);
  const lines = [], numbers = [], values = {}, heats = {}, labels = [];
  const edge = (i, x1, y1, x2, y2) => (lines[i] = shape("line", { x1, y1, x2, y2, class: "nn-edge", click: () => pick(i) }));
  const number = (i, x, y) => {
    numbers[i] = shape("tspan", { class: "nn-number" });
    return shape("text", { x, y, "text-anchor": "middle", class: "nn-on-edge nn-pick", click: () => pick(i) }, `${NAMES[i]} `, numbers[i]);
  };
  for (const [i, from, to, x, y] of EDGES) {
    const [ax, ay] = NODES[from], [bx, by] = NODES[to];
    drawing.append(edge(i, ax, ay, bx, by));
    labels.push(number(i, x, y));
  }
  for (const [i, to, side] of BIASES) {
    const [x, y] = NODES[to];
    drawing.append(edge(i, x, y + side * (RADIUS + 18), x, y));
    labels.push(number(i, x, y + side * (RADIUS + 29) + 4));
  }
  for (const [name, [x, y]] of Object.entries(NODES)) {
    const input = name[0] === "x", outside = heatCells && !input, side = name === "h2" ? -1 : 1;
    const text = (dy, className) => shape("text", { x, y: y + dy, "text-anchor": "middle", class: className });
    drawing.append(shape("circle", { cx: x, cy: y, r: input ? RADIUS - 4 : RADIUS, class: "nn-node" }));
    if (outside) {
      const label = text(side * (RADIUS + 13) + 4, "nn-on-edge");
      label.append(`${name} `, (values[name] = shape("tspan", { class: "nn-number" })));
      labels.push(label);
      heats[name] = heatMap(heatCells, diverging);
      place(heats[name].node, { class: "nn-neuron-heat", style: `left:${(100 * x) / WIDTH}%;top:${(100 * y) / HEIGHT}%` });
      image.append(heats[name].node);
    } else {
      values[name] = text(14, "nn-value");
      drawing.append(place(text(-3, "nn-name"), {}, name), values[name]);
    }
  }
  drawing.append(...labels);
  return {
    node: image, image, heats,
    move(p, activations) {
      for (let i = 0; i < 9; i++) {
        const size = Math.min(Math.abs(p[i]), 8);
        place(lines[i], { "stroke-width": (1.5 + 0.8 * size).toFixed(2), "data-sign": p[i] < 0 ? "minus" : "plus" });
        write(numbers[i], shown(p[i]));
      }
      for (const name in values) write(values[name], shown(activations[name], name[0] === "x" ? 0 : 3));
    },
  };
}

// The loss curve: epochs to the right, mean loss up.

const WIDE = 400, HIGH = 210, MARGIN = { left: 54, right: 10, top: 10, bottom: 38 };

export function lossCurve() {
  const axes = shape("g", { class: "nn-axes" });
  const older = shape("polyline", { class: "nn-curve nn-older" }), curve = shape("polyline", { class: "nn-curve" });
  const now = shape("line", { class: "nn-guide" }), dot = shape("circle", { r: 5, class: "nn-dot" });
  const drawing = shape("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, "aria-hidden": "true" }, axes, older, now, curve, dot);
  const image = element("div", { class: "nn-loss", role: "img" }, drawing);
  const width = WIDE - MARGIN.left - MARGIN.right, height = HIGH - MARGIN.top - MARGIN.bottom;
  let scale = "";
  return {
    node: image, image,
    /** Draw `run` with `epoch` marked, and `old` (or null) dashed behind it; `logarithmic` is the vertical axis. */
    move(run, epoch, old, logarithmic) {
      const epochs = niceCeiling(Math.max(run.last, old?.last ?? 0, 10));
      const [low, high] = lossRange([run, old].filter(Boolean), logarithmic);
      const toX = (k) => MARGIN.left + (k / epochs) * width;
      const share = logarithmic ? (loss) => Math.log(Math.max(loss, low) / low) / Math.log(high / low) : (loss) => loss / high;
      const toY = (loss) => MARGIN.top + height * (1 - Math.min(share(loss), 1));
      const key = `${epochs} ${low} ${high} ${logarithmic}`;
      if (key !== scale) drawAxes((scale = key) && epochs, low, high, logarithmic, toX, toY);
      place(curve, { points: polyline(run, toX, toY) });
      place(older, { points: old ? polyline(old, toX, toY) : "" });
      place(dot, { cx: toX(epoch), cy: toY(run.losses[epoch]) });
      place(now, { x1: toX(epoch), x2: toX(epoch), y1: MARGIN.top, y2: MARGIN.top + height });
    },
  };

  function drawAxes(epochs, low, high, logarithmic, toX, toY) {
    const base = MARGIN.top + height, across = [0, 0.25, 0.5, 0.75, 1].map((part) => part * epochs);
    const up = logarithmic ? decades(low, high) : [0, 0.25, 0.5, 0.75, 1].map((part) => part * high);
    axes.replaceChildren(
      ...across.flatMap((k) => [
        shape("line", { x1: toX(k), x2: toX(k), y1: base, y2: base + 4 }),
        shape("text", { x: toX(k), y: base + 17, "text-anchor": k === epochs ? "end" : "middle" }, String(Math.round(k * 10) / 10)),
      ]),
      ...up.flatMap((loss) => [
        shape("line", { x1: MARGIN.left, x2: WIDE - MARGIN.right, y1: toY(loss), y2: toY(loss), class: "nn-faint" }),
        shape("text", { x: MARGIN.left - 7, y: toY(loss) + 4, "text-anchor": "end" }, String(Number(loss.toPrecision(2)))),
      ]),
      shape("text", { x: MARGIN.left + width / 2, y: HIGH - 4, "text-anchor": "middle", class: "nn-axis-name" }, "epoch"),
      shape("text", { x: 10, y: MARGIN.top + height / 2, "text-anchor": "middle", class: "nn-axis-name",
        transform: `rotate(-90 10 ${MARGIN.top + height / 2})` }, "mean loss"),
    );
  }
}

/** At most 300 points of a run's losses; of each stretch the largest, so that no spike is hidden. */
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

function lossRange(runs, logarithmic) {
  let low = Infinity, high = 0;
  for (const run of runs) {
    const every = Math.max(1, Math.ceil(run.last / 2000));
    for (let k = 0; k <= run.last; k += every) {
      if (run.losses[k] > high) high = run.losses[k];
      if (run.losses[k] < low) low = run.losses[k];
    }
    low = Math.min(low, run.losses[run.last]);
  }
  if (logarithmic) return [10 ** Math.floor(Math.log10(Math.max(low, 1e-12))), 10 ** Math.ceil(Math.log10(high) + 1e-9)];
  return [0, niceCeiling(high)];
}

function decades(low, high) {
  const count = Math.round(Math.log10(high / low)), every = Math.ceil(count / 6);
  return Array.from({ length: Math.floor(count / every) + 1 }, (_, i) => low * 10 ** (i * every));
}

/** The next 1, 2, 4 or 8 times a power of ten: an axis that ends on a number that is easy to divide by four. */
export function niceCeiling(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 4, 8, 10].find((nice) => nice * power >= value * (1 - 1e-12)) * power;
}

// Contour lines by marching squares over a grid of (n+1)² values, as one SVG path for a level.

export function contour(values, n, level, toX, toY) {
  let d = "";
  const cross = (a, b) => (level - a) / (b - a);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const a = values[i * (n + 1) + j], b = values[i * (n + 1) + j + 1];
      const e = values[(i + 1) * (n + 1) + j], f = values[(i + 1) * (n + 1) + j + 1];
      const ends = [];
      if (a > level !== b > level) ends.push([j + cross(a, b), i]);
      if (b > level !== f > level) ends.push([j + 1, i + cross(b, f)]);
      if (e > level !== f > level) ends.push([j + cross(e, f), i + 1]);
      if (a > level !== e > level) ends.push([j, i + cross(a, e)]);
      for (let k = 0; k + 1 < ends.length; k += 2) {
        d += `M${toX(ends[k][0]).toFixed(1)} ${toY(ends[k][1]).toFixed(1)}L${toX(ends[k + 1][0]).toFixed(1)} ${toY(ends[k + 1][1]).toFixed(1)}`;
      }
    }
  }
  return d;
}

// Bars: a name, a bar, a number; signed bars grow from the middle and negative ones are hatched.

export function bars(names, signed = false) {
  const rows = names.map((name) => {
    const bar = element("span", { class: "nn-bar" }), number = element("span", { class: "nn-bar-number" });
    const track = element("span", { class: signed ? "nn-track nn-signed" : "nn-track", "aria-hidden": "true" }, bar);
    return { bar, number, row: element("li", {}, element("span", { class: "nn-bar-name" }, name), track, number) };
  });
  return {
    node: element("ul", { class: signed ? "nn-bars" : "nn-bars nn-plain" }, ...rows.map(({ row }) => row)),
    move(numbers, full, digits = 4) {
      rows.forEach(({ bar, number }, i) => {
        const length = Math.min(Math.abs(numbers[i]) / full, 1) * (signed ? 50 : 100);
        bar.style.width = `${length}%`;
        if (signed) bar.style.left = `${numbers[i] < 0 ? 50 - length : 50}%`;
        place(bar, { "data-sign": numbers[i] < 0 ? "minus" : "plus" });
        write(number, shown(numbers[i], digits));
      });
    },
  };
}

/** A picture with the sentence that says what it shows; `say(text)` writes both the caption and the alternative text. */
export function figure(drawing) {
  const caption = element("figcaption");
  return {
    node: element("figure", { class: "nn-figure" }, drawing.node, caption),
    say(text) {
      if (caption.textContent === text) return;
      caption.textContent = text;
      drawing.image.setAttribute("aria-label", text);
    },
  };
}
