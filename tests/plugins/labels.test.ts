import fc from "fast-check";
import {describe, expect, it} from "vitest";
import type {Panel} from "../../core/base/panel.js";
import type {Label} from "../../core/plugin.js";
import {direction} from "../../plugins/labels/direction.js";
import {forwardReturn} from "../../plugins/labels/forward-return.js";
import {realisedVolatility} from "../../plugins/labels/realised-volatility.js";
import {swing} from "../../plugins/labels/swing.js";
import {trendScanning} from "../../plugins/labels/trend-scanning.js";
import {tripleBarrier} from "../../plugins/labels/triple-barrier.js";
import {randomPanel} from "../panels.js";

/** A panel of one name (or of several, row by row), its rows at 10, 20, 30, … */
function panel(fields: Readonly<Record<string, readonly number[]>>, symbols = ["A"]): Panel {
  const rows = Object.values(fields)[0].length / symbols.length;
  return {
    times: Float64Array.from({length: rows}, (_, i) => 10 * (i + 1)),
    symbols,
    fields: Object.fromEntries(Object.entries(fields).map(([name, values]) => [name, Float64Array.from(values)]))
  };
}
const compute = (label: Label, of: Panel) => {
  const {y, until} = label.compute(of);
  return {y: Array.from(y), until: Array.from(until)};
};

const expectNear = (y: ArrayLike<number>, expected: readonly number[]) =>
  expected.forEach((value, i) => (Number.isNaN(value) ? expect(y[i]).toBeNaN() : expect(y[i]).toBeCloseTo(value, 12)));

describe("forward return", () => {
  it("as a logarithm is the simple one's", () => {
    const random = randomPanel();
    const simple = forwardReturn({horizon: 3}).compute(random);
    const log = forwardReturn({horizon: 3, log: true}).compute(random);
    expect(log.until).toEqual(simple.until);
    expectNear(
      log.y,
      Array.from(simple.y, (value) => Math.log(1 + value))
    );
  });

  it("beyond the name's group, as that is on the row", () => {
    const sectors = panel(
      {
        close: [1, 1, 1, 1, 1, 2, 3, 4, 5, NaN, 4, 12, 4, 5, 10],
        sector: [7, 7, 8, 8, NaN, 7, 8, 8, 7, 7, 7, 8, 7, 8, 7]
      },
      ["A", "B", "C", "D", "E"]
    );
    const label = forwardReturn({horizon: 1, delay: 0, group: "sector"});
    expect(label.needs).toEqual(["close", "sector"]);
    const {y, until} = compute(label, sectors);
    expect(y).toEqual([-0.5, 0.5, -0.5, 0.5, NaN, 0.5, 1.5, -1.5, -0.5, NaN, NaN, NaN, NaN, NaN, NaN]);
    expect(until).toEqual([20, 20, 20, 20, 20, 30, 30, 30, 30, 30, ...new Array<number>(5).fill(Infinity)]);
  });

  it("refuses to take off two means", () => {
    expect(() => forwardReturn({excess: true, group: "sector"})).toThrow("sector beside excess; choose one");
  });
});

describe("direction", () => {
  it("is 1 above, −1 below and 0 on and between the thresholds", () => {
    const {y, until} = compute(
      direction({horizon: 1, delay: 0, buy: 0.5, sell: 0.25}),
      panel({close: [4, 6, 7, 11, 8.25, 4, NaN, 4]})
    );
    expect(y).toEqual([0, 0, 1, 0, -1, NaN, NaN, NaN]);
    expect(until).toEqual([20, 30, 40, 50, 60, 70, 80, Infinity]);
  });

  it("measures thresholds by what was usual before the row", () => {
    // The returns of the second and third row are 0.5 and −0.5: a deviation of √0.5 a bar, and of 1 over two bars.
    const close = (last: number) => panel({close: [4, 6, 3, 8, last]});
    const label = direction({horizon: 2, delay: 0, window: 2, buy: 1, sell: 0.5});
    const at = (last: number) => compute(label, close(last)).y[2];
    expect([at(6.01), at(5.99), at(1.51), at(1.49)]).toEqual([1, 0, 0, -1]);
    expect(compute(label, close(6)).y.slice(0, 2)).toEqual([NaN, NaN]);
  });
});

