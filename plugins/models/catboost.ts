import {defineWithAliases} from "../../core/boosting/aliases.js";
import {makeGrower} from "../../core/boosting/make-grower.js";
import {fittedTrees, loadFitted} from "../../core/boosting/fitted.js";
import {catboostAliases} from "../../core/boosting/parameters/catboost-aliases.js";
import {settingsOf} from "../../core/boosting/ordered/settings.js";
import {trainOrdered} from "../../core/boosting/ordered/train-ordered.js";
import {trainingData} from "../../core/boosting/features.js";
import {defineModel} from "../../core/plugin.js";

/**
 * Our learner of CatBoost's algorithm (Prokhorenkova et al. 2018), with CatBoost's names and, where not said otherwise, its
 * defaults: ordered boosting, symmetric trees, and target statistics for categories. It is not the library, nor equal to
 * it to the last digit. `loss_function` is RMSE, MAE, Quantile:alpha=…, Huber:delta=…, Poisson, Logloss, MultiClass, or,
 * by day, QueryRMSE, PairLogit or LambdaMart. A prediction is a number; of Logloss the probability of the larger label; of
 * MultiClass the mean of the labels by their probabilities.
 *
 * **Ordered boosting** (`boosting_type` Ordered, here the default; Plain is the library's on a CPU). Models that learn from
 * prefixes of the samples, each twice as long as the one before, answer for the samples that come after: their leaves have
 * not seen the label of any sample that they answer for. A tree's structure, which all share, is scored by how well
 * leaves made from each prefix foretell the derivatives of the samples that it answers for, over all prefixes:
 * `score_function` L2, here the default, is by how much they lower the squared error, Cosine (the library's default) their
 * cosine. The leaves of what is returned are computed from all samples.
 *
 * **The order.** With `has_time` (the default here) there is one, that of time: a sample at t knows labels whose `until` is
 * not after t, so that neither its statistics nor the leaves that answer for it knew what was not known then. Otherwise,
 * and where the labels of few are known in time (which is logged), `permutation_count` random ones, the first of which is
 * the ensemble's own.
 *
 * **Categories**: the features in `cat_features`, by name or number, are whole numbers (leave features unscaled:
 * learn.scaling "none"); a missing one is a category. Those of at most `one_hot_max_size` categories get a column each. For
 * others, and for up to ten pairs, of two of them or of one and the bins of a number, that foretell better than their parts
 * do together (`max_ctr_complexity` 2; the library goes up to four, tree by tree), `simple_ctr` chooses columns: Borders, the share of labels above a border with the priors 0, ½
 * and 1 (of classes between each two; of numbers `ctr_target_border_count` quantiles, the median where it is 1, which heavy
 * tails do not move); FloatTargetMeanValue, the mean of labels that are numbers, which knows how large they are; Counter,
 * the frequency. Each sample's are computed from labels known before it alone, predictions' from all; a category that was
 * not seen gets the share of all. `ctr_border_count` bounds divide a column evenly, not its range: shares of returns differ little.
 *
 * **The rest.** `learning_rate` 0 chooses it by samples and `iterations` (see `automaticRate`). Noise of `random_strength`
 * is put on scores; with `boosting_type` Plain, and on trees that are not symmetric, on derivatives, at the same size, and
 * their splits are scored by the gain alone. `bootstrap_type` auto is MVS, of MultiClass Bayesian; samples
 * drawn find structures, leaves see all. `leaf_estimation_method` auto is Newton, of MAE and Quantile Exact. MultiClass
 * grows a tree for each class. `nan_mode` takes missing numbers for the smallest (Min) or the largest (Max).
 * `monotone_constraints`, such as "rsi=1", hold for symmetric trees. `validation_fraction` holds out the latest samples for
 * `eval_metric` (auto is the loss; IC is by day), on which `od_wait` rounds without a better figure end training and
 * `use_best_model` keeps the best. `random_seed` below 0 takes the experiment's seed.
 */
export const catboost = defineWithAliases(
  defineModel(
    "catboost",
    {
      iterations: 1000,
      learning_rate: 0,
      depth: 6,
      l2_leaf_reg: 3,
      loss_function: "RMSE",
      eval_metric: "auto",
      boosting_type: "Ordered",
      grow_policy: "SymmetricTree",
      score_function: "L2",
      max_leaves: 31,
      min_data_in_leaf: 1,
      random_strength: 1,
      bootstrap_type: "auto",
      bagging_temperature: 1,
      subsample: 0.8,
      rsm: 1,
      border_count: 254,
      nan_mode: "Min",
      cat_features: [] as readonly (string | number)[],
      one_hot_max_size: 2,
      max_ctr_complexity: 2,
      simple_ctr: ["Borders", "FloatTargetMeanValue", "Counter"] as readonly string[],
      ctr_border_count: 15,
      ctr_target_border_count: 1,
      has_time: true,
      permutation_count: 4,
      leaf_estimation_method: "auto",
      leaf_estimation_iterations: 1,
      boost_from_average: "auto",
      monotone_constraints: [] as readonly (string | number)[],
      validation_fraction: 0,
      od_type: "Iter",
      od_wait: 0,
      use_best_model: true,
      random_seed: -1
    },
    (options) => {
      const settings = settingsOf(options);
      return {
        window: 1,
        weighted: true,
        missing: true,
        async fit(train, context) {
          const {ensemble, history} = await trainOrdered(trainingData(train), settings, makeGrower, context);
          return fittedTrees(ensemble, history);
        },
        load: (state) => Promise.resolve(state).then(loadFitted)
      };
    }
  ),
  catboostAliases
);
