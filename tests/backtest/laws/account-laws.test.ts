import {isDeepStrictEqual} from "node:util";
import fc from "fast-check";
import {describe, expect, it} from "vitest";
import type {Trading} from "../../../core/backtest/backtest.js";
import {backtest, trade} from "../../../core/backtest/backtest.js";
import type {Panel} from "../../../core/base/panel.js";
import {head} from "../../../core/base/panel.js";
import {random} from "../../../core/base/random.js";
import type {Action, Fill, Financing, Result} from "../../../core/plugin.js";
import {day, guarding} from "../markets.js";
import type {Draw} from "./random-cases.js";
import {charging, draws, each, hold, randomMarket, restless, rulesOf, slipping, stops} from "./random-cases.js";

const market = {periods: 252};
const base = {
  slippage: slipping(0.001, 0.05),
  commission: charging(0.01, 0.0005),
  fill: "next-open",
  cash: 1e6,
  delay: 0,
  shares: "whole"
} as const;
const interest: Financing = {
  charges: ({cash}, _, days) => [{what: "cash-interest", amount: cash * 0.0001 * days}]
};

/** Splits, dividends paid on their ex-date and delistings, on random days, at most one a day. */
function randomActions({seed, rows, symbols}: Draw): Action[] {
  const r = random(seed).fork("actions");
  const drawn = Array.from({length: 4}, (): Action => {
    const symbol = `S${r.integer(symbols)}`;
    const t = (1 + r.integer(rows)) * day;
    const kind = r.integer(5);
    if (kind < 2) return {symbol, t, action: "split", value: [2, 1.5, 0.1, 3][r.integer(4)]} as const;
    if (kind < 4) return {symbol, t, action: "dividend", value: 0.01 * r.uniform()} as const;
    return {symbol, t, action: "delisting", value: -r.uniform()} as const;
  });
  return drawn.filter(({t}, i) => drawn.findIndex((other) => other.t === t) === i);
}

/** Far from zero, relative to what is there. */
const near = (a: number, b: number, scale: number) =>
  Math.abs(a - b) <= 1e-9 * Math.max(scale, Math.abs(a), Math.abs(b));

describe("the account", () => {
  it("balances on every bar: equity = cash + Σ position · price, and cash moves by fills and postings alone", () => {
    let [fills, postings, calls] = [0, 0, 0];
    fc.assert(
      fc.property(draws, fc.record(rulesOf), fc.boolean(), fc.boolean(), (draw, rules, orders, credit) => {
        const panel = randomMarket(draw);
        const actions = randomActions(draw);
        const trading: Trading = {
          ...base,
          ...rules,
          strategy: orders ? restless(draw.seed, {whole: rules.shares === "whole", size: 3000}) : each,
          financing: [interest],
          cash: 20_000,
          ...(credit && {margin: {initial: 0.5, maintenance: 0.45, settlement: 2}})
        };
        let cash = 20_000;
        let moved = cash;
        const held = new Float64Array(draw.symbols);
        let before = -Infinity;
        for (const {t, book, ...mark} of trade(panel, trading, {actions})) {
          for (const {symbol, action, value, t: when} of before === -Infinity ? [] : actions)
            if (action === "split" && when > before && when <= t) held[Number(symbol.slice(1))] *= value!;
          for (const {symbol, quantity, price, commission, forced} of mark.fills) {
            cash -= price * quantity + commission;
            moved += Math.abs(price * quantity);
            held[symbol] += quantity;
            if (forced === "margin-call") ++calls;
          }
          for (const {amount} of mark.postings) cash += amount;
          fills += mark.fills.length;
          postings += mark.postings.length;
          let equity = book.cash;
          book.position.forEach((units, s) => (equity += units === 0 ? 0 : units * book.price[s]));
          hold(near(book.equity, equity, 1));
          hold(near(book.cash, cash, moved));
          book.position.forEach((units, s) => {
            hold(near(units, held[s], 1000));
            hold(rules.shares !== "whole" || units === Math.round(units));
          });
          before = t;
        }
      }),
      {seed: 1, numRuns: 300}
    );
    expect(fills).toBeGreaterThan(10_000);
    expect(postings).toBeGreaterThan(3000);
    expect(calls).toBeGreaterThan(50);
  });

  it("is the same when it is traded again", () => {
    fc.assert(
      fc.property(draws, fc.record(rulesOf), (draw, rules) => {
        const trading = {...base, ...rules, strategy: restless(draw.seed)};
        const again = () => backtest(randomMarket(draw), trading, {...market, actions: randomActions(draw)});
        expect(isDeepStrictEqual(again(), again())).toBe(true);
      }),
      {seed: 2, numRuns: 30}
    );
  });

  it("does not know the future: what is cut off later changes nothing before", () => {
    fc.assert(
      fc.property(
        draws,
        fc.record(rulesOf),
        fc.boolean(),
        fc.double({min: 0, max: 1, noNaN: true}),
        (draw, rules, orders, part) => {
          const panel = randomMarket(draw);
          const count = Math.max(1, Math.floor(part * draw.rows));
          const actions = randomActions(draw);
          const overlays = orders ? [] : [guarding(...stops(draw.symbols, 1))];
          const run = (known: Panel) => {
            const strategy = orders ? restless(draw.seed) : each;
            return backtest(known, {...base, ...rules, strategy, overlays}, {...market, actions});
          };
          const [whole, known] = [run(panel), run(head(panel, count))];
          expect(known.equity).toEqual(whole.equity.slice(0, count));
          expect(known.cash).toEqual(whole.cash.slice(0, count));
          expect(known.fills).toEqual(whole.fills.filter(({t}) => t <= panel.times[count - 1]));
        }
      ),
      {seed: 3, numRuns: 150}
    );
  });
});

