import {describe, expect, it} from "vitest";
import type {Random} from "../../../core/base/random.js";
import {random} from "../../../core/base/random.js";
import {deviation, mean} from "../../../core/base/stats.js";
import {commonRows, daily, isIntraday} from "../../../core/evaluate/comparison/common-rows.js";
import type {Candidate} from "../../../core/evaluate/comparison/compare.js";
import {compareReturns} from "../../../core/evaluate/comparison/compare.js";
import {
  coefficientDifference,
  dieboldMariano,
  lossDifferences
} from "../../../core/evaluate/comparison/forecast-difference.js";
import {returnsDifference} from "../../../core/evaluate/comparison/returns-difference.js";

const dayLength = 86_400_000;

/** Returns with memory from bar to bar. */
function walk({normal}: Random, n: number, drift: number, rho = 0.1, scale = 0.01): Float64Array {
  let before = 0;
  return Float64Array.from({length: n}, () => drift + (before = rho * before + scale * normal()));
}

function account(id: string, returns: ArrayLike<number>, first = 0): Candidate {
  let level = 100;
  const equity = Float64Array.from({length: returns.length + 1}, (_, i) =>
    i === 0 ? level : (level *= 1 + returns[i - 1])
  );
  return {id, times: Float64Array.from(equity, (_, i) => (first + i) * dayLength), equity, periods: 252};
}

describe("rows in common", () => {
  it("are those that all have, with what each returned between them", () => {
    const a = {times: [1, 2, 3, 5, 8], equity: [100, 110, 121, 133.1, 66.55]};
    const b = {times: [2, 4, 5, 8, 9], equity: [50, 99, 75, 60, 1]};
    const {times, equity, returns} = commonRows([a, b]);
    expect(Array.from(times)).toEqual([2, 5, 8]);
    expect(equity.map((each) => Array.from(each))).toEqual([
      [110, 133.1, 66.55],
      [50, 75, 60]
    ]);
    expect(returns[0][0]).toBeCloseTo(0.21, 12);
    expect(Array.from(returns[1], (r) => r.toFixed(6))).toEqual(["0.500000", "-0.200000"]);
    expect(commonRows([a, {times: [10], equity: [1]}]).times).toHaveLength(0);
    expect(commonRows([]).times).toHaveLength(0);
  });

  it("end where one of them has nothing left", () => {
    const {returns} = commonRows([
      {times: [1, 2, 3, 4], equity: [10, 0, -5, -5]},
      {times: [1, 2, 3, 4], equity: [10, 11, 12, 13]}
    ]);
    expect(returns.map((each) => Array.from(each).length)).toEqual([1, 1]);
    expect(returns[0][0]).toBe(-1);
  });

  it("are days, where bars are shorter", () => {
    const hour = dayLength / 24;
    const minute = {times: [hour, 2 * hour, 25 * hour, 30 * hour], equity: [1, 2, 3, 4]};
    expect(isIntraday(minute)).toBe(true);
    const {times, equity} = daily(minute);
    expect([Array.from(times), Array.from(equity)]).toEqual([
      [0, dayLength],
      [2, 4]
    ]);
    expect(isIntraday({times: [0, dayLength], equity: [1, 2]})).toBe(false);
  });
});

