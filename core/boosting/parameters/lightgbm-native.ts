import type {Context} from "../../base/context.js";
import type {Dataset} from "../../base/learning.js";
import type {TreeEnsemble} from "../../base/trees.js";
import type {Json} from "../../plugin.js";
import {columnsOf, directionsOf, groupsOf} from "../columns.js";
import {columnNames} from "../features.js";
import {foreignTrees} from "../foreign.js";
import {seedOf} from "../model.js";
import type {LightgbmOptions} from "./lightgbm.js";

/** Trains with the real library: it gets the options that it knows, and that are of use to it. */
export async function trainNative(train: Dataset, options: LightgbmOptions, context: Context): Promise<TreeEnsemble> {
  const {validation_fraction, label_grades: grades, window, trainer, init_model, init_sha256, ...known} = options;
  void [window, trainer, init_model, init_sha256];
  if (validation_fraction > 0 || options.metric === "ic")
    throw new Error("invalid validation_fraction: the native trainer stops at num_iterations alone; leave it out");
  const names = columnNames(train);
  const {objective} = options;
  const monotone = directionsOf("monotone_constraints", options.monotone_constraints, names);
  const interactions = groupsOf("interaction_constraints", options.interaction_constraints, names);
  const parameters: Record<string, Json> = {
    ...known,
    seed: seedOf(context, options.seed),
    categorical_feature: columnsOf("categorical_feature", options.categorical_feature, names),
    monotone_constraints: monotone ? Array.from(monotone) : [],
    interaction_constraints: interactions ?? []
  };
  return foreignTrees(
    "lightgbm",
    train,
    {
      parameters,
      ...(objective === "binary" && {classes: "two"}),
      ...(objective === "multiclass" && {classes: "several"}),
      ...(objective === "lambdarank" && {grades})
    },
    context
  );
}
