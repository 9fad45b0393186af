import {describe, expect, it} from "vitest";
import type {Panel} from "../../core/base/panel.js";
import {lags, range} from "../../core/factors/lags.js";
import {modelData} from "../../core/factors/model-data.js";
import {volumeSeries} from "../../core/factors/volume-series.js";
import {makeDataset} from "../../core/learn/dataset.js";
import {addFeatures} from "../../core/pipeline/pipeline.js";
import {parseDate} from "../../core/base/timeframe.js";
import {datePart} from "../../plugins/features/calendar/date-part.js";
import {formulas} from "../../plugins/features/formulas/formula.js";
import {forwardReturn} from "../../plugins/labels/forward-return.js";
import {randomPanel} from "../panels.js";

const panel = randomPanel({gaps: false});
const n = panel.symbols.length;
const added = (features: ReturnType<typeof formulas>, to: Panel = panel) => addFeatures(to, {features}).fields;

describe("lags", () => {
  it("are the values of k rows before, and the first k are missing", () => {
    const fields = added(formulas(lags(["close", "volume"], range(1, 20))));
    expect(Object.keys(fields)).toHaveLength(6 + 40);
    for (const name of ["close", "volume"])
      for (const k of range(1, 20)) {
        const lagged = fields[`${name}Lag${k}`];
        expect(lagged.subarray(0, k * n).every((value) => Number.isNaN(value))).toBe(true);
        expect(lagged.subarray(k * n)).toEqual(panel.fields[name].subarray(0, -k * n));
      }
  });

  it("of formulas are theirs, and a gap stays where it was", () => {
    const gappy = randomPanel();
    const fields = added(formulas(lags({return: "returns(close, 1)"}, [0, 2])), gappy);
    const {returnLag0, returnLag2} = fields;
    expect(returnLag2.subarray(2 * n)).toEqual(returnLag0.subarray(0, -2 * n));
    expect(returnLag0.subarray(n).some((value) => Number.isNaN(value))).toBe(true);
    expect(range(3, 2)).toEqual([]);
  });
});

describe("a part of the date", () => {
  const times = Float64Array.from(["2023-01-01", "2024-02-29", "2024-12-31T23:00:00"].map(parseDate));
  const of = (options: Parameters<typeof datePart>[0]) => [
    ...datePart(options).compute({times, symbols: ["A"], fields: {}})
  ];

  it("is a number, or whether it is that number", () => {
    const parts = ["year", "quarter", "month", "day", "weekday", "hour"] as const;
    expect(parts.map((part) => of({part}))).toEqual([
      [2023, 2024, 2024],
      [1, 1, 4],
      [1, 2, 12],
      [1, 29, 31],
      [7, 4, 2],
      [0, 0, 23]
    ]);
    expect(of({part: "month", is: 2})).toEqual([0, 1, 0]);
    expect(of({part: "hour", is: 0})).toEqual([1, 1, 0]);
    expect(() => datePart({part: "age"})).toThrow("unknown date-part part: age; date-part parts are year, quarter");
    expect(() => datePart({is: 1.5})).toThrow("invalid date-part is: 1.5; expected a whole number from -1");
  });
});

describe("the series of volumes", () => {
  it("are fifty days and fifty weeks, a week's being the sum, in single precision", () => {
    const features = formulas(volumeSeries());
    const names = Object.keys(features);
    const {x, shape, cell} = makeDataset(addFeatures(panel, {features}), names, forwardReturn(), 1);
    expect(shape).toEqual([(panel.times.length - 249) * n, 1, 100]);
    const {volume} = panel.fields;
    for (const i of [0, 7, cell.length - 1]) {
      const sample = x.subarray(i * 100, (i + 1) * 100);
      const [daily, weekly] = [sample.subarray(0, 50), sample.subarray(50)];
      expect(daily).toBeInstanceOf(Float32Array);
      expect([daily.length, weekly.length]).toEqual([50, 50]);
      const ago = (k: number) => volume[cell[i] - k * n];
      expect([...daily]).toEqual(range(0, 49).map((k) => Math.fround(ago(49 - k))));
      const week = (k: number) => range(0, 4).reduce((sum, day) => sum + ago(5 * (49 - k) + day), 0);
      expect([...weekly]).toEqual(range(0, 49).map((k) => Math.fround(week(k))));
    }
  });
});

describe("the recipe", () => {
  it("has what is asked for", () => {
    const names = (options: Parameters<typeof modelData>[0]) => modelData(options).map(({name}) => name);
    expect(names({windows: [1, 5]})).toEqual([
      "dollarVolume",
      "dollarVolumeRank",
      "upperBand",
      "lowerBand",
      "ppo",
      "return1",
      "return5",
      "part1",
      "part5"
    ]);
    const more = names({windows: [1], lags: range(1, 60), sector: "gics", sectors: [10, 45]});
    expect(more.slice(7, 10)).toEqual(["sectorNumber", "sector10", "sector45"]);
    expect(more.slice(10)).toEqual(range(1, 60).map((k) => `return1Lag${k}`));
  });

  it("has no value on rows that its windows do not reach, and none made of later ones", () => {
    const fields = added(formulas(modelData()));
    for (const [name, first] of Object.entries({dollarVolume: 20, upperBand: 19, ppo: 25, return63: 63, part10: 10})) {
      expect(
        fields[name].subarray(0, first * n).every((value) => Number.isNaN(value)),
        name
      ).toBe(true);
      expect(
        fields[name].subarray(first * n, (first + 1) * n).every((value) => !Number.isNaN(value)),
        name
      ).toBe(true);
    }
  });

  it("leaves out returns beyond 100 %, and the symbol keeps its other rows", () => {
    const close = panel.fields.close.map((price, cell) => (cell % n === 1 && cell >= 200 * n ? price * 4 : price));
    const {return1, return5, part1} = added(formulas(modelData()), {...panel, fields: {...panel.fields, close}});
    const missing = (column: Float64Array) => range(64, 459).filter((row) => Number.isNaN(column[row * n + 1]));
    expect(missing(return1)).toEqual([200]);
    expect(missing(part1)).toEqual([200]);
    expect(missing(return5)).toEqual(range(200, 204));
  });
});
