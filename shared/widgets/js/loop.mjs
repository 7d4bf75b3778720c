// The loop of every widget: it stores the traits in `state`, draws them, syncs them with Python, and makes screen
// readers announce new captions.

import { element, setText } from "./drawing.mjs";

const SYNC_MS = 200; // during a drag or a run, Python gets five updates a second; it gets the last one at once
const ECHO_MS = 1000; // for this time, a value from Python that the page has sent itself is taken for an echo
const ANNOUNCE_MS = 700; // a screen reader announces a caption when the picture has not changed for this time

/**
 * Show a view of `model` in `el`. `traits` are the traits that the view uses. Return a function that removes the view.
 * @param {{ model: Model, el: HTMLElement }} host
 * @param {(context: Context) => View} build
 * @param {string[]} traits
 * @returns {() => void}
 */
export function runWidget({ model, el }, build, traits) {
  const state = Object.fromEntries(traits.map((name) => [name, model.get(name)]));
  const content = element("div");
  const announcer = element("div", { class: "nn-announcer", "aria-live": "polite" });
  const root = element(
    "div",
    { class: "nn-live", "data-view": model.get("view"), "data-draws": 0 },
    content,
    announcer,
  );
  const toSend = new Set();
  const received = new Set();
  const announce = (text) => setText(announcer, text);
  let sent = /** @type {{ name: string, text: string, at: number }[]} */ ([]); // to Python, in the last second
  let draws = 0;
  let sending = false;
  let sendTimer = 0;
  let lastSent = 0;
  let announceTimer = 0;

  // State to Python.

  function send() {
    clearTimeout(sendTimer);
    sendTimer = 0;
    lastSent = performance.now();
    if (toSend.size === 0) return;
    sending = true;
    for (const name of toSend) model.set(name, state[name]);
    for (const [name, value] of Object.entries(view.measured?.() ?? {})) model.set(name, value);
    sending = false;
    sent = sent.filter(({ at }) => lastSent - at < ECHO_MS);
    for (const name of toSend) sent.push({ name, text: JSON.stringify(state[name]), at: lastSent });
    toSend.clear();
    model.save_changes();
  }

  /** Change the state and draw it. Send the new values to Python soon. If `done` is true, send them immediately. */
  function change(patch, done = false) {
    Object.assign(state, patch);
    Object.keys(patch).forEach((name) => toSend.add(name));
    draw();
    if (done) send();
    else sendTimer ||= setTimeout(send, Math.max(0, lastSent + SYNC_MS - performance.now()));
  }

  // State from Python.

  /** Return true if Python sends back a value that this page has sent, but has changed since then. */
  function isEcho(name, text) {
    const texts = sent
      .filter((each) => each.name === name && performance.now() - each.at < ECHO_MS)
      .map((each) => each.text);
    return texts.includes(text) && (text !== texts.at(-1) || toSend.has(name) || sendTimer);
  }

  function receive(name) {
    const text = JSON.stringify(model.get(name));
    if (sending || text === JSON.stringify(state[name]) || isEcho(name, text)) return;
    state[name] = model.get(name);
    toSend.delete(name);
    received.add(name);
    queueMicrotask(applyReceived); // Python may have set several traits at once
  }

  function applyReceived() {
    if (received.size === 0) return;
    const names = new Set(received);
    received.clear();
    view.incoming?.(names);
    draw();
  }

  // The picture.

  const captions = () => [...content.querySelectorAll("figcaption")].map((caption) => caption.textContent ?? "");

  function draw() {
    view.draw();
    draws += 1;
    root.dataset.draws = String(draws);
    clearTimeout(announceTimer);
    announceTimer = setTimeout(announceCaptions, ANNOUNCE_MS);
  }

  function announceCaptions() {
    const now = captions();
    const fresh = now.filter((caption) => !known.includes(caption));
    if (fresh.length > 0) announce(fresh.join(" "));
    known = now;
  }

  const view = build({ state, change, animate, announce });
  content.append(view.node);
  el.append(root);
  draw();
  let known = captions();

  const listeners = traits.map((name) => /** @type {const} */ ([`change:${name}`, () => receive(name)]));
  for (const [event, listener] of listeners) model.on(event, listener);
  return () => {
    view.stop?.();
    for (const [event, listener] of listeners) model.off(event, listener);
    clearTimeout(announceTimer);
    send();
    root.remove();
  };
}

/**
 * Call `frame(seconds)` in every frame as long as `frame` returns true. Return a function that stops the animation.
 * @param {(seconds: number) => boolean} frame
 * @returns {() => void}
 */
function animate(frame) {
  let id = 0;
  let started = null;
  const tick = (now) => {
    started ??= now;
    id = requestAnimationFrame(tick);
    if (!frame((now - started) / 1000)) cancelAnimationFrame(id);
  };
  id = requestAnimationFrame(tick);
  return () => cancelAnimationFrame(id);
}
