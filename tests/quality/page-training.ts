import {random} from "../../core/base/random.js";
import type {Context, Dataset, Model} from "../../core/plugin.js";
import {catboost} from "../../plugins/models/catboost.js";
import {lightgbm} from "../../plugins/models/lightgbm.js";

/** What is trained in a page and in Node alike: 2,000 samples of ten features, a third of one of them missing. */
function samples(): Dataset {
  const [n, k] = [2000, 10];
  const stream = random(29);
  const x = Float32Array.from({length: n * k}, stream.normal);
  const y = Float64Array.from({length: n}, (_, i) => {
    const label = x[i * k] * x[i * k + 1] + Math.abs(x[i * k + 2]) + 0.3 * stream.normal();
    if (i % 3 === 0) x[i * k + 4] = NaN;
    return label;
  });
  const t = y.map((_, i) => i);
  return {x, y, shape: [n, 1, k], t, until: t, cell: new Uint32Array(n)};
}

const models: Readonly<Record<string, Model>> = {
  lightgbm: lightgbm({num_iterations: 30, bagging_fraction: 0.8, bagging_freq: 1}),
  binary: lightgbm({objective: "binary", num_iterations: 30}),
  catboost: catboost({iterations: 30, learning_rate: 0.1})
};

/** The names of what can be trained. */
export const names = Object.keys(models);

/** Trains one of the models and answers with the saved one, and the bits of what it foretells. */
export async function trained(name: string): Promise<{readonly saved: number[]; readonly foretold: number[]}> {
  const data = samples();
  const y = name === "binary" ? data.y.map((value) => (value > 0.8 ? 1 : 0)) : data.y;
  const context: Context = {random: random(5), log: () => {}, progress: () => {}, signal: new AbortController().signal};
  const fitted = await models[name].fit({...data, y}, context);
  const foretold = fitted.predict(data);
  return {saved: [...fitted.save()], foretold: [...new Uint8Array(foretold.buffer)]};
}
