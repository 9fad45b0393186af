import {describe, expect, it} from "vitest";
import {bollingerReversal as feature} from "../../../../plugins/features/signals/bollinger-reversal.js";
import {bollingerReversal} from "../../../../plugins/strategies/reversion/bollinger-reversal.js";
import {ask, days, reverting, trade, walk} from "../asking.js";

const options = {window: 5, width: 1.9} as const;
/** The last close but one is 2 deviations below its mean: of four equal closes and another it always is. */
const fallen = [10, 10, 10, 10, 8, 9.5];
const risen = fallen.map((price) => 20 - price);

describe("bollinger-reversal", () => {
  it("enters on the return into the bands, and not before", () => {
    // Mean 9.5, deviation √0.6.
    expect(ask(bollingerReversal(options), days([fallen]))).toEqual([1]);
    expect(ask(bollingerReversal(options), days([risen]))).toEqual([-1]);
    expect(ask(bollingerReversal(options), days([fallen]), undefined, 4)).toBeNull();
    expect(ask(bollingerReversal({...options, width: 2.01}), days([fallen]))).toBeNull();
    expect(ask(bollingerReversal({...options, short: false}), days([risen]))).toBeNull();
    expect(ask(bollingerReversal({...options, short: false}), days([risen]), [1])).toEqual([0]);
    expect(ask(bollingerReversal(options), days([[...fallen, 9.5]])), "a bar later").toBeNull();
    expect(ask(bollingerReversal({...options, weight: 0.5}), days([fallen, risen]))).toEqual([0.25, -0.25]);
  });

  it("closes at the mean, or at the band on the other side", () => {
    const far = bollingerReversal({...options, exit: "opposite"});
    // Mean 10.4, deviation √0.24; then mean 10, deviation √0.4; then mean 10.2, deviation √0.56 and z = −0.27.
    for (const [closes, long, short, farLong, farShort] of [
      [[10, 10, 10, 11, 10, 11], [0], null, null, null],
      [[9, 10, 11, 10, 9, 10], [0], [0], null, null],
      [[10, 9, 11, 11, 10, 10], null, [0], null, null],
      [[10, 10, 10, 10, 10, 12], [0], null, [0], null],
      [[10, 10, 10, 10, 10, 8], null, [0], null, [0]]
    ] as const) {
      const panel = days([closes]);
      expect(ask(bollingerReversal(options), panel), String(closes)).toBeNull();
      expect(ask(bollingerReversal(options), panel, [1]), String(closes)).toEqual(long);
      expect(ask(bollingerReversal(options), panel, [-1]), String(closes)).toEqual(short);
      expect(ask(far, panel, [1]), String(closes)).toEqual(farLong);
      expect(ask(far, panel, [-1]), String(closes)).toEqual(farShort);
    }
  });

  it("enters where the feature fires", () => {
    const closes = walk(900, 31);
    const signals = feature().compute(days([closes]));
    const panel = days([closes]);
    let count = 0;
    for (let row = 20; row < closes.length; ++row) {
      expect(ask(bollingerReversal(), panel, undefined, row)?.[0] ?? 0, `row ${row}`).toBe(signals[row] + 0);
      count += Math.abs(signals[row]);
    }
    expect(count).toBeGreaterThan(50);
  });

  it("fills up a part, and trades one symbol without touching another", () => {
    expect(ask(bollingerReversal(options), days([fallen]), [0.4])).toEqual([1]);
    expect(ask(bollingerReversal(options), days([fallen, [10, 9, 11, 11, 10, 10]]), [0, 0.4])).toEqual([0.5, 0.4]);
  });

  it("takes a price that has not moved for one at its mean", () => {
    expect(ask(bollingerReversal(options), days([[3.3, 3.3, 3.3, 3.3, 3.3, 3.3]]))).toBeNull();
    expect(ask(bollingerReversal(options), days([[3.3, 3.3, 3.3, 3.3, 3.3, 3.3]]), [1])).toEqual([0]);
  });

  it("passes over missing closes, and leaves alone what it cannot judge", () => {
    expect(ask(bollingerReversal({window: 5, width: 1.7}), days([[10, NaN, 10, 10, 8, 9.5]]))).toEqual([1]);
    expect(ask(bollingerReversal(options), days([[10, 10, 10, 8, NaN, 9.5]])), "no close on the bar before").toBeNull();
    for (const held of [0, 1, -1]) {
      expect(ask(bollingerReversal(options), days([[10, 10, 10, 10, 8, NaN]]), [held])).toBeNull();
      expect(ask(bollingerReversal(options), days([[10, 10, NaN, NaN, NaN, 9.5]]), [held])).toBeNull();
    }
  });

  it("earns on what reverts, and not on what does not", () => {
    const seeds = [13, 14, 15, 16];
    const reverts = days(seeds.map((seed) => reverting(1000, seed).map((level) => 100 * Math.exp(level))));
    const gain = Math.log(trade(bollingerReversal({width: 1.5}), reverts).equity.at(-1)!);
    expect(gain).toBeGreaterThan(0.3);
    const walks = days(seeds.map((seed) => walk(1000, seed, 0, 0.01)));
    expect(Math.abs(Math.log(trade(bollingerReversal({width: 1.5}), walks).equity.at(-1)!))).toBeLessThan(gain / 3);
  });

  it("refuses options that make no sense", () => {
    expect(() => bollingerReversal({exit: "top"})).toThrow("unknown bollinger-reversal exit: top");
    expect(() => bollingerReversal({window: 2})).toThrow("invalid bollinger-reversal window: 2");
    expect(() => bollingerReversal({width: -1})).toThrow("invalid bollinger-reversal width: -1");
  });
});
