/** A factor: its name, and its formula over a panel's fields. */
export interface Factor {
  readonly name: string;
  readonly formula: string;
}

const windows = [5, 10, 20, 30, 60] as const;

/** Keeps a ratio whose divisor is zero from being infinite. */
const tiny = "1e-12";

const candle: readonly (readonly [name: string, formula: string])[] = [
  ["KMID", "(close - open) / open"],
  ["KLEN", "(high - low) / open"],
  ["KMID2", `(close - open) / (high - low + ${tiny})`],
  ["KUP", "(high - max(open, close)) / open"],
  ["KUP2", `(high - max(open, close)) / (high - low + ${tiny})`],
  ["KLOW", "(min(open, close) - low) / open"],
  ["KLOW2", `(min(open, close) - low) / (high - low + ${tiny})`],
  ["KSFT", "(2 * close - high - low) / open"],
  ["KSFT2", `(2 * close - high - low) / (high - low + ${tiny})`]
];

/** The factors of one window; `d` stands for its length. */
const rolling: readonly (readonly [name: string, formula: string])[] = [
  ["ROC", "lag(close, d) / close"],
  ["MA", "mean(close, d) / close"],
  ["STD", "std(close, d) / close"],
  ["BETA", "slope(close, d) / close"],
  ["RSQR", "rsquare(close, d)"],
  ["RESI", "residual(close, d) / close"],
  ["MAX", "highest(high, d) / close"],
  ["MIN", "lowest(low, d) / close"],
  ["QTLU", "quantile(close, d, 0.8) / close"],
  ["QTLD", "quantile(close, d, 0.2) / close"],
  ["RANK", "windowRank(close, d)"],
  ["RSV", `(close - lowest(low, d)) / (highest(high, d) - lowest(low, d) + ${tiny})`],
  ["IMAX", "(d - sinceHighest(high, d)) / d"],
  ["IMIN", "(d - sinceLowest(low, d)) / d"],
  ["IMXD", "(sinceLowest(low, d) - sinceHighest(high, d)) / d"],
  ["CORR", "correlation(close, log(volume + 1), d)"],
  ["CORD", "correlation(close / lag(close, 1), log(volume / lag(volume, 1) + 1), d)"],
  ["CNTP", "mean(close > lag(close, 1), d)"],
  ["CNTN", "mean(close < lag(close, 1), d)"],
  ["CNTD", "mean(close > lag(close, 1), d) - mean(close < lag(close, 1), d)"],
  ["SUMP", `sum(max(delta(close, 1), 0), d) / (sum(abs(delta(close, 1)), d) + ${tiny})`],
  ["SUMN", `sum(max(-delta(close, 1), 0), d) / (sum(abs(delta(close, 1)), d) + ${tiny})`],
  [
    "SUMD",
    `(sum(max(delta(close, 1), 0), d) - sum(max(-delta(close, 1), 0), d)) / (sum(abs(delta(close, 1)), d) + ${tiny})`
  ],
  ["VMA", `mean(volume, d) / (volume + ${tiny})`],
  ["VSTD", `std(volume, d) / (volume + ${tiny})`],
  ["WVMA", `std(abs(returns(close, 1)) * volume, d) / (mean(abs(returns(close, 1)) * volume, d) + ${tiny})`],
  ["VSUMP", `sum(max(delta(volume, 1), 0), d) / (sum(abs(delta(volume, 1)), d) + ${tiny})`],
  ["VSUMN", `sum(max(-delta(volume, 1), 0), d) / (sum(abs(delta(volume, 1)), d) + ${tiny})`],
  [
    "VSUMD",
    `(sum(max(delta(volume, 1), 0), d) - sum(max(-delta(volume, 1), 0), d)) / (sum(abs(delta(volume, 1)), d) + ${tiny})`
  ]
];

/**
 * The 158 factors of Qlib's set Alpha158 (Yang et al., "Qlib: An AI-oriented Quantitative Investment Platform", 2020), as
 * formulas: nine of the day's candle, four of its prices over the close, and 29 of each of the windows 5, 10, 20, 30 and 60.
 * Where Qlib begins with what part of a window there is, these are `NaN` until it is whole.
 *
 * @param vwap the formula of the day's volume-weighted average price; the typical price where the panel has none
 */
export function alpha158(vwap = "(high + low + close) / 3"): Factor[] {
  const prices = [
    ["OPEN0", "open / close"],
    ["HIGH0", "high / close"],
    ["LOW0", "low / close"],
    ["VWAP0", `(${vwap}) / close`]
  ] as const;
  const fixed = [...candle, ...prices].map(([name, formula]): Factor => ({name, formula}));
  const moving = rolling.flatMap(([name, formula]) =>
    windows.map((d): Factor => ({name: `${name}${d}`, formula: formula.replaceAll(/\bd\b/g, String(d))}))
  );
  return [...fixed, ...moving];
}
