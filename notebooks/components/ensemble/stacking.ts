import {random} from "../../../core/base/random.js";
import {determination} from "../../../core/learn/error/scores.js";
import {learnWeights} from "../../../core/learn/ensembles/weighing.js";
import {timeFolds} from "../../../core/learn/ensembles/spans.js";
import {featuresOf, take} from "../../../core/learn/dataset.js";
import type {Context, Dataset, Model} from "../../../core/plugin.js";
import {randomForest} from "../../../plugins/models/random-forest.js";
import {ridge} from "../../../plugins/models/ridge.js";

/** One member's R²: on what it learned from, on spans that it had not seen, and on new samples. */
export interface MemberScores {
  readonly name: string;
  readonly inSample: number;
  readonly outOfFold: number;
  readonly later: number;
  /** The weight that it gets by predictions of what it learned from, and by those of what it had not seen. */
  readonly weightInSample: number;
  readonly weightOutOfFold: number;
}

/** The demonstration: members, and the R² on new samples of the two ways to weigh them. */
export interface Stacking {
  readonly members: readonly MemberScores[];
  readonly wrong: number;
  readonly right: number;
}

const size = 300;
const features = 6;

/** Made-up samples: y is a straight line in two of six features, of so much variance, and noise for the rest of 1. */
function made(share: number, seed: number): Dataset {
  const r = random(seed);
  const x = Float32Array.from({length: size * features}, () => r.normal());
  const [signal, noise] = [Math.sqrt(share), Math.sqrt(1 - share)];
  const line = (i: number) => (x[i * features] - x[i * features + 1]) / Math.SQRT2;
  const y = Float64Array.from({length: size}, (_, i) => signal * line(i) + noise * r.normal());
  const t = Float64Array.from(y.keys());
  return {x, shape: [size, 1, features], y, t, until: t, cell: Uint32Array.from(y.keys())};
}

/**
 * A straight line and a forest that learns its samples by heart are put together by weights, learnt once from what they
 * say of the samples that they learned from and once from what they say of spans that were held out. New samples tell
 * which weights were right.
 *
 * @param share the part of the labels' variance that can be foretold, 0 … 1
 */
export async function stackingDemo(share: number, seed: number): Promise<Stacking> {
  const train = made(share, seed);
  const later = made(share, seed + 1000);
  const models: readonly {name: string; model: Model}[] = [
    {name: "Straight line", model: ridge({penalty: 1})},
    {name: "Forest that learns by heart", model: randomForest({n_estimators: 8, bootstrap: false, max_features: 0.5})}
  ];
  const given: Context = {
    random: random(seed),
    log: () => {},
    progress: () => {},
    signal: new AbortController().signal
  };
  const folds = timeFolds(train, 5);
  const told = await Promise.all(
    models.map(async ({model}) => {
      const fitted = await model.fit(train, given);
      const outOfFold = new Float64Array(size);
      for (const fold of folds) {
        const part = await model.fit(take(train, fold.train), given);
        const said = part.predict(featuresOf(take(train, fold.test)));
        fold.test.forEach((i, s) => (outOfFold[i] = said[s]));
      }
      return {inSample: fitted.predict(featuresOf(train)), outOfFold, later: fitted.predict(featuresOf(later))};
    })
  );
  const missed = (values: Float64Array) => values.map((value, i) => value - train.y[i]);
  const inSample = learnWeights(
    told.map((each) => missed(each.inSample)),
    "least-squares"
  );
  const outOfFold = learnWeights(
    told.map((each) => missed(each.outOfFold)),
    "least-squares"
  );
  const together = (weights: Float64Array) =>
    determination(
      later.y.map((_, i) => told.reduce((sum, each, m) => sum + weights[m] * each.later[i], 0)),
      later.y
    );
  return {
    members: models.map(({name}, m) => ({
      name,
      inSample: determination(told[m].inSample, train.y),
      outOfFold: determination(told[m].outOfFold, train.y),
      later: determination(told[m].later, later.y),
      weightInSample: inSample[m],
      weightOutOfFold: outOfFold[m]
    })),
    wrong: together(inSample),
    right: together(outOfFold)
  };
}
