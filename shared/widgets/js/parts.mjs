// Parts that several views use: fields for the nine numbers, presets, choosing a row or a loss, "right" and "wrong".
// A view is a function that gets a Context and returns a View. Both are in types.d.ts.

import { element, shown, setText } from "./drawing.mjs";
import { button, numberControl, radioGroup } from "./controls.mjs";
import { INPUTS, NAMES, TARGETS } from "./trainer.mjs";

const LOSS_OPTIONS = [
  ["squared error", "squared error"],
  ["cross-entropy", "cross-entropy"],
];
/** @type {[number, string][]} */
export const ROWS = INPUTS.map(([x1, x2], row) => [row, `(${x1}, ${x2}) → ${TARGETS[row]}`]);

/**
 * @param {number} value
 * @param {number} low
 * @param {number} high
 */
export const clamp = (value, low, high) => Math.min(Math.max(value, low), high);
/** @param {number} value */
export const tidy = (value) => Math.round(value * 1e9) / 1e9; // removes rounding errors: 0.3 − 0.1 − 0.2 becomes 0
/**
 * @template T
 * @param {T[]} numbers
 * @param {number} i
 * @param {T} value
 */
export const replaced = (numbers, i, value) => numbers.map((number, j) => (j === i ? value : number));

/**
 * A named part of a picture. A copy of the picture may hide this part (see `part_of` in shared/lesson/components.py).
 * @param {string} name one of the names in style.css
 * @param {Node[]} nodes
 */
export function part(name, ...nodes) {
  return element("div", { class: `nn-part-${name}` }, ...nodes);
}

/** @param {Node[]} nodes */
export function columns(...nodes) {
  return element("div", { class: "nn-columns" }, ...nodes);
}

/**
 * @param {Context} context
 * @param {(params: number[], label: string) => void} [choose]
 */
export function presetButtons({ state, change }, choose = (numbers) => change({ params: numbers }, true)) {
  const node = element("div", { class: "nn-buttons", role: "group", "aria-label": "Set all nine numbers" });
  let known = null;
  return {
    node,
    draw() {
      if (state.presets === known) return;
      known = state.presets;
      node.replaceChildren(
        ...Object.entries(known).map(([label, numbers]) => button(label, () => choose([...numbers], label))),
      );
    },
  };
}

/**
 * @param {Context} context
 * @param {(i: number, value: number, done: boolean) => void} [edit]
 */
export function nineNumbers(
  { state, change },
  edit = (i, value, done) => change({ params: replaced(state.params, i, value) }, done),
) {
  const controls = NAMES.map((name, i) =>
    numberControl({
      name,
      low: -8,
      high: 8,
      step: 0.05,
      allowed: withinReason,
      change: (value, done) => edit(i, value, done),
    }),
  );
  return {
    node: element(
      "div",
      { class: "nn-nine", role: "group", "aria-label": "The nine numbers" },
      ...controls.map(({ node }) => node),
    ),
    draw: () => controls.forEach((control, i) => control.move(state.params[i])),
    focus: (name) => controls[NAMES.indexOf(name)].range.focus(),
  };
}

/**
 * The sliders of a single neuron: w1, w2 and b, each from −reach to reach.
 * @param {Context} context
 * @param {number} reach
 * @param {number} step
 */
export function neuronControls({ state, change }, reach, step) {
  const names = ["w1", "w2", "b"];
  const controls = names.map((name) =>
    numberControl({
      name,
      low: -reach,
      high: reach,
      step,
      allowed: withinReason,
      change: (value, done) => change({ [name]: value }, done),
    }),
  );
  return {
    node: element("div", {}, ...controls.map(({ node }) => node)),
    draw: () => controls.forEach((control, i) => control.move(state[names[i]])),
  };
}

/** @param {number} number */
function withinReason(number) {
  return Math.abs(number) > 1000 ? `${shown(number, 0)} is outside −1000…1000` : null;
}

/**
 * A table with one line for each formula: name, formula, formula with numbers, result.
 * @param {string} title
 * @param {string} [look]
 */
export function traceTable(title, look = "nn-trace nn-stacks") {
  const caption = element("caption", {}, title);
  const table = element("table", { class: look }, caption);
  const rows = [];
  return {
    node: element("div", { class: "nn-scroll" }, table),
    move(lines, newTitle = title) {
      setText(caption, newTitle);
      while (rows.length < lines.length) {
        const cells = [
          element("th", { scope: "row" }),
          element("td"),
          element("td"),
          element("td", { class: "nn-result" }),
        ];
        rows.push({ node: element("tr", {}, ...cells), cells });
        table.append(rows.at(-1).node);
      }
      rows.forEach(({ node, cells }, i) => {
        node.hidden = i >= lines.length;
        lines[i]?.forEach((text, j) => setText(cells[j], text));
      });
    },
  };
}

/** @param {Context} context */
export function rowChoice({ change }) {
  return radioGroup({ legend: "Row", name: "row", options: ROWS, change: (row) => change({ row }, true) });
}

/** @param {Context} context */
export function lossChoice({ change }) {
  return radioGroup({ legend: "Loss", name: "loss", options: LOSS_OPTIONS, change: (loss) => change({ loss }, true) });
}

/**
 * A folded part under a picture. It calls `draw` each time the student opens it.
 * @param {string} summary
 * @param {Node[]} nodes
 * @param {() => void} [draw]
 * @returns {HTMLDetailsElement}
 */
export function folded(summary, nodes, draw) {
  const toggle = () => node.open && draw?.();
  const node = element("details", { class: "nn-fold", toggle }, element("summary", {}, summary), ...nodes);
  return node;
}

/** Return true if the reader's system settings ask for less motion. */
export function prefersReducedMotion() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/**
 * @param {number} out
 * @param {number} y
 */
export function verdict(out, y) {
  return out > 0.5 === y > 0.5 ? "right" : "wrong";
}
