import type {Market} from "../backtest/backtest.js";
import {joinClosed, joinObservations} from "../base/as-of.js";
import {calendar} from "../base/calendar.js";
import type {Panel} from "../base/panel.js";
import {field, withField} from "../base/panel.js";
import {parseDate} from "../base/timeframe.js";
import type {Request} from "../store/reading/load.js";
import {cachedPanel} from "./kept/panel-cache.js";
import {loadActions} from "../store/reading/actions.js";
import type {Tenure} from "../store/reading/identity.js";
import {loadCompanies, loadObservations, loadPanel} from "../store/reading/load.js";
import type {Manifest} from "../store/disk/manifest.js";
import {datasetManifest} from "../store/disk/manifest.js";
import type {Spell, Universe} from "../store/universe.js";
import {membership, membersIn, readUniverse} from "../store/universe.js";
import type {Data} from "./experiment.js";
import type {RunRecord} from "./record.js";

/** The prices that an experiment asks for, and what stands beside them. */
export interface MarketData {
  readonly panel: Panel;
  readonly beside: Market;
}

/** What an experiment's data is taken from, each in one version. */
export interface Origins {
  readonly manifest: Manifest;
  readonly series: readonly {
    readonly dataset: string;
    readonly names?: readonly string[];
    readonly manifest: Manifest;
  }[];
  readonly universe?: Universe;
}

/** Finds what an experiment's data is to be taken from, now or as recorded. Throws where it is not there. */
export async function findOrigins(
  home: string,
  {dataset, series = [], universe}: Data,
  recorded?: Pick<RunRecord["lineage"], "data" | "universe">
): Promise<Origins> {
  const find = (name: string) =>
    datasetManifest(home, name, recorded?.data.find((each) => each.dataset === name)?.version);
  const manifest = await find(dataset);
  const beside = series.map(async (each) => ({...each, manifest: await find(each.dataset)}));
  const version = recorded?.universe?.version;
  const named = universe === undefined ? {} : {universe: await readUniverse(home, universe, {version})};
  return {manifest, series: await Promise.all(beside), ...named};
}

/** The version of everything that an experiment's data is taken from, by name. */
export function versionsOf({dataset}: Data, {manifest, series, universe}: Origins): Record<string, string> {
  return {
    [dataset]: manifest.version,
    ...Object.fromEntries(series.map((each) => [each.dataset, each.manifest.version])),
    ...(universe && {[`universe ${universe.name}`]: universe.version})
  };
}

/**
 * Loads an experiment's panel and benchmark from the store, as they were in the versions found, and what befell the panel's
 * symbols that its prices do not have, in its units. A benchmark has its dividends in it, however the panel is adjusted; on
 * a day on which it has no bar it stands where it stood before.
 *
 * @param code the identity of the code, under which panels are kept to be read again; they are not where it is left out
 */
export async function loadMarket(
  home: string,
  data: Data,
  origins: Origins,
  {log = () => {}, code}: {readonly log?: (message: string) => void; readonly code?: string} = {}
): Promise<MarketData> {
  const {dataset, from, to, benchmark, adjust, longer = [], timeframe = origins.manifest.timeframe} = data;
  const market = calendar(origins.manifest.calendar ?? "XNYS");
  const asOf = data.asOf === undefined ? {} : {asOf: parseDate(data.asOf)};
  const span = {
    ...(from !== undefined && {from: parseDate(from)}),
    ...(to !== undefined && {to: parseDate(to)})
  };
  if (span.from !== undefined && span.to !== undefined && span.from >= span.to)
    throw new Error(`invalid dates: from ${from} to ${to} holds no day`);
  const {version} = origins.manifest;
  const companies = origins.universe && (await loadCompanies(home, {dataset, version, ...asOf}));
  const universe = companies && ofCompanies(origins.universe!, companies.tenures);
  const symbols = universe ? membersOf(data, universe, companies.symbols, span, log) : data.symbols;
  const fields = ["open", "high", "low", "close", "volume"] as const;
  const load = (wanted: Request) =>
    code === undefined ? loadPanel(home, wanted) : cachedPanel(home, {...wanted, version}, code);
  const request: Request = {dataset, version, ...span, ...asOf, fields, timeframe, ...(adjust && {adjust})};
  let panel = await load({...request, ...(symbols && {symbols})});
  if (universe) panel = withField(panel, "member", membership(universe, panel.times, panel.symbols));
  for (const length of longer) {
    const higher = await load({...request, symbols: panel.symbols, timeframe: length});
    panel = joinClosed(panel, timeframe, higher, length, market);
  }
  for (const {dataset, names, manifest} of origins.series) {
    const observations = await loadObservations(home, {dataset, version: manifest.version, ...asOf}, names);
    const there = new Set(observations.map(({series}) => series));
    const missing = (names ?? []).filter((name) => !there.has(name));
    if (there.size === 0 || missing.length > 0)
      throw new Error(`missing series: ${dataset} has no values${names ? ` of ${missing.join(", ")}` : ""}`);
    panel = joinObservations(panel, timeframe, market, observations, names ? {series: names} : {});
  }
  const actions = await loadActions(home, request, panel);
  const beside = {periods: market.barsPerYear(timeframe), calendar: market.name, ...(actions.length > 0 && {actions})};
  if (benchmark === undefined) return {panel, beside};
  if (benchmark === "equal-weight") {
    const isTotal = !actions.some(({action}) => action === "split" || action === "dividend");
    const {symbols} = panel;
    const total = isTotal ? panel : await load({...request, symbols, fields: ["close"], adjust: "all"});
    return {panel, beside: {...beside, benchmark: equalWeight(total)}};
  }
  const other = await load({...request, symbols: [benchmark], fields: ["close"], adjust: "all"});
  return {panel, beside: {...beside, benchmark: carried(panel.times, other.times, other.fields.close)}};
}

