import type {Candles, SettingName} from "./candles.js";
import type {Pattern, Verdict} from "./pattern.js";
import {gapsDown, gapsUp, isWithin} from "./pattern.js";

/** Patterns of two bars. */
export const twoBar = {
  counterattack: {
    talib: "CDLCOUNTERATTACK",
    lookback: 11,
    verdict(candles) {
      const {body, close, color} = candles;
      const long = candles.threshold("longBody");
      const equal = candles.threshold("equal");
      return (i) =>
        color[i - 1] === -color[i] &&
        body[i - 1] > long[i - 1] &&
        body[i] > long[i] &&
        isWithin(close[i], close[i - 1], equal[i - 1])
          ? 100 * color[i]
          : 0;
    }
  },
  "dark-cloud-cover": {
    talib: "CDLDARKCLOUDCOVER",
    lookback: 11,
    penetration: 0.5,
    verdict(candles, penetration) {
      const {body, close, color, high, open} = candles;
      const long = candles.threshold("longBody");
      return (i) =>
        color[i - 1] > 0 &&
        body[i - 1] > long[i - 1] &&
        color[i] < 0 &&
        open[i] > high[i - 1] &&
        close[i] > open[i - 1] &&
        close[i] < close[i - 1] - body[i - 1] * penetration
          ? -100
          : 0;
    }
  },
  "doji-star": {
    talib: "CDLDOJISTAR",
    lookback: 11,
    verdict(candles) {
      const {body, color} = candles;
      const long = candles.threshold("longBody");
      const doji = candles.threshold("doji");
      return (i) =>
        body[i - 1] > long[i - 1] &&
        body[i] <= doji[i] &&
        (color[i - 1] > 0 ? gapsUp(candles, i, i - 1) : gapsDown(candles, i, i - 1))
          ? -100 * color[i - 1]
          : 0;
    }
  },
  /** 80 where the two bodies share an end. */
  engulfing: {
    talib: "CDLENGULFING",
    lookback: 2,
    verdict({bottom, color, top}) {
      return (i) => {
        if (color[i] === color[i - 1] || top[i] < top[i - 1] || bottom[i] > bottom[i - 1]) return 0;
        const shared = Number(top[i] === top[i - 1]) + Number(bottom[i] === bottom[i - 1]);
        return shared === 2 ? 0 : (shared === 1 ? 80 : 100) * color[i];
      };
    }
  },
  /** 80 where the two bodies share an end. */
  harami: {
    talib: "CDLHARAMI",
    lookback: 11,
    verdict: (candles) => within(candles, "shortBody")
  },
  /** 80 where the two bodies share an end. */
  "harami-cross": {
    talib: "CDLHARAMICROSS",
    lookback: 11,
    verdict: (candles) => within(candles, "doji")
  },
  "homing-pigeon": {
    talib: "CDLHOMINGPIGEON",
    lookback: 11,
    verdict(candles) {
      const {body, close, color, open} = candles;
      const long = candles.threshold("longBody");
      const short = candles.threshold("shortBody");
      return (i) =>
        color[i - 1] < 0 &&
        color[i] < 0 &&
        body[i - 1] > long[i - 1] &&
        body[i] <= short[i] &&
        open[i] < open[i - 1] &&
        close[i] > close[i - 1]
          ? 100
          : 0;
    }
  },
  "in-neck": {
    talib: "CDLINNECK",
    lookback: 11,
    verdict(candles) {
      const {close} = candles;
      const equal = candles.threshold("equal");
      const lifts = lifting(candles);
      return (i) => (lifts(i) && close[i] <= close[i - 1] + equal[i - 1] && close[i] >= close[i - 1] ? -100 : 0);
    }
  },
  kicking: {
    talib: "CDLKICKING",
    lookback: 11,
    verdict(candles) {
      const {color} = candles;
      const kicks = kicking(candles);
      return (i) => (kicks(i) ? 100 * color[i] : 0);
    }
  },
  /** A kicking whose direction is that of the longer body. */
  "kicking-by-length": {
    talib: "CDLKICKINGBYLENGTH",
    lookback: 11,
    verdict(candles) {
      const {body, color} = candles;
      const kicks = kicking(candles);
      return (i) => (kicks(i) ? 100 * color[body[i] > body[i - 1] ? i : i - 1] : 0);
    }
  },
  "matching-low": {
    talib: "CDLMATCHINGLOW",
    lookback: 6,
    verdict(candles) {
      const {close, color} = candles;
      const equal = candles.threshold("equal");
      return (i) => (color[i - 1] < 0 && color[i] < 0 && isWithin(close[i], close[i - 1], equal[i - 1]) ? 100 : 0);
    }
  },
  "on-neck": {
    talib: "CDLONNECK",
    lookback: 11,
    verdict(candles) {
      const {close, low} = candles;
      const equal = candles.threshold("equal");
      const lifts = lifting(candles);
      return (i) => (lifts(i) && isWithin(close[i], low[i - 1], equal[i - 1]) ? -100 : 0);
    }
  },
  piercing: {
    talib: "CDLPIERCING",
    lookback: 11,
    verdict(candles) {
      const {body, close, open} = candles;
      const long = candles.threshold("longBody");
      const lifts = lifting(candles);
      return (i) =>
        lifts(i) && body[i] > long[i] && close[i] < open[i - 1] && close[i] > close[i - 1] + body[i - 1] * 0.5
          ? 100
          : 0;
    }
  },
  "separating-lines": {
    talib: "CDLSEPARATINGLINES",
    lookback: 11,
    verdict(candles) {
      const {body, color, lower, open, upper} = candles;
      const long = candles.threshold("longBody");
      const none = candles.threshold("veryShortShadow");
      const equal = candles.threshold("equal");
      return (i) =>
        color[i - 1] === -color[i] &&
        isWithin(open[i], open[i - 1], equal[i - 1]) &&
        body[i] > long[i] &&
        (color[i] > 0 ? lower[i] : upper[i]) < none[i]
          ? 100 * color[i]
          : 0;
    }
  },
  thrusting: {
    talib: "CDLTHRUSTING",
    lookback: 11,
    verdict(candles) {
      const {body, close} = candles;
      const equal = candles.threshold("equal");
      const lifts = lifting(candles);
      return (i) =>
        lifts(i) && close[i] > close[i - 1] + equal[i - 1] && close[i] <= close[i - 1] + body[i - 1] * 0.5 ? -100 : 0;
    }
  }
} as const satisfies Readonly<Record<string, Pattern>>;

