import type {Random} from "../base/random.js";
import {random} from "../base/random.js";
import type {RegimeSet} from "./regimes.js";
import {regimePath, regimeSets} from "./regimes.js";

/** Everything that makes a made-up market what it is. */
export interface MarketOptions {
  readonly symbols: number;
  readonly rows: number;
  readonly seed: number;
  /** The planted effect; see the source `synthetic`. */
  readonly effect: number;
  readonly model: "garch" | "gbm";
  /** The expected return a year. */
  readonly drift: number;
  /** Each stock's deviation a year without its jumps; 0 leaves each its own. */
  readonly volatility: number;
  /** The average correlation of two stocks' daily returns; −1 leaves it to the factors. */
  readonly correlation: number;
  readonly sectors: number;
  /** Jumps a year, and their deviation. */
  readonly jumps: number;
  readonly jumpSize: number;
  /** The share of the stocks that end in a year. */
  readonly delistings: number;
  readonly regimes: RegimeSet;
  /** Sessions a year. */
  readonly periods: number;
  /** Whether a session opens away from the close before. */
  readonly gaps: boolean;
}

/** What all stocks have in common, one value a session. */
export interface Market {
  readonly factor: Float64Array;
  /** The return that the regime adds. */
  readonly trend: Float64Array;
  readonly sectors: readonly Float64Array[];
  /** Returns of jumps that the whole market makes. */
  readonly jumps: Float64Array;
  /** The deviation that everything shares, relative to the usual one; null where each series has its own. */
  readonly heat: Float64Array | null;
}

/** The deviations of the market's and of a sector's daily returns, unless the options say otherwise. */
export const marketDeviation = 0.009;
export const sectorDeviation = 0.005;

/**
 * Draws what all stocks have in common: a market factor and the sectors' factors, each a GARCH(1,1) with a deviation of
 * its own, or normal where the model is `gbm`. Where a correlation is asked for, all are normal with a deviation of 1,
 * times one GARCH deviation that they share with the stocks' own returns: a deviation of the market's own would make
 * the correlation of a few years wander by more than 0.05. A regime scales the market's deviation (or the shared one),
 * and makes the factor m an autoregression m_t = φ m_{t−1} + √(1 − φ²) x_t, which leaves its deviation as it is.
 */
export function drawMarket(options: MarketOptions): Market {
  const {rows, seed, sectors: count, correlation, model, jumps, jumpSize, periods} = options;
  const root = random(seed);
  const shared = correlation >= 0;
  const clustered = model === "garch";
  const stream = garch(root.fork("market"), shared ? 1 : marketDeviation, clustered);
  const factor = new Float64Array(rows);
  const heat = shared ? new Float64Array(rows) : null;
  for (let i = 0; i < rows; ++i) {
    factor[i] = stream.next();
    if (heat) heat[i] = stream.deviation();
  }
  const sectors = Array.from({length: count}, (_, s) => {
    const each = garch(root.fork(`sector ${s}`), shared ? 1 : sectorDeviation, clustered && !shared);
    return Float64Array.from({length: rows}, () => each.next());
  });
  const trend = applyRegimes(options, factor, heat);
  if (heat) for (const sector of sectors) for (let i = 0; i < rows; ++i) sector[i] *= heat[i];
  const r = root.fork("jumps");
  const likely = shared ? (jumps * correlation) / periods : 0;
  const common = new Float64Array(rows);
  if (likely > 0) for (let i = 0; i < rows; ++i) common[i] = r.uniform() < likely ? jumpSize * r.normal() : 0;
  return {factor, trend, sectors, jumps: common, heat};
}

/** Puts the regimes into the factor and the shared deviation; answers with what they add to the return. */
function applyRegimes(options: MarketOptions, factor: Float64Array, heat: Float64Array | null): Float64Array {
  const set = regimeSets[options.regimes];
  const path = regimePath(options);
  const trend = new Float64Array(factor.length);
  for (let i = 0; i < path.length; ++i) {
    const {drift, volatility, momentum} = set[path[i]];
    const before = i === 0 ? 0 : factor[i - 1];
    factor[i] = momentum * before + Math.sqrt(1 - momentum * momentum) * volatility * factor[i];
    if (heat) heat[i] *= volatility;
    trend[i] = drift / options.periods;
  }
  return trend;
}

/** A factor's daily returns, and the deviation that the last one was drawn with. */
export interface Factor {
  next(): number;
  deviation(): number;
}

/** A GARCH(1,1) factor with the given long-run daily deviation, or, not clustered, a normal one. */
export function garch(r: Random, deviation: number, clustered = true): Factor {
  const long = deviation * deviation;
  let variance = long;
  let last = 0;
  return {
    next() {
      if (!clustered) return deviation * r.normal();
      variance = 0.02 * long + 0.08 * last * last + 0.9 * variance;
      return (last = Math.sqrt(variance) * r.normal());
    },
    deviation: () => (clustered ? Math.sqrt(variance) : deviation)
  };
}

/** How a stock's variance is divided so that the average pair of a universe has the correlation asked for. */
export interface Shares {
  readonly market: number;
  readonly sector: number;
  readonly own: number;
}

/**
 * Divides a variance of 1: two stocks of one sector share that of the market and the sector's, two of different sectors
 * the market's. Where p is the share of pairs within a sector, the average correlation is market + p · sector.
 */
export function shares({symbols, sectors, correlation}: MarketOptions): Shares {
  const sizes = Array.from({length: sectors}, (_, s) => Math.floor((symbols - 1 - s) / sectors) + 1);
  const within = sizes.reduce((sum, n) => sum + (n * (n - 1)) / 2, 0);
  const pairs = (symbols * (symbols - 1)) / 2;
  const sector = Math.min(0.5 * correlation, 0.3 * (1 - correlation));
  const market = correlation - (pairs > 0 ? within / pairs : 0) * sector;
  return {market, sector, own: 1 - market - sector};
}
