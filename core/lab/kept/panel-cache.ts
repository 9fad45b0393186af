import {mkdir, readdir, readFile, rm, stat} from "node:fs/promises";
import {join} from "node:path";
import writeFileAtomic from "write-file-atomic";
import {z} from "zod";
import type {Panel} from "../base/panel.js";
import type {Request} from "../store/reading/load.js";
import {loadPanel} from "../store/reading/load.js";
import {sha256} from "./lineage.js";

const header = z.object({
  symbols: z.array(z.string()),
  fields: z.array(z.string()),
  rows: z.int(),
  /** SHA-256 of the numbers. */
  hash: z.string()
});

/** How many bytes of panels are kept. */
const most = 1e9;

/** Panels smaller than this, in numbers, are as quick to load anew. */
const least = 100_000;

/**
 * As `loadPanel`, but a panel that was loaded before is read from where it was kept, which takes a tenth of the time or
 * less. It is kept under the request, the dataset's version and the code that made it, so that it never differs from what
 * would be loaded; one that was changed on the disk is loaded anew. One as of an instant is not kept, since the version
 * does not say when its rows came. Where there is no room to keep it, it is not.
 *
 * @param code the identity of the code
 */
export async function cachedPanel(
  home: string,
  request: Request & {readonly version: string},
  code: string
): Promise<Panel> {
  if (request.asOf !== undefined) return loadPanel(home, request);
  const key = sha256(JSON.stringify([code, ...Object.entries(request).sort(([a], [b]) => (a < b ? -1 : 1))]));
  const folder = join(home, "cache", "panels");
  const file = join(folder, key);
  const kept = await readPanel(file).catch(() => null);
  if (kept) return kept;
  const panel = await loadPanel(home, request);
  const size = panel.times.length * (1 + panel.symbols.length * Object.keys(panel.fields).length);
  if (size >= least && size * 8 < most / 4) await keep(folder, file, panel, most - size * 8).catch(() => {});
  return panel;
}

async function keep(folder: string, file: string, panel: Panel, room: number): Promise<void> {
  await mkdir(folder, {recursive: true});
  await removeOldest(folder, room);
  await writeFileAtomic(file, bytesOf(panel), {fsync: false});
}

function bytesOf({times, symbols, fields}: Panel): Buffer {
  const arrays = [times, ...Object.values(fields)];
  const numbers = Buffer.concat(
    arrays.map(({buffer, byteOffset, byteLength}) => Buffer.from(buffer, byteOffset, byteLength))
  );
  const about = {symbols: [...symbols], fields: Object.keys(fields), rows: times.length, hash: sha256(numbers)};
  const text = JSON.stringify(about satisfies z.infer<typeof header>);
  const padded = text.padEnd(Math.ceil((text.length + 1) / 8) * 8 - 1);
  return Buffer.concat([Buffer.from(`${padded}\n`), numbers]);
}

/** A panel as it was kept; null where it was changed. */
async function readPanel(file: string): Promise<Panel | null> {
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

async function removeOldest(folder: string, room: number): Promise<void> {
  const names = await readdir(folder);
  const seen = names.map(async (name) => {
    const file = join(folder, name);
    const found = await stat(file).catch(() => null); // Another process may have removed it.
    return found ? [{file, size: found.size, time: found.mtimeMs}] : [];
  });
  const files = (await Promise.all(seen)).flat();
  let total = files.reduce((sum, {size}) => sum + size, 0);
  for (const {file, size} of files.sort((a, b) => a.time - b.time)) {
    if (total <= room) break;
    await rm(file, {force: true});
    total -= size;
  }
}
