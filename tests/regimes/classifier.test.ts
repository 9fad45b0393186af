import {describe, expect, it} from "vitest";
import type {Panel} from "../../core/base/panel.js";
import {field, head, rows} from "../../core/base/panel.js";
import {random} from "../../core/base/random.js";
import {evidenceOf} from "../../core/regimes/evidence.js";
import {regimes} from "../../core/regimes/states.js";
import {drawMarket} from "../../core/synthetic/market.js";
import {regimePath, regimeSets} from "../../core/synthetic/regimes.js";
import {regime} from "../../plugins/features/regimes/regime.js";
import {randomPanel} from "../panels.js";
import {balancedAccuracy, closesPanel, confusion, knownRegimes} from "./markets.js";

const {path, close} = knownRegimes();
const panel = closesPanel(close);
const outputs = ["state", "confidence", ...regimes] as const;

describe("the classifier", () => {
  it("finds known regimes far more often than chance", () => {
    const counts = confusion(path, regime().compute(panel));
    const accuracy = balancedAccuracy(counts);
    // It is 0.618; chance is 0.167.
    expect(accuracy).toBeGreaterThan(0.58);
    for (const [k, row] of counts.entries()) {
      const mostCalled = row.indexOf(Math.max(...row));
      expect(regimes[mostCalled], `${regimes[k]} as ${row.join(" ")}`).toBe(regimes[k]);
    }
  });

  it("finds them where they are long nearly always, but for what it takes to notice", () => {
    const long = knownRegimes({spell: 1000, rows: 30_000, seed: 5});
    const state = regime({memory: 2000, window: 120}).compute(closesPanel(long.close));
    const settled = Array.from(state, (_, i) => i).filter((i) => long.path[i] === long.path[Math.max(0, i - 130)]);
    const counts = confusion(
      settled.map((i) => long.path[i]),
      Float64Array.from(settled, (i) => state[i])
    );
    expect(balancedAccuracy(counts)).toBeGreaterThan(0.78);
  });

  it("finds the regimes of the source of made-up prices", () => {
    const count = 15_000;
    const options = {rows: count, seed: 1, regimes: "six", model: "gbm", periods: 252} as const;
    const market = drawMarket({
      ...options,
      symbols: 50,
      effect: 0,
      drift: 0,
      volatility: 0,
      correlation: -1,
      sectors: 1,
      jumps: 0,
      jumpSize: 0,
      delistings: 0,
      gaps: false
    });
    let level = 0;
    const price = market.factor.map((value, i) => Math.exp((level += value + market.trend[i])));
    expect(regimeSets.six.map(({name}) => name)).toEqual(regimes);
    const counts = confusion(regimePath(options), regime().compute(closesPanel(price)));
    expect(balancedAccuracy(counts)).toBeGreaterThan(0.45);
  });

  it("calls a random walk sideways more than anything else, and a standing price always", () => {
    const r = random(11);
    let level = 0;
    const walk = Float64Array.from({length: 6000}, () => Math.exp((level += 0.01 * r.normal())));
    const called = confusion(new Uint8Array(6000), regime().compute(closesPanel(walk)))[0];
    expect(called[5] / called.reduce((a, b) => a + b)).toBeGreaterThan(0.5);
    const still = regime().compute(closesPanel(new Float64Array(400).fill(50)));
    expect(new Set(still.subarray(regime().lookback))).toEqual(new Set([5]));
  });

  it("gives chances that sum to 1, and the state's own as its confidence", () => {
    const [state, confidence, ...chances] = outputs.map((output) => regime({output}).compute(panel));
    for (let i = regime().lookback; i < state.length; ++i) {
      expect(Math.abs(chances.reduce((sum, column) => sum + column[i], 0) - 1)).toBeLessThan(1e-12);
      expect(confidence[i]).toBe(chances[state[i]][i]);
    }
  });

  it("keeps a state until another has led for as many bars as asked", () => {
    const changes = (confirm: number) => {
      const state = regime({confirm}).compute(panel);
      return state.filter((now, i) => i > 0 && !Number.isNaN(state[i - 1]) && now !== state[i - 1]).length;
    };
    const [plain, three, five] = [changes(1), changes(3), changes(5)];
    expect(three).toBeLessThan(0.7 * plain);
    expect(five).toBeLessThan(three);
  });
});

