// The forward view of lessons 3 and 7: the network with all values of one row, as a drawing and as formulas.

import { element, figure, shown } from "./drawing.mjs";
import { networkDrawing } from "./network_drawing.mjs";
import { forwardLines } from "./formulas.mjs";
import { nineNumbers, part, presetButtons, rowChoice, traceTable, verdict } from "./parts.mjs";
import { INPUTS, TARGETS, forward } from "./trainer.mjs";

/**
 * @param {Context} context
 * @returns {View}
 */
export function forwardView(context) {
  const { state } = context;
  const rows = rowChoice(context);
  const presets = presetButtons(context);
  const nine = nineNumbers(context);
  const drawing = networkDrawing(nine.focus);
  const picture = figure(drawing);
  const trace = traceTable("The same values, as arithmetic");
  const node = element(
    "div",
    {},
    element("div", { class: "nn-bar-above" }, rows.node, presets.node),
    part("network", picture.node),
    part("numbers", nine.node),
    part("steps", trace.node),
  );

  return {
    node,
    draw() {
      const p = state.params;
      const [x1, x2] = INPUTS[state.row];
      const y = TARGETS[state.row];
      const { h1, h2, out } = forward(p, x1, x2);
      const word = verdict(out, y);
      drawing.move(p, { x1, x2, h1, h2, out });
      const side = `${shown(out, 4)} is ${out > 0.5 ? "above" : out < 0.5 ? "below" : "exactly"} 0.5`;
      trace.move([...forwardLines(p, state.row), ["verdict", `target ${y}`, side, word]]);
      rows.move(state.row);
      presets.draw();
      nine.draw();
      picture.setCaption(
        `For the row (${x1}, ${x2}) the hidden neurons give h1 = ${shown(h1, 3)} and h2 = ${shown(h2, 3)}. The output is ${shown(out, 3)}. The target is ${y}, so the output is on the ${word === "right" ? "correct" : word} side of 0.5. A thick line means a number far from 0, and a dashed line means a negative number.`,
      );
    },
  };
}
