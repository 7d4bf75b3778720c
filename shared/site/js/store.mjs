// Stores the student's text and its last verdict in the browser, for each exercise. Each site has its own texts.

/**
 * @typedef {object} Kept
 * @property {string} text
 * @property {string} [status] the last verdict
 * @property {string} [checked] the text that got this verdict
 */

const HERE = `nine-numbers ${location.pathname.replace(/[^/]*$/, "")} `;
export const NOT_KEPT =
  "This browser does not keep what you write here: its storage is full or turned off, as in a private window. " +
  "Download your answers before you close this page.";

/** @type {Map<string, Kept | null>} what the browser refused to store; it is lost when the page is closed */
const notStored = new Map();

/**
 * @param {string} exercise
 * @returns {Kept | null} null if nothing is kept, or if the storage cannot be read
 */
export function kept(exercise) {
  const here = notStored.get(exercise);
  if (here !== undefined) return here;
  try {
    const found = JSON.parse(localStorage.getItem(HERE + exercise) ?? "null");
    return typeof found?.text === "string" ? found : null;
  } catch {
    return null;
  }
}

/**
 * @param {string} exercise
 * @param {Kept | null} what the text to keep; null deletes the text
 * @returns {boolean} false if the browser does not store the text, so that only this page keeps it
 */
export function keep(exercise, what) {
  try {
    if (what) localStorage.setItem(HERE + exercise, JSON.stringify(what));
    else localStorage.removeItem(HERE + exercise);
    notStored.delete(exercise);
    return true;
  } catch {
    notStored.set(exercise, what);
    return false;
  }
}

/**
 * Return the state of the exercise in one or two words.
 *
 * @param {string} exercise
 * @returns {string} "right", "wrong", "crashed", "not checked" or "not tried"
 */
export function state(exercise) {
  const found = kept(exercise);
  if (!found) return "not tried";
  if (found.checked !== found.text) return "not checked";
  return found.status === "not attempted" ? "not tried" : (found.status ?? "not checked");
}

/**
 * Call `changed` each time another tab stores or deletes a text of this site, or deletes all texts at once.
 *
 * @param {() => void} changed
 */
export function watch(changed) {
  addEventListener("storage", ({ key }) => {
    if (key === null || key.startsWith(HERE)) changed();
  });
}
