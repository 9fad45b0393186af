import {defineWithAliases} from "../../core/boosting/aliases.js";
import {beginningOf, begins} from "../../core/boosting/beginning.js";
import {fittedTrees, loadFitted} from "../../core/boosting/fitted.js";
import {makeGrower} from "../../core/boosting/make-grower.js";
import {threadsOf, trainModel} from "../../core/boosting/model.js";
import {lightgbmAliases} from "../../core/boosting/parameters/lightgbm-aliases.js";
import {trainNative} from "../../core/boosting/parameters/lightgbm-native.js";
import type {LightgbmOptions} from "../../core/boosting/parameters/lightgbm.js";
import {
  checkClasses,
  checkLightgbm,
  lightgbmDefaults,
  lightgbmTraining
} from "../../core/boosting/parameters/lightgbm.js";
import type {Context, Dataset} from "../../core/plugin.js";
import {defineModel} from "../../core/plugin.js";

/**
 * Gradient-boosted trees by LightGBM's algorithm (Ke et al. 2017), with its parameters' names and defaults. It is this
 * project's own learner, unless `trainer` is `native`: that trains with the real library, where the user has one.
 *
 * | parameter | what it means |
 * |-|-|
 * | `objective` | `regression` ½ (s − y)², `regression_l1` \|s − y\|, `huber`, `quantile`, `poisson`, `binary` of two classes, `multiclass`, `lambdarank` among the samples of one time |
 * | `boosting` | `gbdt`; `dart` drops trees; `rf` is a forest of bags (needs bagging or feature_fraction); `goss` keeps samples of large derivatives |
 * | `num_iterations`, `learning_rate` | rounds of boosting, one tree each (one a class), and what their leaves are multiplied by |
 * | `num_leaves`, `max_depth` | the most leaves of a tree, and its greatest depth; 0 and below is no limit |
 * | `min_data_in_leaf`, `min_sum_hessian_in_leaf` | the least samples, and the least sum of second derivatives, in a leaf |
 * | `lambda_l1`, `lambda_l2`, `max_delta_step` | λ₁ and λ₂ in a leaf −T(G, λ₁) / (H + λ₂), and its greatest absolute value (0 for none) |
 * | `min_gain_to_split` | what T(G)² / (H + λ₂) of two sides, less that of both together, must exceed |
 * | `bagging_fraction`, `bagging_freq` | the part of samples drawn every so many rounds, 0 for never |
 * | `pos_bagging_fraction`, `neg_bagging_fraction` | the same of each class, of `binary` |
 * | `feature_fraction`, `feature_fraction_bynode` | the part of features drawn for a tree, and of these for each node |
 * | `extra_trees` | one threshold of each feature at a node, at random |
 * | `top_rate`, `other_rate` | what `goss` keeps and draws, from round 1 / learning_rate on |
 * | `drop_rate`, `max_drop`, `skip_drop`, `uniform_drop` | of `dart`: the chance of a tree, the most (0 for all), the chance of dropping none, whether all are as likely |
 * | `max_bin`, `min_data_in_bin`, `bin_construct_sample_cnt` | how features are cut into bins: the most of a number, the least samples in one, and how many samples they are found from |
 * | `categorical_feature` | features, by name or number, whose values are categories: whole numbers from 0 on |
 * | `max_cat_to_onehot`, `max_cat_threshold`, `cat_smooth`, `cat_l2`, `min_data_per_group` | how categories are divided |
 * | `monotone_constraints` | 1 rising, −1 falling, 0 free: one a column, or texts such as `rsi=1` (LightGBM's method `basic`) |
 * | `interaction_constraints` | lists of features, by name or number, that may be on a path together |
 * | `alpha` | the part that lies below a `quantile`; the distance at which `huber` ends to be a square |
 * | `poisson_max_delta_step` | the second derivative is taken as exp(s + it) |
 * | `num_class` | the number of classes, of `multiclass`; 1 takes those that the labels have |
 * | `is_unbalance`, `scale_pos_weight` | of `binary`: the rarer class counts as if it had as many samples, or the second so many times |
 * | `boost_from_average` | whether the first tree begins from what fits best alone |
 * | `lambdarank_truncation_level`, `lambdarank_norm` | pairs count of which one is foretold so high; whether groups are scaled |
 * | `metric`, `eval_at` | what stops training, `ic` is ours; the places of `ndcg` |
 * | `early_stopping_round` | how many rounds without a better figure end training; the best is restored |
 * | `init_model`, `init_sha256` | a model that `tapebook model import` took in, whose trees training goes on from, and the SHA-256 of its file |
 * | `seed`, `num_threads` | another number is another draw; 1 trains without the help of threads, 0 with all there are |
 *
 * Ours alone are `validation_fraction`, the last part of the training samples' times, which no tree learns from and early
 * stopping measures (samples whose labels reach into it are left out); the metric `ic`, the mean of the times' rank correlations with the labels;
 * `label_grades`, so many grades that labels are ranked into at each time for `lambdarank` and `ndcg` (0: labels are grades,
 * whole numbers from 0 to 30); `window`, how many rows of features a sample has, flattened to columns such as `rsi[-1]`;
 * and `trainer`. Samples of one t are a group. A seed is one beside that of the experiment.
 *
 * It departs from LightGBM in that sums are of rounded integers, so that they are the same for any number of threads;
 * that `min_data_in_leaf`, `min_data_per_group` and `cat_smooth` count samples, which LightGBM makes of second derivatives;
 * that the average it begins from is kept beside the trees, not in the first one, and counts classes as they are weighed;
 * that quantiles of weighed samples do not depend on the weights' unit; that labels may be any numbers, the classes of
 * which are found and of which `multiclass` predicts the mean by probability; that trees may go on after one that has no
 * split, where anything is drawn; that `eval_at` is one number; that feature_fraction_bynode draws from the features that
 * the path allows; and that draws are others. Unknown parameters are refused.
 */
export const lightgbm = defineWithAliases(
  defineModel("lightgbm", lightgbmDefaults, (given) => {
    const options = given as LightgbmOptions;
    checkLightgbm(options);
    return {
      window: options.window,
      weighted: true,
      missing: true,
      ...(begins(options) && {begun: true}),
      async fit(train: Dataset, context: Context) {
        if (options.trainer === "native") return fittedTrees(await trainNative(train, options, context));
        const continued = await beginningOf(options, options.objective, train, context);
        const {ensemble, history} = await trainModel(
          train,
          context,
          (names) => ({...lightgbmTraining(options, names, context), ...(continued && {continued})}),
          makeGrower,
          threadsOf(context, options.num_threads)
        );
        checkClasses(ensemble, options);
        return fittedTrees(ensemble, history);
      },
      load: (state: Uint8Array) => Promise.resolve(state).then(loadFitted)
    };
  }),
  lightgbmAliases
);
