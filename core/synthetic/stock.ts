import type {Random} from "../base/random.js";
import type {Market, MarketOptions} from "./market.js";
import {garch, marketDeviation, sectorDeviation, shares} from "./market.js";

/** A stock's sessions, from the first to its last; prices not rounded yet. */
export interface Days {
  readonly length: number;
  /** Whether the stock is delisted after its last session. */
  readonly ends: boolean;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
}

/** What a stock's returns are made of. */
interface Make {
  readonly market: number;
  readonly sector: number;
  readonly own: number;
  /** The deviation that the bar's range and its volume are measured by. */
  readonly range: number;
  /** The variance of a session's return, without jumps. */
  readonly variance: number;
}

/**
 * Draws a stock's sessions. What is drawn for a session, and in which order, is the same under all options, but that a
 * jump and the end each take one draw more where they come.
 */
export function drawStock(r: Random, place: number, market: Market, options: MarketOptions): Days {
  const {rows, effect, drift, jumps, jumpSize, delistings, periods, model, correlation, gaps} = options;
  const beta = 0.6 + 0.8 * r.uniform();
  const sigma = 0.01 + 0.015 * r.uniform();
  const usual = 10 ** (5.5 + 1.5 * r.uniform());
  const make = makeOf(beta, sigma, options);
  const {heat} = market;
  const plain = model === "gbm";
  const own = garch(r.fork("own"), make.own, !plain && !heat);
  const sector = market.sectors[place % market.sectors.length];
  const mean = plain ? drift / periods - make.variance / 2 : drift / periods;
  const [jumpy, ending] = [(jumps * (1 - Math.max(0, correlation))) / periods, delistings / periods];
  const residuals = new Float64Array(rows);
  const [open, high, low, closes, volume] = Array.from({length: 5}, () => new Float64Array(rows));
  let close = 20 + 180 * r.uniform();
  for (let i = 0; i < rows; ++i) {
    let week = 0;
    for (let k = Math.max(0, i - 5); k < i; ++k) week += residuals[k];
    week /= make.own * Math.sqrt(5);
    const push = effect * Math.max(-3, Math.min(3, -week));
    const jump = r.uniform() < jumpy ? jumpSize * r.normal() : 0;
    const ends = r.uniform() < ending;
    const scale = tail(r);
    const residual = own.next() * (plain ? 1 : scale) * (heat ? heat[i] : 1) + jump;
    residuals[i] = residual;
    const crash = ends ? -(0.2 + 0.6 * r.uniform()) : 0;
    const common = make.market * market.factor[i] + beta * market.trend[i] + make.sector * sector[i];
    const change = plain
      ? Math.exp(common + push + residual + mean + market.jumps[i]) * (1 + crash) - 1
      : Math.max(-0.9, common + push + residual + mean + crash + market.jumps[i]);
    const first = r.normal();
    const previous = close;
    open[i] = gaps ? previous * Math.max(0.1, 1 + 0.3 * change + 0.2 * make.range * first) : previous;
    closes[i] = close = previous * (1 + change);
    const reach = make.range * previous * 0.5;
    const [top, bottom] = [Math.max(open[i], close), Math.min(open[i], close)];
    high[i] = top + reach * Math.abs(r.normal());
    low[i] = Math.max(0.5 * bottom, bottom - reach * Math.abs(r.normal()));
    const busy = 1 + (8 * Math.abs(change)) / (make.range * 4);
    volume[i] = Math.round(usual * Math.exp(0.3 * r.normal()) * busy);
    if (ends) return {length: i + 1, ends, open, high, low, close: closes, volume};
  }
  return {length: rows, ends: false, open, high, low, close: closes, volume};
}

function makeOf(beta: number, sigma: number, options: MarketOptions): Make {
  const {volatility, periods, correlation} = options;
  const natural = (beta * marketDeviation) ** 2 + sectorDeviation ** 2 + sigma ** 2;
  const variance = volatility > 0 ? volatility ** 2 / periods : natural;
  if (correlation < 0) {
    const scale = volatility > 0 ? Math.sqrt(variance / natural) : 1;
    return {market: beta * scale, sector: scale, own: sigma * scale, range: sigma * scale, variance};
  }
  const {market, sector, own} = shares(options);
  const [m, s, o] = [market, sector, own].map((share) => Math.sqrt(share * variance));
  return {market: m, sector: s, own: o, range: 0.75 * Math.sqrt(variance), variance};
}

/** A random scale that makes a normal's tails heavy: one day in ten is 2.2 times as wide, and the deviation stays 1. */
function tail(r: Random): number {
  return r.uniform() < 0.1 ? 2.2 / 1.1765 : 1 / 1.1765;
}
