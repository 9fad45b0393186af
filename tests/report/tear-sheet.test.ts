import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {runArrays, runPage} from "../../core/lab/arrays.js";
import type {Panel} from "../../core/base/panel.js";
import type {Fill, Result} from "../../core/plugin.js";
import type {LoadedRun} from "../../reports/components/loaded-run.js";
import {loadRun} from "../../reports/components/loaded-run.js";
import {equityBand} from "../../reports/components/performance/bands.js";
import {holdingWeights, topHoldings} from "../../reports/components/performance/positions.js";
import {riskReturns} from "../../reports/components/performance/risk-return.js";
import {spreadOf} from "../../reports/components/performance/spread.js";
import {stressPeriods} from "../../reports/components/performance/stress-periods.js";
import {reportTables} from "../../reports/components/performance/tables.js";
import {reportHome} from "./runs.js";

const day = 864e5;

describe("the band around equity", () => {
  const times = Float64Array.from({length: 500}, (_, i) => i * day);
  const wavy = times.map((_, i) => 100 * (1 + 0.1 * Math.sin(i / 9)) * (1 + i / 4000));

  it("begins where equity does, is the same again, and another for another seed", () => {
    const band = equityBand(times, wavy)!;
    expect([band.low[0], band.high[0]]).toEqual([100, 100]);
    expect(band.times.at(-1)).toBe(times[499]);
    expect(equityBand(times, wavy)).toEqual(band);
    expect(equityBand(times, wavy, {seed: 2})).not.toEqual(band);
  });

  it("holds the share of paths that it says: of a coin's throws the binomial's", () => {
    // Half the bars +1 %, half −1 %, in no order: after n bars the log return has the deviation 0.01 · √n.
    const coin = new Float64Array(4001);
    coin[0] = 1;
    let state = 12345;
    for (let i = 1; i < coin.length; ++i) {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      coin[i] = coin[i - 1] * ((state >>> 16) & 1 ? 1.01 : 0.99);
    }
    const at = Float64Array.from({length: coin.length}, (_, i) => i * day);
    const {low, high} = equityBand(at, coin, {draws: 1500})!;
    const spread = Math.log(high.at(-1)! / low.at(-1)!) / (0.01 * Math.sqrt(4000));
    expect(spread).toBeGreaterThan(2 * 1.645 * 0.85);
    expect(spread).toBeLessThan(2 * 1.645 * 1.15);
  });

  it("is left out where there is too little to draw from, or nothing left", () => {
    expect(equityBand(times.subarray(0, 10), wavy.subarray(0, 10))).toBeNull();
    expect(
      equityBand(
        times,
        wavy.map((value, i) => (i > 200 ? 0 : value))
      )
    ).toBeNull();
    expect(
      equityBand(
        times,
        wavy.map((value, i) => (i === 200 ? NaN : value))
      )
    ).toBeNull();
  });
});

describe("holdings", () => {
  it("follow fills and splits, at the last known price", () => {
    const times = Float64Array.from([0, 1, 2, 3], (i) => i * day);
    const close = Float64Array.of(10, 20, 10, 20, NaN, 10, 12, 10);
    const panel: Panel = {times, symbols: ["A", "B"], fields: {close}};
    const fill = (t: number, symbol: number, quantity: number, price: number): Fill =>
      ({t: t * day, symbol, quantity, price, commission: 0, slippage: 0}) as Fill;
    const result = {
      times,
      symbols: panel.symbols,
      equity: Float64Array.of(100, 100, 100, 0),
      fills: [fill(0, 0, 5, 10), fill(1, 1, -2, 20)],
      splits: [{t: 2 * day, symbol: 1, ratio: 2}]
    } as unknown as Result;
    const weights = holdingWeights(result, panel);
    expect(Array.from(weights)).toEqual([0.5, 0, 0.5, -0.4, 0.5, -0.4, NaN, NaN]);
    expect(topHoldings(weights, 2)).toMatchObject([
      {symbol: 0, largest: 0.5, last: 0, held: 0.75},
      {symbol: 1, largest: -0.4, last: 0, held: 0.5}
    ]);
  });
});

describe("what a run's report shows", () => {
  let made: Awaited<ReturnType<typeof reportHome>>;
  const runs: Record<string, LoadedRun> = {};
  beforeAll(async () => {
    made = await reportHome();
    for (const [name, record] of Object.entries(made.records))
      runs[name] = loadRun(
        await runPage(made.home, record),
        (await runArrays(made.home, record)).buffer as ArrayBuffer
      );
  });
  afterAll(() => made?.remove());

  it("holds what the account says it held", () => {
    const {result, panel} = runs.trades;
    const weights = holdingWeights(result!, panel);
    const n = panel.symbols.length;
    for (let row = 0; row < result!.times.length; ++row) {
      const own = weights.subarray(row * n, (row + 1) * n);
      expect(own.reduce((sum, weight) => sum + Math.abs(weight), 0)).toBeCloseTo(result!.gross[row], 9);
      expect(own.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(result!.net[row], 9);
    }
  });

  it("has the ratios that the record has", () => {
    const {sharpe, sortino, "annual-return": growth} = made.records.trades.metrics;
    const {result, panel} = runs.trades;
    const spread = spreadOf(result!)!;
    expect(spread.sharpe).toBeCloseTo(sharpe!, 12);
    expect(spread.sortino).toBeCloseTo(sortino!, 12);
    expect(spread.conditional!).toBeLessThanOrEqual(spread.valueAtRisk!);
    const own = riskReturns(result!, panel).find(({kind}) => kind === "strategy")!;
    expect(own.growth).toBeCloseTo(growth!, 12);
  });

  it("marks the crises that its bars went through, where its prices are real", () => {
    const {result, panel} = runs.trades;
    const periods = stressPeriods(result!, panel, false);
    const august = periods.find(({name}) => name === "August 2015")!;
    expect(august.market).toBeLessThan(-0.1);
    expect(periods.map(({from}) => from)).toEqual(periods.map(({from}) => from).sort((a, b) => a - b));
    expect(stressPeriods(result!, panel, true).filter(({kind}) => kind === "history")).toEqual([]);
  });

  it("finds shocks and thin trading in the prices themselves", () => {
    const {result, panel} = runs.trades;
    const close = panel.fields.close.slice();
    const volume = panel.fields.volume.slice();
    close.subarray(300).forEach((_, i, rest) => (rest[i] *= 0.6));
    volume.fill(1, 400, 403);
    const {benchmark: _, ...alone} = result!;
    const found = stressPeriods(alone, {...panel, fields: {...panel.fields, close, volume}}, true);
    const start = panel.times.length - result!.times.length;
    expect(found.some(({kind, to}) => kind === "shock" && to === result!.times[300 - start])).toBe(true);
    expect(found.some(({kind, to}) => kind === "thin" && to === result!.times[402 - start])).toBe(true);
  });

  it("gives tables that JSON holds as they are", () => {
    for (const [name, run] of Object.entries(runs)) {
      const tables = reportTables(run);
      expect(JSON.parse(JSON.stringify(tables)), name).toEqual(tables);
    }
  });
});
