import {describe, expect, it} from "vitest";
import {random} from "../../../core/base/random.js";
import {model} from "../../../plugins/strategies/model.js";
import {ask, days, trade, walk} from "./asking.js";

/** Signals of symbols at 10, oldest first. */
const signals = (...signal: readonly (readonly number[])[]) =>
  days(
    signal.map((each) => each.map(() => 10)),
    {signal}
  );
const options = {window: 4, dead: 0.5, limit: 2, band: 0.1} as const;

describe("model", () => {
  it("sizes by the signal over its root mean square", () => {
    // √((9 + 1 + 1 + 9) / 4) = √5.
    const score = 3 / Math.sqrt(5);
    const round = (value: number) => Math.round(value * 1e12) / 1e12;
    expect(ask(model(options), signals([3, -1, 1, 3]))).toEqual([round(score / 2)]);
    expect(ask(model(options), signals([3, -1, 1, -3]))).toEqual([round(-score / 2)]);
    expect(ask(model({...options, weight: 3}), signals([3, -1, 1, 3], [0, 0, 0, 0]))).toEqual([
      round((1.5 * score) / 2),
      0
    ]);
    expect(ask(model({...options, short: false}), signals([3, -1, 1, -3]))).toBeNull();
    expect(ask(model({...options, short: false}), signals([3, -1, 1, -3]), [0.5])).toEqual([0]);
    expect(ask(model({...options, signal: "other"}), days([[1]], {other: [[1]]}))).toBeNull();
  });

  it("is the same whatever the signal's unit is", () => {
    const small = [3e-6, -1e-6, 1e-6, 3e-6];
    expect(ask(model(options), signals(small))).toEqual(ask(model(options), signals([3, -1, 1, 3])));
  });

  it("cuts what is large, and holds nothing in the dead zone", () => {
    // 4 / √(16 / 4) = 2: never more with 4 signals.
    expect(ask(model({...options, limit: 1.5}), signals([0, 0, 0, 4]))).toEqual([1]);
    expect(ask(model({...options, limit: 1.5}), signals([0, 0, 0, -4]))).toEqual([-1]);
    // 1 / √(19 / 4) = 0.4588.
    expect(ask(model({...options, dead: 0.46}), signals([3, 3, 0, 1]))).toBeNull();
    expect(ask(model({...options, dead: 0.46}), signals([3, 3, 0, 1]), [0.5])).toEqual([0]);
    expect(ask(model({...options, dead: 0.45}), signals([3, 3, 0, 1]))).toEqual([0.229415733871]);
  });

  it("does not trade for little, unless to close or to turn round", () => {
    const panel = signals([1, 1, 1, 1]);
    expect(ask(model(options), panel)).toEqual([0.5]);
    expect(ask(model(options), panel, [0.41])).toBeNull();
    expect(ask(model(options), panel, [0.59])).toBeNull();
    expect(ask(model(options), panel, [0.39])).toEqual([0.5]);
    expect(ask(model(options), panel, [0.61])).toEqual([0.5]);
    expect(ask(model({...options, band: 1}), panel, [-0.01])).toEqual([0.5]);
    expect(ask(model({...options, band: 1}), panel), "from nothing").toEqual([0.5]);
    expect(ask(model({...options, band: 1}), signals([1, 1, 1, 0]), [0.05])).toEqual([0]);
    const two = signals([1, 1, 1, 1], [1, 1, 1, 1]);
    expect(ask(model(options), two, [0.22, 0.1])).toEqual([0.22, 0.25]);
  });

  it("leaves alone what it cannot know or trade", () => {
    for (const signal of [
      [1, 1, 1, NaN],
      [NaN, NaN, NaN, 1],
      [1, 1, 1, Infinity]
    ])
      for (const held of [0, 0.3]) expect(ask(model(options), signals(signal), [held]), String(signal)).toBeNull();
    expect(ask(model(options), signals([NaN, NaN, 1, 1]))).toEqual([0.5]);
    const gone = days([[10, 10, 10, NaN]], {signal: [[1, 1, 1, 1]]});
    for (const held of [0, 0.3]) expect(ask(model(options), gone, [held])).toBeNull();
  });

  it("holds nothing of a signal that is always 0", () => {
    expect(ask(model({...options, dead: 0}), signals([0, 0, 0, 0]))).toBeNull();
    expect(ask(model({...options, dead: 0}), signals([0, 0, 0, 0]), [0.3])).toEqual([0]);
  });

  it("earns where the signal foretells the move, loses where it is turned round", () => {
    const r = random(6);
    const closes = [walk(500, 51), walk(500, 52), walk(500, 53)];
    const signal = closes.map((close) =>
      close.map((price, i) => Math.log(close[i + 2] / close[i + 1]) + 0.02 * r.normal() || 0)
    );
    const gain = Math.log(trade(model({window: 30}), days(closes, {signal})).equity.at(-1)!);
    const turned = signal.map((each) => each.map((value) => -value));
    expect(gain).toBeGreaterThan(0.5);
    expect(Math.log(trade(model({window: 30}), days(closes, {signal: turned})).equity.at(-1)!)).toBeLessThan(-0.5);
  });

  it("refuses options that make no sense", () => {
    expect(() => model({limit: 0})).toThrow("invalid model limit: 0; expected more than 0");
    expect(() => model({dead: 3})).toThrow("invalid model dead: 3; expected a number from 0 to 2");
    expect(() => model({window: 0})).toThrow("invalid model window: 0");
  });
});
