// The pictures of the train view, each with its caption: the network, the map of its output, and the loss curve.

import { figure, shown } from "./drawing.mjs";
import { wiresOf } from "./inside.mjs";
import { lossCurve } from "./loss_curve.mjs";
import { networkDrawing } from "./network_drawing.mjs";
import { drawHeats, outputPlane, verdictTable } from "./outputs.mjs";
import { INPUTS, NAMES, rowsRight } from "./trainer.mjs";

/**
 * All pictures that change after every update. A click on a number or a neuron calls `pick(name)`.
 * @param {(name: string) => void} pick
 */
export function trainingDrawing(pick) {
  const network = networkDrawing(pick, 26);
  const networkFigure = figure(network);
  const map = outputPlane();
  const mapFigure = figure(map);
  const curve = lossCurve();
  const curveFigure = figure(curve);
  const verdicts = verdictTable();
  return {
    network: networkFigure.node,
    map: mapFigure.node,
    curve: curveFigure.node,
    verdicts: verdicts.node,
    /** Show the state's numbers and epoch. @param {any} state @param {Runner} runs @param {boolean} logarithmic */
    move(state, { run, old, before, phase }, logarithmic) {
      const wires = wiresOf(phase, run, state);
      network.move(state.params, wires.activations, wires.labels);
      drawHeats(network.heats, state.params);
      map.move(state.params);
      curve.move(run, state.epoch, old, logarithmic);
      verdicts.move(state.params, before);
      networkFigure.setCaption(wires.words || networkCaption(state));
      mapFigure.setCaption(mapCaption(run, state));
      curveFigure.setCaption(curveCaption(run, old));
    },
  };
}

function mapCaption(run, { params, epoch, loss }) {
  const who = run.label ? `${run.label}, epoch` : "Epoch";
  return `${who} ${epoch}: mean ${loss} ${shown(run.losses[epoch], 4)}, ${rowsRight(params)} of 4 rows right. Circles are 0, squares are 1. On the solid line the output is ½. On the dashed lines h1 or h2 is ½.`;
}

function networkCaption({ params: p, row }) {
  const top = p.reduce((best, number, i) => (Math.abs(number) > Math.abs(p[best]) ? i : best), 0);
  return `The largest of the nine numbers is ${NAMES[top]} = ${shown(p[top])}. The neurons show the values for the row (${INPUTS[row].join(", ")}). A thick line means a number far from 0, and a dashed line means a negative number.`;
}

function curveCaption(run, old) {
  const rate = old && !old.mixed ? ` with learning rate ${old.lr}` : "";
  const behind = old ? ` The dashed curve is the earlier run, to epoch ${old.last}${rate}.` : "";
  const first = shown(run.losses[0], 4);
  return run.last === 0
    ? `No update yet: the mean loss is ${first}.${behind}`
    : `The mean loss went from ${first} at epoch 0 to ${shown(run.losses[run.last], 4)} at epoch ${run.last}.${behind}`;
}
