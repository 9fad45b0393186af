import {describe, expect, it} from "vitest";
import {bookOf} from "../../core/base/book.js";
import type {Panel} from "../../core/base/panel.js";
import {view} from "../../core/base/view.js";
import type {Book, Fill, Result} from "../../core/plugin.js";
import {costs} from "../../plugins/metrics/costs.js";
import {hitRate} from "../../plugins/metrics/hit-rate.js";
import {maxDrawdown} from "../../plugins/metrics/max-drawdown.js";
import {sharpe} from "../../plugins/metrics/sharpe.js";
import {totalReturn} from "../../plugins/metrics/total-return.js";
import {turnover} from "../../plugins/metrics/turnover.js";
import {smaCross} from "../../plugins/strategies/sma-cross.js";
import {threshold} from "../../plugins/strategies/threshold.js";
import {topK} from "../../plugins/strategies/top-k.js";

function oneRow(fields: Readonly<Record<string, readonly number[]>>): Panel {
  const columns = Object.entries(fields).map(([name, values]) => [name, Float64Array.from(values)]);
  const names = Object.values(fields)[0].map((_, s) => `S${s}`);
  return {times: Float64Array.of(0), symbols: names, fields: Object.fromEntries(columns) as Panel["fields"]};
}

/** An account of 1000 that holds so many units of each symbol, at 10. */
function book(...position: number[]): Book {
  const price = new Float64Array(position.length).fill(10);
  const cash = 1000 - 10 * position.reduce((sum, units) => sum + units, 0);
  return bookOf({cash, position: Float64Array.from(position), price});
}

const weights = (answer: Float64Array | null) => answer && Array.from(answer);

describe("top-k", () => {
  const ask = (signal: number[], options: Parameters<typeof topK>[0], held = signal.map(() => 0)) => {
    const close = signal.map((_, s) => (s === 5 ? NaN : 10));
    return weights(topK(options).targets(view(oneRow({signal, close}), 0), book(...held)));
  };

  it("is long the highest and short the lowest, and passes over what it cannot know or trade", () => {
    expect(ask([1, 5, NaN, 3, 2, 9, 0], {k: 2})).toEqual([-0.25, 0.25, 0, 0.25, 0, 0, -0.25]);
    expect(ask([1, 5, NaN, 3, 2, 9, 0], {k: 2, short: false, gross: 1})).toEqual([0, 0.5, 0, 0.5, 0, 0, 0]);
  });

  it("never has a name on both sides, and holds nothing where there is nothing to choose from", () => {
    expect(ask([1, 2, 3], {k: 2})).toEqual([-0.5, 0, 0.5]);
    expect(ask([1], {k: 2})).toEqual([0]);
    expect(ask([NaN, NaN], {k: 2})).toEqual([0, 0]);
  });

  it("takes ties in the symbols' order", () => {
    expect(ask([7, 7, 7, 7], {k: 1})).toEqual(ask([7, 7, 7, 7], {k: 1}));
    expect(ask([7, 7, 7, 7], {k: 1, short: false})).toEqual([1, 0, 0, 0]);
  });

  it("keeps what it holds while that ranks high enough", () => {
    expect(ask([4, 3, 2, 1], {k: 1, keep: 2, short: false}, [0, 5, 0, 0])).toEqual([0, 1, 0, 0]);
    expect(ask([4, 3, 2, 1], {k: 1, keep: 2, short: false}, [0, 0, 5, 0])).toEqual([1, 0, 0, 0]);
  });
});

describe("threshold", () => {
  const ask = (signal: number[], ...held: number[]) =>
    weights(threshold({enter: 2, exit: 1}).targets(view(oneRow({signal}), 0), book(...held)));

  it("buys above enter, sells below exit, and leaves the book alone in between", () => {
    expect(ask([3, 1.5], 0, 0)).toEqual([0.5, 0]);
    expect(ask([0.5, 1.5], 20, 30)).toEqual([0, 0.3]);
    expect(ask([1.5, 1.5], 20, 0)).toBeNull();
    expect(ask([3, 1.5], 30, 0), "most of its part").toBeNull();
    expect(ask([3, 1.5], 20, 0), "a partial fill").toEqual([0.5, 0]);
    expect(() => threshold({enter: 0, exit: 1})).toThrow("invalid exit: 1; expected at most enter, 0");
  });
});

describe("sma-cross", () => {
  const closes = (...close: number[]): Panel => ({
    times: Float64Array.from(close.keys()),
    symbols: ["A"],
    fields: {close: Float64Array.from(close)}
  });
  const ask = (...close: number[]) =>
    weights(smaCross({fast: 1, slow: 3}).targets(view(closes(...close), close.length - 1), book(0)));

  it("is long while the quick mean is above the slow one, and only with all closes", () => {
    expect(ask(1, 2, 3)).toEqual([1]);
    expect(ask(3, 2, 1)).toBeNull();
    expect(ask(2, 3)).toBeNull();
    expect(ask(1, NaN, 3)).toBeNull();
    for (let i = 1; i < 200; ++i) expect(ask(i / 7, i / 7, i / 7), "means that are equal").toBeNull();
    expect(() => smaCross({fast: 50})).toThrow("invalid fast: 50; expected less than slow, 50");
  });
});

describe("metrics", () => {
  const fill = (quantity: number, price: number): Fill => ({
    t: 0,
    symbol: 0,
    quantity,
    price,
    commission: 1,
    slippage: 2
  });
  const result = (equity: number[], fills: Fill[] = []): Result => {
    const none = new Float64Array(equity.length);
    const rest = {cash: none, gross: none, net: none, symbols: ["A"], unfilled: 0, periods: 2, fills};
    return {...rest, times: none, equity: Float64Array.from(equity)};
  };

  it("follow their definitions", () => {
    expect(turnover().measure(result([100, 100, 100], [fill(2, 10), fill(-3, 10)]))).toBe(0.5);
    expect(costs().measure(result([100, 100], [fill(2, 10), fill(-3, 10)]))).toBe(0.06);
    expect(hitRate().measure(result([100, 101, 101, 100, 102]))).toBe(2 / 3);
    expect(totalReturn().measure(result([100, 90, 120]))).toBe(120 / 100 - 1);
    expect(maxDrawdown().measure(result([100, 120, 60, 90]))).toBe(-0.5);
    expect(maxDrawdown().measure(result([100, 90, 120]))).toBe(90 / 100 - 1);
  });

  it("are NaN where the result does not tell", () => {
    expect(hitRate().measure(result([100, 100]))).toBeNaN();
    expect(sharpe().measure(result([100, 100, 100]))).toBeNaN();
    expect(turnover().measure(result([100]))).toBeNaN();
  });
});
