import {describe, expect, it} from "vitest";
import {meanReversion} from "../../../../plugins/strategies/reversion/mean-reversion.js";
import {ask, days, reverting, trade, walk} from "../asking.js";

const options = {window: 5, enter: 1.5, exit: 0.5} as const;
const still = [10, 10, 10, 10];

describe("mean-reversion", () => {
  it("enters where z is beyond the outer band", () => {
    // Four equal closes and another: z is 0.8 / √0.2 = 1.789 whatever its distance.
    expect(ask(meanReversion(options), days([[...still, 9]]))).toEqual([1]);
    expect(ask(meanReversion(options), days([[...still, 11]]))).toEqual([-1]);
    expect(ask(meanReversion({...options, enter: 1.78}), days([[...still, 9.99]]))).toEqual([1]);
    expect(ask(meanReversion({...options, enter: 1.8}), days([[...still, 1]]))).toBeNull();
    expect(ask(meanReversion({...options, short: false}), days([[...still, 11]]))).toBeNull();
    expect(
      ask(
        meanReversion({...options, weight: 0.6}),
        days([
          [...still, 9],
          [...still, 11]
        ])
      )
    ).toEqual([0.3, -0.3]);
  });

  it("keeps what it has between the bands, and closes it within the inner one", () => {
    // Mean 9.8, deviation √2.2: z = −0.539.
    const between = days([[10, 12, 8, 10, 9]]);
    expect(ask(meanReversion(options), between)).toBeNull();
    expect(ask(meanReversion(options), between, [1])).toBeNull();
    expect(ask(meanReversion(options), between, [-1])).toEqual([0]);
    // Mean 9.9, deviation √2.05: z = −0.279.
    const within = days([[10, 12, 8, 10, 9.5]]);
    expect(ask(meanReversion(options), within)).toBeNull();
    expect(ask(meanReversion(options), within, [1])).toEqual([0]);
    expect(ask(meanReversion(options), within, [-1])).toEqual([0]);
    const above = days([[10, 8, 12, 10, 11]]);
    expect(ask(meanReversion(options), above, [-1])).toBeNull();
    expect(ask(meanReversion(options), above, [1])).toEqual([0]);
  });

  it("turns round where the price leaps from one side to the other", () => {
    expect(ask(meanReversion(options), days([[...still, 11]]), [1])).toEqual([-1]);
    expect(ask(meanReversion({...options, short: false}), days([[...still, 11]]), [1])).toEqual([0]);
  });

  it("fills up what a partly filled order leaves", () => {
    expect(ask(meanReversion(options), days([[...still, 9]]), [0.4])).toEqual([1]);
    expect(ask(meanReversion(options), days([[...still, 9]]), [0.6])).toBeNull();
  });

  it("trades one symbol without touching another", () => {
    expect(
      ask(
        meanReversion(options),
        days([
          [...still, 9],
          [10, 12, 8, 10, 9]
        ]),
        [0, 0.37]
      )
    ).toEqual([0.5, 0.37]);
  });

  it("takes a price that has not moved for one at its mean", () => {
    const flat = days([[7.1, 7.1, 7.1, 7.1, 7.1]]);
    expect(ask(meanReversion(options), flat)).toBeNull();
    expect(ask(meanReversion(options), flat, [1])).toEqual([0]);
    expect(ask(meanReversion({...options, enter: 0, exit: 0}), flat)).toBeNull();
  });

  it("passes over missing closes, and leaves alone what it cannot judge", () => {
    // Three closes: mean 9.667, deviation 0.577, z = −1.155.
    const gaps = days([[10, NaN, 10, NaN, 9]]);
    expect(ask(meanReversion({...options, enter: 1.15}), gaps)).toEqual([1]);
    expect(ask(meanReversion({...options, enter: 1.16}), gaps)).toBeNull();
    expect(ask(meanReversion({...options, enter: 0.5}), days([[10, NaN, NaN, NaN, 9]]))).toBeNull();
    for (const series of [
      [...still, NaN],
      [NaN, NaN, NaN, 12, 9],
      [10, 10, 10, 10, 0]
    ]) {
      expect(ask(meanReversion(options), days([series])), String(series)).toBeNull();
      expect(ask(meanReversion(options), days([[...still, ...series]]), [0.7]), String(series)).toBeNull();
    }
  });

  it("earns on what reverts, and not on what does not", () => {
    const made = [3, 4, 5, 6].map((seed) => reverting(1000, seed));
    const reverts = days(made.map((levels) => levels.map((level) => 100 * Math.exp(level))));
    const walks = days([3, 4, 5, 6].map((seed) => walk(1000, seed, 0, 0.01)));
    const strategy = meanReversion({enter: 1.5});
    const gain = Math.log(trade(strategy, reverts).equity.at(-1)!);
    expect(gain).toBeGreaterThan(0.5);
    expect(Math.abs(Math.log(trade(strategy, walks).equity.at(-1)!))).toBeLessThan(gain / 3);
    expect(trade(strategy, reverts).trades.length).toBeGreaterThan(100);
  });

  it("refuses bands that make no sense", () => {
    expect(() => meanReversion({enter: 1, exit: 2})).toThrow(
      "invalid mean-reversion exit: 2; expected a number from 0 to 1"
    );
    expect(() => meanReversion({window: 2})).toThrow("invalid mean-reversion window: 2");
    expect(() => meanReversion({enter: -1})).toThrow("invalid mean-reversion enter: -1");
    expect(() => meanReversion({weight: -1})).toThrow("invalid mean-reversion weight: -1");
  });
});
