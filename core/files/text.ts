import {isAscii, isUtf8} from "node:buffer";
import {createGunzip} from "node:zlib";
import type {FoundFile} from "./found.js";

/** A file that unpacks to more bytes than this, and to more than so many times its size, is taken for a bomb. */
export const bombSize = 1 << 26;
export const bombTimes = 500;

/**
 * A file's text, piece by piece, without its byte order mark; what ends in `.gz` is unpacked. The encoding is one that
 * `TextDecoder` knows; a byte order mark of UTF-16 wins over it. `progress` is told how many of the file's bytes were
 * read. Throws where the file is damaged, unpacks to an absurd size, or is no text of the encoding.
 */
export async function* textOf(
  file: FoundFile,
  encoding: string,
  progress: (bytes: number) => void
): AsyncGenerator<string> {
  const raw = await file.open();
  let read = 0;
  raw.on("data", (chunk: Buffer) => progress(Math.min((read += chunk.length), file.size)));
  const packed = /\.gz$/i.test(file.name);
  const stream = packed ? raw.pipe(createGunzip({chunkSize: 1 << 18})) : raw;
  if (packed) raw.on("error", (error) => stream.destroy(error));
  const most = Math.max(bombSize, bombTimes * file.size);
  let decode: ((bytes: Buffer, last: boolean) => string) | undefined;
  let unpacked = 0;
  try {
    for await (const bytes of stream as AsyncIterable<Buffer>) {
      if ((unpacked += bytes.length) > most) throw new Error(`it unpacks to more than ${bombTimes} times its size`);
      const begun = decode !== undefined;
      decode ??= decoderOf(bytes, encoding);
      const text = decode(bytes, false);
      if (text.includes("\0")) throw new Error("it holds bytes that are no text");
      yield begun ? text : text.replace(/^\uFEFF/, "");
    }
    const rest = decode?.(Buffer.alloc(0), true);
    if (rest) yield rest;
  } finally {
    raw.destroy();
    stream.destroy();
  }
}

function decoderOf(start: Buffer, encoding: string): (bytes: Buffer, last: boolean) => string {
  const [first, second] = start;
  const wide = first === 0xff && second === 0xfe ? "utf-16le" : first === 0xfe && second === 0xff ? "utf-16be" : null;
  if (wide === null && /^utf-?8$/i.test(encoding)) return utf8Decoder();
  const decoder = makeDecoder(wide ?? encoding);
  return (bytes, last) => {
    try {
      return decoder.decode(bytes, {stream: !last});
    } catch {
      throw new Error(`it is no text in ${wide ?? encoding}`);
    }
  };
}

/** A decoder of an encoding. Throws where there is none of the name. */
export function makeDecoder(encoding: string): TextDecoder {
  try {
    return new TextDecoder(encoding, {fatal: true});
  } catch {
    throw new Error(`unknown encoding: ${encoding}; name one such as utf-8, windows-1252 or utf-16le`);
  }
}

/** As TextDecoder's, several times as fast on text that is mostly ASCII. */
function utf8Decoder(): (bytes: Buffer, last: boolean) => string {
  let rest: Buffer = Buffer.alloc(0);
  return (bytes, last) => {
    if (rest.length === 0 && isAscii(bytes)) return bytes.toString("latin1");
    const all = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    const end = last ? all.length : wholeCharacters(all);
    const whole = all.subarray(0, end);
    if (!isUtf8(whole)) throw new Error("it is no text in UTF-8; say encoding=windows-1252 or another");
    rest = all.subarray(end);
    return whole.toString("utf8");
  };
}

/** Where the last character begins that is not whole, or the end. */
function wholeCharacters(bytes: Buffer): number {
  for (let i = bytes.length - 1; i >= Math.max(0, bytes.length - 3); --i) {
    const byte = bytes[i];
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) return bytes.length - i < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? i : bytes.length;
  }
  return bytes.length;
}
