import {readFile} from "node:fs/promises";
import {z} from "zod";
import type {Panel} from "../../base/panel.js";
import {sha256} from "../lineage.js";

const header = z.object({
  symbols: z.array(z.string()),
  fields: z.array(z.string()),
  rows: z.int(),
  /** SHA-256 of the numbers. */
  hash: z.string()
});

/** A panel as the bytes of a file: a line of JSON, and the numbers as they lie in memory. */
export function bytesOf({times, symbols, fields}: Panel): Buffer {
  const arrays = [times, ...Object.values(fields)];
  const numbers = Buffer.concat(
    arrays.map(({buffer, byteOffset, byteLength}) => Buffer.from(buffer, byteOffset, byteLength))
  );
  const about = {symbols: [...symbols], fields: Object.keys(fields), rows: times.length, hash: sha256(numbers)};
  const text = JSON.stringify(about satisfies z.infer<typeof header>);
  const padded = text.padEnd(Math.ceil((text.length + 1) / 8) * 8 - 1);
  return Buffer.concat([Buffer.from(`${padded}\n`), numbers]);
}

/** A panel of such a file; null where the file was changed. */
export async function readPanel(file: string): Promise<Panel | null> {
  const read = await readFile(file);
  const bytes = read.byteOffset % 8 === 0 ? read : Buffer.from(new Uint8Array(read).buffer);
  const end = bytes.indexOf("\n") + 1;
  const {symbols, fields, rows, hash} = header.parse(JSON.parse(bytes.subarray(0, end).toString()));
  const numbers = bytes.subarray(end);
  if (sha256(numbers) !== hash) return null;
  let offset = bytes.byteOffset + end;
  const take = (length: number) => {
    const array = new Float64Array(bytes.buffer, offset, length);
    offset += length * 8;
    return array;
  };
  const times = take(rows);
  return {times, symbols, fields: Object.fromEntries(fields.map((name) => [name, take(rows * symbols.length)]))};
}
