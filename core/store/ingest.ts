import {mkdir, readdir, rename, rm, stat} from "node:fs/promises";
import {basename, join} from "node:path";
import {csvFormat} from "d3-dsv";
import writeFileAtomic from "write-file-atomic";
import {isBar} from "../base/market-data.js";
import {pause} from "../base/pause.js";
import {random} from "../base/random.js";
import {formatDate} from "../base/timeframe.js";
import type {Fault, Plugin, Query} from "../plugin.js";
import {Bars} from "./bars.js";
import {barChecker, refusal} from "./checks.js";
import {createTable, parquet, quoted, readRows, withDatabase} from "./duck.js";
import {withLock} from "./lock.js";
import type {Manifest, Segment} from "./manifest.js";
import {
  datasetFolder,
  findManifest,
  lastIntactManifest,
  listedSegments,
  segmentFile,
  sha256,
  writeManifest
} from "./manifest.js";
import {barsSql, damagedSegments, hashFile} from "./segments.js";

/** What an ingest touches beside the store. */
export interface Effects {
  log(message: string): void;
  progress(done: number, total: number): void;
  /** Epoch milliseconds. */
  now(): number;
  readonly signal: AbortSignal;
}

/** What an ingest did. */
export interface Ingested {
  readonly dataset: string;
  readonly version: string;
  /** Good bars that the source gave: those added and those the store had already. */
  readonly read: number;
  readonly added: number;
  readonly unchanged: number;
  /** Rows that are no bars, and the file that they were written to. */
  readonly quarantined: number;
  readonly quarantine?: string;
  readonly symbols: number;
  /** The first and the last label among the bars read, epoch milliseconds UTC. */
  readonly from: number;
  readonly to: number;
  readonly seconds: number;
}

/**
 * Takes a source's bars into the store:
 *
 *     source ──► bars ──► checks ──► what is new or differs ──► segment ──► manifest
 *                            └──► faults: refused, or quarantined
 *
 * A bar that the store has already is not stored again, and one that differs becomes a newer row of a new segment; no
 * file is changed. The segment is written beside and renamed, then the manifest is replaced by an atomic rename, so a
 * kill at any moment leaves the old state or the new. A damaged segment is restored where the source gives its bars
 * again. Throws, with nothing written, where rows are no bars (unless they are to be quarantined), where there are none
 * at all, or where another process writes the dataset.
 */
export async function ingest(
  home: string,
  source: Plugin<"source">,
  query: Query,
  effects: Effects,
  {quarantine = false}: {readonly quarantine?: boolean} = {}
): Promise<Ingested> {
  const start = effects.now();
  const dataset = `${source.name}/${query.timeframe}`;
  if (query.from >= query.to)
    throw new Error(`invalid dates: from ${formatDate(query.from)} to ${formatDate(query.to)} holds no day`);
  const {bars, faults} = await collect(source, query, effects);
  if (faults.length > 0 && !quarantine) throw refusal(faults);
  if (bars.length === 0) throw new Error(`missing bars: ${source.name} has none of what was asked for`);
  return withLock(home, dataset, async () => {
    await removeLeftovers(home, dataset);
    const {manifest, added} = await store(home, dataset, source.synthetic ?? false, bars, effects);
    const file = faults.length > 0 ? await writeFaults(home, dataset, faults) : undefined;
    const {t} = bars.all() as {t: Float64Array};
    return {
      dataset,
      version: manifest.version,
      read: bars.length,
      added,
      unchanged: bars.length - added,
      quarantined: faults.length,
      ...(file !== undefined && {quarantine: file}),
      symbols: new Set(bars.symbols).size,
      from: t.reduce((a, b) => Math.min(a, b), Infinity),
      to: t.reduce((a, b) => Math.max(a, b), -Infinity),
      seconds: (effects.now() - start) / 1000
    };
  });
}

async function collect(source: Plugin<"source">, query: Query, effects: Effects) {
  const bars = new Bars();
  const faults: Fault[] = [];
  const check = barChecker(query);
  const context = {...effects, random: random(0)};
  let read = 0;
  for await (const item of source.bars(query, context)) {
    if (++read % 16_384 === 0) await pause();
    effects.signal.throwIfAborted();
    if ("fault" in item) {
      faults.push(item);
      continue;
    }
    if (!isBar(item)) continue;
    const wrong = check(item);
    if (wrong === null) {
      bars.add(item);
      continue;
    }
    const [kind, fault] = wrong;
    const {symbol, t} = item;
    const origin = item.origin ?? `${symbol} ${formatted(t)}`;
    faults.push({kind, fault, origin, row: JSON.stringify(item), symbol, t});
  }
  return {bars, faults};
}

