import {mkdtemp, readFile, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {auditPlugin} from "../../../core/audit/plugin.js";
import {parseDate} from "../../../core/base/timeframe.js";
import {random} from "../../../core/base/random.js";
import {importedModels, importModel} from "../../../core/lab/models/store.js";
import {trainedElsewhere} from "../../../core/lint/learning/trained-elsewhere.js";
import {checkLearning} from "../../../core/pipeline/plan.js";
import type {Context, Dataset, Model} from "../../../core/plugin.js";
import {toCatboostJson} from "../../../core/trees/catboost/write.js";
import {toLightgbm} from "../../../core/trees/lightgbm/write.js";
import {toXgboostJson} from "../../../core/trees/xgboost/write.js";
import {catboost} from "../../../plugins/models/catboost.js";
import {baggedSeeds} from "../../../plugins/models/bagged-seeds.js";
import {ensemble} from "../../../plugins/models/ensemble.js";
import {lightgbm} from "../../../plugins/models/lightgbm.js";
import {xgboost} from "../../../plugins/models/xgboost.js";
import {samples} from "./made.js";

let home: string;
let context: Context;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "tapebook-begun-"));
  const {signal} = new AbortController();
  context = {random: random(1), log: () => {}, progress: () => {}, signal, imported: importedModels(home)};
});
afterAll(() => rm(home, {recursive: true, force: true}));

/** Days of the years from 2020 on. */
function dataset(label: (row: Float32Array, noise: number) => number, seed = 5): Dataset & {names: readonly string[]} {
  const made = samples(40, 10, 3, label, seed);
  const later = (times: Float64Array) => times.map((time) => parseDate("2020-01-01") + time);
  const cell = Uint32Array.from(made.y.keys());
  return {...made, shape: [400, 1, 3], names: ["a", "b", "c"], t: later(made.t), until: later(made.until), cell};
}
const data = dataset(([a, b], noise) => 2 * a + a * b + 0.3 * noise);

/** Takes a model in, and says how training goes on from it. */
async function taken(name: string, bytes: Uint8Array | string, until: string | null = "2019-12-31") {
  const known = until === null ? {} : {knownUntil: parseDate(until)};
  const content = typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes;
  const {record} = await importModel(home, content, {name, file: "model", now: 0, ...known});
  return {init_model: name, init_sha256: record.sha256};
}
const squares = (p: Float64Array, {y}: Dataset) => p.reduce((sum, value, i) => sum + (value - y[i]) ** 2, 0) / p.length;
const fit = (model: Model, train: Dataset = data) => model.fit(train, context);

