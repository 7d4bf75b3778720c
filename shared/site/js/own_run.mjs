// Shows the result of the student's own function in the lesson, as soon as the function is right.

/**
 * Fill `place` with the result of the student's function each time the check of this function says "right".
 *
 * @param {HTMLElement} place `data-own-run` names the function
 * @param {(name: string, values: string) => Promise<any>} run calls the student's function
 */
export function makeOwnRun(place, run) {
  const name = place.dataset.ownRun ?? "";
  const hint = place.querySelector("em")?.parentElement; // "When your … is right, …"
  const result = document.createElement("div");
  result.hidden = true;
  place.append(result);
  const { models = [], show: draw } = /** @type {any} */ (window).live ?? {}; // see `live.js`
  let isRight = false;
  let isRunning = false;
  let again = false;

  /** Return the arguments of the call. For `neuron`, these are the five numbers of lesson 1's picture. */
  function numbers() {
    return name === "neuron" ? [...models[0].get("point"), ...["w1", "w2", "b"].map(models[0].get)] : [];
  }

  /** @param {boolean} isShown */
  function swap(isShown) {
    result.hidden = !isShown;
    if (hint) hint.hidden = isShown;
  }

  async function show() {
    if (isRunning) {
      again = true; // run once more afterwards, because the picture has changed
      return;
    }
    isRunning = true;
    const values = JSON.stringify(numbers());
    const { shown, error } = await run(name, values).catch((error) => ({ error: error.message || "no answer" }));
    isRunning = false;
    if (!isRight) return;
    if (again) {
      again = false;
      show();
    }
    swap(true);
    if (error) result.textContent = `Your ${name} could not be run here. ${error}`;
    else if (name === "train") play(shown);
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
    draw(live, { ...JSON.parse(place.dataset.picture ?? "{}"), history });
  }

  document.addEventListener("checked", (event) => {
    const { exercise, status } = /** @type {CustomEvent} */ (event).detail;
    if (exercise !== name) return;
    isRight = status === "right";
    if (isRight) show();
    else swap(false);
  });
  for (const number of name === "neuron" ? ["point", "w1", "w2", "b"] : []) {
    models[0]?.on(`change:${number}`, () => {
      if (isRight) show();
    });
  }
}
