// Formulas as text. Each line is [name, formula, formula with numbers, result].
// All functions are pure: they depend only on their arguments, such as the nine numbers and a row.

import { factor, shown } from "./drawing.mjs";
import { INPUTS, NAMES, backward, meanOfRows, rowGradients, rowLosses } from "./trainer.mjs";

/** The lines of shared/nn/network.py that compute a neuron's activation and its δ, copied exactly. */
const CODE = {
  h1: ["h1 = neuron(x1, x2, w11, w12, b1)", "d_h1 = hidden_delta(d_out, params[6], h1)"],
  h2: ["h2 = neuron(x1, x2, w21, w22, b2)", "d_h2 = hidden_delta(d_out, params[7], h2)"],
  out: ["return h1, h2, neuron(h1, h2, v1, v2, c)", "d_out = output_delta(out, y, loss)"],
};
export const UPDATE_CODE = "p - lr * g";

/** For each of the nine numbers: the neuron that uses it, and the input by which it is multiplied (1 for a bias). */
const ENTERS = [
  ["h1", "x1"],
  ["h1", "x2"],
  ["h1", "1"],
  ["h2", "x1"],
  ["h2", "x2"],
  ["h2", "1"],
  ["out", "h1"],
  ["out", "h2"],
  ["out", "1"],
];
export const NEURONS = ["h1", "h2", "out"];

/**
 * The expression for the gradient of number i in `backward` of shared/nn/network.py.
 * @param {number} i
 */
export function gradientCode(i) {
  const [neuron, input] = ENTERS[i];
  return input === "1" ? `d_${neuron}` : `d_${neuron} * ${input}`;
}

/**
 * The lines of shared/nn/network.py that compute a neuron's activation and its δ.
 * @param {string} neuron
 */
export function neuronCode(neuron) {
  return CODE[neuron];
}

/**
 * The line of shared/nn/network.py that uses number i.
 * @param {number} i
 */
export function useCode(i) {
  return CODE[ENTERS[i][0]][0];
}

const four = (number) => shown(number, 4);
const five = (number) => shown(number, 5);

/**
 * The lines of the forward pass: z1, h1, z2, h2, z, out.
 * @param {Params} p
 * @param {number} row
 * @returns {Line[]}
 */
export function forwardLines(p, row) {
  const [x1, x2] = INPUTS[row];
  const { z1, h1, z2, h2, z, out } = backward(p, row);
  const f = (number) => factor(number, 3);
  return [
    ["z1", "w11·x1 + w12·x2 + b1", `${f(p[0])}·${x1} + ${f(p[1])}·${x2} + ${f(p[2])}`, four(z1)],
    ["h1", "σ(z1)", `σ(${four(z1)})`, four(h1)],
    ["z2", "w21·x1 + w22·x2 + b2", `${f(p[3])}·${x1} + ${f(p[4])}·${x2} + ${f(p[5])}`, four(z2)],
    ["h2", "σ(z2)", `σ(${four(z2)})`, four(h2)],
    ["z", "v1·h1 + v2·h2 + c", `${f(p[6])}·${four(h1)} + ${f(p[7])}·${four(h2)} + ${f(p[8])}`, four(z)],
    ["out", "σ(z)", `σ(${four(z)})`, four(out)],
  ];
}

/**
 * The loss of each row, with the formula for the chosen row, and the mean.
 * @param {Params} p
 * @param {number} row
 * @param {Loss} loss
 * @returns {Line[]}
 */
export function lossLines(p, row, loss) {
  const losses = rowLosses(p, loss);
  const { out, y } = backward(p, row, loss);
  const formula = loss === "cross-entropy" ? (y ? "−ln(out)" : "−ln(1 − out)") : "(out − y)²";
  const filled =
    loss === "cross-entropy" ? (y ? `−ln(${four(out)})` : `−ln(1 − ${four(out)})`) : `(${four(out)} − ${y})²`;
  return [
    ["loss of this row", formula, filled, four(losses[row])],
    ["mean loss", "the sum of the four losses, divided by 4", `(${losses.map(four).join(" + ")}) / 4`, four(meanOfRows(losses))],
  ];
}

/**
 * The chain rule for one row, backwards from the loss: two derivatives, then the δ of each neuron.
 * @param {Params} p
 * @param {number} row
 * @param {Loss} loss
 * @returns {Line[]}
 */
