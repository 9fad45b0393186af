import {describe, expect, it} from "vitest";
import {accountReturns} from "../../core/evaluate/returns.js";
import {examine} from "../../core/lint/examined.js";
import {lint} from "../../core/lint/lint.js";
import {changesOf, earnedAt, stakesOf} from "../../core/lint/luck/shifts.js";
import type {Traded} from "../../core/lint/traded.js";
import {amount, percent} from "../../core/lint/text.js";
import {perDollar} from "../../plugins/commissions/per-dollar.js";
import {borrowFee} from "../../plugins/financing/borrow-fee.js";
import {basisPoints} from "../../plugins/slippage/basis-points.js";
import {meanLevel} from "./benchmark.js";
import {market, withFactor, withWeights} from "./market.js";
import {sinsOfEvidence} from "./sins-of-evidence.js";
import {trade} from "./trade.js";

const saidBy = (rule: string, traded: Traded) => lint(traded).findings.find((each) => each.rule === rule);
const messageOf = (rule: string, traded: Traded) => saidBy(rule, traded)?.message ?? "";
const free = {slippage: basisPoints({points: 0}), commission: perDollar({rate: 0}), financing: []};

/** A split of two to one of the first symbol on row 200, with what it does to the prices. */
function withSplit(told: boolean): Traded {
  const weights = withWeights(market({rows: 400}), (row, symbol) =>
    row % 50 === 0 ? (symbol === 0 ? 0.5 : 0.02) : NaN
  );
  const panel = withFactor(weights, (row, symbol) => (symbol === 0 && row >= 200 ? 0.5 : 1));
  const action = {action: "split", t: panel.times[200], symbol: "S0", value: 2} as const;
  return trade(panel, {}, {beside: {benchmark: meanLevel(panel), periods: 252, ...(told && {actions: [action]})}});
}

