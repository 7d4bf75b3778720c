// The wiring: traits of the Python model ↔ state ↔ view. This is what anywidget calls.

import { element } from "./drawing.mjs";
import { meanLoss } from "./trainer.mjs";
import { trainView } from "./training.mjs";
import { backwardView } from "./backward.mjs";
import { digitPad } from "./digit.mjs";
import { foldView } from "./fold.mjs";
import { forwardView } from "./forward.mjs";
import { landscapeView } from "./landscape.mjs";
import { lineView } from "./line.mjs";
import { neuronView } from "./neuron.mjs";

const VIEWS = {
  neuron: neuronView,
  line: lineView,
  forward: forwardView,
  fold: foldView,
  landscape: landscapeView,
  backward: backwardView,
  train: trainView,
};
const TRAITS = [
  "view",
  "params",
  "start",
  "row",
  "point",
  "table",
  "axes",
  "loss",
  "lr",
  "epoch",
  "presets",
  "revealed",
  "history",
  "history_label",
];
const SYNC_MS = 200; // Python hears of a drag or a run five times a second, and of its end at once
const ANNOUNCE_MS = 700; // a picture is announced when it has come to rest

function render({ model, el }) {
  if (model.get("view") === "digit") return digitPad({ model, el });
  const state = Object.fromEntries(TRAITS.map((name) => [name, model.get(name)]));
  const content = element("div");
  const announcer = element("div", { class: "nn-announcer", "aria-live": "polite" });
  const root = element("div", { class: "nn-live", "data-draws": 0 }, content, announcer);
  const toSend = new Set();
  const sent = new Map();
  let view = null;
  let draws = 0;
  let sending = false;
  let sendTimer = 0;
  let lastSent = 0;
  let announceTimer = 0;
  let told = [];

  // State to Python.

  function send() {
    clearTimeout(sendTimer);
    sendTimer = 0;
    lastSent = performance.now();
    if (toSend.size === 0) return;
    sending = true;
    for (const name of toSend) model.set(name, state[name]);
    model.set("epoch_loss", meanLoss(state.params, state.loss));
    sending = false;
    for (const name of toSend) sent.set(name, { text: JSON.stringify(state[name]), at: lastSent });
    toSend.clear();
    model.save_changes();
  }

  /** The one way to change the state from the page: draw at once, tell Python soon. */
  function change(patch, done = false) {
    Object.assign(state, patch);
    Object.keys(patch).forEach((name) => toSend.add(name));
    draw();
    if (done) send();
    else if (!sendTimer) sendTimer = setTimeout(send, Math.max(0, lastSent + SYNC_MS - performance.now()));
  }

  // State from Python.

  const changed = new Set();
  function receive(name) {
    if (sending) return;
    const value = model.get(name);
    const text = JSON.stringify(value);
    const last = sent.get(name);
    if (text === JSON.stringify(state[name])) return;
    if (last && last.text === text && performance.now() - last.at < 1000 && (toSend.has(name) || sendTimer)) return; // our own echo
    state[name] = value;
    toSend.delete(name);
    changed.add(name);
    queueMicrotask(applyChanges); // several traits may be set at once
  }
  function applyChanges() {
    if (changed.size === 0 || !view) return;
    const names = new Set(changed);
    changed.clear();
    if (names.has("view")) return build();
    view.incoming?.(names);
    draw();
  }

  // The picture.

  function draw() {
    view.draw();
    root.dataset.draws = ++draws;
    clearTimeout(announceTimer);
    announceTimer = setTimeout(announce, ANNOUNCE_MS);
  }

  function announce() {
    const sentences = [...content.querySelectorAll("figcaption")].map((caption) => caption.textContent);
    const fresh = sentences.filter((sentence) => !told.includes(sentence));
    if (told.length && fresh.length) announcer.textContent = fresh.join(" ");
    told = sentences;
  }

  /** Call `frame(seconds)` once a frame while it returns true; returns a function that stops it. */
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

  function build() {
    view?.stop?.();
    root.dataset.view = state.view;
    view = VIEWS[state.view]({ state, change, animate });
    content.replaceChildren(view.node);
    told = [];
    draw();
  }

  const listeners = TRAITS.map((name) => [`change:${name}`, () => receive(name)]);
  for (const [event, listener] of listeners) model.on(event, listener);
  el.append(root);
  build();
  return () => {
    view.stop?.();
    for (const [event, listener] of listeners) model.off(event, listener);
    clearTimeout(announceTimer);
    send();
    root.remove();
  };
}

export default { render };
