import fc from "fast-check";
import {describe, expect, it} from "vitest";
import type {Trading} from "../../core/backtest/backtest.js";
import {backtest} from "../../core/backtest/backtest.js";
import {switching} from "../../core/backtest/switching.js";
import type {Panel} from "../../core/base/panel.js";
import {random} from "../../core/base/random.js";
import {toSpec} from "../../core/lab/experiment.js";
import {tradeAccount, tradeWindow} from "../../core/lab/sweep/walk.js";
import {windowsOf} from "../../core/lab/sweep/windows.js";
import type {Algorithm, Result, Strategy} from "../../core/plugin.js";
import {defineAlgorithm, defineStrategy} from "../../core/plugin.js";
import {perShare} from "../../plugins/commissions/per-share.js";
import {stopLoss} from "../../plugins/overlays/stop-loss.js";
import {volatilityTarget} from "../../plugins/overlays/volatility-target.js";
import {basisPoints} from "../../plugins/slippage/basis-points.js";
import {smaCross} from "../../plugins/strategies/sma-cross.js";
import {crossing} from "./sweep-home.js";

const market = {periods: 252};

/** A walk of two symbols at random, in which every price from a row on may be another. */
function walkOf(seed: number, rows: number, changed = rows, more = seed): Panel {
  const column = new Float64Array(2 * rows);
  const fields = {
    open: column.slice(),
    high: column.slice(),
    low: column.slice(),
    close: column,
    volume: column.slice()
  };
  let numbers = random(seed);
  const last = [50, 80];
  for (let row = 0; row < rows; ++row) {
    if (row === changed) numbers = random(more);
    for (let s = 0; s < 2; ++s) {
      const open = last[s] * (1 + 0.01 * numbers.normal());
      last[s] = open * (1 + 0.02 * numbers.normal());
      const cell = 2 * row + s;
      fields.open[cell] = open;
      fields.high[cell] = Math.max(open, last[s]) * 1.01;
      fields.low[cell] = Math.min(open, last[s]) * 0.99;
      fields.close[cell] = last[s];
      fields.volume[cell] = 1e6;
    }
  }
  return {times: Float64Array.from({length: rows}, (_, i) => Date.UTC(2020, 0, 1 + i)), symbols: ["A", "B"], fields};
}

const terms: Omit<Trading, "strategy"> = {
  slippage: basisPoints({points: 5}),
  commission: perShare({cost: 0.001}),
  fill: "next-close",
  delay: 0,
  cash: 100_000,
  shares: "fractional"
};
const same = ({fills, equity, cash, gross}: Result) => ({fills, equity, cash, gross});

describe("a window's trials", () => {
  it("are the same whatever happens after its train rows", async () => {
    const specs = [
      [2, 5],
      [3, 9],
      [4, 14]
    ].map(([fast, slow]) => toSpec({...crossing, backtest: {...crossing.backtest!, strategy: smaCross({fast, slow})}}));
    const given = fc.record({
      seed: fc.integer({min: 1, max: 1e6}),
      w: fc.nat({max: 3}),
      more: fc.integer({min: 2e6, max: 3e6})
    });
    let moved = 0;
    await fc.assert(
      fc.asyncProperty(given, async ({seed, w, more}) => {
        const window = windowsOf(120, 13, {train: 40, test: 15})[w];
        const tried = (panel: Panel) => tradeWindow({panel, beside: market, window, specs, by: "total-return"});
        const known = await tried(walkOf(seed, 120));
        expect(await tried(walkOf(seed, 120, window.stop, more))).toEqual(known);
        const inside = await tried(walkOf(seed, 120, window.stop - 20, more));
        if (inside.some(({figure}, i) => figure !== known[i].figure)) ++moved;
      }),
      {numRuns: 30}
    );
    expect(moved).toBeGreaterThan(25);
  });
});

