import {random} from "../../../core/base/random.js";
import type {Transform, TreeEnsemble} from "../../../core/base/trees.js";
import type {Shape} from "./ensembles.js";
import {featureNames, treeOf} from "./ensembles.js";

/** An ensemble that is the same every time, and how it may be written. */
export interface Fixed {
  readonly name: string;
  readonly ensemble: TreeEnsemble;
}

/** Ensembles of every transform and form, whose bytes the other libraries were given. */
export function fixedEnsembles(): Fixed[] {
  return [
    make("identity", {kind: "identity"}, 1, {}),
    make("scaled", {kind: "identity"}, 2, {scale: 0.25}),
    make("averaged", {kind: "identity"}, 1, {average: true}),
    make("symmetric", {kind: "identity"}, 1, {symmetric: true}),
    make("probability", {kind: "sigmoid", slope: 1}, 1, {classes: [-1, 1]}),
    make("slope", {kind: "sigmoid", slope: 1.7}, 1, {classes: [0, 1]}),
    make("all-above-zero", {kind: "sigmoid", slope: 1}, 1, {classes: [0, 1], above: true}),
    make("two-classes", {kind: "softmax"}, 2, {classes: [0, 1]}),
    make("three-classes", {kind: "softmax"}, 3, {classes: [-1, 0, 1]}),
    make("exponential", {kind: "exp"}, 1, {})
  ];
}

/** Samples for them, n × 4: ordinary values, zeros, missing ones and unseen categories. */
export function fixedSamples(): {x: Float32Array; n: number} {
  const source = random("samples of fixed ensembles");
  const n = 60;
  const x = new Float32Array(4 * n);
  for (let i = 0; i < n; ++i) {
    for (let j = 0; j < 2; ++j) {
      const way = source.integer(8);
      x[4 * i + j] = way === 0 ? NaN : way === 1 ? 0 : 4 * source.uniform() - 2;
    }
    for (let j = 2; j < 4; ++j) x[4 * i + j] = source.integer(9) === 0 ? NaN : source.integer(45);
  }
  return {x, n};
}

interface Options {
  readonly scale?: number;
  readonly average?: boolean;
  readonly symmetric?: boolean;
  readonly classes?: readonly number[];
  /** Whether all leaves are above 0. */
  readonly above?: boolean;
}

function make(name: string, transform: Transform, outputs: number, options: Options): Fixed {
  const {scale, average, symmetric = false, classes, above = false} = options;
  const source = random(name);
  const leaf = () => Math.round((source.uniform() - (above ? 0 : 0.5)) * 1e6) / 7e5;
  const split = () =>
    source.integer(3) === 0
      ? {column: 2 + source.integer(2), set: Array.from({length: symmetric ? 1 : 3}, () => source.integer(40))}
      : {column: source.integer(2), threshold: Math.round(2e6 * (source.uniform() - 0.5)) / 7e5, missing: 1};
  const grow = (depth: number): Shape =>
    depth === 0 || source.integer(5) === 0
      ? {value: leaf()}
      : {split: split(), left: grow(depth - 1), right: grow(depth - 1)};
  const level = (depth: number): Shape => {
    const splits = Array.from({length: depth}, split);
    const build = (at: number): Shape =>
      at === depth ? {value: leaf()} : {split: splits[at], left: build(at + 1), right: build(at + 1)};
    return build(0);
  };
  const shapes = Array.from({length: 5 * outputs}, () => (symmetric ? level(3) : grow(4)));
  const ensemble: TreeEnsemble = {
    features: featureNames,
    categorical: [2, 3],
    outputs,
    bias: Float64Array.from({length: outputs}, leaf),
    ...(scale !== undefined && {scale}),
    ...(average && {average}),
    transform,
    ...(classes && {classes}),
    trees: shapes.map((shape) => treeOf(shape, [1, 2]))
  };
  return {name, ensemble};
}
