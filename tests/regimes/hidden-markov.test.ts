import {describe, expect, it} from "vitest";
import type {Panel} from "../../core/base/panel.js";
import {head, rows} from "../../core/base/panel.js";
import {random} from "../../core/base/random.js";
import {fitHiddenMarkov, startingPoint} from "../../core/regimes/hidden-markov/fit.js";
import {filterStates, improve} from "../../core/regimes/hidden-markov/model.js";
import {hiddenMarkov} from "../../plugins/features/regimes/hidden-markov.js";
import {randomPanel} from "../panels.js";
import {closesPanel} from "./markets.js";

/** Returns that are calm and wild in turn, and which they were. */
function calmAndWild(count: number, seed: number) {
  const r = random(seed);
  let wild = 0;
  const path = new Uint8Array(count);
  const returns = Float64Array.from({length: count}, (_, i) => {
    if (r.uniform() < (wild ? 0.04 : 0.02)) wild = 1 - wild;
    path[i] = wild;
    return wild ? -0.001 + 0.025 * r.normal() : 0.001 + 0.007 * r.normal();
  });
  return {path, returns};
}

const priced = (returns: Float64Array) => {
  let level = 4;
  return closesPanel(returns.map((value) => Math.exp((level += value))));
};

const {path, returns} = calmAndWild(3000, 8);

describe("the estimation", () => {
  it("finds the parameters that the returns were drawn with", () => {
    const {means, variances, transitions} = fitHiddenMarkov([returns], {states: 2, iterations: 200})!;
    expect(Math.sqrt(variances[0][0]) / 0.007).toBeCloseTo(1, 1);
    expect(Math.sqrt(variances[1][0]) / 0.025).toBeCloseTo(1, 1);
    expect(means[0][0]).toBeGreaterThan(means[1][0]);
    expect(transitions[0][0]).toBeCloseTo(0.98, 1.5);
    expect(transitions[1][1]).toBeCloseTo(0.96, 1.5);
    for (const row of transitions) expect(row[0] + row[1]).toBeCloseTo(1, 12);
  });

  it("never makes the observations less likely", () => {
    const observed = [returns, returns.map((value, i) => (i % 7 === 0 ? NaN : Math.log(Math.abs(value) + 0.001)))];
    let model = startingPoint(observed, 3);
    let before = -Infinity;
    for (let step = 0; step < 30; ++step) {
      const improved = improve(model, observed, [0, 0]);
      expect(improved.likelihood).toBeGreaterThan(before);
      before = improved.likelihood;
      model = improved.model;
    }
  });

  it("orders states by variance, so that a number means the same each time", () => {
    for (const states of [2, 3, 4]) {
      for (const start of [0, 700, 1400]) {
        const {variances} = fitHiddenMarkov([returns.subarray(start, start + 500)], {states, iterations: 60})!;
        for (let s = 1; s < states; ++s) expect(variances[s][0]).toBeGreaterThanOrEqual(variances[s - 1][0]);
      }
    }
  });

  it("passes over what was not observed: its row says nothing of the state", () => {
    const {returns: some} = calmAndWild(400, 3);
    const model = fitHiddenMarkov([some], {states: 2, iterations: 50})!;
    const gap = some.slice();
    gap[200] = NaN;
    const {chances} = filterStates(model, [gap]);
    const [before, now] = [chances.subarray(398, 400), chances.subarray(400, 402)];
    expect(now[0]).toBeCloseTo(before[0] * model.transitions[0][0] + before[1] * model.transitions[1][0], 12);
  });

  it("carries on after a row that no state within reach explains", () => {
    const variances = [Float64Array.of(1e-6), Float64Array.of(1)];
    const means = [Float64Array.of(0), Float64Array.of(0)];
    const transitions = [Float64Array.of(1, 0), Float64Array.of(0.5, 0.5)];
    const model = {start: Float64Array.of(1, 0), transitions, means, variances};
    const {chances, likelihood} = filterStates(model, [Float64Array.of(0, 1, 0)]);
    expect(Array.from(chances.subarray(0, 4))).toEqual([1, 0, 0, 1]);
    expect(chances[4] + chances[5]).toBeCloseTo(1, 12);
    expect(Number.isFinite(likelihood)).toBe(true);
  });

  it("has no answer where nothing moves or little was observed", () => {
    expect(fitHiddenMarkov([new Float64Array(100)], {states: 2, iterations: 10})).toBeNull();
    const few = returns.slice(0, 100).fill(NaN, 0, 51);
    expect(fitHiddenMarkov([few], {states: 2, iterations: 10})).toBeNull();
  });
});

