import {createHash} from "node:crypto";
import {copyFile, mkdtemp, readdir, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {random} from "../../core/base/random.js";
import {parseDate} from "../../core/base/timeframe.js";
import {parse} from "../../core/cli/parser.js";
import {isMisuse} from "../../core/cli/verb.js";
import {model} from "../../core/cli/verbs/model.js";
import {effects} from "../../core/lab/context.js";
import type {Experiment} from "../../core/lab/experiment.js";
import {treesOfRun} from "../../core/lab/models/of-run.js";
import {run} from "../../core/lab/run.js";
import {readRun} from "../../core/lab/runs.js";
import {scale} from "../../core/learn/scaling.js";
import {fromLightgbm} from "../../core/trees/lightgbm/read.js";
import {predictRaw} from "../../core/trees/predict.js";
import {loadTrees, saveTrees} from "../../core/trees/save.js";
import {fromXgboost} from "../../core/trees/xgboost/read.js";
import {ingest} from "../../core/store/intake/ingest.js";
import {returns} from "../../plugins/features/returns.js";
import {forwardReturn} from "../../plugins/labels/forward-return.js";
import {lightgbm} from "../../plugins/models/lightgbm.js";
import {mean} from "../../plugins/models/mean.js";
import {ridge} from "../../plugins/models/ridge.js";
import {byTime} from "../../plugins/splits/by-time.js";
import {madeBars} from "../lab/sweep-home.js";
import {effectsAt, everything, sourceOf} from "../store/homes.js";

const models = join(import.meta.dirname, "../golden/lightgbm/models");
const learning = {
  label: forwardReturn({horizon: 2}),
  split: byTime({validation: "2020-07-01", test: "2020-08-01"}),
  model: lightgbm({num_iterations: 6, num_leaves: 5, min_data_in_leaf: 5}),
  baseline: mean()
};
const experiment: Experiment = {
  name: "93-trees",
  title: "Trees",
  question: "Do they leave?",
  data: {dataset: "made/1d"},
  features: {fast: returns({window: 1}), slow: returns({window: 5})},
  learn: learning
};

let home: string;
let folder: string;
let id: string;
const ids: Record<string, string> = {};
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "tapebook-cli-"));
  await ingest(home, sourceOf(madeBars(), "made"), everything, effectsAt());
  folder = await mkdtemp(join(tmpdir(), "tapebook-models-"));
  const ways = {
    robust: {scaling: "robust"},
    rank: {scaling: "rank"},
    none: {scaling: "none"},
    ridge: {model: ridge()}
  } as const;
  for (const [name, way] of Object.entries(ways)) {
    const {record} = await run({...experiment, learn: {...learning, ...way}}, home, effects({now: () => 1}));
    ids[name] = record.id;
  }
  id = ids.robust;
}, 60_000);
afterAll(() => Promise.all([home, folder].map((each) => rm(each, {recursive: true, force: true}))));

/** What a command line answers with; @ is the folder of files. */
async function call(line: string, at = "2024-01-01", state = home) {
  const words = line.replaceAll("@", `${folder}/`).split(" ");
  const command = (await parse(words, [model], "0"))!;
  const answer = await command.verb.act(command.given, {home: state, task: () => effects({now: () => parseDate(at)})});
  return {...answer, written: JSON.parse(JSON.stringify(answer.json)) as Record<string, unknown>};
}

