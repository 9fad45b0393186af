import type {Candles} from "./candles.js";
import type {Pattern} from "./pattern.js";
import {gapsDown, gapsUp} from "./pattern.js";

/** Patterns of one bar, judged by its own body and shadows; the bars before it only say what is long and what short. */
export const oneBar = {
  "belt-hold": {
    talib: "CDLBELTHOLD",
    lookback: 10,
    verdict(candles) {
      const {body, color, lower, upper} = candles;
      const long = candles.threshold("longBody");
      const none = candles.threshold("veryShortShadow");
      return (i) => (body[i] > long[i] && (color[i] > 0 ? lower[i] : upper[i]) < none[i] ? 100 * color[i] : 0);
    }
  },
  "closing-marubozu": {
    talib: "CDLCLOSINGMARUBOZU",
    lookback: 10,
    verdict(candles) {
      const {body, color, lower, upper} = candles;
      const long = candles.threshold("longBody");
      const none = candles.threshold("veryShortShadow");
      return (i) => (body[i] > long[i] && (color[i] > 0 ? upper[i] : lower[i]) < none[i] ? 100 * color[i] : 0);
    }
  },
  doji: {
    talib: "CDLDOJI",
    lookback: 10,
    verdict(candles) {
      const {body} = candles;
      const doji = candles.threshold("doji");
      return (i) => (body[i] <= doji[i] ? 100 : 0);
    }
  },
  "dragonfly-doji": {
    talib: "CDLDRAGONFLYDOJI",
    lookback: 10,
    verdict(candles) {
      const {body, lower, upper} = candles;
      const doji = candles.threshold("doji");
      const none = candles.threshold("veryShortShadow");
      return (i) => (body[i] <= doji[i] && upper[i] < none[i] && lower[i] > none[i] ? 100 : 0);
    }
  },
  "gravestone-doji": {
    talib: "CDLGRAVESTONEDOJI",
    lookback: 10,
    verdict(candles) {
      const {body, lower, upper} = candles;
      const doji = candles.threshold("doji");
      const none = candles.threshold("veryShortShadow");
      return (i) => (body[i] <= doji[i] && lower[i] < none[i] && upper[i] > none[i] ? 100 : 0);
    }
  },
  "high-wave": {
    talib: "CDLHIGHWAVE",
    lookback: 10,
    verdict(candles) {
      const {body, color, lower, upper} = candles;
      const short = candles.threshold("shortBody");
      const long = candles.threshold("veryLongShadow");
      return (i) => (body[i] < short[i] && upper[i] > long[i] && lower[i] > long[i] ? 100 * color[i] : 0);
    }
  },
  "long-legged-doji": {
    talib: "CDLLONGLEGGEDDOJI",
    lookback: 10,
    verdict(candles) {
      const {body, lower, upper} = candles;
      const doji = candles.threshold("doji");
      const long = candles.threshold("longShadow");
      return (i) => (body[i] <= doji[i] && (lower[i] > long[i] || upper[i] > long[i]) ? 100 : 0);
    }
  },
  "long-line": {
    talib: "CDLLONGLINE",
    lookback: 10,
    verdict(candles) {
      const {body, color, lower, upper} = candles;
      const long = candles.threshold("longBody");
      const short = candles.threshold("shortShadow");
      return (i) => (body[i] > long[i] && upper[i] < short[i] && lower[i] < short[i] ? 100 * color[i] : 0);
    }
  },
  marubozu: {
    talib: "CDLMARUBOZU",
    lookback: 10,
    verdict(candles) {
      const {body, color, lower, upper} = candles;
      const long = candles.threshold("longBody");
      const none = candles.threshold("veryShortShadow");
      return (i) => (body[i] > long[i] && upper[i] < none[i] && lower[i] < none[i] ? 100 * color[i] : 0);
    }
  },
  "rickshaw-man": {
    talib: "CDLRICKSHAWMAN",
    lookback: 10,
    verdict(candles) {
      const {body, bottom, high, low, lower, top, upper} = candles;
      const doji = candles.threshold("doji");
      const long = candles.threshold("longShadow");
      const near = candles.threshold("near");
      return (i) => {
        if (!(body[i] <= doji[i] && lower[i] > long[i] && upper[i] > long[i])) return 0;
        const middle = low[i] + (high[i] - low[i]) / 2;
        return bottom[i] <= middle + near[i] && top[i] >= middle - near[i] ? 100 : 0;
      };
    }
  },
  "short-line": {
    talib: "CDLSHORTLINE",
    lookback: 10,
    verdict(candles) {
      const {body, color, lower, upper} = candles;
      const small = candles.threshold("shortBody");
      const short = candles.threshold("shortShadow");
      return (i) => (body[i] < small[i] && upper[i] < short[i] && lower[i] < short[i] ? 100 * color[i] : 0);
    }
  },
  "spinning-top": {
    talib: "CDLSPINNINGTOP",
    lookback: 10,
    verdict(candles) {
      const {body, color, lower, upper} = candles;
      const short = candles.threshold("shortBody");
      return (i) => (body[i] < short[i] && upper[i] > body[i] && lower[i] > body[i] ? 100 * color[i] : 0);
    }
  },
  takuri: {
    talib: "CDLTAKURI",
    lookback: 10,
    verdict(candles) {
      const {body, lower, upper} = candles;
      const doji = candles.threshold("doji");
      const none = candles.threshold("veryShortShadow");
      const long = candles.threshold("veryLongShadow");
      return (i) => (body[i] <= doji[i] && upper[i] < none[i] && lower[i] > long[i] ? 100 : 0);
    }
  }
} as const satisfies Readonly<Record<string, Pattern>>;

