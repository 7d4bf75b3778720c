// The controls of the train view: for the run, for the epoch, and for the settings of the next update.

import { element, setText, shown } from "./drawing.mjs";
import { button, buttons, dropdown, numberControl } from "./controls.mjs";
import { lossChoice, presetButtons } from "./parts.mjs";
import { SPEEDS } from "./runs.mjs";
import { INPUTS, randomStart } from "./trainer.mjs";

/**
 * Buttons to train, make one step, restart and play; the speed, and the row of a single update.
 * @param {Context} context
 * @param {Runner} runs
 */
export function runControls({ state, change }, runs) {
  const trainButton = button("Train", runs.train, { class: "nn-button nn-main", "data-name": "train" });
  const playButton = button("Play", runs.play, { "data-name": "play-history" });
  const phaseButton = button("Next phase", nextPhase, { "data-name": "next-phase" });
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
    change(name) {
      runs.halt();
      runs.speed = name;
      change({}, true);
    },
  });
  const batchSelect = dropdown({
    label: "stop at every",
    name: "batch",
    options: [1000, 4000, 20_000, 100_000].map((n) => [n, `${n} epochs`]),
    change: (n) => (runs.batch = Number(n)),
  });
  speedSelect.move(runs.speed);
  batchSelect.move(runs.batch);

  function nextPhase() {
    runs.halt();
    runs.nextPhase();
  }

  return {
    node: element(
      "div",
      { class: "nn-bar-above" },
      buttons(
        trainButton,
        button("One epoch", () => runs.oneStep(), { "data-name": "one-epoch" }),
        phaseButton,
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
    draw() {
      setText(trainButton, runs.running ? "Pause" : "Train");
      setText(playButton, `Play ${state.history_label || "the run handed over"}`);
      playButton.hidden = state.history.length === 0;
      rowSelect.move(state.row);
    },
  };
}

/**
 * The epoch slider, and the axis of the loss curve.
 * @param {Context} context
 * @param {Runner} runs
 */
export function epochControls({ state, change }, runs) {
  const scrub = numberControl({
    name: "epoch",
    low: 0,
    high: 1,
    step: 1,
    allowed: (k) => {
      const { last } = runs.run;
      return isWhole(k) && k <= last ? null : `${shown(k)} is not an epoch from 0 to ${last}`;
    },
    change: runs.goTo,
  });
  const logBox = element("input", { type: "checkbox", "data-name": "log", change: () => change({}) });
  const logLabel = element("label", { class: "nn-check" }, logBox, "logarithmic loss axis");
  return {
    node: element("div", { class: "nn-time" }, scrub.node, logLabel),
    logarithmic: () => logBox.checked,
    draw() {
      scrub.reach(Math.max(runs.run.last, 1));
      scrub.move(state.epoch);
    },
  };
}

/**
 * The learning rate and the loss; new initial params; and a fork of the run with another learning rate.
 * @param {Context} context
 * @param {Runner} runs
 */
export function settingControls(context, runs) {
  const { state, change } = context;
  const rate = rateControl("lr", "learning rate", (lr, done) => change({ lr }, done));
  const losses = lossChoice(context);
  const presets = presetButtons(context, (start, label) => beginAt(start, `Set to ${label}.`));
  let forkRate = 1;
  const forkControl = rateControl("fork-lr", "rate", (lr) => {
    forkRate = lr;
    forkControl.move(lr);
  });
  let seed = 1;
  const seedControl = numberControl({
    name: "seed",
    low: 0,
    high: 99,
    step: 1,
    allowed: (n) => (isWhole(n) && n < 2 ** 32 ? null : `${shown(n)} is not a whole number from 0 to 4294967295`),
    change(n) {
      seed = n;
      seedControl.move(n);
    },
  });
  forkControl.move(forkRate);
  seedControl.move(seed);

  function beginAt(start, message) {
    change({ start });
    runs.begin(start, true, message);
  }
  function beginAtRandom() {
    beginAt(randomStart(seed), `Weights between −2 and 2, biases between −0.5 and 0.5, from seed ${seed}.`);
  }

  const pair = (...nodes) => element("div", { class: "nn-pair" }, ...nodes);
  return {
    node: element(
      "div",
      { class: "nn-settings" },
      element("div", {}, rate.node, losses.node, pair(element("b", {}, "Start from"), presets.node)),
      element(
        "div",
        {},
        pair(
          button("Fork from here", () => runs.forkHere(forkRate), { "data-name": "fork" }),
          forkControl.node,
        ),
        pair(button("Random start", beginAtRandom, { "data-name": "random" }), seedControl.node),
      ),
    ),
    draw() {
      rate.move(state.lr);
      losses.move(state.loss);
      presets.draw();
    },
  };
}

const isWhole = (number) => Number.isInteger(number) && number >= 0;

function rateControl(name, label, change) {
  const allowed = (value) => (value > 0 ? null : `${shown(value)} is not above 0`);
  return numberControl({ name, label, low: 0.05, high: 10, step: 0.05, allowed, change });
}