/** A series on other times: on each its latest value by then, `NaN` before its first. */
function carried(times: Float64Array, known: Float64Array, values: Float64Array): Float64Array {
  let next = 0;
  let last = NaN;
  return times.map((t) => {
    for (; next < known.length && known[next] <= t; ++next) if (!Number.isNaN(values[next])) last = values[next];
    return last;
  });
}

/**
 * A universe whose members are companies, as panels name them: each spell of a ticker is that of the company that had it
 * then. So a member stays one through a rename, and a ticker that is used again makes no member of its earlier owner.
 */
function ofCompanies(universe: Universe, tenures: readonly Tenure[]): Universe {
  const owners = new Map<string, Tenure[]>();
  for (const tenure of tenures.toSorted((a, b) => a.from - b.from))
    owners.set(tenure.ticker, [...(owners.get(tenure.ticker) ?? []), tenure]);
  const spells = universe.spells.flatMap((spell) => {
    const parts: Spell[] = [];
    let from = spell.from;
    for (const owner of owners.get(spell.symbol) ?? []) {
      if (owner.to <= from || owner.from >= spell.to) continue;
      if (from < owner.from) parts.push({...spell, from, to: owner.from});
      const to = Math.min(spell.to, owner.to);
      parts.push({symbol: owner.symbol, from: Math.max(from, owner.from), to});
      from = to;
    }
    return from < spell.to ? [...parts, {...spell, from}] : parts;
  });
  return {...universe, spells};
}

/** All that were ever in the universe and have bars; who has none is told. */
function membersOf(
  {dataset, symbols}: Data,
  universe: Universe,
  present: readonly string[],
  {from = -Infinity, to = Infinity}: {readonly from?: number; readonly to?: number},
  log: (message: string) => void
): readonly string[] {
  if (symbols) throw new Error("invalid symbols: an experiment names symbols or a universe, not both");
  const held = new Set(present);
  const members = membersIn(universe, from, to);
  const missing = members.filter((symbol) => !held.has(symbol));
  if (missing.length > 0)
    log(
      `${universe.name}: ${dataset} has no bars of ${missing.length} of ${members.length} members: ${missing.join(", ")}`
    );
  if (universe.biased) log(`${universe.name} is a plain list: what is found in it is biased towards survivors`);
  return members.filter((symbol) => held.has(symbol));
}

/**
 * The level of a portfolio that holds all symbols in equal parts, rebalanced every row without cost: from 100, each
 * row's mean of close / close before − 1 over the symbols that have both.
 */
export function equalWeight(panel: Panel): Float64Array {
  const close = field(panel, "close");
  const n = panel.symbols.length;
  let level = 100;
  return Float64Array.from(panel.times, (_, i) => {
    let sum = 0;
    let count = 0;
    for (let cell = i * n; i > 0 && cell < (i + 1) * n; ++cell) {
      const change = close[cell] / close[cell - n] - 1;
      if (Number.isNaN(change)) continue;
      sum += change;
      ++count;
    }
    if (count > 0) level *= 1 + sum / count;
    return level;
  });
}
