import type {Panel} from "../base/panel.js";
import {field} from "../base/panel.js";
import {pause} from "../base/pause.js";
import type {HorizonRows, Prepared} from "../evaluate/signals/analysis.js";
import {horizonRows, prepareSignal} from "../evaluate/signals/analysis.js";
import type {DecayPoint, SignalFigures} from "../evaluate/signals/evaluation.js";
import {decay, signalFiguresOf} from "../evaluate/signals/evaluation.js";
import type {SignalOptions} from "../evaluate/signals/signal-data.js";
import {addFeatures} from "../pipeline/pipeline.js";
import {revivePlan} from "../pipeline/plan.js";
import type {Effects} from "./context.js";
import type {Data, ExperimentSpec} from "./experiment.js";
import {toSpec} from "./experiment.js";
import {findExperiments} from "./experiments.js";
import {countTrials, readTrials} from "./ledger.js";
import {sha256} from "./lineage.js";
import type {MarketData, Origins} from "./market.js";
import {findOrigins, loadMarket, versionsOf} from "./market.js";
import type {RunRecord} from "./record.js";
import {lookupFor} from "./registry.js";
import {readArtefacts} from "./run-folder.js";
import {latestRecords, listRecords, readRun} from "./runs.js";
import {readGroups, readSignal} from "./signal-file.js";
import {counted} from "./sweep/counted.js";

export type {CoefficientFigures, HorizonFigures} from "../evaluate/signals/figures.js";

/** What is to be evaluated. */
export interface EvaluationRequest {
  /** A run's id or its start, an experiment, or a CSV or Parquet file of a signal. */
  readonly of: string;
  /** A feature of the run's experiment, in place of its signal. */
  readonly feature?: string;
  /** The dataset whose prices a file's signal is held against. */
  readonly dataset?: string;
  /** A field or a feature that says each name's group, or a file of symbols and groups. */
  readonly groups?: string;
  readonly options: SignalOptions;
  /** Of the bootstrap. */
  readonly seed?: number;
}

/** An evaluated signal. */
export interface Evaluated {
  /** What it is: `signal of 04-trading-signals`, `rsi of …`, or a file. */
  readonly title: string;
  /** The run it is taken from; null where it is from none. */
  readonly run: string | null;
  readonly dataset: string;
  /** Whether the prices are made up. */
  readonly synthetic: boolean;
  readonly symbols: number;
  readonly figures: SignalFigures;
  /** How the coefficient fades with the horizon. */
  readonly decay: readonly DecayPoint[];
  /** What each group's number stands for; none where numbers are all there is. */
  readonly groupNames: readonly string[];
  /** How often its like was looked at, this time counted; null of a run's own signal, which its run has counted. */
  readonly trials: number | null;
  /** What a reader should know of how it was made. */
  readonly notes: readonly string[];
}

/** Horizons at which the decay of a signal is drawn, of those that its rows allow. */
export const decayHorizons = [1, 2, 3, 5, 7, 10, 15, 21, 31, 42, 63] as const;

interface Found {
  readonly title: string;
  readonly record: RunRecord | null;
  readonly spec: ExperimentSpec | null;
  readonly data: Data;
  /** The signal, once the panel with its features is there. */
  read(panel: Panel): Promise<{readonly signal: Float64Array; readonly notes: readonly string[]}>;
}

/**
 * Holds a signal against the returns that followed it: that of a run, a feature of its experiment, or a file of the user's
 * own. Prices are closes of the very version that the run used, else of the newest. A feature or a file that is looked at
 * counts as a trial, once, a file by what it holds: choosing the best of many is a search. Throws, and counts nothing,
 * where run, experiment, feature, group or file is unknown, or an option invalid.
 */
export async function evaluate(request: EvaluationRequest, home: string, effects: Effects): Promise<Evaluated> {
  const found = await find(request, home);
  const {data, record, spec} = found;
  const origins = await findOrigins(home, data, record?.lineage);
  const market = await loadMarket(home, data, origins, {log: effects.log});
  effects.signal.throwIfAborted();
  const about = aboutOf(record, data, origins, market);
  const ready = await readied(request, found, market);
  const work = async () => evaluated(request, ready, market, effects);
  if (record && request.feature === undefined) return {...about, ...(await work()), trials: null};
  const {feature = null, options, groups = null} = request;
  const by = groups !== null && isFile(groups) ? digestOf(ready.prepared.data.group!) : groups;
  const what = [spec ?? digestOf(ready.prepared.data.signal), feature, options, by, versionsOf(data, origins)];
  const [done, trials] = await looked(home, effects, {experiment: spec?.name ?? "evaluate", what, variants: 1}, work);
  return {...about, ...done, trials};
}

/** What a column holds, whatever the file that it was read from is called. */
const digestOf = (column: Float64Array) => sha256(Buffer.from(column.buffer, column.byteOffset, column.byteLength));

/** What was looked at: where it is from, and what it is held against. */
export function aboutOf(
  record: RunRecord | null,
  {dataset}: Data,
  {manifest}: Origins,
  {panel}: MarketData
): Pick<Evaluated, "run" | "dataset" | "synthetic" | "symbols"> {
  return {run: record?.id ?? null, dataset, synthetic: manifest.synthetic, symbols: panel.symbols.length};
}

/**
 * Looks at something that no run was counted for: it enters the ledger the first time. Answers with what came of it and with
 * how often the like was looked at, this time counted.
 */
export async function looked<T>(
  home: string,
  effects: Effects,
  {experiment, what, variants}: {readonly experiment: string; readonly what: unknown; readonly variants: number},
  work: () => Promise<T>
): Promise<readonly [found: T, trials: number]> {
  const run = sha256(JSON.stringify(what)).slice(0, 12);
  const known = (await readTrials(home)).some((trial) => trial.run === run && trial.event === "done");
  const found = known ? await work() : await counted(home, effects, {experiment, run, variants}, work);
  return [found, countTrials(await readTrials(home), experiment)];
}

