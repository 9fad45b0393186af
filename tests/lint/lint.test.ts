import {describe, expect, it} from "vitest";
import {lint} from "../../core/lint/lint.js";
import {rules} from "../../core/lint/rules.js";
import {severities} from "../../core/lint/rule.js";
import {titleOf, titles} from "../../core/lint/titles.js";
import {earnedBy} from "../../core/lint/days.js";
import {examine} from "../../core/lint/examined.js";
import {costlier} from "../../core/lint/retrade.js";
import {backtest, backtestByEvents} from "../../core/backtest/backtest.js";
import type {Overlay} from "../../core/plugin.js";
import {perShare} from "../../plugins/commissions/per-share.js";
import {scheduledRebalance} from "../../plugins/algorithms/scheduled-rebalance.js";
import {longShortQuantile} from "../../plugins/strategies/long-short-quantile.js";
import {sinsOfTrading} from "./sins-of-trading.js";
import {market, withWeights} from "./market.js";
import {trade, trading} from "./trade.js";

describe("lint", () => {
  const sinner = () => sinsOfTrading["unpaid-margin"]();

  it("finds the same again", () => {
    expect(lint(sinner())).toEqual(lint(sinner()));
  });

  it("tells the worst first, and every rule's severities are in that order", () => {
    const {findings} = lint(sinsOfTrading.ruin());
    const order = findings.map(({severity}) => severities.indexOf(severity));
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(new Set(order).size).toBe(3);
  });

  it("heeds other thresholds, and leaves rules out", () => {
    const names = (options: Parameters<typeof lint>[1]) => lint(sinner(), options).findings.map(({rule}) => rule);
    expect(names({})).toContain("unpaid-margin");
    expect(names({"unpaid-margin": false})).not.toContain("unpaid-margin");
    expect(names({"unpaid-margin": {debt: 10}})).not.toContain("unpaid-margin");
    expect(lint(sinner(), {"unpaid-margin": false}).checked).not.toContain("unpaid-margin");
  });

  it("refuses rules and thresholds that there are not", () => {
    expect(() => lint(sinner(), {luck: false})).toThrow(/^unknown lint rule: luck; rules are same-close, /);
    expect(() => lint(sinner(), {idle: {most: 1}})).toThrow(
      "unknown threshold of idle: most; thresholds are share, least"
    );
    expect(() => lint(sinner(), {idle: {share: NaN}})).toThrow(
      "invalid threshold of idle: share is NaN; expected a number"
    );
  });

  it("says which rules it could not put to the test", () => {
    const {times, symbols, fields} = market({rows: 300, skill: 0.05});
    const {open, close, signal} = fields;
    const panel = {times, symbols, fields: {open, close, signal}};
    const free = {
      slippage: {
        fill: ({quantity}: {quantity: number}, price: number) => ({price: price + 0.01 * Math.sign(quantity), quantity})
      }
    };
    const traded = trade(panel, free as never);
    const {unchecked, checked} = lint(traded);
    expect(unchecked.map(({rule}) => rule)).toEqual(["outside-bar", "volume-share"]);
    expect(checked).not.toContain("volume-share");
    expect([...checked, ...unchecked.map(({rule}) => rule)].sort()).toEqual(rules.map(({name}) => name).sort());
  });

  it("does not end where a rule cannot go on", () => {
    const traded = trade(market({rows: 300}));
    const broken = {...traded, plan: {...traded.plan, backtest: {...traded.plan.backtest, delay: -1}}};
    const {unchecked} = lint(broken);
    for (const {reason} of unchecked) expect(reason).toBe("invalid delay: -1; expected 0 or more bars");
  });

  it("judges an account that never traded, and one that lost", () => {
    const idle = lint(trade(withWeights(market({rows: 300}), () => NaN)));
    expect(idle.findings.map(({rule}) => rule)).toContain("few-trades");
    expect(JSON.stringify(idle)).not.toMatch(/NaN|Infinity/);
    const lost = lint(
      trade(withWeights(market({rows: 300, drift: -0.002}), (row, s) => (row % 5 === s % 5 ? 0 : 0.1)))
    );
    for (const rule of ["t-test", "one-trade", "one-month", "cost-sensitivity"])
      expect(lost.findings.map((each) => each.rule)).not.toContain(rule);
  });
});

describe("rules", () => {
  it("are called what the titles say, in their order", () => {
    expect(rules.map(({name}) => name)).toEqual(Object.keys(titles));
    expect(titleOf("t-test")).toBe(titles["t-test"]);
    expect(titleOf("a rule of tomorrow")).toBe("a rule of tomorrow");
  });

  it("say what they measure, what it means and what to do, and what their thresholds are for", () => {
    for (const {name, measures, meaning, advice, thresholds} of rules) {
      expect(meaning, name).toMatch(/^[A-Z].*[.]$/s);
      expect(advice, name).toMatch(/^[A-Z].*[.]$/s);
      for (const key of Object.keys(thresholds)) expect(measures, `${name}: ${key}`).toContain(`\`${key}\``);
    }
  });
});

