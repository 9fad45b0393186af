/** Numbers as bytes, in the shortest of a few forms that keeps them to the last bit. */
export interface ByteWriter {
  whole(value: number): void;
  text(value: string): void;
  numbers(values: ArrayLike<number>): void;
  integers(values: ArrayLike<number>): void;
  words(values: Uint32Array): void;
  raw(values: Uint8Array): void;
  end(): Uint8Array;
}

/** Reads what was written, in the same order; throws, saying at which byte, where it was something else. */
export interface ByteReader {
  readonly at: number;
  readonly left: number;
  whole(what: string): number;
  text(what: string): string;
  numbers(what: string): Float64Array;
  integers(what: string): Int32Array;
  words(what: string): Uint32Array;
  raw(what: string, length: number): Uint8Array;
}

/** The forms of a list of doubles. */
const forms = {double: 0, single: 1, whole: 2, same: 3} as const;
/** Whole numbers up to here are as short as singles, or shorter. */
const shortest = 2 ** 28;

/** Makes bytes of numbers. */
export function writeBytes(): ByteWriter {
  let bytes = new Uint8Array(1024);
  let view = new DataView(bytes.buffer);
  let length = 0;
  const room = (more: number) => {
    if (length + more <= bytes.length) return;
    const larger = new Uint8Array(Math.max(2 * bytes.length, length + more));
    larger.set(bytes);
    bytes = larger;
    view = new DataView(bytes.buffer);
  };
  const whole = (value: number) => {
    room(8);
    let rest = value;
    for (; rest >= 128; rest = Math.floor(rest / 128)) bytes[length++] = (rest % 128) + 128;
    bytes[length++] = rest;
  };
  const raw = (values: Uint8Array) => {
    room(values.length);
    bytes.set(values, length);
    length += values.length;
  };
  return {
    whole,
    raw,
    text(value) {
      const encoded = new TextEncoder().encode(value);
      whole(encoded.length);
      raw(encoded);
    },
    numbers(values) {
      const form = formOf(values);
      whole(values.length * 4 + form);
      room(8 * values.length);
      const count = form === forms.same ? 1 : values.length;
      for (let i = 0; i < count; ++i) {
        if (form === forms.whole) whole(values[i]);
        else if (form === forms.single) view.setFloat32(length, values[i], true);
        else view.setFloat64(length, values[i], true);
        length += form === forms.whole ? 0 : form === forms.single ? 4 : 8;
      }
    },
    integers(values) {
      whole(values.length);
      for (let i = 0; i < values.length; ++i) whole(values[i] < 0 ? 2 * ~values[i] + 1 : 2 * values[i]);
    },
    words(values) {
      whole(values.length);
      room(4 * values.length);
      for (const value of values) {
        view.setUint32(length, value, true);
        length += 4;
      }
    },
    end: () => bytes.slice(0, length)
  };
}

/** The shortest form that keeps every value to the last bit. */
function formOf(values: ArrayLike<number>): number {
  let same = values.length > 1;
  let single = true;
  let whole = true;
  for (let i = 0; i < values.length && (same || single || whole); ++i) {
    const value = values[i];
    same &&= !Number.isNaN(value) && Object.is(value, values[0]);
    single &&= !Number.isNaN(value) && Math.fround(value) === value;
    whole &&= Number.isInteger(value) && value >= 0 && value < shortest && !Object.is(value, -0);
  }
  return same ? forms.same : whole ? forms.whole : single ? forms.single : forms.double;
}

/** Reads bytes that hold a `thing`, from byte `at` on. */
export function readBytes(bytes: Uint8Array, thing: string, start = 0): ByteReader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = start;
  const fail = (what: string) => new Error(`invalid ${thing}: byte ${at} is not ${what}`);
  const need = (what: string, more: number) => {
    if (!(at + more <= bytes.length))
      throw new Error(`invalid ${thing}: ended at byte ${bytes.length}, within ${what}; it was cut off`);
  };
  const whole = (what: string) => {
    let value = 0;
    for (let unit = 1; ; unit *= 128) {
      need(what, 1);
      const byte = bytes[at];
      value += (byte & 127) * unit;
      if (value > Number.MAX_SAFE_INTEGER) throw fail(what);
      ++at;
      if (byte < 128) return value;
    }
  };
  const raw = (what: string, length: number) => {
    need(what, length);
    at += length;
    return bytes.subarray(at - length, at);
  };
  return {
    get at() {
      return at;
    },
    get left() {
      return bytes.length - at;
    },
    whole,
    raw,
    text(what) {
      return new TextDecoder().decode(raw(what, whole(what)));
    },
    numbers(what) {
      const head = whole(what);
      const form = head % 4;
      const length = (head - form) / 4;
      if (form === forms.same) {
        need(what, 8);
        if (length > 8 * bytes.length) throw fail(what);
        at += 8;
        return new Float64Array(length).fill(view.getFloat64(at - 8, true));
      }
      const size = form === forms.double ? 8 : form === forms.single ? 4 : 1;
      need(what, size * length);
      const values = new Float64Array(length);
      for (let i = 0; i < length; ++i) {
        if (form === forms.whole) values[i] = whole(what);
        else {
          values[i] = form === forms.single ? view.getFloat32(at, true) : view.getFloat64(at, true);
          at += size;
        }
      }
      return values;
    },
    integers(what) {
      const length = whole(what);
      need(what, length);
      const values = new Int32Array(length);
      for (let i = 0; i < length; ++i) {
        const value = whole(what);
        values[i] = value % 2 === 1 ? ~((value - 1) / 2) : value / 2;
      }
      return values;
    },
    words(what) {
      const length = whole(what);
      need(what, 4 * length);
      const values = new Uint32Array(length);
      for (let i = 0; i < length; ++i, at += 4) values[i] = view.getUint32(at, true);
      return values;
    }
  };
}

/** CRC-32 (ISO 3309) of bytes up to a place. */
export function checksum(bytes: Uint8Array, end = bytes.length): number {
  let crc = 0xffffffff;
  for (let i = 0; i < end; ++i) {
    crc ^= bytes[i];
    for (let bit = 0; bit < 8; ++bit) crc = (crc >>> 1) ^ ((crc & 1) === 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
