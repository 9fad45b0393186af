import {createHash} from "node:crypto";
import {describe, expect, it} from "vitest";
import {calendar} from "../../core/base/calendar.js";
import {isBar} from "../../core/base/market-data.js";
import type {Bar} from "../../core/base/market-data.js";
import {correlation, deviation, mean, rankCorrelation} from "../../core/base/stats.js";
import {barChecker} from "../../core/store/intake/checks.js";
import {synthetic} from "../../plugins/sources/synthetic.js";
import type {Options} from "./synthetic-items.js";
import {bars, bySymbol, everything, take} from "./synthetic-items.js";

/** Each symbol's logarithmic returns, of stocks that do not end and are not pushed. */
async function returns(options: Options): Promise<number[][]> {
  const found = bySymbol(await bars({effect: 0, delistings: 0, ...options}));
  return Array.from(found.values(), (list) => list.slice(1).map(({close}, i) => Math.log(close / list[i].close)));
}

/** The kurtosis in excess of the normal's 3. */
function kurtosis(x: readonly number[]): number {
  const [m, s] = [mean(x), deviation(x, 0)];
  return mean(x.map((value) => ((value - m) / s) ** 4)) - 3;
}

function autocorrelation(x: readonly number[]): number {
  return correlation(x.slice(1), x.slice(0, -1));
}

function averageCorrelation(series: readonly number[][]): number {
  const pairs = series.flatMap((x, i) => series.slice(0, i).map((y) => correlation(x, y)));
  return mean(pairs);
}

