import {describe, expect, it} from "vitest";
import {auditExplanation, evidenceOf} from "../../core/audit/explanation.js";
import {random} from "../../core/base/random.js";
import {effects, quantileGrid} from "../../core/learn/importance/effects.js";
import {permutationByFold} from "../../core/learn/importance/permutation.js";
import {take, withWeight} from "../../core/learn/dataset.js";
import {withoutFeatures} from "../../core/learn/importance/columns.js";
import type {Context, Dataset, Fitted} from "../../core/plugin.js";
import {meanAbsolute, treeImportance} from "../../core/trees/explain/importance.js";
import {shapInteractions} from "../../core/trees/explain/interactions.js";
import {shapValues} from "../../core/trees/explain/shapley.js";
import {predictRaw} from "../../core/trees/predict.js";
import {lightgbm} from "../../plugins/models/lightgbm.js";
import {features, market} from "./market.js";

const context: Context = {
  random: random(1),
  log: () => {},
  progress: () => {},
  signal: new AbortController().signal
};

const fit = (data: Dataset): Promise<Fitted> =>
  lightgbm({num_iterations: 30, num_leaves: 8, learning_rate: 0.1, num_threads: 1}).fit(data, context);

const range = (from: number, to: number) => Uint32Array.from({length: to - from}, (_, i) => from + i);

/** What a model of samples makes of each feature, out of sample, and what the alarm says of that. */
async function explain(data: Dataset, names: readonly string[]) {
  const [n, , k] = data.shape;
  const half = n >> 1;
  const named = {...withWeight(data, new Float64Array(n).fill(1)), names};
  const train = {...take(named, range(0, half)), names};
  const test = {...take(named, range(half, n)), names};
  const fitted = await fit(train);
  const attribution = shapValues(fitted.trees!, test.x, [test.shape[0], k]);
  const shares = meanAbsolute(attribution, k);
  const {findings} = auditExplanation(evidenceOf(test, shares, {horizon: 1, names}));
  return {fitted, test, attribution, shares, findings};
}

describe("a model trained here", () => {
  it("is explained to the last part of its predictions, and its leak is found by every measure", async () => {
    const {fitted, test, attribution, shares, findings} = await explain(market({days: 200}), features);
    const {trees} = fitted;
    const [n, , k] = test.shape;
    predictRaw(trees!, test.x, [n, k]).forEach((raw, i) => {
      const sum = attribution.values.subarray(i * k, i * k + k).reduce((all, each) => all + each, attribution.base[0]);
      expect(Math.abs(sum - raw)).toBeLessThan(1e-13);
    });
    const largest = (values: ArrayLike<number>) => Array.from(values).indexOf(Math.max(...Array.from(values)));
    const {gain, split, cover} = treeImportance(trees!);
    for (const values of [shares, gain!, split, cover!]) expect(features[largest(values)]).toBe("leak");
    expect(findings.map(({message}) => message.split(" ")[0])).toEqual(["leak"]);
    const {onFold, result} = permutationByFold({score: "ic", random: random(2), repeats: 2});
    const edge = n >> 1;
    for (const [number, part] of [range(0, edge), range(edge, n)].entries())
      onFold({number, fitted, test: {...take(test, part), names: features}});
    const [leak, , , noise] = result();
    expect(leak.name).toBe("leak");
    expect(leak.mean).toBeGreaterThan(0.3);
    expect(Math.abs(noise.mean)).toBeLessThan(0.05);
    const {values} = shapInteractions(trees!, test.x.subarray(0, 10 * k), [10, k]);
    for (let row = 0; row < 10 * k; ++row) {
      const sum = values.subarray(row * k, row * k + k).reduce((all, each) => all + each, 0);
      expect(sum).toBeCloseTo(attribution.values[row], 13);
    }
    const grid = quantileGrid(test, 0, 5);
    const {mean} = effects(fitted, test, [0], [grid]);
    expect(mean[4] - mean[0]).toBeGreaterThan(0.5);
  });

  it("of honest features does not ring, though one leads", async () => {
    const data = market({days: 200});
    const {shares, findings} = await explain(withoutFeatures(data, [0]), features.slice(1));
    expect(shares[0]).toBeGreaterThan(shares[1]);
    expect(findings).toEqual([]);
  });
});
