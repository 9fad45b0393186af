import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {auditSlippage} from "../../../core/audit/trading/costs.js";
import type {Panel} from "../../../core/base/panel.js";
import {deviation} from "../../../core/base/stats.js";
import {view} from "../../../core/base/view.js";
import type {Plugin} from "../../../core/plugin.js";
import {basisPoints} from "../../../plugins/slippage/basis-points.js";
import {fixedSpread} from "../../../plugins/slippage/fixed-spread.js";
import {squareRootImpact} from "../../../plugins/slippage/square-root-impact.js";
import {volatilityVolumeShare} from "../../../plugins/slippage/volatility-volume-share.js";
import {volumeShare} from "../../../plugins/slippage/volume-share.js";

/** Bars of one symbol, with these closes and volumes. */
function bars(close: readonly number[], volume: readonly number[]): Panel {
  return {
    times: Float64Array.from(close, (_, i) => Date.UTC(2024, 0, 1 + i)),
    symbols: ["A"],
    fields: {close: Float64Array.from(close), volume: Float64Array.from(volume)}
  };
}

const lastOf = (panel: Panel) => view(panel, panel.times.length - 1);
const traded = (volume: number) => lastOf(bars([100], [volume]));

describe("basis points", () => {
  const slippage = basisPoints({points: 2500, limit: 0.1});
  const fill = (quantity: number, taken = 0, volume = 1005) =>
    slippage.fill({symbol: 0, quantity}, 200, traded(volume), taken);

  it("move the price against the trader, for a part of the volume", () => {
    expect(fill(40)).toEqual({price: 250, quantity: 40});
    expect(fill(-400)).toEqual({price: 150, quantity: -100});
    expect(fill(200.5)).toEqual({price: 250, quantity: 100.5});
    expect(slippage.linear).toEqual({rate: 0.25, share: 0.1});
  });

  it("give what is left of the part, and nothing after that or without a price or volume", () => {
    expect(fill(400, 60)).toEqual({price: 250, quantity: 40});
    expect(fill(-400.5, 60)).toEqual({price: 150, quantity: -40.5});
    expect(fill(1, 100)).toBeNull();
    for (const volume of [NaN, 0]) expect(fill(1, 0, volume)).toBeNull();
    expect(slippage.fill({symbol: 0, quantity: 1}, NaN, traded(1005), 0)).toBeNull();
    expect(() => basisPoints({points: -1})).toThrow("invalid points: -1; expected 0 to 9,999");
    expect(() => basisPoints({limit: 0})).toThrow("invalid limit: 0; expected a part of the volume above 0");
  });
});

describe("volume share", () => {
  it("moves the price with the square of what was filled, orders before this one included", () => {
    const slippage = volumeShare({limit: 0.5, impact: 0.4});
    const ask = (quantity: number, taken: number) => slippage.fill({symbol: 0, quantity}, 100, traded(1000), taken);
    expect(ask(100, 0)).toEqual({price: 100.4, quantity: 100});
    expect(ask(-100, 0)).toEqual({price: 99.6, quantity: -100});
    expect(ask(100, 400)?.price).toBe(110);
    expect(ask(200, 400)).toEqual({price: 110, quantity: 100});
    expect(ask(1, 500)).toBeNull();
  });

  it("fills no sale for nothing", () => {
    const slippage = volumeShare({limit: 1, impact: 2});
    expect(slippage.fill({symbol: 0, quantity: -1000}, 100, traded(1000), 0)).toBeNull();
    expect(slippage.fill({symbol: 0, quantity: -500}, 100, traded(1000), 0)).toEqual({price: 50, quantity: -500});
  });
});

describe("a fixed spread", () => {
  it("costs half of it on either side, whatever the size up to the volume", () => {
    const slippage = fixedSpread({spread: 0.5});
    const ask = (quantity: number, reference = 10, taken = 0) =>
      slippage.fill({symbol: 0, quantity}, reference, traded(1000), taken);
    expect(ask(7)).toEqual({price: 10.25, quantity: 7});
    expect(ask(-999)).toEqual({price: 9.75, quantity: -999});
    expect(ask(5000, 10, 400)).toEqual({price: 10.25, quantity: 600});
    expect(ask(-5, 0.25), "a sale for nothing").toBeNull();
    expect(slippage.fill({symbol: 0, quantity: 1}, 10, traded(0), 0)).toBeNull();
    const endless = fixedSpread({limit: 1e9}).fill({symbol: 0, quantity: 5000}, 10, traded(1000), 0);
    expect(endless).toEqual({price: 10, quantity: 5000});
    expect(() => fixedSpread({spread: -1})).toThrow("invalid spread: -1; expected a number from 0");
  });
});

