// The train view of lesson 6: the whole network, trained before your eyes, with every epoch kept to go back to.

import { element, figure, shown, setText } from "./drawing.mjs";
import { networkDrawing } from "./network_drawing.mjs";
import { lossCurve } from "./loss_curve.mjs";
import { button, buttons, dropdown, numberControl } from "./controls.mjs";
import { INPUTS, NAMES, randomStart, remeasure, rowsRight } from "./trainer.mjs";
import { columns, lossChoice, nineNumbers, presetButtons, replaced } from "./parts.mjs";
import { SPEEDS, runner } from "./runs.mjs";
import { drawHeats, outputPlane, verdictTable } from "./outputs.mjs";
import { numberCard, phasePanel, pullsPicture, wiresOf } from "./inside.mjs";
import { foldPicture } from "./fold.mjs";

export function trainView(context) {
  const { state, change } = context;
  const runs = runner(context);
  let logarithmic = false;
  let heldHistory = null;

  // Above the pictures: what may be done.

  const trainButton = button("Train", runs.train, { class: "nn-button nn-main", "data-name": "train" });
  const playButton = button("Play", runs.play, { "data-name": "play-history" });
  const rowSelect = dropdown({
    label: "row",
    name: "row",
    options: INPUTS.map((x, row) => [row, `(${x.join(", ")})`]),
    change: (row) => change({ row: Number(row) }, true),
  });
  const speedSelect = dropdown({
    label: "speed",
    name: "speed",
    options: Object.keys(SPEEDS).map((name) => [name, name]),
    change: (name) => (runs.halt(), (runs.speed = name), change({}, true)),
  });
  const batchSelect = dropdown({
    label: "stop at every",
    name: "batch",
    options: [1000, 4000, 20_000, 100_000].map((n) => [n, `${n} epochs`]),
    change: (n) => (runs.batch = Number(n)),
  });
  speedSelect.move(runs.speed);
  batchSelect.move(runs.batch);
  const status = element("p", { class: "nn-status", role: "status" });
  const phases = phasePanel(context);

  // The pictures, and what opens under them.

  const nine = nineNumbers(context, (i, value, done) => {
    const start = replaced(state.params, i, value);
    change({ start }); // so that Restart comes back to what was set
    runs.begin(start, done);
  });
  const editor = element(
    "details",
    { class: "nn-fold" },
    element("summary", {}, "Set any of the nine numbers"),
    nine.node,
  );
  const card = numberCard(context, (name) => {
    editor.open = true;
    nine.focus(name);
  });
  const network = networkDrawing(card.pick, 26);
  const networkFigure = figure(network);
  const map = outputPlane();
  const mapFigure = figure(map);
  const curve = lossCurve();
  const curveFigure = figure(curve);
  const verdicts = verdictTable();
  const hidden = foldPicture(context, 1);
  const hiddenFold = folded("The hidden space: where h1 and h2 put the four points", hidden.draw, [
    hidden.controls,
    hidden.node,
  ]);
  const pulls = pullsPicture(context, card.pick);
  const pullsFold = folded("Each row's pull on each number", pulls.draw, [pulls.node]);

  // Below the pictures: time and settings.

  const scrub = numberControl({
    name: "epoch",
    label: "epoch",
    low: 0,
    high: 1,
    step: 1,
    allowed: (k) =>
      Number.isInteger(k) && k >= 0 && k <= runs.run.last
        ? null
        : `${shown(k)} is not an epoch from 0 to ${runs.run.last}`,
    change: runs.goTo,
  });
  const logBox = element("input", {
    type: "checkbox",
    "data-name": "log",
    change: () => ((logarithmic = logBox.checked), change({})),
  });
  const positive = (value) => (value > 0 ? null : `${shown(value)} is not above 0`);
  const rate = numberControl({
    name: "lr",
    label: "learning rate",
    low: 0.05,
    high: 10,
    step: 0.05,
    allowed: positive,
    change: (lr, done) => change({ lr }, done),
  });
  const losses = lossChoice(context);
  const presets = presetButtons(context, (start, label) => beginAt(start, `Set to ${label}.`));
  let forkRate = 1;
  let seed = 1;
  const forkControl = numberControl({
    name: "fork-lr",
    label: "rate",
    low: 0.05,
    high: 10,
    step: 0.05,
    allowed: positive,
    change: (lr) => forkControl.move((forkRate = lr)),
  });
  forkControl.move(forkRate);
  const seedControl = numberControl({
    name: "seed",
    label: "seed",
    low: 0,
    high: 99,
    step: 1,
    allowed: (n) =>
      Number.isInteger(n) && n >= 0 && n < 2 ** 32 ? null : `${shown(n)} is not a whole number from 0 to 4294967295`,
    change: (n) => seedControl.move((seed = n)),
  });
  seedControl.move(seed);
  const drawAStart = () =>
    beginAt(randomStart(seed), `Weights between −2 and 2, biases between −0.5 and 0.5, from seed ${seed}.`);

  function beginAt(start, message) {
    change({ start });
    runs.begin(start, true, message);
  }

  const node = element(
    "div",
    {},
    element(
      "div",
      { class: "nn-bar-above" },
      buttons(
        trainButton,
        button("One epoch", () => runs.oneStep(), { "data-name": "one-epoch" }),
        button("Next phase", () => (runs.halt(), runs.nextPhase()), { "data-name": "next-phase" }),
        button("Restart", () => runs.begin(state.start), { "data-name": "restart" }),
        playButton,
      ),
      speedSelect.node,
      batchSelect.node,
      buttons(
        button("One row", () => runs.oneStep(state.row), { "data-name": "one-row" }),
        rowSelect.node,
      ),
    ),
    status,
    phases.node,
    columns(
      element("div", {}, networkFigure.node, card.node, curveFigure.node),
      element("div", {}, mapFigure.node, verdicts.node, pullsFold, hiddenFold),
    ),
    element(
      "div",
      { class: "nn-time" },
      scrub.node,
      element("label", { class: "nn-check" }, logBox, "logarithmic loss axis"),
    ),
    element(
      "div",
      { class: "nn-settings" },
      element(
        "div",
        {},
        rate.node,
        losses.node,
        element("div", { class: "nn-pair" }, element("b", {}, "Start from"), presets.node),
      ),
      element(
        "div",
        {},
        element(
          "div",
          { class: "nn-pair" },
          button("Fork from here", () => runs.forkHere(forkRate), { "data-name": "fork" }),
          forkControl.node,
        ),
        element(
          "div",
          { class: "nn-pair" },
          button("Random start", drawAStart, { "data-name": "random" }),
          seedControl.node,
        ),
      ),
    ),
    editor,
  );

  return {
    node,
    stop: () => (runs.halt(), hidden.stop()),
    /** Python changed traits: new numbers begin a new run, a new epoch is gone to, both together are followed. */
    incoming(names) {
      if (names.has("params") && names.has("epoch")) runs.retrace();
      else if (names.has("params")) runs.begin(state.params, false);
      else if (names.has("epoch")) runs.goTo(state.epoch, false);
    },
    draw() {
      const { run, old } = runs;
      const { params: p, row } = state;
      if (run.loss !== state.loss) {
        remeasure(run, state.loss);
        runs.message = "";
      }
      if (old && old.loss !== state.loss) remeasure(old, state.loss);
      const wires = wiresOf(runs.phase, run, state);
      network.move(p, wires.activations, wires.labels);
      drawHeats(network.heats, p);
      map.move(p);
      curve.move(run, state.epoch, old, logarithmic);
      verdicts.move(p, runs.before);
      phases.move(runs.phase, run);
      card.draw();
      if (hiddenFold.open) hidden.draw();
      if (pullsFold.open) pulls.draw();
      scrub.reach(Math.max(run.last, 1));
      scrub.move(state.epoch);
      rate.move(state.lr);
      losses.move(state.loss);
      rowSelect.move(row);
      presets.draw();
      nine.draw();
      setText(trainButton, runs.running ? "Pause" : "Train");
      playButton.hidden = state.history.length === 0;
      if (heldHistory !== state.history_label)
        setText(playButton, `Play ${(heldHistory = state.history_label) || "the run handed over"}`);
      setText(status, runs.message);
      mapFigure.setCaption(mapSentence(run, state));
      networkFigure.setCaption(wires.words || networkSentence(state));
      curveFigure.setCaption(curveSentence(run, old));
    },
  };
}

