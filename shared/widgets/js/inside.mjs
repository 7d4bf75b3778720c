// Shows the inside of one update: the formula and the code of a chosen number, the four phases in slow motion, and each
// row's part of the step.

import { brief, element, figure, setAttributes, svg, shown, setText } from "./drawing.mjs";
import { button, buttons, dropdown } from "./controls.mjs";
import {
  NEURONS,
  UPDATE_CODE,
  chainLines,
  forwardLines,
  lossLines,
  neuronCode,
  neuronLines,
  numberLines,
  pulls,
  gradientCode,
  gradientLines,
  meanLine,
  updateLines,
  useCode,
} from "./formulas.mjs";
import { columns, traceTable } from "./parts.mjs";
import { INPUTS, NAMES, TARGETS, backward, numbersAt } from "./trainer.mjs";
import { PHASES } from "./runs.mjs";

// A picked number.

/**
 * The formula and the lines of code of a number or a neuron. `set(name)` opens a number for editing.
 * @param {Context} context
 * @param {(name: string) => void} set
 */
export function numberCard({ state }, set) {
  let picked = "w11";
  let coded = ""; // the name whose code the card shows now
  const choice = dropdown({
    label: "number",
    name: "picked",
    options: [...NAMES, ...NEURONS].map((name) => [name, name]),
    change: (name) => self.pick(name),
  });
  const table = traceTable("");
  const code = element("p", { class: "nn-code" });
  const setButton = button("", () => set(picked), { "data-name": "set-picked" });
  const node = element(
    "details",
    { class: "nn-fold nn-card", toggle: () => self.draw() },
    element("summary", {}, "The formula of a number: click a number, or choose one here"),
    buttons(choice.node, setButton),
    table.node,
    code,
  );
  const self = {
    node,
    pick(name) {
      picked = name;
      node.open = true;
      self.draw();
    },
    draw() {
      if (!node.open) return;
      const i = NAMES.indexOf(picked);
      const row = INPUTS[state.row].join(", ");
      const { params: p, lr, loss } = state;
      choice.move(picked);
      setButton.hidden = i < 0;
      if (i >= 0) setText(setButton, `Set ${picked}`);
      table.move(
        i < 0 ? neuronLines(p, picked, state.row, loss) : numberLines(p, i, state.row, lr, loss),
        `${picked}, for the row (${row})`,
      );
      if (coded === picked) return; // so that a student can select the code during a training
      coded = picked;
      const lines = i < 0 ? neuronCode(picked) : [useCode(i), gradientCode(i), UPDATE_CODE];
      code.replaceChildren(
        "In code (",
        element("code", {}, "shared/nn/network.py"),
        "): ",
        ...lines.flatMap((line, k) => [k ? "; " : "", element("code", {}, line)]),
      );
    },
  };
  return self;
}

// Slow motion.

const PHASE_WORDS = [
  "the network computes the output from the inputs",
  "the output is compared with the target",
  "the backward pass computes a δ for each neuron and a gradient for each number",
  "each number moves against its mean gradient",
];

/**
 * The formulas of the current phase of a `runner`. They are visible only in slow motion.
 * @param {Context} context
 */
export function phasePanel({ state }) {
  const tables = [traceTable(""), traceTable("", "nn-trace nn-lean")]; // nn-lean: fits on a phone
  const title = element("p", { class: "nn-title" });
  const node = element(
    "div",
    { class: "nn-phase", role: "group", "aria-label": "Slow motion" },
    title,
    columns(...tables.map((table) => table.node)),
  );
  return {
    node,
    move(phase, run) {
      node.hidden = !phase;
      if (!phase) return;
      const p = numbersAt(run, phase.of);
      const { row, lr, loss } = { ...state, ...phase };
      const [left, right] = [
        () => [forwardLines(p, row), []],
        () => [lossLines(p, row, loss), []],
        () => [chainLines(p, row, loss), gradientLines(p, row, loss)],
        () => [[meanOfFirst(p, loss), ...updateLines(p, lr, loss)], []],
      ][phase.at]();
      const which = phase.at === 3 ? "" : ` for the row (${INPUTS[row].join(", ")})`;
      setText(
        title,
        `Update ${phase.of + 1}, phase ${phase.at + 1} of 4, ${PHASES[phase.at]}${which}: ${PHASE_WORDS[phase.at]}.`,
      );
      tables[0].move(left);
      tables[1].move(right);
      tables[1].node.hidden = right.length === 0;
    },
  };
}

/** The mean gradient of w11, as an example. The other eight mean gradients are computed in the same way. */
function meanOfFirst(p, loss) {
  const [name, ...line] = meanLine(p, 0, loss);
  return [`${name} of ${NAMES[0]}`, ...line];
}

/**
 * The labels of the drawn network: the nine numbers, and the activations of the chosen row. In the phase
 * "backward" of slow motion, the labels are the gradients and the δ. In the phase "update", they are the steps.
 * `words` is a caption.
 * @param {Phase | null} phase
 * @param {Run} run
 * @param {any} state
 * @returns {{ activations: Record<string, number | string>, labels: WireLabels | null, words: string }}
 */
