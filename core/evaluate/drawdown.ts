/** Each value's distance below the highest so far, as a fraction: level / max − 1, never above 0. */
export function drawdowns(levels: ArrayLike<number>): Float64Array {
  let high = -Infinity;
  return Float64Array.from(levels, (level) => level / (high = Math.max(high, level)) - 1);
}

/** A fall from a high until the high is seen again. */
export interface Drawdown {
  /** Places in the series: the high, the lowest value after it, and where the high is regained (null where it is not). */
  readonly peak: number;
  readonly trough: number;
  readonly recovery: number | null;
  /** The lowest value against the high, as a negative fraction. */
  readonly depth: number;
}

/** The deepest falls that do not overlap, deepest first. */
export function worstDrawdowns(levels: ArrayLike<number>, count = 5): readonly Drawdown[] {
  const depths = drawdowns(levels);
  const falls: Drawdown[] = [];
  let peak = 0;
  let trough = 0;
  for (let i = 0; i <= depths.length; ++i) {
    if (i < depths.length && depths[i] < 0) {
      if (depths[i] < depths[trough]) trough = i;
      continue;
    }
    if (depths[trough] < 0) {
      falls.push({peak, trough, recovery: i < depths.length ? i : null, depth: depths[trough]});
    }
    peak = trough = i;
  }
  return falls.sort((a, b) => a.depth - b.depth).slice(0, count);
}

/** The most bars from a high until it was seen again, or until the last bar where it was not. */
export function longestDrawdown(levels: ArrayLike<number>): number {
  let peak = 0;
  let longest = 0;
  for (let i = 1; i < levels.length; ++i) {
    const regained = levels[i] >= levels[peak];
    if (i - peak > 1 || !regained) longest = Math.max(longest, i - peak);
    if (regained) peak = i;
  }
  return longest;
}

/** √mean(d²) of the distances below the highest so far, over all levels after the first; `NaN` where there is but one. */
export function ulcer(levels: ArrayLike<number>): number {
  const depths = drawdowns(levels).subarray(1);
  return Math.sqrt(depths.reduce((sum, depth) => sum + depth * depth, 0) / depths.length);
}
