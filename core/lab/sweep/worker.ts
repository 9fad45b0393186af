import type {MessagePort} from "node:worker_threads";
import type {Market} from "../../backtest/backtest.js";
import {backtest} from "../../backtest/backtest.js";
import type {Panel} from "../../base/panel.js";
import type {Figures} from "../../evaluate/signal-metrics.js";
import {backtestFigures, firstRow, pipeline} from "../../pipeline/pipeline.js";
import type {PlanSpec} from "../../pipeline/plan.js";
import {revivePlan} from "../../pipeline/plan.js";
import {context, effects} from "../context.js";
import {lookupFor} from "../registry.js";

/** Variants of one experiment that differ in their backtests and metrics alone, and the market they are of. */
export interface Batch {
  readonly market: Panel;
  readonly beside: Market;
  readonly specs: readonly PlanSpec[];
  /** Told whenever a variant is done. */
  readonly port?: MessagePort;
}

/** What a variant came to: its figures, or why it could not be traded. */
export interface Outcome {
  readonly figures?: Figures;
  readonly error?: string;
}

/** Learns once and trades each variant; the figures are those of a run of each. */
export async function tradeBatch({market, beside, specs, port}: Batch): Promise<readonly Outcome[]> {
  const {backtest: _, ...first} = specs[0];
  const shared = revivePlan({...first, metrics: []}, await lookupFor(first));
  const quiet = context(effects(), shared.seed);
  const learned = await pipeline(market, shared, beside, quiet);
  const outcomes: Outcome[] = [];
  for (const spec of specs) {
    outcomes.push(await trade(learned.panel, spec, beside, learned.figures));
    port?.postMessage(1);
  }
  port?.close();
  return outcomes;
}

async function trade(panel: Panel, spec: PlanSpec, beside: Market, learned: Figures): Promise<Outcome> {
  try {
    const plan = revivePlan(spec, await lookupFor(spec));
    if (!plan.backtest) return {figures: learned};
    const result = backtest(panel, plan.backtest, beside, firstRow(panel, plan));
    return {figures: {...backtestFigures(plan, result), ...learned}};
  } catch (error) {
    return {error: error instanceof Error ? error.message : String(error)};
  }
}
