/**
 * Universal Binary JSON (draft 12), as XGBoost reads and writes it: every length is an integer of 64 bits, and lists of
 * numbers are strongly typed. The package `@shelacek/ubjson` 1.1.1 refuses lengths of 64 bits, and with them every file of
 * XGBoost's; hence this, which also says at which byte a file is broken.
 */

const thing = "XGBoost model";

/** How deep lists and objects may lie in each other. */
const deepest = 64;

/** The bytes of numbers by their marks. */
const widths: Readonly<Record<string, number>> = {i: 1, U: 1, I: 2, l: 4, L: 8, d: 4, D: 8};

/** Parses UBJSON: objects, lists, typed lists as typed arrays, 64-bit integers as numbers. Throws, saying at which byte. */
export function readUbjson(bytes: Uint8Array): unknown {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = 0;
  const need = (count: number, what: string) => {
    if (at + count > bytes.length)
      throw new Error(`invalid ${thing}: ended at byte ${bytes.length}, within ${what}; it was cut off`);
  };
  const wrong = (what: string) => new Error(`invalid ${thing}: byte ${at} is not ${what}; it is no UBJSON`);
  const skipNothing = (what: string) => {
    for (need(1, what); bytes[at] === 0x4e; need(1, what)) ++at;
  };
  const mark = (what: string): string => {
    skipNothing(what);
    return String.fromCharCode(bytes[at++]);
  };
  const numberOf = (type: string, what: string): number => {
    if (!Object.hasOwn(widths, type)) {
      --at;
      throw wrong(`${what}, a number`);
    }
    need(widths[type], what);
    const start = at;
    at += widths[type];
    switch (type) {
      case "i":
        return view.getInt8(start);
      case "U":
        return view.getUint8(start);
      case "I":
        return view.getInt16(start);
      case "l":
        return view.getInt32(start);
      case "L":
        return Number(view.getBigInt64(start));
      case "d":
        return view.getFloat32(start);
      default:
        return view.getFloat64(start);
    }
  };
  const lengthOf = (what: string): number => {
    const length = numberOf(mark(what), what);
    if (!(Number.isSafeInteger(length) && length >= 0 && length <= bytes.length)) throw wrong(`the length of ${what}`);
    return length;
  };
  const textOf = (what: string): string => {
    const length = lengthOf(what);
    need(length, what);
    at += length;
    return new TextDecoder().decode(bytes.subarray(at - length, at));
  };
  /** The type and count that a container may begin with. */
  const headOf = (what: string): {type?: string; count?: number} => {
    need(1, what);
    if (bytes[at] === 0x24) {
      ++at;
      const type = mark(what);
      if (mark(what) !== "#") {
        --at;
        throw wrong(`the count of ${what}`);
      }
      return {type, count: lengthOf(what)};
    }
    if (bytes[at] !== 0x23) return {};
    ++at;
    return {count: lengthOf(what)};
  };
  const listOf = (what: string): unknown => {
    const {type, count} = headOf(what);
    if (type !== undefined && count !== undefined && Object.hasOwn(widths, type)) {
      need(widths[type] * count, what);
      const list = type === "d" ? new Float32Array(count) : new Float64Array(count);
      for (let i = 0; i < count; ++i) list[i] = numberOf(type, what);
      return list;
    }
    const list: unknown[] = [];
    for (; count === undefined ? !closes("]", what) : list.length < count;)
      list.push(valueOf(type ?? mark(what), `${what}[${list.length}]`));
    return list;
  };
  const closes = (end: string, what: string): boolean => {
    skipNothing(what);
    if (String.fromCharCode(bytes[at]) !== end) return false;
    ++at;
    return true;
  };
  const recordOf = (what: string): unknown => {
    const {type, count} = headOf(what);
    const entries: [string, unknown][] = [];
    while (count === undefined ? !closes("}", what) : entries.length < count) {
      const name = textOf(`a name in ${what}`);
      const inner = what === "the file" ? name : `${what}.${name}`;
      entries.push([name, valueOf(type ?? mark(inner), inner)]);
    }
    return Object.fromEntries(entries);
  };
  let depth = 0;
  const valueOf = (type: string, what: string): unknown => {
    if (depth === deepest) throw wrong(`${what} at a depth of ${deepest} or less`);
    ++depth;
    const value = valueAt(type, what);
    --depth;
    return value;
  };
  const valueAt = (type: string, what: string): unknown => {
    switch (type) {
      case "{":
        return recordOf(what);
      case "[":
        return listOf(what);
      case "S":
        return textOf(what);
      case "H":
        return Number(textOf(what));
      case "C":
        need(1, what);
        return String.fromCharCode(bytes[at++]);
      case "Z":
        return null;
      case "T":
        return true;
      case "F":
        return false;
      default:
        return numberOf(type, what);
    }
  };
  const value = valueOf(mark("the file"), "the file");
  if (at < bytes.length)
    throw new Error(`invalid ${thing}: ${bytes.length - at} bytes follow at byte ${at}; expected the end`);
  return value;
}

/** What a model file is made of. Typed lists keep their types: XGBoost asks for them. */
export type Written =
  | string
  | number
  | Float32Array
  | Int32Array
  | BigInt64Array
  | Uint8Array
  | readonly Written[]
  | {readonly [name: string]: Written};

/** Writes UBJSON; numbers outside typed lists are whole. */
export function writeUbjson(value: Written): Uint8Array {
  const parts: Uint8Array[] = [];
  const put = (size: number, fill: (view: DataView) => void) => {
    const part = new Uint8Array(size);
    fill(new DataView(part.buffer));
    parts.push(part);
  };
  const byte = (character: string) => put(1, (view) => view.setUint8(0, character.charCodeAt(0)));
  const integer = (size: number | bigint) => {
    byte("L");
    put(8, (view) => view.setBigInt64(0, BigInt(size)));
  };
  const text = (words: string) => {
    const encoded = new TextEncoder().encode(words);
    integer(encoded.length);
    parts.push(encoded);
  };
  const typed = (type: string, list: {readonly length: number}, width: number, fill: (view: DataView) => void) => {
    byte("[");
    byte("$");
    byte(type);
    byte("#");
    integer(list.length);
    put(width * list.length, fill);
  };
  const write = (each: Written): void => {
    if (typeof each === "string") {
      byte("S");
      text(each);
    } else if (typeof each === "number") integer(each);
    else if (each instanceof Float32Array)
      typed("d", each, 4, (view) => each.forEach((item, i) => view.setFloat32(4 * i, item)));
    else if (each instanceof Int32Array)
      typed("l", each, 4, (view) => each.forEach((item, i) => view.setInt32(4 * i, item)));
    else if (each instanceof BigInt64Array)
      typed("L", each, 8, (view) => each.forEach((item, i) => view.setBigInt64(8 * i, item)));
    else if (each instanceof Uint8Array)
      typed("U", each, 1, (view) => each.forEach((item, i) => view.setUint8(i, item)));
    else if (isList(each)) {
      byte("[");
      byte("#");
      integer(each.length);
      each.forEach(write);
    } else {
      byte("{");
      for (const [name, inner] of Object.entries(each)) {
        text(name);
        write(inner);
      }
      byte("}");
    }
  };
  write(value);
  const bytes = new Uint8Array(parts.reduce((sum, {length}) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

export function isList(value: Written): value is readonly Written[] {
  return Array.isArray(value);
}
