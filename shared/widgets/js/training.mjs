// The train view of lesson 6: the network trains while you watch, and you can go back to every epoch.

import { element, setText } from "./drawing.mjs";
import { foldPicture } from "./fold.mjs";
import { numberCard, phasePanel, pullsPicture } from "./inside.mjs";
import { columns, folded, nineNumbers, replaced } from "./parts.mjs";
import { runner } from "./runs.mjs";
import { meanLoss, remeasure } from "./trainer.mjs";
import { epochControls, moreControls, runControls } from "./training_controls.mjs";
import { trainingDrawing } from "./training_drawing.mjs";

/**
 * @param {Context} context
 * @returns {View}
 */
export function trainView(context) {
  const { state, change } = context;
  const runs = runner(context);
  const nine = nineNumbers(context, (i, value, done) => {
    const start = replaced(state.params, i, value);
    change({ start }); // Restart goes back to these numbers
    runs.begin(start, done);
  });
  const editor = folded("Set any of the nine numbers", [nine.node]);
  const card = numberCard(context, (name) => {
    editor.open = true;
    nine.focus(name);
  });
  const status = element("p", { class: "nn-status", role: "status" });
  const phases = phasePanel(context);
  const pictures = trainingDrawing(card.pick);
  const hidden = foldPicture(context, 1);
  const pulls = pullsPicture(context, card.pick);
  const hiddenFold = folded(
    "The hidden space: where h1 and h2 put the four points",
    [hidden.controls, hidden.node],
    hidden.draw,
  );
  const pullsFold = folded("Each row's pull on each number", [pulls.node], pulls.draw);
  const { lr, loss, row } = state; // Restart sets these again
  const controls = runControls(context, runs, () => {
    epochs.reset();
    change({ lr, loss, row });
    runs.begin(state.start, true, `Restarted with learning rate ${Number(lr.toPrecision(6))}.`);
  });
  const epochs = epochControls(context, runs);
  const more = moreControls(context, runs);
  const node = element(
    "div",
    {},
    controls.node,
    status,
    phases.node,
    columns(
      element("div", {}, pictures.network, card.node, pictures.curve, epochs.node),
      element("div", {}, pictures.map, pictures.verdicts, pullsFold, hiddenFold),
    ),
    more.node,
    editor,
  );

  return {
    node,
    stop() {
      runs.halt();
      hidden.stop();
    },
    /**
     * If only the numbers change, a new run begins. If only the epoch changes, the view shows this epoch. If both
     * change, they come from a run in another picture. The view then repeats that run.
     */
    incoming(names) {
      if (names.has("params") && names.has("epoch")) runs.retrace();
      else if (names.has("params")) runs.begin(state.params, false);
      else if (names.has("epoch")) runs.goTo(state.epoch, false);
    },
    measured: () => ({ epoch_loss: meanLoss(state.params, state.loss) }),
    draw() {
      const { run, old } = runs;
      if (run.loss !== state.loss) {
        remeasure(run, state.loss);
        runs.message = "";
      }
      if (old && old.loss !== state.loss) remeasure(old, state.loss);
      pictures.move(state, runs, more.logarithmic());
      phases.move(runs.phase, run);
      card.draw();
      if (hiddenFold.open) hidden.draw();
      if (pullsFold.open) pulls.draw();
      controls.draw();
      epochs.draw();
      more.draw();
      nine.draw();
      setText(status, runs.message);
    },
  };
}
