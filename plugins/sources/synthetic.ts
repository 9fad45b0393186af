import {between, oneOf, whole} from "../../core/base/options.js";
import {random} from "../../core/base/random.js";
import {parseDate} from "../../core/base/timeframe.js";
import {defineSource} from "../../core/plugin.js";
import type {Item, Observation, Query} from "../../core/plugin.js";
import {withActions} from "../../core/synthetic/actions.js";
import type {BarColumns} from "../../core/synthetic/bars.js";
import type {MarketOptions} from "../../core/synthetic/market.js";
import {drawMarket} from "../../core/synthetic/market.js";
import type {RegimeSet} from "../../core/synthetic/regimes.js";
import {regimePath, regimeSets} from "../../core/synthetic/regimes.js";
import type {MarketCalendar} from "../../core/synthetic/sessions.js";
import {hoursOf, marketCalendars, sessionLabels} from "../../core/synthetic/sessions.js";
import {drawStock} from "../../core/synthetic/stock.js";
import {dailyBars, intradayBars, isIntraday, longerBars} from "../../core/synthetic/timeframes.js";

/**
 * A made-up universe, the same for the same seed. The return of stock i on day t is
 *
 *     r = β_i · m_t + s_t + drift_i,t + σ_i · e_i,t + jump_i,t
 *
 * with a market factor m and one factor s for each of `sectors` sectors, both GARCH(1,1) with α 0.08 and β 0.90
 * (Bollerslev 1986; volatility clusters); e is GARCH(1,1) too, with Student-like tails (a normal times a random scale);
 * jumps come `jumps` times a year (at most one a day) with a deviation of `jumpSize`. σ_i lies between 1.0 % and 2.5 %,
 * β_i between 0.6 and 1.4, unless `volatility` gives every stock the same deviation a year. `drift` is the expected
 * return a year. The `model` `gbm` has neither clusters nor heavy tails: logarithms of prices are Brownian motions, pure
 * ones where `effect`, `jumps` and `delistings` are 0, else Merton's jump diffusions (1976). `correlation`, from 0 to
 * 0.95, is that of the daily returns of the average pair (that of 1,000 days comes within 0.05 of it, unless large jumps
 * make up much of the variance); −1 leaves it to the factors, which make it 0.2 to 0.3.
 *
 * The planted effect is known: drift_i,t = `effect` · z, where z is minus the stock's own residual return of the
 * last 5 days over its deviation, cut off at ±3. As z forgets one day of five with each day, a stock at z = 1 is
 * expected to gain `effect` · (1 + 4/5 + 3/5 + 2/5 + 1/5) = 3 · `effect` over the next week, before costs. At the
 * default, minus the return of five days has a rank IC near 0.05 for the next day. The share `delistings` of the names
 * is delisted in a year: they fall 20 to 80 % on their last bar and have none after it.
 *
 * `regimes` (`bull-bear` or `six`) drive the market's drift, volatility and autocorrelation; the true one of each
 * session is an observation of the series `regime`, its place in `regimeSets`, published at the session's close.
 * `actions` splits the stocks and lets them pay dividends, and says so: prices are then as traded.
 *
 * Sessions are `rows` of XNYS, all days (`24/7`, without gaps from close to open), or all `weekdays`, holidays included,
 * as `calendar` says. Bars within a session, which only the former two have, join to the session's daily bar exactly, as
 * days do to weeks and months. A bar depends on nothing but the options and its symbol's place: neither on the symbols
 * asked for nor on the dates.
 */
