// The nine-number network and its training in JavaScript. This module works without a web page.
//
//     h1  = σ(w11·x1 + w12·x2 + b1)        w12: into hidden neuron 1, from input 2
//     h2  = σ(w21·x1 + w22·x2 + b2)
//     out = σ(v1·h1 + v2·h2 + c)
//
// The formulas and the order of their terms are the same as in shared/nn/network.py.
// So Python and JavaScript give equal numbers.

export const NAMES = ["w11", "w12", "b1", "w21", "w22", "b2", "v1", "v2", "c"];
export const INPUTS = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
];
export const TABLES = { AND: [0, 0, 0, 1], OR: [0, 1, 1, 1], NAND: [1, 1, 1, 0], XOR: [0, 1, 1, 0] };
export const TARGETS = TABLES.XOR;
export const START_A = [0.5, -0.4, 0.1, 0.9, 0.3, -0.2, 0.8, -0.6, 0.05];
export const MAX_EPOCHS = 100_000; // limit of a run: 100 000 states of nine numbers take 7 MB

// Forward: from two inputs to one output.

/** @param {number} z */
export function sigmoid(z) {
  if (z >= 0) return 1 / (1 + Math.exp(-z));
  const e = Math.exp(z); // the same value; eᶻ cannot overflow, because z is negative
  return e / (1 + e);
}

/**
 * All values of a forward pass: the sums z1, z2, z and the activations h1, h2, out.
 * @param {Params} p
 * @param {number} x1
 * @param {number} x2
 */
export function forward(p, x1, x2) {
  const z1 = p[0] * x1 + p[1] * x2 + p[2];
  const z2 = p[3] * x1 + p[4] * x2 + p[5];
  const h1 = sigmoid(z1);
  const h2 = sigmoid(z2);
  const z = p[6] * h1 + p[7] * h2 + p[8];
  return { z1, h1, z2, h2, z, out: sigmoid(z) };
}

/**
 * Return only the output. This is faster than `forward`, and heat maps need thousands of outputs in each frame.
 * @param {Params} p
 * @param {number} x1
 * @param {number} x2
 */
export function output(p, x1, x2) {
  const h1 = sigmoid(p[0] * x1 + p[1] * x2 + p[2]);
  const h2 = sigmoid(p[3] * x1 + p[4] * x2 + p[5]);
  return sigmoid(p[6] * h1 + p[7] * h2 + p[8]);
}

// Loss: how wrong an output is. `loss` is "squared error" or "cross-entropy".

/** Keep `out` a little away from 0 and 1, so that cross-entropy is at most 34.54, not infinite. */
const limited = (out) => Math.min(Math.max(out, 1e-15), 1 - 1e-15);

/**
 * @param {number} out
 * @param {number} y
 * @param {Loss} loss
 */
export function rowLoss(out, y, loss) {
  if (loss !== "cross-entropy") return (out - y) ** 2;
  const kept = limited(out);
  return -(y * Math.log(kept) + (1 - y) * Math.log(1 - kept));
}

/**
 * The loss of each row.
 * @param {Params} p
 * @param {Loss} loss
 */
export function rowLosses(p, loss) {
  return INPUTS.map(([x1, x2], k) => rowLoss(output(p, x1, x2), TARGETS[k], loss));
}

/**
 * The mean of `rowLosses`. This function creates no list, because maps of the loss need thousands of means.
 * @param {Params} p
 * @param {Loss} loss
 */
export function meanLoss(p, loss) {
  let sum = 0;
  for (let k = 0; k < 4; k++) sum += rowLoss(output(p, INPUTS[k][0], INPUTS[k][1]), TARGETS[k], loss);
  return sum / 4;
}

/**
 * The number of outputs on the correct side of 0.5.
 * @param {Params} p
 */
export function rowsRight(p) {
  return INPUTS.filter(([x1, x2], k) => output(p, x1, x2) > 0.5 === TARGETS[k] > 0.5).length;
}

// Backward: how much the loss changes with each number. The δ of a neuron is ∂L/∂z.

/**
 * The factors of the chain rule for one row, and its nine gradients in the order of NAMES.
 * @param {Params} p
 * @param {number} row
 * @param {Loss} [loss]
 */
