import {mkdir, readFile} from "node:fs/promises";
import {join} from "node:path";
import writeFileAtomic from "write-file-atomic";
import {z} from "zod";
import type {Column, Panel} from "../../base/panel.js";
import {field, rows} from "../../base/panel.js";
import {formatDate, parseDate} from "../../base/timeframe.js";
import {addFeatures} from "../../pipeline/pipeline.js";
import {revivePlan} from "../../pipeline/plan.js";
import type {Effects} from "../context.js";
import type {Experiment, ExperimentSpec} from "../experiment.js";
import {toSpec} from "../experiment.js";
import {codeOf, sha256} from "../lineage.js";
import type {Origins} from "../market.js";
import {findOrigins, loadMarket, versionsOf} from "../market.js";
import {bytesOf, readPanel} from "./panel-file.js";
import {lookupFor, pluginFile} from "../registry.js";

const stored = z.object({
  name: z.string(),
  plugin: z.string(),
  params: z.unknown(),
  lookback: z.number(),
  /** How much rows before the lookback may change a value, as a part of the largest. */
  tolerance: z.number(),
  /** The largest absolute value. */
  largest: z.number(),
  /** The key of the file that its column is in. */
  key: z.string()
});

const shape = z.object({
  id: z.string(),
  experiment: z.string(),
  timeframe: z.string(),
  symbols: z.array(z.string()),
  /** The first and the last row, ISO dates. */
  from: z.string(),
  to: z.string(),
  rows: z.number(),
  /** The version of each dataset, by name. */
  versions: z.record(z.string(), z.string()),
  code: z.string(),
  features: z.array(stored)
});

/** A set of features of a market, as it is kept: what they are, what they were made of, and where their values are. */
export type FeatureSet = z.infer<typeof shape>;

/** A feature set and its panel: the features' columns alone. */
export interface KeptFeatures {
  readonly set: FeatureSet;
  readonly panel: Panel;
  /** How many columns were there already. */
  readonly found: number;
}

/**
 * The features of an experiment, from where they are kept or else computed and kept. A column is kept under a hash of
 * the market's data and its versions, of the plugin with its options, and of the code: whatever changes one of these is
 * another column, and what two experiments share is there once.
 *
 *     features/columns/<key>    the values of one feature, T × N
 *     features/sets/<id>.json   which columns make a set, of which symbols, timeframe and versions
 *
 * Each is written beside its place and renamed. A column that was changed on the disk is computed anew.
 */
export async function keepFeatures(
  experiment: Experiment | ExperimentSpec,
  home: string,
  effects: Effects
): Promise<KeptFeatures> {
  const {spec, plan, origins, market, code} = await open(experiment, home, effects);
  const names = Object.keys(plan.features);
  const versions = versionsOf(spec.data, origins);
  const folder = join(home, "features");
  await mkdir(join(folder, "columns"), {recursive: true});
  await mkdir(join(folder, "sets"), {recursive: true});
  const keys = new Map<string, string>();
  for (const name of names) {
    const {kind, name: plugin, params} = plan.features[name];
    const own = code.files[await pluginFile(kind, plugin)];
    keys.set(name, sha256(JSON.stringify([spec.data, versions, plugin, params, own, code.files.core, code.lockfile])));
  }
  const columns = new Map<string, Column>();
  for (const name of names) {
    const kept = await readPanel(join(folder, "columns", keys.get(name)!)).catch(() => null);
    if (kept) columns.set(name, kept.fields.value);
  }
  const found = columns.size;
  const missing = names.filter((name) => !columns.has(name));
  const computed = addFeatures(market, {
    features: Object.fromEntries(missing.map((name) => [name, plan.features[name]]))
  });
  for (const [done, name] of missing.entries()) {
    effects.signal.throwIfAborted();
    const value = field(computed, name);
    columns.set(name, value);
    const one = {times: market.times, symbols: market.symbols, fields: {value}};
    await writeFileAtomic(join(folder, "columns", keys.get(name)!), bytesOf(one), {fsync: false});
    effects.progress(done + 1, missing.length, "features");
  }
  const features = names.map((name) => {
    const {name: plugin, params, lookback, tolerance = 0} = plan.features[name];
    const largest = columns
      .get(name)!
      .reduce((most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most), 0);
    return {
      name,
      plugin,
      params: JSON.parse(JSON.stringify(params)) as unknown,
      lookback,
      tolerance,
      largest,
      key: keys.get(name)!
    };
  });
  const {times, symbols} = market;
  const set: FeatureSet = {
    id: sha256(JSON.stringify(features.map(({name, key}) => [name, key]))).slice(0, 12),
    experiment: spec.name,
    timeframe: spec.data.timeframe ?? origins.manifest.timeframe,
    symbols: [...symbols],
    from: formatDate(times[0]),
    to: formatDate(times[times.length - 1]),
    rows: times.length,
    versions,
    code: code.hash,
    features
  };
  await writeFileAtomic(join(folder, "sets", `${set.id}.json`), `${JSON.stringify(set, null, 2)}\n`);
  return {set, panel: {times, symbols, fields: Object.fromEntries(columns)}, found};
}

