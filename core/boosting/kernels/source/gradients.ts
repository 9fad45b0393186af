import * as at from "./fields.js";

/** How many samples are summed apart, whatever the threads. */
const BLOCK: usize = 4096;

/** Sums absolute gradients and hessians of one block of the samples learned from: m·|g|, m·h, m; NaN where one is not finite. */
function sumBlock(block: usize): void {
  const list = <usize>load<u32>(at.LIST);
  const times = <usize>load<u32>(at.TIMES);
  const wide = load<u32>(at.WIDE) !== 0;
  const g = <usize>load<u32>(at.GRADIENT);
  const h = <usize>load<u32>(at.HESSIAN);
  const end = min(<usize>load<u32>(at.COUNT), (block + 1) * BLOCK);
  let sum: f64 = 0;
  let hessian: f64 = 0;
  let n: f64 = 0;
  let bad: f64 = 0;
  for (let i = block * BLOCK; i < end; ++i) {
    const row = list ? <usize>load<u32>(list + (i << 2)) : i;
    const m: f64 = times ? <f64>load<u8>(times + row) : 1;
    const value = <f64>load<f32>(g + (row << 2));
    sum += m * Math.abs(value);
    n += m;
    if (!(Math.abs(value) < Infinity)) bad = 1;
    if (wide) {
      const second = <f64>load<f32>(h + (row << 2));
      hessian += m * second;
      if (!(second >= 0 && second < Infinity)) bad = 1;
    }
  }
  const to = <usize>load<u32>(at.BLOCKS) + (block << 5);
  store<f64>(to, sum);
  store<f64>(to, hessian, 8);
  store<f64>(to, n, 16);
  store<f64>(to, bad, 24);
}

/** Sums the blocks of a thread. */
export function sumGradients(thread: usize): void {
  const blocks = (<usize>load<u32>(at.COUNT) + BLOCK - 1) / BLOCK;
  for (let b = thread; b < blocks; b += <usize>load<u32>(at.THREADS)) sumBlock(b);
}

/** Rounds the gradients, and where they are general the hessians, of a thread's share of the samples learned from. */
export function packGradients(thread: usize): void {
  const n = <u64>load<u32>(at.COUNT);
  const threads = <u64>load<u32>(at.THREADS);
  const from = <usize>((n * <u64>thread) / threads);
  const end = <usize>((n * <u64>(thread + 1)) / threads);
  const list = <usize>load<u32>(at.LIST);
  const times = <usize>load<u32>(at.TIMES);
  const wide = load<u32>(at.WIDE) !== 0;
  const g = <usize>load<u32>(at.GRADIENT);
  const h = <usize>load<u32>(at.HESSIAN);
  const packed = <usize>load<u32>(at.PACKED);
  const packedHessian = <usize>load<u32>(at.PACKED_HESSIAN);
  const scale = load<f64>(at.SCALE);
  const hessianScale = load<f64>(at.HESSIAN_SCALE);
  if (!times && !wide) {
    for (let i = from; i < end; ++i) {
      const row = list ? <usize>load<u32>(list + (i << 2)) : i;
      store<i32>(packed + (row << 2), <i32>Math.floor(<f64>load<f32>(g + (row << 2)) * scale + 0.5));
    }
    return;
  }
  for (let i = from; i < end; ++i) {
    const row = list ? <usize>load<u32>(list + (i << 2)) : i;
    const m: i64 = times ? <i64>load<u8>(times + row) : 1;
    const q = <i64>Math.floor(<f64>load<f32>(g + (row << 2)) * scale + 0.5);
    store<i64>(packed + (row << 3), (m << 32) + m * q);
    if (wide)
      store<i64>(packedHessian + (row << 3), m * <i64>Math.floor(<f64>load<f32>(h + (row << 2)) * hessianScale + 0.5));
  }
}