describe("the made-up market", () => {
  // The prices are those of the first experiments. Their dates are not since the default calendar became XNYS: before,
  // days on which the exchange is closed had bars, which is what the last of these still pins.
  it.each([
    [{}, 99_078, "6d9a18abe2f5c5fc64cd2a39972aef82d027fe8fcf3039bba98c4512fc645060"],
    [{symbols: 30, rows: 1000}, 29_782, "9c29c1a582b952264795a5f70bd1493534037bbc44ab6b75cdf83a83b5de2f52"],
    [
      {seed: 7, symbols: 5, rows: 300, effect: 0, start: "2018-02-03"},
      1500,
      "7aee6c867cf1842e40deb0dfd7e25b8c4437fc1d8ac478ca655253aae6cf42ae"
    ],
    [{calendar: "weekdays"}, 99_078, "7cb7e73c41b6165c7828808105d266a9273a967f70e842cac97d6ad2d4d4bcf6"]
  ])("is byte for byte what it was when experiments were run on it: %j", async (options, count, expected) => {
    const hash = createHash("sha256");
    const items = await take(options);
    for (const item of items) hash.update(JSON.stringify(item));
    expect([items.length, hash.digest("hex")]).toEqual([count, expected]);
  });

  it("has every session of New York and no other day unless told, at the prices of any other five-day calendar", async () => {
    const dates = (list: readonly {t: number}[]) => [...new Set(list.map(({t}) => t))].sort((a, b) => a - b);
    const [made, before] = [await bars({}), await bars({calendar: "weekdays"})];
    const found = dates(made);
    expect(found).toEqual([...calendar("XNYS").sessions(found[0], found.at(-1)! + 1)]);
    const bare = (list: readonly Bar[]) => list.map(({t: _, ...bar}) => bar);
    expect(bare(made)).toEqual(bare(before));
  });

  it.each<Options>([
    {},
    {calendar: "XNYS", correlation: 0.5, regimes: "six", actions: true},
    {calendar: "24/7", model: "gbm", volatility: 0.6, jumps: 12, regimes: "bull-bear"}
  ])("is the same for a seed, another for another, and a symbol's alone or among others: %j", async (options) => {
    const few = {symbols: 12, rows: 200, ...options};
    const items = await take(few);
    expect(await take(few)).toEqual(items);
    expect(await take({...few, seed: 2})).not.toEqual(items);
    const alone = await take(few, {symbols: ["S07"]});
    expect(alone).toEqual(items.filter((item) => !("symbol" in item) || item.symbol === "S07"));
    const check = barChecker(everything);
    const wrong = items.filter(isBar).map(check);
    expect(wrong.filter((each) => each !== null)).toEqual([]);
  });

  it("lies on its calendar's sessions", async () => {
    const days = async (name: string) =>
      (await bars({symbols: 1, rows: 300, calendar: name, start: "2016-12-20"})).map(({t}) => new Date(t));
    const [weekdays, sessions, always] = await Promise.all(["weekdays", "XNYS", "24/7"].map(days));
    const christmas = (dates: readonly Date[]) => dates.some((date) => date.toISOString().startsWith("2016-12-26"));
    expect([weekdays, sessions, always].map((dates) => dates.length)).toEqual([300, 300, 300]);
    expect([christmas(weekdays), christmas(sessions), christmas(always)]).toEqual([true, false, true]);
    expect(new Set(always.map((date) => date.getUTCDay())).size).toBe(7);
    expect(new Set(sessions.map((date) => date.getUTCDay()))).toEqual(new Set([1, 2, 3, 4, 5]));
    expect(always.at(-1)!.getTime() - always[0].getTime()).toBe(299 * 864e5);
  });

  it("opens where it closed when it never closes", async () => {
    const list = await bars({symbols: 1, rows: 100, calendar: "24/7"});
    expect(list.slice(1).map(({open}) => open)).toEqual(list.slice(0, -1).map(({close}) => close));
  });

  it.each([
    [{symbols: 0}, /^invalid symbols: 0;/],
    [{rows: 1.5}, /^invalid rows: 1.5;/],
    [{correlation: 1}, /^invalid correlation: 1; expected a number from 0 to 0.95$/],
    [{correlation: -0.5}, /^invalid correlation: -0.5;/],
    [{volatility: -1}, /^invalid volatility: -1;/],
    [{model: "heston"}, /^unknown model: heston; models are garch, gbm$/],
    [{regimes: "seven"}, /^unknown regimes: seven;.* none, bull-bear, six$/],
    [{calendar: "XLON"}, /^unknown calendar: XLON; calendars are weekdays, XNYS, 24\/7$/],
    [{start: "2015-13-01"}, /^invalid date: 2015-13-01;/]
  ] as const)("refuses %j", (options, message) => {
    expect(() => synthetic(options as Options)).toThrow(message);
  });

  it("refuses symbols that it has not, and sessions past the calendar's end", async () => {
    await expect(take({symbols: 5}, {symbols: ["S6"]})).rejects.toThrow("unknown symbol: S6; synthetic has S1 … S5");
    await expect(take({symbols: 1, rows: 40_000, calendar: "XNYS"})).rejects.toThrow(/^invalid rows: XNYS has \d+ /);
  });
});

