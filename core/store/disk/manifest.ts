import {createHash} from "node:crypto";
import {mkdir, readFile} from "node:fs/promises";
import {join} from "node:path";
import writeFileAtomic from "write-file-atomic";
import {z} from "zod";
import {calendarNames} from "../../base/calendar.js";
import {timeframes} from "../../base/timeframe.js";
import {tableNames} from "./tables.js";

const segment = z.strictObject({
  /** SHA-256 of the file's bytes, which is also its name. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  rows: z.int().positive(),
  bytes: z.int().positive(),
  /** Empty where the segment is merged: the merged file has them. */
  symbols: z.array(z.string()),
  /** The first and the last row's label, epoch milliseconds UTC. */
  from: z.number(),
  to: z.number(),
  /** When it was written, epoch milliseconds. */
  ingested: z.number(),
  /** The table whose rows it holds; bars where left out. */
  table: z.enum(tableNames).optional(),
  /** The exclusive or of its rows' hashes, see `digestRows`; missing in segments of before. */
  digest: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .optional(),
  /** How many of its rows replace older ones. */
  replaced: z.int().nonnegative().optional(),
  /** The source that gave its rows, and with which options. */
  origin: z.strictObject({source: z.string(), params: z.record(z.string(), z.unknown())}).optional(),
  /** Whether its file was damaged and set aside; it keeps its place only. */
  lost: z.literal(true).optional()
});

/** A file that holds the rows of all of a table's segments before one, each with its segment's place as `part`. */
const mergedFile = z.strictObject({
  table: z.enum(tableNames),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  rows: z.int().positive(),
  bytes: z.int().positive(),
  symbols: z.array(z.string()),
  from: z.number(),
  to: z.number(),
  /** The place of the first segment that it does not hold. */
  upTo: z.int().positive()
});

const content = z.strictObject({
  source: z.string(),
  timeframe: z.enum(timeframes),
  /** Whether the prices are made up. */
  synthetic: z.boolean(),
  /** In the order in which they were written: a row in a later one replaces the same row in an earlier one. */
  segments: z.array(segment).min(1),
  /** Whose sessions the bars have; `XNYS` where left out. */
  calendar: z.enum(calendarNames).optional(),
  /** The files that hold older segments together, whose own files are gone; one a table. */
  merged: z.array(mergedFile).optional()
});

const manifest = content.extend({
  /** SHA-256 of what the data says, see `versionOf`: the same data has the same version everywhere. */
  version: z.string().regex(/^[0-9a-f]{64}$/),
  /** SHA-256 of all the rest of the file. */
  check: z.string()
});

export type Segment = z.infer<typeof segment>;
export type Merged = z.infer<typeof mergedFile>;
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
  const [source, timeframe] = dataset.split("/");
  const longer = timeframe === "1d" ? "" : ` --timeframe ${timeframe}`;
  if (version === undefined) throw new Error(`missing dataset: ${dataset}; run tapebook ingest ${source}${longer}`);
  throw new Error(`missing version: ${dataset} has none that starts with ${version.slice(0, 12)}`);
}

/** As `datasetManifest`, but null where there is none. */
export async function findManifest(home: string, dataset: string, version?: string): Promise<Manifest | null> {
  const current = await readManifest(join(datasetFolder(home, dataset), "manifest.json"));
  if (version === undefined) {
    if (current === "invalid") throw changed(dataset);
    return current;
  }
  const file = historyFile(home, dataset, version);
  const past = current && current !== "invalid" ? manifestAt(current, version) : null;
  const read = past ?? (await readManifest(file));
  if (read === "invalid" || (read && read.version !== version)) throw changed(dataset);
  return read;
}

/** A manifest as it was at an earlier version: with its first segments alone; null where it never was that version. */
export function manifestAt(manifest: Manifest, version: string): Manifest | null {
  const n = versionsOf(manifest).lastIndexOf(version);
  return n < 0 ? null : {...manifest, segments: manifest.segments.slice(0, n + 1), version};
}

async function readManifest(file: string): Promise<Manifest | "invalid" | null> {
  try {
    return parseManifest(await readFile(file, "utf8")) ?? "invalid";
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

function changed(dataset: string): Error {
  return new Error(`invalid manifest: ${dataset} was changed or cut off after it was written; ingest it again`);
}

/** Makes a content the dataset's current one, by an atomic rename, once its history has it. */
export async function writeManifest(home: string, dataset: string, given: Content): Promise<Manifest> {
  const version = versionOf(given);
  const {check: _, ...body} = manifest.parse({...given, version, check: ""});
  const written: Manifest = {...body, check: sha256(JSON.stringify(body))};
  const text = `${JSON.stringify(written)}\n`;
  await mkdir(join(datasetFolder(home, dataset), "manifests"), {recursive: true});
  await writeFileAtomic(historyFile(home, dataset, version), text);
  await writeFileAtomic(join(datasetFolder(home, dataset), "manifest.json"), text);
  return written;
}

/** A manifest without what is computed from it. */
export function contentOf({source, timeframe, synthetic, segments, calendar, merged}: Content): Content {
  return {source, timeframe, synthetic, segments, ...(calendar && {calendar}), ...(merged && {merged})};
}

/** SHA-256 in lower-case hexadecimal. */
export function sha256(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}

/**
 * SHA-256 of what a dataset holds, faults left out. It depends neither on when rows were written nor on how they were
 * divided among segments: rows that were only ever added count as a set, those that replaced others in their order.
 */
export function versionOf(content: Omit<Content, "merged">): string {
  return versionsOf(content).at(-1)!;
}

/** The version after each segment. */
function versionsOf({source, timeframe, synthetic, segments, calendar}: Omit<Content, "merged">): string[] {
  const ordered = createHash("sha256").update(`[${JSON.stringify([source, timeframe, synthetic]).slice(1, -1)},[`);
  let comma = "";
  const follow = (each: unknown) => {
    ordered.update(`${comma}${JSON.stringify(each)}`);
    comma = ",";
  };
  let set: bigint | undefined;
  return segments.map(({table, hash, rows, digest, replaced, lost}) => {
    if (!lost && table !== "faults") {
      if (digest === undefined) follow([hash, rows]);
      else if (replaced) follow(digest);
      else set = (set ?? 0n) ^ BigInt(`0x${digest}`);
    }
    const more = set === undefined && calendar === undefined ? [] : [set?.toString(16) ?? null, calendar ?? null];
    const rest = more.map((each) => `,${JSON.stringify(each)}`).join("");
    return ordered.copy().update(`]${rest}]`).digest("hex");
  });
}

/** The file that keeps a version's manifest. */
export function historyFile(home: string, dataset: string, version: string): string {
  if (!/^[0-9a-f]{64}$/.test(version)) throw new Error(`invalid version: ${version}; expected 64 hexadecimal digits`);
  return join(datasetFolder(home, dataset), "manifests", `${version}.json`);
}

/** The manifest that a text is; null where it was changed or cut off. */
export function parseManifest(text: string): Manifest | null {
  try {
    const {check, ...body} = manifest.parse(JSON.parse(text));
    return check === sha256(JSON.stringify(body)) && body.version === versionOf(body) ? {...body, check} : null;
  } catch {
    return null;
  }
}