async function store(home: string, dataset: string, synthetic: boolean, bars: Bars, effects: Effects) {
  const before = await currentManifest(home, dataset, effects);
  const damaged = before ? await damagedSegments(home, dataset, before.segments) : [];
  const intact = before?.segments.filter((segment) => !damaged.includes(segment)) ?? [];
  const segment = await writeSegment(home, dataset, bars, intact, effects);
  effects.signal.throwIfAborted();
  const lost = damaged.filter(({hash}) => hash !== segment?.hash);
  const restored = lost.length < damaged.length ? segment : null;
  if (lost.length > 0) {
    const [{hash}] = lost;
    const held = before?.segments.some((each) => each.hash === segment?.hash);
    if (segment && !held) await rm(segmentFile(home, dataset, segment.hash), {force: true});
    throw new Error(
      `invalid segment: ${dataset}/${hash.slice(0, 12)} was changed, cut off or removed after it was written, and these ` +
        `bars do not restore it; move the folder of ${dataset} away and ingest everything again`
    );
  }
  if (restored) effects.log(`restored segment ${restored.hash.slice(0, 12)} of ${dataset}`);
  const whole = before && (segment === null || restored);
  const content = {
    source: dataset.split("/")[0],
    timeframe: dataset.split("/")[1] as Manifest["timeframe"],
    synthetic,
    segments: [...(before?.segments ?? []), ...(segment && !restored ? [segment] : [])]
  };
  const manifest = whole ? before : await writeManifest(home, dataset, content);
  return {manifest, added: restored ? 0 : (segment?.rows ?? 0)};
}

/** The current manifest or, where it was damaged, the newest one that was not. */
async function currentManifest(home: string, dataset: string, {log}: Effects): Promise<Manifest | null> {
  try {
    return await findManifest(home, dataset);
  } catch (error) {
    const last = await lastIntactManifest(home, dataset);
    if (!last) throw error;
    log(`restored the manifest of ${dataset} from its history`);
    return writeManifest(home, dataset, contentOf(last));
  }
}

function contentOf({source, timeframe, synthetic, segments}: Manifest) {
  return {source, timeframe, synthetic, segments};
}

/** Writes the bars that the segments do not hold, or hold otherwise, as a segment; null where there are none. */
async function writeSegment(home: string, dataset: string, bars: Bars, held: readonly Segment[], {now}: Effects) {
  const fields = ["open", "high", "low", "close", "volume", "adjusted"];
  const stored = barsSql(home, dataset, held);
  const typed = `SELECT symbol, epoch_ms(t::BIGINT)::TIMESTAMP_MS AS t, ${fields.join(", ")} FROM given`;
  const differs = fields.map((name) => `stored.${name} IS DISTINCT FROM fresh.${name}`).join(" OR ");
  const added = stored
    ? `SELECT fresh.* FROM (${typed}) fresh LEFT JOIN (${stored}) stored USING (symbol, t) WHERE stored.t IS NULL OR ${differs}`
    : typed;
  const beside = join(datasetFolder(home, dataset), `.${process.pid}.parquet`);
  try {
    return await withDatabase(async (connection): Promise<Segment | null> => {
      await createTable(connection, "given", bars.all());
      await connection.run(`CREATE TABLE added AS ${added}`);
      const [span] = await readRows(
        connection,
        `SELECT count(*)::DOUBLE AS n, epoch_ms(min(t))::DOUBLE AS a, epoch_ms(max(t))::DOUBLE AS b FROM added`
      );
      if (Number(span.n) === 0) return null;
      const symbols = await readRows(connection, "SELECT DISTINCT symbol FROM added ORDER BY symbol");
      await connection.run(`COPY (SELECT * FROM added ORDER BY symbol, t) TO ${quoted(beside)} ${parquet}`);
      const hash = await hashFile(beside);
      if (hash === null) throw new Error(`missing segment: ${beside} is gone`);
      const {size} = await stat(beside);
      await rename(beside, segmentFile(home, dataset, hash));
      return {
        hash,
        rows: Number(span.n),
        bytes: size,
        symbols: symbols.map(({symbol}) => String(symbol)),
        from: Number(span.a),
        to: Number(span.b),
        ingested: now()
      };
    });
  } finally {
    await rm(beside, {force: true});
  }
}

async function writeFaults(home: string, dataset: string, faults: readonly Fault[]): Promise<string> {
  const text = `${csvFormat(
    faults.map(({origin, fault, row}) => ({origin, reason: fault, row})),
    ["origin", "reason", "row"]
  )}\n`;
  const folder = join(home, "quarantine");
  await mkdir(folder, {recursive: true});
  const file = join(folder, `${dataset.replace("/", "-")}-${sha256(text).slice(0, 12)}.csv`);
  await writeFileAtomic(file, text);
  return file;
}

/** Removes what killed writers left. The lock is held, so nobody is writing. */
async function removeLeftovers(home: string, dataset: string): Promise<void> {
  const folder = datasetFolder(home, dataset);
  const listed = await listedSegments(home, dataset);
  for (const name of await readdir(folder, {recursive: true})) {
    const half = /^(tmp_)?\.\d+\.parquet|\.json\.\d+|\.duckdb\.\d+/.test(basename(name));
    const segment = /^([0-9a-f]{64})\.parquet$/.exec(name);
    const unlisted = segment && listed && !listed.has(segment[1]);
    if (half || unlisted) await rm(join(folder, name), {force: true});
  }
}

function formatted(t: number): string {
  return Math.abs(t) <= 8.64e15 ? formatDate(t) : String(t);
}
