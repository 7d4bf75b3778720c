// Runs Python for the page in a worker. Starts the worker before the first call, and ends it if it does not answer.

import { unpacked } from "./unpack.mjs";
import { workerProgram } from "./worker.mjs";

/**
 * @typedef {object} Settings
 * @property {string} version the version of Pyodide
 * @property {string[]} files Pyodide's files beside the page; empty if Pyodide comes from the internet
 * @property {string | null} numpy the file of NumPy beside the page
 */

const FOLDER = "python/";
const SECONDS = 10; // limit for one answer
const START_SECONDS = 90; // limit for the start of Python, which may be slow because of the connection
// Chromium needs up to two seconds to end a busy worker. If a new worker loads the same WebAssembly in
// this time, the new worker sometimes hangs.
const PAUSE_SECONDS = 3; // between the end of a worker and the next start

/** Python, or a part of it, could not be loaded. The message tells the student why. */
export class NotLoaded extends Error {}
/** The answer did not come within SECONDS. */
export class NoAnswer extends Error {}

/** @type {Map<string, (text: string) => void>} */
const waiting = new Map();
/** @type {Map<string, Promise<string>>} */
const loading = new Map();

/**
 * Return the compressed bytes of a file beside the page, as text. The file is a script, because a page that was opened
 * by double click can load only scripts.
 *
 * @param {string} name
 * @returns {Promise<string>}
 */
export function fileText(name) {
  const text = loading.get(name) ?? loadText(name).finally(() => loading.delete(name));
  loading.set(name, text);
  return text;
}

/**
 * @param {string} name
 * @returns {Promise<string>}
 */
function loadText(name) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    /** @type {any} */ (window).receiveFile = (/** @type {string} */ file, /** @type {string} */ text) =>
      waiting.get(file)?.(text);
    waiting.set(name, resolve);
    script.src = `${FOLDER}${name}.js`;
    script.onerror = script.onload = () => {
      script.remove();
      // This has no effect after `receiveFile`. A server may send a page with an error message instead of the file.
      reject(new NotLoaded(`The file ${script.src.split("/").slice(-2).join("/")} is missing.`));
    };
    document.head.append(script);
  });
}

/**
 * @param {Settings} settings
 * @param {(text: string) => void} report shows what Python is doing now; its text is "" if Python is doing nothing
 */
export function makePython(settings, report) {
  const local = settings.files.length > 0;
  const address = local ? "http://python.invalid/" : `https://cdn.jsdelivr.net/pyodide/v${settings.version}/full/`;
  /** @type {Worker | null} */
  let worker = null;
  /** @type {Promise<void> | null} */
  let started = null;
  let hasFailed = false; // whether the last start failed
  let hasNumpy = false;
  /** @type {Promise<unknown>} */
  let last = Promise.resolve();
  let count = 0;
  let ended = -Infinity; // when the last worker was ended, in milliseconds

  function end() {
    if (worker) ended = performance.now();
    worker?.terminate();
    worker = started = null;
    hasNumpy = false;
  }

  /**
   * @param {object} message
   * @param {number} seconds
   */
  function post(message, seconds) {
    return new Promise((resolve, reject) => {
      const asked = /** @type {Worker} */ (worker);
      const id = ++count;
      const stop = (/** @type {Error} */ error) => {
        end();
        reject(error);
      };
      const timer = setTimeout(() => stop(new NoAnswer()), 1000 * seconds);
      asked.onmessage = ({ data }) => {
        if (data.progress) report(data.progress);
        if (data.id !== id) return;
        clearTimeout(timer);
        if (data.error === undefined) resolve(data.answer);
        else reject(new Error(data.error));
      };
      asked.onerror = (event) => {
        clearTimeout(timer);
        stop(new Error(event.message || "the worker could not be started"));
      };
      asked.postMessage({ id, ...message });
    });
  }

  /** @param {string[]} names */
  async function texts(names) {
    let done = 0;
    const found = await Promise.all(
      names.map(async (name) => {
        const text = await fileText(name);
        report(`Loading Python: ${++done} of ${names.length} files …`);
        return [name, text];
      }),
    );
    return Object.fromEntries(found);
  }

  async function start() {
    report("Loading Python …");
    const needed = await texts(["shared.zip", ...settings.files]);
    if (!local) report("Loading Python from the internet (about 6 MB, once) …");
    const source = new Blob([`(${workerProgram})(self, ${unpacked})`], { type: "text/javascript" });
    const url = URL.createObjectURL(source);
    const pause = ended + 1000 * PAUSE_SECONDS - performance.now();
    if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause));
    try {
      worker = new Worker(url);
      await post({ kind: "start", address, local, texts: needed }, START_SECONDS);
    } catch (error) {
      end();
      throw new NotLoaded(whyNot(local, error));
    } finally {
      URL.revokeObjectURL(url);
    }
  }

  async function loadNumpy() {
    if (local && !settings.numpy) {
      throw new NotLoaded("This exercise needs NumPy, but this site was made without NumPy. Ask your instructor.");
    }
    try {
      await post({ kind: "numpy", texts: settings.numpy ? await texts([settings.numpy]) : {} }, START_SECONDS);
      hasNumpy = true;
    } catch (error) {
      throw new NotLoaded(`NumPy could not be loaded. ${local ? error : "Is this computer connected to the internet?"}`);
    }
  }

  /**
   * Call a function of `shared/site/in_page.py`. Each call waits for the end of the previous call.
   *
   * @param {string} kind the function's name
   * @param {string[]} values its arguments
   * @param {boolean} numpy whether the call needs NumPy
   * @returns {Promise<any>} rejects with NotLoaded if Python cannot be loaded, and with NoAnswer after SECONDS
   */
  function ask(kind, values, numpy = false) {
    const answer = last.then(async () => {
      try {
        started ??= start();
        await started.catch((error) => {
          started = null; // the next check tries again
          hasFailed = true;
          throw error;
        });
        hasFailed = false;
        if (numpy && !hasNumpy) await loadNumpy();
        report("Running …");
        return await post({ kind, values }, SECONDS);
      } finally {
        report("");
      }
    });
    last = answer.catch(() => {});
    return answer;
  }

  return {
    ask,
    /** Start Python before the first question. After a failure, only `ask` tries again. */
    prepare() {
      if (!started && !hasFailed) ask("ready", []).catch(() => {});
    },
  };
}

/**
 * @param {boolean} local
 * @param {unknown} error
 */
function whyNot(local, error) {
  const place = location.protocol === "file:" ? "from a file" : "on this page";
  if (local) return `This browser does not run Python ${place}. The browser's own words: ${error}`;
  return (
    "Python comes from the internet and could not be loaded. Is this computer connected to the internet? Is " +
    "cdn.jsdelivr.net blocked here? You can go on writing and check your code later."
  );
}