function scaled(panel: Panel, k: number): Panel {
  const {open, high, low, close, ...rest} = panel.fields;
  const times = (column: Float64Array) => column.map((price) => price * k);
  return {...panel, fields: {...rest, open: times(open), high: times(high), low: times(low), close: times(close)}};
}

describe("units of money", () => {
  it("do not matter: k times the prices and the cash are k times the equity", () => {
    fc.assert(
      fc.property(
        draws,
        fc.record(rulesOf),
        fc.integer({min: -10, max: 10}),
        fc.boolean(),
        (draw, {fill, triggers}, power, orders) => {
          const panel = randomMarket(draw);
          const run = (k: number) =>
            backtest(
              scaled(panel, k),
              {
                ...base,
                fill,
                triggers,
                shares: "fractional",
                cash: 1e5 * k,
                commission: charging(0, 0.001),
                strategy: orders ? restless(draw.seed, {whole: false}) : each,
                overlays: orders ? [] : [guarding(...stops(draw.symbols, k))]
              },
              market
            );
          const one = run(1);
          const two = run(2 ** power);
          expect(two.equity).toEqual(one.equity.map((value) => value * 2 ** power));
          expect(two.fills.map(({quantity}) => quantity)).toEqual(one.fills.map(({quantity}) => quantity));
          const three = run(3);
          expect(three.fills).toHaveLength(one.fills.length);
          three.equity.forEach((value, row) => {
            hold(near(value, 3 * one.equity[row], 3e5));
          });
        }
      ),
      {seed: 8, numRuns: 100}
    );
  });
});

