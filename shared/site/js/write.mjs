// Places to write on the pages of the static site: boxes for the exercises of a lesson.

import { makeBox } from "./box.mjs";
import { makePython } from "./python.mjs";
import { watch } from "./store.mjs";

/** @param {import("./python.mjs").Settings} settings */
export default function makePlacesToWrite(settings) {
  const data = document.getElementById("lesson")?.textContent;
  if (!data) return;
  /** @type {import("./box.mjs").Lesson} */
  const lesson = JSON.parse(data);
  /** @type {ReturnType<typeof makeBox>[]} */
  const boxes = [];
  const python = makePython(settings, (text) => boxes.forEach((box) => box.report(text)));
  const texts = () => Object.fromEntries(boxes.map((box) => [box.exercise, box.text()]));
  for (const holder of document.querySelectorAll("[data-exercise]")) {
    boxes.push(makeBox(/** @type {HTMLElement} */ (holder), lesson, python, texts));
  }
  watch((exercise) => boxes.find((box) => box.exercise === exercise)?.reload());
}
