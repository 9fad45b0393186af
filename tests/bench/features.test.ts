import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, describe, expect, it} from "vitest";
import type {Panel} from "../../core/base/panel.js";
import {field} from "../../core/base/panel.js";
import {columnOf, columnsOf, seriesReader, sharingSeries} from "../../core/base/series.js";
import {alpha158} from "../../core/factors/alpha158.js";
import {effects} from "../../core/lab/context.js";
import {startFeatureThreads} from "../../core/lab/threads/feature-threads.js";
import {addFeatures} from "../../core/pipeline/pipeline.js";
import {gap} from "../../plugins/features/gap.js";
import {formula, formulas} from "../../plugins/features/formulas/formula.js";
import {rsi} from "../../plugins/features/rsi.js";
import {featurePanel} from "./features-panel.js";
import {benchFeatures} from "./features.js";
import {indicators} from "./indicators.js";

const signal = new AbortController().signal;

describe("bench features", () => {
  it("has the 44 indicators", () => {
    const names = indicators.map(({talib}) => talib);
    expect(new Set(names).size).toBe(44);
    expect(names).toHaveLength(44);
  });

  it("measures, and says which peers are not there", async () => {
    const before = process.env.TAPEBOOK_PYTHON;
    process.env.TAPEBOOK_PYTHON = join(tmpdir(), "no-such-python");
    const steps: number[] = [];
    const size = {rows: 320, symbols: 3, few: 2, repeat: 2};
    const result = await benchFeatures(
      size,
      effects({progress: (done, total) => steps.push(Math.round((100 * done) / total))})
    ).finally(() => {
      if (before === undefined) delete process.env.TAPEBOOK_PYTHON;
      else process.env.TAPEBOOK_PYTHON = before;
    });
    expect(result.name).toBe("features");
    for (const [name, value] of Object.entries(result.figures)) expect(value, name).toBeGreaterThan(0);
    expect(result.figures.indicatorColumns).toBe(53);
    expect(result.peers).toEqual({
      "indicatorCellsPerSecond (talib)": "not installed",
      "indicatorPanelCellsPerSecond (talib)": "not installed",
      "factorCellsPerSecond (pandas)": "not installed"
    });
    expect(result.ratios).toEqual({});
    expect([steps[0], steps.at(-1)]).toEqual([0, 100]);
  }, 60_000);
});

describe("series", () => {
  const rows = 131;
  const panelOf = (symbols: number) => featurePanel(rows, symbols);

  it.each([1, 7, 8, 31, 32, 33, 75])("go out of a column of %i symbols and back, bit for bit", (symbols) => {
    const close = field(panelOf(symbols), "close");
    for (const kept of [false, true]) {
      const there = () => {
        const reader = seriesReader(close, rows, symbols);
        return columnOf(rows, symbols, (symbol) => reader.series(symbol));
      };
      expect(kept ? sharingSeries(there) : there()).toEqual(close);
    }
  });

  it("are said to be whole where no value of theirs is missing or infinite", () => {
    for (const wild of [NaN, Infinity, -Infinity]) {
      const column = Float64Array.from(field(panelOf(70), "close"));
      column[100 * 70 + 40] = wild;
      const reader = seriesReader(column, rows, 70);
      expect([0, 40, 69].map((symbol) => reader.isWhole(symbol))).toEqual([true, false, true]);
    }
  });

  it("fill as many columns as are asked for, also where these are long", () => {
    for (const [count, long] of [
      [3, 50],
      [40, 30_000]
    ]) {
      const columns = columnsOf(count, long, 9, (symbol, series) => {
        for (let k = 0; k < count; ++k) for (let i = 0; i < long; ++i) series(k)[i] = 1e6 * k + 10 * i + symbol;
      });
      for (const [k, column] of columns.entries())
        for (const cell of [0, 8, 9, 13, long * 9 - 1])
          expect(column[cell]).toBe(1e6 * k + 10 * Math.floor(cell / 9) + (cell % 9));
    }
  });
});

describe("features on threads", () => {
  const threads = startFeatureThreads(2);
  afterAll(() => threads.close());
  const panel: Panel = featurePanel(150, 5);
  const features = {
    ...formulas(alpha158().slice(0, 20)),
    rsi: rsi(),
    gap: gap(),
    rank: formula({formula: "rank(close)"})
  };

  it("are those of one, bit for bit and in their order", async () => {
    const alone = addFeatures(panel, {features});
    for (let time = 0; time < 2; ++time) {
      const together = await threads.addFeatures(panel, features, signal);
      expect(Object.keys(together.fields)).toEqual(Object.keys(alone.fields));
      for (const name of Object.keys(features)) expect(together.fields[name], name).toEqual(alone.fields[name]);
    }
  }, 30_000);

  it("fail as a feature fails, and go on after it", async () => {
    const missing = {x: formula({formula: "close / turnover"})};
    await expect(threads.addFeatures(panel, missing, signal)).rejects.toThrow("unknown field: turnover");
    await expect(threads.addFeatures(panel, {close: rsi()}, signal)).rejects.toThrow("invalid feature name: close");
    await expect(threads.addFeatures(panel, {y: rsi()}, AbortSignal.abort())).rejects.toThrow("aborted");
    const {fields} = await threads.addFeatures(panel, {y: rsi()}, signal);
    expect(fields.y).toEqual(rsi().compute(panel));
  }, 30_000);
});
