import type {Context} from "../base/context.js";
import {formatDate} from "../base/timeframe.js";
import type {ImportedTrees} from "../base/tree-trainer.js";

const day = 864e5;

/** Which model an experiment means, and under which options it says so. */
export interface Named {
  readonly model: string;
  /** SHA-256 of the file that it was. */
  readonly sha256: string;
  /** The options' names, for errors. */
  readonly options: readonly [model: string, sha256: string];
}

/**
 * A model that was taken in, if it is the one that was named: a run that names it by what it holds is another run where
 * another model has the name. Throws where it cannot be reached, is not there, or holds something else.
 */
export async function importedTrees(
  {model, sha256, options: [option, hash]}: Named,
  context: Context
): Promise<ImportedTrees> {
  if (model === "") throw new Error(`missing ${option}: name one; tapebook model list shows those that were taken in`);
  if (!context.imported) throw new Error(`missing ${option}: ${model} cannot be reached from here`);
  const found = await context.imported(model);
  if (sha256 === "")
    throw new Error(`missing ${hash}: that of ${model} is ${found.sha256}; write it down, so that a run names it`);
  if (found.sha256 !== sha256)
    throw new Error(`invalid ${hash}: that of ${model} is ${found.sha256}, not ${sha256}; it is another model`);
  return found;
}

/** Throws unless all samples are of later days than the last one, `until`, of which a model may know what happened. */
export function checkUnknown(model: string, t: Float64Array, until: number): void {
  const first = t.reduce((a, b) => Math.min(a, b), Infinity);
  if (first < until + day)
    throw new Error(
      `invalid samples: ${model} may know what happened until ${formatDate(until)}, and there are samples from ` +
        `${formatDate(first)} on; begin the data after it`
    );
}
