import {firstNumber} from "./means.js";
import {sinceLowest} from "./windows.js";
import {absent, blank} from "./room.js";

type Series = Float64Array;

/** How fast a stop follows the price: its first acceleration, what each new extreme adds, and the most it may be. */
export interface Acceleration {
  readonly initial: number;
  readonly step: number;
  readonly maximum: number;
}

export interface StopOptions {
  readonly long: Acceleration;
  readonly short: Acceleration;
  /** The first stop: positive to begin long, negative to begin short; 0 to let the first two bars decide. */
  readonly start: number;
  /** By what part a new stop is moved away from the price when the position turns. */
  readonly offset: number;
  /** The most rows that a path is followed for. */
  readonly memory: number;
}

/**
 * The row with which the path of each row begins. A path never surely forgets where it began; so from row `memory` on
 * it begins with the lowest bar of those `memory` to `memory` / 2 rows before, and depends on no earlier one; until
 * then with the first row. Two paths that once agree agree ever after, which they soon do: a path is followed only
 * until it meets the one before. As a bar stays the lowest for a while, most rows cost one step.
 */
function beginnings(low: Series, memory: number): Int32Array {
  const half = Math.max(1, memory >> 1);
  const ages = sinceLowest(low, memory - half + 1);
  const begins = new Int32Array(low.length);
  for (let i = memory; i < low.length; ++i) begins[i] = i - half - ages[i - half];
  return begins;
}

/**
 * Wilder's parabolic stop and reverse, on each row from the second on: positive while the position is long, negative
 * while it is short (TA-Lib's SAREXT). The stop moves towards the trend's extreme by a part that grows with each new
 * one, never into the last two bars; where a bar reaches it, the position turns, and the stop is the extreme there was.
 */
export function parabolicStop(high: Series, low: Series, {long, short, start, offset, memory}: StopOptions): Series {
  const rows = high.length;
  const out = absent(rows);
  const shown = absent(rows);
  // What a path is after each row: the stop for the next bar, the trend's extreme, the acceleration and the side.
  const [stops, extremes, factors, sides] = [absent(rows), absent(rows), absent(rows), absent(rows)];
  const begins = beginnings(low, memory);
  const {initial: longInitial, step: longStep, maximum: longMaximum} = long;
  const {initial: shortInitial, step: shortStep, maximum: shortMaximum} = short;
  const longFirst = Math.min(longInitial, longMaximum);
  const shortFirst = Math.min(shortInitial, shortMaximum);
  let side = 0;
  let stop = 0;
  let extreme = 0;
  let factor = 0;
  for (let last = 1; last < rows; ++last) {
    const first = begins[last];
    let i = last;
    if (last === 1 || first !== begins[last - 1]) {
      i = first + 1;
      const drop = low[first] - low[i];
      side = (start === 0 ? drop > 0 && drop > high[i] - high[first] : start < 0) ? -1 : 1;
      stop = start === 0 ? (side < 0 ? high[first] : low[first]) : Math.abs(start);
      extreme = side < 0 ? low[i] : high[i];
      factor = side < 0 ? shortFirst : longFirst;
    }
    for (; i <= last; ++i) {
      // On its first bar a path heeds no bar before it, as TA-Lib's.
      const before = i === first + 1 ? i : i - 1;
      if (side > 0) {
        if (low[i] <= stop) {
          const ceiling = Math.max(high[i], high[before]);
          stop = Math.max(extreme, ceiling);
          stop += stop * offset;
          shown[i] = -stop;
          side = -1;
          factor = shortFirst;
          extreme = low[i];
          stop = Math.max(stop + factor * (extreme - stop), ceiling);
        } else {
          shown[i] = stop;
          if (high[i] > extreme) {
            extreme = high[i];
            factor = Math.min(factor + longStep, longMaximum);
          }
          stop += factor * (extreme - stop);
          // Seldom so, whereas which of two lows is the lower cannot be foretold.
          if (stop > low[i]) stop = low[i];
          if (stop > low[before]) stop = low[before];
        }
      } else if (high[i] >= stop) {
        const floor = Math.min(low[i], low[before]);
        stop = Math.min(extreme, floor);
        stop -= stop * offset;
        shown[i] = stop;
        side = 1;
        factor = longFirst;
        extreme = high[i];
        stop = Math.min(stop + factor * (extreme - stop), floor);
      } else {
        shown[i] = -stop;
        if (low[i] < extreme) {
          extreme = low[i];
          factor = Math.min(factor + shortStep, shortMaximum);
        }
        stop += factor * (extreme - stop);
        if (stop < high[i]) stop = high[i];
        if (stop < high[before]) stop = high[before];
      }
      if (stops[i] === stop && extremes[i] === extreme && factors[i] === factor && sides[i] === side) {
        // From here on the path is the one before, which has been followed as far as the row before the last.
        i = Math.max(i, last - 1);
        stop = stops[i];
        extreme = extremes[i];
        factor = factors[i];
        side = sides[i];
      } else {
        stops[i] = stop;
        extremes[i] = extreme;
        factors[i] = factor;
        sides[i] = side;
      }
    }
    out[last] = shown[last];
  }
  return out;
}

/** The size of each stop. */
export function sizes(stop: Series): Series {
  const out = blank(stop.length);
  for (let i = 0; i < out.length; ++i) out[i] = Math.abs(stop[i]);
  return out;
}

/** The side of each stop: 1 while the position is long, −1 while it is short. */
export function signs(stop: Series): Series {
  const out = blank(stop.length);
  for (let i = 0; i < out.length; ++i) out[i] = Math.sign(stop[i]);
  return out;
}

/**
 * Seban's supertrend: the stop, which is the lower band while the trend is up and the upper while it is down, and its
 * side, 1 and −1 (TA-Lib's SUPERTREND, which begins up). The bands lie `multiple` times `range` about the middle of the
 * bar; each only comes nearer to the price until a close passes it. `range` is `NaN` on the first rows, which have no
 * value.
 */
export function supertrend(
  high: Series,
  low: Series,
  close: Series,
  range: Series,
  multiple: number,
  memory: number
): readonly [stop: Series, side: Series] {
  const rows = close.length;
  const [stop, turned] = [absent(rows), absent(rows)];
  const [uppers, lowers, sides] = [absent(rows), absent(rows), absent(rows)];
  const begin = firstNumber(range);
  const begins = beginnings(low.subarray(begin), memory);
  let [upper, lower, side] = [NaN, NaN, 1];
  for (let last = begin; last < rows; ++last) {
    const first = begin + begins[last - begin];
    let i = last;
    if (last === begin || begins[last - begin] !== begins[last - begin - 1]) {
      i = first;
      side = 1;
    }
    for (; i <= last; ++i) {
      const middle = (high[i] + low[i]) / 2;
      const top = middle + multiple * range[i];
      const bottom = middle - multiple * range[i];
      if (i === first || top < upper || close[i - 1] > upper) upper = top;
      if (i === first || bottom > lower || close[i - 1] < lower) lower = bottom;
      if (i > first && side > 0 && close[i] < lower) side = -1;
      else if (i > first && side < 0 && close[i] > upper) side = 1;
      if (uppers[i] === upper && lowers[i] === lower && sides[i] === side) {
        // From here on the path is the one before, which has been followed as far as the row before the last.
        i = Math.max(i, last - 1);
        upper = uppers[i];
        lower = lowers[i];
        side = sides[i];
      } else {
        uppers[i] = upper;
        lowers[i] = lower;
        sides[i] = side;
      }
    }
    stop[last] = side > 0 ? lower : upper;
    turned[last] = side;
  }
  return [stop, turned];
}
