import type {Candles, SettingName} from "./candles.js";
import type {Pattern, Verdict} from "./pattern.js";
import {gapsDown, gapsUp, isWithin} from "./pattern.js";

/** Patterns of three bars that turn a move. */
export const threeBar = {
  "abandoned-baby": {
    talib: "CDLABANDONEDBABY",
    lookback: 12,
    penetration: 0.3,
    verdict(candles, penetration) {
      const {body, close, color, high, low} = candles;
      const long = candles.threshold("longBody");
      const doji = candles.threshold("doji");
      const short = candles.threshold("shortBody");
      return (i) => {
        if (!(body[i - 2] > long[i - 2] && body[i - 1] <= doji[i - 1] && body[i] > short[i])) return 0;
        if (color[i] === color[i - 2]) return 0;
        const deep = body[i - 2] * penetration;
        const turns =
          color[i] < 0
            ? close[i] < close[i - 2] - deep && low[i - 1] > high[i - 2] && high[i] < low[i - 1]
            : close[i] > close[i - 2] + deep && high[i - 1] < low[i - 2] && low[i] > high[i - 1];
        return turns ? 100 * color[i] : 0;
      };
    }
  },
  "evening-doji-star": {
    talib: "CDLEVENINGDOJISTAR",
    lookback: 12,
    penetration: 0.3,
    verdict: (candles, penetration) => evening(candles, "doji", penetration)
  },
  "evening-star": {
    talib: "CDLEVENINGSTAR",
    lookback: 12,
    penetration: 0.3,
    verdict: (candles, penetration) => evening(candles, "shortBody", penetration)
  },
  "morning-doji-star": {
    talib: "CDLMORNINGDOJISTAR",
    lookback: 12,
    penetration: 0.3,
    verdict: (candles, penetration) => morning(candles, "doji", penetration)
  },
  "morning-star": {
    talib: "CDLMORNINGSTAR",
    lookback: 12,
    penetration: 0.3,
    verdict: (candles, penetration) => morning(candles, "shortBody", penetration)
  },
  "stick-sandwich": {
    talib: "CDLSTICKSANDWICH",
    lookback: 7,
    verdict(candles) {
      const {close, color, low} = candles;
      const equal = candles.threshold("equal");
      return (i) =>
        color[i - 2] < 0 &&
        color[i - 1] > 0 &&
        color[i] < 0 &&
        low[i - 1] > close[i - 2] &&
        isWithin(close[i], close[i - 2], equal[i - 2])
          ? 100
          : 0;
    }
  },
  /** Three inside up (100) and down (−100). */
  "three-inside": {
    talib: "CDL3INSIDE",
    lookback: 12,
    verdict(candles) {
      const {body, bottom, close, color, open, top} = candles;
      const long = candles.threshold("longBody");
      const short = candles.threshold("shortBody");
      return (i) => {
        if (!(body[i - 2] > long[i - 2] && body[i - 1] <= short[i - 1])) return 0;
        if (!(top[i - 1] < top[i - 2] && bottom[i - 1] > bottom[i - 2])) return 0;
        if (color[i] === color[i - 2]) return 0;
        return (color[i] > 0 ? close[i] > open[i - 2] : close[i] < open[i - 2]) ? 100 * color[i] : 0;
      };
    }
  },
  /** Three outside up (100) and down (−100). */
  "three-outside": {
    talib: "CDL3OUTSIDE",
    lookback: 3,
    verdict({bottom, close, color, top}) {
      return (i) => {
        if (color[i - 1] === color[i - 2]) return 0;
        if (!(top[i - 1] > top[i - 2] && bottom[i - 1] < bottom[i - 2])) return 0;
        return (color[i - 1] > 0 ? close[i] > close[i - 1] : close[i] < close[i - 1]) ? 100 * color[i - 1] : 0;
      };
    }
  },
  "three-stars-in-the-south": {
    talib: "CDL3STARSINSOUTH",
    lookback: 12,
    verdict(candles) {
      const {body, close, color, high, low, lower, open, upper} = candles;
      const long = candles.threshold("longBody");
      const short = candles.threshold("shortBody");
      const shadow = candles.threshold("longShadow");
      const none = candles.threshold("veryShortShadow");
      return (i) => {
        if (!(color[i - 2] < 0 && color[i - 1] < 0 && color[i] < 0)) return 0;
        if (!(body[i - 2] > long[i - 2] && lower[i - 2] > shadow[i - 2])) return 0;
        if (!(body[i - 1] < body[i - 2] && open[i - 1] > close[i - 2] && open[i - 1] <= high[i - 2])) return 0;
        if (!(low[i - 1] < close[i - 2] && low[i - 1] >= low[i - 2] && lower[i - 1] > none[i - 1])) return 0;
        if (!(body[i] < short[i] && lower[i] < none[i] && upper[i] < none[i])) return 0;
        return low[i] > low[i - 1] && high[i] < high[i - 1] ? 100 : 0;
      };
    }
  },
  tristar: {
    talib: "CDLTRISTAR",
    lookback: 12,
    verdict(candles) {
      const {body, bottom, top} = candles;
      const doji = candles.threshold("doji");
      return (i) => {
        if (!(body[i - 2] <= doji[i - 2] && body[i - 1] <= doji[i - 2] && body[i] <= doji[i - 2])) return 0;
        if (gapsUp(candles, i - 1, i - 2)) return top[i] < top[i - 1] ? -100 : 0;
        return gapsDown(candles, i - 1, i - 2) && bottom[i] > bottom[i - 1] ? 100 : 0;
      };
    }
  },
  "two-crows": {
    talib: "CDL2CROWS",
    lookback: 12,
    verdict(candles) {
      const {body, close, color, open} = candles;
      const long = candles.threshold("longBody");
      return (i) => {
        if (!(color[i - 2] > 0 && body[i - 2] > long[i - 2])) return 0;
        if (!(color[i - 1] < 0 && gapsUp(candles, i - 1, i - 2) && color[i] < 0)) return 0;
        if (!(open[i] < open[i - 1] && open[i] > close[i - 1])) return 0;
        return close[i] > open[i - 2] && close[i] < close[i - 2] ? -100 : 0;
      };
    }
  },
  "unique-three-river": {
    talib: "CDLUNIQUE3RIVER",
    lookback: 12,
    verdict(candles) {
      const {body, close, color, low, open} = candles;
      const long = candles.threshold("longBody");
      const short = candles.threshold("shortBody");
      return (i) => {
        if (!(body[i - 2] > long[i - 2] && color[i - 2] < 0 && color[i - 1] < 0)) return 0;
        if (!(close[i - 1] > close[i - 2] && open[i - 1] <= open[i - 2] && low[i - 1] < low[i - 2])) return 0;
        return body[i] < short[i] && color[i] > 0 && open[i] > low[i - 1] ? 100 : 0;
      };
    }
  },
  "upside-gap-two-crows": {
    talib: "CDLUPSIDEGAP2CROWS",
    lookback: 12,
    verdict(candles) {
      const {body, close, color, open} = candles;
      const long = candles.threshold("longBody");
      const short = candles.threshold("shortBody");
      return (i) => {
        if (!(color[i - 2] > 0 && body[i - 2] > long[i - 2])) return 0;
        if (!(color[i - 1] < 0 && body[i - 1] <= short[i - 1] && gapsUp(candles, i - 1, i - 2))) return 0;
        return color[i] < 0 && open[i] > open[i - 1] && close[i] < close[i - 1] && close[i] > close[i - 2] ? -100 : 0;
      };
    }
  }
} as const satisfies Readonly<Record<string, Pattern>>;

