// Makes the parts of a page that use the student's code: boxes, results of own functions, and buttons.

import { makeAnswers, showStates } from "./answers.mjs";
import { makeBox, needsNumpy } from "./box.mjs";
import { makeOwnRun } from "./own_run.mjs";
import { makePython } from "./python.mjs";
import { watch } from "./store.mjs";

/**
 * @param {string} selector
 * @returns {HTMLElement[]}
 */
const all = (selector) => [...document.querySelectorAll(selector)].map((each) => /** @type {HTMLElement} */ (each));

/**
 * Fill the boxes and buttons of a page. On a lesson's page, the element `#data` contains the data of the lesson. On the
 * index page, it contains the names of all exercises.
 *
 * @param {import("./python.mjs").Settings} settings
 */
export default function makePlacesToWrite(settings) {
  const data = JSON.parse(document.getElementById("data")?.textContent ?? "{}");
  /** @type {ReturnType<typeof makeBox>[]} */
  const boxes = [];
  const python = makePython(settings, (text) => boxes.forEach((box) => box.report(text)));
  const texts = () => Object.fromEntries(boxes.map((box) => [box.exercise, box.text()]));
  for (const holder of all("[data-exercise]")) boxes.push(makeBox(holder, data, python, texts));
  /** @type {Parameters<typeof makeOwnRun>[1]} */
  const run = (name, values, used) =>
    python.ask("run_answer", [JSON.stringify(data), name, JSON.stringify(used), values], needsNumpy(data, used));
  for (const place of all("[data-own-run]")) makeOwnRun(place, run);
  const course = data.course ?? { [data.stem]: boxes.map((box) => box.exercise) };
  const showAll = () => {
    boxes.forEach((box) => box.reload());
    showStates(document);
  };
  for (const place of all("[data-answers]")) makeAnswers(place, course, python, showAll);
  watch(showAll);
  showStates(document);
}
