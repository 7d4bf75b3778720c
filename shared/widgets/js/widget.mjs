// The entry point for anywidget. For each view, `VIEWS` has the function that builds the view, and the names of the
// traits that are synced with Python.

import { runWidget } from "./loop.mjs";
import { trainView } from "./training.mjs";
import { backwardView } from "./backward.mjs";
import { countsView } from "./counts.mjs";
import { digitView } from "./digit.mjs";
import { foldView } from "./fold.mjs";
import { forwardView } from "./forward.mjs";
import { landscapeView } from "./landscape.mjs";
import { lineView } from "./line.mjs";
import { neuronView } from "./neuron.mjs";
import { followAddress } from "./place.mjs";

const VIEWS = {
  neuron: { build: neuronView, traits: ["w1", "w2", "b", "point"] },
  line: { build: lineView, traits: ["w1", "w2", "b", "table", "best"] },
  forward: { build: forwardView, traits: ["params", "presets", "row"] },
  fold: { build: foldView, traits: ["params", "presets"] },
  landscape: { build: landscapeView, traits: ["params", "presets", "axes", "loss"] },
  backward: { build: backwardView, traits: ["params", "presets", "row", "loss", "revealed"] },
  train: {
    build: trainView,
    traits: ["params", "presets", "start", "row", "loss", "lr", "epoch", "history", "history_label"],
  },
  counts: { build: countsView, traits: ["table", "caption", "pressed"] },
  digit: { build: digitView, traits: ["parameters", "samples", "labels", "sample", "pixels"] },
};

/** @param {{ model: Model, el: HTMLElement }} host */
function render(host) {
  followAddress();
  const { build, traits } = VIEWS[host.model.get("view")];
  return runWidget(host, build, traits);
}

export default { render };
