import {describe, expect, it} from "vitest";
import {rebalanceBand} from "../../../plugins/overlays/rebalance-band.js";
import {rebalanceCalendar} from "../../../plugins/overlays/rebalance-calendar.js";
import {turnoverLimit} from "../../../plugins/overlays/turnover-limit.js";
import {always, ask, barsOf, firstDay, marks, run, size, still, walk, wanting, weights} from "./made.js";

const day = 86_400_000;
const dates = (times: Iterable<number>) => [
  ...new Set(Array.from(times, (t) => new Date(t).toISOString().slice(0, 10)))
];

describe("rebalance-calendar", () => {
  const panel = walk({rows: 200});
  const daysOf = (every: string, start = always(0.4, 0.3, 0.2)) =>
    dates(run(panel, start, [rebalanceCalendar({every})]).fills.map(({t}) => t));

  it("trades on the bar after the first of each period, and not between", () => {
    expect(daysOf("month")).toEqual(
      ["01-02", "02-02", "03-02", "04-02", "05-02", "06-02", "07-02"].map((date) => `2020-${date}`)
    );
    expect(daysOf("quarter")).toEqual(["2020-01-02", "2020-04-02", "2020-07-02"]);
    expect(daysOf("year")).toEqual(["2020-01-02"]);
    // The first of January was a Wednesday; every Monday after it decides, and the Tuesday fills.
    expect(daysOf("week").slice(0, 4)).toEqual(["2020-01-02", "2020-01-07", "2020-01-14", "2020-01-21"]);
    expect(daysOf("week").length).toBe(1 + 28);
    expect(() => rebalanceCalendar({every: "day"})).toThrow("unknown rebalance-calendar every: day; ");
  });

  it("takes the first bar that there is of a period, where its first days have none", () => {
    const kept = Array.from(panel.times.keys()).filter((row) => new Date(firstDay + row * day).getUTCDate() > 5);
    const fields = Object.fromEntries(
      Object.entries(panel.fields).map(([name, column]) => [
        name,
        Float64Array.from(kept.flatMap((row) => Array.from(column.subarray(row * 3, row * 3 + 3))))
      ])
    );
    const holidays = {...panel, times: Float64Array.from(kept, (row) => panel.times[row]), fields};
    expect(
      dates(run(holidays, always(0.4, 0.3, 0.2), [rebalanceCalendar()]).fills.map(({t}) => t)).slice(0, 3)
    ).toEqual(["2020-01-07", "2020-02-07", "2020-03-07"]);
  });

  it("does not make a strategy that begins within a period wait for the next", () => {
    const late = wanting((row) => (row < 10 ? null : [0.4, 0.3, 0.2]));
    expect(daysOf("month", late).slice(0, 2)).toEqual(["2020-01-12", "2020-02-02"]);
    const flatThenBack = wanting((row) => (row < 10 || row > 40 ? [0.4, 0.3, 0.2] : [0, 0, 0]));
    expect(daysOf("month", flatThenBack).slice(0, 3)).toEqual(["2020-01-02", "2020-02-02", "2020-03-02"]);
  });

  it("leaves weights after a trade within a lot of what is wanted", () => {
    const whole = marks(panel, always(0.4, 0.3, 0.2), [rebalanceCalendar()], {shares: "whole", fill: "same-close"});
    let trades = 0;
    for (const {book, fills} of whole) {
      if (fills.length < 3) continue;
      ++trades;
      for (const [s, weight] of weights(book).entries())
        expect(Math.abs(weight - [0.4, 0.3, 0.2][s])).toBeLessThan(book.price[s] / book.equity);
    }
    expect(trades).toBe(7);
  });
});

describe("rebalance-band", () => {
  const flat = walk({rows: 2, symbols: 3});
  const price = Float64Array.of(1, 1, 1);
  const held = (...position: number[]) => ({position: Float64Array.from(position), price, equity: 1});

  it("leaves the book alone within the band, and brings all or the breached to what is wanted beyond it", () => {
    const wanted = [0.5, -0.3, 0.2];
    const near = held(0.54, -0.26, 0.24);
    expect(ask(rebalanceBand(), wanted, flat, 1, near)).toBeNull();
    const far = held(0.56, -0.26, 0.24);
    expect(ask(rebalanceBand(), wanted, flat, 1, far)).toEqual(wanted);
    expect(ask(rebalanceBand({outside: "breached"}), wanted, flat, 1, far)).toEqual([0.5, -0.26, 0.24]);
    expect(ask(rebalanceBand({band: 0.1, measure: "relative"}), wanted, flat, 1, held(0.54, -0.28, 0.21))).toBeNull();
    expect(ask(rebalanceBand({band: 0.1, measure: "relative"}), wanted, flat, 1, held(0.54, -0.28, 0.23))).toEqual(
      wanted
    );
  });

  it("always opens, closes and turns round, but not what has no price", () => {
    const overlay = rebalanceBand({outside: "breached"});
    expect(ask(overlay, [0.02, 0.3, 0], flat, 1, held(0, 0.32, 0))).toEqual([0.02, 0.32, 0]);
    expect(ask(overlay, [0, 0.3, 0], flat, 1, held(0.02, 0.32, 0))).toEqual([0, 0.32, 0]);
    expect(ask(overlay, [-0.01, 0.3, 0], flat, 1, held(0.01, 0.32, 0))).toEqual([-0.01, 0.32, 0]);
    const unborn = {...held(0, 0.32, 0), price: Float64Array.of(NaN, 1, 1)};
    expect(ask(overlay, [0.5, 0.3, 0], flat, 1, unborn)).toBeNull();
  });

  it("is never further off than its band at a decision that it lets stand", () => {
    const panel = walk({rows: 250, seed: 3});
    const target = [0.5, 0.3, -0.2];
    const rebalanced = marks(panel, always(...target), [rebalanceBand({band: 0.04})], {fill: "same-close"});
    const off = ({book}: (typeof rebalanced)[number]) =>
      Math.max(...weights(book).map((weight, s) => Math.abs(weight - target[s])));
    expect(Math.max(...rebalanced.map(off))).toBeLessThanOrEqual(0.04);
    const trades = rebalanced.filter(({fills}) => fills.length > 0);
    expect(trades.length).toBeGreaterThan(3);
    expect(trades.length).toBeLessThan(50);
    for (const mark of trades) expect(off(mark)).toBeLessThan(1e-12);
  });
});

describe("turnover-limit", () => {
  it("goes part of the way to what is wanted, so that what is traded is the limit", () => {
    const flat = walk({rows: 2, symbols: 3});
    const given = {position: Float64Array.of(0.5, -0.2, 0), price: Float64Array.of(1, 1, 1), equity: 1};
    const got = ask(turnoverLimit({most: 0.2}), [0.1, 0, 0.2], flat, 1, given)!;
    for (const [s, weight] of [0.4, -0.15, 0.05].entries()) expect(got[s]).toBeCloseTo(weight, 14);
    expect(ask(turnoverLimit({most: 0.8}), [0.1, 0, 0.2], flat, 1, given)).toEqual([0.1, 0, 0.2]);
  });

  it("arrives after as many bars as the way is long", () => {
    const panel = barsOf(...Array.from({length: 8}, () => still(100)));
    const {gross, fills} = run(panel, always(1), [turnoverLimit({most: 0.25})], {fill: "same-close"});
    expect(Array.from(gross)).toEqual([0.25, 0.5, 0.75, 1, 1, 1, 1, 1]);
    expect(size(fills.map(({quantity}) => quantity))).toBe(1000);
  });
});
