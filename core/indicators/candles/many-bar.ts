import type {Candles} from "./candles.js";
import type {Pattern, Verdict} from "./pattern.js";
import {gapsDown, gapsUp} from "./pattern.js";

/** Patterns of four and five bars, and of fewer that wait for later ones to confirm them. */
export const manyBar = {
  breakaway: {
    talib: "CDLBREAKAWAY",
    lookback: 14,
    verdict(candles) {
      const {body, close, color, high, low, open} = candles;
      const long = candles.threshold("longBody");
      const falls = (i: number) => high[i] < high[i - 1] && low[i] < low[i - 1];
      const rises = (i: number) => high[i] > high[i - 1] && low[i] > low[i - 1];
      return (i) => {
        if (!(body[i - 4] > long[i - 4])) return 0;
        if (color[i - 4] !== color[i - 3] || color[i - 3] !== color[i - 1] || color[i - 1] === color[i]) return 0;
        const breaks =
          color[i] > 0
            ? gapsDown(candles, i - 3, i - 4) && falls(i - 2) && falls(i - 1)
            : gapsUp(candles, i - 3, i - 4) && rises(i - 2) && rises(i - 1);
        if (!breaks) return 0;
        const inGap =
          color[i] > 0
            ? close[i] > open[i - 3] && close[i] < close[i - 4]
            : close[i] < open[i - 3] && close[i] > close[i - 4];
        return inGap ? 100 * color[i] : 0;
      };
    }
  },
  "concealing-baby-swallow": {
    talib: "CDLCONCEALBABYSWALL",
    lookback: 13,
    verdict(candles) {
      const {close, color, high, low, lower, upper} = candles;
      const none = candles.threshold("veryShortShadow");
      const isMarubozu = (i: number) => color[i] < 0 && lower[i] < none[i] && upper[i] < none[i];
      return (i) =>
        isMarubozu(i - 3) &&
        isMarubozu(i - 2) &&
        color[i - 1] < 0 &&
        color[i] < 0 &&
        gapsDown(candles, i - 1, i - 2) &&
        upper[i - 1] > none[i - 1] &&
        high[i - 1] > close[i - 2] &&
        high[i] > high[i - 1] &&
        low[i] < low[i - 1]
          ? 100
          : 0;
    }
  },
  /** ±200 on a bar, at most three later, that closes beyond the inside bar and so confirms it. */
  hikkake: {
    talib: "CDLHIKKAKE",
    lookback: 5,
    verdict(candles) {
      const {high, low} = candles;
      return confirmed(candles, 2, (i) =>
        high[i - 1] < high[i - 2] && low[i - 1] > low[i - 2] ? leaving(candles, i) : 0
      );
    }
  },
  "ladder-bottom": {
    talib: "CDLLADDERBOTTOM",
    lookback: 14,
    verdict(candles) {
      const {close, color, high, open, upper} = candles;
      const none = candles.threshold("veryShortShadow");
      const falls = (i: number) => color[i] < 0 && open[i] < open[i - 1] && close[i] < close[i - 1];
      return (i) =>
        color[i - 4] < 0 &&
        falls(i - 3) &&
        falls(i - 2) &&
        color[i - 1] < 0 &&
        upper[i - 1] > none[i - 1] &&
        color[i] > 0 &&
        open[i] > open[i - 1] &&
        close[i] > high[i - 1]
          ? 100
          : 0;
    }
  },
  "mat-hold": {
    talib: "CDLMATHOLD",
    lookback: 14,
    penetration: 0.5,
    verdict(candles, penetration) {
      const {body, bottom, close, color, high, open, top} = candles;
      const long = candles.threshold("longBody");
      const short = candles.threshold("shortBody");
      return (i) => {
        if (!(body[i - 4] > long[i - 4] && color[i - 4] > 0 && color[i - 3] < 0 && color[i] > 0)) return 0;
        for (let k = i - 3; k < i; ++k) if (!(body[k] < short[k])) return 0;
        if (!gapsUp(candles, i - 3, i - 4)) return 0;
        const floor = close[i - 4] - body[i - 4] * penetration;
        for (let k = i - 2; k < i; ++k) if (!(bottom[k] < close[i - 4] && bottom[k] > floor)) return 0;
        if (!(top[i - 2] < open[i - 3] && top[i - 1] < top[i - 2])) return 0;
        return open[i] > close[i - 1] && close[i] > Math.max(high[i - 3], high[i - 2], high[i - 1]) ? 100 : 0;
      };
    }
  },
  /** A hikkake of two inside bars, the first of which closes near its end; ±200 as there. */
  "modified-hikkake": {
    talib: "CDLHIKKAKEMOD",
    lookback: 10,
    verdict(candles) {
      const {close, high, low} = candles;
      const near = candles.threshold("near");
      const isInside = (i: number) => high[i] < high[i - 1] && low[i] > low[i - 1];
      return confirmed(candles, 7, (i) => {
        if (!(isInside(i - 2) && isInside(i - 1))) return 0;
        const direction = leaving(candles, i);
        const fits =
          direction > 0 ? close[i - 2] <= low[i - 2] + near[i - 2] : close[i - 2] >= high[i - 2] - near[i - 2];
        return fits ? direction : 0;
      });
    }
  },
  /** Rising (100) and falling (−100) three methods. */
  "rising-falling-three-methods": {
    talib: "CDLRISEFALL3METHODS",
    lookback: 14,
    verdict(candles) {
      const {body, bottom, close, color, high, low, open, top} = candles;
      const long = candles.threshold("longBody");
      const short = candles.threshold("shortBody");
      return (i) => {
        const way = color[i - 4];
        if (!(body[i - 4] > long[i - 4] && body[i] > long[i] && color[i] === way)) return 0;
        for (let k = i - 3; k < i; ++k) {
          if (color[k] === way || !(body[k] < short[k])) return 0;
          if (!(bottom[k] < high[i - 4] && top[k] > low[i - 4])) return 0;
        }
        if (!(close[i - 2] * way < close[i - 3] * way && close[i - 1] * way < close[i - 2] * way)) return 0;
        return open[i] * way > close[i - 1] * way && close[i] * way > close[i - 4] * way ? 100 * way : 0;
      };
    }
  },
  "three-line-strike": {
    talib: "CDL3LINESTRIKE",
    lookback: 8,
    verdict(candles) {
      const {bottom, close, color, open, top} = candles;
      const near = candles.threshold("near");
      const opensBy = (i: number) => open[i] >= bottom[i - 1] - near[i - 1] && open[i] <= top[i - 1] + near[i - 1];
      return (i) => {
        const way = color[i - 1];
        if (color[i - 3] !== way || color[i - 2] !== way || color[i] === way) return 0;
        if (!(opensBy(i - 2) && opensBy(i - 1))) return 0;
        const strikes =
          way > 0
            ? close[i - 1] > close[i - 2] &&
              close[i - 2] > close[i - 3] &&
              open[i] > close[i - 1] &&
              close[i] < open[i - 3]
            : close[i - 1] < close[i - 2] &&
              close[i - 2] < close[i - 3] &&
              open[i] < close[i - 1] &&
              close[i] > open[i - 3];
        return strikes ? 100 * way : 0;
      };
    }
  }
} as const satisfies Readonly<Record<string, Pattern>>;

/** Where bar i leaves the range of the bar before it: 1 below (a false break, bullish), −1 above, 0 for neither. */
function leaving({high, low}: Candles, i: number): number {
  if (high[i] < high[i - 1] && low[i] < low[i - 1]) return 1;
  return high[i] > high[i - 1] && low[i] > low[i - 1] ? -1 : 0;
}

/**
 * ±100 where a set-up is found, and ±200 on the first of the three bars after the latest one that closes beyond the bar
 * before the set-up, on the other side. No set-up ends before row `first`.
 */
function confirmed({close, high, low}: Candles, first: number, setup: Verdict): Verdict {
  const setups = new Int8Array(close.length);
  for (let i = first; i < setups.length; ++i) setups[i] = setup(i);
  return (i) => {
    if (setups[i] !== 0) return 100 * setups[i];
    let at = i - 1;
    while (at > i - 3 && setups[at] === 0) --at;
    const wanted = setups[at];
    if (wanted === 0) return 0;
    for (let k = at + 1; k <= i; ++k)
      if (wanted > 0 ? close[k] > high[at - 1] : close[k] < low[at - 1]) return k === i ? 200 * wanted : 0;
    return 0;
  };
}