export const synthetic = defineSource(
  "synthetic",
  {
    symbols: 100,
    rows: 1000,
    seed: 1,
    start: "2015-01-05",
    effect: 0.001,
    calendar: "XNYS",
    model: "garch",
    drift: 0.0504,
    volatility: 0,
    correlation: -1,
    sectors: 10,
    jumps: 2,
    jumpSize: 0.06,
    delistings: 0.01,
    regimes: "none",
    actions: false
  },
  ({start, actions, ...params}) => {
    const calendar = oneOf("calendar", params.calendar, marketCalendars);
    const options = marketOptions(params, calendar);
    const begin = parseDate(start);
    const {symbols: count, rows, seed, periods} = options;
    return {
      synthetic: true,
      ...(calendar !== "weekdays" && {calendar}),
      async *bars(query, {progress, signal}) {
        const {symbols, timeframe} = query;
        const names = Array.from({length: count}, (_, i) => `S${String(i + 1).padStart(String(count).length, "0")}`);
        const wanted = new Set(symbols ?? names);
        const known = new Set(names);
        for (const symbol of wanted) if (!known.has(symbol)) throw unknownSymbol(symbol, names);
        if (isIntraday(timeframe) && calendar === "weekdays")
          throw new Error(`invalid calendar: weekdays has no ${timeframe} bars; set calendar to XNYS or 24/7`);
        const labels = sessionLabels(calendar, begin, rows + 1);
        const root = random(seed);
        const market = drawMarket(options);
        yield* regimesIn(query, options, calendar, labels);
        for (const [i, symbol] of names.entries()) {
          signal.throwIfAborted();
          progress(i + 1, count);
          if (!wanted.has(symbol)) continue;
          const r = root.fork(symbol);
          const drawn = drawStock(r, i, market, options);
          const traded = actions ? withActions(symbol, drawn, labels, periods, r.fork("actions")) : null;
          for (const action of traded?.actions ?? []) if (within(query, action.t)) yield action;
          const daily = dailyBars(traded?.days ?? drawn, labels);
          if (timeframe === "1d") yield* itemsOf(symbol, daily, query);
          else if (timeframe === "1w" || timeframe === "1mo")
            yield* itemsOf(symbol, longerBars(daily, timeframe, traded?.units), query);
          else {
            const hours = hoursOf(calendar);
            for (const each of intradayBars(daily, timeframe, hours, [query.from, query.to], r.fork("minutes")))
              yield* itemsOf(symbol, each, query);
          }
        }
      }
    };
  }
);

type Given = Omit<MarketOptions, "periods" | "gaps" | "model" | "regimes"> & {
  readonly model: string;
  readonly regimes: string;
};

function marketOptions(given: Given, calendar: MarketCalendar): MarketOptions {
  for (const name of ["symbols", "rows", "sectors"] as const) whole(name, given[name]);
  between("effect", given.effect, -1, 1);
  between("drift", given.drift, -10, 10);
  between("volatility", given.volatility, 0, 5);
  if (given.correlation !== -1) between("correlation", given.correlation, 0, 0.95);
  for (const name of ["jumps", "delistings"] as const) between(name, given[name], 0, 100);
  between("jumpSize", given.jumpSize, 0, 1);
  const regimes = oneOf("regimes", given.regimes, Object.keys(regimeSets) as RegimeSet[]);
  const model = oneOf("model", given.model, ["garch", "gbm"] as const);
  const always = calendar === "24/7";
  return {...given, regimes, model, periods: always ? 365 : 252, gaps: !always};
}

function within({from, to}: Query, t: number): boolean {
  return t >= from && t < to;
}

function* regimesIn(
  query: Query,
  options: MarketOptions,
  calendar: MarketCalendar,
  labels: Float64Array
): Generator<Observation> {
  const path = regimePath(options);
  const hours = path.length > 0 ? hoursOf(calendar) : null;
  for (let i = 0; i < path.length; ++i) {
    const t = labels[i];
    if (!within(query, t)) continue;
    yield {series: "regime", t, published: hours!.closeOf("1d", t), value: path[i]};
  }
}

function* itemsOf(symbol: string, bars: BarColumns, query: Query): Generator<Item> {
  const {length, t, open, high, low, close, volume} = bars;
  for (let i = 0; i < length; ++i) {
    if (!within(query, t[i])) continue;
    yield {t: t[i], symbol, open: open[i], high: high[i], low: low[i], close: close[i], volume: volume[i]};
  }
}

function unknownSymbol(symbol: string, names: readonly string[]): Error {
  return new Error(`unknown symbol: ${symbol}; synthetic has ${names[0]} … ${names.at(-1)}`);
}