describe("one account whose parameters change", () => {
  const panel = walkOf(7, 200);
  const cross = (fast: number, slow: number) => smaCross({fast, slow});
  const through = (
    ...stretches: readonly (readonly [from: number, trading: Pick<Trading, "strategy" | "overlays">])[]
  ) =>
    backtest(
      panel,
      {
        ...terms,
        ...switching(
          panel,
          stretches.map(([from, trading]) => ({from, panel, trading}))
        )
      },
      market,
      20
    );

  it("is the plain account where they do not", () => {
    const overlays = [volatilityTarget({target: 0.1}), stopLoss({loss: 0.03})];
    const plain = backtest(panel, {...terms, strategy: cross(3, 9), overlays}, market, 20);
    expect(plain.fills.length).toBeGreaterThan(20);
    const trading = {strategy: cross(3, 9), overlays};
    expect(same(through([20, trading]))).toEqual(same(plain));
    expect(same(through([20, trading], [90, {strategy: cross(3, 9), overlays}]))).toEqual(same(plain));
  });

  it("is that of the first until the border and decides by the second on the border's row", () => {
    const first = backtest(panel, {...terms, strategy: cross(3, 9)}, market, 20);
    const both = through([20, {strategy: cross(3, 9)}], [90, {strategy: cross(5, 20)}]);
    const border = panel.times[90];
    expect(both.equity.slice(0, 71)).toEqual(first.equity.slice(0, 71));
    expect(both.fills.filter(({t}) => t <= border)).toEqual(first.fills.filter(({t}) => t <= border));
    expect(both.fills).not.toEqual(first.fills);
  });

  it("carries its positions over a border, without a fill", () => {
    const hold = defineStrategy("hold", {weight: 0.5}, ({weight}) => ({
      needs: ["close"],
      lookback: 0,
      targets: (_, {position}) => (position[0] > 0 ? null : Float64Array.of(weight, 0))
    }));
    const {fills, gross} = through([20, {strategy: hold()}], [90, {strategy: hold({weight: 0.9})}]);
    expect(fills).toHaveLength(1);
    expect(gross[179]).toBeGreaterThan(0);
  });

  it("forgets at a border what overlays that differ remembered, and refuses lists that do not match", () => {
    const [a, b] = [volatilityTarget({target: 0.1}), volatilityTarget({target: 0.3})];
    const strategy = cross(3, 9);
    const low = through([20, {strategy, overlays: [a]}], [90, {strategy, overlays: [b]}]);
    const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean(low.gross.slice(75))).toBeGreaterThan(1.5 * mean(low.gross.slice(0, 70)));
    expect(() => through([20, {strategy, overlays: [a]}], [90, {strategy, overlays: []}])).toThrow("invalid overlays");
  });

  it("sees what each stretch sees", () => {
    const constant = (value: number): Panel => ({
      ...panel,
      fields: {...panel.fields, want: new Float64Array(400).fill(value)}
    });
    const follow: Strategy = {needs: ["want"], lookback: 0, bookless: true, targets: (now) => now.row("want")};
    const parts = [
      {from: 20, panel: constant(0.1), trading: {strategy: follow}},
      {from: 90, panel: constant(0.4), trading: {strategy: follow}}
    ];
    const {net} = backtest(panel, {...terms, ...switching(panel, parts)}, market, 20);
    expect(net[70]).toBeCloseTo(0.2, 1);
    expect(net[71]).toBeCloseTo(0.8, 1);
    expect(() => switching(panel, [{from: 20, panel, trading: {strategy: follow}}])).toThrow("unknown field: want");
  });

  /** Buys on its third bar, and notes the rows of its bars. */
  const noting = (rows: number[], held: number[]): Algorithm =>
    defineAlgorithm("noting", {}, () => ({
      needs: ["close"],
      lookback: 0,
      begin(desk) {
        let bars = 0;
        desk.schedule({every: "day"}, () => rows.push(-1));
        return {
          bar(now, {position}) {
            rows.push(Math.round((now.t - panel.times[0]) / 864e5));
            held.push(position[0]);
            if (++bars === 3) desk.order(0, 100);
            if (bars === 5) desk.order(1, 10, {limit: 0.01});
          }
        };
      }
    }))();

  it("hands over a flat account from algorithm to algorithm", () => {
    const [first, second, held]: [number[], number[], number[]] = [[], [], []];
    const {fills} = through([20, {strategy: noting(first, [])}], [90, {strategy: noting(second, held)}]);
    expect(first.filter((row) => row >= 0)).toEqual(Array.from({length: 70}, (_, i) => 20 + i));
    expect(first.filter((row) => row < 0)).toHaveLength(70);
    expect(second[1]).toBe(91);
    expect(held[0]).toBe(0);
    const rowOf = (t: number) => Math.round((t - panel.times[0]) / 864e5);
    expect(fills.map(({t, quantity, tag}) => [rowOf(t), quantity, tag])).toEqual([
      [23, 100, undefined],
      [91, -100, "handover"],
      [94, 100, undefined]
    ]);
    expect(() => through([20, {strategy: cross(3, 9)}], [90, {strategy: noting([], [])}])).toThrow("one kind");
  });

  it("is what the walk reports, after its first choice", async () => {
    const specs = [cross(2, 5), cross(4, 14)].map((strategy) =>
      toSpec({...crossing, backtest: {...crossing.backtest!, strategy}})
    );
    const windows = windowsOf(200, 13, {train: 60, test: 25});
    const chosen = windows.map((_, i) => ({panel, spec: specs[i % 2]}));
    const made = await tradeAccount({panel, beside: market, windows, chosen, by: "sharpe"});
    const last = windows.at(-1)!.end;
    expect(made.account.times).toEqual(panel.times.slice(windows[0].stop - 1, last));
    const {equity} = made.account;
    expect(made.figures["total-return"].value).toBe(equity.at(-1)! / equity[0] - 1);
    expect(made.tests).toHaveLength(windows.length);
  });
});