describe("the order of symbols", () => {
  it("does not matter", () => {
    fc.assert(
      fc.property(draws, fc.record(rulesOf), fc.boolean(), (draw, rules, orders) => {
        const panel = randomMarket(draw);
        const n = draw.symbols;
        const r = random(draw.seed).fork("order");
        const order = Array.from({length: n}, (_, s) => s).sort(() => r.uniform() - 0.5);
        const permuted: Panel = {
          ...panel,
          symbols: order.map((s) => panel.symbols[s]),
          fields: Object.fromEntries(
            Object.entries(panel.fields).map(([name, column]) => [
              name,
              column.map((_, cell) => column[Math.floor(cell / n) * n + order[cell % n]])
            ])
          )
        };
        const run = (known: Panel) => {
          const strategy = orders ? restless(draw.seed) : each;
          const overlays = orders
            ? []
            : [guarding({symbol: known.symbols.indexOf("S0"), from: "best", distance: 1, name: "stop"})];
          return backtest(known, {...base, ...rules, strategy, overlays}, {...market, actions: randomActions(draw)});
        };
        const [one, other] = [run(panel), run(permuted)];
        const listed = ({fills, symbols}: Result) =>
          fills
            .map((fill) => ({...fill, name: symbols[fill.symbol]}))
            .sort((a, b) => a.t - b.t || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
        const [a, b] = [listed(one), listed(other)];
        expect(b.map(({t, name}) => [t, name])).toEqual(a.map(({t, name}) => [t, name]));
        a.forEach(({quantity, price, tag}, i) => {
          hold(near(quantity, b[i].quantity, 1000));
          hold(near(price, b[i].price, 1));
          expect(b[i].tag).toBe(tag);
        });
        one.equity.forEach((equity, row) => {
          hold(near(equity, other.equity[row], 1e6));
        });
      }),
      {seed: 9, numRuns: 150}
    );
  });
});

describe("prices adjusted for splits", () => {
  it("are worth what those as traded are with their splits, whatever the orders", () => {
    let splits = 0;
    fc.assert(
      fc.property(draws, fc.record(rulesOf), fc.boolean(), fc.boolean(), (draw, {fill, triggers}, orders, exactly) => {
        const adjusted = randomMarket(draw);
        const n = draw.symbols;
        const r = random(draw.seed).fork("splits");
        const ratios = exactly ? [2, 4, 0.5] : [3, 1.5, 0.1];
        const actions: Action[] = [];
        // How many of today's units one of the last day's is.
        const factor = new Float64Array(adjusted.fields.close.length).fill(1);
        for (let s = 0; s < n; ++s) {
          const row = 1 + r.integer(draw.rows - 1);
          const value = ratios[r.integer(3)];
          actions.push({symbol: `S${s}`, t: row * day, action: "split", value});
          for (let i = 0; i < row; ++i) factor[i * n + s] = value;
          ++splits;
        }
        const traded = (name: string) => adjusted.fields[name].map((value, cell) => value * factor[cell]);
        const raw: Panel = {
          ...adjusted,
          fields: {
            ...adjusted.fields,
            open: traded("open"),
            high: traded("high"),
            low: traded("low"),
            close: traded("close"),
            volume: adjusted.fields.volume.map((value, cell) => value / factor[cell]),
            factor
          }
        };
        const distances = {
          adjust: (targets: Float64Array) => targets,
          guards: (now: {at(name: string, symbol: number): number; has(name: string): boolean}) =>
            stops(n, 1).map((guard) => ({...guard, distance: now.has("factor") ? now.at("factor", guard.symbol) : 1}))
        };
        const run = (panel: Panel, beside: readonly Action[]) =>
          backtest(
            panel,
            {
              ...base,
              fill,
              triggers,
              shares: "fractional",
              slippage: slipping(0.001, 0.05, false),
              commission: charging(0, 0.001),
              strategy: orders ? restless(draw.seed, {whole: false}) : each,
              overlays: orders ? [] : [distances]
            },
            {...market, actions: beside}
          );
        const [one, other] = [run(adjusted, []), run(raw, actions)];
        // What is left of a volume cap may be nothing, or a rounding of it.
        const fills = ({fills}: Result, ratioOf: (fill: Fill) => number) =>
          fills.filter((fill) => Math.abs(fill.quantity) * ratioOf(fill) > 1e-9);
        const ratioAt = ({t, symbol}: Fill) => factor[Math.round(t / day) * n + symbol];
        const [before, after] = [fills(one, () => 1), fills(other, ratioAt)];
        expect(after).toHaveLength(before.length);
        if (exactly) expect(other.equity).toEqual(one.equity);
        one.equity.forEach((equity, row) => {
          hold(near(equity, other.equity[row], 1e6));
        });
        before.forEach(({t, symbol, quantity, price, tag}, i) => {
          const fill = after[i];
          const ratio = ratioAt(fill);
          expect([fill.t, fill.symbol, fill.tag]).toEqual([t, symbol, tag]);
          hold(near(fill.quantity * ratio, quantity, 1000));
          hold(near(fill.price / ratio, price, 1));
        });
      }),
      {seed: 10, numRuns: 200}
    );
    expect(splits).toBeGreaterThan(500);
  });
});
