// What the line view knows: which side of the line w1·x1 + w2·x2 + b = 0 each point is on, and how a line moves.
// Nothing here draws. A line is [w1, w2, b].

import { clamp, tidy } from "./parts.mjs";
import { INPUTS, TABLES } from "./trainer.mjs";

export const LOW = -0.5; // the plane shown, in both directions
export const HIGH = 1.5;

/**
 * For each row its sum and whether the step neuron, which says 1 where the sum is above 0, gives the table's target.
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
 * The line through two points with class 1 on the left on the way from the first to the second, as long a vector
 * (w1, w2) as `size` where the sliders reach that far; null where the points are too close to give a line.
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
 * Where the two handles of a line are: 15 % from the ends of what is seen of it, class 1 on the left on the way from
 * the first to the second.
 * @param {number[][]} seen both ends of what is seen
 * @param {number[]} line
 */
export function handlesOn([from, to], [w1, w2]) {
  const left = -(to[1] - from[1]) * w1 + (to[0] - from[0]) * w2;
  const [first, last] = left >= 0 ? [from, to] : [to, from];
  return [0.15, 0.85].map((share) => first.map((x, j) => x + (last[j] - x) * share));
}

/**
 * The part of the plane on one side of a line (`side` 1: where the sum is above 0), as the corners of a polygon.
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
 * A point on the plane shown.
 * @param {number[]} point
 */
export const insidePlane = (point) => point.map((x) => clamp(x, LOW, HIGH));
