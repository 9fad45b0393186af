import type {MessagePort} from "node:worker_threads";
import type {Market} from "../../backtest/backtest.js";
import {backtest} from "../../backtest/backtest.js";
import type {Panel} from "../../base/panel.js";
import type {Figures} from "../../evaluate/signal-metrics.js";
import {backtestFigures, firstRow, pipeline} from "../../pipeline/pipeline.js";
import type {PlanSpec} from "../../pipeline/plan.js";
import {withoutRivals} from "../../pipeline/plan.js";
import {context, effects} from "../context.js";
import {planFrom, reasonOf, shared} from "./plans.js";
import type {KeptVariant} from "./returns.js";
import {keptVariant} from "./returns.js";

export {tradeAccount, tradeWindow} from "./walk.js";

/** A market, and what variants have in common that is to be learned from it. */
export interface Lesson {
  readonly market: Panel;
  readonly beside: Market;
  readonly spec: PlanSpec;
}

/** What was added to the market's panel, and figures of it; or why nothing could be. */
export interface Learnt {
  readonly fields: Panel["fields"];
  readonly figures: Figures;
  readonly error?: string;
}

/** Variants of one experiment that differ in their backtests and metrics alone, and what they are traded on. */
export interface Batch {
  readonly panel: Panel;
  readonly beside: Market;
  /** Those of what was learned. */
  readonly figures: Figures;
  readonly specs: readonly PlanSpec[];
  /** Whether each variant's returns are kept, or their Sharpe ratio alone. */
  readonly whole: readonly boolean[];
  /** Told whenever a variant is done. */
  readonly port?: MessagePort;
}

/** What a variant came to: its figures and what is kept of its account, or why it could not be traded. */
export interface Outcome {
  readonly figures?: Figures;
  readonly kept?: KeptVariant;
  readonly error?: string;
}

/** Computes the features and learns, once for all variants that have them in common. Throws only where that is a fault. */
export async function learn({market, beside, spec}: Lesson): Promise<Learnt> {
  const {backtest: _, ...first} = spec;
  try {
    const plan = withoutRivals(await planFrom({...first, metrics: []}));
    const {panel, figures} = await pipeline(market, plan, beside, context(effects({threads: 1}), plan.seed));
    const made = Object.entries(panel.fields).filter(([name]) => !Object.hasOwn(market.fields, name));
    return {fields: Object.fromEntries(made.map(([name, column]) => [name, shared(column)])), figures};
  } catch (error) {
    return {fields: {}, figures: {}, error: reasonOf(error)};
  }
}

/** Trades each variant; the figures are those of a run of each. */
export async function tradeBatch({panel, beside, figures, specs, whole, port}: Batch): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const [i, spec] of specs.entries()) {
    outcomes.push(await trade(panel, spec, beside, figures, whole[i]));
    port?.postMessage(1);
  }
  port?.close();
  return outcomes;
}

async function trade(panel: Panel, spec: PlanSpec, beside: Market, learned: Figures, whole: boolean): Promise<Outcome> {
  try {
    const plan = await planFrom(spec);
    if (!plan.backtest) return {figures: learned};
    const result = backtest(panel, plan.backtest, beside, firstRow(panel, plan));
    const kept = keptVariant(result, panel.times.length, whole);
    return {figures: {...backtestFigures(plan, result, panel), ...learned}, kept};
  } catch (error) {
    return {error: reasonOf(error)};
  }
}