/** A short body on one long shadow, placed by the bar before it. */
export const umbrellas = {
  hammer: {
    talib: "CDLHAMMER",
    lookback: 11,
    verdict(candles) {
      const {bottom, low} = candles;
      const near = candles.threshold("near");
      const hangs = hanging(candles);
      return (i) => (hangs(i) && bottom[i] <= low[i - 1] + near[i - 1] ? 100 : 0);
    }
  },
  "hanging-man": {
    talib: "CDLHANGINGMAN",
    lookback: 11,
    verdict(candles) {
      const {bottom, high} = candles;
      const near = candles.threshold("near");
      const hangs = hanging(candles);
      return (i) => (hangs(i) && bottom[i] >= high[i - 1] - near[i - 1] ? -100 : 0);
    }
  },
  "inverted-hammer": {
    talib: "CDLINVERTEDHAMMER",
    lookback: 11,
    verdict(candles) {
      const stands = standing(candles);
      return (i) => (stands(i) && gapsDown(candles, i, i - 1) ? 100 : 0);
    }
  },
  "shooting-star": {
    talib: "CDLSHOOTINGSTAR",
    lookback: 11,
    verdict(candles) {
      const stands = standing(candles);
      return (i) => (stands(i) && gapsUp(candles, i, i - 1) ? -100 : 0);
    }
  }
} as const satisfies Readonly<Record<string, Pattern>>;

/** A short body above a long lower shadow, with next to no upper one. */
function hanging(candles: Candles): (i: number) => boolean {
  const {body, lower, upper} = candles;
  const short = candles.threshold("shortBody");
  const long = candles.threshold("longShadow");
  const none = candles.threshold("veryShortShadow");
  return (i) => body[i] < short[i] && lower[i] > long[i] && upper[i] < none[i];
}

/** A short body below a long upper shadow, with next to no lower one. */
function standing(candles: Candles): (i: number) => boolean {
  const {body, lower, upper} = candles;
  const short = candles.threshold("shortBody");
  const long = candles.threshold("longShadow");
  const none = candles.threshold("veryShortShadow");
  return (i) => body[i] < short[i] && upper[i] > long[i] && lower[i] < none[i];
}
