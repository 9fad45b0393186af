/** What a comparison over the same seeds says. */
export interface Paired {
  readonly ours: number;
  readonly theirs: number;
  /** The mean of ours − theirs, its standard error, and the one divided by the other. */
  readonly difference: number;
  readonly error: number;
  readonly t: number;
}

/** Compares the scores of each seed. Needs two. */
export function paired(ours: readonly number[], theirs: readonly number[]): Paired {
  const n = ours.length;
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / n;
  const differences = ours.map((value, i) => value - theirs[i]);
  const difference = mean(differences);
  const error = Math.sqrt(mean(differences.map((each) => (each - difference) ** 2)) / (n - 1));
  return {ours: mean(ours), theirs: mean(theirs), difference, error, t: error > 0 ? difference / error : 0};
}

/**
 * Whether ours is within noise or better: the mean difference is on the wrong side by no more than `tolerance`, a
 * difference that nobody would mind. Its standard error is of no use for that where seeds are few: of two that differ
 * widely it would excuse anything.
 */
export function holds({difference}: Pick<Paired, "difference">, lowerIsBetter: boolean, tolerance: number): boolean {
  return (lowerIsBetter ? -difference : difference) >= -tolerance;
}
