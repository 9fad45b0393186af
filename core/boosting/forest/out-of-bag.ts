/** How well each sample is foretold by the trees that did not learn from it. */
export interface OutOfBag {
  /** R² or, of classes, the share of samples whose most probable class was theirs. */
  readonly score: number;
  /**
   * The mean over rows of Spearman's rank correlation of predictions and labels across a row's samples; null where no row
   * has five samples that differ.
   */
  readonly ic: number | null;
  /** How many samples at least one tree did not learn from. */
  readonly samples: number;
}

/** Sums up what trees answer of the samples that they did not learn from, samples × outputs. */
export function outOfBag(samples: number, outputs: number) {
  const sums = new Float64Array(samples * outputs);
  const counts = new Uint32Array(samples * outputs);
  return {
    add(output: number, times: ArrayLike<number>, value: Float64Array, leaf: ArrayLike<number>): void {
      for (let i = 0; i < samples; ++i) {
        if (times[i] > 0) continue;
        sums[i * outputs + output] += value[leaf[i]];
        ++counts[i * outputs + output];
      }
    },
    /** The mean of what was answered; `NaN` where nothing was. */
    predictions: () => sums.map((sum, i) => (counts[i] > 0 ? sum / counts[i] : NaN))
  };
}
