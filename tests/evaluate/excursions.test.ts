import fc from "fast-check";
import {describe, expect, it} from "vitest";
import type {Panel} from "../../core/base/panel.js";
import {random} from "../../core/base/random.js";
import {momentOf} from "../../core/evaluate/excursions.js";
import type {Moment} from "../../core/evaluate/excursions.js";
import {roundTrips} from "../../core/evaluate/trades.js";
import type {Fill} from "../../core/plugin.js";

/** One symbol's bars: open, high, low, close. */
function bars(...rows: readonly (readonly [number, number, number, number])[]): Panel {
  const [open, high, low, close] = [0, 1, 2, 3].map((k) => Float64Array.from(rows, (row) => row[k]));
  return {times: Float64Array.from(rows.keys()), symbols: ["A"], fields: {open, high, low, close}};
}
const fill = (t: number, quantity: number, price: number, slippage = 0): Fill => {
  return {t, symbol: 0, quantity, price, commission: 0, slippage};
};
const panel = bars([100, 140, 60, 110], [110, 120, 90, 100], [100, 130, 80, 105], [105, 180, 40, 120]);
const reach = (fills: readonly Fill[], moment?: Moment | ((fill: Fill) => Moment), given = panel) =>
  roundTrips(fills, [120], {panel: given, ...(moment && {moment})}).map(({adverse, favourable}) => [
    adverse,
    favourable
  ]);

describe("excursions", () => {
  it("count all of the entry's bar and none of the exit's where fills are at the open", () => {
    expect(reach([fill(0, 1, 100), fill(3, -1, 105)], "open")).toEqual([[-0.4, 140 / 100 - 1]]);
  });

  it("count none of the entry's bar and all of the exit's where fills are at the close", () => {
    expect(reach([fill(0, 1, 110), fill(2, -1, 105)], "close")).toEqual([[80 / 110 - 1, 130 / 110 - 1]]);
  });

  it("count of both bars only what surely lay between where nobody knows when in the bar fills were", () => {
    expect(reach([fill(0, 1, 80), fill(3, -1, 100)], "within")).toEqual([[0, 130 / 80 - 1]]);
    expect(reach([fill(0, 1, 100), fill(1, -1, 100)], "within")).toEqual([[0, 110 / 100 - 1]]);
    const gap = bars([100, 101, 99, 100], [120, 130, 90, 95]);
    expect(reach([fill(0, 1, 100), fill(1, -1, 95)], "within", gap)).toEqual([[95 / 100 - 1, 120 / 100 - 1]]);
  });

  it("turn around for what is short", () => {
    expect(reach([fill(0, -1, 110), fill(2, 1, 105)], "close")).toEqual([[-(130 / 110 - 1), -(80 / 110 - 1)]]);
  });

  it("are told by each fill's price where nothing is said", () => {
    expect(momentOf(fill(0, 2, 101, 2), 100, 110)).toBe("open");
    expect(momentOf(fill(0, -2, 109, 2), 100, 110)).toBe("close");
    expect(momentOf(fill(0, 2, 105), 100, 110)).toBe("within");
    expect(momentOf(fill(0, 2, 100), 100, 100), "it may be either").toBe("within");
    const mixed = [fill(0, 1, 100), fill(2, -1, 105)];
    expect(reach(mixed)).toEqual(reach(mixed, ({t}) => (t === 0 ? "open" : "close")));
    expect(reach(mixed)).toEqual([[-0.4, 140 / 100 - 1]]);
  });

  it("end with the last bar's close where the trade is open, and hold nothing within one bar's open or close", () => {
    expect(reach([fill(2, 1, 105)], "close")).toEqual([[40 / 105 - 1, 180 / 105 - 1]]);
    expect(reach([fill(2, 1, 100), fill(2, -1, 100)], "open")).toEqual([[0, 0]]);
    expect(reach([fill(2, 1, 100), fill(2, -1, 105)])).toEqual([[80 / 100 - 1, 130 / 100 - 1]]);
  });

  it("pass over bars that are missing", () => {
    const gaps = bars([100, 101, 99, 100], [NaN, NaN, NaN, NaN], [100, 104, 95, 100]);
    expect(reach([fill(0, 1, 100), fill(2, -1, 100)], "close", gaps)).toEqual([[95 / 100 - 1, 104 / 100 - 1]]);
    expect(reach([fill(0, 1, 100), fill(2, -1, 100)], "open", gaps)).toEqual([[99 / 100 - 1, 101 / 100 - 1]]);
    const dead = bars([100, 101, 99, 100], [NaN, NaN, NaN, NaN], [NaN, NaN, NaN, NaN]);
    expect(reach([fill(0, 1, 100), fill(2, -1, 70)], "close", dead)).toEqual([[70 / 100 - 1, 0]]);
  });

  it("see through a split", () => {
    const raw = bars([100, 140, 60, 110], [110, 120, 90, 100], [25, 32.5, 20, 26.25], [26.25, 45, 10, 30]);
    const fills = [fill(0, 1, 110), fill(2, -4, 26.25)];
    const [trade] = roundTrips(fills, [30], {panel: raw, moment: "close", splits: [{t: 2, symbol: 0, ratio: 4}]});
    expect(trade).toMatchObject({quantity: 4, entry: 27.5, exit: 26.25, bars: 2});
    expect(trade.adverse).toBeCloseTo(80 / 110 - 1, 14);
    expect(trade.favourable).toBeCloseTo(130 / 110 - 1, 14);
  });

  it("are those that going through the bars finds, and never short of what was earned", () => {
    const r = random(3);
    const rows = Array.from({length: 70}, (): [number, number, number, number] => {
      const [a, b, c, d] = Array.from({length: 4}, () => 50 + r.integer(100)).sort((x, y) => x - y);
      return [b, d, a, c];
    });
    const many = bars(...rows);
    const moments = fc.constantFrom<Moment>("open", "close", "within");
    fc.assert(
      fc.property(fc.nat(69), fc.nat(69), moments, moments, fc.boolean(), (one, other, from, to, long) => {
        const [first, last] = one < other ? [one, other] : [other, one];
        fc.pre(first < last);
        const priceOf = (t: number, moment: Moment) => rows[t][{open: 0, close: 3, within: 2}[moment]];
        const [entry, exit] = [priceOf(first, from), priceOf(last, to)];
        const sign = long ? 1 : -1;
        const [own] = reach(
          [fill(first, sign, entry), fill(last, -sign, exit)],
          ({t}) => (t === first ? from : to),
          many
        );
        const seen = [entry, exit];
        if (from === "within") seen.push(rows[first][3]);
        if (to === "within") seen.push(rows[last][0]);
        for (let t = first; t <= last; ++t) {
          if ((t === first && from !== "open") || (t === last && to !== "close")) continue;
          seen.push(rows[t][1], rows[t][2]);
        }
        const gains = seen.map((price) => sign * (price / entry - 1));
        expect(own).toEqual([Math.min(0, ...gains) + 0, Math.max(0, ...gains) + 0]);
        expect(own[0]).toBeLessThanOrEqual(sign * (exit / entry - 1));
        expect(own[1]).toBeGreaterThanOrEqual(sign * (exit / entry - 1));
      })
    );
  });
});
