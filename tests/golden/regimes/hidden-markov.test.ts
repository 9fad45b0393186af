import {readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import type {HiddenMarkov} from "../../../core/regimes/hidden-markov/model.js";
import {filterStates, improve} from "../../../core/regimes/hidden-markov/model.js";

type Model = {
  readonly start: number[];
  readonly transitions: number[][];
  readonly means: number[][];
  readonly variances: number[][];
};

interface Case {
  readonly input: string;
  readonly steps: number;
  readonly begin: Model;
  readonly likelihoods: readonly number[];
  readonly end: Model;
  readonly likelihood: number;
  readonly filtered: readonly {readonly row: number; readonly chances: readonly number[]}[];
}

const read = <T>(name: string) => JSON.parse(readFileSync(new URL(name, import.meta.url), "utf8")) as T;
const inputs = read<Record<string, Record<"high" | "low" | "close", number[]>>>("../inputs.json");
const cases = read<Case[]>("hidden-markov.json");

const rowsOf = (values: readonly (readonly number[])[]) => values.map((row) => Float64Array.from(row));
const modelOf = ({start, transitions, means, variances}: Model): HiddenMarkov => ({
  start: Float64Array.from(start),
  transitions: rowsOf(transitions),
  means: rowsOf(means),
  variances: rowsOf(variances)
});

/** To 1e-9 of the value, or of `least` where that is larger. */
function expectEqual(ours: ArrayLike<number>, theirs: readonly number[], least: number): void {
  expect(ours).toHaveLength(theirs.length);
  theirs.forEach((value, i) =>
    expect(Math.abs(ours[i] - value), `${ours[i]} against ${value}`).toBeLessThanOrEqual(
      1e-9 * Math.max(least, Math.abs(value))
    )
  );
}

describe.each(cases)(
  "hmmlearn on $input, $steps steps",
  ({input, steps, begin, likelihoods, end, likelihood, filtered}) => {
    const {high, low, close} = inputs[input];
    const returns = Float64Array.from(close.slice(1), (price, i) => Math.log(price / close[i]));
    const ranges = Float64Array.from(close.slice(1), (_, i) => Math.log(Math.log(high[i + 1] / low[i + 1])));
    const observed = [returns, ranges].slice(0, begin.means[0].length);
    const floor = observed.map(() => 0);
    let model = modelOf(begin);
    const found: number[] = [];
    for (let step = 0; step < steps; ++step) {
      const improved = improve(model, observed, floor);
      model = improved.model;
      found.push(improved.likelihood);
    }

    it(`${begin.means.length} states in ${begin.means[0].length} dimensions: the likelihood of every step`, () => {
      expectEqual(found, likelihoods, 1);
      for (let step = 1; step < steps; ++step) expect(found[step]).toBeGreaterThan(found[step - 1]);
      const whole = filterStates(model, observed);
      expect(Math.abs(whole.likelihood - likelihood)).toBeLessThanOrEqual(1e-9 * Math.abs(likelihood));
    });

    it("the parameters in the end", () => {
      expectEqual(model.start, end.start, 1e-3);
      end.transitions.forEach((row, s) => expectEqual(model.transitions[s], row, 1e-3));
      end.means.forEach((row, s) => expectEqual(model.means[s], row, 1e-3));
      end.variances.forEach((row, s) => expectEqual(model.variances[s], row, 1e-6));
    });

    it("the filtered chances", () => {
      const k = begin.start.length;
      const {chances} = filterStates(model, observed);
      for (const {row, chances: theirs} of filtered)
        expectEqual(chances.subarray(row * k, (row + 1) * k), theirs, 1e-3);
    });
  }
);
