import {describe, expect, it} from "vitest";
import {random} from "../../../core/base/random.js";
import {prepareSignal} from "../../../core/evaluate/signals/analysis.js";
import {evaluateSignal} from "../../../core/evaluate/signals/evaluation.js";
import {correctedFor, outcomesFor} from "../../../core/evaluate/signals/many.js";
import {discoveries} from "../../../core/evaluate/overfitting/discoveries.js";
import {randomPanel} from "../../panels.js";

const stream = random(5);

function market(rows: number, names: number) {
  const {times, symbols, fields} = randomPanel({rows, symbols: names, gaps: false});
  return {times, symbols, price: fields.close};
}

/** A signal that knows nothing, and one that knows a part of tomorrow's return. */
const noise = (cells: number) => Float64Array.from({length: cells}, () => stream.normal());
function knowing({price, symbols}: ReturnType<typeof market>): Float64Array {
  const n = symbols.length;
  return Float64Array.from(price, (_, i) => price[i + 2 * n] / price[i + n] - 1 + 0.02 * stream.normal());
}

describe("many signals", () => {
  const given = market(260, 12);
  const outcomes = outcomesFor(given, {horizons: [5, 1]});
  const signals: Readonly<Record<string, Float64Array>> = {
    knowing: knowing(given),
    ...Object.fromEntries(Array.from({length: 12}, (_, i) => [`noise ${i}`, noise(given.price.length)]))
  };
  const tests = Object.entries(signals).flatMap(([name, signal]) => outcomes.test(name, signal));

  it("have the figures that each has alone", () => {
    const {horizons} = evaluateSignal(prepareSignal({...given, signal: signals.knowing}, {horizons: [1, 5]}), {
      draws: 0
    });
    expect(tests.slice(0, 2)).toEqual(
      horizons.map(({horizon, ic}) => ({
        name: "knowing",
        horizon,
        rows: ic.rows,
        ic: ic.mean,
        ratio: ic.ratio,
        t: ic.robustT,
        p: ic.robustP
      }))
    );
  });

  it("are corrected together, and the one that knows something is found", () => {
    const many = correctedFor(tests, "benjamini-hochberg");
    expect(many).toMatchObject({counted: 26, nulls: 1, level: 0.05});
    expect(many.alone).toBeGreaterThan(many.found);
    const strict = correctedFor(tests, "benjamini-hochberg", 0.001).tests.filter(({found}) => found);
    expect(strict.map(({name, horizon}) => [name, horizon])).toEqual([
      ["knowing", 1],
      ["knowing", 5]
    ]);
    const {adjusted} = discoveries(
      many.tests.map(({p}) => p!),
      "benjamini-hochberg"
    );
    expect(many.tests.map(({q}) => q)).toEqual([...adjusted]);
    expect(correctedFor(tests, "bonferroni").tests[0].q).toBeCloseTo(26 * many.tests[0].p!, 12);
    expect(correctedFor(tests, "storey").nulls).toBeLessThanOrEqual(1);
    expect(() => correctedFor(tests, "holm", 1)).toThrow("invalid level: 1");
  });

  it("that are the same for all names are no test, and count as none", () => {
    const flat = outcomes.test("flat", new Float64Array(given.price.length).fill(3));
    expect(flat[0]).toEqual({
      name: "flat",
      horizon: 1,
      rows: 0,
      ic: null,
      ratio: null,
      t: null,
      p: null,
      reason: "on no row: the signal is the same for all names"
    });
    const {counted, tests: all} = correctedFor([...flat, ...tests], "holm");
    expect(counted).toBe(26);
    expect(all.slice(-2).map(({name, q, found}) => [name, q, found])).toEqual([
      ["flat", null, false],
      ["flat", null, false]
    ]);
    expect(correctedFor(flat, "storey")).toMatchObject({counted: 0, found: 0, alone: 0});
  });

  it("of one name are held against its own past and future", () => {
    const one = market(600, 1);
    const alone = outcomesFor(one, {horizons: [1]});
    expect(alone.across).toBe(false);
    const [test] = alone.test("knowing", knowing(one));
    const {horizons} = evaluateSignal(prepareSignal({...one, signal: knowing(one)}, {horizons: [1]}), {draws: 0});
    expect(horizons[0].throughTime!.t).toBeGreaterThan(2);
    expect(test.t).toBeGreaterThan(2);
    expect(test.p).toBeLessThan(0.05);
    expect(test.ratio).toBeNull();
  });

  it("refuses a signal of another size", () => {
    expect(() => outcomes.test("short", new Float64Array(3))).toThrow("invalid signal: 3 cells; expected 3120");
  });
});
