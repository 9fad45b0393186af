import * as at from "./fields.js";

/** How many samples are laid out at once, so that they and 16 histograms stay in the first cache. */
const CHUNK: usize = 1024;
const ONE: i64 = 4294967296;

// Adds a sample's sums p to the histograms of 8 features whose bins lie one after another. The histograms are
// sizeof<S>() * 128 bytes apart, or * 256 where an entry has two sums: the distance must be a constant for an instruction
// to hold it. Loading a bin as a byte is faster than cutting it from a word of eight.

// @ts-ignore: decorator
@inline
function add8<S>(h: usize, bins: usize, p: i64): void {
  let a = h + (<usize>load<u8>(bins) << 3);
  store<i64>(a, load<i64>(a) + p);
  a = h + (<usize>load<u8>(bins, 1) << 3);
  store<i64>(a, load<i64>(a, sizeof<S>() * 128) + p, sizeof<S>() * 128);
  a = h + (<usize>load<u8>(bins, 2) << 3);
  store<i64>(a, load<i64>(a, sizeof<S>() * 256) + p, sizeof<S>() * 256);
  a = h + (<usize>load<u8>(bins, 3) << 3);
  store<i64>(a, load<i64>(a, sizeof<S>() * 384) + p, sizeof<S>() * 384);
  a = h + (<usize>load<u8>(bins, 4) << 3);
  store<i64>(a, load<i64>(a, sizeof<S>() * 512) + p, sizeof<S>() * 512);
  a = h + (<usize>load<u8>(bins, 5) << 3);
  store<i64>(a, load<i64>(a, sizeof<S>() * 640) + p, sizeof<S>() * 640);
  a = h + (<usize>load<u8>(bins, 6) << 3);
  store<i64>(a, load<i64>(a, sizeof<S>() * 768) + p, sizeof<S>() * 768);
  a = h + (<usize>load<u8>(bins, 7) << 3);
  store<i64>(a, load<i64>(a, sizeof<S>() * 896) + p, sizeof<S>() * 896);
}

// @ts-ignore: decorator
@inline
function addWide8<S>(h: usize, bins: usize, p: v128): void {
  let a = h + (<usize>load<u8>(bins) << 4);
  v128.store(a, i64x2.add(v128.load(a), p));
  a = h + (<usize>load<u8>(bins, 1) << 4);
  v128.store(a, i64x2.add(v128.load(a, sizeof<S>() * 256), p), sizeof<S>() * 256);
  a = h + (<usize>load<u8>(bins, 2) << 4);
  v128.store(a, i64x2.add(v128.load(a, sizeof<S>() * 512), p), sizeof<S>() * 512);
  a = h + (<usize>load<u8>(bins, 3) << 4);
  v128.store(a, i64x2.add(v128.load(a, sizeof<S>() * 768), p), sizeof<S>() * 768);
  a = h + (<usize>load<u8>(bins, 4) << 4);
  v128.store(a, i64x2.add(v128.load(a, sizeof<S>() * 1024), p), sizeof<S>() * 1024);
  a = h + (<usize>load<u8>(bins, 5) << 4);
  v128.store(a, i64x2.add(v128.load(a, sizeof<S>() * 1280), p), sizeof<S>() * 1280);
  a = h + (<usize>load<u8>(bins, 6) << 4);
  v128.store(a, i64x2.add(v128.load(a, sizeof<S>() * 1536), p), sizeof<S>() * 1536);
  a = h + (<usize>load<u8>(bins, 7) << 4);
  v128.store(a, i64x2.add(v128.load(a, sizeof<S>() * 1792), p), sizeof<S>() * 1792);
}

// @ts-ignore: decorator
@inline
function pass<S>(bins: usize, sums: usize, m: usize, h: usize, words: usize): void {
  const end = sums + (m << 3);
  if (words > 1) {
    for (; sums < end; sums += 8, bins += 16) {
      const p = load<i64>(sums);
      add8<S>(h, bins, p);
      add8<S>(h + sizeof<S>() * 1024, bins + 8, p);
    }
  } else for (; sums < end; sums += 8, bins += 16) add8<S>(h, bins, load<i64>(sums));
}

// @ts-ignore: decorator
@inline
function passWide<S>(bins: usize, sums: usize, m: usize, h: usize, words: usize): void {
  const end = sums + (m << 4);
  for (let i = sums, b = bins; i < end; i += 16, b += 16) addWide8<S>(h, b, v128.load(i));
  if (words > 1)
    for (let i = sums, b = bins; i < end; i += 16, b += 16) addWide8<S>(h + sizeof<S>() * 2048, b + 8, v128.load(i));
}

/** Lays out 16 bytes of bins of m samples from i on, one after another: those of the list, or all where there is none. */
// @ts-ignore: decorator
@inline
function layBins(rows: usize, bytes: usize, list: usize, i: usize, m: usize, to: usize): void {
  const blocks = bytes >> 4;
  for (let j: usize = 0; j < m; ++j) {
    const row = list ? <usize>load<u32>(list + ((i + j) << 2)) : i + j;
    let from = rows + row * bytes;
    let target = to + (j << 4);
    for (let b: usize = 0; b < blocks; ++b) {
      v128.store(target, v128.load(from));
      from += 16;
      target += CHUNK << 4;
    }
  }
}

