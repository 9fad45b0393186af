import type {Find, Form, Guess} from "./form.js";
import {canonical, wordsOf} from "./form.js";

const mostDigits = 6;
/** Below this, whole numbers and their halves are exact. */
const most = 2 ** 52;

/** The differences from the best of the guesses, or from the row before; null where the values are no such numbers. */
export function asWhole(values: Float64Array, stride: number, near: readonly string[], find: Find): Form | null {
  const digits = digitsOf(values);
  if (digits === null) return null;
  const tried = [undefined, ...guessesOf(near)].map((guess) => {
    const bases = basesOf(values, stride, digits, guess ? guessed(guess, values.length, stride, find) : null);
    return {guess, bases, bits: bitsOf(values, digits, bases)};
  });
  const {guess, bases} = tried.reduce((best, each) => (each.bits < best.bits ? each : best));
  const bytes = wholeBytes(values, stride, digits, bases);
  return bytes && {form: "whole", digits, ...(guess && {guess}), bytes};
}

function guessesOf(near: readonly string[]): Guess[] {
  const single = near.flatMap((name) => [0, 1].map((back): Guess => ({of: [name], take: "first", back})));
  const [a, b] = near;
  if (b === undefined) return single;
  return [...single, ...(["larger", "smaller"] as const).map((take): Guess => ({of: [a, b], take, back: 0}))];
}

/** `NaN` where there is no guess. */
export function guessed({of, take, back}: Guess, length: number, stride: number, find: Find) {
  const [a, b = a] = of.map(find);
  const by = back * stride;
  if (take === "first" && back === 0) return a;
  const out = new Float64Array(length).fill(NaN);
  if (take === "first") {
    if (by < length) out.set(a.subarray(0, length - by), by);
    return out;
  }
  for (let i = by; i < length; ++i) {
    const [x, y] = [a[i - by], b[i - by]];
    out[i] = take === "larger" ? Math.max(x, y) : Math.min(x, y);
  }
  return out;
}

/** The whole number that each value is written against: its guess, or where there is none the value before. */
function basesOf(values: Float64Array, stride: number, digits: number, guess: Float64Array | null): Float64Array {
  const scale = 10 ** digits;
  const before = new Float64Array(stride);
  return values.map((value, i) => {
    const near = guess ? Math.round(guess[i] * scale) : NaN;
    const base = Math.abs(near) < most ? near : before[i % stride];
    if (!Number.isNaN(value)) before[i % stride] = Math.round(value * scale);
    return base;
  });
}

/** How many bits the differences have. */
function bitsOf(values: Float64Array, digits: number, bases: Float64Array): number {
  const scale = 10 ** digits;
  let bits = 0;
  for (let i = 0; i < values.length; ++i) {
    if (Number.isNaN(values[i])) continue;
    const change = Math.abs(Math.round(values[i] * scale) - bases[i]);
    bits += change < 2 ** 31 ? 32 - Math.clz32(change) : 52;
  }
  return bits;
}

/**
 * A plane that says which values are `NaN`, and four of the differences, folded so that small ones have small numbers; in
 * each plane one column after another.
 */
function wholeBytes(values: Float64Array, stride: number, digits: number, bases: Float64Array): Uint8Array | null {
  const n = values.length;
  const scale = 10 ** digits;
  const bytes = new Uint8Array(5 * n);
  for (let column = 0, at = 0; column < stride; ++column)
    for (let i = column; i < n; i += stride, ++at) {
      if (Number.isNaN(values[i])) {
        bytes[at] = 1;
        continue;
      }
      const whole = Math.round(values[i] * scale);
      const change = Math.abs(whole - bases[i]);
      // A first value may be far from nothing: its upper part goes into the plane of flags, which has seven bits to spare.
      const high = Math.floor(change / 0x80000000);
      if (high > 0x7f) return null;
      bytes[at] = high << 1;
      const low = (change % 0x80000000) * 2 + (whole < bases[i] ? 1 : 0);
      for (let plane = 0; plane < 4; ++plane) bytes[(1 + plane) * n + at] = (low / 2 ** (8 * plane)) & 0xff;
    }
  return bytes;
}

/** What `asWhole` wrote. */
export function fromWhole(
  bytes: Uint8Array,
  values: Float64Array,
  stride: number,
  digits: number,
  guess: Float64Array | null
): void {
  const n = values.length;
  const scale = 10 ** digits;
  for (let column = 0, at = 0; column < stride; ++column) {
    let before = 0;
    for (let i = column; i < n; i += stride, ++at) {
      if (bytes[at] & 1) {
        values[i] = NaN;
        continue;
      }
      const low =
        bytes[n + at] + 0x100 * bytes[2 * n + at] + 0x10000 * bytes[3 * n + at] + 0x1000000 * bytes[4 * n + at];
      const size = (bytes[at] >> 1) * 0x80000000 + (low >>> 1);
      const near = guess ? Math.round(guess[i] * scale) : NaN;
      before = (Math.abs(near) < most ? near : before) + (low & 1 ? -size : size);
      values[i] = before / scale;
    }
  }
}

/** How many decimals all values have; null where they have more than six, or are no such numbers at all. */
function digitsOf(values: Float64Array): number | null {
  const words = wordsOf(values);
  let digits = 0;
  let scale = 1;
  let largest = 0;
  for (let i = 0; i < values.length; ++i) {
    const value = values[i];
    if (Number.isNaN(value)) {
      if (words[2 * i] !== 0 || words[2 * i + 1] !== canonical) return null;
      continue;
    }
    if (Object.is(value, -0)) return null;
    while (Math.round(value * scale) / scale !== value) {
      if (++digits > mostDigits) return null;
      scale = 10 ** digits;
    }
    largest = Math.max(largest, Math.abs(value));
  }
  return largest * scale < most ? digits : null;
}
