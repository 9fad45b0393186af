import {formatDate} from "../../base/timeframe.js";
import type {Plugin, Query} from "../../plugin.js";
import {askEach} from "./ask-each.js";
import {refusal} from "./checks.js";
import type {Nature} from "../disk/commit.js";
import {commit, notRestored} from "../disk/commit.js";
import {addCoverage} from "./coverage.js";
import type {Gathered} from "./gather.js";
import {gather, rowsOf} from "./gather.js";
import {withLock} from "../disk/lock.js";
import {datasetFolder, datasetManifest, findManifest} from "../disk/manifest.js";
import {damagedFiles} from "../disk/segments.js";
import {writeFaults} from "./quarantine.js";
import type {Keep} from "./tally.js";
import {Tally} from "./tally.js";

/** What is missing after an ingest, and why. */
export interface Failure {
  readonly symbol: string;
  /** What each source said. */
  readonly reason: string;
}

/** What an ingest touches beside the store. */
export interface Effects {
  log(message: string): void;
  /** `unit` is what is counted, in the plural, where that is to be told. */
  progress(done: number, total: number, unit?: string): void;
  /** Epoch milliseconds. */
  now(): number;
  readonly signal: AbortSignal;
}

/** How to ingest. */
export interface IngestOptions {
  /** The dataset's name, before the slash; that of the first source where left out. */
  readonly name?: string;
  /**
   * Refuses everything where one row is none, or one symbol fails; of a source that is asked symbol by symbol, it refuses
   * the symbol.
   */
  readonly strict?: boolean;
  /** Fetches again what was fetched before. */
  readonly again?: boolean;
  /** For how many milliseconds to wait for another writer of the dataset; a minute where left out. */
  readonly patience?: number;
}

/** What an ingest did. */
export interface Ingested {
  readonly dataset: string;
  readonly version: string;
  /** Good bars that the sources gave: those added and those the store had already. */
  readonly read: number;
  readonly added: number;
  readonly unchanged: number;
  /** Splits, dividends and other actions, and values of other series, that were new. */
  readonly actions: number;
  readonly observations: number;
  /** Rows that are none, and the file that they were written to. */
  readonly quarantined: number;
  readonly quarantine?: string;
  /** How many symbols had bars among those read. */
  readonly symbols: number;
  /** How many symbols were there already, so that nothing was fetched of them. */
  readonly skipped: number;
  /** What is missing, and why. */
  readonly failures: readonly Failure[];
  /** How many symbols each source gave. */
  readonly sources: Readonly<Record<string, number>>;
  /** The first and the last label among the bars read, epoch milliseconds UTC; infinite where there were none. */
  readonly from: number;
  readonly to: number;
  readonly seconds: number;
}

/** How many items of one call are held before they are stored. */
const most = 1_000_000;

/**
 * Takes bars, actions and observations into the store, from the first source of a chain that has them:
 *
 *     source ──► items ──► checks ──► what is new or differs ──► segments ──► manifest
 *        └─ fails: the next one ─┘        └──► faults: put aside, or (strict) everything is refused
 *
 * A source that says how many symbols may be asked for at once is asked for each symbol by itself, only for the dates
 * that were not fetched before, and up to the last closed bar; what is done is stored every few symbols, so that a kill
 * loses little and the next ingest goes on from there. Other sources are asked once for everything.
 *
 * A row that the store has already is not stored again, and one that differs becomes a newer row of a new segment; no
 * file is changed. A segment is written beside and renamed, then the manifest is replaced by an atomic rename, so a
 * kill at any moment leaves the old state or the new. Throws, with nothing written, where nothing at all could be had.
 */
export async function ingest(
  home: string,
  chain: Plugin<"source"> | readonly Plugin<"source">[],
  query: Query,
  effects: Effects,
  options: IngestOptions = {}
): Promise<Ingested> {
  const start = effects.now();
  const sources = "kind" in chain ? [chain] : chain;
  const dataset = `${options.name ?? sources[0].dataset ?? sources[0].name}/${query.timeframe}`;
  datasetFolder(home, dataset);
  if (query.from >= query.to)
    throw new Error(`invalid dates: from ${formatDate(query.from)} to ${formatDate(query.to)} holds no day`);
  const tally = new Tally();
  const keep = keeper(home, dataset, natureOf(sources), effects, options, tally);
  const failures = await askAll(sources, query.symbols, effects, tally, (source, symbols) => {
    const asked = {...query, ...(symbols && {symbols})};
    return source.concurrency === undefined
      ? askOnce(source, asked, effects, options, keep)
      : askEach({home, dataset, source, query: asked, effects, options, keep, tally});
  });
  const {faults, read, added, symbols} = tally;
  const quarantine = faults.length > 0 ? await writeFaults(home, dataset, faults) : undefined;
  if (tally.isEmpty) throw nothingCame(sources, failures, faults.length, quarantine);
  const manifest = await datasetManifest(home, dataset);
  const {version} = manifest;
  if (read === 0) {
    const [damaged] = await damagedFiles(home, dataset, manifest);
    if (damaged) throw notRestored(dataset, damaged.hash);
  }
  return {
    dataset,
    version,
    read,
    added: added.bars,
    unchanged: read - added.bars,
    actions: added.actions,
    observations: added.observations,
    quarantined: faults.length,
    ...(quarantine !== undefined && {quarantine}),
    symbols: symbols.size,
    skipped: tally.skipped,
    failures,
    sources: Object.fromEntries([...tally.sources].map(([name, given]) => [name, given.size])),
    from: tally.from,
    to: tally.to,
    seconds: (effects.now() - start) / 1000
  };
}

