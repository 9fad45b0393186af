import {readdir, rm} from "node:fs/promises";
import {join} from "node:path";
import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {backtest} from "../../core/backtest/backtest.js";
import {head} from "../../core/base/panel.js";
import {effects} from "../../core/lab/context.js";
import {toSpec} from "../../core/lab/experiment.js";
import {countTrials, readTrials} from "../../core/lab/ledger.js";
import {findOrigins, loadMarket} from "../../core/lab/market.js";
import type {Axis} from "../../core/lab/sweep/grid.js";
import {combinations, variantAt} from "../../core/lab/sweep/grid.js";
import type {Question} from "../../core/lab/sweep/optimise.js";
import {optimise, optimisationsFolder} from "../../core/lab/sweep/optimise.js";
import {planFrom} from "../../core/lab/sweep/plans.js";
import {bestOf, windowsOf} from "../../core/lab/sweep/windows.js";

import {crossing, homeOf, madeBars, signalFeature} from "./sweep-home.js";

const axes: readonly Axis[] = [
  {path: "backtest.strategy.fast", values: ["2", "4"]},
  {path: "backtest.strategy.slow", values: ["8", "16", "24"]}
];
const spec = toSpec(crossing);
const question: Question = {train: 60, test: 20};

describe("windows", () => {
  it("are as many as fit, and test every row once where they step by it", () => {
    const sizes = fc.record({
      rows: fc.integer({min: 0, max: 600}),
      first: fc.integer({min: 0, max: 60}),
      train: fc.integer({min: 2, max: 120}),
      test: fc.integer({min: 1, max: 60}),
      step: fc.option(fc.integer({min: 1, max: 90}), {nil: undefined}),
      anchored: fc.boolean()
    });
    fc.assert(
      fc.property(sizes, ({rows, first, train, test, step, anchored}) => {
        const n = rows - first;
        const walk = {train, test, anchored, ...(step !== undefined && {step})};
        if (n < train + test) {
          expect(() => windowsOf(rows, first, walk)).toThrow(`need ${train + test}`);
          return;
        }
        const windows = windowsOf(rows, first, walk);
        expect(windows).toHaveLength(Math.floor((n - train - test) / (step ?? test)) + 1);
        expect(windows[0].start).toBe(first);
        expect(windows.at(-1)!.end).toBeLessThanOrEqual(rows);
        expect(windows.at(-1)!.end + (step ?? test)).toBeGreaterThan(rows);
        for (const [i, {start, stop, end}] of windows.entries()) {
          expect(start).toBe(anchored ? first : stop - train);
          expect(end - stop).toBe(test);
          if (i > 0 && step === undefined) expect(stop).toBe(windows[i - 1].end);
        }
      })
    );
    expect(windowsOf(1000, 20, {train: 252, test: 21, step: 21})).toHaveLength(34);
  });

  it("need lengths that are some", () => {
    for (const [name, value] of [
      ["train", 1],
      ["train", 2.5],
      ["test", 0],
      ["step", 0]
    ] as const)
      expect(() => windowsOf(100, 0, {train: 10, test: 5, [name]: value})).toThrow(`invalid ${name}: ${value}`);
    expect(() => windowsOf(70, 8, {train: 60, test: 20})).toThrow(
      "too few rows: there are 62 to trade on, after 8 to begin with; 60 to train and 20 to test need 80"
    );
  });
});

describe("the best", () => {
  const figures = (...values: (number | null | string)[]) =>
    values.map((value) => (typeof value === "string" ? {figure: null, error: value} : {figure: value}));

  it("is the first of the highest, or of the lowest; what has no figure comes after, what failed last", () => {
    expect(bestOf(figures(1, 3, 3, 2))).toBe(1);
    expect(bestOf(figures(1, 3, 1, 2), true)).toBe(0);
    expect(bestOf(figures("failed", null, -5, null))).toBe(2);
    expect(bestOf(figures("failed", null, null))).toBe(1);
    expect(bestOf(figures("failed", "too"))).toBe(0);
  });
});

