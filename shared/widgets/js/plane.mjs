// The plane: a square with axes and a heat map. Points, lines, handles and contours are drawn on it.

import { sigmoid } from "./trainer.mjs";
import { diverging, element, heatMap, setAttributes, svg, shown } from "./drawing.mjs";

const SIDE = 348;
const LEFT = 50;
const TOP = 8;
const INNER = 290; // side of the inner square, which shows the data, in viewBox units

const percent = (units) => `${(100 * units) / SIDE}%`;

/**
 * A square plane with labelled axes. `x` and `y` are { label, low, high, ticks }, and `frame` changes them.
 * @param {Axis} x
 * @param {Axis} y
 * @param {number} [cells]
 * @param {Uint32Array} [colours]
 * @returns {Plane}
 */
export function plane(x, y, cells = 0, colours = diverging) {
  const axes = svg("g", { class: "nn-axes" });
  const layer = svg("g");
  const clip = `nn-clip-${Math.random().toString(36).slice(2)}`;
  const inside = svg("g", { "clip-path": `url(#${clip})` });
  const box = { x: LEFT, y: TOP, width: INNER, height: INNER };
  const drawing = svg(
    "svg",
    { viewBox: `0 0 ${SIDE} ${SIDE}`, "aria-hidden": "true" },
    svg("clipPath", { id: clip }, svg("rect", box)),
    axes,
    inside,
    layer,
  );
  const heat = cells ? heatMap(cells, colours) : null;
  if (heat)
    setAttributes(heat.node, {
      style: `left:${percent(LEFT)};top:${percent(TOP)};width:${percent(INNER)};height:${percent(INNER)}`,
    });
  const image = element("div", { class: "nn-plane-image", role: "img" }, ...(heat ? [heat.node] : []), drawing);
  const node = element("div", { class: "nn-plane" }, image);
  const self = {
    node,
    image,
    inside,
    layer,
    toX: (value) => LEFT + ((value - x.low) / (x.high - x.low)) * INNER,
    toY: (value) => TOP + ((y.high - value) / (y.high - y.low)) * INNER,
    paintShares: (f) => heat?.paint(f),
    paint: (f) => heat?.paint((u, v) => f(x.low + u * (x.high - x.low), y.low + v * (y.high - y.low))),
    /** Return the pointer's position in the units of the axes, or the nearest point inside the frame. */
    at(event) {
      const seen = image.getBoundingClientRect();
      const scale = SIDE / seen.width;
      const u = ((event.clientX - seen.left) * scale - LEFT) / INNER;
      const v = 1 - ((event.clientY - seen.top) * scale - TOP) / INNER;
      const keep = (share) => Math.min(Math.max(share, 0), 1);
      return [x.low + keep(u) * (x.high - x.low), y.low + keep(v) * (y.high - y.low)];
    },
    frame(newX, newY) {
      Object.assign(x, newX);
      Object.assign(y, newY);
      axes.replaceChildren(
        ...x.ticks.flatMap((tick) => [
          svg("line", { x1: self.toX(tick), x2: self.toX(tick), y1: TOP + INNER, y2: TOP + INNER + 4 }),
          svg("text", { x: self.toX(tick), y: TOP + INNER + 17, "text-anchor": "middle" }, shown(tick, x.digits ?? 0)),
        ]),
        ...y.ticks.flatMap((tick) => [
          svg("line", { x1: LEFT - 4, x2: LEFT, y1: self.toY(tick), y2: self.toY(tick) }),
          svg("text", { x: LEFT - 8, y: self.toY(tick) + 4, "text-anchor": "end" }, shown(tick, y.digits ?? 0)),
        ]),
        svg(
          "text",
          { x: LEFT + INNER / 2, y: TOP + INNER + 36, "text-anchor": "middle", class: "nn-axis-name" },
          x.label,
        ),
        svg(
          "text",
          {
            x: 9,
            y: TOP + INNER / 2,
            class: "nn-axis-name",
            "text-anchor": "middle",
            transform: `rotate(-90 9 ${TOP + INNER / 2})`,
          },
          y.label,
        ),
        svg("rect", { ...box, class: "nn-frame" }),
      );
    },
  };
  self.frame(x, y);
  return self;
}

/**
 * A handle on a plane. When the student moves it with the pointer or with arrow keys, the handle calls
 * `moveTo([x, y], done)` with its new position.
 * @param {Plane} on
 * @param {string} label
 * @param {() => number} step
 * @param {(point: number[], done: boolean) => void} moveTo
 */
