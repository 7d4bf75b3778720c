// The training program of solution 6 in JavaScript. It has the same functions and
// prints the same thirteen lines. Run it with `node 06_trainer.mjs`. With `--bits`
// it prints the nine final numbers exactly, as hexadecimal floats.

/** The four rows of XOR: two inputs and the target. */
function xorRows() {
  return [[0, 0, 0], [0, 1, 1], [1, 0, 1], [1, 1, 0]];
}

/** Map any number to a number between 0 and 1. */
function sigmoid(z) {
  return 1 / (1 + Math.exp(-z));
}

/** Forward: h1, h2 and the output of one row. */
function activations(x1, x2, params) {
  const [w11, w12, b1, w21, w22, b2, v1, v2, c] = params;
  const h1 = sigmoid(w11 * x1 + w12 * x2 + b1);
  const h2 = sigmoid(w21 * x1 + w22 * x2 + b2);
  return [h1, h2, sigmoid(v1 * h1 + v2 * h2 + c)];
}

/** Backward: the nine gradients of one row's loss (out − y)². */
function rowGradients([x1, x2, y], params) {
  const [v1, v2] = params.slice(6, 8);
  const [h1, h2, out] = activations(x1, x2, params);
  const dOut = 2 * (out - y) * out * (1 - out);
  const dH1 = dOut * v1 * h1 * (1 - h1);
  const dH2 = dOut * v2 * h2 * (1 - h2);
  return [
    dH1 * x1, dH1 * x2, dH1,
    dH2 * x1, dH2 * x2, dH2,
    dOut * h1, dOut * h2, dOut,
  ];
}

/** The mean loss over the four rows. */
function lossOf(params) {
  let sum = 0;
  for (const [x1, x2, y] of xorRows()) {
    const error = activations(x1, x2, params)[2] - y;
    sum += error * error;
  }
  return sum / xorRows().length;
}

/** One epoch: make one step against the mean gradient. Return nine new numbers. */
function step(params, lr) {
  const sums = params.map(() => 0);
  for (const row of xorRows()) {
    rowGradients(row, params).forEach((gradient, k) => (sums[k] += gradient));
  }
  return params.map((p, k) => p - (lr * sums[k]) / xorRows().length);
}

/** A number as a hexadecimal float: 0x1.8000000000000p1 is 3 (not for 0). */
function hex(number) {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, Math.abs(number));
  const exponent = (bits.getUint16(0) >> 4) - 1023;
  const fraction = bits.getBigUint64(0) & 0xfffffffffffffn;
  const digits = fraction.toString(16).padStart(13, "0");
  return `${number < 0 ? "-" : ""}0x1.${digits}p${exponent}`;
}

/** Train for 4001 epochs. Print nine numbers if `bits` is true, else thirteen lines. */
function run(bits) {
  let params = [0.5, -0.4, 0.1, 0.9, 0.3, -0.2, 0.8, -0.6, 0.05];
  for (let epoch = 0; epoch <= 4000; epoch += 1) {
    if (epoch % 500 === 0 && !bits) {
      const loss = lossOf(params).toFixed(4);
      console.log(`epoch ${String(epoch).padStart(4)} loss ${loss}`);
    }
    params = step(params, 2.0);
  }
  if (bits) {
    console.log(params.map(hex).join("\n"));
    return;
  }
  console.log();
  for (const [x1, x2, y] of xorRows()) {
    const out = activations(x1, x2, params)[2].toFixed(3);
    console.log(`${x1} XOR ${x2} -> ${out} (target ${y})`);
  }
}

run(process.argv.includes("--bits"));
