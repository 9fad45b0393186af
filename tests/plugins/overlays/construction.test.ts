import {describe, expect, it} from "vitest";
import {mean} from "../../../core/base/stats.js";
import {random} from "../../../core/base/random.js";
import {view} from "../../../core/base/view.js";
import {sampleCovariance} from "../../../core/portfolio/covariance.js";
import {trailingReturns} from "../../../core/portfolio/history.js";
import {blackLitterman} from "../../../plugins/overlays/black-litterman.js";
import {maximumSharpe} from "../../../plugins/overlays/maximum-sharpe.js";
import {ask, size, total, walk} from "./made.js";

const panel = walk({rows: 130, symbols: 4, seed: 6, drift: 0.002});
const withField = (name: string, ...last: number[]) => ({
  ...panel,
  fields: {...panel.fields, [name]: panel.fields.close.map((_, i) => last[i % 4])}
});
const returns = trailingReturns(view(panel, 129), 120, [0, 1, 2, 3]);
const covariance = sampleCovariance(returns, 4);
const column = (s: number) => returns.filter((_, i) => i % 4 === s);
const variance = (w: readonly number[]) => total(w.flatMap((a, i) => w.map((b, j) => a * b * covariance[4 * i + j])));

describe("maximum-sharpe", () => {
  it("agrees with the closed form of two assets", () => {
    const two = [0.3, 0.3, 0, 0];
    const forecast = [0.002, 0.001, 0, 0];
    const got = ask(maximumSharpe({returns: "signal", shrinkage: "none"}), two, withField("signal", ...forecast))!;
    const [a, b, c] = [covariance[0], covariance[1], covariance[5]];
    const raw = [c * forecast[0] - b * forecast[1], a * forecast[1] - b * forecast[0]];
    for (const s of [0, 1]) expect(got[s]).toBeCloseTo((0.6 * raw[s]) / total(raw), 10);
    expect(got.slice(2)).toEqual([0, 0]);
  });

  it("keeps each side's sum and makes the trailing Sharpe ratio of each as large as it may be", () => {
    const wanted = [0.2, 0.3, 0.1, -0.4];
    const got = ask(maximumSharpe({shrinkage: "none"}), wanted, panel)!;
    expect(got[3]).toBe(-0.4);
    expect(total(got.slice(0, 3))).toBeCloseTo(0.6, 12);
    const ratio = (w: readonly number[]) =>
      total(w.map((weight, s) => weight * mean(column(s)))) / Math.sqrt(variance(w));
    const best = ratio([...got.slice(0, 3), 0]);
    const r = random(3);
    for (let round = 0; round < 300; ++round) {
      const other = [r.uniform(), r.uniform(), r.uniform()];
      expect(ratio([...other, 0])).toBeLessThanOrEqual(best + 1e-12);
    }
  });

  it("wants a short side to fall, and caps what one symbol gets", () => {
    const falling = withField("signal", -0.002, -0.001, -0.001, -0.001);
    const overlay = (most: number) => maximumSharpe({returns: "signal", most});
    const short = ask(overlay(1), [-0.25, -0.25, -0.25, -0.25], falling)!;
    expect(total(short)).toBeCloseTo(-1, 12);
    expect(short[0]).toBeLessThan(-0.3);
    const capped = ask(overlay(0.3), [-0.25, -0.25, -0.25, -0.25], falling)!;
    expect(capped[0]).toBeCloseTo(-0.3, 12);
    expect(ask(overlay(0.1), [-0.1, -0.2, -0.3, -0.4], falling)!.map((w) => w.toFixed(9))).toEqual(
      new Array(4).fill("-0.250000000")
    );
  });

  it("leaves alone what nothing is expected of, and a side that cannot earn", () => {
    const wanted = [0.2, 0.3, 0.1, 0.4];
    const bad = withField("signal", -1, -1, 0, -2);
    expect(ask(maximumSharpe({returns: "signal"}), wanted, bad)).toEqual(wanted);
    const some = ask(maximumSharpe({returns: "signal"}), wanted, withField("signal", 0.002, NaN, 0.001, 0.001))!;
    expect(some[1]).toBe(0.3);
    expect(total(some)).toBeCloseTo(1, 12);
    expect(some[0]).not.toBe(0.2);
    expect(ask(maximumSharpe({most: 0.3, returns: "signal"}), wanted, withField("signal", 1, -2, -2, -2))).toEqual(
      wanted
    );
    expect(ask(maximumSharpe(), wanted, panel, 40)).toEqual(wanted);
  });
});

