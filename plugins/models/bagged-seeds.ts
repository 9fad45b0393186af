import {baggedModel} from "../../core/learn/ensembles/bagging.js";
import {leastSquares} from "../../core/learn/ensembles/least-squares.js";
import type {Plugin} from "../../core/plugin.js";
import {defineModel} from "../../core/plugin.js";

/**
 * One model fitted with `seeds` different streams of random numbers, which predicts their mean:
 * `baggedSeeds({of: lightgbm({bagging_fraction: 0.8, bagging_freq: 1}), seeds: 10})`. What depends on the luck of a seed
 * averages out, and the fitted model's `spread` says by how much the members differ.
 *
 * With a `block` above 0 each is fitted on a bootstrap of its own: blocks of so many rows that follow one another, drawn
 * with replacement, all names of a row together. Where no model is given it is linear regression with a penalty of 1,
 * which a seed does not change: give it a block.
 */
export const baggedSeeds = defineModel(
  "bagged-seeds",
  {of: null as Plugin<"model"> | null, seeds: 5, block: 0},
  ({of, ...rest}) => baggedModel({of: of ?? {...leastSquares(1), name: "regression"}, ...rest})
);
