import * as at from "./fields.js";
import * as leaf from "./score.js";

let sums: i64 = 0;
let hessians: i64 = 0;

// @ts-ignore: decorator
@inline
function hessianOf(n: f64): f64 {
  return leaf.wide ? <f64>hessians * leaf.unitH : n * leaf.unitH;
}

// @ts-ignore: decorator
@inline
function add(hist: usize, bin: usize): void {
  const entry = hist + (bin << (leaf.wide ? 4 : 3));
  sums += load<i64>(entry);
  if (leaf.wide) hessians += load<i64>(entry, 8);
}

function keep(result: usize, gain: f64, feature: usize, kind: u32): bool {
  if (gain <= load<f64>(result)) return false;
  store<f64>(result, gain);
  store<f64>(result, <f64>leaf.gradientOf(sums), at.RESULT_Q);
  store<f64>(result, <f64>leaf.countOf(sums), at.RESULT_COUNT);
  store<f64>(result, <f64>hessians, at.RESULT_H);
  store<u32>(result, <u32>feature, at.RESULT_FEATURE);
  store<u32>(result, kind, at.RESULT_KIND);
  memory.fill(result + at.RESULT_SET, 0, 32);
  return true;
}

// @ts-ignore: decorator
@inline
function include(result: usize, bin: usize): void {
  const word = result + at.RESULT_SET + ((bin >> 5) << 2);
  store<u32>(word, load<u32>(word) | (1 << (<u32>bin & 31)));
}

/** Tries each category, or the only one, against all others. */
function scanOneHot(result: usize, feature: usize, hist: usize, bins: i32, only: i32): void {
  for (let b = only < 0 ? 1 : only; b < (only < 0 ? bins : only + 1); ++b) {
    sums = 0;
    hessians = 0;
    add(hist, b);
    const n = <f64>leaf.countOf(sums);
    const hl = hessianOf(n);
    const rest = leaf.count - n;
    const hr = leaf.wide ? leaf.h - hl : rest * leaf.unitH;
    if (!leaf.enough(n, hl) || !leaf.enough(rest, hr)) continue;
    const gl = <f64>leaf.gradientOf(sums) * leaf.unitG;
    if (keep(result, leaf.gainOf(gl, hl, leaf.g - gl, hr, leaf.l2, 0), feature, 2)) include(result, b);
  }
}

/**
 * Lays the bins down that have samples enough, one byte each, in order of gradient to hessian, ties by bin. Answers with
 * how many they are.
 */
function order(hist: usize, bins: i32, smooth: f64): i32 {
  const ratios = leaf.scratch + 256;
  const least = load<f64>(at.MIN_CATEGORY);
  let used: i32 = 0;
  for (let b = 1; b < bins; ++b) {
    sums = 0;
    hessians = 0;
    add(hist, b);
    const n = <f64>leaf.countOf(sums);
    if (n < least) continue;
    const ratio = (<f64>leaf.gradientOf(sums) * leaf.unitG) / (hessianOf(n) + smooth);
    let i = used++;
    for (; i > 0 && load<f64>(ratios + (<usize>(i - 1) << 3)) > ratio; --i) {
      store<f64>(ratios + (<usize>i << 3), load<f64>(ratios + (<usize>(i - 1) << 3)));
      store<u8>(leaf.scratch + <usize>i, load<u8>(leaf.scratch + <usize>(i - 1)));
    }
    store<f64>(ratios + (<usize>i << 3), ratio);
    store<u8>(leaf.scratch + <usize>i, <u8>b);
  }
  return used;
}

/** Tries sets of the categories of least, and of greatest, ratio of gradient to hessian. */
export function scanCategories(result: usize, feature: usize, hist: usize, bins: i32, only: i32): void {
  if (only >= 0 || <u32>bins <= load<u32>(at.MAX_ONE_HOT)) {
    scanOneHot(result, feature, hist, bins, only);
    return;
  }
  const smooth = load<f64>(at.CAT_SMOOTH);
  const used = order(hist, bins, smooth);
  const penalty = leaf.l2 + load<f64>(at.CAT_L2);
  const group = load<f64>(at.MIN_GROUP);
  const most = min(<i32>load<u32>(at.MAX_CATEGORIES), (used + 1) >> 1);
  for (let way = 0; way < 2; ++way) {
    sums = 0;
    hessians = 0;
    let since: f64 = 0;
    let before: f64 = 0;
    for (let k = 0; k < most; ++k) {
      add(hist, load<u8>(leaf.scratch + <usize>(way ? used - 1 - k : k)));
      const n = <f64>leaf.countOf(sums);
      since += n - before;
      before = n;
      const hl = hessianOf(n);
      if (!leaf.enough(n, hl)) continue;
      const rest = leaf.count - n;
      const hr = leaf.wide ? leaf.h - hl : rest * leaf.unitH;
      if (rest < group || !leaf.enough(rest, hr)) break;
      if (since < group) continue;
      since = 0;
      const gl = <f64>leaf.gradientOf(sums) * leaf.unitG;
      if (keep(result, leaf.gainOf(gl, hl, leaf.g - gl, hr, penalty, 0), feature, 3))
        for (let i = 0; i <= k; ++i) include(result, load<u8>(leaf.scratch + <usize>(way ? used - 1 - i : i)));
    }
  }
}
