import {describe, expect, it} from "vitest";
import {random} from "../../../core/base/random.js";
import {blockLengths} from "../../../core/evaluate/overfitting/block-length.js";
import {clusters} from "../../../core/evaluate/overfitting/clusters.js";
import {bestTrial, dominance} from "../../../core/evaluate/overfitting/cross-validation.js";
import {correlationMatrix, effectiveRank, evenly} from "../../../core/evaluate/overfitting/effective-trials.js";
import {eigenvalues} from "../../../core/evaluate/overfitting/eigenvalues.js";
import {drawRows, stationaryRows} from "../../../core/evaluate/overfitting/resampling.js";

describe("drawn rows", () => {
  it("of circular blocks follow one another for a block, and begin anywhere", () => {
    const rows = new Uint32Array(4000);
    drawRows(rows, 10, {kind: "circular", length: 3.2}, random(1));
    const starts = new Set<number>();
    for (let i = 0; i < rows.length; ++i) {
      if (i % 4 === 0) starts.add(rows[i]);
      else expect(rows[i]).toBe((rows[i - 1] + 1) % 10);
    }
    expect(starts.size).toBe(10);
  });

  it("of stationary blocks are each as likely as any other, and end as often as they should", () => {
    const counts = new Uint32Array(20);
    let ends = 0;
    for (let seed = 0; seed < 400; ++seed) {
      const rows = stationaryRows(20, 5, random(seed));
      rows.forEach((row, i) => {
        ++counts[row];
        if (i > 0 && row !== (rows[i - 1] + 1) % 20) ++ends;
      });
    }
    for (const count of counts) expect(Math.abs(count - 400)).toBeLessThan(130);
    expect(ends / (400 * 19)).toBeCloseTo((1 / 5) * (19 / 20), 1);
    expect(() => stationaryRows(5, 0.5, random(1))).toThrow("invalid block length: 0.5; expected 1 row or more");
  });
});

describe("dominance", () => {
  it("of the first order lies to the right everywhere, of the second in sum", () => {
    expect(dominance([2, 3, 4], [1, 2, 3])).toEqual({first: true, second: true});
    expect(dominance([2, 2], [1, 3])).toEqual({first: false, second: true});
    expect(dominance([1, 3], [2, 2])).toEqual({first: false, second: false});
    expect(dominance([1, 2], [1, 2])).toEqual({first: false, second: false});
    expect(dominance([1], [2])).toEqual({first: false, second: false});
    expect(dominance([1, 5], [2])).toEqual({first: false, second: false});
    expect(dominance([3], [1, 2])).toEqual({first: true, second: true});
  });
});

describe("eigenvalues", () => {
  it("are those of matrices that are known", () => {
    expect(Array.from(eigenvalues(Float64Array.of(2)))).toEqual([2]);
    expect(Array.from(eigenvalues(Float64Array.of(1, 0, 0, 1)))).toEqual([1, 1]);
    const [low, high] = eigenvalues(Float64Array.of(1, 0.6, 0.6, 1));
    expect([low, high]).toEqual([expect.closeTo(0.4, 12), expect.closeTo(1.6, 12)]);
    const ones = eigenvalues(new Float64Array(49).fill(1));
    expect(ones[6]).toBeCloseTo(7, 12);
    for (const value of ones.slice(0, 6)) expect(Math.abs(value)).toBeLessThan(1e-12);
    expect(() => eigenvalues(new Float64Array(5))).toThrow("invalid matrix: 5 values; expected a square");
    expect(() => eigenvalues(new Float64Array(9).fill(NaN))).toThrow("invalid matrix: its eigenvalues were not found");
  });

  it("sum up to the trace, and their squares to that of the matrix", () => {
    const generator = random(3);
    const trials = Array.from({length: 30}, () => Float64Array.from({length: 50}, () => generator.normal()));
    const matrix = correlationMatrix(trials);
    const values = eigenvalues(matrix);
    expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(30, 9);
    const squares = matrix.reduce((sum, value) => sum + value * value, 0);
    expect(values.reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(squares, 9);
    expect(effectiveRank(matrix, 50)).toBeCloseTo(30, 6);
  });
});

describe("small things", () => {
  it("are as they should be", () => {
    expect(evenly([1, 2, 3, 4, 5, 6], 3)).toEqual([1, 3, 5]);
    expect(evenly([1, 2], 3)).toEqual([1, 2]);
    expect(
      bestTrial([
        [0, 0, 0],
        [1, 2, 1],
        [-1, -2, 0]
      ])
    ).toBe(1);
    expect(bestTrial([[0, 0]])).toBe(-1);
    expect(clusters(Float64Array.of(1)).count).toBe(1);
    expect(clusters(Float64Array.of(1, 0.9, 0.9, 1))).toMatchObject({count: 1, silhouette: 0});
    expect(clusters(Float64Array.of(1, 0.2, 0.2, 1)).count).toBe(2);
    expect(blockLengths([1, 2, 3])).toEqual({stationary: 1, circular: 1});
    expect(blockLengths(new Float64Array(100).fill(2))).toEqual({stationary: 1, circular: 1});
  });
});