describe("the evidence", () => {
  const options = {window: 20, horizon: 3, volatility: 5, memory: 10};
  const r = random(3);
  let level = 4;
  const prices = Float64Array.from({length: 60}, () => Math.exp((level += 0.01 * r.normal())));
  const evidence = evidenceOf(prices, options);
  const returns = Array.from(prices, (p, i) => Math.log(p / prices[i - 1]));
  const mean = (x: readonly number[]) => x.reduce((a, b) => a + b, 0) / x.length;
  const deviation = (x: readonly number[]) => {
    const middle = mean(x);
    return Math.sqrt(x.reduce((sum, v) => sum + (v - middle) ** 2, 0) / (x.length - 1));
  };

  it("is what its formulas say", () => {
    const last = 50;
    const window = returns.slice(last - 19, last + 1);
    expect(evidence.trend[last]).toBeCloseTo((mean(window) / deviation(window)) * Math.sqrt(20), 10);
    const away = window.map((v) => v - mean(window));
    const squares = away.reduce((sum, v) => sum + v * v, 0);
    const rho = (k: number) => away.slice(k).reduce((sum, v, i) => sum + v * away[i], 0) / squares + 1 / 20;
    const ratio = 1 + 2 * ((2 / 3) * rho(1) + (1 / 3) * rho(2));
    expect(evidence.reversion[last]).toBeCloseTo((-Math.sqrt(20) * (ratio - 1)) / Math.sqrt((2 * 5 * 2) / 9), 10);
    const recent = Array.from({length: 10}, (_, k) => deviation(returns.slice(last - k - 4, last - k + 1)));
    const sorted = recent.toSorted((a, b) => a - b);
    expect(evidence.volatility[last]).toBeCloseTo(Math.log(recent[0] / ((sorted[4] + sorted[5]) / 2)) / 0.3, 10);
  });

  it("is near 0 for a random walk, with a deviation near 1", () => {
    let price = 0;
    const walk = Float64Array.from({length: 20_000}, () => Math.exp((price += 0.01 * r.normal())));
    const {trend, reversion} = evidenceOf(walk, {window: 42, horizon: 4, volatility: 15, memory: 252});
    for (const each of [trend, reversion]) {
      const known = Array.from(each.subarray(300));
      expect(Math.abs(mean(known))).toBeLessThan(0.2);
      expect(deviation(known)).toBeGreaterThan(0.7);
      expect(deviation(known)).toBeLessThan(1.25);
    }
  });
});

describe("what is known at t", () => {
  const wide = randomPanel({rows: 700});

  it.each(outputs)("%s does not change with what comes later, nor with what lies before its lookback", (output) => {
    const feature = regime({output});
    const whole = feature.compute(wide);
    const n = wide.symbols.length;
    for (const stop of [300, 301, 420, 555, 699]) {
      expect(feature.compute(head(wide, stop))).toEqual(whole.subarray(0, stop * n));
      const cut = feature.compute(rows(wide, stop - 1 - feature.lookback, stop)).subarray(-n);
      expect(cut).toEqual(whole.subarray((stop - 1) * n, stop * n));
    }
  });

  it("is the same whatever the future is, on every row", () => {
    const now = 9000;
    const changed: Panel = {...panel, fields: {...panel.fields, close: field(panel, "close").slice()}};
    changed.fields.close.fill(3, now + 1);
    const [before, after] = [regime().compute(panel), regime().compute(changed)];
    expect(after.subarray(0, now + 1)).toEqual(before.subarray(0, now + 1));
    expect(after.subarray(now + 1)).not.toEqual(before.subarray(now + 1));
  });
});

it("hands out columns of its own, so that writing to one spoils no other", () => {
  regime().compute(panel).fill(7);
  expect(regime().compute(panel).subarray(300)).not.toContain(7);
});

it("refuses options that make no sense", () => {
  expect(() => regime({output: "bull"})).toThrow("unknown regime output: bull; regime outputs are state, confidence, ");
  expect(() => regime({rows: 5})).toThrow("invalid regime rows: 5 without a prefix; ");
  expect(() => regime({window: 10, horizon: 6})).toThrow(
    "invalid regime horizon: 6; expected at most half of window 10"
  );
  expect(() => regime({strength: 0})).toThrow("invalid regime strength: 0; ");
});
