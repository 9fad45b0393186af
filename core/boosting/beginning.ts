import type {Context} from "../base/context.js";
import type {Dataset} from "../base/learning.js";
import type {TreeEnsemble} from "../base/trees.js";
import {checkUnknown, importedTrees} from "./imported.js";

/** The options that say which model training goes on from. */
export const beginningDefaults = {init_model: "", init_sha256: ""};

/** Whether training goes on from a model. Throws where its hash is given, and its name is not. */
export function begins({init_model: model, init_sha256: sha256}: typeof beginningDefaults): boolean {
  if (model === "" && sha256 !== "")
    throw new Error("missing init_model: init_sha256 is of the model to go on from; name it, or leave both out");
  return model !== "";
}

/**
 * The trees that training goes on from, which were taken in from elsewhere; undefined where it begins with none. Throws
 * unless they are those named, were trained for this objective, and all samples are later than what they may know: a
 * split could test on what they were trained on otherwise.
 *
 * @param objective the objective's name; that of trees may have its parameters after it
 */
export async function beginningOf(
  options: typeof beginningDefaults,
  objective: string,
  {t}: Dataset,
  context: Context
): Promise<TreeEnsemble | undefined> {
  if (!begins(options)) return undefined;
  const {init_model: model, init_sha256: sha256} = options;
  const {trees, knownUntil} = await importedTrees({model, sha256, options: ["init_model", "init_sha256"]}, context);
  const wrong = (what: string) => new Error(`invalid init_model: ${model} ${what}`);
  const [trained = "a loss of its own"] = trees.objective?.trim().split(/\s+/) ?? [];
  if ((synonyms[trained] ?? trained) !== objective)
    throw wrong(`was trained for ${trained}, not for ${objective}; give the objective that it has`);
  if (knownUntil === null)
    throw wrong(
      "may know any day: nobody said when its training ended; take it in by another name, with --known-until"
    );
  checkUnknown(model, t, knownUntil);
  return trees;
}

/** Objectives that files have by another name. */
const synonyms: Readonly<Record<string, string>> = {
  regression_l2: "regression",
  softmax: "multiclass",
  "reg:linear": "reg:squarederror"
};
