import {random} from "../base/random.js";
import type {Tree} from "../base/trees.js";
import {addTree} from "../trees/predict.js";
import type {GrowOptions, Grower} from "./grower.js";
import type {Objective, Targets} from "./objectives/objective.js";
import {renewedLeaves} from "./renew.js";
import {drawDropped} from "./sampling/dropout.js";
import type {Drawn, Sampler} from "./sampling/sampler.js";
import {makeSampler} from "./sampling/sampler.js";
import {shrunk} from "./scores.js";
import type {Training, TrainingData} from "./training.js";

/** What rounds of boosting build on. */
export interface Rounds {
  readonly sampler: Sampler;
  /** Whether rounds may drop others. */
  readonly drops: boolean;
  /** The trees so far, with their final leaves. */
  finished(): readonly Tree[];
  /** Grows a round's trees, one an output, and adds them to the raw values. */
  grow(round: number): readonly Tree[];
}

/**
 * @param raw the raw values to begin from, samples × outputs; they are added to
 * @param before how many trees there are already, so that random draws go on from there
 */
export function makeRounds(
  grower: Grower,
  data: TrainingData,
  targets: Targets,
  objective: Objective,
  training: Training,
  raw: Float64Array,
  before: number
): Rounds {
  const {outputs} = objective;
  const {shrinkage, mode = "boosting", dropout, seed} = training;
  const n = data.shape[0];
  const first = before / outputs;
  const second = objective.classes?.length === 2 ? secondClass(targets.y, objective.classes) : undefined;
  const sampler = makeSampler(training.sampling ?? {}, data.shape, seed, shrinkage, second);
  const grown: Tree[] = [];
  const weights: number[] = [];

  /** Each sample's Σ |g · h| over the outputs. */
  const sizes = () => {
    const size = new Float64Array(n);
    for (let output = 0; output < outputs; ++output) {
      objective.derive(raw, output, grower.gradient, grower.hessian);
      const {constantHessian} = objective;
      for (let i = 0; i < n; ++i) size[i] += Math.abs(grower.gradient[i] * (constantHessian ?? grower.hessian[i]));
    }
    return size;
  };

  /** Writes an output's derivatives, times what sampling makes of them; whether the second are the same of all. */
  const derive = (output: number, {factor}: Drawn): GrowOptions => {
    const {gradient, hessian} = grower;
    objective.derive(raw, output, gradient, hessian);
    const {constantHessian} = objective;
    if (!factor) return constantHessian === undefined ? {} : {constantHessian};
    if (constantHessian !== undefined) hessian.fill(constantHessian);
    for (let i = 0; i < n; ++i) {
      gradient[i] *= factor[i];
      hessian[i] *= factor[i];
    }
    return {};
  };

  const growTree = (number: number, output: number, drawn: Drawn): Tree => {
    const {rows, times} = drawn;
    const features = sampler.features(number);
    const options: GrowOptions = {
      ...derive(output, drawn),
      ...(rows && {rows}),
      ...(times && {times}),
      ...(features && {features}),
      tree: number
    };
    const {tree, leaf, rowsOf} = grower.grow(options);
    const value = objective.renew
      ? renewedLeaves(tree, rowsOf, (own) => objective.renew!(own, raw, times), training.growth.monotone)
      : tree.value;
    const final = shrunk({...tree, value}, mode === "boosting" ? shrinkage : 1);
    if (mode === "boosting") for (let i = 0, at = output; i < n; ++i, at += outputs) raw[at] += final.value[leaf[i]];
    return final;
  };

  const growAll = (round: number) => {
    objective.begin?.(raw, first + round);
    const drawn = sampler.rows(first + round, sizes);
    return Array.from({length: outputs}, (_, output) => growTree(before + round * outputs + output, output, drawn));
  };

  /** Adds a round's trees so many times to the raw values. */
  const addRound = (round: number, times: number) => {
    for (let output = 0; output < outputs; ++output)
      addTree(grown[round * outputs + output], data.x, data.shape, raw, {output, outputs, scale: times});
  };

  return {
    sampler,
    drops: mode === "dropout",
    grow(round) {
      if (mode !== "dropout") {
        const trees = growAll(round);
        grown.push(...trees);
        weights.push(1);
        return trees;
      }
      const dropped = drawDropped(weights, dropout!, random(seed).fork(`drop ${first + round}`));
      for (const each of dropped) addRound(each, -weights[each]);
      const trees = growAll(round);
      grown.push(...trees);
      weights.push(shrinkage / (1 + dropped.length));
      for (const each of dropped) weights[each] *= dropped.length / (1 + dropped.length);
      for (const each of [...dropped, round]) addRound(each, weights[each]);
      return trees;
    },
    finished: () =>
      mode === "dropout" ? grown.map((tree, i) => shrunk(tree, weights[Math.floor(i / outputs)])) : grown
  };
}

function secondClass(y: Float64Array, classes: readonly number[]): Uint8Array {
  return Uint8Array.from(y, (value) => (value === classes[1] ? 1 : 0));
}
