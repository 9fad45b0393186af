import {formatDate} from "../../base/timeframe.js";
import type {ComparedRun, Comparison} from "../../lab/compare/shape.js";
import {count, duration, figure, styled} from "../format.js";
import {text, whole} from "../options.js";
import {table} from "../table.js";
import {defineVerb, misused, named} from "../verb.js";

/** Puts runs beside one another: ranked, with what of their differences is beyond luck, and what to take of them. */
export const compare = defineVerb({
  usage: "compare [runs...]",
  summary: "Compare runs: ranked, with which differences are beyond luck, and a recommendation",
  examples: [
    ["tapebook compare 3f2a 90bc", "Two runs"],
    [
      "tapebook compare 06-backtest 07-intraday-boosting --benchmark",
      "The newest runs of two experiments, and their benchmarks"
    ],
    [
      "tapebook compare --experiment 06-backtest --by annual-return",
      "All runs of one experiment that are not outdated"
    ],
    [
      "tapebook compare --all --out results/model_comparison.json",
      "The newest run of every experiment, written as JSON"
    ]
  ],
  declare: (yargs) =>
    yargs
      .positional("runs", {
        type: "string",
        array: true,
        default: [] as string[],
        describe: "Ids, enough of their starts, or names of experiments"
      })
      .option("experiment", text("All runs of this experiment that are not outdated", "experiment"))
      .option("all", {type: "boolean", default: false, describe: "The newest run of every experiment"})
      .option("by", text("The metric to rank by; the Sharpe ratio where left out", "metric"))
      .option("lowest", {type: "boolean", default: false, describe: "The lowest first"})
      .option("benchmark", {type: "boolean", default: false, describe: "With what the runs are measured against"})
      .option("draws", whole("How often the days are drawn anew; 1,999 where left out", "number of draws"))
      .option("out", text("Also write the JSON to this file", "file")),
  async act({runs, experiment, all, by, lowest, benchmark, draws, out}, {home}) {
    const {chooseRuns} = await import("../../lab/compare/choose.js");
    const {compareRuns, hasFigure} = await import("../../lab/compare/compare.js");
    if (runs.length === 0 && experiment === undefined && !all)
      throw misused("missing runs: name them, or give --experiment or --all");
    const records = await named(() =>
      chooseRuns(home, {runs: runs.map(String), ...(experiment !== undefined && {experiment}), all})
    );
    if (by !== undefined) await named(() => hasFigure(records, by));
    const found = await compareRuns(home, records, {
      lowest,
      benchmark,
      ...(by !== undefined && {by}),
      ...(draws !== undefined && {draws})
    });
    if (out !== undefined) await write(out, found);
    return {json: found, text: describe(found)};
  }
});

async function write(file: string, found: Comparison): Promise<void> {
  const {mkdir} = await import("node:fs/promises");
  const {dirname, resolve} = await import("node:path");
  const {default: writeFileAtomic} = await import("write-file-atomic");
  await mkdir(dirname(resolve(file)), {recursive: true});
  await writeFileAtomic(resolve(file), `${JSON.stringify(found, null, 2)}\n`);
}

const right = (name: string) => ({name, align: "right"}) as const;

function describe(found: Comparison): string {
  const {recommendation, warnings} = found;
  const reasons = recommendation.reasons.map((reason) => `  ${reason}`);
  return [
    ranking(found),
    ...differences(found),
    ...forecasts(found),
    [styled("bold", recommendation.text), ...reasons].join("\n"),
    ...(warnings.length > 0 ? [warnings.map((warning) => styled("yellow", warning)).join("\n")] : [])
  ].join("\n\n");
}

/** Figures shown beside the one ranked by, where a run has them. */
const shown = ["sharpe", "annual-return", "volatility", "max-drawdown", "ic"];

