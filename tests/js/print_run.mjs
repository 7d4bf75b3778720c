// Print the published run from start A with learning rate 2.0: nine losses, a blank line, four outputs.

import { INPUTS, START_A, TARGETS, newRun, numbersAt, output, trainEpochs } from "../../shared/widgets/js/trainer.mjs";

const run = newRun(START_A, 2.0, "squared error");
trainEpochs(run, 4000);
for (let k = 0; k <= 4000; k += 500) console.log(`epoch ${String(k).padStart(4)} loss ${run.losses[k].toFixed(4)}`);
console.log();
INPUTS.forEach(([x1, x2], row) => {
  console.log(`${x1} XOR ${x2} -> ${output(numbersAt(run, 4000), x1, x2).toFixed(3)} (target ${TARGETS[row]})`);
});
