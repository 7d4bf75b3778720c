// Tests the formulas that are shown: their results equal the trainer's results, and their code is in the course's program.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import {
  NEURONS,
  UPDATE_CODE,
  chainLines,
  forwardLines,
  lossLines,
  neuronCode,
  neuronLines,
  numberLines,
  pulls,
  gradientCode,
  gradientLines,
  updateLines,
  useCode,
} from "../../shared/widgets/js/formulas.mjs";
import {
  INPUTS,
  NAMES,
  START_A,
  backward,
  meanLoss,
  newRun,
  numbersAt,
  sigmoid,
  trainEpochs,
} from "../../shared/widgets/js/trainer.mjs";

const LOSSES = ["squared error", "cross-entropy"];
const PLACES = [START_A, [2, -1.5, 0.25, -3, 1, 0.5, -2, 4, -1]];
const said = (text) => Number(text.replaceAll("−", "-"));

/** Evaluate the part of a line that is a formula with numbers. */
function computed(filled) {
  const program = filled
    .replaceAll("−", "-")
    .replaceAll("·", "*")
    .replaceAll("²", "**2")
    .replaceAll("ln(", "Math.log(")
    .replaceAll("σ(", "sigmoid(");
  return new Function("sigmoid", `return ${program}`)(sigmoid);
}

/** Check that the formula of each line gives the line's result, up to rounding. */
function holds(lines) {
  for (const [name, formula, filled, result] of lines) {
    const slack = 2e-3 * (1 + Math.abs(said(result))) * (name === "∂L/∂out" && formula.includes("/") ? 10 : 1);
    assert.ok(Math.abs(computed(filled) - said(result)) < slack, `${name}: ${filled} is not ${result}`);
  }
}

test("the formula of every line gives its result", () => {
  for (const p of PLACES)
    for (const loss of LOSSES)
      for (const row of INPUTS.keys()) {
        holds(forwardLines(p, row));
        holds(lossLines(p, row, loss));
        holds(chainLines(p, row, loss));
        holds(gradientLines(p, row, loss));
        holds(updateLines(p, 2, loss));
        NAMES.forEach((_, i) => holds(numberLines(p, i, row, 2, loss)));
        NEURONS.forEach((neuron) => holds(neuronLines(p, neuron, row, loss)));
      }
});

test("a line with a wrong result is found", () => {
  assert.throws(() => holds([["z", "a + b", "1 + 1", "3.0000"]]));
});

test("gradients, δ, the losses of the row and the numbers of the next epoch equal those of the trainer", () => {
  for (const p of PLACES)
    for (const loss of LOSSES) {
      const run = newRun(p, 0.7, loss);
      trainEpochs(run, 1);
      updateLines(p, 0.7, loss).forEach(([, , , result], i) =>
        assert.ok(Math.abs(said(result) - numbersAt(run, 1)[i]) <= 5.1e-5),
      );
      assert.ok(Math.abs(said(lossLines(p, 0, loss)[1][3]) - meanLoss(p, loss)) <= 5.1e-5);
      for (const row of INPUTS.keys()) {
        const b = backward(p, row, loss);
        gradientLines(p, row, loss).forEach(([, , , result], i) =>
          assert.ok(Math.abs(said(result) - b.gradients[i]) <= 5.1e-6),
        );
        const deltas = chainLines(p, row, loss).slice(2);
        [b.dOut, b.dH1, b.dH2].forEach((delta, k) => assert.ok(Math.abs(said(deltas[k][3]) - delta) <= 5.1e-6));
      }
    }
});

test("the parts of the four rows add up to the step of the next update", () => {
  for (const p of PLACES)
    for (const loss of LOSSES) {
      const run = newRun(p, 1.3, loss);
      trainEpochs(run, 1);
      pulls(p, 1.3, loss).forEach((four, i) => {
        assert.equal(four.length, 4);
        const step = numbersAt(run, 1)[i] - p[i];
        assert.ok(Math.abs(four.reduce((sum, pull) => sum + pull) - step) < 1e-14);
      });
    }
});

test("each line of code is in the course's program, character for character", () => {
  const program = readFileSync(new URL("../../shared/nn/network.py", import.meta.url), "utf8");
  const lines = [
    UPDATE_CODE,
    ...NEURONS.flatMap(neuronCode),
    ...NAMES.flatMap((_, i) => [gradientCode(i), useCode(i)]),
  ];
  for (const line of lines) assert.ok(program.includes(line), line);
  const returned = program.match(/return Params\((d_h1 \* x1.*)\)/)[1];
  assert.deepEqual(
    NAMES.map((_, i) => gradientCode(i)),
    returned.split(", "),
  );
});
