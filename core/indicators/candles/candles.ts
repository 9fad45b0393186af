/**
 * What a pattern compares a bar's body or shadows with: a share of the mean, over some bars before it, of a range of
 * those bars.
 */
export interface Setting {
  /** `body` is |close − open|, `span` high − low, `shadows` the mean of the upper and the lower shadow. */
  readonly range: "body" | "span" | "shadows";
  /** Over how many bars before the bar itself the mean is taken; 0 takes the bar's own range. */
  readonly period: number;
  readonly factor: number;
}

/** TA-Lib's settings, as it has them where nobody changes them. */
export const settings = {
  longBody: {range: "body", period: 10, factor: 1},
  shortBody: {range: "body", period: 10, factor: 1},
  doji: {range: "span", period: 10, factor: 0.1},
  longShadow: {range: "body", period: 0, factor: 1},
  veryLongShadow: {range: "body", period: 0, factor: 2},
  shortShadow: {range: "shadows", period: 10, factor: 1},
  veryShortShadow: {range: "span", period: 10, factor: 0.1},
  near: {range: "span", period: 5, factor: 0.2},
  far: {range: "span", period: 5, factor: 0.6},
  equal: {range: "span", period: 5, factor: 0.05}
} as const satisfies Readonly<Record<string, Setting>>;

export type SettingName = keyof typeof settings;

/** The bars of one symbol, oldest first and without gaps, and what patterns ask of them. */
export interface Candles {
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  /** The higher of open and close. */
  readonly top: Float64Array;
  /** The lower of open and close. */
  readonly bottom: Float64Array;
  /** |close − open|. */
  readonly body: Float64Array;
  /** high − top. */
  readonly upper: Float64Array;
  /** bottom − low. */
  readonly lower: Float64Array;
  /** 1 where the close is not below the open, else −1. */
  readonly color: Int8Array;
  /** What a setting asks of each bar: factor × mean range; `NaN` where fewer than `period` bars are before it. */
  threshold(name: SettingName): Float64Array;
}

/** The bars as candles. Thresholds are computed once, each sum from its own bars in the order of time. */
export function candlesOf(open: Float64Array, high: Float64Array, low: Float64Array, close: Float64Array): Candles {
  const n = close.length;
  const [top, bottom, body, upper, lower] = Array.from({length: 5}, () => new Float64Array(n));
  const color = new Int8Array(n);
  for (let i = 0; i < n; ++i) {
    const rises = close[i] >= open[i];
    color[i] = rises ? 1 : -1;
    top[i] = rises ? close[i] : open[i];
    bottom[i] = rises ? open[i] : close[i];
    body[i] = Math.abs(close[i] - open[i]);
    upper[i] = high[i] - top[i];
    lower[i] = bottom[i] - low[i];
  }
  const ranges = {body: () => body, span: () => high.map((h, i) => h - low[i]), shadows: () => sum(upper, lower)};
  const known = new Map<SettingName, Float64Array>();
  return {
    ...{open, high, low, close, top, bottom, body, upper, lower, color},
    threshold(name) {
      let values = known.get(name);
      if (!values) known.set(name, (values = thresholdOf(settings[name], ranges[settings[name].range]())));
      return values;
    }
  };
}

function sum(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value + b[i]);
}

function thresholdOf({range, period, factor}: Setting, values: Float64Array): Float64Array {
  const half = range === "shadows" ? 2 : 1;
  if (period === 0) return values.map((value) => (factor * value) / half);
  const out = new Float64Array(values.length).fill(NaN);
  for (let i = period; i < values.length; ++i) {
    let total = 0;
    for (let j = i - period; j < i; ++j) total += values[j];
    out[i] = (factor * (total / period)) / half;
  }
  return out;
}