export function chainLines(p, row, loss) {
  const b = backward(p, row, loss);
  const f = (number) => factor(number, 4);
  const crossEntropy = loss === "cross-entropy";
  return [
    [
      "∂L/∂out",
      crossEntropy ? "(out − y) / (out·(1 − out))" : "2·(out − y)",
      crossEntropy ? `(${four(b.out)} − ${b.y}) / ${five(b.outDerivative)}` : `2·(${four(b.out)} − ${b.y})`,
      five(b.lossDerivative),
    ],
    ["∂out/∂z", "out·(1 − out)", `${four(b.out)}·(1 − ${four(b.out)})`, five(b.outDerivative)],
    ["δ_out", "∂L/∂out · ∂out/∂z", `${f(b.lossDerivative)}·${four(b.outDerivative)}`, five(b.dOut)],
    ["δ_h1", "δ_out · v1 · h1·(1 − h1)", `${f(b.dOut)}·${f(p[6])}·${four(b.h1 * (1 - b.h1))}`, five(b.dH1)],
    ["δ_h2", "δ_out · v2 · h2·(1 − h2)", `${f(b.dOut)}·${f(p[7])}·${four(b.h2 * (1 - b.h2))}`, five(b.dH2)],
  ];
}

/**
 * The nine gradients of one row. Each gradient is δ · input. δ belongs to the neuron that uses the number, and input is
 * what the neuron multiplies by the number (1 for a bias).
 * @param {Params} p
 * @param {number} row
 * @param {Loss} loss
 * @returns {Line[]}
 */
export function gradientLines(p, row, loss) {
  const b = backward(p, row, loss);
  return NAMES.map((name, i) => {
    const [neuron, input] = ENTERS[i];
    const delta = { h1: b.dH1, h2: b.dH2, out: b.dOut }[neuron];
    const isBias = input === "1";
    const came = { x1: b.x1, x2: b.x2, h1: b.h1, h2: b.h2 }[input];
    return [
      `∂L/∂${name}`,
      isBias ? `δ_${neuron}` : `δ_${neuron}·${input}`,
      isBias ? five(delta) : `${factor(delta, 4)}·${Number.isInteger(came) ? came : four(came)}`,
      five(b.gradients[i]),
    ];
  });
}

/**
 * The next step of each of the nine numbers, as four parts, one for each row. A part is −lr · gradient of the row / 4.
 * The sum of the four parts is the step.
 * @param {Params} p
 * @param {number} lr
 * @param {Loss} loss
 * @returns {number[][]}
 */
export function pulls(p, lr, loss) {
  return rowGradients(p, loss).map((each) => each.map((gradient) => (-lr * gradient) / 4));
}

/**
 * The line that computes the mean gradient of number i from the gradients of the four rows.
 * @param {Params} p
 * @param {number} i
 * @param {Loss} loss
 * @returns {Line}
 */
export function meanLine(p, i, loss) {
  const each = rowGradients(p, loss)[i];
  const filled = `(${each.map((gradient) => factor(gradient, 5)).join(" + ")}) / 4`;
  return ["mean gradient", "mean of the four rows", filled, five(meanOfRows(each))];
}

/**
 * The update of the numbers in `indices`: the old number, the learning rate, the mean gradient, and the new number.
 * @param {Params} p
 * @param {number} lr
 * @param {Loss} loss
 * @param {Iterable<number>} [indices]
 * @returns {Line[]}
 */
export function updateLines(p, lr, loss, indices = NAMES.keys()) {
  const gradients = rowGradients(p, loss);
  return [...indices].map((i) => {
    const mean = meanOfRows(gradients[i]);
    return [
      `new ${NAMES[i]}`,
      `${NAMES[i]} − lr · mean gradient`,
      `${four(p[i])} − ${Number(lr.toPrecision(6))}·${factor(mean, 5)}`,
      four(p[i] - lr * mean),
    ];
  });
}

/**
 * All lines for number i: where it is used, its gradient for one row, the mean gradient, its next value.
 * @param {Params} p
 * @param {number} i
 * @param {number} row
 * @param {number} lr
 * @param {Loss} loss
 * @returns {Line[]}
 */
export function numberLines(p, i, row, lr, loss) {
  const sums = { h1: 0, h2: 2, out: 4 }[ENTERS[i][0]];
  return [
    forwardLines(p, row)[sums],
    gradientLines(p, row, loss)[i],
    meanLine(p, i, loss),
    ...updateLines(p, lr, loss, [i]),
  ];
}

/**
 * All lines for a neuron and one row: its sum, its activation, its δ.
 * @param {Params} p
 * @param {string} neuron
 * @param {number} row
 * @param {Loss} loss
 * @returns {Line[]}
 */
export function neuronLines(p, neuron, row, loss) {
  const at = NEURONS.indexOf(neuron);
  const pass = forwardLines(p, row);
  const chain = chainLines(p, row, loss);
  return [pass[2 * at], pass[2 * at + 1], ...(neuron === "out" ? chain.slice(0, 3) : [chain[2 + at + 1]])];
}