/** A long rising bar, a small one above it, and a falling one that closes deep in the first. */
function evening(candles: Candles, size: SettingName, penetration: number): Verdict {
  const {body, close, color} = candles;
  const star = starring(candles, size);
  return (i) =>
    color[i - 2] > 0 &&
    star(i) &&
    gapsUp(candles, i - 1, i - 2) &&
    color[i] < 0 &&
    close[i] < close[i - 2] - body[i - 2] * penetration
      ? -100
      : 0;
}

/** A long falling bar, a small one below it, and a rising one that closes deep in the first. */
function morning(candles: Candles, size: SettingName, penetration: number): Verdict {
  const {body, close, color} = candles;
  const star = starring(candles, size);
  return (i) =>
    color[i - 2] < 0 &&
    star(i) &&
    gapsDown(candles, i - 1, i - 2) &&
    color[i] > 0 &&
    close[i] > close[i - 2] + body[i - 2] * penetration
      ? 100
      : 0;
}

/** A long body, a small one, and one that is not short. */
function starring(candles: Candles, size: SettingName): (i: number) => boolean {
  const {body} = candles;
  const long = candles.threshold("longBody");
  const small = candles.threshold(size);
  const short = candles.threshold("shortBody");
  return (i) => body[i - 2] > long[i - 2] && body[i - 1] <= small[i - 1] && body[i] > short[i];
}
