/** New units for old ones, as splits have them; ratios below 3 : 2 are left out, as prices move by so much overnight. */
const simple = [
  [3, 2],
  [5, 2],
  ...[2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 25, 30, 40, 50, 100, 1000].map((n) => [n, 1] as const)
] as const;

/** The simple fraction, or its inverse, that is nearest to a ratio, and how far it is, as a logarithm. */
export function simpleRatio(ratio: number): {readonly value: number; readonly name: string; readonly off: number} {
  let best = {value: 1, name: "1 : 1", off: Infinity};
  for (const [many, few] of simple) {
    const down = Math.abs(Math.log((ratio * few) / many));
    const up = Math.abs(Math.log((ratio * many) / few));
    if (down < best.off) best = {value: many / few, name: `${many} for ${few}`, off: down};
    if (up < best.off) best = {value: few / many, name: `${few} for ${many}`, off: up};
  }
  return best;
}

/** A fraction in percent with its sign: `-12.3 %`. */
export function signedPercent(value: number): string {
  return `${value > 0 ? "+" : ""}${(value * 100).toFixed(1)} %`;
}
