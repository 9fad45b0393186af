import {readdir, rm} from "node:fs/promises";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {effects} from "../../core/lab/context.js";
import {toSpec} from "../../core/lab/experiment.js";
import {countTrials, readTrials} from "../../core/lab/ledger.js";
import {run} from "../../core/lab/run.js";
import type {Axis} from "../../core/lab/sweep/grid.js";
import {combinations, parseAxis, variantAt} from "../../core/lab/sweep/grid.js";
import {readSweep, sweep, sweepsFolder} from "../../core/lab/sweep/sweep.js";
import {returns} from "../../plugins/features/returns.js";
import {crossing, homeOf} from "./sweep-home.js";

const axes: readonly Axis[] = [
  {path: "data.symbols", values: ['["A"]', '["B"]', '["A","B"]']},
  {path: "backtest.strategy.fast", values: ["2", "4"]},
  {path: "backtest.delay", values: ["0", "1"]}
];

describe("a sweep", () => {
  it("comes to the figures of single runs, whatever the number of workers", async () => {
    const home = await homeOf();
    const spec = toSpec(crossing);
    const {sweep: swept, found} = await sweep(spec, axes, home, effects(), 2);
    expect(found).toBe(false);
    expect(swept.variants).toHaveLength(12);
    for (const [i, point] of combinations(axes).entries()) {
      const {record} = await run(variantAt(spec, point), home, effects());
      expect(swept.variants[i].settings).toEqual(Object.fromEntries(point));
      expect(swept.variants[i].metrics).toEqual(record.metrics);
      expect(swept.variants[i].run).toBe(record.id);
    }
    expect(new Set(swept.variants.map(({metrics}) => metrics["total-return"])).size).toBeGreaterThan(8);
    const again = await sweep(spec, axes, home, effects(), 1);
    expect(again.found).toBe(true);
    await rm(join(sweepsFolder(home), swept.id), {recursive: true});
    const alone = await sweep(spec, axes, home, effects(), 1);
    expect(alone.sweep.variants).toEqual(swept.variants);
  }, 60_000);

  it("counts every variant as a trial", async () => {
    const home = await homeOf();
    const {sweep: swept} = await sweep(toSpec(crossing), axes.slice(1), home, effects(), 1);
    expect(swept.trials).toBe(4);
    expect(countTrials(await readTrials(home), "91-sweep")).toBe(4);
    const {record} = await run(crossing, home, effects());
    expect(record.trials).toBe(5);
  }, 30_000);

  it("goes on after it was stopped, without doing again what is done", async () => {
    const home = await homeOf();
    const stop = new AbortController();
    const stopping = effects({
      signal: stop.signal,
      progress: (done) => {
        if (done === 6) stop.abort();
      }
    });
    await expect(sweep(toSpec(crossing), axes, home, stopping, 1)).rejects.toThrow();
    expect((await readTrials(home)).map(({event}) => event)).toEqual(["started", "cancelled"]);
    const [id] = await readdir(sweepsFolder(home));
    expect(await readSweep(home, id)).toBeNull();
    const kept = (await readdir(join(sweepsFolder(home), id))).length;
    expect(kept).toBeGreaterThan(0);
    let first = 0;
    const told = effects({
      progress: (done) => {
        first = done;
      }
    });
    const {sweep: swept} = await sweep(toSpec(crossing), axes, home, told, 1);
    expect(first).toBe(12);
    expect(swept.variants.every(({error}) => error === undefined)).toBe(true);
  }, 60_000);

  it("names the variants that cannot be traded, and trades the others", async () => {
    const home = await homeOf();
    const grid = [{path: "backtest.cash", values: ["100000", "0"]}];
    const {sweep: swept} = await sweep(toSpec(crossing), grid, home, effects(), 1);
    expect(swept.variants[0].error).toBeUndefined();
    expect(swept.variants[1].error).toMatch("invalid cash");
    expect(swept.variants[1].metrics).toEqual({});
  }, 30_000);
});

