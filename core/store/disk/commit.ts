import {rm} from "node:fs/promises";
import {isDeepStrictEqual} from "node:util";
import type {CalendarName} from "../../base/calendar.js";
import {lastIntactManifest, removeLeftovers} from "./history.js";
import {withLock} from "./lock.js";
import type {Content, Manifest, Segment} from "./manifest.js";
import {contentOf, findManifest, segmentFile, writeManifest} from "./manifest.js";
import {mergeMany} from "./merge.js";
import {damagedFiles} from "./segments.js";
import type {Table} from "./tables.js";
import type {Rows} from "./write.js";
import {writeSegment} from "./write.js";
import type {Unit} from "./units.js";
import {unitsOf} from "./units.js";

/** What a commit touches beside the store. */
export interface CommitEffects {
  log(message: string): void;
  /** Epoch milliseconds. */
  now(): number;
  readonly signal: AbortSignal;
  /** For how many milliseconds to wait for another writer of the dataset; a minute where left out. */
  readonly patience?: number;
  /** Done under the same lock, once the rows are stored. */
  after?(): Promise<void>;
}

/** What is said of a dataset when it is made, and must be so ever after. */
export interface Nature {
  readonly synthetic: boolean;
  readonly calendar: CalendarName;
}

/** What a commit left behind. */
export interface Committed {
  readonly manifest: Manifest;
  /** Rows that were new or differed, by table. */
  readonly added: Readonly<Record<Table, number>>;
}

/** Who amends rows by hand or rule; a source's own rows are compared with what sources said, not with amendments. */
export const amender = "amendment";

/**
 * Puts rows into a dataset, all or none of them, under the writers' lock: those that it has already are not stored again,
 * and those that differ become newer rows. A damaged file is restored where the rows are its own. Throws, with nothing
 * written, where other files are damaged, where the dataset is of another nature, or where another process holds the
 * lock for too long.
 */
export async function commit(
  home: string,
  dataset: string,
  nature: Nature,
  rows: readonly Rows[],
  effects: CommitEffects
): Promise<Committed> {
  return withLock(
    home,
    dataset,
    async () => {
      await removeLeftovers(home, dataset);
      const before = await currentManifest(home, dataset, effects);
      if (before) checkNature(dataset, before, nature, rows);
      const committed = await store(home, dataset, nature, before, rows, effects);
      await effects.after?.();
      return committed;
    },
    effects
  );
}

async function store(
  home: string,
  dataset: string,
  {synthetic, calendar}: Nature,
  before: Manifest | null,
  rows: readonly Rows[],
  effects: CommitEffects
): Promise<Committed> {
  const damaged = before ? await damagedFiles(home, dataset, before) : [];
  const isDamaged = new Set(damaged.map(({hash}) => hash));
  const fresh: Segment[] = [];
  const restored: string[] = [];
  const ingested = timeOf(before, effects);
  for (const each of rows) {
    const units = before ? unitsOf(before, each.table) : [];
    const amends = each.origin?.source === amender;
    const write = () => {
      const held = before && {manifest: before, units: intactUnits(before, units, isDamaged, amends)};
      return writeSegment(home, dataset, each, held, ingested);
    };
    let segment = await write();
    if (segment && isDamaged.delete(segment.hash)) {
      restored.push(segment.hash);
      segment = await write(); // It may be a correction as well, taken back.
    }
    if (segment) fresh.push(segment);
  }
  effects.signal.throwIfAborted();
  const lost = damaged.filter(({hash}) => isDamaged.has(hash));
  if (lost.length > 0) {
    const known = new Set(before?.segments.map(({hash}) => hash));
    for (const {hash} of fresh) if (!known.has(hash)) await rm(segmentFile(home, dataset, hash), {force: true});
    throw notRestored(dataset, lost[0].hash);
  }
  for (const hash of restored) effects.log(`restored segment ${hash.slice(0, 12)} of ${dataset}`);
  const added = {bars: 0, actions: 0, observations: 0, faults: 0};
  for (const {table = "bars", rows: count} of fresh) added[table] += count;
  if (before && fresh.length === 0) return {manifest: before, added};
  const [source, timeframe] = dataset.split("/");
  const content: Content = {
    ...contentOf(before ?? {source, timeframe: timeframe as Content["timeframe"], synthetic, segments: []}),
    segments: [...(before?.segments ?? []), ...fresh],
    ...(!before && calendar !== "XNYS" && {calendar})
  };
  const manifest = await mergeMany(home, dataset, await writeManifest(home, dataset, content));
  return {manifest, added};
}