describe("what rules measure", () => {
  it("adds returns up by days and by months", () => {
    const times = [Date.UTC(2020, 0, 30, 15), Date.UTC(2020, 0, 30, 16), Date.UTC(2020, 0, 31), Date.UTC(2020, 1, 3)];
    const returns = [0.5, 0.25, -0.5, 1];
    expect(earnedBy(times, returns, "day")).toEqual([
      {name: "2020-01-30", earned: 0.75},
      {name: "2020-01-31", earned: -0.5},
      {name: "2020-02-03", earned: 1}
    ]);
    expect(earnedBy(times, returns, "month")).toEqual([
      {name: "2020-01", earned: 0.25},
      {name: "2020-02", earned: 1}
    ]);
  });

  it("adds up what symbols earned to what the account earned", () => {
    const {profit, bySymbol} = examine(trade(market({rows: 500, skill: 0.05}), {financing: []}));
    expect(bySymbol.reduce((sum, value) => sum + value, 0)).toBeCloseTo(profit, 6);
  });

  it("values what is held as the account does", () => {
    const {holdings, result} = examine(trade(market({rows: 400, skill: 0.05})));
    for (const i of [0, 5, 200, 399]) {
      let gross = 0;
      for (let k = holdings.first[i]; k < holdings.first[i + 1]; ++k) gross += Math.abs(holdings.value[k]);
      expect(gross / result.equity[i]).toBeCloseTo(result.gross[i], 12);
    }
  });

  it("charges a multiple of every cost, with and without the event loop", () => {
    const panel = market({rows: 300, skill: 0.05});
    const plan = trading({strategy: longShortQuantile({quantiles: 4, band: 0}), financing: []});
    const twice = costlier(plan, 2);
    const fast = backtest(panel, twice, {periods: 252});
    const slow = backtestByEvents(panel, twice, {periods: 252});
    for (const [i, value] of fast.equity.entries()) expect(value / slow.equity[i]).toBeCloseTo(1, 12);
    const [first] = backtest(panel, plan, {periods: 252}).fills;
    const [dearer] = fast.fills;
    const reference = first.price - first.slippage / first.quantity;
    expect(dearer.price - reference).toBeCloseTo(2 * (first.price - reference), 9);
    expect(dearer.commission / dearer.price).toBeCloseTo((2 * first.commission) / first.price, 9);
    const least = costlier(trading({commission: perShare({cost: 0.001, minimum: 1})}), 2);
    const fills = backtest(panel, least, {periods: 252}).fills;
    expect(Math.min(...fills.map(({commission}) => commission))).toBe(2);
  });

  it("lets an algorithm learn everything a bar later", () => {
    const strategy = scheduledRebalance({every: "day", by: "signal"});
    const panel = market({rows: 300, skill: 0.05});
    const {result, late} = examine(trade(panel, {strategy}));
    const shifted = {
      ...panel,
      fields: {
        ...panel.fields,
        signal: panel.fields.signal.map((_, i) => (i < 8 ? NaN : panel.fields.signal[i - 8]))
      }
    };
    const other = examine(trade(shifted, {strategy})).result;
    const signs = (fills: typeof result.fills) =>
      fills.filter(({t}) => t > panel.times[10]).map(({t, symbol, quantity}) => [t, symbol, Math.sign(quantity)]);
    expect(late.equity.at(-1)).not.toBe(result.equity.at(-1));
    expect(late.equity.at(-1)! / other.equity.at(-1)!).toBeCloseTo(1, 2);
    expect(signs(late.fills).length).toBe(signs(other.fills).length);
  });

  it("lets a strategy and its overlays decide on what was known a bar before", () => {
    const panel = withWeights(market({rows: 300}), (row, s) => ((row * 7 + s * 3) % 11) / 40);
    const shifted = withWeights(panel, (row, s) => (row === 0 ? NaN : panel.fields.weight[(row - 1) * 8 + s]));
    const seen: number[] = [];
    const overlay: Overlay = {
      adjust(targets, now) {
        seen.push(now.t);
        return targets;
      }
    };
    const overlays = [{...overlay, kind: "overlay", name: "seen", params: {}, toJSON: () => ({}) as never} as const];
    const {late} = examine(trade(panel, {overlays}));
    expect(late.equity).toEqual(trade(shifted).result.equity);
    expect(seen.slice(-299)).toEqual([...panel.times.slice(0, -1)]);
  });
});
