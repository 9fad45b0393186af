import type {Market} from "../../core/backtest/backtest.js";
import {splitsWithin} from "../../core/backtest/account/actions.js";
import type {Panel} from "../../core/base/panel.js";
import type {Result} from "../../core/plugin.js";
import type {Part} from "../../core/site/numbers.js";
import type {FirstPart, MarketPart, RunPage, SignalPart} from "../../core/site/payload.js";
import {fillsOf, pricesOn} from "../../core/site/payload.js";

/** A run as its page received it: the prices, and what was recorded. */
export interface LoadedRun {
  readonly page: RunPage;
  readonly panel: Panel;
  readonly beside: Market;
  readonly signals?: {readonly signal: Float64Array; readonly baseline: Float64Array; readonly label: Float64Array};
  /** Whether it has signals that were left where they are, because the page makes them again. */
  readonly spared?: boolean;
  readonly result?: Result;
}

/** Lays a run's arrays out as a panel and what was recorded with it. Throws where an array is missing or cut off. */
export function loadRun(page: RunPage, buffer: ArrayBuffer): LoadedRun {
  const places = new Map(page.arrays.map((place) => [place.name, place]));
  return laidOut(page, [...places.keys()], (name) => {
    const place = places.get(name);
    if (!place) throw new Error(`missing array: ${name}`);
    if ((place.offset + place.length) * 8 > buffer.byteLength) throw new Error(`missing numbers: ${name} is cut off`);
    return new Float64Array(buffer, place.offset * 8, place.length);
  });
}

/** A run of the parts in which a report gets it; null for signals that are not needed. Throws as `loadRun` does. */
export function joinRun(
  first: Part<FirstPart>,
  market: Part<MarketPart>,
  signal: Part<SignalPart> | null = null
): LoadedRun {
  const {run, symbols, audit, evidenceNow} = first.facts;
  const {account, explanation, fills} = market.facts;
  const parts = [first, market, ...(signal ? [signal] : [])];
  const names = parts.flatMap((part) => part.names);
  const array = (name: string) => (parts.find((part) => part.names.includes(name)) ?? first).array(name);
  const priceOn = pricesOn(symbols.length, array("times"), (field) =>
    names.includes(`field/${field}`) ? array(`field/${field}`) : undefined
  );
  const page = {
    run,
    symbols,
    arrays: [],
    fills: fills ? fillsOf(fills, market.array, priceOn) : [],
    account,
    audit,
    evidenceNow,
    explanation
  };
  return {...laidOut(page, names, array), spared: signal === null && run.hashes.signal !== undefined};
}

/** What a backtest recorded of each bar, without fills and what else befell the account; none where nothing was traded. */
export function recordedAccount({facts: {run, symbols}, names, array}: Part<FirstPart>): Result | undefined {
  if (!names.includes("equity")) return undefined;
  const {start, periods} = run.shape;
  return {
    times: array("times").subarray(start),
    symbols,
    equity: array("equity"),
    cash: array("cash"),
    gross: array("gross"),
    net: array("net"),
    fills: [],
    unfilled: NaN,
    ...(names.includes("benchmark") && {benchmark: array("benchmark").subarray(start)}),
    periods
  };
}

function laidOut(page: RunPage, listed: readonly string[], array: (name: string) => Float64Array): LoadedRun {
  const {run, symbols, fills, account} = page;
  const has = (name: string) => listed.includes(name);
  const times = array("times");
  const names = listed.filter((name) => name.startsWith("field/"));
  const fields = Object.fromEntries(names.map((name) => [name.slice("field/".length), array(name)]));
  const panel = {times, symbols, fields};
  const beside: Market = {
    periods: run.shape.periods,
    ...(has("benchmark") && {benchmark: array("benchmark")}),
    ...(account && account.actions.length > 0 && {actions: account.actions}),
    ...(account?.calendar && {calendar: account.calendar})
  };
  const {start} = run.shape;
  return {
    page,
    panel,
    beside,
    ...(has("signal") && {
      signals: {signal: array("signal"), baseline: array("baseline"), label: array("label")}
    }),
    ...(has("equity") && {
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
