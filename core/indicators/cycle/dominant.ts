import type {Hilbert} from "./hilbert.js";
import {hilbert} from "./hilbert.js";
import {zeros} from "../room.js";

type Series = Float64Array;

/** The sines and the cosines of i / length of a turn, at [length · (length − 1) / 2 + i], for lengths up to 50. */
const waves = Array.from({length: 51}, (_, length) =>
  Array.from({length}, (_, i) => [Math.sin((2 * Math.PI * i) / length), Math.cos((2 * Math.PI * i) / length)] as const)
);
const sines = Float64Array.from(waves.flat(), ([sine]) => sine);
const cosines = Float64Array.from(waves.flat(), ([, cosine]) => cosine);

const degree = Math.PI / 180;

/** The first row that counts here, as in TA-Lib's HT_DCPHASE, HT_SINE, HT_TRENDLINE and HT_TRENDMODE. */
const first = 37;

/** The phase of the dominant cycle of one unbroken run of prices in degrees, −45 … 315; 0 before row 37. */
export function cyclePhase(price: Series): Series {
  return phasesOf(hilbert(price, first));
}

function phasesOf({smooth, smoothPeriod}: Hilbert): Series {
  const out = zeros(smooth.length);
  let phase = 0;
  for (let i = first; i < out.length; ++i) {
    phase = phaseOf(smooth, i, Math.floor(smoothPeriod[i] + 0.5), smoothPeriod[i], phase);
    out[i] = phase;
  }
  return out;
}

/** The sine of each phase so many degrees on. */
export function sineOf(phase: Series, ahead: number): Series {
  const out = zeros(phase.length);
  for (let i = first; i < out.length; ++i) out[i] = Math.sin((phase[i] + ahead) * degree);
  return out;
}

/** The mean of the price over one dominant cycle, smoothed over four rows: the price without the cycle. */
export function trendline(price: Series): Series {
  return linesOf(price, hilbert(price, first));
}

function linesOf(price: Series, {smoothPeriod}: Hilbert): Series {
  const out = zeros(price.length);
  const means = zeros(price.length);
  for (let i = first; i < out.length; ++i) {
    const length = Math.floor(smoothPeriod[i] + 0.5);
    let sum = 0;
    for (let k = i; k > i - length; --k) sum += price[k];
    if (length > 0) means[i] = sum / length;
    out[i] = (4 * means[i] + 3 * means[i - 1] + 2 * means[i - 2] + means[i - 3]) / 10;
  }
  return out;
}

/** 1 in a trend, 0 in a cycle. */
export function trendModes(price: Series): Series {
  const found = hilbert(price, first);
  const {smooth, smoothPeriod} = found;
  const phase = phasesOf(found);
  const line = linesOf(price, found);
  const sine = sineOf(phase, 0);
  const lead = sineOf(phase, 45);
  const out = zeros(price.length);
  let since = 0;
  for (let i = first; i < out.length; ++i) {
    const crossed =
      (sine[i] > lead[i] && sine[i - 1] <= lead[i - 1]) || (sine[i] < lead[i] && sine[i - 1] >= lead[i - 1]);
    since = crossed ? 1 : since + 1;
    const pace = (phase[i] - phase[i - 1]) / (360 / smoothPeriod[i]);
    const cycling = crossed || since < 0.5 * smoothPeriod[i] || (pace > 0.67 && pace < 1.5);
    const far = line[i] !== 0 && Math.abs((smooth[i] - line[i]) / line[i]) >= 0.015;
    out[i] = far || !cycling ? 1 : 0;
  }
  return out;
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
export function mesaAverages(
  price: Series,
  fastLimit: number,
  slowLimit: number
): readonly [mama: Series, fama: Series] {
  const start = 12;
  const {inPhase, quadrature} = hilbert(price, start);
  const mama = zeros(price.length);
  const fama = zeros(price.length);
  let [phaseBefore, near, far] = [0, 0, 0];
  for (let i = start; i < price.length; ++i) {
    const phase = inPhase[i] === 0 ? 0 : Math.atan(quadrature[i] / inPhase[i]) / degree;
    const turn = phaseBefore - phase;
    phaseBefore = phase;
    const weight = turn > 1 ? Math.max(fastLimit / turn, slowLimit) : fastLimit;
    near += weight * (price[i] - near);
    far += (weight / 2) * (near - far);
    mama[i] = near;
    fama[i] = far;
  }
  return [mama, fama];
}