describe("the feature", () => {
  it("tells calm from wild as it goes", () => {
    const state = hiddenMarkov({window: 500}).compute(priced(returns));
    let [right, count] = [0, 0];
    for (let i = 600; i < state.length; ++i) {
      ++count;
      right += Number(state[i] === path[i]);
    }
    // 0.93; always calm would be right on 0.66 of the rows.
    expect(right / count).toBeGreaterThan(0.88);
  });

  it("gives chances that sum to 1, and the likeliest as the state", () => {
    const panel = randomPanel({rows: 700, symbols: 2});
    const chances = [0, 1, 2].map((of) =>
      hiddenMarkov({states: 3, output: "probability", of, range: true}).compute(panel)
    );
    const state = hiddenMarkov({states: 3, range: true}).compute(panel);
    let count = 0;
    for (let i = 0; i < state.length; ++i) {
      expect(chances.map((column) => Number.isNaN(column[i]))).toEqual(Array(3).fill(Number.isNaN(state[i])));
      if (Number.isNaN(state[i])) continue;
      ++count;
      const here = chances.map((column) => column[i]);
      expect(here[0] + here[1] + here[2]).toBeCloseTo(1, 12);
      expect(state[i]).toBe(here.indexOf(Math.max(...here)));
    }
    expect(count).toBeGreaterThan(700);
  });

  it.each([
    ["week", 7, 60],
    ["month", 31, 150],
    ["quarter", 92, 120]
  ] as const)("estimated every %s, it knows nothing to come nor before its lookback", (refit, most, window) => {
    const feature = hiddenMarkov({refit, most, window, output: "probability", range: true, iterations: 10});
    const panel: Panel = randomPanel({rows: 520, symbols: 3});
    const whole = feature.compute(panel);
    expect(feature.lookback).toBe(window + most - 1);
    for (let stop = 300; stop <= 520; stop += 53) {
      expect(feature.compute(head(panel, stop))).toEqual(whole.subarray(0, stop * 3));
      const cut = feature.compute(rows(panel, stop - 1 - feature.lookback, stop)).subarray(-3);
      expect(cut, `row ${stop - 1}`).toEqual(whole.subarray((stop - 1) * 3, stop * 3));
    }
    expect(whole.filter((value) => value >= 0).length).toBeGreaterThan(700);
  });

  it("is filtered, not smoothed: what follows a row leaves it alone within its month too", () => {
    const panel = priced(returns);
    const feature = hiddenMarkov({output: "probability"});
    const whole = feature.compute(panel);
    const shaken = panel.fields.close.map((price, i) => (i > 1005 ? 2 * price : price));
    const other = feature.compute({...panel, fields: {...panel.fields, close: shaken}});
    expect(other.subarray(0, 1006)).toEqual(whole.subarray(0, 1006));
    expect(other[1006]).toBeGreaterThan(0.99);
    expect(other[1006]).not.toBe(whole[1006]);
  });

  it("has no value on rows further from the estimation than was said, and is exact there too", () => {
    const panel = randomPanel({rows: 460, symbols: 1});
    const [short, long] = [20, 31].map((most) => hiddenMarkov({most, output: "probability"}));
    const [some, all] = [short, long].map((feature) => feature.compute(panel));
    const date = Array.from(panel.times, (t) => new Date(t).getUTCDate());
    all.forEach((value, i) => expect(some[i], `row ${i}`).toBe(date[i] <= 20 ? value : NaN));
    for (let stop = 400; stop < 440; ++stop)
      expect(short.compute(rows(panel, stop - 1 - short.lookback, stop)).at(-1)).toBe(some[stop - 1]);
  });

  it("refuses a state that there is not", () => {
    expect(() => hiddenMarkov({of: 2})).toThrow(
      "invalid hidden-markov of: 2; the states are 0 to 1, in order of variance"
    );
    expect(() => hiddenMarkov({window: 19})).toThrow("invalid hidden-markov window: 19; ");
  });
});
