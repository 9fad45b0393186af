/**
 * What shares are taken of: for each border whether a label is above it, 1 or 0. Of classes the borders are between each
 * two that follow each other; of numbers so many quantiles, the median where it is one.
 */
export function borderTargets(
  y: Float64Array,
  classes: readonly number[] | undefined,
  count: number
): readonly Float64Array[] {
  return bordersOf(y, classes, count).map((border) => y.map((value) => (value > border ? 1 : 0)));
}

function bordersOf(y: Float64Array, classes: readonly number[] | undefined, count: number): readonly number[] {
  if (classes) return classes.slice(0, -1);
  const sorted = y.slice().sort();
  const largest = sorted[sorted.length - 1];
  const borders = Array.from(
    {length: count},
    (_, b) => sorted[Math.floor(((b + 1) * (sorted.length - 1)) / (count + 1))]
  );
  const below = sorted.findLast((value) => value < largest) ?? largest;
  return Array.from(new Set(borders.map((border) => Math.min(border, below))));
}