describe("what varies", () => {
  const sweptBy = async (grid: readonly Axis[], spec = toSpec(crossing)) =>
    (await sweep(spec, grid, await homeOf(), effects(), 1)).sweep.variants;

  it("may be the timeframe: each is what a run of it is", async () => {
    const home = await homeOf();
    const spec = toSpec(crossing);
    const grid: readonly Axis[] = [
      {path: "data.timeframe", values: ["1d", "1w", "1mo"]},
      {path: "backtest.strategy.slow", values: ["4", "8"]}
    ];
    const {variants} = (await sweep(spec, grid, home, effects(), 2)).sweep;
    for (const [i, point] of combinations(grid).entries()) {
      const {record} = await run(variantAt(spec, point), home, effects());
      expect([variants[i].run, variants[i].metrics]).toEqual([record.id, record.metrics]);
    }
    expect(variants[0].metrics).not.toEqual(variants[2].metrics);
    expect(variants[2].metrics).not.toEqual(variants[4].metrics);
  }, 60_000);

  it("may contradict itself at a point: the others are traded, and it is no trial", async () => {
    const home = await homeOf();
    const grid: readonly Axis[] = [
      {path: "backtest.strategy.fast", values: ["2", "10"]},
      {path: "backtest.strategy.slow", values: ["5", "20"]}
    ];
    const {variants, trials} = (await sweep(toSpec(crossing), grid, home, effects(), 1)).sweep;
    expect(variants.map(({error}) => error)).toEqual([
      undefined,
      undefined,
      "invalid fast: 10; expected less than slow, 5",
      undefined
    ]);
    expect(variants[2].run).toBeNull();
    expect(trials).toBe(3);
  }, 30_000);

  it("cannot contradict itself everywhere, and leads somewhere", async () => {
    const grid: readonly Axis[] = [{path: "backtest.strategy.fast", values: ["9", "10"]}];
    await expect(sweptBy(grid)).rejects.toThrow("invalid fast: 9; expected less than slow, 8");
    await expect(sweptBy([{path: "backtest.strategy.quick", values: ["1"]}])).rejects.toThrow(/unknown .*quick/);
    await expect(sweptBy([{path: "backtest.stratgy.fast", values: ["1"]}])).rejects.toThrow("unknown path");
  }, 30_000);

  it("may leave nothing to learn from or no bars: that is said where it is so", async () => {
    const features = {far: returns({window: 5})};
    const grid: readonly Axis[] = [{path: "data.symbols", values: ['["A"]', '["X"]']}];
    const variants = await sweptBy(grid, toSpec({...crossing, features}));
    expect(variants[0].error).toBeUndefined();
    expect(variants[0].metrics.coverage).toBeGreaterThan(0.9);
    expect(variants[1].error).toMatch("X");
  }, 30_000);
});

describe("a grid", () => {
  it("is read from a text", () => {
    expect(parseAxis("backtest.delay=0,1, 2")).toEqual({path: "backtest.delay", values: ["0", "1", "2"]});
    expect(parseAxis('data.symbols=["A","B"],["C"]').values).toEqual(['["A","B"]', '["C"]']);
    for (const wrong of ["backtest.delay", "=1", "backtest.delay=", "backtest.delay=1,,2", "backtest.delay=1,1"])
      expect(() => parseAxis(wrong)).toThrow("invalid grid");
  });

  it("has every combination once, and not too many", () => {
    expect(combinations(axes)).toHaveLength(12);
    expect(combinations([])).toEqual([[]]);
    const many = Array.from({length: 400}, (_, i) => String(i));
    expect(() =>
      combinations([
        {path: "a", values: many},
        {path: "b", values: many}
      ])
    ).toThrow("160000 variants");
    expect(() => combinations([axes[1], axes[1]])).toThrow("there twice");
  });
});
