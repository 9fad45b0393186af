import type {Panel} from "../../core/base/panel.js";
import type {Learning} from "../../core/pipeline/plan.js";
import {defineModel} from "../../core/plugin.js";
import {rsi} from "../../plugins/features/rsi.js";
import {forwardReturn} from "../../plugins/labels/forward-return.js";
import {mean} from "../../plugins/models/mean.js";
import {ridge} from "../../plugins/models/ridge.js";
import {purgedKFold} from "../../plugins/splits/purged-k-fold.js";
import {walkForward} from "../../plugins/splits/walk-forward.js";
import {longShortQuantile} from "../../plugins/strategies/long-short-quantile.js";
import {market, withWeights} from "./market.js";
import type {Sin} from "./sins-of-trading.js";
import {moving, noise} from "./sins-of-trading.js";
import {trade} from "./trade.js";

const learning: Learning = {
  label: forwardReturn({horizon: 5}),
  split: walkForward({train: 252, test: 63, step: 63}),
  model: ridge({penalty: 10}),
  baseline: mean()
};

const spans = (train: number, test: number, samples = 5000) => [
  {
    train: {from: Date.UTC(2010, 0, 4), to: Date.UTC(2010, train, 1), samples},
    test: {from: Date.UTC(2010, test, 1), to: Date.UTC(2012, 0, 1), samples: 500}
  }
];

const elsewhere = defineModel("elsewhere", {}, () => ({...ridge({penalty: 1}), ready: true}))();

/** A learned backtest with another way to learn, and other folds. */
const learned = (change: Partial<Learning>, folds = spans(11, 12)) =>
  trade(
    market({skill: 0.06, rows: 800}),
    {},
    {plan: {features: {rsi: rsi()}, learn: {...learning, ...change}}, folds, figures: {ic: 0.05, "ic-t": 4}}
  );

/** The field `signal` with what the symbol does next. */
function peeking(panel: Panel): Panel {
  const {close} = panel.fields;
  const n = panel.symbols.length;
  const signal = close.map((price, i) => (close[i + 2 * n] ?? price) / (close[i + n] ?? price) - 1);
  return {...panel, fields: {...panel.fields, signal}};
}

/** Held one bar in so many, out of the market for another, from the symbol's own moves; always in by one unit. */
const inAndOut = (panel: Panel, length = 10) =>
  withWeights(panel, (row) => (row % length === 0 ? 0.9 : row % length === length - 1 ? 0 : NaN));

/** Sins of luck and of too little evidence, by the rule that must speak. */
export const sinsOfEvidence: Readonly<Record<string, Sin>> = {
  "non-causal": () => learned({split: purgedKFold()}),
  "in-sample": () => learned({}, spans(14, 12)),
  "trained-elsewhere": () => learned({model: elsewhere}),
  "wrong-way": () => ({...learned({}), figures: {ic: -0.03, r2: -0.02, "ic-t": -1}}),
  parameters: () => learned({}, spans(11, 12, 40)),
  "too-good": () => trade(peeking(market({rows: 600})), {}),
  "smooth-equity": () => {
    const true_ = noise(3, 0.01);
    const shown = (row: number) => (true_(row) + true_(row + 1) + true_(row + 2) + true_(row + 3)) / 4 + 0.0005;
    return trade(inAndOut(moving(shown, 900), 50));
  },
  "t-test": () => trade(market({skill: 0.03, rows: 600, seed: 3})),
  trials: () => trade(market({skill: 0.04, rows: 1200, seed: 4}), {}, {trials: 100_000}),
  "too-lucky": () => {
    // The moves of a symbol are put in pairs of a fall and as large a rise, so that no two falls follow one another.
    const sizes = noise(7, 0.012);
    const move = (row: number) => (row % 2 === 0 ? 1 : -1) * Math.abs(sizes(row - (row % 2))) + 0.0004;
    return trade(withWeights(moving(move, 1000), () => 1));
  },
  "random-timing": () => {
    const coin = noise(11, 1);
    const panel = market({symbols: 4, rows: 1500, drift: 0.0008, deviation: 0.005, own: 0.005, crisis: false});
    return trade(withWeights(panel, (row, s) => (row % 10 === 0 ? (coin(row + s) > 0 ? 0.25 : 0) : NaN)));
  },
  "small-wins": () => trade(inAndOut(moving((row) => (row === 412 ? -0.25 : 0.002 + 0.0003 * (row % 3)), 600))),
  "one-trade": () => {
    const other = noise(5, 0.004);
    return trade(inAndOut(moving((row) => (row > 301 && row < 309 ? 0.05 : other(row)), 600)));
  },
  "one-month": () => {
    const other = noise(6, 0.004);
    return trade(
      inAndOut(
        moving((row) => (row > 300 && row < 320 ? 0.018 : other(row)), 700),
        4
      )
    );
  },
  "few-days": () => {
    const other = noise(8, 0.004);
    return trade(inAndOut(moving((row) => (row % 120 === 65 ? 0.09 : other(row)), 700)));
  },
  "one-symbol": () => {
    const lucky = (value: number, _: number, symbol: number) => (symbol === 2 ? value + 0.003 : value);
    const panel = market({
      symbols: 12,
      rows: 800,
      drift: 0,
      own: 0.006,
      deviation: 0.002,
      crisis: false,
      change: lucky
    });
    return trade(withWeights(panel, (row, s) => (row % 10 === s % 10 ? 0 : row % 10 === (s + 1) % 10 ? 0.08 : NaN)));
  },
  "crisis-profit": () => {
    const panel = market({symbols: 4, rows: 1200, drift: 0.0002, deviation: 0.004, own: 0.002});
    const crisis = (row: number) => row >= 478 && row < 530;
    return trade(withWeights(panel, (row) => (crisis(row) ? -0.25 : row % 20 < 10 ? 0.02 : -0.02)));
  },
  "short-sample": () => trade(market({skill: 0.1, rows: 200})),
  idle: () =>
    trade(withWeights(market({skill: 0.06, rows: 800}), (row, s) => (row < 300 ? NaN : row % 7 === s % 7 ? 0 : 0.1))),
  "no-crisis": () => trade(market({skill: 0.06, rows: 800, crisis: false, deviation: 0.003, own: 0.004, drift: 0.0006}))
};

/** The same strategy on other markets, for a rule that is to be silent. */
export const plain = () => trade(market({skill: 0.06}), {strategy: longShortQuantile({quantiles: 4})});
