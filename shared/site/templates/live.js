// Draws the live networks of a page: each reads its state from the element that holds it.
(() => {
{{ module }}
for (const el of document.querySelectorAll("[data-live]")) {
  const values = JSON.parse(el.dataset.live), listeners = {};
  el.replaceChildren();
  render({
    el,
    model: {
      get: (name) => values[name],
      set(name, value) {
        values[name] = value;
        for (const listener of listeners["change:" + name] ?? []) listener();
      },
      on: (event, listener) => (listeners[event] ??= []).push(listener),
      off() {},
      save_changes() {},
    },
  });
}
})();
