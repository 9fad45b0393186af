import {formatDate} from "../../base/timeframe.js";
import type {RunRecord} from "../../lab/record.js";
import type {RunSummary} from "../../lab/runs.js";
import {count, duration, figure, instant, styled} from "../format.js";
import {pairs} from "../table.js";
import {defineVerb, misused} from "../verb.js";

/** Shows one run: what was asked, what came out, and what it was made of. */
export const show = defineVerb({
  usage: "show <run>",
  summary: "Show one run: its figures and what they were made of",
  examples: [["tapebook show 3f2a", "The run whose id starts with 3f2a"]],
  declare: (yargs) =>
    yargs.positional("run", {type: "string", demandOption: true, describe: "The run's id, or enough of its start"}),
  async act({run: prefix}, {home}) {
    const {listRuns, readRun} = await import("../../lab/runs.js");
    const summary = only(await listRuns(home), prefix);
    if (summary.status !== "done") return {json: summary, text: attempt(summary)};
    const record = await readRun(home, summary.id);
    return {json: record, text: whole(record)};
  }
});

function only(list: readonly RunSummary[], prefix: string): RunSummary {
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
  const {id, experiment, title, question, synthetic, started, seconds, lineage, hashes, metrics, units, folds} = record;
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
    ["Figures", pairs(Object.entries(metrics).map(([name, value]) => [name, figure(value, units[name] ?? "ratio")]))],
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
