// The backward view of lesson 5: the factors of the chain rule for one row, and the nine gradients of this row.

import { bars, element, figure, shown, setText } from "./drawing.mjs";
import { networkDrawing } from "./network_drawing.mjs";
import { button, buttons } from "./controls.mjs";
import { chainLines } from "./formulas.mjs";
import { lossChoice, nineNumbers, part, presetButtons, rowChoice, traceTable } from "./parts.mjs";
import { NAMES, backward, rowLoss } from "./trainer.mjs";

/**
 * @param {Context} context
 * @returns {View}
 */
export function backwardView(context) {
  const { state, change } = context;
  const rows = rowChoice(context);
  const presets = presetButtons(context);
  const losses = lossChoice(context);
  const nine = nineNumbers(context);
  const drawing = networkDrawing((name) => {
    editor.open = true;
    nine.focus(name);
  });
  const picture = figure(drawing);
  const outputChain = traceTable("From the loss back to the output neuron");
  const hiddenChain = traceTable("Back to the hidden neurons");
  const gradients = bars(
    NAMES.map((name) => `∂L/∂${name}`),
    true,
  );
  const reveal = button("I have made my prediction: show the nine", () => change({ revealed: true }, true), {
    "data-name": "reveal",
  });
  const sentence = element("p", { class: "nn-note", "aria-live": "polite" });
  const editor = element("details", {}, element("summary", {}, "Change the nine numbers"), nine.node);
  const node = element(
    "div",
    {},
    element("div", { class: "nn-bar-above" }, rows.node, losses.node, presets.node),
    part("network", picture.node, editor),
    part("output-chain", outputChain.node),
    part("hidden-chain", hiddenChain.node),
    part("gradients", element("p", { class: "nn-title" }, "The nine gradients"), buttons(reveal), gradients.node, sentence),
  );

  return {
    node,
    draw() {
      const p = state.params;
      const b = backward(p, state.row, state.loss);
      const { x1, x2, h1, h2, out } = b;
      drawing.move(p, { x1, x2, h1, h2, out });
      const lines = chainLines(p, state.row, state.loss);
      outputChain.move(lines.slice(0, 3));
      hiddenChain.move(lines.slice(3));
      gradients.node.hidden = !state.revealed;
      reveal.hidden = state.revealed;
      const largest = Math.max(...b.gradients.map(Math.abs));
      if (state.revealed) gradients.move(b.gradients, largest || 1, 5);
      const top = b.gradients.findIndex((gradient) => Math.abs(gradient) === largest);
      setText(
        sentence,
        !state.revealed
          ? "Hidden until you have made your prediction: which gradients are above 0, below 0 or exactly 0?"
          : `The largest is ∂L/∂${NAMES[top]} = ${shown(b.gradients[top], 5)}. Gradients above 0: ${b.gradients.filter((gradient) => gradient > 0).length}, below 0: ${b.gradients.filter((gradient) => gradient < 0).length}, exactly 0: ${b.gradients.filter((gradient) => gradient === 0).length}.`,
      );
      rows.move(state.row);
      losses.move(state.loss);
      presets.draw();
      nine.draw();
      picture.setCaption(
        `For the row (${b.x1}, ${b.x2}) the output is ${shown(b.out, 4)}, the target is ${b.y}, and the loss is ${shown(rowLoss(b.out, b.y, state.loss), 4)}.`,
      );
    },
  };
}
