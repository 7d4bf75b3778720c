// Draws the network: five nodes, six edges, nine numbers.

import { NAMES } from "./trainer.mjs";
import { diverging, element, heatMap, setAttributes, svg, shown, setText } from "./drawing.mjs";

const WIDTH = 400;
const HEIGHT = 260;
const RADIUS = 26; // viewBox units
const NODES = { x1: [26, 74], x2: [26, 186], h1: [206, 74], h2: [206, 186], out: [366, 130] };
/** @type {[number, string, string, number, number][]} */
const EDGES = [
  // index into NAMES, start node, end node, and the position of the number beside the line
  [0, "x1", "h1", 114, 65],
  [1, "x2", "h1", 78, 158],
  [3, "x1", "h2", 78, 110],
  [4, "x2", "h2", 114, 205],
  [6, "h1", "out", 283, 84],
  [7, "h2", "out", 280, 188],
];
/** @type {[number, string, number][]} */
const BIASES = [
  [2, "h1", -1],
  [5, "h2", 1],
  [8, "out", -1],
]; // index into NAMES, node, vertical position

/**
 * The 2-2-1 network. A click on one of the nine numbers calls `pick(name)`. With `heatCells`, each neuron is a small
 * heat map, and a click on a neuron calls `pick`, too.
 * @param {(name: string) => void} pick
 * @param {number} [heatCells]
 */
export function networkDrawing(pick, heatCells = 0) {
  const drawing = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, "aria-hidden": "true" });
  const image = element("div", { class: "nn-network", role: "img" }, drawing);
  const lines = [];
  const numbers = [];
  const values = {};
  /** @type {Record<string, ReturnType<typeof heatMap>>} */
  const heats = {};
  const labels = [];
  const names = [];
  const edge = (i, x1, y1, x2, y2) =>
    (lines[i] = svg("line", { x1, y1, x2, y2, class: "nn-edge", click: () => pick(NAMES[i]) }));
  const number = (i, x, y) => {
    names[i] = svg("tspan");
    numbers[i] = svg("tspan", { class: "nn-number" });
    return svg(
      "text",
      { x, y, "text-anchor": "middle", class: "nn-on-edge nn-pick", click: () => pick(NAMES[i]) },
      names[i],
      " ",
      numbers[i],
    );
  };
  for (const [i, from, to, x, y] of EDGES) {
    const [ax, ay] = NODES[from];
    const [bx, by] = NODES[to];
    drawing.append(edge(i, ax, ay, bx, by));
    labels.push(number(i, x, y));
  }
  for (const [i, to, side] of BIASES) {
    const [x, y] = NODES[to];
    drawing.append(edge(i, x, y + side * (RADIUS + 18), x, y));
    labels.push(number(i, x, y + side * (RADIUS + 29) + 4));
  }
  for (const [name, [x, y]] of Object.entries(NODES)) {
    const input = name[0] === "x";
    const outside = heatCells && !input;
    const side = name === "h2" ? -1 : 1;
    const text = (dy, className) => svg("text", { x, y: y + dy, "text-anchor": "middle", class: className });
    drawing.append(svg("circle", { cx: x, cy: y, r: input ? RADIUS - 4 : RADIUS, class: "nn-node" }));
    if (outside) {
      const label = text(side * (RADIUS + 13) + 4, "nn-on-edge");
      label.append(`${name} `, (values[name] = svg("tspan", { class: "nn-number" })));
      labels.push(label);
      heats[name] = heatMap(heatCells, diverging);
      setAttributes(heats[name].node, {
        class: "nn-neuron-heat nn-pick",
        click: () => pick(name),
        style: `left:${(100 * x) / WIDTH}%;top:${(100 * y) / HEIGHT}%`,
      });
      image.append(heats[name].node);
    } else {
      values[name] = text(14, "nn-value");
      drawing.append(setAttributes(text(-3, "nn-name"), {}, name), values[name]);
    }
  }
  drawing.append(...labels);
  return {
    node: image,
    image,
    heats,
    /**
     * Show the nine numbers and the activations. `wires` are labels that replace the nine numbers.
     * @param {Params} p
     * @param {Record<string, number | string>} activations
     * @param {WireLabels | null} [wires]
     */
    move(p, activations, wires = null) {
      for (let i = 0; i < 9; i++) {
        const size = Math.min(Math.abs(p[i]), 8);
        setAttributes(lines[i], {
          "stroke-width": (1.5 + 0.8 * size).toFixed(2),
          "data-sign": p[i] < 0 ? "minus" : "plus",
        });
        setText(names[i], wires ? wires.prefix + NAMES[i] : NAMES[i]);
        setText(numbers[i], wires ? wires.numbers[i] : shown(p[i]));
      }
      for (const name in values) {
        const value = activations[name];
        setText(values[name], typeof value === "string" ? value : shown(value, name[0] === "x" ? 0 : 3));
      }
    },
  };
}
