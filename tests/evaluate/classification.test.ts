import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {calibrationCurve, calibrationError} from "../../core/evaluate/classification/calibration.js";
import {confusionMatrix} from "../../core/evaluate/classification/confusion.js";
import {classificationFigures, classifiedBySignal, fewClasses} from "../../core/evaluate/classification/figures.js";
import {summariseClasses} from "../../core/evaluate/classification/summary.js";
import {areaUnderCurve, brierScore, logLoss, rocArea} from "../../core/evaluate/classification/probabilities.js";
import {accuracy, averageScore, classScores, matthews} from "../../core/evaluate/classification/scores.js";

const numbers = (...values: number[]) => Float64Array.from(values);

describe("a confusion matrix", () => {
  it("refuses what is no class, and columns of two lengths", () => {
    expect(() => confusionMatrix([0, 1], [0, 2], [0, 1])).toThrow("unknown class: 2; classes are 0, 1");
    expect(() => confusionMatrix([0, 1], [0])).toThrow("invalid predictions: 1 for 2 labels; expected one for each");
  });

  it("of nothing has no score", () => {
    const empty = confusionMatrix([], [], [0, 1]);
    expect([accuracy(empty), matthews(empty), averageScore(classScores(empty), "macro").f1]).toEqual([NaN, NaN, NaN]);
  });
});

describe("the area under the curve", () => {
  it("is how often one with the property is ranked above one without", () => {
    const drawn = fc.array(fc.tuple(fc.boolean(), fc.integer({min: 0, max: 6})), {minLength: 1, maxLength: 30});
    fc.assert(
      fc.property(drawn, (pairs) => {
        const [has, scores] = [pairs.map(([a]) => a), pairs.map(([, b]) => b)];
        const [up, down] = [true, false].map((side) => scores.filter((_, i) => has[i] === side));
        let won = 0;
        for (const a of up) for (const b of down) won += a > b ? 1 : a === b ? 0.5 : 0;
        const expected = won / (up.length * down.length);
        if (Number.isNaN(expected)) expect(areaUnderCurve(has, scores)).toBeNaN();
        else expect(areaUnderCurve(has, scores)).toBeCloseTo(expected, 12);
      })
    );
  });
});

describe("probabilities", () => {
  it("that were certain and wrong cost much, and not all", () => {
    expect(logLoss([1], [1, 0], [0, 1])).toBeCloseTo(36.04, 2);
    expect(brierScore([1], [1, 0], [0, 1])).toBe(1);
  });

  it("are one for each class of each label, from 0 to 1", () => {
    expect(() => logLoss([0, 1], [1, 0, 1], [0, 1])).toThrow("invalid probabilities: 3 for 2 labels of 2 classes");
    expect(() => rocArea([3], [0.5, 0.5], [0, 1])).toThrow("unknown class: 3; classes are 0, 1");
    expect(() => calibrationCurve([true], [1.2])).toThrow("invalid probability: 1.2; expected a number from 0 to 1");
    expect(() => calibrationCurve([true], [0.5], {bins: 0})).toThrow("invalid bins: 0");
    expect(calibrationError([], [])).toBeNaN();
  });

  it("of what comes true as often as was said are calibrated", () => {
    const said = Array.from({length: 100}, (_, i) => (i < 50 ? 0.2 : 0.8));
    const came = said.map((p, i) => (i % 10) / 10 < p);
    expect(calibrationError(came, said)).toBeCloseTo(0, 12);
    expect(
      calibrationError(
        came.map((each) => !each),
        said
      )
    ).toBeCloseTo(0.6, 12);
  });
});

describe("what a signal is as a classifier", () => {
  it("is its classes, or the probability of the larger of two", () => {
    const found = classifiedBySignal(numbers(1, -1, NaN, 0, 1), numbers(1, 1, 0, NaN, -1))!;
    expect([found.classes, Array.from(found.truth), Array.from(found.predicted)]).toEqual([
      [-1, 1],
      [1, 1, -1],
      [1, -1, 1]
    ]);
    const binary = classifiedBySignal(numbers(0.7, 0.2, 0.5), numbers(1, 0, 1))!;
    expect(Array.from(binary.predicted)).toEqual([1, 0, 0]);
    expect(binary.probabilities![0]).toBeCloseTo(0.3, 12);
    expect(classificationFigures(binary).accuracy.value).toBeCloseTo(2 / 3, 12);
  });

  it("is none of numbers, of labels of one kind, and of more classes than there can be", () => {
    expect(classifiedBySignal(numbers(0.3, -0.2), numbers(1, -1))).toBeNull();
    expect(classifiedBySignal(numbers(1, 1), numbers(1, 1))).toBeNull();
    expect(classifiedBySignal(numbers(0.1, 0.2), numbers(0.1, 0.2))).toBeNull();
    expect(classifiedBySignal(numbers(NaN), numbers(NaN))).toBeNull();
    expect(fewClasses(Float64Array.from({length: 12}, (_, i) => i))).toBeNull();
    expect(fewClasses(numbers(2, NaN, 1, 2))).toEqual([1, 2]);
  });
});

describe("a summary of classes", () => {
  const classes = [-1, 0, 1];
  const truth = numbers(-1, -1, 0, 1, 1);
  const predicted = numbers(-1, 1, 0, 1, -1);
  const probabilities = numbers(0.5, 0.3, 0.2, 0.1, 0.2, 0.7, 0.2, 0.6, 0.2, 0, 0, 1 + 1e-12, 0.8, 0.1, 0.1);

  it("has what its figures are made of, and only that without probabilities", () => {
    const summary = summariseClasses({truth, classes, predicted, probabilities});
    expect(summary.counts).toEqual([
      [1, 0, 1],
      [0, 1, 0],
      [1, 0, 1]
    ]);
    const figures = classificationFigures({truth, classes, predicted, probabilities});
    const {chosen, each} = summary.calibration!;
    const error = (bins: typeof chosen) =>
      bins.reduce((sum, {count, observed, predicted}) => sum + (count / 5) * Math.abs(observed - predicted), 0);
    expect(error(chosen)).toBeCloseTo(figures["calibration-error"].value, 14);
    expect(each.map((bins) => bins.reduce((sum, {count}) => sum + count, 0))).toEqual([5, 5, 5]);
    expect(each[2].at(-1)).toEqual({from: 0.9, to: 1, predicted: 1, observed: 1, count: 1});
    const {calibration, ...rest} = summary;
    expect(calibration).toBeDefined();
    expect(summariseClasses({truth, classes, predicted})).toEqual(rest);
  });
});
