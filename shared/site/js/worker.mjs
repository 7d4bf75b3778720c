// The program of the web worker. It runs Pyodide (Python) and the course's package, and never blocks the page.

/**
 * The program of the worker. The page turns this function into text, so it must not use other names of this file.
 * The worker answers each message `{id, kind, …}` with `{id, answer}` or `{id, error}`. Before the answer, it may send
 * `{progress}`.
 *
 * @param {any} scope the worker's global scope
 * @param {(text: string) => Promise<Uint8Array>} unpacked see `unpack.mjs`
 */
export function workerProgram(scope, unpacked) {
  /** @type {Map<string, Uint8Array>} */
  const files = new Map();
  const TYPES = { js: "text/javascript", wasm: "application/wasm", json: "application/json" };
  /** @type {any} */
  let pyodide = null;
  /** @type {any} */
  let course = null;

  /** @param {string} name */
  function typed(name) {
    return { type: TYPES[/** @type {keyof TYPES} */ (name.split(".").pop())] ?? "application/octet-stream" };
  }

  /** @param {Record<string, string>} texts */
  async function keep(texts) {
    for (const [name, text] of Object.entries(texts)) files.set(name, await unpacked(text));
  }

  /** Pyodide calls `fetch` to get its files. Replace `fetch`, so that it returns the files that the page has sent. */
  function answerFromFiles() {
    scope.fetch = async (/** @type {string | URL | Request} */ request) => {
      const name = String(request instanceof Request ? request.url : request).split("/").pop() ?? "";
      const bytes = files.get(name);
      if (!bytes) return new Response(null, { status: 404 });
      return new Response(/** @type {BlobPart} */ (bytes), { headers: { "Content-Type": typed(name).type } });
    };
  }

  /** @param {string} name */
  function run(name) {
    const address = URL.createObjectURL(new Blob([/** @type {BlobPart} */ (files.get(name))], typed(name)));
    scope.importScripts(address);
    URL.revokeObjectURL(address);
  }

  /** @param {{address: string, local: boolean, texts: Record<string, string>}} message */
  async function start({ address, local, texts }) {
    await keep(texts);
    if (local) {
      answerFromFiles();
      run("pyodide.asm.js");
      run("pyodide.js");
    } else {
      scope.importScripts(`${address}pyodide.js`);
    }
    scope.postMessage({ progress: "Starting Python …" });
    const quiet = () => {};
    pyodide = await scope.loadPyodide({ indexURL: address, stdout: quiet, stderr: quiet });
    pyodide.unpackArchive(files.get("shared.zip"), "zip", { extractDir: "/course" });
    pyodide.pyimport("sys").path.insert(0, "/course");
    course = pyodide.pyimport("shared.site.in_page");
    files.clear();
  }

  /** @param {{texts: Record<string, string>}} message */
  async function loadNumpy({ texts }) {
    await keep(texts);
    scope.postMessage({ progress: "Loading NumPy …" });
    await pyodide.loadPackage("numpy", { messageCallback() {}, errorCallback() {} });
    pyodide.pyimport("numpy");
    files.clear();
  }

  scope.onmessage = async (/** @type {MessageEvent} */ { data }) => {
    try {
      let answer = null;
      if (data.kind === "start") await start(data);
      else if (data.kind === "numpy") await loadNumpy(data);
      else answer = JSON.parse(course[data.kind](...data.values));
      scope.postMessage({ id: data.id, answer });
    } catch (error) {
      scope.postMessage({ id: data.id, error: String(error) });
    }
  };
}
