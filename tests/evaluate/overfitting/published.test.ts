import {describe, expect, it} from "vitest";
import {
  deflatedSharpe,
  expectedMaximum,
  luckySharpe,
  minimumBacktestLength
} from "../../../core/evaluate/overfitting/deflated.js";
import type {TrackRecord} from "../../../core/evaluate/overfitting/sharpe.js";
import {minimumTrackRecord, probabilisticSharpe} from "../../../core/evaluate/overfitting/sharpe.js";

const normal = {skewness: 0, kurtosis: 3};

/** A record of a Sharpe ratio of a year. */
function yearly(sharpe: number, periods: number, bars: number, shape: Omit<TrackRecord, "bars" | "sharpe"> = normal) {
  return {bars, sharpe: sharpe / Math.sqrt(periods), ...shape};
}

describe("The Sharpe Ratio Efficient Frontier (Bailey and López de Prado, 2012)", () => {
  it("is 98.2 % sure of two years of a hedge fund's months if they were normal, and 91.3 % of them as they are", () => {
    const record = {bars: 24, sharpe: 0.458};
    expect(probabilisticSharpe({...record, ...normal})).toBeCloseTo(0.982, 3);
    expect(probabilisticSharpe({...record, skewness: -2.448, kurtosis: 10.164})).toBeCloseTo(0.913, 3);
  });

  it("asks 2.73 years of days, 2.83 of weeks and 3.24 of months for a Sharpe ratio of 2 to be above 1", () => {
    for (const [periods, years] of [
      [252, 2.73],
      [52, 2.83],
      [12, 3.24]
    ]) {
      const bars = minimumTrackRecord(yearly(2, periods, 1000), 1 / Math.sqrt(periods));
      expect(bars / periods).toBeCloseTo(years, 2);
    }
  });

  it("asks 4.99 years of months that are shaped as hedge funds' are", () => {
    const record = yearly(2, 12, 1000, {skewness: -0.72, kurtosis: 5.78});
    expect(minimumTrackRecord(record, 1 / Math.sqrt(12)) / 12).toBeCloseTo(4.99, 2);
  });
});

describe("The Deflated Sharpe Ratio (Bailey and López de Prado, 2014)", () => {
  /** Five years of 250 days, a Sharpe ratio of 2.5 a year, and trials whose yearly Sharpe ratios have a variance of ½. */
  const found = yearly(2.5, 250, 1250, {skewness: -3, kurtosis: 10});
  const deviation = Math.sqrt(1 / 2 / 250);

  it("expects 0.1132 a day of the best of 100, and is 90 % sure", () => {
    expect(luckySharpe({trials: 100, deviation}, found.bars)).toBeCloseTo(0.1132, 4);
    expect(deflatedSharpe(found, {trials: 100, deviation})).toBeCloseTo(0.9004, 3);
  });

  it("is 95 % sure at 46 trials, and at 88 if the returns were normal", () => {
    expect(deflatedSharpe(found, {trials: 46, deviation})).toBeCloseTo(0.9505, 3);
    expect(deflatedSharpe({...found, ...normal}, {trials: 88, deviation})).toBeCloseTo(0.9505, 3);
  });
});

describe("Pseudo-Mathematics and Financial Charlatanism (Bailey and others, 2014)", () => {
  it("lets five years bear 45 trials until the best is expected to show a Sharpe ratio of 1", () => {
    expect(minimumBacktestLength(45, 1)).toBeLessThanOrEqual(5);
    expect(minimumBacktestLength(46, 1)).toBeGreaterThan(5);
  });

  it("expects 1.57 of the best of ten over a year, and bounds the length by 2 ln K", () => {
    expect(expectedMaximum(10)).toBeCloseTo(1.57, 2);
    for (const trials of [2, 10, 100, 10_000])
      expect(minimumBacktestLength(trials, 1)).toBeLessThan(2 * Math.log(trials));
  });
});

describe("what is not determined", () => {
  it("is no number, and no length is enough for what is not above", () => {
    const still = {bars: 100, sharpe: NaN, skewness: NaN, kurtosis: NaN};
    expect(probabilisticSharpe(still)).toBeNaN();
    expect(minimumTrackRecord(still)).toBeNaN();
    expect(minimumTrackRecord({bars: 100, sharpe: -0.1, ...normal})).toBe(Infinity);
    expect(minimumBacktestLength(10, 0)).toBeNaN();
    expect([expectedMaximum(0), expectedMaximum(1)]).toEqual([0, 0]);
    expect(() => minimumTrackRecord({bars: 9, sharpe: 1, ...normal}, 0, 95)).toThrow(
      "invalid confidence: 95; expected a share above 0.5 and below 1"
    );
  });

  it("takes luck's spread for that of trials whose Sharpe ratios are not known", () => {
    expect(luckySharpe({trials: 100, deviation: NaN}, 401)).toBeCloseTo(expectedMaximum(100) / 20, 12);
    expect(luckySharpe({trials: 100, effective: 1, deviation: 0.1}, 401)).toBeCloseTo(0.1 * expectedMaximum(100), 12);
    expect(luckySharpe({trials: 1, deviation: NaN}, 401)).toBe(0);
  });
});
