import {describe, expect, it} from "vitest";
import type {Trading} from "../../core/backtest/backtest.js";
import {random} from "../../core/base/random.js";
import type {Result} from "../../core/plugin.js";
import {feasibility, totalFeasibility} from "../../core/scenarios/feasibility.js";
import {recoveries, recoveryTime} from "../../core/scenarios/recovery.js";
import {stress, stressRun} from "../../core/scenarios/stress.js";
import {survival, survives} from "../../core/scenarios/survival.js";
import {flashCrash} from "../../plugins/scenarios/flash-crash.js";
import {lowLiquidity} from "../../plugins/scenarios/low-liquidity.js";
import {market} from "./measures.js";

describe("recovery time", () => {
  const curve = [100, 100, 95, 80, 85, 90, 100, 101, 70, 110];
  it("is counted from the trough to the row that regains what was before", () => {
    expect(recoveryTime(curve, 2, 3)).toEqual({depth: 1 - 80 / 100, trough: 3, bars: 3, censored: false});
  });
  it("takes the deepest spell that begins in the shock", () => {
    expect(recoveryTime(curve, 2, 8)).toEqual({depth: 1 - 70 / 100, trough: 8, bars: 1, censored: false});
  });
  it("is censored where the curve ends first, and endless without equity", () => {
    expect(recoveryTime(curve.slice(0, 6), 2, 3)).toMatchObject({trough: 3, bars: 2, censored: true});
    expect(recoveryTime([100, 100, 50, -5, -5], 2, 3)).toMatchObject({trough: 3, bars: Infinity, censored: true});
  });
  it("is none for who was not hurt", () => {
    expect(recoveryTime(curve, 6, 7)).toEqual({depth: 0, trough: null, bars: 0, censored: false});
    expect(() => recoveryTime(curve, 0, 3)).toThrow("invalid shock: rows 0 to 3 of 10; ");
  });
  it("has a median that knows of the censored, and null where too many are", () => {
    const of = (bars: number, censored = false) => ({depth: 0.1, trough: 1, bars, censored});
    const unhurt = {depth: 0, trough: null, bars: 0, censored: false};
    const all = recoveries([of(2), of(5), of(1, true), of(9), of(12), unhurt]);
    // Of five hurt one is censored before anyone recovers; then 3/4, 1/2 wait after 2 and 5 bars.
    expect(all).toMatchObject({hurt: 5, unhurt: 1, censored: 1, median: 5});
    expect(recoveries([of(2), of(Infinity, true), of(Infinity, true)]).median).toBeNull();
  });
});

describe("survival", () => {
  it("is never to fall below the ruin's share of the start", () => {
    expect([survives([100, 50, 200], 0.5), survives([100, 49.9, 200], 0.5)]).toEqual([true, false]);
    expect(() => survives([100, NaN], 0.5)).toThrow("invalid equity: NaN on row 1; ");
    const {share, wilson, exact} = survival([true, true, true, false]);
    expect(share).toBe(0.75);
    expect(exact[0]).toBeLessThan(wilson[0]);
    expect(() => survival([])).toThrow("missing runs");
  });
});

describe("feasibility", () => {
  it("of a known result", () => {
    const panel = market({rows: 4, symbols: 2});
    panel.fields.volume.set([100, 100, 200, 0, 100, 100, 100, 100]);
    const fill = {t: panel.times[1], symbol: 0, quantity: -20, price: 10, commission: 1, slippage: 2};
    const result = {
      fills: [fill, {...fill, symbol: 1, quantity: 5}, {...fill, quantity: 400}, {...fill, forced: "delisted"}],
      unfilled: 1
    } as unknown as Result;
    const found = feasibility({...result, fills: [result.fills[0], result.fills[2], result.fills[3]]}, panel);
    expect(found).toMatchObject({filled: 2, unfilled: 1, fillShare: 2 / 3, infeasible: 1, traded: 4200});
    expect(found).toMatchObject({participation: (0.1 + 2) / 2, largestParticipation: 2, cost: 6 / 4200});
    expect(feasibility(result, panel).infeasible).toBe(2);
    expect(totalFeasibility([found, found])).toMatchObject({filled: 4, fillShare: 2 / 3, cost: 6 / 4200});
    const elsewhere = {...result, fills: [{...fill, t: 1}]};
    expect(() => feasibility(elsewhere, panel)).toThrow("unknown row: 1970-01-01T00:00:00.001Z of a fill; ");
  });
});

