import type {ExperimentSpec} from "../experiment.js";
import {completed} from "../experiments.js";
import {codeOf, runId} from "../lineage.js";
import {findOrigins, versionsOf} from "../market.js";
import type {PlanSpec} from "../../pipeline/plan.js";
import type {Axis, Point} from "./grid.js";
import {combinations, variantAt} from "./grid.js";
import {namesIn, planFrom, reasonOf} from "./plans.js";

/** A point of a grid, and the experiment there; or why there is none. */
export interface Candidate {
  readonly point: Point;
  readonly spec?: ExperimentSpec;
  readonly error?: string;
}

/**
 * The experiment at every point of the grid, in its order. One whose options contradict one another says so. Throws where
 * all do, and where a path leads nowhere.
 */
export async function candidatesOf(spec: ExperimentSpec, axes: readonly Axis[]): Promise<readonly Candidate[]> {
  const points = combinations(axes);
  const complete = completer();
  const candidates: Candidate[] = [];
  let first: unknown;
  for (const point of points) {
    const changed = variantAt(spec, point);
    try {
      candidates.push({point, spec: await complete(changed)});
    } catch (error) {
      first ??= error;
      candidates.push({point, error: reasonOf(error)});
    }
  }
  if (candidates.every((each) => each.spec === undefined)) throw first;
  return candidates;
}

/** As `completed`, but plugins are looked for on the disk once for all experiments that name the same ones. */
function completer(): (spec: ExperimentSpec) => Promise<ExperimentSpec> {
  const kinds = new Map<string, "strategy" | "algorithm" | undefined>();
  return async (spec) => {
    const names = namesIn(spec);
    if (!kinds.has(names)) {
      const made = await completed(spec);
      kinds.set(names, made.backtest?.strategy.kind);
      return made;
    }
    const kind = kinds.get(names);
    const strategy = {...spec.backtest?.strategy, kind} as NonNullable<PlanSpec["backtest"]>["strategy"];
    const meant = spec.backtest ? {...spec, backtest: {...spec.backtest, strategy}} : spec;
    const plan: unknown = JSON.parse(JSON.stringify(await planFrom(meant)));
    return {...meant, ...(plan as PlanSpec)};
  };
}

/** What variants must have in common to be traded on one panel with one signal. */
export function sharedPart({data, features, learn, seed}: ExperimentSpec): string {
  return JSON.stringify([data, features, learn ?? null, seed]);
}

/** What has the same key together, in the order in which each key comes first. */
export function grouped<T>(items: readonly T[], key: (item: T) => string): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const name = key(item);
    const group = groups.get(name);
    if (group) group.push(item);
    else groups.set(name, [item]);
  }
  return [...groups.values()];
}

/** The part of an experiment that workers are given. */
export function planOf({features, learn, backtest, metrics, seed}: ExperimentSpec): PlanSpec {
  return {features, ...(learn && {learn}), ...(backtest && {backtest}), metrics, seed};
}

/** The ids of the candidates' runs, null of one that is none; data and code are looked at once for all that name the same. */
export async function runsOf(candidates: readonly Candidate[], home: string): Promise<readonly (string | null)[]> {
  const versions = new Map<string, Record<string, string>>();
  const codes = new Map<string, Awaited<ReturnType<typeof codeOf>>>();
  const runs: (string | null)[] = [];
  for (const {spec} of candidates) {
    if (!spec) {
      runs.push(null);
      continue;
    }
    const {dataset, series, universe} = spec.data;
    const data = JSON.stringify([dataset, series, universe]);
    if (!versions.has(data)) versions.set(data, versionsOf(spec.data, await findOrigins(home, spec.data)));
    const plugins = namesIn(spec);
    if (!codes.has(plugins)) codes.set(plugins, await codeOf(spec));
    runs.push(runId(spec, versions.get(data)!, codes.get(plugins)!));
  }
  return runs;
}
