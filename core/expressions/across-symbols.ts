import {
  crossBucket,
  crossDemean,
  crossRank,
  crossZScore,
  scaleToGross,
  winsoriseDeviations,
  winsoriseQuantiles
} from "../indicators/operators/cross-section.js";
import {neutraliseExposures, neutraliseGroups} from "../indicators/operators/neutral.js";
import type {Column} from "../base/panel.js";
import type {Constant, Operator, Shape, Value} from "./operator.js";

const full = (value: Value, {rows, symbols}: Shape): Column =>
  typeof value === "number" ? new Float64Array(rows * symbols).fill(value) : value;

function across(
  about: string,
  inputs: number,
  constants: readonly Constant[],
  figure: (columns: readonly Column[], symbols: number, constants: readonly number[]) => Column
): Operator {
  return {
    about,
    inputs,
    constants,
    compute: (given, numbers, shape) =>
      figure(
        given.map((value) => full(value, shape)),
        shape.symbols,
        numbers
      )
  };
}

const share = {least: 0, most: 1, whole: false};

/** Operators of each row across its symbols. A symbol without a value does not count. */
export const acrossSymbols: Readonly<Record<string, Operator>> = {
  rank: across("the rank among the symbols, 0 to 1, ties by average", 1, [], ([x], symbols) => crossRank(x, symbols)),
  zscore: across("the distance from the symbols' mean in their deviations", 1, [], ([x], symbols) =>
    crossZScore(x, symbols)
  ),
  demean: across("x less the symbols' mean", 1, [], ([x], symbols) => crossDemean(x, symbols)),
  bucket: across(
    "which of n equal parts of the symbols it is in, from 0",
    1,
    [{name: "n", least: 2}],
    ([x], symbols, [count]) => crossBucket(x, symbols, count)
  ),
  winsorise: across(
    "x brought back to the symbols' quantiles where it is beyond them",
    1,
    [
      {name: "low", ...share, usual: 0.01},
      {name: "high", ...share, usual: 0.99}
    ],
    ([x], symbols, [low, high]) => winsoriseQuantiles(x, symbols, low, high)
  ),
  clipDeviations: across(
    "x brought back to k deviations from the symbols' mean where it is beyond them",
    1,
    [{name: "k", least: 0, whole: false, usual: 3}],
    ([x], symbols, [count]) => winsoriseDeviations(x, symbols, count)
  ),
  scale: across("x over the sum of the symbols' sizes", 1, [], ([x], symbols) => scaleToGross(x, symbols)),
  neutralise: across("x less the mean of the symbols of its group y", 2, [], ([x, group], symbols) =>
    neutraliseGroups(x, symbols, group)
  ),
  neutraliseBy: across("what the regression of x on y across the symbols leaves", 2, [], ([x, exposure], symbols) =>
    neutraliseExposures(x, symbols, [exposure])
  )
};
