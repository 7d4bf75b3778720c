// The forward view of lesson 3: the network with every value of one row, drawn and as arithmetic.

import { element, factor, figure, shown, write } from "./drawing.mjs";
import { networkDrawing } from "./network.mjs";
import { nineNumbers, presetButtons, rowChoice, verdict } from "./parts.mjs";
import { INPUTS, TARGETS, forward } from "./trainer.mjs";

export function forwardView(about) {
  const { state } = about;
  const rows = rowChoice(about),
    presets = presetButtons(about),
    nine = nineNumbers(about);
  const drawing = networkDrawing((i) => nine.focus(i)),
    picture = figure(drawing);
  const trace = element("table", { class: "nn-trace" }, element("caption", {}, "The same, as arithmetic"));
  const lines = ["z1", "h1", "z2", "h2", "z", "out", "verdict"].map((name) => {
    const cells = [
      element("th", { scope: "row" }, name),
      element("td"),
      element("td"),
      element("td", { class: "nn-result" }),
    ];
    trace.append(element("tr", {}, ...cells));
    return cells.slice(1);
  });
  const node = element(
    "div",
    {},
    element("div", { class: "nn-bar-above" }, rows.node, presets.node),
    picture.node,
    nine.node,
    element("div", { class: "nn-scroll" }, trace),
  );

  return {
    node,
    draw() {
      const p = state.params,
        [x1, x2] = INPUTS[state.row],
        y = TARGETS[state.row];
      const pass = forward(p, x1, x2),
        { z1, h1, z2, h2, z, out } = pass;
      drawing.move(p, { x1, x2, h1, h2, out });
      const f = (number) => factor(number, 3),
        say = verdict(out, y);
      const written = [
        ["w11·x1 + w12·x2 + b1", `${f(p[0])}·${x1} + ${f(p[1])}·${x2} + ${f(p[2])}`, shown(z1, 4)],
        ["σ(z1)", `σ(${shown(z1, 4)})`, shown(h1, 4)],
        ["w21·x1 + w22·x2 + b2", `${f(p[3])}·${x1} + ${f(p[4])}·${x2} + ${f(p[5])}`, shown(z2, 4)],
        ["σ(z2)", `σ(${shown(z2, 4)})`, shown(h2, 4)],
        ["v1·h1 + v2·h2 + c", `${f(p[6])}·${shown(h1, 4)} + ${f(p[7])}·${shown(h2, 4)} + ${f(p[8])}`, shown(z, 4)],
        ["σ(z)", `σ(${shown(z, 4)})`, shown(out, 4)],
        [`target ${y}`, `${shown(out, 4)} is ${out > 0.5 ? "above" : out < 0.5 ? "below" : "exactly"} 0.5`, say],
      ];
      written.forEach((texts, i) => texts.forEach((text, j) => write(lines[i][j], text)));
      rows.move(state.row);
      presets.draw();
      nine.draw();
      picture.say(
        `For the row (${x1}, ${x2}) the hidden neurons give h1 = ${shown(h1, 3)} and h2 = ${shown(h2, 3)}, the output is ${shown(out, 3)} and the target ${y}: the ${say} side of 0.5. Width is size; a dashed line is a negative number.`,
      );
    },
  };
}
