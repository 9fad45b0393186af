import * as elementary from "../../../core/base/elementary.js";
import {between, whole} from "../../../core/base/options.js";
import type {View} from "../../../core/base/view.js";
import {defineStrategy} from "../../../core/plugin.js";

/**
 * Trades the spread between two symbols, `pair` by name or the first two: buys the first and sells the second where the
 * spread is far below its mean, the other way round where it is far above, and waits for its return. On each row the
 * hedge ratio is the slope b of the regression ln first = a + b · ln second over the last `window` rows on which both have
 * a close, the spread is its residual, and z is the latest residual over the regression's standard error (divisor
 * rows − 2). With the logarithm of prices b is a ratio of values: the first has the weight `gross` / (1 + b), the second b
 * times as much on the other side (Vidyamurthy, "Pairs Trading: Quantitative Methods and Analysis", 2004; Gatev,
 * Goetzmann and Rouwenhorst, "Pairs Trading", 2006).
 *
 * It enters where |z| ≥ `enter` and closes where |z| ≤ `exit` or z has changed sides. Where |z| ≥ `stop` it closes at a
 * loss, and takes that side again only after z has been within `exit` or `window` rows have passed. Two symbols that do
 * not move together (b ≤ 0) are no pair: nothing is held of them.
 *
 * The ratio of a position is not followed while it is held, but a side worth less than half of its weight is filled up.
 * The book is left alone where either has no close on this bar, where fewer than half of the window's rows have both, and
 * where the second has not moved; but what is left of a pair of which the other side is gone, and has no price, is sold.
 */
export const pairs = defineStrategy(
  "pairs",
  {pair: [] as readonly string[], window: 60, enter: 2, exit: 0.5, stop: 4, gross: 1},
  ({pair, window, enter, exit, stop, gross}) => {
    if (pair.length !== 0 && (pair.length !== 2 || pair[0] === pair[1]))
      throw new Error(
        `invalid pairs pair: ${pair.join(", ") || "none"}; expected two symbols, or none for the first two`
      );
    whole("pairs window", window, 4);
    between("pairs exit", exit, 0);
    between("pairs enter", enter, exit);
    between("pairs stop", stop, enter);
    between("pairs gross", gross, 0);
    return {
      needs: ["close"],
      lookback: 2 * window - 2,
      targets(now, {position, price, equity}) {
        if (now.symbols.length < 2) return null;
        const [first, second] = pair.length === 2 ? pair.map((symbol) => placeOf(symbol, now.symbols)) : [0, 1];
        const wanted = new Float64Array(now.symbols.length);
        const missing = [first, second].filter((s) => !(now.at("close", s) > 0));
        if (missing.length > 0) {
          const other = first + second - missing[0];
          return missing.length === 1 && position[missing[0]] === 0 && position[other] !== 0 ? wanted : null;
        }
        const {z, ratio} = spreadOf(now, first, second, window);
        if (Number.isNaN(ratio)) return null;
        const side = ratio > 0 ? sideOf(z, heldSide(position[first], position[second])) : 0;
        if (side !== 0) {
          wanted[first] = (side * gross) / (1 + ratio);
          wanted[second] = -ratio * wanted[first];
        }
        const worth = position.map((units, s) => (units === 0 ? 0 : (units * price[s]) / equity));
        const same = wanted.every((target, s) => (target === 0 ? worth[s] === 0 : worth[s] / target >= 0.5));
        return same ? null : wanted;
      },
      explain(now): Record<string, number> {
        if (now.symbols.length < 2) return {};
        const [first, second] = pair.length === 2 ? pair.map((symbol) => placeOf(symbol, now.symbols)) : [0, 1];
        const {z, ratio} = spreadOf(now, first, second, window);
        return {z: z[0], ratio};
      }
    };

    /** 1 to hold the first against the second, −1 the other way round, 0 for neither; z as of each row, latest first. */
    function sideOf(z: Float64Array, held: number): number {
      const side = z[0] < 0 ? 1 : -1;
      const size = Math.abs(z[0]);
      if (!(size > exit) || (size < enter && held !== side)) return 0;
      for (const each of z) {
        if (-side * each <= exit) break;
        if (-side * each >= stop) return 0;
      }
      return side;
    }
  }
);

function placeOf(symbol: string, symbols: readonly string[]): number {
  const place = symbols.indexOf(symbol);
  if (place < 0) throw new Error(`unknown pairs symbol: ${symbol}; symbols are ${symbols.join(", ")}`);
  return place;
}

/** The side that positions in the two are on, also where one of them is missing; 0 where both are on the same. */
function heldSide(first: number, second: number): number {
  const sides = [Math.sign(first), -Math.sign(second)];
  return sides[0] * sides[1] < 0 ? 0 : sides[0] || sides[1];
}

/**
 * The spread's z as of each of the last `window` rows, latest first, and the latest hedge ratio; `NaN` where there is none.
 * The regressions' sums are carried from row to row, about the latest logarithms, and are made anew on each call.
 */
function spreadOf(now: View, first: number, second: number, window: number) {
  const count = 2 * window - 1;
  const logs = [first, second].map((s) => {
    const origin = elementary.log(now.at("close", s));
    return Float64Array.from({length: count}, (_, ago) => elementary.log(now.at("close", s, ago)) - origin);
  });
  const [y, x] = logs;
  const both = y.map((value, ago) => Number(Number.isFinite(value) && Number.isFinite(x[ago])));
  const z = new Float64Array(window).fill(NaN);
  let ratio = NaN;
  // What rounding may leave in sums out of which rows have been taken again.
  const [smallest, least] = logs.map(
    (log) => 1e-11 * log.reduce((sum, value, i) => (both[i] ? sum + value * value : sum), 0)
  );
  let [rows, sx, sy, sxx, sxy, syy] = [0, 0, 0, 0, 0, 0];
  const add = (ago: number, sign: number) => {
    if (both[ago] === 0) return;
    rows += sign;
    sx += sign * x[ago];
    sy += sign * y[ago];
    sxx += sign * x[ago] * x[ago];
    sxy += sign * x[ago] * y[ago];
    syy += sign * y[ago] * y[ago];
  };
  for (let ago = count - 1; ago >= 0; --ago) {
    add(ago, 1);
    if (ago + window < count) add(ago + window, -1);
    if (ago >= window || both[ago] === 0 || rows < 3 || 2 * rows < window) continue;
    const varies = sxx - (sx * sx) / rows;
    if (!(varies > least)) continue;
    const slope = (sxy - (sx * sy) / rows) / varies;
    const left = syy - (sy * sy) / rows - slope * slope * varies;
    const residual = y[ago] - sy / rows - slope * (x[ago] - sx / rows);
    z[ago] = left > smallest ? residual / Math.sqrt(left / (rows - 2)) : 0;
    if (ago === 0) ratio = slope;
  }
  return {z, ratio};
}
