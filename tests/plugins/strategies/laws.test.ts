import {describe, expect, it} from "vitest";
import {auditPlugin} from "../../../core/audit/plugin.js";
import type {Panel} from "../../../core/base/panel.js";
import {random} from "../../../core/base/random.js";
import {view} from "../../../core/base/view.js";
import type {Plugin} from "../../../core/plugin.js";
import {bollingerReversal} from "../../../plugins/strategies/reversion/bollinger-reversal.js";
import {buyAndHold} from "../../../plugins/strategies/buy-and-hold.js";
import {emaCross} from "../../../plugins/strategies/ema-cross.js";
import {longShortQuantile} from "../../../plugins/strategies/long-short-quantile.js";
import {meanReversion} from "../../../plugins/strategies/reversion/mean-reversion.js";
import {model} from "../../../plugins/strategies/model.js";
import {momentum} from "../../../plugins/strategies/momentum.js";
import {pairs} from "../../../plugins/strategies/reversion/pairs.js";
import {rsiDivergence} from "../../../plugins/strategies/reversion/rsi-divergence.js";
import {weights} from "../../../plugins/strategies/weights.js";
import {randomPanel} from "../../panels.js";
import {ask, bookHolding} from "./asking.js";

const strategies: readonly Plugin<"strategy">[] = [
  momentum({window: 30, skip: 5, rebalance: "week"}),
  momentum({mode: "time-series", window: 30, skip: 0, rebalance: "bar"}),
  meanReversion({window: 10, enter: 1}),
  emaCross({fast: 3, slow: 8, short: true}),
  rsiDivergence({left: 2, right: 2, least: 2, most: 30, memory: 3, hold: 5}),
  bollingerReversal({window: 10, width: 1}),
  longShortQuantile({weighting: "signal"}),
  longShortQuantile({sector: "sector", rebalance: "month", band: 0}),
  pairs({pair: ["S0", "S1"], window: 20, enter: 1}),
  buyAndHold({refill: true}),
  buyAndHold({weights: {S1: 0.5, S3: -0.25}}),
  weights({field: "signal"}),
  weights({field: "signal", missing: "zero"}),
  model({window: 20})
];

const named = strategies.map((strategy) => [`${strategy.name} ${JSON.stringify(strategy.params)}`, strategy] as const);

const rows = 260;
const made = randomPanel({rows, symbols: 5, seed: 12});
const panel: Panel = {...made, fields: {...made.fields, sector: made.fields.close.map((_, i) => (i % 5) % 2)}};

/** What a strategy answers on many rows, to accounts that hold nothing and this and that. */
function answers(strategy: Plugin<"strategy">, given: Panel, order: readonly number[] = [0, 1, 2, 3, 4]) {
  const r = random(3);
  const out: (number[] | null)[] = [];
  for (let row = strategy.lookback; row < rows; ++row) {
    const parts = [0, 1, 2, 3, 4].map(() => (r.uniform() < 0.5 ? 0 : (r.integer(3) - 1) / 5));
    const held = order.map((s) => (Number.isNaN(bookHolding(panel, row).price[s]) ? 0 : parts[s]));
    out.push(ask(strategy, given, row % 2 ? undefined : held, row));
  }
  return out;
}

describe.each(named)("%s", (_, strategy) => {
  const usual = answers(strategy, panel);

  it("decides something on these days", () => {
    const kinds = new Set(usual.map((answer) => String(answer)));
    expect(kinds.size).toBeGreaterThan(1);
  });

  it("passes the audit with these options", async () => {
    const {findings} = await auditPlugin(strategy);
    expect(findings.map(({rule, message}) => `${rule}: ${message}`)).toEqual([]);
  });

  it("answers the same when all prices are a thousand times as high", () => {
    const close = panel.fields.close.map((price) => price * 1000);
    expect(answers(strategy, {...panel, fields: {...panel.fields, close}})).toEqual(usual);
  });

  it("answers the same whatever order the symbols come in", () => {
    const order = [3, 0, 4, 2, 1];
    const turn = <T>(values: readonly T[]) => order.map((s) => values[s]);
    const fields = Object.entries(panel.fields).map(([name, column]) => {
      return [name, Float64Array.from({length: 5 * rows}, (_, i) => column[i - (i % 5) + order[i % 5]])] as const;
    });
    const turned = {...panel, symbols: turn(panel.symbols), fields: Object.fromEntries(fields)};
    expect(answers(strategy, turned, order)).toEqual(usual.map((answer) => answer && turn(answer)));
  });

  it("takes nothing where no symbol has ever had a price or signal", () => {
    const none = panel.fields.close.map(() => NaN);
    const fields = Object.fromEntries(Object.keys(panel.fields).map((name) => [name, none]));
    for (let row = strategy.lookback; row < rows; row += 7)
      expect(ask(strategy, {...panel, fields}, undefined, row) ?? [0, 0, 0, 0, 0]).toEqual([0, 0, 0, 0, 0]);
  });

  it("gives finite weights whatever the prices are", () => {
    const r = random(8);
    const hostile = panel.fields.close.map((price) => {
      return [price, price, price, price, NaN, 0, -5, 1e12, 1e-9, Infinity][r.integer(10)];
    });
    const given = {...panel, fields: {...panel.fields, close: hostile}};
    for (let row = strategy.lookback; row < rows; ++row) {
      const answer = strategy.targets(view(given, row), bookHolding(panel, row));
      expect(answer === null || answer.every(Number.isFinite), `row ${row}: ${String(answer)}`).toBe(true);
    }
  });
});

describe("a single symbol", () => {
  const close = Float64Array.from({length: rows}, (_, i) => panel.fields.close[i * 5]);
  const signal = Float64Array.from({length: rows}, (_, i) => panel.fields.signal[i * 5]);
  const one: Panel = {...panel, symbols: ["S0"], fields: {close, signal, sector: close.map(() => 1)}};
  const single = (strategy: Plugin<"strategy">) =>
    Array.from({length: rows - strategy.lookback}, (_, i) => ask(strategy, one, undefined, strategy.lookback + i));

  it("is traded by what looks at each symbol alone", () => {
    for (const strategy of [strategies[1], strategies[2], strategies[3], strategies[4], strategies[5]]) {
      const wanted = single(strategy).filter((answer) => answer !== null && answer[0] !== 0);
      expect(wanted.length, strategy.name).toBeGreaterThan(2);
      for (const answer of wanted) expect(Math.abs(answer![0])).toBe(1);
    }
  });

  it("has nothing to be compared with", () => {
    for (const strategy of [strategies[0], strategies[6], strategies[7], pairs()])
      for (const answer of single(strategy)) expect(answer ?? [0], strategy.name).toEqual([0]);
  });
});
