import type {MessagePort} from "node:worker_threads";
import type {Market} from "../../backtest/backtest.js";
import {backtest} from "../../backtest/backtest.js";
import {switching} from "../../backtest/switching.js";
import type {Panel} from "../../base/panel.js";
import {head} from "../../base/panel.js";
import type {Figures} from "../../evaluate/signal-metrics.js";
import {backtestFigures} from "../../pipeline/pipeline.js";
import type {Backtest, Plan, PlanSpec} from "../../pipeline/plan.js";
import type {Result} from "../../plugin.js";
import {planFrom, reasonOf} from "./plans.js";
import type {Candidature, Window} from "./windows.js";

/** Variants to choose from by one window's rows. */
export interface Trials {
  readonly panel: Panel;
  readonly beside: Market;
  readonly window: Window;
  readonly specs: readonly PlanSpec[];
  /** The metric that is chosen by. */
  readonly by: string;
  /** Told whenever a variant is done. */
  readonly port?: MessagePort;
}

/** Trades each variant over a window's rows to choose by; no later row can be reached. */
export async function tradeWindow({panel, beside, window, specs, by, port}: Trials): Promise<readonly Candidature[]> {
  const {start, stop} = window;
  const tried: Candidature[] = [];
  for (const spec of specs) {
    try {
      const plan = await planFrom(spec);
      tried.push({figure: figureOf(plan, by, over(panel, beside, plan.backtest!, start, stop))});
    } catch (error) {
      tried.push({figure: null, error: reasonOf(error)});
    }
    port?.postMessage(1);
  }
  port?.close();
  return tried;
}

/** The choices of all windows, each with the panel that it sees. */
export interface Choices {
  readonly panel: Panel;
  readonly beside: Market;
  readonly windows: readonly Window[];
  readonly chosen: readonly {readonly panel: Panel; readonly spec: PlanSpec}[];
  readonly by: string;
}

/** What the choices came to on rows that they do not know. */
export interface Forward {
  /** The figure of each window's choice over its own test rows, traded from cash. */
  readonly tests: readonly (number | null)[];
  /** One account whose parameters are those of the latest choice. */
  readonly account: Pick<Result, "times" | "equity">;
  readonly figures: Figures;
}

/**
 * Trades what was chosen over what followed. An account of a window begins in cash on the close of its last row to choose
 * by, decides there, and is filled on test rows; so does the one account over all windows, in which a choice decides until
 * the next one is made and positions stay as they are where that is.
 */
export async function tradeAccount({panel, beside, windows, chosen, by}: Choices): Promise<Forward> {
  const revived = new Map<string, Plan>();
  const plans: Plan[] = [];
  for (const {spec} of chosen) {
    const key = JSON.stringify(spec);
    const plan = revived.get(key) ?? (await planFrom(spec));
    revived.set(key, plan);
    plans.push(plan);
  }
  const tests = windows.map(({stop, end}, i) => {
    try {
      return figureOf(plans[i], by, over(chosen[i].panel, beside, plans[i].backtest!, stop - 1, end));
    } catch (error) {
      throw new Error(`window ${i + 1}: ${reasonOf(error)}`, {cause: error});
    }
  });
  const stretches = windows.map(({stop}, i) => ({
    from: stop - 1,
    panel: chosen[i].panel,
    trading: plans[i].backtest!
  }));
  const trading = {...plans[0].backtest!, ...switching(panel, stretches)} as Backtest;
  const result = over(panel, beside, trading, stretches[0].from, windows.at(-1)!.end);
  return {tests, account: {times: result.times, equity: result.equity}, figures: backtestFigures(plans[0], result)};
}

/** Trades rows [`start`, `stop`), with all rows before them to look back on and none after. */
function over(panel: Panel, beside: Market, trading: Backtest, start: number, stop: number): Result {
  const {benchmark, ...rest} = beside;
  const market: Market = benchmark ? {...rest, benchmark: benchmark.subarray(0, stop)} : rest;
  return backtest(head(panel, stop), trading, market, start);
}

function figureOf({metrics}: Plan, by: string, result: Result): number | null {
  const metric = metrics.find(({name}) => name === by);
  if (!metric) throw new Error(`unknown metric: ${by}; metrics are ${metrics.map(({name}) => name).join(", ")}`);
  const value = metric.measure(result);
  return Number.isFinite(value) ? value : null;
}
