import {describe, expect, it} from "vitest";
import {bookOf} from "../../core/base/book.js";
import type {Panel} from "../../core/base/panel.js";
import {random} from "../../core/base/random.js";
import {deviation} from "../../core/base/stats.js";
import {view} from "../../core/base/view.js";
import {sampleCovariance} from "../../core/portfolio/covariance.js";
import {riskShares} from "../../core/portfolio/risk-parity.js";
import type {Plugin} from "../../core/plugin.js";
import {covarianceWeights} from "../../plugins/overlays/covariance-weights.js";
import {inverseVolatility} from "../../plugins/overlays/inverse-volatility.js";
import {leverageLimit} from "../../plugins/overlays/leverage-limit.js";
import {regimeMultiplier} from "../../plugins/overlays/regime-multiplier.js";
import {volatilityTarget} from "../../plugins/overlays/volatility-target.js";
import {weightCap} from "../../plugins/overlays/weight-cap.js";

/** Closes of returns that each symbol's volatility scales, rows × symbols. */
function market(volatilities: readonly number[], rows = 130, shared = 0.3): {panel: Panel; returns: Float64Array} {
  const r = random(17);
  const n = volatilities.length;
  const close = new Float64Array(rows * n).fill(100);
  const returns = new Float64Array((rows - 1) * n);
  for (let t = 1; t < rows; ++t) {
    const common = r.normal();
    for (let s = 0; s < n; ++s) {
      const change = volatilities[s] * (shared * common + Math.sqrt(1 - shared * shared) * r.normal());
      close[t * n + s] = close[(t - 1) * n + s] * (1 + change);
      returns[(t - 1) * n + s] = close[t * n + s] / close[(t - 1) * n + s] - 1;
    }
  }
  const symbols = volatilities.map((_, s) => `S${s}`);
  return {panel: {times: Float64Array.from({length: rows}, (_, t) => t), symbols, fields: {close}}, returns};
}

function ask(overlay: Plugin<"overlay">, targets: readonly number[], panel: Panel, row = panel.times.length - 1) {
  const n = targets.length;
  const book = bookOf({cash: 1, position: new Float64Array(n), price: new Float64Array(n).fill(1)});
  return Array.from(overlay.adjust(Float64Array.from(targets), view(panel, row), book) ?? []);
}

const total = (weights: readonly number[]) => weights.reduce((sum, value) => sum + value, 0);
const close = (panel: Panel) => panel.fields.close;
const still = market([0.01, 0.01, 0.01, 0.01], 3).panel;

describe("volatility-target", () => {
  const wanted = [0.5, -0.25, 0.25];
  const {panel, returns} = market([0.01, 0.02, 0.03]);
  const held = Array.from({length: 60}, (_, t) => {
    const start = returns.length - (60 - t) * 3;
    return total(wanted.map((weight, s) => weight * returns[start + s]));
  });
  const volatility = deviation(held) * Math.sqrt(252);

  it("brings the trailing volatility of what is wanted to the target", () => {
    const got = ask(volatilityTarget({target: 0.05, most: 10}), wanted, panel);
    for (const [s, weight] of wanted.entries()) expect(got[s]).toBeCloseTo((weight * 0.05) / volatility, 12);
    expect(volatility).toBeGreaterThan(0.06);
  });

  it("halves the size where volatility doubles", () => {
    const overlay = volatilityTarget({target: 0.05, most: 10});
    const twice = Float64Array.from(close(panel));
    for (let i = 3; i < twice.length; ++i) twice[i] = twice[i - 3] * (1 + 2 * returns[i - 3]);
    const got = ask(overlay, wanted, {...panel, fields: {close: twice}});
    for (const [s, weight] of ask(overlay, wanted, panel).entries()) expect(got[s]).toBeCloseTo(weight / 2, 12);
  });

  it("never multiplies by more than most, nor by more than 1 where it knows too little", () => {
    expect(ask(volatilityTarget({target: 9, most: 1.5}), wanted, panel)).toEqual(wanted.map((weight) => 1.5 * weight));
    expect(ask(volatilityTarget({target: 0.01, most: 2}), wanted, panel, 20)).toEqual(wanted);
    expect(ask(volatilityTarget({target: 0.01, most: 0.5}), wanted, panel, 20)).toEqual(wanted.map((each) => each / 2));
    expect(ask(volatilityTarget(), [0, 0, 0], panel)).toEqual([0, 0, 0]);
  });

  it("leaves bars out on which a held symbol has no price, and heeds no others", () => {
    const holed = Float64Array.from(close(panel));
    holed[holed.length - 3 * 5] = NaN;
    const overlay = volatilityTarget({target: 0.05});
    const got = ask(overlay, wanted, {...panel, fields: {close: holed}});
    const known = held.filter((_, t) => t !== 55 && t !== 56);
    expect(got[0]).toBeCloseTo((0.5 * 0.05) / (deviation(known) * Math.sqrt(252)), 12);
    const without = [0, 0.5, 0.5];
    expect(ask(overlay, without, {...panel, fields: {close: holed}})).toEqual(ask(overlay, without, panel));
  });
});