/** Reads a kept set by its id. Throws where there is none. */
export async function readFeatureSet(home: string, id: string): Promise<FeatureSet> {
  const text = await readFile(join(home, "features", "sets", `${id}.json`), "utf8").catch(() => null);
  if (text === null) throw new Error(`unknown feature set: ${id}; npx tapebook features <experiment> makes one`);
  return shape.parse(JSON.parse(text));
}

/** What was known of a feature at a time, as it is kept, and as it comes out of its lookback alone. */
export interface KnownValue {
  readonly symbol: string;
  readonly feature: string;
  readonly kept: number;
  readonly live: number;
  /** Whether the two are one, or as near as the feature says. */
  readonly same: boolean;
}

/** What was known at a time: the row, and each symbol's features. */
export interface KnownFeatures {
  /** The label of the last row by then. */
  readonly t: number;
  readonly values: readonly KnownValue[];
}

/**
 * The features that were known at the end of a day, offline and online: as kept, and computed from a market that is
 * loaded up to that day alone, of each feature's lookback. Throws where no bar is that old.
 */
export async function knownFeatures(
  experiment: Experiment | ExperimentSpec,
  on: number,
  home: string,
  effects: Effects
): Promise<KnownFeatures> {
  const {panel, set} = await keepFeatures(experiment, home, effects);
  const end = on + 864e5;
  let row = panel.times.length - 1;
  while (row >= 0 && panel.times[row] >= end) --row;
  if (row < 0) throw new Error(`invalid day: ${formatDate(on)} is before ${set.from}, the first bar's`);
  const spec = toSpec(experiment as Experiment);
  const until = formatDate(end);
  const to = spec.data.to !== undefined && parseDate(spec.data.to) < end ? spec.data.to : until;
  const {plan, market} = await open({...spec, data: {...spec.data, to}}, home, effects);
  const n = panel.symbols.length;
  const places = panel.symbols.map((symbol) => market.symbols.indexOf(symbol));
  const values = Object.entries(plan.features).flatMap(([name, feature]) => {
    const last = market.times.length - 1;
    const part = rows(market, Math.max(0, last - feature.lookback), last + 1);
    const live = field(addFeatures(part, {features: {[name]: feature}}), name).subarray(-market.symbols.length);
    const {tolerance, largest} = set.features.find((each) => each.name === name)!;
    return panel.symbols.map((symbol, s): KnownValue => {
      const [kept, now] = [panel.fields[name][row * n + s], places[s] < 0 ? NaN : live[places[s]]];
      return {
        symbol,
        feature: name,
        kept,
        live: now,
        same: Object.is(kept, now) || Math.abs(kept - now) <= tolerance * largest
      };
    });
  });
  return {t: panel.times[row], values};
}

async function open(experiment: Experiment | ExperimentSpec, home: string, {log}: Pick<Effects, "log">) {
  const spec = toSpec(experiment as Experiment);
  const plan = revivePlan(spec, await lookupFor(spec));
  if (Object.keys(plan.features).length === 0) throw new Error(`missing features: ${spec.name} has none`);
  const origins: Origins = await findOrigins(home, spec.data);
  const code = await codeOf(spec);
  const {panel: market} = await loadMarket(home, spec.data, origins, {log, code: code.hash});
  return {spec, plan, origins, market, code};
}