describe("returns", () => {
  const pure: Options = {model: "gbm", jumps: 0, symbols: 20, rows: 2001, correlation: 0, volatility: 0.3, drift: 0.1};

  it("of a geometric Brownian motion are normal, independent, and as wide as asked for", async () => {
    const pooled = (await returns(pure)).flat();
    const n = pooled.length;
    const daily = 0.3 / Math.sqrt(252);
    expect(Math.abs(mean(pooled) - (0.1 - 0.3 ** 2 / 2) / 252)).toBeLessThan((4 * daily) / Math.sqrt(n));
    expect(deviation(pooled) / daily).toBeCloseTo(1, 1.5);
    expect(Math.abs(kurtosis(pooled))).toBeLessThan(4 * Math.sqrt(24 / n));
    expect(Math.abs(autocorrelation(pooled))).toBeLessThan(4 / Math.sqrt(n));
    expect(Math.abs(autocorrelation(pooled.map(Math.abs)))).toBeLessThan(4 / Math.sqrt(n));
  });

  it("of a wide one have a mean below the drift by half the variance", async () => {
    const [drift, volatility] = [0.2, 1.5];
    const pooled = (await returns({...pure, symbols: 80, rows: 501, drift, volatility})).flat();
    const expected = (drift - volatility ** 2 / 2) / 252;
    const error = volatility / Math.sqrt(252 * pooled.length);
    expect(Math.abs(mean(pooled) - expected)).toBeLessThan(4 * error);
  });

  it("with Merton's jumps have the variance and the kurtosis that these give", async () => {
    const [jumps, size] = [25, 0.05];
    const pooled = (await returns({...pure, jumps, jumpSize: size})).flat();
    const p = jumps / 252;
    const variance = 0.3 ** 2 / 252 + p * size ** 2;
    expect(deviation(pooled) ** 2 / variance).toBeCloseTo(1, 1);
    // The fourth moment of a mixture: with probability p the variance is larger by size².
    const [calm, wild] = [0.3 ** 2 / 252, 0.3 ** 2 / 252 + size ** 2];
    const expected = (3 * ((1 - p) * calm ** 2 + p * wild ** 2)) / variance ** 2 - 3;
    expect(kurtosis(pooled) / expected).toBeGreaterThan(0.85);
    expect(kurtosis(pooled) / expected).toBeLessThan(1.15);
  });

  it("of the usual model have heavy tails, cluster, and do not follow from the day before", async () => {
    const series = await returns({symbols: 20, rows: 2001});
    const clusters = series.map((x) => autocorrelation(x.map(Math.abs)));
    expect(mean(series.map(kurtosis))).toBeGreaterThan(1.5);
    expect(mean(clusters)).toBeGreaterThan(0.05);
    expect(Math.abs(mean(series.map(autocorrelation)))).toBeLessThan(0.03);
    const wide = await returns({symbols: 20, rows: 2001, jumps: 0, volatility: 0.5});
    expect(mean(wide.map((x) => deviation(x) * Math.sqrt(252)))).toBeCloseTo(0.5, 1);
  });

  it.each<Options>([
    {correlation: 0},
    {correlation: 0.3},
    {correlation: 0.6},
    {correlation: 0.6, sectors: 1},
    {correlation: 0.6, sectors: 3, regimes: "six"},
    {correlation: 0.9},
    {correlation: 0.6, jumps: 100, jumpSize: 0.03},
    {correlation: 0.5, model: "gbm", jumps: 0, volatility: 0.2}
  ])("correlate as asked for: %j", async (options) => {
    for (const seed of [1, 2, 3]) {
      const found = averageCorrelation(await returns({symbols: 30, rows: 1001, seed, ...options}));
      expect(Math.abs(found - options!.correlation!), `seed ${seed}: ${found}`).toBeLessThan(0.05);
    }
  });

  it("correlate more within a sector than across", async () => {
    const series = await returns({symbols: 20, rows: 1001, correlation: 0.4, sectors: 2});
    const [even, odd] = [series.filter((_, i) => i % 2 === 0), series.filter((_, i) => i % 2 === 1)];
    const across = mean(even.flatMap((x) => odd.map((y) => correlation(x, y))));
    expect(averageCorrelation(even)).toBeGreaterThan(across + 0.1);
  });

  it("hold the planted effect, and nothing of it where that is 0", async () => {
    const information = async (effect: number) => {
      const series = await returns({effect, symbols: 60, rows: 800});
      const values: number[] = [];
      for (let i = 5; i < 799; i += 3) {
        const past = series.map((x) => -x.slice(i - 5, i).reduce((a, b) => a + b, 0));
        const next = series.map((x) => x[i]);
        values.push(rankCorrelation(past, next));
      }
      return mean(values);
    };
    expect(await information(0.001)).toBeGreaterThan(0.025);
    expect(Math.abs(await information(0))).toBeLessThan(0.025);
  });

  it("end for good, as often as asked for", async () => {
    const count = async (delistings: number) => {
      const list = await bars({symbols: 400, rows: 253, delistings});
      const last = Math.max(...list.map(({t}) => t));
      return 400 - list.filter(({t}) => t === last).length;
    };
    expect(await count(0)).toBe(0);
    expect(Math.abs((await count(0.2)) - 400 * (1 - Math.exp(-0.2)))).toBeLessThan(4 * Math.sqrt(400 * 0.18 * 0.82));
  });
});
