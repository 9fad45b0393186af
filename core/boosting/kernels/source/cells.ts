import * as at from "./fields.js";

// A thread's own memory while it scans: what a condition changes by bin, the sums of a cell by bin, and which bins it has.
const LEARNED: usize = 4096;
const ANSWERED: usize = 8192;
const BITS: usize = 12288;

// What is the same of all cells of a feature.
let l2: f64 = 0;
let scratch: usize = 0;
let rows: usize = 0;
let values: usize = 0;

/** Adds up the entries that begin at `place` by the bin of their samples: gradients and weights side by side. */
function addEntries(place: usize, hist: usize, column: usize): void {
  const start = <usize>load<u32>(place);
  const n = <usize>load<u32>(place, 4);
  const row = rows + (start << 2);
  const value = values + (start << 3);
  for (let i: usize = 0; i < n; ++i) {
    const b = <usize>load<u8>(column + <usize>load<u32>(row + (i << 2)));
    const to = hist + (b << 4);
    v128.store(to, f64x2.add(v128.load(to), f64x2.promote_low_f32x4(v128.load64_zero(value + (i << 3)))));
    const word = scratch + BITS + ((b >> 6) << 3);
    store<u64>(word, load<u64>(word) | ((<u64>1) << (<u64>b & 63)));
  }
}

/** What two sides answer, the sign turned: sums of gradients divided by those of weights and λ. */
// @ts-ignore: decorator
@inline
function answers(sums: v128, weights: v128): v128 {
  const over = f64x2.add(weights, f64x2.splat(l2));
  return v128.and(f64x2.div(sums, over), f64x2.gt(over, f64x2.splat(0)));
}

/** Writes down by how much each condition on a feature changes what the cell adds to a score's two sums. */
function addCell(cell: usize, column: usize, direction: i32): void {
  const learned = v128.load(cell + at.CELL_LEARNED_SUMS);
  const answered = v128.load(cell + at.CELL_ANSWERED_SUMS);
  addEntries(cell + at.CELL_LEARNED, scratch + LEARNED, column);
  addEntries(cell + at.CELL_ANSWERED, scratch + ANSWERED, column);
  const whole = f64x2.extract_lane(answers(learned, f64x2.splat(f64x2.extract_lane(learned, 1))), 0);
  let last = f64x2.mul(
    f64x2.replace_lane(f64x2.splat(whole * whole), 0, whole),
    answered
  );
  let left = f64x2.splat(0);
  let leftAnswered = f64x2.splat(0);
  for (let word: usize = 0; word < 4; ++word) {
    const place = scratch + BITS + (word << 3);
    let bits = load<u64>(place);
    if (bits === 0) continue;
    store<u64>(place, 0);
    for (; bits !== 0; bits &= bits - 1) {
      const at16 = ((word << 6) + <usize>ctz(bits)) << 4;
      left = f64x2.add(left, v128.load(scratch + LEARNED + at16));
      leftAnswered = f64x2.add(leftAnswered, v128.load(scratch + ANSWERED + at16));
      v128.store(scratch + LEARNED + at16, f64x2.splat(0));
      v128.store(scratch + ANSWERED + at16, f64x2.splat(0));
      const right = f64x2.sub(learned, left);
      const rightAnswered = f64x2.sub(answered, leftAnswered);
      let answer = answers(i64x2.shuffle(left, right, 0, 2), i64x2.shuffle(left, right, 1, 3));
      if (direction !== 0) {
        const rise = f64x2.extract_lane(answer, 0) - f64x2.extract_lane(answer, 1);
        if (direction > 0 ? rise < 0 : rise > 0) answer = f64x2.splat(whole);
      }
      const agreed = f64x2.mul(answer, i64x2.shuffle(leftAnswered, rightAnswered, 0, 2));
      const long = f64x2.mul(f64x2.mul(answer, answer), i64x2.shuffle(leftAnswered, rightAnswered, 1, 3));
      const both = f64x2.add(i64x2.shuffle(agreed, long, 0, 2), i64x2.shuffle(agreed, long, 1, 3));
      const to = scratch + at16;
      v128.store(to, f64x2.add(v128.load(to), f64x2.sub(both, last)));
      last = both;
    }
  }
}

/** The score of what all cells add up to: Σ a·g and Σ a²·w. */
// @ts-ignore: decorator
@inline
function scoreOf(sums: v128): f64 {
  const agreement = f64x2.extract_lane(sums, 0);
  const length = f64x2.extract_lane(sums, 1);
  if (load<u32>(at.COSINE)) return length > 0 ? agreement / Math.sqrt(length) : 0;
  return 2 * agreement - length;
}

// @ts-ignore: decorator
@inline
function mix(h: u32, value: u32): u32 {
  let z = (h ^ value) + 0x9e3779b9;
  z = (z ^ (z >>> 16)) * 0x85ebca6b;
  z = (z ^ (z >>> 13)) * 0xc2b2ae35;
  return z ^ (z >>> 16);
}

/** The sum of four uniform draws, of mean 0 and variance 1. */
function draw(feature: u32, bin: u32): f64 {
  const first = mix(mix(load<u32>(at.NOISE_SEED), feature), bin);
  const second = mix(first, 1);
  const sum = (first & 0xffff) + (first >>> 16) + (second & 0xffff) + (second >>> 16);
  return (<f64>sum - 131070) * 0.00002642899;
}

