import type {Panel} from "../../core/base/panel.js";
import {random} from "../../core/base/random.js";
import type {Traded} from "../../core/lint/traded.js";
import {defineSlippage} from "../../core/plugin.js";
import {cashInterest} from "../../plugins/financing/cash-interest.js";
import {perDollar} from "../../plugins/commissions/per-dollar.js";
import {basisPoints} from "../../plugins/slippage/basis-points.js";
import {buyAndHold} from "../../plugins/strategies/buy-and-hold.js";
import {longShortQuantile} from "../../plugins/strategies/long-short-quantile.js";
import type {MarketOptions} from "./market.js";
import {market, withFactor, withWeights} from "./market.js";
import {trade} from "./trade.js";

/** A backtest in which something is wrong. */
export type Sin = () => Traded;

const skilled = (more: MarketOptions = {}) => market({skill: 0.06, ...more});

/** A slippage that fills whatever is asked for, at a factor of the reference in the trader's favour. */
const generous = (favour: number) =>
  defineSlippage("generous", {}, () => ({
    fill: ({quantity}, reference) => ({price: reference * (1 - Math.sign(quantity) * favour), quantity})
  }))();

/** The panel with some cells of a field changed. */
function withCells(panel: Panel, name: string, value: (row: number, symbol: number, old: number) => number): Panel {
  const n = panel.symbols.length;
  const column = panel.fields[name].map((old, i) => value(Math.floor(i / n), i % n, old));
  return {...panel, fields: {...panel.fields, [name]: column}};
}

/** Bars that repeat the last close, without volume, where the rule says so: what filling forward makes of missing bars. */
function filledForward(panel: Panel, missing: (row: number, symbol: number) => boolean): Panel {
  const n = panel.symbols.length;
  const fields = Object.fromEntries(Object.entries(panel.fields).map(([name, column]) => [name, column.slice()]));
  for (let i = n; i < fields.close.length; ++i) {
    if (!missing(Math.floor(i / n), i % n)) continue;
    for (const name of ["open", "high", "low", "close"]) fields[name][i] = fields.close[i - n];
    fields.volume[i] = 0;
  }
  return {...panel, fields};
}

/** The strategy with costs that leave a fifth of what they take: twice as high, they take all. */
function barelyPaid(): Traded {
  const panel = market({skill: 0.05, memory: 0.8, rows: 1500});
  const strategy = longShortQuantile({quantiles: 4, band: 0});
  const free = trade(panel, {strategy, financing: []});
  const {fills, equity} = free.result;
  const costs = fills.reduce((sum, {commission, slippage}) => sum + commission + slippage, 0);
  const times = (equity.at(-1)! - 100_000 + costs) / costs / 1.6;
  return trade(panel, {
    strategy,
    financing: [],
    slippage: basisPoints({points: 3 * times}),
    commission: perDollar({rate: 0.0002 * times})
  });
}