/** Asks one source after the other for what those before it failed to give, and answers with what none gave. */
async function askAll(
  sources: readonly Plugin<"source">[],
  symbols: readonly string[] | undefined,
  {log, signal}: Effects,
  tally: Tally,
  ask: (source: Plugin<"source">, symbols: readonly string[] | undefined) => Promise<ReadonlyMap<string, unknown>>
): Promise<Failure[]> {
  const reasons = new Map<string, string[]>();
  let left = symbols && [...new Set(symbols)];
  for (const [i, source] of sources.entries()) {
    const next = sources.at(i + 1);
    const trying = next ? `; trying ${next.name}` : "";
    try {
      const failed = await ask(source, left);
      for (const [symbol, error] of failed) {
        reasons.set(symbol, [...(reasons.get(symbol) ?? []), `${source.name}: ${messageOf(error)}`]);
        log(`${source.name} failed for ${symbol}: ${messageOf(error)}${trying}`);
      }
      left = [...failed.keys()];
      if (left.length === 0) break;
    } catch (error) {
      if (signal.aborted || (!next && (tally.isEmpty || !left))) throw error;
      log(`${source.name} failed: ${messageOf(error)}${trying}`);
      for (const symbol of left ?? [])
        reasons.set(symbol, [...(reasons.get(symbol) ?? []), `${source.name}: ${messageOf(error)}`]);
    }
  }
  return (left ?? []).sort().map((symbol) => ({symbol, reason: reasons.get(symbol)?.join("; ") ?? "unknown"}));
}

/** Asks a source for everything by one call. */
async function askOnce(
  source: Plugin<"source">,
  query: Query,
  effects: Effects,
  {strict}: IngestOptions,
  keep: Keep
): Promise<ReadonlyMap<string, unknown>> {
  const store = (part: Gathered) => keep(source, part, new Map(), effects.signal);
  const gathered = await gather(source, query, effects, strict ? Infinity : most, store);
  const {faults, absent} = gathered;
  if (strict && faults.length > 0) throw refusal(faults);
  if (strict && absent) throw absent;
  await store(gathered);
  return new Map(absent?.symbols.map((symbol) => [symbol, absent]));
}

/** Answers with what stores what a source gave, and counts it. */
function keeper(
  home: string,
  dataset: string,
  nature: Nature,
  effects: Effects,
  options: IngestOptions,
  tally: Tally
): Keep {
  return async (source, gathered, coverage, signal) => {
    const rows = rowsOf(gathered, {source: source.name, params: source.params});
    const after = async () => {
      if (coverage.size > 0) await addCoverage(home, dataset, coverage);
    };
    const filled = rows.filter(({columns}) => columns.t.length > 0);
    const {patience} = options;
    const isFaulty = filled.every(({table}) => table === "faults");
    if (isFaulty && (filled.length === 0 || !(await findManifest(home, dataset)))) {
      tally.add(source.name, gathered, {bars: 0, actions: 0, observations: 0, faults: 0});
      if (await findManifest(home, dataset)) await withLock(home, dataset, after, {signal, patience});
      return;
    }
    const {added} = await commit(home, dataset, nature, filled, {...effects, signal, patience, after});
    tally.add(source.name, gathered, added);
  };
}

/** What is so of every source of a chain. */
function natureOf(sources: readonly Plugin<"source">[]): Nature {
  const [{synthetic = false, calendar = "XNYS"}] = sources;
  for (const other of sources) {
    if ((other.synthetic ?? false) !== synthetic)
      throw new Error(`invalid sources: ${sources.map(({name}) => name).join(", ")} mix real and made-up prices`);
    if ((other.calendar ?? "XNYS") !== calendar)
      throw new Error(`invalid sources: ${sources.map(({name}) => name).join(", ")} have different calendars`);
  }
  return {synthetic, calendar};
}

function nothingCame(
  sources: readonly Plugin<"source">[],
  failures: readonly Failure[],
  faults: number,
  quarantine: string | undefined
): Error {
  const [first] = failures;
  if (failures.length === 1) return new Error(first.reason.replace(`${sources[0].name}: `, ""));
  const who = sources.map(({name}) => name).join(", ");
  if (first) return new Error(`missing bars: all ${failures.length} symbols failed; ${first.symbol}: ${first.reason}`);
  const why = faults > 0 ? `; ${faults} rows are no bars and lie in ${quarantine}` : "";
  return new Error(`missing bars: ${who} has none of what was asked for${why}`);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