/** Finds the condition on a unit's features that scores highest over all cells. */
export function scanCells(thread: usize, unit: usize): void {
  scratch = <usize>load<u32>(at.STAGE) + thread * at.STAGE_BYTES;
  rows = <usize>load<u32>(at.ENTRY_ROWS);
  values = <usize>load<u32>(at.ENTRY_VALUES);
  l2 = load<f64>(at.L2);
  memory.fill(scratch, 0, BITS + 32);
  const bytes = <usize>load<u32>(at.GROUP_BYTES);
  const first = unit * bytes;
  const last = min(first + bytes, <usize>load<u32>(at.FEATURES));
  const mask = <usize>load<u32>(at.CHILDREN + at.CHILD_MASK);
  const cells = <usize>load<u32>(at.CELLS);
  const end = cells + <usize>load<u32>(at.CELL_COUNT) * at.CELL_BYTES;
  const result = <usize>load<u32>(at.RESULTS) + unit * 2 * at.RESULT_BYTES;
  const noise = load<f64>(at.NOISE);
  store<f64>(result, load<f64>(at.LEAST_SCORE));
  store<i32>(result, -1, at.RESULT_FEATURE);
  store<u32>(result, 1, at.RESULT_KIND);
  for (let f = first; f < last; ++f) {
    if (!load<u8>(mask + f)) continue;
    const bins = <usize>(load<u32>(<usize>load<u32>(at.INFO) + (f << 2)) & 0xffff);
    const column = <usize>load<u32>(at.COLUMNS) + f * <usize>load<u32>(at.SAMPLES);
    const direction = <i32>load<i8>(<usize>load<u32>(at.MONOTONE) + f);
    for (let cell = cells; cell < end; cell += at.CELL_BYTES) addCell(cell, column, direction);
    let sums = v128.load(at.AGREEMENT);
    for (let b: usize = 0; b < bins; ++b) {
      const place = scratch + (b << 4);
      sums = f64x2.add(sums, v128.load(place));
      v128.store(place, f64x2.splat(0));
      if (b + 1 === bins) break;
      let score = scoreOf(sums);
      if (noise > 0) score += noise * draw(<u32>f, <u32>b);
      if (score <= load<f64>(result)) continue;
      store<f64>(result, score);
      store<u32>(result, <u32>f, at.RESULT_FEATURE);
      store<u32>(result, <u32>b, at.RESULT_BIN);
    }
  }
}

/** Adds up what the cells add to a score's two sums as they are, and answers with the score. */
export function sumCells(): f64 {
  l2 = load<f64>(at.L2);
  const cells = <usize>load<u32>(at.CELLS);
  const end = cells + <usize>load<u32>(at.CELL_COUNT) * at.CELL_BYTES;
  let sums = f64x2.splat(0);
  for (let cell = cells; cell < end; cell += at.CELL_BYTES) {
    const learned = v128.load(cell + at.CELL_LEARNED_SUMS);
    const a = f64x2.extract_lane(answers(learned, f64x2.splat(f64x2.extract_lane(learned, 1))), 0);
    const factors = f64x2.replace_lane(f64x2.splat(a * a), 0, a);
    sums = f64x2.add(sums, f64x2.mul(factors, v128.load(cell + at.CELL_ANSWERED_SUMS)));
  }
  v128.store(at.AGREEMENT, sums);
  return scoreOf(sums);
}

/** Parts the entries of a cell that begin at `place`: those up to the bin stay, the others make the same of `other`. */
function partEntries(place: usize, sums: usize, half: usize, column: usize, bin: u32): void {
  const start = <usize>load<u32>(place);
  const n = <usize>load<u32>(place, 4);
  const row = <usize>load<u32>(at.ENTRY_ROWS) + (start << 2);
  const value = <usize>load<u32>(at.ENTRY_VALUES) + (start << 3);
  const spareRow = <usize>load<u32>(at.SPARE_ROWS);
  const spareValue = <usize>load<u32>(at.SPARE_VALUES);
  let left = f64x2.splat(0);
  let l: usize = 0;
  let r: usize = 0;
  for (let i: usize = 0; i < n; ++i) {
    const own = load<u32>(row + (i << 2));
    const pair = load<u64>(value + (i << 3));
    if (<u32>load<u8>(column + <usize>own) <= bin) {
      left = f64x2.add(left, f64x2.promote_low_f32x4(i64x2.splat(pair)));
      store<u32>(row + (l << 2), own);
      store<u64>(value + (l << 3), pair);
      ++l;
    } else {
      store<u32>(spareRow + (r << 2), own);
      store<u64>(spareValue + (r << 3), pair);
      ++r;
    }
  }
  memory.copy(row + (l << 2), spareRow, r << 2);
  memory.copy(value + (l << 3), spareValue, r << 3);
  store<u32>(place, <u32>l, 4);
  store<u32>(place + half, <u32>(start + l));
  store<u32>(place + half, <u32>r, 4);
  v128.store(sums + half, f64x2.sub(v128.load(sums), left));
  v128.store(sums, left);
}

/** Parts all cells by a column's bin: the table then has twice as many, the left sides first. */
export function partCells(): void {
  const cells = <usize>load<u32>(at.CELLS);
  const half = <usize>load<u32>(at.CELL_COUNT) * at.CELL_BYTES;
  const column = <usize>load<u32>(at.COLUMN);
  const bin = load<u32>(at.BIN);
  for (let cell = cells; cell < cells + half; cell += at.CELL_BYTES) {
    partEntries(cell + at.CELL_LEARNED, cell + at.CELL_LEARNED_SUMS, half, column, bin);
    partEntries(cell + at.CELL_ANSWERED, cell + at.CELL_ANSWERED_SUMS, half, column, bin);
  }
  store<u32>(at.CELL_COUNT, load<u32>(at.CELL_COUNT) << 1);
}
