import {describe, expect, it} from "vitest";
import type {Trading} from "../../../core/backtest/backtest.js";
import {backtest} from "../../../core/backtest/backtest.js";
import type {Panel} from "../../../core/base/panel.js";
import {random} from "../../../core/base/random.js";
import type {Result, Slippage, Strategy} from "../../../core/plugin.js";
import {bars, capped, exact, flat, guarding, holding, many, plan, run} from "../markets.js";
import {charging, drawn, nonsense, randomMarket, restless, slipping, unlikely} from "./random-cases.js";

/** Throws where a figure of the account is no number. */
function sane({equity, cash, gross, net, fills}: Result): void {
  for (const column of [equity, cash, gross, net])
    for (let row = 0; row < column.length; ++row)
      if (!Number.isFinite(column[row])) throw new Error(`a figure is ${column[row]} on row ${row}`);
  for (const {price, quantity, commission} of fills)
    if (!(price >= 0 && price < Infinity && Number.isFinite(quantity) && Number.isFinite(commission)))
      throw new Error(`a fill is ${quantity} at ${price}`);
}

const fillRules = ["next-open", "next-close", "next-vwap", "same-close"] as const;
const triggerRules = ["pessimistic", "optimistic", "close"] as const;

describe("prices that are none", () => {
  it.each(nonsense)("%d in any field of a bar leave the account a number", (value) => {
    for (const name of ["open", "high", "low", "close", "volume"])
      for (const fill of fillRules)
        for (const triggers of triggerRules)
          for (const weight of [0.5, -0.5, 2]) {
            const panel = bars(...Array.from({length: 9}, (_, i) => flat(100 + i)));
            panel.fields[name][3] = value;
            const guard = guarding({symbol: 0, from: "best", distance: 4, name: "stop"});
            const slippage = capped(0.5, 0.001);
            sane(run(panel, holding(weight), {fill, triggers, slippage, overlays: [guard]}));
            if (fill !== "same-close") sane(run(panel, restless(3), {fill, triggers, slippage}));
          }
  });

  it.each([0, -1, NaN, Infinity, -Infinity])(
    "%d are missing: nothing is filled at them, and the last one stays",
    (value) => {
      for (const fill of ["next-open", "next-close"] as const) {
        const panel = bars(flat(10), flat(value), flat(12), flat(12));
        const {fills, equity} = run(panel, holding(1), {fill, cash: 1000});
        expect(fills[0].t).toBe(panel.times[2]);
        expect(equity[1]).toBe(1000);
        const held = run(bars(flat(10), flat(10), flat(value), flat(12)), holding(1), {fill, cash: 1000});
        expect(Array.from(held.equity)).toEqual([1000, 1000, 1000, 1200]);
      }
    }
  );

  it("of 1e12 and of 1e-12 are prices", () => {
    for (const k of [1e12, 1e-12])
      for (const shares of ["whole", "fractional"] as const) {
        const {equity, fills} = run(bars(flat(k), flat(k), flat(2 * k)), holding(1), {cash: 1000 * k, shares});
        expect(fills[0].quantity).toBeCloseTo(1000, 6);
        expect(equity[2] / k).toBeCloseTo(2000, 6);
      }
    const dear = run(bars(flat(1e12), flat(1e12), flat(2e12)), holding(1), {cash: 1000});
    expect(dear.fills).toEqual([]);
    const cheap = run(bars(flat(1e-12), flat(1e-12, 1e18), flat(2e-12, 1e18)), holding(1), {
      cash: 1000,
      slippage: capped(1)
    });
    expect(cheap.equity[2]).toBeCloseTo(2000, 3);
    const jump = run(bars(flat(1), flat(1), flat(1e12), flat(1e-12)), holding(-1), {cash: 1000});
    expect(jump.fills.at(-1)).toMatchObject({forced: "bankrupt", price: 1e12});
    expect(jump.equity[3]).toBe(1000 + 1000 - 1e15);
  });

  it("beyond all numbers are said to be", () => {
    const panel = bars(flat(1), flat(1), flat(1e308), flat(1));
    expect(() => run(panel, holding(1), {cash: 1000})).toThrow("invalid equity: Infinity; prices or positions");
  });

  it("outside their bar's high and low, or the wrong way round, are held within", () => {
    const panel = bars([100, 100, 100, 100], [105, 99, 103, 101], [100, 90, 110, 100], flat(100));
    const strategy = plan({0: (desk) => desk.order(0, 10, {stop: 104}), 1: (desk) => desk.order(0, -10, {limit: 108})});
    expect(run(panel, strategy).fills.map(({price}) => price)).toEqual([105, 108]);
  });

  it("are nowhere in a panel of nothing", () => {
    const panel = many({
      A: Array.from({length: 12}, () => flat(NaN, NaN)),
      B: Array.from({length: 12}, () => flat(NaN, 0))
    });
    for (const strategy of [holding(1, -1), restless(1)])
      for (const fill of ["next-open", "next-close"] as const) {
        const {equity, fills} = run(panel, strategy, {fill});
        expect(fills).toEqual([]);
        expect(Array.from(equity)).toEqual(new Array(12).fill(100_000));
      }
  });

  it("end in a halt and begin again with a gap", () => {
    const rows = [flat(100), flat(100), ...Array.from({length: 4}, () => flat(NaN)), [60, 61, 55, 58], flat(58)];
    const guard = guarding({symbol: 0, from: "entry", distance: 5, name: "stop"});
    const {equity, fills} = run(bars(...rows), holding(1), {cash: 1000, overlays: [guard], fill: "next-close"});
    expect(Array.from(equity.slice(1, 6))).toEqual(new Array(5).fill(1000));
    expect(fills[1]).toMatchObject({t: bars(...rows).times[6], price: 60, quantity: -10, tag: "stop"});
  });
});

