// The calculations of the drawings: clipped lines, contours, axis ends, numbers as text.

import assert from "node:assert/strict";
import test from "node:test";
import { factor, shown } from "../../shared/widgets/js/drawing.mjs";
import { clipLine, contour } from "../../shared/widgets/js/plane.mjs";
import { lossRange, niceCeiling } from "../../shared/widgets/js/loss_curve.mjs";

test("a line is clipped to the box; the result is null if the line is outside the box or does not exist", () => {
  const sorted = (points) => points.map(String).sort();
  assert.deepEqual(sorted(clipLine(1, 0, 0, -2, 2, -2, 2)), ["0,-2", "0,2"]);
  assert.deepEqual(sorted(clipLine(1, 1, 0, -2, 2, -2, 2)), ["-2,2", "2,-2"]);
  assert.equal(clipLine(1, 0, -5, -2, 2, -2, 2), null);
  assert.equal(clipLine(0, 0, 0, -2, 2, -2, 2), null);
  assert.equal(clipLine(0, 0, 1, -2, 2, -2, 2), null);
});

test("a contour is where the values cross the level", () => {
  const n = 4;
  const values = Float64Array.from({ length: 25 }, (_, i) => i % 5); // the values grow to the right
  const points = contour(
    values,
    n,
    1.5,
    (x) => x,
    (y) => y,
  ).match(/[\d.]+ [\d.]+/g);
  assert.equal(points.length, 8); // one piece in each of four rows
  for (const point of points) assert.equal(point.split(" ")[0], "1.5");
  assert.equal(
    contour(
      values,
      n,
      9,
      (x) => x,
      (y) => y,
    ),
    "",
  );
});

test("an axis ends at a round number above all values", () => {
  assert.equal(niceCeiling(4000), 4000);
  assert.equal(niceCeiling(4001), 8000);
  assert.ok(Math.abs(niceCeiling(0.2518) - 0.4) < 1e-12);
  for (const value of [1e-6, 0.3, 7, 9.9, 12345]) assert.ok(niceCeiling(value) >= value);
});

test("the loss axis includes every loss, also a peak of one epoch, and it has a length if all losses are 0", () => {
  const losses = new Float64Array(4001).fill(0.25);
  losses[1235] = 3;
  const run = (losses) => ({ losses, last: losses.length - 1 });
  assert.ok(lossRange([run(losses)], false)[1] >= 3);
  for (const loss of [0, 5e-324, 1e-43, 1e-12, 3e-5, 1])
    for (const logarithmic of [false, true]) {
      const [low, high] = lossRange([run([loss])], logarithmic);
      assert.ok(high >= loss && (logarithmic ? high / low > 9.99 : low === 0 && high > 0), `${loss}: ${low} to ${high}`);
    }
});

test("numbers have a minus sign, no negative zero, and brackets in formulas", () => {
  assert.equal(shown(-1.5), "−1.50");
  assert.equal(shown(-0.001), "0.00");
  assert.equal(shown(-0.00003, 5), "−3.0e−5");
  assert.equal(shown(NaN), "NaN");
  assert.equal(factor(-2), "(−2.00)");
  assert.equal(factor(2), "2.00");
  assert.equal(factor(-0.001), "0.00");
});
