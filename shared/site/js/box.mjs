// The box of one exercise: the editor, its buttons, and the card that says what is wrong.

import { makeEditor, replaceText } from "./editor.mjs";
import { NoAnswer, NotLoaded } from "./python.mjs";
import { keep, kept, NOT_KEPT } from "./store.mjs";

const USES_NUMPY = /\b(np|numpy)\b/;
const LARGEST = 100_000; // limit: characters of an answer

/**
 * @typedef {object} Lesson
 * @property {string} stem
 * @property {boolean} numpy true if the lesson's exercises are about arrays
 * @property {string} setup
 * @property {[string, string][]} functions
 */

/**
 * @param {string} tag
 * @param {string} name the class
 * @param {string} [text]
 */
function make(tag, name, text = "") {
  const element = document.createElement(tag);
  element.className = name;
  element.textContent = text;
  return element;
}

/**
 * @param {Lesson} lesson
 * @param {Record<string, string>} texts the texts of all boxes
 */
export function needsNumpy(lesson, texts) {
  return lesson.numpy || Object.values(texts).some((text) => USES_NUMPY.test(text));
}

/**
 * Replace the stub in `holder` by a box in which students write.
 *
 * @param {HTMLElement} holder
 * @param {Lesson} lesson
 * @param {ReturnType<typeof import("./python.mjs").makePython>} python
 * @param {() => Record<string, string>} texts returns the texts of all boxes of the page
 */
export function makeBox(holder, lesson, python, texts) {
  const exercise = holder.dataset.exercise ?? "";
  const stub = (holder.querySelector("pre")?.textContent ?? "").trimEnd();
  const { element, area, draw } = makeEditor(`Your code for ${exercise}`, check);
  const buttons = make("div", "box-buttons");
  const checkButton = /** @type {HTMLButtonElement} */ (make("button", "", "Check"));
  const reset = /** @type {HTMLButtonElement} */ (make("button", "", "Reset"));
  const keys = make("span", "box-keys", "Ctrl-Enter checks. Tab indents. To leave the box, press Escape, then Tab.");
  const progress = make("p", "box-progress");
  const card = make("div", "box-card");
  const printed = make("pre", "box-printed");
  const warning = make("p", "box-warning");
  progress.setAttribute("role", "status");
  card.setAttribute("aria-live", "polite");
  warning.setAttribute("role", "status");
  printed.tabIndex = 0;
  printed.hidden = true;
  printed.setAttribute("aria-label", "What your code printed");
  checkButton.type = reset.type = "button";
  buttons.append(checkButton, reset, keys);
  holder.replaceChildren(element, buttons, progress, card, printed, warning);
  show(kept(exercise)?.text ?? stub);

  /** @param {string} text */
  function show(text) {
    area.value = text;
    draw();
  }

  /** @param {Omit<import("./store.mjs").Kept, "text">} verdict */
  function save(verdict) {
    const text = area.value;
    warning.textContent = keep(exercise, text === stub ? null : { ...verdict, text }) ? "" : NOT_KEPT;
  }

  /** @param {string} text */
  function say(text) {
    card.replaceChildren(make("p", "box-said", text));
    printed.hidden = true;
  }

  area.addEventListener("input", () => {
    save(kept(exercise) ?? {});
    python.prepare();
  });
  checkButton.addEventListener("click", check);
  reset.addEventListener("click", () => {
    if (area.value === stub) return;
    replaceText(area, 0, area.value.length, stub);
    say("The box has its first text again. Ctrl-Z brings your text back.");
  });

  async function check() {
    const text = area.value;
    if (text.length > LARGEST) return say(`Your code is too long: it may have at most ${LARGEST} characters.`);
    if (checkButton.getAttribute("aria-disabled") === "true") return;
    checkButton.setAttribute("aria-disabled", "true");
    try {
      const all = texts();
      const values = [JSON.stringify(lesson), exercise, JSON.stringify(all)];
      const result = await python.ask("check_answer", values, needsNumpy(lesson, all));
      card.innerHTML = result.html;
      printed.textContent = result.printed;
      printed.hidden = !result.printed;
      save({ status: result.status, checked: text });
      const detail = { exercise, status: result.status, texts: all };
      holder.dispatchEvent(new CustomEvent("checked", { bubbles: true, detail }));
    } catch (error) {
      if (error instanceof NotLoaded) say(error.message);
      else if (error instanceof NoAnswer) {
        save({ status: "crashed", checked: text });
        python.prepare();
        say("Stopped after 10 seconds: your code was still running. Look for a loop that does not end.");
      } else say(`Python stopped. Python's own words: ${String(error).slice(-300)}`);
    } finally {
      checkButton.removeAttribute("aria-disabled");
    }
  }

  return {
    exercise,
    text: () => area.value,
    /** @param {string} text */
    report(text) {
      const busy = checkButton.getAttribute("aria-disabled") === "true";
      progress.textContent = busy || document.activeElement === area ? text : "";
    },
    /** Show the stored text after another tab or a loaded file has changed it. */
    reload() {
      const text = kept(exercise)?.text ?? stub;
      if (text === area.value) return;
      show(text);
      card.replaceChildren();
      printed.hidden = true;
    },
  };
}
