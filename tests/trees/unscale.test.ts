import {describe, expect, it} from "vitest";
import {random} from "../../core/base/random.js";
import {Decision} from "../../core/base/trees.js";
import {fitScaling, scale} from "../../core/learn/scaling.js";
import type {ScalingMethod} from "../../core/learn/scaling.js";
import type {Dataset} from "../../core/plugin.js";
import {fromLightgbm} from "../../core/trees/lightgbm/read.js";
import {toLightgbm} from "../../core/trees/lightgbm/write.js";
import {predictRaw} from "../../core/trees/predict.js";
import {unscaleTrees} from "../../core/trees/unscale.js";
import {madeEnsemble} from "./made.js";

/** Samples of four features of very different sizes, the last of which does not vary, with values that are missing. */
function samples(n: number, window = 1): Dataset {
  const stream = random("scaled");
  const of = [() => 1e6 + stream.normal(), () => 1e-9 * stream.normal(), () => stream.integer(4), () => 7];
  const x = Float32Array.from({length: n * window * 4}, (_, i) => (stream.uniform() < 0.1 ? NaN : of[i % 4]()));
  const zeros = new Float64Array(n);
  return {x, shape: [n, window, 4], y: zeros, t: zeros, until: zeros, cell: new Uint32Array(n)};
}

const {defaultLeft, nanMissing} = Decision;
const decisions = [0, defaultLeft, nanMissing, nanMissing | defaultLeft];

describe("trees of scaled features", () => {
  const methods: readonly ScalingMethod[] = ["standard", "robust", "none"];
  for (const method of methods)
    it(`answer the same of features as they are: ${method}`, () => {
      for (const window of [1, 3]) {
        const data = samples(400, window);
        const columns = 4 * window;
        const ensemble = madeEnsemble(random(method), {trees: 30, columns, leaves: 31, decisions});
        const scaling = fitScaling(data, method);
        const raw = unscaleTrees(ensemble, scaling);
        const expected = predictRaw(ensemble, scale(data, scaling).x, [400, columns]);
        expect(predictRaw(raw, data.x, [400, columns])).toEqual(expected);
        expect(predictRaw(fromLightgbm(toLightgbm(raw)), data.x, [400, columns])).toEqual(expected);
        expect(new Set(expected).size).toBeGreaterThan(20);
        if (method !== "none") expect(predictRaw(ensemble, data.x, [400, columns])).not.toEqual(expected);
      }
    });

  it("are refused where thresholds cannot say the same", () => {
    const data = samples(50);
    const plain = madeEnsemble(random(1), {trees: 1, columns: 4, leaves: 5, decisions});
    expect(() => unscaleTrees(plain, fitScaling(data, "rank"))).toThrow("invalid scaling: its features are ranks");
    const categories = madeEnsemble(random(2), {trees: 1, columns: 4, leaves: 5, categorical: 1});
    const standard = fitScaling(data);
    expect(() => unscaleTrees(categories, standard)).toThrow(
      "is a category that was scaled; learn with the scaling none"
    );
    expect(unscaleTrees(categories, {method: "none"})).toBe(categories);
    const zeros = madeEnsemble(random(3), {trees: 1, columns: 4, leaves: 5, decisions: [Decision.zeroMissing]});
    expect(() => unscaleTrees(zeros, standard)).toThrow("are missing values, but only once it is scaled");
    const encodings = [{name: "e", features: [0], values: new Map(), otherwise: 0}];
    expect(() => unscaleTrees({...plain, encodings}, standard)).toThrow("categories that trees encode were scaled");
  });
});
