import {describe, expect, it} from "vitest";
import {alternative} from "../../plugins/sources/alternative.js";
import {csv} from "../../plugins/sources/csv.js";
import {realData, unlessMissing} from "../data.js";
import {refused, take, when} from "./taking.js";

const [{path: klines, missing}, {path: macro, missing: noMacro}] = ["crypto-1m", "benchmarks-macro"].map((name) =>
  realData(name)
);

describe(`real sets ${unlessMissing}`, () => {
  it.skipIf(missing)("of an exchange's minutes need no option", async () => {
    const {bars, faults} = await take(csv({path: klines}), {timeframe: "1m"});
    expect(faults).toEqual([]);
    expect(bars).toHaveLength(175_680);
    expect(new Set(bars.map(({symbol}) => symbol))).toEqual(new Set(["FILUSDT"]));
    expect([bars[0].t, bars.at(-1)!.t].map(when)).toEqual(["2023-08-01", "2023-11-30T23:59:00Z"]);
    expect(bars.every(({t}, i) => t === bars[0].t + i * 60_000)).toBe(true);
    expect(await refused(csv({path: klines}))).toMatch(/holds bars of 1m, not 1d; say --timeframe 1m$/);
  });

  it.skipIf(noMacro)("of macro figures are series, those of two weeks with a lag", async () => {
    const count = async (file: string, options: object = {}) => {
      const {observations, faults} = await take(alternative({path: `${macro}/${file}`, ...options}));
      expect(faults).toEqual([]);
      expect(observations.every(({t, published}) => published > t)).toBe(true);
      return observations.length;
    };
    expect(await count("vix-daily.csv")).toBe(9235 * 4);
    expect(await count("F-F_Research_Data_5_Factors_2x3_daily.CSV", {scale: 0.01})).toBe(15_375 * 6);
    expect(await count("federal-funds.csv", {lag: "1d"})).toBe(1051);
    expect(await refused(alternative({path: `${macro}/federal-funds.csv`}))).toMatch(
      /^missing lag: federal-funds\.csv/
    );
  });
});
