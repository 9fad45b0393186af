import {readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import type {TreeEnsemble} from "../../../core/base/trees.js";
import {treeImportance} from "../../../core/trees/explain/importance.js";
import {categoriesOfLightgbm, fromLightgbm} from "../../../core/trees/lightgbm/read.js";
import {toLightgbm} from "../../../core/trees/lightgbm/write.js";
import {predictRaw, predictTrees} from "../../../core/trees/predict.js";
import {loadTrees, saveTrees} from "../../../core/trees/save.js";
import {writtenTrees} from "./written.js";

interface Figures {
  readonly raw: number[];
  /** The raw values where left out. */
  readonly prediction?: number[];
  readonly gain: number[];
  readonly split: number[];
}

const folder = import.meta.dirname;
const golden = JSON.parse(readFileSync(join(folder, "lightgbm.json"), "utf8")) as {
  readonly names: string[];
  readonly samples: (number | null)[][];
  readonly models: Readonly<Record<string, Figures>>;
  readonly animals: string[];
  readonly written: Figures & {readonly contributions: number[]};
};
const textOf = (name: string) => readFileSync(join(folder, "models", `${name}.txt`), "utf8");
const n = golden.samples.length;
const x = Float64Array.from(golden.samples.flat(), (value) => value ?? NaN);

/** The largest difference from LightGBM's numbers, in parts of them where they are large. */
function difference(found: Float64Array, expected: readonly number[]): number {
  expect(found.length).toBe(expected.length);
  return Math.max(...expected.map((value, i) => Math.abs(found[i] - value) / Math.max(1, Math.abs(value))));
}

function check(ensemble: TreeEnsemble, values: Float64Array, figures: Figures): void {
  const shape = [n, ensemble.features.length] as const;
  // LightGBM's raw value of a forest is the sum, of which it makes the mean when it makes the prediction.
  const count = ensemble.average ? ensemble.trees.length / ensemble.outputs : 1;
  const sums = predictRaw(ensemble, values, shape).map((value) => value * count);
  expect(difference(sums, figures.raw)).toBeLessThan(1e-9);
  expect(difference(predictTrees(ensemble, values, shape), figures.prediction ?? figures.raw)).toBeLessThan(1e-9);
  const {gain, split} = treeImportance(ensemble);
  expect(Array.from(split)).toEqual(figures.split);
  expect(difference(gain!, figures.gain)).toBeLessThan(1e-5);
}

/** What cannot be read as trees here, and what is said of it. */
const refused: Readonly<Record<string, string>> = {
  linear: "its leaves are linear models; train with linear_tree=false",
  "square-root": "line 7: objective regression sqrt: its predictions cannot be made of trees here",
  "entropy-lambda": "objective cross_entropy_lambda"
};

describe("models of LightGBM's", () => {
  it("are all there", () => {
    const files = readdirSync(join(folder, "models")).map((file) => file.replace(".txt", ""));
    expect(files.sort()).toEqual(Object.keys(golden.models).sort());
    expect(files.length).toBeGreaterThan(25);
  });

  for (const [name, figures] of Object.entries(golden.models)) {
    if (name in refused)
      it(`${name} is refused`, () => {
        expect(() => fromLightgbm(textOf(name))).toThrow(refused[name]);
      });
    else if (name !== "pandas")
      it(`${name} predicts as there`, () => {
        const ensemble = fromLightgbm(textOf(name));
        expect(ensemble.features).toEqual(golden.names);
        check(ensemble, x, figures);
        check(loadTrees(saveTrees(ensemble)), x, figures);
        const again = fromLightgbm(toLightgbm(ensemble));
        expect(saveTrees(again)).toEqual(saveTrees(ensemble));
      });
  }

  it("say what pandas called their categories", () => {
    const text = textOf("pandas");
    const [animals] = categoriesOfLightgbm(text)!;
    expect(animals).toEqual(["eel", "dog", "cat", "bee", "ant"]);
    const values = Float64Array.from(golden.animals.flatMap((name, i) => [x[6 * i], animals.indexOf(name)]));
    check(fromLightgbm(text), values, golden.models.pandas);
    expect(categoriesOfLightgbm(textOf("numbers"))).toBeNull();
  });

  it("keep their objective, classes and kinds", () => {
    expect(fromLightgbm(textOf("binary"))).toMatchObject({
      objective: "binary sigmoid:0.7",
      transform: {kind: "sigmoid", slope: 0.7},
      classes: [0, 1],
      categorical: [3, 4]
    });
    expect(fromLightgbm(textOf("multiclass"))).toMatchObject({classes: [0, 1, 2], transform: {kind: "softmax"}});
    expect(fromLightgbm(textOf("forest"))).toMatchObject({average: true, outputs: 1});
    expect(fromLightgbm(textOf("own-objective")).objective).toBeUndefined();
  });
});

describe("models written here", () => {
  it("are those that LightGBM has read", () => {
    expect(toLightgbm(writtenTrees())).toBe(readFileSync(join(folder, "written.txt"), "utf8"));
  });

  it("predict there as here, and have the same importance", () => {
    check(writtenTrees(), x, golden.written);
  });

  it("have SHAP values there that sum to the raw value", () => {
    const raw = predictRaw(writtenTrees(), x, [n, 6]);
    expect(difference(raw, golden.written.contributions)).toBeLessThan(1e-9);
  });
});
