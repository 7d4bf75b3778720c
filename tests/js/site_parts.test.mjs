// Tests of the parts of a site's page that need only a few objects of a browser: the store, files, and runs of answers.

import assert from "node:assert/strict";
import test from "node:test";

/** @type {Map<string, string>} */
const stored = new Map();
let isFull = false;
globalThis.window = globalThis;
globalThis.location = { pathname: "/course/01_neuron.html", protocol: "http:" };
globalThis.localStorage = {
  getItem: (key) => stored.get(key) ?? null,
  removeItem: (key) => stored.delete(key),
  setItem(key, text) {
    if (isFull) throw new Error("full");
    stored.set(key, text);
  },
};
/** @type {(event: {key: string | null}) => void} */
let storageChanged = () => {};
globalThis.addEventListener = (_, listener) => (storageChanged = listener);
/** @type {any[]} */
const scripts = []; // the scripts that the page has begun to load
/** @type {(event: {detail: object}) => void} */
let isChecked = () => {};
globalThis.document = {
  createElement: () => ({ remove() {}, replaceChildren() {} }),
  head: { append: (script) => scripts.push(script) },
  addEventListener: (_, listener) => (isChecked = listener),
};
const { needsNumpy } = await import("../../shared/site/js/box.mjs");
const { makeOwnRun } = await import("../../shared/site/js/own_run.mjs");
const { fileText, makePython } = await import("../../shared/site/js/python.mjs");
const { keep, kept, watch } = await import("../../shared/site/js/store.mjs");

test("a text that the browser does not store is kept until the page is closed", () => {
  assert.equal(keep("neuron", { text: "old" }), true);
  isFull = true;
  assert.equal(keep("neuron", { text: "new" }), false);
  assert.deepEqual(kept("neuron"), { text: "new" });
  isFull = false;
  assert.equal(keep("neuron", { text: "newest" }), true);
  assert.deepEqual(kept("neuron"), { text: "newest" });
  keep("neuron", null);
  assert.equal(kept("neuron"), null);
});

test("a page notices when another tab changes one of its texts, or deletes all texts", () => {
  let changes = 0;
  watch(() => changes++);
  for (const key of ["another site's key", "nine-numbers /course/ neuron", null]) storageChanged({ key });
  assert.equal(changes, 2);
});

test("a file that is asked for twice is loaded once for both", async () => {
  const texts = [fileText("lessons.json"), fileText("lessons.json")];
  assert.equal(scripts.length, 1);
  window.receiveFile("lessons.json", "text");
  scripts.pop().onload();
  assert.deepEqual(await Promise.all(texts), ["text", "text"]);
});

test("a file is missing if its script does not load, or if it does not contain the file", async () => {
  for (const event of ["onerror", "onload"]) {
    const text = fileText("numpy.whl");
    scripts.pop()[event]();
    await assert.rejects(text, /The file python\/numpy.whl.js is missing/);
  }
});

test("after Python could not be loaded, only a check tries again", async () => {
  const python = makePython({ version: "1", files: [], numpy: null }, () => {});
  const failed = async () => {
    await new Promise(setImmediate);
    scripts.pop().onerror();
    await new Promise(setImmediate);
  };
  python.prepare();
  await failed();
  python.prepare();
  await new Promise(setImmediate);
  assert.equal(scripts.length, 0);
  const answer = assert.rejects(python.ask("check_answer", []), /shared.zip.js is missing/);
  await failed();
  await answer;
});

/** @param {string} name */
const ownPlace = (name) => ({ dataset: { ownRun: name }, querySelector: () => null, append() {} });

test("the picture runs the text that was checked, and does not run twice after a wrong answer", async () => {
  const models = [new Map([["point", [1, 2]]])];
  let change = () => {};
  models[0].get = models[0].get.bind(models[0]);
  models[0].on = (_, listener) => (change = listener);
  window.live = { models };
  /** @type {string[]} */
  const ran = [];
  makeOwnRun(ownPlace("neuron"), async (name, _, texts) => {
    ran.push(texts[name]);
    return { shown: "1" };
  });
  const check = (/** @type {string} */ status, /** @type {string} */ neuron) =>
    isChecked({ detail: { exercise: "neuron", status, texts: { neuron } } });
  const settled = () => new Promise(setImmediate);
  check("right", "a");
  await settled();
  change();
  change(); // while the first call still runs
  check("wrong", "b");
  await settled();
  change();
  await settled();
  assert.deepEqual(ran, ["a", "a"]);
  check("right", "c");
  await settled();
  assert.deepEqual(ran, ["a", "a", "c"]);
});

test("a new run of train stops the picture of the last run", async () => {
  let running = 0;
  window.live = { show: () => ++running && (() => running--) };
  makeOwnRun(ownPlace("train"), async () => ({ shown: [[0]] }));
  for (const status of ["right", "right", "wrong"]) {
    isChecked({ detail: { exercise: "train", status, texts: {} } });
    await new Promise(setImmediate);
    assert.equal(running, Number(status === "right"));
  }
});

test("NumPy is needed if the lesson or one of the texts uses it", () => {
  assert.equal(needsNumpy({ numpy: true }, {}), true);
  assert.equal(needsNumpy({ numpy: false }, { sigmoid: "x", neuron: "return np.dot(w, x)" }), true);
  assert.equal(needsNumpy({ numpy: false }, { sigmoid: "snp = 1" }), false);
});