describe("realised volatility", () => {
  it("is the root of the mean square of the returns to come", () => {
    const e = Math.E;
    const {y, until} = compute(realisedVolatility({horizon: 2}), panel({close: [1, e, e ** 4, e ** 4, e ** 3, NaN]}));
    expectNear(y, [Math.sqrt(5), Math.sqrt(4.5), Math.sqrt(0.5), NaN, NaN, NaN]);
    expect(until).toEqual([30, 40, 50, 60, Infinity, Infinity]);
    const late = compute(
      realisedVolatility({horizon: 2, delay: 1}),
      panel({close: [1, e, e ** 4, e ** 4, e ** 3, NaN]})
    );
    expect(late.y.slice(0, 2)).toEqual(y.slice(1, 3));
    expect(late.until.slice(0, 3)).toEqual([40, 50, 60]);
  });
});

describe("swing", () => {
  const two = panel(
    {
      open: [1, 2, 2, 2, 4, 2, 8, 3],
      close: [10, 10, 11, 10, 12, 9, 12, NaN],
      index: [100, 100, 110, 110, 121, 121, 100, 100]
    },
    ["A", "B"]
  );

  it("is the name's gain less the market's", () => {
    const {y, until} = compute(swing({horizon: 2, market: "index"}), two);
    expectNear(y, [0.2 - 0.21, -0.1 - 0.21, 12 / 11 - 1 - (100 / 110 - 1), NaN]);
    expect(y.slice(4)).toEqual([NaN, NaN, NaN, NaN]);
    expect(until).toEqual([30, 30, 40, 40, Infinity, Infinity, Infinity, Infinity]);
  });

  it("takes the mean of the names that have a gain where no market is given", () => {
    const {y} = compute(swing({horizon: 2}), two);
    expectNear(y, [0.15, -0.15]);
    expect(y.slice(2)).toEqual([0, ...new Array<number>(5).fill(NaN)]);
  });

  it("trades at the open of the bar after, both times", () => {
    const label = swing({horizon: 2, fill: "next-open"});
    expect(label.needs).toEqual(["open"]);
    const {y, until} = compute(label, two);
    expect(y).toEqual([1.25, -1.25, ...new Array<number>(6).fill(NaN)]);
    expect(until.slice(0, 3)).toEqual([40, 40, Infinity]);
  });

  it("has no label on the last 20 rows, and nothing to gain where the name is the market", () => {
    const {fields, ...rest} = randomPanel({gaps: false});
    const {y} = swing({market: "close"}).compute({...rest, fields});
    expect(y.findIndex((value) => Number.isNaN(value))).toBe((460 - 20) * 5);
    expect(y.slice(0, 440 * 5).every((value) => value === 0)).toBe(true);
  });
});

describe("trend scanning", () => {
  const steps = [0, 1, 3, 4, 3, 2, 0, -2, -5, -6].map((step) => 100 + step);

  it("finds the strongest line, computed the long way", () => {
    const tValue = (x: readonly number[]) => {
      const n = x.length;
      const [mj, mx] = [(n - 1) / 2, x.reduce((a, b) => a + b, 0) / n];
      const spread = x.reduce((sum, _, j) => sum + (j - mj) ** 2, 0);
      const slope = x.reduce((sum, value, j) => sum + (j - mj) * (value - mx), 0) / spread;
      const residual = x.reduce((sum, value, j) => sum + (value - mx - slope * (j - mj)) ** 2, 0);
      return slope / Math.sqrt(residual / (n - 2) / spread);
    };
    const prices = fc.array(fc.integer({min: 50, max: 150}), {minLength: 12, maxLength: 30});
    fc.assert(
      fc.property(prices, fc.integer({min: 2, max: 4}), fc.integer({min: 0, max: 4}), (close, shortest, more) => {
        const [longest, delay] = [shortest + more, more % 2];
        const {y} = compute(trendScanning({shortest, longest, delay, output: "t-value"}), panel({close}));
        for (let i = 0; i < close.length; ++i) {
          if (i + delay + longest >= close.length) {
            expect(y[i]).toBeNaN();
            continue;
          }
          let best = 0;
          for (let length = shortest; length <= longest; ++length) {
            const t = tValue(close.slice(i + delay, i + delay + length + 1));
            if (Math.abs(t) > Math.abs(best)) best = t;
          }
          const cut = Math.max(-1000, Math.min(1000, best));
          expect(Math.abs(y[i] - cut)).toBeLessThanOrEqual(1e-9 * Math.abs(cut) + 1e-9);
        }
      })
    );
  });

  it("says up, down and nowhere", () => {
    const sign = (close: readonly number[]) =>
      compute(trendScanning({shortest: 3, longest: 5, delay: 0}), panel({close})).y;
    expect(sign(steps)).toEqual([1, 1, -1, -1, -1, NaN, NaN, NaN, NaN, NaN]);
    expect(sign([5, 5, 5, 5, 5, 5])[0]).toBe(0);
    expect(
      compute(trendScanning({shortest: 3, longest: 5, delay: 0, output: "t-value"}), panel({close: [1, 2, 3, 4, 5, 6]}))
        .y[0]
    ).toBe(1000);
    expect(sign([...steps.slice(0, 5), NaN, ...steps.slice(6)]).slice(0, 5)).toEqual(new Array(5).fill(NaN));
  });

  it("is known when the longest trend is, whichever it took", () => {
    const bent = [0, 1, 2.2, 3, 4.1, 0, 9];
    const label = trendScanning({shortest: 2, longest: 6, delay: 0, output: "t-value"});
    expect(compute(label, panel({close: bent})).until).toEqual([70, ...new Array<number>(6).fill(Infinity)]);
    const later = compute(label, panel({close: [...bent.slice(0, 5), 5.1, 6.1]}));
    expect(later.y[0]).not.toBe(compute(label, panel({close: [...bent.slice(0, 5), 90, -90]})).y[0]);
  });
});

