// The digit view of lesson 9: choose or draw a digit, and see the ten outputs of a network for this digit.
// The network runs in JavaScript, so the pad also works in a page without Python.

import { bars, element, setAttributes, setText, shown } from "./drawing.mjs";
import { button, buttons } from "./controls.mjs";
import { CELLS, Ink, largest, shares } from "./digit_model.mjs";
import { padDrawing } from "./digit_drawing.mjs";

/**
 * @param {Context} context
 * @returns {View}
 */
export function digitView({ state, change, announce }) {
  const ink = new Ink();
  let lastSample = 0; // Previous and Next start from this sample, even if the pad shows a drawing
  loadState();

  function loadState() {
    if (state.sample >= 0) ink.load(state.samples[state.sample]);
    else ink.load(state.pixels.map((pixel) => Math.round(16 * pixel)));
  }
  const changeDrawing = (done) => change({ sample: -1, pixels: ink.pixels() }, done);
  const pad = padDrawing({
    stroke(from, to) {
      ink.stroke(from, to);
      changeDrawing(false);
    },
    lift: () => change({}, true),
    fill([row, column], count) {
      ink.fill(row, column, count);
      changeDrawing(false);
    },
    visit([row, column]) {
      const count = Math.round(ink.pixels()[row * CELLS + column] * 16);
      announce(`row ${row + 1}, column ${column + 1}, ink ${count} of 16`);
    },
  });

  function choose(number) {
    const count = state.samples.length;
    const sample = ((number % count) + count) % count;
    ink.load(state.samples[sample]);
    setRubber(false);
    change({ sample, pixels: ink.pixels() }, true);
  }

  function chooseNextMistake() {
    const { samples, labels, parameters } = state;
    for (let step = 1; step <= samples.length; step++) {
      const number = (lastSample + step) % samples.length;
      const pixels = samples[number].map((count) => count / 16);
      if (largest(shares(parameters, pixels)) !== labels[number]) return choose(number);
    }
    const none = `The network is right for all ${samples.length} held-out digits, so there is no mistake to show.`;
    setText(caption, none);
    announce(none);
  }

  function clear() {
    ink.dots.fill(0);
    setRubber(false);
    changeDrawing(true);
  }

  function setRubber(on) {
    ink.rubber = on;
    setAttributes(rubberButton, { "aria-pressed": String(on) });
  }

  const rubberButton = button("Rubber", () => setRubber(!ink.rubber));
  setRubber(false);
  const tools = buttons(
    button("Previous", () => choose(lastSample - 1)),
    button("Next", () => choose(lastSample + 1)),
    button("Next mistake", chooseNextMistake),
    button("Clear", clear),
    rubberButton,
  );
  const list = bars([...Array(10).keys()].map(String));
  list.node.classList.add("nn-digits");
  const caption = element("figcaption");
  const columns = element("div", { class: "nn-columns" }, pad.node, list.node);
  const figure = element("figure", { class: "nn-figure" }, columns, caption);
  return {
    node: element("div", {}, figure, tools),
    incoming: loadState,
    draw() {
      const pixels = ink.pixels();
      const found = shares(state.parameters, pixels);
      if (state.sample >= 0) lastSample = state.sample;
      const text = digitCaption(state, pixels, found);
      setText(caption, text);
      pad.move(pixels, text);
      list.move(found, 1, 3);
      [...list.node.children].forEach((row, k) => row.classList.toggle("nn-largest", k === largest(found)));
    },
  };
}

function digitCaption({ sample, labels }, pixels, found) {
  const best = largest(found);
  const answer = `The largest of the ten probabilities is ${shown(found[best], 3)}, for ${best}`;
  if (sample >= 0) {
    const label = labels[sample];
    const verdict = best === label ? "right" : `wrong, the ${label} gets only ${shown(found[label], 3)}`;
    return `Held-out digit ${sample + 1} of ${labels.length}, written as ${label === 8 ? "an" : "a"} ${label}. ${answer}: ${verdict}.`;
  }
  if (Math.max(...pixels) === 0) return `The pad is empty. ${answer}: the ten probabilities always sum to 1.`;
  const second = largest(found.map((share, k) => (k === best ? -1 : share)));
  return `Your drawing. ${answer}. The second largest is ${shown(found[second], 3)}, for ${second}.`;
}
