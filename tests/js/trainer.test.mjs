// The trainer: its formulas, its runs and their history, and the reasons why a run stops.

import assert from "node:assert/strict";
import test from "node:test";
import {
  INPUTS,
  MAX_EPOCHS,
  NAMES,
  START_A,
  TARGETS,
  backward,
  fork,
  forward,
  largestGradient,
  meanLoss,
  newRun,
  numbersAt,
  output,
  randomStart,
  remeasure,
  rowLoss,
  rowsRight,
  runFromHistory,
  sigmoid,
  trainEpochs,
} from "../../shared/widgets/js/trainer.mjs";

const START_B = [0.3, -0.2, 0, -0.4, 0.1, 0, 0.2, -0.3, 0];
const LOSSES = ["squared error", "cross-entropy"];
const close = (a, b, tolerance) =>
  assert.ok(Math.abs(a - b) <= tolerance, `${a} and ${b} differ by more than ${tolerance}`);

test("σ is finite and increasing at both ends of the axis", () => {
  assert.equal(sigmoid(-1000), 0);
  assert.equal(sigmoid(1000), 1);
  assert.equal(sigmoid(0), 0.5);
  assert.ok(sigmoid(-700) > 0);
});

test("`output` is the output of the whole forward pass", () => {
  for (const [x1, x2] of INPUTS) assert.equal(output(START_A, x1, x2), forward(START_A, x1, x2).out);
});

test("the nine gradients of every row agree with central differences, for both losses", () => {
  const eps = 1e-5;
  for (const loss of LOSSES)
    for (const start of [START_A, START_B, randomStart(3)])
      INPUTS.forEach(([x1, x2], row) => {
        const { gradients } = backward(start, row, loss);
        NAMES.forEach((_, i) => {
          const at = (shift) =>
            rowLoss(
              output(
                start.map((number, j) => number + (i === j ? shift : 0)),
                x1,
                x2,
              ),
              TARGETS[row],
              loss,
            );
          // The error of this quotient is about ε² times the loss's third
          // derivative, which is below 10.
          close(gradients[i], (at(eps) - at(-eps)) / (2 * eps), 1e-9);
        });
      });
});

test("the product of the chain rule is the output's delta", () => {
  const saturated = [50, -50, 800, -800].map((c) => [...START_A.slice(0, 8), c]); // the output is 0 or 1, or almost
  for (const loss of LOSSES)
    for (const p of [START_A, ...saturated])
      for (const row of [0, 1, 2, 3]) {
        const { lossDerivative, outDerivative, dOut } = backward(p, row, loss);
        close(lossDerivative * outDerivative, dOut, 2e-15);
      }
});

test("cross-entropy is finite where the output is 0 or 1", () => {
  assert.ok(rowLoss(0, 1, "cross-entropy") < 35);
  assert.ok(rowLoss(1, 0, "cross-entropy") < 35);
});

test("one epoch is a step against the mean gradient of the four rows", () => {
  for (const loss of LOSSES) {
    const run = newRun(START_B, 0.5, loss);
    trainEpochs(run, 1);
    NAMES.forEach((_, i) => {
      const mean = [0, 1, 2, 3].reduce((sum, row) => sum + backward(START_B, row, loss).gradients[i], 0) / 4;
      close(numbersAt(run, 1)[i], START_B[i] - 0.5 * mean, 1e-15);
    });
  }
});

test("an update on one row uses only this row's gradient: the published update of start B", () => {
  const run = newRun(START_B, 0.05, "squared error"); // the source gets this step with lr = 0.1 and half the loss
  trainEpochs(run, 1, 0);
  const outs = INPUTS.map(([x1, x2]) => output(numbersAt(run, 1), x1, x2).toFixed(4));
  assert.deepEqual(outs, ["0.4829", "0.4786", "0.4941", "0.4898"]);
});

test("two short runs give the same epochs as one long run", () => {
  const whole = newRun(START_A, 2, "squared error");
  const pieces = newRun(START_A, 2, "squared error");
  trainEpochs(whole, 1500);
  for (let k = 0; k < 15; k++) trainEpochs(pieces, 100);
  assert.deepEqual(pieces.numbers.slice(0, 9 * 1501), whole.numbers.slice(0, 9 * 1501));
  assert.deepEqual(pieces.losses.slice(0, 1501), whole.losses.slice(0, 1501));
});

test("every epoch stores the loss of its own numbers", () => {
  for (const loss of LOSSES) {
    const run = newRun(START_A, 1, loss);
    trainEpochs(run, 1200);
    for (const k of [0, 1, 700, 1200]) close(run.losses[k], meanLoss(numbersAt(run, k), loss), 1e-15);
  }
});