describe("training that goes on from a model that was taken in", () => {
  it("makes what one longer training would have made, to the last bit", async () => {
    const bags = {bagging_freq: 1, bagging_fraction: 0.6};
    for (const objective of ["regression", "regression_l1"]) {
      const half = await fit(lightgbm({objective, ...bags, num_iterations: 6}));
      const begun = await taken(`own-${objective.replace("_", "-")}`, half.save());
      const whole = await fit(lightgbm({objective, ...bags, num_iterations: 12}));
      expect((await fit(lightgbm({objective, ...bags, num_iterations: 6, ...begun}))).save()).toEqual(whole.save());
    }
    const half = await fit(xgboost({subsample: 0.6, n_estimators: 4}));
    const begun = await taken("own-xgboost", half.save());
    const whole = await fit(xgboost({subsample: 0.6, n_estimators: 8}));
    expect((await fit(xgboost({subsample: 0.6, n_estimators: 4, ...begun}))).save()).toEqual(whole.save());
  });

  it("goes on from the libraries' files", async () => {
    const half = await fit(lightgbm({num_iterations: 6}));
    const whole = (await fit(lightgbm({num_iterations: 12}))).predict(data);
    const text = await taken("text", toLightgbm(half.trees!));
    const later = (await fit(lightgbm({num_iterations: 6, ...text}))).predict(data);
    later.forEach((value, i) => expect(value).toBeCloseTo(whole[i], 6));
    const boosted = await fit(xgboost({n_estimators: 6}));
    const json = await taken("json", toXgboostJson(boosted.trees!));
    const gone = (await fit(xgboost({n_estimators: 6, ...json}))).predict(data);
    expect(squares(gone, data)).toBeLessThan(0.5 * squares(boosted.predict(data), data));
  });

  it("goes on from a model of the real LightGBM, which has categories", async () => {
    const folder = join(import.meta.dirname, "../../golden/lightgbm/models");
    const begun = await taken("real", await readFile(join(folder, "quantile.txt"), "utf8"));
    const {trees} = await importedModels(home)("real");
    const k = trees.features.length;
    const stream = random("real");
    const categorical_feature = trees.categorical!;
    const x = Float32Array.from({length: 400 * k}, (_, at) =>
      categorical_feature.includes(at % k) ? stream.integer(5) : stream.normal()
    );
    const own: Dataset = {...data, x, shape: [400, 1, k], names: trees.features};
    const alpha = Number(/alpha[:=](\S+)/.exec(trees.objective!)?.[1] ?? 0.5);
    const fitted = await fit(
      lightgbm({objective: "quantile", alpha, categorical_feature, num_iterations: 5, ...begun}),
      own
    );
    expect(fitted.trees!.trees.slice(0, trees.trees.length)).toEqual(trees.trees);
    expect(fitted.trees!.trees).toHaveLength(trees.trees.length + 5);
  });

  it("names the model by what it holds, so that another is another run", async () => {
    const half = await fit(lightgbm({num_iterations: 3}));
    const {init_model, init_sha256} = await taken("named", half.save());
    expect(lightgbm({init_model, init_sha256}).toJSON().params).toMatchObject({init_model, init_sha256});
    await expect(fit(lightgbm({init_model}))).rejects.toThrow(
      `missing init_sha256: that of named is ${init_sha256}; write it down, so that a run names it`
    );
    await expect(fit(xgboost({init_model, init_sha256: "0".repeat(64)}))).rejects.toThrow("it is another model");
    expect(() => xgboost({init_sha256})).toThrow("missing init_model: init_sha256 is of the model to go on from");
    await expect(fit(lightgbm({init_model: "none", init_sha256}))).rejects.toThrow("unknown model: none; models are ");
    const alone = {...context, imported: undefined};
    await expect(lightgbm({init_model, init_sha256}).fit(data, alone)).rejects.toThrow(
      "missing init_model: named cannot be reached from here"
    );
  });

  it("sees no sample that the model may know", async () => {
    const half = await fit(lightgbm({num_iterations: 3}));
    const late = await taken("late", half.save(), "2020-01-01");
    await expect(fit(lightgbm(late))).rejects.toThrow(
      "invalid samples: late may know what happened until 2020-01-01, and there are samples from 2020-01-01 on"
    );
    const undated = await taken("undated", half.save(), null);
    await expect(fit(lightgbm(undated))).rejects.toThrow(
      "invalid init_model: undated may know any day: nobody said when its training ended; take it in by another name"
    );
  });

  it("is refused from what it cannot go on from", async () => {
    const half = await taken("half", (await fit(lightgbm({num_iterations: 3}))).save());
    await expect(fit(lightgbm(half), {...data, names: ["a", "b", "d"]})).rejects.toThrow(
      "invalid trees to go on from: they learned from a, b, c, not from a, b, d; give those of the same training"
    );
    await expect(fit(lightgbm({objective: "huber", ...half}))).rejects.toThrow(
      "invalid init_model: half was trained for regression, not for huber; give the objective that it has"
    );
    await expect(fit(xgboost(half))).rejects.toThrow("was trained for regression, not for reg:squarederror");
    const steep = await readFile(join(import.meta.dirname, "../../golden/lightgbm/models/binary.txt"), "utf8");
    const steepNames = {...data, x: new Float32Array(2400), shape: [400, 1, 6] as const};
    const two = {...steepNames, y: data.y.map((y) => (y > 0 ? 1 : 0)), names: undefined};
    const names = Array.from(/feature_names=(.*)/.exec(steep)![1].split(" "));
    await expect(
      fit(lightgbm({objective: "binary", ...(await taken("steep", steep))}), {...two, names})
    ).rejects.toThrow("the slope of their probabilities is 0.7, not 1");
    const symmetric = await fit(catboost({iterations: 3, learning_rate: 0.1}));
    const theirs = await taken("theirs", toCatboostJson(symmetric.trees!));
    await expect(fit(lightgbm(theirs))).rejects.toThrow("theirs was trained for RMSE, not for regression");
    const bags = {boosting: "rf", bagging_freq: 1, bagging_fraction: 0.5, num_iterations: 3};
    const forest = await taken("forest", (await fit(lightgbm(bags))).save());
    await expect(fit(lightgbm(forest))).rejects.toThrow("they are a forest, whose trees do not build on each other");
    expect(() => lightgbm({...bags, ...half})).toThrow("invalid init_model: trees of rf do not build on others");
    expect(() => lightgbm({trainer: "native", ...half})).toThrow("invalid init_model: the native trainer begins with");
    await expect(
      fit(lightgbm({categorical_feature: ["a"], ...half}), {
        ...data,
        x: data.x.map((value) => Math.trunc(Math.abs(value)))
      })
    ).rejects.toThrow("they take a for a number, as this does not");
  });

  it("knows classes by the labels that they had", async () => {
    const y = data.y.map((value) => (value > 0 ? 1 : -1));
    const half = await fit(lightgbm({objective: "binary", num_iterations: 3}), {...data, y});
    const begun = {objective: "binary", num_iterations: 2, ...(await taken("classes", half.save()))};
    expect((await fit(lightgbm(begun), {...data, y})).classes).toEqual([-1, 1]);
    await expect(fit(lightgbm(begun), {...data, y: y.map((value) => value + 1)})).rejects.toThrow(
      "binary was trained before on the classes -1, 1"
    );
  });

  it("takes features as they are, alone and in ensembles", () => {
    const model = lightgbm({init_model: "half", init_sha256: "0".repeat(64)});
    const checked = (given: object) => () => checkLearning(given as Parameters<typeof checkLearning>[0]);
    for (const each of [model, ensemble({members: [lightgbm(), model]}), baggedSeeds({of: model})]) {
      expect(checked({model: each, scaling: "standard"})).toThrow(
        `invalid scaling: ${each.name} goes on from what was trained elsewhere and takes features as they are`
      );
      expect(checked({model: each, scaling: "none"})).not.toThrow();
    }
    expect(checked({model: lightgbm(), scaling: "standard"})).not.toThrow();
  });

  it("is told by lint and audit", async () => {
    const begun = lightgbm({init_model: "half", init_sha256: "0".repeat(64)});
    const look = (model: Model) =>
      trainedElsewhere.look({plan: {learn: {model}}} as Parameters<typeof trainedElsewhere.look>[0], {});
    expect(look(begun)).toBe("the model lightgbm goes on from one that was trained elsewhere");
    expect(look(lightgbm())).toBeNull();
    expect((await auditPlugin(begun)).judgement).toBe("unaudited");
  });
});
