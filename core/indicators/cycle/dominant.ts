import {hilbert} from "./hilbert.js";

type Series = Float64Array;

/** The sines and the cosines of i / length of a turn, at [length · (length − 1) / 2 + i], for lengths up to 50. */
const waves = Array.from({length: 51}, (_, length) =>
  Array.from({length}, (_, i) => [Math.sin((2 * Math.PI * i) / length), Math.cos((2 * Math.PI * i) / length)] as const)
);
const sines = Float64Array.from(waves.flat(), ([sine]) => sine);
const cosines = Float64Array.from(waves.flat(), ([, cosine]) => cosine);

/** What Ehlers reads off the dominant cycle, each 0 before row 37. */
export interface Cycle {
  /** Degrees, −45 … 315. */
  readonly phase: Series;
  readonly sine: Series;
  /** The sine 45° ahead. */
  readonly lead: Series;
  /** The mean of the price over one cycle, smoothed over four rows: the price without the cycle. */
  readonly trendline: Series;
  /** 1 in a trend, 0 in a cycle. */
  readonly trend: Series;
}

const degree = Math.PI / 180;

/** The phase of the dominant cycle of one unbroken run of prices, and what follows from it, as TA-Lib's HT functions. */
export function dominantCycle(price: Series): Cycle {
  const first = 37;
  const rows = price.length;
  const {smooth, smoothPeriod} = hilbert(price, first);
  const [phases, sine, lead, trendline, trend] = Array.from({length: 5}, () => new Float64Array(rows));
  let [phase, sineNow, leadNow, mean1, mean2, mean3, since] = [0, 0, 0, 0, 0, 0, 0];
  for (let i = first; i < rows; ++i) {
    const period = smoothPeriod[i];
    const length = Math.floor(period + 0.5);
    const phaseBefore = phase;
    phase = phaseOf(smooth, i, length, period, phase);
    const [sineBefore, leadBefore] = [sineNow, leadNow];
    sineNow = Math.sin(phase * degree);
    leadNow = Math.sin((phase + 45) * degree);

    let sum = 0;
    for (let k = 0; k < length; ++k) sum += price[i - k];
    const mean = length > 0 ? sum / length : 0;
    const line = (4 * mean + 3 * mean1 + 2 * mean2 + mean3) / 10;
    [mean1, mean2, mean3] = [mean, mean1, mean2];

    const crossed = (sineNow > leadNow && sineBefore <= leadBefore) || (sineNow < leadNow && sineBefore >= leadBefore);
    since = crossed ? 1 : since + 1;
    const turn = phase - phaseBefore;
    const turning = turn > (0.67 * 360) / period && turn < (1.5 * 360) / period;
    const far = line !== 0 && Math.abs((smooth[i] - line) / line) >= 0.015;
    trend[i] = far || !(crossed || since < 0.5 * period || turning) ? 1 : 0;
    phases[i] = phase;
    sine[i] = sineNow;
    lead[i] = leadNow;
    trendline[i] = line;
  }
  return {phase: phases, sine, lead, trendline, trend};
}

/** The phase in degrees of the wave that has `length` rows and ends on row `last`. */
function phaseOf(smooth: Series, last: number, length: number, period: number, before: number): number {
  const table = (length * (length - 1)) / 2;
  let real = 0;
  let imaginary = 0;
  for (let i = 0; i < length && i <= last; ++i) {
    real += sines[table + i] * smooth[last - i];
    imaginary += cosines[table + i] * smooth[last - i];
  }
  let phase = before;
  if (imaginary !== 0) phase = Math.atan(real / imaginary) / degree;
  else phase += 90 * Math.sign(real);
  // The smoothed price lags by one row.
  phase += 90 + 360 / period;
  if (imaginary < 0) phase += 180;
  return phase > 315 ? phase - 360 : phase;
}

/**
 * Ehlers' MESA adaptive moving average and the average that follows it (Stocks & Commodities, 2001), each begun with 0 on
 * row 12: mama_t = a · price + (1 − a) · mama_{t−1}, fama_t = a / 2 · mama_t + (1 − a / 2) · fama_{t−1}, where a is
 * `fastLimit` / the degrees by which the phase fell, at least 1, but no less than `slowLimit`.
 */
export function mesaAverages(price: Series, fastLimit: number, slowLimit: number): {mama: Series; fama: Series} {
  const first = 12;
  const {inPhase, quadrature} = hilbert(price, first);
  const mama = new Float64Array(price.length);
  const fama = new Float64Array(price.length);
  let [phaseBefore, near, far] = [0, 0, 0];
  for (let i = first; i < price.length; ++i) {
    const phase = inPhase[i] === 0 ? 0 : Math.atan(quadrature[i] / inPhase[i]) / degree;
    const turn = phaseBefore - phase;
    phaseBefore = phase;
    const weight = turn > 1 ? Math.max(fastLimit / turn, slowLimit) : fastLimit;
    near += weight * (price[i] - near);
    far += (weight / 2) * (near - far);
    mama[i] = near;
    fama[i] = far;
  }
  return {mama, fama};
}
