import type {Chosen, Optimisation} from "../../lab/sweep/optimise.js";
import {count, figure, styled} from "../format.js";
import {settings, text, whole} from "../options.js";
import {pairs, table} from "../table.js";
import {defineVerb, misused, named} from "../verb.js";
import {grids, shortest} from "./sweep.js";

/** Walks forward: chooses parameters again and again by the past alone, and says what that came to afterwards. */
export const optimise = defineVerb({
  usage: "optimise <experiment>",
  summary: "Choose parameters window by window from the past alone, and trade what follows",
  examples: [
    [
      "tapebook optimise 06-backtest --grid backtest.strategy.enter=0,0.001,0.002 --train 252 --test 63",
      "A choice of three by a year of days, traded for the quarter after it, and so on"
    ],
    [
      "tapebook optimise 06-backtest-universe --grid backtest.strategy.k=5,10,20 --train 252 --test 21 --by sortino",
      "Chosen anew every month"
    ]
  ],
  declare: (yargs) =>
    yargs
      .positional("experiment", {type: "string", demandOption: true, describe: "A name, or a module's path"})
      .option("grid", grids())
      .option("train", {...whole("Rows to choose by", "train"), demandOption: true})
      .option("test", {...whole("Rows after them to trade the choice on", "test"), demandOption: true})
      .option("step", whole("Rows from one choice to the next; as many as --test where left out", "step"))
      .option("anchored", {type: "boolean", default: false, describe: "Choose by all rows so far, from the first on"})
      .option("set", settings("Change a value of the experiment: path=value; may be repeated"))
      .option("by", text("The metric to choose by; the experiment's first where left out", "metric"))
      .option("lowest", {type: "boolean", default: false, describe: "Choose the lowest"})
      .option(
        "workers",
        whole("How many workers to use; as many as there are cores where left out", "number of workers")
      ),
  async act({experiment, grid, train, test, step, anchored, set, by, lowest, workers}, {home, task}) {
    const lab = await import("../../lab/sweep/optimise.js");
    const {candidatesOf} = await import("../../lab/sweep/variants.js");
    const {parseAxis} = await import("../../lab/sweep/grid.js");
    const {changedExperiments, findExperiments} = await import("../../lab/experiments.js");
    const [spec, ...others] = await named(async () => changedExperiments(await findExperiments(experiment), set));
    if (others.length > 0) throw misused(`invalid experiment: ${experiment} means several; name one`);
    const axes = await named(() => grid.map(parseAxis));
    if (axes.length === 0) throw misused("missing grid: say what to choose from, with --grid path=value,value");
    const question = {
      train: train!,
      test: test!,
      anchored,
      lowest,
      ...(step !== undefined && {step}),
      ...(by !== undefined && {by})
    };
    const candidates = await named(() => {
      lab.checkQuestion(spec, axes, question);
      return candidatesOf(spec, axes);
    });
    const {optimisation, found} = await lab.optimise(spec, axes, question, home, task(spec.name), workers, candidates);
    const partial = optimisation.windows.some(({failed}) => failed !== undefined);
    return {json: {...optimisation, found}, text: describe(optimisation, found), partial};
  }
});

function describe(made: Optimisation, found: boolean): string {
  const {id, experiment, axes, walk, by, windows, metrics, units, trials, efficiency, lowest} = made;
  const unit = units[by];
  const variants = axes.reduce((product, {values}) => product * values.length, 1);
  const rows = windows.map((window, i) => [
    String(i + 1),
    span(window.trained),
    span(window.tested),
    ...axes.map(({path}) => window.settings[path]),
    figure(window.inSample, unit),
    figure(window.outOfSample, unit),
    figure(window.efficiency, "ratio")
  ]);
  const headings = [
    {name: "", align: "right" as const},
    {name: "chosen by"},
    {name: "traded on"},
    ...axes.map(({path}) => ({name: shortest(path, axes)})),
    {name: `${by} in sample`, align: "right" as const},
    {name: "out of sample", align: "right" as const},
    {name: "ratio", align: "right" as const}
  ];
  const how = walk.anchored ? `at least ${count(walk.train)}` : count(walk.train);
  const [first] = windows;
  const last = windows.at(-1)!;
  const borders = windows.length - 1;
  return [
    `${styled("bold", experiment)}  ${id}  ${count(windows.length)} windows of ${how} + ${count(walk.test)} rows, ` +
      `${count(variants)} variants${found ? ", found, nothing changed since" : ""}`,
    table(headings, rows),
    ...failures(windows),
    `Chosen by the ${lowest ? "lowest" : "highest"} ${by}; another choice at ${count(made.changes)} of ${count(borders)} borders`,
    pairs(axes.map(({path}) => [`  ${shortest(path, axes)}`, often(made.chosen[path])] as const)),
    `Out of sample, ${span([first.tested[0], last.tested[1]])}: one account, handed on from choice to choice`,
    pairs(Object.entries(metrics).map(([name, value]) => [`  ${name}`, figure(value, units[name])] as const)),
    `  mean ${by} out of sample / in sample: ${figure(efficiency, "ratio")}`,
    ...(made.left > 0 ? [`rows at the end that fill no window: ${count(made.left)}`] : []),
    `${count(trials)} trials of this experiment are counted.`
  ].join("\n");
}

function span([first, last]: readonly [first: string, last: string]): string {
  return `${first} to ${last}`;
}

function often(values: Readonly<Record<string, number>>): string {
  return Object.entries(values)
    .map(([value, times]) => `${value}: ${count(times)}`)
    .join(", ");
}

function failures(windows: readonly Chosen[]): string[] {
  const some = windows.flatMap(({failed}) => (failed ? [failed] : []));
  if (some.length === 0) return [];
  const most = Math.max(...some.map(({variants}) => variants));
  return [
    styled(
      "red",
      `in ${count(some.length)} windows up to ${count(most)} variants could not be traded: ${some[0].error}`
    )
  ];
}
