import * as at from "./fields.js";

/**
 * Parts samples of a list by the side that the bin of a column has in the table: those that go left stay in the list, in
 * their order, those that go right are laid down at `right`. Answers with how many go left.
 */
export function part(list: usize, n: usize, column: usize, sides: usize, left: usize, right: usize): usize {
  let l = left;
  let r = right;
  const end = list + (n << 2);
  for (let i = list; i < end; i += 4) {
    const row = load<u32>(i);
    const goesLeft = <usize>load<u8>(sides + <usize>load<u8>(column + <usize>row));
    store<u32>(l, row);
    store<u32>(r, row);
    l += goesLeft << 2;
    r += 4 - (goesLeft << 2);
  }
  return (l - left) >> 2;
}

/** Parts a whole list by one thread. */
export function partAlone(): void {
  const list = <usize>load<u32>(at.LIST);
  const n = <usize>load<u32>(at.COUNT);
  const right = <usize>load<u32>(at.RIGHT_ROWS);
  const l = part(list, n, <usize>load<u32>(at.COLUMN), <usize>load<u32>(at.SIDES), list, right);
  memory.copy(list + (l << 2), right, (n - l) << 2);
  store<u32>(at.PARTS, <u32>l);
}

/** Where a thread's share of n begins. */
// @ts-ignore: decorator
@inline
function share(n: usize, thread: usize): usize {
  return <usize>((<u64>n * <u64>thread) / <u64>load<u32>(at.THREADS));
}

/** Parts a thread's share of a list into two others; how many go left is noted for the thread. */
export function partShare(thread: usize): void {
  const n = <usize>load<u32>(at.COUNT);
  const from = share(n, thread) << 2;
  const m = share(n, thread + 1) - (from >> 2);
  const left = <usize>load<u32>(at.LEFT_ROWS) + from;
  const right = <usize>load<u32>(at.RIGHT_ROWS) + from;
  const list = <usize>load<u32>(at.LIST) + from;
  const l = part(list, m, <usize>load<u32>(at.COLUMN), <usize>load<u32>(at.SIDES), left, right);
  store<u32>(at.PARTED + (thread << 2), <u32>l);
}

/** Puts a thread's share of a parted list where it belongs. */
export function gatherShare(thread: usize): void {
  const n = <usize>load<u32>(at.COUNT);
  const threads = <usize>load<u32>(at.THREADS);
  const from = share(n, thread);
  const m = share(n, thread + 1) - from;
  let lefts: usize = 0;
  let before: usize = 0;
  for (let t: usize = 0; t < threads; ++t) {
    if (t === thread) before = lefts;
    lefts += load<u32>(at.PARTED + (t << 2));
  }
  if (thread === 0) store<u32>(at.PARTS, <u32>lefts);
  const own = <usize>load<u32>(at.PARTED + (thread << 2));
  const list = <usize>load<u32>(at.LIST);
  memory.copy(list + (before << 2), <usize>load<u32>(at.LEFT_ROWS) + (from << 2), own << 2);
  memory.copy(list + ((lefts + from - before) << 2), <usize>load<u32>(at.RIGHT_ROWS) + (from << 2), (m - own) << 2);
}

/** Writes every sample into the list. */
export function listAll(): void {
  const list = <usize>load<u32>(at.LIST);
  const n = load<u32>(at.COUNT);
  for (let i: u32 = 0; i < n; ++i) store<u32>(list + (<usize>i << 2), i);
}

/** Notes a leaf's number for the samples of a list. */
export function assign(list: usize, n: usize, leaf: u32): void {
  const to = <usize>load<u32>(at.LEAF);
  const end = list + (n << 2);
  for (let i = list; i < end; i += 4) store<u16>(to + (<usize>load<u32>(i) << 1), <u16>leaf);
}

/** Follows the tree with a thread's share of all samples, and notes their leaves. */
export function walk(thread: usize): void {
  const n = <usize>load<u32>(at.SAMPLES);
  const nodes = <usize>load<u32>(at.NODES);
  const sides = <usize>load<u32>(at.SIDES);
  const columns = <usize>load<u32>(at.COLUMNS);
  const to = <usize>load<u32>(at.LEAF);
  const end = share(n, thread + 1);
  for (let i = share(n, thread); i < end; ++i) {
    let node: i32 = 0;
    do {
      const entry = nodes + (<usize>node << 4);
      const bin = <usize>load<u8>(columns + <usize>load<u32>(entry) * n + i);
      node = load<u8>(sides + (<usize>node << 8) + bin) ? load<i32>(entry, 4) : load<i32>(entry, 8);
    } while (node >= 0);
    store<u16>(to + (i << 1), <u16>~node);
  }
}

/** The packed sums of the samples of a list. */
export function sumList(list: usize, n: usize): void {
  const packed = <usize>load<u32>(at.PACKED);
  const wide = load<u32>(at.WIDE) !== 0;
  const eight = wide || load<u32>(at.TIMES) !== 0;
  const hessian = <usize>load<u32>(at.PACKED_HESSIAN);
  let v: i64 = 0;
  let vh: i64 = 0;
  for (let i: usize = 0; i < n; ++i) {
    const row = list ? <usize>load<u32>(list + (i << 2)) : i;
    v += eight ? load<i64>(packed + (row << 3)) : 4294967296 + <i64>load<i32>(packed + (row << 2));
    if (wide) vh += load<i64>(hessian + (row << 3));
  }
  const q = <i64>(<i32>v);
  store<f64>(at.SUMS, <f64>((v - q) >> 32));
  store<f64>(at.SUMS, <f64>q, 8);
  store<f64>(at.SUMS, <f64>vh, 16);
}
