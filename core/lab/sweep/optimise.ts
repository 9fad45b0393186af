import {mkdir} from "node:fs/promises";
import {availableParallelism} from "node:os";
import {join} from "node:path";
import writeFileAtomic from "write-file-atomic";
import {formatDate} from "../../base/timeframe.js";
import {mean} from "../../base/stats.js";
import {firstRow} from "../../pipeline/pipeline.js";
import type {Effects} from "../context.js";
import type {ExperimentSpec} from "../experiment.js";
import {countTrials} from "../ledger.js";
import {codeOf, sha256} from "../lineage.js";
import {counted} from "./counted.js";
import type {Axis} from "./grid.js";
import {planFrom} from "./plans.js";
import type {Ground, Workers} from "./pool.js";
import {divide, eachOf, groundsFor, readJson, removeParts, withWorkers, withoutNaN} from "./pool.js";
import type {Candidate} from "./variants.js";
import {candidatesOf, grouped, planOf, runsOf, sharedPart} from "./variants.js";
import type {Choices, Forward, Trials} from "./walk.js";
import type {Candidature, Walk, Window} from "./windows.js";
import {bestOf, checkWalk, windowsOf} from "./windows.js";

/** How is chosen, and by what. */
export interface Question extends Walk {
  /** A metric of the experiment; its first where left out. */
  readonly by?: string;
  /** Whether the lowest is the best. */
  readonly lowest?: boolean;
}

/** What was chosen by one window's rows, and what it came to after them. Dates are those of rows, both ends included. */
export interface Chosen {
  readonly trained: readonly [first: string, last: string];
  readonly tested: readonly [first: string, last: string];
  readonly settings: Readonly<Record<string, string>>;
  /** The metric over the rows that it was chosen by, and over its test rows. Null where it is not determined. */
  readonly inSample: number | null;
  readonly outOfSample: number | null;
  /** outOfSample / inSample; null where the latter is not above 0. */
  readonly efficiency: number | null;
  /** How many variants could not be traded, and why the first could not. */
  readonly failed?: {readonly variants: number; readonly error: string};
}

/** A walk forward: parameters chosen again and again by the past alone, and what that came to. */
export interface Optimisation {
  readonly id: string;
  readonly experiment: string;
  readonly axes: readonly Axis[];
  readonly walk: Required<Walk>;
  readonly by: string;
  readonly lowest: boolean;
  readonly windows: readonly Chosen[];
  /** Rows at the end that are in no window. */
  readonly left: number;
  /** The mean figure of the windows out of sample / that in sample, over those that have both; null where that is not above 0. */
  readonly efficiency: number | null;
  /** How often each value was chosen, by path; and at how many windows another point was chosen than at the one before. */
  readonly chosen: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly changes: number;
  /** The experiment's metrics of the one account, out of sample. */
  readonly metrics: Readonly<Record<string, number | null>>;
  readonly units: Readonly<Record<string, "percent" | "ratio" | "count">>;
  /** The account: its first row is the last that the first choice knows. */
  readonly times: readonly number[];
  readonly equity: readonly number[];
  /** Every attempt at the experiment so far, each variant in each window included. */
  readonly trials: number;
}

/** An optimisation, and whether it was there already. */
export interface Optimised {
  readonly optimisation: Optimisation;
  readonly found: boolean;
}

/** The folder of all optimisations. */
export function optimisationsFolder(home: string): string {
  return join(home, "optimisations");
}

/**
 * Walks forward: in each window every combination is traded over the rows to choose by alone, the best is chosen, and that
 * is traded over the rows that follow. Only these count. They are one continuous account (see `switching`): it begins in
 * cash on the last row that the first choice knows, each choice decides until the next is made, and positions are carried
 * over and traded from, at their cost. A step shorter than `train` chooses anew from rows that overlap.
 *
 *     rows ──► windows ──► every combination over the train rows ──► the best ──► test rows ──► one account ──► figures
 *
 * Windows begin with the first row on which all combinations can be traded: with the first signal, where it is learned; its
 * split already keeps it out of sample. Each combination counts as a trial in each window. What is done when it is stopped
 * is kept, window by window.
 */