/** What opens under a picture; it is drawn while it is open, and when it is opened. */
function folded(summary, draw, nodes) {
  const node = element(
    "details",
    { class: "nn-fold", toggle: () => node.open && draw() },
    element("summary", {}, summary),
    ...nodes,
  );
  return node;
}

function mapSentence(run, { params, epoch, loss }) {
  const who = run.label ? `${run.label}, epoch` : "Epoch";
  return `${who} ${epoch}: mean ${loss} ${shown(run.losses[epoch], 4)}, ${rowsRight(params)} of 4 rows right. Circles are 0, squares are 1; the solid line is where the output is ½, the dashed lines those of h1 and h2.`;
}

function networkSentence({ params: p, row }) {
  const top = p.reduce((best, number, i) => (Math.abs(number) > Math.abs(p[best]) ? i : best), 0);
  return `The largest of the nine numbers is ${NAMES[top]} = ${shown(p[top])}. The values at the neurons are those of the row (${INPUTS[row].join(", ")}). Width is size, dashed is negative.`;
}

function curveSentence(run, old) {
  const rate = old && !old.label && !old.mixed ? ` with learning rate ${old.lr}` : "";
  const behind = old ? ` Dashed: the run before, to epoch ${old.last}${rate}.` : "";
  const first = shown(run.losses[0], 4);
  return run.last === 0
    ? `No update yet: the mean loss is ${first}.${behind}`
    : `The mean loss went from ${first} at epoch 0 to ${shown(run.losses[run.last], 4)} at epoch ${run.last}.${behind}`;
}