describe("a stress test", () => {
  const panel = market({rows: 120, symbols: 2});
  const trading: Trading = {
    strategy: {needs: [], lookback: 0, targets: () => Float64Array.of(1, 1)},
    slippage: {
      fill: ({symbol, quantity}, price, now) => {
        const most = Math.floor(0.02 * now.at("volume", symbol));
        const units = Math.sign(quantity) * Math.min(Math.abs(quantity), most);
        return units === 0 ? null : {quantity: units, price: price * (1 + 0.001 * Math.sign(units))};
      }
    },
    commission: {cost: () => 1},
    fill: "next-open",
    delay: 0,
    cash: 1e5,
    shares: "whole"
  };
  const seeds = Array.from({length: 100}, (_, i) => i);
  const options = {market: {periods: 252}, ruin: 0.5};
  const free = () => {
    const control = new AbortController();
    const steps: number[] = [];
    return {control, steps, context: {signal: control.signal, progress: (done: number) => void steps.push(done)}};
  };

  it("reports over its seeds, the same again, and tells its progress", async () => {
    const crash = flashCrash({size: 0.2, recovery: 0.5});
    const [one, other] = [free(), free()];
    const report = await stress(panel, trading, crash, seeds, options, one.context);
    expect(one.steps).toEqual(seeds.map((seed) => seed + 1));
    expect(await stress(panel, trading, crash, seeds, options, other.context)).toEqual(report);
    expect(report.runs[7]).toEqual(await stressRun(panel, trading, crash, 7, options));
    expect(report.runs[7].marks).toEqual(crash.apply(panel, random(7)).marks);
    expect(report.distinct).toBeGreaterThan(50);
    expect(report.survival.runs).toBe(100);
    expect(report.recoveries.hurt).toBeGreaterThan(90);
    expect(report.recoveries.censored).toBe(report.runs.filter(({recovery}) => recovery.censored).length);
  });

  it("ruins a doubled book where the fall is deep, and none where it is shallow", async () => {
    const shares = [];
    for (const size of [0.01, 0.6]) {
      const crash = flashCrash({size, recovery: 0});
      shares.push((await stress(panel, trading, crash, seeds, options, free().context)).survival.share);
    }
    expect(shares[0]).toBe(1);
    expect(shares[1]).toBeLessThan(0.2);
  });

  it("fills less of what is wanted in a thin market", async () => {
    const report = await stress(panel, trading, lowLiquidity({volume: 0.0001}), seeds, options, free().context);
    expect(report.feasibility.fillShare).toBeLessThan(report.calm.fillShare - 0.2);
    expect(report.feasibility.largestParticipation).toBeLessThanOrEqual(0.02);
    expect(report.feasibility.infeasible).toBe(0);
  });

  it("counts one curve of a scenario that draws nothing", async () => {
    const report = await stress(panel, trading, flashCrash({start: 0.5}), seeds, options, free().context);
    expect(report.distinct).toBe(1);
  });

  it("stops when it is told to, and refuses too few seeds", async () => {
    const {control, context, steps} = free();
    const progress = (done: number) => {
      context.progress(done);
      if (done === 3) control.abort();
    };
    await expect(stress(panel, trading, flashCrash(), seeds, options, {...context, progress})).rejects.toThrow();
    expect(steps).toEqual([1, 2, 3]);
    const few = stress(panel, trading, flashCrash(), seeds.slice(1), options, free().context);
    await expect(few).rejects.toThrow("invalid number of seeds: 99; expected a whole number from 100");
    const twice = stress(panel, trading, flashCrash(), [...seeds, 3], options, free().context);
    await expect(twice).rejects.toThrow("invalid seeds: one is there twice");
  });
});
