import {readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {deviation, mean} from "../../../core/base/stats.js";
import {determination, mostProbable} from "../../../core/learn/error/scores.js";
import type {FittedForest} from "../../../core/boosting/forest/model.js";
import {context, effects} from "../../../core/lab/context.js";
import type {Dataset} from "../../../core/plugin.js";
import {randomForest} from "../../../plugins/models/random-forest.js";

interface Scores {
  readonly score: number[];
  readonly brier?: number[];
  readonly outOfBag?: number[];
}
interface Golden {
  readonly train: number;
  readonly features: number;
  readonly x: number[];
  readonly y: number[];
  readonly two: number[];
  readonly three: number[];
  readonly regression: Record<"forest" | "third" | "leaves" | "small" | "extra", Scores>;
  readonly "two classes": Record<"forest" | "extra", Scores>;
  readonly "three classes": Record<"forest" | "extra", Scores>;
}

const golden = JSON.parse(readFileSync(new URL("forest.json", import.meta.url), "utf8")) as Golden;
const seeds = 4;
type Options = Parameters<typeof randomForest>[0];

function samples(y: readonly number[], from: number, to: number): Dataset {
  const k = golden.features;
  const t = Float64Array.from({length: to - from}, (_, i) => i);
  const x = Float32Array.from(golden.x.slice(from * k, to * k));
  return {
    x,
    shape: [to - from, 1, k],
    y: Float64Array.from(y.slice(from, to)),
    t,
    until: t,
    cell: new Uint32Array(to - from)
  };
}

/** Our scores over seeds, of the same samples. */
async function ours(y: readonly number[], options: Options): Promise<Required<Scores>> {
  const train = samples(y, 0, golden.train);
  const test = samples(y, golden.train, y.length);
  const out: Required<Scores> = {score: [], brier: [], outOfBag: []};
  for (let seed = 0; seed < seeds; ++seed) {
    const model = randomForest({...options, n_estimators: 30, random_state: seed});
    const fitted: FittedForest = await model.fit(train, context(effects(), 1));
    const {classes} = fitted;
    if (classes) {
      const chances = fitted.probabilities!(test);
      const right = mostProbable(chances, classes).filter((label, i) => label === test.y[i]).length;
      out.score.push(right / test.y.length);
      const missed = chances.reduce((sum, p, i) => {
        const hit = classes[i % classes.length] === test.y[Math.floor(i / classes.length)] ? 1 : 0;
        return sum + (p - hit) ** 2;
      }, 0);
      out.brier.push(missed / test.y.length);
    } else out.score.push(determination(fitted.predict(test), test.y));
    if (fitted.outOfBag) out.outOfBag.push(fitted.outOfBag.score);
  }
  return out;
}

/** The means differ by no more than the luck of the seeds, and a little that bins and rounding may do. */
function expectAlike(own: readonly number[], theirs: readonly number[], room: number): void {
  expect(own.length).toBeGreaterThan(0);
  const luck = Math.sqrt(deviation(own) ** 2 / own.length + deviation(theirs) ** 2 / theirs.length);
  if (process.env.SHOW) console.log(mean(own).toFixed(4), mean(theirs).toFixed(4), luck.toFixed(4));
  expect(Math.abs(mean(own) - mean(theirs)), `${mean(own)} against ${mean(theirs)}`).toBeLessThan(3 * luck + room);
}

describe("scikit-learn's forests of numbers", () => {
  const cases: [keyof Golden["regression"], Options][] = [
    ["forest", {oob_score: true}],
    ["third", {max_features: 1 / 3}],
    ["leaves", {max_leaf_nodes: 20}],
    ["small", {min_samples_split: 20, max_samples: 0.5}],
    ["extra", {extra_trees: true, bootstrap: false}]
  ];
  it.each(cases)("%s", async (name, options) => {
    const own = await ours(golden.y, options);
    expectAlike(own.score, golden.regression[name].score, 0.005);
    if (options?.oob_score) expectAlike(own.outOfBag, golden.regression[name].outOfBag!, 0.005);
  });
});

describe.each(["two", "three"] as const)("scikit-learn's forests of %s classes", (labels) => {
  const cases: ["forest" | "extra", Options][] = [
    ["forest", {criterion: "gini", oob_score: true}],
    ["extra", {criterion: "gini", extra_trees: true, bootstrap: false}]
  ];
  it.each(cases)("%s", async (name, options) => {
    const own = await ours(golden[labels], options);
    const theirs = golden[`${labels} classes`][name];
    expectAlike(own.score, theirs.score, 0.01);
    expectAlike(own.brier, theirs.brier!, 0.01);
    if (options?.oob_score) expectAlike(own.outOfBag, theirs.outOfBag!, 0.015);
  });
});
