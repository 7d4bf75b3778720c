// The train view of lesson 6: the whole network, trained before your eyes, with every epoch kept to go back to.

import { element, figure, shown, write } from "./drawing.mjs";
import { networkDrawing } from "./network.mjs";
import { lossCurve } from "./curve.mjs";
import { button, buttons, dropdown, numberControl } from "./controls.mjs";
import {
  INPUTS,
  MAX_EPOCHS,
  NAMES,
  fork,
  largestSlope,
  newRun,
  numbersAt,
  output,
  randomStart,
  remeasure,
  rowsRight,
  runFromHistory,
  trainEpochs,
} from "./trainer.mjs";
import { columns, lossChoice, nineNumbers, presetButtons, stillness } from "./parts.mjs";
import { drawNetwork, outputPlane, verdictTable } from "./outputs.mjs";

const SPEEDS = { slow: 0.05, steady: 1, fast: 20, full: Infinity }; // epochs a frame
const FRAME_MS = 8; // of a frame's 16 ms, so that drawing has the other half

export function trainView(about) {
  const { state, change, animate } = about;
  let run = firstRun(state),
    old = null,
    stop = null,
    speed = stillness() ? "full" : "fast",
    batch = 4000,
    logarithmic = false;
  let before = null,
    message = "",
    heldHistory = null;
  if (run.last !== state.epoch) state.epoch = run.last;

  // Moves through a run.

  const epochsShown = () => ({ params: Array.from(numbersAt(run, state.epoch)), epoch: state.epoch });
  function show(epoch, done = true) {
    state.epoch = epoch;
    change(epochsShown(), done);
  }
  function begin(params, done = true, label = "") {
    halt();
    if (run.last > 0) old = run;
    run = newRun(params, state.lr, state.loss);
    before = null;
    message = label;
    show(0, done);
  }
  /** Make the shown epoch the end of the run; what came after it stays as the dashed curve. */
  function continueFromHere() {
    if (state.epoch < run.last || run.label) {
      old = run;
      run = fork(run, state.epoch, state.lr, state.loss);
    }
  }
  function advance(count, row) {
    if (run.last > 0 && run.lr !== state.lr) run.mixed = true; // no one learning rate describes it any more
    run.lr = state.lr;
    trainEpochs(run, count, row);
    state.epoch = run.last;
    if (!run.broken) return;
    message = `Update ${run.broken.epoch} would make ${run.broken.name} ${shown(run.broken.value)}. Training stopped; epoch ${run.last} is the last good one, and it is what you see. Go back or take a smaller learning rate.`;
    halt();
  }
  function advanceForAFrame(end) {
    const started = performance.now();
    do {
      advance(Math.min(1000, end - run.last));
    } while (run.last < end && !run.broken && performance.now() - started < FRAME_MS);
  }
  function oneStep(row = -1) {
    halt();
    continueFromHere();
    before = INPUTS.map(([x1, x2]) => output(state.params, x1, x2));
    message = state.epoch >= MAX_EPOCHS ? `A run ends at epoch ${MAX_EPOCHS}.` : "";
    advance(1, row);
    if (!run.broken && row >= 0) message = `Update ${run.last} used the row (${INPUTS[row].join(", ")}) alone.`;
    show(run.last);
  }
  function train() {
    if (stop) return pause();
    continueFromHere();
    before = null;
    const end = Math.min((Math.floor(run.last / batch) + 1) * batch, MAX_EPOCHS);
    message =
      run.last >= MAX_EPOCHS ? `A run ends at epoch ${MAX_EPOCHS}. Restart, or fork from an earlier epoch.` : "";
    if (message) return change({}, true);
    let owed = 0;
    stop = animate(() => {
      if (SPEEDS[speed] === Infinity) advanceForAFrame(end);
      else {
        owed += SPEEDS[speed];
        advance(Math.min(Math.floor(owed), end - run.last));
        owed -= Math.floor(owed);
      }
      if (run.last >= end || run.broken) halt();
      if (!stop && !run.broken) message = summary();
      show(run.last, !stop);
      return Boolean(stop);
    });
    change({});
  }
  /** Why a run that ended with wrong rows got no further, in numbers. */
  function summary() {
    const p = numbersAt(run, run.last),
      right = rowsRight(p);
    return right === 4
      ? ""
      : `Stopped at epoch ${run.last} with ${right} of 4 rows right; the largest slope is ${largestSlope(p, state.loss).toExponential(1)}.`;
  }
  function play() {
    halt();
    if (run.last > 0 && !run.label) old = run;
    run = runFromHistory(state.history, state.lr, state.loss);
    run.label = state.history_label || "the run handed over";
    before = null;
    message = "";
    state.epoch = 0;
    if (stillness() || speed === "full") return show(run.last);
    const length = speed === "slow" ? 12 : speed === "steady" ? 6 : 3; // seconds, whatever the run's length
    stop = animate((seconds) => {
      const epoch = Math.min(Math.round((seconds / length) * run.last), run.last);
      if (epoch >= run.last) halt();
      show(epoch, !stop);
      return Boolean(stop);
    });
    show(0, false);
  }
  /** Numbers and epoch came together, from another picture of the same network: follow it. */
  function retrace() {
    halt();
    run = firstRun(state);
    state.epoch = run.last;
  }
  function halt() {
    stop?.();
    stop = null;
  }
  function pause() {
    halt();
    show(state.epoch);
  }

  // What is on the page.

  const nine = nineNumbers(about, (i, value, done) => {
    const numbers = state.params.map((number, j) => (j === i ? value : number));
    change({ start: numbers }); // so that Restart comes back to what was set
    begin(numbers, done);
  });
  const editor = element(
    "details",
    { class: "nn-fold" },
    element("summary", {}, "Set any of the nine numbers"),
    nine.node,
  );
  const network = networkDrawing((i) => {
      editor.open = true;
      nine.focus(i);
    }, 26),
    networkFigure = figure(network);
  const map = outputPlane(),
    mapFigure = figure(map);
  const curve = lossCurve(),
    curveFigure = figure(curve);
  const losses = lossChoice(about);
  const presets = presetButtons(
    about,
    (numbers, label) => (change({ start: numbers }), begin(numbers, true, `Set to ${label}.`)),
  );

  const trainButton = button("Train", train, { class: "nn-button nn-main", "data-name": "train" });
  const playButton = button("Play", play, { "data-name": "play-history" });
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
    change: (name) => (speed = name),
  });
  const batchSelect = dropdown({
    label: "stop at every",
    name: "batch",
    options: [1000, 4000, 20_000, 100_000].map((n) => [n, `${n} epochs`]),
    change: (n) => (batch = Number(n)),
  });
  speedSelect.move(speed);
  batchSelect.move(batch);
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
  const scrub = numberControl({
    name: "epoch",
    label: "epoch",
    low: 0,
    high: 1,
    step: 1,
    allowed: (k) =>
      Number.isInteger(k) && k >= 0 && k <= run.last ? null : `${shown(k)} is not an epoch from 0 to ${run.last}`,
    change: (k, done) => {
      halt();
      before = null;
      message = "";
      show(k, done);
    },
  });
  let forkRate = 1,
    seed = 1;
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
  const forkButton = button(
    "Fork from here",
    () => {
      halt();
      const from = state.epoch;
      old = run;
      run = fork(run, from, forkRate, state.loss);
      change({ lr: forkRate });
      train();
      if (!message)
        message = `Forked from epoch ${from} with learning rate ${forkRate}; the dashed curve is the run before.`;
    },
    { "data-name": "fork" },
  );
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
  const randomButton = button(
    "Random start",
    () => {
      const start = randomStart(seed);
      change({ start });
      begin(start, true, `Weights between −2 and 2, biases between −0.5 and 0.5, from seed ${seed}.`);
    },
    { "data-name": "random" },
  );
  const logBox = element("input", {
    type: "checkbox",
    "data-name": "log",
    change: () => ((logarithmic = logBox.checked), change({})),
  });
  const status = element("p", { class: "nn-status", role: "status" });
  const verdicts = verdictTable();

  const node = element(
    "div",
    {},
    element(
      "div",
      { class: "nn-bar-above" },
      buttons(
        trainButton,
        button("One epoch", () => oneStep(), { "data-name": "one-epoch" }),
        button("Restart", () => begin(state.start), { "data-name": "restart" }),
        playButton,
      ),
      speedSelect.node,
      batchSelect.node,
    ),
    status,
    columns(
      element("div", {}, networkFigure.node, curveFigure.node),
      element("div", {}, mapFigure.node, verdicts.node),
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
        buttons(
          button("One row", () => oneStep(state.row), { "data-name": "one-row" }),
          rowSelect.node,
        ),
        element("div", { class: "nn-pair" }, forkButton, forkControl.node),
        element("div", { class: "nn-pair" }, randomButton, seedControl.node),
      ),
    ),
    editor,
  );

  return {
    node,
    stop: halt,
    /** Python changed traits: new numbers begin a new run, a new epoch is scrubbed to, a new loss is measured. */
    incoming(names) {
      if (names.has("params") && names.has("epoch")) retrace();
      else if (names.has("params")) begin(state.params, false);
      else if (names.has("epoch")) (halt(), show(Math.min(state.epoch, run.last), false));
    },
    draw() {
      const { epoch } = state,
        p = state.params;
      if (run.loss !== state.loss) {
        remeasure(run, state.loss);
        message = "";
      }
      if (old && old.loss !== state.loss) remeasure(old, state.loss);
      const right = rowsRight(p),
        loss = run.losses[epoch];
      drawNetwork(network, p, state.row);
      map.move(p);
      curve.move(run, epoch, old, logarithmic);
      verdicts.move(p, before);
      scrub.reach(Math.max(run.last, 1));
      scrub.move(epoch);
      rate.move(state.lr);
      losses.move(state.loss);
      rowSelect.move(state.row);
      presets.draw();
      nine.draw();
      write(trainButton, stop ? "Pause" : "Train");
      playButton.hidden = state.history.length === 0;
      if (heldHistory !== state.history_label)
        write(playButton, `Play ${(heldHistory = state.history_label) || "the run handed over"}`);
      write(status, message);
      const who = run.label ? `${run.label}, epoch` : "Epoch";
      mapFigure.say(
        `${who} ${epoch}: mean ${state.loss} ${shown(loss, 4)}, ${right} of 4 rows right. Circles are 0, squares are 1; the solid line is where the output is ½, the dashed lines those of h1 and h2.`,
      );
      const top = p.reduce((best, number, i) => (Math.abs(number) > Math.abs(p[best]) ? i : best), 0);
      networkFigure.say(
        `The largest of the nine numbers is ${NAMES[top]} = ${shown(p[top])}. The values in the neurons are those of the row (${INPUTS[state.row].join(", ")}). Width is size, dashed is negative.`,
      );
      const behind = old
        ? ` Dashed: the run before, to epoch ${old.last}${old.label || old.mixed ? "" : ` with learning rate ${old.lr}`}.`
        : "";
      curveFigure.say(
        run.last === 0
          ? `No update yet: the mean loss is ${shown(loss, 4)}.${behind}`
          : `The mean loss went from ${shown(run.losses[0], 4)} at epoch 0 to ${shown(run.losses[run.last], 4)} at epoch ${run.last}.${behind}`,
      );
    },
  };
}

/** The run behind the traits: retraced from `start` if that leads to the traits' numbers, else a new one. */
function firstRun({ start, params, epoch, lr, loss }) {
  if (epoch > 0 && epoch <= MAX_EPOCHS) {
    const run = newRun(start, lr, loss);
    trainEpochs(run, epoch);
    if (!run.broken && params.every((number, i) => Math.abs(number - run.numbers[9 * epoch + i]) < 1e-9)) return run;
  }
  return newRun(params, lr, loss);
}
