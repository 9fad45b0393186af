import type {Market} from "../../core/backtest/backtest.js";
import {splitsWithin} from "../../core/backtest/account/actions.js";
import type {Panel} from "../../core/base/panel.js";
import type {Result} from "../../core/plugin.js";
import type {RunPage} from "../../core/site/payload.js";

/** A run as its page received it: the prices, and what was recorded. */
export interface LoadedRun {
  readonly page: RunPage;
  readonly panel: Panel;
  readonly beside: Market;
  readonly signals?: {readonly signal: Float64Array; readonly baseline: Float64Array; readonly label: Float64Array};
  readonly result?: Result;
}

/** Lays a run's arrays out as a panel and what was recorded with it. Throws where an array is missing or cut off. */
export function loadRun(page: RunPage, buffer: ArrayBuffer): LoadedRun {
  const {run, symbols, arrays, fills, account} = page;
  const places = new Map(arrays.map((place) => [place.name, place]));
  const array = (name: string): Float64Array => {
    const place = places.get(name);
    if (!place) throw new Error(`missing array: ${name}`);
    if ((place.offset + place.length) * 8 > buffer.byteLength) throw new Error(`missing numbers: ${name} is cut off`);
    return new Float64Array(buffer, place.offset * 8, place.length);
  };
  const times = array("times");
  const names = [...places.keys()].filter((name) => name.startsWith("field/"));
  const fields = Object.fromEntries(names.map((name) => [name.slice("field/".length), array(name)]));
  const panel = {times, symbols, fields};
  const beside: Market = {
    periods: run.shape.periods,
    ...(places.has("benchmark") && {benchmark: array("benchmark")}),
    ...(account && account.actions.length > 0 && {actions: account.actions}),
    ...(account?.calendar && {calendar: account.calendar})
  };
  const {start} = run.shape;
  return {
    page,
    panel,
    beside,
    ...(places.has("signal") && {
      signals: {signal: array("signal"), baseline: array("baseline"), label: array("label")}
    }),
    ...(places.has("equity") && {
      result: {
        times: times.subarray(start),
        symbols,
        equity: array("equity"),
        cash: array("cash"),
        gross: array("gross"),
        net: array("net"),
        fills,
        unfilled: NaN,
        ...(beside.actions && {splits: splitsWithin(panel, beside.actions, start)}),
        ...(account && {
          postings: account.postings,
          rejections: account.rejections,
          log: account.log,
          records: Object.fromEntries(
            Object.entries(account.records).map(([name, values]) => [
              name,
              Float64Array.from(values, (value) => value ?? NaN)
            ])
          )
        }),
        ...(beside.benchmark && {benchmark: beside.benchmark.subarray(start)}),
        periods: beside.periods
      }
    })
  };
}