describe("panels that are hardly any", () => {
  it("of one row leave the cash as it is", () => {
    for (const strategy of [holding(1), restless(1), {...holding(1), bookless: true}]) {
      const {equity, fills} = run(bars(flat(100)), strategy);
      expect([Array.from(equity), fills]).toEqual([[100_000], []]);
    }
  });

  it("of no rows or no symbols are refused", () => {
    const panel = bars(flat(100));
    expect(() => run({...panel, times: new Float64Array(0)}, holding(1))).toThrow("missing rows");
    expect(() => run({...panel, symbols: []}, holding())).toThrow("missing symbols");
    expect(() => backtest(panel, tradingOf(holding(1)), {periods: 252}, 1)).toThrow(
      "missing rows: the backtest starts at row 1 of 1"
    );
  });

  it("of symbols with one name are refused", () => {
    const panel = {...many({A: [flat(1), flat(1)], B: [flat(1), flat(1)]}), symbols: ["A", "A"]};
    for (const bookless of [false, true])
      expect(() => run(panel, {...holding(1, 1), bookless}, linearCosts)).toThrow("invalid symbols: A is there twice");
  });

  it("without a price are refused", () => {
    for (const name of ["open", "close"]) {
      const {fields, ...panel} = bars(flat(1));
      const rest = Object.fromEntries(Object.entries(fields).filter(([key]) => key !== name));
      for (const bookless of [false, true])
        expect(() => run({...panel, fields: rest}, {...holding(1), bookless}, linearCosts)).toThrow(
          `unknown field: ${name}`
        );
    }
  });
});

const linearCosts = {slippage: slipping(0, 1), commission: charging(0, 0)};
const tradingOf = (strategy: Strategy): Trading => ({
  strategy,
  ...linearCosts,
  fill: "next-open",
  cash: 1,
  delay: 0,
  shares: "whole"
});

describe("strategies that answer nonsense", () => {
  const panel = many({A: [flat(10), flat(10), flat(10)], B: [flat(20), flat(20), flat(20)]});

  it("have a weight that is NaN left alone, and the others traded", () => {
    for (const bookless of [false, true]) {
      const {fills} = run(panel, {...holding(NaN, 0.5), bookless}, {cash: 1000, ...linearCosts});
      expect(fills.map(({symbol, quantity}) => [symbol, quantity])).toEqual([[1, 25]]);
    }
  });

  it("are refused an infinite weight, or another number of them", () => {
    for (const bookless of [false, true]) {
      const answer =
        (...targets: number[]) =>
        () =>
          run(panel, {...holding(...targets), bookless}, linearCosts);
      expect(answer(Infinity, 0)).toThrow("invalid weight: Infinity");
      expect(answer(0, -Infinity)).toThrow("invalid weight: -Infinity");
      expect(answer(1)).toThrow("invalid targets: 1 weights; expected 2");
      expect(answer(1, 1, 1)).toThrow("invalid targets: 3 weights; expected 2");
      expect(answer()).toThrow("invalid targets: 0 weights; expected 2");
    }
  });

  it("may want more than numbers hold, and are told", () => {
    const wide = many({A: [flat(1e-12, 1e300), flat(1e-12, 1e300)]});
    const {fills} = run(wide, holding(1e308), {cash: 1e9});
    expect(fills).toEqual([]);
    sane(run(wide, holding(1e200), {cash: 1e9}));
  });

  it("in an overlay are refused as well", () => {
    const overlays = [{adjust: () => Float64Array.of(1)}];
    expect(() => run(panel, holding(1, 1), {overlays})).toThrow("invalid targets: 1 weights; expected 2");
  });
});

