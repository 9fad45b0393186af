import {describe, expect, it} from "vitest";
import {bookOf} from "../../../core/base/book.js";
import {mean, variance} from "../../../core/base/stats.js";
import {view} from "../../../core/base/view.js";
import {portfolioReturns} from "../../../core/portfolio/history.js";
import {drawdownLimit} from "../../../plugins/overlays/drawdown-limit.js";
import {kelly} from "../../../plugins/overlays/kelly.js";
import {leverageLimit} from "../../../plugins/overlays/leverage-limit.js";
import {positionCount} from "../../../plugins/overlays/position-count.js";
import {sectorCap} from "../../../plugins/overlays/sector-cap.js";
import {always, ask, barsOf, marks, run, size, still, total, walk, wanting, weights} from "./made.js";

describe("drawdown-limit", () => {
  const falling = barsOf(...[100, 100, 110, 100, 98, 93, 90, 91, 92, 88, 80, 79, 78, 77, 76].map(still));

  it("sells all at the limit, stays flat for its pause, and begins anew from the equity then", () => {
    const history = marks(falling, always(1), [drawdownLimit({most: 0.15, pause: 3})]);
    const held = history.map(({book}) => (book.position[0] > 0 ? 1 : 0));
    // Bought at row 1; 93 is 15.5 % below 110, so it sells at row 6 and may want again on row 8, bought on row 9. The
    // next limit is 15 % below the equity of row 8: reached where 88 · 0.85 = 74.8, which never comes.
    expect(held).toEqual([0, 1, 1, 1, 1, 1, 0, 0, 0, 1, 1, 1, 1, 1, 1]);
    expect(history[6].fills).toMatchObject([{price: 90}]);
    const strict = marks(falling, always(1), [drawdownLimit({most: 0.1, pause: 3})]);
    // 98 is 10.9 % below 110; after the pause it is bought again at 91, and 80 is more than 10 % below that.
    expect(strict.map(({book}) => (book.position[0] > 0 ? 1 : 0))).toEqual([
      0, 1, 1, 1, 1, 0, 0, 0, 1, 1, 1, 0, 0, 0, 1
    ]);
  });

  it("never lets anything through again without a pause", () => {
    const history = marks(falling, always(1), [drawdownLimit({most: 0.15, pause: 0})]);
    expect(history.slice(6).every(({book}) => book.position[0] === 0)).toBe(true);
  });

  it("halts too where the strategy leaves the book alone, and goes on selling what a bar had no volume for", () => {
    const once = wanting((row) => (row === 0 ? [1] : null));
    const slow = {
      fill: ({quantity}: {quantity: number}, price: number) => ({price, quantity: Math.max(-400, quantity)})
    };
    const history = marks(falling, once, [drawdownLimit({most: 0.15, pause: 5})], {slippage: slow});
    expect(history.map(({book}) => Math.round(book.position[0]))).toEqual([
      0, 1000, 1000, 1000, 1000, 1000, 600, 200, 0, 0, 0, 0, 0, 0, 0
    ]);
  });

  it("counts the peak from the start's cash", () => {
    const history = marks(barsOf(still(100), still(100), ...[84, 84, 84].map(still)), always(1), [drawdownLimit()]);
    expect(history.map(({book}) => book.position[0] > 0)).toEqual([false, true, true, false, false]);
    expect(() => drawdownLimit({most: 0})).toThrow("invalid drawdown-limit most: 0; ");
    expect(() => drawdownLimit({pause: 0.5})).toThrow("invalid drawdown-limit pause: 0.5; ");
  });

  it("loses no more than its limit and the bars that it takes to sell, a pause at a time", () => {
    for (let seed = 1; seed < 8; ++seed) {
      const panel = walk({seed, drift: -0.003, symbols: 1});
      const history = marks(panel, always(1), [drawdownLimit({most: 0.1, pause: 0})]);
      const lowest = Math.min(...history.map(({book}) => book.equity / book.peak));
      expect(lowest).toBeLessThanOrEqual(0.9);
      expect(lowest).toBeGreaterThan(0.9 * 0.85);
    }
  });
});

describe("kelly", () => {
  const panel = walk({rows: 200, seed: 4, drift: 0.006});
  const wanted = [0.5, -0.2, 0.4];
  const returns = portfolioReturns(Float64Array.from(wanted), view(panel, 199), 120);
  const full = mean(returns) / variance(returns);

  it("scales to the fraction of mean / variance of what is wanted", () => {
    expect(full).toBeGreaterThan(0.5);
    for (const fraction of [0.25, 0.5]) {
      const got = ask(kelly({fraction, most: 100}), wanted, panel)!;
      for (const [s, weight] of got.entries()) expect(weight).toBeCloseTo(fraction * full * wanted[s], 10);
    }
  });

  it("finds the closed form's leverage again, whatever the size of what is wanted", () => {
    const one = ask(kelly({fraction: 0.5, most: 1e6}), wanted, panel)!;
    const other = ask(
      kelly({fraction: 0.5, most: 1e6}),
      wanted.map((weight) => weight / 10),
      panel
    )!;
    for (const [s, weight] of one.entries()) expect(other[s]).toBeCloseTo(weight, 10);
  });

  it("is nothing where the mean is not above 0, at most `most`, and 1 where too little is known", () => {
    expect(
      ask(
        kelly(),
        wanted.map((weight) => -weight),
        panel
      )!.every((weight) => weight === 0)
    ).toBe(true);
    expect(ask(kelly({fraction: 1, most: 0.3}), wanted, panel)).toEqual(wanted.map((weight) => 0.3 * weight));
    expect(ask(kelly(), wanted, panel, 40)).toEqual(wanted);
    expect(ask(kelly({most: 0.5}), wanted, panel, 40)).toEqual(wanted.map((weight) => weight / 2));
    expect(() => kelly({fraction: 0})).toThrow("invalid kelly fraction: 0; ");
  });
});

