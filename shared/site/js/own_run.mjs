// Shows the result of the student's own function in the lesson, as soon as the function is right.

/**
 * Fill `place` with the result of the student's function each time the check of this function says "right".
 *
 * @param {HTMLElement} place `data-own-run` names the function
 * @param {(name: string, values: string, texts: Record<string, string>) => Promise<any>} run calls the student's function
 */
export function makeOwnRun(place, run) {
  const name = place.dataset.ownRun ?? "";
  const hint = place.querySelector("em")?.parentElement; // "When your … is right, …"
  const result = document.createElement("div");
  result.hidden = true;
  place.append(result);
  const { models = [], show: draw } = /** @type {any} */ (window).live ?? {}; // see `live.js`
  /** @type {Record<string, string> | null} the texts of all boxes when the function was right; null if it is not right */
  let right = null;
  /** @type {(() => void) | null} */
  let stop = null; // stops the picture of the last run
  let isRunning = false;
  let again = false;

  /** Return the arguments of the call. For `neuron`, these are the five numbers of lesson 1's picture. */
  function numbers() {
    return name === "neuron" ? [...models[0].get("point"), ...["w1", "w2", "b"].map(models[0].get)] : [];
  }

  /** @param {boolean} isShown */
  function swap(isShown) {
    stop?.();
    stop = null;
    result.hidden = !isShown;
    if (hint) hint.hidden = isShown;
  }

  async function show() {
    if (!right) return;
    if (isRunning) {
      again = true; // run once more afterwards, because the picture has changed
      return;
    }
    isRunning = true;
    const values = JSON.stringify(numbers());
    const { shown, error } = await run(name, values, right).catch((error) => ({ error: error.message || "no answer" }));
    isRunning = false;
    if (again) show();
    again = false;
    if (!right) return;
    swap(true);
    if (error) result.textContent = `Your ${name} could not be run here. ${error}`;
    else if (name === "train") stop = play(shown);
    else result.innerHTML = `<p>${shown}</p>`;
  }

  /** @param {number[][]} history the nine numbers after each epoch */
  function play(history) {
    const live = document.createElement("div");
    const text = document.createElement("p");
    text.textContent =
      `Press “Play your train”. The picture shows the numbers that your train returned. ` +
      `Your train was called ${history.length - 1} times, for one epoch each time.`;
    result.replaceChildren(text, live);
    return draw(live, { ...JSON.parse(place.dataset.picture ?? "{}"), history });
  }

  document.addEventListener("checked", (event) => {
    const { exercise, status, texts } = /** @type {CustomEvent} */ (event).detail;
    if (exercise !== name) return;
    right = status === "right" ? texts : null;
    if (right) show();
    else swap(false);
  });
  for (const number of name === "neuron" ? ["point", "w1", "w2", "b"] : []) {
    models[0]?.on(`change:${number}`, show);
  }
}
