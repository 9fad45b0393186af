import {defineWithAliases} from "../../core/boosting/aliases.js";
import {forestModel} from "../../core/boosting/forest/model.js";
import {checkForest} from "../../core/boosting/forest/options.js";
import {makeGrower} from "../../core/boosting/make-grower.js";
import {forestAliases} from "../../core/boosting/parameters/forest-aliases.js";
import {defineModel} from "../../core/plugin.js";

/**
 * A random forest (Breiman 2001) with the names and defaults of scikit-learn, 0 standing for its None: our own learner,
 * whose thresholds lie between bins of values (`max_bin`), not between any two values.
 *
 * `criterion` `squared_error` predicts numbers; `gini` learns classes, which the labels are: its prediction is the second
 * one's probability or, of more than two, the mean of the labels by their probabilities.
 *
 * `max_features` is a share where it is at most 1, a number above; 0 is every feature, or with `gini` the root of their
 * number. `max_samples` alike, of the bootstrap's draws. `max_leaf_nodes` grows leaf by leaf; without it trees grow in
 * full, up to 65,535 leaves, and the log says where one could have gone on. Missing values go to the side that lowers
 * the error more.
 *
 * `extra_trees` draws one threshold a feature at random, of numbers and of two classes among all bins of the feature, as
 * LightGBM does, of more classes among those of the node, as Geurts, Ernst and Wehenkel (2006) and scikit-learn do, whose
 * extra trees have no bootstrap: set it false. `block` above 0 draws blocks of so many rows with all their samples, so
 * that what is out of a tree's bag was not beside what it learned.
 *
 * With `oob_score` the fitted model's `outOfBag` has the R² (of classes, the accuracy) and the mean rank correlation by
 * row of predictions by the trees that had not learned from a sample, and the log says them. Samples whose labels overlap
 * tell of each other: that score flatters, unless the blocks are much longer than the labels.
 */
export const randomForest = defineWithAliases(
  defineModel(
    "random-forest",
    {
      n_estimators: 100,
      criterion: "squared_error",
      max_depth: 0,
      min_samples_split: 2,
      min_samples_leaf: 1,
      max_features: 0,
      max_leaf_nodes: 0,
      min_impurity_decrease: 0,
      bootstrap: true,
      oob_score: false,
      max_samples: 0,
      random_state: 0,
      extra_trees: false,
      block: 0,
      max_bin: 255
    },
    (options) => forestModel(checkForest(options), makeGrower)
  ),
  forestAliases
);
