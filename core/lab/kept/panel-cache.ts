import {mkdir, readdir, rm, stat} from "node:fs/promises";
import {join} from "node:path";
import writeFileAtomic from "write-file-atomic";
import type {Panel} from "../../base/panel.js";
import type {Request} from "../../store/reading/load.js";
import {loadPanel} from "../../store/reading/load.js";
import {sha256} from "../lineage.js";
import {bytesOf, readPanel} from "./panel-file.js";

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
