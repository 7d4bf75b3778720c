// The digit pad: 8 by 8 cells to draw on, and the ten shares that a network gives to what is on them.
// The network is run here, so the pad stays alive in a page that has no Python.

import { bars, element, setAttributes, svg, shown, setText } from "./drawing.mjs";
import { button, buttons } from "./controls.mjs";

const CELLS = 8;
const DOTS = 4; // the data was made so: each cell counts the inked ones of 4 × 4 dots
const FINE = CELLS * DOTS;
const PEN = 2.2; // dots from the pen's middle to its edge
const ORDER = [5, 10, 6, 9, 1, 14, 4, 11, 2, 13, 7, 8, 0, 15, 3, 12]; // how a count fills its cell's dots: from the middle
const HEARD_MS = 200; // Python hears of a stroke five times a second
const SAID_MS = 700; // a picture is announced when it has come to rest
const KEYS = "Arrow keys move, Space inks a cell, Backspace empties it.";

/** The shares of the ten classes: ReLU in every layer but the last, softmax there. */
export function shares(parameters, pixels) {
  let a = pixels;
  for (let k = 0; k < parameters.length; k += 2) {
    const [W, [b]] = [parameters[k], parameters[k + 1]];
    const z = b.map((sum, j) => a.reduce((total, x, i) => total + x * W[i][j], sum));
    const top = Math.max(...z);
    a = z.map((each) => (k + 2 < parameters.length ? Math.max(0, each) : Math.exp(each - top)));
  }
  const sum = a.reduce((total, each) => total + each);
  return a.map((each) => each / sum);
}

export const largest = (numbers) => numbers.indexOf(Math.max(...numbers));