describe("tapebook model import", () => {
  it("takes models in as they are, and lists and shows them", async () => {
    const state = join(folder, "state");
    expect((await call("model", "2024-01-01", state)).text).toMatch(/^no models yet; take one in with: tapebook model/);
    const bytes = await readFile(join(models, "binary.txt"));
    await writeFile(join(folder, "binary.txt"), bytes);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const first = await call("model import @binary.txt --name theirs --known-until 2019-12-31", "2024-01-01", state);
    expect(first.text).toMatch(/^theirs: imported\n/);
    expect(first.written).toMatchObject({added: true, format: "lightgbm", sha256, knownUntil: "2019-12-31", trees: 3});
    const again = await call("model import @binary.txt --name theirs --known-until 2019-12-31", "2025-01-01", state);
    expect(again.written).toMatchObject({added: false, imported: "2024-01-01T00:00:00.000Z"});
    expect(await readFile(join(state, "models", "theirs", "source"))).toEqual(bytes);
    expect(await readdir(join(state, "models"))).toEqual(["theirs"]);
    const list = await call("model", "2024-01-01", state);
    expect(list.written).toMatchObject([{name: "theirs", features: 6, trees: 3}]);
    expect(list.text).toMatch(
      new RegExp(`^theirs +lightgbm +3 +6 +2019-12-31 +2024-01-01 00:00 +${sha256.slice(0, 12)}$`, "m")
    );
    const {text, written} = await call("model show theirs", "2024-01-01", state);
    expect(text).toMatch(/^objective +binary sigmoid:0\.7$/m);
    expect(text).toMatch(/^predicts +the probability of 1$/m);
    expect(text).toMatch(/^categories +many_kinds, few_kinds$/m);
    expect(written).toMatchObject({sha256, categorical: ["many_kinds", "few_kinds"], classes: [0, 1]});
    const importance = written.importance as {feature: string; gain: number; splits: number}[];
    expect(importance.map(({gain}) => gain)).toEqual(importance.map(({gain}) => gain).sort((a, b) => b - a));
    expect(importance.reduce((sum, {splits}) => sum + splits, 0)).toBe(15);
  });

  it("knows formats by what is in a file, and refuses what is none", async () => {
    const trees = fromLightgbm(await readFile(join(models, "numbers.txt"), "utf8"));
    await writeFile(join(folder, "own"), saveTrees(trees));
    expect((await call("model import @own --name own")).written).toMatchObject({format: "tapebook", knownUntil: null});
    for (const out of ["model.txt", "model.json", "model.ubj"]) {
      const format = out === "model.txt" ? "lightgbm" : "xgboost";
      await call(`model export own --format ${format} --out @${out}`);
      const {written} = await call(`model import @${out} --name ${out.replace(".", "-")}`);
      expect(written).toMatchObject({format, trees: 3});
    }
    await copyFile(join(models, "../../catboost/numbers.json"), join(folder, "numbers.json"));
    expect((await call("model import @numbers.json --name cat")).written).toMatchObject({format: "catboost"});
    await call("model export cat --format catboost --out @again.json");
    expect((await call("model import @again.json --name again")).written).toMatchObject({format: "catboost"});
    const wrong: Readonly<Record<string, string | RegExp>> = {
      "nothing at all": "unknown model: it begins as none that can be read; those are LightGBM's text",
      CBM1aaaa: "invalid model: it is CatBoost's binary form",
      "binf\u0000": "invalid model: it is XGBoost's old binary form",
      '{"a": 1}': "unknown model: JSON with neither",
      '{"learner": {}}': /^invalid XGBoost model: /,
      "tree\nversion=v4\n": /^invalid LightGBM model: line 3: it ends without/
    };
    for (const [text, message] of Object.entries(wrong)) {
      await writeFile(join(folder, "wrong"), text);
      await expect(call("model import @wrong --name wrong"), text).rejects.toThrow(message);
    }
    expect(await readdir(join(home, "models"))).not.toContain("wrong");
  });

  it("refuses a name that another model has, and files that were changed since", async () => {
    const state = join(folder, "other");
    for (const name of ["goss", "dart"])
      await writeFile(join(folder, name), await readFile(join(models, `${name}.txt`)));
    await call("model import @goss --name one", "2024-01-01", state);
    await expect(call("model import @dart --name one", "2024-01-01", state)).rejects.toThrow(
      "invalid name: one is another model, goss of 2024-01-01, known until nobody says when; choose another name"
    );
    await expect(call("model import @goss --name one --known-until 2020-01-01", "2024-01-01", state)).rejects.toThrow(
      "is another model"
    );
    await writeFile(join(state, "models", "one", "source"), await readFile(join(models, "dart.txt")));
    await expect(call("model show one", "2024-01-01", state)).rejects.toThrow("one was changed since it was taken in");
    await writeFile(join(state, "models", "one", "model.json"), "{");
    await expect(call("model", "2024-01-01", state)).rejects.toThrow("models/one/model.json cannot be read");
  });
});

