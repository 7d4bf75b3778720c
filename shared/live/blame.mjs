// The blame view of lesson 5: the chain of one row, link by link, and its nine slopes.

import { bars, element, factor, figure, shown, write } from "./drawing.mjs";
import { networkDrawing } from "./network.mjs";
import { button, buttons } from "./controls.mjs";
import { lossChoice, nineNumbers, presetButtons, rowChoice } from "./parts.mjs";
import { NAMES, blame, rowLoss } from "./trainer.mjs";

export function blameView(about) {
  const { state, change } = about;
  const rows = rowChoice(about),
    presets = presetButtons(about),
    losses = lossChoice(about),
    nine = nineNumbers(about);
  const drawing = networkDrawing((i) => {
      editor.open = true;
      nine.focus(i);
    }),
    picture = figure(drawing);
  const chain = element("table", { class: "nn-trace" }, element("caption", {}, "The chain, from the loss backwards"));
  const lines = ["∂L/∂out", "∂out/∂z", "δ_out", "δ_h1", "δ_h2"].map((name) => {
    const cells = [
      element("th", { scope: "row" }, name),
      element("td"),
      element("td"),
      element("td", { class: "nn-result" }),
    ];
    chain.append(element("tr", {}, ...cells));
    return cells.slice(1);
  });
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
    element("div", { class: "nn-scroll" }, chain),
    element("p", { class: "nn-title" }, "The nine slopes"),
    buttons(reveal),
    slopes.node,
    sentence,
  );

  return {
    node,
    draw() {
      const p = state.params,
        b = blame(p, state.row, state.loss),
        crossEntropy = state.loss === "cross-entropy";
      drawing.move(p, b);
      const f = (number) => factor(number, 4),
        r = (number) => shown(number, 5);
      const written = [
        [
          crossEntropy ? "(out − y) / (out·(1 − out))" : "2·(out − y)",
          crossEntropy ? `(${shown(b.out, 4)} − ${b.y}) / ${r(b.outSlope)}` : `2·(${shown(b.out, 4)} − ${b.y})`,
          r(b.lossSlope),
        ],
        ["out·(1 − out)", `${shown(b.out, 4)}·(1 − ${shown(b.out, 4)})`, r(b.outSlope)],
        ["∂L/∂out · ∂out/∂z", `${f(b.lossSlope)}·${shown(b.outSlope, 4)}`, r(b.dOut)],
        ["δ_out · v1 · h1·(1 − h1)", `${f(b.dOut)}·${f(p[6])}·${shown(b.h1 * (1 - b.h1), 4)}`, r(b.dH1)],
        ["δ_out · v2 · h2·(1 − h2)", `${f(b.dOut)}·${f(p[7])}·${shown(b.h2 * (1 - b.h2), 4)}`, r(b.dH2)],
      ];
      written.forEach((texts, i) => texts.forEach((text, j) => write(lines[i][j], text)));
      slopes.node.hidden = !state.revealed;
      reveal.hidden = state.revealed;
      const largest = Math.max(...b.slopes.map(Math.abs));
      if (state.revealed) slopes.move(b.slopes, largest || 1, 5);
      const top = b.slopes.findIndex((slope) => Math.abs(slope) === largest);
      write(
        sentence,
        !state.revealed
          ? "Hidden until you have made your bet: which signs, and which is the largest?"
          : `The largest is ∂L/∂${NAMES[top]} = ${r(b.slopes[top])}; ${b.slopes.filter((slope) => slope > 0).length} are above 0, ${b.slopes.filter((slope) => slope < 0).length} below, ${b.slopes.filter((slope) => slope === 0).length} exactly 0.`,
      );
      rows.move(state.row);
      losses.move(state.loss);
      presets.draw();
      nine.draw();
      picture.say(
        `For the row (${b.x1}, ${b.x2}) the output is ${shown(b.out, 4)}, the target ${b.y}, the loss ${shown(rowLoss(b.out, b.y, state.loss), 4)}: the output neuron's blame is δ_out = ${r(b.dOut)}, the hidden neurons' δ_h1 = ${r(b.dH1)} and δ_h2 = ${r(b.dH2)}.`,
      );
    },
  };
}
