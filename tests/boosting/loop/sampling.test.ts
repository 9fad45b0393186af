import {expect, it} from "vitest";
import {random} from "../../../core/base/random.js";
import {drawDropped} from "../../../core/boosting/sampling/dropout.js";
import {oneSide} from "../../../core/boosting/sampling/goss.js";
import {balancedOf, bootstrap, fractionOf, sampleOf} from "../../../core/boosting/sampling/rows.js";
import {makeSampler} from "../../../core/boosting/sampling/sampler.js";

const places = (n: number) => Uint32Array.from({length: n}, (_, i) => i);
const none = () => new Float64Array();

it("draws each place as often as any other, ascending and without repeats", () => {
  const counts = new Float64Array(10);
  for (let seed = 0; seed < 2000; ++seed) {
    const drawn = sampleOf(places(10), 4, random(seed));
    if (drawn.length !== 4 || drawn.some((i, k) => k > 0 && i <= drawn[k - 1])) throw new Error(`seed ${seed}`);
    for (const i of drawn) ++counts[i];
  }
  for (const count of counts) expect(Math.abs(count - 800)).toBeLessThan(5 * Math.sqrt(2000 * 0.4 * 0.6));
  expect(fractionOf(places(10), 0.35, random(1))).toHaveLength(3);
  expect(fractionOf(places(10), 0.001, random(1))).toHaveLength(1);
});

it("draws a part of each class", () => {
  const second = Uint8Array.from({length: 100}, (_, i) => (i % 10 === 0 ? 1 : 0));
  const rows = balancedOf(second, [0.1, 1], random(4));
  expect(rows.filter((i) => second[i] === 1)).toHaveLength(10);
  expect(rows.filter((i) => second[i] === 0)).toHaveLength(9);
  expect(Array.from(rows)).toEqual(Array.from(rows).sort((a, b) => a - b));
});

it("draws with replacement as many as there are", () => {
  const {times, rows} = bootstrap(5000, random(2));
  expect(times.reduce((sum, count) => sum + count, 0)).toBe(5000);
  expect(rows.every((i) => times[i] > 0)).toBe(true);
  expect(rows.length / 5000).toBeCloseTo(1 - Math.exp(-1), 1);
});

it("draws a bag anew every so many rounds, the same for a seed, wherever it begins", () => {
  const make = (seed: number) => makeSampler({bagging: {part: 0.5, every: 2}, features: 0.5}, [40, 8], seed, 0.1);
  const a = make(3);
  const rounds = [0, 1, 2, 3].map((round) => Array.from(a.rows(round, none).rows!));
  expect(rounds[0]).toEqual(rounds[1]);
  expect(rounds[2]).toEqual(rounds[3]);
  expect(rounds[0]).not.toEqual(rounds[2]);
  expect(Array.from(make(3).rows(3, none).rows!)).toEqual(rounds[3]);
  expect(Array.from(make(4).rows(3, none).rows!)).not.toEqual(rounds[3]);
  expect(a.features(5)!.reduce((sum, each) => sum + each, 0)).toBe(4);
  expect(a.features(5)).toEqual(make(3).features(5));
  expect(a.random).toBe(true);
  expect(makeSampler({bagging: {part: 0.5, every: 0}}, [40, 8], 1, 0.1).rows(0, none)).toEqual({});
});

it("keeps the largest derivatives, and is right on average about the others", () => {
  const r = random(8);
  const n = 200;
  const g = Float64Array.from({length: n}, () => r.normal() + 0.5);
  const size = g.map(Math.abs);
  const total = g.reduce((sum, value) => sum + value, 0);
  const largest = Array.from(size.keys())
    .sort((i, j) => size[j] - size[i])
    .slice(0, 40);
  const sums: number[] = [];
  for (let seed = 0; seed < 1500; ++seed) {
    const {rows, factor} = oneSide(size, {top: 0.2, other: 0.1}, random(seed));
    if (rows.length !== 60 || largest.some((i) => factor[i] !== 1)) throw new Error(`seed ${seed}`);
    sums.push(rows.reduce((sum, i) => sum + factor[i] * g[i], 0));
  }
  const mean = sums.reduce((sum, value) => sum + value, 0) / sums.length;
  const deviation = Math.sqrt(sums.reduce((sum, value) => sum + (value - mean) ** 2, 0) / sums.length);
  expect(Math.abs(mean - total)).toBeLessThan((4 * deviation) / Math.sqrt(sums.length));
  const {factor, rows} = oneSide(size, {top: 0.2, other: 0.1}, random(1));
  expect(Math.max(...Array.from(rows, (i) => factor[i]))).toBe(8);
  const equal = oneSide(new Float64Array(10).fill(2), {top: 0.3, other: 0.2}, random(1));
  expect(Array.from(equal.factor.subarray(0, 3))).toEqual([1, 1, 1]);
  expect(equal.rows).toHaveLength(5);
});

it("begins to keep one side after 1 / shrinkage rounds", () => {
  const sampler = makeSampler({oneSide: {top: 0.2, other: 0.1}}, [100, 3], 1, 0.25);
  const size = () => Float64Array.from({length: 100}, (_, i) => i);
  expect(sampler.rows(3, size)).toEqual({});
  expect(sampler.rows(4, size).rows).toHaveLength(30);
});

it("drops rounds by chance, those of more weight rather", () => {
  const rule = {rate: 0.3, most: 0, skip: 0, uniform: false};
  const counts = new Float64Array(4);
  for (let seed = 0; seed < 3000; ++seed) for (const k of drawDropped([1, 1, 1, 3], rule, random(seed))) ++counts[k];
  expect(counts[0] / 3000).toBeCloseTo(0.2, 1);
  expect(counts[3] / 3000).toBeCloseTo(0.6, 1);
  expect(drawDropped([1, 1, 1, 1], {...rule, rate: 1, most: 2}, random(1))).toEqual([0, 1]);
  expect(drawDropped([1, 1], {...rule, rate: 1, skip: 1}, random(1))).toEqual([]);
});

it("refuses parts that are none, and several ways at once", () => {
  const make = (sampling: object) => () => makeSampler(sampling, [10, 2], 1, 0.1);
  expect(make({bagging: {part: 0, every: 1}})).toThrow("invalid part of samples or features: 0");
  expect(make({features: 1.5})).toThrow("invalid part of samples or features: 1.5");
  expect(make({oneSide: {top: 0.8, other: 0.4}})).toThrow("invalid one-sided sampling");
  expect(make({bootstrap: true, bagging: {part: 0.5, every: 1}})).toThrow("several ways at once");
  expect(make({balanced: {positive: 0.5, negative: 1, every: 1}})).toThrow("no two classes");
});
