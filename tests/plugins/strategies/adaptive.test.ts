import {describe, expect, it} from "vitest";
import {auditPlugin} from "../../../core/audit/plugin.js";
import {backtest} from "../../../core/backtest/backtest.js";
import {view} from "../../../core/base/view.js";
import {lookupFor} from "../../../core/lab/registry.js";
import {revive} from "../../../core/pipeline/plan.js";
import type {Book, Plugin, Spec, Strategy} from "../../../core/plugin.js";
import {defineStrategy} from "../../../core/plugin.js";
import {adaptive} from "../../../plugins/strategies/adaptive.js";
import {buyAndHold} from "../../../plugins/strategies/buy-and-hold.js";
import {smaCross} from "../../../plugins/strategies/sma-cross.js";
import {topK} from "../../../plugins/strategies/top-k.js";
import {ask, bookHolding, days, walk} from "./asking.js";

/** Always wants these weights; with `every`, only on rows whose number it divides. */
const holding = defineStrategy(
  "holding",
  {weights: [] as readonly number[], every: 1, back: 0},
  ({weights, every, back}) => ({
    needs: ["close"],
    lookback: back,
    targets: (now) => ((now.t / 864e5) % every === 0 ? Float64Array.from(weights) : null),
    explain: () => ({wanted: weights[0]})
  })
);

const one = holding({weights: [1, 0]});
const other = holding({weights: [0, 1]});
const rare = holding({weights: [0, 1], every: 1000});

/** A panel of two symbols whose regimes are these, the second's those of the first where none are given. */
function market(first: readonly number[], second = first) {
  const closes = first.map(() => 10);
  return days([closes, closes], {regime: [first, second]});
}
const plain = {multipliers: [], confirm: 2} as const;
const answers = (strategy: Strategy, panel: ReturnType<typeof days>) =>
  Array.from(panel.times.keys(), (row) => {
    const answer = strategy.targets(view(panel, row), bookHolding(panel, row));
    return answer && Array.from(answer).join(" ");
  });

