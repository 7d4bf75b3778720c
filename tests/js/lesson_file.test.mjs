// Tests of lesson files with answers, of zip files, and of the keys Enter and Tab in a box.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { indented, lineBreak } from "../../shared/site/js/editor.mjs";
import { answersIn, withAnswers } from "../../shared/site/js/lesson_file.mjs";
import { unzipped, zipped } from "../../shared/site/js/zip.mjs";

const LESSON = readFileSync(new URL("../../lessons/01_neuron.py", import.meta.url), "utf8");
const COURSE = { "01_neuron": ["sigmoid", "neuron"] };
const SIGMOID = 'def sigmoid(z):\n    """Doc \\ x."""\n    return 1 / (1 + math.exp(-z))';
const NEURON = "k = 3\n\ndef neuron(x1, x2, w1, w2, b):\n    return sigmoid(w1 * x1)\n\nprint(k)";

for (const form of ["function", "cell", "text"]) {
  test(`an answer put into a lesson as a ${form} is found in its file`, () => {
    const file = withAnswers(LESSON, COURSE, { sigmoid: SIGMOID, neuron: NEURON }, { sigmoid: form, neuron: "cell" });
    assert.deepEqual(answersIn(file, COURSE), { sigmoid: SIGMOID, neuron: NEURON });
  });
}

test("an answer with a syntax error is found in its file, with its quotation marks", () => {
  for (const text of ["def sigmoid(z:\n    return 1", 'def sigmoid(z):\n    """x\\"""" +\n    "a']) {
    const file = withAnswers(LESSON, COURSE, { sigmoid: text }, { sigmoid: "text" });
    assert.equal(answersIn(file, COURSE).sigmoid, text);
  }
});

test("an answer without a line that begins with def is found in its file", () => {
  const answers = { "dev neuron(x): return x": "text", " def neuron(x): return x": "text", "neuron = lambda x: x": "cell" };
  for (const [text, form] of Object.entries(answers)) {
    const file = withAnswers(LESSON, COURSE, { neuron: text }, { neuron: form });
    assert.equal(answersIn(file, COURSE).neuron, text);
  }
});

test("the cell of an exercise is found, not a copy of its function in another cell", () => {
  const real = "def neuron(x1, x2, w1, w2, b):\n    return 1";
  for (const [copy, form] of [["cell", "function"], ["cell", "cell"], ["text", "text"]]) {
    const texts = { sigmoid: `${real.replace("1", "0")}\n\n${SIGMOID}`, neuron: real };
    assert.deepEqual(answersIn(withAnswers(LESSON, COURSE, texts, { sigmoid: copy, neuron: form }), COURSE), texts);
  }
  const saved = (/** @type {string} */ code, /** @type {string} */ names) =>
    `@app.cell\ndef _():\n${code.replace(/^/gm, "    ")}\n\n    return ${names}\n\n\n`; // as marimo writes a cell
  const both = `${real.replace("1", "0")}\n${SIGMOID}`;
  const first = saved(both, "neuron, sigmoid");
  assert.deepEqual(answersIn(first + saved(real, "(neuron,)"), COURSE), { sigmoid: both, neuron: real });
  assert.deepEqual(answersIn(first, COURSE), { sigmoid: both, neuron: both });
});

test("a function of lesson 6 is not an answer to the exercise of lesson 2 that has the same name", () => {
  const lesson6 = readFileSync(new URL("../../lessons/06_trainer.py", import.meta.url), "utf8");
  const course = { "02_xor": ["rows_right"], "06_trainer": ["train"] };
  assert.deepEqual(Object.keys(answersIn(lesson6, course)), ["train"]);
  assert.deepEqual(answersIn(lesson6, { "02_xor": ["rows_right"] }), {});
  assert.equal(withAnswers(lesson6, course, { rows_right: "def rows_right(params): ..." }, {}), lesson6);
});

test("a return that marimo has wrapped does not become a part of the answer", () => {
  const names = Array.from({ length: 7 }, (_, k) => `helper_number_${k}`);
  const code = `${names.join(" = ")} = 1\n\ndef neuron(x):\n    return (\n        1\n    )`;
  const end = `return (\n${[...names, "neuron"].map((name) => `    ${name},\n`).join("")})`;
  const cell = `@app.cell\ndef _():\n${`${code}\n\n${end}`.replace(/^(?=.)/gm, "    ")}\n`;
  assert.deepEqual(answersIn(cell, COURSE), { neuron: code });
});

test("a lesson without answers does not change, and contains the stubs", () => {
  assert.equal(withAnswers(LESSON, COURSE, {}, {}), LESSON);
  for (const name of COURSE["01_neuron"]) assert.match(answersIn(LESSON, COURSE)[name], /^def [^]*\.\.\.$/);
});

test("a zip file contains its files", async () => {
  const files = { "01_neuron.py": LESSON, "σ.py": "σ = 1\n", "empty.py": "" };
  assert.deepEqual(await unzipped(zipped(files)), files);
  await assert.rejects(unzipped(new Uint8Array(100)), /not a zip file/);
});

test("Enter keeps the indentation, and below a colon it indents one level more; Tab indents the selected lines", () => {
  assert.equal(lineBreak("def f(z):"), "\n    ");
  assert.equal(lineBreak("x = 1\n    for k in x:  # all"), "\n        ");
  assert.equal(lineBreak("    return 1"), "\n    ");
  assert.equal(indented("a\n\n    b", false), "    a\n\n        b");
  assert.equal(indented("    a\n  b\nc", true), "a\nb\nc");
});
