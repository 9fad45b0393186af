import {expect, it} from "vitest";
import {lint} from "../../core/lint/lint.js";
import {longShortQuantile} from "../../plugins/strategies/long-short-quantile.js";
import {meanLevel} from "./benchmark.js";
import {market} from "./market.js";
import {trade} from "./trade.js";

it("doubts at most one of twenty honest backtests, by no rule more than one of fifty, and none seriously", () => {
  const count = 200;
  const doubted = new Map<string, number>();
  let runs = 0;
  for (let k = 1; k <= count; ++k) {
    const panel = market({
      seed: `honest ${k}`,
      bar: "week",
      rows: 520,
      symbols: 6 + (k % 3),
      skill: 0.13,
      memory: 0.9,
      drift: 0.001,
      deviation: 0.018,
      own: 0.03
    });
    const beside = {benchmark: meanLevel(panel), periods: 52};
    const traded = trade(panel, {strategy: longShortQuantile({quantiles: 3, band: 0}), financing: []}, {beside});
    const found = lint(traded).findings.filter(({severity}) => severity !== "note");
    expect(found.filter(({severity}) => severity === "serious")).toEqual([]);
    if (found.length > 0) ++runs;
    for (const {rule} of found) doubted.set(rule, (doubted.get(rule) ?? 0) + 1);
  }
  const all = [...doubted].join("; ");
  expect(runs, all).toBeLessThanOrEqual(count / 20);
  expect(Math.max(0, ...doubted.values()), all).toBeLessThanOrEqual(count / 50);
}, 120_000);
