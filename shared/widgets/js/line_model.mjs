// The geometry of the line view: on which side of the line w1·x1 + w2·x2 + b = 0 a point is, and how a line moves.
// This module draws nothing. A line is [w1, w2, b].

import { clamp, tidy } from "./parts.mjs";
import { INPUTS, TABLES } from "./trainer.mjs";

export const LOW = -0.5; // the limits of the visible plane, in both directions
export const HIGH = 1.5;

/**
 * The sum and the target of each row, and `right`: true if the step neuron's answer equals the target.
 * @param {number[]} line
 * @param {string} table
 */
export function rowsOfLine([w1, w2, b], table) {
  return INPUTS.map(([x1, x2], row) => {
    const sum = tidy(w1 * x1 + w2 * x2 + b);
    const target = TABLES[table][row];
    return { sum, target, right: sum > 0 === (target === 1) };
  });
}

/**
 * The line through two points, or null if the points are too close. If you look from the first point to the second,
 * class 1 is on the left. The length of (w1, w2) is `size`, or less if w1, w2 or b would be too large for its slider.
 * @param {number[][]} ends
 * @param {number} size
 * @returns {number[] | null}
 */
export function lineThrough([[ax, ay], [bx, by]], size) {
  const length = Math.hypot(bx - ax, by - ay);
  if (length < 0.05) return null;
  const w1 = (-(by - ay) / length) * size;
  const w2 = ((bx - ax) / length) * size;
  const line = [w1, w2, -(w1 * ax + w2 * ay)];
  const scale = Math.min(1, 3 / Math.max(...line.map(Math.abs)));
  const rounded = line.map((number) => Number((number * scale).toFixed(3)));
  return rounded[0] === 0 && rounded[1] === 0 ? null : rounded;
}

/**
 * The positions of the two handles of a line: 15 % from the ends of its visible part. If you look from the first handle
 * to the second, class 1 is on the left.
 * @param {number[][]} seen both ends of the visible part
 * @param {number[]} line
 */
export function handlesOn([from, to], [w1, w2]) {
  const left = -(to[1] - from[1]) * w1 + (to[0] - from[0]) * w2;
  const [first, last] = left >= 0 ? [from, to] : [to, from];
  return [0.15, 0.85].map((share) => first.map((x, j) => x + (last[j] - x) * share));
}

/**
 * The corners of the polygon on one side of a line. `side` is 1 for the side where the sum is above 0, else 0.
 * @param {number[]} line
 * @param {number} side
 */
export function halfPlane([w1, w2, b], side) {
  const corners = [
    [LOW, LOW],
    [HIGH, LOW],
    [HIGH, HIGH],
    [LOW, HIGH],
  ];
  const sum = (/** @type {number[]} */ [x, y]) => (side ? 1 : -1) * (w1 * x + w2 * y + b);
  return corners.flatMap((from, i) => {
    const to = corners[(i + 1) % 4];
    const [a, c] = [sum(from), sum(to)];
    const kept = a >= 0 && (side === 0 || w1 || w2 || b) ? [from] : [];
    return a * c < 0 ? [...kept, from.map((x, j) => x + ((to[j] - x) * a) / (a - c))] : kept;
  });
}

/**
 * Move a point into the visible plane.
 * @param {number[]} point
 */
export const insidePlane = (point) => point.map((x) => clamp(x, LOW, HIGH));
