import {makeGrower} from "../../core/boosting/make-grower.js";
import {fittedTrees, loadFitted} from "../../core/boosting/fitted.js";
import {settingsOf} from "../../core/boosting/ordered/settings.js";
import {trainOrdered} from "../../core/boosting/ordered/train-ordered.js";
import {trainingData} from "../../core/boosting/features.js";
import {defineModel} from "../../core/plugin.js";

/**
 * CatBoost's algorithm (Prokhorenkova et al. 2018) with CatBoost's names and defaults.
 */
export const catboost = defineModel(
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
    simple_ctr: ["Borders", "Counter"] as readonly string[],
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
);