describe("market impact", () => {
  const close = [100, 102, 99, 99, 103, 101];
  const volume = [900, 1100, 1000, 800, 1200, 5000];
  const changes = [2 / 100, -3 / 102, 0, 4 / 99];
  const options = {window: 5, limit: 0.1} as const;

  it("is a coefficient × volatility × the root of what was filled, of the bars before this one", () => {
    const slippage = squareRootImpact({...options, coefficient: 0.8, points: 10});
    const fill = slippage.fill({symbol: 0, quantity: -90}, 101, lastOf(bars(close, volume)), 0);
    expect(fill?.quantity).toBe(-90);
    expect(fill?.price).toBeCloseTo(101 * (1 - 0.001 - 0.8 * deviation(changes) * Math.sqrt(0.09)), 12);
    const other = lastOf(bars([...close.slice(0, -1), 500], [...volume.slice(0, -1), 1e6]));
    expect(slippage.fill({symbol: 0, quantity: -90}, 101, other, 0), "this bar is not of its own past").toEqual(fill);
  });

  it("is yearly, in points, of futures", () => {
    const slippage = volatilityVolumeShare({...options, eta: 30});
    const fill = slippage.fill({symbol: 0, quantity: 90}, 101, lastOf(bars(close, volume)), 0);
    const impact = 30 * deviation(changes) * Math.sqrt(252) * Math.sqrt(0.09);
    expect(fill?.price).toBeCloseTo(101 * (1 + impact / 10_000), 12);
    const second = slippage.fill({symbol: 0, quantity: 90}, 101, lastOf(bars(close, volume)), 270);
    expect(second!.price / 101 - 1).toBeCloseTo((2 * impact) / 10_000, 12);
  });

  it("takes a bar that is missing for one without trades at the price before, and its fallback where it knows nothing", () => {
    const gap = lastOf(bars([100, 102, NaN, 99, 103, 101], [900, 1100, NaN, 800, 1200, 5000]));
    const filled = lastOf(bars([100, 102, 102, 99, 103, 101], [900, 1100, 0, 800, 1200, 5000]));
    const order = {symbol: 0, quantity: 50};
    for (const maker of [squareRootImpact, volatilityVolumeShare]) {
      const slippage = maker({...options, fallback: 25});
      expect(slippage.fill(order, 101, gap, 0)).toEqual(slippage.fill(order, 101, filled, 0));
      expect(slippage.fill(order, 101, gap, 0)?.price).toBeGreaterThan(101);
      expect(slippage.fill(order, 100, lastOf(bars(close.slice(3), volume.slice(3))), 0)?.price).toBeCloseTo(
        100.25,
        12
      );
      const dead = lastOf(bars(close, [0, 0, 0, 0, 0, 5000]));
      expect(slippage.fill(order, 100, dead, 0)?.price).toBeCloseTo(100.25, 12);
      expect(slippage.fill(order, 100, lastOf(bars([5, 5, 5, 5, 5, 5], volume)), 0)?.price).toBe(100);
      expect(() => maker({window: 2})).toThrow("invalid window: 2; expected a whole number from 3");
    }
  });

  it("fills no sale for nothing", () => {
    const order = {symbol: 0, quantity: -90};
    for (const slippage of [
      squareRootImpact({...options, coefficient: 1e3}),
      volatilityVolumeShare({...options, eta: 1e6})
    ]) {
      expect(slippage.fill(order, 101, lastOf(bars(close, volume)), 0)).toBeNull();
      expect(slippage.fill({...order, quantity: 90}, 101, lastOf(bars(close, volume)), 0)?.quantity).toBe(90);
    }
  });

  it("is not made smaller by dividing an order within a bar", () => {
    const slippage = squareRootImpact({window: 5, limit: 1, coefficient: 2});
    const now = lastOf(bars(close, volume));
    const cost = (quantity: number, taken: number) => {
      const fill = slippage.fill({symbol: 0, quantity}, 100, now, taken)!;
      return (fill.price - 100) * fill.quantity;
    };
    const parts = fc.array(fc.integer({min: 1, max: 500}), {minLength: 2, maxLength: 8});
    fc.assert(
      fc.property(parts, (sizes) => {
        let [taken, sum] = [0, 0];
        for (const size of sizes) {
          sum += cost(size, taken);
          taken += size;
        }
        expect(sum / cost(taken, 0)).toBeCloseTo(1, 10);
      }),
      {seed: 3, numRuns: 200}
    );
  });
});

describe("with other options than their defaults", () => {
  const plugins: readonly Plugin<"slippage">[] = [
    basisPoints({points: 0, limit: 1}),
    basisPoints({points: 123.4, limit: 0.033}),
    volumeShare({limit: 1, impact: 5}),
    volumeShare({limit: 1e-7}),
    fixedSpread({spread: 150}),
    fixedSpread({spread: 0.01, limit: 0.3}),
    volatilityVolumeShare({limit: 0.9, eta: 500, window: 60, periods: 365, fallback: 9999}),
    squareRootImpact({coefficient: 50, points: 500, window: 3, limit: 0.7, fallback: 0})
  ];

  it.each(plugins.map((plugin) => [`${plugin.name} ${JSON.stringify(plugin.params)}`, plugin] as const))(
    "%s passes the audit",
    async (_, plugin) => {
      expect((await auditSlippage(plugin)).findings).toEqual([]);
    }
  );

  it("a spread without a limit does not: no bar has what it fills", async () => {
    const [finding] = (await auditSlippage(fixedSpread({limit: 1e9}))).findings;
    expect(finding.rule).toBe("generous-costs");
    expect(finding.message).toMatch(/^1000000000 filled in a bar of \d+; fill a part$/);
  });
});
