import type {BinaryWeights} from "./classification.js";
import {binary, multiclass} from "./classification.js";
import type {Objective, Targets} from "./objective.js";
import type {Ranking} from "./ranking.js";
import {ranking} from "./ranking.js";
import {absolute, huber, poisson, quantile, squared} from "./regression.js";
import type {UserLoss} from "./user.js";
import {userObjective} from "./user.js";

/** What trees are trained for. */
export type Loss =
  | {readonly kind: "squared"}
  | {readonly kind: "absolute"}
  | {readonly kind: "huber"; readonly delta: number}
  | {readonly kind: "quantile"; readonly alpha: number}
  | {readonly kind: "poisson"; readonly maxDeltaStep: number}
  | ({readonly kind: "binary"} & Partial<BinaryWeights>)
  | {readonly kind: "multiclass"; readonly widen?: number}
  | ({readonly kind: "ranking"} & Ranking)
  | ({readonly kind: "user"} & UserLoss);

/** The objective of a loss. @param classes the labels that training before knew */
export function objectiveOf(loss: Loss, targets: Targets, classes?: readonly number[]): Objective {
  switch (loss.kind) {
    case "squared":
      return squared(targets);
    case "absolute":
      return absolute(targets);
    case "huber":
      return huber(targets, loss.delta);
    case "quantile":
      return quantile(targets, loss.alpha);
    case "poisson":
      return poisson(targets, loss.maxDeltaStep);
    case "binary":
      return binary(targets, {positive: loss.positive ?? 1, balanced: loss.balanced ?? false}, classes);
    case "multiclass":
      return multiclass(targets, loss.widen, classes);
    case "ranking":
      return ranking(targets, loss);
    case "user":
      return userObjective(targets, loss);
  }
}