export function backward(p, row, loss) {
  const [x1, x2] = INPUTS[row];
  const y = TARGETS[row];
  const values = forward(p, x1, x2);
  const { h1, h2, out } = values;
  const kept = loss === "cross-entropy" ? limited(out) : out;
  const outDerivative = kept * (1 - kept);
  const lossDerivative = loss === "cross-entropy" ? (kept - y) / outDerivative : 2 * (out - y);
  const dOut = loss === "cross-entropy" ? out - y : 2 * (out - y) * out * (1 - out);
  const dH1 = dOut * p[6] * h1 * (1 - h1);
  const dH2 = dOut * p[7] * h2 * (1 - h2);
  const gradients = [dH1 * x1, dH1 * x2, dH1, dH2 * x1, dH2 * x2, dH2, dOut * h1, dOut * h2, dOut];
  return { ...values, x1, x2, y, lossDerivative, outDerivative, dOut, dH1, dH2, gradients };
}

/**
 * The mean of the four numbers of the rows.
 * @param {number[]} each
 */
export const meanOfRows = (each) => (each[0] + each[1] + each[2] + each[3]) / 4;

/**
 * For each of the nine numbers, its gradient for each of the four rows.
 * @param {Params} p
 * @param {Loss} loss
 * @returns {number[][]}
 */
export function rowGradients(p, loss) {
  const rows = INPUTS.map((_, row) => backward(p, row, loss).gradients);
  return NAMES.map((_, i) => rows.map((gradients) => gradients[i]));
}

/**
 * The largest absolute value of the nine mean gradients. If it is 0, training changes nothing any more.
 * @param {Params} p
 * @param {Loss} loss
 */
export function largestGradient(p, loss) {
  return Math.max(...rowGradients(p, loss).map((each) => Math.abs(meanOfRows(each))));
}

// A run: the numbers and the loss of every epoch so far. State k is the network after k updates.

/**
 * @param {Params} params
 * @param {number} lr
 * @param {Loss} loss
 * @returns {Run}
 */
export function newRun(params, lr, loss) {
  const run = { lr, mixed: false, loss, last: 0, numbers: new Float64Array(9 * 1024), losses: new Float64Array(1024), broken: null };
  run.numbers.set(params);
  run.losses[0] = meanLoss(run.numbers, loss);
  return run;
}

/**
 * The nine numbers of epoch k, as a view of the run's memory (no copy).
 * @param {Run} run
 * @param {number} k
 */
export function numbersAt(run, k) {
  return run.numbers.subarray(9 * k, 9 * k + 9);
}

/**
 * A new run with the learning rate `lr`. It begins with a copy of epochs 0 to k of `run`.
 * @param {Run} run
 * @param {number} k
 * @param {number} lr
 */
export function fork(run, k, lr) {
  const child = newRun(numbersAt(run, 0), lr, run.loss);
  makeRoom(child, k);
  child.numbers.set(run.numbers.subarray(0, 9 * (k + 1)));
  child.losses.set(run.losses.subarray(0, k + 1));
  child.last = k;
  child.mixed = k > 0 && (run.mixed || run.lr !== lr);
  return child;
}

/**
 * A run made from given numbers. `history` has a list of nine numbers for each epoch. `lr` is for later epochs.
 * @param {Params[]} history
 * @param {number} lr
 * @param {Loss} loss
 */
export function runFromHistory(history, lr, loss) {
  const run = newRun(history[0], lr, loss);
  run.last = Math.min(history.length - 1, MAX_EPOCHS);
  run.mixed = true;
  makeRoom(run, run.last);
  for (let k = 0; k <= run.last; k++) {
    run.numbers.set(history[k], 9 * k);
    run.losses[k] = meanLoss(numbersAt(run, k), loss);
  }
  return run;
}

/**
 * Compute all losses of a run again, with another loss function. The numbers stay the same.
 * @param {Run} run
 * @param {Loss} loss
 */
export function remeasure(run, loss) {
  run.loss = loss;
  for (let k = 0; k <= run.last; k++) run.losses[k] = meanLoss(numbersAt(run, k), loss);
}

function makeRoom(run, epochs) {
  let room = run.losses.length;
  if (epochs < room) return;
  while (room <= epochs) room *= 2;
  const numbers = new Float64Array(9 * room);
  const losses = new Float64Array(room);
  numbers.set(run.numbers);
  losses.set(run.losses);
  Object.assign(run, { numbers, losses });
}

const X1 = Float64Array.from(INPUTS, (x) => x[0]);
const X2 = Float64Array.from(INPUTS, (x) => x[1]);
const Y = Float64Array.from(TARGETS);

