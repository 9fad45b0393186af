import type {Candles} from "./candles.js";
import type {Pattern} from "./pattern.js";
import {gapsDown, gapsUp, isWithin} from "./pattern.js";

/** Patterns of three bars in one direction, soldiers and crows, and of gaps that stay open or close. */
export const marches = {
  "advance-block": {
    talib: "CDLADVANCEBLOCK",
    lookback: 12,
    verdict(candles) {
      const {body, upper} = candles;
      const long = candles.threshold("longBody");
      const short = candles.threshold("shortShadow");
      const shadow = candles.threshold("longShadow");
      const near = candles.threshold("near");
      const far = candles.threshold("far");
      const rises = rising(candles);
      const tires = (i: number) =>
        (body[i - 1] < body[i - 2] - far[i - 2] && body[i] < body[i - 1] + near[i - 1]) ||
        body[i] < body[i - 1] - far[i - 1] ||
        (body[i] < body[i - 1] && body[i - 1] < body[i - 2] && (upper[i] > short[i] || upper[i - 1] > short[i - 1])) ||
        (body[i] < body[i - 1] && upper[i] > shadow[i]);
      return (i) =>
        rises(i) &&
        opensBy(candles, i - 1, near) &&
        opensBy(candles, i, near) &&
        body[i - 2] > long[i - 2] &&
        upper[i - 2] < short[i - 2] &&
        tires(i)
          ? -100
          : 0;
    }
  },
  "identical-three-crows": {
    talib: "CDLIDENTICAL3CROWS",
    lookback: 12,
    verdict(candles) {
      const {close, open} = candles;
      const equal = candles.threshold("equal");
      const falls = falling(candles);
      return (i) =>
        falls(i) && isWithin(open[i - 1], close[i - 2], equal[i - 2]) && isWithin(open[i], close[i - 1], equal[i - 1])
          ? -100
          : 0;
    }
  },
  "side-by-side-white-lines": {
    talib: "CDLGAPSIDESIDEWHITE",
    lookback: 7,
    verdict(candles) {
      const {body, color, open} = candles;
      const near = candles.threshold("near");
      const equal = candles.threshold("equal");
      return (i) => {
        const up = gapsUp(candles, i - 1, i - 2) && gapsUp(candles, i, i - 2);
        if (!up && !(gapsDown(candles, i - 1, i - 2) && gapsDown(candles, i, i - 2))) return 0;
        if (!(color[i - 1] > 0 && color[i] > 0 && isWithin(body[i], body[i - 1], near[i - 1]))) return 0;
        if (!isWithin(open[i], open[i - 1], equal[i - 1])) return 0;
        return up ? 100 : -100;
      };
    }
  },
  stalled: {
    talib: "CDLSTALLEDPATTERN",
    lookback: 12,
    verdict(candles) {
      const {body, close, open, upper} = candles;
      const long = candles.threshold("longBody");
      const short = candles.threshold("shortBody");
      const none = candles.threshold("veryShortShadow");
      const near = candles.threshold("near");
      const rises = rising(candles);
      return (i) =>
        rises(i) &&
        body[i - 2] > long[i - 2] &&
        body[i - 1] > long[i - 1] &&
        upper[i - 1] < none[i - 1] &&
        opensBy(candles, i - 1, near) &&
        body[i] < short[i] &&
        open[i] >= close[i - 1] - body[i] - near[i - 1]
          ? -100
          : 0;
    }
  },
  "tasuki-gap": {
    talib: "CDLTASUKIGAP",
    lookback: 7,
    verdict(candles) {
      const {body, bottom, close, color, open, top} = candles;
      const near = candles.threshold("near");
      return (i) => {
        if (color[i - 1] === color[i]) return 0;
        const up = color[i - 1] > 0;
        if (!(up ? gapsUp : gapsDown)(candles, i - 1, i - 2)) return 0;
        if (!(open[i] < top[i - 1] && open[i] > bottom[i - 1])) return 0;
        const leavesGap = up
          ? close[i] < open[i - 1] && close[i] > top[i - 2]
          : close[i] > open[i - 1] && close[i] < bottom[i - 2];
        return leavesGap && Math.abs(body[i - 1] - body[i]) < near[i - 1] ? 100 * color[i - 1] : 0;
      };
    }
  },
  /** Four bars: a rising one, then the crows. */
  "three-black-crows": {
    talib: "CDL3BLACKCROWS",
    lookback: 13,
    verdict(candles) {
      const {close, color, high, open} = candles;
      const falls = falling(candles);
      return (i) =>
        color[i - 3] > 0 &&
        falls(i) &&
        open[i - 1] < open[i - 2] &&
        open[i - 1] > close[i - 2] &&
        open[i] < open[i - 1] &&
        open[i] > close[i - 1] &&
        high[i - 3] > close[i - 2]
          ? -100
          : 0;
    }
  },
  "three-white-soldiers": {
    talib: "CDL3WHITESOLDIERS",
    lookback: 12,
    verdict(candles) {
      const {body, upper} = candles;
      const short = candles.threshold("shortBody");
      const none = candles.threshold("veryShortShadow");
      const near = candles.threshold("near");
      const far = candles.threshold("far");
      const rises = rising(candles);
      return (i) =>
        rises(i) &&
        upper[i - 2] < none[i - 2] &&
        upper[i - 1] < none[i - 1] &&
        upper[i] < none[i] &&
        opensBy(candles, i - 1, near) &&
        opensBy(candles, i, near) &&
        body[i - 1] > body[i - 2] - far[i - 2] &&
        body[i] > body[i - 1] - far[i - 1] &&
        body[i] > short[i]
          ? 100
          : 0;
    }
  },
  /** Upside (100) and downside (−100) gap three methods. */
  "gap-three-methods": {
    talib: "CDLXSIDEGAP3METHODS",
    lookback: 2,
    verdict(candles) {
      const {bottom, close, color, open, top} = candles;
      return (i) => {
        if (color[i - 2] !== color[i - 1] || color[i] === color[i - 1]) return 0;
        if (!(open[i] < top[i - 1] && open[i] > bottom[i - 1])) return 0;
        if (!(close[i] < top[i - 2] && close[i] > bottom[i - 2])) return 0;
        return (color[i - 2] > 0 ? gapsUp : gapsDown)(candles, i - 1, i - 2) ? 100 * color[i - 2] : 0;
      };
    }
  }
} as const satisfies Readonly<Record<string, Pattern>>;

/** Three rising bars, each of which closes above the one before. */
function rising({close, color}: Candles): (i: number) => boolean {
  return (i) =>
    color[i - 2] > 0 && color[i - 1] > 0 && color[i] > 0 && close[i] > close[i - 1] && close[i - 1] > close[i - 2];
}

/** Three falling bars with next to no lower shadow, each of which closes below the one before. */
function falling(candles: Candles): (i: number) => boolean {
  const {close, color, lower} = candles;
  const none = candles.threshold("veryShortShadow");
  const falls = (i: number) => color[i] < 0 && lower[i] < none[i];
  return (i) => falls(i - 2) && falls(i - 1) && falls(i) && close[i - 2] > close[i - 1] && close[i - 1] > close[i];
}

/** Whether bar i opens above the open of the bar before it, and within its body or near its close. */
function opensBy({close, open}: Candles, i: number, near: Float64Array): boolean {
  return open[i] > open[i - 1] && open[i] <= close[i - 1] + near[i - 1];
}
