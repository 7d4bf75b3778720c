// Each control creates its elements once. `change` is called when the user sets a value. `move` shows a value.

import { element, setAttributes, setText } from "./drawing.mjs";

let made = 0; // number of ids so far, so that each id is unique in a page

/** @param {string} stem */
export function uniqueId(stem) {
  made += 1;
  return `nn-${stem}-${made}`;
}

/**
 * A slider with a name and a text field. It calls `change(value, done)`. `done` is false while the slider is dragged.
 * @param {{ name: string, label?: string, low: number, high: number, step: number,
 *           allowed?: (value: number) => string | null, change: (value: number, done: boolean) => void }} settings
 */
export function numberControl({ name, label = name, low, high, step, allowed = () => null, change }) {
  const id = uniqueId(name);
  const range = element("input", { type: "range", id, "data-name": name, min: low, max: high, step });
  const typed = element("input", {
    type: "text",
    inputmode: "decimal",
    class: "nn-typed",
    "data-typed": name,
    "aria-label": `${label}, typed`,
    autocomplete: "off",
    spellcheck: "false",
  });
  const refusal = element("span", { class: "nn-refusal", role: "alert" });
  let value = 0;
  const refuse = (text) => setText(refusal, text);
  setAttributes(range, {
    input() {
      refuse("");
      change(Number(range.value), false);
    },
    change: () => change(Number(range.value), true),
  });
  const accept = () => {
    const text = typed.value.trim().replaceAll("−", "-").replace(",", ".");
    const number = Number(text);
    // If the field shows a rounded number, Enter must not replace the exact number by the rounded one.
    if (Number(typed.dataset.value) === number && text !== "") return refuse("");
    const reason =
      text === "" || !Number.isFinite(number) ? `“${typed.value.slice(0, 20)}” is not a number` : allowed(number);
    if (reason) refuse(`${reason}; ${label} stays ${typed.dataset.value}.`);
    else refuse("");
    if (reason) show(true);
    else change(number, true);
  };
  setAttributes(typed, { change: accept, keydown: (event) => event.key === "Enter" && accept() });
  function show(force = false) {
    const text = String(Number.isInteger(value) ? value : Number(value.toPrecision(6)));
    const root = /** @type {Document | ShadowRoot} */ (typed.getRootNode());
    if (force || root.activeElement !== typed || Number(typed.value) !== value) typed.value = text;
    typed.dataset.value = text;
  }
  return {
    range,
    /** Set the maximum of the slider. */
    reach(end) {
      high = end;
      if (Number(range.max) !== end) setAttributes(range, { max: end });
    },
    node: element("div", { class: "nn-control" }, element("label", { for: id }, label), range, typed, refusal),
    move(number) {
      if (number !== value || typed.value === "") {
        value = number;
        // A typed value may be outside the slider's range.
        setAttributes(range, { min: Math.min(low, number), max: Math.max(high, Math.ceil(number)) });
        show();
      }
      range.value = number; // also if the number is the same: the view may have refused the slider's value
    },
  };
}

/**
 * Radio buttons.
 * @param {{ legend: string, name: string, options: any[][], change: (value: any) => void }} settings
 */
export function radioGroup({ legend, name, options, change }) {
  const group = uniqueId(name);
  const inputs = options.map(([value, text]) => {
    const input = element("input", {
      type: "radio",
      name: group,
      value,
      "data-name": name,
      change: () => change(value),
    });
    return { value, input, node: element("label", {}, input, text) };
  });
  return {
    node: element("fieldset", { class: "nn-radios" }, element("legend", {}, legend), ...inputs.map(({ node }) => node)),
    move: (value) => inputs.forEach((each) => (each.input.checked = each.value === value)),
  };
}

/**
 * A drop-down list.
 * @param {{ label: string, name: string, options: any[][], change: (value: string) => void }} settings
 */
export function dropdown({ label, name, options, change }) {
  const id = uniqueId(name);
  const select = element(
    "select",
    { id, "data-name": name, change: () => change(select.value) },
    ...options.map(([value, text]) => element("option", { value }, text)),
  );
  return {
    node: element("div", { class: "nn-dropdown" }, element("label", { for: id }, label), select),
    move: (value) => (select.value = value),
  };
}

/**
 * @param {string} text
 * @param {(event: Event) => void} click
 * @param {object} [attributes]
 */
export function button(text, click, attributes = {}) {
  return element("button", { type: "button", class: "nn-button", click, ...attributes }, text);
}

/** @param {Node[]} nodes */
export function buttons(...nodes) {
  return element("div", { class: "nn-buttons" }, ...nodes);
}