describe("every label", () => {
  const labels: Readonly<Record<string, Label>> = {
    "forward return": forwardReturn({horizon: 4, log: true}),
    "forward return beyond the group": forwardReturn({horizon: 4, group: "sector"}),
    direction: direction({horizon: 3, window: 10, buy: 0.5, sell: 0.5}),
    "realised volatility": realisedVolatility({horizon: 6, delay: 1}),
    swing: swing({horizon: 5}),
    "swing at the open": swing({horizon: 5, fill: "next-open"}),
    "trend scanning": trendScanning({shortest: 3, longest: 8, output: "t-value"}),
    "triple barrier": tripleBarrier({horizon: 6, window: 10, expiry: "sign", upper: 1, lower: 1}),
    "triple barrier by range": tripleBarrier({horizon: 6, window: 10, trigger: "range"}),
    "meta-label": tripleBarrier({horizon: 6, window: 0, upper: 0.03, lower: 0.02, side: "signal", expiry: "sign"})
  };
  const base = randomPanel({rows: 80});
  const sector = base.fields.close.map((_, i) => (i % 5) % 2);
  const market: Panel = {...base, fields: {...base.fields, sector}};
  const n = market.symbols.length;

  /** The panel with all prices of a row and later ones otherwise. */
  function changed(from: number): Panel {
    const fields = Object.fromEntries(
      Object.entries(market.fields).map(([name, column]) => [
        name,
        name === "sector" ? column : column.map((value, i) => (i < from * n ? value : value * (1.5 + Math.sin(i))))
      ])
    );
    return {...market, fields};
  }

  it.each(Object.entries(labels))("%s is known on the row it says: not later, and not before", (_, label) => {
    const whole = label.compute(market);
    let [kept, broken, moved] = [0, 0, 0];
    for (let row = 1; row < market.times.length; ++row) {
      const other = label.compute(changed(row));
      whole.until.forEach((until, i) => {
        const same = Object.is(other.y[i], whole.y[i]);
        if (until < market.times[row]) {
          ++kept;
          if (!same || other.until[i] !== until) ++broken;
        } else if (until === market.times[row] && i < row * n && !same) ++moved;
      });
    }
    expect(broken).toBe(0);
    expect(kept).toBeGreaterThan(1000);
    expect(moved).toBeGreaterThan(10);
  });

  it.each(Object.entries(labels))("%s has a time for every label it has, and reads its needs alone", (_, label) => {
    const {y, until} = label.compute(market);
    expect(y.every((value, i) => Number.isNaN(value) || until[i] <= market.times.at(-1)!)).toBe(true);
    const few = Object.fromEntries(Object.entries(market.fields).filter(([name]) => label.needs.includes(name)));
    expect(label.compute({...market, fields: few}).y).toEqual(y);
  });
});