describe("costs that are nonsense", () => {
  const answer = (price: number, quantity: number): Slippage => ({fill: () => ({price, quantity})});

  it.each([NaN, 0, -1, Infinity])("are refused as a price: %d", (price) => {
    expect(() => run(bars(flat(10), flat(10)), holding(1), {slippage: answer(price, 1)})).toThrow(
      `invalid fill: price ${price}`
    );
  });

  it.each([NaN, -1, 10_001, Infinity])("are refused as a quantity: %d of 10,000", (quantity) => {
    expect(() => run(bars(flat(10), flat(10)), holding(1), {slippage: answer(10, quantity)})).toThrow(
      `invalid fill: ${quantity} units of 10000`
    );
  });

  it("are no fill where they are nothing", () => {
    expect(run(bars(flat(10), flat(10)), holding(1), {slippage: answer(10, 0)}).unfilled).toBe(1);
    expect(run(bars(flat(10), flat(10)), holding(1), {slippage: {fill: () => null}}).unfilled).toBe(1);
  });

  it.each([NaN, Infinity])("are refused as a commission: %d", (fee) => {
    expect(() => run(bars(flat(10), flat(10)), holding(1), {commission: {cost: () => fee}})).toThrow(
      `invalid commission: ${fee}`
    );
  });

  it("are refused as cash", () => {
    for (const cash of [0, -1, NaN, Infinity])
      expect(() => run(bars(flat(1)), holding(1), {cash, slippage: exact})).toThrow(`invalid cash: ${cash}`);
  });
});

/** How many random bars the accounts are put through; RANDOM_BARS=10000000 in the environment makes it ten million. */
const randomBars = Number(process.env.RANDOM_BARS ?? 200_000);

/** What the account of a seed trades with. */
function mixed(seed: number, symbols: number): Partial<Trading> & Pick<Trading, "strategy"> {
  const r = random(seed).fork("trading");
  const one = <T>(...choices: readonly T[]) => choices[r.integer(choices.length)];
  const shares = one<Trading["shares"]>("whole", "fractional");
  const costs = {
    slippage: slipping(one(0, 0.001, 0.05), one(0.01, 0.1, 1)),
    commission: charging(one(0, 0.01), one(0, 0.001)),
    cash: one(100, 1e5, 1e9),
    triggers: one(...triggerRules),
    shares,
    delistingReturn: one(0, -0.3, -1)
  };
  const more = {
    ...(r.uniform() < 0.4 && {margin: {initial: 0.5, maintenance: 0.3, settlement: r.integer(3)}}),
    ...(r.uniform() < 0.4 && {
      controls: {maxLeverage: one(1, 3), maxPosition: 0.5, ...(r.uniform() < 0.3 && {longOnly: true})}
    })
  };
  const fill = one<Trading["fill"]>("next-open", "next-close", "next-vwap");
  const kind = r.integer(4);
  if (kind === 0) return {...costs, strategy: drawn, fill: one("next-open", "next-close")};
  if (kind === 1) return {...costs, ...more, fill, strategy: restless(seed, {whole: shares === "whole"})};
  const guards = Array.from({length: symbols}, (_, symbol) => ({
    symbol,
    from: one("best" as const, "entry" as const),
    distance: 1 + r.uniform(),
    name: "stop"
  }));
  return {
    ...costs,
    ...more,
    strategy: {...drawn, bookless: false},
    overlays: [guarding(...guards)],
    fill: one<Trading["fill"]>(fill, "same-close"),
    good: one<NonNullable<Trading["good"]>>("bar", "cancelled"),
    delay: r.integer(3)
  };
}

describe("random bars", () => {
  it(`, ${randomBars} of them, never leave an account that is no number`, () => {
    const met = {bars: 0, fills: 0, delisted: 0, bankrupt: 0, errors: 0, finite: 0};
    const forced = (result: Result, why: string) => result.fills.filter((fill) => fill.forced === why).length;
    for (let seed = 0; met.bars < randomBars; ++seed) {
      const [rows, symbols] = seed % 2 === 0 ? [500, 20] : [100, 100];
      const extreme = seed % 8 === 7;
      const panel: Panel = randomMarket({seed, rows, symbols}, extreme ? nonsense : seed % 4 >= 2 ? unlikely : []);
      met.bars += rows * symbols;
      let result: Result;
      try {
        result = run(panel, mixed(seed, symbols).strategy, mixed(seed, symbols));
      } catch (error) {
        // Prices of 1e300 and 5e-324 may take an account or an order beyond all numbers, and that is said.
        if (!extreme) throw error;
        expect((error as Error).message).toMatch(/^invalid (equity|fill|commission|limit|stop|trail): /);
        ++met.errors;
        continue;
      }
      sane(result);
      ++met.finite;
      met.fills += result.fills.length;
      met.delisted += forced(result, "delisted");
      met.bankrupt += forced(result, "bankrupt");
    }
    if (process.env.RANDOM_BARS) console.log(met);
    expect(met.bars).toBeGreaterThanOrEqual(randomBars);
    expect(met.fills).toBeGreaterThan(met.bars / 20);
    expect(met.delisted).toBeGreaterThan(0);
    expect(met.bankrupt).toBeGreaterThan(0);
    expect(met.finite).toBeGreaterThan(6 * met.errors);
  }, 600_000);
});
