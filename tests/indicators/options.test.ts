import {expect, it} from "vitest";
import type {Panel} from "../../core/base/panel.js";
import type {Feature} from "../../core/plugin.js";
import {bollinger} from "../../plugins/features/bollinger.js";
import {movingAverage} from "../../plugins/features/moving-averages/moving-average.js";
import {sma} from "../../plugins/features/moving-averages/sma.js";
import {t3} from "../../plugins/features/moving-averages/t3.js";
import {variableMovingAverage} from "../../plugins/features/moving-averages/variable-moving-average.js";
import {donchianChannel} from "../../plugins/features/overlap/donchian-channel.js";
import {extendedParabolicSar} from "../../plugins/features/overlap/extended-parabolic-sar.js";
import {keltnerChannel} from "../../plugins/features/overlap/keltner-channel.js";
import {linearRegression} from "../../plugins/features/statistics/linear-regression.js";
import {percentile} from "../../plugins/features/statistics/percentile.js";
import {chaikinMoneyFlow} from "../../plugins/features/volume/chaikin-money-flow.js";
import {relativeVolume} from "../../plugins/features/volume/relative-volume.js";
import {volumeOscillator} from "../../plugins/features/volume/volume-oscillator.js";

it("refuses options that make no sense, saying what would", () => {
  expect(() => sma({window: 0})).toThrow("invalid sma window: 0; expected a whole number from 1");
  expect(() => t3({volumeFactor: 2})).toThrow("invalid t3 volumeFactor: 2; expected a number from 0 to 1");
  expect(() => movingAverage({type: "mean"})).toThrow("unknown moving-average type: mean; ");
  expect(() => variableMovingAverage({least: 5, most: 4})).toThrow("invalid variable-moving-average most: 4; ");
  expect(() => bollinger({lowerWidth: -1})).toThrow("invalid bollinger lowerWidth: -1; ");
  expect(() => extendedParabolicSar({longStep: -1})).toThrow("invalid extended-parabolic-sar longStep: -1; ");
  expect(() => linearRegression({output: "r"})).toThrow("unknown linear-regression output: r; ");
  expect(() => percentile({percent: 101})).toThrow("invalid percentile percent: 101; ");
  expect(() => volumeOscillator({fast: 9, slow: 9})).toThrow("invalid volume-oscillator slow: 9; ");
});

it("reads the field that it is asked for, of each symbol by itself", () => {
  const panel: Panel = {
    times: Float64Array.of(1, 2, 3, 4),
    symbols: ["A", "B"],
    fields: {mood: Float64Array.of(1, 10, 2, NaN, 3, 30, 4, 50)}
  };
  expect([...sma({window: 2, field: "mood"}).compute(panel)]).toEqual([NaN, NaN, 1.5, NaN, 2.5, NaN, 3.5, 40]);
  expect(() => sma({field: "weather"}).compute(panel)).toThrow("unknown field: weather; fields are mood");
});

const bars: Panel = {
  times: Float64Array.of(1, 2, 3, 4),
  symbols: ["A"],
  fields: {
    high: Float64Array.of(4, 6, 6, 6),
    low: Float64Array.of(2, 3, 6, 6),
    close: Float64Array.of(3, 5, 6, 6),
    volume: Float64Array.of(10, 0, 0, 8)
  }
};
const values = (feature: Feature) => [...feature.compute(bars)];

it("places the close in its channel, where that has a width", () => {
  expect(values(donchianChannel({window: 2}))).toEqual([NaN, 0.75, 1, NaN]);
  const [first, second, third, fourth] = values(keltnerChannel({window: 1, rangeWindow: 1, width: 1}));
  expect([first, third, fourth]).toEqual([NaN, 0.5, NaN]);
  expect(second).toBeCloseTo(5 / 9, 14);
});

it("has no figure where nothing was traded", () => {
  expect(values(chaikinMoneyFlow({window: 2}))).toEqual([NaN, 0, NaN, 0]);
  expect(values(relativeVolume({window: 2}))).toEqual([NaN, NaN, 0, NaN]);
});
