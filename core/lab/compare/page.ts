import type {Candidate} from "../../evaluate/comparison/compare.js";
import type {ComparedPage, PageRun} from "../../evaluate/comparison/page.js";
import {latestRecords} from "../runs.js";
import {benchmarksOf} from "./benchmarks.js";
import {namesOf} from "./choose.js";
import type {Account} from "./account.js";
import {readAccountOf} from "./account.js";
import {describeRun} from "./compare.js";
import {forecastPairs} from "./forecasts.js";
import type {ComparedRun} from "./shape.js";

const dayLength = 86_400_000;

/** What the page that compares runs needs: every run that trades and is not outdated, and what they are measured against. */
export async function comparedPage(home: string): Promise<ComparedPage> {
  const records = (await latestRecords(home)).filter(({hashes}) => hashes.backtest !== undefined);
  const names = namesOf(records);
  const accounts: Account[] = [];
  for (const record of records) accounts.push(await readAccountOf(home, record));
  const own = await Promise.all(records.map((record) => describeRun(home, record, names.get(record.id)!, accounts)));
  const measured = benchmarksOf(records, accounts);
  const grids: (readonly number[])[] = [];
  const known = new Map<string, number>();
  const gridOf = (days: readonly number[]) => {
    const key = days.join(" ");
    if (!known.has(key)) known.set(key, grids.push(days) - 1);
    return known.get(key)!;
  };
  const shown = (run: Omit<ComparedRun, "rank">, {times, equity, periods}: Candidate): PageRun => {
    const {id, name, title, experiment, model, synthetic, metrics, accuracy, seconds, trials, deflatedSharpe} = run;
    const {lint, audit, data} = run;
    return {
      ...{id, name, title, experiment, model, synthetic, metrics, accuracy, seconds, trials, deflatedSharpe},
      ...{lint, audit, periods},
      dataset: Object.keys(data)[0] ?? "",
      grid: gridOf(Array.from(times, (t) => t / dayLength)),
      equity: Buffer.from(Float64Array.from(equity).buffer).toString("base64")
    };
  };
  return {
    runs: [
      ...own.map((run, i) => shown(run, accounts[i])),
      ...measured.map(({run, candidate}) => shown(run, candidate))
    ],
    grids,
    forecasts: await forecastPairs(home, records)
  };
}