export async function optimise(
  spec: ExperimentSpec,
  axes: readonly Axis[],
  question: Question,
  home: string,
  effects: Effects,
  workers = availableParallelism(),
  given?: readonly Candidate[]
): Promise<Optimised> {
  const {by, lowest, ...walk} = checkQuestion(spec, axes, question);
  const candidates = given ?? (await candidatesOf(spec, axes));
  const runs = await runsOf(candidates, home);
  const id = sha256(JSON.stringify([axes, runs, walk, by, lowest])).slice(0, 12);
  const folder = join(optimisationsFolder(home), id);
  const before = await readJson<Optimisation>(join(folder, "optimisation.json"));
  if (before) return {optimisation: before, found: true};
  effects.signal.throwIfAborted();
  return withWorkers(workers, effects.signal, async (pool) => {
    const {grounds, groundAt} = await prepare(candidates, home, effects, pool);
    const first = await startOf(candidates, groundAt);
    const {panel} = grounds.find(({error}) => error === undefined)!;
    const {times} = panel;
    const windows = windowsOf(times.length, first, walk);
    const variants = windows.length * candidates.filter((each) => each.spec).length;
    await mkdir(folder, {recursive: true});
    return counted(home, effects, {experiment: spec.name, run: id, variants}, async (started) => {
      const table = await tryAll(candidates, groundAt, windows, by, {folder, runs}, effects, pool);
      const best = table.map((tried) => bestOf(tried, lowest));
      for (const [i, tried] of table.entries())
        if (tried[best[i]].error !== undefined)
          throw new Error(`window ${i + 1}: no variant can be traded; the first: ${tried[0].error}`);
      const forward = await pool.call<Forward>("tradeAccount", {
        panel,
        beside: groundAt(best[0]).beside,
        windows,
        chosen: best.map((place) => ({panel: groundAt(place).panel, spec: planOf(candidates[place].spec!)})),
        by
      } satisfies Choices);
      const day = (row: number) => formatDate(times[row]);
      const made: Chosen[] = windows.map(({start, stop, end}, i) => {
        const failed = table[i].filter(({error}) => error !== undefined);
        const {figure: inSample} = table[i][best[i]];
        const outOfSample = forward.tests[i];
        return {
          trained: [day(start), day(stop - 1)],
          tested: [day(stop), day(end - 1)],
          settings: Object.fromEntries(candidates[best[i]].point),
          inSample,
          outOfSample,
          efficiency: ratio(outOfSample, inSample),
          ...(failed.length > 0 && {failed: {variants: failed.length, error: failed[0].error!}})
        };
      });
      const both = made.filter((each) => each.inSample !== null && each.outOfSample !== null);
      const figures = Object.entries(forward.figures);
      const optimisation: Optimisation = {
        id,
        experiment: spec.name,
        axes,
        walk,
        by,
        lowest,
        windows: made,
        left: times.length - windows.at(-1)!.end,
        efficiency: ratio(mean(both.map((each) => each.outOfSample!)), mean(both.map((each) => each.inSample!))),
        chosen: Object.fromEntries(
          axes.map(({path, values}) => [
            path,
            Object.fromEntries(
              values.map((value) => [value, made.filter((each) => each.settings[path] === value).length])
            )
          ])
        ),
        changes: best.filter((place, i) => i > 0 && place !== best[i - 1]).length,
        metrics: Object.fromEntries(figures.map(([name, {value}]) => [name, Number.isFinite(value) ? value : null])),
        units: Object.fromEntries(figures.map(([name, {unit}]) => [name, unit])),
        times: [...forward.account.times],
        equity: [...forward.account.equity],
        trials: countTrials(started, spec.name)
      };
      await writeFileAtomic(join(folder, "optimisation.json"), `${JSON.stringify(optimisation)}\n`);
      await removeParts(folder, "optimisation.json");
      return {optimisation, found: false};
    });
  });
}

