// The blame view of lesson 5: the chain of one row, link by link, and its nine slopes.

import { bars, element, figure, shown, write } from "./drawing.mjs";
import { networkDrawing } from "./network.mjs";
import { button, buttons } from "./controls.mjs";
import { chainLines } from "./formulas.mjs";
import { lossChoice, nineNumbers, presetButtons, rowChoice, traceTable } from "./parts.mjs";
import { NAMES, backward, rowLoss } from "./trainer.mjs";

export function backwardView(about) {
  const { state, change } = about;
  const rows = rowChoice(about),
    presets = presetButtons(about),
    losses = lossChoice(about),
    nine = nineNumbers(about);
  const drawing = networkDrawing((name) => {
      editor.open = true;
      nine.focus(name);
    }),
    picture = figure(drawing);
  const chain = traceTable("The chain, from the loss backwards");
  const slopes = bars(
    NAMES.map((name) => `∂L/∂${name}`),
    true,
  );
  const reveal = button("I have made my bet: show the nine", () => change({ revealed: true }, true), {
    "data-name": "reveal",
  });
  const sentence = element("p", { class: "nn-note", "aria-live": "polite" });
  const editor = element("details", {}, element("summary", {}, "Change the nine numbers"), nine.node);
  const node = element(
    "div",
    {},
    element("div", { class: "nn-bar-above" }, rows.node, losses.node, presets.node),
    picture.node,
    editor,
    chain.node,
    element("p", { class: "nn-title" }, "The nine slopes"),
    buttons(reveal),
    slopes.node,
    sentence,
  );

  return {
    node,
    draw() {
      const p = state.params,
        b = backward(p, state.row, state.loss);
      drawing.move(p, b);
      chain.move(chainLines(p, state.row, state.loss));
      slopes.node.hidden = !state.revealed;
      reveal.hidden = state.revealed;
      const largest = Math.max(...b.slopes.map(Math.abs));
      if (state.revealed) slopes.move(b.slopes, largest || 1, 5);
      const top = b.slopes.findIndex((slope) => Math.abs(slope) === largest);
      write(
        sentence,
        !state.revealed
          ? "Hidden until you have made your bet: which signs, and which is the largest?"
          : `The largest is ∂L/∂${NAMES[top]} = ${shown(b.slopes[top], 5)}; ${b.slopes.filter((slope) => slope > 0).length} are above 0, ${b.slopes.filter((slope) => slope < 0).length} below, ${b.slopes.filter((slope) => slope === 0).length} exactly 0.`,
      );
      rows.move(state.row);
      losses.move(state.loss);
      presets.draw();
      nine.draw();
      picture.say(
        `For the row (${b.x1}, ${b.x2}) the output is ${shown(b.out, 4)}, the target ${b.y}, the loss ${shown(rowLoss(b.out, b.y, state.loss), 4)}: the output neuron's blame is δ_out = ${shown(b.dOut, 5)}, the hidden neurons' δ_h1 = ${shown(b.dH1, 5)} and δ_h2 = ${shown(b.dH2, 5)}.`,
      );
    },
  };
}
