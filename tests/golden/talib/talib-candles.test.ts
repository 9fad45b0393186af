import {readFileSync} from "node:fs";
import {join} from "node:path";
import {csvParse} from "d3-dsv";
import {describe, expect, it} from "vitest";
import {candlesOf} from "../../../core/indicators/candles/candles.js";
import type {PatternName} from "../../../core/indicators/candles/patterns.js";
import {patternNames, patterns, verdicts} from "../../../core/indicators/candles/patterns.js";
import {byRuns} from "../../../core/indicators/runs.js";

/** By pattern and verdict: the rows that have it, each as its distance from the one before. */
type Sparse = Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>;
type Bars = readonly Float64Array[];

interface Golden {
  readonly lookbacks: Readonly<Record<string, number>>;
  readonly aapl: Sparse;
  readonly gapped: Sparse;
  readonly series: Readonly<Record<string, Series>>;
  /** By pattern: pieces that end with one, and verdicts on their last bar when one price moves by hundredths of a unit. */
  readonly edges: Readonly<Record<string, readonly Edge[]>>;
}

interface Edge {
  readonly bars: readonly (readonly number[])[];
  readonly verdict: number;
  readonly moved: readonly (readonly [row: number, field: number, by: number, verdict: number])[];
}

interface Series {
  /** How many units make one of the currency. */
  readonly unit: number;
  /** Open, high, low and close in units. */
  readonly bars: readonly (readonly number[])[];
  readonly verdicts: Sparse;
  readonly "penetration 0.1": Sparse;
  readonly "penetration 0.7": Sparse;
}

const golden = JSON.parse(readFileSync(join(import.meta.dirname, "talib-candles.json"), "utf8")) as Golden;
const file = join(import.meta.dirname, "../../../node_modules/@observablehq/sample-datasets/aapl.csv");
const table = csvParse(readFileSync(file, "utf8"));
const aapl = ["Open", "High", "Low", "Close"].map((name) => Float64Array.from(table, (row) => Number(row[name])));
const deep = patternNames.filter((name) => patterns[name].penetration !== undefined);

/** TA-Lib's verdict on each row. */
function theirs(found: Sparse, name: PatternName, rows: number): number[] {
  const out = new Array<number>(rows).fill(0);
  for (const [verdict, steps] of Object.entries(found[patterns[name].talib])) {
    let row = 0;
    for (const step of steps) out[(row += step)] = Number(verdict);
  }
  return out;
}

/** Ours, 0 where there is none yet, as TA-Lib has it. */
function ours(bars: Bars, name: PatternName, penetration?: number): number[] {
  const [found] = byRuns(bars, ([open, high, low, close]) => [
    verdicts(candlesOf(open, high, low, close), name, penetration)
  ]);
  return Array.from(found, (value) => (Number.isNaN(value) ? 0 : value));
}

function expectAll(bars: Bars, found: Sparse, names: readonly PatternName[], penetration?: number): void {
  for (const name of names) expect(ours(bars, name, penetration), name).toEqual(theirs(found, name, bars[0].length));
}

describe("TA-Lib's candlestick patterns", () => {
  it("are all there, and look back as far", () => {
    expect(Object.fromEntries(patternNames.map((name) => [patterns[name].talib, patterns[name].lookback]))).toEqual(
      golden.lookbacks
    );
    expect(patternNames).toHaveLength(61);
    expect(deep).toHaveLength(7);
  });

  it("are those of Apple's 1,260 days", () => {
    expect(aapl[0]).toHaveLength(1260);
    expectAll(aapl, golden.aapl, patternNames);
  });

  it("start again after each gap", () => {
    const gapped = aapl.map((values) => values.slice());
    const gaps = [
      [0, 0],
      [1, 3],
      [2, 1],
      [90, 2],
      [101, 0],
      [102, 3],
      [110, 1],
      [118, 2],
      [500, 0],
      [501, 0]
    ];
    for (const [row, field] of gaps) gapped[field][row] = NaN;
    expectAll(gapped, golden.gapped, patternNames);
  });

  it.each(Object.entries(golden.series))("are those of the series %s", (_, {unit, bars, ...found}) => {
    const prices = bars.map((values) => Float64Array.from(values, (value) => value / unit));
    expectAll(prices, found.verdicts, patternNames);
    expectAll(prices, found["penetration 0.1"], deep, 0.1);
    expectAll(prices, found["penetration 0.7"], deep, 0.7);
  });

  it.each(patternNames)("%s ends where TA-Lib's does, to the unit", (name) => {
    const found = golden.edges[patterns[name].talib];
    expect(found.length).toBeGreaterThan(0);
    for (const {bars, verdict, moved} of found) {
      const prices = bars.map((values) => Float64Array.from(values, (value) => 100 * value));
      expect(ours(prices, name).at(-1)).toBe(verdict);
      for (const [row, field, by, wanted] of moved) {
        const other = prices.map((values) => values.slice());
        other[field][row] += by;
        expect(ours(other, name).at(-1), `price ${field} of bar ${row} moved by ${by}`).toBe(wanted);
      }
    }
  });

  it.each(patternNames)("%s occurs at least three times with each verdict", (name) => {
    const {talib} = patterns[name];
    const counts = new Map<string, number>();
    for (const found of [golden.aapl, ...Object.values(golden.series).map((each) => each.verdicts)])
      for (const [verdict, rows] of Object.entries(found[talib]))
        counts.set(verdict, (counts.get(verdict) ?? 0) + rows.length);
    expect(counts.size).toBeGreaterThan(0);
    for (const [verdict, count] of counts) expect(count, verdict).toBeGreaterThanOrEqual(3);
  });
});
