import type {Column, Panel} from "../base/panel.js";
import {between, whole} from "../base/options.js";
import type {BarsOptions} from "./bars.js";
import {barFields, barsLookback, overBars} from "./bars.js";
import type {ClassifierOptions} from "./classify.js";
import {classifierBars, classify} from "./classify.js";
import {memoised} from "./memo.js";

/** Which bars of a panel are classified, and how. */
export interface RegimeOptions extends BarsOptions, ClassifierOptions {}

/** The regimes of a panel, `NaN` where bars are missing. */
export interface PanelRegimes {
  /** The number of the regime, its place in `regimes`. */
  readonly state: Column;
  /** The chance of each, in the order of `regimes`; they sum to 1. */
  readonly chances: readonly Column[];
}

/** The classifier's usual options; `window` to `memory` suit daily bars. */
export const usualRegimes = {
  prefix: "",
  rows: 1,
  window: 42,
  horizon: 2,
  volatility: 15,
  memory: 252,
  strength: 2.5,
  confirm: 3
} as const satisfies RegimeOptions;

/** Throws unless each option is within its bounds; `what` names the plugin. */
export function checkRegimes(what: string, options: RegimeOptions): void {
  whole(`${what} rows`, options.rows);
  if (options.prefix === "" && options.rows !== 1)
    throw new Error(`invalid ${what} rows: ${options.rows} without a prefix; the panel's own bars stand on 1 row each`);
  whole(`${what} window`, options.window, 8);
  whole(`${what} horizon`, options.horizon, 2);
  if (options.horizon > options.window / 2)
    throw new Error(`invalid ${what} horizon: ${options.horizon}; expected at most half of window ${options.window}`);
  whole(`${what} volatility`, options.volatility, 3);
  whole(`${what} memory`, options.memory, 2);
  between(`${what} strength`, options.strength, 0.1, 20);
  whole(`${what} confirm`, options.confirm);
}

/** The fields that the regimes are read from, and the rows before t that those at t depend on, bit for bit. */
export function regimeReads(options: RegimeOptions): {readonly needs: readonly string[]; readonly lookback: number} {
  return {needs: barFields(options.prefix), lookback: barsLookback(options, classifierBars(options))};
}

/** The regimes of each symbol of a panel. What is asked of one panel again, with the same options, is computed once. */
export function regimesOf(panel: Panel, options: RegimeOptions): PanelRegimes {
  const {prefix, rows, window, horizon, volatility, memory, strength, confirm} = options;
  const key = JSON.stringify([prefix, rows, window, horizon, volatility, memory, strength, confirm]);
  return memoised(regimesOf, panel, key, () => {
    const [state, ...chances] = overBars(panel, options, classifierBars(options), 7, (close) => {
      const found = classify(close, options);
      return [found.state, ...found.chances];
    });
    return {state, chances};
  });
}
