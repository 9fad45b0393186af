import type {Market} from "../backtest/backtest.js";
import type {Panel} from "../base/panel.js";
import {field} from "../base/panel.js";
import {barsPerYear, parseDate, timeframes} from "../base/timeframe.js";
import {loadPanel} from "../store/load.js";
import type {Data} from "./experiment.js";

/** The prices that an experiment asks for, and what stands beside them. */
export interface MarketData {
  readonly panel: Panel;
  readonly beside: Market;
}

/** Loads an experiment's panel and benchmark from the store, as they were in the given version of the dataset. */
export async function loadMarket(
  home: string,
  {dataset, symbols, from, to, benchmark, hours = "stocks"}: Data,
  version: string
): Promise<MarketData> {
  const span = {
    from: from === undefined ? undefined : parseDate(from),
    to: to === undefined ? undefined : parseDate(to)
  };
  if (span.from !== undefined && span.to !== undefined && span.from >= span.to)
    throw new Error(`invalid dates: from ${from} to ${to} holds no day`);
  const fields = ["open", "high", "low", "close", "volume"] as const;
  const panel = await loadPanel(home, {dataset, version, symbols, ...span, fields});
  const timeframe = timeframes.find((name) => dataset.endsWith(`/${name}`));
  if (timeframe === undefined) throw new Error(`invalid dataset: ${dataset}; expected source/timeframe`);
  const periods = barsPerYear(timeframe, hours);
  if (benchmark === undefined) return {panel, beside: {periods}};
  if (benchmark === "equal-weight") return {panel, beside: {periods, benchmark: equalWeight(panel)}};
  const other = await loadPanel(home, {dataset, version, symbols: [benchmark], ...span, fields: ["close"]});
  const level = new Map(Array.from(other.times, (t, i) => [t, other.fields.close[i]]));
  return {panel, beside: {periods, benchmark: Float64Array.from(panel.times, (t) => level.get(t) ?? NaN)}};
}

/**
 * The level of a portfolio that holds all symbols in equal parts, rebalanced every row without cost: from 100, each
 * row's mean of close / close before − 1 over the symbols that have both.
 */
export function equalWeight(panel: Panel): Float64Array {
  const close = field(panel, "close");
  const n = panel.symbols.length;
  let level = 100;
  return Float64Array.from(panel.times, (_, i) => {
    let sum = 0;
    let count = 0;
    for (let cell = i * n; i > 0 && cell < (i + 1) * n; ++cell) {
      const change = close[cell] / close[cell - n] - 1;
      if (Number.isNaN(change)) continue;
      sum += change;
      ++count;
    }
    if (count > 0) level *= 1 + sum / count;
    return level;
  });
}