describe("a difference of returns", () => {
  const asked = (seed: number, draws = 199) => ({periods: 252, draws, confidence: 0.95, random: random(seed)});

  it("is found where there is none as often as it may be, by draws and by theory", () => {
    const dice = random(1);
    const rejected = {sharpe: 0, theory: 0, mean: 0};
    const tries = 200;
    for (let i = 0; i < tries; ++i) {
      const common = walk(dice, 250, 0.0004, 0.15);
      const [a, b] = [0, 1].map(() => {
        const own = walk(dice, 250, 0, 0.1, 0.008);
        return common.map((r, t) => r + own[t]);
      });
      const found = returnsDifference(a, b, asked(i));
      if (typeof found === "string") throw new Error(found);
      if (found.sharpe.p <= 0.05) ++rejected.sharpe;
      if (found.sharpeByTheory.p <= 0.05) ++rejected.theory;
      if (found.mean.p <= 0.05) ++rejected.mean;
      expect(found.sharpe.low < 0 && found.sharpe.high > 0).toBe(found.sharpe.p > 0.05);
    }
    for (const count of Object.values(rejected)) {
      expect(count / tries).toBeGreaterThan(0.01);
      expect(count / tries).toBeLessThan(0.1);
    }
  });

  it("is found where there is one, and is the difference of what each shows", () => {
    const dice = random(5);
    const a = walk(dice, 1000, 0.002);
    const b = a.map((r) => r + 0.004 * dice.normal() - 0.0018);
    const found = returnsDifference(a, b, asked(1, 999));
    if (typeof found === "string") throw new Error(found);
    const sharpe = (r: Float64Array) => (mean(r) / deviation(r)) * Math.sqrt(252);
    expect(found.sharpe.value).toBeCloseTo(sharpe(a) - sharpe(b), 10);
    expect(found.mean.value).toBeCloseTo((mean(a) - mean(b)) * 252, 10);
    expect(found.sharpe.p).toBe(0.001);
    expect(found.sharpeByTheory.p).toBeLessThan(1e-6);
    const turned = returnsDifference(b, a, asked(1, 999));
    if (typeof turned === "string") throw new Error(turned);
    expect(turned.sharpe.value).toBeCloseTo(-found.sharpe.value, 12);
    expect(turned.sharpe.p).toBe(found.sharpe.p);
  });

  it("says in words why there is none to tell", () => {
    const a = walk(random(2), 50, 0);
    expect(returnsDifference(a.subarray(0, 10), a.subarray(0, 10), asked(1))).toBe(
      "they share 10 returns; 20 are needed"
    );
    expect(returnsDifference(a, new Float64Array(50), asked(1))).toBe("one of them never moves");
    expect(returnsDifference(a, a.slice(), asked(1))).toBe("they are the same, bar by bar");
  });
});

describe("a comparison of returns", () => {
  it("corrects all pairs together, keeps the best in its set, and is the same twice", async () => {
    const dice = random(9);
    const market = walk(dice, 600, 0);
    const good = market.map((r) => r * 0.5 + 0.0025 + 0.003 * dice.normal());
    const bad = market.map((r) => r * 0.5 - 0.0005 + 0.003 * dice.normal());
    const worse = market.map((r) => r * 0.5 - 0.0006 + 0.003 * dice.normal());
    const list = [account("good", good), account("bad", bad), account("worse", worse, 100)];
    const found = await compareReturns(list, {draws: 499});
    expect(await compareReturns(list, {draws: 499})).toEqual(found);
    expect(found.common.rows).toBe(501);
    expect(found.pairs.map(({a, b, returns}) => [a, b, returns])).toEqual([
      ["good", "bad", 600],
      ["good", "worse", 500],
      ["bad", "worse", 500]
    ]);
    const [first, second, third] = found.pairs.map(({difference}) => difference!.sharpe);
    expect(first.p).toBe(0.002);
    expect(first.corrected).toBeCloseTo(0.006, 12);
    expect(second.corrected).toBeLessThan(0.05);
    expect(third.p).toBeGreaterThan(0.05);
    const chances = new Map(found.set!.chances.map(({id, p}) => [id, p]));
    expect(chances.get("good")).toBe(1);
    expect(chances.get("bad")).toBeLessThan(0.05);
    const {correlation, figures} = found.common;
    expect(correlation[0][0]).toBe(1);
    expect(correlation[0][1]).toBe(correlation[1][0]);
    expect(correlation[0][1]).toBeGreaterThan(0.4);
    for (const each of figures) expect(each.maxDrawdown).toBeLessThan(0);
    expect(JSON.stringify(found)).not.toMatch(/NaN|Infinity/);
  });

  it("has no test for what shares no row, what never moves, and one alone", async () => {
    const a = account("a", walk(random(3), 60, 0.001));
    const later = account("later", walk(random(4), 60, 0.001), 500);
    const idle = account("idle", new Float64Array(60));
    const apart = await compareReturns([a, later], {draws: 99});
    expect(apart.pairs[0]).toMatchObject({
      difference: null,
      reason: "they have no row in common",
      from: null,
      returns: 0
    });
    expect(apart).toMatchObject({set: null, setReason: "all of them share 0 returns; 20 are needed"});
    const still = await compareReturns([a, idle], {draws: 99});
    expect(still.pairs[0].reason).toBe("one of them never moves");
    expect(still.common.figures[1]).toMatchObject({sharpe: null, volatility: 0, maxDrawdown: 0});
    expect(still.common.correlation[0][1]).toBeNull();
    const alone = await compareReturns([a], {draws: 99});
    expect(alone).toMatchObject({pairs: [], set: null, setReason: "there is one alone"});
    expect((await compareReturns([], {})).common).toMatchObject({rows: 0, from: null, figures: []});
    expect(JSON.stringify([apart, still, alone])).not.toMatch(/NaN|Infinity/);
  });
});

