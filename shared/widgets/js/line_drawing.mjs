// Draws the line, both of its sides, the four points, and two handles that move the line.

import { setAttributes, setText, shown, svg } from "./drawing.mjs";
import { classMark, handle, lineOn, plane } from "./plane.mjs";
import { uniqueId } from "./controls.mjs";
import { HIGH, LOW, halfPlane, handlesOn, insidePlane, lineThrough } from "./line_model.mjs";
import { INPUTS } from "./trainer.mjs";

/**
 * The plane of lesson 2. When the student moves a handle, the plane calls `moveTo(line, done)` with the new line.
 * @param {(line: number[], done: boolean) => void} moveTo
 */
export function lineDrawing(moveTo) {
  const axis = (label) => ({ label, low: LOW, high: HIGH, ticks: [0, 1] });
  const map = plane(axis("x1"), axis("x2"));
  const id = uniqueId("dots");
  const sides = [svg("polygon", { class: "nn-side-0" }), svg("polygon", { class: "nn-side-1" })];
  const dots = svg("polygon", { fill: `url(#${id})` }); // so that the two sides differ not only in colour
  map.inside.append(
    svg(
      "pattern",
      { id, width: 12, height: 12, patternUnits: "userSpaceOnUse" },
      svg("circle", { cx: 6, cy: 6, r: 1.3, class: "nn-dot-mark" }),
    ),
    ...sides,
    dots,
  );
  const boundary = lineOn(map);
  const marks = INPUTS.map(([x1, x2]) => {
    const mark = svg("g", { transform: `translate(${map.toX(x1)} ${map.toY(x2)})` });
    const sign = svg("text", { x: map.toX(x1) + 17, y: map.toY(x2) + 6, class: "nn-tick" });
    map.layer.append(mark, sign);
    return { mark, sign, target: NaN };
  });
  let drawn = null; // the line on the page now: [w1, w2, b]
  let ends = null; // the positions of its two handles

  function moveEnd(which, point, done) {
    const moved = [...ends];
    moved[which] = insidePlane(point);
    const line = lineThrough(moved, Math.hypot(drawn[0], drawn[1]) || 1);
    if (!line) return;
    drawn = line;
    ends = moved;
    moveTo(line, done);
  }
  const handles = [0, 1].map((which) =>
    handle(
      map,
      handleLabel(which, ""),
      () => 0.05,
      (point, done) => moveEnd(which, point, done),
    ),
  );

  return {
    node: map.node,
    image: map.image,
    /**
     * Draw the line and the points of the four rows. Return true if the line is inside the picture.
     * @param {number[]} line
     * @param {{ target: number, right: boolean }[]} rows
     */
    move(line, rows) {
      const [w1, w2, b] = line;
      sides.forEach((side, k) => {
        const points = halfPlane(line, k)
          .map(([x, y]) => `${map.toX(x)},${map.toY(y)}`)
          .join(" ");
        setAttributes(side, { points });
        if (k === 1) setAttributes(dots, { points });
      });
      const seen = boundary(w1, w2, b, [LOW, HIGH, LOW, HIGH]);
      if (String(drawn) !== String(line)) {
        drawn = line;
        ends = seen && handlesOn(seen, line);
      }
      handles.forEach((each, which) => {
        each.hide(!seen);
        if (!ends) return;
        const [x1, x2] = ends[which];
        each.put(x1, x2);
        setAttributes(each.node, { "aria-label": handleLabel(which, `, at x1 ${shown(x1)}, x2 ${shown(x2)}`) });
      });
      marks.forEach((each, row) => {
        const { target, right } = rows[row];
        if (each.target !== target) each.mark.replaceChildren(classMark(target, 9));
        each.target = target;
        setText(each.sign, right ? "✓" : "✗");
      });
      return Boolean(seen);
    },
  };
}

const handleLabel = (which, where) => `Handle ${which + 1} of the line${where}. Arrow keys move it.`;
