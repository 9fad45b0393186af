/**
 * Numbers in fewer bytes, without losing a bit: what a report ships. Each array is written in the form that suits it,
 *
 * - `whole`: all values are whole numbers of 10^−digits, as prices in cents and times are; of those the differences from
 *   the value one row before;
 * - `mixed`: the bits that differ from the value one row before, for all else;
 *
 * and the bytes are sorted by their place in the number, so that what is alike lies together and a general compressor
 * finds it. The result is to be compressed; by itself it is no shorter.
 */
interface Written {
  readonly form: "whole" | "mixed";
  readonly length: number;
  /** How far back the value of the row before is. */
  readonly stride: number;
  readonly digits: number;
  readonly offset: number;
}

/** An array and how many values make a row of it. */
export interface Rows {
  readonly values: Float64Array;
  readonly stride: number;
}

const magic = 0x314e4254;
const mostDigits = 6;
/** The upper half of the one `NaN` that arithmetic makes; one with other bits is kept as it is. */
const canonical = 0x7ff80000;

/** Writes arrays end to end. */
export function packNumbers(arrays: readonly Rows[]): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  const list: Written[] = [];
  let offset = 0;
  for (const {values, stride} of arrays) {
    const whole = asWhole(values, stride);
    const bytes = whole?.bytes ?? asMixed(values, stride);
    const form = whole ? "whole" : "mixed";
    list.push({form, length: values.length, stride, digits: whole?.digits ?? 0, offset});
    parts.push(bytes);
    offset += bytes.length;
  }
  const head = new TextEncoder().encode(JSON.stringify(list));
  const out = new Uint8Array(8 + head.length + offset);
  new DataView(out.buffer).setUint32(0, magic, true);
  new DataView(out.buffer).setUint32(4, head.length, true);
  out.set(head, 8);
  let at = 8 + head.length;
  for (const bytes of parts) {
    out.set(bytes, at);
    at += bytes.length;
  }
  return out;
}

/** Reads what `packNumbers` wrote: the same numbers to the last bit, end to end. Throws where it is cut off or no such. */
export function unpackNumbers(buffer: ArrayBuffer): ArrayBuffer {
  const view = new DataView(buffer);
  if (buffer.byteLength < 8 || view.getUint32(0, true) !== magic)
    throw new Error("invalid numbers: the file holds none that can be read");
  const size = view.getUint32(4, true);
  if (8 + size > buffer.byteLength) throw new Error("missing numbers: the file is cut off");
  const list = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 8, size))) as readonly Written[];
  const out = new Float64Array(list.reduce((sum, {length}) => sum + length, 0));
  let at = 0;
  for (const {form, length, stride, digits, offset} of list) {
    const start = 8 + size + offset;
    const width = form === "whole" ? 5 : 8;
    if (start + width * length > buffer.byteLength) throw new Error("missing numbers: the file is cut off");
    const bytes = new Uint8Array(buffer, start, width * length);
    const values = out.subarray(at, at + length);
    if (form === "whole") fromWhole(bytes, values, stride, digits);
    else fromMixed(bytes, values, stride);
    at += length;
  }
  return out.buffer;
}

/** A plane that says which values are `NaN`, and four of the differences, folded so that small ones have small numbers. */
function asWhole(values: Float64Array, stride: number): {bytes: Uint8Array; digits: number} | null {
  const digits = digitsOf(values);
  if (digits === null) return null;
  const n = values.length;
  const scale = 10 ** digits;
  const bytes = new Uint8Array(5 * n);
  const before = new Float64Array(stride);
  for (let i = 0; i < n; ++i) {
    if (Number.isNaN(values[i])) {
      bytes[i] = 1;
      continue;
    }
    const whole = Math.round(values[i] * scale);
    let change = whole - before[i % stride];
    before[i % stride] = whole;
    // A first value may be far from nothing: its upper part goes into the plane of flags, which has seven bits to spare.
    const sign = change < 0 ? 1 : 0;
    change = Math.abs(change);
    const high = Math.floor(change / 0x80000000);
    if (high > 0x7f) return null;
    bytes[i] = high << 1;
    const low = (change % 0x80000000) * 2 + sign;
    for (let plane = 0; plane < 4; ++plane) bytes[(1 + plane) * n + i] = (low / 2 ** (8 * plane)) & 0xff;
  }
  return {bytes, digits};
}

function fromWhole(bytes: Uint8Array, values: Float64Array, stride: number, digits: number): void {
  const n = values.length;
  const scale = 10 ** digits;
  const before = new Float64Array(stride);
  for (let i = 0; i < n; ++i) {
    if (bytes[i] & 1) {
      values[i] = NaN;
      continue;
    }
    const low = bytes[n + i] + 0x100 * bytes[2 * n + i] + 0x10000 * bytes[3 * n + i] + 0x1000000 * bytes[4 * n + i];
    const size = (bytes[i] >> 1) * 0x80000000 + Math.floor(low / 2);
    before[i % stride] += low % 2 === 1 ? -size : size;
    values[i] = before[i % stride] / scale;
  }
}

/** How many decimals all values have; null where they have more than six, or are no such numbers at all. */
function digitsOf(values: Float64Array): number | null {
  const words = new Uint32Array(Float64Array.from(values).buffer);
  let digits = 0;
  let scale = 1;
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
    if (Math.abs(value * scale) >= 2 ** 52) return null;
  }
  return digits;
}

function asMixed(values: Float64Array, stride: number): Uint8Array {
  const n = values.length;
  const words = new Uint32Array(Float64Array.from(values).buffer);
  const bytes = new Uint8Array(8 * n);
  const back = 2 * stride;
  for (let i = 0; i < n; ++i)
    for (let half = 0; half < 2; ++half) {
      const at = 2 * i + half;
      const word = at >= back ? words[at] ^ words[at - back] : words[at];
      for (let plane = 0; plane < 4; ++plane) bytes[(4 * half + plane) * n + i] = (word >>> (8 * plane)) & 0xff;
    }
  return bytes;
}

function fromMixed(bytes: Uint8Array, values: Float64Array, stride: number): void {
  const n = values.length;
  const words = new Uint32Array(2 * n);
  const back = 2 * stride;
  for (let i = 0; i < n; ++i)
    for (let half = 0; half < 2; ++half) {
      const at = 2 * i + half;
      let word = 0;
      for (let plane = 0; plane < 4; ++plane) word |= bytes[(4 * half + plane) * n + i] << (8 * plane);
      words[at] = at >= back ? word ^ words[at - back] : word;
    }
  values.set(new Float64Array(words.buffer));
}
