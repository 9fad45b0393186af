/** Below this many values an insertion is faster than passes over them. */
const few = 24;
const digits = 256;

/** Puts values in order, again and again in the same memory. */
export interface Sorter {
  /** Where the values to sort are written, from the front. */
  readonly values: Float64Array;
  /** The values of the last call in ascending order. */
  readonly sorted: Float64Array;
  /** The places of the first `count` values in ascending order of value; overwritten by the next call. Values must be numbers. */
  sort(count: number): Uint32Array;
}

/**
 * A sorter of up to `capacity` values. They are dropped into twice as many bins of equal width between the smallest and
 * the largest, and an insertion puts in order what shares a bin. Where that would take long, since a few lie far from the
 * others, four counting passes over the 32 high bits of each are made in its place, and where even that leaves too much
 * tied that is in no order they are compared.
 */
export function makeSorter(capacity: number): Sorter {
  const values = new Float64Array(capacity);
  const sorted = new Float64Array(capacity);
  const bins = 2 * capacity;
  const keys = new Uint32Array(capacity);
  const counts = new Uint32Array(Math.max(bins + 1, 4 * digits));
  const order = new Uint32Array(capacity);
  const other = new Uint32Array(capacity);

  /** Counting by bins between the ends; false where the order is not near. */
  function byBins(count: number): boolean {
    let low = values[0];
    let high = low;
    for (let i = 1; i < count; ++i) {
      const value = values[i];
      if (value < low) low = value;
      else if (value > high) high = value;
    }
    const scale = (2 * count - 1) / (high - low);
    if (!(scale > 0 && scale < Infinity)) return false;
    counts.fill(0, 0, 2 * count);
    for (let i = 0; i < count; ++i) {
      const key = ((values[i] - low) * scale) >>> 0;
      keys[i] = key;
      ++counts[key];
    }
    let before = 0;
    for (let key = 0; key < 2 * count; ++key) {
      const here = counts[key];
      counts[key] = before;
      before += here;
    }
    for (let i = 0; i < count; ++i) {
      const at = counts[keys[i]]++;
      order[at] = i;
      sorted[at] = values[i];
    }
    return insert(sorted, order, count, 4 * count);
  }

  /** Counting by the bits of the high words, lowest first. */
  function byBits(count: number): boolean {
    const words = new Uint32Array(values.buffer);
    const high = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 1 : 0;
    counts.fill(0, 0, 4 * digits);
    for (let i = 0; i < count; ++i) {
      const word = words[2 * i + high];
      const key = (word ^ ((word >> 31) | 0x80000000)) >>> 0;
      keys[i] = key;
      for (let d = 0; d < 4; ++d) ++counts[d * digits + ((key >>> (8 * d)) & 255)];
      order[i] = i;
    }
    let [from, to] = [order, other];
    for (let d = 0; d < 4; ++d) {
      let before = 0;
      for (let at = d * digits; at < (d + 1) * digits; ++at) {
        const here = counts[at];
        counts[at] = before;
        before += here;
      }
      for (let i = 0; i < count; ++i) to[counts[d * digits + ((keys[from[i]] >>> (8 * d)) & 255)]++] = from[i];
      [from, to] = [to, from];
    }
    follow(count);
    return insert(sorted, order, count, 16 * count);
  }

  /** Puts the values where the order has them. */
  function follow(count: number): void {
    for (let k = 0; k < count; ++k) sorted[k] = values[order[k]];
  }

  return {
    values,
    sorted,
    sort(count) {
      if (count >= few) {
        if (byBins(count) || byBits(count)) return order;
        order.subarray(0, count).sort((a, b) => values[a] - values[b]);
        follow(count);
        return order;
      }
      for (let i = 0; i < count; ++i) order[i] = i;
      follow(count);
      insert(sorted, order, count, Infinity);
      return order;
    }
  };
}

/** Sorts values, and their places along with them, where that takes no more than `most` moves; false where it would. */
function insert(sorted: Float64Array, order: Uint32Array, count: number, most: number): boolean {
  let left = most;
  let last = sorted[0];
  for (let i = 1; i < count; ++i) {
    const value = sorted[i];
    if (!(last > value)) {
      last = value;
      continue;
    }
    const place = order[i];
    let j = i;
    for (; j > 0 && sorted[j - 1] > value; --j) {
      sorted[j] = sorted[j - 1];
      order[j] = order[j - 1];
    }
    sorted[j] = value;
    order[j] = place;
    left -= i - j;
    if (left < 0) return false;
  }
  return true;
}

/**
 * Ranks from 1 of sorted values, ties given their average rank, written to `ranks` at the places that `order` says. Answers
 * with the sum of the squares of the ranks, which is exact.
 */
export function rankInto(ranks: Float64Array, sorted: Float64Array, order: Uint32Array, count: number): number {
  let squares = 0;
  for (let start = 0; start < count;) {
    const value = sorted[start];
    let stop = start + 1;
    while (stop < count && sorted[stop] === value) ++stop;
    const rank = (start + 1 + stop) / 2;
    for (let k = start; k < stop; ++k) ranks[order[k]] = rank;
    squares += (stop - start) * rank * rank;
    start = stop;
  }
  return squares;
}
