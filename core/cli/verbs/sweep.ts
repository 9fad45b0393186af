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
    ["tapebook sweep 06-backtest-universe --each-symbol", "Each of its symbols alone"]
  ],
  declare: (yargs) =>
    yargs
      .positional("experiment", {type: "string", demandOption: true, describe: "A name, or a module's path"})
      .option("grid", {
        type: "array",
        string: true,
        default: [] as string[],
        describe: "Values to try in a place: path=value,value; may be repeated"
      })
      .option("each-symbol", {type: "boolean", default: false, describe: "Each symbol of the experiment's data alone"})
      .option("set", settings("Change a value of the experiment: path=value; may be repeated"))
      .option("by", text("The metric to order by; the experiment's first where left out", "metric"))
      .option("top", whole("How many variants to print; all in --json", "number of variants"))
      .option(
        "workers",
        whole("How many workers to use; as many as there are cores where left out", "number of workers")
      ),
  async act({experiment, grid, "each-symbol": eachSymbol, set, by, top = 20, workers}, {home, task}) {
    const lab = await import("../../lab/sweep/sweep.js");
    const {parseAxis} = await import("../../lab/sweep/grid.js");
    const {changedExperiments, findExperiments} = await import("../../lab/experiments.js");
    const [spec, ...others] = await named(async () => changedExperiments(await findExperiments(experiment), set));
    if (others.length > 0) throw misused(`invalid experiment: ${experiment} means several; name one`);
    const axes = await named(() => Promise.resolve(grid.map(parseAxis)));
    if (eachSymbol) axes.push(await symbolAxis(home, spec.data));
    if (axes.length === 0)
      throw misused("missing grid: say what to try, with --grid path=value,value or --each-symbol");
    const effects = task(spec.name);
    const {sweep, found} = await lab.sweep(spec, axes, home, effects, workers);
    const metric = by ?? Object.keys(sweep.units)[0];
    if (metric !== undefined && !Object.hasOwn(sweep.units, metric))
      throw misused(`unknown metric: ${metric}; metrics are ${Object.keys(sweep.units).join(", ")}`);
    const ordered = sweep.variants.toSorted(
      (a, b) => (b.metrics[metric] ?? -Infinity) - (a.metrics[metric] ?? -Infinity)
    );
    const failed = sweep.variants.every(({error}) => error !== undefined);
    const partial = !failed && sweep.variants.some(({error}) => error !== undefined);
    return {json: {...sweep, found}, text: describe(sweep, ordered, metric, top, found), failed, partial};
  }
});

/** All symbols of the data, one at a time. */
async function symbolAxis(home: string, data: Data) {
  const {findOrigins, loadMarket} = await import("../../lab/market.js");
  const {symbols} = (await loadMarket(home, data, await findOrigins(home, data))).panel;
  return {path: "data.symbols", values: symbols.map((symbol) => JSON.stringify([symbol]))};
}

function describe(sweep: Sweep, ordered: readonly Variant[], metric: string | undefined, top: number, found: boolean) {
  const {id, experiment, variants, axes, units, trials} = sweep;
  const metrics = Object.keys(units).slice(0, 6);
  const shown = metric !== undefined && !metrics.includes(metric) ? [metric, ...metrics] : metrics;
  const short = (path: string) => path.split(".").slice(-2).join(".");
  const headings = [
    ...axes.map(({path}) => ({name: short(path)})),
    ...shown.map((name) => ({name, align: "right" as const}))
  ];
  const rows = ordered
    .slice(0, top)
    .map(({settings, metrics, error}) => [
      ...axes.map(({path}) => settings[path]),
      ...(error === undefined ? shown.map((name) => figure(metrics[name], units[name])) : [styled("red", error)])
    ]);
  const failures = variants.filter(({error}) => error !== undefined).length;
  const head = `${styled("bold", experiment)}  ${id}  ${count(variants.length)} variants${found ? ", found, nothing changed since" : ""}`;
  const rest =
    ordered.length > top ? [`… and ${count(ordered.length - top)} more; --top ${ordered.length} shows them`] : [];
  const errors = failures > 0 ? [styled("red", `${count(failures)} variants could not be traded`)] : [];
  const warning = `The first line is the best of ${count(variants.length)}, which flatters it; ${count(trials)} trials of this experiment are counted.`;
  return [head, table(headings, rows), ...rest, ...errors, warning].join("\n");
}