/** Sins of fills, prices, the account and costs, by the rule that must speak. */
export const sinsOfTrading: Readonly<Record<string, Sin>> = {
  "same-close": () => trade(skilled({rows: 600}), {fill: "same-close"}),
  "outside-bar": () => trade(skilled({rows: 600}), {slippage: generous(0.03)}),
  "stale-fills": () =>
    trade(
      filledForward(skilled({rows: 600}), (row) => row % 3 === 0),
      {slippage: generous(-0.0005)}
    ),
  "volume-share": () => trade(skilled({rows: 600}), {cash: 3e9, slippage: basisPoints({limit: 1})}),
  unfilled: () => trade(withCells(skilled({rows: 600}), "volume", (row, _, old) => (row % 2 === 0 ? 0 : old))),
  "price-jump": () =>
    trade(
      withFactor(
        withWeights(market({rows: 600}), () => 0.12),
        (row, symbol) => (symbol === 3 && row >= 300 ? 4 : 1)
      )
    ),
  "held-missing": () => {
    const bad = (row: number, symbol: number) => symbol < 4 && row % 12 > 8;
    let panel = withWeights(market({rows: 600}), () => 0.12);
    for (const name of ["open", "high", "low", "close"])
      panel = withCells(panel, name, (row, symbol, old) => (bad(row, symbol) ? NaN : old));
    return trade(panel);
  },
  "stale-marks": () => trade(filledForward(skilled({rows: 600}), (row, symbol) => symbol < 4 && row % 2 === 1)),
  delisted: () => {
    const gone = (row: number, symbol: number) => symbol < 3 && row > 150 * (symbol + 1);
    let panel = withWeights(market({rows: 600}), (row, symbol) => (gone(row - 2, symbol) ? NaN : 0.12));
    for (const name of ["open", "high", "low", "close", "volume"])
      panel = withCells(panel, name, (row, symbol, old) => (gone(row, symbol) ? NaN : old));
    return trade(panel);
  },
  survivorship: () => trade(skilled({rows: 800, symbols: 24})),
  ledger: () => {
    const traded = trade(skilled({rows: 600}));
    const equity = traded.result.equity.map((value, i) => value * (1 + 0.0002 * i));
    return {...traded, result: {...traded.result, equity}};
  },
  ruin: () =>
    trade(
      withWeights(
        moving((row) => (row === 300 ? -0.3 : 0.001), 600),
        () => 4
      )
    ),
  leverage: () => trade(withWeights(market({rows: 600, crisis: false}), () => 0.4)),
  "no-costs": () => trade(skilled({rows: 600}), {slippage: basisPoints({points: 0}), commission: perDollar({rate: 0})}),
  "cost-sensitivity": barelyPaid,
  "delay-sensitivity": () => {
    const panel = market({skill: 0.12, memory: 0, rows: 1200});
    return trade(panel, {fill: "next-open", strategy: longShortQuantile({quantiles: 4, band: 0})});
  },
  turnover: () => trade(withWeights(market({symbols: 1, rows: 400}), (row) => (row % 2 === 0 ? 1.5 : -1.5))),
  "unpaid-borrow": () => trade(skilled({rows: 600}), {financing: []}),
  "unpaid-margin": () =>
    trade(
      withWeights(market({rows: 600, crisis: false}), () => 0.2),
      {financing: []}
    ),
  carry: () =>
    trade(
      withWeights(market({rows: 900}), (row, symbol) =>
        row % 15 < 5 && symbol === Math.floor(row / 15) % 8 ? 0.02 : 0
      ),
      {financing: [cashInterest({rate: 0.3})]}
    ),
  "unrelated-benchmark": () => {
    const own = moving(noise(14, 0.002), 600).fields.close;
    return trade(skilled({rows: 600}), {}, {beside: {benchmark: own, periods: 252}});
  },
  concentration: () => trade(withWeights(market({symbols: 12, rows: 600}), (_, symbol) => (symbol === 0 ? 0.7 : 0.02))),
  benchmark: () =>
    trade(withWeights(market({rows: 600, drift: 0.001, crisis: false}), (row, s) => (row % 8 === s ? 0.3 : 0))),
  "market-explains": () =>
    trade(
      withWeights(market({rows: 1500, drift: 0.001, crisis: false}), (row, symbol) =>
        row % 20 === 0 ? ((symbol + row / 20) % 2 === 0 ? 0.1 : 0.14) : NaN
      )
    ),
  "no-benchmark": () => trade(skilled({rows: 600}), {}, {beside: {periods: 252}}),
  "few-trades": () => trade(market({rows: 600}), {strategy: buyAndHold()}),
  "open-profit": () => {
    // Winners are sold after ten bars; losers are kept.
    const panel = market({rows: 800, symbols: 8, drift: 0, own: 0.02, seed: 5});
    const {close} = panel.fields;
    const bought = new Map<number, number>();
    return trade(
      withWeights(panel, (row, s) => {
        const price = close[row * 8 + s];
        const entry = bought.get(s);
        if (entry === undefined) {
          bought.set(s, price);
          return 0.12;
        }
        if (price > entry * 1.04) {
          bought.delete(s);
          return 0;
        }
        return NaN;
      })
    );
  }
};

/** A market whose only symbol moves by the returns that are given, one a bar from the second on. */
export function moving(returns: (row: number) => number, rows: number): Panel {
  return market({symbols: 1, rows, own: 0, deviation: 0, drift: 0, crisis: false, change: (_, row) => returns(row)});
}

/** Normal numbers of a stream by row. */
export function noise(seed: number, deviation: number): (row: number) => number {
  const r = random(seed);
  const drawn: number[] = [];
  return (row) => {
    while (drawn.length <= row) drawn.push(deviation * r.normal());
    return drawn[row];
  };
}