describe("a walk forward", () => {
  it("chooses what is best over the train rows alone, whatever the number of workers", async () => {
    const home = await homeOf();
    const {optimisation: made, found} = await optimise(spec, axes, question, home, effects(), 2);
    expect(found).toBe(false);
    const {panel, beside} = await loadMarket(home, spec.data, await findOrigins(home, spec.data));
    const windows = windowsOf(panel.times.length, 23, question);
    expect(made.windows).toHaveLength(windows.length);
    expect(windows.length).toBeGreaterThan(4);
    const points = combinations(axes);
    const plans = await Promise.all(points.map((point) => planFrom(variantAt(spec, point))));
    const measured = (k: number, start: number, stop: number) =>
      plans[k].metrics[0].measure(backtest(head(panel, stop), plans[k].backtest!, beside, start));
    const chosen = windows.map(({start, stop, end}, i) => {
      const inSample = points.map((_, k) => measured(k, start, stop));
      const best = inSample.indexOf(Math.max(...inSample.filter((value) => !Number.isNaN(value))));
      const window = made.windows[i];
      expect(window.settings).toEqual(Object.fromEntries(points[best]));
      expect(window.inSample).toBe(inSample[best]);
      const outOfSample = measured(best, stop - 1, end);
      expect(window.outOfSample).toBe(Number.isNaN(outOfSample) ? null : outOfSample);
      return best;
    });
    expect(new Set(chosen).size).toBeGreaterThan(1);
    expect(made.changes).toBe(chosen.filter((best, i) => i > 0 && best !== chosen[i - 1]).length);
    const often = Object.values(made.chosen["backtest.strategy.slow"]);
    expect(often.reduce((sum, times) => sum + times, 0)).toBe(windows.length);
    expect(made.times).toEqual([...panel.times.slice(windows[0].stop - 1, windows.at(-1)!.end)]);
    expect(made.equity[0]).toBe(100_000);
    expect(made.left).toBe(panel.times.length - windows.at(-1)!.end);

    expect((await optimise(spec, axes, question, home, effects(), 1)).found).toBe(true);
    await rm(join(optimisationsFolder(home), made.id), {recursive: true});
    const alone = await optimise(spec, axes, question, home, effects(), 1);
    expect({...alone.optimisation, trials: 0}).toEqual({...made, trials: 0});
  }, 60_000);

  it("counts every variant in every window as a trial, once", async () => {
    const home = await homeOf();
    const {optimisation: made} = await optimise(spec, axes, question, home, effects(), 1);
    expect(made.trials).toBe(6 * made.windows.length);
    await optimise(spec, axes, question, home, effects(), 1);
    expect(countTrials(await readTrials(home), "91-sweep")).toBe(made.trials);
  }, 30_000);

  it("knows nothing of what follows: later bars change no choice", async () => {
    const bars = madeBars();
    const days = [...new Set(bars.map(({t}) => t))].sort((a, b) => a - b);
    const [whole] = await Promise.all([optimise(spec, axes, question, await homeOf(bars), effects(), 1)]);
    for (const w of [0, 3]) {
      const {stop} = windowsOf(days.length, 23, question)[w];
      const from = days[stop];
      const other = bars.map((bar) => {
        if (bar.t < from) return bar;
        const k = bar.symbol === "A" ? 3 + Math.sin(bar.t / 864e5) : 0.2;
        return {...bar, open: bar.open * k, high: bar.high * k, low: bar.low * k, close: bar.close * k};
      });
      const changed = await optimise(spec, axes, question, await homeOf(other), effects(), 1);
      const known = (made: typeof whole) =>
        made.optimisation.windows
          .slice(0, w + 1)
          .map(({trained, settings, inSample}) => ({trained, settings, inSample}));
      expect(known(changed)).toEqual(known(whole));
      const [a, b] = [whole, changed].map(({optimisation: {windows}}) => windows);
      expect(b[w].outOfSample).not.toBe(a[w].outOfSample);
      expect(b[w + 1].inSample).not.toBe(a[w + 1].inSample);
    }
  }, 60_000);

  it("goes on after it was stopped, window by window", async () => {
    const home = await homeOf();
    const stop = new AbortController();
    const stopping = effects({
      signal: stop.signal,
      progress: (done) => {
        if (done === 13) stop.abort();
      }
    });
    await expect(optimise(spec, axes, question, home, stopping, 1)).rejects.toThrow();
    expect((await readTrials(home)).map(({event}) => event)).toEqual(["started", "cancelled"]);
    const [id] = await readdir(optimisationsFolder(home));
    const parts = await readdir(join(optimisationsFolder(home), id));
    expect(parts.length).toBeGreaterThan(1);
    expect(parts).not.toContain("optimisation.json");
    const counted: number[] = [];
    const told = effects({progress: (done) => void counted.push(done)});
    const {optimisation: made} = await optimise(spec, axes, question, home, told, 2);
    expect(counted.at(-1)).toBe(6 * made.windows.length);
    expect(await readdir(join(optimisationsFolder(home), id))).toEqual(["optimisation.json"]);
    const {optimisation: anew} = await optimise(spec, axes, question, await homeOf(), effects(), 1);
    expect({...made, trials: 0}).toEqual({...anew, trials: 0});
  }, 60_000);

  it("chooses by another metric, by the lowest, from all rows so far, and among features", async () => {
    const home = await homeOf();
    const of = async (more: Partial<Question>, grid = axes) =>
      (await optimise(spec, grid, {...question, ...more}, home, effects(), 1)).optimisation;
    const [highest, lowest, anchored] = [
      await of({by: "total-return"}),
      await of({by: "total-return", lowest: true}),
      await of({anchored: true})
    ];
    for (const [i, {inSample}] of highest.windows.entries()) expect(lowest.windows[i].inSample).toBeLessThan(inSample!);
    const firsts = anchored.windows.map(({trained: [first]}) => first);
    expect(new Set(firsts)).toEqual(new Set([highest.windows[0].trained[0]]));
    const varied = await optimise(
      toSpec(signalFeature),
      [{path: "features.signal.window", values: ["1", "5", "20"]}],
      question,
      home,
      effects(),
      2
    );
    expect(
      new Set(varied.optimisation.windows.map(({settings}) => settings["features.signal.window"])).size
    ).toBeGreaterThan(1);
  }, 60_000);

  it("passes over what cannot be traded, and says so", async () => {
    const grid: readonly Axis[] = [
      {path: "backtest.strategy.fast", values: ["2", "10"]},
      {path: "backtest.strategy.slow", values: ["8", "16"]}
    ];
    const home = await homeOf();
    const {optimisation: made} = await optimise(spec, grid, question, home, effects(), 1);
    expect(made.windows[0].failed).toEqual({variants: 1, error: "invalid fast: 10; expected less than slow, 8"});
    expect(made.trials).toBe(3 * made.windows.length);
  }, 30_000);

  it("refuses what it cannot answer", async () => {
    const home = await homeOf();
    const asked = (more: Partial<Question>, grid = axes, of = spec) =>
      optimise(of, grid, {...question, ...more}, home, effects(), 1);
    const slippage = [{path: "backtest.slippage.points", values: ["1", "2"]}];
    await expect(asked({train: 250})).rejects.toThrow(/too few rows: there are \d+ to trade on.* need 270/);
    await expect(asked({by: "sharp"})).rejects.toThrow("unknown metric: sharp; metrics are sharpe, total-return");
    await expect(asked({}, slippage)).rejects.toThrow("invalid grid: backtest.slippage.points stays the same");
    await expect(asked({}, axes, toSpec({...crossing, metrics: []}))).rejects.toThrow("missing metrics");
    const {backtest: _, ...nothing} = crossing;
    await expect(asked({}, axes, toSpec(nothing))).rejects.toThrow("missing backtest");
    expect(await readTrials(home)).toEqual([]);
  }, 30_000);
});
