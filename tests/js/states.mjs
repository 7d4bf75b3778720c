// Read runs ({start, lr, loss, epochs, every}) as JSON from standard input, and print the states of each run as JSON.

import { readFileSync } from "node:fs";
import { newRun, numbersAt, trainEpochs } from "../../shared/widgets/js/trainer.mjs";

const runs = JSON.parse(readFileSync(0, "utf8")).map(({ start, lr, loss, epochs, every }) => {
  const run = newRun(start, lr, loss);
  const states = [];
  trainEpochs(run, epochs);
  for (let k = 0; k <= epochs; k += every) states.push([...numbersAt(run, k), run.losses[k]]);
  return states;
});
console.log(JSON.stringify(runs));
