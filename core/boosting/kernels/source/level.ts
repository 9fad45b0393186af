import * as at from "./fields.js";
import {buildHistograms, subtractHistograms} from "./histogram.js";
import * as leaf from "./score.js";

const KEPT: u32 = 1;
const PASSING: u32 = 2;

/** What a leaf gains by left and right; 0 where it may not be split so, minus infinity where no leaf may be. */
// @ts-ignore: decorator
@inline
function part(n: f64, q: i64, vh: i64, direction: i32): f64 {
  const rest = leaf.count - n;
  const hl = leaf.wide ? <f64>vh * leaf.unitH : n * leaf.unitH;
  const hr = leaf.wide ? leaf.h - hl : rest * leaf.unitH;
  const gl = <f64>q * leaf.unitG;
  const gr = leaf.g - gl;
  if (direction !== 0) {
    const wl = leaf.answer(gl, hl, leaf.l2);
    const wr = leaf.answer(gr, hr, leaf.l2);
    if (direction > 0 ? wl > wr : wl < wr) return -Infinity;
  }
  if (!leaf.enough(n, hl) || !leaf.enough(rest, hr)) return 0;
  return leaf.gainOf(gl, hl, gr, hr, leaf.l2, 0);
}

// @ts-ignore: decorator
@inline
function addTo(place: usize, value: f64): void {
  store<f64>(place, load<f64>(place) + value);
}

function addNumber(sums: usize, hist: usize, to: i32, direction: i32, v0: i64, vh0: i64): void {
  const step = leaf.wide ? 4 : 3;
  let v = v0;
  let vh = vh0;
  let gain: f64 = 0;
  for (let b: i32 = 0; b < to; ++b) {
    const entry = hist + (<usize>b << step);
    const own = load<i64>(entry);
    if (own !== 0 || b === 0) {
      v += own;
      if (leaf.wide) vh += load<i64>(entry, 8);
      gain = part(<f64>leaf.countOf(v), leaf.gradientOf(v), vh, direction);
    }
    addTo(sums + (<usize>b << 3), gain);
  }
}

/** Adds what the leaf at hand gains by each condition on a feature. */
function addFeature(sums: usize, feature: usize, hist: usize): void {
  const info = load<u32>(<usize>load<u32>(at.INFO) + (feature << 2));
  const bins = <i32>(info & 0xffff);
  const step = leaf.wide ? 4 : 3;
  if (info & 0x20000) {
    for (let b: i32 = 1; b < bins; ++b) {
      const entry = hist + (<usize>b << step);
      const v = load<i64>(entry);
      const vh = leaf.wide ? load<i64>(entry, 8) : 0;
      addTo(sums + (<usize>b << 3), part(<f64>leaf.countOf(v), leaf.gradientOf(v), vh, 0));
    }
    return;
  }
  const direction = <i32>load<i8>(<usize>load<u32>(at.MONOTONE) + feature);
  if ((info & 0x10000) === 0) {
    addNumber(sums, hist, bins - 1, direction, 0, 0);
    return;
  }
  const entry = hist + (<usize>bins << step);
  const v = load<i64>(entry);
  if (v !== 0) store<f64>(sums, 1, 4088);
  addNumber(sums, hist, bins - 1, direction, v, leaf.wide ? load<i64>(entry, 8) : 0);
  addNumber(sums + 2048, hist, bins, direction, 0, 0);
}

/** Writes the best condition on a feature down where it is better than the one that is there. */
function choose(result: usize, sums: usize, feature: usize, only: i32): void {
  const info = load<u32>(<usize>load<u32>(at.INFO) + (feature << 2));
  const bins = <i32>(info & 0xffff);
  const categorical = (info & 0x20000) !== 0;
  const ways = !categorical && load<f64>(sums, 4088) !== 0 ? 2 : 1;
  for (let way = 0; way < ways; ++way) {
    const from = only >= 0 ? only : categorical ? 1 : 0;
    const most = categorical || (way > 0 && only < 0) ? bins : bins - 1;
    const to = only >= 0 ? min(only + 1, most) : most;
    for (let b = from; b < to; ++b) {
      const gain = load<f64>(sums + (<usize>way << 11) + (<usize>b << 3));
      if (gain <= load<f64>(result)) continue;
      store<f64>(result, gain);
      store<u32>(result, <u32>feature, at.RESULT_FEATURE);
      store<u32>(result, <u32>b, at.RESULT_BIN);
      store<u32>(result, categorical ? 2 : way === 0 ? 1 : 0, at.RESULT_KIND);
      memory.fill(result + at.RESULT_SET, 0, 32);
      if (categorical) store<u32>(result + at.RESULT_SET + ((<usize>b >> 5) << 2), 1 << (b & 31));
    }
  }
}

function buildLeaf(thread: usize, unit: usize, entry: usize): void {
  const slot = <usize>load<u32>(entry + at.CHILD_SLOT);
  const list = <usize>load<u32>(entry + at.CHILD_LIST);
  buildHistograms(thread, unit, list, <usize>load<u32>(entry + at.CHILD_ROWS), slot);
  const from = <usize>load<u32>(entry + at.CHILD_FROM);
  if (from) subtractHistograms(unit, from, slot);
}

/** Finds the condition on a unit's features that all leaves of a level gain most by. */
export function scanLevel(thread: usize, unit: usize): void {
  const level = <usize>load<u32>(at.LEVEL);
  const end = level + <usize>load<u32>(at.LEVEL_LEAVES) * at.CHILD_BYTES;
  for (let entry = level; entry < end; entry += at.CHILD_BYTES)
    if (load<u32>(entry + at.CHILD_MAKE) === KEPT) buildLeaf(thread, unit, entry);
  const bytes = <usize>load<u32>(at.GROUP_BYTES);
  const first = unit * bytes;
  const last = min(first + bytes, <usize>load<u32>(at.FEATURES));
  const sums = <usize>load<u32>(at.ACCUMULATED);
  memory.fill(sums + (first << 12), 0, (last - first) << 12);
  const mask = <usize>load<u32>(at.CHILDREN + at.CHILD_MASK);
  for (let entry = level; entry < end; entry += at.CHILD_BYTES) {
    leaf.readLeaf(thread, entry);
    if (leaf.count === 0) continue;
    if (load<u32>(entry + at.CHILD_MAKE) === PASSING) buildLeaf(thread, unit, entry);
    const size = (<usize>load<u32>(at.STRIDE) << 3) << (leaf.wide ? 1 : 0);
    const slot = <usize>load<u32>(entry + at.CHILD_SLOT);
    for (let f = first; f < last; ++f) if (load<u8>(mask + f)) addFeature(sums + (f << 12), f, slot + f * size);
  }
  const result = <usize>load<u32>(at.RESULTS) + unit * 2 * at.RESULT_BYTES;
  const only = <usize>load<u32>(at.CHILDREN + at.CHILD_ONLY);
  store<f64>(result, load<f64>(at.MIN_GAIN));
  store<i32>(result, -1, at.RESULT_FEATURE);
  for (let f = first; f < last; ++f)
    if (load<u8>(mask + f)) choose(result, sums + (f << 12), f, only ? <i32>load<i16>(only + (f << 1)) : -1);
}