describe("tapebook model show and export", () => {
  it("show what a run's model uses", async () => {
    const {text, written} = await call(`model show ${id.slice(0, 6)}`);
    expect(written).toMatchObject({run: id, experiment: "93-trees", model: "lightgbm", scaling: "robust", trees: 6});
    expect(text).toMatch(/^features +2, scaled: robust$/m);
    expect(text).toMatch(/^feature +gain +share +splits$/m);
    expect(text).toMatch(/^(fast|slow) +\S+ +\d+\.\d % +\d+$/m);
  });

  it("export trees of features as they are, though the run scaled them", async () => {
    const {text, written} = await call(`model export ${id} --format lightgbm --out @run.txt`);
    expect(text).toMatch(
      /^\S+run\.txt: 6 trees, .*B\nIts run scaled the features \(robust\); the thresholds in the file/
    );
    expect(written).toMatchObject({format: "lightgbm", scaling: "robust", unscaled: true, features: ["fast", "slow"]});
    const {trees, scaling} = await treesOfRun(home, await readRun(home, id));
    const stream = random("raw");
    const x = Float32Array.from({length: 600}, () => 0.03 * stream.normal());
    const zeros = new Float64Array(300);
    const data = {x, shape: [300, 1, 2] as const, y: zeros, t: zeros, until: zeros, cell: new Uint32Array(300)};
    const expected = predictRaw(trees, scale(data, scaling).x, [300, 2]);
    expect(new Set(expected).size).toBeGreaterThan(5);
    const exported = fromLightgbm(await readFile(join(folder, "run.txt"), "utf8"));
    predictRaw(exported, x, [300, 2]).forEach((value, i) => expect(value).toBeCloseTo(expected[i], 12));
    await call(`model export ${id} --format xgboost --out @run.ubj`);
    const other = fromXgboost(await readFile(join(folder, "run.ubj")));
    predictRaw(other, x, [300, 2]).forEach((value, i) => expect(Math.abs(value - expected[i])).toBeLessThan(1e-6));
    const onnx = await call(`model export ${id} --format onnx --out @run.onnx`);
    expect((await readFile(join(folder, "run.onnx"))).length).toBe(onnx.written.bytes);
  });

  it("export what was not scaled as it is, and refuse ranks", async () => {
    const {written, text} = await call(`model export ${ids.none} --format lightgbm --out @unscaled.txt`);
    expect(written).toMatchObject({unscaled: false});
    expect(text).not.toContain("thresholds");
    await expect(call(`model export ${ids.rank} --format lightgbm --out @rank.txt`)).rejects.toThrow(
      "invalid scaling: its features are ranks"
    );
    const state = loadTrees(await readFile(join(home, "runs", ids.none, "model", "state.bin")));
    expect(fromLightgbm(await readFile(join(folder, "unscaled.txt"), "utf8")).trees.length).toBe(state.trees.length);
  });

  it("refuse models that are no trees", async () => {
    await expect(call(`model show ${ids.ridge}`)).rejects.toThrow(
      `invalid model: that of run ${ids.ridge}, ridge, is no trees; choose a run that learned trees`
    );
  });
});

describe("tapebook model, used wrongly", () => {
  it.each([
    ["model list x", /^unknown argument: x; write tapebook model show x$/],
    ["model show", /^missing model: write tapebook model show 3f2a$/],
    ["model show zzz", /^unknown run: zzz; runs are /],
    ["model import @none.txt", /^missing name: give the model one with --name$/],
    ["model import @none.txt --name a", /^missing file: .*none\.txt; name a file that exists$/],
    ["model import @none.txt --name a --known-until 2020-13-01", /^invalid date: 2020-13-01/],
    ["model export abc", /^missing format: name one with --format; formats are lightgbm, xgboost, catboost, onnx$/],
    ["model export abc --format pmml", /^invalid value: format is "pmml"; choices are/]
  ])("refuses %s", async (line, message) => {
    const error = await call(line).catch((reason: unknown) => reason);
    expect((error as Error).message).toMatch(message);
    expect(isMisuse(error)).toBe(true);
  });

  it("refuses a day that is to come, a folder that is not there and names with other signs", async () => {
    await writeFile(join(folder, "own"), await readFile(join(models, "goss.txt")));
    const early = call("model import @own --name early --known-until 2024-01-02");
    await expect(early).rejects.toThrow("invalid known-until: 2024-01-02 is to come");
    await expect(call("model import @own --name Up")).rejects.toThrow("invalid name: Up; write small letters");
    await expect(call(`model export ${id} --format onnx --out @none/a.onnx`)).rejects.toThrow(
      "missing folder: that of"
    );
  });
});