/** A small body within the long one before it. */
function within(candles: Candles, size: SettingName): Verdict {
  const {body, bottom, color, top} = candles;
  const long = candles.threshold("longBody");
  const small = candles.threshold(size);
  return (i) => {
    if (!(body[i - 1] > long[i - 1] && body[i] <= small[i])) return 0;
    if (top[i] > top[i - 1] || bottom[i] < bottom[i - 1]) return 0;
    return (top[i] < top[i - 1] && bottom[i] > bottom[i - 1] ? -100 : -80) * color[i - 1];
  };
}

/** A rising bar that opens below the low of a long falling one. */
function lifting(candles: Candles): (i: number) => boolean {
  const {body, color, low, open} = candles;
  const long = candles.threshold("longBody");
  return (i) => color[i - 1] < 0 && body[i - 1] > long[i - 1] && color[i] > 0 && open[i] < low[i - 1];
}

/** Two marubozu of opposite directions with a gap between them. */
function kicking(candles: Candles): (i: number) => boolean {
  const {body, color, high, low, lower, upper} = candles;
  const long = candles.threshold("longBody");
  const none = candles.threshold("veryShortShadow");
  const isMarubozu = (i: number) => body[i] > long[i] && upper[i] < none[i] && lower[i] < none[i];
  return (i) =>
    color[i - 1] === -color[i] &&
    isMarubozu(i - 1) &&
    isMarubozu(i) &&
    (color[i - 1] < 0 ? low[i] > high[i - 1] : high[i] < low[i - 1]);
}
