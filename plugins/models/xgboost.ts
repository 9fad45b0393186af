import {defineWithAliases} from "../../core/boosting/aliases.js";
import {beginningOf, begins} from "../../core/boosting/beginning.js";
import {fittedTrees, loadFitted} from "../../core/boosting/fitted.js";
import {makeGrower} from "../../core/boosting/make-grower.js";
import {threadsOf, trainModel} from "../../core/boosting/model.js";
import {xgboostAliases} from "../../core/boosting/parameters/xgboost-aliases.js";
import type {XgboostOptions} from "../../core/boosting/parameters/xgboost.js";
import {checkXgboost, mostBins, xgboostDefaults, xgboostTraining} from "../../core/boosting/parameters/xgboost.js";
import type {Context, Dataset} from "../../core/plugin.js";
import {defineModel} from "../../core/plugin.js";

/**
 * Gradient-boosted trees by XGBoost's algorithm (Chen and Guestrin 2016; the method `hist`), with its parameters' names and
 * defaults. It is this project's own learner, not that library.
 *
 * | parameter | what it means |
 * |-|-|
 * | `objective` | `reg:squarederror` ½ (s − y)², `reg:absoluteerror`, `reg:quantileerror`, `count:poisson`, `binary:logistic` of two classes, `multi:softprob` of more, `rank:pairwise` and `rank:ndcg` among the samples of one time |
 * | `n_estimators`, `eta` | rounds of boosting, one tree each (one a class), and what their leaves are multiplied by |
 * | `max_depth`, `max_leaves`, `grow_policy` | a tree's greatest depth and most leaves, 0 for no limit; `depthwise` splits level by level, `lossguide` the leaf that gains most |
 * | `min_child_weight` | the least sum of second derivatives in a leaf |
 * | `gamma` | what T(G)² / (H + λ) of two sides, less that of both together, must exceed. The paper takes half of it; the library does not, nor does this |
 * | `lambda`, `alpha`, `max_delta_step` | λ and α in a leaf −T(G, α) / (H + λ), and its greatest absolute value (0 for none); with `count:poisson` the last is 0.7 where 0, and the second derivative is taken as exp(s + it) |
 * | `subsample`, `colsample_bytree`, `colsample_bynode` | the part of samples drawn for each round, of features for each tree, and of these for each node |
 * | `max_bin` | the most bins of a number; 255 is the most there are |
 * | `categorical_feature` | features, by name or number, whose values are categories (XGBoost's come with the data) |
 * | `max_cat_to_onehot`, `max_cat_threshold` | up to so many categories each is set against the others; the most on one side otherwise |
 * | `monotone_constraints` | 1 rising, −1 falling, 0 free: one a column, or texts such as `rsi=1` |
 * | `interaction_constraints` | lists of features, by name or number, that may be on a path together |
 * | `base_score` | what predictions begin from, a number; `average` takes what fits best alone |
 * | `scale_pos_weight` | so many times samples of the second class count, of `binary:logistic` |
 * | `quantile_alpha` | the part that lies below what `reg:quantileerror` foretells |
 * | `lambdarank_num_pair_per_sample` | pairs count of which one is foretold so high, 0 for all; XGBoost's method `topk` |
 * | `lambdarank_normalization` | whether groups are scaled, of both ranking objectives |
 * | `eval_metric`, `eval_at` | what stops training: rmse, mae, quantile, poisson-nloglik, logloss, error, mlogloss, merror, auc, ndcg of so many places; `ic` is ours |
 * | `early_stopping_rounds` | how many rounds without a better figure end training; the best is restored |
 * | `init_model`, `init_sha256` | a model that `tapebook model import` took in, whose trees training goes on from, and the SHA-256 of its file |
 * | `seed`, `nthread` | another number is another draw; 1 trains without the help of threads, 0 with all there are |
 *
 * Ours alone are `validation_fraction`, the last part of the training samples' times, which no tree learns from and early
 * stopping measures (samples whose labels reach into it are left out); the metric `ic`, the mean of the times' rank correlations with the labels;
 * `label_grades`, so many grades that labels are ranked into at each time for `rank:ndcg` and `ndcg` (0: labels are grades,
 * whole numbers from 0 to 30); and `window`, how many rows of features a sample has, flattened to columns such as `rsi[-1]`.
 * Samples of one t are a group. A seed is one beside that of the experiment.
 *
 * It departs from XGBoost in that sums are of rounded integers, so that they are the same for any number of threads; that
 * max_bin is 255 where XGBoost has 256, and bins are found without its sketch; that `depthwise` splits the best of a level
 * first where max_leaves is short; that subsample draws a number of samples, not each by chance; that quantiles and
 * absolute errors begin from those of the labels, and have leaves of the exact quantile; that classes begin from how
 * frequent they are; that monotone features use LightGBM's bounds; that labels may be any numbers, the classes of which
 * are found and of which `multi:softprob` predicts the mean by probability; that `rank:pairwise` takes labels as they are;
 * and that draws are others. Unknown parameters are refused.
 */
export const xgboost = defineWithAliases(
  defineModel("xgboost", xgboostDefaults, (given) => {
    const options = given as XgboostOptions;
    checkXgboost(options);
    return {
      window: options.window,
      weighted: true,
      missing: true,
      ...(begins(options) && {begun: true}),
      async fit(train: Dataset, context: Context) {
        if (options.max_bin > mostBins)
          context.log(`max_bin is ${options.max_bin}: ${mostBins} bins are the most here`);
        const continued = await beginningOf(options, options.objective, train, context);
        const training = (names: readonly string[]) => ({
          ...xgboostTraining(options, names, context),
          ...(continued && {continued})
        });
        const crew = threadsOf(context, options.nthread);
        const {ensemble, history} = await trainModel(train, context, training, makeGrower, crew);
        return fittedTrees({...ensemble, objective: options.objective}, history);
      },
      load: (state: Uint8Array) => Promise.resolve(state).then(loadFitted)
    };
  }),
  xgboostAliases,
  ["base_score"]
);
