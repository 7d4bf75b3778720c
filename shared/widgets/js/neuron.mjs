// The neuron view of lesson 1: the heat map of one neuron, and the point (z, output) on the curve of σ.

import { element, factor, figure, setAttributes, shown } from "./drawing.mjs";
import { draggable, handle, lineOn, plane, sigmoidCurve } from "./plane.mjs";
import { clamp, columns, neuronControls, part } from "./parts.mjs";
import { sigmoid } from "./trainer.mjs";

/**
 * @param {Context} context
 * @returns {View}
 */
export function neuronView(context) {
  const { state, change } = context;
  const axis = (label) => ({ label, low: -2, high: 2, ticks: [-2, -1, 0, 1, 2] });
  const map = plane(axis("x1"), axis("x2"), 80);
  const line = lineOn(map);
  const movePoint = (/** @type {number[]} */ [x1, x2], done) =>
    change({ point: [clamp(x1, -2, 2), clamp(x2, -2, 2)].map((x) => Number(x.toFixed(3))) }, done);
  const point = handle(map, "Input point. Arrow keys move it.", () => 0.1, movePoint);
  draggable(map.image, (event, done) => movePoint(map.at(event), done));
  const curve = sigmoidCurve();
  const mapFigure = figure(map);
  const curveFigure = figure(curve);
  const controls = neuronControls(context, 6, 0.1);

  return {
    node: element(
      "div",
      {},
      columns(mapFigure.node, part("curve", curveFigure.node)),
      part("numbers", controls.node),
    ),
    draw() {
      const { w1, w2, b } = state;
      const [x1, x2] = state.point;
      const z = w1 * x1 + w2 * x2 + b;
      const out = sigmoid(z);
      map.paint((a, c) => sigmoid(w1 * a + w2 * c + b));
      const ends = line(w1, w2, b, [-2, 2, -2, 2]);
      point.put(x1, x2);
      setAttributes(point.node, { "aria-label": `Input point, x1 ${shown(x1)}, x2 ${shown(x2)}. Arrow keys move it.` });
      curve.move(z);
      controls.draw();
      const half = ends
        ? "The output is ½ on the drawn line."
        : w1 === 0 && w2 === 0
          ? `Both w1 and w2 are 0, so there is no line: the output is ${shown(out, 3)} everywhere.`
          : "The line on which the output is ½ is outside the picture.";
      mapFigure.setCaption(
        `At x1 = ${shown(x1)}, x2 = ${shown(x2)} the sum is z = ${shown(z)} and the output is ${shown(out, 3)}. ${half}`,
      );
      const beyond =
        Math.abs(z) > 8 ? ` z is beyond the ${z > 0 ? "right" : "left"} edge, where the curve is almost flat.` : "";
      curveFigure.setCaption(
        `z = ${factor(w1)}·${factor(x1)} + ${factor(w2)}·${factor(x2)} + ${factor(b)} = ${shown(z)}, and σ(${shown(z)}) = ${shown(out, 3)}.${beyond}`,
      );
    },
  };
}
