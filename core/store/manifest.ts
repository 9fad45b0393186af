import {createHash} from "node:crypto";
import {mkdir, readdir, readFile} from "node:fs/promises";
import {join} from "node:path";
import writeFileAtomic from "write-file-atomic";
import {z} from "zod";
import {timeframes} from "../base/timeframe.js";

const segment = z.strictObject({
  /** SHA-256 of the file's bytes, which is also its name. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  rows: z.int().positive(),
  bytes: z.int().positive(),
  symbols: z.array(z.string()).min(1),
  /** The first and the last bar's label, epoch milliseconds UTC. */
  from: z.number(),
  to: z.number(),
  /** When it was written, epoch milliseconds. */
  ingested: z.number()
});

const content = z.strictObject({
  source: z.string(),
  timeframe: z.enum(timeframes),
  /** Whether the prices are made up. */
  synthetic: z.boolean(),
  /** In the order in which they were written: a bar in a later one replaces the same bar in an earlier one. */
  segments: z.array(segment).min(1)
});

const manifest = content.extend({
  /** SHA-256 of the content without the times of writing: the same data has the same version everywhere. */
  version: z.string().regex(/^[0-9a-f]{64}$/),
  /** SHA-256 of all the rest of the file. */
  check: z.string()
});

export type Segment = z.infer<typeof segment>;
export type Content = z.infer<typeof content>;

/** What a dataset holds. */
export type Manifest = z.infer<typeof manifest>;

/** The folder of a dataset. Throws where the name is not source/timeframe. */
export function datasetFolder(home: string, dataset: string): string {
  const [source, timeframe, ...rest] = dataset.split("/");
  const valid =
    /^[a-z0-9][a-z0-9-]*$/.test(source) && timeframes.some((each) => each === timeframe) && rest.length === 0;
  if (!valid) throw new Error(`invalid dataset: ${dataset}; expected source/timeframe, as samples/1d`);
  return join(home, "market", source, timeframe);
}

/** The file of a dataset's segment. */
export function segmentFile(home: string, dataset: string, hash: string): string {
  return join(datasetFolder(home, dataset), `${hash}.parquet`);
}

/**
 * A dataset's manifest, the current one or that of a version. Throws where there is no such dataset or version, or
 * where the file was changed after it was written.
 */
export async function datasetManifest(home: string, dataset: string, version?: string): Promise<Manifest> {
  const found = await findManifest(home, dataset, version);
  if (found) return found;
  const [source] = dataset.split("/");
  if (version === undefined) throw new Error(`missing dataset: ${dataset}; run tapebook ingest ${source}`);
  throw new Error(`missing version: ${dataset} has none that starts with ${version.slice(0, 12)}`);
}

/** As `datasetManifest`, but null where there is none. */
export async function findManifest(home: string, dataset: string, version?: string): Promise<Manifest | null> {
  const folder = datasetFolder(home, dataset);
  const file = version === undefined ? join(folder, "manifest.json") : historyFile(home, dataset, version);
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (text === null) return null;
  const read = parse(text);
  if (!read || (version !== undefined && read.version !== version))
    throw new Error(`invalid manifest: ${dataset} was changed or cut off after it was written; ingest it again`);
  return read;
}

/** The newest intact manifest of a dataset whose current one is not; null where there is none. */
export async function lastIntactManifest(home: string, dataset: string): Promise<Manifest | null> {
  const folder = join(datasetFolder(home, dataset), "manifests");
  const names = await readdir(folder).catch(() => []);
  const all = await Promise.all(names.map(async (name) => parse(await readFile(join(folder, name), "utf8"))));
  const newest = (each: Manifest) => Math.max(...each.segments.map(({ingested}) => ingested));
  const intact = all.filter((each) => each !== null);
  return intact.sort((a, b) => b.segments.length - a.segments.length || newest(b) - newest(a))[0] ?? null;
}

/**
 * The hashes of all segments that any of a dataset's manifests lists; null where one of them cannot be read, since what
 * it listed is not known.
 */
export async function listedSegments(home: string, dataset: string): Promise<ReadonlySet<string> | null> {
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
    const read = parse(text);
    if (!read) return null;
    for (const {hash} of read.segments) hashes.add(hash);
  }
  return hashes;
}

/** Makes a content the dataset's current one, by an atomic rename, once its history has it. */
export async function writeManifest(home: string, dataset: string, given: Content): Promise<Manifest> {
  const version = versionOf(given);
  const body = {...given, version};
  const written: Manifest = {...body, check: sha256(JSON.stringify(body))};
  const text = `${JSON.stringify(written)}\n`;
  await mkdir(join(datasetFolder(home, dataset), "manifests"), {recursive: true});
  await writeFileAtomic(historyFile(home, dataset, version), text);
  await writeFileAtomic(join(datasetFolder(home, dataset), "manifest.json"), text);
  return written;
}

/** SHA-256 in lower-case hexadecimal. */
export function sha256(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}

function versionOf({source, timeframe, synthetic, segments}: Content): string {
  const timeless = segments.map(({hash, rows}) => [hash, rows]);
  return sha256(JSON.stringify([source, timeframe, synthetic, timeless]));
}

function historyFile(home: string, dataset: string, version: string): string {
  if (!/^[0-9a-f]{64}$/.test(version)) throw new Error(`invalid version: ${version}; expected 64 hexadecimal digits`);
  return join(datasetFolder(home, dataset), "manifests", `${version}.json`);
}

function parse(text: string): Manifest | null {
  try {
    const {check, ...body} = manifest.parse(JSON.parse(text));
    return check === sha256(JSON.stringify(body)) && body.version === versionOf(body) ? {...body, check} : null;
  } catch {
    return null;
  }
}
