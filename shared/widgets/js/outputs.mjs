// The outputs of the network: the large heat map, the heat map of each neuron, and a table of the four outputs.

import { element, setAttributes, svg, shown, setText } from "./drawing.mjs";
import { classMark, contour, lineOn, plane } from "./plane.mjs";
import { verdict } from "./parts.mjs";
import { INPUTS, TARGETS, output, sigmoid } from "./trainer.mjs";

/**
 * Paint the heat map of each neuron of a `networkDrawing`. The axes are the same as in the large heat map.
 * @param {Record<string, { paint: (f: (u: number, v: number) => number) => void }>} heats
 * @param {Params} p
 */
export function drawHeats(heats, p) {
  const onPlane = (f) => (u, v) => f(2 * u - 0.5, 2 * v - 0.5);
  heats.h1.paint(onPlane((a, b) => sigmoid(p[0] * a + p[1] * b + p[2])));
  heats.h2.paint(onPlane((a, b) => sigmoid(p[3] * a + p[4] * b + p[5])));
  heats.out.paint(onPlane((a, b) => output(p, a, b)));
}

/** The large heat map of the output, the four points on it, and the lines of the hidden neurons. */
export function outputPlane() {
  const BOX = [-0.5, 1.5, -0.5, 1.5];
  const n = 32; // the contour line is computed from n × n cells
  const axis = (label) => ({ label, low: -0.5, high: 1.5, ticks: [0, 1] });
  const map = plane(axis("x1"), axis("x2"), 64);
  const lines = [lineOn(map, "nn-hidden-line"), lineOn(map, "nn-hidden-line")];
  const half = svg("path", { class: "nn-half" });
  map.inside.append(half);
  INPUTS.forEach(([x1, x2], row) =>
    map.layer.append(svg("g", { transform: `translate(${map.toX(x1)} ${map.toY(x2)})` }, classMark(TARGETS[row], 8))),
  );
  const values = new Float64Array((n + 1) ** 2);
  return {
    node: map.node,
    image: map.image,
    move(p) {
      map.paint((a, b) => output(p, a, b));
      lines[0](p[0], p[1], p[2], BOX);
      lines[1](p[3], p[4], p[5], BOX);
      for (let i = 0; i <= n; i++)
        for (let j = 0; j <= n; j++) values[i * (n + 1) + j] = output(p, -0.5 + (2 * j) / n, -0.5 + (2 * i) / n);
      setAttributes(half, {
        d: contour(
          values,
          n,
          0.5,
          (j) => map.toX(-0.5 + (2 * j) / n),
          (i) => map.toY(-0.5 + (2 * i) / n),
        ),
      });
    },
  };
}

/**
 * A table of the four outputs. Each output is "right" or "wrong". After a single step, a list shows how each output
 * moved.
 */
export function verdictTable() {
  const body = element("tbody");
  const score = element("p", { class: "nn-score" });
  const rows = INPUTS.map(([x1, x2], row) => {
    const cells = [element("td", { class: "nn-result" }), element("td")];
    body.append(
      element(
        "tr",
        {},
        element("th", { scope: "row" }, `(${x1}, ${x2})`),
        ...cells,
        element("td", {}, String(TARGETS[row])),
      ),
    );
    return cells;
  });
  const head = element(
    "tr",
    {},
    ...["row", "output", "verdict", "target"].map((text) => element("th", { scope: "col" }, text)),
  );
  const moved = element("ul", { class: "nn-moved" });
  return {
    node: element(
      "div",
      { class: "nn-verdicts" },
      score,
      element("table", {}, element("thead", {}, head), body),
      moved,
    ),
    move(p, before) {
      let right = 0;
      INPUTS.forEach(([x1, x2], row) => {
        const out = output(p, x1, x2);
        const word = verdict(out, TARGETS[row]);
        right += word === "right" ? 1 : 0;
        setText(rows[row][0], shown(out, 4));
        setText(rows[row][1], word);
        setAttributes(rows[row][1], { class: word === "right" ? "nn-holds" : "nn-broken" });
      });
      setText(score, `${right} of 4 rows right`);
      moved.hidden = !before;
      if (before)
        moved.replaceChildren(
          ...INPUTS.map(([x1, x2], row) =>
            element("li", {}, movedText(x1, x2, before[row], output(p, x1, x2), TARGETS[row])),
          ),
        );
    },
  };
}

function movedText(x1, x2, from, to, y) {
  const way =
    to === from
      ? "did not move"
      : Math.abs(to - y) < Math.abs(from - y)
        ? "moved towards its target"
        : "moved away from its target";
  return `(${x1}, ${x2}): ${shown(from, 4)} to ${shown(to, 4)}, ${way}`;
}
