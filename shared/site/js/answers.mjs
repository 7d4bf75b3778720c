// Downloads all answers, in one file for each lesson. Loads such files again, and shows which answers are right.

import { answersIn, withAnswers } from "./lesson_file.mjs";
import { fileText } from "./python.mjs";
import { keep, kept, NOT_KEPT, state } from "./store.mjs";
import { unpacked } from "./unpack.mjs";
import { unzipped, zipped } from "./zip.mjs";

const ICONS = { right: "✓", wrong: "✕", crashed: "!", "not checked": "…", "not tried": "–" };
const LARGEST_FILE = 5_000_000; // limit: bytes of a file that is loaded

/** Return an object that maps the stem of each lesson to the text of its file. */
async function lessonFiles() {
  return JSON.parse(new TextDecoder().decode(await unpacked(await fileText("lessons.json"))));
}

/**
 * Fill `place` with the buttons and their messages.
 *
 * @param {HTMLElement} place
 * @param {import("./lesson_file.mjs").Course} course the lessons whose answers are downloaded and loaded here
 * @param {ReturnType<typeof import("./python.mjs").makePython>} python
 * @param {() => void} loaded called when answers were loaded
 */
export function makeAnswers(place, course, python, loaded) {
  const download = document.createElement("button");
  const load = document.createElement("button");
  const input = document.createElement("input");
  const said = document.createElement("p");
  download.type = load.type = "button";
  download.textContent = "Download my answers";
  load.textContent = "Load answers";
  input.type = "file";
  input.multiple = true;
  input.accept = ".py,.zip";
  input.hidden = true;
  said.setAttribute("role", "status");
  const note = document.createElement("p");
  note.textContent =
    "What you write is stored only in this browser and is not sent to anyone. You can load the downloaded files here " +
    "again, or open them as notebooks.";
  place.append(note, download, " ", load, input, said);
  const say = (/** @type {string} */ text) => (said.textContent = text);

  download.addEventListener("click", () => save().catch((error) => say(`The download failed: ${error.message}`)));
  load.addEventListener("click", () => input.click());
  input.addEventListener("change", () => {
    take([...(input.files ?? [])])
      .catch((error) => say(`Nothing was loaded: ${error.message}`))
      .finally(() => (input.value = ""));
  });

  async function save() {
    /** @type {Record<string, string>} */
    const texts = {};
    for (const name of Object.values(course).flat()) {
      const text = kept(name)?.text;
      if (text !== undefined) texts[name] = text;
    }
    const stems = Object.keys(course).filter((stem) => course[stem].some((name) => name in texts));
    if (!stems.length) return say("You have not written anything here yet.");
    const sources = await lessonFiles();
    const forms = await python.ask("forms", [JSON.stringify(texts)]).catch(() => ({})); // without Python, answers are saved as text
    const files = Object.fromEntries(stems.map((stem) => [`${stem}.py`, withAnswers(sources[stem], course, texts, forms)]));
    if (stems.length === 1) offer(`${stems[0]}.py`, files[`${stems[0]}.py`], "text/x-python");
    else offer("my-answers.zip", zipped(files), "application/zip");
    say(`Saved: ${Object.keys(texts).join(", ")}.`);
  }

  /** @param {File[]} files */
  async function take(files) {
    /** @type {Record<string, string>} */
    const found = {};
    for (const file of files) {
      if (file.size > LARGEST_FILE) throw new Error(`${file.name} is too large.`);
      const isZip = file.name.toLowerCase().endsWith(".zip");
      const texts = isZip ? await unzipped(new Uint8Array(await file.arrayBuffer())) : { [file.name]: await file.text() };
      for (const [path, text] of Object.entries(texts)) if (path.endsWith(".py")) Object.assign(found, answersIn(text, course));
    }
    const stubs = Object.assign({}, ...Object.values(await lessonFiles()).map((text) => answersIn(text, course)));
    const fresh = Object.keys(found).filter((name) => ![stubs[name], kept(name)?.text.trimEnd()].includes(found[name]));
    if (!fresh.length) return say("No new answer to an exercise of this page was found.");
    const lost = fresh.filter((name) => kept(name));
    if (lost.length && !confirm(`This replaces what you have written for ${lost.join(", ")}. Continue?`)) return;
    const all = fresh.map((name) => keep(name, { text: found[name] }));
    say(`Loaded: ${fresh.join(", ")}.${all.every(Boolean) ? "" : ` ${NOT_KEPT}`}`);
    loaded();
  }
}

/**
 * @param {string} name
 * @param {string | Uint8Array} data
 * @param {string} type
 */
function offer(name, data, type) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([/** @type {BlobPart} */ (data)], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/**
 * Fill each element that has the attribute `data-states`, a list of exercises: write the state of each of them.
 *
 * @param {Document} page
 */
export function showStates(page) {
  for (const place of page.querySelectorAll("[data-states]")) {
    const names = (/** @type {HTMLElement} */ (place).dataset.states ?? "").split(" ");
    place.replaceChildren(
      ...names.map((name) => {
        const now = /** @type {keyof typeof ICONS} */ (state(name));
        const item = document.createElement("span");
        const code = document.createElement("code");
        code.textContent = name;
        item.className = `state ${now.replace(" ", "-")}`;
        item.append(code, ` ${ICONS[now] ?? ""} ${now}`);
        return item;
      }),
    );
  }
}
