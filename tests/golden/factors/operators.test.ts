import {readFileSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import * as cross from "../../../core/indicators/operators/cross-section.js";
import {rollingKurtosis, rollingSkew} from "../../../core/indicators/operators/moments.js";
import {neutraliseExposures, neutraliseGroups} from "../../../core/indicators/operators/neutral.js";
import {rollingMedian, rollingQuantile, rollingRank} from "../../../core/indicators/operators/order.js";
import * as pairs from "../../../core/indicators/operators/regression.js";
import {decayMean, fractionalDifference, weightedMean} from "../../../core/indicators/operators/weighted.js";
import {sinceHighest, sinceLowest} from "../../../core/indicators/windows.js";

type Values = readonly (number | null)[];
type Named<T> = Readonly<Record<string, T>>;

interface Golden {
  readonly series: Named<Values>;
  readonly other: Values;
  readonly rolling: Named<Named<Named<Values>>>;
  readonly exponential: Named<Named<Values>>;
  readonly fractional: Named<Named<Values>>;
  readonly panel: {
    readonly rows: number;
    readonly symbols: number;
    readonly values: Values;
    readonly sectors: Values;
    readonly moving: Values;
    readonly exposures: readonly Values[];
  };
  readonly cross: Named<Values>;
}

const golden = JSON.parse(readFileSync(join(import.meta.dirname, "operators.json"), "utf8")) as Golden;
const numbers = (values: Values) => Float64Array.from(values, (value) => value ?? NaN);

/** To 1e-10 of the value or of 1, whichever is larger, and `NaN` on the same rows. */
function expectEqual(ours: Float64Array, theirs: Values): void {
  expect(ours).toHaveLength(theirs.length);
  let compared = 0;
  theirs.forEach((value, i) => {
    if (value === null) return expect(ours[i], `cell ${i}`).toBeNaN();
    ++compared;
    const allowed = 1e-10 * Math.max(1, Math.abs(value));
    expect(Math.abs(ours[i] - value), `cell ${i}: ${ours[i]} against ${value}`).toBeLessThanOrEqual(allowed);
  });
  expect(compared).toBeGreaterThan(0);
}

const y = numbers(golden.other);
const rolling: Named<(x: Float64Array, window: number) => Float64Array> = {
  skew: (x, n) => rollingSkew(x, n),
  "biased skew": (x, n) => rollingSkew(x, n, true),
  kurtosis: (x, n) => rollingKurtosis(x, n),
  "biased kurtosis": (x, n) => rollingKurtosis(x, n, true),
  median: rollingMedian,
  rank: rollingRank,
  "since highest": sinceHighest,
  "since lowest": sinceLowest,
  covariance: (x, n) => pairs.rollingCovariance(x, y, n),
  "population covariance": (x, n) => pairs.rollingCovariance(x, y, n, 0),
  correlation: (x, n) => pairs.rollingCorrelation(x, y, n),
  decay: decayMean,
  "quantile 0": (x, n) => rollingQuantile(x, n, 0),
  "quantile 0.1": (x, n) => rollingQuantile(x, n, 0.1),
  "quantile 0.37": (x, n) => rollingQuantile(x, n, 0.37),
  "quantile 0.8": (x, n) => rollingQuantile(x, n, 0.8),
  "quantile 1": (x, n) => rollingQuantile(x, n, 1),
  "regression slope": (x, n) => pairs.regressionSlope(x, y, n),
  "regression rSquared": (x, n) => pairs.regressionRSquared(x, y, n),
  "regression residual": (x, n) => pairs.regressionResidual(x, y, n),
  "trend slope": pairs.trendSlope,
  "trend rSquared": pairs.trendRSquared,
  "trend residual": pairs.trendResidual
};

describe.each(Object.entries(golden.series))("pandas, NumPy and SciPy on %s", (name, values) => {
  const x = numbers(values);

  it.each(Object.entries(golden.rolling[name]))("windows of %s", (window, figures) => {
    expect(Object.keys(figures).sort()).toEqual(Object.keys(rolling).sort());
    for (const [figure, theirs] of Object.entries(figures)) expectEqual(rolling[figure](x, Number(window)), theirs);
  });

  it.each(Object.entries(golden.exponential[name]))("an exponential mean of weight %s", (kind, theirs) => {
    const [weight, adjusted] = kind.split(" ");
    expectEqual(weightedMean(x, Number(weight), adjusted === "adjusted"), theirs);
  });

  it.each(Object.entries(golden.fractional[name]))("a difference of order %s", (order, theirs) => {
    expectEqual(fractionalDifference(x, Number(order), 5e-3), theirs);
  });
});

describe("pandas, NumPy and SciPy on rows of cells", () => {
  const {symbols: n, ...panel} = golden.panel;
  const x = numbers(panel.values);
  const exposures = panel.exposures.map(numbers);
  const figures: Named<() => Float64Array> = {
    rank: () => cross.crossRank(x, n),
    "z-score": () => cross.crossZScore(x, n),
    "population z-score": () => cross.crossZScore(x, n, 0),
    "winsorised by quantiles": () => cross.winsoriseQuantiles(x, n, 0.1, 0.85),
    "winsorised by deviations": () => cross.winsoriseDeviations(x, n, 1.2),
    bucket: () => cross.crossBucket(x, n, 5),
    demeaned: () => cross.crossDemean(x, n),
    "within sectors": () => neutraliseGroups(x, n, numbers(panel.sectors)),
    "within moving groups": () => neutraliseGroups(x, n, numbers(panel.moving)),
    "without one exposure": () => neutraliseExposures(x, n, exposures.slice(0, 1)),
    "without three exposures": () => neutraliseExposures(x, n, exposures),
    gross: () => cross.scaleToGross(x, n)
  };

  it("are all here", () => expect(Object.keys(figures).sort()).toEqual(Object.keys(golden.cross).sort()));

  it.each(Object.entries(golden.cross))("%s", (name, theirs) => expectEqual(figures[name](), theirs));
});