/** The whole widget; `model` is that of `shared.DigitPad`. Returns what removes it. */
export function digitPad({ model, el }) {
  const dots = new Uint8Array(FINE * FINE); // 1 where there is ink
  let sample = -1; // which held-out digit is on the pad; −1 when it was drawn or drawn on
  let cell = [0, 0];
  let rubber = false;
  let pen = null;
  let sendTimer = 0;
  let announceTimer = 0;

  // Ink.

  const dot = (row, column, k) => (DOTS * row + (k >> 2)) * FINE + DOTS * column + (k & 3);
  const each = (f) => Array.from({ length: CELLS * CELLS }, (_, i) => f((i / CELLS) | 0, i % CELLS));
  const pixels = () =>
    each((row, column) => ORDER.reduce((sum, k) => sum + dots[dot(row, column, k)], 0) / ORDER.length);
  const fill = (row, column, count) => ORDER.forEach((k, i) => (dots[dot(row, column, k)] = i < count ? 1 : 0));
  const load = (counts) => each((row, column) => fill(row, column, counts[row * CELLS + column]));

  function stamp(x, y) {
    for (let i = Math.max(0, Math.ceil(y - PEN)); i <= Math.min(FINE - 1, y + PEN); i++)
      for (let j = Math.max(0, Math.ceil(x - PEN)); j <= Math.min(FINE - 1, x + PEN); j++)
        if ((i - y) ** 2 + (j - x) ** 2 <= PEN ** 2) dots[i * FINE + j] = rubber ? 0 : 1;
  }

  function stroke([x0, y0], [x1, y1]) {
    const steps = Math.ceil(Math.hypot(x1 - x0, y1 - y0)) || 1;
    for (let k = 0; k <= steps; k++) stamp(x0 + ((x1 - x0) * k) / steps, y0 + ((y1 - y0) * k) / steps);
  }

  // The pad.

  const cells = each((row, column) => svg("rect", { class: "nn-pad-cell", x: column, y: row, width: 1, height: 1 }));
  const lines = Array.from({ length: CELLS - 1 }, (_, i) => `M${i + 1} 0v${CELLS}M0 ${i + 1}h${CELLS}`).join("");
  const cursor = svg("rect", { class: "nn-pad-cursor", x: 0.06, y: 0.06, width: 0.88, height: 0.88 });
  const padSvg = svg(
    "svg",
    { viewBox: `0 0 ${CELLS} ${CELLS}`, tabindex: 0, role: "application", "aria-roledescription": "drawing pad" },
    ...cells,
    svg("path", { class: "nn-pad-grid", d: lines }),
    cursor,
  );
  const at = (event) => {
    const box = padSvg.getBoundingClientRect();
    return [(event.clientX - box.x) / box.width, (event.clientY - box.y) / box.height].map((part) => part * FINE - 0.5);
  };
  const penTo = (spot) => {
    stroke(pen ?? spot, spot);
    pen = spot;
    sample = -1;
    draw();
  };
  setAttributes(padSvg, {
    pointerdown: (event) => (event.preventDefault(), padSvg.setPointerCapture(event.pointerId), penTo(at(event))),
    pointermove: (event) => pen && penTo(at(event)),
    pointerup: () => ((pen = null), send()),
    pointercancel: () => ((pen = null), send()),
    keydown: onKey,
  });

  const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  const INKS = { " ": 16, Enter: 16, Backspace: 0, Delete: 0 };
  function onKey(event) {
    const move = MOVES[event.key];
    const ink = INKS[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey || (!move && ink === undefined)) return;
    event.preventDefault();
    event.stopPropagation(); // a notebook has keys of its own
    if (move) cell = cell.map((value, i) => Math.min(Math.max(value + move[i], 0), CELLS - 1));
    else {
      fill(...cell, ink);
      sample = -1;
    }
    draw();
    const count = Math.round(pixels()[cell[0] * CELLS + cell[1]] * 16);
    setText(announcer, `row ${cell[0] + 1}, column ${cell[1] + 1}, ink ${count} of 16`);
  }

  // Which digit.

  function choose(number) {
    const samples = model.get("samples");
    sample = ((number % samples.length) + samples.length) % samples.length;
    load(samples[sample]);
    rub(false);
    draw();
    send();
  }

  function nextMistake() {
    const samples = model.get("samples");
    const labels = model.get("labels");
    for (let step = 1; step <= samples.length; step++) {
      const number = (shownSample + step) % samples.length;
      const found = shares(
        model.get("parameters"),
        samples[number].map((count) => count / 16),
      );
      if (largest(found) !== labels[number]) return choose(number);
    }
  }
  let shownSample = 0; // where Previous and Next count from, also after drawing

  const rubberButton = button("Rubber", () => rub(!rubber));
  function rub(on) {
    rubber = on;
    setAttributes(rubberButton, { "aria-pressed": String(on) });
  }
  rub(false);
  const tools = buttons(
    button("Previous", () => choose(shownSample - 1)),
    button("Next", () => choose(shownSample + 1)),
    button("Next mistake", nextMistake),
    button("Clear", () => {
      dots.fill(0);
      sample = -1;
      rub(false);
      draw();
      send();
    }),
    rubberButton,
  );

  // What is shown and said.

  const list = bars([...Array(10).keys()].map(String));
  setAttributes(list.node, { class: "nn-bars nn-plain nn-digits" });
  const caption = element("figcaption");
  const announcer = element("div", { class: "nn-announcer", "aria-live": "polite" });
  const pad = element("div", { class: "nn-pad" }, padSvg);
  const root = element(
    "div",
    { class: "nn-live", "data-view": "digit", "data-draws": 0 },
    element("figure", { class: "nn-figure" }, element("div", { class: "nn-columns" }, pad, list.node), caption),
    tools,
    announcer,
  );

  function sentence(ink, found) {
    const best = largest(found);
    const says = `The largest of the ten shares is ${shown(found[best], 3)}, for ${best}`;
    if (sample >= 0) {
      const label = model.get("labels")[sample];
      const verdict = best === label ? "right" : `wrong, the ${label} gets ${shown(found[label], 3)}`;
      return `Held-out digit ${sample + 1} of ${model.get("labels").length}, written as ${label === 8 ? "an" : "a"} ${label}. ${says}: ${verdict}.`;
    }
    if (Math.max(...ink) === 0) return `The pad is empty. ${says}: the ten shares sum to 1, whatever is asked.`;
    const second = largest(found.map((share, k) => (k === best ? -1 : share)));
    return `Your drawing. ${says}; the next is ${shown(found[second], 3)}, for ${second}.`;
  }

  function draw() {
    const ink = pixels();
    const found = shares(model.get("parameters"), ink);
    const best = largest(found);
    if (sample >= 0) shownSample = sample;
    cells.forEach((rect, i) => setAttributes(rect, { "fill-opacity": ink[i] }));
    setAttributes(cursor, { transform: `translate(${cell[1]} ${cell[0]})` });
    list.move(found, 1, 3);
    [...list.node.children].forEach((row, k) => row.classList.toggle("nn-largest", k === best));
    const text = sentence(ink, found);
    setText(caption, text);
    setAttributes(padSvg, { "aria-label": `${text} ${KEYS}` });
    root.dataset.draws = Number(root.dataset.draws) + 1;
    clearTimeout(announceTimer);
    announceTimer = setTimeout(() => root.dataset.draws > 1 && setText(announcer, text), SAID_MS);
    sendTimer ||= setTimeout(send, HEARD_MS);
  }

  function send() {
    clearTimeout(sendTimer);
    sendTimer = 0;
    const ink = pixels();
    if (model.get("sample") === sample && JSON.stringify(model.get("pixels")) === JSON.stringify(ink)) return;
    model.set("sample", sample);
    model.set("pixels", ink);
    model.save_changes();
  }

  function receive() {
    if (model.get("sample") === sample || model.get("sample") < 0) return;
    sample = model.get("sample");
    load(model.get("samples")[sample]);
    draw();
  }

  model.on("change:sample", receive);
  model.on("change:parameters", draw);
  el.append(root);
  sample = model.get("sample");
  if (sample >= 0) load(model.get("samples")[sample]);
  else load(model.get("pixels").map((ink) => Math.round(16 * ink)));
  draw();
  return () => {
    model.off("change:sample", receive);
    model.off("change:parameters", draw);
    clearTimeout(announceTimer);
    send();
    root.remove();
  };
}
