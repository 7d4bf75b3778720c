// The controls of the train view: above the picture, under the loss curve, and in a folded part.

import { element, setText, shown } from "./drawing.mjs";
import { button, buttons, dropdown, numberControl } from "./controls.mjs";
import { folded, lossChoice, presetButtons } from "./parts.mjs";
import { SPEEDS } from "./runs.mjs";
import { INPUTS, randomStart } from "./trainer.mjs";

/**
 * The controls above the picture: train, one step, one phase, restart, play, and the learning rate.
 * @param {Context} context
 * @param {Runner} runs
 * @param {() => void} restart
 */
export function runControls({ state, change }, runs, restart) {
  const trainButton = button("Train", runs.train, { class: "nn-button nn-main", "data-name": "train" });
  const playButton = button("Play", runs.play, { "data-name": "play-history" });
  const rate = rateControl("lr", "learning rate", (lr, done) => change({ lr }, done));
  return {
    node: element(
      "div",
      { class: "nn-bar-above" },
      buttons(
        trainButton,
        button("One epoch", () => runs.oneStep(), { "data-name": "one-epoch" }),
        button("Next phase", nextPhase, { "data-name": "next-phase" }),
        button("Restart", restart, { "data-name": "restart" }),
        playButton,
      ),
      rate.node,
    ),
    draw() {
      setText(trainButton, runs.running ? "Pause" : "Train");
      setText(playButton, `Play ${state.history_label || "the run from Python"}`);
      playButton.hidden = state.history.length === 0;
      rate.move(state.lr);
    },
  };

  function nextPhase() {
    runs.halt();
    runs.nextPhase();
  }
}

/**
 * The controls under the loss curve: the epoch that is shown, and a fork of the run with another learning rate.
 * @param {Context} context
 * @param {Runner} runs
 */
export function epochControls({ state }, runs) {
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
  let rate = FORK_RATE;
  const rateOfFork = rateControl("fork-lr", "rate of the fork", setRate);
  setRate(rate);

  function setRate(lr) {
    rate = lr;
    rateOfFork.move(lr);
  }

  return {
    node: element(
      "div",
      { class: "nn-time" },
      scrub.node,
      button("Fork from here", () => runs.forkHere(rate), { "data-name": "fork" }),
      rateOfFork.node,
    ),
    reset: () => setRate(FORK_RATE),
    draw() {
      scrub.reach(Math.max(runs.run.last, 1));
      scrub.move(state.epoch);
    },
  };
}

/**
 * The controls that few students need. They are hidden until the student opens them: the speed, the epochs of one run,
 * a single update with one row, the axis of the loss curve, the loss, and other initial params.
 * @param {Context} context
 * @param {Runner} runs
 */
export function moreControls(context, runs) {
  const { state, change } = context;
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
  const rowSelect = dropdown({
    label: "row",
    name: "row",
    options: INPUTS.map((x, row) => [row, `(${x.join(", ")})`]),
    change: (row) => change({ row: Number(row) }, true),
  });
  const logBox = element("input", { type: "checkbox", "data-name": "log", change: () => change({}) });
  const losses = lossChoice(context);
  const presets = presetButtons(context, (start, label) => beginAt(start, `Set to ${label}.`));
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
  speedSelect.move(runs.speed);
  batchSelect.move(runs.batch);
  seedControl.move(seed);

  function beginAt(start, message) {
    change({ start });
    runs.begin(start, true, message);
  }
  function beginAtRandom() {
    beginAt(randomStart(seed), `Random start from seed ${seed}: weights between −2 and 2, biases between −0.5 and 0.5.`);
  }

  const group = (...nodes) => element("div", { class: "nn-pair" }, ...nodes);
  return {
    node: folded("More: speed, one row, loss, initial numbers", [
      element(
        "div",
        { class: "nn-settings" },
        element(
          "div",
          {},
          group(speedSelect.node, batchSelect.node),
          group(
            button("One row", () => runs.oneStep(state.row), { "data-name": "one-row" }),
            rowSelect.node,
          ),
          element("label", { class: "nn-check" }, logBox, "logarithmic loss axis"),
        ),
        element(
          "div",
          {},
          losses.node,
          group(element("b", {}, "Start from"), presets.node),
          group(button("Random start", beginAtRandom, { "data-name": "random" }), seedControl.node),
        ),
      ),
    ]),
    logarithmic: () => logBox.checked,
    draw() {
      rowSelect.move(state.row);
      losses.move(state.loss);
      presets.draw();
    },
  };
}

const FORK_RATE = 1;
const isWhole = (number) => Number.isInteger(number) && number >= 0;

function rateControl(name, label, change) {
  const allowed = (value) => (value > 0 ? null : `${shown(value)} is not above 0`);
  return numberControl({ name, label, low: 0.05, high: 10, step: 0.05, allowed, change });
}
