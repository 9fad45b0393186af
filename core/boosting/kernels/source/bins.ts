import * as at from "./fields.js";

const DIGITS: usize = 2048;

/** Sorts the sampled values of a feature and counts equal ones; the missing are left out. */
function sortFeature(thread: usize, place: usize): void {
  const sampled = <usize>load<u32>(at.SAMPLED);
  const values = <usize>load<u32>(at.VALUES) + ((place * sampled) << 2);
  const counts = <usize>load<u32>(at.VALUE_COUNTS) + ((place * sampled) << 2);
  const digits = <usize>load<u32>(at.RADIX) + thread * (DIGITS * 12);
  memory.fill(digits, 0, DIGITS * 12);
  let n: usize = 0;
  for (let i: usize = 0; i < sampled; ++i) {
    const value = load<f32>(values + (i << 2)) + 0;
    if (value !== value) continue;
    const bits = reinterpret<u32>(value);
    const key = bits >> 31 ? ~bits : bits | 0x80000000;
    store<u32>(values + (n++ << 2), key);
    for (let pass: usize = 0; pass < 3; ++pass) {
      const digit = digits + (pass * DIGITS << 2) + ((<usize>(key >> (<u32>pass * 11)) & (DIGITS - 1)) << 2);
      store<u32>(digit, load<u32>(digit) + 1);
    }
  }
  let from = values;
  let to = counts;
  for (let pass: usize = 0; pass < 3; ++pass) {
    const base = digits + (pass * DIGITS << 2);
    let sum: u32 = 0;
    for (let d: usize = 0; d < DIGITS; ++d) {
      const own = load<u32>(base + (d << 2));
      store<u32>(base + (d << 2), sum);
      sum += own;
    }
    for (let i: usize = 0; i < n; ++i) {
      const key = load<u32>(from + (i << 2));
      const digit = base + ((<usize>(key >> (<u32>pass * 11)) & (DIGITS - 1)) << 2);
      const place = load<u32>(digit);
      store<u32>(digit, place + 1);
      store<u32>(to + (<usize>place << 2), key);
    }
    const other = from;
    from = to;
    to = other;
  }
  let distinct: usize = 0;
  for (let i: usize = 0; i < n; ) {
    const key = load<u32>(counts + (i << 2));
    const start = i;
    while (i < n && load<u32>(counts + (i << 2)) === key) ++i;
    store<u32>(values + (distinct << 2), key >> 31 ? key & 0x7fffffff : ~key);
    store<u32>(counts + (distinct++ << 2), <u32>(i - start));
  }
  store<u32>(<usize>load<u32>(at.DISTINCT) + (place << 2), <u32>distinct);
}

/** Sorts the features that no other thread has taken. */
export function sortValues(thread: usize): void {
  for (;;) {
    const place = <usize>atomic.add<i32>(at.NEXT, 1);
    if (place >= <usize>load<u32>(at.BATCH)) return;
    sortFeature(thread, place);
  }
}

// A step of a search: to the upper half of 2 << k bytes of bounds where all of the lower are below the value.
// @ts-ignore: decorator
@inline
function half(place: usize, k: usize, value: f32): usize {
  return place + (<usize>(load<f32>(place + (<usize>1 << k) - 4) < value) << k);
}

const BLOCK: usize = 64;

/** Puts the values of one feature of up to 64 samples into bins. */
function binFeature(thread: usize, f: usize, x: usize, first: usize, m: usize): void {
  const samples = <usize>load<u32>(at.SAMPLES);
  const features = <usize>load<u32>(at.FEATURES);
  const bytes = <usize>load<u32>(at.GROUP_BYTES);
  const info = load<u32>(<usize>load<u32>(at.INFO) + (f << 2));
  const bins = <usize>(info & 0xffff);
  const top = <usize>(info >> 20);
  const bounds = <usize>load<u32>(at.BOUNDS) + (f << 10);
  const codes = <usize>load<u32>(at.CODES) + (f << 8);
  const column = <usize>load<u32>(at.COLUMNS) + f * samples + first;
  const unit = f / bytes;
  const row = <usize>load<u32>(at.ROWS) + (unit * samples + first) * bytes + (f - unit * bytes);
  const range = <usize>load<u32>(at.RANGES) + ((thread * features + f) << 4);
  const categorical = (info & 0x20000) !== 0;
  let least = load<f32>(range);
  let most = load<f32>(range, 4);
  let missing = load<u32>(range, 8);
  const stride = features << 2;
  let i: usize = 0;
  if (!categorical) {
    for (; i + 4 <= m; i += 4) {
      const from = x + i * stride;
      const a = load<f32>(from);
      const b = load<f32>(from + stride);
      const c = load<f32>(from + 2 * stride);
      const d = load<f32>(from + 3 * stride);
      let pa = bounds;
      let pb = bounds;
      let pc = bounds;
      let pd = bounds;
      for (let k = top; k > 1; --k) {
        pa = half(pa, k, a);
        pb = half(pb, k, b);
        pc = half(pc, k, c);
        pd = half(pd, k, d);
      }
      if (a !== a || b !== b || c !== c || d !== d) break;
      least = min(least, min(min(a, b), min(c, d)));
      most = max(most, max(max(a, b), max(c, d)));
      const codes = <u32>(((pa - bounds) >> 2) | ((pb - bounds) << 6) | ((pc - bounds) << 14) | ((pd - bounds) << 22));
      store<u32>(column + i, codes);
      store<u8>(row + i * bytes, <u8>codes);
      store<u8>(row + (i + 1) * bytes, <u8>(codes >> 8));
      store<u8>(row + (i + 2) * bytes, <u8>(codes >> 16));
      store<u8>(row + (i + 3) * bytes, <u8>(codes >> 24));
    }
  }
  for (; i < m; ++i) {
    let value = load<f32>(x + i * stride);
    let bin: usize;
    if (value !== value) {
      missing = 1;
      bin = categorical ? 0 : bins;
    } else {
      if (categorical) value = Mathf.trunc(value);
      least = min(least, value);
      most = max(most, value);
      let place = bounds;
      for (let k = top; k > 1; --k) place = half(place, k, value);
      bin = (place - bounds) >> 2;
      if (categorical) bin = load<f32>(place) === value ? <usize>load<u8>(codes + bin) : 0;
    }
    store<u8>(column + i, <u8>bin);
    store<u8>(row + i * bytes, <u8>bin);
  }
  store<f32>(range, least);
  store<f32>(range, most, 4);
  store<u32>(range, missing, 8);
}

/** Puts a thread's share of the samples that lie at VALUES, row-major, into bins. */
export function binValues(thread: usize): void {
  const n = <usize>load<u32>(at.COUNT);
  const threads = <usize>load<u32>(at.THREADS);
  const features = <usize>load<u32>(at.FEATURES);
  const values = <usize>load<u32>(at.VALUES);
  const from = <usize>load<u32>(at.FROM);
  const end = (n * (thread + 1)) / threads;
  for (let i = (n * thread) / threads; i < end; i += BLOCK) {
    const m = min(BLOCK, end - i);
    for (let f: usize = 0; f < features; ++f) binFeature(thread, f, values + ((i * features + f) << 2), from + i, m);
  }
}
