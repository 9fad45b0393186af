import {readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {squaredParts, wrongParts} from "../../../core/learn/error/bias-variance.js";
import {brier, brierOfClasses, logLoss, reliability} from "../../../core/learn/error/calibration.js";

interface Golden {
  readonly squared: {readonly y: number[]; readonly predictions: number[][]; readonly parts: number[]};
  readonly wrong: {readonly y: number[]; readonly labels: number[][]; readonly parts: number[]};
  readonly chances: number[];
  readonly came: number[];
  readonly curves: Record<"uniform" | "quantile", {readonly observed: number[]; readonly predicted: number[]}>;
  readonly brier: number;
  readonly logLoss: number;
}

const golden = JSON.parse(readFileSync(new URL("judging.json", import.meta.url), "utf8")) as Golden;
const lists = (values: readonly number[][]) => values.map((each) => Float64Array.from(each));
const close = (own: readonly number[], theirs: readonly number[]) => {
  expect(own).toHaveLength(theirs.length);
  theirs.forEach((value, i) => expect(own[i]).toBeCloseTo(value, 12));
};

describe("mlxtend's decomposition", () => {
  it("of the squared error", () => {
    const {y, predictions, parts} = golden.squared;
    const {loss, bias, variance} = squaredParts(lists(predictions), Float64Array.from(y));
    close([loss, bias, variance], parts);
  });

  it("of the share of wrong answers", () => {
    const {y, labels, parts} = golden.wrong;
    const {loss, bias, variance, net} = wrongParts(lists(labels), Float64Array.from(y));
    close([loss, bias, variance], parts);
    expect(bias + net).toBeCloseTo(loss, 12);
  });
});

describe("scikit-learn's figures of probabilities", () => {
  const chances = Float64Array.from(golden.chances);

  it.each(["uniform", "quantile"] as const)("reliability curve, %s", (strategy) => {
    const {predicted, observed, count} = reliability(chances, golden.came, 8, strategy);
    close(predicted, golden.curves[strategy].predicted);
    close(observed, golden.curves[strategy].observed);
    expect(count.reduce((sum, each) => sum + each, 0)).toBe(chances.length);
  });

  it("Brier's score and the logarithmic loss", () => {
    expect(brier(chances, golden.came)).toBeCloseTo(golden.brier, 14);
    expect(logLoss(chances, golden.came)).toBeCloseTo(golden.logLoss, 11);
    const both = Float64Array.from(golden.chances.flatMap((p) => [1 - p, p]));
    expect(brierOfClasses(both, [0, 1], Float64Array.from(golden.came))).toBeCloseTo(2 * golden.brier, 12);
  });
});
