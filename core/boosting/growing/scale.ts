import {places} from "../kernels/compiled.js";
import type {Sums, Units} from "./leaf.js";
import type {Machine} from "./machine.js";

/** How many samples the kernels sum apart. */
const block = 4096;

/**
 * Rounds the gradients of the samples in the list, or of all, to integers in units that make their sums exact. Throws
 * where one is not finite, or a hessian is negative.
 */
export function packGradients(
  machine: Machine,
  rows: number,
  whole: boolean,
  times: boolean,
  constant: number | undefined
): {units: Units; sums: Sums} {
  const {words, numbers, kernels} = machine;
  const list = machine.area("list").start;
  const alone = rows < 20_000;
  words[places.WIDE / 4] = constant === undefined ? 1 : 0;
  words[places.TIMES / 4] = times ? machine.area("times").start : 0;
  words[places.LIST / 4] = whole ? 0 : list;
  words[places.COUNT / 4] = rows;
  machine.run(places.JOB_SUM, alone);
  let [gradient, hessian, n, bad] = [0, 0, 0, 0];
  const blocks = machine.area("blocks").start / 8;
  for (let i = 0; i < Math.ceil(rows / block); ++i) {
    gradient += numbers[blocks + i * 4];
    hessian += numbers[blocks + i * 4 + 1];
    n += numbers[blocks + i * 4 + 2];
    bad += numbers[blocks + i * 4 + 3];
  }
  if (bad > 0)
    throw new Error(
      "invalid gradients: one is not a number, or a hessian is below 0; check the objective and the labels"
    );
  if (n >= 2 ** 31) throw new Error(`invalid times: samples count ${n} times together; expected less than 2147483648`);
  const scale = scaleOf(gradient, n, 2 ** 31);
  const hessianScale = constant === undefined ? scaleOf(hessian, n, 2 ** 50) : 1;
  numbers[places.SCALE / 8] = scale;
  numbers[places.HESSIAN_SCALE / 8] = hessianScale;
  machine.run(places.JOB_PACK, alone);
  kernels.sumList(whole ? 0 : list, rows);
  const [count, q, qh] = numbers.subarray(places.SUMS / 8, places.SUMS / 8 + 3);
  return {units: {g: 1 / scale, h: 1 / hessianScale, constant}, sums: {n: count, q, qh}};
}

/** The largest power of two that keeps the sum of n rounded parts below the limit. */
export function scaleOf(sum: number, n: number, limit: number): number {
  if (sum === 0) return 1;
  let scale = 1;
  while (scale * 2 * sum + n / 2 < limit) scale *= 2;
  while (!(scale * sum + n / 2 < limit)) scale /= 2;
  return scale;
}