describe("sector-cap", () => {
  const made = walk({rows: 3, symbols: 5});
  const sector = Float64Array.from([0, 0, 1, NaN, NaN, 0, 0, 1, NaN, NaN, 0, 0, 1, NaN, NaN]);
  const panel = {...made, fields: {...made.fields, sector}};

  it("scales a sector's weights down alike, long and short, and leaves the rest in cash", () => {
    const got = ask(sectorCap({most: 0.3}), [0.4, -0.2, 0.3, 0.3, -0.3], panel)!;
    for (const [s, weight] of [0.2, -0.1, 0.3, 0.15, -0.15].entries()) expect(got[s]).toBeCloseTo(weight, 14);
    expect(ask(sectorCap({most: 0.7}), [0.4, -0.2, 0.3, 0.3, -0.3], panel)).toEqual([0.4, -0.2, 0.3, 0.3, -0.3]);
    expect(ask(sectorCap({most: 0}), [0, 0, 0.3, 0, 0], panel)).toEqual([0, 0, 0, 0, 0]);
  });

  it("asks for the field that it is told", () => {
    expect(() => ask(sectorCap({field: "industry"}), [1, 0, 0, 0, 0], panel)).toThrow("unknown field: industry; ");
  });
});

describe("leverage-limit", () => {
  it("refuses what is beyond a limit where it rejects, and lets through what is within", () => {
    const panel = walk({rows: 2, symbols: 2});
    const overlay = leverageLimit({gross: 1, net: 0.5, breach: "reject"});
    expect(ask(overlay, [0.8, -0.3], panel)).toBeNull();
    expect(ask(overlay, [0.6, 0], panel)).toBeNull();
    expect(ask(overlay, [0.7, -0.3], panel)).toEqual([0.7, -0.3]);
    const wild = wanting((row) => (row === 3 ? [1.5] : [0.5]));
    const history = marks(barsOf(...[100, 100, 100, 100, 100, 100].map(still)), wild, [
      leverageLimit({breach: "reject"})
    ]);
    expect(history.map(({book}) => weights(book)[0])).toEqual([0, 0.5, 0.5, 0.5, 0.5, 0.5]);
    expect(() => leverageLimit({breach: "reject", watch: "book"})).toThrow("invalid leverage-limit watch: book; ");
  });

  it("cuts what has drifted beyond a limit only where it watches the book", () => {
    const panel = barsOf(...[100, 100, 80, 80, 80].map(still));
    const once = wanting((row) => (row === 0 ? [2] : null));
    const drifted = run(panel, once, [leverageLimit({gross: 2, net: 2})]);
    expect(drifted.fills.length).toBe(1);
    expect(drifted.gross[4]).toBeCloseTo(160_000 / 60_000, 10);
    const cut = run(panel, once, [leverageLimit({gross: 2, net: 2, watch: "book"})]);
    expect(cut.gross[2]).toBeCloseTo(160_000 / 60_000, 10);
    expect(cut.gross[3]).toBeCloseTo(2, 10);
    expect(cut.gross[4]).toBeCloseTo(2, 10);
  });
});

describe("position-count", () => {
  it("keeps the largest weights and no others", () => {
    const panel = walk({rows: 2, symbols: 5});
    expect(ask(positionCount({most: 2}), [0.1, -0.4, 0.2, 0.2, 0], panel)).toEqual([0, -0.4, 0.2, 0, 0]);
    expect(ask(positionCount({most: 9}), [0.1, -0.4, 0.2, 0.2, 0], panel)).toEqual([0.1, -0.4, 0.2, 0.2, 0]);
    expect(() => positionCount({most: 0})).toThrow("invalid position-count most: 0; ");
  });
});

it("limits never make a position larger, nor turn one round", () => {
  const panel = walk({rows: 150, symbols: 5, seed: 9});
  const grouped = {...panel, fields: {...panel.fields, sector: panel.fields.close.map((_, i) => (i % 5) % 2)}};
  const book = {...bookOf({cash: 1, position: new Float64Array(5), price: new Float64Array(5).fill(1)}), peak: 2};
  const wanted = [0.5, -0.7, 0.2, 0, 0.9];
  for (const overlay of [drawdownLimit(), kelly(), sectorCap(), leverageLimit(), positionCount({most: 3})]) {
    const got = ask(overlay, wanted, grouped, 149, book)!;
    for (const [s, weight] of got.entries()) {
      expect(weight * wanted[s]).toBeGreaterThanOrEqual(0);
      expect(Math.abs(weight)).toBeLessThanOrEqual(Math.abs(wanted[s]));
    }
    expect(size(got), overlay.name).toBeLessThan(size(wanted));
    expect(Math.abs(total(got))).toBeLessThanOrEqual(size(wanted));
  }
});
