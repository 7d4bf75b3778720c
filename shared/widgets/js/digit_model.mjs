// The data of the digit pad: the ink on its 8 by 8 cells, and the outputs of a network for this ink. It draws nothing.

export const CELLS = 8;
const DOTS = 4; // a cell has 4 × 4 dots, as in the data; its count is the number of dots with ink
export const FINE = CELLS * DOTS;
const PEN = 3.8; // radius of the pen in dots: lines are two cells wide, as in the training digits
// The dots of a cell are filled in this order: the middle, the edges, the corners.
const ORDER = [5, 10, 6, 9, 1, 14, 4, 11, 2, 13, 7, 8, 0, 15, 3, 12];

/**
 * The ten outputs of a network with ReLU in the hidden layers and softmax in the last layer.
 * @param {number[][][]} parameters W1, b1, W2, b2, … as nested lists
 * @param {number[]} pixels
 * @returns {number[]}
 */
export function shares(parameters, pixels) {
  let a = pixels;
  for (let k = 0; k < parameters.length; k += 2) {
    const W = parameters[k];
    const [b] = parameters[k + 1];
    const z = b.map((bias, j) => a.reduce((total, x, i) => total + x * W[i][j], bias));
    const top = Math.max(...z);
    a = z.map((each) => (k + 2 < parameters.length ? Math.max(0, each) : Math.exp(each - top)));
  }
  const sum = a.reduce((total, each) => total + each);
  return a.map((each) => each / sum);
}

/**
 * The index of the largest of some numbers.
 * @param {number[]} numbers
 */
export const largest = (numbers) => numbers.indexOf(Math.max(...numbers));

/**
 * Return the values of `f(row, column)` for all cells, row by row.
 * @template T
 * @param {(row: number, column: number) => T} f
 * @returns {T[]}
 */
export function eachCell(f) {
  return Array.from({ length: CELLS * CELLS }, (_, i) => f(Math.floor(i / CELLS), i % CELLS));
}

/** The ink on the pad, dot by dot. */
export class Ink {
  dots = new Uint8Array(FINE * FINE); // 1 where there is ink
  rubber = false; // if true, a stroke removes ink

  /** Return the ink of each cell, from 0 to 1. */
  pixels() {
    return eachCell((row, column) => this.dotsOf(row, column).filter((at) => this.dots[at]).length / ORDER.length);
  }

  /**
   * Put ink on `count` of the 16 dots of one cell.
   * @param {number} row
   * @param {number} column
   * @param {number} count
   */
  fill(row, column, count) {
    this.dotsOf(row, column).forEach((at, i) => (this.dots[at] = i < count ? 1 : 0));
  }

  /**
   * Put ink on all cells. `counts` are the numbers of dots with ink, from 0 to 16, row by row.
   * @param {number[]} counts
   */
  load(counts) {
    eachCell((row, column) => this.fill(row, column, counts[row * CELLS + column]));
  }

  /**
   * Draw or erase a line between two points. The unit of their coordinates is one dot.
   * @param {number[]} from
   * @param {number[]} to
   */
  stroke([x0, y0], [x1, y1]) {
    const steps = Math.ceil(Math.hypot(x1 - x0, y1 - y0)) || 1;
    for (let k = 0; k <= steps; k++) this.stamp(x0 + ((x1 - x0) * k) / steps, y0 + ((y1 - y0) * k) / steps);
  }

  /** @private @param {number} x @param {number} y */
  stamp(x, y) {
    for (let i = Math.max(0, Math.ceil(y - PEN)); i <= Math.min(FINE - 1, y + PEN); i++)
      for (let j = Math.max(0, Math.ceil(x - PEN)); j <= Math.min(FINE - 1, x + PEN); j++)
        if ((i - y) ** 2 + (j - x) ** 2 <= PEN ** 2) this.dots[i * FINE + j] = this.rubber ? 0 : 1;
  }

  /** @private @param {number} row @param {number} column */
  dotsOf(row, column) {
    return ORDER.map((k) => (DOTS * row + (k >> 2)) * FINE + DOTS * column + (k & 3));
  }
}
