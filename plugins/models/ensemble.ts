import {oneOf} from "../../core/base/options.js";
import {ensembleModel, modes} from "../../core/learn/ensembles/ensemble.js";
import {usualMembers} from "../../core/learn/ensembles/members.js";
import {checkWeighing} from "../../core/learn/ensembles/weighing.js";
import type {Plugin} from "../../core/plugin.js";
import {defineModel} from "../../core/plugin.js";

/**
 * Several models as one: `ensemble({members: [ridge(), lightgbm()], mode: "stacked"})`. Without members it is that of
 * linear regressions with penalties of 1, 100 and 10,000. All members have one window. What it answers, by `mode`:
 *
 * - `mean`: the mean of the predictions.
 * - `weighted`: their mean by `weights`, whatever these add up to. Where none are given they are learnt: the members are
 *   fitted on the earlier rows, as far as labels were known, and weighed by what they predict of the last `share` of the
 *   rows. `learn` is `least-squares` (no weight below 0, their sum 1) or `inverse-error` (1 / the mean squared error).
 * - `rank`: the mean of where each prediction stands among the member's own of that last share, −½ … ½: members whose
 *   predictions differ in size count the same.
 * - `stacked`: what `meta`, a regression where it is null, makes of the standardised predictions (of classifiers, the
 *   probabilities). It is trained on out-of-fold ones alone: of each of `folds` spans of time by members fitted on the
 *   others, without the samples whose labels' spans meet it.
 * - `weighted-vote`, `majority`, `unanimous`: −1, 0 or 1, to sell, hold or buy, of members that are classifiers of these:
 *   the choice with the largest mean probability (weights given, or learnt as above from the squared errors of the
 *   probabilities); that of more than half of the members; that of all. It is 0 where there is none, or where its
 *   confidence, the mean probability that those who vote for it give it, is below `confidence`.
 *
 * In every mode the members that answer are fitted on all samples. Where all are classifiers, the probabilities are the
 * (weighted) mean of theirs; with `stacked`, those of `meta`.
 */
export const ensemble = defineModel(
  "ensemble",
  {
    members: [] as readonly Plugin<"model">[],
    mode: "mean",
    weights: [] as readonly number[],
    learn: "least-squares",
    share: 0.2,
    folds: 5,
    meta: null as Plugin<"model"> | null,
    confidence: 0.7
  },
  ({members, mode, learn, ...rest}) =>
    ensembleModel({
      ...rest,
      members: members.length > 0 ? members : usualMembers(),
      mode: oneOf("ensemble mode", mode, modes),
      learn: checkWeighing("ensemble learn", learn)
    })
);
