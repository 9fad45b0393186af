import {zeros} from "../room.js";

/**
 * Ehlers' measure of the dominant cycle by a discrete Hilbert transform (Rocket Science for Traders, 2001), of one
 * unbroken run of prices, with TA-Lib's constants and TA-Lib's start: everything before row `first` counts as 0.
 */
type Series = Float64Array;

export interface Hilbert {
  /** (4 p_t + 3 p_{t−1} + 2 p_{t−2} + p_{t−3}) / 10. */
  readonly smooth: Series;
  /** The detrended price of three rows before. */
  readonly inPhase: Series;
  readonly quadrature: Series;
  /** The length of the dominant cycle in rows, 6 … 50 once the start is forgotten; and the same smoothed once more. */
  readonly period: Series;
  readonly smoothPeriod: Series;
}

/**
 * The rows after which the recursion has forgotten its start to 1e-9 of the values. The recursion is not linear, so this is
 * measured: from 3,808 starts in five years of the S&P 500's stocks the last to agree took 437 rows, half of them under 290.
 * Of 6,000 starts in made-up prices three never agreed, all in steady waves of 10 % up and down.
 */
export const hilbertMemory = 600;

/** 0.0962 x_t + 0.5769 x_{t−2} − 0.5769 x_{t−4} − 0.0962 x_{t−6}: a transform by 90° of waves of some 6 to 50 rows. */
function transform(x: Series, i: number): number {
  return 0.0962 * (x[i] - x[i - 6]) + 0.5769 * (x[i - 2] - x[i - 4]);
}

/** `first` is at least 12. */
export function hilbert(price: Series, first: number): Hilbert {
  const rows = price.length;
  const smooth = zeros(rows);
  const inPhase = zeros(rows);
  const quadrature = zeros(rows);
  const periods = zeros(rows);
  const smoothPeriods = zeros(rows);
  const detrended = zeros(rows);
  let [realBefore, imaginaryBefore, real, imaginary, period, smoothed] = [0, 0, 0, 0, 0, 0];
  for (let i = first; i < rows; ++i) {
    smooth[i] = 0.1 * (4 * price[i] + 3 * price[i - 1] + 2 * price[i - 2] + price[i - 3]);
    const gain = 0.075 * period + 0.54;
    detrended[i] = gain * transform(smooth, i);
    quadrature[i] = gain * transform(detrended, i);
    inPhase[i] = detrended[i - 3];
    const turnedInPhase = gain * transform(inPhase, i);
    const turnedQuadrature = gain * transform(quadrature, i);
    const realNow = 0.2 * (inPhase[i] - turnedQuadrature) + 0.8 * realBefore;
    const imaginaryNow = 0.2 * (quadrature[i] + turnedInPhase) + 0.8 * imaginaryBefore;
    real = 0.2 * (realNow * realBefore + imaginaryNow * imaginaryBefore) + 0.8 * real;
    imaginary = 0.2 * (realNow * imaginaryBefore - imaginaryNow * realBefore) + 0.8 * imaginary;
    realBefore = realNow;
    imaginaryBefore = imaginaryNow;
    const before = period;
    if (imaginary !== 0 && real !== 0) period = (2 * Math.PI) / Math.atan(imaginary / real);
    period = Math.max(Math.min(period, 1.5 * before), 0.67 * before);
    period = 0.2 * Math.max(6, Math.min(period, 50)) + 0.8 * before;
    smoothed = 0.33 * period + 0.67 * smoothed;
    periods[i] = period;
    smoothPeriods[i] = smoothed;
  }
  return {smooth, inPhase, quadrature, period: periods, smoothPeriod: smoothPeriods};
}
