import * as at from "./fields.js";

// What the leaf at hand is, and what a split must be: read once for each leaf that is scanned.
export let count: f64 = 0;
export let g: f64 = 0;
export let h: f64 = 0;
export let low: f64 = 0;
export let high: f64 = 0;
export let parent: f64 = 0;
export let minData: f64 = 0;
export let minHessian: f64 = 0;
export let l1: f64 = 0;
export let l2: f64 = 0;
export let maxDelta: f64 = 0;
export let bounded: bool = false;
export let unitG: f64 = 0;
export let unitH: f64 = 0;
export let wide: bool = false;

/** Memory of the thread's own, for a while. */
export let scratch: usize = 0;

export function readLeaf(thread: usize, leaf: usize): void {
  scratch = <usize>load<u32>(at.STAGE) + thread * at.STAGE_BYTES;
  count = load<f64>(leaf + at.CHILD_COUNT);
  g = load<f64>(leaf + at.CHILD_G);
  h = load<f64>(leaf + at.CHILD_H);
  low = load<f64>(leaf + at.CHILD_LOW);
  high = load<f64>(leaf + at.CHILD_HIGH);
  parent = load<f64>(leaf + at.CHILD_SCORE);
  minData = load<f64>(at.MIN_DATA);
  minHessian = load<f64>(at.MIN_HESSIAN);
  l1 = load<f64>(at.L1);
  l2 = load<f64>(at.L2);
  maxDelta = load<f64>(at.MAX_DELTA);
  bounded = load<u32>(at.BOUNDED) !== 0;
  wide = load<u32>(at.WIDE) !== 0;
  unitG = 1 / load<f64>(at.SCALE);
  unitH = wide ? 1 / load<f64>(at.HESSIAN_SCALE) : load<f64>(at.CONSTANT);
}

/** The gradient that the low half of a packed sum is, as an integer. */
// @ts-ignore: decorator
@inline
export function gradientOf(v: i64): i64 {
  return <i64>(<i32>v);
}

/** The count that the rest is. */
// @ts-ignore: decorator
@inline
export function countOf(v: i64): i64 {
  return (v - <i64>(<i32>v)) >> 32;
}

// @ts-ignore: decorator
@inline
export function soft(sum: f64): f64 {
  if (l1 === 0) return sum;
  const left = Math.abs(sum) - l1;
  return left > 0 ? copysign<f64>(left, sum) : 0;
}

/** What a leaf answers. */
export function answer(sum: f64, hessian: f64, penalty: f64): f64 {
  let w: f64 = hessian + penalty > 0 ? -soft(sum) / (hessian + penalty) : 0;
  if (maxDelta > 0) w = Math.max(-maxDelta, Math.min(maxDelta, w));
  return Math.max(low, Math.min(high, w));
}

// @ts-ignore: decorator
@inline
export function scoreOf(t: f64, hessian: f64, w: f64): f64 {
  return -(2 * t * w + hessian * w * w);
}

/** Whether a side may be: it has enough samples and hessian. */
// @ts-ignore: decorator
@inline
export function enough(n: f64, hessian: f64): bool {
  return n >= minData && n >= 1 && hessian >= minHessian && hessian + l2 > 0;
}

/**
 * The gain of a split into left and right, minus infinity where monotone values would be in the wrong order: `direction`
 * is 1 where the right must not be below the left, −1 the other way round, and 0 where it does not matter.
 */
export function gainOf(gl: f64, hl: f64, gr: f64, hr: f64, penalty: f64, direction: i32): f64 {
  const tl = soft(gl);
  const tr = soft(gr);
  if (!bounded) return tl * tl / (hl + penalty) + tr * tr / (hr + penalty) - parent;
  const wl = answer(gl, hl, penalty);
  const wr = answer(gr, hr, penalty);
  if (direction > 0 ? wl > wr : direction < 0 && wl < wr) return -Infinity;
  return scoreOf(tl, hl + penalty, wl) + scoreOf(tr, hr + penalty, wr) - parent;
}
