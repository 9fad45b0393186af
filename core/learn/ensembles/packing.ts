/** A fitted model that is made of others, as it is saved: what describes it, and the bytes of each part. */
export interface Packed<T> {
  readonly about: T;
  readonly parts: readonly Uint8Array[];
}

/**
 * Bytes of a description, which is JSON, and of parts: the length of the text as a little-endian 32-bit number, the text,
 * and the parts one after another. JSON keeps every finite float64 to the bit.
 */
export function pack(form: string, about: object, parts: readonly Uint8Array[]): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify({form, about, sizes: parts.map((part) => part.length)}));
  const bytes = new Uint8Array(4 + text.length + parts.reduce((sum, part) => sum + part.length, 0));
  new DataView(bytes.buffer).setUint32(0, text.length, true);
  bytes.set(text, 4);
  let at = 4 + text.length;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** What `pack` was given. Throws where the bytes are cut off, or those of another form. */
export function unpack<T>(form: string, bytes: Uint8Array): Packed<T> {
  const wrong = (what: string) => new Error(`invalid ${form} state: ${what}; expected what a fitted ${form} saved`);
  if (bytes.length < 4) throw wrong(`${bytes.length} bytes`);
  const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(0, true);
  if (length > bytes.length - 4) throw wrong(`${bytes.length} bytes, which end within its description`);
  const {about, sizes} = described<T>(form, bytes.subarray(4, 4 + length), wrong);
  const total = sizes.reduce((sum, size) => sum + size, 4 + length);
  if (total !== bytes.length) throw wrong(`${bytes.length} bytes instead of ${total}`);
  let at = 4 + length;
  const parts = sizes.map((size) => bytes.slice(at, (at += size)));
  return {about, parts};
}

function described<T>(form: string, text: Uint8Array, wrong: (what: string) => Error) {
  let read: {form?: unknown; about?: T; sizes?: unknown};
  try {
    read = JSON.parse(new TextDecoder("utf-8", {fatal: true}).decode(text)) as typeof read;
  } catch {
    throw wrong("its description is not JSON");
  }
  const {form: found, about, sizes} = read;
  if (found !== form) throw wrong(`it is that of ${typeof found === "string" ? found : "something else"}`);
  if (!Array.isArray(sizes) || about === undefined) throw wrong("its description lacks its parts");
  return {about, sizes: sizes as readonly number[]};
}
