import {ema, firstNumber, lookbackOf, sma, threefold, wma} from "./means.js";
import {sum} from "./windows.js";
import {absent, zeros} from "./room.js";

/**
 * Moving means made of others. All pass over the `NaN`s that a series begins with; a gap further on is `byRuns`'s
 * affair.
 */
type Series = Float64Array;

/** The double exponential mean 2 · e₁ − e₂, where e₂ is the exponential mean of e₁ (TA-Lib's DEMA). */
export function dema(x: Series, window: number): Series {
  const once = ema(x, window);
  const out = ema(once, window);
  for (let i = 0; i < out.length; ++i) out[i] = 2 * once[i] - out[i];
  return out;
}

/** The triple exponential mean 3 · e₁ − 3 · e₂ + e₃, each the exponential mean of the one before (TA-Lib's TEMA). */
export function tema(x: Series, window: number): Series {
  const [once, twice, out] = threefold(x, window);
  for (let i = 0; i < out.length; ++i) out[i] += 3 * once[i] - 3 * twice[i];
  return out;
}

/**
 * Tillson's T3: c₁ · e₆ + c₂ · e₅ + c₃ · e₄ + c₄ · e₃, each e the exponential mean of the one before, with c₁ = −v³,
 * c₂ = 3v² + 3v³, c₃ = −6v² − 3v − 3v³ and c₄ = 1 + 3v + 3v² + v³ (TA-Lib's T3).
 */
export function t3(x: Series, window: number, v: number): Series {
  const [, , third] = threefold(x, window);
  const [fourth, fifth, out] = threefold(third, window);
  const [c1, c2] = [-v * v * v, 3 * v * v + 3 * v * v * v];
  const [c3, c4] = [-6 * v * v - 3 * v - 3 * v * v * v, 1 + 3 * v + 3 * v * v + v * v * v];
  for (let i = 0; i < out.length; ++i) out[i] = c1 * out[i] + c2 * fifth[i] + c3 * fourth[i] + c4 * third[i];
  return out;
}

/** The mean with weights that rise to the middle of the window and fall after it: a mean of means (TA-Lib's TRIMA). */
export function trima(x: Series, window: number): Series {
  const half = Math.ceil(window / 2);
  return sma(sma(x, half), window + 1 - half);
}

/**
 * Kaufman's adaptive mean m_t = m_{t−1} + c_t² · (x_t − m_{t−1}), c_t = e_t · (2/3 − 2/31) + 2/31, where the efficiency
 * e_t is |x_t − x_{t−window}| over the sum of the last `window` moves' sizes, 1 where nothing moved. It starts from the
 * value before the first that it has, on row `window` + 1 (TA-Lib's KAMA).
 */
export function kama(x: Series, window: number): Series {
  const out = absent(x.length);
  const start = firstNumber(x) + window;
  if (start >= x.length) return out;
  const moves = zeros(x.length);
  for (let i = start - window + 1; i < x.length; ++i) moves[i] = Math.abs(x[i] - x[i - 1]);
  const paths = sum(moves.subarray(start - window + 1), window);
  let mean = x[start - 1];
  for (let i = start; i < x.length; ++i) {
    const path = paths[i - start + window - 1];
    const efficiency = path > 0 ? Math.min(1, Math.abs(x[i] - x[i - window]) / path) : 1;
    const c = efficiency * (2 / 3 - 2 / 31) + 2 / 31;
    mean += c * c * (x[i] - mean);
    out[i] = mean;
  }
  return out;
}

/**
 * Hull's mean: the weighted mean over ⌊√window⌋ of 2 · w₁ − w₂, where w₁ is the weighted mean over ⌊window / 2⌋ and w₂
 * that over `window` (TA-Lib's HMA).
 */
export function hma(x: Series, window: number): Series {
  const half = wma(x, window >> 1);
  const apart = wma(x, window);
  for (let i = 0; i < apart.length; ++i) apart[i] = 2 * half[i] - apart[i];
  return wma(apart, Math.floor(Math.sqrt(window)));
}

/**
 * The zero-lag exponential mean of Ehlers and Way: the exponential mean of 2 · x_t − x_{t−lag}, lag = ⌊(window − 1) /
 * 2⌋ (TA-Lib's ZLEMA).
 */
export function zlema(x: Series, window: number): Series {
  const lag = (window - 1) >> 1;
  const ahead = absent(x.length);
  for (let i = lag; i < x.length; ++i) ahead[i] = 2 * x[i] - x[i - lag];
  return ema(ahead, window);
}

/** The kinds of moving mean that a window alone determines. */
export const kindsOfMean = ["sma", "ema", "wma", "dema", "tema", "trima", "kama", "t3"] as const;
export type KindOfMean = (typeof kindsOfMean)[number];

/** The moving mean of a kind; T3 with v = 0.7 (TA-Lib's MA). A window of 1 leaves the series as it is. */
export function movingAverage(x: Series, window: number, kind: KindOfMean): Series {
  if (window === 1) return x.slice();
  switch (kind) {
    case "sma":
      return sma(x, window);
    case "ema":
      return ema(x, window);
    case "wma":
      return wma(x, window);
    case "dema":
      return dema(x, window);
    case "tema":
      return tema(x, window);
    case "trima":
      return trima(x, window);
    case "kama":
      return kama(x, window);
    case "t3":
      return t3(x, window, 0.7);
  }
}

/** The row, from 0, on which a moving mean has its first value. */
function firstRow(window: number, kind: KindOfMean): number {
  if (kind === "kama") return window;
  const times = kind === "dema" ? 2 : kind === "tema" ? 3 : kind === "t3" ? 6 : 1;
  return times * (window - 1);
}

/**
 * The moving mean of a kind over as many rows as `windows` says on each row: whole ones, no fewer than `least`, 2 or
 * more, and no more than `most`. Each of the means has its first value on the row on which that over `most` has, and is
 * seeded with the rows just before (TA-Lib's MAVP).
 */
export function variableAverage(x: Series, windows: Series, least: number, most: number, kind: KindOfMean): Series {
  const out = movingAverage(x, most, kind);
  const first = firstNumber(out);
  const means = new Map<number, Series>([[most, out.slice(first)]]);
  for (let i = first; i < out.length; ++i) {
    const window = Math.max(least, Math.min(most, Math.trunc(windows[i])));
    let mean = means.get(window);
    if (!mean) {
      const warm = firstRow(window, kind);
      means.set(window, (mean = movingAverage(x.subarray(first - warm), window, kind).subarray(warm)));
    }
    out[i] = mean[i - first];
  }
  return out;
}

/** The rows before t beyond which the moving mean at t has forgotten all but 1e-10 of what was there. */
export function lookbackOfMean(window: number, kind: KindOfMean): number {
  const weight = 2 / (window + 1);
  switch (kind) {
    case "sma":
    case "wma":
    case "trima":
      return window - 1;
    case "ema":
      return lookbackOf(window, weight);
    case "dema":
      return lookbackOf(window, weight, 2);
    case "tema":
      return lookbackOf(window, weight, 3);
    case "t3":
      return lookbackOf(window, weight, 6);
    case "kama":
      // The slowest that it ever is; it forgets sooner where the price goes anywhere.
      return lookbackOf(window + 1, (2 / 31) ** 2);
  }
}
