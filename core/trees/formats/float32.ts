const single = new Float32Array(1);
const bits = new Int32Array(single.buffer);

/** The largest single-precision number. */
export const largestFloat32 = 3.4028234663852886e38;

/** The next larger single-precision number of one; Infinity after the largest, and the smallest denormal after ±0. */
export function nextFloat32(x: number): number {
  if (Number.isNaN(x) || x === Infinity) return x;
  single[0] = x === 0 ? 0 : x;
  bits[0] += bits[0] >= 0 ? 1 : -1;
  return single[0];
}

/** The next smaller single-precision number of one. */
export function previousFloat32(x: number): number {
  return -nextFloat32(-x);
}

/**
 * The largest single-precision number ≤ x: a single-precision value is ≤ x just where it is ≤ that. ±0 is 0, and −Infinity
 * is what lies below all finite ones.
 */
export function floorFloat32(x: number): number {
  const nearest = Math.fround(x);
  return (nearest > x ? previousFloat32(nearest) : nearest) + 0;
}

/** A single-precision number in as few decimal digits as tell it from its neighbours. */
export function shortFloat32(x: number): string {
  if (x === 0 || !Number.isFinite(x)) return String(x);
  for (let digits = 1; digits < 9; ++digits) {
    const text = x.toPrecision(digits);
    if (Math.fround(Number(text)) === x) return String(Number(text));
  }
  return String(Number(x.toPrecision(9)));
}
