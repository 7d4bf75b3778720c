// Controls a run: train, pause, one step, one phase, go back, fork, play. This module draws nothing.

import { shown } from "./drawing.mjs";
import { prefersReducedMotion } from "./parts.mjs";
import {
  INPUTS,
  MAX_EPOCHS,
  fork,
  largestGradient,
  newRun,
  numbersAt,
  output,
  rowsRight,
  runFromHistory,
  trainEpochs,
} from "./trainer.mjs";

export const SPEEDS = { "in phases": 0, slow: 0.05, steady: 1, fast: 20, full: Infinity }; // epochs per frame
export const PHASES = ["forward", "loss", "backward", "update"];
const FRAME_MS = 8; // time to train in each frame of 16 ms; the rest is for drawing
const PHASE_SECONDS = 2;

/**
 * The current run and the functions that change it. `state`, `change` and `animate` come from the view's Context.
 * Other modules read `run`, `old` (the previous run, or null), `before` (the outputs before a single step, or null),
 * `message`, `running` and `phase`. `phase` is null or { at: 0…3, of: epoch }. In the last phase it also has the `lr`
 * and the `loss` of the update. Other modules may set `message`, `speed` and `batch`.
 * @param {Context} context
 * @returns {Runner}
 */
export function runner({ state, change, animate }) {
  /** @type {Runner} */
  const self = {
    run: firstRun(state),
    old: null,
    before: null,
    phase: null,
    message: "",
    speed: prefersReducedMotion() ? "full" : "fast",
    batch: 4000,
    get running() {
      return Boolean(stop);
    },
    begin,
    halt,
    train,
    oneStep,
    nextPhase,
    goTo,
    forkHere,
    play,
    retrace,
  };
  let stop = null;
  if (self.run.last !== state.epoch) state.epoch = self.run.last;
  return self;

  function show(epoch, done = true) {
    state.epoch = epoch;
    change({ params: Array.from(numbersAt(self.run, epoch)), epoch }, done);
  }
  function halt() {
    stop?.();
    stop = null;
  }
  /** Stop the run, and clear what the previous action has shown. */
  function settle() {
    halt();
    Object.assign(self, { before: null, phase: null, message: "" });
  }
  function begin(params, done = true, message = "") {
    settle();
    if (self.run.last > 0) self.old = self.run;
    self.run = newRun(params, state.lr, state.loss);
    self.message = message;
    show(0, done);
  }
  /** If later epochs exist, fork the run at the current epoch. The old run stays as a dashed curve. */
  function continueFromHere() {
    if (state.epoch < self.run.last || self.run.label) {
      self.old = self.run;
      self.run = fork(self.run, state.epoch, state.lr);
    }
  }
  /** Train for `count` more epochs. With a `row`, each update uses only this row. */
  function advance(count, row = -1) {
    const { run } = self;
    if (run.last > 0 && run.lr !== state.lr) run.mixed = true;
    run.lr = state.lr;
    trainEpochs(run, count, row);
    state.epoch = run.last;
    if (!run.broken) return;
    self.message = `Update ${run.broken.epoch} would make ${run.broken.name} ${shown(run.broken.value)}. Training stopped at epoch ${run.last}, the last epoch with finite numbers. Go back or use a smaller learning rate.`;
    halt();
  }
  function atTheEnd() {
    if (self.run.last < MAX_EPOCHS) return false;
    self.message = `A run ends at epoch ${MAX_EPOCHS}. Restart, or fork from an earlier epoch.`;
    change({}, true);
    return true;
  }

  function oneStep(row = -1) {
    settle();
    continueFromHere();
    if (atTheEnd()) return;
    self.before = outputs(state.params);
    advance(1, row);
    if (!self.run.broken && row >= 0)
      self.message = `Update ${self.run.last} used only the row (${INPUTS[row].join(", ")}).`;
    show(self.run.last);
  }

  /** Show the next phase of slow motion: forward, loss, backward, update. Only "update" changes the numbers. */
  function nextPhase() {
    const { phase } = self;
    if (phase?.at !== 2) {
      const next = !phase || phase.at === 3;
      if (next) Object.assign(self, { before: null, message: "" });
      self.phase = next ? { at: 0, of: state.epoch } : { ...phase, at: phase.at + 1 };
      return change({}, true);
    }
    continueFromHere();
    if (atTheEnd()) return halt();
    self.before = outputs(state.params);
    self.phase = { at: 3, of: state.epoch, lr: state.lr, loss: state.loss }; // the settings of this update
    advance(1);
    if (self.run.broken) self.phase = null;
    show(self.run.last);
  }

  function train() {
    if (stop) {
      halt();
      return show(state.epoch);
    }
    if (self.speed === "in phases") return trainInPhases();
    settle();
    continueFromHere();
    if (atTheEnd()) return;
    const end = Math.min((Math.floor(self.run.last / self.batch) + 1) * self.batch, MAX_EPOCHS);
    let owed = 0;
    stop = animate(() => {
      if (SPEEDS[self.speed] === Infinity) advanceForAFrame(end);
      else {
        owed += SPEEDS[self.speed];
        advance(Math.min(Math.floor(owed), end - self.run.last));
        owed -= Math.floor(owed);
      }
      if (self.run.last >= end || self.run.broken) halt();
      if (!stop && !self.run.broken) self.message = summary();
      show(self.run.last, !stop);
      return Boolean(stop);
    });
    change({});
  }
  function advanceForAFrame(end) {
    const started = performance.now();
    do {
      advance(Math.min(1000, end - self.run.last));
    } while (self.run.last < end && !self.run.broken && performance.now() - started < FRAME_MS);
  }
  function trainInPhases() {
    let shownAt = 0;
    stop = animate((seconds) => {
      if (seconds < shownAt + PHASE_SECONDS) return true;
      shownAt = seconds;
      nextPhase();
      return Boolean(stop);
    });
    nextPhase();
  }
  /** Return a message if the run has ended with wrong rows, else "". */
  function summary() {
    const p = numbersAt(self.run, self.run.last);
    const right = rowsRight(p);
    return right === 4
      ? ""
      : `Stopped at epoch ${self.run.last} with ${right} of 4 rows right. Now the largest gradient is ${largestGradient(p, state.loss).toExponential(1)}.`;
  }

  function goTo(epoch, done = true) {
    settle();
    show(Math.min(epoch, self.run.last), done);
  }
  function forkHere(lr) {
    const from = state.epoch;
    settle();
    self.old = self.run;
    self.run = fork(self.run, from, lr);
    change({ lr });
    train();
    if (!self.message)
      self.message = `Forked from epoch ${from} with learning rate ${lr}. The dashed curve is the earlier run.`;
  }
  function play() {
    settle();
    if (self.run.last > 0 && !self.run.label) self.old = self.run;
    self.run = runFromHistory(state.history, state.lr, state.loss);
    self.run.label = state.history_label || "the run from Python";
    state.epoch = 0;
    if (prefersReducedMotion() || self.speed === "full") return show(self.run.last);
    const length = { "in phases": 12, slow: 12, steady: 6, fast: 3 }[self.speed]; // seconds for the whole run
    stop = animate((seconds) => {
      const epoch = Math.min(Math.round((seconds / length) * self.run.last), self.run.last);
      if (epoch >= self.run.last) halt();
      show(epoch, !stop);
      return Boolean(stop);
    });
    show(0, false);
  }
  /** Another picture of this network has changed both the numbers and the epoch: show this epoch. */
  function retrace() {
    settle();
    self.run = firstRun(state);
    state.epoch = self.run.last;
  }
}

function outputs(p) {
  return INPUTS.map(([x1, x2]) => output(p, x1, x2));
}

/**
 * Train again from `start` up to the traits' epoch, and return this run. If its last numbers are not the traits'
 * numbers, return a new run that begins with the traits' numbers.
 */
function firstRun({ start, params, epoch, lr, loss }) {
  if (epoch > 0 && epoch <= MAX_EPOCHS) {
    const run = newRun(start, lr, loss);
    trainEpochs(run, epoch);
    if (!run.broken && params.every((number, i) => Math.abs(number - run.numbers[9 * epoch + i]) < 1e-9)) return run;
  }
  return newRun(params, lr, loss);
}
