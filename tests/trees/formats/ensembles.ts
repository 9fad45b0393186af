import fc from "fast-check";
import type {Transform, Tree, TreeEnsemble} from "../../../core/base/trees.js";
import {Decision} from "../../../core/base/trees.js";
import {setOf} from "../../../core/trees/formats/conditions.js";

/** What random ensembles are to be like. */
export interface Kind {
  readonly transform?: Transform["kind"];
  /** The most members of a set; 0 for no categories. */
  readonly members?: number;
  /** Whether each feature's missing values go to one side everywhere. */
  readonly sameMissing?: boolean;
  readonly depth?: number;
  /** Whether every level of a tree asks the same. */
  readonly symmetric?: boolean;
}

/** What a node asks; `missing` is 0 where NaN counts as 0, 1 where it goes right and 2 where it goes left. */
export type Split = {column: number; threshold: number; missing: number} | {column: number; set: number[]};
export type Shape = {split: Split; left: Shape; right: Shape} | {value: number};

/** Features 0 and 1 are numbers, 2 and 3 categories. */
export const featureNames = ["alpha", 'beta "2"', "γ", "delta"];
const cuts = [0, -0, 0.5, 1 / 3, -1.25, 1e-3, 2.5, 0.1, -7e-20, 1.1754943508222875e-38];

/** Ensembles of a few trees whose thresholds are doubles that are no singles, zeros, small and large. */
export function ensembles({transform, members = 3, sameMissing = false, depth = 3, symmetric = false}: Kind = {}) {
  const threshold = fc.oneof(
    fc.constantFrom(...cuts),
    fc.integer({min: -9e8, max: 9e8}).map((each) => each / 3e8)
  );
  const split = fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({column: fc.integer({min: 0, max: 1}), threshold, missing: fc.integer({min: 0, max: 2})})
    },
    ...(members > 0
      ? [
          {
            weight: 1,
            arbitrary: fc.record({
              column: fc.integer({min: 2, max: 3}),
              set: fc.uniqueArray(fc.integer({min: 0, max: 40}), {minLength: 1, maxLength: members})
            })
          }
        ]
      : [])
  );
  const value = fc.oneof(
    {weight: 9, arbitrary: fc.integer({min: -3e6, max: 3e6}).map((each) => each / 3.1e6)},
    {weight: 1, arbitrary: fc.constantFrom(0, 1, 1e-20)}
  );
  const leaf = value.map((each): Shape => ({value: each}));
  const grown = (levels: number): fc.Arbitrary<Shape> =>
    levels === 0
      ? leaf
      : fc.oneof(
          {weight: 1, arbitrary: leaf},
          {weight: 4, arbitrary: fc.record({split, left: grown(levels - 1), right: grown(levels - 1)})}
        );
  const level = fc.array(split, {maxLength: depth}).chain((splits) =>
    fc.array(value, {minLength: 2 ** splits.length, maxLength: 2 ** splits.length}).map((values): Shape => {
      const build = (at: number, from: number): Shape =>
        at === splits.length
          ? {value: values[from]}
          : {split: splits[at], left: build(at + 1, 2 * from), right: build(at + 1, 2 * from + 1)};
      return build(0, 0);
    })
  );
  const kinds: readonly Transform["kind"][] = transform ? [transform] : ["identity", "sigmoid", "softmax", "exp"];
  return fc.constantFrom(...kinds).chain((kind) => {
    const several =
      kind === "softmax" ? fc.integer({min: 2, max: 4}) : fc.integer({min: 1, max: kind === "sigmoid" ? 1 : 2});
    return several.chain((outputs) =>
      fc
        .record({
          shapes: fc.array(symmetric ? level : grown(depth), {minLength: outputs, maxLength: 4 * outputs}),
          bias: fc.array(value, {minLength: outputs, maxLength: outputs}),
          scale: fc.constantFrom(undefined, 0.5, 2),
          average: fc.boolean(),
          slope: fc.constantFrom(1, 1.5),
          sides: fc.array(fc.integer({min: 1, max: 2}), {minLength: 2, maxLength: 2})
        })
        .map(({shapes, bias, scale, average, slope, sides}): TreeEnsemble => {
          const whole = shapes.slice(0, shapes.length - (shapes.length % outputs));
          return {
            features: featureNames,
            ...(members > 0 && {categorical: [2, 3]}),
            outputs,
            bias: Float64Array.from(bias),
            ...(scale !== undefined && {scale}),
            ...(average && {average}),
            transform: kind === "sigmoid" ? {kind, slope} : {kind},
            ...(kind === "softmax" && {classes: Array.from({length: outputs}, (_, j) => j)}),
            ...(kind === "sigmoid" && {classes: [0, 1]}),
            trees: whole.map((shape) => treeOf(shape, sameMissing ? sides : undefined))
          };
        })
    );
  });
}

/** A tree of shapes; `sides` are where each number's missing values go, where all of them go one way: 1 right, 2 left. */
export function treeOf(shape: Shape, sides: readonly number[] | undefined): Tree {
  const feature: number[] = [];
  const thresholds: number[] = [];
  const left: number[] = [];
  const right: number[] = [];
  const decision: number[] = [];
  const values: number[] = [];
  const sets: Uint32Array[] = [];
  const add = (part: Shape): number => {
    if ("value" in part) return ~(values.push(part.value) - 1);
    const node = feature.push(part.split.column) - 1;
    if ("set" in part.split) {
      thresholds[node] = sets.push(setOf(part.split.set)) - 1;
      decision[node] = Decision.categorical | Decision.nanMissing;
    } else {
      thresholds[node] = part.split.threshold;
      const way = sides ? sides[part.split.column] : part.split.missing;
      decision[node] = [0, Decision.nanMissing, Decision.nanMissing | Decision.defaultLeft][way];
    }
    left[node] = add(part.left);
    right[node] = add(part.right);
    return node;
  };
  add(shape);
  return {
    feature: Int32Array.from(feature),
    threshold: Float64Array.from(thresholds),
    left: Int32Array.from(left),
    right: Int32Array.from(right),
    decision: Uint8Array.from(decision),
    ...(sets.length > 0 && {sets}),
    value: Float64Array.from(values)
  };
}

/** Samples of single precision: ordinary values, zeros, missing ones, those at thresholds and beside them, unseen categories. */
export function samplesFor(ensemble: TreeEnsemble): {x: Float32Array; n: number} {
  const thresholds = ensemble.trees.flatMap(({threshold, feature}) =>
    Array.from(threshold).filter((_, i) => feature[i] < 2)
  );
  const numbers = [
    ...thresholds.flatMap((each) => [each, each * (1 + 1.2e-7), each * (1 - 1.2e-7)]),
    0,
    -0,
    NaN,
    NaN,
    5,
    -5,
    0.3,
    1e-45,
    -1e-45
  ];
  const categories = [0, 1, 2, 3, 5, 8, 13, 21, 34, 40, 41, 64, NaN];
  const n = 3 * numbers.length;
  const x = new Float32Array(4 * n);
  for (let i = 0; i < n; ++i) {
    x[4 * i] = numbers[i % numbers.length];
    x[4 * i + 1] = numbers[(7 * i + 3) % numbers.length];
    x[4 * i + 2] = categories[(5 * i + 1) % categories.length];
    x[4 * i + 3] = categories[(3 * i + Math.floor(i / 13)) % categories.length];
  }
  return {x, n};
}
