import {readdir, rm} from "node:fs/promises";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {effects} from "../../core/lab/context.js";
import type {Experiment} from "../../core/lab/experiment.js";
import {toSpec} from "../../core/lab/experiment.js";
import {countTrials, readTrials} from "../../core/lab/ledger.js";
import {run} from "../../core/lab/run.js";
import type {Axis} from "../../core/lab/sweep/grid.js";
import {combinations, parseAxis, variantAt} from "../../core/lab/sweep/grid.js";
import {readSweep, sweep, sweepsFolder} from "../../core/lab/sweep/sweep.js";
import type {Bar} from "../../core/plugin.js";
import {ingest} from "../../core/store/intake/ingest.js";
import {random} from "../../core/base/random.js";
import {perShare} from "../../plugins/commissions/per-share.js";
import {sharpe} from "../../plugins/metrics/sharpe.js";
import {totalReturn} from "../../plugins/metrics/total-return.js";
import {basisPoints} from "../../plugins/slippage/basis-points.js";
import {smaCross} from "../../plugins/strategies/sma-cross.js";
import {effectsAt, everything, freshFolder, sourceOf} from "../store/homes.js";

const experiment: Experiment = {
  name: "91-sweep",
  title: "Sweep",
  question: "Are many the same as one by one?",
  data: {dataset: "made/1d"},
  backtest: {
    strategy: smaCross({fast: 3, slow: 8}),
    slippage: basisPoints({points: 5}),
    commission: perShare({cost: 0.001})
  },
  metrics: [sharpe(), totalReturn()]
};

const axes: readonly Axis[] = [
  {path: "data.symbols", values: ['["A"]', '["B"]', '["A","B"]']},
  {path: "backtest.strategy.fast", values: ["2", "4"]},
  {path: "backtest.delay", values: ["0", "1"]}
];

async function freshHome(): Promise<string> {
  const home = await freshFolder();
  const r = random(3);
  const bars: Bar[] = [];
  for (const symbol of ["A", "B"]) {
    let close = 50;
    for (let day = Date.UTC(2020, 0, 1); day < Date.UTC(2020, 9, 1); day += 86_400_000) {
      if ([0, 6].includes(new Date(day).getUTCDay())) continue;
      close *= 1 + 0.02 * r.normal();
      bars.push({t: day, symbol, open: close, high: close * 1.01, low: close * 0.99, close, volume: 1e6});
    }
  }
  await ingest(home, sourceOf(bars, "made"), everything, effectsAt());
  return home;
}

describe("a sweep", () => {
  it("comes to the figures of single runs, whatever the number of workers", async () => {
    const home = await freshHome();
    const spec = toSpec(experiment);
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
    const home = await freshHome();
    const {sweep: swept} = await sweep(toSpec(experiment), axes.slice(1), home, effects(), 1);
    expect(swept.trials).toBe(4);
    expect(countTrials(await readTrials(home), "91-sweep")).toBe(4);
    const {record} = await run(experiment, home, effects());
    expect(record.trials).toBe(5);
  }, 30_000);

  it("goes on after it was stopped, without doing again what is done", async () => {
    const home = await freshHome();
    const stop = new AbortController();
    const stopping = effects({
      signal: stop.signal,
      progress: (done) => {
        if (done === 6) stop.abort();
      }
    });
    await expect(sweep(toSpec(experiment), axes, home, stopping, 1)).rejects.toThrow();
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
    const {sweep: swept} = await sweep(toSpec(experiment), axes, home, told, 1);
    expect(first).toBe(12);
    expect(swept.variants.every(({error}) => error === undefined)).toBe(true);
  }, 60_000);

  it("names the variants that cannot be traded, and trades the others", async () => {
    const home = await freshHome();
    const grid = [{path: "backtest.cash", values: ["100000", "0"]}];
    const {sweep: swept} = await sweep(toSpec(experiment), grid, home, effects(), 1);
    expect(swept.variants[0].error).toBeUndefined();
    expect(swept.variants[1].error).toMatch("invalid cash");
    expect(swept.variants[1].metrics).toEqual({});
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
