import type {Data} from "../../lab/experiment.js";
import type {Sweep, Variant} from "../../lab/sweep/sweep.js";
import {count, figure, styled} from "../format.js";
import {settings, text, whole} from "../options.js";
import {table} from "../table.js";
import {defineVerb, misused, named} from "../verb.js";

/** Trades every combination of some values, and says which did best, and out of how many. */
export const sweep = defineVerb({
  usage: "sweep <experiment>",
  summary: "Trade an experiment with every combination of some values; each counts as a trial",
  examples: [
    [
      "tapebook sweep 06-backtest --grid backtest.strategy.enter=0,0.001,0.002 --grid backtest.delay=0,1",
      "Six variants"
    ],
    ["tapebook sweep 06-backtest-universe --grid backtest.strategy.k=5,10,20 --by sharpe --top 5", "The best five"],
    ["tapebook sweep 06-backtest-universe --each-symbol", "Each of its symbols alone"],
    ["tapebook sweep 06-backtest --grid data.timeframe=1d,1w,1mo", "A table for each timeframe"]
  ],
  declare: (yargs) =>
    yargs
      .positional("experiment", {type: "string", demandOption: true, describe: "A name, or a module's path"})
      .option("grid", grids())
      .option("each-symbol", {type: "boolean", default: false, describe: "Each symbol of the experiment's data alone"})
      .option("set", settings("Change a value of the experiment: path=value; may be repeated"))
      .option("by", text("The metric to order by; the experiment's first where left out", "metric"))
      .option("lowest", {type: "boolean", default: false, describe: "The lowest first"})
      .option("top", whole("How many variants to print; all in --json", "number of variants"))
      .option(
        "workers",
        whole("How many workers to use; as many as there are cores where left out", "number of workers")
      ),
  async act({experiment, grid, "each-symbol": eachSymbol, set, by, lowest, top = 20, workers}, {home, task}) {
    const lab = await import("../../lab/sweep/sweep.js");
    const {candidatesOf} = await import("../../lab/sweep/variants.js");
    const {parseAxis} = await import("../../lab/sweep/grid.js");
    const {changedExperiments, findExperiments} = await import("../../lab/experiments.js");
    const [spec, ...others] = await named(async () => changedExperiments(await findExperiments(experiment), set));
    if (others.length > 0) throw misused(`invalid experiment: ${experiment} means several; name one`);
    const axes = await named(() => grid.map(parseAxis));
    if (axes.length === 0 && !eachSymbol)
      throw misused("missing grid: say what to try, with --grid path=value,value or --each-symbol");
    await named(() => {
      lab.checkSwept(spec);
    });
    if (eachSymbol) axes.push(await symbolAxis(home, spec.data));
    const candidates = await named(() => candidatesOf(spec, axes));
    const effects = task(spec.name);
    if (by !== undefined) {
      const names = await lab.figureNames(candidates, by, home, effects);
      if (!names.includes(by)) throw misused(`unknown metric: ${by}; metrics are ${names.join(", ")}`);
    }
    const {sweep, found} = await lab.sweep(spec, axes, home, effects, workers, candidates);
    const metric = by ?? Object.keys(sweep.units)[0];
    const ordered = sweep.variants.toSorted((a, b) => rank(b, metric, lowest) - rank(a, metric, lowest) || 0);
    const failed = sweep.variants.every(({error}) => error !== undefined);
    const partial = !failed && sweep.variants.some(({error}) => error !== undefined);
    return {json: {...sweep, found}, text: describe(sweep, ordered, metric, top, found), failed, partial};
  }
});

/** Places and the values to try there, as texts. */
export function grids() {
  return {
    type: "array",
    string: true,
    requiresArg: true,
    default: [] as string[],
    defaultDescription: "none",
    describe: "Values to try in a place: path=value,value; may be repeated"
  } as const;
}

/** Variants without the figure after all that have it, those that could not be traded last. */
function rank({metrics, error}: Variant, metric: string, lowest: boolean): number {
  if (error !== undefined) return -Infinity;
  const value = metrics[metric];
  return value === null || value === undefined ? -Number.MAX_VALUE : lowest ? -value : value;
}

/** All symbols of the data, one at a time. */
async function symbolAxis(home: string, data: Data) {
  const {findOrigins, loadMarket} = await import("../../lab/market.js");
  const {symbols} = (await loadMarket(home, data, await findOrigins(home, data))).panel;
  return {path: "data.symbols", values: symbols.map((symbol) => JSON.stringify([symbol]))};
}

function describe(sweep: Sweep, ordered: readonly Variant[], metric: string | undefined, top: number, found: boolean) {
  const {id, experiment, variants, axes, trials} = sweep;
  const head = `${styled("bold", experiment)}  ${id}  ${count(variants.length)} variants${found ? ", found, nothing changed since" : ""}`;
  const timeframes = axes.find(({path}) => path === "data.timeframe");
  const tables = timeframes
    ? timeframes.values.flatMap((value) => {
        const section = ordered.filter(({settings}) => settings["data.timeframe"] === value);
        return ["", styled("bold", value), tableOf(sweep, section, metric, top)];
      })
    : [tableOf(sweep, ordered, metric, top)];
  const failures = variants.filter(({error}) => error !== undefined).length;
  const errors =
    failures > 0 ? [styled("red", `${count(failures)} of ${count(variants.length)} variants could not be traded`)] : [];
  const best = timeframes ? "The first line of each is the best" : "The first line is the best";
  const warning = `${best} of ${count(variants.length)}, which flatters it; ${count(trials)} trials of this experiment are counted.`;
  return [head, ...tables, ...(timeframes ? [""] : []), ...errors, warning].join("\n");
}

function tableOf({axes, units}: Sweep, ordered: readonly Variant[], metric: string | undefined, top: number): string {
  const metrics = Object.keys(units).slice(0, 6);
  const shown = metric !== undefined && !metrics.includes(metric) ? [metric, ...metrics] : metrics;
  const headings = [
    ...axes.map(({path}) => ({name: shortest(path, axes)})),
    ...shown.map((name) => ({name, align: "right" as const}))
  ];
  const rows = ordered.slice(0, top).map(({settings, metrics, error}) => {
    const figures = shown.map((name) => figure(metrics[name] ?? null, units[name]));
    return [...axes.map(({path}) => settings[path]), ...(error === undefined ? figures : [])];
  });
  const lines = table(headings, rows).split("\n");
  const told = lines.map((line, i) => {
    const error = i === 0 ? undefined : ordered[i - 1].error;
    return error === undefined ? line : `${line}  ${styled("red", error)}`;
  });
  const rest =
    ordered.length > top ? [`… and ${count(ordered.length - top)} more; --top ${ordered.length} shows all`] : [];
  return [...told, ...rest].join("\n");
}

/** The last keys of a path, as many as tell it from the others. */
export function shortest(path: string, axes: readonly {readonly path: string}[]): string {
  const keys = path.split(".");
  for (let length = Math.min(2, keys.length); length < keys.length; ++length) {
    const short = keys.slice(-length).join(".");
    if (axes.filter((axis) => axis.path === short || axis.path.endsWith(`.${short}`)).length === 1) return short;
  }
  return path;
}