/**
 * When rows are written. Never before those that were written last, so that a clock that was put back does not say of
 * them that they were known before they were.
 */
function timeOf(before: Manifest | null, {now, log}: CommitEffects): number {
  const clock = now();
  const last = before?.segments.reduce((latest, {ingested}) => Math.max(latest, ingested), -Infinity) ?? -Infinity;
  if (clock >= last) return clock;
  log(
    `the clock stands at ${new Date(clock).toISOString()}, before the last ingest; its time is taken for this one too, ` +
      new Date(last).toISOString()
  );
  return last;
}

/** The error that says that a file was damaged, and what was given does not restore it. */
export function notRestored(dataset: string, hash: string): Error {
  return new Error(
    `invalid segment: ${dataset}/${hash.slice(0, 12)} was changed, cut off or removed after it was written, and ` +
      `these bars do not restore it; tapebook data --repair sets it aside, and a new ingest fetches what it held`
  );
}

/** The units whose files are intact; what was amended is left out unless an amendment is to be compared. */
function intactUnits(
  manifest: Manifest,
  units: readonly Unit[],
  damaged: ReadonlySet<string>,
  amends: boolean
): Unit[] {
  const given = (place: number) => amends || manifest.segments[place].origin?.source !== amender;
  return units.flatMap((unit) => {
    if (damaged.has(unit.hash)) return [];
    if (unit.parts === undefined) return given(unit.place) ? [unit] : [];
    const inside = manifest.segments.map((_, place) => place).filter((place) => place <= unit.place);
    return inside.every(given) ? [unit] : [{...unit, parts: inside.filter(given)}];
  });
}

function checkNature(dataset: string, before: Manifest, {synthetic, calendar}: Nature, rows: readonly Rows[]): void {
  const other = (what: string) =>
    new Error(`invalid dataset: ${dataset} holds ${what}; name another dataset for this with --dataset`);
  if (before.synthetic !== synthetic) throw other(before.synthetic ? "made-up prices" : "real prices");
  if ((before.calendar ?? "XNYS") !== calendar) throw other(`bars of the calendar ${before.calendar ?? "XNYS"}`);
  if (!synthetic) return;
  const held = before.segments.find(({origin}) => origin && origin.source !== amender)?.origin;
  for (const {origin} of rows) {
    if (!held || !origin || origin.source === amender || isDeepStrictEqual(held, origin)) continue;
    throw other(`${held.source} data made with ${JSON.stringify(held.params)}`);
  }
}

/**
 * The current manifest or, where it was damaged, the newest one that was not; also where it is gone and all files of the
 * newest one are there. The lock must be held.
 */
export async function currentManifest(home: string, dataset: string, {log}: CommitEffects): Promise<Manifest | null> {
  let damage: unknown = null;
  try {
    const found = await findManifest(home, dataset);
    if (found) return found;
  } catch (error) {
    damage = error;
  }
  const last = await lastIntactManifest(home, dataset);
  const isWhole = last && (damage !== null || (await damagedFiles(home, dataset, last)).length === 0);
  if (isWhole) {
    log(`restored the manifest of ${dataset} from its history`);
    return writeManifest(home, dataset, contentOf(last));
  }
  if (damage !== null) throw damage as Error;
  return null;
}
