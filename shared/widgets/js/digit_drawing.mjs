// Draws the digit pad: 8 by 8 cells. Students draw with the pointer or with the keyboard.

import { element, setAttributes, svg } from "./drawing.mjs";
import { CELLS, FINE, eachCell } from "./digit_model.mjs";
import { draggable } from "./plane.mjs";

const KEYS = "Arrow keys move the cursor. Space fills a cell. Backspace empties a cell.";
const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
const COUNTS = { " ": 16, Enter: 16, Backspace: 0, Delete: 0 };

/**
 * The pad. It calls `stroke(from, to)` for every movement of the pen, and `lift()` when the pen goes up. `from` and
 * `to` are [x, y] in dots. If a key fills or empties a cell, the pad calls `fill(cell, count)`. After each of these
 * keys and after each arrow key, the pad calls `visit(cell)`. A cell is [row, column].
 * @param {{ stroke: (from: number[], to: number[]) => void, lift: () => void,
 *           fill: (cell: number[], count: number) => void, visit: (cell: number[]) => void }} tell
 */
export function padDrawing({ stroke, lift, fill, visit }) {
  let pen = null;
  let cell = [0, 0];
  const cells = eachCell((row, column) =>
    svg("rect", { class: "nn-pad-cell", x: column, y: row, width: 1, height: 1 }),
  );
  const lines = Array.from({ length: CELLS - 1 }, (_, i) => `M${i + 1} 0v${CELLS}M0 ${i + 1}h${CELLS}`).join("");
  const cursor = svg("rect", { class: "nn-pad-cursor", x: 0.06, y: 0.06, width: 0.88, height: 0.88 });
  const image = svg(
    "svg",
    { viewBox: `0 0 ${CELLS} ${CELLS}`, tabindex: 0, role: "application", "aria-roledescription": "drawing pad" },
    ...cells,
    svg("path", { class: "nn-pad-grid", d: lines }),
    cursor,
  );

  function penTo(event) {
    const box = image.getBoundingClientRect();
    const shares = [(event.clientX - box.x) / box.width, (event.clientY - box.y) / box.height];
    const point = shares.map((share) => share * FINE - 0.5);
    const from = pen ?? point;
    pen = point;
    stroke(from, point);
  }

  function onKey(event) {
    const move = MOVES[event.key];
    const count = COUNTS[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey || (!move && count === undefined)) return;
    event.preventDefault();
    event.stopPropagation(); // the notebook must not use these keys
    if (move) {
      cell = cell.map((value, i) => Math.min(Math.max(value + move[i], 0), CELLS - 1));
      setAttributes(cursor, { transform: `translate(${cell[1]} ${cell[0]})` });
    } else fill(cell, count);
    visit(cell);
  }

  setAttributes(image, { pointerdown: (event) => event.preventDefault(), keydown: onKey });
  draggable(image, (event, done) => {
    penTo(event);
    if (!done) return;
    pen = null;
    lift();
  });
  return {
    node: element("div", { class: "nn-pad" }, image),
    /** @param {number[]} pixels @param {string} caption */
    move(pixels, caption) {
      cells.forEach((rect, i) => setAttributes(rect, { "fill-opacity": pixels[i] }));
      setAttributes(image, { "aria-label": `${caption} ${KEYS}` });
    },
  };
}
