import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import type {Benchmark} from "../../../core/cli/verbs/bench.js";
import {tapebook} from "../../cli/tapebook.js";
import {correlation, readRows, writeRows} from "./data.js";
import {figuresOf} from "./results.js";

describe("bench boosting", () => {
  it("measures both ways of growing by one thread and two, and says what is not installed", async () => {
    const home = await mkdtemp(join(tmpdir(), "tapebook-bench-"));
    const environment = {TAPEBOOK_PYTHON: join(home, "no-such-python")};
    const ended = await tapebook(["bench", "boosting", "--size", "quick", "--json"], {home, environment});
    await rm(home, {recursive: true, force: true});
    expect([ended.code, ended.stderr]).toEqual([0, expect.stringMatching(/^bench boosting: 100 %$/m)]);
    const {name, figures, peers, machine} = JSON.parse(ended.stdout) as Benchmark;
    expect(name).toBe("boosting");
    for (const growth of ["leaf-wise", "symmetric"]) {
      const [one, two] = ["1 thread", "2 threads"].map((threads) => `2000 × 10, ${growth}, ${threads}`);
      for (const place of [one, two]) {
        expect(figures[`${place}: treesPerSecond`]).toBeGreaterThan(5);
        expect(figures[`${place}: binningSeconds`]).toBeGreaterThan(0);
        expect(figures[`${place}: peakMegabytes`]).toBeGreaterThan(30);
      }
      // The same trees, by however many threads.
      expect(figures[`${one}: testR2`]).toBe(figures[`${two}: testR2`]);
      expect(figures[`${one}: testIc`]).toBe(figures[`${two}: testIc`]);
    }
    expect(peers["2000 × 10, leaf-wise, 1 thread: treesPerSecond (lightgbm row-wise)"]).toMatch(/^not installed/);
    expect(peers["2000 × 10, symmetric, 2 threads: treesPerSecond (catboost)"]).toMatch(/^not installed/);
    expect(machine).toMatchObject({node: process.version});
  }, 120_000);

  it("refuses a size that is none", async () => {
    const ended = await tapebook(["bench", "boosting", "--size", "huge"], {home: tmpdir()});
    expect([ended.code, ended.stderr]).toEqual([2, expect.stringContaining("unknown size: huge; sizes are usual")]);
  });
});

it("the rows that are learned from are the same for a seed, and a small part of them is law", async () => {
  const folder = await mkdtemp(join(tmpdir(), "tapebook-bench-"));
  try {
    const shape = {rows: 3000, features: 12, testRows: 20_000, trees: 1, leaves: 2};
    const truth = await writeRows(folder, shape);
    expect(truth).toBeGreaterThan(0.04);
    expect(truth).toBeLessThan(0.06);
    const first = await readRows(folder, "train");
    expect([first.x.length, first.y.length]).toEqual([36_000, 3000]);
    expect(new Set(first.x.filter((_, i) => i % 12 === 10)).size).toBeLessThan(30);
    await writeRows(folder, shape);
    expect(await readRows(folder, "train")).toEqual(first);
    await writeRows(folder, shape, 8);
    expect((await readRows(folder, "train")).y).not.toEqual(first.y);
  } finally {
    await rm(folder, {recursive: true, force: true});
  }
});

it("figures are medians, rates of work by time", () => {
  const run = {
    seconds: 2,
    version: "1",
    binning: 2,
    training: 2,
    prediction: 0.5,
    processorSeconds: 3,
    r2: 0.1,
    ic: 0.3,
    peakMegabytes: 9,
    growthMegabytes: 4
  };
  const figures = figuresOf([run, {...run, training: 8}, {...run, training: 3}], {rows: 1000, trees: 30});
  expect(figures).toMatchObject({
    treesPerSecond: 10,
    treesPerProcessorSecond: 10,
    treesPerSecondWithBinning: 6,
    rowsPredictedPerSecond: 2000
  });
  expect(correlation([1, 2, 3], [2, 4, 7])).toBeCloseTo(0.9933992677987828, 12);
});
