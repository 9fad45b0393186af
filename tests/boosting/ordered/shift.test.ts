import {expect, it} from "vitest";
import {random} from "../../../core/base/random.js";
import {trainingData} from "../../../core/boosting/features.js";
import type {Grower} from "../../../core/boosting/grower.js";
import {makeGrower} from "../../../core/boosting/make-grower.js";
import {settingsOf} from "../../../core/boosting/ordered/settings.js";
import {trainOrdered} from "../../../core/boosting/ordered/train-ordered.js";
import type {GrowerFactory} from "../../../core/boosting/training.js";
import {predictRaw} from "../../../core/trees/predict.js";
import {catboost} from "../../../plugins/models/catboost.js";
import {dataset, quiet, rootError} from "./samples.js";

/** Few samples of five features, of which one tells a little of the label. */
function noisy(seed: number, count: number) {
  const r = random(`shift/${seed}/${count}`);
  const rows = Array.from({length: count}, () => Array.from({length: 5}, () => r.normal()));
  return dataset(
    rows,
    rows.map(([a]) => 0.5 * a + r.normal())
  );
}

/** A factory of growers that notes the root of the mean squared derivative on which the last tree's structure is found. */
function noting(noted: {last: number}): GrowerFactory {
  return async (...args) => {
    const grower: Grower = await makeGrower(...args);
    return {
      ...grower,
      grow(options) {
        const rows = options?.rows ?? Uint32Array.from({length: grower.samples}, (_, i) => i);
        noted.last = rootError(
          Array.from(rows, (i) => grower.gradient[i]),
          new Float64Array(rows.length)
        );
        return grower.grow(options);
      },
      growOrdered(prefixes, ...rest) {
        const gradients = prefixes.flatMap(({answered}) => Array.from(answered.gradient));
        noted.last = rootError(gradients, new Float64Array(gradients.length));
        return grower.growOrdered(prefixes, ...rest);
      }
    };
  };
}

/** By how much what a tree is to mend is smaller on the samples that it learns from than on fresh ones. */
async function shiftOf(boosting_type: string, seed: number) {
  const options = {
    iterations: 60,
    depth: 4,
    learning_rate: 0.1,
    random_strength: 0,
    bootstrap_type: "No",
    boosting_type
  };
  const noted = {last: NaN};
  const settings = settingsOf({...catboost.defaults, ...options, has_time: false});
  const {ensemble} = await trainOrdered(trainingData(noisy(seed, 150)), settings, noting(noted), quiet(seed));
  const fresh = noisy(seed, 4000);
  const before = {...ensemble, trees: ensemble.trees.slice(0, -1)};
  return rootError(predictRaw(before, fresh.x, [4000, 5]), fresh.y) - noted.last;
}

it("shifts predictions less when it is ordered than when it is plain, seed by seed", async () => {
  const shifts: {plain: number; ordered: number}[] = [];
  for (let seed = 0; seed < 8; ++seed) {
    shifts.push({plain: await shiftOf("Plain", seed), ordered: await shiftOf("Ordered", seed)});
  }
  for (const {plain, ordered} of shifts) expect(Math.abs(ordered)).toBeLessThan(plain);
  const mean = (values: readonly number[]) => values.reduce((sum, each) => sum + each, 0) / values.length;
  expect(mean(shifts.map(({ordered}) => ordered))).toBeLessThan(0.6 * mean(shifts.map(({plain}) => plain)));
});
