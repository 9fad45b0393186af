import {readdir, readFile, rm} from "node:fs/promises";
import {basename, join} from "node:path";
import type {Manifest} from "./manifest.js";
import {datasetFolder, manifestAt, parseManifest} from "./manifest.js";
import {filesOf} from "./segments.js";

/** The newest intact manifest of a dataset whose current one is not; null where there is none. */
export async function lastIntactManifest(home: string, dataset: string): Promise<Manifest | null> {
  const folder = join(datasetFolder(home, dataset), "manifests");
  const names = await readdir(folder).catch(() => []);
  const all = await Promise.all(names.map(async (name) => parseManifest(await readFile(join(folder, name), "utf8"))));
  const newest = (each: Manifest) => each.segments.reduce((last, {ingested}) => Math.max(last, ingested), -Infinity);
  const intact = all.filter((each) => each !== null);
  return intact.sort((a, b) => newest(b) - newest(a) || b.segments.length - a.segments.length)[0] ?? null;
}

/**
 * The hashes of all files that any of a dataset's manifests lists; null where one of them cannot be read, since what
 * it listed is not known.
 */
export async function listedFiles(home: string, dataset: string): Promise<ReadonlySet<string> | null> {
  const folder = datasetFolder(home, dataset);
  const past = await readdir(join(folder, "manifests")).catch(() => []);
  const files = past.filter((name) => name.endsWith(".json")).map((name) => join(folder, "manifests", name));
  const current = join(folder, "manifest.json");
  const hashes = new Set<string>();
  for (const file of [current, ...files]) {
    const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT" && file === current) return null;
      throw error;
    });
    if (text === null) continue;
    const read = parseManifest(text);
    if (!read) return null;
    for (const {hash} of filesOf(read)) hashes.add(hash);
  }
  return hashes;
}

/** Removes the manifests of which a given one is the continuation, and can tell what they said. */
export async function removeHistory(home: string, dataset: string, current: Manifest): Promise<void> {
  const folder = join(datasetFolder(home, dataset), "manifests");
  for (const name of await readdir(folder)) {
    const [version, ending] = name.split(".");
    if (ending !== "json" || version === current.version) continue;
    if (manifestAt(current, version) !== null) await rm(join(folder, name));
  }
}

/** Removes what killed writers left. The lock must be held, so that nobody is writing. */
export async function removeLeftovers(home: string, dataset: string): Promise<void> {
  const folder = datasetFolder(home, dataset);
  const listed = await listedFiles(home, dataset);
  for (const name of await readdir(folder, {recursive: true})) {
    const half = /^(tmp_)?\.\d+\.parquet|\.json\.\d+|\.duckdb\.\d+/.test(basename(name));
    const segment = /^([0-9a-f]{64})\.parquet$/.exec(name);
    const unlisted = segment && listed && !listed.has(segment[1]);
    if (half || unlisted) await rm(join(folder, name), {force: true});
  }
}