describe("weight-cap", () => {
  it("leaves in cash what it cuts", () => {
    expect(ask(weightCap({most: 0.3}), [0.5, 0.1, -0.4, 0], still)).toEqual([0.3, 0.1, -0.3, 0]);
  });

  it("gives it to the others of the side as long as they have room", () => {
    const others = weightCap({most: 0.3, excess: "others"});
    const got = ask(others, [0.5, 0.2, 0.05, -0.1], still);
    for (const [s, weight] of [0.3, 0.3, 0.15, -0.1].entries()) expect(got[s]).toBeCloseTo(weight, 14);
    expect(ask(others, [0.5, 0.5, 0, -0.9], still)).toEqual([0.3, 0.3, 0, -0.3]);
    expect(ask(others, [0.2, 0.1, -0.2, 0], still)).toEqual([0.2, 0.1, -0.2, 0]);
    expect(() => weightCap({excess: "lost"})).toThrow("unknown weight-cap excess: lost; ");
  });
});

describe("leverage-limit", () => {
  it("scales all down to the gross and to the net limit, whichever is stricter, and nothing up", () => {
    expect(ask(leverageLimit({gross: 1, net: 1}), [1, -1, 1, -1], still)).toEqual([0.25, -0.25, 0.25, -0.25]);
    expect(ask(leverageLimit({gross: 3, net: 0.5}), [1, 0.5, 0, -0.5], still)).toEqual([0.5, 0.25, 0, -0.25]);
    expect(ask(leverageLimit({gross: 3, net: 0.5}), [-1, -0.5, 0, 0.5], still)).toEqual([-0.5, -0.25, 0, 0.25]);
    expect(ask(leverageLimit(), [0.2, -0.3, 0, 0], still)).toEqual([0.2, -0.3, 0, 0]);
  });
});

describe("inverse-volatility", () => {
  it("weighs each side in inverse proportion to deviation and keeps its sum", () => {
    const {panel, returns} = market([0.01, 0.02, 0.03, 0.04]);
    const spread = [0, 1, 2, 3].map((s) => deviation(returns.filter((_, at) => at % 4 === s).slice(-60)));
    const got = ask(inverseVolatility(), [0.2, 0.4, -0.1, -0.3], panel);
    expect(got[0]).toBeCloseTo(0.6 / spread[0] / (1 / spread[0] + 1 / spread[1]), 12);
    expect(got[2]).toBeCloseTo(-0.4 / spread[2] / (1 / spread[2] + 1 / spread[3]), 12);
    expect(got[0] + got[1]).toBeCloseTo(0.6, 14);
    expect(got[0] / got[1]).toBeGreaterThan(1.4);
  });

  it("lets a symbol keep its weight of which it knows too little", () => {
    const {panel} = market([0.01, 0.02, 0.03]);
    const young = close(panel).map((value, at) => (at % 3 === 2 && at < 3 * 110 ? NaN : value));
    const flat = close(panel).map((value, at) => (at % 3 === 2 ? 5 : value));
    for (const changed of [young, flat]) {
      const got = ask(inverseVolatility(), [0.2, 0.2, 0.6], {...panel, fields: {close: changed}});
      expect(got[2]).toBe(0.6);
      expect(got[0]).toBeGreaterThan(0.23);
      expect(got[0] + got[1]).toBeCloseTo(0.4, 14);
    }
  });
});

