import {deviation, mean} from "../../base/stats.js";
import type {Candidate} from "../../evaluate/comparison/compare.js";
import {drawdowns} from "../../evaluate/drawdown.js";
import {accountReturns, compounded} from "../../evaluate/returns.js";
import type {RunRecord} from "../record.js";
import type {Account} from "./account.js";
import type {ComparedRun} from "./shape.js";

/** A benchmark that stands among the runs. */
export interface Measured {
  readonly run: Omit<ComparedRun, "rank">;
  readonly candidate: Candidate;
}

/** What the runs are measured against, each benchmark once: with the days of the run that has most of them. */
export function benchmarksOf(records: readonly RunRecord[], accounts: readonly Account[]): readonly Measured[] {
  const longest = new Map<string, {record: RunRecord; account: Account}>();
  for (const account of accounts) {
    const record = records.find(({id}) => id === account.id)!;
    const {benchmark, dataset} = record.spec.data;
    if (benchmark === undefined) continue;
    const key =
      benchmark === "equal-weight"
        ? `benchmark ${dataset} ${record.symbols.join(" ")}`
        : `benchmark ${dataset} ${benchmark}`;
    const before = longest.get(key);
    if (!before || account.times.length > before.account.times.length) longest.set(key, {record, account});
  }
  const names = [...longest.values()].map(({record}) => benchmarkName(record));
  return [...longest.values()].map(({record, account}, i) => {
    const name =
      names.indexOf(names[i]) === names.lastIndexOf(names[i]) ? names[i] : `${names[i]} of ${record.experiment}`;
    return measured(name, record, account);
  });
}

function benchmarkName({spec: {data}}: RunRecord): string {
  return data.benchmark === "equal-weight" ? "benchmark, equal weights" : `benchmark ${data.benchmark}`;
}

function measured(name: string, {synthetic, lineage}: RunRecord, {times, benchmark, periods}: Account): Measured {
  const rows = Array.from(times.keys()).filter((row) => Number.isFinite(benchmark[row]));
  const candidate = {
    id: name,
    periods,
    times: Float64Array.from(rows, (row) => times[row]),
    equity: Float64Array.from(rows, (row) => benchmark[row])
  };
  const returns = accountReturns(candidate.equity);
  const [spread, m] = [deviation(returns), mean(returns)];
  const figures: Readonly<Record<string, readonly [value: number, unit: "percent" | "ratio"]>> = {
    sharpe: [(m / spread) * Math.sqrt(periods), "ratio"],
    "total-return": [candidate.equity[rows.length - 1] / candidate.equity[0] - 1, "percent"],
    "annual-return": [compounded(returns, periods), "percent"],
    "mean-return": [m * periods, "percent"],
    volatility: [spread * Math.sqrt(periods), "percent"],
    "max-drawdown": [drawdowns(candidate.equity).reduce((least, value) => Math.min(least, value), 0), "percent"]
  };
  const entries = Object.entries(figures);
  return {
    candidate,
    run: {
      id: name,
      name,
      experiment: null,
      title: name,
      model: null,
      synthetic,
      data: Object.fromEntries(lineage.data.map(({dataset, version}) => [dataset, version])),
      metrics: Object.fromEntries(entries.map(([key, [value]]) => [key, Number.isFinite(value) ? value : null])),
      units: Object.fromEntries(entries.map(([key, [, unit]]) => [key, unit])),
      accuracy: null,
      seconds: null,
      trials: null,
      probabilisticSharpe: null,
      deflatedSharpe: null,
      lint: null,
      audit: null,
      span: {from: candidate.times[0] ?? null, to: candidate.times.at(-1) ?? null, rows: rows.length}
    }
  };
}
