import * as elementary from "../../base/elementary.js";
import type {Earned, Find, Form} from "./form.js";
import {canonical, wordsOf} from "./form.js";

/** How far ahead a return may begin and end, in rows, for it to be recognised. */
const latestStart = 5;
const latestEnd = 260;
/** The share of values that a return may miss. */
const mostMissed = 0.05;

const asNone = 1;
const asItself = 2;

/**
 * What the values earn on others, and which of them do not: a plane of flags and, after it, values as they are. Null where
 * they are no such returns.
 */
export function asReturn(values: Float64Array, stride: number, near: readonly string[], find: Find): Form | null {
  const earned = findReturn(values, stride, near, find);
  if (!earned) return null;
  const made = returnsOf(earned, values.length, stride, find);
  const [words, same] = [wordsOf(values), wordsOf(made)];
  const flags = new Uint8Array(values.length);
  const others: number[] = [];
  for (let i = 0; i < values.length; ++i) {
    if (words[2 * i] === same[2 * i] && words[2 * i + 1] === same[2 * i + 1]) continue;
    flags[i] = words[2 * i] === 0 && words[2 * i + 1] === canonical ? asNone : asItself;
    if (flags[i] === asItself) others.push(i);
  }
  if (others.length > mostMissed * values.length) return null;
  const bytes = new Uint8Array(values.length + 8 * others.length);
  bytes.set(flags);
  const view = new DataView(bytes.buffer, values.length);
  others.forEach((i, k) => {
    view.setUint32(8 * k, words[2 * i], true);
    view.setUint32(8 * k + 4, words[2 * i + 1], true);
  });
  return {form: "return", earned, bytes};
}

/** What `asReturn` wrote. */
export function fromReturn(bytes: Uint8Array, values: Float64Array, earned: Earned, stride: number, find: Find): void {
  values.set(returnsOf(earned, values.length, stride, find));
  const words = new Uint32Array(values.buffer);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = values.length;
  for (let i = 0; i < values.length; ++i) {
    if (bytes[i] === asNone) values[i] = NaN;
    if (bytes[i] !== asItself) continue;
    words[2 * i] = view.getUint32(at, true);
    words[2 * i + 1] = view.getUint32(at + 4, true);
    at += 8;
  }
}

function returnsOf(earned: Earned, length: number, stride: number, find: Find): Float64Array {
  const [end, start] = [find(earned.end), find(earned.start)];
  const out = new Float64Array(length).fill(NaN);
  const ahead = Math.max(earned.from, earned.to) * stride;
  for (let at = 0; at + ahead + stride <= length; at += stride)
    putReturns(earned, end, start, at, out.subarray(at, at + stride));
  return out;
}

/** The returns of the row that begins at a place. */
function putReturns(
  {from, to, log, excess}: Earned,
  end: Float64Array,
  start: Float64Array,
  at: number,
  row: Float64Array
) {
  const stride = row.length;
  let [sum, count] = [0, 0];
  for (let s = 0; s < stride; ++s) {
    const ratio = end[at + to * stride + s] / start[at + from * stride + s];
    const value = log ? elementary.log(ratio) : ratio - 1;
    row[s] = value;
    if (Number.isNaN(value)) row[s] = NaN;
    else {
      sum += value;
      ++count;
    }
  }
  if (excess) for (let s = 0; s < stride; ++s) if (!Number.isNaN(row[s])) row[s] -= sum / count;
}

/** The return that the values are on three rows, first, last and in between; null where they are none. */
function findReturn(values: Float64Array, stride: number, near: readonly string[], find: Find): Earned | null {
  const rows = values.length / stride;
  if (near.length === 0 || !Number.isInteger(rows)) return null;
  const known = Array.from({length: rows}, (_, row) => row).filter((row) =>
    values.subarray(row * stride, (row + 1) * stride).some((value) => !Number.isNaN(value))
  );
  if (known.length === 0) return null;
  const tried = [known[0], known[known.length >> 1], known[known.length - 1]];
  const made = new Float64Array(stride);
  const right = (earned: Earned) =>
    tried.every((row) => {
      if (row + earned.to >= rows) return false;
      putReturns(earned, find(earned.end), find(earned.start), row * stride, made);
      const own = values.subarray(row * stride, (row + 1) * stride);
      return own.every((value, s) => Number.isNaN(value) || Object.is(value, made[s]));
    });
  for (const log of [false, true])
    for (const end of near)
      for (const start of near)
        for (let from = 0; from <= latestStart; ++from)
          for (let to = start === end ? from + 1 : from; to <= latestEnd; ++to)
            for (const excess of [false, true]) {
              const earned = {end, start, from, to, log, excess};
              if (right(earned)) return earned;
            }
  return null;
}
