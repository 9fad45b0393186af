import {formatDate, parseDate} from "../../core/base/timeframe.js";
import {whole} from "../../core/base/options.js";
import {checkColumns} from "../../core/boosting/features.js";
import {fittedTrees, loadFitted} from "../../core/boosting/fitted.js";
import {checkUnknown, importedTrees} from "../../core/boosting/imported.js";
import type {Context, Dataset} from "../../core/plugin.js";
import {defineModel} from "../../core/plugin.js";

/**
 * Trees that were trained elsewhere and taken in with `tapebook model import`: it learns nothing, and predicts with them.
 * `sha256` is that of their file, so that a run names what it ran; `knownUntil` the last day that their training may have
 * seen, such as `2019-12-31`, where the import did not say it or a later day is meant. Trained elsewhere, they may know
 * what happened until then, so they are refused samples of that day or before: the experiment's data begin after it.
 * Features must have the names that they learned from, in their order, and the size: experiments give them with the
 * scaling `none`. `window` is how many rows of features they take.
 */
export const pretrained = defineModel(
  "pretrained",
  {model: "", sha256: "", knownUntil: "", window: 1},
  ({model, sha256, knownUntil, window}) => {
    whole("window", window);
    const said = knownUntil === "" ? null : parseDate(knownUntil);
    return {
      window,
      missing: true,
      ready: true,
      async fit(train: Dataset, context: Context) {
        const found = await importedTrees({model, sha256, options: ["model", "sha256"]}, context);
        checkTimes(model, train, said, found.knownUntil);
        checkColumns(found.trees.features, train);
        return fittedTrees(found.trees);
      },
      load: (state: Uint8Array) => Promise.resolve(state).then(loadFitted)
    };
  }
);

/** Throws unless all samples are later than what the model may know. */
function checkTimes(model: string, {t}: Dataset, said: number | null, stored: number | null): void {
  const until = Math.max(said ?? -Infinity, stored ?? -Infinity);
  if (until === -Infinity)
    throw new Error(
      `missing knownUntil: nobody said what ${model} may know; give the last day that its training may have seen`
    );
  if (said !== null && said < until)
    throw new Error(
      `invalid knownUntil: ${formatDate(said)}; when ${model} was taken in it was said to know all until ${formatDate(until)}`
    );
  checkUnknown(model, t, until);
}