async function find({of, feature, dataset}: EvaluationRequest, home: string): Promise<Found> {
  if (/\.(csv|csv\.gz|parquet)$/i.test(of)) {
    if (dataset === undefined) throw new Error(`missing dataset: name the prices that ${of} is held against`);
    if (feature !== undefined) throw new Error(`invalid feature: ${feature}; a file has its signal alone`);
    const read = async (panel: Panel) => {
      const {column, values, outside} = await readSignal(of, panel);
      const lost = `${outside} of ${values} values are at times or of symbols that ${dataset} does not have`;
      return {signal: column, notes: outside > 0 ? [lost] : []};
    };
    return {title: of, record: null, spec: null, data: {dataset}, read};
  }
  if (dataset !== undefined)
    throw new Error(`invalid dataset: ${dataset}; a run has its own, and a file's signal needs one`);
  const record = await recordOf(of, home, feature !== undefined);
  const spec = record?.spec ?? toSpec((await findExperiments(of))[0]);
  if (feature !== undefined) {
    const read = async (panel: Panel) => ({signal: named("feature", feature, panel), notes: []});
    return {title: `${feature} of ${spec.name}`, record, spec, data: spec.data, read};
  }
  if (!record!.hashes.signal)
    throw new Error(`missing signal: ${spec.name} learned none; name one of its features with --feature`);
  const read = async () => {
    const {signals} = await readArtefacts(home, record!);
    return {signal: signals!.signal, notes: []};
  };
  return {title: `signal of ${spec.name}`, record, spec, data: spec.data, read};
}

/** The run that a text means: by its id, or the newest of an experiment; null where an experiment without a run will do. */
export async function recordOf(of: string, home: string, unmade: boolean): Promise<RunRecord | null> {
  if ((await listRecords(home)).some(({id}) => of !== "" && id.startsWith(of))) return readRun(home, of);
  const experiments = await findExperiments(of).catch(() => null);
  if (!experiments) return readRun(home, of);
  if (experiments.length > 1)
    throw new Error(`invalid run: ${of} means ${experiments.map(({name}) => name).join(", ")}; name one`);
  const record = (await latestRecords(home)).find(({experiment}) => experiment === experiments[0].name) ?? null;
  if (!record && !unmade)
    throw new Error(`missing run: ${experiments[0].name} was not run; npx tapebook run ${experiments[0].name}`);
  return record;
}

function named(what: string, name: string, panel: Panel): Float64Array {
  if (!Object.hasOwn(panel.fields, name))
    throw new Error(`unknown ${what}: ${name}; there are ${Object.keys(panel.fields).join(", ")}`);
  return field(panel, name);
}

/** What is evaluated, when all that was named has been found. */
interface Ready {
  readonly title: string;
  readonly prepared: Prepared;
  readonly groupNames: readonly string[];
  readonly notes: readonly string[];
}

/** Finds signal and groups. Throws where one is unknown or an option invalid: nothing was looked at then. */
async function readied(
  {feature, groups, options}: EvaluationRequest,
  {title, spec, read}: Found,
  {panel: market}: MarketData
): Promise<Ready> {
  const wanted = feature !== undefined || (groups !== undefined && !isFile(groups));
  const panel = spec && wanted ? addFeatures(market, revivePlan(spec, await lookupFor(spec))) : market;
  const {signal, notes} = await read(panel);
  const grouping = groups === undefined ? null : await groupsFor(groups, panel);
  const {times, symbols} = panel;
  const data = {times, symbols, signal, price: field(panel, "close"), ...(grouping && {group: grouping.group})};
  return {title, prepared: prepareSignal(data, options), groupNames: grouping?.names ?? [], notes};
}

async function evaluated(
  {seed = 1}: EvaluationRequest,
  {title, prepared, groupNames, notes}: Ready,
  {beside}: MarketData,
  {progress, signal: stop}: Effects
): Promise<Pick<Evaluated, "title" | "figures" | "decay" | "groupNames" | "notes">> {
  const {horizons} = prepared.options;
  const steps = horizons.length + decayHorizons.length;
  const rows: HorizonRows[] = [];
  const points: DecayPoint[] = [];
  const step = async () => {
    progress(rows.length + points.length, steps);
    await pause();
    stop.throwIfAborted();
  };
  await step();
  for (const i of horizons.keys()) {
    rows.push(horizonRows(prepared, i));
    await step();
  }
  for (const horizon of decayHorizons) {
    points.push(...decay(prepared, [horizon]));
    await step();
  }
  const figures = signalFiguresOf(prepared, rows, {periods: beside.periods, seed});
  return {title, figures, decay: points, groupNames, notes: [...notes, ...caveats(figures)]};
}

const isFile = (groups: string) => /\.(csv|csv\.gz|parquet)$/i.test(groups);

async function groupsFor(groups: string, panel: Panel) {
  if (!isFile(groups)) return {group: named("group", groups, panel), names: []};
  const {group, names} = await readGroups(groups, panel.symbols);
  return {group: Float64Array.from(field(panel, "close"), (_, cell) => group[cell % group.length]), names};
}

function caveats({across, delay, names}: SignalFigures): readonly string[] {
  const own = `${names} ${names === 1 ? "name" : "names"}: it is ranked among its own past and future, and quantiles are known in hindsight`;
  return [
    ...(across ? [] : [own]),
    ...(delay === 0 ? ["returns begin at the signal's own close, at which nobody who waits for it can trade"] : [])
  ];
}
