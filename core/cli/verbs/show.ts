import {formatDate} from "../../base/timeframe.js";
import type {FactorModel} from "../../lab/factor-model.js";
import type {RunRecord} from "../../lab/record.js";
import type {RunSummary} from "../../lab/runs.js";
import {count, duration, figure, instant, styled} from "../format.js";
import {lintLines, lintSummary} from "../linted.js";
import {pairs, table} from "../table.js";
import {defineVerb, misused} from "../verb.js";

/** Shows one run: what was asked, what came out, and what it was made of. */
export const show = defineVerb({
  usage: "show <run>",
  summary: "Show one run: its figures and what they were made of",
  examples: [
    ["tapebook show 3f2a", "The run whose id starts with 3f2a"],
    ["tapebook show 3f2a --factors F-F_Research_Data_5_Factors_2x3_daily.csv", "And its returns explained by factors"]
  ],
  declare: (yargs) =>
    yargs
      .positional("run", {
        type: "string",
        demandOption: true,
        describe: "The run's id or enough of its start, or an experiment, whose newest run is meant"
      })
      .option("factors", {
        type: "string",
        describe: "Explain its returns by factors: a .csv of their returns by day or month, or a dataset of series"
      })
      .option("unit", {
        choices: ["percent", "fraction"] as const,
        default: "percent" as const,
        describe: "How the factors' returns are written"
      })
      .option("lags", {
        type: "number",
        describe: "Lags of the Newey-West errors; by the number of rows where left out"
      }),
  async act({run: prefix, factors, unit, lags}, {home}) {
    const {listRuns, readRun} = await import("../../lab/runs.js");
    const summary = only(await listRuns(home), prefix);
    if (summary.status !== "done") return {json: summary, text: attempt(summary)};
    const record = await readRun(home, summary.id);
    if (factors === undefined) return {json: record, text: whole(record)};
    const {factorModelOf} = await import("../../lab/factor-model.js");
    const model = await factorModelOf(home, record, {factors, unit, ...(lags !== undefined && {lags})});
    return {json: {...record, factorModel: model}, text: `${whole(record)}\n\n${explained(model)}`};
  }
});

function only(list: readonly RunSummary[], prefix: string): RunSummary {
  const newest = list.findLast(({experiment, status}) => experiment === prefix && status === "done");
  if (newest) return newest;
  const found = list.filter(({id}) => prefix !== "" && id.startsWith(prefix));
  if (found.length === 1) return found[0];
  const some = (runs: readonly RunSummary[]) => runs.map(({id, experiment}) => `${id} (${experiment})`).join(", ");
  if (found.length > 1) throw misused(`invalid run: ${prefix} could be ${some(found)}`);
  throw misused(`unknown run: ${prefix}; ${list.length > 0 ? `runs are ${some(list)}` : "there are none yet"}`);
}

function attempt({id, experiment, status, started, error}: RunSummary): string {
  const what: (readonly [string, string])[] = [
    ["run", id],
    ["experiment", experiment],
    ["status", status],
    ["started", `${instant(started)} UTC`]
  ];
  return pairs(error === undefined ? what : [...what, ["error", error]]);
}

function whole(record: RunRecord): string {
  const {id, experiment, title, question, synthetic, started, seconds, lineage, hashes, folds} = record;
  const {metrics, units, reasons = {}} = record;
  const short = (hash: string | undefined) => (hash === undefined ? "–" : hash.slice(0, 16));
  const span = folds.length > 0 && `${formatDate(folds[0].test.from)} to ${formatDate(folds.at(-1)!.test.to)}`;
  const sections: (readonly [string, string])[] = [
    [
      title,
      pairs([
        ["run", id],
        ["experiment", experiment],
        ["question", question],
        ["started", `${instant(started)} UTC, took ${duration(seconds)}`],
        ["panel", `${count(record.shape.rows)} rows × ${count(record.symbols.length)} symbols`],
        ...(span ? [["folds", `${folds.length}, tested ${span}`] as const] : []),
        ["trials", `${record.trials} of this experiment, this one counted`]
      ])
    ],
    [
      "Figures",
      pairs(
        Object.entries(metrics).map(([name, value]) => [
          name,
          value === null && name in reasons ? `– (${reasons[name]})` : figure(value, units[name] ?? "ratio")
        ])
      )
    ],
    ...(record.lint ? [["Lint", [lintSummary(record.lint), ...lintLines(record.lint)].join("\n")] as const] : []),
    [
      "Made of",
      pairs([
        ...lineage.data.map(({dataset, version}) => ["data", `${dataset} ${short(version)}`] as const),
        ["panel", short(lineage.panel)],
        ["code", short(lineage.code)],
        ["packages", short(lineage.lockfile)],
        ["seed", String(lineage.seed)],
        ["computed by", `${lineage.backend}, Node ${lineage.node}`],
        ["result", short(hashes.result)]
      ])
    ]
  ];
  const label = synthetic ? `\n\n${styled("yellow", "The prices are synthetic: made up, by a seeded generator.")}` : "";
  return sections.map(([heading, body]) => `${styled("bold", heading)}\n${body}`).join("\n\n") + label;
}

function explained(model: FactorModel): string {
  const {alpha, annualAlpha, annualError, betas, r2, adjustedR2, residual, rows, lags} = model;
  const share = (value: number | null) => figure(value, "percent");
  const loadings = [
    ["alpha, a year", share(annualAlpha), share(annualError), alpha.t] as const,
    ...betas.map(({name, value, error, t}) => [name, value.toFixed(3), error.toFixed(3), t] as const)
  ];
  const headings = [{name: ""}, ...["loading", "error", "t"].map((name) => ({name, align: "right" as const}))];
  const body = table(
    headings,
    loadings.map(([name, value, error, t]) => [name, value, error, figure(t, "ratio")])
  );
  const rest = pairs([
    ["R²", share(r2)],
    ["adjusted R²", share(adjustedR2)],
    ["not explained, a year", share(residual)],
    ["returns", `${count(rows)}, errors by Newey and West with ${lags} lags`]
  ]);
  return `${styled("bold", "Explained by factors")}\n${body}\n\n${rest}`;
}