test("start A with learning rate 2 ends with four rows right", () => {
  const run = newRun(START_A, 2, "squared error");
  trainEpochs(run, 4000);
  assert.ok(rowsRight(numbersAt(run, 0)) < 4);
  assert.equal(rowsRight(numbersAt(run, 4000)), 4);
});

test("a fork keeps the epochs before the fork, but not the later epochs", () => {
  const run = newRun(START_A, 2, "squared error");
  trainEpochs(run, 3000);
  const kept = run.numbers.slice();
  const child = fork(run, 1100, 0.5);
  assert.deepEqual(Array.from(numbersAt(child, 1100)), Array.from(numbersAt(run, 1100)));
  trainEpochs(child, 400);
  assert.notDeepEqual(Array.from(numbersAt(child, 1500)), Array.from(numbersAt(run, 1500)));
  assert.deepEqual(run.numbers, kept);
});

test("a run has one learning rate if all its epochs have the same", () => {
  const run = newRun(START_A, 2, "squared error");
  trainEpochs(run, 20);
  const played = runFromHistory([START_A, START_B], 2, "squared error");
  assert.equal(fork(run, 20, 2).mixed, false);
  assert.equal(fork(run, 0, 1).mixed, false);
  assert.equal(fork(played, 0, 1).mixed, false);
  const mixed = fork(run, 20, 1);
  assert.equal(mixed.mixed, true);
  assert.equal(fork(mixed, 10, 1).mixed, true);
  assert.equal(fork(mixed, 0, 1).mixed, false);
  assert.equal(fork(played, 1, 2).mixed, true); // a history does not say with which learning rate it was trained
});

test("a run made from given numbers keeps these numbers, and computes their losses", () => {
  const run = runFromHistory([START_A, START_B], 1, "squared error");
  assert.equal(run.last, 1);
  assert.deepEqual(Array.from(numbersAt(run, 1)), START_B);
  assert.equal(run.losses[1], meanLoss(START_B, "squared error"));
});

test("another loss function changes the losses, but not the numbers", () => {
  const run = newRun(START_A, 2, "squared error");
  trainEpochs(run, 50);
  const kept = run.numbers.slice();
  remeasure(run, "cross-entropy");
  assert.deepEqual(run.numbers, kept);
  assert.equal(run.losses[50], meanLoss(numbersAt(run, 50), "cross-entropy"));
});

test("a run stops before a number that is not finite, and names this number", () => {
  const run = newRun([0, 0, 0, 0, 0, 0, 0, 0, 0.1], 1e200, "cross-entropy");
  const made = trainEpochs(run, 100);
  assert.ok(made < 100);
  assert.equal(run.broken.epoch, run.last + 1);
  assert.ok(NAMES.includes(run.broken.name));
  assert.ok(!Number.isFinite(run.broken.value));
  assert.ok(numbersAt(run, run.last).every(Number.isFinite));
  assert.ok(Number.isFinite(run.losses[run.last]));
});

test("with a learning rate of 1000 the outputs do not change any more, but all numbers stay finite", () => {
  for (const loss of LOSSES) {
    const run = newRun(START_A, 1000, loss);
    assert.equal(trainEpochs(run, 2000), 2000);
    assert.equal(run.broken, null);
  }
});

test("finite numbers do not stop a run, even if their sum is too large", () => {
  const run = newRun([1e308, 1e308, 1e308, 0, 0, 0, 0, 0, 0], 1, "squared error");
  assert.equal(trainEpochs(run, 5), 5);
});

test("one step changes the number with the largest gradient most", () => {
  const run = newRun(START_A, 1, "squared error");
  trainEpochs(run, 1);
  const steps = START_A.map((number, i) => Math.abs(number - numbersAt(run, 1)[i]));
  close(largestGradient(START_A, "squared error"), Math.max(...steps), 1e-15);
});

test("every run has a largest number of epochs", () => {
  const run = newRun(START_A, 2, "squared error");
  assert.equal(trainEpochs(run, 10 * MAX_EPOCHS), MAX_EPOCHS);
  assert.equal(trainEpochs(run, 1), 0);
});

test("a seed always gives the same nine numbers: weights within ± 2, biases within ± ½, over the whole range", () => {
  assert.deepEqual(randomStart(7), randomStart(7));
  assert.notDeepEqual(randomStart(7), randomStart(8));
  const furthest = NAMES.map(() => 0);
  for (let seed = 0; seed < 200; seed++)
    randomStart(seed).forEach((number, i) => (furthest[i] = Math.max(furthest[i], Math.abs(number))));
  NAMES.forEach((name, i) => {
    const width = ["b1", "b2", "c"].includes(name) ? 0.5 : 2;
    assert.ok(furthest[i] <= width && furthest[i] > 0.9 * width, `${name} reaches ${furthest[i]}`);
  });
});
