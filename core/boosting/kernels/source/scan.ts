import {scanCategories} from "./categories.js";
import {scanPairs} from "./scan-fast.js";
import {addFeature, laySmall} from "./histogram.js";
import * as at from "./fields.js";
import * as leaf from "./score.js";

/** Writes a split at a bin down where it is better than the one that is there. */
// @ts-ignore: decorator
@inline
function keep(result: usize, gain: f64, feature: usize, bin: u32, kind: u32, n: i64, q: i64, qh: i64): void {
  if (gain <= load<f64>(result)) return;
  store<f64>(result, gain);
  store<f64>(result, <f64>q, at.RESULT_Q);
  store<f64>(result, <f64>n, at.RESULT_COUNT);
  store<f64>(result, <f64>qh, at.RESULT_H);
  store<u32>(result, <u32>feature, at.RESULT_FEATURE);
  store<u32>(result, bin, at.RESULT_BIN);
  store<u32>(result, kind, at.RESULT_KIND);
}

/**
 * Tries thresholds of a number, from bin `from` to before bin `to`, with the sums v and vh that the left has beside those
 * of the bins.
 */
function scanNumber(result: usize, feature: usize, hist: usize, from: i32, to: i32, kind: u32, v0: i64, vh0: i64): void {
  const wide = leaf.wide;
  const step = wide ? 4 : 3;
  const direction = <i32>load<i8>(<usize>load<u32>(at.MONOTONE) + feature);
  let v = v0;
  let vh = vh0;
  for (let b: i32 = 0; b < to; ++b) {
    const entry = hist + (<usize>b << step);
    const own = load<i64>(entry);
    v += own;
    if (wide) vh += load<i64>(entry, 8);
    if (own === 0 && b > from) continue;
    if (b < from) continue;
    const n = <f64>leaf.countOf(v);
    const rest = leaf.count - n;
    if (rest < leaf.minData || rest < 1) return;
    const hl = wide ? <f64>vh * leaf.unitH : n * leaf.unitH;
    const hr = wide ? leaf.h - hl : rest * leaf.unitH;
    if (!leaf.enough(n, hl) || !leaf.enough(rest, hr)) continue;
    const gl = <f64>leaf.gradientOf(v) * leaf.unitG;
    const gain = leaf.gainOf(gl, hl, leaf.g - gl, hr, leaf.l2, direction);
    keep(result, gain, feature, b, kind, leaf.countOf(v), leaf.gradientOf(v), vh);
  }
}

function scanFeature(result: usize, feature: usize, hist: usize, only: i32): void {
  const info = load<u32>(<usize>load<u32>(at.INFO) + (feature << 2));
  const bins = <i32>(info & 0xffff);
  if (info & 0x20000) {
    scanCategories(result, feature, hist, bins, only);
    return;
  }
  const from = only < 0 ? 0 : only;
  const entry = hist + (<usize>bins << (leaf.wide ? 4 : 3));
  const lacks = (info & 0x10000) !== 0 && load<i64>(entry) !== 0;
  if (only < 0 && !leaf.wide && !leaf.bounded && leaf.l1 === 0) {
    scanPairs(result, feature, hist, bins - 1, 1, lacks ? load<i64>(entry) : 0);
    if (lacks) scanPairs(result, feature, hist, bins, 0, 0);
    return;
  }
  const last = only < 0 ? bins - 1 : min(only + 1, bins - 1);
  if (lacks) {
    scanNumber(result, feature, hist, from, last, 1, load<i64>(entry), leaf.wide ? load<i64>(entry, 8) : 0);
    scanNumber(result, feature, hist, from, only < 0 ? bins : last, 0, 0, 0);
  } else scanNumber(result, feature, hist, from, last, 1, 0, 0);
}

/** Finds the best split of a leaf by a unit's features. */
export function scanUnit(thread: usize, unit: usize, child: usize, slot: usize): void {
  const block = at.CHILDREN + child * at.CHILD_BYTES;
  leaf.readLeaf(thread, block);
  const bytes = <usize>load<u32>(at.GROUP_BYTES);
  const start = unit * bytes;
  const end = min(start + bytes, <usize>load<u32>(at.FEATURES));
  const size = (<usize>load<u32>(at.STRIDE) << 3) << (leaf.wide ? 1 : 0);
  const result = <usize>load<u32>(at.RESULTS) + (unit * 2 + child) * at.RESULT_BYTES;
  const mask = <usize>load<u32>(block + at.CHILD_MASK);
  const only = <usize>load<u32>(block + at.CHILD_ONLY);
  store<f64>(result, load<f64>(at.MIN_GAIN));
  store<i32>(result, -1, at.RESULT_FEATURE);
  for (let f = start; f < end; ++f)
    if (load<u8>(mask + f)) scanFeature(result, f, slot + f * size, only ? <i32>load<i16>(only + (f << 1)) : -1);
}

/**
 * Finds the best split of a leaf of at most 1024 samples, whose histograms are made one feature at a time and are not kept.
 * They lie in what is left of the thread's own memory.
 */
export function scanSmall(thread: usize, unit: usize): void {
  leaf.readLeaf(thread, at.CHILDREN);
  const bytes = <usize>load<u32>(at.GROUP_BYTES);
  const start = unit * bytes;
  const end = min(start + bytes, <usize>load<u32>(at.FEATURES));
  const n = <usize>load<u32>(at.COUNT);
  const result = <usize>load<u32>(at.RESULTS) + unit * 2 * at.RESULT_BYTES;
  const mask = <usize>load<u32>(at.CHILDREN + at.CHILD_MASK);
  const only = <usize>load<u32>(at.CHILDREN + at.CHILD_ONLY);
  const hist = leaf.scratch + 4096;
  store<f64>(result, load<f64>(at.MIN_GAIN));
  store<i32>(result, -1, at.RESULT_FEATURE);
  laySmall(thread, n);
  for (let f = start; f < end; ++f) {
    if (!load<u8>(mask + f)) continue;
    const bins = <usize>(load<u32>(<usize>load<u32>(at.INFO) + (f << 2)) & 0xffff) + 1;
    memory.fill(hist, 0, bins << (leaf.wide ? 4 : 3));
    addFeature(thread, f, n, hist);
    scanFeature(result, f, hist, only ? <i32>load<i16>(only + (f << 1)) : -1);
  }
}