describe("a difference of forecasts", () => {
  const names = 8;
  const rows = 300;
  const times = Float64Array.from({length: rows}, (_, i) => i);

  /** A label, and two forecasts of it that know this share of it. */
  function made(seed: number, knows: readonly [number, number]) {
    const {normal} = random(seed);
    const label = Float64Array.from({length: names * rows}, () => normal());
    const [a, b] = knows.map((share) => label.map((y) => share * y + 0.3 * normal()));
    return {times, a, b, label};
  }

  it("is found where there is none as often as it may be", () => {
    const rejected = {error: 0, rank: 0};
    const tries = 200;
    for (let i = 0; i < tries; ++i) {
      const forecasts = made(i, [0.05, 0.05]);
      const error = dieboldMariano(lossDifferences(forecasts), 3);
      const rank = coefficientDifference(forecasts, 2);
      if (typeof error === "string" || typeof rank === "string") throw new Error("no test");
      if (error.p <= 0.05) ++rejected.error;
      if (rank.p <= 0.05) ++rejected.rank;
    }
    for (const count of Object.values(rejected)) {
      expect(count / tries).toBeGreaterThan(0.01);
      expect(count / tries).toBeLessThan(0.1);
    }
  });

  it("is found where there is one, with the better one's errors smaller and ranks nearer", () => {
    const forecasts = made(1, [0.2, 0.02]);
    const error = dieboldMariano(lossDifferences(forecasts), 1);
    const rank = coefficientDifference(forecasts, 0);
    if (typeof error === "string" || typeof rank === "string") throw new Error("no test");
    expect(error.value).toBeLessThan(0);
    expect(error.p).toBeLessThan(0.001);
    expect(rank.value).toBeGreaterThan(0.1);
    expect(rank.p).toBeLessThan(0.001);
  });

  it("goes by the cells that have both forecasts and the label alone", () => {
    const {a, b, label} = made(2, [0.1, 0.1]);
    for (let cell = 0; cell < 40; ++cell) a[cell] = NaN;
    b[50] = NaN;
    const losses = lossDifferences({times, a, b, label});
    expect(losses).toHaveLength(rows - 5);
    const cells = [48, 49, 51, 52, 53, 54, 55];
    const expected = cells.reduce((sum, i) => sum + (a[i] - label[i]) ** 2 - (b[i] - label[i]) ** 2, 0) / cells.length;
    expect(losses[1]).toBeCloseTo(expected, 12);
  });

  it("says in words why there is none to tell", () => {
    const forecasts = made(3, [0.1, 0.1]);
    expect(dieboldMariano(new Float64Array(300), 5)).toBe("their errors are the same on every row");
    expect(dieboldMariano(Float64Array.of(1, 2, 3), 1)).toBe("they foretold 3 rows together, which is too few");
    expect(coefficientDifference({...forecasts, b: forecasts.a}, 2)).toBe("they rank the names alike on every day");
    const one = {
      times,
      a: forecasts.a.subarray(0, rows),
      b: forecasts.b.subarray(0, rows),
      label: forecasts.label.subarray(0, rows)
    };
    expect(coefficientDifference(one, 2)).toBe("fewer than 5 names a day have no daily IC");
  });
});
