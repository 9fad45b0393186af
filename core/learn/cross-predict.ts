import type {Column} from "../base/panel.js";
import {pause} from "../base/pause.js";
import type {Random} from "../base/random.js";
import {stage} from "../base/stage.js";
import type {Context, Dataset, Fitted, Fold, Model, Split} from "../plugin.js";
import {featuresOf, samplesOf, take, withLabels, withWeight} from "./dataset.js";
import type {Scaling, ScalingMethod} from "./scaling.js";
import {fitScaling, scale} from "./scaling.js";

/** Predictions of samples by models that never saw them, and the last of these models. */
export interface CrossPrediction {
  /** One value a cell; `NaN` where no fold tests it. */
  readonly signal: Column;
  /**
   * Where folds test every sample they test equally often and more than once, the predictions put together to so many
   * whole columns: the first that was made of each sample, the second, and so on to the last, which is the signal. Of
   * the combinatorial purged folds they are the paths of López de Prado (2018, chapter 12).
   */
  readonly paths?: readonly Column[];
  readonly folds: readonly FoldSummary[];
  readonly last: {readonly fitted: Fitted; readonly scaling: Scaling};
}

/** The spans that a fold trains and tests on, epoch milliseconds UTC, both ends included. */
export interface FoldSummary {
  readonly train: {readonly from: number; readonly to: number; readonly samples: number};
  readonly test: {readonly from: number; readonly to: number; readonly samples: number};
}

/** How training samples are made ready for the model. */
export interface Readying {
  /** `standard` where left out. */
  readonly scaling?: ScalingMethod;
  /** Finds the weights of a fold's training samples; all weigh the same where left out. */
  weigh?(train: Dataset): Float64Array;
  /**
   * Whether each fold's training labels are dealt out anew at random among its samples, so that there is nothing to learn:
   * what a signal still foretells then, it has from somewhere that it should not.
   */
  readonly shuffled?: boolean;
  /** Called with each fold's fitted model, and its samples as the model sees them. */
  each?(fold: FittedFold): void;
}

/** A fold's model, with the samples that it was fitted on and those that it predicts, scaled. */
export interface FittedFold {
  readonly number: number;
  readonly fitted: Fitted;
  readonly train: Dataset;
  readonly test: Dataset;
  /** The tested samples as they were before they were scaled. */
  readonly raw: Dataset;
}

/** How many bytes of x are predicted at once. */
const batch = 2 ** 26;

/**
 * Fits the model on each fold's training samples whose label is known, and predicts its test samples:
 *
 *     fold ──► train ──► weights, scaling ──► model
 *         └──► test ──────────── " ─────────── " ──► signal
 *
 * Weights and scaling are found from the fold's training samples alone; the split does not see labels and features, nor
 * the fitted model the labels of what it predicts. Where test spans overlap, the later fold's
 * prediction stands. Throws where no fold has samples to train on, and where samples are weighed for a model that does
 * not heed it.
 */
export async function crossPredict(
  data: Dataset,
  split: Split,
  model: Model,
  cells: number,
  context: Context,
  {scaling: method = "standard", weigh, shuffled, each}: Readying = {}
): Promise<CrossPrediction> {
  if (weigh && model.weighted !== true) throw unweighted("the model");
  const tested = collectPaths(data, cells);
  const folds = [...split.folds(samplesOf(data))];
  const summaries: FoldSummary[] = [];
  let last: CrossPrediction["last"] | undefined;
  for (const [done, fold] of folds.entries()) {
    await pause();
    context.signal.throwIfAborted();
    const known = fold.train.filter((i) => !Number.isNaN(data.y[i]));
    if (known.length > 0 && fold.test.length > 0) {
      const train = take(data, known);
      const scaling = fitScaling(train, method);
      const scaled = scale(data, scaling);
      const weighed = weigh ? withWeight(take(scaled, known), weigh(train)) : take(scaled, known);
      const ready = shuffled ? withLabels(weighed, dealt(weighed.y, context.random.fork(`labels/${done}`))) : weighed;
      const fitted = await model.fit(ready, {...stage(context, done, folds.length), random: context.random.fork(done)});
      if (each) {
        const [test, raw] = [take(scaled, fold.test), take(data, fold.test)];
        each({number: done, fitted, train: ready, test, raw});
      }
      for (const part of parts(fold.test, data.shape)) tested.add(part, fitted.predict(featuresOf(take(scaled, part))));
      summaries.push(summariseFold(data, {train: known, test: fold.test}));
      last = {fitted, scaling};
    }
    stage(context, done, folds.length).progress(1, 1);
  }
  if (!last) throw new Error(`missing training samples: none of ${folds.length} folds has any with a known label`);
  return {...tested.columns(), folds: summaries, last};
}

/** The same numbers in another order (Fisher and Yates). */
function dealt(values: Float64Array, {integer}: Random): Float64Array {
  const out = values.slice();
  for (let i = out.length - 1; i > 0; --i) {
    const j = integer(i + 1);
    [out[i], out[j]] = [out[j], out[i]];
  }
  return out;
}

/** The error of samples that are weighed for a model which does not heed it. */
export function unweighted(what: string): Error {
  return new Error(`invalid weights: ${what} does not heed them; leave learn.weights out, or choose one that does`);
}

/** Collects predictions by how often their sample was tested before. */
function collectPaths({cell}: Pick<Dataset, "cell">, cells: number) {
  const tests = new Uint32Array(cell.length);
  const signal = new Float64Array(cells).fill(NaN);
  const paths: Column[] = [];
  return {
    add(samples: Uint32Array, values: Float64Array): void {
      samples.forEach((i, j) => {
        const path = tests[i]++;
        if (path === paths.length) paths.push(new Float64Array(cells).fill(NaN));
        paths[path][cell[i]] = signal[cell[i]] = values[j];
      });
    },
    columns(): Pick<CrossPrediction, "signal" | "paths"> {
      const whole = paths.length > 1 && tests.every((count) => count === 0 || count === paths.length);
      return {signal, ...(whole && {paths})};
    }
  };
}

/** Places of samples in parts that are predicted one after another. */
function* parts(places: Uint32Array, [, window, k]: Dataset["shape"]): Generator<Uint32Array> {
  const size = Math.max(1, Math.floor(batch / (4 * window * k)));
  for (let start = 0; start < places.length; start += size) yield places.subarray(start, start + size);
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
