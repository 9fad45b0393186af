import type {Effects} from "../lab/context.js";
import type {QualityKind} from "../store/quality/kinds.js";
import {qualityKindNames, qualityKinds} from "../store/quality/kinds.js";
import type {Plan, Policies} from "../store/quality/policy.js";
import {planChanges} from "../store/quality/policy.js";
import {examineDataset} from "../store/quality/quality.js";
import type {QualityReport} from "../store/quality/report.js";
import {count, styled} from "./format.js";
import {table} from "./table.js";
import type {Answer} from "./verb.js";

/** What the policies would do, or have done. */
interface Treatment {
  readonly applied: boolean;
  readonly bars: number;
  readonly withdrawn: number;
  readonly actions: number;
  readonly done: readonly {
    kind: QualityKind;
    symbol: string | null;
    date: string | null;
    policy: string;
    what: string;
  }[];
  readonly left: readonly {kind: QualityKind; symbol: string | null; date: string | null; why: string}[];
}

/**
 * The quality of datasets: a report each, and what policies would do where they are given. It is written where `apply` is
 * set. Findings are no failure: the exit code is 0 with and without them.
 */
export async function quality(
  home: string,
  datasets: readonly string[],
  {policies, apply, one}: {readonly policies?: Policies; readonly apply: boolean; readonly one: boolean},
  effects: Effects
): Promise<Answer> {
  const answers: {json: unknown; text: string}[] = [];
  for (const [i, dataset] of datasets.entries()) {
    effects.signal.throwIfAborted();
    effects.progress(i, datasets.length);
    const {report, found} = await examineDataset(home, dataset);
    if (!policies) {
      answers.push({json: report, text: describe(report)});
      continue;
    }
    const plan = planChanges(found, policies);
    if (apply && plan.done.length > 0) {
      const {amend} = await import("../store/intake/amend.js");
      await amend(home, dataset, plan.changes, effects);
    }
    const treatment = treatmentOf(plan, report, apply);
    answers.push({json: {...report, treatment}, text: `${describe(report)}\n\n${describeTreatment(treatment)}`});
  }
  if (datasets.length > 0) effects.progress(datasets.length, datasets.length);
  const json = answers.map((each) => each.json);
  const text = answers.map((each) => each.text).join("\n\n");
  return {json: one ? json[0] : json, text: text || "no data yet; take some in with: tapebook ingest samples"};
}

function describe(report: QualityReport): string {
  const {dataset, calendar, from, to, symbols, rows, refused, complete, kinds, version} = report;
  const span = from === null ? "" : `, ${from} to ${to}`;
  const head =
    `${styled("bold", dataset)}: ${count(rows)} rows of ${count(symbols)} symbols${span}, calendar ${calendar}\n` +
    `  ${count(refused)} rows refused; ${count(complete)} of ${count(symbols)} symbols complete; version ${version.slice(0, 12)}`;
  const there = qualityKindNames.filter((kind) => kinds[kind].count > 0);
  if (there.length === 0) return `${head}\n\n${styled("green", "nothing found")}`;
  const found = table(
    [
      {name: "found"},
      {name: "times", align: "right"},
      {name: "symbols", align: "right"},
      {name: "kind"},
      {name: "what to do"}
    ],
    there.map((kind) => [
      qualityKinds[kind].title,
      count(kinds[kind].count),
      count(kinds[kind].symbols),
      kind,
      qualityKinds[kind].advice
    ])
  );
  const none = qualityKindNames.filter((kind) => kinds[kind].count === 0).join(", ");
  return `${head}\n\n${found}\n\nnone of: ${none}\n\n${worst(report)}\n\neach finding with its date: --json, or the page Data quality`;
}

/** The ten symbols with the most findings. */
function worst({bySymbol}: QualityReport): string {
  const total = (kinds: QualityReport["bySymbol"][number]["kinds"]) =>
    Object.values(kinds).reduce((sum, each) => sum + each, 0);
  const list = bySymbol
    .map(({symbol, complete, kinds}) => ({symbol, complete, kinds, sum: total(kinds)}))
    .filter(({sum}) => sum > 0)
    .sort((a, b) => b.sum - a.sum || (a.symbol < b.symbol ? -1 : 1));
  const rows = list.slice(0, 10).map(({symbol, complete, kinds, sum}) => [
    symbol,
    count(sum),
    complete ? "yes" : "no",
    Object.entries(kinds)
      .map(([kind, times]) => `${times} ${kind}`)
      .join(", ")
  ]);
  const more = list.length > 10 ? `\nand ${count(list.length - 10)} more symbols` : "";
  const headings = [
    {name: "worst"},
    {name: "findings", align: "right"},
    {name: "complete"},
    {name: "of which"}
  ] as const;
  return table(headings, rows) + more;
}

function treatmentOf({changes, done, left}: Plan, {findings}: QualityReport, applied: boolean): Treatment {
  const dates = new Map(findings.map(({t, date}) => [t, date]));
  const about = ({kind, symbol, t}: {kind: QualityKind; symbol: string | null; t: number | null}) => {
    return {kind, symbol, date: dates.get(t) ?? null};
  };
  return {
    applied: applied && done.length > 0,
    bars: changes.bars.length,
    withdrawn: changes.withdrawn.length,
    actions: changes.actions.length,
    done: done.map(({finding, policy, what}) => ({...about(finding), policy, what})),
    left: left.map(({finding, why}) => ({...about(finding), why}))
  };
}

function describeTreatment({applied, bars, withdrawn, actions, done, left}: Treatment): string {
  const of = (n: number, one: string) => `${count(n)} ${n === 1 ? one : `${one}s`}`;
  const sums = `${of(withdrawn, "bar")} withdrawn, ${of(bars, "bar")} and ${of(actions, "split")} written`;
  const list = done.slice(0, 20).map(({kind, symbol, date, what}) => `  ${symbol} ${date} (${kind}): ${what}`);
  const leaves = left.slice(0, 20).map(({kind, symbol, date, why}) => `  ${symbol} ${date} (${kind}): left, ${why}`);
  const more = (all: readonly unknown[]) => (all.length > 20 ? [`  and ${count(all.length - 20)} more`] : []);
  const verdict = applied
    ? styled("green", `done: ${sums}; what was there before is read with asOf`)
    : done.length > 0
      ? styled("yellow", `nothing is written yet: it would be ${sums}; add --apply`)
      : "nothing to do";
  return [...list, ...more(done), ...leaves, ...more(left), verdict].join("\n");
}
