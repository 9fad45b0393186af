import {log} from "../../base/elementary.js";
import {rowsOf} from "../../base/samples.js";
import {correlation, mean, rank} from "../../base/stats.js";
import type {Dataset} from "../../plugin.js";

/** The fewest samples of one instant for which a correlation across them is taken. */
const fewest = 5;

/** What predictions are held against. */
type Labelled = Pick<Dataset, "y" | "t">;

/** How good predictions are. */
export interface Score {
  /** The better the larger it is; of a loss, which is the better the smaller it is, −1. */
  readonly sign: 1 | -1;
  /** What it is called, with its unit. */
  readonly title: string;
  of(prediction: Float64Array, data: Labelled): number;
  /** The same of many predictions of one set of samples: what is the same of all is made ready once. */
  on(data: Labelled): (prediction: Float64Array) => number;
}

/** Scores by name. Samples without a label take no part; `NaN` where nothing is left. */
export const scores = {
  /**
   * The mean over instants of Spearman's rank correlation of prediction and label across the samples of each; that over
   * all samples at once where no instant has five.
   */
  ic: score(1, "rank IC", dailyCoefficient),
  /** The mean squared error. */
  mse: score(-1, "squared error", ({y}) => {
    const loss = (value: number, label: number) => (value - label) * (value - label);
    return (prediction) => mean(known(prediction, y, loss));
  }),
  /** The mean negative logarithm of the probability that was given to what came, of labels 0 or −1 and 1; in nats. */
  logloss: score(-1, "log-loss", ({y}) => {
    const loss = (value: number, label: number) => {
      const chance = Math.min(1 - 1e-15, Math.max(1e-15, value));
      return -log(label > 0 ? chance : 1 - chance);
    };
    return (prediction) => mean(known(prediction, y, loss));
  })
} as const satisfies Readonly<Record<string, Score>>;

export type ScoreName = keyof typeof scores;

function known(prediction: Float64Array, y: Float64Array, loss: (value: number, label: number) => number) {
  const out: number[] = [];
  for (let i = 0; i < y.length; ++i) if (!Number.isNaN(y[i])) out.push(loss(prediction[i], y[i]));
  return out;
}

function score<S extends 1 | -1>(sign: S, title: string, on: Score["on"]): Score & {readonly sign: S} {
  return {sign, title, on, of: (prediction, data) => on(data)(prediction)};
}

function dailyCoefficient({y, t}: Labelled): (prediction: Float64Array) => number {
  const places = Array.from(y.keys()).filter((i) => !Number.isNaN(y[i]));
  const {row, times} = rowsOf(Float64Array.from(places, (i) => t[i]));
  const groups = times.map((): number[] => []);
  for (const [place, i] of places.entries()) groups[row[place]].push(i);
  const large = groups.filter((group) => group.length >= fewest);
  const days = (large.length > 0 ? large : [places]).map((group) => {
    return {group, labels: rank(group.map((i) => y[i]))};
  });
  return (prediction) => {
    const coefficients = days.map(({group, labels}) =>
      correlation(rank(Float64Array.from(group, (i) => prediction[i])), labels)
    );
    // A prediction that is the same of all says nothing of their order.
    return mean(coefficients.map((value) => (Number.isNaN(value) ? 0 : value)));
  };
}
