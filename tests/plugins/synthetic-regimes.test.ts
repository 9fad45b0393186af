import {describe, expect, it} from "vitest";
import {calendar} from "../../core/base/calendar.js";
import {isBar} from "../../core/base/market-data.js";
import {correlation, deviation, mean} from "../../core/base/stats.js";
import type {Item, Observation} from "../../core/plugin.js";
import type {RegimeSet} from "../../core/synthetic/regimes.js";
import {regimePath, regimeSets} from "../../core/synthetic/regimes.js";
import type {Options} from "./synthetic-items.js";
import {bars, bySymbol, take} from "./synthetic-items.js";

const isObservation = (item: Item): item is Observation => "series" in item;

describe.each(["bull-bear", "six"] as const)("regimes %s", (regimes: RegimeSet) => {
  const set = regimeSets[regimes];

  it("last as long as they say, and each comes as often as it must", () => {
    const path = regimePath({seed: 3, rows: 300_000, regimes});
    const total = set.reduce((sum, {sessions}) => sum + sessions, 0);
    for (const [place, {name, sessions}] of set.entries()) {
      const within = path.filter((each) => each === place).length;
      const spells = path.filter((each, i) => each === place && path[i - 1] !== place).length;
      expect(within / spells / sessions, name).toBeCloseTo(1, 0.7);
      // Each is entered from all others alike, so the time that one has is as its length.
      expect(within / path.length / (sessions / total), name).toBeCloseTo(1, 0.7);
    }
  });

  it("follow one another in every order", () => {
    const path = regimePath({seed: 3, rows: 300_000, regimes});
    for (const place of set.keys()) {
      const next = Array.from(path).filter((each, i) => each !== place && path[i - 1] === place);
      for (const other of set.keys()) {
        const share = next.filter((each) => each === other).length / next.length;
        expect(Math.abs(share - Number(other !== place) / (set.length - 1))).toBeLessThan(0.06);
      }
    }
  });

  it("are the same for a seed, however many sessions there are", () => {
    const path = regimePath({seed: 3, rows: 500, regimes});
    expect(regimePath({seed: 3, rows: 200, regimes})).toEqual(path.subarray(0, 200));
    expect(regimePath({seed: 4, rows: 500, regimes})).not.toEqual(path);
  });
});

it("are observed once a session, as of its close, whatever else is asked for", async () => {
  const options: Options = {symbols: 3, rows: 150, regimes: "six", calendar: "XNYS", start: "2018-10-01", seed: 5};
  const path = regimePath({seed: 5, rows: 150, regimes: "six"});
  const observed = (await take(options)).filter(isObservation);
  const days = (await bars(options, {symbols: ["S1"]})).map(({t}) => t);
  expect(observed.map(({t}) => t)).toEqual(days);
  expect(observed.map(({value}) => value)).toEqual(Array.from(path));
  expect(new Set(path).size).toBeGreaterThan(1);
  const xnys = calendar("XNYS");
  expect(observed.map(({published}) => published)).toEqual(days.map((t) => xnys.hours(t)!.close));
  const middle = days[70];
  expect((await take(options, {from: middle, symbols: ["S2"]})).filter(isObservation)).toEqual(observed.slice(70));
  expect((await take({...options, regimes: "none"})).filter(isObservation)).toEqual([]);
});

/** The market's return of each session: the mean of many stocks that have nothing of their own but noise. */
async function market(options: Options): Promise<number[]> {
  const list = await bars({symbols: 100, effect: 0, delistings: 0, jumps: 0, model: "gbm", drift: 0, ...options});
  const series = Array.from(bySymbol(list).values(), (each) => each.map(({close}) => Math.log(close)));
  return series[0].slice(1).map((_, i) => mean(series.map((each) => each[i + 1] - each[i])));
}

describe("the market", () => {
  it("does in each of the six what that says", async () => {
    const rows = 8001;
    const returns = await market({rows, regimes: "six", symbols: 60});
    const path = regimePath({seed: 1, rows, regimes: "six"}).subarray(1);
    const found = regimeSets.six.map(({name}, place) => {
      const inside = (i: number) => path[i] === place;
      const own = returns.filter((_, i) => inside(i));
      const pairs = returns.map((_, i) => i).filter((i) => i > 0 && inside(i) && inside(i - 1));
      const momentum = correlation(
        pairs.map((i) => returns[i]),
        pairs.map((i) => returns[i - 1])
      );
      return [name, {drift: mean(own) * 252, volatility: deviation(own), momentum}] as const;
    });
    const {"trend up": up, "trend down": down, "mean reversion": back, ...rest} = Object.fromEntries(found);
    const {"high volatility": high, "low volatility": low, sideways} = rest;
    expect(up.drift - down.drift).toBeGreaterThan(0.6);
    expect(high.volatility / low.volatility).toBeGreaterThan(3.5);
    expect(high.volatility / back.volatility).toBeGreaterThan(2);
    expect(low.volatility).toBeLessThan(sideways.volatility);
    expect(back.momentum).toBeLessThan(-0.25);
    for (const trend of [up, down]) expect(trend.momentum).toBeGreaterThan(0.05);
  });

  it("takes everything with it where stocks are correlated as asked for", async () => {
    const rows = 4001;
    const options: Options = {rows, regimes: "six", model: "gbm", jumps: 0, correlation: 0.4, sectors: 2, symbols: 8};
    const path = regimePath({seed: 1, rows, regimes: "six"}).subarray(1);
    const [high, low] = ["high volatility", "low volatility"].map((name) =>
      regimeSets.six.findIndex((each) => each.name === name)
    );
    for (const list of bySymbol(await bars({effect: 0, delistings: 0, ...options})).values()) {
      const returns = list.slice(1).map(({close}, i) => Math.log(close / list[i].close));
      const within = (place: number) => deviation(returns.filter((_, i) => path[i] === place));
      expect(within(high) / within(low) / (2.5 / 0.4)).toBeCloseTo(1, 0.7);
    }
  });

  it("falls in a bear market and swings more than in a bull market", async () => {
    const rows = 6001;
    const returns = await market({rows, regimes: "bull-bear", symbols: 40});
    const path = regimePath({seed: 1, rows, regimes: "bull-bear"}).subarray(1);
    const [bull, bear] = [0, 1].map((place) => returns.filter((_, i) => path[i] === place));
    expect(mean(bull)).toBeGreaterThan(0);
    expect(mean(bear)).toBeLessThan(0);
    expect(deviation(bear) / deviation(bull)).toBeGreaterThan(1.7);
    expect((await take({symbols: 2, rows: 50, regimes: "bull-bear"})).filter(isBar)).toHaveLength(100);
  });
});
