import {describe, expect, it} from "vitest";
import {bookOf} from "../../../core/base/book.js";
import {view} from "../../../core/base/view.js";
import type {Fill, Overlay} from "../../../core/plugin.js";
import {atrStop} from "../../../plugins/overlays/atr-stop.js";
import {stopLoss} from "../../../plugins/overlays/stop-loss.js";
import {trailingStop} from "../../../plugins/overlays/trailing-stop.js";
import {basisPoints} from "../../../plugins/slippage/basis-points.js";
import type {Prices} from "./made.js";
import {always, ask, barsOf, marks, run, still, walk, wanting} from "./made.js";

const stops = (fills: readonly Fill[]) => fills.filter(({tag}) => tag !== undefined);
const prices = (fills: readonly Fill[]) => fills.map(({price}) => price);

/** Bought at the close of the second bar, at 100; then come the bars given. */
const bought = (...bars: Prices[]) => barsOf(still(100), still(100), ...bars);

describe("stop-loss", () => {
  const overlays = [stopLoss({loss: 0.02})];

  it("sells at the stop where the bar reaches it", () => {
    const {fills} = run(bought([100, 101, 97, 99], still(99)), always(1), overlays);
    expect(stops(fills)).toMatchObject([{price: 98, quantity: -1000, tag: "stop-loss"}]);
    expect(stops(run(bought([100, 101, 98.01, 99]), always(1), overlays).fills)).toEqual([]);
  });

  it("sells at the open where the bar opens beyond the stop, not at the stop", () => {
    const {fills} = run(bought([93, 99, 92, 97], still(97)), always(1), overlays);
    expect(stops(fills)).toMatchObject([{price: 93, quantity: -1000}]);
    const short = run(bought([107, 108, 101, 103], still(103)), always(-1), overlays);
    expect(stops(short.fills)).toMatchObject([{price: 107, quantity: 1000}]);
  });

  it("pays slippage on top", () => {
    const {fills} = run(bought([100, 101, 97, 99]), always(1), overlays, {slippage: basisPoints({points: 10})});
    const [first, stop] = fills;
    expect(first.price).toBeCloseTo(100.1, 10);
    expect(stop.price).toBeCloseTo(0.98 * 100.1 * 0.999, 10);
  });

  it("keeps out of the side that it closed until the strategy has wanted something else", () => {
    const after = bought([100, 101, 97, 99], still(99), still(99), still(99), still(99), still(99));
    const kept = run(after, always(1), overlays);
    expect(prices(kept.fills)).toEqual([100, 98]);
    const turned = run(
      after,
      wanting((row) => (row === 4 ? [0] : [1])),
      overlays
    );
    expect(prices(turned.fills)).toEqual([100, 98, 99]);
    expect(turned.fills[2].t).toBe(after.times[6]);
    const other = run(
      after,
      wanting((row) => (row < 4 ? [1] : [-1])),
      overlays
    );
    expect(prices(other.fills)).toEqual([100, 98, 99]);
    expect(other.fills[2].quantity).toBeLessThan(0);
  });

  it("lets it be bought again on the next bar where it may", () => {
    const after = bought([100, 101, 97, 99], still(99), still(99));
    const {fills} = run(after, always(1), [stopLoss({loss: 0.02, reenter: "next"})]);
    expect(prices(fills)).toEqual([100, 98, 99]);
    expect(fills[2].t).toBe(after.times[3]);
    expect(() => stopLoss({reenter: "never"})).toThrow("unknown stop-loss reenter: never; ");
    expect(() => stopLoss({loss: 0})).toThrow("invalid stop-loss loss: 0; ");
  });

  it("guards what is bought at an open during the same bar", () => {
    const {fills} = run(barsOf(still(100), [100, 101, 97, 99], still(99)), always(1), overlays, {fill: "next-open"});
    expect(prices(fills)).toEqual([100, 98]);
    expect(fills[1].t).toBe(fills[0].t);
  });

  it("sells at its part below what was paid, or at an open beyond it, wherever prices go", () => {
    let count = 0;
    for (const side of [1, -1])
      for (let seed = 1; seed < 12; ++seed) {
        const panel = walk({symbols: 1, seed});
        const history = marks(panel, always(side), [stopLoss({loss: 0.03, reenter: "next"})]);
        for (const [i, {fills}] of history.entries())
          for (const {price} of stops(fills)) {
            const level = (1 - side * 0.03) * history[i - 1].book.entry[0];
            const open = panel.fields.open[i];
            expect(price).toBeCloseTo(side * open < side * level ? open : level, 8);
            ++count;
          }
      }
    expect(count).toBeGreaterThan(50);
  });
});

