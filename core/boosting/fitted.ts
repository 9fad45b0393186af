import type {Features, Fitted} from "../base/learning.js";
import type {TreeEnsemble} from "../base/trees.js";
import {predictTrees} from "../trees/predict.js";
import {loadTrees, saveTrees} from "../trees/save.js";
import {checkColumns} from "./features.js";
import type {History} from "./training.js";

/** A model of trees, and how its validation figure went where it was trained here and had one. */
export interface FittedTrees extends Fitted {
  readonly trees: TreeEnsemble;
  readonly history?: History;
}

/**
 * What predicts by trees. Of one output it predicts what their transform makes of it: of two classes the probability of
 * the second. Of several classes it predicts the mean of the classes' labels by their probabilities, such as
 * −1 · p₁ + 0 · p₂ + 1 · p₃. Samples whose features' names are known must have those that were learned.
 */
export function fittedTrees(trees: TreeEnsemble, history?: History): FittedTrees {
  const {classes, outputs, features, transform} = trees;
  const answers = (data: Features) => {
    checkColumns(features, data);
    return predictTrees(trees, data.x, [data.shape[0], features.length]);
  };
  const probabilities = (data: Features) => {
    const p = answers(data);
    if (outputs > 1) return p;
    return Float64Array.from({length: 2 * p.length}, (_, i) => (i % 2 === 1 ? p[i >> 1] : 1 - p[i >> 1]));
  };
  return {
    predict(data) {
      const p = answers(data);
      if (outputs === 1) return p;
      if (!classes) throw new Error(`invalid model: it has ${outputs} outputs, and no classes to predict the mean of`);
      return Float64Array.from({length: data.shape[0]}, (_, i) => {
        let sum = 0;
        for (let j = 0; j < outputs; ++j) sum += p[i * outputs + j] * classes[j];
        return sum;
      });
    },
    ...(classes && (transform.kind === "softmax" || transform.kind === "sigmoid") && {probabilities, classes}),
    trees,
    ...(history && {history}),
    save: () => saveTrees(trees)
  };
}

/** What a model of trees was saved as. Throws where the bytes are none. */
export function loadFitted(state: Uint8Array): FittedTrees {
  return fittedTrees(loadTrees(state));
}