/** Lays out the sums that m samples add: count and gradient in one word, the hessian in a second where it is general. */
// @ts-ignore: decorator
@inline
function laySums(list: usize, i: usize, m: usize, to: usize): void {
  const packed = <usize>load<u32>(at.PACKED);
  if (load<u32>(at.WIDE)) {
    const hessian = <usize>load<u32>(at.PACKED_HESSIAN);
    for (let j: usize = 0; j < m; ++j) {
      const row = list ? <usize>load<u32>(list + ((i + j) << 2)) : i + j;
      store<i64>(to + (j << 4), load<i64>(packed + (row << 3)));
      store<i64>(to + (j << 4), load<i64>(hessian + (row << 3)), 8);
    }
  } else if (load<u32>(at.TIMES)) {
    for (let j: usize = 0; j < m; ++j) {
      const row = list ? <usize>load<u32>(list + ((i + j) << 2)) : i + j;
      store<i64>(to + (j << 3), load<i64>(packed + (row << 3)));
    }
  } else {
    for (let j: usize = 0; j < m; ++j) {
      const row = list ? <usize>load<u32>(list + ((i + j) << 2)) : i + j;
      store<i64>(to + (j << 3), ONE + <i64>load<i32>(packed + (row << 2)));
    }
  }
}

/**
 * Makes the histograms of a unit's features over n samples, those of the list, or all where it is 0. `slot` is where the
 * leaf's histograms begin. Sums are integers: the order of samples does not matter.
 */
export function buildHistograms(thread: usize, unit: usize, list: usize, n: usize, slot: usize): void {
  const bytes = <usize>load<u32>(at.GROUP_BYTES);
  const features = min(<usize>load<u32>(at.FEATURES) - unit * bytes, bytes);
  const stride = <usize>load<u32>(at.STRIDE);
  const wide = load<u32>(at.WIDE);
  const size = (stride << 3) << (wide ? 1 : 0);
  const h = slot + unit * bytes * size;
  const rows = <usize>load<u32>(at.ROWS) + unit * bytes * <usize>load<u32>(at.SAMPLES);
  const stage = <usize>load<u32>(at.STAGE) + thread * at.STAGE_BYTES;
  const sums = stage + (CHUNK << 6);
  memory.fill(h, 0, ((features + 7) & ~7) * size);
  for (let i: usize = 0; i < n; i += CHUNK) {
    const m = min(CHUNK, n - i);
    layBins(rows, bytes, list, i, m, stage);
    laySums(list, i, m, sums);
    let bins = stage;
    let to = h;
    for (let done: usize = 0; done < features; done += 16) {
      const words: usize = features - done > 8 ? 2 : 1;
      if (wide) {
        if (stride > 64) passWide<v128>(bins, sums, m, to, words);
        else if (stride > 16) passWide<u32>(bins, sums, m, to, words);
        else passWide<u8>(bins, sums, m, to, words);
      } else {
        if (stride > 64) pass<v128>(bins, sums, m, to, words);
        else if (stride > 16) pass<u32>(bins, sums, m, to, words);
        else pass<u8>(bins, sums, m, to, words);
      }
      bins += CHUNK << 4;
      to += size << 4;
    }
  }
}

/** Takes the histograms of a unit's features from those of another leaf. */
export function subtractHistograms(unit: usize, from: usize, slot: usize): void {
  const bytes = <usize>load<u32>(at.GROUP_BYTES);
  const features = min(<usize>load<u32>(at.FEATURES) - unit * bytes, bytes);
  const size = (<usize>load<u32>(at.STRIDE) << 3) << (load<u32>(at.WIDE) ? 1 : 0);
  const start = unit * bytes * size;
  const end = start + features * size;
  for (let i = start; i < end; i += 16) v128.store(from + i, i64x2.sub(v128.load(from + i), v128.load(slot + i)));
}

/**
 * Adds the sums of n samples to the histogram of one feature at `h`: what a leaf of
 * few samples costs is then its samples, not all bins of all features.
 */
export function addFeature(thread: usize, feature: usize, n: usize, h: usize): void {
  const column = <usize>load<u32>(at.COLUMNS) + feature * <usize>load<u32>(at.SAMPLES);
  const list = <usize>load<u32>(at.LIST);
  const sums = <usize>load<u32>(at.STAGE) + thread * at.STAGE_BYTES + (CHUNK << 6);
  if (load<u32>(at.WIDE)) {
    for (let i: usize = 0; i < n; ++i) {
      const a = h + (<usize>load<u8>(column + <usize>load<u32>(list + (i << 2))) << 4);
      v128.store(a, i64x2.add(v128.load(a), v128.load(sums + (i << 4))));
    }
  } else {
    for (let i: usize = 0; i < n; ++i) {
      const a = h + (<usize>load<u8>(column + <usize>load<u32>(list + (i << 2))) << 3);
      store<i64>(a, load<i64>(a) + load<i64>(sums + (i << 3)));
    }
  }
}

/** Lays out the sums of a leaf of at most CHUNK samples for `addFeature`. */
export function laySmall(thread: usize, n: usize): void {
  laySums(<usize>load<u32>(at.LIST), 0, n, <usize>load<u32>(at.STAGE) + thread * at.STAGE_BYTES + (CHUNK << 6));
}
