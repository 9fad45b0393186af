import {describe, expect, it} from "vitest";
import {auditPanel} from "../../core/audit/panels.js";
import {backtest} from "../../core/backtest/backtest.js";
import type {FillRule} from "../../core/backtest/rules.js";
import {momentOf} from "../../core/evaluate/excursions.js";
import {gathered} from "../../core/evaluate/trade-figures.js";
import type {Split} from "../../core/evaluate/trades.js";
import {roundTrips} from "../../core/evaluate/trades.js";
import type {Action, Strategy} from "../../core/plugin.js";

const adjusted = auditPanel({rows: 200, symbols: 4, gaps: false});
const {times, symbols} = adjusted;
const n = symbols.length;
const splits: readonly Split[] = [
  {t: times[60], symbol: 0, ratio: 3},
  {t: times[90], symbol: 1, ratio: 0.1},
  {t: times[130], symbol: 0, ratio: 1.05}
];

/** The same bars as they were traded before their splits. */
const raw = {
  ...adjusted,
  fields: Object.fromEntries(
    Object.entries(adjusted.fields).map(([name, column]) => [
      name,
      column.map((value, cell) => {
        const later = splits.filter(({t, symbol}) => symbol === cell % n && t > times[Math.floor(cell / n)]);
        const ratio = later.reduce((all, split) => all * split.ratio, 1);
        return name === "signal" ? value : name === "volume" ? value / ratio : value * ratio;
      })
    ])
  )
};

const strategy: Strategy = {
  needs: ["signal"],
  lookback: 0,
  targets: (now) => now.row("signal").map((s) => (Math.abs(s) < 0.005 ? 0 : Math.sign(s || 0) / 4))
};

function traded(fill: FillRule, shares: "whole" | "fractional") {
  const actions = splits.map(({t, symbol, ratio}): Action => ({
    action: "split",
    t,
    symbol: symbols[symbol],
    value: ratio
  }));
  const slippage = {
    fill: ({quantity}: {quantity: number}, price: number) => ({
      price: price * (1 + 0.001 * Math.sign(quantity)),
      quantity
    })
  };
  const trading = {strategy, slippage, commission: {cost: () => 1}, fill, delay: 0, cash: 1e6, shares};
  return backtest(raw, trading, {periods: 252, actions});
}

const last = raw.fields.close.slice(-n);

describe.each(["next-open", "next-close"] as const)("what a backtest traded, %s", (rule) => {
  it.each(["whole", "fractional"] as const)(
    "earned by its trades what its equity gained, %s shares, splits and all",
    (shares) => {
      const {equity, fills} = traded(rule, shares);
      expect(fills.length).toBeGreaterThan(200);
      const trips = roundTrips(fills, last, {splits, panel: raw});
      for (const by of ["lot", "exit", "position"] as const) {
        const profit = gathered(trips, by, times).reduce((sum, trade) => sum + trade.profit, 0);
        expect(profit / (equity[equity.length - 1] - equity[0]), by).toBeCloseTo(1, 9);
      }
      for (const {adverse, favourable, entry, exit, side} of trips) {
        const gain = (side === "long" ? 1 : -1) * (exit / entry - 1);
        expect(adverse).toBeLessThanOrEqual(Math.min(0, gain));
        expect(favourable).toBeGreaterThanOrEqual(Math.max(0, gain));
        expect(Math.max(-adverse!, favourable!), "no split is taken for a gain").toBeLessThan(0.6);
      }
    }
  );

  it("was filled when its rule says, as the prices tell", () => {
    const found = traded(rule, "whole")
      .fills.filter(({forced}) => !forced)
      .map((fill) => {
        const cell = times.indexOf(fill.t) * n + fill.symbol;
        return momentOf(fill, raw.fields.open[cell], raw.fields.close[cell]);
      });
    expect(new Set(found)).toEqual(new Set([rule.slice(5)]));
  });
});

it("would have made other trades, were the splits not known", () => {
  const {fills} = traded("next-open", "whole");
  const count = (known: readonly Split[]) =>
    new Set(roundTrips(fills, last, {splits: known}).map(({symbol, position}) => `${symbol} ${position}`)).size;
  expect(count([])).not.toBe(count(splits));
});
