// The line view of lesson 2: one line and four points. The step neuron answers 1 if w1·x1 + w2·x2 + b is above 0.

import { element, figure, setAttributes, setText, shown } from "./drawing.mjs";
import { button, buttons, radioGroup } from "./controls.mjs";
import { lineDrawing } from "./line_drawing.mjs";
import { rowsOfLine } from "./line_model.mjs";
import { columns, neuronControls, part, tidy } from "./parts.mjs";
import { INPUTS, TABLES } from "./trainer.mjs";

const SUMS = ["b", "w2 + b", "w1 + b", "w1 + w2 + b"];

/**
 * @param {Context} context
 * @returns {View}
 */
export function lineView(context) {
  const { state, change } = context;
  /** @type {Record<string, number>} */
  const best = {}; // table → the largest number of right rows so far, in any copy of the picture
  const drawing = lineDrawing(([w1, w2, b], done) => change({ w1, w2, b }, done));
  const picture = figure(drawing);
  const tables = radioGroup({
    legend: "Table",
    name: "table",
    options: Object.keys(TABLES).map((name) => [name, name]),
    change: (table) => change({ table }, true),
  });
  const controls = neuronControls(context, 3, 0.05);
  const swap = button("Swap the sides", () => change({ w1: -state.w1, w2: -state.w2, b: -state.b }, true));
  const score = element("p", { class: "nn-score" });
  const certificate = certificateTable();
  const side = element(
    "div",
    { class: "nn-side" },
    score,
    part("numbers", controls.node, buttons(swap)),
    part("conditions", certificate.node),
  );

  return {
    node: element("div", {}, tables.node, columns(picture.node, side)),
    draw() {
      const { w1, w2, b, table } = state;
      const rows = rowsOfLine([w1, w2, b], table);
      const count = rows.filter(({ right }) => right).length;
      for (const [name, known] of [...Object.entries(state.best), [table, count]])
        best[name] = Math.max(best[name] ?? 0, known);
      const seen = drawing.move([w1, w2, b], rows);
      certificate.move(rows, table === "XOR" ? w1 + w2 + 2 * b : null);
      setText(score, `${count} of 4 rows right (best for ${table}: ${best[table]})`);
      tables.move(table);
      controls.draw();
      picture.setCaption(lineCaption(state, rows, seen));
    },
    measured: () => ({ best: { ...best } }),
  };
}

/** A table with one condition for the sum of each row. For XOR, it also shows why the conditions contradict each other. */
function certificateTable() {
  const cells = INPUTS.map(() => [element("td"), element("td"), element("td")]);
  const body = INPUTS.map(([x1, x2], row) =>
    element("tr", {}, element("th", { scope: "row" }, `(${x1}, ${x2})`), ...cells[row]),
  );
  const head = ["row", "condition", "now", "holds?"].map((text) => element("th", { scope: "col" }, text));
  const closing = element("p", { class: "nn-closing" });
  const table = element(
    "table",
    {},
    element("caption", {}, "The condition that each row needs"),
    element("thead", {}, element("tr", {}, ...head)),
    element("tbody", {}, ...body),
  );
  return {
    node: element("div", { class: "nn-certificate" }, table, closing),
    /** `total` is w1 + w2 + 2b for the table XOR, else null. */
    move(rows, total) {
      rows.forEach(({ sum, target, right }, row) => {
        const [condition, now, holds] = cells[row];
        setText(condition, `${SUMS[row]} ${target ? "> 0" : "≤ 0"}`);
        setText(now, shown(sum));
        setText(holds, right ? "holds" : "broken");
        setAttributes(holds, { class: right ? "nn-holds" : "nn-broken" });
      });
      setText(
        closing,
        total === null
          ? ""
          : `The two middle conditions add up to w1 + w2 + 2b > 0. The two outer conditions add up to w1 + w2 + 2b ≤ 0. These two results contradict each other, so at least one condition is always broken. Now w1 + w2 + 2b is ${shown(tidy(total))}.`,
      );
    },
  };
}

function lineCaption({ w1, w2, table }, rows, seen) {
  const wrong = INPUTS.filter((_, row) => !rows[row].right).map(([x1, x2]) => `(${x1}, ${x2})`);
  const list = wrong.length > 0 ? `; wrong: ${wrong.join(", ")}` : "";
  const noLine = w1 === 0 && w2 === 0 ? " With w1 = w2 = 0 there is no line." : " The line is outside the picture.";
  return `${table}: ${4 - wrong.length} of 4 points are on the correct side of the line${list}. Circles are 0, squares are 1. The neuron answers 1 on the dotted side.${seen ? "" : noLine}`;
}
