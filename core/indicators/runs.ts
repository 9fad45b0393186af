import {absent} from "./room.js";

/**
 * Applies a kernel to each unbroken run of rows on which every input is a finite number, and answers with its outputs
 * in their places, `NaN` elsewhere: an indicator starts again after a gap, as if a series began there, whereas TA-Lib
 * stays `NaN` for ever after one, or carries on with nonsense. A kernel is given one part for each input, and
 * the row on which they begin, and answers with arrays of the same length; it must bear a length of 0.
 */
export function byRuns(
  inputs: readonly Float64Array[],
  kernel: (parts: readonly Float64Array[], start: number) => readonly Float64Array[]
): Float64Array[] {
  const rows = inputs[0].length;
  let stop = runEnd(inputs, 0);
  if (stop === rows) return [...kernel(inputs, 0)];
  const outputs = kernel(
    inputs.map((input) => input.subarray(0, stop)),
    0
  ).map((values) => {
    const output = absent(rows);
    output.set(values);
    return output;
  });
  while (stop < rows) {
    const start = stop + 1;
    stop = runEnd(inputs, start);
    if (stop <= start) continue;
    const found = kernel(
      inputs.map((input) => input.subarray(start, stop)),
      start
    );
    for (let i = 0; i < outputs.length; ++i) outputs[i].set(found[i], start);
  }
  return outputs;
}

/** The first row from `start` on at which some input is no finite number. */
function runEnd(inputs: readonly Float64Array[], start: number): number {
  let end = inputs[0].length;
  for (const input of inputs) {
    let i = start;
    while (i < end && Number.isFinite(input[i])) ++i;
    end = Math.min(end, i);
  }
  return end;
}