describe("covariance-weights", () => {
  const {panel, returns} = market([0.01, 0.015, 0.03, 0.02]);
  const side = returns.filter((_, at) => at % 4 < 3).slice(-360);
  const covariance = sampleCovariance(side, 3);
  const wanted = [0.1, 0.2, 0.3, -0.5];
  const variance = (w: readonly number[]) => total(w.flatMap((a, i) => w.map((b, j) => a * b * covariance[3 * i + j])));

  it("keeps each side's sum and makes the held side's variance least", () => {
    const got = ask(covarianceWeights({shrinkage: "none"}), wanted, panel);
    expect(got[3]).toBe(-0.5);
    expect(got[0] + got[1] + got[2]).toBeCloseTo(0.6, 12);
    expect(variance(got.slice(0, 3))).toBeLessThan(0.6 * variance(wanted.slice(0, 3)));
    for (const [i, j] of [
      [0, 1],
      [1, 0],
      [2, 0]
    ]) {
      const other = got.slice(0, 3);
      const step = Math.min(0.01, other[i]);
      other[i] -= step;
      other[j] += step;
      expect(variance(other)).toBeGreaterThanOrEqual(variance(got.slice(0, 3)));
    }
  });

  it("gives equal risk by risk parity, and keeps no weight above most by minimum variance", () => {
    const parity = ask(covarianceWeights({method: "risk-parity", shrinkage: "none"}), wanted, panel);
    for (const share of riskShares(parity.slice(0, 3), covariance)) expect(share).toBeCloseTo(1 / 3, 10);
    const capped = ask(covarianceWeights({most: 0.5}), wanted, panel);
    expect(capped[0]).toBeCloseTo(0.3, 12);
    expect(ask(covarianceWeights(), wanted, panel)[0]).toBeGreaterThan(0.31);
  });

  it("does what its method and shrinkage say, each otherwise", () => {
    const answers = ["minimum-variance", "risk-parity", "hierarchical-risk-parity"].flatMap((method) =>
      ["identity", "constant-correlation", "oracle", "none"].map((shrinkage) => {
        const got = ask(covarianceWeights({method, shrinkage}), wanted, panel);
        expect(total(got.slice(0, 3))).toBeCloseTo(0.6, 12);
        return got.slice(0, 3).join();
      })
    );
    expect(new Set(answers).size).toBe(12);
    expect(() => covarianceWeights({method: "luck"})).toThrow("unknown covariance-weights method: luck; ");
  });

  it("leaves targets alone where history is too short or tells nothing", () => {
    expect(ask(covarianceWeights(), wanted, panel, 50)).toEqual(wanted);
    expect(ask(covarianceWeights(), wanted, panel, 65)).not.toEqual(wanted);
    const gaps = close(panel).map((value, at) => {
      const row = Math.floor(at / 4);
      return (at % 4 === 0 && row < 60) || (at % 4 === 1 && row >= 80) ? NaN : value;
    });
    expect(ask(covarianceWeights(), wanted, {...panel, fields: {close: gaps}}), "no bars in common").toEqual(wanted);
    const once = close(panel).map((value, at) => {
      const row = Math.floor(at / 4);
      if (at % 4 === 2) return row < 40 ? 5 : 6;
      return at % 4 === 0 && row >= 20 && row < 60 ? NaN : value;
    });
    const overlay = covarianceWeights({shrinkage: "constant-correlation"});
    expect(ask(overlay, wanted, {...panel, fields: {close: once}}), "still where in common").toEqual(wanted);
    const same = close(panel).map((_, at) => close(panel)[at - (at % 4)]);
    expect(ask(covarianceWeights({shrinkage: "none"}), wanted, {...panel, fields: {close: same}})).toEqual(wanted);
    const flat = close(panel).map((value, at) => (at % 4 === 2 ? 5 : value));
    const got = ask(covarianceWeights(), wanted, {...panel, fields: {close: flat}});
    expect(got[2]).toBe(0.3);
    expect(got[0]).not.toBe(0.1);
  });
});

describe("regime-multiplier", () => {
  it("multiplies each weight by its regime's number", () => {
    const regime = Float64Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, NaN);
    const panel = {...still, fields: {...still.fields, regime, other: Float64Array.from(regime, () => 7)}};
    const overlay = regimeMultiplier({multipliers: [1, 0.5, 0], otherwise: 0.25});
    expect(ask(regimeMultiplier(), [0.4, 0.4, 0.4, 0.4], panel, 1)).toEqual([0.4, 0.4, 0.4, 0.4]);
    expect(ask(overlay, [0.4, 0.2, 0.2, 0.4], panel)).toEqual([0.4, 0.1, 0, 0.1]);
    expect(ask(regimeMultiplier({regime: "other", otherwise: 0.5}), [1, 1, 1, -1], panel)).toEqual([
      0.5, 0.5, 0.5, -0.5
    ]);
    expect(() => regimeMultiplier({multipliers: [NaN]})).toThrow("invalid regime-multiplier multiplier: NaN");
  });
});

it("answers hostile prices with finite weights, none of them turned round", () => {
  const r = random(5);
  const odd = [NaN, 0, -5, 1e12, 1e-12, Infinity, 1e300];
  for (let round = 0; round < 60; ++round) {
    const {panel} = market([0.01, 0.02, 0.01, 0.03], 30, 1 - 10 ** -r.integer(14));
    const spoiled = close(panel).map((value) => (r.uniform() < 0.08 ? odd[r.integer(odd.length)] : value));
    const wanted = [r.normal(), r.normal(), r.normal(), 0];
    for (const method of ["minimum-variance", "risk-parity", "hierarchical-risk-parity"])
      for (const overlay of [
        covarianceWeights({method, shrinkage: "none", window: 20}),
        covarianceWeights({method, shrinkage: "constant-correlation", window: 20, most: 0.4}),
        inverseVolatility({window: 20}),
        volatilityTarget({window: 20})
      ])
        for (const fields of [panel.fields, {close: spoiled}])
          for (const [s, weight] of ask(overlay, wanted, {...panel, fields}).entries()) {
            expect(Number.isFinite(weight)).toBe(true);
            expect(weight * wanted[s]).toBeGreaterThanOrEqual(0);
          }
  }
});
