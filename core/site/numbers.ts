import type {How} from "./numbers/form.js";
import {asMixed, fromMixed} from "./numbers/mixed.js";
import {asReturn, fromReturn} from "./numbers/return.js";
import {asWhole, fromWhole, guessed} from "./numbers/whole.js";

/**
 * Numbers in fewer bytes, without losing a bit: what a report ships. Each array is written in the form that suits it,
 *
 * - `whole`: all values are whole numbers of 10^−digits, as prices in cents and times are; of those the differences from
 *   a guess, which is the value one row before or is made of other arrays: an open lies near the last close;
 * - `return`: the values follow from others to the last bit, as the label `b[i + 6] / b[i + 1] − 1` follows from prices;
 *   only those that do not are written;
 * - `mixed`: the bits that differ from the value one row before, for all else;
 *
 * and the bytes are sorted by their place in the number and by column, so that what is alike lies together and a general
 * compressor finds it. The result is to be compressed; by itself it is no shorter.
 */
interface Written extends How {
  readonly name: string;
  readonly length: number;
  /** How many values make a row. */
  readonly stride: number;
  /** Where its bytes are, and how many. */
  readonly offset: number;
  readonly size: number;
}

/** An array to be packed. */
export interface Named {
  readonly name: string;
  readonly values: Float64Array;
  /** How many values make a row of it. */
  readonly stride: number;
  /** Arrays of the same shape from which its values may be guessed. Of two arrays only one may name the other. */
  readonly of?: readonly string[];
}

/** What was packed: facts as JSON holds them, and arrays, each made when it is first asked for. */
export interface Part<T> {
  readonly facts: T;
  readonly names: readonly string[];
  /** Throws where there is none of that name. */
  array(name: string): Float64Array;
}

const magic = 0x324e4254;
const cutOff = "missing numbers: the file is cut off";

/** Writes facts and arrays, which may be guessed from each other and from those of `beside`. */
export function packPart(
  facts: unknown,
  arrays: readonly Named[],
  beside: readonly Named[] = []
): Uint8Array<ArrayBuffer> {
  const all = new Map([...beside, ...arrays].map(({name, values}) => [name, values]));
  const find = (name: string) => all.get(name)!;
  const parts: Uint8Array[] = [];
  const list: Written[] = [];
  let offset = 0;
  for (const {name, values, stride, of = []} of arrays) {
    const near = of.filter((each) => all.get(each)?.length === values.length);
    const {bytes, ...how} =
      asWhole(values, stride, near, find) ?? asReturn(values, stride, near, find) ?? asMixed(values, stride);
    list.push({name, length: values.length, stride, offset, size: bytes.length, ...how});
    parts.push(bytes);
    offset += bytes.length;
  }
  const head = new TextEncoder().encode(JSON.stringify({facts, list}));
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

/**
 * Reads what `packPart` wrote: the same numbers to the last bit; `beside` has those that it was packed beside. Throws where
 * it is cut off or no such.
 */
export function openPart<T>(buffer: ArrayBuffer, beside?: Part<unknown>): Part<T> {
  const view = new DataView(buffer);
  if (buffer.byteLength < 8 || view.getUint32(0, true) !== magic)
    throw new Error("invalid numbers: the file holds none that can be read");
  const start = 8 + view.getUint32(4, true);
  if (start > buffer.byteLength) throw new Error(cutOff);
  const head = new TextDecoder().decode(new Uint8Array(buffer, 8, start - 8));
  const {facts, list} = JSON.parse(head) as {facts: T; list: readonly Written[]};
  const written = new Map(list.map((each) => [each.name, each]));
  for (const {offset, size} of list) if (start + offset + size > buffer.byteLength) throw new Error(cutOff);
  const made = new Map<string, Float64Array | null>();
  const array = (name: string): Float64Array => {
    const before = made.get(name);
    if (before) return before;
    const how = written.get(name);
    if (!how && beside) return beside.array(name);
    if (!how) throw new Error(`missing array: ${name}`);
    if (before === null) throw new Error(`invalid numbers: ${name} is made of itself`);
    made.set(name, null);
    const values = read(new Uint8Array(buffer, start + how.offset, how.size), how, array);
    made.set(name, values);
    return values;
  };
  return {facts, names: [...written.keys()], array};
}

function read(bytes: Uint8Array, how: Written, find: (name: string) => Float64Array): Float64Array {
  const {form, length, stride, guess, earned, digits = 0} = how;
  const values = new Float64Array(length);
  if (form === "mixed") fromMixed(bytes, values, stride);
  else if (form === "return") fromReturn(bytes, values, earned!, stride, find);
  else fromWhole(bytes, values, stride, digits, guess ? guessed(guess, length, stride, find) : null);
  return values;
}