export function wiresOf(phase, run, state) {
  const { params, row, lr, loss } = { ...state, ...phase };
  const b = backward(params, row, loss);
  const activations = { x1: b.x1, x2: b.x2, h1: b.h1, h2: b.h2, out: b.out };
  if (phase?.at === 2) {
    [b.dH1, b.dH2, b.dOut].forEach((delta, k) => (activations[NEURONS[k]] = `δ ${brief(delta)}`));
    return {
      activations,
      labels: { prefix: "∂", numbers: b.gradients.map(brief) },
      words: `The wires show the gradient of each number for the row (${INPUTS[row].join(", ")}). Each neuron shows its δ. The width and the dashes of a wire still show its number.`,
    };
  }
  if (phase?.at === 3) {
    const steps = pulls(numbersAt(run, phase.of), lr, loss).map((four) => four.reduce((sum, pull) => sum + pull));
    return {
      activations,
      labels: { prefix: "Δ", numbers: steps.map((step) => (step > 0 ? "+" : "") + brief(step)) },
      words: `The wires show how far update ${phase.of + 1} moved each number. All other values are those of the row (${INPUTS[row].join(", ")}) after this update.`,
    };
  }
  return { activations, labels: null, words: "" };
}

// Each row's pull.

const PULLS_WIDE = 400;
const LABELS = 30; // width of the space to the left of the first column
const CELL = (PULLS_WIDE - LABELS) / 3;
const LANE = 15;
const BLOCK = 6 * LANE + 22;

/**
 * For each of the nine numbers, the picture has one arrow for each row, and one arrow for their sum. The sum is the
 * step of the next update.
 * @param {Context} context
 * @param {(name: string) => void} pick
 */
export function pullsPicture({ state }, pick) {
  const drawing = svg("svg", { viewBox: `0 0 ${PULLS_WIDE} ${3 * BLOCK}`, "aria-hidden": "true" });
  const image = element("div", { class: "nn-pulls", role: "img" }, drawing);
  const cells = NAMES.map((name, i) => {
    const left = LABELS + (i % 3) * CELL;
    const top = Math.floor(i / 3) * BLOCK + 14;
    const middle = left + CELL / 2;
    const title = svg("text", {
      x: middle,
      y: top,
      "text-anchor": "middle",
      class: "nn-pick",
      click: () => pick(name),
    });
    const lane = (k) => top + 4 + (k + 1) * LANE;
    drawing.append(title, svg("line", { x1: middle, x2: middle, y1: top + 7, y2: lane(4) + 7, class: "nn-faint" }));
    const arrows = [0, 1, 2, 3, 4].map((k) =>
      svg("path", { class: k < 4 ? `nn-pull nn-pull-${TARGETS[k]}` : "nn-pull nn-sum" }),
    );
    drawing.append(...arrows);
    if (i % 3 === 0)
      [...INPUTS.map((x) => x.join("")), "sum"].forEach((text, k) =>
        drawing.append(svg("text", { x: 0, y: lane(k) + 4, class: "nn-lane" }, text)),
      );
    return { title, arrows, middle, lane };
  });
  const picture = figure({ node: image, image });
  return {
    node: picture.node,
    draw() {
      const each = pulls(state.params, state.lr, state.loss);
      const sums = each.map((four) => four.reduce((sum, pull) => sum + pull));
      cells.forEach(({ title, arrows, middle, lane }, i) => {
        setText(title, `${NAMES[i]} ${sums[i] > 0 ? "+" : ""}${shown(sums[i], 4)}`);
        const lengths = [...each[i], sums[i]];
        const full = Math.max(...lengths.map(Math.abs)) || 1; // each number has its own scale
        lengths.forEach((pull, k) =>
          setAttributes(arrows[k], { d: arrow(middle, lane(k), (pull / full) * (CELL / 2 - 6)) }),
        );
      });
      const top = sums.reduce((best, sum, i) => (Math.abs(sum) > Math.abs(sums[best]) ? i : best), 0);
      const parts = INPUTS.map((x, row) => `(${x.join(", ")}) by ${shown(each[top][row], 4)}`).join(", ");
      if (sums[top] === 0)
        return picture.setCaption("The next update changes nothing: for every number, the pulls of the four rows add up to 0.");
      picture.setCaption(
        `The next update changes ${NAMES[top]} most, by ${shown(sums[top], 4)}. Each row pulls this number: ${parts}. An arrow to the right makes the number larger. The length of an arrow is −lr·gradient/4 of its row, and each number has its own scale.`,
      );
    },
  };
}

/** A horizontal arrow that starts at x. If its length is almost 0, it is a dot. */
function arrow(x, y, length) {
  if (Math.abs(length) < 1) return `M${x - 1} ${y}h2`;
  const head = Math.sign(length) * Math.min(5, Math.abs(length));
  return `M${x} ${y}h${length.toFixed(1)}m${(-head).toFixed(1)} -3l${head.toFixed(1)} 3l${(-head).toFixed(1)} 3`;
}
