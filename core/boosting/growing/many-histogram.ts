/** Sums by bin of a feature of many categories: three numbers each, the count, the gradient and the hessian as integers. */
export interface Histogram {
  readonly sums: Float64Array;
  /** The bins of any samples, in no order, the first `length` of them; where others were taken away some may be empty. */
  readonly present: Uint32Array;
  length: number;
}

/**
 * What each sample adds to sums: the gradient alone, as a word; or where `long` the gradient and the count, as a number
 * of 64 bits whose low half is the gradient. Then the hessian, as a number of 64 bits, where it is not the same of all.
 */
export interface Packed {
  readonly gradient: Int32Array;
  readonly long: boolean;
  readonly hessian: Int32Array | undefined;
}

export function histogramBytes(bins: number): number {
  return bins * 28;
}

export function emptyHistogram(bins: number): Histogram {
  return {sums: new Float64Array(3 * bins), present: new Uint32Array(bins), length: 0};
}

/** Adds the samples of the list from `start` to before `end`. Sums are integers: their order does not matter. */
export function addSamples(
  histogram: Histogram,
  codes: Uint32Array,
  list: Uint32Array,
  start: number,
  end: number,
  {gradient, long, hessian}: Packed
): void {
  const {sums, present} = histogram;
  let {length} = histogram;
  for (let i = start; i < end; ++i) {
    const row = list[i];
    const at = 3 * codes[row];
    const n = sums[at];
    if (n === 0) present[length++] = codes[row];
    if (long) {
      const q = gradient[2 * row];
      sums[at] = n + gradient[2 * row + 1] + (q < 0 ? 1 : 0);
      sums[at + 1] += q;
    } else {
      sums[at] = n + 1;
      sums[at + 1] += gradient[row];
    }
    if (hessian) sums[at + 2] += hessian[2 * row + 1] * 4294967296 + (hessian[2 * row] >>> 0);
  }
  histogram.length = length;
}

/** Takes a part of a leaf's samples from its sums. */
export function subtract({sums}: Histogram, {sums: part, present, length}: Histogram): void {
  for (let i = 0; i < length; ++i) {
    const at = 3 * present[i];
    sums[at] -= part[at];
    sums[at + 1] -= part[at + 1];
    sums[at + 2] -= part[at + 2];
  }
}

/** The same histogram without any samples. */
export function emptied(histogram: Histogram): Histogram {
  const {sums, present, length} = histogram;
  for (let i = 0; i < length; ++i) {
    const at = 3 * present[i];
    sums[at] = 0;
    sums[at + 1] = 0;
    sums[at + 2] = 0;
  }
  histogram.length = 0;
  return histogram;
}
