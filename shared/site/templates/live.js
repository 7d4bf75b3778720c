// Draws the widgets of a page. Each element has the number of its state. Copies of a widget have the same number.
(() => {
{{ module }}
const states = JSON.parse(document.getElementById("states").textContent);
function newModel(values) {
  const listeners = {};
  return {
    get: (name) => values[name],
    set(name, value) {
      values[name] = value;
      for (const listener of listeners["change:" + name] ?? []) listener();
    },
    on: (event, listener) => (listeners[event] ??= []).push(listener),
    off() {},
    save_changes() {},
  };
}
const models = states.map(newModel);
for (const el of document.querySelectorAll("[data-live]")) {
  el.replaceChildren();
  render({ el, model: models[el.dataset.live] });
}
window.live = { models, show: (el, values) => render({ el, model: newModel(values) }) }; // for a student's own run
})();
