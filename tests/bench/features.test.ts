import {tmpdir} from "node:os";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {field} from "../../core/base/panel.js";
import {columnOf, columnsOf, derivedSeries, seriesReader, sharingSeries} from "../../core/base/series.js";
import {effects} from "../../core/lab/context.js";
import {featurePanel} from "./features-panel.js";
import {benchFeatures} from "./features.js";
import {indicators} from "./indicators.js";

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
      "indicatorPanelCellsPerProcessorSecond (talib)": "not installed",
      "factorCellsPerSecond (pandas)": "not installed",
      "factorCellsPerProcessorSecond (pandas)": "not installed"
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

  it("that several features take are computed once for all of one sharing, and of the same columns alone", () => {
    const {close, open} = panelOf(9).fields;
    let computed = 0;
    const ask = (column: Float64Array, key: string) =>
      derivedSeries([column], key, 1, rows, 9, (symbol, [out]) => {
        ++computed;
        out.fill(column[symbol]);
      });
    expect(ask(close, "first")).toBeUndefined();
    for (let time = 1; time <= 2; ++time) {
      sharingSeries(() => {
        for (const column of [close, open, close]) expect(ask(column, "first")!(4)[0][7]).toBe(column[4]);
        ask(close, "second");
      });
      expect(computed).toBe(time * 27);
    }
    const many = Array.from({length: 40}, (_, k) => `number ${k}`);
    sharingSeries(() => [...many, many[0]].forEach((key) => ask(close, key)));
    expect(computed, "the first was let go for those after it").toBe(54 + 41 * 9);
  });
});

describe("an indicator", () => {
  const whole = featurePanel(400, 33);
  const gaps = Object.entries(whole.fields).map(([name, column], k) => {
    return [name, column.map((value, i) => ((i + 100 * k) % 1201 === 0 ? NaN : value))] as const;
  });

  it.each([
    ["without gaps", whole],
    ["with gaps", {...whole, fields: Object.fromEntries(gaps)}]
  ])("has the bits among all others that it has alone, %s", (_, panel) => {
    const features = indicators.flatMap(({outputs}) => outputs);
    const together = sharingSeries(() => [...features, ...features].map((feature) => feature.compute(panel)));
    for (const [k, feature] of features.entries()) {
      const alone = feature.compute(panel);
      const {name, params} = feature.toJSON();
      expect(together[k], `${name} ${JSON.stringify(params)}`).toEqual(alone);
      expect(together[k + features.length], `${name} ${JSON.stringify(params)} again`).toEqual(alone);
    }
  });
});
