import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {makeDataset, take} from "../../core/learn/dataset.js";
import {labelUniqueness, returnWeights, symbolsOf, timeDecay} from "../../core/learn/weights.js";
import type {Weighting} from "../../core/learn/weighting.js";
import {checkWeighting, weigher, weightings} from "../../core/learn/weighting.js";
import {forwardReturn} from "../../plugins/labels/forward-return.js";
import {randomPanel} from "../panels.js";

const panel = randomPanel({rows: 90, symbols: 4});
const all = makeDataset(panel, ["close"], forwardReturn({horizon: 4}), 1);
const labelled = Uint32Array.from(all.cell.keys()).filter((i) => !Number.isNaN(all.y[i]));

describe("weights of training samples", () => {
  it("have mean 1 and follow from the training samples alone", () => {
    const any = fc.record({
      by: fc.constantFrom(...weightings),
      decay: fc.constantFrom(1, 0.5, 0, -0.4),
      end: fc.integer({min: 40, max: 200})
    });
    fc.assert(
      fc.property(any, ({end, ...weighting}) => {
        const some = take(all, labelled.subarray(0, end));
        const train = weighting.by === "class" ? {...some, y: some.y.map(Math.sign)} : some;
        const weights = weigher(panel, weighting)(train);
        const known = train.until.reduce((latest, each) => Math.max(latest, each), 0);
        expect(weights.reduce((sum, each) => sum + each, 0) / weights.length).toBeCloseTo(1, 12);
        expect(weights.every((each) => each >= 0)).toBe(true);
        // Prices after the last label is known are of no account.
        const later = panel.fields.close.map((price, i) =>
          panel.times[Math.floor(i / 4)] > known ? 3 * price : price
        );
        const changed = {...panel, fields: {...panel.fields, close: later}};
        expect(weigher(changed, weighting)(train)).toEqual(weights);
      })
    );
  });

  it("are the uniqueness, the claimed returns and the classes, faded towards the oldest", () => {
    const train = take(all, labelled);
    const spans = {t: train.t, until: train.until, symbol: symbolsOf(train.cell, 4)};
    const unique = labelUniqueness(spans, panel.times);
    const {close} = panel.fields;
    const returns = close.map((price, i) => Math.log(price / (close[i - 4] ?? NaN)));
    const near = (weighting: Weighting, expected: Float64Array) => {
      const scale = expected.length / expected.reduce((sum, each) => sum + each, 0);
      weigher(panel, weighting)(train).forEach((each, i) => expect(each).toBeCloseTo(scale * expected[i], 10));
    };
    near({by: "uniqueness"}, unique);
    near({by: "return"}, returnWeights(spans, panel.times, returns));
    const fading = timeDecay(train.t, unique, 0.25);
    near({by: "uniqueness", decay: 0.25}, unique.map((each, i) => each * fading[i])); // prettier-ignore
    const signs = {...train, y: train.y.map(Math.sign)};
    const ups = signs.y.filter((each) => each > 0).length;
    const weights = weigher(panel, {by: "class"})(signs);
    signs.y.forEach((each, i) =>
      expect(weights[i]).toBeCloseTo(signs.y.length / 2 / (each > 0 ? ups : signs.y.length - ups), 10)
    );
  });

  it("are refused by class of a label that has no classes", () => {
    expect(() => weigher(panel, {by: "class"})(take(all, labelled))).toThrow(
      /^invalid weights: by class, of \d+ different labels; give a label of at most 50 classes$/
    );
  });

  it("are refused where they are unknown or all 0", () => {
    expect(() => weigher(panel, {by: "size" as never})).toThrow("unknown weighting: size; weightings are uniqueness");
    expect(() => weigher(panel, {by: "return", decay: 2})).toThrow("invalid decay of weights: 2; expected above -1");
    expect(() => checkWeighting({by: "return", decay: "1" as never})).toThrow("invalid decay of weights: 1");
    expect(checkWeighting({by: "class"})).toEqual({by: "class", decay: 1});
    const unknown = {...take(all, labelled), until: labelled.length ? new Float64Array(labelled.length).fill(Infinity) : all.until}; // prettier-ignore
    expect(() => weigher(panel, {by: "uniqueness"})(unknown)).toThrow(
      "by uniqueness no training sample weighs anything"
    );
  });
});