describe("the figures of a finding", () => {
  it("unpaid-borrow: what is short, and what a fee on it would be", () => {
    const traded = trade(
      withWeights(market({rows: 600}), (_, symbol) => (symbol < 4 ? 0.1 : -0.1)),
      {financing: []}
    );
    const {holdings, result, years} = examine(traded);
    let [part, value] = [0, 0];
    holdings.value.forEach((each, k) => {
      const bar = holdings.first.findIndex((first) => first > k) - 1;
      if (each >= 0) return;
      part -= each / result.equity[bar] / 600;
      value -= each / 600;
    });
    expect(part).toBeGreaterThan(0.35);
    expect(messageOf("unpaid-borrow", traded)).toContain(
      `${percent(part)} of equity is sold short by the mean, and nothing is paid for it; at 0.30 % a year that is ${amount(value * 0.003 * years)}`
    );
  });

  it("smooth-equity: what memory adds to the variance of a long sum", () => {
    const traded = sinsOfEvidence["smooth-equity"]();
    const message = messageOf("smooth-equity", traded);
    const rho = Number(/is (0\.\d\d):/.exec(message)![1]);
    let inflation = 1;
    for (let lag = 1; lag < 400; ++lag) inflation += 2 * rho ** lag;
    const said = Number(/be (\d+\.\d) % lower$/.exec(message)![1]);
    expect(Math.abs(said - 100 * (1 - 1 / Math.sqrt(inflation)))).toBeLessThan(1);
  });

  it("crisis-profit: the returns from the bar after the high to the low", () => {
    const traded = sinsOfEvidence["crisis-profit"]();
    const levels = traded.result.benchmark!;
    const returns = accountReturns(traded.result.equity);
    const trough = levels.indexOf(Math.min(...levels.subarray(300, 700)));
    const peak = levels.indexOf(Math.max(...levels.subarray(0, trough)));
    const sum = (values: Float64Array) => values.reduce((all, value) => all + value, 0);
    expect(messageOf("crisis-profit", traded)).toContain(
      `${percent(sum(returns.subarray(peak, trough)) / sum(returns))} of the sum of all returns was earned on the ${percent((trough - peak) / returns.length)} of bars on which the benchmark fell by ${percent(1 - levels[trough] / levels[peak])}`
    );
  });

  it("parameters: the samples of the smallest fold", () => {
    const traded = sinsOfEvidence.parameters();
    const [fold] = traded.folds!;
    const of = (samples: number) => ({...fold, train: {...fold.train, samples}});
    const {labelSpan} = examine(traded);
    const independent = `about ${Math.floor(40 / labelSpan)} independent samples`;
    expect(labelSpan).toBe(6);
    for (const folds of [
      [of(40), of(5000)],
      [of(5000), of(40)]
    ])
      expect(messageOf("parameters", {...traded, folds})).toContain(independent);
    expect(saidBy("parameters", {...traded, folds: [of(5000)]})).toBeUndefined();
  });

  it("price-jump: a price that is halved as one that is doubled, unless the split is told", () => {
    const {severity, message} = saidBy("price-jump", withSplit(false))!;
    expect(severity).toBe("serious");
    expect(message).toMatch(/the largest is S0 on 2010-10-\d\d, its price times 0\.\d\d, near a split's ratio$/);
    expect(saidBy("price-jump", withSplit(true))).toBeUndefined();
  });

  it("too-good: a Sharpe ratio of noise is none, however high it is over a few bars", () => {
    let high = 0;
    for (let seed = 0; seed < 40; ++seed) {
      const traded = trade(market({rows: 26, seed: `few ${seed}`, crisis: false}));
      if (!(examine(traded).sharpe > 3)) continue;
      ++high;
      if (examine(traded).test.t < 3) expect(saidBy("too-good", traded)).toBeUndefined();
    }
    expect(high).toBeGreaterThan(2);
    expect(saidBy("too-good", sinsOfEvidence["too-good"]())!.severity).toBe("serious");
  });
});

describe("what is examined", () => {
  it("has the units and the value of what was split, as the account has them", () => {
    const traded = withSplit(true);
    const {holdings, result} = examine(traded);
    expect(result.splits).toHaveLength(1);
    for (let i = 0; i < result.times.length; ++i) {
      let gross = 0;
      for (let k = holdings.first[i]; k < holdings.first[i + 1]; ++k) gross += Math.abs(holdings.value[k]);
      expect(gross / result.equity[i]).toBeCloseTo(result.gross[i], 10);
    }
    const held = (bar: number) => holdings.units[holdings.first[bar]];
    expect(held(200) / held(199)).toBeCloseTo(2, 12);
  });

  it("counts fees and dividends among what a symbol earned", () => {
    const panel = withWeights(market({rows: 300}), (_, symbol) => (symbol < 4 ? 0.1 : -0.1));
    const dividend = {action: "dividend", t: panel.times[100], symbol: "S1", value: 3} as const;
    const traded = trade(
      panel,
      {financing: [borrowFee({rate: 0.1})]},
      {beside: {benchmark: meanLevel(panel), periods: 252, actions: [dividend]}}
    );
    const {profit, bySymbol, result} = examine(traded);
    expect(new Set(result.postings!.map(({what}) => what))).toEqual(new Set(["borrow", "dividend"]));
    expect(bySymbol.reduce((sum, value) => sum + value, 0)).toBeCloseTo(profit, 6);
  });

  it.each(["next-open", "next-close"] as const)("has stakes that earn what the account earned: %s", (fill) => {
    const traded = trade(market({rows: 400, skill: 0.05}), {...free, fill});
    const run = examine(traded);
    const stakes = stakesOf(run)!;
    expect(stakes.fromOpen.some((each) => each === 1)).toBe(fill === "next-open");
    const earned = earnedAt(stakes, changesOf(run), 8, 0);
    expect(earned).toBeCloseTo(
      run.returns.reduce((sum, value) => sum + value, 0),
      9
    );
  });
});
