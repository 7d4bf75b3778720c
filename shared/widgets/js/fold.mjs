// The fold view of lesson 3: the hidden layer moves the plane of x1 and x2 to the plane of h1 and h2.

import { element, figure, setAttributes, svg, shown, setText } from "./drawing.mjs";
import { classMark, lineOn, plane } from "./plane.mjs";
import { button, numberControl } from "./controls.mjs";
import { columns, nineNumbers, presetButtons, prefersReducedMotion } from "./parts.mjs";
import { INPUTS, TARGETS, rowsRight, sigmoid } from "./trainer.mjs";

/**
 * @param {Context} context
 * @returns {View}
 */
export function foldView(context) {
  const picture = foldPicture(context, 0);
  const nine = nineNumbers(context);
  const presets = presetButtons(context);
  return {
    node: element(
      "div",
      {},
      columns(picture.node, element("div", { class: "nn-side" }, picture.controls, presets.node, nine.node)),
    ),
    stop: picture.stop,
    draw() {
      picture.draw();
      presets.draw();
      nine.draw();
    },
  };
}

/**
 * The plane while it moves from (x1, x2) to (h1, h2). A slider sets how far the plane has moved (`t`, 0 to 1), and a
 * button plays the whole movement.
 * @param {Context} context
 * @param {number} t
 */
export function foldPicture({ state, change, animate }, t) {
  const axis = (label) => ({ label, low: -0.1, high: 1.1, ticks: [0, 0.5, 1], digits: 1 });
  const map = plane(axis("x1"), axis("x2"), 60);
  const line = lineOn(map);
  const picture = figure(map);
  const GRID = Array.from({ length: 11 }, (_, i) => i / 10);
  const FINE = Array.from({ length: 21 }, (_, i) => i / 20);
  const threads = svg("path", { class: "nn-thread" });
  map.inside.prepend(threads);
  const marks = INPUTS.map(([x1, x2], row) => {
    const mark = svg("g", { class: "nn-corner-mark" }, classMark(TARGETS[row], 8));
    const name = svg("text", { class: "nn-tick nn-corner" }, `${x1}${x2}`);
    map.layer.append(mark, name);
    return { mark, name };
  });
  let stop = null;
  let named = ""; // the label of the first axis now
  const fold = numberControl({
    name: "t",
    label: "fold, t",
    low: 0,
    high: 1,
    step: 0.01,
    allowed: (value) => (value < 0 || value > 1 ? `${shown(value)} is outside 0…1` : null),
    change: (value, done) => {
      halt();
      t = value;
      change({}, done);
    },
  });
  const play = button("Play", () => (stop ? halt() : start()), { "data-name": "play" });

  function halt() {
    stop?.();
    stop = null;
    setText(play, "Play");
  }
  function start() {
    if (t >= 1) t = 0;
    if (prefersReducedMotion()) return ((t = 1), change({}, true));
    setText(play, "Pause");
    const from = t;
    stop = animate((seconds) => {
      t = Math.min(1, Number((from + seconds / 2.5).toFixed(2))); // as many decimals as the field can show
      if (t >= 1) halt();
      change({}, t >= 1);
      return t < 1;
    });
  }

  return {
    node: picture.node,
    controls: element("div", { class: "nn-pair" }, play, fold.node),
    stop: halt,
    draw() {
      const p = state.params;
      const to = (x1, x2) => {
        const h1 = sigmoid(p[0] * x1 + p[1] * x2 + p[2]);
        const h2 = sigmoid(p[3] * x1 + p[4] * x2 + p[5]);
        return [(1 - t) * x1 + t * h1, (1 - t) * x2 + t * h2];
      };
      const at = (x1, x2) => {
        const [a, b] = to(x1, x2);
        return `${map.toX(a).toFixed(1)} ${map.toY(b).toFixed(1)}`;
      };
      setAttributes(threads, {
        d: GRID.map((g) => `M${FINE.map((s) => at(g, s)).join("L")}M${FINE.map((s) => at(s, g)).join("L")}`).join(""),
      });
      const corners = INPUTS.map(([x1, x2]) => to(x1, x2));
      const points = corners.map(([a, b]) => [map.toX(a), map.toY(b)]);
      const places = besideMarks(points);
      marks.forEach(({ mark, name }, row) => {
        setAttributes(mark, { transform: `translate(${points[row].join(" ")})` });
        setAttributes(name, { x: places[row][0], y: places[row][1] + 6, "text-anchor": "middle" });
      });
      const end = t === 1;
      map.node.dataset.folded = String(end);
      const ends = end ? line(p[6], p[7], p[8], [-0.1, 1.1, -0.1, 1.1]) : line(0, 0, 1, [0, 1, 0, 1]);
      if (end) map.paint((h1, h2) => sigmoid(p[6] * h1 + p[7] * h2 + p[8]));
      const names = end ? ["h1", "h2"] : t === 0 ? ["x1", "x2"] : ["x1 → h1", "x2 → h2"];
      if (named !== names[0]) map.frame({ label: names[0] }, { label: names[1] });
      named = names[0];
      fold.move(t);
      picture.setCaption(foldSentence(p, t, corners, ends));
    },
  };
}

/**
 * Return where to write the names of the four points. Each name is beside its own mark, and away from the other marks
 * and names.
 * @param {number[][]} points
 * @returns {number[][]}
 */
function besideMarks(points) {
  const AWAY = 21; // from a mark's centre to its name's centre, in units of the drawing
  const places = [];
  INPUTS.forEach(([x1, x2], row) => {
    const outward = Math.atan2(x2 ? -1 : 1, x1 ? 1 : -1); // away from the middle of the unit square
    const candidates = [0, 1, -1, 2, -2, 3, -3, 4].map((k) => {
      const angle = outward + (k * Math.PI) / 4;
      return [points[row][0] + AWAY * Math.cos(angle), points[row][1] + AWAY * Math.sin(angle)];
    });
    const room = (place) =>
      Math.min(...[...points, ...places].map((other) => Math.hypot(other[0] - place[0], other[1] - place[1])));
    const most = Math.max(...candidates.map(room));
    places.push(candidates.find((place) => room(place) >= most - 1e-9));
  });
  return places;
}

function foldSentence(p, t, corners, ends) {
  if (t === 0)
    return "The four inputs on the plane of x1 and x2: circles are 0, squares are 1, and no line separates them.";
  if (t < 1) return `Each point is ${shown(100 * t, 0)} % of the way from (x1, x2) to (h1, h2).`;
  const gap = (a, b) => Math.hypot(corners[a][0] - corners[b][0], corners[a][1] - corners[b][1]);
  const right = rowsRight(p);
  const met = [...(gap(0, 3) < 0.05 ? ["00 and 11"] : []), ...(gap(1, 2) < 0.05 ? ["01 and 10"] : [])];
  const close = met.map((pair) => ` The corners ${pair} are almost at the same point.`).join("");
  const parts =
    right === 4
      ? "the output neuron's line separates circles and squares."
      : `${right} of 4 points are on the correct side of the output neuron's line.${ends ? "" : " This line is outside the picture."}`;
  return `On the plane of h1 and h2, ${parts}${close}`;
}
