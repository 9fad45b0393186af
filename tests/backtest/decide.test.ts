import {describe, expect, it} from "vitest";
import {backtest} from "../../core/backtest/backtest.js";
import type {Trading} from "../../core/backtest/backtest.js";
import type {Panel} from "../../core/base/panel.js";
import type {Overlay, Strategy} from "../../core/plugin.js";
import {drawdownLimit} from "../../plugins/overlays/drawdown-limit.js";
import {leverageLimit} from "../../plugins/overlays/leverage-limit.js";
import {rebalanceCalendar} from "../../plugins/overlays/rebalance-calendar.js";
import {stopLoss} from "../../plugins/overlays/stop-loss.js";

const day = 86_400_000;

function panelOf(closes: readonly number[]): Panel {
  const close = Float64Array.from(closes);
  const volume = close.map(() => 1e9);
  const times = Float64Array.from(closes, (_, i) => Date.UTC(2024, 0, 1) + i * day);
  return {times, symbols: ["A"], fields: {open: close, high: close, low: close, close, volume}};
}

const always = (weight: number): Strategy => ({needs: [], lookback: 0, targets: () => Float64Array.of(weight)});

function trading(strategy: Strategy, overlays: readonly Overlay[], more: Partial<Trading> = {}): Trading {
  return {
    strategy,
    overlays,
    slippage: {fill: ({quantity}, price) => ({price, quantity})},
    commission: {cost: () => 0},
    fill: "next-close",
    delay: 0,
    cash: 1000,
    shares: "fractional",
    ...more
  };
}

describe("overlays together", () => {
  const falling = [100, 100, 110, 105, 98, 90, 85, 80, 76, 76, 76];

  it("that stand sell though another leaves the book alone, in either order", () => {
    const calendar = rebalanceCalendar({every: "quarter"});
    const limit = drawdownLimit({most: 0.1, pause: 0});
    for (const overlays of [
      [calendar, limit],
      [limit, calendar]
    ]) {
      const {fills, log} = backtest(panelOf(falling), trading(always(1), overlays), {periods: 252});
      expect(fills.map(({t, quantity}) => [new Date(t).getUTCDate(), Math.sign(quantity)])).toEqual([
        [2, 1],
        [6, -1]
      ]);
      expect(log).toEqual([{t: Date.UTC(2024, 0, 5), text: "drawdown-limit: sold all: 0.1 below the peak"}]);
    }
    const without = backtest(panelOf(falling), trading(always(1), [calendar]), {periods: 252});
    expect(without.fills).toHaveLength(1);
  });

  it("say why, once for as long as the reason lasts", () => {
    let bar = 0;
    const changing: Strategy = {needs: [], lookback: 0, targets: () => Float64Array.of([2, 2, 0.5, 2][bar++ % 4])};
    const {log} = backtest(panelOf([10, 10, 10, 10]), trading(changing, [leverageLimit({gross: 1, net: 1})]), {
      periods: 252
    });
    const text = "leverage-limit: weights cut: beyond 1 gross or 1 net";
    expect(log).toEqual([
      {t: Date.UTC(2024, 0, 1), text},
      {t: Date.UTC(2024, 0, 4), text}
    ]);
  });

  it("refuse weights beyond a limit, and leave the book alone", () => {
    const refusing = leverageLimit({gross: 1, net: 1, breach: "reject"});
    const {fills, log} = backtest(panelOf([10, 10, 10]), trading(always(1.5), [refusing]), {periods: 252});
    expect(fills).toEqual([]);
    expect(log?.map(({text}) => text)).toEqual(["leverage-limit: weights refused: beyond 1 gross or 1 net"]);
  });
});

describe("a stop with a delay", () => {
  it("is not undone by weights that were decided before it", () => {
    const prices = [100, 100, 100, 100, 80, 80, 80, 80, 80, 80];
    for (const delay of [0, 1, 2]) {
      const given = trading(always(1), [stopLoss({loss: 0.1})], {delay});
      const {fills} = backtest(panelOf(prices), given, {periods: 252});
      expect(fills.map(({quantity}) => Math.sign(quantity))).toEqual([1, -1]);
    }
  });
});

describe("a stopped position", () => {
  const prices = [100, 100, 80, 80, 80, 80, 80, 80];
  const entries = (answers: readonly (number | null)[]) => {
    const scripted: Strategy = {
      needs: [],
      lookback: 0,
      targets: (now) => {
        const answer = answers[Math.round((now.t - Date.UTC(2024, 0, 1)) / day)];
        return answer === null ? null : Float64Array.of(answer);
      }
    };
    const {fills} = backtest(panelOf(prices), trading(scripted, [stopLoss({loss: 0.1})]), {periods: 252});
    return fills.map(({t, quantity}) => [new Date(t).getUTCDate(), Math.sign(quantity)]);
  };
  const stopped = [
    [2, 1],
    [3, -1]
  ];

  it("stays closed while the strategy wants it on every bar", () => {
    expect(entries([1, 1, 1, 1, 1, 1, 1, 1])).toEqual(stopped);
  });

  it("may be opened again once the strategy has wanted nothing, or has left the book alone while nothing was held", () => {
    expect(entries([1, 1, 1, 0, 1, 1, 1, 1])).toEqual([...stopped, [6, 1]]);
    expect(entries([1, 1, 1, null, 1, 1, 1, 1])).toEqual([...stopped, [6, 1]]);
    expect(entries([1, 1, 1, -1, -1, -1, -1, -1])[2]).toEqual([5, -1]);
  });
});

describe("splits of a result", () => {
  it("are those that befell what was traded", () => {
    const panel = panelOf([10, 10, 5, 5, 5]);
    const actions = [0, 2, 4, 9].map((i) => ({
      action: "split" as const,
      t: Date.UTC(2024, 0, 1) + i * day,
      symbol: "A",
      value: 2
    }));
    const {splits} = backtest(panel, trading(always(0), []), {periods: 252, actions}, 1);
    expect(splits).toEqual([2, 4].map((i) => ({t: panel.times[i], symbol: 0, ratio: 2})));
    expect(backtest(panel, trading(always(0), []), {periods: 252}).splits).toBeUndefined();
  });
});