export function handle(on, label, step, moveTo) {
  let at = [0, 0];
  const node = element("button", {
    type: "button",
    class: "nn-handle",
    "aria-label": label,
    keydown(event) {
      const move = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] }[event.key];
      if (!move || event.altKey || event.ctrlKey || event.metaKey) return; // Alt and ← open the previous page
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

/**
 * Call `move(event, done)` for every movement of the pointer from press to release. Other buttons and a second finger do
 * nothing.
 * @param {Element} node
 * @param {(event: PointerEvent, done: boolean) => void} move
 */
export function draggable(node, move) {
  let last = /** @type {PointerEvent | null} */ (null); // the last event of the drag that is under way
  setAttributes(node, {
    pointerdown(event) {
      if (event.button !== 0 || last) return;
      node.setPointerCapture(event.pointerId);
      move((last = event), false);
    },
    pointermove: (event) => event.pointerId === last?.pointerId && move((last = event), false),
    // After a release, and also if the browser takes the pointer away, for example for a context menu.
    lostpointercapture(event) {
      if (!last || event.pointerId !== last.pointerId) return;
      const end = last;
      last = null;
      move(end, true);
    },
  });
}

/**
 * The mark of a class: a circle for 0, a square for 1.
 * @param {number} y
 * @param {number} [size]
 */
export function classMark(y, size = 8) {
  const mark = y
    ? svg("rect", { x: -size, y: -size, width: 2 * size, height: 2 * size })
    : svg("circle", { r: size * 1.1 });
  return setAttributes(mark, { class: `nn-class-${y}` });
}

/**
 * The two ends of the line a·x + b·y + c = 0 inside a box, or null if the line is outside the box.
 * @param {number} a
 * @param {number} b
 * @param {number} c
 * @param {number} xLow
 * @param {number} xHigh
 * @param {number} yLow
 * @param {number} yHigh
 * @returns {number[][] | null}
 */
export function clipLine(a, b, c, xLow, xHigh, yLow, yHigh) {
  const points = [];
  const add = (x, y) => {
    const close = (p) => Math.hypot(p[0] - x, p[1] - y) < 1e-9;
    if (x >= xLow - 1e-9 && x <= xHigh + 1e-9 && y >= yLow - 1e-9 && y <= yHigh + 1e-9 && !points.some(close))
      points.push([x, y]);
  };
  if (b !== 0) for (const x of [xLow, xHigh]) add(x, -(a * x + c) / b);
  if (a !== 0) for (const y of [yLow, yHigh]) add(-(b * y + c) / a, y);
  return points.length > 1 ? [points[0], points[1]] : null;
}

/**
 * Return a function that draws the line a·x + b·y + c = 0 on a plane. The function returns the two ends of the line
 * inside `box`, or null if the line is outside `box`.
 * @param {Plane} on
 * @param {string} [name]
 * @returns {(a: number, b: number, c: number, box: number[]) => number[][] | null}
 */
export function lineOn(on, name = "nn-boundary") {
  const casing = svg("line", { class: "nn-casing" });
  const line = svg("line", { class: name });
  on.inside.append(casing, line);
  return (a, b, c, box) => {
    const ends = clipLine(a, b, c, box[0], box[1], box[2], box[3]);
    for (const node of [casing, line]) {
      setAttributes(node, { visibility: ends ? "visible" : "hidden" });
      if (ends)
        setAttributes(node, {
          x1: on.toX(ends[0][0]),
          y1: on.toY(ends[0][1]),
          x2: on.toX(ends[1][0]),
          y2: on.toY(ends[1][1]),
        });
    }
    return ends;
  };
}

// The sigmoid and the point on it.

export function sigmoidCurve() {
  const on = plane(
    { label: "z, the sum", low: -8, high: 8, ticks: [-8, -4, 0, 4, 8] },
    { label: "output σ(z)", low: 0, high: 1, ticks: [0, 0.5, 1], digits: 1 },
  );
  const points = Array.from({ length: 161 }, (_, i) => -8 + i / 10);
  const path = points.map((z) => `${on.toX(z).toFixed(1)},${on.toY(sigmoid(z)).toFixed(1)}`).join(" ");
  const guide = svg("path", { class: "nn-guide" });
  const dot = svg("circle", { r: 7, class: "nn-dot" });
  on.inside.append(
    svg("line", { class: "nn-faint", x1: on.toX(-8), x2: on.toX(8), y1: on.toY(0.5), y2: on.toY(0.5) }),
    guide,
    svg("polyline", { points: path, class: "nn-curve" }),
  );
  on.layer.append(dot);
  return {
    node: on.node,
    image: on.image,
    move(z) {
      const x = on.toX(Math.min(Math.max(z, -8), 8));
      const y = on.toY(sigmoid(z));
      setAttributes(dot, { cx: x, cy: y });
      setAttributes(guide, { d: `M${x} ${on.toY(0)}V${y}H${on.toX(-8)}` });
    },
  };
}

// A contour line as one SVG path. The marching squares algorithm computes it from a grid of (n+1)² values.

/**
 * @param {Float64Array} values
 * @param {number} n
 * @param {number} level
 * @param {(j: number) => number} toX
 * @param {(i: number) => number} toY
 */
export function contour(values, n, level, toX, toY) {
  let d = "";
  const cross = (a, b) => (level - a) / (b - a);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const a = values[i * (n + 1) + j];
      const b = values[i * (n + 1) + j + 1];
      const e = values[(i + 1) * (n + 1) + j];
      const f = values[(i + 1) * (n + 1) + j + 1];
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
