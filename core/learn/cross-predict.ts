import type {Column} from "../base/panel.js";
import {pause} from "../base/pause.js";
import type {Context, Dataset, Fitted, Fold, Model, Split} from "../plugin.js";
import {take} from "./dataset.js";
import type {Scaling} from "./scaling.js";
import {fitScaling, scale} from "./scaling.js";

/** Predictions of samples by models that never saw them, and the last of these models. */
export interface CrossPrediction {
  /** One value a cell; `NaN` where no fold tests it. */
  readonly signal: Column;
  readonly folds: readonly FoldSummary[];
  readonly last: {readonly fitted: Fitted; readonly scaling: Scaling};
}

/** The spans that a fold trains and tests on, epoch milliseconds UTC, both ends included. */
export interface FoldSummary {
  readonly train: {readonly from: number; readonly to: number; readonly samples: number};
  readonly test: {readonly from: number; readonly to: number; readonly samples: number};
}

/**
 * Fits the model on each fold's training samples whose label is known, and predicts its test samples:
 *
 *     fold ──► train ──► scaling ──► model
 *         └──► test ─────── " ─────── " ──► signal
 *
 * Features are standardised by the training samples' mean and deviation. Where test spans overlap, the later fold's
 * prediction stands. Throws where no fold has samples to train on.
 */
export async function crossPredict(
  data: Dataset,
  split: Split,
  model: Model,
  cells: number,
  context: Context
): Promise<CrossPrediction> {
  const signal = new Float64Array(cells).fill(NaN);
  const folds = [...split.folds(data)];
  const summaries: FoldSummary[] = [];
  let last: CrossPrediction["last"] | undefined;
  for (const [done, fold] of folds.entries()) {
    await pause();
    context.signal.throwIfAborted();
    const known = fold.train.filter((i) => !Number.isNaN(data.y[i]));
    if (known.length > 0 && fold.test.length > 0) {
      const train = take(data, known);
      const test = take(data, fold.test);
      const scaling = fitScaling(train);
      const fitted = await model.fit(scale(train, scaling), {...context, random: context.random.fork(done)});
      fitted.predict(scale(test, scaling)).forEach((value, j) => (signal[test.cell[j]] = value));
      summaries.push(summariseFold(data, {train: known, test: fold.test}));
      last = {fitted, scaling};
    }
    context.progress(done + 1, folds.length);
  }
  if (!last) throw new Error(`missing training samples: none of ${folds.length} folds has any with a known label`);
  return {signal, folds: summaries, last};
}

/** The spans of a fold. */
export function summariseFold({t}: Pick<Dataset, "t">, {train, test}: Fold): FoldSummary {
  const span = (index: Uint32Array) => {
    let from = Infinity;
    let to = -Infinity;
    for (const i of index) {
      from = Math.min(from, t[i]);
      to = Math.max(to, t[i]);
    }
    return {from, to, samples: index.length};
  };
  return {train: span(train), test: span(test)};
}