describe("adaptive", () => {
  it("asks the strategy of the regime, once it has stood long enough", () => {
    const panel = market([0, 0, 1, 0, 1, 1, 1, 0, 0, NaN, 1, NaN, 1]);
    expect(answers(adaptive({...plain, strategies: [one, other]}), panel)).toEqual([
      null,
      ...Array.from({length: 4}, () => "1 0"),
      ...Array.from({length: 3}, () => "0 1"),
      ...Array.from({length: 4}, () => "1 0"),
      "0 1"
    ]);
    expect(answers(adaptive({...plain, strategies: [one, other], confirm: 1}), panel)[2]).toBe("0 1");
    const third = answers(adaptive({...plain, strategies: [one, other], confirm: 3}), panel);
    expect(third.slice(0, 6).every((answer) => answer === null)).toBe(true);
    expect(third.slice(6)).toEqual(Array.from({length: 7}, () => "0 1"));
  });

  it("looks no further back than it says", () => {
    const panel = market([0, 0, 1, 0, 1, 0, 1, 0]);
    const found = answers(adaptive({...plain, strategies: [one], memory: 4}), panel);
    expect(found).toEqual([null, "1 0", "1 0", "1 0", null, null, null, null]);
    expect(adaptive({strategies: [holding({back: 90})]}).lookback).toBe(90);
    expect(adaptive({memory: 70}).lookback).toBe(70);
  });

  it("goes by the most frequent regime, or by that of one symbol", () => {
    const closes = [1, 2, 3].map(() => [10, 10]);
    const panel = days(closes, {
      regime: [
        [1, 1],
        [1, 1],
        [0, 0]
      ]
    });
    const three = [holding({weights: [1, 0, 0]}), holding({weights: [0, 1, 0]})];
    expect(ask(adaptive({...plain, strategies: three}), panel)).toEqual([0, 1, 0]);
    expect(ask(adaptive({...plain, strategies: three, of: "S2"}), panel)).toEqual([1, 0, 0]);
    expect(() => ask(adaptive({...plain, strategies: three, of: "SPY"}), panel)).toThrow(
      "unknown adaptive symbol: SPY; symbols are S0, S1, S2"
    );
    // Of equals the lower number.
    expect(ask(adaptive({...plain, strategies: [one, other]}), market([1, 1], [0, 0]))).toEqual([1, 0]);
  });

  it("follows the table, and the last strategy beyond the list", () => {
    const wanted = (regime: number, table: number[]) =>
      ask(adaptive({...plain, strategies: [one, other], table}), market([regime, regime]), [0.5, 0.5]);
    expect(wanted(0, [1])).toEqual([0, 1]);
    expect(wanted(4, [1])).toEqual([0, 1]);
    expect(wanted(2, [0, 1, 0])).toEqual([1, 0]);
    expect(wanted(2, [0, 1, -1])).toEqual([0, 0]);
  });

  it("multiplies what is wanted, and shows the book as it were without", () => {
    const strategy = adaptive({...plain, strategies: [one], multipliers: [1, 0.25, 0]});
    expect(ask(strategy, market([1, 1]))).toEqual([0.25, 0]);
    expect(ask(strategy, market([2, 2]), [0.25, 0])).toEqual([0, 0]);
    expect(ask(strategy, market([2, 2]))).toBeNull();
    expect(ask(strategy, market([7, 7]))).toEqual([1, 0]);
    let shown = [NaN, NaN, NaN];
    const looking = {
      ...one,
      targets: (
        _: unknown,
        {position, price, equity, cash}: {position: Float64Array; price: Float64Array; equity: number; cash: number}
      ) => {
        shown = [(position[0] * price[0]) / equity, equity, cash];
        return null;
      }
    } as unknown as Plugin<"strategy">;
    expect(
      ask(adaptive({...plain, strategies: [looking], multipliers: [1, 0.25]}), market([1, 1]), [0.2, 0])
    ).toBeNull();
    expect(shown[0]).toBeCloseTo(0.8, 12);
    expect(shown[1]).toBeCloseTo(1, 12);
    expect(shown[2]).toBeCloseTo(0.2, 12);
  });

  it("scales what is held where the multiplier alone changes", () => {
    const first = holding({weights: [1, 0], every: 1000});
    const strategy = adaptive({...plain, strategies: [first], multipliers: [1, 0.5]});
    const panel = market([0, 0, 1, 1, 1]);
    expect(ask(strategy, panel, [0.6, 0.2], 2)).toBeNull();
    expect(ask(strategy, panel, [0.6, 0.2], 3)).toEqual([0.3, 0.1]);
    expect(ask(strategy, panel, [0.3, 0.1], 4)).toBeNull();
  });

  it("sells what only the strategy before wanted, unless it is to keep it", () => {
    const panel = market([0, 0, 1, 1, 1]);
    const taking = adaptive({...plain, strategies: [one, rare]});
    expect(ask(taking, panel, [1, 0], 3)).toEqual([0, 0]);
    expect(ask(taking, panel, [1, 0], 4)).toBeNull();
    expect(ask(adaptive({...plain, strategies: [one, rare], keep: true}), panel, [1, 0], 3)).toBeNull();
  });

  it("asks the one that takes over as if nothing were held", () => {
    const asked: number[] = [];
    const noting = {
      ...other,
      targets(_: unknown, {cash, position, equity}: Book) {
        asked.push(position[0], cash, equity);
        return Float64Array.of(0, 0.5);
      }
    } as unknown as Plugin<"strategy">;
    const panel = market([0, 0, 1, 1, 1]);
    const strategy = adaptive({...plain, strategies: [one, noting]});
    expect(ask(strategy, panel, [0.7, 0], 3)).toEqual([0, 0.5]);
    expect(asked).toEqual([0, 1, 1]);
    asked.length = 0;
    ask(strategy, panel, [0.7, 0], 4);
    ask(adaptive({...plain, strategies: [one, noting], keep: true}), panel, [0.7, 0], 3);
    expect(asked.map((value) => Math.round(value * 1e9) / 1e9)).toEqual([0.07, 0.3, 1, 0.07, 0.3, 1]);
  });

  it("is the first strategy, whatever the regime, where it is switched off", () => {
    const panel = market([1, 1, 1, 0]);
    const off = adaptive({strategies: [one, other], multipliers: [0.1, 0.1], switch: false});
    expect(answers(off, panel)).toEqual(Array.from({length: 4}, () => "1 0"));
    expect(off.needs).toEqual(["close"]);
    expect(off.lookback).toBe(0);
    expect(adaptive({strategies: [one, other]}).needs).toEqual(["close", "regime"]);
  });

  it("writes each switch to the log, and records the regime", () => {
    const states = Array.from({length: 30}, (_, i) => (i < 10 ? 0 : i < 20 ? 1 : 9));
    const panel = days([walk(30, 3), walk(30, 4)], {regime: [states, states]});
    const result = backtest(
      {...panel, fields: {...panel.fields, open: panel.fields.close}},
      {
        strategy: adaptive({strategies: [one, other], multipliers: [1, 0.5], table: [0, 1]}),
        slippage: {fill: ({quantity}, price) => ({price, quantity})},
        commission: {cost: () => 0},
        fill: "next-close",
        delay: 0,
        cash: 1000,
        shares: "fractional"
      },
      {periods: 252}
    );
    expect(result.log!.map(({t, text}) => [Math.round((t - panel.times[0]) / 864e5), text])).toEqual([
      [0, "strategy: none asked, as no regime is confirmed"],
      [2, "strategy: holding × 1 in regime 0 (trend up)"],
      [12, "strategy: holding × 0.5 in regime 1 (trend down)"],
      [22, "strategy: holding × 1 in regime 9"]
    ]);
    const {regime, multiplier, wanted} = result.records!;
    expect([regime[1], regime[2], regime[12], regime[22]]).toEqual([NaN, 0, 1, 9]);
    expect([multiplier[2], multiplier[12], multiplier[22]]).toEqual([1, 0.5, 1]);
    expect([wanted[2], wanted[12]]).toEqual([1, 0]);
    const firstOf = (symbol: number) => result.fills.find((fill) => fill.symbol === symbol)!.t;
    expect([0, 1].map((symbol) => (firstOf(symbol) - panel.times[0]) / 864e5)).toEqual([3, 13]);
  });

  it("says so where a regime has no strategy", () => {
    const strategy = adaptive({...plain, strategies: [one], table: [-1]});
    const panel = market([0, 0]);
    expect(strategy.explain!(view(panel, 1), bookHolding(panel, 1))).toEqual({
      regime: 0,
      multiplier: 0,
      strategy: "nothing in regime 0 (trend up)"
    });
  });

  it("passes the audit with real strategies", async () => {
    for (const options of [{}, {keep: true}, {switch: false}, {of: "S1", table: [1, -1, 0]}]) {
      const {judgement, findings} = await auditPlugin(
        adaptive({strategies: [smaCross(), topK({signal: "close"})], ...options})
      );
      expect(findings).toEqual([]);
      expect(judgement).toBe("clean");
    }
  });

  it("holds all in equal parts where it has no strategies", () => {
    const strategy = adaptive({multipliers: [1, 0.5], confirm: 2});
    expect(ask(strategy, market([0, 0]))).toEqual([0.5, 0.5]);
    expect(ask(strategy, market([1, 1]))).toEqual([0.25, 0.25]);
    expect(ask(strategy, market([0, 0]), [0.6, 0.4])).toBeNull();
    expect(ask(strategy, market([0, 0, 1, 1]), [0.6, 0.4])).toEqual([0.3, 0.2]);
  });

  it("is made again, with its strategies, from its JSON", async () => {
    const made = adaptive({strategies: [buyAndHold(), topK({k: 3})], table: [1, 0]});
    const spec = JSON.parse(JSON.stringify(made)) as Spec<"strategy">;
    const again = revive(spec, await lookupFor(spec));
    expect(JSON.stringify(again)).toBe(JSON.stringify(made));
    expect(again.needs).toEqual(made.needs);
    expect((again.params.strategies as readonly Plugin[]).map(({name}) => name)).toEqual(["buy-and-hold", "top-k"]);
  });

  it("refuses options that make no sense", () => {
    expect(() => adaptive({table: [2], strategies: [one, other]})).toThrow("invalid adaptive table: 2");
    expect(() => adaptive({multipliers: [-1]})).toThrow("invalid adaptive multipliers: -1");
    expect(() => adaptive({confirm: 5, memory: 4})).toThrow("invalid adaptive memory: 4");
    expect(() => adaptive({strategies: ["momentum"] as never})).toThrow("invalid adaptive strategies: undefined");
  });
});
