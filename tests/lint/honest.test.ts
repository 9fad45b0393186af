import {describe, expect, it} from "vitest";
import {field} from "../../core/base/panel.js";
import type {Panel} from "../../core/base/panel.js";
import {lint} from "../../core/lint/lint.js";
import type {Traded} from "../../core/lint/traded.js";
import {scheduledRebalance} from "../../plugins/algorithms/scheduled-rebalance.js";
import {volatilityTarget} from "../../plugins/overlays/volatility-target.js";
import {squareRootImpact} from "../../plugins/slippage/square-root-impact.js";
import {longShortQuantile} from "../../plugins/strategies/long-short-quantile.js";
import {model} from "../../plugins/strategies/model.js";
import {topK} from "../../plugins/strategies/top-k.js";
import {market} from "./market.js";
import {trade} from "./trade.js";

/** The panel without the bars of some names from a row on, each from its own. */
function dying(panel: Panel, names: number): Panel {
  const n = panel.symbols.length;
  const fields = Object.fromEntries(
    Object.keys(panel.fields).map((name) => {
      const column = field(panel, name).map((value, i) => {
        const [row, s] = [Math.floor(i / n), i % n];
        return s < names && row > 400 * (s + 1) ? NaN : value;
      });
      return [name, column];
    })
  );
  return {...panel, fields};
}

/** Backtests that know something, pay for what they do, and had time to show it. */
const honest: Readonly<Record<string, () => Traded>> = {
  "long and short quantiles": () => trade(market({skill: 0.06, seed: 2})),
  "the best and the worst": () => trade(market({skill: 0.06, symbols: 12, seed: 3}), {strategy: topK({k: 3, keep: 2})}),
  "every week, by the signal's size, at the open": () =>
    trade(market({skill: 0.06, symbols: 10, seed: 4}), {
      strategy: longShortQuantile({quantiles: 3, weighting: "signal", rebalance: "week"}),
      fill: "next-open"
    }),
  "as sure as the model is": () => trade(market({skill: 0.06, seed: 5}), {strategy: model({dead: 0.3})}),
  "a target volatility and market impact": () =>
    trade(market({skill: 0.06, symbols: 10, seed: 6}), {
      overlays: [volatilityTarget({target: 0.1})],
      slippage: squareRootImpact({coefficient: 0.5, points: 2})
    }),
  "an algorithm of its own orders, every week": () =>
    trade(market({skill: 0.08, memory: 0.98, seed: 7}), {
      strategy: scheduledRebalance({every: "week", by: "signal", gross: 1})
    }),
  "many names, of which some die": () =>
    trade(dying(market({skill: 0.05, symbols: 24, seed: 8}), 4), {strategy: longShortQuantile({quantiles: 6})}),
  "whole shares, and a margin": () =>
    trade(market({skill: 0.06, seed: 9}), {shares: "whole", margin: {initial: 0.5, maintenance: 0.25}})
};

describe("an honest backtest", () => {
  it.each(Object.entries(honest))("has nothing serious and no warning: %s", (_, make) => {
    const {findings} = lint(make());
    expect(findings.filter(({severity}) => severity !== "note")).toEqual([]);
  });
});