/** The question with its defaults. Throws where it cannot be asked of the experiment. */
export function checkQuestion(spec: ExperimentSpec, axes: readonly Axis[], question: Question) {
  const {train, test, step = test, anchored = false, lowest = false} = question;
  if (!spec.backtest) throw new Error(`missing backtest: ${spec.name} trades nothing whose parameters could be chosen`);
  checkWalk({train, test, step});
  const names = spec.metrics.map(({name}) => name);
  const {by = names[0]} = question;
  if (by === undefined) throw new Error(`missing metrics: ${spec.name} has none to choose by`);
  if (!names.includes(by)) throw new Error(`unknown metric: ${by}; metrics are ${names.join(", ")}`);
  const choosable = ["backtest.strategy", "backtest.overlays", "features", "learn", "seed"];
  for (const {path} of axes)
    if (!choosable.some((part) => path === part || path.startsWith(`${part}.`)))
      throw new Error(
        `invalid grid: ${path} stays the same while an account is traded; what can be chosen anew is ` +
          `${choosable.join(", ")}, and tapebook sweep varies all`
      );
  return {train, test, step, anchored, by, lowest};
}

/** What every candidate is traded on; candidates that share it share it here too. */
async function prepare(candidates: readonly Candidate[], home: string, {log}: Effects, pool: Workers) {
  const places = candidates.flatMap(({spec}, i) => (spec ? [i] : []));
  const groups = grouped(places, (place) => sharedPart(candidates[place].spec!));
  const {hash: code} = await codeOf(candidates[places[0]].spec!);
  const groundOf = groundsFor(pool, home, {log, code});
  const made = new Map<number, Ground>();
  await eachOf(groups, pool.threads, async (group) => {
    const ground = await groundOf(candidates[group[0]].spec!);
    for (const place of group) made.set(place, ground);
  });
  const grounds = [...new Set(made.values())];
  if (grounds.every(({error}) => error !== undefined)) throw new Error(grounds[0].error);
  return {grounds, groundAt: (place: number) => made.get(place)!};
}

/** The first row on which all candidates can be traded. */
async function startOf(candidates: readonly Candidate[], groundAt: (place: number) => Ground): Promise<number> {
  let first = 0;
  for (const [i, {spec}] of candidates.entries()) {
    if (!spec || groundAt(i).error !== undefined) continue;
    first = Math.max(first, firstRow(groundAt(i).panel, await planFrom(planOf(spec))));
  }
  return first;
}

/** What every candidate came to in every window, by window; what was kept is not traded again. */
async function tryAll(
  candidates: readonly Candidate[],
  groundAt: (place: number) => Ground,
  windows: readonly Window[],
  by: string,
  {folder, runs}: {readonly folder: string; readonly runs: readonly (string | null)[]},
  {signal, progress}: Effects,
  pool: Workers
): Promise<readonly (readonly Candidature[])[]> {
  const traded = candidates.flatMap(({spec}, i) => (spec && groundAt(i).error === undefined ? [i] : []));
  const groups = grouped(traded, (place) => sharedPart(candidates[place].spec!));
  const parts = groups.flatMap((group) => divide(group, 4));
  const table = windows.map(() =>
    candidates.map(({error}, i): Candidature => {
      const reason = error ?? groundAt(i).error;
      return {figure: null, ...(reason !== undefined && {error: reason})};
    })
  );
  const total = windows.length * traded.length;
  let done = 0;
  const tell = () => {
    progress(++done, total, "trials");
  };
  progress(0, total, "trials");
  const units = windows.flatMap((window, w) => parts.map((part) => ({window, w, part})));
  await eachOf(units, pool.threads + 1, async ({window, w, part}) => {
    signal.throwIfAborted();
    const name = sha256(JSON.stringify([w, part.map((i) => runs[i])])).slice(0, 12);
    const file = join(folder, `${name}.json`);
    let tried = await readJson<readonly Candidature[]>(file);
    if (tried) tried.forEach(tell);
    else {
      const {panel, beside} = groundAt(part[0]);
      const specs = part.map((i) => planOf(candidates[i].spec!));
      tried = await pool.call<readonly Candidature[]>(
        "tradeWindow",
        {panel, beside, window, specs, by} satisfies Trials,
        part.length,
        tell
      );
      await writeFileAtomic(file, JSON.stringify(tried, withoutNaN), {fsync: false});
    }
    for (const [k, i] of part.entries()) table[w][i] = tried[k];
  });
  return table;
}

function ratio(above: number | null, below: number | null): number | null {
  const value = above === null || below === null || !(below > 0) ? NaN : above / below;
  return Number.isFinite(value) ? value : null;
}