function ranking({runs, by}: Comparison): string {
  const names = [by, ...shown.filter((name) => name !== by)].filter((name) =>
    runs.some(({metrics}) => (metrics[name] ?? null) !== null)
  );
  const headings = [
    right("#"),
    {name: "run"},
    {name: "id"},
    {name: "model"},
    ...names.map(right),
    right("accuracy"),
    right("took"),
    right("trials"),
    right("deflated"),
    {name: "lint"},
    {name: "audit"}
  ];
  const rows = runs.map((run) => [
    String(run.rank),
    run.name,
    run.experiment === null ? "" : run.id,
    run.model ?? "–",
    ...names.map((name) => figure(run.metrics[name] ?? null, run.units[name] ?? "ratio")),
    figure(run.accuracy, "percent"),
    run.seconds === null ? "–" : duration(run.seconds),
    run.trials === null ? "–" : count(run.trials),
    figure(run.deflatedSharpe, "percent"),
    lintText(run),
    auditText(run)
  ]);
  return table(headings, rows);
}

function lintText({lint}: ComparedRun): string {
  if (!lint) return "–";
  const {serious, warning} = lint;
  if (serious > 0) return styled("red", `${serious} serious`);
  return warning > 0 ? styled("yellow", `${warning} to heed`) : "clean";
}

function auditText({audit}: ComparedRun): string {
  if (audit === null) return "–";
  return styled(({clean: "green", suspicious: "yellow", broken: "red", unaudited: "dim"} as const)[audit], audit);
}

const most = 15;

/** The pairs whose difference is the least likely luck come first. */
function differences({pairs, runs, common, set}: Comparison): string[] {
  if (pairs.length === 0) return [];
  const name = new Map(runs.map((run) => [run.id, run.name]));
  const chance = ({difference}: Comparison["pairs"][number]) => difference?.sharpe.p ?? 2;
  const sorted = pairs.toSorted((a, b) => chance(a) - chance(b));
  const rows = sorted
    .slice(0, most)
    .map(({a, b, returns, difference, reason}) => [
      `${name.get(a)} less ${name.get(b)}`,
      count(returns),
      ...(difference
        ? [
            figure(difference.sharpe.value, "ratio"),
            `${difference.sharpe.low.toFixed(2)} … ${difference.sharpe.high.toFixed(2)}`,
            probability(difference.sharpe.p),
            probability(difference.sharpe.corrected),
            probability(difference.sharpeByTheory.p),
            figure(difference.mean.value, "percent"),
            probability(difference.mean.corrected)
          ]
        : [`no test: ${reason}`])
    ]);
  const headings = [
    {name: "difference"},
    right("returns"),
    right("Sharpe"),
    right("95 %"),
    right("p"),
    right("corrected"),
    right("by theory"),
    right("mean a year"),
    right("corrected")
  ];
  const rest = pairs.length > most ? [`… and ${count(pairs.length - most)} more pairs; --json has all`] : [];
  const span =
    common.from === null || common.to === null
      ? "no row is common to all"
      : `${count(common.rows)} rows are common to all, ${formatDate(common.from)} to ${formatDate(common.to)}`;
  const inside = set?.chances.filter(({p}) => p > 1 - set.confidence).map(({id}) => name.get(id) ?? id);
  const best = inside
    ? [
        `The best by its Sharpe ratio is, with ${figure(set!.confidence, "percent")} confidence, among: ${inside.join(", ")}`
      ]
    : [];
  return [[table(headings, rows), ...rest, styled("dim", span), ...best].join("\n")];
}

function forecasts({forecasts, runs}: Comparison): string[] {
  const told = forecasts.filter(({squaredError, coefficient}) => squaredError ?? coefficient);
  if (told.length === 0) return [];
  const name = new Map(runs.map((run) => [run.id, run.name]));
  const rows = told
    .slice(0, most)
    .map(({a, b, cells, squaredError, coefficient}) => [
      `${name.get(a)} less ${name.get(b)}`,
      count(cells),
      ...(squaredError ? [squaredError.t.toFixed(2), probability(squaredError.corrected)] : ["–", "–"]),
      ...(coefficient
        ? [coefficient.value.toFixed(4), coefficient.t.toFixed(2), probability(coefficient.corrected)]
        : ["–", "–", "–"])
    ]);
  const headings = [
    {name: "forecasts of the same label"},
    right("cells"),
    right("Diebold–Mariano"),
    right("corrected p"),
    right("IC"),
    right("t"),
    right("corrected p")
  ];
  return [table(headings, rows)];
}

function probability(p: number): string {
  return p < 0.001 ? "< 0.001" : p.toFixed(3);
}
