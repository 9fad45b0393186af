import {between} from "../../base/options.js";
import type {Context, Dataset, Features, Fitted, Model} from "../../plugin.js";
import {featuresOf, take} from "../dataset.js";
import {fitting} from "../ensembles/members.js";
import {lastSpan} from "../ensembles/spans.js";

/** Bounds within which labels are expected. */
export interface Interval {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** A model whose predictions have intervals. */
export interface Conformal {
  /** Fitted on the earlier rows alone. */
  readonly fitted: readonly Fitted[];
  /** How far an interval reaches beyond the prediction, or beyond the predicted quantiles, where it may be below 0. */
  readonly margin: number;
  /** How many samples the margin was found from. */
  readonly samples: number;
  interval(data: Features): Interval;
}

/** What intervals are made with. */
export interface ConformalRule {
  /** The share of labels that is to lie within. */
  readonly level: number;
  /** The share of the training rows, the last, that the margin is found from. */
  readonly share: number;
}

/**
 * Split conformal intervals (Vovk, Gammerman and Shafer 2005): the model is fitted on the earlier rows, as far as labels
 * were known by then, and the margin is the ⌈(n + 1) · level⌉-th smallest |y − f| of the n samples of the last rows. At
 * least a share `level` of new labels lies within f ± margin where samples are exchangeable; where a market changes, or
 * labels overlap, so many only about. Infinite where n is too small for the level.
 */
export async function conformal(
  model: Model,
  train: Dataset,
  {level, share}: ConformalRule,
  context: Context
): Promise<Conformal> {
  return calibrated([model], train, {level, share}, context, ([predicted]) => ({low: predicted, high: predicted}));
}

/**
 * Conformalised quantile regression (Romano, Patterson and Candès 2019): as `conformal`, of a model of a low and one of a
 * high quantile, with the margin of max(low − y, y − high), so that the intervals are as wide as the quantiles say.
 */
export async function conformalQuantiles(
  low: Model,
  high: Model,
  train: Dataset,
  {level, share}: ConformalRule,
  context: Context
): Promise<Conformal> {
  return calibrated([low, high], train, {level, share}, context, ([below, above]) => ({
    low: below.map((value, i) => Math.min(value, above[i])),
    high: above.map((value, i) => Math.max(value, below[i]))
  }));
}

async function calibrated(
  models: readonly Model[],
  train: Dataset,
  {level, share}: ConformalRule,
  context: Context,
  bounds: (predictions: readonly Float64Array[]) => Interval
): Promise<Conformal> {
  between("level of an interval", level, 0.01, 0.999);
  between("share to calibrate on", share, 0.01, 0.9);
  const held = lastSpan(train, share);
  const earlier = take(train, held.train);
  const last = take(train, held.test);
  const fit = fitting(context, models.length);
  const fitted: Fitted[] = [];
  for (const [m, model] of models.entries()) fitted.push(await fit(model, `bound ${m + 1}`, earlier, `bound ${m}`));
  const inner = (data: Features) => bounds(fitted.map((each) => each.predict(data)));
  const {low, high} = inner(featuresOf(last));
  const beyond = last.y.map((y, i) => Math.max(low[i] - y, y - high[i])).sort();
  const place = Math.ceil((beyond.length + 1) * level - 1e-9);
  const margin = place <= beyond.length ? beyond[place - 1] : Infinity;
  return {
    fitted,
    margin,
    samples: beyond.length,
    interval(data) {
      const found = inner(data);
      return {low: found.low.map((value) => value - margin), high: found.high.map((value) => value + margin)};
    }
  };
}

/** The share of labels that lie within, bounds included, and the mean width. */
export function coverage({low, high}: Interval, y: Float64Array): {readonly covered: number; readonly width: number} {
  let covered = 0;
  let width = 0;
  for (let i = 0; i < y.length; ++i) {
    if (y[i] >= low[i] && y[i] <= high[i]) ++covered;
    width += high[i] - low[i];
  }
  return {covered: covered / y.length, width: width / y.length};
}
