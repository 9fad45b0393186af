import type {Tree} from "../../base/trees.js";
import {groupsOf} from "../check-data.js";
import type {Prefixed, Weighted} from "../grower.js";
import type {Loss} from "../objectives/choose.js";
import {objectiveOf} from "../objectives/choose.js";
import type {Targets} from "../objectives/objective.js";
import type {Fitting, LeafRule} from "./leaves.js";
import {leafValues} from "./leaves.js";
import type {Order, Prefix} from "./order.js";

/** What all models of a training have in common. */
export interface Task {
  readonly loss: Loss;
  readonly targets: Targets;
  /** Each sample's time, which groups those that rank. */
  readonly t?: Float64Array;
  readonly classes?: readonly number[];
  /** Where each output's raw values begin. */
  readonly start: Float64Array;
  readonly rate: number;
  readonly rule: LeafRule;
}

/** A model that answers for samples: the ensemble itself, or a support of ordered boosting. */
export interface Boosted extends Fitting {
  /** The samples that it is of, ascending; all where left out. */
  readonly places?: Uint32Array;
  /** Makes the derivatives of a round ready. */
  begin(round: number): void;
  /** Writes the derivatives by one output into `gradient` and `hessian`. */
  derive(output: number): void;
  /** Takes a tree in: its leaves' values, before the rate. @param leaf the leaf of every sample of the training */
  take(tree: Tree, leaf: ArrayLike<number>, output: number, round: number): Float64Array;
  /** Ends a round. */
  end(): void;
}

/** A model of the samples at these places, all where left out, whose leaves learn from those marked. */
export function boosted(task: Task, places?: Uint32Array, learns?: Uint8Array): Boosted {
  const targets = places ? targetsAt(task.targets, places, task.t) : task.targets;
  const objective = objectiveOf(task.loss, targets, task.classes);
  const {outputs} = objective;
  const n = targets.y.length;
  const raw = new Float64Array(n * outputs);
  for (let i = 0; i < raw.length; ++i) raw[i] = task.start[i % outputs];
  const next = outputs > 1 ? raw.slice() : raw;
  const fitting: Fitting = {
    objective,
    raw,
    ...(targets.weight && {weight: targets.weight}),
    gradient: new Float32Array(n),
    hessian: new Float32Array(n),
    ...(learns && {learns})
  };
  const own = new Uint16Array(places ? n : 0);
  return {
    ...fitting,
    ...(places && {places}),
    begin: (round) => objective.begin?.(raw, round),
    derive: (output) => objective.derive(raw, output, fitting.gradient, fitting.hessian),
    take(tree, leaf, output, round) {
      if (places) for (let i = 0; i < n; ++i) own[i] = leaf[places[i]];
      const leaves = places ? own : leaf;
      const values = leafValues(fitting, leaves, tree, output, task.rule, round);
      for (let i = 0; i < n; ++i) next[i * outputs + output] += task.rate * values[leaves[i]];
      return values;
    },
    end() {
      if (next !== raw) raw.set(next);
    }
  };
}

/** A support: a model that learns from what a prefix knows, and answers for the samples that come after. */
export interface Support {
  readonly model: Boosted;
  /** The samples that it answers for, by their places in the model. */
  readonly answers: Uint32Array;
  /**
   * What splits are scored by: the samples that it learns from at their derivatives of now, and those of its answers that
   * were drawn, at these derivatives. @param weight by sample, 0 of those not drawn
   */
  prefixed(gradient: Float32Array, weight: Float32Array): Prefixed;
}

/** The support of a prefix of an order. */
export function supportOf(task: Task, {samples, learnt}: Order, {body, from, to}: Prefix): Support {
  const mark = new Uint8Array(samples.length);
  for (let p = 0; p < body; ++p) mark[learnt[p]] = 1;
  for (let p = from; p < to; ++p) mark[samples[p]] |= 2;
  const places = Uint32Array.from(mark.keys()).filter((i) => mark[i] > 0);
  const learns = Uint8Array.from(places, (i) => mark[i] & 1);
  const answers = Uint32Array.from(places.keys()).filter((i) => (mark[places[i]] & 2) !== 0);
  const model = boosted(task, places, learns);
  const sources = Uint32Array.from(places.keys()).filter((i) => learns[i] === 1);
  const learned = weighted(sources.map((i) => places[i]));
  if (task.targets.weight) learned.rows.forEach((i, k) => void (learned.weight[k] = task.targets.weight![i]));
  const all = answers.map((i) => places[i]);
  const answered = weighted(all);
  return {
    model,
    answers,
    prefixed(gradient, weight) {
      sources.forEach((i, k) => void (learned.gradient[k] = model.gradient[i]));
      let count = 0;
      for (const i of all) {
        if (!(weight[i] > 0)) continue;
        answered.rows[count] = i;
        answered.gradient[count] = gradient[i];
        answered.weight[count++] = weight[i];
      }
      const {rows, gradient: own, weight: each} = answered;
      const drawn = {rows: rows.subarray(0, count), gradient: own.subarray(0, count), weight: each.subarray(0, count)};
      return {learned, answered: drawn};
    }
  };
}

/** Samples without derivatives as yet, of weight 1. */
function weighted(rows: Uint32Array): Weighted {
  return {
    rows: rows.slice(),
    gradient: new Float32Array(rows.length),
    weight: new Float32Array(rows.length).fill(1)
  };
}

/** The targets of some samples, whose groups are those of them that have one time. */
function targetsAt({y, weight, groups}: Targets, places: Uint32Array, t: Float64Array | undefined): Targets {
  return {
    y: Float64Array.from(places, (i) => y[i]),
    ...(weight && {weight: Float64Array.from(places, (i) => weight[i])}),
    ...(groups && t && {groups: groupsOf(Float64Array.from(places, (i) => t[i]))})
  };
}
