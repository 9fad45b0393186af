import type {Context, Dataset, Features, Fitted, Model} from "../../plugin.js";
import {pack, unpack} from "../../learn/ensembles/packing.js";
import {predictRaw} from "../../trees/predict.js";
import {loadTrees, saveTrees} from "../../trees/save.js";
import {checkColumns} from "../features.js";
import type {GrowerFactory} from "../training.js";
import type {Forest} from "./forest.js";
import {growForest} from "./forest.js";
import type {ForestRule} from "./options.js";
import type {OutOfBag} from "./out-of-bag.js";
import {expectedOf, probabilitiesOf} from "./targets.js";

/** A forest as a model. */
export interface FittedForest extends Fitted {
  /** How well samples are foretold by the trees that did not learn from them, where that was asked for. */
  readonly outOfBag?: OutOfBag;
  /** Each training sample's prediction by those trees, `NaN` where there are none; not saved. */
  readonly outOfBagPredictions?: Float64Array;
}

/** A model that grows forests with the given grower. */
export function forestModel(
  rule: ForestRule,
  makeGrower: GrowerFactory
): Model & {fit(train: Dataset, context: Context): Promise<FittedForest>} {
  return {
    window: 1,
    weighted: true,
    missing: true,
    fit: async (train, context) => fittedForest(await growForest(train, rule, context, makeGrower)),
    async load(state) {
      const {about, parts} = await Promise.resolve(unpack<{outOfBag?: OutOfBag}>("random-forest", state));
      if (parts.length !== 1)
        throw new Error(`invalid random-forest state: ${parts.length} parts; expected what a fitted one saved`);
      return fittedForest({ensemble: loadTrees(parts[0]), ...(about.outOfBag && {outOfBag: about.outOfBag})});
    }
  };
}

function fittedForest({ensemble, outOfBag, outOfBagPredictions}: Forest): FittedForest {
  const {classes, features} = ensemble;
  const raw = (data: Features) => {
    checkColumns(features, data);
    return predictRaw(ensemble, data.x, [data.shape[0], features.length]);
  };
  const rest = {
    trees: ensemble,
    ...(outOfBag && {outOfBag}),
    ...(outOfBagPredictions && {outOfBagPredictions}),
    save: () => pack("random-forest", outOfBag ? {outOfBag} : {}, [saveTrees(ensemble)])
  };
  if (!classes) return {...rest, predict: raw};
  const probabilities = (data: Features) => probabilitiesOf(raw(data), classes.length);
  return {...rest, classes, probabilities, predict: (data) => expectedOf(probabilities(data), classes)};
}
