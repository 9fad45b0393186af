import {random} from "../../core/base/random.js";
import {context, effects} from "../../core/lab/context.js";
import type {Context, Dataset, Features, Fitted, Model} from "../../core/plugin.js";
import type {Plugin} from "../../core/plugin.js";
import {defineModel} from "../../core/plugin.js";

export const quiet = (seed = 1): Context => context(effects(), seed);

/** Samples of some names on each day, labels known `horizon` days later: y = 2 · x₀ − x₁ + noise. */
export function samples({days = 60, names = 5, features = 3, horizon = 1, noise = 0.5, seed = 5} = {}): Dataset {
  const r = random(seed);
  const n = days * names;
  const x = Float32Array.from({length: n * features}, () => r.normal());
  const y = Float64Array.from({length: n}, (_, i) => 2 * x[i * features] - x[i * features + 1] + noise * r.normal());
  const t = Float64Array.from({length: n}, (_, i) => Math.floor(i / names) * 864e5);
  return {
    x,
    shape: [n, 1, features],
    y,
    t,
    until: t.map((time) => time + horizon * 864e5),
    cell: new Uint32Array(n).map((_, i) => i)
  };
}

type Predict = (data: Features) => Float64Array;

/** A model that learns nothing. */
export function fixed(predict: Predict, more: Partial<Model> = {}, fitted: Partial<Fitted> = {}): Plugin<"model"> {
  const made = {predict, ...fitted, save: () => Uint8Array.of(7)};
  return defineModel("fixed", {}, () => ({
    window: 1,
    fit: () => Promise.resolve(made),
    load: () => Promise.resolve(made),
    ...more
  }))() as Plugin<"model">;
}

/** A model that says the same probabilities of each sample. */
export function saying(classes: readonly number[], shares: readonly number[]): Plugin<"model"> {
  return fixed(
    ({shape: [n]}) => new Float64Array(n),
    {},
    {
      classes,
      probabilities: ({shape: [n]}) =>
        Float64Array.from({length: n * shares.length}, (_, i) => shares[i % shares.length])
    }
  );
}

/** A model that knows by heart what it was fitted on, and of anything else says the label of the nearest sample. */
export function memory(): Plugin<"model"> {
  const model: Model = {
    window: 1,
    fit: (train) => Promise.resolve(nearest(train)),
    load: () => Promise.reject(new Error("invalid memory: it cannot be loaded"))
  };
  return defineModel("memory", {}, () => model)() as Plugin<"model">;
}

function nearest({x, y, shape: [n, , k]}: Dataset): Fitted {
  const distance = (a: Float32Array, i: number, j: number) => {
    let sum = 0;
    for (let f = 0; f < k; ++f) sum += (a[i * k + f] - x[j * k + f]) ** 2;
    return sum;
  };
  return {
    predict: ({x: asked, shape: [m]}) =>
      Float64Array.from({length: m}, (_, i) => {
        let best = 0;
        for (let j = 1; j < n; ++j) if (distance(asked, i, j) < distance(asked, i, best)) best = j;
        return y[best];
      }),
    save: () => new Uint8Array()
  };
}

/** Predictions of one column of the features, times a factor. */
export function column(feature: number, factor = 1): Plugin<"model"> {
  return fixed(({x, shape: [n, , k]}) => Float64Array.from({length: n}, (_, i) => factor * x[i * k + feature]));
}

/** A model whose predictions are drawn from its random numbers, and which learns from how many samples it has. */
export function dice(): Plugin<"model"> {
  const of = (value: number): Fitted => ({
    predict: ({shape: [n]}) => new Float64Array(n).fill(value),
    save: () => new Uint8Array(Float64Array.of(value).buffer)
  });
  return defineModel("dice", {}, () => ({
    window: 1,
    fit: (_, {random: r}) => Promise.resolve(of(r.normal())),
    load: (state) => Promise.resolve(of(new Float64Array(state.slice().buffer)[0]))
  }))() as Plugin<"model">;
}
