"""A page with widgets but without Python, for the browser tests and the benchmark."""

import json

from anywidget import AnyWidget

from shared.widgets.javascript import FOLDER

# Each widget gets a model that behaves like anywidget's model.
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>live network</title><style>%s</style>
<main><h1>Live network</h1></main>
<script type="module">
  const source = new Blob([%s], { type: "text/javascript" });
  const widget = (await import(URL.createObjectURL(source))).default;
  window.live = %s.map((values) => {
    const listeners = {}, saved = [];
    const model = {
      saved, get: (name) => values[name],
      set(name, value) {
        const same = JSON.stringify(values[name]) === JSON.stringify(value);
        values[name] = value;
        if (!same) for (const listener of listeners[`change:${name}`] ?? []) listener();
      },
      on: (event, listener) => (listeners[event] ??= []).push(listener),
      off: (event, listener) => (listeners[event] = (listeners[event] ?? []).filter((each) => each !== listener)),
      save_changes: () => saved.push({ at: performance.now(), ...structuredClone(values) }),
      heard: () => Object.values(listeners).flat().length,
    };
    const el = document.createElement("section");
    document.querySelector("main").append(el);
    return { model, el, destroy: widget.render({ model, el }) };
  });
</script></html>"""


def page_of(*widgets):
    """Return the HTML of a page with these widgets. `window.live` lists the model and the element of each widget."""
    inherited = AnyWidget.class_trait_names()
    values = [
        {name: getattr(widget, name) for name in widget.traits(sync=True) if name not in inherited and name[0] != "_"}
        for widget in widgets
    ]
    return PAGE % (widgets[0]._css, json.dumps(widgets[0]._esm), json.dumps(values))


def serve_modules(page, html):
    """Open `html` in a page that can import the modules of `shared/widgets/js` by name."""

    def answer(route):
        name = route.request.url.rsplit("/", 1)[1]
        if name.endswith(".mjs"):
            route.fulfill(body=(FOLDER / name).read_text("utf-8"), content_type="text/javascript")
        else:
            route.fulfill(body=html, content_type="text/html")

    page.route("http://live.test/**", answer)
    page.goto("http://live.test/")