/**
 * Train `run` for `count` more epochs. Each epoch computes the mean gradient of the four rows, then makes one step
 * against this gradient. If `row` is 0, 1, 2 or 3, each epoch uses only the gradient of this row. If an update would
 * make a number infinite or NaN, stop before this update, and describe the number in `run.broken`. Return the number of
 * updates.
 * @param {Run} run
 * @param {number} count
 * @param {number} [row]
 */
export function trainEpochs(run, count, row = -1) {
  count = Math.min(count, MAX_EPOCHS - run.last);
  makeRoom(run, run.last + count);
  const { numbers, losses, lr } = run;
  const crossEntropy = run.loss === "cross-entropy";
  const first = row < 0 ? 0 : row;
  const end = row < 0 ? 4 : row + 1;
  const rows = end - first;
  let at = 9 * run.last;
  let w11 = numbers[at];
  let w12 = numbers[at + 1];
  let b1 = numbers[at + 2];
  let w21 = numbers[at + 3];
  let w22 = numbers[at + 4];
  let b2 = numbers[at + 5];
  let v1 = numbers[at + 6];
  let v2 = numbers[at + 7];
  let c = numbers[at + 8];
  let done = 0;
  run.broken = null;
  for (; done < count; done++) {
    let g11 = 0;
    let g12 = 0;
    let gb1 = 0;
    let g21 = 0;
    let g22 = 0;
    let gb2 = 0;
    let gv1 = 0;
    let gv2 = 0;
    let gc = 0;
    let sum = 0;
    for (let k = first; k < end; k++) {
      const x1 = X1[k];
      const x2 = X2[k];
      const y = Y[k];
      const h1 = sigmoid(w11 * x1 + w12 * x2 + b1);
      const h2 = sigmoid(w21 * x1 + w22 * x2 + b2);
      const out = sigmoid(v1 * h1 + v2 * h2 + c);
      const dOut = crossEntropy ? out - y : 2 * (out - y) * out * (1 - out);
      const dH1 = dOut * v1 * h1 * (1 - h1);
      const dH2 = dOut * v2 * h2 * (1 - h2);
      g11 += dH1 * x1;
      g12 += dH1 * x2;
      gb1 += dH1;
      g21 += dH2 * x1;
      g22 += dH2 * x2;
      gb2 += dH2;
      gv1 += dOut * h1;
      gv2 += dOut * h2;
      gc += dOut;
      if (crossEntropy) sum += rowLoss(out, y, "cross-entropy");
      else sum += (out - y) * (out - y);
    }
    if (rows === 4) losses[run.last + done] = sum / 4;
    w11 -= lr * (g11 / rows);
    w12 -= lr * (g12 / rows);
    b1 -= lr * (gb1 / rows);
    w21 -= lr * (g21 / rows);
    w22 -= lr * (g22 / rows);
    b2 -= lr * (gb2 / rows);
    v1 -= lr * (gv1 / rows);
    v2 -= lr * (gv2 / rows);
    c -= lr * (gc / rows);
    if (!Number.isFinite(w11 + w12 + b1 + w21 + w22 + b2 + v1 + v2 + c)) {
      const made = [w11, w12, b1, w21, w22, b2, v1, v2, c];
      const i = made.findIndex((number) => !Number.isFinite(number)); // −1 if only the sum of all numbers is too large
      if (i >= 0) {
        run.broken = { epoch: run.last + done + 1, name: NAMES[i], value: made[i] };
        break;
      }
    }
    at += 9;
    numbers[at] = w11;
    numbers[at + 1] = w12;
    numbers[at + 2] = b1;
    numbers[at + 3] = w21;
    numbers[at + 4] = w22;
    numbers[at + 5] = b2;
    numbers[at + 6] = v1;
    numbers[at + 7] = v2;
    numbers[at + 8] = c;
  }
  run.last += done;
  losses[run.last] = meanLoss(numbersAt(run, run.last), run.loss);
  return done;
}

/**
 * Random starting numbers with uniform distributions: weights from −2 to 2, biases from −0.5 to 0.5.
 * The same seed gives the same numbers (mulberry32 by Tommy Ettinger, public domain).
 * @param {number} seed
 */
export function randomStart(seed) {
  let state = seed >>> 0;
  return NAMES.map((name) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    const width = ["b1", "b2", "c"].includes(name) ? 0.5 : 2;
    return Number((width * (((t ^ (t >>> 14)) >>> 0) / 2 ** 31 - 1)).toFixed(3));
  });
}