describe("black-litterman", () => {
  const wanted = [0.4, 0.3, 0.2, -0.1];
  const none = withField("signal", NaN, NaN, NaN, NaN);

  it("changes nothing without views, or where too little is known", () => {
    expect(ask(blackLitterman(), wanted, none)).toEqual(wanted);
    expect(ask(blackLitterman(), wanted, withField("signal", 0.01, 0, 0, 0), 40)).toEqual(wanted);
  });

  it("changes next to nothing where views are hardly trusted, and follows them where they are", () => {
    const bull = withField("signal", 0.002, NaN, NaN, NaN);
    const faint = ask(blackLitterman({doubt: 1e9}), wanted, bull)!;
    for (const [s, weight] of faint.entries()) expect(weight).toBeCloseTo(wanted[s], 6);
    const [shy, bold] = [10, 0.1].map((doubt) => ask(blackLitterman({doubt}), wanted, bull)![0]);
    expect(shy).toBeGreaterThan(wanted[0] + 1e-4);
    expect(bold).toBeGreaterThan(shy);
    const far = ask(blackLitterman({horizon: 5}), wanted, bull)!;
    const near = ask(blackLitterman(), wanted, withField("signal", 0.0004, NaN, NaN, NaN))!;
    for (const [s, weight] of far.entries()) expect(weight).toBeCloseTo(near[s], 12);
  });

  it("leaves views that say what the targets imply without effect", () => {
    const overlay = blackLitterman({shrinkage: "none", aversion: 3});
    const implied = [0, 1, 2, 3].map((i) => 3 * total(wanted.map((w, j) => covariance[4 * i + j] * w)));
    const got = ask(overlay, wanted, withField("signal", ...implied))!;
    // The posterior covariance is not in proportion to the prior one, so weights move a little even then.
    for (const [s, weight] of got.entries()) expect(Math.abs(weight - wanted[s])).toBeLessThan(0.02);
  });

  it("keeps the sum without signs and every side, and holds nothing where all views are against it", () => {
    const r = random(8);
    for (let round = 0; round < 60; ++round) {
      const views = wanted.map(() => (r.uniform() < 0.3 ? NaN : 0.003 * r.normal()));
      const got = ask(blackLitterman(), wanted, withField("signal", ...views))!;
      for (const [s, weight] of got.entries()) expect(weight * wanted[s]).toBeGreaterThanOrEqual(0);
      expect(
        [0, 1].some((sum) => Math.abs(size(got) - sum) < 1e-9),
        String(got)
      ).toBe(true);
    }
    const against = ask(blackLitterman(), wanted, withField("signal", -1, -1, -1, 1))!;
    expect(size(against)).toBe(0);
  });
});

it("answers hostile prices and forecasts with finite weights, none of them turned round", () => {
  const r = random(5);
  const odd = [NaN, 0, -5, 1e12, 1e-12, Infinity, 1e300, -1e300];
  for (let round = 0; round < 100; ++round) {
    const made = walk({rows: 30, symbols: 4, seed: round});
    const spoil = (column: Float64Array, part: number) =>
      column.map((value) => (r.uniform() < part ? odd[r.integer(odd.length)] : value));
    const wanted = [r.normal(), r.normal(), r.normal(), 0];
    for (const close of [made.fields.close, spoil(made.fields.close, 0.08)]) {
      const signal = spoil(
        made.fields.close.map(() => 0.01 * r.normal()),
        0.4
      );
      const fields = {...made.fields, close, signal};
      for (const overlay of [
        maximumSharpe({window: 20}),
        maximumSharpe({window: 20, returns: "signal", most: 0.4, shrinkage: "none"}),
        blackLitterman({window: 20}),
        blackLitterman({window: 20, shrinkage: "none", doubt: 1e-6})
      ])
        for (const [s, weight] of ask(overlay, wanted, {...made, fields})!.entries()) {
          expect(Number.isFinite(weight), `${overlay.name} ${round}`).toBe(true);
          expect(weight * wanted[s]).toBeGreaterThanOrEqual(0);
        }
    }
  }
});
