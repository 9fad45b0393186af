import {access, readdir} from "node:fs/promises";
import {basename, join, resolve} from "node:path";
import {pathToFileURL} from "node:url";
import type {Json, Kind} from "../plugin.js";
import type {PlanSpec} from "../pipeline/plan.js";
import {isSpec, revivePlan, unknownPlugin} from "../pipeline/plan.js";
import type {Experiment, ExperimentSpec} from "./experiment.js";
import {toSpec} from "./experiment.js";
import {root} from "./home.js";
import {lookupFor, pluginFiles} from "./registry.js";

/** The names of the numbered experiments, in order. */
export async function experimentNames(): Promise<string[]> {
  const files = await readdir(join(root, "experiments"));
  return files
    .filter((file) => /^\d\d-.+\.ts$/.test(file))
    .map((file) => file.slice(0, -3))
    .sort();
}

/**
 * The experiments that a text means: a number (`6` or `06`: all of that number), a name (`06-backtest`) or the path of
 * a module. Throws, listing the names there are, where it means none.
 */
export async function findExperiments(text: string): Promise<Experiment[]> {
  const names = await experimentNames();
  const found = /^\d{1,2}$/.test(text)
    ? names.filter((name) => name.startsWith(`${text.padStart(2, "0")}-`))
    : names.filter((name) => name === text);
  if (found.length > 0) return Promise.all(found.map((name) => load(join(root, "experiments", `${name}.ts`))));
  if (text.endsWith(".ts")) return [await load(resolve(text))];
  throw new Error(`unknown experiment: ${text}; experiments are ${names.join(", ")}`);
}

async function load(file: string): Promise<Experiment> {
  await access(file).catch(() => {
    throw new Error(`unknown experiment: ${file}; there is no such file`);
  });
  const exported = Object.values((await import(pathToFileURL(file).href)) as Record<string, unknown>);
  const name = basename(file, ".ts");
  const experiment = exported.find((value): value is Experiment => isExperiment(value) && value.name === name);
  if (!experiment) throw new Error(`invalid experiment: ${file} exports no experiment named ${name}`);
  return experiment;
}

function isExperiment(value: unknown): value is Experiment {
  return typeof value === "object" && value !== null && "name" in value && "data" in value && "question" in value;
}

/**
 * Experiments with values changed, as JSON; every plugin is made once, so that a wrong option shows and defaults are
 * written out.
 */
export async function changedExperiments(
  list: readonly Experiment[],
  set: readonly (readonly [path: string, value: string])[]
): Promise<ExperimentSpec[]> {
  const specs = list.map((one) => set.reduce((spec, [path, value]) => setOption(spec, path, value), toSpec(one)));
  return Promise.all(specs.map((spec) => completed(toSpec(spec as unknown as Experiment))));
}

/**
 * An experiment whose plugins were all made once, with their defaults written out. A name given for a strategy that only
 * an algorithm has means that one.
 */
export async function completed(spec: ExperimentSpec): Promise<ExperimentSpec> {
  const {strategy} = spec.backtest ?? {};
  const unknown = strategy?.kind === "strategy" && !(await pluginFiles("strategy")).has(strategy.name);
  const algorithms = unknown ? [...(await pluginFiles("algorithm")).keys()] : [];
  const other = unknown && algorithms.includes(strategy.name);
  if (unknown && !other) {
    const {message} = unknownPlugin("strategy", strategy.name, [...(await pluginFiles("strategy")).keys()]);
    throw new Error(`${message}; algorithms are ${algorithms.join(", ")}`);
  }
  const meant = other
    ? {...spec, backtest: {...spec.backtest!, strategy: {...strategy, kind: "algorithm" as const}}}
    : spec;
  const plan: unknown = JSON.parse(JSON.stringify(revivePlan(meant, await lookupFor(meant))));
  return {...meant, ...(plan as PlanSpec)};
}

/** Which kind of plugin stands at a place in an experiment. */
const kindAt: Readonly<Record<string, Kind>> = {
  strategy: "strategy",
  slippage: "slippage",
  commission: "commission",
  label: "label",
  split: "split",
  model: "model",
  baseline: "model"
};

const optional: Readonly<Record<string, readonly string[]>> = {
  data: ["symbols", "universe", "from", "to", "asOf", "adjust", "timeframe", "longer", "series", "benchmark"],
  learn: ["model", "baseline", "scaling", "weights"],
  backtest: ["overlays", "financing", "triggers", "good", "controls", "margin", "dividends", "delistingReturn"]
};

/**
 * The experiment with one value changed. A path names keys down from the experiment, a plugin's options directly below
 * the plugin: `backtest.strategy.k`, `features.rsi.window`, `data.from`. A name given for a plugin replaces it:
 * `backtest.strategy=sma-cross`. Values are JSON where they parse as such, else text; `null` removes what is optional.
 * Throws, listing the keys there are, where the path leads nowhere.
 */
export function setOption(experiment: ExperimentSpec, path: string, text: string): ExperimentSpec {
  const copy = structuredClone(experiment) as unknown as Record<string, unknown>;
  const keys = path.split(".");
  const last = keys.pop()!;
  let node: Record<string, unknown> = copy;
  const seen: string[] = [];
  for (const key of keys) {
    const inside = optionsOf(node);
    if (!Object.hasOwn(inside, key) || typeof inside[key] !== "object" || inside[key] === null)
      throw unknownPath(path, seen, inside);
    node = inside[key] as Record<string, unknown>;
    seen.push(key);
  }
  const target = optionsOf(node);
  const value = parse(text);
  const parent = seen.at(-1) ?? "";
  const kind = parent === "features" ? "feature" : kindAt[last];
  const place = kind && !isSpec(node) && typeof value === "string";
  if (place) target[last] = {kind, name: value, params: {}};
  else if (value === null && optional[parent]?.includes(last)) remove(target, last);
  else if (isSpec(node) || Object.hasOwn(target, last) || optional[parent]?.includes(last)) target[last] = value;
  else throw unknownPath(path, seen, target);
  return copy as unknown as ExperimentSpec;
}

/** Without a model the scaling that was written out as its default has no use. */
function remove(target: Record<string, unknown>, key: string): void {
  if (key === "model" && target.scaling === "standard") delete target.scaling;
  delete target[key];
}

function optionsOf(node: Record<string, unknown>): Record<string, unknown> {
  return isSpec(node) ? (node.params as Record<string, unknown>) : node;
}

function unknownPath(path: string, seen: readonly string[], inside: Record<string, unknown>): Error {
  const where = seen.length > 0 ? `below ${seen.join(".")} are` : "an experiment has";
  const keys = new Set([...Object.keys(inside), ...(isSpec(inside) ? [] : (optional[seen.at(-1) ?? ""] ?? []))]);
  return new Error(`unknown path: ${path}; ${where} ${[...keys].join(", ")}`);
}

function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
