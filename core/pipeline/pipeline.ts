import type {Market} from "../backtest/backtest.js";
import {backtest} from "../backtest/backtest.js";
import type {Panel} from "../base/panel.js";
import {withField} from "../base/panel.js";
import {sharingSeries} from "../base/series.js";
import {evaluate} from "../expressions/evaluate.js";
import {parseFormula} from "../expressions/parse.js";
import {makeTree} from "../expressions/tree.js";
import type {Figures} from "../evaluate/signal-metrics.js";
import type {Context, Result} from "../plugin.js";
import {backtestFigures, featureFigures} from "./figures.js";
import type {Hashes} from "./hashes.js";
import {backtestHash, columnsHash, panelHash, withResult} from "./hashes.js";
import type {Learned} from "./learning.js";
import {learn} from "./learning.js";
import type {Plan} from "./plan.js";
import {checkTradable} from "./plan.js";

export {backtestFigures} from "./figures.js";

/** All that a plan leaves. */
export interface Outcome {
  /** The market's panel with the features and, where a model learned, `signal` and `baseline`. */
  readonly panel: Panel;
  readonly learned?: Learned;
  readonly result?: Result;
  /** The last step's first. */
  readonly figures: Figures;
  readonly hashes: Hashes;
}

/**
 * Takes a plan's steps over a panel. The same panel and plan give the same outcome to the last bit, in Node and in the
 * browser:
 *
 *     panel of market data
 *       │  features
 *       ▼
 *     panel, with features ───────────────────────┐
 *       │  label, split, model, baseline          │
 *       ▼                                         │
 *     panel, with out-of-sample signal ───────────┤
 *       │  strategy, overlays, slippage,          │ figures
 *       │  commission                             │ hashes
 *       ▼                                         │
 *     fills and equity ───────────────────────────┤
 *       │  metrics                                │
 *       └─────────────────────────────────────────┴──► outcome
 *
 * The backtest starts on the first row with a signal or, where nothing was learned, on the first that has all of the
 * strategy's history. Throws where a split that is not causal would be backtested.
 */
export async function pipeline(market: Panel, plan: Plan, beside: Market, context: Context): Promise<Outcome> {
  const names = Object.keys(plan.features);
  const panelDigest = await panelHash(market, beside);
  let panel = addFeatures(market, plan);
  let figures: Figures = names.length > 0 ? featureFigures(panel, names) : {};
  let hashes: Omit<Hashes, "result"> = {panel: panelDigest};
  if (names.length > 0) hashes = {...hashes, features: await columnsHash(panel, names)};
  let learned: Learned | undefined;
  if (plan.learn) {
    if (plan.backtest) checkTradable(plan.learn);
    const stage = await learn(panel, names, plan.learn, context);
    ({learned, panel} = stage);
    figures = {...stage.figures, ...figures};
    hashes = {...hashes, ...stage.hashes};
  }
  let result: Result | undefined;
  if (plan.backtest) {
    context.signal.throwIfAborted();
    result = backtest(panel, plan.backtest, beside, firstRow(panel, plan));
    figures = {...backtestFigures(plan, result, panel), ...figures};
    hashes = {...hashes, backtest: await backtestHash(result)};
  }
  return {panel, figures, hashes: await withResult(hashes), ...(learned && {learned}), ...(result && {result})};
}

/** The market's panel with the plan's features; formulas are computed together, and series are taken apart once for all. */
export function addFeatures(market: Panel, {features}: Pick<Plan, "features">): Panel {
  const tree = makeTree();
  const named = Object.entries(features);
  const nodes = named.flatMap(([, {formula}]) => (formula === undefined ? [] : [parseFormula(formula, tree)]));
  return sharingSeries(() => {
    const columns = evaluate(market, nodes);
    return named.reduce((panel, [name, feature]) => {
      if (Object.hasOwn(panel.fields, name)) throw new Error(`invalid feature name: ${name}; the panel has that field`);
      return withField(panel, name, feature.formula === undefined ? feature.compute(market) : columns.shift()!);
    }, market);
  });
}

/** The row on which the plan's backtest starts. */
export function firstRow(panel: Panel, plan: Pick<Plan, "backtest" | "learn">): number {
  const signal = plan.learn && panel.fields.signal;
  if (!signal) return Math.min(plan.backtest?.strategy.lookback ?? 0, panel.times.length - 1);
  const first = signal.findIndex((value) => !Number.isNaN(value));
  if (first < 0) throw new Error("missing signal: the model predicted nothing");
  return Math.floor(first / panel.symbols.length);
}
