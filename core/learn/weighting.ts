import * as elementary from "../base/elementary.js";
import {oneOf} from "../base/options.js";
import type {Panel} from "../base/panel.js";
import {field} from "../base/panel.js";
import type {Dataset} from "../plugin.js";
import {classCounts, classWeights, labelUniqueness, returnWeights, symbolsOf, timeDecay} from "./weights.js";

/** The most values that a label of classes may have. */
const mostClasses = 50;

/** What training samples may be weighed by. */
export const weightings = ["uniqueness", "return", "class"] as const;

/** How training samples are weighed. */
export interface Weighting {
  /**
   * By the average uniqueness of their labels, by the size of the return that a label can claim for its own, or so that
   * every class of label counts the same.
   */
  readonly by: (typeof weightings)[number];
  /** What the oldest is multiplied by, falling in a straight line from 1 for the latest: see `timeDecay`; 1 unless given. */
  readonly decay?: number;
}

/** The weighting, checked, with its default written out. */
export function checkWeighting(weighting: Weighting): Required<Weighting> {
  const given: unknown = weighting;
  if (typeof given !== "object" || given === null)
    throw new Error(`invalid weights: ${String(given)}; write them as {"by": "uniqueness"}`);
  const unknown = Object.keys(given).find((key) => key !== "by" && key !== "decay");
  if (unknown !== undefined) throw new Error(`unknown option of weights: ${unknown}; options are by, decay`);
  const {by, decay = 1} = weighting;
  if (!(typeof decay === "number" && decay > -1 && decay <= 1))
    throw new Error(`invalid decay of weights: ${String(decay)}; expected above -1, and at most 1, which is none`);
  return {by: oneOf("weighting", by, weightings), decay};
}

/**
 * What finds the weights of training samples of a panel, with mean 1. They follow from the samples given alone, and from
 * the prices up to the rows on which their labels are known. Throws where all would weigh nothing.
 */
export function weigher(panel: Panel, weighting: Weighting): (train: Dataset) => Float64Array {
  const {by, decay} = checkWeighting(weighting);
  const n = panel.symbols.length;
  const returns = by === "return" ? logarithmicReturns(field(panel, "close"), n) : undefined;
  return ({t, until, y, cell}) => {
    if (by === "class" && classCounts(y).size > mostClasses)
      throw new Error(
        `invalid weights: by class, of ${classCounts(y).size} different labels; give a label of at most ${mostClasses} classes`
      );
    const spans = {t, until, symbol: symbolsOf(cell, n)};
    const unique = by === "uniqueness" || decay < 1 ? labelUniqueness(spans, panel.times) : undefined;
    const plain = returns ? returnWeights(spans, panel.times, returns) : by === "class" ? classWeights(y) : unique!;
    const faded = decay < 1 ? timeDecay(t, unique!, decay).map((factor, i) => factor * plain[i]) : plain;
    const sum = faded.reduce((all, weight) => all + weight, 0);
    if (!(sum > 0))
      throw new Error(`invalid weights: by ${by} no training sample weighs anything; weigh them otherwise`);
    return faded.map((weight) => (weight * faded.length) / sum);
  };
}

function logarithmicReturns(close: Float64Array, symbols: number): Float64Array {
  return close.map((price, i) => (i < symbols ? NaN : elementary.log(price / close[i - symbols])));
}
