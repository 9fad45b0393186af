import {describe, expect, it} from "vitest";
import {random} from "../../core/base/random.js";
import {followers, foretell, regimes, spansOf, spellsOf, summariseRegimes} from "../../notebooks/components/regimes.js";

const state = Float64Array.of(NaN, 5, 5, 0, 0, 0, NaN, 0, 5);
const close = Float64Array.of(100, 101, 100, 110, 121, 121, 120, 132, 66);

describe("the page's figures", () => {
  it("cut states into spells, which a row without one ends", () => {
    expect(spellsOf(state)).toEqual([
      {regime: 5, from: 1, to: 2},
      {regime: 0, from: 3, to: 5},
      {regime: 0, from: 7, to: 7},
      {regime: 5, from: 8, to: 8}
    ]);
    expect(spellsOf(new Float64Array(3).fill(NaN))).toEqual([]);
  });

  it("take a regime's share, length and returns from its own days", () => {
    const rows = summariseRegimes(close, state, 252);
    expect(rows).toHaveLength(6);
    expect(rows[0]).toMatchObject({regime: 0, share: 4 / 7, spells: 2, length: 2});
    // 10 %, 10 %, 0 and 10 %.
    expect(rows[0].mean).toBeCloseTo(0.075, 10);
    expect(rows[0].volatility).toBeCloseTo(0.05 * Math.sqrt(252), 10);
    expect(rows[1]).toMatchObject({share: 0, spells: 0, length: NaN, mean: NaN});
  });

  it("say what followed a spell, but not across rows without a state", () => {
    const shares = followers(state);
    expect(shares[5]).toEqual([1, 0, 0, 0, 0, 0]);
    expect(shares[0]).toEqual([0, 0, 0, 0, 0, 1]);
    expect(shares[2].every(Number.isNaN)).toBe(true);
  });

  it("offer all rows, and those of every few years from the last on", () => {
    const times = Float64Array.from({length: 11}, (_, i) => Date.UTC(2010 + i, 5, 1));
    expect(spansOf(times, 4)).toEqual([
      {name: "2010–2020", from: 0, to: 11},
      {name: "2017–2020", from: 7, to: 11},
      {name: "2013–2016", from: 3, to: 7},
      {name: "2010–2012", from: 0, to: 3}
    ]);
  });
});

describe("what followed", () => {
  const r = random(4);
  const count = 4000;
  const wild = Float64Array.from({length: count}, (_, i) => (i % 400 < 200 ? 3 : 4));
  let level = 4;
  const prices = wild.map((regime) => Math.exp((level += (regime === 3 ? 0.02 : 0.005) * r.normal())));

  it("shows a volatility that stays, and no return where there is none", () => {
    const {rows, byRegime, byPast, returnsByRegime} = foretell(prices, wild, 252, 21);
    expect(rows.map(({regime}) => regime)).toEqual([...regimes.keys(), null]);
    const [high, low] = [rows[3], rows[4]];
    expect(high.volatility).toBeGreaterThan(2.5 * low.volatility);
    for (const each of [high, low]) expect(Math.abs(each.mean)).toBeLessThan(3 * each.error);
    expect(byRegime).toBeGreaterThan(0.7);
    expect(byPast).toBeGreaterThan(0.5);
    expect(returnsByRegime).toBeLessThan(0.1);
    expect(rows[6].days).toBe(high.days + low.days);
  });

  it("counts what comes after the day's close only, and days whose month is over", () => {
    const few = foretell(prices.slice(0, 60), wild.slice(0, 60), 252, 5);
    // Days 6 to 54: five returns behind and five ahead.
    expect(few.rows[6].days).toBe(49);
    const changed = prices.slice(0, 60);
    changed[0] *= 2;
    expect(foretell(changed, wild.slice(0, 60), 252, 5).rows[6]).toEqual(few.rows[6]);
  });
});