describe("trailing-stop", () => {
  const overlays = [trailingStop({trail: 0.05})];

  it("follows the best price until the bar before, and not down again", () => {
    const up = [
      [100, 110, 100, 108],
      [108, 112, 105, 106],
      [106.6, 111, 106.5, 107]
    ] as const;
    expect(stops(run(bought(...up, [107, 108, 106.41, 107]), always(1), overlays).fills)).toEqual([]);
    const {fills} = run(bought(...up, [107, 108, 106, 107]), always(1), overlays);
    expect(stops(fills)).toMatchObject([{tag: "trailing-stop"}]);
    expect(stops(fills)[0].price).toBeCloseTo(0.95 * 112, 10);
  });

  it("does not know the high of the bar that it is kept in", () => {
    const {fills} = run(bought([100, 130, 99, 129], still(129)), always(1), overlays);
    expect(stops(fills)).toEqual([]);
  });

  it("follows a short position's lowest low", () => {
    const {fills} = run(bought([100, 100, 90, 91], [91, 95, 90, 93]), always(-1), overlays);
    expect(stops(fills)[0].price).toBeCloseTo(94.5, 10);
    const gap = run(bought([100, 100, 90, 91], [97, 98, 90, 93]), always(-1), overlays);
    expect(stops(gap.fills)).toMatchObject([{price: 97}]);
  });

  it("only ever moves in the position's favour", () => {
    for (const side of [1, -1])
      for (let seed = 1; seed < 12; ++seed) {
        const panel = walk({symbols: 1, seed});
        const history = marks(panel, always(side), [trailingStop({trail: 0.04, reenter: "next"})]);
        let level = NaN;
        let count = 0;
        for (const [i, {book, fills}] of history.entries()) {
          for (const {price, tag} of fills) {
            if (tag === undefined) continue;
            ++count;
            const open = panel.fields.open[i];
            expect(price).toBeCloseTo(side * open < side * level ? open : level, 8);
          }
          const next = book.best[0] * (1 - side * 0.04);
          if (book.held[0] > 0 && level > 0) expect(side * next).toBeGreaterThanOrEqual(side * level);
          level = next;
        }
        expect(count).toBeGreaterThan(3);
      }
  });
});

describe("atr-stop", () => {
  const quiet = [100, 101, 99, 100] as const;
  const wide = [100, 105, 95, 100] as const;

  it("is as far away as the true ranges of the bars before it say", () => {
    const overlay = atrStop({multiple: 2, window: 2, from: "entry"});
    const at = (bars: readonly Prices[]) => {
      const panel = barsOf(...bars);
      const [close, n] = [panel.fields.close, bars.length];
      const book = bookOf({cash: 1, position: Float64Array.of(1), price: close.slice(n - 1)});
      return overlay.guards!(view(panel, n - 1), book).map(({distance}) => distance);
    };
    expect(at([quiet, quiet, quiet])).toEqual([4]);
    expect(at([quiet, quiet, wide])).toEqual([12]);
    expect(at([quiet, wide, wide])).toEqual([20]);
    expect(at([quiet, quiet, [110, 111, 109, 110]])).toEqual([2 + 11]);
    expect(at([quiet, ...new Array<Prices>(3).fill([110, 111, 109, 110])])).toEqual([4]);
    expect(at([quiet, [NaN, NaN, NaN, NaN], quiet])).toEqual([4]);
    expect(
      at([
        [NaN, NaN, NaN, NaN],
        [NaN, NaN, NaN, NaN],
        [NaN, NaN, NaN, 100]
      ])
    ).toEqual([]);
    expect(at([still(100), still(100), still(100)])).toEqual([]);
  });

  it("follows the range of the bar before, neither of its own nor of an older one", () => {
    const overlays = [atrStop({multiple: 2, window: 1, from: "entry"})];
    const calm = run(barsOf(quiet, quiet, quiet, [99, 99, 95, 97]), always(1), overlays);
    expect(stops(calm.fills)).toMatchObject([{price: 96, tag: "atr-stop"}]);
    const rough = run(barsOf(quiet, quiet, [100, 105, 99, 100], [99, 99, 87, 97]), always(1), overlays);
    expect(prices(stops(rough.fills))).toEqual([100 - 2 * 6]);
    expect(stops(run(barsOf(quiet, quiet, [100, 105, 99, 100], [99, 99, 95, 97]), always(1), overlays).fills)).toEqual(
      []
    );
  });

  it("does not follow it back where it counts from the best price", () => {
    const calmThenRough = [quiet, quiet, quiet, [100, 103, 98.5, 100], [99, 100, 97, 99]] as const;
    const from = (start: string) =>
      prices(stops(run(barsOf(...calmThenRough), always(1), [atrStop({multiple: 1.5, window: 1, from: start})]).fills));
    expect(from("best")).toEqual([98]);
    expect(from("entry")).toEqual([]);
  });

  it("takes another range where a field is named, the latest that is known", () => {
    const panel = barsOf(quiet, quiet, quiet);
    const own = {...panel, fields: {...panel.fields, band: Float64Array.of(1, 3, NaN)}};
    const book = bookOf({cash: 1, position: Float64Array.of(1), price: Float64Array.of(100)});
    const given = (overlay: Overlay) => overlay.guards!(view(own, 2), book).map(({distance}) => distance);
    expect(given(atrStop({multiple: 2, range: "band", window: 2}))).toEqual([6]);
    expect(given(atrStop({multiple: 2, range: "band", window: 1}))).toEqual([]);
  });
});

describe.each([
  ["stop-loss", stopLoss],
  ["trailing-stop", trailingStop],
  ["atr-stop", atrStop]
] as const)("%s", (_, maker) => {
  it("keeps out of stopped sides alone", () => {
    const panel = walk({rows: 5, symbols: 4});
    const stopped = Int8Array.of(1, -1, 1, 0);
    expect(ask(maker(), [0.3, 0.2, -0.1, 0.4], panel, 4, {stopped})).toEqual([0, 0.2, -0.1, 0.4]);
    expect(ask(maker({reenter: "next"}), [0.3, 0.2, -0.1, 0.4], panel, 4, {stopped})).toEqual([0.3, 0.2, -0.1, 0.4]);
  });
});
