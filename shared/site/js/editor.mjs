// The editor: a text area with line numbers. Tab and Enter indent. After Escape, Tab leaves the text area.

const INDENT = "    ";

/**
 * Replace a part of the text. Undo (Ctrl-Z) in the browser can reverse this change.
 *
 * @param {HTMLTextAreaElement} area
 * @param {number} start
 * @param {number} end
 * @param {string} text
 */
export function replaceText(area, start, end, text) {
  area.focus();
  area.setSelectionRange(start, end);
  const done = text ? document.execCommand("insertText", false, text) : document.execCommand("delete");
  if (!done) {
    area.setRangeText(text, start, end, "end");
    area.dispatchEvent(new Event("input"));
  }
}

/**
 * Return what Enter inserts: a line break and this line's indentation. After a colon, indent by four more spaces.
 *
 * @param {string} before the text before the cursor
 */
export function lineBreak(before) {
  const line = before.slice(before.lastIndexOf("\n") + 1);
  const spaces = /^ */.exec(line)?.[0] ?? "";
  return `\n${spaces}${/:\s*(#.*)?$/.test(line) ? INDENT : ""}`;
}

/**
 * Add four spaces at the beginning of each non-empty line. If `less`, remove up to four spaces. Return the lines.
 *
 * @param {string} lines
 * @param {boolean} less
 */
export function indented(lines, less) {
  return lines
    .split("\n")
    .map((line) => (less ? line.replace(/^ {1,4}/, "") : line && INDENT + line))
    .join("\n");
}

/**
 * @param {HTMLTextAreaElement} area
 * @param {boolean} less
 */
function indent(area, less) {
  const { selectionStart: start, selectionEnd: end, value } = area;
  if (start === end && !less) return replaceText(area, start, end, INDENT);
  const first = value.slice(0, start).lastIndexOf("\n") + 1;
  const next = value.indexOf("\n", Math.max(first, end - Number(end > start)));
  const last = next < 0 ? value.length : next;
  const changed = indented(value.slice(first, last), less);
  if (changed === value.slice(first, last)) return;
  replaceText(area, first, last, changed);
  const caret = Math.max(first, start - (last - first - changed.length));
  if (start === end) area.setSelectionRange(caret, caret);
  else area.setSelectionRange(first, first + changed.length);
}

/**
 * @param {string} label what screen readers say
 * @param {() => void} check called for Ctrl-Enter
 * @returns {{element: HTMLElement, area: HTMLTextAreaElement, draw: () => void}} call `draw` after the text has changed
 */
export function makeEditor(label, check) {
  const element = document.createElement("div");
  const numbers = document.createElement("pre");
  const area = document.createElement("textarea");
  element.className = "box-editor";
  numbers.setAttribute("aria-hidden", "true");
  area.setAttribute("aria-label", label);
  area.wrap = "off";
  area.spellcheck = false;
  for (const name of ["autocapitalize", "autocomplete", "autocorrect"]) area.setAttribute(name, "off");
  element.append(numbers, area);
  let leaving = false;

  function draw() {
    const lines = area.value.split("\n").length;
    area.rows = Math.max(3, lines);
    numbers.textContent = Array.from({ length: lines }, (_, k) => k + 1).join("\n");
  }

  area.addEventListener("input", draw);
  area.addEventListener("keydown", (event) => {
    const { selectionStart: start, selectionEnd: end, value } = area;
    if (event.isComposing || event.key === "Shift") return; // Shift-Tab also leaves after Escape
    if (event.key === "Tab" && leaving) return;
    leaving = event.key === "Escape";
    if (event.key === "Tab") indent(area, event.shiftKey);
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) check();
    else if (event.key === "Enter") replaceText(area, start, end, lineBreak(value.slice(0, start)));
    else if (event.key === "Backspace" && start === end && / {4}$/.test(value.slice(0, start).replace(/.*\n/gs, ""))) {
      replaceText(area, start - 4, end, "");
    } else return;
    event.preventDefault();
  });
  area.addEventListener("blur", () => (leaving = false));
  return { element, area, draw };
}
